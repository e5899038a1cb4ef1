/* SPDX-License-Identifier: GPL-3.0-or-later
 * The names of verdicts and of kinds of findings, and their order. */
#include "check/findings.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
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

#define N 120

/* Adds a finding; those of a larger number come later. */
static void
add_numbered (ind_report *report, size_t number)
{
  ind__finding *finding
      = ind__report_add_finding (report, IND_FINDING_RULE, IND_VERDICT_INCONSISTENT);

  ck_assert_ptr_nonnull (finding);
  finding->kappa = 1;
  finding->origin.template = (uint32_t) (number / 2);
  finding->origin.slot = 0;
  finding->origin.figure = (uint32_t) (number % 2);
  finding->first_figure = number;
}

/* Added in runs of every `step`-th: in order, two of equal length, many. */
START_TEST (test_order)
{
  static const size_t steps[] = { 1, 2, 3, 7, 30, N };
  size_t step = steps[_i], run, k;
  ind_report report;
  char id[24];

  memset (&report, 0, sizeof report);
  for (run = 0; run < step; run++)
    for (k = run; k < N; k += step)
      add_numbered (&report, k);
  ind__report_sort (&report);
  ck_assert_uint_eq (report.findings.count, N);
  for (k = 0; k < N; k++)
    {
      ck_assert_msg (report.findings.at[k].first_figure == k,
                     "of every %zu-th, number %zu stands in place %zu", step,
                     report.findings.at[k].first_figure, k);
      snprintf (id, sizeof id, "F%zu", k + 1);
      ck_assert_str_eq (report.findings.at[k].id, id);
    }
  ind__release (report.findings.at);
}
END_TEST

/* Of checks that could not be made, each is counted, and its place is kept once. */
START_TEST (test_places)
{
  static const ind__origin places[]
      = { { 3, 0, 7 }, { 3, 0, 7 }, { 1, 2, 3 }, { 1, 0, 4 }, { 1, 0, 2 }, { 1, 0, 2 } };
  static const ind__origin expected[] = { { 3, 0, 7 }, { 1, 2, 3 }, { 1, 0, 4 }, { 1, 0, 2 } };
  ind_report report;
  size_t k;

  memset (&report, 0, sizeof report);
  for (k = 0; k < 6; k++)
    ck_assert (ind__report_add_unverifiable (&report, &places[k]));
  ck_assert_uint_eq (report.unverifiable.count, 6);
  ck_assert_uint_eq (report.unverifiable.n_places, 4);
  for (k = 0; k < 4; k++)
    ck_assert_msg (ind__origin_compare (&report.unverifiable.at[k], &expected[k]) == 0,
                   "in place %zu stands template %u, slot %u, figure %u", k,
                   report.unverifiable.at[k].template, report.unverifiable.at[k].slot,
                   report.unverifiable.at[k].figure);
  ind__release (report.unverifiable.at);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("findings");

  tcase_add_test (tests, test_verdict_names);
  tcase_add_test (tests, test_kind_names);
  tcase_add_loop_test (tests, test_order, 0, 6);
  tcase_add_test (tests, test_places);
  return suite_run (tests, "findings");
}
