#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs the program on every folder of tests/cli. In a folder:
#
#   args     the arguments, one a line
#   stdin    standard input; empty when missing
#   stdout   what must be printed, byte for byte; nothing when missing
#   stderr   the same for standard error
#   exit     the exit status; 0 when missing
#   filter   a command that standard output goes through before it is compared,
#            where its wording is the library's affair and tested there
#   note     not read: the arithmetic behind what must be printed
#
# The program runs inside the folder, so that arguments name files beside
# them. @VERSION@ stands for the version. With ACCEPT=yes what comes out is
# written to the folders, to be read in review. WRAPPER goes in front of the
# program: WRAPPER="valgrind -q --error-exitcode=99".
LC_ALL=C
export LC_ALL
: "${srcdir:=.}" "${INDICATORS:=`pwd`/indicators}" "${VERSION:=0.1.0}"
scratch=`mktemp -d` || exit 99
trap 'rm -rf "$scratch"' EXIT
failed=0
n=0

# expected FILE: prints the file with the version in it, or nothing.
expected ()
{
  test ! -f "$1" || sed "s/@VERSION@/$VERSION/g" "$1"
}

# accept FILE RESULT: makes the result what is expected.
accept ()
{
  if test -s "$2"; then
    sed "s/\\b`echo $VERSION | sed 's/\./\\\\./g'`\\b/@VERSION@/g" "$2" > "$1"
  else
    rm -f "$1"
  fi
}

for folder in "$srcdir"/tests/cli/*/; do
  test -f "$folder/args" || continue
  n=`expr $n + 1`
  name=`basename "$folder"`
  set --
  while IFS= read -r argument || test -n "$argument"; do
    set -- "$@" "$argument"
  done < "$folder/args"
  input=/dev/null
  if test -f "$folder/stdin"; then
    input=`cd "$folder" && pwd`/stdin
  fi
  (cd "$folder" && $WRAPPER "$INDICATORS" "$@") \
    < "$input" > "$scratch/stdout" 2> "$scratch/stderr"
  echo $? > "$scratch/exit"
  if test -f "$folder/filter"; then
    /bin/sh "$folder/filter" < "$scratch/stdout" > "$scratch/filtered" || failed=1
    mv "$scratch/filtered" "$scratch/stdout"
  fi
  if test "$ACCEPT" = yes; then
    accept "$folder/stdout" "$scratch/stdout"
    accept "$folder/stderr" "$scratch/stderr"
    test "`cat "$scratch/exit"`" = 0 && : > "$scratch/exit"
    accept "$folder/exit" "$scratch/exit"
    continue
  fi
  test -f "$folder/exit" || echo 0 > "$scratch/exit-wanted"
  test ! -f "$folder/exit" || cp "$folder/exit" "$scratch/exit-wanted"
  expected "$folder/stdout" > "$scratch/stdout-wanted"
  expected "$folder/stderr" > "$scratch/stderr-wanted"
  for result in exit stderr stdout; do
    if ! diff -u "$scratch/$result-wanted" "$scratch/$result" > "$scratch/diff"; then
      echo "tests/cli/$name: $result differs (- expected, + came out)" >&2
      cat "$scratch/diff" >&2
      failed=1
    fi
  done
done
test $n -gt 0 || { echo "no cases found in $srcdir/tests/cli" >&2; exit 99; }
echo "$n cases"
exit $failed
