/* SPDX-License-Identifier: GPL-3.0-or-later
 * The interval a printed figure stands for, by rounding and qualifier. */
#include <math.h>
#include <stdint.h>

#include "base/text.h"
#include "number/decimal.h"
#include "number/interval.h"

/* The ends as steps from the printed value, in tenths of u, the unit of its
 * last digit. */
typedef struct reach {
  int low, high;
} reach;

static const reach nowhere = { 0, 0 };

/* The reach of a value rounded away from zero or cut off, mirrored for a
 * negative one. */
static reach
towards_sign (int64_t mantissa, reach of_positive, reach of_zero)
{
  if (mantissa == 0)
    return of_zero;
  return mantissa > 0 ? of_positive : (reach) { -of_positive.high, -of_positive.low };
}

static int
reach_of_rounding (ind_rounding rounding, int64_t mantissa, reach *out)
{
  switch (rounding)
    {
    case IND_ROUNDING_NEAREST:
    case IND_ROUNDING_HALF_UP:
    case IND_ROUNDING_HALF_EVEN: *out = (reach) { -5, 5 }; return 1;
    /* A printed 0 may be cut off from either side. */
    case IND_ROUNDING_TRUNCATED:
      *out = towards_sign (mantissa, (reach) { 0, 10 }, (reach) { -10, 10 });
      return 1;
    case IND_ROUNDING_ANY:
      *out = towards_sign (mantissa, (reach) { -5, 10 }, (reach) { -10, 10 });
      return 1;
    /* Away from zero, only zero itself is printed 0. */
    case IND_ROUNDING_UP: *out = towards_sign (mantissa, (reach) { -10, 0 }, nowhere); return 1;
    }
  return 0;
}

static int
reach_of_qualifier (ind_qualifier qualifier, reach rounded, reach *out)
{
  switch (qualifier)
    {
    case IND_QUALIFIER_NONE:
    case IND_QUALIFIER_ESTIMATE: *out = rounded; return 1;
    case IND_QUALIFIER_EXACT:
    case IND_QUALIFIER_AT_LEAST:
    case IND_QUALIFIER_AT_MOST: *out = nowhere; return 1;
    case IND_QUALIFIER_APPROX: *out = (reach) { -10, 10 }; return 1;
    case IND_QUALIFIER_OVER: *out = (reach) { 0, 10 }; return 1;
    case IND_QUALIFIER_UNDER: *out = (reach) { -10, 0 }; return 1;
    }
  return 0;
}

static int
is_legal_power (int32_t power)
{
  return power >= -IND__MAX_POWER && power <= IND__MAX_POWER;
}

/* Ten times as much is a double, even with an end's distance. */
#define MAX_PLAIN INT64_C (900000000000000)

/* Both ends at once of what most figures are: rounded to the decimals they are printed with,
 * and powers of ten that are doubles. Directed operations on doubles are exact in their way, so
 * that these are the ends ind__decimal_bound gives. 0 where it is something else. */
static int
find_plain_ends (ind_decimal number, int32_t precision, reach reached, int32_t scale,
                 ind_interval *out)
{
  int32_t power = scale - precision - 1;
  double low, high;

  if (number.decimals != precision || number.mantissa > MAX_PLAIN
      || number.mantissa < -MAX_PLAIN || power < -22 || power > 22)
    return 0;
  low = (double) (10 * number.mantissa + reached.low);
  high = (double) (10 * number.mantissa + reached.high);
  if (power < 0)
    {
      low = ind__div_down (low, ind__power_of_ten[-power]);
      high = ind__div_up (high, ind__power_of_ten[-power]);
    }
  else
    {
      low = ind__mul_down (low, ind__power_of_ten[power]);
      high = ind__mul_up (high, ind__power_of_ten[power]);
    }
  *out = ind__interval_make (low + 0.0, high + 0.0);
  return 1;
}

ind_status
ind_decimal_interval (ind_decimal number, int32_t precision, ind_qualifier qualifier,
                      ind_rounding rounding, int32_t scale, ind_interval *out)
{
  reach reached;

  if (out == NULL || !is_legal_power (number.decimals) || !is_legal_power (precision)
      || !is_legal_power (scale) || !reach_of_rounding (rounding, number.mantissa, &reached)
      || !reach_of_qualifier (qualifier, reached, &reached))
    return IND_E_ARGUMENT;
  if (qualifier != IND_QUALIFIER_AT_MOST && qualifier != IND_QUALIFIER_AT_LEAST
      && find_plain_ends (number, precision, reached, scale, out))
    return IND_OK;
  out->low = qualifier == IND_QUALIFIER_AT_MOST
                 ? -INFINITY
                 : ind__decimal_bound (number, reached.low, precision + 1, scale, -1);
  out->high = qualifier == IND_QUALIFIER_AT_LEAST
                  ? INFINITY
                  : ind__decimal_bound (number, reached.high, precision + 1, scale, 1);
  return IND_OK;
}

static int
find_name (const char *const *names, size_t n, const char *text, size_t length)
{
  size_t i;

  if (text == NULL && length > 0)
    return -1;
  for (i = 0; i < n; i++)
    if (ind__equal_ignoring_case (text, length, names[i]))
      return (int) i;
  return -1;
}

#define COUNT(array) (sizeof (array) / sizeof (array)[0])

static const char *const rounding_names[] = {
  [IND_ROUNDING_NEAREST] = "nearest",
  [IND_ROUNDING_TRUNCATED] = "truncated",
  [IND_ROUNDING_ANY] = "any",
  [IND_ROUNDING_HALF_UP] = "half_up",
  [IND_ROUNDING_HALF_EVEN] = "half_even",
  [IND_ROUNDING_UP] = "up",
};

/* The contract leaves the column empty for a figure without a qualifier. */
static const char *const qualifier_names[] = {
  [IND_QUALIFIER_NONE] = "",           [IND_QUALIFIER_EXACT] = "exact",
  [IND_QUALIFIER_APPROX] = "approx",   [IND_QUALIFIER_OVER] = "over",
  [IND_QUALIFIER_UNDER] = "under",     [IND_QUALIFIER_AT_LEAST] = "at_least",
  [IND_QUALIFIER_AT_MOST] = "at_most", [IND_QUALIFIER_ESTIMATE] = "estimate",
};

const char *
ind_rounding_name (ind_rounding rounding)
{
  return (size_t) rounding < COUNT (rounding_names) ? rounding_names[rounding] : "?";
}

const char *
ind_qualifier_name (ind_qualifier qualifier)
{
  return (size_t) qualifier < COUNT (qualifier_names) ? qualifier_names[qualifier] : "?";
}

ind_status
ind_rounding_read (const char *text, size_t length, ind_rounding *out)
{
  int found = find_name (rounding_names, COUNT (rounding_names), text, length);

  if (found < 0 || out == NULL)
    return IND_E_ARGUMENT;
  *out = (ind_rounding) found;
  return IND_OK;
}

ind_status
ind_qualifier_read (const char *text, size_t length, ind_qualifier *out)
{
  int found = find_name (qualifier_names, COUNT (qualifier_names), text, length);

  if (found < 0 || out == NULL)
    return IND_E_ARGUMENT;
  *out = (ind_qualifier) found;
  return IND_OK;
}
