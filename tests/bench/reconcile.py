#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Large tables made to add up, against SciPy.

    python3 tests/bench/reconcile.py [--sizes 100,316] [--rounds 5]

A table of so many rows and columns with both margins fixed, its cells measured with
errors of their own: weighted least squares by ind_balance, and by SciPy, as conjugate
gradients with Jacobi's preconditioner on the sparse normal equations, and as a sparse
direct solution of them. Medians of paired runs in one process, the same arrays; both
times hold what it takes from these arrays to the balanced values. Then a table small
enough for a dense solution (NumPy's pseudo-inverse). Gates: half of the better of
SciPy's times at the largest size, residual at most 1e-9 of the totals, agreement with
the dense solution to 1e-9, less than 200 MB. Needs NumPy and SciPy.
"""
import argparse
import ctypes
import resource
import statistics
import sys
import time

import numpy
import scipy.sparse
import scipy.sparse.linalg

from detection import load

LEAST_RATIO, LARGEST_RESIDUAL, LARGEST_MEGABYTES = 2.0, 1e-9, 200


def problem(rows, columns, seed):
    """Cells and their errors; equations as compressed rows, and their totals."""
    generator = numpy.random.default_rng(seed)
    truth = generator.lognormal(5, 1, (rows, columns))
    error = 0.01 * truth * generator.uniform(0.5, 2, truth.shape)
    cells = truth + error * generator.standard_normal(truth.shape)
    number = numpy.arange(rows * columns, dtype=numpy.uint32).reshape(rows, columns)
    column = numpy.concatenate([number.ravel(), number.T.ravel()])
    first = numpy.concatenate([numpy.arange(rows + 1) * columns,
                               rows * columns + numpy.arange(1, columns + 1) * rows])
    constant = numpy.concatenate([truth.sum(1), truth.sum(0)])
    return (cells.ravel(), error.ravel(), first.astype(numpy.uintp), column,
            numpy.ones(column.size), constant)


def pointer(array, kind):
    return array.ctypes.data_as(ctypes.POINTER(kind))


def ours(c, cells, error, first, column, coefficient, constant):
    equations = c.Equations(
        constant.size, pointer(first, ctypes.c_size_t), pointer(column, ctypes.c_uint32),
        pointer(coefficient, ctypes.c_double), pointer(constant, ctypes.c_double))
    out = numpy.empty_like(cells)
    c.lib.ind_balance(
        pointer(cells, ctypes.c_double), pointer(error, ctypes.c_double), None, None, cells.size,
        ctypes.byref(equations), pointer(out, ctypes.c_double), None, None, None, None,
        ctypes.byref(c.Error()))
    return out


def matrix_of(cells, first, column, coefficient, constant):
    return scipy.sparse.csr_matrix((coefficient, column.astype(numpy.int32),
                                    first.astype(numpy.int32)), (constant.size, cells.size))


def by_gradients(cells, error, first, column, coefficient, constant):
    a = matrix_of(cells, first, column, coefficient, constant)
    b = a.multiply(error).tocsr()
    norm = numpy.sqrt(numpy.asarray(b.multiply(b).sum(1)).ravel())
    b = scipy.sparse.diags(1 / norm) @ b
    normal = (b @ b.T).tocsr()
    rest = (constant - a @ cells) / norm
    multiplier, _ = scipy.sparse.linalg.cg(normal, rest, tol=1e-13, atol=0)
    return cells + error * (b.T @ multiplier)


def directly(cells, error, first, column, coefficient, constant):
    # The last margin follows from the others.
    a = matrix_of(cells, first, column, coefficient, constant)[:-1]
    b = a.multiply(error).tocsr()
    multiplier = scipy.sparse.linalg.spsolve((b @ b.T).tocsc(), constant[:-1] - a @ cells)
    return cells + error * (b.T @ multiplier)


def densely(cells, error, first, column, coefficient, constant):
    a = matrix_of(cells, first, column, coefficient, constant).toarray()
    b = a * error
    return cells + error * (numpy.linalg.pinv(b) @ (constant - a @ cells))


def residual(x, _, first, column, coefficient, constant):
    a = matrix_of(x, first, column, coefficient, constant)
    return float(numpy.max(numpy.abs(a @ x - constant) / constant))


def timed(call):
    begin = time.perf_counter()
    result = call()
    return time.perf_counter() - begin, result


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="100,316", metavar="N,...",
                        help="rows and columns of the tables (default: 100,316)")
    parser.add_argument("--rounds", type=int, default=5, metavar="N",
                        help="paired runs (default: 5)")
    parser.add_argument("--library", metavar="DIR",
                        help="build folder or file of the C library (default: as the package "
                        "finds it)")
    parser.add_argument("--package", metavar="DIR",
                        help="folder of the Python package (default: that of this checkout)")
    options = parser.parse_args()
    load(options.library, options.package)
    from libindicators import _functions as c

    small = problem(12, 9, 1)
    apart = float(numpy.max(numpy.abs(ours(c, *small) - densely(*small)) / small[0]))
    print(f"12 x 9 cells: {apart:.1e} from the dense solution")
    holds = apart <= LARGEST_RESIDUAL
    ratio = 0.0
    print(f"{'cells':>8s}{'ours, ms':>10s}{'gradients':>11s}{'direct':>9s}{'ratio':>7s}"
          f"{'residual':>10s}{'apart':>9s}")
    for size in (int(text) for text in options.sizes.split(",")):
        arrays = problem(size, size, size)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        _, mine = timed(lambda: ours(c, *arrays))
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        runs = {"ours": [], "gradients": [], "direct": []}
        for _ in range(options.rounds):
            runs["ours"].append(timed(lambda: ours(c, *arrays))[0])
            taken, theirs = timed(lambda: by_gradients(*arrays))
            runs["gradients"].append(taken)
            runs["direct"].append(timed(lambda: directly(*arrays))[0])
        middle = {name: statistics.median(times) for name, times in runs.items()}
        ratio = min(middle["gradients"], middle["direct"]) / middle["ours"]
        rest = residual(mine, *arrays[1:])
        apart = float(numpy.max(numpy.abs(mine - theirs) / numpy.abs(mine)))
        print(f"{size * size:8d}{1e3 * middle['ours']:10.2f}{1e3 * middle['gradients']:11.2f}"
              f"{1e3 * middle['direct']:9.2f}{ratio:7.2f}{rest:10.1e}{apart:9.1e}"
              f"   {grown:.0f} MB", flush=True)
        holds &= rest <= LARGEST_RESIDUAL and grown <= LARGEST_MEGABYTES
    holds &= ratio >= LEAST_RATIO
    if not holds:
        print("FAILED: less than twice as fast as SciPy, or not as near as it should be")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
