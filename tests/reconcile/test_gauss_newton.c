/* SPDX-License-Identifier: GPL-3.0-or-later
 * Gauss and Newton's method on networks of sums and products. */
#include "reconcile/gauss_newton.h"

#include "reconcile/grouping.h"
#include "support/exact.h"
#include "support/failing_memory.h"
#include "support/suite.h"

#define MOST GROUPING_MOST

static struct grouping own;
static double x[MOST], leverage[MOST], error_out[MOST], after[MOST];
static uint8_t is_determined[MOST], is_contradictory[MOST];
static int8_t at_bound[MOST];
static ind__solution solution;

static void
begin (void)
{
  grouping_begin (&own);
  solution.x = x;
  solution.leverage = leverage;
  solution.error_out = error_out;
  solution.after = after;
  solution.is_determined = is_determined;
  solution.at_bound = at_bound;
  solution.is_contradictory = is_contradictory;
}

static void
solve (void)
{
  ck_assert_int_eq (ind__gauss_newton (&own.group, &solution), IND_OK);
}

/* z = x y, all measured: where the sum of squares is least, its slopes along the surface
 * are zero: (x - 2) + (z - 7) y = 0, (y - 3) + (z - 7) x = 0, errors being 1. */
START_TEST (test_product)
{
  uint32_t z, a, b;

  begin ();
  z = grouping_variable (&own, 7, 1);
  a = grouping_variable (&own, 2, 1);
  b = grouping_variable (&own, 3, 1);
  grouping_product (&own, z, a, b);
  solve ();
  ck_assert (solution.is_converged && solution.rank == 1);
  suite_assert_near (x[z], x[a] * x[b], 1e-12, 0);
  suite_assert_near ((x[a] - 2) + (x[z] - 7) * x[b], 0, 0, 1e-9);
  suite_assert_near ((x[b] - 3) + (x[z] - 7) * x[a], 0, 0, 1e-9);
  suite_assert_near (solution.chi_square,
                     (x[a] - 2) * (x[a] - 2) + (x[b] - 3) * (x[b] - 3) + (x[z] - 7) * (x[z] - 7),
                     1e-9, 0);
  suite_assert_near (after[0], 0, 0, 0);
  grouping_end (&own);
}
END_TEST

/* A square: the same variable twice in a product. */
START_TEST (test_square)
{
  uint32_t z, a;

  begin ();
  z = grouping_variable (&own, 9, 0);
  a = grouping_variable (&own, 2.5, 1);
  grouping_product (&own, z, a, a);
  solve ();
  ck_assert (solution.is_converged);
  suite_assert_near (x[a], 3, 1e-10, 0);
  grouping_end (&own);
}
END_TEST

/* Unknowns that links define, forwards and backwards; a link that does no more is not
 * counted, and its unknown is determined as far as the others are. */
START_TEST (test_unknowns)
{
  uint32_t a, b, c, d, e, f, g;

  begin ();
  a = grouping_variable (&own, 10, 1);
  b = grouping_variable (&own, 21, 1);
  c = grouping_unknown (&own);
  d = grouping_unknown (&own);
  e = grouping_unknown (&own);
  f = grouping_unknown (&own);
  g = grouping_variable (&own, 2, 0.1);
  grouping_product (&own, b, a, c);          /* c = b / a */
  grouping_sum (&own, c, 1, g, -1, 0, 0, 0); /* c = g */
  grouping_product (&own, d, a, b);          /* d = a b: loose */
  grouping_sum (&own, e, 1, f, 1, a, -1, 0); /* e + f = a: neither is determined */
  solve ();
  ck_assert (solution.is_converged && solution.rank == 1);
  suite_assert_near (x[c], x[g], 1e-12, 0);
  suite_assert_near (x[b], x[a] * x[g], 1e-12, 0);
  suite_assert_near (x[d], x[a] * x[b], 1e-12, 0);
  suite_assert_near (x[e] + x[f], x[a], 1e-12, 0);
  ck_assert (is_determined[a] && is_determined[c] && is_determined[d] && is_determined[g]);
  ck_assert (!(is_determined[e] && is_determined[f]));
  grouping_end (&own);
}
END_TEST

/* Ties that say the same in other ways: the rank is that of one, and the values do not
 * depend on how often it is said. */
START_TEST (test_redundant)
{
  uint32_t a, b, g, q, q2, p;
  double once[3];
  int times;

  for (times = 1; times <= 2; times++)
    {
      begin ();
      a = grouping_variable (&own, 100, 0.3);
      b = grouping_variable (&own, 107, 0.3);
      g = grouping_variable (&own, 6.2, 0.03);
      q = grouping_unknown (&own);
      q2 = grouping_unknown (&own);
      p = grouping_unknown (&own);
      grouping_product (&own, b, a, q);              /* q = b / a */
      grouping_sum (&own, g, 1, q, -100, 0, 0, 100); /* g = 100 (q - 1) */
      if (times == 2)
        {
          grouping_product (&own, a, b, q2);            /* q2 = a / b */
          grouping_sum (&own, p, 1, g, -1, 0, 0, -100); /* p = 100 + g */
          grouping_product (&own, grouping_variable (&own, 100, 0), q2, p);
        }
      solve ();
      ck_assert (solution.is_converged);
      ck_assert_uint_eq (solution.rank, 1);
      suite_assert_near (x[g], 100 * (x[b] / x[a] - 1), 0, 1e-9);
      if (times == 1)
        {
          once[0] = x[a];
          once[1] = x[b];
          once[2] = x[g];
        }
      else
        {
          suite_assert_near (x[a], once[0], 1e-9, 0);
          suite_assert_near (x[b], once[1], 1e-9, 0);
          suite_assert_near (x[g], once[2], 1e-8, 0);
        }
      grouping_end (&own);
    }
}
END_TEST

/* Two observations of one variable, one of them given up. */
START_TEST (test_observations)
{
  uint32_t v, a;

  begin ();
  v = grouping_unknown (&own);
  a = grouping_variable (&own, 12, 2);
  grouping_sum (&own, v, 1, a, -1, 0, 0, 0);
  grouping_observe (&own, v, 10, 1);
  grouping_observe (&own, v, NAN, INFINITY);
  solve ();
  ck_assert_uint_eq (solution.rank, 1);
  suite_assert_near (x[v], 10.4, 1e-12, 0);
  suite_assert_near (x[2], 10.4, 1e-12, 0);
  suite_assert_near (x[3], 10.4, 1e-12, 0);
  ck_assert (is_determined[3]);
  suite_assert_near (leverage[2], 0.2, 1e-9, 0);
  suite_assert_near (error_out[2], sqrt (0.8), 1e-9, 0);
  grouping_end (&own);
}
END_TEST

/* Fixed values whose product is another: the link that fails is named, and the rest
 * still balanced. */
START_TEST (test_contradiction)
{
  uint32_t a, b, c, d;

  begin ();
  a = grouping_variable (&own, 2, 0);
  b = grouping_variable (&own, 3, 0);
  c = grouping_variable (&own, 7, 0);
  d = grouping_variable (&own, 5, 1);
  grouping_product (&own, c, a, b);
  grouping_sum (&own, d, 1, c, -1, 0, 0, 0);
  solve ();
  ck_assert (solution.has_contradiction && !solution.is_converged);
  ck_assert (is_contradictory[0] && !is_contradictory[1]);
  suite_assert_near (x[d], 7, 1e-12, 0);
  suite_assert_near (after[0], 1, 1e-12, 0);
  grouping_end (&own);
}
END_TEST

/* A bound holds along the way, and at the end. */
START_TEST (test_bound)
{
  uint32_t z, a, b;

  begin ();
  z = grouping_variable (&own, 2, 0.1);
  a = grouping_variable (&own, 2, 1);
  b = grouping_variable (&own, 3, 1);
  own.low[b] = 2.9;
  grouping_product (&own, z, a, b);
  solve ();
  ck_assert (solution.is_converged && solution.is_bounded);
  suite_assert_near (x[b], 2.9, 1e-9, 0);
  ck_assert_int_eq (at_bound[b], -1);
  suite_assert_near (x[z], 2.9 * x[a], 1e-12, 0);
  grouping_end (&own);
}
END_TEST

/* What links leave with all as observed; 0 where a link is what an unknown follows. */
START_TEST (test_residuals)
{
  uint32_t z, a, b, u;

  begin ();
  z = grouping_variable (&own, 7, 1);
  a = grouping_variable (&own, 2, 1);
  b = grouping_variable (&own, 3, 1);
  u = grouping_unknown (&own);
  grouping_product (&own, z, a, b);
  grouping_sum (&own, u, 1, a, -1, b, -1, 0);
  ck_assert (ind__link_residuals (&own.group, x, after));
  suite_assert_near (after[0], 1, 1e-12, 0);
  suite_assert_near (after[1], 0, 0, 0);
  suite_assert_near (x[u], 5, 1e-12, 0);
  grouping_end (&own);
}
END_TEST

/* The value with an error of half a percent at most. */
static double
near (exact_random *random, double value)
{
  return value * (1 + ((double)exact_random_below (random, 201) - 100) / 20000);
}

/* Chains of random quotients and sums: all links hold, and each value is within the
 * changes its error allows. */
START_TEST (test_random)
{
  exact_random random = { 77 };
  int sample;

  for (sample = 0; sample < 300; sample++)
    {
      double truth[MOST];
      uint32_t at, k, n;
      begin ();
      for (k = 0; k < 6; k++)
        {
          truth[k] = 1 + (double) exact_random_below (&random, 1000) / 100;
          grouping_variable (&own, near (&random, truth[k]), truth[k] / 300);
        }
      for (n = 0; n < 8; n++)
        {
          uint32_t a = (uint32_t)exact_random_below (&random, own.network.n_variables);
          uint32_t b = (uint32_t)exact_random_below (&random, own.network.n_variables);
          int is_known = exact_random_below (&random, 2) == 0, kind;
          double exact;
          if (a == b)
            continue;
          kind = (int) exact_random_below (&random, 3);
          exact = kind == 0 ? truth[a] * truth[b] : kind == 1 ? truth[a] / truth[b]
                                                            : truth[a] + truth[b];
          if (!(exact > 1e-3 && exact < 1e6))
            continue;
          at = is_known ? grouping_variable (&own, near (&random, exact), exact / 300)
                        : grouping_unknown (&own);
          truth[at] = exact;
          if (kind == 0)
            grouping_product (&own, at, a, b);
          else if (kind == 1)
            grouping_product (&own, a, at, b);
          else
            grouping_sum (&own, at, 1, a, -1, b, -1, 0);
        }
      solve ();
      ck_assert_msg (solution.is_converged, "sample %d: not converged in %zu steps", sample,
                     solution.n_steps);
      for (k = 0; k < own.network.n_variables; k++)
        ck_assert_msg (!isfinite (own.error[k]) || fabs (x[k] - own.value[k]) <= 10 * own.error[k],
                       "sample %d: value %u from %g to %g", sample, (unsigned)k, own.value[k],
                       x[k]);
      grouping_end (&own);
    }
}
END_TEST

START_TEST (test_memory)
{
  uint32_t z, a, b, u;
  size_t n, before;

  begin ();
  z = grouping_variable (&own, 7, 1);
  a = grouping_variable (&own, 2, 1);
  b = grouping_variable (&own, 3, 1);
  u = grouping_unknown (&own);
  grouping_product (&own, z, a, b);
  grouping_sum (&own, u, 1, a, -1, b, -1, 0);
  grouping_observe (&own, u, 5, 1);
  grouping_observe (&own, u, 6, 1);
  before = failing_memory_blocks ();
  for (n = 1;; n++)
    {
      ind_status status;
      failing_memory_arm (n, 0);
      status = ind__gauss_newton (&own.group, &solution);
      if (failing_memory_disarm () == 0)
        {
          ck_assert_int_eq (status, IND_OK);
          break;
        }
      ck_assert_int_eq (status, IND_E_MEMORY);
    }
  for (n = 1;; n++)
    {
      int is_good;
      failing_memory_arm (n, 0);
      is_good = ind__link_residuals (&own.group, x, after);
      if (failing_memory_disarm () == 0)
        {
          ck_assert (is_good);
          break;
        }
      ck_assert (!is_good);
    }
  ck_assert_uint_eq (failing_memory_blocks (), before);
  grouping_end (&own);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("gauss_newton");

  tcase_add_test (tests, test_product);
  tcase_add_test (tests, test_square);
  tcase_add_test (tests, test_unknowns);
  tcase_add_test (tests, test_redundant);
  tcase_add_test (tests, test_observations);
  tcase_add_test (tests, test_contradiction);
  tcase_add_test (tests, test_bound);
  tcase_add_test (tests, test_residuals);
  tcase_add_test (tests, test_random);
  tcase_add_test (tests, test_memory);
  return suite_run (tests, "gauss_newton");
}
