/* SPDX-License-Identifier: GPL-3.0-or-later
 * The units of a template's sides from those of its figures. */
#include "check/derived_unit.h"

#include <stdio.h>
#include <string.h>

#include "support/suite.h"

static const uint32_t *
no_components (void *context, uint32_t indicator, size_t *n)
{
  static const uint32_t none = IND__NONE;
  (void) context;
  (void) indicator;
  *n = 0;
  return &none;
}

/* Units of both sides as "left = right", "?" where not known; "mixed" where
 * they cannot be added or compared. `units` has one for each slot, in the
 * order of the rule, "" where the figure has none. */
static void
derive (const char *rule, const char *const units[4], char result[200])
{
  ind__strings names = { 0 };
  ind__data_names data = { &names, NULL, 0, no_components, NULL };
  ind__templates templates = { 0 };
  ind__known_unit unit[16], left, right;
  char text[300], left_text[64] = "?", right_text[64] = "?";
  ind_rules *rules;
  ind_error error;
  size_t k;

  snprintf (text, sizeof text, "breakdown p: _T = A + B\nrule r: %s\n", rule);
  ck_assert_int_eq (ind_rules_new (&rules, NULL), IND_OK);
  ck_assert_msg (ind_rules_read_text (rules, "t", text, strlen (text), &error) == IND_OK, "%s",
                 error.message);
  ck_assert_int_eq (ind__expand (rules, &data, &templates, NULL), IND_OK);
  ck_assert_uint_eq (templates.count, 1);
  ck_assert_uint_le (templates.at[0].n_slots + templates.at[0].n_constraints, 16);
  memset (unit, 0, sizeof unit);
  for (k = 0; k < templates.at[0].n_slots; k++)
    {
      unit[k].is_known = units[k][0] != '\0';
      if (unit[k].is_known)
        ck_assert_int_eq (ind_unit_read (units[k], strlen (units[k]), &unit[k].unit, NULL), IND_OK);
    }
  if (!ind__propagate_units (&templates.at[0], unit, &left, &right))
    strcpy (result, "mixed");
  else
    {
      if (left.is_known)
        ind_unit_write (&left.unit, left_text);
      if (right.is_known)
        ind_unit_write (&right.unit, right_text);
      snprintf (result, 200, "%s = %s", left_text, right_text);
    }
  ind__templates_free (&templates);
  ind__strings_free (&names);
  ind_rules_free (rules);
}

struct derivation {
  const char *rule, *units[4], *result;
};

static void
expect_all (const struct derivation *cases, size_t n)
{
  size_t k;

  for (k = 0; k < n; k++)
    {
      char result[200];
      derive (cases[k].rule, cases[k].units, result);
      ck_assert_msg (strcmp (result, cases[k].result) == 0, "%s in %s, %s, %s, %s gives %s, not %s",
                     cases[k].rule, cases[k].units[0], cases[k].units[1], cases[k].units[2],
                     cases[k].units[3], result, cases[k].result);
    }
}

START_TEST (test_sums)
{
  static const struct derivation cases[] = {
    { "a == b + d", { "bn VND", "bn VND", "bn VND", "" }, "10^9 VND = 10^9 VND" },
    { "a == b + d", { "ha", "ha", "M2", "" }, "HA = HA" },
    { "a == b + d", { "bn VND", "bn VND", "PS", "" }, "mixed" },
    { "a == b + d", { "bn VND", "PS", "PS", "" }, "mixed" },
    { "a == b - d", { "%", "pp", "NUMBER", "" }, "PT = PP" },
    { "a == b + d", { "bn VND", "", "mn VND", "" }, "10^9 VND = 10^6 VND" },
    { "a == b + d", { "", "", "", "" }, "? = ?" },
    { "a == b + d", { "", "PS", "VND", "" }, "mixed" },
    { "a == b", { "XDC", "VND", "", "" }, "mixed" },
    { "sum(a[*]) == d", { "PS", "PS", "thousand persons", "" }, "PS = 10^3 PS" },
  };
  expect_all (cases, sizeof cases / sizeof cases[0]);
}
END_TEST

/* A number is a plain number; 0 is 0 of anything. */
START_TEST (test_numbers)
{
  static const struct derivation cases[] = {
    { "a == b + 1", { "%", "%", "", "" }, "PT = PT" },
    { "a == b + 1", { "PS", "PS", "", "" }, "mixed" },
    { "a == 5", { "PS", "", "", "" }, "mixed" },
    { "a >= 0", { "PS", "", "", "" }, "PS = ?" },
    { "a - b == 0", { "PS", "PS", "", "" }, "PS = ?" },
    { "sum(a[*]) == 100", { "%", "%", "", "" }, "PT = " },
    { "a == 3 * b", { "PS", "PS", "", "" }, "PS = PS" },
    { "a == 1 + b / d", { "", "VND", "VND", "" }, "? = " },
    { "a == 1 + b / d", { "", "VND", "PS", "" }, "mixed" },
  };
  expect_all (cases, sizeof cases / sizeof cases[0]);
}
END_TEST

/* Scales multiply and divide, plain numbers change nothing. */
START_TEST (test_products)
{
  static const struct derivation cases[] = {
    { "a == b / d", { "mn VND/person", "bn VND", "thousand persons", "" },
      "10^6 VND/PS = 10^6 VND/PS" },
    { "a == 100 * b / d", { "%", "bn VND", "bn VND", "" }, "PT = " },
    { "a == b * d / 100", { "bn VND", "bn VND", "%", "" }, "10^9 VND = 10^9 VND" },
    { "a == b * d", { "ha", "km", "km", "" }, "HA = KM2" },
    { "a == b * d", { "ha", "km", "", "" }, "HA = ?" },
    { "a == b / d", { "PS", "bn VND", "ha", "" }, "mixed" },
    { "a == (b + d) * e", { "VND", "VND/PS", "thousand VND/PS", "PS" }, "VND = VND" },
    { "a == (b + d) * e", { "VND", "VND/PS", "VND", "PS" }, "mixed" },
    { "a == b / (d + e)", { "VND/PS", "VND", "PS", "" }, "VND/PS = VND/PS" },
  };
  expect_all (cases, sizeof cases / sizeof cases[0]);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("derived_unit");

  tcase_add_test (tests, test_sums);
  tcase_add_test (tests, test_numbers);
  tcase_add_test (tests, test_products);
  return suite_run (tests, "derived_unit");
}
