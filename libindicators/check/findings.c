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
ind__report_add_finding (ind_report *report, ind_finding_kind kind, ind_verdict verdict)
{
  ind__findings *list = &report->findings;
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

int
ind__report_add_unverifiable (ind_report *report, const ind__origin *place)
{
  ind__unverifiable *list = &report->unverifiable;

  list->count++;
  if (list->n_places > 0 && ind__origin_compare (&list->at[list->n_places - 1], place) == 0)
    return 1;
  if (!ind__grow (&list->at, &list->capacity, list->n_places + 1, sizeof *list->at))
    return 0;
  list->at[list->n_places++] = *place;
  return 1;
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

void
ind__finding_name (ind__finding *finding, char letter, size_t number)
{
  size_t n = 2, left;

  for (left = number + 1; left >= 10; left /= 10)
    n++;
  finding->id[0] = letter;
  finding->id[n] = '\0';
  for (left = number + 1; left > 0; left /= 10)
    finding->id[--n] = (char) ('0' + left % 10);
}

void
ind__report_sort (ind_report *report)
{
  ind__findings *list = &report->findings;
  size_t k;

  if (list->count > 1)
    qsort (list->at, list->count, sizeof *list->at, compare_findings);
  for (k = 0; k < list->count; k++)
    ind__finding_name (&list->at[k], 'F', k);
}
