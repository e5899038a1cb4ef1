/* SPDX-License-Identifier: GPL-3.0-or-later
 * The figures of a table by quantity. */
#include "check/index.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "support/exact.h"
#include "support/failing_memory.h"
#include "support/suite.h"

static ind_table *table;
static ind_rules *rules;
static ind__index built;

static void
build (const char *csv, const char *text)
{
  ind_error error = { IND_OK, 0, 0, "" };

  ck_assert_int_eq (ind_table_new (&table, NULL), IND_OK);
  ck_assert_msg (ind_table_read_text (table, "test.csv", csv, strlen (csv), NULL, &error)
                     == IND_OK,
                 "%s", error.message);
  ck_assert_int_eq (ind_rules_new (&rules, NULL), IND_OK);
  ck_assert_msg (ind_rules_read_text (rules, "t", text, strlen (text), &error) == IND_OK, "%s",
                 error.message);
  ck_assert_int_eq (ind__index_build (&built, table, rules, &error), IND_OK);
  ck_assert (ind__index_sort (&built));
}

static void
discard (void)
{
  ind__index_free (&built);
  ind_rules_free (rules);
  ind_table_free (table);
}

static uint32_t
name (const char *text)
{
  uint32_t id = ind__strings_find (&built.names, text, strlen (text));
  ck_assert_msg (id != IND__NO_STRING, "the index does not know %s", text);
  return id;
}

/* What is found does not depend on it. */
static uint32_t near;

static uint32_t
find (const char *indicator, const char *area, const char *period, const char *component)
{
  ind__period read;
  ck_assert_int_eq (ind__period_read (period, strlen (period), &read), IND_OK);
  return ind__index_find (&built, name (indicator), name (area), read, name (component), near++ % 7);
}

#define COLUMNS "SOURCE,VINTAGE,INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE\n"

/* The figures of a quantity hang together in reading order, whatever alias
 * they are printed under. */
START_TEST (test_quantities)
{
  build (COLUMNS "one,,growth_real,A,V,2024,1\n"           /* 0 */
                 "one,,growth_real,_T,V,2024,2\n"          /* 1 */
                 "two,,grdp_constant_growth,A,V,2024,3\n"  /* 2 */
                 "two,,mine,A,V,2024,4\n"                  /* 3 */
                 "two,,growth_real,A,V,2023,5\n"           /* 4 */
                 "two,,growth_real,A,W,2024,6\n"           /* 5 */
                 "two,,growth_real,A,V,2024-Q1,7\n",       /* 6 */
         "alias mine = growth_real\n");
  ck_assert_uint_eq (find ("grdp_constant_growth", "V", "2024", "A"), 0);
  ck_assert_uint_eq (ind__index_next (&built, 0), 2);
  ck_assert_uint_eq (ind__index_next (&built, 2), 3);
  ck_assert_uint_eq (ind__index_next (&built, 3), IND__NONE);
  ck_assert_uint_eq (find ("grdp_constant_growth", "V", "2024", "_T"), 1);
  ck_assert_uint_eq (ind__index_next (&built, 1), IND__NONE);
  ck_assert_uint_eq (find ("grdp_constant_growth", "V", "2023", "A"), 4);
  ck_assert_uint_eq (find ("grdp_constant_growth", "W", "2024", "A"), 5);
  ck_assert_uint_eq (find ("grdp_constant_growth", "V", "2024-Q1", "A"), 6);
  ck_assert_uint_eq (find ("grdp_constant_growth", "W", "2024", "_T"), IND__NONE);
  ck_assert_uint_eq (find ("grdp_constant_growth", "W", "2023", "A"), IND__NONE);
  ck_assert_uint_eq (find ("A", "V", "2024", "A"), IND__NONE);
  ck_assert_uint_eq (ind__index_find (&built, name ("grdp_constant_growth"), name ("V"),
                                      IND__NO_PERIOD, name ("A"), 0),
                     IND__NONE);
  ck_assert_uint_eq (built.n_data_indicators, 1);
  discard ();
}
END_TEST

/* Rows of all forms: what stands in a row and column is what a search of the table finds. */
START_TEST (test_rows)
{
  enum { N_SITES_USED = 30, N_COLUMNS_USED = 150, MOST_FIGURES = N_SITES_USED * N_COLUMNS_USED };
  static char csv[MOST_FIGURES * 40];
  static uint32_t first[N_SITES_USED][N_COLUMNS_USED];
  exact_random random = { 9 };
  size_t n_of_form[3] = { 0, 0, 0 };
  int round;

  for (round = 0; round < 30; round++)
    {
      int length = snprintf (csv, sizeof csv, COLUMNS), site, k, i;
      uint32_t column, j, figure;
      for (site = 0; site < N_SITES_USED; site++)
        {
          uint64_t way = exact_random_below (&random, 8);
          for (k = 0; k < N_COLUMNS_USED; k++)
            {
              /* In order, with gaps, in no order, from two sources, few and far between. */
              int own = way == 2 ? (int) exact_random_below (&random, N_COLUMNS_USED)
                                 : k;
              int n = way == 1 ? (int) exact_random_below (&random, 2)
                               : way == 4 ? k % 50 == 0 : 1;
              int at = round % 3 == 0 ? (int) exact_random_below (&random, N_SITES_USED) : site;
              /* Rows of few, that do not stand together. */
              if (way == 4 && n == 1)
                length += snprintf (csv + length, sizeof csv - (size_t) length,
                                    "s,,i0,c,r0,2024,0\n");
              for (i = 0; i < n; i++)
                length += snprintf (csv + length, sizeof csv - (size_t) length,
                                    "s%d,,i%d,c,r%d,2024,%d\n",
                                    way == 3 ? k % 2 : round % 2 == 0 ? 0 : site % 5, own, at, k);
            }
        }
      build (csv, "");
      memset (first, 0xFF, sizeof first);
      for (figure = (uint32_t) table->count; figure-- > 0;)
        first[ind__table_site_number (table, figure)]
             [ind__index_meaning (&built, figure)->column] = figure;
      for (j = 0; j < table->n_sites; j++)
        {
          n_of_form[built.row[j].form]++;
          for (column = 0; column < built.n_columns; column++)
            exact_assert (ind__index_at (&built, j, column) == first[j][column],
                          "row %u of form %d has figure %u in column %u, not %u", j,
                          (int) built.row[j].form, ind__index_at (&built, j, column), column,
                          first[j][column]);
        }
      discard ();
    }
  ck_assert_uint_gt (n_of_form[IND__ROW_OF_STRETCHES], 100);
  ck_assert_uint_gt (n_of_form[IND__ROW_OF_CELLS], 100);
  ck_assert_uint_gt (n_of_form[IND__ROW_OF_PAIRS], 10);
}
END_TEST

/* Rows that hold few of many columns, and figures of one quantity far apart: every quantity
 * is found, and its figures are chained in reading order. */
START_TEST (test_sparse_rows)
{
  enum { N_FIGURES = 3000, N_COLUMNS_USED = 400, N_AREAS_USED = 40 };
  static char csv[N_FIGURES * 40];
  static int column_of[N_FIGURES], area_of[N_FIGURES];
  exact_random random = { 7 };
  int length = snprintf (csv, sizeof csv, COLUMNS), k, j;

  for (k = 0; k < N_FIGURES; k++)
    {
      column_of[k] = (int) (exact_random_bits (&random) % N_COLUMNS_USED);
      area_of[k] = (int) (exact_random_bits (&random) % N_AREAS_USED);
      /* The first areas have all columns, the others few. */
      if (area_of[k] > 2)
        column_of[k] -= column_of[k] % 97;
      length += snprintf (csv + length, sizeof csv - (size_t) length, "s,,i%d,c,r%d,2024,%d\n",
                          column_of[k], area_of[k], k);
    }
  build (csv, "");
  for (k = 0; k < N_FIGURES; k++)
    {
      char indicator[16], area[16];
      uint32_t figure;
      snprintf (indicator, sizeof indicator, "i%d", column_of[k]);
      snprintf (area, sizeof area, "r%d", area_of[k]);
      figure = find (indicator, area, "2024", "c");
      for (j = 0; j < k; j++)
        if (column_of[j] == column_of[k] && area_of[j] == area_of[k])
          {
            ck_assert_uint_eq (figure, j);
            figure = ind__index_next (&built, figure);
          }
      ck_assert_uint_eq (figure, k);
    }
  discard ();
}
END_TEST

START_TEST (test_by_indicator)
{
  const uint32_t *figures;
  size_t n;

  build (COLUMNS "one,,a,,V,2024,1\none,,b,,V,2024,2\none,,a,,W,2024,3\none,,c,,V,2024,4\n"
                 "one,,b,,V,2023,5\none,,a,,V,2024,6\n",
         "");
  figures = ind__index_figures (&built, name ("a"), &n);
  ck_assert_uint_eq (n, 3);
  ck_assert (figures[0] == 0 && figures[1] == 2 && figures[2] == 5);
  figures = ind__index_figures (&built, name ("b"), &n);
  ck_assert_uint_eq (n, 2);
  ck_assert (figures[0] == 1 && figures[1] == 4);
  figures = ind__index_figures (&built, name ("c"), &n);
  ck_assert (n == 1 && figures[0] == 3);
  /* A name that is no indicator, and a number that is no name. */
  ind__index_figures (&built, name ("V"), &n);
  ck_assert_uint_eq (n, 0);
  ind__index_figures (&built, 1000000, &n);
  ck_assert_uint_eq (n, 0);
  ck_assert_uint_eq (built.n_data_indicators, 3);
  discard ();
}
END_TEST

/* A source at one vintage is one issue, wherever its figures stand. */
START_TEST (test_issues)
{
  build (COLUMNS "one,,a,,V,2020,1\none,May,a,,V,2021,1\ntwo,May,a,,V,2022,1\n"
                 "one,,a,,V,2023,1\none,May,a,,V,2024,1\ntwo,,a,,V,2025,1\n",
         "");
  ck_assert_uint_eq (built.n_issues, 4);
  ck_assert_uint_eq (ind__index_issue (&built, 3), ind__index_issue (&built, 0));
  ck_assert_uint_eq (ind__index_issue (&built, 4), ind__index_issue (&built, 1));
  ck_assert_uint_ne (ind__index_issue (&built, 0), ind__index_issue (&built, 1));
  ck_assert_uint_ne (ind__index_issue (&built, 1), ind__index_issue (&built, 2));
  ck_assert_uint_ne (ind__index_issue (&built, 2), ind__index_issue (&built, 5));
  discard ();
}
END_TEST

/* Many sources, so that their numbers need more than one digit of any kind. */
START_TEST (test_many_issues)
{
  static char csv[200000];
  size_t k, n = (size_t) sprintf (csv, "SOURCE,INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE\n");

  for (k = 0; k < 5000; k++)
    n += (size_t) sprintf (csv + n, "s%zu,a,V%zu,2024,1\n", k % 1000, k);
  build (csv, "");
  ck_assert_uint_eq (built.n_issues, 1000);
  for (k = 1000; k < 5000; k++)
    exact_assert (ind__index_issue (&built, k) == ind__index_issue (&built, k - 1000), "figure %zu has another issue", k);
  discard ();
}
END_TEST

#define UNITS "INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,UNIT_MULT\n"

/* Intervals are in units of scale 0; without a unit the figure has that of
 * its declaration. By hand: 50.4 billion is 50.35e9 .. 50.45e9. */
START_TEST (test_scales)
{
  static const struct
  {
    int scale;
    double low, high, value;
  } wanted[] = {
    { 9, 50.35e9, 50.45e9, 50.4e9 },   { 3, 812.55e3, 812.65e3, 812.6e3 },
    { 0, 50.35, 50.45, 50.4 },         { 6, 1.5e6, 2.5e6, 2e6 },
    { 9, 2.5e9, 3.5e9, 3e9 },          { 3, 3.5e3, 4.5e3, 4e3 },
    { 0, 0.45, 0.55, 0.5 },
  };
  size_t k;

  build (UNITS "grdp_current,V,2024,50.4,bn VND,\npopulation,V,2024,812.6,thousand persons,\n"
               "grdp_current,V,2023,50.4,,\npopulation,V,2023,2,PS,6\nnpl,V,2024,3,,\n"
               "npl,V,2023,4,,3\nshare,V,2024,0.5,%,\n",
         "indicator npl unit bn VND\n");
  for (k = 0; k < sizeof wanted / sizeof wanted[0]; k++)
    {
      ind_interval value = ind__index_value (&built, (uint32_t) k);
      ck_assert_msg (ind__index_scale (&built, k) == wanted[k].scale, "figure %zu has the scale %d", k,
                     ind__index_scale (&built, k));
      suite_assert_near (ind__index_interval (&built, k).low, wanted[k].low, 1e-15, 0);
      suite_assert_near (ind__index_interval (&built, k).high, wanted[k].high, 1e-15, 0);
      ck_assert (value.low <= wanted[k].value && wanted[k].value <= value.high);
      ck_assert (value.high - value.low <= 1e-15 * wanted[k].value);
      ck_assert (ind__index_interval (&built, k).low <= value.low && value.high <= ind__index_interval (&built, k).high);
    }
  discard ();
}
END_TEST

/* A unit that does not measure the indicator makes a figure unusable; XDC is
 * any currency, and what is not declared may be in anything. */
START_TEST (test_use)
{
  static const struct
  {
    const char *figure;
    ind__use use;
    const char *currency;
  } cases[] = {
    { "grdp_current,V,2024,1,bn VND,", IND__USABLE, "VND" },
    { "grdp_current,V,2024,1,EUR,", IND__USABLE, "EUR" },
    { "grdp_current,V,2024,1,XDC,", IND__USABLE, "" },
    { "grdp_current,V,2024,1,,9", IND__USABLE, "" },
    { "grdp_current,V,2024,1,PS,", IND__WRONG_UNIT, "" },
    { "grdp_current,V,2024,1,%,", IND__WRONG_UNIT, "" },
    { "grdp_current_usd,V,2024,1,bn USD,", IND__USABLE, "" },
    { "grdp_current_usd,V,2024,1,bn VND,", IND__WRONG_UNIT, "" },
    { "exchange_rate,V,2024,1,VND/USD,", IND__USABLE, "VND" },
    { "exchange_rate,V,2024,1,USD/VND,", IND__WRONG_UNIT, "" },
    { "grdp_per_capita,V,2024,1,mn VND/person,", IND__USABLE, "VND" },
    { "population,V,2024,1,ha,", IND__WRONG_UNIT, "" },
    { "share,V,2024,1,pp,", IND__USABLE, "" },
    { "unheard_of,V,2024,1,ha,", IND__USABLE, "" },
    { "unheard_of,V,2024,1,VND,", IND__USABLE, "" },
    { "unheard_of_growth,V,2024,1,VND,", IND__WRONG_UNIT, "" },
  };
  size_t k;

  for (k = 0; k < sizeof cases / sizeof cases[0]; k++)
    {
      char csv[300];
      snprintf (csv, sizeof csv, "%s%s\n", UNITS, cases[k].figure);
      build (csv, "");
      ck_assert_msg (ind__index_use (&built, 0) == cases[k].use, "%s is %s", cases[k].figure,
                     ind__index_use (&built, 0) == IND__USABLE ? "usable" : "not usable");
      if (cases[k].use == IND__USABLE)
        ck_assert_msg (strcmp (ind__index_name (&built, ind__index_currency (&built, 0)), cases[k].currency)
                           == 0,
                       "%s is in \"%s\"", cases[k].figure,
                       ind__index_name (&built, ind__index_currency (&built, 0)));
      discard ();
    }
}
END_TEST

/* What is remembered of a unit belongs to its indicator, however many of both
 * there are. */
START_TEST (test_many_units)
{
  static const char *const units[] = { "VND", "thousand VND", "mn VND", "bn VND", "tn VND" };
  static const int scales[] = { 0, 3, 6, 9, 12 };
  static char csv[400000];
  size_t k, n = (size_t) sprintf (csv, UNITS);
  exact_random random = { 5 };

  for (k = 0; k < 5000; k++)
    n += (size_t) sprintf (csv + n, "i%u%s,V%zu,2024,1,%s,\n",
                           (unsigned) exact_random_below (&random, 400), k % 7 == 0 ? "_growth" : "",
                           k, units[k % 5]);
  build (csv, "");
  for (k = 0; k < 5000; k++)
    {
      exact_assert (ind__index_scale (&built, k) == scales[k % 5], "figure %zu has the scale %d", k,
                    ind__index_scale (&built, k));
      exact_assert (ind__index_use (&built, k) == (k % 7 == 0 ? IND__WRONG_UNIT : IND__USABLE),
                    "the use of figure %zu is %d", k, ind__index_use (&built, k));
    }
  discard ();
}
END_TEST

/* The same where one indicator is in more units than are remembered. */
START_TEST (test_many_units_of_one_indicator)
{
  static const char *const units[] = { "VND", "thousand VND", "mn VND", "bn VND", "tn VND" };
  static const int scales[] = { 0, 3, 6, 9, 12 };
  static char csv[60000];
  size_t k, n = (size_t) sprintf (csv, UNITS);

  for (k = 0; k < 1000; k++)
    n += (size_t) sprintf (csv + n, "x,V%zu,2024,1,%s %zu,\n", k, units[k % 5], 1900 + k / 5);
  for (k = 0; k < 500; k++) /* a unit, and the one 256 behind it */
    n += (size_t) sprintf (csv + n, "x,W%zu,2024,1,%s %zu,\n", k, units[(k / 2 + k % 2 * 256) % 5],
                           1900 + (k / 2 + k % 2 * 256) / 5);
  build (csv, "");
  for (k = 0; k < 500; k++)
    exact_assert (ind__index_scale (&built, 1000 + k) == scales[(k / 2 + k % 2 * 256) % 5],
                  "figure %zu has the scale %d", 1000 + k, ind__index_scale (&built, 1000 + k));
  discard ();
}
END_TEST

/* Thousands of quantities: each is found, and only its own figures. */
START_TEST (test_many_quantities)
{
  static char csv[600000];
  size_t k, n = (size_t) sprintf (csv, COLUMNS);

  for (k = 0; k < 10000; k++)
    n += (size_t) sprintf (csv + n, "s%zu,,i%zu,c%zu,a%zu,%zu,%zu\n", k % 2, k / 2 % 10,
                           k / 20 % 10, k / 200 % 10, 2000 + k / 2000, k);
  build (csv, "");
  for (k = 0; k < 10000; k += 2)
    {
      uint32_t first = ind__index_find (&built, ind__index_indicator (&built, k), ind__index_area (&built, k),
                                        ind__table_site (table, k)->period, ind__index_component (&built, k), 0);
      exact_assert (first == k && ind__index_next (&built, k) == k + 1 && ind__index_next (&built, k + 1) == IND__NONE,
                    "the figures of quantity %zu are not %zu and %zu", k / 2, k, k + 1);
    }
  discard ();
}
END_TEST

/* The components the data hold of an indicator, each once. */
START_TEST (test_components)
{
  ind__index_components scratch = { NULL, NULL, 0 };
  ind__data_names data;
  const uint32_t *components;
  size_t n;

  build (COLUMNS "one,,a,P,V,2024,1\none,,a,_T,V,2024,1\none,,b,Q,V,2024,1\none,,a,P,W,2024,1\n",
         "");
  data = ind__index_data_names (&built, &scratch);
  ck_assert_uint_eq (data.n_indicators, 2);
  ck_assert_uint_eq (data.indicator[0], name ("a"));
  components = data.components (data.context, name ("a"), &n);
  ck_assert_uint_eq (n, 2);
  ck_assert (components[0] == name ("P") && components[1] == name ("_T"));
  components = data.components (data.context, name ("b"), &n);
  ck_assert (n == 1 && components[0] == name ("Q"));
  ck_assert_ptr_nonnull (data.components (data.context, name ("V"), &n));
  ck_assert_uint_eq (n, 0);
  ind__release (scratch.component);
  discard ();
}
END_TEST

START_TEST (test_no_figures)
{
  size_t n;

  ck_assert_int_eq (ind_table_new (&table, NULL), IND_OK);
  ck_assert_int_eq (ind_rules_new (&rules, NULL), IND_OK);
  ck_assert_int_eq (ind__index_build (&built, table, rules, NULL), IND_OK);
  ck_assert (ind__index_sort (&built));
  ck_assert_uint_eq (built.n_data_indicators, 0);
  ck_assert_uint_eq (built.n_issues, 0);
  ck_assert_uint_eq (ind__index_find (&built, 0, 0, 0, 0, 0), IND__NONE);
  ind__index_figures (&built, 0, &n);
  ck_assert_uint_eq (n, 0);
  discard ();
}
END_TEST

START_TEST (test_memory)
{
  size_t blocks, n;
  int is_persistent;

  build (COLUMNS "one,,a,P,V,2024,1\ntwo,May,a,_T,V,2024,1\none,,b,Q,V,2024,1\n", "");
  ind__index_free (&built);
  blocks = failing_memory_blocks ();
  for (is_persistent = 0; is_persistent <= 1; is_persistent++)
    for (n = 1;; n++)
      {
        ind_error error;
        ind_status status;
        failing_memory_arm (n, is_persistent);
        status = ind__index_build (&built, table, rules, &error);
        if (status == IND_OK && !ind__index_sort (&built))
          {
            status = IND_E_MEMORY;
            ind__index_free (&built);
          }
        if (failing_memory_disarm () == 0)
          {
            ck_assert_int_eq (status, IND_OK);
            ck_assert_uint_gt (n, 10);
            ind__index_free (&built);
            break;
          }
        ck_assert_msg (status == IND_E_MEMORY, "allocation %zu failed and the status is %s", n,
                       ind_status_name ((int) status));
        ck_assert_uint_eq (failing_memory_blocks (), blocks);
      }
  discard ();
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("index");

  tcase_add_test (tests, test_quantities);
  tcase_add_test (tests, test_rows);
  tcase_add_test (tests, test_sparse_rows);
  tcase_add_test (tests, test_by_indicator);
  tcase_add_test (tests, test_issues);
  tcase_add_test (tests, test_many_issues);
  tcase_add_test (tests, test_scales);
  tcase_add_test (tests, test_use);
  tcase_add_test (tests, test_many_units);
  tcase_add_test (tests, test_many_units_of_one_indicator);
  tcase_add_test (tests, test_many_quantities);
  tcase_add_test (tests, test_components);
  tcase_add_test (tests, test_no_figures);
  tcase_add_test (tests, test_memory);
  return suite_run (tests, "index");
}
