#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The include lines keep the order of the layers: a folder of the library may
# include folders before it in this list, and itself.
layers="base number table formulas rules check explain reconcile report"

cd "${srcdir:-.}" || exit 99
failed=0

complain ()
{
  echo "$*" >&2
  failed=1
}

rank ()
{
  n=0
  for layer in $layers; do
    n=`expr $n + 1`
    if test "$layer" = "$1"; then
      echo $n
      return
    fi
  done
  echo 0
}

for file in libindicators/*/*.[ch]; do
  from=`echo "$file" | cut -d / -f 2`
  from_rank=`rank "$from"`
  test "$from_rank" -gt 0 || complain "$file: \"$from\" is no layer; add it to this test"
  for header in `sed -n 's/^ *# *include *"\([^"]*\)".*/\1/p' "$file"`; do
    case $header in
    indicators.h) continue ;;
    esac
    to=`echo "$header" | cut -d / -f 1`
    to_rank=`rank "$to"`
    if test "$to_rank" -eq 0; then
      complain "$file includes \"$header\"; write \"LAYER/FILE.h\""
    elif test "$to_rank" -gt "$from_rank"; then
      complain "$file includes \"$header\": $to lies above $from"
    fi
  done
done

# One place knows each dependency.
for file in `grep -l '# *include *<csv' libindicators/*/*.[ch]`; do
  case $file in
  libindicators/table/*) ;;
  *) complain "$file includes <csv.h>; only table/ may" ;;
  esac
done
for file in `grep -l '# *include *[<"]gsl' libindicators/*/*.[ch]`; do
  test "$file" = libindicators/reconcile/gsl_guard.c \
    || complain "$file includes GSL; only reconcile/gsl_guard.c may"
done

# The program sees the public header, its own headers and the system's.
for file in bindings/cli/*.[ch]; do
  for header in `sed -n 's/^ *# *include *"\([^"]*\)".*/\1/p' "$file"`; do
    test -f "bindings/cli/$header" \
      || complain "$file includes \"$header\", which is not the program's"
  done
  if grep '# *include *<libindicators/' "$file" | grep -v '<libindicators/indicators.h>'; then
    complain "$file includes more than the public header"
  fi
done
# The public header stands on the standard library alone.
if grep '# *include' libindicators/indicators.h | grep -v '<std\(def\|int\).h>'; then
  complain "indicators.h includes more than <stddef.h> and <stdint.h>"
fi
exit $failed
