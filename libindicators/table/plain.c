/* SPDX-License-Identifier: GPL-3.0-or-later
 * Lines without quotation marks. Separators are found sixteen bytes at a time. Most records
 * repeat what stands above, but for the value: of such a one the texts are compared with
 * those of the record that followed last time, and it becomes a figure of the same kind. Any
 * other goes the way of all records, and is learnt. */
#include "table/plain.h"

#include <string.h>

#include "base/compiler.h"
#include "base/memory.h"
#include "base/set.h"
#include "base/text.h"
#include "number/leading.h"
#include "table/areas.h"
#include "table/difference.h"

/* What is learnt is forgotten once it takes more. */
#define MOST_SHAPES 65536
#define MOST_SPOTS 1048576

/* Columns side by side, `first` to one before `end`, or none; their texts with the commas
 * between them, and those before and behind that are counted. In every line, texts of its
 * shape and variable ones, which are those of its spot and the value, take turns. */
struct ind__span {
  size_t first, end;
  uint32_t n_before, n_behind;
};

#define MOST_SPOT_SPANS 2

/* All texts of a record but for the spot and the value, and what follows from them. */
struct ind__shape {
  uint64_t hash;
  uint32_t kind, next; /* next: the shape that followed last time */
  int32_t precision;   /* INT32_MIN: what the value says */
  uint32_t text;       /* where those of all its spans begin */
};

/* An area and a period as they are written. */
struct ind__spot {
  uint64_t hash;
  uint32_t site, text, length[MOST_SPOT_SPANS];
};

/* The fields of a record in the text. */
struct fields {
  const char *text;
  const ind__field *at;
  int is_hashed;
  uint64_t shape_hash, spot_hash; /* once they are */
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

static int
is_of_spot (const ind__reader *reader, size_t position)
{
  return position == reader->at[REF_AREA] || position == reader->at[TIME_PERIOD];
}

static void
add_span (struct ind__span *span, size_t *n_spans, size_t first, size_t end)
{
  span[*n_spans].first = first;
  span[*n_spans].end = end;
  span[*n_spans].n_before = span[*n_spans].n_behind = 0;
  ++*n_spans;
}

/* Each column for itself. */
static void
list_columns (ind__plain *plain, const ind__reader *reader)
{
  size_t position;

  for (position = 0; position < reader->n_columns; position++)
    if (is_of_spot (reader, position))
      add_span (plain->spot_span, &plain->n_spot_spans, position, position + 1);
    else if (position != reader->at[OBS_VALUE])
      add_span (plain->shape_span, &plain->n_shape_spans, position, position + 1);
}

/* Columns that stand together. */
static void
list_spans (ind__plain *plain, const ind__reader *reader)
{
  size_t position = 0, n = reader->n_columns, first;

  for (;;)
    {
      struct ind__span *span = &plain->shape_span[plain->n_shape_spans];
      first = position;
      while (position < n && !is_of_spot (reader, position) && position != reader->at[OBS_VALUE])
        position++;
      add_span (plain->shape_span, &plain->n_shape_spans, first, position);
      span->n_before = first > 0 && (position > first || position < n);
      span->n_behind = position > first && position < n;
      if (position == n)
        return;
      first = position;
      while (position < n && is_of_spot (reader, position))
        position++;
      if (position > first)
        add_span (plain->spot_span, &plain->n_spot_spans, first, position);
      else
        {
          plain->n_spots_before = plain->n_spot_spans;
          position++;
        }
    }
}

/* 0 when memory ran out. */
static int
prepare (ind__plain *plain, const ind__reader *reader)
{
  size_t position;

  plain->shape_span = ind__new_array (reader->n_columns + 2, sizeof *plain->shape_span);
  plain->spot_span = ind__new_array (MOST_SPOT_SPANS, sizeof *plain->spot_span);
  plain->empty_position = ind__new_array (reader->n_columns + 2, sizeof *plain->empty_position);
  if (plain->shape_span == NULL || plain->spot_span == NULL || plain->empty_position == NULL)
    return 0;
  for (position = 0; position < reader->n_columns; position++)
    if (reader->extra[position] != IND__NOWHERE || position == reader->at[PRINTED]
        || position == reader->at[LOCATOR])
      plain->empty_position[plain->n_empty_columns++] = position;
  if (plain->is_scattered)
    list_columns (plain, reader);
  else
    list_spans (plain, reader);
  plain->last_shape = plain->last_spot = UINT32_MAX;
  plain->is_prepared = 1;
  return 1;
}

/* The texts of a span's columns, of which there are some. */
static inline const char *
span_of (const struct fields *fields, const struct ind__span *span, size_t *length)
{
  size_t start = fields->at[span->first].start;

  *length = fields->at[span->end - 1].start + fields->at[span->end - 1].length - start;
  return fields->text + start;
}

/* Empties the numbers and makes room for `count`; 0 when memory ran out. */
static int
open_numbers (ind__tagged_numbers *numbers, size_t count)
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

static inline size_t
first_slot (const ind__tagged_numbers *numbers, uint64_t hash)
{
  return (size_t) hash & (numbers->n_slots - 1);
}

/* The next number from slot *at on that may have the hash, or UINT32_MAX; *at becomes the slot
 * behind it. */
static inline uint32_t
next_number (const ind__tagged_numbers *numbers, uint64_t hash, size_t *at)
{
  const ind__tagged_number *slot;

  do
    {
      slot = &numbers->slot[*at];
      *at = (*at + 1) & (numbers->n_slots - 1);
    }
  while (slot->number != UINT32_MAX && slot->tag != (uint32_t) (hash >> 32));
  return slot->number;
}

static void
put_number (ind__tagged_numbers *numbers, uint64_t hash, uint32_t number)
{
  size_t at = first_slot (numbers, hash);

  while (numbers->slot[at].number != UINT32_MAX)
    at = (at + 1) & (numbers->n_slots - 1);
  numbers->slot[at].tag = (uint32_t) (hash >> 32);
  numbers->slot[at].number = number;
}

/* Whether the spans of the record are the texts from `known` on. */
static inline int
is_known (const struct fields *fields, const struct ind__span *span, size_t n_spans,
          const char *known, const uint32_t *length)
{
  const char *own;
  ind__difference sum = ind__no_difference ();
  size_t k, n;

  for (k = 0; k < n_spans; known += length[k++])
    if (span[k].end > span[k].first)
      {
        own = span_of (fields, &span[k], &n);
        if (n + span[k].n_before + span[k].n_behind != length[k])
          return 0;
        sum = ind__compare (sum, own, known + span[k].n_before, n);
      }
  return ind__is_no_difference (sum);
}

static inline int
is_shape (const ind__plain *plain, uint32_t shape, const struct fields *fields)
{
  return is_known (fields, plain->shape_span, plain->n_shape_spans,
                   plain->shape_texts.bytes + plain->shape[shape].text,
                   &plain->shape_length[shape * plain->n_shape_spans]);
}

static inline int
is_spot (const ind__plain *plain, uint32_t spot, const struct fields *fields)
{
  return is_known (fields, plain->spot_span, plain->n_spot_spans,
                   plain->spot_texts.bytes + plain->spot[spot].text, plain->spot[spot].length);
}

static uint64_t
hash_spans (const struct fields *fields, const struct ind__span *span, size_t n_spans)
{
  uint64_t hash = 1;
  size_t k, n;

  for (k = 0; k < n_spans; k++)
    if (span[k].end > span[k].first)
      {
        const char *own = span_of (fields, &span[k], &n);
        hash = hash_text (hash, own, n);
      }
  return hash;
}

static uint64_t
hash_shape (const ind__plain *plain, const struct fields *fields)
{
  return fields->is_hashed ? fields->shape_hash
                           : hash_spans (fields, plain->shape_span, plain->n_shape_spans);
}

static uint64_t
hash_spot (const ind__plain *plain, const struct fields *fields)
{
  return fields->is_hashed ? fields->spot_hash
                           : hash_spans (fields, plain->spot_span, plain->n_spot_spans);
}

/* Keeps the spans' texts, and their lengths; where they begin. UINT32_MAX when memory ran
 * out. */
static uint32_t
keep_spans (ind__plain *plain, ind__texts *texts, const struct fields *fields,
            const struct ind__span *span, size_t n_spans, uint32_t *length)
{
  size_t begin = texts->n, k;

  for (k = 0; k < n_spans; k++)
    {
      size_t n = 0, n_commas = span[k].n_before + span[k].n_behind;
      const char *own
          = span[k].end > span[k].first ? span_of (fields, &span[k], &n) : fields->text;
      char *to;
      if (!ind__grow (&texts->bytes, &texts->capacity, texts->n + n + n_commas + IND__PADDING,
                      1))
        return UINT32_MAX;
      to = texts->bytes + texts->n;
      memset (to, ',', n + n_commas);
      memcpy (to + span[k].n_before, own, n);
      texts->n += n + n_commas;
      length[k] = (uint32_t) (n + n_commas);
      if (n + n_commas > plain->longest_span)
        plain->longest_span = n + n_commas;
    }
  if (texts->n - begin > plain->longest)
    plain->longest = texts->n - begin;
  return (uint32_t) begin;
}

/* Whether a shape or spot of the hash can be the record's. */
static inline int
may_be (const struct fields *fields, uint64_t own, uint64_t hash)
{
  return !fields->is_hashed || own == hash;
}

/* The shape of the record, or UINT32_MAX. */
static uint32_t
find_shape (const ind__plain *plain, const struct fields *fields)
{
  const ind__tagged_numbers *numbers = &plain->shape_numbers;
  uint32_t number, guess
      = plain->last_shape == UINT32_MAX ? UINT32_MAX : plain->shape[plain->last_shape].next;
  uint64_t hash;
  size_t at;

  if (guess != UINT32_MAX && may_be (fields, fields->shape_hash, plain->shape[guess].hash)
      && is_shape (plain, guess, fields))
    return guess;
  if (numbers->n_slots == 0)
    return UINT32_MAX;
  hash = hash_shape (plain, fields);
  at = first_slot (numbers, hash);
  while ((number = next_number (numbers, hash, &at)) != UINT32_MAX)
    if (plain->shape[number].hash == hash && is_shape (plain, number, fields))
      break;
  return number;
}

/* The area and period of the record, or UINT32_MAX. */
static uint32_t
find_spot (const ind__plain *plain, const struct fields *fields)
{
  const ind__tagged_numbers *numbers = &plain->spot_numbers;
  uint32_t number, guess = plain->last_spot;
  uint64_t hash;
  size_t at;

  if (guess != UINT32_MAX && may_be (fields, fields->spot_hash, plain->spot[guess].hash)
      && is_spot (plain, guess, fields))
    return guess;
  if (numbers->n_slots == 0)
    return UINT32_MAX;
  hash = hash_spot (plain, fields);
  at = first_slot (numbers, hash);
  while ((number = next_number (numbers, hash, &at)) != UINT32_MAX)
    if (plain->spot[number].hash == hash && is_spot (plain, number, fields))
      break;
  return number;
}

/* ------------------------------------------------------------------------
 * Learning
 * ---------------------------------------------------------------------- */

static int
learn_shape (ind__plain *plain, ind__reader *reader, const struct fields *fields)
{
  const ind_table *table = reader->table;
  struct ind__shape *shape;
  size_t k, decimals = reader->at[DECIMALS], n = plain->n_shape_spans;

  if (!ind__grow (&plain->shape, &plain->shape_capacity, plain->n_shapes + 1,
                  sizeof *plain->shape)
      || !ind__grow (&plain->shape_length, &plain->shape_length_capacity,
                     (plain->n_shapes + 1) * n, sizeof *plain->shape_length))
    return 0;
  shape = &plain->shape[plain->n_shapes];
  shape->hash = hash_shape (plain, fields);
  shape->kind = ind__table_kind_number (table, table->count - 1);
  shape->next = UINT32_MAX;
  shape->precision = decimals == IND__NOWHERE || is_empty (fields, decimals)
                         ? INT32_MIN
                         : table->digits[table->count - 1].precision;
  shape->text = keep_spans (plain, &plain->shape_texts, fields, plain->shape_span, n,
                            &plain->shape_length[plain->n_shapes * n]);
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
learn_spot (ind__plain *plain, const struct fields *fields, uint32_t site)
{
  struct ind__spot *spot;
  size_t k;

  if (!ind__grow (&plain->spot, &plain->spot_capacity, plain->n_spots + 1, sizeof *plain->spot))
    return 0;
  spot = &plain->spot[plain->n_spots];
  spot->hash = hash_spot (plain, fields);
  spot->site = site;
  spot->text = keep_spans (plain, &plain->spot_texts, fields, plain->spot_span,
                           plain->n_spot_spans, spot->length);
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

static void
close_numbers (ind__tagged_numbers *numbers)
{
  ind__release (numbers->slot);
  numbers->slot = NULL;
  numbers->n_slots = 0;
}

void
ind__plain_forget_spots (ind__plain *plain)
{
  plain->n_spots = plain->spot_texts.n = 0;
  close_numbers (&plain->spot_numbers);
  plain->last_spot = UINT32_MAX;
}

void
ind__plain_forget (ind__plain *plain)
{
  ind__plain_forget_spots (plain);
  plain->n_shapes = plain->shape_texts.n = 0;
  plain->longest = plain->longest_span = 0;
  close_numbers (&plain->shape_numbers);
  plain->last_shape = UINT32_MAX;
}

static int
is_full (const ind__plain *plain)
{
  return plain->n_shapes >= MOST_SHAPES || plain->n_spots >= MOST_SPOTS
         || plain->shape_texts.n > UINT32_MAX / 4 || plain->spot_texts.n > UINT32_MAX / 4;
}

/* Learns from the figure the record has become. */
static int
learn (ind__plain *plain, ind__reader *reader, const struct fields *fields)
{
  uint32_t before = plain->last_shape, shape, spot;

  if (is_full (plain))
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
      if (!learn_spot (plain, fields,
                       ind__table_site_number (reader->table, reader->table->count - 1)))
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

static int32_t
precision_of (const ind__reader *reader, const struct ind__shape *shape, ind_decimal value)
{
  return shape->precision == INT32_MIN ? ind_decimal_precision (value, reader->options.zeros)
                                       : shape->precision;
}

/* The tail of the table, where the next record, at that site, can be the first of it. */
IND__INLINE ind__tail
open_tail (const ind__reader *reader, uint32_t site)
{
  ind__tail tail = ind__table_tail (reader->table);

  if (tail.site != site || tail.record != (uint32_t) (reader->record + 1))
    tail.room = 0;
  return tail;
}

static void
take_tail (ind__reader *reader, ind__tail *tail)
{
  reader->record += tail->n;
  ind__table_take_tail (reader->table, tail);
}

/* Appends the figure of the record at hand. */
static void
append (ind__reader *reader, const struct ind__shape *shape, uint32_t site, ind_decimal value)
{
  if (!ind__table_append_known (reader->table, shape->kind, site, value,
                                precision_of (reader, shape, value), (uint32_t) reader->record))
    ind__reader_fail_memory (reader);
}

/* Learns the spot of a record that is known but for that and the value. UINT32_MAX where it is
 * to be read as all records are, such as tell of another area, or when memory ran out. */
static uint32_t
read_spot (ind__plain *plain, ind__reader *reader, const struct fields *fields)
{
  const ind__field *area = &fields->at[reader->at[REF_AREA]];
  const ind__field *period = &fields->at[reader->at[TIME_PERIOD]];
  const char *name = fields->text + area->start;
  ind__site site;
  uint32_t number;

  if (is_full (plain)
      || (reader->feed.areas != NULL
          && !ind__areas_go_on (reader->feed.areas, name, area->length))
      || area->length == 0 || is_blank (name[0]) || is_blank (name[area->length - 1])
      || memchr (name, '\0', area->length) != NULL
      || ind__utf8_valid (name, area->length) < area->length
      || ind__period_read (fields->text + period->start, period->length, &site.period) != IND_OK)
    return UINT32_MAX;
  site.area = ind__reader_string (reader, name, area->length);
  if (site.area == IND__NO_STRING)
    return UINT32_MAX;
  number = ind__table_add_site (reader->table, &site);
  if (number == UINT32_MAX || !learn_spot (plain, fields, number))
    {
      ind__reader_fail_memory (reader);
      return UINT32_MAX;
    }
  return (uint32_t) plain->n_spots - 1;
}

/* Appends a record of which all but the spot and the value is known; 0 when it is not. */
static int
take_known (ind__plain *plain, ind__reader *reader, const struct fields *fields,
            const ind_decimal *value)
{
  const ind__field *field = &fields->at[reader->at[OBS_VALUE]];
  uint32_t number, spot;
  ind_decimal decimal;

  number = find_shape (plain, fields);
  if (number == UINT32_MAX)
    return 0;
  if (value != NULL)
    decimal = *value;
  else if (field->length == 0
           || ind__leading_decimal (fields->text + field->start, field->length, &decimal)
                  != field->length)
    return 0;
  spot = find_spot (plain, fields);
  if (spot == UINT32_MAX)
    spot = read_spot (plain, reader, fields);
  if (spot == UINT32_MAX)
    return 0;
  if (plain->last_shape != UINT32_MAX)
    plain->shape[plain->last_shape].next = number;
  plain->last_shape = number;
  plain->last_spot = spot;
  append (reader, &plain->shape[number], plain->spot[spot].site, decimal);
  return 1;
}

/* Texts that are to come. */
struct expected {
  const char *text;
  const uint32_t *length;
};

/* Compares the next of them with what stands at *at, and goes on behind it. */
IND__INLINE ind__difference
meet (ind__difference sum, struct expected *expected, const char **at, int are_short)
{
  size_t n = *expected->length++;

  sum = (are_short ? ind__compare_short : ind__compare) (sum, *at, expected->text, n);
  expected->text += n;
  *at += n;
  return sum;
}

/* The value of a line of a shape at a spot that has n_spots spans, n_before of them before the
 * value; are_short: no text is longer than IND__SHORT. Where the line ends, NULL when it is
 * another. */
IND__INLINE const char *
read_expected (struct expected shape, struct expected spot, size_t n_before, size_t n_spots,
               int are_short, const char *line, ind_decimal *value)
{
  ind__difference sum = ind__no_difference ();
  const char *at = line;
  size_t k, n;

  for (k = 0; k < n_before; k++)
    {
      sum = meet (sum, &shape, &at, are_short);
      sum = meet (sum, &spot, &at, are_short);
    }
  sum = meet (sum, &shape, &at, are_short);
  if (!ind__is_no_difference (sum))
    return NULL;
  n = ind__leading_decimal (at, SIZE_MAX, value);
  at += n;
  for (; k < n_spots; k++)
    {
      sum = meet (sum, &shape, &at, are_short);
      sum = meet (sum, &spot, &at, are_short);
    }
  sum = meet (sum, &shape, &at, are_short);
  return n > 0 && ind__is_no_difference (sum) && (*at == '\n' || *at == '\r')
             ? at + 1
             : NULL;
}

/* Appends the figure of the next record, which does not go on from the tail; the tail behind
 * it. */
IND__APART ind__tail
interrupt (ind__reader *reader, ind__tail tail, const struct ind__shape *shape, uint32_t site,
           ind_decimal value)
{
  reader->record += tail.n;
  if (ind__table_turn_tail (reader->table, &tail, shape->kind)
      && ind__tail_add (&tail, shape->kind, value, precision_of (reader, shape, value)))
    return tail;
  reader->record++;
  append (reader, shape, site, value);
  return open_tail (reader, site);
}

/* See take_expected and read_expected. */
IND__INLINE size_t
take_series (ind__plain *plain, ind__reader *reader, const char *text, size_t length,
             size_t n_before, size_t n_spots, int are_short)
{
  const struct ind__spot *spot = &plain->spot[plain->last_spot];
  const struct ind__shape *shapes = plain->shape;
  const uint32_t *lengths = plain->shape_length;
  const size_t most = 2 * plain->longest + IND__MAX_DIGITS + 3;
  const char *shape_texts = plain->shape_texts.bytes, *line = text, *end, *next;
  const uint32_t site = spot->site;
  const struct expected of_spot = { plain->spot_texts.bytes + spot->text, spot->length };
  uint32_t last = plain->last_shape, number;
  ind__tail tail = open_tail (reader, site);

  if (length < most)
    return 0;
  end = text + length - most;
  while (line <= end && (number = shapes[last].next) != UINT32_MAX)
    {
      const struct ind__shape *shape = &shapes[number];
      const struct expected of_shape
          = { shape_texts + shape->text, lengths + number * (n_spots + 2) };
      ind_decimal value;
      next = read_expected (of_shape, of_spot, n_before, n_spots, are_short, line, &value);
      if (next == NULL)
        break;
      line = next;
      last = number;
      if (!ind__tail_add (&tail, shape->kind, value, precision_of (reader, shape, value)))
        {
          tail = interrupt (reader, tail, shape, site, value);
          if (reader->status != IND_OK)
            break;
        }
    }
  take_tail (reader, &tail);
  plain->last_shape = last;
  return (size_t) (line - text);
}

/* Of most files. */
IND__APART size_t
take_usual (ind__plain *plain, ind__reader *reader, const char *text, size_t length)
{
  return take_series (plain, reader, text, length, 1, 1, 1);
}

IND__APART size_t
take_unusual (ind__plain *plain, ind__reader *reader, const char *text, size_t length)
{
  return take_series (plain, reader, text, length, plain->n_spots_before, plain->n_spot_spans, 0);
}

/* Takes lines that are as their predecessors let expect: each of the shape that followed last
 * time, at the last spot. How long they are. The last ones, where more might be read than
 * there is, are left. */
static size_t
take_expected (ind__plain *plain, ind__reader *reader, const char *text, size_t length)
{
  int is_usual = plain->n_spots_before == 1 && plain->n_spot_spans == 1
                 && plain->longest_span <= IND__SHORT;

  return (is_usual ? take_usual : take_unusual) (plain, reader, text, length);
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

/* Whether what the record has become says what others with the texts of its shape will:
 * PRINTED has a say in that where OBS_VALUE is empty, and other texts are of one record. */
static int
is_instructive (const ind__plain *plain, const ind__reader *reader, const struct fields *fields)
{
  const ind__field *value = &fields->at[reader->at[OBS_VALUE]];
  ind_decimal decimal;
  size_t k;

  for (k = 0; k < plain->n_empty_columns; k++)
    if (fields->at[plain->empty_position[k]].length > 0)
      return 0;
  return value->length > 0
         && ind__leading_decimal (fields->text + value->start, value->length, &decimal)
                == value->length;
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
      if (reader->status != IND_OK)
        return 0;
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
  if (reader->table->count > count && is_instructive (plain, reader, fields)
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
          size_t at = from + ind__first_bit (mask);
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
          fields.is_hashed = 0;
          return take_fields (plain, reader, &fields, n) ? start : 0;
        }
    }
}

/* Lines that are taken together; the fields they have at most. */
#define MOST_LINES 32
#define MOST_FIELDS 32
/* Other ones, where so many were unexpected one after the other. */
#define MANY_UNEXPECTED 1

struct lines {
  struct fields fields[MOST_LINES];
  ind__field field[MOST_LINES][MOST_FIELDS];
  size_t end[MOST_LINES]; /* of a line with its end, in the text */
  size_t n;
};

/* The first lines of the text that have as many fields as they should. Begins to load where
 * their spots are looked for. */
static void
divide_lines (const ind__plain *plain, const ind__reader *reader, const char *text, size_t length,
              struct lines *lines)
{
  const ind__tagged_numbers *numbers = &plain->spot_numbers;
  const size_t n_columns = reader->n_columns;
  size_t n_lines = 0, n = 0, begin = 0, start = 0, from;
  ind__field *field = lines->field[0];

  for (from = 0; from < length && n_lines < MOST_LINES; from += 64)
    {
      uint64_t mask = find_separators (text + from);
      if (length - from < 64)
        mask &= (UINT64_C (1) << (length - from)) - 1;
      for (; mask != 0; mask &= mask - 1)
        {
          struct fields *fields;
          size_t at = from + ind__first_bit (mask);
          field[n].start = start - begin;
          field[n].length = at - start;
          start = at + 1;
          n++;
          if ((n == n_columns) == (text[at] == ','))
            break;
          if (n < n_columns)
            continue;
          fields = &lines->fields[n_lines];
          fields->text = text + begin;
          fields->at = field;
          fields->shape_hash = hash_spans (fields, plain->shape_span, plain->n_shape_spans);
          fields->spot_hash = hash_spans (fields, plain->spot_span, plain->n_spot_spans);
          fields->is_hashed = 1;
          IND__PREFETCH (&numbers->slot[first_slot (numbers, fields->spot_hash)]);
          lines->end[n_lines++] = begin = start;
          if (n_lines == MOST_LINES)
            break;
          field = lines->field[n_lines];
          n = 0;
        }
      if (mask != 0)
        break;
    }
  lines->n = n_lines;
}

/* Begins to load the spots of the lines, then their texts, all at once. */
static void
prefetch_spots (const ind__plain *plain, const struct lines *lines)
{
  const ind__tagged_numbers *numbers = &plain->spot_numbers;
  uint32_t spot[MOST_LINES];
  size_t k;

  for (k = 0; k < lines->n; k++)
    {
      size_t at = first_slot (numbers, lines->fields[k].spot_hash);
      spot[k] = next_number (numbers, lines->fields[k].spot_hash, &at);
      if (spot[k] != UINT32_MAX)
        IND__PREFETCH (&plain->spot[spot[k]]);
    }
  for (k = 0; k < lines->n; k++)
    if (spot[k] != UINT32_MAX)
      IND__PREFETCH (plain->spot_texts.bytes + plain->spot[spot[k]].text);
}

/* Takes some lines at once, where records come in no order and all is far apart. How long
 * they are; 0 where none is of the form of a record. *is_good is 0 when reading must stop. */
static size_t
take_lines (ind__plain *plain, ind__reader *reader, const char *text, size_t length, int *is_good)
{
  struct lines lines;
  size_t k;

  *is_good = 1;
  if (reader->n_columns > MOST_FIELDS || plain->spot_numbers.n_slots == 0)
    return 0;
  divide_lines (plain, reader, text, length, &lines);
  prefetch_spots (plain, &lines);
  for (k = 0; k < lines.n && *is_good; k++)
    *is_good = take_fields (plain, reader, &lines.fields[k], reader->n_columns);
  return lines.n == 0 ? 0 : lines.end[lines.n - 1];
}

int
ind__plain_read (ind__plain *plain, ind__reader *reader, const char *text, size_t length)
{
  size_t at = 0, n, n_unexpected = 0, unexpected_end = 0;
  int is_good = 1;

  while (at < length)
    {
      if (plain->last_spot != UINT32_MAX && plain->is_prepared && reader->n_complaints == 0
          && length < UINT32_MAX && reader->record < UINT32_MAX - length)
        at += take_expected (plain, reader, text + at, length - at);
      if (reader->status != IND_OK)
        return 0;
      if (at == length)
        break;
      n_unexpected = at == unexpected_end ? n_unexpected + 1 : 0;
      n = 0;
      if (n_unexpected > MANY_UNEXPECTED && plain->is_prepared)
        n = take_lines (plain, reader, text + at, length - at, &is_good);
      if (n == 0)
        n = take_line (plain, reader, text + at);
      if (n == 0 || !is_good || reader->status != IND_OK)
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
  fields.is_hashed = 0;
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
  fields.is_hashed = 0;
  if (!plain->is_prepared && !prepare (plain, reader))
    ind__reader_fail_memory (reader);
  else if (is_instructive (plain, reader, &fields) && !learn (plain, reader, &fields))
    ind__reader_fail_memory (reader);
}

void
ind__plain_free (ind__plain *plain)
{
  ind__release (plain->shape);
  ind__release (plain->shape_length);
  ind__release (plain->spot);
  ind__release (plain->shape_numbers.slot);
  ind__release (plain->spot_numbers.slot);
  ind__release (plain->shape_texts.bytes);
  ind__release (plain->spot_texts.bytes);
  ind__release (plain->shape_span);
  ind__release (plain->spot_span);
  ind__release (plain->empty_position);
  ind__release (plain->field);
  memset (plain, 0, sizeof *plain);
}
