/* SPDX-License-Identifier: GPL-3.0-or-later
 * Explanations: each network of tied figures tested as a whole, and the
 * figures that must be wrong, with what they must have been. */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "check/computed.h"
#include "explain/explainer.h"
#include "explain/slips.h"
#include "number/interval.h"

#define DEFAULT_BUDGET UINT64_C (1000000000)

/* How easily an identity is evaluated on another basis, or an assumption does
 * not hold, on the scale of ind__slip_find. */
#define SCORE_OF_BASIS 0.02
#define SCORE_OF_ASSUMPTION 0.005

const char *
ind_suspect_kind_name (ind_suspect_kind kind)
{
  switch (kind)
    {
    case IND_SUSPECT_FIGURE: return "figure";
    case IND_SUSPECT_BASIS: return "basis";
    case IND_SUSPECT_ASSUMPTION: return "assumption";
    }
  return "?";
}

ind_status
ind__explainer_open (ind__explainer *explainer, ind_report *report,
                     const ind_explain_options *options, ind_error *error)
{
  ind__assertion spare = { 0, 0, 0, IND__ASSERTED_BY_FIGURE };
  ind_status status;
  size_t n;

  memset (explainer, 0, sizeof *explainer);
  explainer->report = report;
  explainer->budget
      = options == NULL || options->budget == 0 ? DEFAULT_BUDGET : options->budget;
  status = ind__judge_prepare (&explainer->judge, &report->index, &report->templates, 0.001,
                               error);
  if (status == IND_OK)
    status = ind__assemble (&report->index, &report->templates, &explainer->judge,
                            &explainer->assembly, error);
  if (status != IND_OK)
    {
      ind__judge_free (&explainer->judge);
      return status;
    }
  if (ind__network_assert (&explainer->assembly.network, &spare, ind__interval_entire ())
      == IND__NONE)
    {
      ind__explainer_close (explainer);
      return ind__fail_memory (error);
    }
  n = explainer->assembly.network.n_assertions;
  explainer->wide = ind__new_array (n, sizeof *explainer->wide);
  explainer->is_out = ind__new_zeroed (n + 1);
  if (explainer->wide == NULL || explainer->is_out == NULL
      || !ind__propagator_open (&explainer->propagator, &explainer->assembly.network))
    {
      ind__explainer_close (explainer);
      return ind__fail_memory (error);
    }
  return IND_OK;
}

void
ind__explainer_close (ind__explainer *explainer)
{
  ind__propagator_close (&explainer->propagator);
  ind__assembly_free (&explainer->assembly);
  ind__judge_free (&explainer->judge);
  ind__release (explainer->wide);
  ind__release (explainer->is_out);
  ind__set_free (&explainer->rest);
}

int
ind__explainer_propagate (ind__explainer *explainer, const ind__part *part,
                          const ind_interval *interval, ind__set *conflict)
{
  const uint32_t *assertions = explainer->assembly.assertions + part->first;
  size_t k;

  explainer->rest.count = 0;
  for (k = 0; k < part->n_assertions; k++)
    if (!explainer->is_out[assertions[k]] && !ind__set_add (&explainer->rest, assertions[k]))
      explainer->has_failed = 1;
  return !explainer->has_failed
         && ind__propagate (&explainer->propagator, interval, explainer->rest.at,
                            explainer->rest.count, conflict);
}

ind_unit
ind__unit_of_member (const ind__index *index, const ind__member *member)
{
  const ind_table *table = index->table;
  uint32_t figure = member->figure;
  ind_unit unit;
  size_t n;

  if (figure == IND__NONE)
    {
      const uint32_t *figures = ind__index_figures (index, member->quantity.indicator, &n);
      figure = n == 0 ? IND__NONE : figures[0];
    }
  if (figure != IND__NONE)
    {
      unit = table->units[table->unit[figure]];
      unit.scale = index->scale[figure];
    }
  else if (!ind__rules_unit (index->rules, ind__index_name (index, member->quantity.indicator),
                             &unit))
    memset (&unit, 0, sizeof unit);
  return unit;
}

/* What each assertion of the part says if figures may have been computed from
 * rounded ones. */
static void
widen (ind__explainer *explainer, const ind__part *part)
{
  const ind__network *network = &explainer->assembly.network;
  size_t k;

  for (k = part->first; k < part->first + part->n_assertions; k++)
    {
      uint32_t assertion = explainer->assembly.assertions[k];
      ind_interval x = network->interval[assertion];
      if (network->assertions[assertion].kind == IND__ASSERTED_BY_FIGURE)
        {
          double extra = ind__computed_deviation (
              &explainer->judge, network->assertions[assertion].origin, NULL);
          x = ind__interval_add (x, ind__interval_make (-extra, extra));
        }
      explainer->wide[assertion] = x;
    }
  explainer->has_failed |= explainer->judge.has_failed;
}

/* ------------------------------------------------------------------------
 * Findings by figure
 * ---------------------------------------------------------------------- */

/* The findings that say something is wrong, by the figures in them; taken
 * before networks add theirs. */
struct findings_by_figure {
  size_t *first; /* per figure of the table */
  size_t *finding;
  size_t *n_met; /* per finding: its figures in the set at hand */
};

static int
is_wrong (const ind__finding *finding)
{
  return finding->verdict == IND_VERDICT_INCONSISTENT
         || finding->verdict == IND_VERDICT_CONTRADICTION
         || finding->verdict == IND_VERDICT_EXPLAINABLE;
}

static void
free_by_figure (struct findings_by_figure *by)
{
  ind__release (by->first);
  ind__release (by->finding);
  ind__release (by->n_met);
}

static int
list_by_figure (const ind_report *report, struct findings_by_figure *by)
{
  const ind__findings *list = &report->findings;
  size_t n = report->index.table->count, k, j, total = 0;

  by->first = ind__new_zeroed ((n + 2) * sizeof *by->first);
  by->n_met = ind__new_zeroed ((list->count + 1) * sizeof *by->n_met);
  for (k = 0; k < list->count && by->first != NULL; k++)
    if (is_wrong (&list->at[k]))
      for (j = 0; j < list->at[k].n_figures; j++, total++)
        by->first[ind__report_figure (report, &list->at[k], j) + 2]++;
  by->finding = ind__new_array (total, sizeof *by->finding);
  if (by->first == NULL || by->n_met == NULL || by->finding == NULL)
    return 0;
  for (k = 0; k < n; k++)
    by->first[k + 2] += by->first[k + 1];
  for (k = 0; k < list->count; k++)
    if (is_wrong (&list->at[k]))
      for (j = 0; j < list->at[k].n_figures; j++)
        by->finding[by->first[ind__report_figure (report, &list->at[k], j) + 1]++] = k;
  return 1;
}

/* Whether all figures of some finding are in the conflict. */
static int
is_found (const ind__explainer *explainer, const struct findings_by_figure *by,
          const ind__set *conflict)
{
  const ind__assertion *assertions = explainer->assembly.network.assertions;
  int undo, found = 0;
  size_t k, j;

  for (undo = 0; undo <= 1; undo++)
    for (k = 0; k < conflict->count; k++)
      {
        const ind__assertion *assertion = &assertions[conflict->at[k]];
        if (assertion->kind != IND__ASSERTED_BY_FIGURE)
          continue;
        for (j = by->first[assertion->origin]; j < by->first[assertion->origin + 1]; j++)
          if (undo)
            by->n_met[by->finding[j]] = 0;
          else if (++by->n_met[by->finding[j]]
                   == explainer->report->findings.at[by->finding[j]].n_figures)
            found = 1;
      }
  return found;
}

/* ------------------------------------------------------------------------
 * Suspects
 * ---------------------------------------------------------------------- */

static void
describe_assertion (const ind__explainer *explainer, const ind__assertion *assertion,
                    ind__suspect *suspect)
{
  const ind__assembly *assembly = &explainer->assembly;
  const ind__index *index = &explainer->report->index;

  suspect->figure = IND__NONE;
  switch (assertion->kind)
    {
    case IND__ASSERTED_BY_FIGURE:
      suspect->kind = IND_SUSPECT_FIGURE;
      suspect->figure = assertion->origin;
      suspect->area = index->area[assertion->origin];
      suspect->component = index->component[assertion->origin];
      suspect->period = index->table->period[assertion->origin];
      suspect->unit = index->table->units[index->table->unit[assertion->origin]];
      suspect->unit.scale = index->scale[assertion->origin];
      break;
    case IND__ASSERTED_BY_BASIS:
      {
        const ind__instance *instance = &assembly->instances[assertion->origin];
        suspect->kind = IND_SUSPECT_BASIS;
        suspect->name = instance->template->name;
        suspect->area = instance->area;
        suspect->component = instance->component;
        suspect->period = instance->period;
        break;
      }
    case IND__ASSERTED_BY_ASSUMPTION:
      {
        const ind__member *member = &assembly->members[assertion->origin];
        suspect->kind = IND_SUSPECT_ASSUMPTION;
        suspect->name = member->quantity.indicator;
        suspect->area = member->quantity.area;
        suspect->component = member->quantity.component;
        suspect->period = member->quantity.period;
        suspect->unit = ind__unit_of_member (index, member);
        break;
      }
    }
}

/* How wide the interval of a figure may be to tell which quantity it is of, in
 * units of its last digit. */
#define TELLING_WIDTH 20

/* Whether a figure reads as the quantity of another member. */
static int
reads_as (const ind__explainer *explainer, const ind__member *member, uint32_t figure)
{
  ind_interval own = explainer->report->index.interval[figure];
  ind_interval other = explainer->propagator.domain[member->variable];
  double unit = own.high - own.low;

  return own.low <= other.high && other.low <= own.high && unit > 0
         && other.high - other.low <= TELLING_WIDTH * unit;
}

/* Pairs that are taken for one another. */
static const struct
{
  const char *one, *other;
  ind_slip slip;
} confusions[] = {
  { "contribution", "grdp_constant_growth", IND_SLIP_PERCENT_OR_POINT },
  { "contribution", "contribution_share", IND_SLIP_PERCENT_OR_POINT },
  { "contribution", "contribution_gva", IND_SLIP_OTHER_DENOMINATOR },
  { "contribution_share", "contribution_share_gva", IND_SLIP_OTHER_DENOMINATOR },
  { "grdp_current_growth", "grdp_constant_growth", IND_SLIP_OTHER_DENOMINATOR },
  { "grdp_per_capita", "productivity", IND_SLIP_OTHER_DENOMINATOR },
  { "grdp_per_capita_growth", "grdp_current_growth", IND_SLIP_OTHER_DENOMINATOR }
};

static ind_slip
confusion_of (const char *a, const char *b)
{
  size_t k, n = strlen (a);

  for (k = 0; k < sizeof confusions / sizeof confusions[0]; k++)
    if ((strcmp (a, confusions[k].one) == 0 && strcmp (b, confusions[k].other) == 0)
        || (strcmp (b, confusions[k].one) == 0 && strcmp (a, confusions[k].other) == 0))
      return confusions[k].slip;
  /* The growth of a share and its change. */
  if (n > 7 && strcmp (a + n - 7, "_growth") == 0 && strlen (b) >= n
      && strncmp (a, b, n - 7) == 0 && strcmp (b + n - 7, "_change") == 0)
    return IND_SLIP_PERCENT_OR_POINT;
  n = strlen (b);
  if (n > 7 && strcmp (b + n - 7, "_growth") == 0 && strlen (a) >= n
      && strncmp (a, b, n - 7) == 0 && strcmp (a + n - 7, "_change") == 0)
    return IND_SLIP_PERCENT_OR_POINT;
  return IND_SLIP_NONE;
}

/* At the domains now: the quantity of the part that the figure speaks of,
 * though it is printed as another. */
static ind_slip
slip_of_context (const ind__explainer *explainer, const ind__part *part, uint32_t figure)
{
  const ind__index *index = &explainer->report->index;
  const ind__assembly *assembly = &explainer->assembly;
  const char *own = ind__index_name (index, index->indicator[figure]);
  ind_slip best = IND_SLIP_NONE;
  size_t k;

  for (k = part->first_member; k < part->first_member + part->n_members; k++)
    {
      const ind__member *member = &assembly->members[assembly->part_members[k]];
      const ind__quantity *q = &member->quantity;
      int same_period = q->period == index->table->period[figure];
      int same_component = q->component == index->component[figure];
      int same_indicator = q->indicator == index->indicator[figure];
      if (member->is_assumed || q->area != index->area[figure]
          || !reads_as (explainer, member, figure))
        continue;
      if (same_indicator && same_period && same_component)
        {
          if (member->variable
              != assembly->network.assertions[assembly->assertion_of[figure]].variable)
            return IND_SLIP_STALE_VINTAGE;
          continue;
        }
      if (same_period && same_component)
        {
          ind_slip slip = confusion_of (own, ind__index_name (index, q->indicator));
          if (slip != IND_SLIP_NONE)
            return slip;
        }
      if (same_indicator && same_component)
        best = IND_SLIP_OTHER_PERIOD;
    }
  return best;
}

/* Figures that stand so near to one another in the table are neighbours. */
#define NEIGHBOURHOOD 100

/* Whether the same source prints the same digits, three or more of them, for
 * another quantity of the area and period, nearby. */
static int
is_copied (const ind__explainer *explainer, uint32_t figure)
{
  const ind_table *table = explainer->report->index.table;
  const ind__index *index = &explainer->report->index;
  int64_t digits = table->mantissa[figure] < 0 ? -table->mantissa[figure]
                                               : table->mantissa[figure];
  size_t k = figure < NEIGHBOURHOOD ? 0 : figure - NEIGHBOURHOOD;

  if (digits < 100 || digits % 100 == 0)
    return 0;
  for (; k < table->count && k <= (size_t) figure + NEIGHBOURHOOD; k++)
    if (k != figure && table->mantissa[k] == table->mantissa[figure]
        && table->decimals[k] == table->decimals[figure]
        && table->source[k] == table->source[figure]
        && table->period[k] == table->period[figure] && index->area[k] == index->area[figure]
        && (index->indicator[k] != index->indicator[figure]
            || index->component[k] != index->component[figure]))
      return 1;
  return 0;
}

/* The probability of a slip of context, on the scale of ind__slip_find. */
#define SCORE_OF_CONTEXT 0.05

/* Of a figure whose right value may lie to either side of it. */
#define SCORE_OF_EITHER_SIDE 0.01

/* The print that was meant, and how easily it became this one. The domains are
 * those of all that is not doubted. */
static void
find_slip (const ind__explainer *explainer, const ind__part *part, ind__suspect *suspect)
{
  const ind_table *table = explainer->report->index.table;
  ind__slip_query query;
  ind__slip_answer answer;
  ind_slip context = IND_SLIP_NONE;

  query.value = ind__table_value (table, suspect->figure);
  query.precision = table->precision[suspect->figure];
  query.qualifier = (ind_qualifier) table->qualifier[suspect->figure];
  query.rounding = (ind_rounding) table->rounding[suspect->figure];
  query.printed = ind__table_text (table, table->printed, suspect->figure);
  query.must_lie_in = suspect->must_lie_in;
  ind__slip_find (&query, &answer);
  /* Right values to either side of the figure: nothing tells which. */
  if (answer.slip == IND_SLIP_NONE && answer.candidate.mantissa == query.value.mantissa
      && answer.candidate.decimals == query.value.decimals)
    {
      memset (&answer, 0, sizeof answer);
      answer.score = SCORE_OF_EITHER_SIDE;
    }
  memcpy (suspect->candidate, answer.text, sizeof suspect->candidate);
  suspect->slip = answer.slip;
  suspect->score = answer.score > 0 ? answer.score : DBL_MIN;
  if (answer.score < SCORE_OF_CONTEXT)
    context = is_copied (explainer, suspect->figure) ? IND_SLIP_COPIED
                                                     : slip_of_context (explainer, part, suspect->figure);
  if (context != IND_SLIP_NONE)
    {
      suspect->slip = context;
      suspect->score = SCORE_OF_CONTEXT;
    }
}

/* Whether the part, as it is propagated, is refuted with the variable in x. */
static int
excludes (ind__explainer *explainer, uint32_t variable, ind_interval x)
{
  ind__network *network = &explainer->assembly.network;
  uint32_t spare = (uint32_t) network->n_assertions - 1;
  size_t mark = ind__propagate_mark (&explainer->propagator);
  int is_refuted;

  network->assertions[spare].variable = variable;
  network->interval[spare] = x;
  is_refuted = ind__propagate (&explainer->propagator, network->interval, &spare, 1, NULL);
  ind__propagate_undo_to (&explainer->propagator, mark);
  return is_refuted;
}

/* Steps by which an end is approached. */
#define MAX_SHAVINGS 12

/* Moves the end of x at `from` towards `to` over what is refuted, by
 * bisection. */
static double
shave (ind__explainer *explainer, uint32_t variable, double from, double to)
{
  double refuted = from, open = to;
  int k;

  for (k = 0; k < MAX_SHAVINGS; k++)
    {
      double middle = refuted / 2 + open / 2;
      if (excludes (explainer, variable,
                    from < to ? ind__interval_make (from, middle)
                              : ind__interval_make (middle, from)))
        refuted = middle;
      else
        open = middle;
    }
  return refuted;
}

/* What the part, as it is propagated, leaves of a variable, given that what a
 * figure says of it was refuted. Propagation may leave more than that: then
 * each side of the figure is tried, and the ends are shaved (3B consistency,
 * Lhomme 1993). */
static ind_interval
remaining_domain (ind__explainer *explainer, uint32_t variable, ind_interval own)
{
  ind_interval x = explainer->propagator.domain[variable];

  if (own.high < x.low || own.low > x.high)
    return x;
  if (own.high < x.high && excludes (explainer, variable, ind__interval_make (x.low, own.high)))
    x.low = own.high;
  else if (own.low > x.low
           && excludes (explainer, variable, ind__interval_make (own.low, x.high)))
    x.high = own.low;
  if (isfinite (x.low) && isfinite (x.high))
    {
      x.low = shave (explainer, variable, x.low, x.high);
      x.high = shave (explainer, variable, x.high, x.low);
    }
  return x;
}

static void
complete_suspect (ind__explainer *explainer, const ind__part *part, uint32_t number,
                  ind__suspect *suspect)
{
  const ind__assertion *assertion = &explainer->assembly.network.assertions[number];
  ind_interval domain = remaining_domain (explainer, assertion->variable,
                                          explainer->assembly.network.interval[number]);

  describe_assertion (explainer, assertion, suspect);
  suspect->must_lie_in = ind__interval_scale10 (domain, -suspect->unit.scale);
  if (suspect->kind == IND_SUSPECT_FIGURE)
    find_slip (explainer, part, suspect);
  else
    suspect->score
        = suspect->kind == IND_SUSPECT_BASIS ? SCORE_OF_BASIS : SCORE_OF_ASSUMPTION;
}

/* Whether every alternative of its cluster holds the assertion. */
static int
is_in_all (const ind__localisation *localisation, uint32_t assertion)
{
  size_t c, a, k;

  for (c = 0; c < localisation->n_clusters; c++)
    {
      const ind__cluster *cluster = &localisation->clusters[c];
      size_t n = 0;
      for (a = 0; a < cluster->n_alternatives; a++)
        for (k = 0; k < cluster->alternatives[a].count; k++)
          n += cluster->alternatives[a].at[k] == assertion;
      if (n > 0)
        return cluster->is_complete && n == cluster->n_alternatives;
    }
  return 0;
}

/* ------------------------------------------------------------------------
 * Explanations
 * ---------------------------------------------------------------------- */

static void
set_out (ind__explainer *explainer, const ind__set *set, uint8_t value)
{
  size_t k;
  for (k = 0; k < set->count; k++)
    explainer->is_out[set->at[k]] = value;
}

static int
add_alternative (ind__explainer *explainer, const ind__part *part, const ind__set *set)
{
  const ind__network *network = &explainer->assembly.network;
  ind_report *report = explainer->report;
  ind__alternative *alternative;
  size_t k;

  if (!ind__grow (&report->alternatives, &report->alternatives_capacity,
                  report->n_alternatives + 1, sizeof *report->alternatives)
      || !ind__grow (&report->suspects, &report->suspects_capacity,
                     report->n_suspects + set->count, sizeof *report->suspects))
    return 0;
  alternative = &report->alternatives[report->n_alternatives++];
  alternative->first_suspect = report->n_suspects;
  alternative->n_suspects = set->count;
  alternative->score = 1;
  set_out (explainer, set, 1);
  ind__explainer_propagate (explainer, part, network->interval, NULL);
  for (k = 0; k < set->count; k++)
    {
      ind__suspect *suspect = &report->suspects[report->n_suspects++];
      memset (suspect, 0, sizeof *suspect);
      complete_suspect (explainer, part, set->at[k], suspect);
      alternative->score *= suspect->score;
    }
  ind__propagate_undo (&explainer->propagator);
  set_out (explainer, set, 0);
  return !explainer->has_failed;
}

static int
compare_alternatives (const void *left, const void *right)
{
  const ind__alternative *a = left, *b = right;

  if (a->score != b->score)
    return a->score > b->score ? -1 : 1;
  return a->first_suspect < b->first_suspect ? -1 : a->first_suspect > b->first_suspect;
}

static void
rank_alternatives (ind_report *report, const ind__explanation *explanation)
{
  ind__alternative *first = report->alternatives + explanation->first_alternative;
  size_t k, n = explanation->n_alternatives;
  double sum = 0, highest = 0;

  for (k = 0; k < n; k++)
    highest = first[k].score > highest ? first[k].score : highest;
  for (k = 0; k < n; k++)
    sum += highest > 0 ? first[k].score / highest : 1;
  for (k = 0; k < n; k++)
    first[k].score = (highest > 0 ? first[k].score / highest : 1) / sum;
  if (n > 1)
    qsort (first, n, sizeof *first, compare_alternatives);
}

static int
compare_sizes (const void *left, const void *right)
{
  const size_t *a = left, *b = right;
  return *a < *b ? -1 : *a > *b;
}

/* The findings that the cluster explains: those whose figures its first
 * alternative doubts, or else those that share figures with its conflicts. */
static int
list_findings (ind__explainer *explainer, const struct findings_by_figure *by,
               const ind__cluster *cluster, ind__explanation *explanation)
{
  const ind__assertion *assertions = explainer->assembly.network.assertions;
  ind_report *report = explainer->report;
  const ind__set *sets[2];
  size_t s, k, j, i, n;

  sets[0] = &cluster->alternatives[0];
  sets[1] = &cluster->members;
  explanation->first_finding = report->n_explained_findings;
  for (s = 0; s < 2 && report->n_explained_findings == explanation->first_finding; s++)
    for (k = 0; k < sets[s]->count; k++)
      {
        const ind__assertion *assertion = &assertions[sets[s]->at[k]];
        if (assertion->kind != IND__ASSERTED_BY_FIGURE)
          continue;
        for (j = by->first[assertion->origin]; j < by->first[assertion->origin + 1]; j++)
          {
            if (!ind__grow (&report->explained_findings, &report->explained_findings_capacity,
                            report->n_explained_findings + 1,
                            sizeof *report->explained_findings))
              return 0;
            report->explained_findings[report->n_explained_findings++] = by->finding[j];
          }
      }
  n = report->n_explained_findings - explanation->first_finding;
  if (n > 1)
    {
      size_t *list = report->explained_findings + explanation->first_finding;
      qsort (list, n, sizeof *list, compare_sizes);
      for (k = 1, i = 1; k < n; k++)
        if (list[k] != list[i - 1])
          list[i++] = list[k];
      report->n_explained_findings = explanation->first_finding + i;
    }
  explanation->n_findings = report->n_explained_findings - explanation->first_finding;
  return 1;
}

static int
rests_on_assumption (const ind__explainer *explainer, const ind__set *set)
{
  size_t k;
  for (k = 0; k < set->count; k++)
    if (explainer->assembly.network.assertions[set->at[k]].kind == IND__ASSERTED_BY_ASSUMPTION)
      return 1;
  return 0;
}

/* What else the conflicts leave for a figure, as a finding. */
static int
add_network_finding (ind__explainer *explainer, const ind__localisation *plain,
                     const ind__set *conflict)
{
  const ind__network *network = &explainer->assembly.network;
  ind_report *report = explainer->report;
  ind__index *index = &report->index;
  ind__finding *finding;
  ind__suspect about;
  uint32_t target = IND__NONE;
  ind_verdict verdict;
  ind_interval implied;
  size_t k, j, c, round;

  if (rests_on_assumption (explainer, conflict))
    verdict = IND_VERDICT_IMPROBABLE;
  else
    verdict = ind__refute (&explainer->propagator, explainer->wide, conflict->at,
                           conflict->count, NULL)
                  ? IND_VERDICT_INCONSISTENT
                  : IND_VERDICT_EXPLAINABLE;
  /* It is told of a suspect, if one is in it. */
  for (c = 0; c < plain->n_clusters && target == IND__NONE; c++)
    for (k = 0; k < plain->clusters[c].alternatives[0].count; k++)
      for (j = 0; j < conflict->count; j++)
        if (conflict->at[j] == plain->clusters[c].alternatives[0].at[k]
            && network->assertions[conflict->at[j]].kind == IND__ASSERTED_BY_FIGURE
            && target == IND__NONE)
          target = conflict->at[j];
  for (j = 0; j < conflict->count && target == IND__NONE; j++)
    if (network->assertions[conflict->at[j]].kind == IND__ASSERTED_BY_FIGURE)
      target = conflict->at[j];
  if (target == IND__NONE)
    return 1;
  explainer->rest.count = 0;
  for (k = 0; k < conflict->count; k++)
    if (conflict->at[k] != target && !ind__set_add (&explainer->rest, conflict->at[k]))
      return 0;
  ind__propagate (&explainer->propagator, network->interval, explainer->rest.at,
                  explainer->rest.count, NULL);
  implied = remaining_domain (explainer, network->assertions[target].variable,
                              network->interval[target]);
  ind__propagate_undo (&explainer->propagator);
  finding = ind__report_add_finding (report, &report->findings, IND_FINDING_NETWORK, verdict);
  if (finding == NULL)
    return 0;
  memset (&about, 0, sizeof about);
  describe_assertion (explainer, &network->assertions[target], &about);
  finding->area = about.area;
  finding->component = about.component;
  finding->period = about.period;
  ind__period_write (about.period, finding->period_text);
  finding->unit = about.unit;
  finding->has_target = 1;
  finding->printed = ind__interval_scale10 (network->interval[target], -about.unit.scale);
  finding->implied = ind__interval_scale10 (implied, -about.unit.scale);
  finding->gap = fmax (0, fmax (finding->printed.low - finding->implied.high,
                                finding->implied.low - finding->printed.high));
  finding->p = verdict == IND_VERDICT_INCONSISTENT ? 0 : -1;
  finding->rule_name = ind__strings_add (&index->names, "network", 7);
  if (finding->rule_name == IND__NO_STRING)
    return 0;
  for (round = 0; round < 2; round++)
    for (k = 0; k < conflict->count; k++)
      if ((conflict->at[k] == target) == (round == 0)
          && network->assertions[conflict->at[k]].kind == IND__ASSERTED_BY_FIGURE)
        {
          if (!ind__report_add_figure (report, network->assertions[conflict->at[k]].origin))
            return 0;
          finding = &report->findings.at[report->findings.count - 1];
          finding->n_figures++;
        }
  for (k = 1; k < finding->n_figures; k++)
    if (index->table->source[ind__report_figure (report, finding, k)]
        != index->table->source[ind__report_figure (report, finding, 0)])
      break;
  finding->source = k < finding->n_figures
                        ? 0
                        : index->table->source[ind__report_figure (report, finding, 0)];
  report->summary.checks++;
  report->summary.verdicts[verdict]++;
  return 1;
}

/* Conflicts that no finding tells of yet become findings. */
static int
add_network_findings (ind__explainer *explainer, const struct findings_by_figure *by,
                      const ind__localisation *plain, const ind__cluster *cluster,
                      ind__explanation *explanation)
{
  ind_report *report = explainer->report;
  size_t k, j, i;

  for (k = 0; k < plain->n_conflicts; k++)
    {
      const ind__set *conflict = &plain->conflicts[k];
      int is_here = 0;
      /* Those found on the way, when a set was tried, overlap with others. */
      if (k >= plain->n_apart && !(explanation->n_findings == 0))
        break;
      for (j = 0; j < cluster->members.count && !is_here; j++)
        for (i = 0; i < conflict->count && !is_here; i++)
          is_here = cluster->members.at[j] == conflict->at[i];
      if (!is_here || is_found (explainer, by, conflict))
        continue;
      if (!ind__grow (&report->explained_findings, &report->explained_findings_capacity,
                      report->n_explained_findings + 1, sizeof *report->explained_findings)
          || !add_network_finding (explainer, plain, conflict))
        return 0;
      report->explained_findings[report->n_explained_findings++] = report->findings.count - 1;
      explanation->n_findings++;
    }
  return 1;
}

static int
explain_cluster (ind__explainer *explainer, const struct findings_by_figure *by,
                 const ind__part *part, const ind__localisation *plain,
                 const ind__localisation *wide, size_t number)
{
  const ind__cluster *cluster = &plain->clusters[number];
  ind_report *report = explainer->report;
  ind__explanation *explanation;
  size_t k, j, a, c;

  if (cluster->n_alternatives == 0
      || !ind__grow (&report->explanations, &report->explanations_capacity,
                     report->n_explanations + 1, sizeof *report->explanations))
    return cluster->n_alternatives == 0;
  explanation = &report->explanations[report->n_explanations++];
  memset (explanation, 0, sizeof *explanation);
  explanation->at_least = cluster->at_least;
  explanation->is_complete = cluster->is_complete;
  explanation->first_alternative = report->n_alternatives;
  explanation->n_alternatives = cluster->n_alternatives;
  for (k = 0; k < plain->n_conflicts; k++)
    for (j = 0; j < cluster->members.count; j++)
      if (plain->conflicts[k].count > 0 && cluster->members.at[j] == plain->conflicts[k].at[0])
        explanation->is_assuming |= rests_on_assumption (explainer, &plain->conflicts[k]);
  /* The other clusters are mended by their first alternatives. */
  for (c = 0; c < plain->n_clusters; c++)
    if (c != number && plain->clusters[c].n_alternatives > 0)
      set_out (explainer, &plain->clusters[c].alternatives[0], 1);
  for (a = 0; a < cluster->n_alternatives; a++)
    if (!add_alternative (explainer, part, &cluster->alternatives[a]))
      return 0;
  for (c = 0; c < plain->n_clusters; c++)
    if (c != number && plain->clusters[c].n_alternatives > 0)
      set_out (explainer, &plain->clusters[c].alternatives[0], 0);
  for (a = 0; a < cluster->n_alternatives; a++)
    {
      const ind__alternative *alternative
          = &report->alternatives[explanation->first_alternative + a];
      for (k = 0; k < alternative->n_suspects; k++)
        report->suspects[alternative->first_suspect + k].is_certain
            = is_in_all (plain, cluster->alternatives[a].at[k])
              && is_in_all (wide, cluster->alternatives[a].at[k]);
    }
  rank_alternatives (report, explanation);
  return list_findings (explainer, by, cluster, explanation)
         && add_network_findings (explainer, by, plain, cluster, explanation);
}

/* One network: nothing to do unless it is refuted. */
static int
explain_part (ind__explainer *explainer, const struct findings_by_figure *by,
              const ind__part *part)
{
  const ind__network *network = &explainer->assembly.network;
  const uint32_t *assertions = explainer->assembly.assertions + part->first;
  ind__localisation plain, wide;
  int is_good = 1;
  size_t c;

  if (!ind__refute (&explainer->propagator, network->interval, assertions, part->n_assertions,
                    NULL))
    return !explainer->propagator.has_failed;
  memset (&plain, 0, sizeof plain);
  memset (&wide, 0, sizeof wide);
  widen (explainer, part);
  is_good = !explainer->has_failed
            && ind__localise (&explainer->propagator, network->interval, assertions,
                              part->n_assertions, explainer->budget, &plain)
            && ind__localise (&explainer->propagator, explainer->wide, assertions,
                              part->n_assertions, explainer->budget, &wide);
  for (c = 0; c < plain.n_clusters && is_good; c++)
    is_good = explain_cluster (explainer, by, part, &plain, &wide, c);
  if (is_good)
    ind__arbitrate (explainer, part, &plain, &wide);
  ind__localisation_free (&plain);
  ind__localisation_free (&wide);
  return is_good && !explainer->has_failed && !explainer->propagator.has_failed;
}

/* Findings are sorted anew; the numbers by which explanations know them
 * follow, by the place of their first figure, which no two share. */
static int
renumber_findings (ind_report *report)
{
  size_t n = report->findings.count, k, *place = ind__new_array (n, sizeof *place);
  size_t *number = ind__new_array (report->n_figures + 1, sizeof *number);

  if (place == NULL || number == NULL)
    {
      ind__release (place);
      ind__release (number);
      return 0;
    }
  for (k = 0; k < n; k++)
    place[k] = report->findings.at[k].first_figure;
  ind__report_sort (report);
  for (k = 0; k < n; k++)
    number[report->findings.at[k].first_figure] = k;
  for (k = 0; k < report->n_explained_findings; k++)
    report->explained_findings[k] = number[place[report->explained_findings[k]]];
  for (k = 0; k < report->n_explanations; k++)
    if (report->explanations[k].n_findings > 1)
      qsort (report->explained_findings + report->explanations[k].first_finding,
             report->explanations[k].n_findings, sizeof (size_t), compare_sizes);
  ind__release (place);
  ind__release (number);
  return 1;
}

/* What the figures leave for quantities nobody prints. */
static int
deduce (ind__explainer *explainer)
{
  ind__assembly *assembly = &explainer->assembly;
  ind_report *report = explainer->report;
  size_t k, p, c, a;

  /* Of every explanation, the likeliest suspects are left out. */
  for (k = 0; k < report->n_explanations; k++)
    {
      const ind__alternative *first
          = &report->alternatives[report->explanations[k].first_alternative];
      for (a = 0; a < first->n_suspects; a++)
        {
          const ind__suspect *suspect = &report->suspects[first->first_suspect + a];
          if (suspect->figure != IND__NONE)
            explainer->is_out[assembly->assertion_of[suspect->figure]] = 1;
        }
    }
  for (p = 0; p < assembly->n_parts; p++)
    {
      if (ind__explainer_propagate (explainer, &assembly->parts[p], assembly->network.interval,
                                    NULL))
        ind__propagate_undo (&explainer->propagator);
      else
        /* Parts share no variable: what is narrowed stays until all are. */
        explainer->propagator.n_trail = 0;
    }
  for (c = 0; c < assembly->n_members && !explainer->has_failed; c++)
    {
      const ind__member *member = &assembly->members[c];
      ind_interval x = explainer->propagator.domain[member->variable];
      ind__deduction *deduction;
      if (member->figure != IND__NONE || member->is_assumed || !isfinite (x.low)
          || !isfinite (x.high))
        continue;
      if (!ind__grow (&report->deductions, &report->deductions_capacity,
                      report->n_deductions + 1, sizeof *report->deductions))
        return 0;
      deduction = &report->deductions[report->n_deductions++];
      memset (deduction, 0, sizeof *deduction);
      deduction->indicator = member->quantity.indicator;
      deduction->area = member->quantity.area;
      deduction->component = member->quantity.component;
      deduction->period = member->quantity.period;
      deduction->unit = ind__unit_of_member (&report->index, member);
      deduction->interval = ind__interval_scale10 (x, -deduction->unit.scale);
    }
  return !explainer->has_failed;
}

/* Takes back what a failed explanation left behind. */
static void
take_back (ind_report *report, const ind_summary *summary, size_t n_findings, size_t n_figures)
{
  size_t k;

  while (report->findings.count > n_findings)
    ind__release (report->findings.at[--report->findings.count].sentence);
  for (k = 0; k < report->n_explanations; k++)
    ind__release (report->explanations[k].sentence);
  for (k = 0; k < report->n_arbitrations; k++)
    ind__release (report->arbitrations[k].sentence);
  report->n_figures = n_figures;
  report->summary = *summary;
  report->n_explanations = report->n_alternatives = report->n_suspects = 0;
  report->n_explained_findings = report->n_arbitrations = report->n_deductions = 0;
}

ind_status
ind_explain (ind_report *report, const ind_explain_options *options, ind_error *error)
{
  ind__explainer explainer;
  struct findings_by_figure by = { NULL, NULL, NULL };
  ind_summary summary = report->summary;
  size_t n_findings = report->findings.count, n_figures = report->n_figures, k;
  ind_status status;
  int is_good;

  if (report->is_explained)
    return IND_OK;
  status = ind__explainer_open (&explainer, report, options, error);
  if (status != IND_OK)
    return status;
  is_good = list_by_figure (report, &by);
  for (k = 0; k < explainer.assembly.n_parts && is_good; k++)
    is_good = explain_part (&explainer, &by, &explainer.assembly.parts[k]);
  if (is_good && options != NULL && options->deduces)
    is_good = deduce (&explainer);
  if (is_good)
    {
      status = ind__write_sentences (report, error);
      is_good = status == IND_OK && renumber_findings (report);
    }
  if (is_good)
    {
      ind__tell_explanations (report);
      for (k = 0; k < report->n_explanations; k++)
        is_good &= report->explanations[k].sentence != NULL;
    }
  ind__explainer_close (&explainer);
  free_by_figure (&by);
  report->is_explained = is_good;
  if (is_good)
    return IND_OK;
  take_back (report, &summary, n_findings, n_figures);
  return ind__fail_memory (error);
}
