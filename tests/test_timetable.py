"""When a strike may begin and its mandate ends: the Acts, and what unions announced."""

import warnings

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paylib import strikes
from paylib.errors import CoverageError, PeriodError, StaleDataWarning


def dates(closed, **options) -> list[str]:
    return strikes.timetable(closed, **options)["date"].dt.strftime("%Y-%m-%d").tolist()


def test_the_consultants_ballot_of_2023():
    """BMA, 27 June 2023: "The mandate lasts for six months. The ballot mandate ends on 26 December 2023.\""""
    assert dates("2023-06-27", opened="2023-05-15")[-1] == "2023-12-26"


def test_the_resident_doctors_of_2025():
    """Ballot 27 May to 7 July 2025, strike from 25 July, mandate "until January 2026"."""
    _, first, last = dates("2025-07-07", opened="2025-05-27")
    assert first == "2025-07-21" <= "2025-07-25"
    assert last == "2026-01-06"


def test_notice_on_a_tuesday_in_2002():
    """Labour Research, September 2002: for action on a Tuesday, notice by the end of the Tuesday before; within
    four weeks of the ballot."""
    found = strikes.timetable("2002-09-30", opened="2002-09-30", notice="2002-10-01")
    assert found["date"].dt.day_name().tolist()[:2] == ["Tuesday", "Tuesday"]
    assert found.loc["first_strike_day", "date"] == pd.Timestamp("2002-10-08")
    assert found.loc["must_begin_by", "date"] == pd.Timestamp("2002-10-27")


@pytest.mark.parametrize(
    ("opened", "notice", "first", "last"),
    [
        # SI 2026/3, schedule 2: the mandate by the day on which the ballot opened, notice by its receipt.
        ("2026-02-17", "2026-03-02", "2026-03-12", "2026-08-31"),
        ("2026-02-18", "2026-03-02", "2026-03-12", "2027-02-28"),
        ("2017-03-01", "2017-03-02", "2017-03-16", "2017-09-01"),
    ],
)
def test_at_the_turns_of_the_law(opened, notice, first, last):
    closed = notice[:8] + "02" if opened < "2018" else "2026-03-01"
    assert dates(closed, opened=opened, notice=notice)[1:] == [first, last]


@pytest.mark.parametrize(("notice", "first"), [("2026-02-17", "2026-03-03"), ("2026-02-18", "2026-02-28")])
def test_later_notice_can_come_to_an_earlier_strike(notice, first):
    """14 days for notice received on 17 February 2026, 10 for notice received the next day."""
    assert dates("2026-01-30", opened="2026-01-05", notice=notice)[1] == first


@pytest.mark.parametrize(
    ("closed", "last"),
    [("2024-08-31", "2025-02-28"), ("2025-08-28", "2026-02-27"), ("2025-03-01", "2025-08-31")],
)
def test_months_of_unequal_length(closed, last):
    assert dates(closed, opened="2024-08-01" if closed < "2025" else "2025-02-20")[-1] == last


def test_each_day_says_where_it_comes_from():
    found = strikes.timetable("2026-03-31", opened="2026-02-18")
    assert found["value"].tolist() == [10, 10, 12]
    assert found["unit"].tolist() == ["days", "days", "months"]
    assert found["provision"].str.contains("Employment Rights Act 2025").all()
    assert found.attrs["sources"] == ("t_era2025_act",)


def test_after_the_last_law_that_was_seen():
    with pytest.warns(StaleDataWarning, match="2026-06-23, and 2026-12-01 is after"):
        assert dates("2026-12-01", opened="2026-11-02")[-1] == "2027-11-30"
    with pytest.warns(StaleDataWarning):
        asked = strikes.thresholds("2026-12-01")
    assert asked.index.tolist() == ["majority", "turnout"]
    assert asked.attrs["usage_warnings"] == ("last_law_seen",)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = strikes.timetable("2026-06-23", opened="2026-06-01")
    assert found.attrs["usage_warnings"] == ()


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda: strikes.timetable("2026-03-01", opened="2026-03-02"), PeriodError, "opens, closes"),
        (lambda: strikes.timetable("2026-03-01", opened="2026-02-01", notice="2026-02-27"), PeriodError, "notice"),
        (lambda: strikes.timetable("2025-07-07", opened="2025-05-27", notice="2026-01-05"), PeriodError, "no day left"),
        (lambda: strikes.timetable("2025-07", opened="2025-05-27"), PeriodError, "not a day"),
        (lambda: strikes.timetable("1993-07-07", opened="1993-05-27"), CoverageError, "held for 2002"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered(call, error, said):
    with pytest.raises(error, match=said):
        call()


@given(st.dates(pd.Timestamp("2017-03-01").date(), pd.Timestamp("2025-12-31").date()))
def test_a_later_ballot_is_never_good_for_less_long(day):
    """The last day moves on with the ballot, and there are always days to strike on."""
    last = [strikes.timetable(each, opened=day)["date"] for each in (day, day + pd.Timedelta(days=1))]
    assert last[0]["mandate_ends"] <= last[1]["mandate_ends"]
    assert all(each["first_strike_day"] < each["mandate_ends"] for each in last)
