/* SPDX-License-Identifier: GPL-3.0-or-later
 * The shortest decimal that reads back as a binary floating-point number. */
#ifndef IND_NUMBER_SHORTEST_H
#define IND_NUMBER_SHORTEST_H

#include "indicators.h"

/* A number of at most so many digits is the shortest of the float or double
 * nearest to it: where no more are needed, it may be what somebody printed. */
#define IND__FLOAT_DIGITS 6
#define IND__DOUBLE_DIGITS 15

/* The decimal with the fewest digits, and nearest to x among those, that reads
 * back as x, which is finite. Its mantissa does not end in 0; its decimals may be
 * beyond what the contract allows. Returns the number of its digits: at most 17,
 * 1 for zero. In a tie between two doubles it may have one digit more than it
 * must. */
int ind__shortest_double (double x, ind_decimal *out);

/* The same for single precision: at most 9 digits. */
int ind__shortest_float (float x, ind_decimal *out);

/* Writes x, which is finite, as printf does with "%.15g", or with 16 or 17 digits where the
 * fewer do not read back: the digits are those printf gives, the mark is a point whatever
 * the locale, and zero has no sign. Returns the length; 0 for numbers far from 1, which are
 * left to printf. */
size_t ind__double_write (double x, char text[32]);

/* A decimal with `decimals` places: filled up with zeros while 18 digits hold
 * them, or rounded to nearest, half away from zero. */
ind_decimal ind__decimal_with_places (ind_decimal number, int32_t decimals);

#endif
