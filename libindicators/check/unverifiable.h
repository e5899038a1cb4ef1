/* SPDX-License-Identifier: GPL-3.0-or-later
 * Checks that could not be made, found anew at the places a report keeps of them. */
#ifndef IND_CHECK_UNVERIFIABLE_H
#define IND_CHECK_UNVERIFIABLE_H

#include "check/findings.h"

/* Called with each check that could not be made, and the report whose figures the finding
 * refers to; both are gone after the call. It has a name and no sentence. Returns 0 to stop. */
typedef int (*ind__unverifiable_visitor) (void *context, const ind_report *own,
                                          const ind__finding *finding);

/* Visits all checks that could not be made, in order. 0 when memory ran out or the visitor
 * stopped. */
int ind__visit_unverifiable (const ind_report *report, ind__unverifiable_visitor visitor,
                             void *context);

/* All of them as the findings of a report, with their sentences: found when they are first
 * asked for, in whichever thread, and kept until the report is freed. NULL when memory ran
 * out. */
const ind_report *ind__list_unverifiable (const ind_report *report);

void ind__unverifiable_free (ind__unverifiable *list);

#endif
