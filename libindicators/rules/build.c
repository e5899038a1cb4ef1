/* SPDX-License-Identifier: GPL-3.0-or-later
 * From expression trees to linear and product constraints. */
#include "rules/build.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "number/divisor.h"

#define LARGEST 9007199254740992.0 /* 2^53: whole numbers below it are exact */
/* Marks the variables of constraints until the slots are counted. */
#define OF_CONSTRAINT 0x80000000u

/* A linear form under construction. Its terms stand on the builder's stack, those of the
 * form made last on top. */
struct form {
  size_t first, n_terms;
  double constant, divisor;
};

void
ind__builder_fail_memory (ind__builder *builder)
{
  if (builder->status == IND_OK)
    builder->status = ind__fail_memory (builder->error);
}

static void
fail (ind__builder *builder, const ind__node *node, const char *why)
{
  if (builder->status == IND_OK)
    builder->status
        = ind__fail (builder->error, IND_E_RULE, node->line, node->column, "%.80s: rule %.60s: %s",
                     ind__rules_text (builder->rules, builder->rule->file),
                     ind__rules_text (builder->rules, builder->rule->name), why);
}

/* ------------------------------------------------------------------------
 * Linear forms with whole coefficients
 * ---------------------------------------------------------------------- */

static int
has_large (const ind__builder *builder, const struct form *form)
{
  const ind__term *term = builder->stack + form->first;
  size_t k;

  if (fabs (form->constant) >= LARGEST || form->divisor >= LARGEST)
    return 1;
  for (k = 0; k < form->n_terms; k++)
    if (fabs (term[k].coefficient) >= LARGEST)
      return 1;
  return 0;
}

/* Brings the form to another divisor, a multiple of its own. 0 when that is
 * not exact. */
static int
widen_divisor (ind__builder *builder, struct form *form, double divisor)
{
  double factor = divisor / form->divisor;
  size_t k;

  form->constant *= factor;
  for (k = 0; k < form->n_terms; k++)
    builder->stack[form->first + k].coefficient *= factor;
  form->divisor = divisor;
  return !has_large (builder, form);
}

/* Divides out what constant, coefficients and divisor have in common. */
static void
reduce (ind__builder *builder, struct form *form)
{
  ind__term *term = builder->stack + form->first;
  double common = form->divisor;
  size_t k;

  if (form->divisor == 1)
    return;
  common = ind__greatest_common_divisor (common, form->constant);
  for (k = 0; k < form->n_terms && common > 1; k++)
    common = ind__greatest_common_divisor (common, term[k].coefficient);
  if (common <= 1)
    return;
  form->constant /= common;
  form->divisor /= common;
  for (k = 0; k < form->n_terms; k++)
    term[k].coefficient /= common;
}

/* Multiplies by numerator / denominator, denominator > 0. */
static void
scale (ind__builder *builder, const ind__node *node, struct form *form, double numerator,
       double denominator)
{
  size_t k;

  form->constant *= numerator;
  form->divisor *= denominator;
  for (k = 0; k < form->n_terms; k++)
    builder->stack[form->first + k].coefficient *= numerator;
  if (numerator == 0)
    form->n_terms = 0;
  if (has_large (builder, form))
    fail (builder, node, "the coefficients of this expression are too large to be exact");
  else
    reduce (builder, form);
}

/* The form is on top of the stack. */
static void
add_term (ind__builder *builder, struct form *form, uint32_t variable, double coefficient)
{
  ind__term *term = builder->stack + form->first;
  size_t k;

  for (k = 0; k < form->n_terms; k++)
    if (term[k].variable == variable)
      {
        term[k].coefficient += coefficient;
        if (term[k].coefficient == 0)
          term[k] = term[--form->n_terms];
        return;
      }
  if (!ind__grow (&builder->stack, &builder->stack_capacity, form->first + form->n_terms + 1,
                  sizeof *builder->stack))
    {
      ind__builder_fail_memory (builder);
      return;
    }
  builder->stack[form->first + form->n_terms].variable = variable;
  builder->stack[form->first + form->n_terms++].coefficient = coefficient;
}

/* into += sign * other, which stands right behind it on the stack and is used up. */
static void
add_form (ind__builder *builder, const ind__node *node, struct form *into, struct form *other,
          double sign)
{
  double common;
  int is_exact;
  size_t k;

  if (builder->status != IND_OK)
    return;
  common = into->divisor / ind__greatest_common_divisor (into->divisor, other->divisor)
           * other->divisor;
  is_exact = common < LARGEST
             && (common == into->divisor || widen_divisor (builder, into, common))
             && (common == other->divisor || widen_divisor (builder, other, common));
  into->constant += sign * other->constant;
  /* `into` never reaches beyond the term that is read. */
  for (k = 0; k < other->n_terms; k++)
    {
      ind__term term = builder->stack[other->first + k];
      add_term (builder, into, term.variable, sign * term.coefficient);
    }
  if (!is_exact || has_large (builder, into))
    fail (builder, node, "the coefficients of this expression are too large to be exact");
  reduce (builder, into);
}

static struct form
constant_form (size_t first, double value)
{
  struct form form = { 0, 0, 0, 1 };
  form.first = first;
  form.constant = value;
  return form;
}

/* Copies a form into the template. */
static ind__form
store_form (ind__builder *builder, const struct form *form)
{
  ind__template *template = builder->template;
  ind__form stored = { (uint32_t) template->n_terms, (uint32_t) form->n_terms, form->constant,
                       form->divisor };

  if (!ind__grow (&builder->terms, &builder->terms_capacity, template->n_terms + form->n_terms,
                  sizeof *builder->terms))
    {
      ind__builder_fail_memory (builder);
      return stored;
    }
  if (form->n_terms > 0)
    memcpy (builder->terms + template->n_terms, builder->stack + form->first,
            form->n_terms * sizeof *builder->terms);
  template->n_terms += form->n_terms;
  return stored;
}

static uint32_t
add_constraint (ind__builder *builder, ind__constraint_kind kind, uint32_t x, uint32_t y,
                const struct form *form)
{
  ind__template *template = builder->template;
  ind__constraint *constraint;

  if (builder->status != IND_OK)
    return 0;
  if (!ind__grow (&builder->constraints, &builder->constraints_capacity,
                  template->n_constraints + 1, sizeof *builder->constraints))
    {
      ind__builder_fail_memory (builder);
      return 0;
    }
  constraint = &builder->constraints[template->n_constraints];
  memset (constraint, 0, sizeof *constraint);
  constraint->kind = kind;
  constraint->x = x;
  constraint->y = y;
  if (form != NULL)
    constraint->form = store_form (builder, form);
  return (uint32_t) template->n_constraints++ | OF_CONSTRAINT;
}

/* A variable that equals the form up to the factor numerator / denominator. */
static uint32_t
materialise (ind__builder *builder, const struct form *form, double *numerator,
             double *denominator)
{
  struct form whole = *form;

  *denominator = form->divisor;
  if (form->n_terms == 1 && form->constant == 0)
    {
      *numerator = builder->stack[form->first].coefficient;
      return builder->stack[form->first].variable;
    }
  *numerator = 1;
  whole.divisor = 1;
  return add_constraint (builder, IND__LINEAR, 0, 0, &whole);
}

/* Moves the form down the stack, where the result of an operation belongs. */
static void
move_form (ind__builder *builder, struct form *form, size_t first)
{
  if (form->n_terms > 0 && form->first != first)
    memmove (builder->stack + first, builder->stack + form->first,
             form->n_terms * sizeof *builder->stack);
  form->first = first;
}

static struct form
multiply (ind__builder *builder, const ind__node *node, struct form *a, struct form *b)
{
  struct form product = constant_form (a->first, 0);
  double an, ad, bn, bd;
  uint32_t x, y;

  if (a->n_terms == 0 || b->n_terms == 0)
    {
      struct form *constant = a->n_terms == 0 ? a : b;
      product = constant == a ? *b : *a;
      move_form (builder, &product, a->first);
      scale (builder, node, &product, constant->constant, constant->divisor);
      return product;
    }
  x = materialise (builder, a, &an, &ad);
  y = materialise (builder, b, &bn, &bd);
  add_term (builder, &product, add_constraint (builder, IND__PRODUCT, x, y, NULL), 1);
  scale (builder, node, &product, an, ad);
  scale (builder, node, &product, bn, bd);
  return product;
}

static struct form
divide (ind__builder *builder, const ind__node *node, struct form *a, struct form *b)
{
  struct form quotient = constant_form (a->first, 0);
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
      return quotient;
    }
  x = materialise (builder, a, &an, &ad);
  y = materialise (builder, b, &bn, &bd);
  add_term (builder, &quotient, add_constraint (builder, IND__QUOTIENT, x, y, NULL), 1);
  scale (builder, node, &quotient, an, ad);
  scale (builder, node, &quotient, bn < 0 ? -bd : bd, fabs (bn));
  return quotient;
}

/* ------------------------------------------------------------------------
 * Expressions
 * ---------------------------------------------------------------------- */

/* The number of a slot, added if new; its form is a single term. */
static struct form
build_reference (ind__builder *builder, uint32_t at, size_t first)
{
  const ind__compiled *compiled = builder->compiled;
  const ind__reference *reference = &builder->rules->nodes[at].reference;
  const ind__reference_words *words = &compiled->nodes[at];
  ind__template *template = builder->template;
  struct form form = constant_form (first, 0);
  ind__slot slot;
  size_t k;

  memset (&slot, 0, sizeof slot);
  slot.indicator = reference->is_pattern
                       ? builder->derive (builder, builder->level, words->indicator)
                       : words->indicator;
  if (builder->status != IND_OK)
    return form;
  slot.years_earlier = reference->years_earlier;
  slot.periods_before = reference->periods_before;
  slot.is_of_year = reference->is_of_year;
  slot.component = slot.area = IND__NONE;
  switch ((ind__selector) reference->component_selector)
    {
    case IND__SELECT_FREE: break;
    case IND__SELECT_EACH: slot.component = builder->part; break;
    case IND__SELECT_WHOLE: slot.component = builder->whole; break;
    case IND__SELECT_LITERAL:
    case IND__SELECT_SAME: slot.component = words->component; break;
    }
  switch ((ind__selector) reference->area_selector)
    {
    case IND__SELECT_EACH: slot.area = builder->part; break;
    case IND__SELECT_WHOLE: slot.area = builder->whole; break;
    case IND__SELECT_LITERAL: slot.area = words->area; break;
    case IND__SELECT_FREE:
    case IND__SELECT_SAME: break;
    }
  if (slot.indicator < compiled->lexicon.names.count
      && compiled->lexicon.words[slot.indicator].assumption != IND__NO_STRING)
    {
      slot.is_assumed = template->has_assumed = 1;
      slot.assumed = compiled->assumed[compiled->lexicon.words[slot.indicator].assumption];
    }
  for (k = 0; k < template->n_slots; k++)
    if (memcmp (&builder->slots[k], &slot, sizeof slot) == 0)
      break;
  if (k == template->n_slots)
    {
      if (!ind__grow (&builder->slots, &builder->slots_capacity, k + 1, sizeof *builder->slots))
        {
          ind__builder_fail_memory (builder);
          return form;
        }
      builder->slots[template->n_slots++] = slot;
    }
  add_term (builder, &form, (uint32_t) k, 1);
  return form;
}

/* The form of an expression, its terms from `first` on. */
static struct form
build (ind__builder *builder, uint32_t at, size_t first)
{
  const ind__node *node = &builder->rules->nodes[at];
  struct form left = constant_form (first, 0), right;
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
      if (has_large (builder, &left))
        fail (builder, node, "this number has too many digits");
      reduce (builder, &left);
      return left;
    case IND__NODE_REFERENCE: return build_reference (builder, at, first);
    case IND__NODE_SUM:
      for (k = 0; k < builder->n_parts && builder->status == IND_OK; k++)
        {
          builder->part = builder->parts[k];
          right = build (builder, node->left, first + left.n_terms);
          add_form (builder, node, &left, &right, 1);
        }
      builder->part = IND__NONE;
      return left;
    case IND__NODE_ADD:
    case IND__NODE_SUBTRACT:
    case IND__NODE_MULTIPLY:
    case IND__NODE_DIVIDE: break;
    }
  left = build (builder, node->left, first);
  right = build (builder, node->right, first + left.n_terms);
  if (builder->status != IND_OK)
    return left;
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

static ind__form
build_side (ind__builder *builder, uint32_t at)
{
  struct form form = build (builder, at, 0);
  ind__form none = { 0, 0, 0, 1 };

  return builder->status == IND_OK ? store_form (builder, &form) : none;
}

static uint32_t
final_variable (const ind__template *template, uint32_t variable)
{
  return (variable & OF_CONSTRAINT) != 0
             ? (uint32_t) template->n_slots + (variable & ~OF_CONSTRAINT)
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

void
ind__build_template (ind__builder *builder, ind__template *template)
{
  uint32_t subject = builder->compiled->rules[builder->rule - builder->rules->rules].subject;
  const ind__reference *first = &builder->rules->nodes[subject].reference;
  size_t k, n = 1;

  builder->template = template;
  /* The subject's slots come first, so that they are found by position. */
  if (first->component_selector == IND__SELECT_EACH || first->area_selector == IND__SELECT_EACH)
    n = builder->n_parts;
  for (k = 0; k < n && builder->status == IND_OK; k++)
    {
      builder->part = builder->n_parts > 0 ? builder->parts[k] : IND__NONE;
      build_reference (builder, subject, 0);
    }
  builder->part = IND__NONE;
  template->first_subject = 0;
  template->n_subjects = (uint32_t) n;
  template->left = build_side (builder, builder->rule->left);
  template->right = build_side (builder, builder->rule->right);
  if (builder->rule->has_given)
    {
      template->given = build_side (builder, builder->rule->given);
      template->has_given = 1;
    }
  template->slots = builder->slots;
  template->constraints = builder->constraints;
  template->terms = builder->terms;
  number_variables (template);
  builder->template = NULL;
}

void
ind__builder_free (ind__builder *builder)
{
  ind__release (builder->slots);
  ind__release (builder->constraints);
  ind__release (builder->terms);
  ind__release (builder->stack);
}
