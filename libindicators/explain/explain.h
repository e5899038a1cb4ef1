/* SPDX-License-Identifier: GPL-3.0-or-later
 * Explanations of a report. */
#ifndef IND_EXPLAIN_EXPLAIN_H
#define IND_EXPLAIN_EXPLAIN_H

#include "check/findings.h"

/* ind_explain, in groups of `least` figures or more: what comes out does not depend on them, as
 * far as the budget goes. */
ind_status ind__explain (ind_report *report, const ind_explain_options *options, size_t least,
                         ind_error *error);

#endif
