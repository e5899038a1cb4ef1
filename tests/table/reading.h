/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the tests of reading share. */
#ifndef TESTS_TABLE_READING_H
#define TESTS_TABLE_READING_H

#include <stdint.h>
#include <string.h>

#include "indicators.h"
#include "support/suite.h"

#define HEADER "INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE"

static inline ind_table *
reading_new (void)
{
  ind_table *table;
  ck_assert_int_eq (ind_table_new (&table, NULL), IND_OK);
  return table;
}

static inline ind_figure
reading_figure (const ind_table *table, size_t k)
{
  ind_figure figure;
  ck_assert_int_eq (ind_table_figure (table, k, &figure), IND_OK);
  return figure;
}

static inline void
reading_add (ind_table *table, const char *text, const ind_table_options *options)
{
  ind_error error = { IND_OK, 0, 0, "" };
  ind_status status
      = ind_table_read_text (table, "test.csv", text, strlen (text), options, &error);
  ck_assert_msg (status == IND_OK, "%s: %s", ind_status_name ((int) status), error.message);
  ck_assert_int_eq (error.status, IND_OK);
}

/* The table a good text makes. */
static inline ind_table *
reading_table (const char *text)
{
  ind_table *table = reading_new ();
  reading_add (table, text, NULL);
  ck_assert_uint_eq (ind_table_complaint_count (table), 0);
  ck_assert_uint_eq (ind_table_complaint_total (table), 0);
  return table;
}

/* Reads a text that breaks the contract in one way; checks the complaint. */
static inline void
reading_refuse (const char *text, size_t length, const ind_table_options *options,
                ind_status status, const char *complaint)
{
  ind_table *table = reading_new ();
  ind_error error = { IND_OK, 0, 0, "" };
  const char *kept;

  ck_assert_int_eq (ind_table_read_text (table, "bad.csv", text, length, options, &error), status);
  kept = ind_table_complaint_at (table, 0);
  ck_assert_ptr_nonnull (kept);
  ck_assert_str_eq (kept, complaint);
  ck_assert_msg (ind_table_complaint_count (table) == 1, "more: %s",
                 ind_table_complaint_at (table, 1));
  ck_assert_uint_eq (ind_table_complaint_total (table), 1);
  ck_assert_ptr_null (ind_table_complaint_at (table, 1));
  ck_assert_int_eq (error.status, status);
  ck_assert_ptr_nonnull (strstr (kept, error.message));
  ck_assert_uint_eq (ind_table_count (table), 0);
  ck_assert_uint_eq (ind_table_extra_count (table), 0);
  ck_assert_uint_eq (ind_table_note_count (table), 0);
  ind_table_free (table);
}

/* A text and what is wrong with it, "bad.csv: " left out. */
struct reading_case {
  const char *text, *complaint;
};

static inline void
reading_refuse_all (const struct reading_case *cases, size_t n)
{
  size_t i;
  char complaint[512];

  for (i = 0; i < n; i++)
    {
      snprintf (complaint, sizeof complaint, "bad.csv: %s", cases[i].complaint);
      reading_refuse (cases[i].text, strlen (cases[i].text), NULL, IND_E_CSV, complaint);
    }
}

/* The same figures, in order and in every member. */
static inline void
reading_assert_same (const ind_table *a, const ind_table *b)
{
  size_t k;

  ck_assert_uint_eq (ind_table_count (a), ind_table_count (b));
  for (k = 0; k < ind_table_count (a); k++)
    {
      ind_figure x = reading_figure (a, k), y = reading_figure (b, k);
      ck_assert_uint_eq (x.record, y.record);
      ck_assert_str_eq (x.indicator, y.indicator);
      ck_assert_str_eq (x.area, y.area);
      ck_assert_str_eq (x.period, y.period);
      ck_assert_str_eq (x.component, y.component);
      ck_assert_str_eq (x.source, y.source);
      ck_assert_str_eq (x.vintage, y.vintage);
      ck_assert_str_eq (x.printed, y.printed);
      ck_assert_str_eq (x.locator, y.locator);
      ck_assert_str_eq (x.obs_value, y.obs_value);
      ck_assert_int_eq (x.precision, y.precision);
      ck_assert_int_eq (x.qualifier, y.qualifier);
      ck_assert_int_eq (x.rounding, y.rounding);
      ck_assert_mem_eq (&x.unit, &y.unit, sizeof x.unit);
    }
}

/* xorshift64*: the same numbers everywhere. */
static inline uint64_t
reading_random (uint64_t *state)
{
  *state ^= *state >> 12;
  *state ^= *state << 25;
  *state ^= *state >> 27;
  return *state * UINT64_C (2685821657736338717) >> 16;
}

#endif
