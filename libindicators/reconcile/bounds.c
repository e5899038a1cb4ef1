/* SPDX-License-Identifier: GPL-3.0-or-later
 * Balancing within bounds: by a primal-dual active set (Bergounioux, Ito and Kunisch
 * 1999), which is fast, or, where that does not end, by a dual one. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "reconcile/solver.h"

#define SLOPE_TOLERANCE 1e-10
/* Rounds in which all bounds change at once, and steps to one bound at a time. */
#define MOST_CHANGES 30
#define MOST_STEPS 5000

/* How the sum of squares would grow if each value held at a bound grew: at its least,
 * not negative at a lower bound, not positive at an upper one. What is rounding, relative
 * to the terms that add up to it, is 0. */
static void
find_slopes (const ind__solver *solver, double *slope, double *size)
{
  const ind__balance *at = solver->at;
  const ind__reduced *reduced = &solver->reduced;
  size_t k, t;

  for (k = 0; k < at->n; k++)
    {
      slope[k] = ind__is_measured (at->error[k]) && at->at_bound[k] != 0
                     ? (ind__base_of (at, k) - at->value[k]) / at->error[k] / at->error[k]
                     : 0;
      size[k] = fabs (slope[k]);
    }
  for (k = 0; k < reduced->n_rows; k++)
    {
      ind__equation row = ind__row_at (solver, reduced->row[k]);
      for (t = 0; t < row.n; t++)
        if (at->at_bound[row.column[t]] != 0)
          {
            double term = row.coefficient[t] * reduced->multiplier[k] / reduced->norm[k];
            slope[row.column[t]] -= term;
            size[row.column[t]] += fabs (term);
          }
    }
  for (k = 0; k < at->n; k++)
    if (fabs (slope[k]) <= SLOPE_TOLERANCE * size[k])
      slope[k] = 0;
}

static double
excess (const ind__balance *at, size_t k)
{
  double size = fabs (at->scale == NULL ? at->x[k] : at->scale[k]);
  double room = 1e-9 * (size + (ind__is_measured (at->error[k]) ? at->error[k] : 0));

  if (at->error[k] == 0)
    return 0;
  return at->x[k] < at->low[k] - room    ? at->x[k] - at->low[k]
         : at->x[k] > at->high[k] + room ? at->x[k] - at->high[k]
                                         : 0;
}

/* Holds what passes a bound, and lets go what pulls away from its own, all at once. How
 * many changed. */
static size_t
change_bounds (ind__solver *solver, double *slope)
{
  ind__balance *at = solver->at;
  size_t k, n_changes = 0;

  find_slopes (solver, slope, slope + at->n);
  for (k = 0; k < at->n; k++)
    if (at->at_bound[k] != 0)
      {
        if (at->low[k] < at->high[k] && (at->at_bound[k] < 0 ? slope[k] < 0 : slope[k] > 0))
          {
            at->at_bound[k] = 0;
            n_changes++;
          }
      }
    else
      {
        double over = excess (at, k);
        at->at_bound[k] = over < 0 ? -1 : over > 0;
        n_changes += over != 0;
      }
  return n_changes;
}

/* The value that passes its bound furthest, in standard errors, or for an unknown, in its
 * size; n when none does. */
static size_t
find_worst (const ind__solver *solver)
{
  const ind__balance *at = solver->at;
  size_t worst = at->n, k;
  double largest = 0;

  for (k = 0; k < at->n; k++)
    if (at->at_bound[k] == 0)
      {
        double over = fabs (excess (at, k))
                      / (ind__is_measured (at->error[k]) ? at->error[k] : ind__scale_of (at, k));
        if (over > largest)
          {
            largest = over;
            worst = k;
          }
      }
  return worst;
}

/* Where the equations and what is held contradict one another, slopes can change without
 * any value: by how much, per unit of the contradiction, for all that is held. */
static void
find_shifts (const ind__solver *solver, double *shift)
{
  const ind__balance *at = solver->at;
  size_t k, t;

  memset (shift, 0, at->n * sizeof *shift);
  for (k = 0; k < ind__count_rows (solver); k++)
    if (solver->certificate[k] != 0)
      {
        ind__equation row = ind__row_at (solver, k);
        for (t = 0; t < row.n; t++)
          if (at->at_bound[row.column[t]] != 0)
            shift[row.column[t]] += row.coefficient[t] * solver->certificate[k];
      }
}

/* Takes `slope` as far towards, or along, `aim` as all that is held but `entering` still
 * presses against its bound, at most `most`. What lets go first, or n. */
static size_t
step (const ind__balance *at, size_t entering, double *slope, const double *aim, int is_direction,
      double most)
{
  size_t first = at->n, k;
  double length = most;

  for (k = 0; k < at->n; k++)
    if (at->at_bound[k] != 0 && k != entering && at->low[k] < at->high[k])
      {
        double side = at->at_bound[k] < 0 ? 1 : -1, now = fmax (0, side * slope[k]);
        double change = side * (is_direction ? aim[k] : aim[k] - slope[k]);
        if (change < 0 && now + length * change < 0)
          {
            length = now / -change;
            first = k;
          }
      }
  for (k = 0; isfinite (length) && k < at->n; k++)
    if (at->at_bound[k] != 0)
      slope[k] += length * (is_direction ? aim[k] : aim[k] - slope[k]);
  return first;
}

/* Bounds one after the other, each approached as far as those held before allow, which
 * then let go: a dual method, which ends (Goldfarb and Idnani 1983). */
static ind_status
approach_bounds (ind__solver *solver, double *slope)
{
  ind__balance *at = solver->at;
  double *aim = slope + at->n, *size = aim + at->n;
  size_t entering = at->n, round, first, k, most = 5 * at->n + 100;
  ind_status status;

  memset (at->at_bound, 0, at->n);
  memset (slope, 0, at->n * sizeof *slope);
  status = ind__solve_once (solver);
  for (round = 0; status == IND_OK && round < most && round < MOST_STEPS; round++)
    {
      if (entering == at->n)
        {
          if (at->has_contradiction)
            return IND_OK;
          entering = find_worst (solver);
          at->is_bounded = entering == at->n;
          if (at->is_bounded)
            return IND_OK;
          at->at_bound[entering] = excess (at, entering) < 0 ? -1 : 1;
        }
      status = ind__solve_once (solver);
      if (status != IND_OK)
        break;
      if (at->has_contradiction)
        {
          double side = at->at_bound[entering] < 0 ? 1 : -1;
          find_shifts (solver, aim);
          if (side * aim[entering] < 0)
            for (k = 0; k < at->n; k++)
              aim[k] = -aim[k];
          first = step (at, entering, slope, aim, 1, INFINITY);
          if (first == at->n)
            return IND_OK;
        }
      else
        {
          find_slopes (solver, aim, size);
          first = step (at, entering, slope, aim, 0, 1);
        }
      if (first == at->n)
        entering = at->n;
      else
        {
          at->at_bound[first] = 0;
          slope[first] = 0;
        }
    }
  return status;
}

static int
is_any_held (const ind__balance *at)
{
  size_t k;

  for (k = 0; k < at->n; k++)
    if (at->at_bound[k] != 0)
      return 1;
  return 0;
}

ind_status
ind__solve_within_bounds (ind__solver *solver)
{
  ind__balance *at = solver->at;
  double *slope = ind__new_array (3 * at->n, sizeof *slope);
  ind_status status = slope == NULL ? IND_E_MEMORY : IND_OK;
  int round, is_impossible = 0;

  at->is_bounded = 0;
  for (round = 0;
       status == IND_OK && round < MOST_CHANGES && !at->is_bounded && !is_impossible; round++)
    {
      status = ind__solve_once (solver);
      is_impossible = status == IND_OK && at->has_contradiction && is_any_held (at);
      if (status == IND_OK && !is_impossible)
        at->is_bounded = change_bounds (solver, slope) == 0;
    }
  if (status == IND_OK && !at->is_bounded)
    status = approach_bounds (solver, slope);
  ind__release (slope);
  return status;
}
