/* SPDX-License-Identifier: GPL-3.0-or-later
 * indicators list indicators|rules|units */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "input.h"
#include "message.h"
#include "output.h"

#define LIST_ROOM 4096

/* Prints a field of CSV and what follows it. */
static void
put_field (FILE *stream, const char *text, const char *behind)
{
  if (text == NULL)
    text = "";
  if (strpbrk (text, ",\"\r\n") == NULL)
    fputs (text, stream);
  else
    {
      fputc ('"', stream);
      for (; *text != '\0'; text++)
        {
          if (*text == '"')
            fputc ('"', stream);
          fputc (*text, stream);
        }
      fputc ('"', stream);
    }
  fputs (behind, stream);
}

/* Prints text and blanks up to a width in characters, at least one. */
static void
put_padded (FILE *stream, const char *text, int width)
{
  fputs (text, stream);
  for (; *text != '\0'; text++)
    width -= ((unsigned char) *text & 0xC0) != 0x80;
  do
    fputc (' ', stream);
  while (--width > 0);
}

/* "0 or more", "0 to 100"; nothing where any value is possible. */
static void
write_range (ind_interval range, char text[64])
{
  text[0] = '\0';
  if (isfinite (range.low))
    snprintf (text, 64, isfinite (range.high) ? "%g to %g" : "%g or more", range.low, range.high);
}

/* Appends to a list in `text`, which holds whatever the registry can say. */
static void
append (char text[LIST_ROOM], const char *name, const char *unit)
{
  size_t n = strlen (text);

  if (unit == NULL)
    snprintf (text + n, LIST_ROOM - n, "%s%s", n == 0 ? "" : ", ", name);
  else
    snprintf (text + n, LIST_ROOM - n, "%s%s (%s)", n == 0 ? "" : ", ", name, unit);
}

static void
write_inputs (const ind_indicator *indicator, char text[LIST_ROOM])
{
  const ind_indicator *inputs[IND_MAX_INPUTS];
  size_t n = ind_indicator_inputs (indicator, inputs, IND_MAX_INPUTS), k;

  text[0] = '\0';
  for (k = 0; k < n; k++)
    append (text, inputs[k]->name, inputs[k]->unit);
}

static void
write_rules (const ind_rules *rules, const char *indicator, char text[LIST_ROOM])
{
  ind_rule rule;
  size_t k;

  text[0] = '\0';
  for (k = 0; k < ind_rules_count (rules); k++)
    if (ind_rules_tie (rules, k, indicator) && ind_rules_at (rules, k, &rule) == IND_OK)
      append (text, rule.name, NULL);
}

static void
put_line (FILE *stream, const char *label, const char *text)
{
  if (text != NULL && text[0] != '\0')
    fprintf (stream, "    %s%s\n", label, text);
}

static void
list_indicators (FILE *stream, int is_csv, const ind_rules *rules)
{
  const ind_indicator *indicator;
  char inputs[LIST_ROOM], ties[LIST_ROOM], range[64];
  size_t k;

  if (is_csv)
    fputs ("name,alias,title,unit,range,formula,inputs,kernel,additive,reference,basis,rules\r\n",
           stream);
  for (k = 0; (indicator = ind_indicator_at (k)) != NULL; k++)
    {
      write_range (indicator->range, range);
      write_inputs (indicator, inputs);
      write_rules (rules, indicator->name, ties);
      if (is_csv)
        {
          put_field (stream, indicator->name, ",");
          put_field (stream, indicator->alias, ",");
          put_field (stream, indicator->title, ",");
          put_field (stream, indicator->unit, ",");
          put_field (stream, range, ",");
          put_field (stream, indicator->formula, ",");
          put_field (stream, inputs, ",");
          put_field (stream, indicator->kernel, ",");
          put_field (stream, indicator->is_additive ? "yes" : "no", ",");
          put_field (stream, indicator->reference, ",");
          put_field (stream, indicator->basis, ",");
          put_field (stream, ties, "\r\n");
        }
      else
        {
          fprintf (stream, "%s%s%s\n    %s, %s%s%s\n", indicator->name,
                   indicator->alias != NULL ? ", also " : "",
                   indicator->alias != NULL ? indicator->alias : "", indicator->title,
                   indicator->unit, range[0] != '\0' ? ", " : "", range);
          put_line (stream, "= ", indicator->formula);
          put_line (stream, "of ", inputs);
          put_line (stream, "by ", indicator->kernel);
          put_line (stream, "", indicator->reference);
          put_line (stream, "basis: ", indicator->basis);
          put_line (stream, "rules: ", ties);
        }
    }
}

static int
list_rules (FILE *stream, int is_csv, const ind_rules *rules)
{
  size_t k;

  if (is_csv)
    fputs ("name,text,approximate,say,reference,basis,file,line\r\n", stream);
  for (k = 0; k < ind_rules_count (rules); k++)
    {
      ind_rule rule;
      char line[32];
      if (ind_rules_at (rules, k, &rule) != IND_OK)
        return 0;
      snprintf (line, sizeof line, "%zu", rule.line);
      if (is_csv)
        {
          put_field (stream, rule.name, ",");
          put_field (stream, rule.text, ",");
          put_field (stream, rule.is_approximate ? "yes" : "no", ",");
          put_field (stream, rule.say, ",");
          put_field (stream, rule.reference, ",");
          put_field (stream, rule.basis, ",");
          put_field (stream, rule.file, ",");
          put_field (stream, line, "\r\n");
        }
      else
        {
          fprintf (stream, "%s\n    %s\n", rule.name, rule.text);
          put_line (stream, "", rule.say);
          put_line (stream, "", rule.reference);
          put_line (stream, "basis: ", rule.basis);
          fprintf (stream, "    %s, line %s\n", rule.file, line);
        }
    }
  return 1;
}

static void
list_units (FILE *stream, int is_csv)
{
  const char *word, *language;
  ind_unit unit;
  size_t k;

  if (is_csv)
    fputs ("word,language,unit\r\n", stream);
  for (k = 0; ind_unit_at (k, &word, &language, &unit); k++)
    {
      char text[64];
      ind_unit_write (&unit, text);
      if (is_csv)
        {
          put_field (stream, word, ",");
          put_field (stream, language, ",");
          put_field (stream, text, "\r\n");
        }
      else
        {
          put_padded (stream, word, 28);
          put_padded (stream, language, 6);
          fprintf (stream, "%s\n", text);
        }
    }
}

int
command_list (const cli_arguments *arguments)
{
  static const char *const topics[] = { "indicators", "rules", "units" };
  const char *topic = arguments->operands[0];
  int is_csv = arguments_choice (arguments, OPTION_FORMAT, 0);
  ind_rules *rules = NULL;
  cli_output output;
  int is_good = 1;
  size_t k;

  for (k = 0; k < sizeof topics / sizeof topics[0]; k++)
    if (strcmp (topics[k], topic) == 0)
      break;
  if (k == sizeof topics / sizeof topics[0])
    {
      message_print ("\"%s\" cannot be listed; choose indicators, rules or units", topic);
      return STATUS_FAILURE;
    }
  if (arguments->n_operands > 1)
    {
      message_print ("list takes one word: indicators, rules or units; a rules file goes behind "
                     "--rules");
      return STATUS_FAILURE;
    }
  if (k != 1
      && (arguments->n_rules > 0 || arguments->given[OPTION_NO_STANDARD_RULES] != NULL))
    {
      message_print ("--rules and --no-standard-rules belong to \"indicators list rules\"");
      return STATUS_FAILURE;
    }
  /* Without --rules, these are the standard rules, and their ties the registry's. */
  if (k != 2)
    {
      rules = input_read_rules (arguments);
      if (rules == NULL)
        return STATUS_FAILURE;
    }
  if (!output_open (&output, arguments->given[OPTION_OUTPUT]))
    {
      ind_rules_free (rules);
      return STATUS_FAILURE;
    }
  if (k == 0)
    list_indicators (output.stream, is_csv, rules);
  else if (k == 1)
    is_good = list_rules (output.stream, is_csv, rules);
  else
    list_units (output.stream, is_csv);
  ind_rules_free (rules);
  if (!is_good)
    {
      output_discard (&output);
      return STATUS_FAILURE;
    }
  return output_close (&output) ? EXIT_SUCCESS : STATUS_FAILURE;
}
