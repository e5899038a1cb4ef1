/* SPDX-License-Identifier: GPL-3.0-or-later
 * Reconciliation of reports: repair, least squares, what is said of each figure. */
#include <float.h>
#include <stdio.h>

#include "reconcile/reconciled.h"
#include "support/exact.h"
#include "support/failing_memory.h"

#define SOURCES "SOURCE,INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE,DECIMALS"
#define PARTS "breakdown parts: _T = A + B + C\nrule total: x[whole] == sum(x[*])\n"
#define TWO_PARTS "breakdown parts: _T = A + B\nrule total: x[whole] == sum(x[*])\n"

static void
expect_out (const struct reconciled *reconciled, size_t k, double value, double tolerance)
{
  ind_adjustment adjustment = adjustment_of (reconciled, k);
  ck_assert_msg (fabs (adjustment.value_out - value) <= tolerance,
                 "figure %zu comes out as %.12g, not %.12g", k, adjustment.value_out, value);
}

static void
expect_kind (const struct reconciled *reconciled, size_t k, ind_adjustment_kind kind)
{
  ind_adjustment adjustment = adjustment_of (reconciled, k);
  ck_assert_msg (adjustment.kind == kind, "figure %zu is %s, not %s", k,
                 ind_adjustment_kind_name (adjustment.kind), ind_adjustment_kind_name (kind));
}

/* ------------------------------------------------------------------------
 * One sum: everything in closed form
 * ---------------------------------------------------------------------- */

/* x = A + B + C with rounding errors of standard error u / sqrt (12): the gap is shared
 * by variance; leverages are variances over their sum. */
START_TEST (test_one_sum)
{
  ind_reconcile_options options = { 0 };
  struct reconciled all;
  double u = 1 / sqrt (12), fine = 0.1 / sqrt (12), total = 3 * u * u + fine * fine, gap = 1.3;
  size_t k;

  options.keeps_digits = 1;
  all = reconcile_text (SOURCES "\nr,x,,V,2024,66,0\nr,x,A,V,2024,12,0\nr,x,B,V,2024,23,0\n"
                                "r,x,C,V,2024,29.7,1\n",
                        PARTS, &options);
  for (k = 0; k < 4; k++)
    {
      ind_adjustment adjustment = adjustment_of (&all, k);
      double error = k == 3 ? fine : u, h = error * error / total;
      double change = (k == 0 ? -gap : gap) * h;
      suite_assert_near (adjustment.change, change, 0, 1e-9);
      suite_assert_near (adjustment.error_in, error, 1e-12, 0);
      suite_assert_near (adjustment.error_out, error * sqrt (1 - h), 1e-9, 0);
      suite_assert_near (adjustment.redundancy, h, 1e-9, 0);
      suite_assert_near (adjustment.statistic, change / error / sqrt (h), 1e-9, 0);
      suite_assert_near (adjustment.p, erfc (gap / sqrt (total) / sqrt (2)), 1e-6, 0);
    }
  ck_assert_uint_eq (all.summary.degrees, 1);
  ck_assert_uint_eq (all.summary.n_rules, 1);
  suite_assert_near (all.summary.chi_square, gap * gap / total, 1e-9, 0);
  suite_assert_near (all.summary.p, erfc (gap / sqrt (total) / sqrt (2)), 1e-6, 0);
  ck_assert (all.summary.is_converged && all.summary.is_bounded);
  reconciled_free (&all);
}
END_TEST

/* Rounded to the printed decimals; what does not change in them is kept. */
START_TEST (test_rounded)
{
  struct reconciled all = reconcile_text (SOURCES "\nr,x,,V,2024,66,0\nr,x,A,V,2024,12,0\n"
                                                  "r,x,B,V,2024,23,0\nr,x,C,V,2024,29.9,1\n",
                                          PARTS, NULL);
  ind_adjustment c = adjustment_of (&all, 3);

  expect_kind (&all, 1, IND_ADJUSTMENT_KEPT);
  ck_assert_str_eq (adjustment_of (&all, 1).text, "12");
  ck_assert (strchr (c.text, '.') != NULL && strlen (strchr (c.text, '.')) == 2);
  reconciled_free (&all);
}
END_TEST

/* Statistics Canada, G-Series, tsraking(), example 1: 25 cars and 5 vans are raked to
 * 40 vehicles. */
START_TEST (test_raking)
{
  ind_reconcile_options options = { 0 };
  struct reconciled all;

  options.variance = IND_VARIANCE_PROPORTIONAL;
  options.repair = IND_REPAIR_NONE;
  options.keeps_digits = 1;
  all = reconcile_text (SOURCES ",ALTERABILITY\nr,x,,V,2024,40,0,0\nr,x,A,V,2024,25,0,\n"
                                "r,x,B,V,2024,5,0,1\n",
                        TWO_PARTS, &options);
  expect_kind (&all, 0, IND_ADJUSTMENT_FIXED);
  expect_out (&all, 1, 33.33333, 5e-6);
  expect_out (&all, 2, 6.666667, 5e-7);
  reconciled_free (&all);
}
END_TEST

/* ------------------------------------------------------------------------
 * Standard errors
 * ---------------------------------------------------------------------- */

/* Several figures of one quantity become their mean by precision; STD_ERROR counts
 * besides rounding, in the unit of the figure, and the alterability of a source
 * multiplies. */
START_TEST (test_several_sources)
{
  static const char csv[] = SOURCES ",STD_ERROR,UNIT_MEASURE,UNIT_MULT\n"
                                    "one,x,,V,2024,60.0,1,2.0,VND,3\n"
                                    "two,x,,V,2024,63000,0,1000,VND,0\n"
                                    "one,x,A,V,2024,20,0,,VND,3\ntwo,x,B,V,2024,40,0,,VND,3\n";
  static const char rules[] = "indicator x \"X\" unit VND\n";
  ind_alterability alterability = { "one", 4 };
  ind_reconcile_options options = { 0 };
  struct reconciled all;
  double first = 4 + 0.01 / 12, second = 1 + 1e-6 / 12, w;

  options.repair = IND_REPAIR_NONE;
  options.keeps_digits = 1;
  all = reconcile_text (csv, rules, &options);
  w = 1 / first / (1 / first + 1 / second);
  ck_assert_uint_eq (all.summary.degrees, 1);
  suite_assert_near (adjustment_of (&all, 0).value_out, w * 60 + (1 - w) * 63, 1e-9, 0);
  suite_assert_near (adjustment_of (&all, 1).value_out, 1000 * (w * 60 + (1 - w) * 63), 1e-6, 0);
  expect_kind (&all, 2, IND_ADJUSTMENT_UNCHECKED);
  reconciled_free (&all);
  /* With a rule, the two meet; A and B are as precise as rounding makes them. */
  all = reconcile_text (csv, "indicator x \"X\" unit VND\nrule r: x[A] == x / 3 + 0 * x[B]\n",
                        &options);
  ck_assert_uint_eq (all.summary.degrees, 2);
  ck_assert (adjustment_of (&all, 0).value_out * 1000
             == adjustment_of (&all, 1).value_out);
  suite_assert_near (adjustment_of (&all, 0).error_in, sqrt (first), 1e-9, 0);
  suite_assert_near (adjustment_of (&all, 1).error_in, 1000 * sqrt (second), 1e-9, 0);
  {
    /* Least squares of x with 60 (first), 63 (second), and 3 * 20 (9 / 12). */
    double third = 9 / 12.0, sum = 1 / first + 1 / second + 1 / third;
    expect_out (&all, 0, (60 / first + 63 / second + 60 / third) / sum, 1e-9);
    suite_assert_near (adjustment_of (&all, 0).error_out, sqrt (1 / sum), 1e-9, 0);
  }
  reconciled_free (&all);
  options.alterability = &alterability;
  options.n_alterability = 1;
  all = reconcile_text (csv, "indicator x \"X\" unit VND\nrule r: x[A] == x / 3 + 0 * x[B]\n",
                        &options);
  suite_assert_near (adjustment_of (&all, 0).error_in, 2 * sqrt (first), 1e-9, 0);
  suite_assert_near (adjustment_of (&all, 1).error_in, 1000 * sqrt (second), 1e-9, 0);
  reconciled_free (&all);
  ck_assert (w < 1);
}
END_TEST

/* ------------------------------------------------------------------------
 * Products and quotients
 * ---------------------------------------------------------------------- */

/* Two levels and a growth rate, g = 100 (b / a - 1). At the solution no small move along
 * the rule makes the sum of squares less. */
START_TEST (test_growth)
{
  ind_reconcile_options options = { 0 };
  struct reconciled all;
  double a, b, g, error[3], measured[3] = { 100, 107, 6.3 }, least;
  int i, j;

  options.keeps_digits = 1;
  all = reconcile_text (SOURCES ",STD_ERROR\nr,x,,V,2023,100,0,0.5\nr,x,,V,2024,107,0,1\n"
                                "r,x_growth,,V,2024,6.3,1,0.2\n",
                        "rule g: x_growth == 100 * (x / prev(x) - 1)\n", &options);
  a = adjustment_of (&all, 0).value_out;
  b = adjustment_of (&all, 1).value_out;
  g = adjustment_of (&all, 2).value_out;
  for (i = 0; i < 3; i++)
    error[i] = adjustment_of (&all, (size_t) i).error_in;
  suite_assert_near (g, 100 * (b / a - 1), 0, 1e-9);
  ck_assert (fabs (g - 6.3) > 0.001);
  least = pow ((a - measured[0]) / error[0], 2) + pow ((b - measured[1]) / error[1], 2)
          + pow ((g - measured[2]) / error[2], 2);
  suite_assert_near (all.summary.chi_square, least, 1e-7, 0);
  for (i = -1; i <= 1; i++)
    for (j = -1; j <= 1; j++)
      {
        double a1 = a + 1e-3 * i, b1 = b + 1e-3 * j, g1 = 100 * (b1 / a1 - 1);
        double sum = pow ((a1 - measured[0]) / error[0], 2)
                     + pow ((b1 - measured[1]) / error[1], 2)
                     + pow ((g1 - measured[2]) / error[2], 2);
        ck_assert_msg (sum >= least - 1e-9, "%.12g at (%d, %d), %.12g at the solution", sum, i, j,
                       least);
      }
  reconciled_free (&all);
}
END_TEST

/* Random economies of four sectors in two years, printed with shares, growth and
 * contributions: everything holds afterwards, and nothing moves by more than some units
 * of its last digit. */
START_TEST (test_economies)
{
  exact_random random = { 5 };
  int sample;

  for (sample = 0; sample < 40; sample++)
    {
      static char csv[8000];
      double level[2][5], price[2][5];
      ind_reconcile_options options = { 0 };
      struct reconciled all;
      ind_adjustment adjustment;
      size_t n, k;
      int y, s, decimals = 1 + (int) exact_random_below (&random, 2);
      static const char *const sector[] = { "A", "BTF", "GTU", "D21X31", "_T" };
      for (y = 0; y < 2; y++)
        {
          level[y][4] = price[y][4] = 0;
          for (s = 0; s < 4; s++)
            {
              double up = 1 + ((double) exact_random_below (&random, 1500) - 300) / 10000;
              level[y][s] = y == 0 ? 1000 + (double) exact_random_below (&random, 900000) / 100
                                   : level[0][s] * up;
              price[y][s] = level[y][s] * (1.5 + (double) exact_random_below (&random, 500) / 1000);
              level[y][4] += level[y][s];
              price[y][4] += price[y][s];
            }
        }
      n = (size_t) sprintf (csv, SOURCES ",UNIT_MEASURE,UNIT_MULT\n");
      for (s = 0; s < 5; s++)
        {
          n += (size_t) sprintf (csv + n, "r,share,%s,V,2024,%.*f,%d,PT,0\n", sector[s], decimals,
                                 100 * price[1][s] / price[1][4], decimals);
          n += (size_t) sprintf (csv + n, "r,growth_real,%s,V,2024,%.*f,%d,PT,0\n", sector[s],
                                 decimals, 100 * (level[1][s] / level[0][s] - 1), decimals);
          n += (size_t) sprintf (csv + n, "r,contribution,%s,V,2024,%.*f,%d,PP,0\n", sector[s],
                                 decimals, 100 * (level[1][s] - level[0][s]) / level[0][4],
                                 decimals);
          n += (size_t) sprintf (csv + n, "r,grdp_current,%s,V,2024,%.*f,%d,VND,9\n", sector[s],
                                 decimals, price[1][s], decimals);
          n += (size_t) sprintf (csv + n, "r,grdp_constant,%s,V,2024,%.*f,%d,VND,9\n", sector[s],
                                 decimals, level[1][s], decimals);
        }
      options.keeps_digits = 1;
      all = reconcile_text (csv, NULL, &options);
      ck_assert_msg (all.summary.is_converged, "sample %d does not converge on\n%s", sample, csv);
      ck_assert_uint_eq (all.summary.kinds[IND_ADJUSTMENT_REPAIRED], 0);
      ck_assert_uint_eq (all.summary.n_contradictory, 0);
      ck_assert_uint_ge (all.summary.degrees, 10);
      ck_assert_msg (all.summary.p > 1e-6, "sample %d: chi-square %g on %zu", sample,
                     all.summary.chi_square, all.summary.degrees);
      for (k = 0; k < all.summary.n_figures; k++)
        {
          adjustment = adjustment_of (&all, k);
          ck_assert_msg (fabs (adjustment.change) <= 2 * pow (10, -decimals),
                         "sample %d: figure %zu moves by %g", sample, k, adjustment.change);
          ck_assert (adjustment.error_out <= adjustment.error_in * (1 + 1e-9));
        }
      reconciled_free (&all);
    }
}
END_TEST

/* ------------------------------------------------------------------------
 * Repair
 * ---------------------------------------------------------------------- */

static const char misprint[]
    = SOURCES "\nr,x,,V,2024,66,0\nr,x,A,V,2024,12,0\nr,x,B,V,2024,23,0\nr,x,C,V,2024,13,0\n"
              "r,y,,V,2024,31,0\nr,z,,V,2024,62,0\n";
static const char misprint_rules[] = PARTS "rule y: x[C] == y\nrule z: z == 2 * x[C]\n";

START_TEST (test_repair)
{
  struct reconciled all = reconcile_text (misprint, misprint_rules, NULL);
  ind_adjustment adjustment = adjustment_of (&all, 3);

  expect_kind (&all, 3, IND_ADJUSTMENT_REPAIRED);
  ck_assert_str_eq (adjustment.text, "31");
  ck_assert (isnan (adjustment.error_in) && adjustment.error_out > 0
             && adjustment.error_out < 0.3);
  expect_kind (&all, 0, IND_ADJUSTMENT_KEPT);
  ck_assert_uint_eq (all.summary.kinds[IND_ADJUSTMENT_REPAIRED], 1);
  ck_assert (all.summary.p > 0.5);
  reconciled_free (&all);
}
END_TEST

/* The standard error of what was given up, of one equation for it: that of the others'
 * sum; x and A, B alone. */
START_TEST (test_error_of_repaired)
{
  struct reconciled all = reconcile_text (
      SOURCES "\nr,x,,V,2024,66,0\nr,x,A,V,2024,12,0\nr,x,B,V,2024,23,0\nr,x,C,V,2024,13,0\n"
              "r,x,A,W,2024,12,0\nr,y,,V,2024,31,0\n",
      PARTS "rule y: y == x - x[A] - x[B]\n", NULL);
  ind_adjustment adjustment = adjustment_of (&all, 3);

  expect_kind (&all, 3, IND_ADJUSTMENT_REPAIRED);
  /* y (u^2) and x - A - B (3 u^2) both give C. */
  suite_assert_near (adjustment.error_out, sqrt (3.0 / 4 / 12), 1e-6, 0);
  reconciled_free (&all);
}
END_TEST

/* A figure that is fixed, or has an error of sampling, is not given up: the next likeliest
 * alternative is. 40 is not 25 + 5, and each of the three may be wrong. */
START_TEST (test_protected)
{
  static const char *const protection[3][2] = { { "ALTERABILITY", "0" }, { "STD_ERROR", "0.5" },
                                                { "ALTERABILITY", "0" } };
  ind_reconcile_options options = { 0 };
  ind_alterability fixed = { "s", 0 };
  struct reconciled all;
  char csv[512];
  size_t k, n_repaired;

  snprintf (csv, sizeof csv,
            SOURCES ",%s\nr,x,,V,2024,40,0,%s\ns,x,A,V,2024,25,0,%s\nr,x,B,V,2024,5,0,\n",
            protection[_i][0], _i == 2 ? "" : protection[_i][1], _i == 2 ? "" : protection[_i][1]);
  if (_i == 2)
    {
      /* By its source. */
      options.alterability = &fixed;
      options.n_alterability = 1;
    }
  all = reconcile_text (csv, TWO_PARTS, &options);
  for (k = n_repaired = 0; k < 3; k++)
    n_repaired += adjustment_of (&all, k).kind == IND_ADJUSTMENT_REPAIRED;
  ck_assert_uint_eq (n_repaired, 1);
  if (_i != 2)
    {
      expect_kind (&all, 2, IND_ADJUSTMENT_REPAIRED);
      expect_out (&all, 2, 15, 0);
    }
  ck_assert (adjustment_of (&all, 1).kind != IND_ADJUSTMENT_REPAIRED);
  reconciled_free (&all);
}
END_TEST

/* The error of a figure given up is that of the others, also where it was exact itself:
 * sqrt (1/12 + 1/12) = 0.408. */
START_TEST (test_error_of_exact)
{
  struct reconciled all = reconcile_text (SOURCES ",QUALIFIER,ALTERABILITY\nr,x,,V,2024,10,0,,\n"
                                                  "r,x,A,V,2024,12,0,exact,\n"
                                                  "r,y,,V,2024,9,0,exact,0\nr,x,B,V,2024,1,0,,\n",
                                          TWO_PARTS "rule known: y == x[A]\n", NULL);

  expect_kind (&all, 1, IND_ADJUSTMENT_REPAIRED);
  expect_out (&all, 1, 9, 0);
  suite_assert_near (adjustment_of (&all, 1).error_out, 0, 0, 1e-6);
  reconciled_free (&all);
  all = reconcile_text (SOURCES ",QUALIFIER,STD_ERROR\nr,x,,V,2024,10,0,,0.000001\n"
                                "r,x,A,V,2024,12,0,exact,\nr,x,B,V,2024,1,0,,0.000001\n",
                        TWO_PARTS, NULL);
  expect_kind (&all, 1, IND_ADJUSTMENT_REPAIRED);
  suite_assert_near (adjustment_of (&all, 1).error_out, sqrt (1.0 / 6), 1e-6, 0);
  reconciled_free (&all);
}
END_TEST

START_TEST (test_no_repair)
{
  ind_reconcile_options options = { 0 };
  struct reconciled all;

  options.repair = IND_REPAIR_NONE;
  all = reconcile_text (misprint, misprint_rules, &options);
  ck_assert_uint_eq (all.summary.kinds[IND_ADJUSTMENT_REPAIRED], 0);
  ck_assert_uint_gt (all.summary.kinds[IND_ADJUSTMENT_BALANCED], 2);
  ck_assert (all.summary.p < 1e-9);
  reconciled_free (&all);
}
END_TEST

/* Two readings of a contradiction: neither is certain. */
START_TEST (test_certain_alone)
{
  static const char csv[] = SOURCES "\nr,a,,V,2024,10,0\nr,b,,V,2024,20,0\n";
  ind_reconcile_options options = { 0 };
  struct reconciled all = reconcile_text (csv, "rule r: a == b\n", NULL);

  ck_assert_uint_eq (all.summary.kinds[IND_ADJUSTMENT_REPAIRED], 1);
  reconciled_free (&all);
  options.repair = IND_REPAIR_CERTAIN;
  all = reconcile_text (csv, "rule r: a == b\n", &options);
  ck_assert_uint_eq (all.summary.kinds[IND_ADJUSTMENT_REPAIRED], 0);
  ck_assert_uint_eq (all.summary.kinds[IND_ADJUSTMENT_BALANCED], 2);
  expect_out (&all, 0, 15, 0);
  reconciled_free (&all);
}
END_TEST

/* A figure given up, of a quantity that the rest does not determine, is lost. */
START_TEST (test_lost)
{
  struct reconciled all = reconcile_text (
      SOURCES "\nr,a,,V,2024,10,0\nr,b,,V,2024,-20,0\n",
      "indicator a \"A\" unit NUMBER nonnegative\nindicator b \"B\" unit NUMBER nonnegative\n"
      "rule r: a >= b\n",
      NULL);

  expect_kind (&all, 1, IND_ADJUSTMENT_LOST);
  ck_assert (isnan (adjustment_of (&all, 1).value_out));
  ck_assert_str_eq (adjustment_of (&all, 1).text, "");
  reconciled_free (&all);
}
END_TEST

/* ------------------------------------------------------------------------
 * Fixed figures, bounds, inequalities
 * ---------------------------------------------------------------------- */

START_TEST (test_contradiction)
{
  ind_reconcile_options options = { 0 };
  struct reconciled all;
  ind_discrepancy rule;
  size_t k, n = 0;

  options.repair = IND_REPAIR_NONE;
  all = reconcile_text (SOURCES ",ALTERABILITY\nr,a,,V,2024,10,0,0\nr,b,,V,2024,20,0,0\n"
                                "r,c,,V,2024,20,0,\n",
                        "rule r: a == b\nrule s: b == c\n", &options);
  ck_assert_uint_eq (all.summary.n_contradictory, 1);
  for (k = 0; k < ind_reconciliation_rule_count (all.result); k++)
    {
      ck_assert_int_eq (ind_reconciliation_rule (all.result, k, &rule), IND_OK);
      ck_assert_str_eq (rule.area, "V");
      ck_assert_str_eq (rule.period, "2024");
      if (rule.is_contradictory)
        {
          ck_assert_str_eq (rule.rule, "r");
          suite_assert_near (rule.after, -10, 1e-12, 0);
          n++;
        }
      else
        ck_assert_str_eq (rule.rule, "s");
    }
  ck_assert_uint_eq (n, 1);
  ck_assert_int_eq (ind_reconciliation_rule (all.result, k, &rule), IND_E_RANGE);
  reconciled_free (&all);
}
END_TEST

/* Two exact figures of one quantity, 4 and 31, that no value satisfies: whatever rules
 * there are, they do not all hold for both. */
START_TEST (test_sources_contradict)
{
  static const char *const rules[]
      = { "rule g: g == 100 * a / b\n", "rule g: g == a + b\n", "rule g: g >= a\n" };
  ind_reconcile_options options = { 0 };
  size_t k;

  options.repair = IND_REPAIR_NONE;
  for (k = 0; k < sizeof rules / sizeof rules[0]; k++)
    {
      struct reconciled all = reconcile_text (
          SOURCES ",QUALIFIER\nr,a,,V,2024,1,0,\nr,b,,V,2024,100,0,\nr,g,,V,2024,4,0,exact\n"
                  "s,g,,V,2024,31,0,exact\n",
          rules[k], &options);
      expect_kind (&all, 2, IND_ADJUSTMENT_FIXED);
      expect_kind (&all, 3, IND_ADJUSTMENT_FIXED);
      ck_assert_msg (!all.summary.is_converged || all.summary.n_contradictory > 0,
                     "nothing says that g cannot be 4 and 31 both, by %s", rules[k]);
      reconciled_free (&all);
    }
}
END_TEST

/* Unbounded, B would be negative. */
START_TEST (test_bounds)
{
  static const char csv[] = SOURCES ",STD_ERROR,ALTERABILITY\nr,x,,V,2024,10,0,,0\n"
                                    "r,x,A,V,2024,12,0,1,\nr,x,B,V,2024,1,0,3,\n";
  static const char rules[] = "indicator x \"X\" unit NUMBER nonnegative\n" TWO_PARTS;
  ind_reconcile_options options = { 0 };
  struct reconciled all;

  options.repair = IND_REPAIR_NONE;
  options.keeps_digits = 1;
  all = reconcile_text (csv, rules, &options);
  ck_assert (adjustment_of (&all, 2).value_out < -1);
  reconciled_free (&all);
  options.bounds = IND_BOUNDS_RANGE;
  all = reconcile_text (csv, rules, &options);
  expect_out (&all, 1, 10, 1e-9);
  expect_out (&all, 2, 0, 1e-9);
  ck_assert (all.summary.is_bounded);
  reconciled_free (&all);
  /* Each within what its print stands for: impossible here, possible with a gap of 1. */
  options.bounds = IND_BOUNDS_PRINTED;
  all = reconcile_text (csv, rules, &options);
  ck_assert (!all.summary.is_bounded || !all.summary.is_converged
             || all.summary.n_contradictory > 0);
  reconciled_free (&all);
  all = reconcile_text (SOURCES ",STD_ERROR\nr,x,,V,2024,10,0,9\nr,x,A,V,2024,6,0,0.1\n"
                                "r,x,B,V,2024,3,0,0.1\n",
                        TWO_PARTS, &options);
  ck_assert (all.summary.is_bounded);
  expect_out (&all, 0, 9.5, 1e-6);
  suite_assert_near (adjustment_of (&all, 1).value_out + adjustment_of (&all, 2).value_out, 9.5,
                     0, 1e-9);
  reconciled_free (&all);
}
END_TEST

/* An inequality that holds does nothing; one that fails is met exactly. */
START_TEST (test_inequality)
{
  ind_reconcile_options options = { 0 };
  struct reconciled all;
  ind_discrepancy rule;

  options.repair = IND_REPAIR_NONE;
  options.keeps_digits = 1;
  all = reconcile_text (SOURCES "\nr,a,,V,2024,10,0\nr,b,,V,2024,4,0\n", "rule r: a >= b\n",
                        &options);
  expect_out (&all, 0, 10, 1e-9);
  expect_out (&all, 1, 4, 1e-9);
  reconciled_free (&all);
  all = reconcile_text (SOURCES "\nr,a,,V,2024,10,0\nr,b,,V,2024,14,0\n", "rule r: a >= b\n",
                        &options);
  expect_out (&all, 0, 12, 1e-6);
  expect_out (&all, 1, 12, 1e-6);
  ck_assert_int_eq (ind_reconciliation_rule (all.result, 0, &rule), IND_OK);
  suite_assert_near (rule.before, -4, 1e-9, 0);
  suite_assert_near (rule.after, 0, 0, 1e-6);
  reconciled_free (&all);
}
END_TEST

/* ------------------------------------------------------------------------
 * What is refused
 * ---------------------------------------------------------------------- */

static void
refuse (const char *csv, const ind_reconcile_options *options, ind_status status,
        const char *message)
{
  struct checked checked = check_text (csv, PARTS, 0);
  ind_reconciliation *result;
  ind_error error = { IND_OK, 0, 0, "" };

  ck_assert_int_eq (ind_reconcile (checked.report, options, &result, &error), status);
  ck_assert_ptr_null (result);
  ck_assert_msg (strstr (error.message, message) != NULL, "\"%s\" does not say \"%s\"",
                 error.message, message);
  checked_free (&checked);
}

START_TEST (test_refused)
{
  static const char *const bad[] = { "-1", "1e3", "abc", "1,5", " 1", "nan", "inf" };
  ind_alterability unknown = { "nobody", 1 }, negative = { "r", -1 }, nan_ = { "r", NAN };
  ind_reconcile_options options = { 0 };
  ind_reconciliation *result;
  ind_adjustment adjustment;
  struct reconciled all;
  char csv[300];
  size_t k;

  for (k = 0; k < sizeof bad / sizeof bad[0]; k++)
    {
      sprintf (csv, SOURCES ",STD_ERROR\nr,x,A,V,2024,12,0,\nr,x,,V,2024,12,0,\"%s\"\n", bad[k]);
      refuse (csv, NULL, IND_E_NUMBER, "record 3");
      sprintf (csv, SOURCES ",alterability\nr,x,,V,2024,12,0,\"%s\"\n", bad[k]);
      refuse (csv, NULL, IND_E_NUMBER, "alterability");
    }
  strcpy (csv, SOURCES "\nr,x,,V,2024,12,0\n");
  options.alterability = &unknown;
  options.n_alterability = 1;
  refuse (csv, &options, IND_E_ARGUMENT, "nobody");
  options.alterability = &negative;
  refuse (csv, &options, IND_E_ARGUMENT, "alterability of r");
  options.alterability = &nan_;
  refuse (csv, &options, IND_E_ARGUMENT, "alterability of r");
  options.alterability = NULL;
  refuse (csv, &options, IND_E_ARGUMENT, "option");
  options.n_alterability = 0;
  options.repair = (ind_repair) 3;
  refuse (csv, &options, IND_E_ARGUMENT, "option");
  options.repair = IND_REPAIR_NONE;
  options.bounds = (ind_bounds) -1;
  refuse (csv, &options, IND_E_ARGUMENT, "option");
  options.bounds = IND_BOUNDS_NONE;
  options.variance = (ind_variance) 2;
  refuse (csv, &options, IND_E_ARGUMENT, "option");
  ck_assert_int_eq (ind_reconcile (NULL, NULL, &result, NULL), IND_E_ARGUMENT);
  all = reconcile_text (csv, PARTS, NULL);
  ck_assert_int_eq (ind_reconciliation_adjustment (all.result, 1, &adjustment), IND_E_RANGE);
  ck_assert_int_eq (ind_reconcile (all.checked.report, NULL, NULL, NULL), IND_E_ARGUMENT);
  reconciled_free (&all);
  ind_reconciliation_free (NULL);
}
END_TEST

START_TEST (test_words)
{
  ind_repair repair;
  ind_variance variance;
  ind_bounds bounds;
  int k;

  for (k = 0; k < 3; k++)
    {
      const char *word = ind_repair_name ((ind_repair) k);
      ck_assert (ind_repair_read (word, strlen (word), &repair) == IND_OK && (int) repair == k);
      word = ind_bounds_name ((ind_bounds) k);
      ck_assert (ind_bounds_read (word, strlen (word), &bounds) == IND_OK && (int) bounds == k);
    }
  for (k = 0; k < 2; k++)
    {
      const char *word = ind_variance_name ((ind_variance) k);
      ck_assert (ind_variance_read (word, strlen (word), &variance) == IND_OK
                 && (int) variance == k);
    }
  ck_assert_str_eq (ind_repair_name ((ind_repair) 3), "?");
  ck_assert_str_eq (ind_variance_name ((ind_variance) -1), "?");
  ck_assert_str_eq (ind_bounds_name ((ind_bounds) 99), "?");
  ck_assert_str_eq (ind_adjustment_kind_name ((ind_adjustment_kind) 6), "?");
  ck_assert_int_eq (ind_repair_read ("all", 3, &repair), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_bounds_read ("none", 4, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_variance_read (NULL, 0, &variance), IND_E_ARGUMENT);
}
END_TEST

/* Odd figures: nothing of them reaches GSL's error handler, and nothing crashes. */
START_TEST (test_odd_figures)
{
  static const char *const odd[]
      = { "0", "-5", "999999999999999999", "0.000000000000000001", "1", "-0.5" };
  static const char *const spread[] = { "", "0", "1000000000000", "0.0000000000001" };
  ind_reconcile_options options = { 0 };
  char csv[800];
  size_t a, b, s;

  for (a = 0; a < 6; a++)
    for (b = 0; b < 6; b++)
      for (s = 0; s < 4; s++)
        {
          struct checked checked;
          ind_reconciliation *result;
          ind_error error;
          options.bounds = (ind_bounds) ((a + b) % 3);
          options.repair = (ind_repair) ((a + s) % 3);
          options.variance = (ind_variance) (b % 2);
          options.keeps_digits = (int) (s % 2);
          sprintf (csv,
                   SOURCES ",STD_ERROR\nr,x,,V,2024,%s,,%s\nr,x,A,V,2024,%s,,\n"
                           "r,x,B,V,2024,3,0,%s\nr,y,,V,2024,%s,,\nr,y,,V,2023,%s,,\n"
                           "r,y_growth,,V,2024,%s,,\n",
                   odd[a], spread[s], odd[b], spread[3 - s], odd[b], odd[a], odd[(a + b) % 6]);
          reconciling_watch_gsl ();
          checked = check_text (csv,
                                TWO_PARTS "rule g: y_growth == 100 * (y / prev(y) - 1)\n"
                                          "rule q: y * x == x[A] * y_growth\n",
                                0);
          if (ind_reconcile (checked.report, &options, &result, &error) == IND_OK)
            ind_reconciliation_free (result);
          else
            ck_assert_int_eq (error.status, IND_E_DOMAIN);
          checked_free (&checked);
        }
}
END_TEST

START_TEST (test_memory)
{
  int is_persistent;

  for (is_persistent = 0; is_persistent <= 1; is_persistent++)
    {
      struct checked checked = check_text (misprint, misprint_rules, 0);
      size_t n, before;
      ind_error explain_error;
      ck_assert_int_eq (ind_explain (checked.report, NULL, &explain_error), IND_OK);
      before = failing_memory_blocks ();
      for (n = 1;; n++)
        {
          ind_error error = { IND_OK, 0, 0, "" };
          ind_reconciliation *result;
          ind_status status;
          failing_memory_arm (n, is_persistent);
          status = ind_reconcile (checked.report, NULL, &result, &error);
          if (failing_memory_disarm () == 0)
            {
              ck_assert_int_eq (status, IND_OK);
              ind_reconciliation_free (result);
              break;
            }
          ck_assert_msg (status == IND_E_MEMORY && error.status == IND_E_MEMORY
                             && result == NULL,
                         "allocation %zu: status %d", n, (int) status);
        }
      ck_assert_uint_gt (n, 50);
      ck_assert_uint_eq (failing_memory_blocks (), before);
      checked_free (&checked);
    }
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("reconcile");

  tcase_set_timeout (tests, 120);
  tcase_add_test (tests, test_one_sum);
  tcase_add_test (tests, test_rounded);
  tcase_add_test (tests, test_raking);
  tcase_add_test (tests, test_several_sources);
  tcase_add_test (tests, test_growth);
  tcase_add_test (tests, test_economies);
  tcase_add_test (tests, test_repair);
  tcase_add_test (tests, test_error_of_repaired);
  tcase_add_test (tests, test_error_of_exact);
  tcase_add_loop_test (tests, test_protected, 0, 3);
  tcase_add_test (tests, test_no_repair);
  tcase_add_test (tests, test_certain_alone);
  tcase_add_test (tests, test_lost);
  tcase_add_test (tests, test_contradiction);
  tcase_add_test (tests, test_sources_contradict);
  tcase_add_test (tests, test_bounds);
  tcase_add_test (tests, test_inequality);
  tcase_add_test (tests, test_refused);
  tcase_add_test (tests, test_words);
  tcase_add_test (tests, test_odd_figures);
  tcase_add_test (tests, test_memory);
  return suite_run (tests, "reconcile");
}
