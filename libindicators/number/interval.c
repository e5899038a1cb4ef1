/* SPDX-License-Identifier: GPL-3.0-or-later
 * Interval arithmetic with outward rounding: rare cases and public names. */
#include "number/interval.h"

const double ind__power_of_ten[]
    = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
        1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };

double
ind__add_down_rare (double a, double b)
{
  double sum = a + b;
  double large = fabs (a) >= fabs (b) ? a : b;
  double small = fabs (a) >= fabs (b) ? b : a;

  if (fabs (a) > DBL_MAX || fabs (b) > DBL_MAX)
    return sum;
  /* TwoSum overflowed half way, which FastTwoSum does not (Boldo, Graillat
   * and Muller, ACM TOMS 44:1, 2017). Of an infinite sum it makes an infinite
   * error, whose sign is right. */
  return ind__double_step (sum, -(int64_t) (small - (sum - large) < 0));
}

/* Below a product or quotient that may have underflowed; zero is kept as
 * the bound where the exact result is positive. */
static double
step_down (double rounded, int is_negative)
{
  return rounded == 0 && !is_negative ? 0 : ind__double_below (rounded);
}

double
ind__mul_down_rare (double a, double b)
{
  if (a == 0 || b == 0)
    return 0;
  return step_down (a * b, (a < 0) != (b < 0));
}

double
ind__div_down_rare (double a, double b)
{
  if (a == 0 || fabs (b) > DBL_MAX)
    return 0;
  return step_down (a / b, (a < 0) != (b < 0));
}

ind_interval
ind__interval_div_by_zero (ind_interval a, ind_interval b)
{
  if (b.low == 0 && b.high == 0)
    return ind__interval_empty ();
  if (a.low == 0 && a.high == 0)
    return ind__interval_make (0, 0);
  if ((b.low < 0 && b.high > 0) || (a.low < 0 && a.high > 0))
    return ind__interval_entire ();
  if (b.high > 0)
    return a.low >= 0 ? ind__interval_make (ind__div_down (a.low, b.high) + 0.0, INFINITY)
                      : ind__interval_make (-INFINITY, ind__div_up (a.high, b.high) + 0.0);
  return a.low >= 0 ? ind__interval_make (-INFINITY, ind__div_up (a.low, b.low) + 0.0)
                    : ind__interval_make (ind__div_down (a.high, b.low) + 0.0, INFINITY);
}

ind_interval
ind__interval_scale10 (ind_interval a, int power)
{
  int is_up = power > 0;
  unsigned left = is_up ? (unsigned) power : 0u - (unsigned) power;

  /* The largest double is below 10^309, the smallest above 10^-324. */
  if (left > 1000)
    left = 1000;
  while (left > 0)
    {
      unsigned now = left < 22 ? left : 22;
      ind_interval factor = ind__interval_make (ind__power_of_ten[now], ind__power_of_ten[now]);
      a = is_up ? ind__interval_mul (a, factor) : ind__interval_div (a, factor);
      left -= now;
    }
  return ind__interval_is_empty (a) ? ind__interval_empty () : a;
}

ind_interval
ind__interval_sum (const ind_interval *terms, size_t n)
{
  ind_interval sum = { 0, 0 };
  size_t i;

  for (i = 0; i < n; i++)
    sum = ind__interval_add (sum, terms[i]);
  return sum;
}

ind_interval
ind_interval_add (ind_interval a, ind_interval b)
{
  return ind__interval_add (a, b);
}

ind_interval
ind_interval_sub (ind_interval a, ind_interval b)
{
  return ind__interval_sub (a, b);
}

ind_interval
ind_interval_mul (ind_interval a, ind_interval b)
{
  return ind__interval_mul (a, b);
}

ind_interval
ind_interval_div (ind_interval a, ind_interval b)
{
  return ind__interval_div (a, b);
}

ind_interval
ind_interval_neg (ind_interval a)
{
  return ind__interval_neg (a);
}

ind_interval
ind_interval_intersect (ind_interval a, ind_interval b)
{
  return ind__interval_intersect (a, b);
}

ind_interval
ind_interval_hull (ind_interval a, ind_interval b)
{
  return ind__interval_hull (a, b);
}

int
ind_interval_is_empty (ind_interval a)
{
  return ind__interval_is_empty (a);
}

int
ind_interval_contains (ind_interval a, double x)
{
  return ind__interval_contains (a, x);
}
