/* SPDX-License-Identifier: GPL-3.0-or-later
 * Templates evaluated over intervals and over points. */
#ifndef IND_CHECK_EVALUATE_H
#define IND_CHECK_EVALUATE_H

#include "rules/expand.h"

/* What evaluation needs room for: one element per variable. */
static inline size_t
ind__n_variables (const ind__template *template)
{
  return template->n_slots + template->n_constraints;
}

/* The natural interval extension of both sides. x holds the slots on entry
 * and all variables on return. A side is empty when the rule divides by
 * nothing but zero. */
void ind__evaluate (const ind__template *template, ind_interval *x, ind_interval *left,
                    ind_interval *right);

/* One form over the variables that ind__evaluate filled in. */
ind_interval ind__form_over (const ind__template *template, const ind__form *form,
                             const ind_interval *x);

/* left - right at a point; NaN outside the domain. x as above. */
double ind__residual (const ind__template *template, double *x);

/* What left - right multiplies each slot by, in a rule of sums alone; 0 in others. `out` has
 * one element per slot. */
void ind__find_coefficients (const ind__template *template, double *out);

/* The value of one side at a point. */
double ind__form_at (const ind__template *template, const ind__form *form, const double *x);

/* The least factor by which the half-widths of the slots must grow for the
 * sides to meet; infinite when none is enough. Ends at infinity stay. `work`
 * holds 2 intervals per variable. */
double ind__kappa (const ind__template *template, const ind_interval *slots, ind_interval *work);

/* The probability of a residual as large as at the midpoints, by the rule's
 * linear part there; -1 where a slot is unbounded or the residual undefined.
 * `work` holds 3 doubles per variable. */
double ind__probability (const ind__template *template, const ind_interval *slots, double *work);

/* The form as one slot alone, with its variable, or IND__NONE. */
uint32_t ind__form_slot (const ind__template *template, const ind__form *form);

#endif
