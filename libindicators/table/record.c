/* SPDX-License-Identifier: GPL-3.0-or-later
 * A record of a table, from texts to a figure. */
#include "number/unit.h"
#include "table/reader.h"

#include <limits.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

/* The text of a column in this record; length 0 where the file lacks it. */
static const char *
cell (const ind__reader *reader, enum ind__column column, size_t *length)
{
  size_t position = reader->at[column];

  if (position == IND__NOWHERE)
    {
      *length = 0;
      return "";
    }
  *length = ind__field_length (reader, position);
  return ind__field_text (reader, position);
}

uint32_t
ind__reader_string (ind__reader *reader, const char *text, size_t length)
{
  uint32_t id = ind__strings_add (&reader->table->strings, text, length);
  if (id == IND__NO_STRING)
    ind__reader_fail_memory (reader);
  return id;
}

/* Most columns repeat what stands above; PRINTED hardly ever does. */
static uint32_t
read_string (ind__reader *reader, enum ind__column column)
{
  ind__strings *strings = &reader->table->strings;
  size_t length;
  const char *text = cell (reader, column, &length);
  uint32_t id = reader->last[column];

  if (length == 0)
    return 0;
  if (ind__strings_length (strings, id) == length
      && memcmp (ind__strings_at (strings, id), text, length) == 0)
    return id;
  id = column == PRINTED ? ind__strings_append (strings, text, length)
                         : ind__strings_add (strings, text, length);
  if (id == IND__NO_STRING)
    ind__reader_fail_memory (reader);
  else
    reader->last[column] = id;
  return id;
}

/* A whole number between low and high; complains otherwise. */
static int
read_integer (ind__reader *reader, enum ind__column column, int low, int high, int *out)
{
  size_t length, i = 0, start;
  const char *text = cell (reader, column, &length);
  int is_negative = 0, value = 0;

  if (length > 0 && (text[0] == '-' || text[0] == '+'))
    is_negative = text[i++] == '-';
  start = i;
  for (; i < length && ind__is_digit (text[i]) && value < 1000; i++)
    value = value * 10 + (text[i] - '0');
  if (is_negative)
    value = -value;
  if (i == start || i != length || value < low || value > high)
    {
      ind__complain (reader, IND_E_CSV, reader->at[column],
                     "\"%s\" is not a whole number from %d to %d; correct it or leave it empty",
                     ind__field_quote (reader, reader->at[column]).text, low, high);
      return 0;
    }
  *out = value;
  return 1;
}

/* ------------------------------------------------------------------------
 * What the figure speaks of
 * ---------------------------------------------------------------------- */

static int
is_filled (ind__reader *reader, enum ind__column column)
{
  size_t length;

  cell (reader, column, &length);
  if (length == 0)
    ind__complain (reader, IND_E_CSV, reader->at[column], "this field is empty; fill it in");
  return length > 0;
}

static int
read_period (ind__reader *reader, ind__period *period)
{
  size_t length;
  const char *text = cell (reader, TIME_PERIOD, &length);

  if (!is_filled (reader, TIME_PERIOD))
    return 0;
  if (ind__period_read (text, length, period) == IND_OK)
    return 1;
  ind__complain (reader, IND_E_PERIOD, reader->at[TIME_PERIOD],
                 "\"%s\" is not a period; write 2024, 2024-S1, 2024-Q3, 2024-10 (a month) or "
                 "2024-9M (the year to date)",
                 ind__field_quote (reader, reader->at[TIME_PERIOD]).text);
  return 0;
}

static int
read_quantity (ind__reader *reader, ind__row *row)
{
  size_t length;
  const char *component = cell (reader, COMPONENT, &length);
  int is_good = is_filled (reader, INDICATOR);

  is_good &= is_filled (reader, REF_AREA);
  is_good &= read_period (reader, &row->period);
  row->indicator = read_string (reader, INDICATOR);
  row->area = read_string (reader, REF_AREA);
  row->component = length == 0 || ind__equal_ignoring_case (component, length, "TOTAL")
                       ? reader->total
                       : read_string (reader, COMPONENT);
  row->source = read_string (reader, SOURCE);
  if (row->source == 0)
    row->source = reader->source;
  row->vintage = read_string (reader, VINTAGE);
  row->printed = read_string (reader, PRINTED);
  row->locator = read_string (reader, LOCATOR);
  return is_good;
}

/* ------------------------------------------------------------------------
 * What it says
 * ---------------------------------------------------------------------- */

static int
read_obs_value (ind__reader *reader, ind_decimal *value)
{
  size_t length;
  const char *text = cell (reader, OBS_VALUE, &length);
  ind_error error;
  ind_status status = ind_decimal_read (text, length, value, &error);

  if (status == IND_E_PRECISION)
    ind__complain (reader, status, reader->at[OBS_VALUE], "%s; round it", error.message);
  else if (status != IND_OK)
    ind__complain (reader, status, reader->at[OBS_VALUE],
                   "\"%s\" is not a number; write it with a decimal point and without grouping, "
                   "as 1234.5",
                   ind__field_quote (reader, reader->at[OBS_VALUE]).text);
  return status == IND_OK;
}

static int
read_printed (ind__reader *reader, ind_number *number)
{
  ind_number readings[IND_MAX_READINGS];
  size_t n_readings = 0, length, position = reader->at[PRINTED];
  const char *text = cell (reader, PRINTED, &length);
  ind_error error;
  ind_status status
      = ind_number_read (text, length, reader->options.locale, readings, &n_readings, &error);

  if (status == IND_E_AMBIGUOUS)
    {
      char first[64], second[64];
      ind_decimal_write (readings[0].value, first);
      ind_decimal_write (readings[1].value, second);
      ind__complain (reader, status, position,
                     "\"%s\" reads as %s or as %s; fill in OBS_VALUE, or declare the locale",
                     ind__field_quote (reader, position).text, first, second);
    }
  else if (status != IND_OK)
    ind__complain (reader, status, position, "%s; fill in OBS_VALUE", error.message);
  else if (readings[0].is_range)
    {
      ind__complain (reader, IND_E_NUMBER, position,
                     "\"%s\" is a range; write it as two records, at_least and at_most",
                     ind__field_quote (reader, position).text);
      status = IND_E_NUMBER;
    }
  else
    *number = readings[0];
  return status == IND_OK;
}

static int
read_qualifier (ind__reader *reader, ind_qualifier *qualifier)
{
  size_t length;
  const char *text = cell (reader, QUALIFIER, &length);

  if (length == 0 || ind_qualifier_read (text, length, qualifier) == IND_OK)
    return 1;
  ind__complain (reader, IND_E_CSV, reader->at[QUALIFIER],
                 "\"%s\" is not a qualifier; use exact, approx, over, under, at_least, at_most, "
                 "estimate, or nothing",
                 ind__field_quote (reader, reader->at[QUALIFIER]).text);
  return 0;
}

static int
read_rounding (ind__reader *reader, ind_rounding *rounding)
{
  size_t length;
  const char *text = cell (reader, ROUNDING, &length);

  if (length == 0 || ind_rounding_read (text, length, rounding) == IND_OK)
    return 1;
  ind__complain (reader, IND_E_CSV, reader->at[ROUNDING],
                 "\"%s\" is not a way of rounding; use nearest, truncated, any, half_up, "
                 "half_even, up, or nothing",
                 ind__field_quote (reader, reader->at[ROUNDING]).text);
  return 0;
}

/* Puts together what UNIT_MEASURE (`has_words`), UNIT_MULT (NULL: empty) and
 * a PRINTED that was parsed (NULL: it was not) say of the unit. UNIT_MEASURE
 * decides what is measured; the power of ten must not be said in two ways, by
 * words (10^`in_words`) and by UNIT_MULT. */
static int
combine_unit (ind__reader *reader, int has_words, int in_words, const int *multiplier,
              const ind_unit *printed, ind_unit *unit)
{
  int scale = unit->scale;

  if (multiplier != NULL)
    {
      if (in_words != 0 && in_words != *multiplier)
        {
          ind__complain (reader, IND_E_CSV, reader->at[UNIT_MULT],
                         "the words of the unit say 10^%d and UNIT_MULT says 10^%d; leave one of "
                         "them out",
                         in_words, *multiplier);
          return 0;
        }
      scale += *multiplier - in_words;
    }
  if (printed != NULL)
    {
      int is_said = multiplier != NULL || scale != 0;
      if (is_said && printed->scale != 0 && printed->scale != scale)
        {
          ind__complain (reader, IND_E_CSV, reader->at[PRINTED],
                         "the words printed say 10^%d and the unit of this record says 10^%d; "
                         "correct one of them, or fill in OBS_VALUE",
                         printed->scale, scale);
          return 0;
        }
      if (!is_said)
        scale = printed->scale;
      if (!has_words)
        *unit = *printed;
    }
  unit->scale = (int16_t) scale;
  return 1;
}

static int
read_unit (ind__reader *reader, const ind_unit *printed, ind__row *row)
{
  size_t length, k;
  const char *text = cell (reader, UNIT_MULT, &length);
  int multiplier, number, in_words = 0, has_multiplier = length > 0;
  ind__known_unit known;
  ind_unit unit;
  ind_error error;

  if (has_multiplier && !read_integer (reader, UNIT_MULT, -30, 30, &multiplier))
    return 0;
  known.text = read_string (reader, UNIT_MEASURE);
  known.multiplier = has_multiplier ? multiplier : INT_MAX;
  for (k = 0; k < reader->n_units && printed == NULL; k++)
    if (reader->unit[k].text == known.text && reader->unit[k].multiplier == known.multiplier)
      {
        row->unit = reader->unit[k].unit;
        return 1;
      }
  text = cell (reader, UNIT_MEASURE, &length);
  memset (&unit, 0, sizeof unit);
  if (length > 0 && ind__unit_read (text, length, &unit, &in_words, &error) != IND_OK)
    {
      ind__complain (reader, IND_E_UNIT, reader->at[UNIT_MEASURE],
                     "%s; \"indicators list units\" shows the units known", error.message);
      return 0;
    }
  if (!combine_unit (reader, length > 0, in_words, has_multiplier ? &multiplier : NULL, printed,
                     &unit))
    return 0;
  number = ind__table_add_unit (reader->table, &unit);
  if (number < 0
      || (printed == NULL
          && !ind__grow (&reader->unit, &reader->unit_capacity, reader->n_units + 1,
                         sizeof *reader->unit)))
    {
      ind__reader_fail_memory (reader);
      return 0;
    }
  row->unit = known.unit = (uint16_t) number;
  if (printed == NULL)
    reader->unit[reader->n_units++] = known;
  return 1;
}

static int
read_value (ind__reader *reader, int is_printed, ind__row *row)
{
  size_t length;
  ind_number printed;
  int is_good, decimals;

  row->qualifier = IND_QUALIFIER_NONE;
  row->rounding = reader->options.rounding;
  memset (&printed, 0, sizeof printed);
  if (is_printed)
    {
      is_good = read_printed (reader, &printed);
      row->value = printed.value;
      row->qualifier = printed.qualifier;
    }
  else
    is_good = read_obs_value (reader, &row->value);
  cell (reader, DECIMALS, &length);
  if (length > 0)
    {
      is_good &= read_integer (reader, DECIMALS, -30, 40, &decimals);
      row->precision = is_good ? decimals : 0;
    }
  else if (is_good)
    row->precision = ind_decimal_precision (row->value, reader->options.zeros);
  is_good &= read_qualifier (reader, &row->qualifier);
  is_good &= read_rounding (reader, &row->rounding);
  is_good &= read_unit (reader, printed.has_unit ? &printed.unit : NULL, row);
  return is_good;
}

/* ------------------------------------------------------------------------
 * The record
 * ---------------------------------------------------------------------- */

static int
is_blank (const ind__reader *reader)
{
  size_t position;

  for (position = 0; position < reader->n_fields; position++)
    if (ind__field_length (reader, position) > 0)
      return 0;
  return 1;
}

static void
append (ind__reader *reader, const ind__row *row)
{
  size_t position;

  if (!ind__table_append (reader->table, row))
    {
      ind__reader_fail_memory (reader);
      return;
    }
  for (position = 0; position < reader->n_columns; position++)
    if (reader->extra[position] != IND__NOWHERE && ind__field_length (reader, position) > 0)
      {
        uint32_t text = ind__reader_string (reader, ind__field_text (reader, position),
                                            ind__field_length (reader, position));
        if (text == IND__NO_STRING
            || !ind__table_set_extra (reader->table, reader->extra[position], text))
          {
            ind__reader_fail_memory (reader);
            return;
          }
      }
}

void
ind__read_record (ind__reader *reader)
{
  ind__row row;
  size_t value_length, printed_length;
  int is_good;

  if (reader->n_fields != reader->n_columns)
    {
      ind__complain (reader, IND_E_CSV, IND__NOWHERE,
                     reader->n_fields > reader->n_columns
                         ? "this record has %zu fields and the header has %zu; quote a field that "
                           "holds a comma"
                         : "this record has only %zu of the %zu fields of the header; give every "
                           "column its field, even an empty one",
                     reader->n_fields, reader->n_columns);
      return;
    }
  if (reader->record > UINT32_MAX)
    {
      ind__complain (reader, IND_E_CSV, IND__NOWHERE,
                     "a file holds at most 2^32 records; split it");
      return;
    }
  cell (reader, OBS_VALUE, &value_length);
  cell (reader, PRINTED, &printed_length);
  memset (&row, 0, sizeof row);
  row.file = reader->file;
  row.record = (uint32_t) reader->record;
  is_good = is_blank (reader) || read_quantity (reader, &row);
  if (value_length == 0 && printed_length == 0)
    {
      if (reader->n_without_value++ == 0)
        reader->first_without_value = reader->record;
      return;
    }
  is_good &= read_value (reader, value_length == 0, &row);
  if (is_good && reader->n_complaints == 0 && reader->status == IND_OK)
    append (reader, &row);
}
