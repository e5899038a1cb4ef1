# SPDX-License-Identifier: GPL-3.0-or-later
"""Random reports of provinces, for the benchmarks: truth, print, slip.

A report has one area and two years. Its truth is a set of whole numbers (million
VND, persons), so that every indicator is a ratio of whole numbers and every
printed digit is right. The indicators obey all standard rules exactly.
"""
import math
from fractions import Fraction
from typing import NamedTuple

import numpy

PARTS = ["A", "BTF", "GTU", "D21X31"]
COLUMNS = "INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,QUALIFIER,ROUNDING"
HEADER = COLUMNS + ",SOURCE\n"

#: Where slips may turn the sign: what can be negative.
SIGNED = {"share_change", "growth_real", "contribution", "growth_nominal", "population_growth",
          "per_capita_growth", "employment_growth", "productivity_growth"}
#: What the reading "weak" rounds to hundreds, from 1000 on: zeros of three digits count.
LEVELS = {"grdp_current", "grdp_constant"}
#: What the reading "exact" prints as a count.
COUNTS = {"population", "employment"}


class Slot(NamedTuple):
    """A figure that every report prints."""

    indicator: str
    component: str
    year: int
    unit: str
    decimals: int


class Printed(NamedTuple):
    """A figure as one report prints it. `num / den` is its true value, in `unit`."""

    slot: int
    text: str
    unit: str
    qualifier: str
    rounding: str
    num: int
    den: int


class Slip(NamedTuple):
    """What went wrong with one figure: `units` is its size in units of the last digit."""

    slot: int
    right: str
    kind: str
    units: Fraction


def _slots():
    bn, constant, head = "bn VND", "bn VND 2010", "mn VND/person"
    slots = [Slot("grdp_current", part, 2024, bn, 1) for part in ["_T"] + PARTS]
    slots += [Slot("grdp_current", "_T", 2023, bn, 1)]
    slots += [Slot("share", part, year, "PT", 2) for year in (2024, 2023) for part in PARTS]
    slots += [Slot("share_change", part, 2024, "PP", 2) for part in PARTS]
    slots += [Slot("grdp_constant", part, 2024, constant, 1) for part in ["_T"] + PARTS]
    slots += [Slot("grdp_constant", part, 2023, constant, 1) for part in ["_T"] + PARTS]
    slots += [Slot("growth_real", part, 2024, "PT", 2) for part in ["_T"] + PARTS]
    slots += [Slot("contribution", part, 2024, "PP", 2) for part in PARTS]
    slots += [
        Slot("growth_nominal", "_T", 2024, "PT", 2),
        Slot("population", "_T", 2024, "thousand persons", 1),
        Slot("population", "_T", 2023, "thousand persons", 1),
        Slot("population_growth", "_T", 2024, "PT", 2),
        Slot("grdp_per_capita", "_T", 2024, head, 2),
        Slot("per_capita_growth", "_T", 2024, "PT", 2),
        Slot("employment", "_T", 2024, "thousand persons", 1),
        Slot("employment_growth", "_T", 2024, "PT", 2),
        Slot("productivity", "_T", 2024, head, 2),
        Slot("productivity_growth", "_T", 2024, "PT", 2),
    ]
    return slots


SLOTS = _slots()
INDEX = {(slot.indicator, slot.component, slot.year): k for k, slot in enumerate(SLOTS)}


class Truth(NamedTuple):
    """Whole numbers: million VND by part, persons."""

    current: list
    current_before: list
    constant: list
    constant_before: list
    people: int
    people_before: int
    workers: int
    workers_before: int


def draw(generator, n):
    """So many truths. The price of a part relative to the whole is lognormal with a
    deviation of 6 %, within 0.75 to 1.3334; population grows by -1 to 2.5 %; GRDP per
    capita is 40 to 250 million VND."""
    weight = generator.uniform([0.10, 0.15, 0.30, 0.035], [0.40, 0.45, 0.55, 0.08], (n, 4))
    weight /= weight.sum(axis=1, keepdims=True)
    relative = numpy.exp(generator.normal(0, 0.06, (n, 4)))
    share = weight / relative
    share /= share.sum(axis=1, keepdims=True)
    bad = ((weight / share < 0.751) | (weight / share > 1.3333)).any(axis=1)
    share[bad] = weight[bad]
    people_before = generator.uniform(400e3, 4e6, n)
    per_head = numpy.exp(generator.uniform(math.log(40), math.log(250), n))
    total = people_before * per_head / generator.uniform(1.3, 1.9, n)
    before = total[:, None] * weight
    growth = generator.normal([3.5, 8, 7, 5], [2, 3.5, 1.5, 3], (n, 4))
    now = before * (1 + growth / 100)
    current_before = (people_before * per_head)[:, None] * share
    current = current_before * (1 + growth / 100) * (1 + generator.normal(0.03, 0.02, (n, 4)))
    people = people_before * generator.uniform(0.9905, 1.0245, n)
    workers_before = people_before * generator.uniform(0.45, 0.6, n)
    workers = workers_before * generator.uniform(0.97, 1.04, n)
    columns = [numpy.rint(part).astype(int).tolist() for part in (
        current, current_before, before, now, people, people_before, workers, workers_before)]
    for current, current_before, before, now, *counts in zip(*columns):
        yield Truth(current, current_before, now, before, *counts)


def values(truth, people=1000):
    """The indicators in the order of SLOTS, as numerators and denominators in the units
    there; populations in so many `people`."""
    now, before = truth.constant, truth.constant_before
    current, earlier = truth.current, truth.current_before
    t, s, k, b = sum(current), sum(earlier), sum(now), sum(before)
    p, q, w, v = truth.people, truth.people_before, truth.workers, truth.workers_before
    result = [(t, 1000)] + [(x, 1000) for x in current] + [(s, 1000)]
    result += [(100 * x, t) for x in current] + [(100 * x, s) for x in earlier]
    result += [(100 * (x * s - y * t), t * s) for x, y in zip(current, earlier)]
    result += [(k, 1000)] + [(x, 1000) for x in now]
    result += [(b, 1000)] + [(x, 1000) for x in before]
    result += [(100 * (k - b), b)] + [(100 * (x - y), y) for x, y in zip(now, before)]
    result += [(100 * (x - y), b) for x, y in zip(now, before)]
    result += [
        (100 * (t - s), s),
        (p, people), (q, people), (100 * (p - q), q),
        (t, p), (100 * (t * q - s * p), s * p),
        (w, people), (100 * (w - v), v),
        (t, w), (100 * (t * v - s * w), s * w),
    ]
    return result


def rounded(num, den, decimals, mode):
    """num / den in units of its last digit, as a whole number. The modes half_up,
    half_even, truncated, up go by the absolute value; floor and ceiling do not."""
    if decimals >= 0:
        scaled = abs(num) * 10 ** decimals
    else:
        scaled, den = abs(num), den * 10 ** -decimals
    whole, rest = divmod(scaled, den)
    if mode == "half_up":
        whole += 2 * rest >= den
    elif mode == "half_even":
        whole += 2 * rest > den or (2 * rest == den and whole % 2 == 1)
    elif mode == "up" or mode == ("floor" if num < 0 else "ceiling"):
        whole += rest > 0
    return -whole if num < 0 else whole


def written(units, decimals):
    """A whole number of units of the last digit as text."""
    sign, units = ("-", -units) if units < 0 else ("", units)
    if decimals <= 0:
        return sign + str(units * 10 ** -decimals)
    return f"{sign}{units // 10 ** decimals}.{units % 10 ** decimals:0{decimals}d}"


# ---------------------------------------------------------------------------
# Readings: how a report rounds, and what it declares
# ---------------------------------------------------------------------------

_NEAREST = ["half_up", "half_even"]


def _reading(name, pick):
    """Mode, QUALIFIER and ROUNDING of one figure under a reading."""
    if name in ("half_up", "half_even", "truncated", "up"):
        return name, "", name
    if name == "any":
        return pick.choice(_NEAREST + ["truncated"]), "", "any"
    if name == "approx" and pick.random() < 0.3:
        return pick.choice(["floor", "ceiling"]), "approx", ""
    if name == "cut" and pick.random() < 0.5:
        mode = pick.choice(["floor", "ceiling"])
        return mode, "over" if mode == "floor" else "under", ""
    return pick.choice(_NEAREST), "", pick.choice(["", "nearest"])


READINGS = ["nearest", "half_up", "half_even", "truncated", "up", "any", "weak", "approx", "cut",
            "exact", "mixed"]


def printed(truth, name, pick):
    """A report under the reading of that name; `pick` is a random.Random. Under "mixed",
    each figure has a reading of its own."""
    figures = []
    thousands, persons = values(truth), None
    for k, slot in enumerate(SLOTS):
        reading = pick.choice(READINGS[:-1]) if name == "mixed" else name
        mode, qualifier, rounding = _reading(reading, pick)
        num, den = thousands[k]
        decimals, unit = slot.decimals, slot.unit
        if reading == "weak" and slot.indicator in LEVELS and num >= 1000 * den:
            decimals = -2
        if reading == "exact" and slot.indicator in COUNTS:
            persons = persons or values(truth, 1)
            (num, den), unit, decimals = persons[k], "persons", 0
            qualifier, rounding = "exact", ""
        text = written(rounded(num, den, decimals, mode), decimals)
        figures.append(Printed(k, text, unit, qualifier, rounding, num, den))
    return figures


def _forced(ratios, decimals, target, how):
    """Ratios rounded so that they add up to a target. With "remainders", those are rounded
    the other way that come nearest to it; with "largest", the largest takes the rest."""
    units = [rounded(num, den, decimals, "half_up") for num, den in ratios]
    rest = target - sum(units)
    if how == "remainders":
        step = 1 if rest > 0 else -1
        error = [unit - Fraction(num * 10 ** decimals, den)
                 for unit, (num, den) in zip(units, ratios)]
        for k in sorted(range(len(units)), key=lambda k: step * error[k])[:abs(rest)]:
            units[k] += step
    elif how == "largest":
        units[max(range(len(units)), key=lambda k: abs(units[k]))] += rest
    return units


def computed(truth, pick, how):
    """A report whose indicators were computed from rounded figures; shares and
    contributions add up if `how` is one of _forced."""
    def near(num, den, decimals):
        return rounded(num, den, decimals, "half_up")

    tenths = {name: [near(x, 1000, 1) for x in getattr(truth, name)]
              for name in ("current", "current_before", "constant", "constant_before")}
    total = {name: sum(tenths[name]) if pick.random() < 0.5
             else near(sum(getattr(truth, name)), 1000, 1) for name in tenths}
    people, people_before = near(truth.people, 1000, 1), near(truth.people_before, 1000, 1)
    workers, workers_before = near(truth.workers, 1000, 1), near(truth.workers_before, 1000, 1)

    def shares(name):
        return _forced([(100 * x, total[name]) for x in tenths[name]], 2, 10000, how)

    def growth(now, before):
        return near(100 * (now - before), before, 2)

    share, share_before = shares("current"), shares("current_before")
    real = [growth(x, y) for x, y in zip(tenths["constant"], tenths["constant_before"])]
    real_total = growth(total["constant"], total["constant_before"])
    if pick.random() < 0.5:
        ratios = [(g * w, 1000000) for g, w in zip(real, shares("constant_before"))]
    else:
        ratios = [(100 * (x - y), total["constant_before"])
                  for x, y in zip(tenths["constant"], tenths["constant_before"])]
    contribution = _forced(ratios, 2, real_total, how)
    head = near(total["current"], people, 2)
    head_before = near(total["current_before"], people_before, 2)
    output = near(total["current"], workers, 2)
    output_before = near(total["current_before"], workers_before, 2)
    units = [total["current"]] + tenths["current"] + [total["current_before"]]
    units += share + share_before + [x - y for x, y in zip(share, share_before)]
    units += [total["constant"]] + tenths["constant"]
    units += [total["constant_before"]] + tenths["constant_before"]
    units += [real_total] + real + contribution
    units += [growth(total["current"], total["current_before"]),
              people, people_before, growth(people, people_before),
              head, growth(head, head_before),
              workers, growth(workers, workers_before),
              output, growth(output, output_before)]
    return [Printed(k, written(number, slot.decimals), slot.unit, "", "", num, den)
            for k, (number, slot, (num, den)) in enumerate(zip(units, SLOTS, values(truth)))]


# ---------------------------------------------------------------------------
# What a printed text stands for
# ---------------------------------------------------------------------------

def number(text):
    """Mantissa and place of the last significant digit; zeros at the end of an integer
    are weak."""
    digits = text.lstrip("-")
    whole, _, fraction = digits.partition(".")
    mantissa, place = int(whole + fraction), len(fraction)
    if not fraction and len(digits) >= 4 and mantissa:
        zeros = len(digits) - len(digits.rstrip("0"))
        mantissa, place = mantissa // 10 ** zeros, -zeros
    return (-mantissa if text.startswith("-") else mantissa), place


def interval(figure):
    """The true values that a figure stands for, as two Fractions."""
    mantissa, place = number(figure.text)
    unit = Fraction(1, 10 ** place) if place >= 0 else Fraction(10 ** -place)
    value = mantissa * unit
    if figure.qualifier == "exact":
        value = Fraction(figure.text)
        return value, value
    below, above = {
        "approx": (1, 1), "over": (0, 1), "under": (1, 0),
    }.get(figure.qualifier) or {
        "truncated": (0, 1), "any": (Fraction(1, 2), 1), "up": (1, 0),
    }.get(figure.rounding, (Fraction(1, 2), Fraction(1, 2)))
    if not figure.qualifier and mantissa < 0:
        below, above = above, below
    elif not figure.qualifier and mantissa == 0 and figure.rounding in ("truncated", "any"):
        below = above = 1
    elif not figure.qualifier and mantissa == 0 and figure.rounding == "up":
        below = above = 0
    return value - below * unit, value + above * unit


# ---------------------------------------------------------------------------
# Slips
# ---------------------------------------------------------------------------

SLIPS = {"digit": 0.45, "transposition": 0.20, "separator": 0.15, "sign": 0.05, "length": 0.15}


def _slipped(text, kind, pick):
    """A text with a slip of that kind, or None where it has none such."""
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    places = [k for k, letter in enumerate(digits) if letter != "."]
    if kind == "sign":
        return digits if sign else "-" + digits
    if kind == "digit":
        place = pick.choice(places)
        other = pick.choice([d for d in "0123456789" if d != digits[place]])
        return sign + digits[:place] + other + digits[place + 1:]
    if kind == "transposition":
        place = pick.randrange(len(places) - 1) if len(places) > 1 else None
        if place is None:
            return None
        letters = list(digits)
        i, j = places[place], places[place + 1]
        letters[i], letters[j] = letters[j], letters[i]
        return sign + "".join(letters)
    if kind == "length":
        place = pick.choice(places)
        twice = pick.random() < 0.5
        return sign + digits[:place] + (2 * digits[place] if twice else "") + digits[place + 1:]
    whole, _, fraction = digits.partition(".")
    step = pick.choice([-1, 1]) if fraction else -1
    letters, point = whole + fraction, len(whole) + step
    letters, point = ("0" + letters, 1) if point == 0 else (letters, point)
    return sign + letters[:point] + ("." + letters[point:] if point < len(letters) else "")


def _is_number(text):
    whole, point, fraction = text.lstrip("-").partition(".")
    return (whole.isdigit() and (not point or fraction.isdigit())
            and (whole == "0" or whole[0] != "0") and len(whole) + len(fraction) < 16)


def slip(figures, n, pick):
    """Slips n different figures of a report: the figures after it, and the slips. What a
    slipped text stands for never holds the true value."""
    figures, slips = list(figures), []
    for k in pick.sample(range(len(figures)), n):
        right = figures[k]
        true = Fraction(right.num, right.den)
        while True:
            kind, = pick.choices(list(SLIPS), SLIPS.values())
            if kind == "sign" and SLOTS[right.slot].indicator not in SIGNED:
                continue
            text = _slipped(right.text, kind, pick)
            if text is None or not _is_number(text):
                continue
            wrong = right._replace(text=text)
            low, high = interval(wrong)
            if not low <= true <= high:
                break
        _, place = number(right.text)
        units = abs(Fraction(text) - Fraction(right.text)) * Fraction(10) ** place
        figures[k] = wrong
        slips.append(Slip(k, right.text, kind, units))
    return figures, slips


# ---------------------------------------------------------------------------
# The CSV
# ---------------------------------------------------------------------------

def lines(area, figures):
    """The records of a report."""
    for figure in figures:
        slot = SLOTS[figure.slot]
        yield (f"{slot.indicator},{slot.component},{area},{slot.year},{figure.text},"
               f"{figure.unit},{figure.qualifier},{figure.rounding},S\n")


def area_name(k):
    return f"R{k + 1:06d}"
