/* SPDX-License-Identifier: GPL-3.0-or-later
 * Gauss and Newton's method. The sum of squares is always of changes from what was
 * observed, never from the step before. Links that no more than define an unknown are
 * left out. It begins where the others hold and returns there after each step (Abadie
 * and Carpentier 1969): there, and only there, does the rank of the slopes say how many
 * links are independent. Where links contradict one another there is no such place, and
 * unknowns merely follow the links that give them. */
#include "reconcile/gauss_newton.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "reconcile/balance.h"
#include "reconcile/newton.h"

#define MOST_STEPS 50
#define MOST_HALVINGS 20
#define STEP_TOLERANCE 1e-12
/* From here on, steps that no longer shrink are rounding. */
#define SMALL_CHANGE 1e-8
#define LINK_TOLERANCE 1e-9
#define ROUNDING 1e-11
/* Unknowns may move at least so much of themselves, however sure links seem of them; in
 * some starts, all of it. */
#define LEAST_SPREAD 1e-6
#define MOST_STARTS 8
/* A step may lead so far from the links: the next one leads back. */
#define SMALL_DISTANCE 1e-2
/* Where links are off, so are the coefficients of what they are combined to. */
#define LARGEST_TOLERANCE 1e-3
#define LEAST_TOLERANCE 1e-8
/* Where they hold, coefficients are good to rounding, which elimination multiplies. */
#define RANK_TOLERANCE 1e-10

/* The equations about a point, in what values differ from those there. */
struct linear {
  ind_equations equations;
  size_t *first;
  uint32_t *column;
  double *coefficient, *constant;
  uint32_t *source;  /* per equation: the link, or, from n_links on, the observation */
  double *observed;  /* per column: less the value at the point; 0 of unknowns */
  double *low, *high, *scale;
  double *next;
  double *spread;    /* per column: a standard error, of unknowns a rough one */
  double *trial;
  uint8_t *is_used;  /* per link */
  uint8_t *is_contradictory; /* per equation */
  ind__definition *left_out; /* links that do nothing else, in the order of leaving */
  size_t n_left_out;
  ind__definition *order;    /* of unknowns that follow the others */
  size_t n_order;
};

double
ind__solve_link (const ind__group *group, const ind__link *link, const double *x, size_t at)
{
  const ind__term *term = ind__terms_of (group, link);
  double sum = link->constant;
  size_t k;

  if (link->is_product)
    return at == 0 ? x[ind__column_of (group, &term[1])] * x[ind__column_of (group, &term[2])]
                   : x[ind__column_of (group, &term[0])]
                         / x[ind__column_of (group, &term[3 - at])];
  for (k = 0; k < link->n_terms; k++)
    if (k != at)
      sum += term[k].coefficient * x[ind__column_of (group, &term[k])];
  return -sum / term[at].coefficient;
}

static void
define (ind__definition *definition, size_t column, size_t link, size_t term)
{
  definition->column = (uint32_t) column;
  definition->link = (uint32_t) link;
  definition->term = (uint32_t) term;
}

/* ------------------------------------------------------------------------
 * First guesses
 * ---------------------------------------------------------------------- */

/* Variables that several observe are their mean, weighed by precision, or what is
 * fixed. */
static int
begin (const ind__group *group, struct linear *linear, unsigned start, double *x)
{
  double *weight = linear->next, *spread = linear->spread;
  size_t k;

  memset (weight, 0, group->n * sizeof *weight);
  memcpy (x, group->value, group->n * sizeof *x);
  for (k = 0; k < group->n; k++)
    spread[k] = isfinite (group->error[k]) ? group->error[k] : fabs (x[k]);
  for (k = group->n_variables; k < group->n; k++)
    {
      uint32_t v = group->observed[k - group->n_variables];
      double w = group->error[k] == 0 ? INFINITY : 1 / (group->error[k] * group->error[k]);
      if (isnan (x[k]))
        continue;
      if (weight[v] == 0 || isinf (w))
        x[v] = x[k];
      else if (!isinf (weight[v]))
        x[v] += (x[k] - x[v]) * (w / (weight[v] + w));
      weight[v] += w;
      spread[v] = 1 / sqrt (weight[v]);
    }
  if (!ind__guess_unknowns (group, linear->is_used, start, x, spread, linear->order,
                            &linear->n_order))
    return 0;
  for (k = group->n_variables; k < group->n; k++)
    if (isinf (group->error[k]))
      {
        uint32_t v = group->observed[k - group->n_variables];
        x[k] = isnan (x[k]) ? x[v] : x[k];
        spread[k] = spread[v];
      }
  for (k = 0; k < group->n; k++)
    if (isinf (group->error[k]))
      {
        spread[k] = fmax (spread[k], (start % 4 >= 2 ? 1 : LEAST_SPREAD) * fabs (x[k]));
        if (!(spread[k] > 0 && isfinite (spread[k])))
          spread[k] = 1;
      }
  return 1;
}

/* Unknowns that a link gives follow the others. */
static void
follow (const ind__group *group, const struct linear *linear, double *x)
{
  size_t k;

  for (k = 0; k < linear->n_order; k++)
    {
      const ind__definition *definition = &linear->order[k];
      const ind__link *link = ind__link_at (group, definition->link);
      double value = ind__solve_link (group, link, x, definition->term);
      if (isfinite (value))
        x[definition->column] = value;
    }
  for (k = group->n_variables; k < group->n; k++)
    if (isinf (group->error[k]))
      x[k] = x[group->observed[k - group->n_variables]];
}

/* ------------------------------------------------------------------------
 * Links that tie nothing
 * ---------------------------------------------------------------------- */

/* An unknown without bounds whose links but one have been left out: it takes whatever
 * value that one gives it. */
static int
is_loose (const ind__group *group, const size_t *n_links, uint32_t column)
{
  return n_links[column] == 1 && isinf (group->error[column]) && isinf (group->low[column])
         && isinf (group->high[column]);
}

/* Leaves out a link with a loose unknown, and then others that this makes loose. */
static void
leave_out (const ind__group *group, struct linear *linear, size_t *n_links, size_t k)
{
  for (;;)
    {
      const ind__link *link = ind__link_at (group, k);
      const ind__term *term = ind__terms_of (group, link);
      size_t t;
      for (t = 0; t < link->n_terms; t++)
        if (is_loose (group, n_links, ind__column_of (group, &term[t])))
          break;
      if (!linear->is_used[k] || t == link->n_terms)
        return;
      linear->is_used[k] = 0;
      define (&linear->left_out[linear->n_left_out++], ind__column_of (group, &term[t]), k, t);
      for (t = 0; t < link->n_terms; t++)
        n_links[ind__column_of (group, &term[t])]--;
    }
}

/* The same until nothing changes. A variable that stands in a link twice is in two. */
static int
leave_loose_out (const ind__group *group, struct linear *linear)
{
  size_t *n_links = ind__new_zeroed ((group->n + 1) * sizeof *n_links), k, t, before;

  if (n_links == NULL)
    return 0;
  memset (linear->is_used, 1, group->n_links);
  for (k = 0; k < group->n_links; k++)
    for (t = 0; t < ind__link_at (group, k)->n_terms; t++)
      n_links[ind__column_of (group, &ind__terms_of (group, ind__link_at (group, k))[t])]++;
  for (k = group->n_variables; k < group->n; k++)
    n_links[group->observed[k - group->n_variables]]++;
  do
    {
      before = linear->n_left_out;
      for (k = group->n_links; k > 0; k--)
        leave_out (group, linear, n_links, k - 1);
    }
  while (linear->n_left_out > before);
  ind__release (n_links);
  return 1;
}

/* ------------------------------------------------------------------------
 * Links at a point
 * ---------------------------------------------------------------------- */

double
ind__link_residual (const ind__group *group, const ind__link *link, const double *x, double *size)
{
  const ind__term *term = ind__terms_of (group, link);
  double sum = link->constant;
  size_t k;

  if (link->is_product)
    {
      double product = x[ind__column_of (group, &term[1])] * x[ind__column_of (group, &term[2])];
      double z = x[ind__column_of (group, &term[0])];
      *size = fabs (product) + fabs (z);
      return z - product;
    }
  *size = fabs (sum);
  for (k = 0; k < link->n_terms; k++)
    {
      double part = term[k].coefficient * x[ind__column_of (group, &term[k])];
      sum += part;
      *size += fabs (part);
    }
  return sum;
}

double
ind__link_margin (const ind__group *group, const ind__link *link, const double *x,
                  const double *spread)
{
  const ind__term *term = ind__terms_of (group, link);
  double most = 0;
  size_t k;

  for (k = 0; k < link->n_terms; k++)
    {
      double slope = !link->is_product ? term[k].coefficient
                     : k == 0          ? 1
                                       : x[ind__column_of (group, &term[3 - k])];
      most = fmax (most, fabs (slope) * spread[ind__column_of (group, &term[k])]);
    }
  return most;
}

/* The largest residual of a link in use, relative to its terms; `out`, if not NULL,
 * receives those of all links, as they are, 0 for rounding. */
static double
residuals (const ind__group *group, const struct linear *linear, const double *x, double *out)
{
  double worst = 0, size;
  size_t k;

  for (k = 0; k < group->n_links; k++)
    {
      double rest = ind__link_residual (group, ind__link_at (group, k), x, &size);
      if (out != NULL)
        out[k] = fabs (rest) <= ROUNDING * size ? 0 : rest;
      if (!linear->is_used[k])
        continue;
      size += ind__link_margin (group, ind__link_at (group, k), x, linear->spread);
      if (rest != 0 && !(fabs (rest) <= worst * size))
        worst = fabs (rest) / size;
      if (isnan (rest))
        return INFINITY;
    }
  return worst;
}

/* Whether a product is left out for a factor that no value gives: the other factor is
 * fixed to be 0, and the product is not. A factor that is 0 but may move can be had as
 * near to it as anyone likes. */
static int
is_impossible (const ind__group *group, const ind__definition *definition, const double *x)
{
  const ind__link *link = ind__link_at (group, definition->link);
  const ind__term *term = ind__terms_of (group, link);
  uint32_t z = ind__column_of (group, &term[0]), other;

  if (!link->is_product || definition->term == 0)
    return 0;
  other = ind__column_of (group, &term[3 - definition->term]);
  return x[other] == 0 && group->error[other] == 0 && x[z] != 0;
}

/* The unknowns of the links left out, the last first. `after` receives what these leave:
 * something where it is impossible that they hold, and then the result is 0. */
static int
bring_back (const ind__group *group, const struct linear *linear, double *x,
            uint8_t *is_determined, double *after)
{
  int is_possible = 1;
  size_t k, t;

  for (k = linear->n_left_out; k > 0; k--)
    {
      const ind__definition *definition = &linear->left_out[k - 1];
      const ind__link *link = ind__link_at (group, definition->link);
      double value = ind__solve_link (group, link, x, definition->term);
      after[definition->link] = 0;
      if (is_impossible (group, definition, x))
        {
          after[definition->link] = x[ind__column_of (group, &ind__terms_of (group, link)[0])];
          is_possible = 0;
        }
      is_determined[definition->column] = (uint8_t) (isfinite (value) != 0);
      if (isfinite (value))
        x[definition->column] = value;
      for (t = 0; t < link->n_terms; t++)
        if (t != definition->term
            && !is_determined[ind__column_of (group, &ind__terms_of (group, link)[t])])
          is_determined[definition->column] = 0;
    }
  for (k = group->n_variables; k < group->n; k++)
    if (isinf (group->error[k]))
      {
        x[k] = x[group->observed[k - group->n_variables]];
        is_determined[k] = is_determined[group->observed[k - group->n_variables]];
      }
  return is_possible;
}

/* ------------------------------------------------------------------------
 * Linear equations about a point
 * ---------------------------------------------------------------------- */

static void
release (struct linear *linear)
{
  ind__release (linear->first);
  ind__release (linear->column);
  ind__release (linear->coefficient);
  ind__release (linear->constant);
  ind__release (linear->source);
  ind__release (linear->observed);
  ind__release (linear->next);
  ind__release (linear->spread);
  ind__release (linear->is_used);
  ind__release (linear->is_contradictory);
  ind__release (linear->left_out);
  ind__release (linear->order);
}

static int
prepare (const ind__group *group, struct linear *linear)
{
  size_t n_extra = group->n - group->n_variables, n = group->n_links + n_extra, k;
  size_t n_terms = 2 * n_extra;

  for (k = 0; k < group->n_links; k++)
    n_terms += ind__link_at (group, k)->n_terms;
  memset (linear, 0, sizeof *linear);
  linear->first = ind__new_array (n + 1, sizeof *linear->first);
  linear->column = ind__new_array (n_terms, sizeof *linear->column);
  linear->coefficient = ind__new_array (n_terms, sizeof *linear->coefficient);
  linear->constant = ind__new_array (n, sizeof *linear->constant);
  linear->source = ind__new_array (n, sizeof *linear->source);
  linear->observed = ind__new_array (4 * group->n, sizeof *linear->observed);
  linear->next = ind__new_array (group->n, sizeof *linear->next);
  linear->spread = ind__new_array (2 * group->n, sizeof *linear->spread);
  linear->is_used = ind__new_array (group->n_links, 1);
  linear->is_contradictory = ind__new_array (n, 1);
  linear->left_out = ind__new_array (group->n_links, sizeof *linear->left_out);
  linear->order = ind__new_array (group->n, sizeof *linear->order);
  if (linear->first == NULL || linear->column == NULL || linear->coefficient == NULL
      || linear->constant == NULL || linear->source == NULL || linear->observed == NULL
      || linear->next == NULL || linear->spread == NULL || linear->is_used == NULL
      || linear->is_contradictory == NULL
      || linear->left_out == NULL || linear->order == NULL || !leave_loose_out (group, linear))
    {
      release (linear);
      return 0;
    }
  linear->trial = linear->spread + group->n;
  linear->low = linear->observed + group->n;
  linear->high = linear->low + group->n;
  linear->scale = linear->high + group->n;
  linear->equations.first = linear->first;
  linear->equations.column = linear->column;
  linear->equations.coefficient = linear->coefficient;
  linear->equations.constant = linear->constant;
  return 1;
}

size_t
ind__link_slopes (const ind__group *group, const ind__link *link, const double *x,
                  uint32_t *column, double *coefficient)
{
  const ind__term *term = ind__terms_of (group, link);
  size_t n = 0, t, k;

  for (t = 0; t < link->n_terms; t++)
    {
      uint32_t own = ind__column_of (group, &term[t]);
      double slope = !link->is_product ? term[t].coefficient
                     : t == 0          ? 1
                                       : -x[ind__column_of (group, &term[3 - t])];
      for (k = 0; k < n && link->is_product && column[k] != own; k++)
        ;
      if (!link->is_product || k == n)
        {
          column[n] = own;
          coefficient[n++] = slope;
        }
      else
        coefficient[k] += slope;
    }
  return n;
}

static void
linearise (const ind__group *group, const double *x, struct linear *linear)
{
  size_t at = 0, n = 0, k, t;
  double size;

  for (k = 0; k < group->n; k++)
    {
      linear->observed[k] = isinf (group->error[k]) ? 0 : group->value[k] - x[k];
      linear->low[k] = group->low[k] - x[k];
      linear->high[k] = group->high[k] - x[k];
      linear->scale[k] = fmax (fabs (x[k]), linear->spread[k]);
      if (!(linear->scale[k] > 0))
        linear->scale[k] = 1;
    }
  for (k = 0; k < group->n_links; k++)
    {
      const ind__link *link = ind__link_at (group, k);
      if (!linear->is_used[k])
        continue;
      linear->source[n] = (uint32_t) k;
      linear->first[n] = at;
      linear->constant[n] = -ind__link_residual (group, link, x, &size);
      at += ind__link_slopes (group, link, x, linear->column + at, linear->coefficient + at);
      n++;
    }
  for (t = group->n_variables; t < group->n; t++, n++)
    {
      uint32_t variable = group->observed[t - group->n_variables];
      linear->source[n] = (uint32_t) (group->n_links + t - group->n_variables);
      linear->first[n] = at;
      linear->constant[n] = x[t] - x[variable];
      linear->column[at] = variable;
      linear->coefficient[at++] = 1;
      linear->column[at] = (uint32_t) t;
      linear->coefficient[at++] = -1;
    }
  linear->first[n] = at;
  linear->equations.n = n;
}

/* ------------------------------------------------------------------------
 * Steps
 * ---------------------------------------------------------------------- */

static int
has_products (const ind__group *group, const struct linear *linear)
{
  size_t k;

  for (k = 0; k < group->n_links; k++)
    if (linear->is_used[k] && ind__link_at (group, k)->is_product)
      return 1;
  return 0;
}

/* How far x is from what was observed, in standard errors. */
static double
sum_of_squares (const ind__group *group, const double *x)
{
  double sum = 0;
  size_t k;

  for (k = 0; k < group->n; k++)
    if (isfinite (group->error[k]) && group->error[k] > 0)
      {
        double change = (x[k] - group->value[k]) / group->error[k];
        sum += change * change;
      }
  return sum;
}

/* The first guess from which the way leads to where all links hold, or else nearest. */
static ind_status
find_start (const ind__group *group, struct linear *linear, double *x, double *distance)
{
  ind_status status = IND_OK;
  double least = INFINITY;
  unsigned start;

  for (start = 0; status == IND_OK && start < MOST_STARTS; start++)
    {
      if (!begin (group, linear, start, linear->trial))
        return IND_E_MEMORY;
      status = ind__restore (group, linear->is_used, linear->spread, linear->trial, distance);
      if (status == IND_OK && (*distance < least || start == 0))
        {
          least = *distance;
          memcpy (x, linear->trial, group->n * sizeof *x);
        }
      if (least <= IND__RESTORED)
        break;
    }
  *distance = least;
  return status;
}

/* Where the step leads, with part of it taken and unknowns following: *distance from the
 * links. */
static ind_status
try_step (const ind__group *group, const struct linear *linear, const double *x, double part,
          int is_restored, double *distance)
{
  double *trial = linear->trial;
  size_t k;

  for (k = 0; k < group->n; k++)
    trial[k] = x[k] + part * linear->next[k];
  if (is_restored)
    return ind__restore (group, linear->is_used, linear->spread, trial, distance);
  follow (group, linear, trial);
  *distance = residuals (group, linear, trial, NULL);
  return IND_OK;
}

/* Halves the step until it no longer leads further from the links, or, between points
 * where these hold, from what was observed, and takes it; *change: the largest part of a
 * value that changed. */
static ind_status
take_step (const ind__group *group, const struct linear *linear, double *x, int is_restored,
           double *distance, double *change)
{
  double here = *distance, part = 1, squares = sum_of_squares (group, x);
  size_t k;
  int halving;

  for (halving = 0;; halving++)
    {
      ind_status status = try_step (group, linear, x, part, is_restored, distance);
      if (status != IND_OK)
        return status;
      if (is_restored ? *distance <= IND__RESTORED
                            && sum_of_squares (group, linear->trial) <= squares * (1 + 1e-9) + 1e-9
                      : *distance <= fmax (2 * here, SMALL_DISTANCE))
        break;
      if (halving == MOST_HALVINGS)
        {
          if (!is_restored)
            break;
          *distance = here;
          *change = 0;
          return IND_OK;
        }
      part /= 2;
    }
  *change = 0;
  for (k = 0; k < group->n; k++)
    {
      double to = linear->trial[k], size = fabs (to) + fabs (x[k]) + linear->spread[k];
      if (to != x[k])
        *change = fmax (*change, fabs (to - x[k]) / size);
      x[k] = to;
    }
  return IND_OK;
}

static int
is_last (size_t n_steps, double change, double before)
{
  return n_steps >= MOST_STEPS || change <= STEP_TOLERANCE
         || (change <= SMALL_CHANGE && change > before / 4);
}

/* From where steps came to rest without all links holding, there may be a way to where
 * they do. */
static ind_status
restore_late (const ind__group *group, const struct linear *linear, double *x,
              int *is_restored, double *distance, double *change)
{
  double reached = INFINITY;
  ind_status status;

  memcpy (linear->trial, x, group->n * sizeof *x);
  status = ind__restore (group, linear->is_used, linear->spread, linear->trial, &reached);
  if (status == IND_OK && reached <= IND__RESTORED)
    {
      memcpy (x, linear->trial, group->n * sizeof *x);
      *is_restored = 1;
      *distance = reached;
      *change = INFINITY;
    }
  return status;
}

static ind_status
step_until_still (const ind__group *group, struct linear *linear, ind__solution *out)
{
  int is_linear = !has_products (group, linear), is_restored;
  double distance = INFINITY, change = INFINITY, before = INFINITY;
  ind_status status = IND_OK;
  ind__balance balance;
  size_t k;

  if (!is_linear)
    status = find_start (group, linear, out->x, &distance);
  else if (!begin (group, linear, 0, out->x))
    status = IND_E_MEMORY;
  is_restored = !is_linear && distance <= IND__RESTORED;
  memset (&balance, 0, sizeof balance);
  balance.n = group->n;
  balance.value = linear->observed;
  balance.error = group->error;
  balance.low = linear->low;
  balance.high = linear->high;
  balance.scale = linear->scale;
  balance.equations = &linear->equations;
  balance.with_leverage = is_linear;
  balance.x = linear->next;
  balance.leverage = out->leverage;
  balance.error_out = out->error_out;
  balance.is_determined = out->is_determined;
  balance.at_bound = out->at_bound;
  balance.is_contradictory = linear->is_contradictory;
  memset (out->at_bound, 0, group->n);
  for (out->n_steps = 0;
       status == IND_OK && (out->n_steps == 0 || !is_last (out->n_steps, change, before));)
    {
      before = change;
      linearise (group, out->x, linear);
      balance.tolerance = is_linear     ? 0
                          : is_restored ? RANK_TOLERANCE
                                        : fmin (LARGEST_TOLERANCE,
                                                fmax (LEAST_TOLERANCE, distance / 10));
      status = ind__balance_solve (&balance);
      if (status != IND_OK)
        break;
      out->n_steps++;
      status = take_step (group, linear, out->x, is_restored, &distance, &change);
      if (status == IND_OK && !is_restored && !is_linear && is_last (out->n_steps, change, before))
        status = restore_late (group, linear, out->x, &is_restored, &distance, &change);
      if (is_linear)
        break;
    }
  /* Leverages are of where it ends. */
  if (status == IND_OK && !is_linear)
    {
      linearise (group, out->x, linear);
      balance.with_leverage = 1;
      balance.tolerance = is_restored ? RANK_TOLERANCE : LEAST_TOLERANCE;
      status = ind__balance_solve (&balance);
    }
  if (status != IND_OK)
    return status;
  out->is_converged = residuals (group, linear, out->x, out->after) <= LINK_TOLERANCE;
  out->is_converged
      &= bring_back (group, linear, out->x, out->is_determined, out->after);
  memset (out->is_contradictory, 0, group->n_links + group->n - group->n_variables);
  for (k = 0; k < linear->equations.n; k++)
    out->is_contradictory[linear->source[k]] = linear->is_contradictory[k];
  out->rank = balance.rank;
  out->is_rank_known = balance.is_rank_known;
  out->chi_square = balance.chi_square;
  out->has_contradiction = balance.has_contradiction;
  out->is_bounded = balance.is_bounded;
  return IND_OK;
}

ind_status
ind__gauss_newton (const ind__group *group, ind__solution *solution)
{
  struct linear linear;
  ind_status status;

  if (!prepare (group, &linear))
    return IND_E_MEMORY;
  status = step_until_still (group, &linear, solution);
  release (&linear);
  return status;
}

int
ind__link_residuals (const ind__group *group, double *x, double *out)
{
  struct linear linear;
  int is_good;

  if (!prepare (group, &linear))
    return 0;
  memset (linear.is_used, 1, group->n_links);
  is_good = begin (group, &linear, 0, x);
  if (is_good)
    residuals (group, &linear, x, out);
  release (&linear);
  return is_good;
}
