/* SPDX-License-Identifier: GPL-3.0-or-later
 * Combinations of sums that cannot be 0: systems worked out by hand, random ones
 * that have a solution or have none by construction, and random flows, decided
 * by trying every point. Each combination found is verified in fractions. */
#include "explain/simplex.h"

#include <string.h>

#include "number/interval.h"
#include "support/exact.h"
#include "support/failing_memory.h"
#include "support/suite.h"

#define N_FEASIBLE 4000
#define N_INFEASIBLE 4000
#define N_FLOWS 3000

#define MAX_SUMS 6
#define MAX_VARIABLES 12

#define FREE INT64_C (1000000000) /* an end that is infinite */

/* Sums over variables: constant + sum of coefficient * variable = 0, and the
 * variables' bounds. */
struct system {
  size_t n, m;
  int64_t a[MAX_SUMS][MAX_VARIABLES], constant[MAX_SUMS];
  int64_t low[MAX_VARIABLES], high[MAX_VARIABLES];
};

/* ------------------------------------------------------------------------
 * Verification, in fractions
 * ---------------------------------------------------------------------- */

static int64_t
greatest_common_divisor (int64_t a, int64_t b)
{
  a = a < 0 ? -a : a;
  b = b < 0 ? -b : b;
  while (b > 0)
    {
      int64_t r = a % b;
      a = b;
      b = r;
    }
  return a;
}

/* row = (p * row - q * by) / common, so that what `row` has in the column goes. */
static void
eliminate (int64_t *row, const int64_t *by, size_t column, size_t n)
{
  int64_t p = by[column], q = row[column], common = 0;
  size_t j;

  for (j = 0; j < n; j++)
    {
      __int128 x = (__int128) p * row[j] - (__int128) q * by[j];
      exact_assert (x < INT64_MAX && x > -INT64_MAX, "the verification overflows");
      row[j] = (int64_t) x;
      common = greatest_common_divisor (common, row[j]);
    }
  for (j = 0; j < n && common > 1; j++)
    row[j] /= common;
}

/* The terms are a combination of the sums, and it cannot be 0 within the
 * bounds: [terms, 0, 1] less multiples of the rows [a, constant, 0] leaves [0, -c,
 * s]: s times the terms and c add up to 0 wherever the sums do. */
static void
verify (const struct system *system, const ind__simplex *simplex)
{
  size_t n = system->n, width = n + 2, i, j, k, rank = 0, pivot[MAX_SUMS];
  int64_t row[MAX_SUMS][MAX_VARIABLES + 2], sum[MAX_VARIABLES + 2] = { 0 };
  int64_t t[MAX_VARIABLES] = { 0 };
  int is_open_below = 0, is_open_above = 0;
  __int128 least, most;

  for (k = 0; k < simplex->n_terms; k++)
    {
      double coefficient = simplex->terms[k].coefficient;
      exact_assert (simplex->terms[k].variable < n, "a variable that is none");
      exact_assert (coefficient == floor (coefficient) && fabs (coefficient) < 1e15,
                    "a coefficient that is not whole");
      t[simplex->terms[k].variable] += (int64_t) coefficient;
    }
  memcpy (sum, t, sizeof t);
  sum[n] = 0;
  sum[n + 1] = 1;
  for (i = 0; i < system->m; i++)
    {
      memcpy (row[rank], system->a[i], n * sizeof **row);
      row[rank][n] = system->constant[i];
      row[rank][n + 1] = 0;
      for (k = 0; k < rank; k++)
        if (row[rank][pivot[k]] != 0)
          eliminate (row[rank], row[k], pivot[k], width);
      for (j = 0; j < n && row[rank][j] == 0; j++)
        ;
      if (j == n && row[rank][n] != 0)
        return; /* 0 = 1 is a combination: any other is, too */
      if (j < n)
        pivot[rank++] = j;
    }
  for (k = 0; k < rank; k++)
    if (sum[pivot[k]] != 0)
      eliminate (sum, row[k], pivot[k], width);
  for (j = 0; j < n; j++)
    exact_assert (sum[j] == 0, "the terms are no combination of the sums");
  exact_assert (sum[n + 1] != 0, "the verification is wrong");
  /* s * terms + c = 0. */
  least = most = -(__int128) sum[n];
  for (j = 0; j < n; j++)
    {
      __int128 x = (__int128) sum[n + 1] * t[j];
      if (x == 0)
        continue;
      is_open_below |= x > 0 ? system->low[j] == -FREE : system->high[j] == FREE;
      is_open_above |= x > 0 ? system->high[j] == FREE : system->low[j] == -FREE;
      least += x * (x > 0 ? system->low[j] : system->high[j]);
      most += x * (x > 0 ? system->high[j] : system->low[j]);
    }
  exact_assert ((!is_open_below && least > 0) || (!is_open_above && most < 0),
                "the combination can be 0");
  exact_assert (simplex->is_positive
                    == (!is_open_below && least > 0 ? sum[n + 1] > 0 : sum[n + 1] < 0),
                "is_positive is %d", simplex->is_positive);
}

/* At a point where the sums are 0, whatever its bounds, the combination is. */
static void
verify_at (const struct system *system, const ind__simplex *simplex, const int64_t *point)
{
  const ind__term *term = simplex->terms;
  double least = 0, most = 0;
  __int128 at = 0;
  size_t k;

  for (k = 0; k < simplex->n_terms; k++)
    {
      double a = term[k].coefficient;
      uint32_t v = term[k].variable;
      at += (__int128) a * point[v];
      least += a * (double) (a > 0 ? system->low[v] : system->high[v]);
      most += a * (double) (a > 0 ? system->high[v] : system->low[v]);
    }
  /* The constant is the same, so that the bounds are to one side of the point. */
  exact_assert (simplex->is_positive ? least > (double) at : most < (double) at,
                "the combination does not keep the bounds from a solution");
}

/* ------------------------------------------------------------------------
 * The system as a network
 * ---------------------------------------------------------------------- */

struct problem {
  ind__network network;
  uint32_t sum[MAX_SUMS];
  ind_interval domain[MAX_VARIABLES];
};

static void
build (const struct system *system, struct problem *out)
{
  size_t i, j;

  memset (out, 0, sizeof *out);
  for (j = 0; j < system->n; j++)
    {
      out->domain[j]
          = ind__interval_make (system->low[j] == -FREE ? -INFINITY : (double) system->low[j],
                                system->high[j] == FREE ? INFINITY : (double) system->high[j]);
      ck_assert_uint_eq (ind__network_variable (&out->network, ind__interval_entire ()), j);
    }
  for (i = 0; i < system->m; i++)
    {
      ind__term terms[MAX_VARIABLES];
      size_t n = 0;
      for (j = 0; j < system->n; j++)
        if (system->a[i][j] != 0)
          {
            terms[n].variable = (uint32_t) j;
            terms[n++].coefficient = (double) system->a[i][j];
          }
      out->sum[i]
          = ind__network_sum (&out->network, terms, n, (double) system->constant[i]);
      exact_assert (out->sum[i] == i, "sum %zu", i);
    }
}

/* Refutes, and verifies what is found. */
static int
refute (const struct system *system, ind__simplex *simplex)
{
  struct problem problem;
  uint64_t work = 7;
  int result;

  build (system, &problem);
  result = ind__simplex_refute (simplex, &problem.network, problem.sum, system->m,
                                problem.domain, &work);
  exact_assert (result >= 0, "memory");
  exact_assert (work >= 7 && !(result == 1 && work == 7), "work %d", (int) work);
  if (result == 1)
    verify (system, simplex);
  ind__network_free (&problem.network);
  return result;
}

static void
expect (const struct system *system, int is_refuted)
{
  ind__simplex simplex;
  int result;

  memset (&simplex, 0, sizeof simplex);
  result = refute (system, &simplex);
  ck_assert_msg (result == is_refuted, "%srefuted", result ? "" : "not ");
  ind__simplex_free (&simplex);
}

static double
coefficient_of (const ind__simplex *simplex, uint32_t variable)
{
  double sum = 0;
  size_t k;

  for (k = 0; k < simplex->n_terms; k++)
    if (simplex->terms[k].variable == variable)
      sum += simplex->terms[k].coefficient;
  return sum;
}

/* ------------------------------------------------------------------------
 * By hand
 * ---------------------------------------------------------------------- */

/* a = u + 1 and b = u + 3, u unknown: b = a + 2. */
START_TEST (test_chain)
{
  struct system system = { 3,
                           2,
                           { { 1, 0, -1 }, { 0, 1, -1 } },
                           { -1, -3 },
                           { 0, 4, -FREE },
                           { 1, 5, FREE } };
  ind__simplex simplex;

  memset (&simplex, 0, sizeof simplex);
  ck_assert_int_eq (refute (&system, &simplex), 1);
  ck_assert (coefficient_of (&simplex, 0) != 0);
  ck_assert (coefficient_of (&simplex, 0) == -coefficient_of (&simplex, 1));
  ck_assert (coefficient_of (&simplex, 2) == 0);
  ind__simplex_free (&simplex);
  /* They meet in a = 1 and b = 3, and beyond. */
  system.low[1] = 3;
  expect (&system, 0);
  system.low[1] = -FREE;
  expect (&system, 0);
  system.low[0] = 4;
  system.high[0] = 4;
  expect (&system, 1);
  system.high[1] = 6;
  expect (&system, 0);
}
END_TEST

/* x + y = a, y + z = b, x + z = c, and x + y + z = d, none of x, y and z known:
 * 2 d = a + b + c. No sum narrows anything by itself. */
START_TEST (test_pairs)
{
  struct system system = { 7,
                           4,
                           { { 1, 1, 0, -1 },
                             { 0, 1, 1, 0, -1 },
                             { 1, 0, 1, 0, 0, -1 },
                             { 1, 1, 1, 0, 0, 0, -1 } },
                           { 0 },
                           { -FREE, -FREE, -FREE, 2, 2, 2, 4 },
                           { FREE, FREE, FREE, 2, 2, 2, 4 } };
  ind__simplex simplex;
  double d;

  memset (&simplex, 0, sizeof simplex);
  ck_assert_int_eq (refute (&system, &simplex), 1);
  d = coefficient_of (&simplex, 6);
  ck_assert (d != 0 && coefficient_of (&simplex, 0) == 0 && coefficient_of (&simplex, 1) == 0
             && coefficient_of (&simplex, 2) == 0);
  ck_assert (coefficient_of (&simplex, 3) == -d / 2 && coefficient_of (&simplex, 4) == -d / 2
             && coefficient_of (&simplex, 5) == -d / 2);
  ind__simplex_free (&simplex);
  system.low[6] = 3;
  expect (&system, 0);
  /* x = d - b; 3 - 2 is not negative, 1 - 2 is. */
  system.low[0] = system.low[1] = system.low[2] = 0;
  expect (&system, 0);
  system.low[6] = system.high[6] = 3;
  expect (&system, 0);
  system.low[3] = system.high[3] = 0;
  system.low[6] = 2; /* x + y = 0, so that y = b - z = 2 - d with d = z, ... */
  system.high[6] = 2;
  expect (&system, 0); /* x = y = 0, z = 2 */
  system.low[5] = system.high[5] = 4; /* x + z = 4 is more than d = 3 */
  system.low[6] = system.high[6] = 3;
  expect (&system, 1);
}
END_TEST

/* Numbers need not be whole: x + y = 1 and x - y = 0 is 0.5 twice. */
START_TEST (test_fractions)
{
  struct system system
      = { 2, 2, { { 1, 1 }, { 1, -1 } }, { -1, 0 }, { -FREE, -FREE }, { FREE, FREE } };

  expect (&system, 0);
  system.high[0] = 0;
  expect (&system, 1);
  system.high[0] = FREE;
  system.low[1] = 1;
  expect (&system, 1);
  system.low[1] = 0;
  system.high[1] = 1;
  expect (&system, 0);
}
END_TEST

/* Sums that contradict one another, whatever the variables are. */
START_TEST (test_contradiction)
{
  struct system system
      = { 2, 2, { { 1, 1 }, { 1, 1 } }, { -1, -2 }, { -FREE, -FREE }, { FREE, FREE } };

  expect (&system, 1);
  system.constant[1] = -1;
  expect (&system, 0);
  system.a[1][0] = system.a[1][1] = 3;
  expect (&system, 1);
  system.constant[1] = -3;
  expect (&system, 0);
}
END_TEST

/* Of one sum, or of none, there is no combination, though it cannot be 0; nor
 * of sums that share nothing. */
START_TEST (test_few)
{
  struct system system
      = { 4, 2, { { 1, 1 }, { 0, 0, 1, 1 } }, { 0 }, { 1, 1, 0, 0 }, { 2, 2, 9, 9 } };

  expect (&system, 0);
  system.m = 1;
  expect (&system, 0);
  system.m = 0;
  expect (&system, 0);
  /* Where another shares a variable of it, it is one of them. */
  system.m = 2;
  system.a[1][0] = 1;
  expect (&system, 1);
}
END_TEST

/* x1 = b x0, x2 = b x1, ...: coefficients grow beyond what is kept; and one that
 * is too large from the start. Nothing may overflow, and what is found, if
 * anything, holds. */
START_TEST (test_too_large)
{
  static const int64_t base[] = { 2, 3, 1000, 46341, 1000003, INT64_C (1) << 30 };
  size_t k, i;

  for (k = 0; k < sizeof base / sizeof base[0]; k++)
    {
      struct system system;
      memset (&system, 0, sizeof system);
      system.n = 7;
      system.m = 6;
      for (i = 0; i < 6; i++)
        {
          system.a[i][i] = base[k];
          system.a[i][i + 1] = -1;
        }
      for (i = 0; i < 7; i++)
        {
          system.low[i] = -FREE;
          system.high[i] = FREE;
        }
      /* x6 is a multiple of x0 with the sign of it. */
      system.low[0] = system.high[0] = 1;
      system.low[6] = -2;
      system.high[6] = -1;
      {
        ind__simplex simplex;
        struct problem problem;
        uint64_t work = 0;
        int result;
        memset (&simplex, 0, sizeof simplex);
        build (&system, &problem);
        result = ind__simplex_refute (&simplex, &problem.network, problem.sum, system.m,
                                      problem.domain, &work);
        ck_assert_msg (result == 0 || result == 1, "base %zu: %d", k, result);
        /* 2^6 and 3^6 are small. */
        ck_assert_msg (result == 1 || k > 1, "base %zu", k);
        for (i = 0; i < simplex.n_terms && result == 1; i++)
          ck_assert (fabs (simplex.terms[i].coefficient) < 9007199254740992.0);
        if (result == 1 && k <= 2)
          verify (&system, &simplex);
        ind__simplex_free (&simplex);
        ind__network_free (&problem.network);
      }
    }
  {
    struct system system
        = { 3, 2, { { 1, 0, -1 }, { 0, 1, -1 } }, { 0 }, { 0, 4, -FREE }, { 1, 5, FREE } };
    expect (&system, 1);
    system.a[1][2] = -(INT64_C (1) << 40); /* b = 2^40 u: it could be 4 with u = 2^-38 */
    expect (&system, 0);
    system.low[0] = system.high[0] = 1; /* it cannot, but that is too large a matter */
    expect (&system, 0);
    system.a[1][2] = -(INT64_C (1) << 20);
    expect (&system, 1);
  }
}
END_TEST

/* A long chain, x_k = x_0 + k: decided, or left alone because it is too long. */
START_TEST (test_long)
{
  static const size_t length[] = { 2, 10, 60, 1000 };
  ind__simplex simplex;
  size_t k, i;

  memset (&simplex, 0, sizeof simplex);
  for (k = 0; k < sizeof length / sizeof length[0]; k++)
    {
      ind__network network;
      uint32_t *sum = malloc (length[k] * sizeof *sum);
      ind_interval *domain = malloc ((length[k] + 1) * sizeof *domain);
      uint64_t work = 0;
      int is_refuted, round;
      memset (&network, 0, sizeof network);
      for (i = 0; i <= length[k]; i++)
        {
          domain[i] = ind__interval_entire ();
          ind__network_variable (&network, domain[i]);
        }
      for (i = 0; i < length[k]; i++)
        {
          ind__term terms[2] = { { 0, 1 }, { 0, -1 } };
          terms[0].variable = (uint32_t) i + 1;
          terms[1].variable = (uint32_t) i;
          sum[i] = ind__network_sum (&network, terms, 2, -1);
        }
      domain[0] = ind__interval_make (0, 1);
      for (round = 0; round < 2; round++)
        {
          /* The last is 1 too large, or just not. */
          double last = (double) length[k] + 2 - round;
          domain[length[k]] = ind__interval_make (last, last + 3);
          is_refuted = ind__simplex_refute (&simplex, &network, sum, length[k], domain, &work);
          if (round == 1 || length[k] == 1000)
            ck_assert_int_eq (is_refuted, 0);
          else
            {
              ck_assert_int_eq (is_refuted, 1);
              ck_assert (coefficient_of (&simplex, 0) != 0);
              ck_assert (coefficient_of (&simplex, 0)
                         == -coefficient_of (&simplex, (uint32_t) length[k]));
              for (i = 1; i < length[k]; i++)
                ck_assert (coefficient_of (&simplex, (uint32_t) i) == 0);
            }
        }
      ind__network_free (&network);
      free (sum);
      free (domain);
    }
  ind__simplex_free (&simplex);
}
END_TEST

/* ------------------------------------------------------------------------
 * Random systems
 * ---------------------------------------------------------------------- */

static int64_t
between (exact_random *random, int64_t low, int64_t high)
{
  return low + (int64_t) exact_random_below (random, (uint64_t) (high - low + 1));
}

/* Sums that hold at a random point, with coefficients up to the largest. */
static void
make_sums (struct system *system, int64_t *point, int64_t largest, exact_random *random)
{
  size_t i, j;

  memset (system, 0, sizeof *system);
  system->m = (size_t) between (random, 2, 5);
  system->n = (size_t) between (random, 3, 9);
  for (j = 0; j < system->n; j++)
    point[j] = between (random, -30, 30);
  for (i = 0; i < system->m; i++)
    for (j = 0; j < system->n; j++)
      {
        /* The first is in all of them, the others in some. */
        int64_t a = j == 0 || exact_random_below (random, 5) < 2 ? between (random, 1, largest) : 0;
        a = exact_random_below (random, 2) == 0 ? -a : a;
        system->a[i][j] = a;
        system->constant[i] -= a * point[j];
      }
}

/* What has a solution is never refuted. */
START_TEST (test_feasible)
{
  exact_random random = { 20241 };
  ind__simplex simplex;
  int k;

  memset (&simplex, 0, sizeof simplex);
  for (k = 0; k < N_FEASIBLE; k++)
    {
      struct system system;
      int64_t point[MAX_VARIABLES];
      size_t j;
      /* Every eighth with coefficients that grow beyond what is kept. */
      make_sums (&system, point, k % 8 == 0 ? 90000 : 4, &random);
      for (j = 0; j < system.n; j++)
        {
          system.low[j] = exact_random_below (&random, 5) == 0
                              ? -FREE
                              : point[j] - between (&random, 0, 6) / 2;
          system.high[j] = exact_random_below (&random, 5) == 0
                               ? FREE
                               : point[j] + between (&random, 0, 6) / 2;
        }
      exact_assert (refute (&system, &simplex) == 0, "system %d has a solution", k);
    }
  ind__simplex_free (&simplex);
}
END_TEST

/* What has none, by a combination of two sums or more that bounds were chosen
 * to exclude, is always refuted. */
START_TEST (test_infeasible)
{
  exact_random random = { 20242 };
  ind__simplex simplex;
  int k, n = 0;

  memset (&simplex, 0, sizeof simplex);
  for (k = 0; k < N_INFEASIBLE; k++)
    {
      struct system system;
      int64_t point[MAX_VARIABLES], t[MAX_VARIABLES] = { 0 };
      size_t i, j, moved = MAX_VARIABLES;
      int is_bounded = 1;
      make_sums (&system, point, 4, &random);
      for (i = 0; i < system.m; i++)
        {
          int64_t y = i < 2 ? between (&random, 1, 3) : between (&random, -2, 2);
          for (j = 0; j < system.n; j++)
            t[j] += y * system.a[i][j];
        }
      for (j = 0; j < system.n; j++)
        {
          int64_t width = between (&random, 0, 5);
          if (t[j] != 0 && (moved == MAX_VARIABLES || exact_random_below (&random, 3) == 0))
            moved = j;
          /* Where t is 0 anything goes; else all is to one side of the point. */
          system.low[j] = t[j] > 0 ? point[j] : t[j] < 0 ? point[j] - width : -FREE;
          system.high[j] = t[j] < 0 ? point[j] : t[j] > 0 ? point[j] + width : FREE;
          if (t[j] != 0 && exact_random_below (&random, 6) == 0)
            {
              *(t[j] > 0 ? &system.high[j] : &system.low[j]) = t[j] > 0 ? FREE : -FREE;
              is_bounded = 0;
            }
          is_bounded &= t[j] != 0;
        }
      if (moved == MAX_VARIABLES)
        continue;
      n++;
      if (system.low[moved] != -FREE)
        system.low[moved] += t[moved] > 0;
      if (system.high[moved] != FREE)
        system.high[moved] -= t[moved] < 0;
      if (system.low[moved] > system.high[moved])
        *(t[moved] > 0 ? &system.high[moved] : &system.low[moved])
            = t[moved] > 0 ? system.low[moved] : system.high[moved];
      exact_assert (refute (&system, &simplex) == 1, "system %d has no solution", k);
      if (is_bounded)
        verify_at (&system, &simplex, point);
    }
  ck_assert_int_gt (n, N_INFEASIBLE / 2);
  ind__simplex_free (&simplex);
}
END_TEST

/* Whether some whole point within bounds is on all sums. */
static int
has_whole_point (const struct system *system, size_t from, int64_t *x)
{
  size_t i, j;

  if (from < system->n)
    {
      for (x[from] = system->low[from]; x[from] <= system->high[from]; x[from]++)
        if (has_whole_point (system, from + 1, x))
          return 1;
      return 0;
    }
  for (i = 0; i < system->m; i++)
    {
      int64_t sum = system->constant[i];
      for (j = 0; j < system->n; j++)
        sum += system->a[i][j] * x[j];
      if (sum != 0)
        return 0;
    }
  return 1;
}

/* Flows between places: each variable leaves one sum and enters another, so that
 * where there is a point there is a whole one (the matrix is totally
 * unimodular). Refuted is what has none, and nothing else. */
START_TEST (test_flows)
{
  exact_random random = { 20243 };
  ind__simplex simplex;
  int k, n[2] = { 0, 0 };

  memset (&simplex, 0, sizeof simplex);
  for (k = 0; k < N_FLOWS; k++)
    {
      struct system system;
      int64_t x[MAX_VARIABLES], balance = 0;
      size_t i, j;
      int has_point;
      memset (&system, 0, sizeof system);
      system.m = (size_t) between (&random, 2, 4);
      system.n = system.m + (size_t) between (&random, 0, 2);
      for (j = 0; j < system.n; j++)
        {
          /* Some ring joins all sums. */
          size_t from = j < system.m ? j : (size_t) between (&random, 0, (int64_t) system.m - 1);
          size_t to = j < system.m ? (j + 1) % system.m
                                   : (size_t) between (&random, 0, (int64_t) system.m);
          if (from == to)
            to = (from + 1) % system.m;
          system.a[from][j] = -1;
          if (to < system.m)
            system.a[to][j] = 1;
          system.low[j] = between (&random, -3, 3);
          system.high[j] = system.low[j] + between (&random, 0, 3);
        }
      for (i = 0; i < system.m; i++)
        {
          system.constant[i] = between (&random, -2, 2);
          balance += system.constant[i];
        }
      if (system.n == system.m)
        system.constant[0] -= balance;
      has_point = has_whole_point (&system, 0, x);
      exact_assert (refute (&system, &simplex) == !has_point, "flow %d has %s point", k,
                    has_point ? "a" : "no");
      n[has_point]++;
    }
  ck_assert_int_gt (n[0], N_FLOWS / 10);
  ck_assert_int_gt (n[1], N_FLOWS / 10);
  ind__simplex_free (&simplex);
}
END_TEST

/* The same system after others, larger and smaller, has the same answer, the
 * same combination and the same work. */
START_TEST (test_reuse)
{
  struct system chain = { 3,
                          2,
                          { { 1, 0, -1 }, { 0, 1, -1 } },
                          { -1, -3 },
                          { 0, 4, -FREE },
                          { 1, 5, FREE } };
  ind__simplex fresh, used;
  exact_random random = { 20244 };
  int k;

  memset (&fresh, 0, sizeof fresh);
  memset (&used, 0, sizeof used);
  ck_assert_int_eq (refute (&chain, &fresh), 1);
  for (k = 0; k < 200; k++)
    {
      struct system system;
      int64_t point[MAX_VARIABLES];
      size_t j;
      make_sums (&system, point, 4, &random);
      for (j = 0; j < system.n; j++)
        system.low[j] = system.high[j] = point[j] + between (&random, 0, 1);
      refute (&system, &used);
      ck_assert_int_eq (refute (&chain, &used), 1);
      exact_assert (used.n_terms == fresh.n_terms && used.is_positive == fresh.is_positive,
                    "round %d: another combination", k);
      for (j = 0; j < used.n_terms; j++)
        exact_assert (used.terms[j].variable == fresh.terms[j].variable
                          && used.terms[j].coefficient == fresh.terms[j].coefficient,
                      "round %d: another combination", k);
    }
  ind__simplex_free (&fresh);
  ind__simplex_free (&used);
}
END_TEST

/* ------------------------------------------------------------------------
 * Memory
 * ---------------------------------------------------------------------- */

START_TEST (test_memory)
{
  struct system system = { 7,
                           4,
                           { { 1, 1, 0, -1 },
                             { 0, 1, 1, 0, -1 },
                             { 1, 0, 1, 0, 0, -1 },
                             { 1, 1, 1, 0, 0, 0, -1 } },
                           { 0 },
                           { -FREE, -FREE, -FREE, 2, 2, 2, 4 },
                           { FREE, FREE, FREE, 2, 2, 2, 4 } };
  int is_persistent;

  for (is_persistent = 0; is_persistent <= 1; is_persistent++)
    {
      size_t blocks = failing_memory_blocks (), n;
      struct problem problem;
      build (&system, &problem);
      for (n = 1;; n++)
        {
          ind__simplex simplex;
          uint64_t work = 0;
          int result;
          memset (&simplex, 0, sizeof simplex);
          failing_memory_arm (n, is_persistent);
          result = ind__simplex_refute (&simplex, &problem.network, problem.sum, system.m,
                                        problem.domain, &work);
          if (failing_memory_disarm () == 0)
            {
              ck_assert_int_eq (result, 1);
              ind__simplex_free (&simplex);
              break;
            }
          ck_assert_msg (result == -1, "allocation %zu: %d", n, result);
          /* And can be used again. */
          ck_assert_int_eq (ind__simplex_refute (&simplex, &problem.network, problem.sum,
                                                 system.m, problem.domain, &work),
                            1);
          ind__simplex_free (&simplex);
        }
      ck_assert_uint_gt (n, 5);
      ind__network_free (&problem.network);
      ck_assert_uint_eq (failing_memory_blocks (), blocks);
    }
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("simplex");

  tcase_set_timeout (tests, 60);
  tcase_add_test (tests, test_chain);
  tcase_add_test (tests, test_pairs);
  tcase_add_test (tests, test_fractions);
  tcase_add_test (tests, test_contradiction);
  tcase_add_test (tests, test_few);
  tcase_add_test (tests, test_too_large);
  tcase_add_test (tests, test_long);
  tcase_add_test (tests, test_feasible);
  tcase_add_test (tests, test_infeasible);
  tcase_add_test (tests, test_flows);
  tcase_add_test (tests, test_reuse);
  tcase_add_test (tests, test_memory);
  return suite_run (tests, "simplex");
}
