/* SPDX-License-Identifier: GPL-3.0-or-later
 * Explanations: groups of areas explained in threads, and put together in an order
 * that does not depend on them. */
#include "explain/explain.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/threads.h"
#include "explain/group.h"
#include "explain/witness.h"

/* Areas go together until they have so many figures: what is done once for each group
 * costs little then, and its network stays in the cache. */
#define LEAST_FIGURES 2000

/* A group that is to be explained, and what came of it. */
struct task {
  size_t group;
  uint64_t work;
  int is_short;
};

struct run {
  ind_report *report;
  ind__division division;
  size_t *wrong, *first_wrong; /* by group: the findings that say something is wrong */
  struct task *tasks;
  size_t n_tasks, next;        /* next: for the next thread that is free */
  uint64_t share;              /* of the budget, for each task */
  int deduces;
  ind__explainer *explainers;  /* per thread */
  size_t n_threads;
  int has_failed;
};

/* ------------------------------------------------------------------------
 * Groups in threads
 * ---------------------------------------------------------------------- */

static int
is_wrong (const ind__finding *finding)
{
  return finding->n_figures > 0
         && (finding->verdict == IND_VERDICT_INCONSISTENT
             || finding->verdict == IND_VERDICT_CONTRADICTION
             || finding->verdict == IND_VERDICT_EXPLAINABLE
             || (finding->verdict == IND_VERDICT_IMPROBABLE && finding->gap > 0));
}

/* Rules tie no areas where there are several groups: a finding is of one. */
static size_t
group_of (const struct run *run, const ind__finding *finding)
{
  const ind_report *report = run->report;

  return run->division.group_of == NULL
             ? 0
             : run->division
                   .group_of[ind__table_site_number (report->index.table,
                                                     ind__report_figure (report, finding, 0))];
}

static int
list_wrong (struct run *run)
{
  const ind__findings *findings = &run->report->findings;
  size_t n = run->division.n_groups, k;

  run->wrong = ind__new_array (findings->count, sizeof *run->wrong);
  run->first_wrong = ind__new_zeroed ((n + 2) * sizeof *run->first_wrong);
  if (run->wrong == NULL || run->first_wrong == NULL)
    return 0;
  for (k = 0; k < findings->count; k++)
    if (is_wrong (&findings->at[k]))
      run->first_wrong[group_of (run, &findings->at[k]) + 2]++;
  for (k = 0; k < n; k++)
    run->first_wrong[k + 2] += run->first_wrong[k + 1];
  for (k = 0; k < findings->count; k++)
    if (is_wrong (&findings->at[k]))
      run->wrong[run->first_wrong[group_of (run, &findings->at[k]) + 1]++] = k;
  return 1;
}

static void
do_tasks (void *context, size_t number)
{
  struct run *run = context;
  ind__explainer *explainer = &run->explainers[number];
  int is_good = explainer->report != NULL
                || ind__explainer_begin (explainer, run->report, &run->division);

  while (is_good && !__atomic_load_n (&run->has_failed, __ATOMIC_RELAXED))
    {
      size_t k = __atomic_fetch_add (&run->next, 1, __ATOMIC_RELAXED), first;
      struct task *task = &run->tasks[k];
      if (k >= run->n_tasks)
        return;
      first = run->first_wrong[task->group];
      is_good = ind__explainer_take (explainer, task->group)
                && ind__explain_group (explainer, run->wrong + first,
                                       run->first_wrong[task->group + 1] - first, run->share,
                                       run->deduces);
      task->work = explainer->propagator.work;
      task->is_short = explainer->is_short;
    }
  if (!is_good)
    __atomic_store_n (&run->has_failed, 1, __ATOMIC_RELAXED);
}

static int
do_all (struct run *run, uint64_t share)
{
  run->next = 0;
  run->share = share;
  ind__run_threads (run->n_threads < run->n_tasks ? run->n_threads : run->n_tasks, do_tasks, run);
  return !run->has_failed;
}

/* ------------------------------------------------------------------------
 * The budget
 * ---------------------------------------------------------------------- */

/* Forgets what was found of the groups that are to be explained anew. */
static void
forget (struct run *run, const uint8_t *is_anew)
{
  size_t t, k, n;

  for (t = 0; t < run->n_threads; t++)
    {
      ind__explainer *explainer = &run->explainers[t];
      for (k = 0, n = 0; k < explainer->n_pieces; k++)
        if (!is_anew[explainer->pieces[k].group])
          explainer->pieces[n++] = explainer->pieces[k];
      explainer->n_pieces = n;
    }
}

/* Lists the tasks of the groups for which their share was too small, and takes the work of all
 * from the budget. */
static void
list_short (struct run *run, uint64_t *budget)
{
  size_t k, n = 0;

  for (k = 0; k < run->n_tasks; k++)
    {
      *budget -= run->tasks[k].work < *budget ? run->tasks[k].work : *budget;
      if (run->tasks[k].is_short)
        run->tasks[n++].group = run->tasks[k].group;
    }
  run->n_tasks = n;
}

/* Explains the groups for which their share was too small anew, each with an equal part of what
 * is left, as long as that is twice as much or more. */
static int
spend_rest (struct run *run, uint64_t budget)
{
  uint8_t *is_anew = ind__new_array (run->division.n_groups, 1);
  int is_good = is_anew != NULL;
  size_t k;

  list_short (run, &budget);
  while (is_good && run->n_tasks > 0 && budget / run->n_tasks > run->share
         && budget / run->n_tasks / 2 >= run->share)
    {
      memset (is_anew, 0, run->division.n_groups);
      for (k = 0; k < run->n_tasks; k++)
        is_anew[run->tasks[k].group] = 1;
      forget (run, is_anew);
      is_good = do_all (run, budget / run->n_tasks);
      list_short (run, &budget);
    }
  ind__release (is_anew);
  return is_good;
}

static int
explain_groups (struct run *run, uint64_t budget)
{
  size_t n = run->division.n_groups, k;

  run->tasks = ind__new_zeroed ((n + 1) * sizeof *run->tasks);
  run->explainers = ind__new_zeroed (run->n_threads * sizeof *run->explainers);
  if (run->tasks == NULL || run->explainers == NULL)
    return 0;
  for (k = 0; k < n; k++)
    run->tasks[k].group = k;
  run->n_tasks = n;
  return do_all (run, budget / n) && (n == 1 || spend_rest (run, budget));
}

/* ------------------------------------------------------------------------
 * Putting together
 * ---------------------------------------------------------------------- */

/* A piece and whose it is. */
struct found {
  const ind__piece *piece;
  ind_report *lists;
};

static int
compare_found (const void *left, const void *right)
{
  const ind__piece *a = ((const struct found *) left)->piece;
  const ind__piece *b = ((const struct found *) right)->piece;

  if (a->kind != b->kind)
    return a->kind < b->kind ? -1 : 1;
  if (a->number != b->number)
    return a->number < b->number ? -1 : 1;
  if (a->group != b->group)
    return a->group < b->group ? -1 : 1;
  /* Of one group they are of one list. */
  return a->from.n_explanations < b->from.n_explanations ? -1
                                                          : a->from.n_explanations
                                                                > b->from.n_explanations;
}

static int
reserve (ind_report *report, const struct found *found, size_t n)
{
  size_t n_findings = report->findings.count, n_figures = report->n_figures;
  size_t n_explanations = 0, n_alternatives = 0, n_suspects = 0, n_explained = 0;
  size_t n_arbitrations = 0, n_deductions = 0, k;

  for (k = 0; k < n; k++)
    {
      const ind__extent *from = &found[k].piece->from, *to = &found[k].piece->to;
      n_findings += to->n_findings - from->n_findings;
      n_figures += to->n_figures - from->n_figures;
      n_explanations += to->n_explanations - from->n_explanations;
      n_alternatives += to->n_alternatives - from->n_alternatives;
      n_suspects += to->n_suspects - from->n_suspects;
      n_explained += to->n_explained_findings - from->n_explained_findings;
      n_arbitrations += to->n_arbitrations - from->n_arbitrations;
      n_deductions += to->n_deductions - from->n_deductions;
    }
  return ind__grow (&report->findings.at, &report->findings.capacity, n_findings,
                    sizeof *report->findings.at)
         && ind__grow (&report->figures, &report->figures_capacity, n_figures,
                       sizeof *report->figures)
         && ind__grow (&report->explanations, &report->explanations_capacity, n_explanations,
                       sizeof *report->explanations)
         && ind__grow (&report->alternatives, &report->alternatives_capacity, n_alternatives,
                       sizeof *report->alternatives)
         && ind__grow (&report->suspects, &report->suspects_capacity, n_suspects,
                       sizeof *report->suspects)
         && ind__grow (&report->explained_findings, &report->explained_findings_capacity,
                       n_explained, sizeof *report->explained_findings)
         && ind__grow (&report->arbitrations, &report->arbitrations_capacity, n_arbitrations,
                       sizeof *report->arbitrations)
         && ind__grow (&report->deductions, &report->deductions_capacity, n_deductions,
                       sizeof *report->deductions);
}

/* Appends a piece: what refers to its own lists moves with them. `n_told` is how many findings
 * there were before. */
static void
append (ind_report *report, size_t n_told, const struct found *found)
{
  const ind__extent *from = &found->piece->from, *to = &found->piece->to;
  ind_report *lists = found->lists;
  size_t n_findings = report->findings.count, n_explained = report->n_explained_findings;
  size_t n_figures = report->n_figures, k;

  for (k = from->n_findings; k < to->n_findings; k++)
    {
      ind__finding *finding = &report->findings.at[report->findings.count++];
      *finding = lists->findings.at[k];
      finding->first_figure += n_figures - from->n_figures;
      report->summary.checks++;
      report->summary.verdicts[finding->verdict]++;
    }
  for (k = from->n_figures; k < to->n_figures; k++)
    report->figures[report->n_figures++] = lists->figures[k];
  for (k = from->n_explanations; k < to->n_explanations; k++)
    {
      ind__explanation *explanation = &report->explanations[report->n_explanations++];
      *explanation = lists->explanations[k];
      explanation->first_finding += n_explained - from->n_explained_findings;
      explanation->first_alternative += report->n_alternatives - from->n_alternatives;
    }
  for (k = from->n_alternatives; k < to->n_alternatives; k++)
    {
      ind__alternative *alternative
          = &report->alternatives[report->n_alternatives + (k - from->n_alternatives)];
      *alternative = lists->alternatives[k];
      alternative->first_suspect += report->n_suspects - from->n_suspects;
    }
  report->n_alternatives += to->n_alternatives - from->n_alternatives;
  for (k = from->n_suspects; k < to->n_suspects; k++)
    report->suspects[report->n_suspects++] = lists->suspects[k];
  for (k = from->n_explained_findings; k < to->n_explained_findings; k++)
    {
      size_t number = lists->explained_findings[k];
      report->explained_findings[report->n_explained_findings++]
          = number < n_told ? number : number - n_told - from->n_findings + n_findings;
    }
  for (k = from->n_arbitrations; k < to->n_arbitrations; k++)
    {
      ind__arbitration *arbitration = &report->arbitrations[report->n_arbitrations++];
      *arbitration = lists->arbitrations[k];
      arbitration->first_figure += n_figures - from->n_figures;
      lists->arbitrations[k].sentence = NULL;
    }
  for (k = from->n_deductions; k < to->n_deductions; k++)
    report->deductions[report->n_deductions++] = lists->deductions[k];
}

/* By the rule that needs them first. Those of one rule at one place stay in order, which is
 * that of the quantities in it. */
static int
compare_deductions (const void *left, const void *right)
{
  const ind__deduction *const *a = left, *const *b = right;
  int order = ind__origin_compare (&(*a)->origin, &(*b)->origin);

  if (order != 0)
    return order;
  return *a < *b ? -1 : *a > *b;
}

static int
sort_deductions (ind_report *report)
{
  size_t n = report->n_deductions, k;
  const ind__deduction **order = ind__new_array (n, sizeof *order);
  ind__deduction *sorted = ind__new_array (n, sizeof *sorted);

  if (order == NULL || sorted == NULL)
    {
      ind__release (order);
      ind__release (sorted);
      return 0;
    }
  for (k = 0; k < n; k++)
    order[k] = &report->deductions[k];
  if (n > 1)
    qsort (order, n, sizeof *order, compare_deductions);
  for (k = 0; k < n; k++)
    sorted[k] = *order[k];
  ind__release (order);
  ind__release (report->deductions);
  report->deductions = sorted;
  report->deductions_capacity = n;
  return 1;
}

/* Adds what was found to the report, in the order in which one network of everything would
 * have it: by the first figures of its parts. */
static int
put_together (struct run *run)
{
  ind_report *report = run->report;
  size_t n_told = report->findings.count, n = 0, t, k;
  struct found *found;
  int is_good;

  for (t = 0; t < run->n_threads; t++)
    n += run->explainers[t].n_pieces;
  found = ind__new_array (n, sizeof *found);
  if (found == NULL)
    return 0;
  for (n = 0, t = 0; t < run->n_threads; t++)
    for (k = 0; k < run->explainers[t].n_pieces; k++)
      {
        found[n].piece = &run->explainers[t].pieces[k];
        found[n++].lists = &run->explainers[t].found;
      }
  if (n > 1)
    qsort (found, n, sizeof *found, compare_found);
  is_good = reserve (report, found, n);
  for (k = 0; k < n && is_good; k++)
    append (report, n_told, &found[k]);
  ind__release (found);
  return is_good && (run->division.n_groups == 1 || sort_deductions (report));
}

/* What a network finding tells of was reached, by several rules together. 0 when
 * memory ran out. */
static int
drop_untouched (ind_report *report, size_t first_finding)
{
  uint8_t *is_told = ind__new_zeroed (report->index.table->count + 1);
  size_t k, f, n = 0;

  if (is_told == NULL)
    return 0;
  for (k = first_finding; k < report->findings.count; k++)
    for (f = 0; f < report->findings.at[k].n_figures; f++)
      is_told[ind__report_figure (report, &report->findings.at[k], f)] = 1;
  for (k = 0; k < report->n_untouched; k++)
    if (!is_told[report->untouched[k]])
      report->untouched[n++] = report->untouched[k];
  report->n_untouched = report->summary.untouched = n;
  ind__release (is_told);
  return 1;
}

static int
compare_sizes (const void *left, const void *right)
{
  const size_t *a = left, *b = right;
  return *a < *b ? -1 : *a > *b;
}

/* Findings are sorted anew; the numbers by which explanations know them
 * follow, by the place of their first figure, which no two share. */
static int
renumber_findings (ind_report *report, size_t n_before)
{
  size_t n = report->findings.count, k, *place = ind__new_array (n, sizeof *place);
  size_t *number = ind__new_array (report->n_figures + 1, sizeof *number);

  if (place == NULL || number == NULL || !drop_untouched (report, n_before))
    {
      ind__release (place);
      ind__release (number);
      return 0;
    }
  for (k = 0; k < n; k++)
    place[k] = report->findings.at[k].first_figure;
  ind__report_sort (report);
  for (k = 0; k < n; k++)
    number[report->findings.at[k].first_figure] = k;
  for (k = 0; k < report->n_explained_findings; k++)
    report->explained_findings[k] = number[place[report->explained_findings[k]]];
  for (k = 0; k < report->n_explanations; k++)
    if (report->explanations[k].n_findings > 1)
      qsort (report->explained_findings + report->explanations[k].first_finding,
             report->explanations[k].n_findings, sizeof (size_t), compare_sizes);
  ind__release (place);
  ind__release (number);
  return 1;
}

/* Takes back what a failed explanation left behind. */
static void
take_back (ind_report *report, const ind_summary *summary, size_t n_findings, size_t n_figures)
{
  size_t k;

  report->findings.count = n_findings;
  for (k = 0; k < report->n_explanations; k++)
    ind__release (report->explanations[k].sentence);
  for (k = 0; k < report->n_arbitrations; k++)
    ind__release (report->arbitrations[k].sentence);
  report->n_figures = n_figures;
  report->summary = *summary;
  report->n_explanations = report->n_alternatives = report->n_suspects = 0;
  report->n_explained_findings = report->n_arbitrations = report->n_deductions = 0;
}

/* Whether the report can be true as a whole, and so there is nothing to explain: -1 when memory
 * ran out. What is more than a group is not looked at: what its parts cost of the budget counts
 * for the others. */
static int
is_possible (const struct run *run, size_t least)
{
  const ind_report *report = run->report;
  size_t k;

  if (run->deduces || report->index.table->count >= least)
    return 0;
  for (k = 0; k < report->findings.count; k++)
    if (is_wrong (&report->findings.at[k]))
      return 0;
  return ind__has_witness (report);
}

static int
explain (struct run *run, uint64_t budget, size_t least)
{
  ind_report *report = run->report;
  size_t n_findings = report->findings.count;
  int is_good;

  if (ind__strings_add (&report->index.names, "network", 7) == IND__NO_STRING)
    return 0;
  is_good = is_possible (run, least);
  if (is_good != 0)
    return is_good > 0;
  return ind__division_open (&run->division, &report->index, &report->templates, least)
         && (run->division.n_groups > 1 || ind__index_sort (&report->index)) && list_wrong (run)
         && explain_groups (run, budget) && put_together (run)
         && ind__write_sentences (report, run->n_threads, NULL) == IND_OK
         && ind__tell_explanations (report)
         && renumber_findings (report, n_findings);
}

ind_status
ind__explain (ind_report *report, const ind_explain_options *options, size_t least,
              ind_error *error)
{
  ind_summary summary = report->summary;
  size_t n_findings = report->findings.count, n_figures = report->n_figures, k;
  uint64_t budget
      = options == NULL || options->budget == 0 ? IND__DEFAULT_BUDGET : options->budget;
  struct run run;
  int is_good;

  if (report->is_explained)
    return IND_OK;
  memset (&run, 0, sizeof run);
  run.report = report;
  run.deduces = options != NULL && options->deduces;
  run.n_threads = options == NULL || options->threads == 0 ? 1 : options->threads;
  if (run.n_threads > IND__MOST_THREADS)
    run.n_threads = IND__MOST_THREADS;
  is_good = explain (&run, budget, least);
  report->is_explained = is_good;
  report->is_deduced = is_good && run.deduces;
  report->is_divided = is_good && run.division.n_groups > 1;
  for (k = 0; k < run.n_threads && run.explainers != NULL; k++)
    ind__explainer_close (&run.explainers[k]);
  ind__division_close (&run.division);
  ind__release (run.explainers);
  ind__release (run.tasks);
  ind__release (run.wrong);
  ind__release (run.first_wrong);
  if (is_good)
    return IND_OK;
  take_back (report, &summary, n_findings, n_figures);
  return ind__fail_memory (error);
}

ind_status
ind_explain (ind_report *report, const ind_explain_options *options, ind_error *error)
{
  return ind__explain (report, options, LEAST_FIGURES, error);
}
