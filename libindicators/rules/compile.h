/* SPDX-License-Identifier: GPL-3.0-or-later
 * What follows from the rules alone, whatever the data hold: made once, when they are read,
 * and only read from then on. */
#ifndef IND_RULES_COMPILE_H
#define IND_RULES_COMPILE_H

#include "rules/expand.h"
#include "rules/lexicon.h"

/* The words of a reference. */
typedef struct ind__reference_words {
  uint32_t indicator; /* canonical; of a pattern: the number of its suffix */
  uint32_t component, area;
} ind__reference_words;

/* A rule over a breakdown it may run over, or over none. */
typedef struct ind__application {
  uint32_t rule, breakdown; /* breakdown: IND__NONE without one */
  uint32_t name;            /* word: the rule's, with the breakdown's if it is open to several */
  uint32_t fixed;           /* its template; IND__NONE where that depends on the data */
  uint32_t shape;           /* of a pattern: its template for any level; IND__NONE where it depends
                               on more */
} ind__application;

/* In a shape, the indicator that a level and a suffix make is this and the suffix. */
#define IND__OF_LEVEL UINT32_C (0x80000000)

/* What is known of a rule. */
typedef struct ind__rule_use {
  uint32_t first, n;      /* applications */
  uint32_t subject, star; /* nodes; star: the first that is summed, or IND__NONE */
} ind__rule_use;

/* A template in words. */
typedef struct ind__fixed {
  ind__template template;
  uint64_t hash;  /* of its signature */
  uint32_t first; /* the first template with this signature */
} ind__fixed;

/* What a sum over the parts of a breakdown means of an indicator: bits. */
enum {
  IND__ADDS_UP = 1,       /* the parts add up to the whole */
  IND__IS_BROKEN_DOWN = 2 /* it is broken down so at all */
};

struct ind__compiled {
  ind__lexicon lexicon;
  uint32_t *word_of;            /* per string of the rules: its word, or IND__NONE */
  ind__reference_words *nodes;  /* per node; of references */
  uint32_t *suffixes;           /* strings of the rules: those of patterns */
  size_t n_suffixes, suffixes_capacity;
  ind__application *applications;
  size_t n_applications, applications_capacity;
  ind__rule_use *rules;         /* per rule */
  uint8_t *sums;                /* per breakdown, per word: bits, of what it lists */
  size_t n_words;               /* that have them; no later one is listed */
  ind_interval *assumed;        /* per declaration that assumes */
  ind__fixed *fixed;
  size_t n_fixed, fixed_capacity;
  ind__template *shapes;
  size_t n_shapes, shapes_capacity;
  uint32_t *slot;               /* fixed templates by hash, or IND__NONE; open addressing */
  size_t n_slots;
  ind__pool pool; /* what they consist of */
};

/* The bits of an indicator, where the breakdown lists some. */
static inline int
ind__compiled_sums (const ind__compiled *compiled, uint32_t breakdown, uint32_t word)
{
  return word < compiled->n_words ? compiled->sums[breakdown * compiled->n_words + word] : 0;
}

/* Fails where a rule cannot be expanded. */
ind_status ind__rules_compile (const ind_rules *rules, ind__compiled **out, ind_error *error);
void ind__compiled_free (ind__compiled *compiled);

#endif
