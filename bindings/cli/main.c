/* SPDX-License-Identifier: GPL-3.0-or-later
 * The program `indicators`. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libindicators/indicators.h>

#include "commands.h"
#include "message.h"

static int
run (const cli_arguments *arguments)
{
  switch (arguments->command->id)
    {
    case COMMAND_CHECK: return command_check (arguments);
    case COMMAND_COMPUTE: return command_compute (arguments);
    case COMMAND_LIST: return command_list (arguments);
    case COMMAND_PARSE: return command_parse (arguments);
    case COMMAND_POWER: return command_power (arguments);
    case COMMAND_RECONCILE: return command_reconcile (arguments);
    case COMMAND_HELP: return command_help (arguments);
    }
  return STATUS_FAILURE;
}

/* Standard output can fail as late as here. */
static int
flush (int status)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return status;
  message_print ("cannot write standard output");
  return STATUS_FAILURE;
}

/* Puts something that fails where a standard stream is closed, so that no file that is
 * opened later is taken for it. */
static void
open_standard_streams (void)
{
  int k;

  for (k = 0; k <= 2; k++)
    if (fcntl (k, F_GETFD) == -1 && open ("/dev/null", k == 0 ? O_WRONLY : O_RDONLY) != k)
      exit (STATUS_FAILURE);
}

int
main (int argc, char **argv)
{
  const cli_command *command;
  cli_arguments arguments;
  int status;

  open_standard_streams ();
  if (argc < 2)
    {
      message_print ("no command was given; see \"indicators help\"");
      return STATUS_FAILURE;
    }
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0)
    {
      options_print_overview (stdout);
      return flush (EXIT_SUCCESS);
    }
  if (strcmp (argv[1], "--version") == 0)
    {
      if (argc > 2)
        {
          message_print ("--version stands alone; \"%s\" is one argument too many", argv[2]);
          return STATUS_FAILURE;
        }
      printf ("indicators %s\n"
              "License GPLv3+: GNU GPL version 3 or later <https://gnu.org/licenses/gpl.html>\n"
              "This is free software: you are free to change and redistribute it.\n"
              "There is NO WARRANTY, to the extent permitted by law.\n",
              ind_version ());
      return flush (EXIT_SUCCESS);
    }
  command = command_find (argv[1]);
  if (command == NULL)
    {
      const cli_command *near = command_guess (argv[1]);
      if (argv[1][0] == '-')
        message_print ("\"%s\" is not an option here; a command comes first. See "
                       "\"indicators help\"",
                       argv[1]);
      else if (near != NULL)
        message_print ("\"%s\" is not a command; did you mean \"%s\"? See \"indicators help\"",
                       argv[1], near->name);
      else
        message_print ("\"%s\" is not a command; see \"indicators help\"", argv[1]);
      return STATUS_FAILURE;
    }
  status = STATUS_FAILURE;
  if (arguments_read (&arguments, command, argc - 2, argv + 2))
    {
      if (arguments.wants_help)
        {
          options_print_command (stdout, command);
          status = flush (EXIT_SUCCESS);
        }
      else
        status = run (&arguments);
    }
  free (arguments.rules);
  free (arguments.operands);
  return status;
}
