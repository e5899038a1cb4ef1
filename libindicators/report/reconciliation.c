/* SPDX-License-Identifier: GPL-3.0-or-later
 * A reconciliation in every format: what moved and why, rules before and after, tests. */
#include <math.h>
#include <string.h>

#include "check/phrase.h"
#include "reconcile/reconcile.h"
#include "report/formats.h"

/* Beyond it, a change is more than chance where errors are normal. */
#define SIGNIFICANT 0.001

/* ------------------------------------------------------------------------
 * Text
 * ---------------------------------------------------------------------- */

static void
put_kinds (const ind_reconciliation_summary *summary, ind__text *text)
{
  int kind, is_first = 1;

  ind__put_count (text, summary->n_figures, "figure");
  for (kind = 0; kind < IND_ADJUSTMENT_KIND_COUNT; kind++)
    if (summary->kinds[kind] > 0)
      {
        ind__text_format (text, "%s%zu %s", is_first ? ": " : ", ", summary->kinds[kind],
                          ind_adjustment_kind_name ((ind_adjustment_kind) kind));
        is_first = 0;
      }
  ind__text_put_string (text, ".");
}

static void
put_tests (const ind_reconciliation_summary *summary, ind__text *text)
{
  ind__put_count (text, summary->n_rules, "rule");
  ind__text_format (text, " applied, %zu independent of one another. ", summary->degrees);
  if (summary->degrees > 0)
    {
      ind__text_put_string (text, "All changes together have a chi-square of ");
      ind__put_number (text, summary->chi_square);
      ind__text_format (text, " on %zu %s of freedom, p = ", summary->degrees,
                        summary->degrees == 1 ? "degree" : "degrees");
      ind__put_number (text, summary->p);
      ind__text_put_string (text, summary->p < SIGNIFICANT
                                      ? ": more than the errors of the figures explain. "
                                      : ": no more than the errors of the figures explain. ");
    }
  if (summary->n_contradictory > 0)
    ind__text_format (text, "No values satisfy %zu of the rules together; what comes out is as "
                            "near as can be. ",
                      summary->n_contradictory);
  if (!summary->is_converged)
    ind__text_put_string (text, "No values were found that satisfy all other rules: give up "
                                "figures that are wrong, or leave rules out. ");
  if (!summary->is_bounded)
    ind__text_put_string (text, "No values were found that keep the bounds. ");
  if (summary->n_unrounded > 0)
    {
      ind__put_count (text, summary->n_unrounded, "sum");
      ind__text_put_string (text, " cannot be kept with the printed decimals.");
    }
}

static ind_unit
unit_of (const ind_reconciliation *reconciliation, size_t figure)
{
  return ind__unit_of_figure (&reconciliation->report->index, (uint32_t) figure);
}

/* "7.44%", with the figure's own decimals. */
static void
put_out (const ind_reconciliation *reconciliation, size_t figure, ind__text *text)
{
  ind_unit unit = unit_of (reconciliation, figure);

  ind__text_put_string (text, reconciliation->adjustments[figure].text);
  ind__put_unit_words (text, &unit);
}

static void
put_difference (const ind_reconciliation *reconciliation, size_t figure, double x,
                ind__text *text)
{
  ind_unit unit = unit_of (reconciliation, figure);

  ind__put_number (text, x);
  ind__put_difference_words (text, &unit);
}

/* What became of a figure, as a sentence. */
static void
put_sentence (const ind_reconciliation *reconciliation, size_t figure, ind__text *text)
{
  const ind_adjustment *adjustment = &reconciliation->adjustments[figure];
  int is_certain = reconciliation->is_certain[figure];

  ind__put_figure_words (reconciliation->report, (uint32_t) figure, text);
  switch (adjustment->kind)
    {
    case IND_ADJUSTMENT_REPAIRED:
      ind__text_put_string (text, is_certain ? " is wrong for certain and given up: the others "
                                               "make it "
                                             : " is the likeliest to be wrong and given up: the "
                                               "others make it ");
      put_out (reconciliation, figure, text);
      if (adjustment->error_out >= 0)
        {
          ind__text_put_string (text, ", with a standard error of ");
          put_difference (reconciliation, figure, adjustment->error_out, text);
        }
      break;
    case IND_ADJUSTMENT_LOST:
      ind__text_put_string (text, " is given up, and nothing says what it should be");
      break;
    case IND_ADJUSTMENT_BALANCED:
      ind__text_put_string (text, " becomes ");
      put_out (reconciliation, figure, text);
      ind__text_put_string (text, ": it moves by ");
      put_difference (reconciliation, figure, adjustment->change, text);
      ind__text_put_string (text, adjustment->p < SIGNIFICANT
                                      ? ", which its error does not explain"
                                      : ", within its error");
      break;
    case IND_ADJUSTMENT_KEPT:
    case IND_ADJUSTMENT_FIXED:
    case IND_ADJUSTMENT_UNCHECKED: break;
    }
  ind__text_put_string (text, ".");
}

static void
write_section (const ind_reconciliation *reconciliation, ind_adjustment_kind kind,
               const char *heading, ind__output *output)
{
  ind__text *text = &output->text;
  size_t k;

  if (reconciliation->summary.kinds[kind] == 0)
    return;
  ind__put_heading (text, heading);
  for (k = 0; k < reconciliation->summary.n_figures; k++)
    if (reconciliation->adjustments[k].kind == kind)
      {
        ind__text line = { 0 };
        put_sentence (reconciliation, k, &line);
        ind__put_paragraph (text, &line, 6, 6);
        ind__output_flush (output, 0);
      }
  ind__text_put_string (text, "\n");
}

static void
write_contradictions (const ind_reconciliation *reconciliation, ind__output *output)
{
  ind__text *text = &output->text;
  ind_discrepancy rule;
  size_t k;

  if (reconciliation->summary.n_contradictory == 0)
    return;
  ind__put_heading (text, "Rules that no values satisfy together");
  for (k = 0; ind_reconciliation_rule (reconciliation, k, &rule) == IND_OK; k++)
    if (rule.is_contradictory)
      {
        ind__text line = { 0 };
        ind__text_format (&line, "%s of %s in %s", rule.rule, rule.area, rule.period);
        if (rule.component[0] != '\0')
          ind__text_format (&line, " (%s)", rule.component);
        ind__text_put_string (&line, ": left less right side is ");
        ind__put_number (&line, rule.after);
        ind__text_put_string (&line, ".");
        ind__put_paragraph (text, &line, 6, 6);
        ind__output_flush (output, 0);
      }
  ind__text_put_string (text, "\n");
}

/* Figures of a kind by name, as a list. */
static void
write_list (const ind_reconciliation *reconciliation, ind_adjustment_kind kind,
            const char *heading, ind__output *output)
{
  ind__text *text = &output->text, line = { 0 };
  ind_figure figure;
  size_t k;

  if (reconciliation->summary.kinds[kind] == 0)
    return;
  ind__put_heading (text, heading);
  for (k = 0; k < reconciliation->summary.n_figures; k++)
    if (reconciliation->adjustments[k].kind == kind
        && ind_table_figure (reconciliation->report->index.table, k, &figure) == IND_OK)
      ind__text_format (&line, "%s%s[%s] %s of %s", line.length > 0 ? ", " : "", figure.indicator,
                        figure.component, figure.period, figure.area);
  ind__text_put_string (&line, ".");
  ind__put_paragraph (text, &line, 6, 6);
  ind__text_put_string (text, "\n");
}

static void
write_text (const ind_reconciliation *reconciliation, ind__output *output)
{
  ind__text *text = &output->text, line = { 0 };

  put_kinds (&reconciliation->summary, &line);
  ind__put_paragraph (text, &line, 0, 0);
  put_tests (&reconciliation->summary, &line);
  ind__put_paragraph (text, &line, 0, 0);
  ind__text_put_string (text, "\n");
  write_contradictions (reconciliation, output);
  write_section (reconciliation, IND_ADJUSTMENT_REPAIRED, "Given up, and computed from others",
                 output);
  write_section (reconciliation, IND_ADJUSTMENT_LOST, "Given up", output);
  write_section (reconciliation, IND_ADJUSTMENT_BALANCED, "Moved", output);
  write_list (reconciliation, IND_ADJUSTMENT_UNCHECKED, "Checked by nothing", output);
}

/* ------------------------------------------------------------------------
 * JSON
 * ---------------------------------------------------------------------- */

static void
put_json_number (ind__text *text, const char *name, double x)
{
  ind__text_format (text, ", \"%s\": ", name);
  ind__put_estimate (text, x);
}

static void
put_json_adjustment (const ind_reconciliation *reconciliation, size_t k, ind__text *text)
{
  const ind_adjustment *adjustment = &reconciliation->adjustments[k];

  ind__text_put_string (text, "{");
  ind__put_json_figure (reconciliation->report, (uint32_t) k, text);
  ind__text_format (text, ", \"adjustment\": \"%s\", \"certain\": %s",
                    ind_adjustment_kind_name (adjustment->kind),
                    reconciliation->is_certain[k] ? "true" : "false");
  ind__text_put_string (text, ", \"value_in\": ");
  ind__put_double (text, adjustment->value_in);
  ind__text_put_string (text, ", \"value_out\": ");
  ind__text_put_string (text, adjustment->text[0] == '\0' ? "null" : adjustment->text);
  put_json_number (text, "change", adjustment->change);
  put_json_number (text, "error_in", adjustment->error_in);
  put_json_number (text, "error_out", adjustment->error_out);
  put_json_number (text, "redundancy", adjustment->redundancy);
  put_json_number (text, "statistic", adjustment->statistic);
  put_json_number (text, "p", adjustment->p);
  ind__text_put_string (text, "}");
}

static void
write_json (const ind_reconciliation *reconciliation, ind__output *output)
{
  const ind_reconciliation_summary *summary = &reconciliation->summary;
  ind__text *text = &output->text;
  ind_discrepancy rule;
  size_t k;
  int kind;

  ind__text_format (text, "{\n  \"schema\": 1,\n  \"version\": \"%s\",\n  \"summary\": {"
                          "\"figures\": %zu",
                    ind_version (), summary->n_figures);
  for (kind = 0; kind < IND_ADJUSTMENT_KIND_COUNT; kind++)
    ind__text_format (text, ", \"%s\": %zu", ind_adjustment_kind_name ((ind_adjustment_kind) kind),
                      summary->kinds[kind]);
  ind__text_format (text, ", \"rules\": %zu, \"contradictory\": %zu, \"degrees\": %zu",
                    summary->n_rules, summary->n_contradictory, summary->degrees);
  put_json_number (text, "chi_square", summary->chi_square);
  put_json_number (text, "p", summary->p);
  ind__text_format (text, ", \"steps\": %zu, \"converged\": %s, \"bounded\": %s, "
                          "\"unrounded\": %zu},\n  \"figures\": [",
                    summary->n_steps, summary->is_converged ? "true" : "false",
                    summary->is_bounded ? "true" : "false", summary->n_unrounded);
  for (k = 0; k < summary->n_figures; k++)
    {
      ind__text_put_string (text, k == 0 ? "\n    " : ",\n    ");
      put_json_adjustment (reconciliation, k, text);
      ind__output_flush (output, 0);
    }
  ind__text_put_string (text, "],\n  \"rules\": [");
  for (k = 0; ind_reconciliation_rule (reconciliation, k, &rule) == IND_OK; k++)
    {
      ind__text_put_string (text, k == 0 ? "\n    {" : ",\n    {");
      ind__put_json_member (text, "rule", rule.rule);
      ind__put_json_member (text, "area", rule.area);
      ind__put_json_member (text, "period", rule.period);
      ind__put_json_member (text, "component", rule.component);
      ind__text_put_string (text, "\"before\": ");
      ind__put_estimate (text, rule.before);
      put_json_number (text, "after", rule.after);
      ind__text_format (text, ", \"contradictory\": %s}", rule.is_contradictory ? "true" : "false");
      ind__output_flush (output, 0);
    }
  ind__text_put_string (text, "]\n}\n");
}

/* ------------------------------------------------------------------------
 * The whole
 * ---------------------------------------------------------------------- */

static ind_status
write_csv (const ind_reconciliation *reconciliation, ind_writer writer, void *context,
           ind_error *error)
{
  ind_table *table;
  ind_status status = ind__reconciled_table (reconciliation, &table, error);

  if (status != IND_OK)
    return status;
  status = ind_table_write (table, writer, context, error);
  ind_table_free (table);
  return status;
}

ind_status
ind_reconciliation_write (const ind_reconciliation *reconciliation, ind_format format,
                          ind_writer writer, void *context, ind_error *error)
{
  ind__output output;

  memset (&output, 0, sizeof output);
  output.writer = writer;
  output.context = context;
  switch (format)
    {
    case IND_FORMAT_TEXT: write_text (reconciliation, &output); break;
    case IND_FORMAT_JSON: write_json (reconciliation, &output); break;
    case IND_FORMAT_CSV: return write_csv (reconciliation, writer, context, error);
    case IND_FORMAT_HTML:
    default:
      return ind__fail (error, IND_E_ARGUMENT, 0, 0,
                        "a reconciliation is written as text, JSON or CSV");
    }
  return ind__output_end (&output, error);
}
