/* SPDX-License-Identifier: GPL-3.0-or-later
 * Reading the CSV contract: what csv.c, header.c, record.c and complaint.c
 * share. */
#ifndef IND_TABLE_READER_H
#define IND_TABLE_READER_H

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

/* One file on its way into a table. */
typedef struct ind__reader {
  ind_table *table;
  ind_table_options options;
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
  int has_nul, is_ascii; /* of the bytes seen so far */
  int has_header;        /* with every required column */
  size_t n_columns;
  size_t at[IND__N_COLUMNS]; /* position of a column, or IND__NOWHERE */
  size_t *extra;             /* extra column of a position, or IND__NOWHERE */
  size_t extra_capacity;
  uint32_t last[IND__N_COLUMNS]; /* string of a column's last text */
  ind__known_unit *unit;
  size_t n_units, unit_capacity;
  size_t n_without_value, first_without_value; /* records */
} ind__reader;

/* Keeps a complaint about the record at hand, or counts it when there are
 * enough. `position` counts columns from 0. */
void ind__complain (ind__reader *reader, ind_status status, size_t position, const char *format,
                    ...) IND__FORMAT (4, 5);

/* Keeps a note on the file. */
void ind__remark (ind__reader *reader, const char *format, ...) IND__FORMAT (2, 3);

void ind__reader_fail_memory (ind__reader *reader);

/* The name of a column in the contract. */
const char *ind__column_name (enum ind__column column);

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
