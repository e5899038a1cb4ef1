/* SPDX-License-Identifier: GPL-3.0-or-later
 * A dictionary of strings. */
#include "base/strings.h"

#include <stdio.h>
#include <string.h>

#include "support/failing_memory.h"
#include "support/suite.h"

START_TEST (test_each_string_once)
{
  ind__strings strings = { 0 };
  uint32_t empty, a, ab;

  ck_assert_uint_eq (ind__strings_find (&strings, "a", 1), IND__NO_STRING);
  empty = ind__strings_add (&strings, "", 0);
  a = ind__strings_add (&strings, "abc", 1);
  ab = ind__strings_add (&strings, "abc", 2);
  ck_assert_uint_eq (empty, 0);
  ck_assert_uint_eq (a, 1);
  ck_assert_uint_eq (ab, 2);
  ck_assert_uint_eq (ind__strings_add (&strings, "ab", 2), ab);
  ck_assert_uint_eq (ind__strings_add (&strings, NULL, 0), empty);
  ck_assert_uint_eq (ind__strings_find (&strings, "a", 1), a);
  ck_assert_uint_eq (ind__strings_find (&strings, "abc", 3), IND__NO_STRING);
  ck_assert_str_eq (ind__strings_at (&strings, ab), "ab");
  ind__strings_free (&strings);
  ck_assert_uint_eq (strings.count, 0);
}
END_TEST

/* A string is its bytes and its length, NULs included. */
START_TEST (test_any_bytes)
{
  ind__strings strings = { 0 };
  uint32_t nul, prefix, high;

  nul = ind__strings_add (&strings, "a\0b", 3);
  prefix = ind__strings_add (&strings, "a", 1);
  high = ind__strings_add (&strings, "\xFF\xFE", 2);
  ck_assert_uint_eq (strings.count, 3);
  ck_assert_uint_eq (ind__strings_length (&strings, nul), 3);
  ck_assert_uint_eq (ind__strings_length (&strings, prefix), 1);
  ck_assert_uint_eq (ind__strings_length (&strings, high), 2);
  ck_assert_int_eq (memcmp (ind__strings_at (&strings, nul), "a\0b", 4), 0);
  ck_assert_uint_eq (ind__strings_find (&strings, "a\0b", 3), nul);
  ck_assert_uint_eq (ind__strings_find (&strings, "a\0", 2), IND__NO_STRING);
  ind__strings_free (&strings);
}
END_TEST

/* Looking for a long string compares nothing beyond the short ones that are
 * there; the address sanitizer sees it. */
START_TEST (test_long_against_short)
{
  ind__strings strings = { 0 };
  size_t length;
  uint32_t i;
  char text[4];

  for (i = 0; i < 26; i++)
    {
      snprintf (text, sizeof text, "%c", (char) ('a' + i));
      ck_assert_uint_eq (ind__strings_add (&strings, text, 1), i);
    }
  for (length = 2; length < 3000; length++)
    {
      char *wanted = malloc (length);
      ck_assert_ptr_nonnull (wanted);
      memset (wanted, 'a' + (int) (length % 26), length);
      ck_assert_uint_eq (ind__strings_find (&strings, wanted, length), IND__NO_STRING);
      free (wanted);
    }
  ind__strings_free (&strings);
}
END_TEST

START_TEST (test_long)
{
  ind__strings strings = { 0 };
  size_t length = 3000000;
  char *text = malloc (length);
  uint32_t id;

  ck_assert_ptr_nonnull (text);
  memset (text, 'x', length);
  ck_assert_uint_eq (ind__strings_add (&strings, "x", 1), 0);
  id = ind__strings_add (&strings, text, length);
  ck_assert_uint_eq (id, 1);
  ck_assert_uint_eq (ind__strings_add (&strings, "y", 1), 2);
  ck_assert_uint_eq (ind__strings_length (&strings, id), length);
  ck_assert_int_eq (memcmp (ind__strings_at (&strings, id), text, length), 0);
  ck_assert_uint_eq (ind__strings_find (&strings, text, length), id);
  ck_assert_uint_eq (ind__strings_find (&strings, text, length - 1), IND__NO_STRING);
  ck_assert_uint_eq (strings.count, 3);
  free (text);
  ind__strings_free (&strings);
}
END_TEST

START_TEST (test_append)
{
  ind__strings strings = { 0 };
  char text[16];
  uint32_t i;

  ck_assert_uint_eq (ind__strings_append (&strings, "a", 1), 0);
  ck_assert_uint_eq (ind__strings_find (&strings, "a", 1), IND__NO_STRING);
  ck_assert_uint_eq (ind__strings_append (&strings, "a", 1), 1);
  ck_assert_uint_eq (ind__strings_add (&strings, "a", 1), 2);
  ck_assert_uint_eq (ind__strings_append (&strings, "a", 1), 3);
  ck_assert_uint_eq (ind__strings_find (&strings, "a", 1), 2);
  ck_assert_uint_eq (ind__strings_append (&strings, NULL, 0), 4);
  ck_assert_str_eq (ind__strings_at (&strings, 4), "");
  for (i = 0; i < 1000; i++)
    {
      size_t length = (size_t) snprintf (text, sizeof text, "s%u", i / 2);
      ck_assert_uint_eq (i % 2 == 0 ? ind__strings_add (&strings, text, length)
                                    : ind__strings_append (&strings, text, length),
                         i + 5);
      ck_assert_str_eq (ind__strings_at (&strings, i + 5), text);
      ck_assert_uint_eq (ind__strings_find (&strings, text, length), i / 2 * 2 + 5);
    }
  ind__strings_free (&strings);
}
END_TEST

START_TEST (test_many)
{
  ind__strings strings = { 0 };
  char text[16];
  uint32_t i;

  for (i = 0; i < 20000; i++)
    {
      int length = snprintf (text, sizeof text, "s%u", i);
      ck_assert_uint_eq (ind__strings_add (&strings, text, (size_t) length), i);
    }
  for (i = 0; i < 20000; i++)
    {
      int length = snprintf (text, sizeof text, "s%u", i);
      ck_assert_uint_eq (ind__strings_find (&strings, text, (size_t) length), i);
      ck_assert_str_eq (ind__strings_at (&strings, i), text);
      ck_assert_uint_eq (ind__strings_length (&strings, i), (size_t) length);
      ck_assert_uint_eq (ind__strings_add (&strings, text, (size_t) length), i);
    }
  ck_assert_uint_eq (ind__strings_find (&strings, "s20000", 6), IND__NO_STRING);
  ind__strings_free (&strings);
}
END_TEST

/* Wherever memory runs out, what was there is still there. */
START_TEST (test_memory_runs_out)
{
  size_t n;

  for (n = 1; n < 100; n++)
    {
      ind__strings strings = { 0 };
      char text[16];
      uint32_t i, n_kept = 0;
      size_t n_failed;

      failing_memory_arm (n, 1);
      for (i = 0; i < 300; i++)
        {
          int length = snprintf (text, sizeof text, "string %u", i);
          if (ind__strings_add (&strings, text, (size_t) length) == IND__NO_STRING)
            break;
          n_kept++;
        }
      n_failed = failing_memory_disarm ();
      for (i = 0; i < n_kept; i++)
        {
          int length = snprintf (text, sizeof text, "string %u", i);
          ck_assert_uint_eq (ind__strings_find (&strings, text, (size_t) length), i);
        }
      ind__strings_free (&strings);
      ck_assert_uint_eq (failing_memory_blocks (), 0);
      if (n_failed == 0)
        {
          ck_assert_uint_eq (n_kept, 300);
          return;
        }
    }
  ck_abort_msg ("the loop never ended");
}
END_TEST

/* One failure does no harm: adding the string again succeeds. */
START_TEST (test_memory_runs_out_once)
{
  size_t n;

  for (n = 1; n < 100; n++)
    {
      ind__strings strings = { 0 };
      char text[16];
      uint32_t i;
      size_t n_failed;

      failing_memory_arm (n, 0);
      for (i = 0; i < 300; i++)
        {
          size_t length = (size_t) snprintf (text, sizeof text, "string %u", i);
          uint32_t id = ind__strings_add (&strings, text, length);
          if (id == IND__NO_STRING)
            {
              ck_assert_uint_eq (ind__strings_find (&strings, text, length), IND__NO_STRING);
              id = ind__strings_add (&strings, text, length);
            }
          ck_assert_uint_eq (id, i);
        }
      n_failed = failing_memory_disarm ();
      ck_assert_uint_eq (strings.count, 300);
      ind__strings_free (&strings);
      ck_assert_uint_eq (failing_memory_blocks (), 0);
      if (n_failed == 0)
        return;
    }
  ck_abort_msg ("the loop never ended");
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("strings");
  tcase_add_test (tests, test_each_string_once);
  tcase_add_test (tests, test_any_bytes);
  tcase_add_test (tests, test_long_against_short);
  tcase_add_test (tests, test_long);
  tcase_add_test (tests, test_append);
  tcase_add_test (tests, test_many);
  tcase_add_test (tests, test_memory_runs_out);
  tcase_add_test (tests, test_memory_runs_out_once);
  return suite_run (tests, "strings");
}
