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

/* ind_report_write or ind_report_write_power. */
typedef ind_status (*report_function) (const ind_report *, ind_format, ind_writer, void *,
                                       ind_error *);

/* The report as one text; the caller frees it. */
static inline char *
written_by (report_function write, const ind_report *report, ind_format format)
{
  struct collector collector = { NULL, 0, 0, 0, SIZE_MAX };
  ind_error error = { IND_OK, 0, 0, "" };

  ck_assert_msg (write (report, format, collect, &collector, &error) == IND_OK, "%s",
                 error.message);
  ck_assert_ptr_nonnull (collector.bytes);
  ck_assert_uint_eq (strlen (collector.bytes), collector.length);
  return collector.bytes;
}

static inline char *
written (const ind_report *report, ind_format format)
{
  return written_by (ind_report_write, report, format);
}

/* Text whose lines are joined again: all blanks and line ends in a row are one
 * blank. */
static inline void
unwrap (char *text)
{
  char *to = text;

  for (; *text != '\0'; text++)
    if ((*text != ' ' && *text != '\n') || (text[1] != ' ' && text[1] != '\n'))
      *to++ = (char) (*text == '\n' ? ' ' : *text);
  *to = '\0';
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

/* What is to be explained. By hand:
 * - 12.50 + 30.25 + 47.50 are 90.235 to 90.265, printed 9,025: four figures of
 *   which one is wrong, the total with a misplaced comma;
 * - 2.00 + 3.05 are 5.04 to 5.06: of 5.05 and 6.26, the first is right;
 * - z, which nobody prints, is 10 by g but 25 by w and 25.2 by y: g is wrong, and
 *   z 25.15 to 25.25. */
static const char explained_csv[]
    = "SOURCE,INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT,PRINTED,LOCATOR\n"
      "one,t,_T" MIXED_AREA "9.025,PT,\"9,025% <b>\",\"p. 3, \"\"x\ty\"\" <i>\"\n"
      "one,a,_T" MIXED_AREA "12.50,PT,,\n"
      "one,b,_T" MIXED_AREA "30.25,PT,,\n"
      "one,c,_T" MIXED_AREA "47.50,PT,,\n"
      "\"o\"\"n<e>\",s,<A>" MIXED_AREA "5.05,,,\n"
      "two,s,<A>" MIXED_AREA "6.26,,,\n"
      "two,u,_T" MIXED_AREA "2.00,,,\n"
      "two,v,_T" MIXED_AREA "3.05,,,\n"
      "one,g,_T" MIXED_AREA "10,,,\n"
      "one,w,_T" MIXED_AREA "25,,,\n"
      "one,y,_T" MIXED_AREA "25.2,,,\n";

static const char explained_rules[]
    = "rule sum: t == a + b + c\n"
      "rule joint: s[\"<A>\"] == u + v\n"
      "rule left: g == z\nrule right: z == w\nrule middle: z == y\n";

/* A total of eight parts is 10 too large; each figure may be the wrong one. */
static const char long_sum_csv[]
    = HEADER "t,,V,2024,46\na,,V,2024,1\nb,,V,2024,2\nc,,V,2024,3\nd,,V,2024,4\ne,,V,2024,5\n"
             "f,,V,2024,6\ng,,V,2024,7\nh,,V,2024,8\n";
static const char long_sum_rules[] = "rule sum: t == a + b + c + d + e + f + g + h\n";

/* m is 5.0 and n is 9.0, twice each, though the rule has them equal: less is
 * doubted if it was evaluated on another basis. */
static const char basis_csv[]
    = "SOURCE,INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT\n"
      "one,m,V,2024,5.0,PS\ntwo,m,V,2024,5.0,PS\none,n,V,2024,9.0,PS\ntwo,n,V,2024,9.0,PS\n";
static const char basis_rules[] = "rule b2: m == n\n  basis \"another <day>\"\n";

/* Three times 20 is not 10 times what is assumed to be 0.9 to 1.2: it would be
 * 19.5 / 10.5 to 20.5 / 9.5. */
static const char assumption_csv[]
    = HEADER "x,,V,2024,20\ny,,V,2024,10\np,,V,2024,20\nq,,V,2024,10\nr,,V,2024,20\n"
             "s,,V,2024,10\n";
static const char assumption_rules[] = "assume k \"Factor <k>\" from 0.9 to 1.2\n"
                                       "rule first: x == y * k\nrule second: p == q * k\n"
                                       "rule third: r == s * k\n";

/* Eight of fifteen reports print 5.0, the others 9.0. */
static inline struct checked
voting_report (void)
{
  char csv[1000];
  size_t k, n = (size_t) sprintf (csv, "SOURCE,INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE\n");

  for (k = 0; k < 15; k++)
    n += (size_t) sprintf (csv + n, "s%zu,q,V,2024,%s\n", k, k < 8 ? "5.0" : "9.0");
  return check_text (csv, "", 0);
}

/* Explains and measures what was checked; a budget of 0 is the usual one. */
static inline void
explain (const struct checked *checked, uint64_t budget, int deduces)
{
  ind_explain_options options = { 0, 0, 0 };
  ind_error error = { IND_OK, 0, 0, "" };

  options.budget = budget;
  options.deduces = deduces;
  ck_assert_msg (ind_explain (checked->report, &options, &error) == IND_OK, "%s", error.message);
  ck_assert_msg (ind_measure_power (checked->report, &options, &error) == IND_OK, "%s",
                 error.message);
}

static inline struct checked
explained_text (const char *csv, const char *rules, uint64_t budget, int deduces)
{
  struct checked checked = check_text (csv, rules, 0);
  explain (&checked, budget, deduces);
  return checked;
}

static inline struct checked
explained_report (void)
{
  return explained_text (explained_csv, explained_rules, 0, 1);
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
expect_same_bytes_of (report_function write, const struct checked *one,
                      const struct checked *two, ind_format format)
{
  char *first = written_by (write, one->report, format);
  char *again = written_by (write, one->report, format);
  char *other = written_by (write, two->report, format);

  ck_assert_str_eq (first, again);
  ck_assert_str_eq (first, other);
  free (first);
  free (again);
  free (other);
}

static inline void
expect_same_bytes_twice (ind_format format)
{
  struct checked one = mixed_report (1), two = mixed_report (1);

  expect_same_bytes_of (ind_report_write, &one, &two, format);
  checked_free (&one);
  checked_free (&two);
  one = explained_report ();
  two = explained_report ();
  expect_same_bytes_of (ind_report_write, &one, &two, format);
  checked_free (&one);
  checked_free (&two);
}

/* A writer that fails, at once or later, ends the writing and is not called
 * again. */
static inline void
expect_writer_failure_of (report_function write, const struct checked *checked,
                          ind_format format)
{
  struct collector whole = { NULL, 0, 0, 0, SIZE_MAX };
  size_t n;

  ck_assert_int_eq (write (checked->report, format, collect, &whole, NULL), IND_OK);
  ck_assert_msg (whole.n_calls > 1, "%zu bytes in one piece: no piece can fail alone",
                 whole.length);
  for (n = 0; n < whole.n_calls; n++)
    {
      struct collector collector = { NULL, 0, 0, 0, n };
      ind_error error = { IND_OK, 0, 0, "" };
      ck_assert_int_eq (write (checked->report, format, collect, &collector, &error),
                        IND_E_WRITE);
      ck_assert_int_eq (error.status, IND_E_WRITE);
      ck_assert_msg (strstr (error.message, "writer") != NULL, "%s", error.message);
      ck_assert_uint_eq (collector.n_calls, n + 1);
      free (collector.bytes);
    }
  free (whole.bytes);
}

static inline void
expect_writer_failure (ind_format format)
{
  struct checked checked = long_report (600);

  expect_writer_failure_of (ind_report_write, &checked, format);
  explain (&checked, 0, 1);
  expect_writer_failure_of (ind_report_write, &checked, format);
  checked_free (&checked);
}

/* Each allocation fails once, and then all from there on. */
static inline void
expect_memory_failures_of (report_function write, const struct checked *checked,
                           ind_format format)
{
  size_t blocks = failing_memory_blocks (), n;
  int is_persistent;

  for (is_persistent = 0; is_persistent <= 1; is_persistent++)
    for (n = 1;; n++)
      {
        struct collector collector = { NULL, 0, 0, 0, SIZE_MAX };
        ind_error error;
        ind_status status;
        failing_memory_arm (n, is_persistent);
        status = write (checked->report, format, collect, &collector, &error);
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
}

static inline void
expect_memory_failures (ind_format format)
{
  struct checked checked = mixed_report (1);

  expect_memory_failures_of (ind_report_write, &checked, format);
  checked_free (&checked);
  checked = explained_report ();
  expect_memory_failures_of (ind_report_write, &checked, format);
  checked_free (&checked);
}

#endif
