#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Writes a rules file as C source: embed.sh standard.rules > standard_rules.c
LC_ALL=C
export LC_ALL
cat <<'END'
/* SPDX-License-Identifier: GPL-3.0-or-later
 * Made from standard.rules by embed.sh: edit that file, not this one. */
#include "rules/standard_rules.h"

const char ind__standard_rules_text[] =
END
sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/?/\\?/g' -e 's/	/\\t/g' -e 's/^/  "/' \
    -e 's/$/\\n"/' "$1" || exit 1
cat <<'END'
  "";

const size_t ind__standard_rules_length = sizeof ind__standard_rules_text - 1;
END
