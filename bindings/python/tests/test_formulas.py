# SPDX-License-Identifier: GPL-3.0-or-later
"""Formulas on numbers, sequences, arrays; computing indicators."""

import math
import unittest
from decimal import Decimal

import libindicators as ind
from libindicators.formulas import _floats

try:
    import numpy
except ImportError:
    numpy = None
try:
    import pandas
except ImportError:
    pandas = None

# One call of each formula with a result that needs no calculator.
CALLS = [
    (ind.share, (20, 80), 25.0),
    (ind.share_change, (25, 20), 5.0),
    (ind.growth, (110, 100), 10.0),
    (ind.contribution, (30, 20, 200), 5.0),
    (ind.deflator, (150, 100), 150.0),
    (ind.per_capita, (100, 8), 12.5),
    (ind.convert, (100, 25), 4.0),
    (ind.productivity, (100, 8), 12.5),
    (ind.productivity_growth, (20, -50), 140.0),
    (ind.disbursement_ratio, (50, 40), 125.0),
    (ind.change, (110, 100), 10.0),
    (ind.average_growth, (400, 100, 2), 100.0),
    (ind.annualised_growth, (110, 100, 2), 21.0),
    (ind.growth_of_quotient, (20, -50), 140.0),
    (ind.growth_of_product, (10, 10), 21.0),
    (ind.contribution_chained, (10, 20, 200), 1.0),
    (ind.contribution_share, (2, 8), 25.0),
    (ind.deflate, (150, 120), 125.0),
    (ind.location_quotient, (10, 100, 50, 1000), 2.0),
    (ind.icor, (40, 110, 100), 4.0),
    (ind.elasticity, (12, 10), 1.2),
    (ind.price_level_index, (10, 40), 25.0),
    (ind.disbursement_ratio_carried_over, (30, 30, 10), 75.0),
    (ind.target_progress, (11, 12, 10), 50.0),
]

# Over all parts at once: one result, or one for each.
OVER_PARTS = [
    (ind.lowe_index, ([1, 1], [2, 2], [3, 4]), 200.0),
    (ind.laspeyres_index, ([1, 1], [2, 4], [3, 1]), 250.0),
    (ind.paasche_index, ([1, 1], [2, 4], [1, 1]), 300.0),
    (ind.fisher_index, ([1, 1], [4, 1], [1, 0], [0, 1]), 200.0),
    (ind.young_index, ([1, 2], [2, 2], [1, 1]), 150.0),
    (ind.tornqvist_index, ([1, 1], [4, 1], [1, 1], [1, 1]), 200.0),
    (ind.herfindahl, ([50, 50],), 0.5),
    (ind.herfindahl_normalised, ([1, 0],), 1.0),
    (ind.entropy, ([1, 1],), math.log(2)),
    (ind.theil, ([0, 7],), math.log(2)),
    (ind.mean_log_deviation, ([3, 3],), 0.0),
    (ind.divergence, ([0, 7], [1, 1]), math.log(2)),
    (ind.gini, ([3, 1],), 0.25),
    (ind.gini_normalised, ([3, 1],), 0.5),
    (ind.gini_weighted, ([5, 1], [3, 1]), 0.1875),
    (ind.williamson, ([1, 3], [1, 1]), 0.5),
    (ind.structural_change, ([1, 1], [1, 3]), 25.0),
    (ind.krugman, ([1, 0], [0, 1]), 2.0),
    (ind.hoover, ([1, 0], [0, 1]), 1.0),
    (ind.lilien, ([1, 1], [2, 2]), 0.0),
    (ind.structural_angle, ([1, 0], [0, 1]), 90.0),
]
SPLITS = [
    (ind.contribution_fisher, ([1, 1], [1, 1], [1, 1], [2, 1]), ([50.0, 0.0],)),
    (ind.shift_share, ([1, 1], [1, 1], [2, 1], [1, 1]), ([50.0, 0.0], [0.0, 0.0], [0.0, 0.0])),
    (ind.shift_share_csls, ([1, 1], [1, 1], [2, 1], [1, 1]),
     ([50.0, 0.0], [0.0, 0.0], [0.0, 0.0])),
    (ind.shift_share_regional, ([10, 10], [12, 10], [100, 100], [120, 100]),
     ([1.0, 1.0], [1.0, -1.0], [0.0, 0.0])),
]
# Along a series.
SERIES = [
    (ind.growth_over, ([100, 110, 121], 2), [None, None, 21.0]),
    (ind.cumulate, ([1, 2, 3, 4, 5], 4), [1, 3, 6, 10, 5]),
    (ind.cumulate, ([1, 2, 3], 4, 3), [None, 2, 5]),
    (ind.discrete, ([1, 3, 6, 10, 5], 4), [1, 2, 3, 4, 5]),
    (ind.chain_annual_overlap, ([1, 11, 24], [10, 20, 30]), [100.0, 110.0, 132.0]),
    (ind.chain_quarters_annual_overlap, ([25, 25, 25, 25, 33, 33, 33, 33], [100, 120], [100, 132]),
     [100.0] * 4 + [110.0] * 4),
    (ind.chain_one_quarter_overlap, ([25, 25, 25, 25, 33, 33, 33, 33], [30, 36], 100),
     [100.0] * 4 + [110.0] * 4),
    (ind.chain_over_the_year, ([25, 25, 33, 11], [20, 30, 30, 20], 2),
     [100.0, 100.0, 110.0, 55.0]),
    (ind.contribution_annual_overlap,
     ([1, 2, 3, 4], [5, 6], [3, 7], [10, 20, 30, 40], [50, 60], [30, 70], 1, 2),
     [None, 10.0, -2.5, 10 / 3]),
    (ind.contribution_annual_overlap,
     ([1, 2, 3, 4], [5, 6], [3, 7], [10, 20, 30, 40], [50, 60], [30, 70], 2, 2),
     [None, None, 5.0, 0.0]),
    (ind.rebase, ([50, 100, 150], 0, 2), [200 / 3, 400 / 3, 200.0]),
]


class Numbers(unittest.TestCase):
    def test_every_formula(self):
        for formula, arguments, result in CALLS:
            with self.subTest(formula=formula.__name__):
                self.assertAlmostEqual(formula(*arguments), result, places=12)
                self.assertIsInstance(formula(*arguments), float)

    def test_kinds_of_numbers(self):
        self.assertEqual(ind.share(Decimal("20"), 80.0), 25.0)

    def test_no_result(self):
        with self.assertRaises(ind.errors.DomainError):
            ind.share(1, 0)
        with self.assertRaises(ind.errors.DomainError):
            ind.growth(1, -1)
        with self.assertRaises(ind.errors.DomainError):
            ind.share(float("nan"), 1)

    def test_text_is_refused(self):
        with self.assertRaises(TypeError):
            ind.share("20", 80)
        with self.assertRaises(TypeError):
            ind.share([1], "8")


@unittest.skipIf(numpy is None, "no NumPy")
class ElementsThatAreNone(unittest.TestCase):
    """Operands of every function with an element that must not count."""

    def calls(self):
        """A function, its operands, those that are arrays, and the place of one of them."""
        along = [
            (formula, [[x, x] for x in operands], range(len(operands)))
            for formula, operands, _ in CALLS
        ]
        for formula, operands, places in along + [
            (formula, operands, [k for k, x in enumerate(operands) if isinstance(x, list)])
            for formula, operands, _ in OVER_PARTS + SPLITS + SERIES
        ] + [(ind.chain_residual, [[10, 20], [[3, 4], [5, 6]]], [0, 1])]:
            for place in places:
                arrays = [
                    numpy.array(x, float) if k in places else x for k, x in enumerate(operands)
                ]
                yield formula, arrays, place

    def result(self, formula, operands):
        try:
            return numpy.array(formula(*operands))
        except ind.errors.DomainError:
            return None

    def test_masked_is_nan(self):
        for formula, operands, place in self.calls():
            operand, others = operands[place], list(operands)
            wrong = numpy.where(numpy.arange(operand.size).reshape(operand.shape) == 1,
                                numpy.nan, operand)
            others[place] = wrong
            expected = self.result(formula, others)
            masked = numpy.ma.masked_array(numpy.where(numpy.isnan(wrong), 7e9, wrong),
                                           numpy.isnan(wrong))
            for kind in (masked, masked.astype(int), masked.astype(object)):
                with self.subTest(formula=formula.__name__, place=place, kind=kind.dtype):
                    others[place] = kind
                    found = self.result(formula, others)
                    if expected is None:
                        self.assertIsNone(found)
                    else:
                        numpy.testing.assert_array_equal(found, expected)
                        self.assertNotIsInstance(found, numpy.ma.MaskedArray)

    def test_masks_in_sequences(self):
        masked = numpy.ma.masked_array([110.0, 999], [0, 1])
        for found in (
            ind.growth(list(masked), [100, 100]), ind.growth(list(masked), numpy.array([100, 100])),
            ind.growth([masked, masked], numpy.full((2, 2), 100))[1],
            ind.growth(110, [100, numpy.ma.masked]),
        ):
            numpy.testing.assert_array_equal(found, [10, numpy.nan])
        self.assertTrue(numpy.isnan(ind.growth(numpy.ma.masked, 100)))

    def test_masks_of_all_or_none(self):
        none = numpy.ma.masked_array([110.0, 120], False)
        numpy.testing.assert_array_equal(ind.growth(none, 100), [10, 20])
        self.assertTrue(numpy.isnan(ind.growth(numpy.ma.masked_all(3), 100)).all())

    def test_what_is_no_real_number_is_refused(self):
        for formula, operands, place in self.calls():
            for dtype in ("complex64", "complex128", "M8[D]", "m8[ns]"):
                wrong = operands[place].astype("i8").astype(dtype)
                for kind in (wrong, wrong.astype(object) if dtype[0] == "c" else wrong):
                    with self.subTest(formula=formula.__name__, place=place, dtype=dtype):
                        others = list(operands)
                        others[place] = kind
                        with self.assertRaisesRegex(TypeError, "^formulas take real numbers, not "):
                            formula(*others)

    def test_numbers_that_are_not_real_are_refused(self):
        for wrong in (1j, numpy.complex128(1), numpy.complex64(1), numpy.timedelta64(5, "ns")):
            for call in (
                lambda: ind.growth(wrong, 1), lambda: ind.growth(1, wrong),
                lambda: ind.growth([wrong], 1), lambda: ind.growth(numpy.ones(2), wrong),
                lambda: ind.growth(numpy.ones(1), [wrong]), lambda: ind.herfindahl([1, wrong]),
                lambda: ind.chain_one_quarter_overlap([1] * 4, [1], wrong),
                lambda: ind.shift_share_gead(*[[1]] * 6, 2.0, wrong),
            ):
                with self.assertRaisesRegex(TypeError, "real numbers, not " + type(wrong).__name__):
                    call()

    def test_arrays_are_not_copied(self):
        array = numpy.arange(4.0)
        self.assertIs(_floats(array), array)


class OverParts(unittest.TestCase):
    def kinds(self, operands):
        yield list, operands
        yield tuple, [tuple(x) if isinstance(x, list) else x for x in operands]
        if numpy is not None:
            yield numpy.ndarray, [
                numpy.array(x, dtype=float) if isinstance(x, list) else x for x in operands]
        if pandas is not None:
            yield pandas.Series, [
                pandas.Series(x, index=range(3, 3 + len(x)), dtype=float)
                if isinstance(x, list) else x for x in operands]

    def test_one_result(self):
        for formula, arguments, result in OVER_PARTS:
            for kind, operands in self.kinds(arguments):
                with self.subTest(formula=formula.__name__, kind=kind):
                    out = formula(*operands)
                    self.assertIsInstance(out, float)
                    self.assertAlmostEqual(out, result, places=12)

    def test_results_for_each(self):
        for formula, arguments, result in SPLITS:
            for kind, operands in self.kinds(arguments):
                with self.subTest(formula=formula.__name__, kind=kind):
                    outs = formula(*operands)
                    outs = outs if isinstance(outs, tuple) else (outs,)
                    for out, wanted in zip(outs, result, strict=True):
                        self.assertIsInstance(out, list if kind is tuple else kind)
                        for x, y in zip(out, wanted, strict=True):
                            self.assertAlmostEqual(x, y, places=12)
                        if pandas is not None and kind is pandas.Series:
                            self.assertEqual(list(out.index), [3, 4])

    def test_gead(self):
        outs = ind.shift_share_gead([1, 1], [1, 1], [1, 1], [2, 1], [2, 1], [1, 1], 2.0, 3.0)
        self.assertAlmostEqual(sum(map(sum, outs)), 50.0, places=12)

    def test_series(self):
        for formula, arguments, result in SERIES:
            for kind, operands in self.kinds(arguments):
                with self.subTest(formula=formula.__name__, kind=kind):
                    out = formula(*operands)
                    self.assertIsInstance(out, list if kind is tuple else kind)
                    for x, y in zip(list(out), result, strict=True):
                        if y is None:
                            self.assertTrue(math.isnan(x))
                        else:
                            self.assertAlmostEqual(x, y, places=12)

    def test_residual(self):
        self.assertEqual(ind.chain_residual([10, 20], ([3, 4], (5, 6))), [2.0, 10.0])
        self.assertEqual(ind.chain_residual([10, 20], [[3, 4]]), [7.0, 16.0])
        gap, rest = ind.chain_residual([None, 20], [[3, 4]])
        self.assertTrue(math.isnan(gap))
        self.assertEqual(rest, 16.0)
        self.assertEqual(ind.chain_residual([], [[]]), [])
        for parts in ([], [[1]], [1, 2]):
            with self.assertRaises((ValueError, TypeError, ind.errors.Error)):
                ind.chain_residual([10, 20], parts)
        if numpy is not None:
            total, parts = numpy.array([10.0, 20.0]), numpy.array([[3, 4], [5, 6]])
            for rows in (parts, parts.astype(float), [*parts]):
                out = ind.chain_residual(total, rows)
                self.assertIsInstance(out, numpy.ndarray)
                self.assertEqual(list(out), [2.0, 10.0])
        if pandas is not None:
            frame = pandas.DataFrame({"A": [3, 4], "B": [5, 6]}, index=[2023, 2024])
            out = ind.chain_residual(pandas.Series([10, 20], index=[2023, 2024]), frame)
            self.assertEqual(list(out), [2.0, 10.0])
            self.assertEqual(list(out.index), [2023, 2024])
            with self.assertRaises(ValueError):
                ind.chain_residual(pandas.Series([10, 20], index=[1, 2]), frame)

    def test_no_result(self):
        for call in (lambda: ind.herfindahl([]), lambda: ind.gini([-1, 2]),
                     lambda: ind.shift_share([1], [0], [1], [1]),
                     lambda: ind.theil([float("nan"), 1])):
            with self.assertRaises(ind.errors.DomainError):
                call()

    def test_wrong_operands(self):
        with self.assertRaises(ValueError):
            ind.krugman([1, 2], [1, 2, 3])
        with self.assertRaises(TypeError):
            ind.herfindahl(5)
        with self.assertRaises(TypeError):
            ind.herfindahl("12")
        with self.assertRaises(ValueError):
            ind.chain_quarters_annual_overlap([1, 2, 3], [1], [1])
        with self.assertRaises(ValueError):
            ind.chain_over_the_year([1, 2, 3], [1, 2, 3], 2)
        with self.assertRaises(ValueError):
            ind.contribution_annual_overlap([1, 2], [1], [1], [1, 2], [1], [1, 2], 1, 2)
        with self.assertRaises(ind.errors.Error):
            ind.contribution_annual_overlap([1, 2], [1], [1], [1, 2], [1], [1], 3, 2)
        with self.assertRaises(ind.errors.Error):
            ind.rebase([1, 2], 1, 1)
        with self.assertRaises(ind.errors.Error):
            ind.cumulate([1, 2], 4, 4)
        if numpy is not None:
            with self.assertRaises(ValueError):
                ind.herfindahl(numpy.ones((2, 2)))
        if pandas is not None:
            with self.assertRaises(ValueError):
                ind.krugman(pandas.Series([1.0, 2.0]), pandas.Series([1.0, 2.0], index=[5, 6]))

    def test_compute_rounds_and_explains(self):
        rows = [{"INDICATOR": "grdp_current", "REF_AREA": "V", "TIME_PERIOD": str(year),
                 "OBS_VALUE": value} for year, value in ((2023, "400.0"), (2024, "450.0"))]
        one, = ind.compute(rows, only="growth_nominal", round_to=1, explain=True)
        self.assertEqual(one["OBS_VALUE"], Decimal("12.5"))
        self.assertIn("grdp_current[c] / prev(grdp_current[c])", one["LOCATOR"])

    def test_decimals_out_of_range(self):
        rows = [{"INDICATOR": "grdp_current", "REF_AREA": "V", "TIME_PERIOD": str(year),
                 "OBS_VALUE": "400.0"} for year in (2023, 2024)]
        for round_to in (41, -1, 2**32 + 1, 10**20):
            with self.assertRaisesRegex(ValueError, f"(^| ){round_to}[ ,]"):
                ind.compute(rows, round_to=round_to)


class Sequences(unittest.TestCase):
    def test_every_formula(self):
        for formula, arguments, result in CALLS:
            with self.subTest(formula=formula.__name__):
                out = formula(*([x, x] for x in arguments))
                self.assertIsInstance(out, list)
                for value in out:
                    self.assertAlmostEqual(value, result, places=12)

    def test_gaps_and_no_result(self):
        out = ind.share([20, None, 20, 20], (80, 80, 0, 40))
        self.assertEqual(out[0], 25.0)
        self.assertTrue(math.isnan(out[1]) and math.isnan(out[2]))
        self.assertEqual(out[3], 50.0)

    def test_number_goes_with_a_sequence(self):
        self.assertEqual(ind.share([20, 40], 80), [25.0, 50.0])

    def test_lengths(self):
        self.assertEqual(ind.share([], []), [])
        with self.assertRaises(ValueError):
            ind.share([1, 2], [1, 2, 3])


@unittest.skipIf(numpy is None, "no NumPy")
class Arrays(unittest.TestCase):
    def test_every_formula(self):
        for formula, arguments, result in CALLS:
            with self.subTest(formula=formula.__name__):
                out = formula(*(numpy.full(3, x, dtype=float) for x in arguments))
                self.assertEqual(out.dtype, numpy.float64)
                numpy.testing.assert_allclose(out, [result] * 3, rtol=1e-14)

    def test_shapes_and_types(self):
        part = numpy.arange(6, dtype=numpy.int32).reshape(2, 3)
        numpy.testing.assert_array_equal(ind.share(part, 100), part.astype(float))
        total = numpy.array([[100.0], [50.0]])
        numpy.testing.assert_array_equal(ind.share(part, total), 100.0 * part / total)
        strided = numpy.arange(10.0)[::2]
        numpy.testing.assert_array_equal(ind.share(strided, 100.0), strided)
        transposed = part.T.astype(float)
        numpy.testing.assert_array_equal(ind.share(transposed, 100.0), transposed)
        self.assertEqual(ind.share(numpy.array([]), 5.0).shape, (0,))

    def test_input_is_not_copied_or_changed(self):
        part, total = numpy.array([1.0, 2.0]), numpy.array([4.0, 0.0])
        seen = []
        original = ind.formulas._run
        try:
            ind.formulas._run = lambda kernel, operands, n, out: (
                seen.extend(ind.formulas.ctypes.addressof(x.contents) for x in operands),
                original(kernel, operands, n, out),
            )
            out = ind.share(part, total)
        finally:
            ind.formulas._run = original
        self.assertEqual(seen, [part.ctypes.data, total.ctypes.data])
        self.assertEqual(out[0], 25.0)
        self.assertTrue(numpy.isnan(out[1]))
        numpy.testing.assert_array_equal(part, [1.0, 2.0])

    def test_scalar_of_numpy(self):
        self.assertEqual(ind.share(numpy.float64(20), numpy.int64(80)), 25.0)


@unittest.skipIf(pandas is None, "no pandas")
class Series(unittest.TestCase):
    def test_index_is_kept(self):
        part = pandas.Series([20.0, 40.0], index=["A", "B"])
        total = pandas.Series([80.0, 80.0], index=["A", "B"])
        out = ind.share(part, total)
        self.assertEqual(list(out.index), ["A", "B"])
        self.assertEqual(list(out), [25.0, 50.0])
        self.assertEqual(list(ind.share(part, 100)), [20.0, 40.0])

    def test_indexes_must_agree(self):
        with self.assertRaises(ValueError):
            ind.share(pandas.Series([1.0], index=["A"]), pandas.Series([1.0], index=["B"]))


RAW = [
    {"INDICATOR": "grdp_current", "REF_AREA": "X", "TIME_PERIOD": "2024", "OBS_VALUE": "50400.5",
     "UNIT_MEASURE": "bn VND"},
    {"INDICATOR": "population", "REF_AREA": "X", "TIME_PERIOD": "2024", "OBS_VALUE": "812634",
     "UNIT_MEASURE": "PS", "QUALIFIER": "exact"},
]


class Compute(unittest.TestCase):
    def test_rows(self):
        result = ind.compute(RAW)
        per_head = [row for row in result if row["INDICATOR"] == "grdp_per_capita"]
        self.assertEqual(len(per_head), 1)
        row = per_head[0]
        self.assertIsInstance(row["OBS_VALUE"], Decimal)
        self.assertIsInstance(row["DECIMALS"], int)
        value = row["OBS_VALUE"].scaleb(row["UNIT_MULT"])
        self.assertLess(abs(value / (Decimal("50400.5e9") / 812634) - 1), Decimal("1e-4"))

    def test_result_checks_clean(self):
        report = ind.check(RAW + ind.compute(RAW))
        self.assertEqual((report.exit_status, report.findings), (0, []))

    def test_only(self):
        self.assertEqual(
            {row["INDICATOR"] for row in ind.compute(RAW, only=["grdp_per_capita"])},
            {"grdp_per_capita"},
        )
        self.assertEqual(len(ind.compute(RAW, only="grdp_per_capita")), 1)
        with self.assertRaises(ind.errors.ArgumentError):
            ind.compute(RAW, only=["no_such_indicator"])

    @unittest.skipIf(pandas is None, "no pandas")
    def test_frame(self):
        result = ind.compute(pandas.DataFrame(RAW))
        self.assertIn("grdp_per_capita", list(result["INDICATOR"]))
        self.assertEqual(ind.check(result).exit_status, 0)


class Parse(unittest.TestCase):
    def test_reading(self):
        reading, = ind.parse("50.400,5 tỷ đồng", "vi")
        self.assertEqual(reading.value, Decimal("50400.5"))
        self.assertEqual((reading.unit, reading.unit_mult), ("VND", 9))
        self.assertEqual((reading.upper, reading.qualifier), (None, ""))
        self.assertIn(50400.5e9, reading.interval)
        self.assertEqual((reading.interval.low, reading.interval.high), (50400.45e9, 50400.55e9))

    def test_range(self):
        reading, = ind.parse("7-7,5%", "vi")
        self.assertEqual((reading.value, reading.upper), (Decimal(7), Decimal("7.5")))
        self.assertEqual(reading.unit, "PT")

    def test_two_readings(self):
        readings = ind.parse("60,530")
        self.assertEqual({reading.locale: reading.value for reading in readings},
                         {"vi": Decimal("60.530"), "en": Decimal(60530)})

    def test_unreadable(self):
        with self.assertRaises(ind.errors.NumberError):
            ind.parse("abc")
        for wrong in (5, 5.5, None, b"5", ["5"]):
            with self.assertRaisesRegex(TypeError, "from a str as it was printed, not from "):
                ind.parse(wrong)
        with self.assertRaises(ind.errors.UnitError):
            ind.parse("5 parsecs")
        with self.assertRaises(ValueError):
            ind.parse("5", "fr")

    def test_qualifier(self):
        reading, = ind.parse("trên 10,6%", "vi")
        self.assertEqual(reading.qualifier, "over")


if __name__ == "__main__":
    unittest.main()
