# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the printed figures of a report of provincial.py can all be true, decided
without the library.

The identities fall into three blocks. Current prices by part (levels, shares) and
constant prices by part (levels, growth, contributions) are linear in the levels,
because every ratio is printed as a plain interval: 5.00 to 5.01 times the whole.
What is known of totals and heads is linear in their logarithms. The first block meets
the third in one number only, GRDP at current prices, of which it allows an interval,
since its solutions are convex; the second meets neither. So a few linear programmes
decide the whole. All levels are positive.
"""
import math

import numpy
from scipy.optimize import linprog

from provincial import INDEX, PARTS, interval, number

TOTALS = ["current", "current_before", "people", "people_before", "workers",
          "workers_before"]
#: Units of the solver, whose tolerance of 1e-7 is absolute: logarithms are counted in
#: millionths, and so are parts of the whole.
FINE = 1e6
#: The part of the widths of all intervals within which nothing is decided.
CLOSE = 1e-4
#: Units of the last digit by which a solution may miss a figure: the solver's tolerance.
EXACT = 1e-5


class _Bounds:
    """The intervals of a report, by indicator, component and year; populations in
    thousands."""

    def __init__(self, figures):
        self.of = {}
        for figure in figures:
            ends = interval(figure)
            if figure.unit == "persons":
                ends = (ends[0] / 1000, ends[1] / 1000)
            self.of[figure.slot] = ends

    def __call__(self, indicator, component="_T", year=2024):
        return tuple(map(float, self.of[INDEX[indicator, component, year]]))


class _Undecided(Exception):
    """No method of the solver came to an end."""


def _programme(cost, **more):
    """A linear programme, by the first method that comes to an end."""
    for method in ("highs", "highs-ds", "highs-ipm"):
        for presolve in (True, False):
            done = linprog(cost, method=method, options={"presolve": presolve}, **more)
            if done.status in (0, 2, 3):
                return done
    raise _Undecided(done.message)


def _solve(cost, rows, bounds, equal=None):
    """The solution of least cost, or None where there is no solution."""
    done = _programme(cost, A_ub=numpy.array(rows), b_ub=numpy.zeros(len(rows)), bounds=bounds,
                      A_eq=equal and [equal[0]], b_eq=equal and [equal[1]])
    if done.status == 3:
        raise _Undecided("without bound")
    return done.x if done.status == 0 else None


def _between(n, low, high, upper, lower):
    """Rows for low * lower <= upper <= high * lower, where upper and lower are lists of
    (variable, factor)."""
    rows = []
    for bound, sign in ((low, -1), (high, 1)):
        row = numpy.zeros(n)
        for variable, factor in upper:
            row[variable] += sign * factor
        for variable, factor in lower:
            row[variable] -= sign * factor * bound
        rows.append(row)
    return rows


def _current_parts(bounds, sign, total=(0, math.inf)):
    """Parts, whole, and what the parts would be with the shares of the year before, at
    current prices with the least (1) or largest (-1) whole in an interval given; or None."""
    n, whole, before = 9, 4, 5
    parts, earlier = [(k, 1) for k in range(4)], [(before + k, 1) for k in range(4)]
    rows = _between(n, 1, 1, parts, [(whole, 1)]) + _between(n, 1, 1, earlier, [(whole, 1)])
    for k, part in enumerate(PARTS):
        low, high = bounds("share", part)
        rows += _between(n, low, high, [(k, 100)], [(whole, 1)])
        low, high = bounds("share", part, 2023)
        rows += _between(n, low, high, [(before + k, 100)], [(whole, 1)])
        low, high = bounds("share_change", part)
        rows += _between(n, low, high, [(k, 100), (before + k, -100)], [(whole, 1)])
    boxes = [bounds("grdp_current", part) for part in PARTS + ["_T"]]
    boxes[whole] = (max(boxes[whole][0], total[0]), min(boxes[whole][1], total[1]))
    boxes += [(0, math.inf)] * 4
    cost = numpy.zeros(n)
    cost[whole] = sign
    boxes = [(max(low, 0), high) for low, high in boxes]
    return None if any(low > high for low, high in boxes) else _solve(cost, rows, boxes)


def _constant_prices(bounds):
    """Parts at constant prices in both years, four and four, or None."""
    # Variables: parts now, parts before, and by what all are multiplied so that the whole
    # before is FINE.
    n, scale = 9, 8
    now, before = range(4), range(4, 8)
    sum_now, sum_before = [(k, 1) for k in now], [(k, 1) for k in before]
    rows = []
    # The levels are divided by the whole before as printed: the factor is about FINE.
    size = abs(bounds("grdp_constant", "_T", 2023)[1])
    levels = [([(k, 1)], bounds("grdp_constant", part)) for k, part in zip(now, PARTS)]
    levels += [([(4 + k, 1)], bounds("grdp_constant", part, 2023))
               for k, part in enumerate(PARTS)]
    levels.append((sum_now, bounds("grdp_constant")))
    levels.append((sum_before, bounds("grdp_constant", "_T", 2023)))
    for terms, (low, high) in levels:
        rows += _between(n, low / size, high / size, terms, [(scale, 1)])
    for k, part in enumerate(PARTS):
        low, high = bounds("growth_real", part)
        rows += _between(n, 1 + low / 100, 1 + high / 100, [(k, 1)], [(4 + k, 1)])
        low, high = bounds("contribution", part)
        rows += _between(n, low, high, [(k, 100), (4 + k, -100)], sum_before)
    low, high = bounds("growth_real")
    rows += _between(n, 1 + low / 100, 1 + high / 100, sum_now, sum_before)
    whole_before = numpy.zeros(n)
    whole_before[4:8] = 1
    found = _solve(numpy.zeros(n), rows, [(0, None)] * n, (whole_before, FINE))
    return None if found is None else found[:8] * size / found[scale]


def _log(x):
    return math.log(x) if x > 0 else -math.inf


def _ratios(bounds):
    """Intervals of the logarithms of products of totals, as (terms, low, high)."""
    def level(name, indicator, factor, year=2024):
        low, high = bounds(indicator, "_T", year)
        return {name: 1}, _log(low / factor), _log(high / factor)

    def growth(indicator, **terms):
        low, high = bounds(indicator)
        return terms, _log(1 + low / 100), _log(1 + high / 100)

    def ratio(indicator, **terms):
        low, high = bounds(indicator)
        return terms, _log(low), _log(high)

    return [
        level("current", "grdp_current", 1),
        level("current_before", "grdp_current", 1, 2023),
        level("people", "population", 1), level("people_before", "population", 1, 2023),
        level("workers", "employment", 1),
        growth("growth_nominal", current=1, current_before=-1),
        growth("population_growth", people=1, people_before=-1),
        growth("employment_growth", workers=1, workers_before=-1),
        ratio("grdp_per_capita", current=1, people=-1),
        ratio("productivity", current=1, workers=-1),
        growth("per_capita_growth", current=1, people=-1, current_before=-1, people_before=1),
        growth("productivity_growth", current=1, workers=-1, current_before=-1,
               workers_before=1),
    ]


def _totals(rows):
    """The margin, as a part of each half-width, by which all intervals could shrink, and
    the logarithms of the totals there. Without a solution, the margin is negative."""
    n = len(TOTALS) + 1
    middle = {}
    for terms, _, high in rows:
        if len(terms) == 1 and math.isfinite(high):
            middle.setdefault(next(iter(terms)), high)
    lines, right = [], []
    for terms, low, high in rows:
        if high == -math.inf:
            return -math.inf, None
        shift = sum(factor * middle.get(name, 0) for name, factor in terms.items())
        half = (high - low) / 2 if math.isfinite(low) else 1
        for bound, sign in ((low, -1), (high, 1)):
            if not math.isfinite(bound):
                continue
            row = numpy.zeros(n)
            for name, factor in terms.items():
                row[TOTALS.index(name)] = sign * factor
            row[-1] = half * FINE
            lines.append(row)
            right.append(sign * (bound - shift) * FINE)
    cost = numpy.zeros(n)
    cost[-1] = -1
    done = _programme(cost, A_ub=numpy.array(lines), b_ub=right,
                      bounds=[(None, None)] * (n - 1) + [(None, 1)])
    if done.status != 0:
        raise _Undecided("no margin")
    logs = {name: x / FINE + middle.get(name, 0) for name, x in zip(TOTALS, done.x)}
    return -done.fun, logs


def _violation(figures, bounds, current, constant, total):
    """By how many units of a last digit levels that were found miss a figure at most."""
    parts, earlier = current[:4], 100 * current[5:] / current[4]
    changes = 100 * parts / current[4] - earlier
    now, before = constant[:4], constant[4:]
    t, s, p, q, w, v = (total[name] for name in TOTALS)
    k, b = sum(now), sum(before)
    values = [t, *parts, s, *(100 * parts / t), *earlier, *changes, k, *now, b, *before]
    values += [100 * (k / b - 1), *(100 * (now / before - 1)), *(100 * (now - before) / b)]
    values += [100 * (t / s - 1), p, q, 100 * (p / q - 1), t / p, 100 * (t / p / (s / q) - 1),
               w, 100 * (w / v - 1), t / w, 100 * (t / w / (s / v) - 1)]
    worst = 0
    for figure, value in zip(figures, values):
        low, high = map(float, bounds.of[figure.slot])
        unit = 10.0 ** -number(figure.text)[1]
        worst = max(worst, (low - value) / unit, (value - high) / unit)
    return max(worst, abs(sum(parts) - t) / 0.1, abs(sum(earlier) - 100) / 0.01)


def feasible(figures):
    """True: all can be true; true values were found that satisfy each identity and each
    interval to 0.00001 of the last digit. False: they cannot all be true. None: too
    close to tell."""
    try:
        return _feasible(figures, _Bounds(figures))
    except _Undecided:
        return None


def _feasible(figures, bounds):
    least, most = _current_parts(bounds, 1), _current_parts(bounds, -1)
    constant = _constant_prices(bounds)
    if least is None or most is None or constant is None:
        return False
    rows = _ratios(bounds)
    rows.append(({"current": 1}, _log(least[4]), _log(most[4])))
    margin, logs = _totals(rows)
    if margin < -CLOSE:
        return False
    if margin < CLOSE:
        return None
    total = {name: math.exp(x) for name, x in logs.items()}
    found = _current_parts(bounds, 1, (total["current"], total["current"]))
    if found is None:
        return None
    worst = _violation(figures, bounds, found, constant, total)
    return True if worst < EXACT else None
