/* SPDX-License-Identifier: GPL-3.0-or-later
 * Plans: disbursement in percent of the plan and of all funds, the way to a target. */
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

/* A sum that overflows would make a ratio of 0. */
IND__INLINE double
quick_ratio_of_funds (double disbursed, double plan, double carried_over)
{
  double funds = plan + carried_over, percent = ind__quick_percent (disbursed, funds);

  return ((plan >= 0) & (carried_over >= 0) & (funds > 0) & (funds <= DBL_MAX)) ? percent : NAN;
}

static double
ratio_of_funds (double disbursed, double plan, double carried_over)
{
  if (!(plan >= 0 && carried_over >= 0))
    return NAN;
  return plan + carried_over <= DBL_MAX
             ? disbursement_ratio (disbursed, plan + carried_over)
             : disbursement_ratio (disbursed / 2, plan / 2 + carried_over / 2);
}

IND__KERNEL_OF_THREE (apply_ratio_of_funds, quick_ratio_of_funds, ratio_of_funds)

ind_status
ind_disbursement_ratio_carried_over (const double *disbursed, const double *plan,
                                     const double *carried_over, size_t n, double *out,
                                     uint8_t *valid)
{
  return apply_ratio_of_funds (disbursed, plan, carried_over, n, out, valid);
}

IND__INLINE double
quick_target_progress (double actual, double baseline, double target)
{
  double way = target - baseline, percent = ind__quick_percent (actual - baseline, way);

  return ((way != 0) & (fabs (way) <= DBL_MAX)) ? percent : NAN;
}

static double
target_progress (double actual, double baseline, double target)
{
  double change = actual - baseline, way = target - baseline;

  if (way == 0)
    return NAN;
  return isfinite (change) && isfinite (way)
             ? ind__percent_of (change, way)
             : ind__percent_of (actual / 2 - baseline / 2, target / 2 - baseline / 2);
}

IND__KERNEL_OF_THREE (apply_target_progress, quick_target_progress, target_progress)

ind_status
ind_target_progress (const double *actual, const double *baseline, const double *target, size_t n,
                     double *out, uint8_t *valid)
{
  return apply_target_progress (actual, baseline, target, n, out, valid);
}
