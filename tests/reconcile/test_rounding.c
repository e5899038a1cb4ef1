/* SPDX-License-Identifier: GPL-3.0-or-later
 * Controlled rounding: every choice near the values tried on small problems, sums counted in
 * whole numbers, tables of many cells, and sums that cannot hold. */
#include "reconcile/rounding.h"

#include "reconcile/reconciling.h"
#include "support/exact.h"
#include "support/failing_memory.h"

#define MOST 400

/* ------------------------------------------------------------------------
 * An oracle
 * ---------------------------------------------------------------------- */

/* What equation k misses, in ones, or in units of its last digit where that is finer. */
static __int128
missing (const ind_equations *equations, size_t k, const int32_t *decimals, const int64_t *multiple)
{
  int32_t finest = 0, d;
  __int128 sum;
  size_t t;

  for (t = equations->first[k]; t < equations->first[k + 1]; t++)
    if (decimals[equations->column[t]] > finest)
      finest = decimals[equations->column[t]];
  sum = -(__int128) llround (equations->constant[k] * pow (10, finest));
  for (t = equations->first[k]; t < equations->first[k + 1]; t++)
    {
      __int128 term = (__int128) equations->coefficient[t] * multiple[equations->column[t]];
      for (d = decimals[equations->column[t]]; d < finest; d++)
        term *= 10;
      sum += term;
    }
  return sum;
}

static double
squares (const double *value, const int32_t *decimals, const int64_t *multiple, size_t n)
{
  double sum = 0;
  size_t k;

  for (k = 0; k < n; k++)
    {
      double past = (double) multiple[k] - value[k] * pow (10, decimals[k]);
      sum += past * past;
    }
  return sum;
}

/* The least sum of squares of all choices within `reach` units, or infinity. */
static double
search (const struct reconciling *r, const double *value, const int32_t *decimals,
        const uint8_t *is_fixed, size_t n, int64_t reach)
{
  int64_t base[8], multiple[8];
  size_t n_ways = 1, way, k;
  double least = INFINITY;

  for (k = 0; k < n; k++)
    {
      base[k] = llround (value[k] * pow (10, decimals[k]));
      n_ways *= (size_t) (is_fixed[k] ? 1 : 2 * reach + 1);
    }
  for (way = 0; way < n_ways; way++)
    {
      size_t rest = way;
      double sum;
      for (k = 0; k < n; k++)
        if (is_fixed[k])
          multiple[k] = base[k];
        else
          {
            multiple[k] = base[k] + (int64_t) (rest % (size_t) (2 * reach + 1)) - reach;
            rest /= (size_t) (2 * reach + 1);
          }
      for (k = 0; k < r->equations.n; k++)
        if (missing (&r->equations, k, decimals, multiple) != 0)
          break;
      sum = squares (value, decimals, multiple, n);
      if (k == r->equations.n && sum < least)
        least = sum;
    }
  return least;
}

struct answer {
  int64_t multiple[MOST];
  uint8_t fails[64];
  ind__rounding rounding;
};

static ind_status
run (struct answer *answer, const struct reconciling *r, const double *value,
     const int32_t *decimals, const uint8_t *is_fixed, size_t n)
{
  memset (&answer->rounding, 0, sizeof answer->rounding);
  answer->rounding.n = n;
  answer->rounding.value = value;
  answer->rounding.decimals = decimals;
  answer->rounding.is_fixed = is_fixed;
  answer->rounding.equations = &r->equations;
  answer->rounding.multiple = answer->multiple;
  answer->rounding.fails = answer->fails;
  return ind__round_sums (&answer->rounding);
}

/* ------------------------------------------------------------------------
 * Small problems
 * ---------------------------------------------------------------------- */

/* Sums of which two cells of 0.5 make one whole, and others. */
static const struct {
  const char *equations;
  size_t n;
  double value[8];
  int32_t decimals[8];
  double expected[8];
} examples[] = {
  /* 33.3 + 33.3 + 33.3 = 100: one of them gives way. */
  { "1 2 3 -4", 4, { 33.33, 33.34, 33.33, 100 }, { 0, 0, 0, 0 }, { 33, 34, 33, 100 } },
  { "1 2 -3", 3, { 0.4, 0.4, 0.8 }, { 0, 0, 0 }, { 0, 1, 1 } },
  /* The total gives way: the others are near. */
  { "1 2 3 -4", 4, { 1.1, 2.1, 3.45, 6.65 }, { 0, 0, 0, 0 }, { 1, 2, 4, 7 } },
  /* A table of two ways (cells by rows, rows, columns, all). */
  { "1 2 -5; 3 4 -6; 1 3 -7; 2 4 -8",
    8, { 0.5, 0.5, 0.5, 0.5, 1, 1, 1, 1 }, { 0, 0, 0, 0, 0, 0, 0, 0 },
    { 0, 1, 1, 0, 1, 1, 1, 1 } },
  /* Units of ten thousand, of hundredths; parts finer than the whole. */
  { "1 2 -3", 3, { 14000, 14000, 28000 }, { -4, -4, -4 }, { 10000, 20000, 30000 } },
  { "1 2 -3", 3, { 0.014, 0.014, 0.028 }, { 2, 2, 2 }, { 0.01, 0.02, 0.03 } },
  { "1 2 -3", 3, { 3.26, 4.26, 7.52 }, { 1, 1, 0 }, { 3.5, 4.5, 8 } },
  { "1 2; 3 4", 4, { 1, -1, 0.6, -0.6 }, { 0, 0, 0, 0 }, { 1, -1, 1, -1 } },
};

START_TEST (test_examples)
{
  static struct reconciling r;
  static struct answer answer;
  size_t k, n = examples[_i].n;
  double sum = 0, expected = 0;

  reconciling_read (&r, examples[_i].equations);
  ck_assert_int_eq (run (&answer, &r, examples[_i].value, examples[_i].decimals, NULL, n), IND_OK);
  ck_assert_uint_eq (answer.rounding.n_failed, 0);
  for (k = 0; k < n; k++)
    {
      double unit = pow (10, -examples[_i].decimals[k]), past;
      past = (double) answer.multiple[k] - examples[_i].value[k] / unit;
      sum += past * past;
      past = (examples[_i].expected[k] - examples[_i].value[k]) / unit;
      expected += past * past;
    }
  /* Where two choices are equally near, either will do. */
  suite_assert_near (sum, expected, 1e-12, 0);
  for (k = 0; k < r.equations.n; k++)
    ck_assert (missing (&r.equations, k, examples[_i].decimals, answer.multiple) == 0);
}
END_TEST

/* Random equations over up to 6 values: flows, what is none, several units, some fixed. */
START_TEST (test_random_problems)
{
  static struct reconciling r;
  static struct answer answer;
  exact_random random = { 16 };
  size_t round, k, j, n_possible = 0, n_impossible = 0;

  for (round = 0; round < 1200; round++)
    {
      size_t n = 2 + exact_random_below (&random, 5), m = 1 + exact_random_below (&random, 3);
      double value[8], least, sum;
      int32_t decimals[8];
      uint8_t is_fixed[8];
      int has_units = exact_random_below (&random, 3) == 0;
      int has_factors = exact_random_below (&random, 4) == 0;
      for (k = 0; k < n; k++)
        {
          value[k] = ((double) exact_random_below (&random, 4000) - 2000) / 100;
          decimals[k] = has_units && exact_random_below (&random, 3) == 0 ? -1 : 0;
          is_fixed[k] = exact_random_below (&random, 8) == 0;
        }
      reconciling_begin (&r);
      for (j = 0; j < m; j++)
        {
          double near = 0;
          for (k = 0; k < n; k++)
            if (exact_random_below (&random, 2) == 0)
              {
                double coefficient = exact_random_below (&random, 2) == 0 ? 1 : -1;
                if (has_factors && exact_random_below (&random, 3) == 0)
                  coefficient *= 2;
                reconciling_term (&r, k, coefficient);
                near += coefficient * value[k];
              }
          reconciling_end (&r, nearbyint (near));
        }
      reconciling_close (&r);
      ck_assert_int_eq (run (&answer, &r, value, decimals, is_fixed, n), IND_OK);
      least = search (&r, value, decimals, is_fixed, n, n <= 5 ? 3 : 2);
      for (k = 0; k < n; k++)
        exact_assert (!is_fixed[k]
                          || answer.multiple[k] == llround (value[k] * pow (10, decimals[k])),
                      "round %zu: fixed value %zu moved", round, k);
      for (j = 0; j < m; j++)
        exact_assert (answer.fails[j] == (missing (&r.equations, j, decimals, answer.multiple) != 0),
                      "round %zu: equation %zu is said to hold, or not to", round, j);
      if (isinf (least))
        {
          n_impossible += answer.rounding.n_failed > 0;
          continue;
        }
      n_possible++;
      exact_assert (answer.rounding.n_failed == 0, "round %zu: %zu sums fail", round,
                    answer.rounding.n_failed);
      sum = squares (value, decimals, answer.multiple, n);
      exact_assert (sum <= least + 1e-9, "round %zu: %.12g, but %.12g is possible", round, sum,
                    least);
      exact_assert (answer.rounding.is_optimal, "round %zu", round);
    }
  ck_assert_uint_gt (n_possible, 400);
  ck_assert_uint_gt (n_impossible, 10);
}
END_TEST

/* Tables of two ways and trees, which are flows: nothing is nearer. */
START_TEST (test_random_tables)
{
  static struct reconciling r;
  static struct answer answer;
  static const uint8_t none_fixed[8];
  static const int32_t decimals[8];
  exact_random random = { 17 };
  size_t round, k;

  for (round = 0; round < 300; round++)
    {
      double value[8], least;
      /* Cells 1 to 4, the totals of rows and columns; or a tree: 1 = 2 + 3, 2 = 4 + 5, 3 = 6 + 7. */
      for (k = 0; k < 7; k++)
        value[k] = (double) exact_random_below (&random, 500) / 100;
      if (round % 2 == 0)
        {
          reconciling_read (&r, "1 2 -5; 3 4 -6; 1 3 -7");
          value[4] = value[0] + value[1];
          value[5] = value[2] + value[3];
          value[6] = value[0] + value[2];
        }
      else
        {
          reconciling_read (&r, "1 -2 -3; 2 -4 -5; 3 -6 -7");
          value[1] = value[3] + value[4];
          value[2] = value[5] + value[6];
          value[0] = value[1] + value[2];
        }
      ck_assert_int_eq (run (&answer, &r, value, decimals, NULL, 7), IND_OK);
      least = search (&r, value, decimals, none_fixed, 7, 2);
      exact_assert (answer.rounding.n_failed == 0, "round %zu", round);
      exact_assert (squares (value, decimals, answer.multiple, 7) <= least + 1e-9,
                    "round %zu: %.12g, but %.12g is possible", round,
                    squares (value, decimals, answer.multiple, 7), least);
    }
}
END_TEST

/* Sums far off: as near as can be all the same. */
START_TEST (test_far_off)
{
  static struct reconciling r;
  static struct answer answer;
  static const int32_t decimals[8];
  double value[] = { 0.4, 0.3, 1e9 };
  size_t k;

  reconciling_read (&r, "1 2 -3");
  ck_assert_int_eq (run (&answer, &r, value, decimals, NULL, 3), IND_OK);
  ck_assert_uint_eq (answer.rounding.n_failed, 0);
  ck_assert_int_eq (answer.multiple[0] + answer.multiple[1], answer.multiple[2]);
  for (k = 0; k < 2; k++)
    ck_assert_int_le (llabs (answer.multiple[k] - 333333333), 1);
  /* The same, by a lattice: the first has factor 2. */
  r.coefficient[0] = 2;
  ck_assert_int_eq (run (&answer, &r, value, decimals, NULL, 3), IND_OK);
  ck_assert_uint_eq (answer.rounding.n_failed, 0);
  ck_assert_int_eq (2 * answer.multiple[0] + answer.multiple[1], answer.multiple[2]);
  ck_assert_int_le (llabs (answer.multiple[0] - 333333333), 2);
}
END_TEST

/* Three ways: 4 x 4 x 4 cells with the margins of each two ways. */
START_TEST (test_three_ways)
{
  static struct reconciling r;
  static struct answer answer;
  double value[112];
  int32_t decimals[112] = { 0 };
  exact_random random = { 18 };
  size_t i, j, k, way, n = 64;

  for (i = 0; i < 64; i++)
    value[i] = (double) exact_random_below (&random, 10000) / 100;
  reconciling_begin (&r);
  for (way = 0; way < 3; way++)
    for (i = 0; i < 4; i++)
      for (j = 0; j < 4; j++)
        {
          value[n] = 0;
          for (k = 0; k < 4; k++)
            {
              size_t at = way == 0 ? 16 * k + 4 * i + j : way == 1 ? 16 * i + 4 * k + j
                                                                   : 16 * i + 4 * j + k;
              reconciling_term (&r, at, 1);
              value[n] += value[at];
            }
          reconciling_term (&r, n++, -1);
          reconciling_end (&r, 0);
        }
  reconciling_close (&r);
  ck_assert_int_eq (run (&answer, &r, value, decimals, NULL, n), IND_OK);
  ck_assert_uint_eq (answer.rounding.n_failed, 0);
  for (i = 0; i < n; i++)
    ck_assert_double_le (fabs ((double) answer.multiple[i] - value[i]), 2.5);
}
END_TEST

/* ------------------------------------------------------------------------
 * What cannot be
 * ---------------------------------------------------------------------- */

START_TEST (test_sums_that_cannot_hold)
{
  static struct reconciling r;
  static struct answer answer;
  static const double value[] = { 1.4, 2.4, 4, 5.4, 5.4, 11 };
  static const int32_t decimals[] = { 0, 0, 0, 0, 0, 0 };
  static const uint8_t is_fixed[] = { 1, 1, 1, 0, 0, 0 };

  reconciling_read (&r, "1 2 -3; 4 5 -6");
  ck_assert_int_eq (run (&answer, &r, value, decimals, is_fixed, 6), IND_OK);
  ck_assert_uint_eq (answer.rounding.n_failed, 1);
  ck_assert_int_eq (answer.fails[0], 1);
  ck_assert_int_eq (answer.fails[1], 0);
  ck_assert_int_eq (answer.multiple[0], 1);
  ck_assert_int_eq (answer.multiple[3] + answer.multiple[4], answer.multiple[5]);
  /* Two tens do not add up to 5. */
  {
    static const int32_t tens[] = { -1, -1, 0, 0, 0, 0 };
    static const uint8_t third[] = { 0, 0, 1, 0, 0, 0 };
    static const double values[] = { 3, 3, 5, 5.4, 5.4, 11 };
    ck_assert_int_eq (run (&answer, &r, values, tens, third, 6), IND_OK);
    ck_assert_int_eq (answer.fails[0], 1);
    ck_assert_int_eq (answer.fails[1], 0);
    ck_assert_int_eq (answer.multiple[0], 0);
  }
  /* A constant that is no multiple. */
  r.constant[0] = 0.5;
  ck_assert_int_eq (run (&answer, &r, value, decimals, NULL, 6), IND_OK);
  ck_assert_int_eq (answer.fails[0], 1);
  ck_assert_int_eq (answer.fails[1], 0);
  /* Margins that do not add up to the same. */
  reconciling_read (&r, "1 2; 3 4; 1 3; 2 4");
  r.constant[0] = r.constant[1] = r.constant[2] = 4;
  r.constant[3] = 5;
  ck_assert_int_eq (run (&answer, &r, value, decimals, NULL, 4), IND_OK);
  ck_assert_uint_ge (answer.rounding.n_failed, 1);
  ck_assert_int_eq (answer.multiple[0], 1);
  ck_assert_int_eq (answer.multiple[3], 5);
}
END_TEST

/* ------------------------------------------------------------------------
 * Large ones
 * ---------------------------------------------------------------------- */

/* 316 x 316 cells with the totals of rows, columns and all. */
START_TEST (test_large_table)
{
  size_t side = 316, n = side * side, all = n + 2 * side, i, j, k = 0, t = 0;
  double *value = malloc ((all + 1) * sizeof *value), *coefficient;
  int32_t *decimals = malloc ((all + 1) * sizeof *decimals);
  ind_decimal *out = malloc ((all + 1) * sizeof *out);
  size_t n_terms = 2 * n + 4 * side + 2, *first = malloc ((2 * side + 3) * sizeof *first);
  uint32_t *column = malloc (n_terms * sizeof *column);
  exact_random random = { 19 };
  ind_equations equations = { 2 * side + 2, first, column, NULL, NULL };

  coefficient = malloc (n_terms * sizeof *coefficient);
  equations.coefficient = coefficient;
  for (i = 0; i <= all; i++)
    {
      value[i] = i < n ? (double) exact_random_below (&random, 1000000) / 1000 : 0;
      decimals[i] = 1;
    }
  for (i = 0; i < 2 * side; i++)
    {
      first[k++] = t;
      for (j = 0; j < side; j++)
        {
          column[t] = (uint32_t) (i < side ? i * side + j : j * side + i - side);
          value[n + i] += value[column[t]];
          coefficient[t++] = 1;
        }
      column[t] = (uint32_t) (n + i);
      coefficient[t++] = -1;
    }
  for (i = 0; i < 2; i++)
    {
      first[k++] = t;
      value[all] = 0;
      for (j = 0; j < side; j++)
        {
          column[t] = (uint32_t) (n + i * side + j);
          value[all] += value[column[t]];
          coefficient[t++] = 1;
        }
      column[t] = (uint32_t) all;
      coefficient[t++] = -1;
    }
  first[k] = t;
  ck_assert_int_eq (ind_round_sums (value, decimals, NULL, all + 1, &equations, out, NULL, NULL),
                    IND_OK);
  for (k = 0; k < equations.n; k++)
    {
      int64_t sum = 0;
      for (t = first[k]; t < first[k + 1]; t++)
        sum += (int64_t) coefficient[t] * out[column[t]].mantissa;
      ck_assert_int_eq (sum, 0);
    }
  for (i = 0; i <= all; i++)
    exact_assert (fabs ((double) out[i].mantissa - 10 * value[i]) < 1.5, "value %zu moved by %g", i,
                  (double) out[i].mantissa - 10 * value[i]);
  free (value);
  free (decimals);
  free (out);
  free (first);
  free (column);
  free (coefficient);
}
END_TEST

/* A tree in which each value but the leaves is the sum of ten. */
START_TEST (test_large_tree)
{
  size_t n = 111111, m = 11111, k, j, t = 0;
  double *value = malloc (n * sizeof *value), *coefficient = malloc (n * 2 * sizeof *coefficient);
  int32_t *decimals = malloc (n * sizeof *decimals);
  ind_decimal *out = malloc (n * sizeof *out);
  size_t *first = malloc ((m + 1) * sizeof *first);
  uint32_t *column = malloc (n * 2 * sizeof *column);
  exact_random random = { 20 };
  ind_equations equations = { m, first, column, coefficient, NULL };

  for (k = n; k-- > 0;)
    {
      decimals[k] = 0;
      value[k] = k >= m ? (double) exact_random_below (&random, 100000) / 1000 : 0;
      for (j = 1; k < m && j <= 10; j++)
        value[k] += value[10 * k + j];
    }
  for (k = 0; k < m; k++)
    {
      first[k] = t;
      column[t] = (uint32_t) k;
      coefficient[t++] = -1;
      for (j = 1; j <= 10; j++)
        {
          column[t] = (uint32_t) (10 * k + j);
          coefficient[t++] = 1;
        }
    }
  first[m] = t;
  ck_assert_int_eq (ind_round_sums (value, decimals, NULL, n, &equations, out, NULL, NULL),
                    IND_OK);
  for (k = 0; k < m; k++)
    {
      int64_t sum = -out[k].mantissa;
      for (j = 1; j <= 10; j++)
        sum += out[10 * k + j].mantissa;
      ck_assert_int_eq (sum, 0);
    }
  free (value);
  free (coefficient);
  free (decimals);
  free (out);
  free (first);
  free (column);
}
END_TEST

/* ------------------------------------------------------------------------
 * The interface
 * ---------------------------------------------------------------------- */

START_TEST (test_decimals_out)
{
  static const double value[] = { 33.333, 33.333, 33.333, 99.999, -2.5, 1234567 };
  static const int32_t decimals[] = { 1, 1, 1, 1, 0, -3 };
  static struct reconciling r;
  ind_decimal out[6];
  uint8_t fails = 9;

  reconciling_read (&r, "1 2 3 -4");
  ck_assert_int_eq (ind_round_sums (value, decimals, NULL, 6, &r.equations, out, &fails, NULL),
                    IND_OK);
  ck_assert_int_eq (out[0].mantissa + out[1].mantissa + out[2].mantissa, out[3].mantissa);
  ck_assert_int_eq (out[3].mantissa, 1000);
  ck_assert_int_eq (out[3].decimals, 1);
  ck_assert_int_eq (out[4].mantissa, -3);
  ck_assert_int_eq (out[5].mantissa, 1235);
  ck_assert_int_eq (out[5].decimals, -3);
  ck_assert_int_eq (fails, 0);
}
END_TEST

START_TEST (test_failure_is_a_status)
{
  static const double value[] = { 1, 2, 4 };
  static const int32_t decimals[] = { 0, 0, 0 };
  static const uint8_t is_fixed[] = { 1, 1, 1 };
  static struct reconciling r;
  ind_decimal out[3];
  uint8_t fails = 0;
  ind_error error;

  reconciling_read (&r, "1 2 -3");
  ck_assert_int_eq (ind_round_sums (value, decimals, is_fixed, 3, &r.equations, out, &fails,
                                    &error),
                    IND_E_CONTRADICTION);
  ck_assert_int_eq (error.status, IND_E_CONTRADICTION);
  ck_assert_int_eq (fails, 1);
  ck_assert_int_eq (out[2].mantissa, 4);
  ck_assert_int_eq (ind_round_sums (NULL, NULL, NULL, 0, &(ind_equations){ 0 }, NULL, NULL, NULL),
                    IND_OK);
}
END_TEST

START_TEST (test_what_is_refused)
{
  double value[] = { 1, 2, 3 };
  int32_t decimals[] = { 0, 0, 0 };
  static struct reconciling r;
  ind_decimal out[3] = { { -7, 0 }, { 0, 0 }, { 0, 0 } };
  ind_error error;

  reconciling_read (&r, "1 2 -3");
#define REFUSED(place, wrong, expected)                                                          \
  do                                                                                             \
    {                                                                                            \
      __typeof__(place) right = place;                                                           \
      place = wrong;                                                                             \
      ck_assert_int_eq (ind_round_sums (value, decimals, NULL, 3, &r.equations, out, NULL,       \
                                        &error),                                                 \
                        expected);                                                               \
      ck_assert_int_eq (error.status, expected);                                                 \
      ck_assert_int_eq (out[0].mantissa, -7);                                                    \
      place = right;                                                                             \
    }                                                                                            \
  while (0)
  REFUSED (value[0], NAN, IND_E_DOMAIN);
  REFUSED (value[0], INFINITY, IND_E_DOMAIN);
  REFUSED (value[0], 1e18, IND_E_DOMAIN);
  REFUSED (value[0], -1e60, IND_E_DOMAIN);
  REFUSED (decimals[1], 18, IND_E_DOMAIN);
  REFUSED (decimals[1], 41, IND_E_ARGUMENT);
  REFUSED (decimals[1], -41, IND_E_ARGUMENT);
  REFUSED (decimals[1], INT32_MIN, IND_E_ARGUMENT);
  REFUSED (r.coefficient[1], 0.5, IND_E_ARGUMENT);
  REFUSED (r.coefficient[1], 1e10, IND_E_ARGUMENT);
  REFUSED (r.coefficient[1], NAN, IND_E_ARGUMENT);
  REFUSED (r.column[1], 3, IND_E_ARGUMENT);
  REFUSED (r.column[1], 0, IND_E_ARGUMENT);
  REFUSED (r.constant[0], INFINITY, IND_E_ARGUMENT);
#undef REFUSED
  ck_assert_int_eq (ind_round_sums (NULL, decimals, NULL, 3, &r.equations, out, NULL, NULL),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_round_sums (value, NULL, NULL, 3, &r.equations, out, NULL, NULL),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_round_sums (value, decimals, NULL, 3, NULL, out, NULL, NULL),
                    IND_E_ARGUMENT);
  ck_assert_int_eq (ind_round_sums (value, decimals, NULL, 3, &r.equations, NULL, NULL, NULL),
                    IND_E_ARGUMENT);
}
END_TEST

/* Any doubles, decimals, coefficients. */
START_TEST (test_anything)
{
  static struct reconciling r;
  exact_random random = { 21 };
  size_t round, k, n_done = 0;

  for (round = 0; round < 20000; round++)
    {
      double value[5] = { 1.5, 2.5, 3.5, 4.5, 12 };
      int32_t decimals[5] = { 0, 0, 0, 0, 0 };
      ind_decimal out[5];
      ind_status status;
      uint8_t fails[2];
      reconciling_read (&r, round % 2 == 0 ? "1 2 3 4 -5; 1 2" : "1 2 -3; 2 3 -4 -1");
      for (k = exact_random_below (&random, 4); k > 0; k--)
        {
          double x = exact_random_double (&random);
          switch (exact_random_below (&random, 4))
            {
            case 0: value[exact_random_below (&random, 5)] = x; break;
            case 1:
              decimals[exact_random_below (&random, 5)]
                  = (int32_t) exact_random_below (&random, 84) - 42;
              break;
            case 2: r.coefficient[exact_random_below (&random, 6)] = nearbyint (x); break;
            default: r.constant[exact_random_below (&random, 2)] = x; break;
            }
        }
      status = ind_round_sums (value, decimals, NULL, 5, &r.equations, out, fails, NULL);
      exact_assert (status == IND_OK || status == IND_E_DOMAIN || status == IND_E_ARGUMENT
                        || status == IND_E_CONTRADICTION,
                    "round %zu: status %d", round, status);
      n_done += status == IND_OK;
    }
  ck_assert_uint_gt (n_done, 1000);
}
END_TEST

START_TEST (test_out_of_memory)
{
  static const double value[] = { 1.4, 2.4, 3.8, 0.3, 1e7, 0.6 };
  static const int32_t decimals[] = { 0, 0, 0, 0, 0, 0 };
  static const char *const equations[] = { "1 2 -3; 4 6", "1 2 -3; 1 2 4; 1 3 6", "1 4 -5" };
  static struct reconciling r;
  size_t i, n, before = failing_memory_blocks ();

  for (i = 0; i < 3; i++)
    {
      reconciling_read (&r, equations[i]);
      for (n = 1;; n++)
        {
          ind_decimal out[6] = { { -7, 0 } };
          ind_error error;
          ind_status status;
          size_t n_failed;
          failing_memory_arm (n, 0);
          status = ind_round_sums (value, decimals, NULL, 6, &r.equations, out, NULL, &error);
          n_failed = failing_memory_disarm ();
          ck_assert_uint_eq (failing_memory_blocks (), before);
          if (n_failed == 0)
            {
              ck_assert_int_eq (status, IND_OK);
              break;
            }
          ck_assert_int_eq (status, IND_E_MEMORY);
          ck_assert_int_eq (error.status, IND_E_MEMORY);
          ck_assert_int_eq (out[0].mantissa, -7);
        }
      ck_assert_uint_gt (n, 10);
    }
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("rounding");
  tcase_add_checked_fixture (tests, reconciling_watch_gsl, NULL);
  tcase_set_timeout (tests, 60);
  tcase_add_loop_test (tests, test_examples, 0, sizeof examples / sizeof *examples);
  tcase_add_test (tests, test_random_problems);
  tcase_add_test (tests, test_random_tables);
  tcase_add_test (tests, test_far_off);
  tcase_add_test (tests, test_three_ways);
  tcase_add_test (tests, test_sums_that_cannot_hold);
  tcase_add_test (tests, test_large_table);
  tcase_add_test (tests, test_large_tree);
  tcase_add_test (tests, test_decimals_out);
  tcase_add_test (tests, test_failure_is_a_status);
  tcase_add_test (tests, test_what_is_refused);
  tcase_add_test (tests, test_anything);
  tcase_add_test (tests, test_out_of_memory);
  return suite_run (tests, "rounding");
}
