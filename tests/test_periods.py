"""Periods are read strictly, and kinds never mix."""

import datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paylib.errors import PeriodError
from paylib.figures import periods


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
    ],
)
def test_what_is_allowed(given_as, expected):
    assert periods.parse(given_as) == expected


NONSENSE = [
    *["2004-13", "2004-00", "2003/05", "2003/4", "", " ", "2004-2", "04-02", "2004-02-01", "2004-02\n"],
    *["Feb 2004", "2004Q1", "٢٠٠٤", "0004", 999, 20045, -2004, True, 2004.0, None, float("nan"), pd.NaT],
    *[pd.Period("2004Q1"), np.datetime64("NaT"), b"2004", [], {}],
]


@pytest.mark.parametrize("nonsense", NONSENSE, ids=repr)
def test_nonsense_is_a_period_error_that_says_what_is_allowed(nonsense):
    with pytest.raises(PeriodError, match=r"Allowed: a month|is not a financial year"):
        periods.parse(nonsense)


def test_a_financial_year_runs_from_april_to_march():
    year = periods.parse("2003/04")
    assert (year.start_time.date(), year.end_time.date()) == (
        datetime.date(2003, 4, 1),
        datetime.date(2004, 3, 31),
    )


@given(st.integers(1000, 9998), st.integers(1, 12))
def test_labels_read_back(year, month):
    for text in (f"{year}-{month:02d}", f"{year}", f"{year}/{(year + 1) % 100:02d}"):
        assert periods.label(periods.parse(text)) == text


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
        (pd.period_range("2004Q1", periods=2, freq="Q"), "frequency"),
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
