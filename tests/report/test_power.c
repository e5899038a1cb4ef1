/* SPDX-License-Identifier: GPL-3.0-or-later
 * How figures protect each other, in every format. */
#include <math.h>

#include "report/reporting.h"

/* 100.0 is 60.0 and what nobody prints: 39.9 to 40.1, rounded outward. Printed
 * to the usual three decimals, it would let both be checked. */
static const char lacking_csv[] = HEADER "whole,,V,2024,100.0\npart,,V,2024,60.0\n";
static const char lacking_rules[] = "rule gap: whole == part + rest\n";

static char *
power_of (const struct checked *checked, ind_format format)
{
  return written_by (ind_report_write_power, checked->report, format);
}

/* By hand, in units of the last digit, for explained_csv once the suspects t,
 * 6.26 and g are left out:
 * - t, outside what is implied, as if in the middle: 0.03 / 2 / 0.001 + 0.5;
 * - a, b, c: nothing is known without t;
 * - s 5.05: 5.04 to 5.06 against 5.045 to 5.055; u and v likewise;
 * - s 6.26: by 5.05 and so 5.045 to 5.055: 0.01 / 2 / 0.01 + 0.5;
 * - g: 25.15 to 25.25 for a whole number: 0.05 + 0.5;
 * - w 25: 25.25 - 24.5; y 25.2: 25.25 - 24.5 in tenths. */
static const struct
{
  const char *indicator, *value;
  double low, high, detectable;
} protections[] = {
  { "t", "9.025", 90.235, 90.265, 15.5 },
  { "a", "12.50", -INFINITY, INFINITY, INFINITY },
  { "b", "30.25", -INFINITY, INFINITY, INFINITY },
  { "c", "47.50", -INFINITY, INFINITY, INFINITY },
  { "s", "5.05", 5.04, 5.06, 1.5 },
  { "s", "6.26", 5.045, 5.055, 1 },
  { "u", "2.00", 1.99, 2.01, 1.5 },
  { "v", "3.05", 3.04, 3.06, 1.5 },
  { "g", "10", 25.15, 25.25, 0.55 },
  { "w", "25", 25.15, 25.25, 0.75 },
  { "y", "25.2", 24.5, 25.5, 7.5 },
};

#define N_PROTECTIONS (sizeof protections / sizeof protections[0])

START_TEST (test_protections)
{
  struct checked checked = explained_report ();
  ind_protection protection;
  size_t k;

  ck_assert_uint_eq (ind_report_protection_count (checked.report), N_PROTECTIONS);
  for (k = 0; k < N_PROTECTIONS; k++)
    {
      ck_assert_int_eq (ind_report_protection (checked.report, k, &protection), IND_OK);
      ck_assert_str_eq (protection.figure.indicator, protections[k].indicator);
      ck_assert_str_eq (protection.figure.obs_value, protections[k].value);
      if (isinf (protections[k].detectable))
        {
          ck_assert (isinf (protection.detectable));
          ck_assert (isinf (protection.implied.low) && isinf (protection.implied.high));
          continue;
        }
      suite_assert_near (protection.implied.low, protections[k].low, 1e-12, 1e-12);
      suite_assert_near (protection.implied.high, protections[k].high, 1e-12, 1e-12);
      suite_assert_near (protection.detectable, protections[k].detectable, 1e-9, 0);
    }
  ck_assert_int_eq (ind_report_protection (checked.report, k, &protection), IND_E_RANGE);
  checked_free (&checked);
}
END_TEST

/* Groups worst first; in each, reading order. */
START_TEST (test_text)
{
  static const char *const parts[] = {
    "11 figures: 7 well protected, 1 weakly, 3 not at all. ",
    " Not protected ------------- a of " AWKWARD_AREA " in 2024, 12.50% (one, record 3): the "
    "others imply nothing of it b of ",
    " Weakly protected ---------------- t of " AWKWARD_AREA " in 2024, 9,025% <b> (one, p. 3, "
    "\"x y\" <i>): the others imply a value from 90.235 to 90.265%; an error is found beyond "
    "15.5 units of the last digit, 0.0155 percentage points ",
    " Well protected -------------- s (<A>) of " AWKWARD_AREA " in 2024, 5.05 (o\"n<e>, record "
    "6): the others imply a value from 5.04 to 5.06; an error is found beyond 1.5 units of the "
    "last digit, 0.015 ",
    "beyond 0.55 units of the last digit, 0.55 w of ",
    "beyond 0.75 units of the last digit, 0.75 y of ",
    "beyond 7.5 units of the last digit, 0.75 ",
    " What to print in addition ------------------------- ",
    " Not verified ------------ "
  };
  struct checked checked = explained_report ();
  char *text = power_of (&checked, IND_FORMAT_TEXT), *line;
  const char *at;
  size_t k;

  for (line = text; *line != '\0'; line = strchr (line, '\n') + 1)
    ck_assert_msg (strcspn (line, "\n") <= 90, "a long line: %.100s", line);
  unwrap (text);
  for (k = 0, at = text; k < sizeof parts / sizeof parts[0]; k++)
    {
      const char *next = strstr (at, parts[k]);
      ck_assert_msg (next != NULL, "\"%s\" is missing or out of order in\n%s", parts[k], text);
      at = next + strlen (parts[k]) - 1;
    }
  free (text);
  checked_free (&checked);
}
END_TEST

/* Exact figures: any error is found. */
START_TEST (test_any_error)
{
  struct checked checked
      = explained_text ("INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,QUALIFIER\n"
                        "t,V,2024,3,exact\na,V,2024,1,exact\nb,V,2024,2,exact\n",
                        "rule sum: t == a + b\n", 0, 0);
  char *text = power_of (&checked, IND_FORMAT_TEXT);

  unwrap (text);
  expect_text (text, "3 figures: 3 well protected, 0 weakly, 0 not at all. ");
  expect_text (text, "t of V in 2024, 3 (test, record 2): the others imply a value of exactly 3; "
                     "any error is found ");
  expect_text (text, "No further figure was found that would protect more of them.");
  free (text);
  checked_free (&checked);
}
END_TEST

/* The advice, and why the rule was not checked. */
START_TEST (test_advice)
{
  struct checked checked = explained_text (lacking_csv, lacking_rules, 0, 0);
  ind_advice advice;
  char *text;

  ck_assert_int_eq (ind_report_advice (checked.report, &advice), 1);
  ck_assert_str_eq (advice.quantity.indicator, "rest");
  ck_assert_int_eq (advice.decimals, 3);
  ck_assert_uint_eq (advice.n_gained, 2);
  text = power_of (&checked, IND_FORMAT_TEXT);
  unwrap (text);
  expect_text (text, "2 figures: 0 well protected, 0 weakly, 2 not at all. ");
  expect_text (text, " rest of V, 2024, printed to 3 decimals, would protect most: 2 more "
                     "figures would be found wrong when off by 10 units of the last digit. The "
                     "figures printed leave a value from 39.9 to 40.1 for it. ");
  expect_text (text, " Not verified ------------ gap, 1 check: no report prints rest of V, 2024 ");
  free (text);
  text = power_of (&checked, IND_FORMAT_JSON);
  expect_text (text, "\"advice\": {\"indicator\": \"rest\", \"area\": \"V\", "
                     "\"period\": \"2024\", \"component\": \"_T\", \"low\": 39.8");
  expect_text (text, "\"unit\": \"\", \"decimals\": 3, \"gained\": 2},\n  \"unverifiable\": [\n"
                     "    {\"id\": \"U1\", \"kind\": \"rule\", \"rule\": \"gap\", ");
  free (text);
  text = power_of (&checked, IND_FORMAT_HTML);
  expect_text (text, "<h2>What to print in addition</h2>\n<p>rest of V, 2024, printed to 3 ");
  expect_text (text, "<h2>Not verified</h2>\n<ul>\n<li>Rule gap could not be checked: ");
  free (text);
  checked_free (&checked);
}
END_TEST

START_TEST (test_json)
{
  struct checked checked = explained_report ();
  char *text = power_of (&checked, IND_FORMAT_JSON);

  expect_text (text, "{\n  \"schema\": 1,\n  \"version\": \"");
  expect_text (text, "\"protection\": [\n    {\"file\": \"test.csv\", \"record\": 2, "
                     "\"source\": \"one\", \"indicator\": \"t\", "
                     "\"area\": \"Cao <Lộc> & \\\"Đ\\\" 'x', y\", ");
  expect_text (text, "\"locator\": \"p. 3, \\\"x\\u0009y\\\" <i>\", \"implied\": {\"low\": 90.2");
  ck_assert_uint_eq (count_of_text (text, "\"implied\": {\"low\": null, \"high\": null}, "
                                          "\"detectable\": null, \"measured\": true}"),
                     3);
  ck_assert_uint_eq (count_of_text (text, "\"measured\": true}"), N_PROTECTIONS);
  expect_text (text, "\"advice\": null,\n  \"unverifiable\": [\n");
  free (text);
  checked_free (&checked);
}
END_TEST

START_TEST (test_csv)
{
  struct checked checked = explained_report ();
  char *text = power_of (&checked, IND_FORMAT_CSV);
  const char *at;
  size_t k;

  ck_assert_msg (strncmp (text,
                          "indicator,area,period,component,source,printed,value,implied_low,"
                          "implied_high,detectable\nt,\"Cao <Lộc> & \"\"Đ\"\" 'x', y\",2024,_T,"
                          "one,\"9,025% <b>\",9.025,90.2",
                          60)
                     == 0,
                 "%s", text);
  expect_text (text, ",2024,_T,one,\"9,025% <b>\",9.025,90.2");
  expect_text (text, "\ns,\"Cao <Lộc> & \"\"Đ\"\" 'x', y\",2024,<A>,\"o\"\"n<e>\",5.05,5.05,");
  ck_assert_uint_eq (count_of_text (text, ",,,inf\n"), 3);
  for (k = 0, at = text; k < N_PROTECTIONS; k++)
    {
      const char *end, *last;
      at = strchr (at, '\n') + 1;
      end = strchr (at, '\n');
      for (last = end; last[-1] != ','; last--)
        ;
      suite_assert_near (strtod (last, NULL), protections[k].detectable, 1e-9, 0);
    }
  free (text);
  checked_free (&checked);
}
END_TEST

START_TEST (test_html)
{
  struct checked checked = explained_report ();
  char *text = power_of (&checked, IND_FORMAT_HTML);

  expect_text (text, "<title>Protection of printed figures</title>");
  ck_assert_uint_eq (count_of_text (text, "<section>"), 3);
  ck_assert_uint_eq (count_of_text (text, "<table>"), 3);
  ck_assert_uint_eq (count_of_text (text, "</table>"), 3);
  ck_assert_uint_eq (count_of_text (text, "<tr><td>"), N_PROTECTIONS);
  expect_text (text, "<tr><td>t</td><td>_T</td><td>Cao &lt;Lộc&gt; &amp; &quot;Đ&quot; 'x', y</td>"
                     "<td>2024</td><td>9,025% &lt;b&gt;</td><td>one</td>"
                     "<td>p. 3, &quot;x y&quot; &lt;i&gt;</td>"
                     "<td>a value from 90.235 to 90.265%</td><td>15.5</td>"
                     "<td>0.0155 percentage points</td></tr>");
  expect_text (text, "<td>record 3</td><td>any value</td><td></td><td></td></tr>");
  ck_assert_ptr_null (strstr (text, "<b>"));
  ck_assert_ptr_null (strstr (text, "<A>"));
  expect_text (text, "</body>\n</html>\n");
  free (text);
  checked_free (&checked);
}
END_TEST

/* What the budget did not reach is said to be so, in every format. */
START_TEST (test_budget)
{
  struct checked checked = explained_text (explained_csv, explained_rules, 1, 0);
  size_t k, n = 0;
  char *text;
  char words[100];

  for (k = 0; k < N_PROTECTIONS; k++)
    {
      ind_protection protection;
      ck_assert_int_eq (ind_report_protection (checked.report, k, &protection), IND_OK);
      n += protection.detectable < 0;
    }
  ck_assert_uint_gt (n, 1);
  text = power_of (&checked, IND_FORMAT_TEXT);
  unwrap (text);
  sprintf (words, "; the budget ended before %zu were measured. ", n);
  expect_text (text, words);
  expect_text (text, " Not measured ------------ ");
  ck_assert_uint_eq (count_of_text (text, "): not measured "), n);
  free (text);
  text = power_of (&checked, IND_FORMAT_JSON);
  ck_assert_uint_eq (count_of_text (text, "\"detectable\": null, \"measured\": false}"), n);
  free (text);
  text = power_of (&checked, IND_FORMAT_CSV);
  ck_assert_uint_eq (count_of_text (text, ",,,\n"), n);
  free (text);
  text = power_of (&checked, IND_FORMAT_HTML);
  expect_text (text, "<h2>Not measured</h2>");
  ck_assert_uint_eq (count_of_text (text, "<td></td><td></td><td></td></tr>"), n);
  free (text);
  checked_free (&checked);
}
END_TEST

/* A report that was not measured, and one with nothing in it. */
START_TEST (test_nothing)
{
  struct checked checked = mixed_report (0);
  char *text = power_of (&checked, IND_FORMAT_TEXT);

  ck_assert_msg (strncmp (text, "The figures were not measured.\n\n", 32) == 0, "%s", text);
  free (text);
  text = power_of (&checked, IND_FORMAT_JSON);
  expect_text (text, "\"protection\": [],\n  \"advice\": null,\n");
  free (text);
  checked_free (&checked);
  checked = empty_report ();
  explain (&checked, 0, 0);
  text = power_of (&checked, IND_FORMAT_TEXT);
  expect_text (text, "0 figures: 0 well protected, 0 weakly, 0 not at all. ");
  free (text);
  text = power_of (&checked, IND_FORMAT_CSV);
  ck_assert_uint_eq (count_of_text (text, "\n"), 1);
  free (text);
  free (power_of (&checked, IND_FORMAT_HTML));
  checked_free (&checked);
}
END_TEST

START_TEST (test_unknown_format)
{
  struct checked checked = mixed_report (0);
  struct collector collector = { NULL, 0, 0, 0, SIZE_MAX };
  ind_error error = { IND_OK, 0, 0, "" };

  ck_assert_int_eq (
      ind_report_write_power (checked.report, (ind_format) 4, collect, &collector, &error),
      IND_E_ARGUMENT);
  expect_text (error.message, "4 is not an ind_format");
  ck_assert_uint_eq (collector.n_calls, 0);
  checked_free (&checked);
}
END_TEST

START_TEST (test_same_bytes_twice)
{
  struct checked one = explained_report (), two = explained_report ();
  int format;

  for (format = IND_FORMAT_TEXT; format <= IND_FORMAT_HTML; format++)
    expect_same_bytes_of (ind_report_write_power, &one, &two, (ind_format) format);
  checked_free (&one);
  checked_free (&two);
}
END_TEST

START_TEST (test_writer_failure)
{
  struct checked checked = long_report (600);
  int format;

  explain (&checked, 0, 0);
  for (format = IND_FORMAT_TEXT; format <= IND_FORMAT_HTML; format++)
    expect_writer_failure_of (ind_report_write_power, &checked, (ind_format) format);
  checked_free (&checked);
}
END_TEST

START_TEST (test_memory)
{
  struct checked checked = explained_report ();
  int format;

  for (format = IND_FORMAT_TEXT; format <= IND_FORMAT_HTML; format++)
    expect_memory_failures_of (ind_report_write_power, &checked, (ind_format) format);
  checked_free (&checked);
  checked = explained_text (lacking_csv, lacking_rules, 0, 0);
  for (format = IND_FORMAT_TEXT; format <= IND_FORMAT_HTML; format++)
    expect_memory_failures_of (ind_report_write_power, &checked, (ind_format) format);
  checked_free (&checked);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("power");

  tcase_set_timeout (tests, 60);
  tcase_add_test (tests, test_protections);
  tcase_add_test (tests, test_text);
  tcase_add_test (tests, test_any_error);
  tcase_add_test (tests, test_advice);
  tcase_add_test (tests, test_json);
  tcase_add_test (tests, test_csv);
  tcase_add_test (tests, test_html);
  tcase_add_test (tests, test_budget);
  tcase_add_test (tests, test_nothing);
  tcase_add_test (tests, test_unknown_format);
  tcase_add_test (tests, test_same_bytes_twice);
  tcase_add_test (tests, test_writer_failure);
  tcase_add_test (tests, test_memory);
  return suite_run (tests, "power");
}
