/* SPDX-License-Identifier: GPL-3.0-or-later
 * All rules over all figures, in threads. */
#ifndef IND_CHECK_SCREEN_H
#define IND_CHECK_SCREEN_H

#include "base/set.h"
#include "check/findings.h"

/* How to screen. */
typedef struct ind__screening {
  size_t n_threads;
  int keeps_all;       /* findings of every verdict */
  ind__set *touched; /* figures that a check could be made with */
} ind__screening;

/* Judges all instances of all templates of the report, and adds to it what is to be kept, in no
 * order, and to its summary. What comes out does not depend on the number of threads. 0 when
 * memory ran out. */
int ind__screen (ind_report *report, ind__judge *judge, const ind__screening *options);

#endif
