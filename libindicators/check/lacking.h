/* SPDX-License-Identifier: GPL-3.0-or-later
 * What could not be computed, and for lack of what. */
#ifndef IND_CHECK_LACKING_H
#define IND_CHECK_LACKING_H

#include "rules/rules.h"
#include "table/table.h"

/* Adds to `out` a note for each indicator with a formula of which `work`, the
 * inputs and what was computed, has no figure: if it is wanted by name, or some
 * of its inputs are there. 0 when memory ran out. */
int ind__note_lacking (const ind_rules *rules, const ind_table *work,
                       const ind_compute_options *options, ind_table *out);

#endif
