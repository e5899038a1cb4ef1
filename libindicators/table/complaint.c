/* SPDX-License-Identifier: GPL-3.0-or-later
 * Complaints about a file and notes on it: where, what, and what to do. */
#include "table/reader.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/text.h"

#define MAX_COMPLAINTS 20

/* Longer than any message made here: what they quote is short. */
#define MAX_MESSAGE 1024

void
ind__reader_fail_memory (ind__reader *reader)
{
  if (reader->status == IND_OK)
    reader->status = ind__fail_memory (reader->error);
}

static void
put_place (ind__text *text, const ind__reader *reader, size_t position)
{
  size_t column;

  ind__text_put_string (text, reader->name);
  ind__text_put_string (text, ": ");
  if (reader->record > 0)
    ind__text_format (text, "record %zu", reader->record);
  if (position != IND__NOWHERE)
    {
      ind__text_format (text, ", column %zu", position + 1);
      for (column = 0; column < IND__N_COLUMNS; column++)
        if (reader->at[column] == position)
          ind__text_format (text, " (%s)", ind__column_name ((enum ind__column) column));
    }
  if (reader->record > 0)
    ind__text_put_string (text, ": ");
}

void
ind__complain (ind__reader *reader, ind_status status, size_t position, const char *format, ...)
{
  ind__text text = { 0 };
  char message[MAX_MESSAGE];
  va_list arguments;

  reader->table->n_complaints++;
  if (reader->n_complaints++ >= MAX_COMPLAINTS)
    return;
  va_start (arguments, format);
  vsnprintf (message, sizeof message, format, arguments);
  va_end (arguments);
  if (reader->n_complaints == 1)
    {
      reader->complaint_status = status;
      ind__fail (reader->error, status, reader->record,
                 position == IND__NOWHERE ? 0 : position + 1, "%s", message);
    }
  put_place (&text, reader, position);
  ind__text_put_string (&text, message);
  if (text.has_failed || !ind__messages_add (&reader->table->complaints, text.bytes))
    ind__reader_fail_memory (reader);
  ind__text_free (&text);
}

void
ind__remark (ind__reader *reader, const char *format, ...)
{
  ind__text text = { 0 };
  char message[MAX_MESSAGE];
  va_list arguments;

  va_start (arguments, format);
  vsnprintf (message, sizeof message, format, arguments);
  va_end (arguments);
  ind__text_put_string (&text, reader->name);
  ind__text_put_string (&text, ": ");
  ind__text_put_string (&text, message);
  if (text.has_failed || !ind__messages_add (&reader->table->notes, text.bytes))
    ind__reader_fail_memory (reader);
  ind__text_free (&text);
}
