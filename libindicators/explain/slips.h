/* SPDX-License-Identifier: GPL-3.0-or-later
 * Slips: which right print most plausibly became the wrong one, and how. */
#ifndef IND_EXPLAIN_SLIPS_H
#define IND_EXPLAIN_SLIPS_H

#include "indicators.h"

/* A printed figure known to be wrong. */
typedef struct ind__slip_query {
  ind_decimal value; /* as printed: value.mantissa * 10^-value.decimals */
  int32_t precision; /* place of the last significant digit, u = 10^-precision */
  ind_qualifier qualifier;
  ind_rounding rounding;
  const char *printed;      /* as printed with its words, "" or NULL when unknown: tells marks */
  ind_interval must_lie_in; /* in the unit and scale of value; ends may be infinite */
} ind__slip_query;

typedef struct ind__slip_answer {
  ind_slip slip;         /* the likeliest; IND_SLIP_NONE: no slip leads there */
  ind_decimal candidate; /* the print that would have been right; {0, 0} when text is "" */
  char text[96];         /* that print with the marks and words of `printed`: "60.530",
                            "5,05 %"; the number alone where they cannot be kept: from a
                            range, or too long; "" when there is no candidate */
  double score;          /* proportional to the probability of this print given that the true
                            value lies there: 0 to 1; 1 when the figure itself may be right */
  double share;          /* of the score that the candidate holds, 0 to 1: near 1 when no
                            other is near, 0 when there is no candidate */
} ind__slip_answer;

/* The slip that best explains a figure. Its own interval decides what a
 * candidate stands for, by the qualifier, rounding and reading of zeros of the
 * figure. When no slip leads into must_lie_in and that is at most a few units
 * wide, the candidate is its middle as it would be printed. Where the figure
 * itself may be right (its interval meets must_lie_in), it is the candidate,
 * with no slip. An empty must_lie_in, or a figure outside the domain of
 * ind_decimal_interval, gives no candidate and score 0.
 *
 * Scores of two figures of one identity, each with the interval the other
 * figures leave it, can be compared: which of them is wrong? */
void ind__slip_find (const ind__slip_query *query, ind__slip_answer *out);

#endif
