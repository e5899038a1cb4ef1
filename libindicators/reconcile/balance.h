/* SPDX-License-Identifier: GPL-3.0-or-later
 * Weighted least squares under linear equations: values move as little as their
 * standard errors allow (Stone, Champernowne and Meade 1942). */
#ifndef IND_RECONCILE_BALANCE_H
#define IND_RECONCILE_BALANCE_H

#include "indicators.h"

/* The problem, and room for what comes out. Of a value, the standard error says what
 * it is: 0, it is fixed; infinite, it is unknown and a first guess; else measured. */
typedef struct ind__balance {
  size_t n;
  const double *value;
  const double *error;         /* standard errors */
  const double *low, *high;    /* NULL: no bounds; low <= high, infinite where none */
  const double *scale;         /* how large values are, > 0; NULL: as `value` says */
  const ind_equations *equations;
  int with_leverage;           /* fill in leverage, error_out */
  double tolerance;            /* an equation so near to a combination of others is one:
                                  what is known of coefficients; 0: all but rounding */
  double most_operations;      /* beyond so many, gradients instead of QR; 0: the usual */

  double *x;                   /* n: the balanced values */
  double *leverage;            /* n, or NULL: 0 to 1, the part of its variance that the
                                  equations take from a measured value; NaN: not computed */
  double *error_out;           /* n, or NULL: the standard errors that are left;
                                  NaN: not computed, or not determined */
  uint8_t *is_determined;      /* n: 0 for an unknown that nothing determines */
  int8_t *at_bound;            /* n: -1, x is held at low; 1, at high; kept from the call
                                  before as a first guess */
  uint8_t *is_contradictory;   /* per equation: among those that no values satisfy */
  size_t rank;                 /* independent equations on measured values, if known */
  int is_rank_known;
  double chi_square;           /* the sum of the squares of changes over standard errors */
  int has_contradiction;
  int is_bounded;              /* 0: no set of values was found that keeps the bounds */
} ind__balance;

/* IND_OK also where equations contradict one another or bounds: what comes out is then
 * as near as can be. IND_E_MEMORY; IND_E_DOMAIN where numbers are too large. */
ind_status ind__balance_solve (ind__balance *balance);

#endif
