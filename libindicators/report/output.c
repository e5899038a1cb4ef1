/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the formats share: handing text over, values and headings. */
#include "report/output.h"

#include <float.h>

#include "check/phrase.h"
#include "report/formats.h"

ind_unit
ind__unit_of_figure (const ind__index *index, uint32_t figure)
{
  ind_unit unit = index->table->units[ind__table_kind (index->table, figure)->unit];
  unit.scale = ind__index_scale (index, figure);
  return unit;
}

void
ind__put_finding_ids (const ind_report *report, const ind__explanation *explanation,
                      ind__text *text)
{
  const size_t *number = report->explained_findings + explanation->first_finding;
  size_t k;

  for (k = 0; k < explanation->n_findings; k++)
    ind__text_format (text, "%s%s", k == 0 ? "" : ", ", report->findings.at[number[k]].id);
}

const char *
ind__standing (const ind__suspect *suspect, size_t alternative)
{
  if (suspect->is_certain)
    return "certain";
  return alternative == 0 ? "preferred" : "possible";
}

void
ind__put_printed_value (const ind_report *report, const ind__finding *finding, ind__text *text)
{
  char digits[64];

  if (finding->has_target)
    {
      ind_decimal_write (
          ind__table_value (report->index.table, ind__report_figure (report, finding, 0)),
          digits);
      ind__text_put_string (text, digits);
    }
  else if (finding->printed.high - finding->printed.low <= DBL_MAX)
    ind__put_double (text, finding->printed.low / 2 + finding->printed.high / 2);
  else if (!finding->has_two_sides)
    ind__put_double (text, finding->printed.low < -DBL_MAX ? finding->printed.high
                                                           : finding->printed.low);
}

const char *
ind__finding_heading (const ind__finding *finding)
{
  switch (finding->verdict)
    {
    case IND_VERDICT_INCONSISTENT:
    case IND_VERDICT_CONTRADICTION: return "Cannot all be true";
    case IND_VERDICT_UNVERIFIABLE: return "Cannot be used as they stand";
    case IND_VERDICT_IMPROBABLE: return "Doubtful";
    case IND_VERDICT_EXPLAINABLE: return "Notes: explained by figures computed from rounded ones";
    case IND_VERDICT_REVISION: return "Revised between vintages";
    case IND_VERDICT_EXACT:
    case IND_VERDICT_ROUNDING:
    case IND_VERDICT_SAME:
    case IND_VERDICT_OVERLAP: break;
    }
  return "In order";
}

void
ind__output_flush (ind__output *output, int is_last)
{
  if (output->text.has_failed || (output->text.length < 65536 && !is_last))
    return;
  if (!output->has_failed && output->text.length > 0
      && output->writer (output->context, output->text.bytes, output->text.length) != 0)
    output->has_failed = 1;
  /* What the writer no longer takes is dropped, not collected. */
  output->text.length = 0;
}

ind_status
ind__output_end (ind__output *output, ind_error *error)
{
  ind_status status = IND_OK;

  ind__output_flush (output, 1);
  if (output->text.has_failed)
    status = ind__fail_memory (error);
  else if (output->has_failed)
    status = ind__fail (error, IND_E_WRITE, 0, 0, "the writer reported a failure");
  ind__text_free (&output->text);
  return status;
}

size_t
ind__control_at (const char *text)
{
  const unsigned char *at = (const unsigned char *) text;

  if ((at[0] > 0 && at[0] < 0x20) || at[0] == 0x7F)
    return 1;
  return at[0] == 0xC2 && at[1] >= 0x80 && at[1] < 0xA0 ? 2 : 0;
}
