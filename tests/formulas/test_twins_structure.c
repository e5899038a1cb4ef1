/* SPDX-License-Identifier: GPL-3.0-or-later
 * Interval twins of the measures of structural change: what they hold, which ends are
 * reached, points, the domain. */
#include "support/boxes.h"
#include "support/suite.h"

#define N_RANDOM 300

#define OF_TWO(name, function)                                                                     \
  static ind_status name (const double *x, size_t n, double *out)                                  \
  {                                                                                                \
    return function (x, x + n, n, out);                                                            \
  }                                                                                                \
  static ind_status name##_twin (const ind_interval *x, size_t n, ind_interval *out)               \
  {                                                                                                \
    return function##_interval (x, x + n, n, out);                                                 \
  }

OF_TWO (change, ind_structural_change)
OF_TWO (krugman, ind_krugman)
OF_TWO (hoover, ind_hoover)
OF_TWO (lilien, ind_lilien)
OF_TWO (angle, ind_structural_angle)

/* Structures far apart reach the ends of the first three; else, and of the others,
 * the ends are so much too wide at most. */
static const box_pair sure[] = {
  { "structural_change", 2, 1, change, change_twin, 0, 0 },
  { "krugman", 2, 1, krugman, krugman_twin, 0, 0 },
  { "hoover", 2, 1, hoover, hoover_twin, 0, 0 },
  { "structural_angle", 2, 1, angle, angle_twin, 1, 1 },
};
static const box_pair pairs[] = {
  { "structural_change", 2, 1, change, change_twin, 1, 1 },
  { "krugman", 2, 1, krugman, krugman_twin, 1, 1 },
  { "hoover", 2, 1, hoover, hoover_twin, 1, 1 },
  { "lilien", 2, 1, lilien, lilien_twin, 3, 3 },
  { "structural_angle", 2, 1, angle, angle_twin, -1, -1 },
};

#define N_SURE (sizeof sure / sizeof sure[0])
#define N_PAIRS (sizeof pairs / sizeof pairs[0])

/* Structures that differ in every part, each by more than is uncertain. */
START_TEST (test_sure)
{
  static const double before[] = { 60, 10, 20, 5, 5 }, now[] = { 30, 25, 5, 22, 18 };
  exact_random random = { 801 };
  size_t f, round, i;

  for (f = 0; f < N_SURE; f++)
    for (round = 0; round < N_RANDOM; round++)
      {
        ind_interval box[BOX_MOST], out, found;
        size_t n = 5;
        for (i = 0; i < n; i++)
          {
            double part = 0.1 * box_uniform (&random);
            box[i].low = before[i] * (1 - part);
            box[i].high = before[i] * (1 + part);
            box[n + i].low = 7 * now[i] * (1 - part);
            box[n + i].high = 7 * now[i] * (1 + part);
          }
        ck_assert (box_range (&random, &sure[f], box, n, &out, &found));
        box_expect_reached (&sure[f], n, &out, &found);
      }
}
END_TEST

START_TEST (test_range)
{
  exact_random random = { 803 };
  size_t f, round;

  for (f = 0; f < N_PAIRS; f++)
    for (round = 0; round < N_RANDOM; round++)
      {
        ind_interval box[BOX_MOST], out, found;
        size_t n = 2 + round % 4;
        double x[BOX_MOST];
        box_random (&random, round % 3 == 0 ? 0.3 : 0.02, 2 * n, box);
        ck_assert (box_range (&random, &pairs[f], box, n, &out, &found));
        if (round < 40)
          {
            box_inside (&random, box, 2 * n, x);
            box_climb (&pairs[f], box, x, n, 0, 1, &out, &found);
            box_climb (&pairs[f], box, x, n, 0, -1, &out, &found);
            if (round % 3 != 0)
              box_expect_reached (&pairs[f], n, &out, &found);
          }
        box_inside (&random, box, 2 * n, x);
        box_expect_point (&pairs[f], x, n, f == 4 || f == 0 ? 10 : 0.1, 200);
      }
}
END_TEST

/* Many parts; some negative, but for Lilien's; far and near. */
START_TEST (test_many)
{
  exact_random random = { 809 };
  size_t f, round, i;

  for (f = 0; f < N_PAIRS; f++)
    for (round = 0; round < 4 * N_RANDOM; round++)
      {
        ind_interval box[BOX_MOST], out, found;
        size_t n = 2 + round % 20;
        box_random (&random, round % 3 == 0 ? 1 : 1e-9, 2 * n, box);
        for (i = 0; i < 2 * n && f != 3; i++)
          if (exact_random_below (&random, 9) == 0)
            {
              box[i].low = -box[i].low / 4;
              box[i].high = box[i].low + 1e-2 * box_uniform (&random);
            }
        for (i = 0; i < n && round % 2 == 0; i++)
          box[n + i] = box[i];
        box_range (&random, &pairs[f], box, n, &out, &found);
      }
}
END_TEST

/* Shares of 60, 25 and 15 percent become 40, 35 and 25, each amount to the unit: by
 * hand, the first falls most from 600.5 / 999.5 to 79.5 / 200.5. */
START_TEST (test_by_hand)
{
  static const ind_interval before[] = { { 599.5, 600.5 }, { 249.5, 250.5 }, { 149.5, 150.5 } };
  static const ind_interval now[] = { { 79.5, 80.5 }, { 69.5, 70.5 }, { 49.5, 50.5 } };
  ind_interval out;

  ck_assert_int_eq (ind_structural_change_interval (before, now, 3, &out), IND_OK);
  suite_assert_near (out.high, 100 * (600.5 / 999.5 - 79.5 / 200.5), 1e-15, 0);
  suite_assert_near (out.low, 100 * (599.5 / 1000.5 - 80.5 / 199.5), 1e-15, 0);
}
END_TEST

START_TEST (test_domain)
{
  static const ind_interval good[] = { { 1, 2 }, { 2, 2 }, { 3, 4 } };
  static const ind_interval outside[][3] = { { { 0, 1 }, { 0, 1 }, { 0, 1 } },
                                             { { -3, 1 }, { 1, 2 }, { 2, 2 } },
                                             { { (double) NAN, 1 }, { 1, 2 }, { 2, 2 } },
                                             { { 1, 2 }, { 1, 2 }, { INFINITY, -INFINITY } },
                                             { { -INFINITY, 2 }, { 1, 2 }, { 1, 2 } } };
  static const ind_interval unbounded[] = { { 1, INFINITY }, { 1, 2 }, { 2, 3 } };
  ind_interval x[6], out;
  size_t f, k;

  for (f = 0; f < N_PAIRS; f++)
    {
      for (k = 0; k < 2 * (sizeof outside / sizeof outside[0]); k++)
        {
          memcpy (k % 2 == 0 ? x : x + 3, outside[k / 2], sizeof good);
          memcpy (k % 2 == 0 ? x + 3 : x, good, sizeof good);
          ck_assert_msg (pairs[f].twin (x, 3, &out) == IND_E_DOMAIN, "%s, case %zu is [%g, %g]",
                         pairs[f].name, k, out.low, out.high);
          ck_assert (ind_interval_is_empty (out));
        }
      memcpy (x, good, sizeof good);
      memcpy (x + 3, unbounded, sizeof good);
      ck_assert_int_eq (pairs[f].twin (x, 3, &out), IND_OK);
      ck_assert_msg (out.low >= 0 && out.high > 0.5, "%s, [%g, %g]", pairs[f].name, out.low,
                     out.high);
      ck_assert_int_eq (pairs[f].twin (x, 0, &out), IND_E_DOMAIN);
      ck_assert (ind_interval_is_empty (out));
    }
  ck_assert_int_eq (ind_krugman_interval (NULL, NULL, 0, &out), IND_E_DOMAIN);
  ck_assert_int_eq (ind_structural_change_interval (NULL, good, 3, &out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_krugman_interval (good, NULL, 3, &out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_hoover_interval (good, good, 3, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_lilien_interval (good, NULL, 3, &out), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_structural_angle_interval (NULL, good, 3, &out), IND_E_ARGUMENT);
}
END_TEST

/* Anything may be put in. */
START_TEST (test_wild)
{
  exact_random random = { 811 };
  size_t f, round, i;

  for (f = 0; f < N_PAIRS; f++)
    for (round = 0; round < 20000; round++)
      {
        ind_interval box[10], out;
        double x[10], result;
        size_t n = 1 + (size_t) exact_random_below (&random, 5);
        int is_plain = 1;
        for (i = 0; i < 2 * n; i++)
          {
            double a = exact_random_double (&random), b = exact_random_double (&random);
            a = round % 2 == 0 ? fabs (a) : a;
            b = round % 2 == 0 ? fabs (b) : b;
            box[i].low = fmin (a, b);
            box[i].high = exact_random_below (&random, 9) == 0 ? INFINITY : fmax (a, b);
            if (round % 3 == 0)
              box[i].high = box[i].low;
            x[i] = box[i].low;
            is_plain = is_plain && (x[i] == 0 || (fabs (x[i]) > 1e-60 && fabs (x[i]) < 1e60));
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
  TCase *tests = tcase_create ("twins_structure");
  tcase_set_timeout (tests, 60);
  tcase_add_test (tests, test_sure);
  tcase_add_test (tests, test_range);
  tcase_add_test (tests, test_many);
  tcase_add_test (tests, test_by_hand);
  tcase_add_test (tests, test_domain);
  tcase_add_test (tests, test_wild);
  return suite_run (tests, "twins_structure");
}
