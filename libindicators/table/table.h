/* SPDX-License-Identifier: GPL-3.0-or-later
 * The figures in columns. */
#ifndef IND_TABLE_TABLE_H
#define IND_TABLE_TABLE_H

#include "base/strings.h"
#include "table/period.h"

/* Text kept for messages. */
typedef struct ind__messages {
  char **text;
  size_t count, capacity;
} ind__messages;

/* Columns have one element per figure. Names and texts are numbers of
 * `strings`; string 0 is "". Equal names are equal numbers, but not equal
 * texts of `printed`. Columns of text that most tables leave empty are NULL
 * until a figure fills them. */
struct ind_table {
  ind__strings strings;
  size_t count, capacity;
  uint32_t *file, *source, *indicator, *area, *component, *record;
  ind__period *period;
  int64_t *mantissa;
  int8_t *decimals, *precision;
  uint8_t *qualifier, *rounding;
  uint16_t *unit; /* index into units */
  uint32_t *vintage, *printed, *locator;
  uint32_t **extra; /* extra[column] is a column of text */
  uint32_t *extra_name;
  size_t n_extra, extra_capacity;
  ind_unit *units; /* the distinct units; the first has no symbols */
  size_t n_units, units_capacity;
  ind__messages complaints, notes;
  size_t n_complaints; /* those kept and those beyond */
};

/* One figure on its way into a table. */
typedef struct ind__row {
  uint32_t file, source, vintage, indicator, area, component, printed, locator, record;
  ind__period period;
  ind_decimal value;
  int32_t precision;
  ind_qualifier qualifier;
  ind_rounding rounding;
  uint16_t unit;
} ind__row;

/* Appends a figure; 0 when memory ran out. */
int ind__table_append (ind_table *table, const ind__row *row);

/* Makes room for a further text column of `extra`; its number, or SIZE_MAX
 * when memory ran out. */
size_t ind__table_add_extra (ind_table *table, const char *name, size_t length);

/* Fills an extra column of the figure added last. 0 when memory ran out. */
int ind__table_set_extra (ind_table *table, size_t column, uint32_t text);

/* The number of a unit, added if new; -1 when memory ran out or there are
 * more than 65535. */
int ind__table_add_unit (ind_table *table, const ind_unit *unit);

/* How far a table was filled. */
typedef struct ind__mark {
  size_t count, n_extra, n_units, n_notes;
} ind__mark;

ind__mark ind__table_mark (const ind_table *table);

/* Drops the figures, extra columns, units and notes added since. */
void ind__table_rewind (ind_table *table, const ind__mark *mark);

static inline const char *
ind__table_text (const ind_table *table, const uint32_t *column, size_t k)
{
  return column == NULL ? "" : ind__strings_at (&table->strings, column[k]);
}

static inline ind_decimal
ind__table_value (const ind_table *table, size_t k)
{
  ind_decimal value;
  value.mantissa = table->mantissa[k];
  value.decimals = table->decimals[k];
  return value;
}

/* The interval of the k-th figure times 10^scale. */
ind_interval ind__table_interval (const ind_table *table, size_t k, int scale);

/* Adds a message; 0 when memory ran out. */
int ind__messages_add (ind__messages *messages, const char *text);

/* Drops every message from number `count` on. */
void ind__messages_truncate (ind__messages *messages, size_t count);
void ind__messages_free (ind__messages *messages);

#endif
