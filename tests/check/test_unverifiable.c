/* SPDX-License-Identifier: GPL-3.0-or-later
 * Checks that could not be made: what they are is found when it is asked for. */
#include "check/unverifiable.h"

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

struct visited {
  size_t n, most;
};

static int
visit (void *context, const ind_report *own, const ind__finding *finding)
{
  struct visited *visited = context;
  char id[24];

  snprintf (id, sizeof id, "U%zu", ++visited->n);
  ck_assert_str_eq (finding->id, id);
  ck_assert_int_eq (finding->verdict, IND_VERDICT_UNVERIFIABLE);
  ck_assert_uint_le (finding->first_figure + finding->n_figures + finding->n_missing,
                     own->n_figures);
  return visited->n < visited->most;
}

/* A visitor that stops is not called again. */
START_TEST (test_visit)
{
  struct checked checked = check_text (TABLE, RULES, 0);
  struct visited all = { 0, SIZE_MAX }, two = { 0, 2 };

  ck_assert_int_eq (ind__visit_unverifiable (checked.report, visit, &all), 1);
  ck_assert_uint_eq (all.n, N_EXPECTED);
  ck_assert_int_eq (ind__visit_unverifiable (checked.report, visit, &two), 0);
  ck_assert_uint_eq (two.n, 2);
  checked_free (&checked);
}
END_TEST

/* Of a subject printed by three sources, two of which lack the other figure: both checks are at
 * one place, and the third, which could be made, is not among them. */
START_TEST (test_one_place)
{
  struct checked checked = check_text (
      "SOURCE,INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE\n"
      "one,a,,V,2024,1\ntwo,a,,V,2024,1\nthree,a,,V,2024,1\nthree,b,,V,2023,1\n",
      "rule r: a == prev(b)\n", 0);
  ind_finding finding;
  size_t n = ind_report_unverifiable_count (checked.report), k;
  struct visited all = { 0, SIZE_MAX };
  ind_summary summary;

  ind_report_summary (checked.report, &summary);
  ck_assert_uint_eq (n, summary.verdicts[IND_VERDICT_UNVERIFIABLE]);
  ck_assert_int_eq (ind__visit_unverifiable (checked.report, visit, &all), 1);
  ck_assert_uint_eq (all.n, n);
  for (k = 0; k < n; k++)
    {
      ck_assert_int_eq (ind_report_unverifiable (checked.report, k, &finding), IND_OK);
      ck_assert_int_eq (finding.verdict, IND_VERDICT_UNVERIFIABLE);
    }
  ck_assert_int_eq (ind_report_unverifiable (checked.report, n, &finding), IND_E_RANGE);
  checked_free (&checked);
}
END_TEST

#define MANY 2000

struct asked {
  const ind_report *report;
  const ind_report *list[4];
};

static void
ask (void *context, size_t thread)
{
  struct asked *asked = context;

  asked->list[thread] = ind__list_unverifiable (asked->report);
}

/* Threads that ask at once get one list. */
START_TEST (test_asked_at_once)
{
  struct asked asked;
  struct checked checked;
  char *csv = malloc (100 + 40 * MANY);
  size_t length = (size_t) sprintf (csv, HEADER), k, thread;

  for (k = 0; k < MANY; k++)
    length += (size_t) sprintf (csv + length, "a,,V%zu,2024,%zu\n", k, k);
  checked = check_text (csv, RULES, 0);
  asked.report = checked.report;
  ck_assert_uint_eq (ind_report_unverifiable_count (checked.report), 2 * MANY);
  ind__run_threads (4, ask, &asked);
  ck_assert_ptr_nonnull (asked.list[0]);
  ck_assert_uint_eq (asked.list[0]->findings.count, 2 * MANY);
  for (thread = 1; thread < 4; thread++)
    ck_assert_ptr_eq (asked.list[thread], asked.list[0]);
  checked_free (&checked);
  free (csv);
}
END_TEST

/* Without memory there is no list, and what the caller has stays; later there may be one. */
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
  TCase *tests = tcase_create ("unverifiable");

  tcase_add_test (tests, test_sentences);
  tcase_add_test (tests, test_visit);
  tcase_add_test (tests, test_one_place);
  tcase_add_test (tests, test_asked_at_once);
  tcase_add_test (tests, test_memory);
  return suite_run (tests, "unverifiable");
}
