/* SPDX-License-Identifier: GPL-3.0-or-later
 * The figures of a table by quantity. */
#include "check/index.h"

#include <string.h>

#include "base/memory.h"
#include "number/interval.h"
#include "number/unit.h"

/* Translates the table's strings to names, each once. */
struct translation {
  ind__index *index;
  uint32_t *plain, *canonical; /* per string of the table, or IND__NONE */
};

static uint32_t
translate (struct translation *translation, uint32_t *column, uint32_t string, int is_indicator)
{
  ind__index *index = translation->index;

  if (column[string] == IND__NONE)
    {
      const char *text = ind__strings_at (&index->table->strings, string);
      if (is_indicator)
        text = ind__rules_canonical (index->rules, text);
      column[string] = ind__strings_add (&index->names, text, strlen (text));
    }
  return column[string];
}

static uint64_t
mix (uint64_t h, uint64_t value)
{
  h = (h ^ value) * UINT64_C (0x9E3779B97F4A7C15);
  return h ^ (h >> 32);
}

static size_t
quantity_slot (const ind__index *index, uint32_t indicator, uint32_t area, ind__period period,
               uint32_t component)
{
  uint64_t h = mix (mix (mix (mix (1, indicator), area), (uint32_t) period), component);
  size_t mask = index->n_slots - 1, at = (size_t) h & mask;

  for (;;)
    {
      uint32_t k = index->slot[at];
      if (k == IND__NONE
          || (index->indicator[k] == indicator && index->area[k] == area
              && index->component[k] == component && index->table->period[k] == period))
        return at;
      at = (at + 1) & mask;
    }
}

uint32_t
ind__index_find (const ind__index *index, uint32_t indicator, uint32_t area, ind__period period,
                 uint32_t component)
{
  return period == IND__NO_PERIOD
             ? IND__NONE
             : index->slot[quantity_slot (index, indicator, area, period, component)];
}

ind_interval
ind__index_value (const ind__index *index, uint32_t figure)
{
  ind_decimal value = ind__table_value (index->table, figure);
  value.decimals -= index->scale[figure];
  return ind_decimal_enclosure (value);
}

/* The local currency in a unit, where `declared` has XDC; 0 where there is
 * none, IND__NO_STRING when memory ran out. */
static uint32_t
local_currency (ind__index *index, const ind_unit *declared, const ind_unit *unit)
{
  int is_local = 0, k, j;

  for (k = 0; k < 4; k++)
    is_local |= strcmp (declared->symbol[k], "XDC") == 0;
  for (k = 0; k < 4 && is_local; k++)
    {
      const char *symbol = unit->symbol[k];
      int is_declared = 0;
      /* An exchange rate names a foreign currency too, and declares it. */
      for (j = 0; j < 4; j++)
        is_declared |= symbol[0] != '\0' && strcmp (declared->symbol[j], symbol) == 0;
      if (!is_declared && ind__unit_is_currency (symbol))
        return ind__strings_add (&index->names, symbol, strlen (symbol));
    }
  return 0;
}

/* Whether the figure is at constant prices although its indicator is one of
 * the registry's at current prices. */
static int
is_at_wrong_prices (const char *name, const ind_unit *unit)
{
  return unit->price_base != 0 && ind_indicator_find (name) != NULL
         && strstr (name, "_constant") == NULL && strstr (name, "_chained") == NULL;
}

/* What the unit of a figure says, by what its indicator is declared in. */
struct reading {
  uint32_t indicator, unit; /* for which */
  int16_t scale;
  uint8_t use;
  uint32_t currency;
};

static void
read_unit (ind__index *index, uint32_t k, struct reading *last)
{
  const ind_unit *unit = &index->table->units[index->table->unit[k]];
  int has_symbols = unit->symbol[0][0] != '\0', is_declared;
  ind_unit declared;

  if (last->indicator == index->indicator[k] && last->unit == index->table->unit[k])
    return;
  last->indicator = index->indicator[k];
  last->unit = index->table->unit[k];
  is_declared = ind__rules_unit (index->rules, ind__index_name (index, index->indicator[k]),
                                 &declared);
  last->scale = !has_symbols && unit->scale == 0 && is_declared ? declared.scale : unit->scale;
  last->use = IND__USABLE;
  if (has_symbols && is_declared
      && (!ind__unit_matches (&declared, unit)
          || is_at_wrong_prices (ind__index_name (index, index->indicator[k]), unit)))
    last->use = IND__WRONG_UNIT;
  last->currency = is_declared ? local_currency (index, &declared, unit) : 0;
}

static int
allocate (ind__index *index)
{
  size_t n = index->table->count;

  for (index->n_slots = 64; index->n_slots < 2 * n; index->n_slots *= 2)
    ;
  index->indicator = ind__new_array (n, sizeof *index->indicator);
  index->area = ind__new_array (n, sizeof *index->area);
  index->component = ind__new_array (n, sizeof *index->component);
  index->issue = ind__new_array (n, sizeof *index->issue);
  index->interval = ind__new_array (n, sizeof *index->interval);
  index->scale = ind__new_array (n, sizeof *index->scale);
  index->use = ind__new_array (n, sizeof *index->use);
  index->currency = ind__new_array (n, sizeof *index->currency);
  index->next = ind__new_array (n, sizeof *index->next);
  index->by_indicator = ind__new_array (n, sizeof *index->by_indicator);
  index->slot = ind__new_array (index->n_slots, sizeof *index->slot);
  return index->indicator != NULL && index->area != NULL && index->component != NULL
         && index->issue != NULL && index->interval != NULL && index->scale != NULL
         && index->use != NULL && index->currency != NULL && index->next != NULL
         && index->by_indicator != NULL && index->slot != NULL;
}

/* Numbers the pairs of source and vintage. */
static int
number_issues (ind__index *index)
{
  const ind_table *table = index->table;
  ind__strings issues = { 0 };
  uint32_t k, last = IND__NONE;
  int is_good = 1;

  for (k = 0; k < table->count && is_good; k++)
    {
      uint32_t pair[2];
      pair[0] = table->source[k];
      pair[1] = table->vintage == NULL ? 0 : table->vintage[k];
      if (last != IND__NONE && table->source[last] == pair[0]
          && (table->vintage == NULL || table->vintage[last] == pair[1]))
        index->issue[k] = index->issue[last];
      else
        {
          char text[32];
          size_t length = 0, i;
          /* As text: the dictionary compares up to a NUL. */
          for (i = 0; i < 16; i++)
            text[length++] = (char) ('a' + (pair[i / 8] >> 4 * (i % 8) & 15u));
          index->issue[k] = ind__strings_add (&issues, text, length);
          is_good = index->issue[k] != IND__NO_STRING;
        }
      last = k;
    }
  index->n_issues = issues.count;
  ind__strings_free (&issues);
  return is_good;
}

/* Sorts the figures by indicator, keeping their order. */
static int
sort_by_indicator (ind__index *index)
{
  size_t n = index->table->count, k, i;

  index->n_places = index->names.count;
  index->place_of = ind__new_array (index->n_places, sizeof *index->place_of);
  index->data_indicator = ind__new_array (index->n_places, sizeof *index->data_indicator);
  index->first_of = ind__new_array (index->n_places + 1, sizeof *index->first_of);
  if (index->place_of == NULL || index->data_indicator == NULL || index->first_of == NULL)
    return 0;
  memset (index->place_of, 0xFF, index->n_places * sizeof *index->place_of);
  memset (index->first_of, 0, (index->n_places + 1) * sizeof *index->first_of);
  for (k = 0; k < n; k++)
    {
      uint32_t *place = &index->place_of[index->indicator[k]];
      if (*place == IND__NONE)
        {
          *place = (uint32_t) index->n_data_indicators;
          index->data_indicator[index->n_data_indicators++] = index->indicator[k];
        }
      index->first_of[*place + 1]++;
    }
  for (i = 0; i < index->n_data_indicators; i++)
    index->first_of[i + 1] += index->first_of[i];
  for (k = n; k-- > 0;)
    {
      uint32_t place = index->place_of[index->indicator[k]];
      index->by_indicator[--index->first_of[place + 1]] = (uint32_t) k;
    }
  /* Each end was moved down to its start. */
  for (i = 0; i < index->n_data_indicators; i++)
    index->first_of[i] = index->first_of[i + 1];
  index->first_of[index->n_data_indicators] = n;
  return 1;
}

/* Chains the figures of each quantity in reading order. */
static void
link_quantities (ind__index *index)
{
  uint32_t k;

  memset (index->slot, 0xFF, index->n_slots * sizeof *index->slot);
  for (k = (uint32_t) index->table->count; k-- > 0;)
    {
      size_t at = quantity_slot (index, index->indicator[k], index->area[k],
                                 index->table->period[k], index->component[k]);
      index->next[k] = index->slot[at];
      index->slot[at] = k;
    }
}

/* The readings last made are found by indicator and unit. */
#define N_READINGS 256

static int
fill (ind__index *index)
{
  const ind_table *table = index->table;
  struct translation translation = { index, NULL, NULL };
  size_t n_strings = table->strings.count;
  struct reading readings[N_READINGS];
  int is_good = 1;
  uint32_t k;

  memset (readings, 0xFF, sizeof readings);
  translation.plain = ind__new_array (n_strings, sizeof *translation.plain);
  translation.canonical = ind__new_array (n_strings, sizeof *translation.canonical);
  if (translation.plain == NULL || translation.canonical == NULL
      || ind__strings_add (&index->names, "", 0) != 0)
    is_good = 0;
  else
    {
      memset (translation.plain, 0xFF, n_strings * sizeof *translation.plain);
      memset (translation.canonical, 0xFF, n_strings * sizeof *translation.canonical);
    }
  for (k = 0; k < table->count && is_good; k++)
    {
      index->indicator[k]
          = translate (&translation, translation.canonical, table->indicator[k], 1);
      index->area[k] = translate (&translation, translation.plain, table->area[k], 0);
      index->component[k] = translate (&translation, translation.plain, table->component[k], 0);
      is_good = index->indicator[k] != IND__NO_STRING && index->area[k] != IND__NO_STRING
                && index->component[k] != IND__NO_STRING;
      if (is_good)
        {
          struct reading *reading
              = &readings[(index->indicator[k] * 31 + table->unit[k]) % N_READINGS];
          read_unit (index, k, reading);
          index->scale[k] = reading->scale;
          index->use[k] = reading->use;
          index->currency[k] = reading->currency;
          is_good = reading->currency != IND__NO_STRING;
          index->interval[k] = ind__table_interval (table, k, index->scale[k]);
        }
    }
  ind__release (translation.plain);
  ind__release (translation.canonical);
  return is_good;
}

ind_status
ind__index_build (ind__index *index, const ind_table *table, const ind_rules *rules,
                  ind_error *error)
{
  memset (index, 0, sizeof *index);
  index->table = table;
  index->rules = rules;
  if (table->count >= IND__NONE)
    return ind__fail (error, IND_E_ARGUMENT, 0, 0, "a table of 2^32 figures cannot be checked");
  if (!allocate (index) || !fill (index) || !number_issues (index) || !sort_by_indicator (index))
    {
      ind__index_free (index);
      return ind__fail_memory (error);
    }
  link_quantities (index);
  return IND_OK;
}

void
ind__index_free (ind__index *index)
{
  ind__strings_free (&index->names);
  ind__release (index->indicator);
  ind__release (index->area);
  ind__release (index->component);
  ind__release (index->issue);
  ind__release (index->interval);
  ind__release (index->scale);
  ind__release (index->use);
  ind__release (index->currency);
  ind__release (index->next);
  ind__release (index->slot);
  ind__release (index->data_indicator);
  ind__release (index->by_indicator);
  ind__release (index->first_of);
  ind__release (index->place_of);
  memset (index, 0, sizeof *index);
}

const uint32_t *
ind__index_figures (const ind__index *index, uint32_t indicator, size_t *n)
{
  uint32_t place = indicator < index->n_places ? index->place_of[indicator] : IND__NONE;

  if (place == IND__NONE)
    {
      *n = 0;
      return NULL;
    }
  *n = index->first_of[place + 1] - index->first_of[place];
  return index->by_indicator + index->first_of[place];
}

static const uint32_t *
list_components (void *context, uint32_t indicator, size_t *n)
{
  ind__index_components *scratch = context;
  size_t n_figures, k, i, count = 0;
  const uint32_t *figures = ind__index_figures (scratch->index, indicator, &n_figures);

  for (k = 0; k < n_figures; k++)
    {
      uint32_t component = scratch->index->component[figures[k]];
      for (i = 0; i < count && scratch->component[i] != component; i++)
        ;
      if (i < count)
        continue;
      if (!ind__grow (&scratch->component, &scratch->capacity, count + 1,
                      sizeof *scratch->component))
        return NULL;
      scratch->component[count++] = component;
    }
  *n = count;
  if (count == 0 && !ind__grow (&scratch->component, &scratch->capacity, 1,
                                sizeof *scratch->component))
    return NULL;
  return scratch->component;
}

ind__data_names
ind__index_data_names (ind__index *index, ind__index_components *scratch)
{
  ind__data_names data;

  scratch->index = index;
  data.names = &index->names;
  data.indicator = index->data_indicator;
  data.n_indicators = index->n_data_indicators;
  data.components = list_components;
  data.context = scratch;
  return data;
}
