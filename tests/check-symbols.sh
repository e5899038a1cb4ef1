#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The library exports what tests/symbols.txt lists, which is what the public
# header declares; each function of arrays has a twin on intervals; it calls
# nothing that a library must not; it has no data that changes. To accept a new
# interface: tests/check-symbols.sh --accept in the build folder, and read the
# difference in review.
LC_ALL=C
export LC_ALL
: "${srcdir:=.}" "${CC:=cc}" "${NM:=nm}"
library=.libs/libindicators.so
archive=.libs/libindicators-internal.a
test -f $archive || archive=libindicators-internal.a
list=$srcdir/tests/symbols.txt
failed=0

if test ! -f $library; then
  echo "the shared library was not built; skipped" >&2
  exit 77
fi
exported=`$NM -D --defined-only $library | awk '$2 ~ /^[A-Z]$/ && $2 != "A" { print $3 }' | sort`
if test "$1" = --accept; then
  echo "$exported" > "$list"
  exit
fi
if ! echo "$exported" | diff "$list" - > symbols.diff; then
  echo "exported symbols (>) differ from tests/symbols.txt (<); if that is meant, run" >&2
  echo "tests/check-symbols.sh --accept in the build folder:" >&2
  cat symbols.diff >&2
  failed=1
fi

# Functions declared: a name in front of a parenthesis, comments removed.
header=`$CC -E -P -I"$srcdir" "$srcdir/libindicators/indicators.h" | tr '\n' ' ' | tr -s ' '`
declared=`echo "$header" | sed 's/typedef [a-z_]* (\*[^;]*;//g' |
  grep -o '\bind_[a-z0-9_]* (' | tr -d ' (' | sort -u`
if ! echo "$declared" | diff "$list" - > symbols.diff; then
  echo "functions declared in indicators.h (>) differ from tests/symbols.txt (<):" >&2
  cat symbols.diff >&2
  failed=1
fi
rm -f symbols.diff

# A formula on arrays of numbers has a twin on intervals, which some test names; and each
# twin is of such a formula. Formulas stand in front of the registry.
formulas=`echo "$header" | sed 's/typedef struct ind_indicator.*//'`
on_arrays () { echo "$formulas" | grep -o "\bind_[a-z0-9_]* ( \?const $1 \*" | sed 's/ (.*//'; }
plain=`on_arrays double`
twins=`on_arrays ind_interval`
test -n "$plain" || { echo "no formula on arrays found in indicators.h" >&2; failed=1; }
for name in $plain; do
  if ! echo "$twins" | grep -qx "${name}_interval"; then
    echo "$name has no twin on intervals: declare ${name}_interval in indicators.h, with how" >&2
    echo "tight it is, define it in libindicators/formulas/twins*.c, test it in" >&2
    echo "tests/formulas/test_twins_*.c" >&2
    failed=1
  elif ! cat "$srcdir"/tests/formulas/test_*.c | grep -qw "${name}_interval"; then
    echo "${name}_interval is in no test: add it to tests/formulas/test_twins_*.c" >&2
    failed=1
  fi
done
for name in $twins; do
  echo "$plain" | grep -qx "${name%_interval}" \
    || { echo "$name: there is no ${name%_interval} of which it is the twin" >&2; failed=1; }
done

# Ending the process, printing, the random numbers and the locale of the
# process are the program's, not the library's. strtod follows the locale: only
# phrase.c may use it, to read back what it has just written.
forbidden='abort|exit|_exit|quick_exit|__assert_fail|perror|psignal'
forbidden="$forbidden|printf|vprintf|puts|putchar|putchar_unlocked|__printf_chk|__vprintf_chk"
forbidden="$forbidden|fprintf|__fprintf_chk|vfprintf|__vfprintf_chk|stdout|stderr"
forbidden="$forbidden|sprintf|__sprintf_chk|vsprintf|__vsprintf_chk|gets|strcpy|strcat|strtok"
forbidden="$forbidden|rand|srand|random|srandom|drand48|time|localtime|gmtime|setlocale|uselocale"
forbidden="$forbidden|strtod|strtof|strtold|atof|atoi|sscanf|__isoc99_sscanf|scanf"
forbidden="$forbidden|fesetround|fesetenv"
forbidden="$forbidden|getenv|setenv|signal|sigaction|system|gsl_[a-z_]*"
found=`$NM -A -u $archive | awk '{ print $1, $NF }' | grep -E " ($forbidden)\$" \
  | grep -v -e 'phrase\.o: strtod$' -e 'gsl_guard\.o: gsl_'`
if test -n "$found"; then
  echo "the library calls what a library must not:" >&2
  echo "$found" >&2
  failed=1
fi

# Variables of the whole library live in .data and .bss: both must be empty.
# Instrumented objects (sanitizers, coverage) have their own; see the exit above.
if test "$INSTRUMENTED" != yes; then
  found=`size -A $archive | awk '
    /\.l?o / { file = $1 }
    $1 ~ /^\.(data|bss|tdata|tbss)$/ && $2 > 0 { print file, $0 }'`
  if test -n "$found"; then
    echo "the library has data that changes:" >&2
    echo "$found" >&2
    failed=1
  fi
fi
exit $failed
