/* SPDX-License-Identifier: GPL-3.0-or-later
 * Every computed indicator by a worked example: NAME.csv in this folder holds what
 * it is computed from and, in the rows of the indicator itself, what comes out as
 * printed, with where that stands in LOCATOR. */
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "number/interval.h"
#include "support/suite.h"

#define MAX_LINES 40
#define LINE_ROOM 600
#define TEXT_ROOM (MAX_LINES * LINE_ROOM)

static ind_rules *rules;

/* The example of one indicator: its header, and its figures line by line. */
static struct example
{
  char name[100], file[140], rule[120];
  char header[LINE_ROOM], line[MAX_LINES][LINE_ROOM];
  int is_result[MAX_LINES];
  size_t n_lines, n_results;
} example;

static const char *
folder (void)
{
  static char path[1024];
  const char *source = getenv ("abs_srcdir");

  snprintf (path, sizeof path, "%s/tests/indicators/examples", source == NULL ? "." : source);
  return path;
}

static ind_table *
read_text (const char *text)
{
  ind_table *table;
  ind_error error;

  ck_assert_int_eq (ind_table_new (&table, NULL), IND_OK);
  ck_assert_msg (ind_table_read_text (table, example.file, text, strlen (text), NULL, &error)
                     == IND_OK,
                 "%s", error.message);
  return table;
}

enum { EVERY_LINE = MAX_LINES };

/* The example without the results, or without one line, or with something else for
 * the value in one line. */
static void
compose (int with_results, size_t edited, const char *value, char text[TEXT_ROOM])
{
  const char *fields = strstr (example.header, "OBS_VALUE");
  size_t k, column = 0, i;

  for (; fields > example.header; fields--)
    column += *fields == ',';
  strcpy (text, example.header);
  for (k = 0; k < example.n_lines; k++)
    {
      const char *line = example.line[k], *end;
      if ((example.is_result[k] && !with_results) || (k == edited && value == NULL))
        continue;
      if (k != edited)
        {
          strcat (text, line);
          continue;
        }
      for (i = 0; i < column; i++)
        line = strchr (line, ',') + 1;
      end = strchr (line, ',');
      strncat (text, example.line[k], (size_t) (line - example.line[k]));
      strcat (text, value);
      strcat (text, end);
    }
}

static void
load_example (const ind_indicator *indicator)
{
  char path[1200], text[TEXT_ROOM];
  ind_table *table;
  ind_figure figure;
  FILE *stream;
  size_t k;

  memset (&example, 0, sizeof example);
  snprintf (example.name, sizeof example.name, "%s", indicator->name);
  snprintf (example.file, sizeof example.file, "%s.csv", indicator->name);
  snprintf (example.rule, sizeof example.rule, "%s_definition", indicator->name);
  snprintf (path, sizeof path, "%s/%s", folder (), example.file);
  stream = fopen (path, "r");
  ck_assert_msg (stream != NULL,
                 "%s is in the registry and has no worked example; write %s with what it is "
                 "computed from, what comes out, and in LOCATOR where that is published",
                 indicator->name, path);
  ck_assert_ptr_nonnull (fgets (example.header, LINE_ROOM, stream));
  while (fgets (example.line[example.n_lines], LINE_ROOM, stream) != NULL)
    {
      ck_assert_msg (strchr (example.line[example.n_lines], '\n') != NULL,
                     "%s has a line that is too long for this test", example.file);
      example.n_lines++;
      ck_assert_msg (example.n_lines < MAX_LINES, "%s has too many lines for this test",
                     example.file);
    }
  fclose (stream);
  compose (1, EVERY_LINE, NULL, text);
  memset (example.is_result, 1, sizeof example.is_result);
  table = read_text (text);
  for (k = 0; k < example.n_lines; k++)
    {
      ck_assert_msg (ind_table_figure (table, k, &figure) == IND_OK, "%s: a line is no figure",
                     example.file);
      example.is_result[k] = ind_indicator_find (figure.indicator) == indicator;
      example.n_results += example.is_result[k] != 0;
      ck_assert_msg (!example.is_result[k] || figure.locator[0] != '\0',
                     "%s does not say in LOCATOR where %s is published", example.file, figure.obs_value);
    }
  ck_assert_msg (example.n_results > 0, "%s has no row of %s", example.file, indicator->name);
  ind_table_free (table);
}

/* How many times the definition is checked with a verdict from .. to. */
static size_t
count_verdicts (const char *text, ind_verdict from, ind_verdict to)
{
  ind_check_options options = { 0, 1, 0 };
  ind_table *table = read_text (text);
  ind_report *report;
  ind_finding finding;
  ind_error error;
  size_t k, n = 0, length = strlen (example.rule);

  ck_assert_msg (ind_check (table, rules, &options, &report, &error) == IND_OK, "%s: %s",
                 example.file, error.message);
  for (k = 0; k < ind_report_finding_count (report); k++)
    {
      ck_assert_int_eq (ind_report_finding (report, k, &finding), IND_OK);
      n += strncmp (finding.rule, example.rule, length) == 0
           && (finding.rule[length] == '\0' || finding.rule[length] == '/')
           && finding.verdict >= from && finding.verdict <= to;
    }
  ind_report_free (report);
  ind_table_free (table);
  return n;
}

static ind_table *
compute (const char *text)
{
  ind_compute_options options;
  ind_table *table = read_text (text), *out;
  const char *only = example.name;
  ind_error error;

  memset (&options, 0, sizeof options);
  options.only = &only;
  options.n_only = 1;
  ck_assert_msg (ind_compute (table, rules, &options, &out, &error) == IND_OK, "%s: %s",
                 example.file, error.message);
  ind_table_free (table);
  return out;
}

/* The printed results come out. */
START_TEST (test_computed)
{
  char text[TEXT_ROOM];
  ind_table *computed, *printed;
  ind_figure wanted, got;
  size_t k, i;

  load_example (ind_indicator_at ((size_t) _i));
  compose (0, EVERY_LINE, NULL, text);
  computed = compute (text);
  compose (1, EVERY_LINE, NULL, text);
  printed = read_text (text);
  for (k = 0; k < example.n_lines; k++)
    if (example.is_result[k])
      {
        ck_assert_int_eq (ind_table_figure (printed, k, &wanted), IND_OK);
        for (i = 0; ind_table_figure (computed, i, &got) == IND_OK; i++)
          if (strcmp (got.component, wanted.component) == 0
              && strcmp (got.period, wanted.period) == 0 && strcmp (got.area, wanted.area) == 0)
            break;
        ck_assert_msg (i < ind_table_count (computed), "%s: %s[%s] of %s is not computed: %s",
                       example.file, example.name, wanted.component, wanted.period,
                       ind_table_note_count (computed) > 0 ? ind_table_note_at (computed, 0) : "");
        ck_assert_msg (
            !ind_interval_is_empty (ind__interval_intersect (
                ind__interval_scale10 (got.interval, got.unit.scale),
                ind__interval_scale10 (wanted.interval, wanted.unit.scale))),
            "%s: %s[%s] of %s is printed as %s, and computed as %s", example.file, example.name,
            wanted.component, wanted.period, wanted.obs_value, got.obs_value);
      }
  ind_table_free (printed);
  ind_table_free (computed);
}
END_TEST

/* Nothing is found in the example; a misprint is; and without one of the inputs,
 * nothing can be said of something. */
START_TEST (test_checked)
{
  const ind_verdict exact = IND_VERDICT_EXACT, worst = IND_VERDICT_INCONSISTENT;
  char text[TEXT_ROOM], value[100];
  size_t k, n_checked;

  load_example (ind_indicator_at ((size_t) _i));
  compose (1, EVERY_LINE, NULL, text);
  n_checked = count_verdicts (text, exact, IND_VERDICT_ROUNDING);
  ck_assert_msg (n_checked >= example.n_results, "%s: %s checks %zu of %zu results", example.file,
                 example.rule, n_checked, example.n_results);
  ck_assert_msg (count_verdicts (text, exact, worst) == n_checked, "%s: %s finds something",
                 example.file, example.rule);
  for (k = 0; k < example.n_lines; k++)
    {
      ind_table *table = read_text (text);
      ind_figure figure;
      ck_assert_int_eq (ind_table_figure (table, k, &figure), IND_OK);
      snprintf (value, sizeof value, "%.4f", 2.5 * strtod (figure.obs_value, NULL) + 7);
      ind_table_free (table);
      if (example.is_result[k])
        {
          compose (1, k, value, text);
          ck_assert_msg (count_verdicts (text, IND_VERDICT_IMPROBABLE, worst) > 0,
                         "%s: %s does not find that %s is a misprint", example.file, example.rule,
                         value);
        }
      else
        {
          compose (1, k, NULL, text);
          ck_assert_msg (count_verdicts (text, exact, worst) < n_checked,
                         "%s: %s is checked without %s, which is no input then", example.file,
                         example.rule, example.line[k]);
        }
      compose (1, EVERY_LINE, NULL, text);
    }
}
END_TEST

/* A zero or a negative input gives a number or none, never what is no number; and
 * what is computed is nothing the checker objects to. */
START_TEST (test_traps)
{
  static const char *const traps[] = { "0", "-1", "0.0000001" };
  char text[TEXT_ROOM];
  size_t k, t, i;

  load_example (ind_indicator_at ((size_t) _i));
  for (k = 0; k < example.n_lines; k++)
    for (t = 0; t < sizeof traps / sizeof traps[0]; t++)
      if (!example.is_result[k])
        {
          ind_table *out;
          ind_figure figure;
          compose (0, k, traps[t], text);
          out = compute (text);
          for (i = 0; ind_table_figure (out, i, &figure) == IND_OK; i++)
            ck_assert_msg (strspn (figure.obs_value, "0123456789.-") == strlen (figure.obs_value),
                           "%s: with %s in line %zu, %s comes out", example.file, traps[t], k + 2,
                           figure.obs_value);
          ck_assert_msg (i > 0 || ind_table_note_count (out) > 0,
                         "%s: with %s in line %zu, nothing comes out and nothing is said",
                         example.file, traps[t], k + 2);
          ind_table_free (out);
        }
}
END_TEST

/* No example is of an indicator that is not there. */
START_TEST (test_no_stray_example)
{
  DIR *directory = opendir (folder ());
  struct dirent *entry;
  char name[300];

  ck_assert_msg (directory != NULL, "cannot open %s", folder ());
  while ((entry = readdir (directory)) != NULL)
    {
      size_t n = strlen (entry->d_name);
      const ind_indicator *known;
      if (n <= 4 || strcmp (entry->d_name + n - 4, ".csv") != 0)
        continue;
      snprintf (name, sizeof name, "%.*s", (int) (n - 4), entry->d_name);
      known = ind_indicator_find (name);
      ck_assert_msg (known != NULL && strcmp (known->name, name) == 0 && known->formula != NULL,
                     "%s/%s is no example of a computed indicator of the registry", folder (),
                     entry->d_name);
    }
  closedir (directory);
}
END_TEST

static void
load (void)
{
  ind_error error;
  ck_assert_msg (ind_rules_new_standard (&rules, &error) == IND_OK, "%s", error.message);
}

static void
unload (void)
{
  ind_rules_free (rules);
}

int
main (void)
{
  TCase *tests = tcase_create ("indicators");
  size_t k;

  tcase_add_unchecked_fixture (tests, load, unload);
  for (k = 0; k < ind_indicator_count (); k++)
    if (ind_indicator_at (k)->formula != NULL)
      {
        tcase_add_loop_test (tests, test_computed, (int) k, (int) k + 1);
        tcase_add_loop_test (tests, test_checked, (int) k, (int) k + 1);
        tcase_add_loop_test (tests, test_traps, (int) k, (int) k + 1);
      }
  tcase_add_test (tests, test_no_stray_example);
  return suite_run (tests, "indicators");
}
