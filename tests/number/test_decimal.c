/* SPDX-License-Identifier: GPL-3.0-or-later
 * Exact decimals: reading, writing, precision, and the tightest enclosure,
 * compared with exact arithmetic. */
#include "number/decimal.h"

#include <stdio.h>
#include <string.h>

#include "support/exact.h"
#include "support/suite.h"

#define N_RANDOM 100000

static const struct {
  const char *text;
  int64_t mantissa;
  int32_t decimals;
} good[] = {
  { "0", 0, 0 },
  { "-0", 0, 0 },
  { "-0.50", -50, 2 },
  { "+12", 12, 0 },
  { "007", 7, 0 },
  { "50400", 50400, 0 },
  { "26.3412345", 263412345, 7 },
  { "999999999999999999", INT64_C (999999999999999999), 0 },
  { "-999999999.999999999", -INT64_C (999999999999999999), 9 },
  { "0000000000000000000000001", 1, 0 },
  { "0.0000000000000000000000000000000000000001", 1, 40 },
  { "0.0000000000000000000000000000000000000000", 0, 40 },
};

START_TEST (test_read)
{
  size_t i;

  for (i = 0; i < sizeof good / sizeof good[0]; i++)
    {
      ind_decimal number = { 1, 1 };
      ind_error error = { IND_OK, 1, 1, "untouched" };
      ind_status status = ind_decimal_read (good[i].text, strlen (good[i].text), &number, &error);
      ck_assert_msg (status == IND_OK && number.mantissa == good[i].mantissa
                         && number.decimals == good[i].decimals,
                     "\"%s\": status %d, {%lld, %d}", good[i].text, (int) status,
                     (long long) number.mantissa, (int) number.decimals);
      ck_assert_str_eq (error.message, "untouched");
    }
}
END_TEST

START_TEST (test_read_fails)
{
  static const struct {
    const char *text;
    size_t length;
    ind_status status;
    const char *message;
  } bad[] = {
    { "", 0, IND_E_NUMBER, "\"\" is not a number: expected a digit at byte 1" },
    { "-", 1, IND_E_NUMBER, "\"-\" is not a number: expected a digit at byte 2" },
    { "+-1", 3, IND_E_NUMBER, "\"+-1\" is not a number: expected a digit at byte 2" },
    { " 1", 2, IND_E_NUMBER, "\" 1\" is not a number: expected a digit at byte 1" },
    { "1 ", 2, IND_E_NUMBER, "\"1 \" is not a number: expected the end at byte 2" },
    { ".5", 2, IND_E_NUMBER, "\".5\" is not a number: expected a digit at byte 1" },
    { "5.", 2, IND_E_NUMBER, "\"5.\" is not a number: expected a digit after the point at byte 3" },
    { "1,5", 3, IND_E_NUMBER, "\"1,5\" is not a number: expected the end at byte 2" },
    { "1.2.3", 5, IND_E_NUMBER, "\"1.2.3\" is not a number: expected the end at byte 4" },
    { "1e5", 3, IND_E_NUMBER, "\"1e5\" is not a number: expected the end at byte 2" },
    { "0x1", 3, IND_E_NUMBER, "\"0x1\" is not a number: expected the end at byte 2" },
    { "nan", 3, IND_E_NUMBER, "\"nan\" is not a number: expected a digit at byte 1" },
    { "1\0", 2, IND_E_NUMBER, "\"1 \" is not a number: expected the end at byte 2" },
    { "1\xFF", 2, IND_E_NUMBER, "\"1...\" is not a number: expected the end at byte 2" },
    { "1234567890123456789", 19, IND_E_PRECISION,
      "\"1234567890123456789\" has 19 significant digits; at most 18 can be kept" },
    { "1.000000000000000000", 20, IND_E_PRECISION,
      "\"1.000000000000000000\" has 19 significant digits; at most 18 can be kept" },
    { "0.00000000000000000000000000000000000000000", 43, IND_E_PRECISION,
      "\"0.00000000000000000000000000000000000000000\" has 41 decimals; at most 40 can be kept" },
  };
  size_t i;

  for (i = 0; i < sizeof bad / sizeof bad[0]; i++)
    {
      ind_decimal number = { 77, 7 };
      ind_error error;
      ind_status status = ind_decimal_read (bad[i].text, bad[i].length, &number, &error);
      ck_assert_msg (status == bad[i].status && error.status == status, "\"%s\": status %d",
                     bad[i].text, (int) status);
      ck_assert_str_eq (error.message, bad[i].message);
      ck_assert_msg (number.mantissa == 77 && number.decimals == 7, "\"%s\" wrote", bad[i].text);
      ck_assert_int_eq (ind_decimal_read (bad[i].text, bad[i].length, &number, NULL),
                        bad[i].status);
    }
  ck_assert_int_eq (ind_decimal_read (NULL, 1, &(ind_decimal) { 0, 0 }, NULL), IND_E_ARGUMENT);
  ck_assert_int_eq (ind_decimal_read ("1", 1, NULL, NULL), IND_E_ARGUMENT);
}
END_TEST

START_TEST (test_write)
{
  static const struct {
    ind_decimal number;
    const char *text;
  } cases[] = {
    { { 0, 0 }, "0" },
    { { 0, 2 }, "0.00" },
    { { 0, -3 }, "0" },
    { { -50, 2 }, "-0.50" },
    { { 12, -3 }, "12000" },
    { { -12, -3 }, "-12000" },
    { { 50400, 0 }, "50400" },
    { { 5, 1 }, "0.5" },
    { { 123, 2 }, "1.23" },
    { { -INT64_C (999999999999999999), 40 }, "-0.0000000000000000000000999999999999999999" },
    { { -INT64_C (999999999999999999), -40 },
      "-9999999999999999990000000000000000000000000000000000000000" },
    { { INT64_MIN, 0 }, "-9223372036854775808" },
    { { INT64_MIN, -40 }, "-92233720368547758080000000000000000000000000000000000000000" },
    { { INT64_MIN, INT32_MIN }, "-9223372036854775808e+2147483648" },
    { { 1, 41 }, "1e-41" },
  };
  size_t i;

  for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
    {
      char text[64];
      ck_assert_uint_eq (ind_decimal_write (cases[i].number, text), strlen (cases[i].text));
      ck_assert_str_eq (text, cases[i].text);
    }
}
END_TEST

/* A mantissa of 0 to 18 digits, of either sign. */
static int64_t
random_mantissa (exact_random *random)
{
  int64_t mantissa = (int64_t) exact_random_below (random, UINT64_C (1000000000000000000));
  uint64_t n;

  for (n = exact_random_below (random, 19); n > 0; n--)
    mantissa /= 10;
  return exact_random_below (random, 2) == 0 ? mantissa : -mantissa;
}

START_TEST (test_write_then_read)
{
  exact_random random = { 3 };
  size_t i;

  for (i = 0; i < N_RANDOM; i++)
    {
      ind_decimal number
          = { random_mantissa (&random), (int32_t) exact_random_below (&random, 41) };
      ind_decimal again = { 0, 0 };
      char text[64];
      size_t length = ind_decimal_write (number, text);
      ind_status status = ind_decimal_read (text, length, &again, NULL);
      exact_assert (length < 64 && status == IND_OK && again.mantissa == number.mantissa
                        && again.decimals == number.decimals,
                    "{%lld, %d} writes \"%s\", which reads {%lld, %d}", (long long) number.mantissa,
                    (int) number.decimals, text, (long long) again.mantissa, (int) again.decimals);
    }
}
END_TEST

START_TEST (test_precision)
{
  static const struct {
    ind_decimal number;
    int32_t weak, strict;
  } cases[] = {
    { { 50400, 0 }, -2, 0 },    { { 319000, 0 }, -3, 0 }, { { 60, 0 }, 0, 0 },
    { { 100, 0 }, 0, 0 },       { { 1000, 0 }, -3, 0 },   { { 1001, 0 }, 0, 0 },
    { { 550, 2 }, 2, 2 },       { { 500000, 1 }, 1, 1 },  { { -2030, 0 }, -1, 0 },
    { { 0, 0 }, 0, 0 },         { { 12, -3 }, -3, -3 },   { { 1200, -3 }, -5, -3 },
    { { INT64_MIN, 0 }, 0, 0 },
  };
  size_t i;

  for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
    {
      int32_t weak = ind_decimal_precision (cases[i].number, IND_ZEROS_WEAK);
      int32_t strict = ind_decimal_precision (cases[i].number, IND_ZEROS_STRICT);
      ck_assert_msg (weak == cases[i].weak && strict == cases[i].strict, "{%lld, %d}: %d and %d",
                     (long long) cases[i].number.mantissa, (int) cases[i].number.decimals,
                     (int) weak, (int) strict);
    }
}
END_TEST

static void
check_enclosure (ind_decimal number, ind_interval enclosure, int steps)
{
  int64_t m = number.mantissa;
  int d = number.decimals;

  exact_assert (exact_compare_decimal (enclosure.low, m, d, 0, 0, 0) <= 0
                    && exact_compare_decimal (enclosure.high, m, d, 0, 0, 0) >= 0,
                "{%lld, %d} is not in [%a, %a]", (long long) m, d, enclosure.low, enclosure.high);
  exact_assert (exact_compare_decimal (exact_step (enclosure.low, steps), m, d, 0, 0, 0) > 0
                    && exact_compare_decimal (exact_step (enclosure.high, -steps), m, d, 0, 0, 0)
                           < 0,
                "{%lld, %d} has the wider enclosure [%a, %a]", (long long) m, d, enclosure.low,
                enclosure.high);
}

START_TEST (test_enclosure)
{
  exact_random random = { 5 };
  size_t i;

  for (i = 0; i < N_RANDOM; i++)
    {
      int is_usual = i % 2 == 0;
      ind_decimal number = { random_mantissa (&random), 0 };
      number.decimals = is_usual ? (int32_t) exact_random_below (&random, 4)
                                 : (int32_t) exact_random_below (&random, 121) - 60;
      check_enclosure (number, ind_decimal_enclosure (number), 1);
    }
}
END_TEST

START_TEST (test_enclosure_corners)
{
  static const ind_decimal corners[] = {
    { 0, 0 },
    { 0, 60 },
    { 0, -60 },
    { 1, 60 },
    { -1, -60 },
    { INT64_MIN, 60 },
    { INT64_MIN, -60 },
    { INT64_MAX, 0 },
    { INT64_MAX, -60 },
    { INT64_C (1) << 53, 0 },
    { (INT64_C (1) << 53) + 1, 0 },
    { (INT64_C (1) << 53) + 1, 1 },
    { -(INT64_C (1) << 53) - 1, -22 },
    { 1, 22 },
    { 1, 23 },
    { 1, -22 },
    { 1, -23 },
    { 5, 1 },
    { 25, 2 },
    { 33335, 3 },
  };
  size_t i;

  for (i = 0; i < sizeof corners / sizeof corners[0]; i++)
    check_enclosure (corners[i], ind_decimal_enclosure (corners[i]), 1);
  /* Outside the contract: valid all the same. */
  check_enclosure ((ind_decimal) { 7, 100 }, ind_decimal_enclosure ((ind_decimal) { 7, 100 }), 3);
  check_enclosure ((ind_decimal) { -7, -100 }, ind_decimal_enclosure ((ind_decimal) { -7, -100 }),
                   3);
  ck_assert (ind_decimal_enclosure ((ind_decimal) { 1, INT32_MAX }).low >= 0);
  ck_assert (ind_decimal_enclosure ((ind_decimal) { 1, INT32_MIN }).high == INFINITY);
}
END_TEST

/* The bound with an offset, over the whole range of its arguments. */
START_TEST (test_bound)
{
  static const int offsets[] = { -10, -5, 0, 5, 10 };
  exact_random random = { 9 };
  size_t i;

  for (i = 0; i < N_RANDOM; i++)
    {
      ind_decimal number = { random_mantissa (&random), 0 };
      int offset = offsets[exact_random_below (&random, 5)];
      int is_wide = i % 8 == 0;
      int32_t decimals, scale;
      double low, high;

      number.decimals = (int32_t) (is_wide ? exact_random_below (&random, 121) - 60
                                           : exact_random_below (&random, 4));
      decimals = (int32_t) (is_wide ? exact_random_below (&random, 121) - 59
                                    : exact_random_below (&random, 7) - 2);
      scale = (int32_t) (is_wide ? exact_random_below (&random, 121) - 60
                                 : 3 * exact_random_below (&random, 5) - 3);
      low = ind__decimal_bound (number, offset, decimals, scale, -1);
      high = ind__decimal_bound (number, offset, decimals, scale, 1);
      exact_assert (exact_compare_decimal (low, number.mantissa, number.decimals, offset, decimals,
                                           scale)
                            <= 0
                        && exact_compare_decimal (exact_step (low, 1), number.mantissa,
                                                  number.decimals, offset, decimals, scale)
                               > 0
                        && exact_compare_decimal (high, number.mantissa, number.decimals, offset,
                                                  decimals, scale)
                               >= 0
                        && exact_compare_decimal (exact_step (high, -1), number.mantissa,
                                                  number.decimals, offset, decimals, scale)
                               < 0,
                    "({%lld, %d} + %d * 10^-%d) * 10^%d is bounded by %a and %a",
                    (long long) number.mantissa, (int) number.decimals, offset, (int) decimals,
                    (int) scale, low, high);
    }
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("decimal");
  tcase_add_test (tests, test_read);
  tcase_add_test (tests, test_read_fails);
  tcase_add_test (tests, test_write);
  tcase_add_test (tests, test_write_then_read);
  tcase_add_test (tests, test_precision);
  tcase_add_test (tests, test_enclosure);
  tcase_add_test (tests, test_enclosure_corners);
  tcase_add_test (tests, test_bound);
  return suite_run (tests, "decimal");
}
