/* SPDX-License-Identifier: GPL-3.0-or-later
 * Growth in percent of the period before. */
#include "formulas/kernel.h"

static double
growth (double current, double previous)
{
  double change = current - previous;

  if (!(previous > 0))
    return NAN;
  return isfinite (change) ? ind__percent_of (change, previous) : 100 * (current / previous - 1);
}

/* From the change, not as current / previous - 1: the quotient rounds to
 * about 1, and the subtraction would leave only its rounding error of a small
 * growth. The change itself is exact while the values are within a factor of
 * two of one another. Where it overflows there is nothing to cancel. */
ind_status
ind_growth (const double *current, const double *previous, size_t n, double *out, uint8_t *valid)
{
  return ind__kernel_of_two (current, previous, n, out, valid, growth);
}
