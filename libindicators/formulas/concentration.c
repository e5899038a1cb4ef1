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
  return q.high / s.high <= DBL_MAX ? s.high * ind__pair_excess_over_log (q, s) : q.high;
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
      ind__running_add (&sum, ind__pair_excess_over_log (share_of (part[i], total), even));
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

/* Groups: what each head of one has, and how many heads there are. */
typedef struct groups
{
  const double *value, *weight;
  size_t n;
  int of_value, of_weight; /* exponents of the largest */
} groups;

/* Of groups that have heads. */
static int
exponent_of_largest (const double *x, const double *weight, size_t n)
{
  double largest = 0;
  int exponent = 0;
  size_t i;

  for (i = 0; i < n; i++)
    if (weight[i] > 0)
      largest = fmax (largest, x[i]);
  (void)frexp (largest, &exponent);
  return exponent;
}

static int
are_groups (const double *value, const double *weight, size_t n, groups *out)
{
  size_t i;

  for (i = 0; i < n; i++)
    if (!(value[i] >= 0 && value[i] <= DBL_MAX && weight[i] >= 0 && weight[i] <= DBL_MAX))
      return 0;
  out->value = value;
  out->weight = weight;
  out->n = n;
  out->of_value = exponent_of_largest (value, weight, n);
  out->of_weight = exponent_of_largest (weight, weight, n);
  return n > 0;
}

/* Both on a scale of at most 1: no product overflows, nor underflows to matter. */
static double
value_of (const groups *g, size_t i)
{
  return ldexp (g->value[i], -g->of_value);
}

static ind__pair
weight_of (const groups *g, size_t i)
{
  return ind__pair_of (ldexp (g->weight[i], -g->of_weight));
}

/* What a head has more than one of group k: 0 where all have the same, so that
 * nothing is left over of what cancels. */
static ind__pair
excess_of (const groups *g, size_t i, size_t k)
{
  return ind__pair_of_sum (value_of (g, i), -value_of (g, k));
}

/* Heads, and what they have; NaN where there are none, or have nothing, or so
 * little that its digits are lost. */
static void
totals_of (const groups *g, ind__pair *heads, ind__pair *amount)
{
  size_t i;

  *heads = *amount = ind__pair_of (0);
  for (i = 0; i < g->n; i++)
    {
      ind__pair w = weight_of (g, i);
      *heads = ind__pair_sum (*heads, w);
      *amount = ind__pair_sum (*amount, ind__pair_product (w, ind__pair_of (value_of (g, i))));
    }
  if (!(amount->high > IND__SMALL))
    *amount = ind__pair_of (NAN);
}

/* Heads below a group less those above it; adds the group to those up to it. */
static ind__pair
place_of (const groups *g, size_t i, ind__pair heads, ind__pair *up_to)
{
  ind__pair with = ind__pair_sum (*up_to, weight_of (g, i));
  ind__pair place = ind__pair_difference (ind__pair_sum (*up_to, with), heads);

  *up_to = with;
  return place;
}

/* Twice the area between the diagonal and the Lorenz curve, whose corners are the
 * groups: sum w x place / (W sum w x), W all heads. As sum w place is 0, x may be the
 * excess over the median, which has the sign of place: nothing cancels. */
ind_status
ind_gini_weighted (const double *sorted, const double *weight, size_t n, double *out)
{
  ind__pair heads, amount, up_to = ind__pair_of (0), sum = ind__pair_of (0);
  size_t i, median = 0;
  groups g;

  if (out == NULL || (n > 0 && (sorted == NULL || weight == NULL)))
    return IND_E_ARGUMENT;
  if (!are_groups (sorted, weight, n, &g))
    return ind__store_one (NAN, out);
  for (i = 1; i < n; i++)
    if (sorted[i] < sorted[i - 1])
      {
        *out = NAN;
        return IND_E_ARGUMENT;
      }
  totals_of (&g, &heads, &amount);
  while (median + 1 < n && place_of (&g, median, heads, &up_to).high < 0)
    median++;
  up_to = ind__pair_of (0);
  for (i = 0; i < n; i++)
    {
      ind__pair place = place_of (&g, i, heads, &up_to);
      ind__pair excess = ind__pair_product (weight_of (&g, i), excess_of (&g, i, median));
      sum = ind__pair_sum (sum, ind__pair_product (excess, place));
    }
  return ind__store_one (ind__pair_quotient (ind__pair_quotient (sum, amount), heads).high, out);
}

/* From the excess over the largest group, near which the mean is where a group is
 * much larger than all others. Distances from the mean are squared on the scale of
 * the largest of them. */
ind_status
ind_williamson (const double *per_head, const double *population, size_t n, double *out)
{
  ind__pair heads, amount, mean = ind__pair_of (0);
  ind__running squares = { 0, 0 };
  double largest = 0;
  size_t i, k = 0;
  int scale = 0;
  groups g;

  if (out == NULL || (n > 0 && (per_head == NULL || population == NULL)))
    return IND_E_ARGUMENT;
  if (!are_groups (per_head, population, n, &g))
    return ind__store_one (NAN, out);
  totals_of (&g, &heads, &amount);
  for (i = 1; i < n; i++)
    if (population[i] > population[k])
      k = i;
  for (i = 0; i < n; i++)
    mean = ind__pair_sum (mean, ind__pair_product (weight_of (&g, i), excess_of (&g, i, k)));
  mean = ind__pair_quotient (mean, heads);
  for (i = 0; i < n; i++)
    if (population[i] > 0)
      largest = fmax (largest, fabs (ind__pair_difference (excess_of (&g, i, k), mean).high));
  (void)frexp (largest, &scale);
  for (i = 0; i < n; i++)
    if (population[i] > 0)
      {
        double d = ldexp (ind__pair_difference (excess_of (&g, i, k), mean).high, -scale);
        ind__running_add_product (&squares, weight_of (&g, i).high * d, d);
      }
  return ind__store_one (ldexp (sqrt (ind__running_total (&squares) / heads.high), scale)
                             / ind__pair_quotient (amount, heads).high,
                         out);
}
