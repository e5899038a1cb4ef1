/* SPDX-License-Identifier: GPL-3.0-or-later
 * Texts in blocks, each twice as long as the one before. */
#include "base/pool.h"

#include <stdint.h>
#include <string.h>

#include "base/memory.h"

#define FIRST_BLOCK 1024
#define LARGEST_BLOCK ((size_t) 1 << 22)

struct ind__pool_block {
  struct ind__pool_block *before;
  size_t used, size; /* of the bytes that follow */
};

static char *
bytes_of (struct ind__pool_block *block)
{
  return (char *) (block + 1);
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
  if (size > SIZE_MAX - sizeof *block)
    return NULL;
  block = ind__new_array (sizeof *block + size, 1);
  if (block == NULL)
    return NULL;
  block->before = pool->last;
  block->used = 0;
  block->size = size;
  pool->last = block;
  return block;
}

char *
ind__pool_copy (ind__pool *pool, const char *bytes, size_t length)
{
  struct ind__pool_block *block = pool->last;
  char *copy;

  if (length == SIZE_MAX)
    return NULL;
  if ((block == NULL || block->size - block->used <= length)
      && (block = add_block (pool, length + 1)) == NULL)
    return NULL;
  copy = bytes_of (block) + block->used;
  if (length > 0)
    memcpy (copy, bytes, length);
  copy[length] = '\0';
  block->used += length + 1;
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
