/* SPDX-License-Identifier: GPL-3.0-or-later
 * One template after the other in the same room: what it holds of the last does not show. */
#include "rules/build.h"

#include <string.h>

#include "support/exact.h"
#include "support/suite.h"

static ind_rules *rules;

static void
open_builder (ind__builder *builder)
{
  memset (builder, 0, sizeof *builder);
  builder->rules = rules;
  builder->compiled = rules->compiled;
  builder->level = builder->whole = IND__NONE;
}

static void
build (ind__builder *builder, uint32_t rule, ind__template *template)
{
  builder->rule = &rules->rules[rule];
  ind__template_start (template, rules, rule, IND__NONE);
  ind__build_template (builder, template);
  ck_assert_int_eq (builder->status, IND_OK);
}

static void
load (const char *text)
{
  ind_error error = { IND_OK, 0, 0, "" };

  ck_assert_int_eq (ind_rules_new (&rules, NULL), IND_OK);
  ck_assert_msg (ind_rules_read_text (rules, "t", text, strlen (text), &error) == IND_OK, "%s: %s",
                 text, error.message);
}

START_TEST (test_room)
{
  ind__builder shared, own;
  uint32_t k, i;

  load ("rule one: a == (b + d) * (e - 2 * f) / (g + 1) + 3 * a - b / 4\n"
        "rule two: a == b\n"
        "rule three: 2 * (a + b - a) == (d - d) * e + 0.5 * (b - (d - (e - (f + b))))\n"
        "rule four: a / b / d == (e + f) * (e + f) given g - 1\n");
  open_builder (&shared);
  for (i = 0; i < 2; i++)
    for (k = 0; k < rules->n_rules; k++)
      {
        ind__template a, b;
        ind__text left = { 0 }, right = { 0 };
        open_builder (&own);
        build (&own, k, &a);
        build (&shared, k, &b);
        ind__template_signature (&a, rules, 1, &left);
        ind__template_signature (&b, rules, 1, &right);
        ck_assert_str_eq (left.bytes, right.bytes);
        ck_assert_uint_eq (a.n_slots, b.n_slots);
        ck_assert_uint_eq (a.n_terms, b.n_terms);
        ck_assert_uint_eq (a.n_constraints, b.n_constraints);
        ck_assert (a.has_given == b.has_given && a.given.constant == b.given.constant);
        ind__text_free (&left);
        ind__text_free (&right);
        ind__builder_free (&own);
      }
  ind__builder_free (&shared);
  ind_rules_free (rules);
}
END_TEST

static double
coefficient (const ind__template *template, const ind__form *form, uint32_t variable)
{
  size_t k;

  for (k = 0; k < form->n_terms; k++)
    if (template->terms[form->first + k].variable == variable)
      return template->terms[form->first + k].coefficient;
  return 0;
}

/* Terms are gathered, and what cancels is gone. */
START_TEST (test_sums)
{
  ind__builder builder;
  ind__template template;

  load ("rule r: a == b - (d - (b + 2 * d)) / 2 - 1.5 + (e - e)\n");
  open_builder (&builder);
  build (&builder, 0, &template);
  ck_assert_uint_eq (template.n_slots, 4);
  ck_assert_uint_eq (template.right.n_terms, 2);
  ck_assert (template.right.divisor == 2 && template.right.constant == -3);
  ck_assert (coefficient (&template, &template.right, 1) == 3);
  ck_assert (coefficient (&template, &template.right, 2) == 1);
  ind__builder_free (&builder);
  ind_rules_free (rules);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("build");
  tcase_add_test (tests, test_room);
  tcase_add_test (tests, test_sums);
  return suite_run (tests, "build");
}
