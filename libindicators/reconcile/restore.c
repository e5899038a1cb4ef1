/* SPDX-License-Identifier: GPL-3.0-or-later
 * The way to where links hold, by Levenberg and Marquardt's method: near such points it
 * converges quadratically even where links depend on one another (Yamashita and Fukushima
 * 2001), without having to decide which do, which off those points cannot be told. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "reconcile/eliminate.h"
#include "reconcile/newton.h"

#define MOST_ITERATIONS 60
/* Iterations that gain little: another start is the better way. */
#define MOST_SLOW 25
#define SLOW 0.9
#define MOST_TRIALS 12
#define MOST_CLAMPINGS 4
#define FIRST_DAMPING 1e-4
#define LEAST_DAMPING 1e-16
/* So little, in units of spread, is nothing. */
#define LEAST_SQUARES 1e-24
/* What is left of a link's terms is rounding. */
#define ROUNDING 1e-14

/* The equations about a point, in units of spread, each row of norm 1. */
struct slopes {
  const ind__group *group;
  const uint8_t *is_used;
  const double *spread;
  size_t n_rows;        /* links in use, then observations */
  size_t *first;
  uint32_t *column;
  double *coefficient;
  double *rest, *norm;  /* per row */
  size_t *first_of_column;
  uint32_t *row;        /* the same by column */
  double *of_column;
  uint8_t *is_held;     /* per column: at a bound that it would pass */
  double *step, *next;  /* per column */
  double *solution;     /* columns, then rows */
  uint32_t *terms;      /* an equation under construction */
  double *coefficients;
};

static void
close_slopes (struct slopes *at)
{
  ind__release (at->first);
  ind__release (at->column);
  ind__release (at->coefficient);
  ind__release (at->rest);
  ind__release (at->first_of_column);
  ind__release (at->row);
  ind__release (at->of_column);
  ind__release (at->is_held);
  ind__release (at->step);
  ind__release (at->solution);
  ind__release (at->terms);
  ind__release (at->coefficients);
}

static int
open_slopes (struct slopes *at)
{
  const ind__group *group = at->group;
  size_t n_extra = group->n - group->n_variables, n_terms = 2 * n_extra, k, most;

  at->n_rows = n_extra;
  for (k = 0; k < group->n_links; k++)
    if (at->is_used[k])
      {
        at->n_rows++;
        n_terms += ind__link_at (group, k)->n_terms;
      }
  most = group->n + at->n_rows + 1;
  at->first = ind__new_array (at->n_rows + 1, sizeof *at->first);
  at->column = ind__new_array (n_terms, sizeof *at->column);
  at->coefficient = ind__new_array (n_terms, sizeof *at->coefficient);
  at->rest = ind__new_array (2 * at->n_rows, sizeof *at->rest);
  at->first_of_column = ind__new_array (group->n + 2, sizeof *at->first_of_column);
  at->row = ind__new_array (n_terms, sizeof *at->row);
  at->of_column = ind__new_array (n_terms, sizeof *at->of_column);
  at->is_held = ind__new_array (group->n, 1);
  at->step = ind__new_array (2 * group->n, sizeof *at->step);
  at->solution = ind__new_array (most, sizeof *at->solution);
  at->terms = ind__new_array (most, sizeof *at->terms);
  at->coefficients = ind__new_array (most, sizeof *at->coefficients);
  if (at->first == NULL || at->column == NULL || at->coefficient == NULL || at->rest == NULL
      || at->first_of_column == NULL || at->row == NULL || at->of_column == NULL
      || at->is_held == NULL || at->step == NULL || at->solution == NULL || at->terms == NULL
      || at->coefficients == NULL)
    return 0;
  at->norm = at->rest + at->n_rows;
  at->next = at->step + group->n;
  return 1;
}

/* Brings the terms of a row to units of spread, and notes what it leaves. */
static void
end_row (struct slopes *at, size_t row, size_t *end, double rest, double size)
{
  double sum = 0, norm;
  size_t k, n = at->first[row];

  for (k = n; k < *end; k++)
    {
      double term = at->coefficient[k] * at->spread[at->column[k]];
      if (term == 0 || !isfinite (term))
        continue;
      at->column[n] = at->column[k];
      at->coefficient[n++] = term;
      sum += term * term;
    }
  *end = at->first[row + 1] = n;
  norm = fmax (sqrt (sum), 1e-12 * size);
  at->norm[row] = norm > 0 ? norm : 1;
  at->rest[row] = fabs (rest) <= ROUNDING * size ? 0 : rest / at->norm[row];
  for (k = at->first[row]; k < n; k++)
    at->coefficient[k] /= at->norm[row];
}

/* The sum of squares of what rows leave at x, in the units of `norm`; *distance: the
 * largest, relative to its terms. */
static double
distance_at (const struct slopes *at, const double *x, double *distance)
{
  const ind__group *group = at->group;
  double sum = 0, worst = 0;
  size_t k, row = 0;

  for (k = 0; k < group->n_links + group->n - group->n_variables; k++)
    {
      double size, rest;
      if (k < group->n_links && !at->is_used[k])
        continue;
      if (k < group->n_links)
        rest = ind__link_residual (group, ind__link_at (group, k), x, &size);
      else
        {
          size_t t = group->n_variables + k - group->n_links;
          rest = x[group->observed[t - group->n_variables]] - x[t];
          size = fabs (x[t]) + fabs (x[group->observed[t - group->n_variables]]);
        }
      if (isnan (rest))
        {
          *distance = INFINITY;
          return INFINITY;
        }
      if (fabs (rest) > ROUNDING * size)
        {
          size += k < group->n_links
                      ? ind__link_margin (group, ind__link_at (group, k), x, at->spread)
                      : 0;
          worst = fmax (worst, fabs (rest) / size);
          sum += rest / at->norm[row] * (rest / at->norm[row]);
        }
      row++;
    }
  *distance = worst;
  return sum;
}

static void
take_slopes (struct slopes *at, const double *x)
{
  const ind__group *group = at->group;
  size_t k, t, row = 0, end = 0;
  double size;

  at->first[0] = 0;
  for (k = 0; k < group->n_links; k++)
    if (at->is_used[k])
      {
        const ind__link *link = ind__link_at (group, k);
        double rest = ind__link_residual (group, link, x, &size);
        end += ind__link_slopes (group, link, x, at->column + end, at->coefficient + end);
        end_row (at, row++, &end, rest, size);
      }
  for (k = group->n_variables; k < group->n; k++)
    {
      uint32_t v = group->observed[k - group->n_variables];
      at->column[end] = v;
      at->coefficient[end++] = 1;
      at->column[end] = (uint32_t) k;
      at->coefficient[end++] = -1;
      end_row (at, row++, &end, x[v] - x[k], fabs (x[v]) + fabs (x[k]));
    }
  memset (at->first_of_column, 0, (group->n + 2) * sizeof *at->first_of_column);
  for (k = 0; k < end; k++)
    at->first_of_column[at->column[k] + 2]++;
  for (k = 0; k < group->n; k++)
    at->first_of_column[k + 2] += at->first_of_column[k + 1];
  for (row = 0; row < at->n_rows; row++)
    for (t = at->first[row]; t < at->first[row + 1]; t++)
      {
        size_t to = at->first_of_column[at->column[t] + 1]++;
        at->row[to] = (uint32_t) row;
        at->of_column[to] = at->coefficient[t];
      }
}

/* The step y, the shortest of B y = -r with damping: y = B' u, B y + damping u = -r, with
 * columns that are held left out. As one sparse system it keeps its zeros, which the
 * normal matrix would not. */
static ind_status
find_step (struct slopes *at, double damping)
{
  size_t n = at->group->n, k, t, m;
  ind__elimination elimination;
  uint8_t *is_unknown = ind__new_array (n + at->n_rows, 1);
  double *scale = ind__new_array (n + at->n_rows, sizeof *scale);
  int is_good = is_unknown != NULL && scale != NULL;

  memset (&elimination, 0, sizeof elimination);
  is_good = is_good && ind__elimination_open (&elimination, n + at->n_rows);
  for (k = 0; is_good && k < n + at->n_rows; k++)
    {
      at->solution[k] = 0;
      is_unknown[k] = 1;
      scale[k] = 1;
    }
  for (k = 0; is_good && k < n; k++)
    {
      m = 0;
      if (at->first_of_column[k] == at->first_of_column[k + 1] || at->is_held[k])
        continue;
      at->terms[m] = (uint32_t) k;
      at->coefficients[m++] = 1;
      for (t = at->first_of_column[k]; t < at->first_of_column[k + 1]; t++)
        {
          at->terms[m] = (uint32_t) (n + at->row[t]);
          at->coefficients[m++] = -at->of_column[t];
        }
      is_good = ind__elimination_add (&elimination, at->terms, at->coefficients, m, 0, 0);
    }
  for (k = 0; is_good && k < at->n_rows; k++)
    {
      double rest = -at->rest[k];
      m = 0;
      for (t = at->first[k]; t < at->first[k + 1]; t++)
        if (at->is_held[at->column[t]])
          rest -= at->coefficient[t] * at->step[at->column[t]] / at->spread[at->column[t]];
        else
          {
            at->terms[m] = at->column[t];
            at->coefficients[m++] = at->coefficient[t];
          }
      if (m == 0)
        continue;
      at->terms[m] = (uint32_t) (n + k);
      at->coefficients[m++] = damping;
      is_good = ind__elimination_add (&elimination, at->terms, at->coefficients, m, rest, 0);
    }
  /* Nobody asks which equations a row was made from. */
  for (k = 0; is_good && k < elimination.n_rows; k++)
    elimination.rows[k].n_sources = 0;
  is_good = is_good && ind__eliminate (&elimination, is_unknown, scale, 0);
  if (is_good)
    {
      ind__back_substitute (&elimination, at->solution);
      for (k = 0; k < n; k++)
        if (!at->is_held[k])
          at->step[k] = at->solution[k] * at->spread[k];
    }
  ind__elimination_close (&elimination);
  ind__release (is_unknown);
  ind__release (scale);
  return is_good ? IND_OK : IND_E_MEMORY;
}

/* Where the step leads; columns that would pass a bound are held there, and the others
 * take over. */
static ind_status
find_next (struct slopes *at, const double *x, double damping)
{
  const ind__group *group = at->group;
  ind_status status = IND_OK;
  int round, is_new = 1;
  size_t k;

  memset (at->is_held, 0, group->n);
  for (round = 0; is_new && round < MOST_CLAMPINGS && status == IND_OK; round++)
    {
      status = find_step (at, damping);
      is_new = 0;
      for (k = 0; status == IND_OK && k < group->n; k++)
        {
          double to = x[k] + at->step[k];
          at->next[k] = fmin (fmax (to, group->low[k]), group->high[k]);
          if (at->next[k] != to && !at->is_held[k] && at->spread[k] > 0)
            {
              at->is_held[k] = 1;
              at->step[k] = at->next[k] - x[k];
              is_new = 1;
            }
        }
    }
  return status;
}

static ind_status
restore (struct slopes *at, double *x, double *distance)
{
  double damping = FIRST_DAMPING, here, there, of_next, before = INFINITY;
  ind_status status = IND_OK;
  int iteration, trial, n_slow = 0;

  for (iteration = 0; iteration < MOST_ITERATIONS && n_slow < MOST_SLOW; iteration++)
    {
      take_slopes (at, x);
      here = distance_at (at, x, distance);
      /* As long as it still gains much, it goes on to where only rounding is left. */
      if (!(here > 0 && isfinite (here))
          || (*distance <= IND__RESTORED && (here <= LEAST_SQUARES || *distance > before / 10)))
        return IND_OK;
      before = *distance;
      for (trial = 0; trial < MOST_TRIALS; trial++)
        {
          status = find_next (at, x, damping);
          if (status != IND_OK)
            return status;
          there = distance_at (at, at->next, &of_next);
          if (there < 0.999 * here)
            break;
          damping *= 10;
        }
      if (trial == MOST_TRIALS)
        return IND_OK;
      n_slow += there > SLOW * here;
      memcpy (x, at->next, at->group->n * sizeof *x);
      *distance = of_next;
      damping = fmax (LEAST_DAMPING, damping / 10);
    }
  return IND_OK;
}

ind_status
ind__restore (const ind__group *group, const uint8_t *is_used, const double *spread, double *x,
              double *distance)
{
  ind_status status = IND_E_MEMORY;
  struct slopes slopes;

  memset (&slopes, 0, sizeof slopes);
  slopes.group = group;
  slopes.is_used = is_used;
  slopes.spread = spread;
  if (open_slopes (&slopes))
    {
      memset (slopes.step, 0, group->n * sizeof *slopes.step);
      status = restore (&slopes, x, distance);
    }
  close_slopes (&slopes);
  return status;
}
