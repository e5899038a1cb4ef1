/* SPDX-License-Identifier: GPL-3.0-or-later
 * The rules swept over a table in threads. */
#ifndef IND_CHECK_SCREEN_H
#define IND_CHECK_SCREEN_H

#include "check/sweep.h"

/* Sweeps all templates over all sites: `swept` has one element for each, zeroed; their leads
 * come out sorted. 0 when memory ran out; release it either way. */
int ind__screen (ind__judge *judge, size_t n_threads, ind__swept *swept, uint8_t *is_touched);
void ind__swept_free (ind__swept *swept, size_t n);

#endif
