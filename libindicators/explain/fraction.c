/* SPDX-License-Identifier: GPL-3.0-or-later
 * Fractions known by a double and by residues. */
#include "explain/fraction.h"

/* The greatest that fits. */
#define MOST_POWER 18

static const int64_t power_of_ten[MOST_POWER + 1]
    = { INT64_C (1),
        INT64_C (10),
        INT64_C (100),
        INT64_C (1000),
        INT64_C (10000),
        INT64_C (100000),
        INT64_C (1000000),
        INT64_C (10000000),
        INT64_C (100000000),
        INT64_C (1000000000),
        INT64_C (10000000000),
        INT64_C (100000000000),
        INT64_C (1000000000000),
        INT64_C (10000000000000),
        INT64_C (100000000000000),
        INT64_C (1000000000000000),
        INT64_C (10000000000000000),
        INT64_C (100000000000000000),
        INT64_C (1000000000000000000) };

void
ind__fraction_lower (ind__fraction *a, int32_t power)
{
  if (a->power - power > MOST_POWER)
    a->error = INFINITY;
  else
    a->numerator *= ind__residue_of (power_of_ten[a->power - power]);
  a->power = power;
}

/* What the numerator is no larger than, given the absolute value. */
static double
numerator_size (const ind__fraction *a, double value)
{
  double size = value * a->size * IND__GROWN;

  if (a->power == 0)
    return size;
  if (a->power < -22 || a->power > 22)
    return INFINITY;
  return (a->power > 0 ? size / ind__power_of_ten[a->power]
                       : size * ind__power_of_ten[-a->power])
         * IND__GROWN;
}

ind__fraction
ind__fraction_div (ind__fraction a, ind__fraction b)
{
  ind__fraction quotient;
  double least = fabs (b.value) - b.error;
  double size = numerator_size (&b, fabs (b.value) + b.error);

  quotient.value = a.value / b.value;
  quotient.error = ((a.error + fabs (quotient.value) * b.error) / least
                    + fabs (quotient.value) * IND__HALF_ULP + IND__LEAST_ERROR)
                   * IND__GROWN;
  quotient.power = a.power - b.power;
  if (ind__fraction_shares (&a, &b))
    {
      quotient.numerator = a.numerator;
      quotient.denominator = b.numerator;
      quotient.size = size;
    }
  else
    {
      quotient.numerator = a.numerator * b.denominator;
      quotient.denominator = a.denominator * b.numerator;
      quotient.size = a.size * size * IND__GROWN;
    }
  if (!(least > 0))
    quotient.error = INFINITY;
  return quotient;
}

ind__fraction
ind__fraction_div_other (ind__fraction a, double whole)
{
  int32_t k;

  if (whole == -1)
    return ind__fraction_negate (a);
  for (k = 1; k <= 4; k++)
    if (whole == (double) power_of_ten[k])
      {
        a.value /= whole;
        a.error = (a.error / whole + fabs (a.value) * IND__HALF_ULP + IND__LEAST_ERROR)
                  * IND__GROWN;
        a.power -= k;
        return a;
      }
  return ind__fraction_div (a, ind__fraction_whole (whole));
}

ind__fraction
ind__fraction_decimal (int64_t mantissa, int32_t power)
{
  ind__fraction made = { (double) mantissa, 0, ind__residue_of (mantissa), 1, power, 1 };

  if (power < -22 || power > 22)
    made.error = INFINITY;
  else if (power < 0)
    {
      made.value /= ind__power_of_ten[-power];
      made.error = fabs (made.value) * 3 * IND__HALF_ULP;
    }
  else
    {
      made.value *= ind__power_of_ten[power];
      /* Whole numbers below 2^53 are exact. */
      if (!(fabs (made.value) < 0x1p53))
        made.error = fabs (made.value) * 3 * IND__HALF_ULP;
    }
  return made;
}

static uint64_t
greatest_common_divisor (uint64_t a, uint64_t b)
{
  while (b > 0)
    {
      uint64_t r = a % b;
      a = b;
      b = r;
    }
  return a;
}

/* The size of a whole number that fits. */
static uint64_t
size_of (ind__residue x)
{
  return (uint64_t) ((__int128) x < 0 ? -x : x);
}

void
ind__fraction_reduce (ind__fraction *a)
{
  uint64_t numerator, denominator, common;
  int is_negative;

  if (!(a->size < 0x1p63) || !(numerator_size (a, fabs (a->value) + a->error) < 0x1p63))
    return;
  is_negative = ((__int128) a->numerator < 0) != ((__int128) a->denominator < 0);
  numerator = size_of (a->numerator);
  denominator = size_of (a->denominator);
  common = greatest_common_divisor (denominator, numerator);
  numerator /= common;
  denominator /= common;
  a->numerator = is_negative ? -(ind__residue) numerator : numerator;
  a->denominator = denominator;
  a->size = (double) denominator * IND__GROWN;
}

int
ind__fraction_is_zero (const ind__fraction *a)
{
  return a->numerator == 0 && fabs (a->value) <= a->error
         && numerator_size (a, fabs (a->value) + a->error) < IND__MOST_TOLD;
}
