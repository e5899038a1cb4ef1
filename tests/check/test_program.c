/* SPDX-License-Identifier: GPL-3.0-or-later
 * Which programs there are, and which lanes they need. What comes of them: test_sweep.c. */
#include "check/sweeper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check/checking.h"
#include "check/findings.h"

static struct checked checked;
static ind__judge judge;
static ind__swept *swept;
static ind__set touched;
static ind__sweeper *sweeper;

/* Sweeps nothing yet. */
static void
open_sweeper (const char *csv, const char *rules)
{
  checked = check_text (csv, rules, 0);
  memset (&judge, 0, sizeof judge);
  ck_assert_int_eq (ind__judge_prepare (&judge, &checked.report->index,
                                        &checked.report->templates, 0.001, NULL),
                    IND_OK);
  swept = calloc (checked.report->templates.count + 1, sizeof *swept);
  ck_assert (ind__set_open (&touched, checked.report->index.table->count));
  sweeper = ind__sweeper_new (&judge, swept, &touched);
  ck_assert_ptr_nonnull (sweeper);
}

static void
discard (void)
{
  ind__sweeper_free (sweeper);
  ind__set_close (&touched);
  free (swept);
  ind__judge_free (&judge);
  checked_free (&checked);
}

/* Three components of one area: one program, whose lanes stand side by side; what all are
 * compared with is repeated for each, once for both rules. */
START_TEST (test_small_report)
{
  const ind__program *one, *two;
  size_t k;

  open_sweeper (HEADER "a,A,V,2024,1\na,B,V,2024,1\na,_T,V,2024,1\n"
                       "b,_T,V,2024,1\nb,B,V,2024,1\nb,A,V,2024,1\n",
                "rule r: a[c] == b[c] / b[_T]\nrule s: a[c] == 2 * b[_T]\n");
  ck_assert_uint_eq (sweeper->n_programs, 2);
  one = &sweeper->programs[0];
  two = &sweeper->programs[1];
  ck_assert_uint_eq (one->n_components, 3);
  ck_assert (one->is_complete && two->is_complete);
  /* a of each, b of each, b of the whole three times. */
  ck_assert_uint_eq (sweeper->n_lanes, 9);
  ck_assert_uint_eq (sweeper->n_copies, 3);
  for (k = 0; k < 3; k++)
    ck_assert_uint_eq (sweeper->copies[k].from, sweeper->copies[0].from);
  ck_assert_uint_eq (one->lane[0], two->lane[0]);
  ck_assert_uint_eq (one->lane[2], two->lane[1]);
  discard ();
}
END_TEST

/* Where an indicator lacks a component, its lane is empty; where it has none, the program is not
 * complete, and has lanes for its subjects alone. */
START_TEST (test_missing_columns)
{
  open_sweeper (HEADER "a,A,V,2024,1\na,B,V,2024,1\nb,B,V,2024,1\n",
                "rule r: a[c] == b[c]\nrule s: a[c] == b[c] * k[c]\nrule t: k[c] == a[c]\n");
  ck_assert_uint_eq (sweeper->n_programs, 2);
  ck_assert (sweeper->programs[0].is_complete && !sweeper->programs[1].is_complete);
  ck_assert_uint_eq (sweeper->n_lanes, 4);
  ck_assert_uint_ne (sweeper->programs[1].lane[0], IND__NONE);
  ck_assert_uint_eq (sweeper->programs[1].lane[1], IND__NONE);
  ck_assert_uint_eq (sweeper->programs[1].lane[2], IND__NONE);
  discard ();
}
END_TEST

/* So many components go into a block as there is room for their sites: none together from 33
 * sites on. */
START_TEST (test_groups)
{
  static const struct
  {
    size_t n_sites, n_components;
  } cases[] = { { 1, 8 }, { 8, 8 }, { 9, 4 }, { 16, 4 }, { 17, 2 }, { 33, 1 }, { 100, 1 } };
  size_t k, site, c;

  for (k = 0; k < sizeof cases / sizeof cases[0]; k++)
    {
      static char csv[60000];
      size_t n = (size_t) sprintf (csv, HEADER);
      for (site = 0; site < cases[k].n_sites; site++)
        for (c = 0; c < 10; c++)
          n += (size_t) sprintf (csv + n, "a,c%zu,V%zu,2024,1\nb,c%zu,V%zu,2024,1\n", c, site, c,
                                 site);
      open_sweeper (csv, "rule r: a[c] == b[c]\n");
      ck_assert_msg (sweeper->programs[0].n_components == cases[k].n_components,
                     "%zu components of %zu sites go together, not %zu",
                     sweeper->programs[0].n_components, cases[k].n_sites, cases[k].n_components);
      ck_assert_uint_eq (sweeper->n_programs,
                         (10 + cases[k].n_components - 1) / cases[k].n_components);
      ck_assert_uint_eq (sweeper->n_copies, 0);
      ck_assert_uint_eq (sweeper->n_lanes, 20);
      discard ();
    }
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("program");

  tcase_add_test (tests, test_small_report);
  tcase_add_test (tests, test_missing_columns);
  tcase_add_test (tests, test_groups);
  return suite_run (tests, "program");
}
