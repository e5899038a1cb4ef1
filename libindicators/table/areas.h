/* SPDX-License-Identifier: GPL-3.0-or-later
 * Records grouped by area, as a reader comes to them. */
#ifndef IND_TABLE_AREAS_H
#define IND_TABLE_AREAS_H

#include <stdio.h>

#include "table/reader.h"

/* The areas of an input, of which the records at hand are of the last. Zero-initialised
 * there is none. */
struct ind__areas {
  ind__strings seen;
  uint32_t current;         /* number in `seen`, once it holds any */
  int is_mixed;             /* records of areas do not follow one another: that was said */
  ind_area_visitor visitor; /* NULL: on the first reading, which learns the kinds */
  void *context;
  const ind_table *outline; /* knows the kinds, and has no figures */
  ind_table *table;         /* of the area at hand, when there is a visitor */
  size_t n_strings;         /* that it began with */
  FILE *copy;               /* of what is read on the first reading, or NULL */
  size_t n_records;         /* read */
};

/* Whether a record of this area goes on where the last one was. */
int ind__areas_go_on (const struct ind__areas *areas, const char *area, size_t length);

/* To be called before the record at hand is read: it may be the first of an area. Returns 0
 * when reading must stop. */
int ind__areas_step (ind__reader *reader);

/* To be called after the last record, where nothing was complained of. */
void ind__areas_end (ind__reader *reader);

#endif
