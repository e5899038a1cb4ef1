/* SPDX-License-Identifier: GPL-3.0-or-later
 * Screening: each thread sweeps a part of the sites, then judges a part of the leads. What
 * comes out does not depend on their number. */
#include "check/screen.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/threads.h"

/* Fewer sites, or leads, are not worth a thread. */
#define SITES_PER_THREAD 256
#define LEADS_PER_THREAD 64

struct part {
  ind__judge judge;
  ind__swept *swept; /* per template */
  size_t first, end; /* sites, then leads */
  int is_good, is_open;
};

struct screener {
  const ind__judge *judge;
  ind__screened *screened;
  uint8_t *is_touched;
  size_t *first_lead; /* per template, and the end: leads are counted through */
  struct part *parts;
  size_t n_parts;
};

static size_t
n_templates (const struct screener *screener)
{
  return screener->judge->templates->count;
}

static int
open_part (struct screener *screener, struct part *part)
{
  const ind__judge *judge = screener->judge;

  if (!part->is_open)
    part->is_open = ind__judge_prepare (&part->judge, judge->index, judge->templates,
                                        judge->alpha, NULL)
                    == IND_OK;
  return part->is_open;
}

/* The k-th of n parts of `all`. */
static void
take_range (struct part *part, size_t k, size_t n, size_t all)
{
  part->first = all / n * k + (k < all % n ? k : all % n);
  part->end = part->first + all / n + (k < all % n);
}

/* ------------------------------------------------------------------------
 * Sweeping
 * ---------------------------------------------------------------------- */

static void
sweep_part (void *context, size_t k)
{
  struct screener *screener = context;
  struct part *part = &screener->parts[k];

  part->swept = ind__new_zeroed ((n_templates (screener) + 1) * sizeof *part->swept);
  part->is_good = part->swept != NULL && open_part (screener, part)
                  && ind__sweep (&part->judge, part->first, part->end, part->swept,
                                 screener->is_touched);
}

static int
compare_leads (const void *left, const void *right)
{
  const ind__lead *a = left, *b = right;

  if (a->slot != b->slot)
    return a->slot < b->slot ? -1 : 1;
  return a->figure < b->figure ? -1 : a->figure > b->figure;
}

/* Adds up what the parts found of a template. */
static int
join_template (struct screener *screener, size_t number)
{
  ind__swept *all = &screener->screened[number].swept;
  size_t n = 0, k;

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
  if (n > 1)
    qsort (all->leads, n, sizeof *all->leads, compare_leads);
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
 * Judging
 * ---------------------------------------------------------------------- */

/* A lead on its way through the judge. */
struct trial {
  struct part *part;
  ind__judgement *found;
  size_t n_bindings;
};

/* Of several bindings nothing is kept; they are judged in their turn. */
static int
on_binding (void *context, const ind__binding *binding)
{
  struct trial *trial = context;

  if (trial->n_bindings++ == 0)
    ind__judge_binding (&trial->part->judge, binding, trial->found);
  return 1;
}

static void
judge_part (void *context, size_t k)
{
  struct screener *screener = context;
  const ind__judge *judge = screener->judge;
  struct part *part = &screener->parts[k];
  size_t number = 0, lead;

  part->is_good = open_part (screener, part);
  for (lead = part->first; lead < part->end && part->is_good; lead++)
    {
      ind__screened *screened;
      struct trial trial = { part, NULL, 0 };
      size_t at;
      while (lead >= screener->first_lead[number + 1])
        number++;
      screened = &screener->screened[number];
      at = lead - screener->first_lead[number];
      trial.found = &screened->found[at];
      part->is_good
          = ind__bind_at (judge->index, &judge->templates->at[number],
                          screened->swept.leads[at].slot, screened->swept.leads[at].figure,
                          on_binding, &trial);
      screened->is_known[at] = trial.n_bindings == 1;
    }
}

static int
judge_leads (struct screener *screener, size_t n_threads)
{
  size_t n = n_templates (screener), n_leads = 0, k;
  int is_good = 1;

  for (k = 0; k < n; k++)
    {
      ind__screened *screened = &screener->screened[k];
      size_t own = screened->swept.is_swept ? screened->swept.n_leads : 0;
      screener->first_lead[k] = n_leads;
      screened->found = ind__new_array (own, sizeof *screened->found);
      screened->is_known = ind__new_zeroed (own + 1);
      if (screened->found == NULL || screened->is_known == NULL)
        return 0;
      n_leads += own;
    }
  screener->first_lead[n] = n_leads;
  screener->n_parts = 1 + n_leads / LEADS_PER_THREAD;
  if (screener->n_parts > n_threads)
    screener->n_parts = n_threads;
  for (k = 0; k < screener->n_parts; k++)
    take_range (&screener->parts[k], k, screener->n_parts, n_leads);
  ind__run_threads (screener->n_parts, judge_part, screener);
  for (k = 0; k < screener->n_parts; k++)
    is_good &= screener->parts[k].is_good;
  return is_good;
}

/* ------------------------------------------------------------------------
 * The whole
 * ---------------------------------------------------------------------- */

int
ind__screen (ind__judge *judge, size_t n_threads, ind__screened *screened, uint8_t *is_touched)
{
  struct screener screener;
  size_t n = judge->templates->count, k, j;
  int is_good;

  n_threads = n_threads < 1 ? 1 : n_threads > IND__MOST_THREADS ? IND__MOST_THREADS : n_threads;
  memset (&screener, 0, sizeof screener);
  screener.judge = judge;
  screener.screened = screened;
  screener.is_touched = is_touched;
  screener.parts = ind__new_zeroed (n_threads * sizeof *screener.parts);
  screener.first_lead = ind__new_array (n + 1, sizeof *screener.first_lead);
  is_good = screener.parts != NULL && screener.first_lead != NULL
            && sweep (&screener, n_threads)
            && (n_threads == 1 || judge_leads (&screener, n_threads));
  for (k = 0; k < n_threads && screener.parts != NULL; k++)
    {
      for (j = 0; screener.parts[k].swept != NULL && j < n; j++)
        ind__release (screener.parts[k].swept[j].leads);
      ind__release (screener.parts[k].swept);
      if (screener.parts[k].is_open)
        ind__judge_free (&screener.parts[k].judge);
    }
  ind__release (screener.parts);
  ind__release (screener.first_lead);
  return is_good;
}

void
ind__screened_free (ind__screened *screened, size_t n)
{
  size_t k;

  for (k = 0; screened != NULL && k < n; k++)
    {
      ind__release (screened[k].swept.leads);
      ind__release (screened[k].found);
      ind__release (screened[k].is_known);
    }
  ind__release (screened);
}
