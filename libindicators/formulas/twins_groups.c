/* SPDX-License-Identifier: GPL-3.0-or-later
 * Interval twins of Williamson's index and of Gini's, in which both the values per
 * head and the numbers of heads are intervals; or all have one head. */
#include "formulas/enclose.h"

#include "formulas/kernel.h"

#define N_ITERATIONS 64
#define N_PIECES 64

typedef struct groups
{
  const ind_interval *value, *weight; /* NULL: all are 1 */
  size_t n;
} groups;

static ind_interval
weight_in (groups x, size_t i)
{
  return x.weight == NULL ? ind__point (1) : x.weight[i];
}

/* None is negative, and some head has something. */
static int
are_groups (groups x)
{
  ind__upper minus_amount = { 0, 0 };
  size_t i;

  for (i = 0; i < x.n; i++)
    {
      if (!(ind__is_known (x.value[i]) && ind__is_known (weight_in (x, i)) && x.value[i].low >= 0
            && weight_in (x, i).low >= 0))
        return 0;
      ind__upper_add_product (&minus_amount, -weight_in (x, i).low, x.value[i].low);
    }
  return ind__upper_value (minus_amount) < 0;
}

static int
are_bounded (groups x)
{
  return ind__are_bounded (x.value, x.n) && (x.weight == NULL || ind__are_bounded (x.weight, x.n));
}

static ind_interval
end_of (ind_interval x, int is_high)
{
  return ind__point (is_high ? x.high : x.low);
}

/* Williamson's. With E the mean over heads, V^2 / (1 + V^2) is E (1 - b x)^2 where b
 * makes that least, at E x / E x^2: a ratio of sums, with the heads for denominator,
 * in which each operand stands once. At any b, the greatest of these is an upper
 * bound; it is convex in b. The least of them, over all b, is the lower one. */
typedef struct distances
{
  groups of;
  double b, at;
} distances;

/* 1 - b x. */
static ind_interval
distance_of (double b, double value)
{
  double d = fma (-b, value, 1);

  return d == 0 ? ind__point (0)
                : ind__interval_make (ind__double_below (d), ind__double_above (d));
}

static ind__term
square_term (const void *context, size_t i, int choice)
{
  const distances *x = context;
  ind_interval distance = distance_of (x->b, end_of (x->of.value[i], choice & 1).low);
  ind__term made;

  made.denominator = end_of (weight_in (x->of, i), choice & 2);
  made.numerator = ind__interval_mul (ind__interval_square (distance), made.denominator);
  return made;
}

/* The least distance, with its sign, and the value that has it. */
static ind_interval
least_distance (double b, ind_interval value, double *taken)
{
  if (fma (-b, value.high, 1) > 0)
    return distance_of (b, *taken = value.high);
  if (fma (-b, value.low, 1) < 0)
    return distance_of (b, *taken = value.low);
  *taken = 1 / b;
  return ind__point (0);
}

/* The tangent, from `at` to b, of the least square, which is convex in b. */
static ind__term
tangent_term (const void *context, size_t i, int choice)
{
  const distances *x = context;
  double taken;
  ind_interval distance = least_distance (x->at, x->of.value[i], &taken), moved;
  ind__term made;

  made.denominator = end_of (weight_in (x->of, i), choice);
  moved = ind__interval_mul (ind__point (2 * taken),
                             ind__interval_sub (ind__point (x->b), ind__point (x->at)));
  made.numerator = ind__interval_mul (
      ind__interval_mul (distance, ind__interval_sub (distance, moved)), made.denominator);
  return made;
}

/* b of the groups chosen for a bound. */
static double
b_of_chosen (const distances *x, double bound, int sign)
{
  ind__running sum = { 0, 0 }, squares = { 0, 0 };
  size_t i;

  for (i = 0; i < x->of.n; i++)
    {
      int choice = sign > 0 ? ind__choice_at_ratio (square_term, 4, x, i, 1, bound)
                            : ind__choice_at_ratio (tangent_term, 2, x, i, -1, bound);
      double value = end_of (x->of.value[i], choice & 1).low;
      double weight = end_of (weight_in (x->of, i), sign > 0 ? choice & 2 : choice).low;
      if (sign < 0)
        (void)least_distance (x->b, x->of.value[i], &value);
      ind__running_add_product (&sum, weight, value);
      ind__running_add_product (&squares, weight * value, value);
    }
  return ind__running_total (&sum) / ind__running_total (&squares);
}

/* Around all b: of no values is it above one over the least of them, or one over
 * their mean, or below one over the greatest. */
static ind_interval
range_of_b (groups x)
{
  ind__upper heads = { 0, 0 }, minus_amount = { 0, 0 };
  double least = INFINITY, greatest = 0;
  size_t i;

  for (i = 0; i < x.n; i++)
    if (weight_in (x, i).high > 0)
      {
        least = fmin (least, x.value[i].low);
        greatest = fmax (greatest, x.value[i].high);
        ind__upper_add (&heads, weight_in (x, i).high);
        ind__upper_add_product (&minus_amount, -weight_in (x, i).low, x.value[i].low);
      }
  return ind__interval_make (
      ind__div_down (1, greatest),
      fmin (least > 0 ? ind__div_up (1, least) : INFINITY,
            ind__div_up (ind__upper_value (heads), -ind__upper_value (minus_amount))));
}

static double
most_apart (distances *x, ind_interval range)
{
  ind__search at = { range.low, range.high, ind__clamp (x->b, range) };
  double best = INFINITY;
  int k;

  for (k = 0; k < N_ITERATIONS; k++)
    {
      double most;
      x->b = at.here;
      most = ind__extreme_ratio (square_term, 4, x, x->of.n, 1, NULL);
      best = fmin (best, most);
      if (!ind__search_next (&at, b_of_chosen (x, most, 1)))
        break;
    }
  return best;
}

/* The least square near some b, where a change of b makes no difference. */
static double
least_near (distances *x)
{
  double least = INFINITY;
  int k;

  for (k = 0; k < N_ITERATIONS; k++)
    {
      double found, here;
      x->at = x->b;
      here = ind__extreme_ratio (tangent_term, 2, x, x->of.n, -1, NULL);
      found = b_of_chosen (x, here, -1);
      if (!(here < least) || !(found > 0) || !isfinite (found))
        break;
      least = here;
      x->b = found;
    }
  x->b = x->at;
  return least;
}

/* Of b from low to high, a bound by tangents. */
typedef struct piece
{
  double low, at, high, bound;
} piece;

static piece
piece_of (distances *x, double low, double at, double high)
{
  piece made = { low, at >= low && at <= high ? at : low / 2 + high / 2, high, 0 };

  x->at = made.at;
  x->b = low;
  made.bound = ind__extreme_ratio (tangent_term, 2, x, x->of.n, -1, NULL);
  x->b = high;
  made.bound = fmin (made.bound, ind__extreme_ratio (tangent_term, 2, x, x->of.n, -1, NULL));
  return made;
}

/* Halves the piece with the least bound until that is as good as what was found. */
static double
least_apart (distances *x, ind_interval range)
{
  piece pieces[N_PIECES];
  double found = least_near (x), aim = found - found * 0x1p-50 - 0x1p-106;
  size_t n = 1, k, worst;

  pieces[0] = piece_of (x, range.low, x->at, range.high);
  for (;;)
    {
      piece whole;
      double middle;
      for (k = worst = 0; k < n; k++)
        if (pieces[k].bound < pieces[worst].bound)
          worst = k;
      whole = pieces[worst];
      middle = whole.low / 2 + whole.high / 2;
      if (whole.bound >= aim || n == N_PIECES || !(middle > whole.low && middle < whole.high))
        return whole.bound;
      pieces[worst] = piece_of (x, whole.low, whole.at, middle);
      pieces[n++] = piece_of (x, middle, whole.at, whole.high);
    }
}

ind_status
ind_williamson_interval (const ind_interval *per_head, const ind_interval *population, size_t n,
                         ind_interval *out)
{
  distances x = { { per_head, population, n }, 0, 0 };
  ind_interval square = { 0, 1 }, range;

  if (ind__are_missing (per_head, population, n, out))
    return IND_E_ARGUMENT;
  if (!are_groups (x.of))
    return ind__store_interval (ind__interval_empty (), out);
  range = range_of_b (x.of);
  if (are_bounded (x.of) && range.low > 0x1p-400 && range.high < 0x1p400)
    {
      x.b = range.low / 2 + range.high / 2;
      square.high = fmin (1, most_apart (&x, range));
      square.low = fmax (0, least_apart (&x, range));
    }
  square.low = ind__div_down (square.low, ind__add_up (1, -square.low));
  square.high
      = square.high < 1 ? ind__div_up (square.high, ind__add_down (1, -square.high)) : INFINITY;
  return ind__store_interval (ind__interval_sqrt (square), out);
}

/* Gini's. With F (t) the share of heads with less than t, it is the integral of
 * F (1 - F) over that of 1 - F. A line through F (1 - F) in F makes of the former a
 * ratio of sums, too: with heads for denominator, of
 *
 *   h (x) = integral of A up to x, and of B from there,
 *
 * A and B what the line has at 0 and at 1. h is convex, with the slope s = A - B.
 *
 * Tangents at any F are upper bounds; the best F is that of the groups chosen with
 * it. Secants between the least and the greatest F are lower bounds. */
typedef struct curve
{
  groups of;
  int is_tangent;
  /* For tangents, what is chosen: lower ends of the first `n_low` values; upper ends
   * of weights before `first` and from `last` on, fractions of groups included. */
  size_t n_low;
  double first, last;
  ind__total least; /* of h, where it begins to rise, less the rise from the first place */
} curve;

/* F at tangents; of secants the least F, and the greatest one. */
typedef struct steps
{
  size_t n_passed;
  ind__total below, above;
} steps;

/* A place on a curve, with the slope from here on. */
typedef struct cursor
{
  const curve *on;
  steps f[2];
  double place, slope;
  ind__total height; /* above that at the first place */
} cursor;

/* Where group i passes from above to below: at the least F it is there when all of
 * its values are, with the fewest heads. */
static double
place_of (const curve *x, int side, size_t i)
{
  if (i == x->of.n)
    return INFINITY;
  if (x->is_tangent)
    return i < x->n_low ? x->of.value[i].low : x->of.value[i].high;
  return side == 0 ? x->of.value[i].high : x->of.value[i].low;
}

static ind_interval
weight_of (const curve *x, int is_most, size_t i)
{
  ind_interval weight = weight_in (x->of, i), all = { 0, 1 };
  double part = ind__clamp (fmax (x->first - (double)i, (double)i + 1 - x->last), all);

  if (!x->is_tangent)
    return end_of (weight, is_most);
  return ind__point (ind__clamp (weight.low + part * (weight.high - weight.low), weight));
}

static ind_interval
share_below (const curve *x, const steps *f)
{
  ind_interval all = { 0, 1 };

  if (f->n_passed == 0 || f->n_passed == x->of.n)
    return ind__point (f->n_passed == 0 ? 0 : 1);
  return ind__interval_intersect (
      all, ind__interval_share (ind__total_value (f->below), ind__total_value (f->above)));
}

static double
middle_share (const curve *x, const steps *f)
{
  if (f->n_passed == 0 || f->n_passed == x->of.n)
    return f->n_passed == 0 ? 0 : 1;
  return f->below.high.sum / (f->below.high.sum + f->above.high.sum);
}

static cursor
first_place (const curve *x)
{
  ind__total nothing = { { 0, 0 }, { 0, 0 } };
  cursor made = { x, { { 0, nothing, nothing }, { 0, nothing, nothing } }, 0, -1, nothing };
  int side;
  size_t i;

  made.place = place_of (x, 1, 0);
  for (side = 0; side < 2; side++)
    for (i = 0; i < x->of.n; i++)
      ind__total_add (&made.f[side].above, weight_of (x, side == 0, i));
  return made;
}

static void
add_rise (ind__total *height, double slope, double from, double to)
{
  ind__upper_add_product (&height->high, slope, to);
  ind__upper_add_product (&height->high, -slope, from);
  ind__upper_add_product (&height->minus_low, -slope, to);
  ind__upper_add_product (&height->minus_low, slope, from);
}

static int
next_side (const cursor *at)
{
  return !at->on->is_tangent
         && place_of (at->on, 1, at->f[1].n_passed) < place_of (at->on, 0, at->f[0].n_passed);
}

static double
next_place (const cursor *at)
{
  int side = next_side (at);

  return place_of (at->on, side, at->f[side].n_passed);
}

static void
go_on (cursor *at)
{
  const curve *x = at->on;
  int side = next_side (at);
  steps *f = &at->f[side];
  double next = place_of (x, side, f->n_passed), slope;

  add_rise (&at->height, at->slope, at->place, next);
  at->place = next;
  ind__total_add (&f->below, weight_of (x, side == 1, f->n_passed));
  ind__total_add (&f->above, ind__interval_neg (weight_of (x, side == 0, f->n_passed)));
  f->n_passed++;
  slope = middle_share (x, &at->f[0]) + middle_share (x, &at->f[!x->is_tangent]) - 1;
  at->slope = fmin (1, fmax (at->slope, slope));
}

/* Of the secant with this slope, what F says it has at most at 0, where it rises, or
 * at 1. */
static double
secant_at (double f, double slope)
{
  ind_interval at_f = ind__point (f), s = ind__point (slope), one = ind__point (1);

  if (slope < 0)
    return ind__interval_mul (at_f, ind__interval_sub (ind__interval_add (one, s), at_f)).low;
  return ind__interval_mul (ind__interval_sub (one, at_f), ind__interval_sub (at_f, s)).low;
}

/* A from here on where h falls, B where it rises. */
static ind_interval
coefficient (const cursor *at)
{
  double low;

  if (at->on->is_tangent)
    return ind__interval_square (ind__interval_div (
        ind__interval_sub (ind__point (1), ind__point (fabs (at->slope))), ind__point (2)));
  low = fmin (secant_at (share_below (at->on, &at->f[0]).low, at->slope),
              secant_at (share_below (at->on, &at->f[1]).high, at->slope));
  return ind__point (low);
}

static void
find_least (curve *x)
{
  ind__total least = { { 0, 0 }, { 0, 0 } }, rise = least;
  cursor at = first_place (x);

  while (next_place (&at) < INFINITY)
    {
      ind_interval length
          = ind__interval_sub (ind__point (next_place (&at)), ind__point (at.place));
      int falls = at.slope < 0;
      ind__total_add (&least, ind__interval_mul (coefficient (&at), length));
      go_on (&at);
      if (falls && at.slope >= 0)
        rise = at.height;
    }
  ind__upper_add (&least.high, rise.minus_low.sum);
  ind__upper_add (&least.high, rise.minus_low.rest);
  ind__upper_add (&least.minus_low, rise.high.sum);
  ind__upper_add (&least.minus_low, rise.high.rest);
  x->least = least;
}

/* h there; quick when not below the last place asked for. */
static ind_interval
height_at (cursor *at, double place)
{
  ind__total height;

  if (place < at->place && at->f[0].n_passed + at->f[1].n_passed > 0)
    *at = first_place (at->on);
  while (next_place (at) <= place)
    go_on (at);
  height = at->height;
  add_rise (&height, at->slope, at->place, place);
  ind__upper_add (&height.high, at->on->least.high.sum);
  ind__upper_add (&height.high, at->on->least.high.rest);
  ind__upper_add (&height.minus_low, at->on->least.minus_low.sum);
  ind__upper_add (&height.minus_low, at->on->least.minus_low.rest);
  return ind__total_value (height);
}

/* For an upper bound, h and a cursor for each end of the values. A group whose
 * interval holds no other value makes F another one when it moves, and the tangent is
 * too high there by the square of its share in heads, less what F is off already. */
typedef struct tangents
{
  curve on;
  cursor *end;
  ind__total heads;
  double off;
} tangents;

/* At least the share of a group alone in its interval, less twice what F is off. */
static double
own_step (const tangents *x, size_t i)
{
  const ind_interval *value = x->on.of.value, weight = weight_in (x->on.of, i);
  ind_interval rest = ind__total_without (x->heads, weight);

  if ((i > 0 && value[i - 1].high > value[i].low)
      || (i + 1 < x->on.of.n && value[i + 1].low < value[i].high))
    return 0;
  rest.low = fmax (0, rest.low);
  return fmax (0, ind__add_down (ind__interval_share (weight, rest).low, -2 * x->off));
}

static ind__term
tangent_height (const void *context, size_t i, int choice)
{
  const tangents *x = context;
  ind_interval weight = end_of (weight_in (x->on.of, i), choice & 2);
  ind_interval place = end_of (x->on.of.value[i], choice & 1);
  ind_interval chosen = ind__point (place_of (&x->on, 0, i));
  ind_interval height = height_at (&x->end[choice & 1], place.low);
  ind__term made;

  if (place.low != chosen.low)
    {
      double moved = fabs (place.low - chosen.low);
      moved = moved > 0 ? ind__double_below (moved) : 0;
      height = ind__interval_sub (
          height, ind__interval_mul (ind__point (own_step (x, i)), ind__point (moved)));
    }
  made.numerator = ind__interval_mul (weight, height);
  made.denominator = ind__interval_mul (weight, place);
  return made;
}

/* How far F at tangents is, at most, from that of any weights. */
static double
most_off (const curve *x)
{
  curve secant = { x->of, 0, 0, 0, 0, x->least };
  steps least = first_place (&secant).f[0], most = first_place (&secant).f[1];
  steps taken = first_place (x).f[0];
  double off = 0, f = -1;
  size_t i;

  for (i = 0; i < x->of.n; i++)
    {
      ind_interval low, high;
      ind__total_add (&least.below, weight_of (&secant, 0, i));
      ind__total_add (&least.above, ind__interval_neg (weight_of (&secant, 1, i)));
      ind__total_add (&most.below, weight_of (&secant, 1, i));
      ind__total_add (&most.above, ind__interval_neg (weight_of (&secant, 0, i)));
      ind__total_add (&taken.below, weight_of (x, 0, i));
      ind__total_add (&taken.above, ind__interval_neg (weight_of (x, 0, i)));
      least.n_passed = most.n_passed = taken.n_passed = i + 1;
      low = share_below (&secant, &least);
      high = share_below (&secant, &most);
      f = middle_share (x, &taken);
      off = fmax (off, fmax (ind__add_up (f, -low.low), ind__add_up (high.high, -f)));
    }
  /* The slope is rounded, too. */
  return off + 0x1p-50;
}

/* What to choose next: of groups at the ends of the range, most heads, of those
 * between, the fewest; values are low up to some group. */
static void
find_chosen (const tangents *x, double bound, double *first, double *last, size_t *n_low)
{
  size_t n = x->on.of.n, i;

  *first = (double)n;
  *last = 0;
  *n_low = n;
  for (i = 0; i < n; i++)
    {
      ind_interval value = x->on.of.value[i], weight = weight_in (x->on.of, i);
      int choice = ind__choice_at_ratio (tangent_height, 4, x, i, 1, bound);
      if (weight.low < weight.high && !(choice & 2))
        {
          *first = fmin (*first, (double)i);
          *last = (double)i + 1;
        }
      if (value.low < value.high && choice & 1 && *n_low == n)
        *n_low = i;
    }
}

/* What a bound is too high by is as the square of what a place is off. */
static int
go_on_search (ind__search *at, double found)
{
  return ind__search_next (at, found) && at->high - at->low > 0x1p-30;
}

static double
most_unequal (groups of)
{
  double n = (double)of.n, best = INFINITY, most, found_first, found_last;
  ind__search first = { -1, n + 1, n / 2 }, last = first;
  tangents x
      = { { of, 1, of.n / 2, 0, 0, { { 0, 0 }, { 0, 0 } } }, NULL, { { 0, 0 }, { 0, 0 } }, 0 };
  int k, is_open = 1;
  size_t i, n_low;

  for (i = 0; i < of.n; i++)
    ind__total_add (&x.heads, weight_in (of, i));
  for (k = 0; k < N_ITERATIONS && is_open; k++)
    {
      cursor end[2];
      x.on.first = first.here;
      x.on.last = last.here;
      find_least (&x.on);
      x.off = most_off (&x.on);
      end[0] = end[1] = first_place (&x.on);
      x.end = end;
      most = ind__extreme_ratio (tangent_height, 4, &x, of.n, 1, NULL);
      best = fmin (best, most);
      find_chosen (&x, most, &found_first, &found_last, &n_low);
      is_open = n_low != x.on.n_low;
      x.on.n_low = n_low;
      is_open |= go_on_search (&first, found_first);
      is_open |= go_on_search (&last, found_last);
    }
  return best;
}

/* Where the slope comes to the ratio: there h less the ratio times x is least. */
static double
level_of (const curve *x, double ratio)
{
  cursor at = first_place (x);

  do
    go_on (&at);
  while (at.slope < ratio);
  return at.place;
}

/* As ind__extreme_ratio does, but with the values that are nearest to a level, which
 * depends on the ratio. */
static double
least_unequal (groups of, double ratio)
{
  curve x = { of, 0, 0, 0, 0, { { 0, 0 }, { 0, 0 } } };
  double best = 0;
  int k;

  find_least (&x);
  for (k = 0; k < N_ITERATIONS && ratio > 0 && ratio <= 1; k++)
    {
      double level = level_of (&x, ratio), lacking, bound = ratio;
      ind__upper below_ratio = { 0, 0 }, minus_amount = { 0, 0 };
      ind__running above = { 0, 0 }, below = { 0, 0 };
      cursor at = first_place (&x);
      size_t i;
      for (i = 0; i < of.n; i++)
        {
          double value = ind__clamp (level, of.value[i]), height = height_at (&at, value).low;
          double less = ind__add_up (ind__mul_up (ratio, value), -height);
          double weight = less > 0 ? weight_in (of, i).high : weight_in (of, i).low;
          ind__upper_add_product (&below_ratio, weight, less);
          ind__upper_add_product (&minus_amount, -weight_in (of, i).low, of.value[i].low);
          ind__running_add_product (&above, weight, height);
          ind__running_add_product (&below, weight, value);
        }
      lacking = ind__upper_value (below_ratio);
      if (!(lacking <= 0))
        bound = ind__add_down (ratio, -ind__div_up (lacking, -ind__upper_value (minus_amount)));
      best = fmax (best, bound);
      bound = ind__running_total (&above) / ind__running_total (&below);
      if (!(bound < ratio))
        break;
      ratio = bound;
    }
  return best;
}

/* Of equal weights the greatest has all parts at their ends and in order, where it is
 * a ratio of sums: n times Gini's weighs parts by 2 i - n + 1. */
static ind__term
ranked_term (const void *context, size_t i, int choice)
{
  const groups *x = context;
  double weight = 2 * (double)i - (double)x->n + 1;
  ind__term made;

  made.denominator = end_of (x->value[i], choice);
  made.numerator = ind__interval_mul (ind__point (weight), made.denominator);
  return made;
}

/* n times Gini's, over `count`. */
static ind_status
gini_over (double count, groups x, ind_interval *out)
{
  double n = (double)x.n;
  ind_interval range = { 0, n - 1 };
  size_t i;

  if (!are_groups (x) || !(count > 0))
    return ind__store_interval (ind__interval_empty (), out);
  for (i = 1; i < x.n; i++)
    if (x.value[i].low < x.value[i - 1].low || x.value[i].high < x.value[i - 1].high)
      {
        *out = ind__interval_empty ();
        return IND_E_ARGUMENT;
      }
  if (x.weight != NULL && x.n > 1)
    range.high = n;
  if (are_bounded (x))
    {
      double most = x.weight != NULL ? ind__mul_up (n, most_unequal (x))
                                     : ind__extreme_ratio (ranked_term, 2, &x, x.n, 1, NULL);
      range.high = fmin (range.high, most);
      range.low = ind__mul_down (n, least_unequal (x, fmin (1, range.high / n)));
      range.low = fmin (range.low, range.high);
    }
  return ind__store_interval (ind__interval_div (range, ind__point (count)), out);
}

ind_status
ind_gini_weighted_interval (const ind_interval *sorted, const ind_interval *weight, size_t n,
                            ind_interval *out)
{
  groups x = { sorted, weight, n };

  if (ind__are_missing (sorted, weight, n, out))
    return IND_E_ARGUMENT;
  return gini_over ((double)n, x, out);
}

ind_status
ind_gini_interval (const ind_interval *sorted, size_t n, ind_interval *out)
{
  groups x = { sorted, NULL, n };

  if (ind__are_missing (sorted, sorted, n, out))
    return IND_E_ARGUMENT;
  return gini_over ((double)n, x, out);
}

ind_status
ind_gini_normalised_interval (const ind_interval *sorted, size_t n, ind_interval *out)
{
  groups x = { sorted, NULL, n };

  if (ind__are_missing (sorted, sorted, n, out))
    return IND_E_ARGUMENT;
  return gini_over ((double)n - 1, x, out);
}
