/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the tests of explaining share: reports explained, and their suspects. */
#ifndef TESTS_EXPLAIN_EXPLAINING_H
#define TESTS_EXPLAIN_EXPLAINING_H

#include <stdio.h>

#include "check/checking.h"

/* Checks and explains a CSV text with the standard rules, or with `rules`
 * alone. */
static inline struct checked
explain_text (const char *csv, const char *rules, const ind_explain_options *options)
{
  struct checked checked = check_text (csv, rules, 0);
  ind_error error = { IND_OK, 0, 0, "" };

  ck_assert_msg (ind_explain (checked.report, options, &error) == IND_OK, "%s", error.message);
  return checked;
}

/* All explanations: "at least 1: a 1.00 [0.5, 1.5] | b 2.00 [...]; " with the
 * alternatives in order, a star before what is certain, a question mark after
 * what is not complete. */
static inline void
write_explanations (const ind_report *report, char *text, size_t size)
{
  size_t k, a, s, n = 0;

  text[0] = '\0';
  for (k = 0; k < ind_report_explanation_count (report); k++)
    {
      ind_explanation explanation;
      ck_assert_int_eq (ind_report_explanation (report, k, &explanation), IND_OK);
      n += (size_t) snprintf (text + n, size - n, "at least %zu%s:", explanation.at_least,
                              explanation.is_complete ? "" : "?");
      for (a = 0; a < explanation.n_alternatives; a++)
        {
          ind_alternative alternative;
          ck_assert_int_eq (ind_report_alternative (report, k, a, &alternative), IND_OK);
          if (a > 0)
            n += (size_t) snprintf (text + n, size - n, " |");
          for (s = 0; s < alternative.n_suspects; s++)
            {
              ind_suspect suspect;
              ck_assert_int_eq (ind_report_suspect (report, k, a, s, &suspect), IND_OK);
              n += (size_t) snprintf (
                  text + n, size - n, " %s%s%s%s [%g, %g]", suspect.is_certain ? "*" : "",
                  suspect.kind == IND_SUSPECT_FIGURE ? suspect.figure.indicator : suspect.name,
                  strcmp (suspect.component, "_T") == 0 ? "" : ".",
                  strcmp (suspect.component, "_T") == 0 ? "" : suspect.component,
                  suspect.must_lie_in.low, suspect.must_lie_in.high);
              ck_assert_uint_lt (n, size);
            }
        }
      n += (size_t) snprintf (text + n, size - n, "; ");
      ck_assert_uint_lt (n, size);
    }
}

static inline void
expect_explanations (const char *csv, const char *rules, const char *expected)
{
  struct checked checked = explain_text (csv, rules, NULL);
  static char text[20000];

  write_explanations (checked.report, text, sizeof text);
  ck_assert_msg (strcmp (text, expected) == 0, "%son\n%sis explained as\n%s\nnot as\n%s",
                 rules == NULL ? "" : rules, csv, text, expected);
  checked_free (&checked);
}

/* The best suspect of the only explanation. */
static inline ind_suspect
only_suspect (const struct checked *checked)
{
  ind_suspect suspect;

  ck_assert_uint_eq (ind_report_explanation_count (checked->report), 1);
  ck_assert_int_eq (ind_report_suspect (checked->report, 0, 0, 0, &suspect), IND_OK);
  return suspect;
}

#define SOURCES "SOURCE,INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE\n"

#endif
