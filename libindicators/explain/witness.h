/* SPDX-License-Identifier: GPL-3.0-or-later
 * True values that a whole report leaves possible. */
#ifndef IND_EXPLAIN_WITNESS_H
#define IND_EXPLAIN_WITNESS_H

#include "check/findings.h"

/* Whether values were found, and proved, that every figure of the report and every rule on
 * them can have at once: then no part of its network is refuted, whatever is combined. 1: they
 * were; 0: they were not, which says nothing; -1: memory ran out. The index must be sorted. */
int ind__has_witness (const ind_report *report);

#endif
