/* SPDX-License-Identifier: GPL-3.0-or-later
 * indicators list indicators|rules|units */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "input.h"
#include "message.h"
#include "output.h"

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

static void
put_basis (FILE *stream, const char *basis)
{
  if (basis != NULL && basis[0] != '\0')
    fprintf (stream, "    basis: %s\n", basis);
}

static void
list_indicators (FILE *stream, int is_csv)
{
  const ind_indicator *indicator;
  size_t k;

  if (is_csv)
    fputs ("name,alias,title,unit,formula,kernel,additive,reference,nonnegative,basis\r\n",
           stream);
  for (k = 0; (indicator = ind_indicator_at (k)) != NULL; k++)
    if (is_csv)
      {
        put_field (stream, indicator->name, ",");
        put_field (stream, indicator->alias, ",");
        put_field (stream, indicator->title, ",");
        put_field (stream, indicator->unit, ",");
        put_field (stream, indicator->formula, ",");
        put_field (stream, indicator->kernel, ",");
        put_field (stream, indicator->is_additive ? "yes" : "no", ",");
        put_field (stream, indicator->reference, ",");
        put_field (stream, indicator->is_nonnegative ? "yes" : "no", ",");
        put_field (stream, indicator->basis, "\r\n");
      }
    else
      {
        fprintf (stream, "%s%s%s\n    %s, %s\n", indicator->name,
                 indicator->alias != NULL ? ", also " : "",
                 indicator->alias != NULL ? indicator->alias : "", indicator->title,
                 indicator->unit);
        if (indicator->formula != NULL)
          fprintf (stream, "    = %s\n", indicator->formula);
        if (indicator->reference != NULL && indicator->reference[0] != '\0')
          fprintf (stream, "    %s\n", indicator->reference);
        put_basis (stream, indicator->basis);
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
          if (rule.say[0] != '\0')
            fprintf (stream, "    %s\n", rule.say);
          if (rule.reference[0] != '\0')
            fprintf (stream, "    %s\n", rule.reference);
          put_basis (stream, rule.basis);
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
  if (k == 1)
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
    list_indicators (output.stream, is_csv);
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
