/* SPDX-License-Identifier: GPL-3.0-or-later
 * Error localisation: the cheapest sets of assertions whose retraction lets
 * the rest be true (Fellegi and Holt 1976). */
#ifndef IND_EXPLAIN_LOCALISE_H
#define IND_EXPLAIN_LOCALISE_H

#include "explain/propagate.h"

/* Conflicts that share assertions, directly or through others. Clusters are
 * explained independently: an explanation of the whole takes one alternative
 * of each. */
typedef struct ind__cluster {
  ind__set members;          /* the assertions in its conflicts */
  ind__set *alternatives;    /* each sorted; all of the least cost, unless the
                                budget ended: then the best set known */
  size_t n_alternatives, alternatives_capacity;
  uint32_t cost;             /* proved: none is cheaper */
  uint32_t at_least;         /* proved: so many assertions are wrong */
  int is_complete;           /* the alternatives are all of the least cost */
} ind__cluster;

typedef struct ind__localisation {
  ind__set *conflicts;       /* minimal ones found; the first n_first before
                                any set was tried */
  ind__set *clauses;         /* of each: those asserted by clauses, which are not
                                among the conflict's */
  size_t n_conflicts, conflicts_capacity, clauses_capacity, n_first;
  ind__cluster *clusters;
  size_t n_clusters;
  int is_short;              /* the budget ended before all was known */
  int is_impossible;         /* the links are refuted without any assertion:
                                there are no clusters then */
} ind__localisation;

/* Where conflicts are looked for first, so that clusters do not depend on what
 * search meets: `sets` may hold a conflict each, such as the figures of a
 * finding; the first n_known are conflicts, sorted and minimal, that are not
 * tested. */
typedef struct ind__hints {
  const ind__set *sets;
  size_t n_sets, n_known;
} ind__hints;

/* What `assertions` cannot be true together, and how to mend it. No conflict:
 * nothing is refuted. The alternatives were tested: what they leave is not
 * refuted by propagation, in any combination of the clusters' alternatives (in
 * any two at a time, where there are more than 1000). `budget` is work in terms
 * revised; when it is spent the clusters are incomplete. Deterministic.
 * `hints` may be NULL. 0 when memory ran out. */
int ind__localise (ind__propagator *propagator, const ind_interval *interval,
                   const uint32_t *assertions, size_t n, const ind__hints *hints,
                   uint64_t budget, ind__localisation *out);
void ind__localisation_free (ind__localisation *localisation);

/* Whether no set of so few assertions as the cluster's alternatives have goes
 * without the one, which they all hold, whatever assertions cost; as far as the
 * conflicts found prove it. -1 when memory ran out. */
int ind__is_needed (const ind__localisation *localisation, size_t number,
                    const ind__network *network, uint32_t assertion);

#endif
