/* SPDX-License-Identifier: GPL-3.0-or-later
 * An allocation hook that fails on demand and counts what is not released. */
#include "support/failing_memory.h"

#include <stdlib.h>

#include "base/memory.h"

/* Threads of the library share these while it runs. */
static size_t countdown; /* 0: disarmed */
static int persists;
static size_t n_failed;
static size_t n_blocks;

static void
add (size_t *number, size_t by)
{
  (void) __atomic_fetch_add (number, by, __ATOMIC_RELAXED);
}

/* Whether the allocation at hand is to fail. */
static int
fails (void)
{
  size_t left = __atomic_load_n (&countdown, __ATOMIC_RELAXED), next;

  do
    {
      if (left == 0)
        return 0;
      next = left == 1 && persists ? 1 : left - 1;
    }
  while (!__atomic_compare_exchange_n (&countdown, &left, next, 0, __ATOMIC_RELAXED,
                                       __ATOMIC_RELAXED));
  return left == 1;
}

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

  if (fails ())
    {
      add (&n_failed, 1);
      return NULL;
    }
  result = realloc (block, size);
  if (result != NULL && block == NULL)
    add (&n_blocks, 1);
  return result;
}

void
ind__release (void *block)
{
  if (block != NULL)
    add (&n_blocks, (size_t) -1);
  free (block);
}
