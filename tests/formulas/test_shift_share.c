/* SPDX-License-Identifier: GPL-3.0-or-later
 * Shift-share analysis: published figures, terms that add up, small changes, the
 * domain. */
#include <float.h>

#include "indicators.h"
#include "support/exact.h"
#include "support/suite.h"

#define N_RANDOM 4000
#define N_MOST 20

/* The three terms of up to N_MOST parts, and how they add up. */
typedef struct terms
{
  double term[3][N_MOST];
  double sum[3], all, size;
} terms;

static void
add_up (terms *t, size_t n)
{
  size_t k, i;

  t->all = t->size = 0;
  for (k = 0; k < 3; k++)
    {
      t->sum[k] = 0;
      for (i = 0; i < n; i++)
        {
          t->sum[k] += t->term[k][i];
          t->size += fabs (t->term[k][i]);
        }
      t->all += t->sum[k];
    }
}

/* Sectors in two periods: output (at constant prices, or nominal), volume, labour. */
typedef struct economy
{
  double output[2][N_MOST], volume[2][N_MOST], labour[2][N_MOST];
  double total_volume[2];
  size_t n;
} economy;

typedef ind_status (*of_productivity) (const double *, const double *, const double *,
                                       const double *, size_t, double *, double *, double *);

static terms
split (of_productivity f, const economy *e)
{
  terms t;
  ind_status status = f (e->output[0], e->labour[0], e->output[1], e->labour[1], e->n, t.term[0],
                         t.term[1], t.term[2]);

  exact_assert (status == IND_OK, "status %d of %zu sectors", (int)status, e->n);
  add_up (&t, e->n);
  return t;
}

static terms
split_gead (const economy *e)
{
  terms t;
  ind_status status = ind_shift_share_gead (
      e->output[0], e->volume[0], e->labour[0], e->output[1], e->volume[1], e->labour[1],
      e->total_volume[0], e->total_volume[1], e->n, t.term[0], t.term[1], t.term[2]);

  exact_assert (status == IND_OK, "status %d of %zu sectors", (int)status, e->n);
  add_up (&t, e->n);
  return t;
}

static terms
split_region (const double *region[2], const double *nation[2], size_t n)
{
  terms t;
  ind_status status = ind_shift_share_regional (region[0], region[1], nation[0], nation[1], n,
                                                t.term[0], t.term[1], t.term[2]);

  exact_assert (status == IND_OK, "status %d of %zu activities", (int)status, n);
  add_up (&t, n);
  return t;
}

/* From 0 to 1. */
static double
uniform (exact_random *random)
{
  return (double)(exact_random_bits (random) >> 11) * 0x1p-53;
}

/* All grows by 20 percent at most, times `change`. */
static economy
random_economy (exact_random *random, double change)
{
  economy e;
  size_t i;

  e.n = 1 + (size_t)exact_random_below (random, N_MOST);
  e.total_volume[0] = 0;
  for (i = 0; i < e.n; i++)
    {
      e.output[0][i] = exp (4 * uniform (random));
      e.volume[0][i] = e.output[0][i] * exp (uniform (random));
      e.labour[0][i] = exp (3 * uniform (random));
      e.output[1][i] = e.output[0][i] * (1 + change * (uniform (random) - 0.4));
      e.volume[1][i] = e.volume[0][i] * (1 + change * (uniform (random) - 0.4));
      e.labour[1][i] = e.labour[0][i] * (1 + change * (uniform (random) - 0.4));
      e.total_volume[0] += e.volume[0][i];
    }
  e.total_volume[1] = e.total_volume[0] * (1 + change * (uniform (random) - 0.4));
  return e;
}

static double
total_of (const double *x, size_t n)
{
  double sum = 0;
  size_t i;

  for (i = 0; i < n; i++)
    sum += x[i];
  return sum;
}

/* Regions A, B and C of a nation: growth of 25, 55 and 85, of it with the nation 27,
 * 24, 114, by the mix of industries 1, -1, 0, and the rest (data of Farhauer and
 * Kroell 2013, Standorttheorien, in the R package REAT, man/shift.Rd; results by
 * REAT 3.0.3). */
START_TEST (test_farhauer_kroell)
{
  static const double nation[2][4] = { { 400, 150, 150, 400 }, { 440, 210, 135, 480 } };
  static const double region[][2][4] = { { { 90, 20, 10, 60 }, { 100, 40, 10, 55 } },
                                         { { 60, 30, 30, 40 }, { 85, 55, 40, 35 } },
                                         { { 250, 100, 110, 300 }, { 255, 115, 85, 390 } } };
  static const double published[][3] = { { 27, 1, -3 }, { 24, -1, 32 }, { 114, 0, -29 } };
  /* Of region A: the nation with the mix, and the rest. */
  static const double by_industry[][2] = { { 9, 1 }, { 8, 12 }, { -1, 1 }, { 12, -17 } };
  const double *of_nation[] = { nation[0], nation[1] };
  size_t r, k, i;

  for (r = 0; r < 3; r++)
    {
      const double *of_region[] = { region[r][0], region[r][1] };
      terms t = split_region (of_region, of_nation, 4);
      for (k = 0; k < 3; k++)
        suite_assert_near (t.sum[k], published[r][k], 0, 1e-13);
      for (i = 0; i < 4 && r == 0; i++)
        {
          suite_assert_near (t.term[0][i] + t.term[1][i], by_industry[i][0], 0, 1e-14);
          suite_assert_near (t.term[2][i], by_industry[i][1], 0, 1e-14);
        }
    }
}
END_TEST

/* Freiburg and Germany, employment of 2008 and 2014 in nine industries: growth of
 * 14,373 (REAT, man/Freiburg.Rd; results by REAT 3.0.3). */
START_TEST (test_freiburg)
{
  static const double town[2][9] = { { 13004, 2931, 22492, 4503, 3361, 890, 12448, 34358, 6069 },
                                     { 12121, 3154, 25484, 4798, 3372, 1059, 14837, 42931, 6673 } };
  static const double country[2][9]
      = { { 7073942, 1572378, 6248666, 841848, 990439, 220171, 3296029, 5905168, 1084708 },
          { 7155807, 1696961, 6674652, 925648, 996498, 232167, 3992230, 7127512, 1123004 } };
  const double *region[] = { town[0], town[1] }, *nation[] = { country[0], country[1] };
  terms t = split_region (region, nation, 9);

  suite_assert_near (t.sum[0], 9887.27839826, 0, 5.1e-9);
  suite_assert_near (t.sum[1], 2501.61187842, 0, 5.1e-9);
  suite_assert_near (t.sum[2], 1984.10972332, 0, 5.1e-9);
  suite_assert_near (t.all, 14373, 1e-14, 0);
}
END_TEST

/* "Holukuluku": growth of 630, of it national 290, differential 450, -20, -10, 0,
 * and by composition -95, -9, 2, 22, there printed without signs (Krumme, University
 * of Washington, Geography 350, Shift & Share Table with Excel Explanations). The
 * nation is in percent. */
START_TEST (test_krumme)
{
  static const double before[] = { 500, 100, 200, 200 }, now[] = { 1000, 100, 250, 280 };
  static const double nation_before[] = { 10, 20, 40, 30 }, nation_now[] = { 11, 24, 52, 42 };
  static const double composition[] = { -95, -9, 2, 22 }, differential[] = { 450, -20, -10, 0 };
  const double *region[] = { before, now }, *nation[] = { nation_before, nation_now };
  terms t = split_region (region, nation, 4);
  size_t i;

  for (i = 0; i < 4; i++)
    {
      suite_assert_near (t.term[1][i], composition[i], 0, 1e-13);
      suite_assert_near (t.term[2][i], differential[i], 0, 1e-13);
    }
  suite_assert_near (t.sum[0], 290, 1e-15, 0);
  suite_assert_near (t.sum[1], -80, 0, 1e-13);
  suite_assert_near (t.sum[2], 420, 0, 1e-13);
}
END_TEST

/* Worked out by hand, for want of a published example with its data: agriculture
 * makes 60 with 60 persons, then 48 with 40; industry 160 with 40, then 300 with 60.
 * Productivity grows from 2.2 to 3.48, by 640/11 percent. */
START_TEST (test_by_hand)
{
  static const economy e
      = { .output = { { 60, 160 }, { 48, 300 } }, .labour = { { 60, 40 }, { 40, 60 } }, .n = 2 };
  static const double within[] = { 60, 200 }, fixed[] = { -100, 400 }, dynamic[] = { -20, 100 };
  static const double level[] = { 120, 180 }, growth[] = { 108, -28 };
  terms traditional = split (ind_shift_share, &e), csls = split (ind_shift_share_csls, &e);
  size_t i;

  for (i = 0; i < 2; i++)
    {
      suite_assert_near (traditional.term[0][i], within[i] / 11, 1e-15, 0);
      suite_assert_near (traditional.term[1][i], fixed[i] / 11, 1e-15, 0);
      suite_assert_near (traditional.term[2][i], dynamic[i] / 11, 1e-15, 0);
      suite_assert_near (csls.term[0][i], within[i] / 11, 1e-15, 0);
      suite_assert_near (csls.term[1][i], level[i] / 11, 1e-15, 0);
      suite_assert_near (csls.term[2][i], growth[i] / 11, 1e-15, 0);
    }
  suite_assert_near (traditional.all, 640.0 / 11, 1e-14, 0);
  suite_assert_near (csls.all, 640.0 / 11, 1e-14, 0);
}
END_TEST

/* The same by hand where the prices of agriculture double, and the volume of all, by
 * some chained index, is 330: productivity grows by 50 percent. */
START_TEST (test_gead_by_hand)
{
  static const economy e = { .output = { { 60, 160 }, { 96, 300 } },
                             .volume = { { 60, 160 }, { 48, 300 } },
                             .labour = { { 60, 40 }, { 40, 60 } },
                             .total_volume = { 220, 330 },
                             .n = 2 };
  static const double within[] = { 180, 600 }, reallocation[] = { 100, 600 };
  static const double interaction[] = { 20, 150 };
  terms t = split_gead (&e);
  size_t i;

  for (i = 0; i < 2; i++)
    {
      suite_assert_near (t.term[0][i], within[i] / 33, 1e-15, 0);
      suite_assert_near (t.term[1][i], reallocation[i] / 33, 1e-15, 0);
      suite_assert_near (t.term[2][i], interaction[i] / 33, 1e-15, 0);
    }
  suite_assert_near (t.all, 50, 1e-14, 0);
}
END_TEST

/* Terms of all sectors add up to the growth of productivity, CSLS only moves what
 * shifts among the sectors, and at constant prices GEAD is the traditional form
 * (Dumagan 2011, PIDS Discussion Paper 2011-19). */
START_TEST (test_productivity_adds_up)
{
  exact_random random = { 503 };
  size_t k, m, i;

  for (k = 0; k < N_RANDOM; k++)
    {
      economy e = random_economy (&random, k % 2 == 0 ? 0.5 : 1e-6);
      terms traditional = split (ind_shift_share, &e), csls = split (ind_shift_share_csls, &e);
      terms gead = split_gead (&e);
      double output[2], labour[2], growth;
      for (i = 0; i < 2; i++)
        {
          output[i] = total_of (e.output[i], e.n);
          labour[i] = total_of (e.labour[i], e.n);
        }
      growth = 100 * (output[1] / labour[1] / (output[0] / labour[0]) - 1);
      suite_assert_near (traditional.all, growth, 1e-12, 1e-12 * traditional.size + 1e-13);
      suite_assert_near (csls.all, growth, 1e-12, 1e-12 * csls.size + 1e-13);
      for (i = 0; i < e.n; i++)
        exact_assert (csls.term[0][i] == traditional.term[0][i], "case %zu", k);
      for (m = 1; m < 3; m++)
        suite_assert_near (csls.sum[m], traditional.sum[m], 0, 1e-14 * traditional.size);
      growth = 100 * (e.total_volume[1] / labour[1] / (e.total_volume[0] / labour[0]) - 1);
      suite_assert_near (gead.all, growth, 1e-12, 1e-12 * gead.size + 1e-13);

      for (m = 0; m < 2; m++)
        {
          for (i = 0; i < e.n; i++)
            e.volume[m][i] = e.output[m][i];
          e.total_volume[m] = output[m];
        }
      gead = split_gead (&e);
      for (m = 0; m < 3; m++)
        for (i = 0; i < e.n; i++)
          suite_assert_near (gead.term[m][i], traditional.term[m][i], 1e-8, 1e-12);
    }
}
END_TEST

/* The units of output, volume and labour, one for both periods, do not matter; nor
 * does that of GEAD's nominal output of either. */
START_TEST (test_units)
{
  exact_random random = { 509 };
  size_t k, m, i;

  for (k = 0; k < N_RANDOM / 4; k++)
    {
      economy e = random_economy (&random, 0.5), in_other_units = e;
      terms a = split (ind_shift_share, &e), b, c = split_gead (&e), d;
      for (m = 0; m < 2; m++)
        {
          for (i = 0; i < e.n; i++)
            {
              in_other_units.output[m][i] *= 1000;
              in_other_units.volume[m][i] *= 7;
              in_other_units.labour[m][i] *= 0.001;
            }
          in_other_units.total_volume[m] *= 7;
        }
      b = split (ind_shift_share, &in_other_units);
      for (i = 0; i < e.n; i++)
        in_other_units.output[1][i] *= 23000;
      d = split_gead (&in_other_units);
      for (m = 0; m < 3; m++)
        for (i = 0; i < e.n; i++)
          {
            suite_assert_near (b.term[m][i], a.term[m][i], 0, 1e-12);
            suite_assert_near (d.term[m][i], c.term[m][i], 0, 1e-12);
          }
    }
}
END_TEST

/* Each activity's terms add up to its change; the rests of regions that make up the
 * nation, and the nation's own mix, to nothing. */
START_TEST (test_region_adds_up)
{
  exact_random random = { 521 };
  size_t k, i, r;

  for (k = 0; k < N_RANDOM; k++)
    {
      double region[2][2][N_MOST], nation[2][N_MOST];
      const double *of_nation[] = { nation[0], nation[1] };
      size_t n = 1 + (size_t)exact_random_below (&random, N_MOST);
      terms t[2], whole;
      for (r = 0; r < 2; r++)
        for (i = 0; i < n; i++)
          {
            region[r][0][i] = 1 + (double)exact_random_below (&random, 100000);
            region[r][1][i] = floor (region[r][0][i] * (0.5 + uniform (&random)));
          }
      for (i = 0; i < n; i++)
        {
          nation[0][i] = region[0][0][i] + region[1][0][i];
          nation[1][i] = region[0][1][i] + region[1][1][i];
        }
      for (r = 0; r < 2; r++)
        {
          const double *of_region[] = { region[r][0], region[r][1] };
          t[r] = split_region (of_region, of_nation, n);
          for (i = 0; i < n; i++)
            suite_assert_near (t[r].term[0][i] + t[r].term[1][i] + t[r].term[2][i],
                               region[r][1][i] - region[r][0][i], 0, 1e-15 * t[r].size);
        }
      for (i = 0; i < n; i++)
        suite_assert_near (t[0].term[2][i], -t[1].term[2][i], 0, 1e-15 * t[0].size);
      whole = split_region (of_nation, of_nation, n);
      suite_assert_near (whole.sum[1], 0, 0, 1e-14 * whole.size);
      suite_assert_near (whole.sum[2], 0, 0, 1e-25);
    }
}
END_TEST

/* Each term within 4 units in the last place of its definition in long double. */
START_TEST (test_slow_twin)
{
  exact_random random = { 523 };
  size_t k, i;

  if (LDBL_MANT_DIG < 64)
    return;
  for (k = 0; k < N_RANDOM; k++)
    {
      economy e = random_economy (&random, 1);
      terms t = split (ind_shift_share, &e), c = split (ind_shift_share_csls, &e);
      terms g = split_gead (&e);
      long double y[2] = { 0, 0 }, l[2] = { 0, 0 }, x[2];
      for (i = 0; i < e.n; i++)
        {
          y[0] += e.output[0][i];
          y[1] += e.output[1][i];
          l[0] += e.labour[0][i];
          l[1] += e.labour[1][i];
        }
      x[0] = y[0] / l[0];
      x[1] = y[1] / l[1];
      for (i = 0; i < e.n; i++)
        {
          long double p[2], s[2], v[2], r[2], w = e.output[0][i] / y[0], dp, ds, gx, gr;
          size_t m;
          for (m = 0; m < 2; m++)
            {
              p[m] = (long double)e.output[m][i] / e.labour[m][i];
              v[m] = (long double)e.volume[m][i] / e.labour[m][i];
              s[m] = e.labour[m][i] / l[m];
              r[m] = ((long double)e.output[m][i] / e.volume[m][i]) / (y[m] / e.total_volume[m])
                     * s[m];
            }
          dp = p[1] - p[0];
          ds = s[1] - s[0];
          gx = v[1] / v[0] - 1;
          gr = r[1] / r[0] - 1;
          /* Smaller ones are lost to long double. */
          if (fabsl (dp) > 0.01L * p[0])
            exact_assert (suite_ulps (t.term[0][i], 100 * s[0] * dp / x[0]) <= 4, "case %zu", k);
          if (fabsl (ds) > 0.01L * s[0])
            exact_assert (suite_ulps (t.term[1][i], 100 * p[0] * ds / x[0]) <= 4, "case %zu", k);
          if (fabsl (ds) > 0.01L * s[0] && fabsl (dp) > 0.01L * p[0])
            exact_assert (suite_ulps (t.term[2][i], 100 * dp * ds / x[0]) <= 4, "case %zu", k);
          if (fabsl (ds) > 0.01L * s[0] && fabsl (p[0] - x[0]) > 0.01L * p[0])
            exact_assert (suite_ulps (c.term[1][i], 100 * (p[0] - x[0]) * ds / x[0]) <= 4,
                          "case %zu", k);
          if (fabsl (ds) > 0.01L * s[0] && fabsl (dp - (x[1] - x[0])) > 0.01L * (p[0] + x[0]))
            exact_assert (suite_ulps (c.term[2][i], 100 * (dp - (x[1] - x[0])) * ds / x[0]) <= 4,
                          "case %zu", k);
          if (fabsl (gx) > 0.01L)
            exact_assert (suite_ulps (g.term[0][i], 100 * w * gx) <= 4, "case %zu", k);
          if (fabsl (gr) > 0.01L)
            exact_assert (suite_ulps (g.term[1][i], 100 * w * gr) <= 4, "case %zu", k);
          if (fabsl (gx) > 0.01L && fabsl (gr) > 0.01L)
            exact_assert (suite_ulps (g.term[2][i], 100 * w * gx * gr) <= 5, "case %zu", k);
        }
    }
}
END_TEST

/* Changes of some 1e-9, of which a quotient in doubles keeps seven digits: their
 * closed forms. Labour stays, output of i grows by (i + 1) / 2^30; then output stays,
 * and labour moves from the second sector to the first. */
START_TEST (test_small_changes)
{
  economy e = { .output = { { 3, 5, 7 }, { 3, 5, 7 } },
                .labour = { { 3, 7, 11 }, { 3, 7, 11 } },
                .n = 3 };
  const double *region[] = { e.output[0], e.output[1] }, *nation[] = { e.labour[0], e.labour[1] };
  terms t;
  size_t i;

  for (i = 0; i < 3; i++)
    e.output[1][i] += e.output[0][i] * (double)(i + 1) * 0x1p-30;
  t = split (ind_shift_share, &e);
  for (i = 0; i < 3; i++)
    {
      suite_assert_near (t.term[0][i], e.output[0][i] / 15 * (double)(i + 1) * (100 * 0x1p-30),
                         9e-16, 0);
      ck_assert (t.term[1][i] == 0 && t.term[2][i] == 0);
    }
  /* The first: a nation that stays, a region that grows. */
  t = split_region (region, nation, 3);
  for (i = 0; i < 3; i++)
    {
      ck_assert (t.term[0][i] == 0 && t.term[1][i] == 0);
      suite_assert_near (t.term[2][i], e.output[0][i] * (double)(i + 1) * 0x1p-30, 0, 0);
    }

  for (i = 0; i < 3; i++)
    e.output[1][i] = e.output[0][i];
  e.labour[1][0] += 0x1p-30;
  e.labour[1][1] -= 0x1p-30;
  t = split (ind_shift_share, &e);
  suite_assert_near (t.term[1][0], 100 * 1.0 * 0x1p-30 / 15, 9e-16, 0);
  suite_assert_near (t.term[1][1], -100 * (5.0 / 7) * 0x1p-30 / 15, 9e-16, 0);
  suite_assert_near (t.term[0][0], -100 / 15.0 * 0x1p-30 * 3 / (3 + 0x1p-30), 9e-16, 0);
  t = split (ind_shift_share_csls, &e);
  suite_assert_near (t.term[1][0], 100 * (1 - 15.0 / 21) * 0x1p-30 / 15, 9e-16, 0);
  /* The second sector is as productive as all. */
  suite_assert_near (t.term[1][1], 0, 0, 1e-40);
  /* The mix: the nation's activities change places, its total stays. */
  region[1] = region[0];
  t = split_region (region, nation, 3);
  suite_assert_near (t.term[1][0], 0x1p-30, 9e-16, 0);
  suite_assert_near (t.term[1][1], -5.0 / 7 * 0x1p-30, 9e-16, 0);
  ck_assert (t.term[1][2] == 0);
}
END_TEST

/* What is stored where there is no result. */
static void
assert_none (double term[3][2], size_t n)
{
  size_t k, i;

  for (k = 0; k < 3; k++)
    for (i = 0; i < 2; i++)
      {
        ck_assert (i < n ? isnan (term[k][i]) : term[k][i] == 7);
        term[k][i] = 7;
      }
}

START_TEST (test_productivity_domain)
{
  static const of_productivity forms[] = { ind_shift_share, ind_shift_share_csls };
  static const struct
  {
    double output[2][2], labour[2][2];
    size_t n;
  } outside[] = { { { { 1, 2 }, { 1, 2 } }, { { 1, 2 }, { 1, 2 } }, 0 },
                  { { { 1, 2 }, { 1, 2 } }, { { 0, 2 }, { 1, 2 } }, 2 },
                  { { { 1, 2 }, { 1, 2 } }, { { 1, 2 }, { 1, 0 } }, 2 },
                  { { { 1, 2 }, { 1, 2 } }, { { -1, 2 }, { 1, 2 } }, 2 },
                  { { { 1, 2 }, { 1, 2 } }, { { 1, 2 }, { 1, -2 } }, 2 },
                  { { { 1, 2 }, { 1, 2 } }, { { 1, (double)NAN }, { 1, 2 } }, 2 },
                  { { { 1, 2 }, { 1, 2 } }, { { 1, 2 }, { INFINITY, 2 } }, 2 },
                  { { { 1, (double)NAN }, { 1, 2 } }, { { 1, 2 }, { 1, 2 } }, 2 },
                  { { { 1, 2 }, { (double)NAN, 2 } }, { { 1, 2 }, { 1, 2 } }, 2 },
                  { { { INFINITY, 2 }, { 1, 2 } }, { { 1, 2 }, { 1, 2 } }, 2 },
                  { { { 1, 2 }, { 1, -INFINITY } }, { { 1, 2 }, { 1, 2 } }, 2 },
                  { { { 0, 0 }, { 1, 2 } }, { { 1, 2 }, { 1, 2 } }, 2 },
                  { { { 1, -2 }, { 1, 2 } }, { { 1, 2 }, { 1, 2 } }, 2 },
                  { { { 1, 2 }, { DBL_MAX, DBL_MAX } }, { { 1, 2 }, { 1, 2 } }, 2 },
                  { { { 1, 2 }, { 1e300, 2 } }, { { 1, 2 }, { 1e-300, 2 } }, 2 } };
  static const double y[] = { 3, -1 }, l[] = { 1, 1 };
  double term[3][2] = { { 7, 7 }, { 7, 7 }, { 7, 7 } };
  size_t f, i, k;

  for (f = 0; f < 2; f++)
    {
      for (i = 0; i < sizeof outside / sizeof outside[0]; i++)
        {
          ck_assert_int_eq (forms[f](outside[i].output[0], outside[i].labour[0],
                                     outside[i].output[1], outside[i].labour[1], outside[i].n,
                                     term[0], term[1], term[2]),
                            IND_E_DOMAIN);
          assert_none (term, outside[i].n);
        }
      ck_assert_int_eq (forms[f](NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL), IND_E_DOMAIN);
      for (k = 0; k < 7; k++)
        ck_assert_int_eq (forms[f](k == 0 ? NULL : y, k == 1 ? NULL : l, k == 2 ? NULL : y,
                                   k == 3 ? NULL : l, 2, k == 4 ? NULL : term[0],
                                   k == 5 ? NULL : term[1], k == 6 ? NULL : term[2]),
                          IND_E_ARGUMENT);
      assert_none (term, 0);
      /* A sector may make a loss; one alone has no shifts. */
      ck_assert_int_eq (forms[f](y, l, y, l, 2, term[0], term[1], term[2]), IND_OK);
      ck_assert_int_eq (forms[f](l, l, y, l, 1, term[0], term[1], term[2]), IND_OK);
      ck_assert (term[0][0] == 200 && term[1][0] == 0 && term[2][0] == 0);
      for (k = 0; k < 3; k++)
        term[k][0] = term[k][1] = 7;
    }
}
END_TEST

START_TEST (test_gead_domain)
{
  static const double wrong[] = { 0, -1, (double)NAN, INFINITY };
  double operand[6][2], total[2], term[3][2] = { { 7, 7 }, { 7, 7 }, { 7, 7 } };
  size_t i, k, m;

  for (k = 0; k < 6; k++)
    operand[k][0] = operand[k][1] = 2;
  for (i = 0; i < 4; i++)
    for (k = 0; k < 8; k++)
      {
        for (m = 0; m < 6; m++)
          operand[m][1] = m == k ? wrong[i] : 2;
        total[0] = k == 6 ? wrong[i] : 4;
        total[1] = k == 7 ? wrong[i] : 4;
        ck_assert_int_eq (ind_shift_share_gead (operand[0], operand[1], operand[2], operand[3],
                                                operand[4], operand[5], total[0], total[1], 2,
                                                term[0], term[1], term[2]),
                          IND_E_DOMAIN);
        assert_none (term, 2);
      }
  for (m = 0; m < 6; m++)
    operand[m][1] = 2;
  for (k = 0; k < 9; k++)
    ck_assert_int_eq (ind_shift_share_gead (k == 0 ? NULL : operand[0], k == 1 ? NULL : operand[1],
                                            k == 2 ? NULL : operand[2], k == 3 ? NULL : operand[3],
                                            k == 4 ? NULL : operand[4], k == 5 ? NULL : operand[5],
                                            4, 4, 2, k == 6 ? NULL : term[0],
                                            k == 7 ? NULL : term[1], k == 8 ? NULL : term[2]),
                      IND_E_ARGUMENT);
  assert_none (term, 0);
  ck_assert_int_eq (
      ind_shift_share_gead (NULL, NULL, NULL, NULL, NULL, NULL, 4, 4, 0, NULL, NULL, NULL),
      IND_E_DOMAIN);
  ck_assert_int_eq (ind_shift_share_gead (operand[0], operand[1], operand[2], operand[3],
                                          operand[4], operand[5], 4, 4, 2, term[0], term[1],
                                          term[2]),
                    IND_OK);
  for (k = 0; k < 3; k++)
    ck_assert (term[k][0] == 0 && term[k][1] == 0);
}
END_TEST

START_TEST (test_regional_domain)
{
  static const struct
  {
    double operand[4][2];
    size_t n;
  } outside[] = { { { { 1, 2 }, { 1, 2 }, { 1, 2 }, { 1, 2 } }, 0 },
                  { { { 1, (double)NAN }, { 1, 2 }, { 1, 2 }, { 1, 2 } }, 2 },
                  { { { 1, 2 }, { INFINITY, 2 }, { 1, 2 }, { 1, 2 } }, 2 },
                  { { { 1, 2 }, { 1, 2 }, { 0, 2 }, { 1, 2 } }, 2 },
                  { { { 1, 2 }, { 1, 2 }, { 1, -2 }, { 1, 2 } }, 2 },
                  { { { 1, 2 }, { 1, 2 }, { 1, (double)NAN }, { 1, 2 } }, 2 },
                  { { { 1, 2 }, { 1, 2 }, { INFINITY, 2 }, { 1, 2 } }, 2 },
                  { { { 1, 2 }, { 1, 2 }, { DBL_MAX, DBL_MAX }, { 1, 2 } }, 2 },
                  { { { 1, 2 }, { 1, 2 }, { 1, 2 }, { 1, (double)NAN } }, 2 },
                  { { { 1, 2 }, { 1, 2 }, { 1, 2 }, { -INFINITY, 2 } }, 2 } };
  static const double zero[] = { 0, 0 }, x[] = { 3, 5 };
  double term[3][2] = { { 7, 7 }, { 7, 7 }, { 7, 7 } };
  size_t i, k;

  for (i = 0; i < sizeof outside / sizeof outside[0]; i++)
    {
      ck_assert_int_eq (ind_shift_share_regional (outside[i].operand[0], outside[i].operand[1],
                                                  outside[i].operand[2], outside[i].operand[3],
                                                  outside[i].n, term[0], term[1], term[2]),
                        IND_E_DOMAIN);
      assert_none (term, outside[i].n);
    }
  for (k = 0; k < 7; k++)
    ck_assert_int_eq (ind_shift_share_regional (k == 0 ? NULL : x, k == 1 ? NULL : x,
                                                k == 2 ? NULL : x, k == 3 ? NULL : x, 2,
                                                k == 4 ? NULL : term[0], k == 5 ? NULL : term[1],
                                                k == 6 ? NULL : term[2]),
                      IND_E_ARGUMENT);
  assert_none (term, 0);
  ck_assert_int_eq (ind_shift_share_regional (NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL),
                    IND_E_DOMAIN);
  /* What a region did not have, or does no longer; what the nation gave up. */
  ck_assert_int_eq (ind_shift_share_regional (zero, x, x, x, 2, term[0], term[1], term[2]), IND_OK);
  ck_assert (term[0][0] == 0 && term[1][0] == 0 && term[2][0] == 3 && term[2][1] == 5);
  ck_assert_int_eq (ind_shift_share_regional (x, zero, x, zero, 2, term[0], term[1], term[2]),
                    IND_OK);
  ck_assert (term[0][0] == -3 && term[1][0] == 0 && term[2][0] == 0);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("shift_share");
  tcase_add_test (tests, test_farhauer_kroell);
  tcase_add_test (tests, test_freiburg);
  tcase_add_test (tests, test_krumme);
  tcase_add_test (tests, test_by_hand);
  tcase_add_test (tests, test_gead_by_hand);
  tcase_add_test (tests, test_productivity_adds_up);
  tcase_add_test (tests, test_units);
  tcase_add_test (tests, test_region_adds_up);
  tcase_add_test (tests, test_slow_twin);
  tcase_add_test (tests, test_small_changes);
  tcase_add_test (tests, test_productivity_domain);
  tcase_add_test (tests, test_gead_domain);
  tcase_add_test (tests, test_regional_domain);
  return suite_run (tests, "shift_share");
}
