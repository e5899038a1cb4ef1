/* SPDX-License-Identifier: GPL-3.0-or-later
 * Contributions to growth: published figures, additivity, an exact twin, the
 * domain. */
#include <float.h>

#include "indicators.h"
#include "support/exact.h"
#include "support/suite.h"

#define N_RANDOM 20000

/* Statistics Canada 13-017-x, table 2.12: contributions under a Fisher index.
 * They are those of a fixed base at the prices p(t-1) + p(t) / PF, with PF the
 * Fisher price index of the period. */
START_TEST (test_statcan)
{
  static const double value_2[] = { 72, 240, 455, 150 }, value_3[] = { 48, 255, 504, 135 };
  static const double real_2[] = { 108, 224, 525, 150 }, real_3[] = { 144, 238, 540, 162 };
  static const double published[] = { 1.98, 1.66, 1.49, 1.22 };
  static const double recomputed[]
      = { 1.980141188027859, 1.6597056779064678, 1.4946939122374796, 1.2151998928880927 };
  double laspeyres_above = 0, paasche_below = 0, all_2 = 0, all_3 = 0, fisher, total = 0, sum = 0;
  double part[4], previous_part[4], previous_total[4], out[4];
  size_t i;

  for (i = 0; i < 4; i++)
    {
      all_2 += value_2[i];
      all_3 += value_3[i];
      laspeyres_above += value_3[i] / real_3[i] * real_2[i];
      paasche_below += value_2[i] / real_2[i] * real_3[i];
    }
  fisher = sqrt (laspeyres_above / all_2 * all_3 / paasche_below);
  for (i = 0; i < 4; i++)
    {
      double price = value_2[i] / real_2[i] + value_3[i] / real_3[i] / fisher;
      part[i] = price * real_3[i];
      previous_part[i] = price * real_2[i];
      total += previous_part[i];
    }
  for (i = 0; i < 4; i++)
    previous_total[i] = total;
  ck_assert_int_eq (ind_contribution (part, previous_part, previous_total, 4, out, NULL), IND_OK);
  for (i = 0; i < 4; i++)
    {
      suite_assert_near (out[i], published[i], 0, 0.0055);
      suite_assert_near (out[i], recomputed[i], 1e-12, 0);
      sum += out[i];
    }
  /* The growth of the Fisher volume index. */
  suite_assert_near (sum, 6.349740671059889, 1e-12, 0);
}
END_TEST

/* Employment of a region grows by 25 from 180: industries by +10, +20, 0, -5
 * (Farhauer and Kroell 2013, shift-share example, in REAT). The contributions
 * add up to the growth of the total. */
START_TEST (test_additive)
{
  static const double part[] = { 100, 40, 10, 55 }, previous[] = { 90, 20, 10, 60 };
  static const double total[] = { 180, 180, 180, 180 }, change[] = { 10, 20, 0, -5 };
  double all = 205, out[4], growth, sum = 0;
  size_t i;

  ck_assert_int_eq (ind_contribution (part, previous, total, 4, out, NULL), IND_OK);
  for (i = 0; i < 4; i++)
    {
      suite_assert_near (out[i], 100 * change[i] / 180, 1e-15, 0);
      sum += out[i];
    }
  ck_assert_int_eq (ind_growth (&all, total, 1, &growth, NULL), IND_OK);
  suite_assert_near (sum, growth, 1e-15, 0);
}
END_TEST

START_TEST (test_exact_twin)
{
  exact_random random = { 47 };
  size_t i;

  for (i = 0; i < N_RANDOM; i++)
    {
      double total = fabs (exact_random_double (&random));
      double part = exact_random_double (&random), out, low, high;
      double previous = i % 2 == 0
                            ? exact_random_double (&random)
                            : exact_step (part, (int) exact_random_below (&random, 200) - 100);
      ind_status status = ind_contribution (&part, &previous, &total, 1, &out, NULL);
      low = exact_step (out, -3);
      high = exact_step (out, 3);
      if (status == IND_OK && isfinite (low) && isfinite (high))
        {
          exact_product below[] = { { low, total }, { -100, part }, { 100, previous } };
          exact_product above[] = { { high, total }, { -100, part }, { 100, previous } };
          exact_assert (exact_sign (below, 3) <= 0 && exact_sign (above, 3) >= 0,
                        "100 (%a - %a) / %a is not %a", part, previous, total, out);
        }
    }
}
END_TEST

START_TEST (test_domain)
{
  static const double part[] = { 1, 1, (double) NAN, 1, 1, 1e308, 2 };
  static const double previous[] = { 1, 1, 1, INFINITY, 1, -1e308, 0 };
  static const double total[] = { 0, -1, 1, 1, (double) NAN, 1e308, 4 };
  static const double expected[]
      = { (double) NAN, (double) NAN, (double) NAN, (double) NAN, (double) NAN, 200, 50 };
  double out[7];
  uint8_t valid[7];
  size_t i;

  ck_assert_int_eq (ind_contribution (part, previous, total, 7, out, valid), IND_E_DOMAIN);
  for (i = 0; i < 7; i++)
    {
      ck_assert_int_eq (valid[i], !isnan (expected[i]));
      ck_assert_msg (suite_is_near (out[i], expected[i], 0, 0), "element %zu is %g", i, out[i]);
    }
  ck_assert_int_eq (ind_contribution (NULL, NULL, NULL, 0, NULL, NULL), IND_OK);
  ck_assert_int_eq (ind_contribution (NULL, previous, total, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_contribution (part, NULL, total, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_contribution (part, previous, NULL, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_contribution (part, previous, total, 1, NULL, NULL), IND_E_ARGUMENT);
}
END_TEST

START_TEST (test_in_place)
{
  double part[] = { 3 }, previous[] = { 1 }, total[] = { 8 };

  ck_assert_int_eq (ind_contribution (part, previous, total, 1, total, NULL), IND_OK);
  ck_assert (total[0] == 25);
}
END_TEST

/* Prices, values and real dollars of table 2.12. */
static const double statcan_value[4][4] = { { 80, 180, 250, 100 },
                                            { 90, 210, 450, 150 },
                                            { 72, 240, 455, 150 },
                                            { 48, 255, 504, 135 } };
static const double statcan_real[4][4] = { { 60, 210, 375, 120 },
                                           { 90, 210, 450, 150 },
                                           { 108, 224, 525, 150 },
                                           { 144, 238, 540, 162 } };

/* The contributions above in one call; and in all periods they add up to the
 * published growth of the unlinked Fisher index. */
START_TEST (test_fisher_statcan)
{
  static const double published[] = { 1.98, 1.66, 1.49, 1.22 };
  static const double recomputed[]
      = { 1.980141188027859, 1.6597056779064678, 1.4946939122374796, 1.2151998928880927 };
  static const double index[] = { 118.2, 111.5, 106.3 };
  double price[4][4], out[4];
  size_t t, i;

  for (t = 0; t < 4; t++)
    for (i = 0; i < 4; i++)
      price[t][i] = statcan_value[t][i] / statcan_real[t][i];
  for (t = 0; t < 3; t++)
    {
      ck_assert_int_eq (ind_contribution_fisher (price[t], statcan_real[t], price[t + 1],
                                                 statcan_real[t + 1], 4, out),
                        IND_OK);
      suite_assert_near (100 + out[0] + out[1] + out[2] + out[3], index[t], 0, 0.0501);
    }
  for (i = 0; i < 4; i++)
    {
      suite_assert_near (out[i], published[i], 0, 0.0055);
      suite_assert_near (out[i], recomputed[i], 1e-13, 0);
    }
}
END_TEST

/* Prices and quantities exchanged: contributions to the Fisher price index of six
 * goods, first to second period (ILO et al., Producer Price Index Manual, tables
 * 19.1 and 19.2, as in Balk 2008), by the decomposition of van IJzeren (Balk, section
 * 4.2.2), as computed by the R package gpindex (examples of contributions). */
START_TEST (test_fisher_balk)
{
  static const double p0[] = { 1, 1, 1, 1, 1, 1 }, p1[] = { 1.2, 3.0, 1.3, 0.7, 1.4, 0.8 };
  static const double q0[] = { 1.0, 1.0, 2.0, 1.0, 4.5, 0.5 };
  static const double q1[] = { 0.8, 0.9, 1.9, 1.3, 4.7, 0.6 };
  static const double published[]
      = { 1.782865, 18.815627, 5.792735, -3.414531, 18.217135, -1.088828 };
  double out[6], sum = 0;
  size_t i;

  ck_assert_int_eq (ind_contribution_fisher (q0, p0, q1, p1, 6, out), IND_OK);
  for (i = 0; i < 6; i++)
    {
      suite_assert_near (out[i], published[i], 0, 0.5e-6);
      sum += out[i];
    }
  suite_assert_near (sum, 40.11, 0, 0.005);
}
END_TEST

#define N_ITEMS 12

/* They add up to the growth of the Fisher quantity index, of a slow twin, within
 * 1e-12 of what is added; each is within 8 units in the last place of its own: 3 of
 * the price index, which is in its weight, and 5 roundings. */
START_TEST (test_fisher_twin)
{
  exact_random random = { 101 };
  size_t round;

  for (round = 0; round < N_RANDOM / 4; round++)
    {
      double x[4][N_ITEMS], *p0 = x[0], *q0 = x[1], *p1 = x[2], *q1 = x[3], out[N_ITEMS];
      size_t n = 1 + exact_random_below (&random, N_ITEMS), i, k;
      long double v00 = 0, v01 = 0, v10 = 0, v11 = 0, price, base = 0, sum = 0, size = 0, growth;

      for (k = 0; k < 4; k++)
        for (i = 0; i < n; i++)
          x[k][i] = (double) (1 + exact_random_below (&random, 100000)) / 100;
      /* Some with a small change, and some items new or gone. */
      for (i = 0; i < n && round % 3 == 0; i++)
        q1[i] = exact_step (q0[i], (int) exact_random_below (&random, 2000) - 1000);
      if (round % 5 == 0 && n > 2)
        q0[0] = q1[1] = 0;
      for (i = 0; i < n; i++)
        {
          v00 += (long double) p0[i] * q0[i];
          v01 += (long double) p0[i] * q1[i];
          v10 += (long double) p1[i] * q0[i];
          v11 += (long double) p1[i] * q1[i];
        }
      price = sqrtl (v10 / v00 * (v11 / v01));
      /* sqrt (x) - 1 without cancellation, v01 - v00 and v11 - v10 item by item. */
      {
        long double d0 = 0, d1 = 0, square;
        for (i = 0; i < n; i++)
          {
            d0 += (long double) p0[i] * ((long double) q1[i] - q0[i]);
            d1 += (long double) p1[i] * ((long double) q1[i] - q0[i]);
          }
        square = d0 / v00 + d1 / v10 + d0 / v00 * (d1 / v10);
        growth = 100 * square / (sqrtl (1 + square) + 1);
      }
      for (i = 0; i < n; i++)
        base += (p1[i] / price + p0[i]) * q0[i];
      exact_assert (ind_contribution_fisher (p0, q0, p1, q1, n, out) == IND_OK, "no result");
      for (i = 0; i < n; i++)
        {
          long double exact
              = 100 * (p1[i] / price + p0[i]) * ((long double) q1[i] - q0[i]) / base;
          exact_assert (suite_ulps (out[i], exact) <= 8, "item %zu is %.17g, not %.20Lg", i,
                        out[i], exact);
          sum += (long double) out[i];
          size += fabsl ((long double) out[i]);
        }
      exact_assert (fabsl (sum - growth) <= 1e-12L * size, "%.17Lg is not %.17Lg", sum, growth);
      /* In place. */
      exact_assert (ind_contribution_fisher (p0, q0, p1, q1, n, q1) == IND_OK, "no result");
      for (i = 0; i < n; i++)
        exact_assert (q1[i] == out[i], "item %zu in place is %g, not %g", i, q1[i], out[i]);
    }
}
END_TEST

START_TEST (test_fisher_domain)
{
  static const double bad[] = { -1, (double) NAN, INFINITY, -INFINITY };
  static const double good[] = { 2, 3 }, none[] = { 0, 0 }, huge[] = { 1e308, 1e308 };
  static const double large[] = { 3, 1e307 }, part[] = { 2, 0 };
  double out[2];
  size_t k, j;

  for (k = 0; k < 4; k++)
    for (j = 0; j < 4; j++)
      {
        double x[4][2] = { { 2, 3 }, { 4, 5 }, { 6, 7 }, { 8, 9 } };
        x[k][1] = bad[j];
        out[0] = out[1] = 1;
        ck_assert_int_eq (ind_contribution_fisher (x[0], x[1], x[2], x[3], 2, out),
                          IND_E_DOMAIN);
        ck_assert (isnan (out[0]) && isnan (out[1]));
      }
  /* Nothing was produced, costs, or is produced: there is no Fisher index. */
  for (k = 0; k < 4; k++)
    {
      out[0] = out[1] = 1;
      ck_assert_int_eq (ind_contribution_fisher (k == 0 ? none : good, k == 1 ? none : good,
                                                 k == 2 ? none : good, k == 3 ? none : good, 2,
                                                 out),
                        IND_E_DOMAIN);
      ck_assert (isnan (out[0]) && isnan (out[1]));
    }
  ck_assert_int_eq (ind_contribution_fisher (good, part, good, good, 2, out), IND_OK);
  ck_assert (out[0] == 0 && out[1] == 225);
  ck_assert_int_eq (ind_contribution_fisher (good, huge, good, good, 2, out), IND_E_DOMAIN);
  ck_assert (isnan (out[0]) && isnan (out[1]));
  /* One too large leaves no decomposition at all. */
  ck_assert_int_eq (ind_contribution_fisher (good, good, good, large, 2, out), IND_E_DOMAIN);
  ck_assert (isnan (out[0]) && isnan (out[1]));

  ck_assert_int_eq (ind_contribution_fisher (NULL, NULL, NULL, NULL, 0, NULL), IND_E_DOMAIN);
  out[0] = 7;
  ck_assert_int_eq (ind_contribution_fisher (NULL, good, good, good, 2, out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_contribution_fisher (good, NULL, good, good, 2, out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_contribution_fisher (good, good, NULL, good, 2, out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_contribution_fisher (good, good, good, NULL, 2, out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_contribution_fisher (good, good, good, good, 2, NULL), IND_E_ARGUMENT);
  ck_assert (out[0] == 7);
}
END_TEST

/* Table 2.12 again: contributions under a chain of Laspeyres volumes, from the
 * growth of each part and the values of the period before. They add up to the
 * published Laspeyres indices of A and B (112.5) and of all (107.0). */
START_TEST (test_chained_statcan)
{
  static const double growth[] = { 100.0 / 3, 6.25, 100.0 / 35, 8 };
  static const double all[] = { 917, 917, 917, 917 }, some[] = { 312, 312 };
  double out[4], change;

  ck_assert_int_eq (ind_contribution_chained (growth, statcan_value[2], all, 4, out, NULL),
                    IND_OK);
  suite_assert_near (100 + out[0] + out[1] + out[2] + out[3], 107.0, 0, 0.05);
  ck_assert_int_eq (ind_contribution_chained (growth, statcan_value[2], some, 2, out, NULL),
                    IND_OK);
  suite_assert_near (100 + out[0] + out[1], 112.5, 0, 0.0501);
  /* Groups contribute what their parts do. */
  change = out[0] + out[1];
  ck_assert_int_eq (ind_contribution_chained (&change, some, all, 1, &change, NULL), IND_OK);
  ck_assert_int_eq (ind_contribution_chained (growth, statcan_value[2], all, 2, out, NULL),
                    IND_OK);
  suite_assert_near (out[0] + out[1], change, 1e-14, 0);
}
END_TEST

/* For annual Laspeyres volumes they add up: to the growth of the values at prices
 * of the year before. Within 2 units in the last place. */
START_TEST (test_chained_twin)
{
  exact_random random = { 103 };
  size_t round;

  for (round = 0; round < N_RANDOM / 4; round++)
    {
      double before[5], volume[5], total[5], growth[5], out[5], now = 0, then = 0, all;
      long double sum = 0;
      size_t i;

      for (i = 0; i < 5; i++)
        {
          before[i] = (double) (1 + exact_random_below (&random, 1000000)) / 8;
          volume[i] = (double) exact_random_below (&random, 1000000) / 8;
          then += before[i];
          now += volume[i];
        }
      for (i = 0; i < 5; i++)
        total[i] = then;
      exact_assert (ind_growth (volume, before, 5, growth, NULL) == IND_OK
                        && ind_growth (&now, &then, 1, &all, NULL) == IND_OK
                        && ind_contribution_chained (growth, before, total, 5, out, NULL)
                               == IND_OK,
                    "no contributions");
      for (i = 0; i < 5; i++)
        {
          exact_assert (suite_ulps (out[i], (long double) growth[i] * before[i] / then) <= 2,
                        "part %zu is %.17g", i, out[i]);
          sum += (long double) out[i];
        }
      exact_assert (suite_is_near ((double) sum, all, 1e-12, 1e-12), "%Lg is not %g", sum, all);
    }
}
END_TEST

START_TEST (test_chained_domain)
{
  static const double growth[] = { 5, 5, (double) NAN, 5, INFINITY, 1e300, 1e300, 5, 0, -5 };
  static const double part[] = { 7, 7, 7, INFINITY, 7, 1e300, 1e10, -20, 7, 1e-310 };
  static const double total[]
      = { 0, -1, 1, 1, 1, 1e300, 1e-10, 100, INFINITY, (double) NAN };
  double out[10], in_place[] = { 5 }, hundred[] = { 100 };
  uint8_t valid[10];
  size_t i;

  ck_assert_int_eq (ind_contribution_chained (growth, part, total, 10, out, valid),
                    IND_E_DOMAIN);
  for (i = 0; i < 10; i++)
    {
      int has_result = i == 5 || i == 7;
      ck_assert_int_eq (valid[i], has_result);
      ck_assert (isnan (out[i]) != has_result);
    }
  ck_assert (out[5] == 1e300 && out[7] == -1);
  ck_assert_int_eq (ind_contribution_chained (in_place, part, hundred, 1, in_place, NULL),
                    IND_OK);
  ck_assert (in_place[0] == 0.35);
  ck_assert_int_eq (ind_contribution_chained (NULL, NULL, NULL, 0, NULL, NULL), IND_OK);
  ck_assert_int_eq (ind_contribution_chained (NULL, part, total, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_contribution_chained (growth, NULL, total, 1, out, NULL),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_contribution_chained (growth, part, NULL, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_contribution_chained (growth, part, total, 1, NULL, NULL),
                    IND_E_ARGUMENT);
}
END_TEST

/* Contribution of components to the change of real GDP of the United States, third
 * quarter of 1982 to second of 1990, in percent of it: GDP, personal consumption,
 * durable and nondurable goods, services, private investment, exports, imports,
 * government (U.S. Bureau of Economic Analysis, Survey of Current Business, July
 * 1995, table 1). */
START_TEST (test_share_bea)
{
  static const double before[]
      = { 3164.2, 2073.1, 235.2, 777.5, 1060.4, 509.4, 279.0, 309.3, 612.0 };
  static const double after[]
      = { 4182.5, 2721.8, 402.3, 945.8, 1373.4, 732.8, 490.4, 552.8, 791.8 };
  static const double published[] = { 100.0, 63.7, 16.4, 16.5, 30.7, 21.9, 20.8, 23.9, 17.7 };
  double total[9], contribution[9], growth[9], out[9];
  size_t i;

  for (i = 0; i < 9; i++)
    total[i] = before[0];
  ck_assert_int_eq (ind_contribution (after, before, total, 9, contribution, NULL), IND_OK);
  for (i = 0; i < 9; i++)
    growth[i] = contribution[0];
  ck_assert_int_eq (ind_contribution_share (contribution, growth, 9, out, NULL), IND_OK);
  ck_assert (out[0] == 100);
  for (i = 0; i < 9; i++)
    suite_assert_near (out[i], published[i], 0, 0.05);
  suite_assert_near (out[2] + out[3] + out[4], out[1], 0, 0.05);
}
END_TEST

/* Rounded once. In a fall what fell has a positive share. */
START_TEST (test_share)
{
  static const double part[] = { 1, -3, 3, 0, (double) NAN, INFINITY, 5, 5, 1e308, 1e300 };
  static const double growth[]
      = { 4, -4, -4, -4, 1, 1, 0, (double) NAN, 1e308, 1e-300 };
  static const double expected[] = { 25, 75, -75, 0, (double) NAN, (double) NAN,
                                     (double) NAN, (double) NAN, 100, (double) NAN };
  exact_random random = { 107 };
  double out[10];
  uint8_t valid[10];
  size_t i;

  ck_assert_int_eq (ind_contribution_share (part, growth, 10, out, valid), IND_E_DOMAIN);
  for (i = 0; i < 10; i++)
    {
      ck_assert_int_eq (valid[i], !isnan (expected[i]));
      ck_assert_msg (suite_is_near (out[i], expected[i], 0, 0), "element %zu is %g", i, out[i]);
    }
  for (i = 0; i < N_RANDOM; i++)
    {
      double a = ((double) exact_random_below (&random, 100000) - 50000) / 1000;
      double b = ((double) exact_random_below (&random, 100000) + 0.5) / 1000;
      exact_assert (ind_contribution_share (&a, &b, 1, out, NULL) == IND_OK
                        && suite_ulps (out[0], 100 * (long double) a / b) <= 2,
                    "100 %g / %g is %.17g", a, b, out[0]);
      exact_assert (ind_contribution_share (&b, &b, 1, &b, NULL) == IND_OK && b == 100,
                    "the whole is %.17g", b);
    }
  ck_assert_int_eq (ind_contribution_share (NULL, NULL, 0, NULL, NULL), IND_OK);
  ck_assert_int_eq (ind_contribution_share (NULL, growth, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_contribution_share (part, NULL, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_contribution_share (part, growth, 1, NULL, NULL), IND_E_ARGUMENT);
}
END_TEST

/* A part and a total, linked by annual overlap. */
typedef struct linked {
  double value[24], base[6], year[6];
} linked;

static ind_status
overlap (const linked *part, const linked *total, size_t n_years, size_t per_year, size_t lag,
         double *out, uint8_t *valid)
{
  return ind_contribution_annual_overlap (part->value, part->base, part->year, total->value,
                                          total->base, total->year, n_years, per_year, lag, out,
                                          valid);
}

/* By hand: goods A and B at prices of 7 and 6, then 5.5 and 9. Over the link, A makes
 *
 *   100 (1974/4 - 515.9 + 3336/3594 (418 - 1551/4)) / 850.7 = 0.6675049 points
 *
 * of the growth from the fourth quarter to the first, and from a year ago 6.0898537. */
START_TEST (test_annual_overlap)
{
  static const double quantity[8][2]
      = { { 67.4, 57.6 }, { 69.4, 57.1 }, { 71.5, 56.5 }, { 73.7, 55.8 },
          { 76.0, 55.4 }, { 78.3, 54.8 }, { 80.6, 54.2 }, { 83.1, 53.8 } };
  linked a = { .base = { 1757, 1551 }, .year = { 1974, 1749 } };
  linked b = { .base = { 1416, 2043 }, .year = { 1362, 1963.8 } };
  linked total = { .base = { 3173, 3594 }, .year = { 3336, 3712.8 } };
  double of_a[8], of_b[8], chain[8], growth[8];
  uint8_t valid[8];
  size_t lag, i;

  for (i = 0; i < 8; i++)
    {
      a.value[i] = quantity[i][0] * (i < 4 ? 7 : 5.5);
      b.value[i] = quantity[i][1] * (i < 4 ? 6 : 9);
      total.value[i] = a.value[i] + b.value[i];
    }
  ck_assert_int_eq (ind_chain_quarters_annual_overlap (total.value, total.base, total.year, 2, 4,
                                                       chain, NULL),
                    IND_OK);
  for (lag = 1; lag <= 4; lag++)
    {
      ck_assert_int_eq (overlap (&a, &total, 2, 4, lag, of_a, valid), IND_E_DOMAIN);
      ck_assert_int_eq (overlap (&b, &total, 2, 4, lag, of_b, NULL), IND_E_DOMAIN);
      ck_assert_int_eq (ind_growth_over (chain, 8, lag, growth, NULL), IND_E_DOMAIN);
      for (i = 0; i < 8; i++)
        {
          ck_assert (valid[i] == (i >= lag) && isnan (of_a[i]) == (i < lag)
                     && isnan (of_b[i]) == (i < lag));
          if (i >= lag)
            suite_assert_near (of_a[i] + of_b[i], growth[i], 0, 1e-13);
        }
      if (lag == 1)
        {
          /* Within a year at prices of the year before. */
          suite_assert_near (of_a[1], 100 * 2 * 7 / 817.4, 1e-13, 0);
          suite_assert_near (of_a[4], 0.6675049, 0, 5e-8);
          suite_assert_near (of_b[4], -0.6556714, 0, 5e-8);
        }
      if (lag == 4)
        {
          suite_assert_near (of_a[4], 6.0898537, 0, 5e-8);
          suite_assert_near (of_b[4], -2.0036453, 0, 5e-8);
        }
    }
}
END_TEST

static double
price (exact_random *random)
{
  return (double) (1 + exact_random_below (random, 64)) / 8;
}

/* Contributions of the parts, imports among them, add up to the growth of the total's
 * chain over each lag; a part that is all of it has all of the growth. Of years, they
 * are those of chained volumes. */
START_TEST (test_annual_overlap_additive)
{
  exact_random random = { 131 };
  size_t round, n_known = 0;

  for (round = 0; round < 1000; round++)
    {
      static const size_t lengths[] = { 1, 2, 4 };
      size_t per_year = lengths[exact_random_below (&random, 3)], n_years = 2 + round % 5;
      size_t lag = 1 + exact_random_below (&random, per_year), n = n_years * per_year, year, i, k;
      double sum[24] = { 0 }, all[24], out[24], chain[24], growth[24], prices[4], largest = 0;
      linked part[4], total = { { 0 }, { 0 }, { 0 } };

      for (k = 0; k < 4; k++)
        {
          prices[k] = price (&random) * (k == 3 ? -1 : 1);
          part[k].base[0] = prices[k] * (k == 3 ? 100 : 400);
          total.base[0] += part[k].base[0];
        }
      for (year = 0; year < n_years; year++)
        for (k = 0; k < 4; k++)
          {
            double next = price (&random) * (k == 3 ? -1 : 1), own = 0;
            part[k].year[year] = 0;
            for (i = year * per_year; i < (year + 1) * per_year; i++)
              {
                double quantity = (double) (1 + exact_random_below (&random, k == 3 ? 80 : 800)) / 8;
                part[k].value[i] = quantity * prices[k];
                total.value[i] += part[k].value[i];
                part[k].year[year] += part[k].value[i];
                own += quantity * next;
              }
            total.year[year] += part[k].year[year];
            if (year + 1 < n_years)
              {
                part[k].base[year + 1] = own;
                total.base[year + 1] += own;
              }
            prices[k] = next;
          }
      if (ind_chain_quarters_annual_overlap (total.value, total.base, total.year, n_years,
                                             per_year, chain, NULL)
              != IND_OK
          || overlap (&total, &total, n_years, per_year, lag, all, NULL) != IND_E_DOMAIN
          || isnan (all[n - 1]))
        continue;
      for (k = 0; k < 4; k++)
        {
          ck_assert_int_eq (overlap (&part[k], &total, n_years, per_year, lag, out, NULL),
                            IND_E_DOMAIN);
          for (i = lag; i < n; i++)
            {
              sum[i] += out[i];
              largest = fmax (largest, fabs (out[i]));
            }
          if (per_year == 1)
            for (i = 1; i < n; i++)
              {
                double rate = 100 * (part[k].value[i] - part[k].base[i]) / part[k].base[i], same;
                ck_assert_int_eq (ind_contribution_chained (&rate, &part[k].base[i],
                                                            &total.base[i], 1, &same, NULL),
                                  IND_OK);
                exact_assert (suite_is_near (out[i], same, 1e-13, 1e-12),
                              "of year %zu %.17g, not %.17g", i, out[i], same);
              }
        }
      ck_assert_int_eq (ind_growth_over (chain, n, lag, growth, NULL), IND_E_DOMAIN);
      for (i = lag; i < n; i++)
        {
          if (isnan (growth[i]) || isnan (all[i]))
            continue;
          n_known++;
          exact_assert (fabs (sum[i] - growth[i]) <= 1e-13 * (largest + 100),
                        "period %zu: %.17g, not %.17g", i, sum[i], growth[i]);
          exact_assert (fabs (all[i] - growth[i]) <= 1e-13 * (largest + 100),
                        "period %zu: %.17g, not %.17g", i, all[i], growth[i]);
        }
    }
  ck_assert_uint_gt (n_known, 3000);
}
END_TEST

START_TEST (test_annual_overlap_domain)
{
  static const double bad[] = { (double) NAN, INFINITY, 0, -1 };
  linked part = { { 1, 2, 3, 4 }, { 5, 6 }, { 3, 7 } };
  linked total = { { 10, 20, 30, 40 }, { 50, 60 }, { 30, 70 } };
  double out[4], same[4];
  uint8_t valid[4];
  size_t k, i;

  ck_assert_int_eq (overlap (&part, &total, 2, 2, 1, out, valid), IND_E_DOMAIN);
  ck_assert (!valid[0] && valid[1] && valid[2] && valid[3]);
  ck_assert (out[1] == 10);
  /* 100 (3 - 2 2 + 30/60 (2 3 - 6)) / (2 20). */
  ck_assert (out[2] == -2.5);
  for (k = 0; k < 4; k++)
    {
      /* Of the part, only what is no number is missing. */
      int is_missing = k < 2;
      linked p = part, t = total;
      p.value[1] = bad[k];
      ck_assert_int_eq (overlap (&p, &t, 2, 2, 1, out, valid), IND_E_DOMAIN);
      ck_assert (valid[1] == !is_missing && valid[2] == !is_missing && valid[3]);
      p = part;
      p.year[0] = bad[k];
      ck_assert_int_eq (overlap (&p, &t, 2, 2, 1, out, valid), IND_E_DOMAIN);
      ck_assert (valid[1] && valid[2] == !is_missing && valid[3]);
      p = part;
      p.base[1] = bad[k];
      ck_assert_int_eq (overlap (&p, &t, 2, 2, 1, out, valid), IND_E_DOMAIN);
      ck_assert (valid[1] && valid[2] == !is_missing && valid[3]);
      p = part;
      /* The total is divided by, but for its last value, and linked with. */
      t.value[1] = bad[k];
      ck_assert_int_eq (overlap (&p, &t, 2, 2, 1, out, valid), IND_E_DOMAIN);
      ck_assert (valid[1] && !valid[2] && valid[3]);
      t = total;
      t.year[0] = bad[k];
      ck_assert_int_eq (overlap (&p, &t, 2, 2, 1, out, valid), IND_E_DOMAIN);
      ck_assert (valid[1] && !valid[2] && valid[3]);
      t = total;
      t.base[1] = bad[k];
      ck_assert_int_eq (overlap (&p, &t, 2, 2, 1, out, valid), IND_E_DOMAIN);
      ck_assert (valid[1] && !valid[2] && valid[3]);
      /* What belongs to the first link and the next one is not used. */
      t = total;
      t.base[0] = p.base[0] = t.year[1] = p.year[1] = bad[k];
      ck_assert_int_eq (overlap (&p, &t, 2, 2, 1, out, valid), IND_E_DOMAIN);
      ck_assert (valid[1] && valid[2] && valid[3]);
    }

  /* Values of any size: nothing overflows on the way, nor loses its digits. */
  ck_assert_int_eq (overlap (&part, &total, 2, 2, 2, out, NULL), IND_E_DOMAIN);
  for (k = 0; k < 2; k++)
    {
      int size = k == 0 ? 1017 : -1000;
      linked p, t;
      for (i = 0; i < 4; i++)
        {
          p.value[i] = ldexp (part.value[i], size);
          t.value[i] = ldexp (total.value[i], size);
        }
      for (i = 0; i < 2; i++)
        {
          p.base[i] = ldexp (part.base[i], size);
          p.year[i] = ldexp (part.year[i], size);
          t.base[i] = ldexp (total.base[i], size);
          t.year[i] = ldexp (total.year[i], size);
        }
      ck_assert_int_eq (overlap (&p, &t, 2, 2, 2, same, NULL), IND_E_DOMAIN);
      ck_assert (same[2] == out[2] && same[3] == out[3]);
    }

  ck_assert_int_eq (overlap (&part, &total, 0, 2, 1, NULL, NULL), IND_OK);
  ck_assert_int_eq (overlap (&part, &total, 2, 2, 0, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (overlap (&part, &total, 2, 2, 3, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (overlap (&part, &total, 2, 0, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (overlap (&part, &total, 2, 2, 1, NULL, NULL), IND_E_ARGUMENT);
  for (k = 0; k < 6; k++)
    ck_assert_int_eq (ind_contribution_annual_overlap (
                          k == 0 ? NULL : part.value, k == 1 ? NULL : part.base,
                          k == 2 ? NULL : part.year, k == 3 ? NULL : total.value,
                          k == 4 ? NULL : total.base, k == 5 ? NULL : total.year, 2, 2, 1, out,
                          NULL),
                      IND_E_ARGUMENT);

  /* In place. */
  ck_assert_int_eq (overlap (&part, &total, 2, 2, 1, out, NULL), IND_E_DOMAIN);
  ck_assert_int_eq (overlap (&part, &total, 2, 2, 1, part.value, NULL), IND_E_DOMAIN);
  ck_assert (isnan (part.value[0]));
  for (i = 1; i < 4; i++)
    ck_assert (part.value[i] == out[i]);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("contribution");
  tcase_add_test (tests, test_statcan);
  tcase_add_test (tests, test_additive);
  tcase_add_test (tests, test_exact_twin);
  tcase_add_test (tests, test_domain);
  tcase_add_test (tests, test_in_place);
  tcase_add_test (tests, test_fisher_statcan);
  tcase_add_test (tests, test_fisher_balk);
  tcase_add_test (tests, test_fisher_twin);
  tcase_add_test (tests, test_fisher_domain);
  tcase_add_test (tests, test_chained_statcan);
  tcase_add_test (tests, test_chained_twin);
  tcase_add_test (tests, test_chained_domain);
  tcase_add_test (tests, test_annual_overlap);
  tcase_add_test (tests, test_annual_overlap_additive);
  tcase_add_test (tests, test_annual_overlap_domain);
  tcase_add_test (tests, test_share_bea);
  tcase_add_test (tests, test_share);
  return suite_run (tests, "contribution");
}
