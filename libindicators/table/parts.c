/* SPDX-License-Identifier: GPL-3.0-or-later
 * A large file read in parts: each thread reads whole lines into a table of its own, and the
 * tables are put together in their order. Where a quotation mark turns up, lines may not be
 * records, and the file is read in one go. */
#include "table/parts.h"

#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "base/threads.h"

struct part {
  ind_table *table;
  ind__reader reader;
  ind__plain plain;
  off_t from, to;
  int is_plain, has_failed, is_open;
};

struct parts {
  int descriptor;
  const ind__reader *reader;
  const char *header;
  size_t header_length;
  struct part *at;
  size_t n;
};

/* ------------------------------------------------------------------------
 * Bytes
 * ---------------------------------------------------------------------- */

/* As many bytes as there are, up to `length`; -1 when they cannot be read. */
static ssize_t
read_bytes (int descriptor, char *bytes, size_t length, off_t from)
{
  size_t n = 0;

  while (n < length)
    {
      ssize_t got = pread (descriptor, bytes + n, length - n, from + (off_t) n);
      if (got < 0)
        return -1;
      if (got == 0)
        break;
      n += (size_t) got;
    }
  return (ssize_t) n;
}

/* Where the first line that ends at `from` or later ends; -1 when no end is near. */
static off_t
find_line_end (const struct parts *parts, off_t from, char *bytes)
{
  ssize_t n = read_bytes (parts->descriptor, bytes, parts->reader->feed.buffer_size, from);
  const char *end = n > 0 ? memchr (bytes, '\n', (size_t) n) : NULL;

  return end == NULL ? -1 : from + (end - bytes) + 1;
}

/* ------------------------------------------------------------------------
 * A part
 * ---------------------------------------------------------------------- */

/* Feeds the whole lines among the first n bytes; how many bytes they are. At the end of the
 * file all are fed: the last line gets an end. */
static size_t
feed_lines (struct part *part, char *bytes, size_t n, int is_end)
{
  unsigned seen;

  if (is_end && n > 0 && bytes[n - 1] != '\n')
    bytes[n++] = '\n';
  while (!is_end && n > 0 && bytes[n - 1] != '\n')
    n--;
  seen = ind__survey (bytes, n);
  part->is_plain = (seen & (IND__HAS_QUOTE | IND__HAS_NUL)) == 0;
  if (part->is_plain && n > 0)
    {
      part->reader.is_ascii = part->reader.is_ascii && (seen & IND__HAS_NON_ASCII) == 0;
      if (!ind__plain_read (&part->plain, &part->reader, bytes, n))
        part->has_failed = 1;
    }
  return n;
}

static void
read_part (void *context, size_t k)
{
  struct parts *parts = context;
  struct part *part = &parts->at[k];
  size_t buffer_size = parts->reader->feed.buffer_size, n = 0, fed;
  char *bytes = ind__new_array (2 * buffer_size + IND__PADDING, 1);
  off_t at = part->from;
  int is_start = 1;

  part->has_failed = bytes == NULL;
  part->is_plain = 1;
  while (!part->has_failed && part->is_plain && (at < part->to || n > 0)
         && part->reader.n_complaints == 0)
    {
      size_t left = (size_t) (part->to - at), wanted = left < buffer_size ? left : buffer_size;
      ssize_t got = read_bytes (parts->descriptor, bytes + n, wanted, at);
      if (got != (ssize_t) wanted)
        {
          /* The file shrank, or cannot be read: what to say of it is known elsewhere. */
          part->is_plain = 0;
          break;
        }
      at += got;
      n += (size_t) got;
      memset (bytes + n, 0, IND__PADDING);
      fed = feed_lines (part, bytes, n, at == part->to);
      if (is_start && !part->has_failed
          && !ind__reader_foresee (&part->reader, fed, (size_t) (part->to - part->from)))
        part->has_failed = 1;
      is_start = 0;
      n = fed < n ? n - fed : 0;
      /* A line that long is read elsewhere. */
      part->is_plain &= n <= buffer_size;
      memmove (bytes, bytes + fed, n);
    }
  part->is_plain &= part->reader.n_complaints == 0;
  ind__release (bytes);
}

/* ------------------------------------------------------------------------
 * The whole
 * ---------------------------------------------------------------------- */

/* The header and where it ends, at the first end of a line; -1 where there is no plain one. */
static off_t
read_header (struct parts *parts, char *bytes)
{
  ssize_t got = read_bytes (parts->descriptor, bytes, parts->reader->feed.buffer_size, 0);
  static const char mark[3] = { '\xEF', '\xBB', '\xBF' };
  size_t n = got > 0 ? (size_t) got : 0, end = 0;
  size_t skipped = n >= 3 && memcmp (bytes, mark, 3) == 0 ? 3 : 0;

  while (end < n && bytes[end] != '\n' && bytes[end] != '\r')
    end++;
  if (end == n || memchr (bytes, '"', end) != NULL || memchr (bytes, '\0', end) != NULL)
    return -1;
  parts->header = bytes + skipped;
  parts->header_length = end + 1 - skipped;
  return (off_t) end + 1;
}

/* Divides what follows the header; 0 where that cannot be done. */
static int
divide (struct parts *parts, off_t from, off_t to, char *bytes)
{
  size_t k;

  for (k = 0; k < parts->n; k++)
    {
      parts->at[k].from = k == 0 ? from : parts->at[k - 1].to;
      parts->at[k].to
          = k + 1 == parts->n
                ? to
                : find_line_end (parts, from + (to - from) / (off_t) parts->n * (off_t) (k + 1),
                                 bytes);
      if (parts->at[k].to < parts->at[k].from)
        return 0;
    }
  return 1;
}

/* Opens the parts and reads the header into each; 0 when memory ran out. */
static int
open_parts (struct parts *parts)
{
  size_t k;

  for (k = 0; k < parts->n; k++)
    {
      struct part *part = &parts->at[k];
      if (k == 0)
        part->table = parts->reader->table;
      else if (ind_table_new (&part->table, NULL) != IND_OK)
        return 0;
      part->is_open = 1;
      if (ind__reader_start (&part->reader, part->table, parts->reader->name,
                             &parts->reader->options, NULL)
          != IND_OK)
        return 0;
      part->reader.feed = parts->reader->feed;
      part->reader.plain = &part->plain;
      part->reader.is_ascii
          = (ind__survey (parts->header, parts->header_length) & IND__HAS_NON_ASCII) == 0;
      if (!ind__plain_read (&part->plain, &part->reader, parts->header, parts->header_length))
        return 0;
    }
  return 1;
}

/* Puts the tables together, and what the readers counted into the first. */
static int
join_parts (struct parts *parts, ind__reader *reader)
{
  size_t k, n_records = 1;

  for (k = 0; k < parts->n; k++)
    {
      struct part *part = &parts->at[k];
      if (part->reader.n_without_value > 0 && reader->n_without_value == 0)
        reader->first_without_value = part->reader.first_without_value + n_records - 1;
      reader->n_without_value += part->reader.n_without_value;
      if (k > 0)
        {
          if (!ind__table_absorb (reader->table, part->table, (uint32_t) (n_records - 1)))
            return 0;
          ind_table_free (part->table);
          part->table = NULL;
        }
      n_records += part->reader.record - 1;
    }
  reader->record = n_records;
  reader->n_columns = parts->at[0].reader.n_columns;
  return 1;
}

static void
close_parts (struct parts *parts)
{
  size_t k;

  for (k = 0; k < parts->n; k++)
    {
      if (parts->at[k].is_open)
        {
          ind__reader_close (&parts->at[k].reader);
          ind__plain_free (&parts->at[k].plain);
        }
      if (k > 0)
        ind_table_free (parts->at[k].table);
    }
}

/* Reads all parts: 0 when memory ran out. */
static int
read_all (struct parts *parts, ind__reader *reader, off_t from, off_t to, char *bytes,
          int *is_done)
{
  size_t k, n_records = 0;
  int is_plain = 1, has_failed;

  has_failed = !open_parts (parts);
  for (k = 0; k < parts->n && !has_failed; k++)
    is_plain &= parts->at[k].reader.has_header && parts->at[k].reader.n_complaints == 0;
  if (has_failed || !is_plain || !divide (parts, from, to, bytes))
    return !has_failed;
  ind__run_threads (parts->n, read_part, parts);
  for (k = 0; k < parts->n; k++)
    {
      is_plain &= parts->at[k].is_plain;
      has_failed |= parts->at[k].has_failed;
      n_records += parts->at[k].reader.record;
    }
  if (has_failed || !is_plain || n_records > UINT32_MAX)
    return !has_failed;
  *is_done = 1;
  return join_parts (parts, reader);
}

int
ind__read_parts (ind__reader *reader, FILE *stream, int *is_done)
{
  struct parts parts;
  struct stat status;
  size_t n_threads = reader->options.threads, buffer_size = reader->feed.buffer_size;
  char *bytes;
  off_t from;
  int is_good = 1;

  *is_done = 0;
  memset (&parts, 0, sizeof parts);
  parts.descriptor = fileno (stream);
  parts.reader = reader;
  if (n_threads < 2 || reader->options.is_latin1 || parts.descriptor < 0
      || fstat (parts.descriptor, &status) != 0 || !S_ISREG (status.st_mode)
      || ftello (stream) != 0 || status.st_size < 2 * (off_t) reader->feed.part_size)
    return 1;
  parts.n = (size_t) status.st_size / reader->feed.part_size;
  if (parts.n > n_threads)
    parts.n = n_threads;
  if (parts.n > IND__MOST_THREADS)
    parts.n = IND__MOST_THREADS;
  bytes = ind__new_zeroed (2 * (buffer_size + IND__PADDING));
  parts.at = ind__new_zeroed (parts.n * sizeof *parts.at);
  if (bytes == NULL || parts.at == NULL)
    is_good = 0;
  else
    {
      from = read_header (&parts, bytes);
      if (from >= 0)
        is_good = read_all (&parts, reader, from, status.st_size,
                            bytes + buffer_size + IND__PADDING, is_done);
      close_parts (&parts);
    }
  ind__release (bytes);
  ind__release (parts.at);
  if (!is_good)
    ind__reader_fail_memory (reader);
  return is_good;
}
