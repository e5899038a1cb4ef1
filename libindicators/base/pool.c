/* SPDX-License-Identifier: GPL-3.0-or-later
 * Pieces in blocks, each twice as long as the one before. */
#include "base/pool.h"

#include <stdint.h>
#include <string.h>

#include "base/memory.h"

#define FIRST_BLOCK 4096
#define LARGEST_BLOCK ((size_t) 1 << 22)
/* Of anything there is room for. */
#define ALIGNMENT 16

struct ind__pool_block {
  struct ind__pool_block *before;
  size_t used, size; /* of the bytes that follow */
};

#define HEADER ((sizeof (struct ind__pool_block) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT)

static char *
bytes_of (struct ind__pool_block *block)
{
  return (char *) block + HEADER;
}

/* A block that has room for so many bytes, behind the last one. NULL when memory ran out. */
static struct ind__pool_block *
add_block (ind__pool *pool, size_t n)
{
  size_t size = pool->last == NULL ? FIRST_BLOCK : 2 * pool->last->size;
  struct ind__pool_block *block;

  if (size > LARGEST_BLOCK)
    size = LARGEST_BLOCK;
  if (size < n)
    size = n;
  if (size > SIZE_MAX - HEADER)
    return NULL;
  block = ind__new_array (HEADER + size, 1);
  if (block == NULL)
    return NULL;
  block->before = pool->last;
  block->used = 0;
  block->size = size;
  pool->last = block;
  return block;
}

/* Room from a multiple of `alignment` on, a power of two. */
static char *
take_room (ind__pool *pool, size_t size, size_t alignment)
{
  struct ind__pool_block *block = pool->last;
  size_t from = block == NULL ? 0 : (block->used + alignment - 1) & ~(alignment - 1);

  if (block == NULL || from > block->size || block->size - from < size)
    {
      block = add_block (pool, size);
      if (block == NULL)
        return NULL;
      from = 0;
    }
  block->used = from + size;
  return bytes_of (block) + from;
}

void *
ind__pool_room (ind__pool *pool, size_t size)
{
  return take_room (pool, size, ALIGNMENT);
}

char *
ind__pool_copy (ind__pool *pool, const char *bytes, size_t length)
{
  char *copy = length == SIZE_MAX ? NULL : take_room (pool, length + 1, 1);

  if (copy == NULL)
    return NULL;
  if (length > 0)
    memcpy (copy, bytes, length);
  copy[length] = '\0';
  return copy;
}

void
ind__pool_take (ind__pool *pool, ind__pool *other)
{
  struct ind__pool_block *first = other->last;

  if (first == NULL)
    return;
  while (first->before != NULL)
    first = first->before;
  first->before = pool->last;
  pool->last = other->last;
  other->last = NULL;
}

void
ind__pool_free (ind__pool *pool)
{
  while (pool->last != NULL)
    {
      struct ind__pool_block *before = pool->last->before;
      ind__release (pool->last);
      pool->last = before;
    }
}
