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
from .balancing import Balanced, balance, benchmark, rake, rake_table, round_sums
from .errors import Error
from .formulas import (
    Indicator,
    annualised_growth,
    average_growth,
    chain_annual_overlap,
    chain_one_quarter_overlap,
    chain_over_the_year,
    chain_quarters_annual_overlap,
    chain_residual,
    change,
    compute,
    contribution,
    contribution_annual_overlap,
    contribution_chained,
    contribution_fisher,
    contribution_share,
    convert,
    cumulate,
    deflate,
    deflator,
    disbursement_ratio,
    disbursement_ratio_carried_over,
    discrete,
    divergence,
    elasticity,
    entropy,
    fisher_index,
    gini,
    gini_normalised,
    gini_weighted,
    growth,
    growth_of_product,
    growth_of_quotient,
    growth_over,
    herfindahl,
    herfindahl_normalised,
    hoover,
    icor,
    indicators,
    krugman,
    laspeyres_index,
    lilien,
    location_quotient,
    lowe_index,
    mean_log_deviation,
    paasche_index,
    per_capita,
    price_level_index,
    productivity,
    productivity_growth,
    rebase,
    share,
    share_change,
    shift_share,
    shift_share_csls,
    shift_share_gead,
    shift_share_regional,
    structural_angle,
    structural_change,
    target_progress,
    theil,
    tornqvist_index,
    williamson,
    young_index,
)
from .reading import Reading, parse
from .reconciliation import (
    Adjustment,
    Discrepancy,
    Reconciliation,
    ReconciliationSummary,
    reconcile,
)
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
from .table import Table, read

#: The version of the C library in use.
__version__ = _decode(_lib.ind_version())

__all__ = [
    "Adjustment", "Advice", "Alternative", "Arbitration", "Balanced", "Deduction",
    "Discrepancy", "Error", "Explanation", "Figure", "Finding", "Indicator", "Interval",
    "Power", "Protection", "Reading", "Reconciliation", "ReconciliationSummary", "Report",
    "Rule", "Suspect", "Table", "annualised_growth", "average_growth", "balance", "benchmark",
    "chain_annual_overlap", "chain_one_quarter_overlap", "chain_over_the_year",
    "chain_quarters_annual_overlap", "chain_residual", "change", "check", "compute",
    "contribution", "contribution_annual_overlap", "contribution_chained",
    "contribution_fisher", "contribution_share", "convert", "cumulate", "deflate", "deflator",
    "disbursement_ratio", "disbursement_ratio_carried_over", "discrete", "divergence",
    "elasticity", "entropy", "errors", "fisher_index", "gini", "gini_normalised",
    "gini_weighted", "growth", "growth_of_product", "growth_of_quotient", "growth_over",
    "herfindahl", "herfindahl_normalised", "hoover", "icor", "indicators", "krugman",
    "laspeyres_index", "lilien", "location_quotient", "lowe_index", "mean_log_deviation",
    "paasche_index", "parse", "per_capita", "power", "price_level_index", "productivity",
    "productivity_growth", "rake", "rake_table", "read", "rebase", "reconcile", "round_sums",
    "rules", "share", "share_change", "shift_share", "shift_share_csls", "shift_share_gead",
    "shift_share_regional", "structural_angle", "structural_change", "target_progress", "theil",
    "tornqvist_index", "williamson", "young_index",
]
