/* SPDX-License-Identifier: GPL-3.0-or-later
 * Change and growth: of one period, per year, on average, and of quotients. */
#include "formulas/kernel.h"

IND__INLINE double
quick_growth (double current, double previous)
{
  double percent = ind__quick_percent (current - previous, previous);

  return previous > 0 ? percent : NAN;
}

static double
growth (double current, double previous)
{
  double change = current - previous;

  if (!(previous > 0))
    return NAN;
  return isfinite (change) ? ind__percent_of (change, previous) : 100 * (current / previous - 1);
}

IND__KERNEL_OF_TWO (apply_growth, quick_growth, growth)

/* From the change, not as current / previous - 1: the quotient rounds to
 * about 1, and the subtraction would leave only its rounding error of a small
 * growth. The change itself is exact while the values are within a factor of
 * two of one another. Where it overflows there is nothing to cancel. */
ind_status
ind_growth (const double *current, const double *previous, size_t n, double *out, uint8_t *valid)
{
  return apply_growth (current, previous, n, out, valid);
}

IND__INLINE double
change (double current, double previous)
{
  return current - previous;
}

IND__KERNEL_OF_TWO (apply_change, change, change)

ind_status
ind_change (const double *current, const double *previous, size_t n, double *out, uint8_t *valid)
{
  return apply_change (current, previous, n, out, valid);
}

/* By way of the logarithm: expm1 and log1p lose nothing of a small growth,
 * unlike pow () - 1. */
static double
average_growth (double last, double first, double years)
{
  if (!(last > 0 && first > 0 && years > 0))
    return NAN;
  return 100 * expm1 (ind__log_of_ratio (last, first) / years);
}

ind_status
ind_average_growth (const double *last, const double *first, const double *years, size_t n,
                    double *out, uint8_t *valid)
{
  return ind__kernel_of_three (last, first, years, n, out, valid, average_growth, average_growth);
}

static double
annualised_growth (double current, double previous, double periods_per_year)
{
  if (!(current > 0 && previous > 0 && periods_per_year > 0))
    return NAN;
  return 100 * expm1 (ind__log_of_ratio (current, previous) * periods_per_year);
}

ind_status
ind_annualised_growth (const double *current, const double *previous,
                       const double *periods_per_year, size_t n, double *out, uint8_t *valid)
{
  return ind__kernel_of_three (current, previous, periods_per_year, n, out, valid,
                               annualised_growth, annualised_growth);
}

IND__INLINE double
quick_growth_of_quotient (double numerator, double denominator)
{
  double percent = ind__quick_percent (numerator - denominator, 100 + denominator);

  return ((numerator > -100) & (denominator > -100)) ? percent : NAN;
}

static double
growth_of_quotient (double numerator, double denominator)
{
  if (!(numerator > -100 && denominator > -100))
    return NAN;
  return ind__percent_of (numerator - denominator, 100 + denominator);
}

IND__KERNEL_OF_TWO (apply_growth_of_quotient, quick_growth_of_quotient, growth_of_quotient)

/* (1 + a) / (1 + b) - 1 is (a - b) / (1 + b), in which nothing cancels that is
 * not exact: a - b where the rates are close, 1 + b where b is near -1
 * (Sterbenz). Four roundings in all; expm1 (log1p (a) - log1p (b)) is stable
 * too, but has the roundings of three functions of libm. */
ind_status
ind_growth_of_quotient (const double *numerator_growth, const double *denominator_growth, size_t n,
                        double *out, uint8_t *valid)
{
  return apply_growth_of_quotient (numerator_growth, denominator_growth, n, out, valid);
}

/* (100 a + 100 b + a b) / 100, with what each step rounds off: a rise and the
 * fall that undoes it cancel, and would leave only rounding errors. */
static double
growth_of_product (double a, double b)
{
  ind__running sum = { 0, 0 };
  double total;

  if (!(a > -100 && b > -100))
    return NAN;
  ind__running_add_product (&sum, 100, a);
  ind__running_add_product (&sum, 100, b);
  ind__running_add_product (&sum, a, b);
  total = ind__running_total (&sum);
  return isfinite (total) ? total / 100 : a + b + a * (b / 100);
}

ind_status
ind_growth_of_product (const double *a, const double *b, size_t n, double *out, uint8_t *valid)
{
  return ind__kernel_of_two (a, b, n, out, valid, growth_of_product, growth_of_product);
}
