"""Run the benchmarks, print the table, and write it with a plot beside this file: `make bench`."""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import version
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
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
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


def main(arguments: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without-reports", action="store_true", help="leave out what takes minutes")
    parser.add_argument("--out", type=Path, default=HERE, help="the folder to write to")
    asked = parser.parse_args(arguments)
    about = machine()
    print(about, HEADER, sep="\n", flush=True)
    lines = []
    for row in bench.every(with_reports=not asked.without_reports):
        lines.append(line(row))
        print(lines[-1], flush=True)
    large = []
    for found in () if asked.without_reports else scale.every():
        large.append(scale.line(found))
        print(large[-1], flush=True)
    grown = bench.growth()
    table = grown.map(lambda each: f"{each:.4f}").reset_index()
    sizes = "\n".join(
        "| " + " | ".join(map(str, row)) + " |"
        for row in [table.columns, ["---"] * table.shape[1], *table.itertuples(index=False)]
    )
    plot(grown, asked.out / "growth.svg")
    text = "\n\n".join(
        [
            "# Benchmarks",
            "Made by `make bench`. Each ratio is our time over theirs, both measured by turns in one run; the "
            "median of several rounds, the lowest and highest, and the ratio of the fastest on each side, which "
            "other work on the machine disturbs least. Less is better; goals are for the median.",
            about,
            "\n".join([HEADER, *lines]),
            "`paylib.frames` at growing sizes, each engine and size in a process of its own, from Parquet files:",
            "\n".join([scale.HEADER, *large]),
            "Seconds by size (`growth.svg`):",
            sizes,
        ]
    )
    (asked.out / "results.md").write_text(f"{text}\n", encoding="utf-8")
    print(f"\n{sizes}")


if __name__ == "__main__":
    main()
