/* SPDX-License-Identifier: GPL-3.0-or-later
 * Templates evaluated: containment, kappa, probability. */
#include "check/evaluate.h"

#include <stdio.h>
#include <string.h>

#include "number/interval.h"
#include "support/suite.h"

static ind_rules *rules;
static ind__strings names;
static ind__templates templates;

static const uint32_t *
no_components (void *context, uint32_t indicator, size_t *n)
{
  static const uint32_t none = IND__NONE;
  (void) context;
  (void) indicator;
  *n = 0;
  return &none;
}

/* The template of one rule. */
static const ind__template *
compile (const char *rule)
{
  ind__data_names data = { &names, NULL, 0, no_components, NULL };
  ind_error error;
  char text[512];

  snprintf (text, sizeof text, "breakdown parts: _T = A + B + C\nrule r: %s\n", rule);
  ck_assert_msg (ind_rules_new (&rules, &error) == IND_OK, "%s", error.message);
  ck_assert_msg (ind_rules_read_text (rules, "test", text, strlen (text), &error) == IND_OK, "%s",
                 error.message);
  ck_assert_msg (ind__expand (rules, &data, &templates, &error) == IND_OK, "%s", error.message);
  ck_assert_uint_eq (templates.count, 1);
  return &templates.at[0];
}

static void
discard (void)
{
  ind__templates_free (&templates);
  ind__strings_free (&names);
  ind_rules_free (rules);
  memset (&names, 0, sizeof names);
  memset (&templates, 0, sizeof templates);
}

static uint64_t state = UINT64_C (88172645463325252);

static double
uniform (void)
{
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (double) (state >> 11) / 9007199254740992.0;
}

/* Points within the operands give a value within the image, whatever the
 * rule. */
static void
contains_points (const char *rule, double low, double high)
{
  const ind__template *template = compile (rule);
  size_t n = ind__n_variables (template), k;
  ind_interval *x = calloc (n, sizeof *x), left, right;
  double *point = calloc (n, sizeof *point);
  int i;

  for (i = 0; i < 2000; i++)
    {
      double l, r, slack;
      for (k = 0; k < template->n_slots; k++)
        {
          double a = low + (high - low) * uniform (), b = a + uniform () * (high - low) / 50;
          x[k] = ind__interval_make (a, b);
          point[k] = a + (b - a) * uniform ();
        }
      ind__evaluate (template, x, &left, &right);
      ind__residual (template, point);
      l = ind__form_at (template, &template->left, point);
      r = ind__form_at (template, &template->right, point);
      slack = 1e-12 * (fabs (l) + fabs (r) + 1);
      ck_assert_msg (l >= left.low - slack && l <= left.high + slack, "%s: left %g not in %g .. %g",
                     rule, l, left.low, left.high);
      ck_assert_msg (r >= right.low - slack && r <= right.high + slack,
                     "%s: right %g not in %g .. %g", rule, r, right.low, right.high);
    }
  free (x);
  free (point);
  discard ();
}

START_TEST (test_containment)
{
  contains_points ("a == b + c - 3 * d", -5, 5);
  contains_points ("a == 100 * b / c", 1, 9);
  contains_points ("a == 100 * (b / prev(b) - 1)", 1, 9);
  contains_points ("a == b * (1 - 1 / (1 + c / 100))", 1, 90);
  contains_points ("sum(100 * a[*] / b[*]) == 100", 1, 9);
  contains_points ("a / b == (c + 0.25) * (d - 0.5)", -4, -2);
  contains_points ("a == -(b - c) / (2 * d + 7)", 0, 4);
}
END_TEST

/* Worked by hand: 8.5/9.5 .. 9.5/8.5 of 100. */
START_TEST (test_quotient_ends)
{
  const ind__template *template = compile ("a == 100 * b / c");
  ind_interval x[8], left, right;

  x[0] = ind__interval_make (99.5, 100.5);
  x[1] = x[2] = ind__interval_make (8.5, 9.5);
  ind__evaluate (template, x, &left, &right);
  suite_assert_near (right.low, 100 * 8.5 / 9.5, 1e-14, 0);
  suite_assert_near (right.high, 100 * 9.5 / 8.5, 1e-14, 0);
  x[2] = ind__interval_make (-1, 1);
  ind__evaluate (template, x, &left, &right);
  ck_assert (right.low == -INFINITY && right.high == INFINITY);
  x[2] = ind__interval_make (0, 0);
  ind__evaluate (template, x, &left, &right);
  ck_assert (ind__interval_is_empty (right));
  discard ();
}
END_TEST

/* Linear: kappa = |sum a m - c| / sum |a| h. */
START_TEST (test_kappa_of_linear)
{
  const ind__template *template = compile ("sum(a[*]) == 100");
  ind_interval x[8], work[16];
  size_t k;

  for (k = 0; k < 3; k++)
    x[k] = ind__interval_make (33.995, 34.005);
  suite_assert_near (ind__kappa (template, x, work), 2 / 0.015, 1e-6, 0);
  for (k = 0; k < 3; k++)
    x[k] = ind__interval_make (33.325, 33.335);
  suite_assert_near (ind__kappa (template, x, work), 0.01 / 0.015, 1e-6, 0);
  for (k = 0; k < 3; k++)
    x[k] = ind__interval_make (33, 33);
  ck_assert (ind__kappa (template, x, work) == INFINITY);
  discard ();
}
END_TEST

/* The per-capita figures of two Lang Son reports: 60 against 50,400 over
 * 812.6 thousand has kappa 3.58 (half-widths 0.5, 50 and 0.05). */
START_TEST (test_kappa_of_quotient)
{
  const ind__template *template = compile ("a == b / c");
  ind_interval x[8], work[16];
  double k;

  x[0] = ind__interval_make (59.5, 60.5);
  x[1] = ind__interval_make (50350, 50450);
  x[2] = ind__interval_make (812.55, 812.65);
  k = ind__kappa (template, x, work);
  /* At kappa the ends meet: 60 + 0.5 k = (50400 - 50 k) / (812.6 + 0.05 k). */
  suite_assert_near (60 + 0.5 * k, (50400 - 50 * k) / (812.6 + 0.05 * k), 1e-6, 0);
  suite_assert_near (k, 3.58, 0.01, 0);
  discard ();
}
END_TEST

START_TEST (test_probability)
{
  const ind__template *template = compile ("a == b");
  ind_interval x[8];
  double work[24];

  /* Two equal errors are a triangle: (1 - gap / (2 h))^2. */
  x[0] = ind__interval_make (0.5, 1.5);
  x[1] = ind__interval_make (0.9, 1.9);
  suite_assert_near (ind__probability (template, x, work), (1 - 0.4) * (1 - 0.4), 1e-9, 0);
  x[1].high = INFINITY;
  suite_assert_near (ind__probability (template, x, work), -1, 0, 0);
  x[0] = x[1] = ind__interval_make (3, 3);
  suite_assert_near (ind__probability (template, x, work), 1, 0, 0);
  x[1] = ind__interval_make (4, 4);
  suite_assert_near (ind__probability (template, x, work), 0, 0, 0);
  discard ();
}
END_TEST

/* What a slot is multiplied by is what the residual changes by from 0 to 1. */
START_TEST (test_coefficients)
{
  static const char *const sums[] = { "2 * a + b == a - 3 * c + 5", "(a + b) / 4 == c - 2 * b" };
  double x[8] = { 0 }, found[8];
  const ind__template *template;
  size_t i, k;

  for (i = 0; i < sizeof sums / sizeof sums[0]; i++)
    {
      double base;
      template = compile (sums[i]);
      ck_assert_uint_eq (template->n_slots, 3);
      ck_assert_uint_eq (template->n_constraints, 0);
      ind__find_coefficients (template, found);
      base = ind__residual (template, x);
      for (k = 0; k < 3; k++)
        {
          x[k] = 1;
          suite_assert_near (found[k], ind__residual (template, x) - base, 1e-15, 0);
          x[k] = 0;
        }
      discard ();
    }
  template = compile ("a == b * c");
  ind__find_coefficients (template, found);
  for (k = 0; k < template->n_slots; k++)
    suite_assert_near (found[k], 0, 0, 0);
  discard ();
}
END_TEST

START_TEST (test_form_slot)
{
  const ind__template *template = compile ("a == 2 * b");

  ck_assert_uint_eq (ind__form_slot (template, &template->left), 0);
  ck_assert_uint_eq (ind__form_slot (template, &template->right), IND__NONE);
  discard ();
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("evaluate");

  tcase_add_test (tests, test_containment);
  tcase_add_test (tests, test_quotient_ends);
  tcase_add_test (tests, test_kappa_of_linear);
  tcase_add_test (tests, test_kappa_of_quotient);
  tcase_add_test (tests, test_probability);
  tcase_add_test (tests, test_coefficients);
  tcase_add_test (tests, test_form_slot);
  return suite_run (tests, "evaluate");
}
