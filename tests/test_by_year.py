"""What the record holds by year: whole scales, ends, or nothing; awards."""

import pandas as pd
import pytest

import paylib
from paylib import datapackage
from paylib.awards import by_year
from paylib.awards.groups import covers
from paylib.awards.scale_tables import IN_FORCE
from paylib.errors import ChoiceError, PeriodError

SPANS = paylib.load("point_coverage").fillna("")


@pytest.fixture(scope="module")
def points():
    return by_year.points()


@pytest.fixture(scope="module")
def awards():
    return by_year.awards()


@pytest.mark.parametrize(
    "row", list(SPANS.itertuples()), ids=lambda row: f"{row.bargaining_group}-{row.nation}-{row.from_period}"
)
def test_a_scale_said_to_be_whole_has_its_points_in_every_year_of_the_span(row):
    table = datapackage.load("pay_points")
    table = table[table["status"].isin(IN_FORCE) & (table["bargaining_group"] == row.bargaining_group)]
    table = table[table["employer"].isna() & table["nation"].map(lambda wide: covers(wide, row.nation))]
    for key in ("contract", "grade"):
        table = table[table[key] == getattr(row, key)] if getattr(row, key) else table
    for year in range(int(row.from_period), int(row.to_period) + 1):
        held = table[table["period"].str[:4] == str(year)]
        found = len(held.drop_duplicates(["nation", "area", "contract", "grade", "point"]))
        assert found >= row.points, (
            f"{row.bargaining_group}, {row.nation}, {year}: {found} points, not {row.points}."
        )


@pytest.mark.parametrize(
    ("title", "nation", "year", "state"),
    [
        ("Resident (junior) doctors", "England", 2006, "none"),
        ("Resident (junior) doctors", "England", 2007, "whole"),
        ("School teachers", "England", 2012, "whole"),  # frozen since September 2011
        ("School teachers", "England", 2013, "ends"),
        ("School teachers", "Scotland", 2012, "ends"),
        ("School teachers", "Wales", 2005, "whole"),  # one document with England
        ("Police officers", "England and Wales", 2016, "ends"),
        ("Police officers", "England and Wales", 2017, "whole"),
        ("Local government services (NJC)", "England, Wales and Northern Ireland", 2024, "whole"),
    ],
)  # fmt: skip
def test_points_of_a_year(points, title, nation, year, state):
    assert points.loc[(title, nation), year] == state


def test_awards_of_a_year(awards):
    """The NJC's award of April 2026 was not settled when last seen; there was a freeze in 2010."""
    mine = awards.loc["Local government services (NJC)"]
    assert (mine[2003 + 1], mine[2010], mine[2025], mine[2026]) == ("every", "every", "every", "none")


def test_years_in_words():
    states = pd.Series(["ends", "ends", "none", "ends"], index=[2004, 2005, 2006, 2007])
    assert by_year.words(states, "ends") == "2004 to 2005, 2007"
    assert by_year.words(states, "whole") == ""


@pytest.mark.parametrize("ask", [by_year.points, by_year.awards])
def test_years_are_any_iterable_that_has_one(ask):
    years = [2008, 2009]
    assert ask(iter(years)).equals(ask(years)) and list(ask(years).columns) == years
    with pytest.raises(PeriodError, match="No year was given"):
        ask(range(2024, 2020))


def test_groups_are_found_by_their_name_and_a_name_that_none_has_is_told(awards):
    found = by_year.named(awards, "TEACHERS")
    assert len(found) and all("teachers" in title.lower() for title in found.index)
    assert len(by_year.named(awards, "")) == len(awards)
    for within in ("teacherz", None, ["teachers"]):
        with pytest.raises(ChoiceError, match="name"):
            by_year.named(awards, within)


@pytest.mark.parametrize("ends", [("2010-04", 2012), (2012, 2010), ("soon", 2010), (2010.5, 2012)])
def test_years_are_calendar_years_in_order(ends):
    assert by_year.years("2010", 2012) == range(2010, 2013)
    with pytest.raises(PeriodError):
        by_year.years(*ends)
