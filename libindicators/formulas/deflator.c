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

/* The same quotient, but a value is itself at prices of the reference, 100, which
 * 100 * 0.013 / 100 is not. */
IND__INLINE double
quick_deflate (double current_price, double price_index)
{
  double percent = quick_deflator (current_price, price_index);

  return price_index == 100 ? current_price : percent;
}

static double
deflate (double current_price, double price_index)
{
  return price_index == 100 ? current_price : deflator (current_price, price_index);
}

IND__KERNEL_OF_TWO (apply_deflate, quick_deflate, deflate)

ind_status
ind_deflate (const double *current_price, const double *price_index, size_t n, double *out,
             uint8_t *valid)
{
  return apply_deflate (current_price, price_index, n, out, valid);
}
