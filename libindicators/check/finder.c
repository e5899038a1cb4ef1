/* SPDX-License-Identifier: GPL-3.0-or-later
 * From bindings to findings, in threads. Leads are judged in portions; each portion leaves a
 * report of its own, and these are put together in the order of the leads. */
#include "check/finder.h"

#include <string.h>

#include "base/memory.h"
#include "base/threads.h"
#include "check/obstacle.h"
#include "number/interval.h"

/* Leads in a portion; fewer are not worth a thread. */
#define LEADS_PER_PORTION 256

/* What findings go into, and with what. */
struct finder {
  ind_report *report;
  ind__judge *judge;
  uint8_t *is_touched;
  int keeps_all;
};

/* The scale and unit in which to speak of the printed side. */
static void
choose_unit (const ind_report *report, const ind__binding *binding, const ind__judgement *found,
             ind__finding *finding)
{
  const ind__template *template = binding->template;
  const ind__form *form = found->target_is_right ? &template->right : &template->left;
  uint32_t slot = found->target;

  if (slot == IND__NONE && form->n_terms > 0
      && template->terms[form->first].variable < template->n_slots)
    slot = template->terms[form->first].variable;
  if (slot != IND__NONE && binding->figure[slot] != IND__NONE)
    {
      const ind_table *table = report->index.table;
      finding->unit = table->units[ind__table_kind (table, binding->figure[slot])->unit];
      finding->unit.scale = ind__index_scale (&report->index, binding->figure[slot]);
    }
}

static uint32_t
component_of (const ind__binding *binding)
{
  const ind__template *template = binding->template;

  if (binding->component != IND__NONE)
    return binding->component;
  if (template->component != IND__NONE)
    return template->component;
  return template->slots[0].component;
}

/* Adds what was found of a binding. NULL when memory ran out. */
static ind__finding *
keep (ind_report *report, const ind__binding *binding, const ind__judgement *found)
{
  const ind__template *template = binding->template;
  int is_gap = found->verdict == IND_VERDICT_UNVERIFIABLE;
  ind__finding *finding = ind__report_add_finding (
      report, is_gap ? &report->unverifiable : &report->findings, IND_FINDING_RULE,
      found->verdict);
  int is_good = finding != NULL;
  uint32_t k;

  if (!is_good)
    return NULL;
  finding->rule = template->rule;
  finding->rule_name = template->name;
  finding->level = template->level;
  ind__finding_place (finding, binding->area, component_of (binding), binding->period);
  choose_unit (report, binding, found, finding);
  finding->printed = ind__interval_in_scale (found->printed, finding->unit.scale);
  finding->implied = ind__interval_in_scale (found->implied, finding->unit.scale);
  finding->gap = ind__interval_in_scale (ind__interval_make (found->gap, found->gap),
                                         finding->unit.scale)
                     .low;
  finding->kappa = found->kappa;
  finding->p = found->p;
  finding->has_target = found->target != IND__NONE && binding->figure[found->target] != IND__NONE;
  finding->has_two_sides = found->target == IND__NONE && template->left.n_terms > 0
                           && template->right.n_terms > 0;
  if (found->target != IND__NONE)
    is_good = ind__finding_add_figure (report, finding, binding->figure[found->target]);
  for (k = 0; k < template->n_slots && is_good; k++)
    if (k != found->target)
      is_good = ind__finding_add_figure (report, finding, binding->figure[k]);
  if (!is_good)
    return NULL;
  finding->source = ind__finding_source (report, finding);
  return finding;
}

/* Threads may touch one figure at once. */
static void
touch (const struct finder *finder, const ind__binding *binding)
{
  size_t k;

  for (k = 0; k < binding->template->n_slots; k++)
    if (binding->figure[k] != IND__NONE)
      __atomic_store_n (&finder->is_touched[binding->figure[k]], 1, __ATOMIC_RELAXED);
}

static int
on_binding (void *context, const ind__binding *binding)
{
  struct finder *finder = context;
  ind_summary *summary = &finder->report->summary;
  ind__judgement found;
  ind__finding *finding;

  if (ind__is_no_breakdown (&finder->report->index, binding))
    return 1;
  ind__judge_binding (finder->judge, binding, &found);
  summary->verdicts[found.verdict]++;
  if (found.verdict == IND_VERDICT_UNVERIFIABLE)
    {
      finding = keep (finder->report, binding, &found);
      return finding != NULL
             && ind__keep_obstacle (finder->report, finding, binding, &found);
    }
  summary->checks++;
  touch (finder, binding);
  return (found.verdict <= IND_VERDICT_ROUNDING && !finder->keeps_all)
         || keep (finder->report, binding, &found) != NULL;
}

/* Leads are far apart in a large table: what stands at those to come is loaded while others are
 * judged, first the figure, then its stretch, then the row of its site, then where that begins. */
#define AHEAD 4

static void
prefetch_leads (const ind__index *index, const ind__lead *leads, size_t n)
{
  const ind_table *table = index->table;
  const ind__index_row *row;
  uint32_t site;

  if (n > 4 * AHEAD)
    ind__prefetch_figure (table, leads[4 * AHEAD].figure);
  if (n > 3 * AHEAD)
    IND__PREFETCH (
        &table->stretches[table->stretch_at[leads[3 * AHEAD].figure / IND__STRETCH_STEP]]);
  if (n > 2 * AHEAD)
    {
      site = ind__table_site_number (table, leads[2 * AHEAD].figure);
      IND__PREFETCH (&index->row[site]);
      IND__PREFETCH (&index->area_name[site]);
      IND__PREFETCH (&table->sites[site]);
    }
  if (n > AHEAD)
    {
      row = &index->row[ind__table_site_number (table, leads[AHEAD].figure)];
      if (row->form == IND__ROW_OF_STRETCHES)
        IND__PREFETCH (&table->stretches[row->first]);
      else
        IND__PREFETCH (&index->cell[row->first]);
    }
}

static int
judge_leads (struct finder *finder, const ind__template *template, const ind__lead *leads,
             size_t n)
{
  ind__binder *binder;
  int is_good;
  size_t k;

  if (n == 0)
    return 1;
  binder = ind__binder_new (&finder->report->index, template);
  is_good = binder != NULL;
  for (k = 0; k < n && is_good; k++)
    {
      prefetch_leads (&finder->report->index, leads + k, n - k);
      is_good = ind__bind_at (binder, leads[k].slot, leads[k].figure, on_binding, finder);
    }
  ind__binder_free (binder);
  return is_good;
}

/* ------------------------------------------------------------------------
 * Portions
 * ---------------------------------------------------------------------- */

struct portion {
  size_t number; /* of the template */
  const ind__lead *leads;
  size_t n_leads;
  ind_report report; /* with lists of its own */
};

struct run {
  const struct finder *finder;
  struct portion *portions;
  size_t n_portions, next;
  int has_failed;
};

/* Portions are taken as threads become free: sums cost more than ratios. */
static void
work (void *context, size_t thread)
{
  struct run *run = context;
  const ind_report *whole = run->finder->report;
  struct finder finder = *run->finder;
  ind__judge judge;
  int is_good = ind__judge_prepare (&judge, &whole->index, &whole->templates,
                                    run->finder->judge->alpha, NULL)
                == IND_OK;
  size_t k;

  (void) thread;
  finder.judge = &judge;
  while (is_good
         && (k = __atomic_fetch_add (&run->next, 1, __ATOMIC_RELAXED)) < run->n_portions)
    {
      struct portion *portion = &run->portions[k];
      portion->report.index = whole->index;
      portion->report.templates = whole->templates;
      finder.report = &portion->report;
      is_good = judge_leads (&finder, &whole->templates.at[portion->number], portion->leads,
                             portion->n_leads);
    }
  if (!is_good)
    __atomic_store_n (&run->has_failed, 1, __ATOMIC_RELAXED);
  ind__judge_free (&judge);
}

static int
make_portions (struct run *run, const ind__swept *swept)
{
  size_t n_templates = run->finder->report->templates.count, n = 0, k, at;

  for (k = 0; k < n_templates; k++)
    if (swept[k].is_swept)
      n += (swept[k].n_leads + LEADS_PER_PORTION - 1) / LEADS_PER_PORTION;
  run->portions = ind__new_zeroed ((n + 1) * sizeof *run->portions);
  if (run->portions == NULL)
    return 0;
  for (k = 0; k < n_templates; k++)
    for (at = 0; swept[k].is_swept && at < swept[k].n_leads; at += LEADS_PER_PORTION)
      {
        struct portion *portion = &run->portions[run->n_portions++];
        size_t left = swept[k].n_leads - at;
        portion->number = k;
        portion->leads = swept[k].leads + at;
        portion->n_leads = left < LEADS_PER_PORTION ? left : LEADS_PER_PORTION;
      }
  return 1;
}

static void
free_portions (struct run *run)
{
  size_t k;

  for (k = 0; k < run->n_portions; k++)
    {
      ind__release (run->portions[k].report.findings.at);
      ind__release (run->portions[k].report.unverifiable.at);
      ind__release (run->portions[k].report.figures);
    }
  ind__release (run->portions);
}

/* Appends findings whose figures are to stand behind the first `offset` of the report. */
static void
append_findings (ind__findings *to, const ind__findings *from, size_t offset)
{
  size_t k;

  if (from->count == 0)
    return;
  memcpy (to->at + to->count, from->at, from->count * sizeof *from->at);
  for (k = 0; k < from->count; k++)
    to->at[to->count + k].first_figure += offset;
  to->count += from->count;
}

static int
append_portion (ind_report *report, const ind_report *own)
{
  size_t k;

  if (!ind__grow (&report->findings.at, &report->findings.capacity,
                  report->findings.count + own->findings.count, sizeof *report->findings.at)
      || !ind__grow (&report->unverifiable.at, &report->unverifiable.capacity,
                     report->unverifiable.count + own->unverifiable.count,
                     sizeof *report->unverifiable.at)
      || !ind__grow (&report->figures, &report->figures_capacity,
                     report->n_figures + own->n_figures, sizeof *report->figures))
    return 0;
  append_findings (&report->findings, &own->findings, report->n_figures);
  append_findings (&report->unverifiable, &own->unverifiable, report->n_figures);
  if (own->n_figures > 0)
    memcpy (report->figures + report->n_figures, own->figures,
            own->n_figures * sizeof *own->figures);
  report->n_figures += own->n_figures;
  report->summary.checks += own->summary.checks;
  for (k = 0; k < IND_VERDICT_COUNT; k++)
    report->summary.verdicts[k] += own->summary.verdicts[k];
  return 1;
}

/* ------------------------------------------------------------------------
 * The whole
 * ---------------------------------------------------------------------- */

/* One template, whose portions, if there are any, begin at *portion. */
static int
find_template (struct finder *finder, const struct run *run, const ind__swept *swept,
               size_t number, size_t *portion)
{
  ind_report *report = finder->report;
  const ind__template *template = &report->templates.at[number];
  int is_good = 1;

  if (!swept->is_swept)
    return ind__index_sort (&report->index)
           && ind__bind (&report->index, template, on_binding, finder);
  report->summary.checks += swept->n_exact + swept->n_rounding;
  report->summary.verdicts[IND_VERDICT_EXACT] += swept->n_exact;
  report->summary.verdicts[IND_VERDICT_ROUNDING] += swept->n_rounding;
  if (run->n_portions == 0)
    return judge_leads (finder, template, swept->leads, swept->n_leads);
  for (; *portion < run->n_portions && run->portions[*portion].number == number && is_good;
       ++*portion)
    is_good = append_portion (report, &run->portions[*portion].report);
  return is_good;
}

int
ind__find (ind_report *report, ind__judge *judge, const ind__swept *swept,
           const ind__finding_options *options)
{
  struct finder finder = { report, judge, options->is_touched, options->keeps_all };
  struct run run = { &finder, NULL, 0, 0, 0 };
  size_t n_threads = options->n_threads, portion = 0, k;
  int is_good = 1;

  if (n_threads > 1)
    {
      is_good = make_portions (&run, swept);
      if (n_threads > run.n_portions)
        n_threads = run.n_portions;
      if (n_threads > IND__MOST_THREADS)
        n_threads = IND__MOST_THREADS;
      if (is_good)
        ind__run_threads (n_threads, work, &run);
      is_good &= !run.has_failed;
    }
  for (k = 0; k < report->templates.count && is_good; k++)
    is_good = find_template (&finder, &run, &swept[k], k, &portion);
  free_portions (&run);
  return is_good;
}
