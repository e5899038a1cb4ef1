/* SPDX-License-Identifier: GPL-3.0-or-later
 * The names of verdicts and of kinds of findings. */
#include <string.h>

#include "indicators.h"
#include "support/suite.h"

/* As the contract spells them; two figures that overlap are "rounding" too. */
START_TEST (test_verdict_names)
{
  static const char *const names[IND_VERDICT_COUNT]
      = { "exact",        "rounding", "explainable", "improbable", "inconsistent",
          "unverifiable", "same",     "rounding",    "revision",   "contradiction" };
  int k;

  for (k = 0; k < IND_VERDICT_COUNT; k++)
    ck_assert_str_eq (ind_verdict_name ((ind_verdict) k), names[k]);
  ck_assert_str_eq (ind_verdict_name ((ind_verdict) IND_VERDICT_COUNT), "?");
  ck_assert_str_eq (ind_verdict_name ((ind_verdict) -1), "?");
}
END_TEST

START_TEST (test_kind_names)
{
  static const char *const names[] = { "rule", "sources", "network", "input" };
  int k;

  for (k = 0; k < 4; k++)
    ck_assert_str_eq (ind_finding_kind_name ((ind_finding_kind) k), names[k]);
  ck_assert_str_eq (ind_finding_kind_name ((ind_finding_kind) 4), "?");
  ck_assert_str_eq (ind_finding_kind_name ((ind_finding_kind) -1), "?");
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("findings");

  tcase_add_test (tests, test_verdict_names);
  tcase_add_test (tests, test_kind_names);
  return suite_run (tests, "findings");
}
