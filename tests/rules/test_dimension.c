/* SPDX-License-Identifier: GPL-3.0-or-later
 * Dimensional analysis: which rules mix units. */
#include <stdio.h>
#include <string.h>

#include "indicators.h"
#include "support/suite.h"

#define DECLARED                                                                                   \
  "indicator money unit bn VND\nindicator local unit XDC\nindicator heads unit PS\n"               \
  "indicator land unit ha\nindicator road unit km\nindicator percent unit PT\n"                    \
  "indicator points unit PP\nindicator count unit NUMBER\nassume factor from 0.9 to 1.1\n"        \
  "assume price from 1 to 2 unit mn VND/person\n"

/* NULL when the rule is accepted, else the message. */
static const char *
refusal (const char *rule)
{
  static ind_error error;
  char text[1000];
  ind_rules *rules;
  ind_status status;

  snprintf (text, sizeof text, DECLARED "rule r: %s\n", rule);
  ck_assert_int_eq (ind_rules_new (&rules, NULL), IND_OK);
  status = ind_rules_read_text (rules, "t", text, strlen (text), &error);
  ind_rules_free (rules);
  ck_assert_msg (status == IND_OK || status == IND_E_RULE, "%s: %s", rule, error.message);
  return status == IND_OK ? NULL : error.message;
}

START_TEST (test_accepted)
{
  static const char *const rules[] = {
    "money == money[A] + money[B] - 2 * prev(money)",
    "percent == 100 * money[A] / money",
    "percent == 100 * (heads / prev(heads) - 1)",
    "points == percent - prev(percent)", /* both are plain numbers */
    "count == percent + 3",
    "land == road * road",               /* 1 ha is 10^4 m2, 1 km is 10^3 m */
    "land / road == road",
    "money / heads == prev(money / heads)",
    "unknown == money + unknown[A]",     /* nobody says what it is in */
    "money == unknown * heads",
    "sum(money[*]) == money",
    "sum(money[*] / heads[*]) == money / heads",
    "money - money[A] >= 0",             /* 0 is 0 of anything */
    "money >= 0",
    "0 <= heads",
    "money == money[A] + 0",
    "money ~= money[A] within 3%",
    "grdp_current_usd == grdp_current / exchange_rate",
    "grdp_per_capita_usd * population == grdp_current_usd",
    "population_growth == 100 * (population / prev(population) - 1)",
    "productivity_change[c] == productivity[c] - prev(productivity[c])",
    "money == prev(money) * factor",
    "money == heads * price",
    "count == factor",
    "X_growth[c] == 100 * (X[c] / prev(X[c]) - 1)",
    "X_change[c] == X[c] - prev(X[c])",
    "X_share_change[c] == X_share[c] - prev(X_share[c])",
  };
  size_t k;

  for (k = 0; k < sizeof rules / sizeof rules[0]; k++)
    ck_assert_msg (refusal (rules[k]) == NULL, "%s is refused: %s", rules[k], refusal (rules[k]));
}
END_TEST

START_TEST (test_refused)
{
  static const struct
  {
    const char *rule, *message;
  } cases[] = {
    { "money == heads", "left side is in 10^9 VND, the right side in PS" },
    { "money == 5", "left side is in 10^9 VND, the right side in plain numbers" },
    { "5 <= money", "left side is in plain numbers, the right side in 10^9 VND" },
    { "money == local", "left side is in 10^9 VND, the right side in XDC" },
    { "unknown == money + heads", "adds or subtracts 10^9 VND and PS" },
    { "unknown == money - 1", "adds or subtracts 10^9 VND and a plain number" },
    { "unknown == 1 - money / heads", "adds or subtracts a plain number and 10^9 VND/PS" },
    { "land == road", "left side is in HA, the right side in KM" },
    { "money * heads == money / heads", "left side is in 10^9 PS*VND" },
    { "percent == 100 * money", "the right side in 10^9 VND" },
    { "sum(money[*]) == heads", "left side is in 10^9 VND" },
    { "unknown == sum(money[*] + heads[*])", "adds or subtracts" },
    { "prev(money) >= year(heads) + 0 * money", "left side" },
    { "grdp_current == grdp_current_usd", "left side is in XDC, the right side in USD" },
    { "population_change == grdp_current", "left side is in PS" },
    { "money == factor", "left side is in 10^9 VND, the right side in plain numbers" },
    { "money == money * price", "the right side in 10^15 VND^2/PS" },
    { "unknown == money + factor", "adds or subtracts 10^9 VND and a plain number" },
    { "X_growth == population", "left side is in PT, the right side in PS" },
  };
  size_t k;

  for (k = 0; k < sizeof cases / sizeof cases[0]; k++)
    {
      const char *message = refusal (cases[k].rule);
      ck_assert_msg (message != NULL, "%s is accepted", cases[k].rule);
      ck_assert_msg (strstr (message, "this mixes units") != NULL
                         && strstr (message, cases[k].message) != NULL,
                     "%s is refused with \"%s\", not \"%s\"", cases[k].rule, message,
                     cases[k].message);
    }
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("dimension");

  tcase_add_test (tests, test_accepted);
  tcase_add_test (tests, test_refused);
  return suite_run (tests, "dimension");
}
