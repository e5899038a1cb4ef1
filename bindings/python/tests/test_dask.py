# SPDX-License-Identifier: GPL-3.0-or-later
"""Partitions on a cluster: what comes out is what one process finds."""

import os
import random
import tempfile
import unittest

import libindicators as ind

# Dask would read the configuration of whoever runs this, and write one where there is none.
# The processes of the cluster come by here, too.
if "DASK_CONFIG" not in os.environ:
    CONFIGURATION = tempfile.TemporaryDirectory()
    os.environ["DASK_CONFIG"] = CONFIGURATION.name
    unittest.addModuleCleanup(CONFIGURATION.cleanup)

try:
    import dask
    import dask.dataframe
    import distributed
    import pandas
except ImportError as error:
    dask = None
    WHY = f"no Dask: {error}"
else:
    import libindicators.dask

    WHY = ""

COMPONENTS = ["A", "B", "C"]
#: foo adds up and has shares; bar adds up over all the components that the data hold.
RULES = (
    "breakdown parts for foo, foo_share: _T = A + B + C\n"
    "breakdown all for bar: _T = *\n"
    "rule foos over parts: sum(foo[*]) == foo[_T]\n"
    "rule foo_shares over parts: sum(foo_share[*]) == 100\n"
    "rule foo_share: foo_share[c] == 100 * foo[c] / foo[_T]\n"
    "rule bars over all: sum(bar[*]) == bar[_T]\n"
)
COLUMNS = ["INDICATOR", "REF_AREA", "TIME_PERIOD", "COMPONENT", "OBS_VALUE", "UNIT_MEASURE",
           "SOURCE", "LOCATOR"]


def figures(seed, n_areas=30):
    """Figures of areas; of most there is nothing to say."""
    draw = random.Random(seed)
    rows = []
    for area in (f"R{k:02}" for k in range(n_areas)):
        for year in (2022, 2023):
            values = [draw.randint(1, 900) for _ in COMPONENTS]
            for source in ("one", "two"):
                wrong = draw.random() < 0.04
                cells = [("foo", *cell, "bn VND") for cell in zip(COMPONENTS, values)]
                cells.append(("foo", "_T", sum(values) + 7 * wrong, "bn VND"))
                cells += [("foo_share", component, f"{100 * value / sum(values):.1f}", "%")
                          for component, value in zip(COMPONENTS, values)]
                for indicator, component, value, unit in cells:
                    if draw.random() < 0.995:
                        rows.append((indicator, area, str(year), component, str(value), unit,
                                     source, draw.choice(["", "", 'p. 1, "left"'])))
        if draw.random() < 0.2:
            values = [draw.randint(1, 9) for _ in range(draw.randint(1, 4))]
            for component, value in [*zip("ABCD", values), ("_T", sum(values))]:
                rows.append(("bar", area, "2023", component, str(value), "", "one", ""))
    return pandas.DataFrame(rows, columns=COLUMNS)


def bytes_of(report):
    return [report.to_csv(), report.to_json(), report.to_text(), report.to_html(), report.notes,
            report.summary, report.exit_status]


class Partitions(unittest.TestCase):
    def assert_same(self, whole, parts):
        self.assertIsInstance(parts, ind.report.Report)
        self.assertEqual(bytes_of(whole), bytes_of(parts))
        self.assertEqual(whole.findings, parts.findings)
        self.assertEqual(whole.explanations, parts.explanations)
        self.assertEqual(whole.unverifiable, parts.unverifiable)
        self.assertEqual(whole.deduced, parts.deduced)

    def write(self, frame, numbers, folder):
        """Files by the number of each row; their paths."""
        paths = []
        for number in sorted(set(numbers)):
            paths.append(os.path.join(folder, f"part{number}.csv"))
            frame[[n == number for n in numbers]].to_csv(paths[-1], index=False)
        return paths


@unittest.skipIf(dask is None, WHY)
class HereTest(Partitions):
    """Without a cluster, in this process."""

    def setUp(self):
        scheduler = dask.config.set(scheduler="synchronous")
        self.addCleanup(scheduler.__exit__, None, None, None)

    def both(self, frame, npartitions=4, **options):
        options = {"standard_rules": False, "rules_text": RULES, **options}
        parts = dask.dataframe.from_pandas(frame, npartitions=npartitions, sort=False)
        whole = ind.check(frame, **options)
        self.assert_same(whole, libindicators.dask.check(parts, **options))
        return whole

    def test_areas_side_by_side_and_mixed(self):
        n_clean = 0
        for seed in range(4):
            frame = figures(seed)
            report = self.both(frame)
            n_clean += 30 - len({finding.area for finding in report.findings})
            self.both(frame.sample(frac=1, random_state=seed))
        self.assertGreater(n_clean, 40)

    def test_options(self):
        frame = figures(5, 6)
        self.both(frame, all_verdicts=True)
        self.both(frame, deduced=True, name="report")
        self.both(frame, explain=False)
        self.both(frame, standard_rules=True, alpha=0.3)
        self.both(frame.astype({"REF_AREA": "category", "INDICATOR": "category"}))
        floats = frame.astype({"OBS_VALUE": float})
        self.both(floats, decimals={"foo": 0, "foo_share": 1, "bar": 0})

    def test_nothing_to_say(self):
        frame = figures(1, 12)
        report = ind.check(frame, standard_rules=False, rules_text=RULES)
        said = {f.area for f in report.findings} | {f.area for f in report.unverifiable}
        clean = frame[~frame.REF_AREA.isin(said | {f.area for f in report.untouched})]
        self.assertGreater(len(clean), 50)
        report = self.both(clean)
        self.assertEqual((report.findings, report.exit_status), ([], 0))

    def test_more_partitions_than_areas(self):
        self.both(figures(7, 2), npartitions=9)

    def test_areas_are_what_their_texts_are(self):
        frame = figures(7, 2)
        frame["REF_AREA"] = [1 if k % 2 else "1" for k in range(len(frame))]
        self.both(frame)

    def test_empty_partitions(self):
        frame = figures(7, 4)
        parts = dask.dataframe.from_pandas(frame, npartitions=4, sort=False)
        parts = parts[parts.REF_AREA != "R00"]
        wanted = ind.check(frame[frame.REF_AREA != "R00"])
        self.assert_same(wanted, libindicators.dask.check(parts))
        with self.assertRaisesRegex(ValueError, "no figures were given"):
            libindicators.dask.check(parts[parts.REF_AREA == "nowhere"])

    def test_units_of_the_whole(self):
        """That figures of an indicator are in two currencies is seen in one area alone."""
        frame = figures(2, 8)
        frame.loc[frame.REF_AREA == "R07", "UNIT_MEASURE"] = \
            frame.UNIT_MEASURE.where(frame.INDICATOR != "foo", "bn USD")
        self.both(frame)

    def test_files(self):
        for seed in range(3):
            frame = figures(seed, 12)
            numbers = [int(area[1:]) * 7 % 3 for area in frame.REF_AREA]
            with tempfile.TemporaryDirectory() as folder:
                paths = self.write(frame.drop(columns="SOURCE") if seed == 1 else frame, numbers,
                                   folder)
                self.assert_same(ind.check(paths, rules_text=RULES),
                                 libindicators.dask.check(paths, rules_text=RULES))

    def test_area_in_two_files(self):
        frame = figures(0, 3)
        with tempfile.TemporaryDirectory() as folder:
            paths = self.write(frame, [k % 2 for k in range(len(frame))], folder)
            with self.assertRaises(ValueError) as caught:
                libindicators.dask.check(paths)
        self.assertEqual(
            str(caught.exception),
            f"figures of the area 'R00' are in {paths[0]} and in {paths[1]}; an area is checked as "
            "a whole: put its figures into one partition")

    def test_rules_that_tie_areas(self):
        frame = dask.dataframe.from_pandas(figures(0, 2), npartitions=2)
        with self.assertRaisesRegex(
                ValueError, r"this rule ties areas together, which are in different partitions: "
                            r"nation \(rules_text, line 1\); leave such rules out here"):
            libindicators.dask.check(frame, rules_text="rule nation: foo >= foo@R00\n")

    def test_what_has_no_partitions(self):
        for data in (figures(0, 1), "figures.csv", [], [{"INDICATOR": "foo"}], None):
            with self.subTest(type(data)), self.assertRaisesRegex(TypeError, "no partitions"):
                libindicators.dask.check(data)

    def test_complaints_name_the_record_of_the_whole(self):
        frame = figures(0, 6)
        frame.loc[len(frame) - 1, "OBS_VALUE"] = "x"
        for data in (frame, frame.sample(frac=1, random_state=1)):
            parts = dask.dataframe.from_pandas(data, npartitions=3, sort=False)
            with self.assertRaises(ind.errors.CsvError) as wanted:
                ind.check(data)
            with self.assertRaises(ind.errors.CsvError) as caught:
                libindicators.dask.check(parts)
            self.assertEqual(str(caught.exception), str(wanted.exception))
            self.assertEqual(caught.exception.complaints, wanted.exception.complaints)
        floats = frame.assign(OBS_VALUE=[1.5] * len(frame)).astype({"OBS_VALUE": object})
        with self.assertRaisesRegex(TypeError, "^row [0-9]+ .foo.: 1.5 is a float"):
            libindicators.dask.check(dask.dataframe.from_pandas(floats, npartitions=3))
        with self.assertRaisesRegex(ind.errors.CsvError, "no column REF_AREA"):
            libindicators.dask.check(
                dask.dataframe.from_pandas(frame.drop(columns="REF_AREA"), npartitions=3))


@unittest.skipIf(dask is None, WHY)
class ClusterTest(Partitions):
    """On two processes, each of one thread."""

    @classmethod
    def setUpClass(cls):
        # Nothing of this test is for anybody else: no dashboard, no spilling to this folder.
        cls.folder = tempfile.TemporaryDirectory()
        cls.cluster = distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None,
            host="127.0.0.1", local_directory=cls.folder.name, memory_limit=0)
        cls.client = distributed.Client(cls.cluster)

    @classmethod
    def tearDownClass(cls):
        cls.client.close()
        cls.cluster.close()
        cls.folder.cleanup()

    def test_cluster(self):
        self.assertEqual(len(self.client.scheduler_info()["workers"]), 2)
        pids = self.client.run(os.getpid)
        self.assertEqual(len({*pids.values(), os.getpid()}), 3)

    def test_frame(self):
        frame = figures(11)
        options = {"standard_rules": False, "rules_text": RULES}
        for data in (frame, frame.sample(frac=1, random_state=1)):
            parts = dask.dataframe.from_pandas(data, npartitions=4, sort=False)
            whole = ind.check(data, **options)
            self.assertGreater(len(whole.findings), 3)
            self.assertGreater(len(whole.explanations), 3)
            self.assert_same(whole, libindicators.dask.check(parts, **options))

    def test_files(self):
        frame = figures(12)
        with tempfile.TemporaryDirectory() as folder:
            paths = self.write(frame, [int(area[1:]) // 6 for area in frame.REF_AREA], folder)
            rules = os.path.join(folder, "local.rules")
            with open(rules, "w", encoding="utf-8") as file:
                file.write(RULES)
            self.assert_same(ind.check(paths, rules), libindicators.dask.check(paths, rules))
            with self.assertRaisesRegex(ValueError, "figures of the area 'R00' are in"):
                libindicators.dask.check([paths[0], paths[1], paths[0]])
            with open(paths[2], "a", encoding="utf-8") as file:
                file.write("foo,R13,2024,A,x,,,\n")
            with self.assertRaisesRegex(ind.errors.CsvError, '"x" is not a number'):
                libindicators.dask.check(paths)


if __name__ == "__main__":
    unittest.main()
