/* SPDX-License-Identifier: GPL-3.0-or-later
 * Fractions of whole numbers too large to be written out: a double that is near, and the
 * numerator and denominator modulo 2^128. Enough to prove that one is zero. */
#ifndef IND_EXPLAIN_FRACTION_H
#define IND_EXPLAIN_FRACTION_H

#include "number/interval.h"

/* Whole numbers modulo 2^128; those below 2^126 in size are told by their residues. */
typedef unsigned __int128 ind__residue;

#define IND__MOST_TOLD 0x1p126

/* The number numerator / denominator * 10^power, no more than `error` from `value`: where the
 * error is infinite or NaN, nothing is known. */
typedef struct ind__fraction {
  double value, error;
  ind__residue numerator, denominator;
  int32_t power;
  double size; /* the denominator is not 0, and its absolute value no larger */
} ind__fraction;

#define IND__HALF_ULP 0x1p-53
#define IND__LEAST_ERROR 0x1p-900  /* more than underflow loses */
#define IND__GROWN (1 + 0x1p-48)   /* more than rounding an error loses */

static inline ind__residue
ind__residue_of (int64_t x)
{
  return (ind__residue) (__int128) x;
}

/* A whole number below 2^53 in size. */
static inline ind__fraction
ind__fraction_whole (double x)
{
  ind__fraction made = { x, 0, ind__residue_of ((int64_t) x), 1, 0, 1 };
  return made;
}

static inline ind__fraction
ind__fraction_negate (ind__fraction a)
{
  a.value = -a.value;
  a.numerator = -a.numerator;
  return a;
}

/* Whether the denominators are known to be the same. */
static inline int
ind__fraction_shares (const ind__fraction *a, const ind__fraction *b)
{
  return a->denominator == b->denominator && a->size <= IND__MOST_TOLD
         && b->size <= IND__MOST_TOLD;
}

/* Brings the numerator to a lower power of ten. */
void ind__fraction_lower (ind__fraction *a, int32_t power);

static inline ind__fraction
ind__fraction_add (ind__fraction a, ind__fraction b)
{
  ind__fraction sum;
  double t;

  if (a.power > b.power)
    ind__fraction_lower (&a, b.power);
  else if (b.power > a.power)
    ind__fraction_lower (&b, a.power);
  sum.power = a.power;
  sum.value = a.value + b.value;
  t = sum.value - a.value;
  sum.error = a.error + b.error + fabs ((a.value - (sum.value - t)) + (b.value - t));
  if (sum.error > 0)
    sum.error *= IND__GROWN;
  if (ind__fraction_shares (&a, &b))
    {
      sum.numerator = a.numerator + b.numerator;
      sum.denominator = a.denominator;
      sum.size = a.size < b.size ? a.size : b.size;
      return sum;
    }
  sum.numerator = a.numerator * b.denominator + b.numerator * a.denominator;
  sum.denominator = a.denominator * b.denominator;
  sum.size = a.size * b.size * IND__GROWN;
  return sum;
}

static inline ind__fraction
ind__fraction_mul (ind__fraction a, ind__fraction b)
{
  ind__fraction product;

  product.value = a.value * b.value;
  product.error = (fabs (a.value) * b.error + fabs (b.value) * a.error + a.error * b.error
                   + fabs (product.value) * IND__HALF_ULP + IND__LEAST_ERROR)
                  * IND__GROWN;
  product.numerator = a.numerator * b.numerator;
  product.denominator = a.denominator * b.denominator;
  product.power = a.power + b.power;
  product.size = a.size * b.size * IND__GROWN;
  return product;
}

/* Nothing is known where b may be zero. */
ind__fraction ind__fraction_div (ind__fraction a, ind__fraction b);

/* By a whole number that is not 0 and below 2^53 in size. */
ind__fraction ind__fraction_div_other (ind__fraction a, double whole);

static inline ind__fraction
ind__fraction_div_whole (ind__fraction a, double whole)
{
  if (whole == 1)
    return a;
  return ind__fraction_div_other (a, whole);
}

static inline ind__fraction
ind__fraction_mul_whole (ind__fraction a, double whole)
{
  if (whole == 1)
    return a;
  if (whole == -1)
    return ind__fraction_negate (a);
  return ind__fraction_mul (a, ind__fraction_whole (whole));
}

/* mantissa * 10^power. */
ind__fraction ind__fraction_decimal (int64_t mantissa, int32_t power);

/* Takes out what numerator and denominator have in common, where both are small. */
void ind__fraction_reduce (ind__fraction *a);

/* Whether it is proved to be 0: its numerator is smaller than 2^128, and a multiple of it. */
int ind__fraction_is_zero (const ind__fraction *a);

#endif
