"""`paylib.frames` on the engines of one machine: the same results, the same rows, nothing computed unasked."""

import random
import re
import zoneinfo

import dask
import dask.dataframe as dd
import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from paylib import frames, offers, prices
from paylib.awards import scales
from paylib.errors import ChoiceError, CoverageError, FigureError, PeriodError
from tests import frames_matrix as matrix
from tests.conftest import cases

engines = pytest.mark.parametrize("engine", matrix.HERE.values(), ids=matrix.HERE)
months = pytest.mark.parametrize("written", matrix.MONTHS)


@engines
@months
def test_uprate(engine, written):
    matrix.check_uprate(engine, written)


@pytest.mark.parametrize("name", ["pandas", "dask"])
def test_periods(name):
    matrix.check_uprate(matrix.HERE[name], matrix.as_periods)
    matrix.check_real_change(matrix.HERE[name], matrix.as_periods)
    matrix.check_an_unknown_month_is_an_error(matrix.HERE[name], matrix.as_periods)


@engines
@pytest.mark.parametrize("written", matrix.POINTS)
def test_apply_offer(engine, written):
    matrix.check_apply_offer(engine, written)


@engines
def test_other_columns_of_an_offer(engine):
    matrix.check_other_columns_of_an_offer(engine)


@engines
@pytest.mark.parametrize("costing", matrix.COSTINGS)
def test_cost(engine, costing):
    matrix.check_cost(engine, costing)


@engines
def test_cost_by_hand(engine):
    matrix.check_cost_by_hand(engine)


@engines
@months
def test_real_change(engine, written):
    matrix.check_real_change(engine, written)


@engines
@months
def test_an_unknown_month_is_an_error(engine, written):
    matrix.check_an_unknown_month_is_an_error(engine, written)


@engines
def test_an_unknown_point_is_an_error(engine):
    matrix.check_an_unknown_point_is_an_error(engine)


@engines
def test_a_frame_of_the_same_kind_comes_out(engine):
    matrix.check_kind(engine)


@engines
def test_a_missing_month_is_no_nan(engine):
    matrix.check_null_is_not_nan(engine)


PAYROLL = matrix.payroll().dropna().reset_index(drop=True)
FIRST, LAST = PAYROLL["month"].min(), PAYROLL["month"].max()

UNASKED = {
    "uprate": lambda frame: frames.uprate(frame, "pay_gbp", "month", to="2026-05", by="rpi"),
    "apply_offer": lambda frame: frames.apply_offer(frame, matrix.OFFER, matrix.SCALE),
    "cost": lambda frame: frames.cost(frame, matrix.OFFER, matrix.SCALE, staff="fte", groups="grade"),
    "real_change": lambda frame: frames.real_change(
        frame, "pay_gbp", "month", FIRST, LAST, groups="grade", by="rpi"
    ),
}
asked = pytest.mark.parametrize("ask", UNASKED.values(), ids=UNASKED)


def refuse(*_, **__):
    raise AssertionError("The engine was made to compute.")


@asked
def test_dask_is_not_made_to_compute(ask):
    """Any computation, with any of its schedulers, goes through the one that is set."""
    frame = dd.from_pandas(PAYROLL, npartitions=3)
    with dask.config.set(scheduler=refuse):
        made = ask(frame)
        with pytest.raises(AssertionError, match="made to compute"):
            made.compute()


@asked
def test_polars_is_not_made_to_compute(ask):
    """The frame reads a Python function: it is called when the result is collected, and not before."""
    read = []

    def count(frame: pl.DataFrame) -> pl.DataFrame:
        read.append(len(frame))
        return frame

    lazy = pl.from_pandas(PAYROLL)
    made = ask(lazy.lazy().map_batches(count, schema=lazy.schema))
    assert isinstance(made, pl.LazyFrame) and not read
    made.collect()
    assert read == [len(PAYROLL)]


@asked
def test_duckdb_is_not_made_to_compute(ask):
    """The frame reads a Python function of each row: it is called when the result is fetched, not before."""
    seen = []
    connection = duckdb.connect(":memory:")
    connection.create_function(
        "seen", lambda number: seen.append(number) or number, ["BIGINT"], "BIGINT", side_effects=True
    )
    connection.register("payroll", PAYROLL)
    made = ask(connection.sql("select * from payroll where seen(id) >= 0"))
    assert isinstance(made, duckdb.DuckDBPyRelation) and not seen
    made.fetchall()
    assert sorted(seen) == PAYROLL["id"].tolist()


@asked
@pytest.mark.parametrize(
    "index", [[*range(100, 100 + len(PAYROLL))], ["same"] * len(PAYROLL)], ids=["other", "repeated"]
)
def test_pandas_rows_keep_their_labels_and_nothing_given_is_changed(ask, index):
    frame = PAYROLL.set_axis(index)
    given = frame.copy(deep=True)
    made = ask(frame)
    pd.testing.assert_frame_equal(frame, given)
    if len(made) == len(frame):
        pd.testing.assert_frame_equal(made[list(frame)], frame)
        plain = ask(PAYROLL)
        np.testing.assert_array_equal(made.iloc[:, -1], plain.iloc[:, -1])


def test_an_empty_frame_gives_an_empty_one():
    made = frames.uprate(PAYROLL.head(0), "pay_gbp", "month", to="2026-05", by="rpi")
    assert list(made) == [*PAYROLL, "real_rpi_pay_gbp"] and made.empty
    assert frames.cost(PAYROLL.head(0), matrix.OFFER, matrix.SCALE, groups="grade").empty
    assert frames.cost(PAYROLL.head(0), matrix.OFFER, matrix.SCALE)["staff_fte"].tolist() == [0]


def test_groups_of_categories_come_out_as_they_are():
    """Kinds, order and the missing one too; several keys, and a count that agrees with plain text."""
    frame = PAYROLL.assign(
        grade=pd.Categorical(
            PAYROLL["grade"].where(PAYROLL["id"] % 4 > 0), ["C", "B", "A", "D"], ordered=True
        ),
        sex=pd.Categorical(np.where(PAYROLL["id"] % 2, "F", "M")),
    )
    made = frames.cost(frame, matrix.OFFER, matrix.SCALE, groups=["sex", "grade"])
    assert made["grade"].dtype == frame["grade"].dtype and made["sex"].dtype == frame["sex"].dtype
    assert made[["sex", "grade"]].astype(object).where(made.notna(), None).to_numpy().tolist() == [
        ["F", "C"], ["F", "B"], ["F", "A"], ["M", "C"], ["M", "B"], ["M", "A"], ["M", None],
    ]  # fmt: skip
    text = frames.cost(
        frame.astype({"grade": "str", "sex": "str"}), matrix.OFFER, matrix.SCALE, groups=["sex", "grade"]
    )
    assert sorted(made["cost_gbp"]) == pytest.approx(sorted(text["cost_gbp"]))
    assert made["staff_fte"].sum() == len(frame)


def test_more_combinations_of_groups_than_a_whole_number_holds():
    """Nine columns of 200 different values have 200 to the ninth combinations, above 2 to the 63rd."""
    names = [f"key_{number}" for number in range(9)]
    frame = pd.DataFrame({name: range(200) for name in names}).assign(point=1)
    made = frames.cost(frame, matrix.OFFER, matrix.SCALE, groups=names)
    assert (made["staff_fte"] == 1).all() and made[names].nunique().tolist() == [200] * 9


def test_cost_over_a_full_year_is_the_average_rise():
    """The growth of the paybill, as `offers.spread` has it."""
    made = frames.cost(PAYROLL, matrix.OFFER, matrix.SCALE, staff="fte", full_year=True)
    fte = PAYROLL.groupby("point")["fte"].sum()
    average = offers.spread(matrix.OFFER, matrix.SCALE, fte)["average_rise_pct"]
    assert made["cost_pct"].item() == pytest.approx(average, rel=1e-9)


def test_a_published_scale():
    """The NJC scale and award of 2025: 3.2 per cent on every point, so on any payroll."""
    frame = pd.DataFrame({"point": [2, 43, 20, 20]})
    scale = scales.scale("njc", "2024-10")[["point", "annual_gbp"]]
    made = frames.cost(frame, offers.Offer((offers.Percent(3.2, "2025-04"),)), scale)
    assert made["cost_pct"].item() == pytest.approx(3.2)
    assert made["before_gbp"].item() == scale.set_index("point")["annual_gbp"].loc[[2, 43, 20, 20]].sum()


def test_nan_in_polars():
    """NaN is a number there: it stays NaN in a row, and counts as missing in a group."""
    frame = pl.DataFrame({"pay": [1.0, float("nan"), None], "month": ["2004-01"] * 3, "point": [1] * 3})
    real = frames.uprate(frame, "pay", "month", to="2004-01", by="cpi")["real_cpi_pay"].to_list()
    assert real[0] == 1 and np.isnan(real[1]) and real[2] is None
    made = frames.cost(frame, matrix.OFFER, matrix.SCALE, staff="pay")
    assert made.select("staff_fte", "rows_left_out").row(0) == (1, 2)
    two = pl.concat([frame, frame.with_columns(month=pl.lit("2005-01"))])
    made = frames.real_change(two, "pay", "month", "2004-01", "2005-01", by="cpi")
    assert made.select("start_rows", "end_rows", "growth_pct").row(0) == (1, 1, 0)


def test_dates_with_a_time_zone_and_the_edge_of_a_month():
    """Local time counts: half past midnight on 1 April in London is still March elsewhere."""
    when = pd.to_datetime(["2004-03-31 23:30", "2004-04-01 00:30"]).tz_localize("Europe/London")
    frame = pd.DataFrame({"pay": [1.0, 1.0], "when": when})
    expected = [prices.uprate(1, month, to="2026-05", by="rpi") for month in ("2004-03", "2004-04")]
    for given in (frame, pl.from_pandas(frame)):
        made = frames.uprate(given, "pay", "when", to="2026-05", by="rpi", into="real")
        assert made["real"].to_list() == pytest.approx(expected, rel=1e-12)


def up(frame, value="pay_gbp", start="month", to="2026-05", by="rpi", **more):
    return frames.uprate(frame, value, start, to=to, by=by, **more)


def lay(frame, scale=matrix.SCALE, **more):
    return frames.apply_offer(frame, matrix.OFFER, scale, **more)


def bill(frame, **more):
    return frames.cost(frame, matrix.OFFER, matrix.SCALE, **more)


BAD = {
    "an unknown column": (lambda frame: up(frame, "pay_gpb"), ChoiceError, "no column 'pay_gpb'. Did you mean 'pay_gbp'"),
    "an unknown month column": (lambda frame: up(frame, start="mnth"), ChoiceError, "Choose from: id, pay_gbp, month"),
    "an unknown point column": (lambda frame: lay(frame, point="spine"), ChoiceError, "no column 'spine'"),
    "an unknown staff column": (lambda frame: bill(frame, staff="hours"), ChoiceError, "no column 'hours'"),
    "an unknown group": (lambda frame: bill(frame, groups="sex"), ChoiceError, "no column 'sex'"),
    "an unknown deflator": (lambda frame: up(frame, by="cpj"), ChoiceError, "no deflator 'cpj'. Did you mean 'cpi'"),
    "an unknown column of an offer": (lambda frame: lay(frame, columns=["rise"]), ChoiceError, "rise_pct"),
    "a column there already": (lambda frame: up(frame, into="fte"), ChoiceError, "a column 'fte' already"),
    "an offer applied twice": (lambda frame: lay(lay(frame)), ChoiceError, "'before_gbp_year' already"),
    "a group like a result": (
        lambda frame: bill(frame.assign(cost_gbp=1), groups="cost_gbp"), ChoiceError, "'cost_gbp' already",
    ),
    "values of text": (lambda frame: up(frame, "grade"), FigureError, "'grade' holds String, not numbers"),
    "staff of text": (lambda frame: bill(frame, staff="grade"), FigureError, "'grade' holds String, not numbers"),
    "months that are numbers": (lambda frame: up(frame, start="id"), PeriodError, "'id' holds int64, which is no month"),
    "months that are objects": (
        lambda frame: up(frame.assign(month=pd.to_datetime(frame["month"]).dt.date)), PeriodError, "pandas.to_datetime",
    ),
    "periods of a quarter": (
        lambda frame: up(frame.assign(month=pd.PeriodIndex(frame["month"], freq="Q"))), PeriodError, r"period\[Q-DEC\]",
    ),
    "a year for a month": (lambda frame: up(frame.assign(month="2004")), PeriodError, "2004 is a calendar year"),
    "no month at all": (lambda frame: up(frame.assign(month="2004-13")), PeriodError, "'2004-13' is not a period"),
    "prices of a year": (lambda frame: up(frame, to="2004"), PeriodError, "A month is needed"),
    "prices not held": (lambda frame: up(frame, to="2090-01"), CoverageError, "No RPI for 2090-01"),
    "points of text for numbers": (
        lambda frame: lay(frame, point="grade"), FigureError, "'grade' holds str and the points .* numbers, such as 1",
    ),
    "points of numbers for text": (lambda frame: lay(frame, matrix.NAMED), FigureError, "are text, such as 'bottom'"),
    "a month without a row": (
        lambda frame: frames.real_change(frame, "pay_gbp", "month", "2004-01", "2026-07", by="rpi"),
        CoverageError, "no value for 20",
    ),
    "a tax year not held": (lambda frame: bill(frame, tax_year="1987/88"), CoverageError, "1987/88"),
    "no frame": (lambda frame: up([1, 2]), FigureError, "builtins.list is not a frame .* pandas, Polars .*, PySpark"),
    "a Series": (lambda frame: up(frame["pay_gbp"]), FigureError, "Series is not a frame"),
}  # fmt: skip


@pytest.mark.parametrize(("ask", "error", "message"), BAD.values(), ids=BAD)
def test_bad_input_is_a_typed_error_that_helps(ask, error, message):
    with pytest.raises(error, match=message):
        ask(PAYROLL)


@pytest.mark.parametrize("written", ["text", "periods"])
def test_a_pandas_frame_says_where_its_prices_come_from_and_what_to_beware_of(written):
    """Those of the months that are in the frame and no other; what the frame said before stays."""
    frame = pd.DataFrame({"month": ["2024-04", "2025-04", None], "pay_gbp": [100.0, 103.0, 1.0]})
    if written == "periods":
        frame["month"] = pd.PeriodIndex(frame["month"], freq="M")
    frame.attrs = {"sources": ("ons_a01_2026_04",), "title": "Pay"}
    made = frames.uprate(frame, "pay_gbp", "month", to="2026-05", by="cpi")
    assert made.attrs["usage_warnings"] == ("error_in_source",) and made.attrs["title"] == "Pay"
    assert made.attrs["sources"] == tuple(
        sorted({"ons_a01_2026_04", *prices.provenance("cpi", "2024-04", "2025-04", "2026-05")})
    )
    before = frames.uprate(frame.iloc[:1], "pay_gbp", "month", to="2026-05", by="cpi")
    assert before.attrs["usage_warnings"] == ()
    change = frames.real_change(frame, "pay_gbp", "month", "2024-04", "2025-04", by="cpih")
    assert change.attrs["usage_warnings"] == ("cpih_hindsight", "error_in_source")


STRAY = ["2004-04-30", "2004-04 ", "2004-4", "April 2004", "2004-13", "٢٠٠٤-04"]


@engines
@pytest.mark.parametrize("stray", STRAY)
def test_a_row_that_cannot_be_read_is_never_left_out(engine, stray):
    """With the row of 30 April left out pay rose by 10% (9.61% in real terms); with it, not at all (-0.35%)."""
    pay = pd.DataFrame({"id": [0, 1, 2], "month": ["2004-03", "2004-04", stray], "pay": [100.0, 110.0, 90.0]})
    kind = PeriodError if engine.typed else Exception
    for ask in (
        lambda frame: frames.real_change(frame, "pay", "month", "2004-03", "2004-04", by="cpi"),
        lambda frame: frames.uprate(frame, "pay", "month", to="2026-05", by="cpi"),
    ):
        with pytest.raises(kind, match=stray) as refused:
            engine.back(ask(engine.make(pay)))
        if engine.typed:
            assert re.search(
                r"1 of [123] rows read" if not engine.eager else "1 of 3 rows read", str(refused.value)
            )


@engines
def test_rows_that_are_none_of_them_readable_are_an_error_too(engine):
    pay = pd.DataFrame({"month": ["2004-03-01", "2004-04-01"], "pay": [100.0, 110.0]})
    with pytest.raises(PeriodError if engine.typed else Exception, match=r"2004-0[34]-01"):
        engine.back(frames.real_change(engine.make(pay), "pay", "month", "2004-03", "2004-04", by="cpi"))


def months_of_many_kinds() -> dict:
    """March and April 2004 in every type that pandas and PyArrow hold them in."""
    base = pd.DataFrame({"pay": [100.0, 110.0]})
    dates = pd.to_datetime(["2004-03-01", "2004-04-01"])
    days = [each.date() for each in dates]
    text = pa.dictionary(pa.int32(), pa.string())
    return {
        "categories of periods": base.assign(month=pd.Series(dates.to_period("M")).astype("category")),
        "categories of dates": base.assign(month=pd.Series(days, dtype=object).astype("category")),
        "categories of datetimes": base.assign(month=pd.Series(dates).astype("category")),
        "categories of text, one unused": base.assign(
            month=pd.Categorical(["2004-03", "2004-04"], ["2004-04", "2004-03", "no month"])
        ),
        "Dask's categories": dd.from_pandas(
            base.assign(month=pd.Series(dates).astype("category")), npartitions=1
        ),
        "a dictionary of dates": pa.table({"pay": base["pay"], "month": pa.array(days).dictionary_encode()}),
        "a dictionary of text in pandas": base.assign(
            month=pd.Series(["2004-03", "2004-04"], dtype=pd.ArrowDtype(text))
        ),
        "dates of 64 bits": pa.table({"pay": base["pay"], "month": pa.array(days, pa.date64())}),
        "dates of 64 bits in pandas": base.assign(month=pd.Series(days, dtype=pd.ArrowDtype(pa.date64()))),
        "Polars' categories": pl.DataFrame({"pay": [100.0, 110.0], "month": ["2004-03", "2004-04"]}).cast(
            {"month": pl.Categorical}
        ),
    }


def rows_of(made) -> pd.DataFrame:
    made = made.df() if isinstance(made, duckdb.DuckDBPyRelation) else made
    made = made.compute(scheduler="synchronous") if isinstance(made, dd.DataFrame) else made
    return made if isinstance(made, pd.DataFrame) else made.to_pandas()


@pytest.mark.parametrize("kind", months_of_many_kinds())
def test_months_are_read_in_whatever_type_they_are(kind):
    """100 x 142.36 / index and 110 x 142.36 / index: 187.0991 and 205.0813."""
    frame = months_of_many_kinds()[kind]
    made = rows_of(frames.uprate(frame, "pay", "month", to="2026-05", by="cpi"))
    assert made["real_cpi_pay"].tolist() == pytest.approx([187.0991, 205.0813], abs=5e-5)
    change = rows_of(frames.real_change(frame, "pay", "month", "2004-03", "2004-04", by="cpi"))
    assert change[["start_rows", "end_rows"]].to_numpy().tolist() == [[1, 1]]
    assert change["real_cpi_pct"].item() == pytest.approx(9.611, abs=5e-4)


NOTHING = {
    "pandas": pd.DataFrame({"month": [float("nan")] * 2, "pay": [1.0, 2.0], "point": [1, 2]}),
    "pandas, objects": pd.DataFrame({"month": [None, None], "pay": [1.0, 2.0], "point": [1, 2]}),
    "polars": pl.DataFrame({"month": [None, None], "pay": [1.0, 2.0], "point": [1, 2]}),
    "polars, lazy": pl.LazyFrame({"month": [None, None], "pay": [1.0, 2.0], "point": [1, 2]}),
    "pyarrow": pa.table({"month": pa.nulls(2), "pay": [1.0, 2.0], "point": [1, 2]}),
    "duckdb": duckdb.connect(":memory:").from_arrow(
        pa.table({"month": pa.nulls(2), "pay": [1.0, 2.0], "point": [1, 2]})
    ),
}


@pytest.mark.parametrize("frame", NOTHING.values(), ids=NOTHING)
def test_a_column_with_nothing_in_it_gives_missing_results(frame):
    made = frames.uprate(frame, "pay", "month", to="2026-05", by="cpi")
    assert rows_of(made.collect() if isinstance(made, pl.LazyFrame) else made)["real_cpi_pay"].isna().all()
    made = frames.apply_offer(frame, matrix.OFFER, matrix.SCALE, point="month")
    assert rows_of(made.collect() if isinstance(made, pl.LazyFrame) else made)["rise_pct"].isna().all()
    made = frames.cost(frame, matrix.OFFER, matrix.SCALE, staff="month")
    bill = rows_of(made.collect() if isinstance(made, pl.LazyFrame) else made)
    assert bill[["staff_fte", "cost_gbp", "rows_left_out"]].to_numpy().tolist() == [[0.0, 0.0, 2]]


@engines
@pytest.mark.parametrize("kind", ["int8", "uint16", "int64", "uint64", "float64"])
@pytest.mark.parametrize("other", [7.0, 7.5], ids=["whole", "half"])
def test_points_are_found_whatever_numbers_they_are_kept_as(engine, kind, other):
    """£10,000, £20,000 and £30,000, each 5 per cent up; the middle point may be a half one that nobody has."""
    scale = pd.DataFrame({"point": [1.0, other, 9.0], "annual_gbp": [10_000.0, 20_000.0, 30_000.0]})
    staff = engine.make(pd.DataFrame({"id": range(3), "point": pd.Series([9, 1, 9], dtype=kind)}))
    made = frames.apply_offer(staff, offers.Offer((offers.Percent(5, "2004-04"),)), scale)
    after = engine.read(made).sort_values("id")["after_gbp_year"]
    assert after.tolist() == pytest.approx([31_500.0, 10_500.0, 31_500.0])


def test_an_instant_falls_in_the_month_of_its_place_in_every_session():
    """23:30 on 31 March in UTC is half past midnight on 1 April in London (summer time)."""
    april = prices.uprate(1.0, "2004-04", to="2026-05", by="rpi")
    for zone in ("UTC", "America/New_York", "Asia/Tokyo"):
        connection = duckdb.connect(":memory:")
        connection.execute(f"set timezone = '{zone}'")
        instants = connection.sql("select 1.0::double as pay, timestamptz '2004-03-31 23:30:00+00' as moment")
        with pytest.raises(PeriodError, match='tz="Europe/London"'):
            frames.uprate(instants, "pay", "moment", to="2026-05", by="rpi")
        made = frames.uprate(instants, "pay", "moment", to="2026-05", by="rpi", tz="Europe/London")
        assert made.columns == ["pay", "moment", "real_rpi_pay"]
        assert made.select("real_rpi_pay").fetchall()[0][0] == pytest.approx(april, rel=1e-12)
    utc = pd.DataFrame({"pay": [1.0], "moment": pd.to_datetime(["2004-03-31 23:30"]).tz_localize("UTC")})
    for frame in (utc, pl.from_pandas(utc), pa.Table.from_pandas(utc)):
        made = rows_of(frames.uprate(frame, "pay", "moment", to="2026-05", by="rpi", tz="Europe/London"))
        assert made["real_rpi_pay"].item() == pytest.approx(april, rel=1e-12)
        assert list(made) == ["pay", "moment", "real_rpi_pay"]


@engines
@pytest.mark.parametrize("tz", ["", "BST", "+01:00", "Mars/Base", "../etc", 1, "Europe"])
def test_what_is_no_zone_of_a_place_is_refused_alike(engine, tz):
    """DuckDB takes BST for Bangladesh's, others take none; Polars takes no text at all for the column's own zone."""
    instants = pd.DataFrame({"pay": [1.0], "moment": pd.to_datetime(["2004-03-31 23:30"]).tz_localize("UTC")})
    for ask in (
        lambda frame: frames.uprate(frame, "pay", "moment", to="2026-05", by="rpi", tz=tz),
        lambda frame: frames.real_change(frame, "pay", "moment", "2004-03", "2004-04", by="rpi", tz=tz),
    ):
        with pytest.raises(ChoiceError, match="Europe/London"):
            ask(engine.make(instants))


@engines
def test_a_zone_may_be_given_as_python_has_it(engine):
    instants = pd.DataFrame({"pay": [1.0], "moment": pd.to_datetime(["2004-03-31 23:30"]).tz_localize("UTC")})
    london = zoneinfo.ZoneInfo("Europe/London")
    made = frames.uprate(engine.make(instants), "pay", "moment", to="2004-04", by="rpi", tz=london)
    assert engine.read(made, "pay")["real_rpi_pay"].tolist() == [1.0]


OURS = [
    "rows",
    "counted",
    "staff_fte_",
    "point",
    "key",
    "known",
    "start",
    "value",
    "cell",
    "group_1",
    "__paylib_key",
]


@pytest.mark.slow
@engines
@pytest.mark.parametrize("name", random.Random(4).sample(OURS, cases(len(OURS), 2)))
def test_any_name_is_the_users(engine, name):
    """A column called like one that is used within changes no figure."""
    plain = pd.DataFrame(
        {"g": ["a", "a", "b"], "p": [1, 2, 2], "h": [1.0, 0.5, 1.0], "m": ["2004-03", "2004-04", "2004-03"]}
    ).assign(id=range(3))
    options = {"staff": "h", "point": "p"}
    whole = engine.read(
        frames.cost(engine.make(plain), matrix.OFFER, matrix.SCALE, groups="g", **options), "g"
    )
    for column, key in (("g", "groups"), ("p", "point"), ("h", "staff")):
        frame = engine.make(plain.rename(columns={column: name}))
        named = {"groups": "g"} | options | {key: name}
        group = named["groups"]
        made = engine.read(frames.cost(frame, matrix.OFFER, matrix.SCALE, **named), group)
        pd.testing.assert_frame_equal(made.rename(columns={group: "g"}), whole)
    for column in ("m", "h"):
        frame = engine.make(plain.rename(columns={column: name}))
        value, month = (name, "m") if column == "h" else ("h", name)
        made = engine.read(frames.uprate(frame, value, month, to="2004-03", by="cpi", into="new"))
        assert made["new"].tolist()[::2] == [1.0, 1.0]


@engines
@pytest.mark.parametrize("point", [" 2", "2 ", "", "2\N{NO-BREAK SPACE}"])
def test_a_point_with_a_space_too_many_can_be_seen_in_its_error(engine, point):
    scale = pd.DataFrame({"point": ["1", "2"], "annual_gbp": [10_000.0, 20_000.0]})
    frame = engine.make(pd.DataFrame({"point": ["1", point]}))
    for ask in (frames.cost, frames.apply_offer):
        with pytest.raises(FigureError if engine.typed else Exception) as refused:
            engine.back(ask(frame, matrix.OFFER, scale))
        assert (
            f"point {point!r}, which" in str(refused.value)
            if engine.typed
            else "which the scale" in str(refused.value)
        )


@engines
def test_groups_may_be_named_once_only_and_what_is_none_is_refused(engine):
    frame = engine.make(pd.DataFrame({"g": ["a", "b"], "point": [1, 2]}))
    bill = frames.cost(frame, matrix.OFFER, matrix.SCALE, groups=(name for name in ["g"]))
    assert engine.read(bill, "g")["g"].tolist() == ["a", "b"]
    for none in (0, None, 1.5):
        with pytest.raises(ChoiceError, match="said by name"):
            frames.cost(frame, matrix.OFFER, matrix.SCALE, groups=none)


MEANING_MORE = ["*", "^v.*$", "^.*$", 'a "b"', "(*)"]


@pytest.mark.slow
@engines
@pytest.mark.parametrize("name", random.Random(3).sample(MEANING_MORE, cases(len(MEANING_MORE), 1)))
def test_a_name_that_means_more_in_an_engine_is_a_name_like_others(engine, name):
    """Polars takes ^v.*$ for every column whose name starts with a v: bills were those of other columns."""
    plain = pd.DataFrame(
        {"g": ["a", "a", "b"], "p": [1, 2, 2], "v": [1.0, 0.5, 1.0], "m": ["2004-03", "2004-04", "2004-03"]}
    ).assign(id=range(3), varied=[9.0, 9.0, 9.0])
    by = "cpi"

    def all_four(names: dict[str, str]) -> list[pd.DataFrame]:
        def said(column: str) -> str:
            return names.get(column, column)

        frame, g, p, v, m = engine.make(plain.rename(columns=names)), *map(said, "gpvm")
        made = [
            (frames.uprate(frame, v, m, to="2004-03", by=by), "id"),
            (frames.apply_offer(frame, matrix.OFFER, matrix.SCALE, point=p), "id"),
            (frames.cost(frame, matrix.OFFER, matrix.SCALE, point=p, staff=v, groups=[g]), g),
            (frames.real_change(frame, v, m, "2004-03", "2004-04", groups=g, by=by), g),
        ]
        return [engine.read(each, order) for each, order in made]

    whole = all_four({})
    for column in "gpvm":
        for made, want in zip(all_four({column: name}), whole, strict=True):
            known = {column: name, f"real_{by}_{column}": f"real_{by}_{name}"}
            pd.testing.assert_frame_equal(made, want.rename(columns=known))
    made = frames.uprate(engine.make(plain), "v", "m", to="2004-03", by=by, into=name)
    assert engine.read(made)[name].tolist() == whole[0]["real_cpi_v"].tolist()


ODD = {
    "integer names": (
        lambda: frames.uprate(pd.DataFrame({0: ["2004-03"], 1: [1.0]}), 1, 0, to="2026-05", by="cpi"),
        "rename",
    ),
    "two levels of names": (
        lambda: up(
            pd.DataFrame(
                [["2004-03", 1.0]], columns=pd.MultiIndex.from_tuples([("a", "month"), ("a", "pay_gbp")])
            )
        ),
        "2 levels of names",
    ),
    "a name twice": (
        lambda: up(pd.DataFrame([["2004-03", 1.0, 2.0]], columns=["month", "pay_gbp", "pay_gbp"])),
        "'pay_gbp' is there twice",
    ),
    "a group twice": (lambda: bill(PAYROLL, groups=["grade", "grade"]), "among the groups twice"),
    "several deflators": (lambda: up(PAYROLL, by=["cpi", "rpi"]), "Choose from: cpi"),
}


@pytest.mark.parametrize(("ask", "message"), ODD.values(), ids=ODD)
def test_odd_frames_are_refused_in_words_of_ours(ask, message):
    with pytest.raises(ChoiceError, match=message):
        ask()


@pytest.mark.parametrize(
    "kind", [pl.Date, pl.Datetime("us"), pl.Datetime("ns"), pl.Datetime("ms", "Europe/London")]
)
@pytest.mark.parametrize("lazy", [False, True])
def test_polars_looks_dates_up_by_day_to_the_first_and_last_that_are_held(kind, lazy):
    """Every day of a month is worth what its month is, from the first day of an index to its last; one more is none."""
    index = prices.index("rpi_long")
    first, last = index.index[0].start_time, index.index[-1].end_time.floor("s")
    days = [
        first,
        first + pd.Timedelta(30, "D"),
        pd.Timestamp("1969-12-31 23:59"),
        pd.Timestamp("2024-02-29"),
        last,
        None,
    ]
    want = [None if day is None else index["2024-02"] / index[pd.Period(day, "M")] * 100 for day in days]

    def uprated(days):
        held = pl.Series("when", [day and day.to_pydatetime() for day in days], pl.Datetime("us"))
        held = held.dt.replace_time_zone(kind.time_zone) if getattr(kind, "time_zone", None) else held
        frame = pl.DataFrame({"pay": 100.0, "when": held.cast(kind)})
        tz = getattr(kind, "time_zone", None)
        asked = frames.uprate(
            frame.lazy() if lazy else frame, "pay", "when", to="2024-02", by="rpi_long", into="real", tz=tz
        )
        return asked.lazy().collect()["real"].to_list()

    assert uprated(days) == pytest.approx(want, nan_ok=True)
    for beyond in (first - pd.Timedelta(1, "D"), last + pd.Timedelta(1, "D")):
        with pytest.raises((CoverageError, pl.exceptions.ComputeError), match=r"No .* for "):
            uprated([*days, beyond])


@pytest.mark.parametrize("points", [[3, 4, 5], [3, 5, 9], [-2, 3, 10**9]])
def test_points_of_pandas_are_found_whether_they_are_close_or_far_apart(points):
    """Close together they are looked up by their numbers; one that lies between them and is not held is refused."""
    scale = pd.DataFrame({"point": points, "annual_gbp": [10_000.0, 20_000.0, 30_000.0]})
    made, place = offers.Offer((offers.Flat(500, "2004-04"),)), [2, 0, 1, 1, 2, 0] * 3
    staff = pd.DataFrame({"point": np.array(points)[place], "fte": 0.5})
    for some in (staff, staff.astype({"point": "int32"}), staff.iloc[:2], staff.iloc[:0]):
        pay = frames.apply_offer(some, made, scale)["before_gbp_year"]
        assert pay.tolist() == [[10_000.0, 20_000.0, 30_000.0][each] for each in place[: len(some)]]
    by_point = frames.cost(staff, made, scale, staff="fte", groups="point")
    assert by_point["point"].tolist() == points
    assert by_point[["staff_fte", "cost_gbp", "rows_left_out"]].values.tolist() == [[3, 1500, 0]] * 3
    if (unknown := points[0] + 1) not in points:
        staff.loc[7, "point"] = unknown
        with pytest.raises(FigureError, match=f"has point {unknown}, which the scale does not have"):
            frames.apply_offer(staff, made, scale)
