# SPDX-License-Identifier: GPL-3.0-or-later
"""Checking beyond one machine: figures in partitions, on any cluster of Dask.

Areas are checked apart, so that each partition is checked where it lies. What comes back
are numbers, and the figures of those areas of which there is something to say; these are
checked once more, here, with what the whole is known to hold: the report is the one that
check() would make of all figures.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import dask
import numpy

from . import _arrow
from . import _functions as c
from . import table as tables
from ._rules import RuleFiles, RuleSet
from .report import How, Report

#: What a figure is, but for where, when and how much: the kinds of ind_table_kinds.
_KIND = (
    "INDICATOR", "COMPONENT", "SOURCE", "VINTAGE", "UNIT_MEASURE", "UNIT_MULT", "QUALIFIER",
    "ROUNDING",
)
#: The rest of it.
_REST = ("REF_AREA", "TIME_PERIOD", "OBS_VALUE", "DECIMALS", "PRINTED", "LOCATOR")

#: Of a DataFrame that is shuffled: the records its rows were before.
_RECORD = "record of the whole"
#: And the text of their areas.
_AREA = "area of the whole"


@dataclass(frozen=True)
class _Spec:
    """What every partition is read and checked with."""

    rules: dict[str, Any]
    options: dict[str, str]
    decimals: tables.Decimals
    name: str
    how: How

    def load(self, table: tables.Table, part: Any) -> None:
        """Adds the figures of a partition: a path, or a DataFrame with _RECORD."""
        options = tables.table_options(**self.options)
        if isinstance(part, (str, os.PathLike)):
            table.read_file(part, options)
        elif len(part) > 0:
            options.is_latin1 = 0
            if not part[_RECORD].is_monotonic_increasing:
                part = part.sort_values(_RECORD)
            rows = part.drop(columns=[_RECORD, _AREA], errors="ignore")
            records = part[_RECORD].to_numpy()
            tables.read_part(table, rows, records, self.name, options, self.decimals)


@dataclass
class _Outline:
    """What a partition holds, or all of them."""

    #: A kind, with its file: the place of its first figure, and how many there are.
    kinds: dict[tuple[str, ...], tuple[int, int, int]] = field(default_factory=dict)
    areas: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass
class _Checked:
    """What came of a partition: numbers, before explaining, and the figures to be checked
    again."""

    summary: list[int]
    #: By column, in the order of _KIND and _REST; then file and record.
    figures: list[list[Any]]
    #: The place of the figures: number of the partition, where it is a file, and record.
    part: int


# ------------------------------------------------------------------------------
# Where a partition lies


def _column(write: Any, table: tables.Table) -> Any:
    """What the function writes of each figure of the table."""
    column = numpy.empty(len(table), "u4")
    write(table.handle, column.ctypes.data_as(ctypes.POINTER(ctypes.c_uint32)))
    return column


def _figure(table: tables.Table, k: int) -> c.Figure:
    figure = c.Figure()
    c.lib.ind_table_figure(table.handle, int(k), ctypes.byref(figure))
    return figure


def _kind(figure: c.Figure) -> tuple[str, ...]:
    unit, scale = c.unit_text(figure.unit)
    qualifier = c.QUALIFIERS[figure.qualifier]
    return (
        c.decode(figure.indicator), c.decode(figure.component), c.decode(figure.source),
        c.decode(figure.vintage), unit, str(scale),
        "" if qualifier == c.QUALIFIERS[0] else qualifier,
        c.ROUNDINGS[figure.rounding],
    )


def _areas(table: tables.Table) -> tuple[Any, list[str]]:
    """The sites of the table, and the area of each."""
    sites = _column(c.lib.ind_table_sites, table)
    numbers, first = numpy.unique(sites, return_index=True)
    return numbers, [c.decode(_figure(table, k).area) for k in first]


def _outline(part: Any, number: int, spec: _Spec) -> _Outline | Exception:
    table = tables.Table()
    try:
        spec.load(table, part)
    except Exception as error:  # raised where it is known which is the first
        return error
    outline = _Outline(areas=sorted(set(_areas(table)[1])), notes=table.notes)
    kinds = _column(c.lib.ind_table_kinds, table)
    for k, n in zip(*numpy.unique(kinds, return_index=True, return_counts=True)[1:]):
        figure = _figure(table, k)
        kind = (*_kind(figure), c.decode(figure.file))
        outline.kinds[kind] = (number, figure.record, int(n))
    return outline


def _join(outlines: Sequence[_Outline | Exception], names: Sequence[str]) -> _Outline:
    """The outline of the whole."""
    whole = _Outline()
    part_of: dict[str, int] = {}
    for number, outline in enumerate(outlines):
        if isinstance(outline, Exception):
            raise outline
        for kind, (part, record, n) in outline.kinds.items():
            first, of_it, others = whole.kinds.get(kind, (part, record, 0))
            whole.kinds[kind] = (*min((first, of_it), (part, record)), others + n)
        for area in outline.areas:
            other = part_of.setdefault(area, number)
            if other != number:
                raise ValueError(
                    f"figures of the area {area!r} are in {names[other]} and in {names[number]}; "
                    "an area is checked as a whole: put its figures into one partition"
                )
        whole.notes += [note for note in outline.notes if note not in whole.notes]
    whole.kinds = dict(sorted(whole.kinds.items(), key=lambda item: item[1][:2]))
    return whole


def _read_rows(table: tables.Table, columns: dict[str, list[str]], files: list[str],
               records: Any = None, *, is_outline: bool = False) -> None:
    """Adds rows of texts; `files` and `records` say where each is from."""
    made = [_arrow.texts(name, values) for name, values in columns.items()]
    arrow = tables.arrow_options(None, True)
    arrow.is_outline = int(is_outline)
    if records is not None:
        made.append(_arrow.numbers("record", records))
        arrow.record_column = b"record"
    made.append(_arrow.texts("file", files))
    arrow.file_column = b"file"
    options = tables.table_options("nearest", "weak", "auto", "utf-8")
    producer = _arrow.Producer(made)
    table.read_stream("partitions", producer.address, options, arrow)


def _add_outline(table: tables.Table, whole: _Outline, here: dict[tuple[str, ...], int]) -> None:
    """Tells the table what the whole holds, but for the figures that are `here`."""
    if not whole.kinds:
        return
    columns = {name: [kind[k] for kind in whole.kinds] for k, name in enumerate(_KIND)}
    columns["REF_AREA"] = ["-"] * len(whole.kinds)
    columns["TIME_PERIOD"] = ["2000"] * len(whole.kinds)
    columns["OBS_VALUE"] = [str(n - here.get(kind, 0)) for kind, (_, _, n) in whole.kinds.items()]
    _read_rows(table, columns, [kind[-1] for kind in whole.kinds], is_outline=True)


def _named_areas(report: Report) -> set[str]:
    """The areas of which there is something to say."""
    lib, handle = c.lib, report._handle
    areas = set()
    for struct, count, get in (
        (c.Finding, lib.ind_report_finding_count, lib.ind_report_finding),
        (c.Finding, lib.ind_report_unverifiable_count, lib.ind_report_unverifiable),
        (c.Figure, lib.ind_report_untouched_count, lib.ind_report_untouched),
        (c.Arbitration, lib.ind_report_arbitration_count, lib.ind_report_arbitration),
        (c.Deduction, lib.ind_report_deduction_count, lib.ind_report_deduction),
    ):
        element = struct()
        for k in range(count(handle)):
            get(handle, k, ctypes.byref(element))
            areas.add(element.area)
    return {c.decode(area) for area in areas}


def _numbers(report: Report) -> list[int]:
    summary = c.Summary()
    c.lib.ind_report_summary(report._handle, ctypes.byref(summary))
    return [summary.figures, summary.checks, *summary.verdicts, summary.untouched]


def _rows(table: tables.Table, areas: set[str]) -> list[list[Any]]:
    """The figures of the areas, by column."""
    sites = _column(c.lib.ind_table_sites, table)
    numbers, names = _areas(table)
    wanted = numbers[[name in areas for name in names]] if names else numbers
    rows = []
    for k in numpy.flatnonzero(numpy.isin(sites, wanted)):
        figure = _figure(table, k)
        rows.append((
            *_kind(figure), c.decode(figure.area), c.decode(figure.period),
            c.decode(figure.obs_value), str(figure.precision), c.decode(figure.printed),
            c.decode(figure.locator), c.decode(figure.file), figure.record,
        ))
    return [list(column) for column in zip(*rows)]


def _check(part: Any, number: int, whole: _Outline, spec: _Spec) -> _Checked:
    table = tables.Table()
    _add_outline(table, whole, {})
    spec.load(table, part)
    report = spec.how.check(table, RuleSet(**spec.rules))
    numbers = _numbers(report)
    spec.how.explain_report(report)
    return _Checked(numbers, _rows(table, _named_areas(report)), number)


# ------------------------------------------------------------------------------
# Here


def _is_frame(data: Any) -> bool:
    return type(data).__module__.split(".")[0] in ("dask", "dask_expr") \
        and hasattr(data, "to_delayed") and hasattr(data, "columns")


def _area_texts(values: Any) -> list[str]:
    """Areas as the library takes them: 1 and "1" are one."""
    return [tables.area_text(value) for value in values.tolist()]


def _measure(part: Any, area: str | None) -> tuple[int, list[str]]:
    return len(part), [] if area is None else list(set(_area_texts(part[area].unique())))


def _number(part: Any, first: int) -> Any:
    return part.assign(**{_RECORD: numpy.arange(first, first + len(part), dtype="i8")})


def _name_areas(part: Any, area: str | None) -> Any:
    return part.assign(**{_AREA: numpy.array(_area_texts(part[area]), dtype=object)})


def _parts_of_frame(frame: Any) -> list[Any]:
    """The partitions, each row with its record; shuffled where an area is in two of them."""
    import dask.dataframe

    parts = frame.to_delayed()
    area = tables.find_area(map(str, frame.columns))
    measured = dask.compute(*(dask.delayed(_measure)(part, area) for part in parts))
    ends = numpy.cumsum([0, *(n for n, _ in measured)])
    if ends[-1] == 0:
        raise ValueError("no figures were given")
    numbered = [dask.delayed(_number)(part, int(n) + 2) for part, n in zip(parts, ends)]
    if sum(len(areas) for _, areas in measured) == len({a for _, areas in measured for a in areas}):
        return numbered
    named = [dask.delayed(_name_areas)(part, area) for part in numbered]
    whole = dask.dataframe.from_delayed(named, meta=_name_areas(_number(frame._meta, 2), area))
    return whole.shuffle(on=_AREA).to_delayed()


def _refuse_ties(rules: RuleSet) -> None:
    """Refuses rules that tie areas together."""
    names = [
        f"{rule.name} ({rule.file}, line {rule.line})" for k, rule in enumerate(rules)
        if c.lib.ind_rules_span_areas(rules.handle, k)
    ]
    if names:
        raise ValueError(
            f"{'these rules tie' if len(names) > 1 else 'this rule ties'} areas together, which "
            f"are in different partitions: {', '.join(names)}; leave such rules out here, and "
            "check the areas they tie by libindicators.check"
        )


def _finish(whole: _Outline, results: Sequence[_Checked], spec: _Spec, rules: RuleSet) -> Report:
    """The report on the whole."""
    rows = []
    for result in results:
        rows += [(result.part, row[-1], row) for row in zip(*result.figures)]
    rows.sort(key=lambda row: row[:2])
    columns = [list(column) for column in zip(*(row for _, _, row in rows))]
    here: dict[tuple[str, ...], int] = {}
    for _, _, row in rows:
        kind = (*row[:len(_KIND)], row[-2])
        here[kind] = here.get(kind, 0) + 1
    table = tables.Table()
    _add_outline(table, whole, here)
    if rows:
        *texts, files, records = columns
        _read_rows(
            table, dict(zip((*_KIND, *_REST), texts)), files, numpy.array(records, "i8")
        )
    report = spec.how.check(table, rules)
    figures, checks, *verdicts, untouched = (
        numpy.sum([result.summary for result in results], axis=0) - _numbers(report)
    ).tolist()
    # Explaining adds to the numbers of these areas alone: of all others nothing is said.
    spec.how.explain_report(report)
    elsewhere = c.Summary(figures, checks, tuple(verdicts), untouched)
    c.lib.ind_report_add_summary(report._handle, ctypes.byref(elsewhere))
    report.notes = whole.notes + rules.notes
    return report


def check(
    data: Any,
    rules: RuleFiles = None,
    *,
    standard_rules: bool = True,
    rules_text: str | None = None,
    alpha: float = 0.001,
    all_verdicts: bool = False,
    explain: bool = True,
    deduced: bool = False,
    budget: int = 0,
    rounding: str = "nearest",
    zeros: str = "weak",
    locale: str = "auto",
    encoding: str = "utf-8",
    decimals: tables.Decimals = None,
    name: str = "data",
) -> Report:
    """Checks figures in partitions, and makes the report that libindicators.check makes of
    all of them in one process.

    `data` is a Dask DataFrame or a list of paths of CSV files, each a partition. Work goes to
    the cluster whose distributed.Client was made last, or to threads here. Files, of figures
    and of rules, are opened where the workers run, which have this package. The other
    arguments are those of libindicators.check; it has no `threads`, for the cluster has them.

    All figures of an area must be in one partition. A DataFrame is shuffled by area where
    they are not; with files it is a ValueError, which names area and files. So is a rule
    that ties areas together.
    """
    spec = _Spec(
        {"files": _absolute(rules), "standard": standard_rules, "text": rules_text},
        {"rounding": rounding, "zeros": zeros, "locale": locale, "encoding": encoding},
        decimals, name, How(alpha, all_verdicts, explain, deduced, budget),
    )
    tables.table_options(**spec.options)
    loaded = RuleSet(rules, standard=standard_rules, text=rules_text)
    _refuse_ties(loaded)
    if _is_frame(data):
        parts = _parts_of_frame(data)
        names = [f"partition {k}" for k in range(len(parts))]
        places = [0] * len(parts)
    elif isinstance(data, Sequence) and data and all(
        isinstance(path, (str, os.PathLike)) for path in data
    ) and not isinstance(data, str):
        parts = list(data)
        names = [os.fspath(path) for path in parts]
        places = list(range(len(parts)))
    else:
        raise TypeError(
            f"{type(data).__name__} has no partitions: pass a Dask DataFrame or a list of paths "
            "of CSV files"
        )
    outlines = [dask.delayed(_outline)(part, place, spec) for part, place in zip(parts, places)]
    whole = _join(dask.compute(*outlines), names)
    known = dask.delayed(whole)
    results = [
        dask.delayed(_check)(part, place, known, spec) for part, place in zip(parts, places)
    ]
    return _finish(whole, dask.compute(*results), spec, loaded)


def _absolute(paths: RuleFiles) -> list[str]:
    if paths is None:
        return []
    if isinstance(paths, (str, os.PathLike)):
        paths = [paths]
    return [os.path.abspath(os.fspath(path)) for path in paths]
