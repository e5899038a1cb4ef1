/* SPDX-License-Identifier: GPL-3.0-or-later
 * The rules applied wherever they hold: swept, and judged where the sweep leaves a doubt, in
 * threads. */
#ifndef IND_CHECK_SCREEN_H
#define IND_CHECK_SCREEN_H

#include "check/sweep.h"

/* What is known of one template once it was screened. */
typedef struct ind__screened {
  ind__swept swept;
  ind__judgement *found;   /* per lead */
  uint8_t *is_known;       /* per lead: `found` is what the judge says */
} ind__screened;

/* Screens all templates: `screened` has one element for each, zeroed. 0 when memory ran out;
 * release it either way. */
int ind__screen (ind__judge *judge, size_t n_threads, ind__screened *screened,
                 uint8_t *is_touched);
void ind__screened_free (ind__screened *screened, size_t n);

#endif
