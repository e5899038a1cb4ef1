/* SPDX-License-Identifier: GPL-3.0-or-later
 * Lines without quotation marks: what plain.c reads of any bytes is what libcsv alone reads
 * of them. */
#include "comparing.h"
#include "support/failing_memory.h"

/* Reads the file as plain, from memory and from a stream with a buffer of any size, and
 * compares with libcsv alone. Returns how many figures it has. */
static size_t
try_file (exact_random *random, const comparing_file *file, const char *name)
{
  static const char before[] = HEADER ",note,PRINTED\ngrdp,VN,2024,1,n,\n";
  ind__feed feed = { 0, 262144, SIZE_MAX / 4, NULL };
  ind_table_options options;
  comparing_file exact = { NULL, 0, 0 };
  const char *earlier = exact_random_below (random, 4) == 0 ? before : NULL;
  comparing_result authority, own;
  size_t n;

  memset (&options, 0, sizeof options);
  if (exact_random_below (random, 4) == 0)
    {
      options.rounding = (ind_rounding) exact_random_below (random, 6);
      options.zeros = (ind_zeros) exact_random_below (random, 2);
      options.locale = (ind_locale) exact_random_below (random, 4);
    }
  authority = comparing_authority (earlier, file, &options);
  /* A block that ends where the text does: what reads beyond is seen by valgrind and others. */
  exact.text = malloc (file->length + (file->length == 0));
  exact_assert (exact.text != NULL, "memory ran out");
  memcpy (exact.text, file->text, file->length);
  exact.length = file->length;
  own = comparing_read (earlier, &exact, NULL, &options, &feed);
  comparing_expect_same (&own, &authority, name, file->text);
  comparing_free (&own);
  free (exact.text);
  if (file->length > 0)
    {
      FILE *stream = fmemopen (file->text, file->length, "rb");
      exact_assert (stream != NULL, "no stream");
      feed.buffer_size = 1 + (size_t) exact_random_below (random, 200);
      own = comparing_read (earlier, file, stream, &options, &feed);
      comparing_expect_same (&own, &authority, name, file->text);
      comparing_free (&own);
      fclose (stream);
    }
  n = authority.status == IND_OK ? ind_table_count (authority.table) : 0;
  comparing_free (&authority);
  return n;
}

static size_t
try_text (const char *text, size_t length)
{
  exact_random random = { 1 };
  comparing_file file = { NULL, 0, 0 };
  size_t n;

  comparing_put (&file, text, length);
  n = try_file (&random, &file, "a text of the test");
  free (file.text);
  return n;
}

/* ------------------------------------------------------------------------
 * What a record that was seen before must not be taken for
 * ---------------------------------------------------------------------- */

#define ALL HEADER ",DECIMALS,PRINTED,LOCATOR,note\n"

/* Each text is read right, and is not refused: a later record has the texts of an earlier
 * one, and becomes something else. */
START_TEST (test_lookalikes)
{
  static const char *const texts[] = {
    /* The kind comes from PRINTED where OBS_VALUE is empty, and not where it is filled. */
    ALL "x,VN,2024,,,over 5 bn VND,,\nx,VN,2024,7,,,,\nx,VN,2024,8,,,,\n",
    ALL "x,VN,2024,7,,,,\nx,VN,2024,,,5 %,,\nx,VN,2024,8,,,,\nx,VN,2024,,,6 %,,\n",
    /* DECIMALS of blanks is empty: the value says how precise it is. */
    ALL "x,VN,2024,7.25, ,,,\nx,VN,2024,8.1, ,,,\nx,VN,2024,9,\t,,,\n",
    ALL "x,VN,2024,7.25,1,,,\nx,VN,2024,8.125,1,,,\nx,VN,2024,9,,,,\nx,VN,2024,9.5,,,,\n",
    /* Texts that are texts of the table, once. */
    ALL "x,VN,2024,7,,p,,\nx,VN,2024,7,,,,\nx,VN,2024,7,,p,q,n\nx,VN,2024,7,,,,\n",
    ALL "x,VN,2024,7,,,,n\nx,VN,2024,7,,,,\nx,VN,2024,7,, ,\t, \n",
    /* Commas that stand elsewhere. */
    "INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE\nab,c,V,2024,1\na,bc,V,2024,1\n"
    "ab,,V,2024,1\nb,ab,V,2024,1\n",
    "INDICATOR,COMPONENT,SOURCE,REF_AREA,TIME_PERIOD,OBS_VALUE\nx,a,,V,2024,1\nx,,a,V,2024,1\n"
    "x,a,,V,2024,1\nx,,a,V,2024,1\n",
    /* A text that begins as the one before. */
    HEADER "\nx,V,2024,1\nxx,V,2024,1\nx,VV,2024,1\nx,V,2024-Q3,1\nx,V,2024,1\n",
    HEADER "\nx,V,2024,1\nx ,V,2024,1\n x,V,2024,1\nx, V,2024 ,1\n",
    /* An area and a period that stand there for the first time, written in several ways. */
    HEADER "\nx,V,2024,1\nx,W,2024,2\nx, W,2024,3\nx,W\t,2024,4\nx,W,2025,5\nx,W,2025-Q1,6\n"
           "x,W, 2025-Q2,7\nx,W,2025-Q3,8\nx,L\xE1\xBA\xA1ng,2024,9\nx,L\xE1\xBA\xA1ng,2025,10\n"
           "x,VV,2024,\nx,VV,2024,11\n",
    HEADER ",COMPONENT\nx,V,2024,1,a\nx,W,2024,2,\nx,W,2023,3,a\nx,W,2022,4,TOTAL\nx,U,2022,5,_T\n",
    /* Numbers of which a part is one. */
    HEADER "\nx,V,2024,1\nx,V,2024,0001\nx,V,2024,-0\nx,V,2024,-0.0\nx,V,2024, 5\nx,V,2024,6 \n",
    HEADER "\nx,V,2024,1\nx,V,2024,999999999999999999\nx,V,2024,-999999999999999999\n"
           "x,V,2024,0.00000000000000001\nx,V,2024,0.000000000000000001\nx,V,2024,000000000000000000001\n",
    /* The value last, first, and alone at the end of its line. */
    "OBS_VALUE,INDICATOR,REF_AREA,TIME_PERIOD\n1,x,V,2024\n2,x,V,2024\r\n3,x,V,2024\r4,x,V,2024",
    /* A record that a quotation mark takes out of the row. */
    HEADER "\nx,V,2024,1\n\"x\",V,2024,2\nx,V,2024,3\nx,\"V\",2024,4\nx,V,2024,5\n"
  };
  size_t k;

  for (k = 0; k < COMPARING_N (texts); k++)
    ck_assert_msg (try_text (texts[k], strlen (texts[k])) > 0,
                   "text %zu of the test is refused, so it shows nothing; correct it", k);
}
END_TEST

/* The same where the later record is refused: the complaint, its record and column are. */
START_TEST (test_refused_lookalikes)
{
  static const char *const texts[] = {
    HEADER "\nx,V,2024,1\nx,V,2024,1.\n", HEADER "\nx,V,2024,1\nx,V,2024,.\n",
    HEADER "\nx,V,2024,1\nx,V,2024,-\n", HEADER "\nx,V,2024,1\nx,V,2024,1e5x\n",
    HEADER "\nx,V,2024,1\nx,V,2024,1,\n", HEADER "\nx,V,2024,1\nx,V,2024\n",
    HEADER "\nx,V,2024,1\nx,V,2024,1,000\n", HEADER "\nx,V,2024,1\nx,,2024,1\n",
    HEADER "\nx,V,2024,1\nx, ,2024,1\n", HEADER "\nx,V,2024,1\nx,V,2024-Q5,1\n",
    HEADER "\nx,V,2024,1\nx,W,,1\n", HEADER "\nx,V,2024,1\nx,W,2024,1x\nx,W,2024,1\n",
    HEADER "\nx,V,2024,1\nx;V;2024;1\n", "INDICATOR;REF_AREA;TIME_PERIOD;OBS_VALUE\nx;V;2024;1\n",
    "INDICATOR\tREF_AREA\tTIME_PERIOD\tOBS_VALUE\nx\tV\t2024\t1\n",
    HEADER "\nx,V,2024,1\nx,V,2024,2\nx,V,2024,q\nx,V,2024,3\nx,V,2024,\nx,,2024,4\n",
    HEADER "\nx,V,2024,1\nx,V,2024,1000000000000000000\n",
    HEADER "\nx,V,2024,1\nx,V,2024,-9223372036854775808\n",
    HEADER "\nx,V,2024,1\nx,V,2024,12345678901234567890\n", ",,,\n,,,\n", HEADER "\n,,,\n",
    HEADER "\nx,V,2024,1\nx,V,2024,\xEF\xBC\x91\n", HEADER ",\nx,V,2024,1,\n",
    HEADER "\nx,V,2024,1\nx,V\",2024,1\n", HEADER "\nx,V,2024,1\nx,\"V,2024,1\n"
  };
  size_t k;

  for (k = 0; k < COMPARING_N (texts); k++)
    ck_assert_msg (try_text (texts[k], strlen (texts[k])) == 0,
                   "text %zu of the test is accepted, so it shows nothing; correct it", k);
}
END_TEST

START_TEST (test_nul)
{
  static const char in_value[] = HEADER "\nx,V,2024,1\nx,V,2024,1\0\n";
  static const char at_end[] = HEADER "\nx,V,2024,1\n\0";
  static const char between[] = HEADER "\nx,V,2024,1\n\0\nx,V,2024,2\nx,V\0,2024,3\n";

  ck_assert_uint_eq (try_text (in_value, sizeof in_value - 1), 0);
  ck_assert_uint_eq (try_text (at_end, sizeof at_end - 1), 0);
  ck_assert_uint_eq (try_text (between, sizeof between - 1), 0);
}
END_TEST

/* Fields about the lengths that are compared and searched at once, 8, 16 and 64 bytes; the
 * last byte decides. */
START_TEST (test_lengths)
{
  comparing_file file = { NULL, 0, 0 };
  exact_random random = { 3 };
  size_t length, k;

  for (length = 1; length < 300; length++)
    {
      char field[301];
      file.length = 0;
      comparing_say (&file, "INDICATOR,TIME_PERIOD,REF_AREA,OBS_VALUE\n");
      for (k = 0; k < 6; k++)
        {
          memset (field, 'a', length);
          field[length] = '\0';
          field[k < 3 ? length - 1 : length / 2] = (char) ('a' + k % 3);
          comparing_say (&file, k % 2 == 0 ? field : "x");
          comparing_say (&file, ",2024,");
          comparing_say (&file, k % 2 == 0 ? "y" : field);
          comparing_say (&file, ",1\n");
        }
      ck_assert_uint_ge (try_file (&random, &file, "fields of one length"), 6);
    }
  /* A field of a megabyte, and one that is longer than any before. */
  file.length = 0;
  comparing_say (&file, HEADER "\nx,");
  for (k = 0; k < 1 << 16; k++)
    comparing_say (&file, "0123456789abcdef");
  comparing_say (&file, ",2024,1\nx,V,2024,2\n");
  ck_assert_uint_ge (try_file (&random, &file, "a megabyte"), 2);
  free (file.text);
}
END_TEST

/* Numbers of every length before and after the point: many digits are read at once. */
START_TEST (test_numbers)
{
  static const char digits[] = "9081726354907162534";
  static const char *const ends[] = { "", ".", "0", "x", " ", "e1", "-", ".5" };
  comparing_file file = { NULL, 0, 0 };
  exact_random random = { 5 };
  size_t n_whole, n_decimals, k;

  for (k = 0; k < COMPARING_N (ends); k++)
    {
      file.length = 0;
      comparing_say (&file, HEADER "\ngrdp,V,2024,1\n");
      for (n_whole = 0; n_whole < 19; n_whole++)
        for (n_decimals = 0; n_decimals < 19; n_decimals++)
          {
            char line[80];
            int length = snprintf (line, sizeof line, "grdp,V,2024,%s%.*s%s%.*s%s\n",
                                   (n_whole + n_decimals) % 3 == 0 ? "-" : "", (int) n_whole,
                                   digits + (n_whole + n_decimals) % 2,
                                   n_decimals > 0 ? "." : "", (int) n_decimals, digits,
                                   (n_whole * 19 + n_decimals) % 7 == 0 ? ends[k] : "");
            if (n_whole + n_decimals <= 18 && (k == 0 || n_whole > 0))
              comparing_put (&file, line, (size_t) length);
          }
      try_file (&random, &file, "numbers");
    }
  free (file.text);
}
END_TEST

/* More kinds of record than are kept in mind at once. */
START_TEST (test_more_than_is_kept)
{
  comparing_file file = { NULL, 0, 0 };
  exact_random random = { 4 };
  ind__feed feed = { 0, 262144, SIZE_MAX / 4, NULL };
  comparing_result authority, own;
  size_t k;

  comparing_say (&file, HEADER "\n");
  for (k = 0; k < 70000; k++)
    {
      char line[64];
      size_t length = (size_t) snprintf (line, sizeof line, "i%zu,V,2024,%zu\n",
                                         k < 66000 ? k : (size_t) exact_random_below (&random, k),
                                         k);
      comparing_put (&file, line, length);
    }
  authority = comparing_authority (NULL, &file, NULL);
  own = comparing_read (NULL, &file, NULL, NULL, &feed);
  ck_assert_uint_eq (ind_table_count (own.table), 70000);
  comparing_expect_same (&own, &authority, "many kinds", "(70000 lines)");
  comparing_free (&own);
  comparing_free (&authority);
  free (file.text);
}
END_TEST

/* ------------------------------------------------------------------------
 * Any file
 * ---------------------------------------------------------------------- */

START_TEST (test_random_files)
{
  comparing_file file = { NULL, 0, 0 };
  exact_random random = { 20261121 };
  size_t round, n_accepted = 0, n_figures = 0;

  for (round = 0; round < 3000; round++)
    {
      comparing_style style
          = comparing_random_style (&random, (size_t) exact_random_below (&random, 60));
      size_t n;
      char name[32];
      comparing_make (&random, &file, &style);
      snprintf (name, sizeof name, "random file %zu", round);
      n = try_file (&random, &file, name);
      n_accepted += n > 1;
      n_figures += n;
    }
  free (file.text);
  /* Files that are refused show little of what is fast. */
  ck_assert_msg (n_accepted > 1800 && n_figures > 50000,
                 "only %zu of the random files are accepted, with %zu figures: make "
                 "comparing_random_style milder",
                 n_accepted, n_figures);
}
END_TEST

/* A good file with some bytes changed. */
START_TEST (test_damaged_files)
{
  comparing_file good = { NULL, 0, 0 }, file = { NULL, 0, 0 };
  exact_random random = { 77 };
  size_t round, n_accepted = 0;

  for (round = 0; round < 3000; round++)
    {
      char name[32];
      if (round % 50 == 0)
        {
          comparing_style style = { 20, 0, 0, 0, 0, 0, 24, 1 };
          comparing_make (&random, &good, &style);
        }
      file.length = 0;
      comparing_put (&file, good.text, good.length);
      comparing_damage (&random, &file, 1 + (size_t) exact_random_below (&random, round % 2 + 1),
                        round % 3 == 0 ? "0123456789-.. ,\n" : NULL);
      snprintf (name, sizeof name, "damaged file %zu", round);
      n_accepted += try_file (&random, &file, name) > 1;
    }
  free (good.text);
  free (file.text);
  ck_assert_msg (n_accepted > 600, "only %zu of the damaged files are accepted: damage them less",
                 n_accepted);
}
END_TEST

/* Any bytes of those that mean something. */
START_TEST (test_random_bytes)
{
  static const char bytes[] = ",,,,,\n\n\n\r\r \tx1-.\"\0";
  comparing_file file = { NULL, 0, 0 };
  exact_random random = { 5 };
  size_t round;

  for (round = 0; round < 3000; round++)
    {
      size_t n = (size_t) exact_random_below (&random, 120), k;
      unsigned most = round % 2 == 0 ? sizeof bytes - 1 : sizeof bytes - 3;
      char name[32];
      file.length = 0;
      comparing_say (&file, round % 4 == 0 ? "" : HEADER "\nx,V,2024,1\n");
      for (k = 0; k < n; k++)
        if (exact_random_below (&random, 8) == 0)
          comparing_say (&file, "\nx,V,2024,");
        else
          comparing_put (&file, bytes + exact_random_below (&random, most), 1);
      snprintf (name, sizeof name, "random bytes %zu", round);
      (void) try_file (&random, &file, name);
    }
  free (file.text);
}
END_TEST

/* ------------------------------------------------------------------------
 * Memory
 * ---------------------------------------------------------------------- */

/* Every allocation fails once: the table is as it was, and reads the file afterwards. */
static void
fail_all (const comparing_file *file, int is_stream, int is_persistent)
{
  ind__feed feed = { 0, 100, SIZE_MAX / 4, NULL };
  comparing_result authority = comparing_authority (HEADER ",note\ngrdp,VN,2024,1,n\n", file, NULL);
  size_t blocks = failing_memory_blocks (), n, n_failed = 1;

  for (n = 1; n_failed > 0; n++)
    {
      comparing_result own;
      FILE *stream = is_stream ? fmemopen (file->text, file->length, "rb") : NULL;
      own.table = reading_new ();
      memset (&own.error, 0, sizeof own.error);
      reading_add (own.table, HEADER ",note\ngrdp,VN,2024,1,n\n", NULL);
      failing_memory_arm (n, is_persistent);
      own.status = ind__read_input (own.table, "any.csv", stream, file->text, file->length, NULL,
                                    &feed, &own.error);
      n_failed = failing_memory_disarm ();
      if (stream != NULL)
        rewind (stream);
      if (own.status == IND_E_MEMORY)
        {
          ck_assert_uint_gt (n_failed, 0);
          ck_assert_str_eq (own.error.message, "memory ran out");
          ck_assert_uint_eq (ind_table_count (own.table), 1);
          ck_assert_uint_eq (ind_table_extra_count (own.table), 1);
          ck_assert_uint_eq (ind_table_complaint_total (own.table), 0);
          memset (&own.error, 0, sizeof own.error);
          own.status = ind__read_input (own.table, "any.csv", stream, file->text, file->length,
                                        NULL, &feed, &own.error);
        }
      else /* libcsv asks for less when it cannot have much */
        ck_assert (n_failed == 0 || !is_persistent);
      comparing_expect_same (&own, &authority, "after memory ran out", file->text);
      comparing_free (&own);
      if (stream != NULL)
        fclose (stream);
      ck_assert_msg (failing_memory_blocks () == blocks,
                     "allocation %zu failed, and memory was not released", n);
      ck_assert_uint_lt (n, 5000);
    }
  ck_assert_uint_gt (n, 20);
  comparing_free (&authority);
}

START_TEST (test_memory_runs_out)
{
  comparing_file file = { NULL, 0, 0 };
  int k;
  size_t line;

  /* So many kinds, sites and fields that all that grows grows more than once. */
  comparing_say (&file, "INDICATOR,REF_AREA,TIME_PERIOD,note,OBS_VALUE\n");
  for (line = 0; line < 300; line++)
    {
      char text[64];
      snprintf (text, sizeof text, "i%zu,a%zu,2024,%s,%zu\n", line % 90, line / 2,
                line == 200 ? "n" : "", line);
      comparing_say (&file, text);
    }
  for (k = 0; k < 4; k++)
    fail_all (&file, k / 2, k % 2);
  comparing_say (&file, "i,a,2024,,x\ni,,2024,,1\n");
  for (k = 0; k < 4; k++)
    fail_all (&file, k / 2, k % 2);
  free (file.text);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("plain");
  tcase_set_timeout (tests, 120);
  tcase_add_test (tests, test_lookalikes);
  tcase_add_test (tests, test_refused_lookalikes);
  tcase_add_test (tests, test_nul);
  tcase_add_test (tests, test_lengths);
  tcase_add_test (tests, test_numbers);
  tcase_add_test (tests, test_more_than_is_kept);
  tcase_add_test (tests, test_random_files);
  tcase_add_test (tests, test_damaged_files);
  tcase_add_test (tests, test_random_bytes);
  tcase_add_test (tests, test_memory_runs_out);
  return suite_run (tests, "plain");
}
