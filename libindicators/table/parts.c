/* SPDX-License-Identifier: GPL-3.0-or-later
 * A large file read by several threads. Each reads portions of it, whole lines, into a table of
 * its own, small enough to stay in its cache, and appends them to the table of all when it is
 * their turn. Where a quotation mark turns up, lines may not be records, and the file is read in
 * one go. */
#include "table/parts.h"

#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "base/threads.h"

/* Buffers of bytes in a portion. */
#define BUFFERS 2
/* Read beyond the end of a portion, step by step, to find where its last line ends. */
#define STEP 512

/* What one thread reads with. */
struct part {
  ind_table *table;
  ind__reader reader;
  ind__plain plain;
  ind__translation translation;
  char *bytes;
  int is_plain, has_failed, is_open;
};

struct parts {
  int descriptor;
  ind__reader *reader; /* of the whole file */
  struct part whole;   /* has read the header alone; its table is the reader's, and its reader
                          counts what is in that */
  const char *header;
  size_t header_length;
  struct part *at;
  size_t n;
  off_t from, to;      /* what follows the header */
  size_t portion_size, n_portions, n_taken;
  ind__turns turns;
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

/* Reads on to the end of the line that the byte `length` - 1 is of. How many bytes there are
 * then, that end with it; 0 where they are not to be had: the file shrank or cannot be read, and
 * what to say of it is known elsewhere, or the line is too long. */
static size_t
read_to_line_end (const struct parts *parts, char *bytes, size_t length, off_t from)
{
  size_t left = (size_t) (parts->to - from), most = length + parts->reader->feed.buffer_size;
  size_t step = most - length < STEP ? most - length : STEP, n_read = 0, n_seen = length - 1, n;
  const char *end;

  for (n = length + step; n <= most; n = n_read + step)
    {
      n = n < left ? n : left;
      if (read_bytes (parts->descriptor, bytes + n_read, n - n_read, from + (off_t) n_read)
          != (ssize_t) (n - n_read))
        return 0;
      n_read = n;
      /* The last line of all gets an end. */
      if (n == left && bytes[n - 1] != '\n')
        bytes[n++] = '\n';
      end = memchr (bytes + n_seen, '\n', n - n_seen);
      if (end != NULL)
        return (size_t) (end + 1 - bytes);
      n_seen = n;
    }
  return 0;
}

/* Reads the lines that begin in a portion: *first says where in the part's bytes, *n how many
 * bytes they are. 0 where they are not to be had. */
static int
read_lines (const struct parts *parts, struct part *part, size_t number, size_t *first, size_t *n)
{
  size_t size = parts->portion_size, end;
  off_t from = parts->from + (off_t) (number * size), left = parts->to - from;

  /* With the byte before, which tells whether a line begins here. */
  end = read_to_line_end (parts, part->bytes,
                          1 + ((off_t) size < left ? size : (size_t) left), from - 1);
  if (end == 0)
    return 0;
  memset (part->bytes + end, 0, IND__PADDING);
  *first = 1;
  if (number > 0)
    *first = (size_t) ((char *) memchr (part->bytes, '\n', end) + 1 - part->bytes);
  *n = end - *first;
  return 1;
}

/* ------------------------------------------------------------------------
 * Portions
 * ---------------------------------------------------------------------- */

/* Reads a portion into the part's table; 0 when that cannot go on. */
static int
read_portion (const struct parts *parts, struct part *part, size_t number)
{
  size_t first, n;
  unsigned seen;

  ind__table_empty (part->table);
  part->reader.record = 1;
  part->reader.n_without_value = 0;
  if (!read_lines (parts, part, number, &first, &n))
    {
      part->is_plain = 0;
      return 0;
    }
  if (n == 0)
    return 1;
  seen = ind__survey (part->bytes + first, n);
  part->reader.is_ascii = part->reader.is_ascii && (seen & IND__HAS_NON_ASCII) == 0;
  if ((seen & (IND__HAS_QUOTE | IND__HAS_NUL)) != 0)
    part->is_plain = 0;
  else if (!ind__plain_read (&part->plain, &part->reader, part->bytes + first, n))
    part->has_failed = 1;
  part->is_plain &= part->reader.n_complaints == 0;
  return part->is_plain && !part->has_failed;
}

/* Appends the portion the part has read; 0 when that cannot go on. */
static int
append_portion (struct parts *parts, struct part *part, size_t number)
{
  ind__reader *all = &parts->whole.reader;
  size_t n_records = part->reader.record - 1;

  if (all->record + n_records > UINT32_MAX)
    {
      part->is_plain = 0;
      return 0;
    }
  if (part->reader.n_without_value > 0 && all->n_without_value == 0)
    all->first_without_value = part->reader.first_without_value + all->record - 1;
  all->n_without_value += part->reader.n_without_value;
  part->has_failed = !ind__table_append_all (&part->translation, (uint32_t) (all->record - 1));
  all->record += n_records;
  if (number == 0 && !part->has_failed)
    part->has_failed = !ind__reader_foresee (all, parts->portion_size,
                                             (size_t) (parts->to - parts->from));
  return !part->has_failed;
}

/* Portions are taken as threads become free. */
static void
read_portions (void *context, size_t k)
{
  struct parts *parts = context;
  struct part *part = &parts->at[k];
  int goes_on = 1;

  while (goes_on)
    {
      size_t number = __atomic_fetch_add (&parts->n_taken, 1, __ATOMIC_RELAXED);
      if (number >= parts->n_portions)
        return;
      goes_on = read_portion (parts, part, number) && ind__turn_await (&parts->turns, number)
                && append_portion (parts, part, number);
      if (goes_on)
        ind__turn_done (&parts->turns);
    }
  ind__turns_end (&parts->turns);
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

/* Reads the header into a part, which has its table; 0 when memory ran out. */
static int
open_part (struct parts *parts, struct part *part)
{
  part->is_open = part->is_plain = 1;
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
  part->is_plain = part->reader.has_header && part->reader.n_complaints == 0;
  return 1;
}

static int
open_parts (struct parts *parts)
{
  size_t room = parts->portion_size + parts->reader->feed.buffer_size + IND__PADDING + 2, k;

  parts->whole.table = parts->reader->table;
  if (!open_part (parts, &parts->whole))
    return 0;
  for (k = 0; k < parts->n; k++)
    {
      struct part *part = &parts->at[k];
      part->bytes = ind__new_array (room, 1);
      if (part->bytes == NULL || ind_table_new (&part->table, NULL) != IND_OK
          || !open_part (parts, part))
        return 0;
      part->translation.to = parts->reader->table;
      part->translation.from = part->table;
    }
  return 1;
}

static void
close_part (struct part *part)
{
  ind__release (part->bytes);
  ind__translation_free (&part->translation);
  if (part->is_open)
    {
      ind__reader_close (&part->reader);
      ind__plain_free (&part->plain);
    }
}

static void
close_parts (struct parts *parts)
{
  size_t k;

  close_part (&parts->whole);
  for (k = 0; k < parts->n; k++)
    {
      close_part (&parts->at[k]);
      ind_table_free (parts->at[k].table);
    }
}

/* What was counted in all portions. */
static void
conclude (const struct parts *parts)
{
  const ind__reader *all = &parts->whole.reader;

  parts->reader->record = all->record;
  parts->reader->n_columns = all->n_columns;
  parts->reader->n_without_value = all->n_without_value;
  parts->reader->first_without_value = all->first_without_value;
}

/* Reads all portions: 0 when memory ran out. */
static int
read_all (struct parts *parts, int *is_done)
{
  size_t k;
  int has_failed = 0;

  if (!open_parts (parts))
    return 0;
  if (!parts->whole.is_plain)
    return 1;
  if (!ind__turns_open (&parts->turns))
    return 0;
  parts->n_portions
      = ((size_t) (parts->to - parts->from) + parts->portion_size - 1) / parts->portion_size;
  ind__run_threads (parts->n, read_portions, parts);
  ind__turns_close (&parts->turns);
  *is_done = 1;
  for (k = 0; k < parts->n; k++)
    {
      *is_done &= parts->at[k].is_plain;
      has_failed |= parts->at[k].has_failed;
    }
  if (*is_done)
    conclude (parts);
  return !has_failed;
}

int
ind__read_parts (ind__reader *reader, FILE *stream, int *is_done)
{
  struct parts parts;
  struct stat status;
  size_t n_threads = reader->options.threads;
  char *bytes;
  int is_good = 1;

  *is_done = 0;
  memset (&parts, 0, sizeof parts);
  parts.descriptor = fileno (stream);
  parts.reader = reader;
  parts.portion_size = BUFFERS * reader->feed.buffer_size;
  if (n_threads < 2 || reader->options.is_latin1 || parts.descriptor < 0
      || fstat (parts.descriptor, &status) != 0 || !S_ISREG (status.st_mode)
      || ftello (stream) != 0 || status.st_size < 2 * (off_t) reader->feed.part_size)
    return 1;
  parts.n = (size_t) status.st_size / reader->feed.part_size;
  if (parts.n > n_threads)
    parts.n = n_threads;
  if (parts.n > IND__MOST_THREADS)
    parts.n = IND__MOST_THREADS;
  bytes = ind__new_zeroed (reader->feed.buffer_size + IND__PADDING);
  parts.at = ind__new_zeroed (parts.n * sizeof *parts.at);
  if (bytes == NULL || parts.at == NULL)
    is_good = 0;
  else
    {
      parts.from = read_header (&parts, bytes);
      parts.to = status.st_size;
      if (parts.from >= 0)
        is_good = read_all (&parts, is_done);
      close_parts (&parts);
    }
  ind__release (bytes);
  ind__release (parts.at);
  if (!is_good)
    ind__reader_fail_memory (reader);
  return is_good;
}
