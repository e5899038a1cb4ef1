/* SPDX-License-Identifier: GPL-3.0-or-later
 * A report for a reader: worst first, one sentence per finding. */
#include <float.h>
#include <string.h>

#include "check/obstacle.h"
#include "check/unverifiable.h"
#include "check/phrase.h"
#include "explain/explainer.h"
#include "report/formats.h"

#define WIDTH 78

/* Alternatives of an explanation that are shown; the JSON report has them all. */
#define MAX_SHOWN 5
/* So many suspects the sentence of an explanation names. */
#define MAX_NAMED 6

static size_t
n_characters (const char *bytes, size_t length)
{
  size_t n = 0;
  while (length-- > 0)
    n += ((unsigned char) *bytes++ & 0xC0) != 0x80;
  return n;
}

/* Text that cannot move the cursor of a terminal: control characters become
 * blanks. */
static void
put_visible (ind__text *text, const char *string)
{
  while (*string != '\0')
    {
      size_t control = ind__control_at (string);
      ind__text_put (text, control > 0 ? " " : string, 1);
      string += control > 0 ? control : 1;
    }
}

/* Words in lines of at most WIDTH characters, each behind `indent` blanks; the
 * first line begins at column `at`. */
static void
put_words (ind__text *text, const char *sentence, size_t at, size_t indent)
{
  int is_first = 1;

  while (*sentence == ' ')
    sentence++;
  while (*sentence != '\0')
    {
      size_t length = strcspn (sentence, " "), n = n_characters (sentence, length);
      if (!is_first && at + 1 + n > WIDTH)
        {
          ind__text_format (text, "\n%*s", (int) indent, "");
          at = indent;
        }
      else if (!is_first)
        {
          ind__text_put_string (text, " ");
          at++;
        }
      ind__text_put (text, sentence, length);
      is_first = 0;
      at += n;
      sentence += length;
      while (*sentence == ' ')
        sentence++;
    }
  ind__text_put_string (text, "\n");
}

static void
put_wrapped (ind__text *text, const char *sentence, size_t at, size_t indent)
{
  ind__text visible = { 0 };

  put_visible (&visible, sentence);
  text->has_failed |= visible.has_failed;
  if (visible.bytes != NULL)
    put_words (text, visible.bytes, at, indent);
  ind__text_free (&visible);
}

void
ind__put_paragraph (ind__text *text, ind__text *line, size_t indent, size_t hang)
{
  text->has_failed |= line->has_failed;
  ind__text_format (text, "%*s", (int) indent, "");
  if (line->bytes != NULL)
    put_wrapped (text, line->bytes, indent, hang);
  ind__text_free (line);
}

void
ind__put_count (ind__text *text, size_t n, const char *thing)
{
  ind__text_format (text, "%zu %s%s", n, thing, n == 1 ? "" : "s");
}

static void
put_finding (const ind_report *report, const ind__finding *finding, ind__text *text)
{
  const ind__index *index = &report->index;
  size_t id_width = strlen (finding->id);
  ind__text about = { 0 };

  ind__text_format (text, "%4s  ", finding->id);
  put_wrapped (text, finding->sentence, (id_width < 4 ? 4 : id_width) + 2, 6);
  ind__text_format (&about, "[%s", ind_verdict_name (finding->verdict));
  if (finding->kind == IND_FINDING_RULE)
    {
      ind__text_format (&about, "; rule %s: ", ind__index_name (index, finding->rule_name));
      ind__put_rule (&about, index, finding);
    }
  if (finding->gap > 0 && finding->kappa - finding->kappa == 0 && finding->kappa >= 0)
    {
      ind__text_put_string (&about, "; kappa ");
      ind__put_number (&about, finding->kappa);
    }
  ind__text_put_string (&about, "]");
  ind__put_paragraph (text, &about, 6, 6);
  ind__text_put_string (text, "\n");
}

void
ind__put_heading (ind__text *text, const char *heading)
{
  size_t n = strlen (heading);

  ind__text_format (text, "%s\n", heading);
  while (n-- > 0)
    ind__text_put_string (text, "-");
  ind__text_put_string (text, "\n\n");
}

/* Checks of one rule that could not be made, though two of their figures or more are
 * printed. */
struct obstacles {
  const ind_report *report;
  ind__output *output;
  uint32_t rule_name;
  size_t n, n_alone; /* n_alone: of all rules, of which one figure is printed or none */
  ind__text first;   /* what stood in the way of the first */
};

/* "growth_definition, 3 checks: no report prints grdp of V, 2023". */
static void
put_obstacles (struct obstacles *at)
{
  ind__text line = { 0 };

  if (at->n == 0)
    return;
  ind__text_put_string (&line, ind__index_name (&at->report->index, at->rule_name));
  ind__text_put_string (&line, ", ");
  ind__put_count (&line, at->n, "check");
  ind__text_put_string (&line, ": ");
  ind__text_put_string (&line, at->first.has_failed ? "" : at->first.bytes);
  line.has_failed |= at->first.has_failed;
  ind__put_paragraph (&at->output->text, &line, 6, 8);
  ind__output_flush (at->output, 0);
  at->n = 0;
}

static int
on_unverifiable (void *context, const ind_report *own, const ind__finding *finding)
{
  struct obstacles *at = context;

  if (finding->rule_name != at->rule_name)
    put_obstacles (at);
  at->rule_name = finding->rule_name;
  if (finding->n_figures < 2)
    at->n_alone++;
  else if (at->n++ == 0)
    {
      at->first.length = 0;
      ind__put_obstacle (&at->first, own, finding);
    }
  return 1;
}

/* Checks that could not be made though two of their figures or more are
 * printed: each rule with what stood in the way of the first. Where one figure
 * stands alone there was little to check. */
void
ind__write_not_verified (const ind_report *report, ind__output *output)
{
  struct obstacles all = { report, output, IND__NONE, 0, 0, { 0 } };
  ind__text *text = &output->text;

  if (report->unverifiable.count == 0)
    return;
  ind__put_heading (text, "Not verified");
  text->has_failed |= !ind__visit_unverifiable (report, on_unverifiable, &all);
  put_obstacles (&all);
  ind__text_free (&all.first);
  if (all.n_alone > 0)
    {
      ind__text line = { 0 };
      ind__put_count (&line, all.n_alone, "check");
      ind__text_format (&line, " %s only one of the figures needed; the JSON report lists %s.",
                        all.n_alone == 1 ? "has" : "have", all.n_alone == 1 ? "it" : "them");
      ind__put_paragraph (text, &line, 6, 6);
    }
  ind__text_put_string (text, "\n");
}

/* "growth_real[A] 2024", with the area where it is not the source's first. */
static void
put_name (const ind_table *table, uint32_t figure, uint32_t usual_area, ind__text *line)
{
  char period[16];

  ind__period_write (ind__table_site (table, figure)->period, period);
  ind__text_format (line, "%s[%s] %s",
                    ind__table_string (table, ind__table_kind (table, figure)->indicator),
                    ind__table_string (table, ind__table_kind (table, figure)->component), period);
  if (ind__table_site (table, figure)->area != usual_area)
    ind__text_format (line, " of %s",
                      ind__table_string (table, ind__table_site (table, figure)->area));
}

static void
put_untouched (const ind_report *report, ind__output *output)
{
  const ind_table *table = report->index.table;
  ind__text *text = &output->text;
  size_t k, from;

  if (report->n_untouched == 0)
    return;
  ind__put_heading (text, "Figures no rule reached");
  for (from = 0; from < report->n_untouched; from = k)
    {
      uint32_t first = report->untouched[from];
      ind__text line = { 0 };
      ind__text_format (
          &line, "%s, %s: ", ind__table_string (table, ind__table_kind (table, first)->source),
          ind__table_string (table, ind__table_site (table, first)->area));
      for (k = from; k < report->n_untouched
                     && ind__table_kind (table, report->untouched[k])->source
                            == ind__table_kind (table, first)->source;
           k++)
        {
          ind__text_put_string (&line, k == from ? "" : ", ");
          put_name (table, report->untouched[k], ind__table_site (table, first)->area, &line);
        }
      ind__put_paragraph (text, &line, 6, 8);
      ind__output_flush (output, 0);
    }
  ind__text_put_string (text, "\n");
}

static void
put_summary (const ind_report *report, ind__text *text)
{
  const ind_summary *summary = &report->summary;
  const size_t *n = summary->verdicts;
  size_t wrong = n[IND_VERDICT_INCONSISTENT] + n[IND_VERDICT_CONTRADICTION];

  ind__put_count (text, summary->figures, "figure");
  ind__text_put_string (text, ", ");
  ind__put_count (text, summary->checks, "check");
  ind__text_format (text, ": %zu cannot be true, %zu doubtful, %zu explainable, %zu revised, "
                          "%zu in order.\n",
                    wrong, n[IND_VERDICT_IMPROBABLE], n[IND_VERDICT_EXPLAINABLE],
                    n[IND_VERDICT_REVISION],
                    n[IND_VERDICT_EXACT] + n[IND_VERDICT_ROUNDING] + n[IND_VERDICT_SAME]
                        + n[IND_VERDICT_OVERLAP]);
  ind__put_count (text, n[IND_VERDICT_UNVERIFIABLE], "check");
  ind__text_put_string (text, " lacked a figure; ");
  ind__put_count (text, summary->untouched, "figure");
  ind__text_format (text, " no rule reached.\n\n");
}

void
ind__put_quantity (const ind_deduction *quantity, ind__text *text)
{
  ind__text_put_string (text, quantity->indicator);
  if (strcmp (quantity->component, "_T") != 0)
    ind__text_format (text, "[%s]", quantity->component);
  ind__text_format (text, " of %s, %s", quantity->area, quantity->period);
}

void
ind__put_figure_words (const ind_report *report, uint32_t figure, ind__text *text)
{
  const ind__index *index = &report->index;
  char period[16];

  ind__period_write (ind__table_site (index->table, figure)->period, period);
  ind__put_title (index, figure, text);
  ind__text_format (text, " of %s in %s, ",
                    ind__index_name (index, ind__index_area (index, figure)), period);
  ind__put_printed (text, index->table, figure);
  ind__put_place (index, figure, 0, 0, text);
}

void
ind__put_value_words (ind_interval x, const ind_unit *unit, ind__text *text)
{
  ind__put_interval_words (text, x, 0);
  /* "any value" and "no value" are of no unit. */
  if ((x.low >= -DBL_MAX || x.high <= DBL_MAX) && x.low <= x.high)
    ind__put_unit_words (text, unit);
}

/* ------------------------------------------------------------------------
 * What is wrong
 * ---------------------------------------------------------------------- */

static void
put_suspect (const ind_report *report, const ind__suspect *stored, const ind_suspect *suspect,
             ind__text *line)
{
  switch (suspect->kind)
    {
    case IND_SUSPECT_FIGURE:
      ind__put_figure_words (report, stored->figure, line);
      ind__text_put_string (line, ": must be ");
      ind__put_value_words (suspect->must_lie_in, &suspect->unit, line);
      if (suspect->candidate[0] != '\0')
        ind__text_format (line, ", printed as %s", suspect->candidate);
      if (suspect->slip != IND_SLIP_NONE)
        ind__text_format (line, " (slip: %s)", ind_slip_name (suspect->slip));
      break;
    case IND_SUSPECT_BASIS:
      ind__text_format (line, "rule %s of %s", suspect->name, suspect->area);
      if (strcmp (suspect->component, "_T") != 0)
        ind__text_format (line, " (%s)", suspect->component);
      ind__text_format (line, " in %s: evaluated on another basis", suspect->period);
      break;
    case IND_SUSPECT_ASSUMPTION:
      ind__text_format (line, "what is assumed of %s", suspect->name);
      if (strcmp (suspect->component, "_T") != 0)
        ind__text_format (line, " (%s)", suspect->component);
      ind__text_format (line, " of %s in %s: would be ", suspect->area, suspect->period);
      ind__put_value_words (suspect->must_lie_in, &suspect->unit, line);
      break;
    }
}

/* "0.98  Share of GRDP (A) ...": a line for each suspect, the score before the
 * first. */
static void
put_alternative (const ind_report *report, size_t explanation, size_t number, ind__text *text)
{
  const ind__alternative *alternative
      = &report->alternatives[report->explanations[explanation].first_alternative + number];
  ind_suspect suspect;
  size_t s;

  for (s = 0; ind_report_suspect (report, explanation, number, s, &suspect) == IND_OK; s++)
    {
      const ind__suspect *stored = &report->suspects[alternative->first_suspect + s];
      ind__text line = { 0 };
      ind__text_put_string (text, "      ");
      if (s == 0)
        ind__put_score (alternative->score, text);
      else
        ind__text_put_string (text, "    ");
      put_suspect (report, stored, &suspect, &line);
      ind__text_format (&line, "; %s", ind__standing (stored, number));
      text->has_failed |= line.has_failed;
      ind__text_put_string (text, "  ");
      if (line.bytes != NULL)
        put_wrapped (text, line.bytes, 12, 14);
      ind__text_free (&line);
    }
}

/* The sentence tells of the likeliest alternative; where there are others, or
 * suspects it does not name, a list follows. */
static void
put_explanation (const ind_report *report, size_t number, ind__text *text)
{
  const ind__explanation *explanation = &report->explanations[number];
  size_t n = explanation->n_alternatives, k;
  ind__text line = { 0 };

  ind__text_put_string (&line, explanation->sentence);
  ind__put_paragraph (text, &line, 6, 6);
  if (explanation->n_findings > 0)
    {
      ind__text_put_string (&line, "[explains ");
      ind__put_finding_ids (report, explanation, &line);
      ind__text_put_string (&line, "]");
      ind__put_paragraph (text, &line, 6, 6);
    }
  if (n > 1
      || (n == 1
          && report->alternatives[explanation->first_alternative].n_suspects > MAX_NAMED))
    for (k = 0; k < n && k < MAX_SHOWN; k++)
      put_alternative (report, number, k, text);
  if (n > MAX_SHOWN)
    ind__text_format (text, "      and %zu more; the JSON report lists all\n", n - MAX_SHOWN);
  ind__text_put_string (text, "\n");
}

static void
write_explanations (const ind_report *report, ind__output *output)
{
  ind__text *text = &output->text;
  size_t k;

  if (report->n_explanations > 0)
    ind__put_heading (text, "What is wrong");
  for (k = 0; k < report->n_explanations; k++)
    {
      put_explanation (report, k, text);
      ind__output_flush (output, 0);
    }
  if (report->n_arbitrations > 0)
    ind__put_heading (text, "Which report to believe");
  for (k = 0; k < report->n_arbitrations; k++)
    {
      ind__text line = { 0 };
      ind__text_put_string (&line, report->arbitrations[k].sentence);
      ind__put_paragraph (text, &line, 6, 6);
      ind__text_put_string (text, "\n");
      ind__output_flush (output, 0);
    }
}

static void
write_deductions (const ind_report *report, ind__output *output)
{
  ind__text *text = &output->text;
  ind_deduction deduction;
  size_t k;

  if (report->n_deductions == 0)
    return;
  ind__put_heading (text, "Deduced");
  for (k = 0; ind_report_deduction (report, k, &deduction) == IND_OK; k++)
    {
      ind__text line = { 0 };
      ind__put_quantity (&deduction, &line);
      ind__text_put_string (&line, ": ");
      ind__put_value_words (deduction.interval, &deduction.unit, &line);
      ind__put_paragraph (text, &line, 6, 8);
      ind__output_flush (output, 0);
    }
  ind__text_put_string (text, "\n");
}

void
ind__write_text (const ind_report *report, ind__output *output)
{
  const ind__findings *list = &report->findings;
  const char *last = NULL;
  size_t k;

  put_summary (report, &output->text);
  for (k = 0; k < list->count; k++)
    {
      const char *heading = ind__finding_heading (&list->at[k]);
      if (heading != last)
        ind__put_heading (&output->text, heading);
      last = heading;
      put_finding (report, &list->at[k], &output->text);
      ind__output_flush (output, 0);
    }
  write_explanations (report, output);
  write_deductions (report, output);
  ind__write_not_verified (report, output);
  put_untouched (report, output);
}
