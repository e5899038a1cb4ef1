/* SPDX-License-Identifier: GPL-3.0-or-later
 * The implicit deflator and deflated values: a published example, an exact twin,
 * the domain. */
#include <float.h>

#include "indicators.h"
#include "support/exact.h"
#include "support/suite.h"

#define N_RANDOM 20000

/* An economy of hot dogs and hamburgers over three years, the first being the
 * base: deflator 100, 171, 240 (Mankiw, Principles of Economics, chapter
 * "Measuring a Nation's Income", table 2). */
START_TEST (test_mankiw)
{
  static const double price[2][3] = { { 1, 2, 3 }, { 2, 3, 4 } };
  static const double quantity[2][3] = { { 100, 150, 200 }, { 50, 100, 150 } };
  static const double published[] = { 100, 171, 240 };
  double nominal[3], real[3], out[3];
  size_t i;

  for (i = 0; i < 3; i++)
    {
      nominal[i] = price[0][i] * quantity[0][i] + price[1][i] * quantity[1][i];
      real[i] = price[0][0] * quantity[0][i] + price[1][0] * quantity[1][i];
    }
  ck_assert (nominal[0] == 200 && nominal[1] == 600 && nominal[2] == 1200);
  ck_assert (real[0] == 200 && real[1] == 350 && real[2] == 500);
  ck_assert_int_eq (ind_deflator (nominal, real, 3, out, NULL), IND_OK);
  for (i = 0; i < 3; i++)
    suite_assert_near (out[i], published[i], 0, 0.5);
  ck_assert (out[0] == 100 && out[2] == 240);
}
END_TEST

/* Within 2 units in the last place of the exact value. */
START_TEST (test_deflator_exact_twin)
{
  exact_random random = { 53 };
  size_t i;

  for (i = 0; i < N_RANDOM; i++)
    {
      double nominal = exact_random_double (&random), real = fabs (exact_random_double (&random));
      double out, low, high;
      ind_status status = ind_deflator (&nominal, &real, 1, &out, NULL);
      low = exact_step (out, -2);
      high = exact_step (out, 2);
      if (status == IND_OK && isfinite (low) && isfinite (high))
        {
          exact_product below[] = { { low, real }, { -100, nominal } };
          exact_product above[] = { { high, real }, { -100, nominal } };
          exact_assert (exact_sign (below, 2) <= 0 && exact_sign (above, 2) >= 0,
                        "ind_deflator (%a, %a) is not %a", nominal, real, out);
        }
      else if (real > 0 && status != IND_OK)
        {
          exact_product excess[] = { { 100, fabs (nominal) }, { -DBL_MAX, real } };
          exact_assert (exact_sign (excess, 2) > 0, "ind_deflator (%a, %a) is finite", nominal,
                        real);
        }
    }
}
END_TEST

START_TEST (test_deflator_domain)
{
  static const double nominal[] = { 1, 1, (double) NAN, 1, INFINITY, 1e300, -3 };
  static const double real[] = { 0, -1, 1, INFINITY, 1, 1e-300, 4 };
  static const double expected[]
      = { (double) NAN, (double) NAN, (double) NAN, (double) NAN, (double) NAN, (double) NAN, -75 };
  double out[7];
  uint8_t valid[7];
  size_t i;

  ck_assert_int_eq (ind_deflator (nominal, real, 7, out, valid), IND_E_DOMAIN);
  for (i = 0; i < 7; i++)
    {
      ck_assert_int_eq (valid[i], !isnan (expected[i]));
      ck_assert_msg (suite_is_near (out[i], expected[i], 0, 0), "element %zu is %g", i, out[i]);
    }
  ck_assert_int_eq (ind_deflator (NULL, NULL, 0, NULL, NULL), IND_OK);
  ck_assert_int_eq (ind_deflator (NULL, real, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_deflator (nominal, NULL, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_deflator (nominal, real, 1, NULL, NULL), IND_E_ARGUMENT);
  out[0] = 6;
  ck_assert_int_eq (ind_deflator (out, &real[6], 1, out, NULL), IND_OK);
  ck_assert (out[0] == 150);
}
END_TEST

/* Mankiw's example back: 600 and 1200 at prices of the first year are 350 and 500,
 * and a value at the prices of the reference is what it was. */
START_TEST (test_deflate_mankiw)
{
  static const double nominal[] = { 200, 600, 1200, 0.17 }, real[] = { 200, 350, 500, 0.17 };
  double deflator[4], out[4];
  size_t i;

  ck_assert_int_eq (ind_deflator (nominal, real, 4, deflator, NULL), IND_OK);
  ck_assert (deflator[0] == 100 && deflator[3] == 100);
  ck_assert_int_eq (ind_deflate (nominal, deflator, 4, out, NULL), IND_OK);
  ck_assert (out[0] == 200 && out[2] == 500 && out[3] == 0.17);
  for (i = 0; i < 4; i++)
    suite_assert_near (out[i], real[i], 1e-15, 0);
}
END_TEST

/* Within 2 units in the last place of the exact value; the deflator of the result is
 * the index again; an index of 100 changes nothing. */
START_TEST (test_deflate_twin)
{
  exact_random random = { 137 };
  size_t i;

  for (i = 0; i < N_RANDOM; i++)
    {
      double value = exact_random_double (&random), index = fabs (exact_random_double (&random));
      double out, low, high, back, hundred = 100;
      ind_status status = ind_deflate (&value, &index, 1, &out, NULL);
      low = exact_step (out, -2);
      high = exact_step (out, 2);
      if (status == IND_OK && isfinite (low) && isfinite (high) && fabs (value) <= DBL_MAX / 100)
        {
          exact_product below[] = { { low, index }, { -100, value } };
          exact_product above[] = { { high, index }, { -100, value } };
          exact_assert (exact_sign (below, 2) <= 0 && exact_sign (above, 2) >= 0,
                        "ind_deflate (%a, %a) is not %a", value, index, out);
          if (out > 1e-290 && value > 1e-290
              && ind_deflator (&value, &out, 1, &back, NULL) == IND_OK)
            exact_assert (suite_is_near (back, index, 1e-15, 0x1p-1074), "%a is not %a", back,
                          index);
        }
      else if (index > 0 && status != IND_OK)
        {
          exact_product excess[] = { { 100, fabs (value) }, { -DBL_MAX, index } };
          exact_assert (exact_sign (excess, 2) > 0, "ind_deflate (%a, %a) is finite", value,
                        index);
        }
      exact_assert (fabs (value) > DBL_MAX / 100
                        || (ind_deflate (&value, &hundred, 1, &out, NULL) == IND_OK
                            && out == value),
                    "%a at prices of the reference is %a", value, out);
    }
}
END_TEST

START_TEST (test_deflate_domain)
{
  static const double value[] = { 1, 1, (double) NAN, 1, INFINITY, 1e300, -3, 0 };
  static const double index[] = { 0, -1, 100, INFINITY, 100, 1e-300, 150, 120 };
  static const double expected[] = { (double) NAN, (double) NAN, (double) NAN, (double) NAN,
                                     (double) NAN, (double) NAN, -2,           0 };
  double out[8], same[] = { 125 };
  uint8_t valid[8];
  size_t i;

  ck_assert_int_eq (ind_deflate (value, index, 8, out, valid), IND_E_DOMAIN);
  for (i = 0; i < 8; i++)
    {
      ck_assert_int_eq (valid[i], !isnan (expected[i]));
      ck_assert_msg (suite_is_near (out[i], expected[i], 0, 0), "element %zu is %g", i, out[i]);
    }
  ck_assert_int_eq (ind_deflate (value, same, 1, same, NULL), IND_OK);
  ck_assert (same[0] == 0.8);
  ck_assert_int_eq (ind_deflate (NULL, NULL, 0, NULL, NULL), IND_OK);
  ck_assert_int_eq (ind_deflate (NULL, index, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_deflate (value, NULL, 1, out, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_deflate (value, index, 1, NULL, NULL), IND_E_ARGUMENT);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("deflator");
  tcase_add_test (tests, test_mankiw);
  tcase_add_test (tests, test_deflator_exact_twin);
  tcase_add_test (tests, test_deflator_domain);
  tcase_add_test (tests, test_deflate_mankiw);
  tcase_add_test (tests, test_deflate_twin);
  tcase_add_test (tests, test_deflate_domain);
  return suite_run (tests, "deflator");
}
