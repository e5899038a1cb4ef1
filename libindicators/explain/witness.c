/* SPDX-License-Identifier: GPL-3.0-or-later
 * A point that satisfies all of a report's network, without the network.
 *
 * Most reports can be true, and the way to see it is to name the true values. Figures are taken
 * at their word, levels and the most precise first; a rule all but one of whose quantities have
 * values gives the last one its value; a rule all of whose quantities have values must hold.
 * Values are fractions, so that rules hold exactly or not at all, and lie within what is
 * printed, or not.
 * Then interval propagation, which loses no solution, refutes nothing; neither do combinations
 * of sums, which hold for every solution.
 *
 * What is bound here is all that assemble.c binds, if not more: a rule that it leaves out
 * because of units or zeros may be in the way of a witness, but proves nothing. */
#include "explain/witness.h"

#include <string.h>

#include "base/memory.h"
#include "check/evaluate.h"
#include "explain/fraction.h"

#define MOST_SHIFTS 8
#define MOST_OTHER_SITES 64
#define LARGE 0x1p50  /* denominators beyond are reduced */
#define MOST_SHORT 4   /* slots of a rule whose values have small denominators */
#define UNKNOWN (IND__NONE - 1)

struct quantity {
  uint32_t indicator, component, site;
  uint32_t figure;        /* or IND__NONE */
  uint32_t next;          /* of the indicator's that are not printed, or IND__NONE */
  uint32_t first_use;     /* in `uses` */
  uint8_t is_set, is_assumed;
  ind_interval bounds;    /* as printed, or as assumed */
  ind__fraction value;
};

/* The first quantity stands for figures of which a rule says that they are zero where they are
 * not printed; those of figures follow, in their order. */
#define ZERO 0

static uint32_t
quantity_of (uint32_t figure)
{
  return figure + 1;
}

/* A place of the hash table of quantities: of which quantity it is, and its number, or
 * IND__NONE. */
struct place {
  uint32_t indicator, component, site, number;
};

/* A rule where it is bound. */
struct instance {
  uint32_t template, first_slot; /* in `slots` */
  uint32_t n_unset;              /* slots without a value */
  uint8_t is_solved;             /* one of its values is what the rule makes it */
};

/* How a slot's period comes from that of its rule. */
struct shift {
  int16_t years_earlier, periods_before;
  uint8_t is_of_year;
};

struct queue {
  uint32_t *instance;
  size_t first, end;
};

struct site {
  uint32_t area;
  ind__period period;
};

/* What is known of an indicator. */
struct known {
  ind_interval range; /* empty: not asked for yet */
  uint32_t unprinted; /* its last quantity that is not printed, or IND__NONE */
};

struct search {
  const ind_report *report;
  const ind__index *index;
  struct quantity *quantities;
  size_t n_quantities, quantities_capacity;
  struct place *places; /* open addressing */
  size_t n_places;
  struct instance *instances;
  size_t n_instances, instances_capacity;
  uint32_t *slots; /* quantities of instances */
  size_t n_slots_used, slots_capacity;
  uint32_t *uses;  /* instances by quantity */
  struct queue queue[2]; /* instances that lack one value or none; the long ones wait */
  struct site other[MOST_OTHER_SITES]; /* sites without figures, numbered after the others */
  size_t n_other;
  struct shift shifts[MOST_SHIFTS]; /* the first is none */
  size_t n_shifts;
  uint32_t *shifted; /* by shift and site: the site, IND__NONE where the calendar ends, or
                        UNKNOWN */
  struct known *known;   /* per name */
  /* The template at hand: */
  const ind__template *template;
  uint32_t *shift_of;    /* per slot */
  uint32_t *at;          /* per slot: the quantity, or IND__NONE */
  uint32_t *figure;      /* per slot */
  const ind__fraction **x; /* per variable */
  ind__fraction *result; /* per constraint */
  uint8_t *n_open;       /* per variable: how often it speaks of what has no value */
  int is_hopeless;       /* there is no witness of this kind */
  int has_failed;        /* memory ran out */
};

/* ------------------------------------------------------------------------
 * Quantities
 * ---------------------------------------------------------------------- */

/* Where the quantity is, or belongs. */
static struct place *
find_place (const struct search *search, uint32_t indicator, uint32_t component, uint32_t site)
{
  uint64_t h = ((uint64_t) indicator << 32 | component) * UINT64_C (0x9E3779B97F4A7C15)
               + site * UINT64_C (0xD6E8FEB86659FD93);
  size_t mask = search->n_places - 1, at = (size_t) (h ^ h >> 32) & mask;
  struct place *place = &search->places[at];

  while (place->number != IND__NONE
         && (place->site != site || place->indicator != indicator
             || place->component != component))
    place = &search->places[at = (at + 1) & mask];
  return place;
}

static void
put_quantity (struct search *search, uint32_t number)
{
  const struct quantity *quantity = &search->quantities[number];
  struct place *place
      = find_place (search, quantity->indicator, quantity->component, quantity->site);

  place->indicator = quantity->indicator;
  place->component = quantity->component;
  place->site = quantity->site;
  place->number = number;
}

static int
grow_places (struct search *search)
{
  size_t n = search->n_places == 0 ? 512 : 2 * search->n_places, k;
  struct place *places;

  while (n < 2 * (search->index->table->count + 1))
    n *= 2;
  places = ind__new_array (n, sizeof *places);
  if (places == NULL)
    return 0;
  for (k = 0; k < n; k++)
    places[k].number = IND__NONE;
  ind__release (search->places);
  search->places = places;
  search->n_places = n;
  for (k = 0; k < search->n_quantities; k++)
    put_quantity (search, (uint32_t) k);
  return 1;
}

/* The quantity, made if there is none. */
static uint32_t
take_quantity (struct search *search, uint32_t indicator, uint32_t component, uint32_t site)
{
  struct quantity *quantity;
  uint32_t number;

  if ((2 * (search->n_quantities + 1) > search->n_places && !grow_places (search))
      || !ind__grow (&search->quantities, &search->quantities_capacity, search->n_quantities + 1,
                     sizeof *search->quantities))
    {
      search->has_failed = 1;
      return ZERO;
    }
  number = find_place (search, indicator, component, site)->number;
  if (number != IND__NONE)
    return number;
  number = (uint32_t) search->n_quantities++;
  quantity = &search->quantities[number];
  quantity->indicator = indicator;
  quantity->component = component;
  quantity->site = site;
  quantity->figure = IND__NONE;
  quantity->first_use = 0;
  quantity->is_set = quantity->is_assumed = 0;
  quantity->bounds = ind__interval_entire ();
  put_quantity (search, number);
  return number;
}

/* ------------------------------------------------------------------------
 * Sites
 * ---------------------------------------------------------------------- */

static struct site
site_at (const struct search *search, uint32_t site)
{
  const ind__index *index = search->index;
  struct site found;

  if (site >= index->table->n_sites)
    return search->other[site - index->table->n_sites];
  found.area = index->area_name[site];
  found.period = index->table->sites[site].period;
  return found;
}

static uint32_t
number_site (struct search *search, uint32_t area, ind__period period)
{
  size_t n_sites = search->index->table->n_sites, k;
  uint32_t site = ind__index_site (search->index, area, period, IND__NONE);

  if (site != IND__NONE || period == IND__NO_PERIOD)
    return site;
  for (k = 0; k < search->n_other; k++)
    if (search->other[k].area == area && search->other[k].period == period)
      return (uint32_t) (n_sites + k);
  if (search->n_other == MOST_OTHER_SITES)
    {
      search->is_hopeless = 1;
      return IND__NONE;
    }
  search->other[k].area = area;
  search->other[k].period = period;
  search->n_other++;
  return (uint32_t) (n_sites + k);
}

/* The site a slot means in a rule at `site`; IND__NONE before the calendar begins. */
static uint32_t
shift_site (struct search *search, size_t slot, uint32_t site)
{
  uint32_t number = search->shift_of[slot], *memo;

  if (number == 0)
    return site;
  memo = search->shifted + site
         + (number - 1) * (search->index->table->n_sites + MOST_OTHER_SITES);
  if (*memo == UNKNOWN)
    {
      struct site from = site_at (search, site);
      ind__quantity q
          = ind__slot_quantity (&search->template->slots[slot], from.area, from.period, 0);
      *memo = number_site (search, q.area, q.period);
    }
  return *memo;
}

static uint32_t
number_shift (struct search *search, const ind__slot *slot)
{
  struct shift *shift;
  uint32_t k;

  for (k = 0; k < search->n_shifts; k++)
    if (search->shifts[k].years_earlier == slot->years_earlier
        && search->shifts[k].periods_before == slot->periods_before
        && search->shifts[k].is_of_year == slot->is_of_year)
      return k;
  if (k == MOST_SHIFTS)
    {
      search->is_hopeless = 1;
      return 0;
    }
  shift = &search->shifts[search->n_shifts++];
  shift->years_earlier = slot->years_earlier;
  shift->periods_before = slot->periods_before;
  shift->is_of_year = slot->is_of_year;
  return k;
}

static void
choose_template (struct search *search, const ind__template *template)
{
  size_t k;

  search->template = template;
  search->is_hopeless |= template->area != IND__NONE;
  for (k = 0; k < template->n_slots; k++)
    {
      search->is_hopeless |= template->slots[k].area != IND__NONE;
      search->shift_of[k] = number_shift (search, &template->slots[k]);
    }
}

/* ------------------------------------------------------------------------
 * Rules where they are bound
 * ---------------------------------------------------------------------- */

static uint32_t
component_of (const ind__slot *slot, uint32_t component)
{
  return slot->component == IND__NONE ? component : slot->component;
}

/* The quantity of a slot, if it is known, of a rule at a component and site. */
static uint32_t
find_quantity (struct search *search, size_t slot, uint32_t component, uint32_t site)
{
  const ind__slot *at = &search->template->slots[slot];
  uint32_t shifted = shift_site (search, slot, site);

  return shifted == IND__NONE
             ? IND__NONE
             : find_place (search, at->indicator, component_of (at, component), shifted)
                   ->number;
}

static int
is_printed (const struct search *search, uint32_t quantity)
{
  return quantity != IND__NONE && search->quantities[quantity].figure != IND__NONE;
}

/* Binds the template to the quantities in `at`. */
static void
add_instance (struct search *search)
{
  size_t n = search->template->n_slots, k;
  struct instance *instance;
  uint32_t *slots;

  if (!ind__grow (&search->instances, &search->instances_capacity, search->n_instances + 1,
                  sizeof *search->instances)
      || !ind__grow (&search->slots, &search->slots_capacity, search->n_slots_used + n,
                     sizeof *search->slots))
    {
      search->has_failed = 1;
      return;
    }
  instance = &search->instances[search->n_instances++];
  instance->template = (uint32_t) (search->template - search->report->templates.at);
  instance->first_slot = (uint32_t) search->n_slots_used;
  instance->n_unset = 0;
  instance->is_solved = 0;
  slots = search->slots + search->n_slots_used;
  search->n_slots_used += n;
  for (k = 0; k < n; k++)
    {
      slots[k] = search->at[k];
      instance->n_unset += slots[k] != ZERO;
      search->quantities[slots[k]].first_use++;
    }
}

static uint32_t
take_unprinted (struct search *search, uint32_t indicator, uint32_t component, uint32_t site)
{
  size_t n = search->n_quantities;
  uint32_t number = take_quantity (search, indicator, component, site);

  /* The rule may speak of it twice. */
  if (search->n_quantities > n)
    {
      search->quantities[number].next = search->known[indicator].unprinted;
      search->known[indicator].unprinted = number;
    }
  return number;
}

static void
assume (struct search *search, uint32_t quantity, ind_interval assumed)
{
  struct quantity *at = &search->quantities[quantity];

  at->is_assumed = 1;
  at->bounds = ind__interval_intersect (at->bounds, assumed);
}

/* Whether the quantity of a subject slot leads the template at its own site and component. */
static int
leads_here (const struct search *search, uint32_t slot, uint32_t component)
{
  return search->shift_of[slot] == 0
         && (component == IND__NONE || search->template->slots[slot].component == IND__NONE);
}

/* Whether the template is no sum over a breakdown by what is printed of `at`. */
static int
is_no_breakdown (struct search *search)
{
  const ind__template *template = search->template;
  ind__binding binding;
  size_t k;

  if (template->breakdown == IND__NONE)
    return 0;
  for (k = 0; k < template->n_slots; k++)
    search->figure[k]
        = search->at[k] == IND__NONE ? IND__NONE : search->quantities[search->at[k]].figure;
  memset (&binding, 0, sizeof binding);
  binding.template = template;
  binding.figure = search->figure;
  return ind__is_no_breakdown (search->index, &binding);
}

/* Binds the template where a figure leads it, by way of the subject. */
static void
bind_printed (struct search *search, uint32_t subject, uint32_t leader, uint32_t component)
{
  uint32_t site = search->quantities[leader].site;
  const ind__template *template = search->template;
  int is_missing_zero
      = search->index->rules->rules[template->rule].missing != IND__MISSING_UNVERIFIABLE;
  size_t k;

  for (k = 0; k < template->n_slots; k++)
    search->at[k] = k == subject ? leader : find_quantity (search, k, component, site);
  if (is_no_breakdown (search))
    return;
  for (k = 0; k < template->n_slots; k++)
    {
      const ind__slot *slot = &template->slots[k];
      uint32_t at;
      if (is_printed (search, search->at[k]))
        continue;
      at = shift_site (search, k, site);
      if (at == IND__NONE)
        return;
      if (!slot->is_assumed && is_missing_zero)
        search->at[k] = ZERO;
      else if (search->at[k] == IND__NONE)
        search->at[k] = take_unprinted (search, slot->indicator, component_of (slot, component),
                                        at);
      if (slot->is_assumed)
        assume (search, search->at[k], slot->assumed);
    }
  add_instance (search);
}

/* Wherever a subject of the template is printed, and no earlier one. */
static void
bind_template (struct search *search)
{
  const ind__template *template = search->template;
  const ind__index *index = search->index;
  uint32_t subject, k;
  size_t n, i;

  for (subject = template->first_subject;
       subject < template->first_subject + template->n_subjects; subject++)
    {
      const ind__slot *slot = &template->slots[subject];
      const uint32_t *figures = ind__index_figures (index, slot->indicator, &n);
      for (i = 0; i < n && !search->has_failed && !search->is_hopeless; i++)
        {
          uint32_t leader = quantity_of (figures[i]);
          uint32_t of_figure = search->quantities[leader].component;
          uint32_t site = search->quantities[leader].site;
          uint32_t component
              = template->has_free && slot->component == IND__NONE ? of_figure : IND__NONE;
          if (component_of (slot, component) != of_figure
              || shift_site (search, subject, site) != site)
            continue;
          for (k = template->first_subject; k < subject; k++)
            if (is_printed (search, find_quantity (search, k, component, site)))
              break;
          if (k == subject)
            bind_printed (search, subject, leader, component);
        }
    }
}

/* Whether the template is bound here already, all of whose quantities are known: by way of the
 * first that is printed of its subject, or of an earlier one than `subject`. */
static int
is_bound (struct search *search, uint32_t subject, uint32_t component)
{
  const ind__template *template = search->template;
  uint32_t end = template->first_subject + template->n_subjects, k;

  for (k = template->first_subject; k < end && !is_printed (search, search->at[k]); k++)
    if (k < subject && leads_here (search, k, component))
      return 1;
  return k < end && leads_here (search, k, component) && !is_no_breakdown (search);
}

/* Binds the template where a quantity leads it that is not printed, if all others of it are
 * known. */
static void
bind_unprinted (struct search *search, uint32_t subject, uint32_t leader)
{
  const ind__template *template = search->template;
  const ind__slot *slot = &template->slots[subject];
  const struct quantity *quantity = &search->quantities[leader];
  uint32_t component
      = template->has_free && slot->component == IND__NONE ? quantity->component : IND__NONE;
  size_t k;

  if (component_of (slot, component) != quantity->component)
    return;
  for (k = 0; k < template->n_slots; k++)
    {
      search->at[k] = find_quantity (search, k, component, quantity->site);
      if (search->at[k] == IND__NONE)
        return;
    }
  if (!is_bound (search, subject, component))
    add_instance (search);
}

/* The network binds here what speaks of quantities that are known without it. */
static void
bind_all_unprinted (struct search *search)
{
  const ind__templates *templates = &search->report->templates;
  uint32_t subject, at;
  size_t t;

  for (t = 0; t < templates->count && !search->has_failed && !search->is_hopeless; t++)
    {
      const ind__template *template = &templates->at[t];
      if (template->relation == IND__APPROXIMATE || template->has_given
          || template->needs_additive
          || search->index->rules->rules[template->rule].missing != IND__MISSING_UNVERIFIABLE)
        continue;
      choose_template (search, template);
      for (subject = template->first_subject;
           subject < template->first_subject + template->n_subjects; subject++)
        for (at = search->known[template->slots[subject].indicator].unprinted; at != IND__NONE;
             at = search->quantities[at].next)
          bind_unprinted (search, subject, at);
    }
}

/* ------------------------------------------------------------------------
 * Values
 * ---------------------------------------------------------------------- */

static void
enqueue (struct search *search, uint32_t number)
{
  const struct instance *instance = &search->instances[number];
  int is_long = search->report->templates.at[instance->template].n_slots > MOST_SHORT;

  search->queue[is_long].instance[search->queue[is_long].end++] = number;
}

/* The next instance of a queue, or NULL. */
static struct instance *
dequeue (struct search *search)
{
  struct queue *queue = &search->queue[search->queue[0].first == search->queue[0].end];

  return queue->first < queue->end ? &search->instances[queue->instance[queue->first++]] : NULL;
}

/* Whether the value lies within the bounds for certain. */
static int
is_within (const ind__fraction *value, ind_interval bounds)
{
  double slack = value->error == 0
                     ? 0
                     : value->error * IND__GROWN + fabs (value->value) * (4 * IND__HALF_ULP);
  return value->value - slack >= bounds.low && value->value + slack <= bounds.high;
}

static ind_interval
range_of (struct search *search, uint32_t indicator)
{
  ind_interval *range = &search->known[indicator].range;

  if (!(range->low <= range->high))
    *range = ind__rules_range (search->index->rules, ind__index_name (search->index, indicator));
  return *range;
}

static void
set_value (struct search *search, uint32_t number, ind__fraction value)
{
  struct quantity *quantity = &search->quantities[number];
  uint32_t k;

  if (!is_within (&value, quantity->bounds)
      || !is_within (&value, range_of (search, quantity->indicator)))
    {
      search->is_hopeless = 1;
      return;
    }
  if (value.size > LARGE)
    ind__fraction_reduce (&value);
  quantity->value = value;
  quantity->is_set = 1;
  for (k = quantity->first_use; k < quantity[1].first_use; k++)
    {
      struct instance *instance = &search->instances[search->uses[k]];
      if (--instance->n_unset == 1 || (instance->n_unset == 0 && !instance->is_solved))
        enqueue (search, search->uses[k]);
    }
}

/* The form's sum, which is not divided yet, without the term of a variable. */
static ind__fraction
form_value (const struct search *search, const ind__form *form, uint32_t except)
{
  const ind__term *term = search->template->terms + form->first;
  ind__fraction sum;
  uint32_t k = 0;

  if (form->constant == 0 && form->n_terms > 0 && term[0].variable != except)
    {
      sum = ind__fraction_mul_whole (*search->x[term[0].variable], term[0].coefficient);
      k = 1;
    }
  else
    sum = ind__fraction_whole (form->constant);
  for (; k < form->n_terms; k++)
    if (term[k].variable != except)
      sum = ind__fraction_add (sum, ind__fraction_mul_whole (*search->x[term[k].variable],
                                                             term[k].coefficient));
  return sum;
}

/* The value of a form, put into `room` unless it is that of a variable. */
static const ind__fraction *
value_of (const struct search *search, const ind__form *form, ind__fraction *room)
{
  const ind__term *term = search->template->terms + form->first;

  if (form->constant == 0 && form->n_terms == 1 && term->coefficient == form->divisor)
    return search->x[term->variable];
  *room = ind__fraction_div_whole (form_value (search, form, IND__NONE), form->divisor);
  return room;
}

/* How often the form speaks of what has no value. */
static unsigned
count_open (const struct search *search, const ind__form *form)
{
  const ind__term *term = search->template->terms + form->first;
  unsigned n = 0;
  uint32_t k;

  for (k = 0; k < form->n_terms; k++)
    n += search->n_open[term[k].variable];
  return n;
}

static uint8_t
at_most_two (unsigned n)
{
  return (uint8_t) (n > 2 ? 2 : n);
}

/* Evaluates all that has a value. */
static void
evaluate (struct search *search, const struct instance *instance)
{
  const ind__template *template = search->template;
  const uint32_t *slots = search->slots + instance->first_slot;
  size_t k;

  for (k = 0; k < template->n_slots; k++)
    {
      const struct quantity *quantity = &search->quantities[slots[k]];
      search->n_open[k] = !quantity->is_set;
      if (quantity->is_set)
        search->x[k] = &quantity->value;
    }
  for (k = 0; k < template->n_constraints; k++)
    {
      const ind__constraint *constraint = &template->constraints[k];
      const ind__fraction **z = &search->x[template->n_slots + k];
      uint8_t *n_open = &search->n_open[template->n_slots + k];
      if (constraint->kind == IND__LINEAR)
        {
          *n_open = at_most_two (count_open (search, &constraint->form));
          if (*n_open == 0)
            *z = value_of (search, &constraint->form, &search->result[k]);
          continue;
        }
      *n_open = at_most_two ((unsigned) search->n_open[constraint->x]
                             + search->n_open[constraint->y]);
      if (*n_open > 0)
        continue;
      *z = &search->result[k];
      search->result[k] = (constraint->kind == IND__PRODUCT ? ind__fraction_mul
                                                            : ind__fraction_div) (
          *search->x[constraint->x], *search->x[constraint->y]);
    }
}

/* The variable of a form that has no value. */
static const ind__term *
open_term (const struct search *search, const ind__form *form)
{
  const ind__term *term = search->template->terms + form->first;

  while (search->n_open[term->variable] == 0)
    term++;
  return term;
}

/* What the open variable of a form must be for the form to have a value. */
static ind__fraction
solve_form (const struct search *search, const ind__form *form, ind__fraction value,
            uint32_t *variable)
{
  const ind__term *term = open_term (search, form);
  ind__fraction rest = form_value (search, form, term->variable);

  *variable = term->variable;
  value = ind__fraction_mul_whole (value, form->divisor);
  if (!(form->constant == 0 && form->n_terms == 1))
    value = ind__fraction_add (value, ind__fraction_negate (rest));
  return ind__fraction_div_whole (value, term->coefficient);
}

/* Gives the one quantity of the instance without a value that which the rule makes it, if it is
 * there once; what stands between is solved for from the rule's sides inwards. */
static void
solve (struct search *search, struct instance *instance)
{
  const ind__template *template = search->template;
  unsigned n_left = count_open (search, &template->left);
  unsigned n_right = count_open (search, &template->right);
  const ind__form *open = n_left > 0 ? &template->left : &template->right;
  const ind__form *known = n_left > 0 ? &template->right : &template->left;
  ind__fraction value;
  uint32_t variable;

  if (template->relation != IND__EQUAL || n_left + n_right != 1)
    return;
  value = solve_form (search, open, *value_of (search, known, &value), &variable);
  while (variable >= template->n_slots)
    {
      const ind__constraint *constraint = &template->constraints[variable - template->n_slots];
      int is_x;
      if (constraint->kind == IND__LINEAR)
        {
          value = solve_form (search, &constraint->form, value, &variable);
          continue;
        }
      is_x = search->n_open[constraint->x] > 0;
      variable = is_x ? constraint->x : constraint->y;
      if (constraint->kind == IND__PRODUCT)
        value = ind__fraction_div (value, *search->x[is_x ? constraint->y : constraint->x]);
      else if (is_x)
        value = ind__fraction_mul (value, *search->x[constraint->y]);
      else
        value = ind__fraction_div (*search->x[constraint->x], value);
    }
  /* What is multiplied by zero, for one, may be anything. */
  if (!(value.error <= DBL_MAX))
    return;
  instance->is_solved = 1;
  set_value (search, search->slots[instance->first_slot + variable], value);
}

/* Whether the rule holds, exactly. */
static int
holds (const struct search *search)
{
  const ind__template *template = search->template;
  ind__fraction left, right;
  ind__fraction rest
      = ind__fraction_add (*value_of (search, &template->left, &left),
                           ind__fraction_negate (*value_of (search, &template->right, &right)));

  switch (template->relation)
    {
    case IND__AT_LEAST:
      if (rest.value > rest.error)
        return 1;
      break;
    case IND__AT_MOST:
      if (-rest.value > rest.error)
        return 1;
      break;
    case IND__EQUAL:
    case IND__APPROXIMATE: break;
    }
  return ind__fraction_is_zero (&rest);
}

/* Goes on with the rules that lack one value or none until there are no more. */
static void
follow (struct search *search)
{
  struct instance *instance;

  while (!search->is_hopeless && (instance = dequeue (search)) != NULL)
    {
      if (instance->is_solved)
        continue;
      search->template = &search->report->templates.at[instance->template];
      evaluate (search, instance);
      if (instance->n_unset > 0)
        solve (search, instance);
      else if (holds (search))
        instance->is_solved = 1;
      else
        search->is_hopeless = 1;
    }
}

/* What is taken for a quantity that nobody prints here: what it is elsewhere; else what is
 * assumed is one, levels are, and there is no change where none is told. */
static ind__fraction
default_value (struct search *search, const struct quantity *quantity)
{
  uint32_t site;

  for (site = 0; site < search->index->table->n_sites && !quantity->is_assumed; site++)
    {
      uint32_t number
          = find_place (search, quantity->indicator, quantity->component, site)->number;
      if (number != IND__NONE && search->quantities[number].is_set)
        return search->quantities[number].value;
    }
  return ind__fraction_whole (
      quantity->is_assumed || range_of (search, quantity->indicator).low >= 0 ? 1 : 0);
}

static ind__fraction
printed_value (const struct search *search, const struct quantity *quantity)
{
  const ind_table *table = search->index->table;
  ind_decimal value = ind__table_value (table, quantity->figure);
  return ind__fraction_decimal (value.mantissa, ind__index_scale (search->index, quantity->figure)
                                                    - (int32_t) value.decimals);
}

/* Whether the quantity is a rate, a share or the like, which follows from levels. */
static int
is_rate (const struct search *search, const struct quantity *quantity)
{
  const ind_table *table = search->index->table;
  const char *symbol = table->units[ind__table_kind (table, quantity->figure)->unit].symbol[0];
  return strcmp (symbol, "PT") == 0 || strcmp (symbol, "PP") == 0;
}

/* The printed quantities, levels before rates, the most precise first: by the part that rounding
 * is of them, to a power of two. */
static int
sort_printed (const struct search *search, size_t n, uint32_t **out)
{
  enum { N_GRADES = 64 };
  size_t start[2 * N_GRADES + 1] = { 0 }, k;
  uint32_t *order = ind__new_array (n, sizeof *order);
  uint8_t *grade = ind__new_array (n, sizeof *grade);

  *out = order;
  for (k = 0; k < n && order != NULL && grade != NULL; k++)
    {
      const struct quantity *quantity = &search->quantities[1 + k];
      ind_interval x = quantity->bounds;
      double part = (x.high - x.low) / (fabs (x.high) + fabs (x.low));
      /* Of what is infinite or NaN the exponent is the largest. */
      int64_t exponent = (ind__double_bits (part) >> 52 & 0x7FF) - 1023 + N_GRADES - 4;
      grade[k] = (uint8_t) (exponent < 0 ? 0 : exponent >= N_GRADES ? N_GRADES - 1 : exponent);
      if (is_rate (search, quantity))
        grade[k] = (uint8_t) (grade[k] + N_GRADES);
      start[grade[k] + 1]++;
    }
  for (k = 0; k < 2 * N_GRADES; k++)
    start[k + 1] += start[k];
  for (k = 0; k < n && order != NULL && grade != NULL; k++)
    order[start[grade[k]]++] = (uint32_t) (1 + k);
  ind__release (grade);
  return order != NULL && grade != NULL;
}

/* Takes the values that no rule gives: what is printed first, in order, then what is
 * assumed, then anything. */
static void
choose_values (struct search *search, const uint32_t *order, size_t n_printed)
{
  size_t k;
  int is_assumed;

  for (k = 0; k < search->n_instances; k++)
    if (search->instances[k].n_unset <= 1)
      enqueue (search, (uint32_t) k);
  follow (search);
  for (k = 0; k < n_printed && !search->is_hopeless; k++)
    if (!search->quantities[order[k]].is_set)
      {
        set_value (search, order[k], printed_value (search, &search->quantities[order[k]]));
        follow (search);
      }
  for (is_assumed = 1; is_assumed >= 0; is_assumed--)
    for (k = 1 + n_printed; k < search->n_quantities && !search->is_hopeless; k++)
      if (!search->quantities[k].is_set && search->quantities[k].is_assumed == is_assumed)
        {
          set_value (search, (uint32_t) k, default_value (search, &search->quantities[k]));
          follow (search);
        }
}

/* ------------------------------------------------------------------------
 * The whole
 * ---------------------------------------------------------------------- */

/* Whether no quantity is printed twice, nor in several ways: then the network knows a quantity
 * by its indicator, area, period and component alone. */
static int
is_simple (const ind__index *index)
{
  const ind_table *table = index->table;
  size_t k;

  if (index->next != NULL || table->has_vintage)
    return 0;
  for (k = 0; k < table->n_kinds; k++)
    {
      const ind__meaning *meaning = &index->meaning[k];
      uint32_t first = index->first_kind[index->place_of[meaning->indicator]];
      if (meaning->use != IND__USABLE || meaning->currency != index->meaning[first].currency
          || table->units[table->kinds[k].unit].price_base
                 != table->units[table->kinds[first].unit].price_base)
        return 0;
    }
  return 1;
}

static void
take_figures (struct search *search)
{
  const ind__index *index = search->index;
  size_t n = index->table->count, k;

  /* As many again as figures may not be printed. */
  search->has_failed = !ind__grow (&search->quantities, &search->quantities_capacity, 2 * n + 2,
                                   sizeof *search->quantities);
  if (!search->has_failed)
    take_quantity (search, IND__NONE, IND__NONE, IND__NONE);
  if (search->has_failed)
    return;
  search->quantities[ZERO].is_set = 1;
  search->quantities[ZERO].value = ind__fraction_whole (0);
  for (k = 0; k < n; k++)
    {
      const ind__meaning *meaning = ind__index_meaning (index, k);
      uint32_t number = take_quantity (search, meaning->indicator, meaning->component,
                                       ind__table_site_number (index->table, k));
      if (search->has_failed)
        return;
      search->quantities[number].figure = (uint32_t) k;
      search->quantities[number].bounds = ind__index_interval (index, k);
    }
}

/* Makes room for a template as large as the largest. */
static int
make_room (struct search *search)
{
  const ind__templates *templates = &search->report->templates;
  size_t n_sites = search->index->table->n_sites + MOST_OTHER_SITES;
  size_t n_names = search->index->names.count, widest = 1, k;

  for (k = 0; k < templates->count; k++)
    if (ind__n_variables (&templates->at[k]) > widest)
      widest = ind__n_variables (&templates->at[k]);
  search->shift_of = ind__new_array (widest, sizeof *search->shift_of);
  search->at = ind__new_array (widest, sizeof *search->at);
  search->figure = ind__new_array (widest, sizeof *search->figure);
  search->x = ind__new_array (widest, sizeof *search->x);
  search->result = ind__new_array (widest, sizeof *search->result);
  search->n_open = ind__new_array (widest, sizeof *search->n_open);
  search->shifted = ind__new_array ((MOST_SHIFTS - 1) * n_sites, sizeof *search->shifted);
  search->known = ind__new_array (n_names, sizeof *search->known);
  if (search->shift_of == NULL || search->at == NULL || search->figure == NULL
      || search->x == NULL || search->result == NULL || search->n_open == NULL
      || search->shifted == NULL
      || search->known == NULL)
    return 0;
  for (k = 0; k < (MOST_SHIFTS - 1) * n_sites; k++)
    search->shifted[k] = UNKNOWN;
  for (k = 0; k < n_names; k++)
    {
      search->known[k].range = ind__interval_empty ();
      search->known[k].unprinted = IND__NONE;
    }
  search->n_shifts = 1;
  return 1;
}

/* Lists the instances of each quantity: first_use was how many, becomes the end of the list,
 * and goes down to its start. */
static int
list_uses (struct search *search)
{
  size_t n = search->n_quantities, k, sum = 0;
  uint32_t j;

  search->uses = ind__new_array (search->n_slots_used, sizeof *search->uses);
  for (k = 0; k < 2; k++)
    search->queue[k].instance
        = ind__new_array (2 * search->n_instances, sizeof *search->queue[k].instance);
  if (search->uses == NULL || search->queue[0].instance == NULL
      || search->queue[1].instance == NULL
      || !ind__grow (&search->quantities, &search->quantities_capacity, n + 1,
                     sizeof *search->quantities))
    return 0;
  for (k = 0; k < n; k++)
    {
      sum += search->quantities[k].first_use;
      search->quantities[k].first_use = (uint32_t) sum;
    }
  search->quantities[n].first_use = (uint32_t) sum;
  for (k = search->n_instances; k-- > 0;)
    {
      const struct instance *instance = &search->instances[k];
      size_t n_slots = search->report->templates.at[instance->template].n_slots;
      for (j = 0; j < n_slots; j++)
        search->uses[--search->quantities[search->slots[instance->first_slot + j]].first_use]
            = (uint32_t) k;
    }
  return 1;
}

static void
bind_all (struct search *search)
{
  const ind__templates *templates = &search->report->templates;
  size_t k;

  for (k = 0; k < templates->count && !search->has_failed && !search->is_hopeless; k++)
    if (templates->at[k].relation != IND__APPROXIMATE)
      {
        choose_template (search, &templates->at[k]);
        bind_template (search);
      }
  if (!search->has_failed && !search->is_hopeless)
    bind_all_unprinted (search);
}

static void
close_search (struct search *search)
{
  ind__release (search->quantities);
  ind__release (search->places);
  ind__release (search->instances);
  ind__release (search->slots);
  ind__release (search->uses);
  ind__release (search->queue[0].instance);
  ind__release (search->queue[1].instance);
  ind__release (search->shifted);
  ind__release (search->known);
  ind__release (search->shift_of);
  ind__release (search->at);
  ind__release (search->figure);
  ind__release (search->x);
  ind__release (search->result);
  ind__release (search->n_open);
}

int
ind__has_witness (const ind_report *report)
{
  size_t n = report->index.table->count;
  uint32_t *order = NULL;
  struct search search;

  if (!is_simple (&report->index))
    return 0;
  memset (&search, 0, sizeof search);
  search.report = report;
  search.index = &report->index;
  search.has_failed = !make_room (&search);
  if (!search.has_failed)
    take_figures (&search);
  if (!search.has_failed)
    bind_all (&search);
  if (!search.has_failed && !search.is_hopeless)
    {
      search.has_failed = !list_uses (&search) || !sort_printed (&search, n, &order);
      if (!search.has_failed)
        choose_values (&search, order, n);
    }
  ind__release (order);
  close_search (&search);
  return search.has_failed ? -1 : !search.is_hopeless;
}
