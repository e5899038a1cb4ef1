/* SPDX-License-Identifier: GPL-3.0-or-later
 * The units of a template's sides from those of its figures. */
#ifndef IND_CHECK_DERIVED_UNIT_H
#define IND_CHECK_DERIVED_UNIT_H

#include "rules/expand.h"

/* A unit, if it is known. */
typedef struct ind__known_unit {
  int is_known;
  ind_unit unit;
} ind__known_unit;

/* Fills the units of the constraints' variables behind those of the slots,
 * and of both sides. Returns 0 when the template would add or compare what
 * does not have the same dimension. */
int ind__propagate_units (const ind__template *template, ind__known_unit *unit,
                          ind__known_unit *left, ind__known_unit *right);

#endif
