# SPDX-License-Identifier: GPL-3.0-or-later
"""What a printed number means."""

from __future__ import annotations

import ctypes
import decimal
from dataclasses import dataclass

from . import _functions as c
from . import errors
from .report import Interval, decimal_of


@dataclass(frozen=True)
class Reading:
    """One way to read a printed number. `upper` is the upper end of a range,
    else None; `unit` is None where none was printed; `interval` has the true
    values, in the unit without its power of ten `unit_mult`."""

    value: decimal.Decimal
    upper: decimal.Decimal | None
    unit: str | None
    unit_mult: int
    qualifier: str
    locale: str
    interval: Interval


def parse(
    text: str, locale: str = "auto", *, rounding: str = "nearest", zeros: str = "weak"
) -> list[Reading]:
    """Reads a number as a report prints it: "50.400,5 tỷ đồng".

    The list has one reading, or two where the locale is "auto" and the text
    leaves both open. NumberError and its kin say why there is none.
    """
    if not isinstance(text, str):
        raise TypeError(f"a number is read from a str as it was printed, not from {text!r}")
    content = text.encode("utf-8")
    readings = (c.Number * 2)()
    count = ctypes.c_size_t(0)
    try:
        c.lib.ind_number_read(
            content, len(content), c.choice("locale", c.LOCALES, locale), readings,
            ctypes.byref(count), ctypes.byref(c.Error()),
        )
    except errors.AmbiguousError:
        pass
    result = []
    for number in readings[: count.value]:
        interval = c.Interval()
        c.lib.ind_number_interval(
            ctypes.byref(number), c.choice("rounding", c.ROUNDINGS, rounding),
            c.choice("zeros", c.ZEROS, zeros), ctypes.byref(interval),
        )
        unit, scale = c.unit_text(number.unit)
        result.append(
            Reading(
                decimal_of(number.value),
                decimal_of(number.upper) if number.is_range else None,
                unit if number.has_unit else None,
                scale if number.has_unit else 0,
                c.QUALIFIERS[number.qualifier],
                c.LOCALES[number.locale],
                Interval(interval.low, interval.high),
            )
        )
    return result
