/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the tests of checking share: reports from text, and their findings. */
#ifndef TESTS_CHECK_CHECKING_H
#define TESTS_CHECK_CHECKING_H

#include <string.h>

#include "indicators.h"
#include "support/suite.h"

/* A table, rules and the report on them. */
struct checked {
  ind_table *table;
  ind_rules *rules;
  ind_report *report;
};

/* Checks a CSV text with the standard rules, or with `rules` alone. */
static inline struct checked
check_text (const char *csv, const char *rules, int all_verdicts)
{
  ind_check_options options = { 0, 0, 0 };
  struct checked checked;
  ind_error error = { IND_OK, 0, 0, "" };

  options.all_verdicts = all_verdicts;
  ck_assert_int_eq (ind_table_new (&checked.table, NULL), IND_OK);
  ck_assert_msg (
      ind_table_read_text (checked.table, "test.csv", csv, strlen (csv), NULL, &error) == IND_OK,
      "%s", error.message);
  if (rules == NULL)
    ck_assert_msg (ind_rules_new_standard (&checked.rules, &error) == IND_OK, "%s",
                   error.message);
  else
    {
      ck_assert_int_eq (ind_rules_new (&checked.rules, NULL), IND_OK);
      ck_assert_msg (
          ind_rules_read_text (checked.rules, "test.rules", rules, strlen (rules), &error)
              == IND_OK,
          "%s", error.message);
    }
  ck_assert_msg (ind_check (checked.table, checked.rules, &options, &checked.report, &error)
                     == IND_OK,
                 "%s", error.message);
  return checked;
}

static inline void
checked_free (struct checked *checked)
{
  ind_report_free (checked->report);
  ind_rules_free (checked->rules);
  ind_table_free (checked->table);
}

/* The only finding of a rule; fails the test when there is none or several. */
static inline ind_finding
only_finding (const struct checked *checked, const char *rule)
{
  ind_finding finding, found;
  size_t k, n = 0;

  memset (&found, 0, sizeof found);
  for (k = 0; k < ind_report_finding_count (checked->report); k++)
    {
      ck_assert_int_eq (ind_report_finding (checked->report, k, &finding), IND_OK);
      if (strcmp (finding.rule, rule) == 0)
        {
          found = finding;
          n++;
        }
    }
  ck_assert_msg (n == 1, "%zu findings of rule %s, expected 1", n, rule);
  return found;
}

/* The verdict of the only finding of rule r on a CSV text. */
static inline ind_verdict
verdict_of (const char *csv, const char *rules)
{
  struct checked checked = check_text (csv, rules, 1);
  ind_verdict verdict = only_finding (&checked, "r").verdict;
  checked_free (&checked);
  return verdict;
}

/* The sentence of the only check that could not be made. */
static inline void
expect_unverifiable (const char *csv, const char *rules, const char *reason)
{
  struct checked checked = check_text (csv, rules, 1);
  ind_finding finding;

  ck_assert_uint_eq (ind_report_unverifiable_count (checked.report), 1);
  ck_assert_int_eq (ind_report_unverifiable (checked.report, 0, &finding), IND_OK);
  ck_assert_msg (strstr (finding.sentence, reason) != NULL, "\"%s\" does not say \"%s\"",
                 finding.sentence, reason);
  ck_assert_int_eq (finding.verdict, IND_VERDICT_UNVERIFIABLE);
  checked_free (&checked);
}

#define HEADER "INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE\n"

#endif
