/* SPDX-License-Identifier: GPL-3.0-or-later
 * The names of verdicts and of kinds of findings, and their order. */
#include "check/findings.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "support/failing_memory.h"
#include "support/suite.h"

/* As the contract spells them; two figures that overlap are "rounding" too. */
START_TEST (test_verdict_names)
{
  static const char *const names[IND_VERDICT_COUNT]
      = { "exact",        "rounding", "explainable", "improbable", "inconsistent",
          "unverifiable", "same",     "rounding",    "revision",   "contradiction" };
  int k;

  for (k = 0; k < IND_VERDICT_COUNT; k++)
    ck_assert_str_eq (ind_verdict_name ((ind_verdict) k), names[k]);
  ck_assert_str_eq (ind_verdict_name ((ind_verdict) IND_VERDICT_COUNT), "?");
  ck_assert_str_eq (ind_verdict_name ((ind_verdict) -1), "?");
}
END_TEST

START_TEST (test_kind_names)
{
  static const char *const names[] = { "rule", "sources", "network", "input" };
  int k;

  for (k = 0; k < 4; k++)
    ck_assert_str_eq (ind_finding_kind_name ((ind_finding_kind) k), names[k]);
  ck_assert_str_eq (ind_finding_kind_name ((ind_finding_kind) 4), "?");
  ck_assert_str_eq (ind_finding_kind_name ((ind_finding_kind) -1), "?");
}
END_TEST

#define N 60

/* Adds checks that could not be made, whose templates begin to count again where a new run
 * does, and go on by steps of how many runs there are. */
static void
add_runs (ind_report *report, size_t n_runs)
{
  size_t run, k;

  for (run = 0; run < n_runs; run++)
    for (k = run; k < N; k += n_runs)
      {
        ind__finding *finding = ind__report_add_finding (
            report, &report->unverifiable, IND_FINDING_RULE, IND_VERDICT_UNVERIFIABLE);
        ck_assert_ptr_nonnull (finding);
        finding->origin.template = (uint32_t) (k / 2);
        finding->origin.slot = 0;
        finding->origin.figure = (uint32_t) (k % 2);
        finding->first_figure = k;
      }
}

/* Sorted, those of one, two and more runs are the same; also when there is no memory to merge
 * them in. */
START_TEST (test_order)
{
  ind_report report;
  size_t n_runs, k;
  char id[24];
  int is_failing;

  for (is_failing = 0; is_failing < 2; is_failing++)
    for (n_runs = 1; n_runs < 6; n_runs++)
      {
        memset (&report, 0, sizeof report);
        add_runs (&report, n_runs);
        if (is_failing)
          failing_memory_arm (1, 1000);
        ind__report_sort_unverifiable (&report);
        failing_memory_disarm ();
        ck_assert_uint_eq (report.unverifiable.count, N);
        for (k = 0; k < N; k++)
          {
            ck_assert_msg (report.unverifiable.at[k].first_figure == k,
                           "of %zu runs, number %zu stands in place %zu", n_runs,
                           report.unverifiable.at[k].first_figure, k);
            snprintf (id, sizeof id, "U%zu", k + 1);
            ck_assert_str_eq (report.unverifiable.at[k].id, id);
          }
        ind__release (report.unverifiable.at);
      }
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("findings");

  tcase_add_test (tests, test_verdict_names);
  tcase_add_test (tests, test_kind_names);
  tcase_add_test (tests, test_order);
  return suite_run (tests, "findings");
}
