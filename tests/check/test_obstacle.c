/* SPDX-License-Identifier: GPL-3.0-or-later
 * Why a check could not be made: the words are written when they are asked for. */
#include "check/obstacle.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/threads.h"
#include "check/checking.h"
#include "support/failing_memory.h"

#define RULES "rule first: a[c] == b[c] + k[c] - prev(b[A])\nrule second: a == b / z\n"
#define TABLE HEADER "a,A,V,2024,1\na,P,V,2024,2\nb,P,V,2024,1\nk,P,V,2023,1\n"                  \
              "a,,W,0001,1\nb,,W,0001,1\nz,,W,0001,0\nk,,W,0001,1\n"

static const char *const expected[] = {
  "Rule first could not be checked: no report prints b[A] of V, 2024; k[A] of V, 2024; b[A] of V, "
  "2023. (a[c] == b[c] + k[c] - prev(b[A]))",
  "Rule first could not be checked: no report prints k[P] of V, 2024; b[A] of V, 2023. "
  "(a[c] == b[c] + k[c] - prev(b[A]))",
  "Rule first could not be checked: no report prints b[A] of W, an earlier period. "
  "(a[c] == b[c] + k[c] - prev(b[A]))",
  "Rule second could not be checked: a denominator may be zero, or a figure is a bound, so any "
  "result is possible. (a == b / z)",
};

#define N_EXPECTED (sizeof expected / sizeof *expected)

START_TEST (test_sentences)
{
  struct checked checked = check_text (TABLE, RULES, 0);
  size_t k;

  ck_assert_uint_eq (ind_report_unverifiable_count (checked.report), N_EXPECTED);
  for (k = 0; k < N_EXPECTED; k++)
    {
      ind_finding finding, again;
      ck_assert_int_eq (ind_report_unverifiable (checked.report, k, &finding), IND_OK);
      ck_assert_str_eq (finding.sentence, expected[k]);
      ck_assert_int_eq (ind_report_unverifiable (checked.report, k, &again), IND_OK);
      ck_assert_ptr_eq (finding.sentence, again.sentence);
    }
  checked_free (&checked);
}
END_TEST

START_TEST (test_reason)
{
  struct checked checked = check_text (TABLE, RULES, 0);
  const ind_report *report = checked.report;
  ind__text text = { 0 };

  ind__put_obstacle (&text, report, &report->unverifiable.at[1]);
  ck_assert_str_eq (text.bytes, "no report prints k[P] of V, 2024; b[A] of V, 2023");
  ck_assert_uint_eq (report->unverifiable.at[1].n_figures, 2);
  ck_assert_uint_eq (report->unverifiable.at[1].n_missing, 2);
  ind__text_free (&text);
  checked_free (&checked);
}
END_TEST

#define MANY 2000

struct asked {
  const ind_report *report;
  const char *sentence[4][MANY];
};

static void
ask (void *context, size_t thread)
{
  struct asked *asked = context;
  size_t k;

  for (k = 0; k < MANY; k++)
    asked->sentence[thread][k] = ind__unverifiable_sentence (asked->report, k);
}

/* Threads that ask at once get one sentence. */
START_TEST (test_asked_at_once)
{
  static struct asked asked;
  struct checked checked;
  char *csv = malloc (100 + 40 * MANY);
  size_t length = (size_t) sprintf (csv, HEADER), k, thread;

  for (k = 0; k < MANY; k++)
    length += (size_t) sprintf (csv + length, "a,,V%zu,2024,%zu\n", k, k);
  checked = check_text (csv, RULES, 0);
  asked.report = checked.report;
  ck_assert_uint_eq (ind_report_unverifiable_count (checked.report), 2 * MANY);
  ind__run_threads (4, ask, &asked);
  for (k = 0; k < MANY; k++)
    for (thread = 0; thread < 4; thread++)
      {
        ck_assert_ptr_nonnull (asked.sentence[0][k]);
        ck_assert_ptr_eq (asked.sentence[0][k], asked.sentence[thread][k]);
      }
  checked_free (&checked);
  free (csv);
}
END_TEST

/* Without memory there is no sentence, and what the caller has stays; later there may be one. */
START_TEST (test_memory)
{
  size_t blocks = failing_memory_blocks (), n;
  struct checked checked = check_text (TABLE, RULES, 0);
  ind_finding finding;

  finding.id = "none";
  for (n = 1;; n++)
    {
      ind_status status;
      failing_memory_arm (n, 0);
      status = ind_report_unverifiable (checked.report, 0, &finding);
      if (failing_memory_disarm () == 0)
        break;
      ck_assert_int_eq (status, IND_E_MEMORY);
      ck_assert_str_eq (finding.id, "none");
    }
  ck_assert_uint_gt (n, 1);
  ck_assert_str_eq (finding.sentence, expected[0]);
  checked_free (&checked);
  ck_assert_uint_eq (failing_memory_blocks (), blocks);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("obstacle");

  tcase_add_test (tests, test_sentences);
  tcase_add_test (tests, test_reason);
  tcase_add_test (tests, test_asked_at_once);
  tcase_add_test (tests, test_memory);
  return suite_run (tests, "obstacle");
}
