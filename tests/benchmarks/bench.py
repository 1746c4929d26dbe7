"""What is measured: pairs of things that do the same work, and the goal for the ratio of their times.

Each pair is timed side by side: ours, theirs, ours, theirs, ... in one run, so that whatever else
the machine does falls on both. A ratio is taken in each round; the median is compared with the goal.
"""

from __future__ import annotations

import hashlib
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from paylib import datapackage, frames, multiverse, payroll, prices
from paylib.datapackage import contracts
from paylib.datapackage import loading as tables
from tests.benchmarks import engines, payroll_example

ROOT = Path(__file__).parents[2]
BY, TO = "cpi", "2025-01"
DEFLATORS = ("cpi", "cpih", "rpi", "rpix")


class Pair(NamedTuple):
    """Ours and theirs, both of which give what they worked out, and the rows that each works on."""

    name: str
    ours: Callable[[], object]
    theirs: Callable[[], object]
    at_most: float | None = None
    """The goal: our time over theirs, each for one row."""
    ours_rows: int = 1
    theirs_rows: int = 1
    rounds: int = 7


class Measured(NamedTuple):
    """What came out: median seconds of each side, the ratio of every round and that of the fastest ones."""

    name: str
    ours: float
    theirs: float
    ratios: list[float]
    fastest: float
    at_most: float | None

    @property
    def ratio(self) -> float:
        return statistics.median(self.ratios)

    @property
    def met(self) -> bool:
        return self.at_most is None or self.ratio <= self.at_most


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def measure(pair: Pair) -> Measured:
    """Both sides by turns; the first round, which warms both up, is not counted if there are more."""
    rounds = [(seconds(pair.ours), seconds(pair.theirs)) for _ in range(pair.rounds + (pair.rounds > 1))]
    ours, theirs = zip(*rounds[-pair.rounds :], strict=True)
    scale = pair.theirs_rows / pair.ours_rows
    ratios = [mine / other * scale for mine, other in zip(ours, theirs, strict=True)]
    fastest = min(ours) / min(theirs) * scale
    middle = statistics.median(ours), statistics.median(theirs)
    return Measured(pair.name, *middle, ratios, fastest, pair.at_most)


def importing() -> Pair:
    def run(module: str) -> Callable[[], object]:
        return lambda: subprocess.run([sys.executable, "-c", f"import {module}"], check=True)

    return Pair("import paylib / import pandas", run("paylib"), run("pandas"), 1.15, rounds=15)


def money(rows: int) -> tuple[np.ndarray, pd.PeriodIndex]:
    """Money and its months, any from January 1990 to December 2024."""
    random = np.random.default_rng(1)
    first, last = (pd.Period(month, "M").ordinal for month in ("1990-01", TO))
    months = pd.PeriodIndex.from_ordinals(random.integers(first, last, rows), freq="M")
    return random.uniform(15_000, 60_000, rows), months


def months(rows: int) -> Pair:
    value, start = money(rows)
    index = prices.index(BY)
    levels, at = index.to_numpy(), index[TO]
    offsets = start.asi8 - index.index[0].ordinal
    return Pair(
        f"uprate {rows:,} values, months (periods) / bare numpy gather on ready offsets",
        lambda: prices.uprate(value, start, to=TO, by=BY),
        lambda: value * at / levels[offsets],
        1.5,
    )


def dates(rows: int) -> Pair:
    value, start = money(rows)
    index = prices.index(BY)
    levels = pd.DataFrame({"month": index.index.to_timestamp(), "level": index.to_numpy()})
    frame = pd.DataFrame({"value": value, "month": start.to_timestamp()})

    def merged() -> pd.Series:
        both = frame.merge(levels, on="month", how="left")
        return both["value"] * index[TO] / both["level"]

    return Pair(
        f"uprate {rows:,} values, months (dates) / pandas merge with the index",
        lambda: prices.uprate(frame["value"], frame["month"], to=TO, by=BY),
        merged,
        0.5,
    )


def row_by_row(rows: int, sample: int) -> Pair:
    """The package cpi holds the prices of the United States, to the year before its release."""
    import cpi

    value, start = money(rows)
    days = [date(month.year, month.month, 1) for month in start[:sample]]
    last = date(2019, 1, 1)
    some = [(each, day) for each, day in zip(value[:sample], days, strict=True) if day < last]
    return Pair(
        f"uprate {rows:,} values / package cpi row by row ({len(some):,} rows timed), per row",
        lambda: prices.uprate(value, start, to=TO, by=BY),
        lambda: [cpi.inflate(each, day, to=last) for each, day in some],
        1 / 1000,
        rows,
        len(some),
    )


def peak(rows: int, kind: str) -> float:
    """The most memory that Python held while it uprated, inputs included, over the inputs."""
    code = f"""
import tracemalloc
from paylib import prices
from tests.benchmarks import bench
prices.index(bench.BY)
tracemalloc.start()
value, start = bench.money({rows})
if {kind!r} == "dates":
    start = start.to_timestamp()
tracemalloc.reset_peak()
prices.uprate(value, start, to=bench.TO, by=bench.BY)
print(tracemalloc.get_traced_memory()[1] / (value.nbytes + start.nbytes))
"""
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT)
    return float(run.stdout)


def offer(rows: int) -> Pair:
    """Pay before and after for each person, and the bill by point: the grades of the payroll."""
    made, scale = payroll_example.award()
    people = payroll.synthetic(rows, scale="njc", month=payroll_example.BEFORE)
    point, staff = people["point"].to_numpy(), people["fte"].to_numpy()

    def framed() -> tuple[pd.DataFrame, pd.DataFrame]:
        each = frames.apply_offer(people, made, scale)
        return each[list(frames.OF_A_POINT)], frames.cost(people, made, scale, staff="fte", groups="point")

    def by_hand() -> tuple[pd.DataFrame, np.ndarray]:
        before = np.zeros(scale["point"].max() + 1)
        before[scale["point"]] = scale["annual_gbp"]
        after = before * (1 + made.parts[0].pct / 100)
        with np.errstate(invalid="ignore"):
            of_point = [before, after, after - before, (after / before - 1) * 100]
        each = dict(zip(frames.OF_A_POINT, (column[point] for column in of_point), strict=True))
        pay, new = each["before_gbp_year"] * staff, each["after_gbp_year"] * staff
        sums = [np.bincount(point, weights=weights) for weights in (staff, pay, new)]
        return pd.DataFrame(each, copy=False), (sums[2] - sums[1])[scale["point"]]

    return Pair(f"offer and cost by point, {rows:,} people / numpy by hand", framed, by_hand, 1.5)


def specifications(rows: int, sample: int) -> Pair:
    """Concepts of pay x spans x deflators: all at once, and a loop over the first of them."""
    ends = [str(month) for month in pd.period_range("2000-01", "2020-12", freq="M")]
    spans = {end: (str(pd.Period(end, "M") - 12), end) for end in ends}
    concepts = max(1, round(rows / (len(spans) * len(DEFLATORS))))
    pay = {f"rise {number}": number / concepts * 10 for number in range(concepts)}
    every = concepts * len(spans) * len(DEFLATORS)

    def loop() -> list[float]:
        real = []
        for rise, (since, until), by in product(pay.values(), spans.values(), DEFLATORS):
            real.append(prices.real_change(100, 100 + rise, since, until, by=by))
            if len(real) == sample:
                break
        return real

    return Pair(
        f"multiverse of {every:,} specifications / Python loop ({sample:,} timed), per specification",
        lambda: multiverse.specifications(pay, spans, by=DEFLATORS, statement="below"),
        loop,
        1 / 500,
        every,
        sample,
    )


def bare_specifications(rows: int, sample: int) -> Pair:
    """The same against the leanest loop: ready levels in dictionaries, nothing checked or named."""
    pair = specifications(rows, sample)
    levels = {by: {str(month): level for month, level in prices.index(by).items()} for by in DEFLATORS}
    ends = [str(month) for month in pd.period_range("2000-01", "2020-12", freq="M")]
    spans = [(str(pd.Period(end, "M") - 12), end) for end in ends]

    def loop() -> list[float]:
        real = []
        for (since, until), by in product(spans, DEFLATORS):
            held = levels[by]
            real.append((1 / (held[until] / held[since]) - 1) * 100)
        return real

    name = (
        f"multiverse of {pair.ours_rows:,} specifications / leanest loop on ready levels, per specification"
    )
    return pair._replace(name=name, theirs=loop, theirs_rows=len(spans) * len(DEFLATORS), at_most=None)


def loading() -> Pair:
    held = datapackage.package()
    files = {name: each["path"] for name, each in held.resources.items() if "view" not in each}

    def load() -> list[pd.DataFrame]:
        tables._parse.cache_clear()  # as in a new process
        return [datapackage.load(name) for name in files]

    def read() -> list[pd.DataFrame]:
        return [pd.read_csv(held.root / path) for path in files.values()]

    return Pair(f"load all {len(files)} tables, typed and hashed / pandas.read_csv", load, read, rounds=5)


def verifying() -> Pair:
    held = datapackage.package()

    def verify() -> list[str]:
        tables._parse.cache_clear()
        return contracts.verify()

    def hashes() -> list[str]:
        files = (held.root / resource["path"] for resource in held.resources.values())
        return [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]

    return Pair("verify the whole data package / SHA-256 of its files", verify, hashes, rounds=5)


def reports(folder: Path) -> tuple[Pair, Callable[[], str]]:
    """All reports against each notebook in turn; and what makes the reports once more."""
    notebooks = sorted((ROOT / "notebooks").glob("*.ipynb"))

    def build() -> str:
        command = [sys.executable, "-m", "paylib", "report", "--out", str(folder / "ours")]
        return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout

    def convert() -> None:
        command = [sys.executable, "-m", "nbconvert", "--execute", "--to", "html", "--log-level", "ERROR"]
        for notebook in notebooks:
            subprocess.run(
                [*command, "--output-dir", str(folder / "theirs"), str(notebook)],
                check=True,
                capture_output=True,
                cwd=ROOT,
            )

    name = f"build all reports / jupyter nbconvert --execute on the {len(notebooks)} notebooks in turn"
    return Pair(name, build, convert, 0.6, rounds=1), build


def in_engines(rows: int, folder: Path) -> Iterator[Measured]:
    """`paylib.frames` against the best query by hand, in processor time: the goal is 1.3, and 1.5 on Spark and Dask."""
    kinds = [lambda: engines.polars(rows, lazy=True), lambda: engines.polars(rows, lazy=False)]
    kinds += [lambda: engines.duckdb(rows), lambda: engines.dask(rows), lambda: engines.spark(rows, folder)]
    for works in kinds:
        for work in works():
            found = engines.measure(work)
            goal = 1.5 if work.name.startswith(("Dask", "Spark")) else 1.3
            name = f"{work.name}, {rows:,} rows / best query by hand (processor time)"
            yield Measured(name, found.ours_s, found.theirs_s, found.processor, found.clock, goal)


def rebuilt(again: Callable[[], str]) -> Measured:
    """Seconds, not a ratio: how long it takes to find that no report has to be made."""
    said, times = [], []
    for _ in range(5):
        begun = time.perf_counter()
        said.append(again())
        times.append(time.perf_counter() - begun)
    changed = (
        " (NOT SO: code or figures were edited meanwhile)" if any("Wrote" in each for each in said) else ""
    )
    name = f"rebuild all reports, nothing changed{changed}: seconds"
    return Measured(name, statistics.median(times), float("nan"), times, min(times), 1.5)


def library(most: int):
    """What one machine's memory holds, in pandas and numpy."""
    rows = min(most, 10_000_000)
    for pair in (importing, lambda: months(rows), lambda: dates(rows)):
        yield measure(pair())
    yield measure(row_by_row(100_000, 1_000))
    for kind in ("periods", "dates"):
        found = [peak(rows, kind) for _ in range(3)]
        name = f"peak memory of uprate, months as {kind}: with its inputs / inputs"
        yield Measured(name, float("nan"), float("nan"), found, min(found), 3.0)
    yield measure(offer(min(most, 6_000_000)))
    yield measure(specifications(1_000_000, 2_000))
    yield measure(bare_specifications(1_000_000, 2_000))
    yield measure(loading())
    yield measure(verifying())


def in_every_engine(most: int):
    """`paylib.frames` against the best query by hand of each engine."""
    with tempfile.TemporaryDirectory() as folder:
        yield from in_engines(min(most, 10_000_000), Path(folder))


def of_reports(most: int):
    """All pages, made and made again."""
    with tempfile.TemporaryDirectory() as folder:
        pair, again = reports(Path(folder))
        yield measure(pair)
        yield rebuilt(again)


GROWING = {
    "uprate, periods": months,
    "uprate, dates": dates,
    "offer and cost": offer,
    "multiverse": lambda rows: specifications(rows, 1),
}
"""What is measured at every size for the plot."""


SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
"""Rows of the measurements for the plot."""


def growth(sizes: tuple[int, ...] = SIZES) -> pd.DataFrame:
    """Seconds by size: a row a size, a column a measurement."""
    found = {}
    for name, pair in GROWING.items():
        for rows in sizes:
            work = pair(rows).ours
            found[name, rows] = statistics.median(seconds(work) for _ in range(4))
    return pd.Series(found).unstack(0)[list(GROWING)].rename_axis("rows")
