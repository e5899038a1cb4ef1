/* SPDX-License-Identifier: GPL-3.0-or-later
 * The parts of Gauss and Newton's method. */
#ifndef IND_RECONCILE_NEWTON_H
#define IND_RECONCILE_NEWTON_H

#include "reconcile/gauss_newton.h"

/* An unknown and a link that gives it: its term number `term`. */
typedef struct ind__definition {
  uint32_t column, link, term;
} ind__definition;

static inline uint32_t
ind__column_of (const ind__group *group, const ind__term *term)
{
  return group->place[term->variable];
}

static inline const ind__term *
ind__terms_of (const ind__group *group, const ind__link *link)
{
  return group->network->terms + link->first;
}

static inline const ind__link *
ind__link_at (const ind__group *group, size_t k)
{
  return &group->network->links[group->link[k]];
}

/* What the link makes of the variable of its term number `at`, all others known; not
 * finite where it says nothing. */
double ind__solve_link (const ind__group *group, const ind__link *link, const double *x,
                        size_t at);

/* What the link's terms add up to, or the product less its factors'; *size: how large
 * its terms are. */
double ind__link_residual (const ind__group *group, const ind__link *link, const double *x,
                           double *size);

/* How much the link could be off by what its terms are uncertain by: next to that, terms
 * that nearly vanish do not matter. */
double ind__link_margin (const ind__group *group, const ind__link *link, const double *x,
                         const double *spread);

/* The terms of the link about a point, each column once: at most n_terms; how many. */
size_t ind__link_slopes (const ind__group *group, const ind__link *link, const double *x,
                         uint32_t *column, double *coefficient);

/* Gives each unknown of x, which is NaN, a value: by the links in use where they say
 * one, and else one of the same size as what it is tied to. `spread` holds the standard
 * error of each known column and receives those of the others, roughly; `order`, the
 * links that gave unknowns, as many as the result says. `start` makes other choices.
 * Only columns of variables are filled in. 0 when memory ran out. */
int ind__guess_unknowns (const ind__group *group, const uint8_t *is_used, unsigned start,
                         double *x, double *spread, ind__definition *order, size_t *n_order);

/* Moves x to where all links in use hold, and observations agree, or nearer to it; by
 * little in units of `spread`, and not at all where that is 0. *distance receives the
 * largest residual that is left, relative to the terms. IND_E_MEMORY. */
ind_status ind__restore (const ind__group *group, const uint8_t *is_used, const double *spread,
                         double *x, double *distance);

/* Links that hold to so much hold, as far as numbers go. */
#define IND__RESTORED 1e-11

#endif
