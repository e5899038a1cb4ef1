# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding the C library."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import sys
from pathlib import Path

VARIABLE = "LIBINDICATORS_LIBRARY"

if sys.platform == "darwin":
    _NAMES = ["libindicators.0.dylib", "libindicators.dylib"]
elif sys.platform == "win32":
    _NAMES = ["libindicators-0.dll", "indicators.dll"]
else:
    _NAMES = ["libindicators.so.0", "libindicators.so"]


def _candidates() -> list[str]:
    """The places to try, in order. A name without a folder is left to the
    system's own search."""
    if os.environ.get(VARIABLE):
        return [os.environ[VARIABLE]]
    package = Path(__file__).resolve().parent
    places = [package / name for name in _NAMES]
    checkout = package.parents[2] if len(package.parents) > 2 else package
    if (checkout / "configure.ac").is_file():
        for build in ("build", "."):
            places += [checkout / build / ".libs" / name for name in _NAMES]
    found = ctypes.util.find_library("indicators")
    return [os.path.normpath(place) for place in places] + ([found] if found else []) + _NAMES[:1]


def load() -> ctypes.CDLL:
    """The C library. ImportError lists every place tried and what happened."""
    tries = []
    for candidate in _candidates():
        if os.path.dirname(candidate) and not os.path.exists(candidate):
            tries.append(f"{candidate}: no such file")
            continue
        try:
            library = ctypes.CDLL(candidate)
        except OSError as error:
            tries.append(f"{candidate}: {error}")
            continue
        # Another project, too, calls its library libindicators.
        if not hasattr(library, "ind_version") or not hasattr(library, "ind_check"):
            tries.append(f"{candidate}: another library of the same name")
            continue
        return library
    raise ImportError(
        "the C library libindicators was not found. Build it (make), install it (make install, "
        f"ldconfig) or set {VARIABLE} to its path. Tried:\n  " + "\n  ".join(tries)
    )
