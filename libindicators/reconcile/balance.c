/* SPDX-License-Identifier: GPL-3.0-or-later
 * Balancing. Unknowns are eliminated; what is left falls into components without a
 * value in common, each solved by itself. */
#include "reconcile/balance.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "reconcile/solver.h"

/* What equations leave, in standard errors: it is squared, and combined. */
#define LARGEST_REST 1e120

void
ind__mark_contradictory (ind__solver *solver, size_t k)
{
  const ind__row *row = solver->has_unknowns ? &solver->elimination.rows[k] : NULL;
  size_t s;

  if (row == NULL)
    solver->at->is_contradictory[k] = 1;
  else
    for (s = 0; s < row->n_sources; s++)
      solver->at->is_contradictory[row->source[s]] = 1;
}

double
ind__size_of (const ind__solver *solver, size_t number)
{
  ind__equation row = ind__row_at (solver, number);
  double size = fmax (fabs (row.constant), row.size);
  size_t t;

  for (t = 0; t < row.n; t++)
    size += fabs (row.coefficient[t])
            * fmax (fabs (solver->value[row.column[t]]), ind__scale_of (solver->at, row.column[t]));
  return size;
}

static uint32_t
root_of (uint32_t *parent, uint32_t k)
{
  while (parent[k] != k)
    k = parent[k] = parent[parent[k]];
  return k;
}

static ind_status
eliminate_unknowns (ind__solver *solver)
{
  const ind__balance *at = solver->at;
  const ind_equations *equations = at->equations;
  size_t k;

  solver->has_unknowns = 0;
  for (k = 0; k < at->n && !solver->has_unknowns; k++)
    solver->has_unknowns = ind__is_unknown (at, k);
  if (!solver->has_unknowns)
    return IND_OK;
  if (solver->is_unknown == NULL)
    solver->is_unknown = ind__new_array (at->n, 1);
  if (solver->scale == NULL)
    solver->scale = ind__new_array (at->n, sizeof *solver->scale);
  ind__elimination_close (&solver->elimination);
  if (solver->is_unknown == NULL || solver->scale == NULL
      || !ind__elimination_open (&solver->elimination, at->n))
    return IND_E_MEMORY;
  for (k = 0; k < at->n; k++)
    {
      solver->is_unknown[k] = (uint8_t) ind__is_unknown (at, k);
      solver->scale[k] = ind__scale_of (at, k);
    }
  for (k = 0; k < equations->n; k++)
    if (!ind__elimination_add (&solver->elimination, equations->column + equations->first[k],
                               equations->coefficient + equations->first[k],
                               equations->first[k + 1] - equations->first[k],
                               equations->constant == NULL ? 0 : equations->constant[k],
                               (uint32_t) k))
      return IND_E_MEMORY;
  return ind__eliminate (&solver->elimination, solver->is_unknown, solver->scale, at->tolerance)
             ? IND_OK
             : IND_E_MEMORY;
}

/* What an equation without anything to change leaves must be rounding. */
static void
check_rigid (ind__solver *solver, uint32_t number, double rest)
{
  if (fabs (rest) <= IND__RESIDUAL_TOLERANCE * ind__size_of (solver, number))
    return;
  solver->at->has_contradiction = 1;
  solver->certificate[number] = rest;
  ind__mark_contradictory (solver, number);
}

/* A row on its way to its component. */
struct placed {
  uint32_t component, row;
  double rest, square; /* what the values leave; the square of its norm */
  size_t n_terms;      /* of measured values */
};

static int
compare_placed (const void *left, const void *right)
{
  const struct placed *a = left, *b = right;

  if (a->component != b->component)
    return a->component < b->component ? -1 : 1;
  return a->row < b->row ? -1 : a->row > b->row;
}

static void
release_reduced (ind__reduced *reduced)
{
  ind__release (reduced->row);
  ind__release (reduced->norm);
  ind__release (reduced->rest);
  ind__release (reduced->multiplier);
  memset (reduced, 0, sizeof *reduced);
}

/* Whether the row is no more than what rounding left of those it was made from: scaled
 * up, it would tie values that nothing ties. */
static int
is_noise (const ind__solver *solver, uint32_t number)
{
  ind__equation row = ind__row_at (solver, number);
  double largest = 0;
  size_t t;

  for (t = 0; t < row.n; t++)
    if (solver->error[row.column[t]] > 0)
      largest = fmax (largest, fabs (row.coefficient[t]) * solver->scale[row.column[t]]);
  return largest <= solver->at->tolerance * row.size;
}

/* Takes the row over, in units of standard errors, into the part. */
static void
reduce_row (ind__solver *solver, const struct placed *placed, ind__component *part)
{
  ind__reduced *reduced = &solver->reduced;
  double norm = solver->has_unknowns && is_noise (solver, placed->row) ? 0 : sqrt (placed->square);

  if (!(norm > 0))
    {
      /* Squares vanish next to values that are so much larger. */
      if (placed->square == 0 && placed->n_terms > 0)
        solver->is_too_large = 1;
      check_rigid (solver, placed->row, placed->rest);
      return;
    }
  part->n_terms += placed->n_terms;
  if (!(fabs (placed->rest / norm) <= LARGEST_REST))
    solver->is_too_large = 1;
  reduced->row[reduced->n_rows] = placed->row;
  reduced->norm[reduced->n_rows] = norm;
  reduced->rest[reduced->n_rows++] = placed->rest / norm;
}

/* Adds the row up, and joins the components of its measured values. */
static struct placed
place_row (ind__solver *solver, size_t number)
{
  ind__equation row = ind__row_at (solver, number);
  struct placed placed = { UINT32_MAX, (uint32_t) number, row.constant, 0, 0 };
  uint32_t *parent = solver->place;
  size_t t;

  for (t = 0; t < row.n; t++)
    {
      double error = solver->error[row.column[t]], term = row.coefficient[t] * error;
      uint32_t root;
      placed.rest -= row.coefficient[t] * solver->value[row.column[t]];
      if (!(error > 0))
        continue;
      placed.square += term * term;
      placed.n_terms++;
      root = root_of (parent, row.column[t]);
      if (placed.component == UINT32_MAX)
        placed.component = root;
      else if (root != placed.component)
        {
          uint32_t low = root < placed.component ? root : placed.component;
          parent[root] = parent[placed.component] = low;
          placed.component = low;
        }
    }
  return placed;
}

/* Gathers the rows without a pivot, those of a component side by side. */
static ind_status
reduce (ind__solver *solver, struct placed *placed, size_t *n_placed)
{
  ind__reduced *reduced = &solver->reduced;
  size_t k, n = 0;

  release_reduced (reduced);
  for (k = 0; k < solver->at->n; k++)
    solver->place[k] = (uint32_t) k;
  for (k = 0; k < ind__count_rows (solver); k++)
    if (!ind__is_pivot (solver, k))
      placed[n++] = place_row (solver, k);
  for (k = 0; k < n; k++)
    if (placed[k].component != UINT32_MAX)
      placed[k].component = root_of (solver->place, placed[k].component);
  if (n > 1)
    qsort (placed, n, sizeof *placed, compare_placed);
  reduced->row = ind__new_array (n, sizeof *reduced->row);
  reduced->norm = ind__new_array (n, sizeof *reduced->norm);
  reduced->rest = ind__new_array (n, sizeof *reduced->rest);
  reduced->multiplier = ind__new_array (n, sizeof *reduced->multiplier);
  *n_placed = n;
  return reduced->row == NULL || reduced->norm == NULL || reduced->rest == NULL
                 || reduced->multiplier == NULL
             ? IND_E_MEMORY
             : IND_OK;
}

static ind_status
solve_components (ind__solver *solver)
{
  size_t n = 0, k;
  struct placed *placed = ind__new_array (ind__count_rows (solver), sizeof *placed);
  ind_status status = placed == NULL ? IND_E_MEMORY : reduce (solver, placed, &n);

  for (k = 0; status == IND_OK && k < n;)
    {
      ind__component part = { solver->reduced.n_rows, 0, 0, 0, NULL };
      uint32_t of = placed[k].component;
      for (; k < n && placed[k].component == of; k++)
        reduce_row (solver, &placed[k], &part);
      part.end_row = solver->reduced.n_rows;
      if (solver->is_too_large)
        status = IND_E_DOMAIN;
      else if (part.n_terms > 0)
        status = ind__solve_component (solver, &part);
      ind__release (part.column);
    }
  ind__release (placed);
  return status;
}

/* What is known of each value. 0 when memory ran out. */
static int
observe (ind__solver *solver)
{
  const ind__balance *at = solver->at;
  double *value, *error;
  size_t k;

  for (k = 0; k < at->n && at->at_bound[k] == 0 && !isinf (at->error[k]); k++)
    ;
  solver->value = at->value;
  solver->error = at->error;
  if (k == at->n)
    return 1;
  if (solver->own == NULL)
    solver->own = ind__new_array (2 * at->n, sizeof *solver->own);
  if (solver->own == NULL)
    return 0;
  solver->value = value = solver->own;
  solver->error = error = value + at->n;
  for (k = 0; k < at->n; k++)
    {
      value[k] = ind__base_of (at, k);
      error[k] = at->at_bound[k] != 0 || isinf (at->error[k]) ? 0 : at->error[k];
    }
  return 1;
}

ind_status
ind__solve_once (ind__solver *solver)
{
  ind__balance *at = solver->at;
  ind_status status;
  size_t k;

  at->rank = 0;
  at->is_rank_known = 1;
  at->has_contradiction = 0;
  at->chi_square = 0;
  if (at->equations->n > 0)
    {
      memset (at->is_contradictory, 0, at->equations->n);
      memset (solver->certificate, 0, at->equations->n * sizeof *solver->certificate);
    }
  if (!observe (solver))
    return IND_E_MEMORY;
  for (k = 0; k < at->n; k++)
    {
      at->x[k] = solver->value[k];
      if (at->with_leverage)
        at->leverage[k] = 0;
      if (at->at_bound[k] != 0 && ind__is_measured (at->error[k]))
        {
          double change = (at->x[k] - at->value[k]) / at->error[k];
          at->chi_square += change * change;
        }
    }
  status = eliminate_unknowns (solver);
  if (status == IND_OK)
    status = solve_components (solver);
  if (status != IND_OK)
    return status;
  if (solver->has_unknowns)
    {
      ind__back_substitute (&solver->elimination, at->x);
      ind__find_determined (&solver->elimination, solver->is_unknown, at->is_determined);
    }
  for (k = 0; k < at->n; k++)
    {
      if (!solver->has_unknowns || !solver->is_unknown[k])
        at->is_determined[k] = 1;
      if (!isfinite (at->x[k]))
        return IND_E_DOMAIN;
    }
  return IND_OK;
}

static void
find_errors (ind__solver *solver)
{
  ind__balance *at = solver->at;
  size_t k;

  for (k = 0; k < at->n; k++)
    at->error_out[k] = ind__is_unknown (at, k)
                           ? NAN
                           : solver->error[k] * sqrt (fmax (0, 1 - at->leverage[k]));
}

ind_status
ind__balance_solve (ind__balance *balance)
{
  ind__solver solver;
  ind_status status = IND_E_MEMORY;

  memset (&solver, 0, sizeof solver);
  solver.at = balance;
  solver.place = ind__new_array (balance->n, sizeof *solver.place);
  solver.certificate = ind__new_array (balance->equations->n, sizeof *solver.certificate);
  if (solver.certificate != NULL && solver.place != NULL)
    {
      if (balance->low != NULL)
        status = ind__solve_within_bounds (&solver);
      else
        {
          memset (balance->at_bound, 0, balance->n);
          balance->is_bounded = 1;
          status = ind__solve_once (&solver);
        }
      if (status == IND_OK && balance->with_leverage)
        find_errors (&solver);
    }
  ind__elimination_close (&solver.elimination);
  release_reduced (&solver.reduced);
  ind__release (solver.certificate);
  ind__release (solver.own);
  ind__release (solver.place);
  ind__release (solver.is_unknown);
  ind__release (solver.scale);
  return status;
}
