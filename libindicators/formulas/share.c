/* SPDX-License-Identifier: GPL-3.0-or-later
 * Shares of a total and their changes. */
#include "formulas/kernel.h"

IND__INLINE double
quick_share (double part, double total)
{
  double percent = ind__quick_percent (part, total);

  return total != 0 ? percent : NAN;
}

static double
share (double part, double total)
{
  return total != 0 ? ind__percent_of (part, total) : NAN;
}

IND__KERNEL_OF_TWO (apply_share, quick_share, share)

/* No share is adjusted so that all add up to 100: what rounding leaves over is
 * for the checker to judge. */
ind_status
ind_share (const double *part, const double *total, size_t n, double *out, uint8_t *valid)
{
  return apply_share (part, total, n, out, valid);
}

IND__INLINE double
share_change (double current, double previous)
{
  return current - previous;
}

IND__KERNEL_OF_TWO (apply_share_change, share_change, share_change)

/* One subtraction: exact when the shares are within a factor of two of one
 * another (Sterbenz). */
ind_status
ind_share_change (const double *share_now, const double *previous_share, size_t n, double *out,
                  uint8_t *valid)
{
  return apply_share_change (share_now, previous_share, n, out, valid);
}
