/* SPDX-License-Identifier: GPL-3.0-or-later
 * From a binding to a verdict. */
#ifndef IND_CHECK_VERDICT_H
#define IND_CHECK_VERDICT_H

#include "check/bind.h"
#include "check/evaluate.h"
#include "check/derived_unit.h"

/* A sum over a breakdown where it was looked at: how far its figures can have been moved by
 * the rounding of all of them; -1 where one is not printed. */
typedef struct ind__known_radius {
  uint32_t area, component, issue;
  ind__period period;
  double radius;
  int is_known;
} ind__known_radius;

/* The components of a sum, as bits by number modulo 64, and the places it was looked at
 * last: a rate needs this year's and last year's in turn. */
#define IND__MOST_KNOWN 4

typedef struct ind__known_sum {
  uint64_t components;
  ind__known_radius last[IND__MOST_KNOWN];
  size_t next; /* to be forgotten */
} ind__known_sum;

/* How far a figure deviates where it was asked last: that of a total is asked for each of its
 * parts. `except` is the identity left out. */
#define IND__MOST_DEVIATIONS 64

typedef struct ind__known_deviation {
  const ind__template *except;
  uint32_t figure;
  int steps; /* 0: nothing is known */
  double deviation;
} ind__known_deviation;

/* The interval of a figure that was asked for last: figures of one row share operands. */
#define IND__MOST_INTERVALS 128

typedef struct ind__known_interval {
  uint32_t number; /* of the figure, counted from 1; 0: none */
  ind_interval interval;
} ind__known_interval;

/* Growth per head, from figures per head, from totals: no chain of the field is
 * longer. */
#define IND__MOST_STEPS 3

/* Room for the largest template, and what judging needs to know. */
typedef struct ind__judge {
  const ind__index *index;
  const ind__templates *templates;
  double alpha;
  ind_interval *x;    /* per variable */
  ind_interval *work; /* twice that */
  double *point;      /* three per variable */
  ind__known_unit *unit; /* per variable */
  ind__known_sum *sums;  /* per template */
  ind__known_deviation *deviations; /* IND__MOST_DEVIATIONS, by figure */
  ind__known_interval *intervals;   /* IND__MOST_INTERVALS, by figure */
  size_t n_variables; /* of the largest template */
  double *steps;      /* two per variable and step of a computation */
  uint32_t *first_maker, *makers; /* per name: templates that define or add up the indicator */
  size_t n_names;
} ind__judge;

/* Why a check could not be made. */
typedef enum ind__obstacle {
  IND__NO_OBSTACLE,
  IND__MISSING_FIGURE,
  IND__UNUSABLE_FIGURE,   /* its unit is not its indicator's */
  IND__OTHER_VINTAGE,     /* only printed in another vintage */
  IND__DIFFERENT_CURRENCY,
  IND__DIFFERENT_PRICES,
  IND__DIFFERENT_UNITS,
  IND__ZERO_DENOMINATOR,
  IND__NOT_POSITIVE /* what the rule is given to be positive may not be */
} ind__obstacle;

/* What judging found. Intervals in units of scale 0. */
typedef struct ind__judgement {
  ind_verdict verdict;
  ind__obstacle obstacle;
  uint32_t slot;        /* the one in the way, or IND__NONE */
  uint32_t target;      /* the slot of the printed side, or IND__NONE */
  int target_is_right;
  ind_interval printed, implied;
  double gap, kappa, p;
} ind__judgement;

/* What is known of the true value of a figure: ind__index_interval, remembered. */
static inline ind_interval
ind__judge_interval (ind__judge *judge, uint32_t figure)
{
  ind__known_interval *known = &judge->intervals[figure % IND__MOST_INTERVALS];

  if (judge->index->given != NULL)
    return ind__index_interval (judge->index, figure);
  if (known->number != figure + 1)
    {
      known->number = figure + 1;
      known->interval = ind__index_interval (judge->index, figure);
    }
  return known->interval;
}

ind_status ind__judge_prepare (ind__judge *judge, const ind__index *index,
                               const ind__templates *templates, double alpha, ind_error *error);
void ind__judge_free (ind__judge *judge);

/* Whether the figures of the binding can enter one calculation: prices,
 * currencies and units. Names the slot in the way, or IND__NONE. */
ind__obstacle ind__judge_operands (ind__judge *judge, const ind__binding *binding,
                                   uint32_t *slot);

void ind__judge_binding (ind__judge *judge, const ind__binding *binding, ind__judgement *out);

#endif
