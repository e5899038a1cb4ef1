/* SPDX-License-Identifier: GPL-3.0-or-later
 * Notes on indicators that lack an input. */
#include "check/lacking.h"

#include <string.h>

#include "base/memory.h"
#include "base/text.h"

/* The inputs of one formula. */
struct inputs {
  const ind_rules *rules;
  const ind__strings *present; /* canonical names of the figures there are */
  const char **missing;        /* canonical names */
  size_t n_missing, capacity, n_present;
  int has_failed;
};

static int
lacks (const struct inputs *inputs, const char *name)
{
  size_t k;
  for (k = 0; k < inputs->n_missing; k++)
    if (strcmp (inputs->missing[k], name) == 0)
      return 1;
  return 0;
}

static void
add_input (struct inputs *inputs, const ind__reference *reference)
{
  const char *name = ind__rules_canonical (
      inputs->rules, ind__rules_text (inputs->rules, reference->indicator));

  if (ind__strings_find (inputs->present, name, strlen (name)) != IND__NO_STRING)
    {
      inputs->n_present++;
      return;
    }
  if (lacks (inputs, name))
    return;
  if (!ind__grow (&inputs->missing, &inputs->capacity, inputs->n_missing + 1,
                  sizeof *inputs->missing))
    {
      inputs->has_failed = 1;
      return;
    }
  inputs->missing[inputs->n_missing++] = name;
}

static void
list_inputs (struct inputs *inputs, uint32_t at)
{
  const ind__node *node = &inputs->rules->nodes[at];

  switch (node->kind)
    {
    case IND__NODE_NUMBER: break;
    case IND__NODE_REFERENCE: add_input (inputs, &node->reference); break;
    case IND__NODE_SUM: list_inputs (inputs, node->left); break;
    case IND__NODE_ADD:
    case IND__NODE_SUBTRACT:
    case IND__NODE_MULTIPLY:
    case IND__NODE_DIVIDE:
      list_inputs (inputs, node->left);
      list_inputs (inputs, node->right);
      break;
    }
}

static int
is_named (const ind_rules *rules, const ind_compute_options *options, const char *name)
{
  size_t k;

  for (k = 0; options->only != NULL && k < options->n_only; k++)
    if (strcmp (ind__rules_canonical (rules, options->only[k]), name) == 0)
      return 1;
  return 0;
}

/* The indicator a rule computes, or NULL. */
static const char *
computed_by (const ind_rules *rules, const ind__rule *rule)
{
  const ind__node *left = &rules->nodes[rule->left];

  if (rule->relation != IND__EQUAL || left->kind != IND__NODE_REFERENCE
      || left->reference.is_pattern || rule->has_pattern || ind__rules_is_bounded (rules, rule)
      || left->reference.years_earlier != 0)
    return NULL;
  return ind__rules_canonical (rules, ind__rules_text (rules, left->reference.indicator));
}

static int
note (const struct inputs *inputs, const char *name, ind_table *out)
{
  ind__text text = { 0 };
  const ind_indicator *known = ind_indicator_find (name);
  size_t k;
  int is_good;

  ind__text_format (&text, "%s could not be computed: ", known == NULL ? name : known->name);
  if (inputs->n_missing == 0)
    ind__text_put_string (&text, "its inputs are never there for the same area, period and "
                                 "component, or are not in its domain");
  else
    ind__text_put_string (&text, "there is no ");
  for (k = 0; k < inputs->n_missing; k++)
    {
      const ind_indicator *input = ind_indicator_find (inputs->missing[k]);
      ind__text_format (&text, "%s%s", k == 0 ? "" : ", no ",
                        input == NULL ? inputs->missing[k] : input->name);
    }
  is_good = !text.has_failed && ind__messages_add (&out->notes, text.bytes);
  ind__text_free (&text);
  return is_good;
}

/* Of all rules from number `from` on that compute the indicator, and not from
 * other figures of itself, the inputs of the one that lacks fewest. */
static int
list_fewest (struct inputs *inputs, size_t from, const char *name)
{
  const ind_rules *rules = inputs->rules;
  size_t k, best = rules->n_rules, fewest = 0, n_present = 0;

  for (k = from; k < rules->n_rules && !inputs->has_failed; k++)
    {
      const char *computed = computed_by (rules, &rules->rules[k]);
      if (computed == NULL || strcmp (computed, name) != 0)
        continue;
      inputs->n_missing = inputs->n_present = 0;
      list_inputs (inputs, rules->rules[k].right);
      if (!lacks (inputs, name)
          && (best == rules->n_rules || inputs->n_missing < fewest
              || (inputs->n_missing == fewest && inputs->n_present > n_present)))
        {
          best = k;
          fewest = inputs->n_missing;
          n_present = inputs->n_present;
        }
    }
  inputs->n_missing = inputs->n_present = 0;
  if (best < rules->n_rules)
    list_inputs (inputs, rules->rules[best].right);
  return !inputs->has_failed;
}

int
ind__note_lacking (const ind_rules *rules, const ind_table *work,
                   const ind_compute_options *options, ind_table *out)
{
  ind__strings present = { 0 }, done = { 0 };
  struct inputs inputs;
  int is_good = 1;
  size_t k;

  memset (&inputs, 0, sizeof inputs);
  inputs.rules = rules;
  inputs.present = &present;
  for (k = 0; k < work->count && is_good; k++)
    {
      const char *name = ind__rules_canonical (
          rules, ind__table_string (work, ind__table_kind (work, k)->indicator));
      is_good = ind__strings_add (&present, name, strlen (name)) != IND__NO_STRING;
    }
  for (k = 0; k < rules->n_rules && is_good; k++)
    {
      const char *name = computed_by (rules, &rules->rules[k]);
      int wanted;
      if (name == NULL || ind__strings_find (&present, name, strlen (name)) != IND__NO_STRING
          || ind__strings_find (&done, name, strlen (name)) != IND__NO_STRING)
        continue;
      wanted = is_named (rules, options, name);
      if (options->only != NULL && !wanted)
        continue;
      is_good = list_fewest (&inputs, k, name);
      if (!is_good || (inputs.n_present == 0 && !wanted))
        continue;
      is_good = ind__strings_add (&done, name, strlen (name)) != IND__NO_STRING
                && note (&inputs, name, out);
    }
  ind__release (inputs.missing);
  ind__strings_free (&present);
  ind__strings_free (&done);
  return is_good;
}
