/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is asked of the GNU Scientific Library, behind functions that refuse every
 * argument for which it would call its error handler: that aborts the process unless
 * the application has set another, and is one for all threads. Memory is the
 * caller's, as the library's own allocators call the handler, too. */
#ifndef IND_RECONCILE_GSL_GUARD_H
#define IND_RECONCILE_GSL_GUARD_H

#include <stddef.h>

/* A P = Q R by Householder reflections with column pivoting, in place, of a dense
 * matrix by rows. */
typedef struct ind__qr {
  double *a;      /* n_rows x n_columns: R above, the reflections below */
  double *tau;    /* as many as the smaller of both */
  size_t *order;  /* per column: which column of A it was */
  double *work;   /* n_columns */
  size_t n_rows, n_columns;
  size_t rank;    /* the diagonal elements of R not below the tolerance */
} ind__qr;

/* Decomposes a, which is filled in, with the other arrays there; relative to its
 * largest diagonal element, one of R below `tolerance` is zero. 0 when an element is
 * not finite or so large that a sum of squares is not. */
int ind__qr_decompose (ind__qr *qr, double tolerance);

/* v of n_rows elements becomes Q' v, or Q v. */
void ind__qr_to_coordinates (const ind__qr *qr, double *v);
void ind__qr_from_coordinates (const ind__qr *qr, double *v);

/* The probability that a chi-square variable with n degrees of freedom is larger
 * than x; 1 where n is 0 or x not positive, 0 where it is below 1e-300 or x is
 * infinite. NaN for NaN. */
double ind__chi_square_tail (double x, size_t n);

#endif
