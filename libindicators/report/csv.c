/* SPDX-License-Identifier: GPL-3.0-or-later
 * The findings as CSV, one record each; then what was deduced. */
#include <string.h>

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

static void
put_finding (const ind_report *report, const ind__finding *finding, ind__text *text)
{
  const ind__index *index = &report->index;
  const ind_table *table = index->table;
  char unit[64];

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
  ind_unit_write (&finding->unit, unit);
  ind__put_csv_field (text, unit, ',');
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

void
ind__write_csv (const ind_report *report, ind__output *output)
{
  ind_deduction deduction;
  size_t k;

  ind__text_put_string (&output->text,
                        "check,area,period,component,source,printed,low,high,verdict,kind,gap,"
                        "kappa,p,unit,indicator,file,record,locator,sentence\n");
  for (k = 0; k < report->findings.count && !output->text.has_failed; k++)
    {
      prefetch_findings (report, k);
      put_finding (report, &report->findings.at[k], &output->text);
      ind__output_flush (output, 0);
    }
  for (k = 0; ind_report_deduction (report, k, &deduction) == IND_OK; k++)
    {
      put_deduction (&deduction, &output->text);
      ind__output_flush (output, 0);
    }
}
