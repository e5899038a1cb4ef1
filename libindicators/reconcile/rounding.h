/* SPDX-License-Identifier: GPL-3.0-or-later
 * Controlled rounding: values become multiples of the unit of their last digit, so that
 * sums of them hold exactly. */
#ifndef IND_RECONCILE_ROUNDING_H
#define IND_RECONCILE_ROUNDING_H

#include "indicators.h"

/* The problem, and room for what comes out. */
typedef struct ind__rounding {
  size_t n;
  const double *value;
  const int32_t *decimals;   /* -40 to 40 */
  const uint8_t *is_fixed;   /* rounded to nearest and left so; NULL: none is */
  const ind_equations *equations; /* looked at; coefficients are whole */
  uint64_t budget;           /* of nodes searched where sums are no network; 0: the usual */

  int64_t *multiple;         /* n: the value is multiple * 10^-decimals */
  uint8_t *fails;            /* per equation: it does not hold */
  size_t n_failed;
  int is_optimal;            /* no choice that keeps these equations is nearer */
} ind__rounding;

/* IND_E_DOMAIN: a value has more than 18 digits. IND_E_MEMORY. */
ind_status ind__round_sums (ind__rounding *rounding);

#endif
