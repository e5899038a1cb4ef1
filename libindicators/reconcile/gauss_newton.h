/* SPDX-License-Identifier: GPL-3.0-or-later
 * Quantities tied by sums and products, balanced by Gauss and Newton's method: the
 * products are taken to be linear about where the last step led. */
#ifndef IND_RECONCILE_GAUSS_NEWTON_H
#define IND_RECONCILE_GAUSS_NEWTON_H

#include "explain/network.h"

/* Variables of a network and all links among them. Columns are the variables, by their
 * place in `variable`, and behind them further observations of some of them. */
typedef struct ind__group {
  const ind__network *network;
  const uint32_t *variable, *link; /* numbers in the network */
  size_t n_variables, n_links;
  const uint32_t *place;           /* per variable of the network: its column */
  size_t n;                        /* columns */
  const uint32_t *observed;        /* of each column from n_variables on: the column of
                                      the variable it observes */
  const double *value;             /* as of ind__balance; NaN for an unknown without a
                                      first guess */
  const double *error, *low, *high;
} ind__group;

/* What comes out; arrays of the caller's. Equations are the links, then one per further
 * observation. */
typedef struct ind__solution {
  double *x, *leverage, *error_out; /* per column */
  uint8_t *is_determined;
  int8_t *at_bound;
  double *after;                    /* per link: what its terms add up to, or the product
                                       less its factors' */
  uint8_t *is_contradictory;        /* per equation */
  size_t rank, n_steps;
  double chi_square;
  int is_rank_known, has_contradiction, is_bounded;
  int is_converged;                 /* all links hold, to rounding */
} ind__solution;

/* IND_E_MEMORY; IND_E_DOMAIN where numbers grow too large. */
ind_status ind__gauss_newton (const ind__group *group, ind__solution *solution);

/* What `after` is before anything is balanced: with all values as observed, and
 * unknowns as the first guess has them, which goes into x (n elements). 0 when memory
 * ran out. */
int ind__link_residuals (const ind__group *group, double *x, double *out);

#endif
