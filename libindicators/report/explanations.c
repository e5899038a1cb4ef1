/* SPDX-License-Identifier: GPL-3.0-or-later
 * What a report holds beyond its findings: explanations, arbitrations,
 * deductions, protection. */
#include <string.h>

#include "check/findings.h"

size_t
ind_report_explanation_count (const ind_report *report)
{
  return report->n_explanations;
}

ind_status
ind_report_explanation (const ind_report *report, size_t k, ind_explanation *out)
{
  const ind__explanation *explanation;

  if (k >= report->n_explanations)
    return IND_E_RANGE;
  explanation = &report->explanations[k];
  out->n_findings = explanation->n_findings;
  out->n_alternatives = explanation->n_alternatives;
  out->at_least = explanation->at_least;
  out->is_complete = explanation->is_complete;
  out->sentence = explanation->sentence;
  return IND_OK;
}

ind_status
ind_report_explanation_finding (const ind_report *report, size_t k, size_t j, size_t *out)
{
  if (k >= report->n_explanations || j >= report->explanations[k].n_findings)
    return IND_E_RANGE;
  *out = report->explained_findings[report->explanations[k].first_finding + j];
  return IND_OK;
}

static const ind__alternative *
find_alternative (const ind_report *report, size_t k, size_t a)
{
  if (k >= report->n_explanations || a >= report->explanations[k].n_alternatives)
    return NULL;
  return &report->alternatives[report->explanations[k].first_alternative + a];
}

ind_status
ind_report_alternative (const ind_report *report, size_t k, size_t a, ind_alternative *out)
{
  const ind__alternative *alternative = find_alternative (report, k, a);

  if (alternative == NULL)
    return IND_E_RANGE;
  out->n_suspects = alternative->n_suspects;
  out->score = alternative->score;
  return IND_OK;
}

static const char *
component_name (const ind_report *report, uint32_t component)
{
  return component == IND__NONE ? "_T" : ind__index_name (&report->index, component);
}

ind_status
ind_report_suspect (const ind_report *report, size_t k, size_t a, size_t s, ind_suspect *out)
{
  const ind__alternative *alternative = find_alternative (report, k, a);
  const ind__suspect *suspect;

  if (alternative == NULL || s >= alternative->n_suspects)
    return IND_E_RANGE;
  suspect = &report->suspects[alternative->first_suspect + s];
  memset (out, 0, sizeof *out);
  out->kind = suspect->kind;
  out->name = "";
  if (suspect->kind == IND_SUSPECT_FIGURE)
    {
      ind_status status = ind_table_figure (report->index.table, suspect->figure, &out->figure);
      if (status != IND_OK)
        return status;
    }
  else
    out->name = suspect->kind == IND_SUSPECT_ASSUMPTION
                    ? ind__display_name (ind__index_name (&report->index, suspect->name))
                    : ind__index_name (&report->index, suspect->name);
  out->area = ind__index_name (&report->index, suspect->area);
  out->component = component_name (report, suspect->component);
  ind__period_write (suspect->period, out->period);
  out->must_lie_in = suspect->must_lie_in;
  out->unit = suspect->unit;
  out->candidate = suspect->candidate;
  out->slip = suspect->slip;
  out->is_certain = suspect->is_certain;
  return IND_OK;
}

size_t
ind_report_arbitration_count (const ind_report *report)
{
  return report->n_arbitrations;
}

ind_status
ind_report_arbitration (const ind_report *report, size_t k, ind_arbitration *out)
{
  const ind__arbitration *arbitration;
  uint32_t first;

  if (k >= report->n_arbitrations)
    return IND_E_RANGE;
  arbitration = &report->arbitrations[k];
  first = report->figures[arbitration->first_figure];
  memset (out, 0, sizeof *out);
  out->indicator = ind__table_string (report->index.table,
                                      ind__table_kind (report->index.table, first)->indicator);
  out->area = ind__index_name (&report->index, arbitration->area);
  out->component = component_name (report, arbitration->component);
  ind__period_write (arbitration->period, out->period);
  out->n_figures = arbitration->n_figures;
  out->believed = ind__strings_at (&report->index.table->strings, arbitration->believed);
  out->n_relations = arbitration->n_relations;
  out->is_certain = arbitration->is_certain;
  out->sentence = arbitration->sentence;
  return IND_OK;
}

ind_status
ind_report_arbitration_figure (const ind_report *report, size_t k, size_t figure,
                               ind_figure *out)
{
  if (k >= report->n_arbitrations || figure >= report->arbitrations[k].n_figures)
    return IND_E_RANGE;
  return ind_table_figure (report->index.table,
                           report->figures[report->arbitrations[k].first_figure + figure], out);
}

static void
get_deduction (const ind_report *report, const ind__deduction *deduction, ind_deduction *out)
{
  memset (out, 0, sizeof *out);
  out->indicator
      = ind__display_name (ind__index_name (&report->index, deduction->indicator));
  out->area = ind__index_name (&report->index, deduction->area);
  out->component = component_name (report, deduction->component);
  ind__period_write (deduction->period, out->period);
  out->interval = deduction->interval;
  out->unit = deduction->unit;
}

size_t
ind_report_deduction_count (const ind_report *report)
{
  return report->n_deductions;
}

ind_status
ind_report_deduction (const ind_report *report, size_t k, ind_deduction *out)
{
  if (k >= report->n_deductions)
    return IND_E_RANGE;
  get_deduction (report, &report->deductions[k], out);
  return IND_OK;
}

size_t
ind_report_protection_count (const ind_report *report)
{
  return report->n_protections;
}

ind_status
ind_report_protection (const ind_report *report, size_t k, ind_protection *out)
{
  if (k >= report->n_protections)
    return IND_E_RANGE;
  out->implied = report->protections[k].implied;
  out->detectable = report->protections[k].detectable;
  return ind_table_figure (report->index.table, report->protections[k].figure, &out->figure);
}

int
ind_report_advice (const ind_report *report, ind_advice *out)
{
  if (!report->has_advice)
    return 0;
  get_deduction (report, &report->advice.quantity, &out->quantity);
  out->decimals = report->advice.decimals;
  out->n_gained = report->advice.n_gained;
  return 1;
}
