/* SPDX-License-Identifier: GPL-3.0-or-later
 * What all formula kernels share: the loop, missing results, the ratio in
 * percent. */
#ifndef IND_FORMULAS_KERNEL_H
#define IND_FORMULAS_KERNEL_H

#include <float.h>
#include <math.h>

#include "indicators.h"

/* 100 a / b with two roundings. Multiplying first keeps round results round:
 * 100 * 7 / 100 is 7, 7 / 100 * 100 is not. */
static inline double
ind__percent_of (double a, double b)
{
  return fabs (a) <= DBL_MAX / 100 ? 100 * a / b : a / b * 100;
}

/* Stores a result, or NaN where there is none; returns the status with
 * IND_E_DOMAIN joined to it. */
static inline ind_status
ind__kernel_store (double result, int has_operands, size_t i, double *out, uint8_t *valid,
                   ind_status status)
{
  int has_result = has_operands && isfinite (result);

  out[i] = has_result ? result : NAN;
  if (valid != NULL)
    valid[i] = (uint8_t) has_result;
  return has_result ? status : IND_E_DOMAIN;
}

/* Applies a formula, which returns NaN outside its domain, to each pair. */
static inline ind_status
ind__kernel_of_two (const double *a, const double *b, size_t n, double *out, uint8_t *valid,
                    double (*formula) (double, double))
{
  ind_status status = IND_OK;
  size_t i;

  if (n > 0 && (a == NULL || b == NULL || out == NULL))
    return IND_E_ARGUMENT;
  for (i = 0; i < n; i++)
    status = ind__kernel_store (formula (a[i], b[i]), isfinite (a[i]) && isfinite (b[i]), i, out,
                                valid, status);
  return status;
}

/* The same for triples. */
static inline ind_status
ind__kernel_of_three (const double *a, const double *b, const double *c, size_t n, double *out,
                      uint8_t *valid, double (*formula) (double, double, double))
{
  ind_status status = IND_OK;
  size_t i;

  if (n > 0 && (a == NULL || b == NULL || c == NULL || out == NULL))
    return IND_E_ARGUMENT;
  for (i = 0; i < n; i++)
    status = ind__kernel_store (formula (a[i], b[i], c[i]),
                                isfinite (a[i]) && isfinite (b[i]) && isfinite (c[i]), i, out,
                                valid, status);
  return status;
}

#endif
