/* SPDX-License-Identifier: GPL-3.0-or-later
 * A report for a reader: worst first, one sentence per finding. */
#include <string.h>

#include "check/phrase.h"
#include "report/output.h"

#define WIDTH 78

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

/* "1 check", "2 checks". */
static void
put_count (ind__text *text, size_t n, const char *thing)
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
  text->has_failed |= about.has_failed;
  ind__text_put_string (text, "      ");
  if (about.bytes != NULL)
    put_wrapped (text, about.bytes, 6, 6);
  ind__text_put_string (text, "\n");
  ind__text_free (&about);
}

static void
put_heading (ind__text *text, const char *heading)
{
  size_t n = strlen (heading);

  ind__text_format (text, "%s\n", heading);
  while (n-- > 0)
    ind__text_put_string (text, "-");
  ind__text_put_string (text, "\n\n");
}

/* "growth_definition, 3 checks: no report prints grdp of V, 2023". */
static void
put_obstacle (const ind_report *report, const ind__finding *first, size_t n, ind__text *text)
{
  ind__text line = { 0 };

  ind__text_put_string (&line, ind__index_name (&report->index, first->rule_name));
  ind__text_put_string (&line, ", ");
  put_count (&line, n, "check");
  ind__text_put_string (&line, ": ");
  ind__text_put (&line, first->sentence + first->reason, first->reason_length);
  text->has_failed |= line.has_failed;
  ind__text_put_string (text, "      ");
  if (line.bytes != NULL)
    put_wrapped (text, line.bytes, 6, 8);
  ind__text_free (&line);
}

/* Checks that could not be made though two of their figures or more are
 * printed: each rule with what stood in the way of the first. Where one figure
 * stands alone there was little to check. */
static void
put_unverifiable (const ind_report *report, ind__output *output)
{
  const ind__findings *list = &report->unverifiable;
  ind__text *text = &output->text;
  size_t k, from, n_alone = 0;

  if (list->count == 0)
    return;
  put_heading (text, "Not verified");
  for (from = 0; from < list->count; from = k)
    {
      const ind__finding *first = NULL;
      size_t n = 0;
      for (k = from; k < list->count && list->at[k].rule_name == list->at[from].rule_name; k++)
        {
          if (list->at[k].n_figures < 2)
            n_alone++;
          else if (n++ == 0)
            first = &list->at[k];
        }
      if (first != NULL)
        put_obstacle (report, first, n, text);
      ind__output_flush (output, 0);
    }
  if (n_alone > 0)
    {
      ind__text line = { 0 };
      put_count (&line, n_alone, "check");
      ind__text_format (&line, " %s only one of the figures needed; the JSON report lists %s.",
                        n_alone == 1 ? "has" : "have", n_alone == 1 ? "it" : "them");
      text->has_failed |= line.has_failed;
      ind__text_put_string (text, "      ");
      if (line.bytes != NULL)
        put_wrapped (text, line.bytes, 6, 6);
      ind__text_free (&line);
    }
  ind__text_put_string (text, "\n");
}

/* "growth_real[A] 2024", with the area where it is not the source's first. */
static void
put_name (const ind_table *table, uint32_t figure, uint32_t usual_area, ind__text *line)
{
  char period[16];

  ind__period_write (table->period[figure], period);
  ind__text_format (line, "%s[%s] %s", ind__table_text (table, table->indicator, figure),
                    ind__table_text (table, table->component, figure), period);
  if (table->area[figure] != usual_area)
    ind__text_format (line, " of %s", ind__table_text (table, table->area, figure));
}

static void
put_untouched (const ind_report *report, ind__output *output)
{
  const ind_table *table = report->index.table;
  ind__text *text = &output->text;
  size_t k, from;

  if (report->n_untouched == 0)
    return;
  put_heading (text, "Figures no rule reached");
  for (from = 0; from < report->n_untouched; from = k)
    {
      uint32_t first = report->untouched[from];
      ind__text line = { 0 };
      ind__text_format (&line, "%s, %s: ", ind__table_text (table, table->source, first),
                        ind__table_text (table, table->area, first));
      for (k = from; k < report->n_untouched
                     && table->source[report->untouched[k]] == table->source[first];
           k++)
        {
          ind__text_put_string (&line, k == from ? "" : ", ");
          put_name (table, report->untouched[k], table->area[first], &line);
        }
      text->has_failed |= line.has_failed;
      ind__text_put_string (text, "      ");
      if (line.bytes != NULL)
        put_wrapped (text, line.bytes, 6, 8);
      ind__text_free (&line);
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

  put_count (text, summary->figures, "figure");
  ind__text_put_string (text, ", ");
  put_count (text, summary->checks, "check");
  ind__text_format (text, ": %zu cannot be true, %zu doubtful, %zu explainable, %zu revised, "
                          "%zu in order.\n",
                    wrong, n[IND_VERDICT_IMPROBABLE], n[IND_VERDICT_EXPLAINABLE],
                    n[IND_VERDICT_REVISION],
                    n[IND_VERDICT_EXACT] + n[IND_VERDICT_ROUNDING] + n[IND_VERDICT_SAME]
                        + n[IND_VERDICT_OVERLAP]);
  put_count (text, n[IND_VERDICT_UNVERIFIABLE], "check");
  ind__text_put_string (text, " lacked a figure; ");
  put_count (text, summary->untouched, "figure");
  ind__text_format (text, " no rule reached.\n\n");
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
        put_heading (&output->text, heading);
      last = heading;
      put_finding (report, &list->at[k], &output->text);
      ind__output_flush (output, 0);
    }
  put_unverifiable (report, output);
  put_untouched (report, output);
}
