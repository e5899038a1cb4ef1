/* SPDX-License-Identifier: GPL-3.0-or-later
 * Which sums of a report are to hold in the printed decimals: those of one source whose
 * figures end in the same place; and figures of one quantity that end there are equal. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "reconcile/reconciler.h"
#include "reconcile/rounding.h"

/* The problem under construction: entries are figures. */
struct problem {
  struct ind__reconciler *at;
  uint32_t *figure, *entry_of; /* per entry; per figure, or IND__NONE */
  size_t n, figure_capacity;
  size_t *first;
  size_t n_equations, first_capacity;
  uint32_t *column;
  double *coefficient;
  size_t n_terms, column_capacity, coefficient_capacity;
  double *constant;
  size_t constant_capacity;
  int has_failed;
};

/* The power of ten of a figure's last digit, in units of scale 0, with its sign turned. */
static int32_t
place_of (const struct problem *problem, uint32_t figure)
{
  const ind__index *index = &problem->at->report->index;
  return index->table->digits[figure].precision - ind__index_scale (index, figure);
}

/* Whether the figure has a value that can end in its last digit: of those that are fixed,
 * some have more digits. */
static int
has_value (const struct problem *problem, uint32_t figure)
{
  const ind_table *table = problem->at->report->index.table;
  ind_adjustment_kind kind = problem->at->out->adjustments[figure].kind;

  if (kind == IND_ADJUSTMENT_FIXED
      && table->digits[figure].decimals > table->digits[figure].precision)
    return 0;
  /* What nothing checks, as the rest is far less precise, stands as printed in sums. */
  return kind != IND_ADJUSTMENT_LOST;
}

static uint32_t
entry_of (struct problem *problem, uint32_t figure)
{
  uint32_t *entry = &problem->entry_of[figure];

  if (*entry == IND__NONE)
    {
      if (!ind__grow (&problem->figure, &problem->figure_capacity, problem->n + 1,
                      sizeof *problem->figure))
        {
          problem->has_failed = 1;
          return 0;
        }
      problem->figure[problem->n] = figure;
      *entry = (uint32_t) problem->n++;
    }
  return *entry;
}

static void
add_term (struct problem *problem, uint32_t figure, double coefficient)
{
  uint32_t entry = entry_of (problem, figure);

  if (problem->has_failed
      || !ind__grow (&problem->column, &problem->column_capacity, problem->n_terms + 1,
                     sizeof *problem->column)
      || !ind__grow (&problem->coefficient, &problem->coefficient_capacity, problem->n_terms + 1,
                     sizeof *problem->coefficient))
    {
      problem->has_failed = 1;
      return;
    }
  problem->column[problem->n_terms] = entry;
  problem->coefficient[problem->n_terms++] = coefficient;
}

/* Ends the equation whose terms were added last. */
static void
end_equation (struct problem *problem, double constant)
{
  size_t n = problem->n_equations;

  if (problem->has_failed
      || !ind__grow (&problem->first, &problem->first_capacity, n + 2, sizeof *problem->first)
      || !ind__grow (&problem->constant, &problem->constant_capacity, n + 1,
                     sizeof *problem->constant))
    {
      problem->has_failed = 1;
      return;
    }
  problem->first[0] = 0;
  problem->first[n + 1] = problem->n_terms;
  problem->constant[n] = constant;
  problem->n_equations++;
}

/* The source's figure of the variable that ends in the place; IND__NONE when there is
 * none. */
static uint32_t
find_figure (const struct problem *problem, uint32_t variable, uint32_t source, int32_t place)
{
  const struct ind__groups *groups = &problem->at->groups;
  const ind_table *table = problem->at->report->index.table;
  uint32_t k;

  for (k = groups->first_figure[variable]; k != IND__NONE; k = groups->next_figure[k])
    if (ind__table_kind (table, k)->source == source && place_of (problem, k) == place
        && has_value (problem, k))
      return k;
  return IND__NONE;
}

/* The sum among the figures of one source that end in one place, if all are there. */
static void
add_sum (struct problem *problem, const ind__link *link, uint32_t source, int32_t place)
{
  const struct ind__reconciler *at = problem->at;
  const ind__term *term = at->explainer.assembly.network.terms + link->first;
  size_t before = problem->n_terms, k;

  for (k = 0; k < link->n_terms && !problem->has_failed; k++)
    if (!at->is_zero[term[k].variable])
      {
        uint32_t figure = find_figure (problem, term[k].variable, source, place);
        if (figure == IND__NONE)
          {
            problem->n_terms = before;
            return;
          }
        add_term (problem, figure, term[k].coefficient);
      }
  end_equation (problem, -link->constant);
}

/* Whether the link adds up quantities, with no other factors than 1 and -1. */
static int
adds_up (const struct ind__reconciler *at, const ind__link *link)
{
  const ind__term *term = at->explainer.assembly.network.terms + link->first;
  size_t k;

  if (link->is_product || link->n_terms < 2)
    return 0;
  for (k = 0; k < link->n_terms; k++)
    if ((term[k].coefficient != 1 && term[k].coefficient != -1)
        || (!at->is_member[term[k].variable] && !at->is_zero[term[k].variable]))
      return 0;
  return 1;
}

/* The sum for every source, and place, in which its first quantity is printed. */
static void
add_sums (struct problem *problem, const ind__link *link)
{
  const struct ind__groups *groups = &problem->at->groups;
  const ind__term *term = problem->at->explainer.assembly.network.terms + link->first;
  const ind_table *table = problem->at->report->index.table;
  uint32_t k;

  for (k = groups->first_figure[term[0].variable]; k != IND__NONE && !problem->has_failed;
       k = groups->next_figure[k])
    if (has_value (problem, k)
        && find_figure (problem, term[0].variable, ind__table_kind (table, k)->source,
                        place_of (problem, k))
               == k)
      add_sum (problem, link, ind__table_kind (table, k)->source, place_of (problem, k));
}

/* Whether a figure of the variable that ends in the place stands in a sum. */
static int
is_held (const struct problem *problem, uint32_t variable, int32_t place)
{
  const struct ind__groups *groups = &problem->at->groups;
  uint32_t k;

  for (k = groups->first_figure[variable]; k != IND__NONE; k = groups->next_figure[k])
    if (problem->entry_of[k] != IND__NONE && place_of (problem, k) == place)
      return 1;
  return 0;
}

/* Figures of one quantity that end in one place stay equal. */
static void
add_equalities (struct problem *problem, uint32_t variable)
{
  const struct ind__groups *groups = &problem->at->groups;
  uint32_t k, j;

  for (k = groups->first_figure[variable]; k != IND__NONE && !problem->has_failed;
       k = groups->next_figure[k])
    {
      int is_tied = has_value (problem, k) && is_held (problem, variable, place_of (problem, k));
      for (j = groups->next_figure[k]; j != IND__NONE && is_tied; j = groups->next_figure[j])
        if (has_value (problem, j) && place_of (problem, j) == place_of (problem, k))
          {
            add_term (problem, k, 1);
            add_term (problem, j, -1);
            end_equation (problem, 0);
            is_tied = 0;
          }
    }
}

static void
state (struct problem *problem)
{
  const struct ind__reconciler *at = problem->at;
  const ind__network *network = &at->explainer.assembly.network;
  size_t k;

  for (k = 0; k < network->n_given && !problem->has_failed; k++)
    if (!at->is_left_out[k] && !at->is_contradictory[k] && adds_up (at, &network->links[k]))
      add_sums (problem, &network->links[k]);
  for (k = 0; k < network->n_variables && !problem->has_failed; k++)
    add_equalities (problem, (uint32_t) k);
}

/* In units of scale 0. */
static double
printed_value (const struct problem *problem, uint32_t figure)
{
  const ind__index *index = &problem->at->report->index;
  ind_interval value = ind_decimal_enclosure (ind__table_value (index->table, figure));

  return value.low * pow (10, ind__index_scale (index, figure));
}

static ind_status
solve (struct problem *problem, ind_decimal *rounded)
{
  const struct ind__reconciler *at = problem->at;
  const ind__index *index = &at->report->index;
  size_t n = problem->n, k;
  double *value = ind__new_array (n, sizeof *value);
  int32_t *decimals = ind__new_array (n, sizeof *decimals);
  uint8_t *is_fixed = ind__new_array (n, 1), *fails = ind__new_array (problem->n_equations, 1);
  int64_t *multiple = ind__new_array (n, sizeof *multiple);
  ind_status status = IND_E_MEMORY;
  ind_equations equations;
  ind__rounding rounding;

  if (value != NULL && decimals != NULL && is_fixed != NULL && fails != NULL && multiple != NULL)
    {
      for (k = 0; k < n; k++)
        {
          const ind_adjustment *adjustment = &at->out->adjustments[problem->figure[k]];
          int is_unchecked = adjustment->kind == IND_ADJUSTMENT_UNCHECKED;
          value[k] = is_unchecked ? printed_value (problem, problem->figure[k])
                                  : adjustment->value_out;
          decimals[k] = place_of (problem, problem->figure[k]);
          is_fixed[k] = is_unchecked || adjustment->kind == IND_ADJUSTMENT_FIXED;
        }
      equations.n = problem->n_equations;
      equations.first = problem->first;
      equations.column = problem->column;
      equations.coefficient = problem->coefficient;
      equations.constant = problem->constant;
      memset (&rounding, 0, sizeof rounding);
      rounding.n = n;
      rounding.value = value;
      rounding.decimals = decimals;
      rounding.is_fixed = is_fixed;
      rounding.equations = &equations;
      rounding.multiple = multiple;
      rounding.fails = fails;
      status = ind__round_sums (&rounding);
    }
  if (status == IND_OK)
    {
      at->out->summary.n_unrounded = rounding.n_failed;
      for (k = 0; k < n; k++)
        {
          rounded[problem->figure[k]].mantissa = multiple[k];
          rounded[problem->figure[k]].decimals = index->table->digits[problem->figure[k]].precision;
        }
    }
  ind__release (value);
  ind__release (decimals);
  ind__release (is_fixed);
  ind__release (fails);
  ind__release (multiple);
  return status;
}

ind_status
ind__round_figures (struct ind__reconciler *at, ind_decimal *rounded)
{
  size_t n = at->report->index.table->count;
  struct problem problem;
  ind_status status = IND_OK;

  memset (&problem, 0, sizeof problem);
  problem.at = at;
  problem.entry_of = ind__new_array (n, sizeof *problem.entry_of);
  if (problem.entry_of == NULL)
    return IND_E_MEMORY;
  memset (problem.entry_of, 0xFF, n * sizeof *problem.entry_of);
  state (&problem);
  if (problem.has_failed)
    status = IND_E_MEMORY;
  else if (problem.n_equations > 0)
    status = solve (&problem, rounded);
  ind__release (problem.figure);
  ind__release (problem.entry_of);
  ind__release (problem.first);
  ind__release (problem.column);
  ind__release (problem.coefficient);
  ind__release (problem.constant);
  /* Where a value has more digits than can be kept, nearest rounding has to do. */
  return status == IND_E_DOMAIN ? IND_OK : status;
}
