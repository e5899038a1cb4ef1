/* SPDX-License-Identifier: GPL-3.0-or-later
 * A dictionary of strings. */
#include "base/strings.h"

#include <string.h>

#include "base/memory.h"

static uint32_t
hash_of (const char *text, size_t length)
{
  return (uint32_t) ind__hash_bytes (text, length);
}

static int
is_string (const ind__strings *strings, uint32_t id, const char *text, size_t length)
{
  return ind__strings_length (strings, id) == length
         && (length == 0 || memcmp (ind__strings_at (strings, id), text, length) == 0);
}

/* The slot that holds the string, or the free one where it belongs. */
static ind__string_slot *
find_slot (const ind__strings *strings, const char *text, size_t length, uint32_t hash)
{
  size_t mask = strings->n_slots - 1, at = hash & mask;

  while (strings->slot[at].id != IND__NO_STRING
         && (strings->slot[at].hash != hash
             || !is_string (strings, strings->slot[at].id, text, length)))
    at = (at + 1) & mask;
  return &strings->slot[at];
}

static int
enlarge (ind__strings *strings)
{
  size_t n_slots = strings->n_slots == 0 ? 64 : strings->n_slots * 2, i;
  ind__string_slot *slot = ind__new_array (n_slots, sizeof *slot);

  if (slot == NULL)
    return 0;
  for (i = 0; i < n_slots; i++)
    slot[i].id = IND__NO_STRING;
  for (i = 0; i < strings->n_slots; i++)
    if (strings->slot[i].id != IND__NO_STRING)
      {
        size_t at = strings->slot[i].hash & (n_slots - 1);
        while (slot[at].id != IND__NO_STRING)
          at = (at + 1) & (n_slots - 1);
        slot[at] = strings->slot[i];
      }
  ind__release (strings->slot);
  strings->slot = slot;
  strings->n_slots = n_slots;
  return 1;
}

uint32_t
ind__strings_append (ind__strings *strings, const char *text, size_t length)
{
  if (strings->count >= IND__NO_STRING - 1 || length >= SIZE_MAX - strings->n_bytes
      || !ind__grow (&strings->offset, &strings->offset_capacity, strings->count + 2,
                     sizeof *strings->offset)
      || !ind__grow (&strings->bytes, &strings->bytes_capacity, strings->n_bytes + length + 1, 1))
    return IND__NO_STRING;
  strings->offset[strings->count] = strings->n_bytes;
  if (length > 0)
    memcpy (strings->bytes + strings->n_bytes, text, length);
  strings->bytes[strings->n_bytes + length] = '\0';
  strings->n_bytes += length + 1;
  strings->offset[strings->count + 1] = strings->n_bytes;
  return (uint32_t) strings->count++;
}

uint32_t
ind__strings_add (ind__strings *strings, const char *text, size_t length)
{
  uint32_t hash = hash_of (text, length);
  ind__string_slot *slot;

  if (strings->n_used >= strings->n_slots / 2 && !enlarge (strings))
    return IND__NO_STRING;
  slot = find_slot (strings, text, length, hash);
  if (slot->id == IND__NO_STRING)
    {
      slot->id = ind__strings_append (strings, text, length);
      slot->hash = hash;
      strings->n_used += slot->id != IND__NO_STRING;
    }
  return slot->id;
}

uint32_t
ind__strings_find (const ind__strings *strings, const char *text, size_t length)
{
  return strings->n_slots == 0 ? IND__NO_STRING
                               : find_slot (strings, text, length, hash_of (text, length))->id;
}

void
ind__strings_free (ind__strings *strings)
{
  ind__release (strings->bytes);
  ind__release (strings->offset);
  ind__release (strings->slot);
  memset (strings, 0, sizeof *strings);
}
