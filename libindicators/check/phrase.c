/* SPDX-License-Identifier: GPL-3.0-or-later
 * Numbers, intervals, units and figures in words. */
#include "check/phrase.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "number/shortest.h"

#define MAX_DECIMALS 12
#define MAX_MANTISSA 100000000000000000 /* 10^17 */

/* Exact figures give results that are exact but for the outward rounding of
 * the arithmetic: intervals narrower than this, relative to their size. */
#define ARITHMETIC_ERROR 1e-13
#define SHOWN_DIGITS 12

/* Makes the decimal mark a point, whichever the program's locale prints. */
static void
put_with_point (ind__text *text, const char *digits)
{
  for (; *digits != '\0'; digits++)
    if (ind__is_digit (*digits) || strchr ("+-e", *digits) != NULL)
      ind__text_put (text, digits, 1);
    else
      {
        ind__text_put (text, ".", 1);
        while (digits[1] != '\0' && !ind__is_digit (digits[1]))
          digits++;
      }
}

void
ind__put_double (ind__text *text, double x)
{
  char digits[40];
  size_t length;
  int precision;

  if (!isfinite (x))
    {
      ind__text_put_string (text, "null");
      return;
    }
  length = ind__double_write (x, digits);
  if (length > 0)
    {
      ind__text_put (text, digits, length);
      return;
    }
  for (precision = 15; precision <= 17; precision++)
    {
      snprintf (digits, sizeof digits, "%.*g", precision, x);
      /* Written and read back in one locale. */
      if (precision == 17 || strtod (digits, NULL) == x)
        break;
    }
  put_with_point (text, digits);
}

void
ind__put_estimate (ind__text *text, double x)
{
  char digits[40];

  if (!isfinite (x))
    {
      ind__text_put_string (text, "null");
      return;
    }
  snprintf (digits, sizeof digits, "%.6g", x == 0 ? 0.0 : x);
  put_with_point (text, digits);
}

void
ind__put_number (ind__text *text, double x)
{
  char digits[40];

  if (!isfinite (x))
    {
      ind__text_put_string (text, x > 0 ? "infinity" : "-infinity");
      return;
    }
  if (x != 0 && (fabs (x) >= 1e12 || fabs (x) < 1e-6))
    snprintf (digits, sizeof digits, "%.3e", x);
  else
    {
      int decimals = x == 0 ? 0 : 3 - (int) floor (log10 (fabs (x)));
      char *end;
      snprintf (digits, sizeof digits, "%.*f", decimals < 0 ? 0 : decimals, x);
      end = digits + strlen (digits);
      if (decimals > 0)
        {
          while (end[-1] == '0')
            *--end = '\0';
          if (!ind__is_digit (end[-1]))
            *--end = '\0';
        }
    }
  put_with_point (text, digits);
}

static void
put_decimal (ind__text *text, ind_decimal x)
{
  char digits[64];

  while (x.decimals > 0 && x.mantissa % 10 == 0)
    {
      x.mantissa /= 10;
      x.decimals--;
    }
  ind_decimal_write (x, digits);
  ind__text_put_string (text, digits);
}

/* An end of an interval rounded outward to so many decimals; 0 when it has too
 * many digits. */
static int
round_end (double x, int decimals, int is_low, ind_decimal *out)
{
  double power = 1, mantissa;
  int k;

  for (k = 0; k < decimals; k++)
    power *= 10;
  mantissa = x * power;
  if (!(fabs (mantissa) < MAX_MANTISSA))
    return 0;
  /* Up to its rounding error a product that is a whole number stays. */
  if (decimals > 0
      && fabs (mantissa - nearbyint (mantissa)) <= 4 * DBL_EPSILON * fabs (mantissa))
    mantissa = nearbyint (mantissa);
  out->mantissa = (int64_t) (is_low ? floor (mantissa) : ceil (mantissa));
  out->decimals = decimals;
  return 1;
}

static void
put_end (ind__text *text, double x, int decimals, int is_low)
{
  ind_decimal end;

  if (round_end (x, decimals, is_low, &end))
    put_decimal (text, end);
  else
    ind__put_double (text, x);
}

/* The decimals that show a distance with two digits. */
static int
decimals_for (double distance)
{
  int decimals = distance > 0 && distance <= DBL_MAX ? 1 - (int) floor (log10 (distance)) : 6;
  return decimals < 0 ? 0 : decimals > MAX_DECIMALS ? MAX_DECIMALS : decimals;
}

/* The decimals to which the ends of an interval are shown; see
 * ind__put_interval_words. */
static int
decimals_of (ind_interval x, double gap)
{
  double width = x.high - x.low;

  if (x.low == x.high || (width <= DBL_MAX && width <= ARITHMETIC_ERROR * fabs (x.low)))
    return MAX_DECIMALS / 2;
  return decimals_for (gap > 0 && !(gap > width) ? gap : width);
}

void
ind__put_gap (ind__text *text, ind_interval a, ind_interval b, double gap)
{
  ind_interval below = a.low > b.high ? b : a, above = a.low > b.high ? a : b;
  ind_decimal low, high;
  int low_decimals = decimals_of (below, gap), high_decimals = decimals_of (above, gap);
  int decimals = low_decimals > high_decimals ? low_decimals : high_decimals;

  if (round_end (below.high, low_decimals, 0, &low)
      && round_end (above.low, high_decimals, 1, &high))
    {
      for (; low.decimals < decimals && llabs (low.mantissa) < MAX_MANTISSA / 10; low.decimals++)
        low.mantissa *= 10;
      for (; high.decimals < decimals && llabs (high.mantissa) < MAX_MANTISSA / 10;
           high.decimals++)
        high.mantissa *= 10;
      if (low.decimals == high.decimals && high.mantissa > low.mantissa)
        {
          high.mantissa -= low.mantissa;
          put_decimal (text, high);
          return;
        }
    }
  ind__put_number (text, gap);
}

void
ind__put_interval_words (ind__text *text, ind_interval x, double gap)
{
  int has_low = x.low >= -DBL_MAX, has_high = x.high <= DBL_MAX;
  double width = x.high - x.low;
  int decimals = decimals_of (x, gap);

  if (x.low > x.high)
    ind__text_put_string (text, "no value");
  else if (has_low && x.low == x.high)
    {
      ind__text_put_string (text, "a value of exactly ");
      ind__put_double (text, x.low);
    }
  else if (has_low && has_high && width <= ARITHMETIC_ERROR * fabs (x.low))
    {
      char digits[40];
      snprintf (digits, sizeof digits, "%.*g", SHOWN_DIGITS, x.low / 2 + x.high / 2);
      ind__text_put_string (text, "a value of ");
      put_with_point (text, digits);
    }
  else if (has_low && has_high)
    {
      ind__text_put_string (text, "a value from ");
      put_end (text, x.low, decimals, 1);
      ind__text_put_string (text, " to ");
      put_end (text, x.high, decimals, 0);
    }
  else if (has_low)
    {
      ind__text_put_string (text, "a value of at least ");
      put_end (text, x.low, decimals, 1);
    }
  else if (has_high)
    {
      ind__text_put_string (text, "a value of at most ");
      put_end (text, x.high, decimals, 0);
    }
  else
    ind__text_put_string (text, "any value");
}

static const char *
scale_word (int scale)
{
  switch (scale)
    {
    case 2: return "hundred ";
    case 3: return "thousand ";
    case 6: return "million ";
    case 9: return "billion ";
    case 12: return "trillion ";
    default: return NULL;
    }
}

/* A unit of length, area and the like by its own code: " ha", " km". */
static int
put_coded (ind__text *text, const ind_unit *unit)
{
  char code[64];
  size_t k;

  if (unit->symbol[1][0] != '\0' || strlen (unit->symbol[0]) > 2
      || strcmp (unit->symbol[0], "PS") == 0)
    return 0;
  ind_unit_write (unit, code);
  for (k = 0; code[k] != '\0'; k++)
    code[k] = ind__lower (code[k]);
  ind__text_put (text, " ", 1);
  ind__text_put (text, code, k);
  return 1;
}

static const char *
symbol_word (const char *symbol)
{
  if (strcmp (symbol, "PS") == 0)
    return "persons";
  return strcmp (symbol, "M") == 0 ? "m" : symbol;
}

void
ind__put_unit_words (ind__text *text, const ind_unit *unit)
{
  const char *scale = scale_word (unit->scale);
  int k, n = 0;

  if (strcmp (unit->symbol[0], "PT") == 0 && unit->scale == 0 && unit->symbol[1][0] == '\0')
    {
      ind__text_put_string (text, "%");
      return;
    }
  if (strcmp (unit->symbol[0], "PP") == 0 && unit->scale == 0 && unit->symbol[1][0] == '\0')
    {
      ind__text_put_string (text, " percentage points");
      return;
    }
  if (unit->symbol[0][0] != '\0' && put_coded (text, unit))
    return;
  if (unit->scale != 0 && scale != NULL)
    {
      ind__text_put (text, " ", 1);
      ind__text_put (text, scale, strlen (scale) - 1);
    }
  else if (unit->scale != 0)
    ind__text_format (text, " times 10^%d", unit->scale);
  for (k = 0; k < 4; k++)
    if (unit->exponent[k] > 0 && strcmp (unit->symbol[k], "NUMBER") != 0)
      {
        ind__text_put (text, n++ > 0 ? "*" : " ", 1);
        ind__text_put_string (text, symbol_word (unit->symbol[k]));
        if (unit->exponent[k] > 1)
          ind__text_format (text, "^%d", unit->exponent[k]);
      }
  for (k = 0; k < 4; k++)
    if (unit->exponent[k] < 0)
      {
        ind__text_put_string (text, " per ");
        ind__text_put_string (text, strcmp (unit->symbol[k], "PS") == 0
                                        ? "person"
                                        : symbol_word (unit->symbol[k]));
        if (unit->exponent[k] < -1)
          ind__text_format (text, "^%d", -unit->exponent[k]);
      }
}

void
ind__put_difference_words (ind__text *text, const ind_unit *unit)
{
  ind_unit points = *unit;

  if (strcmp (points.symbol[0], "PT") == 0)
    strcpy (points.symbol[0], "PP");
  ind__put_unit_words (text, &points);
}

void
ind__put_printed (ind__text *text, const ind_table *table, size_t figure)
{
  const char *printed = ind__table_text (table, table->printed, figure);
  char digits[64];

  if (printed[0] != '\0')
    {
      ind__text_put_string (text, printed);
      return;
    }
  ind_decimal_write (ind__table_value (table, figure), digits);
  ind__text_put_string (text, digits);
  ind__put_unit_words (text, &table->units[ind__table_kind (table, figure)->unit]);
}
