/* SPDX-License-Identifier: GPL-3.0-or-later
 * Interval twins of the measures of concentration: what they hold, which ends are
 * reached, points, the domain. */
#include "support/boxes.h"
#include "support/suite.h"

#define N_RANDOM 120

#define OF_ONE(name, function)                                                                     \
  static ind_status name (const double *x, size_t n, double *out)                                  \
  {                                                                                                \
    return function (x, n, out);                                                                   \
  }                                                                                                \
  static ind_status name##_twin (const ind_interval *x, size_t n, ind_interval *out)               \
  {                                                                                                \
    return function##_interval (x, n, out);                                                        \
  }

OF_ONE (herfindahl, ind_herfindahl)
OF_ONE (normalised, ind_herfindahl_normalised)
OF_ONE (entropy, ind_entropy)
OF_ONE (theil, ind_theil)
OF_ONE (log_deviation, ind_mean_log_deviation)

static ind_status
divergence (const double *x, size_t n, double *out)
{
  return ind_divergence (x, x + n, n, out);
}

static ind_status
divergence_twin (const ind_interval *x, size_t n, ind_interval *out)
{
  return ind_divergence_interval (x, x + n, n, out);
}

/* Gini's of parts in any order, as the twin has them. */
static ind_status
gini (const double *x, size_t n, double *out)
{
  double sorted[BOX_MOST];

  memcpy (sorted, x, n * sizeof *x);
  qsort (sorted, n, sizeof *sorted, box_compare);
  return ind_gini (sorted, n, out);
}

static ind_status
gini_normalised (const double *x, size_t n, double *out)
{
  double sorted[BOX_MOST];

  memcpy (sorted, x, n * sizeof *x);
  qsort (sorted, n, sizeof *sorted, box_compare);
  return ind_gini_normalised (sorted, n, out);
}

static ind_status
gini_twin (const ind_interval *x, size_t n, ind_interval *out)
{
  return ind_gini_interval (x, n, out);
}

static ind_status
gini_normalised_twin (const ind_interval *x, size_t n, ind_interval *out)
{
  return ind_gini_normalised_interval (x, n, out);
}

/* The lower ends are reached, entropy's upper; the others but for a square. */
static const box_pair pairs[] = {
  { "herfindahl", 1, 1, herfindahl, herfindahl_twin, 0, -1 },
  { "herfindahl_normalised", 1, 1, normalised, normalised_twin, 0, -1 },
  { "entropy", 1, 1, entropy, entropy_twin, -1, 0 },
  { "theil", 1, 1, theil, theil_twin, 0, -1 },
  { "mean_log_deviation", 1, 1, log_deviation, log_deviation_twin, 0, -1 },
  { "divergence", 2, 1, divergence, divergence_twin, 0, -1 },
  { "gini", 1, 1, gini, gini_twin, 0, 0 },
  { "gini_normalised", 1, 1, gini_normalised, gini_normalised_twin, 0, 0 },
};

#define N_PAIRS (sizeof pairs / sizeof pairs[0])

/* Boxes whose ends both are in order. */
static void
make_box (exact_random *random, size_t f, double width, size_t n, ind_interval *box)
{
  box_random (random, width, n * pairs[f].n_arrays, box);
  if (f >= 6)
    box_sort (box, n);
}

/* Where an end is not reached: within a square for Herfindahl's, and of narrow boxes
 * for all, in the range found. */
static void
expect_square (size_t f, size_t n, const ind_interval *box, const ind_interval *out,
               const ind_interval *found)
{
  double above = f == 2 ? found->low - out->low : out->high - found->high;
  double widest = 0, total = 0, width = 0, range = found->high - found->low;
  size_t i;

  for (i = 0; i < n; i++)
    {
      widest = fmax (widest, box[i].high - box[i].low);
      width += box[i].high - box[i].low;
      total += box[i].low;
    }
  exact_assert (f != 0 || above <= pow (widest / (2 * total), 2) + 1e-9,
                "%g is above %g by more than a square", out->high, found->high);
  exact_assert (width > 0.04 * total || above <= (f == 5 ? 0.2 : 0.01) * range + 1e-9,
                "%s of %zu is in [%g, %g], not [%g, %g]", pairs[f].name, n, found->low,
                found->high, out->low, out->high);
  exact_assert (above <= 2 * range + 1e-9, "%s of %zu is in [%g, %g], not [%g, %g]",
                pairs[f].name, n, found->low, found->high, out->low, out->high);
}

START_TEST (test_range)
{
  exact_random random = { 1001 };
  size_t f, round, k;

  for (f = 0; f < N_PAIRS; f++)
    for (round = 0; round < N_RANDOM; round++)
      {
        ind_interval box[BOX_MOST], out, found;
        size_t n = 2 + round % 4;
        double x[BOX_MOST];
        make_box (&random, f, round % 2 == 0 ? 0.02 : 0.5, n, box);
        ck_assert (box_range (&random, &pairs[f], box, n, &out, &found));
        for (k = 0; k < 3; k++)
          {
            box_inside (&random, box, n * pairs[f].n_arrays, x);
            box_climb (&pairs[f], box, x, n, 0, 1, &out, &found);
            box_inside (&random, box, n * pairs[f].n_arrays, x);
            box_climb (&pairs[f], box, x, n, 0, -1, &out, &found);
          }
        /* All parts as near as they can be to one level, also that of an end. */
        for (k = 0; k < 2000 + 2 * n; k++)
          {
            double level = exp (-0.5 + 5.5 * (double) k / 2000);
            size_t i;
            if (k >= 2000)
              level = k % 2 == 0 ? box[(k - 2000) / 2].low : box[(k - 2000) / 2].high;
            for (i = 0; i < n * pairs[f].n_arrays; i++)
              x[i] = fmin (fmax (level, box[i].low), box[i].high);
            box_try (&pairs[f], x, n, &out, &found);
          }
        box_expect_reached (&pairs[f], n, &out, &found);
        if (f < 6)
          expect_square (f, n, box, &out, &found);
      }
}
END_TEST

/* Many parts, wide and narrow; some that may be nothing. */
START_TEST (test_many)
{
  exact_random random = { 1009 };
  size_t f, round, i;

  for (f = 0; f < N_PAIRS; f++)
    for (round = 0; round < 2 * N_RANDOM; round++)
      {
        ind_interval box[BOX_MOST], out, found;
        double x[BOX_MOST];
        size_t n = 2 + round % 20;
        make_box (&random, f, round % 3 == 0 ? 1 : 1e-7, n, box);
        for (i = 0; i < n / 2 && f != 4; i++)
          if (round % 5 == 0)
            box[i].low = 0;
        for (i = 0; i < n / 4 && f != 4; i++)
          if (round % 5 == 0)
            box[i].high = 0;
        if (!box_range (&random, &pairs[f], box, n, &out, &found))
          continue;
        box_inside (&random, box, n * pairs[f].n_arrays, x);
        if (f > 5)
          qsort (x, n, sizeof *x, box_compare);
        box_expect_point (&pairs[f], x, n, log ((double) n), 64);
      }
}
END_TEST

/* Parts that are nearly even, of points and of narrow intervals. */
START_TEST (test_nearly_even)
{
  exact_random random = { 1013 };
  size_t f, round, i;

  for (f = 0; f < N_PAIRS; f++)
    for (round = 0; round < N_RANDOM; round++)
      {
        ind_interval box[BOX_MOST], out, found;
        double x[BOX_MOST];
        size_t n = 2 + round % 8;
        for (i = 0; i < n * pairs[f].n_arrays; i++)
          {
            x[i] = 1e6 + (f < 6 ? (double) exact_random_below (&random, 7) : (double) i);
            box[i].low = x[i] - 1;
            box[i].high = x[i] + 1;
          }
        box_expect_point (&pairs[f], x, n, 1, 32);
        ck_assert (box_range (&random, &pairs[f], box, n, &out, &found));
        /* A half of one interval, at most, is the square that an upper end is too high
         * by, and some of them are what there is. */
        if (f != 0 && f != 2 && f != 5)
          exact_assert (out.high - found.high <= 1.5 / (double) (n - 1) * found.high,
                        "%s of %zu: %g is above %g", pairs[f].name, n, out.high, found.high);
      }
}
END_TEST

/* Three amounts to the unit: by hand, the Herfindahl index is largest where the
 * largest is at its upper end and the others at their lower ones. */
START_TEST (test_by_hand)
{
  static const ind_interval part[] = { { 9.5, 10.5 }, { 19.5, 20.5 }, { 69.5, 70.5 } };
  ind_interval out;

  ck_assert_int_eq (ind_herfindahl_interval (part, 3, &out), IND_OK);
  suite_assert_near (out.high, (9.5 * 9.5 + 19.5 * 19.5 + 70.5 * 70.5) / (99.5 * 99.5), 2e-15, 0);
  suite_assert_near (out.low, (10.5 * 10.5 + 20.5 * 20.5 + 69.5 * 69.5) / (100.5 * 100.5), 2e-15,
                     0);
  ck_assert_int_eq (ind_gini_interval (part, 3, &out), IND_OK);
  suite_assert_near (out.high, 2 * (70.5 - 9.5) / (3 * 99.5), 2e-15, 0);
  suite_assert_near (out.low, 2 * (69.5 - 10.5) / (3 * 100.5), 2e-15, 0);
}
END_TEST

START_TEST (test_domain)
{
  static const ind_interval good[] = { { 1, 2 }, { 2, 2 }, { 3, 4 } };
  static const ind_interval outside[][3] = { { { 0, 1 }, { 0, 1 }, { 0, 1 } },
                                             { { -1, 1 }, { 1, 2 }, { 2, 2 } },
                                             { { (double) NAN, 1 }, { 1, 2 }, { 2, 2 } },
                                             { { 1, 2 }, { 1, 2 }, { INFINITY, -INFINITY } } };
  static const ind_interval unbounded[] = { { 1, 2 }, { 1, 3 }, { 2, INFINITY } };
  static const ind_interval some[] = { { 0, 1 }, { 1, 2 }, { 2, 3 } };
  static const ind_interval mixed[] = { { 1, 3 }, { 1, 2 }, { 2, 3 } };
  ind_interval x[6], out;
  size_t f, k;

  for (f = 0; f < N_PAIRS; f++)
    {
      memcpy (x + 3, good, sizeof good);
      for (k = 0; k < sizeof outside / sizeof outside[0]; k++)
        {
          memcpy (x, outside[k], sizeof good);
          ck_assert_msg (pairs[f].twin (x, 3, &out) == IND_E_DOMAIN, "%s, case %zu",
                         pairs[f].name, k);
          ck_assert (ind_interval_is_empty (out));
        }
      memcpy (x, unbounded, sizeof good);
      ck_assert_int_eq (pairs[f].twin (x, 3, &out), IND_OK);
      ck_assert_msg (out.low >= 0 && out.high >= 0.5, "%s is [%g, %g]", pairs[f].name, out.low,
                     out.high);
      memcpy (x, some, sizeof good);
      ck_assert_int_eq (pairs[f].twin (x, 3, &out), f == 4 ? IND_E_DOMAIN : IND_OK);
      ck_assert_int_eq (pairs[f].twin (x, 0, &out), IND_E_DOMAIN);
      ck_assert (ind_interval_is_empty (out));
    }
  ck_assert_int_eq (ind_divergence_interval (good, some, 3, &out), IND_E_DOMAIN);
  ck_assert_int_eq (ind_herfindahl_interval (good, 1, &out), IND_OK);
  ck_assert (out.low == 1 && out.high == 1);
  ck_assert_int_eq (ind_entropy_interval (good, 1, &out), IND_OK);
  ck_assert (out.low == 0 && out.high == 0);
  ck_assert_int_eq (ind_gini_interval (good, 1, &out), IND_OK);
  ck_assert (out.low == 0 && out.high == 0);
  ck_assert_int_eq (ind_herfindahl_normalised_interval (good, 1, &out), IND_E_DOMAIN);
  ck_assert_int_eq (ind_gini_normalised_interval (good, 1, &out), IND_E_DOMAIN);
  ck_assert_int_eq (ind_gini_interval (mixed, 3, &out), IND_E_ARGUMENT);
  ck_assert (ind_interval_is_empty (out));
  ck_assert_int_eq (ind_gini_normalised_interval (mixed, 3, &out), IND_E_ARGUMENT);

  ck_assert_int_eq (ind_herfindahl_interval (NULL, 0, &out), IND_E_DOMAIN);
  ck_assert_int_eq (ind_herfindahl_interval (NULL, 3, &out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_herfindahl_normalised_interval (good, 3, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_entropy_interval (NULL, 3, &out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_theil_interval (good, 3, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_mean_log_deviation_interval (NULL, 3, &out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_divergence_interval (good, NULL, 3, &out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_gini_interval (NULL, 3, &out), IND_E_ARGUMENT);
}
END_TEST

/* Anything may be put in. */
START_TEST (test_wild)
{
  exact_random random = { 1019 };
  size_t f, round, i;

  for (f = 0; f < N_PAIRS; f++)
    for (round = 0; round < 4000; round++)
      {
        ind_interval box[10], out;
        double x[10], result;
        size_t n = 1 + (size_t) exact_random_below (&random, 5);
        int is_plain = 1;
        for (i = 0; i < n * pairs[f].n_arrays; i++)
          {
            double a = fabs (exact_random_double (&random));
            double b = fabs (exact_random_double (&random));
            box[i].low = fmin (a, b);
            box[i].high = exact_random_below (&random, 19) == 0 ? INFINITY : fmax (a, b);
            if (round % 3 == 0)
              box[i].high = box[i].low;
            x[i] = box[i].low;
            is_plain = is_plain && (x[i] == 0 || (x[i] > 1e-60 && x[i] < 1e60));
          }
        if (pairs[f].twin (box, n, &out) == IND_OK && is_plain
            && pairs[f].plain (x, n, &result) == IND_OK)
          exact_assert (result >= out.low - 1e-12 * (fabs (result) + 1)
                            && result <= out.high + 1e-12 * (fabs (result) + 1),
                        "%s: %.17g is not in [%.17g, %.17g]", pairs[f].name, result, out.low,
                        out.high);
      }
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("twins_concentration");
  tcase_set_timeout (tests, 120);
  tcase_add_test (tests, test_range);
  tcase_add_test (tests, test_many);
  tcase_add_test (tests, test_nearly_even);
  tcase_add_test (tests, test_by_hand);
  tcase_add_test (tests, test_domain);
  tcase_add_test (tests, test_wild);
  return suite_run (tests, "twins_concentration");
}
