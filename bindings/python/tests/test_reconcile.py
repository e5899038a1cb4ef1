# SPDX-License-Identifier: GPL-3.0-or-later
"""Reconciling from Python."""

import decimal
import json
import math
import unittest

import libindicators as ind

RULES = """
breakdown parts: _T = A + B + C
rule total: x[whole] == sum(x[*])
rule y: x[C] == y
rule z: z == 2 * x[C]
"""


def figures(**changes):
    values = {"_T": "66", "A": "12", "B": "23", "C": "13"} | changes
    rows = [
        {"SOURCE": "r", "INDICATOR": "x", "COMPONENT": part, "REF_AREA": "V",
         "TIME_PERIOD": "2024", "OBS_VALUE": value, "LOCATOR": f"cell {part}"}
        for part, value in values.items()
    ]
    for name, value in (("y", "31"), ("z", "62")):
        rows.append({"SOURCE": "other", "INDICATOR": name, "REF_AREA": "V",
                     "TIME_PERIOD": "2024", "OBS_VALUE": value})
    return rows


def reconcile(rows, **options):
    return ind.reconcile(rows, rules_text=RULES, standard_rules=False, **options)


class Reconcile(unittest.TestCase):
    def test_repaired(self):
        result = reconcile(figures())
        summary = result.summary
        self.assertEqual(summary.kinds["repaired"], 1)
        self.assertEqual((summary.figures, summary.rules, summary.degrees), (6, 3, 2))
        self.assertTrue(summary.converged and summary.bounded)
        self.assertGreater(summary.p, 0.01)
        wrong = result.adjustments[3]
        self.assertEqual((wrong.kind, wrong.value_out), ("repaired", decimal.Decimal(31)))
        self.assertEqual(wrong.figure.locator, "cell C")
        self.assertIsNone(wrong.error_in)
        self.assertLess(wrong.error_out, 0.3)
        self.assertIn("1 repaired", repr(result))

    def test_balanced(self):
        """C takes a third of the gap of 1, whatever its size."""
        result = ind.reconcile(
            figures(C="32"), rules_text="breakdown parts: _T = A + B + C\n"
            "rule total: x[whole] == sum(x[*])\n", standard_rules=False, full_digits=True)
        changes = [one.change for one in result.adjustments[:4]]
        for change, expected in zip(changes, (0.25, -0.25, -0.25, -0.25)):
            self.assertAlmostEqual(change, expected, places=9)
        one = result.adjustments[0]
        self.assertAlmostEqual(one.redundancy, 0.25)
        self.assertAlmostEqual(one.statistic, 1 / math.sqrt(4 / 12))
        rule = result.rules[0]
        self.assertEqual((rule.rule, rule.area, rule.period), ("total/parts", "V", "2024"))
        self.assertEqual((rule.before, rule.after), (-1, 0))

    def test_documents(self):
        result = reconcile(figures())
        rows = result.rows
        self.assertEqual(rows[3]["OBS_VALUE"], 31)
        self.assertEqual(rows[3]["ADJUSTMENT"], "repaired")
        self.assertEqual(json.loads(result.to_json())["figures"][3]["value_out"], 31)
        self.assertIn("given up", result.to_text().replace("\n      ", " "))
        again = ind.check(rows, rules_text=RULES, standard_rules=False)
        self.assertEqual(again.exit_status, 0)

    def test_pandas(self):
        try:
            import pandas  # noqa: F401
        except ImportError:
            self.skipTest("pandas is not there")
        frame = reconcile(figures()).to_pandas()
        self.assertEqual(list(frame["ADJUSTMENT"])[3], "repaired")

    def test_options(self):
        fixed = reconcile(figures(), repair="none", alterability={"r": 0, "other": 1})
        self.assertEqual(fixed.adjustments[0].kind, "fixed")
        self.assertEqual(fixed.adjustments[0].error_in, 0)
        rows = figures()
        for row in rows:
            row["STD_ERROR"] = "3"
        wide = reconcile(rows, repair="none", variance="proportional", bounds="range")
        self.assertAlmostEqual(wide.adjustments[1].error_in, math.sqrt(12 + 9))

    def test_small_errors(self):
        """Standard errors are computed: 1e-07 is written as a table has it."""
        for error in (1e-7, decimal.Decimal("1E-7"), "0.0000001"):
            rows = figures(C="31.00000000")
            rows[3]["STD_ERROR"] = error
            small = reconcile(rows, repair="none")
            rounding = 1e-8 / math.sqrt(12)
            self.assertAlmostEqual(small.adjustments[3].error_in, math.hypot(1e-7, rounding),
                                   delta=1e-14)
        # A gap in a column of numbers is NaN; there, rounding is all.
        rows[3]["STD_ERROR"] = math.nan
        self.assertAlmostEqual(reconcile(rows, repair="none").adjustments[3].error_in, rounding,
                               delta=1e-14)

    def test_contradiction(self):
        """A verdict, no error."""
        result = reconcile(figures(), repair="none", alterability={"r": 0, "other": 0})
        self.assertEqual(result.summary.kinds["fixed"], 6)
        self.assertEqual(result.summary.contradictory, 3)
        self.assertIsNone(result.summary.p)
        self.assertEqual([rule.is_contradictory for rule in result.rules], [True] * 3)
        self.assertEqual([rule.after for rule in result.rules], [18, -18, 36])
        self.assertEqual([row["OBS_VALUE"] for row in result.rows], [66, 12, 23, 13, 31, 62])

    def test_odd_data(self):
        one = reconcile(figures()[:1])
        self.assertEqual((one.adjustments[0].kind, one.rules), ("unchecked", []))
        with self.assertRaises(ValueError):
            reconcile([])
        with self.assertRaises(ind.Error):
            reconcile(figures(A="7" * 200))
        for error in (-1, "x", math.inf, 1e40):
            rows = figures()
            rows[1]["STD_ERROR"] = error
            with self.assertRaisesRegex(ind.Error, "STD_ERROR", msg=error):
                reconcile(rows)
        for coefficient in (math.nan, math.inf, -1e-300):
            with self.assertRaisesRegex(ind.Error, "alterability of r", msg=coefficient):
                reconcile(figures(), alterability={"r": coefficient})

    def test_outlives_its_data(self):
        result = reconcile(figures())
        text = result.to_text()
        adjustments = result.adjustments
        del result
        self.assertIn("31", text)
        self.assertEqual(adjustments[3].figure.locator, "cell C")

    def test_refused(self):
        for options in ({"repair": "all"}, {"variance": "x"}, {"bounds": "both"}):
            with self.assertRaises(ValueError):
                reconcile(figures(), **options)
        with self.assertRaisesRegex(ind.Error, "nobody"):
            reconcile(figures(), alterability={"nobody": 1})
        with self.assertRaises(ind.Error):
            reconcile(figures(), alterability={"r": -1})
        rows = figures()
        rows[0]["STD_ERROR"] = "x"
        with self.assertRaisesRegex(ind.Error, "STD_ERROR"):
            reconcile(rows)


if __name__ == "__main__":
    unittest.main()
