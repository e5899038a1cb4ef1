/* SPDX-License-Identifier: GPL-3.0-or-later
 * Labour productivity and its growth: published figures, exact twins, the
 * domain. */
#include <float.h>

#include "indicators.h"
#include "support/exact.h"
#include "support/suite.h"

#define N_RANDOM 20000

/* GSO of Viet Nam, social and economic situation in 2023 (29 December 2023): GDP
 * of 10,221.8 thousand billion VND, 51.3 million employed persons, 199.3 million
 * VND per worker. The printed inputs leave the result open by 0.2. */
START_TEST (test_viet_nam)
{
  double output = 10221.8e12, employment = 51.3e6, out;

  ck_assert_int_eq (ind_productivity (&output, &employment, 1, &out, NULL), IND_OK);
  suite_assert_near (out, 199.3e6, 0, 0.25e6);
}
END_TEST

/* US Bureau of Labor Statistics, Productivity and Costs, nonfarm business:
 * second quarter of 2017 (USDL 17-1098), at annual rates and over the year; first
 * quarter of 2017, preliminary and, over the year, revised; third quarter of 2022
 * over the year. */
START_TEST (test_bls)
{
  static const double output[] = { 3.4, 2.7, 1.0, 2.5, 1.9 };
  static const double hours[] = { 2.5, 1.5, 1.6, 1.3, 3.4 };
  static const double published[] = { 0.9, 1.2, -0.6, 1.2, -1.4 };
  double out[5];
  size_t i;

  ck_assert_int_eq (ind_productivity_growth (output, hours, 5, out, NULL), IND_OK);
  /* Half a unit of the result and of both printed inputs. */
  for (i = 0; i < 5; i++)
    suite_assert_near (out[i], published[i], 0, 0.05 + 0.1);
}
END_TEST

/* Growth from the levels is the growth that follows from the growth of both. */
START_TEST (test_growth_of_levels)
{
  exact_random random = { 59 };
  size_t i;

  for (i = 0; i < N_RANDOM; i++)
    {
      double level[4], ratio[2], growth[2], direct, derived;
      ind_status status;
      size_t k;
      for (k = 0; k < 4; k++)
        level[k] = 1 + (double) exact_random_below (&random, 100000);
      status = ind_productivity (level, level + 2, 2, ratio, NULL);
      status |= ind_growth (&ratio[0], &ratio[1], 1, &direct, NULL);
      status |= ind_growth (&level[0], &level[1], 1, &growth[0], NULL);
      status |= ind_growth (&level[2], &level[3], 1, &growth[1], NULL);
      status |= ind_productivity_growth (&growth[0], &growth[1], 1, &derived, NULL);
      exact_assert (status == IND_OK && suite_is_near (derived, direct, 1e-9, 1e-9),
                    "growth of %g / %g over %g / %g is %.17g or %.17g", level[0], level[2],
                    level[1], level[3], direct, derived);
    }
}
END_TEST

/* Within 4 units in the last place of the exact value, near equal rates and
 * near -100 too. */
START_TEST (test_productivity_growth_exact_twin)
{
  exact_random random = { 61 };
  size_t i;

  for (i = 0; i < N_RANDOM; i++)
    {
      double a = exact_random_double (&random), b = exact_random_double (&random), out, low, high;
      ind_status status;
      if (i % 3 == 1)
        a = exact_step (b, (int) exact_random_below (&random, 200) - 100);
      else if (i % 3 == 2)
        b = exact_step (-100, 1 + (int) exact_random_below (&random, 100));
      if (!isfinite (a))
        continue;
      status = ind_productivity_growth (&a, &b, 1, &out, NULL);
      if (status != IND_OK && a > -100 && b > -100)
        {
          exact_product excess[] = { { 100, a }, { -100, b }, { -DBL_MAX, 100 }, { -DBL_MAX, b } };
          exact_assert (exact_sign (excess, 4) > 0, "growth from %a and %a is finite", a, b);
        }
      low = exact_step (out, -4);
      high = exact_step (out, 4);
      if (status == IND_OK && isfinite (low) && isfinite (high))
        {
          exact_product below[] = { { low, 100 }, { low, b }, { -100, a }, { 100, b } };
          exact_product above[] = { { high, 100 }, { high, b }, { -100, a }, { 100, b } };
          exact_assert (exact_sign (below, 4) <= 0 && exact_sign (above, 4) >= 0,
                        "growth from %a and %a is not %a", a, b, out);
        }
    }
}
END_TEST

START_TEST (test_productivity_growth_domain)
{
  static const double a[] = { -100, 5, (double) NAN, 5, 5, 5, DBL_MAX };
  static const double b[] = { 5, -100, 5, INFINITY, -150, 5, -50 };
  static const double expected[]
      = { (double) NAN, (double) NAN, (double) NAN, (double) NAN, (double) NAN, 0, (double) NAN };
  double out[7];
  uint8_t valid[7];
  size_t i;

  ck_assert_int_eq (ind_productivity_growth (a, b, 7, out, valid), IND_E_DOMAIN);
  for (i = 0; i < 7; i++)
    {
      ck_assert_int_eq (valid[i], !isnan (expected[i]));
      ck_assert_msg (suite_is_near (out[i], expected[i], 0, 0), "element %zu is %g", i, out[i]);
    }
  ck_assert_int_eq (ind_productivity_growth (NULL, NULL, 0, NULL, NULL), IND_OK);
  ck_assert_int_eq (ind_productivity_growth (NULL, b, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_productivity_growth (a, NULL, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_productivity_growth (a, b, 1, NULL, NULL), IND_E_ARGUMENT);
}
END_TEST

/* Within 2 units in the last place of the exact value. */
START_TEST (test_productivity_exact_twin)
{
  exact_random random = { 53 };
  size_t i;

  for (i = 0; i < N_RANDOM; i++)
    {
      double output = exact_random_double (&random),
             employment = fabs (exact_random_double (&random));
      double out, low, high;
      ind_status status = ind_productivity (&output, &employment, 1, &out, NULL);
      low = exact_step (out, -2);
      high = exact_step (out, 2);
      if (status == IND_OK && isfinite (low) && isfinite (high))
        {
          exact_product below[] = { { low, employment }, { -1, output } };
          exact_product above[] = { { high, employment }, { -1, output } };
          exact_assert (exact_sign (below, 2) <= 0 && exact_sign (above, 2) >= 0,
                        "ind_productivity (%a, %a) is not %a", output, employment, out);
        }
      else if (employment > 0 && status != IND_OK)
        {
          exact_product excess[] = { { 1, fabs (output) }, { -DBL_MAX, employment } };
          exact_assert (exact_sign (excess, 2) > 0, "ind_productivity (%a, %a) is finite", output,
                        employment);
        }
    }
}
END_TEST

START_TEST (test_productivity_domain)
{
  static const double output[] = { 1, 1, (double) NAN, 1, INFINITY, 1e300, -3 };
  static const double employment[] = { 0, -1, 1, INFINITY, 1, 1e-300, 4 };
  static const double expected[] = { (double) NAN, (double) NAN, (double) NAN, (double) NAN,
                                     (double) NAN, (double) NAN, -0.75 };
  double out[7];
  uint8_t valid[7];
  size_t i;

  ck_assert_int_eq (ind_productivity (output, employment, 7, out, valid), IND_E_DOMAIN);
  for (i = 0; i < 7; i++)
    {
      ck_assert_int_eq (valid[i], !isnan (expected[i]));
      ck_assert_msg (suite_is_near (out[i], expected[i], 0, 0), "element %zu is %g", i, out[i]);
    }
  ck_assert_int_eq (ind_productivity (NULL, NULL, 0, NULL, NULL), IND_OK);
  ck_assert_int_eq (ind_productivity (NULL, employment, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_productivity (output, NULL, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_productivity (output, employment, 1, NULL, NULL), IND_E_ARGUMENT);
  out[0] = 6;
  ck_assert_int_eq (ind_productivity (out, &employment[6], 1, out, NULL), IND_OK);
  ck_assert (out[0] == 1.5);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("productivity");
  tcase_add_test (tests, test_viet_nam);
  tcase_add_test (tests, test_bls);
  tcase_add_test (tests, test_growth_of_levels);
  tcase_add_test (tests, test_productivity_growth_exact_twin);
  tcase_add_test (tests, test_productivity_growth_domain);
  tcase_add_test (tests, test_productivity_exact_twin);
  tcase_add_test (tests, test_productivity_domain);
  return suite_run (tests, "productivity");
}
