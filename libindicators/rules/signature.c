/* SPDX-License-Identifier: GPL-3.0-or-later
 * Templates that state the same. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "number/divisor.h"
#include "rules/expand.h"

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
    common = ind__greatest_common_divisor (common, term[k].coefficient);
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

/* ------------------------------------------------------------------------
 * As a number
 * ---------------------------------------------------------------------- */

static uint64_t
mix (uint64_t h, uint64_t value)
{
  h = (h ^ value) * UINT64_C (0x9E3779B97F4A7C15);
  return h ^ (h >> 32);
}

/* The number that stands for what the text writes of a coefficient. */
static uint64_t
whole (double number)
{
  return (uint64_t) (int64_t) number;
}

static uint64_t
hash_slot (const ind__slot *slot)
{
  uint64_t h = mix (1, (uint64_t) slot->indicator << 32 | slot->component);

  h = mix (h, slot->area);
  return mix (h, (uint64_t) (uint16_t) slot->years_earlier << 32
                     | (uint64_t) (uint16_t) slot->periods_before << 8 | slot->is_of_year);
}

/* Sums and products of hashes do not depend on the order, as the text does not. */
static uint64_t
hash_form (const ind__template *template, const ind__form *form, const uint64_t *variable)
{
  uint64_t sum = 0;
  size_t k;

  for (k = 0; k < form->n_terms; k++)
    {
      const ind__term *term = &template->terms[form->first + k];
      sum += mix (mix (2, whole (term->coefficient)), variable[term->variable]);
    }
  return mix (mix (sum, whole (form->constant)), whole (form->divisor));
}

static uint64_t
hash_both (uint64_t a, uint64_t b)
{
  return mix (mix (3, a + b), a ^ b);
}

uint64_t
ind__template_hash (const ind__template *template, const ind_rules *rules, uint64_t *variable)
{
  const ind__rule *rule = &rules->rules[template->rule];
  size_t n = template->n_slots, k;
  uint64_t left, right, h;

  for (k = 0; k < n; k++)
    variable[k] = hash_slot (&template->slots[k]);
  for (k = 0; k < template->n_constraints; k++)
    {
      const ind__constraint *constraint = &template->constraints[k];
      uint64_t x, y;
      if (constraint->kind == IND__LINEAR)
        {
          variable[n + k] = hash_form (template, &constraint->form, variable);
          continue;
        }
      x = variable[constraint->x];
      y = variable[constraint->y];
      variable[n + k] = mix (constraint->kind, constraint->kind == IND__PRODUCT
                                                   ? hash_both (x, y)
                                                   : mix (mix (4, x), y));
    }
  left = hash_form (template, &template->left, variable);
  right = hash_form (template, &template->right, variable);
  h = template->relation <= IND__APPROXIMATE ? hash_both (left, right) : mix (mix (4, left), right);
  h = mix (h, (uint64_t) template->relation << 8 | rule->missing);
  if (rule->width.mantissa != 0)
    h = mix (mix (h, (uint64_t) rule->width.mantissa),
             (uint64_t) (uint32_t) rule->width.decimals << 8 | rule->width_is_percent);
  return h;
}

/* ------------------------------------------------------------------------
 * Side by side
 * ---------------------------------------------------------------------- */

/* Forms with more terms are compared as text. */
#define MOST_TERMS 64

struct pair {
  const ind__template *a, *b;
  int is_open; /* a form was too long */
};

static int
is_same_variable (struct pair *pair, uint32_t a, uint32_t b);

static int
is_same_slot (const ind__slot *a, const ind__slot *b)
{
  return a->indicator == b->indicator && a->component == b->component && a->area == b->area
         && a->years_earlier == b->years_earlier && a->periods_before == b->periods_before
         && a->is_of_year == b->is_of_year;
}

/* Each term of one stands for a term of the other. */
static int
is_same_form (struct pair *pair, const ind__form *a, const ind__form *b)
{
  const ind__term *x = pair->a->terms + a->first, *y = pair->b->terms + b->first;
  uint64_t taken = 0;
  uint32_t k, j;

  if (a->n_terms != b->n_terms || whole (a->constant) != whole (b->constant)
      || whole (a->divisor) != whole (b->divisor))
    return 0;
  pair->is_open |= a->n_terms > MOST_TERMS;
  for (k = 0; k < a->n_terms && !pair->is_open; k++)
    {
      for (j = 0; j < b->n_terms; j++)
        if ((taken >> j & 1) == 0 && whole (x[k].coefficient) == whole (y[j].coefficient)
            && is_same_variable (pair, x[k].variable, y[j].variable))
          break;
      if (j == b->n_terms)
        return 0;
      taken |= UINT64_C (1) << j;
    }
  return 1;
}

static int
is_same_variable (struct pair *pair, uint32_t a, uint32_t b)
{
  const ind__constraint *x, *y;

  if (a < pair->a->n_slots || b < pair->b->n_slots)
    return a < pair->a->n_slots && b < pair->b->n_slots
           && is_same_slot (&pair->a->slots[a], &pair->b->slots[b]);
  x = &pair->a->constraints[a - pair->a->n_slots];
  y = &pair->b->constraints[b - pair->b->n_slots];
  if (x->kind != y->kind)
    return 0;
  if (x->kind == IND__LINEAR)
    return is_same_form (pair, &x->form, &y->form);
  return (is_same_variable (pair, x->x, y->x) && is_same_variable (pair, x->y, y->y))
         || (x->kind == IND__PRODUCT && is_same_variable (pair, x->x, y->y)
             && is_same_variable (pair, x->y, y->x));
}

static int
is_same_text (const ind__template *a, const ind__template *b, const ind_rules *rules,
              int *has_failed)
{
  ind__text left = { 0 }, right = { 0 };
  int is_same;

  ind__template_signature (a, rules, 1, &left);
  ind__template_signature (b, rules, 1, &right);
  *has_failed |= left.has_failed | right.has_failed;
  is_same = !left.has_failed && !right.has_failed && strcmp (left.bytes, right.bytes) == 0;
  ind__text_free (&left);
  ind__text_free (&right);
  return is_same;
}

int
ind__is_same_template (const ind__template *a, const ind__template *b, const ind_rules *rules,
                       int *has_failed)
{
  const ind__rule *x = &rules->rules[a->rule], *y = &rules->rules[b->rule];
  struct pair pair = { a, b, 0 };
  int is_same;

  if (a->relation != b->relation || x->missing != y->missing
      || x->width.mantissa != y->width.mantissa
      || (x->width.mantissa != 0
          && (x->width.decimals != y->width.decimals
              || x->width_is_percent != y->width_is_percent)))
    return 0;
  is_same = (is_same_form (&pair, &a->left, &b->left)
             && is_same_form (&pair, &a->right, &b->right))
            || (a->relation <= IND__APPROXIMATE && is_same_form (&pair, &a->left, &b->right)
                && is_same_form (&pair, &a->right, &b->left));
  return pair.is_open ? is_same_text (a, b, rules, has_failed) : is_same;
}
