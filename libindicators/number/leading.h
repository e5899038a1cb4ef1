/* SPDX-License-Identifier: GPL-3.0-or-later
 * The decimal that a text begins with, read without a call: files have millions. */
#ifndef IND_NUMBER_LEADING_H
#define IND_NUMBER_LEADING_H

#include <string.h>

#include "base/compiler.h"
#include "number/decimal.h"

#if defined __SSE2__ && defined __GNUC__
#include <emmintrin.h>
#define IND__READS_WORDS 1
#endif

/* Bytes behind the number, whatever they are, that ind__leading_decimal may read. */
#define IND__LEADING_PADDING 17

/* Byte by byte: see ind__leading_decimal. */
static inline size_t
ind__leading_decimal_of_bytes (const char *text, size_t most, ind_decimal *out)
{
  size_t is_negative = text[0] == '-' && most > 0, at = is_negative, n_digits;
  uint64_t mantissa = 0;
  size_t decimals = 0;
  unsigned digit;

  for (; at < most && (digit = (unsigned char) (text[at] - '0')) <= 9; at++)
    mantissa = mantissa * 10 + digit;
  n_digits = at - is_negative;
  if (n_digits == 0)
    return 0;
  if (at < most && text[at] == '.')
    {
      size_t point = at++;
      for (; at < most && (digit = (unsigned char) (text[at] - '0')) <= 9; at++)
        mantissa = mantissa * 10 + digit;
      decimals = at - point - 1;
      if (decimals == 0)
        return 0;
    }
  if (n_digits + decimals > IND__MAX_DIGITS)
    return 0;
  out->mantissa = is_negative ? -(int64_t) mantissa : (int64_t) mantissa;
  out->decimals = (int32_t) decimals;
  return at;
}

#if defined IND__READS_WORDS
static inline uint64_t
ind__eight_bytes (const char *text)
{
  uint64_t word;
  memcpy (&word, text, sizeof word);
  return word;
}

/* The number that the first 1 to 8 bytes of a word, digits, are: all at once, first digits in
 * pairs, then these, then those (Lamport, Multiple byte processing with full-word instructions,
 * 1975). */
IND__INLINE uint64_t
ind__digits_of_word (uint64_t word, unsigned n_digits)
{
  word = (word ^ UINT64_C (0x3030303030303030)) << (64 - 8 * n_digits);
  word = word * 10 + (word >> 8);
  return ((word & UINT64_C (0x000000FF000000FF)) * (100 + (UINT64_C (1000000) << 32))
          + (word >> 16 & UINT64_C (0x000000FF000000FF)) * (1 + (UINT64_C (10000) << 32)))
         >> 32;
}

/* What ind__leading_decimal is to say of most numbers: up to 8 digits before and after the
 * point, 15 bytes in all, with the sign. 0 where it is another. */
IND__INLINE size_t
ind__leading_decimal_of_words (const char *text, ind_decimal *out)
{
  static const uint32_t power[9]
      = { 1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000 };
  const int64_t is_negative = text[0] == '-';
  const __m128i nine = _mm_set1_epi8 (9);
  unsigned others, n_whole, n_decimals, has_point, n_digits, end;
  int64_t mantissa;
  __m128i bytes;

  bytes = _mm_loadu_si128 ((const __m128i *) (const void *) (text + is_negative));
  bytes = _mm_xor_si128 (bytes, _mm_set1_epi8 ('0'));
  others = ~(unsigned) _mm_movemask_epi8 (_mm_cmpeq_epi8 (_mm_max_epu8 (bytes, nine), nine));
  n_whole = (unsigned) __builtin_ctz (others);
  if (n_whole - 1 > 7)
    return 0;
  has_point = text[is_negative + n_whole] == '.';
  n_decimals = (unsigned) __builtin_ctz (others >> (n_whole + has_point));
  if (n_decimals < has_point)
    return 0;
  n_digits = n_whole + n_decimals;
  end = (unsigned) is_negative + n_digits + has_point;
  text += is_negative;
  if (n_digits <= 8)
    {
      /* Without branches: signs and points come in no order. */
      uint64_t behind = ~UINT64_C (0) << (8 * n_whole & 63);
      uint64_t word = (ind__eight_bytes (text) & ~behind)
                      | (ind__eight_bytes (text + has_point) & behind);
      mantissa = (int64_t) ind__digits_of_word (word, n_digits);
    }
  else if (n_decimals > 8 || end > 15)
    return 0;
  else
    mantissa = (int64_t) (ind__digits_of_word (ind__eight_bytes (text), n_whole)
                              * power[n_decimals]
                          + ind__digits_of_word (ind__eight_bytes (text + n_whole + 1),
                                                 n_decimals));
  out->mantissa = (mantissa ^ -is_negative) + is_negative;
  out->decimals = (int32_t) n_decimals;
  return end;
}
#endif

/* Digits, with a sign before and a point among them, no more than IND__MAX_DIGITS. How many
 * bytes they are, `most` at most; 0 where there are none, or more than that.
 * The text can be read IND__LEADING_PADDING bytes beyond its end. */
IND__INLINE size_t
ind__leading_decimal (const char *text, size_t most, ind_decimal *out)
{
#if defined IND__READS_WORDS
  size_t n = ind__leading_decimal_of_words (text, out);
  if (n > 0 && n <= most)
    return n;
#endif
  return ind__leading_decimal_of_bytes (text, most, out);
}

#endif
