/* SPDX-License-Identifier: GPL-3.0-or-later
 * Interval twins of the index numbers: what they hold, that both ends are reached,
 * points, the domain. */
#include "support/boxes.h"
#include "support/suite.h"

#define N_RANDOM 60

/* Functions of n items, as box_pair has them. */
#define OF_THREE(name, function)                                                                   \
  static ind_status name (const double *x, size_t n, double *out)                                  \
  {                                                                                                \
    return function (x, x + n, x + 2 * n, n, out);                                                 \
  }                                                                                                \
  static ind_status name##_twin (const ind_interval *x, size_t n, ind_interval *out)               \
  {                                                                                                \
    return function##_interval (x, x + n, x + 2 * n, n, out);                                      \
  }
#define OF_FOUR(name, function)                                                                    \
  static ind_status name (const double *x, size_t n, double *out)                                  \
  {                                                                                                \
    return function (x, x + n, x + 2 * n, x + 3 * n, n, out);                                      \
  }                                                                                                \
  static ind_status name##_twin (const ind_interval *x, size_t n, ind_interval *out)               \
  {                                                                                                \
    return function##_interval (x, x + n, x + 2 * n, x + 3 * n, n, out);                           \
  }

OF_THREE (lowe, ind_lowe_index)
OF_THREE (laspeyres, ind_laspeyres_index)
OF_THREE (paasche, ind_paasche_index)
OF_THREE (young, ind_young_index)
OF_FOUR (fisher, ind_fisher_index)
OF_FOUR (tornqvist, ind_tornqvist_index)
OF_FOUR (contribution, ind_contribution_fisher)

static const box_pair pairs[] = {
  { "lowe", 3, 1, lowe, lowe_twin, 0, 0 },
  { "laspeyres", 3, 1, laspeyres, laspeyres_twin, 0, 0 },
  { "paasche", 3, 1, paasche, paasche_twin, 0, 0 },
  { "young", 3, 1, young, young_twin, 0, 0 },
  { "fisher", 4, 1, fisher, fisher_twin, 0, 0 },
  { "tornqvist", 4, 1, tornqvist, tornqvist_twin, 0, 0 },
  { "contribution_fisher", 4, 0, contribution, contribution_twin, 2, 2 },
};

#define N_PAIRS (sizeof pairs / sizeof pairs[0])

START_TEST (test_range)
{
  exact_random random = { 601 };
  size_t f, round, k;

  for (f = 0; f < N_PAIRS; f++)
    for (round = 0; round < N_RANDOM; round++)
      {
        ind_interval box[BOX_MOST], out[BOX_MOST], found[BOX_MOST];
        size_t n = 1 + round % 3, n_results = pairs[f].n_out == 0 ? n : pairs[f].n_out;
        box_random (&random, round % 2 == 0 ? 0.01 : 0.4, n * pairs[f].n_arrays, box);
        ck_assert (box_range (&random, &pairs[f], box, n, out, found));
        for (k = 0; k < n_results && round < 20; k++)
          {
            double x[BOX_MOST];
            box_inside (&random, box, n * pairs[f].n_arrays, x);
            box_climb (&pairs[f], box, x, n, k, 1, out, found);
            box_climb (&pairs[f], box, x, n, k, -1, out, found);
          }
        if (round < 20)
          box_expect_reached (&pairs[f], n, out, found);
      }
}
END_TEST

/* Many items, wide and narrow: it holds. */
START_TEST (test_many)
{
  exact_random random = { 607 };
  size_t f, round;

  for (f = 0; f < N_PAIRS; f++)
    for (round = 0; round < 4 * N_RANDOM; round++)
      {
        ind_interval box[BOX_MOST], out[BOX_MOST], found[BOX_MOST];
        double x[BOX_MOST];
        size_t n = 1 + (size_t) exact_random_below (&random, 12), i;
        box_random (&random, round % 3 == 0 ? 1 : 1e-6, n * pairs[f].n_arrays, box);
        /* Without a price before or a weight, too. */
        for (i = 0; i < n; i++)
          if (i > 0 && exact_random_below (&random, 8) == 0)
            box[2 * n + i].low = 0;
        if (!box_range (&random, &pairs[f], box, n, out, found))
          continue;
        box_inside (&random, box, n * pairs[f].n_arrays, x);
        box_expect_point (&pairs[f], x, n, 100, f == 5 ? 128 : 24);
      }
}
END_TEST

/* One of two weights is known: the other end of the index is where the weight of
 * the item with the larger relative is largest. By hand: prices 1 and 1, then 2 and
 * 3; weights 1, and 1 to 3. */
START_TEST (test_weights)
{
  static const ind_interval before[] = { { 1, 1 }, { 1, 1 } }, now[] = { { 2, 2 }, { 3, 3 } };
  static const ind_interval weight[] = { { 1, 1 }, { 1, 3 } };
  ind_interval out;

  ck_assert_int_eq (ind_lowe_index_interval (before, now, weight, 2, &out), IND_OK);
  suite_assert_near (out.low, 250, 1e-15, 0);
  suite_assert_near (out.high, 275, 1e-15, 0);
  ck_assert (out.low <= 250 && out.high >= 275);
  ck_assert_int_eq (ind_young_index_interval (before, now, weight, 2, &out), IND_OK);
  suite_assert_near (out.low, 250, 1e-15, 0);
  suite_assert_near (out.high, 275, 1e-15, 0);
}
END_TEST

/* What cannot be bounded is not; what may be outside of the domain has no result. */
START_TEST (test_domain)
{
  static const ind_interval one[] = { { 1, 1 }, { 1, 1 } }, some[] = { { 2, 3 }, { 1, 5 } };
  static const ind_interval outside[][2] = { { { -1, 1 }, { 1, 2 } },
                                             { { 1, 2 }, { INFINITY, -INFINITY } },
                                             { { (double) NAN, 1 }, { 1, 2 } },
                                             { { 0, 1 }, { 0, 2 } } };
  static const ind_interval unbounded[] = { { 1, INFINITY }, { 1, 2 } };
  ind_interval x[8], out[2];
  size_t f, k, i;

  for (f = 0; f < N_PAIRS; f++)
    {
      for (k = 0; k < sizeof outside / sizeof outside[0]; k++)
        for (i = 0; i < pairs[f].n_arrays; i++)
          {
            int may_be_zero = k == 3 && i == 1 && f < 5;
            size_t j;
            for (j = 0; j < 4; j++)
              memcpy (x + 2 * j, j == i ? outside[k] : some, sizeof some);
            ck_assert_msg ((pairs[f].twin (x, 2, out) == IND_OK) == may_be_zero,
                           "%s outside, case %zu, operand %zu", pairs[f].name, k, i);
            ck_assert (may_be_zero || ind_interval_is_empty (out[0]));
          }
      for (i = 0; i < pairs[f].n_arrays; i++)
        {
          size_t j;
          for (j = 0; j < 4; j++)
            memcpy (x + 2 * j, j == i ? unbounded : some, sizeof some);
          ck_assert_msg (pairs[f].twin (x, 2, out) == IND_OK && !ind_interval_is_empty (out[0]),
                         "%s unbounded in operand %zu", pairs[f].name, i);
        }
    }
  ck_assert_int_eq (ind_lowe_index_interval (one, unbounded, some, 2, out), IND_OK);
  ck_assert (out[0].low <= 100 && out[0].high == INFINITY);
  ck_assert_int_eq (ind_lowe_index_interval (one, some, unbounded, 2, out), IND_OK);
  ck_assert (out[0].low >= 99.99 && out[0].high <= 500.01);

  ck_assert_int_eq (ind_lowe_index_interval (NULL, NULL, NULL, 0, out), IND_E_DOMAIN);
  ck_assert (ind_interval_is_empty (out[0]));
  ck_assert_int_eq (ind_fisher_index_interval (NULL, NULL, NULL, NULL, 0, out), IND_E_DOMAIN);
  ck_assert_int_eq (ind_contribution_fisher_interval (NULL, NULL, NULL, NULL, 0, NULL),
                    IND_E_DOMAIN);
  ck_assert_int_eq (ind_lowe_index_interval (NULL, one, one, 2, out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_laspeyres_index_interval (one, NULL, one, 2, out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_paasche_index_interval (one, one, NULL, 2, out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_young_index_interval (one, one, one, 2, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_fisher_index_interval (one, one, one, NULL, 2, out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_tornqvist_index_interval (one, one, NULL, one, 2, out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_contribution_fisher_interval (one, one, one, one, 2, NULL),
                    IND_E_ARGUMENT);
}
END_TEST

/* out may be an operand; results do not depend on it. */
START_TEST (test_in_place)
{
  exact_random random = { 613 };
  ind_interval box[BOX_MOST], same[BOX_MOST], out[12];
  size_t i;

  for (i = 0; i < 4; i++)
    {
      box_random (&random, 0.1, 48, box);
      memcpy (same, box, sizeof box);
      ck_assert_int_eq (contribution_twin (box, 12, out), IND_OK);
      ck_assert_int_eq (ind_contribution_fisher_interval (same, same + 12, same + 24, same + 36,
                                                          12, same + 12 * i),
                        IND_OK);
      ck_assert (memcmp (out, same + 12 * i, sizeof out) == 0);
    }
}
END_TEST

/* Anything may be put in. */
START_TEST (test_wild)
{
  exact_random random = { 617 };
  size_t f, round, i;

  for (f = 0; f < N_PAIRS; f++)
    for (round = 0; round < 20000; round++)
      {
        ind_interval box[20], out[5];
        double x[20], result[5];
        size_t n = 1 + (size_t) exact_random_below (&random, 5), n_operands;
        int is_plain = 1;
        n_operands = n * pairs[f].n_arrays;
        for (i = 0; i < n_operands; i++)
          {
            double a = exact_random_double (&random), b = exact_random_double (&random);
            if (round % 2 == 0)
              {
                a = fabs (a);
                b = fabs (b);
              }
            box[i].low = exact_random_below (&random, 9) == 0 ? -INFINITY : fmin (a, b);
            box[i].high = exact_random_below (&random, 9) == 0 ? INFINITY : fmax (a, b);
            if (round % 4 == 0)
              box[i].low = fmax (0, box[i].low);
            if (round % 3 == 0)
              box[i].high = box[i].low;
          }
        if (pairs[f].twin (box, n, out) != IND_OK)
          continue;
        for (i = 0; i < n_operands; i++)
          {
            x[i] = box[i].low;
            is_plain = is_plain && (x[i] == 0 || (fabs (x[i]) > 1e-90 && fabs (x[i]) < 1e90));
          }
        if (is_plain && pairs[f].plain (x, n, result) == IND_OK)
          for (i = 0; i < (pairs[f].n_out == 0 ? n : 1); i++)
            exact_assert (result[i] >= out[i].low - 1e-12 * fabs (result[i]) - 1e-300
                              && result[i] <= out[i].high + 1e-12 * fabs (result[i]) + 1e-300,
                          "%s: %.17g is not in [%.17g, %.17g]", pairs[f].name, result[i],
                          out[i].low, out[i].high);
      }
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("twins_index_number");
  tcase_set_timeout (tests, 60);
  tcase_add_test (tests, test_range);
  tcase_add_test (tests, test_many);
  tcase_add_test (tests, test_weights);
  tcase_add_test (tests, test_domain);
  tcase_add_test (tests, test_in_place);
  tcase_add_test (tests, test_wild);
  return suite_run (tests, "twins_index_number");
}
