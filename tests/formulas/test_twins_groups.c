/* SPDX-License-Identifier: GPL-3.0-or-later
 * Interval twins of the measures of inequality between groups: what they hold, which
 * ends are reached, points, the domain. */
#include "support/boxes.h"
#include "support/suite.h"

#define N_RANDOM 80

static ind_status
williamson (const double *x, size_t n, double *out)
{
  return ind_williamson (x, x + n, n, out);
}

static ind_status
williamson_twin (const ind_interval *x, size_t n, ind_interval *out)
{
  return ind_williamson_interval (x, x + n, n, out);
}

/* Gini's of groups in any order, as the twin has them. */
static ind_status
gini (const double *x, size_t n, double *out)
{
  double pairs[BOX_MOST][2], value[BOX_MOST], weight[BOX_MOST];
  size_t i;

  for (i = 0; i < n; i++)
    {
      pairs[i][0] = x[i];
      pairs[i][1] = x[n + i];
    }
  qsort (pairs, n, sizeof pairs[0], box_compare);
  for (i = 0; i < n; i++)
    {
      value[i] = pairs[i][0];
      weight[i] = pairs[i][1];
    }
  return ind_gini_weighted (value, weight, n, out);
}

static ind_status
gini_twin (const ind_interval *x, size_t n, ind_interval *out)
{
  return ind_gini_weighted_interval (x, x + n, n, out);
}

static const box_pair pairs[] = {
  { "williamson", 2, 1, williamson, williamson_twin, 0, -1 },
  { "gini_weighted", 2, 1, gini, gini_twin, -1, -1 },
};

#define N_PAIRS (sizeof pairs / sizeof pairs[0])

/* Boxes of values whose ends both are in order. */
static void
make_box (exact_random *random, double width, double width_of_weights, size_t n,
          ind_interval *box)
{
  box_random (random, width, n, box);
  box_random (random, width_of_weights, n, box + n);
  box_sort (box, n);
}

/* How far the ends are from what is found, in the range found. */
static void
expect_near (const box_pair *pair, const ind_interval *out, const ind_interval *found, double low,
             double high)
{
  double range = found->high - found->low;

  exact_assert (out->low >= found->low - low * range - 1e-9, "%s: low end %.17g is below %.17g (to %.17g)",
                pair->name, out->low, found->low, found->high);
  exact_assert (out->high <= found->high + high * range + 1e-9, "%s: high end %.17g is above %.17g (from %.17g)",
                pair->name, out->high, found->high, found->low);
}

/* The range found by climbing, and with all values as near as they can be to a level. */
static void
find_range (exact_random *random, const box_pair *pair, const ind_interval *box, size_t n,
            ind_interval *out, ind_interval *found)
{
  double x[BOX_MOST];
  size_t k, i;

  ck_assert (box_range (random, pair, box, n, out, found));
  for (k = 0; k < 12; k++)
    {
      box_inside (random, box, n * 2, x);
      box_climb (pair, box, x, n, 0, k % 2 == 0 ? 1 : -1, out, found);
    }
  for (k = 0; k < 500 + 2 * n; k++)
    {
      double level = exp (-0.5 + 5.5 * (double) k / 500);
      if (k >= 500)
        level = k % 2 == 0 ? box[(k - 500) / 2].low : box[(k - 500) / 2].high;
      for (i = 0; i < n; i++)
        x[i] = fmin (fmax (level, box[i].low), box[i].high);
      box_try (pair, x, n, out, found);
    }
}

/* An upper end is tried where intervals of values stand apart. */
START_TEST (test_range)
{
  static const struct
  {
    double of_values, of_weights;
    double low[N_PAIRS], high[N_PAIRS]; /* as in expect_near */
  } widths[] = {
    { 0.001, 0.001, { 0, 0.002 }, { 0.02, 0.02 } },
    { 0.02, 0, { 0, 0 }, { 0.1, 0 } },
    { 0.5, 0, { 0, 0 }, { 1e9, 1e9 } },
    { 0, 0.5, { 0, 0.5 }, { 0, 0.05 } },
    { 0.5, 0.5, { 0, 0.5 }, { 1e9, 1e9 } },
  };
  exact_random random = { 1201 };
  size_t f, round, w, i;

  for (f = 0; f < N_PAIRS; f++)
    for (w = 0; w < sizeof widths / sizeof widths[0]; w++)
      for (round = 0; round < N_RANDOM; round++)
        {
          ind_interval box[BOX_MOST], out, found;
          size_t n = 2 + round % 5;
          double high = widths[w].high[f];
          make_box (&random, widths[w].of_values, widths[w].of_weights, n, box);
          for (i = 1; i < n; i++)
            if (box[i].low < box[i - 1].high)
              high = 1e9;
          find_range (&random, &pairs[f], box, n, &out, &found);
          if (widths[w].of_values > 0 && widths[w].of_weights > 0 && n == 2)
            high = 1e9;
          expect_near (&pairs[f], &out, &found, widths[w].low[f], high);
          ck_assert (out.high - out.low <= 2);
        }
}
END_TEST

/* With weights of 1, Gini's of single parts; but for the upper end, where those may be
 * in any order, which groups with other weights are not the same in. */
START_TEST (test_equal_weights)
{
  exact_random random = { 1213 };
  size_t round, i;

  for (round = 0; round < 3 * N_RANDOM; round++)
    {
      ind_interval box[BOX_MOST], weighted, single;
      size_t n = 2 + round % 20;
      make_box (&random, round % 2 == 0 ? 0.01 : 0.9, 0, n, box);
      for (i = n; i < 2 * n; i++)
        box[i].low = box[i].high = 1;
      ck_assert_int_eq (ind_gini_interval (box, n, &single), IND_OK);
      ck_assert_int_eq (ind_gini_weighted_interval (box, box + n, n, &weighted), IND_OK);
      suite_assert_near (weighted.low, single.low, 1e-14, 1e-15);
      ck_assert (weighted.high >= single.high * (1 - 1e-14));
      exact_assert (weighted.high <= single.high * 1.6 + 1e-15, "%g, not %g", weighted.high,
                    single.high);
    }
}
END_TEST

/* The upper end of one part is the lower end of another, and the level of the most
 * even parts: the third and the fifth at it, by hand, and so the fourth. */
START_TEST (test_ends_that_meet)
{
  static const ind_interval part[]
      = { { 1, 2 }, { 1.5, 2.5 }, { 11, 76 }, { 28, 82 }, { 76, 93 } };
  ind_interval out;

  ck_assert_int_eq (ind_gini_interval (part, 5, &out), IND_OK);
  suite_assert_near (out.low, (-4 * 2 - 2 * 2.5 + (2 + 4) * 76.0) / (5 * (4.5 + 3 * 76)), 1e-15, 0);
}
END_TEST

/* Many groups, wide and narrow, some that may be nothing; points; nearly even. */
START_TEST (test_many)
{
  exact_random random = { 1217 };
  size_t f, round, i;

  for (f = 0; f < N_PAIRS; f++)
    for (round = 0; round < 4 * N_RANDOM; round++)
      {
        ind_interval box[BOX_MOST], out, found;
        double x[BOX_MOST];
        size_t n = 1 + round % 20;
        make_box (&random, round % 3 == 0 ? 1 : 1e-7, round % 2 == 0 ? 1 : 1e-7, n, box);
        for (i = 0; i < n / 2 && round % 5 == 0; i++)
          box[i].low = box[n + i].low = 0;
        for (i = 0; i < n / 4 && round % 5 == 0; i++)
          box[i].high = box[n + n / 2 - i].high = 0;
        for (i = 0; i < n && round % 7 == 0; i++)
          {
            box[i].low = 1e6 + (double) i / 2;
            box[i].high = 1e6 + (double) i;
          }
        if (!box_range (&random, &pairs[f], box, n, &out, &found))
          continue;
        box_inside (&random, box, n * 2, x);
        if (f == 1)
          qsort (x, n, sizeof *x, box_compare);
        box_expect_point (&pairs[f], x, n, 1, 32);
      }
}
END_TEST

/* Two regions, of 3 and of 1 million, with 10 and 20 per head to the unit: by hand, the
 * poorer is at one end and the richer at the other. */
START_TEST (test_by_hand)
{
  static const ind_interval value[] = { { 9.5, 10.5 }, { 19.5, 20.5 } };
  static const ind_interval weight[] = { { 3, 3 }, { 1, 1 } };
  ind_interval out;

  /* sqrt (3/16) of the difference over the mean; 3/16 of it, as |x - y| counts once. */
  ck_assert_int_eq (ind_williamson_interval (value, weight, 2, &out), IND_OK);
  suite_assert_near (out.low, sqrt (3.0) * (19.5 - 10.5) / (3 * 10.5 + 19.5), 4e-15, 0);
  suite_assert_near (out.high, sqrt (3.0) * (20.5 - 9.5) / (3 * 9.5 + 20.5), 4e-15, 0);
  ck_assert_int_eq (ind_gini_weighted_interval (value, weight, 2, &out), IND_OK);
  suite_assert_near (out.low, 0.75 * (19.5 - 10.5) / (3 * 10.5 + 19.5), 4e-15, 0);
  suite_assert_near (out.high, 0.75 * (20.5 - 9.5) / (3 * 9.5 + 20.5), 4e-15, 0);
}
END_TEST

/* Of two groups with nothing and 1 per head, the weighted Gini is the share in heads of
 * the former, and Williamson's index the root of the ratio of both. */
START_TEST (test_weights)
{
  static const ind_interval value[] = { { 0, 0 }, { 1, 1 } };
  static const ind_interval weight[] = { { 1, 2 }, { 3, 4 } };
  ind_interval out;

  ck_assert_int_eq (ind_gini_weighted_interval (value, weight, 2, &out), IND_OK);
  suite_assert_near (out.high, 0.4, 1e-15, 0);
  ck_assert (out.low > 0.1 && out.low <= 0.2);
  ck_assert_int_eq (ind_williamson_interval (value, weight, 2, &out), IND_OK);
  suite_assert_near (out.low, 0.5, 1e-15, 0);
  suite_assert_near (out.high, sqrt (2.0 / 3), 1e-15, 0);
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
  ind_status (*const twins[]) (const ind_interval *, const ind_interval *, size_t, ind_interval *)
      = { ind_williamson_interval, ind_gini_weighted_interval };
  ind_interval out;
  size_t f, k;

  for (f = 0; f < N_PAIRS; f++)
    {
      for (k = 0; k < sizeof outside / sizeof outside[0]; k++)
        {
          ck_assert_msg (twins[f](outside[k], good, 3, &out) == IND_E_DOMAIN, "case %zu", k);
          ck_assert (ind_interval_is_empty (out));
          ck_assert_msg (twins[f](good, outside[k], 3, &out) == IND_E_DOMAIN, "case %zu", k);
        }
      ck_assert_int_eq (twins[f](unbounded, good, 3, &out), IND_OK);
      ck_assert (out.low == 0 && out.high == (f == 0 ? INFINITY : 1));
      ck_assert_int_eq (twins[f](good, unbounded, 3, &out), IND_OK);
      ck_assert_int_eq (twins[f](some, some, 3, &out), IND_OK);
      /* Something, of which there is none. */
      ck_assert_int_eq (twins[f](outside[0], good, 1, &out), IND_E_DOMAIN);
      ck_assert_int_eq (twins[f](good, outside[0], 1, &out), IND_E_DOMAIN);
      /* One group is as unequal as none. */
      ck_assert_int_eq (twins[f](good + 1, good, 1, &out), IND_OK);
      ck_assert (out.low == 0 && out.high < 1e-15);

      ck_assert_int_eq (twins[f](NULL, NULL, 0, &out), IND_E_DOMAIN);
      ck_assert (ind_interval_is_empty (out));
      ck_assert_int_eq (twins[f](NULL, good, 3, &out), IND_E_ARGUMENT);
      ck_assert_int_eq (twins[f](good, NULL, 3, &out), IND_E_ARGUMENT);
      ck_assert_int_eq (twins[f](good, good, 3, NULL), IND_E_ARGUMENT);
    }
  ck_assert_int_eq (ind_gini_weighted_interval (good, good, 1, &out), IND_OK);
  ck_assert (out.low == 0 && out.high == 0);
  ck_assert_int_eq (ind_williamson_interval (mixed, good, 3, &out), IND_OK);
  ck_assert_int_eq (ind_gini_weighted_interval (mixed, good, 3, &out), IND_E_ARGUMENT);
  ck_assert (ind_interval_is_empty (out));
}
END_TEST

/* Anything may be put in. */
START_TEST (test_wild)
{
  exact_random random = { 1223 };
  size_t f, round, i;

  for (f = 0; f < N_PAIRS; f++)
    for (round = 0; round < 4000; round++)
      {
        ind_interval box[10], out;
        double x[10], result, low = 0;
        size_t n = 1 + (size_t) exact_random_below (&random, 5);
        int is_plain = 1;
        for (i = 0; i < 2 * n; i++)
          {
            double a = fabs (exact_random_double (&random));
            double b = fabs (exact_random_double (&random));
            box[i].low = fmin (a, b);
            box[i].high = exact_random_below (&random, 19) == 0 ? INFINITY : fmax (a, b);
            if (f == 1 && i < n)
              {
                box[i].low = fmax (low, box[i].low);
                box[i].high = fmax (box[i].low, i == 0 ? 0 : box[i - 1].high);
                low = box[i].low;
              }
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
  TCase *tests = tcase_create ("twins_groups");
  tcase_set_timeout (tests, 120);
  tcase_add_test (tests, test_range);
  tcase_add_test (tests, test_equal_weights);
  tcase_add_test (tests, test_ends_that_meet);
  tcase_add_test (tests, test_many);
  tcase_add_test (tests, test_by_hand);
  tcase_add_test (tests, test_weights);
  tcase_add_test (tests, test_domain);
  tcase_add_test (tests, test_wild);
  return suite_run (tests, "twins_groups");
}
