/* SPDX-License-Identifier: GPL-3.0-or-later
 * The commands: each carries out its arguments and returns the exit status. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "options.h"

int command_check (const cli_arguments *arguments);
int command_compute (const cli_arguments *arguments);
int command_list (const cli_arguments *arguments);
int command_parse (const cli_arguments *arguments);
int command_power (const cli_arguments *arguments);
int command_reconcile (const cli_arguments *arguments);
int command_help (const cli_arguments *arguments);

#endif
