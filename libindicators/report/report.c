/* SPDX-License-Identifier: GPL-3.0-or-later
 * A report's findings one by one, and as a document. */
#include <string.h>

#include "check/phrase.h"
#include "check/unverifiable.h"
#include "report/output.h"

void
ind_report_summary (const ind_report *report, ind_summary *out)
{
  *out = report->summary;
}

void
ind_report_add_summary (ind_report *report, const ind_summary *elsewhere)
{
  ind_summary *summary = &report->summary;
  size_t k;

  summary->figures += elsewhere->figures;
  summary->checks += elsewhere->checks;
  for (k = 0; k < IND_VERDICT_COUNT; k++)
    summary->verdicts[k] += elsewhere->verdicts[k];
  summary->untouched += elsewhere->untouched;
}

int
ind_report_exit_status (const ind_report *report, int is_strict)
{
  const size_t *n = report->summary.verdicts;
  return n[IND_VERDICT_INCONSISTENT] > 0 || n[IND_VERDICT_CONTRADICTION] > 0
         || (is_strict && n[IND_VERDICT_IMPROBABLE] > 0);
}

static ind_status
get_finding (const ind_report *report, const ind__findings *list, size_t k, ind_finding *out)
{
  const ind__index *index = &report->index;
  const ind__finding *finding;

  if (k >= list->count)
    return IND_E_RANGE;
  finding = &list->at[k];
  out->id = finding->id;
  out->kind = finding->kind;
  out->verdict = finding->verdict;
  out->rule = ind__index_name (index, finding->rule_name);
  out->area = ind__index_name (index, finding->area);
  out->period = finding->period_text;
  out->component = ind__index_name (index, finding->component);
  out->source = ind__strings_at (&index->table->strings, finding->source);
  out->sentence = finding->sentence;
  out->printed = finding->printed;
  out->implied = finding->implied;
  out->gap = finding->gap;
  out->kappa = finding->kappa;
  out->p = finding->p;
  out->n_figures = finding->n_figures;
  return IND_OK;
}

size_t
ind_report_finding_count (const ind_report *report)
{
  return report->findings.count;
}

ind_status
ind_report_finding (const ind_report *report, size_t k, ind_finding *out)
{
  return get_finding (report, &report->findings, k, out);
}

ind_status
ind_report_finding_figure (const ind_report *report, size_t k, size_t figure, ind_figure *out)
{
  if (k >= report->findings.count || figure >= report->findings.at[k].n_figures)
    return IND_E_RANGE;
  return ind_table_figure (report->index.table,
                           ind__report_figure (report, &report->findings.at[k], figure), out);
}

size_t
ind_report_unverifiable_count (const ind_report *report)
{
  return report->unverifiable.count;
}

ind_status
ind_report_unverifiable (const ind_report *report, size_t k, ind_finding *out)
{
  const ind_report *list;

  if (k >= report->unverifiable.count)
    return IND_E_RANGE;
  list = ind__list_unverifiable (report);
  return list == NULL ? IND_E_MEMORY : get_finding (report, &list->findings, k, out);
}

size_t
ind_report_untouched_count (const ind_report *report)
{
  return report->n_untouched;
}

ind_status
ind_report_untouched (const ind_report *report, size_t k, ind_figure *out)
{
  return k < report->n_untouched
             ? ind_table_figure (report->index.table, report->untouched[k], out)
             : IND_E_RANGE;
}

ind_status
ind_report_write (const ind_report *report, ind_format format, ind_writer writer, void *context,
                  ind_error *error)
{
  ind__output output;

  memset (&output, 0, sizeof output);
  output.writer = writer;
  output.context = context;
  switch (format)
    {
    case IND_FORMAT_TEXT: ind__write_text (report, &output); break;
    case IND_FORMAT_JSON: ind__write_json (report, &output); break;
    case IND_FORMAT_CSV: ind__write_csv (report, &output); break;
    case IND_FORMAT_HTML: ind__write_html (report, &output); break;
    default:
      return ind__fail (error, IND_E_ARGUMENT, 0, 0, "%d is not an ind_format", (int) format);
    }
  return ind__output_end (&output, error);
}
