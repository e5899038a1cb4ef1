/* SPDX-License-Identifier: GPL-3.0-or-later
 * Breakdowns that go round. */
#include <stdio.h>
#include <string.h>

#include "rules/rules.h"
#include "support/exact.h"
#include "support/failing_memory.h"
#include "support/suite.h"

static ind_status
load (const char *text)
{
  ind_error error = { IND_OK, 0, 0, "" };
  ind_rules *rules;
  ind_status status;

  ck_assert_int_eq (ind_rules_new (&rules, NULL), IND_OK);
  status = ind_rules_read_text (rules, "t.rules", text, strlen (text), &error);
  ck_assert_msg (status == IND_OK || status == IND_E_MEMORY
                     || strstr (error.message, "a part of itself") != NULL,
                 "%s: %s", text, error.message);
  ind_rules_free (rules);
  return status;
}

/* Parts and wholes go round only where one indicator has them all. */
START_TEST (test_no_circles)
{
  static const char *const texts[] = {
    "breakdown x for a: A = B + C\nbreakdown y for b: B = A + C\n",
    "breakdown x for a, b: A = B\nbreakdown y for b, c: B = C\nbreakdown z for c, a: C = A\n",
    "breakdown x: A = B + C\nareas y: B = A + C\n",
    "breakdown x: A = B + C\nbreakdown y: A = B + D\nbreakdown z: B = C + D\n",
    "breakdown x: _T = A + B\nbreakdown y: A = C + D\nbreakdown z: C = E + B\n",
    "breakdown x: E = A + B\nbreakdown y: _T = E\nbreakdown z: C = _T\n",
    "breakdown x: A = *\nbreakdown y: B = A + C\n",
  };
  size_t k;

  for (k = 0; k < sizeof texts / sizeof texts[0]; k++)
    ck_assert_msg (load (texts[k]) == IND_OK, "refused: %s", texts[k]);
}
END_TEST

START_TEST (test_circles)
{
  static const char *const texts[] = {
    "breakdown x: A = B + C\nbreakdown y: B = A + C\n",
    "breakdown x for a: A = B + C\nbreakdown y: B = A + C\n",
    "breakdown x for a, b: A = B\nbreakdown y for b: B = C\nbreakdown z for c, b: C = A\n",
    "areas x: A = B + C\nareas y: C = D\nareas z: D = E + A\n",
    "alias b = a\nbreakdown x for a: A = B\nbreakdown y for b: B = A\n",
  };
  size_t k;

  for (k = 0; k < sizeof texts / sizeof texts[0]; k++)
    ck_assert_msg (load (texts[k]) == IND_E_RULE, "accepted: %s", texts[k]);
}
END_TEST

/* Some breakdowns for any of four indicators, of six codes: refused just where the matrix of
 * who is part of whom, for some indicator, has a code that reaches itself. */
START_TEST (test_random)
{
  enum { N_CODES = 6, N_INDICATORS = 4 };
  exact_random random = { 3 };
  size_t round, n_refused = 0;

  for (round = 0; round < 1500; round++)
    {
      uint8_t reaches[N_INDICATORS][N_CODES][N_CODES] = { { { 0 } } };
      char text[600] = "";
      size_t n = 2 + exact_random_below (&random, 4), b, i, j, k;
      int is_circle = 0;

      for (b = 0; b < n; b++)
        {
          size_t whole = exact_random_below (&random, N_CODES), at = strlen (text);
          size_t part = (whole + 1 + exact_random_below (&random, N_CODES - 1)) % N_CODES;
          uint64_t is_for = exact_random_below (&random, 1 << N_INDICATORS);
          at += (size_t) snprintf (text + at, sizeof text - at, "breakdown b%zu", b);
          for (i = 0, j = 0; i < N_INDICATORS; i++)
            if ((is_for >> i & 1) != 0)
              at += (size_t) snprintf (text + at, sizeof text - at, "%s i%zu",
                                       j++ == 0 ? " for" : ",", i);
          snprintf (text + at, sizeof text - at, ": C%zu = C%zu + X\n", whole, part);
          for (i = 0; i < N_INDICATORS; i++)
            if ((is_for >> i & 1) != 0 || is_for == 0)
              reaches[i][whole][part] = 1;
        }
      for (i = 0; i < N_INDICATORS; i++)
        {
          for (k = 0; k < N_CODES; k++)
            for (b = 0; b < N_CODES; b++)
              for (j = 0; j < N_CODES; j++)
                reaches[i][b][j] |= reaches[i][b][k] & reaches[i][k][j];
          for (k = 0; k < N_CODES; k++)
            is_circle |= reaches[i][k][k];
        }
      n_refused += is_circle != 0;
      ck_assert_msg ((load (text) == IND_E_RULE) == is_circle, "%s is %s", text,
                     is_circle ? "accepted" : "refused");
    }
  ck_assert_uint_gt (n_refused, 100);
  ck_assert_uint_lt (n_refused, 1400);
}
END_TEST

START_TEST (test_memory)
{
  static const char text[] = "breakdown x: A = B\nbreakdown y: C = A\nbreakdown z: B = D + C\n";
  size_t n;

  for (n = 1;; n++)
    {
      ind_rules *rules;
      ind_status status;
      ck_assert_int_eq (ind_rules_new (&rules, NULL), IND_OK);
      failing_memory_arm (n, 0);
      status = ind_rules_read_text (rules, "t.rules", text, strlen (text), NULL);
      if (failing_memory_disarm () == 0)
        {
          ck_assert_int_eq (status, IND_E_RULE);
          ind_rules_free (rules);
          break;
        }
      ck_assert_int_eq (status, IND_E_MEMORY);
      ind_rules_free (rules);
      ck_assert_uint_eq (failing_memory_blocks (), 0);
    }
  ck_assert_uint_gt (n, 3);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("circle");
  tcase_add_test (tests, test_no_circles);
  tcase_add_test (tests, test_circles);
  tcase_add_test (tests, test_random);
  tcase_add_test (tests, test_memory);
  return suite_run (tests, "circle");
}
