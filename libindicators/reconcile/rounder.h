/* SPDX-License-Identifier: GPL-3.0-or-later
 * Controlled rounding under way: what its two methods share. */
#ifndef IND_RECONCILE_ROUNDER_H
#define IND_RECONCILE_ROUNDER_H

#include "reconcile/rounding.h"

typedef __int128 ind__wide;

/* Where a value stands: in up to two equations, or in more. */
typedef struct ind__rounding_place {
  uint32_t equation[2];
  int8_t sign[2];
  uint32_t n;
} ind__rounding_place;

typedef struct ind__rounder {
  ind__rounding *at;
  double *target;        /* per value: where the nearest multiple is to go, in units */
  int64_t *step;         /* per value: how far it goes */
  int64_t *coefficient;  /* per term, in units of the last digit of its equation, reduced */
  int64_t *rest;         /* per equation: what the steps must add up to */
  uint8_t *is_out;       /* per equation: it cannot hold, or nothing in it can move */
  uint32_t *parent;      /* per equation: union-find */
  ind__rounding_place *place; /* per value */
  uint32_t *seen;        /* per value: the component last seen in, + 1 */
  uint32_t *node;        /* per equation: its place in its component */
} ind__rounder;

/* Equations and free values that hang together. */
typedef struct ind__rounding_part {
  const uint32_t *equation;
  size_t n_equations;
  uint32_t *value;
  size_t n_values;
} ind__rounding_part;

static inline int
ind__is_free (const ind__rounding *at, size_t k)
{
  return at->is_fixed == NULL || !at->is_fixed[k];
}

/* The steps of a part whose sums are a flow. *is_flow: 0 when they are none; *is_found: 0
 * when there are no steps. IND_E_MEMORY. */
ind_status ind__round_by_flow (ind__rounder *work, const ind__rounding_part *part, int *is_flow,
                               int *is_found);

/* The steps of a part whatever its sums. *is_found: 0 when there are none, or the part is
 * too large. IND_E_MEMORY. */
ind_status ind__round_by_lattice (ind__rounder *work, const ind__rounding_part *part,
                                  int *is_found);

#endif
