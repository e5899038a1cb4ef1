/* SPDX-License-Identifier: GPL-3.0-or-later
 * Remarks on rules: redundant, contradictory, about unknown indicators. */
#include <string.h>

#include "base/memory.h"
#include "rules/expand.h"

struct comparison {
  ind_rules *rules;
  ind__strings names, exact, loose;
  uint32_t *exact_rule, *loose_rule; /* the first rule of a signature */
  size_t exact_capacity, loose_capacity;
  ind_status status;
  ind_error *error;
};

/* Appends the note in `text`, and frees that. */
static ind_status
append_note (ind_rules *rules, ind__text *text, ind_error *error)
{
  char *copy = text->has_failed ? NULL : ind__text_copy (text->bytes, text->length);

  ind__text_free (text);
  if (copy == NULL
      || !ind__grow (&rules->notes, &rules->notes_capacity, rules->n_notes + 1,
                     sizeof *rules->notes))
    {
      ind__release (copy);
      return ind__fail_memory (error);
    }
  rules->notes[rules->n_notes++] = copy;
  return IND_OK;
}

static void
add_note (struct comparison *comparison, const ind__rule *rule, const ind__rule *other,
          const char *how)
{
  ind_rules *rules = comparison->rules;
  ind__text text = { 0 };

  ind__text_format (&text, "%s: line %u: rule %s %s rule %s (%s, line %u)",
                    ind__rules_text (rules, rule->file), (unsigned) rule->line,
                    ind__rules_text (rules, rule->name), how,
                    ind__rules_text (rules, other->name), ind__rules_text (rules, other->file),
                    (unsigned) other->line);
  comparison->status = append_note (rules, &text, comparison->error);
}

/* The rule that first had the signature; `rule` itself when it is new. */
static uint32_t
first_with (struct comparison *comparison, ind__strings *signatures, uint32_t **rule_of,
            size_t *capacity, const ind__text *signature, uint32_t rule)
{
  size_t n = signatures->count;
  uint32_t id = ind__strings_add (signatures, signature->bytes, signature->length);

  if (id == IND__NO_STRING || !ind__grow (rule_of, capacity, (size_t) id + 1, sizeof **rule_of))
    {
      comparison->status = ind__fail_memory (comparison->error);
      return rule;
    }
  if (signatures->count > n)
    (*rule_of)[id] = rule;
  return (*rule_of)[id];
}

static void
compare_template (struct comparison *comparison, const ind__template *template, size_t first)
{
  const ind_rules *rules = comparison->rules;
  ind__text exact = { 0 }, loose = { 0 };
  uint32_t same, similar;

  ind__template_signature (template, rules, 1, &exact);
  ind__template_signature (template, rules, 0, &loose);
  if (exact.has_failed || loose.has_failed)
    comparison->status = ind__fail_memory (comparison->error);
  else
    {
      same = first_with (comparison, &comparison->exact, &comparison->exact_rule,
                         &comparison->exact_capacity, &exact, template->rule);
      similar = first_with (comparison, &comparison->loose, &comparison->loose_rule,
                            &comparison->loose_capacity, &loose, template->rule);
      if (comparison->status == IND_OK && template->rule >= first)
        {
          if (same != template->rule)
            add_note (comparison, &rules->rules[template->rule], &rules->rules[same],
                      "states the same as");
          /* What is assumed leaves room for either constant. */
          else if (similar != template->rule && template->relation == IND__EQUAL
                   && !template->has_assumed)
            add_note (comparison, &rules->rules[template->rule], &rules->rules[similar],
                      "contradicts");
        }
    }
  ind__text_free (&exact);
  ind__text_free (&loose);
}

static const uint32_t *
no_components (void *context, uint32_t indicator, size_t *n)
{
  static const uint32_t none = IND__NONE;
  (void) context;
  (void) indicator;
  *n = 0;
  return &none;
}

ind_status
ind__rules_compare (ind_rules *rules, size_t first, ind_error *error)
{
  struct comparison comparison;
  ind__templates templates = { 0 };
  ind__data_names data = { 0 };
  size_t k;

  memset (&comparison, 0, sizeof comparison);
  comparison.rules = rules;
  comparison.error = error;
  data.names = &comparison.names;
  data.components = no_components;
  comparison.status = ind__expand_all (rules, &data, &templates, error);
  for (k = 0; k < templates.count && comparison.status == IND_OK; k++)
    compare_template (&comparison, &templates.at[k], first);
  ind__templates_free (&templates);
  ind__strings_free (&comparison.names);
  ind__strings_free (&comparison.exact);
  ind__strings_free (&comparison.loose);
  ind__release (comparison.exact_rule);
  ind__release (comparison.loose_rule);
  return comparison.status;
}

/* Notes the indicators below a node of which nothing is known, each once. */
static ind_status
note_unknown (ind_rules *rules, const ind__rule *rule, uint32_t at, ind__strings *noted,
              ind_error *error)
{
  const ind__node *node = &rules->nodes[at];
  const char *name;
  ind_unit unit;
  ind__text text = { 0 };
  size_t n = noted->count;
  ind_status status;

  switch (node->kind)
    {
    case IND__NODE_NUMBER: return IND_OK;
    case IND__NODE_SUM: return note_unknown (rules, rule, node->left, noted, error);
    case IND__NODE_REFERENCE:
      name = ind__rules_text (rules, node->reference.indicator);
      if (node->reference.is_pattern || ind__rules_unit (rules, name, &unit))
        return IND_OK;
      if (ind__strings_add (noted, name, strlen (name)) == IND__NO_STRING)
        return ind__fail_memory (error);
      if (noted->count == n)
        return IND_OK;
      ind__text_format (&text,
                        "%s: line %u, column %u: nothing is known of the indicator %s; declare "
                        "its unit (indicator %s unit ...), or correct the name",
                        ind__rules_text (rules, rule->file), (unsigned) node->line,
                        (unsigned) node->column, name, name);
      return append_note (rules, &text, error);
    case IND__NODE_ADD:
    case IND__NODE_SUBTRACT:
    case IND__NODE_MULTIPLY:
    case IND__NODE_DIVIDE: break;
    }
  status = note_unknown (rules, rule, node->left, noted, error);
  return status == IND_OK ? note_unknown (rules, rule, node->right, noted, error) : status;
}

ind_status
ind__rules_note_unknown (ind_rules *rules, size_t first, ind_error *error)
{
  ind__strings noted = { 0 };
  ind_status status = IND_OK;
  size_t k;

  for (k = first; k < rules->n_rules && status == IND_OK; k++)
    {
      status = note_unknown (rules, &rules->rules[k], rules->rules[k].left, &noted, error);
      if (status == IND_OK)
        status = note_unknown (rules, &rules->rules[k], rules->rules[k].right, &noted, error);
    }
  ind__strings_free (&noted);
  return status;
}
