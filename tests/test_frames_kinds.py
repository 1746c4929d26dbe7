"""`paylib.frames` against plain arithmetic on the published levels, whatever types, names and rows a frame has.

What is right is worked out here from the rows of data/prices, without paylib; frames are drawn with a seed.
"""

import csv
import datetime
import decimal
import functools
import math
import random
import zoneinfo
from dataclasses import dataclass
from pathlib import Path

import dask.dataframe as dd
import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from paylib import frames, offers
from paylib.errors import ChoiceError, CoverageError, PeriodError
from tests.conftest import ROOT, cases

NAN = float("nan")
SCALE = pd.DataFrame({"point": [1, 2, 3], "annual_gbp": [10_000.0, 20_000.0, 30_000.0]})
NAMED = SCALE.assign(point=["1", "2", "3"])
FLAT = offers.Offer((offers.Flat(500, "2004-04"),))


@functools.cache
def levels() -> dict[str, dict[str, float]]:
    """The published levels of each deflator by month: of two editions the first, where it has the month."""
    found: dict[str, dict[str, float]] = {}
    parts = sorted(rows(ROOT / "data/prices/deflators.csv"), key=lambda part: part["priority"], reverse=True)
    files = {
        "prices_monthly": (ROOT / "data/prices/prices_monthly.csv", "price_index"),
        "awe_monthly": (next(ROOT.glob("data/*/awe_monthly.csv")), "weekly_gbp"),
    }
    for part in parts:
        if part["period_type"] == "month":
            file, column = files[part["table"]]
            held = found.setdefault(part["deflator"], {})
            some = (row for row in rows(file) if row["series"] == part["series"] and row[column])
            held.update({row["month"]: float(row[column]) for row in some})
    return found


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def months_after(month: str, count: int) -> str:
    year, number = divmod(int(month[:4]) * 12 + int(month[5:]) - 1 + count, 12)
    return f"{year}-{number + 1:02d}"


def first_day(month: str) -> datetime.datetime:
    return datetime.datetime(int(month[:4]), int(month[5:]), 1)


UNITS = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
ZONES = ["Europe/London", "America/New_York", "Pacific/Kiritimati", "Asia/Kolkata", "America/Port-au-Prince"]


def ticks(moment: datetime.datetime, unit: str) -> int:
    since = moment - datetime.datetime(1970, 1, 1)
    return (since.days * 86_400 + since.seconds) * UNITS[unit]


def in_month(month: str, unit: str, draw: random.Random, zone: str | None = None) -> int:
    """A tick of a month, which is often its first or its last."""
    ends = [first_day(month), first_day(months_after(month, 1))]
    if zone is not None:
        utc = datetime.UTC
        ends = [
            each.replace(tzinfo=zoneinfo.ZoneInfo(zone)).astimezone(utc).replace(tzinfo=None) for each in ends
        ]
    low, high = (ticks(each, unit) for each in ends)
    return draw.choice([low, high - 1, draw.randrange(low, high)])


def key_of(months: list, kind: str, draw: random.Random) -> pa.Array:
    """Months, of which some are missing, in one of the types of PyArrow."""
    if kind in ("text", "dictionary"):
        made = pa.array(months, pa.string())
        return made.dictionary_encode() if kind == "dictionary" else made
    if kind.startswith("date"):
        span = [month and in_month(month, "s", draw) // 86_400 for month in months]
        days = [day if day is None else datetime.date(1970, 1, 1) + datetime.timedelta(day) for day in span]
        return pa.array(days, pa.date32() if kind == "date32" else pa.date64())
    unit, _, zone = kind.partition(" ")
    numbers = [month and in_month(month, unit, draw, zone or None) for month in months]
    return pa.array(numbers, pa.int64()).cast(pa.timestamp(unit, zone or None))


def key_kind(draw: random.Random) -> str:
    plain = ["text", "dictionary", "date32", "date64", *UNITS]
    return draw.choice([*plain, f"{draw.choice([*UNITS])} {draw.choice(ZONES)}"])


MONEY = ["float64", "float32", "int64", "int16", "decimal"]

AS_TEXT = ("dask", "pandas, nullable")
"""The engines that take decimal numbers, or an empty column of them, for text."""


def money_of(values: list, kind: str) -> pa.Array:
    if kind == "decimal":
        return pa.array(
            [each if each is None else decimal.Decimal(int(each)) for each in values], pa.decimal128(12, 2)
        )
    if kind.startswith("int"):
        return pa.array([each if each is None else int(each) for each in values], kind)
    return pa.array(values, kind, from_pandas=False)


POINTS = ["int8", "int64", "uint16", "float64", "string", "dictionary"]


def points_of(points: list, kind: str) -> pa.Array:
    """Points, as numbers or text; of floats what is missing is NaN."""
    if kind in ("string", "dictionary"):
        made = pa.array([point and str(point) for point in points], pa.string())
        return made.dictionary_encode() if kind == "dictionary" else made
    if kind == "float64":
        floats = [NAN if point is None else float(point) for point in points]
        return pa.array(floats, pa.float64(), from_pandas=False)
    return pa.array(points, kind)


def in_pieces(table: pa.Table) -> pa.Table:
    """The same rows, as a slice of more and in pieces, of which some have no rows."""
    more = pa.concat_tables([table.slice(0, 1), table, table.slice(0, 0)])[len(table[:1]) :]
    half = len(more) // 2
    return pa.concat_tables([more[:0], more[:half], more[:0], more[half:]])


def with_labels(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.set_axis(pd.Index([7] * len(frame), name="month"))


ENGINES = {
    "pandas": lambda table: with_labels(table.to_pandas(date_as_object=False)),
    "pandas, PyArrow's types": lambda table: with_labels(table.to_pandas(types_mapper=pd.ArrowDtype)),
    "pandas, nullable": lambda table: table.to_pandas(date_as_object=False).convert_dtypes(),
    "pandas, categories": lambda table: table.to_pandas(date_as_object=False).astype(
        {table.column_names[0]: "category"}
    ),
    "polars": pl.from_arrow,
    "polars, lazy": lambda table: pl.from_arrow(table).lazy(),
    "pyarrow": in_pieces,
    "duckdb": lambda table: duckdb.connect(":memory:").from_arrow(table),
    "dask": lambda table: dd.from_pandas(table.to_pandas(date_as_object=False), npartitions=3),
}


def back(made: object) -> pd.DataFrame:
    if isinstance(made, duckdb.DuckDBPyRelation):
        made = made.to_arrow_table()
    if isinstance(made, dd.DataFrame):
        return made.compute(scheduler="synchronous")
    if isinstance(made, pl.LazyFrame):
        made = made.collect()
    return made if isinstance(made, pd.DataFrame) else made.to_pandas()


def numbers(column: pd.Series) -> list[float]:
    """What a column holds, NaN where it is missing."""
    return [NAN if pd.isna(each) else float(each) for each in column]


NAMES = [
    "m",
    "a b",
    'q"t',
    "$1",
    "back\\slash",
    "new\nline",
    "SELECT",
    "^m$",
    "Found",
    "é",
    "period",
    "x" * 99,
]


@dataclass(frozen=True)
class Drawn:
    """A frame of an engine, and what was drawn for it: of each row the month, money, group and point."""

    engine: str
    frame: object
    names: list[str]
    rows: list[tuple]
    held: dict[str, float]
    options: dict[str, object]
    scale: pd.DataFrame
    two: list[str]
    """Months of the index: those compared, and the second of them that whose prices are asked for."""

    @property
    def eager(self) -> bool:
        return not self.engine.startswith(("polars, lazy", "duckdb", "dask"))

    @property
    def groups(self) -> list[str]:
        return sorted({group for _, _, group, _ in self.rows})

    @classmethod
    def of(cls, engine: str, draw: random.Random) -> "Drawn":
        by, held = draw.choice(list(levels().items()))
        ends, key, kind = (
            [min(held), max(held)],
            key_kind(draw),
            draw.choice(MONEY[: 4 if engine in AS_TEXT else 5]),
        )
        some = draw.choice([0, 1, 2, 13])
        months = [draw.choice([*ends, None, draw.choice(list(held))]) for _ in range(some)]
        money = [draw.choice([None, 0.0, -250.0, float(draw.randrange(10_000))]) for _ in range(some)]
        if kind.startswith("float"):
            money = [NAN if draw.random() < 0.1 else each for each in money]
        groups, points = (draw.choices(some_of, k=some) for some_of in (["x", "y"], [1, 2, 3, None]))
        names, point = draw.sample(NAMES, 5), draw.choice(POINTS)
        scale = NAMED if point in ("string", "dictionary") else SCALE
        columns = [
            key_of(months, key, draw), money_of(money, kind), pa.array(groups, pa.string()),
            points_of(points, point), pa.array(range(some), pa.int64()),
        ]  # fmt: skip
        frame = ENGINES[engine](pa.table(columns, names=names))
        tz = key.partition(" ")[2] if engine == "duckdb" else ""
        two = [draw.choice([each for each in [*months, *ends] if each]) for _ in "ab"]
        rows = list(
            zip(months, [NAN if each is None else each for each in money], groups, points, strict=True)
        )
        return cls(engine, frame, names, rows, held, {"by": by, "tz": tz or None}, scale, two)


def check_uprated(drawn: Drawn) -> None:
    """Money times index over index, in each row as it was; a copy of the frame given is as it was."""
    month, money, *_, who = drawn.names
    given = drawn.frame.copy(deep=True) if isinstance(drawn.frame, pd.DataFrame) else None
    made = back(frames.uprate(drawn.frame, money, month, to=drawn.two[1], into="real", **drawn.options))
    made = made.sort_values(who) if drawn.engine == "duckdb" else made
    assert list(made) == [*drawn.names, "real"] and made[who].tolist() == list(range(len(drawn.rows)))
    held = drawn.held
    want = [NAN if at is None else pay * held[drawn.two[1]] / held[at] for at, pay, *_ in drawn.rows]
    assert numbers(made["real"]) == pytest.approx(want, rel=1e-9, nan_ok=True)
    if given is not None:
        pd.testing.assert_frame_equal(drawn.frame, given)
        pd.testing.assert_frame_equal(made[drawn.names], given)


def check_changed(drawn: Drawn) -> None:
    """The means of a group in two months, and (1 + growth) x index over index - 1; a month of no row is refused."""
    month, money, group, *_ = drawn.names
    of_each = {
        name: [[v for m, v, g, _ in drawn.rows if (m, g) == (at, name) and v == v] for at in drawn.two]
        for name in drawn.groups
    }

    def changed() -> pd.DataFrame:
        made = frames.real_change(drawn.frame, money, month, *drawn.two, groups=group, **drawn.options)
        return back(made).set_index(group)

    if drawn.eager and not all(any(each[at] for each in of_each.values()) for at in (0, 1)):
        with pytest.raises(CoverageError, match="has no value for"):
            changed()
        return
    made = changed()
    assert sorted(made.index) == drawn.groups
    for name, parts in of_each.items():
        means = [sum(each) / len(each) if each else NAN for each in parts]
        kept = means[1] / means[0] if means[0] > 0 else NAN
        real = kept * drawn.held[drawn.two[0]] / drawn.held[drawn.two[1]]
        columns = ["start_rows", "end_rows", "start_mean", "end_mean", "growth_pct"]
        assert numbers(made.loc[name, [*columns, f"real_{drawn.options['by']}_pct"]]) == pytest.approx(
            [*map(len, parts), *means, kept * 100 - 100, real * 100 - 100], rel=1e-9, abs=1e-9, nan_ok=True
        )


def check_costed(drawn: Drawn) -> None:
    """£500 a full-timer on £10,000 a point; rows that want for a point or staff are counted."""
    _, money, group, place, _ = drawn.names
    made = back(
        frames.cost(drawn.frame, FLAT, drawn.scale, point=place, staff=money, groups=[group], full_year=True)
    )
    made = made.set_index(group)
    assert sorted(made.index) == drawn.groups
    for name in drawn.groups:
        every = [(point, staff) for _, staff, each, point in drawn.rows if each == name]
        counted = [(point, staff) for point, staff in every if point is not None and staff == staff]
        staff, pay = sum(each for _, each in counted), sum(point * 10_000 * each for point, each in counted)
        columns = ["staff_fte", "before_gbp", "cost_gbp", "rows_left_out"]
        assert numbers(made.loc[name, columns]) == pytest.approx(
            [staff, pay, staff * 500, len(every) - len(counted)], rel=1e-9, abs=1e-6
        )


def check_laid(drawn: Drawn) -> None:
    """£500 on £10,000 a point, in each row."""
    *_, place, who = drawn.names
    made = back(frames.apply_offer(drawn.frame, FLAT, drawn.scale, point=place))
    made = made.sort_values(who)
    want = [NAN if point is None else point * 10_000 + 500 for *_, point in drawn.rows]
    assert made[who].tolist() == list(range(len(want)))
    assert numbers(made["after_gbp_year"]) == pytest.approx(want, nan_ok=True)
    assert numbers(made["rise_pct"]) == pytest.approx([5 / (each // 10_000) for each in want], nan_ok=True)


def check_refused(drawn: Drawn, draw: random.Random) -> None:
    """The months next to the first and the last of an index are refused by name, and counted."""
    first, last = min(drawn.held), max(drawn.held)
    outside, key = draw.choice([months_after(first, -1), months_after(last, 1)]), key_kind(draw)
    table = pa.table({"month": key_of([first, outside], key, draw), "pay": [1.0, 2.0]})
    tz = key.partition(" ")[2] if drawn.engine == "duckdb" else ""
    options = drawn.options | {"tz": tz or None, "to": last}
    with pytest.raises(Exception, match=f"for {outside}: it is held") as refused:
        back(frames.uprate(ENGINES[drawn.engine](table), "pay", "month", **options))
    assert drawn.engine == "duckdb" or isinstance(refused.value, CoverageError)
    assert not drawn.eager or "1 of 2 rows read are of months that are not held" in str(refused.value)


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_what_comes_out_is_what_plain_arithmetic_gives(engine):
    for seed in range(cases(60, 1 if engine in ("duckdb", "dask") else 2)):
        draw = random.Random(f"{engine} {seed}")
        drawn = Drawn.of(engine, draw)
        check_uprated(drawn)
        check_changed(drawn)
        check_costed(drawn)
        check_laid(drawn)
        check_refused(drawn, draw)


def uprated(frame: object, to: str = "2004-04", by: str = "cpi", **options) -> list[float]:
    return numbers(back(frames.uprate(frame, "pay", "month", to=to, by=by, into="real", **options))["real"])


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("zone", ["America/New_York", "America/Port-au-Prince", "Etc/GMT+5", "UTC"])
def test_instants_are_placed_in_the_zone_asked_for_whatever_their_own_is_called(engine, zone):
    """23:30 in UTC on 31 March 2004 is April in London: in pandas it stayed March where a zone's name has an _."""
    moment = ticks(datetime.datetime(2004, 3, 31, 23, 30), "us")
    table = pa.table({"month": pa.array([moment]).cast(pa.timestamp("us", zone)), "pay": [100.0]})
    frame = ENGINES[engine](table)
    assert uprated(frame, tz="Europe/London") == [100]
    cpi = levels()["cpi"]
    assert uprated(frame, tz="America/New_York") == pytest.approx([100 * cpi["2004-04"] / cpi["2004-03"]])
    change = back(
        frames.real_change(frame, "pay", "month", "2004-04", "2004-04", by="cpi", tz="Europe/London")
    )
    assert change["start_rows"].tolist() == [1]


def test_instants_in_a_dictionary_are_placed_too():
    moment = pa.array([ticks(datetime.datetime(2004, 3, 31, 23, 30), "us")]).cast(pa.timestamp("us", "UTC"))
    table = pa.table({"month": moment.dictionary_encode(), "pay": [100.0]})
    coded = table.to_pandas(types_mapper=pd.ArrowDtype)
    plain = pd.DataFrame({"month": pd.Categorical(moment.to_pandas()), "pay": 100.0})
    for frame in (table, coded, plain, dd.from_pandas(plain, npartitions=1)):
        assert uprated(frame, tz="Europe/London") == [100]


@pytest.mark.parametrize(
    "kept",
    ["2004-04", datetime.date(2004, 4, 1), pd.Period("2004-04", "M"), datetime.datetime(2004, 4, 30, 23, 59)],
)
def test_categories_that_are_no_instants_are_read_as_they_are_where_a_zone_is_named(kept):
    """Also beside one that is: 23:30 in UTC on 31 March 2004, in April in London."""
    moment = pd.Timestamp("2004-03-31 23:30", tz="UTC")
    for values in ([kept], [kept, moment]):
        month = pd.Categorical(values, pd.Index(values, dtype=object))
        frame = pd.DataFrame({"month": month, "pay": 100.0})
        assert uprated(frame, tz="Europe/London") == [100.0] * len(values)
        assert uprated(dd.from_pandas(frame, npartitions=1), tz="Europe/London") == [100.0] * len(values)


def test_the_last_nanosecond_of_a_month_is_in_it_in_duckdb_too():
    """DuckDB rounds nanoseconds to microseconds when it takes a month: 23:59:59.999999999 was the next one's."""
    ends = [first_day("2004-04"), first_day("1970-01"), first_day("1969-12")]
    moments = [ticks(end, "ns") - less for end in ends for less in (1, 0)]
    table = pa.table(
        {"month": pa.array([*moments, None]).cast(pa.timestamp("ns")), "pay": 100.0 * np.ones(7)}
    )
    index = levels()["rpi_long"]
    months = ["2004-03", "2004-04", "1969-12", "1970-01", "1969-11", "1969-12"]
    want = [*(100 * index["2004-04"] / index[month] for month in months), NAN]
    for engine in ("duckdb", "pandas", "polars", "pyarrow"):
        assert uprated(ENGINES[engine](table), by="rpi_long") == pytest.approx(want, rel=1e-12, nan_ok=True)


def test_instants_of_duckdb_in_nanoseconds_are_asked_for_their_place_as_others_are():
    moment = ticks(datetime.datetime(2004, 3, 31, 23, 30), "ns")
    frame = ENGINES["duckdb"](
        pa.table({"month": pa.array([moment]).cast(pa.timestamp("ns", "UTC")), "pay": [100.0]})
    )
    with pytest.raises(PeriodError, match='tz="Europe/London"'):
        uprated(frame)
    assert uprated(frame, tz="Europe/London") == [100]


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("timestamp_s '9999-12-31'", "9999-12"),
        ("timestamp_ms '1600-02-03'", "1600-02"),
        ("'infinity'::timestamp_ns", "infinity"),
        ("'-infinity'::timestamp", "-infinity"),
    ],
)
def test_duckdb_says_which_far_month_it_has_none_for(moment, said):
    frame = duckdb.connect(":memory:").sql(f"select 1.0 as pay, {moment} as month")
    with pytest.raises(duckdb.ConversionException, match=f"No CPI for {said}: it is held"):
        uprated(frame)


@pytest.mark.parametrize("number", [2**63 - 1, -(2**63) + 1, 2**62])
def test_an_instant_beyond_every_calendar_is_refused_as_other_months_are(number):
    """What other systems keep as without an end: Polars panicked, and PyArrow overflowed, when the error named it."""
    table = pa.table({"month": pa.array([0, number]).cast(pa.timestamp("us")), "pay": [1.0, 2.0]})
    for engine in ("polars", "pyarrow", "pandas", "pandas, PyArrow's types"):
        with pytest.raises(CoverageError, match="1 of 2 rows read are of months"):
            uprated(ENGINES[engine](table), by="rpi_long")


def test_what_is_no_month_in_a_type_of_pyarrow_is_refused_in_words_of_ours():
    """It called itself until Python stopped it."""
    for values in (pa.array([2004]), pa.array([2004.5]), pa.array([b"2004-03"]), pa.array([True])):
        frame = pa.table({"month": values, "pay": [1.0]}).to_pandas(types_mapper=pd.ArrowDtype)
        with pytest.raises(PeriodError, match=rf"holds {values.type}\[pyarrow\], which is no month"):
            uprated(frame)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("count", [0, 2])
def test_a_column_of_no_type_gives_missing_results_in_any_number_of_rows(engine, count):
    table = pa.table({"month": pa.nulls(count), "pay": pa.nulls(count), "point": pa.nulls(count)})
    frame = ENGINES[engine](table)
    if engine == "dask" or (engine == "pandas, nullable" and count == 0):
        frame = dd.from_pandas(table.to_pandas(types_mapper=pd.ArrowDtype), npartitions=1)
    assert len(uprated(frame)) == count and all(each != each for each in uprated(frame))
    laid = back(frames.apply_offer(frame, FLAT, SCALE))
    assert len(laid) == count and laid["rise_pct"].isna().all()
    bill = back(frames.cost(frame, FLAT, SCALE, staff="pay"))
    assert bill[["staff_fte", "cost_gbp", "rows_left_out"]].to_numpy().tolist() == [[0, 0, count]]


@pytest.mark.parametrize("nothing", [None, NAN, pd.NaT, pd.NA], ids=str)
def test_text_is_read_whatever_stands_for_missing_in_it(nothing):
    month = pd.Series(["2004-04", nothing, "2004-04"], dtype=object)
    assert uprated(pd.DataFrame({"month": month, "pay": [1.0, 2.0, 3.0]})) == pytest.approx(
        [1, NAN, 3], nan_ok=True
    )


def many_kinds_of_money() -> dict:
    """£100.50, a missing one and £-2 in types of numbers that narwhals does not know."""
    exact = [decimal.Decimal("100.50"), None, decimal.Decimal("-2.00")]
    floats = np.array([100.5, NAN, -2])
    in_pandas = {
        "another byte order": floats.astype(">f8"),
        "long doubles": floats.astype("longdouble"),
        "sparse": pd.arrays.SparseArray(floats),
        "objects": pd.Series(exact, dtype=object),
        "categories": pd.Categorical(floats),
        "wide decimals of PyArrow": pd.array(exact, dtype=pd.ArrowDtype(pa.decimal256(50, 2))),
    }
    months = ["2004-04"] * 3
    made = {name: pd.DataFrame({"month": months, "pay": pay}) for name, pay in in_pandas.items()}
    for name in ("another byte order", "sparse", "wide decimals of PyArrow"):
        made[f"{name}, in Dask"] = dd.from_pandas(made[name], npartitions=2)
    for kind in (pa.decimal32(5, 2), pa.decimal64(5, 2), pa.decimal256(50, 2)):
        made[f"{kind} of PyArrow"] = pa.table({"month": months, "pay": pa.array(exact, kind)})
    coded = pa.array([100.5, None, -2]).dictionary_encode()
    made["a dictionary"] = pa.table({"month": months, "pay": coded})
    made["a dictionary in pandas"] = made["a dictionary"].to_pandas(types_mapper=pd.ArrowDtype)
    return made


@pytest.mark.parametrize("kind", many_kinds_of_money())
def test_numbers_are_numbers_in_whatever_type_they_are(kind):
    frame = many_kinds_of_money()[kind]
    assert uprated(frame) == pytest.approx([100.5, NAN, -2], nan_ok=True)
    change = back(frames.real_change(frame, "pay", "month", "2004-04", "2004-04", by="cpi"))
    assert change[["start_rows", "end_mean"]].to_numpy().tolist() == [[2, 49.25]]
    assert "figures" not in list(back(frames.uprate(frame, "pay", "month", to="2004-04", by="cpi")))


def test_whole_numbers_that_a_float_rounds_are_rounded():
    """PyArrow refuses to: its own error reached the user."""
    table = pa.table({"month": ["2004-04"] * 2, "pay": [2**53 + 1, -(2**62)]})
    for frame in (table, table.to_pandas(types_mapper=pd.ArrowDtype), table.to_pandas()):
        assert uprated(frame) == [2.0**53, -(2.0**62)]


@pytest.mark.parametrize("engine", ENGINES)
def test_points_and_staff_that_are_no_numbers_are_counted_as_left_out(engine):
    """One at point 1 and half a one at point 2: £20,000. NaN, which PyArrow and Polars tell from missing, is neither.

    In pandas with PyArrow's or its own types staff of NaN were kept, so that nobody was counted at their point.
    """
    table = pa.table(
        {
            "id": range(6),
            "point": pa.array([1.0, 1.0, NAN, None, 2.0, 2.0], from_pandas=False),
            "fte": pa.array([1.0, NAN, 1.0, 1.0, 0.5, None], from_pandas=False),
        }
    )
    frame = ENGINES[engine](table)
    bill = back(frames.cost(frame, FLAT, SCALE, staff="fte"))
    assert bill[["staff_fte", "before_gbp", "rows_left_out"]].to_numpy().tolist() == [[1.5, 20_000, 4]]
    laid = back(frames.apply_offer(frame, FLAT, SCALE)).sort_values("id")
    assert numbers(laid["after_gbp_year"]) == pytest.approx(
        [10_500, 10_500, NAN, NAN, 20_500, 20_500], nan_ok=True
    )


def test_a_nullable_column_of_pandas_that_holds_nan_counts_it_as_missing():
    """A mean of 1 and of 3; NaN beside them, which is none of the missing there, made both NaN, and was counted."""
    pay = pd.arrays.FloatingArray(np.array([1, NAN, 3, NAN]), np.zeros(4, dtype=bool))
    frame = pd.DataFrame({"month": ["2004-03", "2004-03", "2004-04", "2004-04"], "pay": pay})
    for each in (frame, dd.from_pandas(frame, npartitions=2)):
        change = back(frames.real_change(each, "pay", "month", "2004-03", "2004-04", by="cpi"))
        assert change.iloc[0, :5].tolist() == [1, 1, 1, 3, 200]


def test_dictionaries_of_pyarrow_in_pandas_are_points_and_groups():
    scale = SCALE.assign(point=["a", "b", "c"])
    table = pa.table({"point": ["a", "b", None], "group": ["y", "x", "y"], "other": ["p", "p", "q"]})
    frame = pa.table({name: table[name].dictionary_encode() for name in table.column_names})
    frame = frame.to_pandas(types_mapper=pd.ArrowDtype)
    assert frames.apply_offer(frame, FLAT, scale)["rise_pct"].tolist() == pytest.approx(
        [5, 2.5, NAN], nan_ok=True
    )
    for groups in ("group", ["group"], ["group", "other"]):
        bill = frames.cost(frame, FLAT, scale, groups=groups)
        assert bill.groupby("group")[["staff_fte", "rows_left_out"]].sum().to_numpy().tolist() == [
            [1, 0],
            [1, 1],
        ]


def test_results_by_group_are_labelled_in_their_order():
    """They were sorted, and kept the labels of before: the first row was not row 0."""
    frame = pd.DataFrame(
        {"g": ["b", "a", "b", "a"], "point": [2, 1, 1, 2], "month": ["2004-04"] * 4, "pay": 1.0}
    )
    for groups in ("g", ["g", "point"]):
        bill = frames.cost(frame, FLAT, SCALE, groups=groups)
        assert bill.index.tolist() == list(range(len(bill))) and bill.loc[0, "g"] == "a"
        change = frames.real_change(frame, "pay", "month", "2004-04", "2004-04", groups=groups, by="cpi")
        assert change.index.tolist() == list(range(len(change))) and change.loc[0, "g"] == "a"


def test_what_cannot_be_grouped_by_is_refused_in_words_of_ours():
    table = pa.table({"g": [[1], [2]], "h": [{"a": 1}, {"a": 2}], "point": [1, 2]})
    for frame in (table, table.to_pandas(), table.to_pandas(types_mapper=pd.ArrowDtype)):
        for groups in ("g", "h", ["g", "point"]):
            with pytest.raises(ChoiceError, match="cannot be grouped by lists"):
                frames.cost(frame, FLAT, SCALE, groups=groups)


def test_names_that_differ_in_capitals_only_are_one_name_in_duckdb():
    """Its own error, of an ambiguous reference, reached the user; or two columns came out under one name."""
    table = pa.table({"pay": [1.0], "month": ["2004-04"], "RISE_PCT": [1], "Cost_gbp": [2], "point": [1]})
    frame = ENGINES["duckdb"](table)
    for ask in (
        lambda: frames.uprate(frame, "pay", "month", to="2004-04", by="cpi", into="PAY"),
        lambda: frames.apply_offer(frame, FLAT, SCALE),
        lambda: frames.cost(frame, FLAT, SCALE, groups="Cost_gbp"),
    ):
        with pytest.raises(ChoiceError, match=r"There is a column '(pay|RISE_PCT|Cost_gbp)' already"):
            ask()
    made = frames.uprate(table, "pay", "month", to="2004-04", by="cpi", into="PAY")
    assert made.column_names[-1] == "PAY"


@pytest.mark.parametrize("scale", [SCALE, SCALE.assign(point=["a", "b", "c"])], ids=["numbers", "text"])
def test_an_empty_frame_of_names_only_gives_an_empty_one(scale):
    """pandas.DataFrame(columns=…), whose columns are objects."""
    frame = pd.DataFrame(columns=["month", "pay", "point", "g"])
    assert uprated(frame) == []
    assert frames.apply_offer(frame, FLAT, scale).empty
    assert frames.cost(frame, FLAT, scale, staff="pay", groups=["g", "point"]).empty


@pytest.mark.parametrize("engine", ENGINES)
def test_no_columns_of_an_offer_add_none(engine):
    """Polars, lazy, and DuckDB ended in errors of their own."""
    made = frames.apply_offer(ENGINES[engine](pa.table({"point": [1, 2]})), FLAT, SCALE, columns=[])
    assert list(back(made)) == ["point"] and len(back(made)) == 2


def test_a_column_of_an_offer_named_twice_is_called_a_column():
    with pytest.raises(ChoiceError, match="'rise_pct' is among the columns twice"):
        frames.apply_offer(pd.DataFrame({"point": [1]}), FLAT, SCALE, columns=["rise_pct"] * 2)


def test_duckdb_is_asked_for_no_column_without_a_name():
    frame = ENGINES["duckdb"](pa.table({"pay": [1.0], "month": ["2004-04"]}))
    with pytest.raises(ChoiceError, match="'' is none"):
        frames.uprate(frame, "pay", "month", to="2004-04", by="cpi", into="")


@pytest.mark.parametrize(
    ("said", "names"),
    [("The payroll", ["The payroll"]), (None, []), (5, ["5"]), ([1, "a"], ["1", "a"]), ([["x"]], ["['x']"])],
)
def test_what_a_frame_says_of_its_sources_is_kept_as_it_is_said(said, names):
    """A text came apart into its letters, and what is no list of names was an error of Python's."""
    frame = pd.DataFrame({"month": ["2004-04"], "pay": [1.0]})
    frame.attrs = {"sources": said}
    for made in (
        frames.uprate(frame, "pay", "month", to="2004-04", by="cpi"),
        frames.real_change(frame, "pay", "month", "2004-04", "2004-04", by="cpi"),
    ):
        assert sorted(made.attrs["sources"]) == sorted([*names, "ons_cpi_detailed_tables_2026_06"])
    assert frame.attrs == {"sources": said}


@pytest.mark.parametrize("engine", ENGINES)
def test_staff_without_end_cost_no_sum_and_not_nothing(engine):
    """Infinite at one point and minus infinite at another: pandas said that it cost £0."""
    table = pa.table({"point": [1, 2], "fte": [math.inf, -math.inf]})
    bill = back(frames.cost(ENGINES[engine](table), FLAT, SCALE, staff="fte"))
    assert numbers(bill.loc[0, ["staff_fte", "cost_gbp"]]) == pytest.approx([NAN, NAN], nan_ok=True)
    assert bill["rows_left_out"].tolist() == [0]


@pytest.mark.parametrize("kind", [">i2", ">i8", ">f8", ">u4", "float16", "longdouble"])
def test_points_and_groups_are_found_in_every_type_of_numbers_of_numpy(kind):
    frame = pd.DataFrame({"point": np.array([2, 1, 2], dtype=kind), "h": ["x", "y", "x"]})
    for each in (frame, dd.from_pandas(frame, npartitions=2)):
        assert back(frames.apply_offer(each, FLAT, SCALE))["after_gbp_year"].tolist() == [
            20_500,
            10_500,
            20_500,
        ]
        for groups in ("point", ["point", "h"]):
            bill = back(frames.cost(each, FLAT, SCALE, groups=groups))
            assert bill[["point", "staff_fte"]].to_numpy().tolist() == [[1, 1], [2, 2]]


@pytest.mark.parametrize(
    "values",
    [[10, "a", None, "a"], [b"a", "a", None, "a"], [pd.Period("2004"), "a", None, "a"], [1 + 1j, "a", None, "a"]],
)  # fmt: skip
def test_groups_that_have_no_order_are_results_all_the_same(values):
    """Grades 10 and a, as a sheet gives them, ended in an error of pandas's as they were sorted."""
    frame = pd.DataFrame({"g": pd.Series(values, dtype=object), "h": ["x", "x", "x", "x"], "point": 1})
    for groups in ("g", ["h", "g"]):
        bill = frames.cost(frame, FLAT, SCALE, groups=groups)
        assert bill["staff_fte"].tolist() in ([1, 2, 1], [2, 1, 1]) and bill["g"].isna().tolist()[2]
        assert bill.set_index("g").loc["a", "cost_gbp"] == 1_000


def test_dates_of_64_bits_with_a_time_of_day_are_of_their_day():
    """A millisecond before 1970, as some writers keep it, is in December 1969; PyArrow refused to make it a day."""
    month = pa.array([-1, 86_400_000 - 1, None], pa.int64()).view(pa.date64())
    table, index = pa.table({"month": month, "pay": [100.0] * 3}), levels()["rpi_long"]
    for frame in (table, table.to_pandas(types_mapper=pd.ArrowDtype)):
        want = [100 * index["1970-01"] / index["1969-12"], 100, NAN]
        assert uprated(frame, "1970-01", "rpi_long") == pytest.approx(want, rel=1e-12, nan_ok=True)
        change = back(frames.real_change(frame, "pay", "month", "1969-12", "1970-01", by="rpi_long"))
        assert change[["start_rows", "end_rows"]].to_numpy().tolist() == [[1, 1]]


def test_a_name_that_is_there_twice_is_refused_in_words_of_ours_on_every_engine_that_allows_it():
    table = pa.table([[1.0], [2.0], ["2004-04"]], names=["pay", "pay", "month"])
    relation = duckdb.connect(":memory:").sql("select 1.0 as pay, 2.0 as pay, '2004-04' as month")
    plain = table.to_pandas()
    plain.insert(0, "column_names", 1)
    for frame in (table, relation, plain):
        with pytest.raises(ChoiceError, match="'pay' is there twice"):
            uprated(frame)
    capitals = duckdb.connect(":memory:").sql("select 1.0 as pay, 2.0 as PAY, '2004-04' as month")
    with pytest.raises(ChoiceError, match="'PAY' is there twice"):
        uprated(capitals)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("groups", ["g", ["g", "h"], "point"])
def test_nan_and_nothing_are_one_missing_group(engine, groups):
    """Outside pandas they were two groups; also of points, of which neither counts anybody."""
    table = pa.table(
        {
            "g": pa.array([NAN, None, 1.0, NAN, None], from_pandas=False),
            "h": ["a"] * 5,
            "point": pa.array([1.0, NAN, None, 1.0, 1.0], from_pandas=False),
            "month": ["2004-03", "2004-04", "2004-04", "2004-03", "2004-04"],
            "pay": [1.0, 2.0, 3.0, 4.0, 5.0],
        }
    )
    frame = ENGINES[engine](table)
    first = groups if isinstance(groups, str) else groups[0]
    bill = back(frames.cost(frame, FLAT, SCALE, groups=groups)).sort_values(first)
    want = {"g": [[1, 0, 1], [NAN, 3, 1]], "point": [[1, 3, 0], [NAN, 0, 2]]}[first]
    for place, name in enumerate((first, "staff_fte", "rows_left_out")):
        assert numbers(bill[name]) == pytest.approx([row[place] for row in want], nan_ok=True)
    if first == "g":
        made = frames.real_change(frame, "pay", "month", "2004-03", "2004-04", groups=groups, by="cpi")
        change = back(made).sort_values("g")[["start_rows", "end_rows"]]
        assert change.to_numpy().tolist() == [[0, 1], [2, 2]]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("nothing", [None, NAN])
def test_months_of_floats_that_are_all_missing_give_missing_results(engine, nothing):
    """What a column of nothing is on its way from pandas: Polars, PyArrow and DuckDB said that it holds no months."""
    table = pa.table({"month": pa.array([nothing] * 2, pa.float64(), from_pandas=False), "pay": [1.0, 2.0]})
    frame = ENGINES[engine](table)
    made = back(frames.uprate(frame, "pay", "month", to="2004-04", by="cpi", into="real"))
    assert list(made) == ["month", "pay", "real"] and made["real"].isna().tolist() == [True, True]
    if engine in ("polars, lazy", "duckdb", "dask"):
        change = back(frames.real_change(frame, "pay", "month", "2004-03", "2004-04", by="cpi"))
        assert change[["start_rows", "end_rows"]].to_numpy().tolist() == [[0, 0]]
    else:
        with pytest.raises(CoverageError, match="no value for 2004-03"):
            frames.real_change(frame, "pay", "month", "2004-03", "2004-04", by="cpi")


@pytest.mark.parametrize("engine", ENGINES)
def test_months_of_floats_of_which_one_is_a_number_are_refused(engine):
    table = pa.table({"month": pa.array([2004.0, NAN], from_pandas=False), "pay": [1.0, 2.0]})
    with pytest.raises(Exception, match=r"[nN]o month") as refused:
        uprated(ENGINES[engine](table))
    assert engine == "duckdb" or isinstance(refused.value, PeriodError)


def test_months_of_lists_that_are_all_missing_are_missing_in_types_of_pyarrow():
    """An error of PyArrow's, which has no lists for text, reached the user."""
    table = pa.table({"month": pa.array([None, None], pa.list_(pa.string())), "pay": [1.0, 2.0]})
    for frame in (table, table.to_pandas(types_mapper=pd.ArrowDtype)):
        assert uprated(frame) == pytest.approx([NAN, NAN], nan_ok=True)
        with pytest.raises(CoverageError, match="no value for 2004-03"):
            frames.real_change(frame, "pay", "month", "2004-03", "2004-04", by="cpi")


@pytest.mark.parametrize(("one", "other"), [("É", "é"), ("ß", "ss"), ("Σ", "ς")])
def test_names_that_duckdb_tells_apart_are_two_names(one, other):
    """It reads A as a, and no other letter as another: É and é were refused as one column that is there twice."""
    table = pa.table({one: [1.0], other: [2.0], "month": ["2004-03"]})
    want = 2 * levels()["cpi"]["2004-04"] / levels()["cpi"]["2004-03"]
    for engine in ("duckdb", "pandas", "polars"):
        frame = ENGINES[engine](table)
        made = back(frames.uprate(frame, other, "month", to="2004-04", by="cpi", into="real"))
        assert made["real"].tolist() == pytest.approx([want])
        alone = ENGINES[engine](table.select([one, "month"]))
        made = back(frames.uprate(alone, one, "month", to="2004-03", by="cpi", into=other))
        assert list(made) == [one, "month", other] and made[other].tolist() == [1]
