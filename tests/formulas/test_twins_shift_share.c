/* SPDX-License-Identifier: GPL-3.0-or-later
 * Interval twins of the shift-share analyses: what they hold, which ends are reached,
 * points, the domain, in place. */
#include "support/boxes.h"
#include "support/suite.h"

#define N_RANDOM 60

/* As box_pair has them, one term of the three at a time; and `which` of them. */
#define TERM(name, which, plain_call, twin_call)                                                   \
  static ind_status name (const double *x, size_t n, double *out)                                  \
  {                                                                                                \
    double a[3][BOX_MOST];                                                                         \
    ind_status status = plain_call;                                                                \
    memcpy (out, a[which], n * sizeof *out);                                                       \
    return status;                                                                                 \
  }                                                                                                \
  static ind_status name##_twin (const ind_interval *x, size_t n, ind_interval *out)               \
  {                                                                                                \
    ind_interval a[3][BOX_MOST];                                                                   \
    ind_status status = twin_call;                                                                 \
    memcpy (out, a[which], n * sizeof *out);                                                       \
    return status;                                                                                 \
  }
#define TERMS(name, function)                                                                      \
  TERM (name##_0, 0, function (x, x + n, x + 2 * n, x + 3 * n, n, a[0], a[1], a[2]),               \
        function##_interval (x, x + n, x + 2 * n, x + 3 * n, n, a[0], a[1], a[2]))                 \
  TERM (name##_1, 1, function (x, x + n, x + 2 * n, x + 3 * n, n, a[0], a[1], a[2]),               \
        function##_interval (x, x + n, x + 2 * n, x + 3 * n, n, a[0], a[1], a[2]))                 \
  TERM (name##_2, 2, function (x, x + n, x + 2 * n, x + 3 * n, n, a[0], a[1], a[2]),               \
        function##_interval (x, x + n, x + 2 * n, x + 3 * n, n, a[0], a[1], a[2]))

TERMS (traditional, ind_shift_share)
TERMS (csls, ind_shift_share_csls)
TERMS (regional, ind_shift_share_regional)

/* The totals' volumes are two more of the first sectors'. */
#define GEAD_PLAIN                                                                                 \
  ind_shift_share_gead (x, x + n, x + 2 * n, x + 3 * n, x + 4 * n, x + 5 * n, x[6 * n], x[7 * n],  \
                        n, a[0], a[1], a[2])
#define GEAD_TWIN                                                                                  \
  ind_shift_share_gead_interval (x, x + n, x + 2 * n, x + 3 * n, x + 4 * n, x + 5 * n, x[6 * n],   \
                                 x[7 * n], n, a[0], a[1], a[2])
TERM (gead_0, 0, GEAD_PLAIN, GEAD_TWIN)
TERM (gead_1, 1, GEAD_PLAIN, GEAD_TWIN)
TERM (gead_2, 2, GEAD_PLAIN, GEAD_TWIN)

static const box_pair pairs[] = {
  { "within", 4, 0, traditional_0, traditional_0_twin, 0, 0 },
  { "static shift", 4, 0, traditional_1, traditional_1_twin, 0, 0 },
  { "dynamic shift", 4, 0, traditional_2, traditional_2_twin, 2, 2 },
  { "CSLS, within", 4, 0, csls_0, csls_0_twin, 0, 0 },
  { "CSLS, level", 4, 0, csls_1, csls_1_twin, 0, 0 },
  { "CSLS, growth", 4, 0, csls_2, csls_2_twin, 4, 4 },
  { "GEAD, within", 8, 0, gead_0, gead_0_twin, 0, 0 },
  { "GEAD, reallocation", 8, 0, gead_1, gead_1_twin, 0, 0 },
  { "GEAD, interaction", 8, 0, gead_2, gead_2_twin, 2, 2 },
  { "regional, national", 4, 0, regional_0, regional_0_twin, 0, 0 },
  { "regional, mix", 4, 0, regional_1, regional_1_twin, 0, 0 },
  { "regional, regional", 4, 0, regional_2, regional_2_twin, 0, 0 },
};

#define N_PAIRS (sizeof pairs / sizeof pairs[0])

START_TEST (test_range)
{
  exact_random random = { 901 };
  size_t f, round, k;

  for (f = 0; f < N_PAIRS; f++)
    for (round = 0; round < N_RANDOM; round++)
      {
        ind_interval box[BOX_MOST], out[BOX_MOST], found[BOX_MOST];
        double x[BOX_MOST];
        size_t n = 1 + round % 3;
        box_random (&random, round % 2 == 0 ? 0.02 : 0.3, n * pairs[f].n_arrays, box);
        ck_assert (box_range (&random, &pairs[f], box, n, out, found));
        for (k = 0; k < n; k++)
          {
            box_inside (&random, box, n * pairs[f].n_arrays, x);
            box_climb (&pairs[f], box, x, n, k, 1, out, found);
            box_inside (&random, box, n * pairs[f].n_arrays, x);
            box_climb (&pairs[f], box, x, n, k, -1, out, found);
          }
        /* What a product of dependent changes is too wide by, is said of narrow ones. */
        if (pairs[f].wider_high == 0 || round % 2 == 0)
          box_expect_reached (&pairs[f], n, out, found);
      }
}
END_TEST

/* Many sectors; some outputs negative where they may be. */
START_TEST (test_many)
{
  exact_random random = { 907 };
  size_t f, round;

  for (f = 0; f < N_PAIRS; f++)
    for (round = 0; round < 20 * N_RANDOM; round++)
      {
        ind_interval box[BOX_MOST], out[BOX_MOST], found[BOX_MOST];
        double x[BOX_MOST];
        size_t n = 1 + round % 6;
        box_random (&random, round % 3 == 0 ? 0.99 : 1e-8, n * pairs[f].n_arrays, box);
        if (n > 3 && f < 6)
          {
            box[1].low = -0.5;
            box[2 * n].low = -box[2 * n].high;
          }
        if (n > 3 && f > 8)
          {
            box[0].low = -box[0].high;
            box[3 * n].low = -box[3 * n].high;
          }
        if (!box_range (&random, &pairs[f], box, n, out, found))
          continue;
        box_inside (&random, box, n * pairs[f].n_arrays, x);
        box_expect_point (&pairs[f], x, n, 1e4, 64);
      }
}
END_TEST

START_TEST (test_domain)
{
  static const ind_interval good[] = { { 1, 2 }, { 2, 2 } };
  static const ind_interval outside[][2] = { { { 1, 2 }, { (double) NAN, 2 } },
                                             { { 1, 2 }, { INFINITY, -INFINITY } },
                                             { { 0, 2 }, { 1, 2 } },
                                             { { -1, 1 }, { 1, 1 } } };
  ind_interval x[16], out[2], a[3][2];
  size_t f, k, i, j;

  for (f = 0; f < N_PAIRS; f++)
    {
      for (k = 0; k < 4; k++)
        for (i = 0; i < pairs[f].n_arrays; i++)
          {
            int is_any = k >= 2 && (f < 6 ? i == 2 || (i == 0 && k == 2) : f > 8 && i != 2);
            for (j = 0; j < 8; j++)
              memcpy (x + 2 * j, j == i ? outside[k] : good, sizeof good);
            /* The second total of the GEAD is not read. */
            if (i >= 6)
              x[2 * i] = outside[k][k < 2 ? 1 : 0];
            ck_assert_msg ((pairs[f].twin (x, 2, out) == IND_OK) == is_any,
                           "%s, case %zu of operand %zu", pairs[f].name, k, i);
            ck_assert (is_any || (ind_interval_is_empty (out[0]) && ind_interval_is_empty (out[1])));
          }
      for (i = 0; i < pairs[f].n_arrays; i++)
        {
          for (j = 0; j < 8; j++)
            memcpy (x + 2 * j, good, sizeof good);
          x[2 * i].high = INFINITY;
          ck_assert_msg (pairs[f].twin (x, 2, out) == IND_OK && !ind_interval_is_empty (out[0])
                             && !ind_interval_is_empty (out[1]),
                         "%s, unbounded in operand %zu", pairs[f].name, i);
        }
      ck_assert_int_eq (pairs[f].twin (x, 0, out), IND_E_DOMAIN);
    }
  ck_assert_int_eq (
      ind_shift_share_interval (good, NULL, good, good, 2, a[0], a[1], a[2]), IND_E_ARGUMENT);
  ck_assert_int_eq (
      ind_shift_share_csls_interval (good, good, good, good, 2, a[0], NULL, a[2]), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_shift_share_gead_interval (good, good, good, good, good, good, good[0],
                                                   good[0], 2, a[0], a[1], NULL),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (
      ind_shift_share_regional_interval (good, good, good, NULL, 2, a[0], a[1], a[2]),
      IND_E_ARGUMENT);
  ck_assert_int_eq (
      ind_shift_share_regional_interval (NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL),
      IND_E_DOMAIN);
}
END_TEST

/* The results may go where operands were. */
START_TEST (test_in_place)
{
  exact_random random = { 911 };
  ind_interval box[24], same[24], out[3][6];

  box_random (&random, 0.1, 24, box);
  memcpy (same, box, sizeof box);
  ck_assert_int_eq (ind_shift_share_interval (box, box + 6, box + 12, box + 18, 6, out[0], out[1],
                                              out[2]),
                    IND_OK);
  ck_assert_int_eq (ind_shift_share_interval (same, same + 6, same + 12, same + 18, 6, same + 6,
                                              same + 12, same + 18),
                    IND_OK);
  ck_assert (memcmp (out, same + 6, sizeof out) == 0);
  memcpy (same, box, sizeof box);
  ck_assert_int_eq (ind_shift_share_regional_interval (box, box + 6, box + 12, box + 18, 6, out[0],
                                                       out[1], out[2]),
                    IND_OK);
  ck_assert_int_eq (ind_shift_share_regional_interval (same, same + 6, same + 12, same + 18, 6,
                                                       same + 6, same + 12, same + 18),
                    IND_OK);
  ck_assert (memcmp (out, same + 6, sizeof out) == 0);
}
END_TEST

/* Anything may be put in. */
START_TEST (test_wild)
{
  exact_random random = { 919 };
  size_t f, round, i;

  for (f = 0; f < N_PAIRS; f++)
    for (round = 0; round < 6000; round++)
      {
        ind_interval box[24], out[3];
        double x[24], result[3];
        size_t n = 1 + (size_t) exact_random_below (&random, 3);
        size_t n_operands = n * pairs[f].n_arrays;
        int is_plain = 1;
        for (i = 0; i < n_operands; i++)
          {
            double a = exact_random_double (&random), b = exact_random_double (&random);
            a = round % 4 != 0 ? fabs (a) : a;
            b = round % 4 != 0 ? fabs (b) : b;
            box[i].low = fmin (a, b);
            box[i].high = exact_random_below (&random, 9) == 0 ? INFINITY : fmax (a, b);
            if (round % 3 == 0)
              box[i].high = box[i].low;
            x[i] = box[i].low;
            is_plain = is_plain && (x[i] == 0 || (fabs (x[i]) > 1e-30 && fabs (x[i]) < 1e30));
          }
        if (pairs[f].twin (box, n, out) != IND_OK || !is_plain
            || pairs[f].plain (x, n, result) != IND_OK)
          continue;
        for (i = 0; i < n; i++)
          exact_assert (result[i] >= out[i].low - 1e-12 * (fabs (result[i]) + 1)
                            && result[i] <= out[i].high + 1e-12 * (fabs (result[i]) + 1),
                        "%s: %.17g is not in [%.17g, %.17g]", pairs[f].name, result[i], out[i].low,
                        out[i].high);
      }
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("twins_shift_share");
  tcase_set_timeout (tests, 60);
  tcase_add_test (tests, test_range);
  tcase_add_test (tests, test_many);
  tcase_add_test (tests, test_domain);
  tcase_add_test (tests, test_in_place);
  tcase_add_test (tests, test_wild);
  return suite_run (tests, "twins_shift_share");
}
