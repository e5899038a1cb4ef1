/* SPDX-License-Identifier: GPL-3.0-or-later
 * The sentence of each kind of finding: both intervals, where each figure
 * stands, and numbers that prove what is said. */
#include <stdio.h>

#include "check/checking.h"
#include "support/exact.h"
#include "support/failing_memory.h"

/* The sentence of the only finding of a rule. */
static void
expect_sentence (const char *csv, const char *rules, const char *rule, const char *expected)
{
  struct checked checked = check_text (csv, rules, 1);
  ind_finding finding = only_finding (&checked, rule);

  ck_assert_msg (strcmp (finding.sentence, expected) == 0, "the sentence is\n%s\nnot\n%s",
                 finding.sentence, expected);
  checked_free (&checked);
}

#define FULL "SOURCE,VINTAGE,INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT,PRINTED,LOCATOR\n"

/* 50,350 / 812.65 = 61.957 and 50,450 / 812.55 = 62.088. */
START_TEST (test_inconsistent)
{
  expect_sentence (
      FULL "Oct,,grdp_per_capita,,Lạng Sơn,2024,60,mn VND/person,60 triệu đồng,sec. 1\n"
           "Oct,,grdp_current,,Lạng Sơn,2024,50400,bn VND,50.400 tỷ đồng,\n"
           "Oct,,population,,Lạng Sơn,2024,812.6,thousand persons,,p. 3\n",
      NULL, "grdp_per_capita_definition",
      "GRDP per capita of Lạng Sơn in 2024 is printed as 60 triệu đồng (Oct, sec. 1), which stands "
      "for a value from 59.5 to 60.5 million VND per person; but GRDP at current prices 50.400 tỷ "
      "đồng (record 3) and Population, average of the period 812.6 thousand persons (p. 3) imply a "
      "value from 61.95 to 62.09 million VND per person; the gap is 1.45 million VND per person, "
      "which no rounding explains. By definition, it is grdp_current / population.");
}
END_TEST

/* A figure against one other, against several, against the rule alone. */
START_TEST (test_operands)
{
  expect_sentence (HEADER "a,,V,2024,1.0\nb,,V,2024,2.0\n", "rule r: a == b\n  say \"Why.\"\n", "r",
                   "a of V in 2024 is printed as 1.0 (test, record 2), which stands for a value "
                   "from 0.95 to 1.05; but b 2.0 (record 3) implies a value from 1.95 to 2.05; the "
                   "gap is 0.9, which no rounding explains. Why.");
  expect_sentence (HEADER "a,,V,2024,1.0\nb,P,V,2024,2.0\nb,Q,V,2024,3.0\nb,,V,2024,1.0\n",
                   "rule r: a == b[P] + b[Q] + b\n", "r",
                   "a of V in 2024 is printed as 1.0 (test, record 2), which stands for a value "
                   "from 0.95 to 1.05; but b (P) 2.0 (record 3), Q 3.0 (record 4) and b 1.0 (record "
                   "5) imply a value from 5.85 to 6.15; the gap is 4.8, which no rounding "
                   "explains.");
  expect_sentence (HEADER "a,,V,2024,1.0\n", "rule r: a == 2\n", "r",
                   "a of V in 2024 is printed as 1.0 (test, record 2), which stands for a value "
                   "from 0.95 to 1.05; but the rule a == 2 implies a value of exactly 2; the gap is "
                   "0.95, which no rounding explains.");
}
END_TEST

/* A count is exact, and its sentence says so. */
START_TEST (test_exact_figures)
{
  expect_sentence ("INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,QUALIFIER\n"
                   "a,V,2024,33,exact\nb,V,2024,21,exact\nd,V,2024,6,exact\n",
                   "rule r: a == b + d\n", "r",
                   "a of V in 2024 is printed as 33 (test, record 2), an exact figure; but b 21 "
                   "(record 3) and d 6 (record 4) imply a value of exactly 27; the gap is 6, which "
                   "no rounding explains.");
}
END_TEST

/* A sum against the number a rule states. */
START_TEST (test_stated_number)
{
  static const char csv[] = HEADER "x,A,V,2024,60.0\nx,B,V,2024,43.0\n";

  expect_sentence (csv, "breakdown p: _T = A + B\nrule r over p: sum(x[*]) == 100\n", "r",
                   "V in 2024, test: the rule sum(x[*]) == 100 needs a value of exactly 100; but x "
                   "(A) 60.0 (record 2) and B 43.0 (record 3) imply a value from 102.9 to 103.1; "
                   "the gap is 2.9, which no rounding explains.");
  expect_sentence (csv, "breakdown p: _T = A + B\nrule r over p: sum(x[*]) <= 100\n", "r",
                   "V in 2024, test: the rule sum(x[*]) <= 100 needs a value of at most 100; but x "
                   "(A) 60.0 (record 2) and B 43.0 (record 3) imply a value from 102.9 to 103.1; "
                   "the gap is 2.9, which no rounding explains.");
  expect_sentence (csv, "breakdown p: _T = A + B\nrule r over p: 110 <= sum(x[*])\n", "r",
                   "V in 2024, test: the rule 110 <= sum(x[*]) needs a value of at least 110; but x "
                   "(A) 60.0 (record 2) and B 43.0 (record 3) imply a value from 102.9 to 103.1; "
                   "the gap is 6.9, which no rounding explains.");
}
END_TEST

/* Neither side is one figure. */
START_TEST (test_two_sides)
{
  static const char csv[] = HEADER "a,,V,2024,1.0\nb,,V,2024,2.0\nd,,V,2024,4.0\ne,,V,2024,5.0\n";

  expect_sentence (csv, "rule r: a + b == d + e\n", "r",
                   "V in 2024, test: with a 1.0 (record 2), b 2.0 (record 3), d 4.0 (record 4) and "
                   "e 5.0 (record 5), the left side of the rule a + b == d + e is a value from 2.9 "
                   "to 3.1; but the right side asks for a value from 8.9 to 9.1; the gap is 5.8, "
                   "which no rounding explains.");
  expect_sentence (csv, "rule r: a + b >= d + e\n", "r",
                   "V in 2024, test: with a 1.0 (record 2), b 2.0 (record 3), d 4.0 (record 4) and "
                   "e 5.0 (record 5), the left side of the rule a + b >= d + e is a value from 2.9 "
                   "to 3.1; but the right side asks for a value of at least 8.9; the gap is 5.8, "
                   "which no rounding explains.");
  expect_sentence (csv, "rule r: d + e >= a + b\n", "r",
                   "V in 2024, test: with d 4.0 (record 4), e 5.0 (record 5), a 1.0 (record 2) and "
                   "b 2.0 (record 3), the left side of the rule d + e >= a + b is a value from 8.9 "
                   "to 9.1; and the right side asks for a value of at least 2.9, which agrees.");
}
END_TEST

/* A bound implies all that is beyond it, on the side of the printed figure. */
START_TEST (test_bounds)
{
  static const char csv[] = HEADER "a,,V,2024,1.0\nb,,V,2024,2.0\nd,,V,2024,3.0\n";

  expect_sentence (csv, "rule r: a >= b\n", "r",
                   "a of V in 2024 is printed as 1.0 (test, record 2), which stands for a value "
                   "from 0.95 to 1.05; but b 2.0 (record 3) implies a value of at least 1.95; the "
                   "gap is 0.9, which no rounding explains.");
  expect_sentence (csv, "rule r: b <= a\n", "r",
                   "b of V in 2024 is printed as 2.0 (test, record 3), which stands for a value "
                   "from 1.95 to 2.05; but a 1.0 (record 2) implies a value of at most 1.05; the "
                   "gap is 0.9, which no rounding explains.");
  expect_sentence (csv, "rule r: a + b >= d + 1\n", "r",
                   "V in 2024, test: with a 1.0 (record 2), b 2.0 (record 3) and d 3.0 (record 4), "
                   "the left side of the rule a + b >= d + 1 is a value from 2.9 to 3.1; but the "
                   "right side asks for a value of at least 3.95; the gap is 0.85, which no "
                   "rounding explains.");
  expect_sentence (csv, "rule r: a + b <= a\n", "r",
                   "a of V in 2024 is printed as 1.0 (test, record 2), which stands for a value "
                   "from 0.95 to 1.05; but b 2.0 (record 3) implies a value of at least 2.9; the "
                   "gap is 1.85, which no rounding explains.");
  expect_sentence (csv, "rule r: a <= 0.5\n", "r",
                   "a of V in 2024 is printed as 1.0 (test, record 2), which stands for a value "
                   "from 0.95 to 1.05; but the rule a <= 0.5 implies a value of at most 0.5; the "
                   "gap is 0.45, which no rounding explains.");
}
END_TEST

/* What agrees, is improbable, or may be explained. */
START_TEST (test_verdicts)
{
  expect_sentence (HEADER "a,,V,2024,1.0\nb,,V,2024,1.0\n", "rule r: a == b\n", "r",
                   "a of V in 2024 is printed as 1.0 (test, record 2), which stands for a value "
                   "from 0.95 to 1.05; and b 1.0 (record 3) implies a value from 0.95 to 1.05, "
                   "which agrees.");
  expect_sentence (HEADER "a,,V,2024,1.0\nb,,V,2024,3.0\n", "rule r: a ~= b within 10%\n", "r",
                   /* 2.95 less a tenth of 3.05 is 2.645. */
                   "a of V in 2024 is printed as 1.0 (test, record 2), which stands for a value "
                   "from 0.95 to 1.05; but b 3.0 (record 3) implies a value from 2.64 to 3.36; "
                   "the gap is 1.59; the rule holds only approximately, so this is a doubt and no "
                   "proof.");
  /* Five errors of up to 0.05 add up to 0.2 or more with p = 2 / 32 / 5!. */
  expect_sentence (HEADER "x,A,V,2024,20.0\nx,B,V,2024,20.0\nx,C,V,2024,20.0\nx,D,V,2024,20.0\n"
                          "x,E,V,2024,20.2\n",
                   "breakdown p: _T = A + B + C + D + E\nrule r over p: sum(x[*]) == 100\n", "r",
                   "V in 2024, test: the rule sum(x[*]) == 100 needs a value of exactly 100; and x "
                   "(A) 20.0 (record 2), B 20.0 (record 3), C 20.0 (record 4), D 20.0 (record 5) "
                   "and E 20.2 (record 6) imply a value from 99.95 to 100.45; these meet only if "
                   "rounding errors conspired (p = 0.0005208).");
  /* See test_verdict.c: 118.5 / 2.35 + 200.5 / 4.05 = 99.9317. */
  expect_sentence (HEADER "k,A,V,2024,1.18\nk,B,V,2024,2.00\ng,A,V,2024,2.4\ng,B,V,2024,4.1\n",
                   "breakdown b: _T = A + B\nrule r: sum(100 * k[*] / g[*]) == 100\n"
                   "rule d: k[c] == g[c] * w[c] / 100\n",
                   "r/b",
                   "V in 2024, test: the rule sum(100 * k[*] / g[*]) == 100 needs a value of "
                   "exactly 100; but k (A) 1.18 (record 2), B 2.00 (record 3), g (A) 2.4 (record 4) "
                   "and B 4.1 (record 5) imply a value from 96.031 to 99.932; the gap is 0.068, "
                   "possible only if some of them were computed from figures already rounded.");
}
END_TEST

START_TEST (test_sources)
{
#define TWO(one, other)                                                                            \
  "SOURCE,VINTAGE,INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT,LOCATOR\n" one "\n"      \
  other "\n"

  expect_sentence (TWO ("Nov,,share,GTU,V,2024,50.36,%,p. 2", "Oct,,share,GTU,V,2024,50.19,%,"),
                   NULL, "sources",
                   "Share of GRDP (GTU) of V in 2024 is printed as 50.36% (Nov, p. 2) but as 50.19% "
                   "(Oct, record 3): a value from 50.355 to 50.365%, and a value from 50.185 to "
                   "50.195%; the gap is 0.16 percentage points, so at least one of the two is "
                   "wrong.");
  expect_sentence (TWO ("one,May,a,,V,2024,6.26,,", "one,June,a,,V,2024,5.05,,"), "", "sources",
                   "a of V in 2024 is printed as 6.26 (one, May, record 2) but as 5.05 (one, June, "
                   "record 3): a value from 6.255 to 6.265, and a value from 5.045 to 5.055; the "
                   "gap is 1.2, a revision between the vintages declared.");
  expect_sentence (TWO ("one,,a,,V,2024,5.5,,", "two,,a,,V,2024,5.55,,"), "", "sources",
                   "a of V in 2024 is printed as 5.5 (one, record 2) and as 5.55 (two, record 3): a "
                   "value from 5.45 to 5.55, and a value from 5.545 to 5.555, which agree.");
  expect_sentence (TWO ("one,,a,,V,2024,5.5,,", "one,,a,,V,2024,5.5,,p. 9"), "", "sources",
                   "a of V in 2024 is printed as 5.5 (one, record 2) and as 5.5 (one, p. 9): a "
                   "value from 5.45 to 5.55, and a value from 5.45 to 5.55, which agree.");
}
END_TEST

START_TEST (test_input)
{
  expect_sentence ("INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT\npopulation,V,2024,5,bn VND\n",
                   NULL, "",
                   "Population, average of the period of V in 2024, printed as 5 billion VND (test, "
                   "record 2), is in 10^9 VND, but this indicator is measured in PS; correct "
                   "UNIT_MEASURE or INDICATOR. No rule was checked with it.");
}
END_TEST

static size_t
count_of (const char *text, const char *part)
{
  size_t n = 0;
  for (; (text = strstr (text, part)) != NULL; text += strlen (part))
    n++;
  return n;
}

/* Another period or area is named with its figure; a source once, unless the
 * figures come from several. */
START_TEST (test_places)
{
  struct checked checked;
  ind_finding finding;

  expect_sentence (HEADER "a,,V,2024,1.0\na,,V,2023,1.0\na,,N,2024,1.0\n",
                   "rule r: a@V == prev(a) + a@N\n", "r",
                   "a of V in 2024 is printed as 1.0 (test, record 2), which stands for a value "
                   "from 0.95 to 1.05; but a in 2023 1.0 (record 3) and a of N 1.0 (record 4) imply "
                   "a value from 1.9 to 2.1; the gap is 0.85, which no rounding explains.");
  checked = check_text (FULL "the source,,a,,V,2024,1.0,,,\nthe source,,b,,V,2024,2.0,,,\n"
                             "the source,,d,,V,2024,2.0,,,\n",
                        "rule r: a == b + d\n", 0);
  finding = only_finding (&checked, "r");
  ck_assert_msg (count_of (finding.sentence, "the source") == 1, "%s", finding.sentence);
  checked_free (&checked);
  checked = check_text (FULL "one,,a,,V,2024,1.0,,,\ntwo,,b,,V,2024,2.0,,,\none,,d,,V,2024,2.0,,,\n",
                        "rule r: a == b + d\nrule s: a + b + d == 9\n", 0);
  finding = only_finding (&checked, "r");
  ck_assert_msg (strstr (finding.sentence, "(one, record 2)") != NULL
                     && strstr (finding.sentence, "(two, record 3)") != NULL
                     && strstr (finding.sentence, "(record 4)") != NULL,
                 "%s", finding.sentence);
  finding = only_finding (&checked, "s");
  ck_assert_msg (strstr (finding.sentence, "V in 2024: the rule") == finding.sentence
                     && strstr (finding.sentence, "(one, record 2)") != NULL
                     && strstr (finding.sentence, "(two, record 3)") != NULL
                     && strstr (finding.sentence, "(one, record 4)") != NULL,
                 "%s", finding.sentence);
  checked_free (&checked);
}
END_TEST

/* X is replaced by the level, and only where it is X. */
START_TEST (test_rule_text)
{
  static const char csv[] = HEADER "npl_rate,,V,2024,5\nnpl,,V,2024,1.0\nnpl,X,V,2024,1.0\n"
                                   "npl,a X b,V,2024,1.0\nnpl,,X,2024,1.0\nXY,,V,2024,1.0\n";
  struct checked checked = check_text (
      csv, "rule r: X_rate + 2*X + X[X] + X[\"a X b\"]+X@X +(0*XY)/X ==X+X_rate\n", 0);
  ind_finding finding = only_finding (&checked, "r");

  ck_assert_msg (
      strstr (finding.sentence,
              "npl_rate + 2*npl + npl[X] + npl[\"a X b\"]+npl@X +(0*XY)/npl ==npl+npl_rate is ")
          != NULL,
      "%s", finding.sentence);
  checked_free (&checked);
}
END_TEST

/* The numbers shown hold what they stand for and, where a gap is told, lie
 * apart: the sentence proves itself. */
START_TEST (test_shown_intervals)
{
  exact_random random = { 3 };
  int i, n_apart = 0;

  for (i = 0; i < 1500; i++)
    {
      char csv[300];
      struct checked checked;
      ind_finding finding;
      double low[2], high[2], slack, scale = pow (10, (double) exact_random_below (&random, 9) - 3);
      int decimals = (int) exact_random_below (&random, 5);
      double a = scale * (1 + (double) exact_random_below (&random, 1000) / 999);
      double b = a * (1 + (double) exact_random_below (&random, 100000) / 1e7);
      const char *at;
      snprintf (csv, sizeof csv, HEADER "a,,V,2024,%.*f\nb,,V,2024,%.*f\nd,,V,2024,1.00\n",
                decimals, a, decimals + 1, b);
      checked = check_text (csv, "rule r: a == b * d\n", 1);
      ck_assert_int_eq (ind_report_finding (checked.report, 0, &finding), IND_OK);
      at = strstr (finding.sentence, "a value from ");
      exact_assert (at != NULL && sscanf (at, "a value from %lf to %lf", &low[0], &high[0]) == 2,
                    "%s", finding.sentence);
      at = strstr (at + 1, "a value from ");
      exact_assert (at != NULL && sscanf (at, "a value from %lf to %lf", &low[1], &high[1]) == 2,
                    "%s", finding.sentence);
      slack = 1e-14 * (finding.printed.high + finding.implied.high);
      exact_assert (low[0] <= finding.printed.low + slack
                        && high[0] >= finding.printed.high - slack
                        && low[1] <= finding.implied.low + slack
                        && high[1] >= finding.implied.high - slack,
                    "%s does not hold %.17g .. %.17g and %.17g .. %.17g", finding.sentence,
                    finding.printed.low, finding.printed.high, finding.implied.low,
                    finding.implied.high);
      exact_assert ((finding.gap > 0) == (high[0] < low[1] || high[1] < low[0]),
                    "the gap is %g, and shown is\n%s", finding.gap, finding.sentence);
      n_apart += finding.gap > 0;
      checked_free (&checked);
    }
  ck_assert_int_gt (n_apart, 100);
  ck_assert_int_lt (n_apart, 1400);
}
END_TEST

/* What was assumed is told where it counted: with its title or name, bounds as
 * declared and unit, each once. */
START_TEST (test_assumed)
{
  static const char rules[]
      = "assume f \"Relative price\" from 0.75 to 1.3334\nassume m from 1 to 2 unit bn VND\n"
        "rule r: a == b[c] * prev(f[A]) + f[c] * m[c] * b[c] / 1000000000\n";

  expect_sentence (HEADER "a,,V,2024,2.0\nb,,V,2024,1.0\n",
                   "assume f \"Relative price\" from 0.75 to 1.3334\n"
                   "rule r: a == b * f\n  say \"Why.\"\n",
                   "r",
                   "a of V in 2024 is printed as 2.0 (test, record 2), which stands for a value "
                   "from 1.95 to 2.05; but b 1.0 (record 3) implies a value from 0.71 to 1.41, "
                   "assuming Relative price between 0.75 and 1.3334; the gap is 0.54; what is "
                   "assumed is no figure, so this is a doubt and no proof. Why.");
  expect_sentence (HEADER "a,,V,2024,1.0\nb,,V,2024,1.0\n",
                   "assume f from 0.5 to 2\nrule r: a == b * f\n", "r",
                   "a of V in 2024 is printed as 1.0 (test, record 2), which stands for a value "
                   "from 0.95 to 1.05; and b 1.0 (record 3) implies a value from 0.4 to 2.1, "
                   "assuming f between 0.5 and 2, which agrees.");
  /* Printed, it is a figure like others. */
  expect_sentence (HEADER "a,,V,2024,2.0\nb,,V,2024,1.0\nf,,V,2024,1.0\n",
                   "assume f from 0.5 to 2\nrule r: a == b * f\n", "r",
                   "a of V in 2024 is printed as 2.0 (test, record 2), which stands for a value "
                   "from 1.95 to 2.05; but b 1.0 (record 3) and f 1.0 (record 4) imply a value "
                   "from 0.9 to 1.11; the gap is 0.84, which no rounding explains.");
  /* Several, of which the first is printed in one year alone. */
  expect_sentence (HEADER "a,,V,2024,9.0\nb,A,V,2024,1.0\nf,A,V,2023,1.0\n", rules, "r",
                   "a of V in 2024 is printed as 9.0 (test, record 2), which stands for a value "
                   "from 8.95 to 9.05; but b (A) 1.0 (record 3) and Relative price (A) in 2023 1.0 "
                   "(record 4) imply a value from 1.6 to 4, assuming Relative price between 0.75 "
                   "and 1.3334 and m between 1 and 2 billion VND; the gap is 4.95; what is assumed "
                   "is no figure, so this is a doubt and no proof.");
  expect_sentence (HEADER "a,,V,2024,9.0\nb,,V,2024,1.0\n",
                   "assume f from 0.5 to 2\n"
                   "rule r: a == b * prev(f) * f\n",
                   "r",
                   "a of V in 2024 is printed as 9.0 (test, record 2), which stands for a value "
                   "from 8.95 to 9.05; but b 1.0 (record 3) implies a value from 0.2 to 4.2, "
                   "assuming f between 0.5 and 2; the gap is 4.75; what is assumed is no figure, "
                   "so this is a doubt and no proof.");
  /* In a sum, as X, and as the printed side. */
  expect_sentence (HEADER "x,,V,2024,9.0\nx,A,V,2024,1.0\nx,B,V,2024,2.0\n",
                   "assume x_price from 0.5 to 2\nbreakdown p: _T = A + B\n"
                   "rule r over p: X[whole] == sum(X_price[*] * X[*])\n",
                   "r",
                   "x of V in 2024 is printed as 9.0 (test, record 2), which stands for a value "
                   "from 8.95 to 9.05; but A 1.0 (record 3) and B 2.0 (record 4) imply a value "
                   "from 1.4 to 6.2, assuming x_price between 0.5 and 2; the gap is 2.75; what is "
                   "assumed is no figure, so this is a doubt and no proof.");
  expect_sentence (HEADER "a,,V,2024,9.0\nb,,V,2024,1.0\n",
                   "assume f \"Price\" from 0.5 to 2\nrule r: f == a / b\n", "r",
                   "V in 2024, test: the rule f == a / b needs a value from 0.5 to 2; but a 9.0 "
                   "(record 2) and b 1.0 (record 3) imply a value from 8.5 to 9.6, assuming Price "
                   "between 0.5 and 2; the gap is 6.5; what is assumed is no figure, so this is a "
                   "doubt and no proof.");
}
END_TEST

/* ------------------------------------------------------------------------
 * Threads
 * ---------------------------------------------------------------------- */

/* Two reports that differ on every quantity; the caller frees the table. */
static ind_table *
read_differing (size_t n)
{
  ind_table *table;
  char *csv = malloc (100 + 60 * n);
  size_t length = (size_t) sprintf (csv, "SOURCE,INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE\n"), k;

  for (k = 0; k < n; k++)
    length += (size_t) sprintf (csv + length, "one,q%zu,V,2024,%zu\ntwo,q%zu,V,2024,%zu\n", k, k,
                                k, 3 * k + 2);
  ck_assert_int_eq (ind_table_new (&table, NULL), IND_OK);
  ck_assert_int_eq (ind_table_read_text (table, "test.csv", csv, length, NULL, NULL), IND_OK);
  free (csv);
  return table;
}

/* The same sentences, whoever writes them; and memory may run out in any thread. */
START_TEST (test_threads)
{
  ind_check_options options = { 0, 0, 1 };
  ind_table *table = read_differing (300);
  ind_rules *rules;
  ind_report *one, *several;
  size_t k, n, blocks;

  ck_assert_int_eq (ind_rules_new (&rules, NULL), IND_OK);
  ck_assert_int_eq (ind_check (table, rules, &options, &one, NULL), IND_OK);
  ck_assert_uint_eq (ind_report_finding_count (one), 300);
  for (options.threads = 2; options.threads <= 80; options.threads += 26)
    {
      ck_assert_int_eq (ind_check (table, rules, &options, &several, NULL), IND_OK);
      ck_assert_uint_eq (ind_report_finding_count (several), 300);
      for (k = 0; k < 300; k++)
        {
          ind_finding a, b;
          ck_assert_int_eq (ind_report_finding (one, k, &a), IND_OK);
          ck_assert_int_eq (ind_report_finding (several, k, &b), IND_OK);
          ck_assert_str_eq (a.sentence, b.sentence);
        }
      ind_report_free (several);
    }
  options.threads = 3;
  blocks = failing_memory_blocks ();
  for (n = 1;; n += 7)
    {
      ind_error error = { IND_OK, 0, 0, "" };
      ind_status status;
      failing_memory_arm (n, n % 2 == 0);
      status = ind_check (table, rules, &options, &several, &error);
      if (failing_memory_disarm () == 0)
        {
          ck_assert_int_eq (status, IND_OK);
          break;
        }
      ck_assert (status == IND_E_MEMORY && error.status == IND_E_MEMORY);
      ck_assert_uint_eq (failing_memory_blocks (), blocks);
    }
  ck_assert_uint_gt (n, 100);
  ind_report_free (several);
  ind_report_free (one);
  ind_rules_free (rules);
  ind_table_free (table);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("sentence");

  tcase_set_timeout (tests, 60);
  tcase_add_test (tests, test_inconsistent);
  tcase_add_test (tests, test_operands);
  tcase_add_test (tests, test_exact_figures);
  tcase_add_test (tests, test_stated_number);
  tcase_add_test (tests, test_two_sides);
  tcase_add_test (tests, test_bounds);
  tcase_add_test (tests, test_assumed);
  tcase_add_test (tests, test_verdicts);
  tcase_add_test (tests, test_sources);
  tcase_add_test (tests, test_input);
  tcase_add_test (tests, test_places);
  tcase_add_test (tests, test_rule_text);
  tcase_add_test (tests, test_shown_intervals);
  tcase_add_test (tests, test_threads);
  return suite_run (tests, "sentence");
}
