"""Periods are read strictly, and kinds never mix."""

import datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paylib import awards, multiverse, prices
from paylib.errors import FigureError, PeriodError
from paylib.figures import periods
from paylib.findings import Ledger


@pytest.mark.parametrize(
    ("given_as", "expected"),
    [
        ("2004-02", pd.Period("2004-02", "M")),
        (datetime.date(2004, 2, 29), pd.Period("2004-02", "M")),
        (pd.Timestamp("2004-02-09 12:00"), pd.Period("2004-02", "M")),
        (np.datetime64("2004-02-09"), pd.Period("2004-02", "M")),
        (pd.Period("2004-02", "M"), pd.Period("2004-02", "M")),
        ("2004", pd.Period("2004", "Y-DEC")),
        (2004, pd.Period("2004", "Y-DEC")),
        (np.int64(2004), pd.Period("2004", "Y-DEC")),
        ("2003/04", pd.Period("2004", "Y-MAR")),
        ("1999/00", pd.Period("2000", "Y-MAR")),
        *(
            (text, pd.Period("2003-09", "M"))
            for text in ("Sep 2003", "Sept 2003", "September 2003", "2003 SEP")
        ),
        *((text, pd.Period("2003-09", "M")) for text in ("2003-09-01", "2003-09-30T12:30:00", "sep-2003")),
        (np.datetime64("2003-09"), pd.Period("2003-09", "M")),
        *(
            (text, pd.Period("2003Q3", "Q-DEC"))
            for text in ("2003-Q3", "2003Q3", "2003 Q3", "Q3 2003", "2003q3")
        ),
        (pd.Period("2004Q1"), pd.Period("2004Q1", "Q-DEC")),
        ("pay year from September 2003", pd.Period("2004", "Y-AUG")),
        ("the pay year from 2003-09", pd.Period("2004", "Y-AUG")),
        ("pay year from April 2003", pd.Period("2004", "Y-MAR")),
    ],
)
def test_what_is_allowed(given_as, expected):
    assert periods.parse(given_as) == expected


NONSENSE = [
    *["2004-13", "2004-00", "2003/05", "2003/4", "", " ", "2004-2", "04-02", "2004-02-30", "2004-02\n"],
    *[
        "Fob 2004",
        "2004Q5",
        "Feb 04",
        "pay year from 2004",
        "pay year from then",
        "٢٠٠٤",
        "0004",
        999,
        20045,
        -2004,
        True,
        2004.0,
        None,
        float("nan"),
        pd.NaT,
    ],
    *[pd.Period("2004-01-01"), np.datetime64("2003"), np.datetime64("NaT"), b"2004", [], {}],
]


@pytest.mark.parametrize("nonsense", NONSENSE, ids=repr)
def test_nonsense_is_a_period_error_that_says_what_is_allowed(nonsense):
    with pytest.raises(PeriodError, match=r"Allowed: a month|is not a financial year|starts in a month"):
        periods.parse(nonsense)


def test_a_financial_year_runs_from_april_to_march():
    year = periods.parse("2003/04")
    assert (year.start_time.date(), year.end_time.date()) == (
        datetime.date(2003, 4, 1),
        datetime.date(2004, 3, 31),
    )


@given(st.integers(1000, 9998), st.integers(1, 12))
def test_labels_read_back(year, month):
    spelt = pd.Period(year=year, month=month, freq="M").strftime("%B %Y")
    quarter = f"{year}-Q{(month + 2) // 3}"
    for text in (f"{year}-{month:02d}", f"{year}", f"{year}/{(year + 1) % 100:02d}", quarter):
        assert periods.label(periods.parse(text)) == text
    for frequency in periods.KINDS:
        period = pd.Period(year=year + 1, month=month, freq="M").asfreq(frequency)
        assert periods.parse(periods.label(period)) == period and periods.parse(spelt).month == month


def test_many_at_once_and_repeated_values_keep_their_places():
    months = periods.parse_all(["2004-02", "2003-09", "2004-02"])
    assert list(months.astype(str)) == ["2004-02", "2003-09", "2004-02"]


def test_typed_input_passes_through():
    index = pd.period_range("2004-01", periods=3, freq="M")
    for values in (
        index,
        pd.Series(index),
        index.to_timestamp(),
        pd.Series(index.to_timestamp()).dt.tz_localize("UTC"),
    ):
        assert periods.parse_all(values).equals(index)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (["2004-02", "2004"], "cannot be put together"),
        (["2004-02", "2004-13"], "At position 1"),
        (["2004-02", None], "At position 1"),
        (pd.Series(pd.PeriodIndex(["2004-02", None], freq="M")), "1 of 2 periods are missing"),
        (pd.Series([pd.Timestamp("2004-02-01"), pd.NaT]), "1 of 2 periods are missing"),
        (pd.period_range("2004-01-01", periods=2, freq="D"), "frequency"),
    ],
    ids=str,
)
def test_many_bad_ones(values, message):
    with pytest.raises(PeriodError, match=message):
        periods.parse_all(values)


def test_mixing_kinds_names_both():
    with pytest.raises(PeriodError, match=r"calendar year \(2004\) and a financial year \(2003/04\)"):
        periods.same_kind(periods.parse(2004), periods.parse("2003/04"))


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
@pytest.mark.parametrize("first", ["1899-12-31", "1969-12-31 23:59:59", "2000-02-28 12:00"])
def test_many_dates_are_read_as_pandas_reads_each(unit, first):
    """More dates than days between them are read by a table of days: before 1970 and at any hour too."""
    hours = np.random.default_rng(1).integers(0, 24 * 400, 70_000)
    dates = (pd.Timestamp(first) + pd.to_timedelta(hours, unit="h")).as_unit(unit)
    assert dates.unit == unit and periods.parse_all(dates).equals(dates.to_period("M"))
    assert periods.parse_all(dates[:0]).equals(pd.PeriodIndex([], freq="M"))


def test_many_dates_of_a_time_zone_stand_for_their_months_there():
    dates = pd.date_range("2024-03-31 22:00", periods=4, freq="30min", tz="UTC").tz_convert("Europe/London")
    many = dates.repeat(50)
    assert periods.parse_all(many).astype(str).tolist() == ["2024-03"] * 100 + ["2024-04"] * 100


@pytest.mark.parametrize(
    "given",
    [
        ("2003-04", "2010-11"),
        (["2003-04", "2004-05"],),
        (["2003-04", "2003-04"], "2011-12"),
        (pd.Series(["2003-04", "2010-11"]),),
        ("1999-00", "2000-01"),
    ],
    ids=str,
)
def test_periods_that_may_all_be_financial_years_are_asked_about(given):
    with pytest.raises(PeriodError, match="may be months or financial years"):
        periods.refuse_doubtful(*given)


@pytest.mark.parametrize(
    "given",
    [
        ("2003-04",),
        ("2003-04", "2003-04"),
        ("2003-04", "2010-12"),
        (["2003-04", "2003-05"],),
        ("2003-04", pd.Period("2010-11", "M")),
        ("2003-04", "April 2004"),
        ("2012-13", 2014),
        ([],),
    ],
    ids=str,
)
def test_one_such_period_or_one_beside_another_form_is_a_month(given):
    assert periods.refuse_doubtful(*given) is None


def test_what_can_only_be_two_years_is_recognised():
    with pytest.raises(PeriodError, match="Is it the financial year '2012/13'"):
        periods.parse("2012-13")


def test_the_question_is_asked_wherever_periods_are_compared():
    """April 2003 to November 2010 by CPI is 19.6 per cent; the financial years 2003/04 to 2010/11, 19.2."""
    for ask in (
        lambda: prices.uprate(100, "2003-04", to="2010-11", by="cpi"),
        lambda: prices.real_change(100, 100, "2003-04", "2010-11", by="cpi"),
        lambda: awards.chain("njc", "2003-04", "2010-11"),
        lambda: multiverse.specifications(
            {"x": 3.0}, {"s": ("2003-04", "2010-11")}, by="cpi", statement="below"
        ),
    ):
        with pytest.raises(PeriodError, match=r"'April 2003' and 'November 2010'; for the years '2003/04'"):
            ask()
    month = prices.uprate(100, "April 2003", to="November 2010", by="cpi")
    year = prices.uprate(100, "2003/04", to="2010/11", by="cpi")
    assert (round(month, 1), round(year, 1)) == (119.6, 119.2)


def test_a_finding_that_is_a_period_stands_for_it_wherever_one_is_asked_for():
    f = Ledger()
    f.month, f.day = periods.parse("2003-09"), datetime.date(2003, 9, 30)
    assert periods.parse(f.month) == periods.parse(f.day) == pd.Period("2003-09", "M")
    assert periods.parse_all([f.month, "2004-09"]).tolist() == [
        pd.Period("2003-09", "M"),
        pd.Period("2004-09", "M"),
    ]
    assert round(prices.real_rise(3.0, [f.month], by="rpi").iloc[0], 1) == 0.2
    with pytest.raises(PeriodError, match="is not a period"):
        periods.parse(prices.growth(f.month, "2004-09", by=["rpi"]).rpi)


def test_a_period_typed_as_text_into_a_ledger_is_told_how_it_is_written():
    with pytest.raises(FigureError, match=r"paylib\.periods\.parse\('2003-09'\)"):
        Ledger().month = "2003-09"


@pytest.mark.parametrize("nested", [[("2010-06", "2017-09")], [["2004-01"], ["2004-02"]], [("2004-01",)]])
def test_periods_within_periods_are_told(nested):
    with pytest.raises(PeriodError, match=r"\('20\d\d-\d\d'.*\) is not a period"):
        periods.parse_all(nested)


@pytest.mark.parametrize("period", ["2003", "2003/04", "2003-Q3", 2003])
def test_a_year_or_quarter_is_no_month(period):
    """Twelve years before 2003 are not the twelve months before it."""
    assert periods.month("Sep 2003") == pd.Period("2003-09", "M")
    with pytest.raises(PeriodError, match="A month is needed here"):
        periods.month(period)
