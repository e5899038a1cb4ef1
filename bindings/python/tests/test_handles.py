# SPDX-License-Identifier: GPL-3.0-or-later
"""Objects that own something in the C library."""

import copy
import gc
import pickle
import unittest

import libindicators as ind
from libindicators._rules import RuleSet

ROWS = [{"INDICATOR": "share", "REF_AREA": "X", "TIME_PERIOD": "2024", "OBS_VALUE": "5"}]


class Handles(unittest.TestCase):
    def test_there_are_no_copies(self):
        owners = (ind.read(ROWS), RuleSet(), ind.check(ROWS), ind.power(ROWS), ind.reconcile(ROWS))
        ways = [copy.copy, copy.deepcopy]
        ways += [
            lambda owner, protocol=protocol: pickle.dumps(owner, protocol)
            for protocol in range(pickle.HIGHEST_PROTOCOL + 1)
        ]
        for owner in owners:
            for way in ways:
                with self.assertRaisesRegex(
                    TypeError, f"^a {type(owner).__name__} cannot be copied or pickled"
                ):
                    way(owner)
                with self.assertRaisesRegex(TypeError, "cannot be copied"):
                    way({"inside": [owner]} if way is not copy.copy else owner)

    def test_what_is_read_can_be_copied(self):
        report = ind.check(ROWS, all_verdicts=True)
        untouched = report.untouched
        self.assertEqual(copy.deepcopy(untouched), untouched)
        self.assertEqual(pickle.loads(pickle.dumps(untouched)), untouched)

    def test_what_is_borrowed_stays(self):
        for result in (ind.check(ROWS), ind.reconcile(ROWS)):
            expected = result.to_json()
            gc.collect()
            self.assertEqual(result.to_json(), expected)


if __name__ == "__main__":
    unittest.main()
