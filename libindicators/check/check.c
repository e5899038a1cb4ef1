/* SPDX-License-Identifier: GPL-3.0-or-later
 * Every rule on every area, period, component and source; each quantity
 * across its figures. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/threads.h"
#include "check/screen.h"
#include "check/unverifiable.h"
#include "number/interval.h"
#include "number/unit.h"

#define DEFAULT_ALPHA 0.001

struct checker {
  ind_report *report;
  ind__judge judge;
  ind__index_components components;
  ind__set touched; /* figures that a check could be made with */
  size_t n_threads;
  int keeps_all;
};

/* ------------------------------------------------------------------------
 * Each quantity across its figures
 * ---------------------------------------------------------------------- */

static ind_verdict
compare_figures (const ind_report *report, uint32_t a, uint32_t b)
{
  const ind_table *table = report->index.table;
  const ind__kind *kind_a = ind__table_kind (table, a), *kind_b = ind__table_kind (table, b);
  ind_interval va = ind__index_value (&report->index, a);
  ind_interval vb = ind__index_value (&report->index, b);
  ind_interval xa = ind__index_interval (&report->index, a);
  ind_interval xb = ind__index_interval (&report->index, b);

  if (va.low == vb.low && va.high == vb.high
      && table->digits[a].precision == table->digits[b].precision
      && kind_a->qualifier == kind_b->qualifier)
    return IND_VERDICT_SAME;
  if (xa.low <= xb.high && xb.low <= xa.high)
    return IND_VERDICT_OVERLAP;
  if (kind_a->vintage != 0 && kind_b->vintage != 0
      && ind__table_kind (table, a)->vintage != ind__table_kind (table, b)->vintage)
    return IND_VERDICT_REVISION;
  return IND_VERDICT_CONTRADICTION;
}

static int
keep_sources_finding (struct checker *checker, uint32_t a, uint32_t b, ind_verdict verdict)
{
  ind_report *report = checker->report;
  ind__index *index = &report->index;
  ind__finding *finding
      = ind__report_add_finding (report, IND_FINDING_SOURCES, verdict);
  double half, distance;
  int scale;

  if (finding == NULL)
    return 0;
  scale = ind__index_scale (index, a);
  ind__finding_place (finding, ind__index_area (index, a), ind__index_component (index, a),
         ind__table_site (index->table, a)->period);
  finding->unit = index->table->units[ind__table_kind (index->table, a)->unit];
  finding->unit.scale = (int16_t) scale;
  finding->printed = ind__interval_in_scale (ind__index_interval (index, a), scale);
  finding->implied = ind__interval_in_scale (ind__index_interval (index, b), scale);
  finding->has_target = 1;
  finding->gap = fmax (0, fmax (finding->printed.low - finding->implied.high,
                                finding->implied.low - finding->printed.high));
  half = (finding->printed.high - finding->printed.low) / 2
         + (finding->implied.high - finding->implied.low) / 2;
  distance = finding->gap + half;
  if (verdict == IND_VERDICT_SAME || verdict == IND_VERDICT_OVERLAP)
    distance = fabs (finding->printed.low / 2 + finding->printed.high / 2
                     - finding->implied.low / 2 - finding->implied.high / 2);
  if (isfinite (half))
    finding->kappa = distance == 0 ? 0 : distance / half;
  finding->p = verdict == IND_VERDICT_SAME ? 1 : finding->gap > 0 ? 0 : -1;
  finding->rule_name = ind__strings_add (&index->names, "sources", 7);
  if (finding->rule_name == IND__NO_STRING || !ind__finding_add_figure (report, finding, a)
      || !ind__finding_add_figure (report, finding, b))
    return 0;
  finding->source = ind__finding_source (report, finding);
  return 1;
}

/* Whether the two figures can be compared: constant prices of different years,
 * and amounts in different currencies, are different quantities. */
static int
is_comparable (const ind__index *index, uint32_t a, uint32_t b)
{
  const ind_table *table = index->table;
  const ind_unit *ua = &table->units[ind__table_kind (table, a)->unit],
                 *ub = &table->units[ind__table_kind (table, b)->unit];

  if (ua->price_base != ub->price_base)
    return 0;
  return ua->symbol[0][0] == '\0' || ub->symbol[0][0] == '\0' || ind__unit_matches (ua, ub)
         || ind__unit_matches (ub, ua);
}

static int
compare_pair (struct checker *checker, uint32_t a, uint32_t b)
{
  ind_report *report = checker->report;
  ind_verdict verdict;

  if (!is_comparable (&report->index, a, b))
    return 1;
  verdict = compare_figures (report, a, b);
  report->summary.checks++;
  report->summary.verdicts[verdict]++;
  ind__set_add (&checker->touched, a);
  ind__set_add (&checker->touched, b);
  if (verdict != IND_VERDICT_CONTRADICTION && verdict != IND_VERDICT_REVISION
      && !checker->keeps_all)
    return 1;
  return keep_sources_finding (checker, a, b, verdict);
}

/* Whether two figures say the same of the quantity, so that comparing one of
 * them with the others is enough. */
static int
is_duplicate (const ind__index *index, uint32_t a, uint32_t b)
{
  return ind__index_interval (index, a).low == ind__index_interval (index, b).low
         && ind__index_interval (index, a).high == ind__index_interval (index, b).high
         && ind__table_kind (index->table, a)->unit == ind__table_kind (index->table, b)->unit
         && (!index->table->has_vintage
             || ind__table_kind (index->table, a)->vintage
                    == ind__table_kind (index->table, b)->vintage);
}

/* The figures of one quantity that differ. Each further figure is compared
 * with all of them; once there are many, with those that reach least far up
 * and least far down: it contradicts one of these if it contradicts any. */
#define MAX_DISTINCT 64

struct distinct {
  uint32_t figure[MAX_DISTINCT];
  size_t count;
  uint32_t lowest, highest; /* least high end; greatest low end */
};

static void
add_distinct (const ind__index *index, struct distinct *distinct, uint32_t figure)
{
  ind_interval own = ind__index_interval (index, figure);

  if (own.high < ind__index_interval (index, distinct->lowest).high)
    distinct->lowest = figure;
  if (own.low > ind__index_interval (index, distinct->highest).low)
    distinct->highest = figure;
  if (distinct->count < MAX_DISTINCT)
    distinct->figure[distinct->count] = figure;
  distinct->count++;
}

static int
compare_figure (struct checker *checker, struct distinct *distinct, uint32_t figure)
{
  const ind__index *index = &checker->report->index;
  size_t k, n = distinct->count < MAX_DISTINCT ? distinct->count : MAX_DISTINCT;
  int is_new = 1;

  for (k = 0; k < n; k++)
    {
      is_new &= !is_duplicate (index, distinct->figure[k], figure);
      if (distinct->count <= MAX_DISTINCT
          && !compare_pair (checker, distinct->figure[k], figure))
        return 0;
    }
  if (distinct->count > MAX_DISTINCT
      && (!compare_pair (checker, distinct->lowest, figure)
          || (distinct->highest != distinct->lowest
              && !compare_pair (checker, distinct->highest, figure))))
    return 0;
  if (is_new)
    add_distinct (index, distinct, figure);
  return 1;
}

static int
compare_quantity (struct checker *checker, uint32_t first)
{
  const ind__index *index = &checker->report->index;
  struct distinct distinct;
  uint32_t k;

  distinct.count = 0;
  distinct.lowest = distinct.highest = first;
  for (k = first; k != IND__NONE; k = ind__index_next (index, k))
    if (ind__index_use (index, k) == IND__USABLE && !compare_figure (checker, &distinct, k))
      return 0;
  return 1;
}

static int
compare_sources (struct checker *checker)
{
  const ind__index *index = &checker->report->index;
  size_t k;

  for (k = 0; k < index->table->count && index->next != NULL; k++)
    if (ind__index_next (index, k) != IND__NONE
        && ind__index_find (index, ind__index_indicator (index, k), ind__index_area (index, k),
                            ind__table_site (index->table, k)->period,
                            ind__index_component (index, k),
                            ind__table_site_number (index->table, k))
               == k
        && !compare_quantity (checker, (uint32_t) k))
      return 0;
  return 1;
}

/* ------------------------------------------------------------------------
 * Figures that cannot be used
 * ---------------------------------------------------------------------- */

static int
report_wrong_units (struct checker *checker)
{
  ind_report *report = checker->report;
  ind__index *index = &report->index;
  int has_any = 0;
  uint32_t k;

  for (k = 0; k < index->table->n_kinds; k++)
    has_any |= index->meaning[k].use == IND__WRONG_UNIT;
  for (k = 0; k < index->table->count && has_any; k++)
    if (ind__index_use (index, k) == IND__WRONG_UNIT)
      {
        ind__finding *finding
            = ind__report_add_finding (report, IND_FINDING_INPUT,
                                       IND_VERDICT_UNVERIFIABLE);
        if (finding == NULL)
          return 0;
        ind__finding_place (finding, ind__index_area (index, k), ind__index_component (index, k),
               ind__table_site (index->table, k)->period);
        finding->unit = index->table->units[ind__table_kind (index->table, k)->unit];
        finding->has_target = 1;
        finding->printed = ind__table_interval (index->table, k, 0);
        finding->implied = ind__interval_make (-INFINITY, INFINITY);
        if (!ind__finding_add_figure (report, finding, k))
          return 0;
        finding->source = ind__finding_source (report, finding);
      }
  return 1;
}

/* ------------------------------------------------------------------------
 * The whole
 * ---------------------------------------------------------------------- */

static int
list_untouched (struct checker *checker)
{
  ind_report *report = checker->report;
  size_t count = report->index.table->count, figure;

  for (figure = 0; (figure = ind__set_next_missing (&checker->touched, figure, count)) < count;
       figure++)
    {
      if (ind__index_use (&report->index, figure) != IND__USABLE)
        continue;
      if (!ind__grow (&report->untouched, &report->untouched_capacity, report->n_untouched + 1,
                      sizeof *report->untouched))
        return 0;
      report->untouched[report->n_untouched++] = (uint32_t) figure;
    }
  report->summary.untouched = report->n_untouched;
  return 1;
}

static int
check_rules (struct checker *checker)
{
  ind__screening options = { checker->n_threads, checker->keeps_all, &checker->touched };

  return ind__screen (checker->report, &checker->judge, &options);
}

static ind_status
run (struct checker *checker, const ind_rules *rules, double alpha, ind_error *error)
{
  ind_report *report = checker->report;
  ind__data_names data;
  ind_status status;
  int is_good = 1;

  data = ind__index_data_names (&report->index, &checker->components);
  status = ind__expand_bindable (rules, &data, &report->templates, error);
  if (status == IND_OK)
    status = ind__judge_prepare (&checker->judge, &report->index, &report->templates, alpha,
                                 error);
  if (status != IND_OK)
    return status;
  is_good = ind__set_open (&checker->touched, report->index.table->count)
            && check_rules (checker);
  if (!is_good || !compare_sources (checker) || !report_wrong_units (checker)
      || !list_untouched (checker))
    return ind__fail_memory (error);
  report->summary.figures = report->index.table->count;
  /* Of findings that screening did not write about. */
  status = ind__write_sentences (report, checker->n_threads, error);
  ind__report_sort (report);
  return status;
}

ind_status
ind_check (const ind_table *table, const ind_rules *rules, const ind_check_options *options,
           ind_report **out, ind_error *error)
{
  struct checker checker;
  ind_status status;
  double alpha = options == NULL || options->alpha == 0 ? DEFAULT_ALPHA : options->alpha;

  if (!(alpha > 0 && alpha < 1))
    return ind__fail (error, IND_E_ARGUMENT, 0, 0, "alpha must lie between 0 and 1");
  memset (&checker, 0, sizeof checker);
  checker.keeps_all = options != NULL && options->all_verdicts;
  checker.n_threads = options == NULL ? 1 : (size_t) options->threads;
  checker.report = ind__new_zeroed (sizeof *checker.report);
  if (checker.report == NULL)
    return ind__fail_memory (error);
  checker.report->n_threads
      = checker.n_threads > IND__MOST_THREADS ? IND__MOST_THREADS : checker.n_threads;
  status = ind__index_build (&checker.report->index, table, rules, error);
  if (status == IND_OK)
    status = run (&checker, rules, alpha, error);
  ind__judge_free (&checker.judge);
  ind__release (checker.components.component);
  ind__set_close (&checker.touched);
  if (status != IND_OK)
    ind_report_free (checker.report);
  else
    *out = checker.report;
  return status;
}

void
ind_report_free (ind_report *report)
{
  size_t k;

  if (report == NULL)
    return;
  for (k = 0; k < report->n_explanations; k++)
    ind__release (report->explanations[k].sentence);
  for (k = 0; k < report->n_arbitrations; k++)
    ind__release (report->arbitrations[k].sentence);
  ind__release (report->explanations);
  ind__release (report->alternatives);
  ind__release (report->suspects);
  ind__release (report->explained_findings);
  ind__release (report->arbitrations);
  ind__release (report->deductions);
  ind__release (report->protections);
  ind__templates_free (&report->templates);
  ind__unverifiable_free (&report->unverifiable);
  ind__release (report->findings.at);
  ind__pool_free (&report->sentences);
  ind__index_free (&report->index);
  ind__release (report->figures);
  ind__release (report->untouched);
  ind__release (report);
}
