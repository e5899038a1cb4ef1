/* SPDX-License-Identifier: GPL-3.0-or-later
 * What all formula kernels share: the loop, missing results, the ratio in
 * percent. */
#ifndef IND_FORMULAS_KERNEL_H
#define IND_FORMULAS_KERNEL_H

#include <float.h>
#include <math.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/compiler.h"
#include "indicators.h"

/* Elements worked on at once: few enough that reading the next ones overlaps with
 * writing these. */
#define IND__BLOCK 256

/* Below it a product may have lost digits. */
#define IND__SMALL 1e-290

/* 100 a / b with two roundings. Multiplying first keeps round results round:
 * 100 * 7 / 100 is 7, 7 / 100 * 100 is not. A whole is 100 percent of itself, which
 * 100 * 0.17 / 0.17 is not. */
static inline double
ind__percent_of (double a, double b)
{
  if (a == b && b != 0)
    return 100;
  return fabs (a) <= DBL_MAX / 100 ? 100 * a / b : a / b * 100;
}

/* 100 a / b as rounded once: to the quotient goes what product and quotient
 * rounded off. For a result of many operands; not fast. */
static inline double
ind__percent_once (double a, double b)
{
  double product = 100 * a, quotient = product / b, rest;

  if (!(fabs (a) <= DBL_MAX / 100))
    return a / b * 100;
  rest = (fma (-quotient, b, product) + fma (100, a, -product)) / b;
  return isfinite (rest) ? quotient + rest : quotient;
}

/* As ind__percent_of, infinite where the product is. */
IND__INLINE double
ind__quick_percent (double a, double b)
{
  double percent = 100 * a / b;

  return a == b ? 100 : percent;
}

/* a b / c, multiplying first for round results, unless the product over- or
 * underflows where the result need not. */
static inline double
ind__times_ratio (double a, double b, double c)
{
  double product = a * b;

  return isnormal (product) ? product / c : a * (b / c);
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
    valid[i] = (uint8_t)has_result;
  return has_result ? status : IND_E_DOMAIN;
}

/* Not 0 in the highest bit if x is infinite or no number, whatever its sign. */
IND__INLINE uint64_t
ind__not_finite (double x)
{
  uint64_t bits;

  memcpy (&bits, &x, sizeof bits);
  return (bits & (UINT64_MAX >> 1)) + (UINT64_C (1) << 52);
}

/* Elements from which on results bypass the caches: nobody reads them soon. */
#define IND__LARGE ((size_t)1 << 18)

static inline void
ind__put_block (double *out, const double *result, size_t n, size_t n_all)
{
#ifdef __SSE2__
  if (n_all >= IND__LARGE && n % 2 == 0 && (uintptr_t)out % 16 == 0)
    {
      size_t i;
      for (i = 0; i < n; i += 2)
        _mm_stream_pd (out + i, _mm_loadu_pd (result + i));
      return;
    }
#endif
  (void)n_all;
  memcpy (out, result, n * sizeof *out);
}

/* A formula comes twice: `quick`, without branches, so that the loop becomes
 * vector instructions, and `careful`, which takes the elements of a block where
 * some operand or quick result is not finite, or the quick formula says so by NaN:
 * where the quick one has a result, the careful one has the same.
 * Both return NaN outside the domain. Results are gathered apart, so that out may
 * be an operand. */
IND__INLINE uint64_t
ind__block_of_two (const double *a, const double *b, size_t n, double *result,
                   double (*quick) (double, double))
{
  uint64_t bad = 0;
  size_t i;

  for (i = 0; i < n; i++)
    {
      double x = quick (a[i], b[i]);
      result[i] = x;
      bad |= ind__not_finite (fabs (a[i]) + fabs (b[i]) + fabs (x));
    }
  return bad >> 63;
}

IND__INLINE ind_status
ind__kernel_of_two (const double *a, const double *b, size_t n, double *out, uint8_t *valid,
                    double (*quick) (double, double), double (*careful) (double, double))
{
  ind_status status = IND_OK;
  double result[IND__BLOCK];
  size_t from, i;

  if (n > 0 && (a == NULL || b == NULL || out == NULL))
    return IND_E_ARGUMENT;
  for (from = 0; from < n; from += IND__BLOCK)
    {
      size_t m = n - from < IND__BLOCK ? n - from : IND__BLOCK;
      if (m == IND__BLOCK ? ind__block_of_two (a + from, b + from, IND__BLOCK, result, quick)
                          : ind__block_of_two (a + from, b + from, m, result, quick))
        for (i = from; i < from + m; i++)
          status = ind__kernel_store (careful (a[i], b[i]), isfinite (a[i]) && isfinite (b[i]), i,
                                      out, valid, status);
      else
        {
          ind__put_block (out + from, result, m, n);
          if (valid != NULL)
            memset (valid + from, 1, m);
        }
    }
  return status;
}

/* The same for triples. */
IND__INLINE uint64_t
ind__block_of_three (const double *a, const double *b, const double *c, size_t n, double *result,
                     double (*quick) (double, double, double))
{
  uint64_t bad = 0;
  size_t i;

  for (i = 0; i < n; i++)
    {
      double x = quick (a[i], b[i], c[i]);
      result[i] = x;
      bad |= ind__not_finite (fabs (a[i]) + fabs (b[i]) + (fabs (c[i]) + fabs (x)));
    }
  return bad >> 63;
}

IND__INLINE ind_status
ind__kernel_of_three (const double *a, const double *b, const double *c, size_t n, double *out,
                      uint8_t *valid, double (*quick) (double, double, double),
                      double (*careful) (double, double, double))
{
  ind_status status = IND_OK;
  double result[IND__BLOCK];
  size_t from, i;

  if (n > 0 && (a == NULL || b == NULL || c == NULL || out == NULL))
    return IND_E_ARGUMENT;
  for (from = 0; from < n; from += IND__BLOCK)
    {
      size_t m = n - from < IND__BLOCK ? n - from : IND__BLOCK;
      if (m == IND__BLOCK
              ? ind__block_of_three (a + from, b + from, c + from, IND__BLOCK, result, quick)
              : ind__block_of_three (a + from, b + from, c + from, m, result, quick))
        for (i = from; i < from + m; i++)
          status = ind__kernel_store (careful (a[i], b[i], c[i]),
                                      isfinite (a[i]) && isfinite (b[i]) && isfinite (c[i]), i, out,
                                      valid, status);
      else
        {
          ind__put_block (out + from, result, m, n);
          if (valid != NULL)
            memset (valid + from, 1, m);
        }
    }
  return status;
}

/* The same for quadruples. */
IND__INLINE uint64_t
ind__block_of_four (const double *a, const double *b, const double *c, const double *d, size_t n,
                    double *result, double (*quick) (double, double, double, double))
{
  uint64_t bad = 0;
  size_t i;

  for (i = 0; i < n; i++)
    {
      double x = quick (a[i], b[i], c[i], d[i]);
      result[i] = x;
      bad |= ind__not_finite (fabs (a[i]) + fabs (b[i]) + (fabs (c[i]) + fabs (d[i])) + fabs (x));
    }
  return bad >> 63;
}

IND__INLINE ind_status
ind__kernel_of_four (const double *a, const double *b, const double *c, const double *d, size_t n,
                     double *out, uint8_t *valid, double (*quick) (double, double, double, double),
                     double (*careful) (double, double, double, double))
{
  ind_status status = IND_OK;
  double result[IND__BLOCK];
  size_t from, i;

  if (n > 0 && (a == NULL || b == NULL || c == NULL || d == NULL || out == NULL))
    return IND_E_ARGUMENT;
  for (from = 0; from < n; from += IND__BLOCK)
    {
      size_t m = n - from < IND__BLOCK ? n - from : IND__BLOCK;
      if (m == IND__BLOCK
              ? ind__block_of_four (a + from, b + from, c + from, d + from, IND__BLOCK, result,
                                    quick)
              : ind__block_of_four (a + from, b + from, c + from, d + from, m, result, quick))
        for (i = from; i < from + m; i++)
          status = ind__kernel_store (careful (a[i], b[i], c[i], d[i]),
                                      isfinite (a[i]) && isfinite (b[i]) && isfinite (c[i])
                                          && isfinite (d[i]),
                                      i, out, valid, status);
      else
        {
          ind__put_block (out + from, result, m, n);
          if (valid != NULL)
            memset (valid + from, 1, m);
        }
    }
  return status;
}

/* Define the function `name` that applies a formula to arrays. */
#define IND__KERNEL_OF_TWO(name, quick, careful)                                                   \
  static IND__CLONES ind_status name (const double *a, const double *b, size_t n, double *out,     \
                                      uint8_t *valid)                                              \
  {                                                                                                \
    return ind__kernel_of_two (a, b, n, out, valid, quick, careful);                               \
  }
#define IND__KERNEL_OF_THREE(name, quick, careful)                                                 \
  static IND__CLONES ind_status name (const double *a, const double *b, const double *c, size_t n, \
                                      double *out, uint8_t *valid)                                 \
  {                                                                                                \
    return ind__kernel_of_three (a, b, c, n, out, valid, quick, careful);                          \
  }
#define IND__KERNEL_OF_FOUR(name, quick, careful)                                                  \
  static IND__CLONES ind_status name (const double *a, const double *b, const double *c,           \
                                      const double *d, size_t n, double *out, uint8_t *valid)      \
  {                                                                                                \
    return ind__kernel_of_four (a, b, c, d, n, out, valid, quick, careful);                        \
  }

/* ln (a / b) for a, b > 0, without the rounding of the quotient where it is
 * near 1, and not infinite where the quotient over- or underflows. */
static inline double
ind__log_of_ratio (double a, double b)
{
  double ratio = a / b;

  if (a <= 2 * b && b <= 2 * a)
    return log1p ((a - b) / b);
  return isnormal (ratio) ? log (ratio) : log (a) - log (b);
}

/* A sum that carries along what each addition rounds off (Neumaier 1974): the
 * result is as if added with twice the digits. */
typedef struct ind__running
{
  double sum, rest;
} ind__running;

static inline void
ind__running_add (ind__running *running, double x)
{
  double sum = running->sum + x;

  running->rest
      += fabs (running->sum) >= fabs (x) ? (running->sum - sum) + x : (x - sum) + running->sum;
  running->sum = sum;
}

/* Adds a * b, with what the product rounds off. */
static inline void
ind__running_add_product (ind__running *running, double a, double b)
{
  double product = a * b;

  ind__running_add (running, product);
  running->rest += fma (a, b, -product);
}

static inline double
ind__running_total (const ind__running *running)
{
  return running->sum + running->rest;
}

/* The result of a formula over all of its operands. */
static inline ind_status
ind__store_one (double result, double *out)
{
  int has_result = isfinite (result);

  *out = has_result ? result : NAN;
  return has_result ? IND_OK : IND_E_DOMAIN;
}

#endif
