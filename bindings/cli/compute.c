/* SPDX-License-Identifier: GPL-3.0-or-later
 * indicators compute FILE... */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "input.h"
#include "message.h"
#include "output.h"

#define MAX_DECIMALS 15

/* Splits "a,b" in place: names[] receives the parts. Returns their number, or
 * 0 after a message. */
static size_t
split_names (char *text, const char **names)
{
  size_t n = 0;
  char *name = text;

  for (;;)
    {
      char *end = strchr (name, ',');
      if (end != NULL)
        *end = '\0';
      if (name[0] == '\0')
        {
          message_print ("--only has an empty name; write --only A,B without blanks");
          return 0;
        }
      if (ind_indicator_find (name) == NULL)
        {
          message_print ("--only: \"%s\" is not an indicator that can be computed; see "
                         "\"indicators list indicators\"",
                         name);
          return 0;
        }
      names[n++] = name;
      if (end == NULL)
        return n;
      name = end + 1;
    }
}

/* "2": a number of decimals. */
static int
read_decimals (const char *text, int32_t *out)
{
  char *end;
  long value;

  errno = 0;
  value = strtol (text, &end, 10);
  if (errno == 0 && end != text && *end == '\0' && text[0] >= '0' && text[0] <= '9'
      && value <= MAX_DECIMALS)
    {
      *out = (int32_t) value;
      return 1;
    }
  message_print ("--round needs a number of decimals from 0 to %d, as in --round 2, not \"%s\"",
                 MAX_DECIMALS, text);
  return 0;
}

static int
write_table (const cli_arguments *arguments, const ind_table *table)
{
  ind_error error = { IND_OK, 0, 0, "" };
  cli_output output;
  ind_status status;

  if (!output_open (&output, arguments->given[OPTION_OUTPUT]))
    return 0;
  status = ind_table_write (table, output_write, &output, &error);
  if (status != IND_OK && status != IND_E_WRITE)
    {
      message_print ("%s", error.message);
      output_discard (&output);
      return 0;
    }
  return output_close (&output);
}

int
command_compute (const cli_arguments *arguments)
{
  const char *only = arguments->given[OPTION_ONLY];
  ind_compute_options options = { NULL, 0, 0, 0, 0 };
  ind_error error = { IND_OK, 0, 0, "" };
  const char **names = NULL;
  char *text = NULL;
  ind_rules *rules = NULL;
  ind_table *table = NULL, *computed = NULL;
  size_t k;
  int status = STATUS_FAILURE;

  if (only != NULL)
    {
      text = strdup (only);
      names = calloc (strlen (only) + 1, sizeof *names);
      if (text == NULL || names == NULL)
        {
          message_print ("memory ran out");
          goto out;
        }
      options.n_only = split_names (text, names);
      options.only = names;
      if (options.n_only == 0)
        goto out;
    }
  options.explains = arguments->given[OPTION_EXPLAIN] != NULL;
  options.rounds = arguments->given[OPTION_ROUND] != NULL;
  if (options.rounds && !read_decimals (arguments->given[OPTION_ROUND], &options.decimals))
    goto out;
  rules = input_read_rules (arguments);
  if (rules == NULL)
    goto out;
  table = input_read_tables (arguments);
  if (table == NULL)
    goto out;
  if (ind_compute (table, rules, &options, &computed, &error) != IND_OK)
    {
      message_print ("%s", error.message);
      goto out;
    }
  for (k = 0; k < ind_table_note_count (computed); k++)
    message_print ("note: %s", ind_table_note_at (computed, k));
  if (ind_table_count (computed) == 0)
    message_print ("note: nothing could be computed: of each indicator%s, an input is missing, or "
                   "it is among the figures already",
                   only != NULL ? " that --only names" : "");
  if (write_table (arguments, computed))
    status = EXIT_SUCCESS;
out:
  ind_table_free (computed);
  ind_table_free (table);
  ind_rules_free (rules);
  free (names);
  free (text);
  return status;
}
