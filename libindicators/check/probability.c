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

/* sin (k x) for k = 1, 2, ... by rotations, whose errors grow with k alone. */
struct wave {
  double sine, cosine, first_sine, first_cosine;
};

static struct wave
start_wave (double x)
{
  struct wave wave;
  wave.sine = wave.first_sine = sin (x);
  wave.cosine = wave.first_cosine = cos (x);
  return wave;
}

static void
turn_wave (struct wave *wave)
{
  double sine = wave->sine * wave->first_cosine + wave->cosine * wave->first_sine;
  wave->cosine = wave->cosine * wave->first_cosine - wave->sine * wave->first_sine;
  wave->sine = sine;
}

/* The same by the Fourier series of the distribution over the period -L .. L,
 * L > sum of w, which is exact because the sum cannot leave it:
 * P(sum > s) = 1/2 - s / 2L - sum_k phi(k pi / L) sin(k pi s / L) / (k pi).
 * Widths are in units of `unit`, their sum. */
static double
series_tail (const double *w, size_t n, double unit, double s)
{
  static const double length = 1.0001;
  struct wave wave[MAX_WAVES + 1];
  double tail = 0.5 - s / (2 * length);
  size_t n_waves = n < MAX_WAVES ? n : MAX_WAVES, i;
  int k;

  for (i = 0; i < n_waves; i++)
    wave[i] = start_wave (w[i] / unit * (PI / length));
  wave[n_waves] = start_wave (s * (PI / length));
  for (k = 1; k <= MAX_TERMS; k++)
    {
      double t = k * PI / length, phi = 1, bound = 1;
      for (i = 0; i < n && bound >= 1e-14; i++)
        {
          double x = w[i] / unit * t;
          double sine = i < n_waves ? wave[i].sine : sin (x);
          phi *= x == 0 ? 1 : sine / x;
          if (x > 1)
            bound /= x;
        }
      if (bound < 1e-14)
        break;
      tail -= phi * wave[n_waves].sine / (k * PI);
      for (i = 0; i <= n_waves; i++)
        turn_wave (&wave[i]);
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
