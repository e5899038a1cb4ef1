/* SPDX-License-Identifier: GPL-3.0-or-later
 * Index numbers of prices or quantities over many items. */
#include "formulas/kernel.h"

/* 100 sum x1 w / sum x0 w, NaN outside the domain. An infinite operand makes its
 * sum NaN. */
static double
ratio_of_sums (const double *x0, const double *x1, const double *weight, size_t n)
{
  ind__running now = { 0, 0 }, then = { 0, 0 };
  double denominator;
  size_t i;

  for (i = 0; i < n; i++)
    {
      if (!(x0[i] >= 0 && x1[i] >= 0 && weight[i] >= 0))
        return NAN;
      ind__running_add_product (&now, x1[i], weight[i]);
      ind__running_add_product (&then, x0[i], weight[i]);
    }
  denominator = ind__running_total (&then);
  return denominator > 0 ? ind__percent_once (ind__running_total (&now), denominator) : NAN;
}

static int
are_missing (const double *a, const double *b, const double *c, size_t n, const double *out)
{
  return out == NULL || (n > 0 && (a == NULL || b == NULL || c == NULL));
}

ind_status
ind_lowe_index (const double *previous, const double *current, const double *weight, size_t n,
                double *out)
{
  if (are_missing (previous, current, weight, n, out))
    return IND_E_ARGUMENT;
  return ind__store_one (ratio_of_sums (previous, current, weight, n), out);
}

ind_status
ind_laspeyres_index (const double *previous, const double *current, const double *previous_weight,
                     size_t n, double *out)
{
  return ind_lowe_index (previous, current, previous_weight, n, out);
}

ind_status
ind_paasche_index (const double *previous, const double *current, const double *current_weight,
                   size_t n, double *out)
{
  return ind_lowe_index (previous, current, current_weight, n, out);
}

ind_status
ind_fisher_index (const double *previous, const double *current, const double *previous_weight,
                  const double *current_weight, size_t n, double *out)
{
  double laspeyres, paasche, square;

  if (are_missing (previous, current, previous_weight, n, out) || (n > 0 && current_weight == NULL))
    return IND_E_ARGUMENT;
  laspeyres = ratio_of_sums (previous, current, previous_weight, n);
  paasche = ratio_of_sums (previous, current, current_weight, n);
  square = laspeyres * paasche;
  /* The root of a square is exact: where both agree the mean is either. */
  return ind__store_one (isnormal (square) ? sqrt (square) : sqrt (laspeyres) * sqrt (paasche),
                         out);
}

ind_status
ind_young_index (const double *previous, const double *current, const double *weight, size_t n,
                 double *out)
{
  ind__running sum = { 0, 0 }, total = { 0, 0 };
  size_t i;

  if (are_missing (previous, current, weight, n, out))
    return IND_E_ARGUMENT;
  for (i = 0; i < n; i++)
    {
      if (!(previous[i] > 0 && isfinite (previous[i]) && current[i] >= 0 && weight[i] >= 0))
        return ind__store_one (NAN, out);
      ind__running_add_product (&sum, weight[i], current[i] / previous[i]);
      ind__running_add (&total, weight[i]);
    }
  return ind__store_one (ind__percent_once (ind__running_total (&sum), ind__running_total (&total)),
                         out);
}

/* The mean of the shares of both periods times the logarithm of the relative,
 * which log1p keeps accurate where it is near 1. */
ind_status
ind_tornqvist_index (const double *previous, const double *current, const double *previous_value,
                     const double *current_value, size_t n, double *out)
{
  ind__running total0 = { 0, 0 }, total1 = { 0, 0 }, sum = { 0, 0 };
  double v0, v1;
  size_t i;

  if (are_missing (previous, current, previous_value, n, out) || (n > 0 && current_value == NULL))
    return IND_E_ARGUMENT;
  for (i = 0; i < n; i++)
    {
      if (!(previous[i] > 0 && current[i] > 0 && previous_value[i] >= 0 && current_value[i] >= 0))
        return ind__store_one (NAN, out);
      ind__running_add (&total0, previous_value[i]);
      ind__running_add (&total1, current_value[i]);
    }
  v0 = ind__running_total (&total0);
  v1 = ind__running_total (&total1);
  if (!(v0 > 0 && v1 > 0))
    return ind__store_one (NAN, out);
  for (i = 0; i < n; i++)
    ind__running_add_product (&sum, (previous_value[i] / v0 + current_value[i] / v1) / 2,
                              ind__log_of_ratio (current[i], previous[i]));
  return ind__store_one (100 * exp (ind__running_total (&sum)), out);
}
