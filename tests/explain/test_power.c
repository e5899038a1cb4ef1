/* SPDX-License-Identifier: GPL-3.0-or-later
 * Power: what the figures imply for each of them, worked out by hand, and
 * whether an error beyond the limit is indeed found. */
#include "explain/explaining.h"

#include "support/exact.h"
#include "support/failing_memory.h"

#define N_REPORTS 60

#define PARTS "breakdown p: _T = A + B + C\nrule total: x[_T] == sum(x[*])\n"

static struct checked
measure_text (const char *csv, const char *rules, const ind_explain_options *options)
{
  struct checked checked = check_text (csv, rules, 0);
  ind_error error = { IND_OK, 0, 0, "" };

  ck_assert_msg (ind_measure_power (checked.report, options, &error) == IND_OK, "%s",
                 error.message);
  return checked;
}

struct wanted {
  double low, high, detectable;
};

/* The protections, in reading order. */
static void
expect_protections (const char *csv, const char *rules, const struct wanted *wanted, size_t n)
{
  struct checked checked = measure_text (csv, rules, NULL);
  ind_protection protection;
  size_t k;

  ck_assert_uint_eq (ind_report_protection_count (checked.report), n);
  for (k = 0; k < n; k++)
    {
      ck_assert_int_eq (ind_report_protection (checked.report, k, &protection), IND_OK);
      ck_assert_msg (
          suite_is_near (protection.implied.low, wanted[k].low, 1e-12, 1e-12)
              && suite_is_near (protection.implied.high, wanted[k].high, 1e-12, 1e-12),
          "figure %zu, %s: implied [%.17g, %.17g], not [%g, %g]", k, protection.figure.obs_value,
          protection.implied.low, protection.implied.high, wanted[k].low, wanted[k].high);
      ck_assert_msg (
          suite_is_near (protection.detectable, wanted[k].detectable, 1e-9, 0),
          "figure %zu, %s: errors beyond %.17g units are found, not beyond %g", k,
          protection.figure.obs_value, protection.detectable, wanted[k].detectable);
    }
  ck_assert_int_eq (ind_report_protection (checked.report, n, &protection), IND_E_RANGE);
  checked_free (&checked);
}

/* ------------------------------------------------------------------------
 * By hand
 * ---------------------------------------------------------------------- */

/* Each of the four is within 0.15 of what the others say, and stands for 0.05 on
 * either side: an error of 0.2 may just be, in tenths 2. */
START_TEST (test_sum)
{
  static const struct wanted wanted[]
      = { { 59.85, 60.15, 2 }, { 9.85, 10.15, 2 }, { 19.85, 20.15, 2 }, { 29.85, 30.15, 2 } };

  expect_protections (HEADER "x,,V,2024,60.0\nx,A,V,2024,10.0\nx,B,V,2024,20.0\n"
                             "x,C,V,2024,30.0\n",
                      PARTS, wanted, 4);
}
END_TEST

/* The total in units: 59.5 to 60.5, against 59.85 to 60.15 by its parts. These
 * are within 0.5 + 0.05 + 0.05 of what is left for them. */
START_TEST (test_coarse_total)
{
  static const struct wanted wanted[]
      = { { 59.85, 60.15, 0.65 }, { 9.4, 10.6, 6.5 }, { 19.4, 20.6, 6.5 }, { 29.4, 30.6, 6.5 } };

  expect_protections (HEADER "x,,V,2024,60\nx,A,V,2024,10.0\nx,B,V,2024,20.0\nx,C,V,2024,30.0\n",
                      PARTS, wanted, 4);
}
END_TEST

/* The parts add up to 60.1. An error of the total upwards is found beyond 60.25 -
 * 59.95, one downwards beyond 60.05 - 59.95 already; either way, beyond the
 * greater. */
START_TEST (test_rounding_errors)
{
  static const struct wanted wanted[]
      = { { 59.95, 60.25, 3 }, { 9.85, 10.15, 3 }, { 19.75, 20.05, 3 }, { 29.75, 30.05, 3 } };

  expect_protections (HEADER "x,,V,2024,60.0\nx,A,V,2024,10.1\nx,B,V,2024,20.0\n"
                             "x,C,V,2024,30.0\n",
                      PARTS, wanted, 4);
}
END_TEST

/* Millions, of which hundreds count and units: 1150 to 1250, and 599.5 to
 * 600.5. */
START_TEST (test_scales)
{
  /* a: twice 599.5 to 600.5; 1201 - 1150 = 51 of 100. b: half of 1150 to 1250;
   * 625 - 599.5 and 600.5 - 575 of 1. */
  static const struct wanted wanted[] = { { 1199, 1201, 0.51 }, { 575, 625, 25.5 } };

  expect_protections ("INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MULT,DECIMALS\n"
                      "a,V,2024,1200,6,-2\nb,V,2024,600,6,0\n",
                      "rule r: a == 2 * b\n", wanted, 2);
}
END_TEST

/* An exact figure against a rounded one; a figure that is a bound, on the open
 * side of which nothing is found; a rule that is a bound, and protects one side
 * of each. */
START_TEST (test_bounds)
{
  static const struct wanted wanted[]
      = { { 6.5, 7.5, 0.5 },          { 7, 7, 0.5 },
          { 9, INFINITY, INFINITY },  { 8.5, 9.5, INFINITY },
          { 7.5, INFINITY, INFINITY }, { -INFINITY, 12.5, INFINITY } };

  expect_protections ("INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,QUALIFIER\n"
                      "a,V,2024,7,exact\nb,V,2024,7,\ne,V,2024,9,\nf,V,2024,9,at_least\n"
                      "c,V,2024,12,\nd,V,2024,8,\n",
                      "rule r: a == b\nrule s: c >= d\nrule t: e == f\n", wanted, 6);
}
END_TEST

/* Nothing protects what no rule reaches, what is alone with an unprinted figure,
 * and what two unprinted figures leave open. */
START_TEST (test_unprotected)
{
  static const struct wanted wanted[] = { { -INFINITY, INFINITY, INFINITY },
                                          { -INFINITY, INFINITY, INFINITY },
                                          { -INFINITY, INFINITY, INFINITY },
                                          { -INFINITY, INFINITY, INFINITY } };

  expect_protections (HEADER "alone,,V,2024,5.0\na,,V,2024,60.0\nb,,V,2024,20.0\n"
                             "c,,V,2024,100.0\n",
                      "rule r: a == b + u\nrule s: c == u + v\n", wanted, 4);
}
END_TEST

/* Two sources: each protects the other, and both the parts. With two others the
 * tighter one counts. */
START_TEST (test_sources)
{
  static const struct wanted wanted[] = { { 6.95, 7.05, 0.55 },
                                          { 6.95, 7.05, 1 },
                                          { 6.95, 7.05, 1 } };

  expect_protections (SOURCES "one,a,,V,2024,7\ntwo,a,,V,2024,7.0\nthree,a,,V,2024,7.0\n",
                      "rule r: b == 2 * a\n", wanted, 3);
}
END_TEST

/* 76 for 66 where another report has 66: what is proved wrong is left out, and
 * measured as if it stood in the middle of what is implied, 65.5 to 66.5. The
 * others are protected without it. */
START_TEST (test_wrong)
{
  static const struct wanted wanted[]
      = { { 64.5, 67.5, 2 }, { 10.5, 13.5, 2 }, { 21.5, 24.5, 2 }, { 29.5, 32.5, 2 },
          { 65.5, 66.5, 1 } };

  expect_protections (SOURCES "one,x,,V,2024,66\none,x,A,V,2024,12\none,x,B,V,2024,23\n"
                              "one,x,C,V,2024,31\ntwo,x,,V,2024,76\n",
                      PARTS, wanted, 5);
}
END_TEST

/* A rule that was evaluated on another basis, 60 for 6200 / 100, protects
 * nothing, and what two sources print of one quantity still does. */
START_TEST (test_wrong_basis)
{
  static const struct wanted wanted[]
      = { { 59.5, 60.5, 1 }, { 6150, 6250, 1 }, { 99.5, 100.5, 1 },
          { 59.5, 60.5, 1 }, { 6150, 6250, 1 }, { 99.5, 100.5, 1 } };

  expect_protections (SOURCES "one,a,,V,2024,60\none,b,,V,2024,6200\none,c,,V,2024,100\n"
                              "two,a,,V,2024,60\ntwo,b,,V,2024,6200\ntwo,c,,V,2024,100\n",
                      "rule r: a == b / c\n    basis \"average population\"\n", wanted, 6);
}
END_TEST

/* The limit is one: at it an error may be rounding, beyond it it is found. */
START_TEST (test_limit)
{
  static const char *const value[] = { "59.8", "60.2", "59.7", "60.3" };
  size_t k;

  for (k = 0; k < 4; k++)
    {
      char csv[300];
      struct checked checked;
      snprintf (csv, sizeof csv,
                HEADER "x,,V,2024,%s\nx,A,V,2024,10.0\nx,B,V,2024,20.0\nx,C,V,2024,30.0\n",
                value[k]);
      checked = explain_text (csv, PARTS, NULL);
      ck_assert_msg (ind_report_explanation_count (checked.report) == (k >= 2), "%s", value[k]);
      checked_free (&checked);
    }
}
END_TEST

/* ------------------------------------------------------------------------
 * Advice
 * ---------------------------------------------------------------------- */

static void
expect_advice (const char *csv, const char *rules, const char *indicator, double low,
               double high, int decimals, size_t n_gained)
{
  struct checked checked = measure_text (csv, rules, NULL);
  ind_advice advice;

  if (indicator == NULL)
    ck_assert_int_eq (ind_report_advice (checked.report, &advice), 0);
  else
    {
      ck_assert_int_ne (ind_report_advice (checked.report, &advice), 0);
      ck_assert_str_eq (advice.quantity.indicator, indicator);
      ck_assert_str_eq (advice.quantity.area, "V");
      ck_assert_str_eq (advice.quantity.period, "2024");
      ck_assert_str_eq (advice.quantity.component, "_T");
      suite_assert_near (advice.quantity.interval.low, low, 1e-12, 1e-12);
      suite_assert_near (advice.quantity.interval.high, high, 1e-12, 1e-12);
      ck_assert_int_eq (advice.decimals, decimals);
      ck_assert_uint_eq (advice.n_gained, n_gained);
    }
  checked_free (&checked);
}

/* u would protect a and b; v would protect c, d and e, within 0.15 of one
 * another and it: 300.0 - 100.0 - 50.0, with five digits to two places. */
START_TEST (test_advice)
{
  expect_advice (HEADER "a,,V,2024,60.0\nb,,V,2024,20.0\nc,,V,2024,300.0\nd,,V,2024,100.0\n"
                        "e,,V,2024,50.0\n",
                 "rule r: a == b + u\nrule s: c == d + e + v\n", "v", 149.85, 150.15, 2, 3);
  /* The order of the rules is no matter. */
  expect_advice (HEADER "c,,V,2024,300.0\nd,,V,2024,100.0\ne,,V,2024,50.0\na,,V,2024,60.0\n"
                        "b,,V,2024,20.0\n",
                 "rule s: c == d + e + v\nrule r: a == b + u\n", "v", 149.85, 150.15, 2, 3);
}
END_TEST

/* Printed as it is elsewhere, with one decimal. */
START_TEST (test_advice_decimals)
{
  expect_advice (HEADER "c,,V,2024,300.0\nd,,V,2024,100.0\nv,,W,2024,7.5\n",
                 "rule s: c == d + v\n", "v", 199.9, 200.1, 1, 2);
}
END_TEST

/* c is to the hundred: the others are not within ten of their units of it. */
START_TEST (test_advice_coarse)
{
  expect_advice ("INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,DECIMALS\n"
                 "c,V,2024,1000,-2\nd,V,2024,300.0,1\ne,V,2024,200.0,1\n",
                 "rule s: c == d + e + v\n", "v", 449.9, 550.1, 2, 1);
}
END_TEST

/* Two sources print d: it is protected without v, and c is gained. */
START_TEST (test_advice_protected)
{
  expect_advice (SOURCES "one,c,,V,2024,300.0\none,d,,V,2024,100.0\ntwo,d,,V,2024,100.0\n",
                 "rule s: c == d + v\n", "v", 199.9, 200.1, 2, 1);
}
END_TEST

/* Where everything is printed, or what is not is open, nothing helps. */
START_TEST (test_no_advice)
{
  expect_advice (HEADER "x,,V,2024,60.0\nx,A,V,2024,10.0\nx,B,V,2024,20.0\nx,C,V,2024,30.0\n",
                 PARTS, NULL, 0, 0, 0, 0);
  expect_advice (HEADER "a,,V,2024,60.0\n", "rule r: a == u + v\n", NULL, 0, 0, 0, 0);
  expect_advice (HEADER "a,,V,2024,60.0\n", "rule r: b == u + v\n", NULL, 0, 0, 0, 0);
}
END_TEST

/* ------------------------------------------------------------------------
 * Calls
 * ---------------------------------------------------------------------- */

static const char usual_csv[]
    = HEADER "x,,V,2024,76\nx,A,V,2024,12\nx,B,V,2024,23\nx,C,V,2024,31\na,,V,2024,60.0\n"
             "b,,V,2024,20.0\nc,,V,2024,5.0\nd,,V,2024,5.0\n";
static const char usual_rules[] = PARTS "rule r: a == b + u\nrule s: c == d\n";

/* What is not measured says so, what is is the same. */
START_TEST (test_budget)
{
  ind_explain_options options = { 1, 0, 0 };
  struct checked all = measure_text (usual_csv, usual_rules, NULL);
  struct checked checked = measure_text (usual_csv, usual_rules, &options);
  size_t k, n = ind_report_protection_count (all.report), n_unmeasured = 0;

  ck_assert_uint_eq (n, 8);
  ck_assert_uint_eq (ind_report_protection_count (checked.report), n);
  for (k = 0; k < n; k++)
    {
      ind_protection wanted, protection;
      ck_assert_int_eq (ind_report_protection (all.report, k, &wanted), IND_OK);
      ck_assert_int_eq (ind_report_protection (checked.report, k, &protection), IND_OK);
      ck_assert_str_eq (protection.figure.indicator, wanted.figure.indicator);
      ck_assert (wanted.detectable >= 0);
      if (protection.detectable >= 0)
        continue;
      n_unmeasured++;
      ck_assert (protection.detectable == -1);
      ck_assert (isinf (protection.implied.low) && isinf (protection.implied.high));
    }
  ck_assert_uint_ge (n_unmeasured, n - 1);
  checked_free (&all);
  checked_free (&checked);
}
END_TEST

START_TEST (test_twice)
{
  struct checked checked = measure_text (usual_csv, usual_rules, NULL);
  ind_protection first[8], protection;
  ind_advice advice, again;
  size_t k, n_findings = ind_report_finding_count (checked.report);

  ck_assert_int_ne (ind_report_advice (checked.report, &advice), 0);
  for (k = 0; k < 8; k++)
    ck_assert_int_eq (ind_report_protection (checked.report, k, &first[k]), IND_OK);
  ck_assert_int_eq (ind_measure_power (checked.report, NULL, NULL), IND_OK);
  ck_assert_uint_eq (ind_report_protection_count (checked.report), 8);
  ck_assert_uint_eq (ind_report_finding_count (checked.report), n_findings);
  ck_assert_uint_eq (ind_report_explanation_count (checked.report), 1);
  for (k = 0; k < 8; k++)
    {
      ck_assert_int_eq (ind_report_protection (checked.report, k, &protection), IND_OK);
      ck_assert (protection.detectable == first[k].detectable
                 && protection.implied.low == first[k].implied.low
                 && protection.implied.high == first[k].implied.high);
    }
  ck_assert_int_ne (ind_report_advice (checked.report, &again), 0);
  ck_assert_str_eq (again.quantity.indicator, advice.quantity.indicator);
  ck_assert_uint_eq (again.n_gained, advice.n_gained);
  checked_free (&checked);
}
END_TEST

/* A report that is not measured has no protections. */
START_TEST (test_before)
{
  struct checked checked = explain_text (usual_csv, usual_rules, NULL);
  ind_protection protection;
  ind_advice advice;

  ck_assert_uint_eq (ind_report_protection_count (checked.report), 0);
  ck_assert_int_eq (ind_report_protection (checked.report, 0, &protection), IND_E_RANGE);
  ck_assert_int_eq (ind_report_advice (checked.report, &advice), 0);
  /* It can be measured after it was explained. */
  ck_assert_int_eq (ind_measure_power (checked.report, NULL, NULL), IND_OK);
  ck_assert_uint_eq (ind_report_protection_count (checked.report), 8);
  checked_free (&checked);
}
END_TEST

/* Each allocation fails in turn, of a report checked, and of one explained:
 * nothing is measured then, and it can be again. */
START_TEST (test_memory)
{
  int is_persistent, is_explained;

  for (is_explained = 0; is_explained <= 1; is_explained++)
    for (is_persistent = 0; is_persistent <= 1; is_persistent++)
      {
        size_t n, blocks = failing_memory_blocks ();
        for (n = 1;; n++)
          {
            struct checked checked = check_text (usual_csv, usual_rules, 0);
            ind_error error = { IND_OK, 0, 0, "" };
            ind_advice advice;
            ind_status status;
            size_t n_failed;
            if (is_explained)
              ck_assert_int_eq (ind_explain (checked.report, NULL, NULL), IND_OK);
            failing_memory_arm (n, is_persistent);
            status = ind_measure_power (checked.report, NULL, &error);
            n_failed = failing_memory_disarm ();
            if (n_failed > 0)
              {
                ck_assert_msg (status == IND_E_MEMORY && error.status == IND_E_MEMORY,
                               "allocation %zu: status %d", n, (int) status);
                ck_assert_uint_eq (ind_report_protection_count (checked.report), 0);
                ck_assert_int_eq (ind_report_advice (checked.report, &advice), 0);
                status = ind_measure_power (checked.report, NULL, &error);
              }
            ck_assert_int_eq (status, IND_OK);
            ck_assert_uint_eq (ind_report_protection_count (checked.report), 8);
            ck_assert_int_ne (ind_report_advice (checked.report, &advice), 0);
            ck_assert_uint_eq (advice.n_gained, 2);
            checked_free (&checked);
            if (n_failed == 0)
              break;
          }
        ck_assert_msg (n > 20, "%zu allocations", n);
        ck_assert_uint_eq (failing_memory_blocks (), blocks);
      }
}
END_TEST

/* ------------------------------------------------------------------------
 * Every error beyond the limit
 * ---------------------------------------------------------------------- */

#define MAX_FIGURES 10
#define N_NAMES 10

/* No left side is a figure alone, so that none counts as computed from others. */
static const char random_rules[]
    = "rule r: a + b + c == t\nrule s: t + d == e\nrule t: a + e == f\n"
      "rule u: g * b == 100 * a\nrule v: h - b == 2 * c\n";
static const char *const name[N_NAMES] = { "a", "b", "c", "d", "e", "f", "t", "g", "h", "z" };

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
  truth[9] = 5;
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
  size_t k, length;

  length = (size_t) snprintf (csv, size, "INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,DECIMALS\n");
  for (k = 0; k < n; k++)
    {
      int64_t scale = figure[k].decimals == 0 ? 1 : figure[k].decimals == 1 ? 10 : 100;
      int64_t rest = figure[k].value < 0 ? -figure[k].value : figure[k].value;
      length += (size_t) snprintf (csv + length, size - length, "%s,V,2024,%s%lld",
                                   name[figure[k].name], figure[k].value < 0 ? "-" : "",
                                   (long long) (rest / scale));
      if (scale > 1)
        length += (size_t) snprintf (csv + length, size - length, ".%0*lld", figure[k].decimals,
                                     (long long) (rest % scale));
      length += (size_t) snprintf (csv + length, size - length, ",%d\n", figure[k].decimals);
      exact_assert (length < size, "too long");
    }
}

static int
is_found (const struct random_figure *figure, size_t n)
{
  char csv[1000];
  struct checked checked;
  int found;

  write_report (figure, n, csv, sizeof csv);
  checked = explain_text (csv, random_rules, NULL);
  found = ind_report_explanation_count (checked.report) > 0
          && ind_report_exit_status (checked.report, 0) == 1;
  checked_free (&checked);
  return found;
}

START_TEST (test_every_error)
{
  exact_random random = { 20245 };
  size_t round, k, n_tried = 0, n_open = 0;

  for (round = 0; round < N_REPORTS; round++)
    {
      struct random_figure figure[MAX_FIGURES];
      size_t n = make_report (figure, &random);
      char csv[1000];
      struct checked checked;
      write_report (figure, n, csv, sizeof csv);
      checked = measure_text (csv, random_rules, NULL);
      exact_assert (ind_report_explanation_count (checked.report) == 0, "accused:\n%s", csv);
      exact_assert (ind_report_protection_count (checked.report) == n, "protections");
      for (k = 0; k < n; k++)
        {
          ind_protection protection;
          int64_t value = figure[k].value, error;
          int side;
          ck_assert_int_eq (ind_report_protection (checked.report, k, &protection), IND_OK);
          exact_assert (protection.implied.low <= figure[k].truth * (1 + 1e-12)
                            && protection.implied.high >= figure[k].truth * (1 - 1e-12),
                        "%s is %.17g, implied [%.17g, %.17g]:\n%s", name[figure[k].name],
                        figure[k].truth, protection.implied.low, protection.implied.high, csv);
          exact_assert (protection.detectable >= 0, "not measured");
          if (isinf (protection.detectable))
            {
              n_open++;
              continue;
            }
          error = (int64_t) floor (protection.detectable + 1e-9) + 1;
          for (side = -1; side <= 1; side += 2)
            {
              figure[k].value = value + side * error;
              n_tried++;
              exact_assert (is_found (figure, n), "%s off by %d is not found in\n%s",
                            name[figure[k].name], (int) (side * error), csv);
            }
          figure[k].value = value;
        }
      checked_free (&checked);
    }
  ck_assert_uint_gt (n_tried, 300);
  ck_assert_uint_gt (n_open, 50);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("power");

  tcase_set_timeout (tests, 60);
  tcase_add_test (tests, test_sum);
  tcase_add_test (tests, test_coarse_total);
  tcase_add_test (tests, test_rounding_errors);
  tcase_add_test (tests, test_scales);
  tcase_add_test (tests, test_bounds);
  tcase_add_test (tests, test_unprotected);
  tcase_add_test (tests, test_sources);
  tcase_add_test (tests, test_wrong);
  tcase_add_test (tests, test_wrong_basis);
  tcase_add_test (tests, test_limit);
  tcase_add_test (tests, test_advice);
  tcase_add_test (tests, test_advice_decimals);
  tcase_add_test (tests, test_advice_coarse);
  tcase_add_test (tests, test_advice_protected);
  tcase_add_test (tests, test_no_advice);
  tcase_add_test (tests, test_budget);
  tcase_add_test (tests, test_twice);
  tcase_add_test (tests, test_before);
  tcase_add_test (tests, test_memory);
  tcase_add_test (tests, test_every_error);
  return suite_run (tests, "power");
}
