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
  while (k < count)
    {
      uint64_t missing = ~set->word[k / 64] >> k % 64;
      if (missing != 0)
        {
          k += ind__first_bit (missing);
          break;
        }
      k += 64 - k % 64;
    }
  return k < count ? k : count;
}
