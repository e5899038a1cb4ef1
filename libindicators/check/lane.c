/* SPDX-License-Identifier: GPL-3.0-or-later
 * Arithmetic along lanes, in loops of a constant length that compilers make vectors of. */
#include "check/lane.h"

#include <math.h>
#include <stddef.h>

#define ALONG(i) for (int i = 0; i < IND__LANE; i++)

static inline double
least (double a, double b)
{
  return a < b ? a : b;
}

static inline double
greatest (double a, double b)
{
  return a > b ? a : b;
}

void
ind__lane_set (double *out, double value)
{
  ALONG (i)
  out[i] = value;
}

void
ind__lane_add (double *restrict out, double c, const double *restrict x)
{
  ALONG (i)
  out[i] += c * x[i];
}

void
ind__lane_add_size (double *restrict out, double c, const double *restrict x)
{
  ALONG (i)
  out[i] += fabs (c * x[i]);
}

void
ind__lane_add_product (double *restrict out, const double *restrict a, const double *restrict b)
{
  ALONG (i)
  out[i] += a[i] * b[i];
}

void
ind__lane_subtract_product (double *restrict out, const double *restrict a,
                            const double *restrict b)
{
  ALONG (i)
  out[i] -= a[i] * b[i];
}

void
ind__lane_add_product_size (double *restrict out, double c, const double *restrict a,
                            const double *restrict b)
{
  ALONG (i)
  out[i] += c * fabs (a[i] * b[i]);
}

void
ind__lane_scale (double *out, double c)
{
  ALONG (i)
  out[i] *= c;
}

void
ind__lane_multiply (double *restrict out, const double *restrict a, const double *restrict b)
{
  ALONG (i)
  out[i] = a[i] * b[i];
}

void
ind__lane_divide (double *restrict out, const double *restrict a, const double *restrict b)
{
  ALONG (i)
  out[i] = a[i] / b[i];
}

void
ind__lane_interval_multiply (double *restrict low, double *restrict high,
                             const double *restrict a_low, const double *restrict a_high,
                             const double *restrict b_low, const double *restrict b_high)
{
  ALONG (i)
  {
    double p = a_low[i] * b_low[i], q = a_low[i] * b_high[i];
    double r = a_high[i] * b_low[i], s = a_high[i] * b_high[i];
    low[i] = least (least (p, q), least (r, s));
    high[i] = greatest (greatest (p, q), greatest (r, s));
  }
}

void
ind__lane_interval_divide (double *restrict low, double *restrict high,
                           const double *restrict a_low, const double *restrict a_high,
                           const double *restrict b_low, const double *restrict b_high)
{
  ALONG (i)
  {
    double one = b_low[i] * b_high[i] > 0 ? 1 : NAN;
    double at_low = one / b_low[i], at_high = one / b_high[i];
    double p = a_low[i] * at_low, q = a_low[i] * at_high;
    double r = a_high[i] * at_low, s = a_high[i] * at_high;
    low[i] = least (least (p, q), least (r, s));
    high[i] = greatest (greatest (p, q), greatest (r, s));
  }
}

void
ind__lane_add_width (double *restrict sum, double *restrict squares, double *restrict largest,
                     double c, const double *restrict slope, const double *restrict half)
{
  if (slope == NULL)
    ALONG (i)
    {
      double w = fabs (c) * half[i];
      sum[i] += w;
      squares[i] += w * w;
      largest[i] = greatest (w, largest[i]);
    }
  else
    ALONG (i)
    {
      double w = fabs (c * slope[i]) * half[i];
      sum[i] += w;
      squares[i] += w * w;
      largest[i] = greatest (w, largest[i]);
    }
}

void
ind__lane_lower (double *restrict out, double c, const double *restrict x)
{
  ALONG (i)
  out[i] = least (c * x[i], out[i]);
}

void
ind__lane_and (uint8_t *restrict a, const uint8_t *restrict b)
{
  ALONG (i)
  a[i] &= b[i];
}

void
ind__lane_or (uint8_t *restrict a, const uint8_t *restrict b)
{
  ALONG (i)
  a[i] |= b[i];
}

void
ind__lane_and_equal (uint8_t *restrict a, const uint16_t *restrict number, uint16_t known)
{
  ALONG (i)
  a[i] &= number[i] == known;
}

void
ind__lane_and_same (uint8_t *restrict a, const uint32_t *restrict x, const uint32_t *restrict y)
{
  ALONG (i)
  a[i] &= x[i] == y[i];
}
