# SPDX-License-Identifier: GPL-3.0-or-later
"""One exception class for each status of the C library.

The bases group them by family and inherit the built-in exception a caller
would expect: ValueError, MemoryError, OSError.
"""

from __future__ import annotations


class Error(Exception):
    """What every exception of the library is. `record` and `field` say where
    in an input (line and column in a rules text), counted from 1; 0: nowhere."""

    status = -1
    name = "IND_E_UNKNOWN"

    def __init__(self, message: str = "", record: int = 0, field: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.record = record
        self.field = field

    def __str__(self) -> str:
        return self.message


class CallerError(Error, ValueError):
    """The caller's argument is at fault."""


class ArgumentError(CallerError):
    """An argument is outside its documented domain."""

    status, name = 100, "IND_E_ARGUMENT"


class RangeError(CallerError, IndexError):
    """An index is not below its count."""

    status, name = 101, "IND_E_RANGE"


class DataError(Error, ValueError):
    """These data allow no result."""


class DomainError(DataError):
    """There is no result for at least one element."""

    status, name = 200, "IND_E_DOMAIN"


class AmbiguousError(DataError):
    """A printed number reads in two ways."""

    status, name = 201, "IND_E_AMBIGUOUS"


class ContradictionError(DataError):
    """No values satisfy all equations and bounds. `result` has what comes nearest, and
    `equations` the numbers of those that contradict one another."""

    status, name = 202, "IND_E_CONTRADICTION"

    def __init__(self, message: str = "", record: int = 0, field: int = 0) -> None:
        super().__init__(message, record, field)
        self.result: object = None
        self.equations: list[int] = []


class InputError(Error, ValueError):
    """The text of an input is at fault."""


class NumberError(InputError):
    """The text is not a printed number."""

    status, name = 300, "IND_E_NUMBER"


class UnitError(InputError):
    """The text is not a known unit."""

    status, name = 301, "IND_E_UNIT"


class PeriodError(InputError):
    """The text is not a time period."""

    status, name = 302, "IND_E_PERIOD"


class TableError(InputError):
    """An input table cannot be read; `complaints` has all that was found."""

    def __init__(self, message: str = "", record: int = 0, field: int = 0) -> None:
        super().__init__(message, record, field)
        self.complaints: list[str] = []


class CsvError(TableError):
    """An input table breaks the CSV contract."""

    status, name = 303, "IND_E_CSV"


class RuleError(InputError):
    """A rules file breaks the rule language."""

    status, name = 304, "IND_E_RULE"


class EncodingError(TableError):
    """The text is not valid in its declared encoding."""

    status, name = 305, "IND_E_ENCODING"


class PrecisionError(InputError):
    """A number has more digits than can be kept exactly."""

    status, name = 306, "IND_E_PRECISION"


class SystemFailure(Error):
    """The system failed the library."""


class OutOfMemoryError(SystemFailure, MemoryError):
    """Memory ran out."""

    status, name = 400, "IND_E_MEMORY"


class FileError(SystemFailure, OSError):
    """A file cannot be opened, read or written."""

    status, name = 401, "IND_E_FILE"


class WriteError(SystemFailure, OSError):
    """A writer reported a failure."""

    status, name = 402, "IND_E_WRITE"


class InternalError(Error, RuntimeError):
    """A defect of the library; please report it."""

    status, name = 900, "IND_E_INTERNAL"


def _leaves(base: type[Error]) -> list[type[Error]]:
    found = [base] if "status" in vars(base) and base is not Error else []
    for child in base.__subclasses__():
        found += _leaves(child)
    return found


BY_STATUS: dict[int, type[Error]] = {leaf.status: leaf for leaf in _leaves(Error)}


def from_status(status: int, message: str, record: int = 0, field: int = 0) -> Error:
    """The exception of a status. A status of a later library is an Error."""
    kind = BY_STATUS.get(status, Error)
    error = kind(message, record, field)
    if kind is Error:
        error.status = status
    return error
