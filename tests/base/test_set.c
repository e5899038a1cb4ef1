/* SPDX-License-Identifier: GPL-3.0-or-later
 * Sets of numbers. */
#include "base/set.h"

#include <string.h>

#include "support/exact.h"
#include "support/failing_memory.h"
#include "support/suite.h"

/* As an array of truth values has it, at every count about the size of a word. */
START_TEST (test_sets)
{
  exact_random random = { 8 };
  size_t count, k, round;

  for (count = 0; count < 300; count += count < 140 ? 1 : 23)
    for (round = 0; round < 4; round++)
      {
        uint8_t is_in[300] = { 0 };
        ind__set own = { NULL, 0 }, other = { NULL, 0 };
        ck_assert (ind__set_open (&own, count) && ind__set_open (&other, count));
        for (k = 0; k < count; k++)
          if (exact_random_below (&random, 40) >= round * 13 || round == 0)
            {
              is_in[k] = 1;
              ind__set_add (k % 3 == 0 ? &own : &other, k);
            }
        ind__set_unite (&own, &other);
        for (k = 0; k < count; k++)
          {
            const uint8_t *next = memchr (is_in + k, 0, count - k);
            size_t expected = next == NULL ? count : (size_t) (next - is_in);
            ck_assert_int_eq (ind__set_has (&own, k), is_in[k]);
            ck_assert_uint_eq (ind__set_next_missing (&own, k, count), expected);
          }
        ck_assert_uint_eq (ind__set_next_missing (&own, count, count), count);
        ind__set_close (&own);
        ind__set_close (&other);
      }
  ck_assert_uint_eq (failing_memory_blocks (), 0);
}
END_TEST

START_TEST (test_memory)
{
  ind__set set;

  failing_memory_arm (1, 0);
  ck_assert (!ind__set_open (&set, 100));
  ck_assert_uint_eq (failing_memory_disarm (), 1);
  ind__set_close (&set);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("set");
  tcase_add_test (tests, test_sets);
  tcase_add_test (tests, test_memory);
  return suite_run (tests, "set");
}
