/* SPDX-License-Identifier: GPL-3.0-or-later
 * From expression trees to linear and product constraints. */
#include "rules/expand.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define LARGEST 9007199254740992.0 /* 2^53: whole numbers below it are exact */

/* A linear form under construction. */
struct form {
  ind__term *terms;
  size_t n_terms, capacity;
  double constant, divisor;
};

struct builder {
  const ind_rules *rules;
  const ind__rule *rule;
  const ind__data_names *data;
  ind__template *template;
  uint32_t level;           /* what X stands for, or IND__NONE */
  const uint32_t *parts;    /* of the breakdown, numbers in names */
  size_t n_parts;
  uint32_t part;            /* the part a sum is at, or IND__NONE */
  int is_at_subject;        /* reading the first reference */
  ind_status status;
  ind_error *error;
};

static void
fail_memory (struct builder *builder)
{
  if (builder->status == IND_OK)
    builder->status = ind__fail_memory (builder->error);
}

static void
fail (struct builder *builder, const ind__node *node, const char *why)
{
  if (builder->status == IND_OK)
    builder->status
        = ind__fail (builder->error, IND_E_RULE, node->line, node->column, "%.80s: rule %.60s: %s",
                     ind__rules_text (builder->rules, builder->rule->file),
                     ind__rules_text (builder->rules, builder->rule->name), why);
}

static uint32_t
add_name (struct builder *builder, const char *text, size_t length)
{
  uint32_t id = ind__strings_add (builder->data->names, text, length);
  if (id == IND__NO_STRING)
    {
      fail_memory (builder);
      return 0;
    }
  return id;
}

/* ------------------------------------------------------------------------
 * Linear forms with whole coefficients
 * ---------------------------------------------------------------------- */

static double
greatest_common_divisor (double a, double b)
{
  a = fabs (a);
  b = fabs (b);
  while (b > 0)
    {
      double r = fmod (a, b);
      a = b;
      b = r;
    }
  return a;
}

static int
has_large (const struct form *form)
{
  size_t k;
  if (fabs (form->constant) >= LARGEST || form->divisor >= LARGEST)
    return 1;
  for (k = 0; k < form->n_terms; k++)
    if (fabs (form->terms[k].coefficient) >= LARGEST)
      return 1;
  return 0;
}

/* Brings the form to another divisor, a multiple of its own. 0 when that is
 * not exact. */
static int
widen_divisor (struct form *form, double divisor)
{
  double factor = divisor / form->divisor;
  size_t k;

  form->constant *= factor;
  for (k = 0; k < form->n_terms; k++)
    form->terms[k].coefficient *= factor;
  form->divisor = divisor;
  return !has_large (form);
}

/* Divides out what constant, coefficients and divisor have in common. */
static void
reduce (struct form *form)
{
  double common = form->divisor;
  size_t k;

  if (form->divisor == 1)
    return;
  common = greatest_common_divisor (common, form->constant);
  for (k = 0; k < form->n_terms && common > 1; k++)
    common = greatest_common_divisor (common, form->terms[k].coefficient);
  if (common <= 1)
    return;
  form->constant /= common;
  form->divisor /= common;
  for (k = 0; k < form->n_terms; k++)
    form->terms[k].coefficient /= common;
}

/* Multiplies by numerator / denominator, denominator > 0. */
static void
scale (struct builder *builder, const ind__node *node, struct form *form, double numerator,
       double denominator)
{
  size_t k;

  form->constant *= numerator;
  form->divisor *= denominator;
  for (k = 0; k < form->n_terms; k++)
    form->terms[k].coefficient *= numerator;
  if (numerator == 0)
    form->n_terms = 0;
  if (has_large (form))
    fail (builder, node, "the coefficients of this expression are too large to be exact");
  else
    reduce (form);
}

static void
add_term (struct builder *builder, struct form *form, uint32_t variable, double coefficient)
{
  size_t k;

  for (k = 0; k < form->n_terms; k++)
    if (form->terms[k].variable == variable)
      {
        form->terms[k].coefficient += coefficient;
        if (form->terms[k].coefficient == 0)
          form->terms[k] = form->terms[--form->n_terms];
        return;
      }
  if (!ind__grow (&form->terms, &form->capacity, form->n_terms + 1, sizeof *form->terms))
    {
      fail_memory (builder);
      return;
    }
  form->terms[form->n_terms].variable = variable;
  form->terms[form->n_terms++].coefficient = coefficient;
}

/* into += sign * other; other is used up. */
static void
add_form (struct builder *builder, const ind__node *node, struct form *into, struct form *other,
          double sign)
{
  double common = into->divisor / greatest_common_divisor (into->divisor, other->divisor);
  size_t k;

  common *= other->divisor;
  if (builder->status == IND_OK)
    {
      int is_exact = common < LARGEST && (common == into->divisor || widen_divisor (into, common))
                     && (common == other->divisor || widen_divisor (other, common));
      into->constant += sign * other->constant;
      for (k = 0; k < other->n_terms; k++)
        add_term (builder, into, other->terms[k].variable, sign * other->terms[k].coefficient);
      if (!is_exact || has_large (into))
        fail (builder, node, "the coefficients of this expression are too large to be exact");
      reduce (into);
    }
  ind__release (other->terms);
}

static struct form
constant_form (double value)
{
  struct form form = { NULL, 0, 0, 0, 1 };
  form.constant = value;
  return form;
}

/* Copies a form into the template. */
static ind__form
store_form (struct builder *builder, const struct form *form)
{
  ind__template *template = builder->template;
  ind__form stored = { (uint32_t) template->n_terms, (uint32_t) form->n_terms, form->constant,
                       form->divisor };

  if (!ind__grow (&template->terms, &template->terms_capacity,
                  template->n_terms + form->n_terms, sizeof *template->terms))
    {
      fail_memory (builder);
      return stored;
    }
  if (form->n_terms > 0)
    memcpy (template->terms + template->n_terms, form->terms,
            form->n_terms * sizeof *form->terms);
  template->n_terms += form->n_terms;
  return stored;
}

static uint32_t
add_constraint (struct builder *builder, ind__constraint_kind kind, uint32_t x, uint32_t y,
                const struct form *form)
{
  ind__template *template = builder->template;
  ind__constraint *constraint;

  if (builder->status != IND_OK)
    return 0;
  if (!ind__grow (&template->constraints, &template->constraints_capacity,
                  template->n_constraints + 1, sizeof *template->constraints))
    {
      fail_memory (builder);
      return 0;
    }
  constraint = &template->constraints[template->n_constraints];
  memset (constraint, 0, sizeof *constraint);
  constraint->kind = kind;
  constraint->x = x;
  constraint->y = y;
  if (form != NULL)
    constraint->form = store_form (builder, form);
  return (uint32_t) template->n_constraints++ | 0x80000000u;
}

/* A variable that equals the form up to the factor numerator / denominator. */
static uint32_t
materialise (struct builder *builder, const struct form *form, double *numerator,
             double *denominator)
{
  struct form whole = *form;

  *denominator = form->divisor;
  if (form->n_terms == 1 && form->constant == 0)
    {
      *numerator = form->terms[0].coefficient;
      return form->terms[0].variable;
    }
  *numerator = 1;
  whole.divisor = 1;
  return add_constraint (builder, IND__LINEAR, 0, 0, &whole);
}

static struct form
multiply (struct builder *builder, const ind__node *node, struct form *a, struct form *b)
{
  struct form product = constant_form (0);
  double an, ad, bn, bd;
  uint32_t x, y;

  if (a->n_terms == 0 || b->n_terms == 0)
    {
      struct form *constant = a->n_terms == 0 ? a : b;
      product = constant == a ? *b : *a;
      scale (builder, node, &product, constant->constant, constant->divisor);
      ind__release (constant->terms);
      return product;
    }
  x = materialise (builder, a, &an, &ad);
  y = materialise (builder, b, &bn, &bd);
  add_term (builder, &product, add_constraint (builder, IND__PRODUCT, x, y, NULL), 1);
  scale (builder, node, &product, an, ad);
  scale (builder, node, &product, bn, bd);
  ind__release (a->terms);
  ind__release (b->terms);
  return product;
}

static struct form
divide (struct builder *builder, const ind__node *node, struct form *a, struct form *b)
{
  struct form quotient = constant_form (0);
  double an, ad, bn, bd;
  uint32_t x, y;

  if (b->n_terms == 0)
    {
      quotient = *a;
      if (b->constant == 0)
        fail (builder, node, "this divides by zero");
      else
        scale (builder, node, &quotient, b->constant < 0 ? -b->divisor : b->divisor,
               fabs (b->constant));
      ind__release (b->terms);
      return quotient;
    }
  x = materialise (builder, a, &an, &ad);
  y = materialise (builder, b, &bn, &bd);
  add_term (builder, &quotient, add_constraint (builder, IND__QUOTIENT, x, y, NULL), 1);
  scale (builder, node, &quotient, an, ad);
  scale (builder, node, &quotient, bn < 0 ? -bd : bd, fabs (bn));
  ind__release (a->terms);
  ind__release (b->terms);
  return quotient;
}

/* ------------------------------------------------------------------------
 * Expressions
 * ---------------------------------------------------------------------- */

/* The canonical indicator a reference means. */
static uint32_t
resolve_indicator (struct builder *builder, const ind__reference *reference)
{
  const char *name = ind__rules_text (builder->rules, reference->indicator);

  if (reference->is_pattern)
    {
      ind__text text = { 0 };
      uint32_t id = 0;
      if (builder->level != IND__NONE)
        ind__text_put_string (&text, ind__strings_at (builder->data->names, builder->level));
      ind__text_put_string (&text, name);
      if (text.has_failed)
        fail_memory (builder);
      else
        {
          const char *canonical = ind__rules_canonical (builder->rules, text.bytes);
          id = add_name (builder, canonical, strlen (canonical));
        }
      ind__text_free (&text);
      return id;
    }
  name = ind__rules_canonical (builder->rules, name);
  return add_name (builder, name, strlen (name));
}

static uint32_t
rule_string (struct builder *builder, uint32_t id)
{
  const char *text = ind__rules_text (builder->rules, id);
  return add_name (builder, text, strlen (text));
}

static struct form
build_reference (struct builder *builder, const ind__reference *reference)
{
  ind__template *template = builder->template;
  struct form form = constant_form (0);
  ind__slot slot;
  size_t k;

  memset (&slot, 0, sizeof slot);
  slot.indicator = resolve_indicator (builder, reference);
  slot.years_earlier = reference->years_earlier;
  slot.periods_before = reference->periods_before;
  slot.is_of_year = reference->is_of_year;
  slot.component = slot.area = IND__NONE;
  switch ((ind__selector) reference->component_selector)
    {
    case IND__SELECT_FREE: break;
    case IND__SELECT_EACH: slot.component = builder->part; break;
    case IND__SELECT_WHOLE:
      slot.component = rule_string (
          builder, builder->rules->breakdowns[builder->template->breakdown].whole);
      break;
    case IND__SELECT_LITERAL:
    case IND__SELECT_SAME: slot.component = rule_string (builder, reference->component); break;
    }
  switch ((ind__selector) reference->area_selector)
    {
    case IND__SELECT_EACH: slot.area = builder->part; break;
    case IND__SELECT_WHOLE:
      slot.area = rule_string (
          builder, builder->rules->breakdowns[builder->template->breakdown].whole);
      break;
    case IND__SELECT_LITERAL: slot.area = rule_string (builder, reference->area); break;
    case IND__SELECT_FREE:
    case IND__SELECT_SAME: break;
    }
  if (builder->status != IND_OK)
    return form;
  slot.is_assumed = (uint8_t) ind__rules_assumed (
      builder->rules, ind__strings_at (builder->data->names, slot.indicator), &slot.assumed);
  template->has_assumed |= slot.is_assumed;
  for (k = 0; k < template->n_slots; k++)
    if (memcmp (&template->slots[k], &slot, sizeof slot) == 0)
      break;
  if (k == template->n_slots)
    {
      if (!ind__grow (&template->slots, &template->slots_capacity, k + 1,
                      sizeof *template->slots))
        {
          fail_memory (builder);
          return form;
        }
      template->slots[template->n_slots++] = slot;
    }
  add_term (builder, &form, (uint32_t) k, 1);
  return form;
}

static struct form
build (struct builder *builder, uint32_t at)
{
  const ind__node *node = &builder->rules->nodes[at];
  struct form left = constant_form (0), right;
  double power;
  size_t k;
  int32_t d;

  if (builder->status != IND_OK)
    return left;
  switch (node->kind)
    {
    case IND__NODE_NUMBER:
      left.constant = (double) node->number.mantissa;
      for (power = 1, d = 0; d < node->number.decimals; d++)
        power *= 10;
      left.divisor = power;
      if (has_large (&left))
        fail (builder, node, "this number has too many digits");
      reduce (&left);
      return left;
    case IND__NODE_REFERENCE: return build_reference (builder, &node->reference);
    case IND__NODE_SUM:
      for (k = 0; k < builder->n_parts && builder->status == IND_OK; k++)
        {
          builder->part = builder->parts[k];
          right = build (builder, node->left);
          add_form (builder, node, &left, &right, 1);
        }
      builder->part = IND__NONE;
      return left;
    case IND__NODE_ADD:
    case IND__NODE_SUBTRACT:
    case IND__NODE_MULTIPLY:
    case IND__NODE_DIVIDE: break;
    }
  left = build (builder, node->left);
  right = build (builder, node->right);
  switch (node->kind)
    {
    case IND__NODE_ADD: add_form (builder, node, &left, &right, 1); return left;
    case IND__NODE_SUBTRACT: add_form (builder, node, &left, &right, -1); return left;
    case IND__NODE_MULTIPLY: return multiply (builder, node, &left, &right);
    case IND__NODE_DIVIDE: return divide (builder, node, &left, &right);
    case IND__NODE_NUMBER:
    case IND__NODE_REFERENCE:
    case IND__NODE_SUM: break;
    }
  return left;
}

/* Constraint variables carry the high bit until the slots are counted. */
static uint32_t
final_variable (const ind__template *template, uint32_t variable)
{
  return (variable & 0x80000000u) != 0
             ? (uint32_t) template->n_slots + (variable & 0x7FFFFFFFu)
             : variable;
}

static void
number_variables (ind__template *template)
{
  size_t k;
  for (k = 0; k < template->n_terms; k++)
    template->terms[k].variable = final_variable (template, template->terms[k].variable);
  for (k = 0; k < template->n_constraints; k++)
    {
      template->constraints[k].x = final_variable (template, template->constraints[k].x);
      template->constraints[k].y = final_variable (template, template->constraints[k].y);
    }
}

static void
free_template (ind__template *template)
{
  ind__release (template->slots);
  ind__release (template->constraints);
  ind__release (template->terms);
}

/* Builds the template of the rule for the level and parts in the builder. */
static void
build_template (struct builder *builder, ind__template *template)
{
  struct form form;
  const ind__node *subject = ind__rules_subject (builder->rules, builder->rule);
  size_t k, n = 1;

  /* The subject's slots come first, so that they are found by position. */
  if (subject->reference.component_selector == IND__SELECT_EACH
      || subject->reference.area_selector == IND__SELECT_EACH)
    n = builder->n_parts;
  for (k = 0; k < n && builder->status == IND_OK; k++)
    {
      builder->part = builder->n_parts > 0 ? builder->parts[k] : IND__NONE;
      form = build_reference (builder, &subject->reference);
      ind__release (form.terms);
    }
  builder->part = IND__NONE;
  template->first_subject = 0;
  template->n_subjects = (uint32_t) n;
  form = build (builder, builder->rule->left);
  if (builder->status == IND_OK)
    template->left = store_form (builder, &form);
  ind__release (form.terms);
  form = build (builder, builder->rule->right);
  if (builder->status == IND_OK)
    template->right = store_form (builder, &form);
  ind__release (form.terms);
  if (builder->rule->has_given)
    {
      form = build (builder, builder->rule->given);
      if (builder->status == IND_OK)
        template->given = store_form (builder, &form);
      template->has_given = 1;
      ind__release (form.terms);
    }
  number_variables (template);
}

/* ------------------------------------------------------------------------
 * Which levels and breakdowns a rule applies to
 * ---------------------------------------------------------------------- */

static int
ends_in (const char *text, const char *suffix)
{
  size_t n = strlen (text), m = strlen (suffix);
  return n > m && strcmp (text + n - m, suffix) == 0;
}

/* True when `name` is `base` followed by one of the suffixes by which the
 * language derives indicators from levels. */
static int
is_derived_from (const char *name, const char *base)
{
  static const char *const suffix[]
      = { "_change", "_growth", "_index", "_share", "_share_change" };
  size_t n = strlen (base), k;

  if (strncmp (name, base, n) != 0)
    return 0;
  for (k = 0; k < sizeof suffix / sizeof suffix[0]; k++)
    if (strcmp (name + n, suffix[k]) == 0)
      return 1;
  return 0;
}

/* Whether parts of the indicator add up over the breakdown, as far as names
 * tell; *unknown: only the unit of the figures can. */
static int
adds_up (const ind_rules *rules, const ind__breakdown *breakdown, const char *indicator,
         int *unknown)
{
  static const char change[] = "_change";
  const ind_indicator *known;
  char base[128];
  size_t k, n = strlen (indicator);

  *unknown = 0;
  for (k = 0; k < breakdown->n_indicators; k++)
    {
      const char *listed = ind__rules_canonical (
          rules, ind__rules_text (rules, breakdown->indicator[k]));
      size_t m = strlen (listed);
      if (strcmp (indicator, listed) == 0
          || (strncmp (indicator, listed, m) == 0 && strcmp (indicator + m, change) == 0))
        return 1;
    }
  if (breakdown->n_indicators > 0)
    return 0;
  if (ends_in (indicator, "_growth") || ends_in (indicator, "_index")
      || ends_in (indicator, "_share"))
    return 0;
  if (ends_in (indicator, change) && n < sizeof base)
    {
      n -= sizeof change - 1;
      memcpy (base, indicator, n);
      base[n] = '\0';
      indicator = base;
    }
  known = ind_indicator_find (indicator);
  if (known != NULL)
    return known->is_additive;
  *unknown = 1;
  return 1;
}

/* Whether a sum over the breakdown's parts of the indicator is meant at all. */
static int
is_broken_down (const ind_rules *rules, const ind__breakdown *breakdown, const char *indicator)
{
  size_t k;
  for (k = 0; k < breakdown->n_indicators; k++)
    {
      const char *listed = ind__rules_canonical (
          rules, ind__rules_text (rules, breakdown->indicator[k]));
      if (strcmp (indicator, listed) == 0 || is_derived_from (indicator, listed))
        return 1;
    }
  return breakdown->n_indicators == 0;
}

static const ind__node *
find_star (const ind_rules *rules, uint32_t at)
{
  const ind__node *node = &rules->nodes[at], *found;
  switch (node->kind)
    {
    case IND__NODE_NUMBER: return NULL;
    case IND__NODE_REFERENCE:
      return node->reference.component_selector == IND__SELECT_EACH
                     || node->reference.area_selector == IND__SELECT_EACH
                 ? node
                 : NULL;
    case IND__NODE_SUM: return find_star (rules, node->left);
    case IND__NODE_ADD:
    case IND__NODE_SUBTRACT:
    case IND__NODE_MULTIPLY:
    case IND__NODE_DIVIDE: break;
    }
  found = find_star (rules, node->left);
  return found != NULL ? found : find_star (rules, node->right);
}

/* Whether any quantity summed in the expression is broken down so. */
static int
sums_over (struct builder *builder, const ind__breakdown *breakdown, uint32_t at)
{
  const ind__node *node = &builder->rules->nodes[at];
  uint32_t indicator;

  switch (node->kind)
    {
    case IND__NODE_NUMBER: return 0;
    case IND__NODE_REFERENCE:
      if (node->reference.component_selector != IND__SELECT_EACH
          && node->reference.area_selector != IND__SELECT_EACH)
        return 0;
      indicator = resolve_indicator (builder, &node->reference);
      return builder->status == IND_OK
             && is_broken_down (builder->rules, breakdown,
                                ind__strings_at (builder->data->names, indicator));
    case IND__NODE_SUM: return sums_over (builder, breakdown, node->left);
    case IND__NODE_ADD:
    case IND__NODE_SUBTRACT:
    case IND__NODE_MULTIPLY:
    case IND__NODE_DIVIDE: break;
    }
  return sums_over (builder, breakdown, node->left)
         || sums_over (builder, breakdown, node->right);
}

/* Whether the rule may run over the breakdown, by its "over" clause. */
static int
is_over (const ind_rules *rules, const ind__rule *rule, const ind__breakdown *breakdown)
{
  size_t k;

  if (breakdown->is_of_areas != rule->has_area_star)
    return 0;
  for (k = 0; k < rule->n_over; k++)
    if (rule->over[k] == breakdown->name)
      return 1;
  if (rule->over_whole != IND__NO_STRING)
    return strcmp (ind__rules_text (rules, rule->over_whole),
                   ind__rules_text (rules, breakdown->whole))
           == 0;
  return rule->n_over == 0;
}

/* ------------------------------------------------------------------------
 * All templates
 * ---------------------------------------------------------------------- */

struct expansion {
  struct builder builder;
  ind__templates *out;
  ind__strings signatures; /* of the templates kept */
  int keeps_all;
};

/* Adds the template unless one that states the same is there. */
static void
keep (struct expansion *expansion, ind__template *template)
{
  ind__text text = { 0 };
  ind__templates *out = expansion->out;
  struct builder *builder = &expansion->builder;
  size_t n = expansion->signatures.count;

  ind__template_signature (template, builder->rules, 1, &text);
  if (text.has_failed
      || ind__strings_add (&expansion->signatures, text.bytes, text.length) == IND__NO_STRING
      || !ind__grow (&out->at, &out->capacity, out->count + 1, sizeof *out->at))
    fail_memory (builder);
  else if (expansion->signatures.count > n || expansion->keeps_all)
    {
      out->at[out->count++] = *template;
      memset (template, 0, sizeof *template);
    }
  ind__text_free (&text);
}

static void
expand_once (struct expansion *expansion, uint32_t breakdown, const uint32_t *parts,
             size_t n_parts, int needs_additive)
{
  struct builder *builder = &expansion->builder;
  const ind__rule *rule = builder->rule;
  ind__template template;
  ind__text name = { 0 };

  memset (&template, 0, sizeof template);
  template.rule = (uint32_t) (rule - builder->rules->rules);
  template.breakdown = breakdown;
  template.relation = rule->relation;
  template.level = builder->level;
  template.component = template.area = IND__NONE;
  template.has_free = rule->has_free;
  template.needs_additive = (uint8_t) needs_additive;
  builder->template = &template;
  builder->parts = parts;
  builder->n_parts = n_parts;
  ind__text_put_string (&name, ind__rules_text (builder->rules, rule->name));
  if (breakdown != IND__NONE)
    {
      const ind__breakdown *over = &builder->rules->breakdowns[breakdown];
      if (rule->n_over != 1 || rule->over_whole != IND__NO_STRING)
        ind__text_format (&name, "/%s", ind__rules_text (builder->rules, over->name));
      *(over->is_of_areas ? &template.area : &template.component)
          = rule_string (builder, over->whole);
    }
  if (name.has_failed)
    fail_memory (builder);
  else
    template.name = add_name (builder, name.bytes, name.length);
  ind__text_free (&name);
  if (builder->status == IND_OK)
    build_template (builder, &template);
  if (builder->status == IND_OK)
    keep (expansion, &template);
  free_template (&template);
  builder->template = NULL;
}

static void
expand_over (struct expansion *expansion, uint32_t k)
{
  struct builder *builder = &expansion->builder;
  const ind_rules *rules = builder->rules;
  const ind__breakdown *breakdown = &rules->breakdowns[k];
  const ind__node *star = find_star (rules, builder->rule->left);
  uint32_t indicator, *parts = NULL, whole;
  const uint32_t *components;
  const char *name;
  size_t n = 0, i, n_components;
  int unknown = 0;

  if (star == NULL)
    star = find_star (rules, builder->rule->right);
  indicator = resolve_indicator (builder, &star->reference);
  if (builder->status != IND_OK)
    return;
  name = ind__strings_at (builder->data->names, indicator);
  if (builder->rule->sums_pattern ? !adds_up (rules, breakdown, name, &unknown)
                                  : builder->rule->n_over == 0
                                        && !sums_over (builder, breakdown, builder->rule->left)
                                        && !sums_over (builder, breakdown, builder->rule->right))
    return;
  if (!breakdown->is_from_data)
    {
      parts = ind__new_array (breakdown->n_parts, sizeof *parts);
      for (i = 0; parts != NULL && i < breakdown->n_parts; i++)
        parts[n++] = rule_string (builder, breakdown->part[i]);
    }
  else
    {
      whole = rule_string (builder, breakdown->whole);
      components = builder->data->components (builder->data->context, indicator, &n_components);
      parts = components == NULL ? NULL : ind__new_array (n_components, sizeof *parts);
      for (i = 0; parts != NULL && i < n_components; i++)
        if (components[i] != whole)
          parts[n++] = components[i];
    }
  if (parts == NULL)
    fail_memory (builder);
  else if (builder->status == IND_OK && n > 0)
    expand_once (expansion, k, parts, n, unknown);
  ind__release (parts);
}

static void
expand_level (struct expansion *expansion, uint32_t level)
{
  struct builder *builder = &expansion->builder;
  const ind_rules *rules = builder->rules;
  uint32_t k;

  builder->level = level;
  if (!builder->rule->has_component_star && !builder->rule->has_area_star)
    expand_once (expansion, IND__NONE, NULL, 0, 0);
  else
    for (k = 0; k < rules->n_breakdowns && builder->status == IND_OK; k++)
      if (is_over (rules, builder->rule, &rules->breakdowns[k]))
        expand_over (expansion, k);
}

static void
expand_pattern (struct expansion *expansion)
{
  struct builder *builder = &expansion->builder;
  const ind__data_names *data = builder->data;
  const ind__node *subject = ind__rules_subject (builder->rules, builder->rule);
  const char *suffix = ind__rules_text (builder->rules, subject->reference.indicator);
  size_t k;

  for (k = 0; k < data->n_indicators && builder->status == IND_OK; k++)
    {
      const char *name = ind__strings_at (data->names, data->indicator[k]);
      if (suffix[0] == '\0')
        expand_level (expansion, data->indicator[k]);
      else if (ends_in (name, suffix))
        {
          char *level = ind__text_copy (name, strlen (name) - strlen (suffix));
          if (level == NULL)
            fail_memory (builder);
          else
            {
              const char *canonical = ind__rules_canonical (builder->rules, level);
              expand_level (expansion, add_name (builder, canonical, strlen (canonical)));
            }
          ind__release (level);
        }
    }
}

static ind_status
expand (const ind_rules *rules, const ind__data_names *data, int keeps_all, ind__templates *out,
        ind_error *error)
{
  struct expansion expansion;
  int patterns;
  size_t k;

  memset (&expansion, 0, sizeof expansion);
  expansion.out = out;
  expansion.keeps_all = keeps_all;
  expansion.builder.rules = rules;
  expansion.builder.data = data;
  expansion.builder.error = error;
  expansion.builder.part = IND__NONE;
  for (patterns = 0; patterns <= 1; patterns++)
    for (k = 0; k < rules->n_rules && expansion.builder.status == IND_OK; k++)
      {
        expansion.builder.rule = &rules->rules[k];
        if (rules->rules[k].has_pattern != patterns)
          continue;
        if (patterns)
          expand_pattern (&expansion);
        else
          expand_level (&expansion, IND__NONE);
      }
  ind__strings_free (&expansion.signatures);
  if (expansion.builder.status != IND_OK)
    ind__templates_free (out);
  return expansion.builder.status;
}

ind_status
ind__expand (const ind_rules *rules, const ind__data_names *data, ind__templates *out,
             ind_error *error)
{
  return expand (rules, data, 0, out, error);
}

ind_status
ind__expand_all (const ind_rules *rules, const ind__data_names *data, ind__templates *out,
                 ind_error *error)
{
  return expand (rules, data, 1, out, error);
}

void
ind__templates_free (ind__templates *templates)
{
  size_t k;
  for (k = 0; k < templates->count; k++)
    free_template (&templates->at[k]);
  ind__release (templates->at);
  memset (templates, 0, sizeof *templates);
}

/* ------------------------------------------------------------------------
 * Signatures
 * ---------------------------------------------------------------------- */

static void
put_whole (ind__text *text, double number)
{
  char digits[24];
  size_t at = sizeof digits;
  int64_t left = (int64_t) number;
  int is_negative = left < 0;

  do
    {
      digits[--at] = (char) ('0' + (is_negative ? -(left % 10) : left % 10));
      left /= 10;
    }
  while (left != 0);
  if (is_negative)
    digits[--at] = '-';
  ind__text_put (text, digits + at, sizeof digits - at);
}

static void
sign_variable (const ind__template *template, uint32_t variable, ind__text *text);

static int
compare_texts (const void *left, const void *right)
{
  const ind__text *a = left, *b = right;
  return strcmp (a->bytes, b->bytes);
}

/* The form, its terms in the order of their text, so that a + b is b + a.
 * Without the constant, what terms and divisor have in common is left out. */
static void
sign_form (const ind__template *template, const ind__form *form, int with_constant,
           ind__text *text)
{
  const ind__term *term = template->terms + form->first;
  ind__text *parts = ind__new_array (form->n_terms, sizeof *parts);
  double common = form->divisor;
  size_t k, n;

  if (parts == NULL)
    {
      text->has_failed = 1;
      return;
    }
  for (k = 0; k < form->n_terms; k++)
    common = greatest_common_divisor (common, term[k].coefficient);
  if (with_constant)
    common = 1;
  for (n = 0; n < form->n_terms && !text->has_failed; n++)
    {
      memset (&parts[n], 0, sizeof parts[n]);
      put_whole (&parts[n], term[n].coefficient / common);
      ind__text_put (&parts[n], "*", 1);
      sign_variable (template, term[n].variable, &parts[n]);
      text->has_failed |= parts[n].has_failed;
    }
  if (n > 1 && !text->has_failed)
    qsort (parts, n, sizeof *parts, compare_texts);
  ind__text_put (text, "(", 1);
  for (k = 0; k < n; k++)
    {
      if (parts[k].bytes != NULL)
        ind__text_put (text, parts[k].bytes, parts[k].length);
      ind__text_put (text, "+", 1);
      ind__text_free (&parts[k]);
    }
  if (with_constant)
    put_whole (text, form->constant);
  ind__text_put (text, ")/", 2);
  put_whole (text, form->divisor / common);
  ind__release (parts);
}

static void
sign_slot (const ind__slot *slot, ind__text *text)
{
  const double part[]
      = { slot->indicator,     slot->component,      slot->area,
          slot->years_earlier, slot->periods_before, slot->is_of_year };
  size_t k;

  for (k = 0; k < sizeof part / sizeof part[0]; k++)
    {
      if (k > 0)
        ind__text_put (text, ".", 1);
      put_whole (text, part[k]);
    }
}

/* x * y or x / y; x * y is y * x. */
static void
sign_operation (const ind__template *template, const ind__constraint *constraint, ind__text *text)
{
  ind__text x = { 0 }, y = { 0 };
  int is_product = constraint->kind == IND__PRODUCT;

  sign_variable (template, constraint->x, &x);
  sign_variable (template, constraint->y, &y);
  if (x.has_failed || y.has_failed)
    text->has_failed = 1;
  else
    {
      int is_swapped = is_product && strcmp (x.bytes, y.bytes) > 0;
      const ind__text *first = is_swapped ? &y : &x, *second = is_swapped ? &x : &y;
      ind__text_put (text, "[", 1);
      ind__text_put (text, first->bytes, first->length);
      ind__text_put (text, is_product ? "*" : "/", 1);
      ind__text_put (text, second->bytes, second->length);
      ind__text_put (text, "]", 1);
    }
  ind__text_free (&x);
  ind__text_free (&y);
}

static void
sign_variable (const ind__template *template, uint32_t variable, ind__text *text)
{
  const ind__constraint *constraint;

  if (variable < template->n_slots)
    {
      sign_slot (&template->slots[variable], text);
      return;
    }
  constraint = &template->constraints[variable - template->n_slots];
  if (constraint->kind == IND__LINEAR)
    sign_form (template, &constraint->form, 1, text);
  else
    sign_operation (template, constraint, text);
}

void
ind__template_signature (const ind__template *template, const ind_rules *rules, int with_constant,
                         ind__text *text)
{
  const ind__rule *rule = &rules->rules[template->rule];
  ind__text left = { 0 }, right = { 0 };
  int is_swapped;

  sign_form (template, &template->left, with_constant, &left);
  sign_form (template, &template->right, with_constant, &right);
  if (left.has_failed || right.has_failed)
    text->has_failed = 1;
  else
    {
      is_swapped = template->relation <= IND__APPROXIMATE && strcmp (left.bytes, right.bytes) > 0;
      ind__text_put_string (text, is_swapped ? right.bytes : left.bytes);
      ind__text_put (text, &"=~><"[template->relation], 1);
      ind__text_put_string (text, is_swapped ? left.bytes : right.bytes);
      /* The same identity with another clause is another statement. */
      ind__text_put (text, &"uzn"[rule->missing], 1);
      if (rule->width.mantissa != 0)
        ind__text_format (text, "%" PRId64 ".%d%s", rule->width.mantissa, rule->width.decimals,
                          rule->width_is_percent ? "%" : "");
    }
  ind__text_free (&left);
  ind__text_free (&right);
}
