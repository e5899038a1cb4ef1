/* SPDX-License-Identifier: GPL-3.0-or-later
 * Equations on measured values, one component of them: by QR with column pivoting, which
 * takes dependent equations as they come, or, where that is too large, by conjugate
 * gradients on the normal equations (Byron 1978). */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "reconcile/gsl_guard.h"
#include "reconcile/solver.h"

/* QR takes values times equations squared operations. */
#define MOST_OPERATIONS 2e8
#define MOST_ELEMENTS 1e7
/* Equations for which leverages are computed where QR is not. */
#define MOST_EQUATIONS 1500
/* An equation that is so much a combination of others is one. */
#define RANK_TOLERANCE 1e-10
#define CG_TOLERANCE 1e-13

static double
tolerance_of (const ind__solver *solver)
{
  return fmax (RANK_TOLERANCE, solver->at->tolerance);
}

/* Numbers the columns of the part. 0 when memory ran out; `column` is to be released. */
static int
place_columns (ind__solver *solver, ind__component *part)
{
  size_t k, t, room = part->n_terms < solver->at->n ? part->n_terms : solver->at->n;

  part->n = 0;
  part->column = ind__new_array (room, sizeof *part->column);
  if (part->column == NULL)
    return 0;
  for (k = part->first_row; k < part->end_row; k++)
    {
      ind__equation row = ind__row_at (solver, solver->reduced.row[k]);
      for (t = 0; t < row.n; t++)
        if (solver->error[row.column[t]] > 0)
          solver->place[row.column[t]] = UINT32_MAX;
    }
  for (k = part->first_row; k < part->end_row; k++)
    {
      ind__equation row = ind__row_at (solver, solver->reduced.row[k]);
      for (t = 0; t < row.n; t++)
        if (solver->error[row.column[t]] > 0 && solver->place[row.column[t]] == UINT32_MAX)
          {
            solver->place[row.column[t]] = (uint32_t) part->n;
            part->column[part->n++] = row.column[t];
          }
    }
  return 1;
}

/* The change of the value in a place, in standard errors, as it comes out. */
static void
take_change (ind__solver *solver, const ind__component *part, size_t place, double change)
{
  uint32_t column = part->column[place];

  solver->at->x[column] = solver->at->value[column] + solver->at->error[column] * change;
  solver->at->chi_square += change * change;
}

/* v = B y. */
static void
gather (const ind__solver *solver, const ind__component *part, const double *y, double *v)
{
  size_t k, t;

  for (k = part->first_row; k < part->end_row; k++)
    {
      ind__equation row = ind__row_at (solver, solver->reduced.row[k]);
      double sum = 0;
      for (t = 0; t < row.n; t++)
        {
          double error = solver->error[row.column[t]];
          if (error > 0)
            sum += row.coefficient[t] * error * y[solver->place[row.column[t]]];
        }
      v[k - part->first_row] = sum / solver->reduced.norm[k];
    }
}

static double
product (const double *a, const double *b, size_t n)
{
  double sum = 0;
  size_t k;

  for (k = 0; k < n; k++)
    sum += a[k] * b[k];
  return sum;
}

/* Whether what is left of the rows is no more than rounding of their terms. */
static int
is_rounding (const ind__solver *solver, const ind__component *part, const double *rest)
{
  const ind__reduced *reduced = &solver->reduced;
  size_t k;

  for (k = part->first_row; k < part->end_row; k++)
    {
      double left = fabs (rest[k - part->first_row]);
      if (left > IND__RESIDUAL_TOLERANCE * fabs (reduced->rest[k])
          && left > IND__RESIDUAL_TOLERANCE
                        * (fabs (reduced->rest[k])
                           + ind__size_of (solver, reduced->row[k]) / reduced->norm[k]))
        return 0;
    }
  return 1;
}

/* Marks the equations that what is left over shows to be contradictory: it is a
 * combination of them in which all values cancel and the constants do not. */
static void
mark_contradictions (ind__solver *solver, const ind__component *part, const double *rest)
{
  const ind__reduced *reduced = &solver->reduced;
  double largest = 0;
  size_t k;

  for (k = part->first_row; k < part->end_row; k++)
    largest = fmax (largest, fabs (rest[k - part->first_row]));
  solver->at->has_contradiction = 1;
  for (k = part->first_row; k < part->end_row; k++)
    if (fabs (rest[k - part->first_row]) > 1e-6 * largest)
      {
        ind__mark_contradictory (solver, reduced->row[k]);
        solver->certificate[reduced->row[k]] = rest[k - part->first_row] / reduced->norm[k];
      }
}

/* ------------------------------------------------------------------------
 * One component, by QR
 * ---------------------------------------------------------------------- */

/* What a decomposed component says of standard errors. */
static void
take_leverages (ind__solver *solver, const ind__component *part, const ind__qr *qr,
                double *v)
{
  size_t j, i;

  for (i = 0; i < part->n; i++)
    solver->at->leverage[part->column[i]] = 0;
  for (j = 0; j < qr->rank; j++)
    {
      memset (v, 0, part->n * sizeof *v);
      v[j] = 1;
      ind__qr_from_coordinates (qr, v);
      for (i = 0; i < part->n; i++)
        solver->at->leverage[part->column[i]] += v[i] * v[i];
    }
}

/* Room for the decomposition of n_rows x n_columns elements, which are zero; 0 when
 * memory ran out. */
static int
open_qr (ind__qr *qr, size_t n_rows, size_t n_columns)
{
  memset (qr, 0, sizeof *qr);
  qr->n_rows = n_rows;
  qr->n_columns = n_columns;
  qr->a = ind__new_zeroed ((n_rows * n_columns + 1) * sizeof *qr->a);
  qr->tau = ind__new_array (n_columns, sizeof *qr->tau);
  qr->work = ind__new_array (n_columns, sizeof *qr->work);
  qr->order = ind__new_array (n_columns, sizeof *qr->order);
  return qr->a != NULL && qr->tau != NULL && qr->work != NULL && qr->order != NULL;
}

static void
close_qr (ind__qr *qr)
{
  ind__release (qr->a);
  ind__release (qr->tau);
  ind__release (qr->work);
  ind__release (qr->order);
}

/* x of R11 x = c; both in the first `rank` places, x in those of the columns. */
static void
solve_triangle (const ind__qr *qr, const double *c, double *x)
{
  size_t k, j;

  memset (x, 0, qr->n_columns * sizeof *x);
  for (k = qr->rank; k > 0; k--)
    {
      double sum = c[k - 1];
      for (j = k; j < qr->rank; j++)
        sum -= qr->a[(k - 1) * qr->n_columns + j] * x[qr->order[j]];
      x[qr->order[k - 1]] = sum / qr->a[(k - 1) * qr->n_columns + k - 1];
    }
}

/* Where the equations contradict one another: coordinates, in those of the decomposed
 * component, that leave as little as can be, which goes into `rest`. What is left is
 * then at right angles to all that values can do. */
static ind_status
solve_nearest (ind__solver *solver, const ind__component *part, const ind__qr *qr,
               double *coordinates, double *rest)
{
  size_t n = part->n, m = part->end_row - part->first_row, j, k;
  double *v = ind__new_array (n + 2 * m, sizeof *v), *image = v == NULL ? NULL : v + n;
  ind_status status = IND_E_MEMORY;
  ind__qr of_image;

  if (open_qr (&of_image, m, qr->rank) && v != NULL)
    {
      for (j = 0; j < qr->rank; j++)
        {
          memset (v, 0, n * sizeof *v);
          v[j] = 1;
          ind__qr_from_coordinates (qr, v);
          gather (solver, part, v, image);
          for (k = 0; k < m; k++)
            of_image.a[k * qr->rank + j] = image[k];
        }
      status = ind__qr_decompose (&of_image, tolerance_of (solver)) ? IND_OK : IND_E_DOMAIN;
    }
  if (status == IND_OK)
    {
      memcpy (rest, solver->reduced.rest + part->first_row, m * sizeof *rest);
      ind__qr_to_coordinates (&of_image, rest);
      solve_triangle (&of_image, rest, coordinates);
      memset (rest, 0, of_image.rank * sizeof *rest);
      ind__qr_from_coordinates (&of_image, rest);
    }
  close_qr (&of_image);
  ind__release (v);
  return status;
}

/* B' P = Q R of the part: y = Q R11^-T (P' r) is the shortest that satisfies B y = r, in
 * coordinates of Q; the multipliers are R11^-1 of those. */
static ind_status
solve_decomposed (ind__solver *solver, const ind__component *part, const ind__qr *qr,
                  double *v, double *rest)
{
  ind__reduced *reduced = &solver->reduced;
  size_t n = part->n, m = part->end_row - part->first_row, k, i;
  int is_nearest = 0;

  memset (v, 0, n * sizeof *v);
  for (k = 0; k < qr->rank; k++)
    {
      double sum = reduced->rest[part->first_row + qr->order[k]];
      for (i = 0; i < k; i++)
        sum -= qr->a[i * m + k] * v[i];
      v[k] = sum / qr->a[k * m + k];
    }
  for (;;)
    {
      solve_triangle (qr, v, reduced->multiplier + part->first_row);
      ind__qr_from_coordinates (qr, v);
      gather (solver, part, v, rest);
      for (k = 0; k < m; k++)
        rest[k] = reduced->rest[part->first_row + k] - rest[k];
      if (is_nearest || is_rounding (solver, part, rest))
        break;
      memset (v, 0, n * sizeof *v);
      if (solve_nearest (solver, part, qr, v, rest) != IND_OK)
        return IND_E_MEMORY;
      mark_contradictions (solver, part, rest);
      is_nearest = 1;
    }
  for (i = 0; i < n; i++)
    take_change (solver, part, i, v[i]);
  return IND_OK;
}

static ind_status
solve_by_qr (ind__solver *solver, ind__component *part)
{
  ind_status status = IND_E_MEMORY;
  size_t n, m, k, t;
  double *v;
  ind__qr qr;

  if (!place_columns (solver, part))
    return IND_E_MEMORY;
  n = part->n;
  m = part->end_row - part->first_row;
  v = ind__new_array (n + m, sizeof *v);
  if (open_qr (&qr, n, m) && v != NULL)
    {
      for (k = 0; k < m; k++)
        {
          ind__equation row = ind__row_at (solver, solver->reduced.row[part->first_row + k]);
          double norm = solver->reduced.norm[part->first_row + k];
          for (t = 0; t < row.n; t++)
            {
              double error = solver->error[row.column[t]];
              if (error > 0)
                qr.a[solver->place[row.column[t]] * m + k] = row.coefficient[t] * error / norm;
            }
        }
      status = ind__qr_decompose (&qr, tolerance_of (solver)) ? IND_OK : IND_E_DOMAIN;
    }
  if (status == IND_OK)
    status = solve_decomposed (solver, part, &qr, v, v + n);
  if (status == IND_OK)
    {
      solver->at->rank += qr.rank;
      if (solver->at->with_leverage)
        take_leverages (solver, part, &qr, v);
    }
  close_qr (&qr);
  ind__release (v);
  return status;
}

/* ------------------------------------------------------------------------
 * One component, by conjugate gradients
 * ---------------------------------------------------------------------- */

/* The terms of a component by column: few each, next to one another. */
struct by_column {
  uint32_t *first; /* n + 1 */
  uint32_t *row;
  double *coefficient;
};

static void
close_by_column (struct by_column *terms)
{
  ind__release (terms->first);
  ind__release (terms->row);
  ind__release (terms->coefficient);
  memset (terms, 0, sizeof *terms);
}

static int
open_by_column (const ind__solver *solver, const ind__component *part,
                struct by_column *terms)
{
  size_t k, t, i;

  terms->first = ind__new_zeroed ((part->n + 2) * sizeof *terms->first);
  terms->row = ind__new_array (part->n_terms, sizeof *terms->row);
  terms->coefficient = ind__new_array (part->n_terms, sizeof *terms->coefficient);
  if (part->n_terms >= UINT32_MAX || terms->first == NULL || terms->row == NULL
      || terms->coefficient == NULL)
    {
      close_by_column (terms);
      return 0;
    }
  for (k = part->first_row; k < part->end_row; k++)
    {
      ind__equation row = ind__row_at (solver, solver->reduced.row[k]);
      for (t = 0; t < row.n; t++)
        if (solver->error[row.column[t]] > 0)
          terms->first[solver->place[row.column[t]] + 2]++;
    }
  for (i = 0; i < part->n; i++)
    terms->first[i + 2] += terms->first[i + 1];
  for (k = part->first_row; k < part->end_row; k++)
    {
      ind__equation row = ind__row_at (solver, solver->reduced.row[k]);
      double unit = 1 / solver->reduced.norm[k];
      for (t = 0; t < row.n; t++)
        if (solver->error[row.column[t]] > 0)
          {
            size_t to = terms->first[solver->place[row.column[t]] + 1]++;
            terms->row[to] = (uint32_t) (k - part->first_row);
            terms->coefficient[to] = row.coefficient[t] * solver->error[row.column[t]] * unit;
          }
    }
  return 1;
}

/* out = B B' v, over m rows, in one pass over the n columns. Neighbours often share
 * their first row: what goes there is kept at hand. */
static void
multiply (const struct by_column *terms, size_t n, size_t m, const double *v, double *out)
{
  const uint32_t *row = terms->row;
  const double *coefficient = terms->coefficient;
  uint32_t current = 0;
  double kept = 0;
  size_t i, t;

  memset (out, 0, m * sizeof *out);
  for (i = 0; i < n; i++)
    {
      size_t first = terms->first[i], end = terms->first[i + 1];
      double sum = 0;
      for (t = first; t < end; t++)
        sum += coefficient[t] * v[row[t]];
      if (row[first] != current)
        {
          out[current] += kept;
          current = row[first];
          kept = 0;
        }
      kept += coefficient[first] * sum;
      for (t = first + 1; t < end; t++)
        out[row[t]] += coefficient[t] * sum;
    }
  if (m > 0)
    out[current] += kept;
}

/* The inverse of B B', m x m, a generalised one where equations depend on one another;
 * *rank: how many do not. */
static ind_status
invert_normal_matrix (const ind__solver *solver, const struct by_column *terms, size_t n,
                      size_t m, double *inverse, size_t *rank)
{
  double *v = ind__new_zeroed (2 * m * sizeof *v);
  ind_status status = IND_E_MEMORY;
  size_t k, i;
  ind__qr qr;

  if (open_qr (&qr, m, m) && v != NULL)
    {
      for (k = 0; k < m; k++)
        {
          v[k] = 1;
          multiply (terms, n, m, v, qr.a + k * m);
          v[k] = 0;
        }
      status = ind__qr_decompose (&qr, tolerance_of (solver)) ? IND_OK : IND_E_DOMAIN;
    }
  for (k = 0; status == IND_OK && k < m; k++)
    {
      memset (v, 0, m * sizeof *v);
      v[k] = 1;
      ind__qr_to_coordinates (&qr, v);
      solve_triangle (&qr, v, v + m);
      for (i = 0; i < m; i++)
        inverse[i * m + k] = v[m + i];
    }
  *rank = qr.rank;
  close_qr (&qr);
  ind__release (v);
  return status;
}

/* Leverages b' (B B')^-1 b, of each column b of B. */
static ind_status
take_leverages_of_columns (ind__solver *solver, const ind__component *part,
                           const struct by_column *terms)
{
  size_t m = part->end_row - part->first_row, rank = 0, i, j, k;
  double *inverse = ind__new_array (m * m, sizeof *inverse);
  ind_status status = inverse == NULL ? IND_E_MEMORY
                                      : invert_normal_matrix (solver, terms, part->n, m, inverse,
                                                              &rank);

  for (i = 0; status == IND_OK && i < part->n; i++)
    {
      double sum = 0;
      for (k = terms->first[i]; k < terms->first[i + 1]; k++)
        for (j = terms->first[i]; j < terms->first[i + 1]; j++)
          sum += terms->coefficient[k] * terms->coefficient[j]
                 * inverse[(size_t) terms->row[k] * m + terms->row[j]];
      solver->at->leverage[part->column[i]] = sum;
    }
  solver->at->rank += rank;
  ind__release (inverse);
  return status;
}

/* The normal matrix B B', one way or the other. */
struct normal {
  size_t m;
  struct by_column terms; /* by the columns of B, n of them */
  size_t n;
  struct pairs {          /* or by its elements off the diagonal, which is 1 */
    uint32_t *a, *b;
    double *coefficient;
    size_t count;
  } pairs;
};

static void
close_pairs (struct pairs *pairs)
{
  ind__release (pairs->a);
  ind__release (pairs->b);
  ind__release (pairs->coefficient);
  memset (pairs, 0, sizeof *pairs);
}

/* Fills in `pairs`, if no value is in more than two equations of the part: each that is
 * in two is an element of the normal matrix. 0 when memory ran out. */
static int
open_pairs (ind__solver *solver, const ind__component *part, struct pairs *pairs,
            int *are_pairs)
{
  const ind__reduced *reduced = &solver->reduced;
  double *first = ind__new_array (solver->at->n, sizeof *first);
  size_t room = part->n_terms / 2 + 1, k, t;

  *are_pairs = 1;
  pairs->a = ind__new_array (room, sizeof *pairs->a);
  pairs->b = ind__new_array (room, sizeof *pairs->b);
  pairs->coefficient = ind__new_array (room, sizeof *pairs->coefficient);
  if (first == NULL || pairs->a == NULL || pairs->b == NULL || pairs->coefficient == NULL)
    {
      ind__release (first);
      close_pairs (pairs);
      return 0;
    }
  memset (solver->place, 0xFF, solver->at->n * sizeof *solver->place);
  for (k = part->first_row; k < part->end_row && *are_pairs; k++)
    {
      ind__equation row = ind__row_at (solver, reduced->row[k]);
      uint32_t own = (uint32_t) (k - part->first_row);
      double unit = 1 / reduced->norm[k];
      for (t = 0; t < row.n; t++)
        {
          uint32_t column = row.column[t], *seen = &solver->place[column];
          double coefficient = row.coefficient[t] * solver->error[column] * unit;
          if (!(solver->error[column] > 0))
            continue;
          if (*seen == UINT32_MAX)
            {
              *seen = own;
              first[column] = coefficient;
            }
          else if (*seen == UINT32_MAX - 1)
            *are_pairs = 0;
          else
            {
              pairs->a[pairs->count] = *seen;
              pairs->b[pairs->count] = own;
              pairs->coefficient[pairs->count++] = first[column] * coefficient;
              *seen = UINT32_MAX - 1;
            }
        }
    }
  ind__release (first);
  return 1;
}

/* out = B B' v. */
static void
apply (const struct normal *normal, const double *v, double *out)
{
  const struct pairs *pairs = &normal->pairs;
  uint32_t current = 0;
  double kept = 0, of_current;
  size_t k;

  if (pairs->a == NULL)
    {
      multiply (&normal->terms, normal->n, normal->m, v, out);
      return;
    }
  memcpy (out, v, normal->m * sizeof *out);
  of_current = v[0];
  /* Neighbours share their second row. */
  for (k = 0; k < pairs->count; k++)
    {
      uint32_t a = pairs->a[k];
      if (pairs->b[k] != current)
        {
          out[current] += kept;
          current = pairs->b[k];
          of_current = v[current];
          kept = 0;
        }
      kept += pairs->coefficient[k] * v[a];
      out[a] += pairs->coefficient[k] * of_current;
    }
  out[current] += kept;
}

/* Adds to lambda what makes rest - B B' lambda as short as can be, and leaves that in
 * rest: conjugate gradients on least squares (Hestenes and Stiefel 1952), whose rest
 * only ever shrinks, also where equations depend on or contradict one another; all that
 * has as many elements as there are values, B' times a direction, is only thought of. The
 * rows have norm 1, which is Jacobi's preconditioner already. `goal`: a square below
 * which the rest, or its slope, is rounding. `work`: 3 m elements. */
static void
conjugate_gradients (const struct normal *normal, double goal, double *lambda, double *rest,
                     double *work)
{
  size_t m = normal->m, k, step;
  double *direction = work, *image = direction + m, *of_rest = image + m, slope;

  apply (normal, rest, of_rest);
  memcpy (direction, rest, m * sizeof *direction);
  memcpy (image, of_rest, m * sizeof *image);
  slope = product (rest, of_rest, m);
  for (step = 0; step < 4 * m + 100 && slope > goal; step++)
    {
      double square = product (image, image, m), length, next;
      if (!(square > 0))
        break;
      length = slope / square;
      for (k = 0; k < m; k++)
        {
          lambda[k] += length * direction[k];
          rest[k] -= length * image[k];
        }
      if (product (rest, rest, m) <= goal)
        break;
      apply (normal, rest, of_rest);
      next = product (rest, of_rest, m);
      for (k = 0; k < m; k++)
        {
          direction[k] = rest[k] + next / slope * direction[k];
          image[k] = of_rest[k] + next / slope * image[k];
        }
      slope = next;
    }
}

/* Moves the values of the part by S B' lambda, S their standard errors. */
static void
take_changes (ind__solver *solver, const ind__component *part, const double *lambda)
{
  double *x = solver->at->x;
  size_t k, t;

  for (k = part->first_row; k < part->end_row; k++)
    {
      ind__equation row = ind__row_at (solver, solver->reduced.row[k]);
      double multiplier = lambda[k - part->first_row] / solver->reduced.norm[k];
      for (t = 0; t < row.n; t++)
        {
          double error = solver->error[row.column[t]];
          x[row.column[t]] += row.coefficient[t] * error * error * multiplier;
        }
    }
}

static void
forget_leverages (ind__solver *solver, const ind__component *part)
{
  size_t k, t;

  for (k = part->first_row; k < part->end_row; k++)
    {
      ind__equation row = ind__row_at (solver, solver->reduced.row[k]);
      for (t = 0; t < row.n; t++)
        if (solver->error[row.column[t]] > 0)
          solver->at->leverage[row.column[t]] = NAN;
    }
}

static ind_status
solve_by_gradients (ind__solver *solver, ind__component *part)
{
  ind__reduced *reduced = &solver->reduced;
  size_t m = part->end_row - part->first_row, k;
  double *work = ind__new_array (4 * m, sizeof *work), *rest = work == NULL ? NULL : work + 3 * m;
  double *lambda = reduced->multiplier + part->first_row, goal;
  int has_leverage = solver->at->with_leverage && m <= MOST_EQUATIONS, are_pairs = 0, round;
  ind_status status = IND_E_MEMORY;
  struct normal normal;

  memset (&normal, 0, sizeof normal);
  normal.m = m;
  if (work != NULL && (has_leverage || open_pairs (solver, part, &normal.pairs, &are_pairs)))
    status = IND_OK;
  if (status == IND_OK && !are_pairs)
    {
      close_pairs (&normal.pairs);
      if (!place_columns (solver, part) || !open_by_column (solver, part, &normal.terms))
        status = IND_E_MEMORY;
      normal.n = part->n;
    }
  if (status == IND_OK)
    {
      memset (lambda, 0, m * sizeof *lambda);
      memcpy (rest, reduced->rest + part->first_row, m * sizeof *rest);
      goal = product (rest, rest, m) * CG_TOLERANCE * CG_TOLERANCE;
      /* A second round takes what rounding left of the first. */
      for (round = 0; round < 2 && (round == 0 || product (rest, rest, m) > 100 * goal); round++)
        {
          conjugate_gradients (&normal, goal, lambda, rest, work);
          apply (&normal, lambda, work);
          for (k = 0; k < m; k++)
            rest[k] = reduced->rest[part->first_row + k] - work[k];
        }
      solver->at->chi_square += product (lambda, work, m);
      take_changes (solver, part, lambda);
      if (!is_rounding (solver, part, rest))
        mark_contradictions (solver, part, rest);
      if (has_leverage)
        status = take_leverages_of_columns (solver, part, &normal.terms);
      else
        solver->at->is_rank_known = 0;
      if (solver->at->with_leverage && !has_leverage)
        forget_leverages (solver, part);
    }
  close_by_column (&normal.terms);
  close_pairs (&normal.pairs);
  ind__release (work);
  return status;
}

/* ------------------------------------------------------------------------
 * Either
 * ---------------------------------------------------------------------- */

ind_status
ind__solve_component (ind__solver *solver, ind__component *part)
{
  double n = (double) part->n_terms, m = (double) (part->end_row - part->first_row);
  double most = solver->at->most_operations > 0 ? solver->at->most_operations : MOST_OPERATIONS;

  return n * m * m <= most && n * m <= MOST_ELEMENTS ? solve_by_qr (solver, part)
                                                     : solve_by_gradients (solver, part);
}
