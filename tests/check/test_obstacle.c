/* SPDX-License-Identifier: GPL-3.0-or-later
 * Why a check could not be made, in words. */
#include "check/obstacle.h"

#include "check/checking.h"
#include "check/unverifiable.h"

struct expected {
  const char *reason;
  uint32_t n_figures, n_missing;
};

static int
compare (void *context, const ind_report *own, const ind__finding *finding)
{
  struct expected **next = context;
  ind__text text = { 0 };

  ind__put_obstacle (&text, own, finding);
  ck_assert_str_eq (text.bytes, (*next)->reason);
  ck_assert_uint_eq (finding->n_figures, (*next)->n_figures);
  ck_assert_uint_eq (finding->n_missing, (*next)->n_missing);
  ind__text_free (&text);
  ++*next;
  return 1;
}

static void
expect_reasons (const char *csv, const char *rules, struct expected *expected, size_t n)
{
  struct checked checked = check_text (csv, rules, 0);
  struct expected *next = expected;

  ck_assert (ind__visit_unverifiable (checked.report, compare, &next));
  ck_assert_uint_eq (next - expected, n);
  checked_free (&checked);
}

START_TEST (test_missing)
{
  struct expected expected[]
      = { { "no report prints b[A] of V, 2024; k[A] of V, 2024; b[A] of V, 2023", 1, 3 },
          { "no report prints k[P] of V, 2024; b[A] of V, 2023", 2, 2 },
          { "no report prints b[A] of W, an earlier period", 3, 1 } };

  expect_reasons (HEADER "a,A,V,2024,1\na,P,V,2024,2\nb,P,V,2024,1\nk,P,V,2023,1\n"
                         "a,,W,0001,1\nb,,W,0001,1\nk,,W,0001,1\n",
                  "rule r: a[c] == b[c] + k[c] - prev(b[A])\n", expected, 3);
}
END_TEST

START_TEST (test_other_reasons)
{
  struct expected zero[] = { { "a denominator may be zero, or a figure is a bound, so any "
                               "result is possible", 3, 0 } };
  struct expected positive[] = { { "it has a meaning only for positive levels", 2, 0 } };

  expect_reasons (HEADER "a,,W,2024,1\nb,,W,2024,1\nz,,W,2024,0\n", "rule r: a == b / z\n", zero,
                  1);
  expect_reasons (HEADER "a,,W,2024,1\nb,,W,2024,-1\n", "rule r: a == b\n  given b\n", positive,
                  1);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("obstacle");

  tcase_add_test (tests, test_missing);
  tcase_add_test (tests, test_other_reasons);
  return suite_run (tests, "obstacle");
}
