/* SPDX-License-Identifier: GPL-3.0-or-later
 * Figures that were computed from figures already rounded. */
#ifndef IND_CHECK_COMPUTED_H
#define IND_CHECK_COMPUTED_H

#include "check/verdict.h"

/* How far beyond its rounding interval the true value of a figure can lie
 * because the figure was computed from other figures of its source that were
 * rounded, and these from others; or because it was adjusted so that a sum
 * comes out. Of a quantity that the source prints several times, the coarsest
 * print counts in a sum, and the first in what else the figure was computed by.
 * The identity `except` (NULL: none) is not what it was computed by. */
double ind__computed_deviation (ind__judge *judge, uint32_t figure,
                                const ind__template *except);

/* Makes room in the judge, and lists what computes what. 0 when memory ran out. */
int ind__computed_prepare (ind__judge *judge);

#endif
