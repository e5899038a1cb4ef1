/* SPDX-License-Identifier: GPL-3.0-or-later
 * Disbursement in percent of the plan. */
#include "formulas/kernel.h"

IND__INLINE double
quick_disbursement_ratio (double disbursed, double plan)
{
  double percent = ind__quick_percent (disbursed, plan);

  return plan > 0 ? percent : NAN;
}

static double
disbursement_ratio (double disbursed, double plan)
{
  return plan > 0 ? ind__percent_of (disbursed, plan) : NAN;
}

IND__KERNEL_OF_TWO (apply_disbursement_ratio, quick_disbursement_ratio, disbursement_ratio)

ind_status
ind_disbursement_ratio (const double *disbursed, const double *plan, size_t n, double *out,
                        uint8_t *valid)
{
  return apply_disbursement_ratio (disbursed, plan, n, out, valid);
}
