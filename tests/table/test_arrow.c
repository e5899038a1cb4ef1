/* SPDX-License-Identifier: GPL-3.0-or-later
 * Reading a stream of the Arrow C data interface. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reading.h"
#include "support/failing_memory.h"
#include "table/table.h"

#define N(array) (sizeof array / sizeof array[0])
#define MAX_COLUMNS 12

/* ------------------------------------------------------------------------
 * A producer: batches of columns that the tests fill in
 * ---------------------------------------------------------------------- */

typedef struct made_column {
  const char *name, *format;
  int64_t length, offset, null_count;
  const void *buffer[5];
  int64_t n_buffers;
  /* Of a dictionary. */
  const char *value_format;
  int64_t value_length, n_value_buffers;
  const void *value_buffer[5];
} made_column;

typedef struct producer {
  made_column column[MAX_COLUMNS];
  int64_t n_columns, length, offset, n_batches;
  const void *validity;
  const char *format;
  int fails_at;      /* the batch that cannot be had, from 1; -1: the schema */
  const char *words; /* of that failure */
  int lacks_schema, lacks_child, lacks_release, n_wrong_children;
  /* What was taken and given back. */
  int64_t n_given;
  int n_schemas, n_arrays, n_streams;
  struct ArrowSchema child_schema[MAX_COLUMNS], value_schema[MAX_COLUMNS];
  struct ArrowSchema *child_schemas[MAX_COLUMNS];
  struct ArrowArray child[MAX_COLUMNS], value[MAX_COLUMNS];
  struct ArrowArray *children[MAX_COLUMNS];
  const void *struct_buffer[1];
} producer;

static void
release_schema (struct ArrowSchema *schema)
{
  ((producer *) schema->private_data)->n_schemas--;
  schema->release = NULL;
}

static void
release_array (struct ArrowArray *array)
{
  ((producer *) array->private_data)->n_arrays--;
  array->release = NULL;
}

static void
release_child (struct ArrowArray *array)
{
  (void) array;
  ck_abort_msg ("a child was released on its own");
}

static void
release_child_schema (struct ArrowSchema *schema)
{
  (void) schema;
  ck_abort_msg ("a child's schema was released on its own");
}

static void
release_stream (struct ArrowArrayStream *stream)
{
  ((producer *) stream->private_data)->n_streams--;
  stream->release = NULL;
}

static const char *
last_error (struct ArrowArrayStream *stream)
{
  return ((producer *) stream->private_data)->words;
}

static int
get_schema (struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
  producer *from = stream->private_data;
  int64_t i;

  if (from->fails_at == -1)
    return 5;
  if (from->lacks_schema)
    return 0;
  memset (out, 0, sizeof *out);
  for (i = 0; i < from->n_columns; i++)
    {
      struct ArrowSchema *child = &from->child_schema[i];
      memset (child, 0, sizeof *child);
      child->name = from->column[i].name;
      child->format = from->column[i].format;
      child->release = release_child_schema;
      if (from->column[i].value_format != NULL)
        {
          child->dictionary = &from->value_schema[i];
          memset (child->dictionary, 0, sizeof *child->dictionary);
          child->dictionary->format = from->column[i].value_format;
          child->dictionary->release = release_child_schema;
        }
      from->child_schemas[i] = from->lacks_child ? NULL : child;
    }
  out->format = from->format;
  out->n_children = from->n_columns;
  out->children = from->child_schemas;
  out->release = release_schema;
  out->private_data = from;
  from->n_schemas++;
  return 0;
}

static int
get_next (struct ArrowArrayStream *stream, struct ArrowArray *out)
{
  producer *from = stream->private_data;
  int64_t i;

  if (from->n_given + 1 == from->fails_at)
    return 5;
  memset (out, 0, sizeof *out);
  if (from->n_given == from->n_batches)
    return 0;
  from->n_given++;
  for (i = 0; i < from->n_columns; i++)
    {
      struct ArrowArray *child = &from->child[i];
      made_column *made = &from->column[i];
      memset (child, 0, sizeof *child);
      child->length = made->length;
      child->offset = made->offset;
      child->null_count = made->null_count;
      child->n_buffers = made->n_buffers;
      child->buffers = made->n_buffers == 0 ? NULL : made->buffer;
      child->release = release_child;
      if (made->value_format != NULL && made->value_length >= 0)
        {
          child->dictionary = &from->value[i];
          memset (child->dictionary, 0, sizeof *child->dictionary);
          child->dictionary->length = made->value_length;
          child->dictionary->n_buffers = made->n_value_buffers;
          child->dictionary->buffers = made->value_buffer;
          child->dictionary->release = release_child;
        }
      from->children[i] = child;
    }
  from->struct_buffer[0] = from->validity;
  out->length = from->length;
  out->offset = from->offset;
  out->n_buffers = 1;
  out->buffers = from->struct_buffer;
  out->n_children = from->n_columns + from->n_wrong_children;
  out->children = from->children;
  out->release = release_array;
  out->private_data = from;
  from->n_arrays++;
  return 0;
}

static struct ArrowArrayStream
open_stream (producer *from)
{
  struct ArrowArrayStream stream;
  stream.get_schema = get_schema;
  stream.get_next = get_next;
  stream.get_last_error = last_error;
  stream.release = release_stream;
  stream.private_data = from;
  from->n_given = 0;
  from->n_streams++;
  return stream;
}

/* Reads all that the producer gives; everything must have been given back. */
static ind_status
take (producer *from, ind_table *table, const ind_arrow_options *floats, ind_error *error)
{
  struct ArrowArrayStream stream = open_stream (from);
  ind_status status = ind_table_read_arrow (table, "test", &stream, NULL, floats, error);
  ck_assert_ptr_null ((void *) (uintptr_t)stream.release);
  ck_assert_int_eq (from->n_schemas, 0);
  ck_assert_int_eq (from->n_arrays, 0);
  ck_assert_int_eq (from->n_streams, 0);
  return status;
}

static ind_table *
take_well (producer *from, const ind_arrow_options *floats)
{
  ind_table *table = reading_new ();
  ind_error error = { IND_OK, 0, 0, "" };
  ind_status status = take (from, table, floats, &error);
  ck_assert_msg (status == IND_OK, "%s: %s", ind_status_name ((int) status),
                 ind_table_complaint_count (table) > 0 ? ind_table_complaint_at (table, 0)
                                                       : error.message);
  return table;
}

static void
refuse (producer *from, const ind_arrow_options *floats, ind_status wanted, const char *complaint)
{
  ind_table *table = reading_new ();
  ind_error error = { IND_OK, 0, 0, "" };
  ck_assert_int_eq (take (from, table, floats, &error), wanted);
  ck_assert_int_eq (error.status, wanted);
  ck_assert_str_eq (ind_table_complaint_count (table) > 0 ? ind_table_complaint_at (table, 0)
                                                          : error.message,
                    complaint);
  ck_assert_uint_eq (ind_table_count (table), 0);
  ind_table_free (table);
}

static made_column *
find (producer *made, const char *name)
{
  int64_t i;
  for (i = 0; i < made->n_columns; i++)
    if (strcmp (made->column[i].name, name) == 0)
      return &made->column[i];
  made->n_columns++;
  made->column[i].name = name;
  return &made->column[i];
}

/* A column of fixed width, or of bits. */
static made_column *
set (producer *made, const char *name, const char *format, const void *values)
{
  made_column *column = find (made, name);
  memset (column, 0, sizeof *column);
  column->name = name;
  column->format = format;
  column->length = made->length;
  column->n_buffers = 2;
  column->buffer[1] = values;
  return column;
}

static made_column *
set_text (producer *made, const char *name, const int32_t *ends, const char *bytes)
{
  made_column *column = set (made, name, "u", ends);
  column->n_buffers = 3;
  column->buffer[2] = bytes;
  return column;
}

/* Two figures: share of A, 21.57, and of BTF, 23.77, in 2024 of VN-09. */
static const int32_t area_ends[] = { 0, 5, 10 }, name_ends[] = { 0, 5, 10 },
                     component_ends[] = { 0, 1, 4 };
static const int32_t of_ends[] = { 0, 5, 10 }, same_ends[] = { 0, 1, 2 };
static const int16_t years[] = { 2024, 2024 };
static const double shares[] = { 21.57, 23.77 };

static void
produce (producer *made)
{
  memset (made, 0, sizeof *made);
  made->format = "+s";
  made->n_batches = 1;
  made->length = 2;
  made->words = "";
  set_text (made, "INDICATOR", name_ends, "shareshare");
  set_text (made, "region", area_ends, "VN-09VN-09");
  set (made, "TIME_PERIOD", "s", years);
  set_text (made, "COMPONENT", component_ends, "ABTF");
  set (made, "OBS_VALUE", "g", shares);
}

/* ------------------------------------------------------------------------
 * Tests
 * ---------------------------------------------------------------------- */

START_TEST (test_figures)
{
  producer made;
  ind_table *table;
  ind_figure figure;

  produce (&made);
  made.n_batches = 3;
  table = take_well (&made, NULL);
  ck_assert_uint_eq (ind_table_count (table), 6);
  ck_assert_uint_eq (ind_table_note_count (table), 0);
  figure = reading_figure (table, 0);
  ck_assert_str_eq (figure.indicator, "share");
  ck_assert_str_eq (figure.area, "VN-09");
  ck_assert_str_eq (figure.period, "2024");
  ck_assert_str_eq (figure.component, "A");
  ck_assert_str_eq (figure.source, "test");
  ck_assert_str_eq (figure.file, "test");
  ck_assert_str_eq (figure.obs_value, "21.57");
  ck_assert_int_eq (figure.precision, 2);
  ck_assert_uint_eq (figure.record, 2);
  figure = reading_figure (table, 5);
  ck_assert_str_eq (figure.component, "BTF");
  ck_assert_str_eq (figure.obs_value, "23.77");
  ck_assert_uint_eq (figure.record, 7);
  ind_table_free (table);
}
END_TEST

/* The text that OBS_VALUE becomes, with "/" and the place of its last digit. */
static const char *
value_of (producer *made, const ind_arrow_options *floats)
{
  static char text[96];
  ind_table *table = take_well (made, floats);
  ind_figure figure;

  if (ind_table_count (table) < 2)
    snprintf (text, sizeof text, "none");
  else
    {
      figure = reading_figure (table, 1);
      snprintf (text, sizeof text, "%s/%d", figure.obs_value, (int) figure.precision);
    }
  ind_table_free (table);
  return text;
}

START_TEST (test_whole_numbers)
{
  static const int8_t s1[] = { 0, -128 };
  static const uint8_t u1[] = { 0, 255 };
  static const int16_t s2[] = { 0, -32768 };
  static const uint16_t u2[] = { 0, 65535 };
  static const int32_t s4[] = { 0, INT32_MIN };
  static const uint32_t u4[] = { 0, UINT32_MAX };
  static const int64_t s8[] = { 0, INT64_C (-123456789012345678) };
  static const uint64_t u8[] = { 0, UINT64_C (123456789012345678) };
  static const struct {
    const char *format;
    const void *values;
    const char *text;
  } cases[] = {
    { "c", s1, "-128/0" },
    { "C", u1, "255/0" },
    { "s", s2, "-32768/0" },
    { "S", u2, "65535/0" },
    { "i", s4, "-2147483648/0" },
    { "I", u4, "4294967295/0" },
    { "l", s8, "-123456789012345678/0" },
    { "L", u8, "123456789012345678/0" },
  };
  static const uint64_t large[] = { 0, UINT64_MAX };
  producer made;
  size_t i;

  for (i = 0; i < N (cases); i++)
    {
      produce (&made);
      set (&made, "OBS_VALUE", cases[i].format, cases[i].values);
      ck_assert_str_eq (value_of (&made, NULL), cases[i].text);
    }
  produce (&made);
  set (&made, "OBS_VALUE", "L", large);
  refuse (&made, NULL, IND_E_CSV,
          "test: record 3, column 5 (OBS_VALUE): \"18446744073709551615\" has 20 significant "
          "digits; at most 18 can be kept; round it");
}
END_TEST

START_TEST (test_floating_point)
{
  static const struct {
    double value;
    const char *text;
  } cases[] = {
    { 5.5, "5.5/1" },
    { 5.50, "5.5/1" },
    { 60530.0, "60530/-1" },
    { 0.1, "0.1/1" },
    { -0.0, "0/0" },
    { 1e-7, "0.0000001/7" },
    { 1e15, "1000000000000000/-15" },
    { 4503599627370497.0, "4503599627370497/0" },
    { 123456.789012345, "123456.789012345/9" },
    { -2.675, "-2.675/3" },
  };
  static const float singles[] = { 0, 26.34f }, whole[] = { 0, 16777216.0f };
  double values[2] = { 0, 0 };
  producer made;
  size_t i;

  for (i = 0; i < N (cases); i++)
    {
      produce (&made);
      values[1] = cases[i].value;
      set (&made, "OBS_VALUE", "g", values);
      ck_assert_str_eq (value_of (&made, NULL), cases[i].text);
    }
  set (&made, "OBS_VALUE", "f", singles);
  ck_assert_str_eq (value_of (&made, NULL), "26.34/2");
  set (&made, "OBS_VALUE", "f", whole);
  ck_assert_str_eq (value_of (&made, NULL), "16777216/0");

  values[1] = 0.0 / (values[0] + 0.0);
  set (&made, "OBS_VALUE", "g", values);
  ck_assert_str_eq (value_of (&made, NULL), "none");
  values[1] = -1 / values[0];
  refuse (&made, NULL, IND_E_CSV,
          "test: record 3, column 5 (OBS_VALUE): \"-inf\" is not a number; write it with a decimal "
          "point and without grouping, as 1234.5");
  values[1] = 1e300;
  refuse (&made, NULL, IND_E_CSV,
          "test: record 3, column 5 (OBS_VALUE): \"1e+300\" is not a number; write it with a "
          "decimal point and without grouping, as 1234.5");
  values[1] = 0.1 + 0.2;
  refuse (&made, NULL, IND_E_CSV,
          "test: record 3, column 5 (OBS_VALUE): 0.30000000000000004 is a floating-point number "
          "that was computed, not printed; say in DECIMALS how many decimals were printed, or "
          "round it");
}
END_TEST

START_TEST (test_decimals_of_floats)
{
  static const ind_printed_decimals by_name[] = { { "other", 5 }, { "share", 3 } };
  static const ind_printed_decimals all[] = { { NULL, 1 } }, tens[] = { { NULL, -1 } };
  static const ind_printed_decimals none[] = { { "other", 5 } }, wrong[] = { { NULL, 41 } };
  static const int8_t decimals[] = { 2, 4 }, fewer[] = { 2, 1 };
  ind_arrow_options floats = { by_name, N (by_name), 1, NULL, NULL, 0 };
  double values[2] = { 0.5, 0.1 + 0.2 };
  producer made;

  produce (&made);
  set (&made, "OBS_VALUE", "g", values);
  ck_assert_str_eq (value_of (&made, &floats), "0.300/3");
  floats.decimals = all;
  floats.n_decimals = 1;
  ck_assert_str_eq (value_of (&made, &floats), "0.3/1");
  values[1] = 60535;
  floats.decimals = tens;
  ck_assert_str_eq (value_of (&made, &floats), "60540/-1");
  values[1] = 0.25;
  floats.decimals = all;
  ck_assert_str_eq (value_of (&made, &floats), "0.3/1");
  /* Half of the digits they were printed with, though not as doubles. */
  values[1] = 0.35;
  ck_assert_str_eq (value_of (&made, &floats), "0.4/1");
  values[1] = -1.45;
  ck_assert_str_eq (value_of (&made, &floats), "-1.5/1");
  values[1] = 1e-30;
  ck_assert_str_eq (value_of (&made, &floats), "0.0/1");
  floats.decimals = none;
  values[0] = 0.5;
  refuse (&made, &floats, IND_E_CSV,
          "test: record 2, column 5 (OBS_VALUE): 0.5 is a floating-point number and has lost its "
          "decimals; give the figure as text, or say in DECIMALS how many were printed");
  floats.decimals = wrong;
  refuse (&made, &floats, IND_E_ARGUMENT,
          "figures are printed with -30 to 40 decimals, not with 41");
  floats.decimals = NULL;
  refuse (&made, &floats, IND_E_ARGUMENT, "no decimals at n_decimals 1");

  /* What a column says comes first; it fills up, and does not round. */
  floats.decimals = all;
  set (&made, "decimals", "c", decimals);
  values[1] = 0.25;
  ck_assert_str_eq (value_of (&made, &floats), "0.2500/4");
  set (&made, "decimals", "c", fewer);
  ck_assert_str_eq (value_of (&made, &floats), "0.25/1");
  values[1] = 0.1 + 0.2;
  ck_assert_str_eq (value_of (&made, &floats), "0.30000000000000004/1");
}
END_TEST

START_TEST (test_decimal128)
{
  /* Low word first; the machine's order is turned around where it is the other. */
  static const struct {
    const char *format;
    uint64_t low, high;
    const char *text;
  } cases[] = {
    { "d:10,2", 550, 0, "5.50/2" },
    { "d:10,2,128", (uint64_t) -7, UINT64_MAX, "-0.07/2" },
    { "d:38,0", 0, 0, "0/0" },
    { "d:38,3", 0, 0, "0.000/3" },
    { "d:3,-3", 12, 0, "12000/-3" },
    { "d:20,20", UINT64_C (123456789012345678), 0, "0.00123456789012345678/20" },
    /* 10^20 and 17 decimals: 1000. */
    { "d:38,17", UINT64_C (7766279631452241920), 5, "none" },
  };
  static const struct {
    const char *format, *complaint;
  } refused[] = {
    { "d:76,2,256", "d:76,2,256" },
    { "d:3", "d:3" },
    { "d:,3", "d:,3" },
    { "d:3,", "d:3," },
    { "d:3,99", "d:3,99" },
    { "d:3,2,128,1", "d:3,2,128,1" },
    { "d:", "d:" },
    { "d:3,--2", "d:3,--2" },
    { "d:99999999999999,2", "d:99999999999999,2" },
  };
  uint64_t values[4] = { 0, 0, 0, 0 };
  static const uint16_t probe = 1;
  int is_little = *(const unsigned char *) &probe == 1;
  char complaint[256];
  producer made;
  size_t i;

  for (i = 0; i < N (cases); i++)
    {
      produce (&made);
      values[is_little ? 2 : 3] = cases[i].low;
      values[is_little ? 3 : 2] = cases[i].high;
      set (&made, "OBS_VALUE", cases[i].format, values);
      if (strcmp (cases[i].text, "none") != 0)
        ck_assert_str_eq (value_of (&made, NULL), cases[i].text);
      else
        refuse (&made, NULL, IND_E_CSV,
                "test: record 3, column 5 (OBS_VALUE): \"1000.00000000000000000\" has 21 "
                "significant digits; at most 18 can be kept; round it");
    }
  for (i = 0; i < N (refused); i++)
    {
      produce (&made);
      set (&made, "OBS_VALUE", refused[i].format, values);
      snprintf (complaint, sizeof complaint,
                "test: record 1, column 5 (OBS_VALUE): this column is of the Arrow type \"%s\", "
                "which is neither text nor numbers that can be read; cast it, or leave it out",
                refused[i].complaint);
      refuse (&made, NULL, IND_E_CSV, complaint);
    }
}
END_TEST

START_TEST (test_texts)
{
  static const int64_t ends[] = { 0, 5, 10 };
  /* 6 bytes in place, and 15 in the second buffer. */
  struct {
    int32_t length;
    char inline_bytes[12];
    int32_t second_length;
    char prefix[4];
    int32_t buffer, offset;
  } views = { 6, "VN-09x", 15, "Lang", 1, 2 };
  static const int64_t sizes[] = { 0, 17 };
  made_column *column;
  producer made;
  ind_table *table;

  produce (&made);
  column = set (&made, "INDICATOR", "U", ends);
  column->n_buffers = 3;
  column->buffer[2] = "shareshare";
  column = set (&made, "region", "vu", &views);
  column->n_buffers = 5;
  column->buffer[2] = "";
  column->buffer[3] = "..Lang Son, north";
  column->buffer[4] = sizes;
  table = take_well (&made, NULL);
  ck_assert_str_eq (reading_figure (table, 0).indicator, "share");
  ck_assert_str_eq (reading_figure (table, 0).area, "VN-09x");
  ck_assert_str_eq (reading_figure (table, 1).area, "Lang Son, north");
  ind_table_free (table);

  views.offset = 3;
  refuse (&made, NULL, IND_E_CSV,
          "test: record 3, column 2 (REF_AREA): a view of this column points beyond its buffers; "
          "the stream is malformed");
  views.offset = 2;
  views.buffer = 2;
  refuse (&made, NULL, IND_E_CSV,
          "test: record 3, column 2 (REF_AREA): a view of this column points beyond its buffers; "
          "the stream is malformed");
  views.buffer = 1;
  views.second_length = -1;
  refuse (&made, NULL, IND_E_CSV,
          "test: record 3, column 2 (REF_AREA): a view of this column points beyond its buffers; "
          "the stream is malformed");
}
END_TEST

START_TEST (test_dictionaries)
{
  static const int8_t s1[] = { 1, 0 };
  static const uint16_t u2[] = { 1, 0 };
  static const int32_t s4[] = { 1, 0 };
  static const uint64_t u8[] = { 1, 0 };
  static const int64_t s8[] = { 1, 0 }, beyond[] = { 1, 2 }, below[] = { 1, -1 };
  static const int32_t ends[] = { 0, 1, 4 };
  static const struct {
    const char *format;
    const void *indices;
  } cases[] = { { "c", s1 }, { "S", u2 }, { "i", s4 }, { "L", u8 }, { "l", s8 } };
  static const unsigned char first_is_null[] = { 2 };
  made_column *column;
  producer made;
  ind_table *table;
  size_t i;

  produce (&made);
  for (i = 0; i < N (cases); i++)
    {
      column = set (&made, "COMPONENT", cases[i].format, cases[i].indices);
      column->value_format = "u";
      column->value_length = 2;
      column->n_value_buffers = 3;
      column->value_buffer[1] = ends;
      column->value_buffer[2] = "ABTF";
      table = take_well (&made, NULL);
      ck_assert_str_eq (reading_figure (table, 0).component, "BTF");
      ck_assert_str_eq (reading_figure (table, 1).component, "A");
      ind_table_free (table);
    }
  column->value_buffer[0] = first_is_null;
  table = take_well (&made, NULL);
  ck_assert_str_eq (reading_figure (table, 0).component, "BTF");
  ck_assert_str_eq (reading_figure (table, 1).component, "_T");
  ind_table_free (table);
  column->buffer[0] = first_is_null;
  table = take_well (&made, NULL);
  ck_assert_str_eq (reading_figure (table, 0).component, "_T");
  ind_table_free (table);
  column->buffer[0] = NULL;
  column->value_format = "n";
  column->n_value_buffers = 0;
  table = take_well (&made, NULL);
  ck_assert_str_eq (reading_figure (table, 0).component, "_T");
  ind_table_free (table);
  column->value_format = "u";
  column->n_value_buffers = 3;
  for (i = 0; i < 2; i++)
    {
      column->buffer[1] = i == 0 ? beyond : below;
      refuse (&made, NULL, IND_E_CSV,
              "test: record 3, column 4 (COMPONENT): an index of this column points beyond its "
              "dictionary; the stream is malformed");
    }
  column->value_length = -1;
  refuse (&made, NULL, IND_E_CSV,
          "test: record 1, column 4 (COMPONENT): this column is missing from a batch; the stream "
          "is malformed");
  column->format = "g";
  refuse (&made, NULL, IND_E_CSV,
          "test: record 1, column 4 (COMPONENT): the dictionary of this column is indexed by the "
          "Arrow type \"g\"; whole numbers are needed");
}
END_TEST

START_TEST (test_nulls_and_offsets)
{
  static const unsigned char second[] = { 4 }, third[] = { 2 };
  static const double three[] = { 1.5, 2.5, 3.5, 4.5 };
  producer made;
  ind_table *table;
  made_column *column;

  /* The third element is the second of the column, and the first of the batch. */
  produce (&made);
  made.length = 1;
  made.offset = 1;
  column = set (&made, "OBS_VALUE", "g", three);
  column->length = 2;
  column->offset = 1;
  column->buffer[0] = second;
  table = take_well (&made, NULL);
  ck_assert_uint_eq (ind_table_count (table), 1);
  ck_assert_str_eq (reading_figure (table, 0).obs_value, "3.5");
  ck_assert_str_eq (reading_figure (table, 0).component, "BTF");
  ind_table_free (table);
  column->buffer[0] = third;
  table = take_well (&made, NULL);
  ck_assert_uint_eq (ind_table_count (table), 0);
  ck_assert_str_eq (ind_table_note_at (table, 0),
                    "test: record 2 has neither OBS_VALUE nor PRINTED and holds no figure");
  ind_table_free (table);

  /* A row that is null as a whole. */
  produce (&made);
  made.validity = third;
  table = take_well (&made, NULL);
  ck_assert_uint_eq (ind_table_count (table), 1);
  ck_assert_uint_eq (reading_figure (table, 0).record, 3);
  ind_table_free (table);

  produce (&made);
  column = set (&made, "OBS_VALUE", "n", NULL);
  column->n_buffers = 0;
  table = take_well (&made, NULL);
  ck_assert_uint_eq (ind_table_count (table), 0);
  ind_table_free (table);
}
END_TEST

START_TEST (test_other_columns)
{
  static const unsigned char bits[] = { 2 };
  static const double scales[] = { 9.0, 0.0 };
  static const int32_t days[] = { 19723, -719529 };
  static const float notes[] = { 0.1f, 2.5f };
  producer made;
  ind_table *table;

  produce (&made);
  set (&made, "is_final", "b", bits);
  set (&made, "UNIT_MULT", "g", scales);
  set (&made, "on", "tdD", days);
  set (&made, "weight", "f", notes);
  table = take_well (&made, NULL);
  ck_assert_str_eq (ind_table_extra (table, 0, 0), "false");
  ck_assert_str_eq (ind_table_extra (table, 1, 0), "true");
  ck_assert_int_eq (reading_figure (table, 0).unit.scale, 9);
  /* 2024-01-01; and the day before that of the year 0 in which it begins. */
  ck_assert_str_eq (ind_table_extra (table, 0, 1), "2024-01-01");
  ck_assert_str_eq (ind_table_extra (table, 1, 1), "-1-12-31");
  ck_assert_str_eq (ind_table_extra (table, 0, 2), "0.1");
  ck_assert_str_eq (ind_table_extra (table, 1, 2), "2.5");
  ind_table_free (table);

  produce (&made);
  set (&made, "OBS_VALUE", "b", bits);
  refuse (&made, NULL, IND_E_CSV,
          "test: record 1, column 5 (OBS_VALUE): this column holds truth values (the Arrow type "
          "\"b\"); give it as text or numbers");
  produce (&made);
  set (&made, "PRINTED", "g", shares);
  refuse (&made, NULL, IND_E_CSV,
          "test: record 1, column 6 (PRINTED): this column is of floating-point numbers (the "
          "Arrow type \"g\"), which are not as printed; give it as text");
  produce (&made);
  set (&made, "more", "+l", bits);
  refuse (&made, NULL, IND_E_CSV,
          "test: record 1, column 6: this column is of the Arrow type \"+l\", which is neither "
          "text nor numbers that can be read; cast it, or leave it out");
  produce (&made);
  set (&made, "more", NULL, bits);
  refuse (&made, NULL, IND_E_CSV,
          "test: record 1, column 6: this column has no type; the stream is malformed");
}
END_TEST

START_TEST (test_contract)
{
  static const int32_t empty_ends[] = { 0, 5, 5 };
  producer made;

  produce (&made);
  made.column[4].name = "OBS_VALU";
  refuse (&made, NULL, IND_E_CSV,
          "test: record 1: the header has no column OBS_VALUE; was column 5, \"OBS_VALU\", meant?");
  produce (&made);
  set_text (&made, "REF_AREA", area_ends, "VN-09VN-09");
  refuse (&made, NULL, IND_E_CSV,
          "test: record 1: columns 2 and 6 are both REF_AREA; keep one of them");
  produce (&made);
  made.column[3].name = NULL;
  refuse (&made, NULL, IND_E_CSV,
          "test: record 1, column 4: this column has no name; name it, or remove the column");
  produce (&made);
  set_text (&made, "region", empty_ends, "VN-09");
  refuse (&made, NULL, IND_E_CSV,
          "test: record 3, column 2 (REF_AREA): this field is empty; fill it in");
  produce (&made);
  set_text (&made, "region", area_ends,
            "VN-09VN\xFF"
            "09");
  refuse (&made, NULL, IND_E_ENCODING,
          "test: record 3, column 2 (REF_AREA): this field holds the byte 0xFF, which is not "
          "UTF-8; Arrow asks for UTF-8");
  set_text (&made, "region", area_ends,
            "VN-09VN\0"
            "09");
  refuse (&made, NULL, IND_E_CSV,
          "test: record 3, column 2 (REF_AREA): this field holds a NUL byte; take it out");
  /* A record of which all but the area stood there before. */
  set_text (&made, "COMPONENT", same_ends, "AA");
  refuse (&made, NULL, IND_E_CSV,
          "test: record 3, column 2 (REF_AREA): this field holds a NUL byte; take it out");
  set_text (&made, "region", area_ends,
            "VN-09VN\xFF"
            "09");
  refuse (&made, NULL, IND_E_ENCODING,
          "test: record 3, column 2 (REF_AREA): this field holds the byte 0xFF, which is not "
          "UTF-8; Arrow asks for UTF-8");
  produce (&made);
  made.n_batches = 0;
  refuse (&made, NULL, IND_E_CSV,
          "test: record 1: the stream has columns and no figures; it needs at least one row");
}
END_TEST

START_TEST (test_malformed_streams)
{
  static const int32_t descending[] = { 0, 5, 3 };
  producer made;
  made_column *column;
  struct ArrowArrayStream stream;
  ind_table *table = reading_new ();
  ind_error error;
  ind_table_options options = { (ind_rounding) 99, IND_ZEROS_WEAK, IND_LOCALE_AUTO, 0, 0 };

  ck_assert_int_eq (ind_table_read_arrow (table, "test", NULL, NULL, NULL, &error), IND_E_ARGUMENT);
  produce (&made);
  stream = open_stream (&made);
  stream.release (&stream);
  ck_assert_int_eq (ind_table_read_arrow (table, "test", &stream, NULL, NULL, &error),
                    IND_E_ARGUMENT);
  ck_assert_str_eq (error.message, "test: there is no stream, or it was read before");
  stream = open_stream (&made);
  stream.get_next = NULL;
  ck_assert_int_eq (ind_table_read_arrow (table, "test", &stream, NULL, NULL, NULL),
                    IND_E_ARGUMENT);
  stream = open_stream (&made);
  ck_assert_int_eq (ind_table_read_arrow (table, "test", &stream, &options, NULL, NULL),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (made.n_streams, 0);
  stream = open_stream (&made);
  stream.get_last_error = NULL;
  made.fails_at = -1;
  ck_assert_int_eq (ind_table_read_arrow (table, "test", &stream, NULL, NULL, &error), IND_E_FILE);
  ck_assert_str_eq (error.message, "cannot read test: its producer failed with code 5");
  ind_table_free (table);

  produce (&made);
  made.n_batches = 3;
  made.fails_at = 2;
  made.words = "the line is dead";
  refuse (&made, NULL, IND_E_FILE, "cannot read test: the line is dead");
  made.words = NULL;
  refuse (&made, NULL, IND_E_FILE, "cannot read test: its producer failed with code 5");
  made.fails_at = 0;
  made.lacks_schema = 1;
  refuse (&made, NULL, IND_E_CSV,
          "test: the schema was released before it was given; the stream is malformed");
  made.lacks_schema = 0;
  made.lacks_child = 1;
  refuse (&made, NULL, IND_E_CSV,
          "test: record 1, column 1: this column is missing from the schema; the stream is "
          "malformed");
  made.lacks_child = 0;
  made.n_wrong_children = 1;
  refuse (&made, NULL, IND_E_CSV,
          "test: record 1: a batch does not have the columns of the stream; the stream is "
          "malformed");
  made.n_wrong_children = 0;
  made.length = -1;
  refuse (&made, NULL, IND_E_CSV,
          "test: record 1: a batch does not have the columns of the stream; the stream is "
          "malformed");
  made.length = INT64_MAX;
  refuse (&made, NULL, IND_E_CSV,
          "test: record 1, column 1 (INDICATOR): a batch has fewer elements of this column than "
          "rows; the stream is malformed");
  made.length = 2;
  made.format = "i";
  refuse (&made, NULL, IND_E_CSV,
          "test: record 1: the stream is of the Arrow type \"i\" and not of record batches");
  made.format = NULL;
  refuse (&made, NULL, IND_E_CSV,
          "test: record 1: the stream is of the Arrow type \"\" and not of record batches");
  made.format = "+s";
  made.n_columns = 0;
  refuse (&made, NULL, IND_E_CSV,
          "test: record 1: the stream has no columns; INDICATOR, REF_AREA, TIME_PERIOD and "
          "OBS_VALUE are required");

  produce (&made);
  column = find (&made, "OBS_VALUE");
  column->n_buffers = 3;
  refuse (&made, NULL, IND_E_CSV,
          "test: record 1, column 5 (OBS_VALUE): a batch has a wrong number of buffers for this "
          "column; the stream is malformed");
  column->n_buffers = 2;
  column->null_count = 1;
  refuse (&made, NULL, IND_E_CSV,
          "test: record 1, column 5 (OBS_VALUE): a batch has nulls in this column and does not "
          "say which; the stream is malformed");
  column->null_count = 0;
  column->buffer[1] = NULL;
  refuse (&made, NULL, IND_E_CSV,
          "test: record 1, column 5 (OBS_VALUE): a batch has no data for this column; the stream "
          "is malformed");
  produce (&made);
  find (&made, "OBS_VALUE")->offset = INT64_MAX;
  refuse (&made, NULL, IND_E_CSV,
          "test: record 1, column 5 (OBS_VALUE): a batch has fewer elements of this column than "
          "rows; the stream is malformed");
  produce (&made);
  set_text (&made, "region", descending, "VN-09");
  refuse (&made, NULL, IND_E_CSV,
          "test: record 3, column 2 (REF_AREA): the offsets of this column do not ascend; the "
          "stream is malformed");
  set_text (&made, "region", area_ends, NULL);
  refuse (&made, NULL, IND_E_CSV,
          "test: record 2, column 2 (REF_AREA): the offsets of this column do not ascend; the "
          "stream is malformed");
}
END_TEST

/* Rows of a whole that was split say where they stood. */
START_TEST (test_places)
{
  static const int16_t records[] = { 7, 3 }, zero[] = { 7, 0 };
  ind_arrow_options options = { NULL, 0, 0, "row", "of", 0 };
  producer made;
  ind_table *table;
  ind_figure figure;

  produce (&made);
  set_text (&made, "of", of_ends, "a.csvb.csv");
  set (&made, "row", "s", records);
  table = take_well (&made, &options);
  figure = reading_figure (table, 0);
  ck_assert_uint_eq (figure.record, 7);
  ck_assert_str_eq (figure.file, "a.csv");
  ck_assert_str_eq (figure.source, "a");
  figure = reading_figure (table, 1);
  ck_assert_uint_eq (figure.record, 3);
  ck_assert_str_eq (figure.file, "b.csv");
  ck_assert_str_eq (figure.source, "b");
  ck_assert_uint_eq (ind_table_extra_count (table), 0);
  ind_table_free (table);

  set_text (&made, "region", area_ends,
            "VN-09VN\xFF"
            "09");
  refuse (&made, &options, IND_E_ENCODING,
          "b.csv: record 3, column 2 (REF_AREA): this field holds the byte 0xFF, which is not "
          "UTF-8; Arrow asks for UTF-8");
  set_text (&made, "region", area_ends, "VN-09VN-09");
  set (&made, "row", "s", zero);
  refuse (&made, &options, IND_E_CSV,
          "a.csv: record 8: this row does not say which record it is; the stream is malformed");
  set (&made, "row", "g", shares);
  refuse (&made, &options, IND_E_CSV,
          "test: record 1: the column of records is not of whole numbers; the stream is malformed");
  set (&made, "row", "s", records);
  set (&made, "of", "s", records);
  refuse (&made, &options, IND_E_CSV,
          "test: record 1: the column of files is not text; the stream is malformed");
  set (&made, "more", "s", records);
  refuse (&made, &options, IND_E_CSV,
          "test: record 1: the columns of record and file are not the last ones of the stream; "
          "the stream is malformed");
}
END_TEST

/* Kinds and sites are numbered as they come. */
START_TEST (test_kinds_and_sites)
{
  static const int16_t more_years[] = { 2024, 2023 };
  producer made;
  ind_table *table = reading_new ();
  uint32_t kinds[5] = { 7, 7, 7, 7, 7 }, sites[5] = { 7, 7, 7, 7, 7 };

  ind_table_kinds (table, kinds);
  ind_table_sites (table, sites);
  ck_assert (kinds[0] == 7 && sites[0] == 7);
  produce (&made);
  ck_assert_int_eq (take (&made, table, NULL, NULL), IND_OK);
  set (&made, "TIME_PERIOD", "s", more_years);
  ck_assert_int_eq (take (&made, table, NULL, NULL), IND_OK);
  ind_table_kinds (table, kinds);
  ind_table_sites (table, sites);
  ck_assert (kinds[0] == 0 && kinds[1] == 1 && kinds[2] == 0 && kinds[3] == 1 && kinds[4] == 7);
  ck_assert (sites[0] == 0 && sites[1] == 0 && sites[2] == 0 && sites[3] == 1 && sites[4] == 7);
  ind_table_free (table);
}
END_TEST

/* An outline makes kinds known, and no figures: those that come later are numbered as in
 * the whole. */
START_TEST (test_outline)
{
  static const int32_t counts[] = { 3, 0 }, swapped_ends[] = { 0, 3, 4 };
  static const double halves[] = { 1, 0.5 };
  static const int16_t negative[] = { 1, -1 };
  static const unsigned char first[] = { 1 };
  const ind_arrow_options outline = { NULL, 0, 0, NULL, NULL, 1 };
  producer made;
  ind_table *table = reading_new ();

  produce (&made);
  set (&made, "OBS_VALUE", "i", counts);
  ck_assert_int_eq (take (&made, table, &outline, NULL), IND_OK);
  ck_assert_int_eq (take (&made, table, &outline, NULL), IND_OK);
  ck_assert_uint_eq (ind_table_count (table), 0);
  ck_assert_uint_eq (table->n_kinds, 2);
  ck_assert_uint_eq (table->n_sites, 0);
  ck_assert_uint_eq (ind__table_elsewhere (table, 0), 6);
  ck_assert_uint_eq (ind__table_elsewhere (table, 1), 0);
  ck_assert_uint_eq (ind__table_elsewhere (table, 2), 0);

  produce (&made);
  set_text (&made, "COMPONENT", swapped_ends, "BTFA");
  ck_assert_int_eq (take (&made, table, NULL, NULL), IND_OK);
  ck_assert_uint_eq (ind__table_kind_number (table, 0), 1);
  ck_assert_uint_eq (ind__table_kind_number (table, 1), 0);

  /* What is refused counts nothing. */
  set (&made, "OBS_VALUE", "g", halves);
  ck_assert_int_eq (take (&made, table, &outline, NULL), IND_E_CSV);
  ck_assert_uint_eq (ind__table_elsewhere (table, 1), 0);
  refuse (&made, &outline, IND_E_CSV,
          "test: record 3, column 5 (OBS_VALUE): say how many figures of this kind the table "
          "lacks");
  set (&made, "OBS_VALUE", "s", negative);
  refuse (&made, &outline, IND_E_CSV,
          "test: record 3, column 5 (OBS_VALUE): say how many figures of this kind the table "
          "lacks");
  set (&made, "OBS_VALUE", "i", counts)->buffer[0] = first;
  refuse (&made, &outline, IND_E_CSV,
          "test: record 3, column 5 (OBS_VALUE): say how many figures of this kind the table "
          "lacks");
  ind_table_free (table);
}
END_TEST

START_TEST (test_memory_runs_out_in_an_outline)
{
  static const int32_t counts[] = { 3, 1 };
  const ind_arrow_options outline = { NULL, 0, 0, NULL, NULL, 1 };
  size_t n, blocks = failing_memory_blocks ();

  for (n = 1; n < 200; n++)
    {
      producer made;
      ind_table *table = reading_new ();
      ind_status status;
      int is_done;
      produce (&made);
      set (&made, "OBS_VALUE", "i", counts);
      failing_memory_arm (n, 0);
      status = take (&made, table, &outline, NULL);
      is_done = failing_memory_disarm () == 0;
      ck_assert_int_eq (status, is_done ? IND_OK : IND_E_MEMORY);
      ck_assert_uint_eq (table->n_kinds, is_done ? 2 : 0);
      ck_assert_uint_eq (ind__table_elsewhere (table, 0), is_done ? 3 : 0);
      ind_table_free (table);
      ck_assert_uint_eq (failing_memory_blocks (), blocks);
      if (is_done)
        break;
    }
  ck_assert_uint_gt (n, 10);
  ck_assert_uint_lt (n, 200);
}
END_TEST

/* A refused stream leaves what the table held. */
START_TEST (test_table_is_kept)
{
  producer made;
  ind_table *table;
  ind_error error;

  produce (&made);
  table = take_well (&made, NULL);
  find (&made, "OBS_VALUE")->format = "+l";
  ck_assert_int_eq (take (&made, table, NULL, &error), IND_E_CSV);
  ck_assert_uint_eq (error.record, 1);
  ck_assert_uint_eq (error.field, 5);
  ck_assert_uint_eq (ind_table_count (table), 2);
  find (&made, "OBS_VALUE")->format = "g";
  ck_assert_int_eq (take (&made, table, NULL, &error), IND_OK);
  ck_assert_uint_eq (ind_table_count (table), 4);
  ind_table_free (table);
}
END_TEST

/* A column of texts made of choices, in rows and in CSV. */
typedef struct random_column {
  int32_t ends[1001];
  char bytes[12000];
} random_column;

/* Most records repeat what stands above, but for the value; those go a shorter way. Figures
 * are those that a file with the same texts has. */
START_TEST (test_known_records)
{
  enum { N_ROWS = 1000, N_TEXTS = 8 };
  static const char *const choices[N_TEXTS][4] = {
    { "share", "grdp", "grdp", "grdp" },
    { "VN-09", "VN-09", "VN-09", "VN-22" },
    { "2024", "2024", "2024", "2023-Q1" },
    { "A", "", "TOTAL", "B" },
    { "", "", "0", "-2" },
    { "", "", "", "p. 4" },
    { "", "", "", "50.5" },
    { "21.57", "", "1200", "-0.5" },
  };
  static const char *const names[N_TEXTS] = {
    "INDICATOR", "REF_AREA", "TIME_PERIOD", "COMPONENT",
    "DECIMALS",  "LOCATOR",  "PRINTED",     "OBS_VALUE",
  };
  static random_column columns[N_TEXTS];
  static double values[N_ROWS];
  static char text[N_ROWS * 60];
  uint64_t state = 3;
  int is_float;

  for (is_float = 0; is_float < 2; is_float++)
    {
      ind_table *table, *wanted = reading_new ();
      producer made;
      size_t k, column, n;

      for (column = 0, n = 0; column < N_TEXTS; column++)
        n += (size_t) sprintf (text + n, "%s%c", names[column], column + 1 < N_TEXTS ? ',' : '\n');
      for (k = 0; k < N_ROWS; k++)
        for (column = 0; column < N_TEXTS; column++)
          {
            const char *own = choices[column][reading_random (&state) % 4];
            int32_t at = columns[column].ends[k];
            memcpy (columns[column].bytes + at, own, strlen (own));
            columns[column].ends[k + 1] = at + (int32_t) strlen (own);
            if (column == 7)
              values[k] = own[0] == '\0' ? NAN : strtod (own, NULL);
            n += (size_t) sprintf (text + n, "%s%c", own, column + 1 < N_TEXTS ? ',' : '\n');
          }
      memset (&made, 0, sizeof made);
      made.format = "+s";
      made.n_batches = 1;
      made.length = N_ROWS;
      made.words = "";
      for (column = 0; column < N_TEXTS; column++)
        set_text (&made, names[column], columns[column].ends, columns[column].bytes);
      if (is_float)
        set (&made, "OBS_VALUE", "g", values);
      table = take_well (&made, NULL);
      ck_assert_int_eq (ind_table_read_text (wanted, "test", text, n, NULL, NULL), IND_OK);
      reading_assert_same (table, wanted);
      ck_assert_uint_gt (ind_table_count (table), N_ROWS / 2);
      ck_assert_str_eq (ind_table_note_at (table, 0), ind_table_note_at (wanted, 0));
      ind_table_free (table);
      ind_table_free (wanted);
    }
}
END_TEST

/* Of a kind that is known, too. */
START_TEST (test_memory_runs_out_amid_known_records)
{
  size_t n;

  for (n = 1; n < 200; n++)
    {
      producer made;
      ind_table *table = reading_new ();
      ind_status status;
      int is_done;
      produce (&made);
      made.n_batches = 200;
      failing_memory_arm (n, 0);
      status = take (&made, table, NULL, NULL);
      is_done = failing_memory_disarm () == 0;
      ck_assert_int_eq (status, is_done ? IND_OK : IND_E_MEMORY);
      ck_assert_uint_eq (ind_table_count (table), is_done ? 400 : 0);
      ind_table_free (table);
      if (is_done)
        break;
    }
  ck_assert_uint_gt (n, 20);
  ck_assert_uint_lt (n, 200);
}
END_TEST

START_TEST (test_memory_runs_out)
{
  static const unsigned char bits[] = { 2 };
  static const ind_printed_decimals all[] = { { NULL, 1 } };
  const ind_arrow_options floats = { all, 1, 0, "row", "of", 0 };
  int is_persistent;

  for (is_persistent = 0; is_persistent < 2; is_persistent++)
    {
      size_t n, blocks = failing_memory_blocks ();
      for (n = 1; n < 2000; n++)
        {
          producer made;
          ind_table *table = reading_new ();
          ind_status status;
          int is_done;
          produce (&made);
          set (&made, "is_final", "b", bits);
          set (&made, "LOCATER", "b", bits);
          made.n_batches = 50;
          set_text (&made, "of", of_ends, "a.csvb.csv");
          set (&made, "row", "s", years);

          failing_memory_arm (n, is_persistent);
          status = take (&made, table, &floats, NULL);
          is_done = failing_memory_disarm () == 0;
          ck_assert_int_eq (status, is_done ? IND_OK : IND_E_MEMORY);
          ck_assert_uint_eq (ind_table_count (table), is_done ? 100 : 0);
          ind_table_free (table);
          ck_assert_uint_eq (failing_memory_blocks (), blocks);
          if (is_done)
            break;
        }
      ck_assert_uint_gt (n, 10);
      ck_assert_uint_lt (n, 2000);
    }
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("arrow");
  tcase_add_test (tests, test_figures);
  tcase_add_test (tests, test_whole_numbers);
  tcase_add_test (tests, test_floating_point);
  tcase_add_test (tests, test_decimals_of_floats);
  tcase_add_test (tests, test_decimal128);
  tcase_add_test (tests, test_texts);
  tcase_add_test (tests, test_dictionaries);
  tcase_add_test (tests, test_nulls_and_offsets);
  tcase_add_test (tests, test_other_columns);
  tcase_add_test (tests, test_contract);
  tcase_add_test (tests, test_malformed_streams);
  tcase_add_test (tests, test_places);
  tcase_add_test (tests, test_kinds_and_sites);
  tcase_add_test (tests, test_outline);
  tcase_add_test (tests, test_memory_runs_out_in_an_outline);
  tcase_add_test (tests, test_table_is_kept);
  tcase_add_test (tests, test_known_records);
  tcase_add_test (tests, test_memory_runs_out);
  tcase_add_test (tests, test_memory_runs_out_amid_known_records);
  return suite_run (tests, "arrow");
}
