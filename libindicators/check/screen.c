/* SPDX-License-Identifier: GPL-3.0-or-later
 * Screening: each thread sweeps a part of the sites and judges at once what does not pass beyond
 * doubt, while its figures are near at hand. */
#include "check/screen.h"

#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "base/threads.h"
#include "check/finder.h"

/* Fewer sites are not worth a thread. */
#define SITES_PER_THREAD 256

/* What one thread does. */
struct part {
  ind_report own;     /* its lists, but for the first part; the index and templates of the whole */
  ind_report *report; /* where findings go: the first part's to the whole */
  ind__finder finder;
  ind__set touched; /* but for the first part */
  ind__swept *swept;  /* per template */
  ind__text text;
  int is_good;
};

struct screener {
  ind_report *report;
  ind__judge *judge;
  const ind__screening *options;
  struct part *parts;
  size_t n_parts;
};

static int
on_lead (void *context, const ind__origin *lead)
{
  struct part *part = context;
  ind__findings *findings = &part->report->findings;
  size_t k = findings->count;

  if (!ind__find_at (&part->finder, lead))
    return 0;
  for (; k < findings->count; k++)
    if (!ind__write_sentence (part->report, &findings->at[k], &part->text,
                              &part->report->sentences))
      return 0;
  return 1;
}

static int
on_gap (void *context, const ind__origin *place)
{
  struct part *part = context;

  part->report->summary.verdicts[IND_VERDICT_UNVERIFIABLE]++;
  return ind__report_add_unverifiable (part->report, place);
}

/* The k-th of n parts of `all`. */
static size_t
first_of (size_t k, size_t n, size_t all)
{
  return all / n * k + (k < all % n ? k : all % n);
}

/* With a judge of its own, but for the first part. */
static void
screen_part (void *context, size_t k)
{
  struct screener *screener = context;
  struct part *part = &screener->parts[k];
  ind_report *whole = screener->report;
  size_t n = screener->n_parts, n_sites = whole->index.table->n_sites;
  ind__set *touched = k == 0 ? screener->options->touched : &part->touched;
  ind__judge own, *judge = k == 0 ? screener->judge : &own;
  ind__sweeper *sweeper = NULL;

  memset (&own, 0, sizeof own);
  part->own.index = whole->index;
  part->own.templates = whole->templates;
  part->report = k == 0 ? whole : &part->own;
  part->swept = ind__new_zeroed ((whole->templates.count + 1) * sizeof *part->swept);
  if (part->swept != NULL
      && (k == 0
          || ind__judge_prepare (judge, &whole->index, &whole->templates,
                                 screener->judge->alpha, NULL)
                 == IND_OK)
      && (k == 0 || ind__set_open (touched, whole->index.table->count))
      && ind__finder_open (&part->finder, part->report, judge, touched, IND__FIND_DOUBTFUL))
    sweeper = ind__sweeper_new (judge, part->swept, touched);
  part->is_good = sweeper != NULL
                  && ind__sweep (sweeper, first_of (k, n, n_sites), first_of (k + 1, n, n_sites),
                                 on_lead, on_gap, part);
  ind__sweeper_free (sweeper);
  ind__finder_close (&part->finder);
  ind__text_free (&part->text);
  ind__judge_free (&own);
}

/* Moves findings whose figures are to stand behind the first `offset` of the report. */
static void
move_findings (ind__findings *to, ind__findings *from, size_t offset)
{
  size_t k;

  if (from->count == 0)
    return;
  memcpy (to->at + to->count, from->at, from->count * sizeof *from->at);
  for (k = 0; k < from->count; k++)
    to->at[to->count + k].first_figure += offset;
  to->count += from->count;
  from->count = 0;
}

/* Adds what a part found to the whole; 0 when memory ran out. */
static int
append_part (ind_report *report, ind_report *own)
{
  ind__unverifiable *to = &report->unverifiable, *from = &own->unverifiable;
  size_t k;

  if (!ind__grow (&report->findings.at, &report->findings.capacity,
                  report->findings.count + own->findings.count, sizeof *report->findings.at)
      || !ind__grow (&to->at, &to->capacity, to->n_places + from->n_places, sizeof *to->at)
      || !ind__grow (&report->figures, &report->figures_capacity,
                     report->n_figures + own->n_figures, sizeof *report->figures))
    return 0;
  move_findings (&report->findings, &own->findings, report->n_figures);
  if (from->n_places > 0)
    memcpy (to->at + to->n_places, from->at, from->n_places * sizeof *to->at);
  to->n_places += from->n_places;
  to->count += from->count;
  if (own->n_figures > 0)
    memcpy (report->figures + report->n_figures, own->figures,
            own->n_figures * sizeof *own->figures);
  report->n_figures += own->n_figures;
  ind__pool_take (&report->sentences, &own->sentences);
  report->summary.checks += own->summary.checks;
  for (k = 0; k < IND_VERDICT_COUNT; k++)
    report->summary.verdicts[k] += own->summary.verdicts[k];
  return 1;
}

static void
count_swept (ind_summary *summary, const ind__swept *swept, size_t n_templates)
{
  size_t k;

  for (k = 0; k < n_templates; k++)
    {
      summary->checks += swept[k].n_exact + swept[k].n_rounding;
      summary->verdicts[IND_VERDICT_EXACT] += swept[k].n_exact;
      summary->verdicts[IND_VERDICT_ROUNDING] += swept[k].n_rounding;
    }
}

static int
sweep_parts (struct screener *screener)
{
  ind_report *report = screener->report;
  size_t n_threads = screener->options->n_threads, k;
  int is_good = 1;

  n_threads = n_threads < 1 ? 1 : n_threads > IND__MOST_THREADS ? IND__MOST_THREADS : n_threads;
  screener->parts = ind__new_zeroed (n_threads * sizeof *screener->parts);
  if (screener->parts == NULL)
    return 0;
  screener->n_parts = 1 + report->index.table->n_sites / SITES_PER_THREAD;
  if (screener->n_parts > n_threads)
    screener->n_parts = n_threads;
  ind__run_threads (screener->n_parts, screen_part, screener);
  for (k = 0; k < screener->n_parts; k++)
    is_good &= screener->parts[k].is_good;
  for (k = 0; k < screener->n_parts && is_good; k++)
    {
      count_swept (&report->summary, screener->parts[k].swept, report->templates.count);
      if (k == 0)
        continue;
      ind__set_unite (screener->options->touched, &screener->parts[k].touched);
      is_good = append_part (report, &screener->parts[k].own);
    }
  return is_good;
}

/* Judges the templates that were not swept. */
static int
find_others (struct screener *screener)
{
  const ind__screening *options = screener->options;
  ind_report *report = screener->report;
  ind__finder finder;
  int is_good = ind__finder_open (&finder, report, screener->judge, options->touched,
                                  options->keeps_all ? IND__FIND_ALL : IND__FIND_DOUBTFUL);
  size_t k;

  for (k = 0; k < report->templates.count && is_good; k++)
    if (screener->n_parts == 0 || !screener->parts[0].swept[k].is_swept)
      is_good = ind__find_all (&finder, (uint32_t) k);
  ind__finder_close (&finder);
  return is_good;
}

static void
release (struct screener *screener)
{
  size_t k;

  for (k = 0; k < screener->n_parts; k++)
    {
      struct part *part = &screener->parts[k];
      ind__pool_free (&part->own.sentences);
      ind__release (part->own.findings.at);
      ind__release (part->own.unverifiable.at);
      ind__release (part->own.figures);
      ind__release (part->swept);
      ind__set_close (&part->touched);
    }
  ind__release (screener->parts);
}

int
ind__screen (ind_report *report, ind__judge *judge, const ind__screening *options)
{
  struct screener screener = { report, judge, options, NULL, 0 };
  int is_good;

  /* Where findings of every verdict are kept, nothing can be passed over. */
  is_good = (options->keeps_all || sweep_parts (&screener)) && find_others (&screener);
  release (&screener);
  return is_good;
}
