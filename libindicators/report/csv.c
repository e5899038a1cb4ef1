/* SPDX-License-Identifier: GPL-3.0-or-later
 * The findings as CSV, one record each. */
#include <string.h>

#include "check/phrase.h"
#include "report/output.h"

static void
put_field (ind__text *text, const char *field, char terminator)
{
  if (strpbrk (field, ",\"\r\n") == NULL)
    ind__text_put_string (text, field);
  else
    {
      ind__text_put_string (text, "\"");
      for (; *field != '\0'; field++)
        ind__text_put (text, *field == '"' ? "\"\"" : field, *field == '"' ? 2 : 1);
      ind__text_put_string (text, "\"");
    }
  ind__text_put (text, &terminator, 1);
}

/* A number; nothing where it is unbounded or not defined. */
static void
put_number (ind__text *text, double x, int is_defined)
{
  if (is_defined && x - x == 0)
    ind__put_double (text, x);
  ind__text_put_string (text, ",");
}

static void
put_finding (const ind_report *report, const ind__finding *finding, ind__text *text)
{
  const ind__index *index = &report->index;
  const ind_table *table = index->table;
  ind_figure first;
  char unit[64];

  put_field (text, ind__index_name (index, finding->rule_name), ',');
  put_field (text, ind__index_name (index, finding->area), ',');
  put_field (text, finding->period_text, ',');
  put_field (text, ind__index_name (index, finding->component), ',');
  put_field (text, ind__strings_at (&table->strings, finding->source), ',');
  ind__put_printed_value (report, finding, text);
  ind__text_put_string (text, ",");
  put_number (text, finding->implied.low, 1);
  put_number (text, finding->implied.high, 1);
  put_field (text, ind_verdict_name (finding->verdict), ',');
  put_field (text, ind_finding_kind_name (finding->kind), ',');
  put_number (text, finding->gap, 1);
  put_number (text, finding->kappa, finding->kappa >= 0);
  put_number (text, finding->p, finding->p >= 0);
  ind_unit_write (&finding->unit, unit);
  put_field (text, unit, ',');
  memset (&first, 0, sizeof first);
  first.indicator = first.file = first.locator = "";
  if (finding->n_figures > 0
      && ind_table_figure (table, ind__report_figure (report, finding, 0), &first) != IND_OK)
    return;
  put_field (text, first.indicator, ',');
  put_field (text, first.file, ',');
  ind__text_format (text, "%zu,", first.record);
  put_field (text, first.locator, ',');
  put_field (text, finding->sentence, '\n');
}

void
ind__write_csv (const ind_report *report, ind__output *output)
{
  size_t k;

  ind__text_put_string (&output->text,
                        "check,area,period,component,source,printed,low,high,verdict,kind,gap,"
                        "kappa,p,unit,indicator,file,record,locator,sentence\n");
  for (k = 0; k < report->findings.count && !output->text.has_failed; k++)
    {
      put_finding (report, &report->findings.at[k], &output->text);
      ind__output_flush (output, 0);
    }
}
