/* SPDX-License-Identifier: GPL-3.0-or-later
 * Arithmetic of units and unit words, for rules and printed numbers. */
#ifndef IND_NUMBER_UNIT_H
#define IND_NUMBER_UNIT_H

#include "base/error.h"
#include "number/words.h"

/* The dimensionless unit with scale 0: no symbols. */
ind_unit ind__unit_one (void);

/* The unit symbol^1, e.g. "VND". At most 7 letters. */
ind_unit ind__unit_symbol (const char *symbol);

/* True when the figure is a plain number: no symbols but PT, PP, NUMBER and
 * IX (an index), which only say how a plain number is printed. */
int ind__unit_is_dimensionless (const ind_unit *unit);

/* True when both measure the same thing: the same symbols with the same
 * exponents after those of plain numbers are left out. Scale and price base are
 * disregarded; XDC is a symbol like any other. */
int ind__unit_same_dimension (const ind_unit *a, const ind_unit *b);

/* True when `printed` has the dimension `declared`; XDC in `declared` stands
 * for one currency, any, the same wherever XDC stands. */
int ind__unit_matches (const ind_unit *declared, const ind_unit *printed);

/* True when the symbol is a current ISO 4217 code or XDC. */
int ind__unit_is_currency (const char *symbol);

/* a * b and a / b. Scales add or subtract. Symbols of plain numbers are left out
 * and change no scale: a rule writes its factors of 100 itself. The price base is
 * that of the operands, 0 when they have two different ones. Returns 0, and
 * leaves `out`, when the result has more than four symbols or an exponent or
 * scale too large. `out` may be an operand. */
int ind__unit_multiply (const ind_unit *a, const ind_unit *b, ind_unit *out);
int ind__unit_divide (const ind_unit *a, const ind_unit *b, ind_unit *out);

/* As ind_unit_read. `multiplier`, if not NULL, receives the part of the scale
 * that words like "million" say: 3 of "thousand km", whose scale is 6. */
ind_status ind__unit_read (const char *text, size_t length, ind_unit *out, int *multiplier,
                           ind_error *error);

/* The same from bytes `begin` to `end` of a folded text. With `currency` the
 * text goes on after that symbol, as "million/person" does in "USD 3
 * million/person", and may be empty. */
ind_status ind__unit_read_folded (const ind__folded *folded, size_t begin, size_t end,
                                  const char *currency, ind_unit *out, int *multiplier,
                                  ind_error *error);

/* How many bytes of the folded text at `at` name a currency; 0 when none. */
size_t ind__unit_currency_at (const ind__folded *folded, size_t at, char symbol[4]);

#endif
