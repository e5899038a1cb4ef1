/* SPDX-License-Identifier: GPL-3.0-or-later
 * True values that a whole report leaves possible. */
#ifndef IND_EXPLAIN_WITNESS_H
#define IND_EXPLAIN_WITNESS_H

#include "check/findings.h"

/* Whether values were found that every figure of the report can have at once, and with which
 * every rule on them holds to within what rounding doubles loses: then no part of its network is
 * refuted, whatever is combined. 1: they were; 0: they were not, which says nothing; -1: memory
 * ran out. */
int ind__has_witness (const ind_report *report);

#endif
