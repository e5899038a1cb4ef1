/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is known of rules before there are data: where they apply, what adds up, which
 * templates are fixed. */
#include "rules/compile.h"

#include <string.h>

#include "support/exact.h"
#include "support/failing_memory.h"
#include "support/suite.h"

static ind_rules *rules;

static void
load (const char *text)
{
  ind_error error = { IND_OK, 0, 0, "" };

  ck_assert_int_eq (ind_rules_new (&rules, NULL), IND_OK);
  ck_assert_msg (ind_rules_read_text (rules, "t", text, strlen (text), &error) == IND_OK, "%s: %s",
                 text, error.message);
}

static const char *
text_of (uint32_t word)
{
  return ind__lexicon_text (&rules->compiled->lexicon, word);
}

/* The applications of a rule by name; those that are fixed or have a shape with a mark behind
 * them. */
static void
expect_applications (size_t rule, const char *expected)
{
  const ind__compiled *compiled = rules->compiled;
  const ind__rule_use *use = &compiled->rules[rule];
  char list[400] = "";
  uint32_t k;

  for (k = use->first; k < use->first + use->n; k++)
    {
      const ind__application *application = &compiled->applications[k];
      ck_assert_uint_eq (application->rule, rule);
      strcat (list, k > use->first ? " " : "");
      strcat (list, text_of (application->name));
      strcat (list, application->fixed == IND__NONE ? "" : "!");
      strcat (list, application->shape == IND__NONE ? "" : "?");
      if (application->fixed != IND__NONE)
        ck_assert_uint_eq (compiled->fixed[application->fixed].template.breakdown,
                           application->breakdown);
    }
  ck_assert_str_eq (list, expected);
}

START_TEST (test_applications)
{
  load ("breakdown p: _T = A + B\nbreakdown q for a, b: _T = C + D\nbreakdown all: W = *\n"
        "areas n: N = North + South\n"
        "rule one: a == b\n"
        "rule two: a[whole] == sum(a[*])\n"
        "rule three over q: sum(d[*]) == 100\n"
        "rule four over whole _T: sum(d[*]) == 100\n"
        "rule five: a@whole == sum(a@*)\n"
        "rule six: X[whole] == sum(X[*])\n"
        "rule seven: X_share[c] == 100 * X[c] / X[_T]\n");
  expect_applications (0, "one!");
  expect_applications (1, "two/p! two/q! two/all");
  expect_applications (2, "three!");
  /* Nothing is known of d where the breakdown lists others. */
  expect_applications (3, "four/p!");
  expect_applications (4, "five/n!");
  expect_applications (5, "six/p? six/q? six/all");
  expect_applications (6, "seven?");
  ind_rules_free (rules);
}
END_TEST

static int
sums_of (uint32_t breakdown, const char *name)
{
  uint32_t word
      = ind__strings_find (&rules->compiled->lexicon.names, name, strlen (name));
  return ind__compiled_sums (rules->compiled, breakdown, word);
}

/* Of a level and each suffix, a shape says which. */
START_TEST (test_shape)
{
  const ind__template *shape;

  load ("rule r: X_share_change == X_share - prev(X_share) + a\n");
  shape = &rules->compiled->shapes[rules->compiled->applications[0].shape];
  ck_assert_uint_eq (shape->n_slots, 4);
  ck_assert_uint_ge (shape->slots[0].indicator, IND__OF_LEVEL);
  ck_assert_uint_ge (shape->slots[1].indicator, IND__OF_LEVEL);
  ck_assert_uint_ne (shape->slots[0].indicator, shape->slots[1].indicator);
  ck_assert_uint_eq (shape->slots[1].indicator, shape->slots[2].indicator);
  ck_assert_str_eq (text_of (shape->slots[3].indicator), "a");
  ind_rules_free (rules);
  /* What cannot be exact is an error where it is applied, not before. */
  load ("rule r: X == 94906266 * 94906266 * X_share\n");
  expect_applications (0, "r");
  ind_rules_free (rules);
}
END_TEST

START_TEST (test_sums)
{
  load ("breakdown p for share, npl, bad: _T = A + B\nalias bad = debt\nrule one: a == b\n");
  ck_assert_int_eq (sums_of (0, "grdp_current_share"), IND__ADDS_UP | IND__IS_BROKEN_DOWN);
  ck_assert_int_eq (sums_of (0, "grdp_current_share_change"), IND__ADDS_UP | IND__IS_BROKEN_DOWN);
  ck_assert_int_eq (sums_of (0, "npl_growth"), IND__IS_BROKEN_DOWN);
  ck_assert_int_eq (sums_of (0, "npl_share_change"), IND__IS_BROKEN_DOWN);
  ck_assert_int_eq (sums_of (0, "debt"), IND__ADDS_UP | IND__IS_BROKEN_DOWN);
  ck_assert_int_eq (sums_of (0, "bad"), 0);
  ck_assert_int_eq (sums_of (0, "grdp_current"), 0);
  ck_assert_int_eq (sums_of (0, "one"), 0);
  ck_assert_int_eq (sums_of (0, "nobody_knows"), 0);
  ind_rules_free (rules);
}
END_TEST

/* Fixed templates that state the same know the first of them. */
START_TEST (test_same)
{
  const ind__compiled *compiled;

  load ("rule one: a == b * d\nrule two: d * b == a\nrule three: a == b / d\nrule four: a == d * b\n");
  compiled = rules->compiled;
  ck_assert_uint_eq (compiled->n_fixed, 4);
  ck_assert_uint_eq (compiled->fixed[0].first, 0);
  ck_assert_uint_eq (compiled->fixed[1].first, 0);
  ck_assert_uint_eq (compiled->fixed[2].first, 2);
  ck_assert_uint_eq (compiled->fixed[3].first, 0);
  ind_rules_free (rules);
}
END_TEST

/* Rules that are read later change what was known of earlier ones; if they are refused,
 * everything is as it was. */
START_TEST (test_read_again)
{
  static const char more[] = "breakdown q: _T = C + D\nalias other = a\n";
  static const char wrong[] = "breakdown r: _T = E + F\nrule bad: a == b / 0\n";
  const ind__compiled *before;

  load ("breakdown p: _T = A + B\nrule one: a[whole] == sum(a[*])\n");
  expect_applications (0, "one/p!");
  ck_assert_int_eq (ind_rules_read_text (rules, "m", more, strlen (more), NULL), IND_OK);
  expect_applications (0, "one/p! one/q!");
  ck_assert_str_eq (ind__rules_canonical (rules, "other"), "a");
  before = rules->compiled;
  ck_assert_int_eq (ind_rules_read_text (rules, "w", wrong, strlen (wrong), NULL), IND_E_RULE);
  ck_assert_ptr_eq (rules->compiled, before);
  expect_applications (0, "one/p! one/q!");
  ind_rules_free (rules);
}
END_TEST

START_TEST (test_memory)
{
  ind__compiled *compiled = NULL;
  size_t blocks, n;
  int is_persistent;

  load ("breakdown p for a: _T = A + B\nbreakdown all: _T = *\nassume f from 1 to 2\n"
        "rule one: a[whole] == sum(a[*])\nrule two: sum(X_share[*]) == 100\n"
        "rule three: a == (b + 1) * f / (d - 0.5)\n");
  blocks = failing_memory_blocks ();
  for (is_persistent = 0; is_persistent <= 1; is_persistent++)
    for (n = 1;; n++)
      {
        ind_status status;
        failing_memory_arm (n, is_persistent);
        status = ind__rules_compile (rules, &compiled, NULL);
        if (failing_memory_disarm () == 0)
          {
            ck_assert_int_eq (status, IND_OK);
            ind__compiled_free (compiled);
            break;
          }
        exact_assert (status == IND_E_MEMORY && failing_memory_blocks () == blocks,
                      "allocation %zu failed: the status is %s, or something is left", n,
                      ind_status_name ((int) status));
      }
  ck_assert_uint_gt (n, 20);
  ck_assert_uint_eq (failing_memory_blocks (), blocks);
  ind_rules_free (rules);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("compile");
  tcase_add_test (tests, test_applications);
  tcase_add_test (tests, test_shape);
  tcase_add_test (tests, test_sums);
  tcase_add_test (tests, test_same);
  tcase_add_test (tests, test_read_again);
  tcase_add_test (tests, test_memory);
  return suite_run (tests, "compile");
}
