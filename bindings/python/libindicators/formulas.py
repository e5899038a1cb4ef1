# SPDX-License-Identifier: GPL-3.0-or-later
"""Formulas on arrays, sequences and numbers; the registry; computing."""

from __future__ import annotations

import csv
import ctypes
import decimal
import io
import numbers
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from . import _functions as c
from . import errors
from . import table as tables
from ._rules import RuleFiles, RuleSet


def _is_array(value: Any) -> bool:
    # A scalar of NumPy is a number that has an array interface.
    return not isinstance(value, numbers.Number) and (
        hasattr(value, "__array_interface__") or hasattr(value, "to_numpy")
    )


def _run(kernel: Any, operands: list[Any], n: int, out: Any) -> None:
    """Runs a kernel; elements without a result are NaN in out."""
    try:
        kernel(*operands, n, out, None)
    except errors.DomainError:
        pass


def _on_arrays(kernel: Any, operands: list[Any]) -> Any:
    import numpy

    series = [x for x in operands if hasattr(x, "to_numpy") and hasattr(x, "index")]
    for other in series[1:]:
        if not series[0].index.equals(other.index):
            raise ValueError("the operands have different indexes; align them first")
    arrays = numpy.broadcast_arrays(
        *(x.to_numpy() if hasattr(x, "to_numpy") else numpy.asarray(x) for x in operands)
    )
    arrays = [numpy.ascontiguousarray(x, dtype=numpy.float64) for x in arrays]
    shape = numpy.broadcast_shapes(*(numpy.shape(x) for x in operands))
    out = numpy.empty(shape, dtype=numpy.float64)
    _run(
        kernel,
        [x.ctypes.data_as(c._doubles) for x in arrays],
        out.size,
        out.ctypes.data_as(c._doubles),
    )
    return type(series[0])(out, index=series[0].index) if series else out


def _on_sequences(kernel: Any, operands: list[Any]) -> list[float]:
    lengths = {len(x) for x in operands if not isinstance(x, numbers.Number)}
    if len(lengths) > 1:
        raise ValueError(f"the operands have different lengths: {sorted(lengths)}")
    n = lengths.pop()
    kind = ctypes.c_double * n
    arrays = [
        kind(*[x] * n)
        if isinstance(x, numbers.Number)
        else kind(*(float("nan") if value is None else value for value in x))
        for x in operands
    ]
    out = kind()
    _run(kernel, arrays, n, out)
    return list(out)


def _on_numbers(kernel: Any, operands: list[Any]) -> float:
    out = ctypes.c_double()
    kernel(*(ctypes.byref(ctypes.c_double(x)) for x in operands), 1, ctypes.byref(out), None)
    return out.value


def _apply(name: str, *operands: Any) -> Any:
    kernel = getattr(c.lib, name)
    for operand in operands:
        if isinstance(operand, (str, bytes)):
            raise TypeError(f"{operand!r} is text; formulas take numbers")
    if any(_is_array(x) for x in operands):
        return _on_arrays(kernel, list(operands))
    if any(not isinstance(x, numbers.Number) for x in operands):
        return _on_sequences(kernel, list(operands))
    return _on_numbers(kernel, list(operands))


# Every formula takes NumPy arrays or pandas Series (and returns one), sequences
# (and returns a list) or numbers, which also go with the others. An element
# without a result is NaN; a lone number without a result raises DomainError.
# Contiguous arrays of float64 are not copied.


def share(part: Any, total: Any) -> Any:
    """100 part / total, in percent."""
    return _apply("ind_share", part, total)


def share_change(share: Any, previous_share: Any) -> Any:
    """share - previous_share, in percentage points."""
    return _apply("ind_share_change", share, previous_share)


def growth(current: Any, previous: Any) -> Any:
    """100 (current - previous) / previous, in percent; previous > 0."""
    return _apply("ind_growth", current, previous)


def contribution(part: Any, previous_part: Any, previous_total: Any) -> Any:
    """100 (part - previous_part) / previous_total, in percentage points."""
    return _apply("ind_contribution", part, previous_part, previous_total)


def deflator(current_price: Any, constant_price: Any) -> Any:
    """100 current_price / constant_price, an index."""
    return _apply("ind_deflator", current_price, constant_price)


def per_capita(amount: Any, population: Any) -> Any:
    """amount / population."""
    return _apply("ind_per_capita", amount, population)


def convert(amount: Any, exchange_rate: Any) -> Any:
    """amount / exchange_rate: local currency to the one the rate is quoted for."""
    return _apply("ind_convert", amount, exchange_rate)


def productivity(output: Any, employment: Any) -> Any:
    """output / employment."""
    return _apply("ind_productivity", output, employment)


def productivity_growth(output_growth: Any, employment_growth: Any) -> Any:
    """Growth of output per employed person from the growth of both, in percent."""
    return _apply("ind_productivity_growth", output_growth, employment_growth)


def disbursement_ratio(disbursed: Any, plan: Any) -> Any:
    """100 disbursed / plan, in percent."""
    return _apply("ind_disbursement_ratio", disbursed, plan)


@dataclass(frozen=True)
class Indicator:
    """What the library knows of an indicator. Texts that are not there are None;
    without a basis, the definition admits no other."""

    name: str
    alias: str | None
    title: str
    unit: str
    formula: str | None
    kernel: str | None
    reference: str | None
    is_additive: bool
    is_nonnegative: bool
    basis: str | None


def _text(value: bytes | None) -> str | None:
    return None if value is None else c.decode(value)


def indicators() -> list[Indicator]:
    """The registry, sorted by name."""
    result = []
    for k in range(c.lib.ind_indicator_count()):
        entry = c.lib.ind_indicator_at(k).contents
        result.append(
            Indicator(
                c.decode(entry.name), _text(entry.alias), c.decode(entry.title),
                c.decode(entry.unit), _text(entry.formula), _text(entry.kernel),
                _text(entry.reference), bool(entry.is_additive), bool(entry.is_nonnegative),
                _text(entry.basis),
            )
        )
    return result


def compute(
    data: tables.Data,
    only: Sequence[str] | None = None,
    rules: RuleFiles = None,
    *,
    standard_rules: bool = True,
    rules_text: str | None = None,
    rounding: str = "nearest",
    zeros: str = "weak",
    locale: str = "auto",
    encoding: str = "utf-8",
    decimals: tables.Decimals = None,
    name: str = "data",
) -> Any:
    """Computes every indicator the figures allow and do not hold.

    Takes data and options as check() does; `only` names the indicators
    wanted. Returns a list of dicts with the columns of the CSV contract,
    OBS_VALUE a Decimal; a pandas DataFrame when given one.
    """
    names = [only] if isinstance(only, str) else list(only or [])
    loaded = RuleSet(rules, standard=standard_rules, text=rules_text)
    table = tables.read(
        data, name=name, rounding=rounding, zeros=zeros, locale=locale, encoding=encoding,
        decimals=decimals,
    )
    options = c.ComputeOptions(None, 0)
    if names:
        texts = (ctypes.c_char_p * len(names))(*(text.encode("utf-8") for text in names))
        options = c.ComputeOptions(
            ctypes.cast(texts, ctypes.POINTER(ctypes.c_char_p)), len(names)
        )
    handle = c.Table()
    c.lib.ind_compute(
        table.handle, loaded.handle, ctypes.byref(options), ctypes.byref(handle),
        ctypes.byref(c.Error()),
    )
    computed = tables.Table(handle)
    rows: list[dict[str, Any]] = list(csv.DictReader(io.StringIO(computed.to_csv(), newline="")))
    for row in rows:
        row["OBS_VALUE"] = decimal.Decimal(row["OBS_VALUE"])
        for column in ("DECIMALS", "UNIT_MULT"):
            row[column] = int(row[column]) if row[column] else None
    if tables.is_frame(data):
        import pandas

        return pandas.DataFrame(rows)
    return rows
