/* SPDX-License-Identifier: GPL-3.0-or-later
 * Where results go: standard output, or a file that appears whole or not at
 * all. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include <stddef.h>
#include <stdio.h>

typedef struct cli_output {
  FILE *stream;
  const char *name; /* for messages */
  char *path;       /* of the file to appear; NULL: written in place */
  char *temporary;  /* of the file written, until it is renamed */
  int failure;      /* errno of the first write that failed, or 0 */
} cli_output;

/* Opens the output of --output FILE; NULL or "-": standard output. Returns 0
 * after a message. */
int output_open (cli_output *output, const char *path);

/* An ind_writer; the context is an output. */
int output_write (void *context, const char *bytes, size_t length);

/* Makes what was written stand. Returns 0 after a message when something was
 * not written; there is then no file, or the old one. */
int output_close (cli_output *output);

/* Gives up what was written. */
void output_discard (cli_output *output);

#endif
