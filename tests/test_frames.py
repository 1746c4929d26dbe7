"""`paylib.frames` on the engines of one machine: the same results, the same rows, nothing computed unasked."""

import dask
import dask.dataframe as dd
import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest

from paylib import frames, offers, prices
from paylib.awards import scales
from paylib.errors import ChoiceError, CoverageError, FigureError, PeriodError
from tests import frames_matrix as matrix

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
