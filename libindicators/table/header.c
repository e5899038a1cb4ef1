/* SPDX-License-Identifier: GPL-3.0-or-later
 * The header of a table: which column stands where. */
#include "table/reader.h"

#include <string.h>

#include "base/memory.h"
#include "base/text.h"

/* The contract's names in the order of their columns, then the aliases. */
static const struct {
  const char *name;
  enum ind__column column;
} names[] = {
  { "INDICATOR", INDICATOR },     { "REF_AREA", REF_AREA },
  { "TIME_PERIOD", TIME_PERIOD }, { "OBS_VALUE", OBS_VALUE },
  { "COMPONENT", COMPONENT },     { "SOURCE", SOURCE },
  { "VINTAGE", VINTAGE },         { "UNIT_MEASURE", UNIT_MEASURE },
  { "UNIT_MULT", UNIT_MULT },     { "DECIMALS", DECIMALS },
  { "QUALIFIER", QUALIFIER },     { "ROUNDING", ROUNDING },
  { "PRINTED", PRINTED },         { "LOCATOR", LOCATOR },
  { "ACTIVITY", COMPONENT },      { "REGION", REF_AREA },
  { "PERIOD", TIME_PERIOD },      { "VALUE", OBS_VALUE },
  { "UNIT", UNIT_MEASURE },
};

#define N_NAMES (sizeof names / sizeof names[0])

const char *
ind__column_name (enum ind__column column)
{
  return names[column].name;
}

/* Levenshtein distance of two short names, case ignored; 99 for long ones. */
static size_t
distance (const char *a, size_t n, const char *b)
{
  size_t row[33], m = strlen (b), i, j;

  if (n > 32 || m > 32)
    return 99;
  for (j = 0; j <= m; j++)
    row[j] = j;
  for (i = 1; i <= n; i++)
    {
      size_t diagonal = row[0];
      row[0] = i;
      for (j = 1; j <= m; j++)
        {
          size_t best = diagonal + (ind__lower (a[i - 1]) != ind__lower (b[j - 1]));
          diagonal = row[j];
          if (row[j] + 1 < best)
            best = row[j] + 1;
          if (row[j - 1] + 1 < best)
            best = row[j - 1] + 1;
          row[j] = best;
        }
    }
  return row[m];
}

/* The number in `names` of a column the file lacks and may have meant by this
 * name; N_NAMES when there is none. */
static size_t
find_meant (const ind__reader *reader, size_t position)
{
  size_t length = ind__field_length (reader, position), i;

  for (i = 0; i < N_NAMES; i++)
    if (reader->at[names[i].column] == IND__NOWHERE)
      {
        size_t d = distance (ind__field_text (reader, position), length, names[i].name);
        if (d <= 2 && 3 * d <= length)
          return i;
      }
  return N_NAMES;
}

/* Finds the place of a name: a column of the contract or, for now without a
 * number, an extra one. */
static void
place (ind__reader *reader, size_t position)
{
  const char *text = ind__field_text (reader, position);
  size_t length = ind__field_length (reader, position), i;

  reader->extra[position] = IND__NOWHERE;
  if (length == 0)
    {
      ind__complain (reader, IND_E_CSV, position,
                     "this column has no name; name it, or remove the column");
      return;
    }
  for (i = 0; i < N_NAMES; i++)
    if (ind__equal_ignoring_case (text, length, names[i].name))
      {
        enum ind__column column = names[i].column;
        if (reader->at[column] == IND__NOWHERE)
          reader->at[column] = position;
        else
          ind__complain (reader, IND_E_CSV, IND__NOWHERE,
                         "columns %zu and %zu are both %s; keep one of them",
                         reader->at[column] + 1, position + 1, ind__column_name (column));
        return;
      }
  for (i = 0; i < position; i++)
    if (ind__field_length (reader, i) == length
        && memcmp (ind__field_text (reader, i), text, length) == 0)
      {
        ind__complain (reader, IND_E_CSV, IND__NOWHERE,
                       "columns %zu and %zu have the same name, \"%s\"; rename one of them", i + 1,
                       position + 1, ind__field_quote (reader, position).text);
        return;
      }
  reader->extra[position] = 0;
}

static void
complain_of_missing (ind__reader *reader, enum ind__column column)
{
  size_t position, meant;

  for (position = 0; position < reader->n_columns; position++)
    if (reader->extra[position] != IND__NOWHERE
        && (meant = find_meant (reader, position)) < N_NAMES && names[meant].column == column)
      {
        ind__complain (reader, IND_E_CSV, IND__NOWHERE,
                       "the header has no column %s; was column %zu, \"%s\", meant?",
                       ind__column_name (column), position + 1,
                       ind__field_quote (reader, position).text);
        return;
      }
  ind__complain (reader, IND_E_CSV, IND__NOWHERE,
                 "the header has no column %s; INDICATOR, REF_AREA, TIME_PERIOD and OBS_VALUE are "
                 "required",
                 ind__column_name (column));
}

/* Whether every required column is there. */
static int
has_required (ind__reader *reader)
{
  size_t i, n_missing = 0;
  const char *separator;

  for (i = 0; i < IND__N_REQUIRED; i++)
    n_missing += reader->at[i] == IND__NOWHERE;
  if (n_missing == 0)
    return 1;
  separator = reader->n_columns > 1 ? NULL : strpbrk (ind__field_text (reader, 0), ";\t|");
  if (separator != NULL)
    ind__complain (reader, IND_E_CSV, IND__NOWHERE,
                   "the header is a single field, \"%s\"; separate fields by commas, not by %s",
                   ind__field_quote (reader, 0).text,
                   *separator == ';' ? "semicolons" : *separator == '|' ? "bars" : "tabs");
  else
    for (i = 0; i < IND__N_REQUIRED; i++)
      if (reader->at[i] == IND__NOWHERE)
        complain_of_missing (reader, (enum ind__column) i);
  return 0;
}

static void
add_extra (ind__reader *reader, size_t position)
{
  size_t meant = find_meant (reader, position);

  reader->extra[position] = ind__table_add_extra (
      reader->table, ind__field_text (reader, position), ind__field_length (reader, position));
  if (reader->extra[position] == SIZE_MAX)
    ind__reader_fail_memory (reader);
  else if (meant < N_NAMES)
    ind__remark (reader,
                 "column %zu, \"%s\", is not of the contract and is carried along; was %s meant?",
                 position + 1, ind__field_quote (reader, position).text, names[meant].name);
}

void
ind__read_header (ind__reader *reader)
{
  size_t position;

  if (!ind__grow (&reader->extra, &reader->extra_capacity, reader->n_fields,
                  sizeof *reader->extra))
    {
      ind__reader_fail_memory (reader);
      return;
    }
  reader->n_columns = reader->n_fields;
  for (position = 0; position < reader->n_columns; position++)
    place (reader, position);
  reader->has_header = has_required (reader);
  if (!reader->has_header)
    return;
  for (position = 0; position < reader->n_columns; position++)
    if (reader->extra[position] != IND__NOWHERE)
      add_extra (reader, position);
}
