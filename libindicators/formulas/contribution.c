/* SPDX-License-Identifier: GPL-3.0-or-later
 * Contributions of parts to the growth of their total. */
#include "formulas/pair.h"

IND__INLINE double
quick_contribution (double part, double previous_part, double previous_total)
{
  double percent = ind__quick_percent (part - previous_part, previous_total);

  return previous_total > 0 ? percent : NAN;
}

static double
contribution (double part, double previous_part, double previous_total)
{
  double change = part - previous_part;

  if (!(previous_total > 0))
    return NAN;
  return isfinite (change) ? ind__percent_of (change, previous_total)
                           : 100 * (part / previous_total - previous_part / previous_total);
}

IND__KERNEL_OF_THREE (apply_contribution, quick_contribution, contribution)

/* From the change of the part, like growth, and not as growth times share,
 * which has no value for a part that was zero and rounds twice more. */
ind_status
ind_contribution (const double *part, const double *previous_part, const double *previous_total,
                  size_t n, double *out, uint8_t *valid)
{
  return apply_contribution (part, previous_part, previous_total, n, out, valid);
}

IND__INLINE double
quick_contribution_chained (double growth, double previous_part, double previous_total)
{
  double product = growth * previous_part, result = product / previous_total;

  return ((previous_total > 0) & (fabs (product) > IND__SMALL)) ? result : NAN;
}

static double
contribution_chained (double growth, double previous_part, double previous_total)
{
  return previous_total > 0 ? ind__times_ratio (growth, previous_part, previous_total) : NAN;
}

IND__KERNEL_OF_THREE (apply_contribution_chained, quick_contribution_chained, contribution_chained)

ind_status
ind_contribution_chained (const double *growth, const double *previous_part,
                          const double *previous_total, size_t n, double *out, uint8_t *valid)
{
  return apply_contribution_chained (growth, previous_part, previous_total, n, out, valid);
}

/* The change of each quantity at the mean of the prices of both periods, those
 * of the second deflated by the Fisher price index: the weights under which
 * contributions to a Fisher quantity index add up (van IJzeren 1952, Dikhanov
 * 1997; Ehemann, Katz and Moulton 2002). */
ind_status
ind_contribution_fisher (const double *previous_price, const double *previous_quantity,
                         const double *price, const double *quantity, size_t n, double *out)
{
  ind__running base = { 0, 0 };
  double index = 0, total;
  ind_status status;
  size_t i;

  if (n > 0
      && (previous_price == NULL || previous_quantity == NULL || price == NULL || quantity == NULL
          || out == NULL))
    return IND_E_ARGUMENT;
  status = ind_fisher_index (previous_price, price, previous_quantity, quantity, n, &index);
  index = status == IND_OK && index > 0 ? index / 100 : NAN;
  for (i = 0; i < n; i++)
    ind__running_add_product (&base, price[i] / index + previous_price[i], previous_quantity[i]);
  total = ind__running_total (&base);
  status = total > 0 ? IND_OK : IND_E_DOMAIN;
  for (i = 0; i < n; i++)
    {
      double weight = price[i] / index + previous_price[i];
      out[i] = ind__percent_once (weight * (quantity[i] - previous_quantity[i]), total);
      if (!isfinite (out[i]))
        status = IND_E_DOMAIN;
    }
  /* Some of the contributions are no decomposition. */
  for (i = 0; i < n && status != IND_OK; i++)
    out[i] = NAN;
  return status;
}

IND__INLINE double
quick_contribution_share (double contribution_, double growth)
{
  double percent = ind__quick_percent (contribution_, growth);

  return growth != 0 ? percent : NAN;
}

static double
contribution_share (double contribution_, double growth)
{
  return growth != 0 ? ind__percent_of (contribution_, growth) : NAN;
}

IND__KERNEL_OF_TWO (apply_contribution_share, quick_contribution_share, contribution_share)

ind_status
ind_contribution_share (const double *part_contribution, const double *growth, size_t n,
                        double *out, uint8_t *valid)
{
  return apply_contribution_share (part_contribution, growth, n, out, valid);
}

/* From a period, over the link, to a period of the next year: the first at prices
 * of two years ago, and the year it lies in; that year and the last at prices of
 * that year. */
typedef struct span
{
  double from, year, base, to;
} span;

static int
is_finite (span x)
{
  return isfinite (x.from) && isfinite (x.year) && isfinite (x.base) && isfinite (x.to);
}

/* The total's scale at each prices, so that nothing over- or underflows. */
static span
scaled (span x, span total)
{
  int of_year, of_base;
  span result;

  (void)frexp (total.from, &of_year);
  (void)frexp (total.base, &of_base);
  result.from = ldexp (x.from, -of_year);
  result.year = ldexp (x.year, -of_year);
  result.base = ldexp (x.base, -of_base);
  result.to = ldexp (x.to, -of_base);
  return result;
}

/* The change from the first period to the mean of its year, and from that mean to
 * the last period, which the growth of the total up to the mean multiplies: Ribe
 * (1999). With m periods in a year,
 *
 *   (year - m from) + (m to - base) Year / Base  over  m From
 *
 * in which the year and the base of all parts cancel against the total's. */
static double
contribution_over_link (span part, span total, size_t per_year)
{
  ind__pair m = ind__pair_of ((double)per_year), before, after, share;

  if (!(total.from > 0 && total.year > 0 && total.base > 0 && is_finite (part)
        && is_finite (total)))
    return NAN;
  part = scaled (part, total);
  total = scaled (total, total);
  before = ind__pair_difference (ind__pair_of (part.year),
                                 ind__pair_product (m, ind__pair_of (part.from)));
  after = ind__pair_difference (ind__pair_product (m, ind__pair_of (part.to)),
                                ind__pair_of (part.base));
  after = ind__pair_product (
      after, ind__pair_quotient (ind__pair_of (total.year), ind__pair_of (total.base)));
  share = ind__pair_quotient (ind__pair_product (ind__pair_of (100), ind__pair_sum (before, after)),
                              ind__pair_product (m, ind__pair_of (total.from)));
  return share.high;
}

ind_status
ind_contribution_annual_overlap (const double *part, const double *part_previous_year,
                                 const double *part_year, const double *total,
                                 const double *total_previous_year, const double *total_year,
                                 size_t n_years, size_t per_year, size_t lag, double *out,
                                 uint8_t *valid)
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
      double x = NAN;
      if (i >= lag && from / per_year == year)
        x = isfinite (part[i]) && isfinite (part[from]) && isfinite (total[from])
                ? contribution (part[i], part[from], total[from])
                : NAN;
      else if (i >= lag)
        {
          span of_part = { part[from], part_year[year - 1], part_previous_year[year], part[i] };
          span of_total
              = { total[from], total_year[year - 1], total_previous_year[year], total[i] };
          x = contribution_over_link (of_part, of_total, per_year);
        }
      status = ind__kernel_store (x, 1, i, out, valid, status);
    }
  return status;
}
