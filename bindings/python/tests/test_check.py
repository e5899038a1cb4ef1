# SPDX-License-Identifier: GPL-3.0-or-later
"""Checking figures, from files, dicts and data frames."""

import csv
import datetime
import gc
import io
import json
import math
import os
import tempfile
import unittest
from decimal import Decimal
from pathlib import Path

import libindicators as ind
from libindicators.table import to_csv

try:
    import pandas
except ImportError:
    pandas = None

COMPONENTS = ["A", "BTF", "GTU", "D21X31"]
GOOD = ["21.57", "23.77", "50.19", "4.48"]
BAD = ["21.57", "26.34", "50.36", "4.48"]
RULES = (
    "breakdown parts for share: _T = A + BTF + GTU + D21X31\n"
    "rule shares over whole _T: sum(share[*]) == 100\n"
)
DATA = Path(os.environ.get("abs_srcdir") or Path(__file__).resolve().parents[3]) / "data"


def rows(values, **more):
    return [
        {"INDICATOR": "share", "REF_AREA": "VN-09", "TIME_PERIOD": 2024, "COMPONENT": component,
         "OBS_VALUE": value, **more}
        for component, value in zip(COMPONENTS, values)
    ]


def check(data, **options):
    return ind.check(data, standard_rules=False, rules_text=RULES, **options)


class Check(unittest.TestCase):
    def test_good_and_bad(self):
        good, bad = check(rows(GOOD)), check(rows(BAD))
        self.assertEqual((good.exit_status, bad.exit_status), (0, 1))
        self.assertEqual(good.findings, [])
        self.assertEqual(len(bad.findings), 1)

    def test_finding(self):
        finding = check(rows(BAD, LOCATOR="line 7"), name="november").findings[0]
        self.assertEqual((finding.kind, finding.verdict), ("rule", "inconsistent"))
        self.assertEqual((finding.area, finding.period, finding.source),
                         ("VN-09", "2024", "november"))
        self.assertIn(102.75, finding.implied)
        self.assertAlmostEqual(finding.gap, 2.73)
        self.assertAlmostEqual(finding.kappa, 137.5)
        self.assertIn("102.73", finding.sentence)
        self.assertEqual(len(finding.figures), 4)
        figure = finding.figures[0]
        self.assertEqual(figure.value, Decimal("21.57"))
        self.assertEqual((figure.indicator, figure.component, figure.locator, figure.record),
                         ("share", "A", "line 7", 2))
        self.assertIn(21.57, figure.interval)
        self.assertEqual(figure.precision, 2)
        self.assertIn("inconsistent", str(finding))

    def test_all_verdicts(self):
        findings = check(rows(GOOD), all_verdicts=True).findings
        self.assertEqual([finding.verdict for finding in findings], ["rounding"])

    def test_summary(self):
        summary = check(rows(BAD)).summary
        self.assertEqual((summary["figures"], summary["checks"], summary["inconsistent"]),
                         (4, 1, 1))
        self.assertEqual(summary["untouched"], 0)

    def test_unverifiable_and_untouched(self):
        report = check(rows(GOOD)[:3] + rows(["1"], INDICATOR="unheard_of"))
        self.assertEqual(len(report.unverifiable), 1)
        self.assertEqual(report.unverifiable[0].verdict, "unverifiable")
        self.assertIsNone(report.unverifiable[0].p)
        self.assertIn("unheard_of", [figure.indicator for figure in report.untouched])

    def test_alpha_and_strict(self):
        # 0.015 beyond 100 with half-widths of 0.0155 in all: possible, hardly.
        values = ["21.57", "23.77", "50.19", "4.485"]
        report = check(rows(values), alpha=0.01)
        self.assertEqual([f.verdict for f in report.findings], ["improbable"])
        self.assertEqual((report.exit_status, report.strict_exit_status), (0, 1))
        self.assertEqual(check(rows(values), alpha=1e-9).findings, [])
        for alpha in (0, 1, -1, float("nan")):
            with self.assertRaises(ValueError):
                check(rows(values), alpha=alpha)

    def test_threads_change_nothing(self):
        values = ["21.57", "26.34", "50.36", "4.48"]
        one = check(rows(values)).to_json()
        for threads in (1, 2, 64):
            self.assertEqual(check(rows(values), threads=threads).to_json(), one)
        for threads in (0, -1, 65):
            with self.assertRaisesRegex(ValueError, "threads is a number from 1 to 64"):
                check(rows(values), threads=threads)

    def test_options_are_checked(self):
        for option in ({"rounding": "up_and_down"}, {"zeros": "none"}, {"locale": "fr"},
                       {"encoding": "utf-16"}):
            with self.assertRaises(ValueError):
                check(rows(GOOD), **option)

    def test_rounding(self):
        self.assertEqual(check(rows(GOOD), rounding="truncated").exit_status, 1)

    def test_printed_is_read_where_there_is_no_value(self):
        data = [
            {"INDICATOR": "share", "REF_AREA": "VN-09", "TIME_PERIOD": 2024, "COMPONENT": component,
             "OBS_VALUE": None, "PRINTED": value.replace(".", ",") + "%"}
            for component, value in zip(COMPONENTS, BAD)
        ]
        self.assertEqual(check(data, locale="vi").exit_status, 1)

    def test_report_outlives_its_data(self):
        report = check(rows(BAD))
        gc.collect()
        for _ in range(100):
            check(rows(GOOD))
        gc.collect()
        self.assertIn("102.73", report.findings[0].sentence)

    def test_empty(self):
        for nothing in ([], (), iter([])):
            with self.assertRaisesRegex(ValueError, "^no figures were given$"):
                check(nothing)

    def test_what_holds_no_figures(self):
        for data in (3, None, 2.5):
            with self.assertRaisesRegex(TypeError, f"^{type(data).__name__} holds no figures:"):
                check(data)


class Formats(unittest.TestCase):
    def setUp(self):
        self.report = check(rows(BAD))

    def test_json(self):
        content = json.loads(self.report.to_json())
        self.assertEqual((content["schema"], content["version"]), (1, ind.__version__))
        self.assertEqual(content["summary"]["inconsistent"], 1)
        self.assertEqual(len(content["findings"]), 1)
        self.assertEqual(content["findings"][0]["sentence"], self.report.findings[0].sentence)

    def test_csv(self):
        lines = list(csv.DictReader(io.StringIO(self.report.to_csv(), newline="")))
        self.assertEqual([line["verdict"] for line in lines], ["inconsistent"])

    def test_text_and_html(self):
        self.assertIn("102.73", self.report.to_text())
        self.assertIn("<html", self.report.to_html().lower())
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "report.html"
            text = self.report.to_html(path)
            self.assertEqual(path.read_bytes().decode("utf-8"), text)

    def test_repr(self):
        self.assertEqual(repr(self.report), "<libindicators.Report: 4 figures, 1 check, "
                         "1 inconsistent or contradictory>")

    @unittest.skipIf(pandas is None, "no pandas")
    def test_pandas(self):
        frame = self.report.to_pandas()
        self.assertEqual(list(frame["verdict"]), ["inconsistent"])
        self.assertAlmostEqual(frame["gap"][0], 2.73)
        self.assertEqual(len(check(rows(GOOD)).to_pandas()), 0)


class Figures(unittest.TestCase):
    """How values become text."""

    def cells(self, value, decimals=None, **more):
        text = to_csv([{"INDICATOR": "x", "OBS_VALUE": value, **more}], decimals)
        line = next(csv.DictReader(io.StringIO(text, newline="")))
        return line["OBS_VALUE"], line["DECIMALS"]

    def test_text_is_kept(self):
        self.assertEqual(self.cells("5.50"), ("5.50", ""))
        self.assertEqual(self.cells(Decimal("5.50")), ("5.50", ""))
        self.assertEqual(self.cells(Decimal("1E-7")), ("0.0000001", ""))
        self.assertEqual(self.cells(Decimal("12E+3")), ("12000", "-3"))
        self.assertEqual(self.cells(60), ("60", ""))
        self.assertEqual(self.cells(-(10**17)), ("-100000000000000000", ""))

    def test_float_is_refused(self):
        with self.assertRaises(TypeError) as caught:
            self.cells(5.5)
        self.assertIn("decimals=", str(caught.exception))
        self.assertIn("row 0 (x)", str(caught.exception))
        with self.assertRaises(TypeError):
            self.cells(5.5, {"y": 1})

    def test_float_with_decimals(self):
        self.assertEqual(self.cells(5.5, 2), ("5.50", "2"))
        self.assertEqual(self.cells(5.5, {"x": 3}), ("5.500", "3"))
        self.assertEqual(self.cells(60530.0, 0), ("60530", "0"))
        self.assertEqual(self.cells(60530.0, -1), ("60530", "-1"))
        self.assertEqual(self.cells(0.1 + 0.2, 2), ("0.30", "2"))
        self.assertEqual(self.cells(5.5, 2, DECIMALS=1), ("5.50", "1"))

    def test_missing(self):
        self.assertEqual(self.cells(None), ("", ""))
        self.assertEqual(self.cells(float("nan")), ("", ""))
        self.assertEqual(self.cells(Decimal("NaN")), ("", ""))
        if pandas is not None:
            self.assertEqual(self.cells(pandas.NA), ("", ""))
            self.assertEqual(self.cells(pandas.NaT), ("", ""))

    def test_refused(self):
        for value in (True, [1], b"5", object(), 1j):
            with self.assertRaises(TypeError, msg=repr(value)):
                self.cells(value)
        for value in (float("inf"), Decimal("Infinity")):
            with self.assertRaises(ValueError):
                self.cells(value, 2)

    def test_other_columns(self):
        text = to_csv([{"INDICATOR": "x", "TIME_PERIOD": 2024.0, "DECIMALS": 1.0,
                        "note": 'says "a, b"\nand c', "OBS_VALUE": 1,
                        "on": datetime.date(2024, 1, 2)}])
        line = next(csv.DictReader(io.StringIO(text, newline="")))
        self.assertEqual((line["TIME_PERIOD"], line["DECIMALS"], line["on"]),
                         ("2024", "1", "2024-01-02"))
        self.assertEqual(line["note"], 'says "a, b"\nand c')
        for column in ("TIME_PERIOD", "PRINTED", "decimals"):
            with self.assertRaises(TypeError):
                to_csv([{"INDICATOR": "x", "OBS_VALUE": 1, column: 1.5}])

    def test_not_rows(self):
        for data in ([1, 2], {"INDICATOR": "x"}, {}, 5, [["x"]]):
            with self.assertRaises(TypeError):
                ind.check(data)

    def test_rows_of_different_keys(self):
        text = to_csv([{"INDICATOR": "x", "OBS_VALUE": 1}, {"INDICATOR": "y", "LOCATOR": "p"}])
        self.assertEqual(text.split("\r\n")[0], "INDICATOR,OBS_VALUE,LOCATOR,DECIMALS")

    def test_short_names(self):
        data = [
            {"indicator": "share", "region": "VN-09", "period": "2024", "component": component,
             "value": value}
            for component, value in zip(COMPONENTS, BAD)
        ]
        self.assertEqual(check(data).exit_status, 1)
        for row in data:
            row["value"] = float(row["value"])
        self.assertEqual(check(data, decimals=2).exit_status, 1)
        with self.assertRaises(TypeError):
            check(data)


class OtherTables(unittest.TestCase):
    def test_any_iterable(self):
        self.assertEqual(check(row for row in rows(BAD)).exit_status, 1)
        self.assertEqual(check(tuple(rows(GOOD))).exit_status, 0)


class Files(unittest.TestCase):
    def test_paths(self):
        with tempfile.TemporaryDirectory() as folder:
            one, two = Path(folder) / "one.csv", Path(folder) / "hai tệp.csv"
            one.write_bytes(to_csv(rows(GOOD)).encode("utf-8"))
            two.write_bytes(to_csv(rows(BAD)).encode("utf-8"))
            self.assertEqual(check(str(one)).exit_status, 0)
            self.assertEqual(check(two).exit_status, 1)
            both = check([one, str(two)])
            self.assertEqual(both.summary["figures"], 8)
            self.assertEqual(both.summary["contradiction"], 2)
            rules = Path(folder) / "my.rules"
            rules.write_text(RULES, encoding="utf-8")
            for argument in (rules, str(rules), [rules]):
                report = ind.check(two, rules=argument, standard_rules=False)
                self.assertEqual(report.exit_status, 1)

    def test_notes(self):
        report = check(rows(GOOD, QUALIFYER=""))
        self.assertTrue(any("QUALIFYER" in note for note in report.notes), report.notes)

    def test_real_reports(self):
        files = sorted((DATA / "lang-son").glob("*.csv"))
        report = ind.check(files, rules=DATA / "lang-son" / "reports.rules")
        self.assertEqual(report.exit_status, 1)
        areas = {finding.area for finding in report.findings}
        self.assertIn("VN-09", areas)
        self.assertGreater(report.summary["figures"], 200)
        self.assertEqual(json.loads(report.to_json())["schema"], 1)
        for finding in report.findings:
            self.assertTrue(finding.sentence)
        clean = ind.check(sorted((DATA / "germany").glob("*.csv")))
        self.assertEqual(clean.exit_status, 0)


@unittest.skipIf(pandas is None, "no pandas")
class Frames(unittest.TestCase):
    def test_text_columns(self):
        self.assertEqual(check(pandas.DataFrame(rows(BAD))).exit_status, 1)
        self.assertEqual(check(pandas.DataFrame(rows(GOOD))).exit_status, 0)

    def test_float_column(self):
        frame = pandas.DataFrame(rows([float(value) for value in BAD]))
        with self.assertRaises(TypeError):
            check(frame)
        self.assertEqual(check(frame, decimals=2).exit_status, 1)

    def test_gaps(self):
        frame = pandas.DataFrame(rows(GOOD))
        frame["DECIMALS"] = [2, None, 2, 2]
        frame["note"] = [None, "a", float("nan"), pandas.NA]
        self.assertEqual(check(frame).exit_status, 0)

    def test_integers(self):
        frame = pandas.DataFrame(rows([20, 30, 40, 20]))
        report = check(frame)
        self.assertEqual(report.exit_status, 1)
        self.assertEqual(report.findings[0].figures[0].value, Decimal(20))


class Registries(unittest.TestCase):
    def test_indicators(self):
        registry = ind.indicators()
        names = [indicator.name for indicator in registry]
        self.assertEqual(names, sorted(names))
        self.assertIn("grdp_current", names)
        share = next(indicator for indicator in registry if indicator.name == "share")
        self.assertIn("grdp_current", share.formula)
        self.assertEqual((share.range, share.basis), ((-math.inf, math.inf), None))
        self.assertEqual(share.inputs, ("grdp_current",))
        per_head = next(each for each in registry if each.name == "grdp_per_capita")
        self.assertEqual(per_head.range, (0, math.inf))
        self.assertEqual(per_head.inputs, ("grdp_current", "population"))
        self.assertIn("average population", per_head.basis)

    def test_docstrings_tell_the_indicators(self):
        for indicator in ind.indicators():
            if indicator.kernel is not None:
                text = getattr(ind, indicator.kernel.removeprefix("ind_")).__doc__
                for part in (indicator.name, indicator.title, indicator.formula,
                             indicator.reference):
                    self.assertIn(part, text, indicator.name)

    def test_kernels_are_offered(self):
        for indicator in ind.indicators():
            if indicator.kernel is not None:
                name = indicator.kernel.replace("ind_", "", 1)
                self.assertTrue(callable(getattr(ind, name)), name)

    def test_rules(self):
        standard = ind.rules()
        self.assertGreater(len(standard), 20)
        mine = ind.rules(rules_text=RULES, standard_rules=False)
        self.assertEqual([rule.name for rule in mine], ["shares"])
        self.assertEqual((mine[0].line, mine[0].is_approximate), (2, False))
        self.assertEqual(mine[0].basis, "")
        per_head = next(rule for rule in standard if rule.name == "grdp_per_capita_definition")
        self.assertIn("average population", per_head.basis)
        self.assertEqual(len(ind.rules(rules_text=RULES)), len(standard) + 1)


if __name__ == "__main__":
    unittest.main()
