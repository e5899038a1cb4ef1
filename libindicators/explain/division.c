/* SPDX-License-Identifier: GPL-3.0-or-later
 * The figures of a table in groups of areas that no rule ties to others. */
#include "explain/division.h"

#include <string.h>

#include "base/memory.h"

/* ------------------------------------------------------------------------
 * What all groups share
 * ---------------------------------------------------------------------- */

static int
price_base_of (const ind__index *index, size_t kind)
{
  return index->table->units[index->table->kinds[kind].unit].price_base;
}

static uint32_t
vintage_of (const ind__index *index, size_t kind)
{
  return index->table->has_vintage ? index->table->kinds[kind].vintage : 0;
}

static void
find_ambiguous (ind__division *division)
{
  const ind__index *index = division->index;
  size_t k;

  for (k = 0; k < index->table->n_kinds; k++)
    {
      uint32_t place = index->place_of[index->meaning[k].indicator];
      uint32_t first = index->first_kind[place];
      if (index->meaning[k].currency != index->meaning[first].currency
          || price_base_of (index, k) != price_base_of (index, first))
        division->is_ambiguous[place] = 1;
    }
}

/* IND__NO_STRING when memory ran out. */
static uint32_t
number_edition (ind__strings *editions, uint32_t vintage, uint32_t currency, int price_base)
{
  uint32_t key[3];
  char bytes[sizeof key];

  key[0] = vintage;
  key[1] = currency;
  key[2] = (uint32_t) price_base;
  memcpy (bytes, key, sizeof key);
  return ind__strings_add (editions, bytes, sizeof bytes);
}

static int
number_editions (ind__division *division)
{
  const ind__index *index = division->index;
  size_t n = index->table->n_kinds, k;
  ind__strings editions = { 0 };
  int is_good = 1;

  for (k = 0; k < n && is_good; k++)
    {
      int is_split = division->is_ambiguous[index->place_of[index->meaning[k].indicator]];
      division->edition[k] = number_edition (&editions, vintage_of (index, k),
                                             is_split ? index->meaning[k].currency : 0,
                                             is_split ? price_base_of (index, k) : 0);
      is_good = division->edition[k] != IND__NO_STRING;
    }
  for (k = 0; k < n && is_good; k++)
    {
      division->plain_edition[k] = number_edition (&editions, vintage_of (index, k), 0, 0);
      is_good = division->plain_edition[k] != IND__NO_STRING;
    }
  ind__strings_free (&editions);
  return is_good;
}

static void
find_range (ind__division *division, uint8_t *is_known, uint32_t indicator)
{
  const ind__index *index = division->index;

  if (!is_known[indicator])
    division->range[indicator]
        = ind__rules_range (index->rules, ind__index_name (index, indicator));
  is_known[indicator] = 1;
}

static int
find_ranges (ind__division *division)
{
  const ind__index *index = division->index;
  uint8_t *is_known = ind__new_zeroed (index->names.count + 1);
  size_t k, j;

  if (is_known == NULL)
    return 0;
  for (k = 0; k < index->n_data_indicators; k++)
    find_range (division, is_known, index->data_indicator[k]);
  for (k = 0; k < division->templates->count; k++)
    for (j = 0; j < division->templates->at[k].n_slots; j++)
      find_range (division, is_known, division->templates->at[k].slots[j].indicator);
  ind__release (is_known);
  return 1;
}

/* ------------------------------------------------------------------------
 * Groups
 * ---------------------------------------------------------------------- */

static int
ties_areas (const ind__templates *templates)
{
  size_t k, j;

  for (k = 0; k < templates->count; k++)
    {
      if (templates->at[k].area != IND__NONE)
        return 1;
      for (j = 0; j < templates->at[k].n_slots; j++)
        if (templates->at[k].slots[j].area != IND__NONE)
          return 1;
    }
  return 0;
}

/* Numbers the groups, by site; sites stand in the order of their first figures. */
static int
number_groups (ind__division *division, size_t least)
{
  const ind__index *index = division->index;
  const ind_table *table = index->table;
  size_t *n_figures = ind__new_zeroed ((index->names.count + 1) * sizeof *n_figures);
  uint32_t *group = ind__new_array (index->names.count, sizeof *group);
  size_t k, n = 0;

  division->group_of = ind__new_array (table->n_sites, sizeof *division->group_of);
  if (n_figures != NULL && group != NULL && division->group_of != NULL)
    {
      for (k = 0; k < table->count; k++)
        n_figures[ind__index_area (index, k)]++;
      memset (group, 0xFF, index->names.count * sizeof *group);
      for (k = 0; k < table->n_sites; k++)
        {
          uint32_t area = index->area_name[k];
          if (group[area] == IND__NONE)
            {
              if (n >= least || division->n_groups == 0)
                {
                  division->n_groups++;
                  n = 0;
                }
              group[area] = (uint32_t) division->n_groups - 1;
              n += n_figures[area];
            }
          division->group_of[k] = group[area];
        }
    }
  ind__release (n_figures);
  ind__release (group);
  return division->n_groups > 0 || table->n_sites == 0;
}

static int
list_figures (ind__division *division)
{
  const ind_table *table = division->index->table;
  size_t k;
  uint32_t i;

  division->figures = ind__new_array (table->count, sizeof *division->figures);
  division->first = ind__new_zeroed ((division->n_groups + 2) * sizeof *division->first);
  if (division->figures == NULL || division->first == NULL)
    return 0;
  for (k = 0; k < ind__table_stretch_count (table); k++)
    division->first[division->group_of[ind__table_stretch (table, k).site] + 2]
        += ind__table_stretch_length (table, k);
  for (k = 0; k < division->n_groups; k++)
    division->first[k + 2] += division->first[k + 1];
  for (k = 0; k < ind__table_stretch_count (table); k++)
    for (i = 0; i < ind__table_stretch_length (table, k); i++)
      {
        ind__stretch stretch = ind__table_stretch (table, k);
        size_t *at = &division->first[division->group_of[stretch.site] + 1];
        division->figures[(*at)++] = stretch.figure + i;
      }
  return 1;
}

static int
divide (ind__division *division, size_t least)
{
  if (least < SIZE_MAX && !ties_areas (division->templates)
      && !number_groups (division, least))
    return 0;
  if (division->n_groups > 1)
    return list_figures (division);
  division->n_groups = 1;
  ind__release (division->group_of);
  division->group_of = NULL;
  return 1;
}

/* ------------------------------------------------------------------------
 * The whole
 * ---------------------------------------------------------------------- */

int
ind__division_open (ind__division *division, const ind__index *index,
                    const ind__templates *templates, size_t least)
{
  const ind_table *table = index->table;

  memset (division, 0, sizeof *division);
  division->index = index;
  division->templates = templates;
  division->assertion_of = ind__new_array (table->count, sizeof *division->assertion_of);
  division->edition = ind__new_array (table->n_kinds, sizeof *division->edition);
  division->plain_edition = ind__new_array (table->n_kinds, sizeof *division->plain_edition);
  division->is_ambiguous = ind__new_zeroed (index->n_data_indicators + 1);
  division->range = ind__new_zeroed ((index->names.count + 1) * sizeof *division->range);
  if (division->assertion_of == NULL || division->edition == NULL
      || division->plain_edition == NULL || division->is_ambiguous == NULL
      || division->range == NULL)
    {
      ind__division_close (division);
      return 0;
    }
  find_ambiguous (division);
  if (number_editions (division) && find_ranges (division) && divide (division, least))
    return 1;
  ind__division_close (division);
  return 0;
}

void
ind__division_close (ind__division *division)
{
  ind__release (division->group_of);
  ind__release (division->figures);
  ind__release (division->first);
  ind__release (division->assertion_of);
  ind__release (division->edition);
  ind__release (division->plain_edition);
  ind__release (division->is_ambiguous);
  ind__release (division->range);
  memset (division, 0, sizeof *division);
}
