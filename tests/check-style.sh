#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What every source file has: a licence line, lines of at most 100 characters
# (rules and the tables of unit tests may have longer ones), no tabs (makefiles
# apart), no blanks at line ends. What the library writes does not depend on the
# locale: its numbers go through ind__put_double and its kin, not through %g.
# And each file is named in its Makefile.inc: one that is not is neither built
# nor run.
LC_ALL=C
export LC_ALL
cd "${srcdir:-.}" || exit 99
failed=0
files=`find libindicators bindings tests doc -type f \( -name '*.[ch]' -o -name '*.py' \
  -o -name '*.sh' -o -name '*.inc' -o -name '*.rules' -o -name '*.R' \) ! -path 'tests/cli/*/*' \
  ! -path '*/cases/*' ! -path '*/.*' ! -name standard_rules.c | sort`
for file in $files configure.ac Makefile.am bootstrap quickstart; do
  case `head -n 3 "$file"` in
  *SPDX-License-Identifier:*GPL-3.0-or-later*) ;;
  *) echo "$file: the first lines name no licence (SPDX-License-Identifier)" >&2; failed=1 ;;
  esac
  awk -v file="$file" '
    # Bytes that continue a UTF-8 character do not count.
    { line = $0; gsub (/[\200-\277]/, "", line) }
    length (line) > 100 && file !~ /\.rules$|^tests\/.*\.c$/ {
      print file ":" FNR ": longer than 100 characters"; bad = 1 }
    /[ \t]$/ { print file ":" FNR ": blanks at the end of the line"; bad = 1 }
    /\t/ && file !~ /(\.inc|Makefile\.am|embed\.sh)$/ { print file ":" FNR ": a tab"; bad = 1 }
    END { exit bad }' "$file" >&2 || failed=1
done
grep -nE '%[-+ #]?[0-9]*(\.[0-9*]+)?[efgEG]' libindicators/check/*.c libindicators/explain/*.c \
  libindicators/report/*.c | grep -v '^libindicators/check/phrase\.c:' >&2 \
  && { echo "a number written with the decimal separator of the locale" >&2; failed=1; }
for file in libindicators/*/*.[ch] bindings/cli/*.[ch] tests/*/*.[ch]; do
  case $file in
  libindicators/rules/standard_rules.c) continue ;;
  libindicators/*) list=libindicators/Makefile.inc name=${file#libindicators/} ;;
  bindings/cli/*) list=bindings/cli/Makefile.inc name=${file#bindings/cli/} ;;
  tests/*/test_*.c) list=tests/Makefile.inc name=${file#tests/} name=${name%.c} ;;
  *) list=tests/Makefile.inc name=${file#tests/} ;;
  esac
  grep -q "%D%/$name\( \|\$\)" $list \
    || { echo "$file: not named in $list; add a line" >&2; failed=1; }
done
exit $failed
