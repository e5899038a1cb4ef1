#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The checks of tidy.rules in Python without packages.

    plain.py FIGURES.csv VIOLATIONS.csv

Two arrays of bounds for every area and year, a place for every indicator and
component; NaN where nothing is printed, so that what cannot be computed compares
false.
"""
import csv
import operator
import sys
from array import array

HALF = {str(n): 0.5 * 10.0 ** -n for n in range(16)}
NAN = float("nan")
COLUMNS = ("region", "period", "indicator", "component", "value", "decimals")


def read(path):
    """Bounds by area and year; the places by indicator and component."""
    rows, places, n_places = {}, {}, 0
    with open(path, encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
        fields = operator.itemgetter(*[header.index(name) for name in COLUMNS])
        area = year = None
        for line in file:
            # The csv module takes four times as long as a plain split.
            line = line.rstrip("\r\n")
            record = next(csv.reader([line])) if '"' in line else line.split(",")
            now, then, indicator, component, value, decimals = fields(record)
            # Rows of an area and year often follow each other.
            if then != year or now != area:
                area, year = now, then
                row = rows.get((area, year))
                if row is None:
                    empty = array("d", [NAN]) * n_places
                    row = rows[area, year] = empty, empty[:]
                low, high = row
            try:
                k = places[indicator][component]
            except KeyError:
                k = places.setdefault(indicator, {})[component] = n_places
                n_places += 1
                for pair in rows.values():
                    pair[0].append(NAN)
                    pair[1].append(NAN)
            x = float(value)
            half = HALF[decimals]
            low[k] = x - half
            high[k] = x + half
    return {(area, int(year)): row for (area, year), row in rows.items()}, places


def check(rows, places):
    """Yields check, area, year, component, the figure, what the others say."""
    none = {}

    def parts_of(name):
        return [k for c, k in places.get(name, none).items() if c != "TOTAL"]

    def total_of(name):
        return places.get(name, none).get("TOTAL")

    def apart(least, most, low, high):
        """Whether it is more than the noise of the arithmetic; nothing is if one is NaN."""
        slack = max(1e-9, 5e-10 * abs(least + most))
        return most < low - slack or least > high + slack

    # What adds up: name, its parts, its whole.
    wholes = [("sum_" + name, operator.itemgetter(*parts_of(name)), total_of(whole))
              for name, whole in (("grdp_current", "grdp_current"),
                                  ("grdp_constant", "grdp_constant"),
                                  ("employment", "employment"),
                                  ("contribution", "growth_real"))]
    share_parts = operator.itemgetter(*parts_of("share"))
    now_total, level_total = total_of("grdp_current"), total_of("grdp_constant")
    names = list(dict.fromkeys(c for name in ("grdp_current", "grdp_constant")
                               for c in places[name]))
    # For every component its places, that of NaN where an indicator has none.
    nowhere = -1
    components = [(c, *[places.get(name, none).get(c, nowhere) for name in
                        ("grdp_current", "grdp_constant", "employment", "share", "productivity",
                         "growth_real", "contribution")]) for c in names]
    people, worker, per_head, per_head_growth, plan, spent, ratio = (
        nowhere if k is None else k for k in map(total_of, (
            "population", "employment", "grdp_per_capita", "productivity_growth",
            "investment_plan", "investment_disbursed", "disbursement_ratio")))
    for low, high in rows.values():
        low.append(NAN)
        high.append(NAN)
    unknown = array("d", [NAN]) * len(low)
    unknown = unknown, unknown

    for (area, year), (low, high) in rows.items():
        low_then, high_then = rows.get((area, year - 1), unknown)
        for rule, parts, k in wholes:
            a, b = sum(parts(low)), sum(parts(high))
            if not (high[k] >= a and low[k] <= b) and apart(low[k], high[k], a, b):
                yield rule, area, year, "TOTAL", (low[k] + high[k]) / 2, a, b
        a, b = sum(share_parts(low)), sum(share_parts(high))
        if not a <= 100 <= b and apart(100, 100, a, b):
            yield "sum_share", area, year, "TOTAL", 100, a, b

        # What the components have in common.
        share_low, share_high = 100 / high[now_total], 100 / low[now_total]
        weight_low, weight_high = 1 / high_then[level_total], 1 / low_then[level_total]
        for c, now, level, workers, share, output, growth, contribution in components:
            p, q = low[now], high[now]
            a, b = p * share_low, q * share_high
            if not (high[share] >= a and low[share] <= b) \
                    and apart(low[share], high[share], a, b):
                yield "share", area, year, c, (low[share] + high[share]) / 2, a, b
            a, b = p / high[workers], q / low[workers]
            if not (high[output] >= a and low[output] <= b) \
                    and apart(low[output], high[output], a, b):
                yield "productivity", area, year, c, (low[output] + high[output]) / 2, a, b
            p, q = low_then[level], high_then[level]
            a, b = 100 * (low[level] / q - 1), 100 * (high[level] / p - 1)
            if not (high[growth] >= a and low[growth] <= b) \
                    and apart(low[growth], high[growth], a, b):
                yield "growth_real", area, year, c, (low[growth] + high[growth]) / 2, a, b
            p *= weight_low
            q *= weight_high
            a *= p if a >= 0 else q
            b *= q if b >= 0 else p
            k = contribution
            if not (high[k] >= a and low[k] <= b) and apart(low[k], high[k], a, b):
                yield "contribution", area, year, c, (low[k] + high[k]) / 2, a, b

        for rule, k, a, b in (
                ("grdp_per_capita", per_head, low[now_total] / high[people],
                 high[now_total] / low[people]),
                ("productivity_growth", per_head_growth,
                 100 * (low[level_total] / high[worker]
                        / (high_then[level_total] / low_then[worker]) - 1),
                 100 * (high[level_total] / low[worker]
                        / (low_then[level_total] / high_then[worker]) - 1)),
                ("disbursement_ratio", ratio, 100 * low[spent] / high[plan],
                 100 * high[spent] / low[plan])):
            if not (high[k] >= a and low[k] <= b) and apart(low[k], high[k], a, b):
                yield rule, area, year, "TOTAL", (low[k] + high[k]) / 2, a, b


def main():
    rows, places = read(sys.argv[1])
    with open(sys.argv[2], "w", encoding="utf-8", newline="") as file:
        write = csv.writer(file, lineterminator="\n")
        write.writerow(["check", "region", "period", "component", "printed", "low", "high"])
        write.writerows(check(rows, places))


if __name__ == "__main__":
    main()
