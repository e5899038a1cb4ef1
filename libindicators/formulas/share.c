/* SPDX-License-Identifier: GPL-3.0-or-later
 * Shares of a total and their changes. */
#include "formulas/kernel.h"

static double
share (double part, double total)
{
  return total != 0 ? ind__percent_of (part, total) : NAN;
}

/* No share is adjusted so that all add up to 100: what rounding leaves over is
 * for the checker to judge. */
ind_status
ind_share (const double *part, const double *total, size_t n, double *out, uint8_t *valid)
{
  return ind__kernel_of_two (part, total, n, out, valid, share);
}

static double
share_change (double current, double previous)
{
  return current - previous;
}

/* One subtraction: exact when the shares are within a factor of two of one
 * another (Sterbenz). */
ind_status
ind_share_change (const double *share_now, const double *previous_share, size_t n, double *out,
                  uint8_t *valid)
{
  return ind__kernel_of_two (share_now, previous_share, n, out, valid, share_change);
}
