/* SPDX-License-Identifier: GPL-3.0-or-later
 * Reading the files that the arguments name. */
#ifndef CLI_INPUT_H
#define CLI_INPUT_H

#include <libindicators/indicators.h>

#include "options.h"

/* Reads the one operand area by area; see ind_table_visit_areas. Prints every complaint and
 * note. Returns 0 after a failure, of which everything was said. */
int input_visit_areas (const cli_arguments *arguments, ind_area_visitor visitor, void *context);

/* Reads all operands into a table, with the options on reading; prints every
 * complaint and note. NULL after a failure, of which everything was said. */
ind_table *input_read_tables (const cli_arguments *arguments);

/* Loads the standard rules, unless told otherwise, and those of --rules;
 * prints the notes on them. NULL after a failure. */
ind_rules *input_read_rules (const cli_arguments *arguments);

#endif
