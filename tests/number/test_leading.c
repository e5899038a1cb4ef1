/* SPDX-License-Identifier: GPL-3.0-or-later
 * The decimal a text begins with. */
#include "number/leading.h"

#include <stdio.h>
#include <stdlib.h>

#include "support/suite.h"

/* Reads from a block that ends with the padding, which is filled with a byte: what reads beyond
 * is seen by valgrind and others. */
static size_t
read (const char *text, size_t length, size_t most, char padding, ind_decimal *out)
{
  char *block = malloc (length + IND__LEADING_PADDING);
  size_t n;

  ck_assert_ptr_nonnull (block);
  memset (block, padding, length + IND__LEADING_PADDING);
  memcpy (block, text, length);
  n = ind__leading_decimal (block, most, out);
  free (block);
  return n;
}

/* The text is a decimal, the whole of it, as ind_decimal_read has it. */
static void
expect_same (const char *text, char padding)
{
  size_t length = strlen (text);
  ind_decimal own = { -1, -1 }, authority;

  ck_assert_int_eq (ind_decimal_read (text, length, &authority, NULL), IND_OK);
  ck_assert_msg (read (text, length, length, padding, &own) == length
                     && own.mantissa == authority.mantissa
                     && own.decimals == authority.decimals,
                 "\"%s\", with '%c' behind, is read as %lld with %d decimals", text, padding,
                 (long long) own.mantissa, (int) own.decimals);
  if (padding != '.' && !(padding >= '0' && padding <= '9'))
    ck_assert_uint_eq (read (text, length, SIZE_MAX, padding, &own), length);
}

/* Any count of digits before and after the point, read at once or one by one; `most` ends a
 * number that seems to go on. */
START_TEST (test_lengths)
{
  static const char digits[] = "918273645091827364", paddings[] = ",\n.0-x ";
  int n_whole, n_decimals, sign;
  size_t k;

  for (n_whole = 1; n_whole <= IND__MAX_DIGITS; n_whole++)
    for (n_decimals = 0; n_whole + n_decimals <= IND__MAX_DIGITS; n_decimals++)
      for (sign = 0; sign < 2; sign++)
        for (k = 0; paddings[k] != '\0'; k++)
          {
            char text[32];
            snprintf (text, sizeof text, "%s%.*s%s%.*s", sign ? "-" : "", n_whole, digits,
                      n_decimals > 0 ? "." : "", n_decimals, digits + n_whole);
            expect_same (text, paddings[k]);
          }
}
END_TEST

START_TEST (test_zeros)
{
  static const char *const texts[] = { "0", "-0", "0.0", "-0.00", "00012", "000000000012",
                                       "0.00000000000000001", "-00.50", "99999999.99999999",
                                       "-99999999.9999999", "999999999999999999" };
  size_t k;

  for (k = 0; k < sizeof texts / sizeof texts[0]; k++)
    {
      expect_same (texts[k], ',');
      expect_same (texts[k], '7');
    }
}
END_TEST

START_TEST (test_none)
{
  static const char *const texts[]
      = { "", "-", ".", "-.", ".5", "-.5", "5.", "5.,", "5.x", "-5.", "12345678.", "123456789.",
          "--5", "+5", "x", " 5", "1234567890123456789", "0.123456789012345678",
          "123456789.1234567890", "-1234567890.123456789" };
  size_t k;

  for (k = 0; k < sizeof texts / sizeof texts[0]; k++)
    {
      ind_decimal own;
      ck_assert_msg (read (texts[k], strlen (texts[k]), strlen (texts[k]), ',', &own) == 0,
                     "\"%s\" is taken for a number", texts[k]);
    }
}
END_TEST

START_TEST (test_part)
{
  ind_decimal own;

  ck_assert_uint_eq (read ("12.5.7", 6, 6, ',', &own), 4);
  ck_assert_int_eq (own.mantissa, 125);
  ck_assert_int_eq (own.decimals, 1);
  ck_assert_uint_eq (read ("-3-4", 4, 4, ',', &own), 2);
  ck_assert_int_eq (own.mantissa, -3);
  ck_assert_uint_eq (read ("12.5", 4, 2, ',', &own), 2);
  ck_assert_int_eq (own.mantissa, 12);
  ck_assert_int_eq (own.decimals, 0);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("leading");
  tcase_add_test (tests, test_lengths);
  tcase_add_test (tests, test_zeros);
  tcase_add_test (tests, test_none);
  tcase_add_test (tests, test_part);
  return suite_run (tests, "leading");
}
