/* SPDX-License-Identifier: GPL-3.0-or-later
 * Contributions of parts to the growth of their total. */
#include "formulas/kernel.h"

static double
contribution (double part, double previous_part, double previous_total)
{
  double change = part - previous_part;

  if (!(previous_total > 0))
    return NAN;
  return isfinite (change) ? ind__percent_of (change, previous_total)
                           : 100 * (part / previous_total - previous_part / previous_total);
}

/* From the change of the part, like growth, and not as growth times share,
 * which has no value for a part that was zero and rounds twice more. */
ind_status
ind_contribution (const double *part, const double *previous_part, const double *previous_total,
                  size_t n, double *out, uint8_t *valid)
{
  return ind__kernel_of_three (part, previous_part, previous_total, n, out, valid, contribution);
}
