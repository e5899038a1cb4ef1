/* SPDX-License-Identifier: GPL-3.0-or-later
 * Disbursement in percent of the plan: published figures, an exact twin, the
 * domain. */
#include <float.h>

#include "indicators.h"
#include "support/exact.h"
#include "support/suite.h"

#define N_RANDOM 20000

/* Public investment of a province, disbursed and planned in billion VND and the
 * ratio as printed (report of Lang Son, November 2024: seed 000). The last is
 * above 100 for the centrally assigned plan. */
START_TEST (test_lang_son)
{
  static const double disbursed[] = { 3746.2, 2335.1, 329.592, 638, 141.27, 4149.5 };
  static const double plan[] = { 3949.305, 2538.173, 1300, 2296.447, 171.274, 3949.305 };
  static const double printed[] = { 94.9, 92, 25.35, 27.78, 82.5, 105.1 };
  static const double half_unit[] = { 0.05, 0.5, 0.005, 0.005, 0.05, 0.05 };
  double out[6];
  size_t i;

  ck_assert_int_eq (ind_disbursement_ratio (disbursed, plan, 6, out, NULL), IND_OK);
  for (i = 0; i < 6; i++)
    suite_assert_near (out[i], printed[i], 0, half_unit[i]);
}
END_TEST

/* Within 2 units in the last place of the exact value. */
START_TEST (test_disbursement_ratio_exact_twin)
{
  exact_random random = { 53 };
  size_t i;

  for (i = 0; i < N_RANDOM; i++)
    {
      double disbursed = exact_random_double (&random), plan = fabs (exact_random_double (&random));
      double out, low, high;
      ind_status status = ind_disbursement_ratio (&disbursed, &plan, 1, &out, NULL);
      low = exact_step (out, -2);
      high = exact_step (out, 2);
      if (status == IND_OK && isfinite (low) && isfinite (high))
        {
          exact_product below[] = { { low, plan }, { -100, disbursed } };
          exact_product above[] = { { high, plan }, { -100, disbursed } };
          exact_assert (exact_sign (below, 2) <= 0 && exact_sign (above, 2) >= 0,
                        "ind_disbursement_ratio (%a, %a) is not %a", disbursed, plan, out);
        }
      else if (plan > 0 && status != IND_OK)
        {
          exact_product excess[] = { { 100, fabs (disbursed) }, { -DBL_MAX, plan } };
          exact_assert (exact_sign (excess, 2) > 0, "ind_disbursement_ratio (%a, %a) is finite",
                        disbursed, plan);
        }
    }
}
END_TEST

START_TEST (test_disbursement_ratio_domain)
{
  static const double disbursed[] = { 1, 1, (double) NAN, 1, INFINITY, 1e300, -3 };
  static const double plan[] = { 0, -1, 1, INFINITY, 1, 1e-300, 4 };
  static const double expected[]
      = { (double) NAN, (double) NAN, (double) NAN, (double) NAN, (double) NAN, (double) NAN, -75 };
  double out[7];
  uint8_t valid[7];
  size_t i;

  ck_assert_int_eq (ind_disbursement_ratio (disbursed, plan, 7, out, valid), IND_E_DOMAIN);
  for (i = 0; i < 7; i++)
    {
      ck_assert_int_eq (valid[i], !isnan (expected[i]));
      ck_assert_msg (suite_is_near (out[i], expected[i], 0, 0), "element %zu is %g", i, out[i]);
    }
  ck_assert_int_eq (ind_disbursement_ratio (NULL, NULL, 0, NULL, NULL), IND_OK);
  ck_assert_int_eq (ind_disbursement_ratio (NULL, plan, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_disbursement_ratio (disbursed, NULL, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_disbursement_ratio (disbursed, plan, 1, NULL, NULL), IND_E_ARGUMENT);
  out[0] = 6;
  ck_assert_int_eq (ind_disbursement_ratio (out, &plan[6], 1, out, NULL), IND_OK);
  ck_assert (out[0] == 150);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("disbursement");
  tcase_add_test (tests, test_lang_son);
  tcase_add_test (tests, test_disbursement_ratio_exact_twin);
  tcase_add_test (tests, test_disbursement_ratio_domain);
  return suite_run (tests, "disbursement");
}
