/* SPDX-License-Identifier: GPL-3.0-or-later
 * Unknowns eliminated from random sparse equations that a known point satisfies. */
#include "reconcile/eliminate.h"

#include "base/memory.h"
#include "reconcile/reconciling.h"
#include "support/exact.h"
#include "support/failing_memory.h"

#define MOST 16
#define N_RANDOM 3000

struct system {
  size_t n, m;
  double a[MOST][MOST], constant[MOST], point[MOST], scale[MOST];
  uint8_t is_unknown[MOST];
};

static void
make_system (struct system *system, exact_random *random)
{
  size_t i, j;

  memset (system, 0, sizeof *system);
  system->n = 1 + exact_random_below (random, MOST);
  system->m = exact_random_below (random, MOST + 1);
  for (j = 0; j < system->n; j++)
    {
      system->point[j] = (double) exact_random_below (random, 199) - 99;
      system->scale[j] = fmax (1, fabs (system->point[j]));
      system->is_unknown[j] = exact_random_below (random, 2) != 0;
    }
  for (i = 0; i < system->m; i++)
    for (j = 0; j < system->n; j++)
      if (exact_random_below (random, 3) == 0)
        {
          system->a[i][j] = (double) exact_random_below (random, 7) - 3;
          system->constant[i] += system->a[i][j] * system->point[j];
        }
}

/* 0 when memory ran out. The terms go in from the last to the first. */
static int
enter (const struct system *system, ind__elimination *elimination)
{
  size_t i, j;

  if (!ind__elimination_open (elimination, system->n))
    return 0;
  for (i = 0; i < system->m; i++)
    {
      uint32_t column[MOST];
      double coefficient[MOST];
      for (j = 0; j < system->n; j++)
        {
          column[j] = (uint32_t) (system->n - 1 - j);
          coefficient[j] = system->a[i][column[j]];
        }
      if (!ind__elimination_add (elimination, column, coefficient, system->n,
                                 system->constant[i], (uint32_t) i))
        {
          ind__elimination_close (elimination);
          return 0;
        }
    }
  return 1;
}

/* The rank of the columns of unknowns, without column `without`. */
static size_t
rank_of_unknowns (const struct system *system, size_t without)
{
  double a[MOST][MOST];
  size_t i, j, k, rank = 0;

  memcpy (a, system->a, sizeof a);
  for (j = 0; j < system->n; j++)
    {
      size_t best = rank;
      if (!system->is_unknown[j] || j == without)
        continue;
      for (i = rank; i < system->m; i++)
        if (fabs (a[i][j]) > fabs (a[best][j]))
          best = i;
      if (best >= system->m || fabs (a[best][j]) < 1e-9)
        continue;
      for (k = 0; k < system->n; k++)
        {
          double swap = a[rank][k];
          a[rank][k] = a[best][k];
          a[best][k] = swap;
        }
      for (i = rank + 1; i < system->m; i++)
        {
          double factor = a[i][j] / a[rank][j];
          for (k = 0; k < system->n; k++)
            a[i][k] -= factor * a[rank][k];
        }
      rank++;
    }
  return rank;
}

START_TEST (test_random_systems)
{
  static struct system system;
  exact_random random = { 6 };
  size_t round, i, j;

  for (round = 0; round < N_RANDOM; round++)
    {
      ind__elimination elimination;
      double x[MOST];
      uint8_t is_determined[MOST];
      size_t rank;
      make_system (&system, &random);
      rank = rank_of_unknowns (&system, SIZE_MAX);
      ck_assert_int_eq (enter (&system, &elimination), 1);
      ck_assert_int_eq (ind__eliminate (&elimination, system.is_unknown, system.scale, 0), 1);
      exact_assert (elimination.n_eliminated == rank, "round %zu: %zu eliminated, rank is %zu",
                    round, elimination.n_eliminated, rank);
      for (i = 0; i < elimination.n_rows; i++)
        {
          const ind__row *row = &elimination.rows[i];
          double sum = -row->constant;
          for (j = 0; j < row->n; j++)
            {
              sum += row->coefficient[j] * system.point[row->column[j]];
              exact_assert (j == 0 || row->column[j - 1] < row->column[j], "not in order");
              exact_assert (!system.is_unknown[row->column[j]]
                                || elimination.pivot_column[i] != UINT32_MAX,
                            "round %zu: unknown %u is left in row %zu", round, row->column[j], i);
            }
          exact_assert (fabs (sum) < 1e-7, "round %zu: row %zu is off by %g", round, i, sum);
          for (j = 1; j < row->n_sources; j++)
            exact_assert (row->source[j - 1] < row->source[j], "sources are not in order");
        }
      /* From the point, with the eliminated ones forgotten, they come back. */
      memcpy (x, system.point, sizeof x);
      for (i = 0; i < elimination.n_eliminated; i++)
        x[elimination.order[i]] = 1e9;
      ind__back_substitute (&elimination, x);
      for (j = 0; j < system.n; j++)
        exact_assert (suite_is_near (x[j], system.point[j], 0, 1e-6), "round %zu: %g is not %g",
                      round, x[j], system.point[j]);
      /* Determined is what the rank needs. */
      ind__find_determined (&elimination, system.is_unknown, is_determined);
      for (j = 0; j < system.n; j++)
        if (system.is_unknown[j])
          exact_assert (is_determined[j] <= (rank_of_unknowns (&system, j) + 1 == rank),
                        "round %zu: unknown %zu is not determined", round, j);
      ind__elimination_close (&elimination);
    }
}
END_TEST

/* A row's sources are all equations it was made from, and no others: their combination
 * gives the row. */
START_TEST (test_sources)
{
  static const uint32_t column[] = { 0, 1, 1, 2, 2, 3, 4, 5 };
  static const double coefficient[] = { 1, -1, 1, -1, 1, -1, 1, 1 };
  static const uint8_t is_unknown[] = { 0, 1, 1, 0, 0, 0 };
  static const double scale[] = { 1, 1, 1, 1, 1, 1 };
  ind__elimination elimination;
  size_t k;

  ck_assert (ind__elimination_open (&elimination, 6));
  for (k = 0; k < 4; k++)
    ck_assert (ind__elimination_add (&elimination, column + 2 * k, coefficient + 2 * k, 2, 0,
                                     (uint32_t) k));
  ck_assert (ind__eliminate (&elimination, is_unknown, scale, 0));
  for (k = 0; k < 4; k++)
    if (elimination.pivot_column[k] == UINT32_MAX)
      {
        const ind__row *row = &elimination.rows[k];
        ck_assert_uint_eq (row->n_sources, row->column[0] == 0 ? 3 : 1);
        if (row->column[0] == 0)
          {
            ck_assert_uint_eq (row->column[1], 3);
            ck_assert_uint_eq (row->source[0], 0);
            ck_assert_uint_eq (row->source[2], 2);
          }
        else
          ck_assert_uint_eq (row->source[0], 3);
      }
  ind__elimination_close (&elimination);
}
END_TEST

/* A long row in the worst order takes no time to speak of: the square of its length
 * would take minutes. */
START_TEST (test_long_rows)
{
  size_t n = 1000000, k;
  uint32_t *column = ind__new_array (n, sizeof *column);
  double *coefficient = ind__new_array (n, sizeof *coefficient);
  ind__elimination elimination;

  for (k = 0; k < n; k++)
    {
      column[k] = (uint32_t) (n - 1 - k);
      coefficient[k] = (double) column[k];
    }
  ck_assert (ind__elimination_open (&elimination, n));
  ck_assert (ind__elimination_add (&elimination, column, coefficient, n, 0, 0));
  ck_assert_uint_eq (elimination.rows[0].n, n - 1); /* 0 is no coefficient */
  for (k = 0; k < n - 1; k++)
    exact_assert (elimination.rows[0].column[k] == k + 1
                      && elimination.rows[0].coefficient[k] == (double) (k + 1),
                  "element %zu", k);
  ind__elimination_close (&elimination);
  ind__release (column);
  ind__release (coefficient);
}
END_TEST

START_TEST (test_out_of_memory)
{
  static struct system system;
  exact_random random = { 7 };
  size_t before = failing_memory_blocks (), n;

  do
    make_system (&system, &random);
  while (system.n < 12 || system.m < 10);
  for (n = 1;; n++)
    {
      ind__elimination elimination;
      int is_good, has_begun;
      size_t n_failed;
      failing_memory_arm (n, 0);
      has_begun = enter (&system, &elimination);
      is_good = has_begun && ind__eliminate (&elimination, system.is_unknown, system.scale, 0);
      n_failed = failing_memory_disarm ();
      if (has_begun)
        ind__elimination_close (&elimination);
      ck_assert_uint_eq (failing_memory_blocks (), before);
      ck_assert_int_eq (is_good, n_failed == 0);
      if (n_failed == 0)
        break;
    }
  ck_assert_uint_gt (n, 10);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("eliminate");
  tcase_set_timeout (tests, 60);
  tcase_add_test (tests, test_random_systems);
  tcase_add_test (tests, test_sources);
  tcase_add_test (tests, test_long_rows);
  tcase_add_test (tests, test_out_of_memory);
  return suite_run (tests, "eliminate");
}
