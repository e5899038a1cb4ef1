/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is asked of GSL: decompositions multiplied out again, published quantiles, and odd
 * arguments, none of which may reach its error handler. */
#include "reconcile/gsl_guard.h"

#include "reconcile/reconciling.h"
#include "support/exact.h"

#define MOST 12

static double
small (exact_random *random)
{
  return (double) exact_random_below (random, 2001) / 1000 - 1;
}

/* A P = Q R again, and Q keeps lengths. */
START_TEST (test_decomposition)
{
  exact_random random = { 4 };
  size_t round, i, j;

  for (round = 0; round < 500; round++)
    {
      size_t n = 1 + exact_random_below (&random, MOST), m = 1 + exact_random_below (&random, MOST);
      size_t wanted = exact_random_below (&random, (n < m ? n : m) + 1), order[MOST], r;
      double a[MOST * MOST] = { 0 }, copy[MOST * MOST], tau[MOST], work[MOST];
      ind__qr qr = { a, tau, order, work, n, m, 0 };
      /* A sum of so many products of vectors has that rank. */
      for (r = 0; r < wanted; r++)
        {
          double left[MOST], right[MOST];
          for (i = 0; i < n; i++)
            left[i] = small (&random);
          for (j = 0; j < m; j++)
            right[j] = small (&random);
          for (i = 0; i < n; i++)
            for (j = 0; j < m; j++)
              a[i * m + j] += left[i] * right[j];
        }
      memcpy (copy, a, sizeof a);
      exact_assert (ind__qr_decompose (&qr, 1e-10), "round %zu", round);
      exact_assert (qr.rank == wanted, "round %zu: rank %zu, not %zu", round, qr.rank, wanted);
      for (j = 0; j < m; j++)
        {
          double column[MOST] = { 0 };
          for (i = 0; i <= j && i < n; i++)
            column[i] = a[i * m + j];
          ind__qr_from_coordinates (&qr, column);
          for (i = 0; i < n; i++)
            exact_assert (suite_is_near (column[i], copy[i * m + order[j]], 0, 1e-13),
                          "round %zu: element %zu, %zu", round, i, j);
          ind__qr_to_coordinates (&qr, column);
          for (i = 0; i < n; i++)
            exact_assert (suite_is_near (column[i], i <= j ? a[i * m + j] : 0, 0, 1e-13),
                          "round %zu", round);
        }
    }
}
END_TEST

START_TEST (test_odd_matrices)
{
  static const double odd[] = { NAN, INFINITY, -INFINITY, 1e308, -1e141 };
  double a[6], tau[2], work[2], v[3];
  size_t order[2], i, k;

  for (i = 0; i < sizeof odd / sizeof *odd; i++)
    for (k = 0; k < 6; k++)
      {
        ind__qr qr = { a, tau, order, work, 3, 2, 0 };
        size_t j;
        for (j = 0; j < 6; j++)
          a[j] = (double) j;
        a[k] = odd[i];
        ck_assert_int_eq (ind__qr_decompose (&qr, 1e-10), 0);
        ck_assert_uint_eq (qr.rank, 0);
        /* A vector that is not usable is left alone. */
        a[k] = 1;
        ck_assert_int_eq (ind__qr_decompose (&qr, 1e-10), 1);
        v[0] = v[1] = v[2] = 1;
        v[k % 3] = odd[i];
        ind__qr_to_coordinates (&qr, v);
        ind__qr_from_coordinates (&qr, v);
        ck_assert (isnan (odd[i]) ? isnan (v[k % 3]) : v[k % 3] == odd[i]);
      }
  {
    ind__qr empty = { a, tau, order, work, 0, 2, 7 }, none = { a, tau, order, work, 3, 0, 7 };
    ck_assert_int_eq (ind__qr_decompose (&empty, 1e-10), 1);
    ck_assert_uint_eq (empty.rank, 0);
    ck_assert_int_eq (ind__qr_decompose (&none, 1e-10), 1);
    ck_assert_uint_eq (none.rank, 0);
    ind__qr_to_coordinates (&none, v);
    ind__qr_from_coordinates (&none, v);
  }
}
END_TEST

/* NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.4: critical values of the
 * chi-square distribution. */
START_TEST (test_published_quantiles)
{
  static const double tails[] = { 0.10, 0.05, 0.025, 0.01, 0.001 };
  static const struct {
    size_t n;
    double x[5];
  } rows[] = {
    { 1, { 2.706, 3.841, 5.024, 6.635, 10.828 } },
    { 2, { 4.605, 5.991, 7.378, 9.210, 13.816 } },
    { 5, { 9.236, 11.070, 12.833, 15.086, 20.515 } },
    { 10, { 15.987, 18.307, 20.483, 23.209, 29.588 } },
    { 30, { 40.256, 43.773, 46.979, 50.892, 59.703 } },
    { 100, { 118.498, 124.342, 129.561, 135.807, 149.449 } },
  };
  size_t i, j;

  for (i = 0; i < sizeof rows / sizeof *rows; i++)
    for (j = 0; j < 5; j++)
      {
        ck_assert_double_gt (ind__chi_square_tail (rows[i].x[j] - 0.0006, rows[i].n), tails[j]);
        ck_assert_double_lt (ind__chi_square_tail (rows[i].x[j] + 0.0006, rows[i].n), tails[j]);
      }
}
END_TEST

/* With two degrees of freedom it is exp (-x / 2). */
START_TEST (test_tail_in_closed_form)
{
  double x;

  for (x = 0.25; x < 1300; x *= 1.5)
    suite_assert_near (ind__chi_square_tail (x, 2), exp (-x / 2), 1e-12, 0);
}
END_TEST

START_TEST (test_ends_of_the_tail)
{
  double x;

  ck_assert_double_eq (ind__chi_square_tail (5, 0), 1);
  ck_assert_double_eq (ind__chi_square_tail (0, 3), 1);
  ck_assert_double_eq (ind__chi_square_tail (-1, 3), 1);
  ck_assert_double_eq (ind__chi_square_tail (-INFINITY, 3), 1);
  ck_assert_double_eq (ind__chi_square_tail (INFINITY, 3), 0);
  ck_assert_double_eq (ind__chi_square_tail (1e300, 3), 0);
  ck_assert (isnan (ind__chi_square_tail (NAN, 3)));
  /* The approximation for many degrees of freedom takes over without a step. */
  for (x = 995000; x < 1005000; x += 500)
    suite_assert_near (ind__chi_square_tail (x + 1, 1000001), ind__chi_square_tail (x, 1000000),
                       1e-3, 1e-6);
}
END_TEST

/* Any double, any number of degrees of freedom: a probability, never the handler. */
START_TEST (test_tail_of_anything)
{
  exact_random random = { 5 };
  size_t round;

  for (round = 0; round < 200000; round++)
    {
      double x = exact_random_double (&random), p;
      size_t n = exact_random_bits (&random) >> exact_random_below (&random, 64);
      if (round % 2 == 0)
        x = (double) n * (0.5 + (double) exact_random_below (&random, 1000) / 500);
      p = ind__chi_square_tail (x, n);
      exact_assert (p >= 0 && p <= 1, "the tail of %g, %zu is %g", x, n, p);
    }
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("gsl_guard");
  tcase_add_checked_fixture (tests, reconciling_watch_gsl, NULL);
  tcase_set_timeout (tests, 60);
  tcase_add_test (tests, test_decomposition);
  tcase_add_test (tests, test_odd_matrices);
  tcase_add_test (tests, test_published_quantiles);
  tcase_add_test (tests, test_tail_in_closed_form);
  tcase_add_test (tests, test_ends_of_the_tail);
  tcase_add_test (tests, test_tail_of_anything);
  return suite_run (tests, "gsl_guard");
}
