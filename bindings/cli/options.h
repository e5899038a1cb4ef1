/* SPDX-License-Identifier: GPL-3.0-or-later
 * The one table of commands and options: arguments are read by it, and help,
 * usage errors and the manual page are written from it. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stddef.h>
#include <stdio.h>

typedef enum command_id {
  COMMAND_CHECK,
  COMMAND_COMPUTE,
  COMMAND_LIST,
  COMMAND_PARSE,
  COMMAND_HELP,
  COMMAND_POWER,
  COMMAND_RECONCILE
} command_id;

#define N_COMMANDS 7

typedef enum option_id {
  OPTION_ALPHA,
  OPTION_ALTERABILITY,
  OPTION_BOUNDS,
  OPTION_BY_AREA,
  OPTION_DEDUCED,
  OPTION_ENCODING,
  OPTION_EXPLAIN,
  OPTION_FORMAT,
  OPTION_FULL_DIGITS,
  OPTION_LOCALE,
  OPTION_NO_EXPLAIN,
  OPTION_NO_STANDARD_RULES,
  OPTION_ONLY,
  OPTION_OUTPUT,
  OPTION_REPAIR,
  OPTION_ROUND,
  OPTION_ROUNDING,
  OPTION_RULES, /* may be repeated */
  OPTION_STRICT,
  OPTION_THREADS,
  OPTION_VARIANCE,
  OPTION_VERDICTS,
  OPTION_ZEROS
} option_id;

#define N_OPTIONS 23

typedef struct cli_option {
  option_id id;
  const char *name;     /* without the two hyphens */
  const char *argument; /* what stands for its argument in help; NULL: a switch */
  const char *choices;  /* the words it takes, as "text|json"; NULL: any text */
  const char *help;     /* one sentence or two */
} cli_option;

typedef struct cli_command {
  command_id id;
  const char *name;
  const char *operands;    /* as in a synopsis */
  const char *summary;     /* a phrase */
  const char *description; /* paragraphs, divided by newlines */
  const cli_option *options;
  size_t n_options;
  size_t least_operands;
  const char *operand; /* one of them, in words */
} cli_command;

/* What the arguments said. All strings are borrowed from argv. */
typedef struct cli_arguments {
  const cli_command *command;
  const char *given[N_OPTIONS]; /* the argument of an option; "" for a switch */
  const char **rules;           /* all arguments of --rules */
  size_t n_rules;
  const char **operands;
  size_t n_operands;
  int wants_help;
} cli_arguments;

const cli_command *command_at (size_t k);

/* The command of a name, or NULL. */
const cli_command *command_find (const char *name);

/* The command whose name is nearest to a misspelt one, or NULL. */
const cli_command *command_guess (const char *name);

/* Reads the arguments behind the command. On failure says why on standard
 * error and returns 0. The two lists are to be freed either way. */
int arguments_read (cli_arguments *arguments, const cli_command *command, int argc, char **argv);

/* Which of its choices an option was given, from 0; `otherwise` when it was
 * not given. */
int arguments_choice (const cli_arguments *arguments, option_id id, int otherwise);

/* The number of --threads; 0 when it was not given. */
unsigned arguments_threads (const cli_arguments *arguments);

/* Help on the program, on a command; the manual page, as roff. */
void options_print_overview (FILE *stream);
void options_print_command (FILE *stream, const cli_command *command);
void options_print_manual (FILE *stream, const char *version);

#endif
