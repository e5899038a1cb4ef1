/* SPDX-License-Identifier: GPL-3.0-or-later
 * Templates bound to figures. */
#include "check/bind.h"

#include <string.h>

#include "base/memory.h"

/* One place a template may hold: its subject is printed there. */
struct instance {
  uint32_t area, component;
  ind__period period;
  uint32_t site; /* of the area and period, unless the template names its area */
};

/* A template on its way through its places. */
struct ind__binder {
  const ind__index *index;
  const ind__template *template;
  ind__binding binding;
  uint32_t *column;   /* per slot, at `component` */
  uint32_t *first;    /* per slot: the first figure of its quantity at the place at hand */
  uint32_t component;
  /* The last site that was looked up: most slots mean this year's or last year's. */
  uint32_t area, site;
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

static void
find_column (ind__binder *binder, size_t slot, uint32_t component)
{
  const ind__slot *at = &binder->template->slots[slot];

  binder->column[slot] = ind__index_column (
      binder->index, at->indicator, at->component == IND__NONE ? component : at->component);
}

static uint32_t
find_site (ind__binder *binder, const ind__slot *slot, const struct instance *at)
{
  ind__quantity q;

  if (slot->area == IND__NONE && binder->template->area == IND__NONE && slot->years_earlier == 0
      && slot->periods_before == 0 && !slot->is_of_year)
    return at->site;
  q = ind__slot_quantity (slot, at->area, at->period, at->component);
  if (q.period != binder->period || q.area != binder->area)
    {
      binder->area = q.area;
      binder->period = q.period;
      binder->site = ind__index_site (binder->index, q.area, q.period, at->site);
    }
  return binder->site;
}

/* The first figure of a slot's quantity. */
static uint32_t
first_figure (ind__binder *binder, size_t slot, const struct instance *at)
{
  uint32_t site;
  size_t k;

  if (at->component != binder->component)
    {
      for (k = 0; k < binder->template->n_slots; k++)
        if (binder->template->slots[k].component == IND__NONE)
          find_column (binder, k, at->component);
      binder->component = at->component;
    }
  if (binder->column[slot] == IND__NONE)
    return IND__NONE;
  site = find_site (binder, &binder->template->slots[slot], at);
  return site == IND__NONE ? IND__NONE
                           : ind__index_at (binder->index, site, binder->column[slot]);
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
fill (ind__binder *binder, uint32_t lead)
{
  const ind__index *index = binder->index;
  ind__binding *binding = &binder->binding;
  size_t k;

  binding->issue = ind__index_issue (index, lead);
  binding->is_across = 0;
  for (k = 0; k < binder->template->n_slots; k++)
    {
      uint32_t first = binder->first[k];
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
is_repeated (const ind__binder *binder, uint32_t slot, uint32_t figure)
{
  const ind__index *index = binder->index;
  uint32_t k, other;

  for (k = binder->template->first_subject; k <= slot; k++)
    for (other = binder->first[k]; other != IND__NONE; other = ind__index_next (index, other))
      {
        if (other == figure)
          return 0;
        if (ind__index_issue (index, other) == ind__index_issue (index, figure))
          return 1;
      }
  return 0;
}

static int
visit_instance (ind__binder *binder, const struct instance *at, ind__binding_visitor visitor,
                void *context)
{
  const ind__template *template = binder->template;
  ind__binding *binding = &binder->binding;
  uint32_t slot, figure;
  size_t k;

  binding->area = at->area;
  binding->period = at->period;
  binding->component = at->component;
  for (k = 0; k < template->n_slots; k++)
    binder->first[k] = first_figure (binder, k, at);
  for (slot = template->first_subject; slot < template->first_subject + template->n_subjects;
       slot++)
    for (figure = binder->first[slot]; figure != IND__NONE;
         figure = ind__index_next (binder->index, figure))
      if (!is_repeated (binder, slot, figure))
        {
          fill (binder, figure);
          if (!visitor (context, binding))
            return 0;
        }
  return 1;
}

/* Whether the figure's quantity is the subject's, and of which instance. */
static int
find_instance (const ind__binder *binder, uint32_t slot, uint32_t figure, struct instance *out)
{
  const ind__index *index = binder->index;
  const ind__template *template = binder->template;
  const ind__slot *subject = &template->slots[slot];

  if (subject->component != IND__NONE
      && subject->component != ind__index_component (index, figure))
    return 0;
  if (subject->area != IND__NONE && subject->area != ind__index_area (index, figure))
    return 0;
  out->component = template->has_free && subject->component == IND__NONE
                       ? ind__index_component (index, figure)
                       : IND__NONE;
  out->area = template->area != IND__NONE ? template->area : ind__index_area (index, figure);
  out->period = ind__table_site (index->table, figure)->period;
  out->site = ind__table_site_number (index->table, figure);
  return 1;
}

/* Whether a subject slot before `slot` is printed too: the instance is then
 * visited from there. */
static int
is_led_earlier (ind__binder *binder, uint32_t slot, const struct instance *at)
{
  uint32_t k;
  for (k = binder->template->first_subject; k < slot; k++)
    if (first_figure (binder, k, at) != IND__NONE)
      return 1;
  return 0;
}

ind__binder *
ind__binder_new (const ind__index *index, const ind__template *template)
{
  size_t n = template->n_slots, k;
  ind__binder *binder
      = ind__new_array (sizeof *binder + 3 * n * sizeof *binder->column, 1);

  if (binder == NULL)
    return NULL;
  memset (binder, 0, sizeof *binder);
  binder->index = index;
  binder->binding.template = binder->template = template;
  binder->component = IND__NONE;
  binder->area = IND__NONE;
  binder->site = IND__NONE;
  binder->period = IND__NO_PERIOD;
  binder->binding.figure = (uint32_t *) (binder + 1);
  binder->column = binder->binding.figure + n;
  binder->first = binder->column + n;
  for (k = 0; k < n; k++)
    find_column (binder, k, IND__NONE);
  return binder;
}

void
ind__binder_free (ind__binder *binder)
{
  ind__release (binder);
}

/* Visits the places led by a figure of the subject slot. */
static int
visit_slot (ind__binder *binder, uint32_t slot, const uint32_t *figures, size_t n,
            ind__binding_visitor visitor, void *context)
{
  struct instance at;
  size_t k;

  binder->binding.subject = slot;
  for (k = 0; k < n; k++)
    if (find_instance (binder, slot, figures[k], &at)
        && first_figure (binder, slot, &at) == figures[k]
        && !is_led_earlier (binder, slot, &at))
      {
        binder->binding.lead = figures[k];
        if (!visit_instance (binder, &at, visitor, context))
          return 0;
      }
  return 1;
}

int
ind__bind_some (const ind__index *index, const ind__sorted *sorted, const ind__template *template,
                ind__binding_visitor visitor, void *context)
{
  ind__binder *binder = NULL;
  int is_good = 1;
  uint32_t slot;

  for (slot = template->first_subject;
       slot < template->first_subject + template->n_subjects && is_good; slot++)
    {
      uint32_t indicator = template->slots[slot].indicator;
      uint32_t place = indicator < index->n_places ? index->place_of[indicator] : IND__NONE;
      size_t n = place == IND__NONE ? 0 : sorted->first[place + 1] - sorted->first[place];
      if (n == 0)
        continue;
      if (binder == NULL && (binder = ind__binder_new (index, template)) == NULL)
        return 0;
      is_good = visit_slot (binder, slot, sorted->figure + sorted->first[place], n, visitor,
                            context);
    }
  ind__binder_free (binder);
  return is_good;
}

int
ind__bind (const ind__index *index, const ind__template *template, ind__binding_visitor visitor,
           void *context)
{
  return ind__bind_some (index, &index->sorted, template, visitor, context);
}

int
ind__bind_at (ind__binder *binder, uint32_t slot, uint32_t figure, ind__binding_visitor visitor,
              void *context)
{
  struct instance at;

  binder->binding.subject = slot;
  binder->binding.lead = figure;
  return !find_instance (binder, slot, figure, &at)
         || visit_instance (binder, &at, visitor, context);
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
