/* SPDX-License-Identifier: GPL-3.0-or-later
 * Interval twins: they hold the results for all values of the operands, and are no
 * wider than the results at the ends; the domain; in place. */
#include <float.h>
#include <string.h>

#include "indicators.h"
#include "support/exact.h"
#include "support/suite.h"

#define N_RANDOM 4000
#define N_INSIDE 8

typedef ind_status (*plain_of_two) (const double *, const double *, size_t, double *, uint8_t *);
typedef ind_status (*plain_of_three) (const double *, const double *, const double *, size_t,
                                      double *, uint8_t *);
typedef ind_status (*twin_of_two) (const ind_interval *, const ind_interval *, size_t,
                                   ind_interval *);
typedef ind_status (*twin_of_three) (const ind_interval *, const ind_interval *,
                                     const ind_interval *, size_t, ind_interval *);

static const struct
{
  const char *name;
  plain_of_two plain;
  twin_of_two twin;
} twos[] = {
  { "share", ind_share, ind_share_interval },
  { "share_change", ind_share_change, ind_share_change_interval },
  { "change", ind_change, ind_change_interval },
  { "growth", ind_growth, ind_growth_interval },
  { "growth_of_quotient", ind_growth_of_quotient, ind_growth_of_quotient_interval },
  { "growth_of_product", ind_growth_of_product, ind_growth_of_product_interval },
  { "contribution_share", ind_contribution_share, ind_contribution_share_interval },
  { "deflator", ind_deflator, ind_deflator_interval },
  { "deflate", ind_deflate, ind_deflate_interval },
  { "per_capita", ind_per_capita, ind_per_capita_interval },
  { "convert", ind_convert, ind_convert_interval },
  { "productivity", ind_productivity, ind_productivity_interval },
  { "productivity_growth", ind_productivity_growth, ind_productivity_growth_interval },
  { "disbursement_ratio", ind_disbursement_ratio, ind_disbursement_ratio_interval },
  { "elasticity", ind_elasticity, ind_elasticity_interval },
  { "price_level_index", ind_price_level_index, ind_price_level_index_interval },
};

static const struct
{
  const char *name;
  plain_of_three plain;
  twin_of_three twin;
} threes[] = {
  { "contribution", ind_contribution, ind_contribution_interval },
  { "contribution_chained", ind_contribution_chained, ind_contribution_chained_interval },
  { "icor", ind_icor, ind_icor_interval },
  { "disbursement_ratio_carried_over", ind_disbursement_ratio_carried_over,
    ind_disbursement_ratio_carried_over_interval },
  { "target_progress", ind_target_progress, ind_target_progress_interval },
};

#define COUNT(array) (sizeof (array) / sizeof (array)[0])

static double
value (exact_random *random)
{
  double x = (1 + (double) exact_random_below (random, 1000003) / 7919)
             * pow (10, (double) exact_random_below (random, 5));
  return exact_random_below (random, 10) == 0 ? -x : x;
}

static ind_interval
interval (exact_random *random)
{
  double x = value (random), width = fabs (x) * (double) exact_random_below (random, 100) / 1000;
  ind_interval result = { x - width, x + width };
  return result;
}

static double
inside (exact_random *random, ind_interval x, int corner)
{
  double part = (double) exact_random_below (random, 1001) / 1000;
  if (corner >= 0)
    return corner ? x.high : x.low;
  return x.low + part * (x.high - x.low) > x.high ? x.high : x.low + part * (x.high - x.low);
}

/* The exact result is within some roundings of the plain function's. */
static void
expect_inside (const char *name, double x, ind_interval out)
{
  double slack = 8 * DBL_EPSILON * fabs (x) + 1e-11;
  exact_assert (x >= out.low - slack && x <= out.high + slack, "%s: %.17g is not in [%.17g, %.17g]",
                name, x, out.low, out.high);
}

static void
expect_tight (const char *name, double low, double high, ind_interval out)
{
  double size = fmax (fabs (low), fabs (high)) + 100;
  exact_assert (out.low >= low - 1e-12 * size && out.high <= high + 1e-12 * size,
                "%s: [%.17g, %.17g] is wider than [%.17g, %.17g]", name, out.low, out.high, low,
                high);
}

START_TEST (test_twos)
{
  exact_random random = { 501 };
  size_t f, k, j, n_known = 0;

  for (f = 0; f < COUNT (twos); f++)
    for (k = 0; k < N_RANDOM; k++)
      {
        ind_interval a = interval (&random), b = interval (&random), out;
        double low = INFINITY, high = -INFINITY;
        if (twos[f].twin (&a, &b, 1, &out) != IND_OK)
          {
            exact_assert (ind_interval_is_empty (out), "%s: no result is [%g, %g]", twos[f].name,
                          out.low, out.high);
            continue;
          }
        n_known++;
        for (j = 0; j < 4 + N_INSIDE; j++)
          {
            double x = inside (&random, a, j < 4 ? (int) (j & 1) : -1);
            double y = inside (&random, b, j < 4 ? (int) (j >> 1) : -1), z;
            exact_assert (twos[f].plain (&x, &y, 1, &z, NULL) == IND_OK,
                          "%s (%g, %g) has no result, and its twin has", twos[f].name, x, y);
            expect_inside (twos[f].name, z, out);
            low = fmin (low, z);
            high = fmax (high, z);
          }
        expect_tight (twos[f].name, low, high, out);
      }
  ck_assert_uint_gt (n_known, COUNT (twos) * N_RANDOM / 2);
}
END_TEST

START_TEST (test_threes)
{
  exact_random random = { 502 };
  size_t f, k, j, n_known = 0;

  for (f = 0; f < COUNT (threes); f++)
    for (k = 0; k < N_RANDOM; k++)
      {
        ind_interval x[3], out;
        double low = INFINITY, high = -INFINITY;
        for (j = 0; j < 3; j++)
          x[j] = interval (&random);
        if (threes[f].twin (&x[0], &x[1], &x[2], 1, &out) != IND_OK)
          continue;
        n_known++;
        for (j = 0; j < 8 + N_INSIDE; j++)
          {
            double a = inside (&random, x[0], j < 8 ? (int) (j & 1) : -1), z;
            double b = inside (&random, x[1], j < 8 ? (int) (j >> 1 & 1) : -1);
            double c = inside (&random, x[2], j < 8 ? (int) (j >> 2) : -1);
            exact_assert (threes[f].plain (&a, &b, &c, 1, &z, NULL) == IND_OK,
                          "%s (%g, %g, %g) has no result, and its twin has", threes[f].name, a, b,
                          c);
            expect_inside (threes[f].name, z, out);
            low = fmin (low, z);
            high = fmax (high, z);
          }
        expect_tight (threes[f].name, low, high, out);
      }
  ck_assert_uint_gt (n_known, N_RANDOM);
}
END_TEST

/* Growth per year, from 3 months to 12 years, and at an annual rate. */
START_TEST (test_growth_per_year)
{
  exact_random random = { 504 };
  size_t k, j;

  for (k = 0; k < 2 * N_RANDOM; k++)
    {
      plain_of_three plain = k % 2 == 0 ? ind_average_growth : ind_annualised_growth;
      twin_of_three twin
          = k % 2 == 0 ? ind_average_growth_interval : ind_annualised_growth_interval;
      ind_interval now = interval (&random), before = interval (&random), years, out;
      double low = INFINITY, high = -INFINITY;
      years.low = 0.25 + (double) exact_random_below (&random, 47) / 4;
      years.high = years.low + (double) exact_random_below (&random, 3) / 4;
      now.low = before.low / 2 + now.low / 1e6;
      now.high = fmax (now.low, before.high / 2);
      if (twin (&now, &before, &years, 1, &out) != IND_OK)
        {
          ck_assert (now.low <= 0 || before.low <= 0);
          continue;
        }
      for (j = 0; j < 8 + N_INSIDE; j++)
        {
          double a = inside (&random, now, j < 8 ? (int) (j & 1) : -1), z;
          double b = inside (&random, before, j < 8 ? (int) (j >> 1 & 1) : -1);
          double c = inside (&random, years, j < 8 ? (int) (j >> 2) : -1);
          exact_assert (plain (&a, &b, &c, 1, &z, NULL) == IND_OK, "%g, %g, %g", a, b, c);
          expect_inside ("growth per year", z, out);
          low = fmin (low, z);
          high = fmax (high, z);
        }
      expect_tight ("growth per year", low, high, out);
    }
}
END_TEST

START_TEST (test_location_quotient)
{
  exact_random random = { 503 };
  size_t k, j, i, n_known = 0;

  for (k = 0; k < N_RANDOM; k++)
    {
      ind_interval x[4], out;
      double low = INFINITY, high = -INFINITY;
      for (j = 0; j < 4; j++)
        x[j] = interval (&random);
      if (ind_location_quotient_interval (&x[0], &x[1], &x[2], &x[3], 1, &out) != IND_OK)
        continue;
      n_known++;
      for (j = 0; j < 16; j++)
        {
          double v[4], z;
          for (i = 0; i < 4; i++)
            v[i] = inside (&random, x[i], (int) (j >> i & 1));
          exact_assert (ind_location_quotient (&v[0], &v[1], &v[2], &v[3], 1, &z, NULL) == IND_OK,
                        "no quotient, and its twin has one");
          expect_inside ("location_quotient", z, out);
          low = fmin (low, z);
          high = fmax (high, z);
        }
      expect_tight ("location_quotient", low, high, out);
    }
  ck_assert_uint_gt (n_known, N_RANDOM / 2);
}
END_TEST

/* 21.57 of 100, each with its rounding: by hand. */
START_TEST (test_by_hand)
{
  ind_interval part = { 10871.25, 10871.35 }, total = { 50399.5, 50400.5 }, out;

  ck_assert_int_eq (ind_share_interval (&part, &total, 1, &out), IND_OK);
  suite_assert_near (out.low, 100 * 10871.25 / 50400.5, 1e-15, 0);
  suite_assert_near (out.high, 100 * 10871.35 / 50399.5, 1e-15, 0);
  ck_assert (out.low < 100 * 10871.25 / 50400.5 || out.high > 100 * 10871.35 / 50399.5);
}
END_TEST

/* A rate of 10 to 12 percent is to fall to 5, and is at 8: 2/5 to 4/7 of the way. */
START_TEST (test_target_progress)
{
  ind_interval actual = { 8, 8 }, baseline = { 10, 12 }, target = { 5, 5 }, out;
  static const ind_interval below = { -INFINITY, 0 }, above = { 8, INFINITY };

  ck_assert_int_eq (ind_target_progress_interval (&actual, &baseline, &target, 1, &out), IND_OK);
  suite_assert_near (out.low, 40, 1e-15, 0);
  suite_assert_near (out.high, 400.0 / 7, 1e-15, 0);
  ck_assert (out.low <= 40 && out.high >= 400.0 / 7);
  /* Limits: where the baseline is far below, all of the way is made; to a target far
   * above, nothing; and what is may be anything. */
  ck_assert_int_eq (ind_target_progress_interval (&actual, &below, &target, 1, &out), IND_OK);
  ck_assert (out.low == 100 && out.high >= 160 && out.high <= 160 * (1 + DBL_EPSILON));
  ck_assert_int_eq (ind_target_progress_interval (&target, &actual, &above, 1, &out),
                    IND_E_DOMAIN);
  baseline.low = baseline.high = 4;
  ck_assert_int_eq (ind_target_progress_interval (&target, &baseline, &above, 1, &out), IND_OK);
  ck_assert (out.low == 0 && out.high >= 25 && out.high <= 25 * (1 + DBL_EPSILON));
  ck_assert_int_eq (ind_target_progress_interval (&above, &baseline, &target, 1, &out), IND_OK);
  ck_assert (out.low >= 399 && out.low <= 400 && out.high == INFINITY);
  ck_assert_int_eq (ind_target_progress_interval (&above, &target, &baseline, 1, &out), IND_OK);
  ck_assert (out.low == -INFINITY && out.high >= -300 && out.high <= -299);
  /* The target may be the baseline. */
  baseline.high = 5;
  ck_assert_int_eq (ind_target_progress_interval (&actual, &baseline, &target, 1, &out),
                    IND_E_DOMAIN);
  ck_assert (ind_interval_is_empty (out));
}
END_TEST

START_TEST (test_domain)
{
  ind_interval a[] = { { 1, 2 }, { 1, 2 }, { INFINITY, -INFINITY }, { (double) NAN, 1 } };
  ind_interval b[] = { { -1, 1 }, { 3, 4 }, { 3, 4 }, { 3, 4 } }, out[4];
  size_t f, k;

  for (f = 0; f < COUNT (twos); f++)
    {
      int takes_zero = strstr (twos[f].name, "change") != NULL
                       || strstr (twos[f].name, "growth_of") != NULL
                       || strcmp (twos[f].name, "productivity_growth") == 0;
      ck_assert_int_eq (twos[f].twin (a, b, 4, out), IND_E_DOMAIN);
      ck_assert_msg (ind_interval_is_empty (out[0]) == !takes_zero, "%s by what may be zero",
                     twos[f].name);
      ck_assert_msg (!ind_interval_is_empty (out[1]), "%s", twos[f].name);
      for (k = 2; k < 4; k++)
        ck_assert_msg (ind_interval_is_empty (out[k]), "%s of nothing", twos[f].name);
      ck_assert_int_eq (twos[f].twin (NULL, NULL, 0, NULL), IND_OK);
      ck_assert_int_eq (twos[f].twin (NULL, b, 1, out), IND_E_ARGUMENT);
      ck_assert_int_eq (twos[f].twin (a, NULL, 1, out), IND_E_ARGUMENT);
      ck_assert_int_eq (twos[f].twin (a, b, 1, NULL), IND_E_ARGUMENT);
    }
  for (f = 0; f < COUNT (threes); f++)
    {
      ck_assert_int_eq (threes[f].twin (NULL, NULL, NULL, 0, NULL), IND_OK);
      ck_assert_int_eq (threes[f].twin (a, a, NULL, 1, out), IND_E_ARGUMENT);
      ck_assert_int_eq (threes[f].twin (a, a, a, 1, NULL), IND_E_ARGUMENT);
    }
  ck_assert_int_eq (ind_growth_interval (a, b + 1, 1, a), IND_OK);
  ck_assert (a[0].low <= -75 && a[0].high >= 100 * (2.0 / 3 - 1));
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("twins");
  tcase_add_test (tests, test_twos);
  tcase_add_test (tests, test_threes);
  tcase_add_test (tests, test_growth_per_year);
  tcase_add_test (tests, test_location_quotient);
  tcase_add_test (tests, test_target_progress);
  tcase_add_test (tests, test_by_hand);
  tcase_add_test (tests, test_domain);
  return suite_run (tests, "twins");
}
