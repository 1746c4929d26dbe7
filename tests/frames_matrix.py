"""What `paylib.frames` keeps on every engine: the checks, and the engines of one machine.

A check takes an `Engine`: how a frame of it is made from pandas, and how pandas is got back.
`tests/test_frames.py` runs the checks here; `tests/cluster` runs the same on Spark and a Dask cluster.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass

import dask.dataframe as dd
import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from paylib import frames, offers, prices
from paylib.errors import PaylibError
from paylib.offers import Flat, Floor, GreaterOf, LumpSum, Offer, Percent

SCALE = pd.DataFrame({"point": [1, 2, 3], "annual_gbp": [10_000.0, 15_000.0, 30_000.0]})
NAMED = SCALE.assign(point=["bottom", "middle", "top"])
OFFER = Offer(
    (
        GreaterOf(3, 400, "2003-09"),
        LumpSum("2003-12", gbp=100),
        Percent(1, "2004-04"),
        Floor(11_000, "2004-04"),
    )
)


@dataclass(frozen=True)
class Engine:
    """How a frame of an engine is made from pandas and read back, and how it says that it failed."""

    make: Callable[[pd.DataFrame], object]
    back: Callable[[object], pd.DataFrame]
    kind: type | str
    eager: bool = False
    typed: bool = False

    def read(self, frame: object, by: str = "id") -> pd.DataFrame:
        """Back in pandas, in the order of a column (or of the rows, without one)."""
        made = self.back(frame)
        return made.sort_values(by, ignore_index=True) if by else made


def _from_arrow(frame: pd.DataFrame) -> pl.DataFrame:
    return pl.from_arrow(pa.Table.from_pandas(frame, preserve_index=False))


def _relation(frame: pd.DataFrame) -> duckdb.DuckDBPyRelation:
    """On a connection of its own, not the default one."""
    return duckdb.connect(":memory:").from_arrow(pa.Table.from_pandas(frame, preserve_index=False))


HERE = {
    "pandas": Engine(lambda frame: frame, lambda frame: frame, pd.DataFrame, eager=True, typed=True),
    "polars": Engine(_from_arrow, pl.DataFrame.to_pandas, pl.DataFrame, eager=True, typed=True),
    "polars_lazy": Engine(
        lambda frame: _from_arrow(frame).lazy(), lambda frame: frame.collect().to_pandas(), pl.LazyFrame, typed=True
    ),
    "pyarrow": Engine(
        lambda frame: pa.Table.from_pandas(frame, preserve_index=False), pa.Table.to_pandas, pa.Table, eager=True,
        typed=True,
    ),
    "duckdb": Engine(_relation, lambda frame: frame.df(), duckdb.DuckDBPyRelation),
    "dask": Engine(
        lambda frame: dd.from_pandas(frame, npartitions=2),
        lambda frame: frame.compute(scheduler="synchronous"),
        dd.DataFrame,
        typed=True,
    ),
}  # fmt: skip


def payroll(months: object = None, rows: int = 60) -> pd.DataFrame:
    """People with pay, a month, a point, a grade and hours; every seventh has no pay, every eleventh no month."""
    some = np.random.default_rng(9)
    held = prices.index("rpi").index
    when = held[some.integers(0, len(held), rows)]
    frame = pd.DataFrame(
        {
            "id": range(rows),
            "pay_gbp": some.uniform(10_000, 60_000, rows),
            "month": when.astype(str).astype(object),
            "point": some.integers(1, 4, rows),
            "grade": some.choice(["A", "B", "C"], rows),
            "fte": some.uniform(0.2, 1, rows),
        }
    )
    frame.loc[frame.index % 7 == 3, "pay_gbp"] = np.nan
    frame.loc[frame.index % 11 == 5, "month"] = None
    return frame


def as_text(months: pd.Series) -> pd.Series:
    return months.astype("str")


def as_categories(months: pd.Series) -> pd.Series:
    return months.astype("category")


def as_dates(months: pd.Series) -> pd.Series:
    return pd.to_datetime(months).dt.date.astype("date32[pyarrow]")


def as_datetimes(months: pd.Series) -> pd.Series:
    return pd.to_datetime(months) + pd.Timedelta(days=17, hours=5)


def as_periods(months: pd.Series) -> pd.Series:
    return pd.Series(pd.PeriodIndex(months, freq="M"), index=months.index)


MONTHS = [as_text, as_categories, as_dates, as_datetimes]


def check_uprate(engine: Engine, written: Callable[[pd.Series], pd.Series]) -> None:
    """As `prices.uprate` to 1e-9; a missing value or month stays missing; each row once, as it was."""
    plain = payroll()
    frame = plain.assign(month=written(plain["month"]))
    made = frames.uprate(engine.make(frame), "pay_gbp", "month", to="2026-05", by="rpi")
    got = engine.read(made)
    assert list(got) == [*frame, "real_rpi_pay_gbp"]
    assert got["id"].tolist() == plain["id"].tolist()
    np.testing.assert_array_equal(got["pay_gbp"].astype(float), plain["pay_gbp"])
    full = plain["pay_gbp"].notna() & plain["month"].notna()
    expected = prices.uprate(plain["pay_gbp"][full], plain["month"][full], to="2026-05", by="rpi")
    np.testing.assert_allclose(got["real_rpi_pay_gbp"][full].astype(float), expected, rtol=1e-9)
    assert got["real_rpi_pay_gbp"][~full].isna().all() and (~full).sum() > 10


def check_null_is_not_nan(engine: Engine) -> None:
    """Where the engine tells them apart: a missing month gives a missing result, NaN stays NaN."""
    table = pa.table(
        {"id": [1, 2, 3], "pay": [1.0, None, float("nan")], "month": [None, "2004-01", "2004-01"]}
    )
    frame = engine.make(table.to_pandas(types_mapper=pd.ArrowDtype))
    made = frames.uprate(frame, "pay", "month", to="2004-01", by="cpi", into="real")
    counted = pa.Table.from_pandas(engine.read(made))["real"]
    assert counted.to_pylist()[:2] == [None, None]


def _check_point_frame(engine: Engine, frame: pd.DataFrame, scale: pd.DataFrame) -> None:
    got = engine.read(frames.apply_offer(engine.make(frame), OFFER, scale))
    assert got["id"].tolist() == frame["id"].tolist()
    expected = offers.apply(OFFER, scale)[list(frames.OF_A_POINT)]
    known = frame["point"].notna().to_numpy()
    np.testing.assert_allclose(
        got[list(expected)][known].astype(float), expected.loc[frame["point"][known]], rtol=1e-9
    )
    assert got[list(expected)][~known].isna().all().all()


POINTS = {
    "int": lambda points: points,
    "small_int": lambda points: points.astype("int8"),
    "with_missing": lambda points: points.where(points.index % 5 > 0),
    "text": lambda points: points.map(dict(enumerate(NAMED["point"], 1))),
    "text_with_missing": lambda points: points.map({1: "bottom", 2: "middle"}),
    "categories": lambda points: points.map(dict(enumerate(NAMED["point"], 1))).astype("category"),
}


def check_apply_offer(engine: Engine, written: str) -> None:
    """As `offers.apply` to 1e-9, for points that are numbers, text or categories."""
    frame = payroll()
    frame["point"] = POINTS[written](frame["point"])
    _check_point_frame(engine, frame, SCALE if pd.api.types.is_numeric_dtype(frame["point"]) else NAMED)


def check_other_columns_of_an_offer(engine: Engine) -> None:
    made = frames.apply_offer(
        engine.make(payroll()), OFFER, SCALE, columns=["non_consolidated_gbp", "rise_hour_pct"]
    )
    got = engine.read(made)
    assert list(got)[-2:] == ["non_consolidated_gbp", "rise_hour_pct"]
    assert (got["non_consolidated_gbp"] == 100).all()


COSTINGS = {
    "each_row_one": {},
    "full_year": {"staff": "fte", "full_year": True},
    "insurance_and_pension": {
        "staff": "fte", "tax_year": "2003/04", "pension_pct": 12.5, "contracted_out": True,
    },
}  # fmt: skip


def check_cost(engine: Engine, costing: str) -> None:
    """As the total of `offers.cost` for each group to 1e-9; nobody counted twice or dropped."""
    frame, options = payroll(), dict(COSTINGS[costing])
    made = frames.cost(engine.make(frame), OFFER, SCALE, groups="grade", **options)
    staff = options.pop("staff", None)
    got = engine.read(made, by="grade")
    assert got["grade"].tolist() == ["A", "B", "C"]
    for row in got.itertuples():
        group = frame[frame["grade"] == row.grade]
        held = group["fte"] if staff else pd.Series(1.0, index=group.index)
        fte = held.groupby(group["point"]).sum().reindex([1, 2, 3], fill_value=0)
        bill = offers.cost(OFFER, SCALE, fte, **{"tax_year": "2003/04"} | options)
        parts = ["pay", "non_consolidated", "employer_pension"]
        expected = bill.loc["total"] if "tax_year" in options else bill.loc[parts].sum()
        for name in ("before_gbp", "after_gbp", "cost_gbp"):
            assert getattr(row, name) == pytest.approx(expected[name], rel=1e-9)
        assert row.cost_pct == pytest.approx(expected["cost_gbp"] / expected["before_gbp"] * 100, rel=1e-9)
        assert row.staff_fte == pytest.approx(held.sum(), rel=1e-9) and row.rows_left_out == 0


def check_cost_by_hand(engine: Engine) -> None:
    """£500 for two at £10,000 and a half at £20,000; the rows without a point, or hours, are counted apart.

    Group x: 2.5 FTE, before 2 x 10,000 + 0.5 x 20,000 = 30,000, rise 1,250. The missing group is a group.
    """
    frame = pd.DataFrame(
        {
            "group": ["x", "x", "x", "x", "x", None, "z"],
            "point": [1, 1, 2, None, 2, 2, None],
            "fte": [1, 1, 0.5, 1, None, 1, 1],
        }
    )
    scale = pd.DataFrame({"point": [1, 2], "annual_gbp": [10_000.0, 20_000.0]})
    flat = Offer((Flat(500, "2004-04"),))
    got = engine.read(frames.cost(engine.make(frame), flat, scale, staff="fte", groups=["group"]), by="group")
    columns = ["staff_fte", "before_gbp", "after_gbp", "cost_gbp", "cost_pct", "rows_left_out"]
    assert list(got) == ["group", *columns] and got["group"].isna().tolist() == [False, False, True]
    assert got[columns].astype(float).round(9).fillna(-1).to_numpy().tolist() == [
        [2.5, 30_000, 31_250, 1_250, pytest.approx(1_250 / 300), 2],
        [0, 0, 0, 0, -1, 1],
        [1, 20_000, 20_500, 500, 2.5, 0],
    ]
    total = engine.read(frames.cost(engine.make(frame), flat, scale), by="")
    assert total[["staff_fte", "cost_gbp", "rows_left_out"]].astype(float).to_numpy().tolist() == [
        [5, 2_500, 2]
    ]
    points = engine.read(frames.cost(engine.make(frame), flat, scale, groups=["point"]), by="point")
    assert points["cost_gbp"].astype(float).tolist() == [1_000, 1_500, 0]
    assert points["rows_left_out"].tolist() == [0, 0, 2]


def check_real_change(engine: Engine, written: Callable[[pd.Series], pd.Series]) -> None:
    """Mean 10,000 to 11,000 over RPI 173.1 (April 2001) to 183.1 (January 2004): 1.1 x 173.1 / 183.1 - 1.

    Other months and missing values are not counted; a group without an end has no change, and says so.
    """
    frame = pd.DataFrame(
        {
            "group": ["a", "a", "a", "a", "a", "b", "a"],
            "month": ["2001-04", "2001-04", "2004-01", "2002-01", "2004-01", "2001-04", None],
            "pay": [9_000, 11_000, 11_000, 99_000, None, 10_000, 5_000],
        }
    )
    frame["month"] = written(frame["month"])
    made = frames.real_change(
        engine.make(frame), "pay", "month", "2001-04", "2004-01", groups="group", by="rpi"
    )
    got = engine.read(made, by="group").set_index("group")
    assert got.loc["a", ["start_rows", "end_rows", "start_mean", "end_mean"]].tolist() == [
        2,
        1,
        10_000,
        11_000,
    ]
    assert got.loc["a", "growth_pct"] == pytest.approx(10, rel=1e-9)
    assert got.loc["a", "real_rpi_pct"] == pytest.approx((1.1 * 173.1 / 183.1 - 1) * 100, rel=1e-9)
    assert got.loc["b", ["start_rows", "end_rows"]].tolist() == [1, 0]
    assert got.loc["b", ["end_mean", "growth_pct", "real_rpi_pct"]].isna().all()


def check_an_unknown_month_is_an_error(engine: Engine, written: Callable[[pd.Series], pd.Series]) -> None:
    """At once where the engine is eager, when it computes where not; never a missing result."""
    for month, by, message in (
        ("1946-05", "rpi", "No RPI for 1946-05: it is held from 1987-01 to "),
        ("2027-01", "rpi", r"No RPI for 2027-01: .* not published yet; next release October 2026\."),
        ("2027-01", "awe_public", r"earnings for 2027-01: .* from October 2026 on are not published yet\."),
    ):
        frame = payroll().assign(month="2004-01")
        frame.loc[41, "month"] = month
        frame["month"] = written(frame["month"])
        given = engine.make(frame)
        ask = functools.partial(frames.uprate, given, "pay_gbp", "month", to="2004-01", by=by)
        _check_error(engine, ask, message)


def check_an_unknown_point_is_an_error(engine: Engine) -> None:
    given = engine.make(payroll().assign(point=lambda frame: frame["point"].where(frame["id"] != 41, 9)))
    message = r"has point 9[.0]*, which the scale does not have: 1, 2, 3"
    _check_error(engine, lambda: frames.apply_offer(given, OFFER, SCALE), message)
    _check_error(engine, lambda: frames.cost(given, OFFER, SCALE, groups="grade"), message)


def _check_error(engine: Engine, ask: Callable[[], object], message: str) -> None:
    if engine.eager:
        with pytest.raises(PaylibError, match=message):
            ask()
        return
    frame = ask()
    with pytest.raises(PaylibError if engine.typed else Exception, match=message):
        engine.back(frame)


def check_kind(engine: Engine) -> None:
    """A frame of the same kind comes out of every function."""
    given = engine.make(payroll())
    for made in (
        frames.uprate(given, "pay_gbp", "month", to="2026-05", by="rpi"),
        frames.apply_offer(given, OFFER, SCALE),
        frames.cost(given, OFFER, SCALE, groups="grade"),
        frames.real_change(given, "pay_gbp", "month", "2004-01", "2005-01", groups="grade", by="rpi")
        if not engine.eager
        else given,
    ):
        assert isinstance(made, engine.kind)
