# SPDX-License-Identifier: GPL-3.0-or-later
"""The public header in ctypes: structs, prototypes, and what a status raises."""

from __future__ import annotations

import ctypes
import os
from ctypes import (
    CFUNCTYPE,
    POINTER,
    Structure,
    c_char,
    c_char_p,
    c_double,
    c_int,
    c_int8,
    c_int16,
    c_int32,
    c_int64,
    c_size_t,
    c_uint,
    c_uint8,
    c_uint32,
    c_uint64,
    c_void_p,
)
from typing import Any

from . import _loader, errors


class Error(Structure):
    _c_name_ = "ind_error"
    _fields_ = [
        ("status", c_int),
        ("record", c_size_t),
        ("field", c_size_t),
        ("message", c_char * 256),
    ]


class Decimal(Structure):
    _c_name_ = "ind_decimal"
    _fields_ = [("mantissa", c_int64), ("decimals", c_int32)]


class Interval(Structure):
    _c_name_ = "ind_interval"
    _fields_ = [("low", c_double), ("high", c_double)]


class Unit(Structure):
    _c_name_ = "ind_unit"
    _fields_ = [
        ("symbol", (c_char * 8) * 4),
        ("exponent", c_int8 * 4),
        ("price_base", c_int16),
        ("scale", c_int16),
    ]


class Number(Structure):
    _c_name_ = "ind_number"
    _fields_ = [
        ("value", Decimal),
        ("upper", Decimal),
        ("unit", Unit),
        ("qualifier", c_int),
        ("locale", c_int),
        ("is_range", c_uint8),
        ("has_unit", c_uint8),
        ("is_leading_zero", c_uint8),
    ]


class Indicator(Structure):
    _c_name_ = "ind_indicator"
    _fields_ = [
        ("name", c_char_p),
        ("alias", c_char_p),
        ("title", c_char_p),
        ("unit", c_char_p),
        ("formula", c_char_p),
        ("kernel", c_char_p),
        ("reference", c_char_p),
        ("is_additive", c_int),
        ("range", Interval),
        ("basis", c_char_p),
    ]


class TableOptions(Structure):
    _c_name_ = "ind_table_options"
    _fields_ = [
        ("rounding", c_int),
        ("zeros", c_int),
        ("locale", c_int),
        ("is_latin1", c_int),
        ("threads", c_uint),
    ]


class PrintedDecimals(Structure):
    _c_name_ = "ind_printed_decimals"
    _fields_ = [("indicator", c_char_p), ("decimals", c_int32)]


class ArrowOptions(Structure):
    _c_name_ = "ind_arrow_options"
    _fields_ = [
        ("decimals", POINTER(PrintedDecimals)),
        ("n_decimals", c_size_t),
        ("is_strict", c_int),
        ("record_column", c_char_p),
        ("file_column", c_char_p),
        ("is_outline", c_int),
    ]


class Figure(Structure):
    _c_name_ = "ind_figure"
    _fields_ = [
        ("source", c_char_p),
        ("vintage", c_char_p),
        ("indicator", c_char_p),
        ("area", c_char_p),
        ("component", c_char_p),
        ("printed", c_char_p),
        ("locator", c_char_p),
        ("file", c_char_p),
        ("period", c_char * 16),
        ("obs_value", c_char * 64),
        ("record", c_size_t),
        ("value", Decimal),
        ("precision", c_int32),
        ("unit", Unit),
        ("qualifier", c_int),
        ("rounding", c_int),
        ("interval", Interval),
    ]


class Rule(Structure):
    _c_name_ = "ind_rule"
    _fields_ = [
        ("name", c_char_p),
        ("text", c_char_p),
        ("say", c_char_p),
        ("reference", c_char_p),
        ("basis", c_char_p),
        ("file", c_char_p),
        ("line", c_size_t),
        ("is_approximate", c_int),
    ]


class CheckOptions(Structure):
    _c_name_ = "ind_check_options"
    _fields_ = [("alpha", c_double), ("all_verdicts", c_int), ("threads", c_uint)]


VERDICT_COUNT = 10


class Summary(Structure):
    _c_name_ = "ind_summary"
    _fields_ = [
        ("figures", c_size_t),
        ("checks", c_size_t),
        ("verdicts", c_size_t * VERDICT_COUNT),
        ("untouched", c_size_t),
    ]


class Finding(Structure):
    _c_name_ = "ind_finding"
    _fields_ = [
        ("id", c_char_p),
        ("kind", c_int),
        ("verdict", c_int),
        ("rule", c_char_p),
        ("area", c_char_p),
        ("period", c_char_p),
        ("component", c_char_p),
        ("source", c_char_p),
        ("sentence", c_char_p),
        ("printed", Interval),
        ("implied", Interval),
        ("gap", c_double),
        ("kappa", c_double),
        ("p", c_double),
        ("n_figures", c_size_t),
    ]


class ComputeOptions(Structure):
    _c_name_ = "ind_compute_options"
    _fields_ = [
        ("only", POINTER(c_char_p)),
        ("n_only", c_size_t),
        ("rounds", c_int),
        ("decimals", c_int32),
        ("explains", c_int),
    ]


class ExplainOptions(Structure):
    _c_name_ = "ind_explain_options"
    _fields_ = [("budget", c_uint64), ("deduces", c_int), ("threads", c_uint)]


class Explanation(Structure):
    _c_name_ = "ind_explanation"
    _fields_ = [
        ("n_findings", c_size_t),
        ("n_alternatives", c_size_t),
        ("at_least", c_size_t),
        ("is_complete", c_int),
        ("sentence", c_char_p),
    ]


class Alternative(Structure):
    _c_name_ = "ind_alternative"
    _fields_ = [("n_suspects", c_size_t), ("score", c_double)]


class Suspect(Structure):
    _c_name_ = "ind_suspect"
    _fields_ = [
        ("kind", c_int),
        ("figure", Figure),
        ("name", c_char_p),
        ("area", c_char_p),
        ("component", c_char_p),
        ("period", c_char * 16),
        ("must_lie_in", Interval),
        ("unit", Unit),
        ("candidate", c_char_p),
        ("slip", c_int),
        ("is_certain", c_int),
    ]


class Arbitration(Structure):
    _c_name_ = "ind_arbitration"
    _fields_ = [
        ("indicator", c_char_p),
        ("area", c_char_p),
        ("component", c_char_p),
        ("period", c_char * 16),
        ("n_figures", c_size_t),
        ("believed", c_char_p),
        ("n_relations", c_size_t),
        ("is_certain", c_int),
        ("sentence", c_char_p),
    ]


class Deduction(Structure):
    _c_name_ = "ind_deduction"
    _fields_ = [
        ("indicator", c_char_p),
        ("area", c_char_p),
        ("component", c_char_p),
        ("period", c_char * 16),
        ("interval", Interval),
        ("unit", Unit),
    ]


class Protection(Structure):
    _c_name_ = "ind_protection"
    _fields_ = [("figure", Figure), ("implied", Interval), ("detectable", c_double)]


class Advice(Structure):
    _c_name_ = "ind_advice"
    _fields_ = [("quantity", Deduction), ("decimals", c_int32), ("n_gained", c_size_t)]


class Equations(Structure):
    _c_name_ = "ind_equations"
    _fields_ = [
        ("n", c_size_t),
        ("first", POINTER(c_size_t)),
        ("column", POINTER(c_uint32)),
        ("coefficient", POINTER(c_double)),
        ("constant", POINTER(c_double)),
    ]


class BalanceSummary(Structure):
    _c_name_ = "ind_balance_summary"
    _fields_ = [
        ("rank", c_size_t),
        ("is_rank_known", c_int),
        ("chi_square", c_double),
        ("p", c_double),
        ("has_contradiction", c_int),
        ("is_bounded", c_int),
    ]


class Alterability(Structure):
    _c_name_ = "ind_alterability"
    _fields_ = [("source", c_char_p), ("coefficient", c_double)]


class ReconcileOptions(Structure):
    _c_name_ = "ind_reconcile_options"
    _fields_ = [
        ("repair", c_int),
        ("variance", c_int),
        ("bounds", c_int),
        ("keeps_digits", c_int),
        ("alterability", POINTER(Alterability)),
        ("n_alterability", c_size_t),
    ]


class Adjustment(Structure):
    _c_name_ = "ind_adjustment"
    _fields_ = [
        ("kind", c_int),
        ("value_in", c_double),
        ("value_out", c_double),
        ("change", c_double),
        ("error_in", c_double),
        ("error_out", c_double),
        ("redundancy", c_double),
        ("statistic", c_double),
        ("p", c_double),
        ("text", c_char * 64),
    ]


class Discrepancy(Structure):
    _c_name_ = "ind_discrepancy"
    _fields_ = [
        ("rule", c_char_p),
        ("area", c_char_p),
        ("component", c_char_p),
        ("period", c_char * 16),
        ("before", c_double),
        ("after", c_double),
        ("is_contradictory", c_int),
    ]


ADJUSTMENT_KIND_COUNT = 6


class ReconciliationSummary(Structure):
    _c_name_ = "ind_reconciliation_summary"
    _fields_ = [
        ("n_figures", c_size_t),
        ("kinds", c_size_t * ADJUSTMENT_KIND_COUNT),
        ("n_rules", c_size_t),
        ("n_contradictory", c_size_t),
        ("degrees", c_size_t),
        ("chi_square", c_double),
        ("p", c_double),
        ("n_steps", c_size_t),
        ("is_converged", c_int),
        ("is_bounded", c_int),
        ("n_unrounded", c_size_t),
    ]


class BenchmarkTotal(Structure):
    _c_name_ = "ind_benchmark_total"
    _fields_ = [
        ("from", c_size_t),
        ("to", c_size_t),
        ("total", c_double),
        ("alterability", c_double),
    ]


class BenchmarkOptions(Structure):
    _c_name_ = "ind_benchmark_options"
    _fields_ = [
        ("rho", c_double),
        ("lambda", c_double),
        ("corrects_bias", c_int),
        ("alterability", POINTER(c_double)),
    ]


STRUCTS = [
    Error, Decimal, Interval, Unit, Number, Indicator, TableOptions, PrintedDecimals, ArrowOptions,
    Figure, Rule, CheckOptions,
    Summary, Finding, ExplainOptions, Explanation, Alternative, Suspect, Arbitration, Deduction,
    Protection, Advice, ComputeOptions, Equations, BalanceSummary,
    Alterability, ReconcileOptions, Adjustment, Discrepancy, ReconciliationSummary,
    BenchmarkTotal, BenchmarkOptions,
]


class _MustCheck:
    """Marks a function whose result is an ind_status."""


S = _MustCheck

# A plain block of memory handed over by the library would be freed with
# ind_free; nothing in this version hands one over.
Writer = CFUNCTYPE(c_int, c_void_p, c_void_p, c_size_t)
AreaVisitor = CFUNCTYPE(c_int, c_void_p, c_void_p, POINTER(Error))
Status = c_int
Table = c_void_p
Rules = c_void_p
Report = c_void_p
Reconciliation = c_void_p
_doubles = POINTER(c_double)
_bytes = POINTER(c_uint8)
_error = POINTER(Error)
_names = c_char_p
_kernel_1 = [_doubles, c_size_t, _doubles, _bytes]
_kernel_2 = [_doubles, *_kernel_1]
_kernel_3 = [_doubles, *_kernel_2]
_kernel_4 = [_doubles, *_kernel_3]
_intervals = POINTER(Interval)
_twin_2 = [_intervals, _intervals, c_size_t, _intervals]
_twin_3 = [_intervals, *_twin_2]
_series_twin = [_intervals, c_size_t, c_size_t, c_size_t, _intervals]
_twin_1 = [_intervals, c_size_t, _intervals]
_twin_4 = [_intervals, *_twin_3]
_parts_1 = [_doubles, c_size_t, _doubles]
_parts_2 = [_doubles, *_parts_1]
_parts_3 = [_doubles, *_parts_2]
_parts_4 = [_doubles, *_parts_3]
_shift_share_twin = [*[_intervals] * 4, c_size_t, *[_intervals] * 3]
_shift_share = [*[_doubles] * 4, c_size_t, *[_doubles] * 3]
_equations = POINTER(Equations)
_binary = (Interval, [Interval, Interval])
_counter = (c_size_t, [c_void_p])
_explainer = (S, [Report, POINTER(ExplainOptions), _error])
_report_writer = (S, [Report, c_int, Writer, c_void_p, _error])
_message_at = (c_char_p, [c_void_p, c_size_t])

# One line per function of the header. A test compares the two.
PROTOTYPES: dict[str, tuple[object, list]] = {
    "ind_status_name": (c_char_p, [c_int]),
    "ind_status_message": (c_char_p, [c_int]),
    "ind_status_at": (c_int, [c_size_t]),
    "ind_version": (c_char_p, []),
    "ind_free": (None, [c_void_p]),
    "ind_decimal_precision": (c_int32, [Decimal, c_int]),
    "ind_decimal_interval": (
        S, [Decimal, c_int32, c_int, c_int, c_int32, POINTER(Interval)],
    ),
    "ind_decimal_enclosure": (Interval, [Decimal]),
    "ind_decimal_read": (S, [c_char_p, c_size_t, POINTER(Decimal), _error]),
    "ind_decimal_write": (c_size_t, [Decimal, c_char * 64]),
    "ind_interval_add": _binary,
    "ind_interval_sub": _binary,
    "ind_interval_mul": _binary,
    "ind_interval_div": _binary,
    "ind_interval_neg": (Interval, [Interval]),
    "ind_interval_intersect": _binary,
    "ind_interval_hull": _binary,
    "ind_interval_is_empty": (c_int, [Interval]),
    "ind_interval_contains": (c_int, [Interval, c_double]),
    "ind_unit_read": (S, [c_char_p, c_size_t, POINTER(Unit), _error]),
    "ind_unit_write": (c_size_t, [POINTER(Unit), c_char * 64]),
    "ind_unit_at": (c_int, [c_size_t, POINTER(c_char_p), POINTER(c_char_p), POINTER(Unit)]),
    "ind_number_read": (
        S, [c_char_p, c_size_t, c_int, Number * 2, POINTER(c_size_t), _error],
    ),
    "ind_number_interval": (S, [POINTER(Number), c_int, c_int, POINTER(Interval)]),
    "ind_rounding_name": (_names, [c_int]),
    "ind_qualifier_name": (_names, [c_int]),
    "ind_locale_name": (_names, [c_int]),
    "ind_rounding_read": (S, [c_char_p, c_size_t, POINTER(c_int)]),
    "ind_qualifier_read": (S, [c_char_p, c_size_t, POINTER(c_int)]),
    "ind_locale_read": (S, [c_char_p, c_size_t, POINTER(c_int)]),
    "ind_share": (S, _kernel_2),
    "ind_share_change": (S, _kernel_2),
    "ind_growth": (S, _kernel_2),
    "ind_change": (S, _kernel_2),
    "ind_average_growth": (S, _kernel_3),
    "ind_annualised_growth": (S, _kernel_3),
    "ind_growth_of_quotient": (S, _kernel_2),
    "ind_growth_of_product": (S, _kernel_2),
    "ind_contribution": (S, _kernel_3),
    "ind_contribution_chained": (S, _kernel_3),
    "ind_contribution_share": (S, _kernel_2),
    "ind_contribution_fisher": (S, _parts_4),
    "ind_deflate": (S, _kernel_2),
    "ind_location_quotient": (S, _kernel_4),
    "ind_icor": (S, _kernel_3),
    "ind_elasticity": (S, _kernel_2),
    "ind_price_level_index": (S, _kernel_2),
    "ind_disbursement_ratio_carried_over": (S, _kernel_3),
    "ind_target_progress": (S, _kernel_3),
    "ind_share_interval": (S, _twin_2),
    "ind_share_change_interval": (S, _twin_2),
    "ind_change_interval": (S, _twin_2),
    "ind_growth_interval": (S, _twin_2),
    "ind_average_growth_interval": (S, _twin_3),
    "ind_annualised_growth_interval": (S, _twin_3),
    "ind_growth_of_quotient_interval": (S, _twin_2),
    "ind_growth_of_product_interval": (S, _twin_2),
    "ind_contribution_share_interval": (S, _twin_2),
    "ind_deflator_interval": (S, _twin_2),
    "ind_deflate_interval": (S, _twin_2),
    "ind_per_capita_interval": (S, _twin_2),
    "ind_convert_interval": (S, _twin_2),
    "ind_productivity_interval": (S, _twin_2),
    "ind_productivity_growth_interval": (S, _twin_2),
    "ind_disbursement_ratio_interval": (S, _twin_2),
    "ind_elasticity_interval": (S, _twin_2),
    "ind_price_level_index_interval": (S, _twin_2),
    "ind_disbursement_ratio_carried_over_interval": (S, _twin_3),
    "ind_target_progress_interval": (S, _twin_3),
    "ind_contribution_interval": (S, _twin_3),
    "ind_contribution_chained_interval": (S, _twin_3),
    "ind_icor_interval": (S, _twin_3),
    "ind_location_quotient_interval": (S, _twin_4),
    "ind_lowe_index_interval": (S, _twin_3),
    "ind_laspeyres_index_interval": (S, _twin_3),
    "ind_paasche_index_interval": (S, _twin_3),
    "ind_fisher_index_interval": (S, _twin_4),
    "ind_young_index_interval": (S, _twin_3),
    "ind_tornqvist_index_interval": (S, _twin_4),
    "ind_contribution_fisher_interval": (S, _twin_4),
    "ind_herfindahl_interval": (S, _twin_1),
    "ind_herfindahl_normalised_interval": (S, _twin_1),
    "ind_entropy_interval": (S, _twin_1),
    "ind_theil_interval": (S, _twin_1),
    "ind_mean_log_deviation_interval": (S, _twin_1),
    "ind_divergence_interval": (S, _twin_2),
    "ind_gini_interval": (S, _twin_1),
    "ind_gini_normalised_interval": (S, _twin_1),
    "ind_gini_weighted_interval": (S, _twin_2),
    "ind_williamson_interval": (S, _twin_2),
    "ind_structural_change_interval": (S, _twin_2),
    "ind_krugman_interval": (S, _twin_2),
    "ind_hoover_interval": (S, _twin_2),
    "ind_lilien_interval": (S, _twin_2),
    "ind_structural_angle_interval": (S, _twin_2),
    "ind_shift_share_interval": (S, _shift_share_twin),
    "ind_shift_share_csls_interval": (S, _shift_share_twin),
    "ind_shift_share_gead_interval": (
        S, [*[_intervals] * 6, Interval, Interval, c_size_t, *[_intervals] * 3]),
    "ind_shift_share_regional_interval": (S, _shift_share_twin),
    "ind_growth_over_interval": (S, [_intervals, c_size_t, c_size_t, _intervals]),
    "ind_cumulate_interval": (S, _series_twin),
    "ind_discrete_interval": (S, _series_twin),
    "ind_chain_annual_overlap_interval": (S, _twin_2),
    "ind_chain_quarters_annual_overlap_interval": (
        S, [*[_intervals] * 3, c_size_t, c_size_t, _intervals]),
    "ind_chain_one_quarter_overlap_interval": (
        S, [*[_intervals] * 3, c_size_t, c_size_t, _intervals]),
    "ind_chain_over_the_year_interval": (
        S, [_intervals, _intervals, c_size_t, c_size_t, _intervals]),
    "ind_contribution_annual_overlap_interval": (
        S, [*[_intervals] * 6, c_size_t, c_size_t, c_size_t, _intervals]),
    "ind_chain_residual_interval": (
        S, [_intervals, _intervals, c_size_t, c_size_t, _intervals]),
    "ind_rebase_interval": (S, _series_twin),
    "ind_lowe_index": (S, _parts_3),
    "ind_laspeyres_index": (S, _parts_3),
    "ind_paasche_index": (S, _parts_3),
    "ind_fisher_index": (S, _parts_4),
    "ind_young_index": (S, _parts_3),
    "ind_tornqvist_index": (S, _parts_4),
    "ind_herfindahl": (S, _parts_1),
    "ind_herfindahl_normalised": (S, _parts_1),
    "ind_entropy": (S, _parts_1),
    "ind_theil": (S, _parts_1),
    "ind_mean_log_deviation": (S, _parts_1),
    "ind_divergence": (S, _parts_2),
    "ind_gini": (S, _parts_1),
    "ind_gini_normalised": (S, _parts_1),
    "ind_gini_weighted": (S, _parts_2),
    "ind_williamson": (S, _parts_2),
    "ind_structural_change": (S, _parts_2),
    "ind_krugman": (S, _parts_2),
    "ind_hoover": (S, _parts_2),
    "ind_lilien": (S, _parts_2),
    "ind_structural_angle": (S, _parts_2),
    "ind_shift_share": (S, _shift_share),
    "ind_shift_share_csls": (S, _shift_share),
    "ind_shift_share_gead": (
        S, [*[_doubles] * 6, c_double, c_double, c_size_t, *[_doubles] * 3]),
    "ind_shift_share_regional": (S, _shift_share),
    "ind_growth_over": (S, [_doubles, c_size_t, c_size_t, _doubles, _bytes]),
    "ind_cumulate": (S, [_doubles, c_size_t, c_size_t, c_size_t, _doubles, _bytes]),
    "ind_discrete": (S, [_doubles, c_size_t, c_size_t, c_size_t, _doubles, _bytes]),
    "ind_chain_annual_overlap": (S, _kernel_2),
    "ind_chain_quarters_annual_overlap": (
        S, [*[_doubles] * 3, c_size_t, c_size_t, _doubles, _bytes]),
    "ind_chain_one_quarter_overlap": (
        S, [*[_doubles] * 3, c_size_t, c_size_t, _doubles, _bytes]),
    "ind_chain_over_the_year": (
        S, [_doubles, _doubles, c_size_t, c_size_t, _doubles, _bytes]),
    "ind_contribution_annual_overlap": (
        S, [*[_doubles] * 6, c_size_t, c_size_t, c_size_t, _doubles, _bytes]),
    "ind_chain_residual": (S, [_doubles, _doubles, c_size_t, c_size_t, _doubles, _bytes]),
    "ind_rebase": (S, [_doubles, c_size_t, c_size_t, c_size_t, _doubles, _bytes]),
    "ind_deflator": (S, _kernel_2),
    "ind_per_capita": (S, _kernel_2),
    "ind_convert": (S, _kernel_2),
    "ind_productivity": (S, _kernel_2),
    "ind_productivity_growth": (S, _kernel_2),
    "ind_disbursement_ratio": (S, _kernel_2),
    "ind_indicator_count": (c_size_t, []),
    "ind_indicator_at": (POINTER(Indicator), [c_size_t]),
    "ind_indicator_find": (POINTER(Indicator), [c_char_p]),
    "ind_indicator_inputs": (
        c_size_t, [POINTER(Indicator), POINTER(POINTER(Indicator)), c_size_t],
    ),
    "ind_table_new": (S, [POINTER(Table), _error]),
    "ind_table_free": (None, [Table]),
    "ind_table_read_file": (S, [Table, c_char_p, POINTER(TableOptions), _error]),
    "ind_table_read_text": (
        S, [Table, c_char_p, c_char_p, c_size_t, POINTER(TableOptions), _error],
    ),
    "ind_table_read_arrow": (
        S, [Table, c_char_p, c_void_p, POINTER(TableOptions), POINTER(ArrowOptions), _error],
    ),
    "ind_table_visit_areas": (
        S, [Table, c_char_p, POINTER(TableOptions), AreaVisitor, c_void_p, _error]
    ),
    "ind_table_count": _counter,
    "ind_table_kinds": (None, [Table, POINTER(c_uint32)]),
    "ind_table_sites": (None, [Table, POINTER(c_uint32)]),
    "ind_table_figure": (S, [Table, c_size_t, POINTER(Figure)]),
    "ind_table_extra_count": _counter,
    "ind_table_extra_name": _message_at,
    "ind_table_extra": (c_char_p, [Table, c_size_t, c_size_t]),
    "ind_table_complaint_count": _counter,
    "ind_table_complaint_total": _counter,
    "ind_table_complaint_at": _message_at,
    "ind_table_note_count": _counter,
    "ind_table_note_at": _message_at,
    "ind_table_write": (S, [Table, Writer, c_void_p, _error]),
    "ind_rules_new_standard": (S, [POINTER(Rules), _error]),
    "ind_rules_new": (S, [POINTER(Rules), _error]),
    "ind_rules_free": (None, [Rules]),
    "ind_rules_read_text": (S, [Rules, c_char_p, c_char_p, c_size_t, _error]),
    "ind_rules_read_file": (S, [Rules, c_char_p, _error]),
    "ind_rules_count": _counter,
    "ind_rules_at": (S, [Rules, c_size_t, POINTER(Rule)]),
    "ind_rules_tie": (c_int, [Rules, c_size_t, c_char_p]),
    "ind_rules_span_areas": (c_int, [Rules, c_size_t]),
    "ind_rules_note_count": _counter,
    "ind_rules_note_at": _message_at,
    "ind_verdict_name": (_names, [c_int]),
    "ind_check": (S, [Table, Rules, POINTER(CheckOptions), POINTER(Report), _error]),
    "ind_report_free": (None, [Report]),
    "ind_report_summary": (None, [Report, POINTER(Summary)]),
    "ind_report_add_summary": (None, [Report, POINTER(Summary)]),
    "ind_report_exit_status": (c_int, [Report, c_int]),
    "ind_finding_kind_name": (_names, [c_int]),
    "ind_report_finding_count": _counter,
    "ind_report_finding": (S, [Report, c_size_t, POINTER(Finding)]),
    "ind_report_finding_figure": (S, [Report, c_size_t, c_size_t, POINTER(Figure)]),
    "ind_report_unverifiable_count": _counter,
    "ind_report_unverifiable": (S, [Report, c_size_t, POINTER(Finding)]),
    "ind_report_untouched_count": _counter,
    "ind_report_untouched": (S, [Report, c_size_t, POINTER(Figure)]),
    "ind_slip_name": (_names, [c_int]),
    "ind_explain": _explainer,
    "ind_report_explanation_count": _counter,
    "ind_report_explanation": (S, [Report, c_size_t, POINTER(Explanation)]),
    "ind_report_explanation_finding": (S, [Report, c_size_t, c_size_t, POINTER(c_size_t)]),
    "ind_report_alternative": (S, [Report, c_size_t, c_size_t, POINTER(Alternative)]),
    "ind_suspect_kind_name": (_names, [c_int]),
    "ind_report_suspect": (S, [Report, c_size_t, c_size_t, c_size_t, POINTER(Suspect)]),
    "ind_report_arbitration_count": _counter,
    "ind_report_arbitration": (S, [Report, c_size_t, POINTER(Arbitration)]),
    "ind_report_arbitration_figure": (S, [Report, c_size_t, c_size_t, POINTER(Figure)]),
    "ind_report_deduction_count": _counter,
    "ind_report_deduction": (S, [Report, c_size_t, POINTER(Deduction)]),
    "ind_measure_power": _explainer,
    "ind_report_protection_count": _counter,
    "ind_report_protection": (S, [Report, c_size_t, POINTER(Protection)]),
    "ind_report_advice": (c_int, [Report, POINTER(Advice)]),
    "ind_report_write": _report_writer,
    "ind_report_write_power": _report_writer,
    "ind_repair_name": (_names, [c_int]),
    "ind_variance_name": (_names, [c_int]),
    "ind_bounds_name": (_names, [c_int]),
    "ind_repair_read": (S, [c_char_p, c_size_t, POINTER(c_int)]),
    "ind_variance_read": (S, [c_char_p, c_size_t, POINTER(c_int)]),
    "ind_bounds_read": (S, [c_char_p, c_size_t, POINTER(c_int)]),
    "ind_adjustment_kind_name": (_names, [c_int]),
    "ind_reconcile": (
        S, [Report, POINTER(ReconcileOptions), POINTER(Reconciliation), _error],
    ),
    "ind_reconciliation_free": (None, [Reconciliation]),
    "ind_reconciliation_summarise": (None, [Reconciliation, POINTER(ReconciliationSummary)]),
    "ind_reconciliation_adjustment": (S, [Reconciliation, c_size_t, POINTER(Adjustment)]),
    "ind_reconciliation_rule_count": _counter,
    "ind_reconciliation_rule": (S, [Reconciliation, c_size_t, POINTER(Discrepancy)]),
    "ind_reconciliation_write": (S, [Reconciliation, c_int, Writer, c_void_p, _error]),
    "ind_compute": (S, [Table, Rules, POINTER(ComputeOptions), POINTER(Table), _error]),
    "ind_balance": (
        S, [*[_doubles] * 4, c_size_t, _equations, *[_doubles] * 3, _bytes,
            POINTER(BalanceSummary), _error]),
    "ind_rake": (S, [*[_doubles] * 4, c_size_t, _equations, _doubles, _bytes, _error]),
    "ind_rake_table": (
        S, [_doubles, _doubles, c_size_t, c_size_t, *[_doubles] * 7, _error]),
    "ind_benchmark": (
        S, [_doubles, c_size_t, POINTER(BenchmarkTotal), c_size_t, POINTER(BenchmarkOptions),
            _doubles, _doubles, _error]),
    "ind_round_sums": (
        S, [_doubles, POINTER(c_int32), _bytes, c_size_t, _equations, POINTER(Decimal), _bytes,
            _error]),
}


def _raise_on_failure(result: int, function: object, arguments: tuple) -> int:
    """errcheck of every function that returns an ind_status."""
    if result != 0:
        error = getattr(arguments[-1], "_obj", None) if arguments else None
        detail = error if isinstance(error, Error) and error.status != 0 else None
        raise errors.from_status(
            result,
            decode(detail.message) if detail else decode(lib.ind_status_message(result)),
            detail.record if detail else 0,
            detail.field if detail else 0,
        )
    return result


def _bind(library: ctypes.CDLL) -> ctypes.CDLL:
    for name, (result, arguments) in PROTOTYPES.items():
        function = getattr(library, name)
        # An array parameter of C is a pointer.
        function.argtypes = [
            POINTER(a._type_) if isinstance(a, type) and issubclass(a, ctypes.Array) else a
            for a in arguments
        ]
        if result is S:
            function.restype = c_int
            function.errcheck = _raise_on_failure
        else:
            function.restype = result
    return library


def path_bytes(path: Any) -> bytes:
    """A path as C takes it."""
    encoded = os.fsencode(path)
    if b"\0" in encoded:
        raise ValueError(f"the path {path!r} holds a NUL, where it would be cut")
    return encoded


def text_bytes(what: str, text: Any) -> bytes:
    """A text as C takes it."""
    if not isinstance(text, str):
        raise TypeError(f"{what} is a str, not {text!r}")
    if "\0" in text:
        raise ValueError(f"{what} {text!r} holds a NUL, where it would be cut")
    return text.encode("utf-8")


def int32(what: str, number: int) -> int:
    """A whole number as C takes it: ctypes cuts off what is too large."""
    if not -(2**31) <= number < 2**31:
        raise ValueError(f"{what} is {number}, which no number of decimals can be")
    return number


def decode(text: bytes | None) -> str:
    """Text of the library as str; what is not UTF-8 cannot come out of it."""
    return "" if text is None else text.decode("utf-8", "replace")


def collect(function, handle, *arguments) -> str:
    """What a function writes through an ind_writer."""
    parts: list[bytes] = []

    @Writer
    def write(_context, address, length):
        # An exception cannot pass through C; it becomes IND_E_WRITE.
        try:
            parts.append(ctypes.string_at(address, length))
            return 0
        except BaseException:  # pragma: no cover
            return 1

    function(handle, *arguments, write, None, ctypes.byref(Error()))
    return b"".join(parts).decode("utf-8")


def unit_text(unit: Unit) -> tuple[str, int]:
    """A unit's canonical symbols, and its power of ten."""
    copy = Unit.from_buffer_copy(unit)
    scale, copy.scale = copy.scale, 0
    text = ctypes.create_string_buffer(64)
    lib.ind_unit_write(ctypes.byref(copy), text)
    return decode(text.value), scale


def _words(name_of) -> list[str]:
    """The names of an enumeration whose values begin at 0."""
    words: list[str] = []
    while True:
        word = decode(name_of(len(words)))
        if word == "?":
            return words
        words.append(word)


lib = _bind(_loader.load())

ROUNDINGS = _words(lib.ind_rounding_name)
QUALIFIERS = _words(lib.ind_qualifier_name)
LOCALES = _words(lib.ind_locale_name)
VERDICTS = [decode(lib.ind_verdict_name(k)) for k in range(VERDICT_COUNT)]
KINDS = [decode(lib.ind_finding_kind_name(k)) for k in range(4)]
REPAIRS = _words(lib.ind_repair_name)
VARIANCES = _words(lib.ind_variance_name)
BOUNDS = _words(lib.ind_bounds_name)
SUSPECT_KINDS = _words(lib.ind_suspect_kind_name)
SLIPS = _words(lib.ind_slip_name)
ZEROS = ["weak", "strict"]
FORMATS = ["text", "json", "csv", "html"]


def choice(what: str, words: list[str], word: str) -> int:
    """The value of an enumerator's name."""
    try:
        return words.index(word)
    except ValueError:
        raise ValueError(f"{what} is one of {', '.join(words)}, not {word!r}") from None
