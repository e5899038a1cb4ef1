/* SPDX-License-Identifier: GPL-3.0-or-later
 * Numbers, intervals, units and figures in words. */
#ifndef IND_CHECK_PHRASE_H
#define IND_CHECK_PHRASE_H

#include "base/text.h"
#include "table/table.h"

/* The shortest decimal that reads back as x, with a point whatever the
 * locale; "null" for what is not finite. */
void ind__put_double (ind__text *text, double x);

/* x with some four significant digits, for a reader. */
void ind__put_number (ind__text *text, double x);

/* x with six significant digits, of what is estimated; "null" as above. */
void ind__put_estimate (ind__text *text, double x);

/* "a value from 59.5 to 60.5", "a value of at least 7": the ends rounded
 * outward to digits that show the width and, if it is not 0, a gap to another
 * interval. */
void ind__put_interval_words (ind__text *text, ind_interval x, double gap);

/* The distance of two intervals that do not meet, as the ends shown for them
 * give it; `gap` is the distance itself. */
void ind__put_gap (ind__text *text, ind_interval a, ind_interval b, double gap);

/* " billion VND", "%", " percentage points"; nothing for a plain number. */
void ind__put_unit_words (ind__text *text, const ind_unit *unit);

/* The same for the difference of two such figures. */
void ind__put_difference_words (ind__text *text, const ind_unit *unit);

/* The figure as printed; without PRINTED, its value and unit. */
void ind__put_printed (ind__text *text, const ind_table *table, size_t figure);

#endif
