/* SPDX-License-Identifier: GPL-3.0-or-later
 * Kernels over many elements: each result is that of the element alone, whatever
 * stands beside it, wherever the arrays begin, and in place. */
#include <float.h>
#include <string.h>

#include "formulas/kernel.h"
#include "indicators.h"
#include "support/exact.h"
#include "support/suite.h"

static const size_t sizes[]
    = { 1, 2, IND__BLOCK - 1, IND__BLOCK, IND__BLOCK + 1, 3 * IND__BLOCK + 7, IND__LARGE - 1,
        IND__LARGE, IND__LARGE + 3 };

#define N_MOST (IND__LARGE + 8)
#define COUNT(array) (sizeof (array) / sizeof (array)[0])

static double a[N_MOST], b[N_MOST], c[N_MOST], out[N_MOST + 1];
static uint8_t valid[N_MOST];

/* Every so often an element without a result, or one near the ends of the range. */
static double
operand (exact_random *random, size_t rare)
{
  static const double odd[] = { 0, 100, -1, (double) NAN, INFINITY, 1e308, -1e308, 5e-324,
                                DBL_MIN };

  if (exact_random_below (random, rare) == 0)
    return odd[exact_random_below (random, COUNT (odd))];
  return (1 + (double) exact_random_below (random, 1000003)) / 7919;
}

static void
fill (exact_random *random, size_t n, size_t rare)
{
  size_t i;
  for (i = 0; i < n; i++)
    {
      a[i] = operand (random, rare);
      b[i] = operand (random, rare);
      c[i] = operand (random, rare);
    }
}

static int
is_same (double x, double y)
{
  return memcmp (&x, &y, sizeof x) == 0 || (isnan (x) && isnan (y));
}

typedef ind_status (*kernel_of_two) (const double *, const double *, size_t, double *, uint8_t *);

static const kernel_of_two twos[] = { ind_share,
                                      ind_change,
                                      ind_growth,
                                      ind_growth_of_quotient,
                                      ind_contribution_share,
                                      ind_deflator,
                                      ind_deflate,
                                      ind_per_capita,
                                      ind_productivity,
                                      ind_disbursement_ratio,
                                      ind_elasticity,
                                      ind_price_level_index };

START_TEST (test_twos)
{
  exact_random random = { 601 };
  size_t f, s, i, n, n_bad = 0;

  for (s = 0; s < COUNT (sizes); s++)
    for (f = s < 6 ? 0 : s % COUNT (twos); f < COUNT (twos); f += s < 6 ? 1 : 4)
      {
        double *to = out + (s + f) % 2; /* on a multiple of 16 bytes, or not */
        ind_status status, wanted = IND_OK;
        n = sizes[s];
        fill (&random, n, f % 2 == 0 ? 2000 : 20);
        status = twos[f](a, b, n, to, (s + f) % 3 == 0 ? NULL : valid);
        for (i = 0; i < n; i++)
          {
            double alone;
            uint8_t is_valid;
            ind_status one = twos[f](&a[i], &b[i], 1, &alone, &is_valid);
            exact_assert (is_same (alone, to[i]), "kernel %zu, element %zu of %zu: %a, alone %a", f,
                          i, n, to[i], alone);
            exact_assert ((s + f) % 3 == 0 || valid[i] == is_valid,
                          "kernel %zu, element %zu of %zu: valid is %d", f, i, n, valid[i]);
            wanted = one == IND_OK ? wanted : one;
          }
        exact_assert (status == wanted, "kernel %zu, %zu elements: status %d", f, n, (int) status);
        n_bad += wanted != IND_OK;
      }
  ck_assert_uint_gt (n_bad, 10);
}
END_TEST

START_TEST (test_in_place)
{
  exact_random random = { 602 };
  size_t f, s, i, n;

  for (s = 0; s < COUNT (sizes); s++)
    for (f = 0; f < COUNT (twos); f += s < 6 ? 1 : 5)
      {
        n = sizes[s];
        fill (&random, n, 300);
        (void) !twos[f](a, b, n, out, NULL);
        memcpy (c, a, n * sizeof *c);
        (void) !twos[f](c, b, n, c, NULL);
        for (i = 0; i < n; i++)
          exact_assert (is_same (c[i], out[i]), "kernel %zu in place of the first: element %zu", f,
                        i);
        memcpy (c, b, n * sizeof *c);
        (void) !twos[f](a, c, n, c, NULL);
        for (i = 0; i < n; i++)
          exact_assert (is_same (c[i], out[i]), "kernel %zu in place of the second: element %zu", f,
                        i);
      }
}
END_TEST

START_TEST (test_threes)
{
  static ind_status (*const threes[]) (const double *, const double *, const double *, size_t,
                                       double *, uint8_t *)
      = { ind_contribution, ind_contribution_chained, ind_icor,
          ind_disbursement_ratio_carried_over, ind_target_progress };
  exact_random random = { 603 };
  size_t f, s, i, n;

  for (s = 0; s < COUNT (sizes); s++)
    for (f = 0; f < COUNT (threes); f++)
      {
        n = sizes[s];
        fill (&random, n, f == 0 ? 5000 : 50);
        (void) !threes[f](a, b, c, n, out, valid);
        for (i = 0; i < n; i++)
          {
            double alone;
            uint8_t is_valid;
            (void) !threes[f](&a[i], &b[i], &c[i], 1, &alone, &is_valid);
            exact_assert (is_same (alone, out[i]) && valid[i] == is_valid,
                          "kernel %zu, element %zu of %zu: %a, alone %a", f, i, n, out[i], alone);
          }
        (void) !threes[f](a, b, c, n, b, NULL);
        for (i = 0; i < n; i++)
          exact_assert (is_same (b[i], out[i]), "kernel %zu in place: element %zu", f, i);
      }
}
END_TEST

/* a / b over c / a. */
START_TEST (test_four)
{
  exact_random random = { 604 };
  size_t s, i, n;

  for (s = 0; s < COUNT (sizes); s++)
    {
      n = sizes[s];
      fill (&random, n, 400);
      (void) !ind_location_quotient (a, b, c, a, n, out, valid);
      for (i = 0; i < n; i++)
        {
          double alone;
          uint8_t is_valid;
          (void) !ind_location_quotient (&a[i], &b[i], &c[i], &a[i], 1, &alone, &is_valid);
          exact_assert (is_same (alone, out[i]) && valid[i] == is_valid,
                        "element %zu of %zu: %a, alone %a", i, n, out[i], alone);
        }
    }
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("kernel");
  tcase_set_timeout (tests, 60);
  tcase_add_test (tests, test_twos);
  tcase_add_test (tests, test_in_place);
  tcase_add_test (tests, test_threes);
  tcase_add_test (tests, test_four);
  return suite_run (tests, "kernel");
}
