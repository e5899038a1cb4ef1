/* SPDX-License-Identifier: GPL-3.0-or-later
 * Reading the files that the arguments name. */
#include "input.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "message.h"

/* Standard input can be read once. Returns 0 after a message when it was
 * asked for more often. */
static int
is_standard_input_used_once (const cli_arguments *arguments)
{
  size_t k, n = 0;

  for (k = 0; k < arguments->n_operands; k++)
    n += strcmp (arguments->operands[k], "-") == 0;
  for (k = 0; k < arguments->n_rules; k++)
    n += strcmp (arguments->rules[k], "-") == 0;
  if (n > 1)
    message_print ("standard input (\"-\") can be read only once; put one of the inputs in a file");
  return n <= 1;
}

static int
ends_with (const char *text, const char *end)
{
  size_t length = strlen (text), n = strlen (end);
  return length >= n && strcmp (text + length - n, end) == 0;
}

/* The option that does what a complaint advises. */
static const char *
option_for (const char *complaint)
{
  if (ends_with (complaint, "declare the locale"))
    return " (--locale vi, en or in)";
  if (ends_with (complaint, "declare that it is Latin-1"))
    return " (--encoding latin-1)";
  if (ends_with (complaint, "read all areas at once"))
    return " (without --by-area)";
  return "";
}

/* The options on reading; 0 after a message. */
static int
read_options (const cli_arguments *arguments, ind_table_options *options)
{
  memset (options, 0, sizeof *options);
  options->rounding = (ind_rounding) arguments_choice (arguments, OPTION_ROUNDING, 0);
  options->zeros = (ind_zeros) arguments_choice (arguments, OPTION_ZEROS, 0);
  options->locale = (ind_locale) arguments_choice (arguments, OPTION_LOCALE, 0);
  options->is_latin1 = arguments_choice (arguments, OPTION_ENCODING, 0);
  options->threads = arguments_threads (arguments);
  return is_standard_input_used_once (arguments);
}

/* Says what there is to say of a file that was read: all complaints from a number on, or the
 * error. */
static void
print_failure (const ind_table *table, size_t first, ind_status status, const ind_error *error)
{
  size_t k;

  for (k = first; k < ind_table_complaint_count (table); k++)
    {
      const char *complaint = ind_table_complaint_at (table, k);
      message_print ("%s%s", complaint, option_for (complaint));
    }
  if (status != IND_OK && ind_table_complaint_count (table) == first)
    message_print ("%s", error->message);
}

static void
print_rest (const ind_table *table)
{
  size_t k;

  if (ind_table_complaint_total (table) > ind_table_complaint_count (table))
    message_print ("%zu complaints in all; of each file the first ones are shown",
                   ind_table_complaint_total (table));
  for (k = 0; k < ind_table_note_count (table); k++)
    message_print ("note: %s", ind_table_note_at (table, k));
}

int
input_visit_areas (const cli_arguments *arguments, ind_area_visitor visitor, void *context)
{
  ind_error error = { IND_OK, 0, 0, "" };
  ind_table *table = NULL;
  ind_table_options options;
  ind_status status;

  if (!read_options (arguments, &options))
    return 0;
  status = ind_table_new (&table, &error);
  if (status == IND_OK)
    status = ind_table_visit_areas (table, arguments->operands[0], &options, visitor, context,
                                    &error);
  if (table == NULL)
    message_print ("%s", error.message);
  else
    {
      print_failure (table, 0, status, &error);
      print_rest (table);
    }
  ind_table_free (table);
  return status == IND_OK;
}

ind_table *
input_read_tables (const cli_arguments *arguments)
{
  ind_table_options options;
  ind_table *table = NULL;
  ind_error error = { IND_OK, 0, 0, "" };
  size_t k;
  int is_good = 1;

  if (!read_options (arguments, &options))
    return NULL;
  if (ind_table_new (&table, &error) != IND_OK)
    {
      message_print ("%s", error.message);
      return NULL;
    }
  for (k = 0; k < arguments->n_operands; k++)
    {
      size_t n_before = ind_table_complaint_count (table);
      ind_status status = ind_table_read_file (table, arguments->operands[k], &options, &error);
      print_failure (table, n_before, status, &error);
      is_good &= status == IND_OK;
      if (status != IND_OK && status != IND_E_CSV && status != IND_E_ENCODING
          && status != IND_E_FILE)
        break;
    }
  print_rest (table);
  if (!is_good)
    {
      ind_table_free (table);
      return NULL;
    }
  return table;
}

static ind_status
read_rules_from_standard_input (ind_rules *rules, ind_error *error)
{
  char *text = NULL;
  size_t length = 0, capacity = 0;
  ind_status status = IND_OK;

  for (;;)
    {
      if (length == capacity)
        {
          char *larger = realloc (text, capacity = capacity * 2 + 65536);
          if (larger == NULL)
            {
              strcpy (error->message, "memory ran out");
              status = IND_E_MEMORY;
              break;
            }
          text = larger;
        }
      length += fread (text + length, 1, capacity - length, stdin);
      if (ferror (stdin))
        {
          snprintf (error->message, sizeof error->message, "cannot read <stdin>: %s",
                    strerror (errno));
          status = IND_E_FILE;
          break;
        }
      if (feof (stdin))
        {
          status = ind_rules_read_text (rules, "<stdin>", text, length, error);
          break;
        }
    }
  free (text);
  return status;
}

ind_rules *
input_read_rules (const cli_arguments *arguments)
{
  ind_rules *rules = NULL;
  ind_error error = { IND_OK, 0, 0, "" };
  ind_status status;
  size_t k;

  if (!is_standard_input_used_once (arguments))
    return NULL;
  status = arguments->given[OPTION_NO_STANDARD_RULES] != NULL
               ? ind_rules_new (&rules, &error)
               : ind_rules_new_standard (&rules, &error);
  for (k = 0; k < arguments->n_rules && status == IND_OK; k++)
    status = strcmp (arguments->rules[k], "-") == 0
                 ? read_rules_from_standard_input (rules, &error)
                 : ind_rules_read_file (rules, arguments->rules[k], &error);
  if (status != IND_OK)
    {
      message_print ("%s", error.message);
      ind_rules_free (rules);
      return NULL;
    }
  for (k = 0; k < ind_rules_note_count (rules); k++)
    message_print ("note: %s", ind_rules_note_at (rules, k));
  return rules;
}
