/* SPDX-License-Identifier: GPL-3.0-or-later
 * Explanations in sentences: what is proved, what is preferred, what rests on an
 * assumption and what is left out. */
#include "explain/explaining.h"

#define PARTS "breakdown p: _T = A + B + C\nrule total: x[_T] == sum(x[*])\n"

/* The explanation with this number, and that its sentence is `sentence`; or
 * that it begins so, if it ends in "...". */
static ind_explanation
expect_sentence (const struct checked *checked, size_t k, const char *sentence)
{
  ind_explanation explanation;
  size_t n = strlen (sentence);

  ck_assert_int_eq (ind_report_explanation (checked->report, k, &explanation), IND_OK);
  if (n > 3 && strcmp (sentence + n - 3, "...") == 0)
    ck_assert_msg (strncmp (explanation.sentence, sentence, n - 3) == 0, "%s\nnot\n%s",
                   explanation.sentence, sentence);
  else
    ck_assert_msg (strcmp (explanation.sentence, sentence) == 0, "%s\nnot\n%s",
                   explanation.sentence, sentence);
  return explanation;
}

/* Of the only explanation. */
static void
expect (const char *csv, const char *rules, const char *sentence)
{
  struct checked checked = explain_text (csv, rules, NULL);

  ck_assert_uint_eq (ind_report_explanation_count (checked.report), 1);
  expect_sentence (&checked, 0, sentence);
  checked_free (&checked);
}

static size_t
count (const char *text, const char *part)
{
  size_t n = 0;

  for (; (text = strstr (text, part)) != NULL; text += strlen (part))
    n++;
  return n;
}

/* ------------------------------------------------------------------------
 * What is proved
 * ---------------------------------------------------------------------- */

/* 66 by another report, 64.5 to 67.5 by the parts. */
START_TEST (test_one)
{
  expect (SOURCES "one,x,,V,2024,66\none,x,A,V,2024,12\none,x,B,V,2024,23\none,x,C,V,2024,31\n"
                  "two,x,,V,2024,76\n",
          PARTS,
          "At least one statement is wrong. There is one smallest explanation: x 76 (two, "
          "record 6) must be a value from 65.5 to 66.5, printed as 66 (slip: digit).");
}
END_TEST

/* b is 7 by c and by d; a is 12 by e and by f, and 5 more than b. No slip makes
 * 5 of 12. */
START_TEST (test_two)
{
  expect (HEADER "a,,V,2024,5\nb,,V,2024,9\nc,,V,2024,7\nd,,V,2024,7\ne,,V,2024,12\n"
                 "f,,V,2024,12\n",
          "rule r: b == c\nrule s: b == d\nrule t: a == e\nrule u: a == f\nrule v: a == b + 5\n",
          "At least two statements are wrong. There is one smallest explanation: a 5 (test, "
          "record 2) must be a value from 11.5 to 12.5, printed as 12; b 9 (test, record 3) must "
          "be a value from 6.5 to 7.5, printed as 7 (slip: digit).");
}
END_TEST

/* n figures that are 5 against n + 1 that are 7: the n are wrong. */
static void
expect_many (size_t n, const char *begin, const char *end)
{
  char csv[2000];
  struct checked checked;
  ind_explanation explanation;
  size_t k, length;

  length = (size_t) snprintf (csv, sizeof csv, SOURCES);
  for (k = 0; k < n; k++)
    length += (size_t) snprintf (csv + length, sizeof csv - length, "one,x,A%zu,V,2024,5\n", k);
  for (k = 0; k <= n; k++)
    length += (size_t) snprintf (csv + length, sizeof csv - length, "s%zu,h,,V,2024,7\n", k);
  ck_assert_uint_lt (length, sizeof csv);
  checked = explain_text (csv, "rule r: x[c] == h\n", NULL);
  ck_assert_uint_eq (ind_report_explanation_count (checked.report), 1);
  explanation = expect_sentence (&checked, 0, begin);
  ck_assert_uint_eq (explanation.at_least, n);
  ck_assert_uint_eq (count (explanation.sentence,
                            ") must be a value from 6.5 to 7.5, printed as 7 (slip: digit)"),
                     n < 6 ? n : 6);
  length = strlen (explanation.sentence);
  ck_assert_msg (length > strlen (end)
                     && strcmp (explanation.sentence + length - strlen (end), end) == 0,
                 "%s does not end in %s", explanation.sentence, end);
  checked_free (&checked);
}

/* Numbers are words up to six, and as many are named. */
START_TEST (test_many)
{
  expect_many (3,
               "At least three statements are wrong. There is one smallest explanation: x (A0) 5 "
               "(one, record 2) must be a value from 6.5 to 7.5, printed as 7 (slip: digit); x "
               "(A1) 5 ...",
               "; x (A2) 5 (one, record 4) must be a value from 6.5 to 7.5, printed as 7 (slip: "
               "digit).");
  expect_many (6, "At least six statements are wrong. There is one smallest explanation: ...",
               "; x (A5) 5 (one, record 7) must be a value from 6.5 to 7.5, printed as 7 (slip: "
               "digit).");
  expect_many (7, "At least 7 statements are wrong. There is one smallest explanation: ...",
               "(slip: digit); and 1 more.");
  expect_many (9, "At least 9 statements are wrong. There is one smallest explanation: ...",
               "(slip: digit); and 3 more.");
}
END_TEST

/* Each of several explanations has its own. */
START_TEST (test_several)
{
  struct checked checked
      = explain_text (SOURCES "one,a,,V,2024,5\ntwo,a,,V,2024,5\none,b,,V,2024,7\n"
                              "one,a,,W,2024,3\none,b,,W,2024,8\ntwo,b,,W,2024,8\n",
                      "rule r: a == b\n", NULL);

  ck_assert_uint_eq (ind_report_explanation_count (checked.report), 2);
  expect_sentence (&checked, 0,
                   "At least one statement is wrong. There is one smallest explanation: b 7 "
                   "(one, record 4) must be a value from 4.5 to 5.5, printed as 5 (slip: digit).");
  expect_sentence (&checked, 1,
                   "At least one statement is wrong. There is one smallest explanation: a 3 "
                   "(one, record 5) must be a value from 7.5 to 8.5, printed as 8 (slip: digit).");
  checked_free (&checked);
}
END_TEST

/* ------------------------------------------------------------------------
 * What is not
 * ---------------------------------------------------------------------- */

/* The likeliest of four: 67 to 76 and 21 to 12 are transpositions, 66 is a
 * digit away; each is preferred, none proved. */
START_TEST (test_preferred)
{
  struct checked checked = explain_text (
      HEADER "x,,V,2024,76\nx,A,V,2024,12\nx,B,V,2024,23\nx,C,V,2024,31\n", PARTS, NULL);
  ind_explanation explanation
      = expect_sentence (&checked, 0,
                         "At least one statement is wrong. The likeliest of 4 smallest "
                         "explanations, by how easily figures are misprinted (0....");
  ind_alternative alternative;
  char score[40];

  ck_assert_int_eq (ind_report_alternative (checked.report, 0, 0, &alternative), IND_OK);
  snprintf (score, sizeof score, " (%.2f of 1): x", alternative.score);
  ck_assert_msg (strstr (explanation.sentence, score) != NULL, "%s: %s", score,
                 explanation.sentence);
  ck_assert_uint_eq (count (explanation.sentence, " must be "), 1);
  ck_assert_uint_eq (count (explanation.sentence, ", which is preferred but not proved."), 1);
  checked_free (&checked);
}
END_TEST

/* a = 3 c + u and b = u + 5: 93 is 92.5 at least, 92 at most by a and c; if a
 * was computed from c as printed it may be off by 1.5 more. */
START_TEST (test_computed)
{
  struct checked checked
      = explain_text (HEADER "a,,V,2024,100\nb,,V,2024,93\nc,,V,2024,5\n",
                      "rule r: a == 3 * c + u\nrule s: b == u + 5\n", NULL);
  ind_explanation explanation
      = expect_sentence (&checked, 0,
                         "Figures computed from figures already rounded may differ so. If these "
                         "were not, something is wrong. The likeliest of 3 smallest "
                         "explanations, by how easily figures are misprinted (0....");

  ck_assert_uint_eq (explanation.at_least, 0);
  ck_assert_uint_eq (count (explanation.sentence, ", which is preferred but not proved."), 1);
  checked_free (&checked);
}
END_TEST

/* The one smallest explanation may rest on figures that were not computed. */
START_TEST (test_computed_one)
{
  /* As above, with a and c each printed by a second source, which has no more of
   * them: b alone is doubted, and not certain. */
  struct checked checked
      = explain_text (SOURCES "one,a,,V,2024,100\none,b,,V,2024,93\none,c,,V,2024,5\n"
                              "two,a,,V,2024,100\ntwo,c,,V,2024,5\n",
                      "rule r: a == 3 * c + u\nrule s: b == u + 5\n", NULL);

  expect_sentence (&checked, 0,
                   "Figures computed from figures already rounded may differ so. If these were "
                   "not, something is wrong. There is one smallest explanation: b 93 (one, "
                   "record 3) must be a value from 88 to 92, printed as 9...");
  checked_free (&checked);
}
END_TEST

START_TEST (test_incomplete)
{
  ind_explain_options options = { 1, 0, 0 };
  struct checked checked
      = explain_text (HEADER "x,,V,2024,76\nx,A,V,2024,12\nx,B,V,2024,23\nx,C,V,2024,31\n",
                      PARTS, &options);
  ind_explanation explanation
      = expect_sentence (&checked, 0,
                         "At least one statement is wrong. The search ended before it was "
                         "complete; one explanation is: x ...");

  ck_assert (!explanation.is_complete);
  ck_assert_uint_eq (count (explanation.sentence, "smallest explanation"), 0);
  ck_assert_uint_eq (count (explanation.sentence, ", which is preferred but not proved."), 1);
  checked_free (&checked);
}
END_TEST

/* ------------------------------------------------------------------------
 * Rules
 * ---------------------------------------------------------------------- */

/* Of three figures each, the basis of the rule costs less. */
START_TEST (test_basis)
{
  expect (SOURCES "one,a,,V,2024,60\none,b,,V,2024,6200\none,c,,V,2024,100\ntwo,a,,V,2024,60\n"
                  "two,b,,V,2024,6200\ntwo,c,,V,2024,100\n",
          "rule r: a == b / c\n    basis \"average population\"\n",
          "At least one statement is wrong. There is one smallest explanation: rule r of V in "
          "2024 was evaluated on another basis.");
}
END_TEST

/* Three reports have a = 300 and b = 100: the factor is 299.5 / 100.5 to 300.5 /
 * 99.5, 2.9801 to 3.0201. */
START_TEST (test_assumption)
{
  expect (SOURCES "one,a,,V,2024,300\none,b,,V,2024,100\ntwo,a,,V,2024,300\ntwo,b,,V,2024,100\n"
                  "three,a,,V,2024,300\nthree,b,,V,2024,100\n",
          "assume f \"Factor\" from 0.9 to 1.1\nrule r: a == b * f\n",
          "What the rules assume does not hold here, or figures are wrong. There is one smallest "
          "explanation: what is assumed of f of V in 2024 does not hold; it would be a value "
          "from 2.98 to 3.021.");
  /* Of a component it says which. */
  expect (SOURCES "one,a,A,V,2024,300\none,b,A,V,2024,100\ntwo,a,A,V,2024,300\n"
                  "two,b,A,V,2024,100\nthree,a,A,V,2024,300\nthree,b,A,V,2024,100\n",
          "assume f \"Factor\" from 0.9 to 1.1\nrule r: a[c] == b[c] * f[c]\n",
          "What the rules assume does not hold here, or figures are wrong. There is one smallest "
          "explanation: what is assumed of f[A] of V in 2024 does not hold; it would be a value "
          "from 2.98 to 3.021.");
}
END_TEST

/* A figure is doubted, but only because of what is assumed. */
START_TEST (test_assuming)
{
  expect (HEADER "a,,V,2024,300\nb,,V,2024,100\n",
          "assume f \"Factor\" from 0.9 to 1.1\nrule r: a == b * f\n",
          "If what the rules assume holds, at least one statement is wrong. The likeliest of 2 "
          "smallest explanations, by how easily figures are misprinted (0....");
}
END_TEST

/* a is 2 and 3; b + 1 and b + 9; more than b, which is more than a. */
START_TEST (test_contradictory_rules)
{
  static const char *const rules[]
      = { "rule r: a == 2\nrule s: a == 3\nrule t: a == b + 1\n",
          "rule r: a == b + 1\nrule s: a == b + 9\n",
          "rule r: a >= b + 1\nrule s: b >= a + 1\n" };
  size_t k;

  for (k = 0; k < sizeof rules / sizeof rules[0]; k++)
    {
      struct checked checked
          = explain_text (HEADER "a,,V,2024,5\nb,,V,2024,4\n", rules[k], NULL);
      ind_explanation explanation = expect_sentence (
          &checked, 0,
          "The rules contradict one another here, whatever is printed: no figure is to blame. "
          "Correct the rules.");
      ind_alternative alternative;
      ck_assert_uint_eq (ind_report_explanation_count (checked.report), 1);
      ck_assert_uint_eq (explanation.n_alternatives, 0);
      ck_assert_int_eq (ind_report_alternative (checked.report, 0, 0, &alternative),
                        IND_E_RANGE);
      checked_free (&checked);
    }
}
END_TEST

/* ------------------------------------------------------------------------
 * Suspects in words
 * ---------------------------------------------------------------------- */

/* With unit words and a locator. */
START_TEST (test_words)
{
  expect ("SOURCE,INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,LOCATOR\n"
          "one,x,V,2024,5.0,bn VND,p. 3\none,a,V,2024,2.00,bn VND,\none,b,V,2024,4.00,bn VND,\n"
          "two,a,V,2024,2.00,bn VND,\ntwo,b,V,2024,4.00,bn VND,\n",
          "indicator x \"Sales\" unit XDC\nindicator a \"a\" unit XDC\n"
          "indicator b \"b\" unit XDC\nrule r: x == a + b\n",
          "At least one statement is wrong. There is one smallest explanation: Sales 5.0 "
          "billion VND (one, p. 3) must be a value from 5.99 to 6.01 billion VND, "
          "printed as 6.0 (slip: digit).");
}
END_TEST

/* What must lie above a bound. */
START_TEST (test_bound)
{
  expect ("SOURCE,INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,QUALIFIER\n"
          "one,a,V,2024,3000,\none,b,V,2024,43210.5,\ntwo,b,V,2024,43210.5,\n",
          "rule r: a >= b\n",
          "At least one statement is wrong. There is one smallest explanation: a 3000 (one, "
          "record 2) must be a value of at least 43210.45...");
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("tell");

  tcase_add_test (tests, test_one);
  tcase_add_test (tests, test_two);
  tcase_add_test (tests, test_many);
  tcase_add_test (tests, test_several);
  tcase_add_test (tests, test_preferred);
  tcase_add_test (tests, test_computed);
  tcase_add_test (tests, test_computed_one);
  tcase_add_test (tests, test_incomplete);
  tcase_add_test (tests, test_basis);
  tcase_add_test (tests, test_assumption);
  tcase_add_test (tests, test_assuming);
  tcase_add_test (tests, test_contradictory_rules);
  tcase_add_test (tests, test_words);
  tcase_add_test (tests, test_bound);
  return suite_run (tests, "tell");
}
