# SPDX-License-Identifier: GPL-3.0-or-later
"""Explanations, arbitration, deductions and power.

The figures are whole numbers, so that every interval can be told in the head:
330 stands for 329.5 .. 330.5.
"""

import csv
import gc
import io
import json
import math
import os
import tempfile
import unittest
from pathlib import Path

import libindicators as ind

DATA = Path(os.environ.get("abs_srcdir") or Path(__file__).resolve().parents[3]) / "data"

#: Two sums that share the part a.
SUMS = (
    'indicator x "Cells" unit NUMBER\n'
    "breakdown p for x: _T = a + b\n"
    "breakdown q for x: u = a + c\n"
    "rule adds_up: x[whole] == sum(x[*])\n"
)
#: Two sums, one within the other.
NESTED = SUMS.replace("u = a + c", "b = c + d")
SHARES = (
    "breakdown parts for share: _T = A + BTF + GTU + D21X31\n"
    "rule shares over whole _T: sum(share[*]) == 100\n"
)


def rows(indicator="x", **values):
    return [
        {"INDICATOR": indicator, "REF_AREA": "X", "TIME_PERIOD": "2024", "COMPONENT": component,
         "OBS_VALUE": value}
        for component, value in values.items()
    ]


def cells(**values):
    return rows(**{{"T": "_T"}.get(name, name): value for name, value in values.items()})


def shares(*values, **more):
    return [{**row, **more} for row in
            rows("share", **dict(zip(["A", "BTF", "GTU", "D21X31"], values)))]


def check(data, rules=SUMS, **options):
    return ind.check(data, standard_rules=False, rules_text=rules, **options)


#: a was 270: 270 + 60 = 330, 270 + 30 = 300.
MISPRINTED = cells(T="330", a="210", b="60", u="300", c="30")
#: Each rule alone lacks b, and passes; 300 - 100 is 200, 50 + 60 is 110.
TORN = cells(T="300", a="100", c="50", d="60")
#: The second report has another BTF and GTU; its shares add up to 102.75.
TWO_REPORTS = (shares("21.57", "23.77", "50.19", "4.48", SOURCE="one")
               + shares("21.57", "26.34", "50.36", "4.48", SOURCE="two"))


class Explanations(unittest.TestCase):
    def test_shared_figure(self):
        report = check(MISPRINTED)
        self.assertEqual([finding.kind for finding in report.findings], ["rule", "rule"])
        explanation, = report.explanations
        self.assertEqual(explanation.findings, ("F1", "F2"))
        self.assertEqual((explanation.at_least, explanation.complete), (1, True))
        alternative, = explanation.alternatives
        self.assertEqual(alternative.score, 1)
        suspect, = alternative.suspects
        self.assertEqual((suspect.kind, suspect.rule), ("figure", ""))
        self.assertEqual((suspect.area, suspect.period, suspect.component), ("X", "2024", "a"))
        self.assertEqual((suspect.figure.component, suspect.figure.record), ("a", 3))
        # 330 -+ 0.5 - 60 +- 0.5 and 300 -+ 0.5 - 30 +- 0.5: 269 .. 271.
        self.assertEqual((suspect.must_lie_in.low, suspect.must_lie_in.high), (269, 271))
        self.assertEqual((suspect.unit, suspect.unit_mult),
                         (suspect.figure.unit, suspect.figure.unit_mult))
        self.assertEqual((suspect.candidate, suspect.slip), ("270", "digit"))
        self.assertIs(suspect.is_certain, True)
        self.assertEqual(str(explanation), explanation.sentence)
        self.assertIn("270", explanation.sentence)

    def test_alternatives(self):
        report = check(shares("21.57", "26.34", "50.36", "4.48"), SHARES)
        explanation, = report.explanations
        self.assertEqual(explanation.findings, (report.findings[0].id,))
        self.assertEqual((explanation.at_least, len(explanation.alternatives)), (1, 4))
        scores = [alternative.score for alternative in explanation.alternatives]
        self.assertEqual(scores, sorted(scores, reverse=True))
        self.assertAlmostEqual(sum(scores), 1)
        suspects = {a.suspects[0].figure.component: a.suspects[0]
                    for a in explanation.alternatives}
        # 100 - 21.57 - 50.36 - 4.48 = 23.59, three times 0.005 either way.
        self.assertAlmostEqual(suspects["BTF"].must_lie_in.low, 23.575)
        self.assertAlmostEqual(suspects["BTF"].must_lie_in.high, 23.605)
        self.assertFalse(any(suspect.is_certain for suspect in suspects.values()))

    def test_network(self):
        report = check(TORN, NESTED)
        finding, = report.findings
        self.assertEqual((finding.kind, finding.verdict), ("network", "inconsistent"))
        self.assertEqual({figure.component for figure in finding.figures},
                         {"_T", "a", "c", "d"})
        self.assertEqual((report.exit_status, report.summary["inconsistent"]), (1, 1))
        explanation, = report.explanations
        self.assertEqual(explanation.findings, (finding.id,))
        must = {a.suspects[0].component: a.suspects[0].must_lie_in
                for a in explanation.alternatives}
        # c = 300 - 100 - 60 = 140, three times 0.5 either way.
        self.assertEqual((must["c"].low, must["c"].high), (138.5, 141.5))
        self.assertEqual(set(must), {"_T", "a", "c", "d"})

    def test_nothing_to_explain(self):
        report = check(cells(T="330", a="270", b="60", u="300", c="30"))
        self.assertEqual((report.explanations, report.arbitrations, report.deduced), ([], [], []))

    def test_without(self):
        report = check(TORN, NESTED, explain=False)
        self.assertEqual((report.findings, report.exit_status), ([], 0))
        report = check(TWO_REPORTS, SHARES, explain=False)
        self.assertEqual(len(report.findings), 3)
        self.assertEqual((report.explanations, report.arbitrations, report.deduced), ([], [], []))

    def test_basis(self):
        # Both reports print x and y: to doubt y costs two figures.
        rules = ('indicator x "x" unit NUMBER\nindicator y "y" unit NUMBER\n'
                 'rule same: y == x basis "the same day"\n')
        figures = rows("x", _T="30") + rows("y", _T="20")
        data = [{**row, "SOURCE": source} for source in ("one", "two") for row in figures]
        explanation = check(data, rules).explanations[0]
        suspect, = explanation.alternatives[0].suspects
        self.assertEqual((suspect.kind, suspect.figure, suspect.rule), ("basis", None, "same"))
        # 30 and 20, each 0.5 either way, differ by 10, once either way.
        self.assertEqual(sorted([abs(suspect.must_lie_in.low), abs(suspect.must_lie_in.high)]),
                         [9, 11])
        self.assertEqual((suspect.candidate, suspect.slip), ("", ""))

    def test_assumption(self):
        rules = ('assume f "Sales relative to the year before" from 0.9 to 1.2\n'
                 'indicator x "Sales" unit NUMBER\nrule s: x == prev(x) * f\n')
        figures = rows(_T="250") + [{**row, "TIME_PERIOD": "2023"} for row in rows(_T="200")]
        data = [{**row, "SOURCE": source} for source in "123" for row in figures]
        report = check(data, rules)
        self.assertEqual(report.exit_status, 0)
        suspect, = report.explanations[0].alternatives[0].suspects
        self.assertEqual((suspect.kind, suspect.figure, suspect.rule, suspect.period),
                         ("assumption", None, "f", "2024"))
        self.assertAlmostEqual(suspect.must_lie_in.low, 249.5 / 200.5)
        self.assertAlmostEqual(suspect.must_lie_in.high, 250.5 / 199.5)

    def test_budget(self):
        explanation = check(MISPRINTED, budget=1).explanations[0]
        self.assertIs(explanation.complete, False)
        with self.assertRaises(TypeError):
            check(MISPRINTED, budget=1.5)
        with self.assertRaises(TypeError):
            check(MISPRINTED, budget=True)
        for budget in (-1, 2**64):
            with self.assertRaises(ValueError):
                check(MISPRINTED, budget=budget)

    def test_frozen_and_hashable(self):
        first, second = check(MISPRINTED).explanations[0], check(MISPRINTED).explanations[0]
        self.assertEqual(first, second)
        self.assertEqual(hash(first), hash(second))
        with self.assertRaises(AttributeError):
            first.at_least = 2

    def test_report_outlives_its_data(self):
        report = check(MISPRINTED)
        gc.collect()
        for _ in range(50):
            check(TORN, NESTED)
        gc.collect()
        self.assertIn("270", report.explanations[0].sentence)

    def test_json(self):
        report = check(MISPRINTED)
        content = json.loads(report.to_json())
        self.assertEqual(len(content["explanations"]), 1)

    def test_real_reports(self):
        files = sorted((DATA / "lang-son").glob("*.csv"))
        report = ind.check(files, rules=DATA / "lang-son" / "reports.rules")
        ids = {finding.id for finding in report.findings}
        self.assertGreater(len(report.explanations), 0)
        for explanation in report.explanations:
            self.assertTrue(explanation.findings)
            self.assertLessEqual(set(explanation.findings), ids)
            self.assertTrue(explanation.alternatives)
        certain = {(s.figure.indicator, s.component, s.candidate)
                   for e in report.explanations for a in e.alternatives for s in a.suspects
                   if s.is_certain and s.figure is not None}
        # 100 - 21.57 - 50.19 - 4.48 = 23.76: both shares of one report are certainly wrong.
        self.assertLessEqual({("share", "BTF", "23,77%"), ("share", "GTU", "50,19%")}, certain)
        clean = ind.check(sorted((DATA / "germany").glob("*.csv")))
        self.assertEqual((clean.explanations, clean.arbitrations), ([], []))


class Arbitrations(unittest.TestCase):
    def test_decided(self):
        report = check(TWO_REPORTS, SHARES)
        self.assertEqual([a.component for a in report.arbitrations], ["BTF", "GTU"])
        first = report.arbitrations[0]
        self.assertEqual((first.indicator, first.area, first.period), ("share", "X", "2024"))
        self.assertEqual([figure.source for figure in first.figures], ["one", "two"])
        self.assertEqual([str(figure.value) for figure in first.figures], ["23.77", "26.34"])
        # With A, D21X31 and one GTU of the two reports, BTF is 23.745 .. 23.775, or
        # 23.575 .. 23.605: never 26.34.
        self.assertEqual((first.believed, first.n_relations, first.is_certain), ("one", 1, True))
        self.assertEqual(str(first), first.sentence)
        self.assertIn("one is to be believed", first.sentence)

    def test_undecided(self):
        data = [{**rows(_T=value)[0], "SOURCE": source} for source, value in
                (("one", "10"), ("two", "20"))]
        arbitration, = check(data).arbitrations
        self.assertEqual((arbitration.believed, arbitration.n_relations), ("", 0))
        self.assertIs(arbitration.is_certain, False)


class Deductions(unittest.TestCase):
    def test_part_not_printed(self):
        report = check(shares("21.57", "23.77", "50.19"), SHARES, deduced=True)
        deduction, = report.deduced
        self.assertEqual(
            (deduction.indicator, deduction.area, deduction.period, deduction.component),
            ("share", "X", "2024", "D21X31"))
        # 100 - 95.53, three times 0.005 either way.
        self.assertAlmostEqual(deduction.interval.low, 4.455)
        self.assertAlmostEqual(deduction.interval.high, 4.485)
        self.assertEqual(check(shares("21.57", "23.77", "50.19"), SHARES).deduced, [])

    def test_unit(self):
        data = [{**row, "UNIT_MEASURE": "bn VND"} for row in cells(T="30", a="10")]
        rules = SUMS.replace("NUMBER", "XDC")
        deduction, = check(data, rules, deduced=True).deduced
        self.assertEqual((deduction.component, deduction.unit, deduction.unit_mult),
                         ("b", "VND", 9))
        self.assertEqual((deduction.interval.low, deduction.interval.high), (19, 21))

    def test_needs_explaining(self):
        with self.assertRaises(ValueError):
            check(MISPRINTED, explain=False, deduced=True)


def power(data, rules=SUMS, **options):
    return ind.power(data, standard_rules=False, rules_text=rules, **options)


class Powers(unittest.TestCase):
    GOOD = cells(T="330", a="270", b="60")

    def test_protections(self):
        result = power(self.GOOD)
        self.assertEqual([p.figure.component for p in result.protections], ["_T", "a", "b"])
        total = result.protections[0]
        # 270 + 60, each 0.5 either way; 330 itself as much. Off by 2 the intervals
        # touch, by 3 they are apart.
        self.assertEqual((total.implied.low, total.implied.high), (329, 331))
        self.assertTrue(1.5 <= total.detectable <= 3, total.detectable)
        self.assertIsNone(result.advice)
        self.assertEqual(repr(result), "<libindicators.Power: 3 figures>")

    def test_advice(self):
        result = power(TORN[:2] + cells(c="140", d="60"), NESTED)
        self.assertTrue(all(p.detectable < 5 for p in result.protections))
        result = power(cells(T="300", a="100"), NESTED)
        self.assertEqual([p.detectable for p in result.protections], [math.inf] * 2)
        advice = result.advice
        self.assertEqual((advice.quantity.component, advice.decimals, advice.n_gained),
                         ("b", 0, 2))
        self.assertEqual((advice.quantity.interval.low, advice.quantity.interval.high),
                         (199, 201))

    def test_budget_ended(self):
        result = power(self.GOOD, budget=1)
        self.assertIn(None, [p.detectable for p in result.protections])

    def test_figures_that_are_wrong(self):
        result = power(MISPRINTED)
        a = next(p for p in result.protections if p.figure.component == "a")
        self.assertEqual((a.implied.low, a.implied.high), (269, 271))

    def test_files_and_frames(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "figures.csv"
            path.write_text("INDICATOR,REF_AREA,TIME_PERIOD,COMPONENT,OBS_VALUE\n"
                            "x,X,2024,_T,330\nx,X,2024,a,270\nx,X,2024,b,60\n", "utf-8")
            self.assertEqual(len(power(path).protections), 3)
            rules = Path(folder) / "my.rules"
            rules.write_text(SUMS, "utf-8")
            self.assertEqual(len(ind.power([path], rules).protections), 3)

    def test_formats(self):
        result = power(self.GOOD)
        self.assertIsInstance(json.loads(result.to_json()), dict)
        self.assertEqual(len(list(csv.DictReader(io.StringIO(result.to_csv(), newline="")))), 3)
        self.assertIn("<html", result.to_html().lower())
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "power.txt"
            text = result.to_text(path)
            self.assertTrue(text)
            self.assertEqual(path.read_text("utf-8"), text)
        self.assertNotEqual(result.to_text(), check(self.GOOD).to_text())

    def test_notes_and_errors(self):
        data = [{**row, "QUALIFYER": ""} for row in self.GOOD]
        self.assertTrue(any("QUALIFYER" in note for note in power(data).notes))
        with self.assertRaises(ind.errors.RuleError):
            power(self.GOOD, "rule\n")
        with self.assertRaises(ValueError):
            power(self.GOOD, budget=-1)


if __name__ == "__main__":
    unittest.main()
