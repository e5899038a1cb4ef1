/* SPDX-License-Identifier: GPL-3.0-or-later
 * Programs of the sweep: which templates for which components, and which lanes these need. */
#include "check/sweeper.h"

#include <float.h>
#include <string.h>

#include "base/memory.h"

static int
is_subject (const ind__template *template, size_t slot)
{
  return slot >= template->first_subject && slot < template->first_subject + template->n_subjects;
}

int
ind__is_sweepable (const ind__template *template)
{
  size_t k;

  if (template->relation != IND__EQUAL || template->area != IND__NONE || template->has_assumed)
    return 0;
  for (k = 0; k < template->n_slots; k++)
    {
      const ind__slot *slot = &template->slots[k];
      if (slot->area != IND__NONE || slot->is_of_year || slot->is_assumed)
        return 0;
      if (template->has_free && slot->component != IND__NONE && is_subject (template, k))
        return 0;
    }
  return 1;
}

static size_t
find_shift (ind__sweeper *sweeper, const ind__slot *slot)
{
  size_t k;

  for (k = 0; k < sweeper->n_shifts; k++)
    if (sweeper->shifts[k].years_earlier == slot->years_earlier
        && sweeper->shifts[k].periods_before == slot->periods_before)
      return k;
  if (!ind__grow (&sweeper->shifts, &sweeper->shifts_capacity, k + 1, sizeof *sweeper->shifts))
    return SIZE_MAX;
  sweeper->shifts[k].years_earlier = slot->years_earlier;
  sweeper->shifts[k].periods_before = slot->periods_before;
  sweeper->n_shifts++;
  return k;
}

static uint32_t
find_column (const ind__sweeper *sweeper, const ind__slot *slot, uint32_t component)
{
  return ind__index_column (sweeper->index, slot->indicator,
                            slot->component == IND__NONE ? component : slot->component);
}

/* Whether columns have lanes of their own side by side already. */
static int
are_side_by_side (const uint32_t *lane_of, const uint32_t *column, size_t n)
{
  size_t k;

  for (k = 0; k < n; k++)
    if (column[k] == IND__NONE || lane_of[column[k]] == IND__NONE
        || lane_of[column[k]] != lane_of[column[0]] + k)
      return 0;
  return 1;
}

/* Whether lanes of their own can be laid side by side: none has one, and none stands twice. */
static int
are_new (const uint32_t *lane_of, const uint32_t *column, size_t n)
{
  size_t k;

  for (k = 0; k < n; k++)
    if (column[k] != IND__NONE
        && (lane_of[column[k]] != IND__NONE || (k > 0 && column[k] == column[k - 1])))
      return 0;
  return 1;
}

/* New lanes side by side: the columns' own, or copies of these. 0 when memory ran out. */
static int
add_lanes (ind__sweeper *sweeper, uint32_t *lane_of, ind__sequence *sequence)
{
  int is_own = are_new (lane_of, sequence->column, sequence->n);
  size_t k;

  for (k = 0; k < sequence->n && !is_own; k++)
    if (sequence->column[k] != IND__NONE && lane_of[sequence->column[k]] == IND__NONE)
      lane_of[sequence->column[k]] = (uint32_t)sweeper->n_lanes++;
  sequence->first = (uint32_t)sweeper->n_lanes;
  sweeper->n_lanes += sequence->n;
  if (!is_own
      && !ind__grow (&sweeper->copies, &sweeper->copies_capacity, sweeper->n_copies + sequence->n,
                     sizeof *sweeper->copies))
    return 0;
  for (k = 0; k < sequence->n; k++)
    if (sequence->column[k] != IND__NONE && is_own)
      lane_of[sequence->column[k]] = sequence->first + (uint32_t)k;
    else if (sequence->column[k] != IND__NONE)
      {
        ind__lane_copy *copy = &sweeper->copies[sweeper->n_copies++];
        copy->to = sequence->first + (uint32_t)k;
        copy->from = lane_of[sequence->column[k]];
      }
  return 1;
}

/* The first of n lanes side by side, of a slot whose quantities have the columns or none.
 * IND__NONE when memory ran out. */
static uint32_t
find_lanes (ind__sweeper *sweeper, const ind__slot *slot, const uint32_t *column, size_t n)
{
  size_t n_columns = sweeper->index->n_columns, shift = find_shift (sweeper, slot), k;
  ind__sequence *sequence = sweeper->sequences, *end = sequence + sweeper->n_sequences;
  uint32_t *lane_of;

  k = sweeper->lane_capacity;
  if (shift == SIZE_MAX
      || !ind__grow (&sweeper->lane_of, &sweeper->lane_capacity, (shift + 1) * n_columns,
                     sizeof *sweeper->lane_of))
    return IND__NONE;
  for (; k < sweeper->lane_capacity; k++)
    sweeper->lane_of[k] = IND__NONE;
  lane_of = sweeper->lane_of + shift * n_columns;
  if (are_side_by_side (lane_of, column, n))
    return lane_of[column[0]];
  for (; sequence < end; sequence++)
    if (sequence->shift == shift && sequence->n == n
        && memcmp (sequence->column, column, n * sizeof *column) == 0)
      return sequence->first;
  if (!ind__grow (&sweeper->sequences, &sweeper->sequences_capacity, sweeper->n_sequences + 1,
                  sizeof *sweeper->sequences))
    return IND__NONE;
  sequence = &sweeper->sequences[sweeper->n_sequences++];
  sequence->column = column;
  sequence->n = n;
  sequence->shift = shift;
  return add_lanes (sweeper, lane_of, sequence) ? sequence->first : IND__NONE;
}

/* How a variable depends on one figure: not, a + bx, (a + bx) / (c + dx), so that its second
 * derivative keeps its sign, or in any way. */
enum bend
{
  LEVEL,
  STRAIGHT,
  FRACTION,
  CURVED,
  WINDING
};

static enum bend
bend_of_sum (enum bend a, enum bend b)
{
  if (a == LEVEL || b == LEVEL)
    return a == LEVEL ? b : a;
  if (a == STRAIGHT || b == STRAIGHT)
    return a == b ? STRAIGHT : a == WINDING || b == WINDING ? WINDING : CURVED;
  return WINDING;
}

static enum bend
bend_of_product (enum bend a, enum bend b)
{
  if (a == LEVEL || b == LEVEL)
    return a == LEVEL ? b : a;
  return (a == STRAIGHT && b <= FRACTION) || (b == STRAIGHT && a <= FRACTION) ? CURVED : WINDING;
}

static enum bend
bend_of_quotient (enum bend a, enum bend b)
{
  if (b == LEVEL || (a == STRAIGHT && b == STRAIGHT))
    return b == LEVEL ? a : FRACTION;
  return bend_of_product (a, b <= FRACTION ? FRACTION : WINDING);
}

static enum bend
bend_of_form (const ind__template *template, const ind__form *form, const uint8_t *bend)
{
  enum bend sum = LEVEL;
  size_t k;

  for (k = 0; k < form->n_terms; k++)
    sum = bend_of_sum (sum, (enum bend)bend[template->terms[form->first + k].variable]);
  return sum;
}

/* Templates with more variables are not looked at. */
#define MOST_BENDS 64

/* Whether the residual is, in each figure alone, convex or concave. Then the tangent lies
 * below, or above, and on one side of the printed value the residual changes by no less than
 * the derivative says. */
static int
bends_one_way (const ind__template *template)
{
  uint8_t bend[MOST_BENDS];
  size_t slot, k;

  if (ind__n_variables (template) > MOST_BENDS)
    return 0;
  for (slot = 0; slot < template->n_slots; slot++)
    {
      memset (bend, LEVEL, sizeof bend);
      bend[slot] = STRAIGHT;
      for (k = 0; k < template->n_constraints; k++)
        {
          const ind__constraint *constraint = &template->constraints[k];
          enum bend own = LEVEL;
          switch (constraint->kind)
            {
            case IND__LINEAR: own = bend_of_form (template, &constraint->form, bend); break;
            case IND__PRODUCT:
              own = bend_of_product ((enum bend)bend[constraint->x],
                                     (enum bend)bend[constraint->y]);
              break;
            case IND__QUOTIENT:
              own = bend_of_quotient ((enum bend)bend[constraint->x],
                                      (enum bend)bend[constraint->y]);
              break;
            }
          bend[template->n_slots + k] = (uint8_t)own;
        }
      if (bend_of_sum (bend_of_form (template, &template->left, bend),
                       bend_of_form (template, &template->right, bend))
          == WINDING)
        return 0;
    }
  return 1;
}

/* Finds the columns of each slot, one per component, and whether any slot has none. NULL when
 * memory ran out. */
static const uint32_t *
find_columns (ind__sweeper *sweeper, ind__program *program, const uint32_t *components)
{
  const ind__template *template = program->template;
  size_t n = program->n_components, k, i;
  uint32_t *columns
      = ind__pool_room (&sweeper->pool, (template->n_slots + 1) * n * sizeof *columns);

  program->is_complete = 1;
  for (k = 0; k < template->n_slots && columns != NULL; k++)
    {
      int has_any = 0;
      for (i = 0; i < n; i++)
        {
          columns[k * n + i] = find_column (sweeper, &template->slots[k], components[i]);
          has_any |= columns[k * n + i] != IND__NONE;
        }
      program->lane[k] = has_any ? 0 : IND__NONE;
      program->is_complete &= has_any;
    }
  return columns;
}

/* What is known of a program all of whose slots have lanes. */
static void
study (ind__sweeper *sweeper, ind__program *program)
{
  const ind__template *template = program->template;
  size_t k;

  ind__find_coefficients (template, program->coefficient);
  program->is_linear = 1;
  for (k = 0; k < template->n_constraints; k++)
    program->is_linear &= template->constraints[k].kind == IND__LINEAR;
  /* Those of one template are alike. */
  program->bends_one_way = program->is_linear
                           || (program > sweeper->programs && program[-1].number == program->number
                                       && program[-1].is_complete
                                   ? program[-1].bends_one_way
                                   : bends_one_way (template));
  program->is_whole
      = template->n_constraints == 0 && template->left.divisor == 1 && template->right.divisor == 1;
  program->epsilon = (double)(template->n_terms + 4) * DBL_EPSILON;
}

static int
add_program (ind__sweeper *sweeper, uint32_t number, const uint32_t *components,
             size_t n_components)
{
  const ind__template *template = &sweeper->judge->templates->at[number];
  ind__program *program;
  uint32_t left = ind__form_slot (template, &template->left);
  uint32_t right = ind__form_slot (template, &template->right);
  const uint32_t *columns;
  size_t n = template->n_slots, size, k;

  if (!ind__grow (&sweeper->programs, &sweeper->programs_capacity, sweeper->n_programs + 1,
                  sizeof *sweeper->programs))
    return 0;
  program = &sweeper->programs[sweeper->n_programs++];
  memset (program, 0, sizeof *program);
  program->template = template;
  program->number = number;
  program->n_components = n_components;
  program->target = left;
  if (left == IND__NONE && template->left.n_terms > 0
      && (right != IND__NONE || template->right.n_terms == 0))
    program->target = right;
  size = (n + 1) * (2 * sizeof (double) + sizeof *program->lane + sizeof *program->unit);
  program->coefficient = ind__pool_room (&sweeper->pool, size);
  program->threshold = -1;
  program->may_lack
      = sweeper->index->rules->rules[template->rule].missing == IND__MISSING_UNVERIFIABLE;
  if (program->coefficient == NULL)
    return 0;
  memset (program->coefficient, 0, size);
  program->width = program->coefficient + n + 1;
  program->lane = (uint32_t *)(program->width + n + 1);
  program->unit = (uint16_t *)(program->lane + n + 1);
  columns = find_columns (sweeper, program, components);
  if (columns == NULL)
    return 0;
  /* Of what is never there as a whole, the subjects alone are looked at, and whether it is a
   * breakdown. */
  for (k = 0; k < n; k++)
    if (program->lane[k] != IND__NONE
        && (program->is_complete || is_subject (template, k) || template->breakdown != IND__NONE))
      {
        program->lane[k]
            = find_lanes (sweeper, &template->slots[k], columns + k * n_components, n_components);
        if (program->lane[k] == IND__NONE)
          return 0;
      }
    else
      program->lane[k] = IND__NONE;
  if (program->is_complete)
    study (sweeper, program);
  return 1;
}

/* Whether a subject is printed anywhere, of a template without a free one. */
static int
has_subject (const ind__sweeper *sweeper, const ind__template *template)
{
  uint32_t slot;

  for (slot = template->first_subject; slot < template->first_subject + template->n_subjects;
       slot++)
    if (find_column (sweeper, &template->slots[slot], IND__NONE) != IND__NONE)
      return 1;
  return 0;
}

/* The components that the free subject of a template has; how many they are. */
static size_t
list_components (const ind__sweeper *sweeper, const ind__template *template, uint32_t *components)
{
  const ind__index *index = sweeper->index;
  size_t n = 0, k, i;
  uint32_t slot;

  for (k = 0; k < index->n_columns; k++)
    for (slot = template->first_subject; slot < template->first_subject + template->n_subjects;
         slot++)
      if (template->slots[slot].indicator == index->column_indicator[k])
        {
          /* Once, where several subjects have the component. */
          for (i = 0; i < n; i++)
            if (components[i] == index->column_component[k])
              break;
          if (i == n)
            components[n++] = index->column_component[k];
          break;
        }
  return n;
}

int
ind__add_programs (ind__sweeper *sweeper, uint32_t number, uint32_t *components)
{
  static const uint32_t none = IND__NONE;
  const ind__template *template = &sweeper->judge->templates->at[number];
  size_t most = sweeper->most_components, n, k;

  if (!template->has_free)
    return !has_subject (sweeper, template) || add_program (sweeper, number, &none, 1);
  n = list_components (sweeper, template, components);
  for (k = 0; k < n; k += most)
    if (!add_program (sweeper, number, components + k, n - k < most ? n - k : most))
      return 0;
  return 1;
}
