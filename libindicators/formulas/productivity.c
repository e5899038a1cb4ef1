/* SPDX-License-Identifier: GPL-3.0-or-later
 * Labour productivity and its growth. */
#include "formulas/kernel.h"

IND__INLINE double
quick_productivity (double output, double employment)
{
  double result = output / employment;

  return employment > 0 ? result : NAN;
}

static double
productivity (double output, double employment)
{
  return employment > 0 ? output / employment : NAN;
}

IND__KERNEL_OF_TWO (apply_productivity, quick_productivity, productivity)

ind_status
ind_productivity (const double *output, const double *employment, size_t n, double *out,
                  uint8_t *valid)
{
  return apply_productivity (output, employment, n, out, valid);
}

ind_status
ind_productivity_growth (const double *output_growth, const double *employment_growth, size_t n,
                         double *out, uint8_t *valid)
{
  return ind_growth_of_quotient (output_growth, employment_growth, n, out, valid);
}
