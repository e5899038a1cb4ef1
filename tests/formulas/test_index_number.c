/* SPDX-License-Identifier: GPL-3.0-or-later
 * Index numbers: published figures, the tests of the index-number literature, a
 * slow twin, the domain. */
#include <float.h>

#include "indicators.h"
#include "support/exact.h"
#include "support/suite.h"

#define N_RANDOM 3000
#define N_ITEMS 12
#define N_GOODS 6

/* Six goods over five periods: ILO et al., Producer Price Index Manual (2004),
 * tables 19.1 and 19.2, as adapted by Balk, Price and Quantity Index Numbers
 * (2008), tables 3.1 and 3.2. */
static const double goods_price[5][N_GOODS] = { { 1.0, 1.0, 1.0, 1.0, 1.0, 1.0 },
                                                { 1.2, 3.0, 1.3, 0.7, 1.4, 0.8 },
                                                { 1.0, 1.0, 1.5, 0.5, 1.7, 0.6 },
                                                { 0.8, 0.5, 1.6, 0.3, 1.9, 0.4 },
                                                { 1.0, 1.0, 1.6, 0.1, 2.0, 0.2 } };
static const double goods_quantity[5][N_GOODS] = { { 1.0, 1.0, 2.0, 1.0, 4.5, 0.5 },
                                                   { 0.8, 0.9, 1.9, 1.3, 4.7, 0.6 },
                                                   { 1.0, 1.1, 1.8, 3.0, 5.0, 0.8 },
                                                   { 1.2, 1.2, 1.9, 6.0, 5.6, 1.3 },
                                                   { 0.9, 1.2, 2.0, 12.0, 6.5, 2.5 } };

static void
multiply (const double *a, const double *b, size_t n, double *out)
{
  size_t i;

  for (i = 0; i < n; i++)
    out[i] = a[i] * b[i];
}

/* Fixed-base price indices, of Balk (2008), tables 3.4 and 3.6, and of the R
 * package gpindex (data set price6), to four decimals. */
START_TEST (test_balk)
{
  static const double published[4][5] = { { 1.0000, 1.4200, 1.3450, 1.3550, 1.4400 },
                                          { 1.0000, 1.3824, 1.2031, 1.0209, 0.7968 },
                                          { 1.0000, 1.4011, 1.2721, 1.1762, 1.0712 },
                                          { 1.0000, 1.4052, 1.2890, 1.2268, 1.2477 } };
  const double *p0 = goods_price[0], *q0 = goods_quantity[0];
  double out[4], v0[N_GOODS], v1[N_GOODS];
  size_t t, k;

  multiply (p0, q0, N_GOODS, v0);
  for (t = 0; t < 5; t++)
    {
      const double *p1 = goods_price[t], *q1 = goods_quantity[t];
      multiply (p1, q1, N_GOODS, v1);
      ck_assert_int_eq (ind_laspeyres_index (p0, p1, q0, N_GOODS, &out[0]), IND_OK);
      ck_assert_int_eq (ind_paasche_index (p0, p1, q1, N_GOODS, &out[1]), IND_OK);
      ck_assert_int_eq (ind_fisher_index (p0, p1, q0, q1, N_GOODS, &out[2]), IND_OK);
      ck_assert_int_eq (ind_tornqvist_index (p0, p1, v0, v1, N_GOODS, &out[3]), IND_OK);
      for (k = 0; k < 4; k++)
        {
          suite_assert_near (out[k], 100 * published[k][t], 0, 0.005);
          ck_assert (t > 0 || out[k] == 100);
        }
    }
}
END_TEST

/* The same goods: a Laspeyres price index from the second period to the third of
 * 0.9609929 and a quantity index of 1.175887, and the Lowe index from the third to
 * the fourth with quantities of the second that chains to 0.970922 (gpindex,
 * examples of price_indexes and quantity_index). */
START_TEST (test_lowe)
{
  double out;

  ck_assert_int_eq (ind_laspeyres_index (goods_price[1], goods_price[2], goods_quantity[1],
                                         N_GOODS, &out),
                    IND_OK);
  suite_assert_near (out, 96.09929, 0, 0.5e-5);
  ck_assert_int_eq (ind_laspeyres_index (goods_quantity[1], goods_quantity[2], goods_price[1],
                                         N_GOODS, &out),
                    IND_OK);
  suite_assert_near (out, 117.5887, 0, 0.5e-4);
  ck_assert_int_eq (
      ind_lowe_index (goods_price[2], goods_price[3], goods_quantity[1], N_GOODS, &out), IND_OK);
  suite_assert_near (out, 100 * 0.970922 / 0.9609929, 1e-6, 0);
  /* By hand: the ratio of the Laspeyres indices 1.3450 and 1.4200. */
  ck_assert_int_eq (
      ind_lowe_index (goods_price[1], goods_price[2], goods_quantity[0], N_GOODS, &out), IND_OK);
  suite_assert_near (out, 100 * 13.45 / 14.2, 1e-15, 0);
}
END_TEST

/* With values of the first period Young's index is the Laspeyres index (1.3450,
 * Balk 2008). From the second to the third period, by hand: (1/1.2 + 1/3
 * + 2 1.5/1.3 + 0.5/0.7 + 4.5 1.7/1.4 + 0.5 0.6/0.8) / 10. */
START_TEST (test_young)
{
  double out;

  ck_assert_int_eq (
      ind_young_index (goods_price[0], goods_price[2], goods_quantity[0], N_GOODS, &out), IND_OK);
  suite_assert_near (out, 134.50, 1e-15, 0);
  ck_assert_int_eq (
      ind_young_index (goods_price[1], goods_price[2], goods_quantity[0], N_GOODS, &out), IND_OK);
  suite_assert_near (out, 100.2793040293040293, 1e-15, 0);
}
END_TEST

/* Statistics Canada 13-017-x, table 2.12: volumes of four goods and of their
 * groups, from values in dollars and real dollars, unlinked. */
START_TEST (test_statcan)
{
  static const double value[4][4]
      = { { 80, 180, 250, 100 }, { 90, 210, 450, 150 }, { 72, 240, 455, 150 },
          { 48, 255, 504, 135 } };
  static const double real[4][4]
      = { { 60, 210, 375, 120 }, { 90, 210, 450, 150 }, { 108, 224, 525, 150 },
          { 144, 238, 540, 162 } };
  static const struct {
    size_t first, n;
    double paasche[3], laspeyres[3], fisher[3];
  } published[] = {
    { 0, 2, { 111.1, 109.5, 109.8 }, { 115.4, 110.7, 112.5 }, { 113.2, 110.1, 111.1 } },
    { 2, 2, { 121.2, 112.0, 103.9 }, { 121.4, 112.5, 104.1 }, { 121.3, 112.3, 104.0 } },
    { 0, 4, { 117.6, 111.2, 105.7 }, { 118.9, 111.9, 107.0 }, { 118.2, 111.5, 106.3 } },
  };
  double price[4][4], out;
  size_t t, k, i;

  for (t = 0; t < 4; t++)
    for (i = 0; i < 4; i++)
      price[t][i] = value[t][i] / real[t][i];
  for (k = 0; k < 3; k++)
    for (t = 0; t < 3; t++)
      {
        size_t first = published[k].first, n = published[k].n;
        const double *q0 = real[t] + first, *q1 = real[t + 1] + first;
        const double *p0 = price[t] + first, *p1 = price[t + 1] + first;
        ck_assert_int_eq (ind_laspeyres_index (q0, q1, p0, n, &out), IND_OK);
        suite_assert_near (out, published[k].laspeyres[t], 0, 0.0501);
        ck_assert_int_eq (ind_paasche_index (q0, q1, p1, n, &out), IND_OK);
        suite_assert_near (out, published[k].paasche[t], 0, 0.0501);
        ck_assert_int_eq (ind_fisher_index (q0, q1, p0, p1, n, &out), IND_OK);
        suite_assert_near (out, published[k].fisher[t], 0, 0.0501);
      }
}
END_TEST

/* Prices or quantities from 0.01 to 1000, all decimals. */
static size_t
random_items (exact_random *random, double x[][N_ITEMS], size_t n_arrays)
{
  size_t n = 1 + exact_random_below (random, N_ITEMS), k, i;

  for (k = 0; k < n_arrays; k++)
    for (i = 0; i < n; i++)
      x[k][i] = (double) (1 + exact_random_below (random, 100000)) / 100;
  return n;
}

/* What a price index times a quantity index, or an index and its reverse, is. */
START_TEST (test_identities)
{
  exact_random random = { 61 };
  double x[4][N_ITEMS], *p0 = x[0], *p1 = x[1], *q0 = x[2], *q1 = x[3];
  double v0[N_ITEMS], v1[N_ITEMS], price, quantity, back, out[5];
  size_t round, n, i;

  for (round = 0; round < N_RANDOM; round++)
    {
      double value0 = 0, value1 = 0, value;
      n = random_items (&random, x, 4);
      multiply (p0, q0, n, v0);
      multiply (p1, q1, n, v1);
      for (i = 0; i < n; i++)
        {
          value0 += v0[i];
          value1 += v1[i];
        }
      value = 1e4 * value1 / value0;

      exact_assert (ind_laspeyres_index (p0, p1, q0, n, &price) == IND_OK
                        && ind_paasche_index (q0, q1, p1, n, &quantity) == IND_OK
                        && suite_is_near (price * quantity, value, 1e-14, 0),
                    "Laspeyres price and Paasche quantity");
      exact_assert (ind_paasche_index (p0, p1, q1, n, &price) == IND_OK
                        && ind_laspeyres_index (q0, q1, p0, n, &quantity) == IND_OK
                        && suite_is_near (price * quantity, value, 1e-14, 0),
                    "Paasche price and Laspeyres quantity");
      exact_assert (ind_fisher_index (p0, p1, q0, q1, n, &price) == IND_OK
                        && ind_fisher_index (q0, q1, p0, p1, n, &quantity) == IND_OK
                        && suite_is_near (price * quantity, value, 1e-14, 0),
                    "factor reversal of Fisher's index");
      exact_assert (ind_fisher_index (p1, p0, q1, q0, n, &back) == IND_OK
                        && suite_is_near (price * back, 1e4, 1e-14, 0),
                    "time reversal of Fisher's index");
      exact_assert (ind_tornqvist_index (p0, p1, v0, v1, n, &price) == IND_OK
                        && ind_tornqvist_index (p1, p0, v1, v0, n, &back) == IND_OK
                        && suite_is_near (price * back, 1e4, 1e-13, 0),
                    "time reversal of Toernqvist's index");

      /* Lowe indices with the same weights chain; x[3] is a third price. */
      exact_assert (ind_lowe_index (p0, p1, q0, n, &out[0]) == IND_OK
                        && ind_lowe_index (p1, q1, q0, n, &out[1]) == IND_OK
                        && ind_lowe_index (p0, q1, q0, n, &out[2]) == IND_OK
                        && suite_is_near (out[0] * out[1], 100 * out[2], 1e-14, 0),
                    "Lowe indices chain");
      /* Values of the previous period make Young's index that of Laspeyres. */
      exact_assert (ind_young_index (p0, p1, v0, n, &out[1]) == IND_OK
                        && suite_is_near (out[1], out[0], 1e-14, 0),
                    "Young's index is that of Laspeyres");
      exact_assert (ind_fisher_index (p0, p1, q0, q1, n, &price) == IND_OK
                        && ind_paasche_index (p0, p1, q1, n, &out[1]) == IND_OK
                        && price >= fmin (out[0], out[1]) * (1 - 1e-15)
                        && price <= fmax (out[0], out[1]) * (1 + 1e-15),
                    "Fisher's index is between those of Laspeyres and Paasche");
    }
}
END_TEST

/* Where all items change alike, or none does, every index says so, exactly when
 * the change is one of units or a power of two; and units of items do not count. */
START_TEST (test_proportional)
{
  exact_random random = { 67 };
  double x[3][N_ITEMS], *p0 = x[0], *q0 = x[1], *q1 = x[2], p1[N_ITEMS], out[5];
  size_t round, n, i, k;

  for (round = 0; round < N_RANDOM; round++)
    {
      double factor = ldexp (1, (int) exact_random_below (&random, 9) - 4);
      n = random_items (&random, x, 3);
      for (i = 0; i < n; i++)
        p1[i] = factor * p0[i];
      exact_assert (ind_lowe_index (p0, p1, q0, n, &out[0]) == IND_OK
                        && ind_paasche_index (p0, p1, q1, n, &out[1]) == IND_OK
                        && ind_fisher_index (p0, p1, q0, q1, n, &out[2]) == IND_OK
                        && ind_young_index (p0, p1, q0, n, &out[3]) == IND_OK
                        && ind_tornqvist_index (p0, p1, q0, q1, n, &out[4]) == IND_OK,
                    "an index of proportional prices");
      for (k = 0; k < 4; k++)
        exact_assert (out[k] == 100 * factor, "index %zu of %g is %.17g", k, factor, out[k]);
      exact_assert (suite_is_near (out[4], 100 * factor, 4e-15, 0)
                        && (factor != 1 || out[4] == 100),
                    "Toernqvist index of %g is %.17g", factor, out[4]);

      /* Another unit of the first item. */
      ck_assert_int_eq (ind_fisher_index (p0, q1, q0, q1, n, &out[0]), IND_OK);
      p0[0] *= 1024;
      for (i = 0; i < n; i++)
        p1[i] = q1[i];
      p1[0] *= 1024;
      q0[0] /= 1024;
      q1[0] /= 1024;
      ck_assert_int_eq (ind_fisher_index (p0, p1, q0, q1, n, &out[1]), IND_OK);
      exact_assert (out[0] == out[1], "Fisher's index depends on units");
    }
}
END_TEST

/* Round results come out round: 110 of prices that rose by a tenth. */
START_TEST (test_round_results)
{
  static const double p0[] = { 10, 20, 50 }, p1[] = { 11, 22, 55 }, q0[] = { 3, 7, 1 },
                      q1[] = { 4, 5, 6 };
  double out;

  ck_assert_int_eq (ind_laspeyres_index (p0, p1, q0, 3, &out), IND_OK);
  ck_assert (out == 110);
  ck_assert_int_eq (ind_fisher_index (p0, p1, q0, q1, 3, &out), IND_OK);
  ck_assert (out == 110);
}
END_TEST

static long double
slow_ratio (const double *x0, const double *x1, const double *w, size_t n)
{
  long double now = 0, then = 0;
  size_t i;

  for (i = 0; i < n; i++)
    {
      now += (long double) x1[i] * w[i];
      then += (long double) x0[i] * w[i];
    }
  return now / then;
}

/* Within 4 units in the last place of a slow twin; Toernqvist's, an exponential,
 * within 4 for each unit of the logarithms, which it cannot know better. */
START_TEST (test_twin)
{
  exact_random random = { 71 };
  double x[4][N_ITEMS], *p0 = x[0], *p1 = x[1], *q0 = x[2], *q1 = x[3], out;
  size_t round, n, i;

  for (round = 0; round < N_RANDOM; round++)
    {
      long double laspeyres, paasche, young = 0, total0 = 0, total1 = 0, sum = 0, logs = 0;
      n = random_items (&random, x, 4);
      /* Some with a small change of all. */
      for (i = 0; i < n && round % 3 == 0; i++)
        p1[i] = p0[i] * (1 + ((double) exact_random_below (&random, 2000000) - 1e6) * 0x1p-52);
      laspeyres = slow_ratio (p0, p1, q0, n);
      paasche = slow_ratio (p0, p1, q1, n);
      for (i = 0; i < n; i++)
        {
          young += q0[i] * ((long double) p1[i] / p0[i]);
          total0 += q0[i];
          total1 += q1[i];
        }
      for (i = 0; i < n; i++)
        {
          long double share = (q0[i] / total0 + q1[i] / total1) / 2;
          sum += share * logl ((long double) p1[i] / p0[i]);
          logs += share * fabsl (logl ((long double) p1[i] / p0[i]));
        }
      exact_assert (ind_laspeyres_index (p0, p1, q0, n, &out) == IND_OK
                        && suite_ulps (out, 100 * laspeyres) <= 2,
                    "Laspeyres index %.17g", out);
      exact_assert (ind_fisher_index (p0, p1, q0, q1, n, &out) == IND_OK
                        && suite_ulps (out, 100 * sqrtl (laspeyres * paasche)) <= 3,
                    "Fisher index %.17g", out);
      exact_assert (ind_young_index (p0, p1, q0, n, &out) == IND_OK
                        && suite_ulps (out, 100 * young / total0) <= 4,
                    "Young index %.17g", out);
      exact_assert (ind_tornqvist_index (p0, p1, q0, q1, n, &out) == IND_OK
                        && suite_ulps (out, 100 * expl (sum)) <= 4 * (1 + (double) logs),
                    "Toernqvist index %.17g", out);
    }
}
END_TEST

/* Every index with one operand of one item replaced. */
static void
check_operand (double value, int is_allowed_previous, int is_allowed_current,
               int is_allowed_weight)
{
  size_t k;

  for (k = 0; k < 4; k++)
    {
      double x[4][2] = { { 2, 3 }, { 3, 4 }, { 5, 6 }, { 7, 8 } }, out = 1;
      int is_allowed = k == 0 ? is_allowed_previous
                              : k == 1 ? is_allowed_current : is_allowed_weight;
      int is_strict = is_allowed && !(k < 2 && value == 0);
      x[k][1] = value;
      if (k < 3)
        {
          ck_assert_int_eq (ind_lowe_index (x[0], x[1], x[2], 2, &out),
                            is_allowed ? IND_OK : IND_E_DOMAIN);
          ck_assert (is_allowed != isnan (out));
          out = 1;
          ck_assert_int_eq (ind_young_index (x[0], x[1], x[2], 2, &out),
                            is_allowed && !(k == 0 && value == 0) ? IND_OK : IND_E_DOMAIN);
          ck_assert ((is_allowed && !(k == 0 && value == 0)) != isnan (out));
        }
      out = 1;
      ck_assert_int_eq (ind_fisher_index (x[0], x[1], x[2], x[3], 2, &out),
                        is_allowed ? IND_OK : IND_E_DOMAIN);
      ck_assert (is_allowed != isnan (out));
      out = 1;
      ck_assert_int_eq (ind_tornqvist_index (x[0], x[1], x[2], x[3], 2, &out),
                        is_strict ? IND_OK : IND_E_DOMAIN);
      ck_assert (is_strict != isnan (out));
    }
}

START_TEST (test_domain)
{
  static const double two[] = { 2 }, none[] = { 0 }, huge[] = { 1e300 }, tiny[] = { 1e-300 };
  static const double pair[] = { 1e-200, 1e-200 }, big[] = { 1e200, 1e200 };
  double out;

  check_operand (9, 1, 1, 1);
  check_operand (0, 1, 1, 1);
  check_operand (-1, 0, 0, 0);
  check_operand ((double) NAN, 0, 0, 0);
  check_operand (INFINITY, 0, 0, 0);
  check_operand (-INFINITY, 0, 0, 0);

  /* An empty basket, no items, no weights at all. */
  ck_assert_int_eq (ind_lowe_index (none, two, two, 1, &out), IND_E_DOMAIN);
  ck_assert (isnan (out));
  ck_assert_int_eq (ind_lowe_index (two, two, none, 1, &out), IND_E_DOMAIN);
  ck_assert (isnan (out));
  ck_assert_int_eq (ind_fisher_index (two, two, two, none, 1, &out), IND_E_DOMAIN);
  ck_assert (isnan (out));
  ck_assert_int_eq (ind_young_index (two, two, none, 1, &out), IND_E_DOMAIN);
  ck_assert (isnan (out));
  ck_assert_int_eq (ind_tornqvist_index (two, two, two, none, 1, &out), IND_E_DOMAIN);
  ck_assert (isnan (out));
  /* Nothing costs anything any more: 0 is the index. */
  ck_assert_int_eq (ind_lowe_index (two, none, two, 1, &out), IND_OK);
  ck_assert (out == 0);
  ck_assert_int_eq (ind_fisher_index (two, none, two, two, 1, &out), IND_OK);
  ck_assert (out == 0);

  /* Sums, or the result, too large; and where only the product on the way is. */
  ck_assert_int_eq (ind_lowe_index (two, huge, huge, 1, &out), IND_E_DOMAIN);
  ck_assert (isnan (out));
  ck_assert_int_eq (ind_lowe_index (tiny, huge, two, 1, &out), IND_E_DOMAIN);
  ck_assert (isnan (out));
  ck_assert_int_eq (ind_young_index (tiny, huge, two, 1, &out), IND_E_DOMAIN);
  ck_assert (isnan (out));
  ck_assert_int_eq (ind_fisher_index (pair, big, two, two, 1, &out), IND_E_DOMAIN);
  ck_assert (isnan (out));
  ck_assert_int_eq (ind_fisher_index (big, pair, two, two, 1, &out), IND_OK);
  ck_assert (out == 0 || !isnan (out));
  ck_assert_int_eq (ind_fisher_index (two, big, two, two, 1, &out), IND_OK);
  suite_assert_near (out, 5e201, 1e-15, 0);
  ck_assert_int_eq (ind_tornqvist_index (huge, tiny, two, two, 1, &out), IND_OK);
  ck_assert (out == 0);
  ck_assert_int_eq (ind_tornqvist_index (tiny, huge, two, two, 1, &out), IND_E_DOMAIN);
  ck_assert (isnan (out));
}
END_TEST

START_TEST (test_arguments)
{
  double x[] = { 2, 3 }, out = 0;

  ck_assert_int_eq (ind_lowe_index (NULL, NULL, NULL, 0, &out), IND_E_DOMAIN);
  ck_assert (isnan (out));
  ck_assert_int_eq (ind_fisher_index (NULL, NULL, NULL, NULL, 0, &out), IND_E_DOMAIN);
  ck_assert_int_eq (ind_young_index (NULL, NULL, NULL, 0, &out), IND_E_DOMAIN);
  ck_assert_int_eq (ind_tornqvist_index (NULL, NULL, NULL, NULL, 0, &out), IND_E_DOMAIN);
  ck_assert (isnan (out));

  out = 7;
  ck_assert_int_eq (ind_lowe_index (NULL, x, x, 2, &out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_lowe_index (x, NULL, x, 2, &out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_lowe_index (x, x, NULL, 2, &out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_lowe_index (x, x, x, 2, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_laspeyres_index (x, x, NULL, 2, &out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_paasche_index (x, x, NULL, 2, &out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_young_index (x, NULL, x, 2, &out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_young_index (x, x, x, 2, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_fisher_index (NULL, x, x, x, 2, &out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_fisher_index (x, NULL, x, x, 2, &out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_fisher_index (x, x, NULL, x, 2, &out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_fisher_index (x, x, x, NULL, 2, &out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_fisher_index (x, x, x, x, 2, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_tornqvist_index (NULL, x, x, x, 2, &out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_tornqvist_index (x, NULL, x, x, 2, &out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_tornqvist_index (x, x, NULL, x, 2, &out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_tornqvist_index (x, x, x, NULL, 2, &out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_tornqvist_index (x, x, x, x, 0, NULL), IND_E_ARGUMENT);
  ck_assert (out == 7);

  /* The result may go where an operand was. */
  ck_assert_int_eq (ind_fisher_index (x, x, x, x, 2, &x[0]), IND_OK);
  ck_assert (x[0] == 100);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("index_number");
  tcase_add_test (tests, test_balk);
  tcase_add_test (tests, test_lowe);
  tcase_add_test (tests, test_young);
  tcase_add_test (tests, test_statcan);
  tcase_add_test (tests, test_identities);
  tcase_add_test (tests, test_proportional);
  tcase_add_test (tests, test_round_results);
  tcase_add_test (tests, test_twin);
  tcase_add_test (tests, test_domain);
  tcase_add_test (tests, test_arguments);
  return suite_run (tests, "index_number");
}
