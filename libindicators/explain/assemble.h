/* SPDX-License-Identifier: GPL-3.0-or-later
 * Figures, assumptions and rules bound into a network. */
#ifndef IND_EXPLAIN_ASSEMBLE_H
#define IND_EXPLAIN_ASSEMBLE_H

#include "check/verdict.h"
#include "explain/division.h"
#include "explain/network.h"

/* A quantity of the network that some rule or figure speaks of. */
typedef struct ind__member {
  ind__quantity quantity;
  uint32_t edition; /* what else tells figures of it apart: vintage, currency,
                       price base; a number */
  uint32_t variable;
  uint32_t figure;  /* the first printed, or IND__NONE */
  uint8_t is_assumed;
  ind__origin origin; /* of the rule that needs it first, of one without a figure */
} ind__member;

/* A rule where it holds: `divisor` times left less right, plus a slack where it has one,
 * is the sum that is link number `link`. */
typedef struct ind__instance {
  const ind__template *template;
  uint32_t area, component; /* component: IND__NONE without a free one */
  ind__period period;
  uint32_t edition;         /* of its quantities, the last */
  uint32_t link;            /* IND__NONE: the sides are the same */
  double divisor;
} ind__instance;

/* The assertions and members that links tie to one another, directly or through others. */
typedef struct ind__part {
  size_t first, n_assertions;     /* in `assertions` */
  size_t first_member, n_members; /* in `part_members` */
} ind__part;

/* Origins of the network's assertions: a figure of the table; a member, of
 * assumptions; an instance, of bases. */
typedef struct ind__assembly {
  ind__network network;
  const uint32_t *assertion_of; /* the division's: per figure of the group */
  ind__member *members;
  size_t n_members, members_capacity;
  ind__instance *instances;
  size_t n_instances, instances_capacity;
  uint32_t *assertions;   /* by part, in order */
  uint32_t *part_members; /* members by part, in order */
  ind__part *parts;       /* in the order of their first figures */
  size_t n_parts;
} ind__assembly;

/* Binds every usable figure of a group, and every rule that is no more than approximate,
 * wherever its subject is printed; quantities that are not printed become
 * variables. Where those are all there, rules on quantities that are not
 * printed are bound, too. Groups may be bound at the same time. */
ind_status ind__assemble (const ind__division *division, size_t group, ind__judge *judge,
                          ind__assembly *out, ind_error *error);
void ind__assembly_free (ind__assembly *assembly);

#endif
