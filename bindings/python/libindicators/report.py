# SPDX-License-Identifier: GPL-3.0-or-later
"""Checking figures, and what was found."""

from __future__ import annotations

import ctypes
import decimal
from dataclasses import dataclass
from typing import Any

from . import _functions as c
from . import table as tables
from ._handles import Owner
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


@dataclass(frozen=True)
class Suspect:
    """A statement that is wrong if its alternative is the explanation.

    `kind` is "figure" (it is misprinted), "basis" (an identity was evaluated
    on another basis) or "assumption" (what the rules assume does not hold).
    `rule` is the rule's name, or that of the assumed indicator; "" for a
    figure. `must_lie_in` is where the true value lies; of a basis, by how much
    the two sides differ. `candidate` is what should have been printed, "" when
    nothing stands out; `slip` is how it came to be misprinted, "" when no slip
    is known. `is_certain`: every smallest explanation holds the suspect, also
    when figures may have been computed from rounded figures; otherwise it is
    preferred at best.
    """

    kind: str
    figure: Figure | None
    rule: str
    area: str
    period: str
    component: str
    must_lie_in: Interval
    unit: str
    unit_mult: int
    candidate: str
    slip: str
    is_certain: bool


@dataclass(frozen=True)
class Alternative:
    """Suspects that are all wrong if this is the explanation. `score` compares
    the alternatives of one explanation; they add up to 1."""

    suspects: tuple[Suspect, ...]
    score: float


@dataclass(frozen=True)
class Explanation:
    """What must be wrong for findings that hang together.

    `findings` are their ids; `alternatives` are the smallest sets of suspects,
    best first. At least `at_least` statements are wrong: that is proved.
    `complete`: every smallest set is among the alternatives; else the budget
    ended.
    """

    findings: tuple[str, ...]
    alternatives: tuple[Alternative, ...]
    at_least: int
    complete: bool
    sentence: str

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True)
class Arbitration:
    """Which of the figures that differ on one quantity the others support.

    `believed` is a source, "" when they cannot decide; `n_relations` counts
    independent relations that contradict the other figures. `is_certain`: also
    if figures were computed from rounded figures.
    """

    indicator: str
    area: str
    period: str
    component: str
    figures: tuple[Figure, ...]
    believed: str
    n_relations: int
    is_certain: bool
    sentence: str

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True)
class Deduction:
    """What the figures imply for a quantity nobody prints: `interval` is in
    `unit`, times ten to the power `unit_mult`."""

    indicator: str
    area: str
    period: str
    component: str
    interval: Interval
    unit: str
    unit_mult: int


@dataclass(frozen=True)
class Protection:
    """How the other figures protect one: what they imply for it, and the error,
    in units of its last digit, beyond which it is sure to be found wrong,
    whichever way it goes. `detectable` is infinite when any error may pass,
    None when the budget ended before it was measured."""

    figure: Figure
    implied: Interval
    detectable: float | None


@dataclass(frozen=True)
class Advice:
    """The further figure that would protect most: printed to `decimals` places
    in its unit, it would let `n_gained` more figures be found wrong when they
    are off by 10 units or more."""

    quantity: Deduction
    decimals: int
    n_gained: int


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


def _suspect(suspect: c.Suspect) -> Suspect:
    kind = c.SUSPECT_KINDS[suspect.kind]
    unit, scale = c.unit_text(suspect.unit)
    return Suspect(
        kind,
        _figure(suspect.figure) if kind == "figure" else None,
        c.decode(suspect.name), c.decode(suspect.area), c.decode(suspect.period),
        c.decode(suspect.component),
        Interval(suspect.must_lie_in.low, suspect.must_lie_in.high), unit, scale,
        c.decode(suspect.candidate), c.SLIPS[suspect.slip], bool(suspect.is_certain),
    )


def _deduction(deduction: c.Deduction) -> Deduction:
    unit, scale = c.unit_text(deduction.unit)
    return Deduction(
        c.decode(deduction.indicator), c.decode(deduction.area), c.decode(deduction.period),
        c.decode(deduction.component),
        Interval(deduction.interval.low, deduction.interval.high), unit, scale,
    )


class _Handle(Owner):
    """An ind_report, freed with this object."""

    def __init__(self, handle: ctypes.c_void_p, table: tables.Table, rules: RuleSet) -> None:
        self._handle = handle
        self._own(c.lib.ind_report_free, handle, table, rules)
        #: Remarks on the data and on the rules.
        self.notes = table.notes + rules.notes

    #: What writes it.
    _writer = staticmethod(c.lib.ind_report_write)

    def _write(self, word: str, path: tables.Path | None) -> str:
        text = c.collect(self._writer, self._handle, c.FORMATS.index(word))
        if path is not None:
            with open(path, "w", encoding="utf-8", newline="") as file:
                file.write(text)
        return text

    def to_text(self, path: tables.Path | None = None) -> str:
        """Text for a reader; also written to a file when one is named."""
        return self._write("text", path)

    def to_json(self, path: tables.Path | None = None) -> str:
        """JSON, schema 1."""
        return self._write("json", path)

    def to_csv(self, path: tables.Path | None = None) -> str:
        """CSV with a header."""
        return self._write("csv", path)

    def to_html(self, path: tables.Path | None = None) -> str:
        """One page that needs no other file."""
        return self._write("html", path)


class Report(_Handle):
    """What a check found."""

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
    def explanations(self) -> list[Explanation]:
        """What must be wrong, for each group of findings that hang together."""
        lib, handle = c.lib, self._handle
        ids: list[str] = []
        result = []
        count = lib.ind_report_explanation_count(handle)
        for k in range(lib.ind_report_finding_count(handle) if count else 0):
            finding = c.Finding()
            lib.ind_report_finding(handle, k, ctypes.byref(finding))
            ids.append(c.decode(finding.id))
        for k in range(count):
            explanation, number = c.Explanation(), ctypes.c_size_t()
            lib.ind_report_explanation(handle, k, ctypes.byref(explanation))
            findings, alternatives = [], []
            for j in range(explanation.n_findings):
                lib.ind_report_explanation_finding(handle, k, j, ctypes.byref(number))
                findings.append(ids[number.value])
            for a in range(explanation.n_alternatives):
                alternative, suspects = c.Alternative(), []
                lib.ind_report_alternative(handle, k, a, ctypes.byref(alternative))
                for j in range(alternative.n_suspects):
                    suspect = c.Suspect()
                    lib.ind_report_suspect(handle, k, a, j, ctypes.byref(suspect))
                    suspects.append(_suspect(suspect))
                alternatives.append(Alternative(tuple(suspects), alternative.score))
            result.append(
                Explanation(
                    tuple(findings), tuple(alternatives), explanation.at_least,
                    bool(explanation.is_complete), c.decode(explanation.sentence),
                )
            )
        return result

    @property
    def arbitrations(self) -> list[Arbitration]:
        """Where reports differ: which of them the other figures support."""
        result = []
        for k in range(c.lib.ind_report_arbitration_count(self._handle)):
            arbitration = c.Arbitration()
            c.lib.ind_report_arbitration(self._handle, k, ctypes.byref(arbitration))
            figures = []
            for j in range(arbitration.n_figures):
                figure = c.Figure()
                c.lib.ind_report_arbitration_figure(self._handle, k, j, ctypes.byref(figure))
                figures.append(_figure(figure))
            result.append(
                Arbitration(
                    c.decode(arbitration.indicator), c.decode(arbitration.area),
                    c.decode(arbitration.period), c.decode(arbitration.component),
                    tuple(figures), c.decode(arbitration.believed), arbitration.n_relations,
                    bool(arbitration.is_certain), c.decode(arbitration.sentence),
                )
            )
        return result

    @property
    def deduced(self) -> list[Deduction]:
        """What the figures imply for quantities nobody prints; with
        check(..., deduced=True)."""
        result = []
        for k in range(c.lib.ind_report_deduction_count(self._handle)):
            deduction = c.Deduction()
            c.lib.ind_report_deduction(self._handle, k, ctypes.byref(deduction))
            result.append(_deduction(deduction))
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


class Power(_Handle):
    """What the rules could detect in a report."""

    _writer = staticmethod(c.lib.ind_report_write_power)

    @property
    def protections(self) -> list[Protection]:
        """How the other figures protect each usable one, in reading order."""
        result = []
        for k in range(c.lib.ind_report_protection_count(self._handle)):
            protection = c.Protection()
            c.lib.ind_report_protection(self._handle, k, ctypes.byref(protection))
            result.append(
                Protection(
                    _figure(protection.figure),
                    Interval(protection.implied.low, protection.implied.high),
                    None if protection.detectable < 0 else protection.detectable,
                )
            )
        return result

    @property
    def advice(self) -> Advice | None:
        """The further figure that would protect most; None when none would."""
        advice = c.Advice()
        if not c.lib.ind_report_advice(self._handle, ctypes.byref(advice)):
            return None
        return Advice(_deduction(advice.quantity), advice.decimals, advice.n_gained)

    def __repr__(self) -> str:
        count = c.lib.ind_report_protection_count(self._handle)
        return f"<libindicators.Power: {count} figure{'s' * (count != 1)}>"


def _explain_options(budget: int, deduced: bool, threads: int = 1) -> c.ExplainOptions:
    if isinstance(budget, bool) or not isinstance(budget, int):
        raise TypeError(f"budget is a whole number, not {budget!r}")
    if not 0 <= budget < 2**64:
        raise ValueError(f"budget is a whole number from 0 to 2**64 - 1, not {budget!r}")
    return c.ExplainOptions(budget, int(deduced), threads)


@dataclass(frozen=True)
class How:
    """How to check: the options of check()."""

    alpha: float
    all_verdicts: bool
    explain: bool
    deduced: bool
    budget: int
    threads: int = 1

    def __post_init__(self) -> None:
        if isinstance(self.alpha, bool) or not isinstance(self.alpha, (int, float)):
            raise TypeError(f"alpha is a number, not {self.alpha!r}")
        if not 0 < self.alpha < 1:
            raise ValueError(f"alpha is a probability above 0 and below 1, not {self.alpha!r}")
        if self.deduced and not self.explain:
            raise ValueError("deduced=True needs what explain=False leaves out")
        _explain_options(self.budget, self.deduced)

    def check(self, table: tables.Table, rules: RuleSet) -> Report:
        options = c.CheckOptions(self.alpha, int(self.all_verdicts), self.threads)
        return Report(_new_report(table, rules, options), table, rules)

    def explain_report(self, report: Report) -> None:
        """Explains what check() found, if that is wanted."""
        if self.explain:
            options = _explain_options(self.budget, self.deduced, self.threads)
            c.lib.ind_explain(report._handle, ctypes.byref(options), ctypes.byref(c.Error()))


def check(
    data: tables.Data,
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
    threads: int = 1,
) -> Report:
    """Checks figures against rules, and explains what was found.

    `data` is the path of a CSV file, a list of paths, a list of dicts (keys
    are the column names of the CSV contract), a dict of columns, a pandas
    DataFrame, anything with __arrow_c_stream__ (polars, DuckDB, pyarrow), or
    what read() made of them. Figures that do not come from a file are str,
    Decimal or int; a float is refused unless `decimals` says how many decimals
    were printed, one number for all or a dict by indicator, or it comes in an
    Arrow stream. `name` stands for data without a file in messages. What says how to read
    (`rounding` to `name`) is refused for what read() made.

    `rules` are paths of rules files, added to the standard rules unless
    `standard_rules` is false. A check is improbable when its probability is
    below `alpha`. `all_verdicts` keeps every check among the findings.

    `explain=False` leaves out explanations, arbitration and networks:
    verdicts of single rules alone. `deduced` keeps what the figures imply for
    quantities nobody prints. `budget` limits the work for the whole report, in
    terms evaluated; 0 stands for some seconds. `threads`, 64 at most, does what
    is large faster, and changes nothing else.
    """
    how = How(alpha, all_verdicts, explain, deduced, budget, tables.count_threads(threads))
    loaded = RuleSet(rules, standard=standard_rules, text=rules_text)
    table = tables.read(
        data, name=name, rounding=rounding, zeros=zeros, locale=locale, encoding=encoding,
        decimals=decimals, threads=threads,
    )
    report = how.check(table, loaded)
    how.explain_report(report)
    return report


def _new_report(
    table: tables.Table, rules: RuleSet, options: c.CheckOptions | None = None
) -> ctypes.c_void_p:
    handle = c.Report()
    c.lib.ind_check(
        table.handle, rules.handle, None if options is None else ctypes.byref(options),
        ctypes.byref(handle), ctypes.byref(c.Error()),
    )
    return handle


def power(
    data: tables.Data,
    rules: RuleFiles = None,
    *,
    standard_rules: bool = True,
    rules_text: str | None = None,
    budget: int = 0,
    rounding: str = "nearest",
    zeros: str = "weak",
    locale: str = "auto",
    encoding: str = "utf-8",
    decimals: tables.Decimals = None,
    name: str = "data",
) -> Power:
    """Measures which errors in the figures the rules would be sure to find.

    The arguments are those of check(). The likeliest suspects of every
    explanation are left out as evidence.
    """
    options = _explain_options(budget, False)
    loaded = RuleSet(rules, standard=standard_rules, text=rules_text)
    table = tables.read(
        data, name=name, rounding=rounding, zeros=zeros, locale=locale, encoding=encoding,
        decimals=decimals,
    )
    result = Power(_new_report(table, loaded), table, loaded)
    c.lib.ind_measure_power(result._handle, ctypes.byref(options), ctypes.byref(c.Error()))
    return result
