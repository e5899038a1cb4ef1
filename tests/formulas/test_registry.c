/* SPDX-License-Identifier: GPL-3.0-or-later
 * The registry: sorted, readable, and at one with the kernels it names. */
#include <stdio.h>
#include <string.h>

#include "check/evaluate.h"
#include "rules/rules.h"
#include "support/exact.h"
#include "support/suite.h"

START_TEST (test_sorted)
{
  size_t k, n = ind_indicator_count ();

  ck_assert_uint_gt (n, 40);
  for (k = 1; k < n; k++)
    ck_assert_msg (strcmp (ind_indicator_at (k - 1)->name, ind_indicator_at (k)->name) < 0,
                   "%s must stand behind %s", ind_indicator_at (k - 1)->name,
                   ind_indicator_at (k)->name);
  ck_assert_ptr_null (ind_indicator_at (n));
  ck_assert_ptr_null (ind_indicator_at (SIZE_MAX));
}
END_TEST

static int
is_code (const char *name)
{
  return name[0] != '\0'
         && strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen (name);
}

/* Names and aliases are one set without repetition, titles another. */
START_TEST (test_unique)
{
  size_t k, j, n = ind_indicator_count ();

  for (k = 0; k < n; k++)
    {
      const ind_indicator *one = ind_indicator_at (k);
      ck_assert_msg (is_code (one->name), "\"%s\" is not in snake_case", one->name);
      ck_assert_msg (one->alias == NULL || is_code (one->alias), "\"%s\" is not in snake_case",
                     one->alias);
      ck_assert_msg (one->title[0] != '\0' && one->reference[0] != '\0',
                     "%s lacks a title or a reference", one->name);
      for (j = 0; j < n; j++)
        {
          const ind_indicator *other = ind_indicator_at (j);
          ck_assert_msg (one->alias == NULL || strcmp (one->alias, other->name) != 0,
                         "%s is an alias and a name", one->alias);
          ck_assert_msg (j == k || one->alias == NULL || other->alias == NULL
                             || strcmp (one->alias, other->alias) != 0,
                         "%s is an alias twice", one->alias);
          ck_assert_msg (j == k || strcmp (one->title, other->title) != 0,
                         "\"%s\" is a title twice", one->title);
        }
    }
}
END_TEST

START_TEST (test_find)
{
  size_t k;

  for (k = 0; k < ind_indicator_count (); k++)
    {
      const ind_indicator *one = ind_indicator_at (k);
      ck_assert_ptr_eq (ind_indicator_find (one->name), one);
      if (one->alias != NULL)
        ck_assert_ptr_eq (ind_indicator_find (one->alias), one);
    }
  ck_assert_ptr_null (ind_indicator_find (""));
  ck_assert_ptr_null (ind_indicator_find ("a"));
  ck_assert_ptr_null (ind_indicator_find ("zzz"));
  ck_assert_ptr_null (ind_indicator_find ("share_"));
  ck_assert_ptr_null (ind_indicator_find ("Share"));
}
END_TEST

/* An alias is the systematic name, a known level and a suffix of the rule
 * language; so is a name that ends in one and has a level of its own. */
START_TEST (test_aliases)
{
  static const char *const suffixes[] = { "_share_change", "_share", "_change", "_growth" };
  size_t k, i;

  for (k = 0; k < ind_indicator_count (); k++)
    {
      const char *alias = ind_indicator_at (k)->alias;
      char level[80] = "";
      for (i = 0; alias != NULL && level[0] == '\0' && i < 4; i++)
        {
          size_t n = strlen (alias), m = strlen (suffixes[i]);
          if (n > m && strcmp (alias + n - m, suffixes[i]) == 0)
            snprintf (level, sizeof level, "%.*s", (int) (n - m), alias);
        }
      ck_assert_msg (alias == NULL || ind_indicator_find (level) != NULL,
                     "%s is no suffix behind a level of the registry", alias);
    }
}
END_TEST

START_TEST (test_units)
{
  size_t k;

  for (k = 0; k < ind_indicator_count (); k++)
    {
      const ind_indicator *one = ind_indicator_at (k);
      ind_unit unit;
      ind_error error;
      int i;
      ck_assert_msg (ind_unit_read (one->unit, strlen (one->unit), &unit, &error) == IND_OK,
                     "%s: %s", one->name, error.message);
      ck_assert_msg (unit.symbol[0][0] != '\0', "%s has no unit", one->name);
      /* What is per something, or in percent, does not add up. */
      for (i = 0; i < 4; i++)
        ck_assert_msg (!one->is_additive
                           || (unit.exponent[i] >= 0 && strcmp (unit.symbol[i], "PT") != 0
                               && strcmp (unit.symbol[i], "PP") != 0),
                       "%s is in %s and cannot add up", one->name, one->unit);
    }
}
END_TEST

/* A basis is of a definition. */
START_TEST (test_bases)
{
  size_t k;

  for (k = 0; k < ind_indicator_count (); k++)
    {
      const ind_indicator *one = ind_indicator_at (k);
      ck_assert_msg (one->basis == NULL || (one->formula != NULL && one->basis[0] != '\0'),
                     "%s has a basis and no formula", one->name);
    }
}
END_TEST

/* The formula as a rule of its own. */
static ind_rules *
load_formula (const ind_indicator *indicator)
{
  ind_rules *rules;
  ind_error error;
  char text[512];

  snprintf (text, sizeof text, "rule r: %s%s == %s\n", indicator->name,
            strstr (indicator->formula, "[c]") != NULL ? "[c]" : "", indicator->formula);
  ck_assert_int_eq (ind_rules_new (&rules, NULL), IND_OK);
  ck_assert_msg (ind_rules_read_text (rules, "registry", text, strlen (text), &error) == IND_OK,
                 "%s: %s", indicator->name, error.message);
  return rules;
}

/* A formula speaks of indicators of the registry, its own not among them; the
 * standard rules have it as a definition. */
START_TEST (test_formulas)
{
  ind_rules *standard;
  size_t k, i, n_formulas = 0;

  ck_assert_int_eq (ind_rules_new_standard (&standard, NULL), IND_OK);
  for (k = 0; k < ind_indicator_count (); k++)
    {
      const ind_indicator *one = ind_indicator_at (k);
      ind_rules *rules;
      char name[100];
      ind_rule rule;
      if (one->formula == NULL)
        {
          ck_assert_msg (one->kernel == NULL, "%s is an input and names a kernel", one->name);
          continue;
        }
      rules = load_formula (one);
      for (i = 0; i < rules->n_nodes; i++)
        if (rules->nodes[i].kind == IND__NODE_REFERENCE
            && i != rules->rules[0].left)
          {
            const ind__reference *reference = &rules->nodes[i].reference;
            const char *operand = ind__rules_text (rules, reference->indicator);
            ck_assert_msg (!reference->is_pattern && ind_indicator_find (operand) != NULL,
                           "the formula of %s mentions %s, which is not in the registry",
                           one->name, operand);
            ck_assert_msg (ind_indicator_find (operand) != one,
                           "the formula of %s mentions itself", one->name);
          }
      ind_rules_free (rules);
      ck_assert_msg (!one->is_additive, "%s is computed; whether it adds up is for a breakdown",
                     one->name);
      snprintf (name, sizeof name, "%s_definition", one->name);
      for (i = 0; ind_rules_at (standard, i, &rule) == IND_OK && strcmp (rule.name, name) != 0;
           i++)
        ;
      ck_assert_msg (i < ind_rules_count (standard), "the standard rules lack %s", name);
      ck_assert_msg (strstr (rule.text, one->formula) != NULL, "%s is %s", name, rule.text);
      ck_assert_str_eq (rule.basis, one->basis == NULL ? "" : one->basis);
      n_formulas++;
    }
  ck_assert_uint_gt (n_formulas, 30);
  ind_rules_free (standard);
}
END_TEST

/* ------------------------------------------------------------------------
 * Kernels
 * ---------------------------------------------------------------------- */

typedef ind_status (*kernel_of_two) (const double *, const double *, size_t, double *, uint8_t *);
typedef ind_status (*kernel_of_three) (const double *, const double *, const double *, size_t,
                                       double *, uint8_t *);

static const struct
{
  const char *name;
  kernel_of_two of_two; /* NULL: of three */
  kernel_of_three of_three;
} kernels[] = {
  { "ind_change", ind_change, NULL },
  { "ind_contribution", NULL, ind_contribution },
  { "ind_convert", ind_convert, NULL },
  { "ind_deflator", ind_deflator, NULL },
  { "ind_disbursement_ratio", ind_disbursement_ratio, NULL },
  { "ind_disbursement_ratio_carried_over", NULL, ind_disbursement_ratio_carried_over },
  { "ind_growth", ind_growth, NULL },
  { "ind_icor", NULL, ind_icor },
  { "ind_per_capita", ind_per_capita, NULL },
  { "ind_productivity", ind_productivity, NULL },
  { "ind_share", ind_share, NULL },
  { "ind_share_change", ind_share_change, NULL },
};

#define N_KERNELS (sizeof kernels / sizeof kernels[0])

/* Every kernel named is a function of the library. */
START_TEST (test_kernels_are_exported)
{
  const char *folder = getenv ("abs_srcdir");
  char path[1024], line[100];
  size_t k;

  snprintf (path, sizeof path, "%s/tests/symbols.txt", folder == NULL ? "." : folder);
  for (k = 0; k < ind_indicator_count (); k++)
    {
      const char *kernel = ind_indicator_at (k)->kernel;
      FILE *stream = fopen (path, "r");
      int is_found = kernel == NULL;
      ck_assert_msg (stream != NULL, "cannot open %s", path);
      while (!is_found && fgets (line, sizeof line, stream) != NULL)
        {
          line[strcspn (line, "\n")] = '\0';
          is_found = strcmp (line, kernel) == 0;
        }
      fclose (stream);
      ck_assert_msg (is_found, "%s names the kernel %s, which is not exported",
                     ind_indicator_at (k)->name, kernel);
    }
}
END_TEST

static const uint32_t *
no_components (void *context, uint32_t indicator, size_t *n)
{
  static const uint32_t none = IND__NONE;
  (void) context;
  (void) indicator;
  *n = 0;
  return &none;
}

/* The kernel on the operands, which stand in the order of the formula. A
 * growth of quotients has four. */
static double
by_kernel (const ind_indicator *indicator, const double *x, size_t n_slots)
{
  double a = x[1], b = x[2], result = 0;
  ind_status status;
  uint8_t valid;
  size_t k;

  for (k = 0; k < N_KERNELS && strcmp (kernels[k].name, indicator->kernel) != 0; k++)
    ;
  ck_assert_msg (k < N_KERNELS, "%s: this test does not know %s; add it to kernels[]",
                 indicator->name, indicator->kernel);
  if (kernels[k].of_two == NULL)
    {
      ck_assert_uint_eq (n_slots, 4);
      status = kernels[k].of_three (&a, &b, &x[3], 1, &result, &valid);
    }
  else
    {
      ck_assert_msg (n_slots == 3 || n_slots == 5, "%s has %zu operands", indicator->name,
                     n_slots - 1);
      if (n_slots == 5)
        {
          a = x[1] / x[2];
          b = x[3] / x[4];
        }
      status = kernels[k].of_two (&a, &b, 1, &result, &valid);
    }
  exact_assert (status == IND_OK && valid == 1, "%s has no result", indicator->name);
  return result;
}

/* The formula, as the checker evaluates it, and the kernel give the same. */
START_TEST (test_formulas_and_kernels)
{
  exact_random random = { 1 };
  size_t k, i, n_compared = 0;
  int sample;

  for (k = 0; k < ind_indicator_count (); k++)
    {
      const ind_indicator *one = ind_indicator_at (k);
      ind__strings names = { 0 };
      ind__templates templates = { 0 };
      ind__data_names data = { &names, NULL, 0, no_components, NULL };
      ind__template *template;
      ind_rules *rules;
      double *x;
      if (one->kernel == NULL)
        continue;
      rules = load_formula (one);
      ck_assert_int_eq (ind__expand (rules, &data, &templates, NULL), IND_OK);
      ck_assert_uint_eq (templates.count, 1);
      template = &templates.at[0];
      ck_assert_uint_eq (ind__form_slot (template, &template->left), 0);
      x = calloc (ind__n_variables (template), sizeof *x);
      for (sample = 0; sample < 500; sample++)
        {
          double expected, actual;
          for (i = 1; i < template->n_slots; i++)
            x[i] = pow (10, (double) exact_random_below (&random, 9))
                   * (1 + (double) exact_random_below (&random, 1000003) / 7919);
          /* No capital-output ratio without growth. */
          if (strcmp (one->kernel, "ind_icor") == 0 && x[2] <= x[3])
            x[3] = x[2] / 2;
          x[0] = 0;
          actual = -ind__residual (template, x);
          expected = by_kernel (one, x, template->n_slots);
          exact_assert (fabs (actual - expected) <= 1e-12 * (100 + fabs (expected)),
                        "%s by its formula is %.17g, by %s %.17g", one->name, actual, one->kernel,
                        expected);
          n_compared++;
        }
      free (x);
      ind__templates_free (&templates);
      ind__strings_free (&names);
      ind_rules_free (rules);
    }
  ck_assert_uint_gt (n_compared, 500 * 25);
}
END_TEST

/* Those that are a part of the whole by definition, which no formula shows. */
static const char parts[] = " participation_rate unemployment_rate urbanisation_rate ";

#define LARGE 1e12

/* The range of a quantity in a formula, with numbers for zero and infinity, as nothing
 * is divided by zero; GRDP as a whole is never negative. */
static ind_interval
range_of (const char *name, const char *component)
{
  ind_interval range = ind_indicator_find (name)->range;

  if (strncmp (name, "grdp_", 5) == 0 && strcmp (component, "_T") == 0
      && strstr (name, "growth") == NULL && strstr (name, "change") == NULL)
    range.low = 0;
  range.low = range.low == 0 ? 1 / LARGE : fmax (range.low, -LARGE);
  range.high = fmin (range.high, LARGE);
  return range;
}

/* What stands for 0 and for infinity in a result comes from either in an input. */
static double
without_limits (double x)
{
  return fabs (x) < 1e-6 ? 0 : fabs (x) > 1e6 ? x * INFINITY : rint (x);
}

/* A range is what the formula makes of the ranges of its inputs. */
START_TEST (test_ranges)
{
  size_t k, i;

  for (k = 0; k < ind_indicator_count (); k++)
    {
      const ind_indicator *one = ind_indicator_at (k);
      ind__strings names = { 0 };
      ind__templates templates = { 0 };
      ind__data_names data = { &names, NULL, 0, no_components, NULL };
      ind__template *template;
      ind_interval *x, left, range;
      ind_rules *rules;
      char name[100];
      ck_assert_msg (one->range.low <= one->range.high, "%s has no range", one->name);
      if (one->formula == NULL)
        continue;
      rules = load_formula (one);
      ck_assert_int_eq (ind__expand (rules, &data, &templates, NULL), IND_OK);
      template = &templates.at[0];
      x = calloc (ind__n_variables (template), sizeof *x);
      for (i = 0; i < template->n_slots; i++)
        {
          const ind__slot *slot = &template->slots[i];
          x[i] = range_of (ind__strings_at (&names, slot->indicator),
                           slot->component == IND__NONE
                               ? ""
                               : ind__strings_at (&names, slot->component));
        }
      ind__evaluate (template, x, &left, &range);
      range.low = without_limits (range.low);
      range.high = without_limits (range.high);
      snprintf (name, sizeof name, " %s ", one->name);
      if (strstr (parts, name) != NULL)
        range.high = 100;
      ck_assert_msg (one->range.low == range.low && one->range.high == range.high,
                     "%s lies in %g .. %g, but its formula in %g .. %g", one->name, one->range.low,
                     one->range.high, range.low, range.high);
      free (x);
      ind__templates_free (&templates);
      ind__strings_free (&names);
      ind_rules_free (rules);
    }
}
END_TEST

/* The inputs are the quantities the formula names, in its order. */
START_TEST (test_inputs)
{
  const ind_indicator *inputs[IND_MAX_INPUTS + 1];
  size_t k, i, n, n_found;

  for (k = 0; k < ind_indicator_count (); k++)
    {
      const ind_indicator *one = ind_indicator_at (k);
      ind_rules *rules;
      inputs[0] = NULL;
      n = ind_indicator_inputs (one, inputs, IND_MAX_INPUTS + 1);
      ck_assert_uint_le (n, IND_MAX_INPUTS);
      ck_assert_uint_eq (ind_indicator_inputs (one, NULL, 0), n);
      ck_assert_msg ((n > 0) == (one->formula != NULL), "%s has %zu inputs", one->name, n);
      if (one->formula == NULL)
        continue;
      rules = load_formula (one);
      for (i = 0, n_found = 0; i < rules->n_nodes; i++)
        if (rules->nodes[i].kind == IND__NODE_REFERENCE && i != rules->rules[0].left)
          {
            const char *name = ind__rules_text (rules, rules->nodes[i].reference.indicator);
            size_t j;
            for (j = 0; j < n_found && strcmp (inputs[j]->name, name) != 0; j++)
              ;
            if (j == n_found)
              ck_assert_msg (n_found < n && strcmp (inputs[n_found++]->name, name) == 0,
                             "%s: %s is not where it should be among the inputs", one->name, name);
          }
      ck_assert_msg (n_found == n, "%s names %zu inputs, not %zu", one->name, n_found, n);
      ind_rules_free (rules);
    }
  ck_assert_uint_eq (ind_indicator_inputs (NULL, NULL, 0), 0);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("registry");

  tcase_add_test (tests, test_sorted);
  tcase_add_test (tests, test_unique);
  tcase_add_test (tests, test_find);
  tcase_add_test (tests, test_aliases);
  tcase_add_test (tests, test_units);
  tcase_add_test (tests, test_bases);
  tcase_add_test (tests, test_ranges);
  tcase_add_test (tests, test_inputs);
  tcase_add_test (tests, test_formulas);
  tcase_add_test (tests, test_kernels_are_exported);
  tcase_add_test (tests, test_formulas_and_kernels);
  return suite_run (tests, "registry");
}
