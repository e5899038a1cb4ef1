/* SPDX-License-Identifier: GPL-3.0-or-later
 * Templates bound to figures. */
#include "check/bind.h"

#include <string.h>

#include "base/memory.h"

/* One place a template may hold: its subject is printed there. */
struct instance {
  uint32_t area, component;
  ind__period period;
};

static ind__period
shift_period (const ind__slot *slot, ind__period period)
{
  int k;

  for (k = 0; k < slot->periods_before && period != IND__NO_PERIOD; k++)
    period = ind__period_before (period);
  if (period != IND__NO_PERIOD && slot->years_earlier != 0)
    period = ind__period_years_earlier (period, slot->years_earlier);
  if (period != IND__NO_PERIOD && slot->is_of_year)
    period = ind__period_year (period);
  return period;
}

ind__quantity
ind__slot_quantity (const ind__slot *slot, uint32_t area, ind__period period, uint32_t component)
{
  ind__quantity quantity;

  quantity.indicator = slot->indicator;
  quantity.area = slot->area == IND__NONE ? area : slot->area;
  quantity.component = slot->component == IND__NONE ? component : slot->component;
  quantity.period = shift_period (slot, period);
  return quantity;
}

static uint32_t
first_figure (const ind__index *index, const ind__slot *slot, const struct instance *at)
{
  ind__quantity q = ind__slot_quantity (slot, at->area, at->period, at->component);
  return ind__index_find (index, q.indicator, q.area, q.period, q.component);
}

/* Whether a and b may stand in one check although their sources differ. */
static int
shares_vintage (const ind_table *table, uint32_t a, uint32_t b)
{
  return !table->has_vintage
         || ind__table_kind (table, a)->vintage == ind__table_kind (table, b)->vintage;
}

/* The most precise usable figure of the quantity printed by the issue. */
static uint32_t
choose_figure (const ind__index *index, uint32_t first, uint32_t issue)
{
  uint32_t k, best = IND__NONE;

  for (k = first; k != IND__NONE; k = ind__index_next (index, k))
    if (ind__index_issue (index, k) == issue && ind__index_use (index, k) == IND__USABLE
        && (best == IND__NONE
            || ind__index_interval (index, k).high - ind__index_interval (index, k).low
                   < ind__index_interval (index, best).high
                         - ind__index_interval (index, best).low))
      best = k;
  return best;
}

/* The same from any other source of the vintage of `lead`. */
static uint32_t
borrow_figure (const ind__index *index, uint32_t first, uint32_t lead)
{
  uint32_t k;

  for (k = first; k != IND__NONE; k = ind__index_next (index, k))
    if (ind__index_use (index, k) == IND__USABLE && shares_vintage (index->table, k, lead))
      return choose_figure (index, first, ind__index_issue (index, k));
  return IND__NONE;
}

/* Fills the binding for the source of the figure `lead`. */
static void
fill (const ind__index *index, const struct instance *at, uint32_t lead, ind__binding *binding)
{
  const ind__template *template = binding->template;
  size_t k;

  binding->issue = ind__index_issue (index, lead);
  binding->is_across = 0;
  for (k = 0; k < template->n_slots; k++)
    {
      uint32_t first = first_figure (index, &template->slots[k], at);
      binding->figure[k] = choose_figure (index, first, binding->issue);
      if (binding->figure[k] == IND__NONE)
        {
          binding->figure[k] = borrow_figure (index, first, lead);
          binding->is_across |= binding->figure[k] != IND__NONE;
        }
    }
}

/* Whether an earlier subject figure of the instance has the issue already. */
static int
is_repeated (const ind__index *index, const ind__template *template, const struct instance *at,
             uint32_t slot, uint32_t figure)
{
  uint32_t k, other;

  for (k = template->first_subject; k <= slot; k++)
    for (other = first_figure (index, &template->slots[k], at); other != IND__NONE;
         other = ind__index_next (index, other))
      {
        if (other == figure)
          return 0;
        if (ind__index_issue (index, other) == ind__index_issue (index, figure))
          return 1;
      }
  return 0;
}

static int
visit_instance (const ind__index *index, const struct instance *at, ind__binding *binding,
                ind__binding_visitor visitor, void *context)
{
  const ind__template *template = binding->template;
  uint32_t slot, figure;

  binding->area = at->area;
  binding->period = at->period;
  binding->component = at->component;
  for (slot = template->first_subject; slot < template->first_subject + template->n_subjects;
       slot++)
    for (figure = first_figure (index, &template->slots[slot], at); figure != IND__NONE;
         figure = ind__index_next (index, figure))
      if (!is_repeated (index, template, at, slot, figure))
        {
          fill (index, at, figure, binding);
          if (!visitor (context, binding))
            return 0;
        }
  return 1;
}

/* Whether the figure's quantity is the subject's, and of which instance. */
static int
find_instance (const ind__index *index, const ind__template *template, uint32_t slot,
               uint32_t figure, struct instance *out)
{
  const ind__slot *subject = &template->slots[slot];

  if (subject->component != IND__NONE && subject->component != ind__index_component (index, figure))
    return 0;
  if (subject->area != IND__NONE && subject->area != ind__index_area (index, figure))
    return 0;
  out->component = template->has_free && subject->component == IND__NONE
                       ? ind__index_component (index, figure)
                       : IND__NONE;
  out->area = template->area != IND__NONE ? template->area : ind__index_area (index, figure);
  out->period = ind__table_site (index->table, figure)->period;
  return 1;
}

/* Whether a subject slot before `slot` is printed too: the instance is then
 * visited from there. */
static int
is_led_earlier (const ind__index *index, const ind__template *template, uint32_t slot,
                const struct instance *at)
{
  uint32_t k;
  for (k = template->first_subject; k < slot; k++)
    if (first_figure (index, &template->slots[k], at) != IND__NONE)
      return 1;
  return 0;
}

int
ind__bind (const ind__index *index, const ind__template *template, ind__binding_visitor visitor,
           void *context)
{
  ind__binding binding;
  struct instance at;
  uint32_t slot;
  size_t k, n;
  int is_good = 1;

  memset (&binding, 0, sizeof binding);
  binding.template = template;
  binding.figure = ind__new_array (template->n_slots, sizeof *binding.figure);
  if (binding.figure == NULL)
    return 0;
  for (slot = template->first_subject;
       slot < template->first_subject + template->n_subjects && is_good; slot++)
    {
      const uint32_t *figures
          = ind__index_figures (index, template->slots[slot].indicator, &n);
      for (k = 0; k < n && is_good; k++)
        if (find_instance (index, template, slot, figures[k], &at)
            && first_figure (index, &template->slots[slot], &at) == figures[k]
            && !is_led_earlier (index, template, slot, &at))
          is_good = visit_instance (index, &at, &binding, visitor, context);
    }
  ind__release (binding.figure);
  return is_good;
}

int
ind__bind_at (const ind__index *index, const ind__template *template, uint32_t slot,
              uint32_t figure, ind__binding_visitor visitor, void *context)
{
  ind__binding binding;
  struct instance at;
  int is_good;

  memset (&binding, 0, sizeof binding);
  binding.template = template;
  binding.figure = ind__new_array (template->n_slots, sizeof *binding.figure);
  if (binding.figure == NULL)
    return 0;
  is_good = !find_instance (index, template, slot, figure, &at)
            || visit_instance (index, &at, &binding, visitor, context);
  ind__release (binding.figure);
  return is_good;
}

static int
has_additive_unit (const ind_table *table, uint32_t figure)
{
  const ind_unit *unit = &table->units[ind__table_kind (table, figure)->unit];
  int k;

  for (k = 0; k < 4; k++)
    if (unit->exponent[k] < 0 || strcmp (unit->symbol[k], "PT") == 0
        || strcmp (unit->symbol[k], "PP") == 0)
      return 0;
  return 1;
}

int
ind__is_no_breakdown (const ind__index *index, const ind__binding *binding)
{
  const ind__template *template = binding->template;
  uint32_t whole = template->component != IND__NONE ? template->component : template->area;
  int has_part = 0;
  size_t k;

  if (template->breakdown == IND__NONE)
    return 0;
  for (k = 0; k < template->n_slots; k++)
    if (binding->figure[k] != IND__NONE)
      {
        const ind__slot *slot = &template->slots[k];
        has_part |= (template->component != IND__NONE ? slot->component : slot->area) != whole;
        if (template->needs_additive && !has_additive_unit (index->table, binding->figure[k]))
          return 1;
      }
  return !has_part;
}
