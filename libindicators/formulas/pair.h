/* SPDX-License-Identifier: GPL-3.0-or-later
 * Numbers with twice the digits of a double, for quotients that are subtracted
 * from one another: two shares that agree in nine digits differ in the other
 * seven only, and each was rounded after the sixteenth. */
#ifndef IND_FORMULAS_PAIR_H
#define IND_FORMULAS_PAIR_H

#include "formulas/kernel.h"

/* The sum of both, low at most half a unit in the last place of high. */
typedef struct ind__pair
{
  double high, low;
} ind__pair;

static inline ind__pair
ind__pair_of (double x)
{
  ind__pair pair = { x, 0 };

  return pair;
}

/* a + b, exactly (Knuth). */
static inline ind__pair
ind__pair_of_sum (double a, double b)
{
  double sum = a + b, b_in_sum = sum - a;
  ind__pair pair = { sum, (a - (sum - b_in_sum)) + (b - b_in_sum) };

  return pair;
}

static inline ind__pair
ind__pair_difference (ind__pair a, ind__pair b)
{
  ind__pair high = ind__pair_of_sum (a.high, -b.high);

  return ind__pair_of_sum (high.high, high.low + (a.low - b.low));
}

static inline ind__pair
ind__pair_sum (ind__pair a, ind__pair b)
{
  ind__pair high = ind__pair_of_sum (a.high, b.high);

  return ind__pair_of_sum (high.high, high.low + (a.low + b.low));
}

static inline ind__pair
ind__pair_product (ind__pair a, ind__pair b)
{
  double high = a.high * b.high;

  return ind__pair_of_sum (high, fma (a.high, b.high, -high) + (a.high * b.low + a.low * b.high));
}

static inline ind__pair
ind__pair_quotient (ind__pair a, ind__pair b)
{
  double high = a.high / b.high;

  return ind__pair_of_sum (high, (fma (-high, b.high, a.high) + (a.low - high * b.low)) / b.high);
}

/* a / b - 1. */
static inline double
ind__pair_growth (ind__pair a, ind__pair b)
{
  return ind__pair_difference (a, b).high / b.high;
}

/* ln (a / b) for a, b > 0. */
static inline double
ind__pair_log_of_ratio (ind__pair a, ind__pair b)
{
  ind__pair ratio;

  if (a.high <= 2 * b.high && b.high <= 2 * a.high)
    return log1p (ind__pair_growth (a, b));
  ratio = ind__pair_quotient (a, b);
  return log (ratio.high) + ratio.low / ratio.high;
}

/* t - ln (1 + t) >= 0 with 1 + t = a / b. Where its two terms nearly cancel,
 * ln (1 + t) is the series 2 (r + r^3 / 3 + r^5 / 5 + ...) in r = t / (2 + t), and
 * t - 2 r = t r. */
static inline double
ind__pair_excess_over_log (ind__pair a, ind__pair b)
{
  double t = ind__pair_growth (a, b), r = t / (2 + t), sum = 0;
  int k;

  if (!(t > -0.5 && t < 1))
    return t - ind__pair_log_of_ratio (a, b);
  for (k = 35; k >= 3; k -= 2)
    sum = sum * (r * r) + 1.0 / k;
  return r * (t - 2 * r * r * sum);
}

static inline ind__pair
ind__pair_total (const double *x, size_t n)
{
  ind__running sum = { 0, 0 };
  size_t i;

  for (i = 0; i < n; i++)
    ind__running_add (&sum, x[i]);
  return ind__pair_of_sum (sum.sum, sum.rest);
}

#endif
