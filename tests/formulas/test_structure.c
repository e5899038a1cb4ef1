/* SPDX-License-Identifier: GPL-3.0-or-later
 * Structural change and the distances of structures: published figures,
 * identities, small changes, the domain. */
#include <float.h>

#include "indicators.h"
#include "support/exact.h"
#include "support/suite.h"

#define N_RANDOM 4000
#define N_MOST 40
#define PI 3.141592653589793238462643383279502884L

typedef ind_status (*measure) (const double *, const double *, size_t, double *);

static const measure measures[]
    = { ind_structural_change, ind_krugman, ind_hoover, ind_lilien, ind_structural_angle };
#define N_MEASURES (sizeof measures / sizeof measures[0])

static double
of (measure f, const double *a, const double *b, size_t n)
{
  double out = -1;
  ind_status status = f (a, b, n, &out);

  exact_assert (status == IND_OK, "status %d of %zu parts", (int)status, n);
  return out;
}

/* From 0 to 1. */
static double
uniform (exact_random *random)
{
  return (double)(exact_random_bits (random) >> 11) * 0x1p-53;
}

static size_t
random_structures (exact_random *random, double *a, double *b)
{
  size_t n = 2 + (size_t)exact_random_below (random, N_MOST - 1), i;

  for (i = 0; i < n; i++)
    {
      a[i] = exp (4 * uniform (random));
      b[i] = exp (4 * uniform (random));
    }
  return n;
}

/* Two regions with no industry in common: 2 (Farhauer and Kroell 2013,
 * Standorttheorien, modified, in the R package REAT, man/krugman.spec.Rd). */
START_TEST (test_farhauer_kroell)
{
  static const double a[] = { 20, 10, 70, 0, 0 }, b[] = { 0, 0, 0, 60, 40 };

  suite_assert_near (of (ind_krugman, a, b, 5), 2, 3e-16, 0);
  suite_assert_near (of (ind_hoover, a, b, 5), 1, 3e-16, 0);
  suite_assert_near (of (ind_structural_change, a, b, 5), 100, 3e-16, 0);
}
END_TEST

/* Goettingen and Germany in 2017, employment in 15 industries: 0.4508469 (REAT,
 * man/Goettingen.Rd and man/krugman.spec.Rd). */
START_TEST (test_goettingen)
{
  static const double town[]
      = { 45, 466, 7874, 1334, 7051, 2481, 2251, 2032, 1739, 7915, 4875, 3936, 7488, 16896, 900 };
  static const double country[]
      = { 248052, 538768,  6797172, 1798954, 4380223, 1713157, 1062982, 1027486,
          975126, 2397099, 2357313, 1762308, 1249260, 4676036, 1181037 };

  suite_assert_near (of (ind_krugman, town, country, 15), 0.4508469, 0, 5e-8);
  suite_assert_near (of (ind_krugman, country, town, 15), 0.4508469, 0, 5e-8);
}
END_TEST

/* Sweden against the mean shares of four neighbours: 0.1595 (REAT,
 * man/krugman.spec2.Rd). */
START_TEST (test_sweden)
{
  static const double sweden[] = { 45000, 15000, 32000, 10000, 30000 };
  static const double others[][5] = { { 35000, 12000, 30000, 8000, 22000 },
                                      { 40000, 10000, 25000, 9000, 18000 },
                                      { 30000, 11000, 18000, 3000, 13000 },
                                      { 40000, 6000, 11000, 2000, 12000 } };
  double mean[5] = { 0 };
  size_t k, i;

  for (k = 0; k < 4; k++)
    {
      double total = 0;
      for (i = 0; i < 5; i++)
        total += others[k][i];
      for (i = 0; i < 5; i++)
        mean[i] += others[k][i] / total;
    }
  suite_assert_near (of (ind_krugman, sweden, mean, 5), 0.1595, 0, 5e-5);
}
END_TEST

/* GDP and population of the German Laender in 2015: 0.0735899088867 (the example
 * of REAT, man/hoover.Rd, by REAT 3.0.3). */
START_TEST (test_laender)
{
  static const double gdp[] = { 460.69, 549.19, 124.16, 65.29, 31.59,  109.27, 263.44, 39.87,
                                258.53, 645.59, 131.95, 35.03, 112.66, 56.22,  85.61,  56.81 };
  static const double population[]
      = { 10879618, 12843514, 3520031, 2484826, 671489,  1787408, 6176172, 1612362,
          7926599,  17865516, 4052803, 995597,  4084851, 2245470, 2858714, 2170714 };

  suite_assert_near (of (ind_hoover, gdp, population, 16), 0.0735899088867, 0, 5e-14);
}
END_TEST

/* From 10 in each of five sectors to 12, 14, 16, 18, 20: 0.1763637091, with the
 * current shares (Cox, Statalist, 6 September 2012, "loops for regions", after
 * Lilien 1982, p. 787). */
START_TEST (test_lilien)
{
  static const double before[] = { 10, 10, 10, 10, 10 }, now[] = { 12, 14, 16, 18, 20 };

  suite_assert_near (of (ind_lilien, before, now, 5), 0.1763637091, 0, 5e-11);
}
END_TEST

/* Worked out by hand, for want of a published example with its data: shares of 60,
 * 25 and 15 percent become 40, 35 and 25; angles with a rational cosine. */
START_TEST (test_by_hand)
{
  static const double before[] = { 600, 250, 150 }, now[] = { 80, 70, 50 };
  static const double a[] = { 1, 2, 2 }, b[] = { 2, 1, 2 }, c[] = { 3, 4 }, d[] = { 4, 3 };
  static const double east[] = { 1, 0 }, north[] = { 0, 3 }, diagonal[] = { 2, 2 };

  suite_assert_near (of (ind_structural_change, before, now, 3), 20, 3e-16, 0);
  suite_assert_near (of (ind_structural_angle, a, b, 3), (double)(180 / PI * acosl (8 / 9.0L)),
                     5e-16, 0);
  suite_assert_near (of (ind_structural_angle, c, d, 2), (double)(180 / PI * acosl (24 / 25.0L)),
                     5e-16, 0);
  suite_assert_near (of (ind_structural_angle, east, diagonal, 2), 45, 3e-16, 0);
  ck_assert (of (ind_structural_angle, east, north, 2) == 90);
  ck_assert (of (ind_structural_angle, north, east, 2) == 90);
}
END_TEST

/* Nothing between equal structures, all of a range between disjoint ones. */
START_TEST (test_ends)
{
  exact_random random = { 211 };
  size_t k, i, m;

  for (k = 0; k < N_RANDOM / 10; k++)
    {
      double a[N_MOST], b[N_MOST], larger[N_MOST], left[N_MOST], right[N_MOST];
      size_t n = random_structures (&random, a, b);
      for (i = 0; i < n; i++)
        {
          a[i] = 1 + floor (1e6 * a[i]);
          larger[i] = 17 * a[i];
          left[i] = i % 2 == 0 ? a[i] : 0;
          right[i] = i % 2 == 0 ? 0 : b[i];
        }
      for (m = 0; m < N_MEASURES; m++)
        {
          exact_assert (of (measures[m], a, a, n) == 0, "measure %zu", m);
          suite_assert_near (of (measures[m], a, larger, n), 0, 0, 1e-28);
        }
      exact_assert (of (ind_structural_angle, left, right, n) == 90, "case %zu", k);
      suite_assert_near (of (ind_krugman, left, right, n), 2, 5e-16, 0);
    }
}
END_TEST

/* One distance in three units, the same in both directions; the angle, too. */
START_TEST (test_identities)
{
  exact_random random = { 223 };
  size_t k;

  for (k = 0; k < N_RANDOM; k++)
    {
      double a[N_MOST], b[N_MOST], krugman, angle;
      size_t n = random_structures (&random, a, b);
      krugman = of (ind_krugman, a, b, n);
      angle = of (ind_structural_angle, a, b, n);
      exact_assert (of (ind_hoover, a, b, n) == krugman / 2, "case %zu", k);
      suite_assert_near (of (ind_structural_change, a, b, n), 50 * krugman, 3e-16, 0);
      exact_assert (of (ind_krugman, b, a, n) == krugman, "case %zu", k);
      suite_assert_near (of (ind_structural_angle, b, a, n), angle, 2e-15, 0);
      exact_assert (krugman > 0 && krugman < 2 && angle > 0 && angle < 90, "case %zu", k);
    }
}
END_TEST

/* The units of both periods and the order of the parts do not matter. */
START_TEST (test_invariance)
{
  exact_random random = { 227 };
  size_t k, i, m;

  for (k = 0; k < N_RANDOM / 4; k++)
    {
      double a[N_MOST], b[N_MOST], a_scaled[N_MOST], b_scaled[N_MOST];
      double a_turned[N_MOST], b_turned[N_MOST];
      double scale = exp (40 * uniform (&random) - 20);
      size_t n = random_structures (&random, a, b);
      for (i = 0; i < n; i++)
        {
          a_scaled[i] = a[i] * scale;
          b_scaled[i] = b[i] * 0x1p-200;
          a_turned[i] = a[(i + n / 2) % n];
          b_turned[i] = b[(i + n / 2) % n];
        }
      for (m = 0; m < N_MEASURES; m++)
        {
          double value = of (measures[m], a, b, n);
          exact_assert (of (measures[m], a, b_scaled, n) == value, "measure %zu", m);
          suite_assert_near (of (measures[m], a_scaled, b, n), value, 1e-13, 0);
          suite_assert_near (of (measures[m], a_turned, b_turned, n), value, 1e-14, 0);
        }
    }
}
END_TEST

/* Within 4 units in the last place of the definitions in long double. */
START_TEST (test_slow_twin)
{
  exact_random random = { 229 };
  size_t k, i;

  if (LDBL_MANT_DIG < 64)
    return;
  for (k = 0; k < N_RANDOM; k++)
    {
      double a[N_MOST], b[N_MOST];
      long double total_a = 0, total_b = 0, sum = 0, lilien = 0, aa = 0, ab = 0, bb = 0, angle;
      size_t n = random_structures (&random, a, b);
      for (i = 0; i < n; i++)
        {
          total_a += a[i];
          total_b += b[i];
        }
      for (i = 0; i < n; i++)
        {
          long double s = a[i] / total_a, t = b[i] / total_b, d = logl (t / s);
          sum += fabsl (t - s);
          lilien += t * d * d;
          aa += s * s;
          ab += s * t;
          bb += t * t;
        }
      angle = 180 / PI * acosl (ab / sqrtl (aa * bb));
      exact_assert (suite_ulps (of (ind_krugman, a, b, n), sum) <= 1, "case %zu", k);
      exact_assert (suite_ulps (of (ind_lilien, a, b, n), sqrtl (lilien)) <= 4, "case %zu", k);
      /* A small angle is lost to the arc cosine. */
      if (angle > 10)
        exact_assert (suite_ulps (of (ind_structural_angle, a, b, n), angle) <= 4, "case %zu", k);
    }
}
END_TEST

/* Parts that change by some 1e-8: the differences are exact integers. */
START_TEST (test_small_changes)
{
  exact_random random = { 233 };
  size_t k, i, j;

  if (LDBL_MANT_DIG < 64)
    return;
  for (k = 0; k < N_RANDOM; k++)
    {
      double a[N_MOST], b[N_MOST], total = 0;
      long double change[N_MOST], sum = 0, lilien = 0, aa = 0, bb = 0, cross = 0;
      size_t n = 2 + (size_t)exact_random_below (&random, 7);
      for (i = 0; i < n; i++)
        {
          a[i] = 0x1p27 + (double)exact_random_below (&random, 1 << 27);
          b[i] = a[i];
          change[i] = 0;
          total += a[i];
        }
      /* The totals are equal. */
      for (i = 0; i + 1 < n; i++)
        {
          double moved = 1 + (double)exact_random_below (&random, 3);
          b[i] += moved;
          b[i + 1] -= moved;
          change[i] += moved;
          change[i + 1] -= moved;
        }
      for (i = 0; i < n; i++)
        {
          long double d = log1pl (change[i] / a[i]);
          sum += fabsl (change[i]) / total;
          lilien += b[i] / (long double)total * d * d;
          aa += (long double)a[i] * a[i];
          bb += (long double)b[i] * b[i];
          /* Lagrange: |a|^2 |b|^2 sin^2 is the sum of (a_i b_j - a_j b_i)^2. */
          for (j = 0; j < i; j++)
            {
              long double term = a[i] * change[j] - a[j] * change[i];
              cross += term * term;
            }
        }
      exact_assert (suite_ulps (of (ind_krugman, a, b, n), sum) <= 2, "case %zu", k);
      exact_assert (suite_ulps (of (ind_structural_change, a, b, n), 50 * sum) <= 2, "case %zu", k);
      exact_assert (suite_ulps (of (ind_lilien, a, b, n), sqrtl (lilien)) <= 4, "case %zu", k);
      exact_assert (suite_ulps (of (ind_structural_angle, a, b, n),
                                180 / PI * asinl (sqrtl (cross / aa / bb)))
                        <= 6,
                    "case %zu", k);
    }
}
END_TEST

/* The same with 60 digits (mpmath). */
START_TEST (test_many_digits)
{
  static const double before[] = { 100000000, 200000000, 300000000 };
  static const double now[] = { 100000001, 199999999, 300000000 };

  suite_assert_near (of (ind_krugman, before, now, 3), 3.333333333333333333333e-9, 9e-16, 0);
  suite_assert_near (of (ind_structural_change, before, now, 3), 1.666666666666666666667e-7, 9e-16,
                     0);
  suite_assert_near (of (ind_lilien, before, now, 3), 4.999999999999999984375e-9, 9e-16, 0);
  suite_assert_near (of (ind_structural_angle, before, now, 3), 2.126554312431593832944e-7, 9e-16,
                     0);
}
END_TEST

/* Taxes less subsidies may be negative; not for logarithms. */
START_TEST (test_negative_parts)
{
  static const double a[] = { 70, 40, -10 }, b[] = { 60, 35, 5 };
  double out;

  suite_assert_near (of (ind_structural_change, a, b, 3), 15, 3e-16, 0);
  suite_assert_near (of (ind_krugman, a, b, 3), 0.3, 3e-16, 0);
  /* By hand: a b = 5550, |a|^2 = 6600, |b|^2 = 4850. */
  suite_assert_near (of (ind_structural_angle, a, b, 3),
                     (double)(180 / PI * acosl (5550 / sqrtl (6600.0L * 4850))), 2e-15, 0);
  ck_assert_int_eq (ind_lilien (a, b, 3, &out), IND_E_DOMAIN);
  ck_assert (isnan (out));
  ck_assert_int_eq (ind_lilien (b, a, 3, &out), IND_E_DOMAIN);
  ck_assert (isnan (out));
}
END_TEST

START_TEST (test_domain)
{
  static const struct
  {
    double part[3];
    size_t n;
  } outside[] = { { { 0 }, 0 },
                  { { 0 }, 1 },
                  { { 0, 0, 0 }, 3 },
                  { { 1, -1, 0 }, 3 },
                  { { -1, -2, -3 }, 3 },
                  { { 1, 2, (double)NAN }, 3 },
                  { { 1, INFINITY, 2 }, 3 },
                  { { INFINITY, -INFINITY, 2 }, 3 },
                  { { DBL_MAX, DBL_MAX, 2 }, 3 } };
  static const double good[] = { 1, 2, 3 }, zero[] = { 0, 2, 3 };
  double out;
  size_t i, m;

  for (m = 0; m < N_MEASURES; m++)
    {
      for (i = 0; i < sizeof outside / sizeof outside[0]; i++)
        {
          out = 7;
          ck_assert_msg (measures[m](outside[i].part, good, outside[i].n, &out) == IND_E_DOMAIN
                             && isnan (out),
                         "measure %zu, case %zu is %g", m, i, out);
          out = 7;
          ck_assert_msg (measures[m](good, outside[i].part, outside[i].n, &out) == IND_E_DOMAIN
                             && isnan (out),
                         "measure %zu, case %zu is %g", m, i, out);
        }
      ck_assert_int_eq (measures[m](NULL, NULL, 0, &out), IND_E_DOMAIN);
      ck_assert (isnan (out));
      ck_assert_int_eq (measures[m](NULL, good, 1, &out), IND_E_ARGUMENT);
      ck_assert_int_eq (measures[m](good, NULL, 1, &out), IND_E_ARGUMENT);
      ck_assert_int_eq (measures[m](good, good, 1, NULL), IND_E_ARGUMENT);
      ck_assert (of (measures[m], good, good + 1, 1) == 0);
    }
  ck_assert_int_eq (ind_lilien (zero, good, 3, &out), IND_E_DOMAIN);
  ck_assert (isnan (out));
  ck_assert_int_eq (ind_lilien (good, zero, 3, &out), IND_E_DOMAIN);
  ck_assert (isnan (out));
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("structure");
  tcase_add_test (tests, test_farhauer_kroell);
  tcase_add_test (tests, test_goettingen);
  tcase_add_test (tests, test_sweden);
  tcase_add_test (tests, test_laender);
  tcase_add_test (tests, test_lilien);
  tcase_add_test (tests, test_by_hand);
  tcase_add_test (tests, test_ends);
  tcase_add_test (tests, test_identities);
  tcase_add_test (tests, test_invariance);
  tcase_add_test (tests, test_slow_twin);
  tcase_add_test (tests, test_small_changes);
  tcase_add_test (tests, test_many_digits);
  tcase_add_test (tests, test_negative_parts);
  tcase_add_test (tests, test_domain);
  return suite_run (tests, "structure");
}
