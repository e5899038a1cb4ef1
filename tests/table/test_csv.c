/* SPDX-License-Identifier: GPL-3.0-or-later
 * Reading a table, from bytes to records. */
#include <signal.h>
#include <stdio.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "reading.h"
#include "support/failing_memory.h"
#include "table/reader.h"

#define N(array) (sizeof array / sizeof array[0])

static const ind_table_options latin1
    = { IND_ROUNDING_NEAREST, IND_ZEROS_WEAK, IND_LOCALE_AUTO, 1, 0 };

static void
refuse (const char *text, ind_status status, const char *complaint)
{
  reading_refuse (text, strlen (text), NULL, status, complaint);
}

/* ------------------------------------------------------------------------
 * Lines and marks
 * ---------------------------------------------------------------------- */

/* Every way to write the same two records. */
START_TEST (test_spellings_of_a_file)
{
  static const char *const texts[] = {
    HEADER "\ngrdp,VN,2024,1\ngrdp,VN,2023,2\n",
    HEADER "\ngrdp,VN,2024,1\ngrdp,VN,2023,2",
    HEADER "\r\ngrdp,VN,2024,1\r\ngrdp,VN,2023,2\r\n",
    HEADER "\rgrdp,VN,2024,1\rgrdp,VN,2023,2\r",
    "\n\n" HEADER "\n\n\ngrdp,VN,2024,1\n   \n\r\n\ngrdp,VN,2023,2\n\n",
    "\xEF\xBB\xBF" HEADER "\ngrdp,VN,2024,1\ngrdp,VN,2023,2\n",
    "\xEF\xBB\xBF\"INDICATOR\",\"REF_AREA\",\"TIME_PERIOD\",\"OBS_VALUE\"\n"
    "\"grdp\",\"VN\",\"2024\",\"1\"\n\"grdp\",\"VN\",\"2023\",\"2\"",
    "  INDICATOR , REF_AREA\t,\tTIME_PERIOD, \"OBS_VALUE\"  \n  grdp,VN  ,2024, 1 \ngrdp,VN,2023, "
    "\"2\" \n"
  };
  size_t i;

  for (i = 0; i < N (texts); i++)
    {
      ind_table *table = reading_table (texts[i]);
      size_t k;
      ck_assert_uint_eq (ind_table_count (table), 2);
      for (k = 0; k < 2; k++)
        {
          ind_figure figure = reading_figure (table, k);
          ck_assert_str_eq (figure.indicator, "grdp");
          ck_assert_str_eq (figure.area, "VN");
          ck_assert_str_eq (figure.period, k == 0 ? "2024" : "2023");
          ck_assert_str_eq (figure.obs_value, k == 0 ? "1" : "2");
          ck_assert_uint_eq (figure.record, k + 2);
        }
      ck_assert_uint_eq (ind_table_extra_count (table), 0);
      ck_assert_uint_eq (ind_table_note_count (table), 0);
      ind_table_free (table);
    }
}
END_TEST

/* Records are counted, not lines; what is quoted is kept as it is. */
START_TEST (test_quoted)
{
  ind_table *table = reading_table (
      HEADER ",LOCATOR\r\ngrdp,VN,2024,1,\"page 1\r\nline 2\n\"\r\n"
             "grdp,VN,2024,2,\"a \"\"word\"\", quoted\"\r\ngrdp,VN,2024,3,\"  \"\r\n"
             "grdp,VN,2024,4,\"\"\"\"\r\ngrdp,VN,2024,5,  plain text \r\n"
             "grdp,VN,2024,6,\",\"\r\n");
  static const char *const locators[]
      = { "page 1\r\nline 2\n", "a \"word\", quoted", "  ", "\"", "plain text", "," };
  size_t k;

  ck_assert_uint_eq (ind_table_count (table), N (locators));
  for (k = 0; k < N (locators); k++)
    {
      ck_assert_str_eq (reading_figure (table, k).locator, locators[k]);
      ck_assert_uint_eq (reading_figure (table, k).record, k + 2);
    }
  ind_table_free (table);
  refuse ("\n\n\"INDICATOR\",REF_AREA,TIME_PERIOD,OBS_VALUE,\"note\n\nwith\nlines\"\n\n"
          "grdp,VN,2024,1,\"\n\n\n\"\n\ngrdp,VN,2024,x,\n",
          IND_E_CSV,
          "bad.csv: record 3, column 4 (OBS_VALUE): \"x\" is not a number; write it with a decimal "
          "point and without grouping, as 1234.5");
}
END_TEST

START_TEST (test_bad_quotes)
{
#define STRAY                                                                                     \
  "a quotation mark stands inside a field that is not quoted; quote the whole field and double "  \
  "the marks inside it (what follows was not read)"
#define AFTER                                                                                     \
  "text follows the closing quotation mark; quote the whole field and double the marks inside "   \
  "it (what follows was not read)"
#define OPEN "this field is quoted and never closed; close it with a quotation mark"
  static const struct reading_case cases[] = {
    { HEADER ",LOCATOR\ngrdp,VN,2024,1,3\" pipe\n",
      "record 2, column 5 (LOCATOR): " STRAY },
    { HEADER "\ngrdp,VN,2024,1\ngrdp,VN\",2023,x\n", "record 3, column 2 (REF_AREA): " STRAY },
    { "INDICATOR,REF\"_AREA\n", "record 1, column 2: " STRAY },
    { "a\"", "record 1, column 1: " STRAY },
    { HEADER "\n\"grdp\"x,VN,2024,1\n", "record 2, column 1 (INDICATOR): " AFTER },
    { HEADER "\n\"grdp\" \"x\",VN,2024,1\n", "record 2, column 1 (INDICATOR): " AFTER },
    /* A mark that was not closed meets the next one. */
    { HEADER "\ngrdp,VN,\"2024,1\ngrdp,\"VN\",2023,2\n",
      "record 2, column 3 (TIME_PERIOD): " AFTER },
    { HEADER "\ngrdp,VN,2024,\"1\n", "record 2, column 4 (OBS_VALUE): " OPEN },
    { HEADER "\ngrdp,VN,2024,1\n\ngrdp,VN,\"2023,1\ngrdp,VN,2022,1\n",
      "record 3, column 3 (TIME_PERIOD): " OPEN },
    { "\"", "record 1, column 1: " OPEN },
    { "\"a\"\"", "record 1, column 1: " OPEN },
    { HEADER "\ngrdp,VN,2024,1,\"", "record 2, column 5: " OPEN }
  };

  reading_refuse_all (cases, N (cases));
}
END_TEST

START_TEST (test_nothing_to_read)
{
  static const char *const empty[] = { "", "\n", "\r\n\r\n", " \t \n", "\xEF\xBB\xBF",
                                       "\xEF\xBB\xBF\n" };
  static const char *const header_only[]
      = { HEADER, HEADER "\n", HEADER "\n\n\n  \n", "\xEF\xBB\xBF" HEADER "\r\n" };
  size_t i;

  for (i = 0; i < N (empty); i++)
    refuse (empty[i], IND_E_CSV,
            "bad.csv: the file is empty; it needs a header and at least one record");
  for (i = 0; i < N (header_only); i++)
    refuse (header_only[i], IND_E_CSV,
            "bad.csv: record 1: the file has a header and no figures; add at least one record");
  reading_refuse (NULL, 0, NULL, IND_E_CSV,
                  "bad.csv: the file is empty; it needs a header and at least one record");
}
END_TEST

/* ------------------------------------------------------------------------
 * Encodings
 * ---------------------------------------------------------------------- */

START_TEST (test_not_utf8)
{
#define ADVICE "which is not UTF-8; save the file as UTF-8, or declare that it is Latin-1"
  refuse (HEADER "\ngrdp,S\xE3o Paulo,2024,1\n", IND_E_ENCODING,
          "bad.csv: record 2, column 2 (REF_AREA): this field holds the byte 0xE3, " ADVICE);
  refuse (HEADER ",caf\xE9\ngrdp,S\xE3o Paulo,2024,1,\xFF\n", IND_E_ENCODING,
          "bad.csv: record 1, column 5: this field holds the byte 0xE9, " ADVICE);
  /* A character cut by the end of its field, and one of three bytes for two. */
  refuse (HEADER "\ngrdp,t\xE1\xBB,2024,1\n", IND_E_ENCODING,
          "bad.csv: record 2, column 2 (REF_AREA): this field holds the byte 0xE1, " ADVICE);
  refuse (HEADER "\ngrdp,VN,2024,1\xC0\x80\n", IND_E_ENCODING,
          "bad.csv: record 2, column 4 (OBS_VALUE): this field holds the byte 0xC0, " ADVICE);
  /* What came first decides the status. */
  {
    static const char text[] = HEADER "\ngrdp,VN,2024,x\ngrdp,\xFF,\xFF,1\n";
    ind_table *table = reading_new ();
    ck_assert_int_eq (ind_table_read_text (table, "bad.csv", text, strlen (text), NULL, NULL),
                      IND_E_CSV);
    ck_assert_uint_eq (ind_table_complaint_total (table), 3);
    ind_table_free (table);
  }
}
END_TEST

START_TEST (test_nul)
{
#define NUL                                                                                       \
  "this field holds a NUL byte; the file may be UTF-16 or damaged: save it as UTF-8 text (what "   \
  "follows was not read)"
  static const char in_header[] = "INDI\0CATOR,REF_AREA,TIME_PERIOD,OBS_VALUE\ngrdp,VN,2024,1\n";
  static const char in_record[] = HEADER "\ngrdp,VN,2024,1\ngrdp,V\0N,2024,1\n";
  static const char at_end[] = HEADER "\ngrdp,VN,2024,1\n\0";
  static const char utf16[] = "\xFF\xFEI\0N\0D\0\n\0a\0,\0b\0\n\0";
  static const char quoted[] = HEADER "\ngrdp,\"V\n\0\",2024,1\n";
  static const char in_two[] = HEADER "\ngrdp,VN,2024\0,\0\ngrdp,VN,\0,x\n";
  static const char no_header[] = "INDICATOR,REF_AREA,TIME_PERIOD\ngrdp,\0\n";

  reading_refuse (in_header, sizeof in_header - 1, NULL, IND_E_CSV,
                  "bad.csv: record 1, column 1: " NUL);
  reading_refuse (in_record, sizeof in_record - 1, NULL, IND_E_CSV,
                  "bad.csv: record 3, column 2 (REF_AREA): " NUL);
  reading_refuse (at_end, sizeof at_end - 1, NULL, IND_E_CSV,
                  "bad.csv: record 3, column 1 (INDICATOR): " NUL);
  reading_refuse (utf16, sizeof utf16 - 1, NULL, IND_E_CSV, "bad.csv: record 1, column 1: " NUL);
  reading_refuse (quoted, sizeof quoted - 1, NULL, IND_E_CSV,
                  "bad.csv: record 2, column 2 (REF_AREA): " NUL);
  reading_refuse (quoted, sizeof quoted - 1, &latin1, IND_E_CSV,
                  "bad.csv: record 2, column 2 (REF_AREA): " NUL);
  reading_refuse (in_two, sizeof in_two - 1, NULL, IND_E_CSV,
                  "bad.csv: record 2, column 3 (TIME_PERIOD): " NUL);
  reading_refuse (no_header, sizeof no_header - 1, NULL, IND_E_CSV,
                  "bad.csv: record 1: the header has no column OBS_VALUE; INDICATOR, REF_AREA, "
                  "TIME_PERIOD and OBS_VALUE are required");
}
END_TEST

/* Writes `start` and then NULs to a pipe, some MB at most, and ends with 0 where all of them
 * were wanted. */
static void
write_nuls (int descriptor, const char *start)
{
  static const char nuls[65536];
  int k;

  signal (SIGPIPE, SIG_IGN);
  if (write (descriptor, start, strlen (start)) != (ssize_t) strlen (start))
    _exit (1);
  for (k = 0; k < 64; k++)
    if (write (descriptor, nuls, sizeof nuls) != (ssize_t) sizeof nuls)
      _exit (1);
  _exit (0);
}

/* A NUL is told of where it is seen, though neither a line nor the stream ends. */
START_TEST (test_nuls_without_end)
{
  static const struct {
    const char *start, *where;
  } cases[] = {
    { "", "record 1, column 1" },
    { "\xEF\xBB\xBF", "record 1, column 1" },
    { HEADER "\n", "record 2, column 1 (INDICATOR)" },
    { HEADER "\ngrdp,VN,2024,1\ngrdp,V", "record 3, column 2 (REF_AREA)" },
    { HEADER "\ngrdp,\"V\n", "record 2, column 2 (REF_AREA)" },
  };
  size_t i, n;

  for (i = 0; i < N (cases); i++)
    for (n = 0; n < 2 * 3; n++)
      {
        static const size_t buffer_sizes[] = { 1, 4096, 262144 };
        ind__feed feed = { 0, buffer_sizes[n / 2], 4194304, NULL };
        const ind_table_options *options = n % 2 == 0 || i == 1 ? NULL : &latin1;
        ind_table *table = reading_new ();
        char complaint[300];
        int ends[2], status;
        pid_t child;
        FILE *stream;

        ck_assert_int_eq (pipe (ends), 0);
        child = fork ();
        ck_assert_int_ge (child, 0);
        if (child == 0)
          {
            close (ends[0]);
            write_nuls (ends[1], cases[i].start);
          }
        close (ends[1]);
        stream = fdopen (ends[0], "rb");
        ck_assert_ptr_nonnull (stream);
        ck_assert_int_eq (ind__read_input (table, "x", stream, NULL, 0, options, &feed, NULL),
                          IND_E_CSV);
        fclose (stream);
        ck_assert_int_eq (waitpid (child, &status, 0), child);
        ck_assert_msg (WIFEXITED (status) && WEXITSTATUS (status) == 1,
                       "all NULs were read for %s", cases[i].where);
        ck_assert_uint_eq (ind_table_complaint_total (table), 1);
        snprintf (complaint, sizeof complaint, "x: %s: %s", cases[i].where, NUL);
        ck_assert_str_eq (ind_table_complaint_at (table, 0), complaint);
        ind_table_free (table);
      }
}
END_TEST

/* All 256 bytes but those that mean something to CSV. */
START_TEST (test_latin1)
{
  char text[1024], expected[512];
  size_t n = (size_t) sprintf (text, HEADER ",caf\xE9\ngrdp,S\xE3o Paulo,2024,1,\""), m = 0;
  ind_table *table = reading_new ();
  unsigned c;

  for (c = 1; c < 256; c++)
    if (c != '"')
      {
        text[n++] = (char) c;
        if (c < 0x80)
          expected[m++] = (char) c;
        else
          m += (size_t) sprintf (expected + m, "%c%c", (int) (0xC0 | c >> 6),
                                 (int) (0x80 | (c & 0x3F)));
      }
  expected[m] = '\0';
  n += (size_t) sprintf (text + n, "\"\n");
  ck_assert_int_eq (ind_table_read_text (table, "test.csv", text, n, &latin1, NULL), IND_OK);
  ck_assert_str_eq (reading_figure (table, 0).area, "S\xC3\xA3o Paulo");
  ck_assert_str_eq (ind_table_extra_name (table, 0), "caf\xC3\xA9");
  ck_assert_str_eq (ind_table_extra (table, 0, 0), expected);
  ind_table_free (table);
}
END_TEST

START_TEST (test_latin1_with_the_mark_of_utf8)
{
  static const char text[] = "\xEF\xBB\xBF" HEADER "\ngrdp,VN,2024,1\n";
  reading_refuse (text, strlen (text), &latin1, IND_E_ENCODING,
                  "bad.csv: the file is declared Latin-1 and begins with the mark of UTF-8; read "
                  "it as UTF-8");
}
END_TEST

/* ------------------------------------------------------------------------
 * Complaints
 * ---------------------------------------------------------------------- */

START_TEST (test_many_complaints)
{
  char text[8192], expected[256];
  ind_table *table = reading_new ();
  ind_error error;
  size_t n = (size_t) sprintf (text, HEADER "\n"), i;

  for (i = 0; i < 37; i++)
    n += (size_t) sprintf (text + n, "grdp,VN,2024,x%zu\n", i);
  ck_assert_int_eq (ind_table_read_text (table, "bad.csv", text, n, NULL, &error), IND_E_CSV);
  ck_assert_uint_eq (ind_table_complaint_count (table), 20);
  ck_assert_uint_eq (ind_table_complaint_total (table), 37);
  for (i = 0; i < 20; i++)
    {
      snprintf (expected, sizeof expected,
                "bad.csv: record %zu, column 4 (OBS_VALUE): \"x%zu\" is not a number; write it "
                "with a decimal point and without grouping, as 1234.5",
                i + 2, i);
      ck_assert_str_eq (ind_table_complaint_at (table, i), expected);
    }
  ck_assert_ptr_null (ind_table_complaint_at (table, 20));
  ck_assert_int_eq (error.status, IND_E_CSV);
  ck_assert_uint_eq (error.record, 2);
  ck_assert_uint_eq (error.field, 4);
  ck_assert_str_eq (error.message, "\"x0\" is not a number; write it with a decimal point and "
                                   "without grouping, as 1234.5");
  /* The next file has 20 of its own. */
  ck_assert_int_eq (ind_table_read_text (table, "worse.csv", text, n, NULL, NULL), IND_E_CSV);
  ck_assert_uint_eq (ind_table_complaint_count (table), 40);
  ck_assert_uint_eq (ind_table_complaint_total (table), 74);
  ck_assert_int_eq (strncmp (ind_table_complaint_at (table, 20), "worse.csv: record 2, ", 21), 0);
  ind_table_free (table);
}
END_TEST

/* The second of three files is bad: nothing of it stays but the complaint. */
START_TEST (test_bad_file_among_good_ones)
{
  ind_table *table = reading_table (HEADER ",note\ngrdp,VN,2024,1,n\n");
  static const char bad[] = HEADER ",UNIT,VINTAGE,extra\ngrdp,VN,2024,2,ha,v,e\n"
                                   "grdp,VN,2024,,ha,v,e\ngrdp,VN,2024,x,ha,v,e\n";
  ind_figure before = reading_figure (table, 0), after;

  ck_assert_int_eq (ind_table_read_text (table, "bad.csv", bad, strlen (bad), NULL, NULL),
                    IND_E_CSV);
  ck_assert_uint_eq (ind_table_count (table), 1);
  ck_assert_uint_eq (ind_table_extra_count (table), 1);
  ck_assert_uint_eq (ind_table_note_count (table), 0);
  ck_assert_uint_eq (ind_table_complaint_count (table), 1);
  after = reading_figure (table, 0);
  ck_assert_str_eq (after.indicator, "grdp");
  ck_assert_str_eq (after.file, "test.csv");
  ck_assert_int_eq (after.value.mantissa, before.value.mantissa);
  reading_add (table, HEADER ",UNIT\ngrdp,VN,2023,3,PT\n", NULL);
  ck_assert_uint_eq (ind_table_count (table), 2);
  ck_assert_str_eq (reading_figure (table, 1).obs_value, "3");
  ck_assert_str_eq (reading_figure (table, 1).vintage, "");
  ck_assert_str_eq (reading_figure (table, 1).unit.symbol[0], "PT");
  ck_assert_uint_eq (ind_table_complaint_count (table), 1);
  ind_table_free (table);
}
END_TEST

START_TEST (test_options)
{
  static const struct {
    int rounding, zeros, locale;
    const char *message;
  } cases[] = {
    { -1, 0, 0, "-1 is not an ind_rounding" }, { 6, 0, 0, "6 is not an ind_rounding" },
    { 0, -1, 0, "-1 is not an ind_zeros" },    { 0, 2, 0, "2 is not an ind_zeros" },
    { 0, 0, -1, "-1 is not an ind_locale" },   { 0, 0, 4, "4 is not an ind_locale" }
  };
  static const char text[] = HEADER "\ngrdp,VN,2024,1\n";
  ind_table *table = reading_new ();
  size_t i;

  for (i = 0; i < N (cases); i++)
    {
      ind_table_options options;
      ind_error error;
      memset (&options, 0, sizeof options);
      memcpy (&options.rounding, &cases[i].rounding, sizeof (int));
      memcpy (&options.zeros, &cases[i].zeros, sizeof (int));
      memcpy (&options.locale, &cases[i].locale, sizeof (int));
      ck_assert_int_eq (
          ind_table_read_text (table, "test.csv", text, strlen (text), &options, &error),
          IND_E_ARGUMENT);
      ck_assert_str_eq (error.message, cases[i].message);
      ck_assert_int_eq (
          ind_table_read_text (table, "test.csv", text, strlen (text), &options, NULL),
          IND_E_ARGUMENT);
    }
  ck_assert_uint_eq (ind_table_count (table), 0);
  ck_assert_uint_eq (ind_table_complaint_count (table), 0);
  ind_table_free (table);
}
END_TEST

/* ------------------------------------------------------------------------
 * Files
 * ---------------------------------------------------------------------- */

START_TEST (test_default_source)
{
  static const struct {
    const char *name, *source;
  } cases[] = {
    { "report.csv", "report" },
    { "REPORT.CSV", "REPORT" },
    { "data/lang-son/2024-11.report.csv", "2024-11.report" },
    { "/report", "report" },
    { "report.txt", "report.txt" },
    { "report.csv.gz", "report.csv.gz" },
    { ".csv", ".csv" },
    { "a/.csv", ".csv" },
    { "x.csv", "x" },
    { "b\xC3\xA1o c\xC3\xA1o.csv", "b\xC3\xA1o c\xC3\xA1o" },
    { "folder.csv/", "folder.csv/" },
    { "", "" },
    { "<stdin>", "<stdin>" }
  };
  static const char text[] = HEADER "\ngrdp,VN,2024,1\n";
  size_t i;

  for (i = 0; i < N (cases); i++)
    {
      ind_table *table = reading_new ();
      ck_assert_int_eq (
          ind_table_read_text (table, cases[i].name, text, strlen (text), NULL, NULL), IND_OK);
      ck_assert_str_eq (reading_figure (table, 0).source, cases[i].source);
      ck_assert_str_eq (reading_figure (table, 0).file, cases[i].name);
      ind_table_free (table);
    }
}
END_TEST

/* In the directory the test runs in; each test removes it. */
#define FILE_NAME "test_csv.tmp"

static void
make_file (const char *text, size_t length)
{
  FILE *file = fopen (FILE_NAME, "wb");
  ck_assert_ptr_nonnull (file);
  ck_assert_uint_eq (fwrite (text, 1, length, file), length);
  ck_assert_int_eq (fclose (file), 0);
}

START_TEST (test_file)
{
  static const char text[] = "\xEF\xBB\xBF" HEADER "\ngrdp,VN,2024,1\n";
  ind_table *table = reading_new ();

  make_file (text, strlen (text));
  ck_assert_int_eq (ind_table_read_file (table, FILE_NAME, NULL, NULL), IND_OK);
  ck_assert_str_eq (reading_figure (table, 0).file, FILE_NAME);
  ck_assert_str_eq (reading_figure (table, 0).source, FILE_NAME);
  remove (FILE_NAME);
  ind_table_free (table);
}
END_TEST

START_TEST (test_files_that_cannot_be_read)
{
  ind_table *table = reading_new ();
  ind_error error;

  ck_assert_int_eq (ind_table_read_file (table, "no/such/file.csv", NULL, &error), IND_E_FILE);
  ck_assert_int_eq (error.status, IND_E_FILE);
  ck_assert_str_eq (error.message, "cannot open no/such/file.csv: No such file or directory");
  ck_assert_int_eq (ind_table_read_file (table, ".", NULL, &error), IND_E_FILE);
  ck_assert_str_eq (error.message, "cannot read .: Is a directory");
  ck_assert_int_eq (ind_table_read_file (table, "", NULL, NULL), IND_E_FILE);
  ck_assert_int_eq (ind_table_read_file (table, "/dev/null", NULL, &error), IND_E_CSV);
  ck_assert_uint_eq (ind_table_complaint_count (table), 1);
  ck_assert_uint_eq (ind_table_count (table), 0);
  ind_table_free (table);
}
END_TEST

START_TEST (test_standard_input)
{
  static const char text[] = HEADER "\ngrdp,VN,2024,1\n";
  ind_table *table = reading_new ();

  make_file (text, strlen (text));
  ck_assert_ptr_nonnull (freopen (FILE_NAME, "rb", stdin));
  ck_assert_int_eq (ind_table_read_file (table, "-", NULL, NULL), IND_OK);
  ck_assert_str_eq (reading_figure (table, 0).file, "<stdin>");
  ck_assert_str_eq (reading_figure (table, 0).source, "<stdin>");
  /* It is left open and at its end. */
  ck_assert_int_eq (fgetc (stdin), EOF);
  ck_assert_int_eq (ind_table_read_file (table, "-", NULL, NULL), IND_E_CSV);
  ck_assert_str_eq (ind_table_complaint_at (table, 0),
                    "<stdin>: the file is empty; it needs a header and at least one record");
  remove (FILE_NAME);
  ind_table_free (table);
}
END_TEST

/* ------------------------------------------------------------------------
 * Chunks
 * ---------------------------------------------------------------------- */

/* A file longer than a chunk, with a quoted field of characters of one, two
 * and three bytes, line breaks and doubled marks, shifted byte by byte over
 * the end of the first chunk (or, in Latin-1, over that of a converted one). */
static void
check_boundary (size_t boundary, const char *written, const char *meant,
                const ind_table_options *options)
{
  size_t capacity = boundary + 4096, shift, width = strlen (written) + 8;
  char *text = malloc (capacity);

  ck_assert_ptr_nonnull (text);
  for (shift = 0; shift < width; shift++)
    {
      ind_table *table = reading_new ();
      size_t n = (size_t) snprintf (text, capacity, HEADER ",LOCATOR\n"), end = boundary - shift;
      static const char head[] = "grdp,VN,2024,1,\"";
      while (n + 40 < end - strlen (head))
        n += (size_t) sprintf (text + n, "grdp,VN,2024,1,p\n");
      /* A field of the length that puts the quoted one where it shall stand. */
      memcpy (text + n, "grdp,VN,2024,1,", 15);
      n += 15;
      while (n < end - strlen (head) - 1)
        text[n++] = 'p';
      text[n++] = '\n';
      n += (size_t) sprintf (text + n, "%s%s\"\ngrdp,VN,2023,2,last\n", head, written);
      make_file (text, n);
      ck_assert_int_eq (ind_table_read_file (table, FILE_NAME, options, NULL), IND_OK);
      ck_assert_str_eq (reading_figure (table, ind_table_count (table) - 1).locator, "last");
      ck_assert_str_eq (reading_figure (table, ind_table_count (table) - 2).locator, meant);
      ck_assert_int_eq (ind_table_read_text (table, "test.csv", text, n, options, NULL), IND_OK);
      ck_assert_str_eq (reading_figure (table, ind_table_count (table) - 2).locator, meant);
      remove (FILE_NAME);
      ind_table_free (table);
    }
  free (text);
}

START_TEST (test_chunk_boundary)
{
  check_boundary (65536, "a\xC3\xA1\xE1\xBB\xB7\xF0\x9F\x98\x80,\"\"\r\n\"\"z",
                  "a\xC3\xA1\xE1\xBB\xB7\xF0\x9F\x98\x80,\"\r\n\"z", NULL);
}
END_TEST

START_TEST (test_chunk_boundary_latin1)
{
  check_boundary (2048, "a\xE1\xE2,\"\"\r\n\"\"\xFF\xFFz", "a\xC3\xA1\xC3\xA2,\"\r\n\"\xC3\xBF\xC3\xBFz",
                  &latin1);
  check_boundary (65536, "a\xE1\xE2,\"\"\r\n\"\"z", "a\xC3\xA1\xC3\xA2,\"\r\n\"z", &latin1);
}
END_TEST

/* Files whose length is a whole number of chunks, or one byte beside. */
START_TEST (test_exact_chunks)
{
  static char text[3 * 65536];
  size_t lengths[] = { 65535, 65536, 65537, 131071, 131072, 131073 }, i;

  for (i = 0; i < N (lengths); i++)
    {
      ind_table *table = reading_new ();
      size_t n = (size_t) sprintf (text, HEADER ",LOCATOR\ngrdp,VN,2024,1,");
      memset (text + n, 'x', lengths[i] - n);
      make_file (text, lengths[i]);
      ck_assert_int_eq (ind_table_read_file (table, FILE_NAME, NULL, NULL), IND_OK);
      ck_assert_uint_eq (ind_table_count (table), 1);
      ck_assert_uint_eq (strlen (reading_figure (table, 0).locator), lengths[i] - n);
      remove (FILE_NAME);
      ind_table_free (table);
    }
}
END_TEST

/* A file that breaks off in its second chunk is not read on. */
START_TEST (test_bad_second_chunk)
{
  static char text[4 * 65536];
  ind_table *table = reading_new ();
  size_t n = (size_t) sprintf (text, HEADER "\n"), n_good = 0;

  for (; n < 65536; n_good++)
    n += (size_t) sprintf (text + n, "grdp,VN,2024,1\n");
  n += (size_t) sprintf (text + n, "grdp,V\"N,2024,1\n");
  while (n < 3 * 65536)
    n += (size_t) sprintf (text + n, "grdp,VN,2024,x\n");
  make_file (text, n);
  ck_assert_int_eq (ind_table_read_file (table, FILE_NAME, NULL, NULL), IND_E_CSV);
  ck_assert_int_eq (ind_table_read_file (table, FILE_NAME, &latin1, NULL), IND_E_CSV);
  ck_assert_uint_eq (ind_table_complaint_total (table), 2);
  snprintf (text, sizeof text, FILE_NAME ": record %zu, column 2 (REF_AREA): " STRAY, n_good + 2);
  ck_assert_str_eq (ind_table_complaint_at (table, 0), text);
  ck_assert_str_eq (ind_table_complaint_at (table, 1), text);
  ck_assert_uint_eq (ind_table_count (table), 0);
  remove (FILE_NAME);
  ind_table_free (table);
}
END_TEST

START_TEST (test_huge_field)
{
  size_t length = (size_t) 8 << 20, n;
  char *text = malloc (length + 256);
  ind_table *table = reading_new ();

  ck_assert_ptr_nonnull (text);
  n = (size_t) sprintf (text, HEADER ",LOCATOR\ngrdp,VN,2024,1,\"");
  memset (text + n, '\n', length);
  n += length + (size_t) sprintf (text + n + length, "\"\ngrdp,VN,2023,2,x\n");
  ck_assert_int_eq (ind_table_read_text (table, "test.csv", text, n, NULL, NULL), IND_OK);
  ck_assert_uint_eq (strlen (reading_figure (table, 0).locator), length);
  ck_assert_uint_eq (reading_figure (table, 1).record, 3);
  ind_table_free (table);
  free (text);
}
END_TEST

/* Records without quotation marks go another way than those with, and most repeat what
 * stands above: figures are the same. */
START_TEST (test_plain_and_quoted)
{
  enum { N_RECORDS = 4000, N_COLUMNS = 9 };
  static const char *const choices[N_COLUMNS][4] = {
    { "share", "grdp", "grdp", "grdp" },
    { "VN-09", "VN-09", "VN-09", "VN-22" },
    { "2024", "2024", "2024", "2023-Q1" },
    { "21.57", "", "1200", "-0.5" },
    { "A", "", "TOTAL", "B" },
    { "", "", "bn VND", "%" },
    { "", "", "1", "-2" },
    { "", "", "", "50.5 bn VND" },
    { "", "", "", "p. 4" },
  };
  static const char header[] = HEADER ",COMPONENT,UNIT_MEASURE,DECIMALS,PRINTED,LOCATOR\n";
  size_t capacity = (size_t) N_RECORDS * 100, n_plain, n_quoted, k, column;
  char *plain = malloc (capacity), *quoted = malloc (capacity);
  ind_table *a = reading_new (), *b = reading_new ();
  uint64_t state = 7;

  ck_assert_ptr_nonnull (plain);
  ck_assert_ptr_nonnull (quoted);
  n_plain = (size_t) sprintf (plain, "%s", header);
  n_quoted = (size_t) sprintf (quoted, "%s", header);
  for (k = 0; k < N_RECORDS; k++)
    {
      int has_unit = 0;
      for (column = 0; column < N_COLUMNS; column++)
        {
          const char *text = choices[column][reading_random (&state) % 4];
          char end = column + 1 == N_COLUMNS ? '\n' : ',';
          has_unit |= column == 5 && text[0] != '\0';
          if (column == 7 && has_unit)
            text = "";
          n_plain += (size_t) sprintf (plain + n_plain, "%s%c", text, end);
          n_quoted += (size_t) sprintf (quoted + n_quoted, "\"%s\"%c", text, end);
        }
    }
  ck_assert_int_eq (ind_table_read_text (a, "x.csv", plain, n_plain, NULL, NULL), IND_OK);
  ck_assert_int_eq (ind_table_read_text (b, "x.csv", quoted, n_quoted, NULL, NULL), IND_OK);
  reading_assert_same (a, b);
  ck_assert_uint_gt (ind_table_count (a), N_RECORDS / 2);
  ck_assert_uint_lt (ind_table_count (a), N_RECORDS);
  ck_assert_uint_eq (ind_table_note_count (a), 1);
  ck_assert_str_eq (ind_table_note_at (a, 0), ind_table_note_at (b, 0));
  ind_table_free (a);
  ind_table_free (b);
  free (plain);
  free (quoted);
}
END_TEST

START_TEST (test_many_figures)
{
  enum { COUNT = 100000 };
  size_t capacity = (size_t) COUNT * 48, n, i;
  char *text = malloc (capacity), expected[32];
  ind_table *table = reading_new ();

  ck_assert_ptr_nonnull (text);
  n = (size_t) sprintf (text, HEADER ",LOCATOR,note\n");
  for (i = 0; i < COUNT; i++)
    n += (size_t) sprintf (text + n, "i%zu,a%zu,%zu,%zu,%s,%s\n", i % 7, i / 100, 1900 + i % 200, i,
                           i % 1000 == 999 ? "p" : "", i % 2 == 1 ? "odd" : "");
  ck_assert_int_eq (ind_table_read_text (table, "test.csv", text, n, NULL, NULL), IND_OK);
  ck_assert_uint_eq (ind_table_count (table), COUNT);
  for (i = 0; i < COUNT; i++)
    {
      ind_figure figure = reading_figure (table, i);
      ck_assert_int_eq (figure.value.mantissa, (int64_t) i);
      snprintf (expected, sizeof expected, "i%zu", i % 7);
      ck_assert_str_eq (figure.indicator, expected);
      snprintf (expected, sizeof expected, "a%zu", i / 100);
      ck_assert_str_eq (figure.area, expected);
      ck_assert_str_eq (figure.locator, i % 1000 == 999 ? "p" : "");
      ck_assert_str_eq (ind_table_extra (table, i, 0), i % 2 == 1 ? "odd" : "");
    }
  ind_table_free (table);
  free (text);
}
END_TEST

/* ------------------------------------------------------------------------
 * Memory
 * ---------------------------------------------------------------------- */

/* One of each thing that takes memory: strings, units, extra columns, notes,
 * optional columns, more figures and longer records than there is room for. */
static size_t
make_greedy_text (char *text, const char *last)
{
  size_t n = (size_t) sprintf (text, HEADER ",UNIT,VINTAGE,PRINTED,LOCATOR,note,Qualifer\n"), i;

  for (i = 0; i < 100; i++)
    n += (size_t) sprintf (text + n, "i%zu,VN,2024,%zu,%s,v,p%zu,\"%0*d\",%s,%s\n", i, i,
                           i % 2 == 0 ? "PT" : "bn VND", i, (int) i * 8 + 1, 1,
                           i > 50 ? "n" : "", i > 70 ? "q" : "");
  return n + (size_t) sprintf (text + n, "%s", last);
}

static void
check_memory (const char *text, size_t length, ind_status status, int is_persistent)
{
  size_t blocks = failing_memory_blocks (), n;

  for (n = 1; n < 10000; n++)
    {
      ind_table *table = reading_table (HEADER ",old\ngrdp,VN,2024,1,o\n");
      ind_error error = { IND_OK, 0, 0, "" };
      ind_status got;
      size_t n_failed;
      failing_memory_arm (n, is_persistent);
      got = ind_table_read_text (table, "test.csv", text, length, NULL, &error);
      n_failed = failing_memory_disarm ();
      if (got == IND_E_MEMORY)
        {
          ck_assert_uint_gt (n_failed, 0);
          ck_assert_int_eq (error.status, IND_E_MEMORY);
          ck_assert_str_eq (error.message, "memory ran out");
          ck_assert_uint_eq (ind_table_count (table), 1);
          ck_assert_uint_eq (ind_table_extra_count (table), 1);
          ck_assert_uint_eq (ind_table_note_count (table), 0);
          ck_assert_uint_eq (ind_table_complaint_count (table), 0);
          ck_assert_uint_eq (ind_table_complaint_total (table), 0);
          ck_assert_str_eq (ind_table_extra (table, 0, 0), "o");
          ck_assert_str_eq (reading_figure (table, 0).file, "test.csv");
          got = ind_table_read_text (table, "test.csv", text, length, NULL, &error);
        }
      else /* libcsv asks for less when it cannot have much */
        ck_assert (n_failed == 0 || !is_persistent);
      ck_assert_int_eq (got, status);
      ck_assert_uint_eq (ind_table_count (table), status == IND_OK ? 101 : 1);
      ck_assert_uint_eq (ind_table_extra_count (table), status == IND_OK ? 3 : 1);
      ck_assert_uint_eq (ind_table_note_count (table), status == IND_OK ? 1 : 0);
      ck_assert_uint_eq (ind_table_complaint_count (table), status == IND_OK ? 0 : 3);
      if (status == IND_OK)
        {
          ck_assert_str_eq (reading_figure (table, 100).printed, "p99");
          ck_assert_str_eq (ind_table_extra (table, 100, 0), "");
          ck_assert_str_eq (ind_table_extra (table, 100, 1), "n");
          ck_assert_str_eq (ind_table_extra (table, 51, 2), "");
        }
      ind_table_free (table);
      ck_assert_uint_eq (failing_memory_blocks (), blocks);
      if (n_failed == 0)
        {
          ck_assert_uint_gt (n, 20);
          return;
        }
    }
  ck_abort_msg ("the loop never ended");
}

START_TEST (test_memory_runs_out)
{
  static char text[100000];
  size_t n = make_greedy_text (text, "");

  check_memory (text, n, IND_OK, 0);
  check_memory (text, n, IND_OK, 1);
}
END_TEST

START_TEST (test_memory_runs_out_amid_complaints)
{
  static char text[100000];
  size_t n = make_greedy_text (text, "i,VN,2024,x,,,,,,\n,VN,2024,1,,,,,,\nshort\n");

  check_memory (text, n, IND_E_CSV, 0);
  check_memory (text, n, IND_E_CSV, 1);
}
END_TEST

/* ------------------------------------------------------------------------
 * Any bytes
 * ---------------------------------------------------------------------- */

/* Whatever the bytes: figures or complaints, never both, never neither; each
 * complaint one line of UTF-8; and the same from memory and from a file. */
static void
check_any (const char *text, size_t length, const ind_table_options *options)
{
  ind_table *table = reading_table (HEADER "\ngrdp,VN,2024,1\n");
  ind_error error = { IND_OK, 0, 0, "" };
  ind_status status = ind_table_read_text (table, "any.csv", text, length, options, &error);
  size_t i, n_complaints = ind_table_complaint_count (table);

  if (status == IND_OK)
    {
      ck_assert_uint_eq (n_complaints, 0);
      ck_assert_int_eq (error.status, IND_OK);
    }
  else
    {
      ck_assert (status == IND_E_CSV || status == IND_E_ENCODING);
      ck_assert_int_eq (error.status, status);
      ck_assert_uint_ge (n_complaints, 1);
      ck_assert_uint_le (n_complaints, 20);
      ck_assert_uint_le (n_complaints, ind_table_complaint_total (table));
      ck_assert_uint_eq (ind_table_count (table), 1);
      ck_assert_uint_eq (ind_table_extra_count (table), 0);
    }
  for (i = 0; i < n_complaints; i++)
    {
      const char *complaint = ind_table_complaint_at (table, i);
      ck_assert_int_eq (strncmp (complaint, "any.csv: ", 9), 0);
      ck_assert_ptr_null (strpbrk (complaint, "\r\n"));
    }
  for (i = 0; i < ind_table_count (table); i++)
    {
      ind_figure figure = reading_figure (table, i);
      ck_assert_str_ne (figure.indicator, "");
      ck_assert_str_ne (figure.area, "");
      ck_assert_str_ne (figure.component, "");
      ck_assert (figure.interval.low <= figure.interval.high);
    }
  ind_table_free (table);
}

START_TEST (test_random_bytes)
{
  static const char alphabet[] = "\"\"\"\",,,,\n\n\r\t ;a1.-%\xC3\xA1\xFF\0\xEF\xBB\xBF";
  uint64_t state = 20240917;
  char text[512];
  int round;

  for (round = 0; round < 20000; round++)
    {
      size_t length = reading_random (&state) % (sizeof text - 64), n = 0, i;
      if (round % 2 == 0)
        n = (size_t) sprintf (text, HEADER ",UNIT,PRINTED\n");
      for (i = 0; i < length && n < sizeof text; i++)
        text[n++] = round % 3 == 0 ? (char) reading_random (&state)
                                   : alphabet[reading_random (&state) % (sizeof alphabet - 1)];
      check_any (text, n, round % 5 == 0 ? &latin1 : NULL);
    }
}
END_TEST

/* Pieces of tables put together at random: deeper than bytes go. */
START_TEST (test_random_pieces)
{
  static const char *const pieces[] = {
    HEADER, "\n", "\n", "\n", "\r\n", ",", ",", ",", ",", "grdp", "VN", "2024", "2024-Q3", "1", "1.5",
    "grdp,VN,2024,1\n", "grdp,VN,2024,1,", "\"", "\"\"", "\"1\"", "bn VND", "%", "6", "-2", "over",
    "exact", "truncated", "t\xE1\xBB\xB7 \xC4\x91\xE1\xBB\x93ng", "60,530", "7-7,5%", "NaN", " ",
    "INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT,PRINTED,UNIT_MULT,DECIMALS,QUALIFIER\n",
    "grdp,VN,2024,,,\"24.420,5 t\xE1\xBB\xB7 \xC4\x91\xE1\xBB\x93ng\",,,\n",
    "grdp,VN,2024,1,bn VND,p,9,0,approx\n", "COMPONENT", "value", "note", "\xEF\xBB\xBF", "\xC3"
  };
  uint64_t state = 57;
  char text[4096];
  int round;

  for (round = 0; round < 20000; round++)
    {
      size_t n = 0, count = reading_random (&state) % 60, i;
      for (i = 0; i < count; i++)
        {
          const char *piece = pieces[reading_random (&state) % N (pieces)];
          size_t length = strlen (piece);
          if (i == 0 && round % 4 != 0)
            {
              piece = pieces[round % 4 == 1 ? 0 : 32];
              length = strlen (piece);
            }
          memcpy (text + n, piece, length);
          n += length;
        }
      check_any (text, n, NULL);
    }
}
END_TEST

/* A good file with one byte changed, left out, put in, or cut there. */
START_TEST (test_damaged)
{
  static const char good[]
      = "\xEF\xBB\xBFsource,region,period,indicator,component,value,unit,decimals,PRINTED,x\r\n"
        "r,VN-09,2024,grdp_current,_T,50400,bn VND,-2,\"50.400 t\xE1\xBB\xB7\",\"a \"\"b\"\"\"\r\n"
        "r,VN-09,2024-9M,share,A,,,,\"20,1%\",\"\n\"\r\n";
  static const unsigned char bytes[] = { 0,   '"',  ',',  '\n', '\r', ' ',  'x',
                                         '5', 0x80, 0xC3, 0xE1, 0xFF, ';',  '-' };
  char text[512];
  size_t length = strlen (good), at, i;

  check_any (good, length, NULL);
  for (at = 0; at < length; at++)
    {
      check_any (good, at, NULL);
      memcpy (text, good, at);
      memcpy (text + at, good + at + 1, length - at - 1);
      check_any (text, length - 1, NULL);
      for (i = 0; i < sizeof bytes; i++)
        {
          memcpy (text, good, length);
          text[at] = (char) bytes[i];
          check_any (text, length, NULL);
          memcpy (text + at + 1, good + at, length - at);
          check_any (text, length + 1, NULL);
        }
    }
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("csv");
  tcase_set_timeout (tests, 120);
  tcase_add_test (tests, test_spellings_of_a_file);
  tcase_add_test (tests, test_quoted);
  tcase_add_test (tests, test_bad_quotes);
  tcase_add_test (tests, test_nothing_to_read);
  tcase_add_test (tests, test_not_utf8);
  tcase_add_test (tests, test_nul);
  tcase_add_test (tests, test_nuls_without_end);
  tcase_add_test (tests, test_latin1);
  tcase_add_test (tests, test_latin1_with_the_mark_of_utf8);
  tcase_add_test (tests, test_many_complaints);
  tcase_add_test (tests, test_bad_file_among_good_ones);
  tcase_add_test (tests, test_options);
  tcase_add_test (tests, test_default_source);
  tcase_add_test (tests, test_file);
  tcase_add_test (tests, test_files_that_cannot_be_read);
  tcase_add_test (tests, test_standard_input);
  tcase_add_test (tests, test_chunk_boundary);
  tcase_add_test (tests, test_chunk_boundary_latin1);
  tcase_add_test (tests, test_exact_chunks);
  tcase_add_test (tests, test_bad_second_chunk);
  tcase_add_test (tests, test_huge_field);
  tcase_add_test (tests, test_plain_and_quoted);
  tcase_add_test (tests, test_many_figures);
  tcase_add_test (tests, test_memory_runs_out);
  tcase_add_test (tests, test_memory_runs_out_amid_complaints);
  tcase_add_test (tests, test_random_bytes);
  tcase_add_test (tests, test_random_pieces);
  tcase_add_test (tests, test_damaged);
  return suite_run (tests, "csv");
}
