/* SPDX-License-Identifier: GPL-3.0-or-later
 * How unequally an amount is spread over parts. */
#include "formulas/pair.h"

/* The sum of the parts; NaN when one is negative or none is positive. */
static ind__pair
total_of (const double *part, size_t n)
{
  ind__pair total = ind__pair_total (part, n);
  size_t i;

  for (i = 0; i < n; i++)
    if (!(part[i] >= 0))
      return ind__pair_of (NAN);
  return total.high > 0 && isfinite (total.high) ? total : ind__pair_of (NAN);
}

static ind__pair
share_of (double part, ind__pair total)
{
  return ind__pair_quotient (ind__pair_of (part), total);
}

/* t - ln (1 + t) >= 0 with 1 + t = a / b. Where its two terms nearly cancel,
 * ln (1 + t) is the series 2 (r + r^3 / 3 + r^5 / 5 + ...) in r = t / (2 + t), and
 * t - 2 r = t r. */
static double
excess_over_log (ind__pair a, ind__pair b)
{
  double t = ind__pair_growth (a, b), r = t / (2 + t), sum = 0;
  int k;

  if (!(t > -0.5 && t < 1))
    return t - ind__pair_log_of_ratio (a, b);
  for (k = 35; k >= 3; k -= 2)
    sum = sum * (r * r) + 1.0 / k;
  return r * (t - 2 * r * r * sum);
}

/* sum s^2 - 1/n as sum (s - 1/n)^2: nothing cancels. */
static double
excess_of_herfindahl (const double *part, size_t n)
{
  ind__pair total = total_of (part, n), even = share_of (1, ind__pair_of ((double)n));
  ind__running sum = { 0, 0 };
  size_t i;

  for (i = 0; i < n; i++)
    {
      double d = ind__pair_difference (share_of (part[i], total), even).high;
      ind__running_add_product (&sum, d, d);
    }
  return ind__running_total (&sum) + (total.high - total.high);
}

ind_status
ind_herfindahl (const double *part, size_t n, double *out)
{
  ind__pair total;
  ind__running sum = { 0, 0 };
  size_t i;

  if (out == NULL || (n > 0 && part == NULL))
    return IND_E_ARGUMENT;
  total = total_of (part, n);
  for (i = 0; i < n; i++)
    {
      ind__pair s = share_of (part[i], total);
      ind__running_add_product (&sum, s.high, s.high);
      ind__running_add (&sum, 2 * s.high * s.low);
    }
  return ind__store_one (ind__running_total (&sum) + (total.high - total.high), out);
}

ind_status
ind_herfindahl_normalised (const double *part, size_t n, double *out)
{
  if (out == NULL || (n > 0 && part == NULL))
    return IND_E_ARGUMENT;
  if (n < 2)
    return ind__store_one (NAN, out);
  return ind__store_one (excess_of_herfindahl (part, n) / ((double)(n - 1) / (double)n), out);
}

/* Of sum s ln (s / q), with shares adding up to 1, one term of
 * sum s (ln (s / q) - 1 + q / s): none is negative, so nothing cancels. */
static double
divergence_term (ind__pair s, ind__pair q)
{
  return q.high / s.high <= DBL_MAX ? s.high * excess_over_log (q, s) : q.high;
}

ind_status
ind_divergence (const double *part, const double *reference, size_t n, double *out)
{
  ind__pair total, base;
  ind__running sum = { 0, 0 };
  size_t i;

  if (out == NULL || (n > 0 && (part == NULL || reference == NULL)))
    return IND_E_ARGUMENT;
  total = total_of (part, n);
  base = total_of (reference, n);
  if (isnan (total.high) || isnan (base.high))
    return ind__store_one (NAN, out);
  for (i = 0; i < n; i++)
    {
      if (part[i] > 0 && reference[i] == 0)
        return ind__store_one (NAN, out);
      ind__running_add (&sum,
                        divergence_term (share_of (part[i], total), share_of (reference[i], base)));
    }
  return ind__store_one (ind__running_total (&sum), out);
}

ind_status
ind_theil (const double *part, size_t n, double *out)
{
  ind__pair total, even;
  ind__running sum = { 0, 0 };
  size_t i;

  if (out == NULL || (n > 0 && part == NULL))
    return IND_E_ARGUMENT;
  total = total_of (part, n);
  if (isnan (total.high))
    return ind__store_one (NAN, out);
  even = share_of (1, ind__pair_of ((double)n));
  for (i = 0; i < n; i++)
    ind__running_add (&sum, divergence_term (share_of (part[i], total), even));
  return ind__store_one (ind__running_total (&sum), out);
}

/* The mean of -ln (n s) = -ln (1 + t): with t = n s - 1, which add up to 0,
 * added, nothing cancels. */
ind_status
ind_mean_log_deviation (const double *part, size_t n, double *out)
{
  ind__pair total, even;
  ind__running sum = { 0, 0 };
  size_t i;

  if (out == NULL || (n > 0 && part == NULL))
    return IND_E_ARGUMENT;
  total = total_of (part, n);
  even = share_of (1, ind__pair_of ((double)n));
  for (i = 0; i < n; i++)
    {
      if (!(part[i] > 0))
        return ind__store_one (NAN, out);
      ind__running_add (&sum, excess_over_log (share_of (part[i], total), even));
    }
  return ind__store_one (ind__running_total (&sum) / (double)n + (total.high - total.high), out);
}

ind_status
ind_entropy (const double *part, size_t n, double *out)
{
  ind__pair total;
  ind__running sum = { 0, 0 };
  size_t i;

  if (out == NULL || (n > 0 && part == NULL))
    return IND_E_ARGUMENT;
  total = total_of (part, n);
  for (i = 0; i < n; i++)
    {
      ind__pair s = share_of (part[i], total);
      if (part[i] > 0 && s.high > 0)
        ind__running_add_product (&sum, s.high, -ind__pair_log_of_ratio (s, ind__pair_of (1)));
    }
  return ind__store_one (ind__running_total (&sum) + (total.high - total.high), out);
}

/* Of the mean difference over twice the mean: sum (2 i - n - 1) x_i / sum x, over
 * `count`, from the parts in order. */
static ind_status
gini_over (double count, const double *sorted, size_t n, double *out)
{
  ind__pair total, ratio;
  ind__running sum = { 0, 0 };
  size_t i;

  if (out == NULL || (n > 0 && sorted == NULL))
    return IND_E_ARGUMENT;
  total = total_of (sorted, n);
  for (i = 0; i < n && !isnan (total.high); i++)
    {
      if (i > 0 && sorted[i] < sorted[i - 1])
        {
          *out = NAN;
          return IND_E_ARGUMENT;
        }
      ind__running_add_product (&sum, 2 * (double)i - (double)n + 1, sorted[i]);
    }
  ratio = ind__pair_quotient (ind__pair_of_sum (sum.sum, sum.rest), total);
  return ind__store_one (ind__pair_quotient (ratio, ind__pair_of (count)).high, out);
}

ind_status
ind_gini (const double *sorted, size_t n, double *out)
{
  return gini_over ((double)n, sorted, n, out);
}

ind_status
ind_gini_normalised (const double *sorted, size_t n, double *out)
{
  return gini_over ((double)n - 1, sorted, n, out);
}
