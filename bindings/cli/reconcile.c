/* SPDX-License-Identifier: GPL-3.0-or-later
 * indicators reconcile FILE... */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "input.h"
#include "message.h"
#include "output.h"

/* Splits "a=0,b=2.5" in place. Returns the number of sources, or 0 after a message. */
static size_t
split_sources (char *text, ind_alterability *out)
{
  size_t n = 0;
  char *part = text;

  for (;;)
    {
      char *end = strchr (part, ','), *sign, *rest;
      if (end != NULL)
        *end = '\0';
      sign = strrchr (part, '=');
      if (sign == NULL || sign == part)
        {
          message_print ("--alterability needs SOURCE=NUMBER, as in --alterability "
                         "plan=0,report=1, not \"%s\"",
                         part);
          return 0;
        }
      *sign = '\0';
      out[n].source = part;
      out[n].coefficient = strtod (sign + 1, &rest);
      if (rest == sign + 1 || *rest != '\0'
          || strspn (sign + 1, "0123456789.") != strlen (sign + 1))
        {
          message_print ("--alterability: \"%s\" is no number from 0 up", sign + 1);
          return 0;
        }
      n++;
      if (end == NULL)
        return n;
      part = end + 1;
    }
}

static int
write_reconciliation (const cli_arguments *arguments, const ind_reconciliation *reconciliation)
{
  static const ind_format formats[] = { IND_FORMAT_CSV, IND_FORMAT_JSON, IND_FORMAT_TEXT };
  ind_format format = formats[arguments_choice (arguments, OPTION_FORMAT, 0)];
  ind_error error = { IND_OK, 0, 0, "" };
  cli_output output;
  ind_status status;

  if (!output_open (&output, arguments->given[OPTION_OUTPUT]))
    return 0;
  status = ind_reconciliation_write (reconciliation, format, output_write, &output, &error);
  if (status != IND_OK && status != IND_E_WRITE)
    {
      message_print ("%s", error.message);
      output_discard (&output);
      return 0;
    }
  return output_close (&output);
}

/* What the summary says that whoever reads the table should know. */
static void
print_notes (const ind_reconciliation_summary *summary)
{
  if (summary->n_contradictory > 0)
    message_print ("no values satisfy %zu of the rules together; --format text names them",
                   summary->n_contradictory);
  if (!summary->is_converged)
    message_print ("no values were found that satisfy all rules");
  if (!summary->is_bounded)
    message_print ("no values were found that keep the bounds");
  if (summary->n_unrounded > 0)
    message_print ("note: %zu sum%s cannot be kept with the printed decimals", summary->n_unrounded,
                   summary->n_unrounded == 1 ? "" : "s");
}

int
command_reconcile (const cli_arguments *arguments)
{
  const char *alterability = arguments->given[OPTION_ALTERABILITY];
  ind_reconcile_options options = { 0 };
  ind_reconciliation *reconciliation = NULL;
  ind_reconciliation_summary summary;
  ind_alterability *sources = NULL;
  ind_error error = { IND_OK, 0, 0, "" };
  ind_rules *rules = NULL;
  ind_table *table = NULL;
  ind_report *report = NULL;
  char *text = NULL;
  int status = STATUS_FAILURE;

  options.repair = (ind_repair) arguments_choice (arguments, OPTION_REPAIR, IND_REPAIR_LIKELIEST);
  options.variance
      = (ind_variance) arguments_choice (arguments, OPTION_VARIANCE, IND_VARIANCE_ROUNDING);
  options.bounds = (ind_bounds) arguments_choice (arguments, OPTION_BOUNDS, IND_BOUNDS_NONE);
  options.keeps_digits = arguments->given[OPTION_FULL_DIGITS] != NULL;
  if (alterability != NULL)
    {
      text = strdup (alterability);
      sources = calloc (strlen (alterability) + 1, sizeof *sources);
      if (text == NULL || sources == NULL)
        {
          message_print ("memory ran out");
          goto out;
        }
      options.n_alterability = split_sources (text, sources);
      options.alterability = sources;
      if (options.n_alterability == 0)
        goto out;
    }
  rules = input_read_rules (arguments);
  if (rules == NULL)
    goto out;
  table = input_read_tables (arguments);
  if (table == NULL)
    goto out;
  if (ind_check (table, rules, NULL, &report, &error) != IND_OK
      || ind_reconcile (report, &options, &reconciliation, &error) != IND_OK)
    {
      message_print ("%s", error.message);
      goto out;
    }
  ind_reconciliation_summarise (reconciliation, &summary);
  print_notes (&summary);
  if (write_reconciliation (arguments, reconciliation))
    status = summary.n_contradictory > 0 || !summary.is_converged || !summary.is_bounded
                 ? EXIT_FAILURE
                 : EXIT_SUCCESS;
out:
  ind_reconciliation_free (reconciliation);
  ind_report_free (report);
  ind_table_free (table);
  ind_rules_free (rules);
  free (sources);
  free (text);
  return status;
}
