"""What the record holds, year by year: scales whole, their ends or nothing; awards every one, some or none."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pandas as pd

from paylib import datapackage
from paylib.awards.groups import awards_of, changed_between, covers, described, spans
from paylib.awards.scale_tables import IN_FORCE
from paylib.errors import ChoiceError, PeriodError
from paylib.figures import periods

WHOLE, ENDS, NONE = "whole", "ends", "none"

SINCE, TO = 2004, 2026
"""The years that the record is about."""


def years(first: object, last: object) -> range:
    """The years from one to another.

    Parameters
    ----------
    first, last : calendar year
        Such as 2010.

    Returns
    -------
    range of int

    Raises
    ------
    PeriodError
        If one is no calendar year, or the last is before the first.

    Examples
    --------
    >>> list(years(2010, "2012"))
    [2010, 2011, 2012]
    """
    (start,), (end,) = (periods.in_order(each, kind="calendar year") for each in (first, last))
    if end != start:
        periods.in_order(start, end, kind="calendar year")
    return range(start.year, end.year + 1)


def named(states: pd.DataFrame, within: str) -> pd.DataFrame:
    """Of the rows of `points` or `awards`, those of groups with some words in their name.

    Parameters
    ----------
    states : DataFrame
    within : str
        Such as "teachers", in capitals or not; all, where there is nothing in it.

    Returns
    -------
    DataFrame

    Raises
    ------
    ChoiceError
        If it is no text, or no group on record has it in its name.

    Examples
    --------
    >>> list(named(awards([2010]), "resident").index)
    ['Resident (junior) doctors']
    """
    if not isinstance(within, str):
        raise ChoiceError(
            f"What a group's name has in it is one text, such as 'teachers', and {within!r} is none."
        )
    there = datapackage.load("bargaining_groups")["title"]
    if not there.str.contains(within, case=False, regex=False).any():
        raise ChoiceError(f"No group has {within!r} in its name. There are: {', '.join(there)}.")
    titles = states.index.get_level_values("title")
    return states[titles.str.contains(within, case=False, regex=False)]


def points(years: Iterable[int] = range(SINCE, TO + 1)) -> pd.DataFrame:
    """Of which years the scales are held: the whole scale, its ends or single points, or nothing.

    Parameters
    ----------
    years : iterable of int
        Calendar years.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``title`` (of the group) and ``nation``, a column a year: ``whole``, ``ends`` or
        ``none``. A year in which no scale came into force has what stood since an earlier one, if no
        award changed pay.

    Raises
    ------
    PeriodError
        If no year is given.

    Notes
    -----
    Which scales are whole, and what that means, is said in the table ``point_coverage``; all else
    follows from ``pay_points`` and the awards.

    Examples
    --------
    >>> held = points(range(2007, 2010))
    >>> held.loc[("Police officers", "England and Wales")].tolist()
    ['ends', 'ends', 'ends']
    >>> held.loc[("Resident (junior) doctors", "England")].tolist()
    ['whole', 'whole', 'whole']
    """
    years = _given(years)
    table = datapackage.load("pay_points")
    table = table[table["status"].isin(IN_FORCE)]
    table = table.assign(year=table["period"].str[:4].astype(int))
    found = {}
    for group in datapackage.load("bargaining_groups")["bargaining_group"]:
        rows = _of_group(group, table)
        for nation in _narrowest(rows["nation"].unique()):
            there = rows[rows["nation"].map(lambda wide, narrow=nation: covers(wide, narrow))]
            found[described(group)["title"], nation] = _states(group, nation, there, years)
    return _by_year(found, years, ["title", "nation"])


def awards(years: Iterable[int] = range(SINCE, TO + 1)) -> pd.DataFrame:
    """Of which years the awards are held: every general one, some, or none.

    Parameters
    ----------
    years : iterable of int
        Calendar years in which awards came into force.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``title`` (of the group), a column a year: ``every``, ``some`` or ``none``.

    Raises
    ------
    PeriodError
        If no year is given.

    Notes
    -----
    Every award of a year is held where the table ``award_coverage`` says that none is missing. Of the
    year in which such a span ends, one must have come into force by then.

    Examples
    --------
    >>> awards([2010, 2026]).loc["Local government services (NJC)"].tolist()
    ['every', 'none']
    """
    years, found = _given(years), {}
    for group in datapackage.load("bargaining_groups")["bargaining_group"]:
        rows = awards_of(group)
        rows = rows[~rows["status"].isin(["offer", "claim", "expected"])]
        if not rows.empty:
            seen = set(rows["award_year"].dropna().astype(int))
            general = set(rows.loc[rows["scope"] == "general", "award_year"].dropna().astype(int))
            whole = _whole_years(group, general)
            states = ("every" if year in whole else "some" if year in seen else NONE for year in years)
            found[described(group)["title"]] = list(states)
    return _by_year(found, years, ["title"])


def _given(years: Iterable[int]) -> tuple[int, ...]:
    if not (given := tuple(years)):
        raise PeriodError("No year was given: a range from the first to the last has one at least.")
    return given


def words(states: pd.Series, state: str) -> str:
    """The years of one state, runs of them as a span.

    Parameters
    ----------
    states : Series
        A row of `points` or `awards`.
    state : str

    Returns
    -------
    str

    Examples
    --------
    >>> words(pd.Series({2004: "whole", 2005: "whole", 2006: "none", 2007: "whole"}), "whole")
    '2004 to 2005, 2007'
    """
    years = [int(year) for year in states.index[states == state]]
    breaks = [0, *(place for place, (one, two) in enumerate(pairwise(years), 1) if two > one + 1), len(years)]
    runs = [years[start:end] for start, end in pairwise(breaks)] if years else []
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs)


def _by_year(found: dict, years: Iterable[int], names: list[str]) -> pd.DataFrame:
    frame = pd.DataFrame.from_dict(found, orient="index", columns=list(years))
    if len(names) > 1:
        frame.index = pd.MultiIndex.from_tuples(frame.index)
    return frame.rename_axis(index=names, columns="year")


def _of_group(group: str, table: pd.DataFrame) -> pd.DataFrame:
    """The points of a group: of its own employer, of the national scale, or where there is none of any employer."""
    mine = described(group)
    rows = table[table["bargaining_group"] == (mine["points_of"] or mine.name)]
    if mine["employer"]:
        return rows[rows["employer"] == mine["employer"]]
    national = rows[rows["employer"].isna()]
    return rows if national.empty else national


def _narrowest(nations: Iterable[str]) -> list[str]:
    """Nations without those that are wider than another one."""
    all_of_them = list(nations)
    return [
        wide
        for wide in all_of_them
        if not any(wide != narrow and covers(wide, narrow) for narrow in all_of_them)
    ]


def _states(group: str, nation: str, rows: pd.DataFrame, years: Iterable[int]) -> list[str]:
    table = datapackage.load("point_coverage")
    mine = table[(table["bargaining_group"] == group) & (table["nation"] == nation)]
    spanned = zip(mine["from_period"].astype(int), mine["to_period"].astype(int), strict=True)
    whole = {year for first, last in spanned for year in range(first, last + 1)}
    states = {year: WHOLE if year in whole else ENDS for year in sorted(set(rows["year"]))}
    months = sorted(
        periods.parse(each) for each in rows.loc[rows["period_type"] == "month", "period"].unique()
    )
    for year in range(min(states), max(years) + 1):
        before = states.get(year - 1, NONE)
        if year not in states:
            states[year] = before if before != NONE and _unchanged(group, nation, months, year) else NONE
    return [states.get(year, NONE) for year in years]


def _unchanged(group: str, nation: str, months: list[pd.Period], year: int) -> bool:
    """Whether what came into force before a year is known to have stood to the end of it."""
    last = max((month for month in months if month.year < year), default=None)
    return (
        last is not None
        and changed_between(group, last, pd.Period(f"{year}-12", "M"), nation=nation) is False
    )


def _whole_years(group: str, general: set[int]) -> set[int]:
    """The years within the spans in which no general award of a group is missing."""
    held = pd.concat([spans(group, periods.MONTH), spans(group, periods.YEAR)])
    ends = [(first.year, last.year) for first, last in held[["first", "last"]].itertuples(index=False)]
    return {
        year for first, last in ends for year in range(first + 1, last + 1) if year < last or year in general
    }
