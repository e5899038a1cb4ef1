/* SPDX-License-Identifier: GPL-3.0-or-later
 * The distribution of a sum of uniform errors. */
#include "check/probability.h"

#include <gsl/gsl_rng.h>

#include "support/suite.h"

/* One error: P(|e| >= s) = 1 - s / w. */
START_TEST (test_one)
{
  double w = 0.005;

  suite_assert_near (ind__tail_probability (&w, 1, 0), 1, 0, 0);
  suite_assert_near (ind__tail_probability (&w, 1, 0.00125), 0.75, 1e-12, 0);
  suite_assert_near (ind__tail_probability (&w, 1, 0.005), 0, 0, 0);
  suite_assert_near (ind__tail_probability (&w, 1, 1), 0, 0, 0);
}
END_TEST

/* Two equal errors: a triangle, P = (1 - s / 2w)^2. */
START_TEST (test_triangle)
{
  double w[] = { 0.5, 0.5 }, s;

  for (s = 0.05; s < 1; s += 0.05)
    suite_assert_near (ind__tail_probability (w, 2, s), (1 - s) * (1 - s), 1e-12, 1e-15);
}
END_TEST

/* Irwin-Hall: the sum of n uniforms on 0 .. 1 exceeds n - x with probability
 * x^n / n! for x <= 1 (Johnson, Kotz and Balakrishnan 1995, ch. 26.9). */
START_TEST (test_irwin_hall_tail)
{
  double w[16], factorial = 1; /* of n */
  size_t n, k;

  for (n = 2; n <= 16; n++)
    {
      double x = 0.9, expected = 2;
      factorial *= (double) n;
      for (k = 0; k < n; k++)
        {
          w[k] = 0.5;
          expected *= x;
        }
      expected /= factorial;
      suite_assert_near (ind__tail_probability (w, n, (double) n / 2 - x), expected, 1e-6, 1e-11);
    }
}
END_TEST

/* Both sides of the change from the exact sum to the series, against a
 * simulation. */
START_TEST (test_against_simulation)
{
  gsl_rng *rng = gsl_rng_alloc (gsl_rng_mt19937);
  size_t n;

  for (n = 4; n <= 40; n += 4)
    {
      double w[40], gap = 0;
      int hits = 0, i, n_runs = 20000;
      size_t k;
      for (k = 0; k < n; k++)
        {
          w[k] = 0.05 + gsl_rng_uniform (rng);
          gap += w[k] * w[k];
        }
      gap = 1.2 * sqrt (gap / 3);
      for (i = 0; i < n_runs; i++)
        {
          double sum = 0;
          for (k = 0; k < n; k++)
            sum += w[k] * (2 * gsl_rng_uniform (rng) - 1);
          hits += fabs (sum) >= gap;
        }
      suite_assert_near (ind__tail_probability (w, n, gap), (double) hits / n_runs, 0, 0.015);
    }
  gsl_rng_free (rng);
}
END_TEST

/* Exact sum and series agree where both are good. */
START_TEST (test_continuity)
{
  double w[9] = { 1, 1, 1, 1, 1, 1, 1, 1, 1e-5 };

  suite_assert_near (ind__tail_probability (w, 9, 3), ind__tail_probability (w, 8, 3), 1e-4, 0);
}
END_TEST

START_TEST (test_many_and_tiny)
{
  double w[200];
  size_t k;

  for (k = 0; k < 200; k++)
    w[k] = k < 3 ? 1 : 1e-9;
  suite_assert_near (ind__tail_probability (w, 200, 2), ind__tail_probability (w, 3, 2), 1e-4, 0);
  for (k = 0; k < 200; k++)
    w[k] = 0.5;
  ck_assert (ind__tail_probability (w, 200, 1) > 0.5);
  ck_assert (ind__tail_probability (w, 200, 60) < 1e-9);
}
END_TEST

/* One error beside which the others hardly count: the exact sum would cancel. */
START_TEST (test_uneven)
{
  const double w[] = { 1, 3e-6, 2e-6, 2e-6, 1.5e-6, 1.1e-6, 1e-4, 1e-3 };
  size_t n;

  for (n = 1; n <= 8; n++)
    suite_assert_near (ind__tail_probability (w, n, 0.25), 0.75, 0, 1e-4);
}
END_TEST

/* One error of 1 and small ones, of which the sum is R: near 1, P(|sum| >= s) is the mean of
 * (1 - s + R)_+, which follows from the triangle that two equal errors make. */
START_TEST (test_uneven_ends)
{
  double e, x;

  for (e = 1e-1; e > 1e-6; e /= 10)
    {
      const double one[] = { e, 1 }, two[] = { e, 1, e };
      for (x = -0.9; x < 1; x += 0.2)
        suite_assert_near (ind__tail_probability (one, 2, 1 - x * e),
                           e * (1 + x) * (1 + x) / 4, 1e-8, 0);
      suite_assert_near (ind__tail_probability (two, 3, 1), e / 3, 1e-8, 0);
      for (x = 0.1; x < 2; x += 0.2)
        suite_assert_near (ind__tail_probability (two, 3, 1 + x * e),
                           e * (2 - x) * (2 - x) * (2 - x) / 24, 1e-8, 0);
    }
}
END_TEST

/* Widths that differ by errors of arithmetic alone are the same. */
START_TEST (test_nearly_equal)
{
  double w[30], equal[30], gap;
  size_t k;

  for (k = 0; k < 30; k++)
    {
      equal[k] = 0.005;
      w[k] = 0.005 * (1 + 1e-8 * ((double) (k % 5) - 2));
    }
  for (gap = 0.005; gap < 0.1; gap += 0.005)
    suite_assert_near (ind__tail_probability (w, 30, gap), ind__tail_probability (equal, 30, gap),
                       1e-6, 1e-12);
}
END_TEST

/* More widths than are remembered, the same in any order. */
START_TEST (test_many_widths)
{
  double w[150], reversed[150], gap;
  size_t k;

  for (k = 0; k < 150; k++)
    w[k] = reversed[149 - k] = 0.5 + 0.001 * (double) (k * k % 151) + (k < 5 ? 3 : 0);
  for (gap = 1; gap < 30; gap += 1)
    suite_assert_near (ind__tail_probability (w, 150, gap),
                       ind__tail_probability (reversed, 150, gap), 1e-6, 1e-12);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("probability");

  tcase_add_test (tests, test_one);
  tcase_add_test (tests, test_triangle);
  tcase_add_test (tests, test_irwin_hall_tail);
  tcase_add_test (tests, test_against_simulation);
  tcase_add_test (tests, test_continuity);
  tcase_add_test (tests, test_many_and_tiny);
  tcase_add_test (tests, test_uneven);
  tcase_add_test (tests, test_uneven_ends);
  tcase_add_test (tests, test_nearly_equal);
  tcase_add_test (tests, test_many_widths);
  return suite_run (tests, "probability");
}
