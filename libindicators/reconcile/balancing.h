/* SPDX-License-Identifier: GPL-3.0-or-later
 * What callers hand in to be balanced, looked at before anything is computed. */
#ifndef IND_RECONCILE_BALANCING_H
#define IND_RECONCILE_BALANCING_H

#include "indicators.h"

/* Numbers that may be squared, multiplied and divided by one another. */
#define IND__LARGEST 1e60
#define IND__SMALLEST 1e-60

/* The equations are well-formed, over n values. IND_E_ARGUMENT, IND_E_DOMAIN,
 * IND_E_MEMORY as the public header has it. */
ind_status ind__check_equations (const ind_equations *equations, size_t n, ind_error *error);

/* All are finite and not too large. `name` is what the caller calls them. IND_E_DOMAIN. */
ind_status ind__check_values (const double *value, size_t n, const char *name, ind_error *error);

/* Standard errors or alterabilities: not negative, infinite ones only if allowed, none too
 * large or too small. IND_E_ARGUMENT, IND_E_DOMAIN. */
ind_status ind__check_weights (const double *weight, size_t n, const char *name,
                               int may_be_infinite, ind_error *error);

/* low <= high, either may be infinite, or both NULL. IND_E_ARGUMENT, IND_E_DOMAIN. */
ind_status ind__check_bounds (const double *low, const double *high, size_t n,
                              ind_error *error);

/* ind_balance of arguments already looked at. */
ind_status ind__balance_checked (const double *value, const double *standard_error,
                                 const double *low, const double *high, size_t n,
                                 const ind_equations *equations, double *out, double *error_out,
                                 double *leverage, uint8_t *is_contradictory,
                                 ind_balance_summary *summary, ind_error *error);

#endif
