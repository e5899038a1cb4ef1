/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the four reports of data/lang-son become when they are reconciled. What must
 * come out stands in the reports themselves, in another place than what is wrong. */
#include <stdio.h>

#include "report/reporting.h"

static const char *const files[] = { "2021-11-notice-320.csv", "2024-10-restructuring-report.csv",
                                     "2024-11-resolution-57-report.csv",
                                     "2024-decision-693-plan.csv" };

#define RESTRUCTURING "2024-10-restructuring-report"
#define RESOLUTION "2024-11-resolution-57-report"

static ind_table *table;
static ind_rules *rules;
static ind_report *report;
static ind_reconciliation *result;
static ind_reconciliation_summary summary;

static void
open_reports (void)
{
  const char *folder = getenv ("abs_srcdir");
  char path[1024];
  ind_error error;
  size_t k;

  folder = folder == NULL ? "." : folder;
  ck_assert_int_eq (ind_table_new (&table, NULL), IND_OK);
  for (k = 0; k < sizeof files / sizeof files[0]; k++)
    {
      snprintf (path, sizeof path, "%s/data/lang-son/%s", folder, files[k]);
      ck_assert_msg (ind_table_read_file (table, path, NULL, &error) == IND_OK, "%s: %s", path,
                     error.message);
    }
  ck_assert_int_eq (ind_rules_new_standard (&rules, NULL), IND_OK);
  snprintf (path, sizeof path, "%s/data/lang-son/reports.rules", folder);
  ck_assert_msg (ind_rules_read_file (rules, path, &error) == IND_OK, "%s", error.message);
  ck_assert_msg (ind_check (table, rules, NULL, &report, &error) == IND_OK, "%s", error.message);
  ck_assert_msg (ind_reconcile (report, NULL, &result, &error) == IND_OK, "%s", error.message);
  ind_reconciliation_summarise (result, &summary);
}

static void
close_reports (void)
{
  ind_reconciliation_free (result);
  ind_report_free (report);
  ind_rules_free (rules);
  ind_table_free (table);
}

static ind_figure
figure_of (size_t k)
{
  ind_figure figure;
  ck_assert_int_eq (ind_table_figure (table, k, &figure), IND_OK);
  return figure;
}

static ind_adjustment
adjustment_of (size_t k)
{
  ind_adjustment adjustment;
  ck_assert_int_eq (ind_reconciliation_adjustment (result, k, &adjustment), IND_OK);
  return adjustment;
}

/* The figure of a report by its print; fails without one. */
static size_t
find_figure (const char *source, const char *indicator, const char *component,
             const char *printed)
{
  size_t k;

  for (k = 0; k < summary.n_figures; k++)
    {
      ind_figure figure = figure_of (k);
      if (strcmp (figure.source, source) == 0 && strcmp (figure.indicator, indicator) == 0
          && strcmp (figure.component, component) == 0 && strcmp (figure.printed, printed) == 0)
        return k;
    }
  ck_abort_msg ("%s does not print %s[%s] as %s", source, indicator, component, printed);
}

/* ------------------------------------------------------------------------
 * What must have been meant
 * ---------------------------------------------------------------------- */

/* Six figures of which other figures say what was meant:
 * - services grew by 5.05 % in the one report, which its contributions want, by 6.26 % in
 *   the other; product taxes by 7.44 % in the other, which they want, too;
 * - industry's share is 23.77 % in the one report, where shares add up to 100, 26.34 % in
 *   the other; services' 50.19 % likewise;
 * - 50,400 billion for 812,600 people are 62.02 million each, as the other report says;
 * - 319 of 812.6 thousand people, 39.3 %, are employed;
 * - 66,964 million less 3,660 and 2,774 are 60,530: the separator is a decimal one;
 * - 21 projects carried over and 6 new ones are 27, or 33 less 6 are 27: either 33 or 21
 *   is wrong.
 * Balancing may move the last digit by one. */
static const struct
{
  const char *source, *indicator, *component, *printed;
  double low, high;
} meant[] = { { RESOLUTION, "growth_real", "GTU", "6,26%", 5.04, 5.06 },
              { RESTRUCTURING, "growth_real", "D21X31", "7,74%", 7.43, 7.45 },
              { RESOLUTION, "share", "BTF", "26,34%", 23.76, 23.78 },
              { RESOLUTION, "share", "GTU", "50,36%", 50.18, 50.20 },
              { RESTRUCTURING, "grdp_per_capita", "_T", "60 triệu đồng", 62, 62 },
              { RESTRUCTURING, "employment_rate", "_T", "khoảng 48,7%", 39.2, 39.4 },
              { RESTRUCTURING, "budget_savings", "payroll", "60,530 triệu đồng", 60524, 60536 } };

START_TEST (test_meant)
{
  size_t k, one, other;
  double total, carried;

  open_reports ();
  ck_assert (summary.is_converged && summary.is_bounded);
  ck_assert_uint_eq (summary.n_contradictory, 0);
  ck_assert_uint_eq (summary.n_unrounded, 0);
  ck_assert_uint_eq (summary.kinds[IND_ADJUSTMENT_LOST], 0);
  for (k = 0; k < sizeof meant / sizeof meant[0]; k++)
    {
      size_t figure = find_figure (meant[k].source, meant[k].indicator, meant[k].component,
                                   meant[k].printed);
      ind_adjustment adjustment = adjustment_of (figure);
      ck_assert_msg (adjustment.kind == IND_ADJUSTMENT_REPAIRED, "%s[%s] %s is %s, not repaired",
                     meant[k].indicator, meant[k].component, meant[k].printed,
                     ind_adjustment_kind_name (adjustment.kind));
      ck_assert_msg (adjustment.value_out >= meant[k].low - 1e-9
                         && adjustment.value_out <= meant[k].high + 1e-9,
                     "%s[%s] %s becomes %s, not %g to %g", meant[k].indicator, meant[k].component,
                     meant[k].printed, adjustment.text, meant[k].low, meant[k].high);
    }
  one = find_figure (RESTRUCTURING, "key_projects", "_T", "33 dự án");
  other = find_figure (RESTRUCTURING, "key_projects", "carried_over", "21 dự án");
  total = adjustment_of (one).value_out;
  carried = adjustment_of (other).value_out;
  ck_assert_msg ((total == 27 && carried == 21) || (total == 33 && carried == 27),
                 "of %g key projects %g are carried over and 6 new: one of the two must become 27",
                 total, carried);
  ck_assert_msg ((adjustment_of (one).kind == IND_ADJUSTMENT_REPAIRED)
                     + (adjustment_of (other).kind == IND_ADJUSTMENT_REPAIRED)
                     == 1,
                 "key projects: not exactly one of 33 and 21 is given up");
  close_reports ();
}
END_TEST

/* What was given up is what the first alternatives of the explanations doubt: no figure
 * more, and none less. */
START_TEST (test_given_up)
{
  uint8_t is_doubted[1000] = { 0 };
  size_t k, s, n = 0;

  open_reports ();
  ck_assert_uint_lt (summary.n_figures, sizeof is_doubted);
  ck_assert_int_eq (ind_explain (report, NULL, NULL), IND_OK);
  for (k = 0; k < ind_report_explanation_count (report); k++)
    {
      ind_alternative best;
      ck_assert_int_eq (ind_report_alternative (report, k, 0, &best), IND_OK);
      for (s = 0; s < best.n_suspects; s++)
        {
          ind_suspect suspect;
          size_t figure;
          ck_assert_int_eq (ind_report_suspect (report, k, 0, s, &suspect), IND_OK);
          if (suspect.kind != IND_SUSPECT_FIGURE)
            continue;
          for (figure = 0; figure < summary.n_figures; figure++)
            if (strcmp (figure_of (figure).file, suspect.figure.file) == 0
                && figure_of (figure).record == suspect.figure.record)
              {
                n += !is_doubted[figure];
                is_doubted[figure] = 1;
              }
        }
    }
  ck_assert_uint_ge (n, sizeof meant / sizeof meant[0] + 1);
  for (k = 0; k < summary.n_figures; k++)
    {
      ind_adjustment_kind kind = adjustment_of (k).kind;
      ind_figure figure = figure_of (k);
      ck_assert_msg (is_doubted[k] == (kind == IND_ADJUSTMENT_REPAIRED
                                       || kind == IND_ADJUSTMENT_LOST),
                     "%s[%s] %s (%s) is %s, and the likeliest explanation %s", figure.indicator,
                     figure.component, figure.printed, figure.source,
                     ind_adjustment_kind_name (kind),
                     is_doubted[k] ? "doubts it" : "does not doubt it");
    }
  ck_assert_uint_eq (summary.kinds[IND_ADJUSTMENT_REPAIRED], n);
  close_reports ();
}
END_TEST

/* ------------------------------------------------------------------------
 * Sums
 * ---------------------------------------------------------------------- */

/* Of each report and year that has all parts, what comes out of them; 0 where one lacks. */
static int
add_up (const char *source, const char *period, const char *indicator,
        const char *const *components, size_t n, ind_decimal *out, int32_t *finest,
        int32_t *coarsest, double *half)
{
  size_t k, c, n_found = 0;

  out->mantissa = 0;
  out->decimals = 4;
  *half = 0;
  *finest = INT32_MIN;
  *coarsest = INT32_MAX;
  for (c = 0; c < n; c++)
    for (k = 0; k < summary.n_figures; k++)
      {
        ind_figure figure = figure_of (k);
        ind_adjustment adjustment = adjustment_of (k);
        ind_decimal number;
        if (strcmp (figure.source, source) != 0 || strcmp (figure.period, period) != 0
            || strcmp (figure.indicator, indicator) != 0
            || strcmp (figure.component, components[c]) != 0)
          continue;
        ck_assert_int_eq (
            ind_decimal_read (adjustment.text, strlen (adjustment.text), &number, NULL), IND_OK);
        for (; number.decimals < 4; number.decimals++)
          number.mantissa *= 10;
        ck_assert_int_eq (number.decimals, 4);
        out->mantissa += number.mantissa;
        *half += pow (10, -figure.precision) / 2;
        *finest = figure.precision > *finest ? figure.precision : *finest;
        *coarsest = figure.precision < *coarsest ? figure.precision : *coarsest;
        n_found++;
        break;
      }
  return n_found == n;
}

/* The reports that print all shares of 2024 print them with two decimals: 10,000
 * hundredths, exactly. Those of employment have one decimal and two: 100 as they stand
 * for, to half a unit each. Changes of shares add up to nothing, contributions to the
 * growth rate, 6.33 %. */
START_TEST (test_sums)
{
  static const char *const sectors[] = { "A", "BTF", "GTU", "D21X31" };
  static const char *const employing[] = { "A", "BTF", "GTU" };
  static const struct
  {
    const char *indicator;
    const char *const *components;
    size_t n_components;
    int64_t sum;   /* in units of 0.0001 */
    size_t n_sums; /* of so many reports */
    int is_exact;
  } sums[] = { { "share", sectors, 4, 1000000, 2, 1 },
               { "share_change", sectors, 4, 0, 1, 1 },
               { "contribution", sectors, 4, 63300, 1, 1 },
               { "employment_share", employing, 3, 1000000, 1, 0 },
               { "employment_share_change", employing, 3, 0, 1, 1 } };
  static const char *const sources[] = { RESTRUCTURING, RESOLUTION };
  static const char *const whole[] = { "_T" };
  size_t k, source;

  open_reports ();
  for (k = 0; k < sizeof sums / sizeof sums[0]; k++)
    {
      size_t n = 0;
      for (source = 0; source < 2; source++)
        {
          ind_decimal sum;
          int32_t finest, coarsest;
          double half;
          if (!add_up (sources[source], "2024", sums[k].indicator, sums[k].components,
                       sums[k].n_components, &sum, &finest, &coarsest, &half))
            continue;
          n++;
          ck_assert_int_eq (sums[k].is_exact, finest == coarsest);
          if (sums[k].is_exact)
            ck_assert_msg (sum.mantissa == sums[k].sum, "%s of %s add up to %.4f, not to %.4f",
                           sums[k].indicator, sources[source], (double) sum.mantissa / 1e4,
                           (double) sums[k].sum / 1e4);
          else
            ck_assert_msg (fabs ((double) (sum.mantissa - sums[k].sum) / 1e4) <= half + 1e-9,
                           "%s of %s add up to %.4f, farther from %.4f than rounding allows",
                           sums[k].indicator, sources[source], (double) sum.mantissa / 1e4,
                           (double) sums[k].sum / 1e4);
        }
      ck_assert_msg (n == sums[k].n_sums, "%zu reports print all parts of %s, not %zu", n,
                     sums[k].indicator, sums[k].n_sums);
    }
  /* The growth rate is what it was: 6.33 in both reports. */
  for (source = 0; source < 2; source++)
    {
      ind_decimal sum;
      int32_t finest, coarsest;
      double half;
      ck_assert (add_up (sources[source], "2024", "growth_real", whole, 1, &sum, &finest,
                         &coarsest, &half));
      ck_assert_msg (sum.mantissa == 63300, "%s: growth becomes %.4f, not 6.33", sources[source],
                     (double) sum.mantissa / 1e4);
    }
  close_reports ();
}
END_TEST

/* ------------------------------------------------------------------------
 * Documents
 * ---------------------------------------------------------------------- */

static char *
write_as (ind_format format)
{
  struct collector collector = { NULL, 0, 0, 0, SIZE_MAX };
  ind_error error = { IND_OK, 0, 0, "" };

  ck_assert_msg (ind_reconciliation_write (result, format, collect, &collector, &error) == IND_OK,
                 "%s", error.message);
  return collector.bytes;
}

/* Read again, the checker finds nothing wrong with what came out. */
START_TEST (test_checked_again)
{
  ind_table *again;
  ind_report *of_again;
  ind_summary before, after;
  ind_error error = { IND_OK, 0, 0, "" };
  char *text;
  size_t k;

  open_reports ();
  text = write_as (IND_FORMAT_CSV);
  ck_assert_int_eq (ind_table_new (&again, NULL), IND_OK);
  ck_assert_msg (ind_table_read_text (again, "reconciled.csv", text, strlen (text), NULL, &error)
                     == IND_OK,
                 "%s", error.message);
  ck_assert_msg (ind_check (again, rules, NULL, &of_again, &error) == IND_OK, "%s", error.message);
  ind_report_summary (report, &before);
  ind_report_summary (of_again, &after);
  ck_assert_uint_eq (after.figures, before.figures);
  ck_assert_uint_gt (before.verdicts[IND_VERDICT_INCONSISTENT], 0);
  for (k = 0; k < ind_report_finding_count (of_again); k++)
    {
      ind_finding finding;
      ck_assert_int_eq (ind_report_finding (of_again, k, &finding), IND_OK);
      ck_assert_msg (finding.verdict != IND_VERDICT_INCONSISTENT
                         && finding.verdict != IND_VERDICT_CONTRADICTION
                         && finding.verdict != IND_VERDICT_EXPLAINABLE
                         && finding.verdict != IND_VERDICT_IMPROBABLE,
                     "after reconciling, still: %s", finding.sentence);
    }
  ck_assert_int_eq (ind_report_exit_status (of_again, 1), 0);
  ind_report_free (of_again);
  ind_table_free (again);
  free (text);
  close_reports ();
}
END_TEST

/* Each figure that was given up or moved has its paragraph: what is printed, where, what
 * it becomes, and why. */
START_TEST (test_text)
{
  size_t k, n = 0;
  char *text;

  open_reports ();
  text = write_as (IND_FORMAT_TEXT);
  unwrap (text);
  for (k = 0; k < summary.n_figures; k++)
    {
      ind_adjustment adjustment = adjustment_of (k);
      ind_figure figure = figure_of (k);
      char place[400], becomes[200];
      char *paragraph, *end;
      if (adjustment.kind != IND_ADJUSTMENT_REPAIRED
          && adjustment.kind != IND_ADJUSTMENT_BALANCED)
        continue;
      n++;
      snprintf (place, sizeof place, ", %s (%s, %s) ", figure.printed, figure.source,
                figure.locator);
      /* A print with two blanks is joined, too. */
      unwrap (place);
      for (paragraph = text; (paragraph = strstr (paragraph, place)) != NULL; paragraph++)
        {
          snprintf (becomes, sizeof becomes,
                    adjustment.kind == IND_ADJUSTMENT_REPAIRED ? "given up: the others make it %s"
                                                               : "becomes %s",
                    adjustment.text);
          end = strstr (paragraph, becomes);
          if (end != NULL && end - paragraph < 300)
            break;
        }
      ck_assert_msg (paragraph != NULL, "nothing says why %s[%s]%sbecomes %s", figure.indicator,
                     figure.component, place, adjustment.text);
      if (adjustment.kind == IND_ADJUSTMENT_REPAIRED)
        ck_assert_msg (strncmp (paragraph + strlen (place), "is wrong for certain", 20) == 0
                           || strncmp (paragraph + strlen (place), "is the likeliest", 16) == 0,
                       "%.200s", paragraph);
      else
        ck_assert_msg (strstr (paragraph, "its error") != NULL
                           && strstr (paragraph, "its error") - paragraph < 300,
                       "%.200s", paragraph);
    }
  ck_assert_uint_eq (n, summary.kinds[IND_ADJUSTMENT_REPAIRED]
                            + summary.kinds[IND_ADJUSTMENT_BALANCED]);
  expect_text (text, "248 figures: ");
  expect_text (text, "no more than the errors of the figures explain.");
  free (text);
  close_reports ();
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("Lạng Sơn reconciled");

  tcase_set_timeout (tests, 60);
  tcase_add_test (tests, test_meant);
  tcase_add_test (tests, test_given_up);
  tcase_add_test (tests, test_sums);
  tcase_add_test (tests, test_checked_again);
  tcase_add_test (tests, test_text);
  return suite_run (tests, "Lạng Sơn reconciled");
}
