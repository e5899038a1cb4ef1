/* SPDX-License-Identifier: GPL-3.0-or-later
 * What a sweep consists of, for the files that do its parts: program.c says which lanes there
 * are, lay.c lays figures into them, run.c calculates along them, sweep.c decides. */
#ifndef IND_CHECK_SWEEPER_H
#define IND_CHECK_SWEEPER_H

#include "base/pool.h"
#include "check/lane.h"
#include "check/sweep.h"

/* Sites of a block. */
#define IND__BLOCK IND__LANE

/* An offset in time: see ind__slot. */
typedef struct ind__shift {
  int16_t years_earlier, periods_before;
} ind__shift;

/* A template for one component or none, or of a small report for several: their places stand one
 * behind the other in lanes side by side. */
typedef struct ind__program {
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
} ind__program;

/* Lanes side by side, of one shift and of columns or of none. */
typedef struct ind__sequence {
  const uint32_t *column;
  size_t n, shift;
  uint32_t first; /* lane */
} ind__sequence;

/* A lane that repeats another: of what all components are compared with. */
typedef struct ind__lane_copy {
  uint32_t to, from;
} ind__lane_copy;

/* What the judge needs to know of a kind, and what the numbers of its last figure were
 * multiplied by: most figures of a kind have as many decimals. */
typedef struct ind__laid_kind {
  uint32_t issue;
  uint16_t unit;
  int16_t scale;
  int8_t is_plain; /* usable, rounded to nearest, without a qualifier */
  ind__digits digits; /* INT8_MIN: none yet */
  double times, over, half;   /* times / over: a power of ten; half: NaN or a half-width */
} ind__laid_kind;

struct ind__sweeper {
  ind__judge *judge;
  const ind__index *index;
  ind__swept *swept;
  ind__set *touched;
  ind__shift *shifts;
  size_t n_shifts, shifts_capacity;
  uint32_t *lane_of; /* per shift and column: its lane, or IND__NONE */
  size_t lane_capacity, n_lanes;
  ind__sequence *sequences;
  size_t n_sequences, sequences_capacity;
  ind__lane_copy *copies;
  size_t n_copies, copies_capacity;
  uint32_t *place_of; /* per shift and kind: where its lane begins, or IND__NONE */
  ind__program *programs;
  size_t n_programs, programs_capacity;
  ind__pool pool; /* what programs and lanes consist of */
  ind__laid_kind *kinds;
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

/* Lanes of intervals: of a side of the rule, or of what it is given. */
typedef struct ind__lane_intervals {
  const double *low, *high; /* these, or others */
  double own_low[IND__BLOCK], own_high[IND__BLOCK];
} ind__lane_intervals;

/* What is known of a block after a run. */
typedef struct ind__lane_run {
  double noise[IND__BLOCK];
  ind__lane_intervals left, right, given;
  double finest[IND__BLOCK], residual[IND__BLOCK], margin[IND__BLOCK];
  double sum[IND__BLOCK], squares[IND__BLOCK], largest[IND__BLOCK]; /* of widths */
  uint8_t has_subject[IND__BLOCK], has_all[IND__BLOCK], has_units[IND__BLOCK];
} ind__lane_run;

/* Whether a template can be swept. */
int ind__is_sweepable (const ind__template *template);

/* Adds programs for each component that the template's free subject has, or the one; none where
 * no subject is ever printed. `components` is room for one per column. 0 when memory ran out. */
int ind__add_programs (ind__sweeper *sweeper, uint32_t number, uint32_t *components);

/* Lanes for the figures, all of whose lanes are known; 0 when memory ran out. */
int ind__open_layout (ind__sweeper *sweeper);

/* Lays n sites from `from` on. */
void ind__lay_block (ind__sweeper *sweeper, size_t from, size_t n);

/* Marks the figures laid that took part in what passed. */
void ind__touch_block (ind__sweeper *sweeper);

/* Lanes for a program of so many variables; 0 when memory ran out. */
int ind__open_results (ind__sweeper *sweeper, size_t n_variables);

/* Runs a program along its lanes. */
void ind__run_lanes (ind__sweeper *sweeper, const ind__program *program, ind__lane_run *run);

/* The derivatives by a variable. */
static inline double *
ind__slope_at (const ind__sweeper *sweeper, size_t number)
{
  return sweeper->slope + number * sweeper->result_stride;
}

/* The derivative by a slot, where it changes from place to place. */
static inline const double *
ind__slope_of (const ind__sweeper *sweeper, const ind__program *program, size_t slot)
{
  return program->template->n_constraints == 0 ? NULL : ind__slope_at (sweeper, slot);
}

static inline double
ind__coefficient_of (const ind__program *program, size_t slot)
{
  return program->template->n_constraints == 0 ? program->coefficient[slot] : 1;
}

#endif
