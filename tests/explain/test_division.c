/* SPDX-License-Identifier: GPL-3.0-or-later
 * How the figures of a table are divided into groups of areas. */
#include "explain/division.h"

#include <stdio.h>

#include "check/checking.h"
#include "check/findings.h"
#include "support/failing_memory.h"

/* Nine figures of four areas, which do not stand together: V 3, W 3, X 2, Y 1. */
static const char csv[] = HEADER "a,,V,2024,1\na,,W,2024,2\na,,V,2023,1\na,,X,2024,3\n"
                                 "b,,W,2024,2\nb,,V,2024,1\na,,Y,2024,4\nb,,X,2024,3\n"
                                 "a,,W,2023,2\n";

struct divided {
  struct checked checked;
  ind__division division;
};

static struct divided
divide (const char *text, const char *rules, size_t least)
{
  struct divided divided;
  ind_report *report;

  divided.checked = check_text (text, rules, 0);
  report = divided.checked.report;
  ck_assert (ind__division_open (&divided.division, &report->index, &report->templates, least));
  return divided;
}

static void
divided_free (struct divided *divided)
{
  ind__division_close (&divided->division);
  checked_free (&divided->checked);
}

/* "0 2 5; 1 4 8; ": the figures of each group. */
static void
expect_groups (const char *rules, size_t least, const char *expected)
{
  struct divided divided = divide (csv, rules, least);
  char text[100] = "";
  size_t n = 0, g, k;

  for (g = 0; g < divided.division.n_groups; g++)
    for (k = 0; k <= ind__division_size (&divided.division, g); k++)
      if (k == ind__division_size (&divided.division, g))
        n += (size_t) snprintf (text + n, sizeof text - n, "; ");
      else
        n += (size_t) snprintf (text + n, sizeof text - n, "%s%u", k == 0 ? "" : " ",
                                (unsigned) ind__division_figure (&divided.division, g, k));
  ck_assert_msg (strcmp (text, expected) == 0, "%sin groups of %zu: %s, not %s", rules, least,
                 text, expected);
  divided_free (&divided);
}

/* In the order of their first figures, until there are enough. */
START_TEST (test_groups)
{
  static const char rules[] = "rule r: a == b\n";

  expect_groups (rules, 1, "0 2 5; 1 4 8; 3 7; 6; ");
  expect_groups (rules, 3, "0 2 5; 1 4 8; 3 6 7; ");
  expect_groups (rules, 4, "0 1 2 4 5 8; 3 6 7; ");
  expect_groups (rules, 6, "0 1 2 4 5 8; 3 6 7; ");
  expect_groups (rules, 7, "0 1 2 3 4 5 7 8; 6; ");
  expect_groups (rules, 9, "0 1 2 3 4 5 6 7 8; ");
  expect_groups (rules, SIZE_MAX, "0 1 2 3 4 5 6 7 8; ");
}
END_TEST

/* Areas that some rule may tie are one group. */
START_TEST (test_ties)
{
  static const char *const tied[]
      = { "rule r: a == b@V\n", "rule r: a@W == b\n",
          "areas p: V = W + X\nrule r: a@whole == sum(a@*)\n" };
  size_t k;

  for (k = 0; k < sizeof tied / sizeof tied[0]; k++)
    expect_groups (tied[k], 1, "0 1 2 3 4 5 6 7 8; ");
  expect_groups ("", 1, "0 2 5; 1 4 8; 3 7; 6; ");
}
END_TEST

/* Each figure is in the group of its area. */
START_TEST (test_sites)
{
  struct divided divided = divide (csv, "rule r: a == b\n", 2);
  const ind_table *table = divided.checked.table;
  size_t g, k, n = 0;

  for (g = 0; g < divided.division.n_groups; g++)
    for (k = 0; k < ind__division_size (&divided.division, g); k++, n++)
      ck_assert_uint_eq (
          divided.division
              .group_of[ind__table_site_number (
                  table, ind__division_figure (&divided.division, g, k))],
          g);
  ck_assert_uint_eq (n, table->count);
  divided_free (&divided);
}
END_TEST

START_TEST (test_nothing)
{
  struct checked checked;
  ind__division division;

  ck_assert_int_eq (ind_table_new (&checked.table, NULL), IND_OK);
  ck_assert_int_eq (ind_rules_new (&checked.rules, NULL), IND_OK);
  ck_assert_int_eq (ind_check (checked.table, checked.rules, NULL, &checked.report, NULL), IND_OK);
  ck_assert (ind__division_open (&division, &checked.report->index, &checked.report->templates,
                                 1));
  ck_assert_uint_eq (division.n_groups, 1);
  ck_assert_uint_eq (ind__division_size (&division, 0), 0);
  ind__division_close (&division);
  ck_assert_int_eq (ind_explain (checked.report, NULL, NULL), IND_OK);
  checked_free (&checked);
}
END_TEST

START_TEST (test_memory)
{
  struct checked checked = check_text (csv, "rule r: a == b\n", 0);
  const ind_report *report = checked.report;
  size_t blocks = failing_memory_blocks (), n;

  for (n = 1;; n++)
    {
      ind__division division;
      int is_good;
      failing_memory_arm (n, n % 2 == 0);
      is_good = ind__division_open (&division, &report->index, &report->templates, 1);
      if (failing_memory_disarm () == 0)
        {
          ck_assert (is_good);
          ind__division_close (&division);
          break;
        }
      ck_assert (!is_good);
      ck_assert_uint_eq (failing_memory_blocks (), blocks);
    }
  ck_assert_uint_gt (n, 10);
  checked_free (&checked);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("division");

  tcase_add_test (tests, test_groups);
  tcase_add_test (tests, test_ties);
  tcase_add_test (tests, test_sites);
  tcase_add_test (tests, test_nothing);
  tcase_add_test (tests, test_memory);
  return suite_run (tests, "division");
}
