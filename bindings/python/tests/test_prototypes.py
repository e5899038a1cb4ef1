# SPDX-License-Identifier: GPL-3.0-or-later
"""Prototypes and structs agree with the public header, which is parsed here."""

import ctypes
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from libindicators import _functions as c

SOURCE = Path(os.environ.get("abs_srcdir") or Path(__file__).resolve().parents[3])
HEADER = SOURCE / "libindicators" / "indicators.h"


def header_text():
    text = HEADER.read_text(encoding="utf-8")
    text = re.sub(r"/\*.*?\*/", " ", text, flags=re.S)
    text = re.sub(r"^#.*?(?<!\\)$", "", text, flags=re.M)
    return text.replace("IND_MUST_CHECK", "")


TEXT = header_text()
ENUMS = set(re.findall(r"typedef enum (\w+)", TEXT))
OPAQUE = set(re.findall(r"typedef struct (\w+) \1;", TEXT))
FUNCTIONS = {
    match[2]: (match[1].strip(), match[3])
    for match in re.finditer(r"([\w ]+?[ *]+)\b(ind_[a-z0-9_]+) \(([^()]*)\);", TEXT)
}
STRUCTS = {
    match[1]: match[2]
    for match in re.finditer(r"typedef struct (\w+) \{(.*?)\} \1;", TEXT, flags=re.S)
}
MACROS = dict(re.findall(r"#define (IND_\w+) (\d+)", HEADER.read_text(encoding="utf-8")))

SCALARS = {
    "int": ctypes.c_int,
    "double": ctypes.c_double,
    "char": ctypes.c_char,
    "size_t": ctypes.c_size_t,
    "int8_t": ctypes.c_int8,
    "int16_t": ctypes.c_int16,
    "int32_t": ctypes.c_int32,
    "int64_t": ctypes.c_int64,
    "uint8_t": ctypes.c_uint8,
    "uint32_t": ctypes.c_uint32,
    "uint64_t": ctypes.c_uint64,
    "ind_area_visitor": c.AreaVisitor,
    "ind_writer": c.Writer,
}
MIRRORED = {struct._c_name_: struct for struct in c.STRUCTS}


def ctype(declaration):
    """The ctypes type of "const double *" or "char text[64]" (name removed)."""
    stars = declaration.count("*")
    base = re.sub(r"\b(const|struct)\b|\*", " ", declaration).split()
    assert len(base) == 1, declaration
    name = base[0]
    if name == "void":
        return ctypes.c_void_p if stars else None
    if name in OPAQUE or name == "ArrowArrayStream":  # which _arrow.py has
        kind, stars = ctypes.c_void_p, stars - 1
    elif name == "char" and stars:
        kind, stars = ctypes.c_char_p, stars - 1
    elif name in ENUMS:
        kind = ctypes.c_int
    else:
        kind = SCALARS.get(name) or MIRRORED[name]
    for _ in range(stars):
        kind = ctypes.POINTER(kind)
    return kind


def parameters(text):
    if text.strip() == "void":
        return []
    result = []
    for part in text.split(","):
        part = " ".join(part.split())
        array = re.fullmatch(r"(.*?)(\w+)\[(\w*)\]", part)
        if array:
            kind = array[1] + "*" if "char" not in array[1] else None
            result.append(ctypes.POINTER(ctypes.c_char) if kind is None else ctype(kind))
        else:
            result.append(ctype(re.sub(r"\w+$", "", part)))
    return result


def plain(kind):
    """What a type is once an array parameter became a pointer."""
    return ctypes.POINTER(kind._type_) if issubclass(kind, ctypes.Array) else kind


class Prototypes(unittest.TestCase):
    def test_every_function_is_bound(self):
        self.assertGreater(len(FUNCTIONS), 70)
        self.assertEqual(sorted(FUNCTIONS), sorted(c.PROTOTYPES))

    def test_parameters_and_results(self):
        for name, (result, arguments) in FUNCTIONS.items():
            with self.subTest(function=name):
                bound_result, bound_arguments = c.PROTOTYPES[name]
                self.assertEqual([plain(a) for a in bound_arguments], parameters(arguments))
                if bound_result is c.S:
                    self.assertEqual(result, "ind_status")
                else:
                    self.assertEqual(bound_result, ctype(result))

    def test_status_functions_are_those_that_must_be_checked(self):
        marked = set(
            re.findall(r"IND_MUST_CHECK ind_status\s+(\w+)", HEADER.read_text(encoding="utf-8"))
        )
        bound = {name for name, (result, _) in c.PROTOTYPES.items() if result is c.S}
        self.assertEqual(marked, bound)


class Structs(unittest.TestCase):
    def test_every_struct_is_mirrored(self):
        self.assertEqual(sorted(STRUCTS), sorted(MIRRORED))

    def test_members_in_order(self):
        for name, body in STRUCTS.items():
            members = []
            for declaration in body.split(";"):
                words = " ".join(declaration.split())
                if words:
                    # "const char *a, *b" and "double low, high"
                    names = re.findall(r"(\w+)(?:\[\w+\])*\s*(?:,|$)", words)
                    members += names
            with self.subTest(struct=name):
                self.assertEqual(members, [field[0] for field in MIRRORED[name]._fields_])

    def test_sizes_and_offsets(self):
        compiler = (os.environ.get("CC") or "cc").split()
        if shutil.which(compiler[0]) is None:
            self.skipTest("no C compiler")
        lines = ["#include <libindicators/indicators.h>", "#include <stdio.h>",
                 "int main (void) {"]
        expected = []
        for struct in c.STRUCTS:
            name = struct._c_name_
            lines.append(f'printf ("%zu\\n", sizeof ({name}));')
            expected.append((name, ctypes.sizeof(struct)))
            for field in struct._fields_:
                lines.append(f'printf ("%zu\\n", offsetof ({name}, {field[0]}));')
                expected.append((f"{name}.{field[0]}", getattr(struct, field[0]).offset))
                lines.append(f'printf ("%zu\\n", sizeof ((({name} *) 0)->{field[0]}));')
                expected.append((f"size of {name}.{field[0]}", getattr(struct, field[0]).size))
        lines.append("return 0; }")
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "sizes.c"
            program = Path(folder) / "sizes"
            source.write_text("\n".join(lines), encoding="utf-8")
            subprocess.run(
                [*compiler, f"-I{SOURCE}", str(source), "-o", str(program)], check=True
            )
            output = subprocess.run([str(program)], check=True, capture_output=True, text=True)
        found = [int(size) for size in output.stdout.split()]
        self.assertEqual(expected, [(what, size) for (what, _), size in zip(expected, found)])

    def test_counts(self):
        self.assertEqual(int(MACROS["IND_VERDICT_COUNT"]), c.VERDICT_COUNT)
        self.assertEqual(int(MACROS["IND_MAX_READINGS"]), 2)
        self.assertEqual(int(MACROS["IND_SLIP_COUNT"]), len(c.SLIPS))


class Enumerations(unittest.TestCase):
    """Words come from the library; their number and order from the header."""

    def values(self, prefix):
        return dict(re.findall(prefix + r"_([A-Z_]+) = (\d+)", TEXT))

    def check_words(self, prefix, words, special={}):
        values = self.values(prefix)
        self.assertEqual(len(values), len(words))
        for name, value in values.items():
            self.assertEqual(words[int(value)], special.get(name, name.lower()))

    def test_words(self):
        self.check_words("IND_ROUNDING", c.ROUNDINGS)
        self.check_words("IND_QUALIFIER", c.QUALIFIERS, {"NONE": ""})
        self.check_words("IND_LOCALE", c.LOCALES)
        self.check_words("IND_ZEROS", c.ZEROS)
        self.check_words("IND_FORMAT", c.FORMATS)
        self.check_words("IND_FINDING", c.KINDS)
        self.check_words("IND_VERDICT", c.VERDICTS, {"OVERLAP": "rounding"})
        self.check_words("IND_SUSPECT", c.SUSPECT_KINDS)
        spaced = {name: name.lower().replace("_", " ") for name in self.values("IND_SLIP")}
        self.check_words("IND_SLIP", c.SLIPS, {
            **spaced, "NONE": "", "PERCENT_OR_POINT": "percent or percentage point",
        })


if __name__ == "__main__":
    unittest.main()
