/* SPDX-License-Identifier: GPL-3.0-or-later
 * The distribution of a sum of uniform errors. */
#include "check/probability.h"

#include <math.h>

/* A sum of few errors has a piecewise polynomial distribution that is exact;
 * its alternating terms cancel as their number grows. */
#define MAX_EXACT 8
/* Of terms that cancel: 2^-52 times that is far below 1e-9. */
#define MOST_SIZE 1e4
#define LEAST_WIDTH 1e-10
#define MAX_TERMS 4000
#define MAX_GROUPS 64
/* Nearer widths are the same. */
#define SAME 1e-7
#define PI 3.14159265358979323846

static double
power (double x, size_t n)
{
  double result = 1;

  for (; n > 0; n /= 2, x *= x)
    if (n % 2 == 1)
      result *= x;
  return result;
}

/* A sum of few errors, the widest first, and of those from each one on: how far they reach,
 * and the means of their powers. */
struct few {
  double width[MAX_EXACT], reach[MAX_EXACT + 1];
  double moment[MAX_EXACT + 1][MAX_EXACT + 1];
  size_t n;
};

static const double binomial[MAX_EXACT + 1][MAX_EXACT + 1] = {
  { 1 },
  { 1, 1 },
  { 1, 2, 1 },
  { 1, 3, 3, 1 },
  { 1, 4, 6, 4, 1 },
  { 1, 5, 10, 10, 5, 1 },
  { 1, 6, 15, 20, 15, 6, 1 },
  { 1, 7, 21, 35, 35, 21, 7, 1 },
  { 1, 8, 28, 56, 70, 56, 28, 8, 1 },
};

static void
sort_down (double *w, size_t n)
{
  size_t i, j;

  for (i = 1; i < n; i++)
    {
      double own = w[i];
      for (j = i; j > 0 && w[j - 1] < own; j--)
        w[j] = w[j - 1];
      w[j] = own;
    }
}

/* From the last on: E (w U + R)^j is the sum of C(j, k) w^k / (k + 1) E R^(j - k) over even k. */
static void
find_moments (struct few *few)
{
  size_t i = few->n, j, k;

  sort_down (few->width, few->n);
  few->reach[i] = 0;
  for (j = 0; j <= few->n; j++)
    few->moment[i][j] = j == 0;
  while (i-- > 0)
    {
      few->reach[i] = few->reach[i + 1] + few->width[i];
      for (j = 0; j <= few->n; j++)
        {
          double part = 1; /* w^k */
          few->moment[i][j] = 0;
          for (k = 0; k <= j && j % 2 == 0; k += 2, part *= few->width[i] * few->width[i])
            few->moment[i][j]
                += binomial[j][k] * part / (double) (k + 1) * few->moment[i + 1][j - k];
        }
    }
}

/* The mean of (a + R)_+^m, R the sum of errors from number i on; *size is what its terms come
 * to without their signs. Over the widest error the mean is a difference of two with m + 1, of
 * which few come to more than 0 or a power without a bend when errors are uneven. */
static double
mean_above (const struct few *few, size_t i, size_t m, double a, double *size)
{
  double above, below, size_above, size_below, sum = 0;
  size_t j;

  *size = 0;
  if (a <= -few->reach[i])
    return 0;
  if (a >= few->reach[i])
    {
      for (j = 0; j <= m; j += 2)
        sum += binomial[m][j] * power (a, m - j) * few->moment[i][j];
      return *size = sum;
    }
  above = mean_above (few, i + 1, m + 1, a + few->width[i], &size_above);
  below = mean_above (few, i + 1, m + 1, a - few->width[i], &size_below);
  *size = (size_above + size_below) / (2 * few->width[i] * (double) (m + 1));
  return (above - below) / (2 * few->width[i] * (double) (m + 1));
}

/* P(sum > s), s >= 0, of few errors; -1 where the terms cancel. */
static double
exact_tail (struct few *few, double s)
{
  double size, tail;

  find_moments (few);
  tail = mean_above (few, 0, 0, -s, &size);
  return size <= MOST_SIZE ? tail : -1;
}

/* Widths of errors with how many have them. */
struct groups {
  double width[MAX_GROUPS];
  size_t count[MAX_GROUPS];
  size_t n;
};

/* Groups the widths, in units of `unit`; how many were, before the groups ran out. Those that
 * are the same but for errors of arithmetic take their mean: so their sum stays, and what
 * becomes of the distribution is of the second order of the differences. */
static size_t
group_widths (struct groups *groups, const double *w, size_t n, double unit)
{
  size_t i, j = 0;

  groups->n = 0;
  for (i = 0; i < n; i++)
    {
      double width = w[i] / unit;
      if (width == 0)
        continue;
      /* Neighbours are often alike. */
      if (j >= groups->n || !(fabs (width - groups->width[j]) <= SAME * width))
        for (j = 0; j < groups->n; j++)
          if (fabs (width - groups->width[j]) <= SAME * width)
            break;
      if (j == MAX_GROUPS)
        break;
      if (j == groups->n)
        {
          groups->width[j] = 0;
          groups->count[j] = 0;
          groups->n++;
        }
      groups->count[j]++;
      groups->width[j] += (width - groups->width[j]) / (double) groups->count[j];
    }
  return i;
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

static inline void
turn_wave (struct wave *wave)
{
  double sine = wave->sine * wave->first_cosine + wave->cosine * wave->first_sine;

  wave->cosine = wave->cosine * wave->first_cosine - wave->sine * wave->first_sine;
  wave->sine = sine;
}

#define LEAST_TERM 1e-14

/* Makes *phi the product of sin (x) / x over x = w[i] / unit * t, and *bound that of what these
 * are at most, while that is not negligible. */
static void
multiply_each (const double *w, size_t n, double unit, double t, double *phi, double *bound)
{
  size_t i;

  for (i = 0; i < n && *bound >= LEAST_TERM; i++)
    {
      double x = w[i] / unit * t;
      *phi *= x == 0 ? 1 : sin (x) / x;
      if (x > 1)
        *bound /= x;
    }
}

/* The same by the Fourier series of the distribution over the period -L .. L,
 * L > sum of w, which is exact because the sum cannot leave it:
 * P(sum > s) = 1/2 - s / 2L - sum_k phi(k pi / L) sin(k pi s / L) / (k pi),
 * phi the product of sin(w t) / (w t). Widths are in units of `unit`, their sum. */
static double
series_tail (const double *w, size_t n, double unit, double s)
{
  static const double length = 1.0001;
  struct groups groups;
  struct wave wave[MAX_GROUPS], of_sum = start_wave (s * (PI / length));
  double tail = 0.5 - s / (2 * length);
  size_t n_grouped = group_widths (&groups, w, n, unit), i;
  int k;

  for (i = 0; i < groups.n; i++)
    wave[i] = start_wave (groups.width[i] * (PI / length));
  for (k = 1; k <= MAX_TERMS; k++)
    {
      double t = k * PI / length, phi = 1, size = 1, bound;
      for (i = 0; i < groups.n; i++)
        {
          double x = groups.width[i] * t;
          phi *= power (wave[i].sine / x, groups.count[i]);
          if (x > 1)
            size *= power (x, groups.count[i]);
          turn_wave (&wave[i]);
        }
      bound = 1 / size;
      multiply_each (w + n_grouped, n - n_grouped, unit, t, &phi, &bound);
      if (bound < LEAST_TERM)
        break;
      tail -= phi * of_sum.sine / (k * PI);
      turn_wave (&of_sum);
    }
  return tail < 0 ? 0 : tail;
}

double
ind__tail_probability (const double *half_width, size_t n, double gap)
{
  struct few few;
  double sum = 0, largest = 0, rest = 0, tail = -1, least;
  size_t i;

  if (!(gap > 0))
    return 1;
  for (i = 0; i < n; i++)
    {
      sum += half_width[i];
      if (half_width[i] > largest)
        largest = half_width[i];
    }
  if (!(gap < sum))
    return 0;
  /* What the others add to the largest error is as often more as less. */
  if (gap <= largest - (sum - largest))
    return 1 - gap / largest;
  /* Of many errors, those that hardly matter count as one. */
  few.n = 0;
  least = n > MAX_EXACT ? sum * LEAST_WIDTH : 0;
  for (i = 0; i < n && (few.n < MAX_EXACT || !(half_width[i] > least)); i++)
    if (half_width[i] > least)
      few.width[few.n++] = half_width[i] / sum;
    else
      rest += half_width[i] / sum;
  if (i == n && rest > 0 && few.n < MAX_EXACT)
    few.width[few.n++] = rest;
  if (i == n)
    tail = exact_tail (&few, gap / sum);
  if (tail < 0)
    tail = series_tail (half_width, n, sum, gap / sum);
  return tail < 0 ? 0 : tail > 0.5 ? 1 : 2 * tail;
}
