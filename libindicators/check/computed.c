/* SPDX-License-Identifier: GPL-3.0-or-later
 * Figures that were computed from figures already rounded: how far they can be
 * from the truth, by first-order error propagation along definitions. */
#include "check/computed.h"

#include <float.h>
#include <math.h>

#include "base/memory.h"

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

/* A figure as what a template speaks of in one of its slots. */
struct subject {
  const ind__index *index;
  const ind__template *template;
  uint32_t slot, figure, site;
  const ind__meaning *meaning;
  uint32_t component; /* of the free slots, or IND__NONE */
};

static struct subject
subject_at (const ind__index *index, const ind__template *template, uint32_t slot, uint32_t figure)
{
  struct subject subject;

  subject.index = index;
  subject.template = template;
  subject.slot = slot;
  subject.figure = figure;
  subject.site = ind__table_site_number (index->table, figure);
  subject.meaning = ind__index_meaning (index, figure);
  subject.component
      = template->slots[slot].component == IND__NONE ? subject.meaning->component : IND__NONE;
  return subject;
}

/* The first figure of the quantity another slot means. */
static uint32_t
first_operand (const struct subject *subject, const ind__slot *slot)
{
  const ind__index *index = subject->index;
  const ind__template *template = subject->template;
  uint32_t area, column;
  ind__quantity q;

  if (template->area == IND__NONE && slot->area == IND__NONE && slot->years_earlier == 0
      && slot->periods_before == 0 && !slot->is_of_year)
    {
      column = ind__index_column (index, slot->indicator,
                                  slot->component == IND__NONE ? subject->component
                                                               : slot->component);
      return column == IND__NONE ? IND__NONE : ind__index_at (index, subject->site, column);
    }
  area = template->area != IND__NONE ? template->area : index->area_name[subject->site];
  q = ind__slot_quantity (slot, area, index->table->sites[subject->site].period,
                          subject->component);
  return ind__index_find (index, q.indicator, q.area, q.period, q.component, subject->site);
}

/* Of figures of one quantity, the first from `at` on that the same source prints; IND__NONE
 * without one. */
static uint32_t
next_of_source (const struct subject *subject, uint32_t at)
{
  const ind__index *index = subject->index;
  const ind__meaning *other;

  for (; at != IND__NONE; at = ind__index_next (index, at))
    {
      other = ind__index_meaning (index, at);
      if (other->issue == subject->meaning->issue && other->use == IND__USABLE)
        break;
    }
  return at;
}

static uint32_t
operand (const struct subject *subject, size_t slot)
{
  return slot == subject->slot
             ? subject->figure
             : next_of_source (subject, first_operand (subject, &subject->template->slots[slot]));
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
  const struct subject subject = subject_at (judge->index, definition, 0, figure);
  double *x = judge->steps + (size_t) (steps - 1) * 2 * judge->n_variables;
  double *half = x + judge->n_variables;
  double radius = 0, base;
  ind_interval own;
  uint32_t unknown = IND__NONE;
  int is_known = 1;
  size_t k;

  for (k = 0; k < definition->n_slots && is_known; k++)
    {
      uint32_t at = operand (&subject, k);
      if (at == IND__NONE)
        {
          is_known = unknown == IND__NONE && !definition->slots[k].is_assumed;
          unknown = (uint32_t) k;
          continue;
        }
      own = ind__judge_interval (judge, at);
      x[k] = own.low / 2 + own.high / 2;
      half[k] = own.high / 2 - own.low / 2;
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
  return isfinite (radius) ? radius : 0;
}

static int
is_definition (const ind__template *template)
{
  return template->n_slots > 1 && template->relation == IND__EQUAL
         && ind__form_slot (template, &template->left) == 0;
}

static int
is_sum (const ind__template *template)
{
  return template->breakdown != IND__NONE && template->n_constraints == 0
         && template->relation == IND__EQUAL;
}

/* Whether a slot can be of the figure, whose meaning is at hand. */
static int
is_of (const ind__slot *slot, const ind__index *index, uint32_t figure,
       const ind__meaning *meaning)
{
  return slot->indicator == meaning->indicator
         && (slot->component == IND__NONE || slot->component == meaning->component)
         && (slot->area == IND__NONE || slot->area == ind__index_area (index, figure));
}

static double
half_of (ind__judge *judge, uint32_t figure)
{
  ind_interval own = ind__judge_interval (judge, figure);
  return own.high / 2 - own.low / 2;
}

/* What the rounding of the quantity in a slot comes to: of several figures that of the
 * coarsest, which may have been added up; -1 where none is printed that is bounded. */
static double
half_in (ind__judge *judge, const struct subject *subject, size_t slot)
{
  uint32_t at = first_operand (subject, &subject->template->slots[slot]);
  double widest = -1;

  while ((at = next_of_source (subject, at)) != IND__NONE)
    {
      double half = half_of (judge, at);
      if (half > widest && half <= DBL_MAX)
        widest = half;
      at = ind__index_next (judge->index, at);
    }
  return widest;
}

/* What the figures of a sum can have been moved by in all; -1 where one is not printed.
 * Neighbours in a table are in the same sum, which is remembered. */
static double
radius_of_all (ind__judge *judge, const struct subject *subject)
{
  const ind__template *sum = subject->template;
  ind__known_sum *known = &judge->sums[sum - judge->templates->at];
  ind__known_radius at;
  size_t k;

  at.component = subject->component;
  at.area = sum->area != IND__NONE ? sum->area : judge->index->area_name[subject->site];
  at.period = judge->index->table->sites[subject->site].period;
  at.issue = subject->meaning->issue;
  for (k = 0; k < IND__MOST_KNOWN; k++)
    if (known->last[k].is_known && known->last[k].area == at.area
        && known->last[k].component == at.component && known->last[k].period == at.period
        && known->last[k].issue == at.issue)
      return known->last[k].radius;
  at.is_known = 1;
  at.radius = 0;
  for (k = 0; k < sum->n_slots && at.radius >= 0; k++)
    {
      double half = half_in (judge, subject, k);
      at.radius = half >= 0 ? at.radius + half : -1;
    }
  known->last[known->next] = at;
  known->next = (known->next + 1) % IND__MOST_KNOWN;
  return at.radius;
}

/* By how much the figure may have been adjusted so that a sum of figures comes
 * out: by the rounding of all the others. 0 where one is not printed. */
static double
radius_by_sum (ind__judge *judge, const ind__template *sum, uint32_t figure,
               const ind__meaning *meaning)
{
  uint32_t k;

  if (!is_sum (sum)
      || (judge->sums[sum - judge->templates->at].components >> meaning->component % 64 & 1) == 0)
    return 0;
  for (k = 0; k < sum->n_slots; k++)
    {
      const ind__slot *slot = &sum->slots[k];
      struct subject subject;
      double all;
      if (!is_of (slot, judge->index, figure, meaning) || slot->years_earlier != 0
          || slot->periods_before != 0 || slot->is_of_year)
        continue;
      subject = subject_at (judge->index, sum, k, figure);
      all = radius_of_all (judge, &subject);
      return all < 0 ? 0 : all - half_in (judge, &subject, k);
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
find_deviation (ind__judge *judge, uint32_t figure, const ind__template *except, int steps)
{
  const ind__meaning *meaning = ind__index_meaning (judge->index, figure);
  uint32_t indicator = meaning->indicator;
  double computed = 0, adjusted = 0;
  size_t k;

  if (indicator >= judge->n_names)
    return 0;
  for (k = judge->first_maker[indicator]; k < judge->first_maker[indicator + 1]; k++)
    {
      const ind__template *template = &judge->templates->at[judge->makers[k]];
      if (template == except)
        continue;
      if (is_definition (template) && is_of (&template->slots[0], judge->index, figure, meaning))
        computed = fmax (computed, radius_by_definition (judge, template, figure, steps));
      else if (!are_sums_of_one_dimension (template, except))
        adjusted = fmax (adjusted, radius_by_sum (judge, template, figure, meaning));
    }
  return computed + adjusted;
}

static double
deviation (ind__judge *judge, uint32_t figure, const ind__template *except, int steps)
{
  ind__known_deviation *known = &judge->deviations[figure % IND__MOST_DEVIATIONS];
  double found;

  if (known->figure == figure && known->except == except && known->steps == steps)
    return known->deviation;
  found = find_deviation (judge, figure, except, steps);
  known->figure = figure;
  known->except = except;
  known->steps = steps;
  known->deviation = found;
  return found;
}

double
ind__computed_deviation (ind__judge *judge, uint32_t figure, const ind__template *except)
{
  return deviation (judge, figure, except, IND__MOST_STEPS);
}

/* Counts, for each indicator, the templates that may have made its figures: how many two
 * places on in `first`; or lists them, each start moving up to its end. */
static void
count_makers (const ind__templates *templates, uint32_t *first, uint32_t *list)
{
  size_t number, k, j;

  for (number = 0; number < templates->count; number++)
    {
      const ind__template *template = &templates->at[number];
      size_t n = is_sum (template) ? template->n_slots : is_definition (template) ? 1 : 0;
      for (k = 0; k < n; k++)
        {
          uint32_t indicator = template->slots[k].indicator;
          for (j = 0; j < k && template->slots[j].indicator != indicator; j++)
            ;
          if (j == k && list == NULL)
            first[indicator + 2]++;
          else if (j == k)
            list[first[indicator + 1]++] = (uint32_t) number;
        }
    }
}

int
ind__computed_prepare (ind__judge *judge)
{
  size_t n = judge->index->names.count, k;

  judge->n_names = n;
  judge->first_maker = ind__new_zeroed ((n + 2) * sizeof *judge->first_maker);
  judge->steps
      = ind__new_array (2 * IND__MOST_STEPS * judge->n_variables, sizeof *judge->steps);
  if (judge->first_maker == NULL || judge->steps == NULL)
    return 0;
  count_makers (judge->templates, judge->first_maker, NULL);
  for (k = 1; k <= n; k++)
    judge->first_maker[k + 1] += judge->first_maker[k];
  judge->makers = ind__new_array (judge->first_maker[n + 1], sizeof *judge->makers);
  if (judge->makers == NULL)
    return 0;
  count_makers (judge->templates, judge->first_maker, judge->makers);
  return 1;
}
