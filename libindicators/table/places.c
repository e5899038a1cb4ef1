/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the figures of a table are, where they stand, and from which records they come. */
#include "table/table.h"

#include <string.h>

#include "base/memory.h"

/* ------------------------------------------------------------------------
 * Kinds and sites
 * ---------------------------------------------------------------------- */

static uint64_t
mix (uint64_t h, uint64_t value)
{
  h = (h ^ value) * UINT64_C (0x9E3779B97F4A7C15);
  return h ^ (h >> 32);
}

static uint64_t
hash_kind (const ind__kind *kind)
{
  uint64_t small = (uint64_t) kind->unit << 16 | (uint64_t) kind->qualifier << 8 | kind->rounding;

  return mix (mix (mix (1, (uint64_t) kind->indicator << 32 | kind->component),
                   (uint64_t) kind->source << 32 | kind->vintage),
              (uint64_t) kind->file << 32 | small);
}

static uint64_t
hash_site (const ind__site *site)
{
  return mix (1, (uint64_t) site->area << 32 | (uint32_t) site->period);
}

static int
is_same_kind (const ind__kind *a, const ind__kind *b)
{
  return a->indicator == b->indicator && a->component == b->component && a->source == b->source
         && a->file == b->file && a->unit == b->unit && a->vintage == b->vintage
         && a->qualifier == b->qualifier && a->rounding == b->rounding;
}

static void
put_number (ind__dictionary *numbers, uint64_t hash, uint32_t number)
{
  size_t at = (size_t) hash & (numbers->n_slots - 1);

  while (numbers->slot[at] != UINT32_MAX)
    at = (at + 1) & (numbers->n_slots - 1);
  numbers->slot[at] = number;
}

/* Room for `count` numbers and as many again; 0 when memory ran out. */
static int
make_room (ind__dictionary *numbers, size_t count)
{
  size_t n = 64;
  uint32_t *slot;

  while (n < 4 * count)
    n *= 2;
  slot = ind__new_array (n, sizeof *slot);
  if (slot == NULL)
    return 0;
  ind__release (numbers->slot);
  numbers->slot = slot;
  numbers->n_slots = n;
  return 1;
}

static void
number_kinds (ind_table *table)
{
  size_t k;

  memset (table->kind_numbers.slot, 0xFF,
          table->kind_numbers.n_slots * sizeof *table->kind_numbers.slot);
  for (k = 0; k < table->n_kinds; k++)
    put_number (&table->kind_numbers, hash_kind (&table->kinds[k]), (uint32_t) k);
}

static void
number_sites (ind_table *table)
{
  size_t k;

  memset (table->site_numbers.slot, 0xFF,
          table->site_numbers.n_slots * sizeof *table->site_numbers.slot);
  for (k = 0; k < table->n_sites; k++)
    put_number (&table->site_numbers, hash_site (&table->sites[k]), (uint32_t) k);
}

uint32_t
ind__table_add_kind (ind_table *table, const ind__kind *kind)
{
  ind__dictionary *numbers = &table->kind_numbers;
  uint64_t hash = hash_kind (kind);
  size_t at;

  if (numbers->n_slots > 0)
    for (at = (size_t) hash & (numbers->n_slots - 1); numbers->slot[at] != UINT32_MAX;
         at = (at + 1) & (numbers->n_slots - 1))
      if (is_same_kind (&table->kinds[numbers->slot[at]], kind))
        return numbers->slot[at];
  if (!ind__grow (&table->kinds, &table->kinds_capacity, table->n_kinds + 1,
                  sizeof *table->kinds))
    return UINT32_MAX;
  if (2 * table->n_kinds >= numbers->n_slots)
    {
      if (!make_room (numbers, table->n_kinds))
        return UINT32_MAX;
      number_kinds (table);
    }
  table->kinds[table->n_kinds] = *kind;
  table->has_vintage |= kind->vintage != 0;
  put_number (numbers, hash, (uint32_t) table->n_kinds);
  return (uint32_t) table->n_kinds++;
}

static int
is_site (const ind_table *table, uint32_t number, const ind__site *site)
{
  return number < table->n_sites && table->sites[number].area == site->area
         && table->sites[number].period == site->period;
}

uint32_t
ind__table_find_site (const ind_table *table, const ind__site *site, uint32_t near)
{
  const ind__dictionary *numbers = &table->site_numbers;
  size_t at;

  if (is_site (table, near - 1, site))
    return near - 1;
  if (is_site (table, near, site))
    return near;
  if (numbers->n_slots > 0)
    for (at = (size_t) hash_site (site) & (numbers->n_slots - 1);
         numbers->slot[at] != UINT32_MAX; at = (at + 1) & (numbers->n_slots - 1))
      if (is_site (table, numbers->slot[at], site))
        return numbers->slot[at];
  return UINT32_MAX;
}

uint32_t
ind__table_add_site (ind_table *table, const ind__site *site)
{
  uint32_t known = ind__table_find_site (table, site, (uint32_t) table->n_sites);

  if (known != UINT32_MAX)
    return known;
  if (!ind__grow (&table->sites, &table->sites_capacity, table->n_sites + 1,
                  sizeof *table->sites))
    return UINT32_MAX;
  if (2 * table->n_sites >= table->site_numbers.n_slots)
    {
      if (!make_room (&table->site_numbers, table->n_sites))
        return UINT32_MAX;
      number_sites (table);
    }
  table->sites[table->n_sites] = *site;
  put_number (&table->site_numbers, hash_site (site), (uint32_t) table->n_sites);
  return (uint32_t) table->n_sites++;
}

void
ind__table_cut_places (ind_table *table, size_t n_kinds, size_t n_sites)
{
  if (table->n_kinds > n_kinds)
    {
      table->n_kinds = n_kinds;
      number_kinds (table);
    }
  if (table->n_sites > n_sites)
    {
      table->n_sites = n_sites;
      number_sites (table);
    }
}

/* ------------------------------------------------------------------------
 * Stretches and records
 * ---------------------------------------------------------------------- */

/* So many stretches are not given up for places, however short they are. */
#define FEW_STRETCHES 65536

int
ind__table_reserve_places (ind_table *table, size_t capacity)
{
  void *block = table->place == NULL ? (void *) table->stretch_at : (void *) table->place;

  block = table->place == NULL
              ? ind__reallocate (block, (capacity / IND__STRETCH_STEP + 1)
                                            * sizeof *table->stretch_at)
              : ind__reallocate (block, capacity * sizeof *table->place);
  if (block == NULL)
    return 0;
  if (table->place == NULL)
    table->stretch_at = block;
  else
    table->place = block;
  return 1;
}

static void
put_places (ind__placement *place, uint32_t kind, uint32_t site, size_t n)
{
  size_t k;

  for (k = 0; k < n; k++)
    {
      place[k].site = site;
      place[k].kind = kind + (uint32_t) k;
    }
}

/* Gives each figure before number `count` a place, and gives up the stretches. 0 when memory
 * ran out. */
static int
scatter (ind_table *table, uint32_t count)
{
  ind__placement *place = ind__new_array (table->capacity, sizeof *place);
  size_t k;

  if (place == NULL)
    return 0;
  for (k = 0; k < table->n_stretches; k++)
    {
      const ind__stretch *stretch = &table->stretches[k];
      uint32_t end = k + 1 < table->n_stretches ? stretch[1].figure : count;
      put_places (place + stretch->figure, stretch->kind, stretch->site, end - stretch->figure);
    }
  ind__release (table->stretches);
  ind__release (table->stretch_at);
  table->stretches = NULL;
  table->stretch_at = NULL;
  table->n_stretches = table->stretches_capacity = 0;
  table->place = place;
  return 1;
}

/* Notes in which stretch, the last, figures from one on are. */
static void
point_to_last (ind_table *table, uint32_t figure, uint32_t n)
{
  uint32_t at = (figure + IND__STRETCH_STEP - 1) / IND__STRETCH_STEP;

  for (; at * IND__STRETCH_STEP < figure + n; at++)
    table->stretch_at[at] = (uint32_t) table->n_stretches - 1;
}

int
ind__table_add_stretch (ind_table *table, uint32_t figure, uint32_t kind, uint32_t site,
                        uint32_t n)
{
  ind__stretch *last
      = table->n_stretches == 0 ? NULL : &table->stretches[table->n_stretches - 1];

  if (table->place == NULL && table->n_stretches >= FEW_STRETCHES
      && table->n_stretches > figure / 2 && !scatter (table, figure))
    return 0;
  if (table->place != NULL)
    {
      put_places (table->place + figure, kind, site, n);
      return 1;
    }
  if (last == NULL || last->site != site
      || last->kind + (figure - last->figure) != kind)
    {
      if (!ind__grow (&table->stretches, &table->stretches_capacity, table->n_stretches + 1,
                      sizeof *table->stretches))
        return 0;
      last = &table->stretches[table->n_stretches++];
      last->figure = figure;
      last->site = site;
      last->kind = kind;
    }
  point_to_last (table, figure, n);
  return 1;
}

void
ind__table_place_tail (ind_table *table, size_t n)
{
  size_t first = table->count - n;

  if (n == 0)
    return;
  if (table->place == NULL)
    point_to_last (table, (uint32_t) first, (uint32_t) n);
  else
    put_places (table->place + first, table->place[first - 1].kind + 1,
                table->place[first - 1].site, n);
}

void
ind__table_cut_stretches (ind_table *table)
{
  while (table->n_stretches > 0
         && table->stretches[table->n_stretches - 1].figure >= table->count)
    table->n_stretches--;
}

int
ind__table_add_record (ind_table *table, uint32_t figure, uint32_t record)
{
  size_t n = table->n_runs;

  if (n > 0 && figure > 0
      && table->runs[n - 1].record + (figure - table->runs[n - 1].figure) == record)
    return 1;
  if (!ind__grow (&table->runs, &table->runs_capacity, n + 1, sizeof *table->runs))
    return 0;
  table->runs[n].figure = figure;
  table->runs[n].record = record;
  table->n_runs++;
  return 1;
}

uint32_t
ind__table_record (const ind_table *table, size_t k)
{
  size_t low = 0, high = table->n_runs;

  while (high - low > 1)
    {
      size_t between = low + (high - low) / 2;
      if (table->runs[between].figure <= k)
        low = between;
      else
        high = between;
    }
  return table->runs[low].record + (uint32_t) (k - table->runs[low].figure);
}
