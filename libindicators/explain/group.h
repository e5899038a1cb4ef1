/* SPDX-License-Identifier: GPL-3.0-or-later
 * Explanations of a group of areas. */
#ifndef IND_EXPLAIN_GROUP_H
#define IND_EXPLAIN_GROUP_H

#include "explain/explainer.h"

/* Explains the group at hand, and adds what comes of it to `found`. `findings` are those of the
 * report, in order, that say something is wrong with the group. Where the budget was too small
 * for all that could be told, is_short is set. 0 when memory ran out. */
int ind__explain_group (ind__explainer *explainer, const size_t *findings, size_t n,
                        uint64_t budget, int deduces);

#endif
