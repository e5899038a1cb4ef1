/* SPDX-License-Identifier: GPL-3.0-or-later
 * All rules over all figures at once: what passes without doubt is counted, the rest is
 * listed for the judge. */
#ifndef IND_CHECK_SWEEP_H
#define IND_CHECK_SWEEP_H

#include "check/verdict.h"

/* Where an instance of a template is to be judged: at the figure of its subject slot. */
typedef struct ind__lead {
  uint32_t slot, figure;
} ind__lead;

/* What became of the instances of one template. */
typedef struct ind__swept {
  int is_swept;   /* if not, nothing was done: each instance is to be judged */
  size_t n_exact, n_rounding;
  ind__lead *leads; /* the others */
  size_t n_leads, capacity;
} ind__swept;

/* Sweeps all templates over the sites from `first` to before `end`: `swept` has one element
 * for each template, zeroed. Figures that took part in what passed are marked in
 * `is_touched`, which threads may share. 0 when memory ran out; release `leads` either way.
 *
 * Whatever is counted gets the verdict that ind__judge_binding would give: an instance
 * passes only with a margin that rounding errors of the sweep cannot reach. */
int ind__sweep (ind__judge *judge, size_t first, size_t end, ind__swept *swept,
                uint8_t *is_touched);

#endif
