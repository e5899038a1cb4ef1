/* SPDX-License-Identifier: GPL-3.0-or-later
 * A report as CSV: one record for each finding, in the columns of the contract. */
#include "check/findings.h"
#include "report/reporting.h"

#define N_COLUMNS 19

/* Moves over one field of RFC 4180 and copies it, unquoted; *end is what stands
 * behind it. */
static void
take_field (const char **at, char *field, size_t room, char *end)
{
  const char *from = *at;
  size_t n = 0;
  int is_quoted = *from == '"';

  for (from += is_quoted; *from != '\0'; from++)
    {
      if (is_quoted && *from == '"' && from[1] == '"')
        from++;
      else if (is_quoted && *from == '"')
        {
          from++;
          break;
        }
      else if (!is_quoted && (*from == ',' || *from == '\n'))
        break;
      else
        exact_assert (is_quoted || (*from != '"' && *from != '\r'),
                       "a field that must be quoted is not: %.60s", *at);
      exact_assert (n + 1 < room, "a field is too long for this test: %.60s", *at);
      field[n++] = *from;
    }
  field[n] = '\0';
  *end = *from;
  exact_assert (*end == ',' || *end == '\n', "a field ends in %d: %.60s", *end, *at);
  *at = from + 1;
}

struct record {
  char field[N_COLUMNS][2000];
};

/* Moves over one record; fails the test when it has more or fewer fields. */
static void
take_record (const char **at, struct record *record)
{
  char end = ',';
  size_t k;

  for (k = 0; k < N_COLUMNS; k++)
    {
      exact_assert (end == ',', "the record has only %zu fields", k);
      take_field (at, record->field[k], sizeof record->field[k], &end);
    }
  exact_assert (end == '\n', "the record has more than %d fields", N_COLUMNS);
}

static struct record record;

START_TEST (test_columns)
{
  static const char *const columns[N_COLUMNS]
      = { "check",   "area", "period", "component", "source",    "printed", "low",
          "high",    "verdict", "kind", "gap",      "kappa",     "p",       "unit",
          "indicator", "file", "record", "locator", "sentence" };
  struct checked checked = empty_report ();
  char *text = written (checked.report, IND_FORMAT_CSV);
  const char *at = text;
  size_t k;

  take_record (&at, &record);
  for (k = 0; k < N_COLUMNS; k++)
    ck_assert_str_eq (record.field[k], columns[k]);
  ck_assert_str_eq (at, "");
  free (text);
  checked_free (&checked);
}
END_TEST

/* The fields of test_report.c; numbers with an end in infinity, or not
 * defined, are left empty. */
START_TEST (test_records)
{
  static const struct
  {
    const char *check, *source, *printed, *verdict, *kind, *indicator, *record;
    int has_low, has_high, has_kappa, has_p;
  } wanted[] = {
    { "open", "one", "30", "inconsistent", "rule", "f", "9", 1, 0, 0, 1 },
    { "bound", "one", "30", "inconsistent", "rule", "f", "9", 1, 0, 0, 1 },
    { "sources", "", "6.26", "contradiction", "sources", "c", "4", 1, 1, 1, 1 },
    { "wrong", "one", "1.0", "inconsistent", "rule", "a", "2", 1, 1, 1, 1 },
    { "", "one", "5", "unverifiable", "input", "heads", "18", 0, 0, 0, 0 },
    { "rough", "one", "1.0", "improbable", "rule", "a", "2", 1, 1, 0, 0 },
    { "weights/parts", "one", "100", "explainable", "rule", "k", "10", 1, 1, 1, 1 },
    { "sources", "one", "6.26", "revision", "sources", "d", "6", 1, 1, 1, 1 },
  };
  struct checked checked = mixed_report (0);
  char *text = written (checked.report, IND_FORMAT_CSV);
  const char *at = text;
  size_t k;

  take_record (&at, &record);
  for (k = 0; k < sizeof wanted / sizeof wanted[0]; k++)
    {
      ind_finding finding;
      take_record (&at, &record);
      ck_assert_int_eq (ind_report_finding (checked.report, k, &finding), IND_OK);
      ck_assert_str_eq (record.field[0], wanted[k].check);
      ck_assert_str_eq (record.field[1], AWKWARD_AREA);
      ck_assert_str_eq (record.field[2], "2024");
      ck_assert_str_eq (record.field[3], "_T");
      ck_assert_str_eq (record.field[4], wanted[k].source);
      ck_assert_str_eq (record.field[5], wanted[k].printed);
      ck_assert_int_eq (record.field[6][0] != '\0', wanted[k].has_low);
      ck_assert_int_eq (record.field[7][0] != '\0', wanted[k].has_high);
      if (wanted[k].has_low)
        suite_assert_near (strtod (record.field[6], NULL), finding.implied.low, 0, 0);
      if (wanted[k].has_high)
        suite_assert_near (strtod (record.field[7], NULL), finding.implied.high, 0, 0);
      ck_assert_str_eq (record.field[8], wanted[k].verdict);
      ck_assert_str_eq (record.field[9], wanted[k].kind);
      suite_assert_near (strtod (record.field[10], NULL), finding.gap, 0, 0);
      ck_assert_int_eq (record.field[11][0] != '\0', wanted[k].has_kappa);
      if (wanted[k].has_kappa)
        suite_assert_near (strtod (record.field[11], NULL), finding.kappa, 0, 0);
      ck_assert_str_eq (record.field[12], wanted[k].has_p ? "0" : "");
      ck_assert_str_eq (record.field[13], wanted[k].check[0] == '\0' ? "10^9 VND" : "");
      ck_assert_str_eq (record.field[14], wanted[k].indicator);
      ck_assert_str_eq (record.field[15], "test.csv");
      ck_assert_str_eq (record.field[16], wanted[k].record);
      ck_assert_str_eq (record.field[17], strcmp (wanted[k].indicator, "a") == 0 ? "p. 3, 'l' 4"
                                                                                : "");
      ck_assert_str_eq (record.field[18], finding.sentence);
    }
  ck_assert_str_eq (at, "");
  free (text);
  checked_free (&checked);
}
END_TEST

/* A side that may be anything from 0 up has no value to print. */
START_TEST (test_unbounded_side)
{
  struct checked checked
      = check_text (HEADER "t,,V,2024,10\nx,A,V,2024,12\n",
                    "rule r: t + x[B] + 1 == x[A] + x[C] + 1\n missing nonnegative\n", 1);
  char *text = written (checked.report, IND_FORMAT_CSV);
  const char *at = text;

  take_record (&at, &record);
  take_record (&at, &record);
  ck_assert_str_eq (record.field[5], "");
  suite_assert_near (strtod (record.field[6], NULL), 12.5, 0, 0);
  ck_assert_str_eq (record.field[7], "");
  ck_assert_ptr_null (strstr (text, "null"));
  ck_assert_ptr_null (strstr (text, ",inf"));
  free (text);
  checked_free (&checked);
}
END_TEST

START_TEST (test_quotes)
{
  static const char csv[] = "INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,LOCATOR\n"
                            "\"a\"\"b\",\"V\r\n1\",2024,1,\"x\ry\"\n"
                            "\"a\"\"b\",\"V\r\n1\",2024,5,-\n";
  struct checked checked = check_text (csv, "", 0);
  char *text = written (checked.report, IND_FORMAT_CSV);
  const char *at = text;

  take_record (&at, &record);
  take_record (&at, &record);
  ck_assert_str_eq (record.field[1], "V\r\n1");
  ck_assert_str_eq (record.field[14], "a\"b");
  ck_assert_str_eq (record.field[17], "x\ry");
  ck_assert_str_eq (at, "");
  free (text);
  checked_free (&checked);
}
END_TEST

START_TEST (test_long_lists)
{
  struct checked checked = long_report (2000);
  char *text = written (checked.report, IND_FORMAT_CSV);
  const char *at = text;
  size_t n;

  for (n = 0; *at != '\0'; n++)
    take_record (&at, &record);
  ck_assert_uint_eq (n, 2001);
  free (text);
  checked_free (&checked);
}
END_TEST

/* The same bytes in any number of threads. */
START_TEST (test_threads)
{
  struct checked checked = long_report (1500);
  char *expected = written (checked.report, IND_FORMAT_CSV);

  for (checked.report->n_threads = 2; checked.report->n_threads <= 64;
       checked.report->n_threads *= 2)
    {
      char *text = written (checked.report, IND_FORMAT_CSV);
      ck_assert_msg (strcmp (text, expected) == 0, "%zu threads write something else",
                     checked.report->n_threads);
      free (text);
    }
  free (expected);
  checked_free (&checked);
}
END_TEST

/* A writer that fails, and memory that runs out, in any of them. */
START_TEST (test_failures_in_threads)
{
  struct checked checked = long_report (1500);

  checked.report->n_threads = 3;
  expect_writer_failure_of (ind_report_write, &checked, IND_FORMAT_CSV);
  checked_free (&checked);
  checked = long_report (300);
  checked.report->n_threads = 3;
  expect_memory_failures_of (ind_report_write, &checked, IND_FORMAT_CSV);
  checked_free (&checked);
}
END_TEST

/* Networks among the findings; what is deduced behind them, the columns that
 * do not apply empty. */
START_TEST (test_explained)
{
  struct checked checked = explained_report ();
  char *text = written (checked.report, IND_FORMAT_CSV);
  const char *at = text;
  size_t k, n = ind_report_finding_count (checked.report);

  ck_assert_uint_eq (n, 4);
  for (k = 0; k <= n; k++)
    take_record (&at, &record);
  ck_assert_str_eq (record.field[0], "network");
  ck_assert_str_eq (record.field[4], "one");
  ck_assert_str_eq (record.field[5], "10");
  ck_assert_str_eq (record.field[8], "inconsistent");
  ck_assert_str_eq (record.field[9], "network");
  ck_assert_str_eq (record.field[11], "");
  ck_assert_str_eq (record.field[12], "0");
  ck_assert_str_eq (record.field[14], "g");
  ck_assert_str_eq (record.field[16], "10");
  take_record (&at, &record);
  ck_assert_str_eq (record.field[0], "deduced");
  ck_assert_str_eq (record.field[1], AWKWARD_AREA);
  ck_assert_str_eq (record.field[2], "2024");
  ck_assert_str_eq (record.field[3], "_T");
  suite_assert_near (strtod (record.field[6], NULL), 25.15, 1e-12, 0);
  suite_assert_near (strtod (record.field[7], NULL), 25.25, 1e-12, 0);
  ck_assert_str_eq (record.field[8], "deduced");
  ck_assert_str_eq (record.field[14], "z");
  for (k = 0; k < N_COLUMNS; k++)
    if (k > 8 ? k != 14 : k == 4 || k == 5)
      ck_assert_str_eq (record.field[k], "");
  ck_assert_str_eq (at, "");
  free (text);
  checked_free (&checked);
}
END_TEST

START_TEST (test_same_bytes_twice)
{
  expect_same_bytes_twice (IND_FORMAT_CSV);
}
END_TEST

START_TEST (test_writer_failure)
{
  expect_writer_failure (IND_FORMAT_CSV);
}
END_TEST

START_TEST (test_memory)
{
  expect_memory_failures (IND_FORMAT_CSV);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("csv");

  tcase_set_timeout (tests, 60);
  tcase_add_test (tests, test_columns);
  tcase_add_test (tests, test_records);
  tcase_add_test (tests, test_unbounded_side);
  tcase_add_test (tests, test_quotes);
  tcase_add_test (tests, test_long_lists);
  tcase_add_test (tests, test_threads);
  tcase_add_test (tests, test_failures_in_threads);
  tcase_add_test (tests, test_explained);
  tcase_add_test (tests, test_same_bytes_twice);
  tcase_add_test (tests, test_writer_failure);
  tcase_add_test (tests, test_memory);
  return suite_run (tests, "csv");
}
