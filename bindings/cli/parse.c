/* SPDX-License-Identifier: GPL-3.0-or-later
 * indicators parse TEXT... */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <libindicators/indicators.h>

#include "commands.h"
#include "message.h"
#include "output.h"

/* An end of an interval, for a reader: 15 digits are those that a decimal
 * keeps in a double. */
static void
put_bound (FILE *stream, double bound)
{
  if (isinf (bound))
    fputs (bound < 0 ? "-infinity" : "infinity", stream);
  else
    fprintf (stream, "%.15g", bound);
}

static void
put_reading (FILE *stream, const ind_number *number, const ind_interval *interval)
{
  char text[64];

  const char *qualifier = ind_qualifier_name (number->qualifier);

  ind_decimal_write (number->value, text);
  fprintf (stream, "  value      %s", text);
  if (number->is_range)
    {
      ind_decimal_write (number->upper, text);
      fprintf (stream, " to %s", text);
    }
  if (number->has_unit)
    ind_unit_write (&number->unit, text);
  fprintf (stream, "\n  unit       %s\n  qualifier  %s\n  locale     %s\n  interval   ",
           number->has_unit ? text : "none", qualifier[0] != '\0' ? qualifier : "none",
           number->locale == IND_LOCALE_AUTO ? "any" : ind_locale_name (number->locale));
  put_bound (stream, interval->low);
  fputs (" .. ", stream);
  put_bound (stream, interval->high);
  fputc ('\n', stream);
}

/* Returns 1 when the text has one reading. */
static int
parse_text (FILE *stream, const char *text, ind_locale locale, ind_rounding rounding,
            ind_zeros zeros)
{
  ind_number readings[IND_MAX_READINGS];
  ind_error error = { IND_OK, 0, 0, "" };
  size_t n_readings = 0, k;
  ind_status status;

  status = ind_number_read (text, strlen (text), locale, readings, &n_readings, &error);
  if (status != IND_OK && status != IND_E_AMBIGUOUS)
    {
      if (strstr (error.message, text) != NULL)
        message_print ("%s", error.message);
      else
        message_print ("\"%s\": %s", text, error.message);
      return 0;
    }
  for (k = 0; k < n_readings; k++)
    {
      ind_interval interval;
      if (ind_number_interval (&readings[k], rounding, zeros, &interval) != IND_OK)
        {
          message_print ("\"%s\": the number is too large to be given an interval", text);
          return 0;
        }
      if (n_readings > 1)
        fprintf (stream, "%s (reading %zu of %zu)\n", text, k + 1, n_readings);
      else
        fprintf (stream, "%s\n", text);
      put_reading (stream, &readings[k], &interval);
    }
  if (status == IND_E_AMBIGUOUS)
    message_print ("\"%s\" reads in two ways; choose one with --locale", text);
  return status == IND_OK;
}

int
command_parse (const cli_arguments *arguments)
{
  ind_locale locale = (ind_locale) arguments_choice (arguments, OPTION_LOCALE, IND_LOCALE_AUTO);
  ind_rounding rounding = (ind_rounding) arguments_choice (arguments, OPTION_ROUNDING, 0);
  ind_zeros zeros = (ind_zeros) arguments_choice (arguments, OPTION_ZEROS, 0);
  cli_output output;
  int is_good = 1;
  size_t k;

  if (!output_open (&output, NULL))
    return STATUS_FAILURE;
  for (k = 0; k < arguments->n_operands; k++)
    is_good &= parse_text (output.stream, arguments->operands[k], locale, rounding, zeros);
  if (!output_close (&output))
    return STATUS_FAILURE;
  return is_good ? EXIT_SUCCESS : STATUS_FAILURE;
}
