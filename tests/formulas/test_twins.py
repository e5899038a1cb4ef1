#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every formula against a slow twin: exact fractions, or 60 decimal digits where a
logarithm or a root is taken, written apart from the library from the definition in
the header. A formula without a twin fails, and one without a function in Python; that
each has one for intervals in C, check-symbols.sh looks after."""

import ctypes
import decimal
import inspect
import math
import os
import pathlib
import random
import sys
import unittest
from decimal import Decimal
from fractions import Fraction as F

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "bindings" / "python"))

if not os.path.exists(os.environ.get("LIBINDICATORS_LIBRARY", os.devnull)):
    print("the shared library was not built; skipped")
    sys.exit(77)

import libindicators as ind  # noqa: E402
from libindicators import _functions  # noqa: E402

decimal.getcontext().prec = 60
ROUNDS = 150


def d(x):
    """A fraction as a decimal."""
    x = F(x)
    return Decimal(x.numerator) / Decimal(x.denominator)


def ulps(found, exact):
    """The distance in units of the last place of the exact result."""
    exact = F(exact)
    unit = F(math.ulp(float(exact))) if exact else F(5e-324)
    return abs(F(found) - exact) / unit


def shares(x):
    total = sum(x)
    return [value / total for value in x]


def ratio(x0, x1, w):
    return sum(a * b for a, b in zip(x1, w)) / sum(a * b for a, b in zip(x0, w))


def root(x):
    return F(d(x).sqrt())


def ln(x):
    return F(d(x).ln())


def fisher(x0, x1, w0, w1):
    return root(ratio(x0, x1, w0) * ratio(x0, x1, w1))


def contribution_fisher(p0, q0, p1, q1):
    prices = fisher(p0, p1, q0, q1)
    weight = [b / prices + a for a, b in zip(p0, p1)]
    base = sum(w * q for w, q in zip(weight, q0))
    return [100 * w * (b - a) / base for w, a, b in zip(weight, q0, q1)]


def tornqvist(x0, x1, v0, v1):
    mean = [(a + b) / 2 for a, b in zip(shares(v0), shares(v1))]
    power = sum(s * ln(b / a) for s, a, b in zip(mean, x0, x1))
    return 100 * F(d(power).exp())


def gini(x):
    n = len(x)
    return sum(abs(a - b) for a in x for b in x) / (2 * n * sum(x))


def gini_weighted(x, w):
    differences = sum(p * q * abs(a - b) for a, p in zip(x, w) for b, q in zip(x, w))
    return differences / (2 * sum(w) * sum(a * p for a, p in zip(x, w)))


def williamson(x, w):
    mean = sum(a * p for a, p in zip(x, w)) / sum(w)
    return root(sum(p * (a - mean) ** 2 for a, p in zip(x, w)) / sum(w)) / mean


def angle(x0, x1):
    u, v = shares(x0), shares(x1)
    cosine = sum(a * b for a, b in zip(u, v)) / root(sum(a * a for a in u) * sum(b * b for b in v))
    # sin from the part of v that is not along u, so that nothing cancels.
    along = sum(a * b for a, b in zip(u, v)) / sum(a * a for a in u)
    rest = root(sum((b - along * a) ** 2 for a, b in zip(u, v)) / sum(b * b for b in v))
    return F(math.degrees(math.atan2(float(rest), float(cosine))))


def lilien(x0, x1):
    total = ln(sum(x1) / sum(x0))
    return root(sum(s * (ln(b / a) - total) ** 2 for s, a, b in zip(shares(x1), x0, x1)))


def split(y0, l0, y1, l1, relative):
    m0, m1 = sum(y0) / sum(l0), sum(y1) / sum(l1)
    c0, c1 = (m0, m1) if relative else (0, 0)
    within, shift, both = [], [], []
    for a, s, b, t, k in zip(y0, shares(l0), y1, shares(l1), range(len(y0))):
        p0, p1 = a / l0[k], b / l1[k]
        within.append(100 * s * (p1 - p0) / m0)
        shift.append(100 * (p0 - c0) * (t - s) / m0)
        both.append(100 * ((p1 - p0) - (c1 - c0)) * (t - s) / m0)
    return within, shift, both


def gead(n0, v0, l0, n1, v1, l1, total0, total1):
    within, shift, both = [], [], []
    for k in range(len(n0)):
        r0 = n0[k] / v0[k] / (sum(n0) / total0) * l0[k] / sum(l0)
        r1 = n1[k] / v1[k] / (sum(n1) / total1) * l1[k] / sum(l1)
        x0, x1 = v0[k] / l0[k], v1[k] / l1[k]
        w, gx, gr = n0[k] / sum(n0), x1 / x0 - 1, r1 / r0 - 1
        within.append(100 * w * gx)
        shift.append(100 * w * gr)
        both.append(100 * w * gx * gr)
    return within, shift, both


def regional(r0, r1, n0, n1):
    nation = sum(n1) / sum(n0) - 1
    own = [b / a - 1 for a, b in zip(n0, n1)]
    return ([a * nation for a in r0], [a * (g - nation) for a, g in zip(r0, own)],
            [b - a * (1 + g) for a, b, g in zip(r0, r1, own)])


def power(x, exponent):
    return F((d(exponent) * d(x).ln()).exp())


#: Plain arrays: number of operands, twin, bound in ulps.
PLAIN = {
    "share": (2, lambda a, b: 100 * a / b, 2),
    "share_change": (2, lambda a, b: a - b, 1),
    "change": (2, lambda a, b: a - b, 1),
    "growth": (2, lambda a, b: 100 * (a - b) / b, 4),
    "average_growth": (3, lambda a, b, y: 100 * (power(a / b, 1 / y) - 1), 8),
    "annualised_growth": (3, lambda a, b, y: 100 * (power(a / b, y) - 1), 8),
    "growth_of_quotient": (2, lambda a, b: 100 * ((100 + a) / (100 + b) - 1), 4),
    "growth_of_product": (2, lambda a, b: 100 * ((1 + a / 100) * (1 + b / 100) - 1), 4),
    "contribution": (3, lambda a, b, t: 100 * (a - b) / t, 4),
    "contribution_chained": (3, lambda g, a, t: g * a / t, 4),
    "contribution_share": (2, lambda a, g: 100 * a / g, 2),
    "deflator": (2, lambda a, b: 100 * a / b, 2),
    "deflate": (2, lambda a, b: 100 * a / b, 2),
    "per_capita": (2, lambda a, b: a / b, 1),
    "convert": (2, lambda a, b: a / b, 1),
    "productivity": (2, lambda a, b: a / b, 1),
    "productivity_growth": (2, lambda a, b: 100 * ((100 + a) / (100 + b) - 1), 4),
    "disbursement_ratio": (2, lambda a, b: 100 * a / b, 2),
    "location_quotient": (4, lambda a, b, p, q: (a / b) / (p / q), 4),
    "icor": (3, lambda i, a, b: i / (a - b), 4),
    "elasticity": (2, lambda a, b: a / b, 1),
    "price_level_index": (2, lambda a, b: 100 * a / b, 2),
    "disbursement_ratio_carried_over": (3, lambda a, p, q: 100 * a / (p + q), 3),
    "target_progress": (3, lambda a, b, t: 100 * (a - b) / (t - b), 4),
}

#: All parts at once. The bounds of the last group are relative to the largest term:
#: terms of a split cancel.
PARTS = {
    "lowe_index": (3, lambda *x: 100 * ratio(*x), 4),
    "laspeyres_index": (3, lambda *x: 100 * ratio(*x), 4),
    "paasche_index": (3, lambda *x: 100 * ratio(*x), 4),
    "fisher_index": (4, lambda *x: 100 * fisher(*x), 6),
    "young_index": (3, lambda a, b, v: 100 * sum(w * y / x for x, y, w in zip(a, b, v)) / sum(v),
                    6),
    "tornqvist_index": (4, tornqvist, 40),
    "herfindahl": (1, lambda x: sum(s * s for s in shares(x)), 6),
    "herfindahl_normalised": (
        1, lambda x: (sum(s * s for s in shares(x)) - F(1, len(x))) / (1 - F(1, len(x))), 8),
    "entropy": (1, lambda x: -sum(s * ln(s) for s in shares(x) if s), 10),
    "theil": (1, lambda x: sum(s * ln(s * len(x)) for s in shares(x) if s), 8),
    "mean_log_deviation": (1, lambda x: -sum(ln(s * len(x)) for s in shares(x)) / len(x), 8),
    "divergence": (2, lambda x, y: sum(s * ln(s / q) for s, q in zip(shares(x), shares(y)) if s),
                   8),
    "gini": (1, gini, 8),
    "gini_normalised": (1, lambda x: gini(x) * len(x) / (len(x) - 1), 8),
    "gini_weighted": (2, gini_weighted, 4),
    "williamson": (2, williamson, 4),
    "structural_change": (
        2, lambda x, y: 50 * sum(abs(a - b) for a, b in zip(shares(x), shares(y))), 8),
    "krugman": (2, lambda x, y: sum(abs(a - b) for a, b in zip(shares(x), shares(y))), 8),
    "hoover": (2, lambda x, y: sum(abs(a - b) for a, b in zip(shares(x), shares(y))) / 2, 8),
    "lilien": (2, lilien, 8),
    "structural_angle": (2, angle, 8),
}
SPLITS = {
    "contribution_fisher": (4, lambda *x: (contribution_fisher(*x),)),
    "shift_share": (4, lambda *x: split(*x, False)),
    "shift_share_csls": (4, lambda *x: split(*x, True)),
    "shift_share_regional": (4, regional),
}
#: Tested below, one by one.
OTHERS = {"shift_share_gead", "growth_over", "cumulate", "discrete", "chain_annual_overlap",
          "chain_quarters_annual_overlap", "chain_one_quarter_overlap", "rebase",
          "chain_over_the_year", "chain_residual", "contribution_annual_overlap"}
#: All array functions that are formulas: those with a twin on intervals, which another
#: test sees to.
FORMULAS = {name.removeprefix("ind_") for name in _functions.PROTOTYPES
            if f"{name}_interval" in _functions.PROTOTYPES
            and _functions.PROTOTYPES[name][1][0] is ctypes.POINTER(ctypes.c_double)}


def operand(pick):
    kind = pick.random()
    if kind < 0.4:
        return round(pick.uniform(1, 1000), pick.randrange(4))
    if kind < 0.7:
        return pick.uniform(0.5, 2) * 10.0 ** pick.randrange(-6, 9)
    return float(pick.randrange(1, 10**pick.randrange(1, 9)))


class Twins(unittest.TestCase):
    def test_every_formula_has_a_python_function(self):
        for name in sorted(FORMULAS):
            with self.subTest(formula=name):
                self.assertTrue(
                    inspect.isfunction(getattr(ind, name, None)),
                    f"ind_{name} has no function in Python: write {name} in "
                    "bindings/python/libindicators/formulas.py, and import it in __init__.py")

    def test_every_formula_has_one(self):
        twins = {*PLAIN, *PARTS, *SPLITS, *OTHERS}
        self.assertEqual(
            FORMULAS - twins, set(), "these have no exact twin: write one, from the definition in "
            "the header, in PLAIN, PARTS or SPLITS, or a test of its own and a name in OTHERS")
        self.assertEqual(twins - FORMULAS, set(), "these twins are of no function")
        text = pathlib.Path(__file__).read_text(encoding="utf-8")
        for name in sorted(OTHERS):
            self.assertIn(f"ind.{name}(", text, f"{name} is in OTHERS, and no test here calls it")

    def near(self, found, exact, bound, what):
        self.assertLessEqual(ulps(found, exact), bound,
                             f"{what} is {found!r}, exactly {float(exact)!r}")

    def test_plain(self):
        for name, (n, twin, bound) in PLAIN.items():
            pick = random.Random(name)
            for _ in range(ROUNDS):
                operands = [operand(pick) for _ in range(n)]
                if name in ("average_growth", "annualised_growth"):
                    operands[0] = operands[1] * pick.uniform(0.5, 2)
                    operands[2] = float(pick.choice([1, 2, 4, 5, 12]))
                try:
                    exact = twin(*map(F, operands))
                except ZeroDivisionError:
                    continue
                with self.subTest(formula=name, operands=operands):
                    try:
                        found = getattr(ind, name)(*operands)
                    except ind.errors.DomainError:
                        self.assertEqual(name, "icor")
                        continue
                    self.near(found, exact, bound, name)

    def parts(self, pick, n, size):
        return [[operand(pick) for _ in range(size)] for _ in range(n)]

    def test_parts(self):
        for name, (n, twin, bound) in PARTS.items():
            pick = random.Random(name)
            for _ in range(ROUNDS // 3):
                operands = self.parts(pick, n, pick.randrange(2, 9))
                exact = twin(*([F(x) for x in part] for part in operands))
                with self.subTest(formula=name, operands=operands):
                    self.near(getattr(ind, name)(*operands), exact, bound, name)

    def check_split(self, name, results, exact):
        for found, wanted in zip(results, exact):
            largest = max(abs(x) for part in exact for x in part)
            for a, b in zip(found, wanted):
                self.assertLessEqual(abs(F(a) - b), largest * F(1, 10**13), name)

    def test_splits(self):
        for name, (n, twin) in SPLITS.items():
            pick = random.Random(name)
            for _ in range(ROUNDS // 3):
                operands = self.parts(pick, n, pick.randrange(1, 8))
                exact = twin(*([F(x) for x in part] for part in operands))
                with self.subTest(formula=name, operands=operands):
                    results = getattr(ind, name)(*operands)
                    self.check_split(name, results if len(exact) > 1 else (results,), exact)

    def test_gead(self):
        pick = random.Random("gead")
        for _ in range(ROUNDS // 3):
            operands = self.parts(pick, 6, pick.randrange(1, 8))
            totals = [operand(pick), operand(pick)]
            exact = gead(*([F(x) for x in part] for part in operands), *map(F, totals))
            with self.subTest(operands=operands, totals=totals):
                self.check_split("gead", ind.shift_share_gead(*operands, *totals), exact)
                # They add up to the growth of productivity, whatever the totals are.
                growth = (F(totals[1]) / sum(map(F, operands[5]))) / (
                    F(totals[0]) / sum(map(F, operands[2]))) - 1
                total = sum(x for part in exact for x in part)
                self.assertEqual(total, 100 * growth)

    def test_series(self):
        pick = random.Random("series")
        for _ in range(ROUNDS):
            series = [operand(pick) for _ in range(pick.randrange(1, 30))]
            n, exact = len(series), [F(x) for x in series]
            lag, per_year = pick.randrange(1, 13), pick.choice([1, 2, 4, 12])
            first = pick.randrange(per_year)
            for i, x in enumerate(ind.growth_over(series, lag)):
                if i < lag:
                    self.assertTrue(math.isnan(x))
                else:
                    self.near(x, 100 * (exact[i] / exact[i - lag] - 1), 4, "growth_over")
            sums, begun = [], first == 0
            for i in range(n):
                place = (first + i) % per_year
                begun = begun or place == 0
                sums.append(sum(exact[i - place:i + 1]) if begun else None)
            for x, wanted in zip(ind.cumulate(series, per_year, first), sums):
                if wanted is None:
                    self.assertTrue(math.isnan(x))
                else:
                    self.near(x, wanted, 2, "cumulate")
            for i, x in enumerate(ind.discrete(series, per_year, first)):
                place = (first + i) % per_year
                if place == 0:
                    self.assertEqual(x, series[i])
                elif i == 0:
                    self.assertTrue(math.isnan(x))
                else:
                    self.near(x, exact[i] - exact[i - 1], 1, "discrete")
            start = pick.randrange(n)
            stop = pick.randrange(start + 1, n + 1)
            mean = sum(exact[start:stop]) / (stop - start)
            for x, wanted in zip(ind.rebase(series, start, stop), exact):
                self.near(x, 100 * wanted / mean, 4, "rebase")

    def test_chains(self):
        pick = random.Random("chains")
        for _ in range(ROUNDS):
            years, per_year = pick.randrange(1, 8), pick.choice([1, 4, 12])
            previous = [operand(pick) for _ in range(years)]
            current = [operand(pick) for _ in range(years)]
            level = F(100)
            for k, x in enumerate(ind.chain_annual_overlap(previous, current)):
                if k:
                    level *= F(previous[k]) / F(current[k - 1])
                self.near(x, level, 4 * years, "chain_annual_overlap")
            values = [operand(pick) for _ in range(years * per_year)]
            level, wanted = F(100), []
            for k in range(years):
                quarters = values[k * per_year:(k + 1) * per_year]
                wanted += [level * per_year * F(x) / F(current[k]) for x in quarters]
                level *= F(previous[k]) / F(current[k])
            found = ind.chain_quarters_annual_overlap(values, current, previous, per_year)
            for x, exact in zip(found, wanted):
                self.near(x, exact, 4 * years + 4, "chain_quarters_annual_overlap")
            level, base, wanted = F(100), F(current[0]) / per_year, []
            for k in range(years):
                quarters = values[k * per_year:(k + 1) * per_year]
                wanted += [level * F(x) / base for x in quarters]
                level, base = wanted[-1], F(previous[k])
            found = ind.chain_one_quarter_overlap(values, previous, current[0], per_year)
            for x, exact in zip(found, wanted):
                self.near(x, exact, 4 * years + 4, "chain_one_quarter_overlap")

    def test_over_the_year(self):
        pick = random.Random("over the year")
        for _ in range(ROUNDS):
            years, per_year = pick.randrange(1, 8), pick.choice([1, 4, 12])
            values, before = self.parts(pick, 2, years * per_year)
            mean, wanted = sum(map(F, before[:per_year])) / per_year, []
            for k, (x, base) in enumerate(zip(map(F, values), map(F, before))):
                wanted.append(100 * x / mean if k < per_year
                              else wanted[k - per_year] * x / base)
            for x, exact in zip(ind.chain_over_the_year(values, before, per_year), wanted):
                self.near(x, exact, 4 * years + 4, "chain_over_the_year")

    def test_residual(self):
        pick = random.Random("residual")
        for _ in range(ROUNDS):
            n = pick.randrange(1, 9)
            total, *parts = self.parts(pick, pick.randrange(2, 9), n)
            for k, x in enumerate(ind.chain_residual(total, parts)):
                exact = F(total[k]) - sum(F(part[k]) for part in parts)
                self.near(x, exact, 1, "chain_residual")

    def test_contributions_of_quarters(self):
        """With chain-linked volumes x, X (of the total) and prices p, P of years, whose
        products are the operands: the partial contributions; and the additive volume data
        method of Eurostat, which differs by what cancels over all parts."""
        pick = random.Random("contributions")
        for _ in range(ROUNDS // 3):
            years, m, n = pick.randrange(1, 5), pick.choice([1, 2, 4]), pick.randrange(2, 6)
            lag = pick.randrange(1, m + 1)
            quantity = [[F(round(pick.uniform(1, 99), 1)) for _ in range(years * m)]
                        for _ in range(n)]
            # An import among them: quantities stay positive, its prices are not.
            price = [[F(round(pick.uniform(1, 9) * (-0.1 if k == 1 else 1), 1))
                      for _ in range(years + 1)] for k in range(n)]
            value = [[price[k][i // m] * q for i, q in enumerate(quantity[k])]
                     for k in range(n)]
            year = [[sum(value[k][y * m:y * m + m]) for y in range(years)] for k in range(n)]
            base = [[price[k][y] * (sum(quantity[k][y * m - m:y * m]) if y else 400)
                     for y in range(years)] for k in range(n)]
            # The operands, rounded; the total is that of the rounded ones, but for its own
            # rounding, so the parts are not exactly all of it.
            parts = [[[float(x) for x in operand[k]] for operand in (value, base, year)]
                     for k in range(n)]
            total = [[float(sum(F(part[o][i]) for part in parts)) for i in range(len(parts[0][o]))]
                     for o in range(3)]
            if min(map(min, total)) <= 0:
                continue
            chain = ind.chain_quarters_annual_overlap(*total, per_year=m)
            growth = ind.growth_over(chain, lag)
            V, B, Y = ([F(x) for x in operand] for operand in total)
            found = [ind.contribution_annual_overlap(*part, *total, lag=lag, per_year=m)
                     for part in parts]
            for i in range(years * m):
                if i < lag:
                    self.assertTrue(all(math.isnan(x[i]) for x in found))
                    continue
                largest = max(abs(x[i]) for x in found) + 100
                self.assertLessEqual(abs(sum(x[i] for x in found) - growth[i]), 1e-13 * largest)
                rest = F(0)
                for k in range(n):
                    v, b, y = ([F(x) for x in operand] for operand in parts[k])
                    s, at = i - lag, i // m
                    if s // m == at:
                        self.near(found[k][i], 100 * (v[i] - v[s]) / V[s], 4, "within a year")
                        continue
                    # The mean of the year before is the unit of both volumes.
                    p1, p2 = b[at] / B[at], y[at - 1] / Y[at - 1]
                    x_s, x_i = m * v[s] / y[at - 1], m * v[i] / b[at]
                    X_s = m * V[s] / Y[at - 1]
                    exact = ((1 - x_s) * p2 + (x_i - 1) * p1) / X_s
                    self.assertLessEqual(abs(F(found[k][i]) - 100 * exact),
                                         4 * F(math.ulp(abs(float(100 * exact)) + 1e-9)))
                    avd = p1 * (x_i - x_s) / X_s + (x_s / X_s - 1) * (p1 - p2)
                    self.assertEqual(avd - exact, (p1 - p2) * (1 / X_s - 1))
                    rest += avd - exact
                self.assertLessEqual(abs(rest), F(1, 10**13))


if __name__ == "__main__":
    unittest.main()
