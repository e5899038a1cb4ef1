/* SPDX-License-Identifier: GPL-3.0-or-later
 * The sweep: rules evaluated in columns. A block of sites is laid out in lanes, one for each
 * indicator, component and shift of time that rules ask for; then every rule runs along
 * its lanes: at the printed values, over the intervals, and backwards for the derivatives,
 * which say how far rounding carries, and how far errors of this arithmetic do. */
#include "check/sweep.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/memory.h"
#include "base/pool.h"
#include "check/lane.h"
#include "check/probability.h"

#define BLOCK IND__LANE
/* From one full lane to the next: no power of two, which would crowd the sets of a cache. */
#define FULL_STRIDE (IND__LANE + 8)
#define MOST_LANES 8192
/* Nothing passes that near to a bound, relative to the widths of intervals; nor where errors
 * of the arithmetic may be a tenth of that. */
#define MARGIN 1e-4
/* The third root of the smallest numbers: three factors, or a quotient, stay normal. */
#define SMALLEST 1e-90
#define LARGEST 1e90
/* Of ten: 2^63 times that is less than LARGEST. */
#define LARGEST_POWER 70
/* Of the search for a threshold. */
#define STEPS 12

/* Powers of ten: 10^-(10 t + 9) .. 10^-(10 t), and 10^(10 t) .. 10^(10 t + 9). */
#define DOWN(t)                                                                                   \
  1e-##t##9, 1e-##t##8, 1e-##t##7, 1e-##t##6, 1e-##t##5, 1e-##t##4, 1e-##t##3, 1e-##t##2,         \
      1e-##t##1, 1e-##t##0
#define UP(t)                                                                                     \
  1e##t##0, 1e##t##1, 1e##t##2, 1e##t##3, 1e##t##4, 1e##t##5, 1e##t##6, 1e##t##7, 1e##t##8,       \
      1e##t##9

static const double powers[2 * LARGEST_POWER + 1] = {
  1e-70, DOWN (6), DOWN (5), DOWN (4), DOWN (3), DOWN (2), DOWN (1), DOWN (0), 1e1,
  1e2,   1e3,      1e4,      1e5,      1e6,      1e7,      1e8,      1e9,      UP (1),
  UP (2), UP (3),  UP (4),   UP (5),   UP (6),   1e70
};

/* An offset in time: see ind__slot. */
struct shift {
  int16_t years_earlier, periods_before;
};

/* A template for one component or none, or of a small report for several: their places stand one
 * behind the other in lanes side by side. */
struct program {
  const ind__template *template;
  uint32_t number;     /* of the template */
  size_t n_components; /* 1 where there is none */
  uint32_t target;     /* the slot of the printed side, or IND__NONE */
  int is_linear;       /* no products: widths are exact without intervals */
  int is_whole;        /* whole combinations of the figures, and no more */
  int bends_one_way;   /* in each figure: derivatives are no larger than differences */
  int is_complete;     /* every slot has lanes */
  int may_lack;        /* without a figure no check can be made, wherever a subject is printed */
  double epsilon;      /* a relative error beyond any of the arithmetic */
  uint32_t *lane;      /* per slot, the first; IND__NONE: no figure has the quantity */
  uint16_t *unit;      /* per slot: units that go together; once has_units */
  int has_units;
  double *coefficient; /* per slot, of left less right side, without constraints */
  double *width;       /* per slot: widths over the largest, whose threshold over the largest */
  double threshold;    /*   is known, if >= 0 */
  int n_doubts;        /* places where that was asked for */
};

/* Lanes side by side, of one shift and of columns or of none. */
struct sequence {
  const uint32_t *column;
  size_t n, shift;
  uint32_t first; /* lane */
};

/* A lane that repeats another: of what all components are compared with. */
struct copy {
  uint32_t to, from;
};

/* What the judge needs to know of a kind, and what the numbers of its last figure were
 * multiplied by: most figures of a kind have as many decimals. */
struct kind {
  uint32_t issue;
  uint16_t unit;
  int16_t scale;
  int8_t is_plain; /* usable, rounded to nearest, without a qualifier */
  ind__digits digits; /* INT8_MIN: none yet */
  double times, over, half;   /* times / over: a power of ten; half: NaN or a half-width */
};

struct ind__sweeper {
  ind__judge *judge;
  const ind__index *index;
  ind__swept *swept;
  ind__set *touched;
  struct shift *shifts;
  size_t n_shifts, shifts_capacity;
  uint32_t *lane_of; /* per shift and column: its lane, or IND__NONE */
  size_t lane_capacity, n_lanes;
  struct sequence *sequences;
  size_t n_sequences, sequences_capacity;
  struct copy *copies;
  size_t n_copies, copies_capacity;
  uint32_t *place_of; /* per shift and kind: where its lane begins, or IND__NONE */
  struct program *programs;
  size_t n_programs, programs_capacity;
  ind__pool pool; /* what programs and lanes consist of */
  struct kind *kinds;
  /* Lanes of figures: */
  uint32_t *figure;
  uint8_t *is_there, *has_passed;
  double *value, *half, *low, *high; /* half: NaN where nothing may pass */
  uint32_t *issue;
  uint16_t *unit;
  /* Lanes of the constraints of a program: the result, and the sum of sizes of its terms. */
  double *result, *result_low, *result_high, *size;
  double *slope; /* lanes of its variables */
  size_t stride;   /* from one lane to the next: a small report's have no room between them */
  size_t result_stride;
  size_t most_components; /* of a program */
  size_t width;    /* places of a lane that are looked at */
  size_t n_places; /* of a program */
  uint32_t *slot_figure; /* per slot: of a binding */
  double *point;
  ind__lead_visitor on_gap;
  void *context; /* of visitors */
  ind__origin *leads; /* that were not visited yet */
  size_t n_leads, leads_capacity;
};

/* ------------------------------------------------------------------------
 * Programs
 * ---------------------------------------------------------------------- */

static int
is_subject (const ind__template *template, size_t slot)
{
  return slot >= template->first_subject
         && slot < template->first_subject + template->n_subjects;
}

static int
is_sweepable (const ind__template *template)
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
add_lanes (ind__sweeper *sweeper, uint32_t *lane_of, struct sequence *sequence)
{
  int is_own = are_new (lane_of, sequence->column, sequence->n);
  size_t k;

  for (k = 0; k < sequence->n && !is_own; k++)
    if (sequence->column[k] != IND__NONE && lane_of[sequence->column[k]] == IND__NONE)
      lane_of[sequence->column[k]] = (uint32_t) sweeper->n_lanes++;
  sequence->first = (uint32_t) sweeper->n_lanes;
  sweeper->n_lanes += sequence->n;
  if (!is_own
      && !ind__grow (&sweeper->copies, &sweeper->copies_capacity,
                     sweeper->n_copies + sequence->n, sizeof *sweeper->copies))
    return 0;
  for (k = 0; k < sequence->n; k++)
    if (sequence->column[k] != IND__NONE && is_own)
      lane_of[sequence->column[k]] = sequence->first + (uint32_t) k;
    else if (sequence->column[k] != IND__NONE)
      {
        struct copy *copy = &sweeper->copies[sweeper->n_copies++];
        copy->to = sequence->first + (uint32_t) k;
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
  struct sequence *sequence = sweeper->sequences, *end = sequence + sweeper->n_sequences;
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
enum bend { LEVEL, STRAIGHT, FRACTION, CURVED, WINDING };

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
    sum = bend_of_sum (sum, (enum bend) bend[template->terms[form->first + k].variable]);
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
              own = bend_of_product ((enum bend) bend[constraint->x],
                                     (enum bend) bend[constraint->y]);
              break;
            case IND__QUOTIENT:
              own = bend_of_quotient ((enum bend) bend[constraint->x],
                                      (enum bend) bend[constraint->y]);
              break;
            }
          bend[template->n_slots + k] = (uint8_t) own;
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
find_columns (ind__sweeper *sweeper, struct program *program, const uint32_t *components)
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
study (ind__sweeper *sweeper, struct program *program)
{
  const ind__template *template = program->template;
  size_t k;

  ind__find_coefficients (template, program->coefficient);
  program->is_linear = 1;
  for (k = 0; k < template->n_constraints; k++)
    program->is_linear &= template->constraints[k].kind == IND__LINEAR;
  /* Those of one template are alike. */
  program->bends_one_way
      = program->is_linear
        || (program > sweeper->programs && program[-1].number == program->number
                    && program[-1].is_complete
                ? program[-1].bends_one_way
                : bends_one_way (template));
  program->is_whole = template->n_constraints == 0 && template->left.divisor == 1
                      && template->right.divisor == 1;
  program->epsilon = (double) (template->n_terms + 4) * DBL_EPSILON;
}

static int
add_program (ind__sweeper *sweeper, uint32_t number, const uint32_t *components,
             size_t n_components)
{
  const ind__template *template = &sweeper->judge->templates->at[number];
  struct program *program;
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
  program->may_lack = sweeper->index->rules->rules[template->rule].missing
                      == IND__MISSING_UNVERIFIABLE;
  if (program->coefficient == NULL)
    return 0;
  memset (program->coefficient, 0, size);
  program->width = program->coefficient + n + 1;
  program->lane = (uint32_t *) (program->width + n + 1);
  program->unit = (uint16_t *) (program->lane + n + 1);
  columns = find_columns (sweeper, program, components);
  if (columns == NULL)
    return 0;
  /* Of what is never there as a whole, the subjects alone are looked at, and whether it is a
   * breakdown. */
  for (k = 0; k < n; k++)
    if (program->lane[k] != IND__NONE
        && (program->is_complete || is_subject (template, k) || template->breakdown != IND__NONE))
      {
        program->lane[k] = find_lanes (sweeper, &template->slots[k], columns + k * n_components,
                                       n_components);
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
    for (slot = template->first_subject;
         slot < template->first_subject + template->n_subjects; slot++)
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

/* Programs for each component that the template's free subject has, or the one; none where no
 * subject is ever printed. `components` is room for one per column. */
static int
add_programs (ind__sweeper *sweeper, uint32_t number, uint32_t *components)
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

/* ------------------------------------------------------------------------
 * Lanes
 * ---------------------------------------------------------------------- */

/* The site a shift leads to, or IND__NONE. */
static uint32_t
shift_site (const ind__sweeper *sweeper, const struct shift *shift, uint32_t site)
{
  const ind_table *table = sweeper->index->table;
  ind__site to = table->sites[site];
  int k;

  if (shift->years_earlier == 0 && shift->periods_before == 0)
    return site;
  for (k = 0; k < shift->periods_before && to.period != IND__NO_PERIOD; k++)
    to.period = ind__period_before (to.period);
  if (to.period != IND__NO_PERIOD && shift->years_earlier != 0)
    to.period = ind__period_years_earlier (to.period, shift->years_earlier);
  if (to.period == IND__NO_PERIOD)
    return IND__NONE;
  return ind__table_find_site (table, &to, site);
}

/* Learns how figures of a kind with such digits are made numbers of scale 0. */
static void
read_digits (struct kind *kind, ind__digits own)
{
  int digits = kind->scale - own.decimals, last = kind->scale - own.precision;

  kind->digits = own;
  kind->times = kind->over = 1;
  kind->half = NAN;
  if (!kind->is_plain || digits < last || abs (digits) > LARGEST_POWER
      || abs (last) > LARGEST_POWER)
    return;
  *(digits >= 0 ? &kind->times : &kind->over) = powers[LARGEST_POWER + abs (digits)];
  if (0.5 * powers[LARGEST_POWER + last] > SMALLEST)
    kind->half = 0.5 * powers[LARGEST_POWER + last];
}

/* Where figures are laid: a copy of the sweeper's, which no lane can overlap. */
struct layout {
  const ind_table *table;
  const uint32_t *next;
  struct kind *kinds;
  double *value, *half;
  uint32_t *figure, *issue;
  uint16_t *unit;
  uint8_t *is_there;
};

IND__INLINE struct layout
layout_of (const ind__sweeper *sweeper)
{
  struct layout layout
      = { sweeper->index->table, sweeper->index->next, sweeper->kinds,
          sweeper->value,        sweeper->half,        sweeper->figure,
          sweeper->issue,        sweeper->unit,        sweeper->is_there };
  return layout;
}

/* Lays a figure of a kind, which has the digits, into place `at` of the lanes. */
IND__INLINE void
lay_figure (const struct layout *to, struct kind *kind, uint32_t figure, int64_t mantissa,
            ind__digits digits, size_t at)
{
  if (memcmp (&digits, &kind->digits, sizeof digits) != 0)
    read_digits (kind, digits);
  /* One of both is 1: the other operation is the only one that may round. */
  to->value[at] = (double) mantissa * kind->times / kind->over;
  to->half[at] = kind->half;
  if (to->next != NULL && to->next[figure] != IND__NONE)
    to->half[at] = NAN;
  to->figure[at] = figure;
  to->issue[at] = kind->issue;
  to->unit[at] = kind->unit;
  to->is_there[at] = 1;
}

/* Lays the figures of a stretch; `place_of` says where the lanes of kinds begin. */
static void
lay_stretch (const ind__sweeper *sweeper, size_t number, const uint32_t *place_of, size_t place)
{
  const struct layout to = layout_of (sweeper);
  const ind__stretch stretch = ind__table_stretch (to.table, number);
  const uint32_t n = ind__table_stretch_length (to.table, number), first = stretch.figure;
  const uint32_t *lane = place_of + stretch.kind;
  const int32_t *mantissa = to.table->mantissa == NULL ? NULL : to.table->mantissa + first;
  const ind__digits *digits = to.table->digits + first;
  struct kind *kind = to.kinds + stretch.kind;
  uint32_t k;

  for (k = 0; k < n; k++)
    if (lane[k] != IND__NONE)
      {
        int64_t own = mantissa != NULL && mantissa[k] != IND__WIDE
                          ? mantissa[k]
                          : ind__table_mantissa (to.table, first + k);
        lay_figure (&to, kind + k, first + k, own, digits[k], lane[k] + place);
      }
}

static void
lay_one (const ind__sweeper *sweeper, uint32_t kind, uint32_t figure, const uint32_t *place_of,
         size_t place)
{
  const struct layout to = layout_of (sweeper);

  if (figure != IND__NONE && place_of[kind] != IND__NONE)
    lay_figure (&to, to.kinds + kind, figure, ind__table_mantissa (to.table, figure),
                to.table->digits[figure], place_of[kind] + place);
}

/* Cells looked ahead at: the figures of a row of cells are anywhere in the table. */
#define CELLS_AHEAD 32

static inline void
prefetch_cell (const ind__index *index, const uint32_t *place_of, size_t k)
{
  if (k < index->n_cells && index->cell[k].figure != IND__NONE
      && place_of[index->cell[k].kind] != IND__NONE)
    ind__prefetch_digits (index->table, index->cell[k].figure);
}

/* Lays a site; `place_of` says where the lanes of kinds begin. */
static void
lay_site (ind__sweeper *sweeper, const uint32_t *place_of, uint32_t site, size_t place)
{
  const ind__index *index = sweeper->index;
  const ind__index_row *row = &index->row[site];
  size_t k;

  switch (row->form)
    {
    case IND__ROW_OF_STRETCHES:
      for (k = row->first; k < row->first + row->n; k++)
        lay_stretch (sweeper, k, place_of, place);
      break;
    case IND__ROW_OF_CELLS:
      for (k = row->first; k < row->first + row->n; k++)
        {
          prefetch_cell (index, place_of, k + CELLS_AHEAD);
          lay_one (sweeper, index->cell[k].kind, index->cell[k].figure, place_of, place);
        }
      break;
    case IND__ROW_OF_PAIRS:
      for (k = row->first; k < row->first + row->n; k++)
        lay_one (sweeper, ind__table_kind_number (index->table, index->pair[2 * k + 1]),
                 index->pair[2 * k + 1], place_of, place);
      break;
    }
}

static void
copy_lane (ind__sweeper *sweeper, const struct copy *copy)
{
  size_t to = copy->to * sweeper->stride, from = copy->from * sweeper->stride;
  size_t n = sweeper->width;

  memcpy (sweeper->value + to, sweeper->value + from, n * sizeof *sweeper->value);
  memcpy (sweeper->half + to, sweeper->half + from, n * sizeof *sweeper->half);
  memcpy (sweeper->figure + to, sweeper->figure + from, n * sizeof *sweeper->figure);
  memcpy (sweeper->issue + to, sweeper->issue + from, n * sizeof *sweeper->issue);
  memcpy (sweeper->unit + to, sweeper->unit + from, n * sizeof *sweeper->unit);
  memcpy (sweeper->is_there + to, sweeper->is_there + from, n);
}

static void
lay_block (ind__sweeper *sweeper, size_t from, size_t n)
{
  size_t s, k;

  for (k = 0; k < sweeper->n_lanes * sweeper->stride; k += sweeper->stride)
    {
      memset (sweeper->is_there + k, 0, sweeper->width);
      memset (sweeper->has_passed + k, 0, sweeper->width);
    }
  for (s = 0; s < sweeper->n_shifts; s++)
    for (k = 0; k < n; k++)
      {
        uint32_t site = shift_site (sweeper, &sweeper->shifts[s], (uint32_t) (from + k));
        if (site != IND__NONE)
          lay_site (sweeper, sweeper->place_of + s * sweeper->index->table->n_kinds, site, k);
      }
  for (k = 0; k < sweeper->n_copies; k++)
    copy_lane (sweeper, &sweeper->copies[k]);
  for (k = 0; k < sweeper->n_lanes * sweeper->stride; k += sweeper->stride)
    ind__lane_enclose (sweeper->width, sweeper->low + k, sweeper->high + k,
                       sweeper->value + k, sweeper->half + k);
}

/* Marks the figures that took part in what passed. */
static void
touch_block (ind__sweeper *sweeper)
{
  size_t at, k;

  for (at = 0; at < sweeper->n_lanes * sweeper->stride; at += sweeper->stride)
    for (k = at; k < at + sweeper->width; k++)
      if (sweeper->has_passed[k])
        ind__set_add (sweeper->touched, sweeper->figure[k]);
}

/* ------------------------------------------------------------------------
 * Running a program
 * ---------------------------------------------------------------------- */

/* Where the k-th of some results begins. */
static double *
result_at (const ind__sweeper *sweeper, double *results, size_t k)
{
  return results + k * sweeper->result_stride;
}

/* The lane of a variable: a figure's, or a result. */
static const double *
variable (const ind__sweeper *sweeper, const struct program *program, const double *figures,
          const double *results, size_t number)
{
  size_t n = program->template->n_slots;
  return number < n ? figures + program->lane[number] * sweeper->stride
                    : results + (number - n) * sweeper->result_stride;
}

static const double *
value_of (const ind__sweeper *sweeper, const struct program *program, size_t number)
{
  return variable (sweeper, program, sweeper->value, sweeper->result, number);
}

static const double *
low_of (const ind__sweeper *sweeper, const struct program *program, size_t number)
{
  return variable (sweeper, program, sweeper->low, sweeper->result_low, number);
}

static const double *
high_of (const ind__sweeper *sweeper, const struct program *program, size_t number)
{
  return variable (sweeper, program, sweeper->high, sweeper->result_high, number);
}

/* The derivative by a variable. */
static double *
slope_at (const ind__sweeper *sweeper, size_t number)
{
  return result_at (sweeper, sweeper->slope, number);
}

/* The variable that a form is and no more, or IND__NONE. */
static uint32_t
only_variable (const struct program *program, const ind__form *form)
{
  const ind__term *term = &program->template->terms[form->first];

  return form->constant == 0 && form->n_terms == 1 && term->coefficient == form->divisor
             ? term->variable
             : IND__NONE;
}

static double
constant_size (const ind__form *form)
{
  return fabs (form->constant / form->divisor);
}

/* A form at the values, put into `out`; adds the sizes of its terms to `size`. */
static void
add_up (const ind__sweeper *sweeper, const struct program *program, const ind__form *form,
        double *out, double *size)
{
  size_t k;

  ind__lane_set (sweeper->n_places, out, form->constant / form->divisor);
  for (k = 0; k < form->n_terms; k++)
    {
      const ind__term *term = &program->template->terms[form->first + k];
      ind__lane_add_term (sweeper->n_places, out, size, term->coefficient / form->divisor,
                          value_of (sweeper, program, term->variable));
    }
}

/* A side of the rule at the values: in `room`, or a lane that is there. */
static const double *
side_at (const ind__sweeper *sweeper, const struct program *program, const ind__form *form,
         double *room, double *size)
{
  uint32_t variable = only_variable (program, form);
  const double *lane;

  if (variable == IND__NONE)
    {
      add_up (sweeper, program, form, room, size);
      return room;
    }
  lane = value_of (sweeper, program, variable);
  ind__lane_add_size (sweeper->n_places, size, 1, lane);
  return lane;
}

/* Intervals of a form. */
static void
add_up_intervals (const ind__sweeper *sweeper, const struct program *program,
                  const ind__form *form, double *low, double *high)
{
  size_t k;

  ind__lane_set (sweeper->n_places, low, form->constant / form->divisor);
  ind__lane_set (sweeper->n_places, high, form->constant / form->divisor);
  for (k = 0; k < form->n_terms; k++)
    {
      const ind__term *term = &program->template->terms[form->first + k];
      ind__lane_interval_add (sweeper->n_places, low, high, term->coefficient / form->divisor,
                              low_of (sweeper, program, term->variable),
                              high_of (sweeper, program, term->variable));
    }
}

/* Lanes of intervals: of a side of the rule, or of what it is given. */
struct intervals {
  const double *low, *high; /* these, or others */
  double own_low[BLOCK], own_high[BLOCK];
};

static void
enclose (const ind__sweeper *sweeper, const struct program *program, const ind__form *form,
         struct intervals *out)
{
  uint32_t variable = only_variable (program, form);

  if (variable != IND__NONE)
    {
      out->low = low_of (sweeper, program, variable);
      out->high = high_of (sweeper, program, variable);
      return;
    }
  add_up_intervals (sweeper, program, form, out->own_low, out->own_high);
  out->low = out->own_low;
  out->high = out->own_high;
}

/* Values of all results, and intervals where they are needed. */
static void
run_forward (ind__sweeper *sweeper, const struct program *program)
{
  const ind__template *template = program->template;
  size_t k;

  for (k = 0; k < template->n_constraints; k++)
    {
      const ind__constraint *constraint = &template->constraints[k];
      double *z = result_at (sweeper, sweeper->result, k);
      double *low = result_at (sweeper, sweeper->result_low, k);
      double *high = result_at (sweeper, sweeper->result_high, k);
      double *size = result_at (sweeper, sweeper->size, k);
      const double *a, *b, *a_low, *a_high, *b_low, *b_high;
      if (constraint->kind == IND__LINEAR)
        {
          ind__lane_set (sweeper->n_places, size, constant_size (&constraint->form));
          add_up (sweeper, program, &constraint->form, z, size);
          add_up_intervals (sweeper, program, &constraint->form, low, high);
          continue;
        }
      a = value_of (sweeper, program, constraint->x);
      b = value_of (sweeper, program, constraint->y);
      a_low = low_of (sweeper, program, constraint->x);
      a_high = high_of (sweeper, program, constraint->x);
      b_low = low_of (sweeper, program, constraint->y);
      b_high = high_of (sweeper, program, constraint->y);
      if (constraint->kind == IND__PRODUCT)
        {
          ind__lane_multiply (sweeper->n_places, z, a, b);
          ind__lane_interval_multiply (sweeper->n_places, low, high, a_low, a_high, b_low,
                                       b_high);
        }
      else
        {
          ind__lane_divide (sweeper->n_places, z, a, b);
          ind__lane_interval_divide (sweeper->n_places, low, high, a_low, a_high, b_low, b_high);
        }
      memcpy (size, z, sweeper->n_places * sizeof *z);
    }
}

static void
add_slopes (ind__sweeper *sweeper, const ind__template *template, const ind__form *form,
            const double *by)
{
  size_t k;

  for (k = 0; k < form->n_terms; k++)
    {
      const ind__term *term = &template->terms[form->first + k];
      ind__lane_add (sweeper->n_places, slope_at (sweeper, term->variable),
                     term->coefficient / form->divisor, by);
    }
}

/* The derivatives of left less right side; adds to `noise` what the errors of each
 * operation, relative to the sizes of its terms, are multiplied by. */
static void
run_backward (ind__sweeper *sweeper, const struct program *program, double *noise)
{
  const ind__template *template = program->template;
  size_t n = template->n_slots, k;
  double one[BLOCK], quotient[BLOCK];

  for (k = 0; k < n + template->n_constraints; k++)
    ind__lane_set (sweeper->n_places, slope_at (sweeper, k), 0);
  ind__lane_set (sweeper->n_places, one, 1);
  add_slopes (sweeper, template, &template->left, one);
  ind__lane_set (sweeper->n_places, one, -1);
  add_slopes (sweeper, template, &template->right, one);
  for (k = template->n_constraints; k-- > 0;)
    {
      const ind__constraint *constraint = &template->constraints[k];
      const double *by = slope_at (sweeper, n + k);
      const double *a, *b;
      ind__lane_add_product_size (sweeper->n_places, noise, 1, by,
                                  result_at (sweeper, sweeper->size, k));
      if (constraint->kind == IND__LINEAR)
        {
          add_slopes (sweeper, template, &constraint->form, by);
          continue;
        }
      a = value_of (sweeper, program, constraint->x);
      b = value_of (sweeper, program, constraint->y);
      if (constraint->kind == IND__PRODUCT)
        {
          ind__lane_add_product (sweeper->n_places, slope_at (sweeper, constraint->x), by,
                                 b);
          ind__lane_add_product (sweeper->n_places, slope_at (sweeper, constraint->y), by,
                                 a);
          continue;
        }
      ind__lane_divide (sweeper->n_places, quotient, by, b);
      ind__lane_add (sweeper->n_places, slope_at (sweeper, constraint->x), 1, quotient);
      ind__lane_subtract_product (sweeper->n_places, slope_at (sweeper, constraint->y),
                                  quotient, result_at (sweeper, sweeper->result, k));
    }
  for (k = 0; k < n; k++)
    ind__lane_add_product_size (sweeper->n_places, noise, 1, slope_at (sweeper, k),
                                sweeper->value + program->lane[k] * sweeper->stride);
}

/* What is known of a block after a run. */
struct run {
  double noise[BLOCK];
  struct intervals left, right, given;
  double finest[BLOCK], residual[BLOCK], margin[BLOCK];
  double sum[BLOCK], squares[BLOCK], largest[BLOCK]; /* of widths */
  uint8_t has_subject[BLOCK], has_all[BLOCK], has_units[BLOCK];
};

/* The derivative by a slot, where it changes from place to place. */
static const double *
slope_of (const ind__sweeper *sweeper, const struct program *program, size_t slot)
{
  return program->template->n_constraints == 0 ? NULL : slope_at (sweeper, slot);
}

static double
coefficient_of (const struct program *program, size_t slot)
{
  return program->template->n_constraints == 0 ? program->coefficient[slot] : 1;
}

static void
run_lanes (ind__sweeper *sweeper, const struct program *program, struct run *run)
{
  const ind__template *template = program->template;
  double left_room[BLOCK], right_room[BLOCK];
  const double *left, *right;
  size_t k;

  run_forward (sweeper, program);
  ind__lane_set (sweeper->n_places, run->noise,
                 constant_size (&template->left) + constant_size (&template->right));
  left = side_at (sweeper, program, &template->left, left_room, run->noise);
  right = side_at (sweeper, program, &template->right, right_room, run->noise);
  ind__lane_residual (sweeper->n_places, run->residual, left, right);
  if (template->n_constraints > 0)
    run_backward (sweeper, program, run->noise);
  if (!program->is_linear)
    {
      enclose (sweeper, program, &template->left, &run->left);
      enclose (sweeper, program, &template->right, &run->right);
    }
  if (template->has_given)
    enclose (sweeper, program, &template->given, &run->given);
  ind__lane_set (sweeper->n_places, run->sum, 0);
  ind__lane_set (sweeper->n_places, run->squares, 0);
  ind__lane_set (sweeper->n_places, run->largest, 0);
  ind__lane_set (sweeper->n_places, run->finest, INFINITY);
  for (k = 0; k < template->n_slots; k++)
    {
      const double *half = sweeper->half + program->lane[k] * sweeper->stride;
      ind__lane_add_width (sweeper->n_places, run->sum, run->squares, run->largest,
                           coefficient_of (program, k), slope_of (sweeper, program, k), half);
      if (k == program->target || program->target == IND__NONE)
        ind__lane_lower (sweeper->n_places, run->finest, 1, half);
    }
}

/* ------------------------------------------------------------------------
 * What passes
 * ---------------------------------------------------------------------- */

/* Whether the units of the program's figures at the place are those in `unit`. */
static int
are_units (const ind__sweeper *sweeper, const struct program *program, const uint16_t *unit,
           size_t place)
{
  size_t k;

  for (k = 0; k < program->template->n_slots; k++)
    if (sweeper->unit[program->lane[k] * sweeper->stride + place] != unit[k])
      return 0;
  return 1;
}

/* Whether the figures of a program at a place can be calculated with. */
static int
can_judge (ind__sweeper *sweeper, const struct program *program, size_t place)
{
  const ind__template *template = program->template;
  ind__binding binding;
  uint32_t slot;
  size_t k;

  memset (&binding, 0, sizeof binding);
  binding.template = template;
  binding.figure = sweeper->slot_figure;
  for (k = 0; k < template->n_slots; k++)
    sweeper->slot_figure[k] = sweeper->figure[program->lane[k] * sweeper->stride + place];
  if (ind__is_no_breakdown (sweeper->index, &binding))
    return 0;
  /* What goes together for one component does for another. */
  return (program > sweeper->programs && program[-1].number == program->number
          && program[-1].has_units && are_units (sweeper, program, program[-1].unit, place))
         || ind__judge_operands (sweeper->judge, &binding, &slot) == IND__NO_OBSTACLE;
}

/* Whether the units of the program's figures at the place go together; learns them. */
static int
has_units (ind__sweeper *sweeper, struct program *program, size_t place)
{
  size_t k;

  if (program->has_units && are_units (sweeper, program, program->unit, place))
    return 1;
  if (!can_judge (sweeper, program, place))
    return 0;
  for (k = 0; k < program->template->n_slots; k++)
    program->unit[k] = sweeper->unit[program->lane[k] * sweeper->stride + place];
  program->has_units = 1;
  return 1;
}

/* The residual up to which rounding explains it with a probability of alpha, for a program
 * whose widths are in the same proportions at many places. */
static double
find_threshold (ind__sweeper *sweeper, struct program *program, const double *width,
                double largest)
{
  size_t n = program->template->n_slots, i;
  double low = 0, high = 0, alpha = sweeper->judge->alpha * (1 + MARGIN);
  int k;

  for (i = 0; program->threshold >= 0 && i < n; i++)
    if (!(fabs (width[i] / largest - program->width[i]) <= 1e-9))
      break;
  if (program->threshold >= 0 && i == n)
    return program->threshold * largest;
  for (i = 0; i < n; i++)
    {
      program->width[i] = width[i] / largest;
      high += program->width[i];
    }
  for (k = 0; k < STEPS; k++)
    {
      double between = low + (high - low) / 2;
      if (ind__tail_probability (program->width, n, between) >= alpha)
        low = between;
      else
        high = between;
    }
  program->threshold = low;
  return low * largest;
}

/* A bound below the probability that uniform errors of these half-widths come to more than
 * the residual: that of the largest two alone. With U uniform, w the largest width and E the
 * sum of the others, it is the mean of (E + w - residual)_+ / w, convex in E, and a mean
 * grows no smaller with the errors left out (Jensen's inequality). */
static double
two_largest (const double *width, size_t n, double residual)
{
  double largest = 0, second = 0, sum = 0, reach;
  size_t k;

  for (k = 0; k < n; k++)
    {
      sum += width[k];
      if (width[k] > largest)
        {
          second = largest;
          largest = width[k];
        }
      else if (width[k] > second)
        second = width[k];
    }
  reach = second + largest - residual;
  /* The mean is that only where both ends of w U are not passed at once. */
  if (!(reach > 0) || reach > 2 * second || sum - largest > largest + residual)
    return 0;
  return reach * reach / (4 * second * largest);
}

/* Whether rounding explains the residual, which is less than all widths together, with a
 * probability of alpha or more. */
static int
is_probable (ind__sweeper *sweeper, struct program *program, const struct run *run,
             size_t place, double residual)
{
  size_t n = program->template->n_slots, k;
  double alpha = sweeper->judge->alpha * (1 + MARGIN), part;
  double *width = sweeper->point;

  /* The largest error alone: with more of them, less is near 0 (Anderson 1955). */
  if (residual <= (1 - alpha) * (1 - MARGIN) * run->largest[place])
    return 1;
  /* Paley and Zygmund's inequality; a sum of uniform errors has a kurtosis of at most 3. */
  part = 1 - sqrt (3 * alpha) - MARGIN;
  if (part > 0 && residual * residual <= part * run->squares[place] / 3)
    return 1;
  for (k = 0; k < n; k++)
    {
      const double *slope = slope_of (sweeper, program, k);
      width[k] = fabs (coefficient_of (program, k) * (slope == NULL ? 1 : slope[place]))
                 * sweeper->half[program->lane[k] * sweeper->stride + place];
    }
  if (two_largest (width, n, residual) >= alpha)
    return 1;
  /* Finding the threshold takes as long as asking for many a place. */
  if (program->is_linear && ++program->n_doubts > STEPS)
    return residual < find_threshold (sweeper, program, width, run->largest[place])
                          * (1 - MARGIN);
  return ind__tail_probability (width, n, residual) >= alpha;
}

/* Whether the residual is a multiple of the finest unit of the figures, so that it is 0
 * where it is less. */
static int
is_multiple (const struct program *program, double unit)
{
  const ind__template *template = program->template;

  return program->is_whole
         && (unit <= 1 || (template->left.constant == 0 && template->right.constant == 0));
}

/* How far the places are from any doubt that their rounding alone makes them exact, in
 * units of no meaning: beyond doubt where positive, NaN where nothing is known. */
static void
find_margins (const ind__sweeper *sweeper, const struct program *program, struct run *run)
{
  ind__lane_scale (sweeper->n_places, run->noise, program->epsilon);
  /* A half-width of NaN makes the sum of widths NaN, and that the margin. */
  ind__lane_margin (sweeper->n_places, run->margin, run->residual, run->sum, 1 - MARGIN);
  ind__lane_cap_below (sweeper->n_places, run->margin, run->noise, run->sum, MARGIN / 10);
  ind__lane_cap_below (sweeper->n_places, run->margin, run->noise, run->finest, MARGIN / 10);
  if (program->template->has_given)
    ind__lane_cap_apart (sweeper->n_places, run->margin, run->given.low, run->given.high,
                         MARGIN);
  if (!program->is_linear)
    ind__lane_cap_overlap (sweeper->n_places, run->margin, run->left.low, run->left.high,
                           run->right.low, run->right.high, MARGIN);
}

enum { DOUBTFUL, EXACT, ROUNDED };

/* What the judge would say of the place, where there is no doubt. */
static int
judge_place (ind__sweeper *sweeper, struct program *program, const struct run *run,
             size_t place)
{
  double residual = run->residual[place], finest = run->finest[place];

  if (!(run->margin[place] > 0) || !(residual < LARGEST)
      || (program->target == IND__NONE && !is_multiple (program, 2 * finest)))
    return DOUBTFUL;
  if (residual < finest * (1 - MARGIN))
    return EXACT;
  if (residual < finest * (1 + MARGIN) || !program->bends_one_way
      || !is_probable (sweeper, program, run, place, residual))
    return DOUBTFUL;
  return ROUNDED;
}

/* Whether a figure of the slot's quantity is printed at the place. */
static int
is_printed (const ind__sweeper *sweeper, const struct program *program, size_t slot, size_t place)
{
  return program->lane[slot] != IND__NONE
         && sweeper->is_there[program->lane[slot] * sweeper->stride + place];
}

static ind__origin
lead_at (const ind__sweeper *sweeper, const struct program *program, size_t place)
{
  uint32_t slot = program->template->first_subject;
  ind__origin lead;

  while (!is_printed (sweeper, program, slot, place))
    slot++;
  lead.template = program->number;
  lead.slot = slot;
  lead.figure = sweeper->figure[program->lane[slot] * sweeper->stride + place];
  return lead;
}

/* Whether what is printed of a slot at the place, if anything, is one figure by the source of
 * the lead. */
static int
is_printed_alike (const ind__sweeper *sweeper, const struct program *program, size_t slot,
                  size_t lead, size_t place)
{
  const uint32_t *next = sweeper->index->next;
  size_t at = program->lane[slot] * sweeper->stride + place;

  return !is_printed (sweeper, program, slot, place)
         || (sweeper->issue[at] == sweeper->issue[lead]
             && (next == NULL || next[sweeper->figure[at]] == IND__NONE));
}

/* Whether a sum is one over its breakdown by what is printed at the place, by the source of the
 * lead. */
static int
is_breakdown (const ind__sweeper *sweeper, const struct program *program, size_t lead,
              size_t place)
{
  const ind__template *template = program->template;
  ind__binding binding;
  size_t k;

  memset (&binding, 0, sizeof binding);
  binding.template = template;
  binding.figure = sweeper->slot_figure;
  for (k = 0; k < template->n_slots; k++)
    {
      uint32_t figure = IND__NONE;
      if (!is_printed_alike (sweeper, program, k, lead, place))
        return 0;
      if (is_printed (sweeper, program, k, place))
        figure = sweeper->figure[program->lane[k] * sweeper->stride + place];
      if (figure != IND__NONE && ind__index_use (sweeper->index, figure) != IND__USABLE)
        return 0;
      sweeper->slot_figure[k] = figure;
    }
  return !ind__is_no_breakdown (sweeper->index, &binding);
}

/* Whether the place is one of a single check that lacks a figure, whatever the others are: its
 * subjects are printed once, by one source. */
static int
is_gap (const ind__sweeper *sweeper, const struct program *program, const ind__origin *lead,
        size_t place)
{
  const ind__template *template = program->template;
  size_t at = program->lane[lead->slot] * sweeper->stride + place, k;

  if (!program->may_lack)
    return 0;
  for (k = template->first_subject; k < template->first_subject + template->n_subjects; k++)
    if (!is_printed_alike (sweeper, program, k, at, place))
      return 0;
  if (template->breakdown != IND__NONE && !is_breakdown (sweeper, program, at, place))
    return 0;
  for (k = 0; k < template->n_slots && program->is_complete; k++)
    if (!is_printed (sweeper, program, k, place))
      return 1;
  return !program->is_complete;
}

static int
add_lead (ind__sweeper *sweeper, const ind__origin *lead)
{
  if (!ind__grow (&sweeper->leads, &sweeper->leads_capacity, sweeper->n_leads + 1,
                  sizeof *sweeper->leads))
    return 0;
  sweeper->leads[sweeper->n_leads++] = *lead;
  return 1;
}

/* What does not pass. */
static int
add_place (ind__sweeper *sweeper, const struct program *program, size_t place, int has_all)
{
  ind__origin lead = lead_at (sweeper, program, place);

  return !has_all && is_gap (sweeper, program, &lead, place)
             ? sweeper->on_gap (sweeper->context, &lead)
             : add_lead (sweeper, &lead);
}

static int
compare_leads (const void *left, const void *right)
{
  return ind__origin_compare (left, right);
}

/* Puts leads in order; those of templates are, one behind the other. */
static void
sort_leads (ind__origin *leads, size_t n)
{
  size_t first, end;

  for (first = 0; first < n; first = end)
    {
      int is_sorted = 1;
      for (end = first + 1; end < n && leads[end].template == leads[first].template; end++)
        is_sorted &= ind__origin_compare (&leads[end - 1], &leads[end]) < 0;
      if (!is_sorted)
        qsort (leads + first, end - first, sizeof *leads, compare_leads);
    }
}

/* Visits the leads in order: those of one template and site have much in common. */
static int
visit_leads (ind__sweeper *sweeper, ind__lead_visitor on_lead)
{
  size_t n = sweeper->n_leads, k;

  sort_leads (sweeper->leads, n);
  sweeper->n_leads = 0;
  for (k = 0; k < n; k++)
    if (!on_lead (sweeper->context, &sweeper->leads[k]))
      return 0;
  return 1;
}

/* Of each place: whether a subject is printed; whether everything is, by one source and
 * vintage, so that there is one binding; and whether it is in units known to go together.
 * Returns whether there is any subject. */
static int
find_places (ind__sweeper *sweeper, const struct program *program, struct run *run)
{
  const ind__template *template = program->template;
  size_t k;

  memset (run->has_subject, 0, sweeper->n_places);
  for (k = template->first_subject; k < template->first_subject + template->n_subjects; k++)
    if (program->lane[k] != IND__NONE)
      ind__lane_or (sweeper->n_places, run->has_subject,
                    sweeper->is_there + program->lane[k] * sweeper->stride);
  if (memchr (run->has_subject, 1, sweeper->n_places) == NULL)
    return 0;
  memset (run->has_all, program->is_complete, sweeper->n_places);
  memset (run->has_units, program->has_units, sweeper->n_places);
  for (k = 0; k < template->n_slots && program->is_complete; k++)
    {
      size_t at = program->lane[k] * sweeper->stride;
      ind__lane_and (sweeper->n_places, run->has_all, sweeper->is_there + at);
      ind__lane_and_same (sweeper->n_places, run->has_all, sweeper->issue + at,
                          sweeper->issue + program->lane[0] * sweeper->stride);
      if (program->has_units)
        ind__lane_and_equal (sweeper->n_places, run->has_units, sweeper->unit + at,
                             program->unit[k]);
    }
  return 1;
}

/* Judges a place with a subject: whether it passes. */
static int
pass_place (ind__sweeper *sweeper, struct program *program, const struct run *run,
            size_t place)
{
  ind__swept *swept = &sweeper->swept[program->number];
  int outcome = run->has_all[place] ? judge_place (sweeper, program, run, place) : DOUBTFUL;

  if (outcome != DOUBTFUL && !run->has_units[place] && !has_units (sweeper, program, place))
    outcome = DOUBTFUL;
  swept->n_exact += outcome == EXACT;
  swept->n_rounding += outcome == ROUNDED;
  return outcome != DOUBTFUL;
}

static int
run_program (ind__sweeper *sweeper, struct program *program)
{
  ind__swept *swept = &sweeper->swept[program->number];
  struct run run;
  uint8_t has_passed[BLOCK];
  size_t i;

  sweeper->n_places = (program->n_components - 1) * sweeper->stride + sweeper->width;
  if (!find_places (sweeper, program, &run))
    return 1;
  memset (has_passed, 0, sweeper->n_places);
  if (memchr (run.has_all, 1, sweeper->n_places) != NULL)
    {
      run_lanes (sweeper, program, &run);
      find_margins (sweeper, program, &run);
      /* Most places are exact, without looking at each. */
      if (program->target != IND__NONE)
        swept->n_exact += ind__lane_mark_exact (sweeper->n_places, has_passed, run.has_all,
                                                run.has_units, run.margin, run.residual,
                                                run.finest, 1 - MARGIN);
    }
  for (i = 0; i < sweeper->n_places; i++)
    if (run.has_subject[i] > has_passed[i])
      {
        has_passed[i] = (uint8_t) pass_place (sweeper, program, &run, i);
        if (!has_passed[i] && !add_place (sweeper, program, i, run.has_all[i]))
          return 0;
      }
  if (memchr (has_passed, 1, sweeper->n_places) != NULL)
    for (i = 0; i < program->template->n_slots; i++)
      ind__lane_or (sweeper->n_places, sweeper->has_passed + program->lane[i] * sweeper->stride,
                    has_passed);
  return 1;
}

/* ------------------------------------------------------------------------
 * The whole
 * ---------------------------------------------------------------------- */

static void
read_kinds (ind__sweeper *sweeper)
{
  const ind__index *index = sweeper->index;
  size_t k;

  for (k = 0; k < index->table->n_kinds; k++)
    {
      const ind__kind *own = &index->table->kinds[k];
      sweeper->kinds[k].is_plain = index->meaning[k].use == IND__USABLE
                                   && own->qualifier == IND_QUALIFIER_NONE
                                   && own->rounding == IND_ROUNDING_NEAREST;
      sweeper->kinds[k].digits.decimals = sweeper->kinds[k].digits.precision = INT8_MIN;
      sweeper->kinds[k].scale = index->meaning[k].scale;
      sweeper->kinds[k].issue = index->meaning[k].issue;
      sweeper->kinds[k].unit = own->unit;
    }
}

/* Where the lanes of kinds begin; 0 when memory ran out. */
static int
place_kinds (ind__sweeper *sweeper)
{
  const ind__index *index = sweeper->index;
  size_t n = index->table->n_kinds, s, k;

  sweeper->place_of
      = ind__pool_room (&sweeper->pool, sweeper->n_shifts * n * sizeof *sweeper->place_of);
  for (s = 0; s < sweeper->n_shifts && sweeper->place_of != NULL; s++)
    for (k = 0; k < n; k++)
      {
        uint32_t lane = sweeper->lane_of[s * index->n_columns + index->meaning[k].column];
        sweeper->place_of[s * n + k]
            = lane == IND__NONE ? IND__NONE : lane * (uint32_t) sweeper->stride;
      }
  return sweeper->place_of != NULL;
}

/* Where no figure is laid, these are compared all the same. */
static void
clear_places (ind__sweeper *sweeper)
{
  size_t at;

  for (at = 0; at < sweeper->n_lanes * sweeper->stride; at += sweeper->stride)
    {
      memset (sweeper->issue + at, 0, sweeper->width * sizeof *sweeper->issue);
      memset (sweeper->unit + at, 0, sweeper->width * sizeof *sweeper->unit);
    }
}

static size_t
count_places (size_t n_sites)
{
  return n_sites > BLOCK ? BLOCK : (n_sites + IND__STEP - 1) / IND__STEP * IND__STEP;
}

/* Room for so many numbers, or others of a size; NULL when memory ran out. */
static void *
new_room (ind__sweeper *sweeper, size_t n, size_t size)
{
  return ind__pool_room (&sweeper->pool, n * size);
}

/* Lanes of numbers of figures, all 0: a place without one may be calculated with. */
static double *
new_lanes (ind__sweeper *sweeper)
{
  size_t size = (sweeper->n_lanes * sweeper->stride + 1) * sizeof (double);
  double *lanes = ind__pool_room (&sweeper->pool, size);

  if (lanes != NULL)
    memset (lanes, 0, size);
  return lanes;
}

/* Lanes for the figures, and for a program of so many variables. */
static int
open_lanes (ind__sweeper *sweeper, size_t n_variables)
{
  size_t n = sweeper->n_lanes * sweeper->stride;

  sweeper->kinds
      = new_room (sweeper, sweeper->index->table->n_kinds, sizeof *sweeper->kinds);
  sweeper->figure = new_room (sweeper, n, sizeof *sweeper->figure);
  sweeper->is_there = new_room (sweeper, n, 1);
  sweeper->has_passed = new_room (sweeper, n, 1);
  sweeper->issue = new_room (sweeper, n, sizeof *sweeper->issue);
  sweeper->unit = new_room (sweeper, n, sizeof *sweeper->unit);
  sweeper->value = new_lanes (sweeper);
  sweeper->half = new_lanes (sweeper);
  sweeper->low = new_lanes (sweeper);
  sweeper->high = new_lanes (sweeper);
  n = n_variables * sweeper->result_stride;
  sweeper->result = new_room (sweeper, n, sizeof *sweeper->result);
  sweeper->result_low = new_room (sweeper, n, sizeof *sweeper->result_low);
  sweeper->result_high = new_room (sweeper, n, sizeof *sweeper->result_high);
  sweeper->size = new_room (sweeper, n, sizeof *sweeper->size);
  sweeper->slope = new_room (sweeper, n, sizeof *sweeper->slope);
  sweeper->slot_figure = new_room (sweeper, n_variables, sizeof *sweeper->slot_figure);
  sweeper->point = new_room (sweeper, n_variables, sizeof *sweeper->point);
  if (sweeper->kinds == NULL || sweeper->figure == NULL
      || sweeper->is_there == NULL || sweeper->has_passed == NULL || sweeper->issue == NULL
      || sweeper->unit == NULL
      || sweeper->value == NULL || sweeper->half == NULL || sweeper->low == NULL
      || sweeper->high == NULL || sweeper->result == NULL || sweeper->result_low == NULL
      || sweeper->result_high == NULL || sweeper->size == NULL || sweeper->slope == NULL
      || sweeper->slot_figure == NULL || sweeper->point == NULL)
    return 0;
  read_kinds (sweeper);
  return 1;
}

static int
prepare (ind__sweeper *sweeper)
{
  const ind__templates *templates = sweeper->judge->templates;
  uint32_t *components = ind__pool_room (
      &sweeper->pool, (sweeper->index->n_columns + 1) * sizeof *components);
  size_t n = 1, k;

  if (components == NULL)
    return 0;
  for (k = 0; k < templates->count; k++)
    if (is_sweepable (&templates->at[k]))
      {
        size_t before = sweeper->n_programs;
        if (!add_programs (sweeper, (uint32_t) k, components))
          return 0;
        sweeper->swept[k].is_swept = 1;
        if (sweeper->n_programs > before && ind__n_variables (&templates->at[k]) > n)
          n = ind__n_variables (&templates->at[k]);
      }
  if (sweeper->n_lanes <= MOST_LANES)
    return open_lanes (sweeper, n) && place_kinds (sweeper);
  for (k = 0; k < templates->count; k++)
    sweeper->swept[k].is_swept = 0;
  sweeper->n_lanes = 0;
  return 1;
}

ind__sweeper *
ind__sweeper_new (ind__judge *judge, ind__swept *swept, ind__set *touched)
{
  ind__sweeper *sweeper = ind__new_zeroed (sizeof *sweeper);

  if (sweeper == NULL)
    return NULL;
  sweeper->judge = judge;
  sweeper->index = judge->index;
  sweeper->swept = swept;
  sweeper->touched = touched;
  sweeper->width = count_places (judge->index->table->n_sites);
  sweeper->stride = sweeper->width < BLOCK ? sweeper->width : FULL_STRIDE;
  sweeper->most_components = sweeper->width > 0 ? BLOCK / sweeper->width : 1;
  sweeper->result_stride
      = sweeper->most_components > 1 ? sweeper->most_components * sweeper->stride
                                     : sweeper->stride;
  if (!prepare (sweeper))
    {
      ind__sweeper_free (sweeper);
      return NULL;
    }
  clear_places (sweeper);
  return sweeper;
}

void
ind__sweeper_free (ind__sweeper *sweeper)
{
  if (sweeper == NULL)
    return;
  ind__pool_free (&sweeper->pool);
  ind__release (sweeper->programs);
  ind__release (sweeper->shifts);
  ind__release (sweeper->lane_of);
  ind__release (sweeper->sequences);
  ind__release (sweeper->copies);
  ind__release (sweeper->leads);
  ind__release (sweeper);
}

int
ind__sweep (ind__sweeper *sweeper, size_t first, size_t end, ind__lead_visitor on_lead,
            ind__lead_visitor on_gap, void *context)
{
  size_t from, k;

  sweeper->on_gap = on_gap;
  sweeper->context = context;
  for (from = first; from < end && sweeper->n_lanes > 0; from += BLOCK)
    {
      size_t n = end - from < BLOCK ? end - from : BLOCK;
      /* Of several lanes side by side, all places are looked at. */
      sweeper->width = sweeper->stride < BLOCK ? sweeper->stride : count_places (n);
      lay_block (sweeper, from, n);
      for (k = 0; k < sweeper->n_programs; k++)
        if (!run_program (sweeper, &sweeper->programs[k]))
          return 0;
      touch_block (sweeper);
      /* Not one rule after the other: what judges displaces the lanes from the caches. */
      if (!visit_leads (sweeper, on_lead))
        return 0;
    }
  return 1;
}
