/* SPDX-License-Identifier: GPL-3.0-or-later
 * Texts kept together. */
#include "base/pool.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/failing_memory.h"
#include "support/suite.h"

#define MANY 3000

/* Text k: its length runs from 0 to more than the first block has. */
static size_t
make (size_t k, char text[4096])
{
  size_t length = k * 37 % 4000;

  memset (text, 'a' + (int) (k % 26), length);
  return length;
}

static void
expect (const char *copy, size_t k)
{
  static char text[4096];
  size_t length = make (k, text);

  ck_assert_msg (memcmp (copy, text, length) == 0 && copy[length] == '\0',
                 "text %zu is not what was kept", k);
}

/* Each stays where it is. */
START_TEST (test_copies)
{
  static char *copy[MANY], text[4096];
  ind__pool pool = { 0 };
  size_t k;

  for (k = 0; k < MANY; k++)
    {
      copy[k] = ind__pool_copy (&pool, text, make (k, text));
      ck_assert_ptr_nonnull (copy[k]);
    }
  for (k = 0; k < MANY; k++)
    expect (copy[k], k);
  ck_assert_uint_lt (failing_memory_blocks (), 20);
  ind__pool_free (&pool);
  ck_assert_uint_eq (failing_memory_blocks (), 0);
  ind__pool_free (&pool);
}
END_TEST

/* Numbers between texts stand where numbers may. */
START_TEST (test_room)
{
  static double *number[MANY];
  static char *copy[MANY], text[4096];
  ind__pool pool = { 0 };
  size_t k, i;

  for (k = 0; k < MANY; k++)
    {
      copy[k] = ind__pool_copy (&pool, text, make (k, text));
      number[k] = ind__pool_room (&pool, (k % 7) * sizeof *number[k]);
      ck_assert_ptr_nonnull (copy[k]);
      ck_assert_ptr_nonnull (number[k]);
      ck_assert_uint_eq ((uintptr_t) number[k] % 16, 0);
      for (i = 0; i < k % 7; i++)
        number[k][i] = (double) (10 * k + i);
    }
  for (k = 0; k < MANY; k++)
    {
      expect (copy[k], k);
      for (i = 0; i < k % 7; i++)
        ck_assert (number[k][i] == (double) (10 * k + i));
    }
  ck_assert_ptr_null (ind__pool_room (&pool, SIZE_MAX));
  ck_assert_ptr_null (ind__pool_room (&pool, SIZE_MAX - 24));
  ind__pool_free (&pool);
}
END_TEST

START_TEST (test_any_length)
{
  ind__pool pool = { 0 };
  size_t large = (size_t) 10 << 20;
  char *bytes = malloc (large), *copy;

  ck_assert_ptr_nonnull (bytes);
  memset (bytes, 'x', large);
  ck_assert_str_eq (ind__pool_copy (&pool, NULL, 0), "");
  copy = ind__pool_copy (&pool, bytes, large);
  ck_assert_ptr_nonnull (copy);
  ck_assert (memcmp (copy, bytes, large) == 0 && copy[large] == '\0');
  ck_assert_uint_eq (strlen (ind__pool_copy (&pool, bytes, 1023)), 1023);
  ck_assert_ptr_null (ind__pool_copy (&pool, bytes, SIZE_MAX));
  ck_assert_ptr_null (ind__pool_copy (&pool, bytes, SIZE_MAX - 1));
  ck_assert_ptr_null (ind__pool_copy (&pool, bytes, SIZE_MAX - 24));
  ind__pool_free (&pool);
  free (bytes);
}
END_TEST

START_TEST (test_taking)
{
  ind__pool pool = { 0 }, other = { 0 }, none = { 0 };
  char text[4096], *copy[40];
  size_t k;

  for (k = 0; k < 40; k++)
    copy[k] = ind__pool_copy (k % 2 == 0 ? &pool : &other, text, make (k, text));
  ind__pool_take (&pool, &other);
  ind__pool_take (&pool, &none);
  ind__pool_free (&other);
  ind__pool_take (&none, &pool);
  ind__pool_free (&pool);
  ck_assert_ptr_nonnull (ind__pool_copy (&none, "b", 1));
  for (k = 0; k < 40; k++)
    expect (copy[k], k);
  ind__pool_free (&none);
  ck_assert_uint_eq (failing_memory_blocks (), 0);
}
END_TEST

START_TEST (test_memory)
{
  ind__pool pool = { 0 };
  char text[4096], *copy;

  failing_memory_arm (1, 0);
  ck_assert_ptr_null (ind__pool_copy (&pool, "abc", 3));
  ck_assert_uint_eq (failing_memory_disarm (), 1);
  copy = ind__pool_copy (&pool, text, make (5, text));
  failing_memory_arm (1, 0);
  ck_assert_ptr_null (ind__pool_copy (&pool, text, 4000));
  ck_assert_uint_eq (failing_memory_disarm (), 1);
  ck_assert_ptr_nonnull (ind__pool_copy (&pool, "abc", 3));
  expect (copy, 5);
  ind__pool_free (&pool);
  ck_assert_uint_eq (failing_memory_blocks (), 0);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("pool");
  tcase_add_test (tests, test_copies);
  tcase_add_test (tests, test_room);
  tcase_add_test (tests, test_any_length);
  tcase_add_test (tests, test_taking);
  tcase_add_test (tests, test_memory);
  return suite_run (tests, "pool");
}
