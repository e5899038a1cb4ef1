/* SPDX-License-Identifier: GPL-3.0-or-later
 * Records of which all but the value stood there before, read faster; and lines without
 * quotation marks, read without libcsv: the very same records. */
#ifndef IND_TABLE_PLAIN_H
#define IND_TABLE_PLAIN_H

#include "table/reader.h"

/* Bytes that can be read, whatever they are, behind the text of ind__plain_read. */
#define IND__PADDING 64

/* An open hash table of numbers, each with half of its hash, so that what it is the number of
 * is looked at once it is likely the one. */
typedef struct ind__tagged_number {
  uint32_t tag, number; /* number: UINT32_MAX where there is none */
} ind__tagged_number;

typedef struct ind__tagged_numbers {
  ind__tagged_number *slot;
  size_t n_slots;
} ind__tagged_numbers;

/* Texts one behind the other. */
typedef struct ind__texts {
  char *bytes;
  size_t n, capacity;
} ind__texts;

/* What was learnt of the file so far: texts that stood in a record, and the kind or site
 * they made. Zero-initialised it is empty. */
typedef struct ind__plain {
  struct ind__shape *shape;
  size_t n_shapes, shape_capacity;
  uint32_t *shape_length; /* of the spans of each shape */
  size_t shape_length_capacity;
  struct ind__spot *spot;
  size_t n_spots, spot_capacity;
  ind__tagged_numbers shape_numbers, spot_numbers;
  ind__texts shape_texts, spot_texts;
  size_t longest, longest_span; /* of all shapes and spots */
  uint32_t last_shape, last_spot; /* UINT32_MAX: none */
  struct ind__span *shape_span, *spot_span; /* columns */
  size_t n_shape_spans, n_spot_spans;
  size_t *empty_position; /* columns that must be empty */
  size_t n_empty_columns;
  size_t n_spots_before;  /* spans before the value */
  ind__field *field; /* of the record at hand, in the text */
  size_t field_capacity;
  int is_prepared;
  int is_scattered; /* the fields of a record do not follow one another */
} ind__plain;

/* Reads whole lines, each with its end, of which none holds a quotation mark or a NUL.
 * Returns 0 when reading must stop. */
int ind__plain_read (ind__plain *plain, ind__reader *reader, const char *text, size_t length);

/* For other readers, whose plain must be scattered, and whose fields can be read
 * IND__PADDING bytes beyond their end. Appends the record at hand, with this value or,
 * where it is NULL, that of its text, if all else is known; 0 when it is not, or when
 * reading must stop. */
int ind__plain_take_known (ind__plain *plain, ind__reader *reader, const ind_decimal *value);

/* Takes the record at hand for a figure, as ind__read_record, and learns from it. */
void ind__plain_take_other (ind__plain *plain, ind__reader *reader);

/* Forgets what was learnt: records no longer mean what they did. */
void ind__plain_forget (ind__plain *plain);

/* Forgets areas and periods alone: the table has dropped its sites. */
void ind__plain_forget_spots (ind__plain *plain);

void ind__plain_free (ind__plain *plain);

#endif
