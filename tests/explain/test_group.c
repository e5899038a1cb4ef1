/* SPDX-License-Identifier: GPL-3.0-or-later
 * Reports explained in groups of areas and in threads: what comes out depends on
 * neither. */
#include "explain/explain.h"

#include "report/reporting.h"

#define SOURCES "SOURCE,INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE\n"
#define N_AREAS 6
#define N_YEARS 3

/* Sums, a chain through years and unprinted quantities, products, an inequality, a clause, an
 * assumption and a basis. */
static const char rules[]
    = "assume g \"G\" from 1 to 2\n"
      "breakdown p: _T = A + B + C\n"
      "rule total: x[_T] == sum(x[*])\n"
      "rule r: a == 3 * c + u\n"
      "rule s: b == u + 5\n"
      "rule t: u == prev(u) + e\n"
      "rule q: e == f / g\n"
      "    basis \"x\"\n"
      "rule w: w == x[A] * c / 100\n"
      "rule h: x[_T] >= a\n"
      "rule k: k == 100 * (c / prev(c) - 1)\n"
      "    given prev(c)\n"
      "rule m: d == b\n"
      "    basis \"y\"\n";

struct report {
  char csv[40000];
  size_t length;
  exact_random *random;
};

static int
below (struct report *report, int n)
{
  return (int) exact_random_below (report->random, (uint64_t) n);
}

/* Prints a quantity now and then, now and then twice, and now and then wrong. */
static void
print (struct report *report, const char *indicator, const char *component, int area, int year,
       double value, int decimals)
{
  int n = below (report, 5) == 0 ? 0 : below (report, 6) == 0 ? 2 : 1, k;

  for (k = 0; k < n; k++)
    {
      double error = below (report, 25) == 0 ? 1 + below (report, 30) : 0;
      report->length += (size_t) snprintf (
          report->csv + report->length, sizeof report->csv - report->length,
          "%s,%s,%s,%s,V%d,%d,%.*f,%d\n", k == 0 ? "one" : "two",
          below (report, 30) == 0 ? "May" : "", indicator, component, area, 2020 + year, decimals,
          value + error, decimals);
      exact_assert (report->length < sizeof report->csv, "too long");
    }
}

static void
print_year (struct report *report, int area, int year, double c, double last_c, double u,
            double e)
{
  double part[3], off;
  int k;

  for (k = 0; k < 3; k++)
    part[k] = 100 + below (report, 300);
  print (report, "x", "", area, year, part[0] + part[1] + part[2], 0);
  print (report, "x", "A", area, year, part[0], 0);
  print (report, "x", "B", area, year, part[1], 0);
  print (report, "x", "C", area, year, part[2], 0);
  print (report, "a", "", area, year, 3 * c + u, 0);
  print (report, "b", "", area, year, u + 5, 0);
  print (report, "c", "", area, year, c, 0);
  /* On another basis, or against what is assumed, now and then. */
  off = below (report, 6) == 0 ? 40 : 0;
  for (k = 0; k < 3; k++)
    print (report, "d", "", area, year, u + 5 + off, 0);
  off = below (report, 6) == 0 ? 300 : 0;
  for (k = 0; k < 3; k++)
    print (report, "f", "", area, year, 1.5 * e + off, 0);
  print (report, "w", "", area, year, part[0] * c / 100, 1);
  print (report, "k", "", area, year, last_c > 0 ? 100 * (c / last_c - 1) : 1, 1);
}

/* Areas one after the other, or years. */
static void
make_report (struct report *report, exact_random *random)
{
  double c[N_AREAS][N_YEARS + 1], u[N_AREAS][N_YEARS + 1];
  int area, year, is_by_area, k;

  report->random = random;
  report->length = (size_t) snprintf (
      report->csv, sizeof report->csv,
      "SOURCE,VINTAGE,INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE,DECIMALS\n");
  is_by_area = below (report, 2);
  for (area = 0; area < N_AREAS; area++)
    for (year = 0; year <= N_YEARS; year++)
      {
        c[area][year] = 5 + below (report, 20);
        u[area][year] = (year == 0 ? 20 : u[area][year - 1]) + below (report, 30);
      }
  for (k = 0; k < N_AREAS * N_YEARS; k++)
    {
      area = is_by_area ? k / N_YEARS : k % N_AREAS;
      year = is_by_area ? k % N_YEARS : k / N_AREAS;
      print_year (report, area, year + 1, c[area][year + 1], c[area][year], u[area][year + 1],
                  u[area][year + 1] - u[area][year]);
    }
}

static void
explain_in_groups (const struct checked *checked, uint64_t budget, unsigned threads, size_t least)
{
  ind_explain_options options = { 0, 1, 0 };
  ind_error error = { IND_OK, 0, 0, "" };

  options.budget = budget;
  options.threads = threads;
  ck_assert_msg (ind__explain (checked->report, &options, least, &error) == IND_OK, "%s",
                 error.message);
}

/* The whole report as JSON; the caller frees it. */
static char *
explained_in_groups (const char *csv, uint64_t budget, unsigned threads, size_t least)
{
  struct checked checked = check_text (csv, rules, 0);
  char *json;

  explain_in_groups (&checked, budget, threads, least);
  json = written (checked.report, IND_FORMAT_JSON);
  checked_free (&checked);
  return json;
}

static void
expect_same (char *one, char *other, const char *csv, const char *what)
{
  size_t k;

  for (k = 0; one[k] != '\0' && one[k] == other[k]; k++)
    continue;
  exact_assert (one[k] == other[k], "%s:\n%.400s\nis not\n%.400s\nfor\n%s", what,
                one + (k < 200 ? 0 : k - 200), other + (k < 200 ? 0 : k - 200), csv);
  free (other);
}

/* ------------------------------------------------------------------------
 * Groups
 * ---------------------------------------------------------------------- */

START_TEST (test_groups)
{
  static const size_t least[] = { 1, 25, 60 };
  exact_random random = { 20271 };
  struct report report;
  size_t round, k, n_explained = 0, n_network = 0, n_assumed = 0, n_deduced = 0;

  for (round = 0; round < 60; round++)
    {
      char *whole;
      make_report (&report, &random);
      whole = explained_in_groups (report.csv, 0, 1, SIZE_MAX);
      n_explained += strstr (whole, "\"suspects\"") != NULL;
      n_network += strstr (whole, "\"kind\": \"network\"") != NULL
                   || strstr (whole, "\"kind\":\"network\"") != NULL;
      n_assumed += strstr (whole, "\"basis\"") != NULL
                   || strstr (whole, "\"assumption\"") != NULL;
      n_deduced += strstr (whole, "\"deduc") != NULL;
      for (k = 0; k < sizeof least / sizeof least[0]; k++)
        expect_same (whole, explained_in_groups (report.csv, 0, 1, least[k]), report.csv,
                     "in groups");
      free (whole);
    }
  ck_assert_uint_gt (n_explained, 50);
  ck_assert_uint_gt (n_network, 20);
  ck_assert_uint_gt (n_assumed, 5);
  ck_assert_uint_eq (n_deduced, 60);
}
END_TEST

START_TEST (test_threads)
{
  exact_random random = { 20272 };
  struct report report;
  size_t round;
  unsigned threads;

  for (round = 0; round < 30; round++)
    {
      char *one;
      make_report (&report, &random);
      one = explained_in_groups (report.csv, 0, 0, 1);
      for (threads = 1; threads <= 3; threads++)
        expect_same (one, explained_in_groups (report.csv, 0, threads, 1), report.csv, "threads");
      expect_same (one, explained_in_groups (report.csv, 0, 100, 40), report.csv, "100 threads");
      free (one);
    }
}
END_TEST

/* What doubts a report knows, those find that bind it as one network. */
START_TEST (test_suspects_of_all)
{
  exact_random random = { 20273 };
  struct report report;
  size_t round, least, n_others = 0, k;

  for (round = 0; round < 20; round++)
    {
      char *power[2], *reconciled[2];
      make_report (&report, &random);
      for (least = 0; least < 2; least++)
        {
          struct checked checked = check_text (report.csv, rules, 0);
          struct collector collector = { NULL, 0, 0, 0, SIZE_MAX };
          ind_reconciliation *reconciliation;
          explain_in_groups (&checked, 0, 2, least == 0 ? SIZE_MAX : 1);
          for (k = 0; k < checked.report->n_suspects; k++)
            n_others += checked.report->suspects[k].kind != IND_SUSPECT_FIGURE;
          ck_assert_int_eq (ind_measure_power (checked.report, NULL, NULL), IND_OK);
          power[least] = written_by (ind_report_write_power, checked.report, IND_FORMAT_JSON);
          ck_assert_int_eq (ind_reconcile (checked.report, NULL, &reconciliation, NULL), IND_OK);
          ck_assert_int_eq (ind_reconciliation_write (reconciliation, IND_FORMAT_JSON, collect,
                                                      &collector, NULL),
                            IND_OK);
          reconciled[least] = collector.bytes;
          ind_reconciliation_free (reconciliation);
          checked_free (&checked);
        }
      expect_same (power[0], power[1], report.csv, "power");
      expect_same (reconciled[0], reconciled[1], report.csv, "reconciled");
      free (power[0]);
      free (reconciled[0]);
    }
  ck_assert_uint_gt (n_others, 20);
}
END_TEST

/* ------------------------------------------------------------------------
 * The budget
 * ---------------------------------------------------------------------- */

static size_t
count_complete (const struct checked *checked)
{
  size_t n = 0, k;

  for (k = 0; k < ind_report_explanation_count (checked->report); k++)
    {
      ind_explanation explanation;
      ck_assert_int_eq (ind_report_explanation (checked->report, k, &explanation), IND_OK);
      n += (size_t) explanation.is_complete;
    }
  return n;
}

/* Whatever it is, the threads do not matter; more of it explains more, and enough of it all. */
START_TEST (test_budget)
{
  static const uint64_t budgets[] = { 1, 1000, 10000, 50000, 200000, 1000000, 20000000 };
  exact_random random = { 20274 };
  struct report report;
  size_t round, b, n_short = 0;

  for (round = 0; round < 10; round++)
    {
      make_report (&report, &random);
      for (b = 0; b < sizeof budgets / sizeof budgets[0]; b++)
        {
          struct checked checked = check_text (report.csv, rules, 0);
          size_t n_complete;
          unsigned threads;
          char *one;
          explain_in_groups (&checked, budgets[b], 1, 1);
          one = written (checked.report, IND_FORMAT_JSON);
          for (threads = 2; threads <= 3; threads++)
            expect_same (one, explained_in_groups (report.csv, budgets[b], threads, 1), report.csv,
                         "budget");
          n_complete = count_complete (&checked);
          n_short += n_complete < ind_report_explanation_count (checked.report);
          if (b + 1 == sizeof budgets / sizeof budgets[0])
            {
              ck_assert_uint_eq (n_complete, ind_report_explanation_count (checked.report));
              expect_same (one, explained_in_groups (report.csv, 0, 1, SIZE_MAX), report.csv,
                           "enough");
            }
          free (one);
          checked_free (&checked);
        }
    }
  ck_assert_uint_gt (n_short, 5);
}
END_TEST

/* A total of many parts that is wrong takes much to explain; areas that are right leave it what
 * they do not need. */
static size_t
write_areas (char *csv, size_t size, int n_areas, int n_wrong)
{
  size_t n = (size_t) snprintf (csv, size, SOURCES);
  int area, k;

  for (area = 0; area < n_areas; area++)
    {
      for (k = 0; k < 12; k++)
        n += (size_t) snprintf (csv + n, size - n, "one,x,%c,V%d,2024,%d\none,y,%c,V%d,2024,%d\n",
                                'A' + k, area, 10 + k, 'A' + k, area, 20 + k);
      n += (size_t) snprintf (csv + n, size - n, "one,x,,V%d,2024,%d\none,y,,V%d,2024,306\n", area,
                              area < n_wrong ? 150 : 186, area);
      ck_assert_uint_lt (n, size);
    }
  return n;
}

static size_t
count_complete_of_areas (int n_areas, int n_wrong, uint64_t budget, unsigned threads)
{
  static const char sums[] = "breakdown p: _T = A + B + C + D + E + F + G + H + I + J + K + L\n"
                             "rule s: x[_T] == sum(x[*])\nrule t: y[_T] == sum(y[*])\n"
                             "rule d: y[c] == x[c] + z[c]\nrule e: z[c] == v[c] / 2\n";
  static char csv[40000];
  struct checked checked;
  size_t n;

  write_areas (csv, sizeof csv, n_areas, n_wrong);
  checked = check_text (csv, sums, 0);
  explain_in_groups (&checked, budget, threads, 1);
  ck_assert_uint_eq (ind_report_explanation_count (checked.report), (size_t) n_wrong);
  n = count_complete (&checked);
  checked_free (&checked);
  return n;
}

START_TEST (test_rest_of_budget)
{
  uint64_t enough = 1;

  while (count_complete_of_areas (1, 1, enough, 1) == 0)
    {
      enough += enough / 4 + 1;
      ck_assert_uint_lt (enough, 100000000);
    }
  ck_assert_uint_gt (enough, 1000);
  /* A share of a twentieth is too small; what 19 others leave is not. */
  ck_assert_uint_eq (count_complete_of_areas (20, 1, 8 * enough, 1), 1);
  ck_assert_uint_eq (count_complete_of_areas (20, 1, 8 * enough, 2), 1);
  ck_assert_uint_eq (count_complete_of_areas (20, 2, 8 * enough, 2), 2);
  ck_assert_uint_eq (count_complete_of_areas (20, 20, 8 * enough, 1), 0);
  ck_assert_uint_eq (count_complete_of_areas (20, 20, 8 * enough, 3), 0);
  ck_assert_uint_eq (count_complete_of_areas (20, 20, 20 * enough, 2), 20);
}
END_TEST

/* ------------------------------------------------------------------------
 * Memory
 * ---------------------------------------------------------------------- */

static const char memory_csv[]
    = SOURCES "one,x,,V,2024,660\none,x,A,V,2024,120\none,x,B,V,2024,230\n"
                       "one,x,C,V,2024,310\ntwo,x,,V,2024,760\none,a,,W,2024,100\n"
                       "one,b,,W,2024,95\none,c,,W,2024,5\none,x,,U,2024,200\n"
                       "one,x,A,U,2024,100\none,x,B,U,2024,50\none,x,C,U,2024,40\n";

static void
expect_failure (const struct checked *checked, unsigned threads, size_t n, int is_persistent,
                int *is_done)
{
  ind_explain_options options = { 0, 1, 0 };
  ind_error error = { IND_OK, 0, 0, "" };
  ind_summary before, after;
  size_t n_findings = ind_report_finding_count (checked->report), n_failed;
  char *json = written (checked->report, IND_FORMAT_JSON), *left;
  ind_status status;

  options.threads = threads;
  ind_report_summary (checked->report, &before);
  failing_memory_arm (n, is_persistent);
  status = ind__explain (checked->report, &options, 1, &error);
  n_failed = failing_memory_disarm ();
  *is_done = n_failed == 0;
  if (*is_done)
    ck_assert_int_eq (status, IND_OK);
  else
    {
      ck_assert_msg (status == IND_E_MEMORY && error.status == IND_E_MEMORY,
                     "allocation %zu: status %d", n, (int) status);
      ind_report_summary (checked->report, &after);
      ck_assert_msg (memcmp (&before, &after, sizeof before) == 0, "allocation %zu: summary", n);
      ck_assert_uint_eq (ind_report_finding_count (checked->report), n_findings);
      left = written (checked->report, IND_FORMAT_JSON);
      ck_assert_msg (strcmp (json, left) == 0, "allocation %zu leaves\n%s", n, left);
      free (left);
    }
  free (json);
}

START_TEST (test_memory)
{
  unsigned threads;
  int is_persistent;

  for (threads = 1; threads <= 2; threads++)
    for (is_persistent = 0; is_persistent <= 1; is_persistent++)
      {
        struct checked checked;
        size_t n, blocks = failing_memory_blocks ();
        int is_done = 0;
        checked = check_text (memory_csv, rules, 0);
        for (n = 1; !is_done; n++)
          expect_failure (&checked, threads, n, is_persistent, &is_done);
        ck_assert_msg (n > 200, "%zu allocations", n);
        ck_assert_uint_gt (ind_report_explanation_count (checked.report), 2);
        checked_free (&checked);
        ck_assert_uint_eq (failing_memory_blocks (), blocks);
      }
}
END_TEST

/* Binding the whole network of a report that was explained in groups. */
START_TEST (test_memory_of_all)
{
  struct checked checked = check_text (memory_csv, rules, 0);
  size_t n;

  explain_in_groups (&checked, 0, 1, 1);
  ck_assert (checked.report->is_divided);
  for (n = 1;; n++)
    {
      ind_status status;
      failing_memory_arm (n, n % 2 == 0);
      status = ind_measure_power (checked.report, NULL, NULL);
      if (failing_memory_disarm () == 0)
        {
          ck_assert_int_eq (status, IND_OK);
          break;
        }
      ck_assert_int_eq (status, IND_E_MEMORY);
    }
  ck_assert (!checked.report->is_divided);
  checked_free (&checked);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("group");

  tcase_set_timeout (tests, 300);
  tcase_add_test (tests, test_groups);
  tcase_add_test (tests, test_threads);
  tcase_add_test (tests, test_suspects_of_all);
  tcase_add_test (tests, test_budget);
  tcase_add_test (tests, test_rest_of_budget);
  tcase_add_test (tests, test_memory);
  tcase_add_test (tests, test_memory_of_all);
  return suite_run (tests, "group");
}
