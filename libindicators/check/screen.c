/* SPDX-License-Identifier: GPL-3.0-or-later
 * Screening: each thread sweeps a part of the sites. What comes out does not depend on their
 * number. */
#include "check/screen.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/threads.h"

/* Fewer sites are not worth a thread. */
#define SITES_PER_THREAD 256

struct part {
  ind__swept *swept; /* per template */
  size_t first, end; /* sites */
  int is_good;
};

struct screener {
  ind__judge *judge;
  ind__swept *swept;
  uint8_t *is_touched;
  struct part *parts;
  size_t n_parts;
};

static size_t
n_templates (const struct screener *screener)
{
  return screener->judge->templates->count;
}

/* The k-th of n parts of `all`. */
static void
take_range (struct part *part, size_t k, size_t n, size_t all)
{
  part->first = all / n * k + (k < all % n ? k : all % n);
  part->end = part->first + all / n + (k < all % n);
}

static int
compare_leads (const void *left, const void *right)
{
  const ind__lead *a = left, *b = right;

  if (a->slot != b->slot)
    return a->slot < b->slot ? -1 : 1;
  return a->figure < b->figure ? -1 : a->figure > b->figure;
}

/* Leads mostly are in order as they come. */
static void
sort_leads (ind__swept *swept)
{
  size_t k;

  for (k = 1; k < swept->n_leads; k++)
    if (compare_leads (&swept->leads[k - 1], &swept->leads[k]) > 0)
      {
        qsort (swept->leads, swept->n_leads, sizeof *swept->leads, compare_leads);
        return;
      }
}

static void
sweep_part (void *context, size_t k)
{
  struct screener *screener = context;
  struct part *part = &screener->parts[k];
  const ind__judge *judge = screener->judge;
  ind__judge own;
  size_t j;

  memset (&own, 0, sizeof own);
  part->swept = ind__new_zeroed ((n_templates (screener) + 1) * sizeof *part->swept);
  /* The caller's judge does for the first part. */
  part->is_good
      = part->swept != NULL
        && (k == 0
            || ind__judge_prepare (&own, judge->index, judge->templates, judge->alpha, NULL)
                   == IND_OK)
        && ind__sweep (k == 0 ? screener->judge : &own, part->first, part->end, part->swept,
                       screener->is_touched);
  if (k > 0)
    ind__judge_free (&own);
  for (j = 0; j < n_templates (screener) && part->is_good; j++)
    sort_leads (&part->swept[j]);
}

/* Adds up what the parts found of a template. */
static int
join_template (struct screener *screener, size_t number)
{
  ind__swept *all = &screener->swept[number];
  size_t n = 0, k;

  if (screener->n_parts == 1)
    {
      *all = screener->parts[0].swept[number];
      screener->parts[0].swept[number].leads = NULL;
      return 1;
    }
  for (k = 0; k < screener->n_parts; k++)
    n += screener->parts[k].swept[number].n_leads;
  all->leads = ind__new_array (n, sizeof *all->leads);
  if (all->leads == NULL)
    return 0;
  all->is_swept = 1;
  for (k = 0; k < screener->n_parts; k++)
    {
      const ind__swept *own = &screener->parts[k].swept[number];
      all->is_swept &= own->is_swept;
      all->n_exact += own->n_exact;
      all->n_rounding += own->n_rounding;
      if (own->n_leads > 0)
        memcpy (all->leads + all->n_leads, own->leads, own->n_leads * sizeof *own->leads);
      all->n_leads += own->n_leads;
    }
  sort_leads (all);
  return 1;
}

static int
sweep (struct screener *screener, size_t n_threads)
{
  size_t n_sites = screener->judge->index->table->n_sites, k;
  int is_good = 1;

  screener->n_parts = 1 + n_sites / SITES_PER_THREAD;
  if (screener->n_parts > n_threads)
    screener->n_parts = n_threads;
  for (k = 0; k < screener->n_parts; k++)
    take_range (&screener->parts[k], k, screener->n_parts, n_sites);
  ind__run_threads (screener->n_parts, sweep_part, screener);
  for (k = 0; k < screener->n_parts; k++)
    is_good &= screener->parts[k].is_good;
  for (k = 0; k < n_templates (screener) && is_good; k++)
    is_good = join_template (screener, k);
  return is_good;
}

/* ------------------------------------------------------------------------
 * The whole
 * ---------------------------------------------------------------------- */

int
ind__screen (ind__judge *judge, size_t n_threads, ind__swept *swept, uint8_t *is_touched)
{
  struct screener screener;
  size_t n = judge->templates->count, k, j;
  int is_good;

  n_threads = n_threads < 1 ? 1 : n_threads > IND__MOST_THREADS ? IND__MOST_THREADS : n_threads;
  memset (&screener, 0, sizeof screener);
  screener.judge = judge;
  screener.swept = swept;
  screener.is_touched = is_touched;
  screener.parts = ind__new_zeroed (n_threads * sizeof *screener.parts);
  is_good = screener.parts != NULL && sweep (&screener, n_threads);
  for (k = 0; k < n_threads && screener.parts != NULL; k++)
    {
      for (j = 0; screener.parts[k].swept != NULL && j < n; j++)
        ind__release (screener.parts[k].swept[j].leads);
      ind__release (screener.parts[k].swept);
    }
  ind__release (screener.parts);
  return is_good;
}

void
ind__swept_free (ind__swept *swept, size_t n)
{
  size_t k;

  for (k = 0; swept != NULL && k < n; k++)
    ind__release (swept[k].leads);
  ind__release (swept);
}
