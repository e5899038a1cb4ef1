/* SPDX-License-Identifier: GPL-3.0-or-later
 * Rules applied to what the data hold. What the rules alone decide was compiled; here the
 * levels of patterns and breakdowns of the data are added. All is in words of the lexicon,
 * followed by names it lacks, until it is known which templates are kept. */
#include "rules/expand.h"

#include <string.h>

#include "base/memory.h"
#include "rules/build.h"

/* What is known of a word while expanding. */
struct word {
  uint32_t name; /* number in the names of the data, or IND__NONE */
  uint32_t row;  /* of `derived`, or IND__NONE */
  uint8_t is_held, is_spoken_of;
};

/* A template that may be kept. */
struct candidate {
  const ind__template *template;
  int is_fixed;
  uint32_t built; /* number among those built; of others IND__NONE */
};

/* A template that was built, by its signature. */
struct built {
  ind__template template;
  uint64_t hash;
};

struct expansion {
  ind__builder builder;
  const ind_rules *rules;
  const ind__compiled *compiled;
  const ind__data_names *data;
  int keeps_all, is_bindable;
  ind__strings own;    /* names the lexicon lacks */
  struct word *words;  /* per word, and per own name */
  size_t words_capacity;
  uint32_t *held;      /* words of the data's indicators */
  uint32_t *derived;   /* per row and suffix: the word, or IND__NONE */
  size_t n_rows, derived_capacity;
  uint32_t *parts;
  size_t parts_capacity;
  ind__text text;
  struct candidate *candidates;
  size_t n_candidates, candidates_capacity;
  struct built *built;
  size_t n_built, built_capacity;
  uint32_t *slot; /* built templates by hash, or IND__NONE; open addressing */
  size_t n_slots;
  uint64_t *variable;
  size_t variable_capacity;
  ind__pool pool;
};

static void
fail_memory (struct expansion *expansion)
{
  ind__builder_fail_memory (&expansion->builder);
}

static int
is_good (const struct expansion *expansion)
{
  return expansion->builder.status == IND_OK;
}

int
ind__template_keep (ind__pool *pool, ind__template *template)
{
  size_t slots = template->n_slots * sizeof *template->slots;
  size_t constraints = template->n_constraints * sizeof *template->constraints;
  size_t terms = template->n_terms * sizeof *template->terms;
  char *room = ind__pool_room (pool, slots + constraints + terms);

  if (room == NULL)
    return 0;
  /* All are as strictly aligned as their doubles. */
  if (slots > 0)
    memcpy (room, template->slots, slots);
  template->slots = (void *) room;
  if (constraints > 0)
    memcpy (room + slots, template->constraints, constraints);
  template->constraints = (void *) (room + slots);
  if (terms > 0)
    memcpy (room + slots + constraints, template->terms, terms);
  template->terms = (void *) (room + slots + constraints);
  return 1;
}

void
ind__template_start (ind__template *template, const ind_rules *rules, uint32_t rule,
                     uint32_t breakdown)
{
  memset (template, 0, sizeof *template);
  template->rule = rule;
  template->breakdown = breakdown;
  template->relation = rules->rules[rule].relation;
  template->has_free = rules->rules[rule].has_free;
  template->level = template->component = template->area = IND__NONE;
}

/* ------------------------------------------------------------------------
 * Words
 * ---------------------------------------------------------------------- */

static const char *
text_of (const struct expansion *expansion, uint32_t word)
{
  const ind__strings *known = &expansion->compiled->lexicon.names;
  return word < known->count ? ind__strings_at (known, word)
                             : ind__strings_at (&expansion->own,
                                                word - (uint32_t) known->count);
}

static size_t
length_of (const struct expansion *expansion, uint32_t word)
{
  const ind__strings *known = &expansion->compiled->lexicon.names;
  return word < known->count ? ind__strings_length (known, word)
                             : ind__strings_length (&expansion->own,
                                                    word - (uint32_t) known->count);
}

static void
clear_word (struct word *word)
{
  word->name = word->row = IND__NONE;
  word->is_held = word->is_spoken_of = 0;
}

/* The word of a name; 0 when memory ran out. */
static uint32_t
word_of (struct expansion *expansion, const char *text, size_t length)
{
  const ind__strings *known = &expansion->compiled->lexicon.names;
  uint32_t word = ind__strings_find (known, text, length);
  size_t n = known->count + expansion->own.count;

  if (word != IND__NO_STRING)
    return word;
  if (!ind__grow (&expansion->words, &expansion->words_capacity, n + 1,
                  sizeof *expansion->words)
      || (word = ind__strings_add (&expansion->own, text, length)) == IND__NO_STRING)
    {
      fail_memory (expansion);
      return 0;
    }
  word += (uint32_t) known->count;
  if (word == n)
    clear_word (&expansion->words[word]);
  return word;
}

/* The word of the canonical name. */
static uint32_t
canonical_of (struct expansion *expansion, const char *text, size_t length)
{
  const ind__lexicon *lexicon = &expansion->compiled->lexicon;
  uint32_t word = word_of (expansion, text, length);

  return word < lexicon->names.count ? lexicon->words[word].canonical : word;
}

static uint32_t
derive (ind__builder *builder, uint32_t level, uint32_t suffix)
{
  struct expansion *expansion = (struct expansion *) builder;
  const ind__compiled *compiled = expansion->compiled;
  const char *end = ind__rules_text (expansion->rules, compiled->suffixes[suffix]);
  uint32_t *row = &expansion->words[level].row, word;
  size_t k;

  if (*row == IND__NONE)
    {
      size_t n = expansion->n_rows * compiled->n_suffixes;
      if (!ind__grow (&expansion->derived, &expansion->derived_capacity,
                      n + compiled->n_suffixes, sizeof *expansion->derived))
        {
          fail_memory (expansion);
          return 0;
        }
      for (k = 0; k < compiled->n_suffixes; k++)
        expansion->derived[n + k] = IND__NONE;
      *row = (uint32_t) expansion->n_rows++;
    }
  k = *row * compiled->n_suffixes + suffix;
  if (expansion->derived[k] != IND__NONE)
    return expansion->derived[k];
  expansion->text.length = 0;
  ind__text_put (&expansion->text, text_of (expansion, level), length_of (expansion, level));
  ind__text_put_string (&expansion->text, end);
  if (expansion->text.has_failed)
    {
      fail_memory (expansion);
      return 0;
    }
  word = canonical_of (expansion, expansion->text.bytes, expansion->text.length);
  expansion->derived[k] = word;
  return word;
}

/* The canonical indicator a reference means. */
static uint32_t
indicator_of (struct expansion *expansion, uint32_t at)
{
  uint32_t indicator = expansion->compiled->nodes[at].indicator;

  return expansion->rules->nodes[at].reference.is_pattern
             ? derive (&expansion->builder, expansion->builder.level, indicator)
             : indicator;
}

/* ------------------------------------------------------------------------
 * Which levels and breakdowns a rule applies to
 * ---------------------------------------------------------------------- */

static int
ends_in (const char *text, size_t length, const char *suffix)
{
  size_t m = strlen (suffix);
  return length > m && memcmp (text + length - m, suffix, m) == 0;
}

/* Whether parts of the indicator add up over the breakdown, as far as names
 * tell; *unknown: only the unit of the figures can. */
static int
adds_up (const struct expansion *expansion, uint32_t breakdown, uint32_t indicator, int *unknown)
{
  static const char change[] = "_change";
  const ind__lexicon *lexicon = &expansion->compiled->lexicon;
  const char *name;
  size_t n;

  *unknown = 0;
  if (expansion->rules->breakdowns[breakdown].n_indicators > 0)
    return (ind__compiled_sums (expansion->compiled, breakdown, indicator) & IND__ADDS_UP) != 0;
  name = text_of (expansion, indicator);
  n = length_of (expansion, indicator);
  if (ends_in (name, n, "_growth") || ends_in (name, n, "_index") || ends_in (name, n, "_share"))
    return 0;
  if (ends_in (name, n, change))
    indicator = ind__strings_find (&lexicon->names, name, n - (sizeof change - 1));
  if (indicator < lexicon->names.count && lexicon->words[indicator].known != NULL)
    return lexicon->words[indicator].known->is_additive;
  *unknown = 1;
  return 1;
}

/* Whether any quantity summed in the expression is broken down so. */
static int
sums_over (struct expansion *expansion, uint32_t breakdown, uint32_t at)
{
  const ind__node *node = &expansion->rules->nodes[at];

  switch (node->kind)
    {
    case IND__NODE_NUMBER: return 0;
    case IND__NODE_REFERENCE:
      return (node->reference.component_selector == IND__SELECT_EACH
              || node->reference.area_selector == IND__SELECT_EACH)
             && (expansion->rules->breakdowns[breakdown].n_indicators == 0
                 || (ind__compiled_sums (expansion->compiled, breakdown,
                                         indicator_of (expansion, at))
                     & IND__IS_BROKEN_DOWN)
                        != 0);
    case IND__NODE_SUM: return sums_over (expansion, breakdown, node->left);
    case IND__NODE_ADD:
    case IND__NODE_SUBTRACT:
    case IND__NODE_MULTIPLY:
    case IND__NODE_DIVIDE: break;
    }
  return sums_over (expansion, breakdown, node->left)
         || sums_over (expansion, breakdown, node->right);
}

/* Whether a sum over the parts is meant at all. */
static int
is_meant (struct expansion *expansion, const ind__application *application, uint32_t indicator,
          int *unknown)
{
  const ind__rule *rule = &expansion->rules->rules[application->rule];

  *unknown = 0;
  if (rule->sums_pattern)
    return adds_up (expansion, application->breakdown, indicator, unknown);
  return !rule->has_pattern || rule->n_over > 0
         || sums_over (expansion, application->breakdown, rule->left)
         || sums_over (expansion, application->breakdown, rule->right);
}

/* ------------------------------------------------------------------------
 * Candidates
 * ---------------------------------------------------------------------- */

static int
add_candidate (struct expansion *expansion, const ind__template *template, uint32_t built)
{
  struct candidate *candidate;

  if (!ind__grow (&expansion->candidates, &expansion->candidates_capacity,
                  expansion->n_candidates + 1, sizeof *expansion->candidates))
    {
      fail_memory (expansion);
      return 0;
    }
  candidate = &expansion->candidates[expansion->n_candidates++];
  candidate->template = template;
  candidate->is_fixed = built == IND__NONE;
  candidate->built = built;
  return 1;
}

static int
is_same (struct expansion *expansion, const ind__template *a, const ind__template *b)
{
  int has_failed = 0, is_equal = ind__is_same_template (a, b, expansion->rules, &has_failed);

  if (has_failed)
    fail_memory (expansion);
  return is_equal;
}

/* Whether an earlier template that was built states the same. Else *place is where it
 * belongs. */
static int
is_built (struct expansion *expansion, const ind__template *template, uint64_t hash,
          size_t *place)
{
  size_t mask = expansion->n_slots - 1, at;

  *place = SIZE_MAX;
  if (expansion->n_slots == 0)
    return 0;
  for (at = (size_t) hash & mask; expansion->slot[at] != IND__NONE; at = (at + 1) & mask)
    {
      const struct built *other = &expansion->built[expansion->slot[at]];
      if (other->hash == hash && is_same (expansion, &other->template, template))
        return 1;
    }
  *place = at;
  return 0;
}

/* Whether a fixed one does. */
static int
is_fixed (struct expansion *expansion, const ind__template *template, uint64_t hash)
{
  const ind__compiled *compiled = expansion->compiled;
  size_t mask = compiled->n_slots - 1, at;

  for (at = (size_t) hash & mask; compiled->slot[at] != IND__NONE; at = (at + 1) & mask)
    {
      const ind__fixed *fixed = &compiled->fixed[compiled->slot[at]];
      if (fixed->hash == hash && is_same (expansion, &fixed->template, template))
        return 1;
    }
  return 0;
}

/* Makes room for one more template among those built. */
static int
enlarge (struct expansion *expansion)
{
  size_t n = expansion->n_slots == 0 ? 64 : 2 * expansion->n_slots, k, at;
  uint32_t *slot;

  if (expansion->n_built < expansion->n_slots / 2)
    return 1;
  slot = ind__new_array (n, sizeof *slot);
  if (slot == NULL)
    {
      fail_memory (expansion);
      return 0;
    }
  memset (slot, 0xFF, n * sizeof *slot);
  for (k = 0; k < expansion->n_slots; k++)
    if (expansion->slot[k] != IND__NONE)
      {
        at = (size_t) expansion->built[expansion->slot[k]].hash & (n - 1);
        while (slot[at] != IND__NONE)
          at = (at + 1) & (n - 1);
        slot[at] = expansion->slot[k];
      }
  ind__release (expansion->slot);
  expansion->slot = slot;
  expansion->n_slots = n;
  return 1;
}

/* A fixed template states the same as no later one; one that was built for a breakdown of
 * the data may stand before it. */
static void
add_fixed (struct expansion *expansion, uint32_t number)
{
  const ind__fixed *fixed = &expansion->compiled->fixed[number];
  size_t place;

  if (expansion->keeps_all
      || (fixed->first == number
          && !is_built (expansion, &fixed->template, fixed->hash, &place)))
    add_candidate (expansion, &fixed->template, IND__NONE);
}

/* Whether a fixed template that states the same comes before those of the rule. */
static int
is_stated (struct expansion *expansion, const ind__template *template, uint64_t hash)
{
  const ind__compiled *compiled = expansion->compiled;
  size_t mask = compiled->n_slots - 1, at;

  if (expansion->rules->rules[template->rule].has_pattern)
    return is_fixed (expansion, template, hash);
  for (at = (size_t) hash & mask; compiled->slot[at] != IND__NONE; at = (at + 1) & mask)
    {
      const ind__fixed *fixed = &compiled->fixed[compiled->slot[at]];
      if (fixed->hash == hash
          && (fixed->template.rule < template->rule
              || (fixed->template.rule == template->rule
                  && fixed->template.breakdown < template->breakdown))
          && is_same (expansion, &fixed->template, template))
        return 1;
    }
  return 0;
}

/* Gives a slot of a shape the indicator of the level in the builder. */
static void
fill_slot (struct expansion *expansion, ind__slot *slot, ind__template *template)
{
  const ind__compiled *compiled = expansion->compiled;
  ind__builder *builder = &expansion->builder;
  uint32_t assumption;

  if (slot->indicator < IND__OF_LEVEL)
    return;
  slot->indicator = derive (builder, builder->level, slot->indicator - IND__OF_LEVEL);
  if (slot->indicator >= compiled->lexicon.names.count)
    return;
  assumption = compiled->lexicon.words[slot->indicator].assumption;
  if (assumption == IND__NO_STRING)
    return;
  slot->is_assumed = template->has_assumed = 1;
  slot->assumed = compiled->assumed[assumption];
}

/* Makes the template what its shape is for the level in the builder. 0 where two of the slots
 * are one then, so that it is to be built. */
static int
fill_shape (struct expansion *expansion, const ind__template *shape, ind__template *template)
{
  ind__builder *builder = &expansion->builder;
  size_t n = shape->n_slots, k, j;

  if (!ind__grow (&builder->slots, &builder->slots_capacity, n, sizeof *builder->slots))
    {
      fail_memory (expansion);
      return 0;
    }
  if (n > 0)
    memcpy (builder->slots, shape->slots, n * sizeof *shape->slots);
  template->has_assumed = shape->has_assumed;
  for (k = 0; k < n && is_good (expansion); k++)
    {
      fill_slot (expansion, &builder->slots[k], template);
      for (j = 0; j < k; j++)
        if (builder->slots[j].indicator == builder->slots[k].indicator
            && memcmp (&builder->slots[j], &builder->slots[k], sizeof *builder->slots) == 0)
          {
            template->has_assumed = 0;
            return 0;
          }
    }
  template->slots = builder->slots;
  template->n_slots = n;
  template->constraints = shape->constraints;
  template->n_constraints = shape->n_constraints;
  template->terms = shape->terms;
  template->n_terms = shape->n_terms;
  template->left = shape->left;
  template->right = shape->right;
  template->given = shape->given;
  template->has_given = shape->has_given;
  template->first_subject = shape->first_subject;
  template->n_subjects = shape->n_subjects;
  return 1;
}

/* Builds the template of the application for the level and parts in the builder. */
static void
build (struct expansion *expansion, const ind__application *application, int needs_additive)
{
  ind__builder *builder = &expansion->builder;
  ind__template template;
  struct built *built;
  uint64_t hash;
  size_t place = SIZE_MAX;

  ind__template_start (&template, expansion->rules, application->rule, application->breakdown);
  template.name = application->name;
  template.level = builder->level;
  template.needs_additive = (uint8_t) needs_additive;
  if (application->breakdown != IND__NONE)
    *(builder->rule->has_area_star ? &template.area : &template.component) = builder->whole;
  if (application->shape == IND__NONE
      || !fill_shape (expansion, &expansion->compiled->shapes[application->shape], &template))
    ind__build_template (builder, &template);
  if (!is_good (expansion))
    return;
  if (!ind__grow (&expansion->variable, &expansion->variable_capacity,
                  template.n_slots + template.n_constraints, sizeof *expansion->variable)
      || !ind__grow (&expansion->built, &expansion->built_capacity, expansion->n_built + 1,
                     sizeof *expansion->built)
      || !enlarge (expansion))
    {
      fail_memory (expansion);
      return;
    }
  hash = ind__template_hash (&template, expansion->rules, expansion->variable);
  if (!expansion->keeps_all
      && (is_stated (expansion, &template, hash)
          || is_built (expansion, &template, hash, &place)))
    return;
  if (!is_good (expansion))
    return;
  if (!ind__template_keep (&expansion->pool, &template))
    {
      fail_memory (expansion);
      return;
    }
  built = &expansion->built[expansion->n_built];
  built->template = template;
  built->hash = hash;
  if (!expansion->keeps_all)
    expansion->slot[place] = (uint32_t) expansion->n_built;
  if (add_candidate (expansion, NULL, (uint32_t) expansion->n_built))
    expansion->n_built++;
}

/* The parts the data hold of an indicator, but for the whole. */
static size_t
list_parts (struct expansion *expansion, uint32_t indicator, uint32_t whole)
{
  const ind__data_names *data = expansion->data;
  const uint32_t *component;
  size_t n_components = 0, n = 0, k;

  if (!expansion->words[indicator].is_held)
    return 0;
  component = data->components (data->context, expansion->words[indicator].name, &n_components);
  if (component == NULL
      || !ind__grow (&expansion->parts, &expansion->parts_capacity, n_components,
                     sizeof *expansion->parts))
    {
      fail_memory (expansion);
      return 0;
    }
  for (k = 0; k < n_components && is_good (expansion); k++)
    {
      uint32_t word = word_of (expansion, ind__strings_at (data->names, component[k]),
                               ind__strings_length (data->names, component[k]));
      if (word != whole)
        expansion->parts[n++] = word;
    }
  return n;
}

static void
apply (struct expansion *expansion, const ind__application *application)
{
  const ind_rules *rules = expansion->rules;
  const ind__compiled *compiled = expansion->compiled;
  ind__builder *builder = &expansion->builder;
  const ind__breakdown *breakdown;
  uint32_t indicator;
  size_t n = 0;
  int unknown = 0;

  builder->rule = &rules->rules[application->rule];
  builder->whole = IND__NONE;
  if (application->breakdown != IND__NONE)
    {
      breakdown = &rules->breakdowns[application->breakdown];
      indicator = indicator_of (expansion, compiled->rules[application->rule].star);
      if (!is_good (expansion) || !is_meant (expansion, application, indicator, &unknown))
        return;
      builder->whole = compiled->word_of[breakdown->whole];
      if (breakdown->is_from_data)
        n = list_parts (expansion, indicator, builder->whole);
      else if (!ind__grow (&expansion->parts, &expansion->parts_capacity, breakdown->n_parts,
                           sizeof *expansion->parts))
        fail_memory (expansion);
      else
        for (; n < breakdown->n_parts; n++)
          expansion->parts[n] = compiled->word_of[breakdown->part[n]];
      if (!is_good (expansion) || n == 0)
        return;
    }
  builder->parts = expansion->parts;
  builder->n_parts = n;
  build (expansion, application, unknown);
}

static void
apply_level (struct expansion *expansion, uint32_t rule, uint32_t level)
{
  const ind__rule_use *use = &expansion->compiled->rules[rule];
  uint32_t k;

  expansion->builder.level = level;
  for (k = use->first; k < use->first + use->n && is_good (expansion); k++)
    {
      const ind__application *application = &expansion->compiled->applications[k];
      if (application->fixed != IND__NONE)
        add_fixed (expansion, application->fixed);
      else
        apply (expansion, application);
    }
}

static void
apply_pattern (struct expansion *expansion, uint32_t rule)
{
  const ind__compiled *compiled = expansion->compiled;
  const char *suffix = ind__rules_text (
      expansion->rules,
      expansion->rules->nodes[compiled->rules[rule].subject].reference.indicator);
  size_t m = strlen (suffix), k;

  for (k = 0; k < expansion->data->n_indicators && is_good (expansion); k++)
    {
      uint32_t held = expansion->held[k];
      const char *name = text_of (expansion, held);
      size_t n = length_of (expansion, held);
      if (m == 0)
        apply_level (expansion, rule, held);
      else if (ends_in (name, n, suffix))
        {
          uint32_t level;
          /* The name may lie where names are added. */
          expansion->text.length = 0;
          ind__text_put (&expansion->text, name, n - m);
          if (expansion->text.has_failed)
            fail_memory (expansion);
          if (!is_good (expansion))
            return;
          level = canonical_of (expansion, expansion->text.bytes, n - m);
          if (is_good (expansion))
            apply_level (expansion, rule, level);
        }
    }
}

/* ------------------------------------------------------------------------
 * What is kept
 * ---------------------------------------------------------------------- */

static const ind__template *
template_of (const struct expansion *expansion, const struct candidate *candidate)
{
  return candidate->is_fixed ? candidate->template : &expansion->built[candidate->built].template;
}

/* Whether a figure may be the subject, so that the template is bound to it. A table whose
 * areas some template ties is not divided. */
static int
is_led (const struct expansion *expansion, const ind__template *template)
{
  size_t k;

  if (template->area != IND__NONE)
    return 1;
  for (k = template->first_subject; k < template->first_subject + template->n_subjects; k++)
    if (expansion->words[template->slots[k].indicator].is_held)
      return 1;
  for (k = 0; k < template->n_slots; k++)
    if (template->slots[k].area != IND__NONE)
      return 1;
  return 0;
}

/* Whether the template is about nothing but what is held or spoken of; or defines such a
 * quantity as a quotient, by a figure that may be zero. */
static int
is_about_known (const struct expansion *expansion, const ind__template *template)
{
  size_t k;

  for (k = 0; k < template->n_slots; k++)
    {
      const struct word *word = &expansion->words[template->slots[k].indicator];
      if (!word->is_held && !word->is_spoken_of)
        break;
    }
  if (k == template->n_slots)
    return 1;
  if (k == 0)
    return 0;
  for (k = 0; k < template->n_constraints; k++)
    {
      const ind__constraint *constraint = &template->constraints[k];
      if (constraint->kind == IND__QUOTIENT && constraint->y < template->n_slots
          && expansion->words[template->slots[constraint->y].indicator].is_held)
        return 1;
    }
  return 0;
}

/* Leaves out what no figure can have to do with. */
static void
choose_bindable (struct expansion *expansion)
{
  size_t n = 0, k, j;

  for (k = 0; k < expansion->n_candidates; k++)
    {
      const ind__template *template = template_of (expansion, &expansion->candidates[k]);
      if (is_led (expansion, template))
        for (j = 0; j < template->n_slots; j++)
          expansion->words[template->slots[j].indicator].is_spoken_of = 1;
    }
  for (k = 0; k < expansion->n_candidates; k++)
    {
      const ind__template *template = template_of (expansion, &expansion->candidates[k]);
      if (is_led (expansion, template) || is_about_known (expansion, template))
        expansion->candidates[n++] = expansion->candidates[k];
    }
  expansion->n_candidates = n;
}

/* The number of a word among the names of the data. */
static uint32_t
name_of (struct expansion *expansion, uint32_t word)
{
  struct word *own;

  if (word == IND__NONE || !is_good (expansion))
    return word;
  own = &expansion->words[word];
  if (own->name == IND__NONE)
    own->name = ind__strings_add (expansion->data->names, text_of (expansion, word),
                                  length_of (expansion, word));
  if (own->name == IND__NO_STRING)
    fail_memory (expansion);
  return own->name;
}

/* From words to names of the data. */
static void
translate (struct expansion *expansion, ind__template *template)
{
  size_t k;

  template->name = name_of (expansion, template->name);
  template->level = name_of (expansion, template->level);
  template->component = name_of (expansion, template->component);
  template->area = name_of (expansion, template->area);
  for (k = 0; k < template->n_slots; k++)
    {
      ind__slot *slot = &template->slots[k];
      slot->indicator = name_of (expansion, slot->indicator);
      slot->component = name_of (expansion, slot->component);
      slot->area = name_of (expansion, slot->area);
    }
}

static void
keep (struct expansion *expansion, ind__templates *out)
{
  size_t n = expansion->n_candidates, k;

  out->at = ind__new_array (n, sizeof *out->at);
  if (out->at == NULL)
    {
      fail_memory (expansion);
      return;
    }
  for (k = 0; k < n && is_good (expansion); k++)
    {
      const struct candidate *candidate = &expansion->candidates[k];
      ind__template *template = &out->at[k];
      *template = *template_of (expansion, candidate);
      if (candidate->is_fixed && !ind__template_keep (&expansion->pool, template))
        fail_memory (expansion);
      else
        translate (expansion, template);
    }
  out->count = n;
}

/* ------------------------------------------------------------------------
 * The whole
 * ---------------------------------------------------------------------- */

static int
open_expansion (struct expansion *expansion)
{
  const ind__data_names *data = expansion->data;
  size_t n = expansion->compiled->lexicon.names.count, k;

  expansion->held = ind__new_array (data->n_indicators, sizeof *expansion->held);
  if (expansion->held == NULL
      || !ind__grow (&expansion->words, &expansion->words_capacity, n + 64,
                     sizeof *expansion->words))
    return 0;
  for (k = 0; k < n; k++)
    clear_word (&expansion->words[k]);
  for (k = 0; k < data->n_indicators && is_good (expansion); k++)
    {
      uint32_t word = word_of (expansion, ind__strings_at (data->names, data->indicator[k]),
                               ind__strings_length (data->names, data->indicator[k]));
      expansion->held[k] = word;
      expansion->words[word].is_held = 1;
      expansion->words[word].name = data->indicator[k];
    }
  return is_good (expansion);
}

static void
close_expansion (struct expansion *expansion)
{
  ind__builder_free (&expansion->builder);
  ind__strings_free (&expansion->own);
  ind__release (expansion->words);
  ind__release (expansion->held);
  ind__release (expansion->derived);
  ind__release (expansion->parts);
  ind__text_free (&expansion->text);
  ind__release (expansion->candidates);
  ind__release (expansion->built);
  ind__release (expansion->slot);
  ind__release (expansion->variable);
}

static void
run (struct expansion *expansion, ind__templates *out)
{
  const ind_rules *rules = expansion->rules;
  uint32_t k;

  for (k = 0; k < rules->n_rules && is_good (expansion); k++)
    if (!rules->rules[k].has_pattern)
      apply_level (expansion, k, IND__NONE);
  for (k = 0; k < rules->n_rules && is_good (expansion); k++)
    if (rules->rules[k].has_pattern)
      apply_pattern (expansion, k);
  if (is_good (expansion) && expansion->is_bindable)
    choose_bindable (expansion);
  if (is_good (expansion))
    keep (expansion, out);
}

static ind_status
expand (const ind_rules *rules, const ind__data_names *data, int keeps_all, int is_bindable,
        ind__templates *out, ind_error *error)
{
  struct expansion expansion;
  ind__compiled *compiled = NULL;
  ind_status status;

  memset (out, 0, sizeof *out);
  memset (&expansion, 0, sizeof expansion);
  if (rules->compiled == NULL)
    {
      /* Nothing was read yet. */
      status = ind__rules_compile (rules, &compiled, error);
      if (status != IND_OK)
        return status;
    }
  expansion.rules = expansion.builder.rules = rules;
  expansion.compiled = compiled == NULL ? rules->compiled : compiled;
  expansion.builder.compiled = expansion.compiled;
  expansion.builder.derive = derive;
  expansion.builder.error = error;
  expansion.data = data;
  expansion.keeps_all = keeps_all;
  expansion.is_bindable = is_bindable;
  if (!open_expansion (&expansion))
    fail_memory (&expansion);
  else
    run (&expansion, out);
  out->pool = expansion.pool;
  status = expansion.builder.status;
  close_expansion (&expansion);
  ind__compiled_free (compiled);
  if (status != IND_OK)
    ind__templates_free (out);
  return status;
}

ind_status
ind__expand (const ind_rules *rules, const ind__data_names *data, ind__templates *out,
             ind_error *error)
{
  return expand (rules, data, 0, 0, out, error);
}

ind_status
ind__expand_bindable (const ind_rules *rules, const ind__data_names *data, ind__templates *out,
                      ind_error *error)
{
  return expand (rules, data, 0, 1, out, error);
}

ind_status
ind__expand_all (const ind_rules *rules, const ind__data_names *data, ind__templates *out,
                 ind_error *error)
{
  return expand (rules, data, 1, 0, out, error);
}

void
ind__templates_free (ind__templates *templates)
{
  ind__release (templates->at);
  ind__pool_free (&templates->pool);
  memset (templates, 0, sizeof *templates);
}
