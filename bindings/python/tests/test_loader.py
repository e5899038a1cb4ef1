# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding the C library; the package as a whole."""

import locale
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import libindicators as ind
from libindicators import _loader

PACKAGE = Path(ind.__file__).resolve().parent


def run(code, **environment):
    """Runs Python code in a process of its own."""
    full = {**os.environ, **environment}
    return subprocess.run(
        [sys.executable, "-c", code], env=full, capture_output=True, text=True, check=False
    )


class Loader(unittest.TestCase):
    def test_variable_decides(self):
        result = run("import libindicators", LIBINDICATORS_LIBRARY="/nowhere/libindicators.so")
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("ImportError", result.stderr)
        self.assertIn("/nowhere/libindicators.so: no such file", result.stderr)

    def test_what_is_no_library(self):
        with tempfile.NamedTemporaryFile(suffix=".so") as file:
            result = run("import libindicators", LIBINDICATORS_LIBRARY=file.name)
        self.assertIn("ImportError", result.stderr)
        self.assertIn(file.name, result.stderr)

    @unittest.skipUnless(sys.platform.startswith("linux"), "names a library of Linux")
    def test_another_library(self):
        result = run("import libindicators", LIBINDICATORS_LIBRARY="libc.so.6")
        self.assertIn("another library of the same name", result.stderr)

    def test_every_place_is_listed(self):
        library = os.environ.pop(_loader.VARIABLE, None)
        try:
            places = _loader._candidates()
        finally:
            if library is not None:
                os.environ[_loader.VARIABLE] = library
        self.assertEqual(os.path.dirname(places[0]), str(PACKAGE))
        self.assertEqual(os.path.dirname(places[-1]), "")
        if (PACKAGE.parents[2] / "configure.ac").is_file():
            self.assertTrue(any(os.path.join("build", ".libs") in place for place in places))


class Package(unittest.TestCase):
    def test_version(self):
        self.assertRegex(ind.__version__, r"^\d+\.\d+\.\d+$")
        if os.environ.get("VERSION"):
            self.assertEqual(ind.__version__, os.environ["VERSION"])
        project = PACKAGE.parent / "pyproject.toml"
        if project.is_file():
            text = project.read_text(encoding="utf-8")
            self.assertEqual(re.search(r'^version = "(.*)"', text, re.M)[1], ind.__version__)

    def test_names(self):
        for name in ind.__all__:
            self.assertTrue(hasattr(ind, name), name)

    def test_standard_library_alone(self):
        code = (
            "import sys; before = set(sys.modules); import libindicators\n"
            "print(*sorted({m.split('.')[0] for m in set(sys.modules) - before}))"
        )
        result = run(code)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertFalse({"numpy", "pandas"} & set(result.stdout.split()))

    def test_typed(self):
        self.assertTrue((PACKAGE / "py.typed").is_file())

    def test_comma_locale(self):
        """The decimal comma of the process does not reach figures or reports."""
        previous = locale.setlocale(locale.LC_ALL)
        for name in ("de_DE.UTF-8", "vi_VN.UTF-8", "fr_FR.UTF-8"):
            try:
                locale.setlocale(locale.LC_ALL, name)
                break
            except locale.Error:
                continue
        else:
            self.skipTest("no locale with a decimal comma is installed")
        try:
            self.assertEqual(locale.localeconv()["decimal_point"], ",")
            row = {"INDICATOR": "share", "REF_AREA": "X", "TIME_PERIOD": "2024"}
            data = [{**row, "COMPONENT": c, "OBS_VALUE": v}
                    for c, v in (("A", "50.25"), ("B", "49.25"))]
            rule = "rule r: share[A] == share[B] * 1.0\n"
            report = ind.check(data, rules_text=rule, standard_rules=False)
            in_comma = [report.to_text(), report.to_json(), report.to_csv(), report.to_html()]
            locale.setlocale(locale.LC_ALL, "C")
            report = ind.check(data, rules_text=rule, standard_rules=False)
            in_c = [report.to_text(), report.to_json(), report.to_csv(), report.to_html()]
            self.assertEqual(in_comma, in_c)
            self.assertEqual(report.exit_status, 1)
        finally:
            locale.setlocale(locale.LC_ALL, previous)


if __name__ == "__main__":
    unittest.main()
