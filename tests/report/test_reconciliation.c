/* SPDX-License-Identifier: GPL-3.0-or-later
 * A reconciliation as text, JSON and CSV. */
#include <math.h>

#include "report/reporting.h"

/* One misprint, 13 for 31; something moved; something nobody checks. */
static const char csv[]
    = "SOURCE,INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE,DECIMALS,PRINTED,LOCATOR,NOTE\n"
      "r,x,,V,2024,66,0,66 cái,p. 1,first\nr,x,A,V,2024,12,0,,,\n\"r, 2\",x,B,V,2024,23,0,,,\n"
      "r,x,C,V,2024,13,0,13 cái,,\nr,y,,V,2024,31,0,,,\nr,z,,V,2024,62,0,,,\n"
      "r,u,,V,2024,10.0,1,,,\nr,v,,V,2024,10.4,1,,,\nr,w,,V,2024,10.4,1,,,\n"
      "r,lone,,V,2024,7,0,,,\n";
static const char rules[] = "breakdown parts: _T = A + B + C\nrule total: x[whole] == sum(x[*])\n"
                            "rule y: x[C] == y\nrule z: z == 2 * x[C]\nrule u: u == v / 1.03\n"
                            "rule w: v == w\n";

struct reconciled {
  struct checked checked;
  ind_reconciliation *result;
};

static struct reconciled
reconcile (void)
{
  struct reconciled reconciled;
  ind_error error;

  reconciled.checked = check_text (csv, rules, 0);
  ck_assert_msg (ind_reconcile (reconciled.checked.report, NULL, &reconciled.result, &error)
                     == IND_OK,
                 "%s", error.message);
  return reconciled;
}

static void
release (struct reconciled *reconciled)
{
  ind_reconciliation_free (reconciled->result);
  checked_free (&reconciled->checked);
}

static char *
write_as (const struct reconciled *reconciled, ind_format format)
{
  struct collector collector = { NULL, 0, 0, 0, SIZE_MAX };
  ind_error error = { IND_OK, 0, 0, "" };

  ck_assert_msg (ind_reconciliation_write (reconciled->result, format, collect, &collector, &error)
                     == IND_OK,
                 "%s", error.message);
  return collector.bytes;
}

START_TEST (test_text)
{
  struct reconciled all = reconcile ();
  char *text = write_as (&all, IND_FORMAT_TEXT);

  unwrap (text);
  expect_text (text, "10 figures: ");
  expect_text (text, "1 repaired, 1 unchecked.");
  expect_text (text, "5 rules applied, 4 independent of one another.");
  expect_text (text, "x (C) of V in 2024, 13 cái (r, record 5) is wrong for certain and given up: the "
                     "others make it 31, with a standard error of ");
  expect_text (text, "u of V in 2024, 10.0 (r, record 8) becomes 10.1: it moves by 0.1, ");
  expect_text (text, "Checked by nothing");
  expect_text (text, " lone[_T] 2024 of V.");
  free (text);
  release (&all);
}
END_TEST

/* Read again, the table is what came out, with what became of each figure, and the
 * checker finds nothing in it. */
START_TEST (test_csv)
{
  struct reconciled all = reconcile ();
  char *text = write_as (&all, IND_FORMAT_CSV);
  struct checked again = check_text (text, rules, 0);
  ind_summary summary;
  ind_figure figure, before;
  size_t k, column;

  ind_report_summary (again.report, &summary);
  ck_assert_uint_eq (summary.verdicts[IND_VERDICT_INCONSISTENT], 0);
  ck_assert_uint_eq (summary.figures, 10);
  for (column = 0; strcmp (ind_table_extra_name (again.table, column), "ADJUSTMENT") != 0; column++)
    ck_assert_uint_lt (column, 20);
  ck_assert_str_eq (ind_table_extra_name (again.table, 0), "NOTE");
  ck_assert_str_eq (ind_table_extra (again.table, 0, 0), "first");
  for (k = 0; k < 10; k++)
    {
      ind_adjustment adjustment;
      ck_assert_int_eq (ind_reconciliation_adjustment (all.result, k, &adjustment), IND_OK);
      ck_assert_int_eq (ind_table_figure (again.table, k, &figure), IND_OK);
      ck_assert_int_eq (ind_table_figure (all.checked.table, k, &before), IND_OK);
      ck_assert_str_eq (figure.obs_value, adjustment.text);
      ck_assert_str_eq (figure.indicator, before.indicator);
      ck_assert_str_eq (figure.source, before.source);
      ck_assert_int_eq (figure.precision, before.precision);
      ck_assert_str_eq (ind_table_extra (again.table, k, column),
                        ind_adjustment_kind_name (adjustment.kind));
      /* What was printed stands where it still holds. */
      ck_assert_str_eq (figure.printed,
                        adjustment.kind == IND_ADJUSTMENT_REPAIRED
                                || adjustment.kind == IND_ADJUSTMENT_BALANCED
                            ? ""
                            : before.printed);
    }
  checked_free (&again);
  free (text);
  release (&all);
}
END_TEST

START_TEST (test_json)
{
  struct reconciled all = reconcile ();
  char *text = write_as (&all, IND_FORMAT_JSON);

  expect_text (text, "\"summary\": {\"figures\": 10, ");
  expect_text (text, "\"repaired\": 1, ");
  expect_text (text, "\"adjustment\": \"repaired\", \"certain\": true, \"value_in\": 13, "
                "\"value_out\": 31, \"change\": 18, \"error_in\": null, ");
  expect_text (text, "{\"rule\": \"total/parts\", \"area\": \"V\", \"period\": \"2024\", "
                "\"component\": \"_T\", \"before\": 18, \"after\": 0, \"contradictory\": false}");
  free (text);
  release (&all);
}
END_TEST

START_TEST (test_refused)
{
  struct reconciled all = reconcile ();
  struct collector collector = { NULL, 0, 0, 0, SIZE_MAX };
  ind_error error;

  ck_assert_int_eq (
      ind_reconciliation_write (all.result, IND_FORMAT_HTML, collect, &collector, &error),
      IND_E_ARGUMENT);
  ck_assert_uint_eq (collector.n_calls, 0);
  ck_assert_int_eq (
      ind_reconciliation_write (all.result, (ind_format) 99, collect, &collector, NULL),
      IND_E_ARGUMENT);
  release (&all);
}
END_TEST

START_TEST (test_writer_failure)
{
  static const ind_format formats[] = { IND_FORMAT_TEXT, IND_FORMAT_JSON, IND_FORMAT_CSV };
  struct reconciled all = reconcile ();
  size_t k;

  for (k = 0; k < 3; k++)
    {
      struct collector collector = { NULL, 0, 0, 0, 0 };
      ind_error error;
      ck_assert_int_eq (
          ind_reconciliation_write (all.result, formats[k], collect, &collector, &error),
          IND_E_WRITE);
      ck_assert_uint_eq (collector.n_calls, 1);
    }
  release (&all);
}
END_TEST

START_TEST (test_memory)
{
  static const ind_format formats[] = { IND_FORMAT_TEXT, IND_FORMAT_JSON, IND_FORMAT_CSV };
  struct reconciled all = reconcile ();
  size_t k, n, before = failing_memory_blocks ();
  int is_persistent;

  for (k = 0; k < 3; k++)
    for (is_persistent = 0; is_persistent <= 1; is_persistent++)
      for (n = 1;; n++)
        {
          struct collector collector = { NULL, 0, 0, 0, SIZE_MAX };
          ind_error error = { IND_OK, 0, 0, "" };
          ind_status status;
          failing_memory_arm (n, is_persistent);
          status = ind_reconciliation_write (all.result, formats[k], collect, &collector, &error);
          free (collector.bytes);
          if (failing_memory_disarm () == 0)
            {
              ck_assert_int_eq (status, IND_OK);
              break;
            }
          ck_assert_msg (status == IND_E_MEMORY && error.status == IND_E_MEMORY,
                         "format %zu, allocation %zu: %d", k, n, (int) status);
          ck_assert_uint_lt (n, 10000);
        }
  ck_assert_uint_eq (failing_memory_blocks (), before);
  release (&all);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("reconciliation");

  tcase_set_timeout (tests, 60);
  tcase_add_test (tests, test_text);
  tcase_add_test (tests, test_csv);
  tcase_add_test (tests, test_json);
  tcase_add_test (tests, test_refused);
  tcase_add_test (tests, test_writer_failure);
  tcase_add_test (tests, test_memory);
  return suite_run (tests, "reconciliation");
}
