/* SPDX-License-Identifier: GPL-3.0-or-later
 * Reading a stream of the Arrow C data interface, from its buffers to records. */
#include "number/shortest.h"
#include "table/plain.h"

#include <limits.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

enum kind {
  NOTHING, /* of nulls only */
  TRUTH,
  SIGNED,
  UNSIGNED,
  SINGLE,
  DOUBLE,
  DECIMAL,
  DATE,
  TEXT,
  LARGE_TEXT,
  TEXT_VIEW
};

/* What a format says. */
typedef struct cell_type {
  enum kind kind;
  size_t size; /* bytes of an element: of numbers, 1, 2, 4 or 8 */
  int scale;   /* of DECIMAL */
} cell_type;

/* A column of the stream, and what the batch at hand has for it. */
typedef struct column {
  cell_type type;  /* of its values, in the dictionary if there is one */
  cell_type index; /* of the indices into the dictionary */
  int has_dictionary;
  const struct ArrowArray *array;
} column;

/* Figures of a kind that the table lacks. */
typedef struct elsewhere {
  uint32_t kind;
  size_t n;
} elsewhere;

/* One stream on its way into a table. */
typedef struct stream_scanner {
  ind__reader reader;
  ind__plain plain;
  const ind_arrow_options *options;
  column *column;
  size_t n_columns;          /* that are read; the reader may know one more, DECIMALS */
  size_t n_all;              /* of the stream: with those that say record and file */
  size_t record_at, file_at; /* their positions, or IND__NOWHERE */
  char *file;                /* at hand */
  size_t file_capacity, n_rows;
  elsewhere *outline;
  size_t n_outline, outline_capacity;
  int is_well_formed;
} stream_scanner;

/* ------------------------------------------------------------------------
 * Columns
 * ---------------------------------------------------------------------- */

/* What a format like "d:10,2" says of a decimal; 0 unless it has 128 bits. */
static int
read_decimal_format (const char *format, cell_type *out)
{
  int number[3] = { 0, 0, 128 }, n = 0, is_negative = 0, n_digits = 0;
  const char *c;

  for (c = format;; c++)
    if (ind__is_digit (*c) && number[n] < 1000)
      {
        number[n] = (n_digits++ == 0 ? 0 : number[n] * 10) + (*c - '0');
        if (*(c + 1) != '\0')
          continue;
        number[n] = is_negative ? -number[n] : number[n];
        break;
      }
    else if (*c == '-' && n == 1 && n_digits == 0 && !is_negative)
      is_negative = 1;
    else if (*c == ',' && n < 2 && n_digits > 0)
      {
        number[n] = is_negative ? -number[n] : number[n];
        is_negative = n_digits = 0;
        n++;
      }
    else
      return 0;
  out->kind = DECIMAL;
  out->size = 16;
  out->scale = number[1];
  return n >= 1 && number[2] == 128 && number[1] >= -40 && number[1] <= 40;
}

static int
read_format (const char *format, cell_type *out)
{
  static const struct {
    const char *format;
    cell_type type;
  } formats[] = {
    { "n", { NOTHING, 0, 0 } },     { "b", { TRUTH, 0, 0 } },    { "c", { SIGNED, 1, 0 } },
    { "C", { UNSIGNED, 1, 0 } },    { "s", { SIGNED, 2, 0 } },   { "S", { UNSIGNED, 2, 0 } },
    { "i", { SIGNED, 4, 0 } },      { "I", { UNSIGNED, 4, 0 } }, { "l", { SIGNED, 8, 0 } },
    { "L", { UNSIGNED, 8, 0 } },    { "f", { SINGLE, 4, 0 } },   { "g", { DOUBLE, 8, 0 } },
    { "tdD", { DATE, 4, 0 } },      { "u", { TEXT, 4, 0 } },     { "U", { LARGE_TEXT, 8, 0 } },
    { "vu", { TEXT_VIEW, 16, 0 } },
  };
  size_t i;

  for (i = 0; i < sizeof formats / sizeof formats[0]; i++)
    if (strcmp (format, formats[i].format) == 0)
      {
        *out = formats[i].type;
        return 1;
      }
  return strncmp (format, "d:", 2) == 0 && read_decimal_format (format + 2, out);
}

static int
is_whole (const cell_type *type)
{
  return type->kind == SIGNED || type->kind == UNSIGNED;
}

static int
is_text (const cell_type *type)
{
  return type->kind == TEXT || type->kind == LARGE_TEXT || type->kind == TEXT_VIEW;
}

/* Learns what a column is; complains of what no figure can be made of. */
static void
read_type (stream_scanner *scanner, size_t position, const struct ArrowSchema *schema)
{
  ind__reader *reader = &scanner->reader;
  column *made = &scanner->column[position];
  const struct ArrowSchema *values = schema->dictionary == NULL ? schema : schema->dictionary;

  made->has_dictionary = schema->dictionary != NULL;
  if (schema->format == NULL || values->format == NULL)
    ind__complain (reader, IND_E_CSV, position, "this column has no type; the stream is malformed");
  else if (!read_format (values->format, &made->type) || values->dictionary != NULL)
    ind__complain (reader, IND_E_CSV, position,
                   "this column is of the Arrow type \"%s\", which is neither text nor numbers "
                   "that can be read; cast it, or leave it out",
                   ind__quote (values->format, strlen (values->format)).text);
  else if (made->has_dictionary
           && (!read_format (schema->format, &made->index) || !is_whole (&made->index)))
    ind__complain (reader, IND_E_CSV, position,
                   "the dictionary of this column is indexed by the Arrow type \"%s\"; whole "
                   "numbers are needed",
                   ind__quote (schema->format, strlen (schema->format)).text);
  else if (made->type.kind == TRUTH && reader->extra[position] == IND__NOWHERE)
    ind__complain (reader, IND_E_CSV, position,
                   "this column holds truth values (the Arrow type \"b\"); give it as text or "
                   "numbers");
  else if ((made->type.kind == SINGLE || made->type.kind == DOUBLE)
           && reader->at[PRINTED] == position)
    ind__complain (reader, IND_E_CSV, position,
                   "this column is of floating-point numbers (the Arrow type \"%s\"), which are "
                   "not as printed; give it as text",
                   values->format);
}

/* ------------------------------------------------------------------------
 * The texts of a record
 * ---------------------------------------------------------------------- */

/* Begins the text of a column of the record at hand. */
static void
open_field (ind__reader *reader, size_t position)
{
  reader->field[position].start = reader->n_bytes;
  reader->field[position].length = 0;
}

static void
put (ind__reader *reader, size_t position, const char *text, size_t length)
{
  if (length > SIZE_MAX / 2 - reader->n_bytes
      || (reader->n_bytes + length + IND__PADDING >= reader->bytes_capacity
          && !ind__grow (&reader->bytes, &reader->bytes_capacity,
                         reader->n_bytes + length + IND__PADDING + 1, 1)))
    {
      ind__reader_fail_memory (reader);
      return;
    }
  if (length > 0)
    memcpy (reader->bytes + reader->n_bytes, text, length);
  reader->n_bytes += length;
  reader->field[position].length += length;
}

/* Ends it with a NUL. */
static void
close_field (ind__reader *reader, size_t position)
{
  put (reader, position, "", 1);
  reader->field[position].length -= reader->field[position].length > 0;
}

static void
put_decimal (ind__reader *reader, size_t position, ind_decimal number)
{
  char text[64];
  put (reader, position, text, ind_decimal_write (number, text));
}

static void
put_unsigned (ind__reader *reader, size_t position, uint64_t magnitude, int is_negative)
{
  char text[24], *end = text + sizeof text, *begin = end;

  do
    *--begin = (char) ('0' + magnitude % 10);
  while ((magnitude /= 10) > 0);
  if (is_negative)
    *--begin = '-';
  put (reader, position, begin, (size_t) (end - begin));
}

/* Days since 1970-01-01 as a date of the Gregorian calendar (Hinnant, "chrono-
 * compatible low-level date algorithms"). */
static void
put_date (ind__reader *reader, size_t position, int32_t days)
{
  int64_t shifted = (int64_t) days + 719468;
  int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  int64_t of_era = shifted - era * 146097;
  int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int64_t month = (5 * of_year + 2) / 153, day = of_year - (153 * month + 2) / 5 + 1;
  int64_t year;
  char text[6];

  month += month < 10 ? 3 : -9;
  year = year_of_era + era * 400 + (month <= 2);
  if (year >= 0 && year < 1000)
    put (reader, position, "000", (size_t) (year < 10 ? 3 : year < 100 ? 2 : 1));
  put_unsigned (reader, position, (uint64_t) (year < 0 ? -year : year), year < 0);
  text[0] = text[3] = '-';
  text[1] = (char) ('0' + month / 10);
  text[2] = (char) ('0' + month % 10);
  text[4] = (char) ('0' + day / 10);
  text[5] = (char) ('0' + day % 10);
  put (reader, position, text, sizeof text);
}

/* A whole number of 128 bits, in the order of this machine, times 10^-scale. */
static void
put_decimal128 (ind__reader *reader, size_t position, const unsigned char *bytes, int scale)
{
  static const uint16_t probe = 1;
  uint32_t word[4];
  char text[96], *end = text + sizeof text, *begin = end;
  int is_negative, i, n_digits = 0, is_little = *(const unsigned char *) &probe == 1;

  for (i = 0; i < 4; i++)
    memcpy (&word[i], bytes + 4 * (is_little ? i : 3 - i), 4);
  is_negative = word[3] >> 31 != 0;
  if (is_negative)
    {
      uint64_t carry = 1;
      for (i = 0; i < 4; i++)
        {
          carry += (uint32_t) ~word[i];
          word[i] = (uint32_t) carry;
          carry >>= 32;
        }
    }
  for (; scale < 0 && (word[0] | word[1] | word[2] | word[3]) != 0; scale++)
    *--begin = '0';
  while ((word[0] | word[1] | word[2] | word[3]) != 0 || n_digits <= scale || n_digits == 0)
    {
      uint64_t rest = 0;
      for (i = 3; i >= 0; i--)
        {
          rest = rest << 32 | word[i];
          word[i] = (uint32_t) (rest / 10);
          rest %= 10;
        }
      *--begin = (char) ('0' + rest);
      if (++n_digits == scale)
        *--begin = '.';
    }
  if (is_negative)
    *--begin = '-';
  put (reader, position, begin, (size_t) (end - begin));
}

/* ------------------------------------------------------------------------
 * From buffers to texts
 * ---------------------------------------------------------------------- */

static int
bit_is_set (const void *bits, int64_t k)
{
  return ((const unsigned char *) bits)[k / 8] >> (k % 8) & 1;
}

static void
malformed (stream_scanner *scanner, size_t position, const char *what)
{
  scanner->is_well_formed = 0;
  ind__complain (&scanner->reader, IND_E_CSV, position, "%s; the stream is malformed", what);
}

static int64_t
integer_at (const cell_type *type, const void *values, int64_t k)
{
  union {
    int8_t s1;
    int16_t s2;
    int32_t s4;
    int64_t s8;
    uint8_t u1;
    uint16_t u2;
    uint32_t u4;
  } value;

  memcpy (&value, (const char *) values + (size_t) k * type->size, type->size);
  if (type->kind == SIGNED)
    return type->size == 1   ? value.s1
           : type->size == 2 ? value.s2
           : type->size == 4 ? value.s4
                             : value.s8;
  /* Of eight bytes, the same bits: the caller knows. */
  return type->size == 1   ? value.u1
         : type->size == 2 ? value.u2
         : type->size == 4 ? value.u4
                           : value.s8;
}

/* The k-th number; 0 when it is NaN. Returns in *n_digits how many digits it
 * needs, counting a whole number that is exact as one. */
static int
float_at (const cell_type *type, const void *values, int64_t k, double *value,
          ind_decimal *shortest, int *n_digits)
{
  memset (shortest, 0, sizeof *shortest);
  *n_digits = 0;
  if (type->kind == SINGLE)
    {
      float single;
      memcpy (&single, (const char *) values + (size_t) k * sizeof single, sizeof single);
      *value = single;
      if (single - single == 0)
        *n_digits = ind__shortest_float (single, shortest);
    }
  else
    {
      memcpy (value, (const char *) values + (size_t) k * sizeof *value, sizeof *value);
      if (*value - *value == 0)
        *n_digits = ind__shortest_double (*value, shortest);
    }
  if (*value - *value == 0 && shortest->decimals <= 0)
    {
      double limit = type->kind == SINGLE ? 16777216.0 : 9007199254740992.0;
      if (*value >= -limit && *value <= limit)
        *n_digits = 1;
    }
  return *value == *value;
}

static void
put_infinity (ind__reader *reader, size_t position, double value)
{
  put (reader, position, value > 0 ? "inf" : "-inf", value > 0 ? 3 : 4);
}

/* The bytes of the k-th text; NULL, with a complaint, when the stream is malformed. */
static const char *
text_at (stream_scanner *scanner, size_t position, const cell_type *type,
         const struct ArrowArray *array, int64_t k, size_t *length)
{
  const char *bytes;

  if (type->kind == TEXT_VIEW)
    {
      const char *view = (const char *) array->buffers[1] + 16 * k;
      int32_t size, buffer, offset;
      int64_t n_variadic = array->n_buffers - 3, available;
      memcpy (&size, view, 4);
      *length = (size_t) size;
      if (size >= 0 && size <= 12)
        return view + 4;
      memcpy (&buffer, view + 8, 4);
      memcpy (&offset, view + 12, 4);
      if (size >= 0 && offset >= 0 && buffer >= 0 && buffer < n_variadic
          && array->buffers[array->n_buffers - 1] != NULL && array->buffers[2 + buffer] != NULL)
        {
          memcpy (&available, (const char *) array->buffers[array->n_buffers - 1] + 8 * buffer, 8);
          if (available >= (int64_t) offset + size)
            return (const char *) array->buffers[2 + buffer] + offset;
        }
      malformed (scanner, position, "a view of this column points beyond its buffers");
      return NULL;
    }
  bytes = array->buffers[2];
  {
    int64_t from, to;
    if (type->kind == TEXT)
      {
        int32_t ends[2];
        memcpy (ends, (const char *) array->buffers[1] + 4 * k, sizeof ends);
        from = ends[0];
        to = ends[1];
      }
    else
      {
        int64_t ends[2];
        memcpy (ends, (const char *) array->buffers[1] + 8 * k, sizeof ends);
        from = ends[0];
        to = ends[1];
      }
    if (from < 0 || to < from || (bytes == NULL && to > from)
        || (uint64_t) (to - from) > SIZE_MAX / 2)
      {
        malformed (scanner, position, "the offsets of this column do not ascend");
        return NULL;
      }
    *length = (size_t) (to - from);
    return bytes == NULL ? "" : bytes + from;
  }
}

/* Where a cell's value stands: NULL for an empty one, with a complaint when the
 * stream is malformed. */
static const struct ArrowArray *
find_value (stream_scanner *scanner, size_t position, int64_t row, int64_t *k)
{
  const column *from = &scanner->column[position];
  const struct ArrowArray *array = from->array;

  *k = array->offset + row;
  if (from->type.kind == NOTHING && !from->has_dictionary)
    return NULL;
  if (array->buffers[0] != NULL && !bit_is_set (array->buffers[0], *k))
    return NULL;
  if (from->has_dictionary)
    {
      int64_t index = integer_at (&from->index, array->buffers[1], *k);
      array = array->dictionary;
      if (index < 0 || index >= array->length)
        {
          malformed (scanner, position, "an index of this column points beyond its dictionary");
          return NULL;
        }
      *k = array->offset + index;
      if (from->type.kind == NOTHING
          || (array->buffers[0] != NULL && !bit_is_set (array->buffers[0], *k)))
        return NULL;
    }
  return array;
}

/* Puts a cell of any column but the values. */
static void
put_cell (stream_scanner *scanner, size_t position, int64_t row)
{
  ind__reader *reader = &scanner->reader;
  const cell_type *type = &scanner->column[position].type;
  int64_t k;
  const struct ArrowArray *array = find_value (scanner, position, row, &k);
  const char *text;
  size_t length;
  double value;
  ind_decimal shortest;
  int n_digits;

  if (array == NULL)
    return;
  switch (type->kind)
    {
    case NOTHING: return;
    case TRUTH:
      if (bit_is_set (array->buffers[1], k))
        put (reader, position, "true", 4);
      else
        put (reader, position, "false", 5);
      return;
    case SIGNED:
      {
        int64_t whole = integer_at (type, array->buffers[1], k);
        put_unsigned (reader, position, whole < 0 ? 0 - (uint64_t) whole : (uint64_t) whole,
                      whole < 0);
        return;
      }
    case UNSIGNED:
      put_unsigned (reader, position, (uint64_t) integer_at (type, array->buffers[1], k), 0);
      return;
    case SINGLE:
    case DOUBLE:
      if (!float_at (type, array->buffers[1], k, &value, &shortest, &n_digits))
        return;
      if (value - value == 0)
        put_decimal (reader, position, shortest);
      else
        put_infinity (reader, position, value);
      return;
    case DECIMAL:
      put_decimal128 (reader, position, (const unsigned char *) array->buffers[1] + 16 * k,
                      type->scale);
      return;
    case DATE:
      {
        int32_t days;
        memcpy (&days, (const char *) array->buffers[1] + 4 * k, 4);
        put_date (reader, position, days);
        return;
      }
    case TEXT:
    case LARGE_TEXT:
    case TEXT_VIEW:
      text = text_at (scanner, position, type, array, k, &length);
      if (text != NULL)
        put (reader, position, text, length);
      return;
    }
}

/* ------------------------------------------------------------------------
 * OBS_VALUE
 * ---------------------------------------------------------------------- */

/* The number that the text of DECIMALS is; 0 where it is none, which the record's
 * reader complains of. */
static int
read_decimals (const char *text, size_t length, int32_t *decimals)
{
  ind_decimal number;

  if (length == 0 || ind_decimal_read (text, length, &number, NULL) != IND_OK
      || number.decimals != 0 || number.mantissa < -30 || number.mantissa > 40)
    return 0;
  *decimals = (int32_t) number.mantissa;
  return 1;
}

/* How many decimals this indicator was printed with, if that was said. */
static int
find_decimals (const stream_scanner *scanner, int32_t *decimals)
{
  const ind__reader *reader = &scanner->reader;
  const ind_arrow_options *options = scanner->options;
  size_t i;

  for (i = 0; options != NULL && i < options->n_decimals; i++)
    {
      const char *indicator = options->decimals[i].indicator;
      if (indicator == NULL
          || (strlen (indicator) == ind__field_length (reader, reader->at[INDICATOR])
              && strcmp (indicator, ind__field_text (reader, reader->at[INDICATOR])) == 0))
        {
          *decimals = options->decimals[i].decimals;
          return 1;
        }
    }
  return 0;
}

/* Complains of a number whose digits nobody can have printed, or may not have. */
static void
refuse_float (ind__reader *reader, size_t position, ind_decimal number, int is_computed)
{
  char text[64];

  ind_decimal_write (number, text);
  ind__complain (reader, IND_E_CSV, position,
                 is_computed ? "%s is a floating-point number that was computed, not printed; say "
                               "in DECIMALS how many decimals were printed, or round it"
                             : "%s is a floating-point number and has lost its decimals; give the "
                               "figure as text, or say in DECIMALS how many were printed",
                 text);
}

static void
put_decimals (ind__reader *reader, int32_t decimals)
{
  size_t place = reader->at[DECIMALS];

  open_field (reader, place);
  put_unsigned (reader, place, (uint64_t) (decimals < 0 ? -decimals : decimals), decimals < 0);
  close_field (reader, place);
}

/* The decimal that stands for a number of a floating-point column; puts DECIMALS
 * where that is empty and known. */
static ind_decimal
printed_decimal (stream_scanner *scanner, ind_decimal shortest, int is_computed)
{
  ind__reader *reader = &scanner->reader;
  size_t place = reader->at[DECIMALS];
  int32_t decimals;

  if (place != IND__NOWHERE && ind__field_length (reader, place) > 0)
    {
      /* Only filled up: digits beyond are carried along, as those of a text are. */
      if (read_decimals (ind__field_text (reader, place), ind__field_length (reader, place),
                         &decimals)
          && decimals > shortest.decimals)
        return ind__decimal_with_places (shortest, decimals);
    }
  else if (find_decimals (scanner, &decimals))
    {
      put_decimals (reader, decimals);
      return ind__decimal_with_places (shortest, decimals);
    }
  else if (is_computed || (scanner->options != NULL && scanner->options->is_strict))
    refuse_float (reader, reader->at[OBS_VALUE], shortest, is_computed);
  return shortest;
}

/* A value on its way into a record: a number or, where it is none, the text put there. */
typedef struct cell_value {
  int is_number;
  ind_decimal number;
} cell_value;

/* Finds a floating-point OBS_VALUE; puts DECIMALS where that is empty and known. */
static void
take_float (stream_scanner *scanner, int64_t row, cell_value *out)
{
  ind__reader *reader = &scanner->reader;
  size_t position = reader->at[OBS_VALUE];
  const cell_type *type = &scanner->column[position].type;
  int64_t k;
  const struct ArrowArray *array = find_value (scanner, position, row, &k);
  double value;
  ind_decimal number;
  int n_digits;

  if (array == NULL || !float_at (type, array->buffers[1], k, &value, &number, &n_digits))
    return;
  if (value - value != 0)
    {
      open_field (reader, position);
      put_infinity (reader, position, value);
      close_field (reader, position);
      return;
    }
  out->number = printed_decimal (
      scanner, number,
      n_digits > (type->kind == SINGLE ? IND__FLOAT_DIGITS : IND__DOUBLE_DIGITS));
  out->is_number = 1;
}

/* Finds OBS_VALUE, and puts DECIMALS where that is empty and the value decides it. All
 * other fields are there. */
static void
take_value (stream_scanner *scanner, int64_t row, cell_value *out)
{
  ind__reader *reader = &scanner->reader;
  size_t position = reader->at[OBS_VALUE];
  const cell_type *type = &scanner->column[position].type;

  if (type->kind == SINGLE || type->kind == DOUBLE)
    {
      take_float (scanner, row, out);
      return;
    }
  open_field (reader, position);
  put_cell (scanner, position, row);
  close_field (reader, position);
  if (type->kind == DECIMAL && type->scale < 0 && ind__field_length (reader, position) > 0
      && ind__field_length (reader, reader->at[DECIMALS]) == 0)
    put_decimals (reader, type->scale);
}

/* Whether the number is the very one that reading its text gives; makes it so if that is
 * easily done. */
static int
is_as_read (ind_decimal *number)
{
  static const int64_t most = INT64_C (999999999999999999);

  for (; number->decimals < 0 && number->decimals >= -18; number->decimals++)
    {
      if (number->mantissa > most / 10 || number->mantissa < -(most / 10))
        return 0;
      number->mantissa *= 10;
    }
  return number->decimals >= 0 && number->decimals <= 18 && number->mantissa <= most
         && number->mantissa >= -most;
}

/* ------------------------------------------------------------------------
 * Records and batches
 * ---------------------------------------------------------------------- */

/* Complains of texts that are not UTF-8, or hold a NUL. */
static int
is_clean (ind__reader *reader)
{
  size_t position;
  int is_good = 1;

  for (position = 0; position < reader->n_fields; position++)
    {
      const char *text = ind__field_text (reader, position);
      size_t length = ind__field_length (reader, position);
      size_t valid = ind__utf8_valid (text, length);
      if (valid < length)
        ind__complain (reader, IND_E_ENCODING, position,
                       "this field holds the byte 0x%02X, which is not UTF-8; Arrow asks for "
                       "UTF-8",
                       (unsigned) (unsigned char) text[valid]);
      else if (memchr (text, '\0', length) != NULL)
        ind__complain (reader, IND_E_CSV, position, "this field holds a NUL byte; take it out");
      else
        continue;
      is_good = 0;
    }
  return is_good;
}

/* Learns from the row which record of which file it is. */
static void
locate_row (stream_scanner *scanner, int64_t row)
{
  ind__reader *reader = &scanner->reader;
  const struct ArrowArray *array;
  const char *text;
  size_t length;
  int64_t k, record;

  reader->record++;
  if (scanner->record_at != IND__NOWHERE)
    {
      array = find_value (scanner, scanner->record_at, row, &k);
      record = array == NULL
                   ? 0
                   : integer_at (&scanner->column[scanner->record_at].type, array->buffers[1], k);
      if (record < 1 || (uint64_t) record > SIZE_MAX)
        malformed (scanner, IND__NOWHERE, "this row does not say which record it is");
      else
        reader->record = (size_t) record;
    }
  if (scanner->file_at == IND__NOWHERE)
    return;
  array = find_value (scanner, scanner->file_at, row, &k);
  text = array == NULL ? NULL
                       : text_at (scanner, scanner->file_at,
                                  &scanner->column[scanner->file_at].type, array, k, &length);
  if (text == NULL || ind__utf8_valid (text, length) < length
      || memchr (text, '\0', length) != NULL)
    malformed (scanner, IND__NOWHERE, "this row does not say which file it is of");
  else if (scanner->file == NULL || strlen (scanner->file) != length
           || memcmp (scanner->file, text, length) != 0)
    {
      if (!ind__grow (&scanner->file, &scanner->file_capacity, length + 1, 1))
        {
          ind__reader_fail_memory (reader);
          return;
        }
      memcpy (scanner->file, text, length);
      scanner->file[length] = '\0';
      ind__reader_set_file (reader, scanner->file);
      ind__plain_forget (&scanner->plain);
    }
}

/* Makes an outline of the record at hand: it stands for figures elsewhere. */
static void
outline_record (stream_scanner *scanner)
{
  ind__reader *reader = &scanner->reader;
  ind_table *table = reader->table;
  ind__mark mark = ind__table_mark (table);
  ind_decimal count = { -1, 0 };

  ind__read_record (reader);
  if (reader->status != IND_OK || reader->n_complaints > 0)
    return;
  if (table->count > mark.count)
    count = ind__table_value (table, mark.count);
  if (count.decimals != 0 || count.mantissa < 0)
    ind__complain (reader, IND_E_CSV, reader->at[OBS_VALUE],
                   "say how many figures of this kind the table lacks");
  else if (!ind__grow (&scanner->outline, &scanner->outline_capacity, scanner->n_outline + 1,
                       sizeof *scanner->outline))
    ind__reader_fail_memory (reader);
  else
    {
      elsewhere *made = &scanner->outline[scanner->n_outline++];
      made->kind = ind__table_kind_number (table, mark.count);
      made->n = (size_t) count.mantissa;
      ind__table_keep_kind (table, &mark);
    }
}

/* Once all of the outline is known to be good. */
static void
keep_outline (stream_scanner *scanner)
{
  ind_table *table = scanner->reader.table;
  size_t k;

  if (scanner->n_outline == 0)
    return;
  if (!ind__table_count_elsewhere (table))
    {
      ind__reader_fail_memory (&scanner->reader);
      return;
    }
  for (k = 0; k < scanner->n_outline; k++)
    table->n_elsewhere[scanner->outline[k].kind] += scanner->outline[k].n;
}

/* Makes a figure of the record at hand. */
static void
take_record (stream_scanner *scanner, cell_value *value)
{
  ind__reader *reader = &scanner->reader;
  size_t position = reader->at[OBS_VALUE];
  int is_exact = value->is_number && is_as_read (&value->number);
  int is_outline = scanner->options != NULL && scanner->options->is_outline;

  if (reader->status != IND_OK || !scanner->is_well_formed)
    return;
  if (!is_outline && (is_exact || !value->is_number)
      && ind__plain_take_known (&scanner->plain, reader, is_exact ? &value->number : NULL))
    return;
  if (value->is_number)
    {
      open_field (reader, position);
      put_decimal (reader, position, value->number);
      close_field (reader, position);
    }
  if (reader->status != IND_OK || !is_clean (reader))
    return;
  if (is_outline)
    outline_record (scanner);
  else
    ind__plain_take_other (&scanner->plain, reader);
}

static void
read_row (stream_scanner *scanner, const struct ArrowArray *batch, int64_t row)
{
  ind__reader *reader = &scanner->reader;
  size_t position, at = reader->at[OBS_VALUE];
  int is_null = batch->n_buffers > 0 && batch->buffers != NULL && batch->buffers[0] != NULL
                && !bit_is_set (batch->buffers[0], batch->offset + row);
  cell_value value = { 0, { 0, 0 } };

  scanner->n_rows++;
  locate_row (scanner, batch->offset + row);
  reader->n_bytes = 0;
  reader->n_fields = reader->n_columns;
  for (position = 0; position < reader->n_columns; position++)
    {
      open_field (reader, position);
      if (!is_null && position < scanner->n_columns && position != at)
        put_cell (scanner, position, batch->offset + row);
      close_field (reader, position);
    }
  if (!is_null && reader->status == IND_OK)
    take_value (scanner, batch->offset + row, &value);
  take_record (scanner, &value);
}

/* Whether an array has what its type needs for elements up to `needed`. */
static int
has_buffers (stream_scanner *scanner, size_t position, const cell_type *type,
             const struct ArrowArray *array, int64_t needed)
{
  int64_t wanted = type->kind == NOTHING                            ? 0
                   : type->kind == TEXT || type->kind == LARGE_TEXT ? 3
                                                                    : 2;
  int64_t end;

  if (array == NULL || array->release == NULL)
    malformed (scanner, position, "this column is missing from a batch");
  else if (array->length < needed || array->offset < 0
           || __builtin_add_overflow (array->length, array->offset, &end)
           || end > INT64_MAX / 16 - 1)
    malformed (scanner, position, "a batch has fewer elements of this column than rows");
  else if (type->kind == TEXT_VIEW ? array->n_buffers < 3 : array->n_buffers != wanted)
    malformed (scanner, position, "a batch has a wrong number of buffers for this column");
  else if (wanted > 0 && array->buffers == NULL)
    malformed (scanner, position, "a batch has no buffers for this column");
  else if (wanted > 0 && array->buffers[0] == NULL && array->null_count > 0)
    malformed (scanner, position, "a batch has nulls in this column and does not say which");
  else if (wanted > 0 && array->length > 0 && array->buffers[1] == NULL)
    malformed (scanner, position, "a batch has no data for this column");
  else
    return 1;
  return 0;
}

/* Whether a batch is as the schema says; sets the columns' arrays. */
static int
take_batch (stream_scanner *scanner, const struct ArrowArray *batch)
{
  size_t position;
  int64_t needed;

  if (batch->length < 0 || batch->offset < 0
      || __builtin_add_overflow (batch->length, batch->offset, &needed)
      || batch->n_children != (int64_t) scanner->n_all || batch->children == NULL)
    {
      malformed (scanner, IND__NOWHERE, "a batch does not have the columns of the stream");
      return 0;
    }
  for (position = 0; position < scanner->n_all; position++)
    {
      column *into = &scanner->column[position];
      const struct ArrowArray *array = batch->children[position];
      if (!has_buffers (scanner, position, into->has_dictionary ? &into->index : &into->type, array,
                        needed))
        return 0;
      if (into->has_dictionary
          && !has_buffers (scanner, position, &into->type, array->dictionary, 0))
        return 0;
      into->array = array;
    }
  return 1;
}

/* The producer failed. */
static void
fail_stream (stream_scanner *scanner, struct ArrowArrayStream *stream, int code)
{
  const char *words = stream->get_last_error == NULL ? NULL : stream->get_last_error (stream);
  ind__reader *reader = &scanner->reader;

  if (words == NULL || *words == '\0')
    reader->status
        = ind__fail (reader->error, IND_E_FILE, 0, 0,
                     "cannot read %s: its producer failed with code %d", reader->name, code);
  else
    reader->status
        = ind__fail (reader->error, IND_E_FILE, 0, 0, "cannot read %s: %s", reader->name, words);
}

static void
read_batches (stream_scanner *scanner, struct ArrowArrayStream *stream)
{
  ind__reader *reader = &scanner->reader;

  while (reader->status == IND_OK && scanner->is_well_formed)
    {
      struct ArrowArray batch;
      int64_t row;
      int code;
      memset (&batch, 0, sizeof batch);
      code = stream->get_next (stream, &batch);
      if (code != 0)
        fail_stream (scanner, stream, code);
      if (code != 0 || batch.release == NULL)
        return;
      if (take_batch (scanner, &batch))
        for (row = 0; row < batch.length && reader->status == IND_OK && scanner->is_well_formed;
             row++)
          read_row (scanner, &batch, row);
      batch.release (&batch);
    }
}

/* ------------------------------------------------------------------------
 * Reading one stream
 * ---------------------------------------------------------------------- */

static void
put_name (ind__reader *reader, size_t position, const char *name)
{
  open_field (reader, position);
  put (reader, position, name, strlen (name));
  close_field (reader, position);
}

/* Whether values may say how many decimals they have, so that there must be a
 * column to say it in. */
static int
needs_decimals (const stream_scanner *scanner, const struct ArrowSchema *schema)
{
  static const char name[] = "DECIMALS";
  int64_t i;
  int is_needed = scanner->options != NULL && scanner->options->n_decimals > 0;

  for (i = 0; i < (int64_t) scanner->n_columns; i++)
    {
      const char *text = schema->children[i]->name;
      const char *format = schema->children[i]->format;
      cell_type made;
      if (text != NULL && ind__equal_ignoring_case (text, strlen (text), name))
        return 0;
      if (format != NULL && read_format (format, &made) && made.kind == DECIMAL)
        is_needed |= made.scale < 0;
    }
  return is_needed;
}

/* Whether the last column that is left is the one of this name; takes it. */
static int
take_last (stream_scanner *scanner, const struct ArrowSchema *schema, const char *name,
           size_t *position)
{
  const char *last
      = scanner->n_columns == 0 ? NULL : schema->children[scanner->n_columns - 1]->name;

  if (name == NULL || *position != IND__NOWHERE || last == NULL || strcmp (last, name) != 0)
    return 0;
  *position = --scanner->n_columns;
  return 1;
}

/* Finds the columns that say record and file. */
static int
find_places (stream_scanner *scanner, const struct ArrowSchema *schema)
{
  const ind_arrow_options *options = scanner->options;

  scanner->record_at = scanner->file_at = IND__NOWHERE;
  if (options == NULL)
    return 1;
  while (take_last (scanner, schema, options->record_column, &scanner->record_at)
         || take_last (scanner, schema, options->file_column, &scanner->file_at))
    continue;
  if ((options->record_column == NULL) == (scanner->record_at == IND__NOWHERE)
      && (options->file_column == NULL) == (scanner->file_at == IND__NOWHERE))
    return 1;
  malformed (scanner, IND__NOWHERE,
             "the columns of record and file are not the last ones of the stream");
  return 0;
}

/* Learns the type of such a column. */
static void
read_place_type (stream_scanner *scanner, size_t position, const struct ArrowSchema *schema)
{
  column *made = &scanner->column[position];
  const struct ArrowSchema *values = schema->dictionary == NULL ? schema : schema->dictionary;

  made->has_dictionary = schema->dictionary != NULL;
  if (schema->format == NULL || values->format == NULL || !read_format (values->format, &made->type)
      || (made->has_dictionary
          && (!read_format (schema->format, &made->index) || !is_whole (&made->index)))
      || (position == scanner->record_at ? !is_whole (&made->type) : !is_text (&made->type)))
    malformed (scanner, IND__NOWHERE,
               position == scanner->record_at ? "the column of records is not of whole numbers"
                                              : "the column of files is not text");
}

/* Takes the columns' names for the header, and learns their types. */
static void
read_schema (stream_scanner *scanner, const struct ArrowSchema *schema)
{
  ind__reader *reader = &scanner->reader;
  size_t n, position;

  reader->record = 1;
  if (schema->format == NULL || strcmp (schema->format, "+s") != 0)
    {
      ind__complain (
          reader, IND_E_CSV, IND__NOWHERE,
          "the stream is of the Arrow type \"%s\" and not of record batches",
          schema->format == NULL ? "" : ind__quote (schema->format, strlen (schema->format)).text);
      return;
    }
  if (schema->n_children <= 0 || schema->children == NULL
      || (uint64_t) schema->n_children > SIZE_MAX / sizeof *scanner->column - 1)
    {
      ind__complain (reader, IND_E_CSV, IND__NOWHERE,
                     "the stream has no columns; INDICATOR, REF_AREA, TIME_PERIOD and OBS_VALUE "
                     "are required");
      return;
    }
  scanner->n_columns = scanner->n_all = (size_t) schema->n_children;
  for (position = 0; position < scanner->n_all; position++)
    if (schema->children[position] == NULL)
      {
        malformed (scanner, position, "this column is missing from the schema");
        return;
      }
  if (!find_places (scanner, schema))
    return;
  n = scanner->n_columns;
  reader->n_fields = n + (size_t) needs_decimals (scanner, schema);
  scanner->column = ind__new_array (scanner->n_all, sizeof *scanner->column);
  if (scanner->column == NULL
      || !ind__grow (&reader->field, &reader->field_capacity, reader->n_fields + 1,
                     sizeof *reader->field))
    {
      ind__reader_fail_memory (reader);
      return;
    }
  memset (scanner->column, 0, scanner->n_all * sizeof *scanner->column);
  memset (reader->field, 0, reader->n_fields * sizeof *reader->field);
  for (position = 0; position < n; position++)
    {
      const char *name = schema->children[position]->name;
      put_name (reader, position, name == NULL ? "" : name);
    }
  if (reader->n_fields > n)
    put_name (reader, n, "DECIMALS");
  if (reader->status != IND_OK || !is_clean (reader))
    return;
  ind__read_header (reader);
  if (reader->status == IND_OK && reader->has_header)
    for (position = 0; position < scanner->n_all; position++)
      (position < n ? read_type : read_place_type) (scanner, position, schema->children[position]);
}

static void
read_stream (stream_scanner *scanner, struct ArrowArrayStream *stream)
{
  ind__reader *reader = &scanner->reader;
  struct ArrowSchema schema;
  int code;

  memset (&schema, 0, sizeof schema);
  code = stream->get_schema (stream, &schema);
  if (code != 0)
    {
      fail_stream (scanner, stream, code);
      return;
    }
  if (schema.release == NULL)
    {
      malformed (scanner, IND__NOWHERE, "the schema was released before it was given");
      return;
    }
  read_schema (scanner, &schema);
  schema.release (&schema);
  if (reader->status != IND_OK || reader->n_complaints > 0)
    return;
  read_batches (scanner, stream);
  if (reader->status != IND_OK || reader->n_complaints > 0)
    return;
  if (scanner->n_rows == 0)
    ind__complain (reader, IND_E_CSV, IND__NOWHERE,
                   "the stream has columns and no figures; it needs at least one row");
  else
    {
      ind__reader_conclude (reader);
      if (reader->status == IND_OK)
        keep_outline (scanner);
    }
}

static ind_status
check_decimals (const ind_arrow_options *options, ind_error *error)
{
  size_t i;

  if (options == NULL)
    return IND_OK;
  if (options->n_decimals > 0 && options->decimals == NULL)
    return ind__fail (error, IND_E_ARGUMENT, 0, 0, "no decimals at n_decimals %zu",
                      options->n_decimals);
  for (i = 0; i < options->n_decimals; i++)
    if (options->decimals[i].decimals < -30 || options->decimals[i].decimals > 40)
      return ind__fail (error, IND_E_ARGUMENT, 0, 0,
                        "figures are printed with -30 to 40 decimals, not with %d",
                        (int) options->decimals[i].decimals);
  return IND_OK;
}

ind_status
ind_table_read_arrow (ind_table *table, const char *name, struct ArrowArrayStream *stream,
                      const ind_table_options *options, const ind_arrow_options *arrow,
                      ind_error *error)
{
  stream_scanner scanner;
  ind_status status;

  if (stream == NULL || stream->release == NULL)
    return ind__fail (error, IND_E_ARGUMENT, 0, 0, "%s: there is no stream, or it was read before",
                      name);
  memset (&scanner, 0, sizeof scanner);
  scanner.options = arrow;
  scanner.is_well_formed = scanner.plain.is_scattered = 1;
  status = check_decimals (arrow, error);
  if (status == IND_OK && (stream->get_schema == NULL || stream->get_next == NULL))
    status = ind__fail (error, IND_E_ARGUMENT, 0, 0, "%s: the stream lacks get_schema or get_next",
                        name);
  if (status == IND_OK)
    {
      if (ind__reader_start (&scanner.reader, table, name, options, error) == IND_OK)
        read_stream (&scanner, stream);
      scanner.reader.name = name;
      status = ind__reader_stop (&scanner.reader);
    }
  ind__plain_free (&scanner.plain);
  ind__release (scanner.column);
  ind__release (scanner.file);
  ind__release (scanner.outline);
  stream->release (stream);
  return status;
}
