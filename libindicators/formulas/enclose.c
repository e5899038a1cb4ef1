/* SPDX-License-Identifier: GPL-3.0-or-later
 * Bounds of ratios of sums, and of functions of libm. */
#include "formulas/enclose.h"

#include "formulas/kernel.h"

#define N_ITERATIONS 64

ind_interval
ind__interval_sqrt (ind_interval x)
{
  double low = x.low > 0 ? sqrt (x.low) : 0, high = sqrt (x.high);

  if (fma (low, low, -x.low) > 0)
    low = ind__double_below (low);
  if (high <= DBL_MAX && (fma (high, high, -x.high) < 0 || x.high < IND__TINY))
    high = ind__double_above (high);
  return ind__interval_make (x.low < IND__TINY ? fmax (0, ind__double_below (low)) : low,
                             x.high == 0 ? 0 : high);
}

ind_interval
ind__interval_log_of_ratio (ind_interval a, ind_interval b)
{
  double low = b.high > DBL_MAX ? -INFINITY : ind__log_of_ratio (a.low, b.high);
  double high = a.high > DBL_MAX ? INFINITY : ind__log_of_ratio (a.high, b.low);

  return ind__interval_make (ind__libm_down (low), ind__libm_up (high));
}

ind_interval
ind__interval_exp (ind_interval x)
{
  return ind__interval_make (fmax (0, ind__libm_down (exp (x.low))),
                             ind__libm_up (exp (x.high)) + 0x1p-1074);
}

ind_interval
ind__interval_expm1 (ind_interval x)
{
  return ind__interval_make (fmax (-1, ind__libm_down (expm1 (x.low))),
                             ind__libm_up (expm1 (x.high)));
}

ind_interval
ind__interval_share (ind_interval x, ind_interval rest)
{
  ind_interval range = ind__interval_empty ();
  int k;

  for (k = 0; k < 4; k++)
    {
      ind_interval own = ind__point (k & 1 ? x.high : x.low);
      ind_interval other = ind__point (k & 2 ? rest.high : rest.low);
      ind_interval sum;
      if (own.low > DBL_MAX || other.low > DBL_MAX)
        {
          if (own.low > DBL_MAX)
            range = ind__interval_hull (range, ind__point (1));
          if (other.low > DBL_MAX)
            range = ind__interval_hull (range, ind__point (0));
          continue;
        }
      sum = ind__interval_add (own, other);
      if (!(sum.low > 0))
        return ind__interval_entire ();
      range = ind__interval_hull (range, ind__interval_div (own, sum));
    }
  return range;
}

ind_interval
ind__share_in_total (ind_interval part, ind__total total)
{
  ind_interval rest = ind__total_without (total, part);

  rest.low = fmax (0, rest.low);
  /* Where rest and part both begin at about 0, the share may be anything. */
  return ind__interval_intersect (ind__interval_share (part, rest), ind__interval_make (0, 1));
}

/* By how much a term, as it counts, is above the ratio, rounded up. */
static double
excess_of (ind__term term, int sign, double ratio, double *top, double *bottom)
{
  *top = sign > 0 ? term.numerator.high : -term.numerator.low;
  *bottom = ratio >= 0 ? term.denominator.low : term.denominator.high;
  return ind__add_up (*top, ind__mul_up (-ratio, *bottom));
}

/* The greatest sum of numerator - ratio * denominator, rounded up; and the sums of
 * the terms it takes, rounded anyhow. */
static double
greatest_excess (ind__terms terms, int n_choices, const void *context, size_t n, int sign,
                 double ratio, double *numerator, double *denominator)
{
  ind__upper sum = { 0, 0 };
  ind__running above = { 0, 0 }, below = { 0, 0 };
  size_t i;
  int k;

  for (i = 0; i < n; i++)
    {
      double greatest = -INFINITY, taken_above = 0, taken_below = 0;
      for (k = 0; k < n_choices; k++)
        {
          double top, bottom;
          double excess = excess_of (terms (context, i, k), sign, ratio, &top, &bottom);
          if (excess > greatest || isnan (excess))
            {
              greatest = excess;
              taken_above = top;
              taken_below = bottom;
            }
          if (isnan (excess))
            break;
        }
      ind__upper_add (&sum, greatest);
      ind__running_add (&above, taken_above);
      ind__running_add (&below, taken_below);
    }
  *numerator = ind__running_total (&above);
  *denominator = ind__running_total (&below);
  return ind__upper_value (sum);
}

/* Each ratio N / D is at most U + (N - U D) / D, and so at most U + G / D with the
 * greatest N - U D for G and, where G > 0, the least denominator for D. */
double
ind__extreme_ratio (ind__terms terms, int n_choices, const void *context, size_t n, int sign,
                    double *denominator)
{
  ind__upper minus_least = { 0, 0 };
  ind__running above = { 0, 0 }, below = { 0, 0 };
  double least, ratio, excess, top, bottom;
  size_t i;
  int k;

  for (i = 0; i < n; i++)
    {
      double lowest = INFINITY;
      for (k = 0; k < n_choices; k++)
        {
          ind__term term = terms (context, i, k);
          lowest = fmin (lowest, term.denominator.low);
          if (k == 0)
            {
              ind__running_add (&above, sign > 0 ? term.numerator.high : -term.numerator.low);
              ind__running_add (&below, term.denominator.low);
            }
        }
      ind__upper_add (&minus_least, -lowest);
    }
  least = -ind__upper_value (minus_least);
  ratio = ind__running_total (&above) / ind__running_total (&below);
  bottom = ind__running_total (&below);
  if (!(least > 0) || !isfinite (ratio))
    {
      if (denominator != NULL)
        *denominator = NAN;
      return sign > 0 ? INFINITY : -INFINITY;
    }
  excess = greatest_excess (terms, n_choices, context, n, sign, ratio, &top, &bottom);
  for (k = 0; k < N_ITERATIONS && top / bottom > ratio && isfinite (top / bottom); k++)
    {
      ratio = top / bottom;
      excess = greatest_excess (terms, n_choices, context, n, sign, ratio, &top, &bottom);
    }
  if (denominator != NULL)
    *denominator = bottom;
  if (isnan (excess))
    return sign > 0 ? INFINITY : -INFINITY;
  if (excess > 0)
    ratio = ind__add_up (ratio, ind__div_up (excess, least));
  return sign > 0 ? ratio : -ratio;
}

int
ind__choice_at_ratio (ind__terms terms, int n_choices, const void *context, size_t i, int sign,
                      double ratio)
{
  double greatest = -INFINITY, top, bottom;
  int k, taken = 0;

  for (k = 0; k < n_choices; k++)
    {
      double excess = excess_of (terms (context, i, k), sign, sign * ratio, &top, &bottom);
      if (excess > greatest)
        {
          greatest = excess;
          taken = k;
        }
    }
  return taken;
}

int
ind__search_next (ind__search *at, double found)
{
  double here = at->here;

  if (!(fabs (found - here) > 2 * DBL_EPSILON * here))
    return 0;
  *(found > here ? &at->low : &at->high) = here;
  at->here = found > at->low && found < at->high ? found : at->low / 2 + at->high / 2;
  return at->here > at->low && at->here < at->high;
}
