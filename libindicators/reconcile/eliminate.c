/* SPDX-License-Identifier: GPL-3.0-or-later
 * Sparse Gaussian elimination with threshold pivoting: the unknown in the fewest rows
 * first, by the shortest row in which it is not small (Markowitz 1957). */
#include "reconcile/eliminate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* A pivot is at least so much of the largest of its column. */
#define THRESHOLD 0.1
/* What is left of terms that cancel, relative to them, is rounding. */
#define ROUNDING 1e-12

/* The rows that may hold a column; some no longer do. */
struct holders {
  uint32_t *row;
  size_t n, capacity;
};

struct work {
  ind__elimination *at;
  const uint8_t *is_unknown;
  const double *scale;
  struct holders *holders; /* per column, of unknowns */
  uint32_t *heap;          /* columns, by how many rows hold them */
  size_t *count;           /* per column: as it stands in the heap */
  size_t n_heap;
  ind__row sum;            /* a row under construction */
  double tolerance;
};

/* ------------------------------------------------------------------------
 * Rows
 * ---------------------------------------------------------------------- */

static void
free_row (ind__row *row)
{
  ind__release (row->column);
  ind__release (row->coefficient);
  ind__release (row->source);
}

static int
reserve (ind__row *row, size_t n)
{
  return ind__grow (&row->column, &row->column_capacity, n, sizeof *row->column)
         && ind__grow (&row->coefficient, &row->coefficient_capacity, n,
                       sizeof *row->coefficient);
}

/* Where the column stands in the row, or would. */
static size_t
find_column (const ind__row *row, uint32_t column)
{
  size_t low = 0, high = row->n;

  while (low < high)
    {
      size_t middle = low + (high - low) / 2;
      if (row->column[middle] < column)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* 0 where the row does not hold it. */
static double
coefficient_of (const ind__row *row, uint32_t column)
{
  size_t at = find_column (row, column);
  return at < row->n && row->column[at] == column ? row->coefficient[at] : 0;
}

static int
join_sources (ind__row *row, const ind__row *other)
{
  size_t n = row->n_sources + other->n_sources, i = row->n_sources, j = other->n_sources, k = n;
  uint32_t *source;

  if (!ind__grow (&row->source, &row->source_capacity, n, sizeof *row->source))
    return 0;
  source = row->source;
  /* From behind, so that none is overwritten before it is read. */
  while (j > 0)
    if (i > 0 && source[i - 1] >= other->source[j - 1])
      {
        j -= source[i - 1] == other->source[j - 1];
        source[--k] = source[--i];
      }
    else
      source[--k] = other->source[--j];
  memmove (source + i, source + k, (n - k) * sizeof *source);
  row->n_sources = i + n - k;
  return 1;
}

/* ------------------------------------------------------------------------
 * Columns by the number of rows that hold them
 * ---------------------------------------------------------------------- */

static int
comes_before (const struct work *work, uint32_t a, uint32_t b)
{
  return work->count[a] != work->count[b] ? work->count[a] < work->count[b] : a < b;
}

static void
sift_down (struct work *work, size_t at)
{
  uint32_t column = work->heap[at];

  for (;;)
    {
      size_t child = 2 * at + 1;
      if (child >= work->n_heap)
        break;
      if (child + 1 < work->n_heap
          && comes_before (work, work->heap[child + 1], work->heap[child]))
        child++;
      if (!comes_before (work, work->heap[child], column))
        break;
      work->heap[at] = work->heap[child];
      at = child;
    }
  work->heap[at] = column;
}

/* Drops rows that have become pivots or no longer hold the column. */
static size_t
count_holders (struct work *work, uint32_t column)
{
  struct holders *holders = &work->holders[column];
  size_t k, n = 0;

  for (k = 0; k < holders->n; k++)
    {
      uint32_t row = holders->row[k];
      if (work->at->pivot_column[row] == UINT32_MAX
          && coefficient_of (&work->at->rows[row], column) != 0)
        holders->row[n++] = row;
    }
  holders->n = n;
  return n;
}

/* The column in the fewest rows. Counts in the heap may be out of date: the first is
 * counted anew until it stays first. UINT32_MAX when none is left. */
static uint32_t
take_column (struct work *work)
{
  while (work->n_heap > 0)
    {
      uint32_t column = work->heap[0];
      size_t n = count_holders (work, column);
      if (n <= work->count[column])
        {
          work->heap[0] = work->heap[--work->n_heap];
          if (work->n_heap > 0)
            sift_down (work, 0);
          return column;
        }
      work->count[column] = n;
      sift_down (work, 0);
    }
  return UINT32_MAX;
}

/* ------------------------------------------------------------------------
 * Elimination
 * ---------------------------------------------------------------------- */

/* The shortest row in which the column is not small; the column has holders. Rows
 * are compared by the column's part of their largest term. */
static uint32_t
choose_row (const struct work *work, uint32_t column)
{
  const struct holders *holders = &work->holders[column];
  double largest = 0;
  uint32_t best = UINT32_MAX;
  size_t k;

  for (k = 0; k < holders->n; k++)
    largest = fmax (largest, fabs (coefficient_of (&work->at->rows[holders->row[k]], column)));
  for (k = 0; k < holders->n; k++)
    {
      const ind__row *row = &work->at->rows[holders->row[k]];
      if (fabs (coefficient_of (row, column)) >= THRESHOLD * largest
          && (best == UINT32_MAX || row->n < work->at->rows[best].n
              || (row->n == work->at->rows[best].n && holders->row[k] < best)))
        best = holders->row[k];
    }
  return best;
}

/* Whether what is left of a and b, terms of a column, is no more than the rounding of
 * what the row was made from, of so much in all. */
static int
is_rounding (const struct work *work, uint32_t column, double a, double b, double size)
{
  double left = fabs (a - b);
  return left <= ROUNDING * (fabs (a) + fabs (b))
         || (a != 0 && b != 0 && left * work->scale[column] <= work->tolerance * size);
}

/* Takes `factor` times the pivot row from the row, which loses the column. */
static int
subtract (struct work *work, uint32_t number, const ind__row *pivot, uint32_t column,
          double factor)
{
  ind__row *row = &work->at->rows[number], *sum = &work->sum, swap;
  double constant, size = row->size + fabs (factor) * pivot->size;
  size_t i = 0, j = 0;

  if (!reserve (sum, row->n + pivot->n))
    return 0;
  sum->n = 0;
  while (i < row->n || j < pivot->n)
    {
      uint32_t next;
      double a = 0, b = 0;
      if (j >= pivot->n || (i < row->n && row->column[i] <= pivot->column[j]))
        next = row->column[i];
      else
        next = pivot->column[j];
      if (i < row->n && row->column[i] == next)
        a = row->coefficient[i++];
      if (j < pivot->n && pivot->column[j] == next)
        b = factor * pivot->coefficient[j++];
      if (next == column || is_rounding (work, next, a, b, size))
        continue;
      if (a == 0 && work->is_unknown[next])
        {
          struct holders *holders = &work->holders[next];
          if (!ind__grow (&holders->row, &holders->capacity, holders->n + 1,
                          sizeof *holders->row))
            return 0;
          holders->row[holders->n++] = number;
        }
      sum->column[sum->n] = next;
      sum->coefficient[sum->n++] = a - b;
    }
  constant = row->constant - factor * pivot->constant;
  sum->constant
      = fabs (constant)
                <= ROUNDING * (fabs (row->constant) + fabs (factor * pivot->constant))
            ? 0
            : constant;
  if (!join_sources (row, pivot))
    return 0;
  swap = *row;
  row->column = sum->column;
  row->coefficient = sum->coefficient;
  row->n = sum->n;
  row->column_capacity = sum->column_capacity;
  row->coefficient_capacity = sum->coefficient_capacity;
  row->constant = sum->constant;
  row->size = size;
  sum->column = swap.column;
  sum->coefficient = swap.coefficient;
  sum->column_capacity = swap.column_capacity;
  sum->coefficient_capacity = swap.coefficient_capacity;
  return 1;
}

static int
eliminate_column (struct work *work, uint32_t column)
{
  struct holders *holders = &work->holders[column];
  uint32_t chosen;
  double pivot;
  size_t k;

  if (count_holders (work, column) == 0)
    return 1;
  chosen = choose_row (work, column);
  pivot = coefficient_of (&work->at->rows[chosen], column);
  for (k = 0; k < holders->n; k++)
    if (holders->row[k] != chosen)
      {
        double own = coefficient_of (&work->at->rows[holders->row[k]], column);
        /* A row may be listed twice. */
        if (own != 0
            && !subtract (work, holders->row[k], &work->at->rows[chosen], column, own / pivot))
          return 0;
      }
  work->at->pivot_row[column] = chosen;
  work->at->pivot_column[chosen] = column;
  work->at->order[work->at->n_eliminated++] = column;
  return 1;
}

/* Coefficients become parts of their row's largest term, each for a column whose
 * values are of size 1; those that are next to nothing of it, nothing. */
static void
normalise (ind__row *row, const double *scale, double tolerance)
{
  double largest = 0;
  size_t k, n = 0;

  for (k = 0; k < row->n; k++)
    largest = fmax (largest, fabs (row->coefficient[k]) * scale[row->column[k]]);
  if (!(largest > 0) || isinf (largest))
    return;
  for (k = 0; k < row->n; k++)
    if (fabs (row->coefficient[k]) * scale[row->column[k]] > tolerance * largest)
      {
        row->column[n] = row->column[k];
        row->coefficient[n++] = row->coefficient[k] / largest;
      }
  row->n = n;
  row->constant /= largest;
  row->size = 1;
}

static int
prepare (struct work *work, const uint8_t *is_unknown, const double *scale)
{
  ind__elimination *at = work->at;
  size_t k, j;

  work->is_unknown = is_unknown;
  work->scale = scale;
  work->holders = ind__new_zeroed ((at->n_columns + 1) * sizeof *work->holders);
  work->heap = ind__new_array (at->n_columns, sizeof *work->heap);
  work->count = ind__new_zeroed ((at->n_columns + 1) * sizeof *work->count);
  if (work->holders == NULL || work->heap == NULL || work->count == NULL)
    return 0;
  for (k = 0; k < at->n_rows; k++)
    {
      ind__row *row = &at->rows[k];
      normalise (row, scale, work->tolerance);
      for (j = 0; j < row->n; j++)
        if (is_unknown[row->column[j]])
          {
            struct holders *holders = &work->holders[row->column[j]];
            if (!ind__grow (&holders->row, &holders->capacity, holders->n + 1,
                            sizeof *holders->row))
              return 0;
            holders->row[holders->n++] = (uint32_t) k;
          }
    }
  for (k = 0; k < at->n_columns; k++)
    if (is_unknown[k])
      {
        work->count[k] = work->holders[k].n;
        work->heap[work->n_heap++] = (uint32_t) k;
      }
  for (k = work->n_heap / 2; k > 0; k--)
    sift_down (work, k - 1);
  return 1;
}

int
ind__eliminate (ind__elimination *elimination, const uint8_t *is_unknown, const double *scale,
                double tolerance)
{
  struct work work;
  uint32_t column;
  int is_good;
  size_t k;

  memset (&work, 0, sizeof work);
  work.at = elimination;
  work.tolerance = tolerance;
  is_good = prepare (&work, is_unknown, scale);
  while (is_good && (column = take_column (&work)) != UINT32_MAX)
    is_good = eliminate_column (&work, column);
  for (k = 0; work.holders != NULL && k < elimination->n_columns; k++)
    ind__release (work.holders[k].row);
  ind__release (work.holders);
  ind__release (work.heap);
  ind__release (work.count);
  free_row (&work.sum);
  return is_good;
}

void
ind__back_substitute (const ind__elimination *elimination, double *x)
{
  size_t k, j;

  for (k = elimination->n_eliminated; k > 0; k--)
    {
      uint32_t column = elimination->order[k - 1];
      const ind__row *row = &elimination->rows[elimination->pivot_row[column]];
      double rest = row->constant, pivot = 0;
      for (j = 0; j < row->n; j++)
        if (row->column[j] == column)
          pivot = row->coefficient[j];
        else
          rest -= row->coefficient[j] * x[row->column[j]];
      x[column] = rest / pivot;
    }
}

void
ind__find_determined (const ind__elimination *elimination, const uint8_t *is_unknown,
                      uint8_t *is_determined)
{
  size_t k, j;

  memset (is_determined, 0, elimination->n_columns);
  for (k = elimination->n_eliminated; k > 0; k--)
    {
      uint32_t column = elimination->order[k - 1];
      const ind__row *row = &elimination->rows[elimination->pivot_row[column]];
      is_determined[column] = 1;
      for (j = 0; j < row->n; j++)
        if (row->column[j] != column && is_unknown[row->column[j]]
            && !is_determined[row->column[j]])
          is_determined[column] = 0;
    }
}

/* ------------------------------------------------------------------------
 * The equations
 * ---------------------------------------------------------------------- */

int
ind__elimination_open (ind__elimination *elimination, size_t n_columns)
{
  memset (elimination, 0, sizeof *elimination);
  elimination->n_columns = n_columns;
  elimination->pivot_row = ind__new_array (n_columns, sizeof *elimination->pivot_row);
  elimination->order = ind__new_array (n_columns, sizeof *elimination->order);
  if (elimination->pivot_row == NULL || elimination->order == NULL)
    {
      ind__elimination_close (elimination);
      return 0;
    }
  memset (elimination->pivot_row, 0xFF, n_columns * sizeof *elimination->pivot_row);
  return 1;
}

void
ind__elimination_close (ind__elimination *elimination)
{
  size_t k;

  for (k = 0; k < elimination->n_rows; k++)
    free_row (&elimination->rows[k]);
  ind__release (elimination->rows);
  ind__release (elimination->pivot_row);
  ind__release (elimination->pivot_column);
  ind__release (elimination->order);
  memset (elimination, 0, sizeof *elimination);
}

struct place {
  uint32_t column;
  double coefficient;
};

static int
compare_places (const void *left, const void *right)
{
  uint32_t a = ((const struct place *) left)->column, b = ((const struct place *) right)->column;
  return a < b ? -1 : a > b;
}

/* Puts the terms into the row, which has room for them, by column. */
static int
fill (ind__row *row, const uint32_t *column, const double *coefficient, size_t n)
{
  int is_ascending = 1;
  struct place *place;
  size_t k;

  for (k = 0; k < n; k++)
    if (coefficient[k] != 0)
      {
        if (row->n > 0 && row->column[row->n - 1] > column[k])
          is_ascending = 0;
        row->column[row->n] = column[k];
        row->coefficient[row->n++] = coefficient[k];
      }
  if (is_ascending)
    return 1;
  place = ind__new_array (row->n, sizeof *place);
  if (place == NULL)
    return 0;
  for (k = 0; k < row->n; k++)
    {
      place[k].column = row->column[k];
      place[k].coefficient = row->coefficient[k];
    }
  qsort (place, row->n, sizeof *place, compare_places);
  for (k = 0; k < row->n; k++)
    {
      row->column[k] = place[k].column;
      row->coefficient[k] = place[k].coefficient;
    }
  ind__release (place);
  return 1;
}

int
ind__elimination_add (ind__elimination *elimination, const uint32_t *column,
                      const double *coefficient, size_t n, double constant, uint32_t source)
{
  size_t old = elimination->rows_capacity;
  ind__row *row;

  if (!ind__grow (&elimination->rows, &elimination->rows_capacity, elimination->n_rows + 1,
                  sizeof *elimination->rows))
    return 0;
  if (elimination->rows_capacity != old)
    {
      void *block = ind__reallocate (elimination->pivot_column,
                                     elimination->rows_capacity
                                         * sizeof *elimination->pivot_column);
      if (block == NULL)
        return 0;
      elimination->pivot_column = block;
    }
  row = &elimination->rows[elimination->n_rows];
  memset (row, 0, sizeof *row);
  elimination->pivot_column[elimination->n_rows++] = UINT32_MAX;
  if (!reserve (row, n)
      || !ind__grow (&row->source, &row->source_capacity, 1, sizeof *row->source))
    return 0;
  row->source[0] = source;
  row->n_sources = 1;
  row->constant = constant;
  return fill (row, column, coefficient, n);
}
