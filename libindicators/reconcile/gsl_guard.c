/* SPDX-License-Identifier: GPL-3.0-or-later
 * The one file that includes GSL. Of it, only functions are called that can fail by
 * the sizes of their arguments alone, or, of the distributions, nowhere in the range
 * let through. */
#include "reconcile/gsl_guard.h"

#include <math.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_linalg.h>

/* Beyond it, squares that are added may overflow. */
#define LARGEST 1e140

static int
is_usable (const double *a, size_t n)
{
  size_t k;

  for (k = 0; k < n; k++)
    if (!(fabs (a[k]) <= LARGEST))
      return 0;
  return 1;
}

static size_t
smaller (size_t a, size_t b)
{
  return a < b ? a : b;
}

int
ind__qr_decompose (ind__qr *qr, double tolerance)
{
  size_t n = smaller (qr->n_rows, qr->n_columns), k;
  gsl_permutation permutation = { qr->n_columns, qr->order };
  gsl_matrix_view a;
  gsl_vector_view tau, work;
  double largest;
  int sign;

  qr->rank = 0;
  for (k = 0; k < qr->n_columns; k++)
    qr->order[k] = k;
  if (n == 0)
    return 1;
  if (!is_usable (qr->a, qr->n_rows * qr->n_columns))
    return 0;
  a = gsl_matrix_view_array (qr->a, qr->n_rows, qr->n_columns);
  tau = gsl_vector_view_array (qr->tau, n);
  work = gsl_vector_view_array (qr->work, qr->n_columns);
  gsl_linalg_QRPT_decomp (&a.matrix, &tau.vector, &permutation, &sign, &work.vector);
  largest = fabs (qr->a[0]);
  while (qr->rank < n
         && fabs (qr->a[qr->rank * qr->n_columns + qr->rank]) > tolerance * largest)
    qr->rank++;
  return 1;
}

void
ind__qr_to_coordinates (const ind__qr *qr, double *v)
{
  size_t n = smaller (qr->n_rows, qr->n_columns);

  if (n > 0 && is_usable (v, qr->n_rows))
    {
      gsl_matrix_const_view a
          = gsl_matrix_const_view_array (qr->a, qr->n_rows, qr->n_columns);
      gsl_vector_const_view tau = gsl_vector_const_view_array (qr->tau, n);
      gsl_vector_view vector = gsl_vector_view_array (v, qr->n_rows);
      gsl_linalg_QR_QTvec (&a.matrix, &tau.vector, &vector.vector);
    }
}

void
ind__qr_from_coordinates (const ind__qr *qr, double *v)
{
  size_t n = smaller (qr->n_rows, qr->n_columns);

  if (n > 0 && is_usable (v, qr->n_rows))
    {
      gsl_matrix_const_view a
          = gsl_matrix_const_view_array (qr->a, qr->n_rows, qr->n_columns);
      gsl_vector_const_view tau = gsl_vector_const_view_array (qr->tau, n);
      gsl_vector_view vector = gsl_vector_view_array (v, qr->n_rows);
      gsl_linalg_QR_Qvec (&a.matrix, &tau.vector, &vector.vector);
    }
}

double
ind__chi_square_tail (double x, size_t n)
{
  double degrees = (double) n;

  if (isnan (x))
    return x;
  if (n == 0 || x <= 0)
    return 1;
  /* Chernoff: the tail is below exp (-(x - n - n ln (x / n)) / 2). */
  if (isinf (x) || (x > degrees && x - degrees - degrees * log (x / degrees) > 1400))
    return 0;
  /* Wilson and Hilferty, where the incomplete gamma function takes too many terms. */
  if (n > 1000000)
    {
      double v = 2 / (9 * degrees), z = (cbrt (x / degrees) - (1 - v)) / sqrt (v);
      return 0.5 * erfc (z / M_SQRT2);
    }
  return gsl_cdf_chisq_Q (x, degrees);
}
