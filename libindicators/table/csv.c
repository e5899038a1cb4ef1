/* SPDX-License-Identifier: GPL-3.0-or-later
 * Reading the CSV contract, from bytes to records; the only file that knows
 * libcsv. */
#include <csv.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "base/text.h"
#include "table/areas.h"
#include "table/parts.h"
#include "table/plain.h"
#include "table/reader.h"

/* libcsv enlarges the field it collects by this much at a time. */
#define BLOCK_SIZE 65536

/* ------------------------------------------------------------------------
 * What libcsv calls
 * ---------------------------------------------------------------------- */

/* Room for one more field in the record at hand. */
static int
make_room (ind__reader *reader, size_t length)
{
  return (reader->n_bytes + length < reader->bytes_capacity
          || ind__grow (&reader->bytes, &reader->bytes_capacity, reader->n_bytes + length + 1, 1))
         && (reader->n_fields < reader->field_capacity
             || ind__grow (&reader->field, &reader->field_capacity, reader->n_fields + 1,
                           sizeof *reader->field));
}

int
ind__reader_add_field (ind__reader *reader, const char *bytes, size_t length)
{
  char *copy;

  if (!make_room (reader, length))
    {
      ind__reader_fail_memory (reader);
      return 0;
    }
  copy = reader->bytes + reader->n_bytes;
  if (length > 0)
    memcpy (copy, bytes, length);
  copy[length] = '\0';
  reader->field[reader->n_fields].start = reader->n_bytes;
  reader->field[reader->n_fields++].length = length;
  reader->n_bytes += length + 1;
  return 1;
}

static void
on_field (void *bytes, size_t length, void *context)
{
  ind__reader *reader = context;

  if (reader->status == IND_OK)
    (void) ind__reader_add_field (reader, bytes, length);
}

/* Complains of what no field may hold; a NUL does not come this far. */
static int
is_clean (ind__reader *reader)
{
  size_t position;
  int is_good = 1;

  if (reader->is_ascii || ind__utf8_valid (reader->bytes, reader->n_bytes) == reader->n_bytes)
    return 1;
  for (position = 0; position < reader->n_fields; position++)
    {
      const char *text = ind__field_text (reader, position);
      size_t length = ind__field_length (reader, position);
      size_t valid = ind__utf8_valid (text, length);
      if (valid == length)
        continue;
      ind__complain (reader, IND_E_ENCODING, position,
                     "this field holds the byte 0x%02X, which is not UTF-8; save the file as "
                     "UTF-8, or declare that it is Latin-1",
                     (unsigned) (unsigned char) text[valid]);
      is_good = 0;
    }
  return is_good;
}

void
ind__take_record (ind__reader *reader)
{
  if (reader->status == IND_OK)
    {
      reader->record++;
      if (reader->record == 1)
        {
          if (is_clean (reader))
            ind__read_header (reader);
        }
      else if (reader->has_header && is_clean (reader)
               && (reader->feed.areas == NULL || ind__areas_step (reader)))
        ind__read_record (reader);
    }
  reader->n_bytes = 0;
  reader->n_fields = 0;
}

static void
on_record (int terminator, void *context)
{
  ind__reader *reader = context;

  (void) terminator;
  ind__take_record (reader);
  reader->is_between = 1;
}

/* ------------------------------------------------------------------------
 * Feeding libcsv
 * ---------------------------------------------------------------------- */

/* Complains of a NUL in the field under way. Where the header cannot be used, records are not
 * looked at. */
static void
complain_of_nul (ind__reader *reader)
{
  reader->record++;
  if (reader->record == 1 || reader->has_header)
    ind__complain (reader, IND_E_CSV, reader->n_fields,
                   "this field holds a NUL byte; the file may be UTF-16 or damaged: save it as "
                   "UTF-8 text (what follows was not read)");
}

/* Feeds UTF-8 to libcsv. Returns 0 when reading must stop; so do those below. What holds a NUL
 * may have no lines, or no end: reading stops at the first, wherever the bytes given end. */
static int
feed_csv (ind__reader *reader, struct csv_parser *parser, const char *bytes, size_t length)
{
  const char *nul = memchr (bytes, '\0', length);

  if (nul != NULL)
    length = (size_t) (nul - bytes);
  reader->is_between = 0;
  if (csv_parse (parser, bytes, length, on_field, on_record, reader) == length)
    {
      if (nul != NULL && reader->status == IND_OK)
        complain_of_nul (reader);
      return nul == NULL && reader->status == IND_OK;
    }
  if (csv_error (parser) != CSV_EPARSE)
    {
      ind__reader_fail_memory (reader);
      return 0;
    }
  reader->record++;
  ind__complain (reader, IND_E_CSV, reader->n_fields,
                 "%s; quote the whole field and double the marks inside it (what follows was not "
                 "read)",
                 parser->quoted ? "text follows the closing quotation mark"
                                : "a quotation mark stands inside a field that is not quoted");
  return 0;
}

static int
is_line_end (char c)
{
  return c == '\n' || c == '\r';
}

/* The length of the first line with its end; of all when it has none. */
static size_t
line_length (const char *text, size_t length)
{
  size_t k = 0;

  while (k < length && !is_line_end (text[k]))
    k++;
  while (k < length && is_line_end (text[k]))
    k++;
  return k;
}

/* How many bytes of whole lines come before the first that libcsv must read: one with a
 * quotation mark or a NUL, of which `seen` says whether there are any. */
static size_t
plain_length (const char *text, size_t length, unsigned seen)
{
  const char *mark = (seen & IND__HAS_QUOTE) == 0 ? NULL : memchr (text, '"', length);
  size_t n = mark == NULL ? length : (size_t) (mark - text);
  const char *nul = (seen & IND__HAS_NUL) == 0 ? NULL : memchr (text, '\0', n);

  n = nul == NULL ? n : (size_t) (nul - text);
  while (n > 0 && !is_line_end (text[n - 1]))
    n--;
  return n;
}

/* Feeds whole lines, the last of which may lack its end only where the input ends, or with a
 * NUL. */
static int
feed_lines (ind__reader *reader, struct csv_parser *parser, const char *text, size_t length)
{
  unsigned seen = ind__survey (text, length);

  reader->is_ascii = reader->is_ascii && (seen & IND__HAS_NON_ASCII) == 0;
  while (length > 0)
    {
      size_t n, n_ends = 0;
      if (reader->is_between && !reader->feed.is_libcsv_alone)
        {
          n = plain_length (text, length, seen);
          if (n > 0)
            {
              if (!ind__plain_read (reader->plain, reader, text, n))
                return 0;
              text += n;
              length -= n;
              continue;
            }
        }
      n = line_length (text, length);
      while (n_ends < n && is_line_end (text[n - n_ends - 1]))
        n_ends++;
      /* A record has ended if its end comes with that of the line. */
      if ((n > n_ends && !feed_csv (reader, parser, text, n - n_ends))
          || (n_ends > 0 && !feed_csv (reader, parser, text + n - n_ends, n_ends)))
        return 0;
      text += n;
      length -= n;
    }
  return 1;
}

/* Feeds ISO 8859-1. */
static int
feed_latin1 (ind__reader *reader, struct csv_parser *parser, const char *bytes, size_t length)
{
  char converted[2048];
  size_t i, n = 0;

  for (i = 0; i < length; i++)
    {
      unsigned char c = (unsigned char) bytes[i];
      if (c < 0x80)
        converted[n++] = bytes[i];
      else
        {
          converted[n++] = (char) (0xC0 | c >> 6);
          converted[n++] = (char) (0x80 | (c & 0x3F));
        }
      if (n >= sizeof converted - 1 || i + 1 == length)
        {
          reader->is_ascii
              = reader->is_ascii && (ind__survey (converted, n) & IND__HAS_NON_ASCII) == 0;
          if (!feed_csv (reader, parser, converted, n))
            return 0;
          n = 0;
        }
    }
  return 1;
}

static int
feed (ind__reader *reader, struct csv_parser *parser, const char *bytes, size_t length)
{
  if (length == 0)
    return 1;
  return reader->options.is_latin1 ? feed_latin1 (reader, parser, bytes, length)
                                   : feed_lines (reader, parser, bytes, length);
}

/* Feeds the first bytes, which may be a byte order mark. */
static int
feed_start (ind__reader *reader, struct csv_parser *parser, const char *bytes, size_t length)
{
  static const char bom[3] = { '\xEF', '\xBB', '\xBF' };

  if (length < sizeof bom || memcmp (bytes, bom, sizeof bom) != 0)
    return feed (reader, parser, bytes, length);
  if (reader->options.is_latin1)
    {
      ind__complain (reader, IND_E_ENCODING, IND__NOWHERE,
                     "the file is declared Latin-1 and begins with the mark of UTF-8; read it as "
                     "UTF-8");
      return 0;
    }
  return feed (reader, parser, bytes + sizeof bom, length - sizeof bom);
}

/* The input under way: bytes that are not fed yet. */
struct input {
  char *bytes;
  size_t n, capacity;
};

/* Reads on, behind what is left; *is_end: there is no more. */
static int
fill_input (ind__reader *reader, struct input *input, FILE *stream, int *is_end)
{
  size_t room = input->n + reader->feed.buffer_size + IND__PADDING, n;
  const struct ind__areas *areas = reader->feed.areas;

  if (room > input->capacity && !ind__grow (&input->bytes, &input->capacity, room, 1))
    {
      ind__reader_fail_memory (reader);
      return 0;
    }
  n = fread (input->bytes + input->n, 1, reader->feed.buffer_size, stream);
  if (ferror (stream))
    {
      reader->status = ind__fail (reader->error, IND_E_FILE, 0, 0, "cannot read %s: %s",
                                  reader->name, strerror (errno));
      return 0;
    }
  if (areas != NULL && areas->copy != NULL && areas->visitor == NULL
      && fwrite (input->bytes + input->n, 1, n, areas->copy) != n)
    {
      reader->status = ind__fail (reader->error, IND_E_FILE, 0, 0,
                                  "cannot write %s to a temporary file: %s", reader->name,
                                  strerror (errno));
      return 0;
    }
  input->n += n;
  memset (input->bytes + input->n, 0, IND__PADDING);
  *is_end = feof (stream);
  return 1;
}

int
ind__reader_foresee (ind__reader *reader, size_t taken, size_t total)
{
  double per_byte = taken > 0 ? (double) reader->record / (double) taken : 0;

  if (taken >= total || reader->feed.areas != NULL
      || ind__table_reserve (reader->table,
                             reader->table->count
                                 + (size_t) ((double) (total - taken) * per_byte * 1.02)))
    return 1;
  ind__reader_fail_memory (reader);
  return 0;
}

/* The bytes of a regular file, or 0. */
static size_t
size_of (FILE *stream)
{
  struct stat status;
  int descriptor = fileno (stream);

  return descriptor >= 0 && fstat (descriptor, &status) == 0 && S_ISREG (status.st_mode)
             ? (size_t) status.st_size
             : 0;
}

/* Feeds whole lines as they come; all at the end, and where a long line holds a NUL. */
static int
feed_stream (ind__reader *reader, struct csv_parser *parser, FILE *stream)
{
  struct input input = { NULL, 0, 0 };
  size_t n_searched = 0;
  int is_start = 1, is_end = 0, is_good = 1;

  while (is_good && !is_end)
    {
      size_t n, from = input.n;
      is_good = fill_input (reader, &input, stream, &is_end);
      if (!is_good)
        break;
      for (n = input.n; !is_end && n > from && !is_line_end (input.bytes[n - 1]); n--)
        ;
      if (!is_end && n == from)
        {
          if (memchr (input.bytes + n_searched, '\0', input.n - n_searched) == NULL)
            {
              n_searched = input.n;
              continue;
            }
          n = input.n;
        }
      n_searched = 0;
      is_good = (is_start ? feed_start : feed) (reader, parser, input.bytes, n)
                && (!is_start || ind__reader_foresee (reader, n, size_of (stream)));
      is_start = 0;
      input.n -= n;
      memmove (input.bytes, input.bytes + n, input.n);
    }
  ind__release (input.bytes);
  return is_good;
}

/* Text may not be readable beyond its end: its last lines are copied. */
static int
feed_text (ind__reader *reader, struct csv_parser *parser, const char *text, size_t length)
{
  size_t n = length > IND__PADDING ? length - IND__PADDING : 0;
  char *copy;
  int is_good;

  while (n > 0 && !is_line_end (text[n - 1]))
    n--;
  copy = ind__new_zeroed (length - n + IND__PADDING);
  if (copy == NULL)
    {
      ind__reader_fail_memory (reader);
      return 0;
    }
  if (length > n)
    memcpy (copy, text + n, length - n);
  is_good = n == 0 || feed_start (reader, parser, text, n);
  is_good = is_good && (n == 0 ? feed_start : feed) (reader, parser, copy, length - n);
  ind__release (copy);
  return is_good;
}

/* What remains to be said once the whole input was seen. */
static void
finish (ind__reader *reader, struct csv_parser *parser)
{
  if (csv_fini (parser, on_field, on_record, reader) != 0)
    {
      reader->record++;
      ind__complain (reader, IND_E_CSV, reader->n_fields,
                     "this field is quoted and never closed; close it with a quotation mark");
    }
  if (reader->n_complaints > 0 || reader->status != IND_OK)
    return;
  if (reader->record == 0)
    ind__complain (reader, IND_E_CSV, IND__NOWHERE,
                   "the file is empty; it needs a header and at least one record");
  else if (reader->record == 1)
    ind__complain (reader, IND_E_CSV, IND__NOWHERE,
                   "the file has a header and no figures; add at least one record");
  else
    ind__reader_conclude (reader);
}

/* ------------------------------------------------------------------------
 * Reading one input
 * ---------------------------------------------------------------------- */

/* Reads `stream` or, when that is NULL, the text. */
static void
feed_input (ind__reader *reader, FILE *stream, const char *text, size_t length)
{
  struct csv_parser parser;
  int is_done = 0;

  if (stream != NULL && !ind__read_parts (reader, stream, &is_done))
    return;
  if (csv_init (&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_EMPTY_IS_NULL) != 0)
    {
      reader->status
          = ind__fail (reader->error, IND_E_INTERNAL, 0, 0, "libcsv could not be started");
      return;
    }
  csv_set_realloc_func (&parser, ind__reallocate);
  csv_set_free_func (&parser, ind__release);
  csv_set_blk_size (&parser, BLOCK_SIZE);
  if (!is_done)
    ind__reader_take_back (reader);
  if (is_done
      || (stream != NULL ? feed_stream (reader, &parser, stream)
                         : feed_text (reader, &parser, text, length)))
    finish (reader, &parser);
  csv_free (&parser);
}

ind_status
ind__read_input (ind_table *table, const char *name, FILE *stream, const char *text, size_t length,
                 const ind_table_options *options, const ind__feed *feed, ind_error *error)
{
  ind__reader reader;
  ind__plain plain;

  memset (&plain, 0, sizeof plain);
  if (ind__reader_start (&reader, table, name, options, error) == IND_OK)
    {
      reader.feed = *feed;
      reader.plain = &plain;
      feed_input (&reader, stream, text, length);
      if (feed->areas != NULL && reader.status == IND_OK && reader.n_complaints == 0)
        ind__areas_end (&reader);
    }
  ind__plain_free (&plain);
  return ind__reader_stop (&reader);
}

const ind__feed ind__fast_feed = { 0, 262144, 4194304, NULL };

ind_status
ind_table_read_text (ind_table *table, const char *name, const char *text, size_t length,
                     const ind_table_options *options, ind_error *error)
{
  return ind__read_input (table, name, NULL, text, length, options, &ind__fast_feed, error);
}

ind_status
ind_table_read_file (ind_table *table, const char *path, const ind_table_options *options,
                     ind_error *error)
{
  FILE *stream;
  ind_status status;

  if (strcmp (path, "-") == 0)
    return ind__read_input (table, "<stdin>", stdin, NULL, 0, options, &ind__fast_feed, error);
  stream = fopen (path, "rb");
  if (stream == NULL)
    return ind__fail (error, IND_E_FILE, 0, 0, "cannot open %s: %s", path, strerror (errno));
  status = ind__read_input (table, path, stream, NULL, 0, options, &ind__fast_feed, error);
  fclose (stream);
  return status;
}
