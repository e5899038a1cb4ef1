/* SPDX-License-Identifier: GPL-3.0-or-later
 * Arrays that grow, on top of the allocation hook. */
#include "base/memory.h"

#include <stdint.h>
#include <string.h>

#include "indicators.h"

void *
ind__new_array (size_t count, size_t size)
{
  if (count == 0)
    count = 1;
  if (size != 0 && count > SIZE_MAX / size)
    return NULL;
  return ind__reallocate (NULL, count * size);
}

void *
ind__new_zeroed (size_t size)
{
  void *block = ind__reallocate (NULL, size);
  if (block != NULL)
    memset (block, 0, size);
  return block;
}

/* Bytes that an array begins with. */
#define FIRST 512
#define SMALL 65536

int
ind__grow_more (void *array, size_t *capacity, size_t needed, size_t size)
{
  void *block;
  size_t least = size < FIRST / 8 ? FIRST / size : 8;
  size_t wanted = *capacity < least ? least : *capacity;

  while (wanted < needed)
    {
      if (wanted > SIZE_MAX / 2)
        return 0;
      /* Small ones are copied seldom, large ones leave little unused. */
      wanted += wanted < SMALL / size ? wanted : wanted / 2;
    }
  if (wanted > SIZE_MAX / size)
    return 0;
  memcpy (&block, array, sizeof block);
  block = ind__reallocate (block, wanted * size);
  if (block == NULL)
    return 0;
  memcpy (array, &block, sizeof block);
  *capacity = wanted;
  return 1;
}

void
ind_free (void *block)
{
  ind__release (block);
}
