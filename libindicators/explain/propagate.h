/* SPDX-License-Identifier: GPL-3.0-or-later
 * Interval propagation over a network, with reasons. */
#ifndef IND_EXPLAIN_PROPAGATE_H
#define IND_EXPLAIN_PROPAGATE_H

#include "explain/network.h"
#include "explain/simplex.h"

/* A list of assertions of a network, by number. */
typedef struct ind__set {
  uint32_t *at;
  size_t count, capacity;
} ind__set;

int ind__set_add (ind__set *set, uint32_t element);
int ind__set_assign (ind__set *set, const uint32_t *elements, size_t n);
void ind__set_free (ind__set *set);

/* One narrowing of one end of one variable. */
typedef struct ind__narrowing {
  uint32_t end;      /* 2 * variable, + 1 for the high end */
  uint32_t reason;   /* a link, or an assertion with IND__BY_ASSERTION */
  uint32_t previous; /* of the same end, or IND__NONE */
  double before;
} ind__narrowing;

#define IND__BY_ASSERTION 0x80000000u

typedef struct ind__propagator {
  const ind__network *network;
  ind_interval *domain;   /* of each variable, now */
  uint8_t *is_impossible; /* per variable: no value meets the links by
                             themselves; they were left out where they say so */
  uint32_t *latest;       /* per end: its last narrowing, or IND__NONE */
  ind__narrowing *trail;
  size_t n_trail, trail_capacity;
  uint8_t *is_needed;     /* per narrowing, while a refutation is traced */
  size_t needed_capacity;
  uint32_t *queue;        /* of links; a ring */
  uint8_t *is_queued;
  size_t queue_first, queue_count;
  ind_interval *terms, *sums; /* of the link being revised */
  ind__simplex simplex;
  uint32_t *stamp, now;   /* per assertion: seen in this round */
  uint32_t emptied;       /* the variable without a value, or IND__NONE */
  uint64_t work;          /* terms revised so far */
  int has_failed;         /* memory ran out; all further answers are void */
} ind__propagator;

/* The network must be closed and outlive the propagator. The domains are what
 * the links leave by themselves. 0 when memory ran out. */
int ind__propagator_open (ind__propagator *propagator, const ind__network *network);
void ind__propagator_close (ind__propagator *propagator);

/* Narrows the domains by the assertions, each saying interval[its number],
 * and by all links, to a fixpoint (HC4, outward rounding; it stops early when
 * little is gained). 1: no value is left for some variable: the assertions
 * cannot all be true, and those that sufficed to show it are put in
 * *conflict, if it is not NULL. 0: not refuted; the domains hold what is left
 * until ind__propagate_undo. */
int ind__propagate (ind__propagator *propagator, const ind_interval *interval,
                    const uint32_t *assertions, size_t n, ind__set *conflict);

/* Back to the domains without any assertion. */
void ind__propagate_undo (ind__propagator *propagator);

/* Assertions may be added to those propagated already, and taken back as far
 * as a mark. */
size_t ind__propagate_mark (const ind__propagator *propagator);
void ind__propagate_undo_to (ind__propagator *propagator, size_t mark);

/* Refutes and undoes in one. */
int ind__refute (ind__propagator *propagator, const ind_interval *interval,
                 const uint32_t *assertions, size_t n, ind__set *conflict);

/* The same, but where propagation does not refute, combinations of sums are
 * sought that do: all that is linear is decided exactly in small networks, and
 * in large ones what unprinted quantities tie. 2: that was needed. */
int ind__refute_linear (ind__propagator *propagator, const ind_interval *interval,
                        const uint32_t *assertions, size_t n, ind__set *conflict);

/* Whether assertions are refuted that are added to those propagated up to the mark, to
 * which it goes back; by combinations of sums, too, if is_linear. */
int ind__refute_more (ind__propagator *propagator, const ind_interval *interval,
                      const uint32_t *assertions, size_t n, int is_linear, size_t mark);

/* Whether the sums on what the assertions speak of, and on what these tie,
 * cannot all hold, whatever is asserted. Nothing may be propagated. */
int ind__refute_links (ind__propagator *propagator, const uint32_t *assertions, size_t n);

/* Visits the conflict of each sum that cannot be 0 by what the assertions say
 * of its own variables: all that a look at single sums finds. is_minimal tells
 * whether none of its assertions can go. */
void ind__violated_sums (ind__propagator *propagator, const ind_interval *interval,
                         const uint32_t *assertions, size_t n,
                         void (*visitor) (void *context, ind__set *conflict, int is_minimal),
                         void *context);

/* Leaves out assertions of a conflict until none can go: a minimal
 * unsatisfiable set, found by deletion with ind__refute, or ind__refute_linear
 * if is_linear. Those of figures go last, so that a conflict rests on
 * assumptions only where it must. */
void ind__minimise (ind__propagator *propagator, const ind_interval *interval, int is_linear,
                    ind__set *conflict);

#endif
