#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What checks find in random reports of provinces: false alarms, errors, culprits.

    python3 tests/bench/detection.py [--reports 40000] [--part clean|slips|...|all]

Each report prints 47 figures of one area. The parts:

  clean     reports without an error, under every reading of rounding that can be
            declared. Gate: none is called inconsistent.
  computed  reports without an error whose indicators were computed from rounded
            figures; as computed, or with shares and contributions made to add up:
            by the remainders of rounding, or by the largest, which takes the rest.
            For the record: "explainable" is right, "inconsistent" is not.
  slips     one wrong figure each: how many are found, by the size of the slip (its
            distance in units of the last digit), by single rules and with the
            network; what the explanations say of the culprit. Gates: 94.8 % found
            with the network; every explanation holds the culprit, and where it must
            lie holds the true value; the culprit alone is named in 77 %, and first in
            93 %.
  ceiling   slips that were not found, put to feasibility.py, which decides exactly
            whether the report can be true. Gate: of those that can be found at
            all, 99.5 % are. And no report that can be true is called inconsistent.
  many      2, 3 and 5 wrong figures. Gate: never more errors claimed than there are.

Gates about explanations and the network hold from the version on that has them.
Needs NumPy; ceiling also SciPy.
"""
import argparse
import collections
import os
import random
import sys
import tempfile
import time
from decimal import Decimal
from fractions import Fraction

import numpy

import provincial

BATCH = 500
PROVED = ("inconsistent", "contradiction")
FOUND = PROVED + ("explainable",)
SIZES = [(1, "1"), (4, "2-4"), (9, "5-9"), (99, "10-99"), (999, "100-999"),
         (float("inf"), ">=1000")]
LEAST_FOUND, LEAST_OF_CEILING = 94.8, 99.5
LEAST_UNIQUE, LEAST_FIRST = 77.0, 93.0
#: From so many units on, no slip that can be found is missed.
LARGE = 100


class Gates:
    """What must hold, and what did not."""

    def __init__(self):
        self.failed = []

    def __call__(self, name, holds):
        print(f"  gate: {name}: {'holds' if holds else 'FAILS'}")
        if not holds:
            self.failed.append(name)


class Outcome:
    """What the library says of one report."""

    def __init__(self):
        self.rules = False       # a single rule is violated
        self.network = False     # the network as a whole is
        self.proved = False      # double rounding cannot explain it
        self.improbable = False
        self.explainable = False
        self.sentences = []
        self.explanations = []

    @property
    def found(self):
        return self.rules or self.network


def percent(part, whole):
    return f"{100 * part / whole:7.2f} %" if whole else "      - "


def load(library, package):
    """The Python package, over the library named."""
    if library:
        names = ["libindicators.so.0", ".libs/libindicators.so.0"]
        path = library
        if os.path.isdir(library):
            path = next((os.path.join(library, name) for name in names
                         if os.path.exists(os.path.join(library, name))), library)
        os.environ["LIBINDICATORS_LIBRARY"] = path
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    sys.path.insert(0, package or os.path.join(root, "bindings", "python"))
    import libindicators

    return libindicators


class Bench:
    def __init__(self, arguments, ind):
        self.n = arguments.reports
        self.seed = arguments.seed
        self.reading = arguments.reading
        self.sample = arguments.sample
        self.examples = arguments.examples
        self.ind = ind
        self.gate = Gates()
        self.has_explanations = hasattr(ind.Report, "explanations")
        self.seconds = 0.0
        self.folder = tempfile.mkdtemp()

    def batches(self, part):
        """Batches of (number of the first report, truths, random.Random)."""
        for number, first in enumerate(range(0, self.n, BATCH)):
            key = [self.seed, sum(map(ord, part)), number]
            generator = numpy.random.default_rng(key)
            size = min(BATCH, self.n - first)
            yield first, provincial.draw(generator, size), random.Random(repr(key))

    def check(self, first, reports):
        """Outcomes of reports; a figure is known by report and place, from its record."""
        path = os.path.join(self.folder, "reports.csv")
        places = [None, None]
        with open(path, "w", encoding="utf-8") as file:
            file.write(provincial.HEADER)
            for k, figures in enumerate(reports):
                file.writelines(provincial.lines(provincial.area_name(first + k), figures))
                places += [(k, j) for j in range(len(figures))]
        begin = time.perf_counter()
        report = self.ind.check(path)
        findings = report.findings
        explanations = report.explanations if self.has_explanations else []
        self.seconds += time.perf_counter() - begin
        outcomes = [Outcome() for _ in reports]
        area_of = {}
        for finding in findings:
            k = (places[finding.figures[0].record][0] if finding.figures
                 else int(finding.area[1:]) - 1 - first)
            area_of[finding.id] = k
            outcome = outcomes[k]
            outcome.proved |= finding.verdict in PROVED
            if finding.verdict in FOUND:
                if finding.kind == "network":
                    outcome.network = True
                else:
                    outcome.rules = True
                outcome.sentences.append(str(finding))
            outcome.improbable |= finding.verdict == "improbable"
            outcome.explainable |= finding.verdict == "explainable"
        for explanation in explanations:
            whose = {area_of[name] for name in explanation.findings}
            whose |= {places[suspect.figure.record][0]
                      for alternative in explanation.alternatives
                      for suspect in alternative.suspects if suspect.figure is not None}
            for k in whose:
                outcomes[k].explanations.append(explanation)
        os.remove(path)
        return outcomes, places

    def show(self, outcome, figures):
        """A report that went wrong, for a bug report."""
        if self.examples > 0:
            self.examples -= 1
            print("".join(["  " + line + "\n" for line in outcome.sentences])
                  + provincial.HEADER + "".join(provincial.lines("R1", figures)))

    # -----------------------------------------------------------------------

    def clean(self):
        names = provincial.READINGS
        count = {name: collections.Counter() for name in names}
        for first, truths, pick in self.batches("clean"):
            which = [names[(first + k) % len(names)] for k in range(BATCH)]
            reports = [provincial.printed(truth, name, pick)
                       for truth, name in zip(truths, which)]
            outcomes, _ = self.check(first, reports)
            for name, outcome, figures in zip(which, outcomes, reports):
                count[name].update(reports=1, rules=outcome.rules, network=outcome.network,
                                   improbable=outcome.improbable,
                                   explainable=outcome.explainable,
                                   explained=bool(outcome.explanations), alarms=outcome.found)
                if outcome.found or outcome.explanations:
                    self.show(outcome, figures)
        self.print_alarms(count)
        alarms = sum(c["alarms"] + c["explained"] for c in count.values())
        self.gate("no clean report is called inconsistent", alarms == 0)

    def print_alarms(self, count):
        print("  reading      reports  inconsistent  network  explained  explainable  improbable")
        for name, c in list(count.items()) + [("all", sum(count.values(), collections.Counter()))]:
            print(f"  {name:12s}{c['reports']:8d}{c['rules']:14d}{c['network']:9d}"
                  f"{c['explained']:11d}{percent(c['explainable'], c['reports']):>13s}"
                  f"{percent(c['improbable'], c['reports']):>12s}")

    def computed(self):
        kinds = ["computed", "remainders", "largest"]
        count = {name: collections.Counter() for name in kinds}
        for first, truths, pick in self.batches("computed"):
            which = [kinds[(first + k) % 3] for k in range(BATCH)]
            reports = [provincial.computed(truth, pick, how) for truth, how in zip(truths, which)]
            outcomes, _ = self.check(first, reports)
            for how, outcome, figures in zip(which, outcomes, reports):
                count[how].update(
                    reports=1, rules=outcome.proved, improbable=outcome.improbable,
                    explainable=outcome.explainable, explained=bool(outcome.explanations))
                if outcome.proved:
                    self.show(outcome, figures)
        self.print_alarms(count)
        self.gate("no report computed from rounded figures is called inconsistent",
                  all(c["rules"] == 0 for c in count.values()))

    # -----------------------------------------------------------------------

    def slipped(self, part, n_slips):
        """Batches of (outcomes, places, slipped reports, lists of slips)."""
        for first, truths, pick in self.batches(part):
            reports, slips = [], []
            for truth in truths:
                report, wrong = provincial.slip(
                    provincial.printed(truth, self.reading, pick), n_slips, pick)
                reports.append(report)
                slips.append(wrong)
            outcomes, places = self.check(first, reports)
            yield outcomes, places, reports, slips

    def slips(self):
        by_size, by_kind = collections.defaultdict(collections.Counter), \
            collections.defaultdict(collections.Counter)
        culprit, missed, found = collections.Counter(), [], []
        for outcomes, places, reports, slips in self.slipped("slips", 1):
            for k, (outcome, figures, (slip,)) in enumerate(zip(outcomes, reports, slips)):
                size = next(name for most, name in SIZES if slip.units <= most)
                row = dict(n=1, rules=outcome.rules, found=outcome.found,
                           doubted=outcome.found or outcome.improbable)
                by_size[size].update(row)
                by_kind[slip.kind].update(row)
                (found if outcome.found else missed).append((figures, outcome, slip))
                if outcome.found and self.has_explanations:
                    self.judge(outcome, figures, slip, places, k, culprit)
        for title, table in (("size (units)", by_size), ("kind", by_kind)):
            print(f"  {title:16s}{'slips':>8s}{'rules alone':>13s}{'found':>11s}"
                  f"{'or improbable':>15s}")
            order = [name for _, name in SIZES] if table is by_size else sorted(table)
            rows = [(name, table[name]) for name in order]
            for name, c in rows + [("all", sum(table.values(), collections.Counter()))]:
                print(f"  {name:16s}{c['n']:8d}{percent(c['rules'], c['n']):>13s}"
                      f"{percent(c['found'], c['n']):>11s}{percent(c['doubted'], c['n']):>15s}")
        all_slips = sum(by_size.values(), collections.Counter())
        if self.has_explanations:
            self.gate(f"{LEAST_FOUND:g} % of slips are found",
                      100 * all_slips["found"] >= LEAST_FOUND * all_slips["n"])
            self.print_culprits(culprit)
        else:
            print("  network, explanations: not available")
        return missed, found, all_slips

    def judge(self, outcome, figures, slip, places, k, count):
        """Whether the explanations of a report with one slip name it."""
        count["n"] += 1
        right = figures[slip.slot]
        true = Fraction(right.num, right.den)
        best, alone = None, None
        alternatives = [a for e in outcome.explanations for a in e.alternatives]
        for rank, alternative in enumerate(alternatives):
            for suspect in alternative.suspects:
                if suspect.figure is None or places[suspect.figure.record] != (k, slip.slot):
                    continue
                if best is None:
                    best, alone = rank, len(alternative.suspects) == 1
                    lie = suspect.must_lie_in
                    count["interval"] += _holds(lie, true)
                    count["candidates"] += bool(suspect.candidate)
                    count["restored"] += _same(suspect.candidate, slip.right)
        count["explained"] += bool(outcome.explanations)
        count["several"] += len(outcome.explanations) > 1
        count["alternatives"] += len(alternatives)
        count["complete"] += all(e.complete for e in outcome.explanations)
        count["held"] += best is not None
        count["alone"] += best is not None and bool(alone)
        count["unique"] += best is not None and bool(alone) and len(alternatives) == 1
        count["first"] += best == 0
        count["three"] += best is not None and len(alternatives) <= 3
        if best is None:
            self.show(outcome, figures)

    def print_culprits(self, c):
        n = c["n"]
        for name, key in (
                ("explained", "explained"), ("culprit among the alternatives", "held"),
                ("... and alone in its alternative", "alone"),
                ("the only alternative", "unique"), ("at most 3 alternatives", "three"),
                ("culprit in the first alternative", "first"),
                ("must_lie_in holds the true value", "interval"),
                ("a right print is proposed", "candidates"),
                ("... and is the right one", "restored"),
                ("several explanations", "several"), ("complete", "complete")):
            print(f"  {name:36s}{percent(c[key], n)}  of found")
        print(f"  {'alternatives, mean':36s}{c['alternatives'] / max(n, 1):7.2f}")
        self.gate("the culprit is among the alternatives, always", c["held"] == n)
        self.gate("must_lie_in holds the true value, always", c["interval"] == n)
        self.gate(f"the culprit alone is named in {LEAST_UNIQUE:g} %",
                  100 * c["unique"] >= LEAST_UNIQUE * n)
        self.gate(f"the culprit comes first in {LEAST_FIRST:g} %",
                  100 * c["first"] >= LEAST_FIRST * n)

    def ceiling(self, missed, found, all_slips):
        from feasibility import feasible

        pick = random.Random(self.seed)
        decided, large = collections.Counter(), 0
        sample = pick.sample(missed, min(self.sample, len(missed)))
        for figures, outcome, slip in sample:
            verdict = feasible(figures)
            decided[verdict] += 1
            large += slip.units >= LARGE and verdict is False
            if verdict is False:
                self.show(outcome, figures)
        print(f"  of {len(missed)} slips not found, {len(sample)} were put to the oracle: "
              f"{decided[True]} cannot be found, {decided[False]} could be, "
              f"{decided[None]} too close to tell")
        could = len(missed) * decided[False] / max(len(sample), 1)
        rate = 100 * all_slips["found"] / max(all_slips["found"] + could, 1)
        print(f"  {'found of those that can be':36s}{rate:7.2f} %")
        if self.has_explanations:
            self.gate(f"{LEAST_OF_CEILING:g} % of those that can be found are",
                      rate >= LEAST_OF_CEILING)
        self.gate(f"no slip of {LARGE} units or more that can be found is missed", large == 0)
        wrong = 0
        sample = pick.sample(found, min(self.sample, len(found)))
        for figures, outcome, slip in sample:
            if feasible(figures) is True:
                wrong += 1
                self.show(outcome, figures)
        print(f"  of {len(sample)} that were found, {wrong} can be true")
        self.gate("no report that can be true is called inconsistent", wrong == 0)

    def many(self):
        if not self.has_explanations:
            print("  explanations: not available")
        for n_slips in (2, 3, 5):
            count = collections.Counter()
            for outcomes, places, reports, slips in self.slipped(f"many{n_slips}", n_slips):
                for k, (outcome, wrong) in enumerate(zip(outcomes, slips)):
                    self.judge_many(outcome, {(k, s.slot) for s in wrong}, places, count)
            n = count["n"]
            print(f"  {n_slips} slips, {n} reports: found {percent(count['found'], n)}")
            if not self.has_explanations:
                continue
            for name, key, of in (
                    ("all slips are an alternative", "truth", count["found"]),
                    ("first alternatives are slips, all", "first", count["found"]),
                    ("suspects in all that are slips", "certain right", count["certain"]),
                    ("complete", "complete", count["found"])):
                print(f"    {name:34s}{percent(count[key], of)}  of {of}")
            self.gate(f"{n_slips} slips: never more errors claimed than there are",
                      count["more"] == 0)

    @staticmethod
    def judge_many(outcome, wrong, places, count):
        count["n"] += 1
        count["found"] += outcome.found
        if not outcome.found or not outcome.explanations:
            return

        def suspects(alternative):
            return {places[s.figure.record] if s.figure is not None else s.rule
                    for s in alternative.suspects}

        count["more"] += sum(e.at_least for e in outcome.explanations) > len(wrong)
        count["complete"] += all(e.complete for e in outcome.explanations)
        covered, first = set(), set()
        for explanation in outcome.explanations:
            sets = [suspects(alternative) for alternative in explanation.alternatives]
            inside = [one for one in sets if one <= wrong]
            covered |= max(inside, key=len) if inside else {None}
            first |= sets[0] if sets else {None}
            certain = {places[s.figure.record] for a in explanation.alternatives
                       for s in a.suspects if s.is_certain and s.figure is not None}
            count["certain"] += len(certain)
            count["certain right"] += len(certain & wrong)
        count["truth"] += covered == wrong
        count["first"] += first == wrong


def _holds(interval, true):
    """Whether an interval with ends that may be infinite holds a Fraction."""
    above = interval.low == float("-inf") or Fraction(interval.low) <= true
    return above and (interval.high == float("inf") or true <= Fraction(interval.high))


def _same(candidate, right):
    try:
        return Decimal(candidate) == Decimal(right)
    except ArithmeticError:
        return False


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", default="all",
                        choices=["clean", "computed", "slips", "ceiling", "many", "all"],
                        help="what to measure; ceiling measures slips as well (default: all)")
    parser.add_argument("--reports", type=int, default=2000, metavar="N",
                        help="reports of each part (default: 2000; the full run: 40000)")
    parser.add_argument("--seed", type=int, default=1, help="of all that is random (default: 1)")
    parser.add_argument("--reading", default="nearest", choices=provincial.READINGS,
                        help="how reports with slips are rounded (default: nearest)")
    parser.add_argument("--sample", type=int, default=1000, metavar="N",
                        help="reports put to the oracle, of each kind (default: 1000)")
    parser.add_argument("--examples", type=int, default=0, metavar="N",
                        help="print so many reports that went wrong, as CSV (default: 0)")
    parser.add_argument("--library", metavar="DIR",
                        help="build folder or file of the C library (default: as the package "
                        "finds it)")
    parser.add_argument("--package", metavar="DIR",
                        help="folder of the Python package (default: that of this checkout)")
    return parser.parse_args()


def main():
    options = arguments()
    bench = Bench(options, load(options.library, options.package))
    parts = ["clean", "computed", "ceiling", "many"] if options.part == "all" else [options.part]
    for part in parts:
        begin, bench.seconds = time.perf_counter(), 0.0
        print(f"{part}: {options.reports} reports of {len(provincial.SLOTS)} figures, "
              f"seed {options.seed}", flush=True)
        if part == "ceiling":
            bench.ceiling(*bench.slips())
        else:
            getattr(bench, part)()
        print(f"  {time.perf_counter() - begin:.1f} s, of which the library "
              f"{bench.seconds:.1f} s\n", flush=True)
    os.rmdir(bench.folder)
    for name in bench.gate.failed:
        print(f"FAILED: {name}")
    return 1 if bench.gate.failed else 0


if __name__ == "__main__":
    sys.exit(main())
