/* SPDX-License-Identifier: GPL-3.0-or-later
 * The parts of the balancing solver. */
#ifndef IND_RECONCILE_SOLVER_H
#define IND_RECONCILE_SOLVER_H

#include <math.h>

#include "reconcile/balance.h"
#include "reconcile/eliminate.h"

/* What an equation may be off, relative to its terms, and still hold. */
#define IND__RESIDUAL_TOLERANCE 1e-9

/* The equations left on measured values, each divided by its norm in units of standard
 * errors; by component. */
typedef struct ind__reduced {
  size_t n_rows;
  uint32_t *row;       /* which row of the elimination */
  double *norm;
  double *rest;        /* what the values as they are leave, in the same units */
  double *multiplier;
} ind__reduced;

typedef struct ind__solver {
  ind__balance *at;
  int has_unknowns;    /* if not, equations are rows as they stand */
  ind__elimination elimination;
  ind__reduced reduced;
  const double *value; /* per column: as observed, or the bound it is held at */
  const double *error; /* per column: 0 where it is fixed, held or unknown */
  double *own;         /* these two, where they differ from the problem's */
  uint8_t *is_unknown; /* per column, where there are unknowns */
  double *scale;       /* the same */
  uint32_t *place;     /* union-find over columns; then the place of each in its component */
  double *certificate; /* per equation: of the combination in which all values cancel
                          and the constants do not; 0 where they are consistent */
  int is_too_large;    /* what an equation leaves cannot be squared */
} ind__solver;

/* An equation from which unknowns were eliminated. */
typedef struct ind__equation {
  const uint32_t *column;
  const double *coefficient;
  size_t n;
  double constant, size;
} ind__equation;

static inline size_t
ind__count_rows (const ind__solver *solver)
{
  return solver->has_unknowns ? solver->elimination.n_rows : solver->at->equations->n;
}

static inline ind__equation
ind__row_at (const ind__solver *solver, size_t k)
{
  const ind_equations *equations = solver->at->equations;
  ind__equation row;

  if (solver->has_unknowns)
    {
      const ind__row *own = &solver->elimination.rows[k];
      row.column = own->column;
      row.coefficient = own->coefficient;
      row.n = own->n;
      row.constant = own->constant;
      row.size = own->size;
    }
  else
    {
      row.column = equations->column + equations->first[k];
      row.coefficient = equations->coefficient + equations->first[k];
      row.n = equations->first[k + 1] - equations->first[k];
      row.constant = equations->constant == NULL ? 0 : equations->constant[k];
      row.size = 0;
    }
  return row;
}

/* Whether the row gives an unknown, and so ties nothing. */
static inline int
ind__is_pivot (const ind__solver *solver, size_t k)
{
  return solver->has_unknowns && solver->elimination.pivot_column[k] != UINT32_MAX;
}

static inline int
ind__is_measured (double error)
{
  return error > 0 && isfinite (error);
}

/* The value, or the bound it is held at. */
static inline double
ind__base_of (const ind__balance *at, size_t k)
{
  return at->at_bound[k] == 0 ? at->value[k] : at->at_bound[k] < 0 ? at->low[k] : at->high[k];
}

static inline int
ind__is_unknown (const ind__balance *at, size_t k)
{
  return at->at_bound[k] == 0 && isinf (at->error[k]);
}

/* How large a value is, > 0. */
static inline double
ind__scale_of (const ind__balance *at, size_t k)
{
  double size = fabs (at->scale == NULL ? at->value[k] : at->scale[k]), error = at->error[k];

  if (error > size && isfinite (error))
    size = error;
  return size > 1e-100 ? size : 1;
}

/* Rows first_row .. end_row - 1 of the reduced equations, over n columns. */
typedef struct ind__component {
  size_t first_row, end_row, n_terms;
  size_t n;         /* columns, once they have places */
  uint32_t *column; /* of each place */
} ind__component;

/* Marks the equations the row was made from. */
void ind__mark_contradictory (ind__solver *solver, size_t row);

/* How large the terms of a row are that add up to nothing. */
double ind__size_of (const ind__solver *solver, size_t row);

/* The nearest values that satisfy the equations of the part: x, chi_square, rank,
 * leverage, multipliers, contradictions. `part->column` is to be released. */
ind_status ind__solve_component (ind__solver *solver, ind__component *part);

/* All of it, with what is held at its bounds held there. */
ind_status ind__solve_once (ind__solver *solver);

/* Which values are held at their bounds, and the solution then. */
ind_status ind__solve_within_bounds (ind__solver *solver);

#endif
