/* SPDX-License-Identifier: GPL-3.0-or-later
 * The one allocation hook. */
#include "base/memory.h"

#include <stdlib.h>

void *
ind__reallocate (void *block, size_t size)
{
  return realloc (block, size);
}

void
ind__release (void *block)
{
  free (block);
}
