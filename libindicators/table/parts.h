/* SPDX-License-Identifier: GPL-3.0-or-later
 * A large file read in parts. */
#ifndef IND_TABLE_PARTS_H
#define IND_TABLE_PARTS_H

#include <stdio.h>

#include "table/plain.h"

/* Reads a file in threads, as many as `reader` has been told, if all of it is plain: no
 * quotation marks, nothing to complain of. *is_done: 0 where it is not, or the file is no
 * large one; the table is then to be rewound and the file read from its start. Returns 0
 * when memory ran out. */
int ind__read_parts (ind__reader *reader, FILE *stream, int *is_done);

#endif
