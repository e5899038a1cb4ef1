/* SPDX-License-Identifier: GPL-3.0-or-later
 * Status codes have distinct names and sentences. */
#include <check.h>
#include <string.h>

#include "indicators.h"
#include "support/suite.h"

START_TEST (test_names_and_messages_are_distinct)
{
  size_t i, j;

  for (i = 0; ind_status_at (i) >= 0; i++)
    for (j = 0; j < i; j++)
      {
        int a = ind_status_at (i), b = ind_status_at (j);
        ck_assert_int_ne (a, b);
        ck_assert_str_ne (ind_status_name (a), ind_status_name (b));
        ck_assert_str_ne (ind_status_message (a), ind_status_message (b));
      }
  ck_assert_uint_gt (i, 1);
}
END_TEST

START_TEST (test_walk_covers_every_code)
{
  int status;
  size_t k, n_named = 0;

  for (status = -1; status < 1000; status++)
    if (strcmp (ind_status_name (status), "IND_E_UNKNOWN") != 0)
      n_named++;
  for (k = 0; ind_status_at (k) >= 0; k++)
    {
      ck_assert_str_ne (ind_status_name (ind_status_at (k)), "IND_E_UNKNOWN");
      if (k > 0)
        ck_assert_int_lt (ind_status_at (k - 1), ind_status_at (k));
    }
  ck_assert_uint_eq (k, n_named);
  ck_assert_int_eq (ind_status_at ((size_t) -1), -1);
}
END_TEST

START_TEST (test_unknown_codes_have_words)
{
  static const int unknown[] = { -1, 1, 99, 103, 299, 901, 1 << 30 };
  size_t i;

  for (i = 0; i < sizeof unknown / sizeof unknown[0]; i++)
    {
      ck_assert_str_eq (ind_status_name (unknown[i]), "IND_E_UNKNOWN");
      ck_assert_ptr_nonnull (strstr (ind_status_message (unknown[i]), "does not know"));
    }
}
END_TEST

START_TEST (test_messages_are_plain_sentences)
{
  size_t k;

  for (k = 0; ind_status_at (k) >= 0; k++)
    {
      const char *message = ind_status_message (ind_status_at (k));
      ck_assert_uint_gt (strlen (message), 0);
      ck_assert_ptr_null (strchr (message, '\n'));
      ck_assert_ptr_null (strstr (message, "IND_"));
    }
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("status");
  tcase_add_test (tests, test_names_and_messages_are_distinct);
  tcase_add_test (tests, test_walk_covers_every_code);
  tcase_add_test (tests, test_unknown_codes_have_words);
  tcase_add_test (tests, test_messages_are_plain_sentences);
  return suite_run (tests, "status");
}
