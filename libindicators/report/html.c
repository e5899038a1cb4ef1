/* SPDX-License-Identifier: GPL-3.0-or-later
 * A report as one self-contained HTML page. */
#include <string.h>

#include "check/phrase.h"
#include "report/output.h"

static const char head[]
    = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>Consistency of printed figures</title>\n<style>\n"
      "body{font:16px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em;"
      "color:#1a1a1a;background:#fff}\n"
      "h2{margin-top:2em;border-bottom:1px solid #ccc}\n"
      "article{margin:1.2em 0;padding:.2em 1em;border-left:4px solid #999}\n"
      ".inconsistent,.contradiction{border-color:#b00020}.improbable{border-color:#c77700}\n"
      ".explainable,.revision{border-color:#3367aa}\n"
      "table{border-collapse:collapse;font-size:.9em;margin:.5em 0}\n"
      "td,th{padding:.15em .8em .15em 0;text-align:left;vertical-align:top}\n"
      "td.n{text-align:right;font-variant-numeric:tabular-nums}\n"
      "code,.id{color:#555}\n"
      "</style>\n</head>\n<body>\n<h1>Consistency of printed figures</h1>\n";

/* Control characters have no place in a page; they become blanks. */
static void
put_escaped (ind__text *text, const char *string)
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

static void
put_cell (ind__text *text, const char *string)
{
  ind__text_put_string (text, "<td>");
  put_escaped (text, string);
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
      put_cell (text, figure.indicator);
      put_cell (text, figure.component);
      put_cell (text, figure.period);
      put_cell (text, printed.bytes == NULL ? "" : printed.bytes);
      put_cell (text, interval.bytes);
      put_cell (text, figure.source);
      if (figure.locator[0] != '\0')
        put_cell (text, figure.locator);
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
  put_escaped (text, finding->sentence);
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
      put_escaped (text, rule.bytes == NULL ? "" : rule.bytes);
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
ind__write_html (const ind_report *report, ind__output *output)
{
  ind__text *text = &output->text;
  const char *last = NULL;
  size_t k;

  ind__text_put_string (text, head);
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
  if (report->unverifiable.count > 0)
    ind__text_put_string (text, "<h2>Not verified</h2>\n<ul>\n");
  for (k = 0; k < report->unverifiable.count; k++)
    {
      ind__text_put_string (text, "<li>");
      put_escaped (text, report->unverifiable.at[k].sentence);
      ind__text_put_string (text, "</li>\n");
      ind__output_flush (output, 0);
    }
  if (report->unverifiable.count > 0)
    ind__text_put_string (text, "</ul>\n");
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
