/* SPDX-License-Identifier: GPL-3.0-or-later
 * Reports explained: what is proved, what is preferred, and how it came about. */
#include "explain/explaining.h"

#include "support/failing_memory.h"

/* ------------------------------------------------------------------------
 * Networks that no rule fails in
 * ---------------------------------------------------------------------- */

/* a = 3 c + u and b = u + 5, u not printed: c = 5 +- 0.5 and a = 100 +- 0.5
 * leave u 83 to 87 and b 88 to 92. If a was computed from the rounded c, it is
 * off by up to 1.5 more, and b is at most 93.5. */
static const char network_rules[] = "rule r: a == 3 * c + u\nrule s: b == u + 5\n";

static void
expect_network (const char *b, int has_finding, ind_verdict verdict, double gap)
{
  char csv[300];
  struct checked checked;
  size_t k, n = 0;

  snprintf (csv, sizeof csv, HEADER "a,,V,2024,100\nb,,V,2024,%s\nc,,V,2024,5\n", b);
  checked = explain_text (csv, network_rules, NULL);
  for (k = 0; k < ind_report_finding_count (checked.report); k++)
    {
      ind_finding finding;
      ck_assert_int_eq (ind_report_finding (checked.report, k, &finding), IND_OK);
      if (finding.kind != IND_FINDING_NETWORK)
        continue;
      n++;
      ck_assert_str_eq (finding.rule, "network");
      ck_assert_msg (finding.verdict == verdict, "b = %s: %s", b,
                     ind_verdict_name (finding.verdict));
      suite_assert_near (finding.gap, gap, 1e-9, 1e-9);
      ck_assert_uint_eq (finding.n_figures, 3);
      ck_assert_str_eq (finding.area, "V");
      ck_assert_str_eq (finding.period, "2024");
    }
  ck_assert_msg (n == (size_t) has_finding, "b = %s: %zu findings", b, n);
  /* No rule reached them, and all rules together did. */
  ck_assert_uint_eq (ind_report_untouched_count (checked.report), has_finding ? 0 : 3);
  ck_assert_uint_eq (ind_report_explanation_count (checked.report), n);
  checked_free (&checked);
}

START_TEST (test_three_truths)
{
  expect_network ("90", 0, IND_VERDICT_EXACT, 0);
  expect_network ("92", 0, IND_VERDICT_EXACT, 0);
  expect_network ("93", 1, IND_VERDICT_EXPLAINABLE, 0.5);
  expect_network ("94", 1, IND_VERDICT_EXPLAINABLE, 1.5);
  expect_network ("95", 1, IND_VERDICT_INCONSISTENT, 2.5);
  expect_network ("88", 0, IND_VERDICT_EXACT, 0);
  expect_network ("86", 1, IND_VERDICT_EXPLAINABLE, 1.5);
  expect_network ("85", 1, IND_VERDICT_INCONSISTENT, 2.5);
}
END_TEST

/* What rests on an assumption is not proved. */
START_TEST (test_assumption)
{
  static const char rules[] = "assume f \"Factor\" from 0.9 to 1.1\nrule r: a == b * f * u\n"
                              "rule s: c == u + 1\n";
  struct checked checked
      = explain_text (HEADER "a,,V,2024,300\nb,,V,2024,100\nc,,V,2024,3\n", rules, NULL);
  ind_finding finding = only_finding (&checked, "network");

  ck_assert_int_eq (finding.verdict, IND_VERDICT_IMPROBABLE);
  ck_assert_int_eq (ind_report_exit_status (checked.report, 0), 0);
  ck_assert_uint_eq (ind_report_explanation_count (checked.report), 1);
  checked_free (&checked);
}
END_TEST

/* ------------------------------------------------------------------------
 * Explanations
 * ---------------------------------------------------------------------- */

#define PARTS "breakdown p: _T = A + B + C\nrule total: x[_T] == sum(x[*])\n"

/* 76 for 66 among 12, 23 and 31: any of the four, each off by ten. */
START_TEST (test_total)
{
  struct checked checked = explain_text (
      HEADER "x,,V,2024,76\nx,A,V,2024,12\nx,B,V,2024,23\nx,C,V,2024,31\n", PARTS, NULL);
  static const struct
  {
    const char *component;
    double value;
    ind_slip slip; /* 67 for 76, 21 for 12 and 32 for 23 are possible, too */
  } wanted[] = { { "_T", 66, IND_SLIP_TRANSPOSITION },
                 { "A", 22, IND_SLIP_TRANSPOSITION },
                 { "B", 33, IND_SLIP_TRANSPOSITION },
                 { "C", 41, IND_SLIP_DIGIT } };
  ind_explanation explanation;
  size_t a, i, finding = 99;
  double sum = 0, last = 1;

  ck_assert_uint_eq (ind_report_explanation_count (checked.report), 1);
  ck_assert_int_eq (ind_report_explanation (checked.report, 0, &explanation), IND_OK);
  ck_assert (explanation.at_least == 1 && explanation.is_complete);
  ck_assert_uint_eq (explanation.n_alternatives, 4);
  ck_assert_uint_eq (explanation.n_findings, 1);
  ck_assert_int_eq (ind_report_explanation_finding (checked.report, 0, 0, &finding), IND_OK);
  ck_assert_uint_eq (finding, 0);
  ck_assert_int_eq (ind_report_explanation_finding (checked.report, 0, 1, &finding), IND_E_RANGE);
  ck_assert_int_eq (ind_report_explanation_finding (checked.report, 1, 0, &finding), IND_E_RANGE);
  for (i = 0; i < 4; i++)
    {
      size_t n = 0;
      for (a = 0; a < 4; a++)
        {
          ind_suspect suspect;
          ck_assert_int_eq (ind_report_suspect (checked.report, 0, a, 0, &suspect), IND_OK);
          if (strcmp (suspect.component, wanted[i].component) != 0)
            continue;
          n++;
          suite_assert_near (suspect.must_lie_in.low, wanted[i].value - 1.5, 1e-12, 0);
          suite_assert_near (suspect.must_lie_in.high, wanted[i].value + 1.5, 1e-12, 0);
          ck_assert (!suspect.is_certain && suspect.kind == IND_SUSPECT_FIGURE);
          ck_assert_msg (suspect.slip == wanted[i].slip, "%s", ind_slip_name (suspect.slip));
        }
      ck_assert_msg (n == 1, "%s is doubted %zu times", wanted[i].component, n);
    }
  for (a = 0; a < 4; a++)
    {
      ind_alternative alternative;
      ck_assert_int_eq (ind_report_alternative (checked.report, 0, a, &alternative), IND_OK);
      ck_assert_uint_eq (alternative.n_suspects, 1);
      ck_assert_msg (alternative.score <= last, "not in order");
      sum += last = alternative.score;
    }
  suite_assert_near (sum, 1, 1e-12, 0);
  checked_free (&checked);
}
END_TEST

/* A is itself a sum that holds: to doubt it would take two. C stands in an
 * identity, too. T and B are left. */
START_TEST (test_protected_parts)
{
  expect_explanations (HEADER "x,,V,2024,76\nx,A,V,2024,12\nx,B,V,2024,23\nx,C,V,2024,31\n"
                              "y,,V,2024,5.0\nz,,V,2024,7.0\nw,,V,2024,62.0\n",
                       PARTS "rule a: x[A] == y + z\nrule c: w == 2 * x[C]\n",
                       "at least 1: x.B [32.375, 33.625] | x [65.375, 66.625]; ");
}
END_TEST

/* Two slips far from one another: two explanations, each by itself. Two in one
 * network: one explanation of two. */
START_TEST (test_several)
{
  expect_explanations (HEADER "a,,V,2024,5\nb,,V,2024,7\na,,W,2024,5\nb,,W,2024,5\n"
                              "a,,U,2024,9\nb,,U,2024,5\n",
                       "rule r: a == b\n",
                       "at least 1: a [6.5, 7.5] | b [4.5, 5.5]; "
                       "at least 1: b [8.5, 9.5] | a [4.5, 5.5]; ");
  /* b is 7 by c and by d; a is 12 by e and by f. */
  expect_explanations (HEADER "a,,V,2024,5\nb,,V,2024,9\nc,,V,2024,7\nd,,V,2024,7\n"
                              "e,,V,2024,12\nf,,V,2024,12\n",
                       "rule r: b == c\nrule s: b == d\nrule t: a == e\nrule u: a == f\n"
                       "rule v: a == b + 5\n",
                       "at least 2: *a [11.5, 12.5] *b [6.5, 7.5]; ");
}
END_TEST

/* A rule that names its basis may have been evaluated on another. */
START_TEST (test_basis)
{
  struct checked checked = explain_text (
      HEADER "a,,V,2024,60\nb,,V,2024,6200\nc,,V,2024,100\n",
      "rule r: a == b / c\n    basis \"average population\"\n", NULL);
  ind_explanation explanation;
  size_t a, n_figures = 0, n_bases = 0;

  ck_assert_int_eq (ind_report_explanation (checked.report, 0, &explanation), IND_OK);
  for (a = 0; a < explanation.n_alternatives; a++)
    {
      ind_suspect suspect;
      ck_assert_int_eq (ind_report_suspect (checked.report, 0, a, 0, &suspect), IND_OK);
      n_figures += suspect.kind == IND_SUSPECT_FIGURE;
      n_bases += suspect.kind == IND_SUSPECT_BASIS;
    }
  /* A figure costs less than a basis. */
  ck_assert_uint_eq (n_figures, 3);
  ck_assert_uint_eq (n_bases, 0);
  checked_free (&checked);
  /* ... but two figures cost more: a and b are each printed by two sources. */
  checked = explain_text (SOURCES "one,a,,V,2024,60\none,b,,V,2024,6200\none,c,,V,2024,100\n"
                                  "two,a,,V,2024,60\ntwo,b,,V,2024,6200\ntwo,c,,V,2024,100\n",
                          "rule r: a == b / c\n    basis \"average population\"\n", NULL);
  {
    ind_suspect suspect = only_suspect (&checked);
    ck_assert_int_eq (suspect.kind, IND_SUSPECT_BASIS);
    ck_assert_str_eq (suspect.name, "r");
    ck_assert_str_eq (suspect.area, "V");
    ck_assert_str_eq (suspect.period, "2024");
    ck_assert (suspect.is_certain);
  }
  checked_free (&checked);
}
END_TEST

/* A rule may state a value: 310 must be that. */
START_TEST (test_constant)
{
  expect_explanations (HEADER "x,,V,2024,310\ny,,V,2024,305\n",
                       "rule r: x == 300\nrule s: y == x + 5\n", "at least 1: *x [300, 300]; ");
}
END_TEST

/* Rules that contradict one another, by themselves or together, blame no figure;
 * nor do they keep others from being explained. */
START_TEST (test_contradictory_rules)
{
  expect_explanations (HEADER "x,,V,2024,200\na,,V,2024,5\nb,,V,2024,9\n",
                       "rule r: x == 300\nrule s: x == 200\nrule t: a == b\n",
                       "at least 0:; at least 1: a [8.5, 9.5] | b [4.5, 5.5]; ");
  expect_explanations (HEADER "x,,V,2024,2\ny,,V,2024,3\n",
                       "rule r: x + y == 5\nrule s: x + y == 7\n", "at least 0:; ");
}
END_TEST

/* What figures computed from rounded figures explain is not called wrong. */
START_TEST (test_explainable)
{
  struct checked checked = explain_text (
      HEADER "a,,V,2024,100\nb,,V,2024,93\nc,,V,2024,5\n", network_rules, NULL);
  ind_explanation explanation;

  ck_assert_int_eq (ind_report_explanation (checked.report, 0, &explanation), IND_OK);
  ck_assert_uint_eq (explanation.at_least, 0);
  ck_assert_msg (strstr (explanation.sentence, "may differ so") != NULL, "%s",
                 explanation.sentence);
  ck_assert_uint_gt (explanation.n_alternatives, 0);
  checked_free (&checked);
}
END_TEST

/* Each currency has its own network of the rule. */
START_TEST (test_currencies)
{
  expect_explanations ("SOURCE,INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE\n"
                       "one,a,V,2024,11,bn VND\none,b,V,2024,11,bn VND\n"
                       "two,a,V,2024,14,mn USD\ntwo,b,V,2024,19,mn USD\n",
                       "indicator a \"A\" unit XDC\nindicator b \"B\" unit XDC\n"
                       "rule r: a == b\n",
                       "at least 1: a [18.5, 19.5] | b [13.5, 14.5]; ");
}
END_TEST

/* A profit of 50 after a loss of 100 is no growth by 50 percent, whatever is
 * printed: the base is not positive, and the rule does not apply. Of a base that
 * the others leave open it does: 50 after 20 is 150 percent. */
START_TEST (test_given)
{
  static const char rules[] = "indicator profit \"Profit\" unit XDC\n"
                              "rule g: profit_growth == 100 * (profit / prev(profit) - 1)\n"
                              "    given prev(profit)\n"
                              "rule c: profit_change == profit - prev(profit)\n";

  expect_explanations (HEADER "profit,,V,2024,50\nprofit_change,,V,2024,150\n"
                              "profit_growth,,V,2024,150\n",
                       rules, "");
  expect_explanations (HEADER "profit,,V,2024,50\nprofit_change,,V,2024,30\n"
                              "profit_growth,,V,2024,150\n",
                       rules, "");
  {
    struct checked checked = explain_text (
        HEADER "profit,,V,2024,50\nprofit_change,,V,2024,10\nprofit_growth,,V,2024,150\n", rules,
        NULL);
    ind_explanation explanation;
    ck_assert_uint_eq (ind_report_explanation_count (checked.report), 1);
    ck_assert_int_eq (ind_report_explanation (checked.report, 0, &explanation), IND_OK);
    ck_assert_uint_eq (explanation.at_least, 1);
    ck_assert_uint_eq (explanation.n_alternatives, 3);
    ck_assert_int_eq (only_finding (&checked, "network").verdict, IND_VERDICT_INCONSISTENT);
    checked_free (&checked);
  }
}
END_TEST

/* 20 were paid where nothing was planned: that ratio does not exist, and what it
 * would have to be refutes nothing. */
START_TEST (test_zero_denominator)
{
  expect_explanations (
      "INDICATOR,REF_AREA,TIME_PERIOD,COMPONENT,OBS_VALUE,QUALIFIER\n"
      "investment_plan,VN,2024,_T,100,exact\ninvestment_plan,VN,2024,central,0,exact\n"
      "investment_plan,VN,2024,local,100,exact\ninvestment_disbursed,VN,2024,_T,120,exact\n"
      "investment_disbursed,VN,2024,central,20,exact\n"
      "investment_disbursed,VN,2024,local,100,exact\n"
      "disbursement_ratio,VN,2024,_T,120,exact\ndisbursement_ratio,VN,2024,local,100,exact\n",
      NULL, "");
}
END_TEST

/* What a suspect must be does not rest on which of two reports is right about
 * another figure: with 98 or 89 and 250, a total of 339 to 348; in either
 * order. */
START_TEST (test_other_clusters)
{
  static const char *const rows[] = { "r0,population,rural,V,2024,98\n",
                                      "r1,population,rural,V,2024,89\n" };
  size_t k;

  for (k = 0; k < 2; k++)
    {
      char csv[400];
      struct checked checked;
      size_t e, a, n_total = 0;
      snprintf (csv, sizeof csv,
                "SOURCE,INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE\n"
                "r0,population,,V,2024,100\n%s%sr0,population,urban,V,2024,250\n",
                rows[k], rows[1 - k]);
      checked = explain_text (csv, NULL, NULL);
      for (e = 0; e < ind_report_explanation_count (checked.report); e++)
        {
          ind_explanation explanation;
          ck_assert_int_eq (ind_report_explanation (checked.report, e, &explanation), IND_OK);
          for (a = 0; a < explanation.n_alternatives; a++)
            {
              ind_alternative alternative;
              size_t s;
              ck_assert_int_eq (ind_report_alternative (checked.report, e, a, &alternative),
                                IND_OK);
              for (s = 0; s < alternative.n_suspects; s++)
                {
                  ind_suspect suspect;
                  ck_assert_int_eq (ind_report_suspect (checked.report, e, a, s, &suspect),
                                    IND_OK);
                  ck_assert (!suspect.is_certain);
                  if (strcmp (suspect.component, "_T") != 0)
                    continue;
                  n_total++;
                  ck_assert_msg (suspect.must_lie_in.low <= 338
                                     && suspect.must_lie_in.high >= 349,
                                 "the total must lie in %g .. %g", suspect.must_lie_in.low,
                                 suspect.must_lie_in.high);
                }
            }
        }
      ck_assert_uint_gt (n_total, 0);
      checked_free (&checked);
    }
}
END_TEST

/* A report of another vintage is another network: what is wrong in one is told
 * once. */
START_TEST (test_parts_apart)
{
  expect_explanations ("SOURCE,VINTAGE,INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE\n"
                       "r1,May,x,,V,2024,76\nr1,May,x,A,V,2024,12\nr1,May,x,B,V,2024,23\n"
                       "r1,May,x,C,V,2024,31\nr2,,x,A,V,2024,17\n",
                       PARTS,
                       "at least 1: x.A [20.5, 23.5] | x.B [31.5, 34.5] | x [64.5, 67.5] | "
                       "x.C [39.5, 42.5]; ");
}
END_TEST

/* Of two reports, one does not say of which vintage it is. */
START_TEST (test_vintage_untold)
{
  expect_explanations ("SOURCE,VINTAGE,INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE\n"
                       "r1,,x,V,2024,121\nr2,May,x,V,2024,250\n",
                       "rule r: x == y\n", "at least 1: x [249.5, 250.5] | x [120.5, 121.5]; ");
}
END_TEST

/* An approximate figure is doubted first, and is not the only one. */
START_TEST (test_approximate)
{
  expect_explanations ("INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,QUALIFIER\n"
                       "a,V,2024,5,\nb,V,2024,9,approx\n",
                       "rule r: a == b\n", "at least 1: b [4.5, 5.5] | a [8, 10]; ");
}
END_TEST

/* ------------------------------------------------------------------------
 * Sources
 * ---------------------------------------------------------------------- */

/* Two reports print a total, one of them its parts. */
START_TEST (test_two_sources)
{
  struct checked checked
      = explain_text (SOURCES "one,x,,V,2024,66\none,x,A,V,2024,12\none,x,B,V,2024,23\n"
                              "one,x,C,V,2024,31\ntwo,x,,V,2024,76\n",
                      PARTS, NULL);
  ind_suspect suspect = only_suspect (&checked);
  ind_arbitration arbitration;

  ck_assert_str_eq (suspect.figure.source, "two");
  ck_assert (suspect.is_certain);
  suite_assert_near (suspect.must_lie_in.low, 65.5, 1e-12, 0);
  suite_assert_near (suspect.must_lie_in.high, 66.5, 1e-12, 0);
  ck_assert_str_eq (suspect.candidate, "66");
  ck_assert_int_eq (suspect.slip, IND_SLIP_DIGIT);
  ck_assert_uint_eq (ind_report_arbitration_count (checked.report), 1);
  ck_assert_int_eq (ind_report_arbitration (checked.report, 0, &arbitration), IND_OK);
  ck_assert_str_eq (arbitration.believed, "one");
  ck_assert (arbitration.is_certain && arbitration.n_relations == 1);
  checked_free (&checked);
}
END_TEST

/* ------------------------------------------------------------------------
 * Findings and their numbers
 * ---------------------------------------------------------------------- */

START_TEST (test_numbers)
{
  struct checked checked = explain_text (
      HEADER "a,,V,2024,100\nb,,V,2024,95\nc,,V,2024,5\nd,,V,2024,1\ne,,V,2024,3\n"
             "x,,W,2024,76\nx,A,W,2024,12\nx,B,W,2024,23\nx,C,W,2024,31\n",
      PARTS "rule r: a == 3 * c + u\nrule s: b == u + 5\nrule t: d == e\n", NULL);
  size_t k, j, n = ind_report_finding_count (checked.report), met = 0;
  ind_summary summary;

  ck_assert_uint_eq (n, 3);
  for (k = 0; k < n; k++)
    {
      ind_finding finding;
      char id[24];
      ck_assert_int_eq (ind_report_finding (checked.report, k, &finding), IND_OK);
      snprintf (id, sizeof id, "F%zu", k + 1);
      ck_assert_str_eq (finding.id, id);
      ck_assert (finding.sentence != NULL && finding.sentence[0] != '\0');
    }
  ck_assert_uint_eq (ind_report_explanation_count (checked.report), 3);
  for (k = 0; k < 3; k++)
    {
      ind_explanation explanation;
      ind_suspect suspect;
      ind_figure figure;
      ck_assert_int_eq (ind_report_explanation (checked.report, k, &explanation), IND_OK);
      ck_assert_int_eq (ind_report_suspect (checked.report, k, 0, 0, &suspect), IND_OK);
      ck_assert_uint_eq (explanation.n_findings, 1);
      ck_assert_int_eq (ind_report_explanation_finding (checked.report, k, 0, &j), IND_OK);
      ck_assert_uint_lt (j, n);
      met |= (size_t) 1 << j;
      /* The explanation is of the finding: the suspect is a figure of it. */
      {
        ind_finding finding;
        size_t f, n_same = 0;
        ck_assert_int_eq (ind_report_finding (checked.report, j, &finding), IND_OK);
        for (f = 0; f < finding.n_figures; f++)
          {
            ck_assert_int_eq (ind_report_finding_figure (checked.report, j, f, &figure), IND_OK);
            n_same += strcmp (figure.indicator, suspect.figure.indicator) == 0
                      && strcmp (figure.component, suspect.figure.component) == 0;
          }
        ck_assert_msg (n_same == 1, "explanation %zu doubts %s and tells of finding %s", k,
                       suspect.figure.indicator, finding.id);
      }
    }
  ck_assert_uint_eq (met, 7);
  ind_report_summary (checked.report, &summary);
  ck_assert_uint_eq (summary.verdicts[IND_VERDICT_INCONSISTENT], 3);
  checked_free (&checked);
}
END_TEST

/* The second call adds nothing. */
START_TEST (test_twice)
{
  struct checked checked = explain_text (
      HEADER "a,,V,2024,100\nb,,V,2024,95\nc,,V,2024,5\n", network_rules, NULL);
  static char first[4000], second[4000];
  size_t n = ind_report_finding_count (checked.report);

  write_explanations (checked.report, first, sizeof first);
  ck_assert_int_eq (ind_explain (checked.report, NULL, NULL), IND_OK);
  write_explanations (checked.report, second, sizeof second);
  ck_assert_str_eq (first, second);
  ck_assert_uint_eq (ind_report_finding_count (checked.report), n);
  ck_assert_uint_eq (n, 1);
  checked_free (&checked);
}
END_TEST

START_TEST (test_budget)
{
  ind_explain_options options = { 1, 0, 0 };
  struct checked checked = explain_text (
      HEADER "x,,V,2024,76\nx,A,V,2024,12\nx,B,V,2024,23\nx,C,V,2024,31\n", PARTS, &options);
  ind_explanation explanation;

  ck_assert_uint_eq (ind_report_explanation_count (checked.report), 1);
  ck_assert_int_eq (ind_report_explanation (checked.report, 0, &explanation), IND_OK);
  ck_assert_msg (!explanation.is_complete, "complete with a budget of 1");
  ck_assert_uint_le (explanation.at_least, 1);
  ck_assert_uint_ge (explanation.n_alternatives, 1);
  ck_assert_msg (strstr (explanation.sentence, "ended before") != NULL, "%s",
                 explanation.sentence);
  checked_free (&checked);
}
END_TEST

/* What nobody prints is told only on demand, and in its unit. */
START_TEST (test_deductions)
{
  static const char csv[] = HEADER "a,,V,2024,100\nb,,V,2024,90\nc,,V,2024,5\n";
  ind_explain_options options = { 0, 1, 0 };
  struct checked checked = explain_text (csv, network_rules, &options);
  ind_deduction deduction;

  ck_assert_uint_eq (ind_report_deduction_count (checked.report), 1);
  ck_assert_int_eq (ind_report_deduction (checked.report, 0, &deduction), IND_OK);
  ck_assert_str_eq (deduction.indicator, "u");
  /* By b 84.5 to 85.5; by a and c 83 to 87. */
  suite_assert_near (deduction.interval.low, 84.5, 1e-12, 0);
  suite_assert_near (deduction.interval.high, 85.5, 1e-12, 0);
  checked_free (&checked);
  checked = explain_text (csv, network_rules, NULL);
  ck_assert_uint_eq (ind_report_deduction_count (checked.report), 0);
  checked_free (&checked);
}
END_TEST

/* ------------------------------------------------------------------------
 * Slips that the context tells
 * ---------------------------------------------------------------------- */

static void
expect_slip (const char *csv, const char *rules, const char *indicator, const char *component,
             const char *period, ind_slip slip)
{
  struct checked checked = explain_text (csv, rules, NULL);
  ind_suspect suspect = only_suspect (&checked);

  ck_assert_msg (suspect.kind == IND_SUSPECT_FIGURE
                     && strcmp (suspect.figure.indicator, indicator) == 0
                     && strcmp (suspect.component, component) == 0
                     && strcmp (suspect.period, period) == 0,
                 "%s[%s] of %s is doubted first (%s), not %s[%s] of %s", suspect.figure.indicator,
                 suspect.component, suspect.period, ind_slip_name (suspect.slip), indicator,
                 component, period);
  ck_assert_msg (suspect.slip == slip, "%s[%s] in %g .. %g: slip \"%s\", not \"%s\"", indicator,
                 component, suspect.must_lie_in.low, suspect.must_lie_in.high,
                 ind_slip_name (suspect.slip), ind_slip_name (slip));
  checked_free (&checked);
}

/* 123 stands for A, where it is right, and for C, 789. */
START_TEST (test_copied)
{
  expect_slip (HEADER "x,,V,2024,1368\nx,A,V,2024,123\nx,B,V,2024,456\nx,C,V,2024,123\n"
                      "y,,V,2024,246\n",
               PARTS "rule a: y == 2 * x[A]\n", "x", "C", "2024", IND_SLIP_COPIED);
}
END_TEST

/* Growth of 2024, 42.18 by the levels, is printed as that of 2023. */
START_TEST (test_other_period)
{
  expect_slip (HEADER "x,,V,2022,1000.0\nx,,V,2023,1135.7\nx,,V,2024,1614.7\n"
                      "g,,V,2023,13.57\ng,,V,2024,13.57\n",
               "rule g: g == 100 * (x / prev(x) - 1)\n", "g", "_T", "2024",
               IND_SLIP_OTHER_PERIOD);
}
END_TEST

#define GROWTHS                                                                                    \
  "growth_real,,V,2024,6.33\ngrowth_real,BTF,V,2024,9.29\n"                                        \
  "growth_real,GTU,V,2024,5.05\ngrowth_real,D21X31,V,2024,7.44\n"
#define CONTRIBUTIONS                                                                              \
  "contribution,BTF,V,2024,2.34\ncontribution,GTU,V,2024,2.46\ncontribution,D21X31,V,2024,0.34\n"

/* The growth rate of agriculture, 5.55, for its contribution, 1.18. */
START_TEST (test_percent_or_point)
{
  expect_slip (HEADER GROWTHS "growth_real,A,V,2024,5.6\n" CONTRIBUTIONS
                              "contribution,A,V,2024,5.55\n",
               NULL, "contribution", "A", "2024", IND_SLIP_PERCENT_OR_POINT);
}
END_TEST

/* The same where the growth rate is printed with the same digits: that the
 * contribution was copied says less. */
START_TEST (test_percent_or_point_of_same_digits)
{
  expect_slip (HEADER GROWTHS "growth_real,A,V,2024,5.55\n" CONTRIBUTIONS
                              "contribution,A,V,2024,5.55\n",
               NULL, "contribution", "A", "2024", IND_SLIP_PERCENT_OR_POINT);
}
END_TEST

/* GRDP over employment instead of population: 157.99 for 62.02 million. */
START_TEST (test_other_denominator)
{
  expect_slip ("INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,UNIT_MULT\n"
               "grdp_current,V,2024,50400.5,VND,9\npopulation,V,2024,812.61,PS,3\n"
               "employment,V,2024,319.02,PS,3\nproductivity,V,2024,158.0,VND/PS,6\n"
               "grdp_per_capita,V,2024,157.99,VND/PS,6\n",
               NULL, "grdp_per_capita", "_T", "2024", IND_SLIP_OTHER_DENOMINATOR);
}
END_TEST

/* In June the parts were revised and the total was not: 579.1 is of May. */
#define JUNE                                                                                       \
  "one,June,x,,V,2024,579.1\none,June,x,A,V,2024,300.2\none,June,x,B,V,2024,200.1\n"               \
  "one,June,x,C,V,2024,200.2\n"
#define MAY "one,May,x,,V,2024,579.1\n"

START_TEST (test_stale_vintage)
{
  expect_slip ("SOURCE,VINTAGE,INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE\n" MAY JUNE,
               PARTS, "x", "_T", "2024", IND_SLIP_STALE_VINTAGE);
}
END_TEST

/* ------------------------------------------------------------------------
 * Memory
 * ---------------------------------------------------------------------- */

/* Each allocation fails in turn: the report is as it was, and can still be
 * explained. */
START_TEST (test_memory)
{
  static const char csv[]
      = SOURCES "one,x,,V,2024,66\none,x,A,V,2024,12\none,x,B,V,2024,23\none,x,C,V,2024,31\n"
                "two,x,,V,2024,76\none,a,,V,2024,100\none,b,,V,2024,95\none,c,,V,2024,5\n";
  static const char rules[] = PARTS "rule r: a == 3 * c + u\nrule s: b == u + 5\n";
  ind_explain_options options = { 0, 1, 0 };
  int is_persistent;

  for (is_persistent = 0; is_persistent <= 1; is_persistent++)
    {
      struct checked checked = check_text (csv, rules, 0);
      size_t n, k, n_findings = ind_report_finding_count (checked.report);
      ind_summary before, after;
      static char sentences[20][2000];
      ind_report_summary (checked.report, &before);
      ck_assert_uint_lt (n_findings, 20);
      for (k = 0; k < n_findings; k++)
        {
          ind_finding finding;
          ck_assert_int_eq (ind_report_finding (checked.report, k, &finding), IND_OK);
          snprintf (sentences[k], sizeof sentences[k], "%s %s", finding.id, finding.sentence);
        }
      for (n = 1;; n++)
        {
          ind_error error = { IND_OK, 0, 0, "" };
          ind_status status;
          failing_memory_arm (n, is_persistent);
          status = ind_explain (checked.report, &options, &error);
          if (failing_memory_disarm () == 0)
            {
              ck_assert_int_eq (status, IND_OK);
              break;
            }
          ck_assert_msg (status == IND_E_MEMORY && error.status == IND_E_MEMORY,
                         "allocation %zu: status %d", n, (int) status);
          ind_report_summary (checked.report, &after);
          ck_assert_msg (memcmp (&before, &after, sizeof before) == 0, "allocation %zu: summary",
                         n);
          ck_assert_msg (ind_report_finding_count (checked.report) == n_findings
                             && ind_report_explanation_count (checked.report) == 0
                             && ind_report_arbitration_count (checked.report) == 0
                             && ind_report_deduction_count (checked.report) == 0,
                         "allocation %zu leaves something", n);
          for (k = 0; k < n_findings; k++)
            {
              ind_finding finding;
              char text[2000];
              ck_assert_int_eq (ind_report_finding (checked.report, k, &finding), IND_OK);
              snprintf (text, sizeof text, "%s %s", finding.id, finding.sentence);
              ck_assert_msg (strcmp (text, sentences[k]) == 0,
                             "allocation %zu: finding %zu is\n%s\nand was\n%s", n, k, text,
                             sentences[k]);
            }
        }
      ck_assert_msg (n > 50, "%zu allocations", n);
      ck_assert_uint_eq (ind_report_explanation_count (checked.report), 2);
      ck_assert_uint_eq (ind_report_finding_count (checked.report), n_findings + 1);
      checked_free (&checked);
    }
}
END_TEST

START_TEST (test_names)
{
  ck_assert_str_eq (ind_suspect_kind_name (IND_SUSPECT_FIGURE), "figure");
  ck_assert_str_eq (ind_suspect_kind_name (IND_SUSPECT_BASIS), "basis");
  ck_assert_str_eq (ind_suspect_kind_name (IND_SUSPECT_ASSUMPTION), "assumption");
  ck_assert_str_eq (ind_suspect_kind_name ((ind_suspect_kind) 3), "?");
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("explain");

  tcase_set_timeout (tests, 60);
  tcase_add_test (tests, test_three_truths);
  tcase_add_test (tests, test_assumption);
  tcase_add_test (tests, test_total);
  tcase_add_test (tests, test_protected_parts);
  tcase_add_test (tests, test_several);
  tcase_add_test (tests, test_basis);
  tcase_add_test (tests, test_constant);
  tcase_add_test (tests, test_contradictory_rules);
  tcase_add_test (tests, test_explainable);
  tcase_add_test (tests, test_given);
  tcase_add_test (tests, test_zero_denominator);
  tcase_add_test (tests, test_other_clusters);
  tcase_add_test (tests, test_parts_apart);
  tcase_add_test (tests, test_vintage_untold);
  tcase_add_test (tests, test_currencies);
  tcase_add_test (tests, test_approximate);
  tcase_add_test (tests, test_two_sources);
  tcase_add_test (tests, test_numbers);
  tcase_add_test (tests, test_twice);
  tcase_add_test (tests, test_budget);
  tcase_add_test (tests, test_deductions);
  tcase_add_test (tests, test_copied);
  tcase_add_test (tests, test_other_period);
  tcase_add_test (tests, test_percent_or_point);
  tcase_add_test (tests, test_percent_or_point_of_same_digits);
  tcase_add_test (tests, test_other_denominator);
  tcase_add_test (tests, test_stale_vintage);
  tcase_add_test (tests, test_memory);
  tcase_add_test (tests, test_names);
  return suite_run (tests, "explain");
}
