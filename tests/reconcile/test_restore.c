/* SPDX-License-Identifier: GPL-3.0-or-later
 * The way to where links hold: by as little as that takes, in units of errors. */
#include "reconcile/newton.h"

#include "reconcile/grouping.h"
#include "support/failing_memory.h"
#include "support/suite.h"

#define MOST GROUPING_MOST

static struct grouping own;
static double x[MOST], distance;
static uint8_t is_used[MOST];

static void
begin (void)
{
  grouping_begin (&own);
  memset (is_used, 1, sizeof is_used);
}

/* From the values as they are, errors being the units. */
static ind_status
restore (void)
{
  memcpy (x, own.value, sizeof x);
  return ind__restore (&own.group, is_used, own.error, x, &distance);
}

static void
expect_restored (void)
{
  ck_assert_int_eq (restore (), IND_OK);
  ck_assert_msg (distance <= IND__RESTORED, "links are off by %g", distance);
}

/* a + b = c is off by 0.3, which is shared by variances: 1, 1 and 4 of 6. */
START_TEST (test_sum)
{
  uint32_t a, b, c;

  begin ();
  a = grouping_variable (&own, 1, 1);
  b = grouping_variable (&own, 2, 1);
  c = grouping_variable (&own, 3.3, 2);
  grouping_sum (&own, a, 1, b, 1, c, -1, 0);
  expect_restored ();
  suite_assert_near (x[a], 1.05, 1e-11, 0);
  suite_assert_near (x[b], 2.05, 1e-11, 0);
  suite_assert_near (x[c], 3.1, 1e-11, 0);
  grouping_end (&own);
}
END_TEST

/* What has no error stays; saying the same twice changes nothing. */
START_TEST (test_fixed)
{
  uint32_t z, a, b;
  int times;

  begin ();
  z = grouping_variable (&own, 12, 0);
  a = grouping_variable (&own, 4, 0);
  b = grouping_variable (&own, 2.9, 0.5);
  for (times = 0; times <= _i; times++)
    grouping_product (&own, z, a, b);
  expect_restored ();
  ck_assert (x[z] == 12 && x[a] == 4);
  suite_assert_near (x[b], 3, 1e-11, 0);
  grouping_end (&own);
}
END_TEST

/* Where links hold already, nothing moves. */
START_TEST (test_at_rest)
{
  uint32_t z, a, b;

  begin ();
  z = grouping_variable (&own, 12, 1);
  a = grouping_variable (&own, 4, 1);
  b = grouping_variable (&own, 3, 1);
  grouping_product (&own, z, a, b);
  expect_restored ();
  ck_assert (x[z] == 12 && x[a] == 4 && x[b] == 3);
  grouping_end (&own);
}
END_TEST

/* A circle: a b = c, c d = e and so on from far away, of which one link follows from the
 * others: p q = r, r s = t, p w = t, q s = w. */
START_TEST (test_circle)
{
  uint32_t p, q, r, s, t, w;

  begin ();
  p = grouping_variable (&own, 2, 0.5);
  q = grouping_variable (&own, 3, 0.5);
  r = grouping_variable (&own, 9, 2);
  s = grouping_variable (&own, 5, 0.5);
  t = grouping_variable (&own, 20, 8);
  w = grouping_variable (&own, 10, 4);
  grouping_product (&own, r, p, q);
  grouping_product (&own, t, r, s);
  grouping_product (&own, t, p, w);
  grouping_product (&own, w, q, s);
  expect_restored ();
  suite_assert_near (x[p] * x[q], x[r], 1e-10, 0);
  suite_assert_near (x[p] * x[q] * x[s], x[t], 1e-10, 0);
  suite_assert_near (x[q] * x[s], x[w], 1e-10, 0);
  grouping_end (&own);
}
END_TEST

/* a + b = 10 with a of at most 3: b takes over. */
START_TEST (test_bound)
{
  uint32_t a, b;

  begin ();
  a = grouping_variable (&own, 2, 1);
  b = grouping_variable (&own, 2, 1);
  own.high[a] = 3;
  grouping_sum (&own, a, 1, b, 1, 0, 0, -10);
  expect_restored ();
  suite_assert_near (x[a], 3, 1e-11, 0);
  suite_assert_near (x[b], 7, 1e-11, 0);
  grouping_end (&own);
}
END_TEST

/* Two observations of one variable, of errors 1 and 2, meet at a fifth of the way. */
START_TEST (test_observations)
{
  uint32_t a;

  begin ();
  a = grouping_variable (&own, 10, 1);
  grouping_observe (&own, a, 11, 2);
  expect_restored ();
  suite_assert_near (x[a], 10.2, 1e-11, 0);
  suite_assert_near (x[1], 10.2, 1e-11, 0);
  grouping_end (&own);
}
END_TEST

/* a = 1 and a = 2: no place where both hold; what is left is told. One of them not in use
 * leaves the other. */
START_TEST (test_contradiction)
{
  uint32_t a, b;

  begin ();
  a = grouping_variable (&own, 1.2, 1);
  b = grouping_variable (&own, 0, 0);
  grouping_sum (&own, a, 1, b, 1, 0, 0, -1);
  grouping_sum (&own, a, 1, b, 1, 0, 0, -2);
  ck_assert_int_eq (restore (), IND_OK);
  ck_assert_msg (distance > 0.1, "links are off by no more than %g", distance);
  ck_assert (x[a] >= 1 && x[a] <= 2);
  is_used[0] = 0;
  expect_restored ();
  suite_assert_near (x[a], 2, 1e-11, 0);
  grouping_end (&own);
}
END_TEST

START_TEST (test_memory)
{
  uint32_t a, b, c;
  size_t blocks, n;

  begin ();
  a = grouping_variable (&own, 2, 1);
  b = grouping_variable (&own, 3, 1);
  c = grouping_variable (&own, 7, 1);
  grouping_product (&own, c, a, b);
  grouping_observe (&own, a, 2.5, 1);
  blocks = failing_memory_blocks ();
  for (n = 1;; n++)
    {
      ind_status status;
      size_t n_failed;
      failing_memory_arm (n, 0);
      status = restore ();
      n_failed = failing_memory_disarm ();
      ck_assert_int_eq (status, n_failed == 0 ? IND_OK : IND_E_MEMORY);
      ck_assert_uint_eq (failing_memory_blocks (), blocks);
      if (n_failed == 0)
        break;
    }
  ck_assert_uint_gt (n, 10);
  grouping_end (&own);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("restore");

  tcase_add_test (tests, test_sum);
  tcase_add_loop_test (tests, test_fixed, 0, 3);
  tcase_add_test (tests, test_at_rest);
  tcase_add_test (tests, test_circle);
  tcase_add_test (tests, test_bound);
  tcase_add_test (tests, test_observations);
  tcase_add_test (tests, test_contradiction);
  tcase_add_test (tests, test_memory);
  return suite_run (tests, "restore");
}
