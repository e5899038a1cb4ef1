/* SPDX-License-Identifier: GPL-3.0-or-later
 * Balls, against fractions of whole numbers that are written out. */
#include "explain/ball.h"

#include "support/exact.h"
#include "support/suite.h"

typedef __int128 wide;

/* numerator / denominator, the denominator positive. */
struct fraction {
  wide numerator, denominator;
};

static exact_random random_state = { 6 };

static int64_t
draw (uint64_t n)
{
  return (int64_t) exact_random_below (&random_state, n);
}

static struct fraction
reduced (wide numerator, wide denominator)
{
  wide a = numerator < 0 ? -numerator : numerator, b = denominator < 0 ? -denominator : denominator;
  struct fraction made;

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

/* Both parts of a whole number, of 50 bits each. */
static void
part (wide x, double out[2])
{
  wide low = x & (((wide) 1 << 50) - 1);

  out[0] = (double) low;
  out[1] = ldexp ((double) ((x - low) >> 50), 50);
}

/* The sign of center + offset - x. */
static int
compare (double center, double offset, struct fraction x)
{
  exact_product products[6];
  double numerator[2], denominator[2];
  int k;

  part (x.numerator, numerator);
  part (x.denominator, denominator);
  for (k = 0; k < 2; k++)
    {
      products[3 * k] = (exact_product) { center, denominator[k] };
      products[3 * k + 1] = (exact_product) { offset, denominator[k] };
      products[3 * k + 2] = (exact_product) { -1, numerator[k] };
    }
  return exact_sign (products, 6);
}

/* The fraction is in the ball, which is small. */
static void
expect_around (ind__ball a, struct fraction x)
{
  exact_assert (compare (a.center, -a.radius, x) <= 0 && compare (a.center, a.radius, x) >= 0,
                "%.17g to within %g is not near %.17g", a.center, a.radius,
                (double) x.numerator / (double) x.denominator);
  exact_assert (a.radius <= 1e-12 * (fabs (a.center) + 1), "a radius of %g", a.radius);
}

static ind__ball
quotient_of (int64_t a, int64_t b)
{
  return ind__ball_div (ind__ball_make ((double) a, 0), ind__ball_make ((double) b, 0));
}

START_TEST (test_comparison)
{
  struct fraction third = { 1, 3 }, minus_half = { -1, 2 }, large = { (wide) 1 << 80, 3 };

  ck_assert (compare (1 / 3.0, 0, third) < 0 && compare (1 / 3.0, 0x1p-55, third) > 0);
  ck_assert (compare (-0.5, 0, minus_half) == 0 && compare (0.5, -1, minus_half) == 0);
  ck_assert (compare (-0.5, 0x1p-60, minus_half) > 0 && compare (0, -1, minus_half) < 0);
  ck_assert (compare (0x1p80 / 3, 0, large) < 0 && compare (0x1p80 / 3, 0x1p26, large) > 0);
}
END_TEST

START_TEST (test_operations)
{
  size_t n;

  for (n = 0; n < 200000; n++)
    {
      ind__ball a = ind__ball_make (0, 0);
      struct fraction x = { 0, 1 };
      int k;
      for (k = 0; k < 4; k++)
        {
          int64_t p = draw (2001) - 1000, q = 1 + draw (60);
          ind__ball b = quotient_of (p, q);
          switch (draw (6))
            {
            case 0:
              a = ind__ball_add (a, b);
              x = reduced (x.numerator * q + p * x.denominator, x.denominator * q);
              break;
            case 1:
              a = ind__ball_mul (a, b);
              x = reduced (x.numerator * p, x.denominator * q);
              break;
            case 2:
              if (p == 0)
                continue;
              a = ind__ball_div (a, b);
              x = reduced (x.numerator * q, x.denominator * p);
              break;
            case 3:
              q = draw (3) == 0 ? 1 : q;
              a = ind__ball_div_whole (a, (double) -q);
              x = reduced (-x.numerator, x.denominator * q);
              break;
            case 4:
              p = draw (3) == 0 ? -1 : p;
              a = ind__ball_mul_whole (a, (double) p);
              x = reduced (x.numerator * p, x.denominator);
              break;
            default:
              a = ind__ball_negate (a);
              x.numerator = -x.numerator;
            }
        }
      expect_around (a, x);
    }
}
END_TEST

START_TEST (test_decimals)
{
  size_t n;

  for (n = 0; n < 20000; n++)
    {
      int64_t mantissa = draw (2000000001) - 1000000000;
      int32_t power = (int32_t) draw (16) - 10, k;
      struct fraction x = { mantissa, 1 };
      for (k = 0; k < power; k++)
        x.numerator *= 10;
      for (k = 0; k > power; k--)
        x.denominator *= 10;
      expect_around (ind__ball_decimal (mantissa, power), x);
    }
  ck_assert (ind__ball_decimal (1234567, 6).radius == 0);
  ck_assert (ind__ball_decimal (INT64_MIN, 0).center == -0x1p63);
  ck_assert (ind__ball_decimal (INT64_MAX, 0).radius > 0);
}
END_TEST

/* What is lost is known, and whole numbers lose nothing. */
START_TEST (test_sums)
{
  ind__ball sum = ind__ball_add (ind__ball_make (0x1p53, 0), ind__ball_make (1, 0));

  ck_assert (sum.center == 0x1p53 && sum.radius >= 1 && sum.radius < 1.001);
  sum = ind__ball_add (ind__ball_make (0x1p52, 0), ind__ball_make (-3, 0));
  ck_assert (sum.center == 0x1p52 - 3 && sum.radius == 0);
}
END_TEST

/* Nothing is known of a quotient by what may be zero, nor beyond the powers of ten, nor of what
 * comes of it; such a ball lies within no bounds. */
START_TEST (test_unknown)
{
  ind__ball zero = ind__ball_make (0, 0), third = quotient_of (1, 3), made;

  ck_assert (!(ind__ball_div (third, zero).radius <= DBL_MAX));
  made = ind__ball_add (ind__ball_mul_whole (third, 3), ind__ball_make (-1, 0));
  ck_assert (made.radius > 0);
  made = ind__ball_div (third, made);
  ck_assert (!(made.radius <= DBL_MAX));
  ck_assert (!ind__ball_is_within (made, ind__interval_entire ()));
  ck_assert (!(ind__ball_mul (made, third).radius <= DBL_MAX));
  ck_assert (!(ind__ball_decimal (1, 23).radius <= DBL_MAX));
  ck_assert (!(ind__ball_decimal (1, -23).radius <= DBL_MAX));
}
END_TEST

START_TEST (test_within)
{
  ind_interval unit = ind__interval_make (0, 1);

  ck_assert (ind__ball_is_within (ind__ball_make (1, 0), unit));
  ck_assert (ind__ball_is_within (ind__ball_make (0.5, 0.25), unit));
  ck_assert (ind__ball_is_within (ind__ball_make (7, 1), ind__interval_entire ()));
  /* On the end, and not exact. */
  ck_assert (!ind__ball_is_within (ind__ball_make (1, 0x1p-60), unit));
  ck_assert (!ind__ball_is_within (ind__ball_make (0.9, 0.1), unit));
  ck_assert (!ind__ball_is_within (ind__ball_make (-0x1p-60, 0), unit));
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("ball");

  tcase_set_timeout (tests, 60);
  tcase_add_test (tests, test_comparison);
  tcase_add_test (tests, test_operations);
  tcase_add_test (tests, test_decimals);
  tcase_add_test (tests, test_sums);
  tcase_add_test (tests, test_unknown);
  tcase_add_test (tests, test_within);
  return suite_run (tests, "ball");
}
