#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A table so large that it is read and checked in threads: every format has the same bytes
# for every number of them, also where the table is refused.
LC_ALL=C
export LC_ALL
: "${srcdir:=.}" "${INDICATORS:=`pwd`/indicators}"
scratch=`mktemp -d` || exit 99
trap 'rm -rf "$scratch"' EXIT
failed=0
cd "$scratch" || exit 99

# table LAST: 13 MB, so that three threads have a part of it; sums of two parts, of which one
# in 20000 is wrong; LAST is its last record.
table ()
{
  awk -v last="$1" 'BEGIN {
    print "INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,COMPONENT,note"
    for (area = 0; area < 6000; area++)
      for (year = 2000; year < 2020; year++) {
        a = area * 7 + year % 5; b = year - area % 11
        whole = a + b + ((area * 20 + year) % 20000 == 7 ? 90 : 0)
        print "output,area " area "," year "," whole ",,"
        print "output,area " area "," year "," a ",A,"
        print "output,area " area "," year "," b ",B,"
      }
    printf "%s", last }'
}

# same WHAT ARGUMENTS...: with one thread and with several. Standard input is $input.
input=/dev/null
same ()
{
  what=$1
  shift
  $WRAPPER "$INDICATORS" check --threads 1 "$@" < $input > one 2> one.err
  one=$?
  for n in 2 3 64; do
    $WRAPPER "$INDICATORS" check --threads $n "$@" < $input > several 2> several.err
    status=$?
    if test $status -ne $one || ! cmp one several || ! cmp one.err several.err; then
      echo "$what: --threads $n gives something else than --threads 1 (exit status $status" >&2
      echo "and $one)" >&2
      failed=1
    fi
  done
}

# expect STATUS PATTERN FILE: of the last run.
expect ()
{
  if test $one -ne $1 || ! grep -q "$2" $3; then
    echo "exit status $one, expected $1, and \"$2\" among what was printed:" >&2
    head -n 20 one one.err >&2
    failed=1
  fi
}

cat > parts.rules <<'END'
indicator output "Output" unit XDC
breakdown parts for output: _T = A + B
rule parts over parts: output[whole] == sum(output[*])
END
table '' > table.csv
for format in text csv json; do
  same "$format" table.csv --no-standard-rules --rules parts.rules --no-explain --format $format
  expect 1 . one
done
input=table.csv
same "standard input" --no-standard-rules --rules parts.rules --no-explain -
expect 1 . one
input=/dev/null
table 'output,area,2020,x,,
' > refused.csv
same "a refused table" refused.csv --no-standard-rules --rules parts.rules
expect 2 'record 360002, column 4 (OBS_VALUE): "x" is not a number' one.err
table 'output,area,2020,1,,"a note, quoted"
' > quoted.csv
same "a quoted field" quoted.csv --no-standard-rules --rules parts.rules --no-explain
expect 1 . one
exit $failed
