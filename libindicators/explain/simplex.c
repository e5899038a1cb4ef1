/* SPDX-License-Identifier: GPL-3.0-or-later
 * Linear infeasibility, decided by the simplex method for bounds (Dutertre and
 * de Moura 2006). Coefficients are whole numbers over one scale (Edmonds 1967),
 * so that a combination is exact; values are not, which costs no proof: it is
 * verified with outward rounding. */
#include "explain/simplex.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "number/interval.h"

#define MAX_ENTRIES 20000
#define MAX_PIVOTS 300
/* Coefficients below it have products that fit. */
#define LARGEST (INT64_C (1) << 31)
/* A value misses its bounds when it does by more than this part of them. */
#define TOLERANCE 1e-10

static int64_t *
entry (const ind__simplex *simplex, size_t row, size_t column)
{
  return &simplex->tableau[row * simplex->n_columns + column];
}

/* Finds the variables that two sums or more hold. 0 when memory ran out. */
static int
list_shared (ind__simplex *simplex, const ind__network *network, const uint32_t *sums, size_t n)
{
  size_t k, j, before = simplex->place_capacity;

  if (!ind__grow (&simplex->place, &simplex->place_capacity, network->n_variables,
                  sizeof *simplex->place))
    return 0;
  if (simplex->place_capacity > before)
    memset (simplex->place + before, 0,
            (simplex->place_capacity - before) * sizeof *simplex->place);
  for (k = 0; k < n; k++)
    for (j = 0; j < network->links[sums[k]].n_terms; j++)
      {
        uint32_t v = network->terms[network->links[sums[k]].first + j].variable;
        if (++simplex->place[v] != 2)
          continue;
        if (!ind__grow (&simplex->shared, &simplex->shared_capacity, simplex->n_columns + 1,
                        sizeof *simplex->shared))
          return 0;
        simplex->shared[simplex->n_columns++] = v;
      }
  for (k = 0; k < n; k++)
    for (j = 0; j < network->links[sums[k]].n_terms; j++)
      simplex->place[network->terms[network->links[sums[k]].first + j].variable] = 0;
  for (k = 0; k < simplex->n_columns; k++)
    simplex->place[simplex->shared[k]] = (uint32_t) k + 1;
  return 1;
}

/* What a sum leaves for its shared terms. */
static ind_interval
bounds_of_rest (const ind__simplex *simplex, const ind__network *network, uint32_t sum,
                const ind_interval *domain)
{
  const ind__link *link = &network->links[sum];
  ind_interval rest = ind__interval_make (link->constant, link->constant);
  size_t j;

  for (j = 0; j < link->n_terms; j++)
    {
      const ind__term *term = &network->terms[link->first + j];
      if (simplex->place[term->variable] == 0)
        rest = ind__interval_add (
            rest, ind__interval_mul (ind__interval_make (term->coefficient, term->coefficient),
                                     domain[term->variable]));
    }
  return ind__interval_make (-rest.high, -rest.low);
}

static double
start_value (ind_interval x)
{
  if (isfinite (x.low) && isfinite (x.high))
    return x.low / 2 + x.high / 2;
  return isfinite (x.low) ? x.low : isfinite (x.high) ? x.high : 0;
}

static double
basic_value (const ind__simplex *simplex, size_t row)
{
  double sum = 0;
  size_t j;

  for (j = 0; j < simplex->n_columns; j++)
    if (*entry (simplex, row, j) != 0)
      sum += (double) *entry (simplex, row, j) * simplex->value[simplex->nonbasic[j]];
  return sum / (double) simplex->scale;
}

/* One row for every sum that bounds its shared terms. */
static int
add_row (ind__simplex *simplex, const ind__network *network, uint32_t sum, ind_interval bounds)
{
  const ind__link *link = &network->links[sum];
  size_t m = simplex->n_columns, row = simplex->n_rows++, j;

  memset (entry (simplex, row, 0), 0, m * sizeof *simplex->tableau);
  for (j = 0; j < link->n_terms; j++)
    {
      const ind__term *term = &network->terms[link->first + j];
      uint32_t place = simplex->place[term->variable];
      if (!(fabs (term->coefficient) < (double) LARGEST))
        return 0;
      if (place > 0)
        *entry (simplex, row, place - 1) = (int64_t) term->coefficient;
    }
  simplex->sums[row] = sum;
  simplex->basic[row] = (uint32_t) (m + row);
  simplex->bounds[m + row] = bounds;
  simplex->value[m + row] = basic_value (simplex, row);
  return 1;
}

/* 1: the problem is set up. 0: there is none, or it is too large. -1: memory
 * ran out. */
static int
set_up (ind__simplex *simplex, const ind__network *network, const uint32_t *sums, size_t n,
        const ind_interval *domain)
{
  size_t k, m = simplex->n_columns;

  if (m == 0 || n * m > MAX_ENTRIES)
    return 0;
  if (!ind__grow (&simplex->tableau, &simplex->tableau_capacity, n * m, sizeof *simplex->tableau)
      || !ind__grow (&simplex->sums, &simplex->sums_capacity, n, sizeof *simplex->sums)
      || !ind__grow (&simplex->basic, &simplex->rows_capacity, n, sizeof *simplex->basic)
      || !ind__grow (&simplex->nonbasic, &simplex->columns_capacity, m,
                     sizeof *simplex->nonbasic)
      || !ind__grow (&simplex->value, &simplex->values_capacity, n + m, sizeof *simplex->value)
      || !ind__grow (&simplex->bounds, &simplex->bounds_capacity, n + m,
                     sizeof *simplex->bounds))
    return -1;
  simplex->scale = 1;
  simplex->n_rows = 0;
  for (k = 0; k < m; k++)
    {
      simplex->nonbasic[k] = (uint32_t) k;
      simplex->bounds[k] = domain[simplex->shared[k]];
      simplex->value[k] = start_value (simplex->bounds[k]);
    }
  for (k = 0; k < n; k++)
    {
      ind_interval bounds = bounds_of_rest (simplex, network, sums[k], domain);
      if ((isfinite (bounds.low) || isfinite (bounds.high))
          && !add_row (simplex, network, sums[k], bounds))
        return 0;
    }
  return simplex->n_rows > 1;
}

/* -1: below its bounds; 1: above. */
static int
side_of (const ind__simplex *simplex, uint32_t variable)
{
  ind_interval x = simplex->bounds[variable];
  double value = simplex->value[variable], slack = TOLERANCE * (fabs (value) + 1);

  return value < x.low - slack ? -1 : value > x.high + slack ? 1 : 0;
}

/* The row to mend: of the least variable that is out of bounds (Bland). */
static size_t
choose_row (const ind__simplex *simplex)
{
  size_t k, best = simplex->n_rows;

  for (k = 0; k < simplex->n_rows; k++)
    if ((best == simplex->n_rows || simplex->basic[k] < simplex->basic[best])
        && side_of (simplex, simplex->basic[k]) != 0)
      best = k;
  return best;
}

/* The least variable that can move the row's towards its bounds. */
static size_t
choose_column (const ind__simplex *simplex, size_t row, int side)
{
  size_t j, best = simplex->n_columns;

  for (j = 0; j < simplex->n_columns; j++)
    {
      uint32_t variable = simplex->nonbasic[j];
      int64_t a = *entry (simplex, row, j);
      int rises = (a > 0) == (side < 0);
      if (a != 0 && (best == simplex->n_columns || variable < simplex->nonbasic[best])
          && (rises ? simplex->value[variable] < simplex->bounds[variable].high
                    : simplex->value[variable] > simplex->bounds[variable].low))
        best = j;
    }
  return best;
}

/* What becomes of a row when x_column is replaced: its entries, times p over d,
 * less a times the pivot row's. 0: they get too large. */
static int
eliminate (int64_t *x, const int64_t *pivot_row, size_t n, size_t column, int64_t p, int64_t d)
{
  int64_t a = x[column], sign = p < 0 ? -1 : 1, largest = 0;
  size_t j;

  if (a == 0 && sign * p == d)
    return 1;
  for (j = 0; j < n; j++)
    {
      x[j] = p * x[j] - a * pivot_row[j];
      x[j] = d == 1 ? sign * x[j] : sign * (x[j] / d);
      largest |= x[j] < 0 ? -x[j] : x[j];
    }
  x[column] = sign * a;
  return largest < LARGEST;
}

/* Interchanges the basic variable of the row and the other of the column. 0:
 * coefficients get too large. */
static int
pivot (ind__simplex *simplex, size_t row, size_t column)
{
  int64_t *pivot_row = entry (simplex, row, 0);
  int64_t p = pivot_row[column], d = simplex->scale, sign = p < 0 ? -1 : 1;
  uint32_t swapped = simplex->basic[row];
  size_t i, j, n = simplex->n_columns;

  for (i = 0; i < simplex->n_rows; i++)
    if (i != row && !eliminate (entry (simplex, i, 0), pivot_row, n, column, p, d))
      return 0;
  for (j = 0; j < n; j++)
    pivot_row[j] *= -sign;
  pivot_row[column] = sign * d;
  simplex->scale = sign * p;
  simplex->basic[row] = simplex->nonbasic[column];
  simplex->nonbasic[column] = swapped;
  return simplex->scale < LARGEST;
}

/* Moves a variable that is not basic, and all that depend on it. */
static void
move (ind__simplex *simplex, size_t column, double by)
{
  size_t k;

  simplex->value[simplex->nonbasic[column]] += by;
  for (k = 0; k < simplex->n_rows; k++)
    if (*entry (simplex, k, column) != 0)
      simplex->value[simplex->basic[k]]
          += (double) *entry (simplex, k, column) / (double) simplex->scale * by;
}

static int
add_term (ind__simplex *simplex, uint32_t variable, double coefficient)
{
  if (!ind__grow (&simplex->terms, &simplex->terms_capacity, simplex->n_terms + 1,
                  sizeof *simplex->terms))
    return 0;
  simplex->terms[simplex->n_terms].variable = variable;
  simplex->terms[simplex->n_terms++].coefficient = coefficient;
  return 1;
}

/* Adds a multiple of what is left of a sum: of its terms that are not shared,
 * from the other side. */
static int
add_rest (ind__simplex *simplex, const ind__network *network, uint32_t sum, double a)
{
  const ind__link *link = &network->links[sum];
  size_t j;

  for (j = 0; j < link->n_terms; j++)
    {
      const ind__term *term = &network->terms[link->first + j];
      if (simplex->place[term->variable] == 0
          && !add_term (simplex, term->variable, -a * term->coefficient))
        return 0;
    }
  return 1;
}

/* The row as a combination over the network's variables, if that cannot be
 * 0. */
static int
verify (ind__simplex *simplex, const ind__network *network, size_t row)
{
  size_t k, m = simplex->n_columns;
  ind_interval sum = ind__interval_make (0, 0);

  simplex->n_terms = 0;
  for (k = 0; k <= m; k++)
    {
      uint32_t variable = k < m ? simplex->nonbasic[k] : simplex->basic[row];
      double a = k < m ? (double) *entry (simplex, row, k) : -(double) simplex->scale;
      if (a == 0)
        continue;
      sum = ind__interval_add (
          sum, ind__interval_mul (ind__interval_make (a, a), simplex->bounds[variable]));
      if (!(variable < m ? add_term (simplex, simplex->shared[variable], a)
                         : add_rest (simplex, network, simplex->sums[variable - m], a)))
        return -1;
    }
  simplex->is_positive = sum.low > 0;
  return sum.low > 0 || sum.high < 0;
}

/* Pivots until all is within bounds, or a row cannot be. */
static int
solve (ind__simplex *simplex, const ind__network *network, uint64_t *work)
{
  int n_pivots;

  for (n_pivots = 0; n_pivots < MAX_PIVOTS; n_pivots++)
    {
      size_t row = choose_row (simplex), column;
      uint32_t leaving;
      int side;
      double bound;
      *work += simplex->n_rows * simplex->n_columns;
      if (row == simplex->n_rows)
        return 0;
      leaving = simplex->basic[row];
      side = side_of (simplex, leaving);
      column = choose_column (simplex, row, side);
      if (column == simplex->n_columns)
        return verify (simplex, network, row);
      bound = side < 0 ? simplex->bounds[leaving].low : simplex->bounds[leaving].high;
      move (simplex, column,
            (bound - simplex->value[leaving]) * (double) simplex->scale
                / (double) *entry (simplex, row, column));
      simplex->value[leaving] = bound;
      if (!pivot (simplex, row, column))
        return 0;
    }
  return 0;
}

int
ind__simplex_refute (ind__simplex *simplex, const ind__network *network, const uint32_t *sums,
                     size_t n, const ind_interval *domain, uint64_t *work)
{
  int result;
  size_t k;

  if (n < 2)
    return 0;
  simplex->n_columns = 0;
  if (!list_shared (simplex, network, sums, n))
    {
      if (simplex->place != NULL)
        memset (simplex->place, 0, simplex->place_capacity * sizeof *simplex->place);
      return -1;
    }
  result = set_up (simplex, network, sums, n, domain);
  if (result > 0)
    result = solve (simplex, network, work);
  for (k = 0; k < simplex->n_columns; k++)
    simplex->place[simplex->shared[k]] = 0;
  return result;
}

void
ind__simplex_free (ind__simplex *simplex)
{
  ind__release (simplex->terms);
  ind__release (simplex->tableau);
  ind__release (simplex->basic);
  ind__release (simplex->nonbasic);
  ind__release (simplex->value);
  ind__release (simplex->bounds);
  ind__release (simplex->place);
  ind__release (simplex->shared);
  ind__release (simplex->sums);
  memset (simplex, 0, sizeof *simplex);
}
