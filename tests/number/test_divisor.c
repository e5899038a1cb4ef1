/* SPDX-License-Identifier: GPL-3.0-or-later
 * Whole numbers kept in doubles. */
#include "number/divisor.h"

#include <stdlib.h>

#include "support/exact.h"
#include "support/suite.h"

START_TEST (test_divisor)
{
  int a, b, k, greatest;

  for (a = -40; a <= 40; a++)
    for (b = -40; b <= 40; b++)
      {
        greatest = a == 0 ? abs (b) : abs (a);
        for (k = 1; k <= 40; k++)
          if ((a != 0 || b != 0) && a % k == 0 && b % k == 0)
            greatest = k;
        exact_assert (ind__greatest_common_divisor (a, b) == greatest,
                      "of %d and %d it is %g, not %d", a, b, ind__greatest_common_divisor (a, b),
                      greatest);
      }
  ck_assert_double_eq (ind__greatest_common_divisor (0x1p60, 0x1p40 * 3), 0x1p40);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("divisor");
  tcase_add_test (tests, test_divisor);
  return suite_run (tests, "divisor");
}
