/* SPDX-License-Identifier: GPL-3.0-or-later
 * Every rule on every area, period, component and source; each quantity
 * across its figures. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "check/findings.h"
#include "check/screen.h"
#include "check/verdict.h"
#include "number/interval.h"
#include "number/unit.h"

#define DEFAULT_ALPHA 0.001

struct checker {
  ind_report *report;
  ind__judge judge;
  ind__index_components components;
  uint8_t *is_touched; /* per figure */
  ind__screened *screened;        /* per template */
  const ind__judgement *judgement; /* of the next binding; NULL: it is to be judged */
  size_t n_threads;
  int keeps_all;
};

int
ind__report_add_figure (ind_report *report, uint32_t figure)
{
  if (!ind__grow (&report->figures, &report->figures_capacity, report->n_figures + 1,
                  sizeof *report->figures))
    return 0;
  report->figures[report->n_figures++] = figure;
  return 1;
}

static ind_interval
scaled (ind_interval x, int scale)
{
  ind_decimal power = { 1, 0 };

  if (scale == 0)
    return x;
  power.decimals = -abs (scale);
  return scale > 0 ? ind__interval_mul (x, ind_decimal_enclosure (power))
                   : ind__interval_div (x, ind_decimal_enclosure (power));
}

ind__finding *
ind__report_add_finding (ind_report *report, ind__findings *list, ind_finding_kind kind,
                         ind_verdict verdict)
{
  ind__finding *finding;

  if (!ind__grow (&list->at, &list->capacity, list->count + 1, sizeof *list->at))
    return NULL;
  finding = &list->at[list->count++];
  memset (finding, 0, sizeof *finding);
  finding->kind = kind;
  finding->verdict = verdict;
  finding->rule = finding->level = IND__NONE;
  finding->kappa = finding->p = -1;
  finding->first_figure = report->n_figures;
  return finding;
}

static void
place (ind__finding *finding, uint32_t area, uint32_t component, ind__period period)
{
  finding->area = area;
  finding->component = component;
  finding->period = period;
  ind__period_write (period, finding->period_text);
}

/* The source of all figures of a finding, or 0 where they differ. */
static uint32_t
common_source (const ind_report *report, const ind__finding *finding)
{
  const ind_table *table = report->index.table;
  const uint32_t *figure = report->figures + finding->first_figure;
  size_t k;

  for (k = 1; k < finding->n_figures; k++)
    if (ind__table_kind (table, figure[k])->source != ind__table_kind (table, figure[0])->source)
      return 0;
  return finding->n_figures == 0 ? 0 : ind__table_kind (table, figure[0])->source;
}

/* Adds a figure unless it is there: two references of a rule may mean one
 * quantity, share[c] and share[_T] where c is the whole. */
static int
add_figure (ind_report *report, ind__finding *finding, uint32_t figure)
{
  size_t k;

  if (figure == IND__NONE)
    return 1;
  for (k = 0; k < finding->n_figures; k++)
    if (ind__report_figure (report, finding, k) == figure)
      return 1;
  finding->n_figures++;
  return ind__report_add_figure (report, figure);
}

/* ------------------------------------------------------------------------
 * Rules
 * ---------------------------------------------------------------------- */

/* The scale and unit in which to speak of the printed side. */
static void
choose_unit (const ind_report *report, const ind__binding *binding, const ind__judgement *found,
             ind__finding *finding)
{
  const ind__template *template = binding->template;
  const ind__form *form = found->target_is_right ? &template->right : &template->left;
  uint32_t slot = found->target;

  if (slot == IND__NONE && form->n_terms > 0
      && template->terms[form->first].variable < template->n_slots)
    slot = template->terms[form->first].variable;
  if (slot != IND__NONE && binding->figure[slot] != IND__NONE)
    {
      const ind_table *table = report->index.table;
      finding->unit = table->units[ind__table_kind (table, binding->figure[slot])->unit];
      finding->unit.scale = ind__index_scale (&report->index, binding->figure[slot]);
    }
}

static uint32_t
component_of (const ind__binding *binding)
{
  const ind__template *template = binding->template;

  if (binding->component != IND__NONE)
    return binding->component;
  if (template->component != IND__NONE)
    return template->component;
  return template->slots[0].component;
}

static int
keep_rule_finding (struct checker *checker, const ind__binding *binding,
                   const ind__judgement *found)
{
  ind_report *report = checker->report;
  const ind__template *template = binding->template;
  int is_gap = found->verdict == IND_VERDICT_UNVERIFIABLE;
  ind__finding *finding = ind__report_add_finding (
      report, is_gap ? &report->unverifiable : &report->findings, IND_FINDING_RULE,
      found->verdict);
  int is_good = finding != NULL;
  uint32_t k;

  if (!is_good)
    return 0;
  finding->rule = template->rule;
  finding->rule_name = template->name;
  finding->level = template->level;
  place (finding, binding->area, component_of (binding), binding->period);
  choose_unit (report, binding, found, finding);
  finding->printed = scaled (found->printed, -finding->unit.scale);
  finding->implied = scaled (found->implied, -finding->unit.scale);
  finding->gap = scaled (ind__interval_make (found->gap, found->gap), -finding->unit.scale).low;
  finding->kappa = found->kappa;
  finding->p = found->p;
  finding->has_target = found->target != IND__NONE && binding->figure[found->target] != IND__NONE;
  finding->has_two_sides = found->target == IND__NONE && template->left.n_terms > 0
                           && template->right.n_terms > 0;
  if (found->target != IND__NONE)
    is_good = add_figure (report, finding, binding->figure[found->target]);
  for (k = 0; k < template->n_slots && is_good; k++)
    if (k != found->target)
      is_good = add_figure (report, finding, binding->figure[k]);
  if (!is_good)
    return 0;
  finding->source = common_source (report, finding);
  return 1;
}

static void
name_quantity (const ind__index *index, const ind__slot *slot, const ind__binding *binding,
               ind__text *text)
{
  ind__quantity q
      = ind__slot_quantity (slot, binding->area, binding->period, binding->component);
  const char *component = q.component == IND__NONE ? "_T" : ind__index_name (index, q.component);
  char period[24] = "an earlier period";

  if (q.period != IND__NO_PERIOD)
    ind__period_write (q.period, period);
  ind__text_put_string (text, ind__display_name (ind__index_name (index, q.indicator)));
  if (strcmp (component, "_T") != 0)
    ind__text_format (text, "[%s]", component);
  ind__text_format (text, " of %s, %s", ind__index_name (index, q.area), period);
}

/* Why the check could not be made, as the finding's sentence. */
static int
explain_obstacle (struct checker *checker, const ind__binding *binding,
                  const ind__judgement *found, ind__finding *finding)
{
  const ind__index *index = &checker->report->index;
  const ind__template *template = binding->template;
  ind__text text = { 0 };
  size_t k, n = 0;

  ind__text_format (&text, "Rule %s could not be checked: ",
                    ind__index_name (index, template->name));
  finding->reason = text.length;
  switch (found->obstacle)
    {
    case IND__MISSING_FIGURE:
      ind__text_put_string (&text, "no report prints ");
      for (k = 0; k < template->n_slots; k++)
        if (binding->figure[k] == IND__NONE && !template->slots[k].is_assumed)
          {
            ind__text_put_string (&text, n++ == 0 ? "" : "; ");
            name_quantity (index, &template->slots[k], binding, &text);
          }
      break;
    case IND__OTHER_VINTAGE:
      name_quantity (index, &template->slots[found->slot], binding, &text);
      ind__text_put_string (&text, " is printed only in another vintage");
      break;
    case IND__UNUSABLE_FIGURE:
      name_quantity (index, &template->slots[found->slot], binding, &text);
      ind__text_put_string (&text, " is printed in a unit that does not measure it");
      break;
    case IND__DIFFERENT_CURRENCY:
      ind__text_put_string (&text, "the figures are in different currencies");
      break;
    case IND__DIFFERENT_PRICES:
      ind__text_put_string (&text, "the figures are in prices of different years");
      break;
    case IND__DIFFERENT_UNITS:
      ind__text_put_string (&text, "the figures are in units that cannot be added or compared");
      break;
    case IND__ZERO_DENOMINATOR:
      ind__text_put_string (&text, "a denominator may be zero, or a figure is a bound, so any "
                                   "result is possible");
      break;
    case IND__NOT_POSITIVE:
      ind__text_put_string (&text, "it has a meaning only for positive levels");
      break;
    case IND__NO_OBSTACLE: break;
    }
  finding->reason_length = text.length - finding->reason;
  ind__text_put_string (&text, ". (");
  ind__put_rule (&text, index, finding);
  ind__text_put_string (&text, ")");
  finding->sentence = text.has_failed ? NULL : ind__text_copy (text.bytes, text.length);
  ind__text_free (&text);
  return finding->sentence != NULL;
}

static void
touch (struct checker *checker, const ind__binding *binding)
{
  size_t k;
  for (k = 0; k < binding->template->n_slots; k++)
    if (binding->figure[k] != IND__NONE)
      checker->is_touched[binding->figure[k]] = 1;
}

static int
on_binding (void *context, const ind__binding *binding)
{
  struct checker *checker = context;
  ind_summary *summary = &checker->report->summary;
  ind__judgement found;

  if (ind__is_no_breakdown (&checker->report->index, binding))
    return 1;
  if (checker->judgement != NULL)
    found = *checker->judgement;
  else
    ind__judge_binding (&checker->judge, binding, &found);
  summary->verdicts[found.verdict]++;
  if (found.verdict == IND_VERDICT_UNVERIFIABLE)
    return keep_rule_finding (checker, binding, &found)
           && explain_obstacle (checker, binding, &found,
                                &checker->report->unverifiable
                                     .at[checker->report->unverifiable.count - 1]);
  summary->checks++;
  touch (checker, binding);
  if (found.verdict <= IND_VERDICT_ROUNDING && !checker->keeps_all)
    return 1;
  return keep_rule_finding (checker, binding, &found);
}

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

  if (va.low == vb.low && va.high == vb.high && table->precision[a] == table->precision[b]
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
      = ind__report_add_finding (report, &report->findings, IND_FINDING_SOURCES, verdict);
  double half, distance;
  int scale;

  if (finding == NULL)
    return 0;
  scale = ind__index_scale (index, a);
  place (finding, ind__index_area (index, a), ind__index_component (index, a),
         ind__table_site (index->table, a)->period);
  finding->unit = index->table->units[ind__table_kind (index->table, a)->unit];
  finding->unit.scale = (int16_t) scale;
  finding->printed = scaled (ind__index_interval (index, a), -scale);
  finding->implied = scaled (ind__index_interval (index, b), -scale);
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
  if (finding->rule_name == IND__NO_STRING || !add_figure (report, finding, a)
      || !add_figure (report, finding, b))
    return 0;
  finding->source = common_source (report, finding);
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
  checker->is_touched[a] = checker->is_touched[b] = 1;
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
                            ind__index_component (index, k))
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
            = ind__report_add_finding (report, &report->findings, IND_FINDING_INPUT,
                                       IND_VERDICT_UNVERIFIABLE);
        if (finding == NULL)
          return 0;
        place (finding, ind__index_area (index, k), ind__index_component (index, k),
               ind__table_site (index->table, k)->period);
        finding->unit = index->table->units[ind__table_kind (index->table, k)->unit];
        finding->has_target = 1;
        finding->printed = ind__table_interval (index->table, k, 0);
        finding->implied = ind__interval_make (-INFINITY, INFINITY);
        if (!add_figure (report, finding, k))
          return 0;
        finding->source = common_source (report, finding);
      }
  return 1;
}

/* ------------------------------------------------------------------------
 * The whole
 * ---------------------------------------------------------------------- */

static int
rank (const ind__finding *finding)
{
  switch (finding->verdict)
    {
    case IND_VERDICT_INCONSISTENT:
    case IND_VERDICT_CONTRADICTION: return 0;
    case IND_VERDICT_UNVERIFIABLE: return 1; /* a figure that cannot be used */
    case IND_VERDICT_IMPROBABLE: return 2;
    case IND_VERDICT_EXPLAINABLE: return 3;
    case IND_VERDICT_REVISION: return 4;
    case IND_VERDICT_EXACT:
    case IND_VERDICT_ROUNDING:
    case IND_VERDICT_SAME:
    case IND_VERDICT_OVERLAP: break;
    }
  return 5;
}

/* Worst first; then in the order of the figures, which is total because no
 * two findings share their place among the report's figures. */
static int
compare_findings (const void *left, const void *right)
{
  const ind__finding *a = left, *b = right;

  if (rank (a) != rank (b))
    return rank (a) - rank (b);
  if (a->kappa != b->kappa)
    return a->kappa < b->kappa ? 1 : -1;
  return a->first_figure < b->first_figure ? -1 : a->first_figure > b->first_figure;
}

static void
name_findings (ind__findings *list, char letter)
{
  size_t k;
  for (k = 0; k < list->count; k++)
    snprintf (list->at[k].id, sizeof list->at[k].id, "%c%zu", letter, k + 1);
}

void
ind__report_sort (ind_report *report)
{
  if (report->findings.count > 1)
    qsort (report->findings.at, report->findings.count, sizeof *report->findings.at,
           compare_findings);
  name_findings (&report->findings, 'F');
}

static int
list_untouched (struct checker *checker)
{
  ind_report *report = checker->report;
  const uint8_t *from = checker->is_touched, *end = from + report->index.table->count;
  const uint8_t *at;

  for (at = from; (at = memchr (at, 0, (size_t) (end - at))) != NULL; at++)
    {
      uint32_t figure = (uint32_t) (at - from);
      if (ind__index_use (&report->index, figure) != IND__USABLE)
        continue;
      if (!ind__grow (&report->untouched, &report->untouched_capacity, report->n_untouched + 1,
                      sizeof *report->untouched))
        return 0;
      report->untouched[report->n_untouched++] = figure;
    }
  report->summary.untouched = report->n_untouched;
  return 1;
}

/* One template: what the screening left, or all. */
static int
check_template (struct checker *checker, size_t number)
{
  ind_report *report = checker->report;
  const ind__template *template = &report->templates.at[number];
  const ind__screened *screened = &checker->screened[number];
  const ind__swept *swept = &screened->swept;
  int is_good = 1;
  size_t k;

  checker->judgement = NULL;
  if (!swept->is_swept)
    return ind__index_sort (&report->index)
           && ind__bind (&report->index, template, on_binding, checker);
  report->summary.checks += swept->n_exact + swept->n_rounding;
  report->summary.verdicts[IND_VERDICT_EXACT] += swept->n_exact;
  report->summary.verdicts[IND_VERDICT_ROUNDING] += swept->n_rounding;
  for (k = 0; k < swept->n_leads && is_good; k++)
    {
      checker->judgement = screened->is_known != NULL && screened->is_known[k]
                               ? &screened->found[k]
                               : NULL;
      is_good = ind__bind_at (&report->index, template, swept->leads[k].slot,
                              swept->leads[k].figure, on_binding, checker);
    }
  return is_good;
}

static int
check_rules (struct checker *checker)
{
  size_t n = checker->report->templates.count, k;
  int is_good;

  checker->screened = ind__new_zeroed ((n + 1) * sizeof *checker->screened);
  is_good = checker->screened != NULL
            && (checker->keeps_all
                || ind__screen (&checker->judge, checker->n_threads, checker->screened,
                                checker->is_touched));
  for (k = 0; k < n && is_good; k++)
    is_good = check_template (checker, k);
  ind__screened_free (checker->screened, n);
  return is_good;
}

static ind_status
run (struct checker *checker, const ind_rules *rules, double alpha, ind_error *error)
{
  ind_report *report = checker->report;
  ind__data_names data;
  ind_status status;
  int is_good = 1;

  data = ind__index_data_names (&report->index, &checker->components);
  status = ind__expand (rules, &data, &report->templates, error);
  if (status == IND_OK)
    status = ind__judge_prepare (&checker->judge, &report->index, &report->templates, alpha,
                                 error);
  if (status != IND_OK)
    return status;
  checker->is_touched = ind__new_zeroed (report->index.table->count + 1);
  is_good = checker->is_touched != NULL;
  is_good = is_good && check_rules (checker);
  if (!is_good || !compare_sources (checker) || !report_wrong_units (checker)
      || !list_untouched (checker))
    return ind__fail_memory (error);
  ind__report_sort (report);
  name_findings (&report->unverifiable, 'U');
  report->summary.figures = report->index.table->count;
  return ind__write_sentences (report, checker->n_threads, error);
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
  status = ind__index_build (&checker.report->index, table, rules, error);
  if (status == IND_OK)
    status = run (&checker, rules, alpha, error);
  ind__judge_free (&checker.judge);
  ind__release (checker.components.component);
  ind__release (checker.is_touched);
  if (status != IND_OK)
    ind_report_free (checker.report);
  else
    *out = checker.report;
  return status;
}

static void
free_findings (ind__findings *list)
{
  size_t k;
  for (k = 0; k < list->count; k++)
    ind__release (list->at[k].sentence);
  ind__release (list->at);
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
  free_findings (&report->findings);
  free_findings (&report->unverifiable);
  ind__index_free (&report->index);
  ind__release (report->figures);
  ind__release (report->untouched);
  ind__release (report);
}
