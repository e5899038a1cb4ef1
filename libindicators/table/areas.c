/* SPDX-License-Identifier: GPL-3.0-or-later
 * Area by area: the input is read twice. First to see whether the records of each area
 * follow one another, and which kinds of figures there are: rules over whatever components a
 * file has depend on all of it. Then for the figures, which are kept for one area at a time. */
#include "table/areas.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "table/plain.h"

/* Names of areas and other texts that a table gathers before there is a new one: memory and
 * the time of a check are those of an area, however many there are. */
#define MOST_STRINGS 1024

/* Forgets the figures and where they stand; kinds and names stay. */
static void
drop_figures (ind__reader *reader)
{
  ind__mark mark;

  ind__table_empty (reader->table);
  mark = ind__table_mark (reader->table);
  mark.n_sites = 0;
  ind__table_rewind (reader->table, &mark);
  ind__plain_forget_spots (reader->plain);
}

/* Makes a table without figures, which knows all kinds, that of the area at hand; 0 when
 * memory ran out. */
static int
make_table (struct ind__areas *areas)
{
  ind_table *table;

  if (ind_table_new (&table, NULL) != IND_OK)
    return 0;
  if (!ind__table_know_kinds (table, areas->outline))
    {
      ind_table_free (table);
      return 0;
    }
  areas->table = table;
  areas->n_strings = table->strings.count;
  return 1;
}

/* Shows the figures of the area. */
static int
visit (ind__reader *reader)
{
  struct ind__areas *areas = reader->feed.areas;

  if (reader->table->count > 0)
    reader->status = areas->visitor (areas->context, reader->table, reader->error);
  return reader->status == IND_OK;
}

/* Begins the next area, with what was learnt of the last ones as long as that is little. */
static int
start_area (ind__reader *reader)
{
  struct ind__areas *areas = reader->feed.areas;
  ind_table *last = areas->table;
  int is_good;

  if (last->strings.count - areas->n_strings < MOST_STRINGS)
    {
      drop_figures (reader);
      return 1;
    }
  is_good = make_table (areas) && ind__reader_restart (reader, areas->table);
  if (areas->table != last)
    ind_table_free (last);
  if (!is_good)
    ind__reader_fail_memory (reader);
  return is_good;
}

int
ind__areas_go_on (const struct ind__areas *areas, const char *area, size_t length)
{
  return areas->seen.count > 0 && ind__strings_length (&areas->seen, areas->current) == length
         && memcmp (ind__strings_at (&areas->seen, areas->current), area, length) == 0;
}

int
ind__areas_step (ind__reader *reader)
{
  struct ind__areas *areas = reader->feed.areas;
  size_t count = areas->seen.count, length;
  const char *area;
  uint32_t number;

  if (reader->n_fields != reader->n_columns)
    return 1;
  area = ind__field_text (reader, reader->at[REF_AREA]);
  length = ind__field_length (reader, reader->at[REF_AREA]);
  if (length == 0 || ind__areas_go_on (areas, area, length))
    return 1;
  number = ind__strings_add (&areas->seen, area, length);
  if (number == IND__NO_STRING)
    {
      ind__reader_fail_memory (reader);
      return 0;
    }
  areas->current = number;
  if (number < count)
    {
      if (areas->is_mixed)
        return 1;
      areas->is_mixed = 1;
      ind__complain (reader, IND_E_CSV, reader->at[REF_AREA],
                     "records of other areas stand between this one of \"%s\" and those before; "
                     "sort the file by REF_AREA, or read all areas at once",
                     ind__field_quote (reader, reader->at[REF_AREA]).text);
      return 1;
    }
  if (areas->visitor != NULL)
    return visit (reader) && start_area (reader);
  drop_figures (reader);
  return 1;
}

void
ind__areas_end (ind__reader *reader)
{
  reader->feed.areas->n_records = reader->record;
  if (reader->feed.areas->visitor != NULL)
    (void) visit (reader);
  else
    drop_figures (reader);
}

/* What can be read twice, from its beginning: the stream, if it is a file; else a copy in a
 * temporary one, which is made when the stream is read. */
static ind_status
open_copy (struct ind__areas *areas, const char *name, FILE *stream, ind_error *error)
{
  struct stat status;

  if (fstat (fileno (stream), &status) == 0 && S_ISREG (status.st_mode) && ftello (stream) == 0)
    return IND_OK;
  areas->copy = tmpfile ();
  if (areas->copy != NULL)
    return IND_OK;
  return ind__fail (error, IND_E_FILE, 0, 0,
                    "cannot open a temporary file for what %s holds: %s; it is read twice", name,
                    strerror (errno));
}

static ind_status
read_grouped (ind_table *table, const char *name, FILE *stream,
              const ind_table_options *options, struct ind__areas *areas, ind_error *error)
{
  ind__feed feed = ind__fast_feed;

  feed.areas = areas;
  return ind__read_input (table, name, stream, NULL, 0, options, &feed, error);
}

/* The second reading, of as many records and areas as the first. */
static ind_status
visit_all (const ind_table *outline, const char *name, FILE *stream,
           const ind_table_options *options, struct ind__areas *areas, ind_error *error)
{
  size_t n_areas = areas->seen.count, n_records = areas->n_records;
  ind_status status;

  ind__strings_free (&areas->seen);
  areas->outline = outline;
  if (!make_table (areas))
    return ind__fail_memory (error);
  rewind (stream);
  status = read_grouped (areas->table, name, stream, options, areas, error);
  if (status == IND_E_CSV || status == IND_E_ENCODING
      || (status == IND_OK
          && (areas->seen.count != n_areas || areas->n_records != n_records)))
    status = ind__fail (error, IND_E_FILE, 0, 0, "%s changed while it was read", name);
  return status;
}

ind_status
ind_table_visit_areas (ind_table *table, const char *path, const ind_table_options *options,
                       ind_area_visitor visitor, void *context, ind_error *error)
{
  struct ind__areas areas;
  const char *name = strcmp (path, "-") == 0 ? "<stdin>" : path;
  ind_table_options own;
  ind_status status;
  FILE *stream;

  if (table->n_kinds > 0)
    return ind__fail (error, IND_E_ARGUMENT, 0, 0,
                      "a table that holds figures cannot be read area by area; pass a new one");
  stream = name == path ? fopen (path, "rb") : stdin;
  if (stream == NULL)
    return ind__fail (error, IND_E_FILE, 0, 0, "cannot open %s: %s", path, strerror (errno));
  memset (&areas, 0, sizeof areas);
  memset (&own, 0, sizeof own);
  if (options != NULL)
    own = *options;
  own.threads = 0;
  status = open_copy (&areas, name, stream, error);
  if (status == IND_OK)
    status = read_grouped (table, name, stream, &own, &areas, error);
  if (status == IND_OK)
    {
      areas.visitor = visitor;
      areas.context = context;
      status = visit_all (table, name, areas.copy == NULL ? stream : areas.copy, &own, &areas,
                          error);
    }
  ind_table_free (areas.table);
  ind__strings_free (&areas.seen);
  if (areas.copy != NULL)
    fclose (areas.copy);
  if (stream != stdin)
    fclose (stream);
  return status;
}
