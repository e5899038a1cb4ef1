# SPDX-License-Identifier: GPL-3.0-or-later
"""Formulas on arrays, sequences and numbers; the registry; computing."""

from __future__ import annotations

import csv
import ctypes
import decimal
import io
import numbers
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from . import _functions as c
from . import errors
from . import table as tables
from ._rules import RuleFiles, RuleSet


def _is_array(value: Any) -> bool:
    # A scalar of NumPy is a number that has an array interface.
    return not isinstance(value, numbers.Number) and (
        hasattr(value, "__array_interface__") or hasattr(value, "to_numpy")
    )


def _need_real(kind: type) -> None:
    """Refuses numbers that would convert to doubles and lose what they are."""
    if (issubclass(kind, numbers.Complex) and not issubclass(kind, numbers.Real)) \
            or kind.__name__ in tables.TIMES:
        raise TypeError(f"formulas take real numbers, not {kind.__name__}")


def _elements(values: Iterable[Any]) -> list[Any]:
    """The elements of a sequence; NaN where there is none, or where it is masked."""
    elements = list(values)
    kinds = set(map(type, elements))
    for kind in kinds:
        _need_real(kind)
    missing = {kind for kind in kinds if kind.__name__ in ("NoneType", "MaskedConstant")}
    if not missing:
        return elements
    return [float("nan") if type(element) in missing else element for element in elements]


def _floats(x: Any) -> Any:
    """An operand as a NumPy array of doubles, not copied if it is one; NaN where it is masked."""
    import numpy

    if hasattr(x, "to_numpy"):
        array = x.to_numpy()
    elif _is_array(x) or isinstance(x, numbers.Number):
        array = numpy.asanyarray(x)
    else:
        # Rows of a sequence may have masks of their own.
        array = numpy.ma.array(_elements(x))
    _need_real(array.dtype.type)
    mask, array = numpy.ma.getmask(array), numpy.ma.getdata(array)
    if array.dtype.kind == "O":
        objects = numpy.where(mask, None, array)
        return numpy.array(_elements(objects.ravel().tolist()), numpy.float64).reshape(array.shape)
    array = numpy.asarray(array, dtype=numpy.float64)
    return numpy.where(mask, numpy.nan, array) if numpy.any(mask) else array


def _run(kernel: Any, operands: list[Any], n: int, out: Any) -> None:
    """Runs a kernel; elements without a result are NaN in out."""
    try:
        kernel(*operands, n, out, None)
    except errors.DomainError:
        pass


def _on_arrays(kernel: Any, operands: list[Any]) -> Any:
    import numpy

    series = [x for x in operands if hasattr(x, "to_numpy") and hasattr(x, "index")]
    for other in series[1:]:
        if not series[0].index.equals(other.index):
            raise ValueError("the operands have different indexes; align them first")
    arrays = numpy.broadcast_arrays(*map(_floats, operands))
    out = numpy.empty(arrays[0].shape, dtype=numpy.float64)
    arrays = [numpy.ascontiguousarray(x) for x in arrays]
    _run(
        kernel,
        [x.ctypes.data_as(c._doubles) for x in arrays],
        out.size,
        out.ctypes.data_as(c._doubles),
    )
    return type(series[0])(out, index=series[0].index) if series else out


def _on_sequences(kernel: Any, operands: list[Any]) -> list[float]:
    lengths = {len(x) for x in operands if not isinstance(x, numbers.Number)}
    if len(lengths) > 1:
        raise ValueError(f"the operands have different lengths: {sorted(lengths)}")
    n = lengths.pop()
    kind = ctypes.c_double * n
    arrays = [
        kind(*[x] * n)
        if isinstance(x, numbers.Number)
        else kind(*_elements(x))
        for x in operands
    ]
    out = kind()
    _run(kernel, arrays, n, out)
    return list(out)


def _on_numbers(kernel: Any, operands: list[Any]) -> float:
    out = ctypes.c_double()
    kernel(*(ctypes.byref(ctypes.c_double(x)) for x in operands), 1, ctypes.byref(out), None)
    return out.value


def _apply(name: str, *operands: Any) -> Any:
    kernel = getattr(c.lib, name)
    for operand in operands:
        if isinstance(operand, (str, bytes)):
            raise TypeError(f"{operand!r} is text; formulas take numbers")
        if isinstance(operand, numbers.Number):
            _need_real(type(operand))
    if any(_is_array(x) for x in operands):
        return _on_arrays(kernel, list(operands))
    if any(not isinstance(x, numbers.Number) for x in operands):
        return _on_sequences(kernel, list(operands))
    return _on_numbers(kernel, list(operands))


# Every formula takes NumPy arrays or pandas Series (and returns one), sequences
# (and returns a list) or numbers, which also go with the others. An element
# without a result is NaN; a lone number without a result raises DomainError.
# Elements that are masked, or None, count as NaN. Complex numbers and times are refused.
# Contiguous arrays of float64 are not copied.


def share(part: Any, total: Any) -> Any:
    """100 part / total, in percent."""
    return _apply("ind_share", part, total)


def share_change(share: Any, previous_share: Any) -> Any:
    """share - previous_share, in percentage points."""
    return _apply("ind_share_change", share, previous_share)


def growth(current: Any, previous: Any) -> Any:
    """100 (current - previous) / previous, in percent; previous > 0."""
    return _apply("ind_growth", current, previous)


def contribution(part: Any, previous_part: Any, previous_total: Any) -> Any:
    """100 (part - previous_part) / previous_total, in percentage points."""
    return _apply("ind_contribution", part, previous_part, previous_total)


def deflator(current_price: Any, constant_price: Any) -> Any:
    """100 current_price / constant_price, an index."""
    return _apply("ind_deflator", current_price, constant_price)


def per_capita(amount: Any, population: Any) -> Any:
    """amount / population."""
    return _apply("ind_per_capita", amount, population)


def convert(amount: Any, exchange_rate: Any) -> Any:
    """amount / exchange_rate: local currency to the one the rate is quoted for. The rate
    may be a purchasing power parity."""
    return _apply("ind_convert", amount, exchange_rate)


def price_level_index(ppp: Any, exchange_rate: Any) -> Any:
    """100 ppp / exchange_rate: the price level, where the reference has 100."""
    return _apply("ind_price_level_index", ppp, exchange_rate)


def productivity(output: Any, employment: Any) -> Any:
    """output / employment."""
    return _apply("ind_productivity", output, employment)


def productivity_growth(output_growth: Any, employment_growth: Any) -> Any:
    """Growth of output per employed person from the growth of both, in percent."""
    return _apply("ind_productivity_growth", output_growth, employment_growth)


def disbursement_ratio(disbursed: Any, plan: Any) -> Any:
    """100 disbursed / plan, in percent."""
    return _apply("ind_disbursement_ratio", disbursed, plan)


def disbursement_ratio_carried_over(disbursed: Any, plan: Any, carried_over: Any) -> Any:
    """100 disbursed / (plan + carried_over), in percent."""
    return _apply("ind_disbursement_ratio_carried_over", disbursed, plan, carried_over)


def target_progress(actual: Any, baseline: Any, target: Any) -> Any:
    """100 (actual - baseline) / (target - baseline), in percent."""
    return _apply("ind_target_progress", actual, baseline, target)


def change(current: Any, previous: Any) -> Any:
    """current - previous, in the unit of both."""
    return _apply("ind_change", current, previous)


def average_growth(last: Any, first: Any, years: Any) -> Any:
    """100 ((last / first)^(1 / years) - 1), in percent per year; all > 0."""
    return _apply("ind_average_growth", last, first, years)


def annualised_growth(current: Any, previous: Any, periods_per_year: Any) -> Any:
    """100 ((current / previous)^periods_per_year - 1), in percent; all > 0."""
    return _apply("ind_annualised_growth", current, previous, periods_per_year)


def growth_of_quotient(numerator_growth: Any, denominator_growth: Any) -> Any:
    """Growth of a quotient from the growth of both, in percent: real growth from nominal
    growth and that of the deflator."""
    return _apply("ind_growth_of_quotient", numerator_growth, denominator_growth)


def growth_of_product(a: Any, b: Any) -> Any:
    """Growth of a product from the growth of both, in percent."""
    return _apply("ind_growth_of_product", a, b)


def contribution_chained(growth: Any, previous_part: Any, previous_total: Any) -> Any:
    """growth previous_part / previous_total, in percentage points: of chain-linked volumes,
    with values at current prices of the year before."""
    return _apply("ind_contribution_chained", growth, previous_part, previous_total)


def contribution_share(part_contribution: Any, growth: Any) -> Any:
    """100 part_contribution / growth, in percent."""
    return _apply("ind_contribution_share", part_contribution, growth)


def deflate(current_price: Any, price_index: Any) -> Any:
    """100 current_price / price_index."""
    return _apply("ind_deflate", current_price, price_index)


def location_quotient(part: Any, total: Any, part_of_reference: Any, reference: Any) -> Any:
    """(part / total) / (part_of_reference / reference)."""
    return _apply("ind_location_quotient", part, total, part_of_reference, reference)


def icor(investment: Any, output: Any, previous_output: Any) -> Any:
    """investment / (output - previous_output), at constant prices."""
    return _apply("ind_icor", investment, output, previous_output)


def elasticity(growth: Any, growth_of_cause: Any) -> Any:
    """growth / growth_of_cause; the buoyancy of a tax."""
    return _apply("ind_elasticity", growth, growth_of_cause)


# ----------------------------------------------------------------------------
# Over all parts at once
#
# Operands are one-dimensional: arrays, Series or sequences of equal length. A
# result for all is a float; results for each are arrays or Series where the first
# operand is one, else lists. Without a result DomainError is raised.


def _vector(x: Any) -> Any:
    """The operand as doubles that ctypes can pass."""
    if isinstance(x, (str, bytes, numbers.Number)):
        raise TypeError(f"{x!r} is no sequence of numbers")
    if _is_array(x):
        import numpy

        array = numpy.ascontiguousarray(_floats(x))
        if array.ndim != 1:
            raise ValueError(f"{array.ndim} dimensions, where 1 is wanted")
        return array
    values = _elements(x)
    return (ctypes.c_double * len(values))(*values)


def _pointer(vector: Any) -> Any:
    return vector.ctypes.data_as(c._doubles) if hasattr(vector, "ctypes") else vector


def _vectors(operands: Sequence[Any]) -> tuple[list[Any], int]:
    series = [x for x in operands if hasattr(x, "to_numpy") and hasattr(x, "index")]
    for other in series[1:]:
        if not series[0].index.equals(other.index):
            raise ValueError("the operands have different indexes; align them first")
    vectors = [_vector(x) for x in operands]
    lengths = {len(x) for x in vectors}
    if len(lengths) > 1:
        raise ValueError(f"the operands have different lengths: {sorted(lengths)}")
    return vectors, lengths.pop()


def _like(operand: Any, out: Any) -> Any:
    """Results in the kind of the operand."""
    if not _is_array(operand):
        return list(out)
    import numpy

    array = numpy.array(out, dtype=numpy.float64)
    if hasattr(operand, "to_numpy") and hasattr(operand, "index"):
        return type(operand)(array, index=operand.index)
    return array


def _over_parts(name: str, *operands: Any) -> float:
    vectors, n = _vectors(operands)
    out = ctypes.c_double()
    getattr(c.lib, name)(*(_pointer(x) for x in vectors), n, ctypes.byref(out))
    return out.value


def _split(name: str, operands: Sequence[Any], numbers_: Sequence[float], count: int) -> Any:
    vectors, n = _vectors(operands)
    for number in numbers_:
        _need_real(type(number))
    outs = [(ctypes.c_double * n)() for _ in range(count)]
    getattr(c.lib, name)(*(_pointer(x) for x in vectors), *numbers_, n, *outs)
    results = tuple(_like(operands[0], out) for out in outs)
    return results if count > 1 else results[0]


def lowe_index(previous: Any, current: Any, weight: Any) -> float:
    """100 sum current weight / sum previous weight."""
    return _over_parts("ind_lowe_index", previous, current, weight)


def laspeyres_index(previous: Any, current: Any, previous_weight: Any) -> float:
    """The index with weights of the previous period."""
    return _over_parts("ind_laspeyres_index", previous, current, previous_weight)


def paasche_index(previous: Any, current: Any, current_weight: Any) -> float:
    """The index with weights of the current period."""
    return _over_parts("ind_paasche_index", previous, current, current_weight)


def fisher_index(previous: Any, current: Any, previous_weight: Any, current_weight: Any) -> float:
    """The geometric mean of the indices of Laspeyres and Paasche."""
    return _over_parts("ind_fisher_index", previous, current, previous_weight, current_weight)


def young_index(previous: Any, current: Any, value: Any) -> float:
    """100 sum value (current / previous) / sum value."""
    return _over_parts("ind_young_index", previous, current, value)


def tornqvist_index(previous: Any, current: Any, previous_value: Any, current_value: Any) -> float:
    """The geometric mean of the relatives, weighed by the mean of both periods' shares."""
    return _over_parts("ind_tornqvist_index", previous, current, previous_value, current_value)


def contribution_fisher(previous_price: Any, previous_quantity: Any, price: Any,
                        quantity: Any) -> Any:
    """Contributions to the growth of the Fisher quantity index, in percentage points."""
    return _split("ind_contribution_fisher", (previous_price, previous_quantity, price, quantity),
                  (), 1)


def herfindahl(part: Any) -> float:
    """The sum of the squares of the shares: 1/n to 1."""
    return _over_parts("ind_herfindahl", part)


def herfindahl_normalised(part: Any) -> float:
    """The Herfindahl index from 0 to 1."""
    return _over_parts("ind_herfindahl_normalised", part)


def entropy(part: Any) -> float:
    """-sum s ln s of the shares s: 0 to ln n."""
    return _over_parts("ind_entropy", part)


def theil(part: Any) -> float:
    """Theil's T, sum s ln (n s) of the shares s: 0 to ln n."""
    return _over_parts("ind_theil", part)


def mean_log_deviation(part: Any) -> float:
    """Theil's L, the mean of -ln (n s) of the shares s; all parts > 0."""
    return _over_parts("ind_mean_log_deviation", part)


def divergence(part: Any, reference: Any) -> float:
    """sum s ln (s / q) of the shares s and those of a reference, q."""
    return _over_parts("ind_divergence", part, reference)


def gini(part: Any) -> float:
    """The Gini coefficient, 0 to 1 - 1/n."""
    return _over_parts("ind_gini", sorted(_vector(part)))


def gini_normalised(part: Any) -> float:
    """The Gini coefficient from 0 to 1."""
    return _over_parts("ind_gini_normalised", sorted(_vector(part)))


def gini_weighted(per_head: Any, weight: Any) -> float:
    """The Gini coefficient of groups, from what a head of each has and its heads."""
    (values, weights), n = _vectors((per_head, weight))
    order = sorted(range(n), key=lambda k: values[k])
    return _over_parts("ind_gini_weighted", [values[k] for k in order],
                       [weights[k] for k in order])


def williamson(per_head: Any, population: Any) -> float:
    """The coefficient of variation of regions, weighted by population."""
    return _over_parts("ind_williamson", per_head, population)


def structural_change(previous: Any, current: Any) -> float:
    """Half the sum of the changes of shares, in percentage points."""
    return _over_parts("ind_structural_change", previous, current)


def krugman(part: Any, reference: Any) -> float:
    """The sum of the differences of shares: 0 to 2."""
    return _over_parts("ind_krugman", part, reference)


def hoover(part: Any, reference: Any) -> float:
    """Half the sum of the differences of shares: 0 to 1."""
    return _over_parts("ind_hoover", part, reference)


def lilien(previous: Any, current: Any) -> float:
    """The dispersion of the growth of parts about that of the total."""
    return _over_parts("ind_lilien", previous, current)


def structural_angle(previous: Any, current: Any) -> float:
    """The angle between two structures, in degrees."""
    return _over_parts("ind_structural_angle", previous, current)


def shift_share(previous_output: Any, previous_labour: Any, output: Any, labour: Any) -> Any:
    """Growth of productivity: (within, static shift, dynamic shift), percentage points."""
    return _split("ind_shift_share", (previous_output, previous_labour, output, labour), (), 3)


def shift_share_csls(previous_output: Any, previous_labour: Any, output: Any, labour: Any) -> Any:
    """The same with shifts relative to the mean: (within, level, growth)."""
    return _split("ind_shift_share_csls", (previous_output, previous_labour, output, labour), (),
                  3)


def shift_share_gead(previous_nominal: Any, previous_volume: Any, previous_labour: Any,
                     nominal: Any, volume: Any, labour: Any, previous_total_volume: float,
                     total_volume: float) -> Any:
    """The same for any volume index: (within, reallocation, interaction)."""
    return _split(
        "ind_shift_share_gead",
        (previous_nominal, previous_volume, previous_labour, nominal, volume, labour),
        (previous_total_volume, total_volume), 3)


def shift_share_regional(previous_region: Any, region: Any, previous_nation: Any,
                         nation: Any) -> Any:
    """The change of a region's activities: (national, mix, regional)."""
    return _split("ind_shift_share_regional", (previous_region, region, previous_nation, nation),
                  (), 3)


# ----------------------------------------------------------------------------
# Along a series; elements without a result are NaN.


def _along(name: str, operands: Sequence[Any], *arguments: int, length: int | None = None) -> Any:
    vectors = [_vector(x) for x in operands]
    n = len(vectors[0]) if length is None else length
    out = (ctypes.c_double * len(vectors[0]))()
    try:
        getattr(c.lib, name)(*(_pointer(x) for x in vectors), n, *arguments, out, None)
    except errors.DomainError:
        pass
    return _like(operands[0], out)


def growth_over(series: Any, lag: int = 1) -> Any:
    """Growth over `lag` periods, in percent."""
    return _along("ind_growth_over", [series], lag)


def cumulate(series: Any, per_year: int, first: int = 0) -> Any:
    """Sums since the beginning of the year; `first` is the place in its year, from 0, of
    the first period."""
    return _along("ind_cumulate", [series], per_year, first)


def discrete(cumulative: Any, per_year: int, first: int = 0) -> Any:
    """Values of periods from sums since the beginning of the year."""
    return _along("ind_discrete", [cumulative], per_year, first)


def chain_annual_overlap(at_previous_prices: Any, at_current_prices: Any) -> Any:
    """A chain-linked volume index of years, the first 100."""
    _vectors((at_previous_prices, at_current_prices))
    return _along("ind_chain_annual_overlap", [at_previous_prices, at_current_prices])


def chain_quarters_annual_overlap(at_previous_prices: Any, previous_year_at_its_prices: Any,
                                  year_at_previous_prices: Any, per_year: int = 4) -> Any:
    """A chain-linked volume index of quarters, the year before the first 100."""
    return _quarters("ind_chain_quarters_annual_overlap", at_previous_prices,
                     previous_year_at_its_prices, year_at_previous_prices, per_year)


def chain_one_quarter_overlap(at_previous_prices: Any, overlap: Any, first_base: float,
                              per_year: int = 4) -> Any:
    """The same, linked at the last quarter of each year."""
    return _quarters("ind_chain_one_quarter_overlap", at_previous_prices, overlap, [first_base],
                     per_year)


def chain_over_the_year(at_previous_prices: Any, previous_at_its_prices: Any,
                        per_year: int = 4) -> Any:
    """The same, each quarter linked to that of the year before."""
    _vectors((at_previous_prices, previous_at_its_prices))
    return _along("ind_chain_over_the_year", [at_previous_prices, previous_at_its_prices],
                  per_year, length=_years(at_previous_prices, per_year))


def contribution_annual_overlap(part: Any, part_previous_year: Any, part_year: Any, total: Any,
                                total_previous_year: Any, total_year: Any, lag: int = 1,
                                per_year: int = 4) -> Any:
    """Contributions of a part to the growth of a total over `lag` quarters, both with the
    operands of chain_quarters_annual_overlap; in percentage points."""
    _vectors((part, total))
    n_years = _years(part, per_year)
    yearly = [part_previous_year, part_year, total_previous_year, total_year]
    if any(len(x) != n_years for x in yearly):
        raise ValueError("the years of the operands differ")
    return _along("ind_contribution_annual_overlap",
                  [part, part_previous_year, part_year, total, total_previous_year, total_year],
                  per_year, lag, length=n_years)


def _years(values: Any, per_year: int) -> int:
    if per_year < 1 or len(values) % per_year != 0:
        raise ValueError(f"{len(values)} values are no whole years of {per_year}")
    return len(values) // per_year


def chain_residual(total: Any, parts: Any) -> Any:
    """total less the sum of its parts: a sequence of them, the rows of an array, or the
    columns of a DataFrame."""
    if hasattr(parts, "columns"):
        parts = [parts[name] for name in parts.columns]
    vectors, n = _vectors([total, *parts])
    rows = vectors[1:]
    joined = (ctypes.c_double * (n * len(rows)))()
    for k, row in enumerate(rows):
        ctypes.memmove(ctypes.byref(joined, 8 * n * k), _pointer(row), 8 * n)
    out = (ctypes.c_double * n)()
    try:
        c.lib.ind_chain_residual(_pointer(vectors[0]), joined, len(rows), n, out, None)
    except errors.DomainError:
        pass
    return _like(total, out)


def _quarters(name: str, values: Any, yearly: Any, other: Any, per_year: int) -> Any:
    n_years = len(yearly)
    if len(values) != n_years * per_year:
        raise ValueError(f"{len(values)} values, where {n_years} years have {n_years * per_year}")
    if len(other) not in (1, n_years):
        raise ValueError("the years of the operands differ")
    return _along(name, [values, yearly, other], per_year, length=n_years)


def rebase(series: Any, start: int, stop: int) -> Any:
    """The series with the mean of elements start .. stop - 1 as 100."""
    return _along("ind_rebase", [series], start, stop)


@dataclass(frozen=True)
class Indicator:
    """What the library knows of an indicator. Texts that are not there are None;
    without a basis, the definition admits no other. No true value lies outside of
    the range; inputs are what the formula names."""

    name: str
    alias: str | None
    title: str
    unit: str
    formula: str | None
    kernel: str | None
    reference: str | None
    is_additive: bool
    range: tuple[float, float]
    basis: str | None
    inputs: tuple[str, ...]


def _text(value: bytes | None) -> str | None:
    return None if value is None else c.decode(value)


def _inputs(entry: Any) -> tuple[str, ...]:
    n = c.lib.ind_indicator_inputs(entry, None, 0)
    found = (ctypes.POINTER(c.Indicator) * n)()
    c.lib.ind_indicator_inputs(entry, found, n)
    return tuple(c.decode(one.contents.name) for one in found)


def indicators() -> list[Indicator]:
    """The registry, sorted by name."""
    result = []
    for k in range(c.lib.ind_indicator_count()):
        entry = c.lib.ind_indicator_at(k).contents
        result.append(
            Indicator(
                c.decode(entry.name), _text(entry.alias), c.decode(entry.title),
                c.decode(entry.unit), _text(entry.formula), _text(entry.kernel),
                _text(entry.reference), bool(entry.is_additive),
                (entry.range.low, entry.range.high), _text(entry.basis), _inputs(entry),
            )
        )
    return result


def _document_indicators() -> None:
    """Appends to each function the indicators of the registry it computes."""
    lines: dict[str, list[str]] = {}
    for indicator in indicators():
        if indicator.kernel is not None:
            lines.setdefault(indicator.kernel.removeprefix("ind_"), []).append(
                f"    {indicator.name}: {indicator.title}, {indicator.unit}\n"
                f"        = {indicator.formula}\n"
                f"        {indicator.reference}"
            )
    for name, texts in lines.items():
        function = globals()[name]
        function.__doc__ = "\n".join([function.__doc__, "", "Indicators:", *texts])


_document_indicators()


def compute(
    data: tables.Data,
    only: Sequence[str] | None = None,
    rules: RuleFiles = None,
    *,
    standard_rules: bool = True,
    rules_text: str | None = None,
    rounding: str = "nearest",
    zeros: str = "weak",
    locale: str = "auto",
    encoding: str = "utf-8",
    decimals: tables.Decimals = None,
    name: str = "data",
    round_to: int | None = None,
    explain: bool = False,
) -> Any:
    """Computes every indicator the figures allow and do not hold.

    Takes data and options as check() does; `only` names the indicators
    wanted, `round_to` the decimals that are kept, and with `explain` LOCATOR
    tells the formula and the figures that went in. Returns a list of dicts with
    the columns of the CSV contract, OBS_VALUE a Decimal; a pandas DataFrame when
    given one.
    """
    names = [only] if isinstance(only, str) else list(only or [])
    loaded = RuleSet(rules, standard=standard_rules, text=rules_text)
    table = tables.read(
        data, name=name, rounding=rounding, zeros=zeros, locale=locale, encoding=encoding,
        decimals=decimals,
    )
    options = c.ComputeOptions(
        None, 0, round_to is not None, c.int32("round_to", round_to or 0), explain
    )
    if names:
        texts = (ctypes.c_char_p * len(names))(*(text.encode("utf-8") for text in names))
        options.only = ctypes.cast(texts, ctypes.POINTER(ctypes.c_char_p))
        options.n_only = len(names)
    handle = c.Table()
    c.lib.ind_compute(
        table.handle, loaded.handle, ctypes.byref(options), ctypes.byref(handle),
        ctypes.byref(c.Error()),
    )
    computed = tables.Table(handle)
    rows: list[dict[str, Any]] = list(csv.DictReader(io.StringIO(computed.to_csv(), newline="")))
    for row in rows:
        row["OBS_VALUE"] = decimal.Decimal(row["OBS_VALUE"])
        for column in ("DECIMALS", "UNIT_MULT"):
            row[column] = int(row[column]) if row[column] else None
    if tables.is_frame(data):
        import pandas

        return pandas.DataFrame(rows)
    return rows
