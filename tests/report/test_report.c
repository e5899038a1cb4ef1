/* SPDX-License-Identifier: GPL-3.0-or-later
 * A report's findings one by one: order, numbers, ranges, exit status. */
#include "report/reporting.h"

/* Counted by hand; see mixed_csv. 11 checks: 7 of rules that could be made,
 * and 4 pairs of figures (c, d, h, i). */
START_TEST (test_summary)
{
  struct checked checked = mixed_report (0);
  ind_summary summary;

  ind_report_summary (checked.report, &summary);
  ck_assert_uint_eq (summary.figures, 18);
  ck_assert_uint_eq (summary.verdicts[IND_VERDICT_INCONSISTENT], 3);
  ck_assert_uint_eq (summary.verdicts[IND_VERDICT_CONTRADICTION], 1);
  ck_assert_uint_eq (summary.verdicts[IND_VERDICT_IMPROBABLE], 1);
  ck_assert_uint_eq (summary.verdicts[IND_VERDICT_EXPLAINABLE], 1);
  ck_assert_uint_eq (summary.verdicts[IND_VERDICT_REVISION], 1);
  ck_assert_uint_eq (summary.verdicts[IND_VERDICT_EXACT], 2);
  ck_assert_uint_eq (summary.verdicts[IND_VERDICT_SAME], 1);
  ck_assert_uint_eq (summary.verdicts[IND_VERDICT_OVERLAP], 1);
  ck_assert_uint_eq (summary.verdicts[IND_VERDICT_ROUNDING], 0);
  ck_assert_uint_eq (summary.verdicts[IND_VERDICT_UNVERIFIABLE], 3);
  ck_assert_uint_eq (summary.checks, 11);
  ck_assert_uint_eq (summary.untouched, 1);
  checked_free (&checked);
}
END_TEST

/* Worst first: infinite kappa, 121 = 1.21 / 0.01, 10 = 1 / 0.1, then a figure
 * that cannot be used, a doubt, a note, a revision. */
/* What was found elsewhere counts in the summary, and in the exit status. */
START_TEST (test_summary_of_parts)
{
  struct checked checked = mixed_report (0);
  ind_summary before, more, after;
  size_t k;

  memset (&more, 0, sizeof more);
  more.figures = 1000;
  more.checks = 100;
  more.untouched = 10;
  for (k = 0; k < IND_VERDICT_COUNT; k++)
    more.verdicts[k] = k + 1;
  ind_report_summary (checked.report, &before);
  ind_report_add_summary (checked.report, &more);
  ind_report_summary (checked.report, &after);
  ck_assert_uint_eq (after.figures, before.figures + 1000);
  ck_assert_uint_eq (after.checks, before.checks + 100);
  ck_assert_uint_eq (after.untouched, before.untouched + 10);
  for (k = 0; k < IND_VERDICT_COUNT; k++)
    ck_assert_uint_eq (after.verdicts[k], before.verdicts[k] + k + 1);
  checked_free (&checked);
}
END_TEST

START_TEST (test_findings)
{
  static const struct
  {
    const char *id, *rule, *first, *source;
    ind_finding_kind kind;
    ind_verdict verdict;
    size_t n_figures;
    double gap, kappa, p;
  } wanted[] = {
    { "F1", "open", "30", "one", IND_FINDING_RULE, IND_VERDICT_INCONSISTENT, 2, 3, INFINITY, 0 },
    { "F2", "bound", "30", "one", IND_FINDING_RULE, IND_VERDICT_INCONSISTENT, 2, 3, INFINITY, 0 },
    { "F3", "sources", "6.26", "", IND_FINDING_SOURCES, IND_VERDICT_CONTRADICTION, 2, 1.2, 121, 0 },
    { "F4", "wrong", "1.0", "one", IND_FINDING_RULE, IND_VERDICT_INCONSISTENT, 2, 0.9, 10, 0 },
    { "F5", "", "5", "one", IND_FINDING_INPUT, IND_VERDICT_UNVERIFIABLE, 1, 0, -1, -1 },
    /* 1.05 against 6.255 less 1 % of 6.265. */
    { "F6", "rough", "1.0", "one", IND_FINDING_RULE, IND_VERDICT_IMPROBABLE, 2,
      6.255 - 0.06265 - 1.05, -1, -1 },
    /* 100 against 118.5 / 2.35 + 200.5 / 4.05. */
    { "F7", "weights/parts", "1.18", "one", IND_FINDING_RULE, IND_VERDICT_EXPLAINABLE, 4,
      100 - 118.5 / 2.35 - 200.5 / 4.05, 1.034, 0 },
    { "F8", "sources", "6.26", "one", IND_FINDING_SOURCES, IND_VERDICT_REVISION, 2, 1.2, 121, 0 },
  };
  struct checked checked = mixed_report (0);
  size_t k;

  ck_assert_uint_eq (ind_report_finding_count (checked.report), sizeof wanted / sizeof wanted[0]);
  for (k = 0; k < sizeof wanted / sizeof wanted[0]; k++)
    {
      ind_finding finding;
      ind_figure figure;
      ck_assert_int_eq (ind_report_finding (checked.report, k, &finding), IND_OK);
      ck_assert_str_eq (finding.id, wanted[k].id);
      ck_assert_str_eq (finding.rule, wanted[k].rule);
      ck_assert_str_eq (finding.source, wanted[k].source);
      ck_assert_int_eq (finding.kind, wanted[k].kind);
      ck_assert_int_eq (finding.verdict, wanted[k].verdict);
      ck_assert_uint_eq (finding.n_figures, wanted[k].n_figures);
      suite_assert_near (finding.gap, wanted[k].gap, 1e-9, 1e-12);
      suite_assert_near (finding.kappa, wanted[k].kappa, 1e-3, 0);
      suite_assert_near (finding.p, wanted[k].p, 0, 0);
      ck_assert_str_eq (finding.area, AWKWARD_AREA);
      ck_assert_str_eq (finding.period, "2024");
      ck_assert_str_eq (finding.component, "_T");
      ck_assert_int_eq (ind_report_finding_figure (checked.report, k, 0, &figure), IND_OK);
      ck_assert_str_eq (figure.obs_value, wanted[k].first);
      ck_assert_int_eq (
          ind_report_finding_figure (checked.report, k, wanted[k].n_figures, &figure),
          IND_E_RANGE);
    }
  checked_free (&checked);
}
END_TEST

START_TEST (test_unverifiable_and_untouched)
{
  struct checked checked = mixed_report (0);
  ind_finding finding;
  ind_figure figure;

  ck_assert_uint_eq (ind_report_unverifiable_count (checked.report), 3);
  ck_assert_int_eq (ind_report_unverifiable (checked.report, 0, &finding), IND_OK);
  ck_assert_str_eq (finding.id, "U1");
  ck_assert_str_eq (finding.component, "A");
  ck_assert_int_eq (ind_report_unverifiable (checked.report, 2, &finding), IND_OK);
  ck_assert_str_eq (finding.rule, "lacking");
  expect_text (finding.sentence, "missing_one of " AWKWARD_AREA ", 2024");
  ck_assert_uint_eq (ind_report_untouched_count (checked.report), 1);
  ck_assert_int_eq (ind_report_untouched (checked.report, 0, &figure), IND_OK);
  ck_assert_str_eq (figure.indicator, "z");
  ck_assert (figure.interval.low == -INFINITY && figure.interval.high == 7);
  checked_free (&checked);
}
END_TEST

/* Beyond the end a list says so, and leaves the result alone. */
START_TEST (test_ranges)
{
  struct checked checked = mixed_report (0);
  ind_finding finding;
  ind_figure figure;
  size_t k;

  finding.id = "as before";
  figure.indicator = "as before";
  for (k = 0; k < 2; k++)
    {
      size_t beyond = k == 0 ? 8 : SIZE_MAX;
      ck_assert_int_eq (ind_report_finding (checked.report, beyond, &finding), IND_E_RANGE);
      ck_assert_int_eq (ind_report_finding_figure (checked.report, beyond, 0, &figure),
                        IND_E_RANGE);
      ck_assert_int_eq (ind_report_finding_figure (checked.report, 0, beyond, &figure),
                        IND_E_RANGE);
      ck_assert_int_eq (ind_report_unverifiable (checked.report, beyond, &finding), IND_E_RANGE);
      ck_assert_int_eq (ind_report_untouched (checked.report, beyond, &figure), IND_E_RANGE);
    }
  ck_assert_str_eq (finding.id, "as before");
  ck_assert_str_eq (figure.indicator, "as before");
  checked_free (&checked);
}
END_TEST

/* Only what is proved ends a run with 1; strictly, what is doubtful too. */
START_TEST (test_exit_status)
{
  static const struct
  {
    const char *csv, *rules;
    int plain, strict;
  } cases[] = {
    { HEADER "a,,V,2024,1\n", "", 0, 0 },
    { HEADER "a,,V,2024,1\nb,,V,2024,1\n", "rule r: a == b\n", 0, 0 },
    { HEADER "a,,V,2024,1\n", "rule r: a == b\n", 0, 0 },
    { HEADER "a,,V,2024,1\nb,,V,2024,9\n", "rule r: a == b\n", 1, 1 },
    { HEADER "a,,V,2024,1\na,,V,2024,9\n", "", 1, 1 },
    { HEADER "a,,V,2024,1\nb,,V,2024,9\n", "rule r: a ~= b within 1%\n", 0, 1 },
    { HEADER "k,A,V,2024,1.18\nk,B,V,2024,2.00\ng,A,V,2024,2.4\ng,B,V,2024,4.1\n",
      "breakdown b: _T = A + B\nrule r: sum(100 * k[*] / g[*]) == 100\n"
      "rule d: k[c] == g[c] * w[c] / 100\n",
      0, 0 },
    { "VINTAGE,INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE\nMay,a,V,2024,1\nJune,a,V,2024,9\n", "",
      0, 0 },
    { "UNIT,INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE\nha,a,V,2024,1\n", "indicator a unit PS\n", 0,
      0 },
  };
  size_t k;

  for (k = 0; k < sizeof cases / sizeof cases[0]; k++)
    {
      struct checked checked = check_text (cases[k].csv, cases[k].rules, 0);
      ck_assert_msg (ind_report_exit_status (checked.report, 0) == cases[k].plain,
                     "the status is not %d:\n%s", cases[k].plain, cases[k].csv);
      ck_assert_msg (ind_report_exit_status (checked.report, 1) == cases[k].strict,
                     "the strict status is not %d:\n%s", cases[k].strict, cases[k].csv);
      checked_free (&checked);
    }
}
END_TEST

START_TEST (test_unknown_format)
{
  struct checked checked = mixed_report (0);
  struct collector collector = { NULL, 0, 0, 0, SIZE_MAX };
  ind_error error = { IND_OK, 0, 0, "" };

  ck_assert_int_eq (
      ind_report_write (checked.report, (ind_format) 4, collect, &collector, &error),
      IND_E_ARGUMENT);
  expect_text (error.message, "4 is not an ind_format");
  ck_assert_int_eq (ind_report_write (checked.report, (ind_format) -1, collect, &collector, NULL),
                    IND_E_ARGUMENT);
  ck_assert_uint_eq (collector.n_calls, 0);
  checked_free (&checked);
}
END_TEST

/* Writing changes nothing of what the accessors gave. */
START_TEST (test_borrowed_strings)
{
  struct checked checked = mixed_report (0);
  ind_finding before, after;
  int format;

  ck_assert_int_eq (ind_report_finding (checked.report, 3, &before), IND_OK);
  for (format = IND_FORMAT_TEXT; format <= IND_FORMAT_HTML; format++)
    free (written (checked.report, (ind_format) format));
  ck_assert_int_eq (ind_report_finding (checked.report, 3, &after), IND_OK);
  ck_assert_ptr_eq (before.sentence, after.sentence);
  ck_assert_ptr_eq (before.rule, after.rule);
  ck_assert_ptr_eq (before.area, after.area);
  checked_free (&checked);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("report");

  tcase_add_test (tests, test_summary);
  tcase_add_test (tests, test_summary_of_parts);
  tcase_add_test (tests, test_findings);
  tcase_add_test (tests, test_unverifiable_and_untouched);
  tcase_add_test (tests, test_ranges);
  tcase_add_test (tests, test_exit_status);
  tcase_add_test (tests, test_unknown_format);
  tcase_add_test (tests, test_borrowed_strings);
  return suite_run (tests, "report");
}
