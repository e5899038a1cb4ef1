/* SPDX-License-Identifier: GPL-3.0-or-later
 * Filling the caller's ind_error. */
#include "base/error.h"

#include <string.h>

#include "base/text.h"
#include "support/suite.h"

START_TEST (test_fills_every_member)
{
  ind_error error;

  memset (&error, 0xAA, sizeof error);
  ck_assert_int_eq (ind__fail (&error, IND_E_CSV, 12, 3, "\"%s\" is not a number", "1,2o4"),
                    IND_E_CSV);
  ck_assert_int_eq (error.status, IND_E_CSV);
  ck_assert_uint_eq (error.record, 12);
  ck_assert_uint_eq (error.field, 3);
  ck_assert_str_eq (error.message, "\"1,2o4\" is not a number");
}
END_TEST

START_TEST (test_error_may_be_null)
{
  ck_assert_int_eq (ind__fail (NULL, IND_E_RULE, 1, 1, "%s", "x"), IND_E_RULE);
  ck_assert_int_eq (ind__fail_memory (NULL), IND_E_MEMORY);
}
END_TEST

START_TEST (test_memory)
{
  ind_error error = { 0 };

  ck_assert_int_eq (ind__fail_memory (&error), IND_E_MEMORY);
  ck_assert_int_eq (error.status, IND_E_MEMORY);
  ck_assert_uint_eq (error.record, 0);
  ck_assert_uint_gt (strlen (error.message), 0);
}
END_TEST

/* Whatever the bytes in front of it, a message cut short stays valid UTF-8. */
START_TEST (test_long_message_is_cut_between_characters)
{
  char text[400];
  size_t shift;

  for (shift = 0; shift < 8; shift++)
    {
      ind_error error;
      size_t length, i = 0;
      memset (text, 'a', shift);
      for (i = shift; i + 3 < sizeof text; i += 3)
        memcpy (text + i, "\xE1\xBB\xB7", 3); /* U+1EF7, as in a Vietnamese unit */
      text[i] = '\0';
      ind__fail (&error, IND_E_UNIT, 0, 0, "%s", text);
      length = strlen (error.message);
      ck_assert_uint_lt (length, sizeof error.message);
      ck_assert_uint_gt (length, sizeof error.message - 8);
      ck_assert_str_eq (error.message + length - 3, "...");
      ck_assert_uint_eq (ind__utf8_valid (error.message, length), length);
    }
}
END_TEST

/* So do texts within the message that a format cuts short. */
START_TEST (test_message_is_utf8)
{
  ind_error error;

  ind__fail (&error, IND_E_RULE, 0, 0, "%.1s, %.3s, %.5s.", "Đ", "Đình", "Lộc");
  ck_assert_str_eq (error.message, "?, Đ?, Lộc.");
  ind__fail (&error, IND_E_RULE, 0, 0, "%s%s", "\xFFx\xC4", "");
  ck_assert_str_eq (error.message, "?x?");
}
END_TEST

START_TEST (test_message_that_just_fits_is_whole)
{
  char text[256];
  ind_error error;

  memset (text, 'x', 255);
  text[255] = '\0';
  ind__fail (&error, IND_E_UNIT, 0, 0, "%s", text);
  ck_assert_str_eq (error.message, text);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("error");
  tcase_add_test (tests, test_fills_every_member);
  tcase_add_test (tests, test_error_may_be_null);
  tcase_add_test (tests, test_memory);
  tcase_add_test (tests, test_long_message_is_cut_between_characters);
  tcase_add_test (tests, test_message_is_utf8);
  tcase_add_test (tests, test_message_that_just_fits_is_whole);
  return suite_run (tests, "error");
}
