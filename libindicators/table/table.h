/* SPDX-License-Identifier: GPL-3.0-or-later
 * The figures in columns. */
#ifndef IND_TABLE_TABLE_H
#define IND_TABLE_TABLE_H

#include "base/compiler.h"
#include "base/strings.h"
#include "table/period.h"

/* Text kept for messages. */
typedef struct ind__messages {
  char **text;
  size_t count, capacity;
} ind__messages;

/* What a figure is, but for where, when and how much. */
typedef struct ind__kind {
  uint32_t file, source, vintage, indicator, component;
  uint16_t unit; /* index into units */
  uint8_t qualifier, rounding;
} ind__kind;

/* Where and when: an area and a period. */
typedef struct ind__site {
  uint32_t area;
  ind__period period;
} ind__site;

/* Figures from number `figure` on at one site, whose kinds follow one another from `kind` on.
 * Kinds are numbered as they come, so that records grouped by site make long stretches. */
typedef struct ind__stretch {
  uint32_t figure, site, kind;
} ind__stretch;

/* Of every so many figures it is known in which stretch they are. */
#define IND__STRETCH_STEP 8

/* The site and kind of one figure. */
typedef struct ind__placement {
  uint32_t site, kind;
} ind__placement;

/* Figures from number `figure` on, of records that follow one another from `record` on. */
typedef struct ind__run {
  uint32_t figure, record;
} ind__run;

/* A dictionary of kinds or of sites: an open hash table of their numbers. */
typedef struct ind__dictionary {
  uint32_t *slot;
  size_t n_slots;
} ind__dictionary;

/* A figure whose mantissa takes more than 32 bits. */
typedef struct ind__wide_figure {
  uint32_t figure;
  int64_t mantissa;
} ind__wide_figure;

/* The decimals of a value, and those it is known to. */
typedef struct ind__digits {
  int8_t decimals, precision;
} ind__digits;

/* Stands for a mantissa that is among the wide ones. */
#define IND__WIDE INT32_MIN

/* Kinds, sites, stretches and runs are few, and figures many: a figure has 6 bytes, 10 where
 * wide mantissas are many, and 8 more where records come in no order. Columns have one element
 * per figure. Names and texts are numbers of `strings`; string 0 is "". Equal names are equal
 * numbers, but not equal texts of `printed`. Columns of text that most tables leave empty are
 * NULL until a figure fills them. */
struct ind_table {
  ind__strings strings;
  size_t count, capacity;
  int32_t *mantissa;      /* or IND__WIDE; NULL where there is wide_mantissa */
  int64_t *wide_mantissa; /* of all figures, once many are wide; NULL before */
  ind__wide_figure *wide; /* in order; none where there is wide_mantissa */
  size_t n_wide, wide_capacity;
  ind__digits *digits;
  uint32_t *printed, *locator;
  uint32_t **extra; /* extra[column] is a column of text */
  uint32_t *extra_name;
  size_t n_extra, extra_capacity, extra_names_capacity;
  ind__kind *kinds;
  size_t n_kinds, kinds_capacity;
  ind__site *sites;
  size_t n_sites, sites_capacity;
  ind__dictionary kind_numbers, site_numbers;
  ind__stretch *stretches; /* none is empty; NULL where there is place */
  size_t n_stretches, stretches_capacity;
  uint32_t *stretch_at; /* of figure IND__STRETCH_STEP k */
  ind__placement *place;    /* of each figure, once most stretches are of one alone; NULL before */
  ind__run *runs;
  size_t n_runs, runs_capacity;
  size_t *n_elsewhere; /* of a kind: figures that the whole has and the table lacks */
  size_t n_outlined, outlined_capacity; /* the kinds of which that is known */
  int has_vintage;
  ind_unit *units; /* the distinct units; the first has no symbols */
  size_t n_units, units_capacity;
  ind__messages complaints, notes;
  size_t n_complaints; /* those kept and those beyond */
};

/* One figure on its way into a table. */
typedef struct ind__row {
  uint32_t file, source, vintage, indicator, area, component, printed, locator, record;
  ind__period period;
  ind_decimal value;
  int32_t precision;
  ind_qualifier qualifier;
  ind_rounding rounding;
  uint16_t unit;
} ind__row;

/* The number of a kind or site, added if new; UINT32_MAX when memory ran out. */
uint32_t ind__table_add_kind (ind_table *table, const ind__kind *kind);
uint32_t ind__table_add_site (ind_table *table, const ind__site *site);

/* The number of a site, UINT32_MAX when no figure stands there. Found at once where it is
 * `near`, any number, or the one before: an area's periods mostly come one after the other. */
uint32_t ind__table_find_site (const ind_table *table, const ind__site *site, uint32_t near);

/* Drops kinds and sites from those numbers on. */
void ind__table_cut_places (ind_table *table, size_t n_kinds, size_t n_sites);

/* Notes that n figures from number `figure` on, which follow all others, stand at the site
 * and are of kinds from `kind` on; there is room for them. 0 when memory ran out. */
int ind__table_add_stretch (ind_table *table, uint32_t figure, uint32_t kind, uint32_t site,
                            uint32_t n);

/* Makes room for the stretches or places of so many figures; 0 when memory ran out. */
int ind__table_reserve_places (ind_table *table, size_t capacity);

/* Drops the stretches of figures the table has not. */
void ind__table_cut_stretches (ind_table *table);

/* Puts what ind__tail_add has added, the last n figures, at their site; there is a figure
 * before them. */
void ind__table_place_tail (ind_table *table, size_t n);

/* Notes the record of a figure, which follows all others. 0 when memory ran out. */
int ind__table_add_record (ind_table *table, uint32_t figure, uint32_t record);

/* Appends a figure; 0 when memory ran out. */
int ind__table_append (ind_table *table, const ind__row *row);

/* The same for a figure of a known kind and site, without texts. */
int ind__table_append_known (ind_table *table, uint32_t kind, uint32_t site, ind_decimal value,
                             int32_t precision, uint32_t record);

static inline int
ind__is_wide (int64_t mantissa)
{
  return mantissa <= IND__WIDE || mantissa > INT32_MAX;
}

/* Adds the kinds of another table that are new. 0 when memory ran out. */
int ind__table_know_kinds (ind_table *table, const ind_table *other);

/* Makes room for so many figures in all. 0 when memory ran out. */
int ind__table_reserve (ind_table *table, size_t capacity);

/* Numbers of one table, `from`, in terms of another, of those that were asked for so far: both
 * may grow. Zeroed but for the tables it is empty. */
typedef struct ind__translation {
  ind_table *to;
  const ind_table *from;
  uint32_t *kind, *site;
  uint32_t *n_alike; /* kinds from one on whose numbers follow one another in both */
  size_t n_kinds, kinds_capacity, alike_capacity, n_sites, sites_capacity;
} ind__translation;

/* An empty one. */
static inline ind__translation
ind__translation_of (const ind_table *from, ind_table *to)
{
  static const ind__translation none;
  ind__translation translation = none;

  translation.from = from;
  translation.to = to;
  return translation;
}

void ind__translation_free (ind__translation *translation);

/* Appends the figures of `from` to `to`, which has all its extra columns, their records counted
 * on from `record_offset`. 0 when memory ran out; `to` is then to be rewound. */
int ind__table_append_all (ind__translation *translation, uint32_t record_offset);

/* Drops all figures, and keeps kinds, sites and texts under their numbers. */
void ind__table_empty (ind_table *table);

/* Makes room for a further text column of `extra`; its number, or SIZE_MAX
 * when memory ran out. */
size_t ind__table_add_extra (ind_table *table, const char *name, size_t length);

/* Fills an extra column of the figure added last. 0 when memory ran out. */
int ind__table_set_extra (ind_table *table, size_t column, uint32_t text);

/* The number of a unit, added if new; -1 when memory ran out or there are
 * more than 65535. */
int ind__table_add_unit (ind_table *table, const ind_unit *unit);

/* How far a table was filled. */
typedef struct ind__mark {
  size_t count, n_extra, n_units, n_notes, n_kinds, n_sites, n_stretches, n_runs;
  size_t n_kept, n_complaints;
  int has_vintage;
} ind__mark;

ind__mark ind__table_mark (const ind_table *table);

/* Drops the figures, extra columns, units and notes added since. */
void ind__table_rewind (ind_table *table, const ind__mark *mark);

/* Takes back the figure added since, and leaves its kind. */
void ind__table_keep_kind (ind_table *table, const ind__mark *mark);

/* Room to count figures of every kind elsewhere; 0 when memory ran out. */
int ind__table_count_elsewhere (ind_table *table);

/* How many figures of a kind are elsewhere. */
static inline size_t
ind__table_elsewhere (const ind_table *table, size_t kind)
{
  return kind < table->n_outlined ? table->n_elsewhere[kind] : 0;
}

/* How many stretches there are; where figures have places, each is one. */
static inline size_t
ind__table_stretch_count (const ind_table *table)
{
  return table->place != NULL ? table->count : table->n_stretches;
}

static inline ind__stretch
ind__table_stretch (const ind_table *table, size_t number)
{
  ind__stretch stretch;

  if (table->place == NULL)
    return table->stretches[number];
  stretch.figure = (uint32_t) number;
  stretch.site = table->place[number].site;
  stretch.kind = table->place[number].kind;
  return stretch;
}

static inline uint32_t
ind__table_stretch_length (const ind_table *table, size_t number)
{
  if (table->place != NULL)
    return 1;
  return (number + 1 < table->n_stretches ? table->stretches[number + 1].figure
                                          : (uint32_t) table->count)
         - table->stretches[number].figure;
}

/* The number of the stretch figure k is in. */
static inline size_t
ind__table_stretch_number (const ind_table *table, size_t k)
{
  size_t at;

  if (table->place != NULL)
    return k;
  at = table->stretch_at[k / IND__STRETCH_STEP];
  while (at + 1 < table->n_stretches && table->stretches[at + 1].figure <= k)
    at++;
  return at;
}

static inline uint32_t
ind__table_kind_number (const ind_table *table, size_t k)
{
  ind__stretch stretch = ind__table_stretch (table, ind__table_stretch_number (table, k));
  return stretch.kind + ((uint32_t) k - stretch.figure);
}

static inline uint32_t
ind__table_site_number (const ind_table *table, size_t k)
{
  return ind__table_stretch (table, ind__table_stretch_number (table, k)).site;
}

static inline const ind__kind *
ind__table_kind (const ind_table *table, size_t k)
{
  return &table->kinds[ind__table_kind_number (table, k)];
}

static inline const ind__site *
ind__table_site (const ind_table *table, size_t k)
{
  return &table->sites[ind__table_site_number (table, k)];
}

/* The record it was read from, counted from 1. */
uint32_t ind__table_record (const ind_table *table, size_t k);

static inline const char *
ind__table_string (const ind_table *table, uint32_t string)
{
  return ind__strings_at (&table->strings, string);
}

/* The text of a figure in a column that may be empty. */
static inline const char *
ind__table_text (const ind_table *table, const uint32_t *column, size_t k)
{
  return column == NULL ? "" : ind__strings_at (&table->strings, column[k]);
}

/* The mantissa of a figure that has IND__WIDE in its place. */
int64_t ind__table_wide_mantissa (const ind_table *table, size_t k);

static inline int64_t
ind__table_mantissa (const ind_table *table, size_t k)
{
  if (table->mantissa == NULL)
    return table->wide_mantissa[k];
  return table->mantissa[k] != IND__WIDE ? table->mantissa[k]
                                         : ind__table_wide_mantissa (table, k);
}

static inline ind_decimal
ind__table_value (const ind_table *table, size_t k)
{
  ind_decimal value;
  value.mantissa = ind__table_mantissa (table, k);
  value.decimals = table->digits[k].decimals;
  return value;
}

/* Begins to load the digits of a figure, or all that tells of it: those of random places are
 * far apart. */
static inline void
ind__prefetch_digits (const ind_table *table, size_t k)
{
  if (table->mantissa != NULL)
    IND__PREFETCH (&table->mantissa[k]);
  else
    IND__PREFETCH (&table->wide_mantissa[k]);
  IND__PREFETCH (&table->digits[k]);
}

static inline void
ind__prefetch_figure (const ind_table *table, size_t k)
{
  if (table->place != NULL)
    IND__PREFETCH (&table->place[k]);
  else
    IND__PREFETCH (&table->stretch_at[k / IND__STRETCH_STEP]);
  ind__prefetch_digits (table, k);
}

/* Room behind the last figure for those that go on from it: at the same site, of the kinds
 * that follow, from the next records. They are filled in first, and then are the table's. */
typedef struct ind__tail {
  int32_t *mantissa;      /* NULL where there is wide_mantissa */
  int64_t *wide_mantissa;
  ind__digits *digits;
  uint32_t kind, site, record; /* of the first */
  size_t n, room;
} ind__tail;

/* An empty one; without room where texts are to be kept. */
static inline ind__tail
ind__table_tail (const ind_table *table)
{
  ind__tail tail = { NULL, NULL, NULL, 0, 0, 0, 0, 0 };
  size_t count = table->count;
  const ind__run *run;

  if (count == 0 || table->printed != NULL || table->locator != NULL || table->n_extra > 0)
    return tail;
  run = &table->runs[table->n_runs - 1];
  if (table->mantissa != NULL)
    tail.mantissa = table->mantissa + count;
  else
    tail.wide_mantissa = table->wide_mantissa + count;
  tail.digits = table->digits + count;
  tail.kind = ind__table_kind_number (table, count - 1) + 1;
  tail.site = ind__table_site_number (table, count - 1);
  tail.record = run->record + ((uint32_t) count - run->figure);
  tail.room = table->capacity - count;
  return tail;
}

/* Adds a figure of a kind, at the site and of the next record; 0 when it does not go on so. */
static inline int
ind__tail_add (ind__tail *tail, uint32_t kind, ind_decimal value, int32_t precision)
{
  size_t k = tail->n;

  if (k == tail->room || kind - tail->kind != k)
    return 0;
  if (tail->mantissa == NULL)
    tail->wide_mantissa[k] = value.mantissa;
  else if (ind__is_wide (value.mantissa))
    return 0;
  else
    tail->mantissa[k] = (int32_t) value.mantissa;
  tail->digits[k].decimals = (int8_t) value.decimals;
  tail->digits[k].precision = (int8_t) precision;
  tail->n++;
  return 1;
}

/* Makes the figures of its tail the table's, and empties that. */
static inline void
ind__table_take_tail (ind_table *table, ind__tail *tail)
{
  table->count += tail->n;
  ind__table_place_tail (table, tail->n);
  tail->n = tail->room = 0;
}

/* Takes the tail, and lets it go on with the kind at its site; 0 where it has to be opened anew,
 * or memory ran out. */
static inline int
ind__table_turn_tail (ind_table *table, ind__tail *tail, uint32_t kind)
{
  size_t n = tail->n, room = tail->room;

  ind__table_take_tail (table, tail);
  if (n == room || table->place != NULL
      || !ind__table_add_stretch (table, (uint32_t) table->count, kind, tail->site, 0)
      || table->place != NULL)
    return 0;
  if (tail->mantissa != NULL)
    tail->mantissa += n;
  else
    tail->wide_mantissa += n;
  tail->digits += n;
  tail->kind = kind;
  tail->record += (uint32_t) n;
  tail->room = room - n;
  return 1;
}

/* The interval of the k-th figure times 10^scale. */
ind_interval ind__table_interval (const ind_table *table, size_t k, int scale);

/* Adds a message; 0 when memory ran out. */
int ind__messages_add (ind__messages *messages, const char *text);

/* Drops every message from number `count` on. */
void ind__messages_truncate (ind__messages *messages, size_t count);
void ind__messages_free (ind__messages *messages);

#endif
