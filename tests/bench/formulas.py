#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Formulas on large arrays, against memory and against NumPy.

    python3 tests/bench/formulas.py [--elements 10000000]

For each kernel on plain arrays: the bytes it reads and writes per second, against
those that a plain copy of as many bytes reaches in the same run; and its time
against NumPy's expression of the same formula. Medians of paired runs, with masks
and without. Gates: 80 % of a copy; twice as fast as NumPy, but for formulas of one
operation, which NumPy does in one pass, too. Needs NumPy.
"""
import argparse
import ctypes
import statistics
import sys
import time

import numpy

from detection import load

KERNELS = {
    "ind_share": (2, lambda a, b: 100 * a / b),
    "ind_change": (2, lambda a, b: a - b),
    "ind_growth": (2, lambda a, b: 100 * (a - b) / b),
    "ind_contribution": (3, lambda a, b, c: 100 * (a - b) / c),
    "ind_deflator": (2, lambda a, b: 100 * a / b),
    "ind_per_capita": (2, lambda a, b: a / b),
    "ind_growth_of_quotient": (2, lambda a, b: 100 * (a - b) / (100 + b)),
    "ind_deflate": (2, lambda a, b: 100 * a / b),
    "ind_location_quotient": (4, lambda a, b, c, d: (a / b) / (c / d)),
}
ONE_OPERATION = {"ind_change", "ind_per_capita"}
LEAST_OF_COPY, LEAST_OF_NUMPY = 0.8, 2.0


def timed(call):
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--elements", type=int, default=10**7, metavar="N",
                        help="of each array (default: 10000000)")
    parser.add_argument("--rounds", type=int, default=7, metavar="N",
                        help="paired runs (default: 7)")
    parser.add_argument("--library", metavar="DIR",
                        help="build folder or file of the C library (default: as the package "
                        "finds it)")
    parser.add_argument("--package", metavar="DIR",
                        help="folder of the Python package (default: that of this checkout)")
    options = parser.parse_args()
    load(options.library, options.package)
    from libindicators import _functions as c

    n = options.elements
    generator = numpy.random.default_rng(1)
    operands = [generator.uniform(1, 1000, n) for _ in range(4)]
    out, valid = numpy.zeros(n), numpy.zeros(n, dtype=numpy.uint8)
    double, byte = ctypes.POINTER(ctypes.c_double), ctypes.POINTER(ctypes.c_uint8)
    pointers = [x.ctypes.data_as(double) for x in operands]
    holds = True
    print(f"{'kernel':24s}{'GB/s':>8s}{'copy':>8s}{'part':>8s}{'NumPy':>8s}{'with mask':>11s}")
    for name, (count, expression) in KERNELS.items():
        kernel = getattr(c.lib, name)
        size = 8 * n * (count + 1)
        source = numpy.ones(size // 16)
        target = numpy.zeros(size // 16)
        runs = {"ours": [], "mask": [], "copy": [], "numpy": []}
        for _ in range(options.rounds):
            runs["ours"].append(timed(lambda: kernel(
                *pointers[:count], n, out.ctypes.data_as(double), None)))
            runs["copy"].append(timed(lambda: numpy.copyto(target, source)))
            runs["numpy"].append(timed(lambda: expression(*operands[:count])))
            runs["mask"].append(timed(lambda: kernel(
                *pointers[:count], n, out.ctypes.data_as(double), valid.ctypes.data_as(byte))))
        ours, mask, copy, theirs = (statistics.median(runs[key])
                                    for key in ("ours", "mask", "copy", "numpy"))
        print(f"{name:24s}{size / ours / 1e9:8.2f}{size / copy / 1e9:8.2f}{copy / ours:8.2f}"
              f"{theirs / ours:8.2f}{theirs / mask:11.2f}", flush=True)
        holds &= copy / ours >= LEAST_OF_COPY and (
            name in ONE_OPERATION or theirs / ours >= LEAST_OF_NUMPY)
    if not holds:
        print("FAILED: less than 80 % of a copy, or not twice as fast as NumPy")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
