/* SPDX-License-Identifier: GPL-3.0-or-later
 * Checks that could not be made. Finding one again is as much work as finding it was; a table
 * of a million figures may have half as many of them, which nobody reads. */
#include "check/unverifiable.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "check/finder.h"
#include "check/obstacle.h"

/* No verdict that is kept depends on it. */
#define ANY_ALPHA 0.5

/* What a reader of its own needs to find what is at a place. */
struct reader {
  ind__origin *place; /* in order */
  ind_report own; /* its findings; the index and templates of the report */
  ind__judge judge;
  ind__finder finder;
};

static int
compare_places (const void *left, const void *right)
{
  return ind__origin_compare (left, right);
}

static int
open_reader (struct reader *reader, const ind_report *report)
{
  const ind__unverifiable *list = &report->unverifiable;

  memset (reader, 0, sizeof *reader);
  reader->place = ind__new_array (list->n_places, sizeof *reader->place);
  if (reader->place == NULL)
    return 0;
  memcpy (reader->place, list->at, list->n_places * sizeof *reader->place);
  qsort (reader->place, list->n_places, sizeof *reader->place, compare_places);
  reader->own.index = report->index;
  reader->own.templates = report->templates;
  return ind__judge_prepare (&reader->judge, &report->index, &report->templates, ANY_ALPHA, NULL)
             == IND_OK
         && ind__finder_open (&reader->finder, &reader->own, &reader->judge, NULL,
                              IND__FIND_UNVERIFIABLE);
}

static void
close_reader (struct reader *reader)
{
  ind__finder_close (&reader->finder);
  ind__judge_free (&reader->judge);
  ind__release (reader->place);
  ind__release (reader->own.findings.at);
  ind__release (reader->own.figures);
}

int
ind__visit_unverifiable (const ind_report *report, ind__unverifiable_visitor visitor,
                         void *context)
{
  const ind__unverifiable *list = &report->unverifiable;
  struct reader reader;
  size_t n = 0, k, i;
  int is_good;

  if (list->count == 0)
    return 1;
  is_good = open_reader (&reader, report);
  for (k = 0; k < list->n_places && is_good; k++)
    {
      ind__findings *found = &reader.own.findings;
      found->count = reader.own.n_figures = 0;
      is_good = ind__find_at (&reader.finder, &reader.place[k]);
      for (i = 0; i < found->count && is_good; i++)
        {
          ind__finding_name (&found->at[i], 'U', n++);
          is_good = visitor (context, &reader.own, &found->at[i]);
        }
    }
  close_reader (&reader);
  return is_good;
}

/* ------------------------------------------------------------------------
 * A list of them
 * ---------------------------------------------------------------------- */

struct lister {
  ind_report *list;
  ind__text text;
};

static int
add_to_list (void *context, const ind_report *own, const ind__finding *finding)
{
  struct lister *lister = context;
  ind_report *list = lister->list;
  size_t n = finding->n_figures + finding->n_missing;
  ind__finding *added;

  if (!ind__grow (&list->findings.at, &list->findings.capacity, list->findings.count + 1,
                  sizeof *list->findings.at)
      || !ind__grow (&list->figures, &list->figures_capacity, list->n_figures + n,
                     sizeof *list->figures))
    return 0;
  added = &list->findings.at[list->findings.count];
  *added = *finding;
  added->first_figure = list->n_figures;
  if (n > 0)
    memcpy (list->figures + list->n_figures, own->figures + finding->first_figure,
            n * sizeof *list->figures);
  lister->text.length = 0;
  ind__put_unverifiable (&lister->text, own, finding);
  added->sentence = lister->text.has_failed
                        ? NULL
                        : ind__pool_copy (&list->sentences, lister->text.bytes,
                                          lister->text.length);
  if (added->sentence == NULL)
    return 0;
  list->findings.count++;
  list->n_figures += n;
  return 1;
}

static void
free_list (ind_report *list)
{
  if (list == NULL)
    return;
  ind__pool_free (&list->sentences);
  ind__release (list->findings.at);
  ind__release (list->figures);
  ind__release (list);
}

const ind_report *
ind__list_unverifiable (const ind_report *report)
{
  /* To callers the report is constant; it was made by ind_check. */
  ind_report **listed = (ind_report **) (uintptr_t) &report->unverifiable.listed, *other = NULL;
  struct lister lister = { __atomic_load_n (listed, __ATOMIC_ACQUIRE), { 0 } };
  int is_good;

  if (lister.list != NULL)
    return lister.list;
  lister.list = ind__new_zeroed (sizeof *lister.list);
  is_good = lister.list != NULL && ind__visit_unverifiable (report, add_to_list, &lister);
  ind__text_free (&lister.text);
  /* Of two threads the first gives it to both. */
  if (is_good
      && __atomic_compare_exchange_n (listed, &other, lister.list, 0, __ATOMIC_ACQ_REL,
                                      __ATOMIC_ACQUIRE))
    return lister.list;
  free_list (lister.list);
  return other;
}

void
ind__unverifiable_free (ind__unverifiable *list)
{
  free_list (list->listed);
  ind__release (list->at);
}
