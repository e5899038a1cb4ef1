/* SPDX-License-Identifier: GPL-3.0-or-later
 * Files read area by area. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "reading.h"
#include "support/failing_memory.h"

/* What a visitor was shown, as "AREA:record,record;AREA:...", and the figures of the largest
 * area. */
struct visits {
  char text[4096];
  size_t most;
  size_t stop_at; /* the call that fails, from 1; 0: none */
  size_t n;
};

static ind_status
on_area (void *context, const ind_table *figures, ind_error *error)
{
  struct visits *visits = context;
  size_t k, n = ind_table_count (figures);

  visits->n++;
  if (n > visits->most)
    visits->most = n;
  for (k = 0; k < n; k++)
    {
      ind_figure figure = reading_figure (figures, k);
      size_t at = strlen (visits->text);
      snprintf (visits->text + at, sizeof visits->text - at, k == 0 ? "%s:%zu" : "%.0s,%zu",
                figure.area, figure.record);
    }
  strcat (visits->text, ";");
  if (visits->n != visits->stop_at)
    return IND_OK;
  error->status = IND_E_INTERNAL;
  strcpy (error->message, "enough");
  return IND_E_INTERNAL;
}

/* A file that holds the text, to be removed. */
static void
write_file (char *path, const char *text, size_t length)
{
  int descriptor;

  strcpy (path, "test_areas.XXXXXX");
  descriptor = mkstemp (path);
  ck_assert_int_ge (descriptor, 0);
  ck_assert_int_eq (write (descriptor, text, length), (ssize_t) length);
  close (descriptor);
}

static ind_status
visit (const char *text, struct visits *visits, ind_table *table, ind_error *error)
{
  char path[64];
  ind_status status;

  write_file (path, text, strlen (text));
  status = ind_table_visit_areas (table, path, NULL, on_area, visits, error);
  unlink (path);
  return status;
}

START_TEST (test_each_area_is_shown_once)
{
  static const struct
  {
    const char *text, *visits;
  } cases[] = {
    { HEADER "\ng,A,2023,1\ng,A,2024,2\ng,B,2023,3\n", "A:2,3;B:4;" },
    { HEADER "\ng,A,2023,1\n", "A:2;" },
    /* Quoted and with blanks; the last without a line end. */
    { HEADER "\ng,\"A\",2023,1\ng, A ,2024,2\n\ng,\"B, C\",2023,3\ng,\"B, C\",2024,4",
      "A:2,3;B, C:4,5;" },
    /* A record without a value is no figure, an area of such has none. */
    { HEADER "\ng,A,2023,\ng,B,2023,3\ng,B,2024,\n", "B:3;" },
    /* Other columns first, extra columns and texts. */
    { "note,PRINTED,REF_AREA,TIME_PERIOD,INDICATOR,OBS_VALUE,LOCATOR\n"
      "x,,A,2023,g,1,p. 1\ny,\"1,5\",A,2024,g,,p. 2\nz,,B,2024,g,2,\n",
      "A:2,3;B:4;" }
  };
  size_t k;

  for (k = 0; k < sizeof cases / sizeof cases[0]; k++)
    {
      struct visits visits = { "", 0, 0, 0 };
      ind_table *table = reading_new ();
      ind_error error = { IND_OK, 0, 0, "" };
      ck_assert_msg (visit (cases[k].text, &visits, table, &error) == IND_OK, "case %zu: %s", k,
                     error.message);
      ck_assert_msg (strcmp (visits.text, cases[k].visits) == 0, "case %zu: \"%s\"", k,
                     visits.text);
      ck_assert_uint_eq (ind_table_count (table), 0);
      ck_assert_uint_eq (ind_table_complaint_count (table), 0);
      ind_table_free (table);
    }
}
END_TEST

static ind_status
compare_area (void *context, const ind_table *figures, ind_error *error)
{
  const ind_table *whole = context;
  size_t k, j;

  (void) error;
  for (k = 0; k < ind_table_count (figures); k++)
    {
      ind_figure own = reading_figure (figures, k), other;
      /* Every record but the header is a figure. */
      j = own.record - 2;
      ck_assert_uint_lt (j, ind_table_count (whole));
      other = reading_figure (whole, j);
      ck_assert_uint_eq (other.record, own.record);
      ck_assert_str_eq (own.indicator, other.indicator);
      ck_assert_str_eq (own.component, other.component);
      ck_assert_str_eq (own.area, other.area);
      ck_assert_str_eq (own.period, other.period);
      ck_assert_str_eq (own.obs_value, other.obs_value);
      ck_assert_str_eq (own.source, "areas");
      ck_assert_str_eq (own.locator, other.locator);
      ck_assert_str_eq (own.printed, other.printed);
      ck_assert_int_eq (own.precision, other.precision);
      ck_assert_int_eq (own.qualifier, other.qualifier);
      ck_assert_mem_eq (&own.unit, &other.unit, sizeof own.unit);
      ck_assert_uint_eq (ind_table_extra_count (figures), ind_table_extra_count (whole));
      ck_assert_str_eq (ind_table_extra (figures, k, 0), ind_table_extra (whole, j, 0));
    }
  return IND_OK;
}

/* Every figure is what it is when the whole is read. */
START_TEST (test_figures_are_those_of_the_whole)
{
  char path[] = "test_areas.csv", *text = malloc (400000);
  uint64_t state = 77;
  size_t at, k;
  ind_table *whole = reading_new (), *table = reading_new ();
  FILE *file = fopen (path, "wb");

  ck_assert_ptr_nonnull (file);
  at = (size_t) sprintf (text, "SOURCE,%s,COMPONENT,UNIT_MEASURE,QUALIFIER,note,LOCATOR\n", HEADER);
  for (k = 0; k < 400; k++)
    at += (size_t) sprintf (text + at, "areas,g%d,R%zu,%d,%d.%d,%c,%s,%s,n%d,%s\n",
                            (int) (reading_random (&state) % 5), k / 40,
                            2000 + (int) (reading_random (&state) % 20),
                            (int) (reading_random (&state) % 1000),
                            (int) (reading_random (&state) % 10),
                            'A' + (int) (reading_random (&state) % 6), k % 7 == 0 ? "%" : "",
                            k % 11 == 0 ? "approx" : "", (int) (reading_random (&state) % 3),
                            k % 5 == 0 ? "\"p, 1\"" : "");
  fwrite (text, 1, at, file);
  fclose (file);
  ck_assert_int_eq (ind_table_read_file (whole, path, NULL, NULL), IND_OK);
  ck_assert_int_eq (ind_table_visit_areas (table, path, NULL, compare_area, whole, NULL), IND_OK);
  unlink (path);
  ind_table_free (whole);
  ind_table_free (table);
  free (text);
}
END_TEST

static ind_status
count_area (void *context, const ind_table *figures, ind_error *error)
{
  size_t *n_areas = context;

  (void) error;
  *n_areas += ind_table_count (figures) > 0;
  return IND_OK;
}

/* Of many areas, some of which have texts that others have not; some have so many that a new
 * table follows. */
START_TEST (test_many_areas)
{
  char path[] = "test_areas.csv";
  ind_table *whole = reading_new (), *table = reading_new ();
  FILE *file = fopen (path, "wb");
  int area, k, n;

  ck_assert_ptr_nonnull (file);
  fprintf (file, "SOURCE,%s,COMPONENT,UNIT_MEASURE,QUALIFIER,note,LOCATOR\n", HEADER);
  for (area = 0; area < 1500; area++)
    for (n = area % 500 == 7 ? 1200 : 1 + area % 4, k = 0; k < n; k++)
      {
        fprintf (file, "areas,g%d,R%d,%d,%d.%d,A,%s,,", k % 3, area, 2000 + k / 3, area, k,
                 k % 2 == 0 ? "%" : "");
        if (area % 5 == 1)
          fprintf (file, "n%d,p. %d-%d\n", k, area, k);
        else
          fprintf (file, ",%s\n", area % 500 == 7 ? "\"a, b\"" : "");
      }
  fclose (file);
  ck_assert_int_eq (ind_table_read_file (whole, path, NULL, NULL), IND_OK);
  ck_assert_int_eq (ind_table_visit_areas (table, path, NULL, compare_area, whole, NULL), IND_OK);
  unlink (path);
  ind_table_free (whole);
  ind_table_free (table);
}
END_TEST

START_TEST (test_areas_must_not_be_mixed)
{
  static const char text[] = HEADER "\ng,A,2023,1\ng,B,2023,2\ng,A,2024,3\ng,B,2024,4\n";
  struct visits visits = { "", 0, 0, 0 };
  ind_table *table = reading_new ();
  ind_error error = { IND_OK, 0, 0, "" };

  ck_assert_int_eq (visit (text, &visits, table, &error), IND_E_CSV);
  ck_assert_str_eq (visits.text, "");
  ck_assert_uint_eq (ind_table_complaint_total (table), 1);
  ck_assert_ptr_nonnull (strstr (ind_table_complaint_at (table, 0),
                                 "record 4, column 2 (REF_AREA): records of other areas stand "
                                 "between this one of \"A\" and those before; sort the file"));
  ind_table_free (table);
}
END_TEST

/* Whatever is wrong with the last record, no area was shown. */
START_TEST (test_a_broken_file_shows_nothing)
{
  static const char *const texts[] = {
    HEADER "\ng,A,2023,1\ng,B,2023,x\n", HEADER "\ng,A,2023,1\ng,B,2023\n",
    HEADER "\ng,A,2023,1\ng,\"B\"x,2023,1\n", HEADER "\ng,A,2023,1\ng,B,2023,\"1\n",
    HEADER "\ng,A,2023,1\ng,,2023,1\n", HEADER "\n", "", "a,b\n1,2\n",
    HEADER "\ng,A,2023,1\ng,B\xFF,2023,1\n"
  };
  size_t k;

  for (k = 0; k < sizeof texts / sizeof texts[0]; k++)
    {
      struct visits visits = { "", 0, 0, 0 };
      ind_table *table = reading_new (), *whole = reading_new ();
      ind_error error = { IND_OK, 0, 0, "" }, expected = { IND_OK, 0, 0, "" };
      ind_status status = ind_table_read_text (whole, "x", texts[k], strlen (texts[k]), NULL,
                                               &expected);
      ck_assert_int_ne (status, IND_OK);
      ck_assert_int_eq (visit (texts[k], &visits, table, &error), status);
      ck_assert_str_eq (visits.text, "");
      ck_assert_uint_eq (ind_table_complaint_total (table), ind_table_complaint_total (whole));
      ck_assert_str_eq (strstr (ind_table_complaint_at (table, 0), ": "),
                        strstr (ind_table_complaint_at (whole, 0), ": "));
      ind_table_free (table);
      ind_table_free (whole);
    }
}
END_TEST

START_TEST (test_a_visitor_stops_the_reading)
{
  static const char text[] = HEADER "\ng,A,2023,1\ng,B,2023,2\ng,C,2023,3\n";
  size_t stop;

  for (stop = 1; stop <= 3; stop++)
    {
      struct visits visits = { "", 0, stop, 0 };
      ind_table *table = reading_new ();
      ind_error error = { IND_OK, 0, 0, "" };
      ck_assert_int_eq (visit (text, &visits, table, &error), IND_E_INTERNAL);
      ck_assert_str_eq (error.message, "enough");
      ck_assert_uint_eq (visits.n, stop);
      ind_table_free (table);
    }
}
END_TEST

static ind_status
count_checks (void *context, const ind_table *figures, ind_error *error)
{
  ind_rules *rules = context;
  ind_report *report;
  ind_summary summary;
  ind_status status = ind_check (figures, rules, NULL, &report, error);

  ck_assert_int_eq (status, IND_OK);
  ind_report_summary (report, &summary);
  ck_assert_uint_eq (summary.checks, 0);
  ck_assert_uint_eq (summary.verdicts[IND_VERDICT_UNVERIFIABLE], 1);
  ind_report_free (report);
  return IND_OK;
}

/* Of a sum over whatever components the file has, an area that lacks one is not checked,
 * though all of what the area has is there. */
START_TEST (test_an_area_knows_the_components_of_the_whole)
{
  static const char rules_text[] = "breakdown all for s: _T = *\nrule r: s[whole] == sum(s[*])\n";
  static const char text[] = HEADER ",COMPONENT\ns,A,2023,9,_T\ns,A,2023,1,a\ns,B,2023,9,_T\n"
                                    "s,B,2023,1,b\n";
  char path[64];
  ind_rules *rules;
  ind_table *table = reading_new ();
  ind_error error = { IND_OK, 0, 0, "" };

  ck_assert_int_eq (ind_rules_new (&rules, NULL), IND_OK);
  ck_assert_msg (ind_rules_read_text (rules, "r", rules_text, strlen (rules_text), &error)
                     == IND_OK, "%s", error.message);
  write_file (path, text, strlen (text));
  ck_assert_int_eq (ind_table_visit_areas (table, path, NULL, count_checks, rules, &error),
                    IND_OK);
  unlink (path);
  ind_table_free (table);
  ind_rules_free (rules);
}
END_TEST

START_TEST (test_arguments)
{
  struct visits visits = { "", 0, 0, 0 };
  ind_table *table = reading_table (HEADER "\ng,A,2023,1\n");
  ind_error error = { IND_OK, 0, 0, "" };

  ck_assert_int_eq (ind_table_visit_areas (table, "x", NULL, on_area, &visits, &error),
                    IND_E_ARGUMENT);
  ck_assert_ptr_nonnull (strstr (error.message, "pass a new one"));
  ind_table_free (table);
  table = reading_new ();
  ck_assert_int_eq (ind_table_visit_areas (table, "/no/such", NULL, on_area, &visits, &error),
                    IND_E_FILE);
  ck_assert_str_eq (error.message, "cannot open /no/such: No such file or directory");
  ind_table_free (table);
}
END_TEST

START_TEST (test_memory)
{
  char *text = malloc (100000);
  size_t blocks = failing_memory_blocks (), n, k;
  char path[64];

  /* Without texts that differ, the second area goes on in the table of the first. */
  n = (size_t) sprintf (text, "%s,UNIT_MEASURE,note,LOCATOR\n", HEADER);
  for (k = 0; k < (_i == 0 ? 2 : 1200); k++)
    n += (size_t) sprintf (text + n, "g,A,%zu,%zu,%%,x,p. %zu\n", 2000 + k % 100, k,
                           _i == 0 ? 1 : k);
  sprintf (text + n, "g,B,2023,3,%%,z,\n");
  write_file (path, text, strlen (text));
  free (text);
  for (n = 1; n < 10000; n++)
    {
      ind_table *table = reading_new ();
      ind_error error = { IND_OK, 0, 0, "" };
      ind_status status;
      size_t n_failed, n_areas = 0;
      failing_memory_arm (n, 1);
      status = ind_table_visit_areas (table, path, NULL, count_area, &n_areas, &error);
      n_failed = failing_memory_disarm ();
      ck_assert_int_eq (status, n_failed > 0 ? IND_E_MEMORY : IND_OK);
      ck_assert_uint_eq (ind_table_count (table), 0);
      ind_table_free (table);
      ck_assert_uint_eq (failing_memory_blocks (), blocks);
      if (n_failed > 0)
        continue;
      ck_assert_uint_eq (n_areas, 2);
      break;
    }
  ck_assert_uint_gt (n, 40);
  ck_assert_uint_lt (n, 10000);
  unlink (path);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("areas");

  tcase_add_test (tests, test_each_area_is_shown_once);
  tcase_add_test (tests, test_figures_are_those_of_the_whole);
  tcase_add_test (tests, test_many_areas);
  tcase_add_test (tests, test_areas_must_not_be_mixed);
  tcase_add_test (tests, test_a_broken_file_shows_nothing);
  tcase_add_test (tests, test_a_visitor_stops_the_reading);
  tcase_add_test (tests, test_an_area_knows_the_components_of_the_whole);
  tcase_add_test (tests, test_arguments);
  tcase_add_loop_test (tests, test_memory, 0, 2);
  return suite_run (tests, "areas");
}
