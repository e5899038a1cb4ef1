# SPDX-License-Identifier: GPL-3.0-or-later
"""Every status has its exception, and the exceptions say what a caller needs."""

import unittest

import libindicators as ind
from libindicators import _functions as c
from libindicators import errors


def statuses():
    k = 0
    while c.lib.ind_status_at(k) >= 0:
        yield c.lib.ind_status_at(k)
        k += 1


class Errors(unittest.TestCase):
    def test_one_class_for_each_status(self):
        failures = [status for status in statuses() if status != 0]
        self.assertEqual(sorted(errors.BY_STATUS), failures)
        for status in failures:
            kind = errors.BY_STATUS[status]
            self.assertEqual(kind.name, c.decode(c.lib.ind_status_name(status)))
            self.assertEqual(kind.status, status)
            self.assertEqual(type(errors.from_status(status, "x", 1, 2)), kind)

    def test_families(self):
        families = {
            1: (errors.CallerError, ValueError),
            2: (errors.DataError, ValueError),
            3: (errors.InputError, ValueError),
        }
        for status, kind in errors.BY_STATUS.items():
            for base in families.get(status // 100, (errors.Error,)):
                self.assertTrue(issubclass(kind, base), kind)
        self.assertTrue(issubclass(errors.OutOfMemoryError, MemoryError))
        self.assertTrue(issubclass(errors.FileError, OSError))
        self.assertTrue(issubclass(errors.WriteError, OSError))
        self.assertTrue(issubclass(errors.RangeError, IndexError))

    def test_unknown_status(self):
        error = errors.from_status(12345, "of a later version")
        self.assertIs(type(error), errors.Error)
        self.assertEqual((error.status, str(error)), (12345, "of a later version"))

    def test_message_and_place(self):
        with self.assertRaises(errors.RuleError) as caught:
            ind.rules(rules_text="# comment\nrule r: a ==\n", standard_rules=False)
        self.assertEqual(caught.exception.record, 3)
        self.assertIn("rules_text", str(caught.exception))

    def test_file_error(self):
        with self.assertRaises(OSError) as caught:
            ind.check("/nowhere/figures.csv")
        self.assertIn("/nowhere/figures.csv", str(caught.exception))
        with self.assertRaises(errors.FileError):
            ind.rules("/nowhere/x.rules")

    def test_all_complaints(self):
        rows = [
            {"INDICATOR": "share", "REF_AREA": "X", "TIME_PERIOD": "20x4", "OBS_VALUE": "1"},
            {"INDICATOR": "share", "REF_AREA": "X", "TIME_PERIOD": "2024", "OBS_VALUE": "1,5"},
        ]
        with self.assertRaises(errors.CsvError) as caught:
            ind.check(rows, name="mine")
        self.assertEqual(len(caught.exception.complaints), 2)
        self.assertIn("mine: record 2", caught.exception.complaints[0])
        self.assertIn("20x4", str(caught.exception))
        self.assertIn("1,5", str(caught.exception))


if __name__ == "__main__":
    unittest.main()
