/* SPDX-License-Identifier: GPL-3.0-or-later
 * Formulas along a series: growth over a lag, sums from the start of the year
 * and back, chain-linking, another reference. */
#include "formulas/kernel.h"

ind_status
ind_growth_over (const double *series, size_t n, size_t lag, double *out, uint8_t *valid)
{
  ind_status status = IND_OK;
  size_t i;

  if (lag == 0 || (n > 0 && (series == NULL || out == NULL)))
    return IND_E_ARGUMENT;
  /* From the end: out may be series. */
  for (i = n; i-- > 0;)
    if (i < lag)
      status = ind__kernel_store (NAN, 0, i, out, valid, status);
    else if (ind_growth (series + i, series + (i - lag), 1, out + i,
                         valid == NULL ? NULL : valid + i)
             != IND_OK)
      status = IND_E_DOMAIN;
  return status;
}

ind_status
ind_cumulate (const double *series, size_t n, size_t per_year, size_t first, double *out,
              uint8_t *valid)
{
  ind__running sum = { 0, 0 };
  ind_status status = IND_OK;
  size_t i, k;

  if (per_year == 0 || first >= per_year || (n > 0 && (series == NULL || out == NULL)))
    return IND_E_ARGUMENT;
  /* A year that does not begin here has no sum. */
  for (i = 0, k = first; i < n; i++, k = k + 1 == per_year ? 0 : k + 1)
    {
      int is_known = first == 0 || i + first >= per_year;
      if (k == 0)
        sum.sum = sum.rest = 0;
      ind__running_add (&sum, series[i]);
      status = ind__kernel_store (ind__running_total (&sum), is_known, i, out, valid, status);
    }
  return status;
}

ind_status
ind_discrete (const double *cumulative, size_t n, size_t per_year, size_t first, double *out,
              uint8_t *valid)
{
  double before = 0;
  ind_status status = IND_OK;
  size_t i, k;

  if (per_year == 0 || first >= per_year || (n > 0 && (cumulative == NULL || out == NULL)))
    return IND_E_ARGUMENT;
  for (i = 0, k = first; i < n; i++, k = k + 1 == per_year ? 0 : k + 1)
    {
      double now = cumulative[i];
      status
          = ind__kernel_store (k == 0 ? now : now - before, k == 0 || i > 0, i, out, valid, status);
      before = now;
    }
  return status;
}

/* The level of `value`, at prices of a year whose own value at them is `base`
 * and whose level is `level`; NaN where there is nothing to link to. */
static double
linked (double level, double value, double base)
{
  return level > 0 && base > 0 && isfinite (base) ? ind__times_ratio (level, value, base) : NAN;
}

ind_status
ind_chain_annual_overlap (const double *at_previous_prices, const double *at_current_prices,
                          size_t n, double *out, uint8_t *valid)
{
  ind_status status = IND_OK;
  double level = 100, base = 0;
  size_t i;

  if (n > 0 && (at_previous_prices == NULL || at_current_prices == NULL || out == NULL))
    return IND_E_ARGUMENT;
  for (i = 0; i < n; i++)
    {
      if (i > 0)
        level = linked (level, at_previous_prices[i], base);
      base = at_current_prices[i];
      status = ind__kernel_store (level, 1, i, out, valid, status);
    }
  return status;
}

/* A quarter is its value at prices of the year before over the mean quarter of
 * that year at its own prices, times that year's level. */
ind_status
ind_chain_quarters_annual_overlap (const double *at_previous_prices,
                                   const double *previous_year_at_its_prices,
                                   const double *year_at_previous_prices, size_t n_years,
                                   size_t per_year, double *out, uint8_t *valid)
{
  ind_status status = IND_OK;
  double level = 100;
  size_t year, k;

  if (per_year == 0
      || (n_years > 0
          && (at_previous_prices == NULL || previous_year_at_its_prices == NULL
              || year_at_previous_prices == NULL || out == NULL)))
    return IND_E_ARGUMENT;
  for (year = 0; year < n_years; year++)
    {
      double base = previous_year_at_its_prices[year];
      double next_level = linked (level, year_at_previous_prices[year], base);
      for (k = 0; k < per_year; k++)
        {
          size_t i = year * per_year + k;
          double x = linked (level, at_previous_prices[i], base / (double)per_year);
          status = ind__kernel_store (x, 1, i, out, valid, status);
        }
      level = next_level;
    }
  return status;
}

/* A year is linked at the last quarter of the year before, valued at that year's
 * prices. */
ind_status
ind_chain_one_quarter_overlap (const double *at_previous_prices, const double *overlap,
                               const double *first_base, size_t n_years, size_t per_year,
                               double *out, uint8_t *valid)
{
  ind_status status = IND_OK;
  double level = 100, base;
  size_t year, k;

  if (per_year == 0
      || (n_years > 0
          && (at_previous_prices == NULL || overlap == NULL || first_base == NULL || out == NULL)))
    return IND_E_ARGUMENT;
  base = n_years > 0 ? *first_base / (double)per_year : 0;
  for (year = 0; year < n_years; year++)
    {
      double last = NAN, next_base = overlap[year];
      for (k = 0; k < per_year; k++)
        {
          size_t i = year * per_year + k;
          last = linked (level, at_previous_prices[i], base);
          status = ind__kernel_store (last, 1, i, out, valid, status);
        }
      level = last;
      base = next_base;
    }
  return status;
}

/* A period is linked to the same one of the year before, valued at that year's
 * prices; those of the first year to the mean of the year before. */
ind_status
ind_chain_over_the_year (const double *at_previous_prices, const double *previous_at_its_prices,
                         size_t n_years, size_t per_year, double *out, uint8_t *valid)
{
  ind__running year = { 0, 0 };
  ind_status status = IND_OK;
  double base;
  size_t i;

  if (per_year == 0
      || (n_years > 0
          && (at_previous_prices == NULL || previous_at_its_prices == NULL || out == NULL)))
    return IND_E_ARGUMENT;
  for (i = 0; n_years > 0 && i < per_year; i++)
    ind__running_add (&year, previous_at_its_prices[i]);
  base = ind__running_total (&year) / (double)per_year;
  for (i = 0; i < n_years * per_year; i++)
    {
      double x = i < per_year
                     ? linked (100, at_previous_prices[i], base)
                     : linked (out[i - per_year], at_previous_prices[i], previous_at_its_prices[i]);
      status = ind__kernel_store (x, 1, i, out, valid, status);
    }
  return status;
}

/* total less the parts, all times `scale`. */
static double
residual (double total, const double *part, size_t n_parts, size_t step, double scale)
{
  ind__running sum = { total * scale, 0 };
  size_t k;

  for (k = 0; k < n_parts; k++)
    ind__running_add (&sum, -part[k * step] * scale);
  return ind__running_total (&sum);
}

/* A sum that overflows on the way is taken again on a scale on which none does. */
ind_status
ind_chain_residual (const double *total, const double *parts, size_t n_parts, size_t n, double *out,
                    uint8_t *valid)
{
  ind_status status = IND_OK;
  size_t i;

  if (n_parts == 0 || (n > 0 && (total == NULL || parts == NULL || out == NULL)))
    return IND_E_ARGUMENT;
  for (i = 0; i < n; i++)
    {
      double x = residual (total[i], parts + i, n_parts, n, 1);
      if (!isfinite (x))
        x = residual (total[i], parts + i, n_parts, n, 0x1p-64) * 0x1p64;
      status = ind__kernel_store (x, 1, i, out, valid, status);
    }
  return status;
}

ind_status
ind_rebase (const double *series, size_t n, size_t from, size_t to, double *out, uint8_t *valid)
{
  ind__running sum = { 0, 0 };
  ind_status status = IND_OK;
  double mean;
  size_t i;

  if (n > 0 && (series == NULL || out == NULL))
    return IND_E_ARGUMENT;
  if (from >= to || to > n)
    return IND_E_RANGE;
  for (i = from; i < to; i++)
    ind__running_add (&sum, series[i]);
  mean = ind__running_total (&sum) / (double)(to - from);
  for (i = 0; i < n; i++)
    {
      double x = mean > 0 ? ind__percent_of (series[i], mean) : NAN;
      status = ind__kernel_store (x, isfinite (series[i]), i, out, valid, status);
    }
  return status;
}
