/* SPDX-License-Identifier: GPL-3.0-or-later
 * Sets of least cost that meet every conflict. */
#ifndef IND_EXPLAIN_HITTING_SET_H
#define IND_EXPLAIN_HITTING_SET_H

#include <stddef.h>
#include <stdint.h>

/* Conflicts over elements 0 .. n_elements - 1, each with its cost > 0.
 * conflict[k] lists n_members[k] > 0 elements, none twice. */
typedef struct ind__conflicts {
  size_t n_elements, n_conflicts;
  const uint32_t *cost;
  const uint32_t *const *conflict;
  const size_t *n_members;
} ind__conflicts;

/* Receives one set; returns 0 to stop. */
typedef int (*ind__hitting_visitor) (void *context, const uint32_t *elements, size_t n);

typedef enum ind__hitting_end {
  IND__HITTING_DONE,
  IND__HITTING_STOPPED,    /* by the visitor */
  IND__HITTING_BUDGET,
  IND__HITTING_NO_MEMORY
} ind__hitting_end;

/* The least cost of a set that meets every conflict, by branch and bound, and
 * one such set in `set`, which has room for n_elements. *cost holds a lower
 * bound on entry. *budget, in steps, is used up from. When it ends the result
 * is the best set known, *cost a lower bound that is proved. */
ind__hitting_end ind__hitting_minimum (const ind__conflicts *conflicts, uint64_t *budget,
                                       uint32_t *cost, uint32_t *set, size_t *n_set);

/* Visits every set of exactly the least cost, which must be given. */
ind__hitting_end ind__hitting_all (const ind__conflicts *conflicts, uint64_t *budget,
                                   uint32_t cost, ind__hitting_visitor visitor, void *context);

#endif
