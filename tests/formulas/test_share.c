/* SPDX-License-Identifier: GPL-3.0-or-later
 * Shares and their changes: published figures, an exact twin, the domain. */
#include <float.h>

#include "indicators.h"
#include "support/exact.h"
#include "support/suite.h"

#define N_RANDOM 20000

/* Herfindahl index of 20, 50, 20, 10: 0.34, standardised 0.12 (Doersam 2004,
 * in the examples of the R package REAT, man/herf.Rd). */
START_TEST (test_doersam)
{
  static const double part[] = { 20, 50, 20, 10 }, total[] = { 100, 100, 100, 100 };
  double share[4], sum = 0;
  uint8_t valid[4];
  size_t i;

  ck_assert_int_eq (ind_share (part, total, 4, share, valid), IND_OK);
  for (i = 0; i < 4; i++)
    {
      ck_assert (share[i] == part[i]);
      ck_assert_int_eq (valid[i], 1);
      sum += share[i] * share[i] / 1e4;
    }
  suite_assert_near (sum, 0.34, 1e-15, 0);
  suite_assert_near ((sum - 0.25) / 0.75, 0.12, 1e-15, 0);
}
END_TEST

/* Herfindahl index of the GDP of the German Laender in 2015: 0.125176299068
 * (REAT 3.0.3). */
START_TEST (test_laender)
{
  static const double gdp[] = { 460.69, 549.19, 124.16, 65.29, 31.59,  109.27, 263.44, 39.87,
                                258.53, 645.59, 131.95, 35.03, 112.66, 56.22,  85.61,  56.81 };
  double total[16], share[16], sum = 0, squares = 0, all = 0;
  size_t i;

  for (i = 0; i < 16; i++)
    all += gdp[i];
  for (i = 0; i < 16; i++)
    total[i] = all;
  ck_assert_int_eq (ind_share (gdp, total, 16, share, NULL), IND_OK);
  for (i = 0; i < 16; i++)
    {
      sum += share[i];
      squares += share[i] * share[i] / 1e4;
    }
  suite_assert_near (sum, 100, 1e-14, 0);
  suite_assert_near (squares, 0.125176299068, 0, 5e-13);
}
END_TEST

/* Location quotient 0.3847623 of 1,714 of 79,006 employed against 879,213 of
 * 15,593,224 (Farhauer and Kroell 2013, in REAT, man/locq.Rd). */
START_TEST (test_location_quotient)
{
  static const double part[] = { 1714, 879213 }, total[] = { 79006, 15593224 };
  double share[2];

  ck_assert_int_eq (ind_share (part, total, 2, share, NULL), IND_OK);
  suite_assert_near (share[0] / share[1], 0.3847623, 0, 5e-8);
}
END_TEST

/* Within 2 units in the last place of the exact value. */
START_TEST (test_exact_twin)
{
  exact_random random = { 41 };
  size_t i;

  for (i = 0; i < N_RANDOM; i++)
    {
      double part = exact_random_double (&random), total = exact_random_double (&random), share;
      ind_status status = ind_share (&part, &total, 1, &share, NULL);
      double low = exact_step (share, -2), high = exact_step (share, 2);
      exact_product below[] = { { low, total }, { -100, part } };
      exact_product above[] = { { high, total }, { -100, part } };
      int sign = total < 0 ? -1 : 1;
      if (status == IND_OK && isfinite (low) && isfinite (high))
        exact_assert (sign * exact_sign (below, 2) <= 0 && sign * exact_sign (above, 2) >= 0,
                      "100 * %a / %a is not %a", part, total, share);
      else if (total != 0 && status != IND_OK)
        {
          exact_product excess[] = { { 100, fabs (part) }, { -DBL_MAX, fabs (total) } };
          exact_assert (exact_sign (excess, 2) > 0, "100 * %a / %a is finite", part, total);
        }
    }
}
END_TEST

/* Round results come out round: the reason for multiplying first. */
START_TEST (test_round_results)
{
  int i;

  for (i = 0; i <= 10000; i++)
    {
      double part = i, total = 100, share;
      ind_status status = ind_share (&part, &total, 1, &share, NULL);
      exact_assert (status == IND_OK && share == i, "100 * %d / 100 is %.17g", i, share);
    }
}
END_TEST

START_TEST (test_domain)
{
  static const double part[] = { 1, 0, (double) NAN, INFINITY, 1, 1, 1e300, -5, 1e308, 5 };
  static const double total[] = { 0, 0, 1, 1, (double) NAN, -INFINITY, 1e-300, 50, 1e308, -50 };
  static const double expected[]
      = { (double) NAN, (double) NAN, (double) NAN, (double) NAN, (double) NAN,
          (double) NAN, (double) NAN, -10,          100,          -10 };
  double out[10];
  uint8_t valid[10];
  size_t i;

  ck_assert_int_eq (ind_share (part, total, 10, out, valid), IND_E_DOMAIN);
  for (i = 0; i < 10; i++)
    {
      ck_assert_int_eq (valid[i], !isnan (expected[i]));
      ck_assert_msg (suite_is_near (out[i], expected[i], 0, 0), "element %zu is %g", i, out[i]);
    }
  ck_assert_int_eq (ind_share (part, total, 10, out, NULL), IND_E_DOMAIN);
  ck_assert_int_eq (ind_share (NULL, NULL, 0, NULL, NULL), IND_OK);
  ck_assert_int_eq (ind_share (NULL, total, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_share (part, NULL, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_share (part, total, 1, NULL, NULL), IND_E_ARGUMENT);
}
END_TEST

START_TEST (test_in_place)
{
  double part[] = { 1, 2, 3 }, total[] = { 4, 4, 0 };

  ck_assert_int_eq (ind_share (part, total, 3, total, NULL), IND_E_DOMAIN);
  ck_assert (total[0] == 25 && total[1] == 50 && isnan (total[2]));
  ck_assert_int_eq (ind_share_change (part, total, 2, part, NULL), IND_OK);
  ck_assert (part[0] == -24 && part[1] == -48);
}
END_TEST

START_TEST (test_share_change)
{
  static const double now[] = { 21.5, 23.75, -INFINITY, DBL_MAX },
                      before[] = { 21.25, 24, 1, -DBL_MAX };
  double out[4];
  uint8_t valid[4];

  ck_assert_int_eq (ind_share_change (now, before, 4, out, valid), IND_E_DOMAIN);
  ck_assert (out[0] == 0.25 && out[1] == -0.25 && isnan (out[2]) && isnan (out[3]));
  ck_assert (valid[0] && valid[1] && !valid[2] && !valid[3]);
  ck_assert_int_eq (ind_share_change (NULL, before, 1, out, NULL), IND_E_ARGUMENT);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("share");
  tcase_add_test (tests, test_doersam);
  tcase_add_test (tests, test_laender);
  tcase_add_test (tests, test_location_quotient);
  tcase_add_test (tests, test_exact_twin);
  tcase_add_test (tests, test_round_results);
  tcase_add_test (tests, test_domain);
  tcase_add_test (tests, test_in_place);
  tcase_add_test (tests, test_share_change);
  return suite_run (tests, "share");
}
