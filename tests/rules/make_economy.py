#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes economy.csv: an economy whose figures are true, each rounded once.

The true values are exact fractions and every identity is computed here, from
its textbook definition, without the library. Run it as
    python3 make_economy.py > economy.csv
"""
from fractions import Fraction as F

YEARS = (2022, 2023, 2024)
LEAVES = ("A", "BTE", "F", "GTU", "D21X31")
SUMS = {"BTF": ("BTE", "F"), "B1G": ("A", "BTE", "F", "GTU"), "_T": LEAVES}

constant = {  # billions at prices of 2010
    2022: dict(A=F(46013, 10), BTE=F(31207, 10), F=F(16421, 10),
               GTU=F(103299, 10), D21X31=F(9411, 10)),
    2023: dict(A=F(48377, 10), BTE=F(34013, 10), F=F(17752, 10),
               GTU=F(109118, 10), D21X31=F(9928, 10)),
    2024: dict(A=F(51062, 10), BTE=F(37219, 10), F=F(19358, 10),
               GTU=F(114629, 10), D21X31=F(10667, 10)),
}
price = {
    2022: dict(A=F(197, 100), BTE=F(161, 100), F=F(188, 100), GTU=F(203, 100), D21X31=F(211, 100)),
    2023: dict(A=F(204, 100), BTE=F(166, 100), F=F(194, 100), GTU=F(211, 100), D21X31=F(217, 100)),
    2024: dict(A=F(213, 100), BTE=F(172, 100), F=F(199, 100), GTU=F(219, 100), D21X31=F(223, 100)),
}
employed = {  # thousands
    2022: dict(A=F(1218, 10), BTE=F(462, 10), F=F(249, 10), GTU=F(1222, 10)),
    2023: dict(A=F(1201, 10), BTE=F(478, 10), F=F(256, 10), GTU=F(1249, 10)),
    2024: dict(A=F(1187, 10), BTE=F(497, 10), F=F(261, 10), GTU=F(1293, 10)),
}
urban = {2022: F(1931, 10), 2023: F(1986, 10), 2024: F(2049, 10)}
rural = {2022: F(6102, 10), 2023: F(6088, 10), 2024: F(6071, 10)}
male = {2022: F(4033, 10), 2023: F(4051, 10), 2024: F(4077, 10)}
rate = {2022: F(23512), 2023: F(23839), 2024: F(25054)}
investment = {  # billions
    2022: dict(A=F(2144), BTE=F(7032), F=F(2107), GTU=F(9218)),
    2023: dict(A=F(2261), BTE=F(7719), F=F(2298), GTU=F(9903)),
    2024: dict(A=F(2379), BTE=F(8418), F=F(2456), GTU=F(10822)),
}
ownership = {2022: (F(6120), F(11873)), 2023: (F(6607), F(12822)), 2024: (F(7141), F(14022))}
plan = {y: dict(central=c, local=l) for y, c, l in
        ((2022, F(2210), F(1190)), (2023, F(2394), F(1302)), (2024, F(2538), F(1411)))}
paid = {y: dict(central=c, local=l) for y, c, l in
        ((2022, F(2033), F(1171)), (2023, F(2251), F(1277)), (2024, F(2335), F(1398)))}
revenue = {y: dict(central=c, local=l) for y, c, l in
           ((2022, F(5120), F(2410)), (2023, F(5377), F(2603)), (2024, F(5718), F(2741)))}
spending = {y: dict(central=c, local=l) for y, c, l in
            ((2022, F(4410), F(3380)), (2023, F(4598), F(3641)), (2024, F(4721), F(3927)))}

sold = {2022: F(14127), 2023: F(15391), 2024: F(16846)}  # billions, abroad
bought = {2022: F(16204), 2023: F(17011), 2024: F(17963)}
at_constant_prices = {2022: F(9744), 2023: F(10219), 2024: F(10688)}
jobless = {2022: F(98, 10), 2023: F(94, 10), 2024: F(87, 10)}  # thousands
young = {2022: F(2017, 10), 2023: F(2003, 10), 2024: F(1988, 10)}
old = {2022: F(612, 10), 2023: F(629, 10), 2024: F(651, 10)}
week = dict(A=F(371, 10), BTE=F(442, 10), F=F(453, 10), GTU=F(418, 10))  # hours

for year in YEARS:
    constant[year] |= {k: sum(constant[year][p] for p in v) for k, v in SUMS.items()}
    leaves = {k: constant[year][k] * price[year][k] for k in LEAVES}
    price[year] = leaves | {k: sum(leaves[p] for p in v) for k, v in SUMS.items()}
    for table in (employed, investment):
        table[year]["BTF"] = table[year]["BTE"] + table[year]["F"]
        table[year]["_T"] = table[year]["A"] + table[year]["BTF"] + table[year]["GTU"]
    for table in (plan, paid, revenue, spending):
        table[year]["_T"] = table[year]["central"] + table[year]["local"]
current = price
population = {y: {"urban": urban[y], "rural": rural[y], "male": male[y],
                  "female": urban[y] + rural[y] - male[y], "_T": urban[y] + rural[y]}
              for y in YEARS}
for y in YEARS:
    state, private = ownership[y]
    investment[y] |= {"state": state, "non_state": private,
                      "foreign": investment[y]["_T"] - state - private}
hours = {y: {k: employed[y][k] * week[k] * 52 for k in week} for y in YEARS}  # thousands
for y in YEARS:
    hours[y]["BTF"] = hours[y]["BTE"] + hours[y]["F"]
    hours[y]["_T"] = hours[y]["A"] + hours[y]["BTF"] + hours[y]["GTU"]
employed_now = {y: employed[y]["_T"] for y in YEARS}


def nearest(value, decimals):
    """Half away from zero, as a string."""
    scaled = abs(value) * 10**decimals
    digits = str(int(scaled + F(1, 2))).rjust(decimals + 1, "0")
    sign = "-" if value < 0 and digits.strip("0") else ""
    return sign + (digits[:-decimals] + "." + digits[-decimals:] if decimals else digits)


def row(indicator, component, year, value, decimals, unit):
    print(f"{indicator},{component},{year},{nearest(value, decimals)},{decimals},{unit},R")


def growth(new, old):
    return 100 * (new - old) / old


print("INDICATOR,COMPONENT,TIME_PERIOD,OBS_VALUE,DECIMALS,UNIT_MEASURE,REF_AREA")
usd = {y: {k: v / rate[y] * 1000 for k, v in current[y].items()} for y in YEARS}  # millions
for y in YEARS:
    for k in current[y]:
        row("grdp_current", k, y, current[y][k], 1, "bn VND")
        row("grdp_constant", k, y, constant[y][k], 1, "bn VND 2010")
        row("grdp_current_usd", k, y, usd[y][k], 3, "mn USD")
        row("deflator", k, y, 100 * current[y][k] / constant[y][k], 2, "%")
        row("share", k, y, 100 * current[y][k] / current[y]["_T"], 2, "%")
        row("grdp_constant_share", k, y, 100 * constant[y][k] / constant[y]["_T"], 2, "%")
    for k in population[y]:
        row("population", k, y, population[y][k], 1, "thousand persons")
    for k in employed[y]:
        row("employment", k, y, employed[y][k], 1, "thousand persons")
        row("employment_share", k, y, 100 * employed[y][k] / employed[y]["_T"], 2, "%")
        row("productivity", k, y, current[y][k] / employed[y][k], 2, "mn VND/person")
        row("productivity_usd", k, y, usd[y][k] / employed[y][k] * 1000, 0, "USD/PS")
    for k in investment[y]:
        row("investment_total", k, y, investment[y][k], 0, "bn VND")
        row("investment_total_share", k, y, 100 * investment[y][k] / investment[y]["_T"], 2, "%")
    row("investment_rate", "_T", y, 100 * investment[y]["_T"] / current[y]["_T"], 2, "%")
    row("exchange_rate", "_T", y, rate[y], 0, "VND/USD")
    heads = population[y]["_T"]
    working = heads - young[y] - old[y]
    for k, v in (("Y0T14", young[y]), ("Y15T64", working), ("Y_GE65", old[y]),
                 ("Y_GE15", heads - young[y])):
        row("population", k, y, v, 1, "thousand persons")
    row("dependency_ratio", "_T", y, 100 * (young[y] + old[y]) / working, 2, "%")
    row("urbanisation_rate", "_T", y, 100 * urban[y] / heads, 2, "%")
    force = employed_now[y] + jobless[y]
    row("labour_force", "_T", y, force, 1, "thousand persons")
    row("unemployment", "_T", y, jobless[y], 1, "thousand persons")
    row("unemployment_rate", "_T", y, 100 * jobless[y] / force, 2, "%")
    row("participation_rate", "_T", y, 100 * force / (heads - young[y]), 2, "%")
    for k in hours[y]:
        row("hours_worked", k, y, hours[y][k], 0, "thousand hours")
        row("productivity_hourly", k, y, 1000000 * current[y][k] / hours[y][k], 0, "VND/HR")
    row("exports", "_T", y, sold[y], 0, "bn VND")
    row("imports", "_T", y, bought[y], 0, "bn VND")
    row("trade_balance", "_T", y, sold[y] - bought[y], 0, "bn VND")
    row("trade_cover", "_T", y, 100 * sold[y] / bought[y], 2, "%")
    row("openness", "_T", y, 100 * (sold[y] + bought[y]) / current[y]["_T"], 2, "%")
    row("investment_constant", "_T", y, at_constant_prices[y], 0, "bn VND 2010")
    for name, table in (("budget_revenue", revenue), ("budget_expenditure", spending)):
        row(name + "_ratio", "_T", y, 100 * table[y]["_T"] / current[y]["_T"], 2, "%")
    row("budget_balance_ratio", "_T", y,
        100 * (revenue[y]["_T"] - spending[y]["_T"]) / current[y]["_T"], 2, "%")
    row("grdp_per_capita", "_T", y, current[y]["_T"] / heads, 2, "mn VND/person")
    row("grdp_per_capita_usd", "_T", y, usd[y]["_T"] / heads * 1000, 0, "USD/PS")
    row("employment_rate", "_T", y, 100 * employed_now[y] / heads, 2, "%")
    for k in plan[y]:
        row("investment_plan", k, y, plan[y][k], 0, "bn VND")
        row("investment_disbursed", k, y, paid[y][k], 0, "bn VND")
        row("disbursement_ratio", k, y, 100 * paid[y][k] / plan[y][k], 1, "%")
        row("budget_revenue", k, y, revenue[y][k], 0, "bn VND")
        row("budget_expenditure", k, y, spending[y][k], 0, "bn VND")
        row("budget_balance", k, y, revenue[y][k] - spending[y][k], 0, "bn VND")
for y in YEARS[1:]:
    p = y - 1
    row("icor", "_T", y, at_constant_prices[y] / (constant[y]["_T"] - constant[p]["_T"]), 2,
        "NUMBER")
    row("budget_revenue_growth", "_T", y, growth(revenue[y]["_T"], revenue[p]["_T"]), 2, "%")
    row("buoyancy", "_T", y, growth(revenue[y]["_T"], revenue[p]["_T"])
        / growth(current[y]["_T"], current[p]["_T"]), 2, "NUMBER")
    for k in current[y]:
        row("growth_real", k, y, growth(constant[y][k], constant[p][k]), 2, "%")
        row("growth_nominal", k, y, growth(current[y][k], current[p][k]), 2, "%")
        row("grdp_change", k, y, current[y][k] - current[p][k], 1, "bn VND")
        row("share_change", k, y, 100 * current[y][k] / current[y]["_T"]
            - 100 * current[p][k] / current[p]["_T"], 2, "pp")
        row("deflator_growth", k, y, growth(current[y][k] / constant[y][k],
                                            current[p][k] / constant[p][k]), 2, "%")
        rise = 100 * (constant[y][k] - constant[p][k])
        row("contribution", k, y, rise / constant[p]["_T"], 2, "pp")
        row("contribution_share", k, y, 100 * rise / constant[p]["_T"]
            / growth(constant[y]["_T"], constant[p]["_T"]), 1, "%")
        if k not in ("D21X31", "_T"):
            row("contribution_gva", k, y, rise / constant[p]["B1G"], 2, "pp")
            row("contribution_share_gva", k, y, 100 * rise / constant[p]["B1G"]
                / growth(constant[y]["B1G"], constant[p]["B1G"]), 1, "%")
    for k in population[y]:
        row("population_growth", k, y, growth(population[y][k], population[p][k]), 2, "%")
    for k in employed[y]:
        row("employment_growth", k, y, growth(employed[y][k], employed[p][k]), 2, "%")
        row("employment_share_change", k, y, 100 * employed[y][k] / employed[y]["_T"]
            - 100 * employed[p][k] / employed[p]["_T"], 2, "pp")
        output = current[y][k] / employed[y][k], current[p][k] / employed[p][k]
        real = constant[y][k] / employed[y][k], constant[p][k] / employed[p][k]
        row("productivity_change", k, y, output[0] - output[1], 2, "mn VND/person")
        row("productivity_growth", k, y, growth(*output), 2, "%")
        row("productivity_growth_real", k, y, growth(*real), 2, "%")
        row("productivity_growth_usd", k, y,
            growth(output[0] / rate[y], output[1] / rate[p]), 2, "%")
    for k in investment[y]:
        row("investment_total_growth", k, y, growth(investment[y][k], investment[p][k]), 2, "%")
        row("investment_total_change", k, y, investment[y][k] - investment[p][k], 0, "bn VND")
        row("investment_total_index", k, y, 100 * investment[y][k] / investment[p][k], 2, "%")
    row("exchange_rate_growth", "_T", y, growth(rate[y], rate[p]), 2, "%")
    heads = current[y]["_T"] / population[y]["_T"], current[p]["_T"] / population[p]["_T"]
    real = constant[y]["_T"] / population[y]["_T"], constant[p]["_T"] / population[p]["_T"]
    row("per_capita_growth", "_T", y, growth(*heads), 2, "%")
    row("per_capita_growth_real", "_T", y, growth(*real), 2, "%")
    row("per_capita_growth_usd", "_T", y, growth(heads[0] / rate[y], heads[1] / rate[p]), 2, "%")
