/* SPDX-License-Identifier: GPL-3.0-or-later
 * Findings: what verdicts and kinds are called, what a report has of each, their order. */
#include "check/findings.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "number/interval.h"

const char *
ind_verdict_name (ind_verdict verdict)
{
  switch (verdict)
    {
    case IND_VERDICT_EXACT: return "exact";
    case IND_VERDICT_ROUNDING: return "rounding";
    case IND_VERDICT_EXPLAINABLE: return "explainable";
    case IND_VERDICT_IMPROBABLE: return "improbable";
    case IND_VERDICT_INCONSISTENT: return "inconsistent";
    case IND_VERDICT_UNVERIFIABLE: return "unverifiable";
    case IND_VERDICT_SAME: return "same";
    case IND_VERDICT_OVERLAP: return "rounding";
    case IND_VERDICT_REVISION: return "revision";
    case IND_VERDICT_CONTRADICTION: return "contradiction";
    }
  return "?";
}

const char *
ind_finding_kind_name (ind_finding_kind kind)
{
  switch (kind)
    {
    case IND_FINDING_RULE: return "rule";
    case IND_FINDING_SOURCES: return "sources";
    case IND_FINDING_NETWORK: return "network";
    case IND_FINDING_INPUT: return "input";
    }
  return "?";
}

/* ------------------------------------------------------------------------
 * Adding
 * ---------------------------------------------------------------------- */

int
ind__report_add_figure (ind_report *report, uint32_t figure)
{
  if (!ind__grow (&report->figures, &report->figures_capacity, report->n_figures + 1,
                  sizeof *report->figures))
    return 0;
  report->figures[report->n_figures++] = figure;
  return 1;
}

ind__finding *
ind__report_add_finding (ind_report *report, ind__findings *list, ind_finding_kind kind,
                         ind_verdict verdict)
{
  ind__finding *finding;

  if (!ind__grow (&list->at, &list->capacity, list->count + 1, sizeof *list->at))
    return NULL;
  finding = &list->at[list->count++];
  memset (finding, 0, sizeof *finding);
  finding->kind = kind;
  finding->verdict = verdict;
  finding->rule = finding->level = IND__NONE;
  finding->origin.template = finding->origin.slot = finding->origin.figure = IND__NONE;
  finding->kappa = finding->p = -1;
  finding->first_figure = report->n_figures;
  return finding;
}

void
ind__finding_place (ind__finding *finding, uint32_t area, uint32_t component,
                    ind__period period)
{
  finding->area = area;
  finding->component = component;
  finding->period = period;
  ind__period_write (period, finding->period_text);
}

uint32_t
ind__finding_source (const ind_report *report, const ind__finding *finding)
{
  const ind_table *table = report->index.table;
  const uint32_t *figure = report->figures + finding->first_figure;
  size_t k;

  for (k = 1; k < finding->n_figures; k++)
    if (ind__table_kind (table, figure[k])->source != ind__table_kind (table, figure[0])->source)
      return 0;
  return finding->n_figures == 0 ? 0 : ind__table_kind (table, figure[0])->source;
}

int
ind__finding_add_figure (ind_report *report, ind__finding *finding, uint32_t figure)
{
  size_t k;

  if (figure == IND__NONE)
    return 1;
  for (k = 0; k < finding->n_figures; k++)
    if (ind__report_figure (report, finding, k) == figure)
      return 1;
  finding->n_figures++;
  return ind__report_add_figure (report, figure);
}

ind_interval
ind__interval_in_scale (ind_interval x, int scale)
{
  ind_interval power;

  if (scale == 0)
    return x;
  if (abs (scale) <= 22)
    power = ind__interval_make (ind__power_of_ten[abs (scale)], ind__power_of_ten[abs (scale)]);
  else
    power = ind_decimal_enclosure ((ind_decimal) { 1, -abs (scale) });
  return scale < 0 ? ind__interval_mul (x, power) : ind__interval_div (x, power);
}

/* ------------------------------------------------------------------------
 * Order
 * ---------------------------------------------------------------------- */

static int
rank (const ind__finding *finding)
{
  switch (finding->verdict)
    {
    case IND_VERDICT_INCONSISTENT:
    case IND_VERDICT_CONTRADICTION: return 0;
    case IND_VERDICT_UNVERIFIABLE: return 1; /* a figure that cannot be used */
    case IND_VERDICT_IMPROBABLE: return 2;
    case IND_VERDICT_EXPLAINABLE: return 3;
    case IND_VERDICT_REVISION: return 4;
    case IND_VERDICT_EXACT:
    case IND_VERDICT_ROUNDING:
    case IND_VERDICT_SAME:
    case IND_VERDICT_OVERLAP: break;
    }
  return 5;
}

/* In the order of the rules and of the figures; those of one origin as they were added, for no
 * two share their place among the report's figures. */
static int
compare_origins (const void *left, const void *right)
{
  const ind__finding *a = left, *b = right;
  int order = ind__origin_compare (&a->origin, &b->origin);

  if (order != 0)
    return order;
  return a->first_figure < b->first_figure ? -1 : a->first_figure > b->first_figure;
}

/* Worst first. */
static int
compare_findings (const void *left, const void *right)
{
  const ind__finding *a = left, *b = right;

  if (rank (a) != rank (b))
    return rank (a) - rank (b);
  if (a->kappa != b->kappa)
    return a->kappa < b->kappa ? 1 : -1;
  return compare_origins (left, right);
}

/* Where the findings from `from` on stop being in order, or the end. */
static size_t
end_of_run (const ind__findings *list, size_t from,
            int (*compare) (const void *left, const void *right))
{
  size_t k = from + 1;

  while (k < list->count && compare (&list->at[k - 1], &list->at[k]) <= 0)
    k++;
  return k;
}

/* A second run of so many is merged with the first. */
#define MOST_BEHIND 32

/* Merges what stands before `second`, which is in order, with what stands behind, which is,
 * too, from the end on. */
static void
merge (ind__findings *list, size_t second,
       int (*compare) (const void *left, const void *right))
{
  size_t i = second, j = list->count - second, k = list->count;
  ind__finding behind[MOST_BEHIND];

  memcpy (behind, list->at + second, j * sizeof *behind);
  while (j > 0)
    list->at[--k] = i > 0 && compare (&list->at[i - 1], &behind[j - 1]) > 0 ? list->at[--i]
                                                                             : behind[--j];
}

/* Of a small report, findings come in two runs: of the templates that are swept, and of the
 * others. */
static void
sort (ind__findings *list, int (*compare) (const void *left, const void *right))
{
  size_t second = end_of_run (list, 0, compare);

  if (second >= list->count)
    return;
  if (list->count - second <= MOST_BEHIND && end_of_run (list, second, compare) == list->count)
    merge (list, second, compare);
  else
    qsort (list->at, list->count, sizeof *list->at, compare);
}

/* "F1", "F2", ... */
static void
name_findings (ind__findings *list, char letter)
{
  size_t k, n, left;

  for (k = 0; k < list->count; k++)
    {
      char *id = list->at[k].id;
      for (n = 2, left = k + 1; left >= 10; left /= 10)
        n++;
      id[0] = letter;
      id[n] = '\0';
      for (left = k + 1; left > 0; left /= 10)
        id[--n] = (char) ('0' + left % 10);
    }
}

void
ind__report_sort (ind_report *report)
{
  sort (&report->findings, compare_findings);
  name_findings (&report->findings, 'F');
}

void
ind__report_sort_unverifiable (ind_report *report)
{
  sort (&report->unverifiable, compare_origins);
  name_findings (&report->unverifiable, 'U');
}
