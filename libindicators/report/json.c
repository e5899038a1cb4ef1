/* SPDX-License-Identifier: GPL-3.0-or-later
 * A report as JSON, schema 1; every list is complete. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "check/obstacle.h"
#include "check/unverifiable.h"
#include "check/phrase.h"
#include "report/formats.h"

void
ind__put_json_string (ind__text *text, const char *string)
{
  const char *from = string;

  ind__text_put_string (text, "\"");
  for (; *string != '\0'; string++)
    if (*string == '"' || *string == '\\' || (unsigned char) *string < 0x20)
      {
        ind__text_put (text, from, (size_t) (string - from));
        if ((unsigned char) *string < 0x20)
          ind__text_format (text, "\\u%04x", (unsigned) (unsigned char) *string);
        else
          ind__text_format (text, "\\%c", *string);
        from = string + 1;
      }
  ind__text_put_string (text, from);
  ind__text_put_string (text, "\"");
}

void
ind__put_json_member (ind__text *text, const char *name, const char *value)
{
  ind__text_format (text, "\"%s\": ", name);
  ind__put_json_string (text, value);
  ind__text_put_string (text, ", ");
}

void
ind__put_json_bounds (ind__text *text, ind_interval x)
{
  ind__text_put_string (text, "\"low\": ");
  ind__put_double (text, x.low);
  ind__text_put_string (text, ", \"high\": ");
  ind__put_double (text, x.high);
}

void
ind__put_json_unit (ind__text *text, const ind_unit *unit)
{
  char word[64];
  ind_unit_write (unit, word);
  ind__text_put_string (text, "\"unit\": ");
  ind__put_json_string (text, word);
}

void
ind__put_json_figure (const ind_report *report, uint32_t k, ind__text *text)
{
  ind_figure figure;

  if (ind_table_figure (report->index.table, k, &figure) != IND_OK)
    return;
  ind__put_json_member (text, "file", figure.file);
  ind__text_format (text, "\"record\": %zu, ", figure.record);
  ind__put_json_member (text, "source", figure.source);
  ind__put_json_member (text, "indicator", figure.indicator);
  ind__put_json_member (text, "area", figure.area);
  ind__put_json_member (text, "period", figure.period);
  ind__put_json_member (text, "component", figure.component);
  ind__put_json_member (text, "printed",
                        figure.printed[0] != '\0' ? figure.printed : figure.obs_value);
  ind__text_format (text, "\"value\": %s, ", figure.obs_value);
  ind__put_json_bounds (text, figure.interval);
  ind__text_put_string (text, ", ");
  ind__put_json_unit (text, &figure.unit);
  ind__text_put_string (text, ", \"locator\": ");
  ind__put_json_string (text, figure.locator);
}

static void
put_figure (const ind_report *report, uint32_t k, ind__text *text)
{
  ind__text_put_string (text, "{");
  ind__put_json_figure (report, k, text);
  ind__text_put_string (text, "}");
}

/* A number, or null where it is not defined. */
static void
put_defined (ind__text *text, const char *name, double x)
{
  ind__text_format (text, "\"%s\": ", name);
  if (x < 0)
    ind__text_put_string (text, "null");
  else
    ind__put_double (text, x);
  ind__text_put_string (text, ", ");
}

static void
put_head (const ind_report *report, const ind__finding *finding, ind__text *text)
{
  const ind__index *index = &report->index;

  ind__put_json_member (text, "id", finding->id);
  ind__put_json_member (text, "kind", ind_finding_kind_name (finding->kind));
  ind__put_json_member (text, "rule", ind__index_name (index, finding->rule_name));
  ind__put_json_member (text, "verdict", ind_verdict_name (finding->verdict));
  ind__put_json_member (text, "area", ind__index_name (index, finding->area));
  ind__put_json_member (text, "period", finding->period_text);
  ind__put_json_member (text, "component", ind__index_name (index, finding->component));
}

/* Figures of the report's list. */
static void
put_figures (const ind_report *report, size_t first, size_t n, ind__text *text)
{
  size_t k;

  ind__text_put_string (text, "\"figures\": [");
  for (k = 0; k < n; k++)
    {
      ind__text_put_string (text, k == 0 ? "\n      " : ",\n      ");
      put_figure (report, report->figures[first + k], text);
    }
  ind__text_put_string (text, "],\n     ");
}

static void
put_finding (const ind_report *report, const ind__finding *finding, ind__text *text)
{
  ind__text_put_string (text, "    {");
  put_head (report, finding, text);
  put_figures (report, finding->first_figure, finding->n_figures, text);
  ind__text_put_string (text, "\"stated\": {");
  ind__put_json_bounds (text, finding->printed);
  ind__text_put_string (text, "}, \"implied\": {");
  ind__put_json_bounds (text, finding->implied);
  ind__text_put_string (text, ", ");
  ind__put_json_unit (text, &finding->unit);
  ind__text_put_string (text, "}, ");
  put_defined (text, "gap", finding->gap);
  put_defined (text, "kappa", finding->kappa);
  put_defined (text, "p", finding->p);
  ind__text_put_string (text, "\n     \"sentence\": ");
  ind__put_json_string (text, finding->sentence);
  ind__text_put_string (text, "}");
}

static int
put_unverifiable (void *context, const ind_report *report, const ind__finding *finding)
{
  ind__output *output = context;
  ind__text *text = &output->text, sentence = { 0 };

  ind__text_put_string (text, strcmp (finding->id, "U1") == 0 ? "\n    {" : ",\n    {");
  put_head (report, finding, text);
  put_figures (report, finding->first_figure, finding->n_figures, text);
  ind__text_put_string (text, "\"sentence\": ");
  ind__put_unverifiable (&sentence, report, finding);
  text->has_failed |= sentence.has_failed;
  if (!sentence.has_failed)
    ind__put_json_string (text, sentence.bytes);
  ind__text_free (&sentence);
  ind__text_put_string (text, "}");
  ind__output_flush (output, 0);
  return 1;
}

/* A kind of figures, in the file that has them. */
struct file_kind {
  uint32_t file; /* numbered from 0 in the order of the files */
  uint32_t kind;
  size_t n; /* figures */
};

static int
compare_file_kinds (const void *left, const void *right)
{
  const struct file_kind *a = left, *b = right;

  if (a->file != b->file)
    return a->file < b->file ? -1 : 1;
  return a->kind < b->kind ? -1 : a->kind > b->kind;
}

/* All kinds in order of first appearance, those of a file together. NULL when memory ran
 * out. */
static struct file_kind *
list_file_kinds (const ind_table *table)
{
  struct file_kind *list = ind__new_array (table->n_kinds, sizeof *list);
  ind__strings files = { 0 };
  size_t k;
  uint32_t i;

  for (k = 0; k < table->n_kinds && list != NULL; k++)
    {
      const char *name = ind__table_string (table, table->kinds[k].file);
      list[k].kind = (uint32_t) k;
      list[k].n = ind__table_elsewhere (table, k);
      list[k].file = ind__strings_add (&files, name, strlen (name));
      if (list[k].file == IND__NO_STRING)
        {
          ind__release (list);
          list = NULL;
        }
    }
  ind__strings_free (&files);
  for (k = 0; k < ind__table_stretch_count (table) && list != NULL; k++)
    for (i = 0; i < ind__table_stretch_length (table, k); i++)
      list[ind__table_stretch (table, k).kind + i].n++;
  if (list != NULL && table->n_kinds > 1)
    qsort (list, table->n_kinds, sizeof *list, compare_file_kinds);
  return list;
}

/* The names of the sources of the kinds, each once. */
static void
put_sources (const ind_table *table, const struct file_kind *list, size_t n_kinds,
             ind__text *text)
{
  ind__strings sources = { 0 };

  for (; n_kinds > 0; n_kinds--, list++)
    {
      const char *name = ind__table_string (table, table->kinds[list->kind].source);
      size_t n = sources.count;
      if (ind__strings_add (&sources, name, strlen (name)) == IND__NO_STRING)
        text->has_failed = 1;
      if (sources.count == n)
        continue;
      ind__text_put_string (text, n == 0 ? "" : ", ");
      ind__put_json_string (text, name);
    }
  ind__strings_free (&sources);
}

static void
put_inputs (const ind_table *table, ind__text *text)
{
  struct file_kind *list = list_file_kinds (table);
  size_t k, end, n;

  if (list == NULL)
    text->has_failed = 1;
  ind__text_put_string (text, "  \"inputs\": [");
  for (k = 0; k < table->n_kinds && !text->has_failed; k = end)
    {
      for (n = 0, end = k; end < table->n_kinds && list[end].file == list[k].file; end++)
        n += list[end].n;
      ind__text_put_string (text, k == 0 ? "\n    {" : ",\n    {");
      ind__put_json_member (text, "file",
                            ind__table_string (table, table->kinds[list[k].kind].file));
      ind__text_format (text, "\"figures\": %zu, \"sources\": [", n);
      put_sources (table, list + k, end - k, text);
      ind__text_put_string (text, "]}");
    }
  ind__text_put_string (text, "],\n");
  ind__release (list);
}

static void
put_summary (const ind_summary *summary, ind__text *text)
{
  const size_t *n = summary->verdicts;

  ind__text_format (text,
                    "  \"summary\": {\"figures\": %zu, \"checks\": %zu, \"exact\": %zu, "
                    "\"rounding\": %zu, \"explainable\": %zu, \"improbable\": %zu, "
                    "\"inconsistent\": %zu, \"same\": %zu, \"contradiction\": %zu, "
                    "\"revision\": %zu, \"unverifiable\": %zu, \"untouched\": %zu},\n",
                    summary->figures, summary->checks, n[IND_VERDICT_EXACT],
                    n[IND_VERDICT_ROUNDING] + n[IND_VERDICT_OVERLAP],
                    n[IND_VERDICT_EXPLAINABLE], n[IND_VERDICT_IMPROBABLE],
                    n[IND_VERDICT_INCONSISTENT], n[IND_VERDICT_SAME],
                    n[IND_VERDICT_CONTRADICTION], n[IND_VERDICT_REVISION],
                    n[IND_VERDICT_UNVERIFIABLE], summary->untouched);
}

/* An interval, or null where there is none. */
static void
put_interval (ind__text *text, const char *name, ind_interval x)
{
  ind__text_format (text, "\"%s\": {", name);
  ind__put_json_bounds (text, x);
  ind__text_put_string (text, "}, ");
}

/* A member that is null when it is empty. */
static void
put_optional (ind__text *text, const char *name, const char *value)
{
  if (value[0] != '\0')
    ind__put_json_member (text, name, value);
  else
    ind__text_format (text, "\"%s\": null, ", name);
}

static void
put_truth (ind__text *text, const char *name, int is_true)
{
  ind__text_format (text, "\"%s\": %s", name, is_true ? "true" : "false");
}

/* The members of a figure stand beside those of the suspicion. */
static void
put_suspect (const ind_report *report, const ind__suspect *stored, const ind_suspect *suspect,
             ind__text *text)
{
  ind__text_put_string (text, "{");
  ind__put_json_member (text, "kind", ind_suspect_kind_name (suspect->kind));
  if (suspect->kind == IND_SUSPECT_FIGURE)
    {
      ind__put_json_figure (report, stored->figure, text);
      ind__text_put_string (text, ", ");
    }
  else
    {
      ind__put_json_member (text, suspect->kind == IND_SUSPECT_BASIS ? "rule" : "indicator",
                            suspect->name);
      ind__put_json_member (text, "area", suspect->area);
      ind__put_json_member (text, "period", suspect->period);
      ind__put_json_member (text, "component", suspect->component);
    }
  if (suspect->kind == IND_SUSPECT_ASSUMPTION)
    {
      ind__put_json_unit (text, &suspect->unit);
      ind__text_put_string (text, ", ");
    }
  put_interval (text, "must_lie_in", suspect->must_lie_in);
  put_optional (text, "candidate", suspect->candidate);
  put_optional (text, "slip", ind_slip_name (suspect->slip));
  put_truth (text, "certain", suspect->is_certain);
  ind__text_put_string (text, "}");
}

static void
put_alternative (const ind_report *report, size_t explanation, size_t number,
                 const ind__alternative *alternative, ind__text *text)
{
  ind_suspect suspect;
  size_t s;

  ind__text_put_string (text, "{\"score\": ");
  ind__put_double (text, alternative->score);
  ind__text_put_string (text, ", \"suspects\": [");
  for (s = 0; s < alternative->n_suspects; s++)
    {
      if (ind_report_suspect (report, explanation, number, s, &suspect) != IND_OK)
        return;
      ind__text_put_string (text, s == 0 ? "\n        " : ",\n        ");
      put_suspect (report, &report->suspects[alternative->first_suspect + s], &suspect, text);
    }
  ind__text_put_string (text, "]}");
}

static void
put_explanation (const ind_report *report, size_t number, ind__output *output)
{
  const ind__explanation *explanation = &report->explanations[number];
  const size_t *finding = report->explained_findings + explanation->first_finding;
  ind__text *text = &output->text;
  size_t k;

  ind__text_put_string (text, "    {\"findings\": [");
  for (k = 0; k < explanation->n_findings; k++)
    {
      ind__text_put_string (text, k == 0 ? "" : ", ");
      ind__put_json_string (text, report->findings.at[finding[k]].id);
    }
  ind__text_put_string (text, "],\n     \"alternatives\": [");
  for (k = 0; k < explanation->n_alternatives; k++)
    {
      ind__text_put_string (text, k == 0 ? "\n      " : ",\n      ");
      put_alternative (report, number, k,
                       &report->alternatives[explanation->first_alternative + k], text);
      ind__output_flush (output, 0);
    }
  ind__text_format (text, "],\n     \"at_least\": %zu, ", explanation->at_least);
  put_truth (text, "complete", explanation->is_complete);
  ind__text_put_string (text, ",\n     \"sentence\": ");
  ind__put_json_string (text, explanation->sentence);
  ind__text_put_string (text, "}");
}

static void
put_arbitration (const ind_report *report, size_t number, ind__text *text)
{
  ind_arbitration arbitration;

  if (ind_report_arbitration (report, number, &arbitration) != IND_OK)
    return;
  ind__text_put_string (text, "    {");
  ind__put_json_member (text, "indicator", arbitration.indicator);
  ind__put_json_member (text, "area", arbitration.area);
  ind__put_json_member (text, "period", arbitration.period);
  ind__put_json_member (text, "component", arbitration.component);
  put_figures (report, report->arbitrations[number].first_figure, arbitration.n_figures, text);
  put_optional (text, "believed", arbitration.believed);
  ind__text_format (text, "\"relations\": %zu, ", arbitration.n_relations);
  put_truth (text, "certain", arbitration.is_certain);
  ind__text_put_string (text, ",\n     \"because\": ");
  ind__put_json_string (text, arbitration.sentence);
  ind__text_put_string (text, "}");
}

void
ind__put_json_quantity (const ind_deduction *quantity, ind__text *text)
{
  ind__put_json_member (text, "indicator", quantity->indicator);
  ind__put_json_member (text, "area", quantity->area);
  ind__put_json_member (text, "period", quantity->period);
  ind__put_json_member (text, "component", quantity->component);
  ind__put_json_bounds (text, quantity->interval);
  ind__text_put_string (text, ", ");
  ind__put_json_unit (text, &quantity->unit);
}

/* What ind_explain added. What was deduced is there if it was asked for and
 * there is any. */
static void
put_explanations (const ind_report *report, ind__output *output)
{
  ind__text *text = &output->text;
  ind_deduction deduction;
  size_t k;

  ind__text_put_string (text, "  \"explanations\": [");
  for (k = 0; k < report->n_explanations; k++)
    {
      ind__text_put_string (text, k == 0 ? "\n" : ",\n");
      put_explanation (report, k, output);
      ind__output_flush (output, 0);
    }
  ind__text_put_string (text, "],\n  \"arbitration\": [");
  for (k = 0; k < report->n_arbitrations; k++)
    {
      ind__text_put_string (text, k == 0 ? "\n" : ",\n");
      put_arbitration (report, k, text);
      ind__output_flush (output, 0);
    }
  ind__text_put_string (text, "],\n");
  if (!report->is_deduced)
    return;
  ind__text_put_string (text, "  \"deduced\": [");
  for (k = 0; ind_report_deduction (report, k, &deduction) == IND_OK; k++)
    {
      ind__text_put_string (text, k == 0 ? "\n    {" : ",\n    {");
      ind__put_json_quantity (&deduction, text);
      ind__text_put_string (text, "}");
      ind__output_flush (output, 0);
    }
  ind__text_put_string (text, "],\n");
}

void
ind__write_json_unverifiable (const ind_report *report, ind__output *output)
{
  ind__text_put_string (&output->text, "  \"unverifiable\": [");
  output->text.has_failed |= !ind__visit_unverifiable (report, put_unverifiable, output);
  ind__text_put_string (&output->text, "]");
}

void
ind__write_json (const ind_report *report, ind__output *output)
{
  ind__text *text = &output->text;
  size_t k;

  ind__text_format (text, "{\n  \"schema\": 1,\n  \"version\": \"%s\",\n", ind_version ());
  put_inputs (report->index.table, text);
  put_summary (&report->summary, text);
  ind__text_put_string (text, "  \"findings\": [");
  for (k = 0; k < report->findings.count; k++)
    {
      ind__text_put_string (text, k == 0 ? "\n" : ",\n");
      put_finding (report, &report->findings.at[k], text);
      ind__output_flush (output, 0);
    }
  ind__text_put_string (text, "],\n");
  put_explanations (report, output);
  ind__write_json_unverifiable (report, output);
  ind__text_put_string (text, ",\n  \"untouched\": [");
  for (k = 0; k < report->n_untouched; k++)
    {
      ind__text_put_string (text, k == 0 ? "\n    " : ",\n    ");
      put_figure (report, report->untouched[k], text);
      ind__output_flush (output, 0);
    }
  ind__text_put_string (text, "]\n}\n");
}
