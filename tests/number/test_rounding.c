/* SPDX-License-Identifier: GPL-3.0-or-later
 * Printed figures to intervals: the table of readings, published bounds, and
 * printing followed by reading back. */
#include <float.h>
#include <stdio.h>
#include <string.h>

#include "number/decimal.h"
#include "number/interval.h"
#include "support/exact.h"
#include "support/suite.h"

#define N_RANDOM 100000
#define INFINITE INT64_MAX

/* An end as mantissa * 10^-decimals; INFINITE is the open side. */
static int
is_tight_end (double end, int64_t mantissa, int decimals, int is_high)
{
  int inner = is_high ? -1 : 1;

  if (mantissa == INFINITE)
    return end == (is_high ? INFINITY : -INFINITY);
  return inner * exact_compare_decimal (end, mantissa, decimals, 0, 0, 0) <= 0
         && inner * exact_compare_decimal (exact_step (end, inner), mantissa, decimals, 0, 0, 0)
                > 0;
}

static ind_decimal
decimal (const char *text)
{
  ind_decimal number = { 0, 0 };
  ck_assert_int_eq (ind_decimal_read (text, strlen (text), &number, NULL), IND_OK);
  return number;
}

static ind_interval
interval_of (const char *text, int32_t precision, ind_qualifier qualifier, ind_rounding rounding,
             int32_t scale)
{
  ind_interval interval = { 0, 0 };
  ck_assert_int_eq (ind_decimal_interval (decimal (text), precision, qualifier, rounding, scale,
                                          &interval),
                    IND_OK);
  return interval;
}

static void
check_interval (ind_interval actual, const char *text, int64_t low, int64_t high, int decimals)
{
  ck_assert_msg (is_tight_end (actual.low, low, decimals, 0)
                     && is_tight_end (actual.high, high, decimals, 1),
                 "%s stands for [%.17g, %.17g], not [%lld, %lld]e-%d", text, actual.low,
                 actual.high, (long long) low, (long long) high, decimals);
}

START_TEST (test_readings)
{
  static const struct {
    const char *text;
    int32_t precision;
    ind_qualifier qualifier;
    ind_rounding rounding;
    int64_t low, high;
    int decimals;
  } cases[] = {
    { "21.57", 2, IND_QUALIFIER_NONE, IND_ROUNDING_NEAREST, 21565, 21575, 3 },
    { "21.57", 2, IND_QUALIFIER_NONE, IND_ROUNDING_HALF_UP, 21565, 21575, 3 },
    { "21.57", 2, IND_QUALIFIER_NONE, IND_ROUNDING_HALF_EVEN, 21565, 21575, 3 },
    { "21.57", 2, IND_QUALIFIER_ESTIMATE, IND_ROUNDING_NEAREST, 21565, 21575, 3 },
    { "-0.12", 2, IND_QUALIFIER_NONE, IND_ROUNDING_NEAREST, -125, -115, 3 },
    { "0", 0, IND_QUALIFIER_NONE, IND_ROUNDING_NEAREST, -5, 5, 1 },
    { "21.57", 2, IND_QUALIFIER_NONE, IND_ROUNDING_TRUNCATED, 2157, 2158, 2 },
    { "-21.57", 2, IND_QUALIFIER_NONE, IND_ROUNDING_TRUNCATED, -2158, -2157, 2 },
    { "0.00", 2, IND_QUALIFIER_NONE, IND_ROUNDING_TRUNCATED, -1, 1, 2 },
    { "21.57", 2, IND_QUALIFIER_ESTIMATE, IND_ROUNDING_TRUNCATED, 2157, 2158, 2 },
    { "21.57", 2, IND_QUALIFIER_NONE, IND_ROUNDING_ANY, 21565, 21580, 3 },
    { "-21.57", 2, IND_QUALIFIER_NONE, IND_ROUNDING_ANY, -21580, -21565, 3 },
    { "0.00", 2, IND_QUALIFIER_NONE, IND_ROUNDING_ANY, -1, 1, 2 },
    { "21.57", 2, IND_QUALIFIER_NONE, IND_ROUNDING_UP, 2156, 2157, 2 },
    { "-21.57", 2, IND_QUALIFIER_NONE, IND_ROUNDING_UP, -2157, -2156, 2 },
    { "0.00", 2, IND_QUALIFIER_NONE, IND_ROUNDING_UP, 0, 0, 2 },
    { "12", 0, IND_QUALIFIER_EXACT, IND_ROUNDING_NEAREST, 12, 12, 0 },
    { "0.1", 1, IND_QUALIFIER_EXACT, IND_ROUNDING_TRUNCATED, 1, 1, 1 },
    { "11", 0, IND_QUALIFIER_APPROX, IND_ROUNDING_NEAREST, 10, 12, 0 },
    { "11", 0, IND_QUALIFIER_APPROX, IND_ROUNDING_TRUNCATED, 10, 12, 0 },
    { "114416", 0, IND_QUALIFIER_OVER, IND_ROUNDING_NEAREST, 114416, 114417, 0 },
    { "114416", 0, IND_QUALIFIER_UNDER, IND_ROUNDING_NEAREST, 114415, 114416, 0 },
    { "7.5", 1, IND_QUALIFIER_AT_LEAST, IND_ROUNDING_NEAREST, 75, INFINITE, 1 },
    { "7.5", 1, IND_QUALIFIER_AT_MOST, IND_ROUNDING_NEAREST, INFINITE, 75, 1 },
    /* Coarser and finer than the digits show. */
    { "319000", -3, IND_QUALIFIER_NONE, IND_ROUNDING_NEAREST, 318500, 319500, 0 },
    { "319000", -3, IND_QUALIFIER_APPROX, IND_ROUNDING_NEAREST, 318000, 320000, 0 },
    { "26.3412345", 1, IND_QUALIFIER_NONE, IND_ROUNDING_NEAREST, 262912345, 263912345, 7 },
    { "26.3412345", -2, IND_QUALIFIER_NONE, IND_ROUNDING_NEAREST, -236587655, 763412345, 7 },
    { "5", 3, IND_QUALIFIER_NONE, IND_ROUNDING_NEAREST, 49995, 50005, 4 },
    { "0.4", 0, IND_QUALIFIER_NONE, IND_ROUNDING_TRUNCATED, 4, 14, 1 },
  };
  size_t i;

  for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
    check_interval (interval_of (cases[i].text, cases[i].precision, cases[i].qualifier,
                                 cases[i].rounding, 0),
                    cases[i].text, cases[i].low, cases[i].high, cases[i].decimals);
}
END_TEST

START_TEST (test_scale)
{
  ind_interval x = interval_of ("50400", -2, IND_QUALIFIER_NONE, IND_ROUNDING_NEAREST, 9);

  check_interval (x, "50400 billion", INT64_C (50350000000000), INT64_C (50450000000000), 0);
  x = interval_of ("99", 0, IND_QUALIFIER_NONE, IND_ROUNDING_NEAREST, -2);
  check_interval (x, "99 hundredths", 985, 995, 3);
}
END_TEST

START_TEST (test_domain)
{
  ind_decimal one = { 1, 0 };
  ind_interval x = { 7, 8 };

  ck_assert_int_eq (ind_decimal_interval (one, 61, 0, 0, 0, &x), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_decimal_interval (one, -61, 0, 0, 0, &x), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_decimal_interval (one, 0, 0, 0, 61, &x), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_decimal_interval (one, 0, 0, 0, -61, &x), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_decimal_interval ((ind_decimal) { 1, 61 }, 0, 0, 0, 0, &x), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_decimal_interval (one, 0, (ind_qualifier) 8, 0, 0, &x), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_decimal_interval (one, 0, 0, (ind_rounding) 6, 0, &x), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_decimal_interval (one, 0, 0, 0, 0, NULL), IND_E_ARGUMENT);
  ck_assert (x.low == 7 && x.high == 8);
  ck_assert_int_eq (ind_decimal_interval (one, 60, 0, 0, -60, &x), IND_OK);
  ck_assert_int_eq (ind_decimal_interval (one, -60, 0, 0, 60, &x), IND_OK);
}
END_TEST

/* unround() of the R package scrutiny (github lhdjung/scrutiny a56a945,
 * tests/testthat; MIT): closed hulls of its bounds. */
START_TEST (test_scrutiny_unround)
{
  check_interval (interval_of ("8.2", 1, 0, IND_ROUNDING_NEAREST, 0), "8.2", 815, 825, 2);
  check_interval (interval_of ("4.5", 1, 0, IND_ROUNDING_NEAREST, 0), "4.5", 445, 455, 2);
  check_interval (interval_of ("4.50", 2, 0, IND_ROUNDING_NEAREST, 0), "4.50", 4495, 4505, 3);
  check_interval (interval_of ("4.500", 3, 0, IND_ROUNDING_NEAREST, 0), "4.500", 44995, 45005, 4);
  check_interval (interval_of ("4.5000", 4, 0, IND_ROUNDING_NEAREST, 0), "4.5000", 449995, 450005,
                  5);
  check_interval (interval_of ("4.50000", 5, 0, IND_ROUNDING_NEAREST, 0), "4.50000", 4499995,
                  4500005, 6);
}
END_TEST

/* XBRL Calculations 1.1 as ixbrl-viewer tests it (github Arelle/ixbrl-viewer
 * ee19180, viewer/src/js/interval.test.js; Apache-2.0). */
START_TEST (test_xbrl_facts)
{
  check_interval (interval_of ("20", 0, IND_QUALIFIER_EXACT, 0, 0), "20", 20, 20, 0);
  check_interval (interval_of ("20", 0, 0, 0, 0), "20", 195, 205, 1);
  check_interval (interval_of ("-20.123", 3, 0, 0, 0), "-20.123", -201235, -201225, 4);
  check_interval (interval_of ("-20.123", -1, 0, 0, 0), "-20.123", -25123, -15123, 3);
}
END_TEST

/* The same, calculation.test.js: a total against the weighted sum of its
 * items; a contributor reported twice counts with the intersection. All are
 * consistent under Calculations 1.1, most not under 1.0. */
START_TEST (test_xbrl_calculations)
{
  static const struct {
    const char *name;
    struct {
      const char *text;
      int32_t decimals;
      double weight;
    } items[3];
    size_t n;
    int is_second_double; /* items 1 and 2 are one contributor */
    const char *total;
    double sum_low, sum_high, total_low, total_high;
  } cases[] = {
    { "simple",
      { { "12000", -3, 1 }, { "2000", -3, -1 } },
      2,
      0,
      "10000",
      9000,
      11000,
      9500,
      10500 },
    { "only under 1.1",
      { { "12000", -3, 1 }, { "2000", -3, -1 } },
      2,
      0,
      "11000",
      9000,
      11000,
      10500,
      11500 },
    { "duplicate contributor",
      { { "12000", -3, 1 }, { "2000", -3, -1 }, { "1990", -1, -1 } },
      3,
      1,
      "10000",
      9505,
      10515,
      9500,
      10500 },
    { "missing contributor", { { "9990", -1, 1 } }, 1, 0, "10000", 9985, 9995, 9500, 10500 },
    { "weights of 2",
      { { "3000", -3, 2 }, { "1000", -3, -2 } },
      2,
      0,
      "4000",
      2000,
      6000,
      3500,
      4500 },
  };
  size_t i, k;

  for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
    {
      ind_interval sum = { 0, 0 }, total = interval_of (cases[i].total, -3, 0, 0, 0);
      for (k = 0; k < cases[i].n; k++)
        {
          ind_interval item
              = interval_of (cases[i].items[k].text, cases[i].items[k].decimals, 0, 0, 0);
          ind_interval weight
              = ind__interval_make (cases[i].items[k].weight, cases[i].items[k].weight);
          if (cases[i].is_second_double && k == 1)
            {
              k++;
              item = ind_interval_intersect (item,
                                             interval_of (cases[i].items[k].text,
                                                          cases[i].items[k].decimals, 0, 0, 0));
            }
          sum = ind_interval_add (sum, ind_interval_mul (weight, item));
        }
      ck_assert_msg (sum.low == cases[i].sum_low && sum.high == cases[i].sum_high
                         && total.low == cases[i].total_low && total.high == cases[i].total_high,
                     "%s: sum [%g, %g], total [%g, %g]", cases[i].name, sum.low, sum.high,
                     total.low, total.high);
      ck_assert_int_eq (ind_interval_is_empty (ind_interval_intersect (sum, total)), 0);
    }
}
END_TEST

/* Digits beyond the precision, cut off, leave a number whose reading as
 * truncated covers the original. Numbers of test_validatexbrlcalcs.py (github
 * Arelle/Arelle 7227e85; Apache-2.0). */
START_TEST (test_arelle_truncation)
{
  static const struct {
    const char *full;
    int32_t precision;
    const char *truncated;
  } cases[] = {
    { "1234", -1, "1230" },     { "-1234", -1, "-1230" },     { "1234.5678", -1, "1230" },
    { "1234.5678", 0, "1234" }, { "1234.5678", 1, "1234.5" }, { "-1234.5678", 1, "-1234.5" },
  };
  size_t i;

  for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
    {
      ind_interval x
          = interval_of (cases[i].truncated, cases[i].precision, 0, IND_ROUNDING_TRUNCATED, 0);
      ind_interval full = ind_decimal_enclosure (decimal (cases[i].full));
      ck_assert_msg (x.low <= full.low && full.high <= x.high, "%s is not in [%.17g, %.17g]",
                     cases[i].full, x.low, x.high);
    }
}
END_TEST

/* GRIM (Brown and Heathers 2017): a mean of whole numbers is k / n for a whole
 * k. Published verdicts of scrutiny's tests and of its table pigs1. */
START_TEST (test_grim)
{
  static const struct {
    const char *mean;
    int n, scale, is_consistent;
  } cases[] = {
    { "5.19", 28, 0, 0 },   { "5.20", 28, 0, 0 },   { "5.21", 28, 0, 1 },   { "5.22", 28, 0, 0 },
    { "5.23", 28, 0, 0 },   { "5.24", 28, 0, 0 },   { "5.25", 28, 0, 1 },   { "5.26", 28, 0, 0 },
    { "5.27", 28, 0, 0 },   { "5.28", 28, 0, 0 },   { "5.29", 28, 0, 1 },   { "5.30", 28, 0, 0 },
    { "0.150", 360, 0, 1 }, { "0.151", 360, 0, 0 }, { "0.152", 360, 0, 0 }, { "0.153", 360, 0, 1 },
    { "0.154", 360, 0, 0 }, { "0.155", 360, 0, 0 }, { "0.156", 360, 0, 1 }, { "0.157", 360, 0, 0 },
    { "0.158", 360, 0, 1 }, { "0.159", 360, 0, 0 }, { "0.80", 56, 0, 1 },   { "0.81", 56, 0, 0 },
    { "0.82", 56, 0, 1 },   { "0.83", 56, 0, 0 },   { "0.84", 56, 0, 1 },   { "0.85", 56, 0, 0 },
    { "0.86", 56, 0, 1 },   { "0.87", 56, 0, 1 },   { "0.88", 56, 0, 1 },   { "0.89", 56, 0, 1 },
    { "519", 28, -2, 0 },   { "520", 28, -2, 0 },   { "521", 28, -2, 1 },   { "522", 28, -2, 0 },
    { "523", 28, -2, 0 },   { "524", 28, -2, 0 },   { "525", 28, -2, 1 },   { "526", 28, -2, 0 },
    { "527", 28, -2, 0 },   { "528", 28, -2, 0 },   { "529", 28, -2, 1 },   { "530", 28, -2, 0 },
    { "6", 50, -2, 1 },     { "7", 50, -2, 0 },     { "8", 50, -2, 1 },     { "9", 50, -2, 0 },
    { "10", 50, -2, 1 },    { "11", 50, -2, 0 },    { "12", 50, -2, 1 },    { "13", 50, -2, 0 },
    { "14", 50, -2, 1 },    { "15", 50, -2, 0 },    { "16", 50, -2, 1 },    { "7.22", 32, 0, 1 },
    { "4.74", 25, 0, 0 },   { "5.23", 29, 0, 0 },   { "2.57", 24, 0, 0 },   { "6.77", 27, 0, 0 },
    { "2.68", 28, 0, 1 },   { "7.01", 29, 0, 0 },   { "7.38", 26, 0, 1 },   { "3.14", 27, 0, 0 },
    { "6.89", 31, 0, 0 },   { "5.00", 25, 0, 1 },   { "0.24", 28, 0, 0 },
  };
  size_t i;

  for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
    {
      ind_decimal mean = decimal (cases[i].mean);
      ind_interval x = interval_of (cases[i].mean, ind_decimal_precision (mean, IND_ZEROS_STRICT),
                                    0, IND_ROUNDING_NEAREST, cases[i].scale);
      ind_interval count = { cases[i].n, cases[i].n };
      x = ind_interval_mul (x, count);
      ck_assert_msg ((floor (x.high) >= ceil (x.low)) == cases[i].is_consistent,
                     "mean %s of %d: sum in [%.17g, %.17g]", cases[i].mean, cases[i].n, x.low,
                     x.high);
    }
}
END_TEST

/* value / 10^digits, printed under a rounding mode. */
static int64_t
print (int64_t value, int digits, ind_rounding rounding, int is_tie_up)
{
  int64_t unit = 1, magnitude = value < 0 ? -value : value, whole, rest;

  for (; digits > 0; digits--)
    unit *= 10;
  whole = magnitude / unit;
  rest = magnitude % unit;
  switch (rounding)
    {
    case IND_ROUNDING_TRUNCATED: break;
    case IND_ROUNDING_UP: whole += rest > 0; break;
    case IND_ROUNDING_HALF_UP: whole += 2 * rest >= unit; break;
    case IND_ROUNDING_HALF_EVEN:
      whole += 2 * rest > unit || (2 * rest == unit && whole % 2 != 0);
      break;
    case IND_ROUNDING_NEAREST:
    case IND_ROUNDING_ANY: whole += 2 * rest > unit || (2 * rest == unit && is_tie_up); break;
    }
  return value < 0 ? -whole : whole;
}

/* Every true value is among those that print as what it prints, whatever the
 * mode; and a value one unit further is not, unless the reading is wider. */
START_TEST (test_print_and_read_back)
{
  static const ind_rounding modes[]
      = { IND_ROUNDING_NEAREST, IND_ROUNDING_TRUNCATED, IND_ROUNDING_ANY,
          IND_ROUNDING_HALF_UP, IND_ROUNDING_HALF_EVEN, IND_ROUNDING_UP };
  exact_random random = { 17 };
  size_t i, k;

  for (i = 0; i < N_RANDOM; i++)
    {
      int digits = 1 + (int) exact_random_below (&random, 3);
      int decimals = digits + (int) exact_random_below (&random, 5) - 1;
      int64_t value = (int64_t) exact_random_below (&random, 2000001) - 1000000;
      if (i % 4 == 0)
        value = value / 100 * 5;
      for (k = 0; k < sizeof modes / sizeof modes[0]; k++)
        {
          ind_decimal printed
              = { print (value, digits, modes[k], (int) (i & 1)), decimals - digits };
          ind_interval x;
          ind_status status = ind_decimal_interval (printed, printed.decimals, IND_QUALIFIER_NONE,
                                                    modes[k], 0, &x);
          exact_assert (status == IND_OK
                            && exact_compare_decimal (x.low, value, decimals, 0, 0, 0) <= 0
                            && exact_compare_decimal (x.high, value, decimals, 0, 0, 0) >= 0,
                        "%lde-%d, printed as {%ld, %d} in mode %s, is not in [%.17g, %.17g]",
                        (long) value, decimals, (long) printed.mantissa, (int) printed.decimals,
                        ind_rounding_name (modes[k]), x.low, x.high);
        }
    }
}
END_TEST

START_TEST (test_names)
{
  static const char *const roundings[]
      = { "nearest", "truncated", "any", "half_up", "half_even", "up" };
  static const char *const qualifiers[]
      = { "", "exact", "approx", "over", "under", "at_least", "at_most", "estimate" };
  ind_rounding rounding;
  ind_qualifier qualifier;
  size_t i;

  for (i = 0; i < sizeof roundings / sizeof roundings[0]; i++)
    {
      ck_assert_str_eq (ind_rounding_name ((ind_rounding) i), roundings[i]);
      ck_assert_int_eq (ind_rounding_read (roundings[i], strlen (roundings[i]), &rounding), IND_OK);
      ck_assert_uint_eq (rounding, i);
    }
  for (i = 0; i < sizeof qualifiers / sizeof qualifiers[0]; i++)
    {
      ck_assert_str_eq (ind_qualifier_name ((ind_qualifier) i), qualifiers[i]);
      ck_assert_int_eq (ind_qualifier_read (qualifiers[i], strlen (qualifiers[i]), &qualifier),
                        IND_OK);
      ck_assert_uint_eq (qualifier, i);
    }
  ck_assert_str_eq (ind_rounding_name ((ind_rounding) 6), "?");
  ck_assert_str_eq (ind_rounding_name ((ind_rounding) -1), "?");
  ck_assert_str_eq (ind_qualifier_name ((ind_qualifier) 8), "?");
  ck_assert_int_eq (ind_rounding_read ("Nearest", 7, &rounding), IND_OK);
  ck_assert_int_eq (ind_rounding_read ("near", 4, &rounding), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_rounding_read ("", 0, &rounding), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_rounding_read ("any", 3, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_qualifier_read ("at least", 8, &qualifier), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_qualifier_read (NULL, 1, &qualifier), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_qualifier_read (NULL, 0, &qualifier), IND_OK);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("rounding");
  tcase_add_test (tests, test_readings);
  tcase_add_test (tests, test_scale);
  tcase_add_test (tests, test_domain);
  tcase_add_test (tests, test_scrutiny_unround);
  tcase_add_test (tests, test_xbrl_facts);
  tcase_add_test (tests, test_xbrl_calculations);
  tcase_add_test (tests, test_arelle_truncation);
  tcase_add_test (tests, test_grim);
  tcase_add_test (tests, test_print_and_read_back);
  tcase_add_test (tests, test_names);
  return suite_run (tests, "rounding");
}
