/* SPDX-License-Identifier: GPL-3.0-or-later
 * Suspects: where their true values lie, as what they are described, and the
 * slips that the figures around them tell. */
#include "explain/explaining.h"

#include "support/exact.h"

#define PARTS "breakdown p: _T = A + B + C\nrule total: x[_T] == sum(x[*])\n"

/* The suspect of the alternative that doubts this figure alone; 0 without. */
static int
find_single (const struct checked *checked, const char *indicator, const char *period,
             ind_suspect *out)
{
  size_t k, a;

  for (k = 0; k < ind_report_explanation_count (checked->report); k++)
    {
      ind_explanation explanation;
      ck_assert_int_eq (ind_report_explanation (checked->report, k, &explanation), IND_OK);
      for (a = 0; a < explanation.n_alternatives; a++)
        {
          ind_alternative alternative;
          ck_assert_int_eq (ind_report_alternative (checked->report, k, a, &alternative), IND_OK);
          ck_assert_int_eq (ind_report_suspect (checked->report, k, a, 0, out), IND_OK);
          if (alternative.n_suspects == 1 && out->kind == IND_SUSPECT_FIGURE
              && strcmp (out->figure.indicator, indicator) == 0
              && strcmp (out->period, period) == 0)
            return 1;
        }
    }
  return 0;
}

/* ------------------------------------------------------------------------
 * Where the truth lies
 * ---------------------------------------------------------------------- */

#define N_REPORTS 150
#define N_NAMES 9

static const char *const name[N_NAMES] = { "a", "b", "c", "d", "e", "f", "t", "g", "h" };
static const char random_rules[]
    = "rule r: a + b + c == t\nrule s: t + d == e\nrule t: a + e == f\n"
      "rule u: g * b == 100 * a\nrule v: h - b == 2 * c\nrule w: h <= 3 * t\n";

struct random_figure {
  size_t name;
  double truth;
  int64_t value; /* times ten to the decimals */
  int decimals;
};

static size_t
make_report (struct random_figure *figure, exact_random *random)
{
  static const double step[] = { 1, 0.1, 0.01 };
  double truth[N_NAMES];
  size_t k, n = 0;

  for (k = 0; k < 4; k++)
    truth[k] = (double) (10000 + exact_random_below (random, 90000)) / 1000;
  truth[6] = truth[0] + truth[1] + truth[2];
  truth[4] = truth[6] + truth[3];
  truth[5] = truth[0] + truth[4];
  truth[7] = 100 * truth[0] / truth[1];
  truth[8] = truth[1] + 2 * truth[2];
  for (k = 0; k < N_NAMES; k++)
    if (exact_random_below (random, 5) > 0)
      {
        figure[n].name = k;
        figure[n].truth = truth[k];
        figure[n].decimals = (int) exact_random_below (random, 3);
        figure[n].value = llround (truth[k] / step[figure[n].decimals]);
        n++;
      }
  return n;
}

static void
write_report (const struct random_figure *figure, size_t n, char *csv, size_t size)
{
  static const int64_t scales[] = { 1, 10, 100 };
  size_t k, length;

  length = (size_t) snprintf (csv, size, "INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,DECIMALS\n");
  for (k = 0; k < n; k++)
    {
      int64_t scale = scales[figure[k].decimals];
      length += (size_t) snprintf (csv + length, size - length, "%s,V,2024,%lld",
                                   name[figure[k].name], (long long) (figure[k].value / scale));
      if (scale > 1)
        length += (size_t) snprintf (csv + length, size - length, ".%0*lld", figure[k].decimals,
                                     (long long) (figure[k].value % scale));
      length += (size_t) snprintf (csv + length, size - length, ",%d\n", figure[k].decimals);
      exact_assert (length < size, "too long");
    }
}

/* One figure of a true report is misprinted: if that shows, it alone is one of
 * the smallest explanations, and its true value lies where it is said to. */
START_TEST (test_truth)
{
  exact_random random = { 20247 };
  size_t round, n_found = 0;

  for (round = 0; round < N_REPORTS; round++)
    {
      struct random_figure figure[N_NAMES];
      size_t n = make_report (figure, &random), wrong;
      char csv[1000];
      struct checked checked;
      if (n == 0)
        continue;
      wrong = (size_t) exact_random_below (&random, n);
      figure[wrong].value += (int64_t) (1 + exact_random_below (&random, 1500));
      write_report (figure, n, csv, sizeof csv);
      checked = explain_text (csv, random_rules, NULL);
      if (ind_report_explanation_count (checked.report) > 0)
        {
          ind_suspect suspect;
          double truth = figure[wrong].truth;
          n_found++;
          exact_assert (find_single (&checked, name[figure[wrong].name], "2024", &suspect),
                        "%s is not doubted in\n%s", name[figure[wrong].name], csv);
          exact_assert (suspect.must_lie_in.low <= truth * (1 + 1e-12)
                            && suspect.must_lie_in.high >= truth * (1 - 1e-12),
                        "%s is %.17g and said to lie in [%.17g, %.17g]:\n%s",
                        name[figure[wrong].name], truth, suspect.must_lie_in.low,
                        suspect.must_lie_in.high, csv);
          /* What is printed is not what it was. */
          exact_assert (suspect.figure.interval.high < suspect.must_lie_in.high
                            || suspect.figure.interval.low > suspect.must_lie_in.low,
                        "%s may be as printed:\n%s", name[figure[wrong].name], csv);
        }
      checked_free (&checked);
    }
  ck_assert_uint_gt (n_found, N_REPORTS / 3);
}
END_TEST

/* x u = 12 and x + u = 7: x is 3 or 4. From 3.25 upwards, which is what w leaves,
 * propagation takes nothing off (3.25 times 3.75 is less than 12.25, and 12 / 3.75
 * less than 3.25): that it is 4 shows when the lower end is tried. */
#define PRODUCT                                                                                    \
  "INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,QUALIFIER\n"                                           \
  "p,V,2024,12,exact\nq,V,2024,7,exact\nx,V,2024,3.5,\n"

START_TEST (test_shaved)
{
  static const char rules[] = "indicator x \"x\" unit NUMBER nonnegative\n"
                              "indicator u \"u\" unit NUMBER nonnegative\n"
                              "rule r: p == x * u\nrule s: q == x + u\nrule t: x >= w\n";
  struct checked checked = explain_text (PRODUCT "w,V,2024,3.3,\n", rules, NULL);
  ind_suspect suspect;

  ck_assert (find_single (&checked, "x", "2024", &suspect));
  ck_assert_msg (suspect.must_lie_in.low >= 3.95 && suspect.must_lie_in.low <= 4
                     && suspect.must_lie_in.high >= 4 && suspect.must_lie_in.high < 4.05,
                 "x lies in [%.17g, %.17g]", suspect.must_lie_in.low, suspect.must_lie_in.high);
  /* With x 3.45 to 3.55, p = x (7 - x) is 12.2475 to 12.25. The product of the
   * two intervals would be 11.9 to 12.6, with 12 within. */
  ck_assert (find_single (&checked, "p", "2024", &suspect));
  ck_assert_msg (suspect.must_lie_in.low >= 12 && suspect.must_lie_in.low <= 12.2475
                     && suspect.must_lie_in.high >= 12.25 && suspect.must_lie_in.high < 12.6,
                 "p lies in [%.17g, %.17g]", suspect.must_lie_in.low, suspect.must_lie_in.high);
  checked_free (&checked);
}
END_TEST

/* Without w: right values to either side of the figure, and no candidate. */
START_TEST (test_either_side)
{
  static const char rules[] = "indicator x \"x\" unit NUMBER nonnegative\n"
                              "indicator u \"u\" unit NUMBER nonnegative\n"
                              "rule r: p == x * u\nrule s: q == x + u\n";
  struct checked checked = explain_text (PRODUCT, rules, NULL);
  ind_suspect suspect;

  ck_assert (find_single (&checked, "x", "2024", &suspect));
  ck_assert_msg (suspect.must_lie_in.low <= 3 && suspect.must_lie_in.low > 2.95
                     && suspect.must_lie_in.high >= 4 && suspect.must_lie_in.high < 4.05,
                 "x lies in [%.17g, %.17g]", suspect.must_lie_in.low, suspect.must_lie_in.high);
  ck_assert_str_eq (suspect.candidate, "");
  ck_assert_int_eq (suspect.slip, IND_SLIP_NONE);
  checked_free (&checked);
}
END_TEST

/* Bounds leave one side open. */
START_TEST (test_open)
{
  struct checked checked
      = explain_text (HEADER "a,,V,2024,30\nb,,V,2024,500.0\n", "rule r: a >= b\n", NULL);
  ind_suspect suspect;

  ck_assert (find_single (&checked, "a", "2024", &suspect));
  suite_assert_near (suspect.must_lie_in.low, 499.95, 1e-12, 0);
  ck_assert (suspect.must_lie_in.high == INFINITY);
  ck_assert (find_single (&checked, "b", "2024", &suspect));
  ck_assert (suspect.must_lie_in.low == -INFINITY);
  suite_assert_near (suspect.must_lie_in.high, 30.5, 1e-12, 0);
  checked_free (&checked);
  /* What cannot be negative ends there. */
  checked = explain_text (HEADER "a,,V,2024,30\nb,,V,2024,500.0\n",
                          "indicator a \"a\" unit NUMBER\n"
                          "indicator b \"b\" unit NUMBER nonnegative\nrule r: a >= b\n",
                          NULL);
  ck_assert (find_single (&checked, "b", "2024", &suspect));
  ck_assert (suspect.must_lie_in.low == 0);
  checked_free (&checked);
}
END_TEST

/* ------------------------------------------------------------------------
 * Descriptions
 * ---------------------------------------------------------------------- */

/* A figure: in its own unit and scale. 5 billion by two reports, of two sums. */
START_TEST (test_figure)
{
  struct checked checked = explain_text (
      "SOURCE,INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE\n"
      "one,x,K,V-1,2024-Q3,7000.0,mn VND\none,a,K,V-1,2024-Q3,2.0,bn VND\n"
      "one,b,K,V-1,2024-Q3,3.0,bn VND\ntwo,a,K,V-1,2024-Q3,2.0,bn VND\n"
      "two,b,K,V-1,2024-Q3,3.0,bn VND\n",
      "indicator x \"X\" unit XDC\nindicator a \"A\" unit XDC\nindicator b \"B\" unit XDC\n"
      "rule r: x[c] == a[c] + b[c]\n",
      NULL);
  ind_suspect suspect = only_suspect (&checked);

  ck_assert_int_eq (suspect.kind, IND_SUSPECT_FIGURE);
  ck_assert_str_eq (suspect.name, "");
  ck_assert_str_eq (suspect.figure.indicator, "x");
  ck_assert_str_eq (suspect.figure.source, "one");
  ck_assert_str_eq (suspect.area, "V-1");
  ck_assert_str_eq (suspect.component, "K");
  ck_assert_str_eq (suspect.period, "2024-Q3");
  ck_assert_int_eq (suspect.unit.scale, 6);
  ck_assert_str_eq (suspect.unit.symbol[0], "VND");
  suite_assert_near (suspect.must_lie_in.low, 4900, 1e-12, 0);
  suite_assert_near (suspect.must_lie_in.high, 5100, 1e-12, 0);
  ck_assert (suspect.is_certain);
  checked_free (&checked);
}
END_TEST

/* A basis: the left side less the right. 59.5 to 60.5, and 6150 to 6250 over
 * 99.5 to 100.5. */
START_TEST (test_basis)
{
  struct checked checked = explain_text (
      SOURCES "one,a,K,V,2024,60\none,b,K,V,2024,6200\none,c,K,V,2024,100\ntwo,a,K,V,2024,60\n"
              "two,b,K,V,2024,6200\ntwo,c,K,V,2024,100\n",
      "rule r: a[c] == b[c] / c[c]\n    basis \"average population\"\n", NULL);
  ind_suspect suspect = only_suspect (&checked);

  ck_assert_int_eq (suspect.kind, IND_SUSPECT_BASIS);
  ck_assert_str_eq (suspect.name, "r");
  ck_assert_str_eq (suspect.area, "V");
  ck_assert_str_eq (suspect.component, "K");
  ck_assert_str_eq (suspect.period, "2024");
  ck_assert_str_eq (suspect.candidate, "");
  ck_assert_int_eq (suspect.slip, IND_SLIP_NONE);
  suite_assert_near (suspect.must_lie_in.low, 59.5 - 6250 / 99.5, 1e-9, 0);
  suite_assert_near (suspect.must_lie_in.high, 60.5 - 6150 / 100.5, 1e-9, 0);
  checked_free (&checked);
}
END_TEST

/* An assumption: 299.5 to 300.5 over 99.5 to 100.5. */
START_TEST (test_assumption)
{
  struct checked checked = explain_text (
      SOURCES "one,a,K,V,2024,300\none,b,K,V,2024,100\ntwo,a,K,V,2024,300\n"
              "two,b,K,V,2024,100\nthree,a,K,V,2024,300\nthree,b,K,V,2024,100\n",
      "assume f \"Factor\" from 0.9 to 1.1\nrule r: a[c] == b[c] * f[c]\n", NULL);
  ind_suspect suspect = only_suspect (&checked);

  ck_assert_int_eq (suspect.kind, IND_SUSPECT_ASSUMPTION);
  ck_assert_str_eq (suspect.name, "f");
  ck_assert_str_eq (suspect.area, "V");
  ck_assert_str_eq (suspect.component, "K");
  ck_assert_str_eq (suspect.period, "2024");
  ck_assert_str_eq (suspect.candidate, "");
  ck_assert_int_eq (suspect.slip, IND_SLIP_NONE);
  suite_assert_near (suspect.must_lie_in.low, 299.5 / 100.5, 1e-9, 0);
  suite_assert_near (suspect.must_lie_in.high, 300.5 / 99.5, 1e-9, 0);
  checked_free (&checked);
}
END_TEST

START_TEST (test_ranges)
{
  struct checked checked = explain_text (
      HEADER "x,,V,2024,76\nx,A,V,2024,12\nx,B,V,2024,23\nx,C,V,2024,31\n", PARTS, NULL);
  ind_suspect suspect;

  ck_assert_int_eq (ind_report_suspect (checked.report, 0, 3, 0, &suspect), IND_OK);
  ck_assert_int_eq (ind_report_suspect (checked.report, 0, 3, 1, &suspect), IND_E_RANGE);
  ck_assert_int_eq (ind_report_suspect (checked.report, 0, 4, 0, &suspect), IND_E_RANGE);
  ck_assert_int_eq (ind_report_suspect (checked.report, 1, 0, 0, &suspect), IND_E_RANGE);
  checked_free (&checked);
}
END_TEST

/* ------------------------------------------------------------------------
 * Slips that the context tells
 * ---------------------------------------------------------------------- */

/* Of the first suspect of the only explanation. */
static void
expect_slip (const char *csv, const char *rules, const char *indicator, const char *component,
             ind_slip slip)
{
  struct checked checked = explain_text (csv, rules, NULL);
  ind_suspect suspect = only_suspect (&checked);

  ck_assert_msg (strcmp (suspect.figure.indicator, indicator) == 0
                     && strcmp (suspect.component, component) == 0
                     && strcmp (suspect.period, "2024") == 0,
                 "%s[%s] of %s is doubted first", suspect.figure.indicator, suspect.component,
                 suspect.period);
  ck_assert_msg (suspect.slip == slip, "%s in %g .. %g: slip \"%s\", not \"%s\"", indicator,
                 suspect.must_lie_in.low, suspect.must_lie_in.high, ind_slip_name (suspect.slip),
                 ind_slip_name (slip));
  checked_free (&checked);
}

/* The level of 2023, for 1234.5 + 288.1 = 1522.6; it is of another period, and
 * not what another cell of this one has. */
START_TEST (test_level_of_other_period)
{
  expect_slip (HEADER "x,,V,2023,1234.5\nx,,V,2024,1234.5\nd,,V,2024,288.1\n"
                      "y,,V,2024,3045.2\n",
               "rule d: x == prev(x) + d\nrule y: y == 2 * x\n", "x", "_T",
               IND_SLIP_OTHER_PERIOD);
}
END_TEST

/* A share rises from 40 to 46, by 6 points or 15 percent. */
START_TEST (test_change_and_growth)
{
  static const char rules[]
      = "rule c: z_change == z - prev(z)\nrule g: z_growth == 100 * (z / prev(z) - 1)\n";

  expect_slip (HEADER "z,,V,2023,40.00\nz,,V,2024,46.00\nz_change,,V,2024,15.00\n"
                      "z_growth,,V,2024,15.00\n",
               rules, "z_change", "_T", IND_SLIP_PERCENT_OR_POINT);
  /* The growth is told by the levels; it need not be printed so. */
  expect_slip (HEADER "z,,V,2023,40.00\nz,,V,2024,46.00\nz_change,,V,2024,6.00\n"
                      "z_growth,,V,2024,6.00\n",
               rules, "z_growth", "_T", IND_SLIP_PERCENT_OR_POINT);
}
END_TEST

/* Growth at current prices, 20, is printed as that at constant prices. The levels
 * are held by two reports; x ties the two rates. */
START_TEST (test_other_prices)
{
  expect_slip (SOURCES "one,c,,V,2023,1000.0\none,c,,V,2024,1200.0\none,k,,V,2023,1000.0\n"
                       "one,k,,V,2024,1073.0\ntwo,c,,V,2023,1000.0\ntwo,c,,V,2024,1200.0\n"
                       "one,grdp_constant_growth,,V,2024,7.30\n"
                       "one,grdp_current_growth,,V,2024,7.30\none,x,,V,2024,27.30\n",
               "rule c: grdp_current_growth == 100 * (c / prev(c) - 1)\n"
               "rule k: grdp_constant_growth == 100 * (k / prev(k) - 1)\n"
               "rule e: x == grdp_current_growth + grdp_constant_growth\n",
               "grdp_current_growth", "_T", IND_SLIP_OTHER_DENOMINATOR);
}
END_TEST

/* C should be 789, and reads as A does, which y confirms. Two digits, hundreds
 * and the digits of another report tell nothing. */
START_TEST (test_not_copied)
{
  static const struct
  {
    const char *source;
    int total, a;
    ind_slip slip;
  } cases[] = { { "one", 1368, 123, IND_SLIP_COPIED },
                { "two", 1368, 123, IND_SLIP_NONE },
                { "one", 1268, 23, IND_SLIP_NONE },
                { "one", 1545, 300, IND_SLIP_NONE } };
  size_t k;

  for (k = 0; k < sizeof cases / sizeof cases[0]; k++)
    {
      char csv[500];
      snprintf (csv, sizeof csv,
                "SOURCE,INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE,DECIMALS\n"
                "one,x,,V,2024,%d,0\n%s,x,A,V,2024,%d,0\none,x,B,V,2024,456,0\n"
                "one,x,C,V,2024,%d,0\n%s,y,,V,2024,%d,0\none,z,,V,2024,%d,0\n",
                cases[k].total, cases[k].source, cases[k].a, cases[k].a, cases[k].source,
                2 * cases[k].a, cases[k].total);
      expect_slip (csv,
                   "rule t: x[_T] == x[A] + x[B] + x[C]\nrule z: z == x[_T]\n"
                   "rule a: y == 2 * x[A]\n",
                   "x", "C", cases[k].slip);
    }
}
END_TEST

/* A figure of another vintage is stale where it is of the same period and reads
 * the same. The parts of 2024 add up to 700.5. */
START_TEST (test_not_stale)
{
  static const struct
  {
    const char *other;
    int is_stale;
  } cases[] = { { "one,May,x,,V,2024,579.1\n", 1 },
                { "one,May,x,,V,2024,583.7\n", 0 },
                { "one,May,x,,V,2023,579.1\n", 0 },
                { "one,May,x,,W,2024,579.1\n", 0 },
                { "one,May,x,,V,2024,579\n", 1 } };
  size_t k;

  for (k = 0; k < sizeof cases / sizeof cases[0]; k++)
    {
      char csv[600];
      struct checked checked;
      ind_suspect suspect;
      snprintf (csv, sizeof csv,
                "SOURCE,VINTAGE,INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE\n"
                "one,June,x,,V,2024,579.1\none,June,y,A,V,2024,300.2\n"
                "one,June,y,B,V,2024,200.1\none,June,y,C,V,2024,200.2\n%s",
                cases[k].other);
      checked = explain_text (csv, "rule t: x[_T] == y[A] + y[B] + y[C]\n", NULL);
      ck_assert (find_single (&checked, "x", "2024", &suspect));
      ck_assert_msg ((suspect.slip == IND_SLIP_STALE_VINTAGE) == cases[k].is_stale, "%s: %s",
                     cases[k].other, ind_slip_name (suspect.slip));
      checked_free (&checked);
    }
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("suspects");

  tcase_set_timeout (tests, 60);
  tcase_add_test (tests, test_truth);
  tcase_add_test (tests, test_shaved);
  tcase_add_test (tests, test_either_side);
  tcase_add_test (tests, test_open);
  tcase_add_test (tests, test_figure);
  tcase_add_test (tests, test_basis);
  tcase_add_test (tests, test_assumption);
  tcase_add_test (tests, test_ranges);
  tcase_add_test (tests, test_level_of_other_period);
  tcase_add_test (tests, test_change_and_growth);
  tcase_add_test (tests, test_other_prices);
  tcase_add_test (tests, test_not_copied);
  tcase_add_test (tests, test_not_stale);
  return suite_run (tests, "suspects");
}
