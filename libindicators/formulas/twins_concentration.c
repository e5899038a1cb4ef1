/* SPDX-License-Identifier: GPL-3.0-or-later
 * Interval twins of the measures of concentration. In each, an upper bound replaces
 * a total within a logarithm or a square by its tangent at some total: any serves,
 * and the best one makes the bound tight. What is left is a ratio of sums of terms
 * that are convex in each part, hence greatest at its ends. The lower bounds take
 * the tangent of the measure itself, which is convex, at the parts that are the
 * most even. */
#include "formulas/enclose.h"
#include "formulas/pair.h"

#define N_ITERATIONS 64

/* The total of parts none of which is negative. */
static ind__total
total_of (const ind_interval *part, size_t n)
{
  size_t i;

  for (i = 0; i < n; i++)
    if (!(part[i].low >= 0))
      return ind__no_total ();
  return ind__total_of (part, n);
}

/* Neither unbounded nor so large or small that products of parts may not be. */
static int
is_tractable (ind__total total)
{
  ind_interval range = ind__total_value (total);

  return range.high < 0x1p400 && range.low > 0x1p-400;
}

static ind__search
search_from (ind__total total)
{
  ind_interval range = ind__total_value (total);
  ind__search made = { range.low, range.high, ind__midpoint (range) };

  return made;
}

typedef struct parts
{
  const ind_interval *part, *reference; /* NULL: all are 1 */
  size_t n;
  double total, total_reference;
  ind_interval beyond, midpoints; /* of the total over `total`, less 1; the sum */
} parts;

/* n x / total - 1. */
static ind_interval
deviation (const parts *x, double part)
{
  double d = fma ((double)x->n, part, -x->total);
  ind_interval change = { ind__double_below (d), ind__double_above (d) };

  return d == 0 ? ind__point (0) : ind__interval_div (change, ind__point (x->total));
}

/* Of n H - 1, which with d = n x / total - 1 is
 * (n sum d^2 - (sum d)^2) / (n + sum d)^2, at most sum d^2 / sum (1 + 2 d). */
static ind__term
square_term (const void *context, size_t i, int choice)
{
  const parts *x = context;
  ind_interval d = deviation (x, choice ? x->part[i].high : x->part[i].low);
  ind__term made;

  made.numerator = ind__interval_square (d);
  made.denominator = ind__interval_add (ind__point (1), ind__interval_mul (ind__point (2), d));
  return made;
}

static double
most_above_even (const ind_interval *part, size_t n, ind__total total)
{
  parts x = { part, NULL, n, 0, 0, { 0, 0 }, { 0, 0 } };
  ind__search at = search_from (total);
  double best = INFINITY;
  int k;

  for (k = 0; k < N_ITERATIONS; k++)
    {
      double denominator, most;
      x.total = fmin (at.here, 1.9 * ind__total_value (total).low);
      most = ind__extreme_ratio (square_term, 2, &x, n, 1, &denominator);
      best = fmin (best, most);
      if (!ind__search_next (&at, x.total * (0.5 + denominator / (double)n / 2)))
        break;
    }
  return best;
}

/* The most even parts are as near to a level as they can be: that where a change of
 * a part there makes no difference. */
static double
level_of_least_squares (const ind_interval *part, size_t n)
{
  double low = INFINITY, high = 0;
  size_t i;
  int k;

  for (i = 0; i < n; i++)
    {
      low = fmin (low, part[i].low);
      high = fmax (high, part[i].high);
    }
  for (k = 0; k < N_ITERATIONS; k++)
    {
      double middle = low / 2 + high / 2;
      double scale = middle > 0 ? 1 / middle : 1;
      ind__running slope = { 0, 0 };
      for (i = 0; i < n; i++)
        {
          double x = ind__clamp (middle, part[i]) * scale;
          ind__running_add_product (&slope, x, x - middle * scale);
        }
      *(ind__running_total (&slope) > 0 ? &low : &high) = middle;
    }
  return low / 2 + high / 2;
}

typedef struct leveled
{
  const ind_interval *part;
  double level;
} leveled;

/* The part at its level, times what is chosen. */
static ind__term
leveled_term (const void *context, size_t i, int choice)
{
  const leveled *x = context;
  ind__term made;

  made.denominator = ind__point (choice ? x->part[i].high : x->part[i].low);
  made.numerator
      = ind__interval_mul (ind__point (ind__clamp (x->level, x->part[i])), made.denominator);
  return made;
}

/* By Cauchy and Schwarz the root of H is at least sum u x / (|u| sum x). */
static double
least_herfindahl (const ind_interval *part, size_t n)
{
  leveled x = { part, level_of_least_squares (part, n) };
  ind__upper square = { 0, 0 };
  double least;
  size_t i;

  for (i = 0; i < n; i++)
    {
      double u = ind__clamp (x.level, part[i]);
      ind__upper_add_product (&square, u, u);
    }
  least = fmax (0, ind__extreme_ratio (leveled_term, 2, &x, n, -1, NULL));
  return ind__div_down (ind__mul_down (least, least), ind__upper_value (square));
}

static ind_interval
herfindahl (const ind_interval *part, size_t n)
{
  ind__total total = total_of (part, n);
  ind_interval even = ind__interval_div (ind__point (1), ind__point ((double)n)), above;

  if (!ind__is_total (total))
    return ind__interval_empty ();
  above = ind__interval_make (even.low, 1);
  if (is_tractable (total))
    {
      double most = ind__add_up (1, most_above_even (part, n, total));
      above = ind__interval_intersect (
          above, ind__interval_make (least_herfindahl (part, n), ind__div_up (most, (double)n)));
    }
  return above;
}

ind_status
ind_herfindahl_interval (const ind_interval *part, size_t n, ind_interval *out)
{
  if (ind__are_missing (part, part, n, out))
    return IND_E_ARGUMENT;
  return ind__store_interval (herfindahl (part, n), out);
}

ind_status
ind_herfindahl_normalised_interval (const ind_interval *part, size_t n, ind_interval *out)
{
  ind_interval all = { 0, 1 }, x;

  if (ind__are_missing (part, part, n, out))
    return IND_E_ARGUMENT;
  if (n < 2)
    return ind__store_interval (ind__interval_empty (), out);
  x = ind__interval_mul (ind__point ((double)n), herfindahl (part, n));
  x = ind__interval_div (ind__interval_sub (x, ind__point (1)), ind__point ((double)(n - 1)));
  return ind__store_interval (ind__interval_intersect (x, all), out);
}

static ind_interval
end_of (const ind_interval *part, size_t i, int is_high)
{
  if (part == NULL)
    return ind__point (1);
  return ind__point (is_high ? part[i].high : part[i].low);
}

static ind_interval
part_at (const ind_interval *part, size_t i)
{
  return part == NULL ? ind__point (1) : part[i];
}

/* The total of the midpoints of parts. */
static double
total_of_midpoints (const ind_interval *part, size_t n)
{
  ind__running sum = { 0, 0 };
  size_t i;

  for (i = 0; i < n; i++)
    ind__running_add (&sum, ind__midpoint (part_at (part, i)));
  return ind__running_total (&sum);
}

/* With a = x / total, b = y / total of the reference, and c the midpoint of y over
 * the sum of these, D X / total of parts x with the sum X is at most
 * sum (a ln (a / b) - a + b + (X / total - 1) (b - c)): equal where both totals are
 * those of the parts. The first three terms are a (t - ln (1 + t)) with
 * t = b / a - 1. */
static ind__term
divergence_term (const void *context, size_t i, int choice)
{
  const parts *x = context;
  ind_interval part = end_of (x->part, i, choice & 1);
  ind_interval reference = end_of (x->reference, i, choice & 2);
  ind_interval own = ind__interval_div (part, ind__point (x->total));
  ind_interval other = ind__interval_div (reference, ind__point (x->total_reference));
  ind__term made = { other, own };

  if (part.low > 0)
    {
      double a = part.low * x->total_reference, b = reference.low * x->total, excess = NAN;
      if (a >= IND__TINY && b >= IND__TINY)
        excess = ind__pair_excess_over_log (
            ind__pair_product (ind__pair_of (reference.low), ind__pair_of (x->total)),
            ind__pair_product (ind__pair_of (part.low), ind__pair_of (x->total_reference)));
      if (!isfinite (excess))
        made.numerator = ind__interval_make (0, INFINITY);
      else
        {
          double error = fabs (excess) * 0x1p-48 + 0x1p-150;
          made.numerator = ind__interval_mul (
              own, ind__interval_make (fmax (0, excess - error), excess + error));
        }
    }
  if (x->part != NULL && x->reference != NULL)
    {
      ind_interval middle = ind__point (ind__midpoint (x->reference[i]));
      ind_interval moved = ind__interval_sub (other, ind__interval_div (middle, x->midpoints));
      made.numerator = ind__interval_add (made.numerator, ind__interval_mul (x->beyond, moved));
    }
  return made;
}

/* The sums of the parts that give a bound. */
static void
totals_chosen (const parts *x, double bound, double *total, double *total_reference)
{
  ind__running sum = { 0, 0 }, sum_reference = { 0, 0 };
  size_t i;

  for (i = 0; i < x->n; i++)
    {
      int taken = ind__choice_at_ratio (divergence_term, 4, x, i, 1, bound);
      ind__running_add (&sum, end_of (x->part, i, taken & 1).low);
      ind__running_add (&sum_reference, end_of (x->reference, i, taken & 2).low);
    }
  *total = ind__running_total (&sum);
  *total_reference = ind__running_total (&sum_reference);
}

static ind__total
total_or_count (const ind_interval *part, size_t n)
{
  ind__total total = { { (double)n, 0 }, { -(double)n, 0 } };

  return part == NULL && n > 0 ? total : total_of (part, n);
}

static double
most_divergent (const ind_interval *part, const ind_interval *reference, size_t n, ind__total total,
                ind__total total_reference)
{
  parts x = { part, reference, n, 0, 0, { 0, 0 }, { 0, 0 } };
  ind__search at = search_from (total), at_reference = search_from (total_reference);
  ind__total midpoints = { { 0, 0 }, { 0, 0 } };
  double best = INFINITY;
  size_t i;
  int k, is_open = 1;

  for (i = 0; i < n && reference != NULL; i++)
    ind__total_add (&midpoints, ind__point (ind__midpoint (reference[i])));
  x.midpoints = ind__total_value (midpoints);
  for (k = 0; k < N_ITERATIONS && is_open; k++)
    {
      double most, found, found_reference;
      x.total = at.here;
      x.total_reference = at_reference.here;
      x.beyond = ind__interval_sub (
          ind__interval_div (ind__total_value (total), ind__point (x.total)), ind__point (1));
      most = ind__extreme_ratio (divergence_term, 4, &x, n, 1, NULL);
      best = fmin (best, most);
      totals_chosen (&x, most, &found, &found_reference);
      is_open = ind__search_next (&at, found);
      is_open |= ind__search_next (&at_reference, found_reference);
    }
  return best;
}

/* The least divergent parts: each ratio of part and reference as near as it can be
 * to that of the totals, from below by changing the reference, and to that times
 * exp D, from above by changing the part. */
typedef struct nearest
{
  const ind_interval *part, *reference;
  double below, above, scale;
} nearest;

static void
nearest_at (const nearest *x, size_t i, double *part, double *reference)
{
  ind_interval p = part_at (x->part, i), q = part_at (x->reference, i);

  *part = p.high;
  *reference = q.high;
  if (p.high > x->above * q.high)
    *part = ind__clamp (x->above * q.high, p);
  else if (p.high < x->below * q.high)
    *reference = ind__clamp (p.high / x->below, q);
}

/* What the ratio of the shares is there: any positive number is sound. */
static double
ratio_at (const nearest *x, size_t i)
{
  double part, reference, ratio;

  nearest_at (x, i, &part, &reference);
  ratio = part / reference * x->scale;
  return ratio > 0 && ratio <= DBL_MAX ? ratio : 1;
}

static ind__term
log_ratio_term (const void *context, size_t i, int choice)
{
  const nearest *x = context;
  ind_interval log = ind__interval_log_of_ratio (ind__point (ratio_at (x, i)), ind__point (1));
  ind__term made;

  made.denominator = end_of (x->part, i, choice);
  made.numerator = ind__interval_mul (log, made.denominator);
  return made;
}

static ind__term
ratio_term (const void *context, size_t i, int choice)
{
  const nearest *x = context;
  ind__term made;

  made.denominator = end_of (x->reference, i, choice);
  made.numerator = ind__interval_mul (ind__point (ratio_at (x, i)), made.denominator);
  /* Nothing of a part that is nothing. */
  if (part_at (x->part, i).high == 0)
    made.numerator = ind__point (0);
  return made;
}

/* As s ln (s / q) >= s ln r - r q + s for any r, D is at least the least
 * sum s ln r, plus 1, less the greatest sum r q. */
static double
least_divergent (const ind_interval *part, const ind_interval *reference, size_t n)
{
  nearest x = { part, reference, 0, 0, 1 };
  double total = total_of_midpoints (part, n);
  double total_reference = total_of_midpoints (reference, n), divergence = 0;
  int k;

  for (k = 0; k < 4 * N_ITERATIONS; k++)
    {
      ind__running sum = { 0, 0 }, sum_reference = { 0, 0 }, logs = { 0, 0 };
      double before = x.above;
      size_t i;
      x.below = total / total_reference;
      x.above = x.below * exp (divergence);
      if (fabs (x.above - before) <= DBL_EPSILON * before)
        break;
      for (i = 0; i < n; i++)
        {
          double p, q;
          nearest_at (&x, i, &p, &q);
          ind__running_add (&sum, p);
          ind__running_add (&sum_reference, q);
          if (p > 0 && q > 0)
            ind__running_add_product (&logs, p, ind__log_of_ratio (p, q));
        }
      total = ind__running_total (&sum);
      total_reference = ind__running_total (&sum_reference);
      divergence = ind__running_total (&logs) / total - ind__log_of_ratio (total, total_reference);
    }
  x.scale = total_reference / total;
  return ind__add_down (ind__add_down (ind__extreme_ratio (log_ratio_term, 2, &x, n, -1, NULL), 1),
                        -ind__extreme_ratio (ratio_term, 2, &x, n, 1, NULL));
}

/* The divergence of parts from a reference; NULL stands for equal ones. */
static ind_interval
divergence (const ind_interval *part, const ind_interval *reference, size_t n)
{
  ind__total total = total_or_count (part, n), total_reference = total_or_count (reference, n);
  ind_interval range = { 0, INFINITY };
  size_t i;

  if (!ind__is_total (total) || !ind__is_total (total_reference))
    return ind__interval_empty ();
  for (i = 0; i < n; i++)
    if (part_at (reference, i).low == 0 && part_at (part, i).high > 0)
      return ind__interval_empty ();
  if (reference == NULL)
    range.high = ind__interval_log_of_ratio (ind__point ((double)n), ind__point (1)).high;
  if (is_tractable (total) && is_tractable (total_reference))
    range = ind__interval_intersect (
        range, ind__interval_make (least_divergent (part, reference, n),
                                   most_divergent (part, reference, n, total, total_reference)));
  return range;
}

ind_status
ind_theil_interval (const ind_interval *part, size_t n, ind_interval *out)
{
  if (ind__are_missing (part, part, n, out))
    return IND_E_ARGUMENT;
  return ind__store_interval (divergence (part, NULL, n), out);
}

ind_status
ind_mean_log_deviation_interval (const ind_interval *part, size_t n, ind_interval *out)
{
  if (ind__are_missing (part, part, n, out))
    return IND_E_ARGUMENT;
  return ind__store_interval (divergence (NULL, part, n), out);
}

ind_status
ind_divergence_interval (const ind_interval *part, const ind_interval *reference, size_t n,
                         ind_interval *out)
{
  if (ind__are_missing (part, reference, n, out))
    return IND_E_ARGUMENT;
  return ind__store_interval (divergence (part, reference, n), out);
}

/* What Theil's measure lacks to ln n. */
ind_status
ind_entropy_interval (const ind_interval *part, size_t n, ind_interval *out)
{
  ind_interval theil, most;

  if (ind__are_missing (part, part, n, out))
    return IND_E_ARGUMENT;
  theil = divergence (part, NULL, n);
  if (ind__interval_is_empty (theil))
    return ind__store_interval (theil, out);
  most = ind__interval_log_of_ratio (ind__point ((double)n), ind__point (1));
  return ind__store_interval (
      ind__interval_intersect (ind__interval_sub (most, theil), ind__interval_make (0, most.high)),
      out);
}
