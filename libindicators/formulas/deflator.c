/* SPDX-License-Identifier: GPL-3.0-or-later
 * The implicit deflator. */
#include "formulas/kernel.h"

static double
deflator (double current_price, double constant_price)
{
  return constant_price > 0 ? ind__percent_of (current_price, constant_price) : NAN;
}

ind_status
ind_deflator (const double *current_price, const double *constant_price, size_t n, double *out,
              uint8_t *valid)
{
  return ind__kernel_of_two (current_price, constant_price, n, out, valid, deflator);
}
