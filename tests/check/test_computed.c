/* SPDX-License-Identifier: GPL-3.0-or-later
 * How far figures computed from rounded figures can be off, by hand. */
#include "check/computed.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "support/failing_memory.h"
#include "support/suite.h"

static ind_table *table;
static ind_rules *rules;
static ind__index built;
static ind__index_components components;
static ind__templates templates;
static ind__judge judge;

static void
build (const char *csv, const char *text)
{
  ind_error error = { IND_OK, 0, 0, "" };
  ind__data_names data;

  ck_assert_int_eq (ind_table_new (&table, NULL), IND_OK);
  ck_assert_msg (ind_table_read_text (table, "test.csv", csv, strlen (csv), NULL, &error)
                     == IND_OK,
                 "%s", error.message);
  ck_assert_int_eq (ind_rules_new (&rules, NULL), IND_OK);
  ck_assert_msg (ind_rules_read_text (rules, "t", text, strlen (text), &error) == IND_OK, "%s",
                 error.message);
  ck_assert_int_eq (ind__index_build (&built, table, rules, &error), IND_OK);
  data = ind__index_data_names (&built, &components);
  ck_assert_int_eq (ind__expand (rules, &data, &templates, &error), IND_OK);
  ck_assert_int_eq (ind__judge_prepare (&judge, &built, &templates, 0.001, &error), IND_OK);
}

static void
discard (void)
{
  ind__judge_free (&judge);
  ind__templates_free (&templates);
  ind__index_free (&built);
  ind__release (components.component);
  memset (&components, 0, sizeof components);
  ind_rules_free (rules);
  ind_table_free (table);
}

#define HEADER "INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE\n"

/* The deviation of the first figure, to a part in 10^6 of it. */
static void
expect (const char *csv, const char *text, double expected)
{
  double found;

  build (csv, text);
  found = ind__computed_deviation (&judge, 0, NULL);
  ck_assert_msg (suite_is_near (found, expected, 1e-6, 1e-12), "%son\n%sfigure 1 deviates by %.9g, not %.9g",
                 text, csv, found, expected);
  discard ();
}

/* 100 (a / b - 1), a = 111 +- 0.5, b = 101 +- 0.5. Each operand by itself, the
 * other in its middle: 100 * 0.5 / 101, and 100 (111 / 100.5 - 111 / 101). */
#define GROWTH "rule g: g == 100 * (a / b - 1)\n"

START_TEST (test_growth_of_rounded_levels)
{
  expect (HEADER "g,,V,2024,10.1\na,,V,2024,111\nb,,V,2024,101\n", GROWTH,
          0.49504950 + 0.54677142);
  /* 1110 may be rounded to tens: 5 and 0.5. */
  expect (HEADER "g,,V,2024,1109\na,,V,2024,1110\nb,,V,2024,1\n", "rule g: g == a - b\n", 5.5);
}
END_TEST

/* What was not rounded, or not printed, adds nothing by itself. */
START_TEST (test_exact_and_missing)
{
  static const char with_qualifier[] = "INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,QUALIFIER\n"
                                       "g,V,2024,10.1,\na,V,2024,111,exact\nb,V,2024,101,\n";

  expect (with_qualifier, GROWTH, 100 * (111 / 100.5 - 111.0 / 101));
  /* b is solved for: with g = 10 and a = 111 it is 100.909; it was known
   * exactly to who computed g. */
  expect (HEADER "g,,V,2024,11.0\na,,V,2024,111\n", GROWTH, 100 * 0.5 / 100);
  /* Two are not printed: nothing is known. */
  expect (HEADER "g,,V,2024,11.0\nc,,V,2024,111\n", GROWTH, 0);
  /* Of another source, period or area. */
  expect ("SOURCE,INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE\n"
          "one,g,V,2024,10.1\none,b,V,2024,101\ntwo,a,V,2024,111\n",
          GROWTH, 100 * (1.101 * 101 / 100.5 - 1.101));
  expect (HEADER "g,,V,2024,10.1\na,,V,2023,111\nb,,W,2024,101\n", GROWTH, 0);
  /* What the figure is not defined by. */
  expect (HEADER "a,,V,2024,111\ng,,V,2024,10.1\nb,,V,2024,101\n", GROWTH, 0);
  expect (HEADER "g,,V,2024,111\na,,V,2024,11\n", "rule g: 2 * g == 20 * a\n", 0);
  expect (HEADER "g,,V,2024,111\na,,V,2024,111\n", "rule g: g >= a\n", 0);
}
END_TEST

/* k = g w / 100 with g = 100 (a / b - 1): k is computed from g, whose rounding
 * is 0.05, and g from a and b, 0.4950 + 0.5495 more. w is 40 +- 0.5. */
START_TEST (test_two_steps)
{
  double g = 0.05 + 100 * 0.5 / 101 + 100 * (111 / 100.5 - 111.0 / 101);

  expect (HEADER "k,,V,2024,4.0\ng,,V,2024,10.1\na,,V,2024,111\nb,,V,2024,101\nw,,V,2024,41\n",
          GROWTH "rule k: k == g * w / 100\n", g * 41 / 100 + 10.1 * 0.5 / 100);
  /* Three steps: l = 2 k. */
  expect (HEADER "l,,V,2024,8.1\nk,,V,2024,4.1\ng,,V,2024,10.1\na,,V,2024,111\nb,,V,2024,101\n"
                 "w,,V,2024,41\n",
          GROWTH "rule k: k == g * w / 100\nrule l: l == 2 * k\n",
          2 * (0.05 + g * 41 / 100 + 10.1 * 0.5 / 100));
}
END_TEST

/* The largest of several definitions counts. */
START_TEST (test_several_definitions)
{
  expect (HEADER "g,,V,2024,22\na,,V,2024,11\nb,,V,2024,7\n",
          "rule r: g == 2 * a\nrule s: g == b + 15\n", 1);
  expect (HEADER "g,,V,2024,22\na,,V,2024,11\nb,,V,2024,7\n",
          "rule s: g == b + 15\nrule r: g == 2 * a\n", 1);
}
END_TEST

/* Shares forced to 100: each may take on the rounding of all the others. */
START_TEST (test_forced_sum)
{
  static const char rule[] = "breakdown p: _T = A + B + C\nrule r over p: sum(s[*]) == 100\n";

  expect (HEADER "s,A,V,2024,33.3\ns,B,V,2024,33.3\ns,C,V,2024,33.4\n", rule, 0.1);
  expect (HEADER "s,B,V,2024,33.3\ns,A,V,2024,33\ns,C,V,2024,33.4\n", rule, 0.55);
  /* Not with one unprinted, nor to a sum of another source. */
  expect (HEADER "s,A,V,2024,33.3\ns,B,V,2024,33.3\n", rule, 0);
  /* Computed and adjusted: both. */
  expect (HEADER "s,A,V,2024,33.3\ns,B,V,2024,33.3\ns,C,V,2024,33.4\nq,A,V,2024,66.6\n",
          "breakdown p: _T = A + B + C\nrule r over p: sum(s[*]) == 100\n"
          "rule d: s[A] == q[A] / 2\n",
          0.1 + 0.025);
}
END_TEST

/* A is printed twice: as 10 +- 5 and as 12 +- 0.5. Either may have been moved by the rounding
 * of B and of the whole, 0.5 + 0.5, and B by that of A, 5 at most, and of the whole, whichever
 * stands first and is asked for first; also if A is printed a third time, as at most 13. */
START_TEST (test_forced_sum_of_duplicates)
{
  static const char *const a[] = { "x,A,V,2024,10,-1,\n", "x,A,V,2024,12,0,\n",
                                   "x,A,V,2024,13,0,at_most\n" };
  static const int rows[][3] = { { 0, 1, 2 }, { 1, 0, 2 }, { 2, 1, 0 }, { 2, 0, 1 } };
  static const uint32_t orders[][3] = { { 0, 1, 3 }, { 3, 1, 0 }, { 1, 0, 3 }, { 2, 3, 1 } };
  const int *row = rows[_i / 4];
  char csv[512];
  size_t k;

  snprintf (csv, sizeof csv, "%s%s%s%s%s",
            "INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE,DECIMALS,QUALIFIER\n", a[row[0]],
            a[row[1]], a[row[2]], "x,B,V,2024,3,0,\nx,_T,V,2024,20,0,\n");
  build (csv, "breakdown p: _T = A + B\nrule r: x[whole] == sum(x[*])\n");
  for (k = 0; k < 3; k++)
    {
      uint32_t figure = orders[_i % 4][k];
      double found = ind__computed_deviation (&judge, figure, NULL);
      double expected = figure < 3 ? 1 : 5.5;
      ck_assert_msg (suite_is_near (found, expected, 1e-12, 0),
                     "figure %u deviates by %g, not %g, where it is asked for as number %zu of\n%s",
                     (unsigned) figure + 1, found, expected, k + 1, csv);
    }
  discard ();
}
END_TEST

/* The rule that is judged is not the one it was computed by. */
START_TEST (test_except)
{
  build (HEADER "g,,V,2024,22\na,,V,2024,11\nb,,V,2024,7\n",
         "rule r: g == 2 * a\nrule s: g == b + 15\n");
  ck_assert_uint_eq (templates.count, 2);
  suite_assert_near (ind__computed_deviation (&judge, 0, &templates.at[0]), 0.5, 1e-9, 0);
  suite_assert_near (ind__computed_deviation (&judge, 0, &templates.at[1]), 1, 1e-9, 0);
  suite_assert_near (ind__computed_deviation (&judge, 1, NULL), 0, 0, 0);
  discard ();
}
END_TEST

/* Open figures are nothing to compute a radius from. */
START_TEST (test_unbounded)
{
  expect ("INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,QUALIFIER\n"
          "g,V,2024,22,\na,V,2024,11,at_least\n",
          "rule r: g == 2 * a\n", 0);
}
END_TEST

/* All memory is taken beforehand. */
START_TEST (test_memory)
{
  size_t n, before;
  int is_persistent;

  build (HEADER "k,,V,2024,4.1\ng,,V,2024,10.1\na,,V,2024,111\nb,,V,2024,101\nw,,V,2024,41\n",
         GROWTH "rule k: k == g * w / 100\n");
  before = failing_memory_blocks ();
  for (is_persistent = 0; is_persistent <= 1; is_persistent++)
    for (n = 1;; n++)
      {
        ind_error error = { IND_OK, 0, 0, "" };
        ind__judge own;
        ind_status status;
        size_t n_failed;
        failing_memory_arm (n, is_persistent);
        status = ind__judge_prepare (&own, &built, &templates, 0.001, &error);
        n_failed = failing_memory_disarm ();
        ck_assert_int_eq (status, n_failed > 0 ? IND_E_MEMORY : IND_OK);
        if (n_failed == 0)
          {
            ind__judge_free (&own);
            break;
          }
        ck_assert_uint_eq (failing_memory_blocks (), before);
      }
  ck_assert_uint_gt (n, 4);
  ck_assert_uint_eq (failing_memory_blocks (), before);
  discard ();
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("computed");

  tcase_add_test (tests, test_growth_of_rounded_levels);
  tcase_add_test (tests, test_exact_and_missing);
  tcase_add_test (tests, test_two_steps);
  tcase_add_test (tests, test_several_definitions);
  tcase_add_test (tests, test_forced_sum);
  tcase_add_loop_test (tests, test_forced_sum_of_duplicates, 0, 16);
  tcase_add_test (tests, test_except);
  tcase_add_test (tests, test_unbounded);
  tcase_add_test (tests, test_memory);
  return suite_run (tests, "computed");
}
