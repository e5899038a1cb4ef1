#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The checks of tidy.rules: pandas reads, NumPy computes on dense arrays.

    dense_arrays.py FIGURES.csv VIOLATIONS.csv

A row of the table for every area and year, side by side in time, a column for every
component of every indicator; NaN where nothing is printed, so that what cannot be
computed compares false. Every column of a rule is computed at once; for that, all
indicators with parts must have the same ones.
"""
import csv
import sys

import numpy
import pandas

HALF = 0.5 * 10.0 ** -numpy.arange(16)


class Table:
    """The figures, by indicator: matrices of areas and years by components."""

    def __init__(self, path):
        frame = read_figures(path)
        area, indicator, component = (frame[name].cat for name in
                                      ("region", "indicator", "component"))
        year = frame["period"].to_numpy()
        self.areas, self.first = area.categories.to_numpy(), int(year.min())
        self.years = int(year.max()) - self.first + 1
        n_rows = len(self.areas) * self.years

        # A pair of codes becomes the number of a column; pairs that do not occur, none.
        n_components = len(component.categories)
        pair = indicator.codes.to_numpy().astype(numpy.int32)
        pair *= n_components
        pair += component.codes.to_numpy()
        pairs = numpy.flatnonzero(numpy.bincount(pair))
        column = numpy.empty(pairs[-1] + 1, dtype=numpy.int32)
        column[pairs] = numpy.arange(pairs.size, dtype=numpy.int32)
        large = n_rows * pairs.size >= 2**31
        cell = area.codes.to_numpy().astype(numpy.int64 if large else numpy.int32)
        cell *= self.years
        cell += year
        cell -= self.first
        cell *= pairs.size
        cell += column[pair]

        self.printed = numpy.full((n_rows, pairs.size), numpy.nan)
        self.decimals = numpy.zeros((n_rows, pairs.size), dtype=numpy.int8)
        self.printed.ravel()[cell] = frame["value"].to_numpy()
        self.decimals.ravel()[cell] = frame["decimals"].to_numpy()
        names = indicator.categories[pairs // n_components]
        self.component = component.categories[pairs % n_components].to_numpy()
        self.columns = {}
        for k, name in enumerate(names):
            # The parts in the order of their codes, the total behind them.
            parts, total = self.columns.setdefault(name, ([], []))
            (total if self.component[k] == "TOTAL" else parts).append(k)

    def parts(self, name):
        return self.columns[name][0]

    def total(self, name):
        return self.columns[name][1]

    def bounds(self, columns):
        """What the figures of the columns stand for."""
        printed = self.printed[:, columns]
        half = HALF[self.decimals[:, columns]]
        high = printed + half
        return numpy.subtract(printed, half, out=half), high

    def before(self, x):
        """The year before; NaN in the first one."""
        moved = numpy.empty_like(x)
        moved[1:] = x[:-1]
        moved[::self.years] = numpy.nan
        return moved


def read_figures(path):
    kinds = {"region": "category", "period": "int32", "indicator": "category",
             "component": "category", "value": "float64", "decimals": "int8"}
    return pandas.read_csv(path, usecols=list(kinds), dtype=kinds, na_filter=False)


class Violations:
    def __init__(self, table):
        self.table, self.rows = table, []

    def check(self, rule, printed, columns, low, high):
        """The columns printed, as (values, lows, highs), against low and high."""
        values, lows, highs = printed
        slack = numpy.abs(values)
        numpy.maximum(slack, 1.0, out=slack)
        slack *= 1e-9
        apart = numpy.maximum(low - highs, lows - high)
        for row, k in zip(*numpy.nonzero(apart > slack)):
            area, year = divmod(int(row), self.table.years)
            self.rows.append((rule, self.table.areas[area], self.table.first + year,
                              self.table.component[columns[k]], float(values[row, k]),
                              float(low[row, k]), float(high[row, k])))

    def of(self, rule, columns, low, high):
        self.check(rule, (self.table.printed[:, columns], *self.table.bounds(columns)),
                   columns, low, high)


def sums(table, found):
    for name in ("grdp_current", "grdp_constant", "employment", "share", "contribution"):
        low, high = (x.sum(axis=1, keepdims=True) for x in table.bounds(table.parts(name)))
        if name == "share":
            hundred = numpy.full(low.shape, 100.0)
            found.check("sum_share", (hundred, hundred, hundred), table.total("grdp_current"),
                        low, high)
        else:
            whole = "growth_real" if name == "contribution" else name
            found.of("sum_" + name, table.total(whole), low, high)


def products(factor_low, factor_high, low, high):
    """A positive interval times any."""
    return (numpy.where(low >= 0, factor_low, factor_high) * low,
            numpy.where(high >= 0, factor_high, factor_low) * high)


def main():
    table = Table(sys.argv[1])
    found = Violations(table)
    with numpy.errstate(all="ignore"):
        sums(table, found)

        # Every matrix has its parts in the same order, the total last.
        def both(name):
            return table.parts(name) + table.total(name)

        current_low, current_high = table.bounds(both("grdp_current"))
        found.of("share", table.parts("share"),
                 100 * current_low[:, :-1] / current_high[:, -1:],
                 100 * current_high[:, :-1] / current_low[:, -1:])
        workers_low, workers_high = table.bounds(both("employment"))
        found.of("productivity", both("productivity"), current_low / workers_high,
                 current_high / workers_low)
        people_low, people_high = table.bounds(table.total("population"))
        found.of("grdp_per_capita", table.total("grdp_per_capita"),
                 current_low[:, -1:] / people_high, current_high[:, -1:] / people_low)
        del current_low, current_high

        low, high = table.bounds(both("grdp_constant"))
        low_before, high_before = table.before(low), table.before(high)
        a, b = low[:, -1:] / workers_high[:, -1:], high[:, -1:] / workers_low[:, -1:]
        found.of("productivity_growth", table.total("productivity_growth"),
                 100 * (a / table.before(b) - 1), 100 * (b / table.before(a) - 1))
        del workers_low, workers_high
        growth_low = low / high_before
        growth_high = high / low_before
        for growth in growth_low, growth_high:
            growth -= 1
            growth *= 100
        found.of("growth_real", both("growth_real"), growth_low, growth_high)
        found.of("contribution", table.parts("contribution"),
                 *products(low_before[:, :-1] / high_before[:, -1:],
                           high_before[:, :-1] / low_before[:, -1:],
                           growth_low[:, :-1], growth_high[:, :-1]))

        plan_low, plan_high = table.bounds(table.total("investment_plan"))
        spent_low, spent_high = table.bounds(table.total("investment_disbursed"))
        found.of("disbursement_ratio", table.total("disbursement_ratio"),
                 100 * spent_low / plan_high, 100 * spent_high / plan_low)
    with open(sys.argv[2], "w", encoding="utf-8", newline="") as file:
        write = csv.writer(file, lineterminator="\n")
        write.writerow(["check", "region", "period", "component", "printed", "low", "high"])
        write.writerows(found.rows)


if __name__ == "__main__":
    main()
