/* SPDX-License-Identifier: GPL-3.0-or-later
 * Balancing for callers: arguments are looked at, results handed over. */
#include "reconcile/balancing.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "reconcile/balance.h"
#include "reconcile/gsl_guard.h"

static ind_status
check_equation (const ind_equations *equations, size_t k, size_t n, int *is_ascending,
                ind_error *error)
{
  size_t t;

  for (t = equations->first[k]; t < equations->first[k + 1]; t++)
    {
      uint32_t column = equations->column[t];
      double size = fabs (equations->coefficient[t]);
      if (column >= n)
        return ind__fail (error, IND_E_ARGUMENT, 0, 0,
                          "equation %zu names value %lu, but there are %zu", k,
                          (unsigned long) column, n);
      if (t > equations->first[k] && column <= equations->column[t - 1])
        *is_ascending = 0;
      if (!isfinite (size))
        return ind__fail (error, IND_E_ARGUMENT, 0, 0,
                          "equation %zu has a coefficient that is not finite", k);
      if (size > IND__LARGEST || (size > 0 && size < IND__SMALLEST))
        return ind__fail (error, IND_E_DOMAIN, 0, 0,
                          "equation %zu has a coefficient of %g; sizes are 1e-60 to 1e60", k,
                          equations->coefficient[t]);
    }
  return IND_OK;
}

/* Whether an equation names a value twice, which it cannot where all are ascending. */
static ind_status
check_for_repetition (const ind_equations *equations, size_t n, ind_error *error)
{
  uint32_t *last_seen = ind__new_zeroed ((n + 1) * sizeof *last_seen);
  ind_status status = last_seen == NULL ? ind__fail_memory (error) : IND_OK;
  size_t k, t;

  for (k = 0; status == IND_OK && k < equations->n; k++)
    for (t = equations->first[k]; status == IND_OK && t < equations->first[k + 1]; t++)
      {
        uint32_t column = equations->column[t];
        if (last_seen[column] == k + 1)
          status = ind__fail (error, IND_E_ARGUMENT, 0, 0, "equation %zu has value %lu twice", k,
                              (unsigned long) column);
        last_seen[column] = (uint32_t) (k + 1);
      }
  ind__release (last_seen);
  return status;
}

ind_status
ind__check_equations (const ind_equations *equations, size_t n, ind_error *error)
{
  ind_status status = IND_OK;
  int is_ascending = 1;
  size_t k;

  if (equations == NULL || (equations->n > 0 && equations->first == NULL))
    return ind__fail (error, IND_E_ARGUMENT, 0, 0, "there are no equations");
  if (n >= UINT32_MAX || equations->n >= UINT32_MAX)
    return ind__fail (error, IND_E_ARGUMENT, 0, 0, "there are more than 2^32 - 2 values");
  if (equations->n == 0)
    return IND_OK;
  if (equations->first[0] != 0)
    return ind__fail (error, IND_E_ARGUMENT, 0, 0, "the terms of equation 0 do not begin at 0");
  for (k = 0; k < equations->n; k++)
    if (equations->first[k + 1] < equations->first[k])
      return ind__fail (error, IND_E_ARGUMENT, 0, 0, "equation %zu ends before it begins", k);
    else if (equations->constant != NULL && !isfinite (equations->constant[k]))
      return ind__fail (error, IND_E_ARGUMENT, 0, 0,
                        "equation %zu has a constant that is not finite", k);
    else if (equations->constant != NULL && fabs (equations->constant[k]) > IND__LARGEST)
      return ind__fail (error, IND_E_DOMAIN, 0, 0, "equation %zu has a constant beyond 1e60", k);
  if (equations->first[equations->n] > 0
      && (equations->column == NULL || equations->coefficient == NULL))
    return ind__fail (error, IND_E_ARGUMENT, 0, 0, "the equations have no terms");
  for (k = 0; status == IND_OK && k < equations->n; k++)
    status = check_equation (equations, k, n, &is_ascending, error);
  return status == IND_OK && !is_ascending ? check_for_repetition (equations, n, error) : status;
}

ind_status
ind__check_values (const double *value, size_t n, const char *name, ind_error *error)
{
  size_t k;

  for (k = 0; k < n; k++)
    if (!(fabs (value[k]) <= IND__LARGEST))
      return ind__fail (error, IND_E_DOMAIN, 0, 0, "%s %zu is %g: not a number up to 1e60", name,
                        k, value[k]);
  return IND_OK;
}

ind_status
ind__check_weights (const double *weight, size_t n, const char *name, int may_be_infinite,
                    ind_error *error)
{
  size_t k;

  for (k = 0; k < n; k++)
    {
      if (!(weight[k] >= 0) || (isinf (weight[k]) && !may_be_infinite))
        return ind__fail (error, IND_E_ARGUMENT, 0, 0, "%s %zu is %g", name, k, weight[k]);
      if (weight[k] > 0 && isfinite (weight[k])
          && (weight[k] > IND__LARGEST || weight[k] < IND__SMALLEST))
        return ind__fail (error, IND_E_DOMAIN, 0, 0, "%s %zu is %g; sizes are 1e-60 to 1e60",
                          name, k, weight[k]);
    }
  return IND_OK;
}

ind_status
ind__check_bounds (const double *low, const double *high, size_t n, ind_error *error)
{
  size_t k;

  for (k = 0; k < n; k++)
    {
      double least = low == NULL ? -INFINITY : low[k], most = high == NULL ? INFINITY : high[k];
      if (!(least <= most) || least == INFINITY || most == -INFINITY)
        return ind__fail (error, IND_E_ARGUMENT, 0, 0, "the bounds of value %zu are %g and %g", k,
                          least, most);
      if ((isfinite (least) && fabs (least) > IND__LARGEST)
          || (isfinite (most) && fabs (most) > IND__LARGEST))
        return ind__fail (error, IND_E_DOMAIN, 0, 0, "a bound of value %zu is beyond 1e60", k);
    }
  return IND_OK;
}

/* The bounds as the core wants them, both or none; 0 when memory ran out. */
static int
take_bounds (ind__balance *balance, const double *low, const double *high, double **own)
{
  size_t k;

  balance->low = low;
  balance->high = high;
  if ((low == NULL) == (high == NULL))
    return 1;
  *own = ind__new_array (balance->n, sizeof **own);
  if (*own == NULL)
    return 0;
  for (k = 0; k < balance->n; k++)
    (*own)[k] = low == NULL ? -INFINITY : INFINITY;
  if (low == NULL)
    balance->low = *own;
  else
    balance->high = *own;
  return 1;
}

static void
sum_up (const ind__balance *balance, ind_balance_summary *summary)
{
  summary->rank = balance->rank;
  summary->is_rank_known = balance->is_rank_known;
  summary->chi_square = balance->chi_square;
  summary->p
      = balance->is_rank_known ? ind__chi_square_tail (balance->chi_square, balance->rank) : -1;
  summary->has_contradiction = balance->has_contradiction;
  summary->is_bounded = balance->is_bounded;
}

ind_status
ind__balance_checked (const double *value, const double *standard_error, const double *low,
                      const double *high, size_t n, const ind_equations *equations, double *out,
                      double *error_out, double *leverage, uint8_t *is_contradictory,
                      ind_balance_summary *summary, ind_error *error)
{
  ind__balance balance;
  double *bounds = NULL;
  ind_status status = IND_E_MEMORY;

  memset (&balance, 0, sizeof balance);
  balance.n = n;
  balance.value = value;
  balance.error = standard_error;
  balance.equations = equations;
  balance.with_leverage = error_out != NULL || leverage != NULL;
  /* While the observed values are needed, nothing is written over them. */
  balance.x = out == value || out == standard_error ? ind__new_array (n, sizeof *balance.x) : out;
  balance.is_determined = ind__new_array (n, 1);
  balance.at_bound = ind__new_zeroed (n + 1);
  balance.is_contradictory = ind__new_array (equations->n, 1);
  if (balance.with_leverage)
    {
      balance.leverage = ind__new_array (n, sizeof *balance.leverage);
      balance.error_out = ind__new_array (n, sizeof *balance.error_out);
    }
  if (balance.x != NULL && balance.is_determined != NULL && balance.at_bound != NULL
      && balance.is_contradictory != NULL
      && (!balance.with_leverage || (balance.leverage != NULL && balance.error_out != NULL))
      && take_bounds (&balance, low, high, &bounds))
    status = ind__balance_solve (&balance);
  if (status == IND_OK)
    {
      if (balance.x != out && n > 0)
        memcpy (out, balance.x, n * sizeof *out);
      if (error_out != NULL)
        memcpy (error_out, balance.error_out, n * sizeof *error_out);
      if (leverage != NULL)
        memcpy (leverage, balance.leverage, n * sizeof *leverage);
      if (is_contradictory != NULL)
        memcpy (is_contradictory, balance.is_contradictory, equations->n);
      if (summary != NULL)
        sum_up (&balance, summary);
      if (balance.has_contradiction)
        status = ind__fail (error, IND_E_CONTRADICTION, 0, 0,
                            "no values satisfy all equations: some contradict one another");
      else if (!balance.is_bounded)
        status = ind__fail (error, IND_E_CONTRADICTION, 0, 0,
                            "no values were found that satisfy all equations and bounds");
    }
  else if (status == IND_E_MEMORY)
    status = ind__fail_memory (error);
  else
    status = ind__fail (error, status, 0, 0, "the numbers are too large to be balanced");
  if (balance.x != out)
    ind__release (balance.x);
  ind__release (balance.is_determined);
  ind__release (balance.at_bound);
  ind__release (balance.is_contradictory);
  ind__release (balance.leverage);
  ind__release (balance.error_out);
  ind__release (bounds);
  return status;
}

ind_status
ind_balance (const double *value, const double *standard_error, const double *low,
             const double *high, size_t n, const ind_equations *equations, double *out,
             double *error_out, double *leverage, uint8_t *is_contradictory,
             ind_balance_summary *summary, ind_error *error)
{
  ind_status status;

  if (n > 0 && (value == NULL || standard_error == NULL || out == NULL))
    return ind__fail (error, IND_E_ARGUMENT, 0, 0, "values, standard errors or results are NULL");
  status = ind__check_equations (equations, n, error);
  if (status == IND_OK)
    status = ind__check_values (value, n, "value", error);
  if (status == IND_OK)
    status = ind__check_weights (standard_error, n, "standard error", 1, error);
  if (status == IND_OK)
    status = ind__check_bounds (low, high, n, error);
  return status != IND_OK ? status
                          : ind__balance_checked (value, standard_error, low, high, n, equations,
                                                  out, error_out, leverage, is_contradictory,
                                                  summary, error);
}
