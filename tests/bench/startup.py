#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A report of 100 figures, start-up included, against `python3 -c pass`.

    python3 tests/bench/startup.py [PROGRAM] [--library DIR]

Once as a whole process, `indicators check`; then as a hundred calls of the
library in a row, which read the same text, check it and explain, in a process
that has loaded the standard rules before. Both in turn with `python3 -c pass`.
Prints the medians and their ratios: of the calls, also of the first after other
processes had the processor, of the first ten, and of reading and checking
without explaining; and the program's peak memory (Debian's package `time`
measures it). Ends with 1 when the process takes more than half of that, the
calls more than a hundredth, or the program 10 MB or more. PROGRAM is an
installed one: the one in a build folder is a script of libtool's.
"""
import argparse
import ctypes
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 40
CALLS = 100
LIMIT_PROCESS, LIMIT_CALLS, LIMIT_MB = 1 / 2, 1 / 100, 10


def report():
    """100 figures of five years: levels, shares, growth of four sectors."""
    sectors = ["A", "BTF", "GTU", "D21X31"]
    lines = ["INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE"]
    level = {}
    for year in range(2020, 2025):
        for k, sector in enumerate(sectors):
            level[year, sector] = round(1000 * (k + 1) * (1.04 + 0.01 * k) ** (year - 2020), 1)
        level[year, "_T"] = round(sum(level[year, s] for s in sectors), 1)
        for sector in sectors + ["_T"]:
            lines.append(f"grdp_current,{sector},R,{year},{level[year, sector]:.1f},bn VND")
        for sector in sectors:
            share = 100 * level[year, sector] / level[year, "_T"]
            lines.append(f"share,{sector},R,{year},{share:.2f},%")
    for year in range(2021, 2025):
        for sector in sectors + ["_T"]:
            growth = 100 * (level[year, sector] / level[year - 1, sector] - 1)
            lines.append(f"growth_nominal,{sector},R,{year},{growth:.2f},%")
            change = level[year, sector] - level[year - 1, sector]
            lines.append(f"grdp_change,{sector},R,{year},{change:.1f},bn VND")
        for sector in sectors:
            now = 100 * level[year, sector] / level[year, "_T"]
            then = 100 * level[year - 1, sector] / level[year - 1, "_T"]
            lines.append(f"share_change,{sector},R,{year},{now - then:.2f},pp")
    return "\n".join(lines[:101]) + "\n"


def run(command):
    """Seconds and exit status of one run."""
    begin = time.perf_counter()
    code = subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode
    return time.perf_counter() - begin, code


def peak_megabytes(command):
    """Peak memory of one run; a small process starts it, for a child's peak
    counts what its parent held."""
    if shutil.which("/usr/bin/time") is None:
        sys.exit("/usr/bin/time is missing: install it (Debian, Ubuntu: time)")
    done = subprocess.run(["/usr/bin/time", "-f", "%M"] + command, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, check=True, text=True)
    return int(done.stderr.split()[-1]) / 1024


class Library:
    """What a program of its own would do with the C library, through ctypes."""

    def __init__(self, library):
        if library:
            names = ["libindicators.so.0", ".libs/libindicators.so.0"]
            places = [os.path.join(library, name) for name in names] + [library]
            os.environ["LIBINDICATORS_LIBRARY"] = next(filter(os.path.isfile, places), library)
        root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
        sys.path.insert(0, os.path.join(root, "bindings", "python"))
        from libindicators import _functions as c

        self.c = c
        self.error = ctypes.byref(c.Error())
        self.rules = c.Rules()
        c.lib.ind_rules_new_standard(ctypes.byref(self.rules), self.error)

    def check(self, text):
        """Seconds of one report, those until it is checked, and its exit status. A failing
        call raises."""
        lib = self.c.lib
        table, findings = self.c.Table(), self.c.Report()
        begin = time.perf_counter()
        lib.ind_table_new(ctypes.byref(table), self.error)
        lib.ind_table_read_text(table, b"report", text, len(text), None, self.error)
        lib.ind_check(table, self.rules, None, ctypes.byref(findings), self.error)
        checked = time.perf_counter() - begin
        lib.ind_explain(findings, None, self.error)
        status = lib.ind_report_exit_status(findings, 0)
        lib.ind_report_free(findings)
        lib.ind_table_free(table)
        return time.perf_counter() - begin, checked, status


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", nargs="?", default="indicators", metavar="PROGRAM")
    parser.add_argument("--library", metavar="DIR",
                        help="build folder or file of the C library (default: as the Python "
                        "package finds it)")
    options = parser.parse_args()
    program, library = options.program, Library(options.library)
    text = report()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "report.csv")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        command = [program, "check", path]
        process, calls, first, few, checks, peer = [], [], [], [], [], []
        for _ in range(RUNS):
            seconds, code = run(command)
            process.append(seconds)
            peer.append(run(["/usr/bin/python3", "-c", "pass"])[0])
            for k in range(CALLS):
                seconds, checked, status = library.check(text.encode())
                calls.append(seconds)
                if k < 10:
                    few.append(seconds)
                if k == 0:
                    first.append(seconds)
                checks.append(checked)
                if code != 0 or status != 0:
                    sys.exit(f"a consistent report: {program} check ended with {code}, "
                             f"the library says {status}")
        peak = peak_megabytes(command)
    process, calls, first, few, checks, peer = map(
        statistics.median, (process, calls, first, few, checks, peer))
    print(f"python3 -c pass        {1000 * peer:8.3f} ms")
    print(f"indicators check       {1000 * process:8.3f} ms   ratio {process / peer:6.4f}"
          f"   {peak:5.1f} MB")
    print(f"calls of the library   {1000 * calls:8.3f} ms   ratio {calls / peer:6.4f}")
    print(f"  the first            {1000 * first:8.3f} ms   ratio {first / peer:6.4f}")
    print(f"  the first ten        {1000 * few:8.3f} ms   ratio {few / peer:6.4f}")
    print(f"  without explaining   {1000 * checks:8.3f} ms   ratio {checks / peer:6.4f}")
    return 0 if (process <= LIMIT_PROCESS * peer and calls <= LIMIT_CALLS * peer
                 and peak < LIMIT_MB) else 1


if __name__ == "__main__":
    sys.exit(main())
