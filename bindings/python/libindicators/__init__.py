# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the figures of economic reports, and computes indicators.

    import libindicators as ind
    report = ind.check("figures.csv")
    for finding in report.findings:
        print(finding.sentence)
    for explanation in report.explanations:
        print(explanation.sentence)
"""

from . import errors
from ._functions import decode as _decode
from ._functions import lib as _lib
from .errors import Error
from .formulas import (
    Indicator,
    compute,
    contribution,
    convert,
    deflator,
    disbursement_ratio,
    growth,
    indicators,
    per_capita,
    productivity,
    productivity_growth,
    share,
    share_change,
)
from .reading import Reading, parse
from .report import (
    Advice,
    Alternative,
    Arbitration,
    Deduction,
    Explanation,
    Figure,
    Finding,
    Interval,
    Power,
    Protection,
    Report,
    Suspect,
    check,
    power,
)
from ._rules import Rule, rules

#: The version of the C library in use.
__version__ = _decode(_lib.ind_version())

__all__ = [
    "Advice", "Alternative", "Arbitration", "Deduction", "Error", "Explanation", "Figure",
    "Finding", "Indicator", "Interval", "Power", "Protection", "Reading", "Report", "Rule",
    "Suspect", "check", "compute", "contribution", "convert", "deflator", "disbursement_ratio",
    "errors", "growth", "indicators", "parse", "per_capita", "power", "productivity",
    "productivity_growth", "rules", "share", "share_change",
]
