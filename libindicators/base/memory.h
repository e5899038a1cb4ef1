/* SPDX-License-Identifier: GPL-3.0-or-later
 * The one allocation hook: every byte the library allocates passes here. */
#ifndef IND_BASE_MEMORY_H
#define IND_BASE_MEMORY_H

#include <stddef.h>

/* Tests link their own definitions of these two in front of the library's to
 * fail the n-th allocation. */

/* Resizes `block` (NULL: a new one) to `size` bytes, size > 0; NULL on
 * failure, with `block` as it was. */
void *ind__reallocate (void *block, size_t size);

/* Releases a block; NULL is allowed. */
void ind__release (void *block);

/* Room for `count` elements of `size` bytes, checked for overflow; NULL on
 * failure. A count of 0 gives room for one. */
void *ind__new_array (size_t count, size_t size);

/* One zeroed element of `size` bytes. */
void *ind__new_zeroed (size_t size);

/* What ind__grow does where there is no room yet. */
int ind__grow_more (void *array, size_t *capacity, size_t needed, size_t size);

/* Makes *array hold at least `needed` elements of `size` bytes, growing
 * geometrically; *capacity counts elements, of this array alone, for how far it
 * grows depends on their size. Returns 0 on failure, with the array as it was. */
static inline int
ind__grow (void *array, size_t *capacity, size_t needed, size_t size)
{
  return needed <= *capacity || ind__grow_more (array, capacity, needed, size);
}

#endif
