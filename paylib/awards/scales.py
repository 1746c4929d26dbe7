"""Pay scales: what a point is paid at a date, by the year and by the hour; and what is beside them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import numpy as np
import pandas as pd

from paylib import datapackage, moved
from paylib.awards.floors import living_wage, minimum_wage, overtaken
from paylib.awards.groups import asked_for, described, title
from paylib.awards.hours import HOURS_A_WEEK, WEEKS_IN_A_YEAR, actual_pay, annual, hourly, paid_weeks
from paylib.awards.scale_tables import (
    KEYS,
    ON_REQUEST,
    chosen_of,
    held_at,
    listed,
    not_whole,
    of_own_nation,
    on_basis,
    points_missing,
)
from paylib.errors import ChoiceError, CoverageError, FigureError
from paylib.figures import periods
from paylib.figures.finding import Finding
from paylib.figures.inputs import is_many

__all__ = [
    "HOURS_A_WEEK",
    "ON_REQUEST",
    "WEEKS_IN_A_YEAR",
    "actual_pay",
    "annual",
    "hourly",
    "living_wage",
    "minimum_wage",
    "overtaken",
    "paid_weeks",
    "place",
    "point_pay",
    "rate",
    "scale",
    "with_actual_pay",
]


def scale(
    group: str,
    when: object,
    *,
    include: Iterable[str] = (),
    nation: str | None = None,
    area: str | None = None,
    contract: str | None = None,
    grade: str | None = None,
    employer: str | None = None,
    hours_week: float | None = None,
    paid_weeks: float | None = None,
) -> pd.DataFrame:
    """A group's pay points as they stood at a date.

    Parameters
    ----------
    group : str
        A key of the table ``bargaining_groups``, or an alias: ``"njc"``, ``"nhs_afc"``, ``"teachers"`` …
    when : month or calendar year
        A month finds the scales in force in it: of each nation, employer and contract the last to
        come into force, if no award has changed it since. A calendar year finds only what is held
        for that year as a whole.
    include : iterable of str
        What to use beside published points that were paid: ``"derived"`` (exact arithmetic on
        published awards), ``"inferred"``, ``"offer"``, ``"foretold"``, ``"recommended"``. A
        published point always comes first.
    nation, area, contract, grade : str, optional
        Only those; all, unless said. A nation is also found in a scale of several together.
    employer : str, optional
        Whose own scale; the national one, unless said.
    hours_week, paid_weeks : float, optional
        Of somebody part time or paid for fewer weeks, in term time say: adds ``actual_gbp``, what they are paid
        of each point.

    Returns
    -------
    pandas.DataFrame
        One row a point: ``nation``, ``area``, ``employer``, ``contract``, ``grade`` (empty where pay
        does not differ by them), ``point`` (a number where all are), ``annual_gbp``, ``gbp_hour``
        (where the full-time week of the group is known: not rounded; or where it was published),
        ``period`` (from when), ``status``, ``basis`` and ``source``. ``attrs`` carry ``effective``
        (the dates), ``left_out`` (scales of which it is not known what was in force, and why),
        ``sources`` and ``usage_warnings``.

    Raises
    ------
    ChoiceError
        If there is no such group, or none of its points has a key that was asked for.
    CoverageError
        If no scale in force is held, or a scale of numbered points is not whole: names the dates
        for which there is one.

    Notes
    -----
    A scale of numbered points is whole if it has every point from the lowest that stands then or
    later to the highest. Of other scales it is not known here whether every point is held: the
    table ``point_coverage`` says for which years they are.

    Examples
    --------
    >>> scale("njc", "2024-10")[["point", "annual_gbp", "basis"]].head(2)
       point  annual_gbp      basis
    0      2     23656.0  published
    1      3     24027.0  published
    >>> starts = scale("teachers", "2024-09", nation="England").query("point == 'M1'")
    >>> starts.set_index("area")["annual_gbp"].to_dict()
    {'Inner London': 38766.0, 'London fringe': 33075.0, 'Outer London': 36413.0, 'outside London': 31650.0}
    """
    asked, more = periods.parse(when), asked_for(include, ON_REQUEST, "basis")
    keys = {"nation": nation, "area": area, "contract": contract, "grade": grade}
    rows, at, left_out, chosen = held_at(group, asked, more, employer=employer, **keys)
    numbered = described(group)["numbered_points"] and not chosen["employer"].any()
    missing = points_missing(rows, at, chosen) if numbered else []
    if missing or chosen.empty:
        raise CoverageError(not_whole(group, rows, at, asked, missing, more))
    frame = chosen[[*KEYS, "annual_gbp", "gbp_hour", "period", "status", "basis", "source"]]
    frame = frame.assign(period=frame["period"].map(periods.label)).reset_index(drop=True)
    if frame["point"].str.isdigit().all():
        frame["point"] = frame["point"].astype("int64")
    frame = with_actual_pay(_by_the_hour(group, frame), group, hours_week, paid_weeks)
    frame.attrs = _provenance(chosen) | {"left_out": left_out}
    return frame


def with_actual_pay(
    frame: pd.DataFrame, group: str, hours_week: float | None, paid_weeks: float | None
) -> pd.DataFrame:
    """Pay points with what somebody is paid of each who works fewer hours, or is paid for fewer weeks.

    Parameters
    ----------
    frame : pandas.DataFrame
        With a column ``annual_gbp``.
    group : str
        Whose full-time week it is.
    hours_week, paid_weeks : float or None
        As in `actual_pay`; nothing is added without either.

    Returns
    -------
    pandas.DataFrame
        With ``actual_gbp``, pounds a year, not rounded.

    Raises
    ------
    ChoiceError
        If hours are given and the full-time week of the group is not known.
    FigureError
        As in `actual_pay`.

    Examples
    --------
    NJC point 2 at 20 hours of 37, in term time only, 44.1 weeks paid:

    >>> scale("njc", "2024-10", hours_week=20, paid_weeks=44.1)["actual_gbp"].round(2).iloc[0].item()
    10814.64
    """
    if hours_week is None and paid_weeks is None:
        return frame
    full = described(group)["hours_week"]
    if hours_week is not None and pd.isna(full):
        raise ChoiceError(
            f"{title(group)}: the full-time week is not in the table bargaining_groups, so part-time pay needs it: "
            "paylib.scales.actual_pay(annual_gbp, hours_week, full_time_hours, paid_weeks=…)."
        )
    weeks = WEEKS_IN_A_YEAR if paid_weeks is None else paid_weeks
    week = full if pd.notna(full) else HOURS_A_WEEK  # its share is one, where no hours are given
    pay = actual_pay(frame["annual_gbp"], week if hours_week is None else hours_week, week, paid_weeks=weeks)
    return frame.assign(actual_gbp=pay)


def _by_the_hour(group: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Hourly rates: worked out where the full-time week is known, else as published, if any was."""
    hours = described(group)["hours_week"]
    if pd.notna(hours):
        return frame.assign(gbp_hour=hourly(frame["annual_gbp"], hours))
    return frame if frame["gbp_hour"].notna().any() else frame.drop(columns="gbp_hour")


def _point_of(point: object) -> object:
    """A point as scales number it: 19, where a column with gaps made 19.0 of it."""
    return int(point) if isinstance(point, float) and point.is_integer() else point


def point_pay(
    group: str,
    point: object,
    when: object,
    *,
    include: Iterable[str] = (),
    nation: str | None = None,
    area: str | None = None,
    contract: str | None = None,
    grade: str | None = None,
    employer: str | None = None,
) -> float | pd.Series:
    """The annual pay of single points at a date, whether or not the whole scale is held.

    Parameters
    ----------
    group : str
        As in `scale`.
    point : int or str, or array or Series of them
        Points as named at that date (the NJC renumbered its own in April 2019).
    when : month or calendar year
    include, nation, area, contract, grade, employer
        As in `scale`: needed where the point alone does not say which is meant. Where it stands in
        the scales of several nations, that of the group's row in ``bargaining_groups`` is meant.

    Returns
    -------
    float or pandas.Series
        Full-time pay, pounds a year; for several points a Series by point.

    Raises
    ------
    ChoiceError
        If there is no such group, or several points have that name: names the choices.
    CoverageError
        If a point is not held at that date: names the dates for which it is.

    Examples
    --------
    >>> point_pay("njc", 49, "2015-06")
    42957.0
    >>> point_pay("teachers", "M1", "2024-09")
    Traceback (most recent call last):
        ...
    paylib.errors.ChoiceError: School teachers: 4 points are called M1 in 2024-09. Say area= (Inner London, ...
    """
    keys = {"nation": nation, "area": area, "contract": contract, "grade": grade, "employer": employer}
    wanted = pd.Index([_point_of(each) for each in np.atleast_1d(np.asarray(point))], name="point")
    held = _points(group, wanted, when, include, keys)
    if not is_many(point):
        return float(held["annual_gbp"].iloc[0])
    pay = held["annual_gbp"].set_axis(wanted)
    pay.attrs = _provenance(held)
    return pay


def rate(group: str, point: object, when: object, *, include: Iterable[str] = (), **where: object) -> Finding:
    """The annual pay of one point of any scale at a date, as a finding.

    Parameters
    ----------
    group, when, include
        As in `scale`.
    point : str or int
        A point of the scale.
    **where
        As in `point_pay`: ``grade="band 5"`` (or ``band=5``), ``area="Inner London"``.

    Returns
    -------
    Finding

    Raises
    ------
    ChoiceError, CoverageError
        As in `point_pay`.

    Examples
    --------
    >>> str(rate("nhs_afc", "entry", "2023-06", band=5))
    '£28,407'
    """
    row = _points(group, [_point_of(point)], when, include, where).iloc[[0]]
    known = _provenance(row)
    return Finding(
        f"{group} {point} in {periods.words(periods.parse(when))}",
        float(row["annual_gbp"].iloc[0]),
        "gbp_year",
        f"the scale of {known['effective']}, {row['basis'].iloc[0]}",
        known["sources"],
        known["usage_warnings"],
    )


def place(
    group: str, point: object, when: object, *, include: Iterable[str] = (), **where: object
) -> dict[str, str]:
    """Which row of the table ``pay_points`` has the pay of a point at a date.

    Parameters
    ----------
    group, point, when, include, **where
        As in `rate`.

    Returns
    -------
    dict of str to str
        What tells the row apart, as columns and values.

    Raises
    ------
    ChoiceError, CoverageError
        As in `point_pay`.

    Examples
    --------
    >>> found = place("nhs_afc", "entry", "2023-06", band=5)
    >>> found["grade"], found["period"], found["nation"]
    ('band 5', '2023-04', 'England')
    """
    row = _points(group, [point], when, include, where).iloc[0]
    names = ("bargaining_group", *KEYS, "period", "status", "basis")
    return {name: str(row[name]) for name in names if str(row[name])}


def _points(group: str, points: Iterable, when: object, include: Iterable[str], keys: dict) -> pd.DataFrame:
    """One row of a scale for each of some points."""
    asked, more = periods.parse(when), asked_for(include, ON_REQUEST, "basis")
    rows, at, _, chosen = held_at(group, asked, more, **keys)
    chosen = of_own_nation(group, chosen, keys.get("nation"))
    found = []
    for each in points:
        mine = chosen[chosen["point"] == str(each)]
        if mine.empty:
            raise CoverageError(_no_point(group, each, asked, rows, at, more))
        if len(mine) > 1:
            raise ChoiceError(
                f"{title(group)}: {len(mine)} points are called {each} in {periods.label(asked)}. Say "
                f"{choices_of(mine)}."
            )
        found.append(mine)
    if not found:
        raise FigureError(f"No pay point of {title(group)} was given: a list of points has one at least.")
    return pd.concat(found)


def choices_of(rows: pd.DataFrame) -> str:
    """The keys that tell rows of one point apart, and what each may be.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows of a scale.

    Returns
    -------
    str

    Examples
    --------
    >>> choices_of(pd.DataFrame({"grade": ["band 2", "band 3"], "area": ["", ""]}))
    'grade= (band 2, band 3)'
    """
    differ = [name for name in KEYS[:-1] if name in rows and rows[name].nunique() > 1]
    return " and ".join(
        f"{name}= ({', '.join(each or 'none' for each in rows[name].unique())})" for name in differ
    )


def _no_point(group, point, asked, rows, at, more) -> str:
    dates = chosen_of(rows[rows["point"] == str(point)], more)["period"]
    held_at = f"It is held for {listed(dates)}" if len(dates) else "It is held for no date"
    return (
        f"No pay of {group} point {point} for {periods.label(asked)} (the scale of {listed(at['period'])})"
        f"{on_basis(more)}. {held_at}."
    )


def _provenance(rows: pd.DataFrame) -> dict:
    codes = " ".join(rows["usage_warnings"].dropna()).split()
    return {
        "effective": listed(rows["period"]),
        "sources": tuple(sorted(rows["source"].unique())),
        "usage_warnings": tuple(sorted(set(codes))),
    }


@cache
def _numbered() -> tuple[str, ...]:
    """The groups all of whose points have numbers, by name."""
    groups = datapackage.load("bargaining_groups")
    return tuple(groups.loc[groups["numbered_points"], "bargaining_group"])


def __getattr__(name: str) -> object:
    return _numbered() if name == "NUMBERED" else _elsewhere(name)


_elsewhere = moved.answers(__name__, {"grade": "paylib.cases.social_care.grade"})
