/* SPDX-License-Identifier: GPL-3.0-or-later
 * Fractions by residues, against fractions of small whole numbers that are written out. */
#include "explain/fraction.h"

#include "support/exact.h"
#include "support/suite.h"

typedef __int128 wide;

/* numerator / denominator, which stay small enough. */
struct plain {
  wide numerator, denominator;
};

static uint64_t state = 88172645463325252u;

static uint64_t
draw (uint64_t n)
{
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state % n;
}

static struct plain
reduced (wide numerator, wide denominator)
{
  wide a = numerator < 0 ? -numerator : numerator, b = denominator < 0 ? -denominator : denominator;
  struct plain made;

  while (b > 0)
    {
      wide r = a % b;
      a = b;
      b = r;
    }
  made.numerator = denominator < 0 ? -numerator / a : numerator / a;
  made.denominator = denominator < 0 ? -denominator / a : denominator / a;
  return made;
}

/* The value is near, and the residues are of the same fraction. */
static void
expect_same (const ind__fraction *a, struct plain x)
{
  double value = (double) x.numerator / (double) x.denominator;
  ind__fraction at = *a;
  ind__residue left, right;

  exact_assert (fabs (a->value - value) <= a->error + fabs (value) * 0x1p-51,
                "%.17g is not within %g of %.17g", a->value, a->error, value);
  exact_assert (a->error <= 1e-9 * (fabs (value) + 1), "an error of %g", a->error);
  if (at.power > 0)
    ind__fraction_lower (&at, 0);
  left = at.numerator * (ind__residue) x.denominator;
  right = at.denominator * (ind__residue) x.numerator;
  for (; at.power < 0; at.power++)
    right *= 10;
  exact_assert (left == right, "another fraction than %.17g", value);
}

static ind__fraction
quotient_of (int64_t a, int64_t b)
{
  return ind__fraction_div (ind__fraction_whole ((double) a), ind__fraction_whole ((double) b));
}

START_TEST (test_operations)
{
  size_t n;

  for (n = 0; n < 200000; n++)
    {
      ind__fraction a = ind__fraction_whole (0), difference;
      struct plain x = { 0, 1 };
      int k;
      for (k = 0; k < 4; k++)
        {
          int64_t p = (int64_t) draw (2001) - 1000, q = 1 + (int64_t) draw (60);
          ind__fraction b = quotient_of (p, q);
          switch (draw (5))
            {
            case 0:
              a = ind__fraction_add (a, b);
              x = reduced (x.numerator * q + p * x.denominator, x.denominator * q);
              break;
            case 1:
              a = ind__fraction_mul (a, b);
              x = reduced (x.numerator * p, x.denominator * q);
              break;
            case 2:
              if (p == 0)
                continue;
              a = ind__fraction_div (a, b);
              x = reduced (x.numerator * q, x.denominator * p);
              break;
            case 3:
              q = draw (2) == 0 ? 100 : q;
              a = ind__fraction_div_whole (a, (double) q);
              x = reduced (x.numerator, x.denominator * q);
              break;
            default: ind__fraction_reduce (&a);
            }
        }
      expect_same (&a, x);
      difference = ind__fraction_add (
          a, ind__fraction_negate (ind__fraction_div (ind__fraction_whole ((double) x.numerator),
                                                      ind__fraction_whole (
                                                          (double) x.denominator))));
      exact_assert (ind__fraction_is_zero (&difference), "%.17g is not what it is", a.value);
    }
}
END_TEST

/* What is off by the least that is possible is told from zero. */
START_TEST (test_near_zero)
{
  size_t n;

  for (n = 0; n < 20000; n++)
    {
      int64_t a = 1 + (int64_t) draw (1000000), b = 1 + (int64_t) draw (1000000);
      int64_t c = 1 + (int64_t) draw (1000000), d = 1 + (int64_t) draw (1000000);
      ind__fraction product = ind__fraction_mul (quotient_of (a, b), quotient_of (c, d));
      ind__fraction same = ind__fraction_negate (quotient_of (a * c, b * d));
      ind__fraction other = ind__fraction_negate (quotient_of (a * c + 1, b * d));
      ind__fraction rest = ind__fraction_add (product, same);
      exact_assert (ind__fraction_is_zero (&rest), "a product that is not itself");
      rest = ind__fraction_add (product, other);
      exact_assert (!ind__fraction_is_zero (&rest), "zero that is not");
    }
}
END_TEST

START_TEST (test_decimals)
{
  ind__fraction a = ind__fraction_decimal (10000, 8), b = ind__fraction_decimal (10, 11), rest;

  ck_assert (a.error == 0 && a.value == 1e12);
  rest = ind__fraction_add (a, ind__fraction_negate (b));
  ck_assert (ind__fraction_is_zero (&rest) && rest.error == 0);
  a = ind__fraction_decimal (123, -2);
  ck_assert (fabs (a.value - 1.23) <= a.error && a.error < 1e-15);
  rest = ind__fraction_add (ind__fraction_mul_whole (a, 100),
                            ind__fraction_negate (ind__fraction_whole (123)));
  ck_assert (ind__fraction_is_zero (&rest));
  a = ind__fraction_decimal (1, 23);
  ck_assert (!(a.error <= DBL_MAX));
  a = ind__fraction_decimal (INT64_MIN, 0);
  ck_assert ((__int128) a.numerator == INT64_MIN && a.value == -0x1p63 && a.error > 0);
}
END_TEST

/* Nothing is known of a quotient by what may be zero, nor beyond the powers of ten. */
START_TEST (test_unknown)
{
  ind__fraction zero = ind__fraction_whole (0), third = quotient_of (1, 3), made;

  made = ind__fraction_div (third, zero);
  ck_assert (!(made.error <= DBL_MAX) && !ind__fraction_is_zero (&made));
  made = ind__fraction_mul_whole (third, 3);
  made = ind__fraction_add (made, ind__fraction_whole (-1));
  ck_assert (ind__fraction_is_zero (&made) && made.error > 0);
  made = ind__fraction_div (third, made);
  ck_assert (!(made.error <= DBL_MAX));
  made = ind__fraction_add (ind__fraction_decimal (1, 10), ind__fraction_decimal (1, -10));
  ck_assert (!(made.error <= DBL_MAX));
  made = ind__fraction_add (made, ind__fraction_negate (made));
  ck_assert (!ind__fraction_is_zero (&made));
}
END_TEST

/* A numerator that is a multiple of 2^128 is not zero. */
START_TEST (test_modulus)
{
  ind__fraction large = ind__fraction_decimal (INT64_C (1) << 62, 0), rest;

  large = ind__fraction_mul (large, large);
  ck_assert (large.numerator != 0);
  rest = ind__fraction_mul_whole (large, 32);
  ck_assert (rest.numerator == 0 && !ind__fraction_is_zero (&rest));
  /* So small that its double does not tell. */
  rest = ind__fraction_div (rest, ind__fraction_mul (large, large));
  rest = ind__fraction_add (rest, ind__fraction_whole (1));
  rest = ind__fraction_add (rest, ind__fraction_whole (-1));
  ck_assert (fabs (rest.value) <= rest.error && !ind__fraction_is_zero (&rest));
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("fraction");

  tcase_set_timeout (tests, 60);
  tcase_add_test (tests, test_operations);
  tcase_add_test (tests, test_near_zero);
  tcase_add_test (tests, test_decimals);
  tcase_add_test (tests, test_unknown);
  tcase_add_test (tests, test_modulus);
  return suite_run (tests, "fraction");
}
