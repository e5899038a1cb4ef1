/* SPDX-License-Identifier: GPL-3.0-or-later
 * The figures in columns. */
#include "table/table.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "reading.h"
#include "support/failing_memory.h"

#define N(array) (sizeof array / sizeof array[0])

static uint32_t
string (ind_table *table, const char *text)
{
  return ind__strings_add (&table->strings, text, strlen (text));
}

/* A row of which every field has a value of its own. */
static ind__row
make_row (ind_table *table, int k)
{
  ind__row row;
  char text[32];

  memset (&row, 0, sizeof row);
  snprintf (text, sizeof text, "indicator%d", k);
  row.indicator = string (table, text);
  row.file = string (table, "file.csv");
  row.source = string (table, "source");
  row.area = string (table, "area");
  row.component = string (table, "_T");
  row.record = (uint32_t) k + 2;
  ck_assert_int_eq (ind__period_read ("2024-9M", 7, &row.period), IND_OK);
  row.value.mantissa = k;
  row.value.decimals = 1;
  row.precision = 1;
  row.qualifier = IND_QUALIFIER_OVER;
  row.rounding = IND_ROUNDING_TRUNCATED;
  return row;
}

static int
append (ind_table *table, int k)
{
  ind__row row = make_row (table, k);
  return ind__table_append (table, &row);
}

START_TEST (test_empty)
{
  ind_table *table = reading_new ();
  ind_figure figure;

  ind_table_free (NULL);
  ck_assert_uint_eq (ind_table_count (table), 0);
  ck_assert_int_eq (ind_table_figure (table, 0, &figure), IND_E_RANGE);
  ck_assert_int_eq (ind_table_figure (table, SIZE_MAX, &figure), IND_E_RANGE);
  ck_assert_uint_eq (ind_table_extra_count (table), 0);
  ck_assert_ptr_null (ind_table_extra_name (table, 0));
  ck_assert_str_eq (ind_table_extra (table, 0, 0), "");
  ck_assert_uint_eq (ind_table_complaint_count (table), 0);
  ck_assert_uint_eq (ind_table_complaint_total (table), 0);
  ck_assert_ptr_null (ind_table_complaint_at (table, 0));
  ck_assert_uint_eq (ind_table_note_count (table), 0);
  ck_assert_ptr_null (ind_table_note_at (table, 0));
  ind_table_free (table);
}
END_TEST

START_TEST (test_figures)
{
  ind_table *table = reading_new ();
  int k;

  for (k = 0; k < 1000; k++)
    ck_assert (append (table, k));
  ck_assert_uint_eq (ind_table_count (table), 1000);
  for (k = 0; k < 1000; k++)
    {
      ind_figure figure = reading_figure (table, (size_t) k);
      char text[32];
      snprintf (text, sizeof text, "indicator%d", k);
      ck_assert_str_eq (figure.indicator, text);
      snprintf (text, sizeof text, "%d.%d", k / 10, k % 10);
      ck_assert_str_eq (figure.obs_value, text);
      ck_assert_str_eq (figure.period, "2024-9M");
      ck_assert_str_eq (figure.vintage, "");
      ck_assert_str_eq (figure.printed, "");
      ck_assert_str_eq (figure.locator, "");
      ck_assert_uint_eq (figure.record, (size_t) k + 2);
      ck_assert_int_eq (figure.qualifier, IND_QUALIFIER_OVER);
      ck_assert_int_eq (figure.rounding, IND_ROUNDING_TRUNCATED);
      suite_assert_near (figure.interval.low, k / 10.0, 1e-15, 0);
      suite_assert_near (figure.interval.high, (k + 1) / 10.0, 1e-15, 0);
    }
  ind_table_free (table);
}
END_TEST

START_TEST (test_range_leaves_the_result)
{
  ind_table *table = reading_new ();
  ind_figure figure, before;

  memset (&figure, 0x5A, sizeof figure);
  before = figure;
  ck_assert (append (table, 1));
  ck_assert_int_eq (ind_table_figure (table, 1, &figure), IND_E_RANGE);
  ck_assert_int_eq (memcmp (&figure, &before, sizeof figure), 0);
  ind_table_free (table);
}
END_TEST

/* Texts that most figures lack: the column begins where one first has it. */
START_TEST (test_optional_columns)
{
  ind_table *table = reading_new ();
  size_t column = 99, k;

  for (k = 0; k < 300; k++)
    {
      ind__row row = make_row (table, (int) k);
      if (k == 100)
        row.vintage = string (table, "May");
      if (k == 250)
        row.locator = string (table, "page 1");
      ck_assert (ind__table_append (table, &row));
      if (k == 200)
        {
          column = ind__table_add_extra (table, "note", 4);
          ck_assert_uint_eq (column, 0);
          ck_assert (ind__table_set_extra (table, column, string (table, "n")));
        }
    }
  for (k = 0; k < 300; k++)
    {
      ind_figure figure = reading_figure (table, k);
      ck_assert_str_eq (figure.vintage, k == 100 ? "May" : "");
      ck_assert_str_eq (figure.locator, k == 250 ? "page 1" : "");
      ck_assert_str_eq (figure.printed, "");
      ck_assert_str_eq (ind_table_extra (table, k, 0), k == 200 ? "n" : "");
    }
  ck_assert_ptr_null (table->printed);
  ind_table_free (table);
}
END_TEST

START_TEST (test_extra_columns)
{
  ind_table *table = reading_new ();
  char name[16];
  size_t k;

  for (k = 0; k < 100; k++)
    {
      snprintf (name, sizeof name, "column%zu", k);
      ck_assert_uint_eq (ind__table_add_extra (table, name, strlen (name)), k);
    }
  ck_assert_uint_eq (ind__table_add_extra (table, "column7", 7), 7);
  ck_assert_uint_eq (ind__table_add_extra (table, "column77", 7), 7);
  ck_assert_uint_eq (ind__table_add_extra (table, "Column7", 7), 100);
  ck_assert_uint_eq (ind_table_extra_count (table), 101);
  ck_assert_str_eq (ind_table_extra_name (table, 99), "column99");
  ind_table_free (table);
}
END_TEST

START_TEST (test_units)
{
  ind_table *table = reading_new ();
  ind_unit unit;
  int k;

  memset (&unit, 0, sizeof unit);
  ck_assert_int_eq (ind__table_add_unit (table, &unit), 0);
  strcpy (unit.symbol[0], "VND");
  unit.exponent[0] = 1;
  ck_assert_int_eq (ind__table_add_unit (table, &unit), 1);
  for (k = 1; k < 500; k++)
    {
      unit.price_base = (int16_t) (1500 + k);
      ck_assert_int_eq (ind__table_add_unit (table, &unit), k + 1);
    }
  unit.price_base = 0;
  ck_assert_int_eq (ind__table_add_unit (table, &unit), 1);
  ind_table_free (table);
}
END_TEST

START_TEST (test_interval_scaled)
{
  ind_table *table = reading_new ();
  ind__row row = make_row (table, 504);
  ind_interval interval;

  row.qualifier = IND_QUALIFIER_NONE;
  row.rounding = IND_ROUNDING_NEAREST;
  ck_assert (ind__table_append (table, &row));
  interval = ind__table_interval (table, 0, 3);
  suite_assert_near (interval.low, 50350, 0, 0);
  suite_assert_near (interval.high, 50450, 0, 0);
  /* A power of ten out of reach leaves nothing known. */
  interval = ind__table_interval (table, 0, 1000);
  ck_assert (isinf (interval.low) && interval.low < 0);
  ck_assert (isinf (interval.high) && interval.high > 0);
  ind_table_free (table);
}
END_TEST

START_TEST (test_rewind)
{
  ind_table *table = reading_new ();
  ind_unit unit;
  ind__mark mark;
  int round, k;

  memset (&unit, 0, sizeof unit);
  strcpy (unit.symbol[0], "VND");
  ck_assert (append (table, 1));
  ck_assert_uint_eq (ind__table_add_extra (table, "kept", 4), 0);
  ck_assert (ind__table_set_extra (table, 0, string (table, "k")));
  ck_assert (ind__messages_add (&table->notes, "a note"));
  mark = ind__table_mark (table);
  for (round = 0; round < 3; round++)
    {
      for (k = 0; k < 200; k++)
        {
          ind__row row = make_row (table, k);
          row.vintage = string (table, "gone");
          ck_assert (ind__table_append (table, &row));
        }
      ck_assert_uint_eq (ind__table_add_extra (table, "gone", 4), 1);
      ck_assert (ind__table_set_extra (table, 0, string (table, "gone")));
      ck_assert (ind__table_set_extra (table, 1, string (table, "gone")));
      unit.scale = (int16_t) round;
      ck_assert_int_eq (ind__table_add_unit (table, &unit), 1);
      ck_assert (ind__messages_add (&table->notes, "another"));
      ind__table_rewind (table, &mark);
      ck_assert_uint_eq (ind_table_count (table), 1);
      ck_assert_uint_eq (ind_table_extra_count (table), 1);
      ck_assert_uint_eq (ind_table_note_count (table), 1);
      ck_assert_str_eq (ind_table_note_at (table, 0), "a note");
      ck_assert_str_eq (ind_table_extra (table, 0, 0), "k");
      ck_assert_str_eq (reading_figure (table, 0).vintage, "");
    }
  /* What is added now finds nothing of what was dropped. */
  ck_assert (append (table, 2));
  ck_assert_str_eq (reading_figure (table, 1).vintage, "");
  ck_assert_str_eq (ind_table_extra (table, 1, 0), "");
  ind_table_free (table);
}
END_TEST

START_TEST (test_messages)
{
  ind__messages messages = { 0 };
  char text[16];
  size_t k;

  for (k = 0; k < 50; k++)
    {
      snprintf (text, sizeof text, "message %zu", k);
      ck_assert (ind__messages_add (&messages, text));
    }
  ck_assert_str_eq (messages.text[49], "message 49");
  ind__messages_truncate (&messages, 60);
  ck_assert_uint_eq (messages.count, 50);
  ind__messages_truncate (&messages, 20);
  ck_assert_uint_eq (messages.count, 20);
  ck_assert_str_eq (messages.text[19], "message 19");
  ind__messages_free (&messages);
  ck_assert_uint_eq (messages.count, 0);
  ck_assert_uint_eq (failing_memory_blocks (), 0);
}
END_TEST

START_TEST (test_memory_runs_out_at_birth)
{
  size_t n;

  for (n = 1; n < 100; n++)
    {
      ind_table *table = NULL;
      ind_error error;
      ind_status status;
      failing_memory_arm (n, 0);
      status = ind_table_new (&table, &error);
      if (failing_memory_disarm () == 0)
        {
          ck_assert_int_eq (status, IND_OK);
          ind_table_free (table);
          ck_assert_uint_eq (failing_memory_blocks (), 0);
          return;
        }
      ck_assert_int_eq (status, IND_E_MEMORY);
      ck_assert_int_eq (error.status, IND_E_MEMORY);
      ck_assert_ptr_null (table);
      ck_assert_uint_eq (failing_memory_blocks (), 0);
    }
  ck_abort_msg ("the loop never ended");
}
END_TEST

/* Every step of filling a table, failed once and tried again. */
START_TEST (test_memory_runs_out)
{
  size_t n, blocks = failing_memory_blocks ();

  for (n = 1; n < 1000; n++)
    {
      ind_table *table = reading_new ();
      ind_unit unit;
      int k, is_done;
      memset (&unit, 0, sizeof unit);
      strcpy (unit.symbol[0], "VND");
      failing_memory_arm (n, 0);
      for (k = 0; k < 200; k++)
        {
          ind__row row;
          size_t column;
          uint32_t text;
          memset (&row, 0, sizeof row);
          row.value.mantissa = k;
          while ((text = string (table, k < 100 ? "a" : "b")) == IND__NO_STRING)
            continue;
          row.indicator = text;
          row.vintage = k < 20 ? 0 : text;
          row.printed = k < 40 ? 0 : text;
          row.locator = k < 60 ? 0 : text;
          while (!ind__table_append (table, &row))
            ck_assert_uint_eq (ind_table_count (table), (size_t) k);
          while ((column = ind__table_add_extra (table, k < 90 ? "x" : "y", 1)) == SIZE_MAX)
            continue;
          while (!ind__table_set_extra (table, column, k < 80 ? 0 : text))
            continue;
          unit.scale = (int16_t) k;
          while (ind__table_add_unit (table, &unit) < 0)
            ck_assert_uint_eq (table->n_units, (size_t) k + 1);
          while (!ind__messages_add (&table->notes, "note"))
            ck_assert_uint_eq (table->notes.count, (size_t) k);
        }
      is_done = failing_memory_disarm () == 0;
      ck_assert_uint_eq (ind_table_count (table), 200);
      ck_assert_uint_eq (ind_table_extra_count (table), 2);
      for (k = 0; k < 200; k++)
        {
          ind_figure figure = reading_figure (table, (size_t) k);
          const char *text = k < 100 ? "a" : "b";
          ck_assert_int_eq (figure.value.mantissa, k);
          ck_assert_str_eq (figure.indicator, text);
          ck_assert_str_eq (figure.vintage, k < 20 ? "" : text);
          ck_assert_str_eq (figure.printed, k < 40 ? "" : text);
          ck_assert_str_eq (figure.locator, k < 60 ? "" : text);
          ck_assert_str_eq (ind_table_extra (table, (size_t) k, 0), k < 80 || k >= 90 ? "" : "a");
          ck_assert_str_eq (ind_table_extra (table, (size_t) k, 1), k < 90 ? "" : text);
        }
      ind_table_free (table);
      ck_assert_uint_eq (failing_memory_blocks (), blocks);
      if (is_done)
        return;
    }
  ck_abort_msg ("the loop never ended");
}
END_TEST

/* Extra columns are told apart by name: they may have other numbers in the other table. */
START_TEST (test_append_all)
{
  ind__translation translation = ind__translation_of (NULL, NULL);
  ind_table *table = reading_table (HEADER ",note,kept\ngrdp,VN,2024,1,n,k\n");
  ind_table *other = reading_table (HEADER ",remark,note\ngrdp,VN,2023,2,r,m\ngrdp,VN,2022,3,,\n");

  ck_assert_uint_eq (ind__table_add_extra (table, "remark", 6), 2);
  translation.to = table;
  translation.from = other;
  ck_assert (ind__table_append_all (&translation, 10));
  ind__translation_free (&translation);
  ck_assert_uint_eq (ind_table_count (table), 3);
  ck_assert_str_eq (ind_table_extra (table, 0, 0), "n");
  ck_assert_str_eq (ind_table_extra (table, 0, 1), "k");
  ck_assert_str_eq (ind_table_extra (table, 0, 2), "");
  ck_assert_str_eq (ind_table_extra (table, 1, 0), "m");
  ck_assert_str_eq (ind_table_extra (table, 1, 1), "");
  ck_assert_str_eq (ind_table_extra (table, 1, 2), "r");
  ck_assert_str_eq (ind_table_extra (table, 2, 0), "");
  ck_assert_uint_eq (reading_figure (table, 1).record, 12);
  ck_assert_uint_eq (reading_figure (table, 2).record, 13);
  ck_assert_str_eq (reading_figure (table, 2).period, "2022");
  ind_table_free (other);
  ind_table_free (table);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("table");
  tcase_add_test (tests, test_empty);
  tcase_add_test (tests, test_figures);
  tcase_add_test (tests, test_range_leaves_the_result);
  tcase_add_test (tests, test_optional_columns);
  tcase_add_test (tests, test_extra_columns);
  tcase_add_test (tests, test_units);
  tcase_add_test (tests, test_interval_scaled);
  tcase_add_test (tests, test_rewind);
  tcase_add_test (tests, test_messages);
  tcase_add_test (tests, test_append_all);
  tcase_add_test (tests, test_memory_runs_out_at_birth);
  tcase_add_test (tests, test_memory_runs_out);
  return suite_run (tests, "table");
}
