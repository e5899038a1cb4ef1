/* SPDX-License-Identifier: GPL-3.0-or-later
 * Interval twins of the measures of structural change. */
#include "formulas/enclose.h"

static int
all_at_least_zero (const ind_interval *part, size_t n)
{
  size_t i;

  for (i = 0; i < n; i++)
    if (!(part[i].low >= 0))
      return 0;
  return 1;
}

static ind_interval
share_of (ind_interval part, ind__total total)
{
  return ind__interval_share (part, ind__total_without (total, part));
}

/* Two structures; of the parts whose shares differ for sure, the signs. */
typedef struct structures
{
  const ind_interval *a, *b, *side;
  ind__total total_a, total_b;
  int sign_of_others;
} structures;

/* The sign of b's share less a's, 0 where it may be either. */
static int
sign_at (const structures *x, size_t i)
{
  ind_interval s = share_of (x->a[i], x->total_a), t = share_of (x->b[i], x->total_b);

  return t.low >= s.high ? 1 : t.high <= s.low ? -1 : 0;
}

static ind__term
signed_term (const void *context, size_t i, int choice)
{
  const structures *x = context;
  double part = choice ? x->side[i].high : x->side[i].low;
  int sign = sign_at (x, i);
  ind__term made;

  made.denominator = ind__point (part);
  made.numerator = ind__point (part * (sign != 0 ? sign : x->sign_of_others));
  return made;
}

/* The sum of the shares of b less those of a, each times its sign. */
static ind_interval
signed_difference (structures *x, size_t n, int sign_of_others)
{
  ind_interval of_a, of_b;

  x->sign_of_others = sign_of_others;
  x->side = x->a;
  of_a.low = ind__extreme_ratio (signed_term, 2, x, n, -1, NULL);
  of_a.high = ind__extreme_ratio (signed_term, 2, x, n, 1, NULL);
  x->side = x->b;
  of_b.low = ind__extreme_ratio (signed_term, 2, x, n, -1, NULL);
  of_b.high = ind__extreme_ratio (signed_term, 2, x, n, 1, NULL);
  return ind__interval_sub (of_b, of_a);
}

/* The sum of the differences of shares without their signs. Where all signs are
 * known, the signed sum is a difference of two ratios of sums, with nothing in
 * common. Where one is not, the difference is taken by itself for the upper bound;
 * with any sign, or none, the signed sum is a lower bound. */
static ind_interval
distance (const ind_interval *a, const ind_interval *b, size_t n)
{
  structures x = { a, b, NULL, ind__total_of (a, n), ind__total_of (b, n), 0 };
  int is_part = n > 0 && all_at_least_zero (a, n) && all_at_least_zero (b, n);
  ind_interval bounds = ind__interval_make (0, is_part ? 2 : INFINITY), signed_sum;
  ind__upper apart = { 0, 0 }, unsure = { 0, 0 };
  int k, n_unsure = 0;
  size_t i;

  if (!ind__is_total (x.total_a) || !ind__is_total (x.total_b))
    return ind__interval_empty ();
  for (i = 0; i < n; i++)
    {
      ind_interval s = share_of (a[i], x.total_a), t = share_of (b[i], x.total_b);
      double most = fmax (ind__add_up (t.high, -s.low), ind__add_up (s.high, -t.low));
      ind__upper_add (&apart, most);
      if (sign_at (&x, i) == 0)
        {
          ind__upper_add (&unsure, most);
          n_unsure++;
        }
    }
  bounds.high = fmin (bounds.high, ind__upper_value (apart));
  if (!(ind__are_bounded (a, n) && ind__are_bounded (b, n)))
    return bounds;
  for (k = -1; k <= 1; k++)
    if (k == 0 || n_unsure > 0)
      {
        signed_sum = signed_difference (&x, n, k);
        bounds.low = fmax (bounds.low, signed_sum.low);
        if (k == 0)
          bounds.high
              = fmin (bounds.high, ind__add_up (signed_sum.high, ind__upper_value (unsure)));
      }
  return bounds;
}

ind_status
ind_structural_change_interval (const ind_interval *previous, const ind_interval *current, size_t n,
                                ind_interval *out)
{
  if (ind__are_missing (previous, current, n, out))
    return IND_E_ARGUMENT;
  return ind__store_interval (ind__interval_mul (ind__point (50), distance (previous, current, n)),
                              out);
}

ind_status
ind_krugman_interval (const ind_interval *part, const ind_interval *reference, size_t n,
                      ind_interval *out)
{
  if (ind__are_missing (part, reference, n, out))
    return IND_E_ARGUMENT;
  return ind__store_interval (distance (reference, part, n), out);
}

ind_status
ind_hoover_interval (const ind_interval *part, const ind_interval *reference, size_t n,
                     ind_interval *out)
{
  if (ind__are_missing (part, reference, n, out))
    return IND_E_ARGUMENT;
  return ind__store_interval (ind__interval_div (distance (reference, part, n), ind__point (2)),
                              out);
}

/* For Lilien's index, squares of logarithms weighed by the current parts. */
static ind_interval
squared_log (const structures *x, size_t i)
{
  ind_interval s = ind__share_in_total (x->a[i], x->total_a);
  ind_interval t = ind__share_in_total (x->b[i], x->total_b);

  return ind__interval_square (ind__interval_log_of_ratio (t, s));
}

static ind__term
squared_term (const void *context, size_t i, int choice)
{
  const structures *x = context;
  ind__term made;

  made.denominator = ind__point (choice ? x->b[i].high : x->b[i].low);
  made.numerator = ind__interval_mul (squared_log (x, i), made.denominator);
  return made;
}

ind_status
ind_lilien_interval (const ind_interval *previous, const ind_interval *current, size_t n,
                     ind_interval *out)
{
  structures x = { previous, current, NULL, { { 0, 0 }, { 0, 0 } }, { { 0, 0 }, { 0, 0 } }, 0 };
  ind_interval square = { 0, INFINITY };
  size_t i;

  if (ind__are_missing (previous, current, n, out))
    return IND_E_ARGUMENT;
  x.total_a = ind__total_of (previous, n);
  x.total_b = ind__total_of (current, n);
  for (i = 0; i < n; i++)
    if (!(previous[i].low > 0 && current[i].low > 0))
      x.total_a = ind__no_total ();
  if (!ind__is_total (x.total_a) || !ind__is_total (x.total_b))
    return ind__store_interval (ind__interval_empty (), out);
  if (ind__are_bounded (previous, n) && ind__are_bounded (current, n))
    {
      square.low = fmax (0, ind__extreme_ratio (squared_term, 2, &x, n, -1, NULL));
      square.high = ind__extreme_ratio (squared_term, 2, &x, n, 1, NULL);
    }
  return ind__store_interval (ind__interval_sqrt (square), out);
}

/* Of intervals, the length of the vector of midpoints, and of how far ends are from
 * them: no vector is turned from its midpoint by more than the arc sine of the
 * latter over the former. */
static double
most_turned (const ind_interval *x, size_t n)
{
  ind__upper minus_length = { 0, 0 }, radius = { 0, 0 };
  double sine;
  size_t i;

  for (i = 0; i < n; i++)
    {
      double middle = ind__midpoint (x[i]);
      double far = fmax (ind__add_up (x[i].high, -middle), ind__add_up (middle, -x[i].low));
      ind__upper_add_product (&minus_length, -middle, middle);
      ind__upper_add_product (&radius, far, far);
    }
  if (ind__upper_value (radius) <= 0)
    return 0;
  sine
      = ind__div_up (ind__upper_value (radius), fmax (0x1p-1022, -ind__upper_value (minus_length)));
  sine = ind__interval_sqrt (ind__interval_make (0, sine)).high;
  return sine < 1 ? ind__libm_up (asin (sine)) : INFINITY;
}

/* The angle between the vectors of midpoints. With k = a b / a a, rounded, y - k a
 * is across a but for a part along it, of a length below 2^-48 of that of b. */
static ind_interval
angle_of_midpoints (const ind_interval *a, const ind_interval *b, size_t n)
{
  ind__total a_a = { { 0, 0 }, { 0, 0 } }, a_b = a_a, b_b = a_a, across = a_a;
  ind_interval angle = ind__interval_empty (), along, squares;
  double k;
  size_t i;
  int corner;

  for (i = 0; i < n; i++)
    {
      double x = ind__midpoint (a[i]), y = ind__midpoint (b[i]);
      ind__upper_add_product (&a_a.high, x, x);
      ind__upper_add_product (&a_a.minus_low, -x, x);
      ind__upper_add_product (&a_b.high, x, y);
      ind__upper_add_product (&a_b.minus_low, -x, y);
      ind__upper_add_product (&b_b.high, y, y);
      ind__upper_add_product (&b_b.minus_low, -y, y);
    }
  k = ind__total_value (a_b).low / ind__total_value (a_a).low;
  for (i = 0; i < n; i++)
    {
      double x = ind__midpoint (a[i]), z = fabs (fma (-k, x, ind__midpoint (b[i])));
      double low = fmax (0, ind__double_below (z)), high = ind__double_above (z);
      ind__upper_add_product (&across.high, high, high);
      ind__upper_add_product (&across.minus_low, -low, low);
    }
  squares = ind__total_value (across);
  squares.low = ind__add_down (squares.low, -ind__mul_up (0x1p-96, ind__total_value (b_b).high));
  squares = ind__interval_sqrt (ind__interval_make (fmax (0, squares.low), squares.high));
  along = ind__interval_div (ind__total_value (a_b), ind__interval_sqrt (ind__total_value (a_a)));
  /* Below, products may have lost digits of k. */
  if (!(ind__total_value (a_a).low >= 0x1p-900 && ind__total_value (b_b).low >= 0x1p-900))
    return ind__interval_entire ();
  if (!(ind__is_known (along) && ind__is_known (squares) && ind__is_bounded (along)
        && ind__is_bounded (squares)))
    return ind__interval_entire ();
  for (corner = 0; corner < 4; corner++)
    {
      double x
          = atan2 (corner & 1 ? squares.high : squares.low, corner & 2 ? along.high : along.low);
      angle = ind__interval_hull (angle, ind__interval_make (ind__libm_down (x), ind__libm_up (x)));
    }
  return angle;
}

/* How much the angle of x to y changes, at most, as x goes from its midpoints to its
 * ends: the sum of |cos x_i / |x| - y_i / |y|| / (|x| sin) times how far they are
 * apart, with all of it taken anywhere in the intervals (the mean value theorem). */
static double
most_changed (const ind_interval *x, const ind_interval *y, size_t n, ind_interval angle)
{
  ind__total x_x = { { 0, 0 }, { 0, 0 } }, y_y = x_x;
  ind__upper change = { 0, 0 };
  ind_interval length_x, length_y, cosine, sine;
  size_t i;

  for (i = 0; i < n; i++)
    {
      ind__total_add (&x_x, ind__interval_square (x[i]));
      ind__total_add (&y_y, ind__interval_square (y[i]));
    }
  length_x = ind__interval_sqrt (ind__total_value (x_x));
  length_y = ind__interval_sqrt (ind__total_value (y_y));
  /* Of an angle from 0 to 180 degrees. */
  cosine = ind__interval_make (ind__libm_down (cos (angle.high)) - 0x1p-52,
                               ind__libm_up (cos (angle.low)) + 0x1p-52);
  sine = ind__interval_make (
      fmin (ind__libm_down (sin (angle.low)), ind__libm_down (sin (angle.high))) - 0x1p-52, 1);
  if (!(sine.low > 0 && length_x.low > 0 && length_y.low > 0))
    return INFINITY;
  for (i = 0; i < n; i++)
    {
      double middle = ind__midpoint (x[i]);
      double far = fmax (ind__add_up (x[i].high, -middle), ind__add_up (middle, -x[i].low));
      ind_interval slope
          = ind__interval_sub (ind__interval_mul (cosine, ind__interval_div (x[i], length_x)),
                               ind__interval_div (y[i], length_y));
      slope = ind__interval_div (slope, ind__interval_mul (length_x, sine));
      ind__upper_add_product (&change, fmax (fabs (slope.low), fabs (slope.high)), far);
    }
  return ind__upper_value (change);
}

ind_status
ind_structural_angle_interval (const ind_interval *previous, const ind_interval *current, size_t n,
                               ind_interval *out)
{
  /* Around 180 / pi. */
  static const ind_interval degrees = { 0x1.ca5dc1a63c1f7p+5, 0x1.ca5dc1a63c1f8p+5 };
  ind_interval range, angle, at_midpoints;
  double turned, changed;

  if (ind__are_missing (previous, current, n, out))
    return IND_E_ARGUMENT;
  if (!ind__is_total (ind__total_of (previous, n)) || !ind__is_total (ind__total_of (current, n)))
    return ind__store_interval (ind__interval_empty (), out);
  range = ind__interval_make (
      0, all_at_least_zero (previous, n) && all_at_least_zero (current, n) ? 90 : 180);
  if (!(ind__are_bounded (previous, n) && ind__are_bounded (current, n)))
    return ind__store_interval (range, out);
  at_midpoints = angle_of_midpoints (previous, current, n);
  turned = ind__add_up (most_turned (previous, n), most_turned (current, n));
  angle = ind__interval_add (at_midpoints, ind__interval_make (-turned, turned));
  angle = ind__interval_intersect (angle, ind__interval_make (0, 0x1.921fb54442d19p+1));
  changed = ind__add_up (most_changed (previous, current, n, angle),
                         most_changed (current, previous, n, angle));
  if (changed < turned)
    angle = ind__interval_intersect (
        angle, ind__interval_add (at_midpoints, ind__interval_make (-changed, changed)));
  return ind__store_interval (ind__interval_intersect (range, ind__interval_mul (degrees, angle)),
                              out);
}
