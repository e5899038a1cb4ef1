/* SPDX-License-Identifier: GPL-3.0-or-later
 * From bindings to findings. */
#ifndef IND_CHECK_FINDER_H
#define IND_CHECK_FINDER_H

#include "check/findings.h"
#include "check/sweep.h"

/* What a finder keeps as findings. */
typedef enum ind__finder_task {
  IND__FIND_DOUBTFUL,    /* of those that are not in order; checks that could not be made are
                            counted, and their places kept */
  IND__FIND_ALL,         /* of every check that could be made, likewise */
  IND__FIND_UNVERIFIABLE /* of those that could not, and nothing else */
} ind__finder_task;

/* Judges bindings, and adds to a report what is to be kept, and to its summary. */
typedef struct ind__finder {
  ind_report *report;
  ind__judge *judge;
  ind__set *touched;   /* figures that a check could be made with */
  ind__finder_task task;
  ind__binder **binders; /* per template, once it was needed */
} ind__finder;

/* Borrows the report, the judge and the marks, which the third task has no need of. 0 when
 * memory ran out. Close it either way. */
int ind__finder_open (ind__finder *finder, ind_report *report, ind__judge *judge,
                      ind__set *touched, ind__finder_task task);
void ind__finder_close (ind__finder *finder);

/* Judges the instances where a lead is, or all of a template. 0 when memory ran out. */
int ind__find_at (ind__finder *finder, const ind__origin *lead);
int ind__find_all (ind__finder *finder, uint32_t template);

#endif
