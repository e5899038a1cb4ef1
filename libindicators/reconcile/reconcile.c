/* SPDX-License-Identifier: GPL-3.0-or-later
 * Reconciliation of a report: figures that explanations doubt are given up, the others
 * balanced, network by network, and the results rounded. */
#include "reconcile/reconciler.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "number/interval.h"
#include "number/words.h"
#include "reconcile/gsl_guard.h"

/* What an ind_decimal keeps. */
#define MOST_DIGITS 1e17
#define MOST_DECIMALS 40

/* ------------------------------------------------------------------------
 * Words
 * ---------------------------------------------------------------------- */

#define COUNT(array) (sizeof (array) / sizeof (array)[0])

static const char *const repair_names[] = { "likeliest", "certain", "none" };
static const char *const variance_names[] = { "rounding", "proportional" };
static const char *const bounds_names[] = { "none", "range", "printed" };
static const char *const kind_names[]
    = { "kept", "balanced", "repaired", "lost", "fixed", "unchecked" };

static ind_status
find_word (const char *const *words, size_t n, const char *text, size_t length, size_t *out)
{
  size_t k;

  for (k = 0; text != NULL && k < n; k++)
    if (strlen (words[k]) == length && memcmp (words[k], text, length) == 0)
      {
        *out = k;
        return IND_OK;
      }
  return IND_E_ARGUMENT;
}

const char *
ind_repair_name (ind_repair repair)
{
  return (size_t) repair < COUNT (repair_names) ? repair_names[repair] : "?";
}

const char *
ind_variance_name (ind_variance variance)
{
  return (size_t) variance < COUNT (variance_names) ? variance_names[variance] : "?";
}

const char *
ind_bounds_name (ind_bounds bounds)
{
  return (size_t) bounds < COUNT (bounds_names) ? bounds_names[bounds] : "?";
}

const char *
ind_adjustment_kind_name (ind_adjustment_kind kind)
{
  return (size_t) kind < COUNT (kind_names) ? kind_names[kind] : "?";
}

ind_status
ind_repair_read (const char *text, size_t length, ind_repair *out)
{
  size_t found;
  ind_status status = out == NULL ? IND_E_ARGUMENT
                                  : find_word (repair_names, COUNT (repair_names), text, length,
                                               &found);
  if (status == IND_OK)
    *out = (ind_repair) found;
  return status;
}

ind_status
ind_variance_read (const char *text, size_t length, ind_variance *out)
{
  size_t found;
  ind_status status = out == NULL ? IND_E_ARGUMENT
                                  : find_word (variance_names, COUNT (variance_names), text,
                                               length, &found);
  if (status == IND_OK)
    *out = (ind_variance) found;
  return status;
}

ind_status
ind_bounds_read (const char *text, size_t length, ind_bounds *out)
{
  size_t found;
  ind_status status = out == NULL ? IND_E_ARGUMENT
                                  : find_word (bounds_names, COUNT (bounds_names), text, length,
                                               &found);
  if (status == IND_OK)
    *out = (ind_bounds) found;
  return status;
}

/* ------------------------------------------------------------------------
 * What is given up
 * ---------------------------------------------------------------------- */

static int
is_protected (const struct ind__reconciler *at, const ind__suspect *suspect)
{
  return suspect->figure != IND__NONE && at->measure[suspect->figure].is_protected;
}

/* The likeliest alternative that doubts no protected figure; the likeliest of all, where
 * each does. */
static const ind__alternative *
choose_alternative (const struct ind__reconciler *at, const ind__explanation *explanation)
{
  const ind__alternative *all = at->report->alternatives + explanation->first_alternative;
  size_t k, s;

  for (k = 0; k < explanation->n_alternatives; k++)
    {
      for (s = 0; s < all[k].n_suspects; s++)
        if (is_protected (at, &at->report->suspects[all[k].first_suspect + s]))
          break;
      if (s == all[k].n_suspects)
        return &all[k];
    }
  return all;
}

static void
give_up (struct ind__reconciler *at)
{
  const ind_report *report = at->report;
  size_t k, s;

  if (at->options.repair == IND_REPAIR_NONE)
    return;
  for (k = 0; k < report->n_explanations; k++)
    {
      const ind__explanation *explanation = &report->explanations[k];
      const ind__alternative *chosen = choose_alternative (at, explanation);
      for (s = 0; explanation->n_alternatives > 0 && s < chosen->n_suspects; s++)
        {
          const ind__suspect *suspect = &report->suspects[chosen->first_suspect + s];
          if ((!suspect->is_certain && at->options.repair == IND_REPAIR_CERTAIN)
              || is_protected (at, suspect))
            continue;
          at->explainer.is_out[suspect->assertion] = 1;
          if (suspect->figure != IND__NONE)
            {
              at->measure[suspect->figure].is_out = 1;
              at->out->is_certain[suspect->figure] = (uint8_t) suspect->is_certain;
            }
        }
    }
}

/* ------------------------------------------------------------------------
 * The whole
 * ---------------------------------------------------------------------- */

static ind_status
take_rules (struct ind__reconciler *at)
{
  const ind__assembly *assembly = &at->explainer.assembly;
  ind_reconciliation *out = at->out;
  size_t k;

  out->rules = ind__new_array (assembly->n_instances, sizeof *out->rules);
  if (out->rules == NULL)
    return IND_E_MEMORY;
  for (k = 0; k < assembly->n_instances; k++)
    {
      const ind__instance *instance = &assembly->instances[k];
      ind__applied *applied = &out->rules[out->n_rules];
      if (instance->link == IND__NONE || at->is_left_out[instance->link])
        continue;
      applied->name = instance->template->name;
      applied->area = instance->area;
      applied->component
          = instance->component != IND__NONE ? instance->component : instance->template->component;
      applied->period = instance->period;
      applied->before = at->before[instance->link] / instance->divisor;
      applied->after = at->after[instance->link] / instance->divisor;
      applied->is_contradictory = at->is_contradictory[instance->link];
      out->summary.n_contradictory += applied->is_contradictory != 0;
      out->n_rules++;
    }
  out->summary.n_rules = out->n_rules;
  return IND_OK;
}

/* The value with so many decimals, 0 or fewer for whole tens; 0 where it has more digits
 * than a decimal keeps. */
static int
round_to (double value, int decimals, ind_decimal *out)
{
  double scaled = decimals >= 0 ? value * pow (10, decimals) : value / pow (10, -decimals);

  if (!(fabs (scaled) < MOST_DIGITS) || abs (decimals) > MOST_DECIMALS)
    return 0;
  out->mantissa = (int64_t) rint (scaled);
  out->decimals = decimals;
  return 1;
}

/* The value in the figure's unit, with its printed decimals or with 12 digits. */
static ind_decimal
decimal_of (const struct ind__reconciler *at, size_t figure, double value)
{
  ind_decimal out = ind__table_value (at->report->index.table, figure);
  int decimals = at->report->index.table->digits[figure].precision;
  int digits = value == 0 ? 0 : (int) floor (log10 (fabs (value)));

  if (at->options.keeps_digits || !round_to (value, decimals, &out))
    round_to (value, 11 - digits, &out);
  /* Zeros behind the point say nothing here. */
  while (at->options.keeps_digits && out.decimals > 0 && out.mantissa % 10 == 0)
    {
      out.mantissa /= 10;
      out.decimals--;
    }
  return out;
}

/* From units of scale 0 to those of each figure, and to text. */
static void
finish_figures (struct ind__reconciler *at, const double *error_of, const ind_decimal *rounded)
{
  const ind__index *index = &at->report->index;
  ind_reconciliation *out = at->out;
  size_t k;

  for (k = 0; k < index->table->count; k++)
    {
      ind_adjustment *adjustment = &out->adjustments[k];
      double unit = pow (10, ind__index_scale (index, k)),
             half = pow (10, -index->table->digits[k].precision) / 2;
      ind_decimal result = ind__table_value (index->table, k);
      adjustment->value_in = ind__double_of (result);
      if (adjustment->kind == IND_ADJUSTMENT_REPAIRED)
        adjustment->error_out = error_of[k];
      adjustment->error_in /= unit;
      adjustment->error_out /= unit;
      if (adjustment->kind == IND_ADJUSTMENT_BALANCED
          || adjustment->kind == IND_ADJUSTMENT_REPAIRED)
        result = rounded[k].decimals == IND__NOT_ROUNDED
                     ? decimal_of (at, k, adjustment->value_out / unit)
                     : rounded[k];
      adjustment->value_out = ind__double_of (result);
      ind_decimal_write (result, adjustment->text);
      if (adjustment->kind == IND_ADJUSTMENT_LOST)
        {
          adjustment->value_out = adjustment->error_out = NAN;
          adjustment->text[0] = '\0';
        }
      adjustment->change = adjustment->value_out - adjustment->value_in;
      if (adjustment->kind == IND_ADJUSTMENT_BALANCED && fabs (adjustment->change) < half)
        adjustment->kind = IND_ADJUSTMENT_KEPT;
      out->summary.kinds[adjustment->kind]++;
    }
}

static void
close_reconciler (struct ind__reconciler *at)
{
  ind__explainer_close (&at->explainer);
  ind__free_groups (&at->groups);
  ind__release (at->measure);
  ind__release (at->before);
  ind__release (at->after);
  ind__release (at->is_contradictory);
  ind__release (at->is_member);
  ind__release (at->is_zero);
  ind__release (at->is_rule);
  ind__release (at->is_left_out);
}

/* What the network holds besides figures. A rule about something assumed, within wide
 * bounds, is no identity that figures could be moved to satisfy. */
static int
read_network (struct ind__reconciler *at)
{
  const ind__assembly *assembly = &at->explainer.assembly;
  const ind__network *network = &assembly->network;
  size_t n = network->n_variables, k;

  at->before = ind__new_zeroed ((network->n_links + 1) * sizeof *at->before);
  at->after = ind__new_zeroed ((network->n_links + 1) * sizeof *at->after);
  at->is_contradictory = ind__new_zeroed (network->n_links + 1);
  at->is_rule = ind__new_zeroed (network->n_links + 1);
  at->is_left_out = ind__new_zeroed (network->n_links + 1);
  at->is_member = ind__new_zeroed (n + 1);
  at->is_zero = ind__new_zeroed (n + 1);
  if (at->before == NULL || at->after == NULL || at->is_contradictory == NULL
      || at->is_rule == NULL || at->is_left_out == NULL || at->is_member == NULL
      || at->is_zero == NULL)
    return 0;
  for (k = 0; k < assembly->n_members; k++)
    at->is_member[assembly->members[k].variable] = 1;
  for (k = 0; k < assembly->n_instances; k++)
    if (assembly->instances[k].link != IND__NONE)
      {
        at->is_rule[assembly->instances[k].link] = 1;
        if (assembly->instances[k].template->has_assumed)
          at->is_left_out[assembly->instances[k].link] = 1;
      }
  for (k = 0; k < network->n_assertions; k++)
    if (!at->explainer.is_out[k]
        && (network->assertions[k].kind == IND__ASSERTED_BY_BASIS
            || network->assertions[k].kind == IND__ASSERTED_BY_CLAUSE))
      at->is_zero[network->assertions[k].variable] = 1;
  return 1;
}

/* Whether rules tie the quantities of the group, or several figures print its one. */
static int
is_tied (const struct ind__reconciler *at, size_t group)
{
  const struct ind__groups *groups = &at->groups;
  uint32_t figure = groups->first_figure[groups->variable[groups->first_variable[group]]];

  return groups->first_link[group + 1] > groups->first_link[group]
         || (figure != IND__NONE && groups->next_figure[figure] != IND__NONE);
}

static ind_status
reconcile (struct ind__reconciler *at, ind_error *error)
{
  size_t n = at->report->index.table->count, k;
  ind_reconciliation *out = at->out;
  ind_status status = IND_E_MEMORY;
  double *error_of = ind__new_array (n, sizeof *error_of);
  ind_decimal *rounded = ind__new_array (n, sizeof *rounded);

  at->measure = ind__new_zeroed ((n + 1) * sizeof *at->measure);
  if (error_of != NULL && rounded != NULL && at->measure != NULL)
    status = ind__measure_figures (at, error);
  if (status == IND_OK)
    {
      give_up (at);
      if (!read_network (at) || !ind__find_groups (at))
        status = IND_E_MEMORY;
    }
  for (k = 0; status == IND_OK && k < n; k++)
    {
      ind_adjustment *adjustment = &out->adjustments[k];
      error_of[k] = NAN;
      rounded[k].mantissa = 0;
      rounded[k].decimals = IND__NOT_ROUNDED;
      adjustment->kind = IND_ADJUSTMENT_UNCHECKED;
      adjustment->error_in = adjustment->error_out = at->measure[k].error;
      adjustment->statistic = adjustment->p = NAN;
    }
  out->summary.n_figures = n;
  out->summary.is_converged = out->summary.is_bounded = 1;
  for (k = 0; status == IND_OK && k < at->groups.n; k++)
    if (is_tied (at, k))
      status = ind__reconcile_group (at, k, error_of);
  if (status == IND_OK)
    status = take_rules (at);
  if (status == IND_OK && !at->options.keeps_digits)
    status = ind__round_figures (at, rounded);
  if (status == IND_OK)
    {
      finish_figures (at, error_of, rounded);
      out->summary.p = out->summary.degrees == 0
                           ? NAN
                           : ind__chi_square_tail (out->summary.chi_square, out->summary.degrees);
    }
  ind__release (error_of);
  ind__release (rounded);
  return status;
}

static ind_status
check_options (const ind_report *report, const ind_reconcile_options *options, ind_error *error)
{
  const ind_table *table = report->index.table;
  size_t k, i;

  if ((size_t) options->repair >= COUNT (repair_names)
      || (size_t) options->variance >= COUNT (variance_names)
      || (size_t) options->bounds >= COUNT (bounds_names)
      || (options->n_alterability > 0 && options->alterability == NULL))
    return ind__fail (error, IND_E_ARGUMENT, 0, 0, "an option of ind_reconcile is out of its "
                                                   "domain");
  for (k = 0; k < options->n_alterability; k++)
    {
      const ind_alterability *one = &options->alterability[k];
      if (one->source == NULL || !(one->coefficient >= 0 && one->coefficient <= 1e100))
        return ind__fail (error, IND_E_ARGUMENT, 0, 0,
                          "the alterability of %s is not a number from 0 up",
                          one->source == NULL ? "a source" : one->source);
      for (i = 0; i < table->count
                  && strcmp (ind__strings_at (&table->strings, ind__table_kind (table, i)->source),
                             one->source)
                         != 0;
           i++)
        ;
      if (i == table->count)
        return ind__fail (error, IND_E_ARGUMENT, 0, 0,
                          "no figure has the source \"%s\", for which alterability is given",
                          ind__quote (one->source, strlen (one->source)).text);
    }
  return IND_OK;
}

ind_status
ind_reconcile (ind_report *report, const ind_reconcile_options *options,
               ind_reconciliation **out, ind_error *error)
{
  static const ind_reconcile_options defaults = { 0 };
  struct ind__reconciler reconciler;
  ind_status status;

  if (report == NULL || out == NULL)
    return ind__fail (error, IND_E_ARGUMENT, 0, 0, "a report, and a place for the result, are "
                                                   "needed");
  *out = NULL;
  if (options == NULL)
    options = &defaults;
  status = check_options (report, options, error);
  if (status == IND_OK && options->repair != IND_REPAIR_NONE)
    status = ind_explain (report, NULL, error);
  if (status != IND_OK)
    return status;
  memset (&reconciler, 0, sizeof reconciler);
  reconciler.report = report;
  reconciler.options = *options;
  reconciler.out = ind__new_zeroed (sizeof *reconciler.out);
  if (reconciler.out == NULL)
    return ind__fail_memory (error);
  reconciler.out->report = report;
  reconciler.out->options = *options;
  reconciler.out->options.alterability = NULL;
  reconciler.out->options.n_alterability = 0;
  reconciler.out->adjustments
      = ind__new_zeroed ((report->index.table->count + 1) * sizeof *reconciler.out->adjustments);
  reconciler.out->is_certain = ind__new_zeroed (report->index.table->count + 1);
  status = reconciler.out->adjustments == NULL || reconciler.out->is_certain == NULL
               ? ind__fail_memory (error)
               : ind__explainer_open (&reconciler.explainer, report, NULL, error);
  if (status == IND_OK)
    {
      status = reconcile (&reconciler, error);
      if (status == IND_E_MEMORY)
        ind__fail_memory (error);
      if (status == IND_E_DOMAIN)
        ind__fail (error, status, 0, 0, "the figures are too large, or too far from what the "
                                        "rules ask for, to be balanced");
      close_reconciler (&reconciler);
    }
  if (status == IND_OK)
    *out = reconciler.out;
  else
    ind_reconciliation_free (reconciler.out);
  return status;
}

void
ind_reconciliation_free (ind_reconciliation *reconciliation)
{
  if (reconciliation == NULL)
    return;
  ind__release (reconciliation->adjustments);
  ind__release (reconciliation->is_certain);
  ind__release (reconciliation->rules);
  ind__release (reconciliation);
}

void
ind_reconciliation_summarise (const ind_reconciliation *reconciliation,
                              ind_reconciliation_summary *out)
{
  *out = reconciliation->summary;
}

ind_status
ind_reconciliation_adjustment (const ind_reconciliation *reconciliation, size_t k,
                               ind_adjustment *out)
{
  if (k >= reconciliation->summary.n_figures)
    return IND_E_RANGE;
  *out = reconciliation->adjustments[k];
  return IND_OK;
}

size_t
ind_reconciliation_rule_count (const ind_reconciliation *reconciliation)
{
  return reconciliation->n_rules;
}

ind_status
ind_reconciliation_rule (const ind_reconciliation *reconciliation, size_t k, ind_discrepancy *out)
{
  const ind__index *index = &reconciliation->report->index;
  const ind__applied *applied;

  if (k >= reconciliation->n_rules)
    return IND_E_RANGE;
  applied = &reconciliation->rules[k];
  out->rule = ind__index_name (index, applied->name);
  out->area = ind__index_name (index, applied->area);
  out->component
      = applied->component == IND__NONE ? "" : ind__index_name (index, applied->component);
  ind__period_write (applied->period, out->period);
  out->before = applied->before;
  out->after = applied->after;
  out->is_contradictory = applied->is_contradictory;
  return IND_OK;
}
