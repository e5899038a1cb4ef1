/* SPDX-License-Identifier: GPL-3.0-or-later
 * Disbursement in percent of the plan and of all funds, the way to a target:
 * published figures, exact twins, the domain. */
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

/* By hand: 4149.5 of the plan of 3949.305 and of carried over funds that make it
 * 4452.25, of which that would be 93.2 percent, the second figure that report prints;
 * funds carried over only, and none. */
START_TEST (test_carried_over)
{
  static const double disbursed[] = { 4149.5, 30, 50, 0 };
  static const double plan[] = { 3949.305, 0, 40, 5 };
  static const double carried_over[] = { 502.945, 40, 0, 5 };
  static const double expected[] = { 93.2, 75, 125, 0 };
  double out[4], plain;
  size_t i;

  ck_assert_int_eq (ind_disbursement_ratio_carried_over (disbursed, plan, carried_over, 4, out,
                                                         NULL),
                    IND_OK);
  suite_assert_near (out[0], expected[0], 0, 0.05);
  for (i = 1; i < 4; i++)
    ck_assert (out[i] == expected[i]);
  /* Without carried over funds, the ratio to the plan. */
  ck_assert_int_eq (ind_disbursement_ratio (&disbursed[2], &plan[2], 1, &plain, NULL), IND_OK);
  ck_assert (out[2] == plain);
}
END_TEST

/* Within 3 units in the last place of the exact value. */
START_TEST (test_carried_over_exact_twin)
{
  exact_random random = { 61 };
  size_t i;

  for (i = 0; i < N_RANDOM; i++)
    {
      double disbursed = exact_random_double (&random), plan = fabs (exact_random_double (&random));
      double carried = fabs (exact_random_double (&random)), out, low, high;
      ind_status status
          = ind_disbursement_ratio_carried_over (&disbursed, &plan, &carried, 1, &out, NULL);
      low = exact_step (out, -3);
      high = exact_step (out, 3);
      if (status == IND_OK && isfinite (low) && isfinite (high))
        {
          exact_product below[] = { { low, plan }, { low, carried }, { -100, disbursed } };
          exact_product above[] = { { high, plan }, { high, carried }, { -100, disbursed } };
          exact_assert (exact_sign (below, 3) <= 0 && exact_sign (above, 3) >= 0,
                        "the ratio of %a to %a and %a is not %a", disbursed, plan, carried, out);
        }
      else if ((plan > 0 || carried > 0) && status != IND_OK)
        {
          exact_product excess[]
              = { { 100, fabs (disbursed) }, { -DBL_MAX, plan }, { -DBL_MAX, carried } };
          exact_assert (exact_sign (excess, 3) > 0, "the ratio of %a to %a and %a is finite",
                        disbursed, plan, carried);
        }
    }
}
END_TEST

START_TEST (test_carried_over_domain)
{
  static const double disbursed[] = { 1, 1, 1, 1, (double) NAN, 1, 1, 1e308, 1e300, -3, 1.5e308 };
  static const double plan[] = { 0, -1, 2, (double) NAN, 1, INFINITY, 1, 1e308, 1e-300, 1, 1e308 };
  static const double carried[] = { 0, 2, -1, 1, 1, 1, INFINITY, 1e308, 0, 3, 5e307 };
  static const char expected[] = "-------+-++";
  double out[11], large = DBL_MAX, one;
  uint8_t valid[11];
  size_t i;

  ck_assert_int_eq (ind_disbursement_ratio_carried_over (disbursed, plan, carried, 11, out, valid),
                    IND_E_DOMAIN);
  for (i = 0; i < 11; i++)
    ck_assert_msg (valid[i] == (expected[i] == '+') && isnan (out[i]) == !valid[i],
                   "element %zu is %g", i, out[i]);
  /* Funds that are too large for a number are none that are infinite. */
  ck_assert (out[7] == 50 && out[9] == -75 && out[10] == 100);
  ck_assert_int_eq (ind_disbursement_ratio_carried_over (&large, &large, &large, 1, &one, NULL),
                    IND_OK);
  ck_assert (one == 50);

  ck_assert_int_eq (ind_disbursement_ratio_carried_over (NULL, NULL, NULL, 0, NULL, NULL), IND_OK);
  ck_assert_int_eq (ind_disbursement_ratio_carried_over (NULL, plan, carried, 1, out, NULL),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_disbursement_ratio_carried_over (disbursed, NULL, carried, 1, out, NULL),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_disbursement_ratio_carried_over (disbursed, plan, NULL, 1, out, NULL),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_disbursement_ratio_carried_over (disbursed, plan, carried, 1, NULL, NULL),
                    IND_E_ARGUMENT);
  out[0] = 6;
  ck_assert_int_eq (ind_disbursement_ratio_carried_over (out, &plan[9], &carried[9], 1, out, NULL),
                    IND_OK);
  ck_assert (out[0] == 150);
}
END_TEST

/* By hand: a poverty rate that is to fall from 12 to 10 percent, halfway, there,
 * beyond and in the wrong direction; employment that is to rise from 40 to 44. Its
 * complement has the same progress. */
START_TEST (test_target_progress)
{
  static const double actual[] = { 11, 10, 9.5, 13, 41 };
  static const double baseline[] = { 12, 12, 12, 12, 40 }, target[] = { 10, 10, 10, 10, 44 };
  static const double expected[] = { 50, 100, 125, -50, 25 };
  double out[5];
  size_t i;

  ck_assert_int_eq (ind_target_progress (actual, baseline, target, 5, out, NULL), IND_OK);
  for (i = 0; i < 5; i++)
    {
      double x = 100 - actual[i], from = 100 - baseline[i], to = 100 - target[i], same;
      ck_assert (out[i] == expected[i]);
      ck_assert_int_eq (ind_target_progress (&x, &from, &to, 1, &same, NULL), IND_OK);
      ck_assert (same == expected[i]);
    }
}
END_TEST

/* Within 4 units in the last place of the exact value. */
START_TEST (test_target_progress_exact_twin)
{
  exact_random random = { 67 };
  size_t i;

  for (i = 0; i < N_RANDOM; i++)
    {
      double actual = exact_random_double (&random), baseline = exact_random_double (&random);
      double target = exact_random_double (&random), out, low, high;
      ind_status status = ind_target_progress (&actual, &baseline, &target, 1, &out, NULL);
      int sign = target > baseline ? 1 : -1;
      low = exact_step (out, -4);
      high = exact_step (out, 4);
      if (status == IND_OK && isfinite (low) && isfinite (high))
        {
          exact_product below[]
              = { { low, target }, { -low, baseline }, { -100, actual }, { 100, baseline } };
          exact_product above[]
              = { { high, target }, { -high, baseline }, { -100, actual }, { 100, baseline } };
          exact_assert (sign * exact_sign (below, 4) <= 0 && sign * exact_sign (above, 4) >= 0,
                        "ind_target_progress (%a, %a, %a) is not %a", actual, baseline, target,
                        out);
        }
      else if (target != baseline && status != IND_OK)
        {
          int way = actual > baseline ? 1 : -1;
          exact_product excess[] = { { 100 * way, actual },
                                     { -100 * way, baseline },
                                     { -DBL_MAX * sign, target },
                                     { DBL_MAX * sign, baseline } };
          exact_assert (exact_sign (excess, 4) > 0, "ind_target_progress (%a, %a, %a) is finite",
                        actual, baseline, target);
        }
    }
}
END_TEST

START_TEST (test_target_progress_domain)
{
  static const double actual[] = { 1, (double) NAN, 1, 1, 1e300, INFINITY, 0, 1e308 };
  static const double baseline[] = { 2, 1, (double) NAN, 1, 0, 0, -1e308, -1e308 };
  static const double target[] = { 2, 2, 2, INFINITY, 1e-300, 1, 1e308, 1.5e308 };
  static const char expected[] = "------++";
  double out[8];
  uint8_t valid[8];
  size_t i;

  ck_assert_int_eq (ind_target_progress (actual, baseline, target, 8, out, valid), IND_E_DOMAIN);
  for (i = 0; i < 8; i++)
    ck_assert_msg (valid[i] == (expected[i] == '+') && isnan (out[i]) == !valid[i],
                   "element %zu is %g", i, out[i]);
  ck_assert (out[6] == 50);
  suite_assert_near (out[7], 80, 1e-15, 0);
  ck_assert_int_eq (ind_target_progress (NULL, NULL, NULL, 0, NULL, NULL), IND_OK);
  ck_assert_int_eq (ind_target_progress (NULL, baseline, target, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_target_progress (actual, NULL, target, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_target_progress (actual, baseline, NULL, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_target_progress (actual, baseline, target, 1, NULL, NULL),
                    IND_E_ARGUMENT);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("disbursement");
  tcase_add_test (tests, test_lang_son);
  tcase_add_test (tests, test_disbursement_ratio_exact_twin);
  tcase_add_test (tests, test_disbursement_ratio_domain);
  tcase_add_test (tests, test_carried_over);
  tcase_add_test (tests, test_carried_over_exact_twin);
  tcase_add_test (tests, test_carried_over_domain);
  tcase_add_test (tests, test_target_progress);
  tcase_add_test (tests, test_target_progress_exact_twin);
  tcase_add_test (tests, test_target_progress_domain);
  return suite_run (tests, "disbursement");
}
