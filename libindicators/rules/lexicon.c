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
      lexicon->words[word].declaration = lexicon->words[word].unit = IND__NO_STRING;
      lexicon->words[word].known = NULL;
      lexicon->words[word].is_nonnegative = 0;
    }
  return word;
}

static uint32_t
add (ind__lexicon *lexicon, const char *text)
{
  return ind__lexicon_add (lexicon, text, strlen (text));
}

/* Units that are spelt differently. */
struct spellings {
  const char **text; /* per unit */
  size_t capacity;
};

/* Reads the unit of what the registry has under the word; 0 when memory ran out. */
static int
read_unit (ind__lexicon *lexicon, struct spellings *spellings, uint32_t word)
{
  const char *text = lexicon->words[word].known->unit;
  uint32_t k;

  for (k = 0; text != NULL && k < lexicon->n_units; k++)
    if (strcmp (spellings->text[k], text) == 0)
      {
        lexicon->words[word].unit = k;
        return 1;
      }
  if (text == NULL)
    return 1;
  if (!ind__grow (&lexicon->units, &lexicon->units_capacity, lexicon->n_units + 1,
                  sizeof *lexicon->units)
      || !ind__grow (&spellings->text, &spellings->capacity, lexicon->n_units + 1,
                     sizeof *spellings->text))
    return 0;
  if (ind_unit_read (text, strlen (text), &lexicon->units[lexicon->n_units], NULL) != IND_OK)
    return 1;
  spellings->text[lexicon->n_units] = text;
  lexicon->words[word].unit = (uint32_t) lexicon->n_units++;
  return 1;
}

static int
read_units (ind__lexicon *lexicon)
{
  struct spellings spellings = { NULL, 0 };
  int is_good = 1;
  uint32_t k;

  for (k = 0; k < lexicon->names.count && is_good; k++)
    if (lexicon->words[k].known != NULL)
      is_good = read_unit (lexicon, &spellings, k);
  ind__release (spellings.text);
  return is_good;
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
  return read_units (lexicon);
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

/* Aliases lead to one another, but never in a circle. */
static void
resolve_aliases (ind__lexicon *lexicon)
{
  ind__word *words = lexicon->words;
  size_t k;

  for (k = 0; k < lexicon->names.count; k++)
    while (words[words[k].canonical].canonical != words[k].canonical)
      words[k].canonical = words[words[k].canonical].canonical;
}

/* Of several declarations the first counts; whichever says that it is not negative. */
static int
add_declarations (ind__lexicon *lexicon, const ind_rules *rules)
{
  size_t k;

  for (k = rules->n_declarations; k-- > 0;)
    {
      uint32_t word = add (lexicon, ind__rules_text (rules, rules->declarations[k].name));
      if (word == IND__NO_STRING)
        return 0;
      lexicon->words[word].declaration = (uint32_t) k;
    }
  resolve_aliases (lexicon);
  for (k = rules->n_declarations; k-- > 0;)
    {
      const ind__declaration *declaration = &rules->declarations[k];
      uint32_t word = add (lexicon, ind__rules_text (rules, declaration->name));
      ind__word *canonical = &lexicon->words[lexicon->words[word].canonical];
      if (declaration->is_assumed)
        canonical->assumption = (uint32_t) k;
      canonical->is_nonnegative |= declaration->is_nonnegative;
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
  ind__release (lexicon->units);
  memset (lexicon, 0, sizeof *lexicon);
}
