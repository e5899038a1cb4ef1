/* SPDX-License-Identifier: GPL-3.0-or-later
 * A report as one self-contained HTML page. */
#include <string.h>

#include "check/obstacle.h"
#include "check/unverifiable.h"
#include "check/phrase.h"
#include "explain/explainer.h"
#include "report/formats.h"

static const char head[]
    = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>";
static const char style[]
    = "</title>\n<style>\n"
      "body{font:16px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em;"
      "color:#1a1a1a;background:#fff}\n"
      "h2{margin-top:2em;border-bottom:1px solid #ccc}\n"
      "article{margin:1.2em 0;padding:.2em 1em;border-left:4px solid #999}\n"
      ".inconsistent,.contradiction{border-color:#b00020}.improbable{border-color:#c77700}\n"
      ".explainable,.revision{border-color:#3367aa}\n"
      "section{margin:1.2em 0;overflow-x:auto}\n"
      "table{border-collapse:collapse;font-size:.9em;margin:.5em 0}\n"
      "td,th{padding:.15em .8em .15em 0;text-align:left;vertical-align:top}\n"
      "td.n{text-align:right;font-variant-numeric:tabular-nums}\n"
      "code,.id{color:#555}\n"
      "</style>\n</head>\n<body>\n<h1>";

void
ind__put_html_head (ind__text *text, const char *title)
{
  ind__text_put_string (text, head);
  ind__text_put_string (text, title);
  ind__text_put_string (text, style);
  ind__text_format (text, "%s</h1>\n", title);
}

void
ind__put_html_escaped (ind__text *text, const char *string)
{
  for (; *string != '\0'; string++)
    switch (*string)
      {
      case '&': ind__text_put_string (text, "&amp;"); break;
      case '<': ind__text_put_string (text, "&lt;"); break;
      case '>': ind__text_put_string (text, "&gt;"); break;
      case '"': ind__text_put_string (text, "&quot;"); break;
      default:
        {
          size_t control = ind__control_at (string);
          ind__text_put (text, control > 0 ? " " : string, 1);
          string += control > 1;
        }
      }
}

void
ind__put_html_cell (ind__text *text, const char *string)
{
  ind__text_put_string (text, "<td>");
  ind__put_html_escaped (text, string);
  ind__text_put_string (text, "</td>");
}

static void
put_figure (const ind_report *report, uint32_t k, ind__text *text)
{
  ind__text printed = { 0 }, interval = { 0 };
  ind_figure figure;

  if (ind_table_figure (report->index.table, k, &figure) != IND_OK)
    return;
  ind__put_printed (&printed, report->index.table, k);
  ind__put_interval_words (&interval, figure.interval, 0);
  if (printed.has_failed || interval.has_failed)
    text->has_failed = 1;
  else
    {
      ind__text_put_string (text, "<tr>");
      ind__put_html_cell (text, figure.indicator);
      ind__put_html_cell (text, figure.component);
      ind__put_html_cell (text, figure.period);
      ind__put_html_cell (text, printed.bytes == NULL ? "" : printed.bytes);
      ind__put_html_cell (text, interval.bytes);
      ind__put_html_cell (text, figure.source);
      if (figure.locator[0] != '\0')
        ind__put_html_cell (text, figure.locator);
      else
        ind__text_format (text, "<td>record %zu</td>", figure.record);
      ind__text_put_string (text, "</tr>\n");
    }
  ind__text_free (&printed);
  ind__text_free (&interval);
}

static void
put_table_head (ind__text *text)
{
  ind__text_put_string (text, "<table>\n<tr><th>indicator</th><th>component</th><th>period</th>"
                              "<th>printed</th><th>true value</th><th>source</th>"
                              "<th>place</th></tr>\n");
}

static void
put_finding (const ind_report *report, const ind__finding *finding, ind__text *text)
{
  size_t k;

  ind__text_format (text, "<article class=\"%s\" id=\"%s\">\n<p><span class=\"id\">%s</span> ",
                    ind_verdict_name (finding->verdict), finding->id, finding->id);
  ind__put_html_escaped (text, finding->sentence);
  ind__text_put_string (text, "</p>\n");
  put_table_head (text);
  for (k = 0; k < finding->n_figures; k++)
    put_figure (report, ind__report_figure (report, finding, k), text);
  ind__text_put_string (text, "</table>\n");
  if (finding->kind == IND_FINDING_RULE)
    {
      ind__text rule = { 0 };
      ind__put_rule (&rule, &report->index, finding);
      text->has_failed |= rule.has_failed;
      ind__text_put_string (text, "<p><code>");
      ind__put_html_escaped (text, rule.bytes == NULL ? "" : rule.bytes);
      ind__text_put_string (text, "</code></p>\n");
      ind__text_free (&rule);
    }
  ind__text_put_string (text, "</article>\n");
}

static void
put_summary (const ind_summary *summary, ind__text *text)
{
  const size_t *n = summary->verdicts;

  ind__text_format (text,
                    "<p>%zu figures, %zu checks: <strong>%zu cannot be true</strong>, %zu "
                    "doubtful, %zu explainable, %zu revised. %zu checks lacked a figure; %zu "
                    "figures no rule reached.</p>\n",
                    summary->figures, summary->checks,
                    n[IND_VERDICT_INCONSISTENT] + n[IND_VERDICT_CONTRADICTION],
                    n[IND_VERDICT_IMPROBABLE], n[IND_VERDICT_EXPLAINABLE],
                    n[IND_VERDICT_REVISION], n[IND_VERDICT_UNVERIFIABLE], summary->untouched);
}

void
ind__put_html_text_cell (ind__text *text, ind__text *words)
{
  text->has_failed |= words->has_failed;
  ind__put_html_cell (text, words->bytes == NULL ? "" : words->bytes);
  ind__text_free (words);
}

void
ind__put_html_quantity (const char *indicator, const char *component, const char *area,
                        const char *period, ind__text *text)
{
  ind__put_html_cell (text, indicator);
  ind__put_html_cell (text, component);
  ind__put_html_cell (text, area);
  ind__put_html_cell (text, period);
}

void
ind__put_html_place (const ind_report *report, uint32_t figure, ind__text *text)
{
  const ind_table *table = report->index.table;
  const char *locator = ind__table_text (table, table->locator, figure);
  ind__text printed = { 0 };
  char period[16];

  ind__period_write (ind__table_site (table, figure)->period, period);
  ind__put_html_quantity (ind__table_string (table, ind__table_kind (table, figure)->indicator),
                          ind__table_string (table, ind__table_kind (table, figure)->component),
                          ind__table_string (table, ind__table_site (table, figure)->area), period,
                          text);
  ind__put_printed (&printed, table, figure);
  ind__put_html_text_cell (text, &printed);
  ind__put_html_cell (text, ind__table_string (table, ind__table_kind (table, figure)->source));
  if (locator[0] != '\0')
    ind__put_html_cell (text, locator);
  else
    ind__text_format (text, "<td>record %u</td>", (unsigned) ind__table_record (table, figure));
}

/* What is not a figure has no print and no place of its own. */
static void
put_suspect (const ind_report *report, const ind__suspect *stored, const ind_suspect *suspect,
             size_t alternative, ind__text *text)
{
  ind__text value = { 0 };

  if (suspect->kind == IND_SUSPECT_FIGURE)
    ind__put_html_place (report, stored->figure, text);
  else
    {
      ind__put_html_quantity (suspect->name, suspect->component, suspect->area, suspect->period,
                              text);
      ind__text_put_string (text, suspect->kind == IND_SUSPECT_BASIS
                                      ? "<td>a rule, on another basis</td><td></td><td></td>"
                                      : "<td>an assumption</td><td></td><td></td>");
    }
  ind__put_value_words (suspect->must_lie_in, &suspect->unit, &value);
  ind__put_html_text_cell (text, &value);
  ind__put_html_cell (text, suspect->candidate);
  ind__put_html_cell (text, ind_slip_name (suspect->slip));
  ind__put_html_cell (text, ind__standing (stored, alternative));
}

static void
put_alternative (const ind_report *report, size_t explanation, size_t number, ind__text *text)
{
  const ind__alternative *alternative
      = &report->alternatives[report->explanations[explanation].first_alternative + number];
  ind_suspect suspect;
  size_t s;

  for (s = 0; ind_report_suspect (report, explanation, number, s, &suspect) == IND_OK; s++)
    {
      ind__text score = { 0 };
      ind__text_put_string (text, "<tr>");
      if (s == 0)
        ind__put_score (alternative->score, &score);
      ind__put_html_text_cell (text, &score);
      put_suspect (report, &report->suspects[alternative->first_suspect + s], &suspect, number,
                   text);
      ind__text_put_string (text, "</tr>\n");
    }
}

static void
put_explanation (const ind_report *report, size_t number, ind__output *output)
{
  const ind__explanation *explanation = &report->explanations[number];
  ind__text *text = &output->text;
  size_t k;

  ind__text_put_string (text, "<section>\n<p>");
  ind__put_html_escaped (text, explanation->sentence);
  ind__text_put_string (text, "</p>\n");
  if (explanation->n_findings > 0)
    {
      ind__text_put_string (text, "<p class=\"id\">Explains ");
      ind__put_finding_ids (report, explanation, text);
      ind__text_put_string (text, "</p>\n");
    }
  ind__text_put_string (text, "<table>\n<tr><th>score</th>" IND__HTML_PLACE_HEAD
                              "<th>must lie in</th><th>candidate</th><th>slip</th>"
                              "<th>standing</th></tr>\n");
  for (k = 0; k < explanation->n_alternatives; k++)
    {
      put_alternative (report, number, k, text);
      ind__output_flush (output, 0);
    }
  ind__text_put_string (text, "</table>\n</section>\n");
}

static void
put_arbitration (const ind_report *report, const ind__arbitration *arbitration, ind__text *text)
{
  size_t k;

  ind__text_put_string (text, "<section>\n<p>");
  ind__put_html_escaped (text, arbitration->sentence);
  ind__text_put_string (text, "</p>\n");
  put_table_head (text);
  for (k = 0; k < arbitration->n_figures; k++)
    put_figure (report, report->figures[arbitration->first_figure + k], text);
  ind__text_put_string (text, "</table>\n</section>\n");
}

/* What ind_explain added. */
static void
write_explanations (const ind_report *report, ind__output *output)
{
  ind__text *text = &output->text;
  ind_deduction deduction;
  size_t k;

  if (report->n_explanations > 0)
    ind__text_put_string (text, "<h2>What is wrong</h2>\n");
  for (k = 0; k < report->n_explanations; k++)
    {
      put_explanation (report, k, output);
      ind__output_flush (output, 0);
    }
  if (report->n_arbitrations > 0)
    ind__text_put_string (text, "<h2>Which report to believe</h2>\n");
  for (k = 0; k < report->n_arbitrations; k++)
    {
      put_arbitration (report, &report->arbitrations[k], text);
      ind__output_flush (output, 0);
    }
  if (report->n_deductions == 0)
    return;
  ind__text_put_string (text, "<h2>Deduced</h2>\n<table>\n<tr>" IND__HTML_QUANTITY_HEAD
                              "<th>true value</th></tr>\n");
  for (k = 0; ind_report_deduction (report, k, &deduction) == IND_OK; k++)
    {
      ind__text value = { 0 };
      ind__text_put_string (text, "<tr>");
      ind__put_html_quantity (deduction.indicator, deduction.component, deduction.area,
                              deduction.period, text);
      ind__put_value_words (deduction.interval, &deduction.unit, &value);
      ind__put_html_text_cell (text, &value);
      ind__text_put_string (text, "</tr>\n");
      ind__output_flush (output, 0);
    }
  ind__text_put_string (text, "</table>\n");
}

static int
put_unverifiable (void *context, const ind_report *own, const ind__finding *finding)
{
  ind__output *output = context;
  ind__text *text = &output->text, sentence = { 0 };

  ind__put_unverifiable (&sentence, own, finding);
  text->has_failed |= sentence.has_failed;
  if (!sentence.has_failed)
    {
      ind__text_put_string (text, "<li>");
      ind__put_html_escaped (text, sentence.bytes);
      ind__text_put_string (text, "</li>\n");
    }
  ind__text_free (&sentence);
  ind__output_flush (output, 0);
  return 1;
}

void
ind__write_html_not_verified (const ind_report *report, ind__output *output)
{
  if (report->unverifiable.count == 0)
    return;
  ind__text_put_string (&output->text, "<h2>Not verified</h2>\n<ul>\n");
  output->text.has_failed |= !ind__visit_unverifiable (report, put_unverifiable, output);
  ind__text_put_string (&output->text, "</ul>\n");
}

void
ind__write_html (const ind_report *report, ind__output *output)
{
  ind__text *text = &output->text;
  const char *last = NULL;
  size_t k;

  ind__put_html_head (text, "Consistency of printed figures");
  put_summary (&report->summary, text);
  for (k = 0; k < report->findings.count; k++)
    {
      const char *heading = ind__finding_heading (&report->findings.at[k]);
      if (heading != last)
        ind__text_format (text, "<h2>%s</h2>\n", heading);
      last = heading;
      put_finding (report, &report->findings.at[k], text);
      ind__output_flush (output, 0);
    }
  write_explanations (report, output);
  ind__write_html_not_verified (report, output);
  if (report->n_untouched > 0)
    {
      ind__text_put_string (text, "<h2>Figures no rule reached</h2>\n");
      put_table_head (text);
      for (k = 0; k < report->n_untouched; k++)
        {
          put_figure (report, report->untouched[k], text);
          ind__output_flush (output, 0);
        }
      ind__text_put_string (text, "</table>\n");
    }
  ind__text_put_string (text, "</body>\n</html>\n");
}
