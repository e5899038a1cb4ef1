/* SPDX-License-Identifier: GPL-3.0-or-later
 * The names that rules know, numbered, with what the registry and the rules say of each, so
 * that nothing is looked up by its letters more than once. */
#ifndef IND_RULES_LEXICON_H
#define IND_RULES_LEXICON_H

#include "rules/rules.h"

typedef struct ind__word {
  uint32_t canonical;         /* the word under which the rules know it; itself if no alias */
  uint32_t assumption;        /* the declaration that assumes it, if it is canonical, or
                                 IND__NO_STRING */
  uint32_t declaration;       /* the first of this name, or IND__NO_STRING */
  uint32_t unit;              /* of what the registry has under this name, or IND__NO_STRING */
  const ind_indicator *known; /* what the registry has under this name, or NULL */
  int is_nonnegative;         /* declared so, if it is canonical */
} ind__word;

/* Zero-initialised it is empty. */
typedef struct ind__lexicon {
  ind__strings names;
  ind__word *words; /* per name */
  size_t capacity;
  ind_unit *units;  /* that indicators of the registry have: each once */
  size_t n_units, units_capacity;
} ind__lexicon;

/* Every indicator of the registry, every alias and every declaration of the rules. 0 when
 * memory ran out. */
int ind__lexicon_open (ind__lexicon *lexicon, const ind_rules *rules);
void ind__lexicon_free (ind__lexicon *lexicon);

/* The number of a name, added if new: then it is no alias, and nothing is known of it.
 * IND__NO_STRING when memory ran out. */
uint32_t ind__lexicon_add (ind__lexicon *lexicon, const char *text, size_t length);

static inline const char *
ind__lexicon_text (const ind__lexicon *lexicon, uint32_t word)
{
  return ind__strings_at (&lexicon->names, word);
}

#endif
