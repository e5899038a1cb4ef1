/* SPDX-License-Identifier: GPL-3.0-or-later
 * The figures in columns. */
#include "table/table.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

int
ind__messages_add (ind__messages *messages, const char *text)
{
  char *copy;

  if (!ind__grow (&messages->text, &messages->capacity, messages->count + 1,
                  sizeof *messages->text))
    return 0;
  copy = ind__text_copy (text, strlen (text));
  if (copy == NULL)
    return 0;
  messages->text[messages->count++] = copy;
  return 1;
}

void
ind__messages_truncate (ind__messages *messages, size_t count)
{
  while (messages->count > count)
    ind__release (messages->text[--messages->count]);
}

void
ind__messages_free (ind__messages *messages)
{
  ind__messages_truncate (messages, 0);
  ind__release (messages->text);
  memset (messages, 0, sizeof *messages);
}

ind_status
ind_table_new (ind_table **out, ind_error *error)
{
  ind_table *table = ind__new_zeroed (sizeof *table);
  ind_unit none;

  memset (&none, 0, sizeof none);
  if (table == NULL || ind__strings_add (&table->strings, "", 0) != 0
      || ind__table_add_unit (table, &none) != 0)
    {
      ind_table_free (table);
      return ind__fail_memory (error);
    }
  *out = table;
  return IND_OK;
}

void
ind_table_free (ind_table *table)
{
  size_t column;

  if (table == NULL)
    return;
  for (column = 0; column < table->n_extra; column++)
    ind__release (table->extra[column]);
  ind__strings_free (&table->strings);
  ind__release (table->mantissa);
  ind__release (table->wide_mantissa);
  ind__release (table->wide);
  ind__release (table->digits);
  ind__release (table->printed);
  ind__release (table->locator);
  ind__release (table->kinds);
  ind__release (table->sites);
  ind__release (table->kind_numbers.slot);
  ind__release (table->site_numbers.slot);
  ind__release (table->stretches);
  ind__release (table->stretch_at);
  ind__release (table->place);
  ind__release (table->runs);
  ind__release (table->n_elsewhere);
  ind__release (table->extra);
  ind__release (table->extra_name);
  ind__release (table->units);
  ind__messages_free (&table->complaints);
  ind__messages_free (&table->notes);
  ind__release (table);
}

/* Grows one column to the table's new capacity. */
static int
grow_column (void *column, size_t capacity, size_t size)
{
  void *block;

  memcpy (&block, column, sizeof block);
  block = capacity > (size_t) -1 / size ? NULL : ind__reallocate (block, capacity * size);
  if (block == NULL)
    return 0;
  memcpy (column, &block, sizeof block);
  return 1;
}

static int
grow_optional (uint32_t **column, size_t capacity)
{
  return *column == NULL || grow_column (column, capacity, sizeof **column);
}

static int
grow_texts (ind_table *table, size_t capacity)
{
  size_t column;

  if (!grow_optional (&table->printed, capacity) || !grow_optional (&table->locator, capacity))
    return 0;
  for (column = 0; column < table->n_extra; column++)
    if (!grow_optional (&table->extra[column], capacity))
      return 0;
  return 1;
}

static int
grow_mantissas (ind_table *table, size_t capacity)
{
  return table->wide_mantissa == NULL
             ? grow_column (&table->mantissa, capacity, sizeof *table->mantissa)
             : grow_column (&table->wide_mantissa, capacity, sizeof *table->wide_mantissa);
}

int
ind__table_reserve (ind_table *table, size_t capacity)
{
  if (capacity <= table->capacity)
    return 1;
  if (!ind__table_reserve_places (table, capacity)
      || !grow_mantissas (table, capacity)
      || !grow_column (&table->digits, capacity, sizeof *table->digits)
      || !grow_texts (table, capacity))
    return 0;
  table->capacity = capacity;
  return 1;
}

static int
grow_table (ind_table *table)
{
  return ind__table_reserve (table, table->capacity < 64
                                        ? 64
                                        : table->capacity + table->capacity / 2);
}

/* Puts a text into a column that exists only once it holds something. */
static int
set_optional (ind_table *table, uint32_t **column, size_t k, uint32_t text)
{
  if (*column == NULL)
    {
      if (text == 0)
        return 1;
      *column = ind__new_array (table->capacity, sizeof **column);
      if (*column == NULL)
        return 0;
      memset (*column, 0, table->capacity * sizeof **column);
    }
  (*column)[k] = text;
  return 1;
}

/* ------------------------------------------------------------------------
 * Mantissas
 * ---------------------------------------------------------------------- */

/* Where so many are wide, or one in so many, each gets 64 bits. */
#define MANY_WIDE 4096
#define FEW_WIDE 16

int64_t
ind__table_wide_mantissa (const ind_table *table, size_t k)
{
  size_t low = 0, high = table->n_wide;

  while (high - low > 1)
    {
      size_t between = low + (high - low) / 2;
      if (table->wide[between].figure <= k)
        low = between;
      else
        high = between;
    }
  return table->wide[low].mantissa;
}

/* Gives 64 bits to the mantissas of all figures; 0 when memory ran out. */
static int
widen_mantissas (ind_table *table, size_t capacity)
{
  int64_t *wide_mantissa = ind__new_array (capacity, sizeof *wide_mantissa);
  size_t n = table->count, k;

  if (wide_mantissa == NULL)
    return 0;
  for (k = 0; k < n; k++)
    wide_mantissa[k] = table->mantissa[k];
  for (k = 0; k < table->n_wide; k++)
    wide_mantissa[table->wide[k].figure] = table->wide[k].mantissa;
  ind__release (table->mantissa);
  table->mantissa = NULL;
  table->wide_mantissa = wide_mantissa;
  table->n_wide = 0;
  return 1;
}

/* Drops the wide mantissas of figures the table has not. */
static void
cut_wide (ind_table *table)
{
  while (table->n_wide > 0 && table->wide[table->n_wide - 1].figure >= table->count)
    table->n_wide--;
}

/* Whether n more wide ones are too many to be kept apart. */
static int
are_many_wide (const ind_table *table, size_t n)
{
  return table->mantissa != NULL && table->n_wide + n > MANY_WIDE
         && table->n_wide + n > table->count / FEW_WIDE;
}

/* Puts the mantissa of figure k, which follows all others; 0 when memory ran out. */
static int
put_mantissa (ind_table *table, size_t k, int64_t mantissa)
{
  if (ind__is_wide (mantissa) && are_many_wide (table, 1)
      && !widen_mantissas (table, table->capacity))
    return 0;
  if (table->mantissa == NULL)
    table->wide_mantissa[k] = mantissa;
  else if (!ind__is_wide (mantissa))
    table->mantissa[k] = (int32_t) mantissa;
  else
    {
      if (!ind__grow (&table->wide, &table->wide_capacity, table->n_wide + 1,
                      sizeof *table->wide))
        return 0;
      table->mantissa[k] = IND__WIDE;
      table->wide[table->n_wide].figure = (uint32_t) k;
      table->wide[table->n_wide++].mantissa = mantissa;
    }
  return 1;
}

/* ------------------------------------------------------------------------
 * Figures
 * ---------------------------------------------------------------------- */

int
ind__table_append_known (ind_table *table, uint32_t kind, uint32_t site, ind_decimal value,
                         int32_t precision, uint32_t record)
{
  size_t k = table->count, column;

  if ((k == table->capacity && !grow_table (table)) || !put_mantissa (table, k, value.mantissa)
      || !ind__table_add_record (table, (uint32_t) k, record)
      || !ind__table_add_stretch (table, (uint32_t) k, kind, site, 1))
    return 0;
  if (table->printed != NULL)
    table->printed[k] = 0;
  if (table->locator != NULL)
    table->locator[k] = 0;
  for (column = 0; column < table->n_extra; column++)
    if (table->extra[column] != NULL)
      table->extra[column][k] = 0;
  table->digits[k].decimals = (int8_t) value.decimals;
  table->digits[k].precision = (int8_t) precision;
  table->count++;
  return 1;
}

int
ind__table_append (ind_table *table, const ind__row *row)
{
  ind__kind kind;
  ind__site site;
  uint32_t kind_number, site_number;

  memset (&kind, 0, sizeof kind);
  kind.file = row->file;
  kind.source = row->source;
  kind.vintage = row->vintage;
  kind.indicator = row->indicator;
  kind.component = row->component;
  kind.unit = row->unit;
  kind.qualifier = (uint8_t) row->qualifier;
  kind.rounding = (uint8_t) row->rounding;
  site.area = row->area;
  site.period = row->period;
  kind_number = ind__table_add_kind (table, &kind);
  site_number = ind__table_add_site (table, &site);
  if (kind_number == UINT32_MAX || site_number == UINT32_MAX
      || !ind__table_append_known (table, kind_number, site_number, row->value, row->precision,
                                   row->record))
    return 0;
  if (set_optional (table, &table->printed, table->count - 1, row->printed)
      && set_optional (table, &table->locator, table->count - 1, row->locator))
    return 1;
  table->count--;
  ind__table_cut_stretches (table);
  cut_wide (table);
  return 0;
}

/* ------------------------------------------------------------------------
 * A table behind another
 * ---------------------------------------------------------------------- */

/* A string of `from` in `to`; 0 when memory ran out. */
static int
translate_string (const ind__translation *translation, uint32_t *string)
{
  const ind__strings *from = &translation->from->strings;
  *string = ind__strings_add (&translation->to->strings, ind__strings_at (from, *string),
                              ind__strings_length (from, *string));
  return *string != IND__NO_STRING;
}

static void
count_alike (ind__translation *translation)
{
  size_t n = translation->n_kinds, k;

  for (k = n; k-- > 0;)
    translation->n_alike[k] = k + 1 < n && translation->kind[k + 1] == translation->kind[k] + 1
                                  ? translation->n_alike[k + 1] + 1
                                  : 1;
}

static int
translate_kinds (ind__translation *translation)
{
  const ind_table *from = translation->from;
  size_t n_before = translation->n_kinds, k;

  if (from->n_kinds == n_before)
    return 1;
  if (!ind__grow (&translation->kind, &translation->kinds_capacity, from->n_kinds,
                  sizeof *translation->kind)
      || !ind__grow (&translation->n_alike, &translation->alike_capacity, from->n_kinds,
                     sizeof *translation->n_alike))
    return 0;
  for (k = n_before; k < from->n_kinds; k++)
    {
      ind__kind kind = from->kinds[k];
      int unit = ind__table_add_unit (translation->to, &from->units[kind.unit]);
      if (unit < 0 || !translate_string (translation, &kind.file)
          || !translate_string (translation, &kind.source)
          || !translate_string (translation, &kind.vintage)
          || !translate_string (translation, &kind.indicator)
          || !translate_string (translation, &kind.component))
        return 0;
      kind.unit = (uint16_t) unit;
      translation->kind[k] = ind__table_add_kind (translation->to, &kind);
      if (translation->kind[k] == UINT32_MAX)
        return 0;
    }
  translation->n_kinds = from->n_kinds;
  count_alike (translation);
  return 1;
}

int
ind__table_know_kinds (ind_table *table, const ind_table *other)
{
  ind__translation translation = ind__translation_of (other, table);
  int is_good = translate_kinds (&translation);

  ind__translation_free (&translation);
  return is_good;
}

static int
translate_sites (ind__translation *translation)
{
  const ind_table *from = translation->from;
  uint32_t last = UINT32_MAX, area = 0;
  size_t k;

  if (!ind__grow (&translation->site, &translation->sites_capacity, from->n_sites,
                  sizeof *translation->site))
    return 0;
  for (k = translation->n_sites; k < from->n_sites; k++)
    {
      ind__site site = from->sites[k];
      /* An area's periods mostly come together. */
      if (site.area != last)
        {
          last = area = site.area;
          if (!translate_string (translation, &area))
            return 0;
        }
      site.area = area;
      translation->site[k] = ind__table_add_site (translation->to, &site);
      if (translation->site[k] == UINT32_MAX)
        return 0;
    }
  translation->n_sites = from->n_sites;
  return 1;
}

void
ind__translation_free (ind__translation *translation)
{
  ind__release (translation->kind);
  ind__release (translation->site);
  ind__release (translation->n_alike);
}

/* The extra column of `from` that has the name of a column of `to`; NULL where none does, or
 * it is empty. */
static const uint32_t *
find_extra (const ind__translation *translation, size_t column)
{
  const ind_table *from = translation->from;
  const char *name = ind_table_extra_name (translation->to, column);
  size_t k;

  for (k = 0; k < from->n_extra; k++)
    if (strcmp (ind_table_extra_name (from, k), name) == 0)
      return from->extra[k];
  return NULL;
}

/* A column of text behind what is there. */
static int
append_texts (const ind__translation *translation, uint32_t **to, const uint32_t *from)
{
  size_t n = translation->from->count, k;

  for (k = 0; from != NULL && k < n; k++)
    {
      uint32_t text = from[k];
      if ((text != 0 && !translate_string (translation, &text))
          || !set_optional (translation->to, to, translation->to->count + k, text))
        return 0;
    }
  if (from == NULL && *to != NULL)
    memset (*to + translation->to->count, 0, n * sizeof **to);
  return 1;
}

static uint32_t
least (uint32_t a, uint32_t b)
{
  return a < b ? a : b;
}

static int
append_places (const ind__translation *translation, uint32_t record_offset)
{
  ind_table *to = translation->to;
  const ind_table *from = translation->from;
  size_t at = to->count, k;

  for (k = 0; k < ind__table_stretch_count (from); k++)
    {
      ind__stretch stretch = ind__table_stretch (from, k);
      uint32_t site = translation->site[stretch.site], n = ind__table_stretch_length (from, k), i;
      for (i = 0; i < n; i += translation->n_alike[stretch.kind + i])
        if (!ind__table_add_stretch (to, (uint32_t) at + stretch.figure + i,
                                     translation->kind[stretch.kind + i], site,
                                     least (n - i, translation->n_alike[stretch.kind + i])))
          return 0;
    }
  for (k = 0; k < from->n_runs; k++)
    if (!ind__table_add_record (to, (uint32_t) at + from->runs[k].figure,
                                from->runs[k].record + record_offset))
      return 0;
  return 1;
}

static int
append_digits (const ind__translation *translation)
{
  ind_table *to = translation->to;
  const ind_table *from = translation->from;
  size_t at = to->count, n = from->count, k;

  if (((from->wide_mantissa != NULL && to->wide_mantissa == NULL)
       || are_many_wide (to, from->n_wide))
      && !widen_mantissas (to, to->capacity))
    return 0;
  if (!ind__grow (&to->wide, &to->wide_capacity, to->n_wide + from->n_wide, sizeof *to->wide))
    return 0;
  if (to->wide_mantissa == NULL)
    memcpy (to->mantissa + at, from->mantissa, n * sizeof *to->mantissa);
  else
    for (k = 0; k < n; k++)
      to->wide_mantissa[at + k] = ind__table_mantissa (from, k);
  for (k = 0; k < from->n_wide && to->wide_mantissa == NULL; k++)
    {
      to->wide[to->n_wide] = from->wide[k];
      to->wide[to->n_wide++].figure += (uint32_t) at;
    }
  memcpy (to->digits + at, from->digits, n * sizeof *to->digits);
  return 1;
}

int
ind__table_append_all (ind__translation *translation, uint32_t record_offset)
{
  ind_table *to = translation->to;
  const ind_table *from = translation->from;
  size_t n = from->count, k;

  if (!translate_kinds (translation) || !translate_sites (translation))
    return 0;
  if (n == 0)
    return 1;
  if (to->capacity - to->count < n
      && !ind__table_reserve (to, to->count + n + to->count / 2))
    return 0;
  if (!append_places (translation, record_offset) || !append_digits (translation)
      || !append_texts (translation, &to->printed, from->printed)
      || !append_texts (translation, &to->locator, from->locator))
    return 0;
  for (k = 0; k < to->n_extra; k++)
    if (!append_texts (translation, &to->extra[k], find_extra (translation, k)))
      return 0;
  to->count += n;
  return 1;
}

void
ind__table_empty (ind_table *table)
{
  size_t column;

  table->count = table->n_stretches = table->n_runs = table->n_wide = 0;
  ind__release (table->printed);
  ind__release (table->locator);
  table->printed = table->locator = NULL;
  for (column = 0; column < table->n_extra; column++)
    {
      ind__release (table->extra[column]);
      table->extra[column] = NULL;
    }
}

size_t
ind__table_add_extra (ind_table *table, const char *name, size_t length)
{
  uint32_t id = ind__strings_add (&table->strings, name, length);
  size_t column;

  if (id == IND__NO_STRING)
    return SIZE_MAX;
  for (column = 0; column < table->n_extra; column++)
    if (table->extra_name[column] == id)
      return column;
  if (!ind__grow (&table->extra, &table->extra_capacity, column + 1, sizeof *table->extra)
      || !ind__grow (&table->extra_name, &table->extra_names_capacity, column + 1,
                     sizeof *table->extra_name))
    return SIZE_MAX;
  table->extra[column] = NULL;
  table->extra_name[column] = id;
  table->n_extra++;
  return column;
}

int
ind__table_set_extra (ind_table *table, size_t column, uint32_t text)
{
  return set_optional (table, &table->extra[column], table->count - 1, text);
}

int
ind__table_add_unit (ind_table *table, const ind_unit *unit)
{
  size_t k;

  for (k = 0; k < table->n_units; k++)
    if (memcmp (&table->units[k], unit, sizeof *unit) == 0)
      return (int) k;
  if (k >= UINT16_MAX
      || !ind__grow (&table->units, &table->units_capacity, k + 1, sizeof *table->units))
    return -1;
  table->units[k] = *unit;
  table->n_units++;
  return (int) k;
}

ind__mark
ind__table_mark (const ind_table *table)
{
  ind__mark mark;
  mark.count = table->count;
  mark.n_extra = table->n_extra;
  mark.n_units = table->n_units;
  mark.n_notes = table->notes.count;
  mark.n_kinds = table->n_kinds;
  mark.n_sites = table->n_sites;
  mark.n_stretches = table->n_stretches;
  mark.n_runs = table->n_runs;
  mark.n_kept = table->complaints.count;
  mark.n_complaints = table->n_complaints;
  mark.has_vintage = table->has_vintage;
  return mark;
}

void
ind__table_rewind (ind_table *table, const ind__mark *mark)
{
  table->count = mark->count;
  while (table->n_extra > mark->n_extra)
    ind__release (table->extra[--table->n_extra]);
  table->n_units = mark->n_units;
  ind__messages_truncate (&table->notes, mark->n_notes);
  /* Stretches may have been given up since. */
  if (table->place == NULL)
    table->n_stretches = mark->n_stretches;
  cut_wide (table);
  table->n_runs = mark->n_runs;
  table->has_vintage = mark->has_vintage;
  if (table->n_outlined > mark->n_kinds)
    table->n_outlined = mark->n_kinds;
  ind__table_cut_places (table, mark->n_kinds, mark->n_sites);
}

void
ind__table_keep_kind (ind_table *table, const ind__mark *mark)
{
  ind__mark own = *mark;

  own.n_kinds = table->n_kinds;
  own.n_units = table->n_units;
  own.n_notes = table->notes.count;
  own.has_vintage = table->has_vintage;
  ind__table_rewind (table, &own);
}

int
ind__table_count_elsewhere (ind_table *table)
{
  if (!ind__grow (&table->n_elsewhere, &table->outlined_capacity, table->n_kinds,
                  sizeof *table->n_elsewhere))
    return 0;
  for (; table->n_outlined < table->n_kinds; table->n_outlined++)
    table->n_elsewhere[table->n_outlined] = 0;
  return 1;
}

ind_interval
ind__table_interval (const ind_table *table, size_t k, int scale)
{
  const ind__kind *kind = ind__table_kind (table, k);
  ind_interval interval;

  if (ind_decimal_interval (ind__table_value (table, k), table->digits[k].precision,
                            (ind_qualifier) kind->qualifier, (ind_rounding) kind->rounding,
                            scale, &interval)
      != IND_OK)
    {
      /* A power of ten out of reach: nothing is known of the value. */
      interval.low = -INFINITY;
      interval.high = INFINITY;
    }
  return interval;
}

size_t
ind_table_count (const ind_table *table)
{
  return table->count;
}

void
ind_table_kinds (const ind_table *table, uint32_t *kinds)
{
  size_t k;
  uint32_t i;

  for (k = 0; k < ind__table_stretch_count (table); k++)
    for (i = 0; i < ind__table_stretch_length (table, k); i++)
      *kinds++ = ind__table_stretch (table, k).kind + i;
}

void
ind_table_sites (const ind_table *table, uint32_t *sites)
{
  size_t k;
  uint32_t i;

  for (k = 0; k < ind__table_stretch_count (table); k++)
    for (i = 0; i < ind__table_stretch_length (table, k); i++)
      *sites++ = ind__table_stretch (table, k).site;
}

size_t
ind_table_extra_count (const ind_table *table)
{
  return table->n_extra;
}

const char *
ind_table_extra_name (const ind_table *table, size_t column)
{
  return column < table->n_extra
             ? ind__strings_at (&table->strings, table->extra_name[column])
             : NULL;
}

const char *
ind_table_extra (const ind_table *table, size_t k, size_t column)
{
  return k < table->count && column < table->n_extra
             ? ind__table_text (table, table->extra[column], k)
             : "";
}

size_t
ind_table_complaint_count (const ind_table *table)
{
  return table->complaints.count;
}

size_t
ind_table_complaint_total (const ind_table *table)
{
  return table->n_complaints;
}

const char *
ind_table_complaint_at (const ind_table *table, size_t k)
{
  return k < table->complaints.count ? table->complaints.text[k] : NULL;
}

size_t
ind_table_note_count (const ind_table *table)
{
  return table->notes.count;
}

const char *
ind_table_note_at (const ind_table *table, size_t k)
{
  return k < table->notes.count ? table->notes.text[k] : NULL;
}

ind_status
ind_table_figure (const ind_table *table, size_t k, ind_figure *out)
{
  const ind__kind *kind;
  const ind__site *site;

  if (k >= table->count)
    return IND_E_RANGE;
  kind = ind__table_kind (table, k);
  site = ind__table_site (table, k);
  memset (out, 0, sizeof *out);
  out->source = ind__table_string (table, kind->source);
  out->vintage = ind__table_string (table, kind->vintage);
  out->indicator = ind__table_string (table, kind->indicator);
  out->area = ind__table_string (table, site->area);
  out->component = ind__table_string (table, kind->component);
  out->printed = ind__table_text (table, table->printed, k);
  out->locator = ind__table_text (table, table->locator, k);
  out->file = ind__table_string (table, kind->file);
  ind__period_write (site->period, out->period);
  out->record = ind__table_record (table, k);
  out->value = ind__table_value (table, k);
  ind_decimal_write (out->value, out->obs_value);
  out->precision = table->digits[k].precision;
  out->unit = table->units[kind->unit];
  out->qualifier = (ind_qualifier) kind->qualifier;
  out->rounding = (ind_rounding) kind->rounding;
  out->interval = ind__table_interval (table, k, 0);
  return IND_OK;
}
