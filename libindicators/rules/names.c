/* SPDX-License-Identifier: GPL-3.0-or-later
 * What rules know of indicators by name: canonical name, unit, title; and of
 * which quantity a rule is about. */
#include <string.h>

#include "rules/rules.h"

/* What a name stands for by one alias; itself where it stands for nothing
 * else. */
static const char *
resolve (const ind_rules *rules, const char *name)
{
  const ind_indicator *known;
  size_t k;

  for (k = 0; k < rules->n_aliases; k++)
    if (strcmp (ind__rules_text (rules, rules->aliases[k].name), name) == 0)
      return ind__rules_text (rules, rules->aliases[k].canonical);
  known = ind_indicator_find (name);
  return known != NULL && known->alias != NULL ? known->alias : name;
}

/* Aliases lead to one another but never in a circle: an alias is added to what
 * is no alias yet, and of something else. */
const char *
ind__rules_canonical (const ind_rules *rules, const char *name)
{
  const char *next = resolve (rules, name);

  while (strcmp (next, name) != 0)
    {
      name = next;
      next = resolve (rules, name);
    }
  return name;
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

/* The first reference of the rule's own period; with a free component, the
 * first that carries it. */
static const ind__node *
find_subject (const ind_rules *rules, uint32_t at, int needs_free)
{
  const ind__node *node = &rules->nodes[at], *found;
  const ind__reference *reference = &node->reference;

  switch (node->kind)
    {
    case IND__NODE_NUMBER: return NULL;
    case IND__NODE_REFERENCE:
      if (reference->years_earlier != 0 || reference->periods_before != 0
          || reference->is_of_year
          || (needs_free && reference->component_selector != IND__SELECT_FREE))
        return NULL;
      return node;
    case IND__NODE_SUM: return find_subject (rules, node->left, needs_free);
    case IND__NODE_ADD:
    case IND__NODE_SUBTRACT:
    case IND__NODE_MULTIPLY:
    case IND__NODE_DIVIDE: break;
    }
  found = find_subject (rules, node->left, needs_free);
  return found != NULL ? found : find_subject (rules, node->right, needs_free);
}

const ind__node *
ind__rules_subject (const ind_rules *rules, const ind__rule *rule)
{
  const ind__node *subject = find_subject (rules, rule->left, rule->has_free);
  return subject != NULL ? subject : find_subject (rules, rule->right, rule->has_free);
}
