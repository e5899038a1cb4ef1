/* SPDX-License-Identifier: GPL-3.0-or-later
 * Exact decimals to doubles, rounded in a given direction. */
#ifndef IND_NUMBER_DECIMAL_H
#define IND_NUMBER_DECIMAL_H

#include "indicators.h"

/* What an ind_decimal keeps. */
#define IND__MAX_DIGITS 18
#define IND__MAX_DECIMALS 40

/* Powers of ten the conversions take, either way: of the decimals, the
 * offset's decimals less one, and the scale, each. */
#define IND__MAX_POWER 60

/* The largest double not above, for towards < 0, or the smallest not below,
 * for towards > 0, the exact number
 * (number + offset * 10^-offset_decimals) * 10^scale. |offset| <= 10,
 * |number.decimals| <= 60, |scale| <= 60, -59 <= offset_decimals <= 61. */
double ind__decimal_bound (ind_decimal number, int offset, int32_t offset_decimals, int32_t scale,
                           int towards);

#endif
