/* SPDX-License-Identifier: GPL-3.0-or-later
 * The names, units, titles and ranges by which rules know indicators, and their ties. */
#include <string.h>

#include "rules/rules.h"
#include "support/suite.h"

static ind_rules *rules;

static void
load (void)
{
  static const char text[] = "indicator npl \"Non-performing loans\" unit bn VND\n"
                             "indicator untitled unit \"ha\" # in quotation marks\n"
                             "alias bad_debt = npl\nalias rise = growth_real\n"
                             "alias worse = bad_debt\nalias cover = forest\n"
                             "alias first = second\nalias second = third\n"
                             "alias grdp_current_share = part\n"
                             "assume factor \"A factor\" from 0.9 to 1.1\n"
                             "assume plan from 1.5 to 2 unit bn VND\nalias scheme = plan\n"
                             "indicator water unit HA nonnegative\nalias lake = water\n"
                             "rule of_both: factor == lake / prev(lake)\n"
                             "rule of_free: factor[c] == lake[c] / lake[A]\n"
                             "rule of_one: prev(lake) / prev(lake, 2) >= factor\n"
                             "rule of_none: lake ~= 3 * prev(lake)\n"
                             "rule of_given: lake == prev(lake) given factor\n";

  ck_assert_int_eq (ind_rules_new (&rules, NULL), IND_OK);
  ck_assert_int_eq (ind_rules_read_text (rules, "t", text, sizeof text - 1, NULL), IND_OK);
}

static void
discard (void)
{
  ind_rules_free (rules);
}

/* Aliases of the file, then of the registry, down to the systematic name. */
START_TEST (test_canonical)
{
  static const char *const cases[][2] = {
    { "npl", "npl" },
    { "bad_debt", "npl" },
    { "worse", "npl" },
    { "growth_real", "grdp_constant_growth" },
    { "grdp_constant_growth", "grdp_constant_growth" },
    { "rise", "grdp_constant_growth" },
    { "share_change", "grdp_current_share_change" },
    /* Whichever way round and in whichever order they are declared. */
    { "first", "third" },
    { "second", "third" },
    { "third", "third" },
    { "grdp_current_share", "part" },
    { "share", "part" },
    { "population", "population" },
    { "nobody_knows", "nobody_knows" },
    { "bad_debt_growth", "bad_debt_growth" },
    { "", "" },
  };
  size_t k;

  for (k = 0; k < sizeof cases / sizeof cases[0]; k++)
    ck_assert_str_eq (ind__rules_canonical (rules, cases[k][0]), cases[k][1]);
}
END_TEST

/* The unit declared in the file, in the registry, or told by the suffix. */
START_TEST (test_units)
{
  static const struct
  {
    const char *name, *unit; /* NULL: not known */
  } cases[] = {
    { "npl", "10^9 VND" },
    { "bad_debt", "10^9 VND" },
    { "npl_change", "10^9 VND" },
    { "npl_growth", "PT" },
    { "npl_share", "PT" },
    { "npl_index", "PT" },
    { "npl_share_change", "PP" },
    { "untitled", "HA" },
    { "untitled_change", "HA" },
    { "grdp_current", "XDC" },
    { "grdp_change", "XDC" },
    { "grdp_current_change", "XDC" },
    { "population_change", "PS" },
    { "productivity_change", "XDC/PS" },
    { "growth_real", "PT" },
    { "rise", "PT" },
    { "share_change", "PP" },
    { "contribution", "PP" },
    { "exchange_rate", "XDC/USD" },
    { "nobody_knows_growth", "PT" },
    { "nobody_knows", NULL },
    { "nobody_knows_change", NULL },
    { "cover", NULL },
    { "_change", NULL },
    { "", NULL },
  };
  size_t k;

  for (k = 0; k < sizeof cases / sizeof cases[0]; k++)
    {
      ind_unit unit;
      char text[64];
      int is_known = ind__rules_unit (rules, cases[k].name, &unit);
      ck_assert_msg (is_known == (cases[k].unit != NULL), "the unit of %s is %s", cases[k].name,
                     is_known ? "known" : "not known");
      if (!is_known)
        continue;
      ind_unit_write (&unit, text);
      ck_assert_msg (strcmp (text, cases[k].unit) == 0, "%s is in %s, not %s", cases[k].name,
                     text, cases[k].unit);
    }
}
END_TEST

/* Names of any length are looked at. */
START_TEST (test_long_names)
{
  char name[400];
  ind_unit unit;

  memset (name, 'a', sizeof name);
  strcpy (name + 300, "_growth");
  ck_assert_str_eq (ind__rules_canonical (rules, name), name);
  ind__rules_unit (rules, name, &unit);
  ck_assert_ptr_null (ind__rules_title (rules, name));
}
END_TEST

START_TEST (test_titles)
{
  ck_assert_str_eq (ind__rules_title (rules, "npl"), "Non-performing loans");
  ck_assert_str_eq (ind__rules_title (rules, "population"), "Population, average of the period");
  ck_assert_str_eq (ind__rules_title (rules, "growth_real"), "Real growth of GRDP");
  ck_assert_str_eq (ind__rules_title (rules, "grdp_constant_growth"), "Real growth of GRDP");
  ck_assert_str_eq (ind__rules_title (rules, "rise"), "Real growth of GRDP");
  ck_assert_str_eq (ind__rules_title (rules, "factor"), "A factor");
  ck_assert_ptr_null (ind__rules_title (rules, "plan"));
  ck_assert_ptr_null (ind__rules_title (rules, "untitled"));
  ck_assert_ptr_null (ind__rules_title (rules, "nobody_knows"));
}
END_TEST

/* By any of its names, and in units of scale 0. */
START_TEST (test_assumed)
{
  ind_interval interval = { 0, 0 };

  ck_assert (ind__rules_assumed (rules, "factor", &interval));
  /* 0.9 and 1.1 are no doubles: the enclosure has them inside. */
  ck_assert (interval.low <= 0.9 && interval.low > 0.9 - 1e-15);
  ck_assert (interval.high >= 1.1 && interval.high < 1.1 + 1e-15);
  ck_assert (ind__rules_assumed (rules, "plan", &interval));
  ck_assert (interval.low == 1.5e9 && interval.high == 2e9);
  ck_assert (ind__rules_assumed (rules, "scheme", &interval));
  ck_assert_ptr_eq (ind__rules_assumption (rules, "scheme"),
                    ind__rules_assumption (rules, "plan"));
  interval.low = 7;
  ck_assert (!ind__rules_assumed (rules, "plan_change", &interval));
  ck_assert (!ind__rules_assumed (rules, "npl", &interval));
  ck_assert (!ind__rules_assumed (rules, "nobody_knows", &interval));
  ck_assert (!ind__rules_assumed (rules, "", &interval));
  ck_assert (interval.low == 7);
  ck_assert_ptr_null (ind__rules_assumption (rules, "npl"));
}
END_TEST

/* Declared, registered, assumed from zero up; shares and indexes of these. */
START_TEST (test_ranges)
{
  static const char *const yes[]
      = { "water",      "lake",        "water_share",      "water_index", "factor", "plan",
          "population", "exchange_rate", "employment_share", "population_share",
          "employment_index", "grdp_per_capita", "disbursement_ratio", "investment_total_share" };
  static const char *const no[]
      = { "npl",          "npl_share",   "water_change", "water_growth", "water_share_change",
          "grdp_current", "share",       "contribution", "productivity", "deflator",
          "growth_real",  "nobody_knows", "",             "_share",       "budget_balance" };
  size_t k;

  for (k = 0; k < sizeof yes / sizeof yes[0]; k++)
    ck_assert_msg (ind__rules_range (rules, yes[k]).low >= 0, "%s may be negative", yes[k]);
  for (k = 0; k < sizeof no / sizeof no[0]; k++)
    ck_assert_msg (ind__rules_range (rules, no[k]).low < 0, "%s is never negative", no[k]);
  /* No more than all can be lost, no more than all be unemployed. */
  ck_assert (ind__rules_range (rules, "employment_growth").low == -100);
  ck_assert (ind__rules_range (rules, "water_growth").low == -100);
  ck_assert (ind__rules_range (rules, "hours_worked_growth").low == -100);
  ck_assert (ind__rules_range (rules, "growth_real").low == -INFINITY);
  ck_assert (ind__rules_range (rules, "npl_growth").low == -INFINITY);
  ck_assert (ind__rules_range (rules, "unemployment_rate").high == 100);
  ck_assert (ind__rules_range (rules, "disbursement_ratio").high == INFINITY);
  ck_assert (ind__rules_range (rules, "water_share").high == INFINITY);
}
END_TEST

static int
is_tied (const ind_rules *to, const char *rule, const char *indicator)
{
  ind_rule each;
  size_t k;

  for (k = 0; ind_rules_at (to, k, &each) == IND_OK && strcmp (each.name, rule) != 0; k++)
    ;
  ck_assert_msg (k < ind_rules_count (to), "there is no rule %s", rule);
  return ind_rules_tie (to, k, indicator);
}

/* By any of its names, by a suffix behind X; not because it is some level X. */
START_TEST (test_ties)
{
  static const struct
  {
    const char *rule, *indicator;
    int is_tied;
  } cases[] = {
    { "share_definition", "share", 1 },
    { "share_definition", "grdp_current_share", 1 },
    { "share_definition", "grdp_current", 1 },
    { "share_definition", "grdp_constant", 0 },
    { "contribution_total", "growth_real", 1 },
    { "contribution_total", "grdp_constant_growth", 1 },
    { "contribution_total", "growth_nominal", 0 },
    { "total", "population", 1 },
    { "total", "grdp_chained", 0 },
    { "total", "share", 0 },
    { "total", "nobody_knows", 0 },
    { "growth", "population_growth", 1 },
    { "growth", "nobody_knows_growth", 1 },
    { "growth", "population", 0 },
    { "growth", "_growth", 0 },
    { "growth", "", 0 },
    { "constant_price_shares", "relative_price", 1 },
  };
  ind_rules *standard;
  size_t k;

  ck_assert_int_eq (ind_rules_new_standard (&standard, NULL), IND_OK);
  for (k = 0; k < sizeof cases / sizeof cases[0]; k++)
    ck_assert_msg (is_tied (standard, cases[k].rule, cases[k].indicator) == cases[k].is_tied,
                   "rule %s and %s", cases[k].rule, cases[k].indicator);
  ck_assert (is_tied (rules, "of_one", "lake"));
  ck_assert (is_tied (rules, "of_one", "water"));
  ck_assert (!is_tied (rules, "of_one", "npl"));
  ck_assert (!ind_rules_tie (standard, ind_rules_count (standard), "share"));
  ck_assert (!ind_rules_tie (NULL, 0, "share"));
  ck_assert (!ind_rules_tie (standard, 0, NULL));
  ind_rules_free (standard);
}
END_TEST

/* A rule is checked where something is printed: what is assumed is its subject
 * only where nothing else is. */
START_TEST (test_subject)
{
  static const struct
  {
    const char *subject;
    int is_bounded;
  } expected[] = { { "lake", 1 }, { "lake", 1 }, { "factor", 1 }, { "lake", 0 }, { "lake", 1 } };
  size_t k;

  ck_assert_uint_eq (rules->n_rules, sizeof expected / sizeof expected[0]);
  for (k = 0; k < rules->n_rules; k++)
    {
      const ind__node *subject = ind__rules_subject (rules, &rules->rules[k]);
      ck_assert_ptr_nonnull (subject);
      ck_assert_str_eq (ind__rules_text (rules, subject->reference.indicator),
                        expected[k].subject);
      ck_assert_int_eq (ind__rules_is_bounded (rules, &rules->rules[k]), expected[k].is_bounded);
    }
  ck_assert_uint_eq (ind__rules_subject (rules, &rules->rules[1])->reference.component_selector,
                     IND__SELECT_FREE);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("names");

  tcase_add_unchecked_fixture (tests, load, discard);
  tcase_add_test (tests, test_canonical);
  tcase_add_test (tests, test_units);
  tcase_add_test (tests, test_long_names);
  tcase_add_test (tests, test_titles);
  tcase_add_test (tests, test_assumed);
  tcase_add_test (tests, test_ranges);
  tcase_add_test (tests, test_ties);
  tcase_add_test (tests, test_subject);
  return suite_run (tests, "names");
}
