/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the tests of fast reading share: random files, and what libcsv alone reads of them. */
#ifndef TESTS_TABLE_COMPARING_H
#define TESTS_TABLE_COMPARING_H

#include <stdio.h>

#include "reading.h"
#include "support/exact.h"
#include "table/reader.h"

#define COMPARING_N(array) (sizeof array / sizeof array[0])

/* One file, and room for more of it. */
typedef struct comparing_file {
  char *text;
  size_t length, capacity;
} comparing_file;

/* What a file became. */
typedef struct comparing_result {
  ind_table *table;
  ind_status status;
  ind_error error;
} comparing_result;

static inline void
comparing_put (comparing_file *file, const char *text, size_t length)
{
  if (file->length + length + 1 > file->capacity)
    {
      file->capacity = 2 * (file->length + length + 1);
      file->text = realloc (file->text, file->capacity);
      exact_assert (file->text != NULL, "memory ran out");
    }
  memcpy (file->text + file->length, text, length);
  file->length += length;
  file->text[file->length] = '\0';
}

static inline void
comparing_say (comparing_file *file, const char *text)
{
  comparing_put (file, text, strlen (text));
}

/* ------------------------------------------------------------------------
 * Reading
 * ---------------------------------------------------------------------- */

/* Reads behind what `before` holds, unless that is NULL. */
static inline comparing_result
comparing_read (const char *before, const comparing_file *file, FILE *stream,
                const ind_table_options *options, const ind__feed *feed)
{
  comparing_result result;

  result.table = reading_new ();
  if (before != NULL)
    reading_add (result.table, before, NULL);
  memset (&result.error, 0, sizeof result.error);
  result.status = ind__read_input (result.table, "any.csv", stream, file->text, file->length,
                                   options, feed, &result.error);
  return result;
}

/* The authority: every line goes through libcsv. */
static inline comparing_result
comparing_authority (const char *before, const comparing_file *file,
                     const ind_table_options *options)
{
  static const ind__feed libcsv_alone = { 1, 4096, SIZE_MAX / 4, NULL };

  return comparing_read (before, file, NULL, options, &libcsv_alone);
}

static inline void
comparing_free (comparing_result *result)
{
  ind_table_free (result->table);
}

/* ------------------------------------------------------------------------
 * Comparing
 * ---------------------------------------------------------------------- */

#define comparing_same_text(a, b, what, k)                                                        \
  exact_assert (strcmp ((a), (b)) == 0,                                                           \
                "%s: %s of figure %zu is \"%s\", by libcsv alone \"%s\": the fast reader in "     \
                "libindicators/table/ is wrong\n%s",                                              \
                name, (what), (k), (a), (b), text)
#define comparing_same_number(a, b, what, k)                                                      \
  exact_assert ((long long) (a) == (long long) (b),                                               \
                "%s: %s %zu is %lld, by libcsv alone %lld: the fast reader in "                   \
                "libindicators/table/ is wrong\n%s",                                              \
                name, (what), (k), (long long) (a), (long long) (b), text)

static inline void
comparing_figures (const ind_table *own, const ind_table *other, size_t k, const char *name,
                   const char *text)
{
  ind_figure a, b;
  size_t column;

  exact_assert (ind_table_figure (own, k, &a) == IND_OK
                    && ind_table_figure (other, k, &b) == IND_OK,
                "%s: figure %zu cannot be had", name, k);
  comparing_same_text (a.source, b.source, "the source", k);
  comparing_same_text (a.vintage, b.vintage, "the vintage", k);
  comparing_same_text (a.indicator, b.indicator, "the indicator", k);
  comparing_same_text (a.area, b.area, "the area", k);
  comparing_same_text (a.component, b.component, "the component", k);
  comparing_same_text (a.period, b.period, "the period", k);
  comparing_same_text (a.printed, b.printed, "PRINTED", k);
  comparing_same_text (a.locator, b.locator, "LOCATOR", k);
  comparing_same_text (a.file, b.file, "the file", k);
  comparing_same_text (a.obs_value, b.obs_value, "the value", k);
  comparing_same_number (a.value.mantissa, b.value.mantissa, "the mantissa of figure", k);
  comparing_same_number (a.value.decimals, b.value.decimals, "the decimals of figure", k);
  comparing_same_number (a.precision, b.precision, "the precision of figure", k);
  comparing_same_number (a.record, b.record, "the record of figure", k);
  comparing_same_number (a.qualifier, b.qualifier, "the qualifier of figure", k);
  comparing_same_number (a.rounding, b.rounding, "the rounding of figure", k);
  comparing_same_number (memcmp (&a.unit, &b.unit, sizeof a.unit), 0, "the unit of figure", k);
  exact_assert (a.interval.low == b.interval.low && a.interval.high == b.interval.high,
                "%s: the interval of figure %zu differs\n%s", name, k, text);
  for (column = 0; column < ind_table_extra_count (other); column++)
    comparing_same_text (ind_table_extra (own, k, column), ind_table_extra (other, k, column),
                         "an extra column", k);
}

static inline void
comparing_messages (size_t n, size_t n_other, const ind_table *own, const ind_table *other,
                    const char *(*at) (const ind_table *, size_t), const char *what,
                    const char *name, const char *text)
{
  size_t k;

  comparing_same_number (n, n_other, what, (size_t) 0);
  for (k = 0; k < n; k++)
    exact_assert (strcmp (at (own, k), at (other, k)) == 0,
                  "%s: %s %zu is \"%s\", by libcsv alone \"%s\"\n%s", name, what, k, at (own, k),
                  at (other, k), text);
}

/* Fails the test where the tables or what was said differ. */
static inline void
comparing_expect_same (const comparing_result *own, const comparing_result *other,
                       const char *name, const char *text)
{
  size_t k, n = ind_table_count (other->table);

  comparing_messages (ind_table_complaint_count (own->table),
                      ind_table_complaint_count (other->table), own->table, other->table,
                      ind_table_complaint_at, "complaint", name, text);
  comparing_messages (ind_table_note_count (own->table), ind_table_note_count (other->table),
                      own->table, other->table, ind_table_note_at, "note", name, text);
  comparing_messages (ind_table_extra_count (own->table), ind_table_extra_count (other->table),
                      own->table, other->table, ind_table_extra_name, "name of extra column", name,
                      text);
  comparing_same_number (ind_table_complaint_total (own->table),
                         ind_table_complaint_total (other->table), "the total of complaints",
                         (size_t) 0);
  comparing_same_number (own->status, other->status, "the status", (size_t) 0);
  comparing_same_number (own->error.status, other->error.status, "the error's status",
                         (size_t) 0);
  exact_assert (strcmp (own->error.message, other->error.message) == 0,
                "%s: the message is \"%s\", by libcsv alone \"%s\"\n%s", name,
                own->error.message, other->error.message, text);
  comparing_same_number (ind_table_count (own->table), n, "the count of figures", (size_t) 0);
  for (k = 0; k < n; k++)
    comparing_figures (own->table, other->table, k, name, text);
}

/* ------------------------------------------------------------------------
 * Random files
 * ---------------------------------------------------------------------- */

/* How wild a random file is: out of 1024 fields, lines or line ends. */
typedef struct comparing_style {
  unsigned odd;      /* fields that are allowed, and rarely seen */
  unsigned bad;      /* fields that are not allowed */
  unsigned blank;    /* fields with blanks about them */
  unsigned quoted;   /* fields in quotation marks */
  unsigned ends;     /* lines that end otherwise than most */
  unsigned counts;   /* lines of too many fields, or too few */
  size_t n_lines;
  int is_tidy;       /* indicators in turn, area by area, period by period */
} comparing_style;

typedef struct comparing_pool {
  const char *name;
  const char *common[6], *odd[8], *bad[8];
} comparing_pool;

static const comparing_pool comparing_pools[] = {
  { "INDICATOR",
    { "grdp_current", "grdp_constant", "population", "x", "a_long_name_of_an_indicator_it_is" },
    { "t\xE1\xBB\xB7 tr\xE1\xBB\x8Dng", "x y", "X", "xx" },
    { "", "\xE3x" } },
  { "REF_AREA",
    { "VN", "VN-09", "Lang Son" },
    { "H\xC3\xA0 N\xE1\xBB\x99i", "v" },
    { "", "\xFF" } },
  { "TIME_PERIOD",
    { "2024", "2023", "2024-Q3" },
    { "2024-S1", "2024-10", "2024-9M", "1999" },
    { "", "24", "2024-Q5", "yesterday" } },
  { "OBS_VALUE",
    { "1", "21.57", "50400", "-3.2", "1000", "0.0" },
    { "0", "-0", "007", "00.50", "123456789012345678", "-12345678.9012345678", "1200000",
      "999999999999999999" },
    { "NaN", "1e3", "--1", "1.2.3", "1234567890123456789", "5.", "-", "1.-2" } },
  { "COMPONENT", { "A", "_T", "" }, { "TOTAL", "total", "urban" }, { "\x80" } },
  { "SOURCE", { "yearbook", "" }, { "report of May", "s" }, { "\xC3" } },
  { "VINTAGE", { "", "2025-05" }, { "2025" }, { "\xC0\x80" } },
  { "UNIT_MEASURE",
    { "bn VND", "PT", "" },
    { "VND", "t\xE1\xBB\xB7 \xC4\x91\xE1\xBB\x93ng", "persons" },
    { "florins of old" } },
  { "UNIT_MULT", { "", "" }, { "9", "+9", "09" }, { "0", "-3", "31", "x", "1.5" } },
  { "DECIMALS", { "", "0", "2" }, { "-2", "+1", "7" }, { "99", "y" } },
  { "QUALIFIER", { "", "" }, { "exact", "approx", "over", "at_least" }, { "perhaps" } },
  { "ROUNDING", { "", "" }, { "truncated", "any", "half_up" }, { "badly" } },
  { "PRINTED", { "", "" }, { "p. 5", "5 %", "over 5", "1.5 bn VND", "60.530" }, { "\xE1" } },
  { "LOCATOR", { "", "" }, { "page 1", "1", "\xE2\x80\x94" }, { "\xE1\xBB" } },
  { "note", { "", "" }, { "n", "a longer note of many words", "2" }, { "\xFE" } },
  { "Qualifer", { "" }, { "q", "over" }, { "\xF8" } },
  { "remark", { "" }, { "r" }, { "\xED\xA0\x80" } }
};

static inline int
comparing_chance (exact_random *random, unsigned of_1024)
{
  return exact_random_below (random, 1024) < of_1024;
}

/* One of a list that a NULL ends, or fills. */
static inline const char *
comparing_pick (exact_random *random, const char *const *list, size_t most, size_t turn)
{
  size_t n = 0;

  while (n < most && list[n] != NULL)
    n++;
  if (n == 0)
    return "";
  return list[(turn == SIZE_MAX ? (size_t) exact_random_below (random, n) : turn) % n];
}

static inline void
comparing_put_field (exact_random *random, comparing_file *file, const comparing_style *style,
                     const comparing_pool *pool, size_t turn)
{
  static const char *const blanks[] = { " ", "\t", "  ", " \t ", "         " };
  const char *text = comparing_pick (random, pool->common, COMPARING_N (pool->common), turn);
  int is_quoted = comparing_chance (random, style->quoted);
  char number[32];

  if (comparing_chance (random, style->bad))
    text = comparing_pick (random, pool->bad, COMPARING_N (pool->bad), SIZE_MAX);
  else if (comparing_chance (random, style->odd))
    text = comparing_pick (random, pool->odd, COMPARING_N (pool->odd), SIZE_MAX);
  else if (strcmp (pool->name, "OBS_VALUE") == 0 && exact_random_below (random, 4) != 0)
    {
      int decimals = (int) exact_random_below (random, 4);
      snprintf (number, sizeof number, "%.*f", decimals,
                ((double) exact_random_below (random, 2000000) - 500000)
                    / (double) (1 + exact_random_below (random, 1000)));
      text = number;
    }
  if (comparing_chance (random, style->blank))
    comparing_say (file, blanks[exact_random_below (random, COMPARING_N (blanks))]);
  if (is_quoted)
    comparing_say (file, "\"");
  comparing_say (file, text);
  if (is_quoted)
    comparing_say (file, exact_random_below (random, 8) == 0 ? "\"\"\"" : "\"");
  if (comparing_chance (random, style->blank))
    comparing_say (file, blanks[exact_random_below (random, COMPARING_N (blanks))]);
}

static inline void
comparing_put_end (exact_random *random, comparing_file *file, const comparing_style *style,
                   const char *end)
{
  static const char *const odd[]
      = { "\n", "\r\n", "\r", "\n\n", "\r\r", "\n\r", "\n  \n", "\r\n\t\r\n", " \n", "\n\n\n" };

  comparing_say (file, comparing_chance (random, style->ends)
                           ? odd[exact_random_below (random, COMPARING_N (odd))]
                           : end);
}

/* The columns of a file: the required ones and some others, in any order. */
static inline size_t
comparing_choose_columns (exact_random *random, const comparing_pool **columns)
{
  size_t n = 0, k, n_pools = COMPARING_N (comparing_pools);
  unsigned chance = (unsigned) exact_random_below (random, 1024);

  for (k = 0; k < n_pools; k++)
    if (k < 4 || comparing_chance (random, chance))
      columns[n++] = &comparing_pools[k];
  for (k = n; exact_random_below (random, 4) != 0 && k-- > 1;)
    {
      size_t other = (size_t) exact_random_below (random, k + 1);
      const comparing_pool *own = columns[k];
      columns[k] = columns[other];
      columns[other] = own;
    }
  return n;
}

/* Makes the file a random one. */
static inline void
comparing_make (exact_random *random, comparing_file *file, const comparing_style *style)
{
  static const char *const ends[] = { "\n", "\n", "\n", "\r\n", "\r" };
  const comparing_pool *columns[COMPARING_N (comparing_pools)];
  size_t n = comparing_choose_columns (random, columns), line, k;
  const char *end = ends[exact_random_below (random, COMPARING_N (ends))];

  file->length = 0;
  comparing_say (file, exact_random_below (random, 8) == 0 ? "\xEF\xBB\xBF" : "");
  if (comparing_chance (random, style->ends))
    comparing_put_end (random, file, style, end);
  for (k = 0; k < n; k++)
    {
      comparing_say (file, k > 0 ? "," : "");
      comparing_say (file, columns[k]->name);
    }
  comparing_put_end (random, file, style, end);
  for (line = 0; line < style->n_lines; line++)
    {
      size_t n_fields = n;
      if (comparing_chance (random, style->counts))
        n_fields = (size_t) exact_random_below (random, n + 3);
      for (k = 0; k < n_fields; k++)
        {
          const comparing_pool *pool = columns[k % n];
          size_t turn = SIZE_MAX;
          if (style->is_tidy && pool < comparing_pools + 3)
            turn = pool == comparing_pools ? line
                                           : line / (pool == comparing_pools + 1 ? 5 : 15);
          else if (style->is_tidy && pool != comparing_pools + 3)
            turn = line % 5 + (size_t) (pool - comparing_pools);
          comparing_say (file, k > 0 ? "," : "");
          comparing_put_field (random, file, style, pool, turn);
        }
      if (line + 1 < style->n_lines || exact_random_below (random, 2) == 0)
        comparing_put_end (random, file, style, end);
    }
}

static inline comparing_style
comparing_random_style (exact_random *random, size_t n_lines)
{
  static const unsigned odd[] = { 0, 2, 20, 200 }, bad[] = { 0, 0, 0, 0, 0, 2, 20 },
                        blank[] = { 0, 0, 5, 60 }, quoted[] = { 0, 0, 0, 0, 5, 60 },
                        ends[] = { 0, 0, 50 }, counts[] = { 0, 0, 0, 0, 0, 5, 40 };
  comparing_style style;

#define COMPARING_ANY(list) list[exact_random_below (random, COMPARING_N (list))]
  style.odd = COMPARING_ANY (odd);
  style.bad = COMPARING_ANY (bad);
  style.blank = COMPARING_ANY (blank);
  style.quoted = COMPARING_ANY (quoted);
  style.ends = COMPARING_ANY (ends);
  style.counts = COMPARING_ANY (counts);
#undef COMPARING_ANY
  style.is_tidy = exact_random_below (random, 2) == 0;
  style.n_lines = n_lines;
  return style;
}

/* Changes some bytes of the file: others, of `gentle` if that is not NULL, none, more, a piece
 * twice. */
static inline void
comparing_damage (exact_random *random, comparing_file *file, size_t n, const char *gentle)
{
  static const char bytes[] = ",,\n\n\r\r\"\"  \t0123456789.-+eE%;\0\xEF\xBB\xBF\xC3\xA1\xFFx_";

  while (n-- > 0 && file->length > 0)
    {
      size_t at = (size_t) exact_random_below (random, file->length), length, from;
      char byte = gentle == NULL
                      ? bytes[exact_random_below (random, sizeof bytes - 1)]
                      : gentle[exact_random_below (random, strlen (gentle))];
      switch (exact_random_below (random, gentle == NULL ? 5 : 3))
        {
        case 0: file->text[at] = byte; break;
        case 1:
          memmove (file->text + at, file->text + at + 1, file->length - at - 1);
          file->length--;
          break;
        case 2:
          comparing_put (file, "?", 1);
          memmove (file->text + at + 1, file->text + at, file->length - at - 1);
          file->text[at] = byte;
          break;
        case 3:
          /* A piece of the file a second time. */
          length = 1 + (size_t) exact_random_below (random, 80);
          from = (size_t) exact_random_below (random, file->length);
          length = from + length > file->length ? file->length - from : length;
          {
            char piece[80];
            memcpy (piece, file->text + from, length);
            comparing_put (file, piece, length);
          }
          break;
        default: file->text[at] = (char) exact_random_bits (random); break;
        }
    }
}

#endif
