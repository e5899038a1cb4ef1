/* SPDX-License-Identifier: GPL-3.0-or-later
 * How far a region specialises in an activity. */
#include "formulas/pair.h"

/* Of products, where they lose no digits: three roundings. */
IND__INLINE double
quick_location_quotient (double part, double total, double part_of_reference, double reference)
{
  double a = part * reference, b = total * part_of_reference, result = a / b;
  int is_good = (total > 0) & (part_of_reference > 0) & (reference > 0) & (fabs (a) > IND__SMALL)
                & (b > IND__SMALL) & (fabs (a) <= DBL_MAX) & (b <= DBL_MAX);

  return is_good ? result : NAN;
}

/* Of mantissas: no intermediate result leaves the range of numbers. The two shares
 * are not rounded. */
static double
location_quotient (double part, double total, double part_of_reference, double reference)
{
  double quick = quick_location_quotient (part, total, part_of_reference, reference);
  int up[2] = { 0, 0 }, down[2] = { 0, 0 };
  ind__pair a, b, c, d;

  if (!isnan (quick))
    return quick;
  if (!(total > 0 && part_of_reference > 0 && reference > 0))
    return NAN;
  a = ind__pair_of (frexp (part, &up[0]));
  b = ind__pair_of (frexp (total, &down[0]));
  c = ind__pair_of (frexp (part_of_reference, &down[1]));
  d = ind__pair_of (frexp (reference, &up[1]));
  return ldexp (ind__pair_quotient (ind__pair_quotient (a, b), ind__pair_quotient (c, d)).high,
                up[0] + up[1] - down[0] - down[1]);
}

IND__KERNEL_OF_FOUR (apply_location_quotient, quick_location_quotient, location_quotient)

ind_status
ind_location_quotient (const double *part, const double *total, const double *part_of_reference,
                       const double *reference, size_t n, double *out, uint8_t *valid)
{
  return apply_location_quotient (part, total, part_of_reference, reference, n, out, valid);
}
