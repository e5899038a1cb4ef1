/* SPDX-License-Identifier: GPL-3.0-or-later
 * One template from one rule: expression trees to linear and product constraints. */
#ifndef IND_RULES_BUILD_H
#define IND_RULES_BUILD_H

#include "rules/compile.h"

/* Room for the template at work, used again for the next. */
typedef struct ind__builder {
  const ind_rules *rules;
  const ind__compiled *compiled;
  /* The word of an indicator that a pattern derives from a level: the level's name with the
   * suffix behind it. */
  uint32_t (*derive) (struct ind__builder *builder, uint32_t level, uint32_t suffix);
  const ind__rule *rule;
  uint32_t level;        /* what X stands for, or IND__NONE */
  uint32_t whole;        /* of the breakdown */
  const uint32_t *parts; /* of the breakdown */
  size_t n_parts;
  uint32_t part;         /* the part a sum is at, or IND__NONE */
  ind__template *template;
  ind__slot *slots;
  size_t slots_capacity;
  ind__constraint *constraints;
  size_t constraints_capacity;
  ind__term *terms;
  size_t terms_capacity;
  ind__term *stack; /* the terms of forms at work */
  size_t stack_capacity;
  ind_status status;
  ind_error *error;
} ind__builder;

/* Builds the template of the rule for the level, whole and parts in the builder; relation,
 * rule and names are the caller's. It borrows the builder's room. */
void ind__build_template (ind__builder *builder, ind__template *template);
void ind__builder_fail_memory (ind__builder *builder);
void ind__builder_free (ind__builder *builder);

#endif
