/* SPDX-License-Identifier: GPL-3.0-or-later
 * Benchmarking by balancing: the adjustments are an autoregressive process, and what
 * drives it, independent from element to element, are values measured as 0, which the
 * totals change as little as can be. Each total is compared with the one before it, so
 * that what drove the process until then, which both have in common, falls out. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "formulas/kernel.h"
#include "reconcile/balancing.h"

/* An innovation that moves a total so much less than another is left out. */
#define NEGLIGIBLE 1e-25
/* Spans with less at their beginning are not what the next one is compared with. */
#define LEAST_IN_COMMON 0.01

/* A total as the problem has it: divided by the most that an innovation adds to it. */
struct span {
  size_t from, to, number; /* which of the totals */
  double divisor;          /* 0: nothing under it gives way, and it is not divided */
  double first;            /* what the innovation of its first element then adds */
};

/* The columns of the problem are the innovations, then three for each span: the error of its
 * total, the total itself, and what the series has instead; the last two are fixed. */
struct problem {
  size_t n, n_totals;
  const ind_benchmark_total *totals;
  double rho, lambda, bias;
  double *series;        /* n, corrected for bias */
  double *weight;        /* n: what an adjustment of 1 adds to the element */
  struct span *span;     /* n_totals, from the first to the last */
  double *value, *error; /* n + 3 n_totals */
  size_t *first;         /* n_totals + 1 */
  uint32_t *column;
  double *coefficient;
  size_t n_terms, capacity, coefficient_capacity;
};

static double
sum_of (const double *series, size_t from, size_t to)
{
  ind__running sum = { 0, 0 };
  size_t t;

  for (t = from; t < to; t++)
    ind__running_add (&sum, series[t]);
  return ind__running_total (&sum);
}

static ind_status
correct_bias (struct problem *p, ind_error *error)
{
  ind__running totals = { 0, 0 }, covered = { 0, 0 };
  double n_covered = 0;
  size_t k, t;

  for (k = 0; k < p->n_totals; k++)
    {
      ind__running_add (&totals, p->totals[k].total);
      ind__running_add (&covered, sum_of (p->series, p->totals[k].from, p->totals[k].to));
      n_covered += (double) (p->totals[k].to - p->totals[k].from);
    }
  if (p->n_totals == 0)
    return IND_OK;
  p->bias = p->lambda > 0
                ? ind__running_total (&totals) / ind__running_total (&covered)
                : (ind__running_total (&totals) - ind__running_total (&covered)) / n_covered;
  if (!isfinite (p->bias) || (p->lambda > 0 && p->bias == 0))
    return ind__fail (error, IND_E_DOMAIN, 0, 0,
                      "there is no bias: the totals, or the elements under them, add up to 0");
  for (t = 0; t < p->n; t++)
    p->series[t] = p->lambda > 0 ? p->series[t] * p->bias : p->series[t] + p->bias;
  return IND_OK;
}

static int
compare_spans (const void *left, const void *right)
{
  const struct span *a = left, *b = right;

  if (a->from != b->from)
    return a->from < b->from ? -1 : 1;
  if (a->to != b->to)
    return a->to < b->to ? -1 : 1;
  return a->number < b->number ? -1 : a->number > b->number;
}

static void
order_spans (struct problem *p)
{
  size_t k, t;

  for (k = 0; k < p->n_totals; k++)
    {
      struct span *span = &p->span[k];
      span->from = p->totals[k].from;
      span->to = p->totals[k].to;
      span->number = k;
      span->divisor = span->first = 0;
      for (t = span->to; t > span->from; t--)
        {
          span->first = p->rho * span->first + p->weight[t - 1];
          span->divisor = fmax (span->divisor, span->first);
        }
      if (span->divisor > 0)
        span->first /= span->divisor;
    }
  if (p->n_totals > 1)
    qsort (p->span, p->n_totals, sizeof *p->span, compare_spans);
}

static int
add_term (struct problem *p, size_t column, double coefficient)
{
  if (!ind__grow (&p->column, &p->capacity, p->n_terms + 1, sizeof *p->column)
      || !ind__grow (&p->coefficient, &p->coefficient_capacity, p->n_terms + 1,
                     sizeof *p->coefficient))
    return 0;
  p->column[p->n_terms] = (uint32_t) column;
  p->coefficient[p->n_terms++] = coefficient;
  return 1;
}

/* Adds `factor` times what the total and the series have. */
static int
add_total (struct problem *p, size_t k, double factor)
{
  size_t own = p->n + 3 * k;

  return add_term (p, own, -factor) && add_term (p, own + 1, -factor)
         && add_term (p, own + 2, factor);
}

/* What the elements of span k, adjusted, add up to is the total and its error: the
 * equation, less what it has in common with the one before (k: there is none). An
 * innovation adds to each element after it what is left of it there. */
static int
add_equation (struct problem *p, size_t k, size_t before)
{
  const struct span *span = &p->span[k], *other = &p->span[before];
  const ind_benchmark_total *total = &p->totals[span->number];
  double divisor = span->divisor > 0 ? span->divisor : 1, own = 0, others = 0, common = 0;
  size_t t = span->to, end = 0;

  if (before != k)
    {
      common = pow (p->rho, (double) (span->from - other->from)) * span->first / other->first;
      end = other->from + 1;
      t = t > other->to ? t : other->to;
    }
  for (; t > end && span->divisor > 0; t--)
    {
      double coefficient;
      int is_own = t <= span->to && t > span->from;
      int is_others = before != k && t <= other->to && t > other->from;
      own = p->rho * own + (is_own ? p->weight[t - 1] / divisor : 0);
      others = p->rho * others + (is_others ? p->weight[t - 1] / other->divisor : 0);
      coefficient = own - common * others;
      if (fabs (coefficient) > NEGLIGIBLE && !add_term (p, t - 1, coefficient))
        return 0;
      if (t <= span->from && before == k && own <= NEGLIGIBLE)
        break;
    }
  p->error[p->n + 3 * k] = sqrt (total->alterability * fabs (total->total)) / divisor;
  p->value[p->n + 3 * k + 1] = total->total / divisor;
  p->value[p->n + 3 * k + 2] = sum_of (p->series, span->from, span->to) / divisor;
  if (!add_total (p, k, 1) || (common > NEGLIGIBLE && !add_total (p, before, -common)))
    return 0;
  p->first[k + 1] = p->n_terms;
  return 1;
}

static ind_status
solve (struct problem *p, double *out, ind_error *error)
{
  ind_equations equations = { p->n_totals, NULL, NULL, NULL, NULL };
  size_t size = p->n + 3 * p->n_totals, last = SIZE_MAX, k, t;
  double step = sqrt ((1 - p->rho) * (1 + p->rho)), adjustment = 0;
  ind_status status;

  memset (p->value, 0, size * sizeof *p->value);
  memset (p->error, 0, size * sizeof *p->error);
  for (t = 0; t < p->n; t++)
    p->error[t] = p->rho < 1 ? (t == 0 ? 1 : step) : t == 0 ? INFINITY : 1;
  p->first[0] = 0;
  order_spans (p);
  for (k = 0; k < p->n_totals; k++)
    {
      if (!add_equation (p, k, p->span[k].divisor > 0 && last != SIZE_MAX ? last : k))
        return ind__fail_memory (error);
      if (p->span[k].first > LEAST_IN_COMMON)
        last = k;
    }
  equations.first = p->first;
  equations.column = p->column;
  equations.coefficient = p->coefficient;
  status = ind__check_equations (&equations, size, error);
  if (status == IND_OK)
    status = ind__check_values (p->value, size, "an element or total, number", error);
  if (status == IND_OK)
    status = ind__check_weights (p->error, size, "an innovation or the total", 1, error);
  if (status == IND_OK)
    status = ind__balance_checked (p->value, p->error, NULL, NULL, size, &equations, p->value,
                                   NULL, NULL, NULL, NULL, error);
  if (status != IND_OK && status != IND_E_CONTRADICTION)
    return status;
  for (t = 0; t < p->n; t++)
    {
      adjustment = p->rho * adjustment + p->value[t];
      out[t] = p->series[t] + p->weight[t] * adjustment;
    }
  return status == IND_OK
             ? IND_OK
             : ind__fail (error, status, 0, 0,
                          "the totals contradict one another, or the fixed elements");
}

static ind_status
check_arguments (const double *series, size_t n, const ind_benchmark_total *totals,
                 size_t n_totals, const ind_benchmark_options *options, const double *out,
                 ind_error *error)
{
  ind_status status;
  size_t k;

  if ((n > 0 && (series == NULL || out == NULL)) || (n_totals > 0 && totals == NULL))
    return ind__fail (error, IND_E_ARGUMENT, 0, 0, "the series, totals or results are NULL");
  if (n > UINT32_MAX / 2 || n_totals > UINT32_MAX / 8)
    return ind__fail (error, IND_E_ARGUMENT, 0, 0, "there are too many elements or totals");
  if (!(options->rho >= 0 && options->rho <= 1))
    return ind__fail (error, IND_E_ARGUMENT, 0, 0, "rho is %g; it is from 0 to 1", options->rho);
  if (!(options->lambda >= 0 && options->lambda <= 1))
    return ind__fail (error, IND_E_ARGUMENT, 0, 0, "lambda is %g; it is from 0 to 1",
                      options->lambda);
  status = ind__check_values (series, n, "element", error);
  if (status == IND_OK && options->alterability != NULL)
    status = ind__check_weights (options->alterability, n, "alterability", 0, error);
  for (k = 0; status == IND_OK && k < n_totals; k++)
    {
      if (totals[k].from >= totals[k].to || totals[k].to > n)
        return ind__fail (error, IND_E_RANGE, 0, 0,
                          "total %zu is of elements %zu to %zu, but there are %zu", k,
                          totals[k].from, totals[k].to, n);
      status = ind__check_values (&totals[k].total, 1, "a total, number", error);
      if (status == IND_OK)
        status = ind__check_weights (&totals[k].alterability, 1, "alterability of a total, number",
                                     0, error);
    }
  return status;
}

ind_status
ind_benchmark (const double *series, size_t n, const ind_benchmark_total *totals,
               size_t n_totals, const ind_benchmark_options *options, double *out, double *bias,
               ind_error *error)
{
  static const ind_benchmark_options denton = { 1, 1, 0, NULL };
  struct problem p;
  ind_status status;
  size_t t, size;

  if (options == NULL)
    options = &denton;
  status = check_arguments (series, n, totals, n_totals, options, out, error);
  if (status != IND_OK)
    return status;
  memset (&p, 0, sizeof p);
  p.n = n;
  p.n_totals = n_totals;
  p.totals = totals;
  p.rho = options->rho;
  p.lambda = options->lambda;
  p.bias = p.lambda > 0 ? 1 : 0;
  size = n + 3 * n_totals;
  p.series = ind__new_array (n, sizeof *p.series);
  p.weight = ind__new_array (n, sizeof *p.weight);
  p.span = ind__new_array (n_totals, sizeof *p.span);
  p.value = ind__new_array (size, sizeof *p.value);
  p.error = ind__new_array (size, sizeof *p.error);
  p.first = ind__new_array (n_totals + 1, sizeof *p.first);
  if (p.series == NULL || p.weight == NULL || p.span == NULL || p.value == NULL
      || p.error == NULL || p.first == NULL)
    status = ind__fail_memory (error);
  else
    {
      if (n > 0)
        memcpy (p.series, series, n * sizeof *series);
      if (options->corrects_bias && p.rho < 1)
        status = correct_bias (&p, error);
    }
  if (status == IND_OK)
    {
      for (t = 0; t < n; t++)
        p.weight[t] = sqrt (options->alterability == NULL ? 1 : options->alterability[t])
                      * pow (fabs (p.series[t]), p.lambda);
      status = solve (&p, out, error);
    }
  if ((status == IND_OK || status == IND_E_CONTRADICTION) && bias != NULL)
    *bias = p.bias;
  ind__release (p.series);
  ind__release (p.weight);
  ind__release (p.span);
  ind__release (p.value);
  ind__release (p.error);
  ind__release (p.first);
  ind__release (p.column);
  ind__release (p.coefficient);
  return status;
}
