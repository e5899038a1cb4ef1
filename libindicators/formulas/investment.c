/* SPDX-License-Identifier: GPL-3.0-or-later
 * Capital and output: ICOR, elasticities. */
#include "formulas/kernel.h"

IND__INLINE double
quick_icor (double investment, double output, double previous_output)
{
  double change = output - previous_output, result = investment / change;

  return change > 0 ? result : NAN;
}

static double
icor (double investment, double output, double previous_output)
{
  double change = output - previous_output;

  if (change > DBL_MAX)
    return investment / 2 / (output / 2 - previous_output / 2);
  return change > 0 ? investment / change : NAN;
}

IND__KERNEL_OF_THREE (apply_icor, quick_icor, icor)

ind_status
ind_icor (const double *investment, const double *output, const double *previous_output, size_t n,
          double *out, uint8_t *valid)
{
  return apply_icor (investment, output, previous_output, n, out, valid);
}

IND__INLINE double
quick_elasticity (double growth, double growth_of_cause)
{
  double result = growth / growth_of_cause;

  return growth_of_cause != 0 ? result : NAN;
}

static double
elasticity (double growth, double growth_of_cause)
{
  return growth_of_cause != 0 ? growth / growth_of_cause : NAN;
}

IND__KERNEL_OF_TWO (apply_elasticity, quick_elasticity, elasticity)

ind_status
ind_elasticity (const double *growth, const double *growth_of_cause, size_t n, double *out,
                uint8_t *valid)
{
  return apply_elasticity (growth, growth_of_cause, n, out, valid);
}
