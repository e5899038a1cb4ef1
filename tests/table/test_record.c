/* SPDX-License-Identifier: GPL-3.0-or-later
 * A record of a table, from texts to a figure. */
#include <stdio.h>

#include "reading.h"

#define N(array) (sizeof array / sizeof array[0])

#define FULL                                                                                     \
  HEADER ",COMPONENT,SOURCE,VINTAGE,UNIT_MEASURE,UNIT_MULT,DECIMALS,QUALIFIER,ROUNDING,PRINTED," \
         "LOCATOR\n"

/* The only figure of a record given by its fields from COMPONENT on. */
static ind_table *
table_of (const char *value, const char *rest)
{
  char text[1024];
  snprintf (text, sizeof text, FULL "grdp,VN,2024,%s,%s\n", value, rest);
  return reading_table (text);
}

START_TEST (test_components)
{
  static const struct {
    const char *text, *component;
  } cases[] = {
    { "", "_T" },     { "_T", "_T" },       { "TOTAL", "_T" }, { "total", "_T" },
    { "Total", "_T" }, { "\" TOTAL\"", " TOTAL" }, { "TOTALS", "TOTALS" }, { "A", "A" },
    { "a", "a" }
  };
  size_t i;
  char rest[64];

  for (i = 0; i < N (cases); i++)
    {
      ind_table *table;
      snprintf (rest, sizeof rest, "%s,,,,,,,,,", cases[i].text);
      table = table_of ("1", rest);
      ck_assert_str_eq (reading_figure (table, 0).component, cases[i].component);
      ind_table_free (table);
    }
}
END_TEST

/* The texts of a record do not leak into those below. */
START_TEST (test_texts_repeat_and_change)
{
  ind_table *table = reading_table (
      FULL "grdp,VN,2024,1,A,s1,v1,PT,,,,,1,p1\n"
           "grdp,VN,2024,1,A,s1,v1,PT,,,,,1,p1\n"
           "grdp2,VN2,2023,1,,,,,,,,,,\n"
           "grdp,VN,2024,1,A,s1,v1,PT,,,,,1,p1\n"
           "grdp,VN,2024,1,AB,s,v,PP,,,,,11,p11\n");
  static const struct {
    const char *indicator, *area, *period, *component, *source, *vintage, *unit, *printed, *locator;
  } rows[] = {
    { "grdp", "VN", "2024", "A", "s1", "v1", "PT", "1", "p1" },
    { "grdp", "VN", "2024", "A", "s1", "v1", "PT", "1", "p1" },
    { "grdp2", "VN2", "2023", "_T", "test", "", "", "", "" },
    { "grdp", "VN", "2024", "A", "s1", "v1", "PT", "1", "p1" },
    { "grdp", "VN", "2024", "AB", "s", "v", "PP", "11", "p11" }
  };
  size_t k;

  ck_assert_uint_eq (ind_table_count (table), N (rows));
  for (k = 0; k < N (rows); k++)
    {
      ind_figure figure = reading_figure (table, k);
      ck_assert_str_eq (figure.indicator, rows[k].indicator);
      ck_assert_str_eq (figure.area, rows[k].area);
      ck_assert_str_eq (figure.period, rows[k].period);
      ck_assert_str_eq (figure.component, rows[k].component);
      ck_assert_str_eq (figure.source, rows[k].source);
      ck_assert_str_eq (figure.vintage, rows[k].vintage);
      ck_assert_str_eq (figure.unit.symbol[0], rows[k].unit);
      ck_assert_str_eq (figure.printed, rows[k].printed);
      ck_assert_str_eq (figure.locator, rows[k].locator);
      ck_assert_uint_eq (figure.record, k + 2);
    }
  ind_table_free (table);
}
END_TEST

START_TEST (test_values)
{
  static const struct {
    const char *text;
    int64_t mantissa;
    int32_t decimals, weak, strict;
  } cases[] = {
    { "0", 0, 0, 0, 0 },
    { "1", 1, 0, 0, 0 },
    { "+1", 1, 0, 0, 0 },
    { "-1", -1, 0, 0, 0 },
    { "60", 60, 0, 0, 0 },
    { "600", 600, 0, 0, 0 },
    { "6000", 6000, 0, -3, 0 },
    { "-50400", -50400, 0, -2, 0 },
    { "812600", 812600, 0, -2, 0 },
    { "6.30", 630, 2, 2, 2 },
    { "-0.50", -50, 2, 2, 2 },
    { "0.000", 0, 3, 3, 3 },
    { "00012", 12, 0, 0, 0 },
    { "1000.0", 10000, 1, 1, 1 },
    { " 5", 5, 0, 0, 0 }, /* blanks around an unquoted field do not count */
    { "5 \t", 5, 0, 0, 0 },
    { "\"5\"", 5, 0, 0, 0 },
    { "999999999999999999", INT64_C (999999999999999999), 0, 0, 0 },
    { "0.0000000000000000000000000000000000000001", 1, 40, 40, 40 }
  };
  size_t i;
  char text[128];

  for (i = 0; i < N (cases); i++)
    {
      ind_table *table = reading_new ();
      ind_table_options options = { IND_ROUNDING_NEAREST, IND_ZEROS_STRICT, IND_LOCALE_AUTO, 0, 0 };
      snprintf (text, sizeof text, HEADER "\ngrdp,VN,2024,%s\n", cases[i].text);
      reading_add (table, text, NULL);
      reading_add (table, text, &options);
      ck_assert_int_eq (reading_figure (table, 0).value.mantissa, cases[i].mantissa);
      ck_assert_int_eq (reading_figure (table, 0).value.decimals, cases[i].decimals);
      ck_assert_int_eq (reading_figure (table, 0).precision, cases[i].weak);
      ck_assert_int_eq (reading_figure (table, 1).precision, cases[i].strict);
      ind_table_free (table);
    }
}
END_TEST

START_TEST (test_not_values)
{
  static const char *const cases[]
      = { "NaN",  "nan",   "inf",     "-inf",   "1e5",     "1E5",   "0x10",  "1,5",
          "1 5",  " 5",    "5 ",      "1.",     ".5",      ".",     "-",     "+-1",
          "--1",  "1.5.5", "1'000",   "1_000",  "5%",      "60,530", "(L)",  "...",
          "n/a",  ":",     "1\n",     "\xE2\x88\x92" "1", "1\xC2\xA0" "000" };
  char text[128], complaint[256], shown[32];
  size_t i;

  for (i = 0; i < N (cases); i++)
    {
      snprintf (text, sizeof text, HEADER "\ngrdp,VN,2024,\"%s\"\n", cases[i]);
      snprintf (shown, sizeof shown, "%s", cases[i]);
      if (strchr (shown, '\n') != NULL)
        *strchr (shown, '\n') = ' ';
      snprintf (complaint, sizeof complaint,
                "bad.csv: record 2, column 4 (OBS_VALUE): \"%s\" is not a number; write it with a "
                "decimal point and without grouping, as 1234.5",
                shown);
      reading_refuse (text, strlen (text), NULL, IND_E_CSV, complaint);
    }
}
END_TEST

START_TEST (test_decimals)
{
  static const struct {
    const char *value, *decimals;
    int32_t precision;
    double low, high;
  } cases[] = {
    { "50400", "0", 0, 50399.5, 50400.5 },
    { "50400", "-2", -2, 50350, 50450 },
    { "50400", "-3", -3, 49900, 50900 },
    { "50400", "", -2, 50350, 50450 },
    { "6.3", "1", 1, 6.25, 6.35 },
    { "6.3", "+2", 2, 6.295, 6.305 },
    { "6.3", "0", 0, 5.8, 6.8 },
    { "6.3", "01", 1, 6.25, 6.35 },
    { "6.3", "\"1\"", 1, 6.25, 6.35 },
    { "1", "40", 40, 1, 1 },
    { "0", "-30", -30, -5e29, 5e29 }
  };
  size_t i;
  char rest[64];

  for (i = 0; i < N (cases); i++)
    {
      ind_table *table;
      ind_figure figure;
      snprintf (rest, sizeof rest, ",,,,,%s,,,,", cases[i].decimals);
      table = table_of (cases[i].value, rest);
      figure = reading_figure (table, 0);
      ck_assert_int_eq (figure.precision, cases[i].precision);
      suite_assert_near (figure.interval.low, cases[i].low, 1e-15, 0);
      suite_assert_near (figure.interval.high, cases[i].high, 1e-15, 0);
      ind_table_free (table);
    }
}
END_TEST

/* A field of blanks is an empty one: each value says how precise it is. */
START_TEST (test_blank_decimals)
{
  ind_table *table
      = reading_table (HEADER ",DECIMALS\ngrdp,VN,2024,7.25, \ngrdp,VN,2024,8.125, \n");

  ck_assert_int_eq (reading_figure (table, 0).precision, 2);
  ck_assert_int_eq (reading_figure (table, 1).precision, 3);
  ind_table_free (table);
}
END_TEST

START_TEST (test_qualifiers_and_roundings)
{
  int q, r;
  char rest[64];

  for (q = IND_QUALIFIER_NONE; q <= IND_QUALIFIER_ESTIMATE; q++)
    for (r = IND_ROUNDING_NEAREST; r <= IND_ROUNDING_UP; r++)
      {
        ind_table *table;
        snprintf (rest, sizeof rest, ",,,,,,%s,%s,,",
                  q == IND_QUALIFIER_NONE ? "" : ind_qualifier_name ((ind_qualifier) q),
                  ind_rounding_name ((ind_rounding) r));
        table = table_of ("6.3", rest);
        ck_assert_int_eq (reading_figure (table, 0).qualifier, q);
        ck_assert_int_eq (reading_figure (table, 0).rounding, r);
        ind_table_free (table);
      }
}
END_TEST

/* The option stands for what the file does not say, and only for that. */
START_TEST (test_rounding_option)
{
  static const char text[] = HEADER ",ROUNDING\ngrdp,VN,2024,6.3,\ngrdp,VN,2023,6.3,up\n"
                                    "grdp,VN,2022,6.3,nearest\n";
  ind_table_options options = { IND_ROUNDING_TRUNCATED, IND_ZEROS_WEAK, IND_LOCALE_AUTO, 0, 0 };
  ind_table *table = reading_new ();

  reading_add (table, text, &options);
  ck_assert_int_eq (reading_figure (table, 0).rounding, IND_ROUNDING_TRUNCATED);
  suite_assert_near (reading_figure (table, 0).interval.low, 6.3, 1e-15, 0);
  suite_assert_near (reading_figure (table, 0).interval.high, 6.4, 1e-15, 0);
  ck_assert_int_eq (reading_figure (table, 1).rounding, IND_ROUNDING_UP);
  ck_assert_int_eq (reading_figure (table, 2).rounding, IND_ROUNDING_NEAREST);
  ind_table_free (table);
}
END_TEST

START_TEST (test_units)
{
  static const struct {
    const char *words, *multiplier, *printed; /* with `printed`, OBS_VALUE is empty */
    const char *written;
  } cases[] = {
    { "", "", NULL, "" },
    { "VND", "", NULL, "VND" },
    { "vnd", "", NULL, "VND" },
    { "VND", "9", NULL, "10^9 VND" },
    { "VND", "-3", NULL, "10^-3 VND" },
    { "VND", "0", NULL, "VND" },
    { "bn VND", "", NULL, "10^9 VND" },
    { "bn VND", "9", NULL, "10^9 VND" },
    { "t\xE1\xBB\xB7 \xC4\x91\xE1\xBB\x93ng", "", NULL, "10^9 VND" },
    { "mn VND/person", "", NULL, "10^6 VND/PS" },
    { "%", "", NULL, "PT" },
    { "PT", "0", NULL, "PT" },
    { "pp", "", NULL, "PP" },
    { "PS", "3", NULL, "10^3 PS" },
    /* The words of a PRINTED that is parsed fill in what is left open. */
    { "", "", "46,5 tri\xE1\xBB\x87u \xC4\x91\xE1\xBB\x93ng", "10^6 VND" },
    { "VND", "", "46,5 tri\xE1\xBB\x87u \xC4\x91\xE1\xBB\x93ng", "10^6 VND" },
    { "VND", "6", "46,5 tri\xE1\xBB\x87u \xC4\x91\xE1\xBB\x93ng", "10^6 VND" },
    { "VND/PS", "", "46,5 tri\xE1\xBB\x87u \xC4\x91\xE1\xBB\x93ng", "10^6 VND/PS" },
    { "", "6", "46,5 tri\xE1\xBB\x87u \xC4\x91\xE1\xBB\x93ng", "10^6 VND" },
    { "", "", "0,12%", "PT" },
    { "PP", "", "0,12%", "PP" },
    { "", "", "46,5", "" },
    { "mn VND", "", "46,5", "10^6 VND" },
    { "VND", "6", "46,5", "10^6 VND" }
  };
  size_t i;
  char rest[128], written[64];

  for (i = 0; i < N (cases); i++)
    {
      ind_table *table;
      ind_figure figure;
      snprintf (rest, sizeof rest, ",,,%s,%s,,,,\"%s\",", cases[i].words, cases[i].multiplier,
                cases[i].printed == NULL ? "" : cases[i].printed);
      table = table_of (cases[i].printed == NULL ? "1" : "", rest);
      figure = reading_figure (table, 0);
      if (figure.unit.symbol[0][0] == '\0')
        ck_assert_str_eq ("", cases[i].written);
      else
        {
          ind_unit_write (&figure.unit, written);
          ck_assert_str_eq (written, cases[i].written);
        }
      ind_table_free (table);
    }
}
END_TEST

/* One text of a unit under several multipliers, and several texts. */
START_TEST (test_units_are_told_apart)
{
  ind_table *table = reading_table (
      HEADER ",UNIT,UNIT_MULT\na,VN,2024,1,VND,\na,VN,2024,1,VND,9\na,VN,2024,1,VND,0\n"
             "a,VN,2024,1,USD,9\na,VN,2024,1,,9\na,VN,2024,1,,\na,VN,2024,1,VND,9\n");
  static const int scales[] = { 0, 9, 0, 9, 9, 0, 9 };
  static const char *const symbols[] = { "VND", "VND", "VND", "USD", "", "", "VND" };
  size_t k;

  for (k = 0; k < N (scales); k++)
    {
      ck_assert_int_eq (reading_figure (table, k).unit.scale, scales[k]);
      ck_assert_str_eq (reading_figure (table, k).unit.symbol[0], symbols[k]);
    }
  ind_table_free (table);
}
END_TEST

START_TEST (test_printed)
{
  static const struct {
    const char *printed;
    ind_locale locale;
    int64_t mantissa;
    int32_t decimals, precision;
    ind_qualifier qualifier;
  } cases[] = {
    { "24.420,5", IND_LOCALE_AUTO, 244205, 1, 1, IND_QUALIFIER_NONE },
    { "60.530", IND_LOCALE_VI, 60530, 0, -1, IND_QUALIFIER_NONE },
    { "60.530", IND_LOCALE_EN, 60530, 3, 3, IND_QUALIFIER_NONE },
    { "60,530", IND_LOCALE_VI, 60530, 3, 3, IND_QUALIFIER_NONE },
    { "60,530", IND_LOCALE_EN, 60530, 0, -1, IND_QUALIFIER_NONE },
    { "5,04,000.5", IND_LOCALE_IN, 5040005, 1, 1, IND_QUALIFIER_NONE },
    { "50.400", IND_LOCALE_VI, 50400, 0, -2, IND_QUALIFIER_NONE },
    { "tr\xC3\xAAn 46,5 tri\xE1\xBB\x87u \xC4\x91\xE1\xBB\x93ng", IND_LOCALE_AUTO, 465, 1, 1,
      IND_QUALIFIER_OVER }
  };
  size_t i;
  char text[256];

  for (i = 0; i < N (cases); i++)
    {
      ind_table_options options = { IND_ROUNDING_NEAREST, IND_ZEROS_WEAK, cases[i].locale, 0, 0 };
      ind_table *table = reading_new ();
      ind_figure figure;
      snprintf (text, sizeof text, HEADER ",PRINTED\ngrdp,VN,2024,,\"%s\"\n", cases[i].printed);
      reading_add (table, text, &options);
      figure = reading_figure (table, 0);
      ck_assert_int_eq (figure.value.mantissa, cases[i].mantissa);
      ck_assert_int_eq (figure.value.decimals, cases[i].decimals);
      ck_assert_int_eq (figure.precision, cases[i].precision);
      ck_assert_int_eq (figure.qualifier, cases[i].qualifier);
      ck_assert_str_eq (figure.printed, cases[i].printed);
      ind_table_free (table);
    }
}
END_TEST

/* OBS_VALUE, QUALIFIER and DECIMALS decide over the words printed. */
START_TEST (test_printed_beside_columns)
{
  ind_table *table = reading_table (
      HEADER ",PRINTED,QUALIFIER,DECIMALS\n"
             "grdp,VN,2024,-0.12,\"gi\xE1\xBA\xA3m 0,12%\",,\n"
             "grdp,VN,2023,7,whatever stands there,,\n"
             "grdp,VN,2022,,\"tr\xC3\xAAn 46,5%\",at_least,\n"
             "grdp,VN,2021,,\"46,5\",,0\n");

  ck_assert_str_eq (reading_figure (table, 0).obs_value, "-0.12");
  ck_assert_str_eq (reading_figure (table, 0).unit.symbol[0], "");
  ck_assert_str_eq (reading_figure (table, 1).obs_value, "7");
  ck_assert_int_eq (reading_figure (table, 2).qualifier, IND_QUALIFIER_AT_LEAST);
  ck_assert_int_eq (reading_figure (table, 3).precision, 0);
  ind_table_free (table);
}
END_TEST

/* What PRINTED says of one record holds for no other. */
START_TEST (test_printed_once)
{
  ind_table *table = reading_table (HEADER ",PRINTED\ngrdp,VN,2024,,over 5 %\ngrdp,VN,2024,6,\n");

  ck_assert_int_eq (reading_figure (table, 0).qualifier, IND_QUALIFIER_OVER);
  ck_assert_str_eq (reading_figure (table, 0).unit.symbol[0], "PT");
  ck_assert_int_eq (reading_figure (table, 1).qualifier, IND_QUALIFIER_NONE);
  ck_assert_str_eq (reading_figure (table, 1).unit.symbol[0], "");
  ind_table_free (table);
}
END_TEST

START_TEST (test_no_value)
{
  ind_table *one = reading_table (HEADER ",PRINTED\na,VN,2024,1,\na,VN,2023,,\na,VN,2022,2,\n");
  ind_table *three = reading_table (
      HEADER ",PRINTED,QUALIFIER\na,VN,2024,,,\n,,,,,\na,VN,2022,1,,\na,VN,2021,\"\",\"\",exact\n");

  ck_assert_uint_eq (ind_table_count (one), 2);
  ck_assert_uint_eq (reading_figure (one, 1).record, 4);
  ck_assert_uint_eq (ind_table_note_count (one), 1);
  ck_assert_str_eq (ind_table_note_at (one, 0),
                    "test.csv: record 3 has neither OBS_VALUE nor PRINTED and holds no figure");
  ck_assert_uint_eq (ind_table_count (three), 1);
  ck_assert_uint_eq (ind_table_note_count (three), 1);
  ck_assert_str_eq (ind_table_note_at (three, 0),
                    "test.csv: 3 records have neither OBS_VALUE nor PRINTED and hold no figure; "
                    "the first is record 2");
  ind_table_free (one);
  ind_table_free (three);
}
END_TEST

/* The record before has a value; this one does not take it. */
START_TEST (test_no_value_behind_one)
{
  ind_table *table = reading_table (HEADER "\ngrdp,VN,2024,1\ngrdp,VN,2024,\n");

  ck_assert_uint_eq (ind_table_count (table), 1);
  ck_assert_str_eq (ind_table_note_at (table, 0),
                    "test.csv: record 3 has neither OBS_VALUE nor PRINTED and holds no figure");
  ind_table_free (table);
}
END_TEST

START_TEST (test_bad_records)
{
  static const struct reading_case cases[] = {
    { HEADER "\n,VN,2024,1\n",
      "record 2, column 1 (INDICATOR): this field is empty; fill it in" },
    { HEADER "\ngrdp,VN,2024,1\ngrdp,\"\",2024,1\n",
      "record 3, column 2 (REF_AREA): this field is empty; fill it in" },
    { HEADER "\ngrdp,VN,,1\n",
      "record 2, column 3 (TIME_PERIOD): this field is empty; fill it in" },
    { HEADER "\ngrdp,,2024,\n", "record 2, column 2 (REF_AREA): this field is empty; fill it in" },
    { "region,indicator,value,period\nVN,grdp,1,Q3 2024\n",
      "record 2, column 4 (TIME_PERIOD): \"Q3 2024\" is not a period; write 2024, 2024-S1, "
      "2024-Q3, 2024-10 (a month) or 2024-9M (the year to date)" },
    { HEADER "\ngrdp,VN,2024-13,1\n",
      "record 2, column 3 (TIME_PERIOD): \"2024-13\" is not a period; write 2024, 2024-S1, "
      "2024-Q3, 2024-10 (a month) or 2024-9M (the year to date)" },
    { HEADER "\ngrdp,VN,2024,1234567890.123456789\n",
      "record 2, column 4 (OBS_VALUE): \"1234567890.123456789\" has 19 significant digits; at "
      "most 18 can be kept; round it" },
    { HEADER "\ngrdp,VN,2024,0.00000000000000000000000000000000000000001\n",
      "record 2, column 4 (OBS_VALUE): \"0.00000000000000000000000000000000000000001\" has 41 "
      "decimals; at most 40 can be kept; round it" },
    { HEADER ",DECIMALS\ngrdp,VN,2024,1,41\n",
      "record 2, column 5 (DECIMALS): \"41\" is not a whole number from -30 to 40; correct it or "
      "leave it empty" },
    { HEADER ",DECIMALS\ngrdp,VN,2024,1,-31\n",
      "record 2, column 5 (DECIMALS): \"-31\" is not a whole number from -30 to 40; correct it "
      "or leave it empty" },
    { HEADER ",DECIMALS\ngrdp,VN,2024,1,1.0\n",
      "record 2, column 5 (DECIMALS): \"1.0\" is not a whole number from -30 to 40; correct it "
      "or leave it empty" },
    { HEADER ",DECIMALS\ngrdp,VN,2024,1,-\n",
      "record 2, column 5 (DECIMALS): \"-\" is not a whole number from -30 to 40; correct it or "
      "leave it empty" },
    { HEADER ",DECIMALS\ngrdp,VN,2024,1,99999999999999999999\n",
      "record 2, column 5 (DECIMALS): \"99999999999999999999\" is not a whole number from -30 to "
      "40; correct it or leave it empty" },
    { HEADER ",UNIT_MULT\ngrdp,VN,2024,1,31\n",
      "record 2, column 5 (UNIT_MULT): \"31\" is not a whole number from -30 to 30; correct it "
      "or leave it empty" },
    { HEADER ",UNIT_MULT\ngrdp,VN,2024,1,bn\n",
      "record 2, column 5 (UNIT_MULT): \"bn\" is not a whole number from -30 to 30; correct it "
      "or leave it empty" },
    { HEADER ",UNIT,UNIT_MULT\ngrdp,VN,2024,1,bn VND,6\n",
      "record 2, column 6 (UNIT_MULT): the words of the unit say 10^9 and UNIT_MULT says 10^6; "
      "leave one of them out" },
    { HEADER ",UNIT,UNIT_MULT\ngrdp,VN,2024,1,bn VND,0\n",
      "record 2, column 6 (UNIT_MULT): the words of the unit say 10^9 and UNIT_MULT says 10^0; "
      "leave one of them out" },
    { HEADER ",UNIT,PRINTED\ngrdp,VN,2024,,bn VND,\"46,5 tri\xE1\xBB\x87u \xC4\x91\xE1\xBB\x93ng\"\n",
      "record 2, column 6 (PRINTED): the words printed say 10^6 and the unit of this record says "
      "10^9; correct one of them, or fill in OBS_VALUE" },
    { HEADER ",UNIT_MULT,PRINTED\ngrdp,VN,2024,,0,\"46,5 tri\xE1\xBB\x87u \xC4\x91\xE1\xBB\x93ng\"\n",
      "record 2, column 6 (PRINTED): the words printed say 10^6 and the unit of this record says "
      "10^0; correct one of them, or fill in OBS_VALUE" },
    { HEADER ",QUALIFIER\ngrdp,VN,2024,1,about\n",
      "record 2, column 5 (QUALIFIER): \"about\" is not a qualifier; use exact, approx, over, "
      "under, at_least, at_most, estimate, or nothing" },
    { HEADER ",ROUNDING\ngrdp,VN,2024,1,down\n",
      "record 2, column 5 (ROUNDING): \"down\" is not a way of rounding; use nearest, truncated, "
      "any, half_up, half_even, up, or nothing" },
    { HEADER ",PRINTED\ngrdp,VN,2024,,\"60,530\"\n",
      "record 2, column 5 (PRINTED): \"60,530\" reads as 60.530 or as 60530; fill in OBS_VALUE, "
      "or declare the locale" },
    { HEADER ",PRINTED\ngrdp,VN,2024,,\"7-7,5%\"\n",
      "record 2, column 5 (PRINTED): \"7-7,5%\" is a range; write it as two records, at_least "
      "and at_most" },
    { HEADER "\ngrdp,VN,2024\n", "record 2: this record has only 3 of the 4 fields of the "
                                 "header; give every column its field, even an empty one" },
    { HEADER "\ngrdp,VN,2024,1,5\n",
      "record 2: this record has 5 fields and the header has 4; quote a field that holds a comma" },
    { HEADER "\ngrdp\n", "record 2: this record has only 1 of the 4 fields of the header; give "
                         "every column its field, even an empty one" }
  };

  reading_refuse_all (cases, N (cases));
}
END_TEST

/* Where the complaint quotes the number module, its place and its advice. */
START_TEST (test_what_number_complains_of)
{
  static const struct {
    const char *text, *place, *advice;
  } cases[] = {
    { HEADER ",UNIT\ngrdp,VN,2024,1,bn frob\n", "bad.csv: record 2, column 5 (UNIT_MEASURE): ",
      "; \"indicators list units\" shows the units known" },
    { HEADER ",PRINTED\ngrdp,VN,2024,,hello\n", "bad.csv: record 2, column 5 (PRINTED): ",
      "; fill in OBS_VALUE" },
    { HEADER ",PRINTED\ngrdp,VN,2024,,\"5,5 frobs\"\n", "bad.csv: record 2, column 5 (PRINTED): ",
      "; fill in OBS_VALUE" },
    { HEADER ",PRINTED\ngrdp,VN,2024,,\"1234567890123456789,5\"\n",
      "bad.csv: record 2, column 5 (PRINTED): ", "; fill in OBS_VALUE" }
  };
  size_t i;

  for (i = 0; i < N (cases); i++)
    {
      ind_table *table = reading_new ();
      const char *kept;
      ck_assert_int_eq (ind_table_read_text (table, "bad.csv", cases[i].text,
                                             strlen (cases[i].text), NULL, NULL),
                        IND_E_CSV);
      ck_assert_uint_eq (ind_table_complaint_count (table), 1);
      kept = ind_table_complaint_at (table, 0);
      ck_assert_int_eq (strncmp (kept, cases[i].place, strlen (cases[i].place)), 0);
      ck_assert_str_eq (kept + strlen (kept) - strlen (cases[i].advice), cases[i].advice);
      ind_table_free (table);
    }
}
END_TEST

/* Everything wrong with a record is said at once. */
START_TEST (test_several_complaints)
{
  static const char text[] = FULL ",,24,x,A,s,v,frob,,99,about,down,p,l\n"
                                  ",VN,2024,1,A,s,v,VND,x,0.5,,,,\n";
  static const char *const places[] = {
    "bad.csv: record 2, column 1 (INDICATOR): ",   "bad.csv: record 2, column 2 (REF_AREA): ",
    "bad.csv: record 2, column 3 (TIME_PERIOD): ", "bad.csv: record 2, column 4 (OBS_VALUE): ",
    "bad.csv: record 2, column 10 (DECIMALS): ",   "bad.csv: record 2, column 11 (QUALIFIER): ",
    "bad.csv: record 2, column 12 (ROUNDING): ",   "bad.csv: record 2, column 8 (UNIT_MEASURE): ",
    "bad.csv: record 3, column 1 (INDICATOR): ",   "bad.csv: record 3, column 10 (DECIMALS): ",
    "bad.csv: record 3, column 9 (UNIT_MULT): "
  };
  ind_table *table = reading_new ();
  size_t i;

  ck_assert_int_eq (ind_table_read_text (table, "bad.csv", text, strlen (text), NULL, NULL),
                    IND_E_CSV);
  ck_assert_uint_eq (ind_table_complaint_total (table), N (places));
  for (i = 0; i < N (places); i++)
    ck_assert_msg (strncmp (ind_table_complaint_at (table, i), places[i], strlen (places[i])) == 0,
                   "%s", ind_table_complaint_at (table, i));
  ind_table_free (table);
}
END_TEST

/* What a complaint quotes is cut, never inside a character. */
START_TEST (test_long_fields_in_complaints)
{
  static char text[200000];
  ind_table *table = reading_new ();
  const char *complaint;
  size_t n = (size_t) sprintf (text, HEADER "\ngrdp,VN,"), i;

  for (i = 0; i < 50000; i++)
    n += (size_t) sprintf (text + n, "\xE1\xBB\xB7");
  n += (size_t) sprintf (text + n, ",1\n");
  ck_assert_int_eq (ind_table_read_text (table, "bad.csv", text, n, NULL, NULL), IND_E_CSV);
  complaint = ind_table_complaint_at (table, 0);
  ck_assert_uint_lt (strlen (complaint), 300);
  ck_assert_ptr_nonnull (strstr (complaint, "\xE1\xBB\xB7...\" is not a period"));
  ind_table_free (table);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("record");
  tcase_add_test (tests, test_components);
  tcase_add_test (tests, test_texts_repeat_and_change);
  tcase_add_test (tests, test_values);
  tcase_add_test (tests, test_not_values);
  tcase_add_test (tests, test_decimals);
  tcase_add_test (tests, test_blank_decimals);
  tcase_add_test (tests, test_qualifiers_and_roundings);
  tcase_add_test (tests, test_rounding_option);
  tcase_add_test (tests, test_units);
  tcase_add_test (tests, test_units_are_told_apart);
  tcase_add_test (tests, test_printed);
  tcase_add_test (tests, test_printed_beside_columns);
  tcase_add_test (tests, test_printed_once);
  tcase_add_test (tests, test_no_value);
  tcase_add_test (tests, test_no_value_behind_one);
  tcase_add_test (tests, test_bad_records);
  tcase_add_test (tests, test_what_number_complains_of);
  tcase_add_test (tests, test_several_complaints);
  tcase_add_test (tests, test_long_fields_in_complaints);
  return suite_run (tests, "record");
}
