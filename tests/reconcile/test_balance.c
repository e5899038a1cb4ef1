/* SPDX-License-Identifier: GPL-3.0-or-later
 * Weighted least squares under linear equations: published networks; random problems
 * against the equations of Lagrange, solved densely here; bounds against all ways to hold
 * values at them; contradictions by construction. */
#include "reconcile/balance.h"

#include "reconcile/gsl_guard.h"
#include "reconcile/reconciling.h"
#include "support/exact.h"
#include "support/failing_memory.h"

#define MOST 64 /* values of a problem below */
#define N_RANDOM 400
#define N_BOUNDED 600

struct problem {
  struct reconciling r;
  double value[MOST], error[MOST], low[MOST], high[MOST];
  double x[MOST], leverage[MOST], error_out[MOST];
  uint8_t is_determined[MOST], is_contradictory[RECONCILING_MOST];
  int8_t at_bound[MOST];
  ind__balance balance;
};

static void
prepare (struct problem *p, size_t n, int with_bounds)
{
  memset (&p->balance, 0, sizeof p->balance);
  p->balance.n = n;
  p->balance.value = p->value;
  p->balance.error = p->error;
  p->balance.low = with_bounds ? p->low : NULL;
  p->balance.high = with_bounds ? p->high : NULL;
  p->balance.equations = &p->r.equations;
  p->balance.with_leverage = 1;
  p->balance.x = p->x;
  p->balance.leverage = p->leverage;
  p->balance.error_out = p->error_out;
  p->balance.is_determined = p->is_determined;
  p->balance.at_bound = p->at_bound;
  p->balance.is_contradictory = p->is_contradictory;
  memset (p->at_bound, 0, sizeof p->at_bound);
}

static void
assert_equations_hold (const struct problem *p, double tolerance)
{
  size_t k;

  for (k = 0; k < p->r.equations.n; k++)
    exact_assert (fabs (reconciling_residual (&p->r.equations, k, p->x)) <= tolerance,
                  "equation %zu is off by %g", k,
                  reconciling_residual (&p->r.equations, k, p->x));
}

/* ------------------------------------------------------------------------
 * The oracle
 * ---------------------------------------------------------------------- */

#define SIDE (2 * MOST)

/* Solves the n x n system by elimination with pivots searched everywhere; 0 when it is
 * singular. */
static int
solve_dense (double a[SIDE][SIDE + 1], size_t n, double *x)
{
  size_t order[SIDE], i, j, k;

  for (k = 0; k < n; k++)
    order[k] = k;
  for (k = 0; k < n; k++)
    {
      size_t row = k, column = k;
      double swap;
      for (i = k; i < n; i++)
        for (j = k; j < n; j++)
          if (fabs (a[i][j]) > fabs (a[row][column]))
            {
              row = i;
              column = j;
            }
      if (fabs (a[row][column]) < 1e-9)
        return 0;
      for (j = 0; j <= n; j++)
        {
          swap = a[k][j];
          a[k][j] = a[row][j];
          a[row][j] = swap;
        }
      for (i = 0; i < n; i++)
        {
          swap = a[i][k];
          a[i][k] = a[i][column];
          a[i][column] = swap;
        }
      j = order[k];
      order[k] = order[column];
      order[column] = j;
      for (i = k + 1; i < n; i++)
        for (j = n + 1; j > k; j--)
          a[i][j - 1] -= a[i][k] / a[k][k] * a[k][j - 1];
    }
  for (k = n; k > 0; k--)
    {
      double sum = a[k - 1][n];
      for (j = k; j < n; j++)
        sum -= a[k - 1][j] * x[order[j]];
      x[order[k - 1]] = sum / a[k - 1][k - 1];
    }
  return 1;
}

/* The least sum of squares with some values held (held[k] != 0: at x[k]); changes x. The
 * sum, or infinity when the equations of Lagrange have not one solution. */
static double
solve_lagrange (const struct problem *p, const int8_t *held, double *x)
{
  static double a[SIDE][SIDE + 1];
  double solution[SIDE], sum = 0;
  size_t place[MOST], n = 0, m = p->r.equations.n, k, t;

  memset (a, 0, sizeof a);
  for (k = 0; k < p->balance.n; k++)
    place[k] = held[k] == 0 ? n++ : SIZE_MAX;
  for (k = 0; k < p->balance.n; k++)
    if (place[k] != SIZE_MAX && isfinite (p->error[k]))
      {
        a[place[k]][place[k]] = 1 / p->error[k] / p->error[k];
        a[place[k]][n + m] = p->value[k] / p->error[k] / p->error[k];
      }
  for (k = 0; k < m; k++)
    {
      a[n + k][n + m] = p->r.constant[k];
      for (t = p->r.first[k]; t < p->r.first[k + 1]; t++)
        {
          size_t column = p->r.column[t];
          if (place[column] == SIZE_MAX)
            a[n + k][n + m] -= p->r.coefficient[t] * x[column];
          else
            a[n + k][place[column]] = a[place[column]][n + k] = p->r.coefficient[t];
        }
    }
  if (!solve_dense (a, n + m, solution))
    return INFINITY;
  for (k = 0; k < p->balance.n; k++)
    {
      if (place[k] != SIZE_MAX)
        x[k] = solution[place[k]];
      if (p->error[k] > 0 && isfinite (p->error[k]))
        sum += (x[k] - p->value[k]) / p->error[k] * ((x[k] - p->value[k]) / p->error[k]);
    }
  return sum;
}

/* ------------------------------------------------------------------------
 * Published networks
 * ---------------------------------------------------------------------- */

/* Flows of process networks, their standard deviations (or variances), and what they were
 * published balanced to, each with the digits printed. Compiled as problems 1 to 15 in E.
 * Cordeiro do Valle, "Data reconciliation and gross error detection benchmarks", whose
 * columns "Present Work" these are, from the papers named; two of them were iterated to
 * the digits given here alone. */
static const struct {
  size_t n;
  const char *equations;
  double measured[28], spread[28];
  int is_variance;
  double balanced[28], unit[2]; /* the last digit, relative, absolute */
} networks[] = {
  /* Rao and Narasimhan, Industrial and Engineering Chemistry Research 35 (1996) */
  { 3, "1 -2 -3",
    { 9.22, 4.83, 3.22 },
    { 0.2766, 0.1449, 0.0966 }, 0,
    { 8.38, 5.06, 3.32 }, { 0, 0.01 } },
  /* Zhang, Shao, Chen, Wang and Qian, Computers and Chemical Engineering 34 (2010) */
  { 12, "1 -2 3 -11; 2 -4 -5 -6 -7 -8 9 11 -12; -3 -9 -10 12",
    { 190.26, 174.71, 3.1157, 32.458, 33.474, 7.3519, 0.31392, 92.432, 29.118, 24.275, 18.225, 54.838 },
    { 2.1412, 1.9484, 0.0341, 0.3451, 0.4001, 0.0868, 0.003559, 1.0594, 0.3607, 0.3001, 0.20011, 0.6453 }, 0,
    { 190.0492, 174.9344, 3.112587, 32.45643, 33.47189, 7.351801, 0.3139198, 92.41711, 28.77742, 24.03806, 18.22737, 55.92806 }, { 1.7e-6, 0 } },
  /* Yang, Ten and Jao, Computers and Chemical Engineering 19S (1995) */
  { 8, "1 -2 -7; 2 -3 8; 3 4 -5; -6 7 -8",
    { 110.1, 41.1, 79, 30.6, 108.3, 19.8, 55, 39 },
    { 3.234, 1.803, 1.665, 0.999, 3.129, 0.418, 3.228, 1.623 }, 1,
    { 101.33905, 42.529144, 80.900036, 29.825573, 110.72561, 20.439015, 58.809907, 38.370892 }, { 1e-7, 0 } },
  /* do Valle, problem 7 */
  { 10, "1 -2 6; 2 -3; 3 -4 -5 9; 5 -6 -7; 7 -8; 8 -9 -10",
    { 49.941, 74.89, 75.049, 47.974, 30.016, 25.012, 5.001, 4.95, 2.953, 1.981 },
    { 1, 1, 1, 1, 1, 1, 0.15, 0.15, 0.1, 0.1 }, 1,
    { 49.949504, 74.975249, 74.975249, 47.953998, 29.990758, 25.025745, 4.9650132, 4.9650132, 2.9695067, 1.9955065 }, { 1e-7, 0 } },
  /* Mandel, Abdollahzadeh, Maquin and Ragot, Int. J. of Mineral Processing 53 (1998) */
  { 12, "1 -2 -3; 3 -4 -5; 5 -6 -7; 7 8 -9; -8 10 -12; 9 -10 -11",
    { 250.5, 21.6, 207, 36.5, 172.5, 17.6, 144.9, 47, 212, 96, 90.5, 47.7 },
    { 37.575, 1.08, 5, 1.825, 2, 0.88, 7.245, 1, 5, 2, 18.1, 2.385 }, 0,
    { 230.63308, 21.616413, 209.01667, 36.278195, 172.73847, 17.50226, 155.23621, 47.433274, 202.66949, 95.759788, 106.9097, 48.326514 }, { 1e-7, 0 } },
  /* Rao and Narasimhan (1996), the larger network */
  { 12, "1 -2 5; 2 -3 -7; 3 -4 -6; -5 6 8; -8 9 -12; 7 -9 10; -10 -11 12",
    { 691.67, 727.54, 699.36, 687.15, 35.87, 12.51, 27.88, 23.36, 22.67, 4.79, 4.52, 9.31 },
    { 20.7501, 21.8262, 20.9808, 20.6145, 1.0761, 0.3753, 0.8364, 0.7008, 0.6801, 0.1437, 0.1356, 0.2793 }, 0,
    { 692.12991, 725.09861, 700.56951, 687.70628, 32.968704, 12.863229, 24.5291, 20.105475, 29.111873, 4.5827725, 4.4236255, 9.006398 }, { 1e-7, 0 } },
  /* Alhaj-Dibo, Maquin and Ragot, Control Engineering Practice 16 (2008) */
  { 16, "1 -2 4; 2 -3 -11; 3 -4 -5; 5 -6 10; 6 -7 -8; 7 -9 -10; 11 -12 -13 16; 12 13 -14; 14 -15 -16",
    { 24.7, 26.5, 29.2, 1.8, 18.32, 22.02, 20.8, 9.43, 8.01, 4.14, 6, 6.56, 1.04, 7.38, 4.99, 7.69 },
    { 1, 1.325, 1.46, 0.2, 0.916, 1.101, 1.04, 0.472, 0.401, 0.207, 0.3, 0.328, 0.052, 0.369, 0.25, 0.385 }, 0,
    { 23.936566, 25.898546, 21.298306, 1.9619807, 19.336326, 23.695557, 13.771102, 9.9244548, 9.4118707, 4.3592313, 4.6002399, 7.824828, 1.07179, 8.896618, 4.6002399, 4.296378 }, { 1e-7, 0 } },
  /* Serth and Heenan, AIChE Journal 32 (1986) */
  { 28, "1 2 -3 4; -5 -6 7 8 -9; -1 5 -10; 10 11 -12; 3 -11 13 -14 -15 -16 -17; -2 6 -13; -7 14 18 -19 -20 -21; 15 -18 22 -23 -24; 12 16 -22 -25; 19 23 -26 27; -8 20 26 28",
    { 0.875, 0.989, 108.426, 107.799, 50.149, 110.327, 2.201, 165.779, 0.821, 51.779, 14.757, 67.183, 107.734, 89.855, 58.554, 23.258, 31.879, 15.843, 7.92, 10.13, 91.047, 5.555, 2.471, 44.687, 81.656, 82.839, 70.685, 72.913 },
    { 0.000484, 0.000625, 7.817616, 7.557001, 1.774224, 7.879249, 0.003364, 16.818201, 0.000441, 1.7161, 0.138384, 2.829124, 7.739524, 5.276209, 2.25, 0.349281, 0.669124, 0.164836, 0.038416, 0.069169, 4.765489, 0.018496, 0.004225, 1.359556, 4.566769, 4.133089, 3.1329, 3.261636 }, 1,
    { 0.8747574, 0.9892059, 109.1902, 107.3262, 52.00866, 112.031, 2.19709, 162.6638, 0.8212686, 51.13391, 14.76092, 65.89483, 111.0418, 92.59158, 57.91524, 23.10888, 31.85533, 15.97531, 7.8989, 10.06241, 88.40849, 5.557647, 2.47207, 45.02551, 83.44606, 81.06979, 70.69882, 71.53161 }, { 1.2e-5, 0 } },
};

START_TEST (test_published_networks)
{
  static struct problem p;
  size_t n = networks[_i].n, k;
  double sum = 0, traces = 0;

  reconciling_read (&p.r, networks[_i].equations);
  for (k = 0; k < n; k++)
    {
      p.value[k] = networks[_i].measured[k];
      p.error[k]
          = networks[_i].is_variance ? sqrt (networks[_i].spread[k]) : networks[_i].spread[k];
    }
  prepare (&p, n, 0);
  ck_assert_int_eq (ind__balance_solve (&p.balance), IND_OK);
  assert_equations_hold (&p, 1e-11);
  for (k = 0; k < n; k++)
    {
      double change = (p.x[k] - p.value[k]) / p.error[k];
      suite_assert_near (p.x[k], networks[_i].balanced[k], 0.6 * networks[_i].unit[0],
                         0.5 * networks[_i].unit[1]);
      sum += change * change;
      traces += p.leverage[k];
      suite_assert_near (p.error_out[k], p.error[k] * sqrt (1 - p.leverage[k]), 1e-12, 0);
    }
  ck_assert_uint_eq (p.balance.rank, p.r.equations.n);
  ck_assert_int_eq (p.balance.is_rank_known, 1);
  suite_assert_near (traces, (double) p.r.equations.n, 1e-10, 0);
  suite_assert_near (p.balance.chi_square, sum, 1e-10, 0);
}
END_TEST

/* ------------------------------------------------------------------------
 * Random problems
 * ---------------------------------------------------------------------- */

static double
uniform (exact_random *random)
{
  return (double) exact_random_below (random, 1u << 20) / (1 << 20);
}

/* Equations with small whole coefficients among n values. */
static void
make_equations (struct problem *p, exact_random *random, size_t n, size_t m)
{
  size_t k, j;

  reconciling_begin (&p->r);
  for (k = 0; k < m; k++)
    {
      size_t n_terms = 0;
      for (j = 0; j < n; j++)
        if (exact_random_below (random, 2) == 0 || (n_terms == 0 && j + 1 == n))
          {
            reconciling_term (&p->r, j, exact_random_below (random, 2) == 0 ? 1 : -1);
            n_terms++;
          }
      reconciling_end (&p->r, (double) exact_random_below (random, 21) - 10);
    }
  reconciling_close (&p->r);
}

static void
make_values (struct problem *p, exact_random *random, size_t n)
{
  size_t k;

  for (k = 0; k < n; k++)
    {
      p->value[k] = 20 * uniform (random) - 10;
      p->error[k] = 0.1 + uniform (random);
      switch (exact_random_below (random, 8))
        {
        case 0: p->error[k] = INFINITY; break;
        case 1: p->error[k] = 0; break;
        default: break;
        }
    }
}

START_TEST (test_random_problems)
{
  static struct problem p;
  exact_random random = { 1 };
  size_t round, k, n_tried = 0;

  for (round = 0; round < N_RANDOM; round++)
    {
      size_t n = 2 + exact_random_below (&random, 14), m = 1 + exact_random_below (&random, n / 2);
      double x[MOST];
      int8_t held[MOST];
      double least;
      make_equations (&p, &random, n, m);
      make_values (&p, &random, n);
      prepare (&p, n, 0);
      memcpy (x, p.value, sizeof x);
      for (k = 0; k < n; k++)
        held[k] = p.error[k] == 0;
      least = solve_lagrange (&p, held, x);
      if (isinf (least))
        continue;
      n_tried++;
      exact_assert (ind__balance_solve (&p.balance) == IND_OK, "round %zu failed", round);
      exact_assert (!p.balance.has_contradiction, "round %zu is not contradictory", round);
      for (k = 0; k < n; k++)
        exact_assert (suite_is_near (p.x[k], x[k], 1e-9, 1e-9) && p.is_determined[k],
                      "round %zu: value %zu is %.17g, expected %.17g", round, k, p.x[k], x[k]);
      exact_assert (suite_is_near (p.balance.chi_square, least, 1e-9, 1e-12),
                    "round %zu: %.17g, expected %.17g", round, p.balance.chi_square, least);
    }
  ck_assert_uint_gt (n_tried, N_RANDOM / 3);
}
END_TEST

/* The two ways to solve agree, also where equations depend on one another. */
START_TEST (test_gradients_agree)
{
  static struct problem p;
  exact_random random = { 2 };
  size_t round, k, n_contradictions = 0;

  for (round = 0; round < N_RANDOM; round++)
    {
      size_t n = 2 + exact_random_below (&random, 14), m = 1 + exact_random_below (&random, n);
      double x[MOST], leverage[MOST], chi_square;
      size_t rank;
      int has_contradiction;
      make_equations (&p, &random, n, m);
      make_values (&p, &random, n);
      prepare (&p, n, 0);
      ck_assert_int_eq (ind__balance_solve (&p.balance), IND_OK);
      memcpy (x, p.x, sizeof x);
      memcpy (leverage, p.leverage, sizeof leverage);
      chi_square = p.balance.chi_square;
      rank = p.balance.rank;
      has_contradiction = p.balance.has_contradiction;
      n_contradictions += has_contradiction;
      p.balance.most_operations = 1e-9;
      ck_assert_int_eq (ind__balance_solve (&p.balance), IND_OK);
      exact_assert (has_contradiction == p.balance.has_contradiction,
                    "round %zu: only one finds a contradiction", round);
      exact_assert (rank == p.balance.rank && p.balance.is_rank_known,
                    "round %zu: ranks %zu and %zu", round, rank, p.balance.rank);
      for (k = 0; k < n; k++)
        {
          exact_assert (suite_is_near (p.x[k], x[k], 1e-7, 1e-7),
                        "round %zu: value %zu is %.17g and %.17g", round, k, p.x[k], x[k]);
          exact_assert (suite_is_near (p.leverage[k], leverage[k], 0, 1e-7),
                        "round %zu: leverages %.17g and %.17g", round, p.leverage[k], leverage[k]);
        }
      exact_assert (suite_is_near (p.balance.chi_square, chi_square, 1e-7, 1e-9), "round %zu",
                    round);
    }
  ck_assert_uint_gt (n_contradictions, 10);
}
END_TEST

/* What is said twice counts once. */
START_TEST (test_dependent_equations)
{
  static struct problem p;
  static const double value[] = { 10, 20, 30, 41, 19, 81, 43, 58, 101 };
  size_t k;

  /* 2 x 2 cells, row totals, column totals, the whole: one equation follows. */
  reconciling_read (&p.r, "1 2 -5; 3 4 -6; 1 3 -7; 2 4 -8; 5 6 -9; 7 8 -9");
  memcpy (p.value, value, sizeof value);
  for (k = 0; k < 9; k++)
    p.error[k] = 1;
  prepare (&p, 9, 0);
  ck_assert_int_eq (ind__balance_solve (&p.balance), IND_OK);
  ck_assert_uint_eq (p.balance.rank, 5);
  ck_assert_int_eq (p.balance.has_contradiction, 0);
  assert_equations_hold (&p, 1e-12);
  /* Without any one of them, all is the same. */
  for (k = 0; k < 6; k++)
    {
      static struct problem without;
      size_t j, t;
      double x[9];
      memcpy (x, p.x, sizeof x);
      without = p;
      reconciling_begin (&without.r);
      for (j = 0; j < 6; j++)
        if (j != k)
          {
            for (t = p.r.first[j]; t < p.r.first[j + 1]; t++)
              reconciling_term (&without.r, p.r.column[t], p.r.coefficient[t]);
            reconciling_end (&without.r, 0);
          }
      reconciling_close (&without.r);
      prepare (&without, 9, 0);
      ck_assert_int_eq (ind__balance_solve (&without.balance), IND_OK);
      ck_assert_uint_eq (without.balance.rank, 5);
      for (j = 0; j < 9; j++)
        suite_assert_near (without.x[j], x[j], 1e-12, 0);
    }
}
END_TEST

/* ------------------------------------------------------------------------
 * Contradictions
 * ---------------------------------------------------------------------- */

/* Values "f" are fixed, "u" unknown, others have a standard error of 1. */
static const struct {
  const char *equations, *kinds;
  double constant[8];
  const char *flags;
} contradictions[] = {
  { "1 2; 1 2; 2 3", "...", { 3, 4, 0 }, "110" },
  { "1 2; 2 3; 1 -3; 3 4", "....", { 1, 1, 1, 1 }, "1110" },
  { "1 2; 2 3; 1 -3; 3 4", "....", { 1, 1, 0, 1 }, "0000" },
  /* Fixed values say 1 + 2 = 3, where 4 is wanted. */
  { "1 2; 3 4", "ff..", { 4, 4 }, "10" },
  /* Through unknowns. */
  { "1 -2; 2 -3; 3 -4; 4 5", "fuuf.", { 0, 0, 0, 0 }, "1110" },
  { "1 2 3; 1 2 4; 4 5; 5 3", "uuu..", { 0, 0, 0, 0 }, "0000" },
  { "1 2; 1 2; 3 4; 5 6; 5 -6", "uu....", { 0, 1, 9, 9, 9 }, "11000" },
  /* Two of them, apart. */
  { "1 2; 1 2; 3 4; 3 4; 5 6", "......", { 0, 1, 2, 3, 4 }, "11110" },
  /* All margins of a table, which do not add up to the same. */
  { "1 2; 3 4; 1 3; 2 4", "....", { 10, 10, 10, 11 }, "1111" },
};

START_TEST (test_contradictions)
{
  static struct problem p;
  size_t n = strlen (contradictions[_i].kinds), k;
  int by_gradients;

  reconciling_read (&p.r, contradictions[_i].equations);
  memcpy (p.r.constant, contradictions[_i].constant, sizeof contradictions[_i].constant);
  for (k = 0; k < n; k++)
    {
      p.value[k] = (double) k + 1;
      p.error[k] = contradictions[_i].kinds[k] == 'f'   ? 0
                   : contradictions[_i].kinds[k] == 'u' ? INFINITY
                                                        : 1;
    }
  for (by_gradients = 0; by_gradients < 2; by_gradients++)
    {
      prepare (&p, n, 0);
      p.balance.most_operations = by_gradients ? 1e-9 : 0;
      ck_assert_int_eq (ind__balance_solve (&p.balance), IND_OK);
      ck_assert_int_eq (p.balance.has_contradiction,
                        strchr (contradictions[_i].flags, '1') != NULL);
      for (k = 0; k < p.r.equations.n; k++)
        {
          ck_assert_msg (p.is_contradictory[k] == contradictions[_i].flags[k] - '0',
                         "equation %zu, gradients %d", k, by_gradients);
          if (!p.is_contradictory[k])
            suite_assert_near (reconciling_residual (&p.r.equations, k, p.x), 0, 0, 1e-9);
        }
      for (k = 0; k < n; k++)
        {
          ck_assert (isfinite (p.x[k]));
          if (p.error[k] == 0)
            ck_assert_double_eq (p.x[k], p.value[k]);
        }
    }
}
END_TEST

/* Of two that contradict one another, what lies between is nearest. */
START_TEST (test_nearest_to_a_contradiction)
{
  static struct problem p;

  reconciling_read (&p.r, "1 2; 1 2");
  p.r.constant[0] = 10;
  p.r.constant[1] = 20;
  p.value[0] = 4;
  p.value[1] = 5;
  p.error[0] = p.error[1] = 1;
  prepare (&p, 2, 0);
  ck_assert_int_eq (ind__balance_solve (&p.balance), IND_OK);
  suite_assert_near (p.x[0], 7, 1e-12, 0);
  suite_assert_near (p.x[1], 8, 1e-12, 0);
}
END_TEST

/* ------------------------------------------------------------------------
 * Bounds
 * ---------------------------------------------------------------------- */

/* Tries all ways to hold values at their bounds. The least sum of squares, or infinity. */
static double
search_bounds (const struct problem *p, double *best)
{
  size_t n = p->balance.n, k, n_ways = 1, way;
  double least = INFINITY;

  for (k = 0; k < n; k++)
    n_ways *= 3;
  for (way = 0; way < n_ways; way++)
    {
      double x[MOST], sum;
      int8_t held[MOST];
      size_t rest = way;
      int is_good = 1;
      for (k = 0; k < n; k++, rest /= 3)
        {
          held[k] = p->error[k] == 0 || rest % 3 > 0;
          x[k] = p->error[k] == 0 ? p->value[k] : rest % 3 == 1 ? p->low[k] : p->high[k];
          is_good = is_good && (!held[k] || isfinite (x[k]))
                    && (p->error[k] > 0 || rest % 3 == 0);
        }
      if (!is_good)
        continue;
      sum = solve_lagrange (p, held, x);
      for (k = 0; k < n; k++)
        is_good = is_good
                  && (p->error[k] == 0
                      || (x[k] >= p->low[k] - 1e-9 && x[k] <= p->high[k] + 1e-9));
      if (is_good && sum < least)
        {
          least = sum;
          memcpy (best, x, n * sizeof *best);
        }
    }
  return least;
}

START_TEST (test_bounds_by_search)
{
  static struct problem p;
  exact_random random = { 3 };
  size_t round, k, n_tried = 0, n_held = 0;

  for (round = 0; round < N_BOUNDED; round++)
    {
      size_t n = 2 + exact_random_below (&random, 5), m = 1 + exact_random_below (&random, n / 2);
      double best[MOST], least, scale = pow (10, (double) exact_random_below (&random, 25) - 12);
      make_equations (&p, &random, n, m);
      for (k = 0; k < n; k++)
        {
          p.value[k] = 20 * uniform (&random) - 10;
          p.error[k] = exact_random_below (&random, 6) == 0 ? 0 : 0.1 + uniform (&random);
          p.low[k] = exact_random_below (&random, 3) == 0 ? -INFINITY
                                                          : p.value[k] - 2 * uniform (&random);
          p.high[k] = exact_random_below (&random, 3) == 0 ? INFINITY
                                                           : p.value[k] + 2 * uniform (&random);
        }
      /* The last one may be a slack: not negative, otherwise unknown. */
      if (exact_random_below (&random, 2) == 0)
        {
          p.error[n - 1] = INFINITY;
          p.low[n - 1] = 0;
          p.high[n - 1] = INFINITY;
        }
      prepare (&p, n, 1);
      least = search_bounds (&p, best);
      if (isinf (least))
        continue;
      n_tried++;
      /* In other units, the same comes out. */
      for (k = 0; k < n; k++)
        {
          p.value[k] *= scale;
          p.error[k] *= scale;
          p.low[k] *= scale;
          p.high[k] *= scale;
        }
      for (k = 0; k < m; k++)
        p.r.constant[k] *= scale;
      exact_assert (ind__balance_solve (&p.balance) == IND_OK, "round %zu failed", round);
      exact_assert (p.balance.is_bounded && !p.balance.has_contradiction,
                    "round %zu: not bounded (%d), contradictory (%d); least is %g", round,
                    p.balance.is_bounded, p.balance.has_contradiction, least);
      for (k = 0; k < n; k++)
        {
          n_held += p.at_bound[k] != 0;
          exact_assert (!p.is_determined[k] || suite_is_near (p.x[k] / scale, best[k], 1e-6, 1e-6),
                        "round %zu: value %zu is %.17g, expected %.17g (%g, %g)", round, k,
                        p.x[k] / scale, best[k], p.balance.chi_square, least);
        }
      exact_assert (suite_is_near (p.balance.chi_square, least, 1e-6, 1e-9),
                    "round %zu: %g, the least is %g", round, p.balance.chi_square, least);
    }
  ck_assert_uint_gt (n_tried, N_BOUNDED / 10);
  ck_assert_uint_gt (n_held, N_BOUNDED / 20);
}
END_TEST

START_TEST (test_bounds_that_cannot_be_kept)
{
  static struct problem p;

  reconciling_read (&p.r, "1 2");
  p.r.constant[0] = 10;
  p.value[0] = p.value[1] = 1;
  p.error[0] = p.error[1] = 1;
  p.low[0] = p.low[1] = 0;
  p.high[0] = p.high[1] = 2;
  prepare (&p, 2, 1);
  ck_assert_int_eq (ind__balance_solve (&p.balance), IND_OK);
  ck_assert (p.balance.has_contradiction || !p.balance.is_bounded);
}
END_TEST

/* ------------------------------------------------------------------------
 * The rest
 * ---------------------------------------------------------------------- */

START_TEST (test_nothing_to_do)
{
  static struct problem p;

  reconciling_begin (&p.r);
  reconciling_close (&p.r);
  prepare (&p, 0, 0);
  ck_assert_int_eq (ind__balance_solve (&p.balance), IND_OK);
  ck_assert_uint_eq (p.balance.rank, 0);
  p.value[0] = 3;
  p.error[0] = 1;
  p.value[1] = 4;
  p.error[1] = INFINITY;
  prepare (&p, 2, 0);
  ck_assert_int_eq (ind__balance_solve (&p.balance), IND_OK);
  ck_assert_double_eq (p.x[0], 3);
  ck_assert_double_eq (p.leverage[0], 0);
  ck_assert_double_eq (p.x[1], 4);
  ck_assert_int_eq (p.is_determined[1], 0);
  /* An equation without terms. */
  reconciling_end (&p.r, 1);
  p.r.first[1] = 0;
  prepare (&p, 2, 0);
  ck_assert_int_eq (ind__balance_solve (&p.balance), IND_OK);
  ck_assert_int_eq (p.balance.has_contradiction, 1);
  ck_assert_int_eq (p.is_contradictory[0], 1);
}
END_TEST

/* Numbers that cannot be squared. */
START_TEST (test_numbers_too_large)
{
  static struct problem p;
  static const double large[] = { 1e150, 1e300, 1e308 };
  size_t i, by_gradients;

  for (i = 0; i < 3; i++)
    for (by_gradients = 0; by_gradients < 2; by_gradients++)
      {
        reconciling_read (&p.r, "1 2 -3; 1 -2");
        p.value[0] = large[i];
        p.value[1] = 1;
        p.value[2] = -large[i];
        p.error[0] = p.error[1] = p.error[2] = 1;
        p.error[1] = 1e-100;
        prepare (&p, 3, 0);
        p.balance.most_operations = by_gradients ? 1e-9 : 0;
        ck_assert_int_eq (ind__balance_solve (&p.balance), IND_E_DOMAIN);
      }
}
END_TEST

START_TEST (test_out_of_memory)
{
  static struct problem p;
  int kind, persists;
  size_t n, before = failing_memory_blocks ();

  for (kind = 0; kind < 4; kind++)
    for (persists = 0; persists < 2; persists++)
      for (n = 1;; n++)
        {
          ind_status status;
          size_t k, n_failed;
          /* Unknowns, a contradiction, bounds, two ways to solve. */
          reconciling_read (&p.r, "7 1 2 3; 3 4 5; 1 4 6; 1 4 6; 2 5; 7 8");
          p.r.constant[3] = kind == 1 ? 1 : 0;
          for (k = 0; k < 8; k++)
            {
              p.value[k] = (double) k;
              p.error[k] = k > 5 ? INFINITY : 1;
              p.low[k] = -1;
              p.high[k] = 4;
            }
          prepare (&p, 8, kind == 2);
          p.balance.most_operations = kind == 3 ? 1e-9 : 0;
          failing_memory_arm (n, persists);
          status = ind__balance_solve (&p.balance);
          n_failed = failing_memory_disarm ();
          ck_assert_uint_eq (failing_memory_blocks (), before);
          if (n_failed == 0)
            {
              ck_assert_int_eq (status, IND_OK);
              break;
            }
          ck_assert_int_eq (status, IND_E_MEMORY);
        }
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("balance");
  tcase_add_checked_fixture (tests, reconciling_watch_gsl, NULL);
  tcase_set_timeout (tests, 60);
  tcase_add_loop_test (tests, test_published_networks, 0, sizeof networks / sizeof *networks);
  tcase_add_test (tests, test_random_problems);
  tcase_add_test (tests, test_gradients_agree);
  tcase_add_test (tests, test_dependent_equations);
  tcase_add_loop_test (tests, test_contradictions, 0,
                       sizeof contradictions / sizeof *contradictions);
  tcase_add_test (tests, test_nearest_to_a_contradiction);
  tcase_add_test (tests, test_bounds_by_search);
  tcase_add_test (tests, test_bounds_that_cannot_be_kept);
  tcase_add_test (tests, test_nothing_to_do);
  tcase_add_test (tests, test_numbers_too_large);
  tcase_add_test (tests, test_out_of_memory);
  return suite_run (tests, "balance");
}
