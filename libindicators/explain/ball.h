/* SPDX-License-Identifier: GPL-3.0-or-later
 * Ball arithmetic: numbers known to within a radius (van der Hoeven, "Ball arithmetic", in
 * Beckmann, Gaßner and Löwe (eds.), Logical Approaches to Barriers in Computing and Complexity,
 * Greifswald 2010). A ball is half the work of an interval whose ends are rounded apart, and
 * sums of whole numbers stay exact. */
#ifndef IND_EXPLAIN_BALL_H
#define IND_EXPLAIN_BALL_H

#include "number/interval.h"

/* The number is no more than `radius` from `center`; where the radius is infinite or NaN,
 * nothing is known of it. */
typedef struct ind__ball {
  double center, radius;
} ind__ball;

#define IND__HALF_ULP 0x1p-53
#define IND__LEAST_RADIUS 0x1p-900 /* more than underflow loses */
#define IND__GROWN (1 + 0x1p-48)   /* more than rounding a radius loses */

static inline ind__ball
ind__ball_make (double center, double radius)
{
  ind__ball made = { center, radius };
  return made;
}

/* mantissa * 10^power. */
static inline ind__ball
ind__ball_decimal (int64_t mantissa, int32_t power)
{
  double x = (double) mantissa;

  if (power < -22 || power > 22)
    return ind__ball_make (x, INFINITY);
  x = power < 0 ? x / ind__power_of_ten[-power] : x * ind__power_of_ten[power];
  /* Whole numbers below 2^53 are exact, and so are the powers. */
  if (power >= 0 && fabs (x) < 0x1p53)
    return ind__ball_make (x, 0);
  return ind__ball_make (x, fabs (x) * (3 * IND__HALF_ULP));
}

static inline ind__ball
ind__ball_negate (ind__ball a)
{
  return ind__ball_make (-a.center, a.radius);
}

static inline ind__ball
ind__ball_add (ind__ball a, ind__ball b)
{
  double sum = a.center + b.center, t = sum - a.center;
  double lost = (a.center - (sum - t)) + (b.center - t); /* TwoSum (Knuth) */

  return ind__ball_make (sum, (a.radius + b.radius + fabs (lost)) * IND__GROWN);
}

static inline ind__ball
ind__ball_mul (ind__ball a, ind__ball b)
{
  double product = a.center * b.center;

  return ind__ball_make (product, (fabs (a.center) * b.radius + fabs (b.center) * a.radius
                                   + a.radius * b.radius + fabs (product) * IND__HALF_ULP
                                   + IND__LEAST_RADIUS)
                                      * IND__GROWN);
}

/* Nothing is known where b may be zero. */
static inline ind__ball
ind__ball_div (ind__ball a, ind__ball b)
{
  double quotient = a.center / b.center, least = fabs (b.center) - b.radius;

  if (!(least > 0))
    return ind__ball_make (quotient, INFINITY);
  return ind__ball_make (quotient, ((a.radius + fabs (quotient) * b.radius) / least
                                    + fabs (quotient) * IND__HALF_ULP + IND__LEAST_RADIUS)
                                       * IND__GROWN);
}

/* By a whole number below 2^53 in size. */
static inline ind__ball
ind__ball_mul_whole (ind__ball a, double whole)
{
  double product = a.center * whole;

  if (whole == 1 || whole == -1)
    return ind__ball_make (product, a.radius);
  return ind__ball_make (product, (a.radius * fabs (whole) + fabs (product) * IND__HALF_ULP
                                   + IND__LEAST_RADIUS)
                                      * IND__GROWN);
}

/* By one that is not 0. */
static inline ind__ball
ind__ball_div_whole (ind__ball a, double whole)
{
  double quotient = a.center / whole;

  if (whole == 1 || whole == -1)
    return ind__ball_make (quotient, a.radius);
  return ind__ball_make (quotient, (a.radius / fabs (whole) + fabs (quotient) * IND__HALF_ULP
                                    + IND__LEAST_RADIUS)
                                       * IND__GROWN);
}

/* Whether all the ball may be lies within the bounds. */
static inline int
ind__ball_is_within (ind__ball a, ind_interval bounds)
{
  double slack = a.radius == 0 ? 0
                               : a.radius * IND__GROWN + fabs (a.center) * (4 * IND__HALF_ULP);

  return a.radius <= DBL_MAX && a.center - slack >= bounds.low && a.center + slack <= bounds.high;
}

#endif
