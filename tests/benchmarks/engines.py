"""`paylib.frames` against the best query that we can write by hand in the same engine, in the same run.

The query by hand refuses the same rows (a month or a point that is not held) and keeps the same missing
values. Ours and theirs run by turns: a ratio of processor time for each round, and of the fastest by the clock.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa

from paylib import frames, offers, prices

BY, TO, SINCE, UNTIL = "cpi", "2025-01", "2004-01", "2024-01"
POINTS = range(1, 44)
SCALE = pd.DataFrame({"point": POINTS, "annual_gbp": [20_000.0 + 500 * point for point in POINTS]})
OFFER = offers.Offer((offers.Percent(3.0, "2025-04"), offers.Flat(200, "2025-04")))
TASKS = ("uprate", "apply_offer", "cost", "real_change")


class Work(NamedTuple):
    """The same work, ours and by hand, and what computes all of either."""

    name: str
    ours: Callable[[], object]
    theirs: Callable[[], object]
    computed: Callable[[object], object]


class Times(NamedTuple):
    """The fastest of some rounds by the clock, and how many times theirs ours is: so, and in each by processor time."""

    ours_s: float
    theirs_s: float
    clock: float
    processor: list[float]


def people(rows: int, seed: int = 1) -> pa.Table:
    """People with a month of pay, a point, a share of full time and a grade; one cell in a hundred is missing."""
    random = np.random.default_rng(seed)
    first, last = (np.datetime64(month, "D") for month in ("1990-01", TO))
    days = first + random.integers(0, (last - first).astype(int), rows)

    def some_missing(values, kind=None) -> pa.Array:
        return pa.array(values, kind, mask=random.random(rows) < 0.01)

    return pa.table(
        {
            "month": some_missing(days, pa.date32()),
            "pay_gbp": some_missing(random.uniform(15_000, 60_000, rows)),
            "point": some_missing(random.choice(POINTS, rows).astype("int64")),
            "fte": some_missing(random.choice([0.5, 0.8, 1.0], rows)),
            "grade": pa.array(
                np.array([f"grade {letter}" for letter in "ABCDEFGH"])[random.integers(0, 8, rows)]
            ),
        }
    )


def asked(frame, task: str):
    """What `paylib.frames` makes of a frame."""
    if task == "uprate":
        return frames.uprate(frame, "pay_gbp", "month", to=TO, by=BY, into="real")
    if task == "apply_offer":
        return frames.apply_offer(frame, OFFER, SCALE)
    if task == "cost":
        return frames.cost(frame, OFFER, SCALE, staff="fte", groups="grade")
    return frames.real_change(frame, "pay_gbp", "month", SINCE, UNTIL, groups="grade", by=BY)


def worth() -> pd.Series:
    """What money of each month is multiplied by."""
    index = prices.index(BY)
    return index[TO] / index


def of_points() -> pd.DataFrame:
    """Pay at each point before and after the offer."""
    return offers.apply(OFFER, SCALE)[list(frames.OF_A_POINT)]


def of_cost() -> pd.DataFrame:
    """What a full-timer at each point costs over the year."""
    made = offers.apply(OFFER, SCALE)
    return pd.DataFrame(
        {"before": made["before_gbp_year"], "after": made["average_gbp_year"] + made["non_consolidated_gbp"]}
    )


def prices_rise() -> float:
    return prices.level(BY, pd.Period(UNTIL, "M")) / prices.level(BY, pd.Period(SINCE, "M"))


# Polars


def polars_by_hand(frame, task: str):
    """A lookup that is strict refuses what it does not have; a missing one is looked up as missing."""
    if task == "uprate":
        factor = worth().dropna()
        first = (factor.index[0].start_time - pd.Timestamp(0)).days
        by_day = pl.Series(factor.repeat(factor.index.days_in_month).to_numpy())
        day = (pl.col("month").to_physical() - first).cast(pl.UInt32)
        return frame.with_columns((pl.col("pay_gbp") * pl.lit(by_day).gather(day)).alias("real"))
    if task == "apply_offer":
        table = of_points()
        place = pl.col("point").replace_strict(
            [*table.index, None], [*range(len(table)), None], return_dtype=pl.UInt32
        )
        return frame.with_columns(
            *(pl.lit(pl.Series(table[name].to_numpy())).gather(place).alias(name) for name in table)
        )
    if task == "cost":
        table = of_cost()
        cells = frame.group_by("grade", "point").agg(
            pl.len().alias("rows"),
            pl.col("fte").fill_nan(None).sum().alias("staff_fte"),
            pl.col("fte").fill_nan(None).count().alias("counted"),
        )
        there = pl.col("point").is_not_null()
        keys = [*table.index, None]
        return (
            cells.with_columns(
                *(
                    (
                        pl.col("staff_fte")
                        * pl.col("point").replace_strict(keys, [*table[name], None], return_dtype=pl.Float64)
                    ).alias(f"{name}_gbp")
                    for name in table
                ),
                rows_left_out=pl.col("rows") - pl.when(there).then("counted").otherwise(0),
                staff_fte=pl.when(there).then("staff_fte").otherwise(0.0),
            )
            .group_by("grade")
            .agg(pl.col("staff_fte", "before_gbp", "after_gbp", "rows_left_out").sum())
            .with_columns(cost_gbp=pl.col("after_gbp") - pl.col("before_gbp"))
            .with_columns(cost_pct=pl.col("cost_gbp") / pl.col("before_gbp") * 100)
        )
    pay = pl.col("pay_gbp").fill_nan(None)
    sums = []
    for name, month in (("start", SINCE), ("end", UNTIL)):
        first = pd.Period(month, "M")
        within = pl.col("month").is_between(
            first.start_time.date(), (first + 1).start_time.date(), closed="left"
        )
        sums += [
            pay.filter(within).count().alias(f"{name}_rows"),
            pay.filter(within).mean().alias(f"{name}_mean"),
        ]
    kept = pl.col("end_mean") / pl.col("start_mean") * 100
    return (
        frame.group_by("grade")
        .agg(*sums)
        .with_columns((kept - 100).alias("growth_pct"), (kept / prices_rise() - 100).alias(f"real_{BY}_pct"))
    )


def polars(rows: int, lazy: bool) -> list[Work]:
    frame = pl.from_arrow(people(rows))
    given = frame.lazy() if lazy else frame
    kind = "lazy" if lazy else "eager"
    return [
        Work(
            f"Polars ({kind}), {task}",
            lambda task=task: asked(given, task),
            lambda task=task: polars_by_hand(given, task),
            lambda made: made.lazy().collect(),
        )
        for task in TASKS
    ]


# SQL, in the words that DuckDB and Spark share, but for their errors


def sql(task: str, refusal: str) -> str:
    """A query of the table ``people``; ``months``, ``points`` and ``costs`` are small tables with what is held."""
    if task == "uprate":
        refused = refusal.format(what="p.month")
        return (
            "SELECT p.*, p.pay_gbp * CASE WHEN p.month IS NOT NULL AND m.worth IS NULL "
            f"THEN {refused} ELSE m.worth END AS real "
            "FROM people p LEFT JOIN months m ON year(p.month) * 12 + month(p.month) = m.month"
        )
    if task == "apply_offer":
        columns = ", ".join(
            f"CASE WHEN p.point IS NOT NULL AND o.point IS NULL THEN {refusal.format(what='p.point')} ELSE o.{name} END AS {name}"
            for name in frames.OF_A_POINT
        )
        return f"SELECT p.*, {columns} FROM people p LEFT JOIN points o ON p.point = o.point"
    if task == "cost":
        refused = refusal.format(what="c.point")
        pay = [
            f"sum(staff * CASE WHEN c.point IS NOT NULL AND o.point IS NULL THEN {refused} ELSE o.{name} END) AS {name}_gbp"
            for name in ("before", "after")
        ]
        return (
            "WITH cells AS (SELECT grade, point, count(*) AS rows_there, sum(known) AS staff, count(known) AS counted "
            "FROM (SELECT grade, point, CASE WHEN NOT isnan(fte) THEN fte END AS known FROM people) GROUP BY grade, point), "
            f"bill AS (SELECT grade, sum(CASE WHEN c.point IS NULL THEN 0 ELSE staff END) AS staff_fte, {', '.join(pay)}, "
            "sum(rows_there - CASE WHEN c.point IS NULL THEN 0 ELSE counted END) AS rows_left_out "
            "FROM cells c LEFT JOIN costs o ON c.point = o.point GROUP BY grade) "
            "SELECT *, after_gbp - before_gbp AS cost_gbp, (after_gbp - before_gbp) / before_gbp * 100 AS cost_pct FROM bill"
        )
    ends = []
    for name, month in (("start", SINCE), ("end", UNTIL)):
        first = pd.Period(month, "M")
        within = (
            f"month >= DATE '{first.start_time.date()}' AND month < DATE '{(first + 1).start_time.date()}'"
        )
        for what, called in (("count", "rows"), ("avg", "mean")):
            ends.append(
                f"{what}(CASE WHEN {within} AND NOT isnan(pay_gbp) THEN pay_gbp END) AS {name}_{called}"
            )
    return (
        f"WITH ends AS (SELECT grade, {', '.join(ends)} FROM people GROUP BY grade) "
        f"SELECT *, end_mean / start_mean * 100 - 100 AS growth_pct, "
        f"end_mean / start_mean * 100 / {prices_rise()!r} - 100 AS real_{BY}_pct FROM ends"
    )


def small_tables() -> dict[str, pd.DataFrame]:
    factor = worth()
    return {
        "months": pd.DataFrame(
            {"month": factor.index.year * 12 + factor.index.month, "worth": factor.to_numpy()}
        ),
        "points": of_points().reset_index(names="point"),
        "costs": of_cost().reset_index(names="point"),
    }


def duckdb(rows: int) -> list[Work]:
    import duckdb

    session = duckdb.connect()
    given = people(rows)  # noqa: F841 (DuckDB finds it by its name)
    session.execute("CREATE TABLE people AS SELECT * FROM given")
    for name, table in small_tables().items():
        session.register("small", table)
        session.execute(f"CREATE TABLE {name} AS SELECT * FROM small")
        session.unregister("small")

    def written(relation) -> None:
        relation.create("made")
        session.execute("DROP TABLE made")

    refusal = "CAST(error('not held: ' || CAST({what} AS VARCHAR)) AS DOUBLE)"
    return [
        Work(
            f"DuckDB, {task}",
            lambda task=task: asked(session.table("people"), task),
            lambda task=task: session.sql(sql(task, refusal)),
            written,
        )
        for task in TASKS
    ]


def spark_session():
    """Spark on two cores of this machine."""
    from pyspark.sql import SparkSession

    return (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", False)
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.memory", "3g")
        .config("spark.sql.shuffle.partitions", 2)
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )


def spark(rows: int, folder: Path) -> list[Work]:
    """On two cores, from one Parquet file: what comes out is computed whole, and not collected."""
    from pyarrow import parquet

    path = folder / "people.parquet"
    parquet.write_table(people(rows), path, row_group_size=1_000_000)
    session = spark_session()
    given = session.read.parquet(str(path))
    given.createOrReplaceTempView("people")
    for name, table in small_tables().items():
        session.createDataFrame(table).createOrReplaceTempView(name)

    def computed(frame) -> None:
        frame.write.format("noop").mode("overwrite").save()

    refusal = "CAST(raise_error(concat('not held: ', CAST({what} AS STRING))) AS DOUBLE)"
    return [
        Work(
            f"Spark, {task}",
            lambda task=task: asked(given, task),
            lambda task=task: session.sql(sql(task, refusal)),
            computed,
        )
        for task in TASKS
    ]


def dask(rows: int, parts: int = 8) -> list[Work]:
    import dask.dataframe as dd

    made = people(rows).to_pandas(types_mapper={pa.string(): pd.StringDtype("pyarrow")}.get)
    given = dd.from_pandas(made.assign(month=pd.to_datetime(made["month"])), npartitions=parts)
    return [
        Work(
            f"Dask, {task}",
            lambda task=task: asked(given, task),
            lambda task=task: dask_by_hand(given, task),
            lambda made: made.compute(scheduler="threads"),
        )
        for task in TASKS
    ]


def dask_by_hand(frame, task: str):
    """Plain pandas in each part; groups are added up over the parts."""
    if task in ("uprate", "apply_offer"):
        by_part = _uprated if task == "uprate" else _offered
        return frame.map_partitions(by_part, meta=by_part(frame._meta))
    if task == "cost":
        cells = frame.groupby(["grade", "point"], dropna=False)["fte"].agg(["size", "count", "sum"])
        return cells.reset_index().repartition(npartitions=1).map_partitions(_costed)
    parts = {}
    for name, month in (("start", SINCE), ("end", UNTIL)):
        first = pd.Period(month, "M")
        within = (frame["month"] >= first.start_time) & (frame["month"] < (first + 1).start_time)
        parts[name] = frame["pay_gbp"].where(within)
    sums = (
        frame[["grade"]]
        .assign(**parts)
        .groupby("grade", dropna=False)[["start", "end"]]
        .agg(["count", "mean"])
    )
    return sums.repartition(npartitions=1).map_partitions(_grown)


def _refused(unknown: pd.Series) -> None:
    if unknown.any():
        raise KeyError(f"{int(unknown.sum())} rows hold what is not held")


def _uprated(part: pd.DataFrame) -> pd.DataFrame:
    factor, month = worth(), part["month"]
    place = (month.dt.year - factor.index[0].year) * 12 + month.dt.month - factor.index[0].month
    _refused((place < 0) | (place >= len(factor)))
    found = np.append(factor.to_numpy(), np.nan).take(place.fillna(len(factor)).astype("int64"))
    return part.assign(real=part["pay_gbp"] * found)


def _offered(part: pd.DataFrame) -> pd.DataFrame:
    table, point = of_points(), part["point"]
    place = table.index.get_indexer(point)
    _refused((place < 0) & point.notna())
    return part.assign(**{name: np.append(table[name].to_numpy(), np.nan).take(place) for name in table})


def _costed(cells: pd.DataFrame) -> pd.DataFrame:
    table, there = of_cost(), cells["point"].notna()
    place = table.index.get_indexer(cells["point"])
    _refused((place < 0) & there)
    staff = cells["sum"].where(there, 0.0)
    made = cells[["grade"]].assign(
        staff_fte=staff,
        rows_left_out=cells["size"] - cells["count"].where(there, 0),
        **{f"{name}_gbp": staff * np.append(table[name].to_numpy(), 0.0).take(place) for name in table},
    )
    bill = made.groupby("grade", dropna=False).sum()
    bill["cost_gbp"] = bill["after_gbp"] - bill["before_gbp"]
    return bill.assign(cost_pct=bill["cost_gbp"] / bill["before_gbp"] * 100)


def _grown(sums: pd.DataFrame) -> pd.DataFrame:
    sums.columns = [f"{name}_{what.replace('count', 'rows')}" for name, what in sums.columns]
    kept = sums["end_mean"] / sums["start_mean"] * 100
    return sums.assign(**{"growth_pct": kept - 100, f"real_{BY}_pct": kept / prices_rise() - 100})


# Measuring


def processor_seconds() -> float:
    """Of this process and of those that it started (Spark's is another)."""
    own = time.process_time()
    me, ticks = os.getpid(), os.sysconf("SC_CLK_TCK")
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == me:
            own += (int(fields[11]) + int(fields[12])) / ticks
    return own


def timed(work: Callable[[], object]) -> tuple[float, float]:
    clock, processor = time.perf_counter(), processor_seconds()
    work()
    return time.perf_counter() - clock, processor_seconds() - processor


def measure(work: Work, rounds: int = 7) -> Times:
    """Ours and theirs by turns, after one round that warms both up."""
    sides = [lambda side=side: work.computed(side()) for side in (work.ours, work.theirs)]
    for side in sides:
        side()
    ours, theirs = zip(*([timed(side) for side in sides] for _ in range(rounds)), strict=True)
    (mine, used), (other, theirs_used) = (zip(*each, strict=True) for each in (ours, theirs))
    processor = [one / another for one, another in zip(used, theirs_used, strict=True)]
    return Times(min(mine), min(other), min(mine) / min(other), processor)
