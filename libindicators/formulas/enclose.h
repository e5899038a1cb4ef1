/* SPDX-License-Identifier: GPL-3.0-or-later
 * Bounds of sums, ratios of sums and functions of libm that hold whatever is
 * rounded: what the twins of formulas over many operands are made of. */
#ifndef IND_FORMULAS_ENCLOSE_H
#define IND_FORMULAS_ENCLOSE_H

#include "number/interval.h"

/* An upper bound of a sum, as if added with twice the digits: what an addition
 * rounds off is kept, and only these rests are rounded up. A lower bound is that of
 * the sum with the signs turned. */
typedef struct ind__upper
{
  double sum, rest;
} ind__upper;

static inline void
ind__upper_add (ind__upper *bound, double x)
{
  double before = bound->sum, sum = before + x;

  if (!(fabs (sum) <= DBL_MAX))
    {
      /* Only a sum of finite numbers beyond the range is bounded by less. */
      bound->sum = sum < 0 && before > -INFINITY && x > -INFINITY ? -DBL_MAX : INFINITY;
      return;
    }
  bound->sum = sum;
  bound->rest = ind__add_up (bound->rest,
                             fabs (before) >= fabs (x) ? (before - sum) + x : (x - sum) + before);
}

static inline void
ind__upper_add_product (ind__upper *bound, double a, double b)
{
  double product = a * b;

  if (fabs (product) >= IND__TINY && fabs (product) <= DBL_MAX)
    {
      ind__upper_add (bound, product);
      bound->rest = ind__add_up (bound->rest, fma (a, b, -product));
    }
  else
    ind__upper_add (bound, ind__mul_up (a, b));
}

static inline double
ind__upper_value (ind__upper bound)
{
  return ind__add_up (bound.sum, bound.rest);
}

/* A sum of intervals; {0} is the sum of none. */
typedef struct ind__total
{
  ind__upper high, minus_low;
} ind__total;

static inline void
ind__total_add (ind__total *total, ind_interval x)
{
  ind__upper_add (&total->high, x.high);
  ind__upper_add (&total->minus_low, -x.low);
}

static inline ind_interval
ind__total_value (ind__total total)
{
  return ind__interval_make (-ind__upper_value (total.minus_low) + 0.0,
                             ind__upper_value (total.high) + 0.0);
}

/* What stands for a total where some part has no value, or there may be nothing. */
static inline ind__total
ind__no_total (void)
{
  ind__total none = { { NAN, 0 }, { 0, 0 } };

  return none;
}

static inline int
ind__is_total (ind__total total)
{
  return !isnan (total.high.sum);
}

/* The sum of all but x, which was added. */
static inline ind_interval
ind__total_without (ind__total total, ind_interval x)
{
  ind__upper_add (&total.high, -x.high);
  ind__upper_add (&total.minus_low, x.low);
  return ind__total_value (total);
}

static inline ind_interval
ind__point (double x)
{
  return ind__interval_make (x, x);
}

/* An operand with a value, and one with neither end infinite. */
static inline int
ind__is_known (ind_interval x)
{
  return !isnan (x.low) && !isnan (x.high) && !ind__interval_is_empty (x);
}

static inline int
ind__is_bounded (ind_interval x)
{
  return x.low >= -DBL_MAX && x.high <= DBL_MAX;
}

static inline int
ind__are_bounded (const ind_interval *x, size_t n)
{
  size_t i;

  for (i = 0; i < n; i++)
    if (!ind__is_bounded (x[i]))
      return 0;
  return 1;
}

static inline double
ind__midpoint (ind_interval x)
{
  return x.low == x.high ? x.low : x.low / 2 + x.high / 2;
}

/* The total of n parts; none where a part has no value, or all may be nothing. */
static inline ind__total
ind__total_of (const ind_interval *part, size_t n)
{
  ind__total total = { { 0, 0 }, { 0, 0 } };
  size_t i;

  for (i = 0; i < n; i++)
    {
      if (!ind__is_known (part[i]))
        return ind__no_total ();
      ind__total_add (&total, part[i]);
    }
  return n > 0 && ind__total_value (total).low > 0 ? total : ind__no_total ();
}

/* The nearest to x in it. */
static inline double
ind__clamp (double x, ind_interval range)
{
  return x < range.low ? range.low : x > range.high ? range.high : x;
}

static inline ind_status
ind__store_interval (ind_interval x, ind_interval *out)
{
  *out = ind__is_known (x) ? x : ind__interval_empty ();
  return ind__is_known (x) ? IND_OK : IND_E_DOMAIN;
}

/* The same, for one of many: returns the status with IND_E_DOMAIN joined to it. */
static inline ind_status
ind__store_next (ind_interval x, int has_operands, ind_interval *out, ind_status status)
{
  if (ind__store_interval (has_operands ? x : ind__interval_empty (), out) != IND_OK)
    status = IND_E_DOMAIN;
  return status;
}

/* Of a function of two arrays of n operands, with one result. */
static inline int
ind__are_missing (const ind_interval *a, const ind_interval *b, size_t n, const ind_interval *out)
{
  return out == NULL || (n > 0 && (a == NULL || b == NULL));
}

/* 100 a / b. */
static inline ind_interval
ind__interval_percent (ind_interval a, ind_interval b)
{
  return ind__interval_div (ind__interval_mul (ind__point (100), a), b);
}

static inline ind_interval
ind__interval_square (ind_interval x)
{
  double low = x.low > 0 ? x.low : x.high < 0 ? -x.high : 0;
  double high = fmax (fabs (x.low), fabs (x.high));

  return ind__interval_make (ind__mul_down (low, low), ind__mul_up (high, high));
}

/* Around what a function of libm returned, whose error is assumed to be at most 8
 * units in the last place. */
static inline double
ind__libm_down (double x)
{
  return x == 0 ? 0 : x > DBL_MAX ? DBL_MAX : x - (fabs (x) * 0x1p-49 + 0x1p-1070);
}

static inline double
ind__libm_up (double x)
{
  return -ind__libm_down (-x);
}

/* x >= 0. */
ind_interval ind__interval_sqrt (ind_interval x);
/* ln (a / b), all > 0. */
ind_interval ind__interval_log_of_ratio (ind_interval a, ind_interval b);
ind_interval ind__interval_exp (ind_interval x);
ind_interval ind__interval_expm1 (ind_interval x);

/* x / (x + rest), where the sum is > 0 for all values: monotone in each, so that
 * the extremes are at the ends. */
ind_interval ind__interval_share (ind_interval x, ind_interval rest);

/* The share of a part in its total, of parts none of which is negative. */
ind_interval ind__share_in_total (ind_interval part, ind__total total);

/* Numerators and denominators are sums of n terms, of which each can be chosen from
 * n_choices. */
typedef struct ind__term
{
  ind_interval numerator, denominator;
} ind__term;

typedef ind__term (*ind__terms) (const void *context, size_t i, int choice);

/* A bound of all ratios of the sums: from above with sign 1, from below with sign
 * -1; a few units in the last place from the extreme one. Dinkelbach's iteration
 * finds the choice (Management Science 13:7, 1967); what it finds is then proved.
 * Infinite where some denominator may not be > 0. `denominator`, when not NULL, is
 * about the sum of those chosen. */
double ind__extreme_ratio (ind__terms terms, int n_choices, const void *context, size_t n, int sign,
                           double *denominator);

/* What is chosen of term i where the ratio is the extreme one. */
int ind__choice_at_ratio (ind__terms terms, int n_choices, const void *context, size_t i, int sign,
                          double ratio);

/* The search for a parameter of a bound that is best where what is chosen with it has
 * the same: a larger one makes that smaller. */
typedef struct ind__search
{
  double low, high, here;
} ind__search;

/* Goes on from what was found here; false when there is nothing left to try. */
int ind__search_next (ind__search *at, double found);

#endif
