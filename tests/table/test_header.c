/* SPDX-License-Identifier: GPL-3.0-or-later
 * The header of a table. */
#include <stdio.h>

#include "reading.h"

#define N(array) (sizeof array / sizeof array[0])

START_TEST (test_every_column)
{
  ind_table *table = reading_table (
      "SOURCE,VINTAGE,REF_AREA,TIME_PERIOD,INDICATOR,COMPONENT,OBS_VALUE,UNIT_MEASURE,UNIT_MULT,"
      "DECIMALS,QUALIFIER,ROUNDING,PRINTED,LOCATOR\n"
      "report,May,VN-09,2024-Q3,grdp_current,BTF,24420.5,VND,9,1,approx,truncated,"
      "\"24.420,5 t\xE1\xBB\xB7\",page 3\n");
  ind_figure figure = reading_figure (table, 0);

  ck_assert_uint_eq (ind_table_count (table), 1);
  ck_assert_str_eq (figure.source, "report");
  ck_assert_str_eq (figure.vintage, "May");
  ck_assert_str_eq (figure.area, "VN-09");
  ck_assert_str_eq (figure.period, "2024-Q3");
  ck_assert_str_eq (figure.indicator, "grdp_current");
  ck_assert_str_eq (figure.component, "BTF");
  ck_assert_str_eq (figure.obs_value, "24420.5");
  ck_assert_str_eq (figure.unit.symbol[0], "VND");
  ck_assert_int_eq (figure.unit.scale, 9);
  ck_assert_int_eq (figure.precision, 1);
  ck_assert_int_eq (figure.qualifier, IND_QUALIFIER_APPROX);
  ck_assert_int_eq (figure.rounding, IND_ROUNDING_TRUNCATED);
  ck_assert_str_eq (figure.printed, "24.420,5 t\xE1\xBB\xB7");
  ck_assert_str_eq (figure.locator, "page 3");
  ck_assert_str_eq (figure.file, "test.csv");
  ck_assert_uint_eq (figure.record, 2);
  ck_assert_uint_eq (ind_table_extra_count (table), 0);
  ck_assert_uint_eq (ind_table_note_count (table), 0);
  ind_table_free (table);
}
END_TEST

START_TEST (test_defaults)
{
  ind_table *table = reading_table (HEADER "\ngrdp_current,VN-09,2024,50400\n");
  ind_figure figure = reading_figure (table, 0);

  ck_assert_str_eq (figure.source, "test");
  ck_assert_str_eq (figure.vintage, "");
  ck_assert_str_eq (figure.component, "_T");
  ck_assert_str_eq (figure.printed, "");
  ck_assert_str_eq (figure.locator, "");
  ck_assert_str_eq (figure.unit.symbol[0], "");
  ck_assert_int_eq (figure.unit.scale, 0);
  ck_assert_int_eq (figure.precision, -2);
  ck_assert_int_eq (figure.qualifier, IND_QUALIFIER_NONE);
  ck_assert_int_eq (figure.rounding, IND_ROUNDING_NEAREST);
  ind_table_free (table);
}
END_TEST

/* An empty field is as good as no column. */
START_TEST (test_empty_fields)
{
  ind_table *table = reading_table (
      "SOURCE,VINTAGE,REF_AREA,TIME_PERIOD,INDICATOR,COMPONENT,OBS_VALUE,UNIT_MEASURE,UNIT_MULT,"
      "DECIMALS,QUALIFIER,ROUNDING,PRINTED,LOCATOR\n"
      ",,VN-09,2024,grdp_current,,50400,,,,,,,\n"
      "\"\",\"\",VN-09,2024,grdp_current,\"\",50400,\"\",\"\",\"\",\"\",\"\",\"\",\"\"\n");
  size_t k;

  for (k = 0; k < 2; k++)
    {
      ind_figure figure = reading_figure (table, k);
      ck_assert_str_eq (figure.source, "test");
      ck_assert_str_eq (figure.vintage, "");
      ck_assert_str_eq (figure.component, "_T");
      ck_assert_str_eq (figure.unit.symbol[0], "");
      ck_assert_int_eq (figure.precision, -2);
      ck_assert_int_eq (figure.qualifier, IND_QUALIFIER_NONE);
      ck_assert_int_eq (figure.rounding, IND_ROUNDING_NEAREST);
    }
  ind_table_free (table);
}
END_TEST

START_TEST (test_aliases_in_any_case)
{
  static const char *const headers[] = {
    "source,region,period,indicator,component,value,unit,decimals",
    "SOURCE,REGION,PERIOD,INDICATOR,ACTIVITY,VALUE,UNIT,DECIMALS",
    "Source,Ref_Area,Time_Period,Indicator,Activity,Obs_Value,Unit_Measure,Decimals",
    "  source , \"REGION\",period\t,indicator,component,value,unit,decimals  "
  };
  size_t i;
  char text[256];

  for (i = 0; i < N (headers); i++)
    {
      ind_table *table;
      ind_figure figure;
      snprintf (text, sizeof text, "%s\nreport,VN-09,2024,share,A,20.10,PT,1\n", headers[i]);
      table = reading_table (text);
      figure = reading_figure (table, 0);
      ck_assert_str_eq (figure.source, "report");
      ck_assert_str_eq (figure.area, "VN-09");
      ck_assert_str_eq (figure.period, "2024");
      ck_assert_str_eq (figure.indicator, "share");
      ck_assert_str_eq (figure.component, "A");
      ck_assert_str_eq (figure.obs_value, "20.10");
      ck_assert_str_eq (figure.unit.symbol[0], "PT");
      ck_assert_int_eq (figure.precision, 1);
      ck_assert_uint_eq (ind_table_extra_count (table), 0);
      ind_table_free (table);
    }
}
END_TEST

START_TEST (test_extra_columns)
{
  ind_table *table = reading_table (
      "note," HEADER ",Remark\nn1,grdp,VN,2024,1,r1\n,grdp,VN,2023,2,\n,grdp,VN,2022,3,r3\n");

  reading_add (table, HEADER "\ngrdp,VN,2021,4\n", NULL);
  reading_add (table, "Remark,REMARK," HEADER "\nr5,R5,grdp,VN,2020,5\n", NULL);
  ck_assert_uint_eq (ind_table_count (table), 5);
  ck_assert_uint_eq (ind_table_extra_count (table), 3);
  ck_assert_str_eq (ind_table_extra_name (table, 0), "note");
  ck_assert_str_eq (ind_table_extra_name (table, 1), "Remark");
  ck_assert_str_eq (ind_table_extra_name (table, 2), "REMARK");
  ck_assert_ptr_null (ind_table_extra_name (table, 3));
  ck_assert_str_eq (ind_table_extra (table, 0, 0), "n1");
  ck_assert_str_eq (ind_table_extra (table, 0, 1), "r1");
  ck_assert_str_eq (ind_table_extra (table, 0, 2), "");
  ck_assert_str_eq (ind_table_extra (table, 1, 0), "");
  ck_assert_str_eq (ind_table_extra (table, 1, 1), "");
  ck_assert_str_eq (ind_table_extra (table, 2, 1), "r3");
  ck_assert_str_eq (ind_table_extra (table, 3, 0), "");
  ck_assert_str_eq (ind_table_extra (table, 3, 2), "");
  ck_assert_str_eq (ind_table_extra (table, 4, 1), "r5");
  ck_assert_str_eq (ind_table_extra (table, 4, 2), "R5");
  ck_assert_str_eq (ind_table_extra (table, 5, 0), "");
  ck_assert_str_eq (ind_table_extra (table, 0, 3), "");
  ck_assert_uint_eq (ind_table_note_count (table), 0);
  ind_table_free (table);
}
END_TEST

/* A file that is refused leaves no column and no note. */
START_TEST (test_extra_columns_of_a_refused_file)
{
  ind_table *table = reading_table (HEADER ",kept\ngrdp,VN,2024,1,k\n");
  static const char bad[] = HEADER ",kept,gone,Unitt\ngrdp,VN,2024,1,k,g,u\ngrdp,VN,2024,x,k,g,u\n";

  ck_assert_int_eq (ind_table_read_text (table, "bad.csv", bad, strlen (bad), NULL, NULL),
                    IND_E_CSV);
  ck_assert_uint_eq (ind_table_extra_count (table), 1);
  ck_assert_ptr_null (ind_table_extra_name (table, 1));
  ck_assert_uint_eq (ind_table_note_count (table), 0);
  reading_add (table, HEADER ",other\ngrdp,VN,2023,1,o\n", NULL);
  ck_assert_uint_eq (ind_table_extra_count (table), 2);
  ck_assert_str_eq (ind_table_extra_name (table, 1), "other");
  ck_assert_str_eq (ind_table_extra (table, 0, 0), "k");
  ck_assert_str_eq (ind_table_extra (table, 0, 1), "");
  ck_assert_str_eq (ind_table_extra (table, 1, 0), "");
  ck_assert_str_eq (ind_table_extra (table, 1, 1), "o");
  ind_table_free (table);
}
END_TEST

START_TEST (test_misspelt)
{
  static const struct {
    const char *name, *meant; /* NULL: no note */
  } cases[] = {
    { "QUALIFER", "QUALIFIER" },
    { "Decimal", "DECIMALS" },
    { "units", "UNIT" },
    { "UNIT MEASURE", "UNIT_MEASURE" },
    { "UNITMULT", "UNIT_MULT" },
    { "COMPONETN", "COMPONENT" },
    { "Locater", "LOCATOR" },
    { "VINTAG", "VINTAGE" },
    { "SRC", NULL },
    { "note", NULL },
    { "area", NULL },
    { "a", NULL },
    { "QUALIFICATION", NULL },
    { "INDICATORS", NULL }, /* INDICATOR is there */
    { "VALUES", NULL },
    { "a name much longer than any name of a column could possibly be", NULL }
  };
  char text[256], note[256];
  size_t i;

  for (i = 0; i < N (cases); i++)
    {
      ind_table *table;
      snprintf (text, sizeof text, HEADER ",%s\ngrdp,VN,2024,1,x\n", cases[i].name);
      table = reading_table (text);
      ck_assert_str_eq (ind_table_extra_name (table, 0), cases[i].name);
      ck_assert_str_eq (ind_table_extra (table, 0, 0), "x");
      ck_assert_msg (ind_table_note_count (table) == (cases[i].meant != NULL), "%s",
                     cases[i].name);
      if (cases[i].meant != NULL)
        {
          snprintf (note, sizeof note,
                    "test.csv: column 5, \"%s\", is not of the contract and is carried along; was "
                    "%s meant?",
                    cases[i].name, cases[i].meant);
          ck_assert_str_eq (ind_table_note_at (table, 0), note);
        }
      ck_assert_ptr_null (ind_table_note_at (table, 1));
      ind_table_free (table);
    }
}
END_TEST

START_TEST (test_bad_headers)
{
  static const struct reading_case cases[] = {
    { "REF_AREA,TIME_PERIOD,OBS_VALUE\nVN,2024,1\nVN,,\n",
      "record 1: the header has no column INDICATOR; INDICATOR, REF_AREA, TIME_PERIOD and "
      "OBS_VALUE are required" },
    { "INDICATOR,TIME_PERIOD,OBS_VALUE\ngrdp,2024,1\n",
      "record 1: the header has no column REF_AREA; INDICATOR, REF_AREA, TIME_PERIOD and "
      "OBS_VALUE are required" },
    { "INDICATOR,REF_AREA,OBS_VALUE\ngrdp,VN,1\ngrdp,VN,2\n",
      "record 1: the header has no column TIME_PERIOD; INDICATOR, REF_AREA, TIME_PERIOD and "
      "OBS_VALUE are required" },
    { "INDICATOR,REF_AREA,TIME_PERIOD\ngrdp,VN,2024\n",
      "record 1: the header has no column OBS_VALUE; INDICATOR, REF_AREA, TIME_PERIOD and "
      "OBS_VALUE are required" },
    { "INDICATOR,REF_AREA,TIME_PERIOD,PRINTED\ngrdp,VN,2024,1\n",
      "record 1: the header has no column OBS_VALUE; INDICATOR, REF_AREA, TIME_PERIOD and "
      "OBS_VALUE are required" },
    { "INDICATR,REF_AREA,TIME_PERIOD,OBS_VALUE\ngrdp,VN,2024,1\n",
      "record 1: the header has no column INDICATOR; was column 1, \"INDICATR\", meant?" },
    { "INDICATOR,REF_AREA,TIME_PERIOD,note,\"Obs\nValue\"\ngrdp,VN,2024,,1\n",
      "record 1: the header has no column OBS_VALUE; was column 5, \"Obs Value\", meant?" },
    { "INDICATOR,regoin,TIME_PERIOD,OBS_VALUE\ngrdp,VN,2024,1\n",
      "record 1: the header has no column REF_AREA; was column 2, \"regoin\", meant?" },
    { "INDICATOR;REF_AREA;TIME_PERIOD;OBS_VALUE\ngrdp;VN;2024;1,5\n",
      "record 1: the header is a single field, \"INDICATOR;REF_AREA;TIME_PERIOD;OBS_VALUE\"; "
      "separate fields by commas, not by semicolons" },
    { "INDICATOR\tREF_AREA\tTIME_PERIOD\tOBS_VALUE\n",
      "record 1: the header is a single field, \"INDICATOR REF_AREA TIME_PERIOD OBS_VALUE\"; "
      "separate fields by commas, not by tabs" },
    { "INDICATOR|REF_AREA|TIME_PERIOD|OBS_VALUE\n",
      "record 1: the header is a single field, \"INDICATOR|REF_AREA|TIME_PERIOD|OBS_VALUE\"; "
      "separate fields by commas, not by bars" },
    { HEADER ",VALUE\ngrdp,VN,2024,1,1\n",
      "record 1: columns 4 and 5 are both OBS_VALUE; keep one of them" },
    { "COMPONENT," HEADER ",activity\nA,grdp,VN,2024,1,A\n",
      "record 1: columns 1 and 6 are both COMPONENT; keep one of them" },
    { HEADER ",indicator\ngrdp,VN,2024,1,grdp\n",
      "record 1: columns 1 and 5 are both INDICATOR; keep one of them" },
    { "note," HEADER ",note\na,grdp,VN,2024,1,b\n",
      "record 1: columns 1 and 6 have the same name, \"note\"; rename one of them" },
    { HEADER ",\ngrdp,VN,2024,1,\n",
      "record 1, column 5: this column has no name; name it, or remove the column" },
    { HEADER ",\"\"\ngrdp,VN,2024,1,\n",
      "record 1, column 5: this column has no name; name it, or remove the column" },
  };

  reading_refuse_all (cases, N (cases));
}
END_TEST

START_TEST (test_several_complaints)
{
  static const char text[] = "note,,unit,UNIT_MEASURE,note,region,aera\n1,2,3,4,5,6,7\n";
  static const char *const complaints[] = {
    "bad.csv: record 1, column 2: this column has no name; name it, or remove the column",
    "bad.csv: record 1: columns 3 and 4 are both UNIT_MEASURE; keep one of them",
    "bad.csv: record 1: columns 1 and 5 have the same name, \"note\"; rename one of them",
    "bad.csv: record 1: the header has no column INDICATOR; INDICATOR, REF_AREA, TIME_PERIOD and "
    "OBS_VALUE are required",
    "bad.csv: record 1: the header has no column TIME_PERIOD; INDICATOR, REF_AREA, TIME_PERIOD "
    "and OBS_VALUE are required",
    "bad.csv: record 1: the header has no column OBS_VALUE; INDICATOR, REF_AREA, TIME_PERIOD and "
    "OBS_VALUE are required"
  };
  ind_table *table = reading_new ();
  ind_error error;
  size_t i;

  ck_assert_int_eq (ind_table_read_text (table, "bad.csv", text, strlen (text), NULL, &error),
                    IND_E_CSV);
  ck_assert_uint_eq (ind_table_complaint_count (table), N (complaints));
  for (i = 0; i < N (complaints); i++)
    ck_assert_str_eq (ind_table_complaint_at (table, i), complaints[i]);
  ck_assert_uint_eq (error.record, 1);
  ck_assert_uint_eq (error.field, 2);
  ck_assert_str_eq (error.message, "this column has no name; name it, or remove the column");
  ind_table_free (table);
}
END_TEST

/* A name repeated does not hide what is wrong further down. */
START_TEST (test_records_under_a_doubtful_header)
{
  static const char text[] = HEADER ",value\ngrdp,VN,2024,x,1\ngrdp,VN,24,1,1\n";
  ind_table *table = reading_new ();

  ck_assert_int_eq (ind_table_read_text (table, "bad.csv", text, strlen (text), NULL, NULL),
                    IND_E_CSV);
  ck_assert_uint_eq (ind_table_complaint_count (table), 3);
  ind_table_free (table);
}
END_TEST

START_TEST (test_many_columns)
{
  enum { N_EXTRA = 14000 };
  static char text[N_EXTRA * 16 + 256];
  size_t n = 0, i;
  char name[16];
  ind_table *table;

  n += (size_t) sprintf (text + n, HEADER);
  for (i = 0; i < N_EXTRA; i++)
    n += (size_t) sprintf (text + n, ",e%zu", i);
  n += (size_t) sprintf (text + n, "\ngrdp,VN,2024,1");
  for (i = 0; i < N_EXTRA; i++)
    n += i % 100 == 0 ? (size_t) sprintf (text + n, ",%zu", i) : (size_t) sprintf (text + n, ",");
  table = reading_table (text);
  ck_assert_uint_eq (ind_table_extra_count (table), N_EXTRA);
  for (i = 0; i < N_EXTRA; i++)
    {
      snprintf (name, sizeof name, "e%zu", i);
      ck_assert_str_eq (ind_table_extra_name (table, i), name);
      snprintf (name, sizeof name, "%zu", i);
      ck_assert_str_eq (ind_table_extra (table, 0, i), i % 100 == 0 ? name : "");
    }
  ind_table_free (table);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("header");
  tcase_add_test (tests, test_every_column);
  tcase_add_test (tests, test_defaults);
  tcase_add_test (tests, test_empty_fields);
  tcase_add_test (tests, test_aliases_in_any_case);
  tcase_add_test (tests, test_extra_columns);
  tcase_add_test (tests, test_extra_columns_of_a_refused_file);
  tcase_add_test (tests, test_misspelt);
  tcase_add_test (tests, test_bad_headers);
  tcase_add_test (tests, test_several_complaints);
  tcase_add_test (tests, test_records_under_a_doubtful_header);
  tcase_add_test (tests, test_many_columns);
  return suite_run (tests, "header");
}
