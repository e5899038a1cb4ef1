/* SPDX-License-Identifier: GPL-3.0-or-later
 * Amounts per person and in another currency. */
#include "formulas/kernel.h"

static double
quotient (double amount, double divisor)
{
  return divisor > 0 ? amount / divisor : NAN;
}

ind_status
ind_per_capita (const double *amount, const double *population, size_t n, double *out,
                uint8_t *valid)
{
  return ind__kernel_of_two (amount, population, n, out, valid, quotient);
}

ind_status
ind_convert (const double *amount, const double *exchange_rate, size_t n, double *out,
             uint8_t *valid)
{
  return ind__kernel_of_two (amount, exchange_rate, n, out, valid, quotient);
}
