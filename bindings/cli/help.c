/* SPDX-License-Identifier: GPL-3.0-or-later
 * indicators help [COMMAND] */
#include <stdlib.h>

#include "commands.h"
#include "message.h"

int
command_help (const cli_arguments *arguments)
{
  const cli_command *command;

  if (arguments->n_operands == 0)
    options_print_overview (stdout);
  else if (arguments->n_operands > 1)
    {
      message_print ("help takes one COMMAND; see \"indicators help\"");
      return STATUS_FAILURE;
    }
  else
    {
      command = command_find (arguments->operands[0]);
      if (command == NULL)
        {
          message_print ("\"%s\" is not a command; see \"indicators help\"",
                         arguments->operands[0]);
          return STATUS_FAILURE;
        }
      options_print_command (stdout, command);
    }
  if (fflush (stdout) == 0 && !ferror (stdout))
    return EXIT_SUCCESS;
  message_print ("cannot write standard output");
  return STATUS_FAILURE;
}
