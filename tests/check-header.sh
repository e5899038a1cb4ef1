#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The public header compiles alone, as C99, as C11 and as C++, without a
# warning.
: "${srcdir:=.}" "${CC:=cc}" "${CXX:=c++}"
failed=0
scratch=`mktemp -d` || exit 99
trap 'rm -rf "$scratch"' EXIT
cat > "$scratch/a.c" <<'END'
#include <libindicators/indicators.h>
#include <libindicators/indicators.h>
int main (void) { return ind_version () == NULL; }
END
cp "$scratch/a.c" "$scratch/a.cc"
warnings="-pedantic-errors -Wall -Wextra -Werror -fsyntax-only"
for standard in c99 c11; do
  $CC -std=$standard $warnings -Wstrict-prototypes -I"$srcdir" "$scratch/a.c" || failed=1
done
if $CXX --version > /dev/null 2>&1; then
  for standard in c++11 c++17; do
    $CXX -std=$standard $warnings -I"$srcdir" "$scratch/a.cc" || failed=1
  done
else
  echo "no C++ compiler ($CXX): the header was not tried as C++" >&2
fi
exit $failed
