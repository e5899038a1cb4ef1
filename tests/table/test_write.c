/* SPDX-License-Identifier: GPL-3.0-or-later
 * Writing a table. */
#include <stdio.h>

#include "reading.h"
#include "support/failing_memory.h"

#define N(array) (sizeof array / sizeof array[0])

#define WRITTEN                                                                                   \
  "SOURCE,VINTAGE,REF_AREA,TIME_PERIOD,INDICATOR,COMPONENT,OBS_VALUE,DECIMALS,QUALIFIER,"         \
  "ROUNDING,UNIT_MULT,UNIT_MEASURE,PRINTED,LOCATOR"

/* Collects what is written; fails once `n_left` calls have succeeded. */
struct collector {
  char *bytes;
  size_t length, capacity, n_calls, n_left;
};

static int
collect (void *context, const char *bytes, size_t length)
{
  struct collector *collector = context;

  if (collector->n_left-- == 0)
    return 7;
  collector->n_calls++;
  if (collector->length + length + 1 > collector->capacity)
    {
      collector->capacity = 2 * (collector->length + length + 1);
      collector->bytes = realloc (collector->bytes, collector->capacity);
      ck_assert_ptr_nonnull (collector->bytes);
    }
  memcpy (collector->bytes + collector->length, bytes, length);
  collector->length += length;
  collector->bytes[collector->length] = '\0';
  return 0;
}

/* The table as text; the caller frees it. */
static char *
written (const ind_table *table)
{
  struct collector collector = { NULL, 0, 0, 0, SIZE_MAX };
  ind_error error = { IND_OK, 0, 0, "" };

  ck_assert_int_eq (ind_table_write (table, collect, &collector, &error), IND_OK);
  ck_assert_int_eq (error.status, IND_OK);
  return collector.bytes;
}

/* Every field of every figure but the place it was read from. */
static void
assert_same (const ind_table *a, const ind_table *b)
{
  size_t k, column;

  ck_assert_uint_eq (ind_table_count (a), ind_table_count (b));
  ck_assert_uint_eq (ind_table_extra_count (a), ind_table_extra_count (b));
  for (column = 0; column < ind_table_extra_count (a); column++)
    ck_assert_str_eq (ind_table_extra_name (a, column), ind_table_extra_name (b, column));
  for (k = 0; k < ind_table_count (a); k++)
    {
      ind_figure x = reading_figure (a, k), y = reading_figure (b, k);
      ck_assert_str_eq (x.source, y.source);
      ck_assert_str_eq (x.vintage, y.vintage);
      ck_assert_str_eq (x.area, y.area);
      ck_assert_str_eq (x.period, y.period);
      ck_assert_str_eq (x.indicator, y.indicator);
      ck_assert_str_eq (x.component, y.component);
      ck_assert_str_eq (x.obs_value, y.obs_value);
      ck_assert_int_eq (x.value.mantissa, y.value.mantissa);
      ck_assert_int_eq (x.value.decimals, y.value.decimals);
      ck_assert_int_eq (x.precision, y.precision);
      ck_assert_int_eq (x.qualifier, y.qualifier);
      ck_assert_int_eq (x.rounding, y.rounding);
      ck_assert_int_eq (memcmp (&x.unit, &y.unit, sizeof x.unit), 0);
      ck_assert_int_eq (memcmp (&x.interval, &y.interval, sizeof x.interval), 0);
      ck_assert_str_eq (x.printed, y.printed);
      ck_assert_str_eq (x.locator, y.locator);
      for (column = 0; column < ind_table_extra_count (a); column++)
        ck_assert_str_eq (ind_table_extra (a, k, column), ind_table_extra (b, k, column));
    }
}

/* Writes a table, reads it back and writes it again: the same figures, and
 * the same bytes. */
static void
check_round_trip (const ind_table *table)
{
  ind_table *back = reading_new ();
  char *once = written (table), *twice;

  reading_add (back, once, NULL);
  assert_same (table, back);
  twice = written (back);
  ck_assert_str_eq (once, twice);
  free (once);
  free (twice);
  ind_table_free (back);
}

START_TEST (test_text)
{
  ind_table *table = reading_table (
      HEADER ",COMPONENT,UNIT,UNIT_MULT,DECIMALS,QUALIFIER,ROUNDING,PRINTED,LOCATOR,VINTAGE,note\n"
             "grdp_current,VN-09,2024,50400,,bn VND,,,,,,,,\n"
             "share,VN-09,2024-9M,-0.50,A,%,,2,approx,truncated,\"0,50%\",\"p. \"\"3\"\"\",May,n\n");
  char *text;

  text = written (table);
  ck_assert_str_eq (
      text, WRITTEN ",note\n"
                    "test,,VN-09,2024,grdp_current,_T,50400,-2,,nearest,9,VND,,,\n"
                    "test,May,VN-09,2024-9M,share,A,-0.50,2,approx,truncated,0,PT,\"0,50%\","
                    "\"p. \"\"3\"\"\",n\n");
  free (text);
  check_round_trip (table);
  ind_table_free (table);
}
END_TEST

START_TEST (test_no_figures)
{
  ind_table *table = reading_new ();
  char *text = written (table);

  ck_assert_str_eq (text, WRITTEN "\n");
  free (text);
  ind_table_free (table);
}
END_TEST

/* What a figure says does not hang on the options it is read back with. */
START_TEST (test_options_do_not_matter)
{
  static const ind_table_options other
      = { IND_ROUNDING_TRUNCATED, IND_ZEROS_STRICT, IND_LOCALE_EN, 0, 0 };
  ind_table *table = reading_table (HEADER ",PRINTED\ngrdp,VN,2024,50400,\ngrdp,VN,2023,,\"50,4\"\n");
  ind_table *back = reading_new ();
  char *text = written (table);

  reading_add (back, text, &other);
  assert_same (table, back);
  free (text);
  ind_table_free (table);
  ind_table_free (back);
}
END_TEST

START_TEST (test_odd_texts)
{
  static const char *const texts[] = {
    "plain", " ", "\t", " before", "after ", "\tbefore", "after\t", "in side", "a,b", ",", "\"",
    "\"\"", "\"quoted\"", "say \"it\"", "line\nbreak", "\n", "\r", "\r\n", "a\rb", "\xEF\xBB\xBF",
    "'", ";", "a;b", "=1+1", "\\", "\\n", "NaN", "1,5", "\x01\x7F", "t\xE1\xBB\xB7 \xC4\x91\xE1\xBB\x93ng"
  };
  ind_table *table = reading_new ();
  size_t i, j;
  char text[1024], quoted[64];

  for (i = 0; i < N (texts); i++)
    {
      size_t n = 0;
      for (j = 0; texts[i][j] != '\0'; j++)
        {
          if (texts[i][j] == '"')
            quoted[n++] = '"';
          quoted[n++] = texts[i][j];
        }
      quoted[n] = '\0';
      snprintf (text, sizeof text,
                HEADER ",SOURCE,VINTAGE,PRINTED,LOCATOR,COMPONENT,\"n\"\"o,t\ne \",x\n"
                       "\"%s\",\"%s\",2024,1,\"%s\",\"%s\",\"%s\",\"%s\",\"%s\",\"%s\",\"%s\"\n",
                quoted, quoted, quoted, quoted, quoted, quoted, quoted, quoted, quoted);
      reading_add (table, text, NULL);
      ck_assert_str_eq (reading_figure (table, i).indicator, texts[i]);
      ck_assert_str_eq (ind_table_extra (table, i, 1), texts[i]);
    }
  ck_assert_uint_eq (ind_table_count (table), N (texts));
  check_round_trip (table);
  ind_table_free (table);
}
END_TEST

/* Every unit word the library knows. */
START_TEST (test_units)
{
  ind_table *table = reading_new ();
  const char *word, *language;
  ind_unit unit;
  char text[256];
  size_t k;

  for (k = 0; ind_unit_at (k, &word, &language, &unit); k++)
    {
      snprintf (text, sizeof text, HEADER ",UNIT\ngrdp,VN,2024,1,\"%s\"\n", word);
      if (ind_unit_read (word, strlen (word), &unit, NULL) == IND_OK)
        reading_add (table, text, NULL);
    }
  reading_add (table,
               HEADER ",UNIT,UNIT_MULT\na,VN,2024,1,bn VND 2010,\na,VN,2024,1,mn VND/person,\n"
                      "a,VN,2024,1,,9\na,VN,2024,1,,-30\na,VN,2024,1,VND,30\na,VN,2024,1,PT,\n",
               NULL);
  ck_assert_uint_gt (ind_table_count (table), 10);
  check_round_trip (table);
  ind_table_free (table);
}
END_TEST

static size_t
put_random_text (char *text, uint64_t *state)
{
  static const char alphabet[] = "ab,\"\" \t\n\r;\xC3\xA1";
  size_t length = reading_random (state) % 6, n = 0, i;

  text[n++] = '"';
  for (i = 0; i < length; i++)
    {
      size_t at = reading_random (state) % (sizeof alphabet - 2);
      if (alphabet[at] == '"')
        text[n++] = '"';
      text[n++] = alphabet[at];
      if ((unsigned char) alphabet[at] >= 0x80)
        text[n - 1] = '\xC3', text[n++] = '\xA1';
    }
  n += (size_t) sprintf (text + n, "\",");
  return n;
}

/* Random tables of anything the contract allows. */
START_TEST (test_random_tables)
{
  static const char *const periods[]
      = { "2024", "2024-S1", "2024-Q3", "2024-10", "2024-9M", "2024-02-29", "2021-2025" };
  static const char *const units[] = { "", "bn VND", "VND", "%", "pp", "mn VND/person", "PS" };
  uint64_t state = 693;
  int round, i;

  for (round = 0; round < 300; round++)
    {
      static char text[65536];
      size_t n = (size_t) sprintf (
          text, "x,INDICATOR,REF_AREA,COMPONENT,SOURCE,VINTAGE,PRINTED,LOCATOR,note,TIME_PERIOD,"
                "UNIT,UNIT_MULT,DECIMALS,QUALIFIER,ROUNDING,OBS_VALUE\n");
      int count = 1 + (int) (reading_random (&state) % 40);
      ind_table *table;
      for (i = 0; i < count; i++)
        {
          int column, decimals = (int) (reading_random (&state) % 41);
          size_t unit = reading_random (&state) % N (units);
          uint64_t mantissa = reading_random (&state);
          for (column = 0; column < 9; column++)
            if (column == 1 || column == 2)
              n += (size_t) sprintf (text + n, "i%d,", (int) (reading_random (&state) % 3));
            else
              n += put_random_text (text + n, &state);
          n += (size_t) sprintf (text + n, "%s,%s,",
                                 periods[reading_random (&state) % N (periods)], units[unit]);
          if (unit != 1 && unit != 5)
            n += (size_t) sprintf (text + n, "%d", (int) (reading_random (&state) % 61) - 30);
          text[n++] = ',';
          if (reading_random (&state) % 2 == 0)
            n += (size_t) sprintf (text + n, "%d", (int) (reading_random (&state) % 71) - 30);
          n += (size_t) sprintf (
              text + n, ",%s,%s,",
              reading_random (&state) % 2 == 0
                  ? ""
                  : ind_qualifier_name ((ind_qualifier) (1 + reading_random (&state) % 7)),
              ind_rounding_name ((ind_rounding) (reading_random (&state) % 6)));
          if (reading_random (&state) % 2 == 0)
            text[n++] = '-';
          mantissa >>= reading_random (&state) % 48;
          if (reading_random (&state) % 2 == 0)
            n += (size_t) sprintf (text + n, "%llu\n", (unsigned long long) mantissa);
          else
            n += (size_t) sprintf (text + n, "%llu.%0*d\n", (unsigned long long) mantissa % 1000,
                                   1 + decimals % 12, 7);
        }
      table = reading_table (text);
      ck_assert_int_eq ((int) ind_table_count (table), count);
      check_round_trip (table);
      ind_table_free (table);
    }
}
END_TEST

/* A table longer than one piece: each piece but the last at least 64 KiB. */
static ind_table *
long_table (void)
{
  size_t capacity = 400000, n, i;
  char *text = malloc (capacity);
  ind_table *table;

  ck_assert_ptr_nonnull (text);
  n = (size_t) sprintf (text, HEADER "\n");
  for (i = 0; i < 10000; i++)
    n += (size_t) sprintf (text + n, "i%zu,VN,2024,%zu\n", i, i);
  table = reading_table (text);
  free (text);
  return table;
}

START_TEST (test_pieces)
{
  struct collector collector = { NULL, 0, 0, 0, SIZE_MAX };
  ind_table *table = long_table ();

  ck_assert_int_eq (ind_table_write (table, collect, &collector, NULL), IND_OK);
  ck_assert_uint_gt (collector.n_calls, 3);
  ck_assert_uint_ge (collector.length, (collector.n_calls - 1) * 65536);
  free (collector.bytes);
  check_round_trip (table);
  ind_table_free (table);
}
END_TEST

START_TEST (test_writer_fails)
{
  ind_table *table = long_table ();
  size_t n;

  for (n = 0; n < 4; n++)
    {
      struct collector collector = { NULL, 0, 0, 0, 0 };
      ind_error error;
      collector.n_left = n;
      ck_assert_int_eq (ind_table_write (table, collect, &collector, &error), IND_E_WRITE);
      ck_assert_int_eq (error.status, IND_E_WRITE);
      ck_assert_str_eq (error.message, "the writer reported a failure");
      ck_assert_uint_eq (collector.n_calls, n);
      free (collector.bytes);
    }
  ind_table_free (table);
}
END_TEST

START_TEST (test_memory_runs_out)
{
  ind_table *table = long_table ();
  size_t blocks = failing_memory_blocks (), n;

  for (n = 1; n < 1000; n++)
    {
      struct collector collector = { NULL, 0, 0, 0, SIZE_MAX };
      ind_error error;
      ind_status status;
      failing_memory_arm (n, 0);
      status = ind_table_write (table, collect, &collector, &error);
      free (collector.bytes);
      ck_assert_uint_eq (failing_memory_blocks (), blocks);
      if (failing_memory_disarm () == 0)
        {
          ck_assert_int_eq (status, IND_OK);
          ind_table_free (table);
          return;
        }
      ck_assert_int_eq (status, IND_E_MEMORY);
      ck_assert_int_eq (error.status, IND_E_MEMORY);
    }
  ck_abort_msg ("the loop never ended");
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("write");
  tcase_set_timeout (tests, 60);
  tcase_add_test (tests, test_text);
  tcase_add_test (tests, test_no_figures);
  tcase_add_test (tests, test_options_do_not_matter);
  tcase_add_test (tests, test_odd_texts);
  tcase_add_test (tests, test_units);
  tcase_add_test (tests, test_random_tables);
  tcase_add_test (tests, test_pieces);
  tcase_add_test (tests, test_writer_fails);
  tcase_add_test (tests, test_memory_runs_out);
  return suite_run (tests, "write");
}
