/* SPDX-License-Identifier: GPL-3.0-or-later
 * Templates bound to the figures of one area, period, component and source. */
#ifndef IND_CHECK_BIND_H
#define IND_CHECK_BIND_H

#include "check/index.h"

/* Where a rule is bound: the number of its template, the first subject slot that is printed
 * there, and its first figure. */
typedef struct ind__origin {
  uint32_t template, slot, figure;
} ind__origin;

/* Less than 0, 0 or more, as *a comes before *b in the order of templates, slots, figures. */
static inline int
ind__origin_compare (const ind__origin *a, const ind__origin *b)
{
  if (a->template != b->template)
    return a->template < b->template ? -1 : 1;
  if (a->slot != b->slot)
    return a->slot < b->slot ? -1 : 1;
  return a->figure < b->figure ? -1 : a->figure > b->figure;
}

/* One check: a figure for each slot, IND__NONE where none is printed. */
typedef struct ind__binding {
  const ind__template *template;
  uint32_t area, component; /* component: IND__NONE without a free one */
  ind__period period;
  uint32_t issue;    /* the source that leads */
  int is_across;     /* figures of other sources fill gaps */
  uint32_t *figure;  /* per slot */
  uint32_t subject, lead; /* the first subject slot that is printed here, and its first figure */
} ind__binding;

/* Called for each binding; returns 0 to stop. */
typedef int (*ind__binding_visitor) (void *context, const ind__binding *binding);

/* Visits every binding of the template: for each area, period and component
 * of its subject, and each source that prints the subject. A source that
 * lacks a figure borrows it from another of the same vintage. Returns 0 when
 * memory ran out or the visitor stopped. */
int ind__bind (const ind__index *index, const ind__template *template,
               ind__binding_visitor visitor, void *context);

/* The same at the places whose first subject is among the figures sorted. These must be all
 * of their areas. */
int ind__bind_some (const ind__index *index, const ind__sorted *sorted,
                    const ind__template *template, ind__binding_visitor visitor, void *context);

/* A template that is bound at one place after the other. It borrows both; NULL when memory
 * ran out. */
typedef struct ind__binder ind__binder;

ind__binder *ind__binder_new (const ind__index *index, const ind__template *template);
void ind__binder_free (ind__binder *binder);

/* As ind__bind, for the one place of the template where the figure is that of the subject
 * slot `slot` and no earlier subject is printed. */
int ind__bind_at (ind__binder *binder, uint32_t slot, uint32_t figure,
                  ind__binding_visitor visitor, void *context);

/* Whether a sum over a breakdown is none here: no part of it is printed, or
 * the figures are of a kind that does not add up. */
int ind__is_no_breakdown (const ind__index *index, const ind__binding *binding);

/* The quantity a slot means in a binding. */
typedef struct ind__quantity {
  uint32_t indicator, area, component;
  ind__period period; /* IND__NO_PERIOD: before the calendar begins */
} ind__quantity;

ind__quantity ind__slot_quantity (const ind__slot *slot, uint32_t area, ind__period period,
                                  uint32_t component);

#endif
