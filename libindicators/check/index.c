/* SPDX-License-Identifier: GPL-3.0-or-later
 * The figures of a table by quantity. */
#include "check/index.h"

#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/memory.h"
#include "number/interval.h"
#include "number/unit.h"

/* What an indicator is declared in, and what the unit of its last kind said: the kinds of one
 * are many, and mostly in one unit. */
struct declared {
  uint32_t indicator; /* IND__NONE: none yet */
  int is_declared;
  ind_unit unit;
  uint32_t last_unit; /* IND__NONE: none yet */
  ind__meaning last;
};

#define MOST_DECLARED 64

/* Translates the table's strings to names, each once. */
struct translation {
  ind__index *index;
  uint32_t *plain, *canonical; /* per string of the table, or IND__NONE */
  struct declared declared[MOST_DECLARED];
  const ind__kind *last; /* kind, whose issue follows; NULL: none yet */
  uint32_t last_issue;
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

static uint64_t
hash_column (uint32_t indicator, uint32_t component)
{
  return mix (1, (uint64_t) indicator << 32 | component);
}

uint32_t
ind__index_column (const ind__index *index, uint32_t indicator, uint32_t component)
{
  const ind__dictionary *numbers = &index->column_numbers;
  size_t at = (size_t) hash_column (indicator, component) & (numbers->n_slots - 1);

  for (; numbers->slot[at] != IND__NONE; at = (at + 1) & (numbers->n_slots - 1))
    if (index->column_indicator[numbers->slot[at]] == indicator
        && index->column_component[numbers->slot[at]] == component)
      return numbers->slot[at];
  return IND__NONE;
}

uint32_t
ind__index_site (const ind__index *index, uint32_t area, ind__period period, uint32_t near)
{
  ind__site site;

  if (period == IND__NO_PERIOD || area >= index->n_areas
      || index->area_string[area] == IND__NONE)
    return IND__NONE;
  site.area = index->area_string[area];
  site.period = period;
  return ind__table_find_site (index->table, &site, near);
}

/* The figure of a column in a row of pairs, or IND__NONE. */
static uint32_t
find_pair (const ind__index *index, const ind__index_row *row, uint32_t column)
{
  const uint32_t *pair = index->pair + 2 * row->first;
  size_t low = 0, high = row->n;

  while (low < high)
    {
      size_t between = low + (high - low) / 2;
      if (pair[2 * between] < column)
        low = between + 1;
      else
        high = between;
    }
  return low < row->n && pair[2 * low] == column ? pair[2 * low + 1] : IND__NONE;
}

/* Where the kinds of a column whose numbers are `least` or more begin among them all. */
static uint32_t
find_kind (const ind__index *index, uint32_t column, uint32_t least)
{
  uint32_t low = index->first_kind_of[column], high = index->first_kind_of[column + 1];

  while (low < high)
    {
      uint32_t between = low + (high - low) / 2;
      if (index->column_kind[between] < least)
        low = between + 1;
      else
        high = between;
    }
  return low;
}

/* The figure of a kind in a row of stretches, or IND__NONE. */
static inline uint32_t
find_in_row (const ind_table *table, const ind__index_row *row, uint32_t kind)
{
  size_t k;

  for (k = row->first; k < row->first + row->n; k++)
    {
      ind__stretch stretch = ind__table_stretch (table, k);
      uint32_t place = kind - stretch.kind;
      if (place < ind__table_stretch_length (table, k))
        return stretch.figure + place;
    }
  return IND__NONE;
}

/* The figure of a column in a row of stretches, or IND__NONE. */
static uint32_t
find_in_stretches (const ind__index *index, const ind__index_row *row, uint32_t column)
{
  uint32_t first, end = index->first_kind_of[column + 1], k, figure = IND__NONE;

  if (row->n == 0)
    return IND__NONE;
  /* The kinds of one source mostly follow one another, and begin with the row. */
  first = find_kind (index, column, ind__table_stretch (index->table, row->first).kind);
  if (first < end)
    figure = find_in_row (index->table, row, index->column_kind[first]);
  for (k = index->first_kind_of[column]; k < end && figure == IND__NONE; k++)
    if (k != first)
      figure = find_in_row (index->table, row, index->column_kind[k]);
  return figure;
}

uint32_t
ind__index_at (const ind__index *index, uint32_t site, uint32_t column)
{
  const ind__index_row *row = &index->row[site];

  switch (row->form)
    {
    case IND__ROW_OF_STRETCHES: return find_in_stretches (index, row, column);
    case IND__ROW_OF_CELLS:
      return column - row->first_column < row->n
                 ? index->cell[row->first + (column - row->first_column)].figure
                 : IND__NONE;
    case IND__ROW_OF_PAIRS: break;
    }
  return find_pair (index, row, column);
}

uint32_t
ind__index_find (const ind__index *index, uint32_t indicator, uint32_t area, ind__period period,
                 uint32_t component, uint32_t near)
{
  uint32_t column = ind__index_column (index, indicator, component), site;

  if (column == IND__NONE)
    return IND__NONE;
  site = ind__index_site (index, area, period, near);
  return site == IND__NONE ? IND__NONE : ind__index_at (index, site, column);
}

ind_interval
ind__index_value (const ind__index *index, uint32_t figure)
{
  ind_decimal value = ind__table_value (index->table, figure);
  value.decimals -= ind__index_scale (index, figure);
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

static struct declared *
find_declared (struct translation *translation, uint32_t indicator)
{
  struct declared *declared = &translation->declared[indicator % MOST_DECLARED];
  const ind__index *index = translation->index;

  if (declared->indicator != indicator)
    {
      declared->indicator = indicator;
      declared->is_declared = ind__rules_unit (index->rules, ind__index_name (index, indicator),
                                               &declared->unit);
      declared->last_unit = IND__NONE;
    }
  return declared;
}

/* What a unit of an indicator says, by what that is declared in, if it is. */
static void
compare_units (ind__index *index, const ind_unit *unit, const ind_unit *declared,
               ind__meaning *meaning)
{
  int has_symbols = unit->symbol[0][0] != '\0';

  meaning->scale
      = !has_symbols && unit->scale == 0 && declared != NULL ? declared->scale : unit->scale;
  meaning->use = IND__USABLE;
  if (has_symbols && declared != NULL
      && (!ind__unit_matches (declared, unit)
          || is_at_wrong_prices (ind__index_name (index, meaning->indicator), unit)))
    meaning->use = IND__WRONG_UNIT;
  meaning->currency = declared != NULL ? local_currency (index, declared, unit) : 0;
}

static void
read_unit (struct translation *translation, const ind__kind *kind, ind__meaning *meaning)
{
  struct declared *declared = find_declared (translation, meaning->indicator);
  ind__index *index = translation->index;

  if (declared->last_unit != kind->unit)
    {
      declared->last_unit = kind->unit;
      declared->last.indicator = meaning->indicator;
      compare_units (index, &index->table->units[kind->unit],
                     declared->is_declared ? &declared->unit : NULL, &declared->last);
    }
  meaning->scale = declared->last.scale;
  meaning->use = declared->last.use;
  meaning->currency = declared->last.currency;
}

/* The column of an indicator and component, added if new; IND__NONE when memory ran out. */
static uint32_t
add_column (ind__index *index, uint32_t indicator, uint32_t component)
{
  uint32_t column = ind__index_column (index, indicator, component);
  size_t at;

  if (column != IND__NONE)
    return column;
  if (!ind__grow (&index->column_indicator, &index->indicators_capacity, index->n_columns + 1,
                  sizeof *index->column_indicator)
      || !ind__grow (&index->column_component, &index->components_capacity,
                     index->n_columns + 1, sizeof *index->column_component))
    return IND__NONE;
  column = (uint32_t) index->n_columns++;
  index->column_indicator[column] = indicator;
  index->column_component[column] = component;
  at = (size_t) hash_column (indicator, component) & (index->column_numbers.n_slots - 1);
  while (index->column_numbers.slot[at] != IND__NONE)
    at = (at + 1) & (index->column_numbers.n_slots - 1);
  index->column_numbers.slot[at] = column;
  return column;
}

/* Numbers a pair of source and vintage; IND__NO_STRING when memory ran out. */
static uint32_t
number_issue (struct translation *translation, ind__strings *issues, const ind__kind *kind)
{
  const ind__kind *last = translation->last;
  uint32_t pair[2];
  char text[16];
  size_t i;

  if (last != NULL && last->source == kind->source && last->vintage == kind->vintage)
    return translation->last_issue;
  pair[0] = kind->source;
  pair[1] = kind->vintage;
  /* As text: the dictionary compares up to a NUL. */
  for (i = 0; i < sizeof text; i++)
    text[i] = (char) ('a' + (pair[i / 8] >> 4 * (i % 8) & 15u));
  translation->last = kind;
  translation->last_issue = ind__strings_add (issues, text, sizeof text);
  return translation->last_issue;
}

static int
read_kinds (ind__index *index, struct translation *translation)
{
  const ind_table *table = index->table;
  ind__strings issues = { 0 };
  int is_good = 1;
  size_t k;

  for (k = 0; k < table->n_kinds && is_good; k++)
    {
      const ind__kind *kind = &table->kinds[k];
      ind__meaning *meaning = &index->meaning[k];
      meaning->indicator = translate (translation, translation->canonical, kind->indicator, 1);
      meaning->component = translate (translation, translation->plain, kind->component, 0);
      is_good = meaning->indicator != IND__NO_STRING && meaning->component != IND__NO_STRING;
      if (!is_good)
        break;
      read_unit (translation, kind, meaning);
      meaning->issue = number_issue (translation, &issues, kind);
      meaning->column = add_column (index, meaning->indicator, meaning->component);
      is_good = meaning->currency != IND__NO_STRING && meaning->issue != IND__NO_STRING
                && meaning->column != IND__NONE;
    }
  index->n_issues = issues.count;
  ind__strings_free (&issues);
  return is_good;
}

/* Lists the kinds of each column; 0 when memory ran out. */
static int
list_kinds (ind__index *index)
{
  size_t n = index->table->n_kinds, k;
  uint32_t *first = ind__new_zeroed ((index->n_columns + 2) * sizeof *first);

  index->first_kind_of = first;
  index->column_kind = ind__new_array (n, sizeof *index->column_kind);
  if (first == NULL || index->column_kind == NULL)
    return 0;
  for (k = 0; k < n; k++)
    first[index->meaning[k].column + 2]++;
  for (k = 0; k < index->n_columns; k++)
    first[k + 2] += first[k + 1];
  /* Each start moves up to its end, which is where the next begins. */
  for (k = 0; k < n; k++)
    index->column_kind[first[index->meaning[k].column + 1]++] = (uint32_t) k;
  return 1;
}

static int
read_sites (ind__index *index, struct translation *translation)
{
  const ind_table *table = index->table;
  size_t k;

  for (k = 0; k < table->n_sites; k++)
    {
      index->area_name[k]
          = translate (translation, translation->plain, table->sites[k].area, 0);
      if (index->area_name[k] == IND__NO_STRING)
        return 0;
    }
  index->area_string = ind__new_array (index->names.count, sizeof *index->area_string);
  if (index->area_string == NULL)
    return 0;
  index->n_areas = index->names.count;
  memset (index->area_string, 0xFF, index->n_areas * sizeof *index->area_string);
  for (k = 0; k < table->n_sites; k++)
    index->area_string[index->area_name[k]] = table->sites[k].area;
  return 1;
}

/* The indicators the data hold. */
static int
list_indicators (ind__index *index)
{
  size_t k;

  index->n_places = index->names.count;
  index->place_of = ind__new_array (index->n_places, sizeof *index->place_of);
  index->data_indicator = ind__new_array (index->n_places, sizeof *index->data_indicator);
  index->first_kind = ind__new_array (index->n_places, sizeof *index->first_kind);
  if (index->place_of == NULL || index->data_indicator == NULL || index->first_kind == NULL)
    return 0;
  memset (index->place_of, 0xFF, index->n_places * sizeof *index->place_of);
  for (k = 0; k < index->table->n_kinds; k++)
    {
      uint32_t indicator = index->meaning[k].indicator;
      if (index->place_of[indicator] == IND__NONE)
        {
          index->place_of[indicator] = (uint32_t) index->n_data_indicators;
          index->first_kind[index->n_data_indicators] = (uint32_t) k;
          index->data_indicator[index->n_data_indicators++] = indicator;
        }
    }
  return 1;
}

static int
allocate (ind__index *index)
{
  const ind_table *table = index->table;
  size_t n = 64;

  while (n < 2 * table->n_kinds)
    n *= 2;
  index->meaning = ind__new_array (table->n_kinds, sizeof *index->meaning);
  index->area_name = ind__new_array (table->n_sites, sizeof *index->area_name);
  index->row = ind__new_array (table->n_sites, sizeof *index->row);
  index->column_numbers.slot = ind__new_array (n, sizeof *index->column_numbers.slot);
  if (index->meaning == NULL || index->area_name == NULL || index->row == NULL
      || index->column_numbers.slot == NULL)
    return 0;
  index->column_numbers.n_slots = n;
  memset (index->column_numbers.slot, 0xFF, n * sizeof *index->column_numbers.slot);
  return 1;
}

static int
read_names (ind__index *index)
{
  struct translation translation;
  size_t n_strings = index->table->strings.count, k;
  int is_good = 0;

  translation.index = index;
  translation.last = NULL;
  for (k = 0; k < MOST_DECLARED; k++)
    translation.declared[k].indicator = IND__NONE;

  translation.plain = ind__new_array (n_strings, sizeof *translation.plain);
  translation.canonical = ind__new_array (n_strings, sizeof *translation.canonical);
  if (translation.plain != NULL && translation.canonical != NULL
      && ind__strings_add (&index->names, "", 0) == 0)
    {
      memset (translation.plain, 0xFF, n_strings * sizeof *translation.plain);
      memset (translation.canonical, 0xFF, n_strings * sizeof *translation.canonical);
      is_good = read_kinds (index, &translation) && list_kinds (index)
                && read_sites (index, &translation) && list_indicators (index);
    }
  ind__release (translation.plain);
  ind__release (translation.canonical);
  return is_good;
}

/* ------------------------------------------------------------------------
 * Rows
 * ---------------------------------------------------------------------- */

/* Cells a row that is not full may have for each of its figures. */
#define MOST_CELLS_PER_FIGURE 4
/* A row of more stretches is searched too long. */
#define MOST_STRETCHES 24
/* Ranges of columns that are compared with one another. */
#define MOST_RANGES 16
/* Stretches looked ahead at. */
#define AHEAD 16

static int
compare_pairs (const void *left, const void *right)
{
  const uint32_t *a = left, *b = right;

  if (a[0] != b[0])
    return a[0] < b[0] ? -1 : 1;
  return a[1] < b[1] ? -1 : a[1] > b[1];
}

static int
open_next (ind__index *index)
{
  if (index->next != NULL)
    return 1;
  index->next = ind__new_array (index->table->count, sizeof *index->next);
  if (index->next == NULL)
    return 0;
  memset (index->next, 0xFF, index->table->count * sizeof *index->next);
  return 1;
}

/* How rows are looked through for columns they have twice. */
struct search {
  uint32_t *n_in_order; /* kinds from one on whose columns follow one another, too */
  uint32_t *seen_at;    /* of a column: the row in which it was seen */
};

static int
open_search (struct search *search, const ind__index *index)
{
  size_t n = index->table->n_kinds, k;

  search->n_in_order = ind__new_array (n, sizeof *search->n_in_order);
  search->seen_at = ind__new_array (index->n_columns, sizeof *search->seen_at);
  if (search->n_in_order == NULL || search->seen_at == NULL)
    return 0;
  for (k = n; k-- > 0;)
    search->n_in_order[k]
        = k + 1 < n && index->meaning[k + 1].column == index->meaning[k].column + 1
              ? search->n_in_order[k + 1] + 1
              : 1;
  memset (search->seen_at, 0xFF, index->n_columns * sizeof *search->seen_at);
  return 1;
}

static void
close_search (struct search *search)
{
  ind__release (search->n_in_order);
  ind__release (search->seen_at);
}

/* Whether the stretches of a row have a column twice, by their ranges of columns; -1 where
 * these are too many. */
static int
has_overlap (const ind__index *index, const ind__index_row *row, const uint32_t *n_in_order)
{
  const ind_table *table = index->table;
  uint32_t first[MOST_RANGES], end[MOST_RANGES];
  size_t n_ranges = 0, k, j;

  for (k = row->first; k < row->first + row->n; k++)
    {
      uint32_t kind = ind__table_stretch (table, k).kind, n;
      uint32_t left = ind__table_stretch_length (table, k);
      for (; left > 0; left -= n, kind += n)
        {
          n = n_in_order[kind] < left ? n_in_order[kind] : left;
          if (n_ranges == MOST_RANGES)
            return -1;
          first[n_ranges] = index->meaning[kind].column;
          end[n_ranges] = first[n_ranges] + n;
          for (j = 0; j < n_ranges; j++)
            if (first[j] < end[n_ranges] && first[n_ranges] < end[j])
              return 1;
          n_ranges++;
        }
    }
  return 0;
}

/* Whether the stretches of a row have a column twice. */
static int
repeats_column (const ind__index *index, size_t number, const struct search *search)
{
  const ind__index_row *row = &index->row[number];
  const ind_table *table = index->table;
  int has = has_overlap (index, row, search->n_in_order);
  size_t k;
  uint32_t i;

  if (has >= 0)
    return has;
  for (k = row->first; k < row->first + row->n; k++)
    for (i = 0; i < ind__table_stretch_length (table, k); i++)
      {
        uint32_t kind = ind__table_stretch (table, k).kind + i;
        uint32_t *seen = &search->seen_at[index->meaning[kind].column];
        if (*seen == number)
          return 1;
        *seen = (uint32_t) number;
      }
  return 0;
}

/* Finds the rows whose stretches do; the others are to have cells, if their form is another.
 * Sets *has_cells where there are some. 0 when memory ran out. */
static int
find_stretches (ind__index *index, int *has_cells)
{
  const ind_table *table = index->table;
  size_t k;
  struct search search;

  if (!open_search (&search, index))
    {
      close_search (&search);
      return 0;
    }
  for (k = 0; k < table->n_sites; k++)
    {
      index->row[k].first = index->row[k].n = 0;
      index->row[k].form = IND__ROW_OF_STRETCHES;
    }
  for (k = 0; k < ind__table_stretch_count (table); k++)
    {
      ind__index_row *row = &index->row[ind__table_stretch (table, k).site];
      if (row->n == 0)
        row->first = k;
      if (row->first + row->n != k || ++row->n > MOST_STRETCHES)
        row->form = IND__ROW_OF_CELLS;
    }
  *has_cells = 0;
  for (k = 0; k < table->n_sites; k++)
    {
      ind__index_row *row = &index->row[k];
      if (row->form == IND__ROW_OF_STRETCHES && repeats_column (index, k, &search))
        row->form = IND__ROW_OF_CELLS;
      *has_cells |= row->form != IND__ROW_OF_STRETCHES;
    }
  close_search (&search);
  return 1;
}

/* Counts the figures of rows without stretches, and finds their columns. */
static void
measure_rows (ind__index *index, uint32_t *last_column)
{
  const ind_table *table = index->table;
  size_t k;
  uint32_t i;

  for (k = 0; k < table->n_sites; k++)
    if (index->row[k].form != IND__ROW_OF_STRETCHES)
      {
        index->row[k].n = 0;
        index->row[k].first_column = UINT32_MAX;
        last_column[k] = 0;
      }
  for (k = 0; k < ind__table_stretch_count (table); k++)
    {
      uint32_t site = ind__table_stretch (table, k).site, n = ind__table_stretch_length (table, k);
      ind__index_row *row = &index->row[site];
      if (row->form == IND__ROW_OF_STRETCHES)
        continue;
      row->n += n;
      for (i = 0; i < n; i++)
        {
          uint32_t column = index->meaning[ind__table_stretch (table, k).kind + i].column;
          if (column < row->first_column)
            row->first_column = column;
          if (column > last_column[site])
            last_column[site] = column;
        }
    }
}

/* Lays out the rows that are measured. */
static int
lay_rows (ind__index *index, const uint32_t *last_column)
{
  size_t n_cells = 0, n_pairs = 0, k;

  for (k = 0; k < index->table->n_sites; k++)
    {
      ind__index_row *row = &index->row[k];
      size_t span = row->n == 0 ? 0 : (size_t) last_column[k] - row->first_column + 1;
      if (row->form == IND__ROW_OF_STRETCHES)
        continue;
      if (span <= 16 + (size_t) MOST_CELLS_PER_FIGURE * row->n)
        {
          row->first = n_cells;
          row->n = (uint32_t) span;
          n_cells += span;
          continue;
        }
      row->form = IND__ROW_OF_PAIRS;
      row->first = n_pairs;
      n_pairs += row->n;
      row->n = 0;
    }
  index->n_cells = n_cells;
  index->cell = ind__new_array (n_cells, sizeof *index->cell);
  index->pair = ind__new_array (n_pairs, 2 * sizeof *index->pair);
  if (index->cell == NULL || index->pair == NULL)
    return 0;
  memset (index->cell, 0xFF, n_cells * sizeof *index->cell);
  return 1;
}

/* Puts a figure of a kind into its row, the last figures first. */
static int
put_figure (ind__index *index, ind__index_row *row, uint32_t kind, uint32_t figure)
{
  uint32_t column = index->meaning[kind].column;
  ind__cell *cell;

  if (row->form == IND__ROW_OF_PAIRS)
    {
      uint32_t *pair = index->pair + 2 * (row->first + row->n++);
      pair[0] = column;
      pair[1] = figure;
      return 1;
    }
  cell = index->cell + row->first + (column - row->first_column);
  if (cell->figure != IND__NONE)
    {
      if (!open_next (index))
        return 0;
      index->next[figure] = cell->figure;
    }
  cell->figure = figure;
  cell->kind = kind;
  return 1;
}

/* Begins to load where the first figure of a stretch is put. */
static void
prefetch_cell (const ind__index *index, size_t number)
{
  ind__stretch stretch = ind__table_stretch (index->table, number);
  const ind__index_row *row = &index->row[stretch.site];

  if (row->form == IND__ROW_OF_CELLS)
    IND__PREFETCH (
        &index->cell[row->first + (index->meaning[stretch.kind].column - row->first_column)]);
}

/* Puts the figures of a stretch into their row; 0 when memory ran out. */
static int
put_stretch (ind__index *index, size_t number)
{
  ind__stretch stretch = ind__table_stretch (index->table, number);
  ind__index_row *row = &index->row[stretch.site];
  uint32_t k = ind__table_stretch_length (index->table, number);

  if (row->form == IND__ROW_OF_STRETCHES)
    return 1;
  while (k-- > 0)
    if (!put_figure (index, row, stretch.kind + k, stretch.figure + k))
      return 0;
  return 1;
}

/* Sorts the pairs of a row, and chains those of one column. */
static int
sort_row (ind__index *index, ind__index_row *row)
{
  uint32_t *pair = index->pair + 2 * row->first, n = 0, k;

  qsort (pair, row->n, 2 * sizeof *pair, compare_pairs);
  for (k = 0; k < row->n; k++)
    if (n > 0 && pair[2 * (size_t) (n - 1)] == pair[2 * (size_t) k])
      {
        uint32_t last = pair[2 * (size_t) (n - 1) + 1];
        if (!open_next (index))
          return 0;
        while (index->next[last] != IND__NONE)
          last = index->next[last];
        index->next[last] = pair[2 * (size_t) k + 1];
      }
    else
      {
        pair[2 * (size_t) n] = pair[2 * (size_t) k];
        pair[2 * (size_t) n++ + 1] = pair[2 * (size_t) k + 1];
      }
  row->n = n;
  return 1;
}

/* Gives cells to the rows without stretches. */
static int
fill_cells (ind__index *index)
{
  const ind_table *table = index->table;
  uint32_t *last_column = ind__new_array (table->n_sites, sizeof *last_column);
  int is_good = last_column != NULL;
  size_t k;

  if (is_good)
    {
      measure_rows (index, last_column);
      is_good = lay_rows (index, last_column);
    }
  for (k = ind__table_stretch_count (table); k-- > 0 && is_good;)
    {
      if (k >= AHEAD)
        prefetch_cell (index, k - AHEAD);
      is_good = put_stretch (index, k);
    }
  for (k = 0; k < table->n_sites && is_good; k++)
    if (index->row[k].form == IND__ROW_OF_PAIRS)
      is_good = sort_row (index, &index->row[k]);
  ind__release (last_column);
  return is_good;
}

static int
fill_rows (ind__index *index)
{
  int has_cells;

  return find_stretches (index, &has_cells) && (!has_cells || fill_cells (index));
}

int
ind__index_sort_some (const ind__index *index, const uint32_t *figures, size_t n,
                      ind__sorted *out)
{
  size_t k, i;

  out->figure = ind__new_array (n, sizeof *out->figure);
  out->first = ind__new_zeroed ((index->n_data_indicators + 2) * sizeof *out->first);
  if (out->figure == NULL || out->first == NULL)
    {
      ind__sorted_free (out);
      return 0;
    }
  for (k = 0; k < n; k++)
    {
      size_t figure = figures == NULL ? k : figures[k];
      out->first[index->place_of[ind__index_indicator (index, figure)] + 2]++;
    }
  for (i = 0; i < index->n_data_indicators; i++)
    out->first[i + 2] += out->first[i + 1];
  /* Each start moves up to its end, which is where the next begins. */
  for (k = 0; k < n; k++)
    {
      uint32_t figure = figures == NULL ? (uint32_t) k : figures[k];
      out->figure[out->first[index->place_of[ind__index_indicator (index, figure)] + 1]++]
          = figure;
    }
  return 1;
}

void
ind__sorted_free (ind__sorted *sorted)
{
  ind__release (sorted->figure);
  ind__release (sorted->first);
  memset (sorted, 0, sizeof *sorted);
}

int
ind__index_sort (ind__index *index)
{
  return index->sorted.figure != NULL
         || ind__index_sort_some (index, NULL, index->table->count, &index->sorted);
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
  if (!allocate (index) || !read_names (index) || !fill_rows (index))
    {
      ind__index_free (index);
      return ind__fail_memory (error);
    }
  return IND_OK;
}

void
ind__index_free (ind__index *index)
{
  ind__strings_free (&index->names);
  ind__release (index->meaning);
  ind__release (index->area_name);
  ind__release (index->area_string);
  ind__release (index->column_indicator);
  ind__release (index->column_component);
  ind__release (index->column_kind);
  ind__release (index->first_kind_of);
  ind__release (index->column_numbers.slot);
  ind__release (index->row);
  ind__release (index->cell);
  ind__release (index->pair);
  ind__release (index->next);
  ind__release (index->data_indicator);
  ind__release (index->place_of);
  ind__release (index->first_kind);
  ind__sorted_free (&index->sorted);
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
  *n = index->sorted.first[place + 1] - index->sorted.first[place];
  return index->sorted.figure + index->sorted.first[place];
}

static const uint32_t *
list_components (void *context, uint32_t indicator, size_t *n)
{
  ind__index_components *scratch = context;
  const ind__index *index = scratch->index;
  size_t k;

  *n = 0;
  if (!ind__grow (&scratch->component, &scratch->capacity, index->n_columns + 1,
                  sizeof *scratch->component))
    return NULL;
  for (k = 0; k < index->n_columns; k++)
    if (index->column_indicator[k] == indicator)
      scratch->component[(*n)++] = index->column_component[k];
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
