/* SPDX-License-Identifier: GPL-3.0-or-later
 * Boxes of operands, on which interval twins are tried: the results at the corners,
 * at random places within and near a best one. */
#ifndef TESTS_SUPPORT_BOXES_H
#define TESTS_SUPPORT_BOXES_H

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "indicators.h"
#include "support/exact.h"

#define BOX_MOST 48

/* A function of n_arrays arrays of n operands each, one behind the other, with
 * n_out results, and its twin. */
typedef struct box_pair
{
  const char *name;
  size_t n_arrays, n_out;
  ind_status (*plain) (const double *x, size_t n, double *out);
  ind_status (*twin) (const ind_interval *x, size_t n, ind_interval *out);
  /* How much wider an end may be than what is found, in the range found: 0 where it
   * is said to be reached; negative: not tried. */
  double wider_low, wider_high;
} box_pair;

/* From 0 to 1. */
static inline double
box_uniform (exact_random *random)
{
  return (double) (exact_random_bits (random) >> 11) * 0x1p-53;
}

/* Around values from 1 to 100, `width` of them wide at most; some are points. */
static inline void
box_random (exact_random *random, double width, size_t n, ind_interval *box)
{
  size_t i;

  for (i = 0; i < n; i++)
    {
      double x = exp (4.6 * box_uniform (random));
      double part = exact_random_below (random, 6) == 0 ? 0 : width * box_uniform (random);
      box[i].low = x * (1 - part);
      box[i].high = x * (1 + part);
    }
}

static inline int
box_compare (const void *a, const void *b)
{
  const double *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

/* Both ends in ascending order. */
static inline void
box_sort (ind_interval *box, size_t n)
{
  double low[BOX_MOST], high[BOX_MOST];
  size_t i;

  for (i = 0; i < n; i++)
    {
      low[i] = box[i].low;
      high[i] = box[i].high;
    }
  qsort (low, n, sizeof *low, box_compare);
  qsort (high, n, sizeof *high, box_compare);
  for (i = 0; i < n; i++)
    {
      box[i].low = low[i];
      box[i].high = high[i];
    }
}

static inline void
box_inside (exact_random *random, const ind_interval *box, size_t n, double *x)
{
  size_t i;

  for (i = 0; i < n; i++)
    {
      uint64_t kind = exact_random_below (random, 4);
      double within = box[i].low + box_uniform (random) * (box[i].high - box[i].low);
      x[i] = kind == 0 ? box[i].low : kind == 1 ? box[i].high : fmin (within, box[i].high);
    }
}

static inline void
box_corner (const ind_interval *box, size_t n, uint64_t corner, double *x)
{
  size_t i;

  for (i = 0; i < n; i++)
    x[i] = corner >> i & 1 ? box[i].high : box[i].low;
}

/* The result in, and the range found widened by it. */
static inline void
box_try (const box_pair *pair, const double *x, size_t n, const ind_interval *out,
         ind_interval *found)
{
  double result[BOX_MOST];
  size_t k, n_results = pair->n_out == 0 ? n : pair->n_out;

  exact_assert (pair->plain (x, n, result) == IND_OK, "%s has no result, and its twin has",
                pair->name);
  for (k = 0; k < n_results; k++)
    {
      double slack = 64 * DBL_EPSILON * (fabs (result[k]) + 1e-3);
      exact_assert (result[k] >= out[k].low - slack && result[k] <= out[k].high + slack,
                    "%s: result %zu, %.17g, is not in [%.17g, %.17g]", pair->name, k, result[k],
                    out[k].low, out[k].high);
      found[k].low = fmin (found[k].low, result[k]);
      found[k].high = fmax (found[k].high, result[k]);
    }
}

/* Result k there, times the sign. */
static inline double
box_at (const box_pair *pair, const double *x, size_t n, size_t k, int sign,
        const ind_interval *out, ind_interval *found)
{
  double result[BOX_MOST];

  box_try (pair, x, n, out, found);
  exact_assert (pair->plain (x, n, result) == IND_OK, "%s", pair->name);
  return sign * result[k];
}

/* From a place, one operand after the other to where result k is least (sign -1) or
 * greatest: at an end, or where the golden section finds it. */
static inline void
box_climb (const box_pair *pair, const ind_interval *box, double *x, size_t n, size_t k, int sign,
           const ind_interval *out, ind_interval *found)
{
  size_t round, i, step, n_operands = n * pair->n_arrays;
  double most = box_at (pair, x, n, k, sign, out, found), before = -INFINITY;

  for (round = 0; round < 40 && most > before; round++)
    {
      before = most;
      for (i = 0; i < n_operands; i++)
        {
          double low = box[i].low, high = box[i].high, best = x[i];
          for (step = 0; step < 32 && high > low; step++)
            {
              double a = step == 0 ? low : low + (high - low) * 0.382;
              double b = step == 0 ? high : low + (high - low) * 0.618, at_a, at_b;
              x[i] = a;
              at_a = box_at (pair, x, n, k, sign, out, found);
              x[i] = b;
              at_b = box_at (pair, x, n, k, sign, out, found);
              best = at_a > most ? a : best;
              most = fmax (most, at_a);
              best = at_b > most ? b : best;
              most = fmax (most, at_b);
              if (step > 0)
                *(at_a > at_b ? &high : &low) = at_a > at_b ? b : a;
            }
          x[i] = best;
        }
    }
}

/* The range of the results found in a box, all of them in the twin's; false where
 * that has none. */
static inline int
box_range (exact_random *random, const box_pair *pair, const ind_interval *box, size_t n,
           ind_interval *out, ind_interval *found)
{
  size_t n_operands = n * pair->n_arrays, n_results = pair->n_out == 0 ? n : pair->n_out, k;
  double x[BOX_MOST];
  uint64_t corner;

  for (k = 0; k < n_results; k++)
    {
      found[k].low = INFINITY;
      found[k].high = -INFINITY;
    }
  if (pair->twin (box, n, out) != IND_OK)
    return 0;
  for (corner = 0; n_operands <= 10 && corner < (uint64_t) 1 << n_operands; corner++)
    {
      box_corner (box, n_operands, corner, x);
      box_try (pair, x, n, out, found);
    }
  for (k = 0; k < 200; k++)
    {
      box_inside (random, box, n_operands, x);
      box_try (pair, x, n, out, found);
    }
  return 1;
}

/* Ends that are said to be reached are. */
static inline void
box_expect_reached (const box_pair *pair, size_t n, const ind_interval *out,
                    const ind_interval *found)
{
  size_t k, n_results = pair->n_out == 0 ? n : pair->n_out;

  for (k = 0; k < n_results; k++)
    {
      double size = 1e-9 * (fabs (out[k].low) + fabs (out[k].high) + 1e-3);
      double width = found[k].high - found[k].low;
      exact_assert (pair->wider_low < 0
                        || out[k].low >= found[k].low - size - pair->wider_low * width,
                    "%s: low end %zu, %.17g, is below %.17g (to %.17g)", pair->name, k, out[k].low,
                    found[k].low, found[k].high);
      exact_assert (pair->wider_high < 0
                        || out[k].high <= found[k].high + size + pair->wider_high * width,
                    "%s: high end %zu, %.17g, is above %.17g (from %.17g)", pair->name, k,
                    out[k].high, found[k].high, found[k].low);
    }
}

/* Of operands that are points, the twin is within some units in the last place of
 * the result, or of `least`. */
static inline void
box_expect_point (const box_pair *pair, const double *x, size_t n, double least, double n_units)
{
  ind_interval box[BOX_MOST], out[BOX_MOST];
  double result[BOX_MOST];
  size_t i, k, n_results = pair->n_out == 0 ? n : pair->n_out;

  for (i = 0; i < n * pair->n_arrays; i++)
    box[i].low = box[i].high = x[i];
  exact_assert (pair->plain (x, n, result) == IND_OK && pair->twin (box, n, out) == IND_OK,
                "%s of points", pair->name);
  for (k = 0; k < n_results; k++)
    {
      double unit = DBL_EPSILON * fmax (least, fabs (result[k]));
      exact_assert (out[k].low >= result[k] - n_units * unit
                        && out[k].high <= result[k] + n_units * unit && out[k].low <= out[k].high
                        && out[k].low <= result[k] + 8 * unit
                        && out[k].high >= result[k] - 8 * unit,
                    "%s of points: result %zu is [%.17g, %.17g], not %.17g", pair->name, k,
                    out[k].low, out[k].high, result[k]);
    }
}

#endif
