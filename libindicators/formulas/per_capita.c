/* SPDX-License-Identifier: GPL-3.0-or-later
 * Amounts per person and in another currency, and what a currency buys. */
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

IND__INLINE double
quick_price_level_index (double ppp, double exchange_rate)
{
  double percent = ind__quick_percent (ppp, exchange_rate);

  return ((ppp > 0) & (exchange_rate > 0)) ? percent : NAN;
}

static double
price_level_index (double ppp, double exchange_rate)
{
  return ppp > 0 && exchange_rate > 0 ? ind__percent_of (ppp, exchange_rate) : NAN;
}

IND__KERNEL_OF_TWO (apply_price_level_index, quick_price_level_index, price_level_index)

ind_status
ind_price_level_index (const double *ppp, const double *exchange_rate, size_t n, double *out,
                       uint8_t *valid)
{
  return apply_price_level_index (ppp, exchange_rate, n, out, valid);
}
