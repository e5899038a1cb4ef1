#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A report of 100 figures, start-up included, against `python3 -c pass`.

    python3 tests/bench/startup.py [PROGRAM]

Runs both in turn, prints the medians, their ratio and the program's peak
memory (Debian's package `time` measures it), and ends with 1 when the program
takes longer or 10 MB or more. PROGRAM is an installed one: the one in a build
folder is a script of libtool's.
"""
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 40
LIMIT_MB = 10


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


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else "indicators"
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "report.csv")
        with open(path, "w", encoding="utf-8") as file:
            file.write(report())
        command = [program, "check", path]
        ours, peer = [], []
        for _ in range(RUNS):
            seconds, code = run(command)
            if code != 0:
                sys.exit(f"{program} check ended with {code} on a consistent report")
            ours.append(seconds)
            peer.append(run(["/usr/bin/python3", "-c", "pass"])[0])
        peak = peak_megabytes(command)
    ours, peer = statistics.median(ours), statistics.median(peer)
    print(f"indicators check, 100 figures   {1000 * ours:7.2f} ms   {peak:5.1f} MB")
    print(f"python3 -c pass                 {1000 * peer:7.2f} ms")
    print(f"ratio                           {ours / peer:7.2f}")
    return 0 if ours < peer and peak < LIMIT_MB else 1


if __name__ == "__main__":
    sys.exit(main())
