/* SPDX-License-Identifier: GPL-3.0-or-later
 * Balancing as callers have it: every argument that is wrong is refused, odd numbers
 * included, and what is right comes out. */
#include "reconcile/balancing.h"

#include "reconcile/reconciling.h"
#include "support/exact.h"
#include "support/failing_memory.h"

/* 10 + 20 = 33, with standard errors 1, 1 and 1: each takes a third of 3. */
struct call {
  double value[3], error[3], low[3], high[3];
  size_t first[3];
  uint32_t column[4];
  double coefficient[4], constant[2];
  ind_equations equations;
  double out[3], error_out[3], leverage[3];
  uint8_t is_contradictory[2];
  ind_balance_summary summary;
  ind_error failure;
};

static void
set_up (struct call *call)
{
  static const struct call model = {
    { 10, 20, 33 }, { 1, 1, 1 }, { -INFINITY, 0, 0 }, { INFINITY, INFINITY, 100 },
    { 0, 3, 4 }, { 0, 1, 2, 0 }, { 1, 1, -1, 1 }, { 0, 11 },
    { 1, NULL, NULL, NULL, NULL }, { -1, -1, -1 }, { -1, -1, -1 }, { -1, -1, -1 },
    { 9, 9 }, { 0, 0, 0, 0, 0, 0 }, { IND_OK, 0, 0, "" }
  };
  *call = model;
  call->equations.first = call->first;
  call->equations.column = call->column;
  call->equations.coefficient = call->coefficient;
  call->equations.constant = call->constant;
}

static ind_status
run (struct call *call)
{
  return ind_balance (call->value, call->error, call->low, call->high, 3, &call->equations,
                      call->out, call->error_out, call->leverage, call->is_contradictory,
                      &call->summary, &call->failure);
}

START_TEST (test_three_values)
{
  struct call call;

  set_up (&call);
  ck_assert_int_eq (run (&call), IND_OK);
  suite_assert_near (call.out[0], 11, 1e-14, 0);
  suite_assert_near (call.out[1], 21, 1e-14, 0);
  suite_assert_near (call.out[2], 32, 1e-14, 0);
  suite_assert_near (call.leverage[1], 1. / 3, 1e-14, 0);
  suite_assert_near (call.error_out[2], sqrt (2. / 3), 1e-14, 0);
  ck_assert_uint_eq (call.summary.rank, 1);
  ck_assert_int_eq (call.summary.is_rank_known, 1);
  suite_assert_near (call.summary.chi_square, 3, 1e-14, 0);
  /* A chi-square of 3 with one degree of freedom: erfc (sqrt (3 / 2)). */
  suite_assert_near (call.summary.p, erfc (sqrt (1.5)), 1e-12, 0);
  ck_assert_int_eq (call.summary.has_contradiction, 0);
  ck_assert_int_eq (call.summary.is_bounded, 1);
  ck_assert_int_eq (call.is_contradictory[0], 0);
  ck_assert_int_eq (call.is_contradictory[1], 9);
}
END_TEST

START_TEST (test_what_may_be_missing)
{
  struct call call;
  ind_equations none = { 0, NULL, NULL, NULL, NULL };

  set_up (&call);
  call.equations.constant = NULL;
  ck_assert_int_eq (ind_balance (call.value, call.error, NULL, NULL, 3, &call.equations,
                                 call.value, NULL, NULL, NULL, NULL, NULL),
                    IND_OK);
  suite_assert_near (call.value[2], 32, 1e-14, 0);
  ck_assert_int_eq (ind_balance (NULL, NULL, NULL, NULL, 0, &none, NULL, NULL, NULL, NULL,
                                 &call.summary, NULL),
                    IND_OK);
  ck_assert_uint_eq (call.summary.rank, 0);
  ck_assert_double_eq (call.summary.p, 1);
}
END_TEST

/* One bound alone. */
START_TEST (test_one_sided_bounds)
{
  struct call call;

  set_up (&call);
  call.low[0] = 11.5;
  ck_assert_int_eq (ind_balance (call.value, call.error, call.low, NULL, 3, &call.equations,
                                 call.out, NULL, NULL, NULL, NULL, NULL),
                    IND_OK);
  suite_assert_near (call.out[0], 11.5, 1e-14, 0);
  suite_assert_near (call.out[1], 20.75, 1e-14, 0);
  set_up (&call);
  call.high[2] = 31;
  ck_assert_int_eq (ind_balance (call.value, call.error, NULL, call.high, 3, &call.equations,
                                 call.out, NULL, NULL, NULL, NULL, NULL),
                    IND_OK);
  suite_assert_near (call.out[2], 31, 1e-14, 0);
  suite_assert_near (call.out[0], 10.5, 1e-14, 0);
}
END_TEST

START_TEST (test_contradiction)
{
  struct call call;

  set_up (&call);
  call.equations.n = 2;
  call.error[0] = call.error[1] = call.error[2] = 0;
  ck_assert_int_eq (run (&call), IND_E_CONTRADICTION);
  ck_assert_int_eq (call.failure.status, IND_E_CONTRADICTION);
  ck_assert_int_eq (call.is_contradictory[0], 1);
  ck_assert_int_eq (call.is_contradictory[1], 1);
  ck_assert_int_eq (call.summary.has_contradiction, 1);
  ck_assert_double_eq (call.out[0], 10);
  /* Bounds out of reach. */
  set_up (&call);
  call.high[0] = 1;
  call.high[1] = 1;
  call.low[2] = 50;
  ck_assert_int_eq (run (&call), IND_E_CONTRADICTION);
  ck_assert_int_eq (call.summary.is_bounded, 0);
  ck_assert (isfinite (call.out[0]));
}
END_TEST

/* ------------------------------------------------------------------------
 * What is refused
 * ---------------------------------------------------------------------- */

static void break_first (struct call *c) { c->first[0] = 1; }
static void break_order (struct call *c) { c->equations.n = 2; c->first[2] = 2; }
static void break_column (struct call *c) { c->column[1] = 3; }
static void break_far_column (struct call *c) { c->column[2] = UINT32_MAX; }
static void break_twice (struct call *c) { c->column[1] = 0; }
static void break_coefficient (struct call *c) { c->coefficient[2] = INFINITY; }
static void break_coefficient_nan (struct call *c) { c->coefficient[2] = NAN; }
static void break_constant (struct call *c) { c->constant[0] = NAN; }
static void break_error (struct call *c) { c->error[1] = -1; }
static void break_error_nan (struct call *c) { c->error[1] = NAN; }
static void break_error_minus (struct call *c) { c->error[1] = -INFINITY; }
static void break_bounds (struct call *c) { c->low[2] = 101; }
static void break_bound_nan (struct call *c) { c->high[0] = NAN; }
static void break_bound_above (struct call *c) { c->low[0] = c->high[0] = INFINITY; }
static void break_bound_below (struct call *c) { c->low[0] = c->high[0] = -INFINITY; }
static void break_no_first (struct call *c) { c->equations.first = NULL; }
static void break_no_column (struct call *c) { c->equations.column = NULL; }
static void break_no_coefficient (struct call *c) { c->equations.coefficient = NULL; }
static void break_value (struct call *c) { c->value[0] = NAN; }
static void break_value_large (struct call *c) { c->value[0] = -INFINITY; }
static void break_value_size (struct call *c) { c->value[0] = 1e61; }
static void break_error_size (struct call *c) { c->error[0] = 1e-61; }
static void break_error_large (struct call *c) { c->error[0] = 1e61; }
static void break_coefficient_size (struct call *c) { c->coefficient[0] = 1e-300; }
static void break_constant_size (struct call *c) { c->constant[0] = -1e61; }
static void break_bound_size (struct call *c) { c->high[2] = 1e300; }

static const struct {
  void (*make) (struct call *);
  ind_status status;
} breaks[] = {
  { break_first, IND_E_ARGUMENT },
  { break_order, IND_E_ARGUMENT },
  { break_column, IND_E_ARGUMENT },
  { break_far_column, IND_E_ARGUMENT },
  { break_twice, IND_E_ARGUMENT },
  { break_coefficient, IND_E_ARGUMENT },
  { break_coefficient_nan, IND_E_ARGUMENT },
  { break_constant, IND_E_ARGUMENT },
  { break_error, IND_E_ARGUMENT },
  { break_error_nan, IND_E_ARGUMENT },
  { break_error_minus, IND_E_ARGUMENT },
  { break_bounds, IND_E_ARGUMENT },
  { break_bound_nan, IND_E_ARGUMENT },
  { break_bound_above, IND_E_ARGUMENT },
  { break_bound_below, IND_E_ARGUMENT },
  { break_no_first, IND_E_ARGUMENT },
  { break_no_column, IND_E_ARGUMENT },
  { break_no_coefficient, IND_E_ARGUMENT },
  { break_value, IND_E_DOMAIN },
  { break_value_large, IND_E_DOMAIN },
  { break_value_size, IND_E_DOMAIN },
  { break_error_size, IND_E_DOMAIN },
  { break_error_large, IND_E_DOMAIN },
  { break_coefficient_size, IND_E_DOMAIN },
  { break_constant_size, IND_E_DOMAIN },
  { break_bound_size, IND_E_DOMAIN },
};

START_TEST (test_what_is_refused)
{
  struct call call;

  set_up (&call);
  breaks[_i].make (&call);
  ck_assert_int_eq (run (&call), breaks[_i].status);
  ck_assert_int_eq (call.failure.status, breaks[_i].status);
  ck_assert_int_ne (call.failure.message[0], 0);
  ck_assert_double_eq (call.out[0], -1);
  ck_assert_double_eq (call.error_out[0], -1);
  ck_assert_int_eq (call.is_contradictory[0], 9);
}
END_TEST

START_TEST (test_pointers_that_are_needed)
{
  struct call c;

  set_up (&c);
#define BALANCE(value, error, equations, out)                                                    \
  ind_balance (value, error, NULL, NULL, 3, equations, out, NULL, NULL, NULL, NULL, NULL)
  ck_assert_int_eq (BALANCE (NULL, c.error, &c.equations, c.out), IND_E_ARGUMENT);
  ck_assert_int_eq (BALANCE (c.value, NULL, &c.equations, c.out), IND_E_ARGUMENT);
  ck_assert_int_eq (BALANCE (c.value, c.error, NULL, c.out), IND_E_ARGUMENT);
  ck_assert_int_eq (BALANCE (c.value, c.error, &c.equations, NULL), IND_E_ARGUMENT);
#undef BALANCE
}
END_TEST

/* Any doubles anywhere: a status, never GSL's handler; results are numbers. */
START_TEST (test_anything)
{
  exact_random random = { 8 };
  size_t round, k, n_done = 0;

  for (round = 0; round < 20000; round++)
    {
      struct call call;
      ind_status status;
      set_up (&call);
      call.equations.n = 1 + exact_random_below (&random, 2);
      for (k = exact_random_below (&random, 6); k > 0; k--)
        {
          double x = exact_random_double (&random);
          size_t at = exact_random_below (&random, 3);
          switch (exact_random_below (&random, 6))
            {
            case 0: call.value[at] = x; break;
            case 1: call.error[at] = fabs (x); break;
            case 2: call.low[at] = x; break;
            case 3: call.high[at] = x; break;
            case 4: call.coefficient[at] = x; break;
            default: call.constant[at % 2] = x; break;
            }
        }
      status = run (&call);
      exact_assert (status == IND_OK || status == IND_E_DOMAIN || status == IND_E_ARGUMENT
                        || status == IND_E_CONTRADICTION,
                    "round %zu: status %d", round, status);
      for (k = 0; k < 3 && (status == IND_OK || status == IND_E_CONTRADICTION); k++, n_done++)
        exact_assert (isfinite (call.out[k]), "round %zu: %g", round, call.out[k]);
    }
  ck_assert_uint_gt (n_done, 1000);
}
END_TEST

START_TEST (test_out_of_memory)
{
  struct call call;
  size_t n, before = failing_memory_blocks ();
  int one_sided;

  for (one_sided = 0; one_sided < 2; one_sided++)
    for (n = 1;; n++)
      {
        ind_status status;
        size_t n_failed;
        set_up (&call);
        failing_memory_arm (n, 0);
        status = ind_balance (call.value, call.error, call.low, one_sided ? NULL : call.high, 3,
                              &call.equations, call.out, call.error_out, call.leverage,
                              call.is_contradictory, &call.summary, &call.failure);
        n_failed = failing_memory_disarm ();
        ck_assert_uint_eq (failing_memory_blocks (), before);
        if (n_failed == 0)
          {
            ck_assert_int_eq (status, IND_OK);
            break;
          }
        ck_assert_int_eq (status, IND_E_MEMORY);
        ck_assert_int_eq (call.failure.status, IND_E_MEMORY);
      }
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("balancing");
  tcase_add_checked_fixture (tests, reconciling_watch_gsl, NULL);
  tcase_set_timeout (tests, 60);
  tcase_add_test (tests, test_three_values);
  tcase_add_test (tests, test_what_may_be_missing);
  tcase_add_test (tests, test_one_sided_bounds);
  tcase_add_test (tests, test_contradiction);
  tcase_add_loop_test (tests, test_what_is_refused, 0, sizeof breaks / sizeof *breaks);
  tcase_add_test (tests, test_pointers_that_are_needed);
  tcase_add_test (tests, test_anything);
  tcase_add_test (tests, test_out_of_memory);
  return suite_run (tests, "balancing");
}
