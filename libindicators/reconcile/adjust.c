/* SPDX-License-Identifier: GPL-3.0-or-later
 * One group of quantities, balanced: a column for each, and for each figure of those that
 * several figures print. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "reconcile/gauss_newton.h"
#include "reconcile/reconciler.h"

/* Below it, rules take nothing of a variance but rounding. */
#define LEAST_REDUNDANCY 1e-9
/* Given up figures of one network whose standard errors are computed. */
#define MOST_REPAIRED 100

/* Its columns and what comes out; all in two blocks. */
struct columns {
  ind__group group;
  ind__solution solution;
  size_t n_equations;
  double *value, *error, *low, *high;
  uint32_t *observed, *figure; /* figure: per column, IND__NONE where none */
  double *numbers;
  uint8_t *flags;
};

static void
close_columns (struct columns *columns)
{
  ind__release (columns->observed);
  ind__release (columns->figure);
  ind__release (columns->numbers);
  ind__release (columns->flags);
}

static size_t
count_figures (const struct ind__groups *groups, uint32_t variable)
{
  uint32_t k;
  size_t n = 0;

  for (k = groups->first_figure[variable]; k != IND__NONE; k = groups->next_figure[k])
    n++;
  return n;
}

static int
open_columns (struct ind__reconciler *at, size_t number, struct columns *columns)
{
  const struct ind__groups *groups = &at->groups;
  ind__group *group = &columns->group;
  ind__solution *solution = &columns->solution;
  size_t n, m, k;

  memset (columns, 0, sizeof *columns);
  group->network = &at->explainer.assembly.network;
  group->variable = groups->variable + groups->first_variable[number];
  group->n_variables = groups->first_variable[number + 1] - groups->first_variable[number];
  group->link = groups->link + groups->first_link[number];
  group->n_links = groups->first_link[number + 1] - groups->first_link[number];
  group->place = groups->place;
  group->n = group->n_variables;
  for (k = 0; k < group->n_variables; k++)
    {
      size_t n_figures = count_figures (groups, group->variable[k]);
      group->n += n_figures > 1 ? n_figures : 0;
    }
  n = group->n;
  m = columns->n_equations = group->n_links + n - group->n_variables;
  columns->observed = ind__new_array (n, sizeof *columns->observed);
  columns->figure = ind__new_array (n, sizeof *columns->figure);
  columns->numbers = ind__new_array (7 * n + group->n_links, sizeof *columns->numbers);
  columns->flags = ind__new_array (2 * n + m, sizeof *columns->flags);
  if (columns->observed == NULL || columns->figure == NULL || columns->numbers == NULL
      || columns->flags == NULL)
    {
      close_columns (columns);
      return 0;
    }
  columns->value = columns->numbers;
  columns->error = columns->value + n;
  columns->low = columns->error + n;
  columns->high = columns->low + n;
  solution->x = columns->high + n;
  solution->leverage = solution->x + n;
  solution->error_out = solution->leverage + n;
  solution->after = solution->error_out + n;
  solution->is_determined = columns->flags;
  solution->at_bound = (int8_t *) columns->flags + n;
  solution->is_contradictory = columns->flags + 2 * n;
  group->value = columns->value;
  group->error = columns->error;
  group->low = columns->low;
  group->high = columns->high;
  group->observed = columns->observed;
  return 1;
}

static void
bound (struct columns *columns, size_t column, ind_interval interval)
{
  double low = fmax (columns->low[column], interval.low);
  double high = fmin (columns->high[column], interval.high);

  if (low <= high)
    {
      columns->low[column] = low;
      columns->high[column] = high;
    }
}

/* Makes a column of a figure, given up or not. */
static void
observe (struct ind__reconciler *at, struct columns *columns, size_t column, uint32_t figure)
{
  const struct ind__measure *measure = &at->measure[figure];

  columns->figure[column] = figure;
  columns->value[column] = measure->is_out ? NAN : measure->value;
  columns->error[column] = measure->is_out ? INFINITY : measure->error;
  if (at->options.bounds == IND_BOUNDS_PRINTED && !measure->is_out)
    bound (columns, column, measure->interval);
}

static void
fill_columns (struct ind__reconciler *at, struct columns *columns)
{
  const struct ind__groups *groups = &at->groups;
  const ind__network *network = columns->group.network;
  size_t n_variables = columns->group.n_variables, at_end = n_variables, k;

  for (k = 0; k < columns->group.n; k++)
    {
      columns->value[k] = NAN;
      columns->error[k] = INFINITY;
      columns->low[k] = -INFINITY;
      columns->high[k] = INFINITY;
      columns->figure[k] = IND__NONE;
    }
  for (k = 0; k < n_variables; k++)
    {
      uint32_t variable = columns->group.variable[k], figure = groups->first_figure[variable];
      ind_interval domain = network->domain[variable];
      if (at->is_zero[variable] || domain.low == domain.high)
        {
          columns->value[k] = at->is_zero[variable] ? 0 : domain.low;
          columns->error[k] = 0;
          continue;
        }
      if (!at->is_member[variable] || at->options.bounds != IND_BOUNDS_NONE)
        bound (columns, k, domain);
      if (figure != IND__NONE && groups->next_figure[figure] == IND__NONE)
        observe (at, columns, k, figure);
      else
        for (; figure != IND__NONE; figure = groups->next_figure[figure])
          {
            columns->observed[at_end - n_variables] = (uint32_t) k;
            observe (at, columns, at_end++, figure);
          }
    }
}

/* The standard error of a given-up figure that the others determine. As a measurement
 * of its own, with any error s, it would lose the part h of its variance to them: then
 * theirs is s^2 (1 - h) / h. */
static ind_status
find_error_of_repaired (struct ind__reconciler *at, struct columns *columns, size_t column,
                        double *x, double *leverage, double *out)
{
  ind__solution trial = columns->solution;
  ind_status status;
  const ind__index *index = &at->report->index;
  uint32_t figure = columns->figure[column];
  double s = at->measure[figure].error;

  *out = NAN;
  if (!(s > 0))
    s = pow (10, ind__index_scale (index, figure) - index->table->digits[figure].precision);
  columns->value[column] = columns->solution.x[column];
  columns->error[column] = s;
  trial.x = x;
  trial.leverage = leverage;
  status = ind__gauss_newton (&columns->group, &trial);
  if (status == IND_OK && trial.is_converged && leverage[column] > LEAST_REDUNDANCY)
    *out = s * sqrt (fmax (0, 1 - leverage[column]) / leverage[column]);
  columns->value[column] = NAN;
  columns->error[column] = INFINITY;
  return status == IND_E_DOMAIN ? IND_OK : status;
}

static ind_status
find_errors_of_repaired (struct ind__reconciler *at, struct columns *columns, double *error_of)
{
  size_t n = columns->group.n, m = columns->n_equations, k, n_done = 0;
  double *room = ind__new_array (3 * n + columns->group.n_links, sizeof *room);
  uint8_t *flags = ind__new_array (2 * n + m, sizeof *flags);
  ind_status status = room == NULL || flags == NULL ? IND_E_MEMORY : IND_OK;
  struct columns trial = *columns;

  if (status == IND_OK)
    {
      trial.solution.error_out = room + 2 * n;
      trial.solution.after = room + 3 * n;
      trial.solution.is_determined = flags;
      trial.solution.at_bound = (int8_t *) flags + n;
      trial.solution.is_contradictory = flags + 2 * n;
    }
  for (k = 0; status == IND_OK && k < n; k++)
    if (columns->figure[k] != IND__NONE && at->measure[columns->figure[k]].is_out
        && columns->solution.is_determined[k] && n_done < MOST_REPAIRED)
      {
        struct columns own = trial;
        own.solution.x = columns->solution.x;
        n_done++;
        status = find_error_of_repaired (at, &own, k, room, room + n,
                                         &error_of[columns->figure[k]]);
      }
  ind__release (room);
  ind__release (flags);
  return status;
}

/* A figure's results, in its unit and scale. */
static void
take_figure (struct ind__reconciler *at, const struct columns *columns, size_t column)
{
  uint32_t figure = columns->figure[column];
  const struct ind__measure *measure = &at->measure[figure];
  ind_adjustment *adjustment = &at->out->adjustments[figure];
  const ind__solution *solution = &columns->solution;
  double x = solution->x[column];

  adjustment->value_out = x;
  if (measure->is_out)
    {
      adjustment->kind = solution->is_determined[column] ? IND_ADJUSTMENT_REPAIRED
                                                         : IND_ADJUSTMENT_LOST;
      adjustment->error_in = NAN;
      return;
    }
  adjustment->error_in = measure->error;
  adjustment->error_out = solution->error_out[column];
  adjustment->redundancy = measure->error > 0 ? solution->leverage[column] : 0;
  if (solution->at_bound[column] != 0)
    {
      /* Held at its bound, it has no variance left. */
      adjustment->kind = IND_ADJUSTMENT_BALANCED;
      adjustment->redundancy = 1;
      adjustment->statistic = (x - measure->value) / measure->error;
      adjustment->p = erfc (fabs (adjustment->statistic) / sqrt (2));
    }
  else if (measure->error == 0)
    adjustment->kind = IND_ADJUSTMENT_FIXED;
  else if (!(adjustment->redundancy > LEAST_REDUNDANCY))
    adjustment->redundancy = isnan (adjustment->redundancy) ? NAN : 0;
  else
    {
      adjustment->kind = IND_ADJUSTMENT_BALANCED;
      adjustment->statistic
          = (x - measure->value) / measure->error / sqrt (adjustment->redundancy);
      adjustment->p = erfc (fabs (adjustment->statistic) / sqrt (2));
    }
}

/* Whether a rule is among those that no values satisfy: not only figures of one quantity
 * that are fixed and differ, which nobody would hear of. */
static int
take_links (struct ind__reconciler *at, const struct columns *columns)
{
  int is_named = 0;
  size_t k;

  for (k = 0; k < columns->group.n_links; k++)
    {
      uint32_t link = columns->group.link[k];
      at->after[link] = columns->solution.after[k];
      at->is_contradictory[link] = columns->solution.is_contradictory[k];
      is_named |= at->is_contradictory[link] && at->is_rule[link];
    }
  return is_named;
}

/* What the rules leave with all figures as printed, those given up, too. */
static ind_status
find_discrepancies (struct ind__reconciler *at, struct columns *columns)
{
  size_t k;

  for (k = 0; k < columns->group.n; k++)
    if (columns->figure[k] != IND__NONE)
      {
        columns->value[k] = at->measure[columns->figure[k]].value;
        columns->error[k] = at->measure[columns->figure[k]].error;
      }
  if (!ind__link_residuals (&columns->group, columns->solution.x, columns->solution.after))
    return IND_E_MEMORY;
  for (k = 0; k < columns->group.n_links; k++)
    {
      const ind__link *link = &columns->group.network->links[columns->group.link[k]];
      const ind__term *last = columns->group.network->terms + link->first + link->n_terms - 1;
      at->before[columns->group.link[k]] = columns->solution.after[k];
      /* A slack makes an inequality an equation: where it must be negative, it fails. */
      if (!link->is_product && !at->is_member[last->variable] && !at->is_zero[last->variable]
          && columns->group.network->domain[last->variable].low == 0)
        at->before[columns->group.link[k]]
            += last->coefficient * fmax (0, -columns->solution.x[at->groups.place[last->variable]]);
    }
  return IND_OK;
}

ind_status
ind__reconcile_group (struct ind__reconciler *at, size_t number, double *error_of)
{
  ind_reconciliation_summary *summary = &at->out->summary;
  struct columns columns;
  ind_status status;
  size_t k;

  if (!open_columns (at, number, &columns))
    return IND_E_MEMORY;
  fill_columns (at, &columns);
  status = ind__gauss_newton (&columns.group, &columns.solution);
  if (status == IND_OK)
    {
      const ind__solution *solution = &columns.solution;
      int is_named = take_links (at, &columns);
      summary->degrees += solution->rank;
      summary->chi_square += solution->chi_square;
      summary->is_converged &= solution->has_contradiction ? is_named : solution->is_converged;
      summary->is_bounded &= solution->is_bounded;
      if (solution->n_steps > summary->n_steps)
        summary->n_steps = solution->n_steps;
      for (k = 0; k < columns.group.n; k++)
        if (columns.figure[k] != IND__NONE)
          take_figure (at, &columns, k);
      status = find_errors_of_repaired (at, &columns, error_of);
    }
  if (status == IND_OK)
    status = find_discrepancies (at, &columns);
  close_columns (&columns);
  return status;
}
