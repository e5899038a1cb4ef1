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

int
main (void)
{
  TCase *tests = tcase_create ("contribution");
  tcase_add_test (tests, test_statcan);
  tcase_add_test (tests, test_additive);
  tcase_add_test (tests, test_exact_twin);
  tcase_add_test (tests, test_domain);
  tcase_add_test (tests, test_in_place);
  return suite_run (tests, "contribution");
}
