/* SPDX-License-Identifier: GPL-3.0-or-later
 * Exact arithmetic on doubles and decimals, as an oracle. */
#include "support/exact.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* A number in two's complement of digits of 32 bits, the lowest first, each
 * held in 64 so that sums need no carry until the sign is asked for. */
#define N_DIGITS 160

typedef struct number {
  int64_t digit[N_DIGITS];
  size_t n;
} number;

/* Adds value * 2^shift, |value| < 2^128. */
static void
add_shifted (number *sum, __int128 value, unsigned shift)
{
  int sign = value < 0 ? -1 : 1;
  unsigned __int128 left = value < 0 ? -(unsigned __int128) value : (unsigned __int128) value;
  size_t at = shift / 32;
  unsigned bits = shift % 32;
  uint64_t carry = 0;

  for (; left != 0 || carry != 0; left >>= 32, at++)
    {
      uint64_t part = ((uint64_t) (uint32_t) left << bits) + carry;
      sum->digit[at] += sign * (int64_t) (uint32_t) part;
      carry = part >> 32;
    }
}

static int
sign_of (number *sum)
{
  int64_t carry = 0;
  int is_zero = 1;
  size_t i;

  for (i = 0; i < sum->n; i++)
    {
      int64_t value = sum->digit[i] + carry;
      int64_t low = value & 0xFFFFFFFF;
      carry = (value - low) / ((int64_t) 1 << 32);
      is_zero = is_zero && low == 0;
    }
  return carry < 0 ? -1 : is_zero && carry == 0 ? 0 : 1;
}

/* x as an integer of 53 bits times a power of two. */
static int64_t
split (double x, int *exponent)
{
  double mantissa = frexp (x, exponent);
  *exponent -= 53;
  return (int64_t) ldexp (mantissa, 53);
}

int
exact_sign (const exact_product *products, size_t n)
{
  __int128 value[8];
  int power[8], least = 1 << 20, most = -(1 << 20);
  number sum;
  size_t i;

  for (i = 0; i < n; i++)
    {
      int a_power, b_power;
      value[i] = (__int128) split (products[i].a, &a_power) * split (products[i].b, &b_power);
      power[i] = a_power + b_power;
      if (value[i] == 0)
        continue;
      least = power[i] < least ? power[i] : least;
      most = power[i] > most ? power[i] : most;
    }
  if (most < least)
    return 0;
  sum.n = (size_t) (most - least) / 32 + 6;
  memset (sum.digit, 0, sum.n * sizeof sum.digit[0]);
  for (i = 0; i < n; i++)
    if (value[i] != 0)
      add_shifted (&sum, value[i], (unsigned) (power[i] - least));
  return sign_of (&sum);
}

static int
sign_of_double (double x)
{
  return (x > 0) - (x < 0);
}

int
exact_compare_sum (double x, double a, double b)
{
  exact_product products[3] = { { x, 1 }, { -a, 1 }, { -b, 1 } };
  return isinf (x) ? sign_of_double (x) : exact_sign (products, 3);
}

int
exact_compare_product (double x, double a, double b)
{
  exact_product products[2] = { { x, 1 }, { -a, b } };
  return isinf (x) ? sign_of_double (x) : exact_sign (products, 2);
}

int
exact_compare_quotient (double x, double a, double b)
{
  exact_product products[2] = { { x, b }, { -a, 1 } };
  return isinf (x) ? sign_of_double (x) : sign_of_double (b) * exact_sign (products, 2);
}

static void
multiply (number *a, int64_t factor)
{
  int64_t carry = 0;
  size_t i;

  for (i = 0; i < a->n; i++)
    {
      int64_t value = a->digit[i] * factor + carry;
      a->digit[i] = value & 0xFFFFFFFF;
      carry = (value - a->digit[i]) / ((int64_t) 1 << 32);
    }
  a->digit[a->n++] = carry;
}

/* value * 2^shift * 10^power. */
static number
make (int64_t value, unsigned shift, int power)
{
  number made;
  size_t i;

  memset (&made, 0, sizeof made);
  add_shifted (&made, value < 0 ? -(__int128) value : value, shift);
  made.n = shift / 32 + 4;
  while (power > 0)
    {
      multiply (&made, power >= 9 ? 1000000000 : 10);
      power -= power >= 9 ? 9 : 1;
      if (made.digit[made.n - 1] == 0)
        made.n--;
    }
  for (i = 0; value < 0 && i < made.n; i++)
    made.digit[i] = -made.digit[i];
  return made;
}

static void
subtract (number *a, const number *b)
{
  size_t i;

  for (i = 0; i < b->n; i++)
    a->digit[i] -= b->digit[i];
  a->n = a->n > b->n ? a->n : b->n;
}

static int
larger (int a, int b)
{
  return a > b ? a : b;
}

int
exact_compare_decimal (double x, int64_t a, int a_decimals, int64_t b, int b_decimals, int scale)
{
  int exponent;
  int64_t mantissa;
  int ten = larger (0, larger (a_decimals - scale, b_decimals - scale)), two;
  number sum, term;

  if (isinf (x))
    return sign_of_double (x);
  mantissa = split (x, &exponent);
  two = larger (0, -exponent);
  if (mantissa == 0)
    exponent = two = 0;
  sum = make (mantissa, (unsigned) (exponent + two), ten);
  term = make (a, (unsigned) two, ten + scale - a_decimals);
  subtract (&sum, &term);
  term = make (b, (unsigned) two, ten + scale - b_decimals);
  subtract (&sum, &term);
  return sign_of (&sum);
}

double
exact_step (double x, int n)
{
  for (; n > 0; n--)
    x = nextafter (x, INFINITY);
  for (; n < 0; n++)
    x = nextafter (x, -INFINITY);
  return x;
}

uint64_t
exact_random_bits (exact_random *random)
{
  uint64_t z = random->state += UINT64_C (0x9E3779B97F4A7C15);

  z = (z ^ z >> 30) * UINT64_C (0xBF58476D1CE4E5B9);
  z = (z ^ z >> 27) * UINT64_C (0x94D049BB133111EB);
  return z ^ z >> 31;
}

uint64_t
exact_random_below (exact_random *random, uint64_t below)
{
  return exact_random_bits (random) % below;
}

double
exact_random_double (exact_random *random)
{
  uint64_t bits = exact_random_bits (random);
  double x, sign = (bits & 1) != 0 ? -1.0 : 1.0;
  double fraction = 1 + (double) (bits >> 12) * 0x1p-52;

  switch (exact_random_below (random, 10))
    {
    case 0: x = 0; break;
    case 1: x = (double) (bits >> 1 & 0xF); break;
    case 2: x = (double) (bits >> 1 & 0xFFFFF) / 100; break;
    case 3:
      x = exact_step (ldexp (1, (int) (bits >> 1 & 63) - 32), (int) (bits >> 7 & 7) - 3);
      break;
    case 4: x = (double) (bits >> 12) * 0x1p-1074; break;
    case 5: x = ldexp (fraction, 1020 + (int) (bits >> 1 & 3)); break;
    case 6: x = exact_step (DBL_MAX, -(int) (bits >> 1 & 3)); break;
    case 7: x = ldexp (fraction, (int) (bits >> 1 & 7)); break;
    case 8: x = ldexp (fraction, (int) (bits >> 1 & 127) - 64); break;
    default: memcpy (&x, &bits, sizeof x); return isfinite (x) ? x : sign;
    }
  return sign * x;
}
