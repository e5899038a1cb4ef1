/* SPDX-License-Identifier: GPL-3.0-or-later
 * From bindings to findings, in threads. */
#ifndef IND_CHECK_FINDER_H
#define IND_CHECK_FINDER_H

#include "check/findings.h"
#include "check/sweep.h"

/* How to look for findings. */
typedef struct ind__finding_options {
  size_t n_threads;
  int keeps_all;       /* findings of every verdict */
  uint8_t *is_touched; /* per figure: set for those that a check could be made with */
} ind__finding_options;

/* Judges the leads of every template that was swept, and all instances of the others, and adds
 * to the report what is to be kept, and to its summary. What comes out, and its order, do not
 * depend on the number of threads. 0 when memory ran out. */
int ind__find (ind_report *report, ind__judge *judge, const ind__swept *swept,
               const ind__finding_options *options);

#endif
