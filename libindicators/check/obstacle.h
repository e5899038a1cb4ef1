/* SPDX-License-Identifier: GPL-3.0-or-later
 * Why a check could not be made, in words. */
#ifndef IND_CHECK_OBSTACLE_H
#define IND_CHECK_OBSTACLE_H

#include "check/findings.h"

/* Keeps of a binding what the words need; 0 when memory ran out. The figures of the finding
 * are the report's last. */
int ind__keep_obstacle (ind_report *report, ind__finding *finding, const ind__binding *binding,
                        const ind__judgement *found);

/* "no report prints grdp of V, 2023", of a check that could not be made. */
void ind__put_obstacle (ind__text *text, const ind_report *report, const ind__finding *finding);

/* The whole sentence. */
void ind__put_unverifiable (ind__text *text, const ind_report *report,
                            const ind__finding *finding);

#endif
