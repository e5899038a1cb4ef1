/* SPDX-License-Identifier: GPL-3.0-or-later
 * Arithmetic along lanes: each place as by itself, whether few places are asked for or all. */
#include "check/lane.h"

#include <math.h>
#include <string.h>

#include "support/exact.h"
#include "support/suite.h"

#define N IND__LANE

static double a[N], b[N], c[N], d[N], out[N], other[N], known[N];

static void
fill (double *lane, exact_random *random)
{
  int i;
  for (i = 0; i < N; i++)
    lane[i] = (double) exact_random_below (random, 2000) / 8 - 125;
}

static void
fill_all (exact_random *random)
{
  fill (a, random);
  fill (b, random);
  fill (c, random);
  fill (d, random);
  fill (out, random);
  memcpy (known, out, sizeof out);
}

/* Compares the first n places with what is expected of each, and the rest with what was. */
#define EXPECT(n, value)                                                                          \
  do                                                                                              \
    for (size_t i = 0; i < N; i++)                                                                \
      {                                                                                           \
        double own = i < (n) ? (value) : known[i];                                                \
        exact_assert (out[i] == own || (isnan (out[i]) && isnan (own)),                           \
                      "line %d: place %zu of %zu is %g, not %g", __LINE__, i, (size_t) (n),       \
                      out[i], own);                                                               \
      }                                                                                           \
  while (0)

#define TRY(n, call, value)                                                                       \
  do                                                                                              \
    {                                                                                             \
      fill_all (&random);                                                                         \
      call;                                                                                       \
      EXPECT (n, value);                                                                          \
    }                                                                                             \
  while (0)

START_TEST (test_arithmetic)
{
  exact_random random = { 1 };
  size_t n;

  for (n = IND__STEP; n <= N; n += IND__STEP)
    {
      TRY (n, ind__lane_set (n, out, 3), 3);
      TRY (n, ind__lane_add (n, out, 2, a), known[i] + 2 * a[i]);
      TRY (n, ind__lane_add_size (n, out, -2, a), known[i] + fabs (2 * a[i]));
      TRY (n, ind__lane_add_term (n, out, other, -2, a), known[i] - 2 * a[i]);
      TRY (n, ind__lane_add_term (n, other, out, -2, a), known[i] + fabs (2 * a[i]));
      TRY (n, ind__lane_add_product (n, out, a, b), known[i] + a[i] * b[i]);
      TRY (n, ind__lane_subtract_product (n, out, a, b), known[i] - a[i] * b[i]);
      TRY (n, ind__lane_add_product_size (n, out, 2, a, b), known[i] + 2 * fabs (a[i] * b[i]));
      TRY (n, ind__lane_scale (n, out, -3), known[i] * -3);
      TRY (n, ind__lane_multiply (n, out, a, b), a[i] * b[i]);
      TRY (n, ind__lane_divide (n, out, a, b), a[i] / b[i]);
      TRY (n, ind__lane_lower (n, out, 2, a), fmin (known[i], 2 * a[i]));
      TRY (n, ind__lane_residual (n, out, a, b), fabs (a[i] - b[i]));
      TRY (n, ind__lane_margin (n, out, a, b, 0.5), 0.5 * b[i] - a[i]);
      TRY (n, ind__lane_cap_below (n, out, a, b, 2), fmin (known[i], 2 * b[i] - a[i]));
      TRY (n, ind__lane_cap_apart (n, out, a, b, 0.5),
           fmin (known[i], a[i] - 0.5 * (b[i] - a[i])));
      TRY (n, ind__lane_cap_overlap (n, out, a, b, c, d, 0.5),
           fmin (known[i], fmin (d[i] - a[i], b[i] - c[i])
                               - 0.5 * ((b[i] - a[i]) + (d[i] - c[i]))));
      TRY (n, ind__lane_enclose (n, out, other, a, b), a[i] - b[i]);
      TRY (n, ind__lane_enclose (n, other, out, a, b), a[i] + b[i]);
    }
}
END_TEST

/* The ends of all products, and of all quotients by what does not reach zero. */
START_TEST (test_intervals)
{
  exact_random random = { 2 };
  size_t n;

  for (n = IND__STEP; n <= N; n += IND__STEP)
    {
      TRY (n, ind__lane_interval_add (n, out, other, 2, a, b), known[i] + 2 * a[i]);
      TRY (n, ind__lane_interval_add (n, out, other, -2, a, b), known[i] - 2 * b[i]);
      TRY (n, ind__lane_interval_add (n, other, out, 2, a, b), known[i] + 2 * b[i]);
      TRY (n, ind__lane_interval_add (n, other, out, -2, a, b), known[i] - 2 * a[i]);
      TRY (n, ind__lane_interval_multiply (n, out, other, a, b, c, d),
           fmin (fmin (a[i] * c[i], a[i] * d[i]), fmin (b[i] * c[i], b[i] * d[i])));
      TRY (n, ind__lane_interval_multiply (n, other, out, a, b, c, d),
           fmax (fmax (a[i] * c[i], a[i] * d[i]), fmax (b[i] * c[i], b[i] * d[i])));
      fill_all (&random);
      ind__lane_interval_divide (n, out, other, a, b, c, d);
      for (size_t i = 0; i < n; i++)
        if (!(c[i] * d[i] > 0))
          exact_assert (isnan (out[i]) && isnan (other[i]), "place %zu divides by zero", i);
        else
          {
            double least = fmin (fmin (a[i] / c[i], a[i] / d[i]), fmin (b[i] / c[i], b[i] / d[i]));
            double most = fmax (fmax (a[i] / c[i], a[i] / d[i]), fmax (b[i] / c[i], b[i] / d[i]));
            exact_assert (fabs (out[i] - least) <= 1e-12 * (1 + fabs (least))
                              && fabs (other[i] - most) <= 1e-12 * (1 + fabs (most)),
                          "the quotient at place %zu is %g .. %g, not %g .. %g", i, out[i],
                          other[i], least, most);
          }
    }
}
END_TEST

/* What is not a number stays so: of it nothing is beyond doubt. */
START_TEST (test_not_a_number)
{
  exact_random random = { 3 };

  fill_all (&random);
  a[0] = b[1] = out[2] = known[2] = NAN;
  a[3] = INFINITY;
  b[3] = INFINITY;
  ind__lane_cap_below (N, out, a, b, 1);
  ck_assert (isnan (out[0]) && isnan (out[1]) && isnan (out[2]) && isnan (out[3]));
  fill_all (&random);
  a[0] = b[1] = out[2] = NAN;
  ind__lane_cap_apart (N, out, a, b, 1);
  ck_assert (isnan (out[0]) && isnan (out[1]) && isnan (out[2]));
  fill_all (&random);
  a[0] = b[1] = c[2] = d[3] = out[4] = NAN;
  ind__lane_cap_overlap (N, out, a, b, c, d, 1);
  ck_assert (isnan (out[0]) && isnan (out[1]) && isnan (out[2]) && isnan (out[3])
             && isnan (out[4]));
}
END_TEST

START_TEST (test_widths)
{
  exact_random random = { 4 };
  double squares[N], largest[N];
  size_t n, round, i;

  for (n = IND__STEP; n <= N; n += IND__STEP)
    for (round = 0; round < 2; round++)
      {
        fill_all (&random);
        memset (squares, 0, sizeof squares);
        memset (largest, 0, sizeof largest);
        ind__lane_add_width (n, out, squares, largest, -2, round == 0 ? NULL : a, b);
        for (i = 0; i < n; i++)
          {
            double w = fabs (round == 0 ? 2 : 2 * a[i]) * b[i];
            exact_assert (out[i] == known[i] + w && squares[i] == w * w
                              && largest[i] == fmax (w, 0),
                          "the width at place %zu is not %g", i, w);
          }
      }
}
END_TEST

START_TEST (test_marks)
{
  exact_random random = { 5 };
  uint8_t x[N], y[N], marks[N];
  uint16_t unit[N];
  uint32_t p[N], q[N];
  size_t n, i, count, expected;

  for (n = IND__STEP; n <= N; n += IND__STEP)
    {
      fill_all (&random);
      for (i = 0; i < N; i++)
        {
          x[i] = (uint8_t) exact_random_below (&random, 2);
          y[i] = (uint8_t) exact_random_below (&random, 2);
          unit[i] = (uint16_t) exact_random_below (&random, 3);
          p[i] = (uint32_t) exact_random_below (&random, 3);
          q[i] = (uint32_t) exact_random_below (&random, 3);
        }
      a[1] = NAN;
      count = ind__lane_mark_exact (n, marks, x, y, a, b, c, 0.5);
      for (i = expected = 0; i < n; i++)
        {
          int is_exact = x[i] && y[i] && a[i] > 0 && b[i] < 0.5 * c[i];
          ck_assert_int_eq (marks[i], is_exact);
          expected += (size_t) is_exact;
        }
      ck_assert_uint_eq (count, expected);
      memcpy (marks, x, sizeof marks);
      ind__lane_or (n, marks, y);
      for (i = 0; i < N; i++)
        ck_assert_int_eq (marks[i], i < n ? x[i] | y[i] : x[i]);
      memcpy (marks, x, sizeof marks);
      ind__lane_and (n, marks, y);
      for (i = 0; i < N; i++)
        ck_assert_int_eq (marks[i], i < n ? x[i] & y[i] : x[i]);
      memcpy (marks, x, sizeof marks);
      ind__lane_and_equal (n, marks, unit, 2);
      for (i = 0; i < N; i++)
        ck_assert_int_eq (marks[i], i < n ? x[i] && unit[i] == 2 : x[i]);
      memcpy (marks, x, sizeof marks);
      ind__lane_and_same (n, marks, p, q);
      for (i = 0; i < N; i++)
        ck_assert_int_eq (marks[i], i < n ? x[i] && p[i] == q[i] : x[i]);
    }
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("lane");
  tcase_add_test (tests, test_arithmetic);
  tcase_add_test (tests, test_intervals);
  tcase_add_test (tests, test_not_a_number);
  tcase_add_test (tests, test_widths);
  tcase_add_test (tests, test_marks);
  return suite_run (tests, "lane");
}
