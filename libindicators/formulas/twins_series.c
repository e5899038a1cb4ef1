/* SPDX-License-Identifier: GPL-3.0-or-later
 * Interval twins of the formulas along a series. */
#include "formulas/enclose.h"

ind_status
ind_growth_over_interval (const ind_interval *series, size_t n, size_t lag, ind_interval *out)
{
  ind_status status = IND_OK;
  size_t i;

  if (lag == 0 || (n > 0 && (series == NULL || out == NULL)))
    return IND_E_ARGUMENT;
  /* From the end: out may be series. */
  for (i = n; i-- > 0;)
    if (i < lag)
      status = ind__store_next (ind__interval_empty (), 0, out + i, status);
    else if (ind_growth_interval (series + i, series + (i - lag), 1, out + i) != IND_OK)
      status = IND_E_DOMAIN;
  return status;
}

ind_status
ind_cumulate_interval (const ind_interval *series, size_t n, size_t per_year, size_t first,
                       ind_interval *out)
{
  ind__total sum = { { 0, 0 }, { 0, 0 } };
  ind_status status = IND_OK;
  int has_all = 1;
  size_t i, k;

  if (per_year == 0 || first >= per_year || (n > 0 && (series == NULL || out == NULL)))
    return IND_E_ARGUMENT;
  /* A year that does not begin here has no sum. */
  for (i = 0, k = first; i < n; i++, k = k + 1 == per_year ? 0 : k + 1)
    {
      if (k == 0)
        sum.high.sum = sum.high.rest = sum.minus_low.sum = sum.minus_low.rest = 0;
      has_all = (k == 0 || (has_all && i > 0)) && ind__is_known (series[i]);
      if (has_all)
        ind__total_add (&sum, series[i]);
      status = ind__store_next (ind__total_value (sum), has_all, out + i, status);
    }
  return status;
}

ind_status
ind_discrete_interval (const ind_interval *cumulative, size_t n, size_t per_year, size_t first,
                       ind_interval *out)
{
  ind_interval before = ind__interval_empty ();
  ind_status status = IND_OK;
  size_t i, k;

  if (per_year == 0 || first >= per_year || (n > 0 && (cumulative == NULL || out == NULL)))
    return IND_E_ARGUMENT;
  for (i = 0, k = first; i < n; i++, k = k + 1 == per_year ? 0 : k + 1)
    {
      ind_interval now = cumulative[i];
      status = ind__store_next (k == 0 ? now : ind__interval_sub (now, before),
                                ind__is_known (now) && (k == 0 || ind__is_known (before)), out + i,
                                status);
      before = now;
    }
  return status;
}

/* The level of `value`; empty where there is nothing to link to. */
static ind_interval
linked (ind_interval level, ind_interval value, ind_interval base)
{
  if (!(ind__is_known (level) && ind__is_known (value) && ind__is_known (base) && level.low > 0
        && base.low > 0))
    return ind__interval_empty ();
  return ind__interval_div (ind__interval_mul (level, value), base);
}

ind_status
ind_chain_annual_overlap_interval (const ind_interval *at_previous_prices,
                                   const ind_interval *at_current_prices, size_t n,
                                   ind_interval *out)
{
  ind_interval level = ind__point (100), base = ind__interval_empty ();
  ind_status status = IND_OK;
  size_t i;

  if (n > 0 && (at_previous_prices == NULL || at_current_prices == NULL || out == NULL))
    return IND_E_ARGUMENT;
  for (i = 0; i < n; i++)
    {
      if (i > 0)
        level = linked (level, at_previous_prices[i], base);
      base = at_current_prices[i];
      status = ind__store_next (level, 1, out + i, status);
    }
  return status;
}

/* The mean period of a year. */
static ind_interval
mean_period (ind_interval year, size_t per_year)
{
  return ind__interval_div (year, ind__point ((double)per_year));
}

ind_status
ind_chain_quarters_annual_overlap_interval (const ind_interval *at_previous_prices,
                                            const ind_interval *previous_year_at_its_prices,
                                            const ind_interval *year_at_previous_prices,
                                            size_t n_years, size_t per_year, ind_interval *out)
{
  ind_interval level = ind__point (100);
  ind_status status = IND_OK;
  size_t year, k;

  if (per_year == 0
      || (n_years > 0
          && (at_previous_prices == NULL || previous_year_at_its_prices == NULL
              || year_at_previous_prices == NULL || out == NULL)))
    return IND_E_ARGUMENT;
  for (year = 0; year < n_years; year++)
    {
      /* out may be any of the operands where per_year is 1. */
      ind_interval base = previous_year_at_its_prices[year];
      ind_interval next_level = linked (level, year_at_previous_prices[year], base);
      for (k = 0; k < per_year; k++)
        {
          size_t i = year * per_year + k;
          ind_interval x = linked (level, at_previous_prices[i], mean_period (base, per_year));
          status = ind__store_next (x, 1, out + i, status);
        }
      level = next_level;
    }
  return status;
}

ind_status
ind_chain_one_quarter_overlap_interval (const ind_interval *at_previous_prices,
                                        const ind_interval *overlap, const ind_interval *first_base,
                                        size_t n_years, size_t per_year, ind_interval *out)
{
  ind_interval level = ind__point (100), base;
  ind_status status = IND_OK;
  size_t year, k;

  if (per_year == 0
      || (n_years > 0
          && (at_previous_prices == NULL || overlap == NULL || first_base == NULL || out == NULL)))
    return IND_E_ARGUMENT;
  base = n_years > 0 ? mean_period (*first_base, per_year) : ind__interval_empty ();
  for (year = 0; year < n_years; year++)
    {
      ind_interval last = ind__interval_empty (), next_base = overlap[year];
      for (k = 0; k < per_year; k++)
        {
          size_t i = year * per_year + k;
          last = linked (level, at_previous_prices[i], base);
          status = ind__store_next (last, 1, out + i, status);
        }
      level = last;
      base = next_base;
    }
  return status;
}

/* The first year is linked to a mean, in which each of its periods stands once. */
ind_status
ind_chain_over_the_year_interval (const ind_interval *at_previous_prices,
                                  const ind_interval *previous_at_its_prices, size_t n_years,
                                  size_t per_year, ind_interval *out)
{
  ind__total year = { { 0, 0 }, { 0, 0 } };
  ind_status status = IND_OK;
  ind_interval base;
  int has_mean = 1;
  size_t i;

  if (per_year == 0
      || (n_years > 0
          && (at_previous_prices == NULL || previous_at_its_prices == NULL || out == NULL)))
    return IND_E_ARGUMENT;
  for (i = 0; n_years > 0 && i < per_year; i++)
    if (ind__is_known (previous_at_its_prices[i]))
      ind__total_add (&year, previous_at_its_prices[i]);
    else
      has_mean = 0;
  base = has_mean ? mean_period (ind__total_value (year), per_year) : ind__interval_empty ();
  for (i = 0; i < n_years * per_year; i++)
    {
      ind_interval x = i < per_year ? linked (ind__point (100), at_previous_prices[i], base)
                                    : linked (out[i - per_year], at_previous_prices[i],
                                              previous_at_its_prices[i]);
      status = ind__store_next (x, 1, out + i, status);
    }
  return status;
}

/* m x - y; nothing but the result is rounded. */
static ind_interval
times_less (double m, ind_interval x, ind_interval y)
{
  ind__total total = { { 0, 0 }, { 0, 0 } };

  ind__total_add (&total, ind__interval_make (-y.high, -y.low));
  ind__upper_add_product (&total.high, m, x.high);
  ind__upper_add_product (&total.minus_low, -m, x.low);
  return ind__total_value (total);
}

/* A part or a total from a period, over the link, to one of the next year: as of the
 * formula on numbers, in which each operand stands once. */
typedef struct span
{
  ind_interval from, year, base, to;
} span;

static int
is_known (span x)
{
  return ind__is_known (x.from) && ind__is_known (x.year) && ind__is_known (x.base)
         && ind__is_known (x.to);
}

static ind_interval
contribution_over_link (span part, span total, size_t per_year)
{
  double m = (double)per_year;
  ind_interval before, after;

  if (!(is_known (part) && is_known (total) && total.from.low > 0 && total.year.low > 0
        && total.base.low > 0))
    return ind__interval_empty ();
  before = ind__interval_neg (times_less (m, part.from, part.year));
  after = ind__interval_mul (times_less (m, part.to, part.base),
                             ind__interval_div (total.year, total.base));
  return ind__interval_percent (ind__interval_add (before, after),
                                ind__interval_mul (ind__point (m), total.from));
}

ind_status
ind_contribution_annual_overlap_interval (const ind_interval *part,
                                          const ind_interval *part_previous_year,
                                          const ind_interval *part_year, const ind_interval *total,
                                          const ind_interval *total_previous_year,
                                          const ind_interval *total_year, size_t n_years,
                                          size_t per_year, size_t lag, ind_interval *out)
{
  ind_status status = IND_OK;
  size_t i;

  if (lag == 0 || lag > per_year
      || (n_years > 0
          && (part == NULL || part_previous_year == NULL || part_year == NULL || total == NULL
              || total_previous_year == NULL || total_year == NULL || out == NULL)))
    return IND_E_ARGUMENT;
  /* From the end: out may be an operand. */
  for (i = n_years * per_year; i-- > 0;)
    {
      size_t from = i - lag, year = i / per_year;
      if (i < lag)
        status = ind__store_next (ind__interval_empty (), 0, out + i, status);
      else if (from / per_year == year)
        {
          if (ind_contribution_interval (part + i, part + from, total + from, 1, out + i) != IND_OK)
            status = IND_E_DOMAIN;
        }
      else
        {
          span of_part = { part[from], part_year[year - 1], part_previous_year[year], part[i] };
          span of_total
              = { total[from], total_year[year - 1], total_previous_year[year], total[i] };
          status = ind__store_next (contribution_over_link (of_part, of_total, per_year), 1,
                                    out + i, status);
        }
    }
  return status;
}

ind_status
ind_chain_residual_interval (const ind_interval *total, const ind_interval *parts, size_t n_parts,
                             size_t n, ind_interval *out)
{
  ind_status status = IND_OK;
  size_t i, k;

  if (n_parts == 0 || (n > 0 && (total == NULL || parts == NULL || out == NULL)))
    return IND_E_ARGUMENT;
  for (i = 0; i < n; i++)
    {
      ind__total sum = { { 0, 0 }, { 0, 0 } };
      int is_all_known = ind__is_known (total[i]);
      ind__total_add (&sum, total[i]);
      for (k = 0; k < n_parts && is_all_known; k++)
        {
          ind_interval x = parts[k * n + i];
          is_all_known = ind__is_known (x);
          ind__total_add (&sum, ind__interval_make (-x.high, -x.low));
        }
      status = ind__store_next (ind__total_value (sum), is_all_known, out + i, status);
    }
  return status;
}

/* A period of the reference is part of the mean: what it is of its total. */
ind_status
ind_rebase_interval (const ind_interval *series, size_t n, size_t from, size_t to,
                     ind_interval *out)
{
  ind__total total = { { 0, 0 }, { 0, 0 } };
  ind_interval scale, sum;
  ind_status status = IND_OK;
  int has_mean = 1;
  size_t i;

  if (n > 0 && (series == NULL || out == NULL))
    return IND_E_ARGUMENT;
  if (from >= to || to > n)
    return IND_E_RANGE;
  for (i = from; i < to; i++)
    if (ind__is_known (series[i]))
      ind__total_add (&total, series[i]);
    else
      has_mean = 0;
  sum = ind__total_value (total);
  has_mean = has_mean && sum.low > 0;
  scale = ind__interval_mul (ind__point (100), ind__point ((double)(to - from)));
  for (i = 0; i < n; i++)
    {
      ind_interval x = ind__interval_empty ();
      if (has_mean && ind__is_known (series[i]))
        x = i >= from && i < to
                ? ind__interval_share (series[i], ind__total_without (total, series[i]))
                : ind__interval_div (series[i], sum);
      status = ind__store_next (ind__interval_mul (scale, x), 1, out + i, status);
    }
  return status;
}
