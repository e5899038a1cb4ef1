#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What the case folders cannot show: files written, failing writes, formats
# that depend on the registry.
LC_ALL=C
export LC_ALL
: "${srcdir:=.}" "${INDICATORS:=`pwd`/indicators}"
scratch=`mktemp -d` || exit 99
trap 'rm -rf "$scratch"' EXIT
cases=`cd "$srcdir/tests/cli" && pwd`
figures=$cases/check-csv/figures.csv
failed=0
cd "$scratch" || exit 99

# expect STATUS WHAT COMMAND...: runs the command and compares its exit status.
expect ()
{
  wanted=$1 what=$2
  shift 2
  $WRAPPER "$@" > stdout 2> stderr
  status=$?
  test $status -eq $wanted && return
  echo "$what: exit status $status, expected $wanted" >&2
  cat stdout stderr >&2
  failed=1
}

# hold WHAT COMMAND...: the command must succeed.
hold ()
{
  what=$1
  shift
  "$@" && return
  echo "$what" >&2
  failed=1
}

# A file appears whole, and alone.
mkdir out
expect 1 "check" "$INDICATORS" check "$figures" --format csv
mv stdout printed
expect 1 "--output" "$INDICATORS" check "$figures" --format csv --output out/findings.csv
hold "--output: something went to standard output" test ! -s stdout
hold "--output: differs from what is printed" cmp out/findings.csv printed
hold "--output: other files were left" test "`ls out`" = findings.csv

# It replaces what was there, keeps its mode, and follows a link.
echo old > out/old.csv
chmod 600 out/old.csv
ln -s old.csv out/link.csv
expect 1 "--output to a link" "$INDICATORS" check "$figures" --format csv --output out/link.csv
hold "--output: the link was replaced" test -h out/link.csv
hold "--output: the file behind a link differs" cmp out/old.csv printed
hold "--output: the mode was not kept" test "`ls -l out/old.csv | cut -c 1-10`" = -rw-------
umask 027
expect 1 "--output of a new file" "$INDICATORS" check "$figures" --output out/new.txt
hold "--output: the mode ignores umask" test "`ls -l out/new.txt | cut -c 1-10`" = -rw-r-----
umask 022
rm -r out

# A failure leaves the old file, and nothing else.
mkdir out
echo old > out/report
echo "rule" > broken.rules
expect 2 "--output after a failure" "$INDICATORS" check "$figures" --rules broken.rules \
  --output out/report
hold "--output: a failure changed the file" test "`cat out/report`" = old
hold "--output: a failure left files" test "`ls out`" = report
expect 2 "--output to a folder" "$INDICATORS" check "$figures" --output out
expect 2 "--output in no folder" "$INDICATORS" check "$figures" --output nowhere/report

# Failing writes are errors.
if test -c /dev/full; then
  for arguments in "check $figures" "power $figures" "reconcile $figures" "list units" \
    "parse 12" "help" "--help" "--version"; do
    $WRAPPER "$INDICATORS" $arguments > /dev/full 2> stderr
    hold "$arguments > /dev/full: exit status is not 2" test $? -eq 2
    hold "$arguments > /dev/full: nothing was said" test -s stderr
  done
  expect 2 "--output /dev/full" "$INDICATORS" check "$figures" --output /dev/full
fi
$WRAPPER "$INDICATORS" check "$figures" >&- 2> stderr
hold "closed standard output: exit status is not 2" test $? -eq 2

# Other ends of a pipe and devices are written in place.
expect 1 "--output /dev/null" "$INDICATORS" check "$figures" --output /dev/null
hold "--output /dev/null: the device was replaced" test -c /dev/null
expect 1 "--output -" "$INDICATORS" check "$figures" --format csv --output -
hold "--output -: not standard output" cmp stdout printed

# The same input gives the same bytes.
for format in text json csv html; do
  expect 1 "$format" "$INDICATORS" check "$figures" --format $format
  mv stdout first
  expect 1 "$format again" "$INDICATORS" check "$figures" --format $format
  hold "$format: two runs differ" cmp first stdout
done
hold "html: not a page" grep -qi '^<!doctype html>' first
for format in text json csv html; do
  expect 0 "power, $format" "$INDICATORS" power "$figures" --format $format
  mv stdout first
  expect 0 "power, $format again" "$INDICATORS" power "$figures" --format $format --output again
  hold "power, $format: two runs differ" cmp first again
  hold "power, $format: nothing was written" test -s first
done
hold "power, html: not a page" grep -qi '^<!doctype html>' first

for format in text json csv; do
  expect 0 "reconcile, $format" "$INDICATORS" reconcile "$figures" --format $format
  mv stdout first
  expect 0 "reconcile, $format again" "$INDICATORS" reconcile "$figures" --format $format \
    --output again
  hold "reconcile, $format: two runs differ" cmp first again
  hold "reconcile, $format: nothing was written" test -s first
done
echo old > again
expect 2 "reconcile with an option that is wrong" "$INDICATORS" reconcile "$figures" \
  --alterability nobody=0 --output again
hold "reconcile: a failure changed the file" test "`cat again`" = old
expect 2 "reconcile --output in no folder" "$INDICATORS" reconcile "$figures" \
  --output nowhere/table.csv

# Lists that grow with the library.
expect 0 "list indicators" "$INDICATORS" list indicators
hold "list indicators: no GRDP" grep -q '^grdp_current' stdout
expect 0 "list indicators as CSV" "$INDICATORS" list indicators --format csv
hold "list indicators: no header" grep -q '^name,alias,title,unit,range,formula' stdout
expect 0 "list rules" "$INDICATORS" list rules
hold "list rules: no rule for shares" grep -q '^share_total' stdout
expect 0 "list units" "$INDICATORS" list units --format csv
hold "list units: no dong" grep -q 'VND' stdout
exit $failed
