/* SPDX-License-Identifier: GPL-3.0-or-later
 * The one table of commands and options, and what is made from it. */
#include "options.h"

#include <stdlib.h>
#include <string.h>

#include "message.h"

#define COUNT(array) (sizeof (array) / sizeof (array)[0])

/* ------------------------------------------------------------------------
 * The table
 * ---------------------------------------------------------------------- */

/* Options on reading, the same wherever figures are read. */
#define READING_OPTIONS                                                                           \
  { OPTION_ENCODING, "encoding", "NAME", "utf-8|latin-1",                                         \
    "How the characters of FILE are coded; utf-8 when not given." },                              \
  { OPTION_LOCALE, "locale", "NAME", "auto|vi|en|in",                                             \
    "How PRINTED writes numbers where OBS_VALUE is empty: vi 50.400,5; en 50,400.5; "             \
    "in 5,04,000.5; auto (when not given) reads what leaves no doubt." },                         \
  { OPTION_ROUNDING, "rounding", "MODE", "nearest|truncated|any|half_up|half_even|up",            \
    "How figures were rounded whose ROUNDING is empty; nearest when not given." },                \
  { OPTION_ZEROS, "zeros", "READING", "weak|strict",                                              \
    "How the trailing zeros of an integer are read where DECIMALS is empty: weak (when not "      \
    "given), they may be rounding in a number of four digits or more; strict, they count." }

static const cli_option check_options[] = {
  { OPTION_RULES, "rules", "FILE", NULL,
    "Adds the rules of FILE to the standard rules. May be repeated." },
  { OPTION_NO_STANDARD_RULES, "no-standard-rules", NULL, NULL,
    "Leaves the standard rules out." },
  { OPTION_FORMAT, "format", "FORMAT", "text|json|csv|html",
    "How the report is written; text when not given." },
  { OPTION_OUTPUT, "output", "FILE", NULL,
    "Writes the report to FILE, in one step at the end, instead of standard output." },
  { OPTION_VERDICTS, "verdicts", "WHICH", "findings|all",
    "Reports what needs a look (findings, when not given), or every check made." },
  { OPTION_ALPHA, "alpha", "P", NULL,
    "Calls a check improbable when rounding explains it with a probability below P; 0.001 when "
    "not given." },
  { OPTION_STRICT, "strict", NULL, NULL,
    "Lets improbable figures, too, make the exit status 1." },
  { OPTION_NO_EXPLAIN, "no-explain", NULL, NULL,
    "Leaves out explanations, arbitration between reports and networks of rules: verdicts of "
    "single rules alone." },
  { OPTION_DEDUCED, "deduced", NULL, NULL,
    "Reports also what the figures imply for quantities that nobody prints." },
  { OPTION_THREADS, "threads", "NUMBER", NULL,
    "Reads, checks and explains large files in so many threads, from 1 (when not given) to 64. The "
    "report does not depend on it." },
  { OPTION_BY_AREA, "by-area", NULL, NULL,
    "Checks one area after the other, and keeps the figures of no more than one in memory: for a "
    "FILE of any size, in which the records of each area follow one another. It is read twice, "
    "standard input by way of a temporary file. Findings come area by area, with --format csv." },
  READING_OPTIONS
};

static const cli_option compute_options[] = {
  { OPTION_ONLY, "only", "INDICATOR,...", NULL,
    "Computes these indicators alone; names or aliases, with commas between." },
  { OPTION_ROUND, "round", "DECIMALS", NULL,
    "Rounds values to so many decimals. DECIMALS of the figures says how many are certain: fewer "
    "where the inputs do not allow as many." },
  { OPTION_EXPLAIN, "explain", NULL, NULL,
    "Tells in LOCATOR the formula and the figures that went in, with their records." },
  { OPTION_RULES, "rules", "FILE", NULL,
    "Adds the indicators and breakdowns of FILE. May be repeated." },
  { OPTION_OUTPUT, "output", "FILE", NULL,
    "Writes the figures to FILE, in one step at the end, instead of standard output." },
  READING_OPTIONS
};

static const cli_option list_options[] = {
  { OPTION_FORMAT, "format", "FORMAT", "text|csv",
    "How the list is written; text when not given." },
  { OPTION_RULES, "rules", "FILE", NULL,
    "With rules: lists the rules of FILE behind the standard rules. May be repeated." },
  { OPTION_NO_STANDARD_RULES, "no-standard-rules", NULL, NULL,
    "With rules: leaves the standard rules out." },
  { OPTION_OUTPUT, "output", "FILE", NULL,
    "Writes the list to FILE, in one step at the end, instead of standard output." }
};

static const cli_option parse_options[] = {
  { OPTION_LOCALE, "locale", "NAME", "auto|vi|en|in",
    "How the text writes numbers: vi 50.400,5; en 50,400.5; in 5,04,000.5; auto (when not "
    "given) gives both readings where there are two." },
  { OPTION_ROUNDING, "rounding", "MODE", "nearest|truncated|any|half_up|half_even|up",
    "How the number was rounded; nearest when not given." },
  { OPTION_ZEROS, "zeros", "READING", "weak|strict",
    "How the trailing zeros of an integer are read; weak when not given." }
};

static const cli_option power_options[] = {
  { OPTION_RULES, "rules", "FILE", NULL,
    "Adds the rules of FILE to the standard rules. May be repeated." },
  { OPTION_NO_STANDARD_RULES, "no-standard-rules", NULL, NULL,
    "Leaves the standard rules out." },
  { OPTION_FORMAT, "format", "FORMAT", "text|json|csv|html",
    "How the result is written; text when not given." },
  { OPTION_OUTPUT, "output", "FILE", NULL,
    "Writes the result to FILE, in one step at the end, instead of standard output." },
  READING_OPTIONS
};

static const cli_option reconcile_options[] = {
  { OPTION_REPAIR, "repair", "WHICH", "likeliest|certain|none",
    "Which figures that check doubts are given up first, and computed from the others: those of "
    "the likeliest explanation of each finding (when not given), those that are wrong for certain, "
    "or none." },
  { OPTION_VARIANCE, "variance", "KIND", "rounding|proportional",
    "How far a figure may be off: by its rounding (when not given), or in proportion to its size, "
    "as in raking." },
  { OPTION_ALTERABILITY, "alterability", "SOURCE=NUMBER,...", NULL,
    "Multiplies the variances of a source's figures: 0 keeps them as they are." },
  { OPTION_BOUNDS, "bounds", "WHICH", "none|range|printed",
    "What values must lie in: nothing (when not given), the range of their indicator, or also what "
    "each figure that is not given up stands for." },
  { OPTION_FULL_DIGITS, "full-digits", NULL, NULL,
    "Writes 12 digits instead of rounding to the printed decimals." },
  { OPTION_RULES, "rules", "FILE", NULL,
    "Adds the rules of FILE to the standard rules. May be repeated." },
  { OPTION_NO_STANDARD_RULES, "no-standard-rules", NULL, NULL,
    "Leaves the standard rules out." },
  { OPTION_FORMAT, "format", "FORMAT", "csv|json|text",
    "How the result is written: the balanced table (when not given); that, rules and tests; or "
    "what moved and why, to read." },
  { OPTION_OUTPUT, "output", "FILE", NULL,
    "Writes the result to FILE, in one step at the end, instead of standard output." },
  READING_OPTIONS
};

static const cli_command commands[N_COMMANDS] = {
  { COMMAND_CHECK, "check", "FILE...", "find figures that cannot all be true",
    "Reads the figures of each FILE (\"-\" is standard input), checks every rule on them, and "
    "every quantity that is printed more than once. Each printed figure stands for all true "
    "values that round to it; a finding says that no choice of true values satisfies a rule.\n"
    "Then it explains. Figures tied by several rules are tested as one network. For findings that "
    "hang together it gives every smallest set of figures that, if wrong, explains them, the "
    "likeliest first, with the interval in which each true value must lie. Where reports differ, "
    "it says which of them the other figures support. \"Certain\" means that every smallest "
    "explanation holds the figure, also when figures may have been computed from rounded figures; "
    "anything else is preferred, not proved.\n"
    "FILE is CSV with a header. INDICATOR, REF_AREA, TIME_PERIOD and OBS_VALUE are required; "
    "COMPONENT, SOURCE, VINTAGE, UNIT_MEASURE, UNIT_MULT, DECIMALS, QUALIFIER, ROUNDING, PRINTED "
    "and LOCATOR are understood; other columns are carried along. doc/csv.md, which comes with "
    "the sources, describes them.",
    check_options, COUNT (check_options), 1, "a FILE of figures" },
  { COMMAND_COMPUTE, "compute", "FILE...", "compute every indicator the figures allow",
    "Reads the figures of each FILE (\"-\" is standard input) and writes, as CSV of the same "
    "form, each indicator whose inputs are there and which is not there itself. OBS_VALUE has all "
    "digits of the result; DECIMALS says how many decimals its inputs make certain, and is "
    "negative where not even the units are. Indicators that could not be computed, though "
    "some of their inputs are there, are named on standard error, with the inputs that are not.",
    compute_options, COUNT (compute_options), 1, "a FILE of figures" },
  { COMMAND_LIST, "list", "indicators|rules|units", "list what the program knows",
    "Lists the indicators with unit, formula and reference; the rules with what they say; or the "
    "unit words with what they stand for.",
    list_options, COUNT (list_options), 1, "what to list: indicators, rules or units" },
  { COMMAND_PARSE, "parse", "TEXT...", "say what printed numbers mean",
    "For each TEXT, a number as a report prints it, gives the value, the interval of true values "
    "it stands for, its unit and its qualifier. A text that reads in two ways is given both "
    "readings and makes the exit status 2, as does a text that is no number.",
    parse_options, COUNT (parse_options), 1, "a TEXT to read" },
  { COMMAND_POWER, "power", "FILE...", "say which errors would be found",
    "Reads and checks the figures of each FILE (\"-\" is standard input) as check does. For each "
    "figure it gives what the other figures imply for it, and the error, in units of its last "
    "digit, beyond which check finds every error: as wrong, or as a note where figures computed "
    "from rounded figures could differ so. Where one further figure would protect others, it "
    "names the one that would protect most. The likeliest suspects of explanations are left out "
    "as evidence. What is found wrong does not change the exit status: see check.",
    power_options, COUNT (power_options), 1, "a FILE of figures" },
  { COMMAND_RECONCILE, "reconcile", "FILE...", "make a table whose figures add up",
    "Reads and checks the figures of each FILE (\"-\" is standard input) as check does, and finds "
    "the nearest figures that satisfy all rules but approximate ones: figures that are wrong are "
    "given up and computed from the others; the others move as little as their errors allow, by "
    "weighted least squares; results are rounded to the printed decimals so that sums hold.\n"
    "The result is the table with OBS_VALUE balanced, and in further columns the value before, "
    "the change, the standard errors before and after, how much of its variance the rules take "
    "from a figure (REDUNDANCY; 0: nothing checks it), the change over its standard error "
    "(STATISTIC, normal where errors are) with its probability, and what became of the figure: "
    "kept, balanced, repaired, lost, fixed or unchecked.\n"
    "A column STD_ERROR of FILE adds a standard error, in the unit of the figure, to that of "
    "rounding; a column ALTERABILITY multiplies the variance, and 0 fixes the figure.",
    reconcile_options, COUNT (reconcile_options), 1, "a FILE of figures" },
  { COMMAND_HELP, "help", "[COMMAND]", "explain a command",
    "Prints what a COMMAND does and its options; without COMMAND, the commands.", NULL, 0, 0,
    "a COMMAND" }
};

static const char purpose[] =
  "Checks the figures of economic reports against the identities that tie them, says which of "
  "them must be wrong, and computes indicators from raw figures.";

/* What stands on the left, and what is said of it. */
struct pair {
  const char *subject, *text;
};

static const struct pair exit_status[] = {
  { "0", "Nothing is wrong." },
  { "1", "check: some figures are inconsistent, alone or as a network, or contradict one another; "
         "with --strict, also if some are improbable. reconcile: some rules cannot be satisfied, "
         "or bounds not kept." },
  { "2", "Usage, input or system error; parse: a text reads in two ways or is no number." }
};

static const struct pair examples[] = {
  { "indicators check report.csv",
    "Checks the figures of one report against the standard rules." },
  { "indicators check a.csv b.csv --rules local.rules --format html --output findings.html",
    "Checks two reports, each and against one another, and writes a page to read." },
  { "indicators power report.csv", "Says which errors in a report would go unseen." },
  { "indicators compute raw.csv --only growth_real,share", "Computes two indicators." },
  { "indicators reconcile report.csv --output balanced.csv",
    "Writes a table that adds up, and what became of each figure." },
  { "indicators parse --locale vi '50.400,5 tỷ đồng'", "Says what a Vietnamese figure means." }
};

/* ------------------------------------------------------------------------
 * Finding
 * ---------------------------------------------------------------------- */

const cli_command *
command_at (size_t k)
{
  return k < N_COMMANDS ? &commands[k] : NULL;
}

const cli_command *
command_find (const char *name)
{
  size_t k;
  for (k = 0; k < N_COMMANDS; k++)
    if (strcmp (commands[k].name, name) == 0)
      return &commands[k];
  return NULL;
}

/* The number of letters to insert, drop or change that lead from a to b, or
 * a large number when a word is too long to be one of ours. */
static size_t
distance (const char *a, size_t n_a, const char *b, size_t n_b)
{
  size_t row[40];
  size_t i, j;

  if (n_a >= COUNT (row) || n_b >= COUNT (row))
    return 1000;
  for (j = 0; j <= n_b; j++)
    row[j] = j;
  for (i = 1; i <= n_a; i++)
    {
      size_t diagonal = row[0];
      row[0] = i;
      for (j = 1; j <= n_b; j++)
        {
          size_t best = diagonal + (a[i - 1] != b[j - 1]);
          if (row[j] + 1 < best)
            best = row[j] + 1;
          if (row[j - 1] + 1 < best)
            best = row[j - 1] + 1;
          diagonal = row[j];
          row[j] = best;
        }
    }
  return row[n_b];
}

const cli_command *
command_guess (const char *name)
{
  size_t k;
  for (k = 0; k < N_COMMANDS; k++)
    if (distance (name, strlen (name), commands[k].name, strlen (commands[k].name)) <= 2)
      return &commands[k];
  return NULL;
}

static const cli_option *
find_option (const cli_command *command, const char *name, size_t length)
{
  size_t k;
  for (k = 0; k < command->n_options; k++)
    if (strncmp (command->options[k].name, name, length) == 0
        && command->options[k].name[length] == '\0')
      return &command->options[k];
  return NULL;
}

/* ------------------------------------------------------------------------
 * Reading arguments
 * ---------------------------------------------------------------------- */

/* Which of the words "a|b|c" the text is, from 0; -1 for none. */
static int
find_choice (const char *choices, const char *text)
{
  size_t length = strlen (text);
  int k = 0;

  for (;; k++)
    {
      size_t end = strcspn (choices, "|");
      if (end == length && strncmp (choices, text, length) == 0)
        return k;
      if (choices[end] == '\0')
        return -1;
      choices += end + 1;
    }
}

static void
complain_about_option (const cli_command *command, const char *name, size_t length)
{
  const cli_option *near = NULL;
  size_t k;

  for (k = 0; k < command->n_options && near == NULL; k++)
    if (distance (name, length, command->options[k].name, strlen (command->options[k].name)) <= 2)
      near = &command->options[k];
  if (near != NULL)
    message_print ("%s has no option --%.*s; did you mean --%s? See \"indicators help %s\"",
                   command->name, (int) length, name, near->name, command->name);
  else
    message_print ("%s has no option --%.*s; see \"indicators help %s\"", command->name,
                   (int) length, name, command->name);
}

/* 0 where the text is no number of threads. */
static unsigned
read_threads (const char *text)
{
  unsigned number = 0;
  size_t k;

  for (k = 0; text[k] >= '0' && text[k] <= '9' && k < 3; k++)
    number = number * 10 + (unsigned) (text[k] - '0');
  return text[k] == '\0' && number <= 64 ? number : 0;
}

/* Reads the option at argv[*k], and its argument. */
static int
read_option (cli_arguments *arguments, int argc, char **argv, int *k)
{
  const cli_command *command = arguments->command;
  const char *name = argv[*k] + 2;
  size_t length = strcspn (name, "=");
  const char *argument = name[length] == '=' ? name + length + 1 : NULL;
  const cli_option *option;

  if (strcmp (name, "help") == 0)
    {
      arguments->wants_help = 1;
      return 1;
    }
  option = find_option (command, name, length);
  if (option == NULL)
    {
      complain_about_option (command, name, length);
      return 0;
    }
  if (arguments->given[option->id] != NULL && option->id != OPTION_RULES)
    {
      message_print ("--%s was given twice; give it once", option->name);
      return 0;
    }
  if (option->argument == NULL)
    {
      if (argument != NULL)
        {
          message_print ("--%s takes no argument; write --%s alone", option->name, option->name);
          return 0;
        }
      arguments->given[option->id] = "";
      return 1;
    }
  if (argument == NULL)
    {
      if (*k + 1 >= argc)
        {
          message_print ("--%s needs an argument: --%s %s; see \"indicators help %s\"",
                         option->name, option->name, option->argument, command->name);
          return 0;
        }
      argument = argv[++*k];
    }
  if (option->choices != NULL && find_choice (option->choices, argument) < 0)
    {
      message_print ("--%s does not take \"%s\"; it takes one of %s", option->name, argument,
                     option->choices);
      return 0;
    }
  if (argument[0] == '\0')
    {
      message_print ("--%s was given an empty argument; write --%s %s", option->name,
                     option->name, option->argument);
      return 0;
    }
  /* Said before a FILE is missed, which may stand here. */
  if (option->id == OPTION_THREADS && read_threads (argument) == 0)
    {
      message_print ("--threads needs a whole number from 1 to 64, not \"%s\"", argument);
      return 0;
    }
  arguments->given[option->id] = argument;
  if (option->id == OPTION_RULES)
    arguments->rules[arguments->n_rules++] = argument;
  return 1;
}

int
arguments_read (cli_arguments *arguments, const cli_command *command, int argc, char **argv)
{
  int k, is_behind_options = 0;

  memset (arguments, 0, sizeof *arguments);
  arguments->command = command;
  arguments->rules = calloc ((size_t) argc + 1, sizeof *arguments->rules);
  arguments->operands = calloc ((size_t) argc + 1, sizeof *arguments->operands);
  if (arguments->rules == NULL || arguments->operands == NULL)
    {
      message_print ("memory ran out");
      return 0;
    }
  for (k = 0; k < argc; k++)
    {
      const char *text = argv[k];
      if (is_behind_options || text[0] != '-' || text[1] == '\0'
          || (command->id == COMMAND_PARSE && strspn (text + 1, "0123456789") > 0))
        arguments->operands[arguments->n_operands++] = text;
      else if (strcmp (text, "--") == 0)
        is_behind_options = 1;
      else if (strcmp (text, "-h") == 0)
        arguments->wants_help = 1;
      else if (text[1] != '-')
        {
          if (command->id == COMMAND_PARSE)
            message_print ("\"%s\" is not an option; put -- in front of a TEXT that begins with "
                           "a hyphen: indicators parse -- '%s'",
                           text, text);
          else
            message_print ("\"%s\" is not an option: options are words behind two hyphens; a FILE "
                           "of that name is \"./%s\". See \"indicators help %s\"",
                           text, text, command->name);
          return 0;
        }
      else if (!read_option (arguments, argc, argv, &k))
        return 0;
    }
  if (!arguments->wants_help && arguments->n_operands < command->least_operands)
    {
      message_print ("%s needs %s: indicators %s %s; see \"indicators help %s\"", command->name,
                     command->operand, command->name, command->operands, command->name);
      return 0;
    }
  return 1;
}

int
arguments_choice (const cli_arguments *arguments, option_id id, int otherwise)
{
  size_t k;

  if (arguments->given[id] == NULL)
    return otherwise;
  for (k = 0; k < arguments->command->n_options; k++)
    if (arguments->command->options[k].id == id)
      return find_choice (arguments->command->options[k].choices, arguments->given[id]);
  return otherwise;
}

unsigned
arguments_threads (const cli_arguments *arguments)
{
  const char *text = arguments->given[OPTION_THREADS];
  return text == NULL ? 0 : read_threads (text);
}

/* ------------------------------------------------------------------------
 * Help
 * ---------------------------------------------------------------------- */

#define WIDTH 79

/* Prints text from column `column` on, with `indent` blanks in front of
 * further lines. Newlines divide paragraphs. */
static void
print_wrapped (FILE *stream, const char *text, int column, int indent)
{
  int at = column, is_first = 1;

  while (*text != '\0')
    {
      int length = (int) strcspn (text, " \n");
      if (!is_first && at + 1 + length > WIDTH)
        {
          fprintf (stream, "\n%*s", indent, "");
          at = indent;
          is_first = 1;
        }
      if (!is_first)
        {
          fputc (' ', stream);
          at++;
        }
      fprintf (stream, "%.*s", length, text);
      at += length;
      is_first = 0;
      text += length;
      if (*text == '\n')
        {
          fprintf (stream, "\n\n%*s", indent, "");
          at = indent;
          is_first = 1;
        }
      if (*text != '\0')
        text++;
    }
  fputc ('\n', stream);
}

void
options_print_overview (FILE *stream)
{
  size_t k;

  fputs ("Usage: indicators COMMAND [OPTION]... [ARGUMENT]...\n", stream);
  print_wrapped (stream, purpose, 0, 0);
  fputs ("\nCommands:\n", stream);
  for (k = 0; k < N_COMMANDS; k++)
    fprintf (stream, "  %-9s %-24s %s\n", commands[k].name, commands[k].operands,
             commands[k].summary);
  fputs ("\nAlso --help and --version. \"indicators help COMMAND\" lists the options of a "
         "command.\n\nExit status:\n",
         stream);
  for (k = 0; k < COUNT (exit_status); k++)
    {
      fprintf (stream, "  %s  ", exit_status[k].subject);
      print_wrapped (stream, exit_status[k].text, 5, 5);
    }
  fputs ("\nExamples:\n", stream);
  for (k = 0; k < COUNT (examples); k++)
    {
      fprintf (stream, "  %s\n      ", examples[k].subject);
      print_wrapped (stream, examples[k].text, 6, 6);
    }
}

void
options_print_command (FILE *stream, const cli_command *command)
{
  size_t k;

  fprintf (stream, "Usage: indicators %s %s%s\n", command->name,
           command->n_options > 0 ? "[OPTION]... " : "", command->operands);
  print_wrapped (stream, command->description, 0, 0);
  if (command->n_options > 0)
    fputs ("\nOptions:\n", stream);
  for (k = 0; k < command->n_options; k++)
    {
      const cli_option *option = &command->options[k];
      fprintf (stream, "  --%s%s%s\n      ", option->name, option->argument == NULL ? "" : " ",
               option->argument == NULL ? "" : option->argument);
      if (option->choices != NULL)
        fprintf (stream, "%s is one of %s.\n      ", option->argument, option->choices);
      print_wrapped (stream, option->help, 6, 6);
    }
}

/* ------------------------------------------------------------------------
 * The manual page
 * ---------------------------------------------------------------------- */

/* Prints text so that roff sees no requests in it; newlines begin
 * paragraphs. */
static void
print_roff (FILE *stream, const char *text)
{
  int is_line_start = 1;

  for (; *text != '\0'; text++)
    {
      if (*text == '\n')
        fputs ("\n.PP", stream);
      if (is_line_start && (*text == '.' || *text == '\''))
        fputs ("\\&", stream);
      if (*text == '-')
        fputs ("\\-", stream);
      else if (*text == '\\')
        fputs ("\\e", stream);
      else if (*text == '\'')
        fputs ("\\(aq", stream);
      else
        fputc (*text, stream);
      is_line_start = *text == '\n';
    }
}

static void
print_roff_option (FILE *stream, const cli_option *option)
{
  fputs (".TP\n\\fB\\-\\-", stream);
  print_roff (stream, option->name);
  fputs ("\\fR", stream);
  if (option->argument != NULL)
    {
      fputs (" \\fI", stream);
      print_roff (stream, option->argument);
      fputs ("\\fR", stream);
    }
  fputc ('\n', stream);
  if (option->choices != NULL)
    {
      fprintf (stream, "\\fI%s\\fR is one of\n\\fB", option->argument);
      print_roff (stream, option->choices);
      fputs ("\\fR.\n", stream);
    }
  print_roff (stream, option->help);
  fputc ('\n', stream);
}

void
options_print_manual (FILE *stream, const char *version)
{
  size_t k, j;

  fprintf (stream,
           ".\\\" SPDX-License-Identifier: GPL-3.0-or-later\n"
           ".\\\" Made by make_manual from options.c: edit that file, not this one.\n"
           ".TH INDICATORS 1 \"\" \"libindicators %s\" \"User Commands\"\n"
           ".SH NAME\nindicators \\- check and compute the figures of economic reports\n"
           ".SH SYNOPSIS\n",
           version);
  for (k = 0; k < N_COMMANDS; k++)
    {
      if (k > 0)
        fputs (".br\n", stream);
      fprintf (stream, "\\fBindicators %s\\fR %s", commands[k].name,
               commands[k].n_options > 0 ? "[\\fIOPTION\\fR]... " : "");
      print_roff (stream, commands[k].operands);
      fputc ('\n', stream);
    }
  fputs (".br\n\\fBindicators \\-\\-version\\fR | \\fB\\-\\-help\\fR\n.SH DESCRIPTION\n", stream);
  print_roff (stream, purpose);
  fputs ("\n.SH COMMANDS\n", stream);
  for (k = 0; k < N_COMMANDS; k++)
    {
      fprintf (stream, ".SS %s\n", commands[k].name);
      print_roff (stream, commands[k].description);
      fputc ('\n', stream);
      for (j = 0; j < commands[k].n_options; j++)
        print_roff_option (stream, &commands[k].options[j]);
    }
  fputs (".SH EXIT STATUS\n", stream);
  for (k = 0; k < COUNT (exit_status); k++)
    {
      fprintf (stream, ".TP\n.B %s\n", exit_status[k].subject);
      print_roff (stream, exit_status[k].text);
      fputc ('\n', stream);
    }
  fputs (".SH EXAMPLES\n", stream);
  for (k = 0; k < COUNT (examples); k++)
    {
      fputs (".TP\n.B ", stream);
      print_roff (stream, examples[k].subject);
      fputc ('\n', stream);
      print_roff (stream, examples[k].text);
      fputc ('\n', stream);
    }
  fputs (".SH SEE ALSO\n.BR libindicators (3)\n", stream);
}
