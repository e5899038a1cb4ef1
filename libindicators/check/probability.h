/* SPDX-License-Identifier: GPL-3.0-or-later
 * How improbable a gap is when rounding errors are uniform. */
#ifndef IND_CHECK_PROBABILITY_H
#define IND_CHECK_PROBABILITY_H

#include <stddef.h>

/* P(|e_1 + ... + e_n| >= gap) for independent e_i uniform on -half_width[i]
 * .. half_width[i]. 1 when gap <= 0; 0 when gap is beyond the sum of the
 * half-widths, which are finite and not negative. Absolute error below 1e-9,
 * relative error below 1e-3 for results above 1e-9. */
double ind__tail_probability (const double *half_width, size_t n, double gap);

#endif
