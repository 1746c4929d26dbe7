"""What the NJC award of 2025 costs by pay point on a SYNTHETIC payroll, by the same code on any engine.

    python -m tests.benchmarks.payroll_example --engine duckdb --rows 50_000_000 --limit-gb 4

The people are made up (see `paylib.payroll`): nobody publishes how many stand on each point, so the
bill by point shows that the code works, not what councils paid. The rates and the award are real.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import narwhals as nw
import pandas as pd

from paylib import awards, frames, offers, payroll
from paylib.awards import scales

BEFORE, START = "2025-03", "2025-04"


def award() -> tuple[offers.Offer, pd.DataFrame]:
    """The NJC award of April 2025 as an offer, and the scale that it raised; both from the tables."""
    settled = awards.history("njc").set_index("effective_month").loc[START]
    offer = offers.Offer((offers.Percent(float(settled["award_pct"]), START),), name="NJC award of 2025")
    return offer, scales.scale("njc", BEFORE)


def bill(frame):
    """The cost by point: this and nothing else is what changes hands between the engines."""
    offer, scale = award()
    return frames.cost(frame, offer, scale, staff="fte", groups="point")


def read(engine: str, path: Path):
    """The payroll as a frame of an engine: read by pandas, only pointed at by the others."""
    if engine == "duckdb":
        import duckdb

        return duckdb.read_parquet(str(path))
    if engine == "polars":
        import polars

        return polars.scan_parquet(path)
    if engine == "spark":
        from pyspark.sql import SparkSession

        return SparkSession.builder.appName("paylib").getOrCreate().read.parquet(str(path))
    return pd.read_parquet(path)


ENGINES = ("pandas", "duckdb", "polars", "spark")


def collected(made) -> pd.DataFrame:
    """The bill as a pandas frame by point; a lazy engine does its work here."""
    frame = nw.from_native(made)
    if isinstance(frame, nw.LazyFrame):
        how = {"engine": "streaming"} if frame.implementation.is_polars() else {}
        frame = frame.collect(**how)
    return frame.to_pandas().sort_values("point", ignore_index=True)


def main() -> None:
    """Write the payroll if need be, cost the award on it, and say what it took (not on Windows)."""
    import resource

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--engine", choices=ENGINES, default="duckdb")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--file", type=Path, help="a payroll to use again, written if it is not there")
    parser.add_argument("--limit-gb", type=float, help="address space that this process may use")
    asked = parser.parse_args()
    if asked.limit_gb:
        size = int(asked.limit_gb * 2**30)
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
    with tempfile.TemporaryDirectory() as folder:
        path = asked.file or Path(folder) / "payroll.parquet"
        begun = time.perf_counter()
        if not path.exists():
            payroll.write(path, asked.rows, scale="njc", month=BEFORE)
        written = time.perf_counter()
        made = collected(bill(read(asked.engine, path)))
        done = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    rows, total = asked.rows, made["cost_gbp"].sum()
    print("SYNTHETIC payroll; real rates and award (NJC, April 2025).")
    print(made.round(2).to_string(index=False))
    print(f"Total £{total:,.0f} a year, {total / made['before_gbp'].sum() * 100:.2f} per cent.")
    print(
        f"{asked.engine}: {rows:,} rows written in {written - begun:.1f} s, costed in {done - written:.1f} s; "
        f"peak memory of this process {peak:.2f} GB."
    )


if __name__ == "__main__":
    main()
