/* SPDX-License-Identifier: GPL-3.0-or-later
 * Rounding whatever the sums: a nearest point of a lattice, found by reducing its basis
 * (Lenstra, Lenstra and Lovasz 1982) and enumeration (Schnorr and Euchner 1994). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "reconcile/rounder.h"

/* The lattice of a part takes some multiple of the cube of its values; beyond so many
 * operations its basis is left as it is. */
#define MOST_IN_LATTICE 1000
#define MOST_OPERATIONS 1e9
#define USUAL_BUDGET 200000

/* All steps that keep the sums are `origin` and whole multiples of the columns of a basis. */
struct lattice {
  size_t n, m, d;     /* values, equations, dimension */
  int64_t *equation;  /* m x n, by rows; turned into a triangle */
  int64_t *basis;     /* n columns of n elements, each in one piece; the last d span */
  int64_t *origin, *solution;
  double *target;
  double *orthogonal; /* d x n: the columns made orthogonal */
  double *mu, *square;
  double *centre, *partial;
  int64_t *whole, *best, *direction;
};

static int
open_lattice (struct lattice *lattice, size_t n, size_t m)
{
  memset (lattice, 0, sizeof *lattice);
  lattice->n = n;
  lattice->m = m;
  lattice->equation = ind__new_zeroed (m * n * sizeof *lattice->equation);
  lattice->basis = ind__new_zeroed (n * n * sizeof *lattice->basis);
  lattice->origin = ind__new_zeroed (n * sizeof *lattice->origin);
  lattice->solution = ind__new_zeroed (n * sizeof *lattice->solution);
  lattice->target = ind__new_array (n, sizeof *lattice->target);
  lattice->orthogonal = ind__new_array (n * n, sizeof *lattice->orthogonal);
  lattice->mu = ind__new_array (n * n, sizeof *lattice->mu);
  lattice->square = ind__new_array (n, sizeof *lattice->square);
  lattice->centre = ind__new_array (n, sizeof *lattice->centre);
  lattice->partial = ind__new_array (n + 1, sizeof *lattice->partial);
  lattice->whole = ind__new_zeroed (n * sizeof *lattice->whole);
  lattice->best = ind__new_zeroed (n * sizeof *lattice->best);
  lattice->direction = ind__new_zeroed (n * sizeof *lattice->direction);
  return lattice->equation != NULL && lattice->basis != NULL && lattice->origin != NULL
         && lattice->solution != NULL && lattice->target != NULL && lattice->orthogonal != NULL
         && lattice->mu != NULL && lattice->square != NULL && lattice->centre != NULL
         && lattice->partial != NULL && lattice->whole != NULL && lattice->best != NULL
         && lattice->direction != NULL;
}

static void
close_lattice (struct lattice *lattice)
{
  ind__release (lattice->equation);
  ind__release (lattice->basis);
  ind__release (lattice->origin);
  ind__release (lattice->solution);
  ind__release (lattice->target);
  ind__release (lattice->orthogonal);
  ind__release (lattice->mu);
  ind__release (lattice->square);
  ind__release (lattice->centre);
  ind__release (lattice->partial);
  ind__release (lattice->whole);
  ind__release (lattice->best);
  ind__release (lattice->direction);
}

/* a -= factor * b, over elements `step` apart; 0 on overflow. */
static int
subtract_whole (int64_t *a, const int64_t *b, int64_t factor, size_t n, size_t step)
{
  size_t k;

  for (k = 0; k < n * step; k += step)
    {
      int64_t product;
      if (__builtin_mul_overflow (b[k], factor, &product)
          || __builtin_sub_overflow (a[k], product, &a[k]))
        return 0;
    }
  return 1;
}

static void
swap_whole (int64_t *a, int64_t *b, size_t n, size_t step)
{
  size_t k;

  for (k = 0; k < n * step; k += step)
    {
      int64_t swap = a[k];
      a[k] = b[k];
      b[k] = swap;
    }
}

/* Leaves one element of row i, from column `from` on, by Euclid's algorithm on columns; it
 * goes to `from`. 0 on overflow. */
static int
clear_row (struct lattice *lattice, size_t i, size_t from)
{
  size_t n = lattice->n, m = lattice->m, j;
  int64_t *row = lattice->equation + i * n;

  for (;;)
    {
      size_t least = n, n_others = 0;
      for (j = from; j < n; j++)
        if (row[j] != 0 && (least == n || llabs (row[j]) < llabs (row[least])))
          least = j;
      if (least == n)
        return 1;
      if (least != from)
        {
          swap_whole (lattice->equation + least, lattice->equation + from, m, n);
          swap_whole (lattice->basis + least * n, lattice->basis + from * n, n, 1);
        }
      for (j = from + 1; j < n; j++)
        if (row[j] != 0)
          {
            int64_t factor = row[j] / row[from];
            if (!subtract_whole (lattice->equation + j, lattice->equation + from, factor, m, n)
                || !subtract_whole (lattice->basis + j * n, lattice->basis + from * n, factor, n,
                                    1))
              return 0;
            n_others += row[j] != 0;
          }
      if (n_others == 0)
        return 1;
    }
}

/* Brings the equations into triangular form, so that their whole solutions can be read off.
 * 0 when there is none, or numbers do not fit. */
static int
solve_whole (struct lattice *lattice, const int64_t *rest)
{
  size_t n = lattice->n, rank = 0, i, j;

  for (j = 0; j < n; j++)
    lattice->basis[j * n + j] = 1;
  for (i = 0; i < lattice->m; i++)
    {
      const int64_t *row = lattice->equation + i * n;
      int64_t left = rest[i];
      if (!clear_row (lattice, i, rank))
        return 0;
      for (j = 0; j < rank; j++)
        {
          int64_t product;
          if (__builtin_mul_overflow (row[j], lattice->solution[j], &product)
              || __builtin_sub_overflow (left, product, &left))
            return 0;
        }
      if (rank < n && row[rank] != 0)
        {
          if (left % row[rank] != 0)
            return 0;
          lattice->solution[rank] = left / row[rank];
          rank++;
        }
      else if (left != 0)
        return 0;
    }
  for (j = 0; j < rank; j++)
    if (!subtract_whole (lattice->origin, lattice->basis + j * n, -lattice->solution[j], n, 1))
      return 0;
  lattice->d = n - rank;
  memmove (lattice->basis, lattice->basis + rank * n, lattice->d * n * sizeof *lattice->basis);
  return 1;
}

/* What column k is once made orthogonal to those before it. */
static void
make_orthogonal (struct lattice *lattice, size_t k)
{
  size_t n = lattice->n, i, j;
  double *own = lattice->orthogonal + k * n, *mu = lattice->mu + k * n;

  for (i = 0; i < n; i++)
    own[i] = (double) lattice->basis[k * n + i];
  for (j = 0; j < k; j++)
    {
      const double *other = lattice->orthogonal + j * n;
      double product = 0;
      for (i = 0; i < n; i++)
        product += (double) lattice->basis[k * n + i] * other[i];
      mu[j] = product / lattice->square[j];
      for (i = 0; i < n; i++)
        own[i] -= mu[j] * other[i];
    }
  lattice->square[k] = 0;
  for (i = 0; i < n; i++)
    lattice->square[k] += own[i] * own[i];
}

/* Lenstra, Lenstra and Lovasz, with orthogonal vectors in doubles. 0 on overflow. */
static int
reduce_basis (struct lattice *lattice)
{
  size_t n = lattice->n, k = 1, j, i, round;
  size_t most = (size_t) (MOST_OPERATIONS / (double) (n * lattice->d + 1));

  if (lattice->d > 0)
    make_orthogonal (lattice, 0);
  for (round = 0; k < lattice->d && round < most; round++)
    {
      double *mu = lattice->mu + k * n;
      make_orthogonal (lattice, k);
      for (j = k; j-- > 0;)
        {
          double nearest = nearbyint (mu[j]);
          if (nearest == 0)
            continue;
          if (!(fabs (nearest) < 1e15)
              || !subtract_whole (lattice->basis + k * n, lattice->basis + j * n,
                                  (int64_t) nearest, n, 1))
            return 0;
          for (i = 0; i < j; i++)
            mu[i] -= nearest * lattice->mu[j * n + i];
          mu[j] -= nearest;
        }
      if (lattice->square[k]
          >= (0.75 - mu[k - 1] * mu[k - 1]) * lattice->square[k - 1])
        k++;
      else
        {
          swap_whole (lattice->basis + k * n, lattice->basis + (k - 1) * n, n, 1);
          make_orthogonal (lattice, k - 1);
          k = k > 1 ? k - 1 : 1;
        }
    }
  for (k = 0; k < lattice->d; k++)
    make_orthogonal (lattice, k);
  return 1;
}

/* Where the target lies along orthogonal vector k. */
static double
coordinate_of_target (const struct lattice *lattice, size_t k)
{
  const double *own = lattice->orthogonal + k * lattice->n;
  double product = 0;
  size_t i;

  for (i = 0; i < lattice->n; i++)
    product += own[i] * (lattice->target[i] - (double) lattice->origin[i]);
  return product / lattice->square[k];
}

/* The next whole number about the centre of level k, alternately above and below. */
static void
zigzag (struct lattice *lattice, size_t k)
{
  int64_t d = lattice->direction[k];

  lattice->whole[k] += d;
  lattice->direction[k] = d > 0 ? -d - 1 : -d + 1;
}

static void
enter_level (struct lattice *lattice, size_t k, const double *coordinate)
{
  double centre = coordinate[k];
  size_t j;

  for (j = k + 1; j < lattice->d; j++)
    centre -= (double) lattice->whole[j] * lattice->mu[j * lattice->n + k];
  lattice->centre[k] = centre;
  lattice->whole[k] = llround (centre);
  lattice->direction[k] = centre >= (double) lattice->whole[k] ? 1 : -1;
}

static double
distance_at (const struct lattice *lattice, size_t k)
{
  double past = lattice->centre[k] - (double) lattice->whole[k];
  return lattice->partial[k + 1] + past * past * lattice->square[k];
}

/* The combination of basis vectors nearest to the target. Whether it was proved to be: the
 * budget sufficed. */
static int
search_nearest (struct lattice *lattice, const double *coordinate, uint64_t budget)
{
  double radius = INFINITY;
  size_t d = lattice->d, k = d - 1;
  uint64_t n_tried;

  lattice->partial[d] = 0;
  enter_level (lattice, k, coordinate);
  for (n_tried = 0; n_tried < budget || isinf (radius); n_tried++)
    {
      double distance = distance_at (lattice, k);
      if (distance < radius * (1 - 1e-12) && k > 0)
        {
          lattice->partial[k] = distance;
          enter_level (lattice, --k, coordinate);
          continue;
        }
      if (distance < radius * (1 - 1e-12))
        {
          radius = distance;
          memcpy (lattice->best, lattice->whole, d * sizeof *lattice->best);
        }
      /* What lies farther from the centre is farther from the target, too. */
      if (++k >= d)
        return 1;
      zigzag (lattice, k);
    }
  return 0;
}

/* The steps of a component whose sums are no flow; *is_found: 0 when there are none. */
ind_status
ind__round_by_lattice (ind__rounder *work, const ind__rounding_part *part, int *is_found)
{
  const ind_equations *equations = work->at->equations;
  size_t n = part->n_values, k, i, t;
  struct lattice lattice;
  double *coordinate = NULL;
  int64_t *rest = NULL;
  ind_status status = IND_E_MEMORY;

  *is_found = 0;
  if (n > MOST_IN_LATTICE)
    return IND_OK;
  if (open_lattice (&lattice, n, part->n_equations))
    {
      coordinate = ind__new_array (n, sizeof *coordinate);
      rest = ind__new_array (part->n_equations, sizeof *rest);
    }
  if (coordinate != NULL && rest != NULL)
    {
      status = IND_OK;
      /* The place of each value, for the time being. */
      for (k = 0; k < n; k++)
        {
          work->seen[part->value[k]] = (uint32_t) k;
          lattice.target[k] = work->target[part->value[k]];
        }
      for (i = 0; i < part->n_equations; i++)
        {
          uint32_t equation = part->equation[i];
          rest[i] = work->rest[equation];
          for (t = equations->first[equation]; t < equations->first[equation + 1]; t++)
            if (work->coefficient[t] != 0 && ind__is_free (work->at, equations->column[t]))
              lattice.equation[i * n + work->seen[equations->column[t]]] = work->coefficient[t];
        }
      *is_found = solve_whole (&lattice, rest) && reduce_basis (&lattice);
    }
  if (*is_found && lattice.d > 0)
    {
      uint64_t budget = work->at->budget > 0 ? work->at->budget : USUAL_BUDGET;
      for (k = 0; k < lattice.d; k++)
        coordinate[k] = coordinate_of_target (&lattice, k);
      if (!search_nearest (&lattice, coordinate, budget))
        work->at->is_optimal = 0;
      for (k = 0; *is_found && k < lattice.d; k++)
        *is_found = subtract_whole (lattice.origin, lattice.basis + k * n, -lattice.best[k], n, 1);
    }
  for (k = 0; *is_found && k < n; k++)
    work->step[part->value[k]] = lattice.origin[k];
  close_lattice (&lattice);
  ind__release (coordinate);
  ind__release (rest);
  return status;
}
