/* SPDX-License-Identifier: GPL-3.0-or-later
 * Arithmetic along lanes: on the numbers of many places at once. */
#ifndef IND_CHECK_LANE_H
#define IND_CHECK_LANE_H

#include <stdint.h>

/* Numbers in a lane; that few, so that the lanes of a block stay in the cache. */
#define IND__LANE 64

/* A lane is an array of IND__LANE numbers. What is written overlaps nothing that is read. */

void ind__lane_set (double *out, double value);

/* out += c x; out += |c x|; out += a b; out -= a b; out += |a b|; */
void ind__lane_add (double *out, double c, const double *x);
void ind__lane_add_size (double *out, double c, const double *x);
void ind__lane_add_product (double *out, const double *a, const double *b);
void ind__lane_subtract_product (double *out, const double *a, const double *b);
void ind__lane_add_product_size (double *out, double c, const double *a, const double *b);

/* out = c out; out = a b; out = a / b. */
void ind__lane_scale (double *out, double c);
void ind__lane_multiply (double *out, const double *a, const double *b);
void ind__lane_divide (double *out, const double *a, const double *b);

/* Intervals from low to high; without outward rounding. A quotient is NaN where the
 * denominator may be zero. */
void ind__lane_interval_multiply (double *low, double *high, const double *a_low,
                                  const double *a_high, const double *b_low,
                                  const double *b_high);
void ind__lane_interval_divide (double *low, double *high, const double *a_low,
                                const double *a_high, const double *b_low,
                                const double *b_high);

/* Of widths w = |c slope half|, slope 1 where it is NULL: adds w to `sum` and its square to
 * `squares`, and makes `largest` w where that is greater. NaN once in `sum` stays. */
void ind__lane_add_width (double *sum, double *squares, double *largest, double c,
                          const double *slope, const double *half);

/* out = least (out, c x). */
void ind__lane_lower (double *out, double c, const double *x);

/* a &= b; a |= b; a &= (number == known); a &= (x == y). */
void ind__lane_and (uint8_t *a, const uint8_t *b);
void ind__lane_or (uint8_t *a, const uint8_t *b);
void ind__lane_and_equal (uint8_t *a, const uint16_t *number, uint16_t known);
void ind__lane_and_same (uint8_t *a, const uint32_t *x, const uint32_t *y);

#endif
