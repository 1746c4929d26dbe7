"""Rows a second and memory of `paylib.frames` at growing sizes, up to more than memory holds at once.

Each engine and size has a process of its own, which reads Parquet files and keeps no rows: what a
frame of all rows comes to is added up by group as it goes by.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.benchmarks import engines

ROOT = Path(__file__).parents[2]
FILE_ROWS = 1_000_000
SIZES = {
    "DuckDB": (1_000_000, 10_000_000, 100_000_000),
    "Polars, streaming": (1_000_000, 10_000_000, 100_000_000),
    "Spark, two cores": (1_000_000, 10_000_000, 50_000_000),
}
ADDED = {"uprate": "real", "apply_offer": "after_gbp_year"}
"""What is added up of a frame of all rows."""


def files(folder: Path, rows: int) -> list[str]:
    """As many files as hold some rows: one of its own, and that one again under other names."""
    first = folder / "people_000.parquet"
    if not first.exists():
        from pyarrow import parquet

        parquet.write_table(engines.people(FILE_ROWS), first)
    paths = [folder / f"people_{number:03}.parquet" for number in range(rows // FILE_ROWS)]
    for path in paths:
        if not path.exists():
            os.link(first, path)
    return [str(path) for path in paths]


def duckdb(paths: list[str]) -> Callable[[str], object]:
    import duckdb

    session = duckdb.connect(config={"memory_limit": "3GB", "threads": 2})

    def work(task: str) -> object:
        made = engines.asked(session.read_parquet(paths), task)
        return (made.aggregate(f"grade, sum({ADDED[task]})") if task in ADDED else made).fetchall()

    return work


def polars(paths: list[str]) -> Callable[[str], object]:
    import polars as pl

    def work(task: str) -> object:
        made = engines.asked(pl.scan_parquet(paths), task)
        made = made.group_by("grade").agg(pl.col(ADDED[task]).sum()) if task in ADDED else made
        return made.collect(engine="streaming").rows()

    return work


def spark(paths: list[str]) -> Callable[[str], object]:
    frame = engines.spark_session().read.parquet(*paths)

    def work(task: str) -> object:
        made = engines.asked(frame, task)
        return (made.groupBy("grade").agg({ADDED[task]: "sum"}) if task in ADDED else made).collect()

    return work


READERS = {"DuckDB": duckdb, "Polars, streaming": polars, "Spark, two cores": spark}


def peak_gb() -> float:
    """The most memory that this process and those that it started have held, each its own most.

    Not what `resource` tells of a process: that begins with the most of the process that started it.
    """
    most, me = 0, os.getpid()
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
        except OSError:
            continue
        if me in (int(fields["Pid"]), int(fields["PPid"])) and "VmHWM" in fields:
            most += int(fields["VmHWM"].split()[0])
    return most / 1e6


def here(engine: str, folder: Path, rows: int) -> list[dict]:
    """What each task took in this process, after a million rows that warm it up."""
    reader = READERS[engine]
    warm, work = reader(files(folder, FILE_ROWS)), reader(files(folder, rows))
    found = []
    for task in engines.TASKS:
        warm(task)
        begun, processor = time.perf_counter(), engines.processor_seconds()
        groups = len(work(task))
        taken = time.perf_counter() - begun
        used = engines.processor_seconds() - processor
        found.append(
            {
                "task": task,
                "rows": rows,
                "seconds": taken,
                "processor_s": used,
                "groups": groups,
                "peak_gb": peak_gb(),
            }
        )
    return found


def every(most: int) -> Iterable[dict]:
    """All engines at all sizes up to some rows, each in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        for engine in READERS:
            for rows in (each for each in SIZES[engine] if each <= most):
                command = [sys.executable, "-m", "tests.benchmarks.scale", engine, folder, str(rows)]
                run = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
                yield from ({"engine": engine} | each for each in json.loads(run.stdout.splitlines()[-1]))


HEADER = (
    "| engine | task | rows | seconds | processor seconds | million rows a processor second | peak memory |\n"
    "|---|---|---|---|---|---|---|"
)


def line(found: dict) -> str:
    speed = found["rows"] / found["processor_s"] / 1e6
    return (
        f"| {found['engine']} | {found['task']} | {found['rows']:,} | {found['seconds']:.2f} | "
        f"{found['processor_s']:.2f} | {speed:.1f} | {found['peak_gb']:.2f} GB |"
    )


if __name__ == "__main__":
    print(json.dumps(here(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))))
