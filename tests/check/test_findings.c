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

/* Adds a check that could not be made; those of a larger number come later. */
static void
add_numbered (ind_report *report, size_t number)
{
  ind__finding *finding = ind__report_add_finding (report, &report->unverifiable,
                                                   IND_FINDING_RULE, IND_VERDICT_UNVERIFIABLE);

  ck_assert_ptr_nonnull (finding);
  finding->origin.template = (uint32_t) (number / 2);
  finding->origin.slot = 0;
  finding->origin.figure = (uint32_t) (number % 2);
  finding->first_figure = number;
}

/* Added in runs of every `step`-th: two of equal length, a long and a short one, many. */
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
  ind__report_sort_unverifiable (&report);
  ck_assert_uint_eq (report.unverifiable.count, N);
  for (k = 0; k < N; k++)
    {
      ck_assert_msg (report.unverifiable.at[k].first_figure == k,
                     "of every %zu-th, number %zu stands in place %zu", step,
                     report.unverifiable.at[k].first_figure, k);
      snprintf (id, sizeof id, "U%zu", k + 1);
      ck_assert_str_eq (report.unverifiable.at[k].id, id);
    }
  ind__release (report.unverifiable.at);
}
END_TEST

/* A few that belong between the others, behind them: of one that is first, of one that is
 * last, and of none. */
START_TEST (test_few_behind)
{
  size_t n, k;

  for (n = 0; n < 40; n++)
    {
      ind_report report;
      memset (&report, 0, sizeof report);
      for (k = 0; k < N; k++)
        if (n == 0 || k % 40 >= n)
          add_numbered (&report, k);
      for (k = 0; k < N; k++)
        if (n > 0 && k % 40 < n)
          add_numbered (&report, k);
      ind__report_sort_unverifiable (&report);
      for (k = 0; k < N; k++)
        ck_assert_msg (report.unverifiable.at[k].first_figure == k,
                       "with %zu of 40 behind, number %zu stands in place %zu", n,
                       report.unverifiable.at[k].first_figure, k);
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
  tcase_add_loop_test (tests, test_order, 0, 6);
  tcase_add_test (tests, test_few_behind);
  return suite_run (tests, "findings");
}
