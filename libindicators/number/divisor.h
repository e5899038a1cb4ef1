/* SPDX-License-Identifier: GPL-3.0-or-later
 * Whole numbers kept in doubles. */
#ifndef IND_NUMBER_DIVISOR_H
#define IND_NUMBER_DIVISOR_H

#include <math.h>

/* The greatest common divisor of the sizes of two finite whole numbers, by Euclid's algorithm;
 * that of 0 and another is the other. */
static inline double
ind__greatest_common_divisor (double a, double b)
{
  a = fabs (a);
  b = fabs (b);
  while (b > 0)
    {
      double r = fmod (a, b);
      a = b;
      b = r;
    }
  return a;
}

#endif
