/* SPDX-License-Identifier: GPL-3.0-or-later
 * Reading the CSV contract, from bytes to records; the only file that knows
 * libcsv. */
#include <csv.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
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

static void
on_field (void *bytes, size_t length, void *context)
{
  ind__reader *reader = context;
  char *copy;

  if (reader->status != IND_OK)
    return;
  if (!make_room (reader, length))
    {
      ind__reader_fail_memory (reader);
      return;
    }
  copy = reader->bytes + reader->n_bytes;
  if (length > 0)
    memcpy (copy, bytes, length);
  copy[length] = '\0';
  reader->field[reader->n_fields].start = reader->n_bytes;
  reader->field[reader->n_fields++].length = length;
  reader->n_bytes += length + 1;
}

/* Complains of what no field may hold. */
static int
is_clean (ind__reader *reader)
{
  size_t position;
  int is_good = 1;

  if (!reader->has_nul
      && (reader->is_ascii || ind__utf8_valid (reader->bytes, reader->n_bytes) == reader->n_bytes))
    return 1;
  for (position = 0; position < reader->n_fields; position++)
    {
      const char *text = ind__field_text (reader, position);
      size_t length = ind__field_length (reader, position);
      size_t valid = ind__utf8_valid (text, length);
      if (memchr (text, '\0', length) != NULL)
        ind__complain (reader, IND_E_CSV, position,
                       "this field holds a NUL byte; the file may be UTF-16 or damaged: save it "
                       "as UTF-8 text");
      else if (valid < length)
        ind__complain (reader, IND_E_ENCODING, position,
                       "this field holds the byte 0x%02X, which is not UTF-8; save the file as "
                       "UTF-8, or declare that it is Latin-1",
                       (unsigned) (unsigned char) text[valid]);
      else
        continue;
      is_good = 0;
    }
  return is_good;
}

static void
on_record (int terminator, void *context)
{
  ind__reader *reader = context;

  (void) terminator;
  if (reader->status == IND_OK)
    {
      reader->record++;
      if (reader->record == 1)
        {
          if (is_clean (reader))
            ind__read_header (reader);
        }
      else if (reader->has_header && is_clean (reader))
        ind__read_record (reader);
    }
  reader->n_bytes = 0;
  reader->n_fields = 0;
}

/* ------------------------------------------------------------------------
 * Feeding libcsv
 * ---------------------------------------------------------------------- */

static int
is_ascii (const char *bytes, size_t length)
{
  uint64_t word, all = 0;
  size_t i = 0;

  for (; length - i >= sizeof word; i += sizeof word)
    {
      memcpy (&word, bytes + i, sizeof word);
      all |= word;
    }
  for (; i < length; i++)
    all |= (unsigned char) (bytes[i] & 0x80);
  return (all & UINT64_C (0x8080808080808080)) == 0;
}

/* Feeds UTF-8. Returns 0 when reading must stop; so do those below. */
static int
feed_utf8 (ind__reader *reader, struct csv_parser *parser, const char *bytes, size_t length)
{
  reader->has_nul = reader->has_nul || memchr (bytes, '\0', length) != NULL;
  reader->is_ascii = reader->is_ascii && is_ascii (bytes, length);
  if (csv_parse (parser, bytes, length, on_field, on_record, reader) == length)
    return reader->status == IND_OK;
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
          if (!feed_utf8 (reader, parser, converted, n))
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
                                   : feed_utf8 (reader, parser, bytes, length);
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

static int
feed_stream (ind__reader *reader, struct csv_parser *parser, FILE *stream)
{
  char buffer[65536];
  int is_start = 1;

  do
    {
      size_t length = fread (buffer, 1, sizeof buffer, stream);
      if (ferror (stream))
        {
          reader->status = ind__fail (reader->error, IND_E_FILE, 0, 0, "cannot read %s: %s",
                                      reader->name, strerror (errno));
          return 0;
        }
      if (!(is_start ? feed_start : feed) (reader, parser, buffer, length))
        return 0;
      is_start = 0;
    }
  while (!feof (stream));
  return 1;
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
  else if (reader->n_without_value == 1)
    ind__remark (reader, "record %zu has neither OBS_VALUE nor PRINTED and holds no figure",
                 reader->first_without_value);
  else if (reader->n_without_value > 1)
    ind__remark (reader,
                 "%zu records have neither OBS_VALUE nor PRINTED and hold no figure; the first is "
                 "record %zu",
                 reader->n_without_value, reader->first_without_value);
}

/* ------------------------------------------------------------------------
 * Reading one input
 * ---------------------------------------------------------------------- */

static ind_status
check_options (const ind_table_options *options, ind_error *error)
{
  if ((unsigned) options->rounding > IND_ROUNDING_UP)
    return ind__fail (error, IND_E_ARGUMENT, 0, 0, "%d is not an ind_rounding",
                      (int) options->rounding);
  if ((unsigned) options->zeros > IND_ZEROS_STRICT)
    return ind__fail (error, IND_E_ARGUMENT, 0, 0, "%d is not an ind_zeros", (int) options->zeros);
  if ((unsigned) options->locale > IND_LOCALE_IN)
    return ind__fail (error, IND_E_ARGUMENT, 0, 0, "%d is not an ind_locale",
                      (int) options->locale);
  return IND_OK;
}

/* The default SOURCE: the file's name without folder and ".csv". */
static const char *
source_of (const char *name, size_t *length)
{
  const char *slash = strrchr (name, '/');
  const char *source = slash == NULL || slash[1] == '\0' ? name : slash + 1;

  *length = strlen (source);
  if (*length > 4 && ind__equal_ignoring_case (source + *length - 4, 4, ".csv"))
    *length -= 4;
  return source;
}

/* Reads `stream` or, when that is NULL, the text. */
static ind_status
read_input (ind_table *table, const char *name, FILE *stream, const char *text, size_t length,
            const ind_table_options *options, ind_error *error)
{
  ind__reader reader;
  struct csv_parser parser;
  ind__mark mark = ind__table_mark (table);
  size_t n_kept = table->complaints.count, n_complaints = table->n_complaints, n_source, i;
  const char *source = source_of (name, &n_source);

  memset (&reader, 0, sizeof reader);
  if (options != NULL)
    reader.options = *options;
  reader.status = check_options (&reader.options, error);
  if (reader.status != IND_OK)
    return reader.status;
  if (csv_init (&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_EMPTY_IS_NULL) != 0)
    return ind__fail (error, IND_E_INTERNAL, 0, 0, "libcsv could not be started");
  csv_set_realloc_func (&parser, ind__reallocate);
  csv_set_free_func (&parser, ind__release);
  csv_set_blk_size (&parser, BLOCK_SIZE);
  reader.table = table;
  reader.name = name;
  reader.error = error;
  reader.is_ascii = 1;
  for (i = 0; i < IND__N_COLUMNS; i++)
    reader.at[i] = IND__NOWHERE;
  reader.file = ind__reader_string (&reader, name, strlen (name));
  reader.source = ind__reader_string (&reader, source, n_source);
  reader.total = ind__reader_string (&reader, "_T", 2);

  if (reader.status == IND_OK
      && (stream != NULL ? feed_stream (&reader, &parser, stream)
                         : feed_start (&reader, &parser, text, length)))
    finish (&reader, &parser);
  csv_free (&parser);
  ind__release (reader.bytes);
  ind__release (reader.field);
  ind__release (reader.extra);
  ind__release (reader.unit);

  if (reader.status != IND_OK)
    {
      ind__messages_truncate (&table->complaints, n_kept);
      table->n_complaints = n_complaints;
    }
  else if (reader.n_complaints > 0)
    {
      reader.status = reader.complaint_status == IND_E_ENCODING ? IND_E_ENCODING : IND_E_CSV;
      if (error != NULL)
        error->status = reader.status;
    }
  if (reader.status != IND_OK)
    ind__table_rewind (table, &mark);
  return reader.status;
}

ind_status
ind_table_read_text (ind_table *table, const char *name, const char *text, size_t length,
                     const ind_table_options *options, ind_error *error)
{
  return read_input (table, name, NULL, text, length, options, error);
}

ind_status
ind_table_read_file (ind_table *table, const char *path, const ind_table_options *options,
                     ind_error *error)
{
  FILE *stream;
  ind_status status;

  if (strcmp (path, "-") == 0)
    return read_input (table, "<stdin>", stdin, NULL, 0, options, error);
  stream = fopen (path, "rb");
  if (stream == NULL)
    return ind__fail (error, IND_E_FILE, 0, 0, "cannot open %s: %s", path, strerror (errno));
  status = read_input (table, path, stream, NULL, 0, options, error);
  fclose (stream);
  return status;
}
