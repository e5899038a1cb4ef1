/* SPDX-License-Identifier: GPL-3.0-or-later
 * The shortest decimal that reads back as a binary floating-point number. */
#include "number/shortest.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/suite.h"

#define N(array) (sizeof array / sizeof array[0])

static void
write_number (ind_decimal number, char text[64])
{
  snprintf (text, 64, "%" PRId64 "e%d", number.mantissa, -(int) number.decimals);
}

/* Shortest decimals as Python's repr has them. */
START_TEST (test_double)
{
  static const struct {
    double x;
    const char *text;
    int n_digits;
  } cases[] = {
    { 0, "0e0", 1 },
    { -0.0, "0e0", 1 },
    { 21.57, "2157e-2", 4 },
    { -60530, "-6053e1", 4 },
    { 1e15, "1e15", 1 },
    { 1e22, "1e22", 1 },
    { 5e-7, "5e-7", 1 },
    { 123456789012345.0, "123456789012345e0", 15 },
    { 0.1 + 0.2, "30000000000000004e-17", 17 },
    { 1.0 / 3, "3333333333333333e-16", 16 },
    { 9007199254740993.0, "9007199254740992e0", 16 },
    { 36028797018963968.0, "3602879701896397e1", 16 },
    { 1.7976931348623157e308, "17976931348623157e292", 17 },
    { 2.2250738585072014e-308, "22250738585072014e-324", 17 },
    { 4.9406564584124654e-324, "49406564584124654e-340", 17 },
  };
  size_t i;

  for (i = 0; i < N (cases); i++)
    {
      ind_decimal number;
      char text[64];
      int n_digits = ind__shortest_double (cases[i].x, &number);
      write_number (number, text);
      ck_assert_str_eq (text, cases[i].text);
      ck_assert_int_eq (n_digits, cases[i].n_digits);
    }
}
END_TEST

START_TEST (test_float)
{
  static const struct {
    float x;
    const char *text;
    int n_digits;
  } cases[] = {
    { 0, "0e0", 1 },
    { 26.34f, "2634e-2", 4 },
    { -0.1f, "-1e-1", 1 },
    { 0.1f + 0.7f, "8e-1", 1 },
    { 16777216.0f, "16777216e0", 8 },
    { 1.0f / 3, "33333334e-8", 8 },
    { 3.40282347e38f, "34028235e31", 8 },
  };
  size_t i;

  for (i = 0; i < N (cases); i++)
    {
      ind_decimal number;
      char text[64];
      int n_digits = ind__shortest_float (cases[i].x, &number);
      write_number (number, text);
      ck_assert_str_eq (text, cases[i].text);
      ck_assert_int_eq (n_digits, cases[i].n_digits);
    }
}
END_TEST

/* Whatever was printed with up to 15 digits comes back as it was, and every double
 * reads back: strtod, in the C locale, is right in the C libraries in use. */
START_TEST (test_read_back)
{
  uint64_t state = 88172645463325252u;
  int i;

  for (i = 0; i < 100000; i++)
    {
      ind_decimal number;
      char text[64];
      int n_digits, places;
      double x;
      state ^= state << 13;
      state ^= state >> 7;
      state ^= state << 17;
      places = (int) (state % 20);
      snprintf (text, sizeof text, "%" PRIu64 "e-%d", state / 1000 % UINT64_C (1000000000000000),
                places);
      x = strtod (text, NULL);
      n_digits = ind__shortest_double (x, &number);
      ck_assert_int_le (n_digits, IND__DOUBLE_DIGITS);
      write_number (number, text);
      ck_assert (strtod (text, NULL) == x);
      x = ldexp ((double) (state >> 11), (int) (state % 200) - 150);
      ind__shortest_double (x, &number);
      write_number (number, text);
      ck_assert (strtod (text, NULL) == x);
      ind__shortest_float ((float) x, &number);
      write_number (number, text);
      ck_assert (strtof (text, NULL) == (float) x);
    }
}
END_TEST

/* The first of 15 to 17 digits that reads back, as printf and strtod have it. */
static void
write_plainly (double x, char text[40])
{
  int precision;

  for (precision = 15; precision <= 17; precision++)
    {
      snprintf (text, 40, "%.*g", precision, x == 0 ? 0.0 : x);
      if (strtod (text, NULL) == x)
        break;
    }
}

static void
expect_written (double x)
{
  char text[32], expected[40];
  size_t length = ind__double_write (x, text);

  write_plainly (x, expected);
  if (length == 0 && (fabs (x) < 1e-9 || fabs (x) >= 1e15))
    return;
  if (strcmp (text, expected) != 0 || length != strlen (expected))
    ck_abort_msg ("%s (%zu bytes) is not %s", text, length, expected);
}

START_TEST (test_written)
{
  static const double special[]
      = { 0, -0.0, 1, -1, 0.5, 21.57, -60530, 1e15, 1e16, 1e17, 999999999999999, 9999999999999998,
          1e22, 5e-7, 1e-4, 0.0001234, 9.9999999999999995e-5, 0.1 + 0.2, 1.0 / 3, 2.0 / 3,
          9007199254740993.0, 36028797018963968.0, 984262172.4749999, 529712.5700000001,
          414289.51999999996, 0.9999999999999999, 1.7976931348623157e308, 2.2250738585072014e-308,
          4.9406564584124654e-324, 123456789012345678.0 };
  uint64_t state = 88172645463325252u;
  double power;
  size_t i;
  int k, j;

  for (i = 0; i < N (special); i++)
    expect_written (special[i]);
  /* Doubles about powers of two and of ten. */
  for (k = -70; k <= 70; k++)
    for (j = -3; j <= 3; j++)
      {
        power = ldexp (1, k);
        expect_written (power + j * ldexp (1, k - 53));
        power = pow (10, k / 3);
        expect_written (power * (1 + j * ldexp (1, -52)));
      }
  for (i = 0; i < 300000; i++)
    {
      double whole;
      state ^= state << 13;
      state ^= state >> 7;
      state ^= state << 17;
      whole = (double) (int64_t) (state % UINT64_C (100000000000000));
      expect_written (ldexp ((double) (state >> 11), (int) (state % 120) - 110));
      expect_written (whole / pow (10, (double) (state >> 60)));
      expect_written (whole * -1e-4 + 1e-4 * (double) (state >> 60));
    }
}
END_TEST

START_TEST (test_places)
{
  static const struct {
    ind_decimal number;
    int32_t decimals;
    ind_decimal result;
  } cases[] = {
    { { 55, 1 }, 2, { 550, 2 } },
    { { 55, 1 }, 0, { 6, 0 } },
    { { 45, 1 }, 0, { 5, 0 } },
    { { 44999, 4 }, 0, { 4, 0 } },
    { { 2675, 3 }, 2, { 268, 2 } },
    { { 1005, 3 }, 2, { 101, 2 } },
    { { 451, 2 }, 0, { 5, 0 } },
    { { -45, 1 }, 0, { -5, 0 } },
    { { -4501, 3 }, 0, { -5, 0 } },
    { { 6, -4 }, 0, { 60000, 0 } },
    { { 60535, 0 }, -1, { 6054, -1 } },
    { { 5, 10 }, 2, { 0, 2 } },
    { { 5, 10 }, 9, { 1, 9 } },
    { { 49, 11 }, 9, { 0, 9 } },
    { { 5, 300 }, 2, { 0, 2 } },
    { { 0, 0 }, 2, { 0, 2 } },
    { { 7, 0 }, 30, { 700000000000000000, 17 } },
    { { 5, 1 }, -5, { 0, -5 } },
  };
  size_t i;

  for (i = 0; i < N (cases); i++)
    {
      ind_decimal made = ind__decimal_with_places (cases[i].number, cases[i].decimals);
      ck_assert_int_eq (made.mantissa, cases[i].result.mantissa);
      ck_assert_int_eq (made.decimals, cases[i].result.decimals);
    }
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("shortest");
  tcase_add_test (tests, test_double);
  tcase_add_test (tests, test_float);
  tcase_add_test (tests, test_read_back);
  tcase_add_test (tests, test_written);
  tcase_add_test (tests, test_places);
  return suite_run (tests, "shortest");
}
