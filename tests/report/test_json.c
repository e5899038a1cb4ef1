/* SPDX-License-Identifier: GPL-3.0-or-later
 * A report as JSON: well-formed, complete, unbounded ends null. What each field
 * means is compared with the contract by test_json_contract.py. */
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
  tcase_add_test (tests, test_same_bytes_twice);
  tcase_add_test (tests, test_writer_failure);
  tcase_add_test (tests, test_memory);
  return suite_run (tests, "json");
}
