/* SPDX-License-Identifier: GPL-3.0-or-later
 * Writing the CSV contract. */
#include "table/table.h"

#include <string.h>

#include "base/text.h"

static int
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

/* A reader drops the blanks around a field that is not quoted. */
static int
needs_quotes (const char *field)
{
  size_t length = strlen (field);
  return length > 0
         && (is_blank (field[0]) || is_blank (field[length - 1])
             || strpbrk (field, ",\"\r\n") != NULL);
}

static void
put_field (ind__text *text, const char *field, char terminator)
{
  if (needs_quotes (field))
    {
      const char *mark;
      ind__text_put (text, "\"", 1);
      for (; (mark = strchr (field, '"')) != NULL; field = mark + 1)
        {
          ind__text_put (text, field, (size_t) (mark + 1 - field));
          ind__text_put (text, "\"", 1);
        }
      ind__text_put_string (text, field);
      ind__text_put (text, "\"", 1);
    }
  else
    ind__text_put_string (text, field);
  ind__text_put (text, &terminator, 1);
}

static void
put_figure (ind__text *text, const ind_table *table, size_t k)
{
  ind_unit unit = table->units[ind__table_kind (table, k)->unit];
  char period[16], value[64], word[64];
  size_t column;

  ind__period_write (ind__table_site (table, k)->period, period);
  ind_decimal_write (ind__table_value (table, k), value);
  put_field (text, ind__table_string (table, ind__table_kind (table, k)->source), ',');
  put_field (text, ind__table_string (table, ind__table_kind (table, k)->vintage), ',');
  put_field (text, ind__table_string (table, ind__table_site (table, k)->area), ',');
  put_field (text, period, ',');
  put_field (text, ind__table_string (table, ind__table_kind (table, k)->indicator), ',');
  put_field (text, ind__table_string (table, ind__table_kind (table, k)->component), ',');
  put_field (text, value, ',');
  ind__text_format (text, "%d,", table->digits[k].precision);
  put_field (text,
             ind__table_kind (table, k)->qualifier == IND_QUALIFIER_NONE
                 ? ""
                 : ind_qualifier_name ((ind_qualifier) ind__table_kind (table, k)->qualifier),
             ',');
  put_field (text, ind_rounding_name ((ind_rounding) ind__table_kind (table, k)->rounding), ',');
  ind__text_format (text, "%d,", unit.scale);
  unit.scale = 0;
  ind_unit_write (&unit, word);
  put_field (text, word, ',');
  put_field (text, ind__table_text (table, table->printed, k), ',');
  put_field (text, ind__table_text (table, table->locator, k), table->n_extra == 0 ? '\n' : ',');
  for (column = 0; column < table->n_extra; column++)
    put_field (text, ind__table_text (table, table->extra[column], k),
               column + 1 == table->n_extra ? '\n' : ',');
}

ind_status
ind_table_write (const ind_table *table, ind_writer writer, void *context, ind_error *error)
{
  ind__text text = { 0 };
  ind_status status = IND_OK;
  size_t k, column;

  ind__text_put_string (&text,
                        "SOURCE,VINTAGE,REF_AREA,TIME_PERIOD,INDICATOR,COMPONENT,OBS_VALUE,"
                        "DECIMALS,QUALIFIER,ROUNDING,UNIT_MULT,UNIT_MEASURE,PRINTED,LOCATOR");
  ind__text_put_string (&text, table->n_extra == 0 ? "\n" : ",");
  for (column = 0; column < table->n_extra; column++)
    put_field (&text, ind_table_extra_name (table, column),
               column + 1 == table->n_extra ? '\n' : ',');
  for (k = 0; k <= table->count && status == IND_OK; k++)
    {
      if (k < table->count)
        put_figure (&text, table, k);
      if (text.has_failed)
        status = ind__fail_memory (error);
      else if (text.length >= 65536 || k == table->count)
        {
          if (writer (context, text.bytes, text.length) != 0)
            status = ind__fail (error, IND_E_WRITE, 0, 0, "the writer reported a failure");
          text.length = 0;
        }
    }
  ind__text_free (&text);
  return status;
}
