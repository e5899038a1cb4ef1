/* SPDX-License-Identifier: GPL-3.0-or-later
 * Gauss and Newton's method. The sum of squares is always of changes from what was
 * observed, never from the step before. Unknowns that a link defines follow the others
 * exactly after each step, so that only what ties measured values together is ever off;
 * links that no more than define an unknown are left out. Steps that lead away from the
 * links are halved. */
#include "reconcile/gauss_newton.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "reconcile/balance.h"

#define MOST_STEPS 50
#define MOST_HALVINGS 20
#define STEP_TOLERANCE 1e-12
#define LINK_TOLERANCE 1e-9
#define ROUNDING 1e-11
/* A step may lead so far from the links: the next one leads back. */
#define SMALL_DISTANCE 1e-2
/* Where links are off, so are the coefficients of what they are combined to. */
#define LARGEST_TOLERANCE 1e-3
#define LEAST_TOLERANCE 1e-8

/* An unknown and a link that gives it: its term number `term`. */
struct definition {
  uint32_t column, link, term;
};

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
  uint8_t *is_used;  /* per link */
  uint8_t *is_contradictory; /* per equation */
  struct definition *left_out; /* links that do nothing else, in the order of leaving */
  size_t n_left_out;
  struct definition *order;    /* of unknowns that follow the others */
  size_t n_order;
};

static uint32_t
column_of (const ind__group *group, const ind__term *term)
{
  return group->place[term->variable];
}

static const ind__term *
terms_of (const ind__group *group, const ind__link *link)
{
  return group->network->terms + link->first;
}

static const ind__link *
link_at (const ind__group *group, size_t k)
{
  return &group->network->links[group->link[k]];
}

/* ------------------------------------------------------------------------
 * First guesses
 * ---------------------------------------------------------------------- */

/* What the link makes of the variable of its term number `at`, all others known; NaN
 * where it says nothing. */
static double
solve_link (const ind__group *group, const ind__link *link, const double *x, size_t at)
{
  const ind__term *term = terms_of (group, link);
  double sum = link->constant;
  size_t k;

  if (link->is_product)
    return at == 0 ? x[column_of (group, &term[1])] * x[column_of (group, &term[2])]
                   : x[column_of (group, &term[0])] / x[column_of (group, &term[3 - at])];
  for (k = 0; k < link->n_terms; k++)
    if (k != at)
      sum += term[k].coefficient * x[column_of (group, &term[k])];
  return -sum / term[at].coefficient;
}

/* The one term of the link whose variable is not known; n_terms when there is none,
 * or several. */
static size_t
find_open (const ind__group *group, const ind__link *link, const double *x)
{
  const ind__term *term = terms_of (group, link);
  size_t k, open = link->n_terms;

  for (k = 0; k < link->n_terms; k++)
    if (isnan (x[column_of (group, &term[k])]))
      {
        if (open < link->n_terms)
          return link->n_terms;
        open = k;
      }
  return open;
}

static void
define (struct definition *definition, size_t column, size_t link, size_t term)
{
  definition->column = (uint32_t) column;
  definition->link = (uint32_t) link;
  definition->term = (uint32_t) term;
}

/* Links say what unknowns are, one after the other; where they do not, an unknown is
 * taken to be the middle of its bounds, or 1. */
static void
guess_unknowns (const ind__group *group, struct linear *linear, double *x)
{
  size_t k, v = 0;
  int has_changed = 1;

  for (;;)
    {
      while (has_changed)
        for (has_changed = 0, k = 0; k < group->n_links; k++)
          {
            const ind__link *link = link_at (group, k);
            size_t open = linear->is_used[k] ? find_open (group, link, x) : link->n_terms;
            double value = open < link->n_terms ? solve_link (group, link, x, open) : NAN;
            uint32_t column;
            if (!isfinite (value))
              continue;
            column = column_of (group, &terms_of (group, link)[open]);
            x[column] = value;
            define (&linear->order[linear->n_order++], column, k, open);
            has_changed = 1;
          }
      while (v < group->n_variables && !isnan (x[v]))
        v++;
      if (v == group->n_variables)
        return;
      x[v] = isfinite (group->low[v]) && isfinite (group->high[v])
                 ? group->low[v] / 2 + group->high[v] / 2
                 : fmin (fmax (1, group->low[v]), group->high[v]);
      has_changed = 1;
    }
}

/* Variables that several observe are their mean, weighed by precision, or what is
 * fixed. */
static void
begin (const ind__group *group, struct linear *linear, double *x)
{
  double *weight = linear->next;
  size_t k;

  memset (weight, 0, group->n * sizeof *weight);
  memcpy (x, group->value, group->n * sizeof *x);
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
    }
  linear->n_order = 0;
  guess_unknowns (group, linear, x);
  for (k = group->n_variables; k < group->n; k++)
    if (isnan (x[k]))
      x[k] = x[group->observed[k - group->n_variables]];
}

/* Unknowns that a link gives follow the others. */
static void
follow (const ind__group *group, const struct linear *linear, double *x)
{
  size_t k;

  for (k = 0; k < linear->n_order; k++)
    {
      const struct definition *definition = &linear->order[k];
      double value = solve_link (group, link_at (group, definition->link), x, definition->term);
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
      const ind__link *link = link_at (group, k);
      const ind__term *term = terms_of (group, link);
      size_t t;
      for (t = 0; t < link->n_terms && !is_loose (group, n_links, column_of (group, &term[t])); t++)
        ;
      if (!linear->is_used[k] || t == link->n_terms)
        return;
      linear->is_used[k] = 0;
      define (&linear->left_out[linear->n_left_out++], column_of (group, &term[t]), k, t);
      for (t = 0; t < link->n_terms; t++)
        n_links[column_of (group, &term[t])]--;
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
    for (t = 0; t < link_at (group, k)->n_terms; t++)
      n_links[column_of (group, &terms_of (group, link_at (group, k))[t])]++;
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

/* The unknowns of the links left out, the last first. */
static void
bring_back (const ind__group *group, const struct linear *linear, double *x,
            uint8_t *is_determined)
{
  size_t k, t;

  for (k = linear->n_left_out; k > 0; k--)
    {
      const struct definition *definition = &linear->left_out[k - 1];
      const ind__link *link = link_at (group, definition->link);
      double value = solve_link (group, link, x, definition->term);
      is_determined[definition->column] = (uint8_t) (isfinite (value) != 0);
      if (isfinite (value))
        x[definition->column] = value;
      for (t = 0; t < link->n_terms; t++)
        if (t != definition->term && !is_determined[column_of (group, &terms_of (group, link)[t])])
          is_determined[definition->column] = 0;
    }
  for (k = group->n_variables; k < group->n; k++)
    if (isinf (group->error[k]))
      {
        x[k] = x[group->observed[k - group->n_variables]];
        is_determined[k] = is_determined[group->observed[k - group->n_variables]];
      }
}

/* ------------------------------------------------------------------------
 * Links at a point
 * ---------------------------------------------------------------------- */

static double
residual (const ind__group *group, const ind__link *link, const double *x, double *size)
{
  const ind__term *term = terms_of (group, link);
  double sum = link->constant;
  size_t k;

  if (link->is_product)
    {
      double product = x[column_of (group, &term[1])] * x[column_of (group, &term[2])];
      double z = x[column_of (group, &term[0])];
      *size = fabs (product) + fabs (z);
      return z - product;
    }
  *size = fabs (sum);
  for (k = 0; k < link->n_terms; k++)
    {
      double part = term[k].coefficient * x[column_of (group, &term[k])];
      sum += part;
      *size += fabs (part);
    }
  return sum;
}

/* The largest residual of a link in use (is_used NULL: of all), relative to its terms;
 * `out`, if not NULL, receives those of all links, as they are, 0 for rounding. */
static double
residuals (const ind__group *group, const uint8_t *is_used, const double *x, double *out)
{
  double worst = 0, size;
  size_t k;

  for (k = 0; k < group->n_links; k++)
    {
      double rest = residual (group, link_at (group, k), x, &size);
      if (out != NULL)
        out[k] = fabs (rest) <= ROUNDING * size ? 0 : rest;
      if (is_used != NULL && !is_used[k])
        continue;
      if (rest != 0 && !(fabs (rest) <= worst * size))
        worst = fabs (rest) / size;
      if (isnan (rest))
        return INFINITY;
    }
  return worst;
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
    n_terms += link_at (group, k)->n_terms;
  memset (linear, 0, sizeof *linear);
  linear->first = ind__new_array (n + 1, sizeof *linear->first);
  linear->column = ind__new_array (n_terms, sizeof *linear->column);
  linear->coefficient = ind__new_array (n_terms, sizeof *linear->coefficient);
  linear->constant = ind__new_array (n, sizeof *linear->constant);
  linear->source = ind__new_array (n, sizeof *linear->source);
  linear->observed = ind__new_array (4 * group->n, sizeof *linear->observed);
  linear->next = ind__new_array (group->n, sizeof *linear->next);
  linear->is_used = ind__new_array (group->n_links, 1);
  linear->is_contradictory = ind__new_array (n, 1);
  linear->left_out = ind__new_array (group->n_links, sizeof *linear->left_out);
  linear->order = ind__new_array (group->n, sizeof *linear->order);
  if (linear->first == NULL || linear->column == NULL || linear->coefficient == NULL
      || linear->constant == NULL || linear->source == NULL || linear->observed == NULL
      || linear->next == NULL || linear->is_used == NULL || linear->is_contradictory == NULL
      || linear->left_out == NULL || linear->order == NULL || !leave_loose_out (group, linear))
    {
      release (linear);
      return 0;
    }
  linear->low = linear->observed + group->n;
  linear->high = linear->low + group->n;
  linear->scale = linear->high + group->n;
  linear->equations.first = linear->first;
  linear->equations.column = linear->column;
  linear->equations.coefficient = linear->coefficient;
  linear->equations.constant = linear->constant;
  return 1;
}

/* Adds a term to the equation that begins at `first`; *at is its end. */
static void
put_term (struct linear *linear, size_t first, size_t *at, uint32_t column, double coefficient)
{
  size_t k;

  for (k = first; k < *at; k++)
    if (linear->column[k] == column)
      {
        linear->coefficient[k] += coefficient;
        return;
      }
  linear->column[*at] = column;
  linear->coefficient[(*at)++] = coefficient;
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
      linear->scale[k] = x[k] != 0 ? fabs (x[k]) : 1;
    }
  for (k = 0; k < group->n_links; k++)
    {
      const ind__link *link = link_at (group, k);
      const ind__term *term = terms_of (group, link);
      size_t first = at;
      if (!linear->is_used[k])
        continue;
      linear->source[n] = (uint32_t) k;
      linear->first[n] = at;
      linear->constant[n] = -residual (group, link, x, &size);
      if (link->is_product)
        {
          uint32_t a = column_of (group, &term[1]), b = column_of (group, &term[2]);
          put_term (linear, first, &at, column_of (group, &term[0]), 1);
          put_term (linear, first, &at, a, -x[b]);
          put_term (linear, first, &at, b, -x[a]);
        }
      else
        for (t = 0; t < link->n_terms; t++)
          {
            linear->column[at] = column_of (group, &term[t]);
            linear->coefficient[at++] = term[t].coefficient;
          }
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
    if (linear->is_used[k] && link_at (group, k)->is_product)
      return 1;
  return 0;
}

/* Halves the way from x to next until it no longer leads further from the links, and
 * takes it; the largest part of a value that changed. */
static double
take_step (const ind__group *group, const struct linear *linear, double *x, double *next,
           double *distance)
{
  double change = 0, here = *distance;
  size_t k;
  int halving;

  for (k = 0; k < group->n; k++)
    next[k] += x[k];
  for (halving = 0;; halving++)
    {
      follow (group, linear, next);
      *distance = residuals (group, linear->is_used, next, NULL);
      if (*distance <= fmax (2 * here, SMALL_DISTANCE) || halving == MOST_HALVINGS)
        break;
      for (k = 0; k < group->n; k++)
        next[k] = x[k] + (next[k] - x[k]) / 2;
    }
  for (k = 0; k < group->n; k++)
    {
      double size = fabs (next[k]) + fabs (x[k]);
      if (isfinite (group->error[k]))
        size += group->error[k];
      if (next[k] != x[k])
        change = fmax (change, fabs (next[k] - x[k]) / size);
      x[k] = next[k];
    }
  return change;
}

static ind_status
step_until_still (const ind__group *group, struct linear *linear, ind__solution *out)
{
  int is_linear = !has_products (group, linear);
  double distance = residuals (group, linear->is_used, out->x, NULL), change = INFINITY;
  ind_status status = IND_OK;
  ind__balance balance;
  size_t k;

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
       status == IND_OK && out->n_steps < MOST_STEPS && change > STEP_TOLERANCE;)
    {
      linearise (group, out->x, linear);
      balance.tolerance
          = is_linear ? 0 : fmin (LARGEST_TOLERANCE, fmax (LEAST_TOLERANCE, distance / 10));
      status = ind__balance_solve (&balance);
      if (status != IND_OK)
        break;
      out->n_steps++;
      change = take_step (group, linear, out->x, linear->next, &distance);
      if (is_linear)
        break;
    }
  /* Leverages are of where it ends. */
  if (status == IND_OK && !is_linear)
    {
      linearise (group, out->x, linear);
      balance.with_leverage = 1;
      balance.tolerance = LEAST_TOLERANCE;
      status = ind__balance_solve (&balance);
    }
  if (status != IND_OK)
    return status;
  bring_back (group, linear, out->x, out->is_determined);
  memset (out->is_contradictory, 0, group->n_links + group->n - group->n_variables);
  for (k = 0; k < linear->equations.n; k++)
    out->is_contradictory[linear->source[k]] = linear->is_contradictory[k];
  out->rank = balance.rank;
  out->is_rank_known = balance.is_rank_known;
  out->chi_square = balance.chi_square;
  out->has_contradiction = balance.has_contradiction;
  out->is_bounded = balance.is_bounded;
  out->is_converged = residuals (group, NULL, out->x, out->after) <= LINK_TOLERANCE;
  return IND_OK;
}

ind_status
ind__gauss_newton (const ind__group *group, ind__solution *solution)
{
  struct linear linear;
  ind_status status;

  if (!prepare (group, &linear))
    return IND_E_MEMORY;
  begin (group, &linear, solution->x);
  status = step_until_still (group, &linear, solution);
  release (&linear);
  return status;
}

int
ind__link_residuals (const ind__group *group, double *x, double *out)
{
  struct linear linear;

  if (!prepare (group, &linear))
    return 0;
  memset (linear.is_used, 1, group->n_links);
  begin (group, &linear, x);
  residuals (group, NULL, x, out);
  release (&linear);
  return 1;
}
