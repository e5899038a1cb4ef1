/* SPDX-License-Identifier: GPL-3.0-or-later
 * The one allocation hook. */
#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#if defined __linux__
#include <sys/mman.h>
#endif

/* From here on the first touch of the pages takes longer than what is done with them; huge
 * pages make it a tenth. */
#define LARGE ((size_t) 1 << 20)

/* For all pages the block has a part of: a mapping of which a part alone is to have huge pages
 * becomes two, which cannot be grown as one. */
static void
advise_huge_pages (void *block, size_t size)
{
#if defined MADV_HUGEPAGE
  const uintptr_t page = 4096, first = (uintptr_t) block / page * page;
  const uintptr_t end = ((uintptr_t) block + size + page - 1) / page * page;

  /* Advice: nothing depends on its being taken. */
  (void) madvise ((void *) first, end - first, MADV_HUGEPAGE);
#else
  (void) block;
  (void) size;
#endif
}

void *
ind__reallocate (void *block, size_t size)
{
  void *moved = realloc (block, size);

  if (moved != NULL && size >= LARGE)
    advise_huge_pages (moved, size);
  return moved;
}

void
ind__release (void *block)
{
  free (block);
}
