# SPDX-License-Identifier: GPL-3.0-or-later
"""What `indicators check` prints follows the contract: JSON of schema 1, CSV.

Programs outside the project read these. The fields and their types are written
down here once more; whoever adds a field adds it here too.
"""

import csv
import io
import json
import math
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

SOURCE = Path(os.environ.get("abs_srcdir") or Path(__file__).resolve().parents[2])
PROGRAM = os.environ.get("INDICATORS", "indicators")
LANG_SON = sorted((SOURCE / "data" / "lang-son").glob("*.csv"))
LANG_SON_RULES = ["--rules", SOURCE / "data" / "lang-son" / "reports.rules"]
GERMANY = sorted((SOURCE / "data" / "germany").glob("*.csv"))

RULE_VERDICTS = {"exact", "rounding", "explainable", "improbable", "inconsistent"}
SOURCE_VERDICTS = {"same", "rounding", "revision", "contradiction"}
NEWS = {"explainable", "improbable", "inconsistent", "revision", "contradiction", "unverifiable"}
SUMMARY = {"figures", "checks", "unverifiable", "untouched"} | RULE_VERDICTS | SOURCE_VERDICTS

# Field: its type. A number is an int or a float; "end" is a number or null.
FIGURE = {
    "file": str, "record": int, "source": str, "indicator": str, "area": str, "period": str,
    "component": str, "printed": str, "value": "number", "low": "end", "high": "end", "unit": str,
    "locator": str,
}
HEAD = {
    "id": str, "kind": str, "rule": str, "verdict": str, "area": str, "period": str,
    "component": str, "figures": list, "sentence": str,
}
FINDING = HEAD | {"stated": dict, "implied": dict, "gap": "end", "kappa": "end", "p": "end"}
REPORT = {
    "schema": int, "version": str, "inputs": list, "summary": dict, "findings": list,
    "explanations": list, "arbitration": list, "unverifiable": list, "untouched": list,
}
COLUMNS = [
    "check", "area", "period", "component", "source", "printed", "low", "high", "verdict",
    "kind", "gap", "kappa", "p", "unit", "indicator", "file", "record", "locator", "sentence",
]

# Figures that give rise to every verdict and kind; see MIXED_RULES.
MIXED = """SOURCE,VINTAGE,INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT,QUALIFIER,PRINTED
one,May,a,_T,"Đ ""x"" <&>",2024,1.0,,,"1,0
"
one,May,b,_T,"Đ ""x"" <&>",2024,2.0,,,
one,May,c,_T,"Đ ""x"" <&>",2024,6.26,,,
two,May,c,_T,"Đ ""x"" <&>",2024,5.05,,,
one,May,d,_T,"Đ ""x"" <&>",2024,6.26,,,
one,June,d,_T,"Đ ""x"" <&>",2024,5.05,,,
one,May,e,_T,"Đ ""x"" <&>",2024,33,,at_least,
one,May,f,_T,"Đ ""x"" <&>",2024,30,,exact,
one,May,k,A,"Đ ""x"" <&>",2024,1.18,,,
one,May,k,B,"Đ ""x"" <&>",2024,2.00,,,
one,May,g,A,"Đ ""x"" <&>",2024,2.4,,,
one,May,g,B,"Đ ""x"" <&>",2024,4.1,,,
one,May,h,_T,"Đ ""x"" <&>",2024,1.0,,,
two,May,h,_T,"Đ ""x"" <&>",2024,1.04,,,
two,May,h,_T,"Đ ""x"" <&>",2024,1.04,,,
one,May,heads,_T,"Đ ""x"" <&>",2024,5,bn VND,,
one,May,z,_T,"Đ ""x"" <&>",2024,7,ha,at_most,
"""
MIXED_RULES = """indicator heads unit PS
breakdown parts: _T = A + B
rule wrong: a == b
rule open: f == e
rule bound: f >= e
rule rough: a ~= c within 1%
rule weights: sum(100 * k[*] / g[*]) == 100
rule weight: k[c] == g[c] * w[c] / 100
rule right: a == h
rule near: b == h + 1.07
rule lacking: a == missing_one
"""


def run(*arguments):
    """Standard output and exit status of `indicators check`."""
    result = subprocess.run(
        [PROGRAM, "check", *map(str, arguments)], capture_output=True, encoding="utf-8",
        cwd=SOURCE, check=False,
    )
    if result.returncode not in (0, 1):
        raise AssertionError(f"indicators check {arguments}: {result.stderr}")
    return result.stdout, result.returncode


def for_each_run(test):
    """Makes a test of one report a test of all."""
    def test_all(self):
        for name, (report, status) in self.reports.items():
            with self.subTest(run=name):
                test(self, name, report, status)
    return test_all


def refuse_constant(text):
    raise AssertionError(f"{text} is no JSON")


def refuse_repetition(pairs):
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        raise AssertionError(f"a name occurs twice: {names}")
    return dict(pairs)


class Contract(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        folder = Path(cls.scratch.name)
        (folder / "mixed.csv").write_text(MIXED, encoding="utf-8")
        (folder / "mixed.rules").write_text(MIXED_RULES, encoding="utf-8")
        (folder / "good.csv").write_text(
            "INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE\n"
            "grdp_current,V,2024,50400\ngrdp_constant,V,2024,20000\ndeflator,V,2024,252\n",
            encoding="utf-8",
        )
        mixed = [folder / "mixed.csv", "--rules", folder / "mixed.rules", "--no-standard-rules"]
        cls.runs = {
            "lang-son": [*LANG_SON],
            "lang-son with its rules": [*LANG_SON, *LANG_SON_RULES],
            "lang-son, all verdicts": [*LANG_SON, *LANG_SON_RULES, "--verdicts", "all"],
            "lang-son, strict": [*LANG_SON, "--strict"],
            "germany": [*GERMANY],
            "germany, all verdicts": [*GERMANY, "--verdicts", "all"],
            "mixed": mixed,
            "mixed, all verdicts": [*mixed, "--verdicts", "all"],
            "mixed, strict": [*mixed, "--strict"],
            "nothing wrong": [folder / "good.csv"],
        }
        cls.reports = {}
        for name, arguments in cls.runs.items():
            text, status = run(*arguments, "--format", "json")
            report = json.loads(
                text, parse_constant=refuse_constant, object_pairs_hook=refuse_repetition
            )
            cls.reports[name] = report, status

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    def check_fields(self, value, fields):
        self.assertEqual(set(value), set(fields))
        for name, kind in fields.items():
            self.check_type(value[name], kind, name)

    def check_type(self, value, kind, name):
        if kind == "end" and value is None:
            return
        if kind in ("end", "number"):
            self.assertIs(type(value) in (int, float), True, f"{name} is {value!r}")
            self.assertTrue(math.isfinite(value), name)
        else:
            self.assertIs(type(value), kind, f"{name} is {value!r}")

    def check_ends(self, value):
        if value["low"] is not None and value["high"] is not None:
            self.assertLessEqual(value["low"], value["high"])

    def check_figure(self, figure, report):
        self.check_fields(figure, FIGURE)
        self.check_ends(figure)
        self.assertGreaterEqual(figure["record"], 2)
        self.assertNotEqual(figure["printed"], "")
        if figure["low"] is not None and figure["high"] is not None:
            width = figure["high"] - figure["low"]
            self.assertLessEqual(figure["low"] - width, figure["value"])
            self.assertGreaterEqual(figure["high"] + width, figure["value"])
        files = {one["file"]: one for one in report["inputs"]}
        self.assertIn(figure["source"], files[figure["file"]]["sources"])

    def check_head(self, finding, report):
        self.assertTrue(finding["sentence"].rstrip().endswith((".", ")")), finding["sentence"])
        self.assertNotIn("\n\n", finding["sentence"])
        for figure in finding["figures"]:
            self.check_figure(figure, report)
        self.assertGreaterEqual(len(finding["figures"]), 1)
        seen = [(figure["file"], figure["record"]) for figure in finding["figures"]]
        self.assertEqual(len(set(seen)), len(seen), "a figure is there twice")

    @for_each_run
    def test_top_level(self, _name, report, _status):
        self.check_fields(report, REPORT)
        self.assertEqual(report["schema"], 1)
        self.assertRegex(report["version"], r"^\d+\.\d+\.\d+")
        self.assertEqual(set(report["summary"]), SUMMARY)
        for name, count in report["summary"].items():
            self.check_type(count, int, name)

    @for_each_run
    def test_inputs(self, _name, report, _status):
        for one in report["inputs"]:
            self.check_fields(one, {"file": str, "figures": int, "sources": list})
            self.assertEqual(len(set(one["sources"])), len(one["sources"]))
            self.assertTrue(all(type(source) is str for source in one["sources"]))
        names = [one["file"] for one in report["inputs"]]
        self.assertEqual(len(set(names)), len(names))
        total = sum(one["figures"] for one in report["inputs"])
        self.assertEqual(total, report["summary"]["figures"])

    @for_each_run
    def test_findings(self, name, report, _status):
        for finding in report["findings"]:
            self.check_fields(finding, FINDING)
            self.check_head(finding, report)
            self.check_fields(finding["stated"], {"low": "end", "high": "end"})
            self.check_fields(finding["implied"], {"low": "end", "high": "end", "unit": str})
            self.check_ends(finding["stated"])
            self.check_ends(finding["implied"])
            self.check_verdict(finding)
            if "all verdicts" not in name:
                self.assertIn(finding["verdict"], NEWS)

    def check_verdict(self, finding):
        kind, verdict = finding["kind"], finding["verdict"]
        gap, kappa, p = finding["gap"], finding["kappa"], finding["p"]
        self.assertGreaterEqual(gap, 0)
        self.assertGreaterEqual(kappa if kappa is not None else 0, 0)
        self.assertTrue(p is None or 0 <= p <= 1, p)
        if kind == "rule":
            self.assertIn(verdict, RULE_VERDICTS)
            self.assertNotEqual(finding["rule"], "")
        elif kind == "sources":
            self.assertIn(verdict, SOURCE_VERDICTS)
            self.assertEqual(len(finding["figures"]), 2)
        elif kind == "input":
            self.assertEqual(verdict, "unverifiable")
            self.assertEqual(len(finding["figures"]), 1)
        else:
            self.assertEqual(kind, "network")
        if verdict in ("inconsistent", "explainable", "contradiction", "revision"):
            self.assertGreater(gap, 0)
            self.assertEqual(p, 0)
            self.assertTrue(kappa is None or kappa > 1)
            self.check_apart(finding)
        if verdict in ("exact", "rounding", "same"):
            self.assertEqual(gap, 0)

    def check_apart(self, finding):
        """Where a gap is claimed, the two intervals show it."""
        stated, implied = finding["stated"], finding["implied"]
        gaps = []
        if stated["low"] is not None and implied["high"] is not None:
            gaps.append(stated["low"] - implied["high"])
        if stated["high"] is not None and implied["low"] is not None:
            gaps.append(implied["low"] - stated["high"])
        self.assertAlmostEqual(max(gaps) / finding["gap"], 1, places=6)

    @for_each_run
    def test_other_lists(self, _name, report, _status):
        for finding in report["unverifiable"]:
            self.check_fields(finding, HEAD)
            self.check_head(finding, report)
            self.assertEqual(finding["verdict"], "unverifiable")
        for figure in report["untouched"]:
            self.check_figure(figure, report)
        ids = [one["id"] for one in report["findings"] + report["unverifiable"]]
        self.assertEqual(len(set(ids)), len(ids))
        self.assertNotIn("", ids)
        for one in report["explanations"]:
            self.assertLessEqual(set(one["findings"]), set(ids))

    @for_each_run
    def test_summary_counts_the_lists(self, name, report, _status):
        summary = report["summary"]
        self.assertEqual(summary["unverifiable"], len(report["unverifiable"]))
        self.assertEqual(summary["untouched"], len(report["untouched"]))
        made = [one["verdict"] for one in report["findings"] if one["kind"] != "input"]
        counted = RULE_VERDICTS | SOURCE_VERDICTS
        listed = counted if "all verdicts" in name else counted & NEWS
        for verdict in listed:
            self.assertEqual(summary[verdict], made.count(verdict), verdict)
        self.assertEqual(summary["checks"], sum(summary[verdict] for verdict in counted))

    @for_each_run
    def test_no_untouched_figure_is_in_a_check(self, name, report, _status):
        if "all verdicts" not in name:
            return
        untouched = {(one["file"], one["record"]) for one in report["untouched"]}
        for finding in report["findings"]:
            for figure in finding["figures"]:
                self.assertNotIn((figure["file"], figure["record"]), untouched)

    @for_each_run
    def test_exit_status(self, name, report, status):
        summary = report["summary"]
        wrong = summary["inconsistent"] + summary["contradiction"]
        if "strict" in name:
            wrong += summary["improbable"]
        self.assertEqual(status, 1 if wrong else 0)

    def test_what_is_known_of_the_data(self):
        self.assertEqual(self.reports["lang-son"][1], 1)
        self.assertEqual(self.reports["germany"][1], 0)
        self.assertEqual(self.reports["nothing wrong"][1], 0)

    def test_every_kind_is_seen(self):
        report, _ = self.reports["mixed, all verdicts"]
        verdicts = {(one["kind"], one["verdict"]) for one in report["findings"]}
        self.assertEqual(
            verdicts,
            {("rule", verdict) for verdict in RULE_VERDICTS}
            | {("sources", verdict) for verdict in SOURCE_VERDICTS} | {("input", "unverifiable")},
        )
        self.assertEqual(len(report["unverifiable"]), 3)
        self.assertEqual(len(report["untouched"]), 1)
        for name in ("nothing wrong", "germany"):
            self.assertEqual(self.reports[name][0]["findings"], [])

    @for_each_run
    def test_csv(self, name, report, status):
        text, same_status = run(*self.runs[name], "--format", "csv")
        self.assertEqual(same_status, status)
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        self.assertEqual(rows[0], COLUMNS)
        self.assertEqual(len(rows) - 1, len(report["findings"]))
        for row, finding in zip(rows[1:], report["findings"]):
            self.assertEqual(len(row), len(COLUMNS))
            self.check_row(dict(zip(COLUMNS, row)), finding)

    def check_row(self, row, finding):
        first = finding["figures"][0]
        self.assertEqual(row["check"], finding["rule"])
        for column in ("area", "period", "component", "verdict", "kind", "sentence"):
            self.assertEqual(row[column], finding[column])
        for column in ("low", "high"):
            self.check_cell(row[column], finding["implied"][column])
        for column in ("gap", "kappa", "p"):
            self.check_cell(row[column], finding[column])
        self.assertEqual(row["unit"], finding["implied"]["unit"])
        for column in ("indicator", "file", "locator"):
            self.assertEqual(row[column], first[column])
        self.assertEqual(row["record"], str(first["record"]))
        sources = {figure["source"] for figure in finding["figures"]}
        self.assertEqual(row["source"], sources.pop() if len(sources) == 1 else "")
        stated = finding["stated"]
        if row["printed"] and None not in stated.values():
            width = stated["high"] - stated["low"]
            self.assertLessEqual(stated["low"] - width, float(row["printed"]))
            self.assertGreaterEqual(stated["high"] + width, float(row["printed"]))

    def check_cell(self, cell, value):
        if value is None:
            self.assertEqual(cell, "")
        else:
            self.assertEqual(float(cell), value)

    @for_each_run
    def test_text_and_page_tell_the_same(self, name, report, status):
        text, text_status = run(*self.runs[name], "--format", "text")
        page, page_status = run(*self.runs[name], "--format", "html")
        self.assertEqual((text_status, page_status), (status, status))
        words = " ".join(text.split())
        for finding in report["findings"]:
            sentence = " ".join(finding["sentence"].split())
            self.assertIn(f"{finding['id']} {sentence}", words)
            self.assertIn(f'id="{finding["id"]}"', page)
        self.assertEqual(page.count("<article "), len(report["findings"]))
        self.assertEqual(page.count("<li>"), len(report["unverifiable"]))

    def test_same_bytes_twice(self):
        for format_name in ("json", "csv", "text", "html"):
            arguments = [*self.runs["lang-son with its rules"], "--format", format_name]
            self.assertEqual(run(*arguments), run(*arguments))


if __name__ == "__main__":
    unittest.main()
