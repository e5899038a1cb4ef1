/* SPDX-License-Identifier: GPL-3.0-or-later
 * Combinations of sums that cannot be 0. */
#ifndef IND_EXPLAIN_SIMPLEX_H
#define IND_EXPLAIN_SIMPLEX_H

#include "explain/network.h"

/* The tableau, kept for the next use, and the combination found. Its variables
 * are those that two sums or more hold, its rows what is left of each sum: the
 * value of its other terms. */
typedef struct ind__simplex {
  ind__term *terms;   /* over the network's variables */
  size_t n_terms, terms_capacity;
  int is_positive;    /* it is above 0 over the domains; else below */
  uint32_t *place;    /* of each variable of the network, plus one: in `shared`
                         if two sums hold it; 0 outside of ind__simplex_refute */
  uint32_t *shared, *sums; /* the variables; the sums of the rows */
  int64_t *tableau;   /* row i, column j: basic i has the coefficient
                         tableau[i, j] / scale of nonbasic j */
  int64_t scale;
  size_t n_rows, n_columns, tableau_capacity;
  uint32_t *basic, *nonbasic;  /* shared variables, then rows */
  double *value;               /* of each of them */
  ind_interval *bounds;
  size_t place_capacity, shared_capacity, sums_capacity, rows_capacity, columns_capacity,
      values_capacity, bounds_capacity;
} ind__simplex;

/* Looks for a combination of the given sums that cannot be 0 over the domains,
 * by the simplex method for bounds (Dutertre and de Moura 2006) with whole
 * coefficients (Edmonds 1967); what it finds is verified with outward rounding.
 * 1: found, in ->terms. 0: there is none, or the problem is too large. -1:
 * memory ran out. *work grows by the entries computed. The first use is of a
 * zeroed structure. */
int ind__simplex_refute (ind__simplex *simplex, const ind__network *network,
                         const uint32_t *sums, size_t n, const ind_interval *domain,
                         uint64_t *work);
void ind__simplex_free (ind__simplex *simplex);

#endif
