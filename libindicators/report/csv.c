/* SPDX-License-Identifier: GPL-3.0-or-later
 * The findings as CSV, one record each; then what was deduced. */
#include <string.h>

#include "base/memory.h"
#include "base/threads.h"
#include "check/phrase.h"
#include "report/formats.h"

void
ind__put_csv_field (ind__text *text, const char *field, char terminator)
{
  size_t n;

  if (strpbrk (field, ",\"\r\n") == NULL)
    ind__text_put_string (text, field);
  else
    {
      ind__text_put_string (text, "\"");
      for (; *field != '\0'; field += n)
        {
          n = strcspn (field, "\"");
          n += field[n] != '\0';
          ind__text_put (text, field, n);
          if (field[n - 1] == '"')
            ind__text_put_string (text, "\"");
        }
      ind__text_put_string (text, "\"");
    }
  ind__text_put (text, &terminator, 1);
}

void
ind__put_csv_number (ind__text *text, double x, int is_defined)
{
  if (is_defined && x - x == 0)
    ind__put_double (text, x);
  ind__text_put_string (text, ",");
}

/* What it is, and where it stands. */
static void
put_first_figure (const ind_table *table, uint32_t figure, ind__text *text)
{
  const ind__kind *kind = ind__table_kind (table, figure);

  ind__put_csv_field (text, ind__table_string (table, kind->indicator), ',');
  ind__put_csv_field (text, ind__table_string (table, kind->file), ',');
  ind__text_put_whole (text, ind__table_record (table, figure));
  ind__text_put (text, ",", 1);
  ind__put_csv_field (text, ind__table_text (table, table->locator, figure), ',');
}

/* A unit and how it is written: most findings have that of the one before. */
struct written_unit {
  ind_unit unit;
  char text[64];
  int is_known;
};

static void
put_unit (struct written_unit *last, const ind_unit *unit, ind__text *text)
{
  if (!last->is_known || memcmp (&last->unit, unit, sizeof *unit) != 0)
    {
      last->unit = *unit;
      ind_unit_write (unit, last->text);
      last->is_known = 1;
    }
  ind__put_csv_field (text, last->text, ',');
}

static void
put_finding (const ind_report *report, const ind__finding *finding, struct written_unit *unit,
             ind__text *text)
{
  const ind__index *index = &report->index;
  const ind_table *table = index->table;

  ind__put_csv_field (text, ind__index_name (index, finding->rule_name), ',');
  ind__put_csv_field (text, ind__index_name (index, finding->area), ',');
  ind__put_csv_field (text, finding->period_text, ',');
  ind__put_csv_field (text, ind__index_name (index, finding->component), ',');
  ind__put_csv_field (text, ind__strings_at (&table->strings, finding->source), ',');
  ind__put_printed_value (report, finding, text);
  ind__text_put_string (text, ",");
  ind__put_csv_number (text, finding->implied.low, 1);
  ind__put_csv_number (text, finding->implied.high, 1);
  ind__put_csv_field (text, ind_verdict_name (finding->verdict), ',');
  ind__put_csv_field (text, ind_finding_kind_name (finding->kind), ',');
  ind__put_csv_number (text, finding->gap, 1);
  ind__put_csv_number (text, finding->kappa, finding->kappa >= 0);
  ind__put_csv_number (text, finding->p, finding->p >= 0);
  put_unit (unit, &finding->unit, text);
  if (finding->n_figures > 0)
    put_first_figure (table, ind__report_figure (report, finding, 0), text);
  else
    ind__text_put_string (text, ",,0,,");
  ind__put_csv_field (text, finding->sentence, '\n');
}

/* What is deduced has neither figures nor a rule of its own. */
static void
put_deduction (const ind_deduction *deduction, ind__text *text)
{
  char unit[64];

  ind__text_put_string (text, "deduced,");
  ind__put_csv_field (text, deduction->area, ',');
  ind__put_csv_field (text, deduction->period, ',');
  ind__put_csv_field (text, deduction->component, ',');
  ind__text_put_string (text, ",,");
  ind__put_csv_number (text, deduction->interval.low, 1);
  ind__put_csv_number (text, deduction->interval.high, 1);
  ind__text_put_string (text, "deduced,,,,,");
  ind_unit_write (&deduction->unit, unit);
  ind__put_csv_field (text, unit, ',');
  ind__put_csv_field (text, deduction->indicator, ',');
  ind__text_put_string (text, ",,,\n");
}

/* The findings are not in the order of the figures: what is to be written soon is loaded
 * meanwhile. */
#define AHEAD 6

static void
prefetch_findings (const ind_report *report, size_t k)
{
  const ind__findings *list = &report->findings;

  if (k + 2 * AHEAD < list->count)
    {
      IND__PREFETCH (&report->figures[list->at[k + 2 * AHEAD].first_figure]);
      IND__PREFETCH (list->at[k + 2 * AHEAD].sentence);
    }
  if (k + AHEAD < list->count && list->at[k + AHEAD].n_figures > 0)
    ind__prefetch_figure (report->index.table,
                          report->figures[list->at[k + AHEAD].first_figure]);
}

/* Findings numbered first to one before end. */
static void
put_findings (const ind_report *report, size_t first, size_t end, ind__text *text)
{
  struct written_unit unit;
  size_t k;

  memset (&unit, 0, sizeof unit);
  for (k = first; k < end && !text->has_failed; k++)
    {
      prefetch_findings (report, k);
      put_finding (report, &report->findings.at[k], &unit, text);
    }
}

/* ------------------------------------------------------------------------
 * Threads
 * ---------------------------------------------------------------------- */

#define FINDINGS_PER_PORTION 128
#define PORTIONS_PER_THREAD 8

/* The findings in portions: those of a turn are put into words by all threads, while the first
 * one, the caller's, hands over those of the turn before. */
struct portions {
  const ind_report *report;
  ind__output *output;
  ind__text *texts[2]; /* of this turn and of the one before */
  size_t n_per_turn;
  size_t first, n, taken; /* of this turn */
  size_t n_before;
};

static void
hand_over (struct portions *portions)
{
  ind__output *output = portions->output;
  size_t k;

  for (k = 0; k < portions->n_before; k++)
    {
      ind__text *text = &portions->texts[1][k];
      if (text->has_failed)
        output->text.has_failed = 1;
      else
        ind__text_put (&output->text, text->bytes, text->length);
      text->length = 0;
      ind__output_flush (output, 0);
    }
}

static void
work (void *context, size_t thread)
{
  struct portions *portions = context;
  size_t count = portions->report->findings.count, k;

  if (thread == 0)
    hand_over (portions);
  while ((k = __atomic_fetch_add (&portions->taken, 1, __ATOMIC_RELAXED)) < portions->n)
    {
      size_t first = (portions->first + k) * FINDINGS_PER_PORTION;
      size_t end = count - first < FINDINGS_PER_PORTION ? count : first + FINDINGS_PER_PORTION;
      put_findings (portions->report, first, end, &portions->texts[0][k]);
    }
}

static void
write_portions (const ind_report *report, size_t n_threads, ind__output *output)
{
  size_t n_portions = (report->findings.count + FINDINGS_PER_PORTION - 1) / FINDINGS_PER_PORTION;
  struct portions portions;
  ind__text *texts;
  size_t k;

  memset (&portions, 0, sizeof portions);
  portions.report = report;
  portions.output = output;
  portions.n_per_turn = n_threads * PORTIONS_PER_THREAD;
  texts = ind__new_zeroed (2 * portions.n_per_turn * sizeof *texts);
  if (texts == NULL)
    {
      output->text.has_failed = 1;
      return;
    }
  portions.texts[0] = texts;
  portions.texts[1] = texts + portions.n_per_turn;
  while ((portions.first < n_portions || portions.n_before > 0) && !output->text.has_failed
         && !output->has_failed)
    {
      ind__text *done = portions.texts[0];
      size_t left = n_portions - portions.first;
      portions.n = left < portions.n_per_turn ? left : portions.n_per_turn;
      portions.taken = 0;
      ind__run_threads (portions.n > 0 ? n_threads : 1, work, &portions);
      portions.texts[0] = portions.texts[1];
      portions.texts[1] = done;
      portions.first += portions.n;
      portions.n_before = portions.n;
    }
  for (k = 0; k < 2 * portions.n_per_turn; k++)
    ind__text_free (&texts[k]);
  ind__release (texts);
}

/* ------------------------------------------------------------------------
 * The whole
 * ---------------------------------------------------------------------- */

void
ind__write_csv (const ind_report *report, ind__output *output)
{
  size_t count = report->findings.count, n_threads = report->n_threads, k;
  ind_deduction deduction;

  ind__text_put_string (&output->text,
                        "check,area,period,component,source,printed,low,high,verdict,kind,gap,"
                        "kappa,p,unit,indicator,file,record,locator,sentence\n");
  if (n_threads > 1 && count > 2 * FINDINGS_PER_PORTION)
    write_portions (report, n_threads, output);
  else
    for (k = 0; k < count && !output->text.has_failed && !output->has_failed;
         k += FINDINGS_PER_PORTION)
      {
        size_t end = count - k < FINDINGS_PER_PORTION ? count : k + FINDINGS_PER_PORTION;
        put_findings (report, k, end, &output->text);
        ind__output_flush (output, 0);
      }
  for (k = 0; ind_report_deduction (report, k, &deduction) == IND_OK; k++)
    {
      put_deduction (&deduction, &output->text);
      ind__output_flush (output, 0);
    }
}
