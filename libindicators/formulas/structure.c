/* SPDX-License-Identifier: GPL-3.0-or-later
 * How much a structure changes, or differs from another. */
#include "formulas/pair.h"

static ind__pair
total_of (const double *part, size_t n)
{
  ind__pair total = ind__pair_total (part, n);

  return total.high > 0 && isfinite (total.high) ? total : ind__pair_of (NAN);
}

static ind__pair
share_of (double part, ind__pair total)
{
  return ind__pair_quotient (ind__pair_of (part), total);
}

static int
are_missing (const double *a, const double *b, size_t n, const double *out)
{
  return out == NULL || (n > 0 && (a == NULL || b == NULL));
}

/* The sum of the differences of shares, without their signs. */
static double
distance (const double *a, const double *b, size_t n)
{
  ind__pair total_a = total_of (a, n), total_b = total_of (b, n);
  ind__running sum = { 0, 0 };
  size_t i;

  for (i = 0; i < n; i++)
    ind__running_add (
        &sum,
        fabs (ind__pair_difference (share_of (b[i], total_b), share_of (a[i], total_a)).high));
  return ind__running_total (&sum) + (total_a.high - total_a.high) + (total_b.high - total_b.high);
}

ind_status
ind_structural_change (const double *previous, const double *current, size_t n, double *out)
{
  if (are_missing (previous, current, n, out))
    return IND_E_ARGUMENT;
  return ind__store_one (50 * distance (previous, current, n), out);
}

ind_status
ind_krugman (const double *part, const double *reference, size_t n, double *out)
{
  if (are_missing (part, reference, n, out))
    return IND_E_ARGUMENT;
  return ind__store_one (distance (reference, part, n), out);
}

ind_status
ind_hoover (const double *part, const double *reference, size_t n, double *out)
{
  if (are_missing (part, reference, n, out))
    return IND_E_ARGUMENT;
  return ind__store_one (distance (reference, part, n) / 2, out);
}

/* ln (x1 / x0) - ln (X1 / X0) is ln (s1 / s0). */
ind_status
ind_lilien (const double *previous, const double *current, size_t n, double *out)
{
  ind__pair total0, total1;
  ind__running sum = { 0, 0 };
  size_t i;

  if (are_missing (previous, current, n, out))
    return IND_E_ARGUMENT;
  total0 = total_of (previous, n);
  total1 = total_of (current, n);
  for (i = 0; i < n; i++)
    {
      ind__pair s0 = share_of (previous[i], total0), s1 = share_of (current[i], total1);
      double d;
      if (!(previous[i] > 0 && current[i] > 0))
        return ind__store_one (NAN, out);
      d = ind__pair_log_of_ratio (s1, s0);
      ind__running_add_product (&sum, s1.high * d, d);
    }
  return ind__store_one (sqrt (ind__running_total (&sum)) + (total0.high - total0.high)
                             + (total1.high - total1.high),
                         out);
}

/* The angle from u to v = u + w: its tangent is the part of w across u over the
 * part of v along u. The arc cosine of the inner product loses half of its
 * digits where the angle is small; and w, with twice the digits, keeps the rest. */
ind_status
ind_structural_angle (const double *previous, const double *current, size_t n, double *out)
{
  static const double degrees = 57.295779513082320877;
  ind__running u_u = { 0, 0 }, u_w = { 0, 0 }, u_v = { 0, 0 }, across = { 0, 0 };
  ind__pair total0, total1;
  double length, turned;
  size_t i;

  if (are_missing (previous, current, n, out))
    return IND_E_ARGUMENT;
  total0 = total_of (previous, n);
  total1 = total_of (current, n);
  for (i = 0; i < n; i++)
    {
      ind__pair u = share_of (previous[i], total0), v = share_of (current[i], total1);
      ind__running_add_product (&u_u, u.high, u.high);
      ind__running_add_product (&u_v, u.high, v.high);
      ind__running_add_product (&u_w, u.high, ind__pair_difference (v, u).high);
    }
  length = sqrt (ind__running_total (&u_u));
  turned = ind__running_total (&u_w) / ind__running_total (&u_u);
  for (i = 0; i < n; i++)
    {
      ind__pair u = share_of (previous[i], total0), v = share_of (current[i], total1);
      double d = fma (-turned, u.high, ind__pair_difference (v, u).high);
      ind__running_add_product (&across, d, d);
    }
  return ind__store_one (
      degrees * atan2 (sqrt (ind__running_total (&across)), ind__running_total (&u_v) / length),
      out);
}
