/* SPDX-License-Identifier: GPL-3.0-or-later
 * Benchmarking: published series, what must hold whatever the numbers, and the solution
 * of the normal equations as Statistics Canada writes them, solved densely here. */
#include "indicators.h"

#include "reconcile/reconciling.h"
#include "support/exact.h"
#include "support/failing_memory.h"

#define MOST 40

/* Annual totals of quarters, from the first element. */
static size_t
make_years (ind_benchmark_total *totals, const double *annual, size_t n, size_t per_year)
{
  size_t k;

  for (k = 0; k < n; k++)
    {
      totals[k].from = k * per_year;
      totals[k].to = (k + 1) * per_year;
      totals[k].total = annual[k];
      totals[k].alterability = 0;
    }
  return n;
}

/* ------------------------------------------------------------------------
 * Published series
 * ---------------------------------------------------------------------- */

/* Bloem, Dippelsman and Maehle, Quarterly National Accounts Manual (IMF, 2001), example
 * 6.2, one decimal, which is not always the nearest; the last four quarters are carried on
 * by the last ratio. */
START_TEST (test_manual_of_national_accounts)
{
  static const double indicator[] = { 98.2, 100.8, 102.2, 100.8, 99.0,  101.6,
                                      102.7, 101.5, 100.5, 103.0, 103.5, 101.5 };
  static const double annual[] = { 4000, 4161.4 };
  static const double expected[] = { 969.8,  998.4,  1018.3, 1013.4, 1007.2, 1042.9,
                                     1060.3, 1051.0, 1040.6, 1066.5, 1071.7, 1051.0 };
  ind_benchmark_total totals[2];
  double out[12], bias;
  size_t k;

  make_years (totals, annual, 2, 4);
  ck_assert_int_eq (ind_benchmark (indicator, 12, totals, 2, NULL, out, &bias, NULL), IND_OK);
  for (k = 0; k < 12; k++)
    suite_assert_near (out[k], expected[k], 0, 0.06);
  ck_assert_double_eq (bias, 1);
}
END_TEST

/* The example of Stata's command denton, as statsmodels (test_denton_quarterly2) has it,
 * to six decimals or eight digits. */
START_TEST (test_stata)
{
  static const double annual[] = { 500, 400, 300, 400, 500 };
  static const double expected[]
      = { 64.334796, 127.80616, 187.82379, 120.03526, 56.563894, 105.97568, 147.50144,
          89.958987, 40.547201, 74.445963, 108.34473, 76.66211,  42.763347, 94.14664,
          153.41596, 109.67405, 58.290761, 122.62556, 190.41409, 128.66959 };
  ind_benchmark_total totals[5];
  double series[20];
  size_t k;

  for (k = 0; k < 20; k++)
    series[k] = k % 4 == 0 ? 50 : k % 4 == 2 ? 150 : 100;
  make_years (totals, annual, 5, 4);
  ck_assert_int_eq (ind_benchmark (series, 20, totals, 5, NULL, series, NULL, NULL), IND_OK);
  for (k = 0; k < 20; k++)
    suite_assert_near (series[k], expected[k], 0, 6e-6);
}
END_TEST

/* Statistics Canada, G-Series, documentation of benchmarking(), example 1: the bias. */
START_TEST (test_published_bias)
{
  static const double indicator[] = { 1.9, 2.4, 3.1, 2.2, 2.0, 2.6, 3.4, 2.4, 2.3 };
  static const double annual[] = { 10.3, 10.2 };
  ind_benchmark_options options = { 0.729, 0, 1, NULL };
  ind_benchmark_total totals[2];
  double out[9], bias;

  make_years (totals, annual, 2, 4);
  ck_assert_int_eq (ind_benchmark (indicator, 9, totals, 2, &options, out, &bias, NULL), IND_OK);
  suite_assert_near (bias, 0.0625, 1e-12, 0);
}
END_TEST

/* Example 3: sales of cars and vans, 30 quarters; ten of them are printed. */
START_TEST (test_published_sales)
{
  static const double cars[30]
      = { 1851, 2436, 3115, 2205, 1987, 2635, 3435, 2361, 2183, 2822, 3664, 2550, 2342, 3001, 3779,
          2538, 2363, 3090, 3807, 2631, 2601, 3063, 3961, 2774, 2476, 3083, 3864, 2773, 2489, 3082 };
  static const double vans[30]
      = { 1900, 2200, 3000, 2000, 1900, 2500, 3800, 2500, 2100, 3100, 3650, 2950, 3300, 4000, 3290,
          2600, 2010, 3600, 3500, 2100, 2050, 3500, 4290, 2800, 2770, 3080, 3100, 2800, 3100, 2860 };
  static const double annual_cars[] = { 10324, 10200, 10582, 11097, 11582, 11092 };
  static const double annual_vans[] = { 12000, 10400, 11550, 11400, 14500, 16000 };
  static const double expected[3][10]
      = { { 1987.762, 2641.222, 3366.003, 2329.013, 2021.161, 2602.064, 3320.486, 2256.289, 2072.168, 2663.309 },
          { 2470.301, 2956.559, 4031.113, 2542.026, 1900.0, 2500.0, 3636.551, 2363.449, 2071.868, 3112.774 },
          { 2497.155, 2980.984, 4029.901, 2491.96, 2077.268, 2466.739, 3522.652, 2333.342, 2060.533, 3110.631 } };
  double alterability[30], out[30];
  ind_benchmark_total totals[6];
  size_t i, k;

  for (k = 0; k < 30; k++)
    alterability[k] = 1;
  alterability[4] = alterability[5] = 0; /* the first quarters of 2012, of vans */
  for (i = 0; i < 3; i++)
    {
      ind_benchmark_options options = { 0.729, 1, 0, i == 1 ? alterability : NULL };
      make_years (totals, i == 0 ? annual_cars : annual_vans, 6, 4);
      ck_assert_int_eq (
          ind_benchmark (i == 0 ? cars : vans, 30, totals, 6, &options, out, NULL, NULL), IND_OK);
      for (k = 0; k < 10; k++)
        suite_assert_near (out[k], expected[i][k], 0, 0.000501);
      if (i == 1)
        ck_assert (out[4] == vans[4] && out[5] == vans[5]);
    }
}
END_TEST

/* ------------------------------------------------------------------------
 * The normal equations
 * ---------------------------------------------------------------------- */

/* Solves the symmetric positive system in place by Cholesky; long double. */
static void
solve_positive (long double a[MOST][MOST], long double *b, size_t n)
{
  size_t i, j, k;

  for (i = 0; i < n; i++)
    for (j = 0; j <= i; j++)
      {
        long double sum = a[i][j];
        for (k = 0; k < j; k++)
          sum -= a[i][k] * a[j][k];
        a[i][j] = i == j ? sqrtl (sum) : sum / a[j][j];
      }
  for (i = 0; i < n; i++)
    {
      for (k = 0; k < i; k++)
        b[i] -= a[i][k] * b[k];
      b[i] /= a[i][i];
    }
  for (i = n; i-- > 0;)
    {
      for (k = i + 1; k < n; k++)
        b[i] -= a[k][i] * b[k];
      b[i] /= a[i][i];
    }
}

/* s + V J' (J V J' + V_a)^-1 (a - J s), V = C Omega C, omega = rho^|i - j|: Statistics
 * Canada, G-Series, benchmarking(), details. */
static void
solve_normal_equations (const double *series, size_t n, const ind_benchmark_total *totals,
                        size_t m, const ind_benchmark_options *options, double bias, double *out)
{
  long double s[MOST], c[MOST], v[MOST][MOST], a[MOST][MOST], rest[MOST];
  size_t i, j, t, u;

  for (t = 0; t < n; t++)
    {
      s[t] = options->lambda == 0 ? series[t] + bias : series[t] * bias;
      c[t] = sqrtl (options->alterability == NULL ? 1 : options->alterability[t])
             * powl (fabsl (s[t]), options->lambda);
    }
  for (t = 0; t < n; t++)
    for (u = 0; u < n; u++)
      v[t][u] = c[t] * c[u] * powl (options->rho, fabsl ((long double) t - (long double) u));
  for (i = 0; i < m; i++)
    {
      rest[i] = totals[i].total;
      for (t = totals[i].from; t < totals[i].to; t++)
        rest[i] -= s[t];
      for (j = 0; j < m; j++)
        {
          a[i][j] = i == j ? totals[i].alterability * fabs (totals[i].total) : 0;
          for (t = totals[i].from; t < totals[i].to; t++)
            for (u = totals[j].from; u < totals[j].to; u++)
              a[i][j] += v[t][u];
        }
    }
  solve_positive (a, rest, m);
  for (t = 0; t < n; t++)
    {
      long double x = s[t];
      for (i = 0; i < m; i++)
        for (u = totals[i].from; u < totals[i].to; u++)
          x += v[t][u] * rest[i];
      out[t] = (double) x;
    }
}

START_TEST (test_normal_equations)
{
  static const double rhos[] = { 0, 0.3, 0.729, 0.9, 0.999 }, lambdas[] = { 0, 0.5, 1 };
  exact_random random = { 9 };
  size_t round, k, t;

  for (round = 0; round < 600; round++)
    {
      ind_benchmark_options options = { rhos[round % 5], lambdas[round / 5 % 3],
                                        (int) (round / 15 % 2), NULL };
      size_t n = 4 + exact_random_below (&random, 30), m = 1 + exact_random_below (&random, n / 4);
      double series[MOST], alterability[MOST], out[MOST], expected[MOST], bias;
      ind_benchmark_total totals[MOST];
      for (t = 0; t < n; t++)
        {
          series[t] = 50 + (double) exact_random_below (&random, 100);
          alterability[t] = 0.5 + (double) exact_random_below (&random, 4);
          if (t % 4 == 1)
            alterability[t] = 0;
        }
      if (exact_random_below (&random, 2) == 0)
        options.alterability = alterability;
      for (k = 0; k < m; k++)
        {
          /* Spans of 2 to 4, one after the other, some elements between them. */
          totals[k].from = 4 * k + exact_random_below (&random, 2);
          totals[k].to = 4 * k + 3 + exact_random_below (&random, 2);
          totals[k].total = 300 + (double) exact_random_below (&random, 300);
          totals[k].alterability
              = exact_random_below (&random, 4) == 0 ? 0.1 + (double) exact_random_below (&random, 3)
                                                     : 0;
        }
      ck_assert_int_eq (ind_benchmark (series, n, totals, m, &options, out, &bias, NULL), IND_OK);
      solve_normal_equations (series, n, totals, m, &options, bias, expected);
      for (t = 0; t < n; t++)
        exact_assert (suite_is_near (out[t], expected[t], 1e-10, 1e-9),
                      "round %zu: element %zu is %.17g, expected %.17g", round, t, out[t],
                      expected[t]);
    }
}
END_TEST

/* ------------------------------------------------------------------------
 * What must hold
 * ---------------------------------------------------------------------- */

START_TEST (test_binding_totals_are_met)
{
  exact_random random = { 10 };
  size_t round, k, t;

  for (round = 0; round < 300; round++)
    {
      ind_benchmark_options options = { round % 3 == 0 ? 1 : 0.9, round % 2 == 0 ? 1 : 0.25, 0,
                                        NULL };
      double series[MOST], annual[10], out[MOST];
      ind_benchmark_total totals[10];
      for (t = 0; t < 40; t++)
        series[t] = pow (10, (double) exact_random_below (&random, 7) - 3)
                    * (1 + (double) exact_random_below (&random, 9));
      for (k = 0; k < 10; k++)
        annual[k] = 1 + (double) exact_random_below (&random, 100000);
      make_years (totals, annual, 10, 4);
      ck_assert_int_eq (ind_benchmark (series, 40, totals, 10, &options, out, NULL, NULL), IND_OK);
      for (k = 0; k < 10; k++)
        suite_assert_near (out[4 * k] + out[4 * k + 1] + out[4 * k + 2] + out[4 * k + 3],
                           annual[k], 1e-9, 0);
    }
}
END_TEST

/* Where the ratio of totals to the series is the same everywhere, the proportional method of
 * Denton multiplies by it, and with the bias corrected so does every other. */
START_TEST (test_constant_ratio)
{
  static const double rhos[] = { 1, 0.729, 0 };
  double series[14], annual[3], out[14], bias;
  ind_benchmark_total totals[3];
  size_t i, t;

  for (t = 0; t < 14; t++)
    series[t] = 7 + (double) (t * t % 11);
  for (i = 0; i < 3; i++)
    annual[i] = 1.25 * (series[4 * i] + series[4 * i + 1] + series[4 * i + 2] + series[4 * i + 3]);
  make_years (totals, annual, 3, 4);
  for (i = 0; i < 3; i++)
    {
      ind_benchmark_options options = { rhos[i], 1, 1, NULL };
      ck_assert_int_eq (ind_benchmark (series, 14, totals, 3, &options, out, &bias, NULL), IND_OK);
      for (t = 0; t < 14; t++)
        suite_assert_near (out[t], 1.25 * series[t], 1e-12, 0);
    }
}
END_TEST

/* rho = 0 and lambda = 1/2 is prorating (Statistics Canada, G-Series, benchmarking(),
 * details). */
START_TEST (test_prorating)
{
  static const double series[] = { 1, 2, 3, 4, 4, 3, 2, 1, 5 }, annual[] = { 20, 5 };
  ind_benchmark_options options = { 0, 0.5, 0, NULL };
  ind_benchmark_total totals[2];
  double out[9];
  size_t t;

  make_years (totals, annual, 2, 4);
  ck_assert_int_eq (ind_benchmark (series, 9, totals, 2, &options, out, NULL, NULL), IND_OK);
  for (t = 0; t < 9; t++)
    suite_assert_near (out[t], series[t] * (t < 4 ? 2 : t < 8 ? 0.5 : 1), 1e-14, 0);
}
END_TEST

/* A stock at the end of each year: one element each. */
START_TEST (test_stocks)
{
  static const double series[] = { 100, 110, 120, 130, 140, 150, 160, 170 };
  ind_benchmark_total totals[] = { { 3, 4, 143, 0 }, { 7, 8, 187, 0 } };
  double out[8];
  size_t t;

  ck_assert_int_eq (ind_benchmark (series, 8, totals, 2, NULL, out, NULL, NULL), IND_OK);
  for (t = 0; t < 8; t++)
    suite_assert_near (out[t], 1.1 * series[t], 1e-13, 0);
}
END_TEST

/* 0 stays 0 where it is proportional; additive, it moves. A negative element moves by its
 * size. */
START_TEST (test_zero_and_negative_elements)
{
  static const double series[] = { 0, 10, -10, 20 };
  ind_benchmark_total total = { 0, 4, 40, 0 };
  ind_benchmark_options proportional = { 0, 1, 0, NULL }, additive = { 1, 0, 0, NULL };
  double out[4];
  size_t t;

  ck_assert_int_eq (ind_benchmark (series, 4, &total, 1, &proportional, out, NULL, NULL), IND_OK);
  /* 20 is shared out by the squares 0, 100, 100, 400. */
  suite_assert_near (out[0], 0, 0, 0);
  suite_assert_near (out[1], 10 + 20. / 6, 1e-14, 0);
  suite_assert_near (out[2], -10 + 20. / 6, 1e-14, 0);
  suite_assert_near (out[3], 20 + 80. / 6, 1e-14, 0);
  ck_assert_int_eq (ind_benchmark (series, 4, &total, 1, &additive, out, NULL, NULL), IND_OK);
  for (t = 0; t < 4; t++)
    suite_assert_near (out[t], series[t] + 5, 1e-14, 0);
  ck_assert_int_eq (ind_benchmark (series, 4, &total, 1, NULL, out, NULL, NULL), IND_OK);
  ck_assert_double_eq (out[0], 0);
  /* ... |s| e, with one e for all: 20 = (10 + 10 + 20) e. */
  suite_assert_near (out[2], -5, 1e-14, 0);
}
END_TEST

/* Years and their quarters: what follows from the others may be said, to the digits of a
 * double, and nothing else. */
START_TEST (test_overlapping_totals)
{
  static const double series[] = { 0.3, 0.2, 0.1, 0.4 };
  ind_benchmark_total totals[]
      = { { 0, 1, 0.1, 0 }, { 1, 2, 0.2, 0 }, { 2, 4, 0.3, 0 }, { 0, 4, 0.6, 0 } };
  ind_error error;
  double out[4];
  size_t k;

  ck_assert_int_eq (ind_benchmark (series, 4, totals, 4, NULL, out, NULL, &error), IND_OK);
  suite_assert_near (out[2] + out[3], 0.3, 1e-14, 0);
  totals[3].total = 0.601;
  ck_assert_int_eq (ind_benchmark (series, 4, totals, 4, NULL, out, NULL, &error),
                    IND_E_CONTRADICTION);
  ck_assert_int_eq (error.status, IND_E_CONTRADICTION);
  for (k = 0; k < 4; k++)
    ck_assert (isfinite (out[k]));
  /* Not if one of them gives way. */
  totals[1].alterability = 1;
  ck_assert_int_eq (ind_benchmark (series, 4, totals, 4, NULL, out, NULL, &error), IND_OK);
  suite_assert_near (out[1], 0.201, 1e-12, 0);
}
END_TEST

START_TEST (test_all_fixed)
{
  static const double series[] = { 0.1, 0.2, 0.3 }, alterability[] = { 0, 0, 0 };
  ind_benchmark_options options = { 1, 1, 0, alterability };
  ind_benchmark_total total = { 0, 3, 0.6, 0 };
  double out[3];

  /* 0.1 + 0.2 + 0.3 is not 0.6 to the last bit. */
  ck_assert_int_eq (ind_benchmark (series, 3, &total, 1, &options, out, NULL, NULL), IND_OK);
  ck_assert_double_eq (out[1], 0.2);
  total.total = 0.7;
  ck_assert_int_eq (ind_benchmark (series, 3, &total, 1, &options, out, NULL, NULL),
                    IND_E_CONTRADICTION);
  ck_assert_double_eq (out[1], 0.2);
}
END_TEST

START_TEST (test_nothing_to_do)
{
  static const double series[] = { 3, 4 };
  ind_benchmark_options options = { 0.5, 1, 1, NULL };
  double out[2], bias;

  ck_assert_int_eq (ind_benchmark (NULL, 0, NULL, 0, NULL, NULL, NULL, NULL), IND_OK);
  ck_assert_int_eq (ind_benchmark (series, 2, NULL, 0, NULL, out, NULL, NULL), IND_OK);
  ck_assert (out[0] == 3 && out[1] == 4);
  ck_assert_int_eq (ind_benchmark (series, 2, NULL, 0, &options, out, &bias, NULL), IND_OK);
  ck_assert (out[0] == 3 && out[1] == 4 && bias == 1);
}
END_TEST

/* Daily figures of 30 years to monthly totals, a century of months to years, one of days to
 * weeks. */
START_TEST (test_long_series)
{
  static const size_t sizes[][2] = { { 10950, 365 }, { 1200, 100 }, { 36500, 5214 } };
  size_t i, k, t;

  for (i = 0; i < 3; i++)
    {
      size_t n = sizes[i][0], m = sizes[i][1], span = n / m;
      double *series = malloc (n * sizeof *series);
      ind_benchmark_total *totals = malloc (m * sizeof *totals);
      for (t = 0; t < n; t++)
        series[t] = 100 + (double) (t * 37 % 50);
      for (k = 0; k < m; k++)
        {
          totals[k].from = k * span;
          totals[k].to = (k + 1) * span;
          totals[k].total = (double) span * (120 + (double) (k * 13 % 17));
          totals[k].alterability = 0;
        }
      ck_assert_int_eq (ind_benchmark (series, n, totals, m, NULL, series, NULL, NULL), IND_OK);
      for (k = 0; k < m; k++)
        {
          double sum = 0;
          for (t = totals[k].from; t < totals[k].to; t++)
            sum += series[t];
          suite_assert_near (sum, totals[k].total, 1e-9, 0);
        }
      free (series);
      free (totals);
    }
}
END_TEST

/* ------------------------------------------------------------------------
 * What is refused
 * ---------------------------------------------------------------------- */

START_TEST (test_what_is_refused)
{
  double series[] = { 1, 2, 3, 4 }, alterability[] = { 1, 1, 1, 1 }, out[4] = { -1, -1, -1, -1 };
  ind_benchmark_total total = { 0, 4, 20, 0 };
  ind_benchmark_options options = { 0.5, 1, 0, alterability };
  ind_error error;

#define REFUSED(place, wrong, expected)                                                          \
  do                                                                                             \
    {                                                                                            \
      __typeof__(place) right = place;                                                           \
      place = wrong;                                                                             \
      ck_assert_int_eq (ind_benchmark (series, 4, &total, 1, &options, out, NULL, &error),       \
                        expected);                                                               \
      ck_assert_int_eq (error.status, expected);                                                 \
      ck_assert_double_eq (out[0], -1);                                                          \
      place = right;                                                                             \
    }                                                                                            \
  while (0)
  REFUSED (series[1], NAN, IND_E_DOMAIN);
  REFUSED (series[1], INFINITY, IND_E_DOMAIN);
  REFUSED (series[1], 1e300, IND_E_DOMAIN);
  REFUSED (total.total, NAN, IND_E_DOMAIN);
  REFUSED (total.total, 1e61, IND_E_DOMAIN);
  REFUSED (total.alterability, -1, IND_E_ARGUMENT);
  REFUSED (total.alterability, NAN, IND_E_ARGUMENT);
  REFUSED (total.alterability, INFINITY, IND_E_ARGUMENT);
  REFUSED (alterability[2], -1, IND_E_ARGUMENT);
  REFUSED (alterability[2], NAN, IND_E_ARGUMENT);
  REFUSED (alterability[2], INFINITY, IND_E_ARGUMENT);
  REFUSED (alterability[2], 1e-100, IND_E_DOMAIN);
  REFUSED (options.rho, -0.1, IND_E_ARGUMENT);
  REFUSED (options.rho, 1.1, IND_E_ARGUMENT);
  REFUSED (options.rho, NAN, IND_E_ARGUMENT);
  REFUSED (options.lambda, -0.1, IND_E_ARGUMENT);
  REFUSED (options.lambda, 1.1, IND_E_ARGUMENT);
  REFUSED (options.lambda, NAN, IND_E_ARGUMENT);
  REFUSED (total.from, 4, IND_E_RANGE);
  REFUSED (total.to, 5, IND_E_RANGE);
  REFUSED (total.to, SIZE_MAX, IND_E_RANGE);
  options.corrects_bias = 1;
  REFUSED (total.total, 0, IND_E_DOMAIN);
  series[0] = -9;
  REFUSED (options.corrects_bias, 1, IND_E_DOMAIN);
#undef REFUSED
  ck_assert_int_eq (ind_benchmark (NULL, 4, &total, 1, &options, out, NULL, NULL),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_benchmark (series, 4, NULL, 1, &options, out, NULL, NULL),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_benchmark (series, 4, &total, 1, &options, NULL, NULL, NULL),
                    IND_E_ARGUMENT);
}
END_TEST

START_TEST (test_anything)
{
  exact_random random = { 11 };
  size_t round, k, n_done = 0;

  for (round = 0; round < 20000; round++)
    {
      double series[6], alterability[6], out[6];
      ind_benchmark_total totals[2] = { { 0, 3, 9, 0 }, { 2, 6, 20, 0 } };
      ind_benchmark_options options = { (double) exact_random_below (&random, 5) / 4,
                                        (double) exact_random_below (&random, 5) / 4,
                                        (int) exact_random_below (&random, 2), alterability };
      ind_status status;
      for (k = 0; k < 6; k++)
        {
          series[k] = (double) k - 1;
          alterability[k] = 1;
        }
      for (k = exact_random_below (&random, 4); k > 0; k--)
        {
          double x = exact_random_double (&random);
          switch (exact_random_below (&random, 5))
            {
            case 0: series[exact_random_below (&random, 6)] = x; break;
            case 1: alterability[exact_random_below (&random, 6)] = fabs (x); break;
            case 2: totals[0].total = x; break;
            case 3: totals[1].alterability = fabs (x); break;
            default: options.rho = x; break;
            }
        }
      status = ind_benchmark (series, 6, totals, 2, &options, out, NULL, NULL);
      exact_assert (status == IND_OK || status == IND_E_DOMAIN || status == IND_E_ARGUMENT
                        || status == IND_E_CONTRADICTION,
                    "round %zu: status %d", round, status);
      for (k = 0; k < 6 && (status == IND_OK || status == IND_E_CONTRADICTION); k++, n_done++)
        exact_assert (isfinite (out[k]), "round %zu: %g", round, out[k]);
    }
  ck_assert_uint_gt (n_done, 1000);
}
END_TEST

START_TEST (test_out_of_memory)
{
  static const double series[] = { 1, 2, 3, 4, 5 };
  ind_benchmark_total totals[] = { { 0, 2, 4, 0 }, { 2, 4, 8, 1 } };
  size_t n, before = failing_memory_blocks ();
  double out[5] = { -1, -1, -1, -1, -1 };

  for (n = 1;; n++)
    {
      ind_error error;
      ind_status status;
      size_t n_failed;
      failing_memory_arm (n, 0);
      status = ind_benchmark (series, 5, totals, 2, NULL, out, NULL, &error);
      n_failed = failing_memory_disarm ();
      ck_assert_uint_eq (failing_memory_blocks (), before);
      if (n_failed == 0)
        {
          ck_assert_int_eq (status, IND_OK);
          break;
        }
      ck_assert_int_eq (status, IND_E_MEMORY);
      ck_assert_int_eq (error.status, IND_E_MEMORY);
      ck_assert_double_eq (out[0], -1);
    }
  ck_assert_uint_gt (n, 10);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("benchmark");
  tcase_add_checked_fixture (tests, reconciling_watch_gsl, NULL);
  tcase_set_timeout (tests, 60);
  tcase_add_test (tests, test_manual_of_national_accounts);
  tcase_add_test (tests, test_stata);
  tcase_add_test (tests, test_published_bias);
  tcase_add_test (tests, test_published_sales);
  tcase_add_test (tests, test_normal_equations);
  tcase_add_test (tests, test_binding_totals_are_met);
  tcase_add_test (tests, test_constant_ratio);
  tcase_add_test (tests, test_prorating);
  tcase_add_test (tests, test_stocks);
  tcase_add_test (tests, test_zero_and_negative_elements);
  tcase_add_test (tests, test_overlapping_totals);
  tcase_add_test (tests, test_all_fixed);
  tcase_add_test (tests, test_nothing_to_do);
  tcase_add_test (tests, test_long_series);
  tcase_add_test (tests, test_what_is_refused);
  tcase_add_test (tests, test_anything);
  tcase_add_test (tests, test_out_of_memory);
  return suite_run (tests, "benchmark");
}
