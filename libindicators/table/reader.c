/* SPDX-License-Identifier: GPL-3.0-or-later
 * How reading an input begins and ends, whatever it comes from. */
#include "table/plain.h"

#include <string.h>

#include "base/memory.h"
#include "base/text.h"

static ind_status
check_options (const ind_table_options *options, ind_error *error)
{
  if ((unsigned) options->rounding > IND_ROUNDING_UP)
    return ind__fail (error, IND_E_ARGUMENT, 0, 0, "%d is not an ind_rounding",
                      (int) options->rounding);
  if ((unsigned) options->zeros > IND_ZEROS_STRICT)
    return ind__fail (error, IND_E_ARGUMENT, 0, 0, "%d is not an ind_zeros", (int) options->zeros);
  if ((unsigned) options->locale > IND_LOCALE_IN)
    return ind__fail (error, IND_E_ARGUMENT, 0, 0, "%d is not an ind_locale",
                      (int) options->locale);
  return IND_OK;
}

/* The default SOURCE: the file's name without folder and ".csv". */
static const char *
source_of (const char *name, size_t *length)
{
  const char *slash = strrchr (name, '/');
  const char *source = slash == NULL || slash[1] == '\0' ? name : slash + 1;

  *length = strlen (source);
  if (*length > 4 && ind__equal_ignoring_case (source + *length - 4, 4, ".csv"))
    *length -= 4;
  return source;
}

void
ind__reader_set_file (ind__reader *reader, const char *name)
{
  size_t length;
  const char *source = source_of (name, &length);

  reader->name = name;
  reader->file = ind__reader_string (reader, name, strlen (name));
  reader->source = ind__reader_string (reader, source, length);
}

/* The strings that no record spells. */
static void
name_constants (ind__reader *reader, const char *name)
{
  ind__reader_set_file (reader, name);
  reader->total = ind__reader_string (reader, "_T", 2);
}

ind_status
ind__reader_start (ind__reader *reader, ind_table *table, const char *name,
                   const ind_table_options *options, ind_error *error)
{
  size_t i;

  memset (reader, 0, sizeof *reader);
  reader->table = table;
  reader->error = error;
  reader->is_ascii = reader->is_between = 1;
  reader->mark = ind__table_mark (table);
  for (i = 0; i < IND__N_COLUMNS; i++)
    reader->at[i] = IND__NOWHERE;
  if (options != NULL)
    reader->options = *options;
  reader->status = check_options (&reader->options, error);
  if (reader->status != IND_OK)
    return reader->status;
  name_constants (reader, name);
  return reader->status;
}

int
ind__reader_restart (ind__reader *reader, ind_table *table)
{
  const ind_table *last = reader->table;
  size_t column;

  reader->table = table;
  reader->n_units = 0;
  memset (reader->last, 0, sizeof reader->last);
  ind__plain_forget (reader->plain);
  for (column = 0; column < last->n_extra; column++)
    if (ind__table_add_extra (table, ind__table_string (last, last->extra_name[column]),
                              ind__strings_length (&last->strings, last->extra_name[column]))
        == SIZE_MAX)
      return 0;
  name_constants (reader, reader->name);
  return reader->status == IND_OK;
}

void
ind__reader_conclude (ind__reader *reader)
{
  if (reader->n_without_value == 1)
    ind__remark (reader, "record %zu has neither OBS_VALUE nor PRINTED and holds no figure",
                 reader->first_without_value);
  else if (reader->n_without_value > 1)
    ind__remark (reader,
                 "%zu records have neither OBS_VALUE nor PRINTED and hold no figure; the first is "
                 "record %zu",
                 reader->n_without_value, reader->first_without_value);
}

void
ind__reader_take_back (ind__reader *reader)
{
  ind_table *table = reader->table;

  ind__table_rewind (table, &reader->mark);
  ind__messages_truncate (&table->complaints, reader->mark.n_kept);
  table->n_complaints = reader->mark.n_complaints;
}

void
ind__reader_close (ind__reader *reader)
{
  ind__release (reader->bytes);
  ind__release (reader->field);
  ind__release (reader->extra);
  ind__release (reader->unit);
}

ind_status
ind__reader_stop (ind__reader *reader)
{
  ind__reader_close (reader);
  if (reader->status != IND_OK)
    ind__reader_take_back (reader);
  else if (reader->n_complaints > 0)
    {
      reader->status = reader->complaint_status == IND_E_ENCODING ? IND_E_ENCODING : IND_E_CSV;
      if (reader->error != NULL)
        reader->error->status = reader->status;
      ind__table_rewind (reader->table, &reader->mark);
    }
  return reader->status;
}
