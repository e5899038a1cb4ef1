/* SPDX-License-Identifier: GPL-3.0-or-later
 * Sets of numbers. */
#include "base/set.h"

#include "base/memory.h"

int
ind__set_open (ind__set *set, size_t count)
{
  set->n_words = count / 64 + 1;
  set->word = ind__new_zeroed (set->n_words * sizeof *set->word);
  return set->word != NULL;
}

void
ind__set_close (ind__set *set)
{
  ind__release (set->word);
  set->word = NULL;
  set->n_words = 0;
}

void
ind__set_unite (ind__set *set, const ind__set *other)
{
  size_t k;

  for (k = 0; k < set->n_words; k++)
    set->word[k] |= other->word[k];
}

size_t
ind__set_next_missing (const ind__set *set, size_t k, size_t count)
{
  while (k < count && ind__set_has (set, k))
    if (k % 64 == 0 && set->word[k / 64] == UINT64_MAX)
      k += 64;
    else
      k++;
  return k < count ? k : count;
}
