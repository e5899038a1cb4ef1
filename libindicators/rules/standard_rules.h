/* SPDX-License-Identifier: GPL-3.0-or-later
 * The text of standard.rules, compiled in; generated from it when built. */
#ifndef IND_RULES_STANDARD_RULES_H
#define IND_RULES_STANDARD_RULES_H

#include <stddef.h>

extern const char ind__standard_rules_text[];
extern const size_t ind__standard_rules_length;

#endif
