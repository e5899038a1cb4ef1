/* SPDX-License-Identifier: GPL-3.0-or-later
 * Every rule of standard.rules: consistent, inconsistent and unverifiable. For
 * definitions of the registry, tests/indicators shows it. */
#include <stdio.h>
#include <string.h>

#include "rules/rules.h"
#include "support/suite.h"

#define MAX_CASES 200
#define YEAR "2024"

struct misprint {
  char rule[80], indicator[80], component[40], value[40];
  char dropped[80], dropped_component[40];
};

static struct misprint cases[MAX_CASES];
static size_t n_cases;
static char economy[200000];
static ind_rules *rules;

static void
read_text (const char *name, char *text, size_t room)
{
  const char *folder = getenv ("abs_srcdir");
  char path[1024];
  FILE *stream;
  size_t n;

  snprintf (path, sizeof path, "%s/tests/rules/%s", folder == NULL ? "." : folder, name);
  stream = fopen (path, "rb");
  ck_assert_msg (stream != NULL, "cannot open %s", path);
  n = fread (text, 1, room - 1, stream);
  ck_assert_msg (n < room - 1, "%s is too large for this test; enlarge its array", path);
  text[n] = '\0';
  fclose (stream);
}

/* "share[A]" -> share, A. */
static void
split (char *indicator, char *component)
{
  char *bracket = strchr (indicator, '[');

  strcpy (component, "_T");
  if (bracket == NULL)
    return;
  *bracket = '\0';
  ck_assert_msg (sscanf (bracket + 1, "%39[^]]", component) == 1, "%s[ lacks a component",
                 indicator);
}

static void
load (void)
{
  static char text[40000];
  char *line;
  ind_error error;

  read_text ("economy.csv", economy, sizeof economy);
  read_text ("standard.cases", text, sizeof text);
  for (line = strtok (text, "\n"); line != NULL; line = strtok (NULL, "\n"))
    {
      struct misprint *at = &cases[n_cases];
      if (line[0] == '#')
        continue;
      ck_assert (n_cases < MAX_CASES);
      ck_assert_msg (sscanf (line, "%79s %79s %39s %79s", at->rule, at->indicator, at->value,
                             at->dropped)
                         == 4,
                     "standard.cases: \"%s\" is not rule, figure, value, figure", line);
      split (at->indicator, at->component);
      split (at->dropped, at->dropped_component);
      n_cases++;
    }
  ck_assert_msg (ind_rules_new_standard (&rules, &error) == IND_OK, "%s", error.message);
}

static void
unload (void)
{
  ind_rules_free (rules);
}

static const char *
canonical (const char *name)
{
  const ind_indicator *known = ind_indicator_find (name);
  return known == NULL ? name : known->name;
}

/* The economy with one figure given another value, or left out where value is
 * NULL. */
static void
edit (const char *indicator, const char *component, const char *value, char *out)
{
  const char *line = economy;
  size_t n_found = 0;

  line = strchr (line, '\n') + 1;
  sprintf (out, "%.*s", (int) (line - economy), economy);
  for (; *line != '\0'; line = strchr (line, '\n') + 1)
    {
      char name[80], part[40], period[8], number[40], decimals[8], unit[40], area[8];
      int n = sscanf (line, "%79[^,],%39[^,],%7[^,],%39[^,],%7[^,],%39[^,],%7[^\n]", name, part,
                      period, number, decimals, unit, area);
      ck_assert_int_eq (n, 7);
      if (strcmp (canonical (name), canonical (indicator)) == 0 && strcmp (part, component) == 0
          && strcmp (period, YEAR) == 0)
        {
          n_found++;
          if (value == NULL)
            continue;
          sprintf (out + strlen (out), "%s,%s,%s,%s,,%s,%s\n", name, part, period, value, unit,
                   area);
        }
      else
        strncat (out, line, (size_t) (strchr (line, '\n') + 1 - line));
    }
  ck_assert_msg (n_found == 1, "%s[%s] is printed %zu times in economy.csv, not once", indicator,
                 component, n_found);
}

static ind_report *
check_text (const char *text, ind_table **table)
{
  ind_check_options options = { 0, 1, 0 };
  ind_report *report;
  ind_error error;

  ck_assert_int_eq (ind_table_new (table, NULL), IND_OK);
  ck_assert_msg (ind_table_read_text (*table, "economy.csv", text, strlen (text), NULL, &error)
                     == IND_OK,
                 "%s", error.message);
  ck_assert_msg (ind_check (*table, rules, &options, &report, &error) == IND_OK, "%s",
                 error.message);
  return report;
}

/* Whether a finding is of the rule, over whichever breakdown. */
static int
is_of (const ind_finding *finding, const char *rule)
{
  size_t n = strlen (rule);
  return strncmp (finding->rule, rule, n) == 0
         && (finding->rule[n] == '\0' || finding->rule[n] == '/');
}

static size_t
count (const ind_report *report, const char *rule, ind_verdict from, ind_verdict to)
{
  ind_finding finding;
  size_t k, n = 0;

  for (k = 0; k < ind_report_finding_count (report); k++)
    {
      ck_assert_int_eq (ind_report_finding (report, k, &finding), IND_OK);
      n += is_of (&finding, rule) && finding.verdict >= from && finding.verdict <= to;
    }
  return n;
}

/* Whether the rule is a definition of the registry. */
static int
is_definition (const char *rule)
{
  static const char ending[] = "_definition";
  size_t n = strlen (rule), m = strlen (ending);
  const ind_indicator *indicator;
  char name[100];

  if (n <= m || strcmp (rule + n - m, ending) != 0)
    return 0;
  snprintf (name, sizeof name, "%.*s", (int) (n - m), rule);
  indicator = ind_indicator_find (name);
  return indicator != NULL && indicator->formula != NULL;
}

/* A rule that equals another for the level at hand goes by the other's name;
 * the cases name the one that reports. */
START_TEST (test_every_rule_has_a_case)
{
  size_t k, i, n_definitions = 0;
  ind_rule rule;

  for (k = 0; k < ind_rules_count (rules); k++)
    {
      ck_assert_int_eq (ind_rules_at (rules, k, &rule), IND_OK);
      if (is_definition (rule.name))
        {
          n_definitions++;
          continue;
        }
      for (i = 0; i < n_cases && strcmp (cases[i].rule, rule.name) != 0; i++)
        ;
      ck_assert_msg (i < n_cases, "rule %s has no line in standard.cases", rule.name);
    }
  ck_assert_uint_eq (n_cases, ind_rules_count (rules) - n_definitions);
}
END_TEST

START_TEST (test_consistent)
{
  ind_table *table;
  ind_report *report = check_text (economy, &table);
  size_t k;

  for (k = 0; k < n_cases; k++)
    {
      ck_assert_msg (count (report, cases[k].rule, IND_VERDICT_EXACT, IND_VERDICT_ROUNDING) > 0,
                     "rule %s checks nothing of economy.csv", cases[k].rule);
      ck_assert_msg (count (report, cases[k].rule, IND_VERDICT_EXPLAINABLE,
                            IND_VERDICT_INCONSISTENT)
                         == 0,
                     "rule %s is broken by true figures, each rounded once", cases[k].rule);
    }
  ck_assert_int_eq (ind_report_exit_status (report, 1), 0);
  ind_report_free (report);
  ind_table_free (table);
}
END_TEST

START_TEST (test_inconsistent)
{
  static char text[sizeof economy];
  ind_rule rule;
  size_t k, i;

  for (k = 0; k < n_cases; k++)
    {
      ind_verdict wanted = IND_VERDICT_INCONSISTENT;
      ind_table *table;
      ind_report *report;
      edit (cases[k].indicator, cases[k].component, cases[k].value, text);
      report = check_text (text, &table);
      for (i = 0; i < ind_rules_count (rules); i++)
        if (ind_rules_at (rules, i, &rule) == IND_OK && strcmp (rule.name, cases[k].rule) == 0
            && (rule.is_approximate || ind__rules_is_bounded (rules, &rules->rules[i])))
          wanted = IND_VERDICT_IMPROBABLE;
      ck_assert_msg (count (report, cases[k].rule, wanted, wanted) > 0,
                     "rule %s does not find %s[%s] = %s %s", cases[k].rule, cases[k].indicator,
                     cases[k].component, cases[k].value, ind_verdict_name (wanted));
      if (wanted == IND_VERDICT_IMPROBABLE)
        ck_assert_msg (count (report, cases[k].rule, IND_VERDICT_INCONSISTENT,
                              IND_VERDICT_INCONSISTENT)
                           == 0,
                       "rule %s is approximate or bounded and must not prove", cases[k].rule);
      ind_report_free (report);
      ind_table_free (table);
    }
}
END_TEST

START_TEST (test_unverifiable)
{
  static char text[sizeof economy];
  ind_finding finding;
  size_t k, i;

  for (k = 0; k < n_cases; k++)
    {
      ind_table *table;
      ind_report *report;
      size_t n = 0;
      edit (cases[k].dropped, cases[k].dropped_component, NULL, text);
      report = check_text (text, &table);
      for (i = 0; i < ind_report_unverifiable_count (report); i++)
        {
          ck_assert_int_eq (ind_report_unverifiable (report, i, &finding), IND_OK);
          n += is_of (&finding, cases[k].rule) && finding.n_figures > 0
               && strstr (finding.sentence, "no report prints") != NULL;
        }
      ck_assert_msg (n > 0, "without %s[%s], rule %s is not reported unverifiable",
                     cases[k].dropped, cases[k].dropped_component, cases[k].rule);
      ind_report_free (report);
      ind_table_free (table);
    }
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("standard rules");

  tcase_add_unchecked_fixture (tests, load, unload);
  tcase_set_timeout (tests, 120);
  tcase_add_test (tests, test_every_rule_has_a_case);
  tcase_add_test (tests, test_consistent);
  tcase_add_test (tests, test_inconsistent);
  tcase_add_test (tests, test_unverifiable);
  return suite_run (tests, "standard rules");
}
