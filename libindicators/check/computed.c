/* SPDX-License-Identifier: GPL-3.0-or-later
 * Figures that were computed from figures already rounded: how far they can be
 * from the truth, by first-order error propagation along definitions. */
#include "check/computed.h"

#include <float.h>
#include <math.h>

#include "base/memory.h"

/* Growth per head, from figures per head, from totals: no chain of the field is
 * longer. */
#define MAX_STEPS 3

/* Finds z for one unknown slot so that the residual vanishes, by the secant
 * method from z about `size`: exact in two steps where the rule is linear in
 * it. */
static int
solve_from (const ind__template *template, uint32_t slot, double size, double *x)
{
  double a = size / 2, b = size * 3 / 2, fa, fb;
  int k;

  x[slot] = a;
  fa = ind__residual (template, x);
  for (k = 0; k < 60; k++)
    {
      double next;
      x[slot] = b;
      fb = ind__residual (template, x);
      if (fb == 0)
        return 1;
      next = b - fb * (b - a) / (fb - fa);
      if (!isfinite (next))
        return 0;
      if (fabs (next - b) <= 1e-13 * fabs (next))
        {
          x[slot] = next;
          return 1;
        }
      a = b;
      fa = fb;
      b = next;
    }
  return 0;
}

/* A level stands in a denominator as often as not, and from far away no secant
 * leads there: quantities from units to quadrillions are tried. */
static int
solve_unknown (const ind__template *template, uint32_t slot, double *x)
{
  double size;

  for (size = 1; size < 1e17; size *= 1000)
    if (solve_from (template, slot, size, x))
      return 1;
  return 0;
}

/* The figure of the quantity a slot means where slot 0 is `figure`, printed by
 * the same source; IND__NONE without one. */
static uint32_t
operand (const ind__index *index, const ind__template *template, size_t slot, uint32_t subject,
         uint32_t figure)
{
  uint32_t component = template->slots[subject].component == IND__NONE
                           ? index->component[figure]
                           : IND__NONE;
  uint32_t area = template->area != IND__NONE ? template->area : index->area[figure], at;
  ind__quantity q = ind__slot_quantity (&template->slots[slot], area,
                                        index->table->period[figure], component);

  if (slot == subject)
    return figure;
  at = ind__index_find (index, q.indicator, q.area, q.period, q.component);
  while (at != IND__NONE
         && (index->issue[at] != index->issue[figure] || index->use[at] != IND__USABLE))
    at = index->next[at];
  return at;
}

static double
deviation (ind__judge *judge, uint32_t figure, const ind__template *except, int steps);

/* The radius of a definition over what its operands can be, for the figure in
 * slot 0. One unprinted operand is solved for; it was not rounded. 0 where
 * nothing is known: nobody computed the figure by what is only assumed. */
static double
radius_by_definition (ind__judge *judge, const ind__template *definition, uint32_t figure,
                      int steps)
{
  const ind__index *index = judge->index;
  size_t n = ind__n_variables (definition), k;
  double *x = ind__new_array (n, sizeof *x), *half = ind__new_array (n, sizeof *half);
  double radius = 0, base;
  uint32_t unknown = IND__NONE;
  int is_known = x != NULL && half != NULL;

  judge->has_failed |= !is_known;
  for (k = 0; k < definition->n_slots && is_known; k++)
    {
      uint32_t at = operand (index, definition, k, 0, figure);
      if (at == IND__NONE)
        {
          is_known = unknown == IND__NONE && !definition->slots[k].is_assumed;
          unknown = (uint32_t) k;
          continue;
        }
      x[k] = index->interval[at].low / 2 + index->interval[at].high / 2;
      half[k] = index->interval[at].high / 2 - index->interval[at].low / 2;
      is_known = fabs (half[k]) <= DBL_MAX;
      if (k > 0 && is_known && steps > 1)
        half[k] += deviation (judge, at, definition, steps - 1);
    }
  if (is_known && (unknown == IND__NONE || solve_unknown (definition, unknown, x)))
    {
      base = ind__residual (definition, x);
      for (k = 1; k < definition->n_slots; k++)
        if (k != unknown)
          {
            double middle = x[k], up, down;
            x[k] = middle + half[k];
            up = fabs (ind__residual (definition, x) - base);
            x[k] = middle - half[k];
            down = fabs (ind__residual (definition, x) - base);
            x[k] = middle;
            radius += up > down ? up : down;
          }
    }
  ind__release (x);
  ind__release (half);
  return isfinite (radius) ? radius : 0;
}

/* Whether the template defines the figure's quantity by others. */
static int
defines (const ind__judge *judge, const ind__template *definition, uint32_t figure)
{
  const ind__index *index = judge->index;
  const ind__slot *slot = &definition->slots[0];

  return definition->n_slots > 1 && slot->indicator == index->indicator[figure]
         && definition->relation == IND__EQUAL
         && (slot->component == IND__NONE || slot->component == index->component[figure])
         && (slot->area == IND__NONE || slot->area == index->area[figure])
         && ind__form_slot (definition, &definition->left) == 0;
}

/* What the figures of a sum can have been moved by in all, where slot `subject`
 * is the figure. Neighbours in a table are in the same sum: the last is
 * remembered. */
static double
radius_of_all (ind__judge *judge, const ind__template *sum, uint32_t subject, uint32_t figure)
{
  const ind__index *index = judge->index;
  ind__known_sum *known = &judge->sums[sum - judge->templates->at];
  uint32_t component
      = sum->slots[subject].component == IND__NONE ? index->component[figure] : IND__NONE;
  uint32_t area = sum->area != IND__NONE ? sum->area : index->area[figure];
  ind__period period = index->table->period[figure];
  size_t k;

  if (known->is_known && known->area == area && known->component == component
      && known->period == period && known->issue == index->issue[figure])
    return known->radius;
  known->is_known = 1;
  known->area = area;
  known->component = component;
  known->period = period;
  known->issue = index->issue[figure];
  known->radius = 0;
  for (k = 0; k < sum->n_slots && known->radius >= 0; k++)
    {
      uint32_t at = operand (index, sum, k, subject, figure);
      double half = at == IND__NONE
                        ? INFINITY
                        : index->interval[at].high / 2 - index->interval[at].low / 2;
      known->radius = half <= DBL_MAX ? known->radius + half : -1;
    }
  return known->radius;
}

/* By how much the figure may have been adjusted so that a sum of figures comes
 * out: by the rounding of all the others. 0 where one is not printed. */
static double
radius_by_sum (ind__judge *judge, const ind__template *sum, uint32_t figure)
{
  const ind__index *index = judge->index;
  uint32_t subject;

  if (sum->breakdown == IND__NONE || sum->n_constraints > 0 || sum->relation != IND__EQUAL
      || (judge->sums[sum - judge->templates->at].components
          >> index->component[figure] % 64 & 1) == 0)
    return 0;
  for (subject = 0; subject < sum->n_slots; subject++)
    {
      const ind__slot *slot = &sum->slots[subject];
      double all;
      if (slot->indicator != index->indicator[figure]
          || (slot->component != IND__NONE && slot->component != index->component[figure])
          || (slot->area != IND__NONE && slot->area != index->area[figure])
          || slot->years_earlier != 0 || slot->periods_before != 0 || slot->is_of_year)
        continue;
      all = radius_of_all (judge, sum, subject, figure);
      return all < 0 ? 0
                     : all - (index->interval[figure].high / 2 - index->interval[figure].low / 2);
    }
  return 0;
}

/* Whether both are sums over breakdowns of the same dimension. Figures that were
 * adjusted to add up to a subtotal are off by no more than its rounding, which a
 * sum of them allows for anyway. */
static int
are_sums_of_one_dimension (const ind__template *a, const ind__template *b)
{
  return b != NULL && a->breakdown != IND__NONE && b->breakdown != IND__NONE
         && a->n_constraints == 0 && b->n_constraints == 0
         && (a->area == IND__NONE) == (b->area == IND__NONE);
}

static double
deviation (ind__judge *judge, uint32_t figure, const ind__template *except, int steps)
{
  double computed = 0, adjusted = 0;
  size_t k;

  for (k = 0; k < judge->templates->count; k++)
    {
      const ind__template *template = &judge->templates->at[k];
      if (template == except)
        continue;
      if (defines (judge, template, figure))
        computed = fmax (computed, radius_by_definition (judge, template, figure, steps));
      else if (!are_sums_of_one_dimension (template, except))
        adjusted = fmax (adjusted, radius_by_sum (judge, template, figure));
    }
  return computed + adjusted;
}

double
ind__computed_deviation (ind__judge *judge, uint32_t figure, const ind__template *except)
{
  double result = deviation (judge, figure, except, MAX_STEPS);
  return judge->has_failed ? INFINITY : result;
}
