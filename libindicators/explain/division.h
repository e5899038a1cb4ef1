/* SPDX-License-Identifier: GPL-3.0-or-later
 * The figures of a table in groups of areas that no rule ties to others. */
#ifndef IND_EXPLAIN_DIVISION_H
#define IND_EXPLAIN_DIVISION_H

#include "check/index.h"

/* What the networks of all groups share. Nothing but `assertion_of` is written to once it is
 * open. */
typedef struct ind__division {
  const ind__index *index;
  const ind__templates *templates;
  size_t n_groups;
  uint32_t *group_of;      /* per site; NULL: there is one group */
  uint32_t *figures;       /* by group, in order; NULL: there is one group */
  size_t *first;           /* per group, and the end: in `figures` */
  uint32_t *assertion_of;  /* per figure: of its group's network; IND__NONE where it takes
                              no part */
  uint32_t *edition;       /* per kind: what else tells figures of one quantity apart,
                              vintage, currency and price base; a number */
  uint32_t *plain_edition; /* per kind: the same by vintage alone */
  uint8_t *is_ambiguous;   /* per place of an indicator: its figures are in several
                              currencies or at several price bases */
  ind_interval *range;     /* per name: of an indicator that a figure or a template speaks
                              of, what its values lie in */
} ind__division;

/* Areas go together, in the order of their first figures, until a group has `least` figures or
 * more; SIZE_MAX: all figures are one group. So they are where a template names an area or
 * sums over areas. For one group the index must be sorted. 0 when memory ran out. */
int ind__division_open (ind__division *division, const ind__index *index,
                        const ind__templates *templates, size_t least);
void ind__division_close (ind__division *division);

static inline size_t
ind__division_size (const ind__division *division, size_t group)
{
  return division->figures == NULL ? division->index->table->count
                                   : division->first[group + 1] - division->first[group];
}

/* The k-th figure of a group. */
static inline uint32_t
ind__division_figure (const ind__division *division, size_t group, size_t k)
{
  return division->figures == NULL ? (uint32_t) k : division->figures[division->first[group] + k];
}

#endif
