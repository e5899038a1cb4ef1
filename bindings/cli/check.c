/* SPDX-License-Identifier: GPL-3.0-or-later
 * indicators check FILE... */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "input.h"
#include "message.h"
#include "output.h"
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

/* How to check, and what came of it. */
struct checking {
  ind_rules *rules;
  ind_check_options options;
  ind_explain_options explain_options;
  int explains, is_strict;
  int status; /* the highest exit status of any report */
};

/* What the arguments say; 0 after a message. */
static int
read_checking (const cli_arguments *arguments, struct checking *checking)
{
  memset (checking, 0, sizeof *checking);
  checking->explains = arguments->given[OPTION_NO_EXPLAIN] == NULL;
  checking->is_strict = arguments->given[OPTION_STRICT] != NULL;
  checking->explain_options.deduces = arguments->given[OPTION_DEDUCED] != NULL;
  if (checking->explain_options.deduces && !checking->explains)
    {
      message_print ("--deduced needs what --no-explain leaves out; give one of them");
      return 0;
    }
  checking->options.threads = arguments_threads (arguments);
  checking->explain_options.threads = checking->options.threads;
  if (arguments->given[OPTION_ALPHA] != NULL
      && !read_alpha (arguments->given[OPTION_ALPHA], &checking->options.alpha))
    return 0;
  checking->options.all_verdicts = arguments_choice (arguments, OPTION_VERDICTS, 0);
  return 1;
}

static ind_status
check (struct checking *checking, const ind_table *table, ind_report **report, ind_error *error)
{
  ind_status status = ind_check (table, checking->rules, &checking->options, report, error);
  int exit_status;

  if (status == IND_OK && checking->explains)
    status = ind_explain (*report, &checking->explain_options, error);
  if (status != IND_OK)
    return status;
  exit_status = ind_report_exit_status (*report, checking->is_strict);
  if (exit_status > checking->status)
    checking->status = exit_status;
  return IND_OK;
}

/* ------------------------------------------------------------------------
 * Area by area
 * ---------------------------------------------------------------------- */

struct by_area {
  struct checking *checking;
  cli_output output;
  int has_header;  /* the output has it */
  int is_in_header; /* what is written now is a header once more */
};

/* An ind_writer that leaves out all headers but the first. */
static int
write_records (void *context, const char *bytes, size_t length)
{
  struct by_area *by_area = context;
  const char *end;

  if (by_area->is_in_header)
    {
      end = memchr (bytes, '\n', length);
      by_area->is_in_header = end == NULL;
      if (end == NULL)
        return 0;
      length -= (size_t) (end + 1 - bytes);
      bytes = end + 1;
    }
  return length == 0 ? 0 : output_write (&by_area->output, bytes, length);
}

static ind_status
check_area (void *context, const ind_table *figures, ind_error *error)
{
  struct by_area *by_area = context;
  ind_report *report = NULL;
  ind_status status = check (by_area->checking, figures, &report, error);

  by_area->is_in_header = by_area->has_header;
  by_area->has_header = 1;
  if (status == IND_OK)
    status = ind_report_write (report, IND_FORMAT_CSV, write_records, by_area, error);
  if (status == IND_E_WRITE)
    snprintf (error->message, sizeof error->message, "cannot write %s: %s", by_area->output.name,
              strerror (by_area->output.failure));
  ind_report_free (report);
  return status;
}

/* Of a file without figures, the header alone. */
static int
write_header (struct by_area *by_area)
{
  ind_error error = { IND_OK, 0, 0, "" };
  ind_table *table = NULL;
  ind_status status = ind_table_new (&table, &error);

  if (status == IND_OK)
    status = check_area (by_area, table, &error);
  if (status != IND_OK)
    message_print ("%s", error.message);
  ind_table_free (table);
  return status == IND_OK;
}

/* Whether the arguments and the rules allow it; a message says why not. */
static int
can_check_by_area (const cli_arguments *arguments, const ind_rules *rules)
{
  ind_rule rule;
  size_t k;

  if (arguments->n_operands != 1)
    {
      message_print ("--by-area checks one FILE; join the files, each area as a whole");
      return 0;
    }
  if (arguments_choice (arguments, OPTION_FORMAT, IND_FORMAT_TEXT) != IND_FORMAT_CSV)
    {
      message_print ("--by-area needs --format csv: all other formats begin with a summary");
      return 0;
    }
  for (k = 0; ind_rules_at (rules, k, &rule) == IND_OK; k++)
    if (ind_rules_span_areas (rules, k))
      {
        message_print ("rule %s (%s) ties areas together and cannot be checked with --by-area; "
                       "leave one of them out",
                       rule.name, rule.text);
        return 0;
      }
  return 1;
}

static int
check_by_area (const cli_arguments *arguments, struct checking *checking)
{
  struct by_area by_area = { checking, { 0 }, 0, 0 };

  if (!can_check_by_area (arguments, checking->rules)
      || !output_open (&by_area.output, arguments->given[OPTION_OUTPUT]))
    return STATUS_FAILURE;
  if (!input_visit_areas (arguments, check_area, &by_area)
      || (!by_area.has_header && !write_header (&by_area)))
    {
      output_discard (&by_area.output);
      return STATUS_FAILURE;
    }
  return output_close (&by_area.output) ? checking->status : STATUS_FAILURE;
}

/* ------------------------------------------------------------------------
 * The command
 * ---------------------------------------------------------------------- */

static int
check_tables (const cli_arguments *arguments, struct checking *checking)
{
  ind_error error = { IND_OK, 0, 0, "" };
  ind_table *table = input_read_tables (arguments);
  ind_report *report = NULL;
  int status = STATUS_FAILURE;

  if (table == NULL)
    return STATUS_FAILURE;
  if (check (checking, table, &report, &error) != IND_OK)
    message_print ("%s", error.message);
  else if (report_write (arguments, report, ind_report_write))
    status = checking->status;
  ind_report_free (report);
  ind_table_free (table);
  return status;
}

int
command_check (const cli_arguments *arguments)
{
  struct checking checking;
  int status = STATUS_FAILURE;

  if (!read_checking (arguments, &checking))
    return STATUS_FAILURE;
  checking.rules = input_read_rules (arguments);
  if (checking.rules != NULL)
    status = arguments->given[OPTION_BY_AREA] != NULL ? check_by_area (arguments, &checking)
                                                      : check_tables (arguments, &checking);
  ind_rules_free (checking.rules);
  return status;
}
