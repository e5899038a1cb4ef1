/* SPDX-License-Identifier: GPL-3.0-or-later
 * The shortest decimal that reads back as a binary floating-point number.
 *
 * What was printed with few digits, by far the most, is found by scaling. For the
 * rest the digits are those of snprintf, which rounds correctly in the C libraries
 * in use; whether they read back is decided in integers, as strtod follows the
 * locale. */
#include "number/shortest.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "number/interval.h"

/* A double has this many digits when none is left out. */
#define FULL_DIGITS 17

/* Digits of a positive number, d1.d2d3... * 10^exponent. */
typedef struct digits {
  int64_t first; /* as many as were asked for, up to 17 */
  int64_t rest;  /* those behind */
  int exponent;
} digits;

/* x > 0 in n digits, and then n_rest more. The separator of the locale, whatever
 * it is, is skipped. */
static digits
write_digits (double x, int n, int n_rest)
{
  digits made = { 0, 0, 0 };
  char text[80];
  int i, k = 0, is_negative;

  snprintf (text, sizeof text, "%.*e", n + n_rest - 1, x);
  for (i = 0; text[i] != '\0' && text[i] != 'e'; i++)
    if (ind__is_digit (text[i]))
      {
        if (k++ < n)
          made.first = made.first * 10 + (text[i] - '0');
        else
          made.rest = made.rest * 10 + (text[i] - '0');
      }
  if (text[i] == 'e')
    i++;
  is_negative = text[i] == '-';
  for (; text[i] != '\0'; i++)
    if (ind__is_digit (text[i]))
      made.exponent = made.exponent * 10 + (text[i] - '0');
  if (is_negative)
    made.exponent = -made.exponent;
  return made;
}

static ind_decimal
stripped (int64_t mantissa, int32_t decimals)
{
  ind_decimal number;

  while (mantissa != 0 && mantissa % 10 == 0)
    {
      mantissa /= 10;
      decimals--;
    }
  number.mantissa = mantissa;
  number.decimals = mantissa == 0 ? 0 : decimals;
  return number;
}

static int
count_digits (int64_t mantissa)
{
  int n = 1;
  for (; mantissa >= 10; mantissa /= 10)
    n++;
  return n;
}

/* Whether the n digits `rounded` lie within half a step of x's last bit, so that
 * they read back: |rounded - x| < step / 2, both sides in units of the 30th digit of
 * x. Below a power of two steps are half as long. */
static int
reads_back (double x, int n, const digits *rounded)
{
  int binary, more = 30 - n, shift;
  double mantissa = frexp (x, &binary);
  digits exact, half;
  int64_t difference;

  if (binary < -1000)
    return 0;
  exact = write_digits (x, n, more);
  if (exact.exponent != rounded->exponent)
    return 0;
  difference = exact.first - rounded->first;
  if (difference < -1 || difference > 1)
    return 0;
  for (; more > 0; more--)
    difference *= 10;
  difference += exact.rest;
  /* The half step is half.first * 10^(half.exponent - 16), the unit
   * 10^(exact.exponent - 29). */
  half = write_digits (ldexp (1, binary - (mantissa > 0.5 || difference < 0 ? 54 : 55)),
                       FULL_DIGITS, 0);
  shift = exact.exponent - half.exponent - 13;
  if (shift < 0 || shift > 4)
    return 0;
  if (difference < 0)
    difference = -difference;
  for (; shift > 0; shift--)
    if (__builtin_mul_overflow (difference, INT64_C (10), &difference))
      return 0;
  return difference < half.first;
}

static int
finish (int64_t mantissa, int32_t decimals, int is_negative, ind_decimal *out)
{
  ind_decimal number = stripped (mantissa, decimals);
  int n_digits = count_digits (number.mantissa);

  if (is_negative)
    number.mantissa = -number.mantissa;
  *out = number;
  return n_digits;
}

int
ind__shortest_double (double x, ind_decimal *out)
{
  static const double power_of_ten[]
      = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15 };
  double magnitude = fabs (x);
  int is_negative = x < 0, decimals, n;
  digits rounded = { 0, 0, 0 };

  /* A whole number below 10^15 over a power of ten, both of them doubles, divides
   * to the double nearest to the decimal: the one read back. */
  for (decimals = 0; decimals <= 15; decimals++)
    {
      double whole = rint (magnitude * power_of_ten[decimals]);
      if (whole > 1e15)
        break;
      if (whole / power_of_ten[decimals] == magnitude)
        return finish ((int64_t) whole, decimals, is_negative, out);
    }
  for (n = IND__DOUBLE_DIGITS; n <= FULL_DIGITS; n++)
    {
      rounded = write_digits (magnitude, n, 0);
      if (n == FULL_DIGITS || reads_back (magnitude, n, &rounded))
        break;
    }
  return finish (rounded.first, n - 1 - rounded.exponent, is_negative, out);
}

int
ind__shortest_float (float x, ind_decimal *out)
{
  double magnitude = fabs ((double) x), half, mantissa;
  int is_negative = x < 0, n, binary;
  digits rounded = { 0, 0, 0 };

  if (magnitude == 0)
    return finish (0, 0, 0, out);
  mantissa = frexp (magnitude, &binary);
  for (n = IND__FLOAT_DIGITS; n < 9; n++)
    {
      int power;
      double value;
      rounded = write_digits (magnitude, n, 0);
      power = rounded.exponent - (n - 1);
      value = (double) rounded.first * pow (10, power);
      half = ldexp (1, binary - (mantissa > 0.5 || value > magnitude ? 25 : 26));
      /* Doubles are fine enough to tell, but for what lies all but in the middle. */
      if (binary > -125 && fabs (value - magnitude) < half * (1 - 1e-6))
        break;
    }
  if (n == 9)
    rounded = write_digits (magnitude, n, 0);
  return finish (rounded.first, n - 1 - rounded.exponent, is_negative, out);
}

/* ------------------------------------------------------------------------
 * As printf writes it
 * ---------------------------------------------------------------------- */

/* The powers of five whose product with a mantissa 128 bits hold. */
#define N_POWERS_OF_FIVE 28

static const uint64_t power_of_five[N_POWERS_OF_FIVE]
    = { UINT64_C (1),
        UINT64_C (5),
        UINT64_C (25),
        UINT64_C (125),
        UINT64_C (625),
        UINT64_C (3125),
        UINT64_C (15625),
        UINT64_C (78125),
        UINT64_C (390625),
        UINT64_C (1953125),
        UINT64_C (9765625),
        UINT64_C (48828125),
        UINT64_C (244140625),
        UINT64_C (1220703125),
        UINT64_C (6103515625),
        UINT64_C (30517578125),
        UINT64_C (152587890625),
        UINT64_C (762939453125),
        UINT64_C (3814697265625),
        UINT64_C (19073486328125),
        UINT64_C (95367431640625),
        UINT64_C (476837158203125),
        UINT64_C (2384185791015625),
        UINT64_C (11920928955078125),
        UINT64_C (59604644775390625),
        UINT64_C (298023223876953125),
        UINT64_C (1490116119384765625),
        UINT64_C (7450580596923828125) };

typedef unsigned __int128 product;

/* A positive double, mantissa * 2^binary. */
struct parts {
  uint64_t mantissa;
  int binary;
};

/* The number in n digits, rounded half to even, as digits * 10^(exponent - n + 1); whether
 * they read back. `exponent` is that of the first digit, or one less. 0 where 128 bits do
 * not hold what is needed. */
static int
round_to_digits (struct parts x, int n, int *exponent, uint64_t *rounded, int *is_read_back)
{
  static const uint64_t least[] = { UINT64_C (100000000000000), UINT64_C (1000000000000000),
                                    UINT64_C (10000000000000000) };
  uint64_t most = least[n - IND__DOUBLE_DIGITS] * 10;
  product exact, rest, half;
  int power, shift;

  for (;; ++*exponent)
    {
      power = n - 1 - *exponent;
      shift = -(x.binary + power);
      if (power < 0 || power >= N_POWERS_OF_FIVE || shift < 1 || shift > 120)
        return 0;
      exact = (product) x.mantissa * power_of_five[power];
      if ((exact >> shift) < most)
        break;
    }
  *rounded = (uint64_t) (exact >> shift);
  rest = exact - ((product) *rounded << shift);
  half = (product) 1 << (shift - 1);
  /* The distance from one double to the next is power_of_five[power] here; below a power of
   * two it is half of that. It is odd, so that nothing lies in the middle. */
  if (rest > half || (rest == half && *rounded % 2 == 1))
    {
      rest = 2 * half - rest;
      ++*rounded;
      *is_read_back = 2 * rest < power_of_five[power];
    }
  else
    *is_read_back = (x.mantissa == UINT64_C (1) << 52 ? 4 : 2) * rest < power_of_five[power];
  if (*rounded == most)
    {
      *rounded /= 10;
      ++*exponent;
    }
  return 1;
}

/* Puts the n digits as "%g" does. */
static size_t
put_general (uint64_t rounded, int n, int exponent, char *text)
{
  char digit[FULL_DIGITS];
  size_t at = 0;
  int k, n_kept = n;

  for (k = n; k-- > 0; rounded /= 10)
    digit[k] = (char) ('0' + rounded % 10);
  while (n_kept > 1 && digit[n_kept - 1] == '0')
    n_kept--;
  if (exponent < -4 || exponent >= n)
    {
      int size = abs (exponent);
      text[at++] = digit[0];
      if (n_kept > 1)
        text[at++] = '.';
      for (k = 1; k < n_kept; k++)
        text[at++] = digit[k];
      text[at++] = 'e';
      text[at++] = exponent < 0 ? '-' : '+';
      text[at++] = (char) ('0' + size / 10);
      text[at++] = (char) ('0' + size % 10);
      return at;
    }
  for (k = exponent; k < 0; k++)
    {
      text[at++] = '0';
      if (k == exponent)
        text[at++] = '.';
    }
  for (k = 0; k < n_kept || k <= exponent; k++)
    {
      if (k == exponent + 1 && k > 0)
        text[at++] = '.';
      text[at++] = k < n_kept ? digit[k] : '0';
    }
  return at;
}

size_t
ind__double_write (double x, char text[32])
{
  uint64_t bits = (uint64_t) ind__double_bits (x), rounded;
  int biased = (int) (bits >> 52 & 2047), exponent, n, is_read_back = 0;
  struct parts parts;
  size_t length = 0;

  if (x == 0)
    {
      memcpy (text, "0", 2);
      return 1;
    }
  parts.mantissa = (bits & ((UINT64_C (1) << 52) - 1)) | UINT64_C (1) << 52;
  parts.binary = biased - 1075;
  /* What is this far from 1 is rare. */
  if (biased < 1023 - 40 || biased > 1023 + 60)
    return 0;
  if (x < 0)
    text[length++] = '-';
  for (n = IND__DOUBLE_DIGITS; n <= FULL_DIGITS; n++)
    {
      /* Rounded down: 1233 / 4096 is log10 of 2 as far as it matters here. */
      exponent = ((biased - 1023 + 4096) * 1233 >> 12) - 1233;
      if (!round_to_digits (parts, n, &exponent, &rounded, &is_read_back))
        return 0;
      if (is_read_back || n == FULL_DIGITS)
        break;
    }
  length += put_general (rounded, n, exponent, text + length);
  text[length] = '\0';
  return length;
}

ind_decimal
ind__decimal_with_places (ind_decimal number, int32_t decimals)
{
  uint64_t left = number.mantissa < 0 ? 0 - (uint64_t) number.mantissa : (uint64_t) number.mantissa;
  uint64_t digit = 0;

  for (; number.decimals > decimals && (left > 0 || digit > 0); number.decimals--)
    {
      digit = left % 10;
      left /= 10;
    }
  if (number.decimals > decimals)
    number.decimals = decimals;
  else if (digit >= 5)
    left++;
  for (; number.decimals < decimals && left < UINT64_C (100000000000000000); number.decimals++)
    {
      if (left == 0)
        {
          number.decimals = decimals;
          break;
        }
      left *= 10;
    }
  number.mantissa = number.mantissa < 0 ? -(int64_t) left : (int64_t) left;
  return number;
}
