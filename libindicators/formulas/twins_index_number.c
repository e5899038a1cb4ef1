/* SPDX-License-Identifier: GPL-3.0-or-later
 * Interval twins of the index numbers, and of the contributions to Fisher's. */
#include "formulas/enclose.h"

static int
are_missing (const ind_interval *a, const ind_interval *b, const ind_interval *c,
             const ind_interval *d, size_t n, const ind_interval *out)
{
  return ind__are_missing (a, b, n, out) || ind__are_missing (c, d, n, out);
}

typedef enum form
{
  RATIO_OF_SUMS,     /* sum current w / sum previous w */
  MEAN_OF_RATIOS,    /* sum w (current / previous) / sum w */
  MEAN_OF_LOGARITHMS /* sum w ln (current / previous) / sum w */
} form;

/* An index grows with each current price and falls with each previous one: at its
 * upper end (side 1) the former are at their upper ends, the latter at their lower
 * ones. What is left to choose is which end of each weight. */
typedef struct items
{
  const ind_interval *previous, *current, *weight;
  form kind;
  int side;
} items;

static ind__term
term (const void *context, size_t i, int choice)
{
  const items *x = context;
  ind_interval current = ind__point (x->side > 0 ? x->current[i].high : x->current[i].low);
  ind_interval previous = ind__point (x->side > 0 ? x->previous[i].low : x->previous[i].high);
  ind_interval weight = ind__point (choice ? x->weight[i].high : x->weight[i].low);
  ind__term made;

  made.denominator = weight;
  if (x->kind == RATIO_OF_SUMS)
    {
      made.numerator = ind__interval_mul (current, weight);
      made.denominator = ind__interval_mul (previous, weight);
    }
  else if (x->kind == MEAN_OF_RATIOS)
    made.numerator = ind__interval_mul (ind__interval_div (current, previous), weight);
  else
    made.numerator = ind__interval_mul (ind__interval_log_of_ratio (current, previous), weight);
  return made;
}

/* The operands are in the domain for all values. */
static int
are_items (const ind_interval *previous, const ind_interval *current, const ind_interval *weight,
           form kind, size_t n)
{
  ind__upper minus_denominator = { 0, 0 };
  size_t i;

  for (i = 0; i < n; i++)
    {
      if (!(ind__is_known (previous[i]) && ind__is_known (current[i]) && ind__is_known (weight[i])
            && previous[i].low >= 0 && current[i].low >= 0 && weight[i].low >= 0)
          || (kind != RATIO_OF_SUMS && !(previous[i].low > 0))
          || (kind == MEAN_OF_LOGARITHMS && !(current[i].low > 0)))
        return 0;
      ind__upper_add_product (&minus_denominator, -weight[i].low,
                              kind == RATIO_OF_SUMS ? previous[i].low : 1);
    }
  return ind__upper_value (minus_denominator) < 0;
}

/* A mean of ratios, whatever the weights, is between the least and the greatest. */
static ind_interval
range_of_relatives (const items *x, size_t n)
{
  ind_interval range = ind__interval_empty ();
  int is_unbounded = 0;
  size_t i;

  for (i = 0; i < n; i++)
    {
      ind_interval now = x->current[i], before = x->previous[i];
      if (x->kind == MEAN_OF_LOGARITHMS)
        range = ind__interval_hull (range, ind__interval_log_of_ratio (now, before));
      else if (before.high > 0)
        range = ind__interval_hull (range, ind__interval_div (now, before));
      else
        is_unbounded |= now.high > 0;
    }
  if (is_unbounded)
    range.high = INFINITY;
  return range;
}

static ind_interval
mean (const ind_interval *previous, const ind_interval *current, const ind_interval *weight,
      form kind, size_t n)
{
  items x = { previous, current, weight, kind, 1 };
  ind_interval range, tight;
  size_t i;

  if (!are_items (previous, current, weight, kind, n))
    return ind__interval_empty ();
  range = range_of_relatives (&x, n);
  for (i = 0; i < n; i++)
    if (!(ind__is_bounded (previous[i]) && ind__is_bounded (current[i])
          && ind__is_bounded (weight[i])))
      return range;
  tight.high = ind__extreme_ratio (term, 2, &x, n, 1, NULL);
  x.side = -1;
  tight.low = ind__extreme_ratio (term, 2, &x, n, -1, NULL);
  return ind__interval_intersect (range, tight);
}

static ind_interval
in_percent (ind_interval x)
{
  return ind__interval_mul (ind__point (100), x);
}

ind_status
ind_lowe_index_interval (const ind_interval *previous, const ind_interval *current,
                         const ind_interval *weight, size_t n, ind_interval *out)
{
  if (are_missing (previous, current, weight, weight, n, out))
    return IND_E_ARGUMENT;
  return ind__store_interval (in_percent (mean (previous, current, weight, RATIO_OF_SUMS, n)), out);
}

ind_status
ind_laspeyres_index_interval (const ind_interval *previous, const ind_interval *current,
                              const ind_interval *previous_weight, size_t n, ind_interval *out)
{
  return ind_lowe_index_interval (previous, current, previous_weight, n, out);
}

ind_status
ind_paasche_index_interval (const ind_interval *previous, const ind_interval *current,
                            const ind_interval *current_weight, size_t n, ind_interval *out)
{
  return ind_lowe_index_interval (previous, current, current_weight, n, out);
}

/* Both factors are extreme at the same prices, and their weights differ. */
static ind_interval
fisher (const ind_interval *previous, const ind_interval *current,
        const ind_interval *previous_weight, const ind_interval *current_weight, size_t n)
{
  ind_interval laspeyres = mean (previous, current, previous_weight, RATIO_OF_SUMS, n);
  ind_interval paasche = mean (previous, current, current_weight, RATIO_OF_SUMS, n);
  ind_interval product = ind__interval_mul (laspeyres, paasche);

  if (ind__interval_is_empty (product))
    return product;
  return product.high <= DBL_MAX && product.low >= IND__TINY
             ? ind__interval_sqrt (product)
             : ind__interval_mul (ind__interval_sqrt (laspeyres), ind__interval_sqrt (paasche));
}

ind_status
ind_fisher_index_interval (const ind_interval *previous, const ind_interval *current,
                           const ind_interval *previous_weight, const ind_interval *current_weight,
                           size_t n, ind_interval *out)
{
  if (are_missing (previous, current, previous_weight, current_weight, n, out))
    return IND_E_ARGUMENT;
  return ind__store_interval (
      in_percent (fisher (previous, current, previous_weight, current_weight, n)), out);
}

ind_status
ind_young_index_interval (const ind_interval *previous, const ind_interval *current,
                          const ind_interval *value, size_t n, ind_interval *out)
{
  if (are_missing (previous, current, value, value, n, out))
    return IND_E_ARGUMENT;
  return ind__store_interval (in_percent (mean (previous, current, value, MEAN_OF_RATIOS, n)), out);
}

/* The logarithm is the mean of two means with the same relatives, and weights of
 * their own. */
ind_status
ind_tornqvist_index_interval (const ind_interval *previous, const ind_interval *current,
                              const ind_interval *previous_value, const ind_interval *current_value,
                              size_t n, ind_interval *out)
{
  ind_interval sum;

  if (are_missing (previous, current, previous_value, current_value, n, out))
    return IND_E_ARGUMENT;
  sum = ind__interval_add (mean (previous, current, previous_value, MEAN_OF_LOGARITHMS, n),
                           mean (previous, current, current_value, MEAN_OF_LOGARITHMS, n));
  if (ind__interval_is_empty (sum))
    return ind__store_interval (sum, out);
  sum = ind__interval_div (sum, ind__point (2));
  return ind__store_interval (in_percent (ind__interval_exp (sum)), out);
}

/* 100 (q1 - q0) / (q0 + z), falling in q0 and growing in q1; in z, by the sign of
 * q1 - q0. */
static double
greatest_contribution (double q1, double q0, ind_interval z)
{
  double change = ind__add_up (q1, -q0);
  double divisor = change > 0 ? ind__add_down (q0, z.low) : ind__add_up (q0, z.high);

  if (change == 0)
    return 0;
  return divisor > 0 ? ind__mul_up (100, ind__div_up (change, divisor)) : INFINITY;
}

static double
least_contribution (double q1, double q0, ind_interval z)
{
  double change = ind__add_down (q1, -q0);
  double divisor = change < 0 ? ind__add_down (q0, z.low) : ind__add_up (q0, z.high);

  if (change == 0)
    return 0;
  return divisor > 0 ? ind__mul_down (100, ind__div_down (change, divisor)) : -INFINITY;
}

/* The mean of both periods' prices, those of the second deflated. */
static ind_interval
mean_price (ind_interval previous, ind_interval current, ind_interval index)
{
  return ind__interval_add (ind__interval_div (current, index), previous);
}

/* The sum of prices times quantities is > 0 for all values. */
static int
is_value (const ind_interval *price, const ind_interval *quantity, size_t n)
{
  size_t i;

  for (i = 0; i < n; i++)
    if (price[i].low > 0 && quantity[i].low > 0)
      return 1;
  return 0;
}

ind_status
ind_contribution_fisher_interval (const ind_interval *previous_price,
                                  const ind_interval *previous_quantity, const ind_interval *price,
                                  const ind_interval *quantity, size_t n, ind_interval *out)
{
  ind_interval index, known;
  ind__total base = { { 0, 0 }, { 0, 0 } };
  int is_in_domain;
  size_t i;

  if (n > 0 && are_missing (previous_price, previous_quantity, price, quantity, n, out))
    return IND_E_ARGUMENT;
  index = fisher (previous_price, price, previous_quantity, quantity, n);
  is_in_domain = !ind__interval_is_empty (index) && is_value (price, previous_quantity, n)
                 && is_value (price, quantity, n);
  index.low = fmax (index.low, 0x1p-1074);
  for (i = 0; i < n && is_in_domain; i++)
    {
      ind_interval weight = mean_price (previous_price[i], price[i], index);
      ind__upper_add_product (&base.high, weight.high, previous_quantity[i].high);
      ind__upper_add_product (&base.minus_low, -weight.low, previous_quantity[i].low);
    }
  known = ind__total_value (base);
  is_in_domain = is_in_domain && known.low > 0;
  for (i = 0; i < n; i++)
    {
      ind_interval weight, others, q0, q1, z, result;
      ind__total rest = base;
      if (!is_in_domain)
        {
          out[i] = ind__interval_empty ();
          continue;
        }
      weight = mean_price (previous_price[i], price[i], index);
      q0 = previous_quantity[i];
      q1 = quantity[i];
      ind__upper_add_product (&rest.high, -weight.high, q0.high);
      ind__upper_add_product (&rest.minus_low, weight.low, q0.low);
      others = ind__total_value (rest);
      /* (q1 - q0) w / (w q0 + others) has w but once as z = others / w. */
      z.low = weight.high > DBL_MAX ? 0 : fmax (0, ind__div_down (others.low, weight.high));
      z.high = weight.low > 0 && others.high <= DBL_MAX ? ind__div_up (others.high, weight.low)
                                                        : INFINITY;
      result.low = weight.high > 0 ? fmax (-100, least_contribution (q1.low, q0.high, z)) : 0;
      result.high = weight.high > 0 ? greatest_contribution (q1.high, q0.low, z) : 0;
      out[i] = result;
    }
  return is_in_domain && n > 0 ? IND_OK : IND_E_DOMAIN;
}
