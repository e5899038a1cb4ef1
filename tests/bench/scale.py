#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Seconds and megabytes of `indicators check` by the number of figures.

    python3 tests/bench/scale.py [PROGRAM [FIGURES]...]

Writes a consistent table of so many figures (levels, shares, growth and per
head of four sectors, over areas and years), checks it, and prints how time and
memory grow. Without numbers, 2000 figures: a smoke run.
"""
import os
import shutil
import subprocess
import sys
import tempfile
import time

SECTORS = ["A", "BTF", "GTU", "D21X31"]
YEARS = 20
SMOKE = 2000


def area_rows(area):
    """The figures of one area: 25 a year, 7 less in the first."""
    level = {}
    for year in range(2001, 2001 + YEARS):
        current = [round(1000 * (k + 1) * (1.04 + 0.01 * k) ** (year - 2001) + area % 97, 1)
                   for k in range(len(SECTORS))]
        total = round(sum(current), 1)
        heads = 500 + area % 300 + year - 2001
        place = f",R{area},{year},"
        for name, amount in zip(SECTORS + ["_T"], current + [total]):
            yield f"grdp_current,{name}{place}{amount:.1f},bn VND"
        for name, amount in zip(SECTORS, current):
            yield f"share,{name}{place}{100 * amount / total:.2f},%"
        yield f"population,_T{place}{heads:.1f},thousand persons"
        yield f"grdp_per_capita,_T{place}{total / heads:.2f},mn VND/person"
        if level:
            for name, amount, before in zip(SECTORS + ["_T"], current + [total], level[0]):
                yield f"growth_nominal,{name}{place}{100 * (amount / before - 1):.2f},%"
                yield f"grdp_change,{name}{place}{amount - before:.1f},bn VND"
            for name, amount, before in zip(SECTORS, current, level[0]):
                change = 100 * amount / total - 100 * before / level[0][-1]
                yield f"share_change,{name}{place}{change:.2f},pp"
        level[0] = current + [total]


def write_table(path, n):
    with open(path, "w", encoding="utf-8") as file:
        file.write("INDICATOR,COMPONENT,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE\n")
        area = 0
        while n > 0:
            for row in area_rows(area):
                if n > 0:
                    file.write(row + "\n")
                    n -= 1
            area += 1


def measure(program, path):
    """Seconds, peak megabytes (None where they cannot be measured)."""
    command = [program, "check", path, "--format", "csv"]
    timer = ["/usr/bin/time", "-f", "%M"] if shutil.which("/usr/bin/time") else []
    begin = time.perf_counter()
    done = subprocess.run(timer + command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                          text=True, check=False)
    seconds = time.perf_counter() - begin
    if done.returncode != 0:
        sys.exit(f"{program} check ended with {done.returncode} on consistent figures:\n"
                 f"{done.stderr}")
    return seconds, int(done.stderr.split()[-1]) / 1024 if timer else None


def main():
    program = os.environ.get("INDICATORS", "indicators")
    if len(sys.argv) > 1:
        program = sys.argv[1]
    print("   figures   seconds   us/figure        MB   bytes/figure")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "figures.csv")
        for n in [int(text) for text in sys.argv[2:]] or [SMOKE]:
            write_table(path, n)
            seconds, peak = measure(program, path)
            memory = f"{peak:10.1f}{peak * 2**20 / n:15.0f}" if peak is not None else ""
            print(f"{n:10d}{seconds:10.3f}{1e6 * seconds / n:12.2f}{memory}", flush=True)


if __name__ == "__main__":
    main()
