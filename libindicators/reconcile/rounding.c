/* SPDX-License-Identifier: GPL-3.0-or-later
 * Controlled rounding. Every value is rounded to nearest; what its sums then miss is made up
 * for in steps of one unit, part by part. */
#include "reconcile/rounding.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "reconcile/balancing.h"
#include "reconcile/rounder.h"

#define MOST_DIGITS 1e18L

/* ------------------------------------------------------------------------
 * Equations in whole numbers
 * ---------------------------------------------------------------------- */

static int64_t
common_divisor (int64_t a, int64_t b)
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

/* 10^power, or 0 when it does not fit. */
static int64_t
ten_to_the (int32_t power)
{
  int64_t result = 1;

  if (power > 18)
    return 0;
  for (; power > 0; power--)
    result *= 10;
  return result;
}

static ind_status
round_to_nearest (ind__rounder *work)
{
  ind__rounding *at = work->at;
  size_t k;

  for (k = 0; k < at->n; k++)
    {
      int32_t decimals = at->decimals[k];
      long double power = powl (10, (long double) abs (decimals));
      long double scaled = decimals < 0 ? at->value[k] / power : at->value[k] * power;
      if (!(fabsl (scaled) < MOST_DIGITS - 1))
        return IND_E_DOMAIN;
      at->multiple[k] = llroundl (scaled);
      work->target[k] = (double) (scaled - (long double) at->multiple[k]);
      work->step[k] = 0;
    }
  return IND_OK;
}

/* The unit of the last digit of equation k: 10^-decimals. */
static int32_t
finest_decimals (const ind__rounding *at, size_t k)
{
  const ind_equations *equations = at->equations;
  int32_t finest = -40;
  size_t t;

  for (t = equations->first[k]; t < equations->first[k + 1]; t++)
    if (equations->coefficient[t] != 0 && at->decimals[equations->column[t]] > finest)
      finest = at->decimals[equations->column[t]];
  return finest;
}

/* The constant in units of 10^-decimals; 0 when it is no multiple of them. */
static int
scale_constant (const ind_equations *equations, size_t k, int32_t decimals, ind__wide *out)
{
  long double power = powl (10, (long double) abs (decimals)), scaled, whole;
  double constant = equations->constant == NULL ? 0 : equations->constant[k];

  scaled = decimals < 0 ? constant / power : constant * power;
  if (!(fabsl (scaled) < 1e36L))
    return 0;
  whole = roundl (scaled);
  *out = (ind__wide) whole;
  return fabsl (scaled - whole) <= 1e-6L + 4e-16L * fabsl (scaled);
}

/* What equation k misses, in units of its last digit, as values are; 0 when numbers do not
 * fit. Fills in its coefficients if wanted. */
static int
measure (const ind__rounding *at, size_t k, int64_t *coefficient, ind__wide *missing)
{
  const ind_equations *equations = at->equations;
  int32_t decimals = finest_decimals (at, k);
  size_t t;

  if (!scale_constant (equations, k, decimals, missing))
    return 0;
  for (t = equations->first[k]; t < equations->first[k + 1]; t++)
    {
      uint32_t column = equations->column[t];
      int64_t scaled = 0;
      ind__wide term;
      if (equations->coefficient[t] != 0)
        {
          int64_t power = ten_to_the (decimals - at->decimals[column]);
          if (power == 0
              || __builtin_mul_overflow ((int64_t) equations->coefficient[t], power, &scaled))
            return 0;
        }
      if (__builtin_mul_overflow ((ind__wide) scaled, (ind__wide) at->multiple[column], &term)
          || __builtin_sub_overflow (*missing, term, missing))
        return 0;
      if (coefficient != NULL)
        coefficient[t] = scaled;
    }
  return 1;
}

/* Divides what can move in equation k by what it has in common. */
static void
reduce_equation (ind__rounder *work, size_t k)
{
  const ind_equations *equations = work->at->equations;
  int64_t common = 0;
  ind__wide missing;
  size_t t;

  work->is_out[k] = 1;
  if (!measure (work->at, k, work->coefficient, &missing) || missing > INT64_MAX / 4
      || missing < -(INT64_MAX / 4))
    return;
  for (t = equations->first[k]; t < equations->first[k + 1]; t++)
    if (ind__is_free (work->at, equations->column[t]))
      common = common_divisor (common, work->coefficient[t]);
  if (common == 0 || missing % common != 0)
    return;
  work->is_out[k] = 0;
  work->rest[k] = (int64_t) (missing / common);
  for (t = equations->first[k]; t < equations->first[k + 1]; t++)
    work->coefficient[t] /= common;
}

static uint32_t
root_of (uint32_t *parent, uint32_t k)
{
  while (parent[k] != k)
    k = parent[k] = parent[parent[k]];
  return k;
}

static void
place_values (ind__rounder *work)
{
  const ind_equations *equations = work->at->equations;
  size_t k, t;

  for (k = 0; k < work->at->n; k++)
    work->place[k].n = 0;
  for (k = 0; k < equations->n; k++)
    {
      work->parent[k] = (uint32_t) k;
      for (t = equations->first[k]; t < equations->first[k + 1] && !work->is_out[k]; t++)
        {
          ind__rounding_place *place = &work->place[equations->column[t]];
          int64_t coefficient = work->coefficient[t];
          if (coefficient == 0 || !ind__is_free (work->at, equations->column[t]))
            continue;
          if (place->n > 0)
            {
              uint32_t a = root_of (work->parent, place->equation[0]);
              work->parent[root_of (work->parent, (uint32_t) k)] = a;
            }
          /* What is no flow stands, as it were, in a third equation. */
          if (place->n < 2)
            {
              place->equation[place->n] = (uint32_t) k;
              place->sign[place->n] = coefficient == 1 ? 1 : coefficient == -1 ? -1 : 0;
            }
          place->n++;
        }
    }
}

/* ------------------------------------------------------------------------
 * The whole
 * ---------------------------------------------------------------------- */

static ind_status
solve_component (ind__rounder *work, const ind__rounding_part *part)
{
  int is_flow, is_found;
  ind_status status = ind__round_by_flow (work, part, &is_flow, &is_found);
  size_t k;

  if (status == IND_OK && !is_flow)
    status = ind__round_by_lattice (work, part, &is_found);
  for (k = 0; !is_found && k < part->n_values; k++)
    work->step[part->value[k]] = 0;
  return status;
}

struct rooted {
  uint32_t root, equation;
};

static int
compare_rooted (const void *left, const void *right)
{
  const struct rooted *a = left, *b = right;

  if (a->root != b->root)
    return a->root < b->root ? -1 : 1;
  return a->equation < b->equation ? -1 : a->equation > b->equation;
}

/* Fills in the free values of the equations, each once. */
static void
gather_values (ind__rounder *work, ind__rounding_part *part, uint32_t mark)
{
  const ind_equations *equations = work->at->equations;
  size_t k, t;

  part->n_values = 0;
  for (k = 0; k < part->n_equations; k++)
    {
      uint32_t equation = part->equation[k];
      work->node[equation] = (uint32_t) k;
      for (t = equations->first[equation]; t < equations->first[equation + 1]; t++)
        {
          uint32_t value = equations->column[t];
          if (work->coefficient[t] != 0 && ind__is_free (work->at, value)
              && work->place[value].n > 0 && work->seen[value] != mark)
            {
              work->seen[value] = mark;
              part->value[part->n_values++] = value;
            }
        }
    }
}

static ind_status
solve_components (ind__rounder *work)
{
  size_t m = work->at->equations->n, n = 0, begin, end, k;
  struct rooted *rooted = ind__new_array (m, sizeof *rooted);
  uint32_t *equation = ind__new_array (m, sizeof *equation);
  uint32_t *value = ind__new_array (work->at->n, sizeof *value);
  ind_status status = rooted == NULL || equation == NULL || value == NULL ? IND_E_MEMORY : IND_OK;

  for (k = 0; status == IND_OK && k < m; k++)
    if (!work->is_out[k])
      {
        rooted[n].root = root_of (work->parent, (uint32_t) k);
        rooted[n++].equation = (uint32_t) k;
      }
  if (status == IND_OK && n > 1)
    qsort (rooted, n, sizeof *rooted, compare_rooted);
  for (begin = 0; status == IND_OK && begin < n; begin = end)
    {
      ind__rounding_part part = { equation + begin, 0, value, 0 };
      for (end = begin; end < n && rooted[end].root == rooted[begin].root; end++)
        equation[end] = rooted[end].equation;
      part.n_equations = end - begin;
      /* Marks count down from those that are never places in a component. */
      gather_values (work, &part, UINT32_MAX - 1 - (uint32_t) begin);
      status = solve_component (work, &part);
    }
  ind__release (rooted);
  ind__release (equation);
  ind__release (value);
  return status;
}

static void
take_steps (ind__rounder *work)
{
  ind__rounding *at = work->at;
  ind__wide missing;
  size_t k;

  for (k = 0; k < at->n; k++)
    at->multiple[k] += work->step[k];
  at->n_failed = 0;
  for (k = 0; k < at->equations->n; k++)
    {
      at->fails[k] = !measure (at, k, NULL, &missing) || missing != 0;
      at->n_failed += at->fails[k];
    }
}

static ind_status
solve (ind__rounder *work)
{
  size_t k;
  ind_status status = round_to_nearest (work);

  if (status != IND_OK)
    return status;
  memset (work->seen, 0xFF, work->at->n * sizeof *work->seen);
  work->at->is_optimal = 1;
  for (k = 0; k < work->at->equations->n; k++)
    reduce_equation (work, k);
  place_values (work);
  status = solve_components (work);
  if (status == IND_OK)
    take_steps (work);
  return status;
}

ind_status
ind__round_sums (ind__rounding *rounding)
{
  size_t n = rounding->n, m = rounding->equations->n;
  size_t n_terms = m > 0 ? rounding->equations->first[m] : 0;
  ind__rounder work;
  ind_status status = IND_E_MEMORY;

  memset (&work, 0, sizeof work);
  work.at = rounding;
  work.target = ind__new_array (n, sizeof *work.target);
  work.step = ind__new_array (n, sizeof *work.step);
  work.coefficient = ind__new_array (n_terms, sizeof *work.coefficient);
  work.rest = ind__new_array (m, sizeof *work.rest);
  work.is_out = ind__new_array (m, 1);
  work.parent = ind__new_array (m, sizeof *work.parent);
  work.place = ind__new_array (n, sizeof *work.place);
  work.seen = ind__new_array (n, sizeof *work.seen);
  work.node = ind__new_array (m, sizeof *work.node);
  if (work.target != NULL && work.step != NULL && work.coefficient != NULL && work.rest != NULL
      && work.is_out != NULL && work.parent != NULL && work.place != NULL && work.seen != NULL
      && work.node != NULL)
    status = solve (&work);
  ind__release (work.target);
  ind__release (work.step);
  ind__release (work.coefficient);
  ind__release (work.rest);
  ind__release (work.is_out);
  ind__release (work.parent);
  ind__release (work.place);
  ind__release (work.seen);
  ind__release (work.node);
  return status;
}

static ind_status
check_arguments (const double *value, const int32_t *decimals, size_t n,
                 const ind_equations *equations, const ind_decimal *out, ind_error *error)
{
  ind_status status;
  size_t k, t;

  if (n > 0 && (value == NULL || decimals == NULL || out == NULL))
    return ind__fail (error, IND_E_ARGUMENT, 0, 0, "values, decimals or results are NULL");
  if (n > UINT32_MAX / 2 || (equations != NULL && equations->n > UINT32_MAX / 4))
    return ind__fail (error, IND_E_ARGUMENT, 0, 0, "there are too many values or equations");
  status = ind__check_equations (equations, n, error);
  if (status == IND_OK)
    status = ind__check_values (value, n, "value", error);
  for (k = 0; status == IND_OK && k < n; k++)
    if (decimals[k] < -40 || decimals[k] > 40)
      return ind__fail (error, IND_E_ARGUMENT, 0, 0, "value %zu has %ld decimals", k,
                        (long) decimals[k]);
  for (k = 0; status == IND_OK && k < equations->n; k++)
    for (t = equations->first[k]; t < equations->first[k + 1]; t++)
      if (equations->coefficient[t] != nearbyint (equations->coefficient[t])
          || fabs (equations->coefficient[t]) > 1e9)
        return ind__fail (error, IND_E_ARGUMENT, 0, 0,
                          "equation %zu has a coefficient of %g, which is not whole, or too large",
                          k, equations->coefficient[t]);
  return status;
}

ind_status
ind_round_sums (const double *value, const int32_t *decimals, const uint8_t *is_fixed, size_t n,
                const ind_equations *equations, ind_decimal *out, uint8_t *fails,
                ind_error *error)
{
  ind__rounding rounding;
  ind_status status = check_arguments (value, decimals, n, equations, out, error);
  size_t k;

  if (status != IND_OK)
    return status;
  memset (&rounding, 0, sizeof rounding);
  rounding.n = n;
  rounding.value = value;
  rounding.decimals = decimals;
  rounding.is_fixed = is_fixed;
  rounding.equations = equations;
  rounding.multiple = ind__new_array (n, sizeof *rounding.multiple);
  rounding.fails = ind__new_array (equations->n, 1);
  status = rounding.multiple == NULL || rounding.fails == NULL ? IND_E_MEMORY
                                                               : ind__round_sums (&rounding);
  if (status == IND_E_MEMORY)
    status = ind__fail_memory (error);
  else if (status != IND_OK)
    status = ind__fail (error, status, 0, 0, "a value has more than 18 digits");
  else
    {
      for (k = 0; k < n; k++)
        {
          out[k].mantissa = rounding.multiple[k];
          out[k].decimals = decimals[k];
        }
      if (fails != NULL && equations->n > 0)
        memcpy (fails, rounding.fails, equations->n);
      if (rounding.n_failed > 0)
        status = ind__fail (error, IND_E_CONTRADICTION, 0, 0,
                            "%zu of %zu sums do not hold, as no rounded values were found for "
                            "which they do",
                            rounding.n_failed, equations->n);
    }
  ind__release (rounding.multiple);
  ind__release (rounding.fails);
  return status;
}
