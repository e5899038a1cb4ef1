# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures that satisfy all rules."""

from __future__ import annotations

import csv
import ctypes
import decimal
import io
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from . import _functions as c
from . import report as reports
from . import table as tables
from ._handles import Owner
from ._rules import RuleFiles, RuleSet


@dataclass(frozen=True)
class Adjustment:
    """What became of a figure: kept, balanced, repaired, lost, fixed or unchecked.

    Values and standard errors are in the figure's unit and scale; `value_out` is
    None where the figure is lost. `redundancy`, 0 to 1, is the part of its variance
    that the rules take away; 0: nothing checks it. `statistic` is the change over its
    standard error, standard normal where errors are, and `p` its probability; None
    where there is none.
    """

    figure: reports.Figure
    kind: str
    value_in: float
    value_out: decimal.Decimal | None
    change: float | None
    error_in: float | None
    error_out: float | None
    redundancy: float | None
    statistic: float | None
    p: float | None


@dataclass(frozen=True)
class Discrepancy:
    """A rule where it was applied: left less right side, before and after, in units
    of scale 0."""

    rule: str
    area: str
    period: str
    component: str
    before: float
    after: float
    is_contradictory: bool


@dataclass(frozen=True)
class ReconciliationSummary:
    """All figures and rules together. `p` is that of the chi-square of all changes,
    None without degrees of freedom."""

    figures: int
    kinds: Mapping[str, int]
    rules: int
    contradictory: int
    degrees: int
    chi_square: float
    p: float | None
    steps: int
    converged: bool
    bounded: bool
    unrounded: int


def _number(x: float) -> float | None:
    return None if math.isnan(x) else x


class Reconciliation(Owner):
    """What reconcile() found."""

    def __init__(self, handle: ctypes.c_void_p, report: reports.Report,
                 table: tables.Table) -> None:
        self._handle = handle
        self._table = table
        self._own(c.lib.ind_reconciliation_free, handle, report)

    @property
    def summary(self) -> ReconciliationSummary:
        summary = c.ReconciliationSummary()
        c.lib.ind_reconciliation_summarise(self._handle, ctypes.byref(summary))
        kinds = {
            c.decode(c.lib.ind_adjustment_kind_name(k)): count
            for k, count in enumerate(summary.kinds)
        }
        return ReconciliationSummary(
            summary.n_figures, kinds, summary.n_rules, summary.n_contradictory, summary.degrees,
            summary.chi_square, _number(summary.p), summary.n_steps, bool(summary.is_converged),
            bool(summary.is_bounded), summary.n_unrounded,
        )

    @property
    def adjustments(self) -> list[Adjustment]:
        """One for each figure, in reading order."""
        result = []
        for k in range(self.summary.figures):
            one, figure = c.Adjustment(), c.Figure()
            c.lib.ind_reconciliation_adjustment(self._handle, k, ctypes.byref(one))
            c.lib.ind_table_figure(self._table.handle, k, ctypes.byref(figure))
            text = c.decode(one.text)
            result.append(
                Adjustment(
                    reports._figure(figure), c.decode(c.lib.ind_adjustment_kind_name(one.kind)),
                    one.value_in, decimal.Decimal(text) if text else None, _number(one.change),
                    _number(one.error_in), _number(one.error_out), _number(one.redundancy),
                    _number(one.statistic), _number(one.p),
                )
            )
        return result

    @property
    def rules(self) -> list[Discrepancy]:
        """One for each place where a rule was applied."""
        result = []
        for k in range(c.lib.ind_reconciliation_rule_count(self._handle)):
            one = c.Discrepancy()
            c.lib.ind_reconciliation_rule(self._handle, k, ctypes.byref(one))
            result.append(
                Discrepancy(
                    c.decode(one.rule), c.decode(one.area), c.decode(one.period),
                    c.decode(one.component), one.before, one.after, bool(one.is_contradictory),
                )
            )
        return result

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The balanced table: dicts by the columns of the CSV contract, and what became
        of each figure in further ones; OBS_VALUE is a Decimal."""
        rows = list(csv.DictReader(io.StringIO(self.to_csv(), newline="")))
        for row in rows:
            row["OBS_VALUE"] = decimal.Decimal(row["OBS_VALUE"])
        return rows

    def to_pandas(self) -> Any:
        """The balanced table as a DataFrame."""
        import pandas

        return pandas.DataFrame(self.rows)

    def _write(self, word: str, path: tables.Path | None) -> str:
        text = c.collect(c.lib.ind_reconciliation_write, self._handle, c.FORMATS.index(word))
        if path is not None:
            with open(path, "w", encoding="utf-8", newline="") as file:
                file.write(text)
        return text

    def to_text(self, path: tables.Path | None = None) -> str:
        """What moved and why; also written to a file when one is named."""
        return self._write("text", path)

    def to_json(self, path: tables.Path | None = None) -> str:
        """Figures, rules and tests; JSON, schema 1."""
        return self._write("json", path)

    def to_csv(self, path: tables.Path | None = None) -> str:
        """The balanced table as CSV of the contract."""
        return self._write("csv", path)

    def __repr__(self) -> str:
        summary = self.summary
        return (
            f"<libindicators.Reconciliation: {summary.figures} "
            f"figure{'s' * (summary.figures != 1)}, {summary.kinds['repaired']} repaired, "
            f"{summary.kinds['balanced']} balanced>"
        )


def reconcile(
    data: tables.Data,
    rules: RuleFiles = None,
    *,
    repair: str = "likeliest",
    variance: str = "rounding",
    bounds: str = "none",
    full_digits: bool = False,
    alterability: Mapping[str, float] | None = None,
    standard_rules: bool = True,
    rules_text: str | None = None,
    rounding: str = "nearest",
    zeros: str = "weak",
    locale: str = "auto",
    encoding: str = "utf-8",
    decimals: tables.Decimals = None,
    name: str = "data",
) -> Reconciliation:
    """Finds the nearest figures that satisfy all rules, but approximate ones.

    Takes data and rules as check() does. Figures that explanations doubt are given up
    and computed from the others (`repair`: those of the "likeliest" explanation of each
    finding, those that are wrong for "certain", or "none"); the others move as little
    as their errors allow, by weighted least squares: errors of "rounding", or
    "proportional" to the size of figures (`variance`), besides those of a column
    STD_ERROR. `alterability` multiplies the variances of sources, a column ALTERABILITY
    those of figures; 0 keeps them as they are. `bounds` are "none", the "range" of
    indicators, or what is "printed" besides. Results are rounded to the printed
    decimals, unless `full_digits`.
    """
    options = c.ReconcileOptions(
        c.choice("repair", c.REPAIRS, repair), c.choice("variance", c.VARIANCES, variance),
        c.choice("bounds", c.BOUNDS, bounds), int(full_digits), None, 0,
    )
    pairs = [(source.encode("utf-8"), float(x)) for source, x in (alterability or {}).items()]
    options.alterability = (c.Alterability * len(pairs))(*pairs)
    options.n_alterability = len(pairs)
    loaded = RuleSet(rules, standard=standard_rules, text=rules_text)
    table = tables.read(
        data, name=name, rounding=rounding, zeros=zeros, locale=locale, encoding=encoding,
        decimals=decimals,
    )
    report = reports.Report(reports._new_report(table, loaded), table, loaded)
    handle = c.Reconciliation()
    c.lib.ind_reconcile(
        report._handle, ctypes.byref(options), ctypes.byref(handle), ctypes.byref(c.Error())
    )
    return Reconciliation(handle, report, table)
