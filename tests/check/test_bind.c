/* SPDX-License-Identifier: GPL-3.0-or-later
 * Templates bound to figures: where, and which figures. */
#include "check/bind.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "support/failing_memory.h"
#include "support/suite.h"

static ind_table *table;
static ind_rules *rules;
static ind__index built;
static ind__index_components components;
static ind__templates templates;

static void
build (const char *csv, const char *text)
{
  ind_error error = { IND_OK, 0, 0, "" };
  ind__data_names data;

  ck_assert_int_eq (ind_table_new (&table, NULL), IND_OK);
  ck_assert_msg (ind_table_read_text (table, "test.csv", csv, strlen (csv), NULL, &error)
                     == IND_OK,
                 "%s", error.message);
  ck_assert_int_eq (ind_rules_new (&rules, NULL), IND_OK);
  ck_assert_msg (ind_rules_read_text (rules, "t", text, strlen (text), &error) == IND_OK, "%s",
                 error.message);
  ck_assert_int_eq (ind__index_build (&built, table, rules, &error), IND_OK);
  ck_assert (ind__index_sort (&built));
  data = ind__index_data_names (&built, &components);
  ck_assert_int_eq (ind__expand (rules, &data, &templates, &error), IND_OK);
}

static void
discard (void)
{
  ind__templates_free (&templates);
  ind__index_free (&built);
  ind__release (components.component);
  memset (&components, 0, sizeof components);
  ind_rules_free (rules);
  ind_table_free (table);
}

struct log {
  char text[2000];
  size_t n_left; /* visits before the visitor stops */
};

/* "V 2024 A: 0 - 3~; " area, period, free component, a figure for each slot;
 * ~ where one comes from another source. */
static int
visit (void *context, const ind__binding *binding)
{
  struct log *log = context;
  size_t n = strlen (log->text), k;
  char period[16];

  if (log->n_left-- == 0)
    return 0;
  ind__period_write (binding->period, period);
  n += (size_t) snprintf (log->text + n, sizeof log->text - n, "%s %s",
                          ind__index_name (&built, binding->area), period);
  if (binding->component != IND__NONE)
    n += (size_t) snprintf (log->text + n, sizeof log->text - n, " %s",
                            ind__index_name (&built, binding->component));
  n += (size_t) snprintf (log->text + n, sizeof log->text - n, ":");
  for (k = 0; k < binding->template->n_slots; k++)
    if (binding->figure[k] == IND__NONE)
      n += (size_t) snprintf (log->text + n, sizeof log->text - n, " -");
    else
      n += (size_t) snprintf (log->text + n, sizeof log->text - n, " %u",
                              (unsigned) binding->figure[k]);
  snprintf (log->text + n, sizeof log->text - n, "%s; ", binding->is_across ? "~" : "");
  return 1;
}

/* All bindings of the only template; figures are counted from 0. */
static void
expect_bindings (const char *csv, const char *text, const char *expected)
{
  struct log log = { "", 1000 };

  build (csv, text);
  ck_assert_uint_eq (templates.count, 1);
  ck_assert_int_eq (ind__bind (&built, &templates.at[0], visit, &log), 1);
  ck_assert_msg (strcmp (log.text, expected) == 0, "%son\n%sis bound to\n%s\nnot to\n%s", text,
                 csv, log.text, expected);
  discard ();
}

#define HEADER "INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE\n"

/* Wherever the subject is printed, and nowhere else. */
START_TEST (test_places)
{
  expect_bindings (HEADER "a,,V,2024,1\nb,,V,2024,1\na,,W,2024,1\nb,,W,2023,1\na,,V,2024-Q1,1\n"
                          "b,,V,2024-Q1,1\n",
                   "rule r: a == b\n", "V 2024: 0 1; W 2024: 2 -; V 2024-Q1: 4 5; ");
  expect_bindings (HEADER "b,,V,2024,1\n", "rule r: a == b\n", "");
  expect_bindings (HEADER "a,P,V,2024,1\na,Q,V,2024,1\nb,Q,V,2024,1\na,,V,2024,1\nb,,V,2024,1\n",
                   "rule r: a[c] == b[c] + b[_T]\n",
                   "V 2024 P: 0 - 4; V 2024 Q: 1 2 4; V 2024 _T: 3 4 4; ");
  expect_bindings (HEADER "a,P,V,2024,1\na,Q,V,2024,1\n", "rule r: a[P] == a[Q]\n",
                   "V 2024: 0 1; ");
}
END_TEST

START_TEST (test_periods)
{
  expect_bindings (HEADER "a,,V,2024-Q1,1\na,,V,2023-Q1,1\na,,V,2023-Q4,1\na,,V,2022-Q1,1\n"
                          "b,,V,2024,1\n",
                   "rule r: a == prev(a) + before(a) + prev(a, 2) + year(b)\n",
                   "V 2024-Q1: 0 1 2 3 4; V 2023-Q1: 1 3 - - -; V 2023-Q4: 2 - - - -; "
                   "V 2022-Q1: 3 - - - -; ");
  expect_bindings (HEADER "a,,V,2024-9M,1\na,,V,2024-8M,1\na,,V,2023-9M,1\nb,,V,2024,1\n",
                   "rule r: a == before(a) + prev(a) + year(b)\n",
                   "V 2024-9M: 0 1 2 3; V 2024-8M: 1 - - 3; V 2023-9M: 2 - - -; ");
  /* Before the calendar there is nothing. */
  expect_bindings (HEADER "a,,V,0001,1\na,,V,0002,1\n", "rule r: a == prev(a) + prev(a, 100)\n",
                   "V 0001: 0 - -; V 0002: 1 0 -; ");
}
END_TEST

/* A sum is bound once, if any of its parts is printed, whichever is first. */
START_TEST (test_parts)
{
  static const char rule[] = "breakdown p: _T = A + B + C\nrule r over p: sum(a[*]) == b\n";

  expect_bindings (HEADER "a,A,V,2024,1\na,B,V,2024,1\na,C,V,2024,1\nb,,V,2024,1\n", rule,
                   "V 2024: 0 1 2 3; ");
  expect_bindings (HEADER "a,C,V,2024,1\na,B,V,2024,1\nb,,V,2024,1\na,C,W,2024,1\n", rule,
                   "V 2024: - 1 0 2; W 2024: - - 3 -; ");
  expect_bindings (HEADER "a,D,V,2024,1\na,_T,V,2024,1\nb,,V,2024,1\n", rule, "");
}
END_TEST

START_TEST (test_areas)
{
  static const char rule[] = "areas n: N = V + W\nrule r over n: sum(a[c]@*) == a[c]@whole\n";

  expect_bindings (HEADER "a,P,V,2024,1\na,P,W,2024,1\na,P,N,2024,1\na,Q,W,2024,1\n"
                          "a,P,W,2023,1\n",
                   rule, "N 2024 P: 0 1 2; N 2024 Q: - 3 -; N 2023 P: - 4 -; ");
  /* A literal area is where the rule is checked; elsewhere it is looked up. */
  expect_bindings (HEADER "a,,V,2024,1\nb,,V,2024,1\na,,N,2024,1\nb,,N,2024,1\n",
                   "rule r: a@N == b\n", "N 2024: 2 3; ");
  expect_bindings (HEADER "a,,V,2024,1\nb,,V,2024,1\na,,N,2024,1\nb,,N,2024,1\n",
                   "rule r: a == b@N\n", "V 2024: 0 3; N 2024: 2 3; ");
}
END_TEST

#define SOURCES "SOURCE,VINTAGE,INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE\n"

/* Each source that prints the subject, with its own figures where it has
 * them. */
START_TEST (test_sources)
{
  static const char rule[] = "rule r: a == b + d\n";

  expect_bindings (SOURCES "one,,a,,V,2024,1\none,,b,,V,2024,1\none,,d,,V,2024,1\n"
                           "two,,a,,V,2024,1\ntwo,,b,,V,2024,1\n",
                   rule, "V 2024: 0 1 2; V 2024: 3 4 2~; ");
  /* Both vintages of a source; figures of other vintages are left alone. */
  expect_bindings (SOURCES "one,May,a,,V,2024,1\none,May,b,,V,2024,1\none,June,a,,V,2024,1\n"
                           "one,June,d,,V,2024,1\ntwo,May,d,,V,2024,1\n",
                   rule, "V 2024: 0 1 4~; V 2024: 2 - 3; ");
  expect_bindings (SOURCES "one,May,a,,V,2024,1\ntwo,June,b,,V,2024,1\nthree,,d,,V,2024,1\n",
                   rule, "V 2024: 0 - -; ");
  /* Once for each source, though it prints two parts, or one twice. */
  expect_bindings (SOURCES "one,,a,A,V,2024,1\none,,a,B,V,2024,1\none,,a,A,V,2024,1\n"
                           "two,,a,B,V,2024,1\n",
                   "breakdown p: _T = A + B\nrule r over p: sum(a[*]) == 1\n",
                   "V 2024: 0 1; V 2024: 0 3~; ");
}
END_TEST

/* Of several figures of a source the most precise counts; of equals, the
 * first; none that cannot be used. */
START_TEST (test_choice)
{
  static const char rule[] = "indicator b unit PS\nrule r: a == b\n";

  expect_bindings ("INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT,QUALIFIER\n"
                   "a,V,2024,1.0,,\na,V,2024,1.00,,\na,V,2024,1.01,,\na,V,2024,1,,at_least\n"
                   "b,V,2024,5,ha,\nb,V,2024,5,persons,approx\nb,V,2024,5,persons,\n",
                   rule, "V 2024: 1 6; ");
  expect_bindings ("INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT\n"
                   "a,V,2024,1.0,\nb,V,2024,5,ha\n",
                   rule, "V 2024: 0 -; ");
  /* Another source lends its most precise one. */
  expect_bindings (SOURCES "one,,a,,V,2024,1\ntwo,,b,,V,2024,1\ntwo,,b,,V,2024,1.0\n"
                           "three,,b,,V,2024,1.00\n",
                   "rule r: a == b\n", "V 2024: 0 2~; ");
}
END_TEST

/* An alias of the table is the indicator of the rule. */
START_TEST (test_aliases)
{
  expect_bindings (HEADER "grdp_constant_growth,A,V,2024,1\nmine,A,V,2024,1\n",
                   "alias mine = yours\nrule r: growth_real[c] == yours[c]\n",
                   "V 2024 A: 0 1; ");
}
END_TEST

START_TEST (test_stopping)
{
  struct log log = { "", 1 };

  build (HEADER "a,,V,2024,1\na,,W,2024,1\na,,X,2024,1\n", "rule r: a == 1\n");
  ck_assert_int_eq (ind__bind (&built, &templates.at[0], visit, &log), 0);
  ck_assert_str_eq (log.text, "V 2024: 0; ");
  failing_memory_arm (1, 0);
  ck_assert_int_eq (ind__bind (&built, &templates.at[0], visit, &log), 0);
  ck_assert_uint_eq (failing_memory_disarm (), 1);
  discard ();
}
END_TEST

START_TEST (test_slot_quantity)
{
  ind__slot slot;
  ind__quantity quantity;
  ind__period period, wanted;

  memset (&slot, 0, sizeof slot);
  slot.indicator = 7;
  slot.component = slot.area = IND__NONE;
  ck_assert_int_eq (ind__period_read ("2024-Q1", 7, &period), IND_OK);
  quantity = ind__slot_quantity (&slot, 1, period, 2);
  ck_assert (quantity.indicator == 7 && quantity.area == 1 && quantity.component == 2
             && quantity.period == period);
  slot.component = 3;
  slot.area = 4;
  slot.years_earlier = 2;
  slot.periods_before = 2;
  quantity = ind__slot_quantity (&slot, 1, period, 2);
  ck_assert_int_eq (ind__period_read ("2021-Q3", 7, &wanted), IND_OK);
  ck_assert (quantity.area == 4 && quantity.component == 3 && quantity.period == wanted);
  slot.periods_before = 0;
  slot.years_earlier = 5000;
  ck_assert_int_eq (ind__slot_quantity (&slot, 1, period, 2).period, IND__NO_PERIOD);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("bind");

  tcase_add_test (tests, test_places);
  tcase_add_test (tests, test_periods);
  tcase_add_test (tests, test_parts);
  tcase_add_test (tests, test_areas);
  tcase_add_test (tests, test_sources);
  tcase_add_test (tests, test_choice);
  tcase_add_test (tests, test_aliases);
  tcase_add_test (tests, test_stopping);
  tcase_add_test (tests, test_slot_quantity);
  return suite_run (tests, "bind");
}
