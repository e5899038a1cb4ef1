/* SPDX-License-Identifier: GPL-3.0-or-later
 * Templates that state the same: the numbers that stand for them, and comparing them side by
 * side, agree with their signatures as text. */
#include <stdio.h>
#include <string.h>

#include "rules/compile.h"
#include "support/exact.h"
#include "support/suite.h"

#define MOST 400
#define MOST_VARIABLES 4000

static ind_rules *rules;
static ind__text texts[MOST];
static uint64_t hashes[MOST];

/* Compares every fixed template with every other; how many pairs are the same. */
static size_t
compare_all (void)
{
  const ind__compiled *compiled = rules->compiled;
  static uint64_t variable[MOST_VARIABLES];
  size_t k, j, n_same = 0;
  int has_failed = 0;

  ck_assert_uint_le (compiled->n_fixed, MOST);
  for (k = 0; k < compiled->n_fixed; k++)
    {
      const ind__template *template = &compiled->fixed[k].template;
      ck_assert_uint_le (template->n_slots + template->n_constraints, MOST_VARIABLES);
      memset (&texts[k], 0, sizeof texts[k]);
      ind__template_signature (template, rules, 1, &texts[k]);
      hashes[k] = ind__template_hash (template, rules, variable);
    }
  for (k = 0; k < compiled->n_fixed; k++)
    for (j = 0; j < compiled->n_fixed; j++)
      {
        int is_same = strcmp (texts[k].bytes, texts[j].bytes) == 0;
        exact_assert ((hashes[k] == hashes[j]) == is_same,
                      "%s and %s are %s, and their numbers are not", texts[k].bytes,
                      texts[j].bytes, is_same ? "the same" : "different");
        exact_assert (ind__is_same_template (&compiled->fixed[k].template,
                                             &compiled->fixed[j].template, rules, &has_failed)
                          == is_same,
                      "%s and %s are %s, but not side by side", texts[k].bytes, texts[j].bytes,
                      is_same ? "the same" : "different");
        n_same += is_same && j < k;
      }
  ck_assert (!has_failed);
  for (k = 0; k < compiled->n_fixed; k++)
    ind__text_free (&texts[k]);
  return n_same;
}

static void
load (const char *text)
{
  ind_error error = { IND_OK, 0, 0, "" };

  ck_assert_int_eq (ind_rules_new (&rules, NULL), IND_OK);
  ck_assert_msg (ind_rules_read_text (rules, "t", text, strlen (text), &error) == IND_OK, "%s: %s",
                 text, error.message);
}

START_TEST (test_pairs)
{
  load ("rule r1: a == b + d\nrule r2: d + b == a\nrule r3: a == b - d\nrule r4: b + d >= a\n"
        "rule r5: a >= b + d\nrule r6: a ~= b + d\nrule r7: a ~= b + d within 1%\n"
        "rule r8: b + d ~= a within 1%\nrule r9: a ~= b + d within 1\n"
        "rule s1: a == b + d missing zero\nrule s2: a == 2 * b + d\nrule s3: a == b + d + 1\n"
        "rule s4: 2 * a == 2 * b + 2 * d\nrule s5: a == (b + d) / 2\n"
        "rule t1: a == b * d\nrule t2: a == d * b\nrule t3: a == b / d\nrule t4: a == d / b\n"
        "rule t5: a == (b + 1) * (d + e)\nrule t6: (e + d) * (1 + b) == a\n"
        "rule t7: a == (b + 1) * (d + 2 * e)\nrule t8: a == (b + 1) / (d + e)\n"
        "rule u1: prev(a) == b\nrule u2: a == prev(b)\nrule u3: before(a) == b\n"
        "rule u4: a == year(b)\nrule u5: a[A] == b\nrule u6: a@N == b\nrule u7: b == a@N\n"
        "rule v1: a == b * d + e * f\nrule v2: a == f * e + d * b\nrule v3: a == b * e + d * f\n");
  /* r1 r2; r7 r8; t1 t2; t5 t6; u6 u7; v1 v2. */
  ck_assert_uint_eq (compare_all (), 6);
  ind_rules_free (rules);
}
END_TEST

/* Longer forms than are compared side by side. */
START_TEST (test_long)
{
  static char text[20000];
  size_t n = 0, k;

  n += (size_t) sprintf (text + n, "rule one: 0 == p0");
  for (k = 1; k < 100; k++)
    n += (size_t) sprintf (text + n, " + p%zu", k);
  n += (size_t) sprintf (text + n, "\nrule two: 0 == p99");
  for (k = 99; k-- > 0;)
    n += (size_t) sprintf (text + n, " + p%zu", k);
  n += (size_t) sprintf (text + n, "\nrule three: 0 == p99");
  for (k = 99; k-- > 0;)
    n += (size_t) sprintf (text + n, " + %d * p%zu", k == 5 ? 2 : 1, k);
  sprintf (text + n, "\n");
  load (text);
  ck_assert_uint_eq (compare_all (), 1);
  ind_rules_free (rules);
}
END_TEST

START_TEST (test_standard)
{
  ck_assert_int_eq (ind_rules_new_standard (&rules, NULL), IND_OK);
  compare_all ();
  ind_rules_free (rules);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("signature");
  tcase_add_test (tests, test_pairs);
  tcase_add_test (tests, test_long);
  tcase_add_test (tests, test_standard);
  return suite_run (tests, "signature");
}
