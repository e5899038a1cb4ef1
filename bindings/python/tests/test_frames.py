# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of columns: dicts of sequences and NumPy arrays, pandas, streams of Arrow."""

import ctypes
import datetime
import gc
import unittest
from decimal import Decimal

import libindicators as ind
from libindicators import _arrow
from libindicators import _functions as c
from libindicators.table import to_csv


def optional(name):
    try:
        return __import__(name)
    except ImportError:
        return None


numpy, pandas = optional("numpy"), optional("pandas")
polars, pyarrow, duckdb = optional("polars"), optional("pyarrow"), optional("duckdb")

COMPONENTS = ["A", "BTF", "GTU", "D21X31"]
BAD = ["21.57", "26.34", "50.36", "4.48"]
FLOATS = [21.5, 26.3, 50.4, 4.5]
RULES = (
    "breakdown parts for share: _T = A + BTF + GTU + D21X31\n"
    "rule shares over whole _T: sum(share[*]) == 100\n"
)


def columns(values=BAD, **more):
    return {
        "INDICATOR": ["share"] * 4, "REF_AREA": ["VN-09"] * 4, "TIME_PERIOD": [2024] * 4,
        "COMPONENT": COMPONENTS, "OBS_VALUE": values, **more,
    }


def check(data, **options):
    return ind.check(data, standard_rules=False, rules_text=RULES, **options)


def values(data, **options):
    """OBS_VALUE and DECIMALS as they were read."""
    text = ind.read(data, **options).to_csv().splitlines()
    names = text[0].split(",")
    place, decimals = names.index("OBS_VALUE"), names.index("DECIMALS")
    return [(line.split(",")[place], line.split(",")[decimals]) for line in text[1:]]


class Stream:
    """What hands over a stream as polars and pyarrow do."""

    def __init__(self, *made):
        self.producer = _arrow.Producer(made)
        self.n_asked = 0

    def __arrow_c_stream__(self, requested_schema=None):
        assert requested_schema is None
        self.n_asked += 1
        new = ctypes.pythonapi.PyCapsule_New
        new.restype = ctypes.py_object
        new.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
        return new(self.producer.address, b"arrow_array_stream", None)


class Streams(unittest.TestCase):
    def stream(self, last=None):
        made = [_arrow.texts(name, map(str, content)) for name, content in columns().items()]
        return Stream(*made[:4], last or made[4])

    def test_finding(self):
        stream = self.stream()
        report = check(stream, name="november")
        self.assertEqual(stream.n_asked, 1)
        self.assertFalse(stream.producer.stream.release)
        expected = check([dict(zip(columns(), row)) for row in zip(*columns().values())],
                         name="november")
        self.assertEqual(report.to_json(), expected.to_json())

    def test_stream_read_twice(self):
        stream = self.stream()
        check(stream)
        with self.assertRaisesRegex(ind.errors.ArgumentError, "read before"):
            check(stream)

    @unittest.skipIf(numpy is None, "no NumPy")
    def test_floats(self):
        made = _arrow.numbers("OBS_VALUE", numpy.array([21.57, 26.3, 60500.0, numpy.nan]))
        self.assertEqual(values(self.stream(made)),
                         [("21.57", "2"), ("26.3", "1"), ("60500", "-2")])
        self.assertEqual(values(self.stream(made), decimals=2)[1:],
                         [("26.30", "2"), ("60500.00", "2")])
        made = _arrow.numbers("OBS_VALUE", numpy.array([21.57, 0.1 + 0.2, 50.0, 4.48]))
        with self.assertRaisesRegex(ind.errors.CsvError, "record 3, column 5 .* was computed"):
            ind.read(self.stream(made))
        self.assertEqual(values(self.stream(made), decimals={"share": 1})[1], ("0.3", "1"))

    def test_complaints(self):
        with self.assertRaises(ind.errors.CsvError) as caught:
            ind.read(Stream(_arrow.texts("INDICATOR", ["x"]), _arrow.texts("AREA", ["y"])))
        self.assertEqual(len(caught.exception.complaints), 3)

    def test_wrong_capsule(self):
        class Wrong:
            def __arrow_c_stream__(self, requested_schema=None):
                new = ctypes.pythonapi.PyCapsule_New
                new.restype = ctypes.py_object
                new.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
                return new(1, b"another", None)

        with self.assertRaises(ValueError):
            ind.read(Wrong())

    def test_nothing_is_leaked(self):
        """The callbacks go with the producer, without a collection of cycles."""
        import weakref

        gc.disable()
        try:
            stream = self.stream()
            watch = weakref.ref(stream.producer)
            ind.read(stream)
            del stream
            self.assertIsNone(watch())
        finally:
            gc.enable()

    def test_structs(self):
        # As the specification lays them out: nine and ten words, and five.
        word = ctypes.sizeof(ctypes.c_void_p)
        if word == 8:
            self.assertEqual(ctypes.sizeof(_arrow.Schema), 9 * word)
            self.assertEqual(ctypes.sizeof(_arrow.Array), 10 * word)
        self.assertEqual(ctypes.sizeof(_arrow.Stream), 5 * word)

    @unittest.skipIf(pyarrow is None, "no pyarrow")
    def test_pyarrow(self):
        table = pyarrow.table(columns([Decimal(value) for value in BAD]))
        self.assertEqual(check(table).exit_status, 1)
        coded = table.set_column(3, "COMPONENT", table["COMPONENT"].dictionary_encode())
        self.assertEqual(check(coded).to_json(), check(table).to_json())
        batches = pyarrow.Table.from_batches(table.to_batches(max_chunksize=1))
        self.assertEqual(check(batches).to_json(), check(table).to_json())

    @unittest.skipIf(polars is None, "no polars")
    def test_polars(self):
        for content in (BAD, [float(value) for value in BAD]):
            self.assertEqual(check(polars.DataFrame(columns(content))).exit_status, 1)

    @unittest.skipIf(duckdb is None or pyarrow is None, "no DuckDB, or no pyarrow")
    def test_duckdb(self):
        relation = duckdb.sql(
            "select 'share' as INDICATOR, 'VN-09' as REF_AREA, 2024 as TIME_PERIOD, "
            "unnest(['A', 'BTF', 'GTU', 'D21X31']) as COMPONENT, "
            "unnest([21.57, 26.34, 50.36, 4.48]) as OBS_VALUE"
        )
        self.assertEqual(check(relation).exit_status, 1)


class Dicts(unittest.TestCase):
    def test_sequences(self):
        rows = [dict(zip(columns(), row)) for row in zip(*columns().values())]
        self.assertEqual(check(columns()).to_json(), check(rows).to_json())
        self.assertEqual(check(columns(tuple(BAD))).exit_status, 1)

    def test_values(self):
        mixed = [Decimal("5.50"), 60, None, "7.0"]
        self.assertEqual(values(columns(mixed)), [("5.50", "2"), ("60", "0"), ("7.0", "1")])
        self.assertEqual(values(columns([Decimal("12E+3"), 1, 2, 3]))[0], ("12000", "-3"))
        self.assertEqual(values(columns([0.1 + 0.2, 1, None, float("nan")], DECIMALS=["", 1, 1, 1]),
                                decimals=1), [("0.3", "1"), ("1", "1")])
        with self.assertRaisesRegex(TypeError, r"row 1 \(share\): 5.5 is a float"):
            ind.read(columns([1, 5.5, 2, 3]))
        for value in (True, b"5", 1j):
            with self.assertRaises(TypeError):
                ind.read(columns([1, 2, 3, value]))

    def test_lengths_and_none(self):
        with self.assertRaisesRegex(ValueError, "differ in length: .*OBS_VALUE 3"):
            ind.read(columns(BAD[:3]))
        with self.assertRaisesRegex(ValueError, "^no figures were given$"):
            ind.read({name: [] for name in columns()})

    def test_other_columns(self):
        table = ind.read(columns(REF_AREA=["Lạng Sơn", "Lạng Sơn", "Hà Nội", "Huế"],
                                 note=[None, "a, b", datetime.date(2024, 1, 2), 0.5]))
        text = table.to_csv()
        self.assertIn("Lạng Sơn", text)
        self.assertEqual(len(table), 4)

    def test_what_cannot_be_written_is_refused(self):
        for area, kind in (("\ud800", ValueError), (b"VN-09", TypeError)):
            with self.assertRaisesRegex(kind, "REF_AREA"):
                ind.read(columns(REF_AREA=[area] * 4))
        with self.assertRaisesRegex(ValueError, "holds a NUL"):
            ind.read("figures.csv\0.csv")
        with self.assertRaisesRegex(ValueError, "holds a NUL"):
            ind.read(columns(), name="a\0b")

    def test_options_of_the_wrong_kind(self):
        for option, value in (("decimals", "x"), ("decimals", {"share": None}), ("threads", 1.5),
                              ("threads", "2"), ("name", None)):
            with self.assertRaisesRegex(TypeError, option):
                ind.read(columns(), **{option: value})
        for option, value in (("alpha", "x"), ("rules", 5), ("rules_text", 5)):
            with self.assertRaisesRegex(TypeError, option):
                ind.check(columns(), **{option: value})
        with self.assertRaisesRegex(ValueError, "threads"):
            ind.read(ind.read(columns()), threads=99)

    def test_half_of_the_last_digit(self):
        ties = [2.675, 1.005, -1.005, 0.125]
        rows = [dict(zip(columns(), row)) for row in zip(*columns(ties).values())]
        data = [rows, columns(ties)]
        if numpy is not None:
            for dtype in ("f4", "f8"):
                array = numpy.array(ties, dtype)
                data += [columns(array), columns(list(array))]
            data.append(columns(numpy.array(ties, object)))
        for each in data:
            self.assertEqual(values(each, decimals=2),
                             [("2.68", "2"), ("1.01", "2"), ("-1.01", "2"), ("0.13", "2")])

    def test_digits_beyond_what_is_kept(self):
        rows = [dict(zip(columns(), row)) for row in zip(*columns(FLOATS).values())]
        self.assertEqual(values(rows, decimals=16)[0], ("21.5000000000000000", "16"))
        with self.assertRaisesRegex(ind.errors.TableError, "21.50000"):
            ind.read(rows, decimals=40)

    def test_decimals_out_of_range(self):
        rows = [dict(zip(columns(), row)) for row in zip(*columns(FLOATS).values())]
        arrays = [] if numpy is None else [columns(numpy.array(FLOATS))]
        for data in (rows, columns(FLOATS), columns(), *arrays):
            for places in (-31, 41, 2**31, 2**32 + 1, -(2**32) + 1, 10**20):
                for decimals in (places, {"share": places}):
                    with self.assertRaisesRegex(
                        ind.errors.ArgumentError,
                        f"^figures are printed with -30 to 40 decimals, not with {places}$",
                    ):
                        ind.read(data, decimals=decimals)
        self.assertEqual(values(rows, decimals=-30)[0], ("0", "-30"))

    def test_table(self):
        table = ind.read(columns())
        self.assertIs(ind.read(table), table)
        self.assertEqual(check(table).to_json(), check(columns()).to_json())
        self.assertEqual(ind.compute(table, only=["share"]), [])
        self.assertIs(ind.read(table, locale="auto", decimals=None, threads=2), table)

    def test_table_is_read_already(self):
        table = ind.read(columns())
        for option, value in (("rounding", "truncated"), ("zeros", "strict"), ("locale", "vi"),
                              ("encoding", "latin-1"), ("decimals", 2), ("name", "november")):
            for use in (ind.read, ind.check, ind.power, ind.compute, ind.reconcile):
                with self.assertRaisesRegex(ValueError, f"^{option}={value!r} says how to read"):
                    use(table, **{option: value})


class NoStream:
    """What hands over no capsule."""

    def __arrow_c_stream__(self, requested_schema=None):
        return 5


class Capsules(unittest.TestCase):
    def test_no_capsule(self):
        with self.assertRaisesRegex(TypeError, "NoStream returned 5, no PyCapsule"):
            ind.read(NoStream())


@unittest.skipIf(numpy is None, "no NumPy")
class Arrays(unittest.TestCase):
    def test_numbers_of_every_kind(self):
        for dtype in ("i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", ">i4", "O"):
            array = numpy.array([20, 30, 40, 20], dtype)
            self.assertEqual(values(columns(array)),
                             [("20", "0"), ("30", "0"), ("40", "0"), ("20", "0")], dtype)
        for dtype in ("f4", "f8", ">f8", "f2"):
            array = numpy.array([20.5, 30, 40, 20], dtype)
            self.assertEqual(values(columns(array), decimals=1)[0], ("20.5", "1"), dtype)

    def test_masked_numbers_are_missing(self):
        array = numpy.ma.masked_array([20, 30, 40, 9999], [0, 0, 0, 1])
        self.assertEqual(values(columns(array)), [("20", "0"), ("30", "0"), ("40", "0")])

    def test_times_are_no_figures(self):
        for dtype in ("M8[Y]", "M8[D]", "m8[D]", "m8[ns]"):
            times = numpy.array([20, 30, 40, 20], dtype)
            with self.assertRaisesRegex(TypeError, "OBS_VALUE is a column of .* are no figures"):
                ind.read(columns(times))
            with self.assertRaisesRegex(TypeError, r"row 0 \(share\): .* is no figure"):
                ind.read(columns(list(times)))

    def test_one_value_is_no_column(self):
        with self.assertRaisesRegex(TypeError, "OBS_VALUE is one value"):
            ind.read(columns(numpy.array(5)))

    def test_large_integers(self):
        array = numpy.array([123456789012345678, -123456789012345678, 0, 1])
        self.assertEqual([value for value, _ in values(columns(array))],
                         ["123456789012345678", "-123456789012345678", "0", "1"])

    def test_strides_and_text(self):
        array = numpy.array([[21.57, 0], [26.34, 0], [50.36, 0], [4.48, 0]])[:, 0]
        self.assertEqual(values(columns(array), decimals=2)[3], ("4.48", "2"))
        self.assertEqual(check(columns(numpy.array(BAD))).exit_status, 1)
        days = numpy.array(["2024-10-31", "NaT", "2024-10-31", "2024-10-31"], "M8[D]")
        with self.assertRaisesRegex(ind.errors.CsvError, "record 3, column 3 .*empty"):
            ind.read(columns(TIME_PERIOD=days))
        with self.assertRaisesRegex(ValueError, "2 dimensions"):
            ind.read(columns(numpy.zeros((4, 2))))

    def test_floats_are_not_copied(self):
        array = numpy.array([21.57, 26.34, 50.36, 4.48])
        column = _arrow.numbers("OBS_VALUE", array)
        self.assertEqual(column.array.buffers[1], array.ctypes.data)
        array.flags.writeable = False
        self.assertEqual(check(columns(array), decimals=2).exit_status, 1)

    def test_floats_need_decimals(self):
        array = numpy.array([21.57, 26.34, 50.36, 4.48])
        with self.assertRaisesRegex(TypeError, "decimals="):
            ind.read(columns(array))
        with self.assertRaisesRegex(ind.errors.CsvError, "has lost its decimals"):
            ind.read(columns(array), decimals={"another": 1})
        self.assertEqual(values(columns(array, DECIMALS=[2, 2, 2, 3]))[3], ("4.480", "3"))
        with self.assertRaisesRegex(ind.errors.CsvError, "record 4, column 5"):
            ind.read(columns(array, DECIMALS=["2", "2", "", "2"]))
        with self.assertRaises(ind.errors.ArgumentError):
            ind.read(columns(array), decimals=99)

    def test_truth_values(self):
        flags = numpy.array([True, False, True, True])
        self.assertEqual(len(ind.read(columns(final=flags))), 4)
        with self.assertRaisesRegex(ind.errors.CsvError, "truth values"):
            ind.read(columns(COMPONENT=flags))


@unittest.skipIf(pandas is None, "no pandas")
class Pandas(unittest.TestCase):
    def test_same_as_rows(self):
        frame = pandas.DataFrame(columns())
        rows = frame.to_dict("records")
        self.assertEqual(check(frame).to_json(), check(rows).to_json())
        self.assertEqual(check(frame.iloc[::-1]).exit_status, 1)

    def test_categories(self):
        frame = pandas.DataFrame(columns())
        frame["COMPONENT"] = frame["COMPONENT"].astype("category")
        frame["REF_AREA"] = pandas.Categorical(frame["REF_AREA"])
        self.assertEqual(check(frame).to_json(), check(columns()).to_json())
        frame["LOCATOR"] = pandas.Categorical(["p. 1", None, "p. 2", "p. 1"])
        text = ind.read(frame).to_csv()
        self.assertEqual((text.count("p. 1"), text.count("p. 2")), (2, 1))

    def test_nullable_numbers(self):
        frame = pandas.DataFrame(columns([20, 30, 40, 20]))
        frame["OBS_VALUE"] = frame["OBS_VALUE"].astype("Int64")
        self.assertEqual(check(frame).exit_status, 1)
        frame.loc[1, "OBS_VALUE"] = pandas.NA
        self.assertEqual(len(ind.read(frame)), 3)
        frame["OBS_VALUE"] = pandas.array([1.5, None, 2.5, 3.5], "Float64")
        self.assertEqual(values(frame, decimals=1), [("1.5", "1"), ("2.5", "1"), ("3.5", "1")])

    def test_strings_and_gaps(self):
        frame = pandas.DataFrame(
            columns([20.0, float("nan"), 40.0, 20.0], UNIT_MULT=[9, None, 9, 9]))
        frame["REF_AREA"] = frame["REF_AREA"].astype("string")
        self.assertEqual(values(frame, decimals=0), [("20", "0"), ("40", "0"), ("20", "0")])

    def test_names(self):
        frame = pandas.DataFrame([[1, 2]], columns=["a", "a"])
        with self.assertRaisesRegex(ValueError, "two columns are called 'a'"):
            ind.read(frame)

    def test_same_as_csv(self):
        frame = pandas.DataFrame(columns(LOCATOR=["p, 1", 'p "2"', None, "tr. 3ạ"]))
        table = ind.Table()
        table.read_text("data", to_csv(frame.to_dict("records")), c.TableOptions())
        self.assertEqual(ind.read(frame).to_csv(), table.to_csv())


if __name__ == "__main__":
    unittest.main()
