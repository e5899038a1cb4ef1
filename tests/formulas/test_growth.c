/* SPDX-License-Identifier: GPL-3.0-or-later
 * Growth: published figures, an exact twin, the domain. */
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

int
main (void)
{
  TCase *tests = tcase_create ("growth");
  tcase_add_test (tests, test_statcan);
  tcase_add_test (tests, test_freiburg);
  tcase_add_test (tests, test_exact_twin);
  tcase_add_test (tests, test_domain);
  tcase_add_test (tests, test_in_place);
  return suite_run (tests, "growth");
}
