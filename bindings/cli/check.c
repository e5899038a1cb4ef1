/* SPDX-License-Identifier: GPL-3.0-or-later
 * indicators check FILE... */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "input.h"
#include "message.h"
#include "report.h"

/* Reads a probability: digits, a point, an exponent, and nothing else. The
 * program never calls setlocale, so that strtod knows the point alone. */
static int
read_alpha (const char *text, double *out)
{
  const char *end = text + strspn (text, "0123456789");
  size_t n_digits = (size_t) (end - text);

  if (*end == '.')
    {
      size_t n_decimals = strspn (end + 1, "0123456789");
      n_digits += n_decimals;
      end += 1 + n_decimals;
    }
  if (n_digits > 0 && (*end == 'e' || *end == 'E'))
    {
      size_t n_exponent;
      end += end[1] == '-' || end[1] == '+' ? 2 : 1;
      n_exponent = strspn (end, "0123456789");
      if (n_exponent == 0)
        n_digits = 0;
      end += n_exponent;
    }
  *out = n_digits > 0 && *end == '\0' ? strtod (text, NULL) : 0;
  if (*out > 0 && *out < 1)
    return 1;
  message_print ("--alpha needs a probability above 0 and below 1, as in --alpha 0.001, not \"%s\"",
                 text);
  return 0;
}

int
command_check (const cli_arguments *arguments)
{
  ind_check_options options = { 0, 0 };
  ind_explain_options explain_options = { 0, 0 };
  int explains = arguments->given[OPTION_NO_EXPLAIN] == NULL;
  ind_error error = { IND_OK, 0, 0, "" };
  ind_rules *rules = NULL;
  ind_table *table = NULL;
  ind_report *report = NULL;
  int status = STATUS_FAILURE;

  explain_options.deduces = arguments->given[OPTION_DEDUCED] != NULL;
  if (explain_options.deduces && !explains)
    {
      message_print ("--deduced needs what --no-explain leaves out; give one of them");
      return STATUS_FAILURE;
    }
  if (arguments->given[OPTION_ALPHA] != NULL
      && !read_alpha (arguments->given[OPTION_ALPHA], &options.alpha))
    return STATUS_FAILURE;
  options.all_verdicts = arguments_choice (arguments, OPTION_VERDICTS, 0);
  rules = input_read_rules (arguments);
  if (rules == NULL)
    goto out;
  table = input_read_tables (arguments);
  if (table == NULL)
    goto out;
  if (ind_check (table, rules, &options, &report, &error) != IND_OK
      || (explains && ind_explain (report, &explain_options, &error) != IND_OK))
    {
      message_print ("%s", error.message);
      goto out;
    }
  if (report_write (arguments, report, ind_report_write))
    status = ind_report_exit_status (report, arguments->given[OPTION_STRICT] != NULL);
out:
  ind_report_free (report);
  ind_table_free (table);
  ind_rules_free (rules);
  return status;
}
