/* SPDX-License-Identifier: GPL-3.0-or-later
 * From a binding to a verdict. */
#include "check/verdict.h"

#include <stdio.h>

#include "check/checking.h"

/* The readings of figures: nearest, weak zeros, counts, qualifiers. */
START_TEST (test_exact_and_rounding)
{
  static const char rule[] = "rule r: a == b + c\n";

  ck_assert_int_eq (verdict_of (HEADER "a,,V,2024,6.33\nb,,V,2024,2.31\nc,,V,2024,4.02\n", rule),
                    IND_VERDICT_EXACT);
  ck_assert_int_eq (verdict_of (HEADER "a,,V,2024,6.34\nb,,V,2024,2.31\nc,,V,2024,4.02\n", rule),
                    IND_VERDICT_ROUNDING);
  ck_assert_int_eq (verdict_of (HEADER "a,,V,2024,6.35\nb,,V,2024,2.31\nc,,V,2024,4.02\n", rule),
                    IND_VERDICT_INCONSISTENT);
}
END_TEST

/* Recomputed and rounded, the printed digits come out: exact to the last
 * digit although 71 / 319 has no end. */
START_TEST (test_exact_quotient)
{
  static const char rule[] = "rule r: a == 100 * b / c\n";

  ck_assert_int_eq (verdict_of (HEADER "a,,V,2024,22.26\nb,,V,2024,71\nc,,V,2024,319\n", rule),
                    IND_VERDICT_EXACT);
  ck_assert_int_eq (verdict_of (HEADER "a,,V,2024,22.39\nb,,V,2024,71\nc,,V,2024,319\n", rule),
                    IND_VERDICT_ROUNDING);
  ck_assert_int_eq (verdict_of (HEADER "a,,V,2024,22.59\nb,,V,2024,71\nc,,V,2024,319\n", rule),
                    IND_VERDICT_INCONSISTENT);
}
END_TEST

/* Ends that touch are feasible, though only by chance: 33.335 and 66.665
 * printed as 33.34 and 66.67 add up to 100.01, and at most that. */
START_TEST (test_ties)
{
  static const char rule[] = "rule r: a + b == 100\n";

  ck_assert_int_eq (verdict_of (HEADER "a,,V,2024,33.34\nb,,V,2024,66.67\n", rule),
                    IND_VERDICT_IMPROBABLE);
  ck_assert_int_eq (verdict_of (HEADER "a,,V,2024,33.34\nb,,V,2024,66.68\n", rule),
                    IND_VERDICT_INCONSISTENT);
}
END_TEST

#define QUALIFIED "INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,QUALIFIER\n"

START_TEST (test_qualifiers)
{
  static const char rule[] = "rule r: a == b\n";

  ck_assert_int_eq (verdict_of (QUALIFIED "a,V,2024,11,\nb,V,2024,10.34,\n", rule),
                    IND_VERDICT_INCONSISTENT);
  ck_assert_int_eq (verdict_of (QUALIFIED "a,V,2024,11,approx\nb,V,2024,10.34,\n", rule),
                    IND_VERDICT_ROUNDING);
  ck_assert_int_eq (verdict_of (QUALIFIED "a,V,2024,33,exact\nb,V,2024,27,exact\n", rule),
                    IND_VERDICT_INCONSISTENT);
  ck_assert_int_eq (verdict_of (QUALIFIED "a,V,2024,33,at_least\nb,V,2024,40,exact\n", rule),
                    IND_VERDICT_ROUNDING);
  ck_assert_int_eq (verdict_of (QUALIFIED "a,V,2024,33,at_most\nb,V,2024,40,exact\n", rule),
                    IND_VERDICT_INCONSISTENT);
  ck_assert_int_eq (verdict_of (QUALIFIED "a,V,2024,50400,\nb,V,2024,50440,exact\n", rule),
                    IND_VERDICT_EXACT);
  ck_assert_int_eq (verdict_of (QUALIFIED "a,V,2024,50400,\nb,V,2024,50460,exact\n", rule),
                    IND_VERDICT_INCONSISTENT);
}
END_TEST

/* 40 figures that all err to the same side: possible, and never by chance. */
START_TEST (test_improbable)
{
  char csv[4000] = HEADER, rule[400] = "breakdown b: _T = *\nrule r over b: sum(a[*]) == a[_T]\n";
  size_t k;

  strcat (csv, "a,_T,V,2024,20.0\n");
  for (k = 0; k < 20; k++)
    sprintf (csv + strlen (csv), "a,p%zu,V,2024,1.04\n", k);
  ck_assert_int_eq (verdict_of (csv, rule), IND_VERDICT_INCONSISTENT);
  strcpy (csv, HEADER "a,_T,V,2024,20\n");
  for (k = 0; k < 20; k++)
    sprintf (csv + strlen (csv), "a,p%zu,V,2024,1.4\n", k);
  ck_assert_int_eq (verdict_of (csv, rule), IND_VERDICT_INCONSISTENT);
  strcpy (csv, HEADER "a,_T,V,2024,20\n");
  for (k = 0; k < 20; k++)
    sprintf (csv + strlen (csv), "a,p%zu,V,2024,%s\n", k, k < 19 ? "1" : "9");
  ck_assert_int_eq (verdict_of (csv, rule), IND_VERDICT_IMPROBABLE);
}
END_TEST

START_TEST (test_relations)
{
  static const char csv[] = HEADER "a,,V,2024,10.0\nb,,V,2024,11.0\n";

  ck_assert_int_eq (verdict_of (csv, "rule r: a <= b\n"), IND_VERDICT_EXACT);
  ck_assert_int_eq (verdict_of (csv, "rule r: b >= a\n"), IND_VERDICT_EXACT);
  ck_assert_int_eq (verdict_of (csv, "rule r: a >= b\n"), IND_VERDICT_INCONSISTENT);
  ck_assert_int_eq (verdict_of (csv, "rule r: b <= a\n"), IND_VERDICT_INCONSISTENT);
  ck_assert_int_eq (verdict_of (csv, "rule r: a + 1.05 >= b + 0.1\n"), IND_VERDICT_ROUNDING);
  ck_assert_int_eq (verdict_of (csv, "rule r: a ~= b within 10%\n"), IND_VERDICT_ROUNDING);
  ck_assert_int_eq (verdict_of (csv, "rule r: a ~= b within 1.5\n"), IND_VERDICT_ROUNDING);
  /* An approximate rule doubts and never proves. */
  ck_assert_int_eq (verdict_of (csv, "rule r: a ~= b within 3%\n"), IND_VERDICT_IMPROBABLE);
  ck_assert_int_eq (verdict_of (csv, "rule r: a ~= b\n"), IND_VERDICT_IMPROBABLE);
}
END_TEST

/* A contribution computed from a growth rate already rounded: 3 parts with
 * contributions of growth times weight. The implied weights then miss 100 by
 * more than plain rounding allows. */
START_TEST (test_explainable)
{
  static const char rules[] = "breakdown b: _T = A + B\n"
                              "rule r: sum(100 * k[*] / g[*]) == 100\n"
                              "rule d: k[c] == g[c] * w[c] / 100\n";
  static const char csv[] = HEADER "k,A,V,2024,1.18\nk,B,V,2024,2.00\n"
                                   "g,A,V,2024,2.4\ng,B,V,2024,4.1\n";
  struct checked checked = check_text (csv, rules, 1);
  ind_finding finding = only_finding (&checked, "r/b");

  /* 1.185 / 2.35 + 2.005 / 4.05 = 0.9993 at most, from the printed figures
   * alone; the contributions may be off by another 1.18 * 0.05 / 2.4. */
  ck_assert_int_eq (finding.verdict, IND_VERDICT_EXPLAINABLE);
  ck_assert_int_eq (ind_report_exit_status (checked.report, 1), 0);
  checked_free (&checked);

  checked = check_text (csv, "breakdown b: _T = A + B\n"
                             "rule r: sum(100 * k[*] / g[*]) == 100\n",
                        1);
  ck_assert_int_eq (only_finding (&checked, "r/b").verdict, IND_VERDICT_INCONSISTENT);
  ck_assert_int_eq (ind_report_exit_status (checked.report, 0), 1);
  checked_free (&checked);
}
END_TEST

/* The same of bounds: what is computed from a rounded 5.0 may be off by 0.1. */
START_TEST (test_explainable_bounds)
{
  static const char csv[] = HEADER "a,,V,2024,10.15\nb,,V,2024,10.0\ne,,V,2024,5.0\n";

  ck_assert_int_eq (verdict_of (csv, "rule r: a <= b\n"), IND_VERDICT_INCONSISTENT);
  ck_assert_int_eq (verdict_of (csv, "rule r: a <= b\nrule d: b == 2 * e\n"),
                    IND_VERDICT_EXPLAINABLE);
  ck_assert_int_eq (verdict_of (csv, "rule r: b >= a\nrule d: b == 2 * e\n"),
                    IND_VERDICT_EXPLAINABLE);
  ck_assert_int_eq (verdict_of (csv, "rule r: b >= a + 0.1\nrule d: b == 2 * e\n"),
                    IND_VERDICT_INCONSISTENT);
}
END_TEST

/* An operand that is not printed is solved for, whatever its size: growth by
 * 6.3 percent to 50,400 billion, from a level that is not told. The figure may
 * be off by 100 * 50 / 47413 = 0.105 because 50,400 is rounded. */
START_TEST (test_explainable_by_unprinted)
{
  static const char csv[] = "INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT\n"
                            "g,V,2024,6.3,%\nh,V,2024,6.45,%\ny,V,2024,50400,bn VND\n";

  ck_assert_int_eq (verdict_of (csv, "rule r: g == h\nrule d: g == 100 * (y / prev(y) - 1)\n"),
                    IND_VERDICT_EXPLAINABLE);
  ck_assert_int_eq (verdict_of (csv, "rule r: g + 0.02 == h\n"
                                     "rule d: g == 100 * (y / prev(y) - 1)\n"),
                    IND_VERDICT_EXPLAINABLE);
  ck_assert_int_eq (verdict_of (csv, "rule r: g == h + 0.02\n"
                                     "rule d: g == 100 * (y / prev(y) - 1)\n"),
                    IND_VERDICT_INCONSISTENT);
}
END_TEST

/* However many figures a definition has: 100 parts, each off by 0.05, explain
 * a total that is off by 4.9, and not one that is off by 5.3. */
START_TEST (test_explainable_by_many)
{
  char csv[4000];
  static char rules[2000];
  size_t k, n, total;

  n = (size_t) sprintf (rules, "breakdown p: _T = p0");
  for (k = 1; k < 100; k++)
    n += (size_t) sprintf (rules + n, " + p%zu", k);
  sprintf (rules + n, "\nrule d over p: t == sum(x[*])\nrule r: u == t\n");
  for (total = 0; total < 2; total++)
    {
      n = (size_t) sprintf (csv, HEADER "t,,V,2024,100.0\nu,,V,2024,%s\n",
                            total == 0 ? "104.9" : "105.3");
      for (k = 0; k < 100; k++)
        n += (size_t) sprintf (csv + n, "x,p%zu,V,2024,1.0\n", k);
      ck_assert_int_eq (verdict_of (csv, rules), total == 0 ? IND_VERDICT_EXPLAINABLE
                                                            : IND_VERDICT_INCONSISTENT);
    }
}
END_TEST

#define ASSUMED "assume f \"A factor\" from 0.5 to 2\n"

/* What is assumed stands in for a figure: it can agree, never to the last
 * digit, and doubt, never prove. The bound is 10.05 * 2 = 20.1. */
START_TEST (test_assumed)
{
  static const char rule[] = ASSUMED "rule r: a == b * f\n";
  struct checked checked = check_text (HEADER "a,,V,2024,21.0\nb,,V,2024,10.0\n", rule, 1);
  ind_finding finding = only_finding (&checked, "r");

  ck_assert_int_eq (finding.verdict, IND_VERDICT_IMPROBABLE);
  suite_assert_near (finding.gap, 20.95 - 20.1, 1e-12, 0);
  ck_assert (finding.kappa == -1 && finding.p == -1);
  ck_assert_int_eq (ind_report_exit_status (checked.report, 0), 0);
  ck_assert_int_eq (ind_report_exit_status (checked.report, 1), 1);
  checked_free (&checked);
  checked = check_text (HEADER "a,,V,2024,20.0\nb,,V,2024,10.0\n", rule, 1);
  finding = only_finding (&checked, "r");
  ck_assert_int_eq (finding.verdict, IND_VERDICT_ROUNDING);
  ck_assert (finding.kappa == -1 && finding.p == -1);
  checked_free (&checked);
  /* 0 would make it exact. */
  ck_assert_int_eq (verdict_of (HEADER "a,,V,2024,10.0\nb,,V,2024,10.0\n",
                                "assume f from -1 to 1\nrule r: a == b + f\n"),
                    IND_VERDICT_ROUNDING);
  ck_assert_int_eq (verdict_of (HEADER "a,,V,2024,4.0\nb,,V,2024,10.0\n",
                                ASSUMED "rule r: a >= b * f\n"),
                    IND_VERDICT_IMPROBABLE);
  ck_assert_int_eq (verdict_of (HEADER "a,,V,2024,6.0\nb,,V,2024,10.0\n",
                                ASSUMED "rule r: a >= b * f\n"),
                    IND_VERDICT_ROUNDING);
  /* On the left side, too; the rule is bound by what may be printed. */
  ck_assert_int_eq (verdict_of (HEADER "a,,V,2024,30.0\nb,,V,2024,10.0\n",
                                ASSUMED "rule r: f == a / b\n"),
                    IND_VERDICT_IMPROBABLE);
}
END_TEST

/* A figure of it counts instead, if it can be used. */
START_TEST (test_assumed_and_printed)
{
  static const char rule[] = ASSUMED "rule r: a == b * f\n";

  ck_assert_int_eq (verdict_of (HEADER "a,,V,2024,30.0\nb,,V,2024,10.0\nf,,V,2024,3.0\n", rule),
                    IND_VERDICT_EXACT);
  ck_assert_int_eq (verdict_of (HEADER "a,,V,2024,20.0\nb,,V,2024,10.0\nf,,V,2024,1.5\n", rule),
                    IND_VERDICT_INCONSISTENT);
  ck_assert_int_eq (verdict_of (HEADER "a,,V,2024,21.0\nb,,V,2024,10.0\nf,,V,2023,1.5\n", rule),
                    IND_VERDICT_IMPROBABLE);
  ck_assert_int_eq (verdict_of ("INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT\n"
                                "a,V,2024,20.0,\nb,V,2024,10.0,\nf,V,2024,1.5,ha\n",
                                rule),
                    IND_VERDICT_ROUNDING);
}
END_TEST

/* Nobody is asked to print it, and it makes no breakdown of a whole alone. */
START_TEST (test_assumed_is_not_missing)
{
  static const char parts[] = ASSUMED "breakdown p: _T = A + B\n"
                                      "rule r over p: a[whole] == sum(b[*] * f[*])\n";
  struct checked checked = check_text (HEADER "a,,V,2024,10\n", parts, 1);

  ck_assert_uint_eq (ind_report_finding_count (checked.report), 0);
  ck_assert_uint_eq (ind_report_unverifiable_count (checked.report), 0);
  checked_free (&checked);
  expect_unverifiable (HEADER "a,,V,2024,10\nb,A,V,2024,4\n", parts, "no report prints b[B] of V, 2024. (");
  expect_unverifiable (HEADER "a,,V,2024,10\n", ASSUMED "rule r: a == b * f\n",
                       "no report prints b of V, 2024. (");
  ck_assert_int_eq (verdict_of (HEADER "a,,V,2024,10\nb,A,V,2024,4\nb,B,V,2024,5\n", parts),
                    IND_VERDICT_ROUNDING);
  /* Before what the rule says of missing figures: b + 2 * d at most. */
  ck_assert_int_eq (verdict_of (HEADER "a,,V,2024,10\nb,,V,2024,4\nd,,V,2024,3\n",
                                ASSUMED "rule r: a == b + f * d + e missing zero\n"),
                    IND_VERDICT_ROUNDING);
  ck_assert_int_eq (verdict_of (HEADER "a,,V,2024,13\nb,,V,2024,4\nd,,V,2024,3\n",
                                ASSUMED "rule r: a == b + f * d + e missing zero\n"),
                    IND_VERDICT_IMPROBABLE);
}
END_TEST

/* Nobody computed a figure by what is only assumed; see test_explainable_bounds. */
START_TEST (test_assumed_explains_nothing)
{
  static const char rules[] = "assume f from 1 to 3\nrule r: a <= b\nrule d: b == f * e\n";

  ck_assert_int_eq (verdict_of (HEADER "a,,V,2024,10.15\nb,,V,2024,10.0\ne,,V,2024,5.0\n", rules),
                    IND_VERDICT_INCONSISTENT);
  ck_assert_int_eq (verdict_of (HEADER "a,,V,2024,10.15\nb,,V,2024,10.0\ne,,V,2024,5.0\n"
                                       "f,,V,2024,2.00\n",
                                rules),
                    IND_VERDICT_EXPLAINABLE);
}
END_TEST

/* On another basis or not, the verdict is the same. */
START_TEST (test_basis)
{
  static const char csv[] = HEADER "a,,V,2024,10.0\nb,,V,2024,11.0\n";

  ck_assert_int_eq (verdict_of (csv, "rule r: a == b basis \"average b\"\n"),
                    IND_VERDICT_INCONSISTENT);
}
END_TEST

START_TEST (test_missing)
{
  static const char csv[] = HEADER "t,,V,2024,10\nx,A,V,2024,12\n";

  expect_unverifiable (csv, "breakdown b: _T = A + B\nrule r over b: x[A] == t - x[B] + 0 * sum(x[*])\n",
                       "x[B] of V, 2024");
  ck_assert_int_eq (verdict_of (csv, "rule r: t == x[A] + x[B]\n missing nonnegative\n"),
                    IND_VERDICT_INCONSISTENT);
  ck_assert_int_eq (verdict_of (csv, "rule r: x[A] == t + x[B]\n missing nonnegative\n"),
                    IND_VERDICT_ROUNDING);
  ck_assert_int_eq (verdict_of (csv, "rule r: t == x[A] + x[B]\n missing zero\n"),
                    IND_VERDICT_INCONSISTENT);
}
END_TEST

START_TEST (test_zero_denominator)
{
  static const char rule[] = "rule r: a == b / c\n";

  expect_unverifiable (HEADER "a,,V,2024,1\nb,,V,2024,1\nc,,V,2024,0\n", rule,
                       "a denominator may be zero");
  expect_unverifiable ("INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,QUALIFIER\n"
                       "a,V,2024,1,\nb,V,2024,1,\nc,V,2024,0,exact\n",
                       rule, "a denominator may be zero");
  /* A quotient that may be undefined stays so when multiplied by zero: from
   * 50 to 0 the change is -50 and the growth is -100 percent. */
  expect_unverifiable ("INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,QUALIFIER\n"
                       "x_change,V,2024,-50,exact\nx,V,2024,0,exact\nx_growth,V,2024,-100,\n",
                       "rule r: x_change == x * (1 - 1 / (1 + x_growth / 100))\n",
                       "a denominator may be zero");
  expect_unverifiable ("INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,QUALIFIER\n"
                       "c,V,2024,0,exact\ng,V,2024,0.0,\nw,V,2024,20,\n",
                       "rule r: w == c / g\n", "a denominator may be zero");
}
END_TEST

/* A deficit that shrinks from 50 to 30 is printed as growth by 40 or by -40:
 * from a negative level neither has a meaning. */
START_TEST (test_given)
{
  static const char rule[] = "rule r: g == 100 * (a / prev(a) - 1)\n given prev(a)\n";

  expect_unverifiable (HEADER "g,,V,2024,40\na,,V,2024,-30\na,,V,2023,-50\n", rule,
                       "only for positive levels");
  ck_assert_int_eq (verdict_of (HEADER "g,,V,2024,-40\na,,V,2024,30\na,,V,2023,50\n", rule),
                    IND_VERDICT_EXACT);
  ck_assert_int_eq (verdict_of (HEADER "g,,V,2024,40\na,,V,2024,30\na,,V,2023,50\n", rule),
                    IND_VERDICT_INCONSISTENT);
}
END_TEST

#define UNITS "INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE\n"

START_TEST (test_units)
{
  static const char rule[] = "rule r: a == b\n";

  ck_assert_int_eq (verdict_of (UNITS "a,V,2024,5,bn VND\nb,V,2024,5.000,tỷ đồng\n", rule),
                    IND_VERDICT_EXACT);
  ck_assert_int_eq (verdict_of (UNITS "a,V,2024,5,bn VND\nb,V,2024,5012.00,mn VND\n", rule),
                    IND_VERDICT_EXACT);
  ck_assert_int_eq (verdict_of (UNITS "a,V,2024,5,bn VND\nb,V,2024,5,mn VND\n", rule),
                    IND_VERDICT_INCONSISTENT);
  expect_unverifiable (UNITS "a,V,2024,5,bn VND\nb,V,2024,5,ha\n", rule,
                       "units that cannot be added or compared");
  expect_unverifiable (UNITS "grdp_constant,V,2024,5,bn VND 2010\n"
                             "b,V,2024,5,bn VND 2015\n",
                       "rule r: grdp_constant == b\n", "prices of different years");
  expect_unverifiable (UNITS "grdp_current,V,2024,5,bn VND\npopulation,V,2024,5,persons\n"
                             "grdp_per_capita,V,2024,1,bn EUR/person\n",
                       "rule r: grdp_per_capita == grdp_current / population\n",
                       "different currencies");
}
END_TEST

/* No data can be built for which true figures, each rounded once, alarm. */
START_TEST (test_no_false_alarm)
{
  static const char rules[] = "rule r: s == 100 * a / b\n"
                              "rule g: x == 100 * (a / b - 1)\n"
                              "rule t: b == a + c\n"
                              "rule p: d == a * b\n";
  uint64_t state = UINT64_C (88172645463325252);
  int i;

  for (i = 0; i < 3000; i++)
    {
      char csv[600];
      double a, c;
      struct checked checked;
      int decimals = i % 4;
      state ^= state << 13;
      state ^= state >> 7;
      state ^= state << 17;
      a = 1 + (double) (state % 1000003) / 997;
      c = 1 + (double) (state / 1000003 % 1000003) / 991;
      sprintf (csv,
               "INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,DECIMALS\n"
               "a,V,2024,%.*f,%d\nb,V,2024,%.*f,%d\nc,V,2024,%.*f,%d\n"
               "s,V,2024,%.2f,2\nx,V,2024,%.3f,3\nd,V,2024,%.1f,1\n",
               decimals, a, decimals, decimals, a + c, decimals, decimals, c, decimals,
               100 * a / (a + c), 100 * (a / (a + c) - 1), a * (a + c));
      checked = check_text (csv, rules, 0);
      ck_assert_msg (ind_report_exit_status (checked.report, 0) == 0, "a false alarm on\n%s", csv);
      checked_free (&checked);
    }
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("verdict");

  tcase_set_timeout (tests, 60);
  tcase_add_test (tests, test_exact_and_rounding);
  tcase_add_test (tests, test_exact_quotient);
  tcase_add_test (tests, test_ties);
  tcase_add_test (tests, test_qualifiers);
  tcase_add_test (tests, test_improbable);
  tcase_add_test (tests, test_relations);
  tcase_add_test (tests, test_explainable);
  tcase_add_test (tests, test_explainable_bounds);
  tcase_add_test (tests, test_explainable_by_unprinted);
  tcase_add_test (tests, test_explainable_by_many);
  tcase_add_test (tests, test_assumed);
  tcase_add_test (tests, test_assumed_and_printed);
  tcase_add_test (tests, test_assumed_is_not_missing);
  tcase_add_test (tests, test_assumed_explains_nothing);
  tcase_add_test (tests, test_basis);
  tcase_add_test (tests, test_missing);
  tcase_add_test (tests, test_zero_denominator);
  tcase_add_test (tests, test_given);
  tcase_add_test (tests, test_units);
  tcase_add_test (tests, test_no_false_alarm);
  return suite_run (tests, "verdict");
}
