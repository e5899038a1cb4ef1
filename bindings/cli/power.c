/* SPDX-License-Identifier: GPL-3.0-or-later
 * indicators power FILE... */
#include <stdlib.h>

#include "commands.h"
#include "input.h"
#include "message.h"
#include "report.h"

int
command_power (const cli_arguments *arguments)
{
  ind_error error = { IND_OK, 0, 0, "" };
  ind_rules *rules = NULL;
  ind_table *table = NULL;
  ind_report *report = NULL;
  int status = STATUS_FAILURE;

  rules = input_read_rules (arguments);
  if (rules == NULL)
    goto out;
  table = input_read_tables (arguments);
  if (table == NULL)
    goto out;
  if (ind_check (table, rules, NULL, &report, &error) != IND_OK
      || ind_measure_power (report, NULL, &error) != IND_OK)
    {
      message_print ("%s", error.message);
      goto out;
    }
  if (report_write (arguments, report, ind_report_write_power))
    status = EXIT_SUCCESS;
out:
  ind_report_free (report);
  ind_table_free (table);
  ind_rules_free (rules);
  return status;
}
