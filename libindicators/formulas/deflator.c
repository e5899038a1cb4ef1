/* SPDX-License-Identifier: GPL-3.0-or-later
 * The implicit deflator, and values freed of price changes by one. */
#include "formulas/kernel.h"

IND__INLINE double
quick_deflator (double current_price, double constant_price)
{
  double percent = ind__quick_percent (current_price, constant_price);

  return constant_price > 0 ? percent : NAN;
}

static double
deflator (double current_price, double constant_price)
{
  return constant_price > 0 ? ind__percent_of (current_price, constant_price) : NAN;
}

IND__KERNEL_OF_TWO (apply_deflator, quick_deflator, deflator)

ind_status
ind_deflator (const double *current_price, const double *constant_price, size_t n, double *out,
              uint8_t *valid)
{
  return apply_deflator (current_price, constant_price, n, out, valid);
}

/* The same quotient. */
ind_status
ind_deflate (const double *current_price, const double *price_index, size_t n, double *out,
             uint8_t *valid)
{
  return ind_deflator (current_price, price_index, n, out, valid);
}
