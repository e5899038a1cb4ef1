/* SPDX-License-Identifier: GPL-3.0-or-later
 * Growth of a period, on average and of quotients: published figures, exact and
 * slow twins, the domain. */
#include <float.h>

#include "indicators.h"
#include "support/exact.h"
#include "support/suite.h"

#define N_RANDOM 20000

/* Statistics Canada 13-017-x, table 2.12: growth from the second to the third
 * period of four goods at constant prices. */
START_TEST (test_statcan)
{
  static const double current[] = { 144, 238, 540, 162 }, previous[] = { 108, 224, 525, 150 };
  static const double published[] = { 33.33, 6.25, 2.86, 8.0 };
  double out[4];
  size_t i;

  ck_assert_int_eq (ind_growth (current, previous, 4, out, NULL), IND_OK);
  for (i = 0; i < 4; i++)
    suite_assert_near (out[i], published[i], 0, 0.005);
}
END_TEST

/* Employment in Freiburg and Germany by industry, 2008 to 2014: growth computed
 * by REAT 3.0.3 (data set Freiburg). */
START_TEST (test_freiburg)
{
  static const double previous[]
      = { 13004, 2931, 22492, 4503, 3361, 890, 12448, 34358, 6069, 7073942, 1572378 };
  static const double current[]
      = { 12121, 3154, 25484, 4798, 3372, 1059, 14837, 42931, 6673, 7155807, 1696961 };
  static const double computed[]
      = { -6.7902183943402,  7.60832480382122, 13.3025075582429, 6.55118809682434,
          0.327283546563523, 18.9887640449438, 19.1918380462725, 24.9519762500728,
          9.95221618058988,  1.15727553321755, 7.92322202422064 };
  double out[11];
  size_t i;

  ck_assert_int_eq (ind_growth (current, previous, 11, out, NULL), IND_OK);
  for (i = 0; i < 11; i++)
    suite_assert_near (out[i], computed[i], 1e-13, 0);
}
END_TEST

/* Within 3 units in the last place of the exact value, however small the
 * growth: the form current / previous - 1 fails here. */
START_TEST (test_exact_twin)
{
  exact_random random = { 43 };
  size_t i;

  for (i = 0; i < N_RANDOM; i++)
    {
      double previous = fabs (exact_random_double (&random)), current, growth, low, high;
      ind_status status;
      current = i % 2 == 0 ? exact_random_double (&random)
                           : exact_step (previous, (int) exact_random_below (&random, 200) - 100);
      if (!isfinite (current))
        continue;
      status = ind_growth (&current, &previous, 1, &growth, NULL);
      low = exact_step (growth, -3);
      high = exact_step (growth, 3);
      if (status == IND_OK && isfinite (low) && isfinite (high))
        {
          exact_product below[] = { { low, previous }, { -100, current }, { 100, previous } };
          exact_product above[] = { { high, previous }, { -100, current }, { 100, previous } };
          exact_assert (exact_sign (below, 3) <= 0 && exact_sign (above, 3) >= 0,
                        "growth from %a to %a is not %a", previous, current, growth);
        }
      else if (previous > 0 && status != IND_OK)
        {
          exact_product excess[] = { { 100, fabs (current) }, { -DBL_MAX, previous } };
          exact_assert (exact_sign (excess, 2) > 0, "growth from %a to %a is finite", previous,
                        current);
        }
    }
}
END_TEST

START_TEST (test_domain)
{
  static const double current[] = { 1, 1, (double) NAN, 1, 1e308, -1e308, 0, 1e300 };
  static const double previous[] = { 0, -1, 1, INFINITY, 1e308, 1e308, 5, 1e-300 };
  static const double expected[]
      = { (double) NAN, (double) NAN, (double) NAN, (double) NAN, 0, -200, -100, (double) NAN };
  double out[8];
  uint8_t valid[8];
  size_t i;

  ck_assert_int_eq (ind_growth (current, previous, 8, out, valid), IND_E_DOMAIN);
  for (i = 0; i < 8; i++)
    {
      ck_assert_int_eq (valid[i], !isnan (expected[i]));
      ck_assert_msg (suite_is_near (out[i], expected[i], 0, 0), "element %zu is %g", i, out[i]);
    }
  ck_assert_int_eq (ind_growth (NULL, NULL, 0, NULL, NULL), IND_OK);
  ck_assert_int_eq (ind_growth (NULL, previous, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_growth (current, NULL, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_growth (current, previous, 1, NULL, NULL), IND_E_ARGUMENT);
}
END_TEST

START_TEST (test_in_place)
{
  double current[] = { 110, 90 }, previous[] = { 100, 100 };

  ck_assert_int_eq (ind_growth (current, previous, 2, current, NULL), IND_OK);
  ck_assert (current[0] == 10 && current[1] == -10);
}
END_TEST

/* Employment of four industries of a region grows by +10, +20, 0, -5 (Farhauer and
 * Kroell 2013, shift-share example, in REAT). */
START_TEST (test_change)
{
  static const double current[] = { 100, 40, 10, 55 }, previous[] = { 90, 20, 10, 60 };
  static const double odd[] = { DBL_MAX, (double) NAN, INFINITY, 3 };
  static const double base[] = { -DBL_MAX, 1, INFINITY, -4 };
  double out[4], same[] = { 5, 6 };
  uint8_t valid[4];
  exact_random random = { 109 };
  size_t i;

  ck_assert_int_eq (ind_change (current, previous, 4, out, valid), IND_OK);
  ck_assert (out[0] == 10 && out[1] == 20 && out[2] == 0 && out[3] == -5);
  ck_assert_int_eq (ind_change (odd, base, 4, out, valid), IND_E_DOMAIN);
  ck_assert (isnan (out[0]) && isnan (out[1]) && isnan (out[2]) && out[3] == 7);
  ck_assert (!valid[0] && !valid[1] && !valid[2] && valid[3]);
  ck_assert_int_eq (ind_change (same, current, 2, same, NULL), IND_OK);
  ck_assert (same[0] == -95 && same[1] == -34);
  for (i = 0; i < N_RANDOM; i++)
    {
      double a = exact_random_double (&random), b = exact_random_double (&random);
      ind_status status = ind_change (&a, &b, 1, out, NULL);
      exact_assert (status == IND_OK ? exact_compare_sum (exact_step (out[0], -1), a, -b) <= 0
                                           && exact_compare_sum (exact_step (out[0], 1), a, -b) >= 0
                                     : !isfinite (a - b),
                    "%a - %a is not %a", a, b, out[0]);
    }
  ck_assert_int_eq (ind_change (NULL, NULL, 0, NULL, NULL), IND_OK);
  ck_assert_int_eq (ind_change (NULL, previous, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_change (current, NULL, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_change (current, previous, 1, NULL, NULL), IND_E_ARGUMENT);
}
END_TEST

/* Real GDP of the United States and eight components, third quarter of 1982 to second
 * of 1990: chain-type indices and their average annual rate of change (U.S. Bureau of
 * Economic Analysis, Survey of Current Business, July 1995, table 1). The rate is
 * printed with one decimal, and so are the indices. */
START_TEST (test_average_bea)
{
  static const double first[] = { 82.0, 81.6, 63.8, 86.2, 83.4, 72.2, 79.5, 62.5, 81.5 };
  static const double last[]
      = { 108.4, 107.1, 109.2, 104.8, 108.0, 103.9, 139.7, 111.7, 105.5 };
  static const double published[] = { 3.7, 3.6, 7.2, 2.6, 3.4, 4.8, 7.5, 7.8, 3.4 };
  double years[9], out[9];
  size_t i;

  for (i = 0; i < 9; i++)
    years[i] = 31 / 4.0;
  ck_assert_int_eq (ind_average_growth (last, first, years, 9, out, NULL), IND_OK);
  for (i = 0; i < 9; i++)
    suite_assert_near (out[i], published[i], 0, 0.05 + 0.02);
}
END_TEST

/* 100 in the first and 105 in the second quarter are 21.6 percent at an annual rate
 * (U.S. Bureau of Economic Analysis, guide to the NIPA tables). By hand: 1.1^4 is
 * 1.4641, and the average growth of four years back. */
START_TEST (test_annualised_bea)
{
  double current = 105, previous = 100, periods = 4, growth;

  ck_assert_int_eq (ind_annualised_growth (&current, &previous, &periods, 1, &growth, NULL),
                    IND_OK);
  suite_assert_near (growth, 21.6, 0, 0.05);
  suite_assert_near (growth, 21.550625, 1e-15, 0);
  current = 110;
  ck_assert_int_eq (ind_annualised_growth (&current, &previous, &periods, 1, &growth, NULL),
                    IND_OK);
  suite_assert_near (growth, 46.41, 1e-15, 0);
  current = 146.41;
  ck_assert_int_eq (ind_average_growth (&current, &previous, &periods, 1, &growth, NULL), IND_OK);
  suite_assert_near (growth, 10, 1e-15, 0);
}
END_TEST

/* Both against a slow twin, with small growth and large. What the logarithm rounds
 * off comes back times the exponent: a unit in the last place of 100 plus the result
 * for each of its units (two where it is multiplied), besides 4 of the result. */
START_TEST (test_compound_twin)
{
  exact_random random = { 113 };
  size_t i;

  for (i = 0; i < N_RANDOM; i++)
    {
      double previous = (double) (1 + exact_random_below (&random, 1000000)) / 100;
      double small = ldexp ((double) exact_random_below (&random, 1000) - 500,
                            -(int) exact_random_below (&random, 40) - 11);
      double current = i % 2 == 0 ? (double) (1 + exact_random_below (&random, 1000000)) / 100
                                  : previous * (1 + small);
      double years = (double) (1 + exact_random_below (&random, 400)) / 4;
      double periods = (double) (1 + exact_random_below (&random, 12)), out, back, one = 1, growth;
      long double difference = (long double) current - previous;
      long double log = log1pl (difference / previous);
      long double exact = 100 * expm1l (log / (long double) years), slack;

      slack = (fabsl (log / (long double) years) * (100 + exact) + 4 * fabsl (exact))
              * (long double) DBL_EPSILON;
      exact_assert (ind_average_growth (&current, &previous, &years, 1, &out, NULL) == IND_OK
                        && fabsl (out - exact) <= slack,
                    "average growth %g to %g in %g is %.17g, not %.20Lg", previous, current, years,
                    out, exact);
      exact = 100 * expm1l (log * (long double) periods);
      slack = (2 * fabsl (log * (long double) periods) * (100 + exact) + 4 * fabsl (exact))
              * (long double) DBL_EPSILON;
      exact_assert (ind_annualised_growth (&current, &previous, &periods, 1, &out, NULL) == IND_OK
                        && fabsl (out - exact) <= slack,
                    "annualised growth %g to %g, %g times, is %.17g, not %.20Lg", previous,
                    current, periods, out, exact);
      /* Undone by the average; and once a year it is growth. */
      current = 100 + out;
      previous = 100;
      exact_assert (current < 1
                        || (ind_average_growth (&current, &previous, &periods, 1, &back, NULL)
                                == IND_OK
                            && suite_is_near (100 + back, (double) (100 * expl (log)), 1e-11, 0)),
                    "annualised and back");
      exact_assert (current < 1
                        || (ind_annualised_growth (&current, &previous, &one, 1, &back, NULL)
                                == IND_OK
                            && ind_growth (&current, &previous, 1, &growth, NULL) == IND_OK
                            && suite_is_near (back, growth, 1e-15, 1e-15 * (100 + fabs (growth)))),
                    "once a year is %g, not %g", back, growth);
    }
}
END_TEST

START_TEST (test_compound_domain)
{
  static const double current[]
      = { 0, -1, 2, 2, 2, (double) NAN, INFINITY, 2, 2, 2, 1e300, 1e-200, 4 };
  static const double previous[]
      = { 1, 1, 0, -1, INFINITY, 1, 1, 1, 1, 1, 1e-300, 1e200, 1 };
  static const double exponent[]
      = { 4, 4, 4, 4, 4, 4, 4, 0, -4, (double) NAN, 4, 1000, 2 };
  double out[13], same[] = { 4 };
  uint8_t valid[13];
  size_t i;

  ck_assert_int_eq (ind_annualised_growth (current, previous, exponent, 13, out, valid),
                    IND_E_DOMAIN);
  for (i = 0; i < 11; i++)
    ck_assert (isnan (out[i]) && !valid[i]);
  /* Next to nothing is left. */
  ck_assert (out[11] == -100 && valid[11] && valid[12]);
  suite_assert_near (out[12], 1500, 1e-15, 0);
  ck_assert_int_eq (ind_average_growth (current, previous, exponent, 13, out, valid),
                    IND_E_DOMAIN);
  for (i = 0; i < 10; i++)
    ck_assert (isnan (out[i]) && !valid[i]);
  /* The quotient of these is 10^600 and 10^-400; the fourth and thousandth roots are
   * 10^150 and 10^-0.4. */
  suite_assert_near (out[10], 1e152, 1e-12, 0);
  suite_assert_near (out[11], -60.189282944650278, 1e-12, 0);
  suite_assert_near (out[12], 100, 1e-15, 0);
  ck_assert (valid[10] && valid[11] && valid[12]);

  ck_assert_int_eq (ind_average_growth (same, &previous[7], &exponent[12], 1, same, NULL), IND_OK);
  suite_assert_near (same[0], 100, 1e-15, 0);
  ck_assert_int_eq (ind_average_growth (NULL, NULL, NULL, 0, NULL, NULL), IND_OK);
  ck_assert_int_eq (ind_average_growth (NULL, previous, exponent, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_average_growth (current, NULL, exponent, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_average_growth (current, previous, NULL, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_average_growth (current, previous, exponent, 1, NULL, NULL),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_annualised_growth (NULL, NULL, NULL, 0, NULL, NULL), IND_OK);
  ck_assert_int_eq (ind_annualised_growth (NULL, previous, exponent, 1, out, NULL),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_annualised_growth (current, NULL, exponent, 1, out, NULL),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_annualised_growth (current, previous, NULL, 1, out, NULL),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_annualised_growth (current, previous, exponent, 1, NULL, NULL),
                    IND_E_ARGUMENT);
}
END_TEST

/* Nominal GDP 600 and 1200, real GDP 350 and 500, deflator 171 and 240, up 40 percent
 * (Mankiw, Principles of Economics, chapter "Measuring a Nation's Income", table 2):
 * growth of 100 and, by hand, 300/7 percent. */
START_TEST (test_quotient_mankiw)
{
  double nominal[] = { 100, 100 }, other[] = { 40, 300.0 / 7 }, out[2];

  ck_assert_int_eq (ind_growth_of_quotient (nominal, other, 2, out, NULL), IND_OK);
  suite_assert_near (out[0], 300.0 / 7, 1e-15, 0);
  suite_assert_near (out[1], 40, 1e-15, 0);
  ck_assert_int_eq (ind_growth_of_product (other, out, 2, out, NULL), IND_OK);
  suite_assert_near (out[0], 100, 1e-15, 0);
  suite_assert_near (out[1], 100, 1e-15, 0);
  /* By hand: a tenth twice, and what undoes a half. */
  nominal[0] = 21;
  nominal[1] = 0;
  other[0] = 10;
  other[1] = 50;
  ck_assert_int_eq (ind_growth_of_quotient (nominal, other, 2, out, NULL), IND_OK);
  ck_assert (out[0] == 10);
  suite_assert_near (out[1], -100.0 / 3, 1e-15, 0);
  ck_assert_int_eq (ind_growth_of_product (other, other, 1, out, NULL), IND_OK);
  ck_assert (out[0] == 21);
}
END_TEST

/* From quantities: growth of a ratio and of a product of two; one undoes the other. */
START_TEST (test_quotient_identities)
{
  exact_random random = { 127 };
  size_t i;

  for (i = 0; i < N_RANDOM; i++)
    {
      double a = ldexp ((double) exact_random_below (&random, 1000000) - 300000,
                        -(int) exact_random_below (&random, 30) - 12);
      double b = i % 2 == 0 ? exact_step (a, (int) exact_random_below (&random, 200) - 100)
                            : (double) exact_random_below (&random, 300000) / 1000 - 99.5;
      double out, back;
      long double exact = 100 * ((long double) a - b) / (100 + (long double) b);

      exact_assert (ind_growth_of_quotient (&a, &b, 1, &out, NULL) == IND_OK
                        && suite_ulps (out, exact) <= 3,
                    "growth %g over %g is %.17g, not %.20Lg", a, b, out, exact);
      exact_assert (ind_growth_of_product (&out, &b, 1, &back, NULL) == IND_OK
                        && suite_is_near (back, a, 0, 1e-15 * (100 + fabs (a))),
                    "%.17g is not %.17g again", back, a);
      exact = (long double) a + b + (long double) a * b / 100;
      exact_assert (ind_growth_of_product (&a, &b, 1, &out, NULL) == IND_OK
                        && fabsl (out - exact) <= 2 * fabsl (exact) * (long double) DBL_EPSILON
                                                      + 0x1p-61L * (100 + fabsl (exact)),
                    "growth %g and %g is %.17g, not %.20Lg", a, b, out, exact);
      exact_assert (ind_growth_of_product (&b, &a, 1, &back, NULL) == IND_OK && back == out,
                    "%.17g and %.17g", back, out);
    }
}
END_TEST

/* A rise and the fall that undoes it, but for the last digits: within 2 units in the
 * last place of what remains, where a + b + a b / 100 has a correct digit or two. */
START_TEST (test_product_cancels)
{
  exact_random random = { 131 };
  size_t i;

  for (i = 0; i < N_RANDOM; i++)
    {
      double a = (double) (1 + exact_random_below (&random, 100000)) / 1000;
      int n = (int) exact_random_below (&random, 200) + 8;
      double b = exact_step (-100 * a / (100 + a), i % 2 == 0 ? n : -n);
      double out, low, high;

      exact_assert (ind_growth_of_product (&a, &b, 1, &out, NULL) == IND_OK, "no result");
      low = exact_step (out, -2);
      high = exact_step (out, 2);
      {
        exact_product below[] = { { 100, low }, { -100, a }, { -100, b }, { -a, b } };
        exact_product above[] = { { 100, high }, { -100, a }, { -100, b }, { -a, b } };
        exact_assert (exact_sign (below, 4) <= 0 && exact_sign (above, 4) >= 0,
                      "growth %a and %a is not %a", a, b, out);
      }
    }
}
END_TEST

START_TEST (test_quotient_domain)
{
  static const double a[] = { -100, 5, -101, (double) NAN, 5, INFINITY, 1e308, 1e308, -50, 1e200 };
  static const double b[] = { 5, -100, 5, 5, INFINITY, 5, -99, 0, -50, 1e200 };
  static const double quotient[] = { (double) NAN, (double) NAN, (double) NAN, (double) NAN,
                                     (double) NAN, (double) NAN, (double) NAN, 1e308,
                                     0,            0 };
  static const double product[] = { (double) NAN, (double) NAN, (double) NAN, (double) NAN,
                                    (double) NAN, (double) NAN, 1e306,        1e308,
                                    -75,          (double) NAN };
  double out[10];
  uint8_t valid[10];
  size_t i;

  ck_assert_int_eq (ind_growth_of_quotient (a, b, 10, out, valid), IND_E_DOMAIN);
  for (i = 0; i < 10; i++)
    {
      ck_assert_int_eq (valid[i], !isnan (quotient[i]));
      ck_assert_msg (suite_is_near (out[i], quotient[i], 1e-15, 0), "%zu is %g", i, out[i]);
    }
  ck_assert_int_eq (ind_growth_of_product (a, b, 10, out, valid), IND_E_DOMAIN);
  for (i = 0; i < 10; i++)
    {
      ck_assert_int_eq (valid[i], !isnan (product[i]));
      ck_assert_msg (suite_is_near (out[i], product[i], 1e-13, 0), "%zu is %g", i, out[i]);
    }
  ck_assert_int_eq (ind_growth_of_quotient (NULL, NULL, 0, NULL, NULL), IND_OK);
  ck_assert_int_eq (ind_growth_of_quotient (NULL, b, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_growth_of_quotient (a, NULL, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_growth_of_quotient (a, b, 1, NULL, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_growth_of_product (NULL, NULL, 0, NULL, NULL), IND_OK);
  ck_assert_int_eq (ind_growth_of_product (NULL, b, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_growth_of_product (a, NULL, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_growth_of_product (a, b, 1, NULL, NULL), IND_E_ARGUMENT);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("growth");
  tcase_add_test (tests, test_statcan);
  tcase_add_test (tests, test_freiburg);
  tcase_add_test (tests, test_exact_twin);
  tcase_add_test (tests, test_domain);
  tcase_add_test (tests, test_in_place);
  tcase_add_test (tests, test_change);
  tcase_add_test (tests, test_average_bea);
  tcase_add_test (tests, test_annualised_bea);
  tcase_add_test (tests, test_compound_twin);
  tcase_add_test (tests, test_compound_domain);
  tcase_add_test (tests, test_quotient_mankiw);
  tcase_add_test (tests, test_quotient_identities);
  tcase_add_test (tests, test_product_cancels);
  tcase_add_test (tests, test_quotient_domain);
  return suite_run (tests, "growth");
}
