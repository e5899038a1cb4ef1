/* SPDX-License-Identifier: GPL-3.0-or-later
 * Rules compiled: each rule, for each breakdown and level it applies to, as
 * linear and product constraints over quantities. */
#ifndef IND_RULES_EXPAND_H
#define IND_RULES_EXPAND_H

#include "base/pool.h"
#include "rules/rules.h"

#define IND__NONE UINT32_MAX

/* A quantity a template speaks of, relative to the area, period and component
 * it is bound to. Names are numbers of the `names` given to ind__expand. */
typedef struct ind__slot {
  uint32_t indicator; /* canonical */
  uint32_t component; /* IND__NONE: the free component */
  uint32_t area;      /* IND__NONE: the area bound to */
  int16_t years_earlier, periods_before;
  uint8_t is_of_year;
  uint8_t is_assumed;   /* without a figure, it lies in `assumed` */
  ind_interval assumed; /* in units of scale 0 */
} ind__slot;

typedef struct ind__term {
  uint32_t variable;
  double coefficient; /* a whole number */
} ind__term;

/* (constant + sum of coefficient * variable) / divisor; all whole numbers,
 * divisor > 0. */
typedef struct ind__form {
  uint32_t first, n_terms; /* in the template's terms */
  double constant, divisor;
} ind__form;

typedef enum ind__constraint_kind {
  IND__LINEAR,  /* z = form */
  IND__PRODUCT, /* z = x * y */
  IND__QUOTIENT /* z = x / y, that is x = z * y */
} ind__constraint_kind;

/* Defines variable n_slots + k, k its position. */
typedef struct ind__constraint {
  ind__constraint_kind kind;
  uint32_t x, y;
  ind__form form;
} ind__constraint;

/* Variables 0 .. n_slots - 1 are the slots, then one per constraint. The rule
 * holds when left and right are in its relation. */
typedef struct ind__template {
  uint32_t rule;      /* of ind_rules */
  uint32_t breakdown; /* of ind_rules, or IND__NONE */
  uint32_t name;      /* number in `names`: the rule's, with the breakdown's if
                         the rule was open to several */
  uint32_t level;     /* what X stands for, a number in `names`, or IND__NONE */
  uint32_t component; /* of the whole for sums over components, else IND__NONE */
  uint32_t area;      /* the whole for sums over areas, else IND__NONE */
  ind__slot *slots;
  size_t n_slots;
  ind__constraint *constraints;
  size_t n_constraints;
  ind__term *terms;
  size_t n_terms;
  ind__form left, right;
  ind__form given;      /* must be positive, if has_given */
  ind__relation relation;
  uint32_t first_subject, n_subjects; /* the slots of the first reference */
  uint8_t has_free, has_given;
  uint8_t has_assumed;    /* a slot is assumed */
  uint8_t needs_additive; /* leave out figures whose unit does not add up */
} ind__template;

/* What the data hold. `indicator` are canonical names without repetition. */
typedef struct ind__data_names {
  ind__strings *names;
  const uint32_t *indicator;
  size_t n_indicators;
  /* The components of an indicator, without repetition; NULL when memory ran
   * out. */
  const uint32_t *(*components) (void *context, uint32_t indicator, size_t *n);
  void *context;
} ind__data_names;

typedef struct ind__templates {
  ind__template *at;
  size_t count;
  ind__pool pool; /* what they consist of */
} ind__templates;

/* Every template that can apply to the data. Rules that state the same after
 * expansion are kept once, the one written out before a pattern. */
ind_status ind__expand (const ind_rules *rules, const ind__data_names *data,
                        ind__templates *out, ind_error *error);

/* Those of them that can be bound to a figure, or to what such a one speaks of: for
 * checking. */
ind_status ind__expand_bindable (const ind_rules *rules, const ind__data_names *data,
                                 ind__templates *out, ind_error *error);

/* All of them, and every template that states what an earlier one does is kept
 * too; for comparing rules. */
ind_status ind__expand_all (const ind_rules *rules, const ind__data_names *data,
                            ind__templates *out, ind_error *error);
void ind__templates_free (ind__templates *templates);

/* Appends the template as text in which equal identities with equal clauses
 * are equal. Without constants, identities that differ in a constant alone are
 * equal too. */
void ind__template_signature (const ind__template *template, const ind_rules *rules,
                              int with_constant, ind__text *text);

/* A number that is equal where the text with constants is. `variable` is room for a number
 * per variable of the template. */
uint64_t ind__template_hash (const ind__template *template, const ind_rules *rules,
                             uint64_t *variable);

/* Whether the texts with constants are equal. 0, too, where memory ran out: then *has_failed
 * is set. */
int ind__is_same_template (const ind__template *a, const ind__template *b,
                           const ind_rules *rules, int *has_failed);

/* An empty template of a rule over a breakdown. */
void ind__template_start (ind__template *template, const ind_rules *rules, uint32_t rule,
                          uint32_t breakdown);

/* Copies what the template consists of to the pool. 0 when memory ran out. */
int ind__template_keep (ind__pool *pool, ind__template *template);

#endif
