/* SPDX-License-Identifier: GPL-3.0-or-later
 * Reports that can be true, seen without their network; random ones, of which the network must
 * say the same. */
#include "explain/witness.h"

#include "explain/explaining.h"
#include "support/exact.h"
#include "support/failing_memory.h"

static int
has_witness (const char *csv, const char *rules)
{
  struct checked checked = check_text (csv, rules, 0);
  int found;

  ck_assert (ind__index_sort (&checked.report->index));
  found = ind__has_witness (checked.report);
  checked_free (&checked);
  return found;
}

static void
expect_witness (const char *csv, const char *rules, int expected)
{
  ck_assert_msg (has_witness (csv, rules) == expected, "%s%son %s", expected ? "" : "not ",
                 rules == NULL ? "" : rules, csv);
}

/* ------------------------------------------------------------------------
 * Single rules
 * ---------------------------------------------------------------------- */

START_TEST (test_sum)
{
  static const char rules[] = "rule r: a == b + 2 * c - 1\n";

  expect_witness (HEADER "a,,V,2024,10\nb,,V,2024,5\nc,,V,2024,3\n", rules, 1);
  expect_witness (HEADER "a,,V,2024,10\nb,,V,2024,5\nc,,V,2024,8\n", rules, 0);
  /* What is not printed is whatever it has to be. */
  expect_witness (HEADER "a,,V,2024,10\nb,,V,2024,5\n", rules, 1);
}
END_TEST

START_TEST (test_quotient)
{
  static const char rules[] = "rule r: a == 100 * b / c\nrule s: d == 100 * (b / c - 1)\n";

  expect_witness (HEADER "a,,V,2024,33.33\nb,,V,2024,1000\nc,,V,2024,3000\nd,,V,2024,-66.67\n",
                  rules, 1);
  expect_witness (HEADER "a,,V,2024,33.35\nb,,V,2024,1000\nc,,V,2024,3000\nd,,V,2024,-66.67\n",
                  rules, 0);
  expect_witness (HEADER "a,,V,2024,33.33\nb,,V,2024,1000\nc,,V,2024,0\n", rules, 0);
}
END_TEST

/* The network of test_explain.c: no rule fails, and both together do. */
START_TEST (test_network)
{
  static const char rules[] = "rule r: a == 3 * c + u\nrule s: b == u + 5\n";

  expect_witness (HEADER "a,,V,2024,100\nb,,V,2024,90\nc,,V,2024,5\n", rules, 1);
  expect_witness (HEADER "a,,V,2024,100\nb,,V,2024,94\nc,,V,2024,5\n", rules, 0);
}
END_TEST

/* A rule on quantities that are not printed ties them. */
START_TEST (test_unprinted)
{
  static const char rules[]
      = "rule r: a == u + 1\nrule s: b == w + 1\nrule t: u == 2 * w\n";

  expect_witness (HEADER "a,,V,2024,11\nb,,V,2024,6\n", rules, 1);
  expect_witness (HEADER "a,,V,2024,11\nb,,V,2024,9\n", rules, 0);
}
END_TEST

/* What is divided by comes out as zero, or as what is lost in rounding: then nothing is known of
 * the quotient, whatever is printed of it. */
START_TEST (test_zero)
{
  static const char rules[] = "rule r: c == x - y - w\nrule s: d == 100 * b / c\n";

  expect_witness (HEADER "x,,V,2024,0.300\ny,,V,2024,0.100\nw,,V,2024,0.200\nb,,V,2024,9\n"
                         "d,,V,2024,5\n",
                  rules, 0);
  expect_witness (HEADER "x,,V,2024,0.500\ny,,V,2024,0.100\nw,,V,2024,0.200\nb,,V,2024,9\n"
                         "d,,V,2024,4500\n",
                  rules, 1);
}
END_TEST

/* Where large numbers cancel, what is left is not known to the digits that are printed: by a bound,
 * and by a rule that speaks twice of a figure and so cannot be solved for it. */
START_TEST (test_cancellation)
{
  static const char bound[]
      = "rule p: p == a / 3\nrule q: q == a / 7\nrule z: z <= 1000000 * (3 * p - 7 * q)\n";
  static const char twice[]
      = "rule p: p == a / 0.7\nrule q: q == a / 13\n"
        "rule z: z - u == 100000 * (0.7 * p - 13 * q) + u\n";

  expect_witness (HEADER "z,,V,2024,5\na,,V,2024,1234567890123\n", bound, 0);
  expect_witness (HEADER "z,,V,2024,-1500\na,,V,2024,123\n", bound, 1);
  expect_witness (HEADER "a,,V,2024,12194344627175\nu,,V,2024,-1196.11\nz,,V,2024,-1494.78\n",
                  twice, 0);
  expect_witness (HEADER "a,,V,2024,122\nu,,V,2024,-1196.11\nz,,V,2024,-2392.22\n", twice, 1);
}
END_TEST

/* Exact figures are off by less than a double of their size tells. */
START_TEST (test_exact)
{
  static const char rules[] = "rule r: u == 10 * b\nrule s: t == u - c - b / c\n";

  expect_witness ("INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE,QUALIFIER\n"
                  "b,,V,2024,12,exact\nt,,V,2024,-429493276817,exact\n"
                  "c,,V,2024,429493276937,exact\n",
                  rules, 0);
}
END_TEST

/* By the standard rules: the levels of a year add up to those of the year before, and
 * the capital-output ratio divides by the difference. */
START_TEST (test_no_growth)
{
  static const char csv[]
      = "INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE\n"
        "grdp_constant,A,V,2024,0.10,XDC\ngrdp_constant,BTF,V,2024,0.20,XDC\n"
        "grdp_constant,GTU,V,2024,0.30,XDC\ngrdp_constant,D21X31,V,2024,0.10,XDC\n"
        "grdp_constant,_T,V,2023,0.70,XDC\ninvestment_constant,_T,V,2024,9,XDC\n"
        "icor,_T,V,2024,5,\n";

  expect_witness (csv, NULL, 0);
}
END_TEST

START_TEST (test_bounds)
{
  static const char rules[] = "rule r: a >= b\nrule s: c <= 2 * b\n";

  expect_witness (HEADER "a,,V,2024,7.0\nb,,V,2024,7.0\nc,,V,2024,12\n", rules, 1);
  expect_witness (HEADER "a,,V,2024,6.9\nb,,V,2024,7.0\nc,,V,2024,12\n", rules, 0);
  expect_witness (HEADER "a,,V,2024,8.0\nb,,V,2024,7.0\nc,,V,2024,16\n", rules, 0);
}
END_TEST

START_TEST (test_assumption)
{
  static const char rules[]
      = "assume f \"a factor\" from 0.9 to 1.1\nrule r: a == b * f\nrule s: c == b * f\n";

  expect_witness (HEADER "a,,V,2024,105\nb,,V,2024,100\nc,,V,2024,105\n", rules, 1);
  expect_witness (HEADER "a,,V,2024,115\nb,,V,2024,100\n", rules, 0);
  expect_witness (HEADER "a,,V,2024,105\nb,,V,2024,100\nc,,V,2024,103\n", rules, 0);
}
END_TEST

START_TEST (test_missing)
{
  static const char rules[] = "rule r: a == b + c\n  missing zero\n";

  expect_witness (HEADER "a,,V,2024,5\nb,,V,2024,5\n", rules, 1);
  expect_witness (HEADER "a,,V,2024,7\nb,,V,2024,5\n", rules, 0);
}
END_TEST

/* Where a quantity is printed twice, or in another unit than its own, none is looked for. */
START_TEST (test_several)
{
  static const char rules[] = "rule r: a == b\n";

  expect_witness (HEADER "a,,V,2024,5\na,,V,2024,5\nb,,V,2024,5\n", rules, 0);
  expect_witness (SOURCES "one,a,,V,2024,5\ntwo,b,,V,2024,5\n", rules, 1);
}
END_TEST

/* ------------------------------------------------------------------------
 * Standard rules
 * ---------------------------------------------------------------------- */

static const char *const sectors[] = { "A", "BTF", "GTU", "D21X31", "_T" };

static uint64_t state = 88172645463325252u;

static int
draw (int n)
{
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (int) (state % (uint64_t) n);
}

/* A report of three years; some figures are off by up to `most_off` units of the last digit,
 * and one in `one_out_of` is left out. */
static void
write_report (char *csv, size_t size, int most_off, int one_out_of)
{
  double level[3][5], x[5];
  size_t n = (size_t) snprintf (csv, size, "%s",
                                "INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE\n");
  int year, k, what;

  for (year = 0; year < 3; year++)
    for (level[year][4] = 0, k = 0; k < 4; k++)
      {
        level[year][k] = year == 0 ? 1000 + draw (50000)
                                   : floor (level[year - 1][k] * (0.95 + draw (15) / 100.0));
        level[year][4] += level[year][k];
      }
  for (year = 0; year < 3; year++)
    for (what = 0; what < 5; what++)
      for (k = 0; k < 5; k++)
        {
          static const char *const names[]
              = { "grdp_current", "share", "grdp_change", "growth_nominal", "share_change" };
          double off = most_off > 0 && draw (30) == 0 ? draw (2 * most_off + 1) - most_off : 0;
          int has_digits = what == 1 || what == 3 || what == 4;
          const double *now = level[year], *then = level[year > 0 ? year - 1 : 0];
          if ((year == 0 && what > 1) || (k == 4 && (what == 1 || what == 4))
              || (one_out_of > 0 && draw (one_out_of) == 0))
            continue;
          x[0] = now[k];
          x[1] = 100 * now[k] / now[4];
          x[2] = now[k] - then[k];
          x[3] = 100 * (now[k] / then[k] - 1);
          x[4] = 100 * now[k] / now[4] - 100 * then[k] / then[4];
          n += (size_t) snprintf (csv + n, size - n, "%s,%s,R,%d,%.*f,%s\n", names[what],
                                  sectors[k], 2020 + year, has_digits ? 2 : 0,
                                  x[what] + (has_digits ? off / 100 : off),
                                  what == 4 ? "pp" : has_digits ? "%" : "bn VND");
        }
  ck_assert_uint_lt (n, size);
}

static char report[20000];

START_TEST (test_standard)
{
  int n;

  for (n = 0; n < 20; n++)
    {
      write_report (report, sizeof report, 0, 0);
      ck_assert_msg (has_witness (report, NULL) == 1, "%s", report);
    }
}
END_TEST

/* Where there is a witness, the network, which is asked what it implies, refutes nothing. */
START_TEST (test_same_as_network)
{
  ind_explain_options options = { 0, 1, 0 };
  int n, n_found = 0, n_refuted = 0;

  for (n = 0; n < 300; n++)
    {
      struct checked checked;
      size_t n_findings;
      int found;
      write_report (report, sizeof report, n % 2 == 0 ? 0 : 2, n % 3 == 0 ? 0 : 4 + draw (20));
      checked = check_text (report, NULL, 0);
      n_findings = ind_report_finding_count (checked.report);
      ck_assert (ind__index_sort (&checked.report->index));
      found = ind__has_witness (checked.report);
      options.budget = 100000;
      ck_assert_int_eq (ind_explain (checked.report, &options, NULL), IND_OK);
      n_found += found;
      n_refuted += ind_report_explanation_count (checked.report) > 0;
      if (found)
        exact_assert (ind_report_explanation_count (checked.report) == 0
                          && ind_report_arbitration_count (checked.report) == 0
                          && ind_report_finding_count (checked.report) == n_findings,
                      "refuted with a witness:\n%s", report);
      checked_free (&checked);
    }
  ck_assert_msg (n_found > 100 && n_refuted > 50, "%d can be true, %d not", n_found, n_refuted);
}
END_TEST

START_TEST (test_memory)
{
  int is_persistent;

  write_report (report, sizeof report, 0, 0);
  for (is_persistent = 0; is_persistent <= 1; is_persistent++)
    {
      struct checked checked = check_text (report, NULL, 0);
      size_t n, blocks;
      ck_assert (ind__index_sort (&checked.report->index));
      blocks = failing_memory_blocks ();
      for (n = 1;; n++)
        {
          int found;
          failing_memory_arm (n, is_persistent);
          found = ind__has_witness (checked.report);
          ck_assert_uint_eq (failing_memory_blocks (), blocks);
          if (failing_memory_disarm () == 0)
            {
              ck_assert_int_eq (found, 1);
              break;
            }
          ck_assert_msg (found == -1, "allocation %zu: %d", n, found);
        }
      ck_assert_msg (n > 10, "%zu allocations", n);
      checked_free (&checked);
    }
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("witness");

  tcase_set_timeout (tests, 60);
  tcase_add_test (tests, test_sum);
  tcase_add_test (tests, test_quotient);
  tcase_add_test (tests, test_network);
  tcase_add_test (tests, test_unprinted);
  tcase_add_test (tests, test_zero);
  tcase_add_test (tests, test_cancellation);
  tcase_add_test (tests, test_exact);
  tcase_add_test (tests, test_no_growth);
  tcase_add_test (tests, test_bounds);
  tcase_add_test (tests, test_assumption);
  tcase_add_test (tests, test_missing);
  tcase_add_test (tests, test_several);
  tcase_add_test (tests, test_standard);
  tcase_add_test (tests, test_same_as_network);
  tcase_add_test (tests, test_memory);
  return suite_run (tests, "witness");
}
