/* SPDX-License-Identifier: GPL-3.0-or-later
 * Amounts per person and in another currency, price levels: published figures,
 * exact twins, the domain. */
#include <float.h>

#include "indicators.h"
#include "support/exact.h"
#include "support/suite.h"

#define N_RANDOM 20000

/* GDP per head of German districts in 2014, from GDP in million euro and
 * inhabitants in thousands (Statistische Aemter der Laender, as in the
 * reference table germany_counties_gdp_1992_2014): 08111, 08115, 08116, 08117. */
START_TEST (test_germany)
{
  static const double gdp[] = { 48251.695e6, 21620.274e6, 19330.312e6, 7693.657e6 };
  static const double population[] = { 608369, 372336, 514529, 249465 };
  static const double published[] = { 79313, 58067, 37569, 30841 };
  double out[4];
  size_t i;

  ck_assert_int_eq (ind_per_capita (gdp, population, 4, out, NULL), IND_OK);
  for (i = 0; i < 4; i++)
    suite_assert_near (out[i], published[i], 0, 0.5);
}
END_TEST

/* The irrevocable rates of the euro (Council Regulation (EC) 2866/98): 100 DEM
 * are 51.13 EUR, 100 FRF 15.24, 100,000 ITL 51.65, 1,000 ATS 72.67. */
START_TEST (test_euro)
{
  static const double amount[] = { 100, 100, 100000, 1000 };
  static const double rate[] = { 1.95583, 6.55957, 1936.27, 13.7603 };
  static const double published[] = { 51.13, 15.24, 51.65, 72.67 };
  double out[4];
  size_t i;

  ck_assert_int_eq (ind_convert (amount, rate, 4, out, NULL), IND_OK);
  for (i = 0; i < 4; i++)
    suite_assert_near (out[i], published[i], 0, 0.005);
}
END_TEST

/* Within 2 units in the last place of the exact value. */
START_TEST (test_per_capita_exact_twin)
{
  exact_random random = { 53 };
  size_t i;

  for (i = 0; i < N_RANDOM; i++)
    {
      double amount = exact_random_double (&random), persons = fabs (exact_random_double (&random));
      double out, low, high;
      ind_status status = ind_per_capita (&amount, &persons, 1, &out, NULL);
      low = exact_step (out, -2);
      high = exact_step (out, 2);
      if (status == IND_OK && isfinite (low) && isfinite (high))
        {
          exact_product below[] = { { low, persons }, { -1, amount } };
          exact_product above[] = { { high, persons }, { -1, amount } };
          exact_assert (exact_sign (below, 2) <= 0 && exact_sign (above, 2) >= 0,
                        "ind_per_capita (%a, %a) is not %a", amount, persons, out);
        }
      else if (persons > 0 && status != IND_OK)
        {
          exact_product excess[] = { { 1, fabs (amount) }, { -DBL_MAX, persons } };
          exact_assert (exact_sign (excess, 2) > 0, "ind_per_capita (%a, %a) is finite", amount,
                        persons);
        }
    }
}
END_TEST

START_TEST (test_per_capita_domain)
{
  static const double amount[] = { 1, 1, (double) NAN, 1, INFINITY, 1e300, -3 };
  static const double persons[] = { 0, -1, 1, INFINITY, 1, 1e-300, 4 };
  static const double expected[] = { (double) NAN, (double) NAN, (double) NAN, (double) NAN,
                                     (double) NAN, (double) NAN, -0.75 };
  double out[7];
  uint8_t valid[7];
  size_t i;

  ck_assert_int_eq (ind_per_capita (amount, persons, 7, out, valid), IND_E_DOMAIN);
  for (i = 0; i < 7; i++)
    {
      ck_assert_int_eq (valid[i], !isnan (expected[i]));
      ck_assert_msg (suite_is_near (out[i], expected[i], 0, 0), "element %zu is %g", i, out[i]);
    }
  ck_assert_int_eq (ind_per_capita (NULL, NULL, 0, NULL, NULL), IND_OK);
  ck_assert_int_eq (ind_per_capita (NULL, persons, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_per_capita (amount, NULL, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_per_capita (amount, persons, 1, NULL, NULL), IND_E_ARGUMENT);
  out[0] = 6;
  ck_assert_int_eq (ind_per_capita (out, &persons[6], 1, out, NULL), IND_OK);
  ck_assert (out[0] == 1.5);
}
END_TEST

/* Within 2 units in the last place of the exact value. */
START_TEST (test_convert_exact_twin)
{
  exact_random random = { 53 };
  size_t i;

  for (i = 0; i < N_RANDOM; i++)
    {
      double amount = exact_random_double (&random), rate = fabs (exact_random_double (&random));
      double out, low, high;
      ind_status status = ind_convert (&amount, &rate, 1, &out, NULL);
      low = exact_step (out, -2);
      high = exact_step (out, 2);
      if (status == IND_OK && isfinite (low) && isfinite (high))
        {
          exact_product below[] = { { low, rate }, { -1, amount } };
          exact_product above[] = { { high, rate }, { -1, amount } };
          exact_assert (exact_sign (below, 2) <= 0 && exact_sign (above, 2) >= 0,
                        "ind_convert (%a, %a) is not %a", amount, rate, out);
        }
      else if (rate > 0 && status != IND_OK)
        {
          exact_product excess[] = { { 1, fabs (amount) }, { -DBL_MAX, rate } };
          exact_assert (exact_sign (excess, 2) > 0, "ind_convert (%a, %a) is finite", amount, rate);
        }
    }
}
END_TEST

START_TEST (test_convert_domain)
{
  static const double amount[] = { 1, 1, (double) NAN, 1, INFINITY, 1e300, -3 };
  static const double rate[] = { 0, -1, 1, INFINITY, 1, 1e-300, 4 };
  static const double expected[] = { (double) NAN, (double) NAN, (double) NAN, (double) NAN,
                                     (double) NAN, (double) NAN, -0.75 };
  double out[7];
  uint8_t valid[7];
  size_t i;

  ck_assert_int_eq (ind_convert (amount, rate, 7, out, valid), IND_E_DOMAIN);
  for (i = 0; i < 7; i++)
    {
      ck_assert_int_eq (valid[i], !isnan (expected[i]));
      ck_assert_msg (suite_is_near (out[i], expected[i], 0, 0), "element %zu is %g", i, out[i]);
    }
  ck_assert_int_eq (ind_convert (NULL, NULL, 0, NULL, NULL), IND_OK);
  ck_assert_int_eq (ind_convert (NULL, rate, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_convert (amount, NULL, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_convert (amount, rate, 1, NULL, NULL), IND_E_ARGUMENT);
  out[0] = 6;
  ck_assert_int_eq (ind_convert (out, &rate[6], 1, out, NULL), IND_OK);
  ck_assert (out[0] == 1.5);
}
END_TEST

/* The Economist, Big Mac index, raw, of April 2000: prices in local currency, of
 * which 2.51 dollars make parities, rates, and how much the currency is overvalued
 * (output-data/big-mac-raw-index.csv of TheEconomist/big-mac-data): Japan, Thailand,
 * Switzerland, Indonesia, the United States. */
START_TEST (test_big_mac)
{
  static const double price[] = { 294, 55, 5.9, 14500, 2.51 };
  static const double rate[] = { 106, 38, 1.7, 7945, 1 };
  static const double published[] = { 0.10501, -0.42336, 0.3827, -0.27289, 0 };
  double ppp[5], out[5], real[5], market[5];
  size_t i;

  for (i = 0; i < 5; i++)
    ppp[i] = price[i] / 2.51;
  ck_assert_int_eq (ind_price_level_index (ppp, rate, 5, out, NULL), IND_OK);
  for (i = 0; i < 5; i++)
    suite_assert_near (out[i], 100 + 100 * published[i], 0, 0.0005);
  ck_assert (out[4] == 100);

  /* By parities all of them cost the same; at rates, as much more as prices are
   * higher. */
  ck_assert_int_eq (ind_convert (price, ppp, 5, real, NULL), IND_OK);
  ck_assert_int_eq (ind_convert (price, rate, 5, market, NULL), IND_OK);
  for (i = 0; i < 5; i++)
    {
      suite_assert_near (real[i], 2.51, 1e-15, 0);
      suite_assert_near (market[i], real[i] * out[i] / 100, 1e-15, 0);
    }
}
END_TEST

/* Within 2 units in the last place of the exact value. */
START_TEST (test_price_level_index_exact_twin)
{
  exact_random random = { 59 };
  size_t i;

  for (i = 0; i < N_RANDOM; i++)
    {
      double ppp = fabs (exact_random_double (&random)), rate = fabs (exact_random_double (&random));
      double out, low, high;
      ind_status status = ind_price_level_index (&ppp, &rate, 1, &out, NULL);
      low = exact_step (out, -2);
      high = exact_step (out, 2);
      if (status == IND_OK && isfinite (low) && isfinite (high))
        {
          exact_product below[] = { { low, rate }, { -100, ppp } };
          exact_product above[] = { { high, rate }, { -100, ppp } };
          exact_assert (exact_sign (below, 2) <= 0 && exact_sign (above, 2) >= 0,
                        "ind_price_level_index (%a, %a) is not %a", ppp, rate, out);
        }
      else if (rate > 0 && ppp > 0 && status != IND_OK)
        {
          exact_product excess[] = { { 100, ppp }, { -DBL_MAX, rate } };
          exact_assert (exact_sign (excess, 2) > 0, "ind_price_level_index (%a, %a) is finite",
                        ppp, rate);
        }
    }
}
END_TEST

START_TEST (test_price_level_index_domain)
{
  static const double ppp[] = { 1, 1, (double) NAN, 1, INFINITY, 1e300, -3, 0, 1e307, 3 };
  static const double rate[] = { 0, -1, 1, INFINITY, 1, 1e-300, 4, 1, 1e307, 4 };
  static const char expected[] = "--------++";
  double out[10];
  uint8_t valid[10];
  size_t i;

  ck_assert_int_eq (ind_price_level_index (ppp, rate, 10, out, valid), IND_E_DOMAIN);
  for (i = 0; i < 10; i++)
    ck_assert_msg (valid[i] == (expected[i] == '+') && isnan (out[i]) == !valid[i],
                   "element %zu is %g", i, out[i]);
  ck_assert (out[8] == 100 && out[9] == 75);
  ck_assert_int_eq (ind_price_level_index (NULL, NULL, 0, NULL, NULL), IND_OK);
  ck_assert_int_eq (ind_price_level_index (NULL, rate, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_price_level_index (ppp, NULL, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_price_level_index (ppp, rate, 1, NULL, NULL), IND_E_ARGUMENT);
  out[0] = 6;
  ck_assert_int_eq (ind_price_level_index (out, &rate[9], 1, out, NULL), IND_OK);
  ck_assert (out[0] == 150);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("per_capita");
  tcase_add_test (tests, test_germany);
  tcase_add_test (tests, test_euro);
  tcase_add_test (tests, test_per_capita_exact_twin);
  tcase_add_test (tests, test_per_capita_domain);
  tcase_add_test (tests, test_convert_exact_twin);
  tcase_add_test (tests, test_convert_domain);
  tcase_add_test (tests, test_big_mac);
  tcase_add_test (tests, test_price_level_index_exact_twin);
  tcase_add_test (tests, test_price_level_index_domain);
  return suite_run (tests, "per_capita");
}
