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
  ind__release (table->file);
  ind__release (table->source);
  ind__release (table->indicator);
  ind__release (table->area);
  ind__release (table->component);
  ind__release (table->record);
  ind__release (table->period);
  ind__release (table->mantissa);
  ind__release (table->decimals);
  ind__release (table->precision);
  ind__release (table->qualifier);
  ind__release (table->rounding);
  ind__release (table->unit);
  ind__release (table->vintage);
  ind__release (table->printed);
  ind__release (table->locator);
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
grow_table (ind_table *table)
{
  size_t capacity = table->capacity < 64 ? 64 : table->capacity + table->capacity / 2, column;

  if (!grow_column (&table->file, capacity, sizeof *table->file)
      || !grow_column (&table->source, capacity, sizeof *table->source)
      || !grow_column (&table->indicator, capacity, sizeof *table->indicator)
      || !grow_column (&table->area, capacity, sizeof *table->area)
      || !grow_column (&table->component, capacity, sizeof *table->component)
      || !grow_column (&table->record, capacity, sizeof *table->record)
      || !grow_column (&table->period, capacity, sizeof *table->period)
      || !grow_column (&table->mantissa, capacity, sizeof *table->mantissa)
      || !grow_column (&table->decimals, capacity, sizeof *table->decimals)
      || !grow_column (&table->precision, capacity, sizeof *table->precision)
      || !grow_column (&table->qualifier, capacity, sizeof *table->qualifier)
      || !grow_column (&table->rounding, capacity, sizeof *table->rounding)
      || !grow_column (&table->unit, capacity, sizeof *table->unit)
      || !grow_optional (&table->vintage, capacity) || !grow_optional (&table->printed, capacity)
      || !grow_optional (&table->locator, capacity))
    return 0;
  for (column = 0; column < table->n_extra; column++)
    if (!grow_optional (&table->extra[column], capacity))
      return 0;
  table->capacity = capacity;
  return 1;
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

int
ind__table_append (ind_table *table, const ind__row *row)
{
  size_t k = table->count, column;

  if (k == table->capacity && !grow_table (table))
    return 0;
  if (!set_optional (table, &table->vintage, k, row->vintage)
      || !set_optional (table, &table->printed, k, row->printed)
      || !set_optional (table, &table->locator, k, row->locator))
    return 0;
  for (column = 0; column < table->n_extra; column++)
    if (table->extra[column] != NULL)
      table->extra[column][k] = 0;
  table->file[k] = row->file;
  table->source[k] = row->source;
  table->indicator[k] = row->indicator;
  table->area[k] = row->area;
  table->component[k] = row->component;
  table->record[k] = row->record;
  table->period[k] = row->period;
  table->mantissa[k] = row->value.mantissa;
  table->decimals[k] = (int8_t) row->value.decimals;
  table->precision[k] = (int8_t) row->precision;
  table->qualifier[k] = (uint8_t) row->qualifier;
  table->rounding[k] = (uint8_t) row->rounding;
  table->unit[k] = row->unit;
  table->count++;
  return 1;
}

size_t
ind__table_add_extra (ind_table *table, const char *name, size_t length)
{
  uint32_t id = ind__strings_add (&table->strings, name, length);
  size_t column, capacity = table->extra_capacity;

  if (id == IND__NO_STRING)
    return SIZE_MAX;
  for (column = 0; column < table->n_extra; column++)
    if (table->extra_name[column] == id)
      return column;
  if (!ind__grow (&table->extra, &capacity, column + 1, sizeof *table->extra))
    return SIZE_MAX;
  capacity = table->extra_capacity;
  if (!ind__grow (&table->extra_name, &capacity, column + 1, sizeof *table->extra_name))
    return SIZE_MAX;
  table->extra_capacity = capacity;
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
}

ind_interval
ind__table_interval (const ind_table *table, size_t k, int scale)
{
  ind_interval interval;
  if (ind_decimal_interval (ind__table_value (table, k), table->precision[k],
                            (ind_qualifier) table->qualifier[k],
                            (ind_rounding) table->rounding[k], scale, &interval)
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
  if (k >= table->count)
    return IND_E_RANGE;
  memset (out, 0, sizeof *out);
  out->source = ind__table_text (table, table->source, k);
  out->vintage = ind__table_text (table, table->vintage, k);
  out->indicator = ind__table_text (table, table->indicator, k);
  out->area = ind__table_text (table, table->area, k);
  out->component = ind__table_text (table, table->component, k);
  out->printed = ind__table_text (table, table->printed, k);
  out->locator = ind__table_text (table, table->locator, k);
  out->file = ind__table_text (table, table->file, k);
  ind__period_write (table->period[k], out->period);
  out->record = table->record[k];
  out->value = ind__table_value (table, k);
  ind_decimal_write (out->value, out->obs_value);
  out->precision = table->precision[k];
  out->unit = table->units[table->unit[k]];
  out->qualifier = (ind_qualifier) table->qualifier[k];
  out->rounding = (ind_rounding) table->rounding[k];
  out->interval = ind__table_interval (table, k, 0);
  return IND_OK;
}
