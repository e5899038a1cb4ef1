/* SPDX-License-Identifier: GPL-3.0-or-later
 * From rules to templates: slots, levels, breakdowns, exact coefficients,
 * signatures. */
#include "rules/expand.h"

#include <stdio.h>
#include <string.h>

#include "support/exact.h"
#include "support/failing_memory.h"
#include "support/suite.h"

/* What the data hold: "indicator" or "indicator[component]" each. */
struct expansion {
  ind_rules *rules;
  ind__strings names;
  ind__templates templates;
  const char *const *held;
  size_t n_held;
  uint32_t indicators[40], components[40];
  size_t n_indicators;
};

/* "a[P]" -> "a", "P"; "a" -> "a", "_T". */
static void
split (const char *held, char indicator[80], char component[80])
{
  const char *bracket = strchr (held, '[');

  snprintf (indicator, 80, "%.*s", bracket == NULL ? 79 : (int) (bracket - held), held);
  snprintf (component, 80, "%s", bracket == NULL ? "_T" : bracket + 1);
  component[strcspn (component, "]")] = '\0';
}

static uint32_t
add_name (struct expansion *expansion, const char *name)
{
  return ind__strings_add (&expansion->names, name, strlen (name));
}

static const uint32_t *
list_components (void *context, uint32_t indicator, size_t *n)
{
  struct expansion *expansion = context;
  size_t k;

  *n = 0;
  for (k = 0; k < expansion->n_held; k++)
    {
      char name[80], component[80];
      split (expansion->held[k], name, component);
      if (add_name (expansion, ind__rules_canonical (expansion->rules, name)) == indicator)
        expansion->components[(*n)++] = add_name (expansion, component);
    }
  return expansion->components;
}

typedef ind_status (*expander) (const ind_rules *rules, const ind__data_names *data,
                                ind__templates *out, ind_error *error);

/* Expands rules for the data held, NULL-terminated. The status of loading or expanding. */
static ind_status
try_expand (struct expansion *expansion, const char *text, const char *const *held,
            int is_standard, expander by, ind_error *error)
{
  ind__data_names data;
  ind_status status;
  size_t k, i;

  memset (expansion, 0, sizeof *expansion);
  ck_assert_int_eq (is_standard ? ind_rules_new_standard (&expansion->rules, NULL)
                                : ind_rules_new (&expansion->rules, NULL),
                    IND_OK);
  status = ind_rules_read_text (expansion->rules, "t.rules", text, strlen (text), error);
  if (status != IND_OK)
    return status;
  expansion->held = held;
  for (k = 0; held != NULL && held[k] != NULL; k++)
    {
      char name[80], component[80];
      uint32_t id;
      split (held[k], name, component);
      id = add_name (expansion, ind__rules_canonical (expansion->rules, name));
      for (i = 0; i < expansion->n_indicators && expansion->indicators[i] != id; i++)
        ;
      if (i == expansion->n_indicators)
        expansion->indicators[expansion->n_indicators++] = id;
    }
  expansion->n_held = k;
  data.names = &expansion->names;
  data.indicator = expansion->indicators;
  data.n_indicators = expansion->n_indicators;
  data.components = list_components;
  data.context = expansion;
  return by (expansion->rules, &data, &expansion->templates, error);
}

static void
expand (struct expansion *expansion, const char *text, const char *const *held)
{
  ind_error error = { IND_OK, 0, 0, "" };
  ck_assert_msg (try_expand (expansion, text, held, 0, ind__expand, &error) == IND_OK, "%s: %s",
                 text, error.message);
}

static void
discard (struct expansion *expansion)
{
  ind__templates_free (&expansion->templates);
  ind__strings_free (&expansion->names);
  ind_rules_free (expansion->rules);
}

static const char *
name_of (const struct expansion *expansion, uint32_t id)
{
  return id == IND__NONE ? "-" : ind__strings_at (&expansion->names, id);
}

/* The only template, of rule r. */
static const ind__template *
only (const struct expansion *expansion)
{
  ck_assert_msg (expansion->templates.count == 1, "%zu templates, not 1",
                 expansion->templates.count);
  return &expansion->templates.at[0];
}

/* The names of all templates with their levels, one after the other. */
static void
expect_expanded (const char *text, const char *const *held, expander by, const char *expected)
{
  struct expansion expansion;
  ind_error error = { IND_OK, 0, 0, "" };
  char list[2000] = "";
  size_t k, n = 0;

  ck_assert_msg (try_expand (&expansion, text, held, 0, by, &error) == IND_OK, "%s: %s", text,
                 error.message);
  for (k = 0; k < expansion.templates.count; k++)
    {
      const ind__template *template = &expansion.templates.at[k];
      n += (size_t) snprintf (list + n, sizeof list - n, "%s%s", k > 0 ? " " : "",
                              name_of (&expansion, template->name));
      if (template->level != IND__NONE)
        n += (size_t) snprintf (list + n, sizeof list - n, "(%s)",
                                name_of (&expansion, template->level));
    }
  ck_assert_msg (strcmp (list, expected) == 0, "%s\ngives %s, not %s", text, list, expected);
  discard (&expansion);
}

static void
expect_templates (const char *text, const char *const *held, const char *expected)
{
  expect_expanded (text, held, ind__expand, expected);
}

/* ------------------------------------------------------------------------
 * Slots
 * ---------------------------------------------------------------------- */

static void
expect_slot (const struct expansion *expansion, size_t k, const char *indicator,
             const char *component, const char *area, int years, int periods, int is_of_year)
{
  const ind__slot *slot = &only (expansion)->slots[k];

  ck_assert_str_eq (name_of (expansion, slot->indicator), indicator);
  ck_assert_str_eq (name_of (expansion, slot->component), component);
  ck_assert_str_eq (name_of (expansion, slot->area), area);
  ck_assert_int_eq (slot->years_earlier, years);
  ck_assert_int_eq (slot->periods_before, periods);
  ck_assert_int_eq (slot->is_of_year, is_of_year);
}

/* The interval stands in the slot, in units of scale 0, by whichever name. */
START_TEST (test_assumed)
{
  static const char declared[] = "assume f from 0.5 to 2\nalias g = f\n"
                                 "assume m from -1 to 1 unit bn VND\n";
  struct expansion expansion;
  char text[400];
  size_t k;

  snprintf (text, sizeof text, "%srule r: a == b * f * prev(g[A]) * m\n", declared);
  expand (&expansion, text, NULL);
  ck_assert_uint_eq (only (&expansion)->n_slots, 5);
  ck_assert (only (&expansion)->has_assumed);
  expect_slot (&expansion, 2, "f", "_T", "-", 0, 0, 0);
  expect_slot (&expansion, 3, "f", "A", "-", 1, 0, 0);
  for (k = 0; k < 5; k++)
    ck_assert_int_eq (only (&expansion)->slots[k].is_assumed, k >= 2);
  for (k = 2; k < 4; k++)
    ck_assert (only (&expansion)->slots[k].assumed.low == 0.5
               && only (&expansion)->slots[k].assumed.high == 2);
  ck_assert (only (&expansion)->slots[4].assumed.low == -1e9
             && only (&expansion)->slots[4].assumed.high == 1e9);
  discard (&expansion);
  expand (&expansion, "assume f from 0.5 to 2\nrule r: a == b\n", NULL);
  ck_assert (!only (&expansion)->has_assumed);
  discard (&expansion);
}
END_TEST

START_TEST (test_slots)
{
  struct expansion expansion;

  expand (&expansion,
          "rule r: a[c] == prev(b, 3) + before(before(b[c]@N)) + year(d[\"x y\"]) + prev(year(b))\n",
          NULL);
  ck_assert_uint_eq (only (&expansion)->n_slots, 5);
  expect_slot (&expansion, 0, "a", "-", "-", 0, 0, 0);
  expect_slot (&expansion, 1, "b", "_T", "-", 3, 0, 0);
  expect_slot (&expansion, 2, "b", "-", "N", 0, 2, 0);
  expect_slot (&expansion, 3, "d", "x y", "-", 0, 0, 1);
  expect_slot (&expansion, 4, "b", "_T", "-", 1, 0, 1);
  ck_assert (only (&expansion)->has_free);
  ck_assert_uint_eq (only (&expansion)->level, IND__NONE);
  ck_assert_uint_eq (only (&expansion)->breakdown, IND__NONE);
  discard (&expansion);
}
END_TEST

/* One quantity is one slot, however often and by whichever name it stands. */
START_TEST (test_slots_are_shared)
{
  struct expansion expansion;

  expand (&expansion,
          "alias mine = grdp_constant_growth\n"
          "rule r: a == growth_real * growth_real + grdp_constant_growth / mine + prev(mine)\n",
          NULL);
  ck_assert_uint_eq (only (&expansion)->n_slots, 3);
  expect_slot (&expansion, 1, "grdp_constant_growth", "_T", "-", 0, 0, 0);
  expect_slot (&expansion, 2, "grdp_constant_growth", "_T", "-", 1, 0, 0);
  discard (&expansion);
}
END_TEST

/* The subject comes first: of the rule's own period; with a free component if
 * the rule has one; every part when it is summed. */
START_TEST (test_subject)
{
  struct expansion expansion;

  expand (&expansion, "rule r: prev(a) == b + d\n", NULL);
  expect_slot (&expansion, 0, "b", "_T", "-", 0, 0, 0);
  ck_assert_uint_eq (only (&expansion)->n_subjects, 1);
  discard (&expansion);
  expand (&expansion, "rule r: a == prev(b[c]) + d[c]\n", NULL);
  expect_slot (&expansion, 0, "d", "-", "-", 0, 0, 0);
  discard (&expansion);
  expand (&expansion, "breakdown p: _T = A + B + C\nrule r over p: sum(a[*] - b[*]) == d\n", NULL);
  ck_assert_uint_eq (only (&expansion)->n_subjects, 3);
  ck_assert_uint_eq (only (&expansion)->n_slots, 7);
  expect_slot (&expansion, 0, "a", "A", "-", 0, 0, 0);
  expect_slot (&expansion, 2, "a", "C", "-", 0, 0, 0);
  discard (&expansion);
}
END_TEST

START_TEST (test_areas)
{
  struct expansion expansion;

  expand (&expansion,
          "areas n: N = North + South\nbreakdown p: _T = A + B\n"
          "rule r over n: a[c]@whole == sum(a[c]@*) - b@North\n",
          NULL);
  ck_assert_str_eq (name_of (&expansion, only (&expansion)->area), "N");
  ck_assert_uint_eq (only (&expansion)->component, IND__NONE);
  ck_assert_uint_eq (only (&expansion)->n_slots, 4);
  expect_slot (&expansion, 0, "a", "-", "N", 0, 0, 0);
  expect_slot (&expansion, 1, "a", "-", "North", 0, 0, 0);
  expect_slot (&expansion, 2, "a", "-", "South", 0, 0, 0);
  expect_slot (&expansion, 3, "b", "_T", "North", 0, 0, 0);
  discard (&expansion);
}
END_TEST

/* ------------------------------------------------------------------------
 * Which templates there are
 * ---------------------------------------------------------------------- */

/* What states the same is kept once, the first; with all of ind__expand_all. */
START_TEST (test_same_once)
{
  static const char text[] = "rule one: a == b + d\nrule two: d + b == a\nrule three: a == b - d\n";
  struct expansion expansion;

  expect_templates (text, NULL, "one three");
  ck_assert_int_eq (try_expand (&expansion, text, NULL, 0, ind__expand_all, NULL), IND_OK);
  ck_assert_uint_eq (expansion.templates.count, 3);
  discard (&expansion);
}
END_TEST

/* What leads to a figure; what is about nothing but what such rules speak of; and what may
 * leave one of those without a value. */
START_TEST (test_bindable)
{
  static const char *const held[] = { "a", NULL };
  static const char text[] = "rule one: a == b + d\nrule two: b == d * e\nrule three: b == d / 2 + 1\n"
                             "rule four: b == e / a\nrule five: e == a / b\nrule six: g == h\n"
                             "rule seven: X_growth == 100 * (X / prev(X) - 1)\n";

  expect_templates (text, held, "one two three four five six");
  expect_expanded (text, held, ind__expand_bindable, "one three four");
  expect_expanded (text, NULL, ind__expand_bindable, "");
  /* A rule that ties areas is known to the whole table. */
  expect_expanded ("rule one: a == b@N\nrule two: d == e\n", NULL, ind__expand_bindable, "one");
  /* What states the same as a rule that is left out is not taken for it. */
  expect_expanded ("rule one: b == a\nrule two: a == b\n", held, ind__expand_bindable, "");
}
END_TEST

/* With another clause, or another relation, it is another statement. */
START_TEST (test_clauses_differ)
{
  expect_templates ("rule r1: a == b\nrule r2: a == b missing zero\n"
                    "rule r3: a == b missing nonnegative\nrule r4: b == a missing unverifiable\n",
                    NULL, "r1 r2 r3");
  expect_templates ("rule r1: a ~= b\nrule r2: a ~= b within 1%\nrule r3: a ~= b within 1\n"
                    "rule r4: b ~= a within 1%\nrule r5: a == b\n",
                    NULL, "r1 r2 r3 r5");
  expect_templates ("rule r1: a >= b\nrule r2: b >= a\nrule r3: a <= b\nrule r4: a >= b\n", NULL,
                    "r1 r2 r3");
}
END_TEST

/* A rule written out stands before a pattern that says the same, wherever it
 * stands in the text. */
START_TEST (test_written_out_wins)
{
  static const char *const held[] = { "growth_real", "npl_growth", NULL };

  expect_templates ("rule pattern: X_growth[c] == 100 * (X[c] / prev(X[c]) - 1)\n"
                    "rule own: growth_real[c] == 100 * (grdp_constant[c] / prev(grdp_constant[c]) - 1)\n",
                    held, "own pattern(npl)");
}
END_TEST

/* X is whatever stands before the suffix of the subject; aliases are read by
 * their systematic name. */
START_TEST (test_levels)
{
  static const char *const held[]
      = { "npl_growth", "growth_real", "share_change", "a", "_growth", "growth", "rise", NULL };

  expect_templates ("alias rise = debt_growth\nrule r: X_growth == 100 * (X / prev(X) - 1)\n", held,
                    "r(npl) r(grdp_constant) r(debt)");
  /* A change of shares is a change: X is the share. */
  expect_templates ("rule r: X_change == X - prev(X)\n", held, "r(grdp_current_share)");
  expect_templates ("rule r: X_share_change == X_share - prev(X_share)\n", held,
                    "r(grdp_current)");
  expect_templates ("rule r: X >= 0\n", held,
                    "r(npl_growth) r(grdp_constant_growth) r(grdp_current_share_change) r(a) "
                    "r(_growth) r(growth) r(rise)");
  expect_templates ("rule r: X_index == 100 * X / prev(X)\n", held, "");
}
END_TEST

/* The rule with a level for X. */
static void
write_out (const char *pattern, const char *level, char out[300])
{
  size_t n = 0;

  for (; *pattern != '\0'; pattern++)
    if (*pattern == 'X')
      n += (size_t) snprintf (out + n, 300 - n, "%s", level);
    else
      out[n++] = *pattern;
  out[n] = '\0';
}

/* A pattern states of a level what the rule written out for it does. */
START_TEST (test_patterns)
{
  static const struct
  {
    const char *declared, *pattern, *level, *held;
  } cases[] = {
    { "", "X_growth == 100 * (X / prev(X) - 1)\n  given prev(X)", "a", "a_growth" },
    { "", "X_growth[c] == 100 * (X[c] / before(X[c]) - 1) + 2 * X_growth[A]", "grdp_current",
      "growth_nominal" },
    /* Where two quantities of the pattern are one of the level. */
    { "", "X_share == 100 * X / a", "a", "a_share" },
    { "alias b_growth = a\n", "X_share == X_growth + 2 * prev(a) * a", "b", "b_share" },
    { "alias b_growth = b\n", "X == X_growth", "b", "b" },
    /* Where one of the level is assumed. */
    { "assume b_factor from 0.5 to 2\n", "X == X_factor * X_share", "b", "b" },
    { "assume f from 0.5 to 2\n", "X == f * X_share", "b", "b" },
    { "assume b_factor from 0.5 to 2\n", "X == X_factor * X_share", "d", "d" },
    { "breakdown p: _T = A + B\n", "X[whole] == sum(X[*])", "b", "b" },
    { "breakdown p: _T = A + B\n", "X[whole] == sum(X[*] * X_share[*]) / X_share[whole]", "b",
      "b" },
  };
  size_t k, i;

  for (k = 0; k < sizeof cases / sizeof cases[0]; k++)
    {
      const char *const held[] = { cases[k].held, NULL };
      ind_error error = { IND_OK, 0, 0, "" };
      struct expansion expansion;
      const ind__template *a, *b;
      char text[700], written[300];
      write_out (cases[k].pattern, cases[k].level, written);
      snprintf (text, sizeof text, "%srule r: %s\nrule s: %s\n", cases[k].declared,
                cases[k].pattern, written);
      ck_assert_msg (try_expand (&expansion, text, held, 0, ind__expand_all, &error) == IND_OK,
                     "%s: %s", text, error.message);
      ck_assert_msg (expansion.templates.count == 2, "%zu templates of %s",
                     expansion.templates.count, text);
      a = &expansion.templates.at[0];
      b = &expansion.templates.at[1];
      ck_assert_msg (a->n_slots == b->n_slots && a->n_constraints == b->n_constraints
                         && a->n_terms == b->n_terms && a->n_subjects == b->n_subjects
                         && a->has_assumed == b->has_assumed && a->has_given == b->has_given
                         && a->has_free == b->has_free && a->component == b->component
                         && a->relation == b->relation,
                     "%s", text);
      ck_assert_msg (memcmp (a->slots, b->slots, a->n_slots * sizeof *a->slots) == 0
                         && memcmp (a->constraints, b->constraints,
                                    a->n_constraints * sizeof *a->constraints)
                                == 0
                         && memcmp (&a->left, &b->left, sizeof a->left) == 0
                         && memcmp (&a->right, &b->right, sizeof a->right) == 0
                         && memcmp (&a->given, &b->given, sizeof a->given) == 0,
                     "%s", text);
      for (i = 0; i < a->n_terms; i++)
        ck_assert_msg (a->terms[i].variable == b->terms[i].variable
                           && a->terms[i].coefficient == b->terms[i].coefficient,
                       "term %zu of %s", i, text);
      discard (&expansion);
    }
}
END_TEST

#define TOTAL "rule total: X[whole] == sum(X[*])\n"

/* For the indicators named a breakdown adds up, and for their changes; not for
 * what else is derived from them, nor for others. */
START_TEST (test_breakdown_for)
{
  static const char *const held[] = { "n", "n_change", "n_growth", "n_share", "n_index", "m",
                                      "n_share_change", "growth_real", "grdp_constant", NULL };

  expect_templates ("breakdown p for n, grdp_constant: _T = A + B\n" TOTAL, held,
                    "total/p(n) total/p(n_change) total/p(grdp_constant)");
  expect_templates ("breakdown p for n, grdp_constant_growth: _T = A + B\n"
                    "rule shares: sum(X_share[*]) == 100\n",
                    held, "shares/p(n)");
  expect_templates ("breakdown p for n: _T = A + B\nrule r: sum(100 * m[*] / n_growth[*]) == 100\n",
                    held, "r/p");
  expect_templates ("breakdown p for n: _T = A + B\nrule r: sum(m[*]) == 100\n", held, "");
}
END_TEST

/* Without "for" it holds for whatever adds up: by the registry, by the suffix,
 * or by the unit of the figures where neither knows. */
START_TEST (test_breakdown_for_all)
{
  static const char *const held[]
      = { "grdp_current", "grdp_chained", "deflator", "population", "grdp_change", "growth_real",
          "npl",          "npl_change",   "npl_share", "npl_index", "deflator_change", NULL };
  struct expansion expansion;
  size_t k;

  expect_templates ("breakdown p: _T = A + B\n" TOTAL, held,
                    "total/p(grdp_current) total/p(population) total/p(grdp_current_change) "
                    "total/p(npl) total/p(npl_change)");
  expand (&expansion, "breakdown p: _T = A + B\n" TOTAL, held);
  for (k = 0; k < expansion.templates.count; k++)
    {
      const ind__template *template = &expansion.templates.at[k];
      int is_known = strstr (name_of (&expansion, template->level), "npl") == NULL;
      ck_assert_msg (template->needs_additive == !is_known, "%s",
                     name_of (&expansion, template->level));
    }
  discard (&expansion);
}
END_TEST

/* Areas add up as parts do: whatever is additive, in all of them. */
START_TEST (test_areas_of_levels)
{
  static const char *const held[] = { "population", "deflator", "npl", "share", NULL };

  expect_templates ("areas n: N = V + W\nrule r: X@whole == sum(X@*)\n", held,
                    "r/n(population) r/n(npl)");
  expect_templates ("areas n: N = V + W\nrule r: X[c]@whole == sum(X[c]@*)\n", held,
                    "r/n(population) r/n(npl)");
}
END_TEST

/* "over" names breakdowns or the whole; areas and components do not mix. A
 * rule open to one breakdown alone keeps its name. */
START_TEST (test_over)
{
#define THREE                                                                                      \
  "breakdown p: _T = A + B\nbreakdown q: _T = C + D\nbreakdown s: A = E + F\nareas n: N = V + W\n"

  expect_templates (THREE "rule r: sum(a[*]) == 1\n", NULL, "r/p r/q r/s");
  expect_templates (THREE "rule r over p: sum(a[*]) == 1\n", NULL, "r");
  expect_templates (THREE "rule r over p, s: sum(a[*]) == 1\n", NULL, "r/p r/s");
  expect_templates (THREE "rule r over whole _T: sum(a[*]) == 1\n", NULL, "r/p r/q");
  expect_templates (THREE "rule r over whole A: sum(a[*]) == 1\n", NULL, "r/s");
  expect_templates (THREE "rule r over whole A, q: sum(a[*]) == 1\n", NULL, "r/q r/s");
  expect_templates (THREE "rule r over whole B: sum(a[*]) == 1\n", NULL, "");
  expect_templates (THREE "rule r: sum(a@*) == 1\n", NULL, "r/n");
  expect_templates (THREE "rule r over n: sum(a@*) == 1\n", NULL, "r");
  /* A breakdown named is taken even where it is for other indicators. */
  expect_templates ("breakdown p for m: _T = A + B\nrule r over p: sum(a[*]) == 1\n", NULL, "r");
}
END_TEST

/* "*" stands for the components the data hold of the quantity summed. */
START_TEST (test_breakdown_from_data)
{
  static const char *const held[]
      = { "a", "a[P]", "a[Q]", "b[R]", "d", "growth_real[S]", NULL };
  struct expansion expansion;

  expand (&expansion, "breakdown all: _T = *\nrule r: a[whole] == sum(a[*])\n", held);
  ck_assert_uint_eq (only (&expansion)->n_slots, 3);
  expect_slot (&expansion, 1, "a", "P", "-", 0, 0, 0);
  expect_slot (&expansion, 2, "a", "Q", "-", 0, 0, 0);
  discard (&expansion);
  /* No parts, no rule; and an alias is the same quantity. */
  expect_templates ("breakdown all: _T = *\nrule r: d[whole] == sum(d[*])\n", held, "");
  expect_templates ("breakdown all: _T = *\nrule r: b[whole] == sum(b[*])\n", held, "r/all");
  expect_templates ("breakdown all: _T = *\nrule r over all: sum(grdp_constant_growth[*]) >= 0\n",
                    held, "r");
  expect_templates ("breakdown all: _T = *\n" TOTAL, held, "total/all(a) total/all(b)");
}
END_TEST

/* ------------------------------------------------------------------------
 * Coefficients
 * ---------------------------------------------------------------------- */

/* The right side of "a == ..." is (constant + coefficient * b) / divisor. */
static void
expect_form (const char *expression, double constant, double coefficient, double divisor)
{
  struct expansion expansion;
  const ind__form *form;
  char text[300];

  snprintf (text, sizeof text, "rule r: a == %s\n", expression);
  expand (&expansion, text, NULL);
  form = &only (&expansion)->right;
  ck_assert_msg (form->constant == constant && form->divisor == divisor, "%s is (%g + ...) / %g",
                 expression, form->constant, form->divisor);
  ck_assert_msg (form->n_terms == (coefficient != 0), "%s has %u terms", expression,
                 (unsigned) form->n_terms);
  if (form->n_terms == 1)
    {
      const ind__term *term = &only (&expansion)->terms[form->first];
      ck_assert_msg (term->coefficient == coefficient, "%s has the coefficient %g", expression,
                     term->coefficient);
      ck_assert_uint_eq (term->variable, 1);
    }
  ck_assert_uint_eq (only (&expansion)->n_constraints, 0);
  discard (&expansion);
}

/* Fractions, worked by hand; 0.1 and its like are no doubles on the way. */
START_TEST (test_rational_coefficients)
{
  expect_form ("0.1 * b + 0.2 * b", 0, 3, 10);
  expect_form ("b / 3 + b / 6", 0, 1, 2);
  expect_form ("b / 3 + b / 3 + b / 3", 0, 1, 1);
  expect_form ("(b + 1) / 4 * 2", 1, 1, 2);
  expect_form ("100 * (b - 1) / 7 + 100 / 7", 0, 100, 7);
  expect_form ("2.50 * b", 0, 5, 2);
  expect_form ("b / -2", 0, -1, 2);
  expect_form ("-(b - 0.5)", 1, -2, 2);
  expect_form ("-3 * -(b) / 0.75", 0, 4, 1);
  expect_form ("b * 0 + 4", 4, 0, 1);
  expect_form ("b - b", 0, 0, 1);
  expect_form ("7 / 3 + b - 1 / 3", 2, 1, 1);
  expect_form ("1 / 3 * 3 * b", 0, 1, 1);
  expect_form ("(2 + 3) * b", 0, 5, 1);
  /* 94906265^2 lies below 2^53, 94906266^2 above it. */
  expect_form ("94906265 * 94906265 * b", 0, 9007199136250225.0, 1);
  expect_form ("6361 * 69431 * 20394401 * b", 0, 9007199254740991.0, 1);
  expect_form ("b / 94906265 / 94906265", 0, 1, 9007199136250225.0);
}
END_TEST

START_TEST (test_too_large)
{
  static const struct
  {
    const char *expression;
    unsigned column;
  } cases[] = {
    { "94906266 * 94906266 * b", 25 },
    { "b / 94906266 / 94906266", 29 },
    { "94906265 * 94906265 * b * 3", 40 },
    /* The common divisor of two primes is their product. */
    { "b / 999999999989 + b / 999999999961", 33 },
    /* Both terms of the sum are too large, though their sum would not be. */
    { "94906265 * 94906265 * b / 7 - 94906265 * 94906265 * b / 11", 44 },
    { "0.000000000000000000000000000001 * b", 14 },
    /* 2^53 - 1, and one more: 2^53 + 1 would look the same. */
    { "6361 * 69431 * 20394401 * b + b", 44 },
  };
  size_t k;

  for (k = 0; k < sizeof cases / sizeof cases[0]; k++)
    {
      struct expansion expansion;
      char text[300];
      ind_error error = { IND_OK, 0, 0, "" };
      snprintf (text, sizeof text, "rule r: a == %s\n", cases[k].expression);
      ck_assert_msg (try_expand (&expansion, text, NULL, 0, ind__expand, &error) == IND_E_RULE,
                     "%s is accepted", cases[k].expression);
      ck_assert_msg (strstr (error.message, "t.rules: rule r: ") != NULL
                         && (strstr (error.message, "too large to be exact") != NULL
                             || strstr (error.message, "too many digits") != NULL),
                     "%s: %s", cases[k].expression, error.message);
      ck_assert_msg (error.record == 1 && error.field == cases[k].column,
                     "%s is placed at %zu, %zu", cases[k].expression, error.record, error.field);
      discard (&expansion);
    }
}
END_TEST

/* Products and quotients of quantities become constraints; what is more than
 * a multiple of one quantity becomes a variable first. */
START_TEST (test_constraints)
{
  struct expansion expansion;
  const ind__template *template;

  expand (&expansion, "rule r: a == 3 * b * (d + 1) / e / 2\n", NULL);
  template = only (&expansion);
  /* Slots a, b, d, e are 0 .. 3. */
  ck_assert_uint_eq (template->n_slots, 4);
  ck_assert_uint_eq (template->n_constraints, 3);
  ck_assert_int_eq (template->constraints[0].kind, IND__LINEAR);
  ck_assert_uint_eq (template->constraints[0].form.n_terms, 1);
  ck_assert (template->constraints[0].form.constant == 1);
  ck_assert_int_eq (template->constraints[1].kind, IND__PRODUCT);
  ck_assert_uint_eq (template->constraints[1].x, 1);
  ck_assert_uint_eq (template->constraints[1].y, 4);
  ck_assert_int_eq (template->constraints[2].kind, IND__QUOTIENT);
  ck_assert_uint_eq (template->constraints[2].x, 5);
  ck_assert_uint_eq (template->constraints[2].y, 3);
  ck_assert_uint_eq (template->right.n_terms, 1);
  ck_assert (template->right.divisor == 2);
  ck_assert (template->terms[template->right.first].coefficient == 3);
  ck_assert_uint_eq (template->terms[template->right.first].variable, 6);
  discard (&expansion);
}
END_TEST

/* ------------------------------------------------------------------------
 * Signatures
 * ---------------------------------------------------------------------- */

/* Whether two rules have one signature. */
static int
have_same_signature (const char *one, const char *other, int with_constant)
{
  struct expansion expansion;
  ind__text signature[2] = { { 0 }, { 0 } };
  char text[400];
  int is_same;
  size_t k;

  snprintf (text, sizeof text, "rule r: %s\nrule s: %s\n", one, other);
  ck_assert_int_eq (try_expand (&expansion, text, NULL, 0, ind__expand_all, NULL), IND_OK);
  ck_assert_uint_eq (expansion.templates.count, 2);
  for (k = 0; k < 2; k++)
    {
      ind__template_signature (&expansion.templates.at[k], expansion.rules, with_constant,
                               &signature[k]);
      ck_assert (!signature[k].has_failed);
    }
  is_same = strcmp (signature[0].bytes, signature[1].bytes) == 0;
  ind__text_free (&signature[0]);
  ind__text_free (&signature[1]);
  discard (&expansion);
  return is_same;
}

START_TEST (test_signatures)
{
  static const struct
  {
    const char *one, *other;
    int is_same, is_same_but_for_constants;
  } cases[] = {
    { "a == b + d", "a == d + b", 1, 1 },
    { "a == b", "b == a", 1, 1 },
    { "a == b * d", "a == d * b", 1, 1 },
    { "a == b / d", "a == d / b", 0, 0 },
    { "a == (b + 1) * (d + 2)", "a == (2 + d) * (1 + b)", 1, 1 },
    { "a == (b + 1) * d", "a == (b + 2) * d", 0, 0 },
    { "a == 0.5 * b", "a == b / 2", 1, 1 },
    { "a == b + b", "a == 2 * b", 1, 1 },
    { "a == b + 1", "a == b + 2", 0, 1 },
    { "a == 0.5", "a == 3", 0, 1 },
    { "a == b / 3 + 1", "a == b / 3 + 0.5", 0, 1 },
    { "a == b + 0.5", "a == 0.5 + b", 1, 1 },
    { "a == b", "a == prev(b)", 0, 0 },
    { "a == b", "a == before(b)", 0, 0 },
    { "a == b", "a == b[A]", 0, 0 },
    { "a == b", "a == b@A", 0, 0 },
    { "a == b", "a == 2 * b", 0, 0 },
    { "a == b", "a ~= b", 0, 0 },
    { "a >= b", "b >= a", 0, 0 },
    { "a == -b", "a == -1 * b", 1, 1 },
    { "a == 0 * -1", "a == 0", 1, 1 },
    { "a[c] == b[c]", "a == b", 0, 0 },
  };
  size_t k;

  for (k = 0; k < sizeof cases / sizeof cases[0]; k++)
    {
      ck_assert_msg (have_same_signature (cases[k].one, cases[k].other, 1) == cases[k].is_same,
                     "%s, %s", cases[k].one, cases[k].other);
      ck_assert_msg (have_same_signature (cases[k].one, cases[k].other, 0)
                         == cases[k].is_same_but_for_constants,
                     "%s, %s without constants", cases[k].one, cases[k].other);
    }
}
END_TEST

/* ------------------------------------------------------------------------
 * Size and memory
 * ---------------------------------------------------------------------- */

/* A breakdown of many parts, its rules and their comparison. */
START_TEST (test_many_parts)
{
  enum { N_PARTS = 2000 };
  static char text[N_PARTS * 10 + 300] = "breakdown p: _T = p0";
  struct expansion expansion;
  size_t k, n = strlen (text);

  for (k = 1; k < N_PARTS; k++)
    n += (size_t) sprintf (text + n, " + p%zu", k);
  strcpy (text + n, "\nrule r: a[whole] == sum(a[*])\n"
                    "rule s: sum(100 * a[*] / b[*]) == 100\n");
  expand (&expansion, text, NULL);
  ck_assert_uint_eq (expansion.templates.count, 2);
  ck_assert_uint_eq (expansion.templates.at[0].n_slots, N_PARTS + 1);
  ck_assert_uint_eq (expansion.templates.at[1].n_constraints, N_PARTS);
  discard (&expansion);
}
END_TEST

START_TEST (test_memory)
{
  static const char *const held[] = { "npl_growth", "a[P]", "a[Q]", "grdp_current", NULL };
  struct expansion expansion;
  ind__data_names data;
  size_t blocks, n;
  int is_persistent;

  expand (&expansion,
          "breakdown p: _T = P + Q\nbreakdown all: _T = *\n"
          "rule r: X_growth[c] == 100 * (X[c] / prev(X[c]) - 1)\n" TOTAL
          "rule s: a == (b + 1) * d / (e - 0.5)\n",
          held);
  ind__templates_free (&expansion.templates);
  data.names = &expansion.names;
  data.indicator = expansion.indicators;
  data.n_indicators = expansion.n_indicators;
  data.components = list_components;
  data.context = &expansion;
  blocks = failing_memory_blocks ();
  for (is_persistent = 0; is_persistent <= 1; is_persistent++)
    for (n = 1;; n++)
      {
        ind_error error;
        ind_status status;
        failing_memory_arm (n, is_persistent);
        status = ind__expand (expansion.rules, &data, &expansion.templates, &error);
        if (failing_memory_disarm () == 0)
          {
            ck_assert_int_eq (status, IND_OK);
            ind__templates_free (&expansion.templates);
            break;
          }
        exact_assert (status == IND_E_MEMORY, "allocation %zu failed and the status is %s", n,
                      ind_status_name ((int) status));
        exact_assert (expansion.templates.count == 0 && failing_memory_blocks () == blocks,
                      "allocation %zu failed and something is left", n);
      }
  ck_assert_uint_gt (n, 10);
  discard (&expansion);
}
END_TEST

int
main (void)
{
  TCase *tests = tcase_create ("expand");

  tcase_set_timeout (tests, 60);
  tcase_add_test (tests, test_slots);
  tcase_add_test (tests, test_assumed);
  tcase_add_test (tests, test_slots_are_shared);
  tcase_add_test (tests, test_subject);
  tcase_add_test (tests, test_areas);
  tcase_add_test (tests, test_same_once);
  tcase_add_test (tests, test_bindable);
  tcase_add_test (tests, test_clauses_differ);
  tcase_add_test (tests, test_written_out_wins);
  tcase_add_test (tests, test_levels);
  tcase_add_test (tests, test_patterns);
  tcase_add_test (tests, test_breakdown_for);
  tcase_add_test (tests, test_breakdown_for_all);
  tcase_add_test (tests, test_areas_of_levels);
  tcase_add_test (tests, test_over);
  tcase_add_test (tests, test_breakdown_from_data);
  tcase_add_test (tests, test_rational_coefficients);
  tcase_add_test (tests, test_too_large);
  tcase_add_test (tests, test_constraints);
  tcase_add_test (tests, test_signatures);
  tcase_add_test (tests, test_many_parts);
  tcase_add_test (tests, test_memory);
  return suite_run (tests, "expand");
}
