#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same figures from a CSV file, from columns in memory, and from partitions.

    python3 tests/bench/columns.py [--figures 1000000] [--workers 2] [--library DIR]

Reads them from a file, from an Arrow stream over buffers that are there (text, numbers,
categories), and from the DataFrames these came of, whose Python objects must become text
first; then checks them in one process and, with --workers, in as many partitions on a
LocalCluster of Dask. Prints the least of five times of reading, and one of each checking.
Needs NumPy and pandas, and Dask for partitions; fails where not all find the same.
"""
import argparse
import os
import sys
import tempfile
import time

import numpy
import pandas

SECTIONS = "ABCDEFGHIJKLMNOPQRST"
UNITS = {"level": "bn VND", "level_share": "%"}
RULES = (
    f"breakdown sections for level, level_share: _T = {' + '.join(SECTIONS)}\n"
    "rule levels over whole _T: sum(level[*]) == level[_T]\n"
    "rule shares over whole _T: sum(level_share[*]) == 100\n"
    "rule definition: level_share[c] == 100 * level[c] / level[_T]\n"
)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--figures", type=int, default=1000000)
    parser.add_argument("--workers", type=int, default=0, help="none when 0, the default")
    parser.add_argument("--library", help="the folder of libindicators.so")
    return parser.parse_args()


def frame_of(n_figures):
    """Levels of 20 sections and their total, and shares, of areas in ten years; every
    1000th total is wrong."""
    n = max(n_figures // 41, 1)
    levels = numpy.random.default_rng(1).integers(100, 100000, (n, len(SECTIONS)))
    totals = levels.sum(axis=1)
    shares = 100 * levels / totals[:, None]
    totals[999::1000] += 1000
    values = numpy.concatenate([levels / 10, totals[:, None] / 10, shares], axis=1)
    names = ["level"] * 21 + ["level_share"] * 20
    components = [*SECTIONS, "_T", *SECTIONS]
    site = numpy.arange(n)
    return pandas.DataFrame({
        "INDICATOR": names * n,
        "REF_AREA": numpy.repeat([f"R{k // 10:06}" for k in site], 41).astype(object),
        "TIME_PERIOD": numpy.repeat(2015 + site % 10, 41),
        "COMPONENT": components * n,
        "UNIT_MEASURE": [UNITS[name] for name in names] * n,
        "OBS_VALUE": numpy.where(
            numpy.arange(41) < 21, numpy.round(values, 1), numpy.round(values, 2)).ravel(),
    })


def least(function, n=5):
    times = []
    for _ in range(n):
        begin = time.perf_counter()
        function()
        times.append(time.perf_counter() - begin)
    return min(times)


def main():
    options = arguments()
    here = os.path.dirname(os.path.abspath(__file__))
    package = os.path.join(here, "..", "..", "bindings", "python")
    sys.path.insert(0, package)
    os.environ["PYTHONPATH"] = package  # of workers
    if options.library:
        os.environ["LIBINDICATORS_LIBRARY"] = os.path.join(
            os.path.abspath(options.library), "libindicators.so")
    import libindicators as ind
    from libindicators import _arrow, table

    decimals = {"level": 1, "level_share": 2}
    floats = frame_of(options.figures)
    texts = floats.assign(OBS_VALUE=[
        f"{value:.{decimals[name]}f}" for name, value in zip(floats.INDICATOR, floats.OBS_VALUE)])
    categories = floats.astype(dict.fromkeys(
        ["INDICATOR", "REF_AREA", "COMPONENT", "UNIT_MEASURE"], "category"))

    def from_buffers(frame, places):
        columns = table._columns(table._frame_columns(frame), places)

        def read():
            into, producer = table.Table(), _arrow.Producer(columns)
            into.read_stream("data", producer.address,
                             table.table_options("nearest", "weak", "auto", "utf-8"),
                             table.arrow_options(places, True))
        return least(read)

    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "figures.csv")
        texts.to_csv(path, index=False)
        print(f"{len(texts)} figures, {os.path.getsize(path) / 1e6:.0f} MB of CSV; seconds")
        print(f"{'CSV file':32}{least(lambda: ind.read(path)):8.3f}")
        for name, frame, places in (("text", texts, None), ("numbers", floats, decimals),
                                    ("categories, numbers", categories, decimals)):
            print(f"{name + ', buffers':32}{from_buffers(frame, places):8.3f}")
            print(f"{name + ', DataFrame':32}"
                  f"{least(lambda: ind.read(frame, decimals=places)):8.3f}")
        how = {"standard_rules": False, "rules_text": RULES}
        begin = time.perf_counter()
        whole = ind.check(path, **how)
        print(f"{'file, read and checked':32}{time.perf_counter() - begin:8.3f}   {whole!r}")
        if options.workers > 0:
            partitions(ind, texts, options.workers, folder, how)


def partitions(ind, texts, n_workers, folder, how):
    import distributed
    import libindicators.dask

    bounds = numpy.linspace(0, len(texts) // 410, n_workers + 1).astype(int) * 410
    bounds[-1] = len(texts)
    paths = [os.path.join(folder, f"part{k}.csv") for k in range(n_workers)]
    for path, low, high in zip(paths, bounds, bounds[1:]):
        texts[low:high].to_csv(path, index=False)
    begin = time.perf_counter()
    whole = ind.check(paths, **how)
    print(f"{'files, one process':32}{time.perf_counter() - begin:8.3f}")
    with distributed.LocalCluster(n_workers=n_workers, threads_per_worker=1, memory_limit=0,
                                  dashboard_address=None) as cluster, \
            distributed.Client(cluster):
        libindicators.dask.check(paths[:1], **how)  # the workers load the package
        begin = time.perf_counter()
        parts = libindicators.dask.check(paths, **how)
        print(f"{f'files, {n_workers} workers':32}{time.perf_counter() - begin:8.3f}")
    if parts.to_json() != whole.to_json():
        sys.exit("the partitions find something else than one process")


if __name__ == "__main__":
    main()
