/* SPDX-License-Identifier: GPL-3.0-or-later
 * Notes on rules that say the same as others, contradict them, or speak of what
 * nobody knows. */
#include <string.h>

#include "rules/rules.h"
#include "support/suite.h"

static void
add (ind_rules *rules, const char *file, const char *text)
{
  ind_error error;
  ck_assert_msg (ind_rules_read_text (rules, file, text, strlen (text), &error) == IND_OK, "%s",
                 error.message);
}

/* The notes on a text, one behind the other; a, b and d are declared. */
static void
expect_notes (const char *text, const char *expected)
{
  ind_rules *rules;
  char notes[2000] = "";
  size_t k;

  ck_assert_int_eq (ind_rules_new (&rules, NULL), IND_OK);
  add (rules, "declared",
       "indicator a unit NUMBER\nindicator b unit NUMBER\nindicator d unit NUMBER\n");
  add (rules, "t", text);
  for (k = 0; k < ind_rules_note_count (rules); k++)
    {
      strcat (notes, ind_rules_note_at (rules, k));
      strcat (notes, "\n");
    }
  ck_assert_msg (strcmp (notes, expected) == 0, "%s\nis noted:\n%snot:\n%s", text, notes,
                 expected);
  ck_assert_ptr_null (ind_rules_note_at (rules, ind_rules_note_count (rules)));
  ind_rules_free (rules);
}

START_TEST (test_notes)
{
  expect_notes ("rule one: a == b + d\nrule two: a == b - d\nrule three: a[c] == b[c] + d[c]\n",
                "");
  expect_notes ("rule one: a == b + d\n\nrule two: d + b == a\n",
                "t: line 3: rule two states the same as rule one (t, line 1)\n");
  expect_notes ("rule one: a == b + 1\nrule two: a == b + 2\n",
                "t: line 2: rule two contradicts rule one (t, line 1)\n");
  expect_notes ("rule one: a == 0.5\nrule two: 3 == a\n",
                "t: line 2: rule two contradicts rule one (t, line 1)\n");
  /* Each is compared with the first of its kind. */
  expect_notes ("rule one: a == b\nrule two: b == a\nrule three: a == b\n",
                "t: line 2: rule two states the same as rule one (t, line 1)\n"
                "t: line 3: rule three states the same as rule one (t, line 1)\n");
}
END_TEST

/* Bounds and approximations that differ in a number do not contradict. */
START_TEST (test_no_contradiction)
{
  expect_notes ("rule one: a >= 1\nrule two: a >= 2\nrule three: a <= 3\n", "");
  expect_notes ("rule one: a ~= b + 1\nrule two: a ~= b + 2\n", "");
  expect_notes ("rule one: a == b\nrule two: a == b + 1 missing zero\n", "");
  expect_notes ("rule one: a ~= b within 1%\nrule two: a ~= b within 2%\n", "");
  expect_notes ("rule one: a == b\nrule two: a ~= b + 1\n", "");
}
END_TEST

/* Another basis is no other identity; nor do constants contradict where
 * something assumed leaves room for both. */
START_TEST (test_classes)
{
  expect_notes ("rule one: a == b basis \"x\"\nrule two: b == a basis \"y\"\n",
                "t: line 2: rule two states the same as rule one (t, line 1)\n");
  expect_notes ("rule one: a == b + 1 basis \"x\"\nrule two: a == b + 2\n",
                "t: line 2: rule two contradicts rule one (t, line 1)\n");
  expect_notes ("assume f from 1 to 2\nrule one: a == b * f + 1\nrule two: a == b * f + 2\n"
                "rule three: f * b == a - 1\nrule four: a == b\n",
                "");
  expect_notes ("assume f from 1 to 2\nrule one: a == b * f\nrule two: f * b == a\n",
                "t: line 3: rule two states the same as rule one (t, line 2)\n");
}
END_TEST

/* Over breakdowns, template by template. */
START_TEST (test_breakdowns)
{
  expect_notes ("breakdown p: _T = A + B\nbreakdown q: _T = C + D\n"
                "rule one over p: sum(a[*]) == a\nrule two over q: sum(a[*]) == a\n"
                "rule three: a[A] + a[B] == a\n",
                "t: line 5: rule three states the same as rule one (t, line 3)\n");
}
END_TEST

/* What neither a file declares nor the registry has nor a suffix tells, each
 * once in a text. */
START_TEST (test_unknown)
{
  expect_notes ("rule one: a == sum(npl[*]) + b / npl\nbreakdown p: _T = A + B\n"
                "rule two: a == prev(npl) - 2 * nlp\n",
                "t: line 1, column 20: nothing is known of the indicator npl; declare its unit "
                "(indicator npl unit ...), or correct the name\n"
                "t: line 3, column 32: nothing is known of the indicator nlp; declare its unit "
                "(indicator nlp unit ...), or correct the name\n");
  expect_notes ("rule one: a == npl_growth / growth_real / npl_share\n"
                "alias mine = population\nrule two: mine[c] >= population_change[c]\n"
                "rule three: X_index[c] == 100 * X[c] / prev(X[c])\n",
                "");
  /* What is assumed is known. */
  expect_notes ("assume price from 1 to 2\nrule one: a == b * price[c]\n", "");
}
END_TEST

/* A text is compared with what was loaded before, and only it is noted. */
START_TEST (test_later_texts)
{
  ind_rules *rules;

  ck_assert_int_eq (ind_rules_new_standard (&rules, NULL), IND_OK);
  ck_assert_uint_eq (ind_rules_note_count (rules), 0);
  add (rules, "mine", "rule mine: deflator[c] == 100 * grdp_current[c] / grdp_constant[c]\n");
  ck_assert_uint_eq (ind_rules_note_count (rules), 1);
  ck_assert_msg (strstr (ind_rules_note_at (rules, 0),
                         "mine: line 1: rule mine states the same as rule deflator_definition "
                         "(registry, line ")
                     != NULL,
                 "%s", ind_rules_note_at (rules, 0));
  add (rules, "other", "rule other: population >= 0\n");
  ck_assert_uint_eq (ind_rules_note_count (rules), 1);
  /* What fails to load leaves no notes. */
  ck_assert_int_eq (
      ind_rules_read_text (rules, "bad", "rule again: x == y\nrule 1\n", 26, NULL), IND_E_RULE);
  ck_assert_uint_eq (ind_rules_note_count (rules), 1);
  ind_rules_free (rules);
}
END_TEST

/* No two standard rules state the same, or contradict each other. */
START_TEST (test_standard)
{
  ind_rules *rules;

  ck_assert_int_eq (ind_rules_new_standard (&rules, NULL), IND_OK);
  ck_assert_int_eq (ind__rules_compare (rules, 0, NULL), IND_OK);
  ck_assert_msg (ind_rules_note_count (rules) == 0, "%s", ind_rules_note_at (rules, 0));
  ind_rules_free (rules);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("compare");

  tcase_add_test (tests, test_notes);
  tcase_add_test (tests, test_no_contradiction);
  tcase_add_test (tests, test_classes);
  tcase_add_test (tests, test_breakdowns);
  tcase_add_test (tests, test_unknown);
  tcase_add_test (tests, test_later_texts);
  tcase_add_test (tests, test_standard);
  return suite_run (tests, "compare");
}
