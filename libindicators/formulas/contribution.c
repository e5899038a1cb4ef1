/* SPDX-License-Identifier: GPL-3.0-or-later
 * Contributions of parts to the growth of their total. */
#include "formulas/kernel.h"

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
