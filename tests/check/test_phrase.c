/* SPDX-License-Identifier: GPL-3.0-or-later
 * Numbers, intervals, units and figures in words. */
#include "check/phrase.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "support/suite.h"

static void
expect (ind__text *text, const char *expected)
{
  ck_assert_str_eq (text->bytes == NULL ? "" : text->bytes, expected);
  ind__text_free (text);
}

START_TEST (test_double)
{
  static const struct
  {
    double x;
    const char *text;
  } cases[] = { { 0, "0" },         { -0.0, "0" },          { 6.335, "6.335" },
                { 0.1, "0.1" },     { 5.04e13, "50400000000000" },
                { 1e300, "1e+300" }, { 1.0 / 3, "0.3333333333333333" },
                { INFINITY, "null" }, { -INFINITY, "null" }, { NAN, "null" } };
  size_t k;

  for (k = 0; k < sizeof cases / sizeof cases[0]; k++)
    {
      ind__text text = { 0 };
      ind__put_double (&text, cases[k].x);
      expect (&text, cases[k].text);
    }
}
END_TEST

/* The shortest text reads back as the same double. */
START_TEST (test_double_reads_back)
{
  double x = 1.2345678901234567e-30;
  int k;

  for (k = 0; k < 2000; k++, x *= -1.0471975511965976)
    {
      ind__text text = { 0 };
      ind__put_double (&text, x);
      ck_assert_msg (strtod (text.bytes, NULL) == x, "%s is not %.17g", text.bytes, x);
      ind__text_free (&text);
    }
}
END_TEST

/* A program may have chosen a locale with a decimal comma. */
START_TEST (test_comma_locale)
{
  static const char *const names[] = { "de_DE.UTF-8", "vi_VN.UTF-8", "fr_FR.UTF-8", "de_DE" };
  ind__text text = { 0 };
  size_t k;

  for (k = 0; k < sizeof names / sizeof names[0]; k++)
    if (setlocale (LC_NUMERIC, names[k]) != NULL)
      break;
  ind__put_double (&text, 62.02);
  expect (&text, "62.02");
  ind__put_number (&text, 1.4577);
  expect (&text, "1.458");
  setlocale (LC_NUMERIC, "C");
}
END_TEST

START_TEST (test_number)
{
  static const struct
  {
    double x;
    const char *text;
  } cases[] = { { 0, "0" },       { 2.73, "2.73" },    { 1.45766, "1.458" }, { 60463, "60463" },
                { 0.29, "0.29" }, { 1e-9, "1.000e-09" }, { INFINITY, "infinity" },
                { 100, "100" } };
  size_t k;

  for (k = 0; k < sizeof cases / sizeof cases[0]; k++)
    {
      ind__text text = { 0 };
      ind__put_number (&text, cases[k].x);
      expect (&text, cases[k].text);
    }
}
END_TEST

START_TEST (test_interval)
{
  static const struct
  {
    ind_interval x;
    const char *text;
  } cases[] = {
    { { 59.5, 60.5 }, "a value from 59.5 to 60.5" },
    { { 61.95791, 62.08834 }, "a value from 61.95 to 62.09" },
    { { 100, 100 }, "a value of exactly 100" },
    { { 7, INFINITY }, "a value of at least 7" },
    { { -INFINITY, 7.5 }, "a value of at most 7.5" },
    { { -INFINITY, INFINITY }, "any value" },
    { { INFINITY, -INFINITY }, "no value" },
    { { -0.125, -0.115 }, "a value from -0.125 to -0.115" },
    { { 1.5e20, 2.5e20 }, "a value from 1.5e+20 to 2.5e+20" },
  };
  size_t k;

  for (k = 0; k < sizeof cases / sizeof cases[0]; k++)
    {
      ind__text text = { 0 };
      ind__put_interval_words (&text, cases[k].x, 0);
      expect (&text, cases[k].text);
    }
}
END_TEST

/* A gap between two intervals is shown, and what the arithmetic adds is not. */
START_TEST (test_interval_and_gap)
{
  static const struct
  {
    ind_interval x;
    double gap;
    const char *text;
  } cases[] = {
    { { 96.031472, 99.931704 }, 0, "a value from 96 to 100" },
    { { 96.031472, 99.931704 }, 0.0683, "a value from 96.031 to 99.932" },
    { { 96.031472, 99.931704 }, 500, "a value from 96 to 100" },
    { { 33.333333333333329, 33.333333333333336 }, 0, "a value of 33.3333333333" },
    { { 123456789012.45, 123456789012.55 }, 0, "a value from 123456789012.45 to 123456789012.55" },
    { { 0.123456789, 0.123456789 }, 0, "a value of exactly 0.123456789" },
    { { 7.25, INFINITY }, 0.001, "a value of at least 7.25" },
    { { -INFINITY, 7.25004 }, 0.01, "a value of at most 7.251" },
    { { 1e-30, 2e-30 }, 0, "a value from 0 to 0.000000000001" },
  };
  size_t k;

  for (k = 0; k < sizeof cases / sizeof cases[0]; k++)
    {
      ind__text text = { 0 };
      ind__put_interval_words (&text, cases[k].x, cases[k].gap);
      expect (&text, cases[k].text);
    }
}
END_TEST

/* The gap is that of the ends a reader sees. */
START_TEST (test_gap)
{
  static const struct
  {
    ind_interval a, b;
    double gap;
    const char *text;
  } cases[] = {
    { { 59.5, 60.5 }, { 61.95791, 62.08834 }, 1.45791, "1.45" },
    { { 61.95791, 62.08834 }, { 59.5, 60.5 }, 1.45791, "1.45" },
    { { 100, 100 }, { 96.031472, 99.931704 }, 0.068296, "0.068" },
    { { 30, 30 }, { 33, INFINITY }, 3, "3" },
    { { 34, 34 }, { 33.333333333333329, 33.333333333333336 }, 0.66666666666666, "0.666666" },
    { { -INFINITY, 1.25 }, { 2, 2 }, 0.75, "0.75" },
    /* Too large for ends to be shown with their digits. */
    { { 1e20, 2e20 }, { 5e20, 6e20 }, 3e20, "3.000e+20" },
  };
  size_t k;

  for (k = 0; k < sizeof cases / sizeof cases[0]; k++)
    {
      ind__text text = { 0 };
      ind__put_gap (&text, cases[k].a, cases[k].b, cases[k].gap);
      expect (&text, cases[k].text);
    }
}
END_TEST

/* What a reader sees contains the interval it stands for. */
START_TEST (test_interval_is_rounded_outward)
{
  double low = 0.1234567, width = 0.0009871;
  int k;

  for (k = 0; k < 500; k++, low *= 1.0917, width *= 1.083)
    {
      ind_interval x = { low, low + width };
      ind__text text = { 0 };
      double shown_low, shown_high;
      ind__put_interval_words (&text, x, 0);
      ck_assert_msg (sscanf (text.bytes, "a value from %lf to %lf", &shown_low, &shown_high) == 2,
                     "%s", text.bytes);
      ck_assert_msg (shown_low <= x.low && shown_high >= x.high, "%s does not hold %.17g .. %.17g",
                     text.bytes, x.low, x.high);
      ck_assert_msg (shown_high - shown_low < 1.3 * width, "%s is too wide for a width of %g",
                     text.bytes, width);
      ind__text_free (&text);
    }
}
END_TEST

START_TEST (test_units)
{
  static const struct
  {
    const char *unit, *words, *difference;
  } cases[] = {
    { "PT", "%", " percentage points" },
    { "PP", " percentage points", " percentage points" },
    { "bn VND", " billion VND", " billion VND" },
    { "mn VND/person", " million VND per person", " million VND per person" },
    { "thousand persons", " thousand persons", " thousand persons" },
    { "NUMBER", "", "" },
    { "ha", " ha", " ha" },
    { "hundred persons", " hundred persons", " hundred persons" },
    { "tn VND", " trillion VND", " trillion VND" },
    { "lakh INR", " times 10^5 INR", " times 10^5 INR" },
    { "USD/PS", " USD per person", " USD per person" },
    { "bn VND/km2", " thousand VND per m^2", " thousand VND per m^2" },
  };
  size_t k;

  for (k = 0; k < sizeof cases / sizeof cases[0]; k++)
    {
      ind__text text = { 0 };
      ind_unit unit;
      ck_assert_int_eq (ind_unit_read (cases[k].unit, strlen (cases[k].unit), &unit, NULL),
                        IND_OK);
      ind__put_unit_words (&text, &unit);
      expect (&text, cases[k].words);
      ind__put_difference_words (&text, &unit);
      expect (&text, cases[k].difference);
    }
}
END_TEST

START_TEST (test_printed)
{
  static const char csv[] = "INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,PRINTED\n"
                            "a,V,2024,50400,bn VND,50.400 tỷ đồng\n"
                            "b,V,2024,-0.12,PP,\n";
  ind__text text = { 0 };
  ind_table *table;

  ck_assert_int_eq (ind_table_new (&table, NULL), IND_OK);
  ck_assert_int_eq (ind_table_read_text (table, "t", csv, sizeof csv - 1, NULL, NULL), IND_OK);
  ind__put_printed (&text, table, 0);
  expect (&text, "50.400 tỷ đồng");
  ind__put_printed (&text, table, 1);
  expect (&text, "-0.12 percentage points");
  ind_table_free (table);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("phrase");

  tcase_add_test (tests, test_double);
  tcase_add_test (tests, test_double_reads_back);
  tcase_add_test (tests, test_comma_locale);
  tcase_add_test (tests, test_number);
  tcase_add_test (tests, test_interval);
  tcase_add_test (tests, test_interval_and_gap);
  tcase_add_test (tests, test_gap);
  tcase_add_test (tests, test_interval_is_rounded_outward);
  tcase_add_test (tests, test_units);
  tcase_add_test (tests, test_printed);
  return suite_run (tests, "phrase");
}
