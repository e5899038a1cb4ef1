/* SPDX-License-Identifier: GPL-3.0-or-later
 * All rules over all figures at once: what passes without doubt is counted, the rest is
 * left to the judge. */
#ifndef IND_CHECK_SWEEP_H
#define IND_CHECK_SWEEP_H

#include "base/set.h"
#include "check/verdict.h"

/* What became of the instances of one template; the others are leads. */
typedef struct ind__swept {
  int is_swept; /* if not, nothing was done: each instance is to be judged */
  size_t n_exact, n_rounding;
} ind__swept;

/* Called with a lead, where an instance is to be judged, while its figures are near at hand;
 * returns 0 to stop. */
typedef int (*ind__lead_visitor) (void *context, const ind__origin *lead);

typedef struct ind__sweeper ind__sweeper;

/* Prepares to sweep all templates. `swept` has one element for each, zeroed; figures that took
 * part in what passed are marked in `touched`. Borrows all three;
 * visitors may use the judge. NULL when memory ran out. */
ind__sweeper *ind__sweeper_new (ind__judge *judge, ind__swept *swept, ind__set *touched);
void ind__sweeper_free (ind__sweeper *sweeper);

/* Sweeps the sites from `first` to before `end`, adds to what was swept, and visits the leads,
 * but for gaps: places of one check that cannot be made, for it lacks a figure. These are
 * visited in no order, and by their own visitor. 0 when memory ran out or a visitor stopped.
 *
 * Whatever is counted gets the verdict that ind__judge_binding would give: an instance
 * passes only with a margin that rounding errors of the sweep cannot reach. */
int ind__sweep (ind__sweeper *sweeper, size_t first, size_t end, ind__lead_visitor on_lead,
                ind__lead_visitor on_gap, void *context);

#endif
