/* SPDX-License-Identifier: GPL-3.0-or-later
 * The sweep: rules evaluated in columns. A block of sites is laid out in lanes, one for each
 * indicator, component and shift of time that rules ask for; then every rule runs along
 * its lanes, and what passes is told from what is left to the judge. */
#include "check/sweeper.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "check/probability.h"

/* From one full lane to the next: no power of two, which would crowd the sets of a cache. */
#define FULL_STRIDE (IND__LANE + 8)
#define MOST_LANES 8192
/* Nothing passes that near to a bound, relative to the widths of intervals; nor where errors
 * of the arithmetic may be a tenth of that. */
#define MARGIN 1e-4
/* Three factors, or a quotient, stay normal. */
#define LARGEST 1e90
/* Of the search for a threshold. */
#define STEPS 12

/* ------------------------------------------------------------------------
 * What passes
 * ---------------------------------------------------------------------- */

/* Whether the units of the program's figures at the place are those in `unit`. */
static int
are_units (const ind__sweeper *sweeper, const ind__program *program, const uint16_t *unit,
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
can_judge (ind__sweeper *sweeper, const ind__program *program, size_t place)
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
has_units (ind__sweeper *sweeper, ind__program *program, size_t place)
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
find_threshold (ind__sweeper *sweeper, ind__program *program, const double *width, double largest)
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
is_probable (ind__sweeper *sweeper, ind__program *program, const ind__lane_run *run, size_t place,
             double residual)
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
      const double *slope = ind__slope_of (sweeper, program, k);
      width[k] = fabs (ind__coefficient_of (program, k) * (slope == NULL ? 1 : slope[place]))
                 * sweeper->half[program->lane[k] * sweeper->stride + place];
    }
  if (two_largest (width, n, residual) >= alpha)
    return 1;
  /* Finding the threshold takes as long as asking for many a place. */
  if (program->is_linear && ++program->n_doubts > STEPS)
    return residual < find_threshold (sweeper, program, width, run->largest[place]) * (1 - MARGIN);
  return ind__tail_probability (width, n, residual) >= alpha;
}

/* Whether the residual is a multiple of the finest unit of the figures, so that it is 0
 * where it is less. */
static int
is_multiple (const ind__program *program, double unit)
{
  const ind__template *template = program->template;

  return program->is_whole
         && (unit <= 1 || (template->left.constant == 0 && template->right.constant == 0));
}

/* How far the places are from any doubt that their rounding alone makes them exact, in
 * units of no meaning: beyond doubt where positive, NaN where nothing is known. */
static void
find_margins (const ind__sweeper *sweeper, const ind__program *program, ind__lane_run *run)
{
  ind__lane_scale (sweeper->n_places, run->noise, program->epsilon);
  /* A half-width of NaN makes the sum of widths NaN, and that the margin. */
  ind__lane_margin (sweeper->n_places, run->margin, run->residual, run->sum, 1 - MARGIN);
  ind__lane_cap_below (sweeper->n_places, run->margin, run->noise, run->sum, MARGIN / 10);
  ind__lane_cap_below (sweeper->n_places, run->margin, run->noise, run->finest, MARGIN / 10);
  if (program->template->has_given)
    ind__lane_cap_apart (sweeper->n_places, run->margin, run->given.low, run->given.high, MARGIN);
  if (!program->is_linear)
    ind__lane_cap_overlap (sweeper->n_places, run->margin, run->left.low, run->left.high,
                           run->right.low, run->right.high, MARGIN);
}

enum
{
  DOUBTFUL,
  EXACT,
  ROUNDED
};

/* What the judge would say of the place, where there is no doubt. */
static int
judge_place (ind__sweeper *sweeper, ind__program *program, const ind__lane_run *run, size_t place)
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
is_printed (const ind__sweeper *sweeper, const ind__program *program, size_t slot, size_t place)
{
  return program->lane[slot] != IND__NONE
         && sweeper->is_there[program->lane[slot] * sweeper->stride + place];
}

static ind__origin
lead_at (const ind__sweeper *sweeper, const ind__program *program, size_t place)
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
is_printed_alike (const ind__sweeper *sweeper, const ind__program *program, size_t slot,
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
is_breakdown (const ind__sweeper *sweeper, const ind__program *program, size_t lead, size_t place)
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
is_gap (const ind__sweeper *sweeper, const ind__program *program, const ind__origin *lead,
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
add_place (ind__sweeper *sweeper, const ind__program *program, size_t place, int has_all)
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
find_places (ind__sweeper *sweeper, const ind__program *program, ind__lane_run *run)
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
pass_place (ind__sweeper *sweeper, ind__program *program, const ind__lane_run *run, size_t place)
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
run_program (ind__sweeper *sweeper, ind__program *program)
{
  ind__swept *swept = &sweeper->swept[program->number];
  ind__lane_run run;
  uint8_t has_passed[IND__BLOCK];
  size_t i;

  sweeper->n_places = (program->n_components - 1) * sweeper->stride + sweeper->width;
  if (!find_places (sweeper, program, &run))
    return 1;
  memset (has_passed, 0, sweeper->n_places);
  if (memchr (run.has_all, 1, sweeper->n_places) != NULL)
    {
      ind__run_lanes (sweeper, program, &run);
      find_margins (sweeper, program, &run);
      /* Most places are exact, without looking at each. */
      if (program->target != IND__NONE)
        swept->n_exact
            += ind__lane_mark_exact (sweeper->n_places, has_passed, run.has_all, run.has_units,
                                     run.margin, run.residual, run.finest, 1 - MARGIN);
    }
  for (i = 0; i < sweeper->n_places; i++)
    if (run.has_subject[i] > has_passed[i])
      {
        has_passed[i] = (uint8_t)pass_place (sweeper, program, &run, i);
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

static size_t
count_places (size_t n_sites)
{
  return n_sites > IND__BLOCK ? IND__BLOCK : (n_sites + IND__STEP - 1) / IND__STEP * IND__STEP;
}

static int
prepare (ind__sweeper *sweeper)
{
  const ind__templates *templates = sweeper->judge->templates;
  uint32_t *components
      = ind__pool_room (&sweeper->pool, (sweeper->index->n_columns + 1) * sizeof *components);
  size_t n = 1, k;

  if (components == NULL)
    return 0;
  for (k = 0; k < templates->count; k++)
    if (ind__is_sweepable (&templates->at[k]))
      {
        size_t before = sweeper->n_programs;
        if (!ind__add_programs (sweeper, (uint32_t)k, components))
          return 0;
        sweeper->swept[k].is_swept = 1;
        if (sweeper->n_programs > before && ind__n_variables (&templates->at[k]) > n)
          n = ind__n_variables (&templates->at[k]);
      }
  if (sweeper->n_lanes <= MOST_LANES)
    {
      sweeper->slot_figure = ind__pool_room (&sweeper->pool, n * sizeof *sweeper->slot_figure);
      sweeper->point = ind__pool_room (&sweeper->pool, n * sizeof *sweeper->point);
      return sweeper->slot_figure != NULL && sweeper->point != NULL && ind__open_layout (sweeper)
             && ind__open_results (sweeper, n);
    }
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
  sweeper->stride = sweeper->width < IND__BLOCK ? sweeper->width : FULL_STRIDE;
  sweeper->most_components = sweeper->width > 0 ? IND__BLOCK / sweeper->width : 1;
  sweeper->result_stride
      = sweeper->most_components > 1 ? sweeper->most_components * sweeper->stride : sweeper->stride;
  if (!prepare (sweeper))
    {
      ind__sweeper_free (sweeper);
      return NULL;
    }
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
  for (from = first; from < end && sweeper->n_lanes > 0; from += IND__BLOCK)
    {
      size_t n = end - from < IND__BLOCK ? end - from : IND__BLOCK;
      /* Of several lanes side by side, all places are looked at. */
      sweeper->width = sweeper->stride < IND__BLOCK ? sweeper->stride : count_places (n);
      ind__lay_block (sweeper, from, n);
      for (k = 0; k < sweeper->n_programs; k++)
        if (!run_program (sweeper, &sweeper->programs[k]))
          return 0;
      ind__touch_block (sweeper);
      /* Not one rule after the other: what judges displaces the lanes from the caches. */
      if (!visit_leads (sweeper, on_lead))
        return 0;
    }
  return 1;
}
