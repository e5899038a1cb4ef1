/* SPDX-License-Identifier: GPL-3.0-or-later
 * Suspects: what they must have been, and how they came to be printed. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "explain/explainer.h"
#include "explain/slips.h"
#include "number/interval.h"

/* How easily an identity is evaluated on another basis, or an assumption does
 * not hold, on the scale of ind__slip_find. */
#define SCORE_OF_BASIS 0.02
#define SCORE_OF_ASSUMPTION 0.005

/* "About 5" is wrong more often than "5". */
#define WEIGHT_OF_APPROXIMATE 2

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

ind_unit
ind__unit_of_member (const ind__index *index, const ind__member *member)
{
  const ind_table *table = index->table;
  uint32_t indicator = member->quantity.indicator;
  uint32_t place = indicator < index->n_places ? index->place_of[indicator] : IND__NONE;
  uint32_t kind = member->figure != IND__NONE ? ind__table_kind_number (table, member->figure)
                  : place != IND__NONE        ? index->first_kind[place]
                                              : IND__NONE;
  ind_unit unit;

  if (kind != IND__NONE)
    {
      unit = table->units[table->kinds[kind].unit];
      unit.scale = index->meaning[kind].scale;
    }
  else if (!ind__rules_unit (index->rules, ind__index_name (index, member->quantity.indicator),
                             &unit))
    memset (&unit, 0, sizeof unit);
  return unit;
}

void
ind__describe_assertion (const ind__explainer *explainer, const ind__assertion *assertion,
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
      suspect->area = ind__index_area (index, assertion->origin);
      suspect->component = ind__index_component (index, assertion->origin);
      suspect->period = ind__table_site (index->table, assertion->origin)->period;
      suspect->unit = index->table->units[ind__table_kind (index->table, assertion->origin)->unit];
      suspect->unit.scale = ind__index_scale (index, assertion->origin);
      break;
    case IND__ASSERTED_BY_CLAUSE: /* is never doubted */
      break;
    case IND__ASSERTED_BY_BASIS:
      {
        const ind__instance *instance = &assembly->instances[assertion->origin];
        suspect->kind = IND_SUSPECT_BASIS;
        suspect->name = instance->template->name;
        suspect->template
            = (uint32_t) (instance->template - explainer->report->templates.at);
        suspect->edition = instance->edition;
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
        suspect->edition = member->edition;
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
  ind_interval own = ind__index_interval (&explainer->report->index, figure);
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

/* Whether a figure of the same quantity, of another vintage, reads the same. */
static int
is_stale (const ind__explainer *explainer, uint32_t figure)
{
  const ind__index *index = &explainer->report->index;
  const ind__assembly *assembly = &explainer->assembly;
  uint32_t own = assembly->assertion_of[figure];
  uint32_t at = ind__index_find (
      index, ind__index_indicator (index, figure), ind__index_area (index, figure),
      ind__table_site (index->table, figure)->period, ind__index_component (index, figure),
      ind__table_site_number (index->table, figure));

  for (; at != IND__NONE; at = ind__index_next (index, at))
    {
      uint32_t other = assembly->assertion_of[at];
      if (other != IND__NONE
          && assembly->network.assertions[other].variable
                 != assembly->network.assertions[own].variable
          && ind__index_interval (index, at).low <= ind__index_interval (index, figure).high
          && ind__index_interval (index, figure).low <= ind__index_interval (index, at).high)
        return 1;
    }
  return 0;
}

/* At the domains now: the quantity of the part that the figure speaks of,
 * though it is printed as another. */
static ind_slip
slip_of_context (const ind__explainer *explainer, const ind__part *part, uint32_t figure)
{
  const ind__index *index = &explainer->report->index;
  const ind__assembly *assembly = &explainer->assembly;
  const char *own = ind__index_name (index, ind__index_indicator (index, figure));
  ind_slip best = IND_SLIP_NONE;
  size_t k;

  for (k = part->first_member; k < part->first_member + part->n_members; k++)
    {
      const ind__member *member = &assembly->members[assembly->part_members[k]];
      const ind__quantity *q = &member->quantity;
      int same_period = q->period == ind__table_site (index->table, figure)->period;
      int same_component = q->component == ind__index_component (index, figure);
      int same_indicator = q->indicator == ind__index_indicator (index, figure);
      if (member->is_assumed || q->area != ind__index_area (index, figure)
          || !reads_as (explainer, member, figure))
        continue;
      if (same_indicator && same_period && same_component)
        continue;
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

/* Figures of a file whose records stand so near to one another are neighbours. */
#define NEIGHBOURHOOD 100

static int
are_neighbours (const ind_table *table, size_t a, size_t b)
{
  int64_t distance = (int64_t) ind__table_record (table, a) - ind__table_record (table, b);

  return ind__table_kind (table, a)->file == ind__table_kind (table, b)->file
         && distance <= NEIGHBOURHOOD && distance >= -NEIGHBOURHOOD;
}

/* Whether the same source prints the same digits, three or more of them, for
 * another quantity of the area and period, nearby. */
static int
is_copied (const ind__explainer *explainer, uint32_t figure)
{
  const ind_table *table = explainer->report->index.table;
  const ind__index *index = &explainer->report->index;
  int64_t mantissa = ind__table_mantissa (table, figure);
  int64_t digits = mantissa < 0 ? -mantissa : mantissa;
  size_t k = figure < NEIGHBOURHOOD ? 0 : figure - NEIGHBOURHOOD;

  if (digits < 100 || digits % 100 == 0)
    return 0;
  for (; k < table->count && k <= (size_t) figure + NEIGHBOURHOOD; k++)
    if (k != figure && ind__table_mantissa (table, k) == mantissa
        && table->digits[k].decimals == table->digits[figure].decimals
        && ind__table_kind (table, k)->source == ind__table_kind (table, figure)->source
        && ind__table_site (table, k)->period == ind__table_site (table, figure)->period
        && ind__index_area (index, k) == ind__index_area (index, figure)
        && (ind__index_indicator (index, k) != ind__index_indicator (index, figure)
            || ind__index_component (index, k) != ind__index_component (index, figure))
        && are_neighbours (table, k, figure))
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
  query.precision = table->digits[suspect->figure].precision;
  query.qualifier = (ind_qualifier) ind__table_kind (table, suspect->figure)->qualifier;
  query.rounding = (ind_rounding) ind__table_kind (table, suspect->figure)->rounding;
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
  if (query.qualifier == IND_QUALIFIER_APPROX)
    suspect->score *= WEIGHT_OF_APPROXIMATE;
  if (answer.score < SCORE_OF_CONTEXT)
    {
      context = is_stale (explainer, suspect->figure)
                    ? IND_SLIP_STALE_VINTAGE
                    : slip_of_context (explainer, part, suspect->figure);
      /* The same digits tell more than a value that would do. */
      if ((context == IND_SLIP_NONE || context == IND_SLIP_OTHER_PERIOD)
          && is_copied (explainer, suspect->figure))
        context = IND_SLIP_COPIED;
    }
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

/* Ends are shaved: 3B consistency (Lhomme 1993). */
ind_interval
ind__remaining_domain (ind__explainer *explainer, uint32_t variable, ind_interval own)
{
  ind_interval x = explainer->propagator.domain[variable];

  if (own.high < x.low || own.low > x.high)
    return x;
  if (explainer->propagator.work > explainer->shaving_end)
    {
      explainer->is_short = 1;
      return x;
    }
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

/* By how much the sides of a rule differ, at the domains now. */
static ind_interval
difference_of_sides (ind__explainer *explainer, const ind__part *part,
                     const ind__instance *instance)
{
  const ind__template *template = instance->template;
  const ind__assembly *assembly = &explainer->assembly;
  ind_interval *x = explainer->judge.work, left, right;
  size_t k, j;

  for (k = 0; k < template->n_slots; k++)
    {
      ind__quantity q = ind__slot_quantity (&template->slots[k], instance->area,
                                            instance->period, instance->component);
      x[k] = ind__interval_entire ();
      for (j = part->first_member; j < part->first_member + part->n_members; j++)
        {
          const ind__member *member = &assembly->members[assembly->part_members[j]];
          if (member->quantity.indicator == q.indicator && member->quantity.area == q.area
              && member->quantity.period == q.period && member->quantity.component == q.component)
            {
              x[k] = explainer->propagator.domain[member->variable];
              break;
            }
        }
    }
  ind__evaluate (template, x, &left, &right);
  return ind__interval_sub (left, right);
}

void
ind__complete_suspect_as (ind__explainer *explainer, const ind__part *part, uint32_t number,
                          ind_interval domain, ind__suspect *suspect)
{
  suspect->assertion = number;
  ind__describe_assertion (explainer, &explainer->assembly.network.assertions[number], suspect);
  suspect->must_lie_in = ind__interval_scale10 (domain, -suspect->unit.scale);
  switch (suspect->kind)
    {
    case IND_SUSPECT_FIGURE: find_slip (explainer, part, suspect); break;
    case IND_SUSPECT_BASIS: suspect->score = SCORE_OF_BASIS; break;
    case IND_SUSPECT_ASSUMPTION: suspect->score = SCORE_OF_ASSUMPTION; break;
    }
}

void
ind__complete_suspect (ind__explainer *explainer, const ind__part *part, uint32_t number,
                       ind__suspect *suspect)
{
  const ind__assembly *assembly = &explainer->assembly;
  const ind__assertion *assertion = &assembly->network.assertions[number];

  ind__complete_suspect_as (
      explainer, part, number,
      assertion->kind == IND__ASSERTED_BY_BASIS
          ? difference_of_sides (explainer, part, &assembly->instances[assertion->origin])
          : ind__remaining_domain (explainer, assertion->variable,
                                   assembly->network.interval[number]),
      suspect);
}
