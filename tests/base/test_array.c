/* SPDX-License-Identifier: GPL-3.0-or-later
 * Arrays that grow, and the allocation hook. */
#include <stdint.h>

#include "base/memory.h"
#include "indicators.h"
#include "support/failing_memory.h"
#include "support/suite.h"

START_TEST (test_new_array)
{
  size_t before = failing_memory_blocks ();
  int *none = ind__new_array (0, sizeof *none), *some = ind__new_array (7, sizeof *some);

  ck_assert_ptr_nonnull (none);
  ck_assert_ptr_nonnull (some);
  none[0] = 1;
  some[6] = 2;
  ck_assert_ptr_null (ind__new_array (SIZE_MAX / 2, 4));
  ind__release (none);
  ind_free (some);
  ind_free (NULL);
  ck_assert_uint_eq (failing_memory_blocks (), before);
}
END_TEST

START_TEST (test_new_zeroed)
{
  unsigned char *block = ind__new_zeroed (100);
  size_t i;

  ck_assert_ptr_nonnull (block);
  for (i = 0; i < 100; i++)
    ck_assert_uint_eq (block[i], 0);
  ind__release (block);
}
END_TEST

START_TEST (test_grow_keeps_content)
{
  uint32_t *array = NULL;
  size_t capacity = 0, i, n_moves = 0;

  for (i = 0; i < 100000; i++)
    {
      size_t before = capacity;
      ck_assert_int_eq (ind__grow (&array, &capacity, i + 1, sizeof *array), 1);
      n_moves += capacity != before;
      array[i] = (uint32_t) i;
    }
  for (i = 0; i < 100000; i++)
    ck_assert_uint_eq (array[i], i);
  ck_assert_uint_lt (n_moves, 40); /* geometric */
  ck_assert_uint_ge (capacity, 100000);
  ind__release (array);
}
END_TEST

START_TEST (test_grow_fails_whole)
{
  uint64_t *array = NULL;
  uint64_t *held;
  size_t capacity = 0, held_capacity;

  ck_assert_int_eq (ind__grow (&array, &capacity, 8, sizeof *array), 1);
  ck_assert_uint_ge (capacity, 8);
  array[7] = 77;
  held = array;
  held_capacity = capacity;
  failing_memory_arm (1, 1);
  ck_assert_int_eq (ind__grow (&array, &capacity, 1000, sizeof *array), 0);
  ck_assert_uint_eq (failing_memory_disarm (), 1);
  ck_assert_ptr_eq (array, held);
  ck_assert_uint_eq (capacity, held_capacity);
  ck_assert_int_eq (ind__grow (&array, &capacity, SIZE_MAX / 8 + 1, sizeof *array), 0);
  ck_assert_int_eq (ind__grow (&array, &capacity, SIZE_MAX, 1), 0);
  ck_assert_uint_eq (array[7], 77);
  ind__release (array);
}
END_TEST

START_TEST (test_allocations_fail_on_demand)
{
  void *first, *second;

  failing_memory_arm (2, 0);
  first = ind__new_array (1, 1);
  ck_assert_ptr_nonnull (first);
  ck_assert_ptr_null (ind__new_zeroed (1));
  second = ind__new_array (1, 1);
  ck_assert_ptr_nonnull (second);
  ck_assert_uint_eq (failing_memory_disarm (), 1);
  failing_memory_arm (1, 1);
  ck_assert_ptr_null (ind__new_array (1, 1));
  ck_assert_ptr_null (ind__new_array (1, 1));
  ck_assert_uint_eq (failing_memory_disarm (), 2);
  ind__release (first);
  ind__release (second);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("array");
  tcase_add_test (tests, test_new_array);
  tcase_add_test (tests, test_new_zeroed);
  tcase_add_test (tests, test_grow_keeps_content);
  tcase_add_test (tests, test_grow_fails_whole);
  tcase_add_test (tests, test_allocations_fail_on_demand);
  return suite_run (tests, "array");
}
