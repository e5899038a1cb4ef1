/* SPDX-License-Identifier: GPL-3.0-or-later
 * Growth split into what happened within parts and what their shifting
 * weights did. */
#include "formulas/pair.h"

static int
is_positive (const double *x, size_t n)
{
  size_t i;

  for (i = 0; i < n; i++)
    if (!(x[i] > 0 && x[i] <= DBL_MAX))
      return 0;
  return 1;
}

static ind__pair
quotient_of (double a, double b)
{
  return ind__pair_quotient (ind__pair_of (a), ind__pair_of (b));
}

static ind__pair
share_of (double part, ind__pair total)
{
  return ind__pair_quotient (ind__pair_of (part), total);
}

static ind_status
no_result (size_t n, double *a, double *b, double *c)
{
  size_t i;

  for (i = 0; i < n; i++)
    a[i] = b[i] = c[i] = NAN;
  return IND_E_DOMAIN;
}

/* All terms are finite, or none is a result. */
static ind_status
results (size_t n, double *a, double *b, double *c)
{
  size_t i;

  for (i = 0; i < n; i++)
    if (!(isfinite (a[i]) && isfinite (b[i]) && isfinite (c[i])))
      return no_result (n, a, b, c);
  return n > 0 ? IND_OK : IND_E_DOMAIN;
}

static int
is_missing (size_t n, const void *a, const void *b, const void *c, const void *d, const void *e,
            const void *f, const void *g)
{
  return n > 0
         && (a == NULL || b == NULL || c == NULL || d == NULL || e == NULL || f == NULL
             || g == NULL);
}

/* With a mean taken off productivity before it weighs a shift: that of the total,
 * or 0 in the traditional form. */
static void
split (const double *output0, const double *labour0, const double *output1, const double *labour1,
       size_t n, int is_relative, double *within, double *shift, double *interaction)
{
  ind__pair l0 = ind__pair_total (labour0, n), l1 = ind__pair_total (labour1, n);
  ind__pair x0 = ind__pair_quotient (ind__pair_total (output0, n), l0);
  ind__pair x1 = ind__pair_quotient (ind__pair_total (output1, n), l1);
  ind__pair mean = is_relative ? x0 : ind__pair_of (0);
  ind__pair change = is_relative ? ind__pair_difference (x1, x0) : ind__pair_of (0);
  size_t i;

  for (i = 0; i < n; i++)
    {
      ind__pair p0 = quotient_of (output0[i], labour0[i]);
      ind__pair dp = ind__pair_difference (quotient_of (output1[i], labour1[i]), p0);
      ind__pair s0 = share_of (labour0[i], l0);
      double ds = ind__pair_difference (share_of (labour1[i], l1), s0).high;
      within[i] = 100 * s0.high * (dp.high / x0.high);
      shift[i] = 100 * ds * (ind__pair_difference (p0, mean).high / x0.high);
      interaction[i] = 100 * ds * (ind__pair_difference (dp, change).high / x0.high);
    }
}

static ind_status
shift_share (const double *output0, const double *labour0, const double *output1,
             const double *labour1, size_t n, int is_relative, double *within, double *shift,
             double *interaction)
{
  if (is_missing (n, output0, labour0, output1, labour1, within, shift, interaction))
    return IND_E_ARGUMENT;
  if (!(is_positive (labour0, n) && is_positive (labour1, n)
        && ind__pair_total (output0, n).high > 0))
    return no_result (n, within, shift, interaction);
  split (output0, labour0, output1, labour1, n, is_relative, within, shift, interaction);
  return results (n, within, shift, interaction);
}

ind_status
ind_shift_share (const double *previous_output, const double *previous_labour, const double *output,
                 const double *labour, size_t n, double *within, double *static_shift,
                 double *dynamic_shift)
{
  return shift_share (previous_output, previous_labour, output, labour, n, 0, within, static_shift,
                      dynamic_shift);
}

ind_status
ind_shift_share_csls (const double *previous_output, const double *previous_labour,
                      const double *output, const double *labour, size_t n, double *within,
                      double *level, double *growth)
{
  return shift_share (previous_output, previous_labour, output, labour, n, 1, within, level,
                      growth);
}

/* Relative price times share of labour, of a part: nominal / volume over that of
 * the total, times labour / total labour. */
static ind__pair
relative_size (double nominal, double volume, double labour, ind__pair total_nominal,
               double total_volume, ind__pair total_labour)
{
  return ind__pair_product (
      ind__pair_product (share_of (nominal, total_nominal), quotient_of (total_volume, volume)),
      share_of (labour, total_labour));
}

/* With w the share of nominal output and r the relative size:
 * G = sum w (g_x + g_r + g_x g_r). */
ind_status
ind_shift_share_gead (const double *previous_nominal, const double *previous_volume,
                      const double *previous_labour, const double *nominal, const double *volume,
                      const double *labour, double previous_total_volume, double total_volume,
                      size_t n, double *within, double *reallocation, double *interaction)
{
  ind__pair n0, n1, l0, l1;
  size_t i;

  if (is_missing (n, previous_nominal, previous_volume, previous_labour, nominal, volume, labour,
                  within)
      || is_missing (n, within, reallocation, interaction, within, within, within, within))
    return IND_E_ARGUMENT;
  if (!(is_positive (previous_nominal, n) && is_positive (previous_volume, n)
        && is_positive (previous_labour, n) && is_positive (nominal, n) && is_positive (volume, n)
        && is_positive (labour, n) && is_positive (&previous_total_volume, 1)
        && is_positive (&total_volume, 1)))
    return no_result (n, within, reallocation, interaction);
  n0 = ind__pair_total (previous_nominal, n);
  n1 = ind__pair_total (nominal, n);
  l0 = ind__pair_total (previous_labour, n);
  l1 = ind__pair_total (labour, n);
  for (i = 0; i < n; i++)
    {
      double w = 100 * share_of (previous_nominal[i], n0).high;
      double gx = ind__pair_growth (quotient_of (volume[i], labour[i]),
                                    quotient_of (previous_volume[i], previous_labour[i]));
      double gr = ind__pair_growth (
          relative_size (nominal[i], volume[i], labour[i], n1, total_volume, l1),
          relative_size (previous_nominal[i], previous_volume[i], previous_labour[i], n0,
                         previous_total_volume, l0));
      within[i] = w * gx;
      reallocation[i] = w * gr;
      interaction[i] = w * gx * gr;
    }
  return results (n, within, reallocation, interaction);
}

ind_status
ind_shift_share_regional (const double *previous_region, const double *region,
                          const double *previous_nation, const double *nation, size_t n,
                          double *national, double *mix, double *regional)
{
  ind__pair n0, ratio;
  double growth;
  size_t i;

  if (is_missing (n, previous_region, region, previous_nation, nation, national, mix, regional))
    return IND_E_ARGUMENT;
  if (!is_positive (previous_nation, n))
    return no_result (n, national, mix, regional);
  n0 = ind__pair_total (previous_nation, n);
  ratio = ind__pair_quotient (ind__pair_total (nation, n), n0);
  growth = ind__pair_difference (ratio, ind__pair_of (1)).high;
  for (i = 0; i < n; i++)
    {
      ind__pair before = ind__pair_of (previous_region[i]);
      ind__pair own = quotient_of (nation[i], previous_nation[i]);
      national[i] = previous_region[i] * growth;
      mix[i] = previous_region[i] * ind__pair_difference (own, ratio).high;
      regional[i]
          = ind__pair_difference (ind__pair_of (region[i]), ind__pair_product (before, own)).high;
    }
  return results (n, national, mix, regional);
}
