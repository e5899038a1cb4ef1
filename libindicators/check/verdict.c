/* SPDX-License-Identifier: GPL-3.0-or-later
 * From a binding to a verdict. */
#include "check/verdict.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "check/computed.h"
#include "number/interval.h"
#include "number/unit.h"

ind_status
ind__judge_prepare (ind__judge *judge, const ind__index *index, const ind__templates *templates,
                    double alpha, ind_error *error)
{
  size_t k, n = 1;

  memset (judge, 0, sizeof *judge);
  judge->index = index;
  judge->templates = templates;
  judge->alpha = alpha;
  for (k = 0; k < templates->count; k++)
    if (ind__n_variables (&templates->at[k]) > n)
      n = ind__n_variables (&templates->at[k]);
  judge->n_variables = n;
  judge->x = ind__new_array (n, sizeof *judge->x);
  judge->work = ind__new_array (2 * n, sizeof *judge->work);
  judge->point = ind__new_array (3 * n, sizeof *judge->point);
  judge->unit = ind__new_array (n, sizeof *judge->unit);
  judge->sums = ind__new_zeroed ((templates->count + 1) * sizeof *judge->sums);
  judge->deviations = ind__new_zeroed (IND__MOST_DEVIATIONS * sizeof *judge->deviations);
  judge->intervals = ind__new_zeroed (IND__MOST_INTERVALS * sizeof *judge->intervals);
  if (judge->x == NULL || judge->work == NULL || judge->point == NULL || judge->unit == NULL
      || judge->sums == NULL || judge->deviations == NULL || judge->intervals == NULL
      || !ind__computed_prepare (judge))
    {
      ind__judge_free (judge);
      return ind__fail_memory (error);
    }
  for (k = 0; k < templates->count; k++)
    for (n = 0; n < templates->at[k].n_slots; n++)
      {
        uint32_t component = templates->at[k].slots[n].component;
        judge->sums[k].components
            |= component == IND__NONE ? UINT64_MAX : UINT64_C (1) << component % 64;
      }
  return IND_OK;
}

void
ind__judge_free (ind__judge *judge)
{
  ind__release (judge->x);
  ind__release (judge->work);
  ind__release (judge->point);
  ind__release (judge->unit);
  ind__release (judge->sums);
  ind__release (judge->deviations);
  ind__release (judge->intervals);
  ind__release (judge->steps);
  ind__release (judge->first_maker);
  ind__release (judge->makers);
  memset (judge, 0, sizeof *judge);
}

/* ------------------------------------------------------------------------
 * What stands in the way of a check
 * ---------------------------------------------------------------------- */

static const ind_unit *
unit_of (const ind__index *index, uint32_t figure)
{
  return &index->table->units[ind__table_kind (index->table, figure)->unit];
}

/* Prices and currencies must be the same all over a check. */
static ind__obstacle
compare_bases (const ind__judge *judge, const ind__binding *binding, uint32_t *slot)
{
  uint32_t currency = 0;
  int price_base = 0;
  uint32_t k;

  for (k = 0; k < binding->template->n_slots; k++)
    {
      uint32_t figure = binding->figure[k];
      uint32_t other;
      int base;
      if (figure == IND__NONE)
        continue;
      *slot = k;
      base = unit_of (judge->index, figure)->price_base;
      if (base != 0 && price_base != 0 && base != price_base)
        return IND__DIFFERENT_PRICES;
      if (base != 0)
        price_base = base;
      other = ind__index_currency (judge->index, figure);
      if (other != 0 && currency != 0 && other != currency)
        return IND__DIFFERENT_CURRENCY;
      if (other != 0)
        currency = other;
    }
  return IND__NO_OBSTACLE;
}

/* Dimensional analysis with the units printed, for templates that speak of
 * indicators whose unit is not declared. */
static ind__obstacle
compare_units (ind__judge *judge, const ind__binding *binding)
{
  ind__known_unit left, right;
  size_t k;

  for (k = 0; k < binding->template->n_slots; k++)
    {
      judge->unit[k].is_known = 0;
      if (binding->figure[k] != IND__NONE)
        {
          judge->unit[k].unit = *unit_of (judge->index, binding->figure[k]);
          judge->unit[k].is_known = judge->unit[k].unit.symbol[0][0] != '\0';
        }
    }
  return ind__propagate_units (binding->template, judge->unit, &left, &right)
             ? IND__NO_OBSTACLE
             : IND__DIFFERENT_UNITS;
}

ind__obstacle
ind__judge_operands (ind__judge *judge, const ind__binding *binding, uint32_t *slot)
{
  ind__obstacle obstacle = compare_bases (judge, binding, slot);

  if (obstacle != IND__NO_OBSTACLE)
    return obstacle;
  *slot = IND__NONE;
  return compare_units (judge, binding);
}

/* The first slot without a usable figure or an assumption, and why. */
static ind__obstacle
find_gap (const ind__judge *judge, const ind__binding *binding, uint32_t *slot)
{
  const ind__index *index = judge->index;
  uint32_t k, figure;

  for (k = 0; k < binding->template->n_slots; k++)
    if (binding->figure[k] == IND__NONE && !binding->template->slots[k].is_assumed)
      {
        ind__quantity q = ind__slot_quantity (&binding->template->slots[k], binding->area,
                                              binding->period, binding->component);
        *slot = k;
        figure = ind__index_find (index, q.indicator, q.area, q.period, q.component,
                                  ind__table_site_number (index->table, binding->lead));
        if (figure == IND__NONE)
          return IND__MISSING_FIGURE;
        for (; figure != IND__NONE; figure = ind__index_next (index, figure))
          if (ind__index_use (index, figure) == IND__USABLE)
            return IND__OTHER_VINTAGE;
        return IND__UNUSABLE_FIGURE;
      }
  return IND__NO_OBSTACLE;
}

/* ------------------------------------------------------------------------
 * Explainable by figures computed from rounded figures
 * ---------------------------------------------------------------------- */

/* Widens the operands, which the judge has, by how they may have been computed, and asks
 * again. */
static int
is_explainable (ind__judge *judge, const ind__binding *binding)
{
  const ind__template *template = binding->template;
  ind_interval left, right;
  size_t k;

  for (k = 0; k < template->n_slots; k++)
    if (binding->figure[k] != IND__NONE)
      {
        double extra = ind__computed_deviation (judge, binding->figure[k], template);
        ind_interval own = judge->x[k];
        if (extra > 0)
          judge->x[k] = ind__interval_make (own.low - extra, own.high + extra);
      }
  ind__evaluate (template, judge->x, &left, &right);
  switch (template->relation)
    {
    case IND__AT_LEAST: return left.high >= right.low;
    case IND__AT_MOST: return left.low <= right.high;
    case IND__EQUAL:
    case IND__APPROXIMATE: break;
    }
  return left.low <= right.high && right.low <= left.high;
}

/* ------------------------------------------------------------------------
 * The verdict
 * ---------------------------------------------------------------------- */

/* The intervals of all slots; what stands for a missing figure as is assumed of
 * it, which is then told, or as the rule declares. Returns 0 where a figure is
 * missing and nothing may stand for it. */
static int
fill_slots (ind__judge *judge, const ind__binding *binding, int *is_assumed)
{
  const ind__rule *rule = &judge->index->rules->rules[binding->template->rule];
  size_t k;

  for (k = 0; k < binding->template->n_slots; k++)
    if (binding->figure[k] != IND__NONE)
      judge->x[k] = ind__judge_interval (judge, binding->figure[k]);
    else if (binding->template->slots[k].is_assumed)
      {
        judge->x[k] = binding->template->slots[k].assumed;
        *is_assumed = 1;
      }
    else if (rule->missing == IND__MISSING_ZERO)
      judge->x[k] = ind__interval_make (0, 0);
    else if (rule->missing == IND__MISSING_NONNEGATIVE)
      judge->x[k] = ind__interval_make (0, INFINITY);
    else
      return 0;
  return 1;
}

/* Whether the printed values themselves, recomputed and rounded, give the
 * printed digits. */
static int
is_exact (ind__judge *judge, const ind__binding *binding, const ind__judgement *found)
{
  const ind__template *template = binding->template;
  const ind__index *index = judge->index;
  ind_interval left, right, *printed;
  size_t k;

  for (k = 0; k < template->n_slots; k++)
    if (binding->figure[k] == IND__NONE)
      judge->work[k] = ind__interval_make (0, 0);
    else
      judge->work[k] = ind__index_value (index, binding->figure[k]);
  ind__evaluate (template, judge->work, &left, &right);
  printed = found->target_is_right ? &right : &left;
  if (found->target != IND__NONE)
    {
      uint32_t figure = binding->figure[found->target];
      ind_interval digits;
      if (figure != IND__NONE
          && ind__table_kind (index->table, figure)->qualifier != IND_QUALIFIER_EXACT
          && ind_decimal_interval (ind__table_value (index->table, figure),
                                   index->table->digits[figure].precision, IND_QUALIFIER_NONE,
                                   IND_ROUNDING_NEAREST, ind__index_scale (index, figure), &digits)
                 == IND_OK)
        *printed = digits;
    }
  switch (template->relation)
    {
    case IND__AT_LEAST: return left.low >= right.high || left.low == right.low;
    case IND__AT_MOST: return left.high <= right.low || left.high == right.high;
    case IND__EQUAL:
    case IND__APPROXIMATE: break;
    }
  return left.low <= right.high && right.low <= left.high;
}

/* The printed side: the left when it is a figure or a number, else the right
 * when it is, else the left. */
static void
choose_target (const ind__template *template, ind__judgement *found)
{
  uint32_t left = ind__form_slot (template, &template->left);
  uint32_t right = ind__form_slot (template, &template->right);

  found->target = left;
  found->target_is_right = 0;
  if (left == IND__NONE && template->left.n_terms > 0
      && (right != IND__NONE || template->right.n_terms == 0))
    {
      found->target = right;
      found->target_is_right = 1;
    }
}

/* An approximate rule's right side, widened by what it declares. */
static ind_interval
widen (const ind__rule *rule, ind_interval x)
{
  ind_interval width = ind_decimal_enclosure (rule->width);

  if (rule->relation != IND__APPROXIMATE || rule->width.mantissa == 0)
    return x;
  if (rule->width_is_percent)
    {
      double size = fmax (fabs (x.low), fabs (x.high));
      width = ind__interval_div (ind__interval_mul (width, ind__interval_make (size, size)),
                                 ind__interval_make (100, 100));
    }
  return ind__interval_add (x, ind__interval_make (-width.high, width.high));
}

static double
gap_between (const ind__template *template, ind_interval left, ind_interval right)
{
  double above = left.low - right.high, below = right.low - left.high;

  if (template->relation == IND__AT_LEAST)
    above = 0;
  if (template->relation == IND__AT_MOST)
    below = 0;
  return above > 0 ? above : below > 0 ? below : 0;
}

/* What a side of a rule lets the other be: of a bound, all that is beyond. */
static ind_interval
allowed_by (const ind__template *template, ind_interval side, int is_right)
{
  if (template->relation == (is_right ? IND__AT_LEAST : IND__AT_MOST))
    side.high = INFINITY;
  else if (template->relation == (is_right ? IND__AT_MOST : IND__AT_LEAST))
    side.low = -INFINITY;
  return side;
}

/* The two intervals of a finding. Where the printed side is a number the rule
 * states, a bound is told of that number; else of what is implied. */
static void
state_sides (const ind__template *template, ind_interval left, ind_interval right,
             ind__judgement *out)
{
  int is_right = out->target_is_right;
  const ind__form *printed = is_right ? &template->right : &template->left;

  out->printed = is_right ? right : left;
  out->implied = is_right ? left : right;
  if (printed->n_terms == 0)
    out->printed = allowed_by (template, out->printed, is_right);
  else
    out->implied = allowed_by (template, out->implied, !is_right);
}

static void
stop (ind__judgement *out, ind__obstacle obstacle, uint32_t slot)
{
  out->verdict = IND_VERDICT_UNVERIFIABLE;
  out->obstacle = obstacle;
  out->slot = slot;
}

/* Whether rounding errors are uniform around the printed values; where
 * rounding may have been of any kind, they are not. */
static int
has_known_errors (const ind__index *index, const ind__binding *binding)
{
  size_t k;

  for (k = 0; k < binding->template->n_slots; k++)
    if (binding->figure[k] != IND__NONE
        && ind__table_kind (index->table, binding->figure[k])->rounding == IND_ROUNDING_ANY)
      return 0;
  return 1;
}

void
ind__judge_binding (ind__judge *judge, const ind__binding *binding, ind__judgement *out)
{
  const ind__template *template = binding->template;
  const ind__rule *rule = &judge->index->rules->rules[template->rule];
  ind_interval left, right;
  uint32_t slot = IND__NONE;
  ind__obstacle obstacle;
  int is_assumed = 0;

  memset (out, 0, sizeof *out);
  out->slot = IND__NONE;
  out->kappa = out->p = -1;
  choose_target (template, out);
  if (!fill_slots (judge, binding, &is_assumed))
    {
      obstacle = find_gap (judge, binding, &slot);
      stop (out, obstacle, slot);
      return;
    }
  obstacle = ind__judge_operands (judge, binding, &slot);
  if (obstacle != IND__NO_OBSTACLE)
    {
      stop (out, obstacle, slot);
      return;
    }
  ind__evaluate (template, judge->x, &left, &right);
  right = widen (rule, right);
  if (ind__interval_is_empty (left) || ind__interval_is_empty (right)
      || (left.low == -INFINITY && left.high == INFINITY)
      || (right.low == -INFINITY && right.high == INFINITY))
    {
      stop (out, IND__ZERO_DENOMINATOR, IND__NONE);
      return;
    }
  if (template->has_given && !(ind__form_over (template, &template->given, judge->x).low > 0))
    {
      stop (out, IND__NOT_POSITIVE, IND__NONE);
      return;
    }
  state_sides (template, left, right, out);
  out->gap = gap_between (template, left, right);
  /* An assumption is no printed number and no rounding: it can neither be met to
   * the last digit nor prove anything, and has neither kappa nor p. */
  if (is_assumed)
    {
      out->verdict = out->gap == 0 ? IND_VERDICT_ROUNDING : IND_VERDICT_IMPROBABLE;
      return;
    }
  if (out->gap == 0 && is_exact (judge, binding, out))
    {
      out->verdict = IND_VERDICT_EXACT;
      out->kappa = 0;
      out->p = 1;
      return;
    }
  if (template->relation != IND__APPROXIMATE || rule->width.mantissa == 0)
    {
      out->kappa = ind__kappa (template, judge->x, judge->work);
      if ((template->relation == IND__EQUAL && out->gap == 0)
          || template->relation == IND__APPROXIMATE)
        out->p = has_known_errors (judge->index, binding)
                     ? ind__probability (template, judge->x, judge->point)
                     : -1;
    }
  if (out->gap == 0)
    out->verdict = out->p >= 0 && out->p < judge->alpha ? IND_VERDICT_IMPROBABLE
                                                        : IND_VERDICT_ROUNDING;
  else if (template->relation == IND__APPROXIMATE)
    out->verdict = IND_VERDICT_IMPROBABLE;
  else
    {
      out->p = 0;
      out->verdict = is_explainable (judge, binding) ? IND_VERDICT_EXPLAINABLE
                                                     : IND_VERDICT_INCONSISTENT;
    }
}
