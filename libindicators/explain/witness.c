/* SPDX-License-Identifier: GPL-3.0-or-later
 * A point that satisfies all of a report's network, without the network.
 *
 * Most reports can be true, and the way to see it is to name the true values. Figures are taken
 * at their word, levels and the most precise first; a rule all but one of whose quantities have
 * values gives the last one its value; a rule all of whose quantities have values must hold.
 * Values are balls of a few units in the last place of a double: they must lie within what is
 * printed as a whole, and two sides are equal that nothing but these tells apart. That is all
 * the network could tell, too, whose intervals are rounded outwards.
 * Where they are, interval propagation, which loses no solution, refutes nothing; neither do
 * combinations of sums, which hold for every solution.
 *
 * What is bound here is all that assemble.c binds, if not more: a rule that it leaves out
 * because of units or zeros may be in the way of a witness, but proves nothing. */
#include "explain/witness.h"

#include <string.h>

#include "base/memory.h"
#include "check/evaluate.h"
#include "explain/ball.h"

#define MOST_SHIFTS 8
#define MOST_OTHER_SITES 256
#define MOST_CELLS ((size_t) 1 << 20)
#define MOST_SHORT 4          /* slots of a rule whose values are known well */
/* What is printed must be so many radii wide, what is not so many large, and sides of nothing
 * that is printed even more; what is smaller counts as if it were of the least size. */
#define LEAST_CERTAINTY 0x1p20
#define LEAST_SIZE 0x1p-20
#define SIDE_CERTAINTY 0x1p30
#define LEAST_SIDE 0x1p-10

/* The quantities of an indicator and component. */
struct row {
  uint32_t indicator, component;
  uint32_t next;        /* of the indicator, or IND__NONE */
  uint8_t is_rate;      /* a share or the like, which follows from levels */
  uint8_t has_unprinted;
};

/* A place of the hash table of rows. */
struct row_place {
  uint32_t indicator, component, row; /* row: or IND__NONE */
};

struct quantity {
  uint32_t row, site;
  uint32_t last_use;      /* a slot that is it, or IND__NONE */
  uint8_t is_set, is_assumed;
  ind_interval bounds;    /* as printed, or as assumed, and in the indicator's range */
  ind__ball value;
};

/* The first quantity stands for figures of which a rule says that they are zero where they are
 * not printed; those of figures follow, in their order; then those that are not printed. */
#define ZERO 0

/* A slot of an instance. */
struct slot {
  uint32_t quantity, instance;
  uint32_t next_use; /* another slot of the quantity, or IND__NONE */
};

/* A rule where it is bound. */
struct instance {
  uint32_t template, first_slot; /* in `slots` */
  uint32_t n_unset;              /* slots without a value */
  uint8_t is_solved;             /* one of its values is what the rule makes it */
};

struct queue {
  uint32_t *instance;
  size_t first, end;
};

/* An area and period without figures that a rule speaks of. */
struct site {
  uint32_t area;
  ind__period period;
};

struct indicator {
  ind_interval range; /* empty: not asked for yet */
  uint32_t first_row; /* or IND__NONE */
};

/* A form without what has no value. */
struct sum {
  ind__ball value;     /* not divided yet */
  uint32_t n_open;     /* terms without a value, those within a term counted singly */
  const ind__term *open; /* the last of them */
};

struct search {
  const ind_report *report;
  const ind__index *index;
  struct quantity *quantities;
  size_t n_printed, n_quantities, quantities_capacity;
  struct row *rows;
  size_t n_rows, rows_capacity;
  struct row_place *row_places; /* open addressing */
  size_t n_row_places;
  uint32_t *cells;        /* by row and site: the quantity, or IND__NONE */
  size_t cells_capacity;
  struct indicator *indicators; /* per name */
  struct site other[MOST_OTHER_SITES]; /* numbered after those of the table */
  size_t n_sites, n_all_sites;
  const ind__slot *shifts[MOST_SHIFTS]; /* how a slot's period comes from that of its rule */
  size_t n_shifts;
  uint32_t *shifted;      /* by shift and site: the site, or IND__NONE */
  struct instance *instances;
  size_t n_instances, instances_capacity;
  struct slot *slots;     /* of instances */
  size_t n_slots_used, slots_capacity;
  struct queue queue[2];  /* instances that lack one value or none; the long ones wait */
  /* The template at hand: */
  const ind__template *template;
  const uint32_t **shift_of; /* per slot: the sites it means, or NULL: the rule's own */
  uint32_t *row_of;       /* per slot, at a component: the row */
  const uint32_t **cells_of; /* per slot: its cells */
  uint32_t *at;           /* per slot: the quantity, or IND__NONE */
  uint32_t *figure;       /* per slot */
  ind__ball *x;           /* per variable */
  struct sum *sum;        /* per constraint */
  uint8_t *n_open;        /* per variable: how often it speaks of what has no value */
  int is_hopeless;        /* there is no witness of this kind */
  int has_failed;         /* memory ran out */
};

/* ------------------------------------------------------------------------
 * Quantities
 * ---------------------------------------------------------------------- */

/* Where the row is, or belongs. */
static struct row_place *
find_place (const struct search *search, uint32_t indicator, uint32_t component)
{
  uint64_t h = ((uint64_t) indicator << 32 | component) * UINT64_C (0x9E3779B97F4A7C15);
  size_t mask = search->n_row_places - 1, at = (size_t) (h >> 40) & mask;
  struct row_place *place = &search->row_places[at];

  while (place->row != IND__NONE
         && (place->indicator != indicator || place->component != component))
    place = &search->row_places[at = (at + 1) & mask];
  return place;
}

static void
place_row (struct search *search, uint32_t number)
{
  const struct row *row = &search->rows[number];
  struct row_place *place = find_place (search, row->indicator, row->component);

  place->indicator = row->indicator;
  place->component = row->component;
  place->row = number;
}

/* Room for so many rows. */
static int
reserve_rows (struct search *search, size_t n)
{
  size_t n_cells = n * search->n_all_sites, n_places, k;
  struct row_place *places;

  if (n_cells > MOST_CELLS)
    {
      search->is_hopeless = 1;
      return 1;
    }
  if (!ind__grow (&search->rows, &search->rows_capacity, n, sizeof *search->rows)
      || !ind__grow (&search->cells, &search->cells_capacity, n_cells, sizeof *search->cells))
    return 0;
  if (2 * n <= search->n_row_places)
    return 1;
  for (n_places = 64; n_places < 4 * n; n_places *= 2)
    continue;
  places = ind__new_array (n_places, sizeof *places);
  if (places == NULL)
    return 0;
  for (k = 0; k < n_places; k++)
    places[k].row = IND__NONE;
  ind__release (search->row_places);
  search->row_places = places;
  search->n_row_places = n_places;
  for (k = 0; k < search->n_rows; k++)
    place_row (search, (uint32_t) k);
  return 1;
}

/* A new row; the first where none can be made. */
static uint32_t
add_row (struct search *search, uint32_t indicator, uint32_t component)
{
  uint32_t number = (uint32_t) search->n_rows;
  struct row *row;

  search->has_failed |= !reserve_rows (search, search->n_rows + 1);
  if (search->has_failed || search->is_hopeless)
    return 0;
  row = &search->rows[search->n_rows++];
  row->indicator = indicator;
  row->component = component;
  row->next = search->indicators[indicator].first_row;
  row->is_rate = row->has_unprinted = 0;
  place_row (search, number);
  search->indicators[indicator].first_row = number;
  memset (search->cells + number * search->n_all_sites, 0xFF,
          search->n_all_sites * sizeof *search->cells);
  return number;
}

static uint32_t *
cell (const struct search *search, uint32_t row, uint32_t site)
{
  return &search->cells[row * search->n_all_sites + site];
}

static int
is_printed (const struct search *search, uint32_t quantity)
{
  return quantity - 1 < search->n_printed;
}

static ind_interval
range_of (struct search *search, uint32_t indicator)
{
  ind_interval *range = &search->indicators[indicator].range;

  if (!(range->low <= range->high))
    *range = ind__rules_range (search->index->rules, ind__index_name (search->index, indicator));
  return *range;
}

/* A quantity without a value. */
static void
fill_quantity (struct search *search, uint32_t number, uint32_t row, uint32_t site,
               ind_interval bounds)
{
  struct quantity *quantity = &search->quantities[number];

  quantity->row = row;
  quantity->site = site;
  quantity->last_use = IND__NONE;
  quantity->is_set = quantity->is_assumed = 0;
  quantity->bounds = ind__interval_intersect (
      bounds, range_of (search, search->rows[row].indicator));
  *cell (search, row, site) = number;
}

/* ------------------------------------------------------------------------
 * Sites
 * ---------------------------------------------------------------------- */

static uint32_t
number_site (struct search *search, uint32_t area, ind__period period, uint32_t near)
{
  uint32_t site = ind__index_site (search->index, area, period, near);
  struct site *other = search->other;
  size_t k;

  if (site != IND__NONE || period == IND__NO_PERIOD)
    return site;
  for (k = search->n_all_sites - search->n_sites; k-- > 0;)
    if (other[k].area == area && other[k].period == period)
      return (uint32_t) (search->n_sites + k);
  k = search->n_all_sites - search->n_sites;
  if (k == MOST_OTHER_SITES)
    {
      search->is_hopeless = 1;
      return IND__NONE;
    }
  other[k].area = area;
  other[k].period = period;
  return (uint32_t) search->n_all_sites++;
}

static int
is_shifted (const ind__slot *slot)
{
  return slot->years_earlier != 0 || slot->periods_before != 0 || slot->is_of_year;
}

/* The number of a slot's shift, or MOST_SHIFTS. */
static size_t
find_shift (const struct search *search, const ind__slot *slot)
{
  size_t k;

  for (k = 0; k < search->n_shifts; k++)
    if (search->shifts[k]->years_earlier == slot->years_earlier
        && search->shifts[k]->periods_before == slot->periods_before
        && search->shifts[k]->is_of_year == slot->is_of_year)
      return k;
  return MOST_SHIFTS;
}

/* Lists how slots are shifted. */
static void
list_shifts (struct search *search)
{
  const ind__templates *templates = &search->report->templates;
  size_t t, k;

  for (t = 0; t < templates->count; t++)
    for (k = 0; k < templates->at[t].n_slots; k++)
      {
        const ind__slot *slot = &templates->at[t].slots[k];
        if (!is_shifted (slot) || find_shift (search, slot) < MOST_SHIFTS)
          continue;
        if (search->n_shifts == MOST_SHIFTS)
          {
            search->is_hopeless = 1;
            return;
          }
        search->shifts[search->n_shifts++] = slot;
      }
}

/* Finds the sites that slots mean, one shift from those with figures. */
static int
shift_sites (struct search *search)
{
  const ind__index *index = search->index;
  size_t n = index->table->n_sites, k;
  uint32_t site;

  search->n_sites = search->n_all_sites = n;
  search->shifted
      = ind__new_array (search->n_shifts * (n + MOST_OTHER_SITES), sizeof *search->shifted);
  if (search->shifted == NULL)
    return 0;
  for (k = 0; k < search->n_shifts; k++)
    for (site = 0; site < n && !search->is_hopeless; site++)
      {
        ind__quantity q = ind__slot_quantity (search->shifts[k], index->area_name[site],
                                              index->table->sites[site].period, 0);
        search->shifted[k * (n + MOST_OTHER_SITES) + site]
            = number_site (search, index->area_name[site], q.period, site);
      }
  for (k = 0; k < search->n_shifts && !search->is_hopeless; k++)
    for (site = (uint32_t) n; site < search->n_all_sites; site++)
      {
        struct site at = search->other[site - n];
        ind__quantity q = ind__slot_quantity (search->shifts[k], at.area, at.period, 0);
        search->shifted[k * (n + MOST_OTHER_SITES) + site]
            = ind__index_site (index, at.area, q.period, IND__NONE);
      }
  return 1;
}

/* The site a slot means in a rule at `site`; IND__NONE before the calendar begins, and where no
 * quantity is known. */
static uint32_t
shift_site (const struct search *search, size_t slot, uint32_t site)
{
  return search->shift_of[slot] == NULL ? site : search->shift_of[slot][site];
}

static void
choose_template (struct search *search, const ind__template *template)
{
  size_t k;

  search->template = template;
  search->is_hopeless |= template->area != IND__NONE;
  for (k = 0; k < template->n_slots; k++)
    {
      const ind__slot *slot = &template->slots[k];
      search->is_hopeless |= slot->area != IND__NONE;
      search->shift_of[k] = is_shifted (slot)
                                ? search->shifted + find_shift (search, slot)
                                                        * (search->n_sites + MOST_OTHER_SITES)
                                : NULL;
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

/* Finds the rows of the template's slots at a component, or makes them; 0 where one is not
 * there. */
static int
choose_rows (struct search *search, uint32_t component, int makes_them)
{
  const ind__template *template = search->template;
  size_t k;

  for (k = 0; k < template->n_slots; k++)
    {
      uint32_t indicator = template->slots[k].indicator;
      uint32_t of_slot = component_of (&template->slots[k], component);
      search->row_of[k] = find_place (search, indicator, of_slot)->row;
      if (search->row_of[k] == IND__NONE && makes_them)
        search->row_of[k] = add_row (search, indicator, of_slot);
      else if (search->row_of[k] == IND__NONE)
        return 0;
    }
  for (k = 0; k < template->n_slots; k++)
    search->cells_of[k] = cell (search, search->row_of[k], 0);
  return 1;
}

/* The quantity of a slot, if it is known, of a rule at a site. */
static inline uint32_t
find_quantity (const struct search *search, size_t slot, uint32_t site)
{
  uint32_t shifted = shift_site (search, slot, site);

  return shifted == IND__NONE ? IND__NONE : search->cells_of[slot][shifted];
}

/* Room for the template at so many sites. */
static int
reserve_instances (struct search *search, size_t n)
{
  return ind__grow (&search->instances, &search->instances_capacity, search->n_instances + n,
                    sizeof *search->instances)
         && ind__grow (&search->slots, &search->slots_capacity,
                       search->n_slots_used + n * search->template->n_slots,
                       sizeof *search->slots);
}

/* Binds the template to the quantities in `at`; there is room. */
static void
add_instance (struct search *search)
{
  size_t n = search->template->n_slots, first = search->n_slots_used, k;
  struct instance *instance = &search->instances[search->n_instances];
  struct slot *slots = search->slots + first;

  instance->template = (uint32_t) (search->template - search->report->templates.at);
  instance->first_slot = (uint32_t) first;
  instance->n_unset = 0;
  instance->is_solved = 0;
  for (k = 0; k < n; k++)
    {
      struct quantity *quantity = &search->quantities[search->at[k]];
      slots[k].quantity = search->at[k];
      slots[k].instance = (uint32_t) search->n_instances;
      slots[k].next_use = quantity->last_use;
      quantity->last_use = (uint32_t) (first + k);
      instance->n_unset += search->at[k] != ZERO;
    }
  search->n_slots_used += n;
  search->n_instances++;
}

/* The quantity of a slot that is not known, whose site is `shifted`: made, unless the rule speaks
 * of it twice. */
static uint32_t
take_unprinted (struct search *search, size_t slot, uint32_t shifted)
{
  uint32_t number = (uint32_t) search->n_quantities, row = search->row_of[slot];

  search->has_failed |= !ind__grow (&search->quantities, &search->quantities_capacity,
                                    search->n_quantities + 1, sizeof *search->quantities);
  if (search->has_failed)
    return ZERO;
  if (*cell (search, row, shifted) != IND__NONE)
    return *cell (search, row, shifted);
  search->n_quantities++;
  fill_quantity (search, number, row, shifted, ind__interval_entire ());
  search->rows[row].has_unprinted = 1;
  return number;
}

static void
assume (struct search *search, uint32_t number, ind_interval assumed)
{
  struct quantity *quantity = &search->quantities[number];

  quantity->is_assumed = 1;
  quantity->bounds = ind__interval_intersect (quantity->bounds, assumed);
}

/* Whether the template is no sum over a breakdown by what is printed of the quantities. */
static int
is_no_breakdown (struct search *search, const uint32_t *at)
{
  const ind__template *template = search->template;
  ind__binding binding;
  size_t k;

  if (template->breakdown == IND__NONE)
    return 0;
  for (k = 0; k < template->n_slots; k++)
    search->figure[k] = is_printed (search, at[k]) ? at[k] - 1 : IND__NONE;
  memset (&binding, 0, sizeof binding);
  binding.template = template;
  binding.figure = search->figure;
  return ind__is_no_breakdown (search->index, &binding);
}

/* Binds the template, whose rows are chosen, at a site where a figure leads it. */
static void
bind_printed (struct search *search, uint32_t site, int is_missing_zero)
{
  const ind__template *template = search->template;
  uint32_t *at = search->at;
  int is_complete = 1;
  size_t k;

  for (k = 0; k < template->n_slots; k++)
    {
      at[k] = find_quantity (search, k, site);
      is_complete &= is_printed (search, at[k]);
    }
  if (is_no_breakdown (search, at))
    return;
  for (k = 0; k < template->n_slots && !is_complete; k++)
    {
      const ind__slot *slot = &template->slots[k];
      uint32_t shifted;
      if (is_printed (search, at[k]))
        continue;
      shifted = shift_site (search, k, site);
      if (shifted == IND__NONE)
        return;
      if (!slot->is_assumed && is_missing_zero)
        at[k] = ZERO;
      else if (at[k] == IND__NONE)
        at[k] = take_unprinted (search, k, shifted);
      if (search->has_failed)
        return;
      if (slot->is_assumed)
        assume (search, at[k], slot->assumed);
    }
  add_instance (search);
}

/* Binds the template where a figure of the row, which is the subject's, leads it, and no
 * earlier subject does. */
static void
bind_row (struct search *search, uint32_t subject, uint32_t row, uint32_t component)
{
  const ind__template *template = search->template;
  int is_missing_zero
      = search->index->rules->rules[template->rule].missing != IND__MISSING_UNVERIFIABLE;
  uint32_t site, k;

  choose_rows (search, component, 1);
  search->has_failed |= !reserve_instances (search, search->n_sites);
  for (site = 0; site < search->n_sites && !search->has_failed && !search->is_hopeless; site++)
    {
      if (!is_printed (search, *cell (search, row, site))
          || shift_site (search, subject, site) != site)
        continue;
      for (k = template->first_subject; k < subject; k++)
        if (is_printed (search, find_quantity (search, k, site)))
          break;
      if (k == subject)
        bind_printed (search, site, is_missing_zero);
    }
}

/* Whether the quantity of a subject slot leads the template at its own site and component. */
static int
leads_here (const struct search *search, uint32_t slot, uint32_t component)
{
  return search->shift_of[slot] == NULL
         && (component == IND__NONE || search->template->slots[slot].component == IND__NONE);
}

/* Whether the template is bound here already, all of whose quantities are known: by way of the
 * first that is printed of its subject, or of an earlier one than `subject`. */
static int
is_bound (struct search *search, const uint32_t *at, uint32_t subject, uint32_t component)
{
  const ind__template *template = search->template;
  uint32_t end = template->first_subject + template->n_subjects, k;

  for (k = template->first_subject; k < end && !is_printed (search, at[k]); k++)
    if (k < subject && leads_here (search, k, component))
      return 1;
  return k < end && leads_here (search, k, component) && !is_no_breakdown (search, at);
}

/* Binds the template where a quantity of the row leads it that is not printed, if all others of
 * it are known. */
static void
bind_unprinted_row (struct search *search, uint32_t subject, uint32_t row, uint32_t component)
{
  const ind__template *template = search->template;
  uint32_t site;
  size_t k;

  if (!search->rows[row].has_unprinted)
    return;
  if (!choose_rows (search, component, 0))
    return;
  search->has_failed |= !reserve_instances (search, search->n_all_sites);
  for (site = 0; site < search->n_all_sites && !search->has_failed; site++)
    {
      uint32_t leader = *cell (search, row, site), *at = search->at;
      if (leader == IND__NONE || is_printed (search, leader))
        continue;
      for (k = 0; k < template->n_slots; k++)
        {
          at[k] = find_quantity (search, k, site);
          if (at[k] == IND__NONE)
            break;
        }
      if (k == template->n_slots && !is_bound (search, at, subject, component))
        add_instance (search);
    }
}

typedef void row_binder (struct search *search, uint32_t subject, uint32_t row,
                         uint32_t component);

/* Binds the template by way of every row of its subject. */
static void
bind_rows (struct search *search, row_binder *bind)
{
  const ind__template *template = search->template;
  uint32_t subject, row, next;

  for (subject = template->first_subject;
       subject < template->first_subject + template->n_subjects; subject++)
    {
      const ind__slot *slot = &template->slots[subject];
      for (row = search->indicators[slot->indicator].first_row;
           row != IND__NONE && !search->has_failed && !search->is_hopeless; row = next)
        {
          uint32_t of_row = search->rows[row].component;
          uint32_t component
              = template->has_free && slot->component == IND__NONE ? of_row : IND__NONE;
          next = search->rows[row].next;
          if (component_of (slot, component) == of_row)
            bind (search, subject, row, component);
        }
    }
}

/* Whether the network binds the template to quantities that are known without it, none of them
 * printed. */
static int
binds_unprinted (const struct search *search, const ind__template *template)
{
  return !template->has_given && !template->needs_additive
         && search->index->rules->rules[template->rule].missing == IND__MISSING_UNVERIFIABLE;
}

static void
bind_all (struct search *search)
{
  const ind__templates *templates = &search->report->templates;
  int is_unprinted;
  size_t k;

  for (is_unprinted = 0; is_unprinted <= 1; is_unprinted++)
    for (k = 0; k < templates->count && !search->has_failed && !search->is_hopeless; k++)
      if (templates->at[k].relation != IND__APPROXIMATE
          && (!is_unprinted || binds_unprinted (search, &templates->at[k])))
        {
          choose_template (search, &templates->at[k]);
          bind_rows (search, is_unprinted ? bind_unprinted_row : bind_row);
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

/* Whether the value is known well enough for a quantity, and certain to be possible. */
static int
is_possible (const struct quantity *quantity, ind__ball value)
{
  double width = quantity->bounds.high - quantity->bounds.low;

  if (!(width <= DBL_MAX))
    width = fmax (fabs (value.center), LEAST_SIZE);
  return (value.radius == 0 || value.radius * LEAST_CERTAINTY <= width)
         && ind__ball_is_within (value, quantity->bounds);
}

static void
set_value (struct search *search, uint32_t number, ind__ball value)
{
  struct quantity *quantity = &search->quantities[number];
  uint32_t k;

  if (!is_possible (quantity, value))
    {
      search->is_hopeless = 1;
      return;
    }
  quantity->value = value;
  quantity->is_set = 1;
  for (k = quantity->last_use; k != IND__NONE; k = search->slots[k].next_use)
    {
      uint32_t user = search->slots[k].instance;
      struct instance *instance = &search->instances[user];
      if (--instance->n_unset == 1 || (instance->n_unset == 0 && !instance->is_solved))
        enqueue (search, user);
    }
}

/* Adds up the terms of a form that have values, and counts those that have none. */
static inline void
add_up (const struct search *search, const ind__form *form, struct sum *sum)
{
  const ind__term *term = search->template->terms + form->first, *end = term + form->n_terms;
  const ind__ball *x = search->x;
  const uint8_t *n_open = search->n_open;

  sum->value = ind__ball_make (form->constant, 0);
  sum->n_open = 0;
  for (; term < end; term++)
    if (n_open[term->variable] > 0)
      {
        sum->n_open += n_open[term->variable];
        sum->open = term;
      }
    else if (term->coefficient == 1)
      sum->value = ind__ball_add (sum->value, x[term->variable]);
    else
      sum->value = ind__ball_add (sum->value,
                                  ind__ball_mul_whole (x[term->variable], term->coefficient));
}

/* The value of a form all of whose terms have one. */
static ind__ball
value_of (const ind__form *form, const struct sum *sum)
{
  return form->divisor == 1 ? sum->value : ind__ball_div_whole (sum->value, form->divisor);
}

static uint8_t
at_most_two (uint32_t n)
{
  return (uint8_t) (n > 2 ? 2 : n);
}

/* Evaluates all that has a value but for the rule's sides. */
static void
evaluate (struct search *search, const struct instance *instance)
{
  const ind__template *template = search->template;
  const struct slot *slots = search->slots + instance->first_slot;
  size_t n = template->n_slots, k;

  for (k = 0; k < n; k++)
    {
      const struct quantity *quantity = &search->quantities[slots[k].quantity];
      search->n_open[k] = !quantity->is_set;
      search->x[k] = quantity->value;
    }
  for (k = 0; k < template->n_constraints; k++)
    {
      const ind__constraint *constraint = &template->constraints[k];
      if (constraint->kind == IND__LINEAR)
        {
          struct sum *sum = &search->sum[k];
          add_up (search, &constraint->form, sum);
          search->n_open[n + k] = at_most_two (sum->n_open);
          if (sum->n_open == 0)
            search->x[n + k] = value_of (&constraint->form, sum);
          continue;
        }
      search->n_open[n + k] = at_most_two ((uint32_t) search->n_open[constraint->x]
                                           + search->n_open[constraint->y]);
      if (search->n_open[n + k] == 0)
        search->x[n + k] = (constraint->kind == IND__PRODUCT ? ind__ball_mul : ind__ball_div) (
            search->x[constraint->x], search->x[constraint->y]);
    }
}

/* What the one open variable of a form must be for the form to have a value. */
static ind__ball
solve_form (const ind__form *form, const struct sum *sum, ind__ball value)
{
  value = ind__ball_mul_whole (value, form->divisor);
  if (!(form->constant == 0 && form->n_terms == 1))
    value = ind__ball_add (value, ind__ball_negate (sum->value));
  return ind__ball_div_whole (value, sum->open->coefficient);
}

/* Gives the one quantity of the instance without a value that which the rule makes it, if it is
 * there once; what stands between is solved for from the rule's sides inwards. */
static void
solve (struct search *search, struct instance *instance, const struct sum *left,
       const struct sum *right)
{
  const ind__template *template = search->template;
  const ind__form *open = left->n_open > 0 ? &template->left : &template->right;
  const ind__form *known = left->n_open > 0 ? &template->right : &template->left;
  const struct sum *at = left->n_open > 0 ? left : right;
  ind__ball value;
  uint32_t variable;

  if (template->relation != IND__EQUAL || left->n_open + right->n_open != 1)
    return;
  value = solve_form (open, at, value_of (known, at == left ? right : left));
  variable = at->open->variable;
  while (variable >= template->n_slots)
    {
      const ind__constraint *constraint = &template->constraints[variable - template->n_slots];
      int is_x;
      if (constraint->kind == IND__LINEAR)
        {
          at = &search->sum[variable - template->n_slots];
          value = solve_form (&constraint->form, at, value);
          variable = at->open->variable;
          continue;
        }
      is_x = search->n_open[constraint->x] > 0;
      variable = is_x ? constraint->x : constraint->y;
      if (constraint->kind == IND__PRODUCT)
        value = ind__ball_div (value, search->x[is_x ? constraint->y : constraint->x]);
      else if (is_x)
        value = ind__ball_mul (value, search->x[constraint->y]);
      else
        value = ind__ball_div (search->x[constraint->x], value);
    }
  /* What is multiplied by zero, for one, may be anything. */
  if (!(value.radius <= DBL_MAX))
    return;
  instance->is_solved = 1;
  set_value (search, search->slots[instance->first_slot + variable].quantity, value);
}

/* The least width of what is printed of the terms of a side, in terms of the side, or `least` where
 * that is less. */
static double
least_width (const struct search *search, const struct instance *instance, const ind__form *side,
             double least)
{
  const struct slot *slots = search->slots + instance->first_slot;
  const ind__term *term = search->template->terms + side->first, *end = term + side->n_terms;

  for (; term < end; term++)
    if (term->variable < search->template->n_slots
        && is_printed (search, slots[term->variable].quantity))
      {
        const struct quantity *quantity = &search->quantities[slots[term->variable].quantity];
        double width = (quantity->bounds.high - quantity->bounds.low)
                       * fabs (term->coefficient / side->divisor);
        if (width < least)
          least = width;
      }
  return least;
}

/* Whether the two sides are known so well that whether they differ is told as the network would:
 * to a small part of what is printed of their terms, else of their size. */
static int
is_certain (const struct search *search, const struct instance *instance, ind__ball left,
            ind__ball right, double radius)
{
  const ind__template *template = search->template;
  double width;

  if (radius == 0)
    return 1;
  width = least_width (search, instance, &template->left,
                       least_width (search, instance, &template->right, INFINITY));
  if (width <= DBL_MAX)
    return radius * LEAST_CERTAINTY <= width;
  return radius * SIDE_CERTAINTY
         <= fmax (fmax (fabs (left.center), fabs (right.center)), LEAST_SIDE);
}

/* Whether the rule holds, as far as the values are known; 0 where they are not known well. */
static int
holds (const struct search *search, const struct instance *instance, const struct sum *left,
       const struct sum *right)
{
  const ind__template *template = search->template;
  ind__ball a = value_of (&template->left, left), b = value_of (&template->right, right);
  ind__ball rest = ind__ball_add (a, ind__ball_negate (b));

  if (!is_certain (search, instance, a, b, rest.radius))
    return 0;
  switch (template->relation)
    {
    case IND__AT_LEAST: return rest.center >= -rest.radius;
    case IND__AT_MOST: return rest.center <= rest.radius;
    case IND__EQUAL:
    case IND__APPROXIMATE: break;
    }
  return fabs (rest.center) <= rest.radius;
}

/* Goes on with the rules that lack one value or none until there are no more. */
static void
follow (struct search *search)
{
  struct instance *instance;

  while (!search->is_hopeless && (instance = dequeue (search)) != NULL)
    {
      struct sum left, right;
      if (instance->is_solved)
        continue;
      search->template = &search->report->templates.at[instance->template];
      evaluate (search, instance);
      add_up (search, &search->template->left, &left);
      add_up (search, &search->template->right, &right);
      if (instance->n_unset > 0)
        solve (search, instance, &left, &right);
      else if (holds (search, instance, &left, &right))
        instance->is_solved = 1;
      else
        search->is_hopeless = 1;
    }
}

/* What is taken for a quantity that nobody prints here: what it is elsewhere; else what is
 * assumed is one, levels are, and there is no change where none is told. */
static ind__ball
default_value (struct search *search, const struct quantity *quantity)
{
  uint32_t site;

  for (site = 0; site < search->n_sites && !quantity->is_assumed; site++)
    {
      uint32_t number = *cell (search, quantity->row, site);
      if (number != IND__NONE && search->quantities[number].is_set)
        return search->quantities[number].value;
    }
  return ind__ball_make (quantity->is_assumed || quantity->bounds.low >= 0 ? 1 : 0, 0);
}

static ind__ball
printed_value (const struct search *search, uint32_t number)
{
  const ind__index *index = search->index;
  ind_decimal value = ind__table_value (index->table, number - 1);
  return ind__ball_decimal (value.mantissa,
                            ind__index_scale (index, number - 1) - (int32_t) value.decimals);
}

/* The printed quantities, levels before rates, the most precise first: by the part that rounding
 * is of them, to a power of two. */
static int
sort_printed (const struct search *search, uint32_t **out)
{
  enum { N_GRADES = 64 };
  size_t start[2 * N_GRADES + 1] = { 0 }, n = search->n_printed, k;
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
      if (search->rows[quantity->row].is_rate)
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
choose_values (struct search *search, const uint32_t *order)
{
  size_t k;
  int is_assumed;

  for (k = 0; k < search->n_instances; k++)
    if (search->instances[k].n_unset <= 1)
      enqueue (search, (uint32_t) k);
  follow (search);
  for (k = 0; k < search->n_printed && !search->is_hopeless; k++)
    if (!search->quantities[order[k]].is_set)
      {
        set_value (search, order[k], printed_value (search, order[k]));
        follow (search);
      }
  for (is_assumed = 1; is_assumed >= 0; is_assumed--)
    for (k = 1 + search->n_printed; k < search->n_quantities && !search->is_hopeless; k++)
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

static int
is_rate (const ind_unit *unit)
{
  return strcmp (unit->symbol[0], "PT") == 0 || strcmp (unit->symbol[0], "PP") == 0;
}

/* The rows of what is printed have the numbers of the index's columns. */
static void
take_columns (struct search *search)
{
  const ind__index *index = search->index;
  const ind_table *table = index->table;
  size_t k;

  search->has_failed |= !reserve_rows (search, 2 * index->n_columns + 1);
  for (k = 0; k < index->n_columns && !search->has_failed && !search->is_hopeless; k++)
    add_row (search, index->column_indicator[k], index->column_component[k]);
  for (k = 0; k < table->n_kinds && !search->has_failed && !search->is_hopeless; k++)
    if (is_rate (&table->units[table->kinds[k].unit]))
      search->rows[index->meaning[k].column].is_rate = 1;
}

static void
take_figures (struct search *search)
{
  const ind__index *index = search->index;
  const ind_table *table = index->table;
  size_t n = table->count, k;
  uint32_t i;

  take_columns (search);
  /* As many again as figures may not be printed. */
  search->has_failed |= !ind__grow (&search->quantities, &search->quantities_capacity, 2 * n + 2,
                                    sizeof *search->quantities);
  if (search->has_failed || search->is_hopeless)
    return;
  memset (&search->quantities[ZERO], 0, sizeof search->quantities[ZERO]);
  search->quantities[ZERO].last_use = IND__NONE;
  search->quantities[ZERO].is_set = 1;
  search->n_printed = n;
  search->n_quantities = 1 + n;
  for (k = 0; k < ind__table_stretch_count (table); k++)
    {
      ind__stretch stretch = ind__table_stretch (table, k);
      for (i = 0; i < ind__table_stretch_length (table, k); i++)
        fill_quantity (search, 1 + stretch.figure + i, index->meaning[stretch.kind + i].column,
                       stretch.site, ind__index_interval (index, stretch.figure + i));
    }
}

/* Makes room for a template as large as the largest. */
static int
make_room (struct search *search)
{
  const ind__templates *templates = &search->report->templates;
  size_t n_names = search->index->names.count, widest = 1, k;

  for (k = 0; k < templates->count; k++)
    if (ind__n_variables (&templates->at[k]) > widest)
      widest = ind__n_variables (&templates->at[k]);
  search->shift_of = ind__new_array (widest, sizeof *search->shift_of);
  search->row_of = ind__new_array (widest, sizeof *search->row_of);
  search->cells_of = ind__new_array (widest, sizeof *search->cells_of);
  search->at = ind__new_array (widest, sizeof *search->at);
  search->figure = ind__new_array (widest, sizeof *search->figure);
  search->x = ind__new_array (widest, sizeof *search->x);
  search->sum = ind__new_array (widest, sizeof *search->sum);
  search->n_open = ind__new_array (widest, sizeof *search->n_open);
  search->indicators = ind__new_array (n_names, sizeof *search->indicators);
  if (search->shift_of == NULL || search->row_of == NULL || search->cells_of == NULL
      || search->at == NULL || search->figure == NULL || search->x == NULL || search->sum == NULL
      || search->n_open == NULL || search->indicators == NULL)
    return 0;
  for (k = 0; k < n_names; k++)
    {
      search->indicators[k].range = ind__interval_empty ();
      search->indicators[k].first_row = IND__NONE;
    }
  list_shifts (search);
  return search->is_hopeless || shift_sites (search);
}

static int
new_queues (struct search *search)
{
  size_t k;

  for (k = 0; k < 2; k++)
    {
      search->queue[k].instance
          = ind__new_array (2 * search->n_instances, sizeof *search->queue[k].instance);
      if (search->queue[k].instance == NULL)
        return 0;
    }
  return 1;
}

static void
close_search (struct search *search)
{
  ind__release (search->quantities);
  ind__release (search->rows);
  ind__release (search->row_places);
  ind__release (search->cells);
  ind__release (search->indicators);
  ind__release (search->shifted);
  ind__release (search->instances);
  ind__release (search->slots);
  ind__release (search->queue[0].instance);
  ind__release (search->queue[1].instance);
  ind__release (search->shift_of);
  ind__release (search->row_of);
  ind__release (search->cells_of);
  ind__release (search->at);
  ind__release (search->figure);
  ind__release (search->x);
  ind__release (search->sum);
  ind__release (search->n_open);
}

int
ind__has_witness (const ind_report *report)
{
  uint32_t *order = NULL;
  struct search search;

  if (!is_simple (&report->index))
    return 0;
  memset (&search, 0, sizeof search);
  search.report = report;
  search.index = &report->index;
  search.has_failed = !make_room (&search);
  if (!search.has_failed && !search.is_hopeless)
    take_figures (&search);
  if (!search.has_failed && !search.is_hopeless)
    bind_all (&search);
  if (!search.has_failed && !search.is_hopeless)
    {
      search.has_failed = !new_queues (&search) || !sort_printed (&search, &order);
      if (!search.has_failed)
        choose_values (&search, order);
    }
  ind__release (order);
  close_search (&search);
  return search.has_failed ? -1 : !search.is_hopeless;
}
