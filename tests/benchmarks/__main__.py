"""Run the benchmarks, print the table, and write it with a plot beside this file: `make bench`."""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from tests.benchmarks import bench, scale

HERE = Path(__file__).parent
LIBRARIES = ("numpy", "pandas", "narwhals", "polars", "duckdb", "dask", "pyspark", "pyarrow", "cpi")


def shown(ratio: float) -> str:
    return f"1/{1 / ratio:,.0f}" if ratio < 0.1 else f"{ratio:.2f}"


def line(row: bench.Measured) -> str:
    spread = f"{shown(min(row.ratios))} to {shown(max(row.ratios))}"
    times = [f"{each:,.3g} s" if each == each else "" for each in (row.ours, row.theirs)]
    goal = "" if row.at_most is None else f"at most {shown(row.at_most)}"
    met = "" if row.at_most is None else "yes" if row.met else f"no: {row.ratio / row.at_most:.2f} x the goal"
    return f"| {row.name} | {' | '.join(times)} | {shown(row.ratio)} | {spread} | {shown(row.fastest)} | {goal} | {met} |"


def machine() -> str:
    """The machine, and what runs on it."""
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [
            each.partition(": ")[2] for each in info.read_text().splitlines() if each.startswith("model name")
        ]
        cpu = names[0] if names else cpu
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES if find_spec(name))
    return (
        f"{os.cpu_count()} cores of {cpu}, {platform.system()}; Python {platform.python_version()}, {libraries}. "
        f"{datetime.now(UTC):%Y-%m-%d}; load at the start {os.getloadavg()[0]:.1f}."
    )


HEADER = (
    "| what / against what | ours | theirs | ratio (median) | spread | of the fastest | goal | met |\n"
    "|---|---|---|---|---|---|---|---|"
)


def plot(grown: pd.DataFrame, path: Path) -> None:
    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.subplots()
    for name, taken in grown.items():
        (drawn,) = axes.loglog(taken.index, taken, marker="o")
        axes.annotate(f" {name}", (taken.index[-1], taken.iloc[-1]), color=drawn.get_color(), va="center")
    axes.set(xlabel="rows (or specifications)", ylabel="seconds", title="How the time grows with size")
    axes.margins(x=0.25)
    axes.spines[["top", "right"]].set_visible(False)
    with mpl.rc_context({"svg.hashsalt": "paylib"}):
        figure.savefig(path, metadata={"Date": None})


def ratios(measured: Callable[[int], Iterable[bench.Measured]]) -> Callable[[int, Path], Iterable[str]]:
    """A part that is a table of ratios."""
    return lambda most, out: chain([HEADER], map(line, measured(most)))


def sizes(most: int, out: Path) -> Iterable[str]:
    return chain([scale.HEADER], map(scale.line, scale.every(most)))


def growth(most: int, out: Path) -> Iterable[str]:
    grown = bench.growth(tuple(each for each in bench.SIZES if each <= most))
    plot(grown, out / "growth.svg")
    table = grown.map(lambda each: f"{each:.4f}").reset_index()
    rows = [table.columns, ["---"] * table.shape[1], *table.itertuples(index=False)]
    return ["| " + " | ".join(map(str, row)) + " |" for row in rows]


PARTS = {
    "library": ("In memory", ratios(bench.library)),
    "engines": ("`paylib.frames` and the best query by hand of each engine", ratios(bench.in_every_engine)),
    "sizes": ("`paylib.frames` at growing sizes, from Parquet files, each in a process of its own", sizes),
    "reports": ("Pages", ratios(bench.of_reports)),
    "growth": ("Seconds by size (`growth.svg`)", growth),
}
"""The parts of a run by name: what each is called in the results, and what measures it."""

INTRODUCTION = (
    "# Benchmarks\n\n"
    "Made by `make bench`; a part is run alone by `make bench only=engines`. Each ratio is our time over theirs, both "
    "measured by turns in one run; the median of several rounds, the lowest and highest, and the ratio of the fastest on "
    "each side, which other work on the machine disturbs least (in engines: rounds by processor time, the fastest by the clock). Less is "
    "better; goals are for the median."
)


def sections(text: str) -> dict[str, str]:
    """The parts of results that were written before, by their titles."""
    return dict(each.strip().split("\n", 1) for each in text.split("\n## ")[1:])


def main(arguments: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=PARTS, nargs="+", default=list(PARTS), help="the parts to run")
    parser.add_argument("--at-most", type=int, default=100_000_000, help="the most rows of any measurement")
    parser.add_argument(
        "--out", type=Path, default=HERE, help="the folder to write to; other parts stay as they are"
    )
    asked = parser.parse_args(arguments)
    results = asked.out / "results.md"
    held = sections(results.read_text(encoding="utf-8")) if results.exists() else {}
    for part in asked.only:
        title, measured = PARTS[part]
        lines = []
        print(f"## {title}\n\n{(about := machine())}\n", flush=True)
        for each in measured(asked.at_most, asked.out):
            lines.append(each)
            print(each, flush=True)
        held[title] = f"\n{about}\n\n" + "\n".join(lines)
        there = [f"## {title}\n{held[title]}" for title, _ in PARTS.values() if title in held]
        results.write_text("\n\n".join([INTRODUCTION, *there]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
