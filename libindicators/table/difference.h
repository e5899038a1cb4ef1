/* SPDX-License-Identifier: GPL-3.0-or-later
 * Texts compared many bytes at a time, and without asking after each text: how they differ is
 * summed, and looked at once. */
#ifndef IND_TABLE_DIFFERENCE_H
#define IND_TABLE_DIFFERENCE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/compiler.h"

/* 0 in every byte where nothing differed. */
#if defined __SSE2__
#include <emmintrin.h>
typedef __m128i ind__difference;
#else
typedef uint64_t ind__difference;
#endif

/* Bytes that are compared at once. */
#define IND__BLOCK sizeof (ind__difference)

/* As long as a short text may be. */
#define IND__SHORT 32

IND__INLINE ind__difference
ind__no_difference (void)
{
#if defined __SSE2__
  return _mm_setzero_si128 ();
#else
  return 0;
#endif
}

IND__INLINE int
ind__is_no_difference (ind__difference sum)
{
#if defined __SSE2__
  return _mm_movemask_epi8 (_mm_cmpeq_epi8 (sum, _mm_setzero_si128 ())) == 0xFFFF;
#else
  return sum == 0;
#endif
}

/* Adds how the blocks at a and b differ in the bytes that count. */
IND__INLINE ind__difference
ind__add_difference (ind__difference sum, const char *a, const char *b, const uint8_t *counts)
{
  ind__difference x, y, mask;

  memcpy (&x, a, sizeof x);
  memcpy (&y, b, sizeof y);
  memcpy (&mask, counts, sizeof mask);
#if defined __SSE2__
  return _mm_or_si128 (sum, _mm_and_si128 (_mm_xor_si128 (x, y), mask));
#else
  return sum | ((x ^ y) & mask);
#endif
}

/* From `n` bytes before its middle on, the first n count, and no others; n <= IND__SHORT. */
static const uint8_t ind__counts[2 * IND__SHORT]
    = { 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255 };

/* Adds how two texts differ, which can be read IND__BLOCK bytes beyond their ends. */
IND__INLINE ind__difference
ind__compare (ind__difference sum, const char *a, const char *b, size_t length)
{
  for (; length > IND__BLOCK; a += IND__BLOCK, b += IND__BLOCK, length -= IND__BLOCK)
    sum = ind__add_difference (sum, a, b, ind__counts);
  return ind__add_difference (sum, a, b, ind__counts + IND__SHORT - length);
}

/* The same of short ones, most of which are one block. */
IND__INLINE ind__difference
ind__compare_short (ind__difference sum, const char *a, const char *b, size_t length)
{
  const uint8_t *counts = ind__counts + IND__SHORT - length;
  size_t k;

  sum = ind__add_difference (sum, a, b, counts);
  for (k = IND__BLOCK; k < length; k += IND__BLOCK)
    sum = ind__add_difference (sum, a + k, b + k, counts + k);
  return sum;
}

#endif
