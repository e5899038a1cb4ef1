/* SPDX-License-Identifier: GPL-3.0-or-later
 * A report as JSON: well-formed, complete, unbounded ends null. What each field
 * means is compared with the contract by test_json_contract.py. */
#include "check/phrase.h"
#include "report/reporting.h"

/* A checker of RFC 8259, which moves over one value; NULL where it is none. It
 * calls no strspn, with which the sanitizer measures the whole text. */
static const char *skip_value (const char *at);

static const char *
skip_blanks (const char *at)
{
  while (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t')
    at++;
  return at;
}

static const char *
skip_string (const char *at)
{
  if (*at++ != '"')
    return NULL;
  for (; *at != '"'; at++)
    {
      if ((unsigned char) *at < 0x20)
        return NULL;
      if (*at == '\\' && *++at == 'u')
        {
          if (strspn (at + 1, "0123456789abcdefABCDEF") < 4)
            return NULL;
          at += 4;
        }
      else if (at[-1] == '\\' && strchr ("\"\\/bfnrt", *at) == NULL)
        return NULL;
    }
  return at + 1;
}

static const char *
skip_digits (const char *at)
{
  const char *from = at;

  while (at != NULL && *at >= '0' && *at <= '9')
    at++;
  return at == from ? NULL : at;
}

static const char *
skip_number (const char *at)
{
  at += *at == '-';
  if (*at == '0' && at[1] >= '0' && at[1] <= '9')
    return NULL;
  at = skip_digits (at);
  if (at != NULL && *at == '.')
    at = skip_digits (at + 1);
  if (at != NULL && (*at == 'e' || *at == 'E'))
    at = skip_digits (at + 1 + (at[1] == '-' || at[1] == '+'));
  return at;
}

/* Members or elements up to the closing bracket. */
static const char *
skip_list (const char *at, char end, int has_names)
{
  at = skip_blanks (at + 1);
  if (*at == end)
    return at + 1;
  for (;;)
    {
      if (has_names)
        {
          at = skip_string (at);
          if (at == NULL || *at != ':')
            return NULL;
          at = skip_blanks (at + 1);
        }
      at = skip_value (at);
      if (at == NULL)
        return NULL;
      at = skip_blanks (at);
      if (*at == end)
        return at + 1;
      if (*at != ',')
        return NULL;
      at = skip_blanks (at + 1);
    }
}

static const char *
skip_value (const char *at)
{
  static const char *const words[] = { "null", "true", "false" };
  size_t k;

  for (k = 0; k < 3; k++)
    if (strncmp (at, words[k], strlen (words[k])) == 0)
      return at + strlen (words[k]);
  switch (*at)
    {
    case '{': return skip_list (at, '}', 1);
    case '[': return skip_list (at, ']', 0);
    case '"': return skip_string (at);
    default: return skip_number (at);
    }
}

static void
expect_well_formed (const char *text)
{
  const char *end = skip_value (text);
  ck_assert_msg (end != NULL && *skip_blanks (end) == '\0', "this is not JSON:\n%s", text);
}

/* The checker itself refuses what is no JSON. */
START_TEST (test_checker)
{
  static const char *const wrong[] = { "",       "01",       "1.",       "-",        "[1,]",
                                       "[1 2]",  "{\"a\"1}", "{a:1}",    "\"\\x\"",  "\"\n\"",
                                       "[1",     "nul",      "1e",       "{\"a\":}", "+1",
                                       "\"\\u12\"", "inf",   "NaN",      "[1]]",     "{} {}" };
  size_t k;

  for (k = 0; k < sizeof wrong / sizeof wrong[0]; k++)
    {
      const char *end = skip_value (wrong[k]);
      ck_assert_msg (end == NULL || *skip_blanks (end) != '\0', "accepted: %s", wrong[k]);
    }
  expect_well_formed ("{\"a\": [1, -0.50, 1e+300, \"\\u0009\\\"\", {}, [], null]}\n");
}
END_TEST

START_TEST (test_whole_report)
{
  struct checked checked = mixed_report (1);
  char *text = written (checked.report, IND_FORMAT_JSON);

  expect_well_formed (text);
  expect_text (text, "\"schema\": 1,");
  expect_text (text, "\"inputs\": [\n    {\"file\": \"test.csv\", \"figures\": 18, "
                     "\"sources\": [\"one\", \"two\"]}]");
  expect_text (text, "\"summary\": {\"figures\": 18, \"checks\": 11, \"exact\": 2, "
                     "\"rounding\": 1, \"explainable\": 1, \"improbable\": 1, "
                     "\"inconsistent\": 3, \"same\": 1, \"contradiction\": 1, \"revision\": 1, "
                     "\"unverifiable\": 3, \"untouched\": 1}");
  expect_text (text, "\"explanations\": []");
  expect_text (text, "\"arbitration\": []");
  /* 8 findings, 4 checks in order, 3 that could not be made. */
  ck_assert_uint_eq (count_of_text (text, "{\"id\": \"F"), 12);
  ck_assert_uint_eq (count_of_text (text, "{\"id\": \"U"), 3);
  ck_assert_uint_eq (count_of_text (text, "\"indicator\": \"z\""), 1);
  free (text);
  checked_free (&checked);
}
END_TEST

START_TEST (test_escapes)
{
  struct checked checked = mixed_report (0);
  char *text = written (checked.report, IND_FORMAT_JSON);

  expect_text (text, "\"area\": \"Cao <Lộc> & \\\"Đ\\\" 'x', y\"");
  expect_text (text, "\"printed\": \"1,0 <b>\\\"&\"");
  expect_text (text, "\"locator\": \"a\\u0009b\"");
  expect_text (text, "\"printed\": \"7\\u000a\\u001b[2J \xC2\x9B\"");
  free (text);
  checked_free (&checked);
}
END_TEST

/* Numbers as the contract has them: OBS_VALUE as it stands, open ends and what
 * is not defined null. */
START_TEST (test_numbers)
{
  struct checked checked = mixed_report (0);
  char *text = written (checked.report, IND_FORMAT_JSON);

  expect_text (text, "\"value\": 6.26, \"low\": 6.255, \"high\": 6.26");
  expect_text (text, "\"value\": 2.00, ");
  expect_text (text, "\"value\": 33, \"low\": 33, \"high\": null");
  expect_text (text, "\"value\": 7, \"low\": null, \"high\": 7");
  expect_text (text, "\"implied\": {\"low\": 33, \"high\": null, \"unit\": \"\"}");
  expect_text (text, "\"gap\": 3, \"kappa\": null, \"p\": 0");
  expect_text (text, "\"kappa\": null, \"p\": null");
  ck_assert_ptr_null (strstr (text, ": inf"));
  ck_assert_ptr_null (strstr (text, ": nan"));
  free (text);
  checked_free (&checked);
}
END_TEST

START_TEST (test_nothing)
{
  struct checked checked = empty_report ();
  char *text = written (checked.report, IND_FORMAT_JSON);

  expect_well_formed (text);
  expect_text (text, "\"inputs\": [],");
  expect_text (text, "\"findings\": [],");
  expect_text (text, "\"unverifiable\": [],");
  expect_text (text, "\"untouched\": []");
  free (text);
  checked_free (&checked);
}
END_TEST

/* Files and sources in the order they come, each once, whichever way they
 * alternate; a file read in two parts is one file. */
START_TEST (test_inputs)
{
  static const struct
  {
    const char *file, *csv;
  } parts[] = { { "b.csv", "SOURCE,INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE\n"
                           "s2,a,V,2001,1\ns1,a,V,2002,1\ns2,a,V,2003,1\ns1,a,V,2004,1\n" },
                { "a.csv", "INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE\na,V,2005,1\n" },
                { "b.csv", "SOURCE,INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE\n"
                           "s1,a,V,2006,1\ns3,a,V,2007,1\n" } };
  ind_table *table;
  ind_rules *rules;
  ind_report *report;
  char *text;
  size_t k;

  ck_assert_int_eq (ind_table_new (&table, NULL), IND_OK);
  for (k = 0; k < sizeof parts / sizeof parts[0]; k++)
    ck_assert_int_eq (ind_table_read_text (table, parts[k].file, parts[k].csv,
                                           strlen (parts[k].csv), NULL, NULL),
                      IND_OK);
  ck_assert_int_eq (ind_rules_new (&rules, NULL), IND_OK);
  ck_assert_int_eq (ind_check (table, rules, NULL, &report, NULL), IND_OK);
  text = written (report, IND_FORMAT_JSON);
  expect_text (text, "\"inputs\": [\n"
                     "    {\"file\": \"b.csv\", \"figures\": 6, \"sources\": [\"s2\", \"s1\", "
                     "\"s3\"]},\n"
                     "    {\"file\": \"a.csv\", \"figures\": 1, \"sources\": [\"a\"]}],\n");
  free (text);
  ind_report_free (report);
  ind_rules_free (rules);
  ind_table_free (table);
}
END_TEST

/* Thousands of sources in turn: no time that grows with their square. */
START_TEST (test_many_sources)
{
  enum { N_SOURCES = 20000 };
  char *csv = malloc (100 + 3 * N_SOURCES * 30), *text;
  struct checked checked;
  size_t k, n;

  ck_assert_ptr_nonnull (csv);
  n = (size_t) sprintf (csv, "SOURCE,INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE\n");
  for (k = 0; k < 3 * N_SOURCES; k++)
    n += (size_t) sprintf (csv + n, "s%zu,a,V%zu,2024,1\n", k % N_SOURCES, k);
  checked = check_text (csv, "", 0);
  text = written (checked.report, IND_FORMAT_JSON);
  expect_text (text, "\"figures\": 60000, \"sources\": [\"s0\", \"s1\"");
  expect_text (text, "\"s19998\", \"s19999\"]}]");
  free (text);
  checked_free (&checked);
  free (csv);
}
END_TEST

START_TEST (test_long_lists)
{
  struct checked checked = long_report (2000);
  char *text = written (checked.report, IND_FORMAT_JSON);

  expect_well_formed (text);
  ck_assert_uint_eq (count_of_text (text, "\"verdict\": \"contradiction\""), 2000);
  ck_assert_uint_eq (count_of_text (text, "\"verdict\": \"unverifiable\""), 4000);
  ck_assert_uint_eq (count_of_text (text, "\"indicator\": \"u\""), 2000);
  free (text);
  checked_free (&checked);
}
END_TEST

/* "must_lie_in" as an interval of the accessors is written. */
static void
expect_suspect (const struct checked *checked, const char *text, size_t explanation,
                size_t alternative, double low, double high)
{
  ind__text words = { 0 };
  ind_suspect suspect;

  ck_assert_int_eq (ind_report_suspect (checked->report, explanation, alternative, 0, &suspect),
                    IND_OK);
  suite_assert_near (suspect.must_lie_in.low, low, 1e-12, 1e-12);
  suite_assert_near (suspect.must_lie_in.high, high, 1e-12, 1e-12);
  ind__text_put_string (&words, "\"must_lie_in\": {\"low\": ");
  ind__put_double (&words, suspect.must_lie_in.low);
  ind__text_put_string (&words, ", \"high\": ");
  ind__put_double (&words, suspect.must_lie_in.high);
  ind__text_put_string (&words, "}, ");
  expect_text (text, words.bytes);
  ind__text_free (&words);
}

/* The members of the figure, then those of the suspicion, in one object. */
START_TEST (test_explanations)
{
  struct checked checked = explained_report ();
  char *text = written (checked.report, IND_FORMAT_JSON);
  size_t k;

  expect_well_formed (text);
  expect_text (text, "\"explanations\": [\n    {\"findings\": [\"F1\"],\n"
                     "     \"alternatives\": [\n      {\"score\": 0.9");
  expect_text (text, "{\"kind\": \"figure\", \"file\": \"test.csv\", \"record\": 2, "
                     "\"source\": \"one\", \"indicator\": \"t\", "
                     "\"area\": \"Cao <Lộc> & \\\"Đ\\\" 'x', y\", \"period\": \"2024\", "
                     "\"component\": \"_T\", \"printed\": \"9,025% <b>\", \"value\": 9.025, ");
  expect_text (text, "\"unit\": \"PT\", \"locator\": \"p. 3, \\\"x\\u0009y\\\" <i>\", "
                     "\"must_lie_in\": {");
  expect_text (text, "\"candidate\": \"90,25% <b>\", \"slip\": \"separator\", "
                     "\"certain\": false}");
  expect_suspect (&checked, text, 0, 0, 90.235, 90.265);
  for (k = 0; k < ind_report_explanation_count (checked.report); k++)
    {
      ind_explanation explanation;
      ck_assert_int_eq (ind_report_explanation (checked.report, k, &explanation), IND_OK);
      ck_assert_uint_eq (explanation.n_alternatives, k == 0 ? 4 : 1);
    }
  ck_assert_uint_eq (k, 3);
  expect_text (text, "{\"findings\": [\"F2\", \"F3\"],\n     \"alternatives\": [\n"
                     "      {\"score\": 1, \"suspects\": [\n");
  expect_suspect (&checked, text, 1, 0, 5.045, 5.055);
  expect_suspect (&checked, text, 2, 0, 25.15, 25.25);
  ck_assert_uint_eq (count_of_text (text, "\"slip\": null, \"certain\": true}"), 2);
  ck_assert_uint_eq (count_of_text (text, "\"at_least\": 1, \"complete\": true,\n"), 3);
  free (text);
  checked_free (&checked);
}
END_TEST

START_TEST (test_network)
{
  struct checked checked = explained_report ();
  char *text = written (checked.report, IND_FORMAT_JSON);

  expect_text (text, "{\"id\": \"F4\", \"kind\": \"network\", \"rule\": \"network\", "
                     "\"verdict\": \"inconsistent\", "
                     "\"area\": \"Cao <Lộc> & \\\"Đ\\\" 'x', y\", \"period\": \"2024\", "
                     "\"component\": \"_T\", \"figures\": [\n      {\"file\": \"test.csv\", "
                     "\"record\": 10,");
  expect_text (text, "\"stated\": {\"low\": 9.5, \"high\": 10.5}");
  ck_assert_uint_eq (count_of_text (text, "\"kappa\": null, \"p\": 0, "), 1);
  free (text);
  checked_free (&checked);
}
END_TEST

START_TEST (test_arbitration)
{
  struct checked checked = explained_report ();
  char *text = written (checked.report, IND_FORMAT_JSON);

  expect_text (text, "\"arbitration\": [\n    {\"indicator\": \"s\", "
                     "\"area\": \"Cao <Lộc> & \\\"Đ\\\" 'x', y\", \"period\": \"2024\", "
                     "\"component\": \"<A>\", \"figures\": [\n      {\"file\": \"test.csv\", "
                     "\"record\": 6, \"source\": \"o\\\"n<e>\",");
  expect_text (text, "\"believed\": \"o\\\"n<e>\", \"relations\": 1, \"certain\": true,\n"
                     "     \"because\": \"s (<A>) of ");
  free (text);
  checked_free (&checked);
  checked = voting_report ();
  explain (&checked, 0, 0);
  text = written (checked.report, IND_FORMAT_JSON);
  expect_well_formed (text);
  expect_text (text, "\"believed\": null, \"relations\": 0, \"certain\": false,\n");
  ck_assert_uint_eq (count_of_text (text, "{\"kind\": \"figure\""), 7);
  ck_assert_ptr_null (strstr (text, "\"deduced\""));
  free (text);
  checked_free (&checked);
}
END_TEST

/* Only what was asked for: z is 25.2, to one decimal, and nobody prints it. */
START_TEST (test_deduced)
{
  struct checked checked = explained_report ();
  char *text = written (checked.report, IND_FORMAT_JSON);
  ind_deduction deduction;

  ck_assert_uint_eq (ind_report_deduction_count (checked.report), 1);
  ck_assert_int_eq (ind_report_deduction (checked.report, 0, &deduction), IND_OK);
  suite_assert_near (deduction.interval.low, 25.15, 1e-12, 0);
  suite_assert_near (deduction.interval.high, 25.25, 1e-12, 0);
  expect_text (text, "\"deduced\": [\n    {\"indicator\": \"z\", "
                     "\"area\": \"Cao <Lộc> & \\\"Đ\\\" 'x', y\", \"period\": \"2024\", "
                     "\"component\": \"_T\", \"low\": 25.1");
  ck_assert_uint_eq (count_of_text (text, "\"unit\": \"\"}],\n  \"unverifiable\": ["), 1);
  free (text);
  checked_free (&checked);
  checked = explained_text (explained_csv, explained_rules, 0, 0);
  text = written (checked.report, IND_FORMAT_JSON);
  ck_assert_ptr_null (strstr (text, "\"deduced\""));
  free (text);
  checked_free (&checked);
}
END_TEST

/* What is doubted need not be a figure. */
START_TEST (test_other_suspects)
{
  struct checked checked = explained_text (basis_csv, basis_rules, 0, 0);
  char *text = written (checked.report, IND_FORMAT_JSON);

  expect_well_formed (text);
  expect_text (text, "{\"kind\": \"basis\", \"rule\": \"b2\", \"area\": \"V\", "
                     "\"period\": \"2024\", \"component\": \"_T\", \"must_lie_in\": {\"low\": -4.1");
  expect_text (text, "\"candidate\": null, \"slip\": null, \"certain\": true}");
  expect_suspect (&checked, text, 0, 0, -4.1, -3.9);
  free (text);
  checked_free (&checked);
  checked = explained_text (assumption_csv, assumption_rules, 0, 0);
  text = written (checked.report, IND_FORMAT_JSON);
  expect_well_formed (text);
  expect_text (text, "{\"kind\": \"assumption\", \"indicator\": \"k\", \"area\": \"V\", "
                     "\"period\": \"2024\", \"component\": \"_T\", \"unit\": \"\", "
                     "\"must_lie_in\": {\"low\": 1.");
  expect_suspect (&checked, text, 0, 0, 19.5 / 10.5, 20.5 / 9.5);
  free (text);
  checked_free (&checked);
}
END_TEST

/* Every alternative is listed; when the budget ends, that is said. */
START_TEST (test_alternatives_and_budget)
{
  struct checked checked = explained_text (long_sum_csv, long_sum_rules, 0, 0);
  char *text = written (checked.report, IND_FORMAT_JSON);

  expect_well_formed (text);
  ck_assert_uint_eq (count_of_text (text, "{\"score\": "), 9);
  /* 1 to 8 are 36, each give or take 0.5; t alone is then 32 to 40. */
  expect_text (text, "\"must_lie_in\": {\"low\": 32, \"high\": 40}");
  free (text);
  checked_free (&checked);
  checked = explained_text (long_sum_csv, long_sum_rules, 1, 0);
  text = written (checked.report, IND_FORMAT_JSON);
  expect_well_formed (text);
  expect_text (text, "\"at_least\": 1, \"complete\": false,\n");
  free (text);
  checked_free (&checked);
}
END_TEST

START_TEST (test_same_bytes_twice)
{
  expect_same_bytes_twice (IND_FORMAT_JSON);
}
END_TEST

START_TEST (test_writer_failure)
{
  expect_writer_failure (IND_FORMAT_JSON);
}
END_TEST

START_TEST (test_memory)
{
  expect_memory_failures (IND_FORMAT_JSON);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("json");

  tcase_set_timeout (tests, 60);
  tcase_add_test (tests, test_checker);
  tcase_add_test (tests, test_whole_report);
  tcase_add_test (tests, test_escapes);
  tcase_add_test (tests, test_numbers);
  tcase_add_test (tests, test_nothing);
  tcase_add_test (tests, test_inputs);
  tcase_add_test (tests, test_many_sources);
  tcase_add_test (tests, test_long_lists);
  tcase_add_test (tests, test_explanations);
  tcase_add_test (tests, test_network);
  tcase_add_test (tests, test_arbitration);
  tcase_add_test (tests, test_deduced);
  tcase_add_test (tests, test_other_suspects);
  tcase_add_test (tests, test_alternatives_and_budget);
  tcase_add_test (tests, test_same_bytes_twice);
  tcase_add_test (tests, test_writer_failure);
  tcase_add_test (tests, test_memory);
  return suite_run (tests, "json");
}
