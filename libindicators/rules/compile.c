/* SPDX-License-Identifier: GPL-3.0-or-later
 * What follows from the rules alone. */
#include "rules/compile.h"

#include <string.h>

#include "base/memory.h"
#include "number/interval.h"
#include "rules/build.h"

/* By these the language derives indicators from levels. */
static const char *const derived[]
    = { "_change", "_growth", "_index", "_share", "_share_change" };

#define N_DERIVED (sizeof derived / sizeof derived[0])

struct compiler {
  const ind_rules *rules;
  ind__compiled *compiled;
  ind__builder builder;
  ind__text text;
  uint32_t *parts; /* of a breakdown */
  size_t parts_capacity;
  uint64_t *variable;
  size_t variable_capacity;
  int has_failed;
};

/* ------------------------------------------------------------------------
 * Words
 * ---------------------------------------------------------------------- */

static uint32_t
add_text (struct compiler *compiler, const char *text, size_t length)
{
  uint32_t word = ind__lexicon_add (&compiler->compiled->lexicon, text, length);

  if (word != IND__NO_STRING)
    return word;
  compiler->has_failed = 1;
  return 0;
}

/* The word of a string of the rules. */
static uint32_t
add_string (struct compiler *compiler, uint32_t string)
{
  uint32_t *word = &compiler->compiled->word_of[string];

  if (*word == IND__NONE)
    {
      const char *text = ind__rules_text (compiler->rules, string);
      *word = add_text (compiler, text, strlen (text));
    }
  return *word;
}

/* That of an indicator, by its canonical name. */
static uint32_t
add_indicator (struct compiler *compiler, uint32_t string)
{
  uint32_t word = add_string (compiler, string);

  return compiler->has_failed ? 0 : compiler->compiled->lexicon.words[word].canonical;
}

static uint32_t
add_suffix (struct compiler *compiler, uint32_t string)
{
  ind__compiled *compiled = compiler->compiled;
  uint32_t k;

  for (k = 0; k < compiled->n_suffixes; k++)
    if (compiled->suffixes[k] == string)
      return k;
  if (!ind__grow (&compiled->suffixes, &compiled->suffixes_capacity, k + 1,
                  sizeof *compiled->suffixes))
    {
      compiler->has_failed = 1;
      return 0;
    }
  compiled->suffixes[compiled->n_suffixes++] = string;
  return k;
}

static void
add_reference (struct compiler *compiler, size_t at)
{
  const ind__reference *reference = &compiler->rules->nodes[at].reference;
  ind__reference_words *words = &compiler->compiled->nodes[at];

  words->indicator = reference->is_pattern ? add_suffix (compiler, reference->indicator)
                                           : add_indicator (compiler, reference->indicator);
  words->component = words->area = IND__NONE;
  if (reference->component_selector == IND__SELECT_LITERAL
      || reference->component_selector == IND__SELECT_SAME)
    words->component = add_string (compiler, reference->component);
  if (reference->area_selector == IND__SELECT_LITERAL)
    words->area = add_string (compiler, reference->area);
}

/* An indicator and all that is derived from it. */
static void
add_derived (struct compiler *compiler, uint32_t word)
{
  const ind__lexicon *lexicon = &compiler->compiled->lexicon;
  size_t k;

  for (k = 0; k < N_DERIVED && !compiler->has_failed; k++)
    {
      compiler->text.length = 0;
      ind__text_put_string (&compiler->text, ind__lexicon_text (lexicon, word));
      ind__text_put_string (&compiler->text, derived[k]);
      compiler->has_failed |= compiler->text.has_failed;
      if (!compiler->has_failed)
        add_text (compiler, compiler->text.bytes, compiler->text.length);
    }
}

static void
add_breakdown (struct compiler *compiler, const ind__breakdown *breakdown)
{
  size_t k;

  add_string (compiler, breakdown->whole);
  for (k = 0; k < breakdown->n_parts; k++)
    add_string (compiler, breakdown->part[k]);
  for (k = 0; k < breakdown->n_indicators && !compiler->has_failed; k++)
    add_derived (compiler, add_indicator (compiler, breakdown->indicator[k]));
}

static void
add_words (struct compiler *compiler)
{
  const ind_rules *rules = compiler->rules;
  size_t k;

  for (k = 0; k < rules->n_nodes && !compiler->has_failed; k++)
    if (rules->nodes[k].kind == IND__NODE_REFERENCE)
      add_reference (compiler, k);
  for (k = 0; k < rules->n_breakdowns && !compiler->has_failed; k++)
    add_breakdown (compiler, &rules->breakdowns[k]);
}

/* ------------------------------------------------------------------------
 * What is broken down how
 * ---------------------------------------------------------------------- */

/* What a breakdown lists is broken down, and so is what is derived from it; levels and
 * changes add up. */
static void
mark_sums (struct compiler *compiler, const ind__breakdown *breakdown, uint8_t *sums)
{
  const ind__lexicon *lexicon = &compiler->compiled->lexicon;
  size_t k, i;

  for (k = 0; k < breakdown->n_indicators; k++)
    {
      uint32_t listed = add_indicator (compiler, breakdown->indicator[k]);
      sums[listed] |= IND__ADDS_UP | IND__IS_BROKEN_DOWN;
      for (i = 0; i < N_DERIVED && !compiler->has_failed; i++)
        {
          compiler->text.length = 0;
          ind__text_put_string (&compiler->text, ind__lexicon_text (lexicon, listed));
          ind__text_put_string (&compiler->text, derived[i]);
          compiler->has_failed |= compiler->text.has_failed;
          if (!compiler->has_failed)
            sums[ind__strings_find (&lexicon->names, compiler->text.bytes,
                                    compiler->text.length)]
                |= i == 0 ? IND__ADDS_UP | IND__IS_BROKEN_DOWN : IND__IS_BROKEN_DOWN;
        }
    }
}

static const ind__node *
find_star (const ind_rules *rules, uint32_t at)
{
  const ind__node *node = &rules->nodes[at], *found;
  switch (node->kind)
    {
    case IND__NODE_NUMBER: return NULL;
    case IND__NODE_REFERENCE:
      return node->reference.component_selector == IND__SELECT_EACH
                     || node->reference.area_selector == IND__SELECT_EACH
                 ? node
                 : NULL;
    case IND__NODE_SUM: return find_star (rules, node->left);
    case IND__NODE_ADD:
    case IND__NODE_SUBTRACT:
    case IND__NODE_MULTIPLY:
    case IND__NODE_DIVIDE: break;
    }
  found = find_star (rules, node->left);
  return found != NULL ? found : find_star (rules, node->right);
}

/* Whether any quantity summed in the expression, which is no pattern, is broken down so. */
static int
sums_over (const struct compiler *compiler, uint32_t breakdown, uint32_t at)
{
  const ind_rules *rules = compiler->rules;
  const ind__compiled *compiled = compiler->compiled;
  const ind__node *node = &rules->nodes[at];

  switch (node->kind)
    {
    case IND__NODE_NUMBER: return 0;
    case IND__NODE_REFERENCE:
      return (node->reference.component_selector == IND__SELECT_EACH
              || node->reference.area_selector == IND__SELECT_EACH)
             && (rules->breakdowns[breakdown].n_indicators == 0
                 || (ind__compiled_sums (compiled, breakdown, compiled->nodes[at].indicator)
                     & IND__IS_BROKEN_DOWN)
                        != 0);
    case IND__NODE_SUM: return sums_over (compiler, breakdown, node->left);
    case IND__NODE_ADD:
    case IND__NODE_SUBTRACT:
    case IND__NODE_MULTIPLY:
    case IND__NODE_DIVIDE: break;
    }
  return sums_over (compiler, breakdown, node->left)
         || sums_over (compiler, breakdown, node->right);
}

/* Whether the rule may run over the breakdown, by its "over" clause. */
static int
is_over (const ind_rules *rules, const ind__rule *rule, const ind__breakdown *breakdown)
{
  size_t k;

  if (breakdown->is_of_areas != rule->has_area_star)
    return 0;
  for (k = 0; k < rule->n_over; k++)
    if (rule->over[k] == breakdown->name)
      return 1;
  if (rule->over_whole != IND__NO_STRING)
    return strcmp (ind__rules_text (rules, rule->over_whole),
                   ind__rules_text (rules, breakdown->whole))
           == 0;
  return rule->n_over == 0;
}

/* ------------------------------------------------------------------------
 * Templates
 * ---------------------------------------------------------------------- */

/* Builds the template of an application, as far as the data do not change it, in the builder's
 * room. 0 when memory ran out or it cannot be built. */
static int
build (struct compiler *compiler, const ind__application *application, ind__template *template)
{
  ind__builder *builder = &compiler->builder;
  const ind_rules *rules = compiler->rules;
  size_t n = 0;

  builder->whole = IND__NONE;
  if (application->breakdown != IND__NONE)
    {
      const ind__breakdown *breakdown = &rules->breakdowns[application->breakdown];
      if (!ind__grow (&compiler->parts, &compiler->parts_capacity, breakdown->n_parts,
                      sizeof *compiler->parts))
        {
          compiler->has_failed = 1;
          return 0;
        }
      for (; n < breakdown->n_parts; n++)
        compiler->parts[n] = add_string (compiler, breakdown->part[n]);
      builder->whole = add_string (compiler, breakdown->whole);
    }
  builder->rule = &rules->rules[application->rule];
  builder->level = IND__NONE;
  builder->parts = compiler->parts;
  builder->n_parts = n;
  ind__template_start (template, rules, application->rule, application->breakdown);
  template->name = application->name;
  *(builder->rule->has_area_star ? &template->area : &template->component) = builder->whole;
  ind__build_template (builder, template);
  return builder->status == IND_OK && !compiler->has_failed;
}

/* The template of an application that the data do not change. */
static void
add_fixed (struct compiler *compiler, ind__application *application)
{
  ind__compiled *compiled = compiler->compiled;
  ind__fixed *fixed;
  size_t k;

  if (!ind__grow (&compiled->fixed, &compiled->fixed_capacity, compiled->n_fixed + 1,
                  sizeof *compiled->fixed))
    {
      compiler->has_failed = 1;
      return;
    }
  fixed = &compiled->fixed[compiled->n_fixed];
  if (!build (compiler, application, &fixed->template))
    return;
  k = fixed->template.n_slots + fixed->template.n_constraints;
  if (!ind__grow (&compiler->variable, &compiler->variable_capacity, k,
                  sizeof *compiler->variable)
      || !ind__template_keep (&compiled->pool, &fixed->template))
    {
      compiler->has_failed = 1;
      return;
    }
  fixed->hash = ind__template_hash (&fixed->template, compiler->rules, compiler->variable);
  application->fixed = (uint32_t) compiled->n_fixed++;
}

static uint32_t
derive_shape (ind__builder *builder, uint32_t level, uint32_t suffix)
{
  (void) builder;
  (void) level;
  return IND__OF_LEVEL + suffix;
}

/* The template of a pattern of which the data give no more than the level. What cannot be built
 * has none: it may never be asked for. */
static void
add_shape (struct compiler *compiler, ind__application *application)
{
  ind__compiled *compiled = compiler->compiled;
  ind__builder *builder = &compiler->builder;
  ind_error *error = builder->error;
  ind__template shape;

  builder->error = NULL;
  if (build (compiler, application, &shape))
    {
      if (!ind__grow (&compiled->shapes, &compiled->shapes_capacity, compiled->n_shapes + 1,
                      sizeof *compiled->shapes)
          || !ind__template_keep (&compiled->pool, &shape))
        compiler->has_failed = 1;
      else
        {
          compiled->shapes[compiled->n_shapes] = shape;
          application->shape = (uint32_t) compiled->n_shapes++;
        }
    }
  compiler->has_failed |= builder->status == IND_E_MEMORY;
  builder->status = IND_OK;
  builder->error = error;
}

static uint32_t
name_application (struct compiler *compiler, const ind__rule *rule,
                  const ind__breakdown *breakdown)
{
  if (breakdown == NULL || (rule->n_over == 1 && rule->over_whole == IND__NO_STRING))
    return add_string (compiler, rule->name);
  compiler->text.length = 0;
  ind__text_put_string (&compiler->text, ind__rules_text (compiler->rules, rule->name));
  ind__text_put (&compiler->text, "/", 1);
  ind__text_put_string (&compiler->text, ind__rules_text (compiler->rules, breakdown->name));
  compiler->has_failed |= compiler->text.has_failed;
  return compiler->has_failed
             ? 0
             : add_text (compiler, compiler->text.bytes, compiler->text.length);
}

static void
add_application (struct compiler *compiler, uint32_t rule, uint32_t breakdown)
{
  ind__compiled *compiled = compiler->compiled;
  const ind_rules *rules = compiler->rules;
  ind__application *application;

  if (!ind__grow (&compiled->applications, &compiled->applications_capacity,
                  compiled->n_applications + 1, sizeof *compiled->applications))
    {
      compiler->has_failed = 1;
      return;
    }
  application = &compiled->applications[compiled->n_applications++];
  application->rule = rule;
  application->breakdown = breakdown;
  application->fixed = application->shape = IND__NONE;
  application->name
      = name_application (compiler, &rules->rules[rule],
                          breakdown == IND__NONE ? NULL : &rules->breakdowns[breakdown]);
  compiled->rules[rule].n++;
}

/* Lists what the rule is applied to: of patterns, what depends on the level is left open. */
static void
apply_rule (struct compiler *compiler, uint32_t number)
{
  const ind_rules *rules = compiler->rules;
  const ind__rule *rule = &rules->rules[number];
  ind__rule_use *use = &compiler->compiled->rules[number];
  const ind__node *star = find_star (rules, rule->left);
  uint32_t k;

  if (star == NULL)
    star = find_star (rules, rule->right);
  use->first = (uint32_t) compiler->compiled->n_applications;
  use->n = 0;
  use->subject = (uint32_t) (ind__rules_subject (rules, rule) - rules->nodes);
  use->star = star == NULL ? IND__NONE : (uint32_t) (star - rules->nodes);
  if (!rule->has_component_star && !rule->has_area_star)
    {
      add_application (compiler, number, IND__NONE);
      return;
    }
  for (k = 0; k < rules->n_breakdowns && !compiler->has_failed; k++)
    if (is_over (rules, rule, &rules->breakdowns[k])
        && (rule->has_pattern || rule->n_over > 0 || sums_over (compiler, k, rule->left)
            || sums_over (compiler, k, rule->right)))
      add_application (compiler, number, k);
}

static void
fix_application (struct compiler *compiler, ind__application *application)
{
  const ind_rules *rules = compiler->rules;

  if (application->breakdown != IND__NONE
      && (rules->breakdowns[application->breakdown].is_from_data
          || rules->breakdowns[application->breakdown].n_parts == 0))
    return;
  if (rules->rules[application->rule].has_pattern)
    add_shape (compiler, application);
  else
    add_fixed (compiler, application);
}

/* Finds templates that state the same. */
static void
number_fixed (struct compiler *compiler)
{
  ind__compiled *compiled = compiler->compiled;
  size_t n = 64, k, at;

  while (n < 2 * compiled->n_fixed)
    n *= 2;
  compiled->slot = ind__new_array (n, sizeof *compiled->slot);
  if (compiled->slot == NULL)
    {
      compiler->has_failed = 1;
      return;
    }
  compiled->n_slots = n;
  memset (compiled->slot, 0xFF, n * sizeof *compiled->slot);
  for (k = 0; k < compiled->n_fixed && !compiler->has_failed; k++)
    {
      ind__fixed *fixed = &compiled->fixed[k];
      fixed->first = (uint32_t) k;
      for (at = (size_t) fixed->hash & (n - 1); compiled->slot[at] != IND__NONE;
           at = (at + 1) & (n - 1))
        if (compiled->fixed[compiled->slot[at]].hash == fixed->hash
            && ind__is_same_template (&compiled->fixed[compiled->slot[at]].template,
                                      &fixed->template, compiler->rules,
                                      &compiler->has_failed))
          {
            fixed->first = compiled->slot[at];
            break;
          }
      if (fixed->first == k)
        compiled->slot[at] = (uint32_t) k;
    }
}

/* ------------------------------------------------------------------------
 * The whole
 * ---------------------------------------------------------------------- */

static int
allocate (ind__compiled *compiled, const ind_rules *rules)
{
  size_t n = rules->strings.count, k;

  if (!ind__lexicon_open (&compiled->lexicon, rules))
    return 0;
  compiled->word_of = ind__new_array (n, sizeof *compiled->word_of);
  compiled->nodes = ind__new_array (rules->n_nodes, sizeof *compiled->nodes);
  compiled->rules = ind__new_array (rules->n_rules, sizeof *compiled->rules);
  compiled->assumed = ind__new_array (rules->n_declarations, sizeof *compiled->assumed);
  if (compiled->word_of == NULL || compiled->nodes == NULL || compiled->rules == NULL
      || compiled->assumed == NULL)
    return 0;
  memset (compiled->word_of, 0xFF, n * sizeof *compiled->word_of);
  for (k = 0; k < rules->n_declarations; k++)
    if (rules->declarations[k].is_assumed)
      compiled->assumed[k] = ind__declaration_assumes (&rules->declarations[k]);
  return 1;
}

static void
mark_all_sums (struct compiler *compiler)
{
  ind__compiled *compiled = compiler->compiled;
  size_t n = compiled->lexicon.names.count, k;

  compiled->n_words = n;
  compiled->sums = ind__new_zeroed (n * compiler->rules->n_breakdowns + 1);
  if (compiled->sums == NULL)
    compiler->has_failed = 1;
  for (k = 0; k < compiler->rules->n_breakdowns && !compiler->has_failed; k++)
    mark_sums (compiler, &compiler->rules->breakdowns[k], compiled->sums + k * n);
}

static void
compile (struct compiler *compiler)
{
  ind__compiled *compiled = compiler->compiled;
  uint32_t k;

  add_words (compiler);
  if (!compiler->has_failed)
    mark_all_sums (compiler);
  for (k = 0; k < compiler->rules->n_rules && !compiler->has_failed; k++)
    apply_rule (compiler, k);
  for (k = 0; k < compiled->n_applications && !compiler->has_failed
              && compiler->builder.status == IND_OK;
       k++)
    fix_application (compiler, &compiled->applications[k]);
  if (!compiler->has_failed && compiler->builder.status == IND_OK)
    number_fixed (compiler);
}

ind_status
ind__rules_compile (const ind_rules *rules, ind__compiled **out, ind_error *error)
{
  struct compiler compiler;
  ind_status status;

  memset (&compiler, 0, sizeof compiler);
  compiler.rules = compiler.builder.rules = rules;
  compiler.builder.error = error;
  compiler.compiled = ind__new_zeroed (sizeof *compiler.compiled);
  if (compiler.compiled == NULL)
    return ind__fail_memory (error);
  compiler.builder.compiled = compiler.compiled;
  compiler.builder.derive = derive_shape;
  if (!allocate (compiler.compiled, rules))
    compiler.has_failed = 1;
  else
    compile (&compiler);
  status = compiler.builder.status;
  if (status == IND_OK && compiler.has_failed)
    status = ind__fail_memory (error);
  ind__builder_free (&compiler.builder);
  ind__text_free (&compiler.text);
  ind__release (compiler.parts);
  ind__release (compiler.variable);
  if (status == IND_OK)
    *out = compiler.compiled;
  else
    ind__compiled_free (compiler.compiled);
  return status;
}

void
ind__compiled_free (ind__compiled *compiled)
{
  if (compiled == NULL)
    return;
  ind__lexicon_free (&compiled->lexicon);
  ind__release (compiled->word_of);
  ind__release (compiled->nodes);
  ind__release (compiled->suffixes);
  ind__release (compiled->applications);
  ind__release (compiled->rules);
  ind__release (compiled->sums);
  ind__release (compiled->assumed);
  ind__release (compiled->fixed);
  ind__release (compiled->shapes);
  ind__release (compiled->slot);
  ind__pool_free (&compiled->pool);
  ind__release (compiled);
}
