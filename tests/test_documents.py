# SPDX-License-Identifier: GPL-3.0-or-later
"""The examples in the documents are true.

In README.md and doc/*.md, fenced blocks are taken by the first word behind the
fence:

    LANGUAGE file=NAME  is written to NAME in the folder of the document;
    console             commands behind "$ ", each followed by what it prints;
    pycon               Python sessions.

Commands find the folder data/ of the sources where they run. In what is
expected, "..." stands for any text of a line, and a line "..." for any number of
lines. Other blocks are not run. Links to files must lead somewhere, and the
example of libindicators(3) is that of doc/c-api.md.

With ACCEPT=yes in the environment, what commands print is written into the
documents where it differs and no "..." was expected: read the difference before
you commit it.
"""

import doctest
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SOURCE = Path(os.environ.get("abs_srcdir") or Path(__file__).resolve().parents[1])
BUILD = Path.cwd()
DOCUMENTS = [SOURCE / "README.md", SOURCE / "CONTRIBUTING.md", SOURCE / "NEWS.md",
             *sorted((SOURCE / "doc").glob("*.md")), SOURCE / "bindings/python/README.md"]
FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.M | re.S)


def environment(folder):
    """Programs, headers and libraries as if they were installed."""
    binaries = folder / "bin"
    binaries.mkdir()
    program = os.environ.get("INDICATORS", str(BUILD / "indicators"))
    (binaries / "indicators").write_text(f'#!/bin/sh\nexec "{program}" "$@"\n')
    (binaries / "indicators").chmod(0o755)
    compiler, *flags = os.environ.get("CC", "cc").split()
    compiler = " ".join([shutil.which(compiler) or compiler, *flags])
    (binaries / "cc").write_text(f'#!/bin/sh\nexec {compiler} "$@"\n')
    (binaries / "cc").chmod(0o755)
    (folder / "libindicators.pc").write_text(
        "Name: libindicators\nDescription: as built\nVersion: 0\n"
        f"Cflags: -I{SOURCE}\nLibs: -L{BUILD}/.libs -lindicators\n"
    )
    return {
        **os.environ,
        "LC_ALL": "C.UTF-8",
        "PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}",
        "PKG_CONFIG_PATH": str(folder),
        "LD_LIBRARY_PATH": f"{BUILD}/.libs",
    }


def agrees(expected, got):
    """Whether the lines printed are those expected."""
    wanted, lines = expected.splitlines(), got.splitlines()
    # ends[j]: the expected lines so far can take up the first j lines printed.
    ends = [True] + [False] * len(lines)
    for line in wanted:
        if line == "...":
            for j in range(len(lines)):
                ends[j + 1] = ends[j + 1] or ends[j]
        else:
            pattern = re.compile(".*?".join(re.escape(part) for part in line.split("...")))
            ends = [False] + [
                ends[j] and pattern.fullmatch(lines[j]) is not None for j in range(len(lines))
            ]
    return ends[-1]


def commands(block):
    """Pairs of a command and the text expected."""
    pairs = []
    for line in block.splitlines():
        if line.startswith("$ "):
            pairs.append([line[2:], ""])
        elif pairs and line.startswith("> ") and not pairs[-1][1]:
            pairs[-1][0] += "\n" + line[2:]
        else:
            pairs[-1][1] += line + "\n"
    return pairs


class Documents(unittest.TestCase):
    maxDiff = None

    def run_document(self, document):
        text = document.read_text(encoding="utf-8")
        blocks = [(match[1].split(), match[2], text[: match.start()].count("\n") + 1)
                  for match in FENCE.finditer(text)]
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            env = environment(folder)
            work = folder / "work"
            work.mkdir()
            (work / "data").symlink_to(SOURCE / "data")
            session = {}
            for info, content, line in blocks:
                for word in info[1:]:
                    self.assertTrue(word.startswith("file="), f"{document.name}:{line}: {word}")
                    (work / word[5:]).write_text(content, encoding="utf-8")
                if info[:1] == ["console"]:
                    self.run_console(content, work, env, f"{document.name}:{line}")
                elif info[:1] == ["pycon"]:
                    self.run_session(content, session, f"{document.name}:{line}")

    def run_console(self, content, work, env, where):
        for command, expected in commands(content):
            result = subprocess.run(
                ["/bin/sh", "-c", command], cwd=work, env=env, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, encoding="utf-8", check=False,
            )
            if agrees(expected, result.stdout):
                continue
            if os.environ.get("ACCEPT") == "yes" and "..." not in expected:
                self.accept(where.split(":")[0], command, expected, result.stdout)
            else:
                self.fail(f"{where}: $ {command}\nexpected:\n{expected}\ngot:\n{result.stdout}")

    def accept(self, name, command, expected, got):
        document = next(each for each in DOCUMENTS if each.name == name)
        text = document.read_text(encoding="utf-8")
        before, after = f"$ {command}\n{expected}", f"$ {command}\n{got}"
        self.assertEqual(text.count(before), 1, f"{name}: $ {command}")
        document.write_text(text.replace(before, after), encoding="utf-8")

    def run_session(self, content, session, where):
        test = doctest.DocTestParser().get_doctest(content, session, where, where, 0)
        output = []
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
        runner.run(test, out=output.append, clear_globs=False)
        session.update(test.globs)
        self.assertEqual(runner.failures, 0, "".join(output))

    def test_examples(self):
        for document in DOCUMENTS:
            with self.subTest(document=document.name):
                self.run_document(document)

    def test_something_is_run(self):
        text = "".join(document.read_text(encoding="utf-8") for document in DOCUMENTS)
        kinds = [match[1].split()[0] for match in FENCE.finditer(text) if match[1]]
        self.assertGreaterEqual(kinds.count("console"), 4)
        self.assertGreaterEqual(kinds.count("pycon"), 5)

    def test_links(self):
        for document in DOCUMENTS:
            text = FENCE.sub("", document.read_text(encoding="utf-8"))
            for target in re.findall(r"\]\(([^)#:]+)\)", text):
                self.assertTrue((document.parent / target).exists(), f"{document.name}: {target}")

    def test_manual_page_has_the_example(self):
        page = (SOURCE / "doc" / "libindicators.3").read_text(encoding="utf-8")
        example = page.split(".SH EXAMPLES\n.nf\n")[1].split("\n.fi")[0]
        example = re.sub(r"^\\&", "", example, flags=re.M)
        example = example.replace("\\-", "-").replace("\\e", "\\")
        text = (SOURCE / "doc" / "c-api.md").read_text(encoding="utf-8")
        program = next(m[2] for m in FENCE.finditer(text) if m[1] == "c file=findings.c")
        self.assertEqual(example.strip(), program.strip())

    def test_rules_in_the_documents_load(self):
        for document in DOCUMENTS:
            text = document.read_text(encoding="utf-8")
            for match in FENCE.finditer(text):
                if match[1].split()[:1] == ["rules"] and "include" not in match[2]:
                    with tempfile.TemporaryDirectory() as name:
                        env = environment(Path(name))
                        path = Path(name) / "example.rules"
                        path.write_text(match[2], encoding="utf-8")
                        result = subprocess.run(
                            ["indicators", "list", "rules", "--rules", str(path)], env=env,
                            capture_output=True, encoding="utf-8", check=False,
                        )
                        self.assertEqual(result.returncode, 0, f"{document.name}: {result.stderr}")


if __name__ == "__main__":
    if not (BUILD / ".libs" / "libindicators.so").exists():
        print("the shared library was not built; skipped")
        sys.exit(77)
    unittest.main()
