/* SPDX-License-Identifier: GPL-3.0-or-later
 * The names that rules know. */
#include "rules/lexicon.h"

#include <string.h>

#include "base/memory.h"

uint32_t
ind__lexicon_add (ind__lexicon *lexicon, const char *text, size_t length)
{
  size_t n = lexicon->names.count;
  uint32_t word;

  if (!ind__grow (&lexicon->words, &lexicon->capacity, n + 1, sizeof *lexicon->words))
    return IND__NO_STRING;
  word = ind__strings_add (&lexicon->names, text, length);
  if (word == n)
    {
      lexicon->words[word].canonical = word;
      lexicon->words[word].assumption = IND__NO_STRING;
      lexicon->words[word].known = NULL;
    }
  return word;
}

static uint32_t
add (ind__lexicon *lexicon, const char *text)
{
  return ind__lexicon_add (lexicon, text, strlen (text));
}

/* A name comes before an alias that is spelt the same. */
static int
add_registry (ind__lexicon *lexicon)
{
  size_t n = ind_indicator_count (), k;

  for (k = 0; k < n; k++)
    {
      const ind_indicator *known = ind_indicator_at (k);
      uint32_t word = add (lexicon, known->name);
      if (word == IND__NO_STRING)
        return 0;
      lexicon->words[word].known = known;
    }
  for (k = 0; k < n; k++)
    {
      const ind_indicator *known = ind_indicator_at (k);
      uint32_t word;
      if (known->alias == NULL)
        continue;
      word = add (lexicon, known->alias);
      if (word == IND__NO_STRING)
        return 0;
      if (lexicon->words[word].known == NULL)
        lexicon->words[word].known = known;
      lexicon->words[k].canonical = word;
    }
  return 1;
}

/* An alias of the rules comes before one of the registry, and the first before others. */
static int
add_aliases (ind__lexicon *lexicon, const ind_rules *rules)
{
  size_t k;

  for (k = rules->n_aliases; k-- > 0;)
    {
      uint32_t name = add (lexicon, ind__rules_text (rules, rules->aliases[k].name));
      uint32_t to = add (lexicon, ind__rules_text (rules, rules->aliases[k].canonical));
      if (name == IND__NO_STRING || to == IND__NO_STRING)
        return 0;
      lexicon->words[name].canonical = to;
    }
  return 1;
}

static int
add_declarations (ind__lexicon *lexicon, const ind_rules *rules)
{
  size_t k;

  for (k = 0; k < rules->n_declarations; k++)
    if (add (lexicon, ind__rules_text (rules, rules->declarations[k].name)) == IND__NO_STRING)
      return 0;
  /* Aliases lead to one another, but never in a circle. */
  for (k = 0; k < lexicon->names.count; k++)
    {
      ind__word *words = lexicon->words;
      while (words[words[k].canonical].canonical != words[k].canonical)
        words[k].canonical = words[words[k].canonical].canonical;
    }
  for (k = rules->n_declarations; k-- > 0;)
    if (rules->declarations[k].is_assumed)
      {
        uint32_t word = add (lexicon, ind__rules_text (rules, rules->declarations[k].name));
        lexicon->words[lexicon->words[word].canonical].assumption = (uint32_t) k;
      }
  return 1;
}

int
ind__lexicon_open (ind__lexicon *lexicon, const ind_rules *rules)
{
  memset (lexicon, 0, sizeof *lexicon);
  if (add_registry (lexicon) && add_aliases (lexicon, rules)
      && add_declarations (lexicon, rules))
    return 1;
  ind__lexicon_free (lexicon);
  return 0;
}

void
ind__lexicon_free (ind__lexicon *lexicon)
{
  ind__strings_free (&lexicon->names);
  ind__release (lexicon->words);
  memset (lexicon, 0, sizeof *lexicon);
}
