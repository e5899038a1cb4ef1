/* SPDX-License-Identifier: GPL-3.0-or-later
 * Interval twins of the shift-share analyses. A term of a sector depends on the
 * other sectors by their sums alone: it is written with each sum once. */
#include "formulas/enclose.h"

static const ind_interval one = { 1, 1 }, hundred = { 100, 100 };

static int
is_missing (size_t n, const void *a, const void *b, const void *c, const void *d, const void *e,
            const void *f, const void *g)
{
  return n > 0
         && (a == NULL || b == NULL || c == NULL || d == NULL || e == NULL || f == NULL
             || g == NULL);
}

/* The sum of parts; none where one has no value, or may not be above `least`. */
static ind__total
sum_of (const ind_interval *part, size_t n, double least)
{
  ind__total sum = { { 0, 0 }, { 0, 0 } };
  size_t i;

  for (i = 0; i < n; i++)
    {
      if (!(ind__is_known (part[i]) && part[i].low > least))
        return ind__no_total ();
      ind__total_add (&sum, part[i]);
    }
  return sum;
}

static ind_status
no_results (size_t n, ind_interval *a, ind_interval *b, ind_interval *c)
{
  size_t i;

  for (i = 0; i < n; i++)
    a[i] = b[i] = c[i] = ind__interval_empty ();
  return IND_E_DOMAIN;
}

/* 100 (a - o) / (o + rest), the sum > 0: monotone in each. */
static ind_interval
growth_of_part (ind_interval a, ind_interval o, ind_interval rest)
{
  ind_interval range = ind__interval_empty ();
  int k;

  if (!(ind__is_bounded (a) && ind__is_bounded (o) && ind__is_bounded (rest)))
    return ind__interval_entire ();
  for (k = 0; k < 8; k++)
    {
      ind_interval own = ind__point (k & 1 ? o.high : o.low);
      ind_interval change = ind__interval_sub (ind__point (k & 2 ? a.high : a.low), own);
      ind_interval sum = ind__interval_add (own, ind__point (k & 4 ? rest.high : rest.low));
      if (!(sum.low > 0))
        return ind__interval_entire ();
      range = ind__interval_hull (range, ind__interval_div (change, sum));
    }
  return ind__interval_mul (hundred, range);
}

/* (s / l - 1) (m - l), linear in s and m, convex in l with its least value,
 * -(sqrt s - sqrt m)^2, at l = sqrt (s m). */
static ind_interval
level_effect (ind_interval s, ind_interval m, ind_interval l)
{
  ind_interval range = ind__interval_empty ();
  int k;

  if (!(ind__is_bounded (s) && l.low > 0))
    return ind__interval_entire ();
  for (k = 0; k < 8; k++)
    {
      ind_interval own = ind__point (k & 1 ? s.high : s.low);
      ind_interval now = ind__point (k & 2 ? m.high : m.low);
      ind_interval then = ind__point (k & 4 ? l.high : l.low);
      ind_interval relative = ind__interval_sub (ind__interval_div (own, then), one);
      range
          = ind__interval_hull (range, ind__interval_mul (relative, ind__interval_sub (now, then)));
      if (own.low > 0 && now.low > 0)
        {
          double turn = sqrt (own.low) * sqrt (now.low);
          if (turn >= l.low * (1 - 0x1p-40) && turn <= l.high * (1 + 0x1p-40))
            {
              ind_interval root
                  = ind__interval_sub (ind__interval_sqrt (own), ind__interval_sqrt (now));
              range = ind__interval_hull (range, ind__interval_neg (ind__interval_square (root)));
            }
        }
    }
  return range;
}

typedef struct sums
{
  ind__total output0, labour0, output1, labour1;
} sums;

static void
split_sector (const sums *x, ind_interval output0, ind_interval labour0, ind_interval output1,
              ind_interval labour1, int is_relative, ind_interval *within, ind_interval *shift,
              ind_interval *interaction)
{
  ind_interval share_of_output
      = ind__interval_share (output0, ind__total_without (x->output0, output0));
  ind_interval share0 = ind__share_in_total (labour0, x->labour0);
  ind_interval share1 = ind__share_in_total (labour1, x->labour1);
  ind_interval productivity1 = ind__interval_div (output1, labour1);
  ind_interval rise = ind__interval_sub (ind__interval_div (share1, share0), one);

  /* 100 l0 (x1 - x0) / X0, in which the total of labour cancels. */
  *within = growth_of_part (ind__interval_mul (productivity1, labour0), output0,
                            ind__total_without (x->output0, output0));
  if (is_relative)
    {
      ind_interval total0
          = ind__interval_div (ind__total_value (x->output0), ind__total_value (x->labour0));
      ind_interval total1
          = ind__interval_div (ind__total_value (x->output1), ind__total_value (x->labour1));
      ind_interval above1 = ind__interval_div (ind__interval_sub (productivity1, total1), total0);
      ind_interval above0 = ind__interval_sub (ind__interval_div (share_of_output, share0), one);
      *shift = ind__interval_mul (hundred, level_effect (share_of_output, share1, share0));
      *interaction
          = ind__interval_mul (hundred, ind__interval_mul (ind__interval_sub (above1, above0),
                                                           ind__interval_sub (share1, share0)));
    }
  else
    {
      *shift = ind__interval_mul (hundred, ind__interval_mul (share_of_output, rise));
      *interaction = ind__interval_mul (*within, rise);
    }
}

static ind_status
shift_share (const ind_interval *output0, const ind_interval *labour0, const ind_interval *output1,
             const ind_interval *labour1, size_t n, int is_relative, ind_interval *within,
             ind_interval *shift, ind_interval *interaction)
{
  sums x;
  size_t i;

  if (is_missing (n, output0, labour0, output1, labour1, within, shift, interaction))
    return IND_E_ARGUMENT;
  x.output0 = sum_of (output0, n, -INFINITY);
  x.labour0 = sum_of (labour0, n, 0);
  x.output1 = sum_of (output1, n, -INFINITY);
  x.labour1 = sum_of (labour1, n, 0);
  if (n == 0 || !ind__is_total (x.output0) || !ind__is_total (x.labour0)
      || !ind__is_total (x.output1) || !ind__is_total (x.labour1)
      || !(ind__total_value (x.output0).low > 0))
    return no_results (n, within, shift, interaction);
  for (i = 0; i < n; i++)
    {
      ind_interval a, b, c;
      split_sector (&x, output0[i], labour0[i], output1[i], labour1[i], is_relative, &a, &b, &c);
      within[i] = a;
      shift[i] = b;
      interaction[i] = c;
    }
  return IND_OK;
}

ind_status
ind_shift_share_interval (const ind_interval *previous_output, const ind_interval *previous_labour,
                          const ind_interval *output, const ind_interval *labour, size_t n,
                          ind_interval *within, ind_interval *static_shift,
                          ind_interval *dynamic_shift)
{
  return shift_share (previous_output, previous_labour, output, labour, n, 0, within, static_shift,
                      dynamic_shift);
}

ind_status
ind_shift_share_csls_interval (const ind_interval *previous_output,
                               const ind_interval *previous_labour, const ind_interval *output,
                               const ind_interval *labour, size_t n, ind_interval *within,
                               ind_interval *level, ind_interval *growth)
{
  return shift_share (previous_output, previous_labour, output, labour, n, 1, within, level,
                      growth);
}

ind_status
ind_shift_share_gead_interval (const ind_interval *previous_nominal,
                               const ind_interval *previous_volume,
                               const ind_interval *previous_labour, const ind_interval *nominal,
                               const ind_interval *volume, const ind_interval *labour,
                               ind_interval previous_total_volume, ind_interval total_volume,
                               size_t n, ind_interval *within, ind_interval *reallocation,
                               ind_interval *interaction)
{
  ind__total n0, n1, l0, l1;
  size_t i;

  if (is_missing (n, previous_nominal, previous_volume, previous_labour, nominal, volume, labour,
                  within)
      || is_missing (n, within, reallocation, interaction, within, within, within, within))
    return IND_E_ARGUMENT;
  n0 = sum_of (previous_nominal, n, 0);
  n1 = sum_of (nominal, n, 0);
  l0 = sum_of (previous_labour, n, 0);
  l1 = sum_of (labour, n, 0);
  if (n == 0
      || !(ind__is_total (n0) && ind__is_total (n1) && ind__is_total (l0) && ind__is_total (l1)
           && ind__is_total (sum_of (previous_volume, n, 0))
           && ind__is_total (sum_of (volume, n, 0))
           && ind__is_total (sum_of (&previous_total_volume, 1, 0))
           && ind__is_total (sum_of (&total_volume, 1, 0))))
    return no_results (n, within, reallocation, interaction);
  for (i = 0; i < n; i++)
    {
      ind_interval v0 = previous_volume[i], v1 = volume[i];
      ind_interval share0 = ind__share_in_total (previous_nominal[i], n0);
      ind_interval share1 = ind__share_in_total (nominal[i], n1);
      ind_interval labour0 = ind__share_in_total (previous_labour[i], l0);
      ind_interval labour1 = ind__share_in_total (labour[i], l1);
      ind_interval growth
          = ind__interval_sub (ind__interval_mul (ind__interval_div (v1, labour[i]),
                                                  ind__interval_div (previous_labour[i], v0)),
                               one);
      /* w r1 / r0, in which the share before cancels: r1 over price and labour
       * before. */
      ind_interval size1 = ind__interval_mul (ind__interval_mul (share1, labour1),
                                              ind__interval_div (total_volume, v1));
      ind_interval size0
          = ind__interval_mul (labour0, ind__interval_div (previous_total_volume, v0));
      ind_interval rise = ind__interval_mul (
          hundred, ind__interval_sub (ind__interval_div (size1, size0), share0));
      within[i] = ind__interval_mul (ind__interval_mul (hundred, share0), growth);
      reallocation[i] = rise;
      interaction[i] = ind__interval_mul (rise, growth);
    }
  return IND_OK;
}

/* n1 / n0 - (n1 + r1) / (n0 + r0), none negative: monotone in n1, r1 and r0, and in
 * n0 but for one least value, -(sqrt (n1 + r1) - sqrt n1)^2 / r0, where
 * (n0 + r0) / n0 is sqrt ((n1 + r1) / n1). */
static ind_interval
growth_above (ind_interval n0, ind_interval n1, ind_interval r0, ind_interval r1)
{
  ind_interval range = ind__interval_empty ();
  int k;

  for (k = 0; k < 16; k++)
    {
      ind_interval own0 = ind__point (k & 1 ? n0.high : n0.low);
      ind_interval own1 = ind__point (k & 2 ? n1.high : n1.low);
      ind_interval rest0 = ind__point (k & 4 ? r0.high : r0.low);
      ind_interval total1 = ind__interval_add (own1, ind__point (k & 8 ? r1.high : r1.low));
      range = ind__interval_hull (
          range, ind__interval_sub (ind__interval_div (own1, own0),
                                    ind__interval_div (total1, ind__interval_add (own0, rest0))));
      if (rest0.low > 0 && own1.low > 0 && total1.high > own1.low)
        {
          double turn = rest0.low / (sqrt (total1.high / own1.low) - 1);
          if (!(turn < n0.low * (1 - 0x1p-20) || turn > n0.high * (1 + 0x1p-20)))
            {
              ind_interval root
                  = ind__interval_sub (ind__interval_sqrt (total1), ind__interval_sqrt (own1));
              range = ind__interval_hull (range, ind__interval_neg (ind__interval_div (
                                                     ind__interval_square (root), rest0)));
            }
        }
    }
  return range;
}

ind_status
ind_shift_share_regional_interval (const ind_interval *previous_region, const ind_interval *region,
                                   const ind_interval *previous_nation, const ind_interval *nation,
                                   size_t n, ind_interval *national, ind_interval *mix,
                                   ind_interval *regional)
{
  ind__total n0, n1;
  ind_interval ratio, least;
  size_t i;

  if (is_missing (n, previous_region, region, previous_nation, nation, national, mix, regional))
    return IND_E_ARGUMENT;
  n0 = sum_of (previous_nation, n, 0);
  n1 = sum_of (nation, n, -INFINITY);
  if (n == 0 || !ind__is_total (n0) || !ind__is_total (n1)
      || !ind__is_total (sum_of (previous_region, n, -INFINITY))
      || !ind__is_total (sum_of (region, n, -INFINITY)))
    return no_results (n, national, mix, regional);
  ratio = ind__interval_div (ind__total_value (n1), ind__total_value (n0));
  least = ind__point (0);
  for (i = 0; i < n; i++)
    least.low = fmin (least.low, nation[i].low);
  for (i = 0; i < n; i++)
    {
      ind_interval before = previous_region[i];
      ind_interval own = ind__interval_div (nation[i], previous_nation[i]);
      ind_interval rest0 = ind__total_without (n0, previous_nation[i]),
                   rest1 = ind__total_without (n1, nation[i]);
      ind_interval above = ind__interval_sub (own, ratio);
      ind_interval change = ind__interval_sub (region[i], ind__interval_mul (before, own));
      rest0.low = fmax (0, rest0.low);
      rest1.low = least.low < 0 ? rest1.low : fmax (0, rest1.low);
      if (least.low >= 0 && ind__is_bounded (rest0) && ind__is_bounded (rest1)
          && ind__is_bounded (nation[i]) && ind__is_bounded (previous_nation[i]))
        above = ind__interval_intersect (
            above, growth_above (previous_nation[i], nation[i], rest0, rest1));
      national[i] = ind__interval_mul (before, ind__interval_sub (ratio, one));
      mix[i] = ind__interval_mul (before, above);
      regional[i] = change;
    }
  return IND_OK;
}
