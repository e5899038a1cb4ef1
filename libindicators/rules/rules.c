/* SPDX-License-Identifier: GPL-3.0-or-later
 * Sets of rules: loading and access. */
#include "rules/compile.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "rules/standard_rules.h"

ind_status
ind_rules_new (ind_rules **out, ind_error *error)
{
  ind_rules *rules = ind__new_zeroed (sizeof *rules);

  if (rules == NULL || ind__strings_add (&rules->strings, "", 0) != 0)
    {
      ind_rules_free (rules);
      return ind__fail_memory (error);
    }
  *out = rules;
  return IND_OK;
}

static void
free_breakdown (ind__breakdown *breakdown)
{
  ind__release (breakdown->part);
  ind__release (breakdown->indicator);
}

void
ind_rules_free (ind_rules *rules)
{
  size_t k;

  if (rules == NULL)
    return;
  for (k = 0; k < rules->n_rules; k++)
    ind__release (rules->rules[k].over);
  for (k = 0; k < rules->n_breakdowns; k++)
    free_breakdown (&rules->breakdowns[k]);
  for (k = 0; k < rules->n_notes; k++)
    ind__release (rules->notes[k]);
  ind__strings_free (&rules->strings);
  ind__release (rules->nodes);
  ind__release (rules->rules);
  ind__release (rules->breakdowns);
  ind__release (rules->declarations);
  ind__release (rules->aliases);
  ind__release (rules->notes);
  ind__compiled_free (rules->compiled);
  ind__release (rules);
}

/* ------------------------------------------------------------------------
 * Loading
 * ---------------------------------------------------------------------- */

/* How much of each list there was before a load. */
struct extent {
  size_t nodes, rules, breakdowns, declarations, aliases, notes;
};

static struct extent
extent_of (const ind_rules *rules)
{
  struct extent extent
      = { rules->n_nodes,        rules->n_rules,   rules->n_breakdowns,
          rules->n_declarations, rules->n_aliases, rules->n_notes };
  return extent;
}

static void
cut_back (ind_rules *rules, const struct extent *extent)
{
  while (rules->n_rules > extent->rules)
    ind__release (rules->rules[--rules->n_rules].over);
  while (rules->n_breakdowns > extent->breakdowns)
    free_breakdown (&rules->breakdowns[--rules->n_breakdowns]);
  while (rules->n_notes > extent->notes)
    ind__release (rules->notes[--rules->n_notes]);
  rules->n_nodes = extent->nodes;
  rules->n_declarations = extent->declarations;
  rules->n_aliases = extent->aliases;
}

/* Every breakdown a rule names must exist once the text has been read. */
static ind_status
check_over (const ind_rules *rules, size_t first, ind_error *error)
{
  size_t k, i, j;

  for (k = first; k < rules->n_rules; k++)
    for (i = 0; i < rules->rules[k].n_over; i++)
      {
        const ind__rule *rule = &rules->rules[k];
        for (j = 0; j < rules->n_breakdowns; j++)
          if (rules->breakdowns[j].name == rule->over[i]
              && rules->breakdowns[j].is_of_areas == rule->has_area_star)
            break;
        if (j == rules->n_breakdowns)
          return ind__fail (error, IND_E_RULE, rule->line, 1,
                            "%.80s: line %u: rule %s is over %s, which is no %s declared",
                            ind__rules_text (rules, rule->file), (unsigned) rule->line,
                            ind__rules_text (rules, rule->name),
                            ind__rules_text (rules, rule->over[i]),
                            rule->has_area_star ? "areas" : "breakdown");
      }
  return IND_OK;
}

static ind_status
load (ind_rules *rules, const char *name, const char *text, size_t length, ind_error *error)
{
  struct extent extent = extent_of (rules);
  ind__compiled *before = rules->compiled;
  ind_status status;

  rules->compiled = NULL;
  status = ind__rules_parse (rules, name, text, length, error);
  if (status == IND_OK)
    status = check_over (rules, extent.rules, error);
  if (status == IND_OK)
    status = ind__rules_compile (rules, &rules->compiled, error);
  if (status == IND_OK)
    status = ind__rules_compare (rules, extent.rules, error);
  if (status == IND_OK)
    status = ind__rules_note_unknown (rules, extent.rules, error);
  if (status == IND_OK)
    ind__compiled_free (before);
  else
    {
      cut_back (rules, &extent);
      ind__compiled_free (rules->compiled);
      rules->compiled = before;
    }
  return status;
}

ind_status
ind_rules_read_text (ind_rules *rules, const char *name, const char *text, size_t length,
                     ind_error *error)
{
  if (text == NULL && length > 0)
    return ind__fail (error, IND_E_ARGUMENT, 0, 0, "the text of the rules is NULL");
  return load (rules, name, text == NULL ? "" : text, length, error);
}

ind_status
ind_rules_read_file (ind_rules *rules, const char *path, ind_error *error)
{
  return load (rules, path, NULL, 0, error);
}

/* The definitions of the registry in the rule language. */
static ind_status
read_definitions (ind_rules *rules, ind_error *error)
{
  ind__text text = { 0 };
  ind_status status = IND_OK;
  size_t k;

  for (k = 0; k < ind_indicator_count (); k++)
    {
      const ind_indicator *indicator = ind_indicator_at (k);
      if (indicator->formula == NULL)
        continue;
      ind__text_format (&text,
                        "rule %s_definition: %s%s == %s\n"
                        "  say \"By definition, it is %s.\"\n  reference \"%s\"\n",
                        indicator->name, indicator->name,
                        strstr (indicator->formula, "[c]") != NULL ? "[c]" : "",
                        indicator->formula, indicator->formula, indicator->reference);
      if (indicator->basis != NULL)
        ind__text_format (&text, "  basis \"%s\"\n", indicator->basis);
    }
  if (text.has_failed)
    status = ind__fail_memory (error);
  else
    status = ind__rules_parse (rules, "registry", text.bytes, text.length, error);
  ind__text_free (&text);
  return status;
}

ind_status
ind_rules_new_standard (ind_rules **out, ind_error *error)
{
  ind_rules *rules = NULL;
  ind_status status = ind_rules_new (&rules, error);

  if (status != IND_OK)
    return status;
  status = read_definitions (rules, error);
  if (status == IND_OK)
    status = ind__rules_parse (rules, "standard.rules", ind__standard_rules_text,
                               ind__standard_rules_length, error);
  if (status == IND_OK)
    status = check_over (rules, 0, error);
  if (status == IND_OK)
    status = ind__rules_compile (rules, &rules->compiled, error);
  if (status != IND_OK)
    ind_rules_free (rules);
  else
    *out = rules;
  return status;
}

/* ------------------------------------------------------------------------
 * Access
 * ---------------------------------------------------------------------- */

size_t
ind_rules_count (const ind_rules *rules)
{
  return rules->n_rules;
}

ind_status
ind_rules_at (const ind_rules *rules, size_t k, ind_rule *out)
{
  const ind__rule *rule;

  if (k >= rules->n_rules)
    return IND_E_RANGE;
  rule = &rules->rules[k];
  out->name = ind__rules_text (rules, rule->name);
  out->text = ind__rules_text (rules, rule->text);
  out->say = ind__rules_text (rules, rule->say);
  out->reference = ind__rules_text (rules, rule->citation);
  out->basis = ind__rules_text (rules, rule->basis);
  out->file = ind__rules_text (rules, rule->file);
  out->line = rule->line;
  out->is_approximate = rule->relation == IND__APPROXIMATE;
  return IND_OK;
}

/* Whether a reference below the node is to another area. */
static int
names_area (const ind_rules *rules, uint32_t at)
{
  const ind__node *node = &rules->nodes[at];

  switch (node->kind)
    {
    case IND__NODE_NUMBER: return 0;
    case IND__NODE_REFERENCE: return node->reference.area_selector != IND__SELECT_SAME;
    case IND__NODE_SUM: return names_area (rules, node->left);
    case IND__NODE_ADD:
    case IND__NODE_SUBTRACT:
    case IND__NODE_MULTIPLY:
    case IND__NODE_DIVIDE: break;
    }
  return names_area (rules, node->left) || names_area (rules, node->right);
}

int
ind_rules_span_areas (const ind_rules *rules, size_t k)
{
  const ind__rule *rule = k < rules->n_rules ? &rules->rules[k] : NULL;

  return rule != NULL
         && (names_area (rules, rule->left) || names_area (rules, rule->right)
             || (rule->has_given && names_area (rules, rule->given)));
}

size_t
ind_rules_note_count (const ind_rules *rules)
{
  return rules->n_notes;
}

const char *
ind_rules_note_at (const ind_rules *rules, size_t k)
{
  return k < rules->n_notes ? rules->notes[k] : NULL;
}
