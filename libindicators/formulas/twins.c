/* SPDX-License-Identifier: GPL-3.0-or-later
 * Interval twins of the formulas on plain arrays. */
#include "formulas/enclose.h"

static int
is_positive (ind_interval x)
{
  return x.low > 0;
}

static int
is_rate (ind_interval x)
{
  return x.low > -100;
}

static int
is_nonzero (ind_interval x)
{
  return x.low > 0 || x.high < 0;
}

/* 1 + x / 100. */
static ind_interval
factor (ind_interval rate)
{
  return ind__interval_add (ind__point (1), ind__interval_div (rate, ind__point (100)));
}

static ind_interval
less_one_in_percent (ind_interval x)
{
  return ind__interval_mul (ind__point (100), ind__interval_sub (x, ind__point (1)));
}

static ind_interval
share (ind_interval part, ind_interval total)
{
  return is_nonzero (total) ? ind__interval_percent (part, total) : ind__interval_empty ();
}

static ind_interval
change (ind_interval current, ind_interval previous)
{
  return ind__interval_sub (current, previous);
}

/* With current / previous, in which each stands once. */
static ind_interval
growth (ind_interval current, ind_interval previous)
{
  return is_positive (previous) ? less_one_in_percent (ind__interval_div (current, previous))
                                : ind__interval_empty ();
}

static ind_interval
growth_of_quotient (ind_interval a, ind_interval b)
{
  return is_rate (a) && is_rate (b)
             ? less_one_in_percent (ind__interval_div (factor (a), factor (b)))
             : ind__interval_empty ();
}

static ind_interval
growth_of_product (ind_interval a, ind_interval b)
{
  return is_rate (a) && is_rate (b)
             ? less_one_in_percent (ind__interval_mul (factor (a), factor (b)))
             : ind__interval_empty ();
}

static ind_interval
ratio (ind_interval amount, ind_interval divisor)
{
  return is_positive (divisor) ? ind__interval_div (amount, divisor) : ind__interval_empty ();
}

static ind_interval
percent_of_positive (ind_interval a, ind_interval b)
{
  return is_positive (b) ? ind__interval_percent (a, b) : ind__interval_empty ();
}

static ind_interval
elasticity (ind_interval a, ind_interval b)
{
  return is_nonzero (b) ? ind__interval_div (a, b) : ind__interval_empty ();
}

static ind_interval
contribution (ind_interval part, ind_interval previous_part, ind_interval previous_total)
{
  return percent_of_positive (ind__interval_sub (part, previous_part), previous_total);
}

static ind_interval
contribution_chained (ind_interval rate, ind_interval previous_part, ind_interval previous_total)
{
  return is_positive (previous_total)
             ? ind__interval_div (ind__interval_mul (rate, previous_part), previous_total)
             : ind__interval_empty ();
}

static ind_interval
icor (ind_interval investment, ind_interval output, ind_interval previous_output)
{
  return ratio (investment, ind__interval_sub (output, previous_output));
}

static ind_interval
location_quotient (ind_interval part, ind_interval total, ind_interval part_of_reference,
                   ind_interval reference)
{
  if (!(is_positive (total) && is_positive (part_of_reference) && is_positive (reference)))
    return ind__interval_empty ();
  return ind__interval_div (ind__interval_div (part, total),
                            ind__interval_div (part_of_reference, reference));
}

static ind_interval
price_level_index (ind_interval ppp, ind_interval exchange_rate)
{
  return is_positive (ppp) ? percent_of_positive (ppp, exchange_rate) : ind__interval_empty ();
}

static ind_interval
ratio_of_funds (ind_interval disbursed, ind_interval plan, ind_interval carried_over)
{
  return plan.low >= 0 && carried_over.low >= 0
             ? percent_of_positive (disbursed, ind__interval_add (plan, carried_over))
             : ind__interval_empty ();
}

static ind_interval
average_growth (ind_interval last, ind_interval first, ind_interval years)
{
  if (!(is_positive (last) && is_positive (first) && is_positive (years)))
    return ind__interval_empty ();
  return ind__interval_mul (
      ind__point (100),
      ind__interval_expm1 (ind__interval_div (ind__interval_log_of_ratio (last, first), years)));
}

static ind_interval
annualised_growth (ind_interval current, ind_interval previous, ind_interval periods_per_year)
{
  if (!(is_positive (current) && is_positive (previous) && is_positive (periods_per_year)))
    return ind__interval_empty ();
  return ind__interval_mul (ind__point (100),
                            ind__interval_expm1 (ind__interval_mul (
                                ind__interval_log_of_ratio (current, previous), periods_per_year)));
}

/* At a corner, or the limit there: no operand stands once, but the result is
 * monotone in each. */
static ind_interval
progress_at (double actual, double baseline, double target)
{
  ind_interval from = ind__point (baseline);

  if (!(fabs (actual) <= DBL_MAX))
    return ind__point ((actual > 0) == (target > baseline) ? INFINITY : -INFINITY);
  if (!(fabs (baseline) <= DBL_MAX))
    return ind__point (100);
  if (!(fabs (target) <= DBL_MAX))
    return ind__point (0);
  return ind__interval_percent (ind__interval_sub (ind__point (actual), from),
                                ind__interval_sub (ind__point (target), from));
}

static ind_interval
target_progress (ind_interval actual, ind_interval baseline, ind_interval target)
{
  ind_interval range = { INFINITY, -INFINITY };
  int corner;

  if (!(target.low > baseline.high || target.high < baseline.low))
    return ind__interval_empty ();
  for (corner = 0; corner < 8; corner++)
    {
      ind_interval x = progress_at (corner & 1 ? actual.high : actual.low,
                                    corner & 2 ? baseline.high : baseline.low,
                                    corner & 4 ? target.high : target.low);
      range.low = fmin (range.low, x.low);
      range.high = fmax (range.high, x.high);
    }
  return range;
}

/* An operand without a value makes none of the result. */
#define TWIN_OF_TWO(name, formula)                                                                 \
  ind_status name (const ind_interval *a, const ind_interval *b, size_t n, ind_interval *out)      \
  {                                                                                                \
    ind_status status = IND_OK;                                                                    \
    size_t i;                                                                                      \
    if (n > 0 && (a == NULL || b == NULL || out == NULL))                                          \
      return IND_E_ARGUMENT;                                                                       \
    for (i = 0; i < n; i++)                                                                        \
      status = ind__store_next (formula (a[i], b[i]),                                              \
                                ind__is_known (a[i]) && ind__is_known (b[i]), out + i, status);    \
    return status;                                                                                 \
  }
#define TWIN_OF_THREE(name, formula)                                                               \
  ind_status name (const ind_interval *a, const ind_interval *b, const ind_interval *c, size_t n,  \
                   ind_interval *out)                                                              \
  {                                                                                                \
    ind_status status = IND_OK;                                                                    \
    size_t i;                                                                                      \
    if (n > 0 && (a == NULL || b == NULL || c == NULL || out == NULL))                             \
      return IND_E_ARGUMENT;                                                                       \
    for (i = 0; i < n; i++)                                                                        \
      status = ind__store_next (                                                                   \
          formula (a[i], b[i], c[i]),                                                              \
          ind__is_known (a[i]) && ind__is_known (b[i]) && ind__is_known (c[i]), out + i, status);  \
    return status;                                                                                 \
  }

TWIN_OF_TWO (ind_share_interval, share)
TWIN_OF_TWO (ind_share_change_interval, change)
TWIN_OF_TWO (ind_change_interval, change)
TWIN_OF_TWO (ind_growth_interval, growth)
TWIN_OF_TWO (ind_growth_of_quotient_interval, growth_of_quotient)
TWIN_OF_TWO (ind_growth_of_product_interval, growth_of_product)
TWIN_OF_TWO (ind_contribution_share_interval, share)
TWIN_OF_TWO (ind_deflator_interval, percent_of_positive)
TWIN_OF_TWO (ind_deflate_interval, percent_of_positive)
TWIN_OF_TWO (ind_per_capita_interval, ratio)
TWIN_OF_TWO (ind_convert_interval, ratio)
TWIN_OF_TWO (ind_productivity_interval, ratio)
TWIN_OF_TWO (ind_productivity_growth_interval, growth_of_quotient)
TWIN_OF_TWO (ind_disbursement_ratio_interval, percent_of_positive)
TWIN_OF_TWO (ind_elasticity_interval, elasticity)
TWIN_OF_TWO (ind_price_level_index_interval, price_level_index)
TWIN_OF_THREE (ind_disbursement_ratio_carried_over_interval, ratio_of_funds)
TWIN_OF_THREE (ind_average_growth_interval, average_growth)
TWIN_OF_THREE (ind_annualised_growth_interval, annualised_growth)
TWIN_OF_THREE (ind_contribution_interval, contribution)
TWIN_OF_THREE (ind_contribution_chained_interval, contribution_chained)
TWIN_OF_THREE (ind_icor_interval, icor)
TWIN_OF_THREE (ind_target_progress_interval, target_progress)

ind_status
ind_location_quotient_interval (const ind_interval *part, const ind_interval *total,
                                const ind_interval *part_of_reference,
                                const ind_interval *reference, size_t n, ind_interval *out)
{
  ind_status status = IND_OK;
  size_t i;

  if (n > 0
      && (part == NULL || total == NULL || part_of_reference == NULL || reference == NULL
          || out == NULL))
    return IND_E_ARGUMENT;
  for (i = 0; i < n; i++)
    status = ind__store_next (
        location_quotient (part[i], total[i], part_of_reference[i], reference[i]),
        ind__is_known (part[i]) && ind__is_known (total[i]) && ind__is_known (part_of_reference[i])
            && ind__is_known (reference[i]),
        out + i, status);
  return status;
}
