/* SPDX-License-Identifier: GPL-3.0-or-later
 * First guesses of unknowns: what links give, the surest first, and what is free. */
#include "reconcile/newton.h"

#include "reconcile/grouping.h"
#include "support/failing_memory.h"
#include "support/suite.h"

#define MOST GROUPING_MOST

static struct grouping own;
static double x[MOST], spread[MOST];
static uint8_t is_used[MOST];
static ind__definition order[MOST];
static size_t n_order;

static int
guess (unsigned start)
{
  memcpy (x, own.value, sizeof x);
  memcpy (spread, own.error, sizeof spread);
  return ind__guess_unknowns (&own.group, is_used, start, x, spread, order, &n_order);
}

static void
begin (void)
{
  grouping_begin (&own);
  memset (is_used, 1, sizeof is_used);
}

static void
expect_order (size_t k, uint32_t column, uint32_t link, uint32_t term)
{
  ck_assert_uint_lt (k, n_order);
  ck_assert_uint_eq (order[k].column, column);
  ck_assert_uint_eq (order[k].link, link);
  ck_assert_uint_eq (order[k].term, term);
}

/* z = a b, w = z - c: each follows, with the error that errors of the others make. */
START_TEST (test_chain)
{
  uint32_t a, b, c, z, w;

  begin ();
  a = grouping_variable (&own, 2, 0.3);
  b = grouping_variable (&own, 5, 0.4);
  c = grouping_variable (&own, 1, 1.2);
  z = grouping_unknown (&own);
  w = grouping_unknown (&own);
  grouping_sum (&own, w, 1, z, -1, c, 1, 0);
  grouping_product (&own, z, a, b);
  ck_assert (guess (0));
  suite_assert_near (x[z], 10, 1e-15, 0);
  suite_assert_near (spread[z], sqrt (1.5 * 1.5 + 0.8 * 0.8), 1e-15, 0);
  suite_assert_near (x[w], 9, 1e-15, 0);
  suite_assert_near (spread[w], sqrt (1.5 * 1.5 + 0.8 * 0.8 + 1.2 * 1.2), 1e-15, 0);
  ck_assert_uint_eq (n_order, 2);
  expect_order (0, z, 1, 0);
  expect_order (1, w, 0, 0);
  ck_assert (x[a] == 2 && x[b] == 5 && x[c] == 1);
  grouping_end (&own);
}
END_TEST

/* A factor: z = a b gives b = z / a, its error by that of both. */
START_TEST (test_factor)
{
  uint32_t a, b, z;

  begin ();
  z = grouping_variable (&own, 12, 0.5);
  a = grouping_variable (&own, 4, 0.1);
  b = grouping_unknown (&own);
  grouping_product (&own, z, a, b);
  ck_assert (guess (0));
  suite_assert_near (x[b], 3, 1e-15, 0);
  suite_assert_near (spread[b], sqrt (0.5 * 0.5 + 3 * 0.1 * 3 * 0.1) / 4, 1e-14, 0);
  expect_order (0, b, 0, 2);
  grouping_end (&own);
}
END_TEST

/* Of two links that give the same unknown, the one with the smaller relative error does,
 * wherever it stands. */
START_TEST (test_surest_first)
{
  uint32_t rough, sure, u;

  begin ();
  rough = grouping_variable (&own, 11, 1);
  sure = grouping_variable (&own, 10, 0.01);
  u = grouping_unknown (&own);
  grouping_sum (&own, u, 1, _i == 0 ? rough : sure, -1, 0, 0, 0);
  grouping_sum (&own, u, 1, _i == 0 ? sure : rough, -1, 0, 0, 0);
  ck_assert (guess (0));
  suite_assert_near (x[u], 10, 1e-15, 0);
  suite_assert_near (spread[u], 0.01, 1e-15, 0);
  ck_assert_uint_eq (n_order, 1);
  expect_order (0, u, _i == 0 ? 1 : 0, 0);
  grouping_end (&own);
}
END_TEST

/* A link that is not in use gives nothing. */
START_TEST (test_unused)
{
  uint32_t a, u;

  begin ();
  a = grouping_variable (&own, 700, 1);
  u = grouping_unknown (&own);
  grouping_sum (&own, u, 1, a, -1, 0, 0, 0);
  is_used[0] = 0;
  ck_assert (guess (0));
  ck_assert_uint_eq (n_order, 0);
  ck_assert (isfinite (x[u]) && x[u] > 0 && x[u] < 10);
  grouping_end (&own);
}
END_TEST

/* 100 = p + q + r, nothing known of these: of one sign, of about one size, no two alike, and
 * the sum holds. */
START_TEST (test_parts)
{
  uint32_t p, q, r;

  begin ();
  p = grouping_unknown (&own);
  q = grouping_unknown (&own);
  r = grouping_unknown (&own);
  grouping_sum (&own, p, 1, q, 1, r, 1, -100);
  ck_assert (guess ((unsigned) _i));
  suite_assert_near (x[p] + x[q] + x[r], 100, 1e-14, 0);
  ck_assert_msg (x[p] > 5 && x[q] > 5 && x[r] > 5, "%g, %g and %g", x[p], x[q], x[r]);
  ck_assert (x[p] != x[q] && x[q] != x[r] && x[p] != x[r]);
  /* The last part is what the sum leaves. */
  ck_assert_uint_eq (n_order, 1);
  ck_assert_uint_eq (order[0].link, 0);
  grouping_end (&own);
}
END_TEST

/* What nothing ties is within its bounds, not zero, and no two such are alike; another start
 * makes other choices. */
START_TEST (test_free)
{
  uint32_t a, b, within, above;
  double first[4];

  begin ();
  a = grouping_unknown (&own);
  b = grouping_unknown (&own);
  within = grouping_unknown (&own);
  own.low[within] = -3;
  own.high[within] = -2;
  above = grouping_unknown (&own);
  own.low[above] = 50;
  ck_assert (guess (0));
  ck_assert (x[a] != 0 && x[b] != 0 && x[a] != x[b]);
  ck_assert (x[within] > -3 && x[within] < -2);
  ck_assert (x[above] >= 50 && isfinite (x[above]));
  ck_assert (isfinite (spread[a]) && isfinite (spread[within]));
  memcpy (first, x, sizeof first);
  ck_assert (guess (1));
  ck_assert (x[a] != first[a] && x[b] != first[b] && x[within] != first[within]);
  grouping_end (&own);
}
END_TEST

/* What a link gives is kept within bounds, too; a product by zero gives nothing. */
START_TEST (test_bounds_and_zero)
{
  uint32_t a, zero, u, v;

  begin ();
  a = grouping_variable (&own, 8, 0.1);
  zero = grouping_variable (&own, 0, 0.1);
  u = grouping_unknown (&own);
  own.high[u] = 5;
  v = grouping_unknown (&own);
  grouping_sum (&own, u, 1, a, -1, 0, 0, 0);
  grouping_product (&own, a, zero, v);
  ck_assert (guess (0));
  suite_assert_near (x[u], 5, 0, 0);
  ck_assert (isfinite (x[v]));
  ck_assert_uint_eq (n_order, 1);
  grouping_end (&own);
}
END_TEST

START_TEST (test_memory)
{
  size_t blocks, n;
  uint32_t a, z;

  begin ();
  a = grouping_variable (&own, 2, 0.3);
  z = grouping_unknown (&own);
  grouping_product (&own, z, a, a);
  blocks = failing_memory_blocks ();
  for (n = 1;; n++)
    {
      int is_good;
      size_t n_failed;
      failing_memory_arm (n, 0);
      is_good = guess (0);
      n_failed = failing_memory_disarm ();
      ck_assert_int_eq (is_good, n_failed == 0);
      ck_assert_uint_eq (failing_memory_blocks (), blocks);
      if (n_failed == 0)
        break;
    }
  ck_assert_uint_gt (n, 3);
  grouping_end (&own);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("first_guess");

  tcase_add_test (tests, test_chain);
  tcase_add_test (tests, test_factor);
  tcase_add_loop_test (tests, test_surest_first, 0, 2);
  tcase_add_test (tests, test_unused);
  tcase_add_loop_test (tests, test_parts, 0, 4);
  tcase_add_test (tests, test_free);
  tcase_add_test (tests, test_bounds_and_zero);
  tcase_add_test (tests, test_memory);
  return suite_run (tests, "first_guess");
}
