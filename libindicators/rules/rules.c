/* SPDX-License-Identifier: GPL-3.0-or-later
 * Sets of rules: loading, names and units of indicators, access. */
#include "rules/rules.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "rules/expand.h"
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
  ind__release (rules);
}

const char *
ind__rules_canonical (const ind_rules *rules, const char *name)
{
  const ind_indicator *known;
  size_t k;

  for (k = 0; k < rules->n_aliases; k++)
    if (strcmp (ind__rules_text (rules, rules->aliases[k].name), name) == 0)
      return ind__rules_text (rules, rules->aliases[k].canonical);
  known = ind_indicator_find (name);
  return known != NULL && known->alias != NULL ? known->alias : name;
}

static const ind__declaration *
find_declaration (const ind_rules *rules, const char *name)
{
  size_t k;
  for (k = 0; k < rules->n_declarations; k++)
    if (strcmp (ind__rules_text (rules, rules->declarations[k].name), name) == 0)
      return &rules->declarations[k];
  return NULL;
}

/* Cuts `suffix` off `name` into `level`. */
static int
cut_suffix (const char *name, const char *suffix, char level[128])
{
  size_t n = strlen (name), m = strlen (suffix);
  if (n < m || n - m >= 128 || strcmp (name + n - m, suffix) != 0)
    return 0;
  memcpy (level, name, n - m);
  level[n - m] = '\0';
  return 1;
}

int
ind__rules_unit (const ind_rules *rules, const char *name, ind_unit *out)
{
  const char *canonical = ind__rules_canonical (rules, name);
  const ind__declaration *declaration = find_declaration (rules, name);
  const ind_indicator *known = ind_indicator_find (canonical);
  const char *unit = NULL;
  char level[128];

  if (declaration == NULL)
    declaration = find_declaration (rules, canonical);
  if (declaration != NULL)
    {
      *out = declaration->unit;
      return 1;
    }
  if (known != NULL)
    unit = known->unit;
  else if (cut_suffix (canonical, "_share_change", level))
    unit = "PP";
  else if (cut_suffix (canonical, "_growth", level) || cut_suffix (canonical, "_share", level)
           || cut_suffix (canonical, "_index", level))
    unit = "PT";
  else if (cut_suffix (canonical, "_change", level) && level[0] != '\0')
    return ind__rules_unit (rules, level, out);
  return unit != NULL && ind_unit_read (unit, strlen (unit), out, NULL) == IND_OK;
}

const char *
ind__rules_title (const ind_rules *rules, const char *name)
{
  const ind__declaration *declaration = find_declaration (rules, name);
  const ind_indicator *known;

  if (declaration != NULL && declaration->title != 0)
    return ind__rules_text (rules, declaration->title);
  known = ind_indicator_find (ind__rules_canonical (rules, name));
  return known == NULL ? NULL : known->title;
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
  ind_status status = ind__rules_parse (rules, name, text, length, error);

  if (status == IND_OK)
    status = check_over (rules, extent.rules, error);
  if (status == IND_OK)
    status = ind__rules_compare (rules, extent.rules, error);
  if (status != IND_OK)
    cut_back (rules, &extent);
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
  if (status != IND_OK)
    ind_rules_free (rules);
  else
    *out = rules;
  return status;
}

/* ------------------------------------------------------------------------
 * Redundant and contradictory rules
 * ---------------------------------------------------------------------- */

struct comparison {
  ind_rules *rules;
  ind__strings names, exact, loose;
  uint32_t *exact_rule, *loose_rule; /* the first rule of a signature */
  size_t exact_capacity, loose_capacity;
  ind_status status;
  ind_error *error;
};

static void
add_note (struct comparison *comparison, const ind__rule *rule, const ind__rule *other,
          const char *how)
{
  ind_rules *rules = comparison->rules;
  ind__text text = { 0 };
  char *copy;

  ind__text_format (&text, "%s: line %u: rule %s %s rule %s (%s, line %u)",
                    ind__rules_text (rules, rule->file), (unsigned) rule->line,
                    ind__rules_text (rules, rule->name), how,
                    ind__rules_text (rules, other->name), ind__rules_text (rules, other->file),
                    (unsigned) other->line);
  copy = text.has_failed ? NULL : ind__text_copy (text.bytes, text.length);
  if (copy == NULL
      || !ind__grow (&rules->notes, &rules->notes_capacity, rules->n_notes + 1,
                     sizeof *rules->notes))
    {
      ind__release (copy);
      comparison->status = ind__fail_memory (comparison->error);
    }
  else
    rules->notes[rules->n_notes++] = copy;
  ind__text_free (&text);
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

  ind__template_signature (template, &comparison->names, 1, &exact);
  ind__template_signature (template, &comparison->names, 0, &loose);
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
          else if (similar != template->rule && template->relation == IND__EQUAL)
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
  out->file = ind__rules_text (rules, rule->file);
  out->line = rule->line;
  out->is_approximate = rule->relation == IND__APPROXIMATE;
  return IND_OK;
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
