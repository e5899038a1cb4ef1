#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The package installs with pip, offline, and the copy installed works.
: "${abs_srcdir:=`pwd`}" "${PYTHON:=python3}"
scratch=`mktemp -d` || exit 99
trap 'rm -rf "$scratch"' EXIT
# Without setuptools and wheel at hand there is nothing to build with.
$PYTHON -c 'import ensurepip, setuptools, wheel' 2> /dev/null || {
  echo "no ensurepip, setuptools or wheel for $PYTHON; skipped" >&2
  exit 77
}
cp -R "$abs_srcdir/bindings/python" "$scratch/source" && chmod -R u+w "$scratch/source" || exit 99
$PYTHON -m venv --system-site-packages "$scratch/venv" > "$scratch/log" 2>&1 \
  && "$scratch/venv/bin/python" -m pip install --no-index --no-build-isolation --no-deps \
    --disable-pip-version-check "$scratch/source" >> "$scratch/log" 2>&1 || {
  cat "$scratch/log" >&2
  exit 1
}
unset PYTHONPATH
cd "$scratch" || exit 99
"$scratch/venv/bin/python" - <<'END'
import os, sys
import libindicators as ind
assert ind.__file__.startswith(sys.prefix), ind.__file__
assert os.path.isfile(os.path.join(os.path.dirname(ind.__file__), "py.typed"))
assert ind.share(20, 80) == 25.0
END
