/* SPDX-License-Identifier: GPL-3.0-or-later
 * Interval arithmetic against exact arithmetic: every result contains all
 * exact results and is the tightest that does. */
#include <float.h>
#include <stdio.h>

#include "number/interval.h"
#include "support/exact.h"
#include "support/suite.h"

#define N_RANDOM 100000

/* One end of an exact result: an operation on two numbers, or an infinity. */
struct end {
  char operation; /* '+' '-' '*' '/', or '=' for a itself */
  double a, b;
};

struct ends {
  struct end end[8];
  size_t n;
};

static void
add_end (struct ends *ends, char operation, double a, double b)
{
  ends->end[ends->n].operation = operation;
  ends->end[ends->n].a = a;
  ends->end[ends->n++].b = b;
}

/* The sign of x minus the end; equal infinities are equal. */
static int
compare_end (double x, const struct end *end)
{
  if (end->operation == '=')
    return (x > end->a) - (x < end->a);
  switch (end->operation)
    {
    case '+': return exact_compare_sum (x, end->a, end->b);
    case '-': return exact_compare_sum (x, end->a, -end->b);
    case '*': return exact_compare_product (x, end->a, end->b);
    default: return exact_compare_quotient (x, end->a, end->b);
    }
}

static double
sign_of (double x)
{
  return (x > 0) - (x < 0);
}

static void
add_sum (struct ends *ends, char operation, double a, double b)
{
  if (isinf (a) || isinf (b))
    add_end (ends, '=', isinf (a) ? a : operation == '-' ? -b : b, 0);
  else
    add_end (ends, operation, a, b);
}

static void
add_products (struct ends *ends, ind_interval a, ind_interval b)
{
  double x[2] = { a.low, a.high }, y[2] = { b.low, b.high };
  size_t i, j;

  for (i = 0; i < 2; i++)
    for (j = 0; j < 2; j++)
      if ((isinf (x[i]) || isinf (y[j])) && x[i] != 0 && y[j] != 0)
        add_end (ends, '=', sign_of (x[i]) * sign_of (y[j]) * INFINITY, 0);
      else if (x[i] == 0 || y[j] == 0)
        add_end (ends, '=', 0, 0);
      else
        add_end (ends, '*', x[i], y[j]);
}

/* The limits of a / y for y between low and high, of one sign, where an end
 * that is zero is only approached. `sign` is that of y. */
static void
add_quotients (struct ends *ends, ind_interval a, double low, double high, double sign)
{
  double x[2] = { a.low, a.high }, y[2] = { low, high };
  size_t i, j;

  for (i = 0; i < 2; i++)
    for (j = 0; j < 2; j++)
      if (x[i] == 0 || (isinf (y[j]) && !isinf (x[i])))
        add_end (ends, '=', 0, 0);
      else if (y[j] == 0 || (isinf (x[i]) && !isinf (y[j])))
        add_end (ends, '=', sign_of (x[i]) * sign * INFINITY, 0);
      else if (!isinf (x[i]))
        add_end (ends, '/', x[i], y[j]);
}

static struct ends
exact_ends (char operation, ind_interval a, ind_interval b)
{
  struct ends ends;

  ends.n = 0;
  switch (operation)
    {
    case '+':
      add_sum (&ends, '+', a.low, b.low);
      add_sum (&ends, '+', a.high, b.high);
      break;
    case '-':
      add_sum (&ends, '-', a.low, b.high);
      add_sum (&ends, '-', a.high, b.low);
      break;
    case '*': add_products (&ends, a, b); break;
    default:
      if (b.high > 0)
        add_quotients (&ends, a, b.low > 0 ? b.low : 0, b.high, 1);
      if (b.low < 0)
        add_quotients (&ends, a, b.low, b.high < 0 ? b.high : 0, -1);
      break;
    }
  return ends;
}

/* Where a product or quotient may underflow, one step more is allowed. */
static int
steps_allowed (char operation, double result, const ind_interval *a)
{
  if (operation == '*')
    return fabs (result) <= 0x1p-968 ? 2 : 1;
  if (operation == '/')
    return fabs (a->low) < 0x1p-968 || fabs (a->high) < 0x1p-968 ? 2 : 1;
  return 1;
}

static ind_interval
apply (char operation, ind_interval a, ind_interval b)
{
  switch (operation)
    {
    case '+': return ind_interval_add (a, b);
    case '-': return ind_interval_sub (a, b);
    case '*': return ind_interval_mul (a, b);
    default: return ind_interval_div (a, b);
    }
}

static void
check_operation (char operation, ind_interval a, ind_interval b)
{
  struct ends ends = exact_ends (operation, a, b);
  ind_interval result = apply (operation, a, b);
  int is_low_tight = 0, is_high_tight = 0;
  double above = result.low, below = result.high;
  size_t i;

  if (ends.n == 0)
    {
      exact_assert (result.low == INFINITY && result.high == -INFINITY,
                    "[%a, %a] %c [%a, %a] is [%a, %a], not empty", a.low, a.high, operation, b.low,
                    b.high, result.low, result.high);
      return;
    }
  above = exact_step (above, steps_allowed (operation, result.low, &a));
  below = exact_step (below, -steps_allowed (operation, result.high, &a));
  for (i = 0; i < ends.n; i++)
    {
      exact_assert (compare_end (result.low, &ends.end[i]) <= 0
                        && compare_end (result.high, &ends.end[i]) >= 0,
                    "[%a, %a] %c [%a, %a] is [%a, %a] without %a %c %a", a.low, a.high, operation,
                    b.low, b.high, result.low, result.high, ends.end[i].a, ends.end[i].operation,
                    ends.end[i].b);
      is_low_tight |= result.low == -INFINITY && compare_end (result.low, &ends.end[i]) == 0
                      && ends.end[i].operation == '=';
      is_low_tight |= compare_end (above, &ends.end[i]) > 0;
      is_low_tight |= ends.end[i].operation == '=' && ends.end[i].a == result.low;
      is_high_tight |= compare_end (below, &ends.end[i]) < 0;
      is_high_tight |= ends.end[i].operation == '=' && ends.end[i].a == result.high;
    }
  exact_assert (is_low_tight && is_high_tight, "[%a, %a] %c [%a, %a] is [%a, %a], too wide", a.low,
                a.high, operation, b.low, b.high, result.low, result.high);
  exact_assert (!signbit (result.low) || result.low != 0,
                "[%a, %a] %c [%a, %a] has a low end of -0", a.low, a.high, operation, b.low,
                b.high);
  exact_assert (!signbit (result.high) || result.high != 0,
                "[%a, %a] %c [%a, %a] has a high end of -0", a.low, a.high, operation, b.low,
                b.high);
}

/* A point, a few doubles, any two doubles, or half a line. */
static ind_interval
random_interval (exact_random *random)
{
  double x = exact_random_double (random), y = exact_random_double (random);

  switch (exact_random_below (random, 8))
    {
    case 0: y = x; break;
    case 1: y = exact_step (x, (int) exact_random_below (random, 4)); break;
    case 2: x = -INFINITY; break;
    case 3: y = INFINITY; break;
    default: break;
    }
  if (x == INFINITY || y == INFINITY)
    return ind__interval_make (x == INFINITY ? DBL_MAX : x, INFINITY);
  return x <= y ? ind__interval_make (x, y) : ind__interval_make (y, x);
}

static void
check_random (char operation)
{
  exact_random random = { 20240917 };
  size_t i;

  for (i = 0; i < N_RANDOM; i++)
    {
      ind_interval a = random_interval (&random), b = random_interval (&random);
      /* Often close to one another, for cancellation. */
      if (i % 4 == 0 && isfinite (a.low) && isfinite (a.high))
        b = ind__interval_make (exact_step (-a.high, -1), -a.low);
      if (isinf (b.low) && b.low > 0)
        b.low = DBL_MAX;
      check_operation (operation, a, b);
    }
}

START_TEST (test_add) { check_random ('+'); }
END_TEST

START_TEST (test_sub) { check_random ('-'); }
END_TEST

START_TEST (test_mul) { check_random ('*'); }
END_TEST

START_TEST (test_div) { check_random ('/'); }
END_TEST

/* Compilers may contract a product and a sum into one operation: the inline
 * operations in a chain must give what the separately compiled ones give. */
START_TEST (test_contraction)
{
  exact_random random = { 11 };
  size_t i;

  for (i = 0; i < N_RANDOM; i++)
    {
      ind_interval a = random_interval (&random), b = random_interval (&random);
      ind_interval c = random_interval (&random);
      ind_interval chain = ind__interval_sub (ind__interval_add (ind__interval_mul (a, b), c),
                                              ind__interval_div (b, c));
      ind_interval steps = ind_interval_sub (ind_interval_add (ind_interval_mul (a, b), c),
                                             ind_interval_div (b, c));
      exact_assert (chain.low == steps.low && chain.high == steps.high,
                    "a * b + c - b / c is [%a, %a] in line, [%a, %a] in steps, for a = [%a, %a], "
                    "b = [%a, %a], c = [%a, %a]",
                    chain.low, chain.high, steps.low, steps.high, a.low, a.high, b.low, b.high,
                    c.low, c.high);
    }
}
END_TEST

/* All pairs of intervals between values where operations change their kind. */
START_TEST (test_corners)
{
  static const double ends[]
      = { -INFINITY, -DBL_MAX, -0x1p1000, -3, -1, -0x1p-969, -0x1p-1074, 0,       0x1p-1074,
          0x1p-1022, 0x1p-500, 0.1,       1,  3,  0x1p1000,  DBL_MAX,    INFINITY };
  static const char operations[] = { '+', '-', '*', '/' };
  ind_interval all[153];
  size_t n_ends = sizeof ends / sizeof ends[0], n = 0, i, j, k;

  for (i = 0; i < n_ends; i++)
    for (j = i; j < n_ends; j++)
      if (ends[i] < INFINITY && ends[j] > -INFINITY)
        all[n++] = ind__interval_make (ends[i], ends[j]);
  for (k = 0; k < sizeof operations; k++)
    for (i = 0; i < n; i++)
      for (j = 0; j < n; j++)
        check_operation (operations[k], all[i], all[j]);
}
END_TEST

/* FastTwoSum takes over where TwoSum overflows half way: Boldo, Graillat and
 * Muller 2017, section 4. */
START_TEST (test_overflow)
{
  static const double ends[] = { DBL_MAX, 0x1.ffffffffffffep1023, 0x1p971, 0x1p970, 0x1p969, 1 };
  size_t n = sizeof ends / sizeof ends[0], i, j;

  for (i = 0; i < n; i++)
    for (j = 0; j < n; j++)
      {
        ind_interval a = ind__interval_make (ends[i], ends[i]);
        ind_interval b = ind__interval_make (ends[j], ends[j]);
        check_operation ('+', a, b);
        check_operation ('-', a, b);
        check_operation ('+', ind_interval_neg (a), b);
        check_operation ('-', ind_interval_neg (a), b);
        check_operation ('*', a, b);
        check_operation ('/', ind_interval_neg (a), b);
      }
}
END_TEST

static void
check_equal (ind_interval actual, double low, double high)
{
  exact_assert (actual.low == low && actual.high == high, "[%a, %a] is not [%a, %a]", actual.low,
                actual.high, low, high);
}

static void
check_empty (ind_interval actual)
{
  check_equal (actual, INFINITY, -INFINITY);
}

START_TEST (test_empty)
{
  static const ind_interval empties[] = { { INFINITY, -INFINITY }, { 2, 1 },
                                          { INFINITY, INFINITY },  { -INFINITY, -INFINITY },
                                          { (double) NAN, 1 },     { 1, (double) NAN } };
  ind_interval one = { 1, 1 };
  size_t i;

  for (i = 0; i < sizeof empties / sizeof empties[0]; i++)
    {
      ck_assert_int_eq (ind_interval_is_empty (empties[i]), 1);
      ck_assert_int_eq (ind_interval_contains (empties[i], 1), 0);
      check_empty (ind_interval_add (empties[i], one));
      check_empty (ind_interval_add (one, empties[i]));
      check_empty (ind_interval_sub (empties[i], one));
      check_empty (ind_interval_sub (one, empties[i]));
      check_empty (ind_interval_mul (empties[i], one));
      check_empty (ind_interval_mul (one, empties[i]));
      check_empty (ind_interval_div (empties[i], one));
      check_empty (ind_interval_div (one, empties[i]));
      check_empty (ind_interval_neg (empties[i]));
      check_empty (ind_interval_intersect (empties[i], one));
      check_empty (ind_interval_intersect (one, empties[i]));
      check_empty (ind_interval_hull (empties[i], empties[i]));
      check_empty (ind__interval_scale10 (empties[i], 3));
      check_empty (ind__interval_scale10 (empties[i], 0));
      check_equal (ind_interval_hull (empties[i], one), 1, 1);
      check_equal (ind_interval_hull (one, empties[i]), 1, 1);
      ck_assert (ind__interval_width (empties[i]) == 0);
    }
}
END_TEST

START_TEST (test_division_by_zero)
{
  static const struct {
    ind_interval a, b, quotient;
  } cases[] = {
    { { 1, 2 }, { 0, 0 }, { INFINITY, -INFINITY } },
    { { 0, 0 }, { 0, 0 }, { INFINITY, -INFINITY } },
    { { 1, 2 }, { 0, 4 }, { 0.25, INFINITY } },
    { { 1, 2 }, { -4, 0 }, { -INFINITY, -0.25 } },
    { { -2, -1 }, { 0, 4 }, { -INFINITY, -0.25 } },
    { { -2, -1 }, { -4, 0 }, { 0.25, INFINITY } },
    { { -1, 2 }, { 0, 4 }, { -INFINITY, INFINITY } },
    { { 1, 2 }, { -4, 4 }, { -INFINITY, INFINITY } },
    { { 0, 0 }, { -4, 4 }, { 0, 0 } },
    { { 0, 1 }, { 0, 1 }, { 0, INFINITY } },
    { { 0, 0 }, { 0, INFINITY }, { 0, 0 } },
    { { 1, INFINITY }, { 1, INFINITY }, { 0, INFINITY } },
  };
  size_t i;

  for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
    check_equal (ind_interval_div (cases[i].a, cases[i].b), cases[i].quotient.low,
                 cases[i].quotient.high);
}
END_TEST

/* XBRL Calculations 1.1 as ixbrl-viewer tests it: viewer/src/js/interval.test.js
 * (Arelle, Apache-2.0). */
START_TEST (test_intersect_xbrl)
{
  static const struct {
    ind_interval sets[3], common;
    size_t n;
  } cases[] = {
    { { { 5, 15 }, { 10, 25 } }, { 10, 15 }, 2 },
    { { { 5, 15 }, { 15, 25 } }, { 15, 15 }, 2 },
    { { { 10, 20 }, { 15, 25 }, { 18, 30 } }, { 18, 20 }, 3 },
    { { { 5, 15 }, { 20, 25 } }, { INFINITY, -INFINITY }, 2 },
    { { { 5, 15 }, { 1, 4.99 } }, { INFINITY, -INFINITY }, 2 },
    { { { 10, 20 }, { 15, 25 }, { 21, 30 } }, { INFINITY, -INFINITY }, 3 },
  };
  size_t i, k;

  for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
    {
      ind_interval common = cases[i].sets[0];
      for (k = 1; k < cases[i].n; k++)
        common = ind_interval_intersect (common, cases[i].sets[k]);
      check_equal (common, cases[i].common.low, cases[i].common.high);
    }
}
END_TEST

START_TEST (test_others)
{
  ind_interval a = { -1, 2 }, b = { 5, INFINITY };
  ind_interval terms[] = { { 1, 2 }, { -4, 0.5 }, { 10, 10 } };

  check_equal (ind_interval_hull (a, b), -1, INFINITY);
  check_equal (ind_interval_neg (b), -INFINITY, -5);
  ck_assert_int_eq (signbit (ind_interval_neg (ind__interval_make (0, 1)).high), 0);
  ck_assert_int_eq (ind_interval_contains (a, -1), 1);
  ck_assert_int_eq (ind_interval_contains (a, 2), 1);
  ck_assert_int_eq (ind_interval_contains (a, 2.5), 0);
  ck_assert_int_eq (ind_interval_contains (a, (double) NAN), 0);
  ck_assert_int_eq (ind_interval_contains (b, DBL_MAX), 1);
  ck_assert_int_eq (ind_interval_contains (b, INFINITY), 0);
  ck_assert_int_eq (ind_interval_is_empty (a), 0);
  check_equal (ind__interval_sum (terms, 3), 7, 12.5);
  check_equal (ind__interval_sum (terms, 0), 0, 0);
  check_equal (ind__interval_entire (), -INFINITY, INFINITY);
  ck_assert (ind__interval_width (a) == 3);
  ck_assert (ind__interval_width (b) == INFINITY);
  ck_assert (ind__double_above (0) == 0x1p-1074 && ind__double_below (0) == -0x1p-1074);
  ck_assert (ind__double_above (DBL_MAX) == INFINITY && ind__double_above (INFINITY) == INFINITY);
  ck_assert (ind__double_below (-DBL_MAX) == -INFINITY);
  ck_assert (ind__double_below (INFINITY) == DBL_MAX);
}
END_TEST

START_TEST (test_scale10)
{
  exact_random random = { 7 };
  size_t i;

  for (i = 0; i < N_RANDOM / 10; i++)
    {
      int64_t mantissa = (int64_t) (exact_random_bits (&random) >> 12) - (INT64_C (1) << 51);
      int power = (int) exact_random_below (&random, 81) - 40;
      ind_interval x = { (double) mantissa, (double) mantissa };
      ind_interval y = ind__interval_scale10 (x, power);
      int steps = power >= -22 && power <= 22 ? 1 : 3;
      exact_assert (exact_compare_decimal (y.low, mantissa, 0, 0, 0, power) <= 0
                        && exact_compare_decimal (y.high, mantissa, 0, 0, 0, power) >= 0,
                    "%lld * 10^%d is not in [%a, %a]", (long long) mantissa, power, y.low, y.high);
      exact_assert (
          (mantissa == 0 && y.low == 0 && y.high == 0)
              || (exact_compare_decimal (exact_step (y.low, steps), mantissa, 0, 0, 0, power) > 0
                  && exact_compare_decimal (exact_step (y.high, -steps), mantissa, 0, 0, 0, power)
                         < 0),
          "%lld * 10^%d gives too wide an interval [%a, %a]", (long long) mantissa, power, y.low,
          y.high);
    }
  check_equal (ind__interval_scale10 (ind__interval_make (-2, INFINITY), 3), -2000, INFINITY);
  check_equal (ind__interval_scale10 (ind__interval_make (1, 2), 500), DBL_MAX, INFINITY);
  check_equal (ind__interval_scale10 (ind__interval_make (0, 0), -2000000), 0, 0);
}
END_TEST

/* Shares printed from exact half-way values: 33.335 and 66.665 print as 33.34
 * and 66.67, whose sum the intervals must allow to be 100. In plain doubles
 * up to half of these 9,999 pairs look wrong. */
START_TEST (test_ties)
{
  int k, n_refuted = 0;

  for (k = 0; k < 9999; k++)
    {
      ind_decimal a = { k + 1, 2 }, b = { 10000 - k, 2 };
      ind_interval x, y, sum;
      ind_status status
          = ind_decimal_interval (a, 2, IND_QUALIFIER_NONE, IND_ROUNDING_NEAREST, 0, &x);
      status |= ind_decimal_interval (b, 2, IND_QUALIFIER_NONE, IND_ROUNDING_NEAREST, 0, &y);
      exact_assert (status == IND_OK, "%s", ind_status_name ((int) status));
      sum = ind_interval_add (x, y);
      exact_assert (ind_interval_contains (sum, 100), "%d.%02d and %d.%02d", (k + 1) / 100,
                    (k + 1) % 100, (10000 - k) / 100, (10000 - k) % 100);
      b.mantissa++;
      status = ind_decimal_interval (b, 2, IND_QUALIFIER_NONE, IND_ROUNDING_NEAREST, 0, &y);
      exact_assert (status == IND_OK, "%s", ind_status_name ((int) status));
      n_refuted += !ind_interval_contains (ind_interval_add (x, y), 100);
    }
  ck_assert_int_eq (n_refuted, 9999);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("interval");
  tcase_add_test (tests, test_add);
  tcase_add_test (tests, test_sub);
  tcase_add_test (tests, test_mul);
  tcase_add_test (tests, test_div);
  tcase_add_test (tests, test_contraction);
  tcase_add_test (tests, test_corners);
  tcase_add_test (tests, test_overflow);
  tcase_add_test (tests, test_empty);
  tcase_add_test (tests, test_division_by_zero);
  tcase_add_test (tests, test_intersect_xbrl);
  tcase_add_test (tests, test_others);
  tcase_add_test (tests, test_scale10);
  tcase_add_test (tests, test_ties);
  return suite_run (tests, "interval");
}
