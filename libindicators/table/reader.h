/* SPDX-License-Identifier: GPL-3.0-or-later
 * Reading the CSV contract: what arrow.c, csv.c, header.c, parts.c, plain.c, reader.c,
 * record.c and complaint.c share. */
#ifndef IND_TABLE_READER_H
#define IND_TABLE_READER_H

#include <stdio.h>

#include "base/error.h"
#include "number/words.h"
#include "table/table.h"

/* The columns of the contract, the required ones first. */
enum ind__column {
  INDICATOR,
  REF_AREA,
  TIME_PERIOD,
  OBS_VALUE,
  COMPONENT,
  SOURCE,
  VINTAGE,
  UNIT_MEASURE,
  UNIT_MULT,
  DECIMALS,
  QUALIFIER,
  ROUNDING,
  PRINTED,
  LOCATOR
};

#define IND__N_REQUIRED 4
#define IND__N_COLUMNS 14

/* No position: the record as a whole, or a column the file does not have. */
#define IND__NOWHERE SIZE_MAX

/* A field of the record at hand, in the bytes of its reader, NUL-terminated. */
typedef struct ind__field {
  size_t start, length;
} ind__field;

/* A unit as UNIT_MEASURE and UNIT_MULT say it. */
typedef struct ind__known_unit {
  uint32_t text;
  int multiplier;
  uint16_t unit;
} ind__known_unit;

/* How bytes come to a reader. What is read does not depend on it; tests choose it. */
typedef struct ind__feed {
  int is_libcsv_alone; /* no line is read as plain */
  size_t buffer_size;  /* bytes read at once */
  size_t part_size;    /* bytes of a file worth a thread */
  struct ind__areas *areas; /* called for each record; NULL: areas may be mixed */
} ind__feed;

extern const ind__feed ind__fast_feed;

/* One file or stream on its way into a table. */
typedef struct ind__reader {
  ind_table *table;
  ind_table_options options;
  ind__feed feed;
  const char *name;
  ind_error *error;
  ind_status status; /* of the first failure that is not a complaint */
  uint32_t file, source, total; /* strings: the file, its source, "_T" */
  ind_status complaint_status;  /* of the first complaint */
  size_t n_complaints;
  size_t record; /* number of the record at hand; 0 before the first */
  char *bytes;
  size_t n_bytes, bytes_capacity;
  ind__field *field;
  size_t n_fields, field_capacity;
  int is_ascii;   /* the bytes seen so far */
  int has_header; /* with every required column */
  size_t n_columns;
  size_t at[IND__N_COLUMNS]; /* position of a column, or IND__NOWHERE */
  size_t *extra;             /* extra column of a position, or IND__NOWHERE */
  size_t extra_capacity;
  uint32_t last[IND__N_COLUMNS]; /* string of a column's last text */
  ind__known_unit *unit;
  size_t n_units, unit_capacity;
  size_t n_without_value, first_without_value; /* records */
  struct ind__plain *plain;
  int is_between; /* libcsv is between two records */
  ind__mark mark; /* what the table held before */
} ind__reader;

/* Begins reading an input called `name`. Returns the reader's status; whatever
 * it is, ind__reader_stop or ind__reader_close must follow. */
ind_status ind__reader_start (ind__reader *reader, ind_table *table, const char *name,
                              const ind_table_options *options, ind_error *error);

/* Says of which file the records that follow are. The reader keeps the pointer. */
void ind__reader_set_file (ind__reader *reader, const char *name);

/* What remains to be said of an input that was read to its end. */
void ind__reader_conclude (ind__reader *reader);

/* Takes back what figures and complaints the reader added to the table. */
void ind__reader_take_back (ind__reader *reader);

/* Releases what the reader holds, and leaves the table as it is. */
void ind__reader_close (ind__reader *reader);

/* Ends reading: closes the reader and, after a failure or a complaint, takes back the
 * figures. Returns what came of it. */
ind_status ind__reader_stop (ind__reader *reader);

/* Reads `stream` or, where that is NULL, the text. */
ind_status ind__read_input (ind_table *table, const char *name, FILE *stream, const char *text,
                            size_t length, const ind_table_options *options,
                            const ind__feed *feed, ind_error *error);

/* Keeps a complaint about the record at hand, or counts it when there are
 * enough. `position` counts columns from 0. */
void ind__complain (ind__reader *reader, ind_status status, size_t position, const char *format,
                    ...) IND__FORMAT (4, 5);

/* Keeps a note on the file. */
void ind__remark (ind__reader *reader, const char *format, ...) IND__FORMAT (2, 3);

void ind__reader_fail_memory (ind__reader *reader);

/* Goes on with the records to come in another table, which is told of the extra columns. 0
 * when memory ran out. */
int ind__reader_restart (ind__reader *reader, ind_table *table);

/* The name of a column in the contract. */
const char *ind__column_name (enum ind__column column);

/* Makes room for the figures of `total` bytes, of which those before `taken` were read: as
 * many for each byte as until now. 0 when memory ran out. */
int ind__reader_foresee (ind__reader *reader, size_t taken, size_t total);

/* Adds a field to the record at hand; 0 when memory ran out. */
int ind__reader_add_field (ind__reader *reader, const char *bytes, size_t length);

/* The record at hand is complete: takes it for the header, if it is the first, or for a
 * figure, and begins the next. */
void ind__take_record (ind__reader *reader);

/* Takes the record at hand for the header. */
void ind__read_header (ind__reader *reader);

/* Takes the record at hand for a figure and appends it to the table, unless
 * the file has been complained of. */
void ind__read_record (ind__reader *reader);

/* The number of a text in the table; IND__NO_STRING, with the reader failed,
 * when memory ran out. */
uint32_t ind__reader_string (ind__reader *reader, const char *text, size_t length);

static inline const char *
ind__field_text (const ind__reader *reader, size_t position)
{
  return reader->bytes + reader->field[position].start;
}

static inline size_t
ind__field_length (const ind__reader *reader, size_t position)
{
  return reader->field[position].length;
}

static inline ind__quoted
ind__field_quote (const ind__reader *reader, size_t position)
{
  return ind__quote (ind__field_text (reader, position), ind__field_length (reader, position));
}

#endif
