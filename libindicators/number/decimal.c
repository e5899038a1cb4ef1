/* SPDX-License-Identifier: GPL-3.0-or-later
 * Exact decimals: reading, writing, precision, tightest enclosure. */
#include "number/decimal.h"

#include <string.h>

#include "base/text.h"
#include "number/interval.h"
#include "number/words.h"

/* The least digits of an integer whose trailing zeros may be rounding. */
#define WEAK_DIGITS 4

/* A natural number, the lowest word first. The largest here is below 10^140
 * (15 words) and is shifted by 16 words before it is divided by 10^121. */
#define N_WORDS 32

typedef struct natural {
  uint32_t word[N_WORDS];
  size_t n; /* words in use; the highest of them is not 0 */
} natural;

static const uint32_t small_power_of_ten[]
    = { 1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000 };

static natural
make_natural (uint64_t value)
{
  natural made;
  made.word[0] = (uint32_t) value;
  made.word[1] = (uint32_t) (value >> 32);
  made.n = made.word[1] != 0 ? 2 : made.word[0] != 0 ? 1 : 0;
  return made;
}

static void
multiply (natural *a, uint32_t factor)
{
  uint64_t carry = 0;
  size_t i;

  for (i = 0; i < a->n; i++)
    {
      carry += (uint64_t) a->word[i] * factor;
      a->word[i] = (uint32_t) carry;
      carry >>= 32;
    }
  if (carry != 0 && a->n < N_WORDS)
    a->word[a->n++] = (uint32_t) carry;
}

static void
multiply_by_power_of_ten (natural *a, uint32_t power)
{
  for (; power >= 9; power -= 9)
    multiply (a, small_power_of_ten[9]);
  multiply (a, small_power_of_ten[power]);
}

/* Divides and returns whether there was a remainder. */
static int
divide (natural *a, uint32_t divisor)
{
  uint64_t rest = 0;
  size_t i;

  for (i = a->n; i-- > 0;)
    {
      rest = rest << 32 | a->word[i];
      a->word[i] = (uint32_t) (rest / divisor);
      rest %= divisor;
    }
  while (a->n > 0 && a->word[a->n - 1] == 0)
    a->n--;
  return rest != 0;
}

static void
shift_left (natural *a, uint32_t words)
{
  if (a->n == 0 || a->n + words > N_WORDS)
    return;
  memmove (a->word + words, a->word, a->n * sizeof a->word[0]);
  memset (a->word, 0, words * sizeof a->word[0]);
  a->n += words;
}

static int
compare (const natural *a, const natural *b)
{
  size_t i;

  if (a->n != b->n)
    return a->n < b->n ? -1 : 1;
  for (i = a->n; i-- > 0;)
    if (a->word[i] != b->word[i])
      return a->word[i] < b->word[i] ? -1 : 1;
  return 0;
}

static void
add (natural *a, const natural *b)
{
  uint64_t carry = 0;
  size_t i, n = a->n > b->n ? a->n : b->n;

  for (i = 0; i < n; i++)
    {
      carry += (uint64_t) (i < a->n ? a->word[i] : 0) + (i < b->n ? b->word[i] : 0);
      a->word[i] = (uint32_t) carry;
      carry >>= 32;
    }
  a->n = n;
  if (carry != 0 && n < N_WORDS)
    a->word[a->n++] = (uint32_t) carry;
}

/* a - b for a >= b. */
static void
subtract (natural *a, const natural *b)
{
  uint32_t borrow = 0;
  size_t i;

  for (i = 0; i < a->n; i++)
    {
      uint64_t take = (uint64_t) (i < b->n ? b->word[i] : 0) + borrow;
      borrow = a->word[i] < take;
      a->word[i] = (uint32_t) (a->word[i] - take);
    }
  while (a->n > 0 && a->word[a->n - 1] == 0)
    a->n--;
}

/* a * 10^power rounded down, or up when is_up. A quotient is taken of a
 * shifted so far that its 53 highest bits are exact; of what is cut off, only
 * whether it was zero matters. */
static double
natural_bound (natural *a, int32_t power, int is_up)
{
  int shift = 0, is_cut = 0;
  uint64_t top = 0;
  size_t i;
  double bound;

  if (power >= 0)
    multiply_by_power_of_ten (a, (uint32_t) power);
  else
    {
      uint32_t left = (uint32_t) -power;
      uint32_t words = left / 9 + 3;
      shift_left (a, words);
      shift = -32 * (int) words;
      for (; left >= 9; left -= 9)
        is_cut |= divide (a, small_power_of_ten[9]);
      is_cut |= divide (a, small_power_of_ten[left]);
    }
  for (i = a->n * 32; i-- > 0;)
    {
      uint32_t bit = a->word[i / 32] >> i % 32 & 1;
      if (top >> 52 == 0)
        top = top << 1 | bit;
      else
        {
          is_cut |= bit != 0;
          shift++;
        }
    }
  bound = ldexp ((double) top, shift);
  return is_cut && is_up ? ind__double_above (bound) : bound;
}

static int32_t
larger (int32_t a, int32_t b)
{
  return a > b ? a : b;
}

/* number + offset in units of 10^-decimals, when 64 bits hold it. */
static int
sum_in_64_bits (ind_decimal number, int offset, int32_t offset_decimals, int32_t decimals,
                int64_t *sum)
{
  int64_t term = offset;
  int32_t more = decimals - number.decimals, more_offset = decimals - offset_decimals;

  *sum = number.mantissa;
  if (offset == 0)
    more_offset = 0;
  if (more > 18 || more_offset > 18)
    return 0;
  for (; more > 0; more--)
    if (__builtin_mul_overflow (*sum, INT64_C (10), sum))
      return 0;
  for (; more_offset > 0; more_offset--)
    if (__builtin_mul_overflow (term, INT64_C (10), &term))
      return 0;
  return !__builtin_add_overflow (*sum, term, sum);
}

double
ind__decimal_bound (ind_decimal number, int offset, int32_t offset_decimals, int32_t scale,
                    int towards)
{
  int32_t decimals = offset == 0 ? number.decimals : larger (number.decimals, offset_decimals);
  int32_t power = scale - decimals;
  int is_negative = number.mantissa < 0;
  natural sum, term;
  int64_t small;
  double bound;

  if (sum_in_64_bits (number, offset, offset_decimals, decimals, &small))
    {
      /* Where both operands are doubles, one directed operation does. */
      if (small >= -(INT64_C (1) << 53) && small <= INT64_C (1) << 53 && power >= -22
          && power <= 22)
        {
          double whole = (double) small;
          if (power < 0)
            return (towards < 0 ? ind__div_down (whole, ind__power_of_ten[-power])
                                : ind__div_up (whole, ind__power_of_ten[-power]))
                   + 0.0;
          return (towards < 0 ? ind__mul_down (whole, ind__power_of_ten[power])
                              : ind__mul_up (whole, ind__power_of_ten[power]))
                 + 0.0;
        }
      is_negative = small < 0;
      sum = make_natural (is_negative ? 0 - (uint64_t) small : (uint64_t) small);
    }
  else
    {
      sum = make_natural (is_negative ? 0 - (uint64_t) number.mantissa
                                      : (uint64_t) number.mantissa);
      multiply_by_power_of_ten (&sum, (uint32_t) (decimals - number.decimals));
      if (offset != 0)
        {
          term = make_natural ((uint64_t) (offset < 0 ? -offset : offset));
          multiply_by_power_of_ten (&term, (uint32_t) (decimals - offset_decimals));
          if (is_negative == (offset < 0))
            add (&sum, &term);
          else if (compare (&sum, &term) >= 0)
            subtract (&sum, &term);
          else
            {
              subtract (&term, &sum);
              sum = term;
              is_negative = !is_negative;
            }
        }
    }
  bound = natural_bound (&sum, power, is_negative ? towards < 0 : towards > 0);
  return is_negative ? 0.0 - bound : bound;
}

ind_interval
ind_decimal_enclosure (ind_decimal number)
{
  int32_t decimals = number.decimals;
  ind_interval enclosure;

  /* Beyond what the contract allows the enclosure is still valid. */
  if (number.decimals > IND__MAX_POWER)
    number.decimals = IND__MAX_POWER;
  else if (number.decimals < -IND__MAX_POWER)
    number.decimals = -IND__MAX_POWER;
  enclosure.low = ind__decimal_bound (number, 0, 0, 0, -1);
  enclosure.high = ind__decimal_bound (number, 0, 0, 0, 1);
  if (decimals != number.decimals)
    {
      int64_t power = (int64_t) number.decimals - decimals;
      enclosure = ind__interval_scale10 (enclosure, power > 1000    ? 1000
                                                    : power < -1000 ? -1000
                                                                    : (int) power);
    }
  return enclosure;
}

int32_t
ind_decimal_precision (ind_decimal number, ind_zeros zeros)
{
  uint64_t left = number.mantissa < 0 ? 0 - (uint64_t) number.mantissa : (uint64_t) number.mantissa;
  int32_t precision = number.decimals;

  if (number.decimals > 0 || zeros != IND_ZEROS_WEAK || left < small_power_of_ten[WEAK_DIGITS - 1])
    return precision;
  for (; left % 10 == 0 && precision > INT32_MIN; left /= 10)
    precision--;
  return precision;
}

static ind_status
expected (const char *what, const char *text, size_t length, size_t at, ind_error *error)
{
  return ind__fail (error, IND_E_NUMBER, 0, 0, "\"%s\" is not a number: expected %s at byte %zu",
                    ind__quote (text, length).text, what, at + 1);
}

/* Moves *at past digits and appends them to the mantissa while they fit;
 * counts the significant ones. Returns how many there were. */
static size_t
take_digits (const char *text, size_t length, size_t *at, int64_t *mantissa, size_t *n_significant)
{
  size_t start = *at;

  for (; *at < length && ind__is_digit (text[*at]); ++*at)
    {
      if (*n_significant > 0 || text[*at] != '0')
        ++*n_significant;
      if (*n_significant <= IND__MAX_DIGITS)
        *mantissa = *mantissa * 10 + (text[*at] - '0');
    }
  return *at - start;
}

ind_status
ind_decimal_read (const char *text, size_t length, ind_decimal *out, ind_error *error)
{
  size_t at = 0, n_significant = 0, n_decimals = 0;
  int64_t mantissa = 0;
  int is_negative;

  if (out == NULL || (text == NULL && length > 0))
    return ind__fail (error, IND_E_ARGUMENT, 0, 0, "no text, or no place for the number");
  is_negative = length > 0 && text[0] == '-';
  if (length > 0 && (text[0] == '-' || text[0] == '+'))
    at = 1;
  if (take_digits (text, length, &at, &mantissa, &n_significant) == 0)
    return expected ("a digit", text, length, at, error);
  if (at < length && text[at] == '.')
    {
      at++;
      n_decimals = take_digits (text, length, &at, &mantissa, &n_significant);
      if (n_decimals == 0)
        return expected ("a digit after the point", text, length, at, error);
    }
  if (at < length)
    return expected ("the end", text, length, at, error);
  if (n_significant > IND__MAX_DIGITS)
    return ind__fail (error, IND_E_PRECISION, 0, 0,
                      "\"%s\" has %zu significant digits; at most %d can be kept",
                      ind__quote (text, length).text, n_significant, IND__MAX_DIGITS);
  if (n_decimals > IND__MAX_DECIMALS)
    return ind__fail (error, IND_E_PRECISION, 0, 0,
                      "\"%s\" has %zu decimals; at most %d can be kept",
                      ind__quote (text, length).text, n_decimals, IND__MAX_DECIMALS);
  out->mantissa = is_negative ? -mantissa : mantissa;
  out->decimals = (int32_t) n_decimals;
  return IND_OK;
}

/* Puts the digits of value, at least `least` of them, before `end` and
 * returns where they begin. */
static char *
put_digits (uint64_t value, int least, char *end)
{
  for (; value > 0 || least > 0; value /= 10, least--)
    *--end = (char) ('0' + value % 10);
  return end;
}

size_t
ind_decimal_write (ind_decimal number, char text[64])
{
  char digits[64], *end = digits + sizeof digits, *begin;
  uint64_t magnitude
      = number.mantissa < 0 ? 0 - (uint64_t) number.mantissa : (uint64_t) number.mantissa;
  size_t n = 0, n_digits, n_whole;

  if (number.mantissa < 0)
    text[n++] = '-';
  if (number.decimals > IND__MAX_DECIMALS || number.decimals < -IND__MAX_DECIMALS)
    {
      /* Not a decimal of the contract, but the caller may print it to see. */
      int64_t power = -(int64_t) number.decimals;
      begin = put_digits (power < 0 ? (uint64_t) -power : (uint64_t) power, 1, end);
      *--begin = power < 0 ? '-' : '+';
      *--begin = 'e';
      begin = put_digits (magnitude, 1, begin);
      memcpy (text + n, begin, (size_t) (end - begin));
      n += (size_t) (end - begin);
      text[n] = '\0';
      return n;
    }
  begin = put_digits (magnitude, number.decimals > 0 ? number.decimals + 1 : 1, end);
  n_digits = (size_t) (end - begin);
  n_whole = number.decimals > 0 ? n_digits - (size_t) number.decimals : n_digits;
  memcpy (text + n, begin, n_whole);
  n += n_whole;
  if (number.decimals > 0)
    {
      text[n++] = '.';
      memcpy (text + n, begin + n_whole, n_digits - n_whole);
      n += n_digits - n_whole;
    }
  else if (magnitude != 0)
    {
      memset (text + n, '0', (size_t) -number.decimals);
      n += (size_t) -number.decimals;
    }
  text[n] = '\0';
  return n;
}
