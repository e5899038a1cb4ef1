/* SPDX-License-Identifier: GPL-3.0-or-later
 * A set of numbers below a count: one bit for each. */
#ifndef IND_BASE_SET_H
#define IND_BASE_SET_H

#include <stddef.h>
#include <stdint.h>

/* The lowest bit of a word that is set; of 0 there is none to ask for. */
static inline size_t
ind__first_bit (uint64_t word)
{
#if defined __GNUC__
  return (size_t) __builtin_ctzll (word);
#else
  size_t k = 0;
  for (; (word & 1) == 0; word >>= 1)
    k++;
  return k;
#endif
}

typedef struct ind__set {
  uint64_t *word;
  size_t n_words;
} ind__set;

/* An empty one, of numbers below count; 0 when memory ran out. */
int ind__set_open (ind__set *set, size_t count);
void ind__set_close (ind__set *set);

static inline void
ind__set_add (ind__set *set, size_t k)
{
  set->word[k / 64] |= UINT64_C (1) << k % 64;
}

static inline int
ind__set_has (const ind__set *set, size_t k)
{
  return (int) (set->word[k / 64] >> k % 64 & 1);
}

/* Adds what another of the same count has. */
void ind__set_unite (ind__set *set, const ind__set *other);

/* The first number from k on, below the count, that it has not, or the count. */
size_t ind__set_next_missing (const ind__set *set, size_t k, size_t count);

#endif
