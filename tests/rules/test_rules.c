/* SPDX-License-Identifier: GPL-3.0-or-later
 * Sets of rules: loading, access, what a failure leaves. */
#include "rules/rules.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "rules/standard_rules.h"
#include "support/exact.h"
#include "support/failing_memory.h"
#include "support/suite.h"

/* The text of the standard rules file. */
static char *
read_standard_file (void)
{
  const char *folder = getenv ("abs_srcdir");
  char path[1024], *text = calloc (1, 60000);
  FILE *stream;

  snprintf (path, sizeof path, "%s/libindicators/rules/standard.rules",
            folder == NULL ? "." : folder);
  stream = fopen (path, "rb");
  ck_assert_msg (stream != NULL && text != NULL, "cannot open %s", path);
  ck_assert_uint_lt (fread (text, 1, 60000, stream), 59999);
  fclose (stream);
  return text;
}

START_TEST (test_empty)
{
  ind_rules *rules;
  ind_rule rule;

  ck_assert_int_eq (ind_rules_new (&rules, NULL), IND_OK);
  ck_assert_uint_eq (ind_rules_count (rules), 0);
  ck_assert_uint_eq (ind_rules_note_count (rules), 0);
  ck_assert_ptr_null (ind_rules_note_at (rules, 0));
  ck_assert_int_eq (ind_rules_at (rules, 0, &rule), IND_E_RANGE);
  ck_assert_int_eq (ind_rules_read_text (rules, "nothing", NULL, 0, NULL), IND_OK);
  ck_assert_int_eq (ind_rules_read_text (rules, "nothing", "", 0, NULL), IND_OK);
  ck_assert_int_eq (ind_rules_read_text (rules, "nothing", "# a comment", 11, NULL), IND_OK);
  ck_assert_uint_eq (ind_rules_count (rules), 0);
  ind_rules_free (rules);
  ind_rules_free (NULL);
}
END_TEST

START_TEST (test_access)
{
  static const char text[] = "rule one: a  ==\n  b # why\n  + d say \"Because.\" reference \"Here.\" basis \"So.\"\n"
                             "rule two: a ~= b within 3%\n";
  ind_rules *rules;
  ind_rule rule;

  ck_assert_int_eq (ind_rules_new (&rules, NULL), IND_OK);
  ck_assert_int_eq (ind_rules_read_text (rules, "f.rules", text, sizeof text - 1, NULL), IND_OK);
  ck_assert_uint_eq (ind_rules_count (rules), 2);
  ck_assert_int_eq (ind_rules_at (rules, 0, &rule), IND_OK);
  ck_assert_str_eq (rule.name, "one");
  ck_assert_str_eq (rule.text, "a == b + d");
  ck_assert_str_eq (rule.say, "Because.");
  ck_assert_str_eq (rule.reference, "Here.");
  ck_assert_str_eq (rule.basis, "So.");
  ck_assert_str_eq (rule.file, "f.rules");
  ck_assert_uint_eq (rule.line, 1);
  ck_assert (!rule.is_approximate);
  ck_assert_int_eq (ind_rules_at (rules, 1, &rule), IND_OK);
  ck_assert_str_eq (rule.say, "");
  ck_assert_str_eq (rule.reference, "");
  ck_assert_str_eq (rule.basis, "");
  ck_assert_uint_eq (rule.line, 4);
  ck_assert (rule.is_approximate);
  ck_assert_int_eq (ind_rules_at (rules, 2, &rule), IND_E_RANGE);
  ck_assert_int_eq (ind_rules_at (rules, SIZE_MAX, &rule), IND_E_RANGE);
  ck_assert_str_eq (rule.name, "two");
  ind_rules_free (rules);
}
END_TEST

START_TEST (test_rules_that_span_areas)
{
  static const char text[] = "areas regions: NATION = N + S\n"
                             "rule here: a[c] == prev(b[c]) + d\n"
                             "rule there: a == b@NATION\n"
                             "rule all: sum(a@*) == a@whole\n"
                             "rule if_there: a == b given d@NATION\n";
  static const int wanted[] = { 0, 1, 1, 1 };
  ind_rules *rules;
  ind_error error = { IND_OK, 0, 0, "" };
  size_t k;

  ck_assert_int_eq (ind_rules_new (&rules, NULL), IND_OK);
  ck_assert_msg (ind_rules_read_text (rules, "f", text, sizeof text - 1, &error) == IND_OK,
                 "line %zu: %s", error.record, error.message);
  ck_assert_uint_eq (ind_rules_count (rules), sizeof wanted / sizeof wanted[0]);
  for (k = 0; k < sizeof wanted / sizeof wanted[0]; k++)
    ck_assert_int_eq (ind_rules_span_areas (rules, k), wanted[k]);
  ck_assert_int_eq (ind_rules_span_areas (rules, k), 0);
  ind_rules_free (rules);
}
END_TEST

START_TEST (test_arguments)
{
  ind_rules *rules;
  ind_error error;

  ck_assert_int_eq (ind_rules_new (&rules, NULL), IND_OK);
  ck_assert_int_eq (ind_rules_read_text (rules, "t", NULL, 1, &error), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_rules_read_file (rules, "/no/such/file", &error), IND_E_FILE);
  ck_assert_msg (strstr (error.message, "/no/such/file") != NULL, "%s", error.message);
  ck_assert_int_eq (ind_rules_read_file (rules, "/no/such/file", NULL), IND_E_FILE);
  ck_assert_int_eq (ind_rules_read_text (rules, "t", "rule", 4, NULL), IND_E_RULE);
  ind_rules_free (rules);
}
END_TEST

/* One rule for each formula of the registry and for each rule statement of
 * standard.rules; none twice; every one with a sentence; no notes. */
START_TEST (test_standard)
{
  char *text = read_standard_file (), *at;
  size_t n = 0, k, j;
  ind_rules *rules;
  ind_rule rule, other;

  for (k = 0; k < ind_indicator_count (); k++)
    n += ind_indicator_at (k)->formula != NULL;
  for (at = strstr (text, "\nrule "); at != NULL; at = strstr (at + 1, "\nrule "))
    n++;
  ck_assert_int_eq (ind_rules_new_standard (&rules, NULL), IND_OK);
  ck_assert_uint_eq (ind_rules_count (rules), n);
  ck_assert_uint_eq (ind_rules_note_count (rules), 0);
  for (k = 0; k < n; k++)
    {
      ck_assert_int_eq (ind_rules_at (rules, k, &rule), IND_OK);
      ck_assert_msg (rule.say[0] != '\0' && rule.say[strlen (rule.say) - 1] == '.',
                     "rule %s does not say why it holds", rule.name);
      for (j = 0; j < k; j++)
        ck_assert_msg (ind_rules_at (rules, j, &other) == IND_OK
                           && strcmp (rule.name, other.name) != 0,
                       "rule %s is there twice", rule.name);
    }
  ind_rules_free (rules);
  free (text);
}
END_TEST

/* What is compiled in is the file, byte for byte. */
START_TEST (test_embedded)
{
  char *text = read_standard_file ();

  ck_assert_uint_eq (ind__standard_rules_length, strlen (text));
  ck_assert_str_eq (ind__standard_rules_text, text);
  free (text);
}
END_TEST

/* A text that fails leaves nothing of itself: neither rules nor breakdowns,
 * aliases, units or notes. */
START_TEST (test_failure_leaves_nothing)
{
  static const char good[] = "breakdown parts: _T = A + B\nalias mine = yours\n"
                             "indicator heads unit PS\nindicator a unit HA\n"
                             "indicator b unit HA\nrule one: a == b\nrule two: b == a\n"
                             "rule three over parts: sum(a[*]) == a\n"
                             "assume factor from 0 to 1\nindicator area unit HA nonnegative\n";
  static const char *const ends[] = { "rule", "rule four: a == b)", "indicator heads unit ha",
                                      "rule five over no_such: sum(a[*]) == 1",
                                      "rule six: a == b / 0" };
  ind_rules *rules;
  size_t k;

  ck_assert_int_eq (ind_rules_new (&rules, NULL), IND_OK);
  for (k = 0; k < sizeof ends / sizeof ends[0]; k++)
    {
      char text[500];
      ind_error error;
      ind_unit unit;
      snprintf (text, sizeof text, "%s%s\n", good, ends[k]);
      ck_assert_msg (ind_rules_read_text (rules, "bad", text, strlen (text), &error)
                         == IND_E_RULE,
                     "accepted: %s", ends[k]);
      ck_assert_uint_eq (ind_rules_count (rules), 0);
      ck_assert_uint_eq (ind_rules_note_count (rules), 0);
      ck_assert_uint_eq (rules->n_breakdowns, 0);
      ck_assert_str_eq (ind__rules_canonical (rules, "mine"), "mine");
      ck_assert (!ind__rules_unit (rules, "heads", &unit));
      ck_assert_ptr_null (ind__rules_assumption (rules, "factor"));
      ck_assert (ind__rules_range (rules, "area").low < 0);
    }
  /* So that it can be corrected and loaded. */
  ck_assert_int_eq (ind_rules_read_text (rules, "good", good, sizeof good - 1, NULL), IND_OK);
  ck_assert_uint_eq (ind_rules_count (rules), 3);
  ck_assert_uint_eq (ind_rules_note_count (rules), 1);
  ck_assert_str_eq (ind__rules_canonical (rules, "mine"), "yours");
  /* Loaded twice, the names are taken. */
  ck_assert_int_eq (ind_rules_read_text (rules, "again", good, sizeof good - 1, NULL),
                    IND_E_RULE);
  ck_assert_uint_eq (ind_rules_count (rules), 3);
  ind_rules_free (rules);
}
END_TEST

/* Rules of several texts and files stand behind one another. */
START_TEST (test_several_texts)
{
  char path[] = "/tmp/ind-rules-XXXXXX";
  int file = mkstemp (path);
  ind_rules *rules;
  ind_rule rule;

  ck_assert_int_ge (file, 0);
  ck_assert_int_eq (write (file, "\n\nrule from_file: a == b\n", 25), 25);
  close (file);
  ck_assert_int_eq (ind_rules_new_standard (&rules, NULL), IND_OK);
  ck_assert_int_eq (ind_rules_read_text (rules, "text", "rule from_text: a == d\n", 23, NULL),
                    IND_OK);
  ck_assert_int_eq (ind_rules_read_file (rules, path, NULL), IND_OK);
  ck_assert_int_eq (ind_rules_at (rules, ind_rules_count (rules) - 2, &rule), IND_OK);
  ck_assert_str_eq (rule.name, "from_text");
  ck_assert_int_eq (ind_rules_at (rules, ind_rules_count (rules) - 1, &rule), IND_OK);
  ck_assert_str_eq (rule.name, "from_file");
  ck_assert_str_eq (rule.file, path);
  ck_assert_uint_eq (rule.line, 3);
  unlink (path);
  ind_rules_free (rules);
}
END_TEST

START_TEST (test_memory)
{
  size_t blocks = failing_memory_blocks (), n;
  int is_persistent;

  for (is_persistent = 0; is_persistent <= 1; is_persistent++)
    for (n = 1;; n += n < 300 ? 1 : 5)
      {
        ind_rules *rules = NULL;
        ind_error error;
        ind_status status;
        failing_memory_arm (n, is_persistent);
        status = ind_rules_new_standard (&rules, &error);
        if (failing_memory_disarm () == 0)
          {
            ck_assert_int_eq (status, IND_OK);
            ind_rules_free (rules);
            break;
          }
        exact_assert (status == IND_E_MEMORY, "allocation %zu failed and the status is %s", n,
                      ind_status_name ((int) status));
        exact_assert (rules == NULL && failing_memory_blocks () == blocks,
                      "allocation %zu failed and something is left", n);
      }
}
END_TEST

/* A text that fails for want of memory leaves the set as it was, and usable. */
START_TEST (test_memory_of_a_text)
{
  static const char text[] = "indicator a unit HA\nbreakdown p: _T = A + B\n"
                             "assume f \"F\" from 0.5 to 1\n"
                             "rule one over p: sum(a[*]) == a\n"
                             "rule two: a[A] + a[B] == a\n say \"x\"\n";
  static const char before[] = "rule kept: population >= 0\n";
  size_t blocks, n;
  ind_rules *rules;

  for (n = 1;; n++)
    {
      ind_status status;
      blocks = failing_memory_blocks ();
      ck_assert_int_eq (ind_rules_new (&rules, NULL), IND_OK);
      ck_assert_int_eq (ind_rules_read_text (rules, "t", before, sizeof before - 1, NULL),
                        IND_OK);
      failing_memory_arm (n, 0);
      status = ind_rules_read_text (rules, "t", text, sizeof text - 1, NULL);
      if (failing_memory_disarm () == 0)
        break;
      exact_assert (status == IND_E_MEMORY && ind_rules_count (rules) == 1
                        && ind_rules_note_count (rules) == 0,
                    "allocation %zu failed and something is left", n);
      exact_assert (ind_rules_read_text (rules, "t", text, sizeof text - 1, NULL) == IND_OK
                        && ind_rules_count (rules) == 3 && ind_rules_note_count (rules) == 1,
                    "after allocation %zu failed, the text cannot be loaded", n);
      ind_rules_free (rules);
      exact_assert (failing_memory_blocks () == blocks, "allocation %zu failed: a leak", n);
    }
  ck_assert_uint_gt (n, 20);
  ind_rules_free (rules);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("rules");

  tcase_set_timeout (tests, 60);
  tcase_add_test (tests, test_empty);
  tcase_add_test (tests, test_access);
  tcase_add_test (tests, test_rules_that_span_areas);
  tcase_add_test (tests, test_arguments);
  tcase_add_test (tests, test_standard);
  tcase_add_test (tests, test_embedded);
  tcase_add_test (tests, test_failure_leaves_nothing);
  tcase_add_test (tests, test_several_texts);
  tcase_add_test (tests, test_memory);
  tcase_add_test (tests, test_memory_of_a_text);
  return suite_run (tests, "rules");
}
