"""Pay scales: what a point is paid at a date, by the year and by the hour; and what is beside them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from paylib import moved
from paylib.awards.floors import living_wage, minimum_wage, overtaken
from paylib.awards.groups import asked_for
from paylib.awards.hours import HOURS_A_WEEK, WEEKS_IN_A_YEAR, actual_pay, annual, hourly, paid_weeks
from paylib.awards.scale_tables import (
    NUMBERED,
    ON_REQUEST,
    chosen_of,
    in_force,
    listed,
    not_whole,
    on_basis,
    points_missing,
    rows_of,
)
from paylib.errors import ChoiceError, CoverageError, unknown
from paylib.figures import periods
from paylib.figures.finding import Finding
from paylib.figures.inputs import is_many

__all__ = [
    "HOURS_A_WEEK",
    "NUMBERED",
    "ON_REQUEST",
    "WEEKS_IN_A_YEAR",
    "actual_pay",
    "annual",
    "hourly",
    "living_wage",
    "minimum_wage",
    "overtaken",
    "paid_weeks",
    "point_pay",
    "rate",
    "scale",
]


def scale(group: str, when: object, *, include: Iterable[str] = ()) -> pd.DataFrame:
    """A pay scale as it stood at a date.

    Parameters
    ----------
    group : str
        ``"njc"`` or ``"jnc_youth"`` (the whole scale), or, as far as held,
        ``"nhs_agenda_for_change"`` (where bands start), ``"teachers"`` (where the main range
        starts) or ``"dwp"`` (ends of the scales of the lowest grades).
    when : month or calendar year
        A month finds the scale in force in it: the last to come into force, if no award has
        changed it since. A calendar year finds only what is held for that year as a whole.
    include : iterable of str
        What to use beside published rates: ``"derived"`` (exact arithmetic on published awards),
        and for DWP ``"offer"`` and ``"foretold"``. A published rate always comes first.

    Returns
    -------
    pandas.DataFrame
        One row a point: the range (``spine``, ``pay_range``, ``area``, ``band`` or ``pay_area``),
        ``point``, ``annual_gbp``, ``gbp_hour`` (NJC and JNC youth only; not rounded), ``basis``
        and ``source``. ``attrs`` carry ``effective`` (when the scale came into force),
        ``sources`` and ``usage_warnings``.

    Raises
    ------
    ChoiceError
        If no scale of the group is held, or ``include`` has an unknown basis.
    CoverageError
        If the scale in force is not held, or not whole: names the dates for which it is.

    Notes
    -----
    A scale of numbered points is whole if it has every point from the lowest that stands then or
    later to the highest.

    Examples
    --------
    >>> scale("njc", "2024-10")[["point", "annual_gbp", "basis"]].head(2)
       point  annual_gbp      basis
    0      2     23656.0  published
    1      3     24027.0  published
    >>> len(scale("njc", "2025-04", include=["derived"]))
    42
    """
    asked, more = periods.parse(when), asked_for(include, ON_REQUEST, "basis")
    rows = rows_of(group)
    standing = in_force(group, rows, asked)
    chosen = chosen_of(standing, more)
    missing = points_missing(group, rows, chosen, standing["period"].iloc[0])
    if missing or chosen.empty:
        raise CoverageError(not_whole(group, rows, standing, asked, missing, more))
    frame = chosen.drop(columns=["period", "usage_warnings"]).reset_index(drop=True)
    if group in NUMBERED:
        frame.insert(3, "gbp_hour", hourly(frame["annual_gbp"]))
    frame.attrs = _provenance(chosen)
    return frame


def point_pay(group: str, point: object, when: object, *, include: Iterable[str] = ()) -> float | pd.Series:
    """The annual pay of single points at a date, whether or not the whole scale is held.

    Parameters
    ----------
    group : str
        ``"njc"`` or ``"jnc_youth"``.
    point : int, or array or Series of int
        Points as numbered at that date (the NJC renumbered its own in April 2019).
    when : month
    include : iterable of str
        ``"derived"`` to use derived rates too, as in `scale`.

    Returns
    -------
    float or pandas.Series
        Full-time pay, pounds a year; for several points a Series by point.

    Raises
    ------
    ChoiceError
        If points of the group are not numbered.
    CoverageError
        If a point is not held at that date: names the dates for which it is.

    Examples
    --------
    >>> point_pay("njc", 49, "2015-06")
    42957.0
    """
    if group not in NUMBERED:
        raise ChoiceError(unknown("scale of numbered points", group, NUMBERED))
    asked, more = periods.parse(when), asked_for(include, ON_REQUEST, "basis")
    rows = rows_of(group)
    held = chosen_of(in_force(group, rows, asked), more).drop_duplicates("point").set_index("point")
    wanted = pd.Index(np.atleast_1d(np.asarray(point)), name="point")
    for each in wanted.difference(held.index):
        month = in_force(group, rows, asked)["period"].iloc[0]
        dates = chosen_of(rows[rows["point"] == each], more)["period"]
        held_at = f"It is held for {listed(dates)}" if len(dates) else "It is held for no date"
        raise CoverageError(
            f"No pay of {group} point {each} for {periods.label(asked)} (the scale of {month})"
            f"{on_basis(more)}. {held_at}."
        )
    if not is_many(point):
        return float(held.loc[wanted[0], "annual_gbp"])
    pay = held.loc[wanted, "annual_gbp"]
    pay.attrs = _provenance(held.loc[wanted])
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
        What tells the ranges of the scale apart: ``band=5``, ``area="Inner London"``.

    Returns
    -------
    Finding

    Raises
    ------
    ChoiceError
        If there is no such point or range, or more than one rate is paid at the point.
    CoverageError
        If the scale in force at the date is not there.

    Examples
    --------
    >>> str(rate("nhs_agenda_for_change", "entry", "2023-06", band=5))
    '£28,407'
    """
    asked, more = periods.parse(when), asked_for(include, ON_REQUEST, "basis")
    standing = chosen_of(in_force(group, rows_of(group), asked), more)
    for column, value in where.items():
        if column not in standing:
            raise ChoiceError(unknown(f"column of the scale of {group}", column, [standing.columns[1]]))
        standing = _only(standing, column, value)
    mine = _only(standing, "point", point)
    if len(mine) > 1:
        span = mine.columns[1]
        raise ChoiceError(
            f"{len(mine)} rates of {group} are paid at {point!r}: say which {span}, one of "
            f"{', '.join(map(str, mine[span]))}."
        )
    row = mine.iloc[0]
    known = _provenance(mine)
    return Finding(
        f"{group} {point} in {periods.words(asked)}",
        float(row["annual_gbp"]),
        "gbp_year",
        f"the scale of {known['effective']}, {row['basis']}",
        known["sources"],
        known["usage_warnings"],
    )


def _only(rows: pd.DataFrame, column: str, value: object) -> pd.DataFrame:
    mine = rows[rows[column].astype(str) == str(value)]
    if mine.empty:
        raise ChoiceError(unknown(column.replace("_", " "), value, dict.fromkeys(map(str, rows[column]))))
    return mine


def _provenance(rows: pd.DataFrame) -> dict:
    codes = " ".join(rows["usage_warnings"].dropna()).split()
    return {
        "effective": periods.label(rows["period"].iloc[0]),
        "sources": tuple(sorted(rows["source"].unique())),
        "usage_warnings": tuple(sorted(set(codes))),
    }


__getattr__ = moved.answers(__name__, {"grade": "paylib.cases.social_care.grade"})
