/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the tests of reports share: a report with a finding of every kind and
 * verdict, and what comes out when it is written. */
#ifndef TESTS_REPORT_REPORTING_H
#define TESTS_REPORT_REPORTING_H

#include <stdint.h>
#include <stdio.h>

#include "check/checking.h"
#include "support/exact.h"
#include "support/failing_memory.h"

/* Collects what is written; the n_left-th call and those behind it fail. */
struct collector {
  char *bytes;
  size_t length, capacity, n_calls, n_left;
};

static inline int
collect (void *context, const char *bytes, size_t length)
{
  struct collector *collector = context;

  collector->n_calls++;
  if (collector->n_left == 0)
    return -1;
  collector->n_left--;
  if (collector->length + length + 1 > collector->capacity)
    {
      collector->capacity = 2 * (collector->length + length + 1);
      collector->bytes = realloc (collector->bytes, collector->capacity);
      if (collector->bytes == NULL)
        ck_abort_msg ("the test itself ran out of memory");
    }
  memcpy (collector->bytes + collector->length, bytes, length);
  collector->length += length;
  collector->bytes[collector->length] = '\0';
  return 0;
}

/* The report as one text; the caller frees it. */
static inline char *
written (const ind_report *report, ind_format format)
{
  struct collector collector = { NULL, 0, 0, 0, SIZE_MAX };
  ind_error error = { IND_OK, 0, 0, "" };

  ck_assert_msg (ind_report_write (report, format, collect, &collector, &error) == IND_OK, "%s",
                 error.message);
  ck_assert_ptr_nonnull (collector.bytes);
  ck_assert_uint_eq (strlen (collector.bytes), collector.length);
  return collector.bytes;
}

/* How often `part` stands in `text`. (The sanitizer's strstr measures all of the
 * text at every call.) */
static inline size_t
count_of_text (const char *text, const char *part)
{
  size_t length = strlen (part), n = 0, k;

  for (; *text != '\0'; text++)
    {
      for (k = 0; k < length && text[k] == part[k]; k++)
        ;
      n += k == length;
    }
  return n;
}

#define expect_text(text, part)                                                                    \
  ck_assert_msg (strstr ((text), (part)) != NULL, "\"%s\" is missing in\n%s", (part), (text))

#define AWKWARD_AREA "Cao <Lộc> & \"Đ\" 'x', y"
#define MIXED_COLUMNS                                                                              \
  "SOURCE,VINTAGE,INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,QUALIFIER,"      \
  "PRINTED,LOCATOR\n"
#define MIXED_AREA ",\"Cao <Lộc> & \"\"Đ\"\" 'x', y\",2024,"

static const char mixed_rules[]
    = "rule wrong: a == b\n  say \"Why <it> & so.\"\n"
      "rule open: f == e\n"
      "rule bound: f >= e\n"
      "rule rough: a ~= c within 1%\n"
      "breakdown parts: _T = A + B\n"
      "rule weights: sum(100 * k[*] / g[*]) == 100\n"
      "rule weight: k[c] == g[c] * w[c] / 100\n"
      "rule right: a == h\n"
      "rule nearly: a == i\n"
      "rule lacking: a == missing_one\n"
      "indicator heads unit PS\n";

/* One finding or more of each kind and verdict; awkward text everywhere. By
 * hand: 3 inconsistent (wrong, open, bound), 1 contradiction (c), 1 improbable
 * (rough), 1 explainable (weights), 1 revision (d), 1 figure in a wrong unit
 * (heads), 3 unverifiable (weight twice, lacking), 1 untouched (z). */
static const char mixed_csv[]
    = MIXED_COLUMNS
      "one,May,a,_T" MIXED_AREA "1.0,,,\"1,0 <b>\"\"&\",\"p. 3, 'l' 4\"\n"
      "one,May,b,_T" MIXED_AREA "2.0,,,,\"a\tb\"\n"
      "one,May,c,_T" MIXED_AREA "6.26,,,,\n"
      "two,May,c,_T" MIXED_AREA "5.05,,,,\n"
      "one,May,d,_T" MIXED_AREA "6.26,,,,\n"
      "one,June,d,_T" MIXED_AREA "5.05,,,,\n"
      "one,May,e,_T" MIXED_AREA "33,,at_least,,\n"
      "one,May,f,_T" MIXED_AREA "30,,exact,,\n"
      "one,May,k,A" MIXED_AREA "1.18,,,,\n"
      "one,May,k,B" MIXED_AREA "2.00,,,,\n"
      "one,May,g,A" MIXED_AREA "2.4,,,,\n"
      "one,May,g,B" MIXED_AREA "4.1,,,,\n"
      "one,May,h,_T" MIXED_AREA "1.0,,,,\n"
      "one,May,i,_T" MIXED_AREA "1.04,,,,\n"
      "two,May,h,_T" MIXED_AREA "1.0,,,,\n"
      "two,May,i,_T" MIXED_AREA "1.0,,,,\n"
      "one,May,heads,_T" MIXED_AREA "5,bn VND,,,\n"
      "one,May,z,_T" MIXED_AREA "7,ha,at_most,\"7\n\x1B[2J \xC2\x9B\",\n";

static inline struct checked
mixed_report (int all_verdicts)
{
  return check_text (mixed_csv, mixed_rules, all_verdicts);
}

/* No figures, no rules, no findings. */
static inline struct checked
empty_report (void)
{
  struct checked checked;

  ck_assert_int_eq (ind_table_new (&checked.table, NULL), IND_OK);
  ck_assert_int_eq (ind_rules_new (&checked.rules, NULL), IND_OK);
  ck_assert_int_eq (ind_check (checked.table, checked.rules, NULL, &checked.report, NULL), IND_OK);
  return checked;
}

/* One contradiction in each of n areas, and nothing else. */
static inline struct checked
long_report (size_t n)
{
  char *csv = malloc (100 + n * 80);
  struct checked checked;
  size_t k, at;

  if (csv == NULL)
    ck_abort_msg ("the test itself ran out of memory");
  at = (size_t) sprintf (csv, "SOURCE,INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE\n");
  for (k = 0; k < n; k++)
    at += (size_t) sprintf (csv + at, "one,a,V%zu,2024,1.0\ntwo,a,V%zu,2024,2.0\nx,u,V%zu,2024,1\n",
                            k, k, k);
  checked = check_text (csv, "rule r: a == b\n", 0);
  free (csv);
  return checked;
}

/* The same report gives the same bytes, and so does the same input again. */
static inline void
expect_same_bytes_twice (ind_format format)
{
  struct checked one = mixed_report (1), two = mixed_report (1);
  char *first = written (one.report, format), *again = written (one.report, format);
  char *other = written (two.report, format);

  ck_assert_str_eq (first, again);
  ck_assert_str_eq (first, other);
  free (first);
  free (again);
  free (other);
  checked_free (&one);
  checked_free (&two);
}

/* A writer that fails, at once or later, ends the writing and is not called
 * again. */
static inline void
expect_writer_failure (ind_format format)
{
  struct checked checked = long_report (600);
  struct collector whole = { NULL, 0, 0, 0, SIZE_MAX };
  size_t n;

  ck_assert_int_eq (ind_report_write (checked.report, format, collect, &whole, NULL), IND_OK);
  ck_assert_msg (whole.n_calls > 1, "%zu bytes in one piece: no piece can fail alone",
                 whole.length);
  for (n = 0; n < whole.n_calls; n++)
    {
      struct collector collector = { NULL, 0, 0, 0, n };
      ind_error error = { IND_OK, 0, 0, "" };
      ck_assert_int_eq (ind_report_write (checked.report, format, collect, &collector, &error),
                        IND_E_WRITE);
      ck_assert_int_eq (error.status, IND_E_WRITE);
      ck_assert_msg (strstr (error.message, "writer") != NULL, "%s", error.message);
      ck_assert_uint_eq (collector.n_calls, n + 1);
      free (collector.bytes);
    }
  free (whole.bytes);
  checked_free (&checked);
}

/* Each allocation fails once, and then all from there on. */
static inline void
expect_memory_failures (ind_format format)
{
  struct checked checked = mixed_report (1);
  size_t blocks = failing_memory_blocks (), n;
  int is_persistent;

  for (is_persistent = 0; is_persistent <= 1; is_persistent++)
    for (n = 1;; n++)
      {
        struct collector collector = { NULL, 0, 0, 0, SIZE_MAX };
        ind_error error;
        ind_status status;
        failing_memory_arm (n, is_persistent);
        status = ind_report_write (checked.report, format, collect, &collector, &error);
        free (collector.bytes);
        if (failing_memory_disarm () == 0)
          {
            ck_assert_int_eq (status, IND_OK);
            ck_assert_uint_gt (n, 1);
            break;
          }
        ck_assert_msg (status == IND_E_MEMORY, "allocation %zu failed and the status is %s", n,
                       ind_status_name ((int) status));
        ck_assert_int_eq (error.status, IND_E_MEMORY);
        ck_assert_uint_eq (failing_memory_blocks (), blocks);
      }
  checked_free (&checked);
}

#endif
