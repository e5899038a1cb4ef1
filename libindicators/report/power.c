/* SPDX-License-Identifier: GPL-3.0-or-later
 * What ind_measure_power found, in every format: how the figures protect each
 * other, and what to print in addition. */
#include <math.h>
#include <string.h>

#include "check/phrase.h"
#include "report/formats.h"

/* The error, in units of the last digit, that well protected figures show. */
#define WELL 10

/* How well a figure is protected, worst first. */
enum { NOT_PROTECTED, WEAKLY_PROTECTED, WELL_PROTECTED, NOT_MEASURED, N_GROUPS };

static const char *const group_heading[N_GROUPS]
    = { "Not protected", "Weakly protected", "Well protected", "Not measured" };

static int
group_of (const ind__protection *protection)
{
  if (protection->detectable < 0)
    return NOT_MEASURED;
  if (!isfinite (protection->detectable))
    return NOT_PROTECTED;
  return protection->detectable < WELL ? WELL_PROTECTED : WEAKLY_PROTECTED;
}

static size_t
count_group (const ind_report *report, int group)
{
  size_t n = 0, k;
  for (k = 0; k < report->n_protections; k++)
    n += group_of (&report->protections[k]) == group;
  return n;
}

/* Rounded up to three significant digits, so that what is said of larger
 * errors stays true. */
static void
put_bound (double x, ind__text *text)
{
  double power = 1, scaled;
  int place = x > 0 ? 2 - (int) floor (log10 (x)) : 0, k;

  for (k = 0; k < (place < 0 ? -place : place); k++)
    power *= 10;
  scaled = place < 0 ? x / power : x * power;
  /* Up to its rounding error a product that is a whole number stays. */
  scaled = fabs (scaled - nearbyint (scaled)) <= 1e-9 * scaled ? nearbyint (scaled)
                                                                : ceil (scaled);
  ind__put_number (text, place < 0 ? scaled * power : scaled / power);
}

/* The least error in the figure's own unit. */
static double
in_unit (const ind_report *report, const ind__protection *protection)
{
  ind_decimal unit = { 1, 0 };
  unit.decimals = report->index.table->digits[protection->figure].precision;
  return protection->detectable * ind_decimal_enclosure (unit).high;
}

static int
says_something (ind_interval x)
{
  return isfinite (x.low) || isfinite (x.high);
}

static void
put_implied (const ind_report *report, const ind__protection *protection, ind__text *text)
{
  ind_unit unit = ind__unit_of_figure (&report->index, protection->figure);
  ind__put_value_words (protection->implied, &unit, text);
}

/* "0.04 percentage points". */
static void
put_error_in_unit (const ind_report *report, const ind__protection *protection, ind__text *text)
{
  ind_unit unit = ind__unit_of_figure (&report->index, protection->figure);
  put_bound (in_unit (report, protection), text);
  ind__put_difference_words (text, &unit);
}

static void
put_decimals (int32_t decimals, ind__text *text)
{
  if (decimals > 0)
    ind__text_format (text, "to %d decimal%s", (int) decimals, decimals == 1 ? "" : "s");
  else if (decimals == 0)
    ind__text_put_string (text, "to the unit");
  else
    ind__text_format (text, "to a multiple of 10^%d", -(int) decimals);
}

/* What to print in addition, as a sentence. */
static void
put_advice (const ind_report *report, ind__text *text)
{
  ind_advice advice;
  ind__text unit = { 0 };

  if (!ind_report_advice (report, &advice))
    {
      ind__text_put_string (text, "No further figure was found that would protect more of them.");
      return;
    }
  ind__put_quantity (&advice.quantity, text);
  ind__text_put_string (text, ", printed ");
  put_decimals (advice.decimals, text);
  ind__put_unit_words (&unit, &advice.quantity.unit);
  text->has_failed |= unit.has_failed;
  if (unit.bytes != NULL && unit.length > 0)
    ind__text_format (text, " in %s", unit.bytes + (unit.bytes[0] == ' '));
  ind__text_free (&unit);
  ind__text_format (text, ", would protect most: %zu more figure%s would be found wrong when off "
                          "by %d units of the last digit. The figures printed leave ",
                    advice.n_gained, advice.n_gained == 1 ? "" : "s", WELL);
  ind__put_value_words (advice.quantity.interval, &advice.quantity.unit, text);
  ind__text_put_string (text, " for it.");
}

static void
put_summary (const ind_report *report, ind__text *text)
{
  size_t n = count_group (report, NOT_MEASURED);

  if (!report->is_measured)
    {
      ind__text_put_string (text, "The figures were not measured.");
      return;
    }
  ind__put_count (text, report->n_protections, "figure");
  ind__text_format (text, ": %zu well protected, %zu weakly, %zu not at all",
                    count_group (report, WELL_PROTECTED), count_group (report, WEAKLY_PROTECTED),
                    count_group (report, NOT_PROTECTED));
  if (n > 0)
    ind__text_format (text, "; the budget ended before %zu %s measured", n,
                      n == 1 ? "was" : "were");
  ind__text_format (text, ". Well protected is a figure whose error the others show when it is "
                          "%d units of its last digit; weakly, when it is more; not at all, when "
                          "any error may pass. Of figures computed from rounded figures, a small "
                          "error may be no more than a note.",
                    WELL);
}

/* ------------------------------------------------------------------------
 * Text
 * ---------------------------------------------------------------------- */

static void
put_protection (const ind_report *report, const ind__protection *protection, ind__text *text)
{
  ind__text line = { 0 };

  ind__put_figure_words (report, protection->figure, &line);
  if (protection->detectable < 0)
    ind__text_put_string (&line, ": not measured");
  else if (!says_something (protection->implied))
    ind__text_put_string (&line, ": the others imply nothing of it");
  else
    {
      ind__text_put_string (&line, ": the others imply ");
      put_implied (report, protection, &line);
    }
  if (protection->detectable == 0)
    ind__text_put_string (&line, "; any error is found");
  else if (protection->detectable > 0 && isfinite (protection->detectable))
    {
      ind__text_put_string (&line, "; an error is found beyond ");
      put_bound (protection->detectable, &line);
      ind__text_put_string (&line, " units of the last digit, ");
      put_error_in_unit (report, protection, &line);
    }
  ind__put_paragraph (text, &line, 6, 8);
}

static void
write_text (const ind_report *report, ind__output *output)
{
  ind__text *text = &output->text;
  ind__text line = { 0 };
  size_t k;
  int group;

  put_summary (report, &line);
  ind__put_paragraph (text, &line, 0, 0);
  ind__text_put_string (text, "\n");
  for (group = 0; group < N_GROUPS; group++)
    {
      if (count_group (report, group) == 0)
        continue;
      ind__put_heading (text, group_heading[group]);
      for (k = 0; k < report->n_protections; k++)
        if (group_of (&report->protections[k]) == group)
          {
            put_protection (report, &report->protections[k], text);
            ind__output_flush (output, 0);
          }
      ind__text_put_string (text, "\n");
    }
  if (report->is_measured)
    {
      ind__put_heading (text, "What to print in addition");
      put_advice (report, &line);
      ind__put_paragraph (text, &line, 6, 6);
      ind__text_put_string (text, "\n");
    }
  ind__write_not_verified (report, output);
}

/* ------------------------------------------------------------------------
 * JSON
 * ---------------------------------------------------------------------- */

static void
put_json_protection (const ind_report *report, const ind__protection *protection,
                     ind__text *text)
{
  ind__text_put_string (text, "{");
  ind__put_json_figure (report, protection->figure, text);
  ind__text_put_string (text, ", \"implied\": {");
  ind__put_json_bounds (text, protection->implied);
  ind__text_put_string (text, "}, \"detectable\": ");
  if (protection->detectable < 0)
    ind__text_put_string (text, "null, \"measured\": false}");
  else
    {
      ind__put_double (text, protection->detectable);
      ind__text_put_string (text, ", \"measured\": true}");
    }
}

static void
write_json (const ind_report *report, ind__output *output)
{
  ind__text *text = &output->text;
  ind_advice advice;
  size_t k;

  ind__text_format (text, "{\n  \"schema\": 1,\n  \"version\": \"%s\",\n  \"protection\": [",
                    ind_version ());
  for (k = 0; k < report->n_protections; k++)
    {
      ind__text_put_string (text, k == 0 ? "\n    " : ",\n    ");
      put_json_protection (report, &report->protections[k], text);
      ind__output_flush (output, 0);
    }
  ind__text_put_string (text, "],\n  \"advice\": ");
  if (ind_report_advice (report, &advice))
    {
      ind__text_put_string (text, "{");
      ind__put_json_quantity (&advice.quantity, text);
      ind__text_format (text, ", \"decimals\": %d, \"gained\": %zu},\n", (int) advice.decimals,
                        advice.n_gained);
    }
  else
    ind__text_put_string (text, "null,\n");
  ind__write_json_unverifiable (report, output);
  ind__text_put_string (text, "\n}\n");
}

/* ------------------------------------------------------------------------
 * CSV
 * ---------------------------------------------------------------------- */

static void
put_csv_protection (const ind_report *report, const ind__protection *protection,
                    ind__text *text)
{
  ind_figure figure;

  if (ind_table_figure (report->index.table, protection->figure, &figure) != IND_OK)
    return;
  ind__put_csv_field (text, figure.indicator, ',');
  ind__put_csv_field (text, figure.area, ',');
  ind__put_csv_field (text, figure.period, ',');
  ind__put_csv_field (text, figure.component, ',');
  ind__put_csv_field (text, figure.source, ',');
  ind__put_csv_field (text, figure.printed[0] != '\0' ? figure.printed : figure.obs_value, ',');
  ind__put_csv_field (text, figure.obs_value, ',');
  ind__put_csv_number (text, protection->implied.low, 1);
  ind__put_csv_number (text, protection->implied.high, 1);
  if (isinf (protection->detectable))
    ind__text_put_string (text, "inf");
  else if (protection->detectable >= 0)
    ind__put_double (text, protection->detectable);
  ind__text_put_string (text, "\n");
}

static void
write_csv (const ind_report *report, ind__output *output)
{
  size_t k;

  ind__text_put_string (&output->text, "indicator,area,period,component,source,printed,value,"
                                       "implied_low,implied_high,detectable\n");
  for (k = 0; k < report->n_protections && !output->text.has_failed; k++)
    {
      put_csv_protection (report, &report->protections[k], &output->text);
      ind__output_flush (output, 0);
    }
}

/* ------------------------------------------------------------------------
 * HTML
 * ---------------------------------------------------------------------- */

static void
put_html_protection (const ind_report *report, const ind__protection *protection,
                     ind__text *text)
{
  ind__text implied = { 0 }, units = { 0 }, error = { 0 };

  ind__text_put_string (text, "<tr>");
  ind__put_html_place (report, protection->figure, text);
  if (protection->detectable >= 0)
    put_implied (report, protection, &implied);
  if (protection->detectable >= 0 && isfinite (protection->detectable))
    {
      put_bound (protection->detectable, &units);
      put_error_in_unit (report, protection, &error);
    }
  ind__put_html_text_cell (text, &implied);
  ind__put_html_text_cell (text, &units);
  ind__put_html_text_cell (text, &error);
  ind__text_put_string (text, "</tr>\n");
}

static void
put_html_paragraph (ind__text *text, ind__text *words)
{
  text->has_failed |= words->has_failed;
  ind__text_put_string (text, "<p>");
  ind__put_html_escaped (text, words->bytes == NULL ? "" : words->bytes);
  ind__text_put_string (text, "</p>\n");
  ind__text_free (words);
}

static void
write_html (const ind_report *report, ind__output *output)
{
  ind__text *text = &output->text;
  ind__text words = { 0 };
  size_t k;
  int group;

  ind__put_html_head (text, "Protection of printed figures");
  put_summary (report, &words);
  put_html_paragraph (text, &words);
  for (group = 0; group < N_GROUPS; group++)
    {
      if (count_group (report, group) == 0)
        continue;
      ind__text_format (text, "<h2>%s</h2>\n<section>\n<table>\n<tr>" IND__HTML_PLACE_HEAD
                              "<th>implied by the others</th><th>error found beyond, in units of "
                              "the last digit</th><th>in its unit</th></tr>\n",
                        group_heading[group]);
      for (k = 0; k < report->n_protections; k++)
        if (group_of (&report->protections[k]) == group)
          {
            put_html_protection (report, &report->protections[k], text);
            ind__output_flush (output, 0);
          }
      ind__text_put_string (text, "</table>\n</section>\n");
    }
  if (report->is_measured)
    {
      ind__text_put_string (text, "<h2>What to print in addition</h2>\n");
      put_advice (report, &words);
      put_html_paragraph (text, &words);
    }
  ind__write_html_not_verified (report, output);
  ind__text_put_string (text, "</body>\n</html>\n");
}

ind_status
ind_report_write_power (const ind_report *report, ind_format format, ind_writer writer,
                        void *context, ind_error *error)
{
  ind__output output;

  memset (&output, 0, sizeof output);
  output.writer = writer;
  output.context = context;
  switch (format)
    {
    case IND_FORMAT_TEXT: write_text (report, &output); break;
    case IND_FORMAT_JSON: write_json (report, &output); break;
    case IND_FORMAT_CSV: write_csv (report, &output); break;
    case IND_FORMAT_HTML: write_html (report, &output); break;
    default:
      return ind__fail (error, IND_E_ARGUMENT, 0, 0, "%d is not an ind_format", (int) format);
    }
  return ind__output_end (&output, error);
}
