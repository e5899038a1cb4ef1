/* SPDX-License-Identifier: GPL-3.0-or-later
 * A dictionary of strings: each distinct string known by a number. */
#ifndef IND_BASE_STRINGS_H
#define IND_BASE_STRINGS_H

#include <stddef.h>
#include <stdint.h>

#define IND__NO_STRING UINT32_MAX

/* A place of the hash table. */
typedef struct ind__string_slot {
  uint32_t id; /* IND__NO_STRING: free */
  uint32_t hash;
} ind__string_slot;

/* Zero-initialised it is empty. Numbers are given from 0 in order of first
 * appearance. */
typedef struct ind__strings {
  char *bytes; /* the strings, each NUL-terminated, one after the other */
  size_t n_bytes, bytes_capacity;
  size_t *offset; /* offset[id] of a string in bytes; offset[count] is n_bytes */
  size_t count, offset_capacity;
  ind__string_slot *slot; /* open addressing, at most half full */
  size_t n_slots, n_used;
} ind__strings;

/* The number of a string, added if new; IND__NO_STRING when memory ran out.
 * `text` must not point into the dictionary. */
uint32_t ind__strings_add (ind__strings *strings, const char *text, size_t length);

/* The next number, for a string that is not looked for and that neither of
 * the others will find: cheaper for texts that seldom repeat. */
uint32_t ind__strings_append (ind__strings *strings, const char *text, size_t length);

/* The number of a string, or IND__NO_STRING when it is not there. */
uint32_t ind__strings_find (const ind__strings *strings, const char *text, size_t length);

/* The string with a number below count. The pointer is good until the next
 * ind__strings_add. */
static inline const char *
ind__strings_at (const ind__strings *strings, uint32_t id)
{
  return strings->bytes + strings->offset[id];
}

static inline size_t
ind__strings_length (const ind__strings *strings, uint32_t id)
{
  return strings->offset[id + 1] - strings->offset[id] - 1;
}

void ind__strings_free (ind__strings *strings);

/* FNV-1a with a final mix; good enough for keys that are short. */
static inline uint64_t
ind__hash_bytes (const char *bytes, size_t length)
{
  uint64_t h = UINT64_C (14695981039346656037);
  size_t i;
  for (i = 0; i < length; i++)
    h = (h ^ (unsigned char) bytes[i]) * UINT64_C (1099511628211);
  return h ^ (h >> 29);
}

#endif
