/* SPDX-License-Identifier: GPL-3.0-or-later
 * Figures, assumptions and rules bound into a network. Equal quantities,
 * products and quotients are one variable, whichever rule names them. */
#include "explain/assemble.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "number/interval.h"

#define LARGEST 9007199254740992.0 /* 2^53: whole numbers below it are exact */

/* What a key of the dictionary stands for. */
enum { KEY_QUANTITY, KEY_PRODUCT, KEY_QUOTIENT, KEY_FORM, KEY_INSTANCE };

#define KEY_LENGTH 6

struct entry {
  uint32_t key[KEY_LENGTH];
  uint32_t value;
};

/* Open addressing; entries in order of arrival. */
struct dictionary {
  struct entry *entries;
  size_t count, capacity;
  uint32_t *slot;
  size_t n_slots;
};

struct assembler {
  const ind__division *division;
  const ind__index *index;
  const ind__templates *templates;
  size_t group;
  ind__judge *judge;
  ind__assembly *out;
  struct dictionary dictionary;
  int has_zeros;            /* some figure may be zero */
  const ind__template *template; /* being bound, and where */
  uint32_t area, component, entered;
  ind__period period;
  ind__origin origin;
  uint32_t *variable;       /* per variable of the template */
  uint32_t *figure;         /* per slot, or IND__NONE */
  ind__term *terms;         /* of the sum under construction */
  size_t n_terms, terms_capacity;
  double constant;
  int has_failed;
};

/* ------------------------------------------------------------------------
 * Dictionary
 * ---------------------------------------------------------------------- */

static size_t
find_slot (const struct dictionary *dictionary, const uint32_t key[KEY_LENGTH])
{
  uint64_t h = 1;
  size_t mask = dictionary->n_slots - 1, at, k;

  for (k = 0; k < KEY_LENGTH; k++)
    {
      h = (h ^ key[k]) * UINT64_C (0x9E3779B97F4A7C15);
      h ^= h >> 32;
    }
  for (at = (size_t) h & mask;; at = (at + 1) & mask)
    {
      uint32_t entry = dictionary->slot[at];
      if (entry == IND__NONE
          || memcmp (dictionary->entries[entry].key, key, KEY_LENGTH * sizeof *key) == 0)
        return at;
    }
}

static int
grow_slots (struct dictionary *dictionary)
{
  size_t n = dictionary->n_slots == 0 ? 64 : 2 * dictionary->n_slots, k;
  uint32_t *slot = ind__new_array (n, sizeof *slot);

  if (slot == NULL)
    return 0;
  memset (slot, 0xFF, n * sizeof *slot);
  ind__release (dictionary->slot);
  dictionary->slot = slot;
  dictionary->n_slots = n;
  for (k = 0; k < dictionary->count; k++)
    slot[find_slot (dictionary, dictionary->entries[k].key)] = (uint32_t) k;
  return 1;
}

/* The entry of a key, IND__NONE for its value when it is new. NULL when memory
 * ran out. */
static struct entry *
look_up (struct dictionary *dictionary, const uint32_t key[KEY_LENGTH])
{
  size_t at;

  if (2 * (dictionary->count + 1) > dictionary->n_slots && !grow_slots (dictionary))
    return NULL;
  at = find_slot (dictionary, key);
  if (dictionary->slot[at] == IND__NONE)
    {
      struct entry *entry;
      if (!ind__grow (&dictionary->entries, &dictionary->capacity, dictionary->count + 1,
                      sizeof *dictionary->entries))
        return NULL;
      entry = &dictionary->entries[dictionary->count];
      memcpy (entry->key, key, KEY_LENGTH * sizeof *key);
      entry->value = IND__NONE;
      dictionary->slot[at] = (uint32_t) dictionary->count++;
    }
  return &dictionary->entries[dictionary->slot[at]];
}

/* The value of a key, or IND__NONE. */
static uint32_t
find (const struct dictionary *dictionary, const uint32_t key[KEY_LENGTH])
{
  uint32_t entry = dictionary->n_slots == 0 ? IND__NONE
                                            : dictionary->slot[find_slot (dictionary, key)];
  return entry == IND__NONE ? IND__NONE : dictionary->entries[entry].value;
}

/* ------------------------------------------------------------------------
 * Quantities
 * ---------------------------------------------------------------------- */

static int
is_ambiguous (const struct assembler *assembler, uint32_t indicator)
{
  const ind__index *index = assembler->index;
  return indicator < index->n_places && index->place_of[indicator] != IND__NONE
         && assembler->division->is_ambiguous[index->place_of[indicator]];
}

static uint32_t
edition_of (const struct assembler *assembler, uint32_t figure)
{
  return assembler->division->edition[ind__table_kind_number (assembler->index->table, figure)];
}

static void
quantity_key (const ind__quantity *quantity, uint32_t edition, uint32_t key[KEY_LENGTH])
{
  key[0] = KEY_QUANTITY;
  key[1] = quantity->indicator;
  key[2] = quantity->area;
  key[3] = (uint32_t) quantity->period;
  key[4] = quantity->component;
  key[5] = edition;
}

/* The member for a quantity, made if there is none. */
static ind__member *
find_member (struct assembler *assembler, const ind__quantity *quantity, uint32_t edition)
{
  ind__assembly *out = assembler->out;
  uint32_t key[KEY_LENGTH];
  struct entry *entry;
  ind__member *member;

  quantity_key (quantity, edition, key);
  entry = look_up (&assembler->dictionary, key);
  if (entry != NULL && entry->value != IND__NONE)
    return &out->members[entry->value];
  if (entry == NULL
      || !ind__grow (&out->members, &out->members_capacity, out->n_members + 1,
                     sizeof *out->members))
    {
      assembler->has_failed = 1;
      return NULL;
    }
  member = &out->members[out->n_members];
  memset (member, 0, sizeof *member);
  member->quantity = *quantity;
  member->edition = edition;
  member->figure = IND__NONE;
  member->origin = assembler->origin;
  member->variable
      = ind__network_variable (&out->network, assembler->division->range[quantity->indicator]);
  if (member->variable == IND__NONE)
    {
      assembler->has_failed = 1;
      return NULL;
    }
  entry->value = (uint32_t) out->n_members++;
  return member;
}

static void
assert_interval (struct assembler *assembler, uint32_t variable, ind_interval interval,
                 ind__assertion_kind kind, uint32_t origin, uint32_t cost)
{
  ind__assertion assertion;

  assertion.variable = variable;
  assertion.cost = cost;
  assertion.origin = origin;
  assertion.kind = kind;
  if (ind__network_assert (&assembler->out->network, &assertion, interval) == IND__NONE)
    assembler->has_failed = 1;
}

static void
assert_figures (struct assembler *assembler)
{
  const ind__division *division = assembler->division;
  const ind__index *index = assembler->index;
  size_t n = ind__division_size (division, assembler->group), k;

  for (k = 0; k < n && !assembler->has_failed; k++)
    {
      uint32_t figure = ind__division_figure (division, assembler->group, k);
      ind_interval interval;
      ind__quantity quantity;
      ind__member *member;
      division->assertion_of[figure] = IND__NONE;
      if (ind__index_use (index, figure) != IND__USABLE)
        continue;
      quantity.indicator = ind__index_indicator (index, figure);
      quantity.area = ind__index_area (index, figure);
      quantity.component = ind__index_component (index, figure);
      quantity.period = ind__table_site (index->table, figure)->period;
      member = find_member (assembler, &quantity, edition_of (assembler, figure));
      if (member == NULL)
        return;
      if (member->figure == IND__NONE)
        member->figure = figure;
      division->assertion_of[figure] = (uint32_t) assembler->out->network.n_assertions;
      interval = ind__index_interval (index, figure);
      assembler->has_zeros |= ind__interval_contains (interval, 0);
      assert_interval (assembler, member->variable, interval, IND__ASSERTED_BY_FIGURE, figure,
                       IND__COST_FIGURE);
    }
}

/* ------------------------------------------------------------------------
 * Rules
 * ---------------------------------------------------------------------- */

static void
add_term (struct assembler *assembler, uint32_t variable, double coefficient)
{
  size_t k;

  for (k = 0; k < assembler->n_terms; k++)
    if (assembler->terms[k].variable == variable)
      {
        assembler->terms[k].coefficient += coefficient;
        if (assembler->terms[k].coefficient == 0)
          assembler->terms[k] = assembler->terms[--assembler->n_terms];
        return;
      }
  if (!ind__grow (&assembler->terms, &assembler->terms_capacity, assembler->n_terms + 1,
                  sizeof *assembler->terms))
    {
      assembler->has_failed = 1;
      return;
    }
  assembler->terms[assembler->n_terms].variable = variable;
  assembler->terms[assembler->n_terms++].coefficient = coefficient;
}

/* Adds factor times the form's numerator; 0 where that is not exact. */
static int
add_form (struct assembler *assembler, const ind__form *form, double factor)
{
  const ind__term *term = assembler->template->terms + form->first;
  uint32_t k;

  assembler->constant += factor * form->constant;
  if (fabs (factor) >= LARGEST || fabs (assembler->constant) >= LARGEST)
    return 0;
  for (k = 0; k < form->n_terms; k++)
    {
      double coefficient = factor * term[k].coefficient;
      if (fabs (coefficient) >= LARGEST)
        return 0;
      add_term (assembler, assembler->variable[term[k].variable], coefficient);
    }
  return 1;
}

static void
begin_sum (struct assembler *assembler)
{
  assembler->n_terms = 0;
  assembler->constant = 0;
}

/* The number of the link; IND__NONE where there is nothing to add up. */
static uint32_t
end_sum (struct assembler *assembler)
{
  uint32_t link;

  if (assembler->n_terms == 0 || assembler->has_failed)
    return IND__NONE;
  link = ind__network_sum (&assembler->out->network, assembler->terms, assembler->n_terms,
                           assembler->constant);
  assembler->has_failed |= link == IND__NONE;
  return link;
}

static uint32_t
new_variable (struct assembler *assembler, ind_interval domain)
{
  uint32_t variable = ind__network_variable (&assembler->out->network, domain);
  assembler->has_failed |= variable == IND__NONE;
  return assembler->has_failed ? 0 : variable;
}

/* A variable that equals the form. Forms of at most two terms with small
 * coefficients are looked up. */
static uint32_t
define_form (struct assembler *assembler, const ind__form *form)
{
  uint32_t key[KEY_LENGTH] = { KEY_FORM, 0, 0, 0, 0, 0 }, variable;
  struct entry *entry = NULL;
  size_t n;

  begin_sum (assembler);
  add_form (assembler, form, 1);
  n = assembler->n_terms;
  if (n >= 1 && n <= 2 && form->divisor == 1 && fabs (assembler->constant) < 30000
      && fabs (assembler->terms[0].coefficient) < 30000
      && (n < 2 || fabs (assembler->terms[1].coefficient) < 30000))
    {
      key[1] = assembler->terms[0].variable;
      key[2] = (uint32_t) (int32_t) assembler->terms[0].coefficient;
      key[3] = n < 2 ? IND__NONE : assembler->terms[1].variable;
      key[4] = n < 2 ? 0 : (uint32_t) (int32_t) assembler->terms[1].coefficient;
      key[5] = (uint32_t) (int32_t) assembler->constant;
      entry = look_up (&assembler->dictionary, key);
      if (entry == NULL)
        {
          assembler->has_failed = 1;
          return 0;
        }
      if (entry->value != IND__NONE)
        return entry->value;
    }
  variable = new_variable (assembler, ind__interval_entire ());
  if (entry != NULL)
    entry->value = variable;
  add_term (assembler, variable, -form->divisor);
  end_sum (assembler);
  return variable;
}

static uint32_t
define_operation (struct assembler *assembler, const ind__constraint *constraint)
{
  uint32_t key[KEY_LENGTH] = { 0, 0, 0, 0, 0, 0 };
  uint32_t x = assembler->variable[constraint->x], y = assembler->variable[constraint->y];
  int is_product = constraint->kind == IND__PRODUCT;
  struct entry *entry;

  key[0] = is_product ? KEY_PRODUCT : KEY_QUOTIENT;
  key[1] = is_product && y < x ? y : x;
  key[2] = is_product && y < x ? x : y;
  entry = look_up (&assembler->dictionary, key);
  if (entry == NULL)
    {
      assembler->has_failed = 1;
      return 0;
    }
  if (entry->value == IND__NONE)
    {
      uint32_t z = new_variable (assembler, ind__interval_entire ()), link;
      if (assembler->has_failed)
        return 0;
      entry->value = z;
      link = is_product ? ind__network_product (&assembler->out->network, z, x, y)
                        : ind__network_product (&assembler->out->network, x, z, y);
      assembler->has_failed |= link == IND__NONE;
    }
  return entry->value;
}

static void
define_constraints (struct assembler *assembler)
{
  const ind__template *template = assembler->template;
  size_t k;

  for (k = 0; k < template->n_constraints && !assembler->has_failed; k++)
    {
      const ind__constraint *constraint = &template->constraints[k];
      assembler->variable[template->n_slots + k]
          = constraint->kind == IND__LINEAR ? define_form (assembler, &constraint->form)
                                            : define_operation (assembler, constraint);
    }
}

static uint32_t
keep_instance (struct assembler *assembler)
{
  ind__assembly *out = assembler->out;
  ind__instance *instance;

  if (!ind__grow (&out->instances, &out->instances_capacity, out->n_instances + 1,
                  sizeof *out->instances))
    {
      assembler->has_failed = 1;
      return 0;
    }
  instance = &out->instances[out->n_instances];
  instance->template = assembler->template;
  instance->area = assembler->area;
  instance->component = assembler->component;
  instance->period = assembler->period;
  instance->edition = assembler->entered;
  instance->link = IND__NONE;
  instance->divisor = 1;
  return (uint32_t) out->n_instances++;
}

static double
greatest_common_divisor (double a, double b)
{
  while (b > 0)
    {
      double r = fmod (a, b);
      a = b;
      b = r;
    }
  return a;
}

/* left - right (+ a slack) = 0, both sides over one denominator; where that
 * is too large to be exact, each side is a variable. */
static void
relate (struct assembler *assembler, int is_presumed)
{
  const ind__template *template = assembler->template;
  const ind__rule *rule = &assembler->index->rules->rules[template->rule];
  double common = greatest_common_divisor (template->left.divisor, template->right.divisor);
  double l = template->right.divisor / common, r = template->left.divisor / common;
  uint32_t given = ind__form_slot (template, &template->given);
  uint32_t presumed = !is_presumed         ? 0
                      : given != IND__NONE ? assembler->variable[given]
                                           : define_form (assembler, &template->given);
  uint32_t instance = keep_instance (assembler), link;

  if (assembler->has_failed)
    return;
  assembler->out->instances[instance].divisor = template->left.divisor * l;
  begin_sum (assembler);
  if (!add_form (assembler, &template->left, l) || !add_form (assembler, &template->right, -r))
    {
      uint32_t left = define_form (assembler, &template->left);
      uint32_t right = define_form (assembler, &template->right);
      assembler->out->instances[instance].divisor = 1;
      begin_sum (assembler);
      add_term (assembler, left, 1);
      add_term (assembler, right, -1);
    }
  if (assembler->n_terms == 0)
    return;
  if (template->relation != IND__EQUAL)
    {
      double sign = template->relation == IND__AT_LEAST ? -1 : 1;
      add_term (assembler,
                new_variable (assembler, ind__interval_make (0, INFINITY)), sign);
    }
  else if (is_presumed)
    {
      uint32_t slack = new_variable (assembler, ind__interval_entire ());
      add_term (assembler, slack, 1);
      assert_interval (assembler, slack, ind__interval_make (0, 0), IND__ASSERTED_BY_CLAUSE,
                       presumed, IND__COST_CLAUSE);
    }
  else if (rule->basis != 0)
    {
      uint32_t slack = new_variable (assembler, ind__interval_entire ());
      add_term (assembler, slack, 1);
      assert_interval (assembler, slack, ind__interval_make (0, 0), IND__ASSERTED_BY_BASIS,
                       instance, IND__COST_BASIS);
    }
  link = end_sum (assembler);
  if (!assembler->has_failed)
    assembler->out->instances[instance].link = link;
}

/* Marks the rule as bound here; 0 when it was already. */
static int
enter (struct assembler *assembler, uint32_t edition)
{
  uint32_t key[KEY_LENGTH] = { KEY_INSTANCE, 0, 0, 0, 0, 0 };
  struct entry *entry;

  key[1] = (uint32_t) (assembler->template - assembler->templates->at);
  key[2] = assembler->area;
  key[3] = (uint32_t) assembler->period;
  key[4] = assembler->component;
  key[5] = assembler->entered = edition;
  entry = look_up (&assembler->dictionary, key);
  if (entry == NULL)
    {
      assembler->has_failed = 1;
      return 0;
    }
  if (entry->value != IND__NONE)
    return 0;
  entry->value = 0;
  return 1;
}

static int form_has (const ind__template *template, const ind__form *form, uint32_t slot);

/* Whether a variable is a slot, or made of it. */
static int
variable_has (const ind__template *template, uint32_t variable, uint32_t slot)
{
  const ind__constraint *constraint;

  if (variable < template->n_slots)
    return variable == slot;
  constraint = &template->constraints[variable - template->n_slots];
  return constraint->kind == IND__LINEAR ? form_has (template, &constraint->form, slot)
                                         : variable_has (template, constraint->x, slot)
                                               || variable_has (template, constraint->y, slot);
}

static int
form_has (const ind__template *template, const ind__form *form, uint32_t slot)
{
  size_t k;

  for (k = 0; k < form->n_terms; k++)
    if (variable_has (template, template->terms[form->first + k].variable, slot))
      return 1;
  return 0;
}

/* Whether the rule itself speaks of all it is given. */
static int
speaks_of_given (const ind__template *template)
{
  uint32_t k;

  for (k = 0; k < template->n_slots; k++)
    if (form_has (template, &template->given, k) && !form_has (template, &template->left, k)
        && !form_has (template, &template->right, k))
      return 0;
  return 1;
}

/* What a rule is given. */
enum given { GIVEN, NOT_GIVEN, UNKNOWN };

/* A level that is not printed is taken to be positive as long as the other
 * figures leave that open, where the rule is about it: who prints a growth rate
 * says that its base is. */
static enum given
what_is_given (const struct assembler *assembler, const ind__binding *binding)
{
  const ind__template *template = assembler->template;
  const ind__term *term = template->terms + template->given.first;
  uint32_t k;

  if (!template->has_given)
    return GIVEN;
  for (k = 0; k < template->n_slots; k++)
    assembler->judge->x[k] = binding->figure[k] != IND__NONE
                                 ? ind__index_interval (assembler->index, binding->figure[k])
                                 : ind__interval_entire ();
  for (k = 0; k < template->given.n_terms; k++)
    if (term[k].variable >= template->n_slots || binding->figure[term[k].variable] == IND__NONE)
      return speaks_of_given (template) ? UNKNOWN : NOT_GIVEN;
  return ind__form_over (template, &template->given, assembler->judge->x).low > 0 ? GIVEN
                                                                                : NOT_GIVEN;
}

/* Whether the quantity is printed, and may be zero by all figures of it. */
static int
may_be_zero (const ind__index *index, const ind__quantity *q)
{
  uint32_t at = ind__index_find (index, q->indicator, q->area, q->period, q->component,
                                IND__NONE);
  int result = 0;

  for (; at != IND__NONE; at = ind__index_next (index, at))
    if (ind__index_use (index, at) == IND__USABLE)
      {
        result = ind__interval_contains (ind__index_interval (index, at), 0);
        if (!result)
          return 0;
      }
  return result;
}

/* Whether the template, where it is bound, divides by a figure that may be
 * zero. */
static int
divides_by_zero (const struct assembler *assembler, const ind__template *template,
                 uint32_t area, ind__period period, uint32_t component)
{
  size_t k;

  for (k = 0; k < template->n_constraints; k++)
    {
      const ind__constraint *constraint = &template->constraints[k];
      ind__quantity q;
      if (constraint->kind != IND__QUOTIENT || constraint->y >= template->n_slots)
        continue;
      q = ind__slot_quantity (&template->slots[constraint->y], area, period, component);
      if (may_be_zero (assembler->index, &q))
        return 1;
    }
  return 0;
}

/* Whether the quantity, which is not printed, is defined as a quotient by what
 * may be zero: then there may be none. */
static int
may_not_exist (const struct assembler *assembler, const ind__quantity *q)
{
  size_t k;

  for (k = 0; k < assembler->templates->count; k++)
    {
      const ind__template *definition = &assembler->templates->at[k];
      const ind__slot *slot = definition->slots;
      if (definition->n_constraints > 0 && definition->n_slots > 1
          && slot->indicator == q->indicator
          && (slot->component == IND__NONE || slot->component == q->component)
          && (slot->area == IND__NONE || slot->area == q->area)
          && ind__form_slot (definition, &definition->left) == 0
          && divides_by_zero (assembler, definition, q->area, q->period,
                              slot->component == IND__NONE ? q->component : IND__NONE))
        return 1;
    }
  return 0;
}

/* Whether the rule speaks of a quotient that need not exist. */
static int
has_no_value (const struct assembler *assembler, const ind__binding *binding)
{
  const ind__template *template = assembler->template;
  size_t k;

  if (!assembler->has_zeros)
    return 0;
  if (divides_by_zero (assembler, template, binding->area, binding->period, binding->component))
    return 1;
  for (k = 0; k < template->n_slots; k++)
    {
      ind__quantity q = ind__slot_quantity (&template->slots[k], binding->area, binding->period,
                                            binding->component);
      if (binding->figure[k] == IND__NONE && !template->slots[k].is_assumed
          && may_not_exist (assembler, &q))
        return 1;
    }
  return 0;
}

/* The variable of a slot without a figure. */
static uint32_t
unprinted (struct assembler *assembler, uint32_t slot, const ind__quantity *quantity,
           uint32_t edition)
{
  const ind__rule *rule = &assembler->index->rules->rules[assembler->template->rule];
  const ind__slot *at = &assembler->template->slots[slot];
  ind__member *member;

  if (!at->is_assumed && rule->missing == IND__MISSING_ZERO)
    return new_variable (assembler, ind__interval_make (0, 0));
  if (!at->is_assumed && rule->missing == IND__MISSING_NONNEGATIVE)
    return new_variable (assembler, ind__interval_make (0, INFINITY));
  member = find_member (assembler, quantity, edition);
  if (member == NULL)
    return 0;
  if (at->is_assumed && !member->is_assumed)
    {
      member->is_assumed = 1;
      assert_interval (assembler, member->variable, at->assumed, IND__ASSERTED_BY_ASSUMPTION,
                       (uint32_t) (member - assembler->out->members), IND__COST_ASSUMPTION);
    }
  return member->variable;
}

/* The edition of quantities a binding needs and nobody prints; 0 where figures
 * in several currencies or prices leave it open which. */
static int
choose_edition (struct assembler *assembler, const ind__binding *binding, uint32_t *edition)
{
  const ind__index *index = assembler->index;
  size_t k, n_missing = 0;
  int is_split = 0;

  *edition = IND__NONE;
  for (k = 0; k < assembler->template->n_slots; k++)
    {
      uint32_t figure = binding->figure[k];
      n_missing += figure == IND__NONE;
      is_split |= is_ambiguous (assembler, assembler->template->slots[k].indicator);
      if (figure != IND__NONE && *edition == IND__NONE
          && ind__index_issue (index, figure) == binding->issue)
        *edition = assembler->division
                       ->plain_edition[ind__table_kind_number (index->table, figure)];
    }
  return *edition != IND__NONE && !(is_split && n_missing > 0);
}

static int
bind_rule (void *context, const ind__binding *binding)
{
  struct assembler *assembler = context;
  const ind__template *template = assembler->template;
  uint32_t edition, entered, slot;
  enum given given;
  size_t k;

  assembler->area = binding->area;
  assembler->component = binding->component;
  assembler->period = binding->period;
  assembler->origin.slot = binding->subject;
  assembler->origin.figure = binding->lead;
  if (ind__is_no_breakdown (assembler->index, binding)
      || !choose_edition (assembler, binding, &edition)
      || (given = what_is_given (assembler, binding)) == NOT_GIVEN
      || has_no_value (assembler, binding)
      || ind__judge_operands (assembler->judge, binding, &slot) != IND__NO_OBSTACLE)
    return !assembler->has_failed;
  /* Bindings that speak of the same quantities are one. */
  for (entered = 0, k = 0; k < template->n_slots; k++)
    {
      uint32_t own = binding->figure[k] == IND__NONE ? edition
                                                     : edition_of (assembler, binding->figure[k]);
      entered = own > entered ? own : entered;
    }
  if (!enter (assembler, entered))
    return !assembler->has_failed;
  for (k = 0; k < template->n_slots && !assembler->has_failed; k++)
    {
      uint32_t figure = binding->figure[k];
      ind__quantity quantity = ind__slot_quantity (&template->slots[k], binding->area,
                                                   binding->period, binding->component);
      if (figure == IND__NONE && quantity.period == IND__NO_PERIOD)
        return 1;
      assembler->variable[k]
          = figure == IND__NONE
                ? unprinted (assembler, (uint32_t) k, &quantity, edition)
                : assembler->out->network
                      .assertions[assembler->out->assertion_of[figure]]
                      .variable;
    }
  if (!assembler->has_failed)
    define_constraints (assembler);
  if (!assembler->has_failed)
    relate (assembler, given == UNKNOWN);
  return !assembler->has_failed;
}

/* ------------------------------------------------------------------------
 * Rules on quantities that are not printed
 * ---------------------------------------------------------------------- */

/* Binds the template at the instance of a member that is not printed, where
 * all its quantities are members. */
static void
bind_unprinted (struct assembler *assembler, uint32_t subject, const ind__member *member)
{
  const ind__template *template = assembler->template;
  const ind__slot *slot = &template->slots[subject];
  uint32_t key[KEY_LENGTH], obstacle;
  ind__binding binding;
  size_t k;

  if ((slot->component != IND__NONE && slot->component != member->quantity.component)
      || (slot->area != IND__NONE && slot->area != member->quantity.area))
    return;
  assembler->component = template->has_free && slot->component == IND__NONE
                             ? member->quantity.component
                             : IND__NONE;
  assembler->area = template->area != IND__NONE ? template->area : member->quantity.area;
  assembler->period = member->quantity.period;
  for (k = 0; k < template->n_slots; k++)
    {
      ind__quantity quantity = ind__slot_quantity (&template->slots[k], assembler->area,
                                                   assembler->period, assembler->component);
      uint32_t found;
      if (is_ambiguous (assembler, quantity.indicator))
        return;
      quantity_key (&quantity, member->edition, key);
      found = find (&assembler->dictionary, key);
      if (found == IND__NONE)
        return;
      assembler->variable[k] = assembler->out->members[found].variable;
      assembler->figure[k] = assembler->out->members[found].figure;
    }
  memset (&binding, 0, sizeof binding);
  binding.template = template;
  binding.area = assembler->area;
  binding.component = assembler->component;
  binding.period = assembler->period;
  binding.figure = assembler->figure;
  if (template->needs_additive || has_no_value (assembler, &binding)
      || ind__judge_operands (assembler->judge, &binding, &obstacle) != IND__NO_OBSTACLE)
    return;
  if (!enter (assembler, member->edition))
    return;
  define_constraints (assembler);
  if (!assembler->has_failed)
    relate (assembler, 0);
}

/* Members that are not printed, by indicator. */
struct bucket {
  uint32_t indicator, member;
};

static int
compare_buckets (const void *left, const void *right)
{
  const struct bucket *a = left, *b = right;

  if (a->indicator != b->indicator)
    return a->indicator < b->indicator ? -1 : 1;
  return a->member < b->member ? -1 : a->member > b->member;
}

static size_t
first_of_indicator (const struct bucket *bucket, size_t n, uint32_t indicator)
{
  size_t low = 0, high = n;

  while (low < high)
    {
      size_t middle = low + (high - low) / 2;
      if (bucket[middle].indicator < indicator)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* Whether the template can be bound into a network at all. */
static int
is_bindable (const struct assembler *assembler, const ind__template *template)
{
  const ind__rule *rule = &assembler->index->rules->rules[template->rule];
  return template->relation != IND__APPROXIMATE && rule->missing == IND__MISSING_UNVERIFIABLE;
}

static void
bind_all_unprinted (struct assembler *assembler)
{
  ind__assembly *out = assembler->out;
  struct bucket *bucket = ind__new_array (out->n_members, sizeof *bucket);
  size_t k, n = 0, at;
  uint32_t subject;

  if (bucket == NULL)
    {
      assembler->has_failed = 1;
      return;
    }
  for (k = 0; k < out->n_members; k++)
    if (out->members[k].figure == IND__NONE && !out->members[k].is_assumed)
      {
        bucket[n].indicator = out->members[k].quantity.indicator;
        bucket[n++].member = (uint32_t) k;
      }
  if (n > 1)
    qsort (bucket, n, sizeof *bucket, compare_buckets);
  for (k = 0; k < assembler->templates->count && !assembler->has_failed; k++)
    {
      assembler->template = &assembler->templates->at[k];
      if (!is_bindable (assembler, assembler->template) || assembler->template->has_given)
        continue;
      for (subject = assembler->template->first_subject;
           subject < assembler->template->first_subject + assembler->template->n_subjects;
           subject++)
        {
          uint32_t indicator = assembler->template->slots[subject].indicator;
          for (at = first_of_indicator (bucket, n, indicator);
               at < n && bucket[at].indicator == indicator && !assembler->has_failed; at++)
            bind_unprinted (assembler, subject, &out->members[bucket[at].member]);
        }
    }
  ind__release (bucket);
}

/* ------------------------------------------------------------------------
 * Parts
 * ---------------------------------------------------------------------- */

static uint32_t
root_of (uint32_t *parent, uint32_t k)
{
  while (parent[k] != k)
    k = parent[k] = parent[parent[k]];
  return k;
}

/* Groups assertions and members by what links tie together: union-find over
 * variables, then counting sorts by part. */
static int
split (ind__assembly *out)
{
  const ind__network *network = &out->network;
  size_t n = network->n_variables, k, j, m;
  uint32_t *parent = ind__new_array (n, sizeof *parent);
  uint32_t *part_of = ind__new_array (n, sizeof *part_of);

  out->assertions = ind__new_array (network->n_assertions, sizeof *out->assertions);
  out->part_members = ind__new_array (out->n_members, sizeof *out->part_members);
  out->parts = ind__new_zeroed ((network->n_assertions + 1) * sizeof *out->parts);
  if (parent == NULL || part_of == NULL || out->assertions == NULL || out->part_members == NULL
      || out->parts == NULL)
    {
      ind__release (parent);
      ind__release (part_of);
      return 0;
    }
  for (k = 0; k < n; k++)
    parent[k] = (uint32_t) k;
  for (k = 0; k < network->n_links; k++)
    {
      const ind__term *term = network->terms + network->links[k].first;
      for (j = 1; j < network->links[k].n_terms; j++)
        {
          uint32_t a = root_of (parent, term[0].variable), b = root_of (parent, term[j].variable);
          parent[a > b ? a : b] = a > b ? b : a;
        }
    }
  memset (part_of, 0xFF, n * sizeof *part_of);
  for (k = 0; k < network->n_assertions; k++)
    {
      uint32_t *part = &part_of[root_of (parent, network->assertions[k].variable)];
      if (*part == IND__NONE)
        *part = (uint32_t) out->n_parts++;
      out->parts[*part].n_assertions++;
    }
  /* A member without any assertion near belongs to no part. */
  for (k = 0; k < out->n_members; k++)
    {
      uint32_t part = part_of[root_of (parent, out->members[k].variable)];
      if (part != IND__NONE)
        out->parts[part].n_members++;
    }
  for (k = 0, j = 0, m = 0; k < out->n_parts; k++)
    {
      out->parts[k].first = j;
      out->parts[k].first_member = m;
      j += out->parts[k].n_assertions;
      m += out->parts[k].n_members;
      out->parts[k].n_assertions = out->parts[k].n_members = 0;
    }
  for (k = 0; k < network->n_assertions; k++)
    {
      ind__part *part
          = &out->parts[part_of[root_of (parent, network->assertions[k].variable)]];
      out->assertions[part->first + part->n_assertions++] = (uint32_t) k;
    }
  for (k = 0; k < out->n_members; k++)
    {
      uint32_t at = part_of[root_of (parent, out->members[k].variable)];
      if (at != IND__NONE)
        {
          ind__part *part = &out->parts[at];
          out->part_members[part->first_member + part->n_members++] = (uint32_t) k;
        }
    }
  ind__release (parent);
  ind__release (part_of);
  return 1;
}

/* ------------------------------------------------------------------------
 * The whole
 * ---------------------------------------------------------------------- */

static void
bind_all (struct assembler *assembler, const ind__sorted *sorted)
{
  const ind__templates *templates = assembler->templates;
  size_t k;

  for (k = 0; k < templates->count && !assembler->has_failed; k++)
    {
      assembler->template = &templates->at[k];
      assembler->origin.template = (uint32_t) k;
      if (templates->at[k].relation != IND__APPROXIMATE
          && !ind__bind_some (assembler->index, sorted, assembler->template, bind_rule,
                              assembler))
        assembler->has_failed = 1;
    }
}

static void
assemble (struct assembler *assembler)
{
  const ind__division *division = assembler->division;
  ind__sorted sorted = { NULL, NULL };

  assert_figures (assembler);
  if (division->figures == NULL)
    bind_all (assembler, &assembler->index->sorted);
  else if (ind__index_sort_some (assembler->index,
                                 division->figures + division->first[assembler->group],
                                 ind__division_size (division, assembler->group), &sorted))
    bind_all (assembler, &sorted);
  else
    assembler->has_failed = 1;
  ind__sorted_free (&sorted);
  if (!assembler->has_failed)
    bind_all_unprinted (assembler);
  if (!assembler->has_failed
      && (!ind__network_close (&assembler->out->network) || !split (assembler->out)))
    assembler->has_failed = 1;
}

ind_status
ind__assemble (const ind__division *division, size_t group, ind__judge *judge,
               ind__assembly *out, ind_error *error)
{
  const ind__templates *templates = division->templates;
  struct assembler assembler;
  size_t k, widest = 1;

  memset (out, 0, sizeof *out);
  memset (&assembler, 0, sizeof assembler);
  assembler.division = division;
  assembler.index = division->index;
  assembler.templates = templates;
  assembler.group = group;
  assembler.judge = judge;
  assembler.out = out;
  out->assertion_of = division->assertion_of;
  for (k = 0; k < templates->count; k++)
    if (ind__n_variables (&templates->at[k]) > widest)
      widest = ind__n_variables (&templates->at[k]);
  assembler.variable = ind__new_array (widest, sizeof *assembler.variable);
  assembler.figure = ind__new_array (widest, sizeof *assembler.figure);
  if (assembler.variable == NULL || assembler.figure == NULL)
    assembler.has_failed = 1;
  else
    assemble (&assembler);
  ind__release (assembler.variable);
  ind__release (assembler.figure);
  ind__release (assembler.terms);
  ind__release (assembler.dictionary.entries);
  ind__release (assembler.dictionary.slot);
  if (!assembler.has_failed)
    return IND_OK;
  ind__assembly_free (out);
  return ind__fail_memory (error);
}

void
ind__assembly_free (ind__assembly *assembly)
{
  ind__network_free (&assembly->network);
  ind__release (assembly->members);
  ind__release (assembly->instances);
  ind__release (assembly->assertions);
  ind__release (assembly->part_members);
  ind__release (assembly->parts);
  memset (assembly, 0, sizeof *assembly);
}
