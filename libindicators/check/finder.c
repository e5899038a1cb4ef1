/* SPDX-License-Identifier: GPL-3.0-or-later
 * From bindings to findings. */
#include "check/finder.h"

#include <string.h>

#include "base/memory.h"
#include "check/obstacle.h"
#include "number/interval.h"

/* The scale and unit in which to speak of the printed side. */
static void
choose_unit (const ind_report *report, const ind__binding *binding, const ind__judgement *found,
             ind__finding *finding)
{
  const ind__template *template = binding->template;
  const ind__form *form = found->target_is_right ? &template->right : &template->left;
  uint32_t slot = found->target;

  if (slot == IND__NONE && form->n_terms > 0
      && template->terms[form->first].variable < template->n_slots)
    slot = template->terms[form->first].variable;
  if (slot != IND__NONE && binding->figure[slot] != IND__NONE)
    {
      const ind_table *table = report->index.table;
      finding->unit = table->units[ind__table_kind (table, binding->figure[slot])->unit];
      finding->unit.scale = ind__index_scale (&report->index, binding->figure[slot]);
    }
}

static uint32_t
component_of (const ind__binding *binding)
{
  const ind__template *template = binding->template;

  if (binding->component != IND__NONE)
    return binding->component;
  if (template->component != IND__NONE)
    return template->component;
  return template->slots[0].component;
}

static ind__origin
origin_of (const ind_report *report, const ind__binding *binding)
{
  ind__origin origin;

  origin.template = (uint32_t) (binding->template - report->templates.at);
  origin.slot = binding->subject;
  origin.figure = binding->lead;
  return origin;
}

/* Adds what was found of a binding. NULL when memory ran out. */
static ind__finding *
keep (ind_report *report, const ind__binding *binding, const ind__judgement *found)
{
  const ind__template *template = binding->template;
  ind__finding *finding = ind__report_add_finding (report, IND_FINDING_RULE, found->verdict);
  int is_good = finding != NULL;
  uint32_t k;

  if (!is_good)
    return NULL;
  finding->origin = origin_of (report, binding);
  finding->rule = template->rule;
  finding->rule_name = template->name;
  finding->level = template->level;
  ind__finding_place (finding, binding->area, component_of (binding), binding->period);
  choose_unit (report, binding, found, finding);
  finding->printed = ind__interval_in_scale (found->printed, finding->unit.scale);
  finding->implied = ind__interval_in_scale (found->implied, finding->unit.scale);
  finding->gap = ind__interval_in_scale (ind__interval_make (found->gap, found->gap),
                                         finding->unit.scale)
                     .low;
  finding->kappa = found->kappa;
  finding->p = found->p;
  finding->has_target = found->target != IND__NONE && binding->figure[found->target] != IND__NONE;
  finding->has_two_sides = found->target == IND__NONE && template->left.n_terms > 0
                           && template->right.n_terms > 0;
  if (found->target != IND__NONE)
    is_good = ind__finding_add_figure (report, finding, binding->figure[found->target]);
  for (k = 0; k < template->n_slots && is_good; k++)
    if (k != found->target)
      is_good = ind__finding_add_figure (report, finding, binding->figure[k]);
  if (!is_good)
    return NULL;
  finding->source = ind__finding_source (report, finding);
  return finding;
}

static void
touch (const ind__finder *finder, const ind__binding *binding)
{
  size_t k;

  for (k = 0; k < binding->template->n_slots; k++)
    if (binding->figure[k] != IND__NONE)
      ind__set_add (finder->touched, binding->figure[k]);
}

static int
on_binding (void *context, const ind__binding *binding)
{
  ind__finder *finder = context;
  ind_report *report = finder->report;
  ind_summary *summary = &report->summary;
  ind__origin origin;
  ind__judgement found;
  ind__finding *finding;

  if (ind__is_no_breakdown (&report->index, binding))
    return 1;
  ind__judge_binding (finder->judge, binding, &found);
  if (finder->task == IND__FIND_UNVERIFIABLE)
    {
      if (found.verdict != IND_VERDICT_UNVERIFIABLE)
        return 1;
      finding = keep (report, binding, &found);
      return finding != NULL && ind__keep_obstacle (report, finding, binding, &found);
    }
  summary->verdicts[found.verdict]++;
  if (found.verdict == IND_VERDICT_UNVERIFIABLE)
    {
      origin = origin_of (report, binding);
      return ind__report_add_unverifiable (report, &origin);
    }
  summary->checks++;
  touch (finder, binding);
  return (found.verdict <= IND_VERDICT_ROUNDING && finder->task != IND__FIND_ALL)
         || keep (report, binding, &found) != NULL;
}

int
ind__finder_open (ind__finder *finder, ind_report *report, ind__judge *judge,
                  ind__set *touched, ind__finder_task task)
{
  finder->report = report;
  finder->judge = judge;
  finder->touched = touched;
  finder->task = task;
  finder->binders = ind__new_zeroed ((report->templates.count + 1) * sizeof *finder->binders);
  return finder->binders != NULL;
}

void
ind__finder_close (ind__finder *finder)
{
  size_t k;

  for (k = 0; finder->binders != NULL && k < finder->report->templates.count; k++)
    ind__binder_free (finder->binders[k]);
  ind__release (finder->binders);
  finder->binders = NULL;
}

int
ind__find_at (ind__finder *finder, const ind__origin *lead)
{
  ind__binder **binder = &finder->binders[lead->template];

  if (*binder == NULL)
    *binder = ind__binder_new (&finder->report->index,
                               &finder->report->templates.at[lead->template]);
  return *binder != NULL && ind__bind_at (*binder, lead->slot, lead->figure, on_binding, finder);
}

int
ind__find_all (ind__finder *finder, uint32_t template)
{
  ind_report *report = finder->report;

  return ind__index_sort (&report->index)
         && ind__bind (&report->index, &report->templates.at[template], on_binding, finder);
}
