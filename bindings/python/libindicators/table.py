# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures on their way into the C library: files, dicts, columns, streams of Arrow."""

from __future__ import annotations

import csv
import ctypes
import decimal
import io
import numbers
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Union

from . import _arrow
from . import _functions as c
from . import errors
from ._handles import Owner

Path = Union[str, "os.PathLike[str]"]
Row = Mapping[str, Any]
#: A path, several paths, dicts of one figure each, a dict of columns, a pandas DataFrame,
#: anything with __arrow_c_stream__ (polars, DuckDB, pyarrow), or a Table.
Data = Union[Path, Sequence[Path], Iterable[Row], Mapping[str, Sequence[Any]], Any]
Decimals = Union[int, Mapping[str, int], None]

_VALUE = {"obs_value", "value"}
_DECIMALS = {"decimals"}
_INDICATOR = {"indicator"}
_PRINTED = {"printed"}
_AREA = {"ref_area", "region"}

#: As few and as many decimals as a figure can have: those of ind_printed_decimals.
_LEAST_DECIMALS, _MOST_DECIMALS = -30, 40

#: All digits of a float with decimals, whatever context the caller has set.
_ALL_DIGITS = decimal.Context(prec=400)

#: Types of NumPy that convert to numbers and are none.
TIMES = {"datetime64", "timedelta64"}


class Table(Owner):
    """An ind_table, freed with this object."""

    def __init__(self, handle: ctypes.c_void_p | None = None) -> None:
        if handle is None:
            handle = c.Table()
            c.lib.ind_table_new(ctypes.byref(handle), ctypes.byref(c.Error()))
        self.handle = handle
        self._own(c.lib.ind_table_free, handle)

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
        self._read(c.lib.ind_table_read_file, c.path_bytes(path), options)

    def read_text(self, name: str, text: str, options: c.TableOptions) -> None:
        content, encoded = text.encode("utf-8"), c.text_bytes("name", name)
        self._read(
            lambda table, data, *rest: c.lib.ind_table_read_text(
                table, encoded, data, len(data), *rest
            ),
            content,
            options,
        )

    def read_stream(self, name: str, address: int, options: c.TableOptions,
                    arrow: c.ArrowOptions) -> None:
        """Reads the ArrowArrayStream at an address, and releases it."""
        self._read(
            lambda table, data, table_options, error: c.lib.ind_table_read_arrow(
                table, data, address, table_options, ctypes.byref(arrow), error
            ),
            c.text_bytes("name", name),
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


def _is_columns(data: Any) -> bool:
    """Whether the data are a dict of columns, rather than one figure."""
    return isinstance(data, Mapping) and bool(data) and all(
        hasattr(values, "__len__") and not isinstance(values, (str, bytes, Mapping))
        for values in data.values()
    )


def _rows(data: Any) -> list[Row]:
    """The rows of whatever has rows."""
    if isinstance(data, Mapping):
        raise TypeError(
            "one dict is one figure: pass a list of dicts, or a dict of columns, each with as "
            "many elements"
        )
    try:
        return list(data)
    except TypeError:
        raise TypeError(
            f"{type(data).__name__} holds no figures: pass the path of a CSV file, a list of "
            "paths, a list of dicts, a dict of columns, or a data frame"
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
    if isinstance(value, (bytes, bytearray)):
        raise TypeError(f"{where}: {column} is bytes; decode them")
    if _is_float(value) and not isinstance(value, decimal.Decimal):
        # A column of whole numbers with gaps is one of floats in pandas.
        if float(value).is_integer():
            return str(int(value))
        if column.lower() in _PRINTED | _DECIMALS | {"time_period", "period", "unit_mult"}:
            raise TypeError(f"{where}: {column} is the float {value!r}; pass a str")
        value = decimal.Decimal(repr(float(value)))
    # Not 1e-07, which is no number in a table.
    return format(value, "f") if isinstance(value, decimal.Decimal) else str(value)


def area_text(value: Any) -> str:
    """The area that a value means; "" for none."""
    return "" if _is_missing(value) else _cell("REF_AREA", value, "an area")


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
    if isinstance(value, numbers.Integral) and type(value).__name__ not in TIMES:
        return str(int(value)), ""
    if not isinstance(value, numbers.Real) or type(value).__name__ in TIMES:
        raise TypeError(f"{where}: {type(value).__name__} is no figure; pass a str or a Decimal")
    if places is None:
        raise TypeError(
            f"{where}: {value!r} is a float and has lost its decimals (5.50 and 5.5 are the same "
            "float, and stand for different intervals); pass the figure as str or Decimal, read "
            "columns as str (pandas: dtype=str), or say decimals="
        )
    if float(value) in (float("inf"), float("-inf")):
        raise ValueError(f"{where}: {value} is no figure")
    # A float of NumPy may have fewer bits, and the shortest decimal of those.
    shortest = decimal.Decimal(str(value) if hasattr(value, "dtype") else repr(float(value)))
    rounded = shortest.quantize(
        decimal.Decimal(1).scaleb(-places), decimal.ROUND_HALF_UP, _ALL_DIGITS
    )
    return format(rounded, "f"), str(places)


# ------------------------------------------------------------------------------
# Columns


def _find(names: Iterable[str], wanted: set[str]) -> str | None:
    return next((name for name in names if name.strip().lower() in wanted), None)


def find_area(names: Iterable[str]) -> str | None:
    """The column of areas."""
    return _find(names, _AREA)


def _plain_numbers(values: Any) -> Any:
    """A NumPy array of the numbers or truth values of a column, if it is one of them and
    lacks none."""
    dtype = getattr(values, "dtype", None)
    # Of a masked array, the mask is not in its buffer.
    if getattr(dtype, "kind", None) not in ("b", "i", "u", "f") or hasattr(values, "filled"):
        return None
    if isinstance(dtype, sys.modules["numpy"].dtype):
        return values if hasattr(values, "__array_interface__") else values.to_numpy()
    # The nullable numbers of pandas.
    if hasattr(values, "isna") and not values.isna().any() and hasattr(dtype, "numpy_dtype"):
        return values.to_numpy(dtype=dtype.numpy_dtype, copy=False)
    return None


def _category_column(name: str, values: Any, cell: Any) -> _arrow.Column | None:
    codes = getattr(getattr(values, "cat", None), "codes", None)
    if codes is None:
        return None
    texts = [cell(value) for value in values.cat.categories.tolist()]
    return _arrow.categories(name, codes.to_numpy(), texts)


def _list(values: Any) -> list[Any]:
    if hasattr(values, "__array_interface__") and values.dtype.kind == "M":
        # tolist() would give nanoseconds.
        return [None if text == "NaT" else text for text in values.astype(str).tolist()]
    return values.tolist() if hasattr(values, "tolist") else list(values)


def _text_column(name: str, values: Any, rows: Sequence[int]) -> _arrow.Column:
    """A column of whatever objects, as text."""
    objects = _list(values)
    kinds = set(map(type, objects))
    if kinds - {str}:
        objects = [
            value if type(value) is str else "" if _is_missing(value)
            else _cell(name, value, f"row {k}")
            for k, value in zip(rows, objects)
        ]
    return _arrow.texts(name, objects)


def _value_columns(
    columns: Mapping[str, Any], name: str, decimals: Decimals, rows: Sequence[int]
) -> tuple[list[Any], list[str] | None]:
    """The texts of OBS_VALUE, and those of DECIMALS where a value decides them."""
    dtype = getattr(columns[name], "dtype", None)
    if getattr(dtype, "kind", None) in ("M", "m"):
        raise TypeError(f"{name} is a column of {dtype}: times are no figures; pass numbers or str")
    objects = _list(columns[name])
    if not set(map(type, objects)) - {str}:
        return objects, None
    indicator_column = _find(columns, _INDICATOR)
    indicators = None if indicator_column is None else _list(columns[indicator_column])
    values, own, has_own = [], [], False
    for k, value in enumerate(objects):
        text, places = "", ""
        if not _is_missing(value):
            indicator = None if indicators is None else str(indicators[k])
            where = f"row {rows[k]}" if indicator is None else f"row {rows[k]} ({indicator})"
            known = decimals.get(str(indicator)) if isinstance(decimals, Mapping) else decimals
            text, places = _figure(value, known, where)
        values.append(text)
        own.append(places)
        has_own = has_own or places != ""
    return values, own if has_own else None


def _columns(
    columns: Mapping[str, Any], decimals: Decimals, rows: Sequence[int] | None = None
) -> list[_arrow.Column]:
    """Columns for the C library: numbers of NumPy where they lie, all else as text. `rows`
    are the numbers of the rows in messages; from 0 where that is None."""
    for name, values in columns.items():
        if getattr(values, "ndim", 1) == 0:
            raise TypeError(f"the column {name} is one value: pass a list of them")
    lengths = {name: len(values) for name, values in columns.items()}
    if len(set(lengths.values())) > 1:
        raise ValueError(
            "the columns differ in length: "
            + ", ".join(f"{name} {length}" for name, length in lengths.items())
        )
    for name, values in columns.items():
        if getattr(values, "ndim", 1) != 1:
            raise ValueError(f"the column {name} has {values.ndim} dimensions")
    if not columns or not next(iter(lengths.values())):
        raise ValueError("no figures were given")
    if rows is None:
        rows = range(next(iter(lengths.values())))
    value_column, decimals_column = _find(columns, _VALUE), _find(columns, _DECIMALS)
    made: dict[str, _arrow.Column] = {}
    own: list[str] | None = None
    for name, values in columns.items():
        plain = _plain_numbers(values)
        column = None
        if plain is not None:
            if name == value_column and plain.dtype.kind == "f" and decimals is None \
                    and decimals_column is None:
                raise TypeError(
                    f"{name} is a column of floats and has lost its decimals (5.50 and 5.5 are "
                    "the same float, and stand for different intervals); pass the figures as str "
                    "or Decimal, read columns as str (pandas: dtype=str), or say decimals="
                )
            column = _arrow.numbers(name, plain)
        elif name != value_column:
            column = _category_column(
                name, values, lambda value, name=name: _cell(name, value, f"category {value!r}")
            )
        if column is None and name == value_column:
            texts, own = _value_columns(columns, name, decimals, rows)
            column = _arrow.texts(name, texts)
        made[name] = column if column is not None else _text_column(name, values, rows)
    if own is not None:
        said = [""] * len(own) if decimals_column is None else [
            "" if _is_missing(value) else _cell("DECIMALS", value, f"row {k}")
            for k, value in zip(rows, _list(columns[decimals_column]))
        ]
        name = decimals_column or "DECIMALS"
        made[name] = _arrow.texts(name, [a or b for a, b in zip(said, own)])
    return list(made.values())


def _frame_columns(frame: Any) -> dict[str, Any]:
    """The columns of a DataFrame; two of the same name cannot both be in a dict."""
    names = [str(name) for name in frame.columns]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"two columns are called {name!r}; rename one of them")
    return {name: frame.iloc[:, k] for k, name in enumerate(names)}


def _decimals_listed(decimals: Decimals) -> list[tuple[Any, int]]:
    """Decimals by indicator, of all for None, once they are what they may be."""
    if decimals is None:
        return []
    listed = list(decimals.items()) if isinstance(decimals, Mapping) else [(None, decimals)]
    for _, places in listed:
        if isinstance(places, bool) or not isinstance(places, int):
            raise TypeError(
                f"decimals is a whole number, or a dict of them by indicator, not {decimals!r}"
            )
        if not _LEAST_DECIMALS <= places <= _MOST_DECIMALS:
            raise errors.ArgumentError(
                f"figures are printed with {_LEAST_DECIMALS} to {_MOST_DECIMALS} decimals, not "
                f"with {places}"
            )
    return listed


def arrow_options(decimals: Decimals, is_strict: bool) -> c.ArrowOptions:
    options = c.ArrowOptions(is_strict=is_strict)
    if decimals is not None:
        entries = [
            (None if name is None else str(name).encode("utf-8"), places)
            for name, places in _decimals_listed(decimals)
        ]
        options.n_decimals = len(entries)
        # Kept alive by the struct, which keeps what is assigned to its fields.
        options.decimals = (c.PrintedDecimals * max(len(entries), 1))(*entries)
    return options


# ------------------------------------------------------------------------------
# Rows


def to_csv(rows: Iterable[Row], decimals: Decimals = None) -> str:
    """Figures as contract CSV."""
    rows = list(rows)
    names: dict[str, None] = {}
    for k, row in enumerate(rows):
        if not isinstance(row, Mapping):
            raise TypeError(f"row {k}: {type(row).__name__} is no dict of one figure")
        names.update(dict.fromkeys(str(name) for name in row))

    value_column, indicator_column = _find(names, _VALUE), _find(names, _INDICATOR)
    decimals_column = _find(names, _DECIMALS)
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


#: As many threads as the C library will use.
_MOST_THREADS = 64


def count_threads(threads: int) -> int:
    """The number itself, if it can be one of threads."""
    if isinstance(threads, bool) or not isinstance(threads, int):
        raise TypeError(f"threads is a whole number, not {threads!r}")
    if not 1 <= threads <= _MOST_THREADS:
        raise ValueError(f"threads is a number from 1 to {_MOST_THREADS}, not {threads!r}")
    return threads


def table_options(
    rounding: str, zeros: str, locale: str, encoding: str, threads: int = 1
) -> c.TableOptions:
    return c.TableOptions(
        c.choice("rounding", c.ROUNDINGS, rounding),
        c.choice("zeros", c.ZEROS, zeros),
        c.choice("locale", c.LOCALES, locale),
        c.choice("encoding", ["utf-8", "latin-1"], encoding),
        count_threads(threads),
    )


#: Says of the rows of a part which records of the whole they are.
_RECORDS = b"record of the whole"


def read_part(
    table: Table, frame: Any, records: Any, name: str, options: c.TableOptions,
    decimals: Decimals,
) -> None:
    """Adds the rows of a DataFrame, of which `records` says which records they are in the
    whole, an array of whole numbers from 2."""
    arrow = arrow_options(decimals, True)
    columns = _columns(_frame_columns(frame), decimals, records - 2)
    made = _arrow.numbers(_RECORDS.decode(), records)
    assert made is not None
    arrow.record_column = _RECORDS
    producer = _arrow.Producer([*columns, made])
    table.read_stream(name, producer.address, options, arrow)


def read(
    data: Data,
    *,
    name: str = "data",
    rounding: str = "nearest",
    zeros: str = "weak",
    locale: str = "auto",
    encoding: str = "utf-8",
    decimals: Decimals = None,
    threads: int = 1,
) -> Table:
    """Any kind of data as a table of the C library, which check() and the others take.

    The options are those of check(). Of a Table, which is read already, none is left to say but
    `threads`.
    """
    options = table_options(rounding, zeros, locale, encoding, threads)
    _decimals_listed(decimals)
    if isinstance(data, Table):
        given = {
            "name": name, "rounding": rounding, "zeros": zeros, "locale": locale,
            "encoding": encoding, "decimals": decimals,
        }
        for option, value in given.items():
            if value != read.__kwdefaults__[option]:
                raise ValueError(
                    f"{option}={value!r} says how to read, and this table is read already: give "
                    "it to read()"
                )
        return data
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
    if is_frame(data) or _is_columns(data):
        columns = _frame_columns(data) if is_frame(data) else {
            str(name): values for name, values in data.items()
        }
        producer = _arrow.Producer(_columns(columns, decimals))
        table.read_stream(name, producer.address, options, arrow_options(decimals, True))
        return table
    if hasattr(data, "__arrow_c_stream__"):
        capsule = data.__arrow_c_stream__()  # it frees the stream when it goes
        if type(capsule).__name__ != "PyCapsule":
            raise TypeError(
                f"__arrow_c_stream__ of {type(data).__name__} returned {capsule!r}, no PyCapsule"
            )
        table.read_stream(
            name, _arrow.capsule_address(capsule), options, arrow_options(decimals, False)
        )
        return table
    rows = _rows(data)
    if not rows:
        raise ValueError("no figures were given")
    table.read_text(name, to_csv(rows, decimals), options)
    return table
