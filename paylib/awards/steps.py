"""What each award did to pay, one step an award, for the group or by pay point.

A step is ``pay in force x (1 + per cent) + flat sum``; where an award is a level over an older
scale, the per cent is taken over the pay of that month instead. When the NJC moved its lower
points to a new spine in April 2019, the step is to the pay of the new point.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from paylib import datapackage
from paylib.awards.groups import CHANGED_PAY, awards_of, described, spans, title
from paylib.awards.scale_tables import numbers_of
from paylib.awards.scales import point_pay
from paylib.errors import ChoiceError, CoverageError, DataError, is_among
from paylib.figures import periods

_STANDS_IN = ("offer", "claim", "expected")


@dataclass(frozen=True)
class Step:
    """What one award did: a value for each pay followed, or one for all of them."""

    when: pd.Period
    base: pd.Period | None
    pct: np.ndarray
    flat: np.ndarray
    level: np.ndarray
    """The pay that it moved to; NaN where it was a rise."""


def covered(group: str, start: pd.Period, end: pd.Period, include: tuple[str, ...]) -> None:
    """Refuse a chain over a time for which an award of the group is missing.

    Raises
    ------
    CoverageError
        Names the months or years that are missing, and the spans that are held.
    """
    held = _spans(group, start.freqstr, include)
    if any(first <= start and end <= last for first, last in held):
        return
    times = pd.period_range(start, end, freq=start.freqstr)[1:]
    inside = np.zeros(len(times), dtype=bool)
    for first, last in held:
        inside |= (times > first) & (times <= last)
    gaps = times[~inside] if len(times) else pd.PeriodIndex([start])
    if held:
        known = "; ".join(f"{periods.label(first)} to {periods.label(last)}" for first, last in held)
        advice = f"A chain must start and end in one of: {known}."
    else:
        advice = f"Only single awards are held: paylib.awards.history({group!r})."
    raise CoverageError(
        f"The awards of {title(group)} from {periods.label(start)} to {periods.label(end)} are not all held. "
        f"Missing: {_runs(gaps)}. {advice}"
    )


def _spans(group: str, frequency: str, include: tuple[str, ...]) -> list[tuple[pd.Period, pd.Period]]:
    """The spans in which no award is missing, longer where an offer or claim may stand in for one."""
    held = [(span.first, span.last) for span in spans(group, frequency).itertuples()]
    standing_in = [status for status in include if status in _STANDS_IN]
    if not standing_in or frequency != periods.MONTH:
        return held
    rows = awards_of(group)
    months = set(rows.loc[rows["status"].isin(standing_in), "effective_month"].dropna())
    joined: list[tuple[pd.Period, pd.Period]] = []
    for first, last in held:
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
        if last + 1 in months:  # it would have stood for a year
            joined[-1] = (joined[-1][0], last + 12)
    return joined


def _runs(times: pd.PeriodIndex) -> str:
    """Periods in words, those without a hole as a span."""
    groups = np.cumsum(np.diff(times.asi8, prepend=times.asi8[0]) != 1)
    runs = pd.Series(times).groupby(groups).agg(["min", "max"]).to_numpy()
    return ", ".join(
        periods.label(low) if low == high else f"{periods.label(low)} to {periods.label(high)}"
        for low, high in runs
    )


def awards_between(group: str, start: pd.Period, end: pd.Period, include: tuple[str, ...]) -> pd.DataFrame:
    """The general awards that changed pay after one period, up to another.

    Returns
    -------
    pandas.DataFrame
        The columns of `paylib.award_tables.awards_of`, and ``when``, the period in which each
        award came into force.

    Raises
    ------
    CoverageError
        If an award is implied, or is guidance, and was not asked for.
    DataError
        If two awards came into force in one period.
    """
    return _awards_between(datapackage.package(), str(group), start, end, tuple(include)).copy(deep=False)


@lru_cache(maxsize=256)
def _awards_between(
    package: datapackage.DataPackage, group: str, start: pd.Period, end: pd.Period, include: tuple[str, ...]
) -> pd.DataFrame:
    rows = in_time(group, start, end)
    rows = rows[rows["scope"] == "general"]
    in_span = np.zeros(len(rows), dtype=bool)
    for span in spans(group, start.freqstr).itertuples():
        in_span |= ((rows["when"] > span.first) & (rows["when"] <= span.last)).to_numpy()
    rows = rows[
        np.where(in_span, ~rows["status"].isin(_STANDS_IN), rows["status"].isin(CHANGED_PAY + include))
    ]
    unasked = rows[~rows["status"].isin(CHANGED_PAY + include)]
    if len(unasked):
        statuses = sorted(set(unasked["status"]))
        listed = ", ".join(f"{periods.label(row.when)} ({row.status})" for row in unasked.itertuples())
        raise CoverageError(
            f"Not every award of {title(group)} from {periods.label(start)} to {periods.label(end)} is a "
            f"settled one: {listed}. To chain over them all the same, and have the result marked: "
            f"include={statuses}."
        )
    if rows["when"].duplicated().any():
        twice = rows.loc[rows["when"].duplicated(), "when"].iloc[0]
        raise DataError(
            f"Two figures are held for {title(group)} from {periods.label(twice)}, so they cannot be chained: "
            f"see paylib.awards.history({group!r}, include=…)."
        )
    return rows


def in_time(group: str, start: pd.Period, end: pd.Period) -> pd.DataFrame:
    """All rows on awards that came into force after one period, up to another, with ``when`` they did."""
    rows = _dated(datapackage.package(), str(group), start.freqstr)
    return rows[(rows["when"] > start) & (rows["when"] <= end)]


@lru_cache(maxsize=64)
def _dated(package: datapackage.DataPackage, group: str, frequency: str) -> pd.DataFrame:
    rows = awards_of(group)
    by_month = frequency == periods.MONTH
    rows["when"] = (
        rows["effective_month"] if by_month else pd.PeriodIndex(rows["award_year"].astype(str), freq="Y")
    )
    return rows


def one_by_one(group: str, rows: pd.DataFrame, frequency: str) -> list[tuple]:
    """Some rows of `in_time`, one by one: as ``rows.itertuples()`` gives them, made once."""
    made = _one_by_one(datapackage.package(), str(group), frequency)
    return [made[number] for number in rows.index]


@lru_cache(maxsize=64)
def _one_by_one(package: datapackage.DataPackage, group: str, frequency: str) -> list[tuple]:
    return list(_dated(package, group, frequency).itertuples())


def general_step(when: pd.Period, rows: list) -> Step:
    """What one award did: a row for each pay followed, None for pay that stayed as it was."""
    bases = {_base(row) for row in rows if row is not None}
    if len(bases) > 1:
        raise DataError(
            f"The awards of {when} are over different older scales, so they cannot be chained at once."
        )
    rises = [(0.0, 0.0) if row is None else _rise(row) for row in rows]
    pct, flat = (np.array(each) for each in zip(*rises, strict=True))
    return Step(when, bases.pop(), pct, flat, np.full(len(rows), np.nan))


def _base(row) -> pd.Period | None:
    return None if pd.isna(row.base_month) else row.base_month


def _rise(row) -> tuple[float, float]:
    if pd.isna(row.award_pct) and pd.isna(row.flat_gbp):
        raise DataError("An award is held without a figure, so it cannot be chained.")
    return np.nan_to_num(row.award_pct), np.nan_to_num(row.flat_gbp)


def by_point(group: str) -> bool:
    """Whether the awards of a group can be followed by the number of a pay point.

    Examples
    --------
    >>> by_point("university"), by_point("teachers")
    (True, False)
    """
    return bool(described(group)["numbered_points"])


def _single_points(group: str) -> pd.DataFrame:
    """What single points, or some of them, got in place of what the others did."""
    rows = awards_of(group)
    return rows[(rows["scope"] == "point") & rows["from_point"].notna()]


def differed_by_point(group: str, rows: pd.DataFrame) -> list[str]:
    """The awards among some that did not give every pay point the same."""
    if not by_point(group):
        return []
    single = set(_single_points(group)["effective_month"])
    scale = numbers_of(group)
    return [str(row.when) for row in rows.itertuples() if row.when in single or not _whole(row, scale)]


def _whole(row, scale: pd.DataFrame) -> bool:
    """Whether the general row reaches from one end of the scale to the other, as it was from then on."""
    points = scale.loc[scale["period"] >= row.when, "point"]
    low, high = _reach(row)
    return (low == -np.inf or low <= points.min()) and (high == np.inf or high >= points.max())


def _reach(row) -> tuple[float, float]:
    """The lowest and the highest point for which a row is known to hold."""
    low, high = row.from_point, row.to_point
    return -np.inf if pd.isna(low) else int(low), np.inf if pd.isna(high) else int(high)


def _covers(row, point: int) -> bool:
    low, high = _reach(row)
    return low <= point <= high


def _reach_in_words(row) -> str:
    if row.qualifier == "at_least":
        return f"{row.covers}, as at least so much"
    if pd.isna(row.to_point):
        return f"points {row.from_point} and above"
    return (
        f"points up to {row.to_point}"
        if pd.isna(row.from_point)
        else f"points {row.from_point}-{row.to_point}"
    )


def point_steps(
    group: str, rows: pd.DataFrame, points: np.ndarray, include: tuple[str, ...]
) -> tuple[list[Step], list[tuple[pd.Period, np.ndarray]], set[str]]:
    """The steps of awards for some pay points.

    Parameters
    ----------
    group : str
        One whose awards can be followed `by_point`.
    rows : pandas.DataFrame
        As `awards_between` gives them.
    points : numpy.ndarray
        Points as numbered before the first award.
    include : tuple of str
        What may be used beside settled awards.

    Returns
    -------
    tuple
        The steps; the numbers of the points after each step; the sources used beside those of
        the rows.

    Raises
    ------
    CoverageError
        If it is not held what a point got.
    """
    single, moves = _single_points(group), renumbering(group)
    single = one_by_one(group, single, periods.MONTH)
    steps, numbers, sources = [], [], set()
    for row in one_by_one(group, rows, periods.MONTH):
        moved = moves[moves["effective_month"] == row.when].set_index("old_point")
        others = [other for other in single if other.effective_month == row.when]
        parts = [_point_rise(group, row, int(point), others, moved, include) for point in points]
        pct, flat, level, cited = zip(*parts, strict=True)
        steps.append(Step(row.when, _base(row), np.array(pct), np.array(flat), np.array(level)))
        sources.update(*cited)
        if len(moved):
            points = moved.loc[points, "new_point"].to_numpy()
        numbers.append((row.when, points))
    return steps, numbers, sources


def _point_rise(
    group: str, row, point: int, others: list, moved: pd.DataFrame, include: tuple[str, ...]
) -> tuple[float, float, float, set[str]]:
    """Per cent, flat sum, level and further sources of one award for one point."""
    mine = next((each for each in others if _covers(each, point)), row)
    if mine.status not in CHANGED_PAY + include:
        raise CoverageError(
            f"The award of {row.when} to point {point} is {mine.status}: to use it, include={[mine.status]}."
        )
    if _covers(mine, point) and mine.qualifier != "at_least":
        return *_rise(mine), np.nan, {mine.source}
    if point in moved.index:
        move = moved.loc[point]
        pay = point_pay(group, [move["new_point"]], row.when, include=["derived"])
        return 0.0, 0.0, pay.iloc[0], {move["source"], *pay.attrs["sources"]}
    try:
        before, after = (
            point_pay(group, [point], when, include=["derived"]) for when in (row.when - 1, row.when)
        )
    except CoverageError:
        raise CoverageError(
            f"What {title(group)} point {point} got in {row.when} is not held: the award is held for "
            f"{_reach_in_words(mine)}. Start the chain in {row.when} or later, or leave out point= to follow the general "
            "award."
        ) from None
    rise = (after.iloc[0] / before.iloc[0] - 1) * 100
    return rise, 0.0, np.nan, {*before.attrs["sources"], *after.attrs["sources"]}


def renumbering(group: str) -> pd.DataFrame:
    """The move of a group's points to a new spine: ``effective_month``, ``old_point``, ``new_point``.

    Examples
    --------
    >>> renumbering("njc")["effective_month"].unique().astype(str).tolist(), len(renumbering("jnc_youth"))
    (['2019-04'], 0)
    """
    return _renumbering(datapackage.package(), described(group).name).copy(deep=False)


@lru_cache(maxsize=64)
def _renumbering(package: datapackage.DataPackage, group: str) -> pd.DataFrame:
    moves = package.load("point_renumbering")
    moves = moves[moves["bargaining_group"] == group]
    return moves.astype({"old_point": int, "new_point": int})


def numbered_at_start(
    group: str, points: np.ndarray, spine: str | None, start: pd.Period, end: pd.Period
) -> np.ndarray:
    """Points as numbered at the start of a chain.

    Parameters
    ----------
    group : str
        One whose points were renumbered.
    points : numpy.ndarray
        As the caller numbers them.
    spine : {"old", "new"} or None
        On which spine: must be said if the chain runs over the renumbering.
    start, end : pandas.Period
        The ends of the chain.

    Returns
    -------
    numpy.ndarray

    Raises
    ------
    ChoiceError
        If the spine must be said and is not, or no or several points moved to a new one.
    """
    moves = renumbering(group)
    month = moves["effective_month"].iloc[0]
    at_start = "old" if start < month else "new"
    if spine is None:
        if start < month <= end:
            raise ChoiceError(
                f"The points of {title(group)} were renumbered in {month}, so point {points[0]} before it is not point "
                f"{points[0]} after it: say which numbers you mean, spine='old' or spine='new'."
            )
        return points
    if not is_among(spine, ("old", "new")):
        raise ChoiceError(f"There is no spine {spine!r}. Choose from: old, new.")
    if spine == at_start:
        return points
    return np.array([_counterpart(group, moves, point, at_start, spine) for point in points])


def numbered_at(
    group: str, point: object, where: Mapping[str, object], start: object, end: object
) -> tuple[tuple[object, dict], tuple[object, dict]]:
    """A point at two months, each with where it is: on the spine of that month, where a group's points were renumbered.

    Parameters
    ----------
    group : str
    point : str or int
        As it is called at the start, or on the ``spine`` (also ``contract``) that ``where`` says.
    where : mapping
        What tells the group's scales apart.
    start, end : month

    Returns
    -------
    tuple of (point, where)
        At the start and at the end.

    Raises
    ------
    ChoiceError
        As `numbered_at_start`.

    Examples
    --------
    >>> numbered_at("njc", 29, {"spine": "old"}, "2010-04", "2025-04")
    ((29, {'contract': 'old'}), (23, {'contract': 'new'}))
    """
    moves = renumbering(group)
    if moves.empty or not str(point).isdigit():
        return (point, dict(where)), (point, dict(where))
    where, month = dict(where), moves["effective_month"].iloc[0]
    spine = where.pop("spine", None) or where.pop("contract", None)
    start, end = periods.months([start, end])
    first = last = int(numbered_at_start(group, np.array([int(point)]), spine, start, end)[0])
    if start < month <= end:
        last = _counterpart(group, moves, first, "new", "old")
    before, after = ("old" if each < month else "new" for each in (start, end))
    return (first, where | {"contract": before}), (last, where | {"contract": after})


def _counterpart(group: str, moves: pd.DataFrame, point: int, wanted: str, given: str) -> int:
    found = moves.loc[moves[f"{given}_point"] == point, f"{wanted}_point"].tolist()
    if len(found) == 1:
        return found[0]
    if found:
        both = " and ".join(map(str, found))
        raise ChoiceError(
            f"{given.capitalize()} point {point} was made of {wanted} points {both}: choose one, spine={wanted!r}."
        )
    raise ChoiceError(
        f"No {wanted} point became {given} point {point} of {title(group)}, so nobody was on it before "
        f"{moves['effective_month'].iloc[0]}: choose a point that has one (table point_renumbering)."
    )


def walk(steps: list[Step], opening: pd.Period, level: np.ndarray) -> dict[pd.Period, np.ndarray]:
    """The level of pay from the opening and from each step on; steps in order of time."""
    levels = {opening: level}
    for step in steps:
        over = levels[max(when for when in levels if step.base is None or when <= step.base)]
        risen = over * (1 + step.pct / 100) + step.flat
        levels[step.when] = np.where(np.isnan(step.level), risen, step.level)
    return levels


def needs_pay(steps: list[Step]) -> list[str]:
    """The awards whose worth depends on what pay was: sums of money, and moves to another point."""
    return [periods.label(step.when) for step in steps if step.flat.any() or not np.isnan(step.level).all()]
