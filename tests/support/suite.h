/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the unit tests share: running a suite, comparing doubles. */
#ifndef TESTS_SUPPORT_SUITE_H
#define TESTS_SUPPORT_SUITE_H

#include <check.h>
#include <math.h>
#include <stdlib.h>

/* Runs all tests of one case: what a test program's main returns. */
static inline int
suite_run (TCase *tests, const char *name)
{
  Suite *suite = suite_create (name);
  SRunner *runner;
  int n_failed;

  suite_add_tcase (suite, tests);
  runner = srunner_create (suite);
  srunner_run_all (runner, CK_ENV);
  n_failed = srunner_ntests_failed (runner);
  srunner_free (runner);
  return n_failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* Whether two doubles are within a relative and an absolute distance of one
 * another; equal infinities are, and NaN is near NaN. (Check's own comparison
 * is strict: a tolerance of 0 always fails.) */
static inline int
suite_is_near (double actual, double expected, double relative, double absolute)
{
  if (isnan (actual) || isnan (expected))
    return isnan (actual) && isnan (expected);
  if (isinf (actual) || isinf (expected))
    return actual == expected;
  return fabs (actual - expected) <= absolute + relative * fabs (expected);
}

/* How far a double is from a result known with more digits, in units in the last
 * place of that result. */
static inline double
suite_ulps (double actual, long double exact)
{
  double magnitude = fabs ((double) exact);
  double unit = nextafter (magnitude, INFINITY) - magnitude;

  return (double) (fabsl ((long double) actual - exact) / unit);
}

#define suite_assert_near(actual, expected, relative, absolute)                                 \
  do                                                                                            \
    {                                                                                           \
      double suite_actual = (actual), suite_expected = (expected);                              \
      ck_assert_msg (suite_is_near (suite_actual, suite_expected, (relative), (absolute)),      \
                     "%s is %.17g, expected %.17g", #actual, suite_actual, suite_expected);     \
    }                                                                                           \
  while (0)

#endif
