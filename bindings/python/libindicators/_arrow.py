# SPDX-License-Identifier: GPL-3.0-or-later
"""Columns in the layout of Arrow: streams of others, and columns of Python and NumPy
handed over where they lie."""

from __future__ import annotations

import array
import ctypes
import itertools
import sys
from collections.abc import Iterable, Sequence
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int64, c_void_p
from typing import Any


class Schema(Structure):
    pass


class Array(Structure):
    pass


class Stream(Structure):
    pass


_release_schema_type = CFUNCTYPE(None, POINTER(Schema))
_release_array_type = CFUNCTYPE(None, POINTER(Array))
_release_stream_type = CFUNCTYPE(None, POINTER(Stream))
_get_schema_type = CFUNCTYPE(c_int, POINTER(Stream), POINTER(Schema))
_get_next_type = CFUNCTYPE(c_int, POINTER(Stream), POINTER(Array))
_get_last_error_type = CFUNCTYPE(c_void_p, POINTER(Stream))

Schema._fields_ = [
    ("format", c_char_p), ("name", c_char_p), ("metadata", c_void_p), ("flags", c_int64),
    ("n_children", c_int64), ("children", POINTER(POINTER(Schema))),
    ("dictionary", POINTER(Schema)), ("release", _release_schema_type),
    ("private_data", c_void_p),
]
Array._fields_ = [
    ("length", c_int64), ("null_count", c_int64), ("offset", c_int64), ("n_buffers", c_int64),
    ("n_children", c_int64), ("buffers", POINTER(c_void_p)), ("children", POINTER(POINTER(Array))),
    ("dictionary", POINTER(Array)), ("release", _release_array_type), ("private_data", c_void_p),
]
Stream._fields_ = [
    ("get_schema", _get_schema_type), ("get_next", _get_next_type),
    ("get_last_error", _get_last_error_type), ("release", _release_stream_type),
    ("private_data", c_void_p),
]


# What is handed over here belongs to Python and lives until the call is over: releasing
# is saying so.
@_release_schema_type
def _release_schema(schema):
    schema.contents.release = _release_schema_type()


@_release_array_type
def _release_array(array_):
    array_.contents.release = _release_array_type()


@_release_stream_type
def _release_stream(stream):
    stream.contents.release = _release_stream_type()


@_get_last_error_type
def _no_error(_stream):
    return None


class Column:
    """One column: a format and buffers, with whatever must be kept alive for them."""

    def __init__(self, name: str, format: str, length: int, buffers: Sequence[int | None],
                 keep: Any = None, dictionary: Column | None = None) -> None:
        self.length = length
        self._keep = keep, dictionary
        self._buffers = (c_void_p * max(len(buffers), 1))(*buffers)
        self.schema = Schema(
            format=format.encode(), name=name.encode("utf-8"), release=_release_schema,
            flags=2,
        )
        self.array = Array(
            length=length, null_count=-1 if buffers and buffers[0] else 0,
            n_buffers=len(buffers),
            buffers=ctypes.cast(self._buffers, POINTER(c_void_p)), release=_release_array,
        )
        if dictionary is not None:
            self.schema.dictionary = ctypes.pointer(dictionary.schema)
            self.array.dictionary = ctypes.pointer(dictionary.array)


class Producer:
    """An ArrowArrayStream of one batch, over columns that it keeps alive."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        n = len(columns)
        schemas = (POINTER(Schema) * n)(*(ctypes.pointer(each.schema) for each in columns))
        arrays = (POINTER(Array) * n)(*(ctypes.pointer(each.array) for each in columns))
        self._buffers = (c_void_p * 1)(None)
        self._schema = Schema(
            format=b"+s", name=b"", n_children=n, release=_release_schema,
            children=ctypes.cast(schemas, POINTER(POINTER(Schema))),
        )
        self._array = Array(
            length=columns[0].length if columns else 0, n_buffers=1, n_children=n,
            buffers=ctypes.cast(self._buffers, POINTER(c_void_p)), release=_release_array,
            children=ctypes.cast(arrays, POINTER(POINTER(Array))),
        )
        self._children = schemas, arrays
        self._n_given = 0

        # The callbacks must not hold this object, which holds them: they are freed with it,
        # without waiting for a collection of cycles.
        schema, batch, given = self._schema, self._array, []

        @_get_schema_type
        def get_schema(_stream, out):
            ctypes.memmove(out, ctypes.byref(schema), ctypes.sizeof(Schema))
            return 0

        @_get_next_type
        def get_next(_stream, out):
            ctypes.memset(out, 0, ctypes.sizeof(Array))
            if not given:
                given.append(True)
                ctypes.memmove(out, ctypes.byref(batch), ctypes.sizeof(Array))
            return 0

        self.stream = Stream(
            get_schema=get_schema, get_next=get_next, get_last_error=_no_error,
            release=_release_stream,
        )
        self._callbacks = get_schema, get_next

    @property
    def address(self) -> int:
        return ctypes.addressof(self.stream)


def capsule_address(capsule: Any) -> int:
    """Where the stream of an Arrow PyCapsule lies."""
    get_pointer = ctypes.pythonapi.PyCapsule_GetPointer
    get_pointer.restype, get_pointer.argtypes = c_void_p, [ctypes.py_object, c_char_p]
    return get_pointer(capsule, b"arrow_array_stream")


def texts(name: str, values: Iterable[str]) -> Column:
    """Text, "" where nothing stands: one pass, whatever the values."""
    values = values if isinstance(values, list) else list(values)
    joined = "".join(values)
    if joined.isascii():
        data, lengths = joined.encode("ascii"), map(len, values)
    else:
        try:
            parts = [value.encode("utf-8") for value in values]
        except UnicodeEncodeError as error:
            raise ValueError(f"{name}: {error.object!r} cannot be written in UTF-8") from None
        data, lengths = b"".join(parts), map(len, parts)
    ends = array.array("q", itertools.accumulate(lengths, initial=0))
    address = ctypes.cast(ctypes.c_char_p(data), c_void_p).value
    return Column(name, "U", len(values), [None, ends.buffer_info()[0], address], (data, ends))


def _format_of(kind: str, size: int) -> str | None:
    """The format of a NumPy kind of numbers; None when Arrow has none."""
    return {
        ("i", 1): "c", ("i", 2): "s", ("i", 4): "i", ("i", 8): "l",
        ("u", 1): "C", ("u", 2): "S", ("u", 4): "I", ("u", 8): "L",
        ("f", 4): "f", ("f", 8): "g",
    }.get((kind, size))


def _bits(numpy: Any, flags: Any) -> Any:
    return numpy.packbits(flags, bitorder="little")


def numbers(name: str, values: Any) -> Column | None:
    """A column of NumPy numbers or truth values, without copying what is contiguous and
    in the order of this machine. None when it is neither."""
    numpy = sys.modules["numpy"]
    kind, size = values.dtype.kind, values.dtype.itemsize
    if kind == "f" and size == 2:
        values = values.astype("f4")
        size = 4
    if kind == "b":
        packed = _bits(numpy, values)
        return Column(name, "b", len(values), [None, packed.ctypes.data], packed)
    format = _format_of(kind, size)
    if format is None:
        return None
    if not (values.flags.c_contiguous and values.flags.aligned and values.dtype.isnative):
        values = numpy.ascontiguousarray(values, values.dtype.newbyteorder("="))
    return Column(name, format, len(values), [None, values.ctypes.data], values)


def categories(name: str, codes: Any, values: Iterable[str]) -> Column | None:
    """A dictionary-encoded column: codes, below 0 where nothing stands, of texts."""
    numpy = sys.modules["numpy"]
    column = numbers(name, codes)
    if column is None:
        return None
    dictionary = texts("", values)
    validity = _bits(numpy, codes >= 0) if (codes < 0).any() else None
    return Column(
        name, column.schema.format.decode(), column.length,
        [None if validity is None else validity.ctypes.data, column.array.buffers[1]],
        (column, validity), dictionary,
    )
