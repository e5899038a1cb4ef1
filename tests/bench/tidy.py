#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of many figures with errors in them, checked by the program and by its peers.

    python3 tests/bench/tidy.py [--figures 10k,1M,10M] [--rounds 5] [--program PATH]

Writes reports of regions: levels of 20 sections of industry over 10 years, and
shares, growth, contributions, productivity and more, computed from the levels before
these were rounded; then misprints a few figures and leaves a few out. `indicators
check` with the rules of tidy.rules and each of peers/ find what cannot be true. All
run in turn as whole processes, start-up included. Fails when two do not find the same
violations with the same printed figures and bounds. Peers that lack what they need are
named and left out: the Python ones run in the interpreter that runs this and use NumPy
and pandas or nothing, the other one R with data.table. Without arguments, 5000 figures
and one round: a smoke run.
"""
import argparse
import csv
import math
import multiprocessing
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field

FOLDER = os.path.dirname(os.path.abspath(__file__))
RULES = os.path.join(FOLDER, "tidy.rules")
SMOKE = "5k"
TOLERANCE = 1e-6

# ---------------------------------------------------------------------------
# The figures.

SECTIONS = "ABCDEFGHIJKLMNOPQRST"
WHOLE = "TOTAL"
FIRST, YEARS = 2015, 10

# Indicator: unit, decimals, whether it has parts, whether it has a whole, whether it is a
# level, never below zero. The order is that of the values of a year.
INDICATORS = {
    "grdp_current": ("bn VND", 2, True, True, True),
    "grdp_constant": ("bn VND 2010", 2, True, True, True),
    "employment": ("thousand persons", 2, True, True, True),
    "productivity": ("mn VND/worker", 1, True, True, True),
    "share": ("%", 2, True, False, True),
    "population": ("thousand persons", 2, False, True, True),
    "grdp_per_capita": ("mn VND/person", 2, False, True, True),
    "investment_plan": ("bn VND", 1, False, True, True),
    "investment_disbursed": ("bn VND", 1, False, True, True),
    "disbursement_ratio": ("%", 1, False, True, True),
    "growth_real": ("%", 2, True, True, False),
    "contribution": ("pp", 2, True, False, False),
    "productivity_growth": ("%", 2, False, True, False),
}
CHANGES = ("growth_real", "contribution", "productivity_growth")


def components(indicator):
    _, _, parts, whole, _ = INDICATORS[indicator]
    return (list(SECTIONS) if parts else []) + ([WHOLE] if whole else [])


FIGURES_OF_REGION = sum(len(components(name)) * (YEARS - (name in CHANGES))
                        for name in INDICATORS)


def decimals_of(indicator, region):
    """Not every report prints as many digits."""
    fewer = (indicator in ("growth_real", "contribution") and region % 5 == 1
             or indicator in ("grdp_current", "grdp_constant") and region % 7 == 3
             or indicator == "share" and region % 9 == 4)
    return INDICATORS[indicator][1] - fewer


def form(region, with_changes):
    """The rows of a region in a year, with @ for the year and a place for each value."""
    return "".join(
        f"yearbook-{region % 6},R{region:05d},@,{name},{component},"
        f"%.{decimals_of(name, region)}f,{INDICATORS[name][0].replace('%', '%%')},"
        f"{decimals_of(name, region)}\n"
        for name in INDICATORS if with_changes or name not in CHANGES
        for component in components(name))


def years_of_region(draw):
    """The values of each year, in the order of INDICATORS."""
    n = range(len(SECTIONS))
    size, people = draw(30e3, 500e3), draw(300, 9000)
    weight = [draw(0.2, 2) for _ in n]
    constant = [size * w / sum(weight) for w in weight]
    weight = [draw(0.3, 2) for _ in n]
    workers = [people * draw(0.5, 0.6) * w / sum(weight) for w in weight]
    price = [draw(1.1, 2.1) for _ in n]
    trend = [draw(0.93, 1.06) for _ in n]
    past = None
    for _ in range(YEARS):
        current = [x * p for x, p in zip(constant, price)]
        now, level, heads = sum(current), sum(constant), sum(workers)
        plan = now * draw(0.05, 0.15)
        spent = plan * draw(0.5, 1)
        values = current + [now] + constant + [level] + workers + [heads]
        values += [x / w for x, w in zip(current, workers)]
        values.append(now / heads)
        values += [100 * x / now for x in current]
        values += [people, now / people, plan, spent, 100 * spent / plan]
        if past:
            constant_then, level_then, heads_then = past
            values += [100 * (x / y - 1) for x, y in zip(constant, constant_then)]
            values.append(100 * (level / level_then - 1))
            values += [100 * (x - y) / level_then for x, y in zip(constant, constant_then)]
            values.append(100 * (level / heads / (level_then / heads_then) - 1))
        yield values
        past = constant, level, heads
        constant = [x * g * draw(1, 1.1) for x, g in zip(constant, trend)]
        workers = [x * draw(0.98, 1.04) for x in workers]
        price = [x * draw(1, 1.07) for x in price]
        people *= draw(1, 1.015)


class Picked:
    """Which of many things fall to a probability, without a draw for each."""

    def __init__(self, probability, source):
        self.source = source
        self.scale = math.log1p(-probability) if probability > 0 else None
        self.ahead = self.skip()

    def skip(self):
        if self.scale is None:
            return math.inf
        return int(math.log(1 - self.source.random()) / self.scale)

    def among(self, n):
        """Of the next n things, those picked."""
        while self.ahead < n:
            yield self.ahead
            self.ahead += 1 + self.skip()
        self.ahead -= n


def misprint(text, decimals, is_level, source):
    """Another number, as slips of hand and eye make it; a level stays above zero."""
    digits = [k for k, c in enumerate(text) if c.isdigit()]
    while True:
        kind = source.random()
        other = text
        if kind < 0.35:
            k = source.choice(digits)
            other = text[:k] + source.choice("0123456789") + text[k + 1:]
        elif kind < 0.65:
            k = source.randrange(len(digits) - 1)
            i, j = digits[k:k + 2]
            other = text[:i] + text[j] + text[i + 1:j] + text[i] + text[j + 1:]
        elif kind < 0.75:
            other = f"{float(text) * source.choice((0.1, 10)):.{decimals}f}"
        elif kind < 0.85:
            other = text[1:] if text.startswith("-") else "-" + text
        else:
            steps = source.randint(-9, 9)
            other = f"{float(text) + steps * 10.0**-decimals:.{decimals}f}"
        if float(other) != float(text) and not (is_level and float(other) < 10.0**-decimals):
            return other


def write_figures(path, wanted, options):
    """About so many figures: whole regions."""
    source = random.Random(options.seed)
    errors = Picked(options.error_rate, source)
    gaps = Picked(options.missing, source)
    rows = []
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write("source,region,period,indicator,component,value,unit,decimals\n")
        for region in range(max(1, round(wanted / FIGURES_OF_REGION))):
            forms = form(region, False), form(region, True)
            for year, values in enumerate(years_of_region(source.uniform)):
                text = forms[year > 0].replace("@", str(FIRST + year)) % tuple(values)
                lines = text.splitlines(keepends=True)
                for k in errors.among(len(lines)):
                    row = lines[k].split(",")
                    row[5] = misprint(row[5], int(row[7]), INDICATORS[row[3]][4], source)
                    lines[k] = ",".join(row)
                for k in gaps.among(len(lines)):
                    lines[k] = ""
                if options.random_order:
                    rows += filter(None, lines)
                else:
                    file.writelines(lines)
        source.shuffle(rows)
        file.writelines(rows)


# ---------------------------------------------------------------------------
# The programs.


@dataclass
class Program:
    name: str
    command: list
    dashes: str
    marker: str
    seconds: dict = field(default_factory=dict)
    megabytes: dict = field(default_factory=dict)

    @property
    def is_ours(self):
        return self.name == "indicators"

    def on(self, figures, violations):
        if self.is_ours:
            return self.command + ["--output", violations, figures]
        return self.command + [figures, violations]


def works(*command):
    try:
        return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                              check=False).returncode == 0
    except OSError:
        return False


def programs(options):
    if shutil.which(options.program) is None:
        sys.exit(f"{options.program}: no such program; name it with --program")
    ours = [options.program, "check", "--no-explain", "--no-standard-rules", "--rules", RULES,
            "--format", "csv"]
    if options.threads:
        usage = subprocess.run([options.program, "help", "check"], capture_output=True,
                               text=True, check=True).stdout
        if "--threads" in usage:
            ours += ["--threads", str(options.threads)]
        else:
            print(f"{options.program} check has no option --threads: one thread")
    found = [Program("indicators", ours, "", "circle")]

    python = [sys.executable]
    has_pandas = works(*python, "-c", "import numpy, pandas")
    script = ["Rscript", "--vanilla"]
    has_r = works(*script, "-e", "library(data.table)")
    for name, file, start, available, dashes, marker in (
            ("pandas reader, NumPy", "dense_arrays.py", python, has_pandas, "9 4", "square"),
            ("R, data.table", "data_table.R", script, has_r, "9 3 2 3", "triangle"),
            ("pandas", "data_frames.py", python, has_pandas, "5 4", "diamond"),
            ("plain Python", "plain.py", python, True, "2 3", "cross")):
        if available:
            command = start + [os.path.join(FOLDER, "peers", file)]
            found.append(Program(name, command, dashes, marker))
        else:
            print(f"{name}: left out, for what it needs is not installed")
    return found


def aside(work, *arguments):
    """Done by a process of its own: what this one has held counts in its children's peaks."""
    process = multiprocessing.get_context("fork").Process(target=work, args=arguments)
    process.start()
    process.join()
    if process.exitcode:
        sys.exit(1)


def run(command, output):
    """Seconds and peak megabytes of a whole process; None if the peak is below our own."""
    if os.path.exists(output):
        os.remove(output)
    with tempfile.TemporaryFile() as words:
        begin = time.perf_counter()
        process = subprocess.Popen(command, stdout=words, stderr=words)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        # 1 is what the program ends with when it has found something.
        if process.returncode not in (0, 1) or not os.path.exists(output):
            words.seek(0)
            sys.exit(f"{' '.join(command)} ended with {process.returncode}:\n"
                     + words.read().decode(errors="replace"))
    hidden = usage.ru_maxrss <= resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return seconds, None if hidden else usage.ru_maxrss / 1024


def small_peak(command):
    """Megabytes of a process that has less than this one: a smaller one starts it."""
    if shutil.which("/usr/bin/time") is None:
        return math.nan
    done = subprocess.run(["/usr/bin/time", "-q", "-f", "%M", *command], check=False, text=True,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    return int(done.stderr.split()[-1]) / 1024


def measure(figures, n, found, rounds, folder):
    """Seconds and megabytes of every program, in turn, each time in another order."""
    seconds = {program.name: [] for program in found}
    peaks = {program.name: [] for program in found}
    for k in range(rounds):
        start = k % len(found)
        for program in found[start:] + found[:start]:
            output = violations_path(folder, n, program)
            taken, peak = run(program.on(figures, output), output)
            seconds[program.name].append(taken)
            peaks[program.name].append(peak)
    for program in found:
        program.seconds[n] = statistics.median(seconds[program.name])
        peak = peaks[program.name]
        if None in peak:
            peak = [small_peak(program.on(figures, violations_path(folder, n, program)))]
        program.megabytes[n] = statistics.median(peak)


# ---------------------------------------------------------------------------
# What they found.


def violations_path(folder, n, program):
    name = "-".join(program.name.lower().replace(",", "").split())
    return os.path.join(folder, f"violations-{n}-{name}.csv")


def number(text):
    return float(text) if text else math.nan


def violations(path, is_ours):
    """Printed figure and bounds by check, region, period and component."""
    found = {}
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if not is_ours:
                key = row["check"], row["region"], row["period"], row["component"]
            elif row["verdict"] in ("inconsistent", "explainable"):
                # A rule over a breakdown has its name behind its own.
                key = (row["check"].split("/")[0], row["area"], row["period"],
                       WHOLE if row["component"] == "_T" else row["component"])
            else:
                continue
            if key in found:
                sys.exit(f"{path}: twice {' '.join(key)}")
            found[key] = [number(row[name]) for name in ("printed", "low", "high")]
    return found


def is_near(a, b):
    return all(abs(x - y) <= TOLERANCE * max(1, abs(x)) for x, y in zip(a, b))


def compare(figures, folder, n, found):
    """Ends with an error unless all have found what we have found, else says how much."""
    ours = violations(violations_path(folder, n, found[0]), True)
    for program in found[1:]:
        theirs = violations(violations_path(folder, n, program), False)
        apart = sorted(key for key in ours.keys() | theirs.keys()
                       if key not in ours or key not in theirs
                       or not is_near(ours[key], theirs[key]))
        for key in apart[:5]:
            print(f"{' '.join(key)}: ours {ours.get(key)}, {program.name} {theirs.get(key)}")
        if apart:
            sys.exit(f"FAILED: {program.name} differs in {len(apart)} violations")
    with open(figures, "rb") as file:
        n_figures = sum(1 for _ in file) - 1
    print(f"{n_figures:,} figures, {len(ours):,} violations on which all {len(found)} agree")


def print_table(n, found):
    base = found[0].seconds[n]
    print(f"  {'program':24s}{'seconds':>10s}{'MB':>9s}{'ratio':>9s}")
    for program in found:
        print(f"  {program.name:24s}{program.seconds[n]:10.4f}{program.megabytes[n]:9.1f}"
              f"{program.seconds[n] / base:9.2f}", flush=True)


# ---------------------------------------------------------------------------
# The chart.

WIDTH, HEIGHT = 740, 440
LEFT, RIGHT, TOP, BOTTOM = 74, 500, 44, 380


def shape(marker, x, y):
    """A mark that tells a line from the others without colours."""
    paths = {
        "square": "M-4 -4h8v8h-8z",
        "triangle": "M0 -5.5L5 3.5H-5z",
        "diamond": "M0 -5.5L5.5 0L0 5.5L-5.5 0z",
        "cross": "M-4 -4L4 4M-4 4L4 -4",
    }
    if marker == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="#000"/>'
    return (f'<path transform="translate({x:.1f} {y:.1f})" d="{paths[marker]}" fill="#fff" '
            'stroke="#000" stroke-width="1.4"/>')


def decades(values):
    """From the power of ten below all to that above all, exponents."""
    low = math.floor(math.log10(min(values)) + 1e-9)
    return low, max(low + 1, math.ceil(math.log10(max(values)) - 1e-9))


def power_of_ten(exponent, unit=""):
    if exponent < 0:
        return f"{10.0**exponent:.{-exponent}f}{unit}"
    return f"{10**exponent:,}{unit}"


def write_chart(path, found):
    """Seconds by figures, both logarithmic."""
    sizes = sorted(found[0].seconds)
    x_low, x_high = decades(sizes)
    y_low, y_high = decades([s for program in found for s in program.seconds.values()])

    def across(n):
        return LEFT + (math.log10(n) - x_low) / (x_high - x_low) * (RIGHT - LEFT)

    def up(s):
        return BOTTOM - (math.log10(s) - y_low) / (y_high - y_low) * (BOTTOM - TOP)

    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
           f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="13" fill="#000">',
           "<title>Seconds to check a table, by its number of figures</title>",
           f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>']
    for exponent in range(x_low, x_high + 1):
        x = across(10.0**exponent)
        out.append(f'<path d="M{x:.1f} {TOP}V{BOTTOM}" stroke="#ccc"/><text x="{x:.1f}" '
                   f'y="{BOTTOM + 20}" text-anchor="middle">{power_of_ten(exponent)}</text>')
    for exponent in range(y_low, y_high + 1):
        y = up(10.0**exponent)
        out.append(f'<path d="M{LEFT} {y:.1f}H{RIGHT}" stroke="#ccc"/><text x="{LEFT - 8}" '
                   f'y="{y + 4:.1f}" text-anchor="end">{power_of_ten(exponent, " s")}</text>')
    ticks = [f"M{across(k * 10.0**e):.1f} {BOTTOM}v-4"
             for e in range(x_low, x_high) for k in range(2, 10)]
    ticks += [f"M{LEFT} {up(k * 10.0**e):.1f}h4" for e in range(y_low, y_high)
              for k in range(2, 10)]
    out.append(f'<path d="M{LEFT} {TOP}V{BOTTOM}H{RIGHT}{"".join(ticks)}" fill="none" '
               'stroke="#000"/>')
    out.append(f'<text x="{(LEFT + RIGHT) / 2:.0f}" y="{BOTTOM + 44}" text-anchor="middle">'
               "printed figures in the file</text>")
    out.append(f'<text x="{LEFT}" y="{TOP - 18}">time of the whole process, seconds</text>')

    # The legend has the order of the lines at their right ends.
    slowest_first = sorted(found, key=lambda program: -program.seconds[sizes[-1]])
    for k, program in enumerate(slowest_first):
        points = [(across(n), up(program.seconds[n])) for n in sizes]
        width = 2.6 if program.is_ours else 1.4
        style = f'fill="none" stroke="#000" stroke-width="{width}"'
        if program.dashes:
            style += f' stroke-dasharray="{program.dashes}"'
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        out.append(f'<polyline points="{line}" {style}/>')
        out += [shape(program.marker, x, y) for x, y in points]
        y = TOP + 14 + 26 * k
        weight = ' font-weight="bold"' if program.is_ours else ""
        out.append(f'<path d="M{RIGHT + 20} {y}h44" {style}/>{shape(program.marker, RIGHT + 42, y)}'
                   f'<text x="{RIGHT + 74}" y="{y + 4}"{weight}>{program.name}</text>')
    out.append("</svg>")
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(out) + "\n")


# ---------------------------------------------------------------------------


def count(text):
    """10k, 1M or a plain number."""
    factor = {"k": 10**3, "M": 10**6}.get(text[-1:], 1)
    try:
        n = int(text if factor == 1 else text[:-1]) * factor
    except ValueError:
        n = 0
    if n < 1:
        raise argparse.ArgumentTypeError(f"no number of figures: {text!r}")
    return n


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--figures", type=lambda text: [count(n) for n in text.split(",")],
                        metavar="N,...", help="sizes of the tables, 10k,1M say (default: "
                        f"{SMOKE})")
    parser.add_argument("--rounds", type=int, metavar="N",
                        help="runs of each program at each size (default: 5; 1 without --figures)")
    parser.add_argument("--program", default=os.environ.get("INDICATORS", "indicators"),
                        metavar="PATH", help="an installed one: the one in a build folder is a "
                        "script of libtool's (default: INDICATORS in the environment, or "
                        "indicators)")
    parser.add_argument("--threads", type=int, metavar="N",
                        help="of our program, if it has the option; peers decide for themselves")
    parser.add_argument("--random-order", action="store_true", help="shuffles the rows")
    parser.add_argument("--error-rate", type=float, default=0.001, metavar="P",
                        help="part of the figures that is misprinted (default: 0.001)")
    parser.add_argument("--missing", type=float, default=0.002, metavar="P",
                        help="part of the figures that is left out (default: 0.002)")
    parser.add_argument("--seed", type=int, default=1, metavar="N",
                        help="another one draws other figures (default: 1)")
    parser.add_argument("--keep", metavar="FOLDER",
                        help="writes figures and violations there, and leaves them")
    parser.add_argument("--svg", metavar="FILE", help="draws seconds by figures")
    options = parser.parse_args()
    options.rounds = options.rounds or (5 if options.figures else 1)
    options.figures = options.figures or [count(SMOKE)]
    return options


def bench(options, folder):
    found = programs(options)
    for wanted in options.figures:
        path = os.path.join(folder, f"figures-{wanted}.csv")
        aside(write_figures, path, wanted, options)
        measure(path, wanted, found, options.rounds, folder)
        aside(compare, path, folder, wanted, found)
        print_table(wanted, found)
        if not options.keep:
            os.remove(path)
    if options.svg:
        write_chart(options.svg, found)


def main():
    options = arguments()
    if options.keep:
        os.makedirs(options.keep, exist_ok=True)
        bench(options, options.keep)
    else:
        with tempfile.TemporaryDirectory() as folder:
            bench(options, folder)


if __name__ == "__main__":
    main()
