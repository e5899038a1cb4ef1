/* SPDX-License-Identifier: GPL-3.0-or-later
 * Interval arithmetic with outward rounding, inline for the checker. */
#ifndef IND_NUMBER_INTERVAL_H
#define IND_NUMBER_INTERVAL_H

#include <float.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "indicators.h"

#ifdef __FAST_MATH__
#error "error-free transformations need IEEE 754 arithmetic: do not compile with -ffast-math"
#endif

_Static_assert (FLT_EVAL_METHOD == 0, "error-free transformations need operations in double");
_Static_assert (sizeof (double) == 8 && DBL_MANT_DIG == 53, "double must be IEEE 754 binary64");

/* The directed operations round to nearest, compute the rounding error
 * (TwoSum; the residual of a fused multiply-add) and move one double when its
 * sign says so. They move in integer arithmetic, always: no compiler can then
 * contract the rounded result into the operation that follows. */

/* Below this a product or a dividend is so small that the error itself may
 * underflow, and its sign with it. */
#define IND__TINY 0x1p-968

static inline int64_t
ind__double_bits (double x)
{
  int64_t bits;
  memcpy (&bits, &x, sizeof bits);
  return bits;
}

static inline double
ind__double_from_bits (int64_t bits)
{
  double x;
  memcpy (&x, &bits, sizeof x);
  return x;
}

/* x moved up by `steps` doubles, down when negative; not through zero. */
static inline double
ind__double_step (double x, int64_t steps)
{
  int64_t bits = ind__double_bits (x);
  return ind__double_from_bits (bits + (bits < 0 ? -steps : steps));
}

/* The next double above or below any x but NaN. */
static inline double
ind__double_above (double x)
{
  if (x == 0)
    return 0x1p-1074;
  return x == INFINITY ? x : ind__double_step (x, 1);
}

static inline double
ind__double_below (double x)
{
  return -ind__double_above (-x);
}

/* The cases the inline operations leave to interval.c: overflow and infinite
 * operands of a sum; zero and underflow otherwise. */
double ind__add_down_rare (double a, double b);
double ind__mul_down_rare (double a, double b);
double ind__div_down_rare (double a, double b);

/* a + b, a * b and a / b rounded down; up is down with signs turned. As ends
 * of intervals: infinity times zero is zero, a finite number over infinity is
 * zero. b != 0 for the quotient, and not both operands infinite. */
static inline double
ind__add_down (double a, double b)
{
  double s = a + b;
  double t = s - a;
  double error = (a - (s - t)) + (b - t);

  if (!(fabs (error) <= DBL_MAX))
    return ind__add_down_rare (a, b);
  return ind__double_step (s, -(int64_t) (error < 0));
}

static inline double
ind__add_up (double a, double b)
{
  return -ind__add_down (-a, -b);
}

static inline double
ind__mul_down (double a, double b)
{
  double p = a * b;

  if (!(fabs (p) >= IND__TINY))
    return ind__mul_down_rare (a, b);
  return ind__double_step (p, -(int64_t) (fma (a, b, -p) < 0));
}

static inline double
ind__mul_up (double a, double b)
{
  return -ind__mul_down (-a, b);
}

static inline double
ind__div_down (double a, double b)
{
  double q = a / b;
  double residual;

  if (!(fabs (a) >= IND__TINY))
    return ind__div_down_rare (a, b);
  residual = fma (-q, b, a);
  return ind__double_step (q, -(int64_t) (b < 0 ? residual > 0 : residual < 0));
}

static inline double
ind__div_up (double a, double b)
{
  return -ind__div_down (-a, b);
}

static inline ind_interval
ind__interval_make (double low, double high)
{
  ind_interval made;
  made.low = low;
  made.high = high;
  return made;
}

static inline ind_interval
ind__interval_empty (void)
{
  return ind__interval_make (INFINITY, -INFINITY);
}

static inline ind_interval
ind__interval_entire (void)
{
  return ind__interval_make (-INFINITY, INFINITY);
}

/* True for every pair of ends with no real number between them, NaN too. */
static inline int
ind__interval_is_empty (ind_interval a)
{
  return !(a.low <= a.high && a.low < INFINITY && a.high > -INFINITY);
}

static inline int
ind__interval_contains (ind_interval a, double x)
{
  return fabs (x) <= DBL_MAX && a.low <= x && x <= a.high;
}

/* Adding zero turns -0 into 0, so that no report prints a negative zero. */
static inline ind_interval
ind__interval_neg (ind_interval a)
{
  if (ind__interval_is_empty (a))
    return ind__interval_empty ();
  return ind__interval_make (0.0 - a.high, 0.0 - a.low);
}

static inline ind_interval
ind__interval_add (ind_interval a, ind_interval b)
{
  if (ind__interval_is_empty (a) || ind__interval_is_empty (b))
    return ind__interval_empty ();
  return ind__interval_make (ind__add_down (a.low, b.low) + 0.0,
                             ind__add_up (a.high, b.high) + 0.0);
}

static inline ind_interval
ind__interval_sub (ind_interval a, ind_interval b)
{
  return ind__interval_add (a, ind__interval_make (-b.high, -b.low));
}

static inline ind_interval
ind__interval_mul (ind_interval a, ind_interval b)
{
  double low, high;

  if (ind__interval_is_empty (a) || ind__interval_is_empty (b))
    return ind__interval_empty ();
  if (a.low < 0 && a.high > 0 && b.low < 0 && b.high > 0)
    {
      low = fmin (ind__mul_down (a.low, b.high), ind__mul_down (a.high, b.low));
      high = fmax (ind__mul_up (a.low, b.low), ind__mul_up (a.high, b.high));
    }
  else
    {
      /* The lowest product takes the low end of one operand unless the other
       * is negative there; which is told by the signs alone. */
      low = ind__mul_down (b.low >= 0 || (b.high > 0 && a.low < 0) ? a.low : a.high,
                           a.low >= 0 || (a.high > 0 && b.low < 0) ? b.low : b.high);
      high = ind__mul_up (b.high <= 0 || (b.low < 0 && a.high <= 0) ? a.low : a.high,
                          a.high <= 0 || (a.low < 0 && b.high <= 0) ? b.low : b.high);
    }
  return ind__interval_make (low + 0.0, high + 0.0);
}

/* The quotients by the members of b that are not zero. */
ind_interval ind__interval_div_by_zero (ind_interval a, ind_interval b);

static inline ind_interval
ind__interval_div (ind_interval a, ind_interval b)
{
  double low, high;

  if (ind__interval_is_empty (a) || ind__interval_is_empty (b))
    return ind__interval_empty ();
  if (b.low > 0)
    {
      low = ind__div_down (a.low, a.low >= 0 ? b.high : b.low);
      high = ind__div_up (a.high, a.high >= 0 ? b.low : b.high);
    }
  else if (b.high < 0)
    {
      low = ind__div_down (a.high, a.high >= 0 ? b.high : b.low);
      high = ind__div_up (a.low, a.low >= 0 ? b.low : b.high);
    }
  else
    return ind__interval_div_by_zero (a, b);
  return ind__interval_make (low + 0.0, high + 0.0);
}

static inline ind_interval
ind__interval_intersect (ind_interval a, ind_interval b)
{
  ind_interval common
      = ind__interval_make (a.low > b.low ? a.low : b.low, a.high < b.high ? a.high : b.high);
  if (ind__interval_is_empty (a) || ind__interval_is_empty (b) || ind__interval_is_empty (common))
    return ind__interval_empty ();
  return common;
}

static inline ind_interval
ind__interval_hull (ind_interval a, ind_interval b)
{
  if (ind__interval_is_empty (a))
    return ind__interval_is_empty (b) ? ind__interval_empty () : b;
  if (ind__interval_is_empty (b))
    return a;
  return ind__interval_make (a.low < b.low ? a.low : b.low, a.high > b.high ? a.high : b.high);
}

/* The powers of ten that are doubles: 10^0 to 10^22. */
extern const double ind__power_of_ten[23];

/* a times 10^power, outward: the tightest interval while |power| <= 22, where
 * the power of ten is a double; one rounding more for every 22 beyond. */
ind_interval ind__interval_scale10 (ind_interval a, int power);

/* The sum of n intervals, added from the first to the last; {0, 0} for none. */
ind_interval ind__interval_sum (const ind_interval *terms, size_t n);

/* high - low rounded up; 0 when empty. */
static inline double
ind__interval_width (ind_interval a)
{
  return ind__interval_is_empty (a) ? 0 : ind__add_up (a.high, -a.low);
}

#endif
