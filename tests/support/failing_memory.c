/* SPDX-License-Identifier: GPL-3.0-or-later
 * An allocation hook that fails on demand and counts what is not released. */
#include "support/failing_memory.h"

#include <stdlib.h>

#include "base/memory.h"

static size_t countdown; /* 0: disarmed */
static int persists;
static size_t n_failed;
static size_t n_blocks;

void
failing_memory_arm (size_t n, int is_persistent)
{
  countdown = n;
  persists = is_persistent;
  n_failed = 0;
}

size_t
failing_memory_disarm (void)
{
  countdown = 0;
  persists = 0;
  return n_failed;
}

size_t
failing_memory_blocks (void)
{
  return n_blocks;
}

void *
ind__reallocate (void *block, size_t size)
{
  void *result;

  if (countdown > 0)
    {
      if (countdown == 1)
        {
          n_failed++;
          if (!persists)
            countdown = 0;
          return NULL;
        }
      countdown--;
    }
  result = realloc (block, size);
  if (result != NULL && block == NULL)
    n_blocks++;
  return result;
}

void
ind__release (void *block)
{
  if (block != NULL)
    n_blocks--;
  free (block);
}
