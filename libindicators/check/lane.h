/* SPDX-License-Identifier: GPL-3.0-or-later
 * Arithmetic along lanes: on the numbers of many places at once. */
#ifndef IND_CHECK_LANE_H
#define IND_CHECK_LANE_H

#include <stddef.h>
#include <stdint.h>

/* Numbers in a lane; that few, so that the lanes of a block stay in the cache. */
#define IND__LANE 64

/* Work is done in steps of so many places. */
#define IND__STEP 8

/* A lane is an array of IND__LANE numbers. Of each the first n are worked on, n a multiple of
 * the step: a small report has few. What is written overlaps nothing that is read. */

void ind__lane_set (size_t n, double *out, double value);

/* out += c x; out += |c x|; both of them; out += a b; out -= a b; out += |a b|; */
void ind__lane_add (size_t n, double *out, double c, const double *x);
void ind__lane_add_size (size_t n, double *out, double c, const double *x);
void ind__lane_add_term (size_t n, double *out, double *size, double c, const double *x);
void ind__lane_add_product (size_t n, double *out, const double *a, const double *b);
void ind__lane_subtract_product (size_t n, double *out, const double *a, const double *b);
void ind__lane_add_product_size (size_t n, double *out, double c, const double *a,
                                 const double *b);

/* low = x - half, high = x + half. */
void ind__lane_enclose (size_t n, double *low, double *high, const double *x, const double *half);

/* out = c out; out = a b; out = a / b. */
void ind__lane_scale (size_t n, double *out, double c);
void ind__lane_multiply (size_t n, double *out, const double *a, const double *b);
void ind__lane_divide (size_t n, double *out, const double *a, const double *b);

/* Intervals from low to high, without outward rounding: adds c x; multiplies; divides. A
 * quotient is NaN where the denominator may be zero. */
void ind__lane_interval_add (size_t n, double *low, double *high, double c, const double *x_low,
                             const double *x_high);
void ind__lane_interval_multiply (size_t n, double *low, double *high, const double *a_low,
                                  const double *a_high, const double *b_low,
                                  const double *b_high);
void ind__lane_interval_divide (size_t n, double *low, double *high, const double *a_low,
                                const double *a_high, const double *b_low, const double *b_high);

/* Of widths w = |c slope half|, slope 1 where it is NULL: adds w to `sum` and its square to
 * `squares`, and makes `largest` w where that is greater. NaN once in `sum` stays. */
void ind__lane_add_width (size_t n, double *sum, double *squares, double *largest, double c,
                          const double *slope, const double *half);

/* out = least (out, c x). */
void ind__lane_lower (size_t n, double *out, double c, const double *x);

/* out = |a - b|; out = c b - a. */
void ind__lane_residual (size_t n, double *out, const double *a, const double *b);
void ind__lane_margin (size_t n, double *out, const double *a, const double *b, double c);

/* Lowers `out`, where it is not NaN, to c b - a; to low - c (high - low); to what the intervals
 * a and b overlap by, less c times their widths. It becomes NaN where these are. */
void ind__lane_cap_below (size_t n, double *out, const double *a, const double *b, double c);
void ind__lane_cap_apart (size_t n, double *out, const double *low, const double *high, double c);
void ind__lane_cap_overlap (size_t n, double *out, const double *a_low, const double *a_high,
                            const double *b_low, const double *b_high, double c);

/* Marks the places that two lanes of marks have, where the margin is positive and the residual
 * below c finest; how many they are. */
size_t ind__lane_mark_exact (size_t n, uint8_t *marks, const uint8_t *a, const uint8_t *b,
                             const double *margin, const double *residual, const double *finest,
                             double c);

/* a &= b; a |= b; a &= (number == known); a &= (x == y). */
void ind__lane_and (size_t n, uint8_t *a, const uint8_t *b);
void ind__lane_or (size_t n, uint8_t *a, const uint8_t *b);
void ind__lane_and_equal (size_t n, uint8_t *a, const uint16_t *number, uint16_t known);
void ind__lane_and_same (size_t n, uint8_t *a, const uint32_t *x, const uint32_t *y);

#endif
