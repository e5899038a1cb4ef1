/* SPDX-License-Identifier: GPL-3.0-or-later
 * Amounts per person and in another currency. */
#include "formulas/kernel.h"

IND__INLINE double
quick_quotient (double amount, double divisor)
{
  double result = amount / divisor;

  return divisor > 0 ? result : NAN;
}

static double
quotient (double amount, double divisor)
{
  return divisor > 0 ? amount / divisor : NAN;
}

IND__KERNEL_OF_TWO (apply_quotient, quick_quotient, quotient)

ind_status
ind_per_capita (const double *amount, const double *population, size_t n, double *out,
                uint8_t *valid)
{
  return apply_quotient (amount, population, n, out, valid);
}

ind_status
ind_convert (const double *amount, const double *exchange_rate, size_t n, double *out,
             uint8_t *valid)
{
  return apply_quotient (amount, exchange_rate, n, out, valid);
}
