# SPDX-License-Identifier: GPL-3.0-or-later
"""Checking figures, and what was found."""

from __future__ import annotations

import ctypes
import decimal
import weakref
from dataclasses import dataclass
from typing import Any

from . import _functions as c
from . import table as tables
from ._rules import RuleFiles, RuleSet


@dataclass(frozen=True)
class Interval:
    """All true values from low to high; either may be infinite."""

    low: float
    high: float

    def __contains__(self, x: float) -> bool:
        return self.low <= x <= self.high

    def __str__(self) -> str:
        return f"[{self.low:.15g}, {self.high:.15g}]"


@dataclass(frozen=True)
class Figure:
    """One printed figure. `printed` is the text as printed, "" where the input
    has none; `interval` is in the unit and scale of `value`."""

    source: str
    vintage: str
    indicator: str
    area: str
    period: str
    component: str
    printed: str
    locator: str
    file: str
    record: int
    value: decimal.Decimal
    precision: int
    unit: str
    unit_mult: int
    qualifier: str
    rounding: str
    interval: Interval


@dataclass(frozen=True)
class Finding:
    """A check that a reader should look at, or one that could not be made."""

    id: str
    kind: str
    verdict: str
    rule: str
    area: str
    period: str
    component: str
    source: str
    sentence: str
    printed: Interval
    implied: Interval
    gap: float
    kappa: float | None
    p: float | None
    figures: tuple[Figure, ...]

    def __str__(self) -> str:
        return f"{self.verdict}: {self.sentence}"


def decimal_of(value: c.Decimal) -> decimal.Decimal:
    """A decimal with the digits it was printed with."""
    digits = decimal.Decimal(value.mantissa)
    return decimal.Decimal((digits.is_signed(), digits.as_tuple().digits, -value.decimals))


def _figure(figure: c.Figure) -> Figure:
    unit, scale = c.unit_text(figure.unit)
    return Figure(
        c.decode(figure.source), c.decode(figure.vintage), c.decode(figure.indicator),
        c.decode(figure.area), c.decode(figure.period), c.decode(figure.component),
        c.decode(figure.printed), c.decode(figure.locator), c.decode(figure.file),
        figure.record, decimal_of(figure.value), figure.precision, unit, scale,
        c.QUALIFIERS[figure.qualifier], c.ROUNDINGS[figure.rounding],
        Interval(figure.interval.low, figure.interval.high),
    )


def _finding(finding: c.Finding, figures: tuple[Figure, ...]) -> Finding:
    return Finding(
        c.decode(finding.id), c.KINDS[finding.kind], c.VERDICTS[finding.verdict],
        c.decode(finding.rule), c.decode(finding.area), c.decode(finding.period),
        c.decode(finding.component), c.decode(finding.source), c.decode(finding.sentence),
        Interval(finding.printed.low, finding.printed.high),
        Interval(finding.implied.low, finding.implied.high),
        finding.gap,
        None if finding.kappa < 0 else finding.kappa,
        None if finding.p < 0 else finding.p,
        figures,
    )


def _free(handle: ctypes.c_void_p, *borrowed: Any) -> None:
    """Frees a report; what it borrowed lives until here, as an argument."""
    c.lib.ind_report_free(handle)


class Report:
    """What a check found."""

    def __init__(self, handle: ctypes.c_void_p, table: tables.Table, rules: RuleSet) -> None:
        self._handle = handle
        weakref.finalize(self, _free, handle, table, rules)
        #: Remarks on the data and on the rules.
        self.notes = table.notes + rules.notes

    @property
    def findings(self) -> list[Finding]:
        """What a reader should look at, worst first."""
        result = []
        for k in range(c.lib.ind_report_finding_count(self._handle)):
            finding = c.Finding()
            c.lib.ind_report_finding(self._handle, k, ctypes.byref(finding))
            figures = []
            for j in range(finding.n_figures):
                figure = c.Figure()
                c.lib.ind_report_finding_figure(self._handle, k, j, ctypes.byref(figure))
                figures.append(_figure(figure))
            result.append(_finding(finding, tuple(figures)))
        return result

    @property
    def unverifiable(self) -> list[Finding]:
        """Checks that could not be made; the sentence says why."""
        result = []
        for k in range(c.lib.ind_report_unverifiable_count(self._handle)):
            finding = c.Finding()
            c.lib.ind_report_unverifiable(self._handle, k, ctypes.byref(finding))
            result.append(_finding(finding, ()))
        return result

    @property
    def untouched(self) -> list[Figure]:
        """Figures that no rule reached and no other figure repeats."""
        result = []
        for k in range(c.lib.ind_report_untouched_count(self._handle)):
            figure = c.Figure()
            c.lib.ind_report_untouched(self._handle, k, ctypes.byref(figure))
            result.append(_figure(figure))
        return result

    @property
    def summary(self) -> dict[str, int]:
        """Numbers of figures, of checks, of checks by verdict, of untouched
        figures."""
        summary = c.Summary()
        c.lib.ind_report_summary(self._handle, ctypes.byref(summary))
        result = {"figures": summary.figures, "checks": summary.checks}
        for word, count in zip(c.VERDICTS, summary.verdicts):
            result[word] = result.get(word, 0) + count
        result["untouched"] = summary.untouched
        return result

    @property
    def exit_status(self) -> int:
        """0: nothing wrong; 1: something inconsistent or contradictory."""
        return c.lib.ind_report_exit_status(self._handle, 0)

    @property
    def strict_exit_status(self) -> int:
        """As exit_status, where improbable figures count as well."""
        return c.lib.ind_report_exit_status(self._handle, 1)

    def _write(self, word: str, path: tables.Path | None) -> str:
        text = c.collect(c.lib.ind_report_write, self._handle, c.FORMATS.index(word))
        if path is not None:
            with open(path, "w", encoding="utf-8", newline="") as file:
                file.write(text)
        return text

    def to_text(self, path: tables.Path | None = None) -> str:
        """The report for a reader; also written to a file when one is named."""
        return self._write("text", path)

    def to_json(self, path: tables.Path | None = None) -> str:
        """The report as JSON, schema 1."""
        return self._write("json", path)

    def to_csv(self, path: tables.Path | None = None) -> str:
        """The findings as CSV."""
        return self._write("csv", path)

    def to_html(self, path: tables.Path | None = None) -> str:
        """The report as one page that needs no other file."""
        return self._write("html", path)

    def to_pandas(self) -> Any:
        """The findings as a DataFrame, one row each."""
        import pandas

        columns = [
            "id", "kind", "verdict", "rule", "area", "period", "component", "source",
            "printed_low", "printed_high", "implied_low", "implied_high", "gap", "kappa", "p",
            "sentence",
        ]
        rows = [
            (f.id, f.kind, f.verdict, f.rule, f.area, f.period, f.component, f.source,
             f.printed.low, f.printed.high, f.implied.low, f.implied.high, f.gap, f.kappa, f.p,
             f.sentence)
            for f in self.findings
        ]
        return pandas.DataFrame(rows, columns=columns)

    def __repr__(self) -> str:
        summary = self.summary
        wrong = summary["inconsistent"] + summary["contradiction"]
        figures, checks = summary["figures"], summary["checks"]
        return (
            f"<libindicators.Report: {figures} figure{'s' * (figures != 1)}, "
            f"{checks} check{'s' * (checks != 1)}, {wrong} inconsistent or contradictory>"
        )


def check(
    data: tables.Data,
    rules: RuleFiles = None,
    *,
    standard_rules: bool = True,
    rules_text: str | None = None,
    alpha: float = 0.001,
    all_verdicts: bool = False,
    rounding: str = "nearest",
    zeros: str = "weak",
    locale: str = "auto",
    encoding: str = "utf-8",
    decimals: tables.Decimals = None,
    name: str = "data",
) -> Report:
    """Checks figures against rules.

    `data` is the path of a CSV file, a list of paths, a list of dicts (keys
    are the column names of the CSV contract), or a pandas, polars or Arrow
    table. Figures that do not come from a file are str, Decimal or int; a
    float is refused unless `decimals` says how many decimals were printed,
    one number for all or a dict by indicator. `name` stands for data without
    a file in messages.

    `rules` are paths of rules files, added to the standard rules unless
    `standard_rules` is false. A check is improbable when its probability is
    below `alpha`. `all_verdicts` keeps every check among the findings.
    """
    if not 0 < alpha < 1:
        raise ValueError(f"alpha is a probability above 0 and below 1, not {alpha!r}")
    loaded = RuleSet(rules, standard=standard_rules, text=rules_text)
    table = tables.read(
        data, name=name, rounding=rounding, zeros=zeros, locale=locale, encoding=encoding,
        decimals=decimals,
    )
    options = c.CheckOptions(alpha, int(all_verdicts))
    handle = c.Report()
    c.lib.ind_check(
        table.handle, loaded.handle, ctypes.byref(options), ctypes.byref(handle),
        ctypes.byref(c.Error()),
    )
    return Report(handle, table, loaded)
