/* SPDX-License-Identifier: GPL-3.0-or-later
 * A large file read in parts: whatever their number, it is read as libcsv alone reads it. */
#include <unistd.h>

#include "comparing.h"
#include "support/failing_memory.h"
#include "table/parts.h"

#define MOST_THREADS 5

/* A stream on the file. */
static FILE *
open_file (const comparing_file *file)
{
  FILE *stream = tmpfile ();

  exact_assert (stream != NULL && fwrite (file->text, 1, file->length, stream) == file->length
                    && fflush (stream) == 0,
                "a temporary file cannot be written");
  rewind (stream);
  return stream;
}

/* Whether the parts alone take in the file. */
static int
is_read_in_parts (const comparing_file *file, unsigned n_threads, const ind__feed *feed)
{
  ind__reader reader;
  ind_table_options options;
  ind__plain plain;
  FILE *stream = open_file (file);
  ind_table *table = reading_new ();
  int is_done = 0;

  memset (&options, 0, sizeof options);
  memset (&plain, 0, sizeof plain);
  options.threads = n_threads;
  ck_assert_int_eq (ind__reader_start (&reader, table, "any.csv", &options, NULL), IND_OK);
  reader.feed = *feed;
  reader.plain = &plain;
  ck_assert (ind__read_parts (&reader, stream, &is_done));
  ind__reader_close (&reader);
  ind__plain_free (&plain);
  ind_table_free (table);
  fclose (stream);
  return is_done;
}

/* Reads the file with any number of threads, and compares with libcsv alone. */
static void
try_threads (const comparing_file *file, const char *before, const ind__feed *feed,
             const char *name)
{
  ind_table_options options;
  comparing_result authority;
  FILE *stream = open_file (file);

  memset (&options, 0, sizeof options);
  authority = comparing_authority (before, file, &options);
  for (options.threads = 1; options.threads <= MOST_THREADS; options.threads++)
    {
      char full_name[100];
      comparing_result own = comparing_read (before, file, stream, &options, feed);
      snprintf (full_name, sizeof full_name, "%s in %u threads", name, options.threads);
      comparing_expect_same (&own, &authority, full_name, file->text);
      comparing_free (&own);
      rewind (stream);
    }
  comparing_free (&authority);
  fclose (stream);
}

/* A file of two indicators in turn for `n` areas, in which `line` stands as number `at`. */
static void
make_file (comparing_file *file, size_t n, size_t at, const char *line)
{
  size_t k;

  file->length = 0;
  comparing_say (file, HEADER ",COMPONENT,note\n");
  for (k = 0; k < n; k++)
    {
      char text[64];
      snprintf (text, sizeof text, "i%zu,a%zu,2024,%zu,A,\n", k % 2, k / 2, k);
      comparing_say (file, k == at ? line : text);
    }
}

#define NO_LINE SIZE_MAX

/* The parts are small: bytes read at once, bytes worth a thread. */
static const ind__feed small = { 0, 256, 200, NULL };

/* What must be read in parts is, or the tests below show nothing. */
START_TEST (test_is_read_in_parts)
{
  comparing_file file = { NULL, 0, 0 };

  make_file (&file, 100, NO_LINE, "");
  ck_assert_msg (is_read_in_parts (&file, 2, &small), "a plain file is not read in parts");
  ck_assert (is_read_in_parts (&file, MOST_THREADS, &small));
  ck_assert_msg (!is_read_in_parts (&file, 1, &small), "one thread reads in parts");
  make_file (&file, 100, 50, "\"i\",a,2024,1,A,\n");
  ck_assert_msg (!is_read_in_parts (&file, 2, &small), "quotation marks are read in parts");
  make_file (&file, 12, NO_LINE, "");
  ck_assert_msg (!is_read_in_parts (&file, 2, &small), "a small file is read in parts");
  free (file.text);
}
END_TEST

/* One line of its own kind in every place, and so in every part: good, refused, without a
 * value, with a quotation mark or a NUL, longer than is read at once. */
START_TEST (test_one_line)
{
  static const char *const lines[] = {
    "i0,new area,2023,5,B,n\n",  "i0,a1,2024,,A,\n",         "i0,a1,2024,x,A,\n",
    "i0,a1,2024,1,A\n",          "i0,a1,2024,1,A,,\n",       ",a1,2024,1,A,\n",
    "i0,a1,yesterday,1,A,\n",    "\"i0\",a1,2024,1,A,\n",    "i0,a1,2024,1,A,\"two\nlines\"\n",
    "i0,a1,2024,1,A,a\"b\n",     "i0,a1,2024,1,A,\"open\n",  "i0,\xE3,2024,1,A,\n",
    "\n",                        "  \r\n\r\n",               "i0,a1,2024,1,A,\r",
    "i0,a1,2024,1,A,\r\n",       "i0,a1,2024,,A,\n\n\ni0,a1,2024,,A,\n",
    " i0 , a1,2024\t, 1 ,A,\n"
  };
  comparing_file file = { NULL, 0, 0 };
  size_t k, at;

  for (k = 0; k < COMPARING_N (lines); k++)
    for (at = 0; at < 40; at += 1 + (k > 6))
      {
        char name[40];
        snprintf (name, sizeof name, "line %zu in place %zu", k, at);
        make_file (&file, 40, at, lines[k]);
        try_threads (&file, NULL, &small, name);
      }
  free (file.text);
}
END_TEST

START_TEST (test_long_line)
{
  comparing_file file = { NULL, 0, 0 };
  char line[700];
  size_t at;

  memset (line, 'x', sizeof line);
  memcpy (line + sizeof line - 14, ",V,2024,1,A,\n", 14);
  for (at = 0; at < 40; at += 3)
    {
      make_file (&file, 40, at, line);
      try_threads (&file, NULL, &small, "a long line");
    }
  free (file.text);
}
END_TEST

static void
try_bytes (const char *bytes, size_t length, const char *before, const char *name)
{
  comparing_file file = { NULL, 0, 0 };

  comparing_put (&file, bytes, length);
  try_threads (&file, before, &small, name);
  free (file.text);
}

/* What may stand in front of the first line feed. */
START_TEST (test_first_line)
{
  static const char *const starts[] = {
    HEADER "\r", HEADER "\r\n", HEADER "\ri,V,2024,1\n", HEADER "\ri,V,2024,1\ri,V,2023,\n",
    "\xEF\xBB\xBF" HEADER "\n", "\n" HEADER "\n", "\r" HEADER "\n", "  \n" HEADER "\n",
    "\"INDICATOR\",REF_AREA,TIME_PERIOD,OBS_VALUE\n", HEADER ",\n", HEADER ",x,x\n",
    HEADER ",Qualifer\n", HEADER ",caf\xE9\n", HEADER ",caf\xC3\xA9\n", "INDICATOR,REF_AREA,TIME_PERIOD\n", HEADER "\n\r", HEADER "\r\r\n"
  };
  size_t k, line;

  for (k = 0; k < COMPARING_N (starts); k++)
    {
      comparing_file file = { NULL, 0, 0 };
      comparing_say (&file, starts[k]);
      for (line = 0; line < 60; line++)
        comparing_say (&file, k >= 11 && k <= 13 ? "i,V,2024,1,q\n" : "i,V,2024,1\n");
      try_threads (&file, NULL, &small, starts[k]);
      free (file.text);
    }
}
END_TEST

START_TEST (test_last_line)
{
  static const char *const ends[]
      = { "i,V,2024,1", "i,V,2024,1\r", "\n\n\n", "\r\n\r", "i,V,2024", "i,V,2024,x", "   ", "i,V,2024," };
  size_t k, line;

  for (k = 0; k < COMPARING_N (ends); k++)
    {
      comparing_file file = { NULL, 0, 0 };
      comparing_say (&file, HEADER "\n");
      for (line = 0; line < 60; line++)
        comparing_say (&file, "i,V,2024,1\n");
      comparing_say (&file, ends[k]);
      try_threads (&file, NULL, &small, "the last line");
      free (file.text);
    }
}
END_TEST

/* Texts of each part, behind those of a table that has columns of other numbers. */
START_TEST (test_columns_of_text)
{
  comparing_file file = { NULL, 0, 0 };
  size_t line;

  comparing_say (&file, HEADER ",remark,LOCATOR,note,PRINTED\n");
  for (line = 0; line < 80; line++)
    {
      char text[100];
      snprintf (text, sizeof text, "i,a%zu,2024,%zu,%s,%s,%s,%s\n", line, line,
                line % 7 == 0 ? "r" : "", line > 50 ? "p. 1" : "", line == 70 ? "n" : "",
                line < 20 ? "p" : "");
      comparing_say (&file, text);
    }
  try_threads (&file, NULL, &small, "columns of text");
  try_threads (&file, HEADER ",note,extra\ngrdp,VN,2024,1,n,e\n", &small,
               "columns of text behind others");
  try_threads (&file, HEADER ",note,remark\ngrdp,VN,2024,1,,\n", &small,
               "columns of text behind empty ones");
  free (file.text);
}
END_TEST

/* Not a byte may be there: nothing to read, and nothing of a figure. */
START_TEST (test_little)
{
  static const char header[] = HEADER "\n";
  char blank[1000];

  memset (blank, '\n', sizeof blank);
  try_bytes (blank, sizeof blank, NULL, "blank lines");
  memset (blank, 'x', sizeof blank);
  try_bytes (blank, sizeof blank, NULL, "one line");
  memset (blank, '\n', sizeof blank);
  memcpy (blank, header, sizeof header - 1);
  try_bytes (blank, sizeof blank, NULL, "a header and blank lines");
  memset (blank, 0, sizeof blank);
  try_bytes (blank, sizeof blank, NULL, "NUL bytes");
}
END_TEST

START_TEST (test_random_files)
{
  comparing_file file = { NULL, 0, 0 };
  exact_random random = { 6 };
  size_t round, n_in_parts = 0;

  for (round = 0; round < 400; round++)
    {
      comparing_style style
          = comparing_random_style (&random, 20 + (size_t) exact_random_below (&random, 60));
      ind__feed feed = { 0, 0, 0, NULL };
      char name[32];
      comparing_make (&random, &file, &style);
      if (round % 5 == 0)
        comparing_damage (&random, &file, 1, round % 2 == 0 ? NULL : "012,.\n");
      feed.buffer_size = 40 + (size_t) exact_random_below (&random, 1000);
      feed.part_size = 1 + (size_t) exact_random_below (&random, 600);
      snprintf (name, sizeof name, "random file %zu", round);
      try_threads (&file, round % 3 == 0 ? HEADER ",note,PRINTED\ngrdp,VN,2024,1,n,\n" : NULL,
                   &feed, name);
      n_in_parts += (size_t) is_read_in_parts (&file, 3, &feed);
    }
  free (file.text);
  ck_assert_msg (n_in_parts > 60,
                 "only %zu of the random files are read in parts: make them tidier", n_in_parts);
}
END_TEST

/* ------------------------------------------------------------------------
 * What the interface offers
 * ---------------------------------------------------------------------- */

/* A file that is large indeed, from a path, with every number of threads that says something:
 * 0 is one thread, and more than 64 are 64. */
START_TEST (test_large_file)
{
  static const unsigned threads[] = { 0, 1, 2, 3, 64, 65, (unsigned) -1 };
  static const ind__feed one_by_one = { 1, 262144, SIZE_MAX / 4, NULL };
  comparing_file file = { NULL, 0, 0 };
  comparing_result authority;
  char path[] = "test_parts_XXXXXX";
  int descriptor = mkstemp (path);
  FILE *stream;
  size_t k;

  comparing_say (&file, HEADER ",COMPONENT,note,LOCATOR\n");
  for (k = 0; file.length < 3 * 4194304 + 1000; k++)
    {
      char line[120];
      int length = snprintf (line, sizeof line, "indicator_%zu,area %zu,%d,%zu.%zu,A,%s,\n", k % 10,
                             k / 300, 1990 + (int) (k / 10 % 30), k, k % 7,
                             k % 1000 == 7 ? "a note of some words" : "");
      comparing_put (&file, line, (size_t) length);
    }
  stream = fdopen (descriptor, "wb");
  ck_assert_ptr_nonnull (stream);
  ck_assert_uint_eq (fwrite (file.text, 1, file.length, stream), file.length);
  ck_assert_int_eq (fclose (stream), 0);
  authority.table = reading_new ();
  memset (&authority.error, 0, sizeof authority.error);
  authority.status = ind__read_input (authority.table, path, NULL, file.text, file.length, NULL,
                                      &one_by_one, &authority.error);
  for (k = 0; k < COMPARING_N (threads); k++)
    {
      ind_table_options options;
      comparing_result own;
      memset (&options, 0, sizeof options);
      memset (&own.error, 0, sizeof own.error);
      options.threads = threads[k];
      own.table = reading_new ();
      own.status = ind_table_read_file (own.table, path, &options, &own.error);
      comparing_expect_same (&own, &authority, "a large file", "(12 MB)");
      comparing_free (&own);
    }
  comparing_free (&authority);
  ck_assert_int_eq (unlink (path), 0);
  free (file.text);
}
END_TEST

/* ------------------------------------------------------------------------
 * Memory
 * ---------------------------------------------------------------------- */

/* Every allocation fails, in whichever thread it is then made: the table is as it was, and
 * reads the file afterwards. */
static void
fail_all (const comparing_file *file, int is_persistent)
{
  static const char before[] = HEADER ",note\ngrdp,VN,2024,1,n\n";
  comparing_result authority = comparing_authority (before, file, NULL);
  size_t blocks = failing_memory_blocks (), n, n_failed = 1;
  ind_table_options options;
  FILE *stream = open_file (file);

  memset (&options, 0, sizeof options);
  options.threads = 3;
  for (n = 1; n_failed > 0; n++)
    {
      comparing_result own;
      own.table = reading_new ();
      memset (&own.error, 0, sizeof own.error);
      reading_add (own.table, before, NULL);
      failing_memory_arm (n, is_persistent);
      own.status = ind__read_input (own.table, "any.csv", stream, NULL, 0, &options, &small,
                                    &own.error);
      n_failed = failing_memory_disarm ();
      rewind (stream);
      if (own.status == IND_E_MEMORY)
        {
          ck_assert_uint_gt (n_failed, 0);
          ck_assert_str_eq (own.error.message, "memory ran out");
          ck_assert_uint_eq (ind_table_count (own.table), 1);
          ck_assert_uint_eq (ind_table_extra_count (own.table), 1);
          ck_assert_uint_eq (ind_table_note_count (own.table), 0);
          ck_assert_uint_eq (ind_table_complaint_total (own.table), 0);
          memset (&own.error, 0, sizeof own.error);
          own.status = ind__read_input (own.table, "any.csv", stream, NULL, 0, &options, &small,
                                        &own.error);
          rewind (stream);
        }
      else /* libcsv asks for less when it cannot have much */
        ck_assert (n_failed == 0 || !is_persistent);
      comparing_expect_same (&own, &authority, "after memory ran out", file->text);
      comparing_free (&own);
      ck_assert_msg (failing_memory_blocks () == blocks,
                     "allocation %zu failed, and memory was not released", n);
      ck_assert_uint_lt (n, 5000);
    }
  ck_assert_uint_gt (n, 20);
  comparing_free (&authority);
  fclose (stream);
}

START_TEST (test_memory_runs_out)
{
  comparing_file file = { NULL, 0, 0 };
  size_t line;
  int k;

  comparing_say (&file, HEADER ",note,Qualifer,LOCATOR,UNIT,VINTAGE\n");
  for (line = 0; line < 200; line++)
    {
      char text[100];
      snprintf (text, sizeof text, "i%zu,a%zu,2024,%zu,%s,%s,%s,%s,v\n", line % 60, line / 2, line,
                line % 50 == 20 ? "n" : "", line == 100 ? "q" : "", line == 120 ? "p" : "",
                line % 3 == 0 ? "PT" : "bn VND");
      comparing_say (&file, text);
    }
  for (k = 0; k < 4; k++)
    {
      /* Then with something to complain of, for which the file is read once more. */
      if (k == 2)
        comparing_say (&file, "i,a,2024,x,,,,,\n");
      fail_all (&file, k % 2);
    }
  free (file.text);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("parts");
  tcase_set_timeout (tests, 240);
  tcase_add_test (tests, test_is_read_in_parts);
  tcase_add_test (tests, test_one_line);
  tcase_add_test (tests, test_long_line);
  tcase_add_test (tests, test_first_line);
  tcase_add_test (tests, test_last_line);
  tcase_add_test (tests, test_columns_of_text);
  tcase_add_test (tests, test_little);
  tcase_add_test (tests, test_random_files);
  tcase_add_test (tests, test_large_file);
  tcase_add_test (tests, test_memory_runs_out);
  return suite_run (tests, "parts");
}
