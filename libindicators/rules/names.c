/* SPDX-License-Identifier: GPL-3.0-or-later
 * What rules know of indicators by name: canonical name, unit, title, range,
 * what is assumed of them; of which quantity a rule is about, and which it ties. */
#include <math.h>
#include <string.h>

#include "number/interval.h"
#include "rules/compile.h"

/* The word of a name; IND__NO_STRING where it has none, or the rules are not compiled. */
static uint32_t
find_word (const ind_rules *rules, const char *name)
{
  return rules->compiled == NULL
             ? IND__NO_STRING
             : ind__strings_find (&rules->compiled->lexicon.names, name, strlen (name));
}

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
  const char *next;

  if (rules->compiled != NULL)
    {
      const ind__lexicon *lexicon = &rules->compiled->lexicon;
      uint32_t word = find_word (rules, name);
      return word == IND__NO_STRING ? name
                                    : ind__lexicon_text (lexicon, lexicon->words[word].canonical);
    }
  next = resolve (rules, name);
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

/* What rules or registry say that a name, or what it stands for, is measured in; NULL where
 * they do not. May be put into `own`. */
static const ind_unit *
find_unit (const ind_rules *rules, const char *name, const char *canonical, ind_unit *own)
{
  const ind__declaration *declaration = find_declaration (rules, name);
  const ind_indicator *known = ind_indicator_find (canonical);

  if (declaration == NULL)
    declaration = find_declaration (rules, canonical);
  if (declaration != NULL)
    return &declaration->unit;
  return known != NULL
                 && ind_unit_read (known->unit, strlen (known->unit), own, NULL) == IND_OK
             ? own
             : NULL;
}

/* The same of a word. */
static const ind_unit *
unit_of_word (const ind_rules *rules, uint32_t word)
{
  const ind__lexicon *lexicon = &rules->compiled->lexicon;
  const ind__word *own = &lexicon->words[word], *canonical = &lexicon->words[own->canonical];
  uint32_t declaration = own->declaration != IND__NO_STRING ? own->declaration
                                                            : canonical->declaration;

  if (declaration != IND__NO_STRING)
    return &rules->declarations[declaration].unit;
  return canonical->unit == IND__NO_STRING ? NULL : &lexicon->units[canonical->unit];
}

int
ind__rules_unit (const ind_rules *rules, const char *name, ind_unit *out)
{
  const char *canonical = ind__rules_canonical (rules, name), *text = NULL;
  uint32_t word = find_word (rules, name);
  char level[128];
  ind_unit own;
  const ind_unit *unit = word != IND__NO_STRING    ? unit_of_word (rules, word)
                         : rules->compiled == NULL ? find_unit (rules, name, canonical, &own)
                                                   : NULL;

  if (unit != NULL)
    {
      *out = *unit;
      return 1;
    }
  if (cut_suffix (canonical, "_share_change", level))
    text = "PP";
  else if (cut_suffix (canonical, "_growth", level) || cut_suffix (canonical, "_share", level)
           || cut_suffix (canonical, "_index", level))
    text = "PT";
  else if (cut_suffix (canonical, "_change", level) && level[0] != '\0')
    return ind__rules_unit (rules, level, out);
  return text != NULL && ind_unit_read (text, strlen (text), out, NULL) == IND_OK;
}

const char *
ind__rules_title (const ind_rules *rules, const char *name)
{
  const ind_indicator *known;
  size_t k;

  /* The first declaration may have none. */
  for (k = 0; k < rules->n_declarations; k++)
    if (rules->declarations[k].title != 0
        && strcmp (ind__rules_text (rules, rules->declarations[k].name), name) == 0)
      return ind__rules_text (rules, rules->declarations[k].title);
  known = ind_indicator_find (ind__rules_canonical (rules, name));
  return known == NULL ? NULL : known->title;
}

/* Whether the declaration is of the indicator, by whichever of its names. */
static int
is_declared (const ind_rules *rules, const ind__declaration *declaration, const char *canonical)
{
  const char *name = ind__rules_text (rules, declaration->name);
  return strcmp (ind__rules_canonical (rules, name), canonical) == 0;
}

/* What the registry has under a name, or NULL; a lexicon has all of the registry. */
static const ind_indicator *
find_known (const ind_rules *rules, const char *name)
{
  uint32_t word;

  if (rules->compiled == NULL)
    return ind_indicator_find (name);
  word = find_word (rules, name);
  return word == IND__NO_STRING ? NULL : rules->compiled->lexicon.words[word].known;
}

/* Of a share or an index, what its level says; of a growth rate, that no more than
 * all can be lost. A share may pass 100: what is not part of the whole may be set
 * against it, too. */
static ind_interval
range_of_suffix (const ind_rules *rules, const char *canonical)
{
  static const struct
  {
    const char *suffix;
    double least;
  } kinds[] = { { "_share", 0 }, { "_index", 0 }, { "_growth", -100 } };
  char level[128];
  size_t k;

  for (k = 0; k < sizeof kinds / sizeof kinds[0]; k++)
    if (cut_suffix (canonical, kinds[k].suffix, level)
        && ind__rules_range (rules, level).low >= 0)
      return ind__interval_make (kinds[k].least, INFINITY);
  return ind__interval_entire ();
}

/* Whether a declaration says that the indicator of this canonical name is not negative. */
static int
is_nonnegative (const ind_rules *rules, const char *canonical)
{
  uint32_t word = find_word (rules, canonical);
  size_t k;

  if (rules->compiled != NULL)
    return word != IND__NO_STRING && rules->compiled->lexicon.words[word].is_nonnegative;
  for (k = 0; k < rules->n_declarations; k++)
    if (rules->declarations[k].is_nonnegative
        && is_declared (rules, &rules->declarations[k], canonical))
      return 1;
  return 0;
}

ind_interval
ind__rules_range (const ind_rules *rules, const char *name)
{
  const char *canonical = ind__rules_canonical (rules, name);
  const ind_indicator *known = find_known (rules, canonical);
  ind_interval range = known != NULL ? known->range : range_of_suffix (rules, canonical);

  return is_nonnegative (rules, canonical)
             ? ind__interval_intersect (range, ind__interval_make (0, INFINITY))
             : range;
}

const ind__declaration *
ind__rules_assumption (const ind_rules *rules, const char *name)
{
  const char *canonical = NULL;
  size_t k;

  if (rules->compiled != NULL)
    {
      const ind__lexicon *lexicon = &rules->compiled->lexicon;
      uint32_t word = find_word (rules, name), assumption;
      if (word == IND__NO_STRING)
        return NULL;
      assumption = lexicon->words[lexicon->words[word].canonical].assumption;
      return assumption == IND__NO_STRING ? NULL : &rules->declarations[assumption];
    }
  for (k = 0; k < rules->n_declarations; k++)
    if (rules->declarations[k].is_assumed)
      {
        if (canonical == NULL)
          canonical = ind__rules_canonical (rules, name);
        if (is_declared (rules, &rules->declarations[k], canonical))
          return &rules->declarations[k];
      }
  return NULL;
}

ind_interval
ind__declaration_assumes (const ind__declaration *declaration)
{
  return ind__interval_scale10 (ind__interval_hull (ind_decimal_enclosure (declaration->low),
                                                    ind_decimal_enclosure (declaration->high)),
                                declaration->unit.scale);
}

int
ind__rules_assumed (const ind_rules *rules, const char *name, ind_interval *out)
{
  const ind__declaration *declaration = ind__rules_assumption (rules, name);

  if (declaration == NULL)
    return 0;
  *out = ind__declaration_assumes (declaration);
  return 1;
}

static int
is_assumed (const ind_rules *rules, const ind__reference *reference)
{
  return !reference->is_pattern
         && ind__rules_assumption (rules, ind__rules_text (rules, reference->indicator)) != NULL;
}

static int
names_assumed (const ind_rules *rules, uint32_t at)
{
  const ind__node *node = &rules->nodes[at];

  switch (node->kind)
    {
    case IND__NODE_NUMBER: return 0;
    case IND__NODE_REFERENCE: return is_assumed (rules, &node->reference);
    case IND__NODE_SUM: return names_assumed (rules, node->left);
    case IND__NODE_ADD:
    case IND__NODE_SUBTRACT:
    case IND__NODE_MULTIPLY:
    case IND__NODE_DIVIDE: break;
    }
  return names_assumed (rules, node->left) || names_assumed (rules, node->right);
}

int
ind__rules_is_bounded (const ind_rules *rules, const ind__rule *rule)
{
  return names_assumed (rules, rule->left) || names_assumed (rules, rule->right)
         || (rule->has_given && names_assumed (rules, rule->given));
}

/* The first reference of the rule's own period; with a free component, the
 * first that carries it. */
static const ind__node *
find_subject (const ind_rules *rules, uint32_t at, int needs_free, int takes_assumed)
{
  const ind__node *node = &rules->nodes[at], *found;
  const ind__reference *reference = &node->reference;

  switch (node->kind)
    {
    case IND__NODE_NUMBER: return NULL;
    case IND__NODE_REFERENCE:
      if (reference->years_earlier != 0 || reference->periods_before != 0
          || reference->is_of_year
          || (needs_free && reference->component_selector != IND__SELECT_FREE)
          || (!takes_assumed && is_assumed (rules, reference)))
        return NULL;
      return node;
    case IND__NODE_SUM: return find_subject (rules, node->left, needs_free, takes_assumed);
    case IND__NODE_ADD:
    case IND__NODE_SUBTRACT:
    case IND__NODE_MULTIPLY:
    case IND__NODE_DIVIDE: break;
    }
  found = find_subject (rules, node->left, needs_free, takes_assumed);
  return found != NULL ? found : find_subject (rules, node->right, needs_free, takes_assumed);
}

const ind__node *
ind__rules_subject (const ind_rules *rules, const ind__rule *rule)
{
  const ind__node *subject = NULL;
  int takes_assumed;

  for (takes_assumed = 0; takes_assumed <= 1 && subject == NULL; takes_assumed++)
    {
      subject = find_subject (rules, rule->left, rule->has_free, takes_assumed);
      if (subject == NULL)
        subject = find_subject (rules, rule->right, rule->has_free, takes_assumed);
    }
  return subject;
}

/* ------------------------------------------------------------------------
 * Which rules tie an indicator
 * ---------------------------------------------------------------------- */

static int
ties (const ind_rules *rules, const ind__rule *rule, uint32_t at, const char *canonical)
{
  const ind__node *node = &rules->nodes[at];
  const ind__reference *reference = &node->reference;
  const char *name, *level;
  char cut[128];

  switch (node->kind)
    {
    case IND__NODE_NUMBER: return 0;
    case IND__NODE_SUM: return ties (rules, rule, node->left, canonical);
    case IND__NODE_REFERENCE:
      name = ind__rules_text (rules, reference->indicator);
      if (!reference->is_pattern)
        return strcmp (ind__rules_canonical (rules, name), canonical) == 0;
      level = name[0] == '\0' ? canonical : cut_suffix (canonical, name, cut) ? cut : "";
      if (level[0] == '\0' || (name[0] == '\0' && !rule->sums_pattern))
        return 0;
      return !rule->sums_pattern
             || (ind_indicator_find (level) != NULL && ind_indicator_find (level)->is_additive);
    case IND__NODE_ADD:
    case IND__NODE_SUBTRACT:
    case IND__NODE_MULTIPLY:
    case IND__NODE_DIVIDE: break;
    }
  return ties (rules, rule, node->left, canonical) || ties (rules, rule, node->right, canonical);
}

int
ind_rules_tie (const ind_rules *rules, size_t k, const char *indicator)
{
  const ind__rule *rule;
  const char *canonical;

  if (rules == NULL || indicator == NULL || k >= rules->n_rules)
    return 0;
  rule = &rules->rules[k];
  canonical = ind__rules_canonical (rules, indicator);
  return ties (rules, rule, rule->left, canonical) || ties (rules, rule, rule->right, canonical);
}
