/* SPDX-License-Identifier: GPL-3.0-or-later
 * The distribution of a sum of uniform errors. */
#include "check/probability.h"

#include <math.h>

/* A sum of few errors has a piecewise polynomial distribution that is exact;
 * its alternating terms cancel as their number grows. */
#define MAX_EXACT 8
#define LEAST_FACTOR 1e-8
#define MAX_TERMS 4000
#define MAX_WAVES 64
#define PI 3.14159265358979323846

static double
power (double x, size_t n)
{
  double result = 1;
  while (n-- > 0)
    result *= x;
  return result;
}

/* n! prod 2 w_i: as it shrinks, the terms of exact_tail cancel. */
static double
exact_factor (const double *w, size_t n)
{
  double factor = 1;
  size_t i;

  for (i = 0; i < n; i++)
    factor *= (double) (i + 1) * 2 * w[i];
  return factor;
}

/* P(sum > s), s >= 0: 1 / (n! prod 2 w_i) * sum over signs v of
 * prod v_i * (sum v_i w_i - s)_+^n. Widths are scaled to a sum of 1. */
static double
exact_tail (const double *w, size_t n, double s)
{
  double total = 0;
  unsigned signs;
  size_t i;

  for (signs = 0; signs < 1u << n; signs++)
    {
      double at = -s, sign = 1;
      for (i = 0; i < n; i++)
        if ((signs >> i & 1u) != 0)
          {
            at -= w[i];
            sign = -sign;
          }
        else
          at += w[i];
      if (at > 0)
        total += sign * power (at, n);
    }
  return total / exact_factor (w, n);
}

/* sin (k x) for k = 1, 2, ... by rotations, whose errors grow with k alone: of many x, in loops
 * of a constant length that compilers make vectors of. */
#define WAVES_AT_ONCE 4
#define ALONG(j) for (int j = 0; j < WAVES_AT_ONCE; j++)

struct waves {
  double sine[MAX_WAVES + WAVES_AT_ONCE], cosine[MAX_WAVES + WAVES_AT_ONCE];
  double first_sine[MAX_WAVES + WAVES_AT_ONCE], first_cosine[MAX_WAVES + WAVES_AT_ONCE];
};

static void
start_wave (struct waves *waves, size_t i, double x)
{
  waves->sine[i] = waves->first_sine[i] = sin (x);
  waves->cosine[i] = waves->first_cosine[i] = cos (x);
}

static void
turn_waves (struct waves *waves, size_t n)
{
  size_t i;

  for (i = 0; i < n; i += WAVES_AT_ONCE)
    {
      const double *first_sine = waves->first_sine + i, *first_cosine = waves->first_cosine + i;
      double *restrict sine = waves->sine + i, *restrict cosine = waves->cosine + i;
      double turned[WAVES_AT_ONCE];
      ALONG (j)
      turned[j] = sine[j] * first_cosine[j] + cosine[j] * first_sine[j];
      ALONG (j)
      cosine[j] = cosine[j] * first_cosine[j] - sine[j] * first_sine[j];
      ALONG (j)
      sine[j] = turned[j];
    }
}

/* What the k-th term of the series is a product of, and a bound of it. */
struct factors {
  double factor[MAX_WAVES + WAVES_AT_ONCE];
  double size[MAX_WAVES + WAVES_AT_ONCE]; /* the factor is at most 1 over it */
};

static void
find_factors (const struct waves *waves, const double *width, size_t n, double t,
              struct factors *out)
{
  size_t i;

  for (i = 0; i < n; i += WAVES_AT_ONCE)
    {
      double *restrict factor = out->factor + i, *restrict size = out->size + i;
      const double *w = width + i, *sine = waves->sine + i;
      ALONG (j)
      size[j] = w[j] * t;
      ALONG (j)
      factor[j] = sine[j] / size[j];
      ALONG (j)
      size[j] = size[j] > 1 ? size[j] : 1;
    }
}

#define LEAST_TERM 1e-14

/* Whether 1 over all sizes, one after the other, is below LEAST_TERM. A product of them tells,
 * unless it is near. */
static int
is_negligible (const double *size, size_t n)
{
  double product[4] = { 1, 1, 1, 1 }, all, bound = 1;
  size_t i;

  for (i = 0; i + 4 <= n; i += 4)
    {
      product[0] *= size[i];
      product[1] *= size[i + 1];
      product[2] *= size[i + 2];
      product[3] *= size[i + 3];
    }
  for (; i < n; i++)
    product[0] *= size[i];
  all = product[0] * product[1] * (product[2] * product[3]);
  if (all < 0.999 / LEAST_TERM || all > 1.001 / LEAST_TERM)
    return all > 1 / LEAST_TERM;
  for (i = 0; i < n; i++)
    bound /= size[i];
  return bound < LEAST_TERM;
}

/* The same by the Fourier series of the distribution over the period -L .. L,
 * L > sum of w, which is exact because the sum cannot leave it:
 * P(sum > s) = 1/2 - s / 2L - sum_k phi(k pi / L) sin(k pi s / L) / (k pi).
 * Widths are in units of `unit`, their sum. Beyond MAX_WAVES of them, they are taken one by
 * one. */
static double
series_tail (const double *w, size_t n, double unit, double s)
{
  static const double length = 1.0001;
  struct waves waves; /* of the widths, and of s */
  struct factors factors;
  double width[MAX_WAVES + WAVES_AT_ONCE];
  double tail = 0.5 - s / (2 * length);
  size_t zero[MAX_WAVES]; /* which widths are 0 */
  size_t n_waves = n < MAX_WAVES ? n : MAX_WAVES, n_zeros = 0, i;
  int k;

  for (i = 0; i < n_waves; i++)
    {
      width[i] = w[i] / unit;
      start_wave (&waves, i, width[i] * (PI / length));
      if (width[i] == 0)
        {
          zero[n_zeros++] = i;
          width[i] = 1;
        }
    }
  for (; i < n_waves + WAVES_AT_ONCE; i++)
    {
      width[i] = 1;
      start_wave (&waves, i, i == n_waves ? s * (PI / length) : 0);
    }
  for (k = 1; k <= MAX_TERMS; k++)
    {
      double t = k * PI / length, phi = 1, bound = 1;
      find_factors (&waves, width, n_waves, t, &factors);
      for (i = 0; i < n_zeros; i++)
        factors.factor[zero[i]] = factors.size[zero[i]] = 1;
      if (is_negligible (factors.size, n_waves))
        break;
      for (i = 0; i < n_waves; i++)
        phi *= factors.factor[i];
      if (n > n_waves)
        for (i = 0; i < n_waves; i++)
          bound /= factors.size[i];
      for (i = n_waves; i < n && bound >= LEAST_TERM; i++)
        {
          double x = w[i] / unit * t;
          phi *= x == 0 ? 1 : sin (x) / x;
          if (x > 1)
            bound /= x;
        }
      if (bound < LEAST_TERM)
        break;
      tail -= phi * waves.sine[n_waves] / (k * PI);
      turn_waves (&waves, n_waves + 1);
    }
  return tail < 0 ? 0 : tail;
}

double
ind__tail_probability (const double *half_width, size_t n, double gap)
{
  double w[MAX_EXACT + 1], sum = 0, rest = 0, tail;
  size_t i, m = 0;

  if (!(gap > 0))
    return 1;
  for (i = 0; i < n; i++)
    sum += half_width[i];
  if (!(gap < sum))
    return 0;
  /* Errors that hardly matter count as one. */
  for (i = 0; i < n && m <= MAX_EXACT; i++)
    if (half_width[i] > sum * 1e-6)
      w[m++] = half_width[i] / sum;
    else
      rest += half_width[i] / sum;
  if (rest > 1e-9 && m < MAX_EXACT)
    w[m++] = rest;
  tail = 2 * (m <= MAX_EXACT && exact_factor (w, m) >= LEAST_FACTOR
              ? exact_tail (w, m, gap / sum)
              : series_tail (half_width, n, sum, gap / sum));
  return tail < 0 ? 0 : tail > 1 ? 1 : tail;
}
