#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The checks of tidy.rules as one writes them with pandas.

    data_frames.py FIGURES.csv VIOLATIONS.csv

Low and high bounds are two wide frames, a row for each area and year, a column for
each indicator and component; labels align what is computed.
"""
import sys

import pandas

KINDS = {"region": "category", "period": "int32", "indicator": "category",
         "component": "category", "value": "float64", "decimals": "int8"}
WHOLE = "TOTAL"


def wide(path):
    """Frames of what is printed, its low and its high bounds."""
    figures = pandas.read_csv(path, usecols=list(KINDS), dtype=KINDS, na_filter=False)
    half = 0.5 * 10.0 ** -figures.pop("decimals").astype("float64")
    figures["low"], figures["high"] = figures["value"] - half, figures["value"] + half
    figures = figures.set_index(["region", "period", "indicator", "component"])
    figures = figures.unstack(["indicator", "component"])
    return figures["value"], figures["low"], figures["high"]


def year_before(frame):
    """Of every area and year, the year before."""
    later = frame.set_axis(frame.index.set_levels(frame.index.levels[1] + 1, level=1))
    return later.reindex(frame.index)


class Violations:
    def __init__(self, printed, low, high):
        self.printed, self.low, self.high = printed, low, high
        self.frames = []

    def add(self, rule, printed, lows, highs, low, high):
        slack = 1e-9 * printed.abs().clip(lower=1)
        broken = ((highs < low - slack) | (lows > high + slack)).stack()
        broken = broken[broken].index
        if len(broken):
            self.frames.append(pandas.DataFrame({
                "check": rule, "printed": printed.stack()[broken], "low": low.stack()[broken],
                "high": high.stack()[broken]}))

    def check(self, rule, indicator, low, high):
        """The components of an indicator that low and high have."""
        columns = self.printed[indicator].columns.intersection(low.columns, sort=False)
        self.add(rule, self.printed[indicator][columns], self.low[indicator][columns],
                 self.high[indicator][columns], low[columns], high[columns])


def sum_of_parts(frame):
    return frame.drop(columns=WHOLE, errors="ignore").sum(axis=1, skipna=False).to_frame(WHOLE)


def main():
    printed, low, high = wide(sys.argv[1])
    found = Violations(printed, low, high)

    for name in ("grdp_current", "grdp_constant", "employment"):
        found.check("sum_" + name, name, sum_of_parts(low[name]), sum_of_parts(high[name]))
    found.check("sum_contribution", "growth_real", sum_of_parts(low["contribution"]),
                sum_of_parts(high["contribution"]))
    shares = sum_of_parts(low["share"])
    hundred = shares * 0 + 100
    found.add("sum_share", hundred, hundred, hundred, shares, sum_of_parts(high["share"]))

    current_low, current_high = low["grdp_current"], high["grdp_current"]
    found.check("share", "share", 100 * current_low.div(current_high[WHOLE], axis=0),
                100 * current_high.div(current_low[WHOLE], axis=0))
    found.check("productivity", "productivity", current_low / high["employment"],
                current_high / low["employment"])
    found.check("grdp_per_capita", "grdp_per_capita", current_low[[WHOLE]] / high["population"],
                current_high[[WHOLE]] / low["population"])

    level_low, level_high = low["grdp_constant"], high["grdp_constant"]
    past_low, past_high = year_before(level_low), year_before(level_high)
    growth_low, growth_high = 100 * (level_low / past_high - 1), 100 * (level_high / past_low - 1)
    found.check("growth_real", "growth_real", growth_low, growth_high)
    weight_low = past_low.div(past_high[WHOLE], axis=0)
    weight_high = past_high.div(past_low[WHOLE], axis=0)
    found.check("contribution", "contribution",
                growth_low * weight_low.where(growth_low >= 0, weight_high),
                growth_high * weight_high.where(growth_high >= 0, weight_low))

    output_low = level_low[[WHOLE]] / high["employment"]
    output_high = level_high[[WHOLE]] / low["employment"]
    found.check("productivity_growth", "productivity_growth",
                100 * (output_low[[WHOLE]] / year_before(output_high[[WHOLE]]) - 1),
                100 * (output_high[[WHOLE]] / year_before(output_low[[WHOLE]]) - 1))
    found.check("disbursement_ratio", "disbursement_ratio",
                100 * low["investment_disbursed"] / high["investment_plan"],
                100 * high["investment_disbursed"] / low["investment_plan"])

    if found.frames:
        rows = pandas.concat(found.frames)
        rows.index.names = ["region", "period", "component"]
        rows = rows.reset_index()
    else:
        rows = pandas.DataFrame(columns=["check", "region", "period", "component", "printed",
                                         "low", "high"])
    rows.to_csv(sys.argv[2], index=False)


if __name__ == "__main__":
    main()
