/* SPDX-License-Identifier: GPL-3.0-or-later
 * A reconciliation under way: what its parts share. */
#ifndef IND_RECONCILE_RECONCILER_H
#define IND_RECONCILE_RECONCILER_H

#include "explain/explainer.h"
#include "reconcile/reconcile.h"

/* What is measured by a figure, in units of scale 0. */
struct ind__measure {
  double value, error;  /* error: as given, with alterability; NaN: nothing is measured */
  ind_interval interval;
  int is_protected;     /* not to be given up */
  int is_out;           /* given up */
};

/* All variables and links of the network, those tied together side by side. */
struct ind__groups {
  uint32_t *variable, *link; /* by group */
  size_t *first_variable, *first_link;
  size_t n;
  uint32_t *place;           /* per variable: its place in its group */
  uint32_t *first_figure, *next_figure; /* per variable, per figure: those of a variable */
};

struct ind__reconciler {
  ind__explainer explainer;
  const ind_report *report;
  ind_reconcile_options options;
  struct ind__measure *measure; /* per figure */
  struct ind__groups groups;
  double *before, *after;  /* per link of the network */
  uint8_t *is_contradictory;
  uint8_t *is_member;      /* per variable: a quantity */
  uint8_t *is_zero;        /* per variable: a slack of a rule that holds */
  uint8_t *is_rule;        /* per link: what a rule says, where it was applied */
  uint8_t *is_left_out;    /* per link: of a rule that rests on what is assumed */
  ind_reconciliation *out;
};

/* The number as a double, off by less than the distance to the next. */
double ind__double_of (ind_decimal number);

/* Fills `measure`. IND_E_NUMBER and what is wrong, where a column of the table holds no
 * such number. */
ind_status ind__measure_figures (struct ind__reconciler *at, ind_error *error);

/* Fills `groups`; 0 when memory ran out. Free it either way. */
int ind__find_groups (struct ind__reconciler *at);
void ind__free_groups (struct ind__groups *groups);

/* Balances a group: into `out`, in units of scale 0; `before`, `after`; and the standard
 * errors of figures given up into `error_of`. IND_E_MEMORY, IND_E_DOMAIN. */
ind_status ind__reconcile_group (struct ind__reconciler *at, size_t number, double *error_of);

#define IND__NOT_ROUNDED INT32_MAX

/* Rounds what came out of each figure to its printed decimals, so that sums hold: into
 * `rounded`, per figure, in its unit; those no sum holds are left as they are, not
 * rounded. IND_E_MEMORY. */
ind_status ind__round_figures (struct ind__reconciler *at, ind_decimal *rounded);

#endif
