/* SPDX-License-Identifier: GPL-3.0-or-later
 * Formulas along a series: published figures, what undoes what, slow twins, the
 * domain. */
#include <float.h>
#include <string.h>

#include "indicators.h"
#include "support/exact.h"
#include "support/suite.h"

#define N_RANDOM 2000
#define N_YEARS 8
#define N_PERIODS (N_YEARS * 12)

/* IMF, Quarterly National Accounts Manual (2017), example 8.8: a chain Fisher
 * volume index, 2010 = 100, from the first quarter of 2011, and the links it is
 * made of, each the previous quarter = 100. */
static const double qna_link[] = { 100.74, 99.92,  100.08, 100.33, 100.18, 100.06,
                                   100.58, 101.07, 100.76, 100.54, 99.94,  99.83 };
static const double qna_chain[] = { 100.74, 100.66, 100.74, 101.07, 101.25, 101.31,
                                    101.90, 102.99, 103.77, 104.32, 104.26, 104.08 };

/* NaN without a result, and a number with one. */
static void
check_valid (const double *out, const uint8_t *valid, size_t n, const char *expected)
{
  size_t i;

  for (i = 0; i < n; i++)
    {
      int has_result = expected[i] != '-';
      exact_assert (valid[i] == has_result && isnan (out[i]) != has_result,
                    "element %zu is %g, valid %d", i, out[i], valid[i]);
    }
}

START_TEST (test_growth_over)
{
  double out[12];
  uint8_t valid[12];
  size_t i;

  /* The links of the example, from the chain to two decimals. */
  ck_assert_int_eq (ind_growth_over (qna_chain, 12, 1, out, valid), IND_E_DOMAIN);
  check_valid (out, valid, 12, "-+++++++++++");
  for (i = 1; i < 12; i++)
    suite_assert_near (100 + out[i], qna_link[i], 0, 0.0151);
  /* Year on year, by hand from the same index. */
  ck_assert_int_eq (ind_growth_over (qna_chain, 12, 4, out, valid), IND_E_DOMAIN);
  check_valid (out, valid, 12, "----++++++++");
  suite_assert_near (out[4], 100 * 0.51 / 100.74, 1e-12, 0);
  suite_assert_near (out[11], 100 * 1.09 / 102.99, 1e-12, 0);
}
END_TEST

START_TEST (test_growth_over_domain)
{
  static const double series[] = { 4, 0, 5, (double) NAN, 10, -1, 3, INFINITY, 4 };
  static const double expected[] = { (double) NAN, (double) NAN, 25, (double) NAN,
                                     100,          (double) NAN, -70, (double) NAN,
                                     100.0 / 3 };
  double out[9], same[9];
  uint8_t valid[9];
  size_t i;

  ck_assert_int_eq (ind_growth_over (series, 9, 2, out, valid), IND_E_DOMAIN);
  check_valid (out, valid, 9, "--+-+-+-+");
  for (i = 0; i < 9; i++)
    suite_assert_near (out[i], expected[i], 1e-15, 0);
  memcpy (same, series, sizeof same);
  ck_assert_int_eq (ind_growth_over (same, 9, 2, same, NULL), IND_E_DOMAIN);
  ck_assert (memcmp (same, out, sizeof same) == 0);

  ck_assert_int_eq (ind_growth_over (series, 2, 2, out, valid), IND_E_DOMAIN);
  check_valid (out, valid, 2, "--");
  ck_assert_int_eq (ind_growth_over (series, 2, SIZE_MAX, out, valid), IND_E_DOMAIN);
  check_valid (out, valid, 2, "--");
  ck_assert_int_eq (ind_growth_over (NULL, 0, 1, NULL, NULL), IND_OK);
  ck_assert_int_eq (ind_growth_over (series, 9, 0, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_growth_over (NULL, 9, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_growth_over (series, 9, 1, NULL, NULL), IND_E_ARGUMENT);
}
END_TEST

/* GDP of China in 2024 at current prices, 100 million yuan, preliminary (National
 * Bureau of Statistics, 17 July 2024): second quarter and first half, of GDP and
 * the primary, secondary and tertiary industry. */
START_TEST (test_china)
{
  static const double quarter[] = { 320537, 19122, 126684, 174731 };
  static const double half[] = { 616836, 30660, 236530, 349646 };
  size_t i;

  for (i = 0; i < 4; i++)
    {
      double quarters[2] = { half[i] - quarter[i], quarter[i] }, out[2], back[2];
      ck_assert_int_eq (ind_cumulate (quarters, 2, 4, 0, out, NULL), IND_OK);
      ck_assert (out[0] == quarters[0] && out[1] == half[i]);
      ck_assert_int_eq (ind_discrete (out, 2, 4, 0, back, NULL), IND_OK);
      ck_assert (back[0] == quarters[0] && back[1] == quarter[i]);
    }
}
END_TEST

/* By hand: two years and a half of quarters, from the third of a year. */
START_TEST (test_cumulate)
{
  static const double series[] = { 5, 7, 1, 2, 3, 4, 10, 20, 30 };
  static const double sums[] = { 0, 0, 1, 3, 6, 10, 10, 30, 60 };
  double out[9], back[9];
  uint8_t valid[9];
  size_t i;

  ck_assert_int_eq (ind_cumulate (series, 9, 4, 2, out, valid), IND_E_DOMAIN);
  check_valid (out, valid, 9, "--+++++++");
  for (i = 2; i < 9; i++)
    ck_assert (out[i] == sums[i]);
  ck_assert_int_eq (ind_discrete (out, 9, 4, 2, back, valid), IND_E_DOMAIN);
  check_valid (back, valid, 9, "--+++++++");
  for (i = 2; i < 9; i++)
    ck_assert (back[i] == series[i]);
  /* A series of sums may begin within a year: only its first period is lost. */
  ck_assert_int_eq (ind_discrete (sums + 3, 6, 4, 1, back, valid), IND_E_DOMAIN);
  check_valid (back, valid, 6, "-+++++");
  for (i = 1; i < 6; i++)
    ck_assert (back[i] == series[i + 3]);

  /* Periods that are years. */
  ck_assert_int_eq (ind_cumulate (series, 9, 1, 0, out, valid), IND_OK);
  ck_assert (memcmp (out, series, sizeof out) == 0);
  ck_assert_int_eq (ind_discrete (series, 9, 1, 0, out, valid), IND_OK);
  ck_assert (memcmp (out, series, sizeof out) == 0);
}
END_TEST

/* Each undoes the other, exactly for figures in whole numbers; in place. */
START_TEST (test_cumulate_and_back)
{
  exact_random random = { 73 };
  size_t round;

  for (round = 0; round < N_RANDOM; round++)
    {
      double series[N_PERIODS], out[N_PERIODS], x[N_PERIODS];
      uint8_t valid[N_PERIODS];
      size_t per_year = round % 2 == 0 ? 4 : 12, first = exact_random_below (&random, per_year);
      size_t n = exact_random_below (&random, N_PERIODS + 1), i;
      size_t lost = first == 0 ? 0 : per_year - first;
      ind_status expected = n > 0 && lost > 0 ? IND_E_DOMAIN : IND_OK;

      for (i = 0; i < n; i++)
        series[i] = x[i] = (double) exact_random_below (&random, 2000000) - 500000;
      exact_assert (ind_cumulate (series, n, per_year, first, out, valid) == expected,
                    "sums of %zu periods from %zu", n, first);
      exact_assert (ind_cumulate (x, n, per_year, first, x, NULL) == expected
                        && memcmp (x, out, n * sizeof *x) == 0,
                    "sums in place");
      exact_assert (ind_discrete (out, n, per_year, first, x, NULL) == expected, "and back");
      for (i = 0; i < n; i++)
        exact_assert (i < lost ? isnan (x[i]) && !valid[i] : x[i] == series[i] && valid[i],
                      "period %zu is %g", i, x[i]);

      /* The other way round, the last of each year being its total. */
      exact_assert (ind_discrete (series, n, per_year, 0, x, NULL) == IND_OK
                        && ind_cumulate (x, n, per_year, 0, x, NULL) == IND_OK
                        && memcmp (x, series, n * sizeof *x) == 0,
                    "sums of differences");
    }
}
END_TEST

/* A sum of a year is the exact one, rounded once. */
START_TEST (test_cumulate_twin)
{
  exact_random random = { 79 };
  size_t round;

  for (round = 0; round < N_RANDOM; round++)
    {
      double series[12], out[12];
      long double sum = 0;
      size_t i;

      for (i = 0; i < 12; i++)
        series[i] = ((double) exact_random_below (&random, 2000000) - 1000000) / 1000;
      exact_assert (ind_cumulate (series, 12, 12, 0, out, NULL) == IND_OK, "sums");
      for (i = 0; i < 12; i++)
        {
          sum += (long double) series[i];
          exact_assert (suite_ulps (out[i], sum) <= 1 || fabsl (sum) < 1e-3L, "sum %zu is %.17g",
                        i, out[i]);
        }
    }
}
END_TEST

START_TEST (test_cumulate_domain)
{
  static const double series[] = { 1, (double) NAN, 2, 3, 1e308, 1e308, 1, 2, INFINITY, 1, 2, 3 };
  double out[12];
  uint8_t valid[12];

  /* A year has no sum from a gap on; the next one has. */
  ck_assert_int_eq (ind_cumulate (series, 12, 4, 0, out, valid), IND_E_DOMAIN);
  check_valid (out, valid, 12, "+---+-------");
  ck_assert_int_eq (ind_discrete (series, 12, 4, 0, out, valid), IND_E_DOMAIN);
  check_valid (out, valid, 12, "+--+++++--++");
  ck_assert (out[3] == 1 && out[4] == 1e308 && out[5] == 0 && out[11] == 1);

  ck_assert_int_eq (ind_cumulate (NULL, 0, 4, 3, NULL, NULL), IND_OK);
  ck_assert_int_eq (ind_cumulate (series, 12, 0, 0, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_cumulate (series, 12, 4, 4, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_cumulate (NULL, 12, 4, 0, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_cumulate (series, 12, 4, 0, NULL, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_discrete (NULL, 0, 4, 3, NULL, NULL), IND_OK);
  ck_assert_int_eq (ind_discrete (series, 12, 0, 0, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_discrete (series, 12, 4, 4, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_discrete (NULL, 12, 4, 0, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_discrete (series, 12, 4, 0, NULL, NULL), IND_E_ARGUMENT);
}
END_TEST

/* The links of example 8.8 chained, by each of the three functions: a period whose
 * base is 100 is valued at its link. Of years: links 100.79, 101.00, 102.23 chain to
 * 100.79, 101.79, 104.06; and the quarters of 2011 have the mean 100.80. */
START_TEST (test_qna_manual)
{
  static const double year_link[] = { 0, 100.79, 101.00, 102.23 };
  static const double year_chain[] = { 100, 100.79, 101.79, 104.06 };
  double hundred[12], out[13], first = 100;
  size_t i;

  for (i = 0; i < 12; i++)
    hundred[i] = 100;
  ck_assert_int_eq (ind_chain_annual_overlap (year_link, hundred, 4, out, NULL), IND_OK);
  for (i = 0; i < 4; i++)
    suite_assert_near (out[i], year_chain[i], 0, 0.0101);

  ck_assert_int_eq (
      ind_chain_quarters_annual_overlap (qna_link, hundred, qna_link, 12, 1, out, NULL), IND_OK);
  for (i = 0; i < 12; i++)
    suite_assert_near (out[i], qna_chain[i], 0, 0.0201);
  suite_assert_near ((out[0] + out[1] + out[2] + out[3]) / 4, 100.80, 0, 0.0101);
  ck_assert_int_eq (ind_chain_one_quarter_overlap (qna_link, hundred, &first, 12, 1, out, NULL),
                    IND_OK);
  for (i = 0; i < 12; i++)
    suite_assert_near (out[i], qna_chain[i], 0, 0.0201);
}
END_TEST

/* Two vegetables: value 28, then 38 at prices of that period, a real growth of
 * 35.71 percent; the next at prices of the one before is 123 (Statistics and Census
 * Service of Macao, Methodology for compiling chain volume measures of GDP, tables 1
 * and 2). That one's value is 7 7 + 8 5 = 89, from the quantities and prices the
 * tables imply, so the chain goes on, by hand, to 100 38/28 123/89. */
START_TEST (test_macao)
{
  static const double at_previous[] = { (double) NAN, 38, 123 };
  static const double at_current[] = { 28, 89, (double) NAN };
  double out[3];

  ck_assert_int_eq (ind_chain_annual_overlap (at_previous, at_current, 3, out, NULL), IND_OK);
  ck_assert (out[0] == 100);
  suite_assert_near (out[1], 135.71, 0, 0.005);
  suite_assert_near (out[2], 100 * 38.0 * 123 / (28.0 * 89), 1e-15, 0);
}
END_TEST

/* Exports of goods and of services: chain-linked quarters of 2004 to 2009 and values
 * at current prices, and both together by annual overlap, to two decimals (Deutsche
 * Bundesbank, KIX 2.0 for JDemetra+, test CliAnnTest). The values at prices of the
 * year before are its value times index over its mean index. That total's level is
 * not 100 in a year, but what the parts have there; 2005 ties it. */
START_TEST (test_bundesbank_annual_overlap)
{
  static const double index[2][24]
      = { { 89.78,  93.71,  90.85,  95.20,  95.47,  98.29,  100.15, 104.76,
            107.69, 109.16, 112.40, 122.26, 119.73, 120.83, 122.45, 128.06,
            128.39, 127.53, 125.12, 118.38, 102.32, 100.80, 105.21, 109.90 },
          { 81.19,  93.96,  95.71,  97.31,  89.17,  94.84,  104.22, 111.00,
            99.15,  115.17, 113.44, 132.40, 112.77, 118.62, 121.56, 131.39,
            121.06, 121.56, 125.29, 139.41, 128.07, 129.15, 125.46, 135.75 } };
  static const double value[2][24]
      = { { 175.09, 184.14, 178.95, 187.45, 188.09, 194.33, 197.97, 207.50,
            214.56, 219.10, 225.54, 245.62, 241.17, 244.79, 247.22, 257.58,
            259.71, 260.26, 256.27, 240.33, 204.06, 199.94, 208.43, 218.29 },
          { 25.15, 29.51, 30.30, 30.85, 28.51, 30.68, 32.95, 36.13, 31.86, 37.94, 37.00, 42.43,
            36.29, 38.60, 40.18, 43.60, 40.62, 40.57, 42.46, 46.63, 40.28, 39.44, 39.73, 44.00 } };
  static const double published[20]
      = { 94.60,  97.81,  100.71, 105.62, 106.50, 110.00, 112.55, 123.68, 118.76, 120.52,
          122.33, 128.52, 127.37, 126.70, 125.15, 121.32, 105.96, 104.81, 108.07, 113.56 };
  double at_previous[20] = { 0 }, base[5] = { 0 }, annual[5] = { 0 }, out[20];
  double mean = (94.60 + 97.81 + 100.71 + 105.62) / 4;
  size_t year, k, part;

  for (year = 0; year < 5; year++)
    for (part = 0; part < 2; part++)
      {
        double total = 0, total_index = 0;
        for (k = 4 * year; k < 4 * year + 4; k++)
          {
            total += value[part][k];
            total_index += index[part][k];
          }
        base[year] += total;
        for (k = 4 * year; k < 4 * year + 4; k++)
          {
            double x = index[part][k + 4] * total / total_index;
            at_previous[k] += x;
            annual[year] += x;
          }
      }
  ck_assert_int_eq (ind_chain_quarters_annual_overlap (at_previous, base, annual, 5, 4, out, NULL),
                    IND_OK);
  ck_assert_int_eq (ind_rebase (out, 20, 0, 4, out, NULL), IND_OK);
  for (k = 0; k < 20; k++)
    suite_assert_near (out[k] * mean / 100, published[k], 0, 0.0051 + 0.0025 * 1.3);
}
END_TEST

/* Two series chain-linked by one-quarter overlap from the last quarter of 2007 to
 * that of 2013, with values of each last quarter at current prices, and their sum to
 * five decimals (Deutsche Bundesbank, KIXE for JDemetra+, test KIXECalcTest). */
START_TEST (test_bundesbank_one_quarter_overlap)
{
  static const double index[2][25]
      = { { 75.1,  78.1,  79.9,  79.7,  81.3,  86.1,  89.2,  90.8,  92.4,
            95.6,  98.8,  103.5, 102.0, 107.4, 110.6, 113.9, 117.5, 121.1,
            124.8, 128.4, 132.4, 136.2, 140.6, 144.7, 149.0 },
          { 114.0, 113.6, 113.8, 111.8, 110.2, 108.5, 106.8, 105.1, 103.4,
            102.5, 101.7, 98.5,  97.3,  97.6,  96.8,  95.8,  94.6,  93.9,
            92.9,  91.9,  90.8,  90.2,  89.3,  88.3,  88.1 } };
  static const double last_value[2][6]
      = { { 455.0, 408.0, 290.0, 395.6, 368.5, 290.9 },
          { 176.0, 195.0, 366.0, 430.5, 558.0, 648.6 } };
  static const double published[24]
      = { 102.78260, 104.55982, 103.87845, 105.02323, 108.69476, 110.88040, 111.75495, 112.62951,
          113.80690, 115.04507, 115.63297, 114.09541, 117.17132, 118.39658, 119.55319, 120.74828,
          121.68159, 122.42515, 123.12783, 123.91713, 124.45306, 124.88021, 125.12620, 126.18389 };
  double at_previous[24], overlap[6] = { 0 }, out[24];
  double first_base = 4 * (last_value[0][0] + last_value[1][0]);
  size_t year, k;

  for (year = 0; year < 6; year++)
    {
      if (year < 5)
        overlap[year] = last_value[0][year + 1] + last_value[1][year + 1];
      for (k = 4 * year; k < 4 * year + 4; k++)
        at_previous[k] = last_value[0][year] * index[0][k + 1] / index[0][4 * year]
                         + last_value[1][year] * index[1][k + 1] / index[1][4 * year];
    }
  ck_assert_int_eq (
      ind_chain_one_quarter_overlap (at_previous, overlap, &first_base, 6, 4, out, NULL), IND_OK);
  for (k = 0; k < 24; k++)
    suite_assert_near (out[k], published[k], 0, 2e-5);
}
END_TEST

/* Two goods; in the year before the first quantities of 251 and 236 at prices of 7 and
 * 6: the example of the IMF manual, as National Bank of Belgium, JDemetra+,
 * HelloDemetra7, has its data. In the first, prices of 5.5 and 9; the results by
 * hand. */
START_TEST (test_overlaps)
{
  static const double quantity[8][2]
      = { { 67.4, 57.6 }, { 69.4, 57.1 }, { 71.5, 56.5 }, { 73.7, 55.8 },
          { 76.0, 55.4 }, { 78.3, 54.8 }, { 80.6, 54.2 }, { 83.1, 53.6 } };
  static const double base[] = { 3173, 3594 };
  static const double annual[] = { 3336, 3711 };
  /* 4 817.4 / 3173 and so on; then 3336/3173 4 916.6 / 3594. */
  static const double by_year[]
      = { 103.044437441, 104.431137725, 105.830444375, 107.242357390,
          107.255047939, 108.103399562, 108.951751185, 109.928818227 };
  double at_previous[8], overlap[2] = { 73.7 * 5.5 + 55.8 * 9, 0 }, out[8], chain[3];
  double at_prices[3] = { 0, 3336, 3711 }, at_own[3] = { 3173, 3594, 0 };
  size_t i;

  for (i = 0; i < 4; i++)
    at_previous[i] = quantity[i][0] * 7 + quantity[i][1] * 6;
  for (; i < 8; i++)
    at_previous[i] = quantity[i][0] * 5.5 + quantity[i][1] * 9;
  suite_assert_near (at_previous[0], 817.4, 1e-15, 0);
  suite_assert_near (at_previous[4], 916.6, 1e-15, 0);

  ck_assert_int_eq (
      ind_chain_quarters_annual_overlap (at_previous, base, annual, 2, 4, out, NULL), IND_OK);
  for (i = 0; i < 8; i++)
    suite_assert_near (out[i], by_year[i], 0, 1e-6);
  ck_assert_int_eq (ind_chain_annual_overlap (at_prices, at_own, 3, chain, NULL), IND_OK);
  suite_assert_near (chain[1], 100 * 3336.0 / 3173, 1e-15, 0);
  suite_assert_near ((out[0] + out[1] + out[2] + out[3]) / 4, chain[1], 1e-14, 0);
  suite_assert_near ((out[4] + out[5] + out[6] + out[7]) / 4, chain[2], 1e-14, 0);

  /* The first year is the same; the next is linked at its last quarter, which is
   * 907.55 at prices of its own year: 107.2423... 916.6 / 907.55. */
  ck_assert_int_eq (ind_chain_one_quarter_overlap (at_previous, overlap, base, 2, 4, out, NULL),
                    IND_OK);
  for (i = 0; i < 4; i++)
    suite_assert_near (out[i], by_year[i], 0, 1e-6);
  for (i = 4; i < 8; i++)
    suite_assert_near (out[i], 100 * (4 * 850.7 / 3173) * (at_previous[i] / 907.55), 1e-14, 0);
}
END_TEST

/* Random years of quarters or months of several goods, all decimals. */
typedef struct economy {
  size_t n_years, per_year;
  double at_previous[N_PERIODS], base[N_YEARS], annual[N_YEARS], overlap[N_YEARS];
  double own_year[N_YEARS + 1], at_previous_year[N_YEARS + 1];
} economy;

static void
make_economy (exact_random *random, economy *e)
{
  double price[3], next_price[3];
  size_t year, k, good;

  e->n_years = 1 + exact_random_below (random, N_YEARS);
  e->per_year = exact_random_below (random, 2) == 0 ? 4 : 12;
  for (good = 0; good < 3; good++)
    price[good] = (double) (1 + exact_random_below (random, 64)) / 8;
  e->base[0] = e->own_year[0] = (double) (1 + exact_random_below (random, 100000));
  for (year = 0; year < e->n_years; year++)
    {
      double own = 0, annual = 0;
      for (good = 0; good < 3; good++)
        next_price[good] = (double) (1 + exact_random_below (random, 64)) / 8;
      for (k = 0; k < e->per_year; k++)
        {
          double now = 0, last = 0;
          for (good = 0; good < 3; good++)
            {
              double quantity = (double) (1 + exact_random_below (random, 800)) / 8;
              now += quantity * price[good];
              last += quantity * next_price[good];
            }
          e->at_previous[year * e->per_year + k] = now;
          annual += now;
          own += last;
          e->overlap[year] = last;
        }
      e->annual[year] = e->at_previous_year[year + 1] = annual;
      e->own_year[year + 1] = own;
      if (year + 1 < e->n_years)
        e->base[year + 1] = own;
      memcpy (price, next_price, sizeof price);
    }
}

/* Linked by annual overlap, periods have the annual chain as their mean, and
 * within a year grow like their values; by one-quarter overlap they also do from
 * the last of a year to the first of the next. Both within 2 units in the last
 * place for each link of a slow twin. */
START_TEST (test_chain_identities)
{
  exact_random random = { 83 };
  size_t round;

  for (round = 0; round < N_RANDOM; round++)
    {
      economy e;
      double out[N_PERIODS], year_chain[N_YEARS + 1];
      long double level = 100, last, start;
      size_t year, k, n;

      make_economy (&random, &e);
      n = e.n_years * e.per_year;
      ck_assert_int_eq (ind_chain_quarters_annual_overlap (e.at_previous, e.base, e.annual,
                                                           e.n_years, e.per_year, out, NULL),
                        IND_OK);
      ck_assert_int_eq (ind_chain_annual_overlap (e.at_previous_year, e.own_year, e.n_years + 1,
                                                  year_chain, NULL),
                        IND_OK);
      for (year = 0; year < e.n_years; year++)
        {
          long double mean = 0, base = (long double) e.base[year] / (long double) e.per_year;
          for (k = 0; k < e.per_year; k++)
            {
              size_t i = year * e.per_year + k;
              long double exact = level * (long double) e.at_previous[i] / base;
              exact_assert (suite_ulps (out[i], exact) <= 4 + 2 * (double) year,
                            "period %zu is %.17g, not %.20Lg", i, out[i], exact);
              mean += out[i] / (long double) e.per_year;
            }
          exact_assert (suite_is_near ((double) mean, year_chain[year + 1], 1e-14, 0),
                        "year %zu has %Lg, not %g", year, mean, year_chain[year + 1]);
          level = level * (long double) e.annual[year] / e.base[year];
          exact_assert (suite_ulps (year_chain[year + 1], level) <= 2 + 2 * (double) year,
                        "year %zu is %.17g", year, year_chain[year + 1]);
        }

      ck_assert_int_eq (ind_chain_one_quarter_overlap (e.at_previous, e.overlap, e.base,
                                                       e.n_years, e.per_year, out, NULL),
                        IND_OK);
      last = 100;
      start = (long double) e.base[0] / (long double) e.per_year;
      for (k = 0; k < n; k++)
        {
          long double exact = last * (long double) e.at_previous[k] / start;
          exact_assert (suite_ulps (out[k], exact) <= 4 + 2 * (double) (k / e.per_year),
                        "period %zu is %.17g, not %.20Lg", k, out[k], exact);
          if (k % e.per_year + 1 == e.per_year)
            {
              last = exact;
              start = e.overlap[k / e.per_year];
            }
        }
    }
}
END_TEST

/* Where prices do not change, all chains are the values themselves. */
START_TEST (test_chain_constant_prices)
{
  static const double value[] = { 110, 120, 90, 80, 120, 130, 100, 110 };
  static const double annual[] = { 400, 460 }, base[] = { 360, 400 };
  static const double overlap[] = { 80, 110 };
  double by_year[8], by_quarter[8];
  size_t i;

  ck_assert_int_eq (ind_chain_quarters_annual_overlap (value, base, annual, 2, 4, by_year, NULL),
                    IND_OK);
  ck_assert_int_eq (ind_chain_one_quarter_overlap (value, overlap, base, 2, 4, by_quarter, NULL),
                    IND_OK);
  for (i = 0; i < 8; i++)
    {
      suite_assert_near (by_year[i], 100 * value[i] / 90, 1e-15, 0);
      suite_assert_near (by_quarter[i], 100 * value[i] / 90, 1e-15, 0);
    }
}
END_TEST

/* A year, and what follows it, with one value replaced. */
START_TEST (test_chain_annual_domain)
{
  static const struct {
    double at_previous, at_current;
    const char *expected;
  } cases[] = {
    { 12, 14, "++++" },
    { (double) NAN, 14, "++--" },
    { INFINITY, 14, "++--" },
    { 12, (double) NAN, "+++-" },
    { 12, INFINITY, "+++-" },
    { 12, 0, "+++-" },
    { 12, -14, "+++-" },
    /* Nothing was produced: that is a level, but nothing can be linked to it. */
    { 0, 0, "+++-" },
    { 0, 14, "+++-" },
    { -12, 14, "+++-" },
  };
  double out[4], in_place[4];
  uint8_t valid[4];
  size_t k;

  for (k = 0; k < sizeof cases / sizeof cases[0]; k++)
    {
      double at_previous[] = { (double) NAN, 11, cases[k].at_previous, 15 };
      double at_current[] = { 10, 12, cases[k].at_current, 16 };
      ck_assert_int_eq (ind_chain_annual_overlap (at_previous, at_current, 4, out, valid),
                        k == 0 ? IND_OK : IND_E_DOMAIN);
      check_valid (out, valid, 4, cases[k].expected);
      ck_assert (out[0] == 100 && out[1] == 110);
      memcpy (in_place, at_previous, sizeof in_place);
      ck_assert_int_eq (ind_chain_annual_overlap (in_place, at_current, 4, in_place, NULL),
                        k == 0 ? IND_OK : IND_E_DOMAIN);
      ck_assert (memcmp (in_place, out, sizeof out) == 0);
      ck_assert_int_eq (ind_chain_annual_overlap (at_previous, at_current, 4, at_current, NULL),
                        k == 0 ? IND_OK : IND_E_DOMAIN);
      ck_assert (memcmp (at_current, out, sizeof out) == 0);
    }
  {
    static const double huge[] = { 1e308, 1e308 }, small[] = { 1e308, 1e-10 };
    static const double tiny[] = { 1e-308, 1 };
    ck_assert_int_eq (ind_chain_annual_overlap (huge, small, 2, out, valid), IND_OK);
    ck_assert (out[1] == 100);
    ck_assert_int_eq (ind_chain_annual_overlap (huge, tiny, 2, out, valid), IND_E_DOMAIN);
    check_valid (out, valid, 2, "+-");
    ck_assert_int_eq (ind_chain_annual_overlap (huge, huge, 1, out, valid), IND_OK);
    ck_assert (out[0] == 100 && valid[0] == 1);
    ck_assert_int_eq (ind_chain_annual_overlap (NULL, NULL, 0, NULL, NULL), IND_OK);
    ck_assert_int_eq (ind_chain_annual_overlap (NULL, huge, 2, out, NULL), IND_E_ARGUMENT);
    ck_assert_int_eq (ind_chain_annual_overlap (huge, NULL, 2, out, NULL), IND_E_ARGUMENT);
    ck_assert_int_eq (ind_chain_annual_overlap (huge, huge, 2, NULL, NULL), IND_E_ARGUMENT);
  }
}
END_TEST

START_TEST (test_chain_quarters_domain)
{
  static const double bad[] = { (double) NAN, INFINITY, 0, -1 };
  double value[] = { 3, 4, 3, 4, 3, 4 }, base[] = { 7, 7, 7 }, annual[] = { 7, 7, 7 };
  double overlap[] = { 4, 4, 4 }, out[6], same[6], one = 1e308;
  uint8_t valid[6];
  size_t k;

  for (k = 0; k < 4; k++)
    {
      /* A quarter missing, or not: zero and negative ones are figures. */
      value[2] = bad[k];
      ck_assert_int_eq (
          ind_chain_quarters_annual_overlap (value, base, annual, 3, 2, out, valid),
          k < 2 ? IND_E_DOMAIN : IND_OK);
      check_valid (out, valid, 6, k < 2 ? "++-+++" : "++++++");
      ck_assert_int_eq (ind_chain_one_quarter_overlap (value, overlap, base, 3, 2, out, valid),
                        k < 2 ? IND_E_DOMAIN : IND_OK);
      check_valid (out, valid, 6, k < 2 ? "++-+++" : "++++++");
      value[2] = 3;
      /* The one that is linked to. */
      value[3] = bad[k];
      ck_assert_int_eq (ind_chain_one_quarter_overlap (value, overlap, base, 3, 2, out, valid),
                        IND_E_DOMAIN);
      check_valid (out, valid, 6, k < 2 ? "+++---" : "++++--");
      value[3] = 4;
      overlap[1] = bad[k];
      ck_assert_int_eq (ind_chain_one_quarter_overlap (value, overlap, base, 3, 2, out, valid),
                        IND_E_DOMAIN);
      check_valid (out, valid, 6, "++++--");
      overlap[1] = 4;
      ck_assert_int_eq (ind_chain_one_quarter_overlap (value, overlap, &bad[k], 3, 2, out, valid),
                        IND_E_DOMAIN);
      check_valid (out, valid, 6, "------");
      /* The year that is linked to. */
      annual[1] = bad[k];
      ck_assert_int_eq (
          ind_chain_quarters_annual_overlap (value, base, annual, 3, 2, out, valid),
          IND_E_DOMAIN);
      check_valid (out, valid, 6, "++++--");
      annual[1] = 7;
      base[1] = bad[k];
      ck_assert_int_eq (
          ind_chain_quarters_annual_overlap (value, base, annual, 3, 2, out, valid),
          IND_E_DOMAIN);
      check_valid (out, valid, 6, "++----");
      base[1] = 7;
      /* What the last year has for the next is not used. */
      annual[2] = overlap[2] = bad[k];
      ck_assert_int_eq (
          ind_chain_quarters_annual_overlap (value, base, annual, 3, 2, out, valid), IND_OK);
      ck_assert_int_eq (ind_chain_one_quarter_overlap (value, overlap, base, 3, 2, out, valid),
                        IND_OK);
      annual[2] = 7;
      overlap[2] = 4;
    }

  /* Large values are no large level. */
  ck_assert_int_eq (ind_chain_quarters_annual_overlap (&one, &one, &one, 1, 1, out, valid),
                    IND_OK);
  ck_assert (out[0] == 100);
  base[0] = 1e-308;
  ck_assert_int_eq (ind_chain_quarters_annual_overlap (&one, base, &one, 1, 1, out, valid),
                    IND_E_DOMAIN);
  check_valid (out, valid, 1, "-");
  ck_assert_int_eq (ind_chain_one_quarter_overlap (&one, &one, base, 1, 1, out, valid),
                    IND_E_DOMAIN);
  check_valid (out, valid, 1, "-");
  base[0] = 7;

  ck_assert_int_eq (ind_chain_quarters_annual_overlap (NULL, NULL, NULL, 0, 4, NULL, NULL),
                    IND_OK);
  ck_assert_int_eq (ind_chain_quarters_annual_overlap (value, base, annual, 3, 0, out, NULL),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_chain_quarters_annual_overlap (NULL, base, annual, 3, 2, out, NULL),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_chain_quarters_annual_overlap (value, NULL, annual, 3, 2, out, NULL),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_chain_quarters_annual_overlap (value, base, NULL, 3, 2, out, NULL),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_chain_quarters_annual_overlap (value, base, annual, 3, 2, NULL, NULL),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_chain_one_quarter_overlap (NULL, NULL, NULL, 0, 4, NULL, NULL), IND_OK);
  ck_assert_int_eq (ind_chain_one_quarter_overlap (value, overlap, base, 3, 0, out, NULL),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_chain_one_quarter_overlap (NULL, overlap, base, 3, 2, out, NULL),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_chain_one_quarter_overlap (value, NULL, base, 3, 2, out, NULL),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_chain_one_quarter_overlap (value, overlap, NULL, 3, 2, out, NULL),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_chain_one_quarter_overlap (value, overlap, base, 3, 2, NULL, NULL),
                    IND_E_ARGUMENT);

  /* In place. */
  memcpy (same, value, sizeof same);
  ck_assert_int_eq (ind_chain_quarters_annual_overlap (value, base, annual, 3, 2, out, NULL),
                    IND_OK);
  ck_assert_int_eq (ind_chain_quarters_annual_overlap (same, base, annual, 3, 2, same, NULL),
                    IND_OK);
  ck_assert (memcmp (same, out, sizeof out) == 0);
  ck_assert_int_eq (ind_chain_one_quarter_overlap (value, overlap, base, 3, 2, out, NULL),
                    IND_OK);
  ck_assert_int_eq (ind_chain_one_quarter_overlap (value, overlap, base, 3, 2, value, NULL),
                    IND_OK);
  ck_assert (memcmp (value, out, sizeof out) == 0);
}
END_TEST

/* By hand, the two goods of test_overlaps: the second year by the growth of each
 * quarter from a year ago at prices of 5.5 and 9, as 100 817.4 / 793.25 (76 5.5 + 55.4
 * 9) / (67.4 5.5 + 57.6 9). */
START_TEST (test_over_the_year)
{
  static const double quantity[8][2]
      = { { 67.4, 57.6 }, { 69.4, 57.1 }, { 71.5, 56.5 }, { 73.7, 55.8 },
          { 76.0, 55.4 }, { 78.3, 54.8 }, { 80.6, 54.2 }, { 83.1, 53.8 } };
  static const double expected[] = { 103.044437441, 104.431137725, 105.830444374, 107.242357390,
                                     106.231617769, 107.725219503, 109.274995017, 111.224581449 };
  double value[8], before[8] = { 700, 800, 900, 773 }, out[8], growth[8], at_prices[8];
  size_t i;

  for (i = 0; i < 8; i++)
    {
      double a = i < 4 ? 7 : 5.5, b = i < 4 ? 6 : 9;
      value[i] = quantity[i][0] * a + quantity[i][1] * b;
      at_prices[i] = quantity[i][0] * 5.5 + quantity[i][1] * 9;
      if (i >= 4)
        before[i] = quantity[i - 4][0] * a + quantity[i - 4][1] * b;
    }
  ck_assert_int_eq (ind_chain_over_the_year (value, before, 2, 4, out, NULL), IND_OK);
  for (i = 0; i < 8; i++)
    suite_assert_near (out[i], expected[i], 0, 1e-9);
  /* Growth from a year ago is that at prices of one year. */
  ck_assert_int_eq (ind_growth_over (out, 8, 4, growth, NULL), IND_E_DOMAIN);
  ck_assert_int_eq (ind_growth_over (at_prices, 8, 4, out, NULL), IND_E_DOMAIN);
  for (i = 4; i < 8; i++)
    suite_assert_near (growth[i], out[i], 1e-13, 0);
}
END_TEST

/* The first year is that of the annual overlap; each quarter is a chain of years of
 * its own; where prices do not change, it is the values. Within 4 units in the last
 * place, and 2 for each link, of a slow twin. */
START_TEST (test_over_the_year_identities)
{
  exact_random random = { 91 };
  size_t round;

  for (round = 0; round < N_RANDOM; round++)
    {
      double value[N_PERIODS], before[N_PERIODS], out[N_PERIODS], other[N_PERIODS], same[N_PERIODS];
      double base[N_YEARS] = { 0 }, annual[N_YEARS] = { 0 };
      long double mean = 0;
      size_t per_year = exact_random_below (&random, 2) == 0 ? 4 : 12, i, k;
      size_t n_years = 1 + exact_random_below (&random, N_YEARS), n = n_years * per_year;

      for (i = 0; i < n; i++)
        {
          value[i] = (double) (1 + exact_random_below (&random, 100000)) / 8;
          before[i] = (double) (1 + exact_random_below (&random, 100000)) / 8;
          base[i / per_year] += before[i];
          annual[i / per_year] += value[i];
        }
      mean = base[0] / (long double) per_year;
      ck_assert_int_eq (ind_chain_over_the_year (value, before, n_years, per_year, out, NULL),
                        IND_OK);
      ck_assert_int_eq (ind_chain_quarters_annual_overlap (value, base, annual, n_years, per_year,
                                                           other, NULL),
                        IND_OK);
      for (k = 0; k < per_year; k++)
        {
          long double level = 100 * (long double) value[k] / mean;
          exact_assert (out[k] == other[k], "quarter %zu is %.17g, not %.17g", k, out[k],
                        other[k]);
          for (i = k; i < n; i += per_year)
            {
              if (i >= per_year)
                level = level * (long double) value[i] / (long double) before[i];
              exact_assert (suite_ulps (out[i], level) <= 4 + 2 * (double) (i / per_year),
                            "period %zu is %.17g, not %.20Lg", i, out[i], level);
            }
        }

      /* In place, over either operand. */
      memcpy (same, value, sizeof same);
      ck_assert_int_eq (ind_chain_over_the_year (same, before, n_years, per_year, same, NULL),
                        IND_OK);
      exact_assert (memcmp (same, out, n * sizeof *out) == 0, "in place");
      memcpy (same, before, sizeof same);
      ck_assert_int_eq (ind_chain_over_the_year (value, same, n_years, per_year, same, NULL),
                        IND_OK);
      exact_assert (memcmp (same, out, n * sizeof *out) == 0, "in place");

      for (i = per_year; i < n; i++)
        before[i] = value[i - per_year];
      ck_assert_int_eq (ind_chain_over_the_year (value, before, n_years, per_year, out, NULL),
                        IND_OK);
      for (i = 0; i < n; i++)
        exact_assert (suite_is_near (out[i], (double) (100 * (long double) value[i] / mean), 1e-14,
                                     0),
                      "period %zu is %.17g", i, out[i]);
    }
}
END_TEST

START_TEST (test_over_the_year_domain)
{
  static const double bad[] = { (double) NAN, INFINITY, 0, -1 };
  double value[] = { 3, 4, 3, 4, 3, 4 }, before[] = { 3, 4, 3, 4, 3, 4 }, out[6];
  uint8_t valid[6];
  size_t k;

  for (k = 0; k < 4; k++)
    {
      /* A quarter missing, or one that nothing can be linked to. */
      value[0] = bad[k];
      ck_assert_int_eq (ind_chain_over_the_year (value, before, 3, 2, out, valid), IND_E_DOMAIN);
      check_valid (out, valid, 6, k < 2 ? "-+-+-+" : "++-+-+");
      value[0] = 3;
      before[3] = bad[k];
      ck_assert_int_eq (ind_chain_over_the_year (value, before, 3, 2, out, valid), IND_E_DOMAIN);
      check_valid (out, valid, 6, "+++-+-");
      before[3] = 4;
      /* The year before the first: all or none. */
      before[1] = k < 2 ? bad[k] : -4;
      ck_assert_int_eq (ind_chain_over_the_year (value, before, 3, 2, out, valid), IND_E_DOMAIN);
      check_valid (out, valid, 6, "------");
      before[1] = 4;
    }
  before[1] = 0;
  ck_assert_int_eq (ind_chain_over_the_year (value, before, 3, 2, out, valid), IND_OK);
  ck_assert (out[0] == 200);
  value[0] = 1e308;
  before[0] = 1e-300;
  ck_assert_int_eq (ind_chain_over_the_year (value, before, 1, 1, out, valid), IND_E_DOMAIN);
  check_valid (out, valid, 1, "-");

  ck_assert_int_eq (ind_chain_over_the_year (NULL, NULL, 0, 4, NULL, NULL), IND_OK);
  ck_assert_int_eq (ind_chain_over_the_year (value, before, 3, 0, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_chain_over_the_year (NULL, before, 3, 2, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_chain_over_the_year (value, NULL, 3, 2, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_chain_over_the_year (value, before, 3, 2, NULL, NULL), IND_E_ARGUMENT);
}
END_TEST

/* Statistics Canada 13-017-x, table 2.12: real dollars of A, B and their total (chain
 * Fisher, the second period the reference), less the parts by hand. */
START_TEST (test_residual)
{
  static const double total[] = { 265.0, 300, 330.2, 367.0 };
  static const double parts[] = { 60, 90, 108, 144, 210, 210, 224, 238 };
  static const double expected[] = { -5, 0, -1.8, -15 };
  double out[4], same[4], rows[8];
  uint8_t valid[4];
  size_t i;

  ck_assert_int_eq (ind_chain_residual (total, parts, 2, 4, out, valid), IND_OK);
  check_valid (out, valid, 4, "++++");
  for (i = 0; i < 4; i++)
    suite_assert_near (out[i], expected[i], 0, 2e-14);
  memcpy (same, total, sizeof same);
  ck_assert_int_eq (ind_chain_residual (same, parts, 2, 4, same, NULL), IND_OK);
  ck_assert (memcmp (same, out, sizeof out) == 0);
  memcpy (rows, parts, sizeof rows);
  ck_assert_int_eq (ind_chain_residual (total, rows, 2, 4, rows + 4, NULL), IND_OK);
  ck_assert (memcmp (rows + 4, out, sizeof out) == 0);
}
END_TEST

/* What is left over is the exact difference, rounded once; of parts that add up, 0.
 * Linked by annual overlap, the parts of the first year, at prices of one year, add
 * up. */
START_TEST (test_residual_identities)
{
  exact_random random = { 97 };
  size_t round;

  for (round = 0; round < N_RANDOM; round++)
    {
      double parts[5 * 12], total[12], out[12];
      size_t n_parts = 1 + exact_random_below (&random, 5), i, k;

      for (i = 0; i < 12; i++)
        {
          long double sum = 0;
          for (k = 0; k < n_parts; k++)
            {
              parts[k * 12 + i] = ((double) exact_random_below (&random, 2000000) - 500000) / 1024;
              sum += parts[k * 12 + i];
            }
          total[i] = (double) sum;
        }
      ck_assert_int_eq (ind_chain_residual (total, parts, n_parts, 12, out, NULL), IND_OK);
      for (i = 0; i < 12; i++)
        exact_assert (out[i] == 0, "what adds up leaves %g", out[i]);
      for (i = 0; i < 12; i++)
        total[i] += ((double) exact_random_below (&random, 200001) - 100000) / 1000;
      ck_assert_int_eq (ind_chain_residual (total, parts, n_parts, 12, out, NULL), IND_OK);
      for (i = 0; i < 12; i++)
        {
          long double exact = total[i];
          for (k = 0; k < n_parts; k++)
            exact -= parts[k * 12 + i];
          exact_assert (out[i] == (double) exact, "residual %zu is %.17g", i, out[i]);
        }
    }
}
END_TEST

START_TEST (test_residual_domain)
{
  static const double total[] = { 1, (double) NAN, INFINITY, 1e308, -1e308, 1e308 };
  static const double parts[] = { (double) NAN, 1, 1, -1e308, 1e308, -1.5e308, 1, 1, 1, 1e308,
                                  -1e308, 1.5e308 };
  double out[6], none = 7;
  uint8_t valid[6];

  ck_assert_int_eq (ind_chain_residual (total, parts, 2, 6, out, valid), IND_E_DOMAIN);
  check_valid (out, valid, 6, "---+++");
  /* Too large on the way only. */
  ck_assert (out[3] == 1e308 && out[4] == -1e308 && out[5] == 1e308);
  out[0] = 1e308;
  out[1] = -1e308;
  ck_assert_int_eq (ind_chain_residual (out, out + 1, 1, 1, out, valid), IND_E_DOMAIN);
  check_valid (out, valid, 1, "-");

  ck_assert_int_eq (ind_chain_residual (NULL, NULL, 2, 0, NULL, NULL), IND_OK);
  ck_assert_int_eq (ind_chain_residual (total, parts, 0, 6, &none, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_chain_residual (NULL, parts, 2, 6, &none, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_chain_residual (total, NULL, 2, 6, &none, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_chain_residual (total, parts, 2, 6, NULL, NULL), IND_E_ARGUMENT);
  ck_assert (none == 7);
}
END_TEST

/* Statistics Canada 13-017-x, table 2.12: a linked Fisher index of A and B, and the
 * real aggregate with the 300 of the second period as reference. Other figures of
 * one decimal: bounded by the rounding of both. */
START_TEST (test_rebase)
{
  static const double linked[] = { 100, 113.2, 124.6, 138.5 };
  static const double published[] = { 265.0, 300.0, 330.2, 367.0 };
  double out[4];
  uint8_t valid[4];
  size_t i;

  ck_assert_int_eq (ind_rebase (linked, 4, 1, 2, out, valid), IND_OK);
  check_valid (out, valid, 4, "++++");
  ck_assert (out[1] == 100);
  for (i = 0; i < 4; i++)
    suite_assert_near (3 * out[i], published[i], 0, 0.05 + 0.3);
}
END_TEST

/* The reference has a mean of 100, exactly when it is one period; growth stays.
 * Within 3 units in the last place of a slow twin, two of them of the mean. */
START_TEST (test_rebase_identities)
{
  exact_random random = { 89 };
  size_t round;

  for (round = 0; round < N_RANDOM; round++)
    {
      double series[24], out[24], same[24], before[24], after[24];
      size_t n = 2 + exact_random_below (&random, 23), from = exact_random_below (&random, n), i;
      size_t to = from + 1 + exact_random_below (&random, n - from);
      long double mean = 0, sum = 0;

      for (i = 0; i < n; i++)
        series[i] = (double) (1 + exact_random_below (&random, 100000)) / 100;
      for (i = from; i < to; i++)
        mean += (long double) series[i] / (long double) (to - from);
      ck_assert_int_eq (ind_rebase (series, n, from, to, out, NULL), IND_OK);
      for (i = 0; i < n; i++)
        exact_assert (suite_ulps (out[i], 100 * series[i] / mean) <= 3, "element %zu is %.17g", i,
                      out[i]);
      for (i = from; i < to; i++)
        sum += out[i];
      exact_assert (suite_is_near ((double) sum, 100 * (double) (to - from), 1e-14, 0),
                    "the reference adds up to %Lg", sum);
      exact_assert (to > from + 1 || out[from] == 100, "the reference is %.17g", out[from]);
      memcpy (same, series, n * sizeof *same);
      exact_assert (ind_rebase (same, n, from, to, same, NULL) == IND_OK
                        && memcmp (same, out, n * sizeof *out) == 0,
                    "in place");
      ck_assert_int_eq (ind_growth_over (series, n, 1, before, NULL), IND_E_DOMAIN);
      ck_assert_int_eq (ind_growth_over (out, n, 1, after, NULL), IND_E_DOMAIN);
      for (i = 1; i < n; i++)
        exact_assert (suite_is_near (before[i], after[i], 1e-13, 1e-13 * (100 + before[i])),
                      "growth %g and %g", before[i], after[i]);
    }
}
END_TEST

START_TEST (test_rebase_domain)
{
  static const double series[] = { 1, (double) NAN, 2, INFINITY, -3, 0, 4, 1e308, 1e308 };
  double out[9];
  uint8_t valid[9];

  ck_assert_int_eq (ind_rebase (series, 9, 2, 3, out, valid), IND_E_DOMAIN);
  check_valid (out, valid, 9, "+-+-+++--");
  ck_assert (out[0] == 50 && out[4] == -150 && out[5] == 0 && out[6] == 200);
  /* A reference that is missing, infinite, negative or zero, or too large. */
  ck_assert_int_eq (ind_rebase (series, 9, 0, 2, out, valid), IND_E_DOMAIN);
  check_valid (out, valid, 9, "---------");
  ck_assert_int_eq (ind_rebase (series, 9, 3, 4, out, valid), IND_E_DOMAIN);
  check_valid (out, valid, 9, "---------");
  ck_assert_int_eq (ind_rebase (series, 9, 4, 5, out, valid), IND_E_DOMAIN);
  check_valid (out, valid, 9, "---------");
  ck_assert_int_eq (ind_rebase (series, 9, 5, 6, out, valid), IND_E_DOMAIN);
  check_valid (out, valid, 9, "---------");
  ck_assert_int_eq (ind_rebase (series, 9, 7, 9, out, valid), IND_E_DOMAIN);
  check_valid (out, valid, 9, "---------");
  ck_assert_int_eq (ind_rebase (series, 9, 7, 8, out, valid), IND_E_DOMAIN);
  check_valid (out, valid, 9, "+-+-+++++");

  out[0] = 7;
  ck_assert_int_eq (ind_rebase (series, 9, 2, 2, out, NULL), IND_E_RANGE);
  ck_assert_int_eq (ind_rebase (series, 9, 3, 2, out, NULL), IND_E_RANGE);
  ck_assert_int_eq (ind_rebase (series, 9, 8, 10, out, NULL), IND_E_RANGE);
  ck_assert_int_eq (ind_rebase (NULL, 0, 0, 0, NULL, NULL), IND_E_RANGE);
  ck_assert_int_eq (ind_rebase (NULL, 9, 0, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_rebase (series, 9, 0, 1, NULL, NULL), IND_E_ARGUMENT);
  ck_assert (out[0] == 7);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("series");
  tcase_add_test (tests, test_growth_over);
  tcase_add_test (tests, test_growth_over_domain);
  tcase_add_test (tests, test_china);
  tcase_add_test (tests, test_cumulate);
  tcase_add_test (tests, test_cumulate_and_back);
  tcase_add_test (tests, test_cumulate_twin);
  tcase_add_test (tests, test_cumulate_domain);
  tcase_add_test (tests, test_qna_manual);
  tcase_add_test (tests, test_macao);
  tcase_add_test (tests, test_bundesbank_annual_overlap);
  tcase_add_test (tests, test_bundesbank_one_quarter_overlap);
  tcase_add_test (tests, test_overlaps);
  tcase_add_test (tests, test_chain_identities);
  tcase_add_test (tests, test_chain_constant_prices);
  tcase_add_test (tests, test_chain_annual_domain);
  tcase_add_test (tests, test_chain_quarters_domain);
  tcase_add_test (tests, test_over_the_year);
  tcase_add_test (tests, test_over_the_year_identities);
  tcase_add_test (tests, test_over_the_year_domain);
  tcase_add_test (tests, test_residual);
  tcase_add_test (tests, test_residual_identities);
  tcase_add_test (tests, test_residual_domain);
  tcase_add_test (tests, test_rebase);
  tcase_add_test (tests, test_rebase_identities);
  tcase_add_test (tests, test_rebase_domain);
  return suite_run (tests, "series");
}
