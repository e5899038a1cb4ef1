/* SPDX-License-Identifier: GPL-3.0-or-later
 * The units of a template's sides from those of its figures. */
#include "check/derived_unit.h"

#include "number/unit.h"

static int
unit_of_form (const ind__template *template, const ind__form *form, const ind__known_unit *unit,
              ind__known_unit *out)
{
  uint32_t k;

  /* A number is a plain number, but 0 is 0 of anything. */
  out->is_known = form->constant != 0;
  out->unit = ind__unit_one ();
  for (k = 0; k < form->n_terms; k++)
    {
      const ind__known_unit *term = &unit[template->terms[form->first + k].variable];
      if (!term->is_known)
        continue;
      if (out->is_known && !ind__unit_same_dimension (&out->unit, &term->unit))
        return 0;
      if (!out->is_known || out->unit.symbol[0][0] == '\0')
        *out = *term;
    }
  return 1;
}

int
ind__propagate_units (const ind__template *template, ind__known_unit *unit,
                      ind__known_unit *left, ind__known_unit *right)
{
  size_t k;

  for (k = 0; k < template->n_constraints; k++)
    {
      const ind__constraint *constraint = &template->constraints[k];
      const ind__known_unit *x = &unit[constraint->x], *y = &unit[constraint->y];
      ind__known_unit *z = &unit[template->n_slots + k];
      switch (constraint->kind)
        {
        case IND__LINEAR:
          if (!unit_of_form (template, &constraint->form, unit, z))
            return 0;
          break;
        case IND__PRODUCT:
          z->is_known = x->is_known && y->is_known
                        && ind__unit_multiply (&x->unit, &y->unit, &z->unit);
          break;
        case IND__QUOTIENT:
          z->is_known = x->is_known && y->is_known
                        && ind__unit_divide (&x->unit, &y->unit, &z->unit);
          break;
        }
    }
  return unit_of_form (template, &template->left, unit, left)
         && unit_of_form (template, &template->right, unit, right)
         && (!left->is_known || !right->is_known
             || ind__unit_same_dimension (&left->unit, &right->unit));
}
