/* SPDX-License-Identifier: GPL-3.0-or-later
 * Text that grows, and UTF-8. */
#include "base/text.h"

#include <string.h>

#include "base/memory.h"
#include "support/failing_memory.h"
#include "support/suite.h"

START_TEST (test_text_grows)
{
  ind__text text = { 0 };
  int i;

  ind__text_put (&text, "", 0);
  for (i = 0; i < 1000; i++)
    {
      ind__text_put_string (&text, "ab");
      ind__text_put (&text, "cdef", 1);
      ind__text_format (&text, "%03d", i);
    }
  ck_assert_int_eq (text.has_failed, 0);
  ck_assert_uint_eq (text.length, 6000);
  ck_assert_uint_eq (strlen (text.bytes), 6000);
  ck_assert_int_eq (strncmp (text.bytes, "abc000abc001", 12), 0);
  ck_assert_str_eq (text.bytes + 5994, "abc999");
  ind__text_free (&text);
  ck_assert_ptr_null (text.bytes);
}
END_TEST

START_TEST (test_whole_numbers)
{
  ind__text text = { 0 };

  ind__text_put_whole (&text, 0);
  ind__text_put_string (&text, " ");
  ind__text_put_whole (&text, 1234567890);
  ind__text_put_string (&text, " ");
  ind__text_put_whole (&text, UINT64_MAX);
  ck_assert_str_eq (text.bytes, "0 1234567890 18446744073709551615");
  ind__text_free (&text);
}
END_TEST

START_TEST (test_text_stays_failed)
{
  ind__text text = { 0 };

  ind__text_put_string (&text, "kept");
  failing_memory_arm (1, 0);
  ind__text_format (&text, "%1000d", 1);
  ck_assert_uint_eq (failing_memory_disarm (), 1);
  ck_assert_int_eq (text.has_failed, 1);
  ind__text_put_string (&text, "more");
  ck_assert_str_eq (text.bytes, "kept");
  ind__text_free (&text);
  ind__text_put (&text, "x", (size_t) -1);
  ck_assert_int_eq (text.has_failed, 1);
  ind__text_free (&text);
  ck_assert_uint_eq (failing_memory_blocks (), 0);
}
END_TEST

START_TEST (test_copy)
{
  char *copy = ind__text_copy ("abcdef", 3), *empty = ind__text_copy (NULL, 0);

  ck_assert_str_eq (copy, "abc");
  ck_assert_str_eq (empty, "");
  ck_assert_ptr_null (ind__text_copy ("", (size_t) -1));
  ind__release (copy);
  ind__release (empty);
}
END_TEST

/* The table of well-formed byte sequences: Unicode 15, table 3-7. */
START_TEST (test_utf8)
{
  static const struct {
    const char *bytes;
    size_t length, n_valid;
  } cases[] = {
    { "", 0, 0 },
    { "plain", 5, 5 },
    { "a\0b", 3, 3 },
    { "\xC2\x80", 2, 2 },
    { "\xC1\x80", 2, 0 },              /* a longer form of ASCII */
    { "\xDF\xBF", 2, 2 },
    { "\xE0\xA0\x80", 3, 3 },
    { "\xE0\x9F\xBF", 3, 0 },
    { "\xED\x9F\xBF", 3, 3 },
    { "\xED\xA0\x80", 3, 0 },          /* a surrogate */
    { "\xEE\x80\x80", 3, 3 },
    { "\xEF\xBB\xBF", 3, 3 },          /* the byte order mark is a character */
    { "\xF0\x90\x80\x80", 4, 4 },
    { "\xF0\x8F\xBF\xBF", 4, 0 },
    { "\xF4\x8F\xBF\xBF", 4, 4 },
    { "\xF4\x90\x80\x80", 4, 0 },      /* beyond U+10FFFF */
    { "\xF5\x80\x80\x80", 4, 0 },
    { "\xFF", 1, 0 },
    { "\x80", 1, 0 },
    { "t\xE1\xBB\xB7", 4, 4 },
    { "t\xE1\xBB", 3, 1 },             /* cut short */
    { "t\xE1\xBBx", 4, 1 },
    { "t\xE1xy", 4, 1 },
    { "\xF0\x9F\x98z", 4, 0 },
    { "ok\xF0\x9F", 4, 2 }
  };
  size_t i;

  for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
    ck_assert_msg (ind__utf8_valid (cases[i].bytes, cases[i].length) == cases[i].n_valid,
                   "case %zu: %zu", i, ind__utf8_valid (cases[i].bytes, cases[i].length));
}
END_TEST

/* Wherever a byte stands, it is seen, and nothing behind the end. */
START_TEST (test_survey)
{
  char bytes[220];
  size_t length, at;

  for (length = 0; length < 210; length += length < 140 ? 1 : 7)
    {
      memset (bytes, 'a', sizeof bytes);
      memset (bytes + length, 0, sizeof bytes - length);
      ck_assert_uint_eq (ind__survey (bytes, length), 0);
      for (at = 0; at < length; at++)
        {
          bytes[at] = '"';
          ck_assert_uint_eq (ind__survey (bytes, length), IND__HAS_QUOTE);
          bytes[at] = '\0';
          ck_assert_uint_eq (ind__survey (bytes, length), IND__HAS_NUL);
          bytes[at] = (char) 0x80;
          ck_assert_uint_eq (ind__survey (bytes, length), IND__HAS_NON_ASCII);
          bytes[length - 1] = '"';
          ck_assert_uint_eq (ind__survey (bytes, length),
                             at == length - 1 ? IND__HAS_QUOTE
                                              : IND__HAS_QUOTE | IND__HAS_NON_ASCII);
          bytes[at] = bytes[length - 1] = 'a';
        }
    }
}
END_TEST

START_TEST (test_characters)
{
  int c;

  for (c = 0; c < 256; c++)
    {
      char lower = ind__lower ((char) c);
      ck_assert_int_eq (lower, (char) (c >= 'A' && c <= 'Z' ? c + 32 : c));
      ck_assert_int_eq (ind__is_digit ((char) c), c >= '0' && c <= '9');
    }
}
END_TEST

START_TEST (test_equal_ignoring_case)
{
  ck_assert_int_eq (ind__equal_ignoring_case ("Obs_Value", 9, "OBS_VALUE"), 1);
  ck_assert_int_eq (ind__equal_ignoring_case ("OBS_VALUES", 9, "obs_value"), 1);
  ck_assert_int_eq (ind__equal_ignoring_case ("OBS", 3, "OBS_VALUE"), 0);
  ck_assert_int_eq (ind__equal_ignoring_case ("OBS_VALUE", 9, "OBS"), 0);
  ck_assert_int_eq (ind__equal_ignoring_case ("", 0, ""), 1);
  ck_assert_int_eq (ind__equal_ignoring_case ("a\0", 2, "a"), 0);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("text");
  tcase_add_test (tests, test_text_grows);
  tcase_add_test (tests, test_whole_numbers);
  tcase_add_test (tests, test_text_stays_failed);
  tcase_add_test (tests, test_copy);
  tcase_add_test (tests, test_utf8);
  tcase_add_test (tests, test_survey);
  tcase_add_test (tests, test_characters);
  tcase_add_test (tests, test_equal_ignoring_case);
  return suite_run (tests, "text");
}
