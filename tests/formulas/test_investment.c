/* SPDX-License-Identifier: GPL-3.0-or-later
 * ICOR and elasticities: published figures, exact twins, the domain. */
#include <float.h>

#include "indicators.h"
#include "support/exact.h"
#include "support/suite.h"

#define N_RANDOM 20000

/* "If a country has an investment rate of four percent of GDP and an ICOR of four,
 * growth in GDP will be one percent"; for growth of five percent "required
 * investment this year is 20 percent of GDP" (World Bank, DEC, Incremental Capital
 * Output Ratio). */
START_TEST (test_world_bank)
{
  static const double investment[] = { 4, 20 }, output[] = { 101, 105 };
  static const double previous_output[] = { 100, 100 };
  double out[2];
  uint8_t valid[2];

  ck_assert_int_eq (ind_icor (investment, output, previous_output, 2, out, valid), IND_OK);
  ck_assert (out[0] == 4 && out[1] == 4 && valid[0] == 1 && valid[1] == 1);
}
END_TEST

/* From 1995 to 1996 GDP rises by 20 percent and the revenue of an excise by 21,
 * with inflation of 15 percent: in real terms GDP by 4.35 percent (Haughton 1998,
 * Estimating Tax Buoyancy, Elasticity and Stability, EAGER/PSGE Methodological Note
 * 1). The buoyancy is then, by hand, (121 - 115) / (120 - 115). */
START_TEST (test_haughton)
{
  static const double nominal[] = { 21, 20 }, inflation[] = { 15, 15 };
  double real[2], out;

  ck_assert_int_eq (ind_growth_of_quotient (nominal, inflation, 2, real, NULL), IND_OK);
  suite_assert_near (real[1], 4.35, 0, 0.005);
  ck_assert_int_eq (ind_elasticity (&real[0], &real[1], 1, &out, NULL), IND_OK);
  suite_assert_near (out, 1.2, 1e-14, 0);
}
END_TEST

/* The ratio of investment to output over growth is the same, by either year's
 * output. */
START_TEST (test_icor_from_rates)
{
  exact_random random = { 401 };
  size_t i;

  for (i = 0; i < N_RANDOM; i++)
    {
      double before = 1 + (double)exact_random_below (&random, 1000000);
      double now = before + 1 + (double)exact_random_below (&random, 1000000);
      double investment = (double)exact_random_below (&random, 1000000), out, rate, growth;
      ind_status status = ind_icor (&investment, &now, &before, 1, &out, NULL);
      status |= ind_share (&investment, &before, 1, &rate, NULL);
      status |= ind_growth (&now, &before, 1, &growth, NULL);
      exact_assert (status == IND_OK && suite_is_near (rate / growth, out, 1e-15, 0),
                    "%g over %g - %g is %.17g", investment, now, before, out);
    }
}
END_TEST

/* Within 2 units in the last place of the exact value. */
START_TEST (test_icor_exact_twin)
{
  exact_random random = { 409 };
  size_t i;

  for (i = 0; i < N_RANDOM; i++)
    {
      double investment = exact_random_double (&random), output = exact_random_double (&random);
      double previous = i % 3 != 0 ? exact_random_double (&random)
                                   : exact_step (output, -(int)exact_random_below (&random, 99));
      double out, low, high;
      ind_status status = ind_icor (&investment, &output, &previous, 1, &out, NULL);
      low = exact_step (out, -2);
      high = exact_step (out, 2);
      if (status == IND_OK && isfinite (low) && isfinite (high))
        {
          exact_product below[] = { { low, output }, { -low, previous }, { -1, investment } };
          exact_product above[] = { { high, output }, { -high, previous }, { -1, investment } };
          exact_assert (exact_sign (below, 3) <= 0 && exact_sign (above, 3) >= 0,
                        "%a over %a - %a is not %a", investment, output, previous, out);
        }
      else if (isfinite (previous) && output > previous && status != IND_OK)
        {
          exact_product excess[]
              = { { 1, fabs (investment) }, { -DBL_MAX, output }, { DBL_MAX, previous } };
          exact_assert (exact_sign (excess, 3) > 0, "%a over %a - %a is finite", investment, output,
                        previous);
        }
    }
}
END_TEST

START_TEST (test_icor_domain)
{
  static const double investment[] = { 5, 5, (double)NAN, 5, 5, INFINITY, 1e300, -5, 0, DBL_MAX };
  static const double output[] = { 7, 6, 8, INFINITY, 8, 8, 1e-300, 9, 9, DBL_MAX };
  static const double previous_output[] = { 7, 7, 7, 7, (double)NAN, 7, 0, 7, 7, -DBL_MAX };
  static const double expected[]
      = { (double)NAN, (double)NAN, (double)NAN, (double)NAN, (double)NAN,
          (double)NAN, (double)NAN, -2.5,        0,           0.5 };
  double out[10];
  uint8_t valid[10];
  size_t i;

  ck_assert_int_eq (ind_icor (investment, output, previous_output, 10, out, valid), IND_E_DOMAIN);
  for (i = 0; i < 10; i++)
    {
      ck_assert_int_eq (valid[i], !isnan (expected[i]));
      ck_assert_msg (suite_is_near (out[i], expected[i], 0, 0), "element %zu is %g", i, out[i]);
    }
  ck_assert_int_eq (ind_icor (NULL, NULL, NULL, 0, NULL, NULL), IND_OK);
  ck_assert_int_eq (ind_icor (NULL, output, previous_output, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_icor (investment, NULL, previous_output, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_icor (investment, output, NULL, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_icor (investment, output, previous_output, 1, NULL, NULL), IND_E_ARGUMENT);
  out[0] = 8;
  ck_assert_int_eq (ind_icor (&investment[0], out, &previous_output[0], 1, out, NULL), IND_OK);
  ck_assert (out[0] == 5);
}
END_TEST

/* A quotient, correctly rounded. */
START_TEST (test_elasticity_exact_twin)
{
  exact_random random = { 419 };
  size_t i;

  for (i = 0; i < N_RANDOM; i++)
    {
      double growth = exact_random_double (&random), cause = exact_random_double (&random), out;
      ind_status status = ind_elasticity (&growth, &cause, 1, &out, NULL);
      double low = exact_step (out, -1), high = exact_step (out, 1);
      if (status == IND_OK && isfinite (low) && isfinite (high))
        exact_assert (exact_compare_quotient (low, growth, cause) < 0
                          && exact_compare_quotient (high, growth, cause) > 0,
                      "%a / %a is not %a", growth, cause, out);
    }
}
END_TEST

START_TEST (test_elasticity_domain)
{
  static const double growth[] = { 5, 0, (double)NAN, 5, INFINITY, 1e300, 5, 0, -6 };
  static const double cause[] = { 0, 0, 5, (double)NAN, 5, 1e-300, INFINITY, 4, -4 };
  static const double expected[]
      = { (double)NAN, (double)NAN, (double)NAN, (double)NAN, (double)NAN,
          (double)NAN, (double)NAN, 0,           1.5 };
  double out[9];
  uint8_t valid[9];
  size_t i;

  ck_assert_int_eq (ind_elasticity (growth, cause, 9, out, valid), IND_E_DOMAIN);
  for (i = 0; i < 9; i++)
    {
      ck_assert_int_eq (valid[i], !isnan (expected[i]));
      ck_assert_msg (suite_is_near (out[i], expected[i], 0, 0), "element %zu is %g", i, out[i]);
    }
  ck_assert_int_eq (ind_elasticity (NULL, NULL, 0, NULL, NULL), IND_OK);
  ck_assert_int_eq (ind_elasticity (NULL, cause, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_elasticity (growth, NULL, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_elasticity (growth, cause, 1, NULL, NULL), IND_E_ARGUMENT);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("investment");
  tcase_add_test (tests, test_world_bank);
  tcase_add_test (tests, test_haughton);
  tcase_add_test (tests, test_icor_from_rates);
  tcase_add_test (tests, test_icor_exact_twin);
  tcase_add_test (tests, test_icor_domain);
  tcase_add_test (tests, test_elasticity_exact_twin);
  tcase_add_test (tests, test_elasticity_domain);
  return suite_run (tests, "investment");
}
