# SPDX-License-Identifier: GPL-3.0-or-later
"""Balancing, raking, benchmarking, rounding from Python; against fractions, too."""

import math
import unittest
from decimal import Decimal
from fractions import Fraction

import libindicators as ind

try:
    import numpy
except ImportError:
    numpy = None
try:
    import pandas
except ImportError:
    pandas = None


def solve(a, b):
    """x of a x = b, exactly."""
    n = len(b)
    rows = [[Fraction(x) for x in row] + [Fraction(y)] for row, y in zip(a, b)]
    for k in range(n):
        pivot = next(i for i in range(k, n) if rows[i][k] != 0)
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [x / rows[k][k] for x in rows[k]]
        for i in range(n):
            if i != k:
                rows[i] = [x - rows[i][k] * y for x, y in zip(rows[i], rows[k])]
    return [row[n] for row in rows]


@unittest.skipIf(numpy is None, "no NumPy")
class Operands(unittest.TestCase):
    """What is masked counts as NaN, and what is no real number is refused, everywhere."""

    calls = (
        lambda x: ind.balance(x, 1, [[1, 1]]), lambda x: ind.balance([1, 2], x, [[1, 1]]),
        lambda x: ind.balance([1, 2], 1, [x]), lambda x: ind.balance([1, 2], 1, [[1, 0]] * 2, x),
        lambda x: ind.balance([1, 2], 1, [{0: x[0], 1: x[1]}]),
        lambda x: ind.balance([1, 2], 1, [[1, 1]], low=x), lambda x: ind.rake(x, [[1, 1]], [2]),
        lambda x: ind.rake([1, 2], [[1, 1]], [2], alterability=x),
        lambda x: ind.rake_table(numpy.array([x, x]) if x.dtype.kind == "c"
                                 else numpy.ma.array([x, x]), [2, 2]),
        lambda x: ind.rake_table([x, x], [2, 2]), lambda x: ind.rake_table([[1, 2], [3, 4]], x),
        lambda x: ind.benchmark(x, [2], 2), lambda x: ind.benchmark([1, 2], x, 1),
        lambda x: ind.round_sums(x, 0, [[1, 1]]),
    )

    def test_masked(self):
        masked = numpy.ma.masked_array([1.0, 2], [0, 1])
        for k, call in enumerate(self.calls):
            with self.subTest(k), self.assertRaises((ind.errors.DomainError,
                                                     ind.errors.ArgumentError)):
                call(masked)

    def test_complex(self):
        for k, call in enumerate(self.calls):
            with self.subTest(k), self.assertRaisesRegex(TypeError, "real numbers, not complex128"):
                call(numpy.array([1, 2j]))
        with self.assertRaisesRegex(TypeError, "real numbers, not complex"):
            ind.balance([1, 2], 1j, [[1, 1]])


class Balance(unittest.TestCase):
    def test_three_values(self):
        for equations in ([{0: 1, 1: 1, 2: -1}], [[1, 1, -1]]):
            found = ind.balance([10, 20, 33], 1, equations)
            for x, y in zip(found.values, [11, 21, 32]):
                self.assertAlmostEqual(x, y, places=12)
            self.assertEqual(found.rank, 1)
            self.assertAlmostEqual(found.chi_square, 3)
            self.assertAlmostEqual(found.p, math.erfc(math.sqrt(1.5)))
            self.assertAlmostEqual(found.leverage[0], 1 / 3)
            self.assertAlmostEqual(found.standard_errors[0], math.sqrt(2 / 3))

    def test_unknown_constant_and_bound(self):
        found = ind.balance([0, 20, 33], [math.inf, 0, 1], [{0: 1, 1: 1, 2: -1}, {2: 1}], [0, 34])
        self.assertAlmostEqual(found.values[0], 14)
        self.assertTrue(math.isnan(found.standard_errors[0]))
        found = ind.balance([10, 20, 33], 1, [{0: 1, 1: 1, 2: -1}], high=[10.5, 99, 99])
        self.assertAlmostEqual(found.values[0], 10.5)

    def test_contradiction(self):
        with self.assertRaises(ind.errors.ContradictionError) as caught:
            ind.balance([1, 2, 5], 1, [{0: 1, 1: 1}, {0: 1, 1: 1}, {2: 1}], [3, 4, 5])
        self.assertEqual(caught.exception.equations, [0, 1])
        self.assertAlmostEqual(sum(caught.exception.result.values[:2]), 3.5)
        self.assertIsInstance(caught.exception, ValueError)

    def test_arguments(self):
        with self.assertRaises(IndexError):
            ind.balance([1, 2], 1, [{2: 1}])
        with self.assertRaises(IndexError):
            ind.balance([1, 2], 1, [{-1: 1}])
        with self.assertRaises(ValueError):
            ind.balance([1, 2], 1, [[1]])
        with self.assertRaises(ValueError):
            ind.balance([1, 2], [1], [{0: 1}])
        with self.assertRaises(ValueError):
            ind.balance([1, 2], 1, [{0: 1}], [1, 2])
        with self.assertRaises(ind.errors.ArgumentError):
            ind.balance([1, 2], -1, [{0: 1}])
        with self.assertRaises(ind.errors.DomainError):
            ind.balance([1, None], 1, [{0: 1}])

    @unittest.skipIf(numpy is None, "no NumPy")
    def test_arrays(self):
        found = ind.balance(
            numpy.array([10.0, 20.0, 33.0]), numpy.ones(3), numpy.array([[1, 1, -1]]))
        self.assertIsInstance(found.values, numpy.ndarray)
        numpy.testing.assert_allclose(found.values, [11, 21, 32])
        table = ind.rake_table(numpy.array([[10, 20], [30, 40]]), numpy.array([60, 140]))
        numpy.testing.assert_allclose(table, [[20, 40], [60, 80]])
        series = ind.benchmark(numpy.array([1, 2, 3, 4]), [20])
        numpy.testing.assert_allclose(series, [2, 4, 6, 8])
        self.assertEqual(
            ind.round_sums(numpy.array([0.4, 0.4, 0.8]), 0, numpy.array([[1, 1, -1]]))[2], 1)


class Rake(unittest.TestCase):
    # Statistics Canada, G-Series, tsraking(), example 1, and tsbalancing(), example 1.
    def test_published(self):
        cars, vans, total = ind.rake(
            [25, 5, 40], [{0: 1, 1: 1, 2: -1}], alterability=[1, 1, 0])
        self.assertAlmostEqual(cars, 33.33333, places=5)
        self.assertAlmostEqual(vans, 6.666667, places=6)
        self.assertEqual(total, 40)
        (cells,) = ind.rake_table([[25, 5]], [40])
        self.assertAlmostEqual(cells[0], 33.33333, places=5)
        self.assertEqual(
            [round(x, 1) for x in ind.rake(
                [0, 45, -55], [[1, -1, -1]], alterability=[1, 1, 0], low=[0, 0, -math.inf])],
            [0, 55, -55])

    # tsraking(), example 2, printed with five decimals.
    def test_two_margins(self):
        found = ind.rake_table(
            [[12, 14, 13], [20, 20, 24]], [40, 53], [30, 31, 32],
            alterability=[[1, 1, 1], [1, 0, 1]])
        expected = [[14.31298, 11, 14.68702], [15.68702, 20, 17.31298]]
        for row, other in zip(found, expected):
            for x, y in zip(row, other):
                self.assertAlmostEqual(x, y, places=5)

    def test_contradiction(self):
        with self.assertRaisesRegex(ind.errors.ContradictionError, "103.*102") as caught:
            ind.rake_table([[10, 20], [30, 40]], [31, 72], [41, 61])
        self.assertEqual(len(caught.exception.result), 2)
        found = ind.rake_table([[10, 20], [30, 40]], [31, 72], [41, 61], row_alterability=1)
        self.assertAlmostEqual(sum(found[0]) + sum(found[1]), 102)

    def test_shapes(self):
        with self.assertRaises(ValueError):
            ind.rake_table([[1, 2], [3]], [1, 2])
        with self.assertRaises(ValueError):
            ind.rake_table([[1, 2]], [1, 2])
        self.assertEqual(ind.rake_table([]), [])

    @unittest.skipIf(pandas is None, "no pandas")
    def test_frames(self):
        frame = pandas.DataFrame([[25.0, 5.0]], columns=["cars", "vans"], index=["all"])
        found = ind.rake_table(frame, [40])
        self.assertAlmostEqual(found.loc["all", "cars"], 100 / 3)


class Benchmark(unittest.TestCase):
    SERIES = [5, 7, 6, 9, 6, 8, 7, 12, 8, 9]
    TOTALS = [30, 35]

    # Denton's proportional first differences by the equations of Lagrange, in fractions:
    # the derivative of sum (x[t] / s[t] - x[t-1] / s[t-1])^2, and the totals.
    def test_denton_in_fractions(self):
        n, m = len(self.SERIES), len(self.TOTALS)
        a = [[Fraction(0)] * (n + m) for _ in range(n + m)]
        for t in range(1, n):
            for i, u in ((t, 1), (t - 1, -1)):
                for j, v in ((t, 1), (t - 1, -1)):
                    a[i][j] += Fraction(u * v, self.SERIES[i] * self.SERIES[j])
        for k in range(m):
            for t in range(4 * k, 4 * k + 4):
                a[n + k][t] = a[t][n + k] = Fraction(1)
        expected = solve(a, [0] * n + self.TOTALS)[:n]
        for x, y in zip(ind.benchmark(self.SERIES, self.TOTALS), expected):
            self.assertAlmostEqual(x, float(y), places=11)

    # Bloem, Dippelsman and Maehle, Quarterly National Accounts Manual (IMF, 2001), example
    # 6.2.
    def test_published(self):
        found = ind.benchmark(
            [98.2, 100.8, 102.2, 100.8, 99.0, 101.6, 102.7, 101.5, 100.5, 103.0, 103.5, 101.5],
            [4000, 4161.4])
        expected = [969.8, 998.4, 1018.3, 1013.4, 1007.2, 1042.9, 1060.3, 1051.0, 1040.6, 1066.5,
                    1071.7, 1051.0]
        for x, y in zip(found, expected):
            self.assertAlmostEqual(x, y, delta=0.06)

    def test_options(self):
        found = ind.benchmark(
            self.SERIES, [60], [(2, 8)], rho=0.729, proportional=0.5, correct_bias=True)
        self.assertAlmostEqual(sum(found[2:8]), 60)
        fixed = [0 if k == 3 else 1 for k in range(10)]
        found = ind.benchmark(self.SERIES, self.TOTALS, rho=0.9, alterability=fixed)
        self.assertEqual(found[3], 9)
        self.assertAlmostEqual(sum(found[:4]), 30)
        found = ind.benchmark(self.SERIES, self.TOTALS, total_alterability=[1, 0])
        self.assertNotAlmostEqual(sum(found[:4]), 30)
        self.assertAlmostEqual(sum(found[4:8]), 35)

    def test_arguments(self):
        with self.assertRaises(ind.errors.RangeError):
            ind.benchmark([1, 2, 3], [6])
        with self.assertRaises(IndexError):
            ind.benchmark([1, 2, 3], [6], [(-1, 2)])
        with self.assertRaises(ValueError):
            ind.benchmark([1, 2, 3], [6], [(0, 1), (1, 2)])
        with self.assertRaises(ind.errors.ContradictionError) as caught:
            ind.benchmark([1, 2], [3, 4], [(0, 2), (0, 2)])
        self.assertEqual(len(caught.exception.result), 2)

    @unittest.skipIf(pandas is None, "no pandas")
    def test_series(self):
        found = ind.benchmark(pandas.Series([1.0, 2, 3, 4], index=list("abcd")), [20])
        self.assertAlmostEqual(found["d"], 8)


class RoundSums(unittest.TestCase):
    def test_thirds(self):
        found = ind.round_sums([33.33, 33.34, 33.33, 100], 0, [[1, 1, 1, -1]])
        self.assertEqual(found, [33, 34, 33, 100])
        found = ind.round_sums([0.014, 0.014, 0.028], 2, [{0: 1, 1: 1, 2: -1}])
        self.assertEqual(sum(found[:2]), found[2])
        self.assertEqual(found[2], Decimal("0.03"))
        self.assertEqual(found[2].as_tuple().exponent, -2)

    def test_decimals_and_fixed(self):
        found = ind.round_sums([14000, 14000, 28000], [-4, -4, -4], [[1, 1, -1]], fixed=[0])
        self.assertEqual(found, [10000, 20000, 30000])
        self.assertEqual(ind.round_sums([1.26, 2.5], [1, 0], []), [Decimal("1.3"), 3])

    def test_constants(self):
        self.assertEqual(sum(ind.round_sums([30.4, 30.4, 39.2], 0, [[1, 1, 1]], [100])), 100)

    def test_failure(self):
        with self.assertRaises(ind.errors.ContradictionError) as caught:
            ind.round_sums([1, 2, 4, 1.4, 1.4], 0, [{0: 1, 1: 1, 2: -1}, {3: 1, 4: 1}], [0, 3],
                           fixed=[0, 1, 2])
        self.assertEqual(caught.exception.equations, [0])
        self.assertEqual(caught.exception.result[2], 4)
        self.assertEqual(sum(caught.exception.result[3:]), 3)
        with self.assertRaises(ValueError):
            ind.round_sums([1, 2], [0], [])
        for decimals in (41, 2**32 + 1, -(2**32)):
            for places in (decimals, [0, decimals]):
                with self.assertRaisesRegex(ValueError, f" {decimals}[ ,]"):
                    ind.round_sums([1, 2], places, [])
        with self.assertRaises(IndexError):
            ind.round_sums([1, 2], 0, [], fixed=[2])


if __name__ == "__main__":
    unittest.main()
