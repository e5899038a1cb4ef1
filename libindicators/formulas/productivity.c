/* SPDX-License-Identifier: GPL-3.0-or-later
 * Labour productivity and its growth. */
#include "formulas/kernel.h"

static double
productivity (double output, double employment)
{
  return employment > 0 ? output / employment : NAN;
}

ind_status
ind_productivity (const double *output, const double *employment, size_t n, double *out,
                  uint8_t *valid)
{
  return ind__kernel_of_two (output, employment, n, out, valid, productivity);
}

static double
productivity_growth (double output_growth, double employment_growth)
{
  if (!(output_growth > -100 && employment_growth > -100))
    return NAN;
  return ind__percent_of (output_growth - employment_growth, 100 + employment_growth);
}

/* (1 + a) / (1 + b) - 1 is (a - b) / (1 + b), in which nothing cancels that is
 * not exact: a - b where the rates are close, 1 + b where b is near -1
 * (Sterbenz). Four roundings in all; expm1 (log1p (a) - log1p (b)) is stable
 * too, but has the roundings of three functions of libm. */
ind_status
ind_productivity_growth (const double *output_growth, const double *employment_growth, size_t n,
                         double *out, uint8_t *valid)
{
  return ind__kernel_of_two (output_growth, employment_growth, n, out, valid, productivity_growth);
}
