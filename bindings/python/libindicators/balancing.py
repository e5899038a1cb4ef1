# SPDX-License-Identifier: GPL-3.0-or-later
"""Values that satisfy linear equations: balancing, raking, benchmarking, rounding."""

from __future__ import annotations

import ctypes
import decimal
import numbers
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import _functions as c
from . import errors
from .formulas import _elements, _floats, _is_array, _like, _need_real, _pointer, _vector

# Vectors are NumPy arrays, pandas Series or sequences; results are of the kind of the first
# one, else lists. An equation is a mapping from the numbers of values, from 0, to their
# coefficients, or a sequence of a coefficient for each value (so that a matrix is a sequence
# of equations); the terms add up to its constant, 0 if `constants` is None. ContradictionError
# has the results that come nearest as `result`, and the numbers of the equations that
# contradict one another as `equations`.


class _Equations:
    """Equations in the form of the C library, which borrows the arrays held here."""

    def __init__(self, equations: Iterable[Any], constants: Any, n: int) -> None:
        first, column, coefficient = [0], [], []
        for number, equation in enumerate(equations):
            if isinstance(equation, Mapping):
                terms = list(zip(equation, _elements(equation.values())))
            elif len(equation) == n:
                terms = [(k, x) for k, x in enumerate(_vector(equation)) if x != 0]
            else:
                raise ValueError(
                    f"equation {number} has {len(equation)} coefficients for {n} values")
            for k, x in terms:
                if not 0 <= k < n:
                    raise IndexError(f"equation {number} names value {k}, but there are {n}")
                column.append(int(k))
                coefficient.append(float(x))
            first.append(len(column))
        self.n = len(first) - 1
        self._arrays = (
            (ctypes.c_size_t * len(first))(*first),
            (ctypes.c_uint32 * len(column))(*column),
            (ctypes.c_double * len(column))(*coefficient),
            None if constants is None else _vector(constants),
        )
        if constants is not None and len(self._arrays[3]) != self.n:
            raise ValueError(f"{len(self._arrays[3])} constants for {self.n} equations")
        self.flags = (ctypes.c_uint8 * self.n)()
        self.struct = c.Equations(
            self.n, *self._arrays[:3], None if constants is None else _doubles(self._arrays[3]))

    def flagged(self) -> list[int]:
        return [k for k, flag in enumerate(self.flags) if flag]


def _doubles(vector: Any) -> Any:
    """A vector as a pointer, for members of structs."""
    return None if vector is None else ctypes.cast(_pointer(vector), c._doubles)


def _optional(x: Any, n: int, name: str) -> Any:
    """A vector of n elements, one number for all, or None."""
    if x is None:
        return None
    if isinstance(x, numbers.Number):
        _need_real(type(x))
        return (ctypes.c_double * n)(*[x] * n)
    vector = _vector(x)
    if len(vector) != n:
        raise ValueError(f"{len(vector)} elements in {name} for {n} values")
    return vector


def _argument(vector: Any) -> Any:
    return None if vector is None else _pointer(vector)


@dataclass(frozen=True)
class Balanced:
    """What balancing gives. `standard_errors` are those that are left, NaN for what was
    unknown; `leverage` is the part of its variance that the equations take from a value: 0
    says that none checks it. `chi_square` is the sum of squares of changes over standard
    errors, with `rank` degrees of freedom, and `p` how probable one as large is; both are
    None where the rank is not known."""

    values: Any
    standard_errors: Any
    leverage: Any
    rank: int | None
    chi_square: float
    p: float | None


def balance(
    values: Any, standard_errors: Any, equations: Iterable[Any], constants: Any = None, *,
    low: Any = None, high: Any = None,
) -> Balanced:
    """The values that satisfy the equations and are nearest in units of standard errors.

    A standard error of 0 fixes a value, an infinite one says that it is unknown. `low` and
    `high` bound the results."""
    value = _vector(values)
    n = len(value)
    rows = _Equations(equations, constants, n)
    out, error_out, leverage = ((ctypes.c_double * n)() for _ in range(3))
    summary = c.BalanceSummary()
    inputs = [
        _optional(standard_errors, n, "standard_errors"), _optional(low, n, "low"),
        _optional(high, n, "high"),
    ]

    def result() -> Balanced:
        known = bool(summary.is_rank_known)
        return Balanced(
            _like(values, out), _like(values, error_out), _like(values, leverage),
            summary.rank if known else None, summary.chi_square, summary.p if known else None)

    try:
        c.lib.ind_balance(
            _pointer(value), *map(_argument, inputs), n, ctypes.byref(rows.struct), out,
            error_out, leverage, rows.flags, ctypes.byref(summary), ctypes.byref(c.Error()))
    except errors.ContradictionError as error:
        error.result, error.equations = result(), rows.flagged()
        raise
    return result()


def rake(
    values: Any, equations: Iterable[Any], constants: Any = None, *, alterability: Any = None,
    low: Any = None, high: Any = None,
) -> Any:
    """The values that satisfy the equations, each changed in proportion to its size.

    Of the squares of changes over alterability times size, the sum is least. An alterability
    of 0 fixes a value, an infinite one says that it is unknown; None: all 1."""
    value = _vector(values)
    n = len(value)
    rows = _Equations(equations, constants, n)
    out = (ctypes.c_double * n)()
    inputs = [
        _optional(alterability, n, "alterability"), _optional(low, n, "low"),
        _optional(high, n, "high"),
    ]
    try:
        c.lib.ind_rake(
            _pointer(value), *map(_argument, inputs), n, ctypes.byref(rows.struct), out,
            rows.flags, ctypes.byref(c.Error()))
    except errors.ContradictionError as error:
        error.result, error.equations = _like(values, out), rows.flagged()
        raise
    return _like(values, out)


def _flat(table: Any, n_rows: int, n_columns: int) -> Any:
    if _is_array(table):
        import numpy

        array = numpy.ascontiguousarray(_floats(table))
        if array.shape != (n_rows, n_columns):
            raise ValueError(f"a table of shape {array.shape}, where it is {n_rows, n_columns}")
        return array
    if len(table) != n_rows or any(len(row) != n_columns for row in table):
        raise ValueError(f"a table that has not {n_rows} rows of {n_columns} cells")
    return _vector([cell for row in table for cell in row])


def rake_table(
    cells: Any, row_totals: Any = None, column_totals: Any = None, *, alterability: Any = None,
    row_alterability: Any = None, column_alterability: Any = None,
) -> Any:
    """A table, a sequence of rows, an array or a DataFrame, raked to the totals of its rows,
    of its columns, or of both. Alterabilities of cells are 1, those of totals 0, which makes
    them binding, unless others are given."""
    n_rows = len(cells)
    if _is_array(cells):
        if len(cells.shape) != 2:
            raise ValueError(f"{len(cells.shape)} dimensions, where 2 are wanted")
        n_columns = cells.shape[1]
    else:
        n_columns = len(cells[0]) if n_rows > 0 else 0
    inputs = [
        _flat(cells, n_rows, n_columns),
        None if alterability is None else _flat(alterability, n_rows, n_columns),
        _optional(row_totals, n_rows, "row_totals"),
        _optional(row_alterability, n_rows, "row_alterability"),
        _optional(column_totals, n_columns, "column_totals"),
        _optional(column_alterability, n_columns, "column_alterability"),
    ]
    out = (ctypes.c_double * (n_rows * n_columns))()

    def result() -> Any:
        if not _is_array(cells):
            return [list(out[k * n_columns:(k + 1) * n_columns]) for k in range(n_rows)]
        import numpy

        array = numpy.array(out, dtype=numpy.float64).reshape(n_rows, n_columns)
        if hasattr(cells, "to_numpy") and hasattr(cells, "columns"):
            return type(cells)(array, index=cells.index, columns=cells.columns)
        return array

    pointers = list(map(_argument, inputs))
    try:
        c.lib.ind_rake_table(
            *pointers[:2], n_rows, n_columns, *pointers[2:], out, None, None,
            ctypes.byref(c.Error()))
    except errors.ContradictionError as error:
        error.result = result()
        raise
    return result()


def benchmark(
    series: Any, totals: Sequence[float], spans: int | Sequence[tuple[int, int]] = 4, *,
    rho: float = 1.0, proportional: float = 1.0, correct_bias: bool = False,
    alterability: Any = None, total_alterability: Any = None,
) -> Any:
    """The series at the level of its totals, its movement kept as far as can be.

    `spans` says how many elements each total is of, one after the other from the first, or,
    for each, from where to where (the last not included). `rho` is 1 for the method of
    Denton, and below for that of Cholette and Dagum (usual: 0.9 for months, 0.9 ** 3 for
    quarters), which can correct the bias of the series. `proportional` is 1, or 0 for
    additive adjustments, or between (lambda). An alterability of 0 fixes an element, or makes
    a total binding; those of elements are 1, those of totals 0, unless others are given."""
    value = _vector(series)
    n = len(value)
    amounts = list(_vector(totals))
    m = len(amounts)
    if isinstance(spans, numbers.Number):
        spans = [(k * spans, (k + 1) * spans) for k in range(m)]
    if len(spans) != m:
        raise ValueError(f"{len(spans)} spans for {m} totals")
    if any(start < 0 or stop < 0 for start, stop in spans):
        raise IndexError("a span begins or ends before the series")
    weights = _optional(total_alterability, m, "total_alterability")
    given = (c.BenchmarkTotal * m)(*(
        (int(start), int(stop), amounts[k], 0 if weights is None else weights[k])
        for k, (start, stop) in enumerate(spans)))
    own = _optional(alterability, n, "alterability")
    options = c.BenchmarkOptions(rho, proportional, bool(correct_bias), _doubles(own))
    out = (ctypes.c_double * n)()
    try:
        c.lib.ind_benchmark(
            _pointer(value), n, given, m, ctypes.byref(options), out, None,
            ctypes.byref(c.Error()))
    except errors.ContradictionError as error:
        error.result = _like(series, out)
        raise
    return _like(series, out)


def round_sums(
    values: Any, decimals: int | Sequence[int], equations: Iterable[Any], constants: Any = None,
    *, fixed: Iterable[int] = (),
) -> list[decimal.Decimal]:
    """The values rounded to so many decimals, such that all equations hold exactly, and as
    near as can be in units of their last digits. Coefficients are whole; `fixed` has the
    numbers of values that are rounded to nearest and left so."""
    value = _vector(values)
    n = len(value)
    single = isinstance(decimals, numbers.Number)
    places = [int(decimals)] * n if single else [int(x) for x in decimals]
    if len(places) != n:
        raise ValueError(f"{len(places)} decimals for {n} values")
    for x in places:
        c.int32("decimals", x)
    rows = _Equations(equations, constants, n)
    flags = (ctypes.c_uint8 * n)()
    for k in fixed:
        if not 0 <= k < n:
            raise IndexError(f"value {k} is fixed, but there are {n}")
        flags[k] = 1
    out = (c.Decimal * n)()

    def result() -> list[decimal.Decimal]:
        return [decimal.Decimal(x.mantissa).scaleb(-x.decimals) for x in out]

    try:
        c.lib.ind_round_sums(
            _pointer(value), (ctypes.c_int32 * n)(*places), flags, n, ctypes.byref(rows.struct),
            out, rows.flags, ctypes.byref(c.Error()))
    except errors.ContradictionError as error:
        error.result, error.equations = result(), rows.flagged()
        raise
    return result()
