# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures on their way into the C library: files, dicts, data frames."""

from __future__ import annotations

import csv
import ctypes
import decimal
import io
import numbers
import os
import weakref
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Union

from . import _functions as c
from . import errors

Path = Union[str, "os.PathLike[str]"]
Row = Mapping[str, Any]
#: A path, several paths, dicts of one figure each, or a data frame.
Data = Union[Path, Sequence[Path], Iterable[Row], Any]
Decimals = Union[int, Mapping[str, int], None]

_VALUE = {"obs_value", "value"}
_DECIMALS = {"decimals"}
_INDICATOR = {"indicator"}
_PRINTED = {"printed"}


class Table:
    """An ind_table, freed with this object."""

    def __init__(self, handle: ctypes.c_void_p | None = None) -> None:
        if handle is None:
            handle = c.Table()
            c.lib.ind_table_new(ctypes.byref(handle), ctypes.byref(c.Error()))
        self.handle = handle
        weakref.finalize(self, c.lib.ind_table_free, handle)

    def __len__(self) -> int:
        return c.lib.ind_table_count(self.handle)

    @property
    def notes(self) -> list[str]:
        """Remarks on what was read."""
        count = c.lib.ind_table_note_count(self.handle)
        return [c.decode(c.lib.ind_table_note_at(self.handle, k)) for k in range(count)]

    @property
    def complaints(self) -> list[str]:
        """Why something was not read."""
        count = c.lib.ind_table_complaint_count(self.handle)
        return [c.decode(c.lib.ind_table_complaint_at(self.handle, k)) for k in range(count)]

    def read_file(self, path: Path, options: c.TableOptions) -> None:
        self._read(c.lib.ind_table_read_file, os.fsencode(path), options)

    def read_text(self, name: str, text: str, options: c.TableOptions) -> None:
        content = text.encode("utf-8")
        self._read(
            lambda table, data, *rest: c.lib.ind_table_read_text(
                table, name.encode("utf-8"), data, len(data), *rest
            ),
            content,
            options,
        )

    def _read(self, function: Any, argument: bytes, options: c.TableOptions) -> None:
        try:
            function(self.handle, argument, ctypes.byref(options), ctypes.byref(c.Error()))
        except errors.TableError as error:
            error.complaints = self.complaints
            if error.complaints:
                error.message = "\n".join(error.complaints)
            raise

    def to_csv(self) -> str:
        return c.collect(c.lib.ind_table_write, self.handle)


def _is_path(data: Any) -> bool:
    return isinstance(data, (str, os.PathLike))


def is_frame(data: Any) -> bool:
    """Whether the data are a table of pandas."""
    return type(data).__module__.split(".")[0] == "pandas" and hasattr(data, "columns")


def _rows(data: Any) -> list[Row]:
    """The rows of whatever has rows."""
    if is_frame(data):
        names = [str(name) for name in data.columns]
        columns = [data.iloc[:, k].tolist() for k in range(len(names))]
        return [dict(zip(names, values)) for values in zip(*columns)]
    for method in ("to_dicts", "to_pylist"):  # polars, Arrow
        if hasattr(data, method):
            return getattr(data, method)()
    if isinstance(data, Mapping):
        raise TypeError(
            "one dict is one figure: pass a list of dicts; a dict of columns can be passed as a "
            "pandas.DataFrame"
        )
    try:
        return list(data)
    except TypeError:
        raise TypeError(
            f"{type(data).__name__} holds no figures: pass the path of a CSV file, a list of "
            "paths, a list of dicts or a data frame"
        ) from None


def _is_missing(value: Any) -> bool:
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    try:
        return bool(value != value)
    except (TypeError, ValueError, decimal.InvalidOperation):
        return False


def _is_float(value: Any) -> bool:
    return isinstance(value, numbers.Real) and not isinstance(value, numbers.Rational)


def _cell(column: str, value: Any, where: str) -> str:
    """Text of a value in a column other than that of the values."""
    if isinstance(value, bool):
        raise TypeError(f"{where}: a truth value is no {column}; pass a str")
    if _is_float(value) and not isinstance(value, decimal.Decimal):
        # A column of whole numbers with gaps is one of floats in pandas.
        if float(value).is_integer():
            return str(int(value))
        if column.lower() in _PRINTED | _DECIMALS | {"time_period", "period", "unit_mult"}:
            raise TypeError(f"{where}: {column} is the float {value!r}; pass a str")
        value = decimal.Decimal(repr(float(value)))
    # Not 1e-07, which is no number in a table.
    return format(value, "f") if isinstance(value, decimal.Decimal) else str(value)


def _figure(value: Any, places: int | None, where: str) -> tuple[str, str]:
    """Text for OBS_VALUE, and for DECIMALS where the value itself decides."""
    if isinstance(value, bool):
        raise TypeError(f"{where}: a truth value is no figure")
    if isinstance(value, str):
        return value, ""
    if isinstance(value, decimal.Decimal):
        if not value.is_finite():
            raise ValueError(f"{where}: {value} is no figure")
        exponent = value.as_tuple().exponent
        assert isinstance(exponent, int)
        return format(value, "f"), str(-exponent) if exponent > 0 else ""
    if isinstance(value, numbers.Integral):
        return str(int(value)), ""
    if not isinstance(value, numbers.Real):
        raise TypeError(f"{where}: {type(value).__name__} is no figure; pass a str or a Decimal")
    if places is None:
        raise TypeError(
            f"{where}: {value!r} is a float and has lost its decimals (5.50 and 5.5 are the same "
            "float, and stand for different intervals); pass the figure as str or Decimal, read "
            "columns as str (pandas: dtype=str), or say decimals="
        )
    if float(value) in (float("inf"), float("-inf")):
        raise ValueError(f"{where}: {value} is no figure")
    exact = decimal.Decimal(repr(float(value)))
    rounded = exact.quantize(decimal.Decimal(1).scaleb(-places), decimal.ROUND_HALF_EVEN)
    return format(rounded, "f"), str(places)


def to_csv(rows: Iterable[Row], decimals: Decimals = None) -> str:
    """Figures as contract CSV."""
    rows = list(rows)
    names: dict[str, None] = {}
    for k, row in enumerate(rows):
        if not isinstance(row, Mapping):
            raise TypeError(f"row {k}: {type(row).__name__} is no dict of one figure")
        names.update(dict.fromkeys(str(name) for name in row))

    def find(wanted: set[str]) -> str | None:
        return next((name for name in names if name.strip().lower() in wanted), None)

    value_column, indicator_column = find(_VALUE), find(_INDICATOR)
    decimals_column = find(_DECIMALS)
    header = list(names)
    if decimals_column is None:
        decimals_column = "DECIMALS"
        header.append(decimals_column)
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow(header)
    for k, row in enumerate(rows):
        cells = {str(name): value for name, value in row.items() if not _is_missing(value)}
        where = f"row {k}"
        text: dict[str, str] = {}
        if indicator_column in cells:
            where += f" ({cells[indicator_column]})"
        for name, value in cells.items():
            if name != value_column:
                text[name] = _cell(name, value, where)
        if value_column in cells:
            places = decimals
            if isinstance(decimals, Mapping):
                places = decimals.get(str(cells.get(indicator_column)))
            value, own = _figure(cells[value_column], places, where)  # type: ignore[arg-type]
            text[value_column] = value  # type: ignore[index]
            if own and not text.get(decimals_column):
                text[decimals_column] = own
        writer.writerow([text.get(name, "") for name in header])
    return output.getvalue()


def read(
    data: Data,
    *,
    name: str = "data",
    rounding: str = "nearest",
    zeros: str = "weak",
    locale: str = "auto",
    encoding: str = "utf-8",
    decimals: Decimals = None,
) -> Table:
    """Any kind of data as a table of the C library."""
    options = c.TableOptions(
        c.choice("rounding", c.ROUNDINGS, rounding),
        c.choice("zeros", c.ZEROS, zeros),
        c.choice("locale", c.LOCALES, locale),
        c.choice("encoding", ["utf-8", "latin-1"], encoding),
    )
    table = Table()
    if _is_path(data):
        table.read_file(data, options)
        return table
    if not is_frame(data) and isinstance(data, Sequence) and data and all(map(_is_path, data)):
        for path in data:
            table.read_file(path, options)
        return table
    # The text made here is UTF-8, whatever the encoding of files.
    options.is_latin1 = 0
    rows = _rows(data)
    if not rows:
        raise ValueError("no figures were given")
    table.read_text(name, to_csv(rows, decimals), options)
    return table
