/* SPDX-License-Identifier: GPL-3.0-or-later
 * Lines without quotation marks. Separators are found sixteen bytes at a time. Most records
 * repeat what stands above, but for the value: of such a one the texts are compared with
 * those of the record that followed last time, and it becomes a figure of the same kind. Any
 * other goes the way of all records, and is learnt. */
#include "table/plain.h"

#include <string.h>

#if defined __SSE2__
#include <emmintrin.h>
#endif

#include "base/memory.h"
#include "base/compiler.h"

/* The texts of a record that decide on the kind of a figure, and the digits it is printed
 * to. */
static const enum ind__column shape_columns[]
    = { COMPONENT, INDICATOR, DECIMALS, UNIT_MEASURE, SOURCE,
        UNIT_MULT, QUALIFIER, ROUNDING, VINTAGE };

#define N_SHAPE_COLUMNS (sizeof shape_columns / sizeof shape_columns[0])
/* A line is made of these and the value, with commas between. */
enum piece { SHAPE_PIECE, SPOT_PIECE, EMPTY_PIECE, N_PIECE_TYPES };

/* What is learnt is forgotten once it takes more. */
#define MOST_SHAPES 65536
#define MOST_SPOTS 1048576
#define MOST_DIGITS 18

/* Columns side by side; without quotation marks, their texts are the same where the text
 * from the first to the last is, commas and all. */
struct ind__span {
  size_t first, last;
};

#define MOST_SPANS N_SHAPE_COLUMNS

struct ind__shape {
  uint64_t hash;
  uint32_t kind, next; /* next: the shape that followed last time */
  int32_t precision;   /* INT32_MIN: what the value says */
  uint32_t text;       /* in the arena: all spans, each between two commas */
  uint32_t length[MOST_SPANS];
};

/* An area and a period as they are written. */
struct ind__spot {
  uint64_t hash;
  uint32_t site, text, length[2];
};

/* The fields of a record in the text. */
struct fields {
  const char *text;
  const ind__field *at;
};

/* ------------------------------------------------------------------------
 * Texts
 * ---------------------------------------------------------------------- */

/* The first bytes, 8 at most, of a text that can be read 8 bytes beyond its end. */
static inline uint64_t
load (const char *text, size_t length)
{
  uint64_t word = 0;

#if defined __BYTE_ORDER__ && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  memcpy (&word, text, sizeof word);
  return length >= sizeof word ? word : word & ((UINT64_C (1) << 8 * length) - 1);
#else
  memcpy (&word, text, length < sizeof word ? length : sizeof word);
  return word;
#endif
}

#if defined __SSE2__
/* Bit k is set where byte k of the 16 is the same. */
static inline unsigned
compare_bytes (const char *a, const char *b)
{
  return (unsigned) _mm_movemask_epi8 (
      _mm_cmpeq_epi8 (_mm_loadu_si128 ((const __m128i *) (const void *) a),
                      _mm_loadu_si128 ((const __m128i *) (const void *) b)));
}
#endif

/* Of texts that can be read 16 bytes beyond their ends. */
IND__INLINE int
is_equal (const char *a, const char *b, size_t length)
{
#if defined __SSE2__
  for (; length > 16; a += 16, b += 16, length -= 16)
    if (compare_bytes (a, b) != 0xFFFF)
      return 0;
  return (~compare_bytes (a, b) & ((1u << length) - 1)) == 0;
#else
  for (; length > 8; a += 8, b += 8, length -= 8)
    if (load (a, 8) != load (b, 8))
      return 0;
  return load (a, length) == load (b, length);
#endif
}

static uint64_t
hash_text (uint64_t hash, const char *text, size_t length)
{
  hash = (hash ^ length) * UINT64_C (0x9E3779B97F4A7C15);
  for (; length > 8; text += 8, length -= 8)
    hash = (hash ^ load (text, 8)) * UINT64_C (0xD6E8FEB86659FD93);
  hash = (hash ^ load (text, length)) * UINT64_C (0xD6E8FEB86659FD93);
  return hash ^ hash >> 32;
}

static int
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

/* Whether a field is empty, blanks apart. */
static int
is_empty (const struct fields *fields, size_t position)
{
  const char *text = fields->text + fields->at[position].start;
  size_t k;

  for (k = 0; k < fields->at[position].length; k++)
    if (!is_blank (text[k]))
      return 0;
  return 1;
}

/* ------------------------------------------------------------------------
 * What is known
 * ---------------------------------------------------------------------- */

/* Makes spans of columns, which are marked; how many. */
static size_t
make_spans (const uint8_t *is_marked, size_t n_columns, int is_scattered, struct ind__span *span)
{
  size_t k, n = 0;

  for (k = 0; k < n_columns; k++)
    if (is_marked[k])
      {
        if (k == 0 || !is_marked[k - 1] || is_scattered)
          span[n++].first = k;
        span[n - 1].last = k;
      }
  return n;
}

/* The pieces of a line in their order, which is that of the columns, but for the value. */
static void
list_pieces (ind__plain *plain, const ind__reader *reader)
{
  size_t position = 0, shape = 0, spot = 0;

  while (position < reader->n_columns)
    if (shape < plain->n_shape_spans && plain->shape_span[shape].first == position)
      {
        plain->piece[plain->n_pieces++] = SHAPE_PIECE;
        position = plain->shape_span[shape++].last + 1;
      }
    else if (spot < plain->n_spot_spans && plain->spot_span[spot].first == position)
      {
        plain->piece[plain->n_pieces++] = SPOT_PIECE;
        position = plain->spot_span[spot++].last + 1;
      }
    else if (position++ == reader->at[OBS_VALUE])
      plain->n_before = plain->n_pieces;
    else
      plain->piece[plain->n_pieces++] = EMPTY_PIECE;
}

/* Which columns matter; 0 when memory ran out. */
static int
prepare (ind__plain *plain, const ind__reader *reader)
{
  uint8_t *is_marked = ind__new_zeroed (reader->n_columns + 1);
  size_t k, position;

  plain->shape_span = ind__new_array (MOST_SPANS, sizeof *plain->shape_span);
  plain->spot_span = ind__new_array (2, sizeof *plain->spot_span);
  plain->empty_position = ind__new_array (reader->n_columns + 2, sizeof *plain->empty_position);
  plain->piece = ind__new_array (reader->n_columns + 1, 1);
  plain->no_length = ind__new_zeroed ((reader->n_columns + 1) * sizeof *plain->no_length);
  plain->commas = ind__new_array (2 * reader->n_columns + IND__PADDING, 1);
  if (is_marked == NULL || plain->shape_span == NULL || plain->spot_span == NULL
      || plain->empty_position == NULL || plain->piece == NULL || plain->no_length == NULL
      || plain->commas == NULL)
    {
      ind__release (is_marked);
      return 0;
    }
  for (k = 0; k < N_SHAPE_COLUMNS; k++)
    if (reader->at[shape_columns[k]] != IND__NOWHERE)
      is_marked[reader->at[shape_columns[k]]] = 1;
  plain->n_shape_spans
      = make_spans (is_marked, reader->n_columns, plain->is_scattered, plain->shape_span);
  memset (is_marked, 0, reader->n_columns);
  is_marked[reader->at[REF_AREA]] = is_marked[reader->at[TIME_PERIOD]] = 1;
  plain->n_spot_spans
      = make_spans (is_marked, reader->n_columns, plain->is_scattered, plain->spot_span);
  ind__release (is_marked);
  for (position = 0; position < reader->n_columns; position++)
    if (reader->extra[position] != IND__NOWHERE || position == reader->at[PRINTED]
        || position == reader->at[LOCATOR])
      plain->empty_position[plain->n_empty_columns++] = position;
  list_pieces (plain, reader);
  memset (plain->commas, ',', 2 * reader->n_columns + IND__PADDING);
  plain->last_shape = plain->last_spot = UINT32_MAX;
  plain->is_prepared = 1;
  return 1;
}

static inline const char *
span_of (const struct fields *fields, const struct ind__span *span, size_t *length)
{
  size_t start = fields->at[span->first].start;

  *length = fields->at[span->last].start + fields->at[span->last].length - start;
  return fields->text + start;
}

/* Empties a dictionary and makes room for `count` numbers; 0 when memory ran out. */
static int
open_numbers (ind__dictionary *numbers, size_t count)
{
  size_t n = 256;

  while (n < 4 * count)
    n *= 2;
  if (n != numbers->n_slots)
    {
      ind__release (numbers->slot);
      numbers->slot = ind__new_array (n, sizeof *numbers->slot);
      numbers->n_slots = numbers->slot == NULL ? 0 : n;
    }
  if (numbers->slot == NULL)
    return 0;
  memset (numbers->slot, 0xFF, n * sizeof *numbers->slot);
  return 1;
}

static void
put_number (ind__dictionary *numbers, uint64_t hash, uint32_t number)
{
  size_t at = (size_t) hash & (numbers->n_slots - 1);

  while (numbers->slot[at] != UINT32_MAX)
    at = (at + 1) & (numbers->n_slots - 1);
  numbers->slot[at] = number;
}

/* Whether the spans of the record are these texts, from `text` of the arena on. */
static inline int
is_known (const ind__plain *plain, const struct fields *fields, const struct ind__span *span,
          size_t n_spans, uint32_t text, const uint32_t *length)
{
  const char *known = plain->arena + text;
  size_t k, n;

  for (k = 0; k < n_spans; k++)
    {
      const char *own = span_of (fields, &span[k], &n);
      if (n != length[k] || !is_equal (own, known + 1, n))
        return 0;
      known += n + 2;
    }
  return 1;
}

static inline int
is_shape (const ind__plain *plain, const struct ind__shape *shape, const struct fields *fields)
{
  return is_known (plain, fields, plain->shape_span, plain->n_shape_spans, shape->text,
                   shape->length);
}

static inline int
is_spot (const ind__plain *plain, const struct ind__spot *spot, const struct fields *fields)
{
  return is_known (plain, fields, plain->spot_span, plain->n_spot_spans, spot->text,
                   spot->length);
}

static uint64_t
hash_spans (const struct fields *fields, const struct ind__span *span, size_t n_spans)
{
  uint64_t hash = 1;
  size_t k, n;

  for (k = 0; k < n_spans; k++)
    {
      const char *own = span_of (fields, &span[k], &n);
      hash = hash_text (hash, own, n);
    }
  return hash;
}

/* Keeps the spans' texts in the arena, and their lengths; where they begin. UINT32_MAX when
 * memory ran out. */
static uint32_t
keep_spans (ind__plain *plain, const struct fields *fields, const struct ind__span *span,
            size_t n_spans, uint32_t *length)
{
  size_t begin = plain->n_arena, k, n;

  for (k = 0; k < n_spans; k++)
    {
      const char *own = span_of (fields, &span[k], &n);
      if (!ind__grow (&plain->arena, &plain->arena_capacity,
                      plain->n_arena + n + 2 + IND__PADDING, 1))
        return UINT32_MAX;
      plain->arena[plain->n_arena] = ',';
      memcpy (plain->arena + plain->n_arena + 1, own, n);
      plain->arena[plain->n_arena + n + 1] = ',';
      plain->n_arena += n + 2;
      length[k] = (uint32_t) n;
    }
  return (uint32_t) begin;
}

/* The shape of the record, or UINT32_MAX. */
static uint32_t
find_shape (ind__plain *plain, const struct fields *fields)
{
  const ind__dictionary *numbers = &plain->shape_numbers;
  uint32_t guess;
  uint64_t hash;
  size_t at;

  if (plain->last_shape != UINT32_MAX)
    {
      guess = plain->shape[plain->last_shape].next;
      if (guess != UINT32_MAX && is_shape (plain, &plain->shape[guess], fields))
        return guess;
    }
  if (numbers->n_slots == 0)
    return UINT32_MAX;
  hash = hash_spans (fields, plain->shape_span, plain->n_shape_spans);
  for (at = (size_t) hash & (numbers->n_slots - 1); numbers->slot[at] != UINT32_MAX;
       at = (at + 1) & (numbers->n_slots - 1))
    if (plain->shape[numbers->slot[at]].hash == hash
        && is_shape (plain, &plain->shape[numbers->slot[at]], fields))
      return numbers->slot[at];
  return UINT32_MAX;
}

/* The area and period of the record, or UINT32_MAX. */
static uint32_t
find_spot (const ind__plain *plain, const struct fields *fields)
{
  const ind__dictionary *numbers = &plain->spot_numbers;
  uint64_t hash;
  size_t at;

  if (plain->last_spot != UINT32_MAX && is_spot (plain, &plain->spot[plain->last_spot], fields))
    return plain->last_spot;
  if (numbers->n_slots == 0)
    return UINT32_MAX;
  hash = hash_spans (fields, plain->spot_span, plain->n_spot_spans);
  for (at = (size_t) hash & (numbers->n_slots - 1); numbers->slot[at] != UINT32_MAX;
       at = (at + 1) & (numbers->n_slots - 1))
    if (plain->spot[numbers->slot[at]].hash == hash
        && is_spot (plain, &plain->spot[numbers->slot[at]], fields))
      return numbers->slot[at];
  return UINT32_MAX;
}

/* ------------------------------------------------------------------------
 * Learning
 * ---------------------------------------------------------------------- */

static int
learn_shape (ind__plain *plain, ind__reader *reader, const struct fields *fields)
{
  const ind_table *table = reader->table;
  struct ind__shape *shape;
  size_t k, decimals = reader->at[DECIMALS];

  if (!ind__grow (&plain->shape, &plain->shape_capacity, plain->n_shapes + 1,
                  sizeof *plain->shape))
    return 0;
  shape = &plain->shape[plain->n_shapes];
  shape->hash = hash_spans (fields, plain->shape_span, plain->n_shape_spans);
  shape->kind = ind__table_kind_number (table, table->count - 1);
  shape->next = UINT32_MAX;
  shape->precision = decimals == IND__NOWHERE || is_empty (fields, decimals)
                         ? INT32_MIN
                         : table->precision[table->count - 1];
  shape->text
      = keep_spans (plain, fields, plain->shape_span, plain->n_shape_spans, shape->length);
  if (shape->text == UINT32_MAX)
    return 0;
  plain->n_shapes++;
  if (2 * plain->n_shapes < plain->shape_numbers.n_slots)
    put_number (&plain->shape_numbers, shape->hash, (uint32_t) plain->n_shapes - 1);
  else
    {
      if (!open_numbers (&plain->shape_numbers, plain->n_shapes))
        return 0;
      for (k = 0; k < plain->n_shapes; k++)
        put_number (&plain->shape_numbers, plain->shape[k].hash, (uint32_t) k);
    }
  return 1;
}

static int
learn_spot (ind__plain *plain, ind__reader *reader, const struct fields *fields)
{
  const ind_table *table = reader->table;
  struct ind__spot *spot;
  size_t k;

  if (!ind__grow (&plain->spot, &plain->spot_capacity, plain->n_spots + 1, sizeof *plain->spot))
    return 0;
  spot = &plain->spot[plain->n_spots];
  spot->hash = hash_spans (fields, plain->spot_span, plain->n_spot_spans);
  spot->site = ind__table_site_number (table, table->count - 1);
  spot->text = keep_spans (plain, fields, plain->spot_span, plain->n_spot_spans, spot->length);
  if (spot->text == UINT32_MAX)
    return 0;
  plain->n_spots++;
  if (2 * plain->n_spots < plain->spot_numbers.n_slots)
    put_number (&plain->spot_numbers, spot->hash, (uint32_t) plain->n_spots - 1);
  else
    {
      if (!open_numbers (&plain->spot_numbers, plain->n_spots))
        return 0;
      for (k = 0; k < plain->n_spots; k++)
        put_number (&plain->spot_numbers, plain->spot[k].hash, (uint32_t) k);
    }
  return 1;
}

void
ind__plain_forget (ind__plain *plain)
{
  plain->n_shapes = plain->n_spots = plain->n_arena = 0;
  ind__release (plain->shape_numbers.slot);
  ind__release (plain->spot_numbers.slot);
  plain->shape_numbers.slot = plain->spot_numbers.slot = NULL;
  plain->shape_numbers.n_slots = plain->spot_numbers.n_slots = 0;
  plain->last_shape = plain->last_spot = UINT32_MAX;
}

/* Learns from the figure the record has become. */
static int
learn (ind__plain *plain, ind__reader *reader, const struct fields *fields)
{
  uint32_t before = plain->last_shape, shape, spot;

  if (plain->n_shapes >= MOST_SHAPES || plain->n_spots >= MOST_SPOTS
      || plain->n_arena > UINT32_MAX / 4)
    {
      ind__plain_forget (plain);
      before = UINT32_MAX;
    }
  shape = find_shape (plain, fields);
  if (shape == UINT32_MAX)
    {
      if (!learn_shape (plain, reader, fields))
        return 0;
      shape = (uint32_t) plain->n_shapes - 1;
    }
  spot = find_spot (plain, fields);
  if (spot == UINT32_MAX)
    {
      if (!learn_spot (plain, reader, fields))
        return 0;
      spot = (uint32_t) plain->n_spots - 1;
    }
  if (before != UINT32_MAX)
    plain->shape[before].next = shape;
  plain->last_shape = shape;
  plain->last_spot = spot;
  return 1;
}

/* ------------------------------------------------------------------------
 * Records
 * ---------------------------------------------------------------------- */

/* Byte by byte: see read_number. */
static size_t
read_any_number (const char *text, size_t most, ind_decimal *out)
{
  size_t is_negative = text[0] == '-' && most > 0, at = is_negative, n_digits;
  uint64_t mantissa = 0;
  size_t decimals = 0;
  unsigned digit;

  for (; at < most && (digit = (unsigned char) (text[at] - '0')) <= 9; at++)
    mantissa = mantissa * 10 + digit;
  n_digits = at - is_negative;
  if (n_digits == 0)
    return 0;
  if (at < most && text[at] == '.')
    {
      size_t point = at++;
      for (; at < most && (digit = (unsigned char) (text[at] - '0')) <= 9; at++)
        mantissa = mantissa * 10 + digit;
      decimals = at - point - 1;
      if (decimals == 0)
        return 0;
    }
  if (n_digits + decimals > MOST_DIGITS)
    return 0;
  out->mantissa = is_negative ? -(int64_t) mantissa : (int64_t) mantissa;
  out->decimals = (int32_t) decimals;
  return at;
}

#if defined __SSE2__ && defined __GNUC__
/* The number that 1 to 8 digits are: all at once, first digits in pairs, then these, then
 * those (Lamport, Multiple byte processing with full-word instructions, 1975). */
IND__INLINE uint64_t
read_digits (const char *text, unsigned n_digits)
{
  uint64_t word;

  memcpy (&word, text, sizeof word);
  word = (word ^ UINT64_C (0x3030303030303030)) << (64 - 8 * n_digits);
  word = word * 10 + (word >> 8);
  return ((word & UINT64_C (0x000000FF000000FF)) * (100 + (UINT64_C (1000000) << 32))
          + (word >> 16 & UINT64_C (0x000000FF000000FF)) * (1 + (UINT64_C (10000) << 32)))
         >> 32;
}

/* What read_number is to say of most numbers: up to 8 digits before and after the point, 15
 * bytes in all. 0 where it is another. */
IND__INLINE size_t
read_short_number (const char *text, ind_decimal *out)
{
  static const uint32_t power[9]
      = { 1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000 };
  const size_t is_negative = text[0] == '-';
  const __m128i nine = _mm_set1_epi8 (9);
  __m128i bytes = _mm_loadu_si128 ((const __m128i *) (const void *) (text + is_negative));
  unsigned others, n_whole, n_decimals = 0;
  int64_t mantissa;

  bytes = _mm_xor_si128 (bytes, _mm_set1_epi8 ('0'));
  others = ~(unsigned) _mm_movemask_epi8 (_mm_cmpeq_epi8 (_mm_max_epu8 (bytes, nine), nine));
  n_whole = (unsigned) __builtin_ctz (others);
  if (n_whole - 1 > 7)
    return 0;
  text += is_negative;
  mantissa = (int64_t) read_digits (text, n_whole);
  if (text[n_whole] == '.')
    {
      n_decimals = (unsigned) __builtin_ctz (others >> (n_whole + 1));
      if (n_decimals - 1 > 7 || n_whole + 1 + n_decimals > 15)
        return 0;
      mantissa = mantissa * power[n_decimals]
                 + (int64_t) read_digits (text + n_whole + 1, n_decimals);
    }
  out->mantissa = is_negative ? -mantissa : mantissa;
  out->decimals = (int32_t) n_decimals;
  return is_negative + n_whole + (n_decimals > 0 ? 1 + n_decimals : 0);
}
#endif

/* Digits, with a sign before and a point among them, no more than can be kept. How many
 * bytes they are, `most` at most; 0 where there are none, or more than that. The text can be
 * read 17 bytes beyond its end. */
IND__INLINE size_t
read_number (const char *text, size_t most, ind_decimal *out)
{
#if defined __SSE2__ && defined __GNUC__
  size_t n_short = read_short_number (text, out);
  if (n_short > 0 && n_short <= most)
    return n_short;
#endif
  return read_any_number (text, most, out);
}

/* Appends the figure of a shape at a spot. */
IND__INLINE void
append (ind__reader *reader, const struct ind__shape *shape, const struct ind__spot *spot,
        ind_decimal value)
{
  int32_t precision = shape->precision == INT32_MIN
                          ? ind_decimal_precision (value, reader->options.zeros)
                          : shape->precision;

  if (ind__table_continues (reader->table, shape->kind, spot->site, (uint32_t) reader->record,
                            value.mantissa))
    ind__table_continue (reader->table, value, precision);
  else if (!ind__table_append_known (reader->table, shape->kind, spot->site, value, precision,
                                     (uint32_t) reader->record))
    ind__reader_fail_memory (reader);
}

/* Appends a record of which all but the value is known; 0 when it is not. */
static int
take_known (ind__plain *plain, ind__reader *reader, const struct fields *fields,
            const ind_decimal *value)
{
  const ind__field *field = &fields->at[reader->at[OBS_VALUE]];
  uint32_t number, spot;
  ind_decimal decimal;
  size_t k;

  number = find_shape (plain, fields);
  if (number == UINT32_MAX)
    return 0;
  spot = find_spot (plain, fields);
  if (spot == UINT32_MAX)
    return 0;
  if (value != NULL)
    decimal = *value;
  else if (field->length == 0
           || read_number (fields->text + field->start, field->length, &decimal)
                  != field->length)
    return 0;
  for (k = 0; k < plain->n_empty_columns; k++)
    if (fields->at[plain->empty_position[k]].length > 0)
      return 0;
  if (plain->last_shape != UINT32_MAX)
    plain->shape[plain->last_shape].next = number;
  plain->last_shape = number;
  plain->last_spot = spot;
  append (reader, &plain->shape[number], &plain->spot[spot], decimal);
  return 1;
}

/* Texts to come in a line, by the type of piece. */
struct expected {
  const char *text[N_PIECE_TYPES];
  const uint32_t *length[N_PIECE_TYPES];
};

/* Compares a piece with the next expected one of its type, and the comma behind it or, when
 * is_behind, before it. How long they are, 0 where they are others. */
IND__INLINE size_t
match_piece (struct expected *expected, unsigned type, const char *piece, int is_behind)
{
  size_t n = (size_t) *expected->length[type]++ + 1;
  const char *text = expected->text[type];

  expected->text[type] = text + n + 1;
  return is_equal (piece, text + (is_behind ? 0 : 1), n) ? n : 0;
}

/* Takes a line that is as its predecessors let expect: the shape that followed last time, at
 * the last spot. How long it is with its end, 0 when it is another. What follows a text is
 * no part of any, so that comparing ends there. */
IND__INLINE size_t
take_expected (ind__plain *plain, ind__reader *reader, const char *line)
{
  const struct ind__shape *shape;
  const struct ind__spot *spot;
  struct expected expected;
  const char *at = line;
  uint32_t number = plain->shape[plain->last_shape].next;
  ind_decimal value;
  size_t k, n;

  if (number == UINT32_MAX)
    return 0;
  shape = &plain->shape[number];
  spot = &plain->spot[plain->last_spot];
  expected.text[SHAPE_PIECE] = plain->arena + shape->text;
  expected.length[SHAPE_PIECE] = shape->length;
  expected.text[SPOT_PIECE] = plain->arena + spot->text;
  expected.length[SPOT_PIECE] = spot->length;
  expected.text[EMPTY_PIECE] = plain->commas;
  expected.length[EMPTY_PIECE] = plain->no_length;
  for (k = 0; k < plain->n_before; k++, at += n)
    if ((n = match_piece (&expected, plain->piece[k], at, 0)) == 0)
      return 0;
  n = read_number (at, SIZE_MAX, &value);
  if (n == 0)
    return 0;
  for (at += n; k < plain->n_pieces; k++, at += n)
    if ((n = match_piece (&expected, plain->piece[k], at, 1)) == 0)
      return 0;
  if (*at != '\n' && *at != '\r')
    return 0;
  reader->record++;
  plain->last_shape = number;
  append (reader, shape, spot, value);
  return (size_t) (at + 1 - line);
}

/* Makes the record the one at hand, as libcsv would: blanks around fields dropped. */
static int
copy_record (ind__reader *reader, const struct fields *fields, size_t n)
{
  size_t k;

  reader->n_bytes = 0;
  reader->n_fields = 0;
  for (k = 0; k < n; k++)
    {
      const char *text = fields->text + fields->at[k].start;
      size_t length = fields->at[k].length;
      while (length > 0 && is_blank (text[0]))
        {
          text++;
          length--;
        }
      while (length > 0 && is_blank (text[length - 1]))
        length--;
      if (!ind__reader_add_field (reader, text, length))
        return 0;
    }
  return 1;
}

/* Whether the record's kind and precision follow from the texts of its shape: PRINTED has a
 * say in them where OBS_VALUE is empty. */
static int
is_instructive (const ind__reader *reader, const struct fields *fields)
{
  const ind__field *value = &fields->at[reader->at[OBS_VALUE]];
  ind_decimal decimal;

  return value->length > 0
         && read_number (fields->text + value->start, value->length, &decimal) == value->length;
}

/* A record of n fields. Returns 0 when reading must stop. */
static int
take_fields (ind__plain *plain, ind__reader *reader, const struct fields *fields, size_t n)
{
  size_t count = reader->table->count;

  /* A line of blanks is none. */
  if (n == 1 && is_empty (fields, 0))
    return 1;
  if (plain->is_prepared && n == reader->n_columns && reader->n_complaints == 0
      && reader->record < UINT32_MAX)
    {
      reader->record++;
      if (take_known (plain, reader, fields, NULL))
        return reader->status == IND_OK;
      reader->record--;
    }
  if (!copy_record (reader, fields, n))
    return 0;
  ind__take_record (reader);
  if (reader->status != IND_OK)
    return 0;
  if (!plain->is_prepared && reader->has_header && !prepare (plain, reader))
    {
      ind__reader_fail_memory (reader);
      return 0;
    }
  if (reader->table->count > count && is_instructive (reader, fields)
      && !learn (plain, reader, fields))
    {
      ind__reader_fail_memory (reader);
      return 0;
    }
  return 1;
}

/* Bit k is set where byte k of the 64 is a comma or ends a line. */
static uint64_t
find_separators (const char *text)
{
  uint64_t mask = 0;
  int k;

#if defined __SSE2__
  const __m128i comma = _mm_set1_epi8 (','), feed = _mm_set1_epi8 ('\n');
  const __m128i carriage = _mm_set1_epi8 ('\r');

  for (k = 0; k < 4; k++)
    {
      __m128i bytes = _mm_loadu_si128 ((const __m128i *) (const void *) (text + 16 * k));
      __m128i is_any = _mm_or_si128 (
          _mm_cmpeq_epi8 (bytes, comma),
          _mm_or_si128 (_mm_cmpeq_epi8 (bytes, feed), _mm_cmpeq_epi8 (bytes, carriage)));
      mask |= (uint64_t) (uint32_t) _mm_movemask_epi8 (is_any) << 16 * k;
    }
#else
  for (k = 0; k < 64; k++)
    mask |= (uint64_t) (text[k] == ',' || text[k] == '\n' || text[k] == '\r') << k;
#endif
  return mask;
}

static size_t
first_bit (uint64_t mask)
{
#if defined __GNUC__
  return (size_t) __builtin_ctzll (mask);
#else
  size_t k = 0;
  for (; (mask & 1) == 0; mask >>= 1)
    k++;
  return k;
#endif
}

/* Takes the line; where it ends. 0 when reading must stop. */
static size_t
take_line (ind__plain *plain, ind__reader *reader, const char *line)
{
  struct fields fields;
  size_t from, start = 0, n = 0;

  for (from = 0;; from += 64)
    {
      uint64_t mask = find_separators (line + from);
      for (; mask != 0; mask &= mask - 1)
        {
          size_t at = from + first_bit (mask);
          if (n >= plain->field_capacity
              && !ind__grow (&plain->field, &plain->field_capacity, n + 1, sizeof *plain->field))
            {
              ind__reader_fail_memory (reader);
              return 0;
            }
          plain->field[n].start = start;
          plain->field[n++].length = at - start;
          start = at + 1;
          if (line[at] == ',')
            continue;
          fields.text = line;
          fields.at = plain->field;
          return take_fields (plain, reader, &fields, n) ? start : 0;
        }
    }
}

/* Lines looked ahead at; the fields of those that have no more than so many. */
#define N_AHEAD 16
#define MOST_AHEAD 32

/* Where records come in no order, the spots of the next lines are loaded all at once. */
static void
look_ahead (const ind__plain *plain, const ind__reader *reader, const char *text, size_t length)
{
  const ind__dictionary *numbers = &plain->spot_numbers;
  ind__field field[MOST_AHEAD];
  struct fields fields = { text, field };
  size_t slot[N_AHEAD], n_lines = 0, n = 0, start = 0, from, k;

  if (reader->n_columns > MOST_AHEAD || numbers->n_slots == 0)
    return;
  for (from = 0; from < length && n_lines < N_AHEAD; from += 64)
    {
      uint64_t mask = find_separators (text + from);
      for (; mask != 0 && n_lines < N_AHEAD; mask &= mask - 1)
        {
          size_t at = from + first_bit (mask);
          if (at >= length)
            break;
          if (n < MOST_AHEAD)
            {
              field[n].start = start;
              field[n].length = at - start;
            }
          n++;
          start = at + 1;
          if (text[at] == ',')
            continue;
          if (n == reader->n_columns)
            {
              slot[n_lines] = (size_t) hash_spans (&fields, plain->spot_span, plain->n_spot_spans)
                              & (numbers->n_slots - 1);
              IND__PREFETCH (&numbers->slot[slot[n_lines]]);
              n_lines++;
            }
          n = 0;
        }
    }
  for (k = 0; k < n_lines; k++)
    if (numbers->slot[slot[k]] != UINT32_MAX)
      IND__PREFETCH (&plain->spot[numbers->slot[slot[k]]]);
  for (k = 0; k < n_lines; k++)
    if (numbers->slot[slot[k]] != UINT32_MAX)
      IND__PREFETCH (plain->arena + plain->spot[numbers->slot[slot[k]]].text);
}

int
ind__plain_read (ind__plain *plain, ind__reader *reader, const char *text, size_t length)
{
  size_t at = 0, n, n_unexpected = 0, unexpected_end = 0;

  while (at < length)
    {
      if (plain->last_shape != UINT32_MAX && plain->is_prepared && reader->n_complaints == 0
          && length < UINT32_MAX && reader->record < UINT32_MAX - length)
        while (at < length && (n = take_expected (plain, reader, text + at)) > 0)
          at += n;
      if (reader->status != IND_OK)
        return 0;
      if (at == length)
        break;
      n_unexpected = at == unexpected_end ? n_unexpected + 1 : 0;
      if (n_unexpected % N_AHEAD == 2 && plain->is_prepared)
        look_ahead (plain, reader, text + at, length - at);
      n = take_line (plain, reader, text + at);
      if (n == 0 || reader->status != IND_OK)
        return 0;
      at += n;
      unexpected_end = at;
    }
  return 1;
}

/* ------------------------------------------------------------------------
 * Records of other readers
 * ---------------------------------------------------------------------- */

int
ind__plain_take_known (ind__plain *plain, ind__reader *reader, const ind_decimal *value)
{
  struct fields fields;

  if (!plain->is_prepared || reader->n_complaints > 0 || reader->record > UINT32_MAX)
    return 0;
  fields.text = reader->bytes;
  fields.at = reader->field;
  return take_known (plain, reader, &fields, value) && reader->status == IND_OK;
}

void
ind__plain_take_other (ind__plain *plain, ind__reader *reader)
{
  size_t count = reader->table->count;
  struct fields fields;

  ind__read_record (reader);
  if (reader->status != IND_OK || reader->table->count == count)
    return;
  fields.text = reader->bytes;
  fields.at = reader->field;
  if (!plain->is_prepared && !prepare (plain, reader))
    ind__reader_fail_memory (reader);
  else if (is_instructive (reader, &fields) && !learn (plain, reader, &fields))
    ind__reader_fail_memory (reader);
}

void
ind__plain_free (ind__plain *plain)
{
  ind__release (plain->shape);
  ind__release (plain->spot);
  ind__release (plain->shape_numbers.slot);
  ind__release (plain->spot_numbers.slot);
  ind__release (plain->arena);
  ind__release (plain->shape_span);
  ind__release (plain->spot_span);
  ind__release (plain->empty_position);
  ind__release (plain->piece);
  ind__release (plain->no_length);
  ind__release (plain->commas);
  ind__release (plain->field);
  memset (plain, 0, sizeof *plain);
}
