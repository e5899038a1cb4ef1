/* SPDX-License-Identifier: GPL-3.0-or-later
 * Disbursement in percent of the plan. */
#include "formulas/kernel.h"

static double
disbursement_ratio (double disbursed, double plan)
{
  return plan > 0 ? ind__percent_of (disbursed, plan) : NAN;
}

ind_status
ind_disbursement_ratio (const double *disbursed, const double *plan, size_t n, double *out,
                        uint8_t *valid)
{
  return ind__kernel_of_two (disbursed, plan, n, out, valid, disbursement_ratio);
}
