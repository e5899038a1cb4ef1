/* SPDX-License-Identifier: GPL-3.0-or-later
 * Arithmetic along lanes, in loops that compilers make vectors of. */
#include "check/lane.h"

#include <math.h>
#include <stddef.h>

#include "base/compiler.h"

/* Does the rest for each of n places i; for a whole lane in a loop of a constant length. */
#define ALONG(i, ...)                                                                             \
  do                                                                                              \
    if (n == IND__LANE)                                                                           \
      for (size_t i = 0; i < IND__LANE; i++)                                                      \
        {                                                                                         \
          __VA_ARGS__;                                                                            \
        }                                                                                         \
    else                                                                                          \
      for (size_t i = 0; i < n; i++)                                                              \
        {                                                                                         \
          __VA_ARGS__;                                                                            \
        }                                                                                         \
  while (0)

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

IND__CLONES void
ind__lane_set (size_t n, double *out, double value)
{
  ALONG (i, out[i] = value);
}

IND__CLONES void
ind__lane_add (size_t n, double *restrict out, double c, const double *restrict x)
{
  ALONG (i, out[i] += c * x[i]);
}

IND__CLONES void
ind__lane_add_size (size_t n, double *restrict out, double c, const double *restrict x)
{
  ALONG (i, out[i] += fabs (c * x[i]));
}

IND__CLONES void
ind__lane_add_term (size_t n, double *restrict out, double *restrict size, double c,
                    const double *restrict x)
{
  ALONG (i, double term = c * x[i]; out[i] += term; size[i] += fabs (term));
}

IND__CLONES void
ind__lane_add_product (size_t n, double *restrict out, const double *restrict a,
                       const double *restrict b)
{
  ALONG (i, out[i] += a[i] * b[i]);
}

IND__CLONES void
ind__lane_subtract_product (size_t n, double *restrict out, const double *restrict a,
                            const double *restrict b)
{
  ALONG (i, out[i] -= a[i] * b[i]);
}

IND__CLONES void
ind__lane_add_product_size (size_t n, double *restrict out, double c, const double *restrict a,
                            const double *restrict b)
{
  ALONG (i, out[i] += c * fabs (a[i] * b[i]));
}

IND__CLONES void
ind__lane_enclose (size_t n, double *restrict low, double *restrict high,
                   const double *restrict x, const double *restrict half)
{
  ALONG (i,
       low[i] = x[i] - half[i];
       high[i] = x[i] + half[i]);
}

IND__CLONES void
ind__lane_residual (size_t n, double *restrict out, const double *restrict a,
                    const double *restrict b)
{
  ALONG (i, out[i] = fabs (a[i] - b[i]));
}

IND__CLONES void
ind__lane_margin (size_t n, double *restrict out, const double *restrict a,
                  const double *restrict b, double c)
{
  ALONG (i, out[i] = c * b[i] - a[i]);
}

/* The least of both, NaN where either is. */
static inline double
least_known (double a, double b)
{
  double sum = a + b;
  return sum != sum ? sum : least (a, b);
}

IND__CLONES void
ind__lane_cap_below (size_t n, double *restrict out, const double *restrict a,
                     const double *restrict b, double c)
{
  ALONG (i, out[i] = least_known (out[i], c * b[i] - a[i]));
}

IND__CLONES void
ind__lane_cap_apart (size_t n, double *restrict out, const double *restrict low,
                     const double *restrict high, double c)
{
  ALONG (i, out[i] = least_known (out[i], low[i] - c * (high[i] - low[i])));
}

IND__CLONES void
ind__lane_cap_overlap (size_t n, double *restrict out, const double *restrict a_low,
                       const double *restrict a_high, const double *restrict b_low,
                       const double *restrict b_high, double c)
{
  ALONG (i,
       double margin = c * ((a_high[i] - a_low[i]) + (b_high[i] - b_low[i]));
       double below = b_high[i] - a_low[i], above = a_high[i] - b_low[i];
       out[i] = least_known (out[i], least_known (below, above) - margin));
}

IND__CLONES size_t
ind__lane_mark_exact (size_t n, uint8_t *restrict marks, const uint8_t *restrict a,
                      const uint8_t *restrict b, const double *restrict margin,
                      const double *restrict residual, const double *restrict finest, double c)
{
  double is_exact[IND__LANE];
  size_t count = 0;

  ALONG (i, is_exact[i] = margin[i] > 0 ? (residual[i] < c * finest[i] ? 1 : 0) : 0);
  ALONG (i, marks[i] = (uint8_t) (a[i] & b[i] & (is_exact[i] != 0)));
  ALONG (i, count += marks[i]);
  return count;
}

IND__CLONES void
ind__lane_scale (size_t n, double *out, double c)
{
  ALONG (i, out[i] *= c);
}

IND__CLONES void
ind__lane_multiply (size_t n, double *restrict out, const double *restrict a,
                    const double *restrict b)
{
  ALONG (i, out[i] = a[i] * b[i]);
}

IND__CLONES void
ind__lane_divide (size_t n, double *restrict out, const double *restrict a,
                  const double *restrict b)
{
  ALONG (i, out[i] = a[i] / b[i]);
}

IND__CLONES void
ind__lane_interval_add (size_t n, double *restrict low, double *restrict high, double c,
                        const double *restrict x_low, const double *restrict x_high)
{
  const double *restrict to_low = c > 0 ? x_low : x_high;
  const double *restrict to_high = c > 0 ? x_high : x_low;

  ALONG (i, low[i] += c * to_low[i]; high[i] += c * to_high[i]);
}

IND__CLONES void
ind__lane_interval_multiply (size_t n, double *restrict low, double *restrict high,
                             const double *restrict a_low, const double *restrict a_high,
                             const double *restrict b_low, const double *restrict b_high)
{
  ALONG (i,
       double p = a_low[i] * b_low[i], q = a_low[i] * b_high[i];
       double r = a_high[i] * b_low[i], s = a_high[i] * b_high[i];
       low[i] = least (least (p, q), least (r, s));
       high[i] = greatest (greatest (p, q), greatest (r, s)));
}

IND__CLONES void
ind__lane_interval_divide (size_t n, double *restrict low, double *restrict high,
                           const double *restrict a_low, const double *restrict a_high,
                           const double *restrict b_low, const double *restrict b_high)
{
  ALONG (i,
       double one = b_low[i] * b_high[i] > 0 ? 1 : NAN;
       double at_low = one / b_low[i], at_high = one / b_high[i];
       double p = a_low[i] * at_low, q = a_low[i] * at_high;
       double r = a_high[i] * at_low, s = a_high[i] * at_high;
       low[i] = least (least (p, q), least (r, s));
       high[i] = greatest (greatest (p, q), greatest (r, s)));
}

IND__CLONES void
ind__lane_add_width (size_t n, double *restrict sum, double *restrict squares,
                     double *restrict largest, double c, const double *restrict slope,
                     const double *restrict half)
{
  if (slope == NULL)
    ALONG (i,
       double w = fabs (c) * half[i];
       sum[i] += w;
       squares[i] += w * w;
       largest[i] = greatest (w, largest[i]));
  else
    ALONG (i,
       double w = fabs (c * slope[i]) * half[i];
       sum[i] += w;
       squares[i] += w * w;
       largest[i] = greatest (w, largest[i]));
}

IND__CLONES void
ind__lane_lower (size_t n, double *restrict out, double c, const double *restrict x)
{
  ALONG (i, out[i] = least (c * x[i], out[i]));
}

IND__CLONES void
ind__lane_and (size_t n, uint8_t *restrict a, const uint8_t *restrict b)
{
  ALONG (i, a[i] &= b[i]);
}

IND__CLONES void
ind__lane_or (size_t n, uint8_t *restrict a, const uint8_t *restrict b)
{
  ALONG (i, a[i] |= b[i]);
}

IND__CLONES void
ind__lane_and_equal (size_t n, uint8_t *restrict a, const uint16_t *restrict number,
                     uint16_t known)
{
  ALONG (i, a[i] &= number[i] == known);
}

IND__CLONES void
ind__lane_and_same (size_t n, uint8_t *restrict a, const uint32_t *restrict x,
                    const uint32_t *restrict y)
{
  ALONG (i, a[i] &= x[i] == y[i]);
}
