/* SPDX-License-Identifier: GPL-3.0-or-later
 * Time periods: a year, a part of it, or the year to date. */
#ifndef IND_TABLE_PERIOD_H
#define IND_TABLE_PERIOD_H

#include "base/error.h"

/* A period packed into a number; equal periods are equal numbers, and later
 * ones of a kind are larger. */
typedef int32_t ind__period;

#define IND__NO_PERIOD ((ind__period) -1)

/* Reads 2024, 2024-S1, 2024-Q3, 2024-10, 2024-10-31, 2024-9M, 2021-2025 and
 * the SDMX forms 2024-A1, 2024-M10, 2024-01-01/P9M, 2021-01-01/P5Y. Returns
 * IND_E_PERIOD without filling an error. */
ind_status ind__period_read (const char *text, size_t length, ind__period *out);

/* The contract's spelling; at most 16 bytes with the NUL. */
void ind__period_write (ind__period period, char text[16]);

/* The same period `years` earlier (negative: later); 28 February where there
 * is no 29th. IND__NO_PERIOD beyond the years 1 to 9999. */
ind__period ind__period_years_earlier (ind__period period, int years);

/* The period of the same kind just before: the quarter before a quarter, the
 * year to date one month shorter. IND__NO_PERIOD where there is none. */
ind__period ind__period_before (ind__period period);

/* The year that holds the period; IND__NO_PERIOD for a span of years. */
ind__period ind__period_year (ind__period period);

#endif
