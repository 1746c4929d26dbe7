"""Concepts of pay that a published figure may be about: awards, two salaries, a point of a scale, earnings."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from paylib import awards, datapackage, prices
from paylib.awards import scale_tables
from paylib.awards.groups import spans
from paylib.awards.scales import choices_of
from paylib.errors import ChoiceError, CoverageError, PaylibError
from paylib.figures import periods
from paylib.figures.inputs import checked
from paylib.figures.provenance import of_rows


@dataclass(frozen=True)
class Concept:
    """What pay may have been meant: levels by month, or one growth whatever the span.

    Parameters
    ----------
    level : pandas.Series, optional
        By month.
    growth_pct : float, optional
        The growth instead, over whatever span is tried.
    awards : tuple of float
        The awards that the growth is made of, per cent.
    step : pandas.Series, optional
        The level of the next point of the scale.
    points : pandas.DataFrame, optional
        The levels of all the points of the scale, a column a point.
    origin : mapping
        ``sources`` and ``usage_warnings`` of the pay.
    """

    level: pd.Series | None
    growth_pct: float | None = None
    awards: tuple[float, ...] = ()
    step: pd.Series | None = None
    points: pd.DataFrame | None = None
    origin: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def concepts_of(
    first: pd.Period, last: pd.Period, group, point, awards_pct, pay, where: dict
) -> tuple[dict[str, Concept], list[str]]:
    """The concepts of pay that can be tried between two months, by name, and what is missing to try more."""
    found: dict[str, Concept] = {}
    missing: list[str] = []
    if awards_pct is not None:
        steps = tuple(float(each) for each in checked(list(awards_pct), "awards_pct", above=-100))
        growth = (np.prod([1 + each / 100 for each in steps]) - 1) * 100
        found["the awards given"] = Concept(None, float(growth), steps)
    if isinstance(pay, pd.Series):
        level = pd.Series(checked(pay.to_numpy(), "pay", above=0), index=periods.months(pay.index))
        found["the pay given"] = Concept(level.sort_index())
    elif pay is not None:
        before, after = (float(checked(each, "pay", above=0)) for each in pay)
        found["the two salaries"] = Concept(None, (after / before - 1) * 100)
    if group is not None:
        if not (earnings := _earnings(group)):
            _of_group(found, missing, first, last, group, point, where)
        found |= earnings
    if not found and not missing:
        raise ChoiceError(
            "Whose pay? Give group= (and point=), awards_pct=, or pay=, two salaries or a Series by month; or "
            "of_gbp= for a sum in the prices of another time."
        )
    if not found:
        raise CoverageError("No pay could be tried: " + "; ".join(missing) + ".")
    return found, missing


def _earnings(group: str) -> dict[str, Concept]:
    """Average earnings by the name of a deflator, or of a sector: its total and its regular pay."""
    catalogue = datapackage.load("deflators").query("kind == 'earnings' and priority == 1")
    titles = catalogue.set_index("deflator")["title"]
    if group in titles:
        level = prices.index(group)
        return {titles[group]: Concept(level, origin=level.attrs)}
    series = datapackage.load("awe_series").query("statistic == 'level' and prices == 'nominal'")
    mine = series[series["sector"].str.startswith(group)]
    rows = datapackage.load("awe_monthly")
    levels = rows.pivot(index="month", columns="series", values="weekly_gbp")
    levels.index = pd.PeriodIndex(levels.index, freq="M")
    return {
        f"average earnings, {row.sector.replace('_', ' ')}, {row.pay} pay": Concept(
            levels[row.series].dropna(), origin=of_rows(rows[rows["series"] == row.series])
        )
        for row in mine.sort_values("sector", ascending=False).itertuples()
    }


def _of_group(found: dict, missing: list[str], first, last, group: str, point, where: dict) -> None:
    """The chain of a group's awards, or the pay of a point from its scales, where they are there."""
    if point is not None:
        _of_point(found, missing, first, last, group, point, where)
        return
    for span in spans(group, periods.MONTH).itertuples():
        since, until = max(span.first, first), min(span.last, last)
        if since < until:
            try:
                chains = _chains(group, since, until)
            except PaylibError as error:
                missing.append(str(error).rstrip("."))
            else:
                for name, growth in chains.items():
                    name = f"{name} from {periods.words(since)}" if name in found else name
                    found[name] = Concept(100 + growth, origin=growth.attrs)
    if not found and not missing:
        awards.history(group)  # says so, where there is no such group
        missing.append(
            f"the awards of {group} between {periods.words(first)} and {periods.words(last)} "
            "(awards.coverage() says what there is)"
        )


def _chains(group: str, since: pd.Period, until: pd.Period) -> dict[str, pd.Series]:
    """The growth of pay by a group's awards, by name; of each grade that can be followed where they differed."""
    try:
        return {f"awards of {group}": _chained(group, since, until)}
    except ChoiceError:
        found = {}
        for grade in awards.grades(group):
            with suppress(PaylibError):
                found[f"awards of {group}, {grade}"] = _chained(group, since, until, grade)
        if not found:
            raise
        return found


def _chained(group: str, since: pd.Period, until: pd.Period, grade: str | None = None) -> pd.Series:
    """The growth of pay by settled awards; where one is only implied, by that too."""
    try:
        return awards.path(group, since, until, grade=grade)["growth_pct"]
    except CoverageError:
        return awards.path(group, since, until, grade=grade, include=["implied"])["growth_pct"]


def _of_point(found: dict, missing: list[str], first, last, group: str, point, where: dict) -> None:
    rows = scale_tables.rows_of(group, **where)
    levels: dict[pd.Period, pd.Series] = {}
    why = f"pay of {group} point {point} between {periods.words(first)} and {periods.words(last)}"
    for month in pd.period_range(first, last, freq="M"):
        try:
            at, _ = scale_tables.standing(group, rows, month, ("derived",))
        except CoverageError as error:
            why = str(error).rstrip(".")
            continue
        levels[month] = _points_of(group, at, point, where.get("nation"))
    frame = pd.DataFrame(levels).T
    frame.index = pd.PeriodIndex(frame.index, freq="M")
    if point not in frame or frame[point].notna().sum() < 2:
        there = ", ".join(map(str, frame.columns)) or "none"
        missing.append(f"{why}; points found: {there}")
        return
    place = list(frame.columns).index(point)
    found[f"point {point} of {group}"] = Concept(
        frame[point].astype(float).dropna(),
        step=frame.iloc[:, place + 1].astype(float) if place + 1 < frame.shape[1] else None,
        points=frame.astype(float),
        origin=of_rows(rows[rows["point"] == str(point)]),
    )


def _points_of(group: str, rows: pd.DataFrame, point, nation) -> pd.Series:
    """The pay of the points of a scale, in order."""
    chosen = scale_tables.chosen_of(rows, ("derived",))
    chosen = scale_tables.of_own_nation(group, chosen, nation)
    mine = chosen[chosen["point"] == str(point)]
    if len(mine) > 1:
        raise ChoiceError(f"{len(mine)} points of {group} are called {point}: say {choices_of(mine)}.")
    points = chosen.drop_duplicates("point").set_index("point")["annual_gbp"]
    numbered = points.index.str.isdigit().all()
    return points.set_axis(points.index.astype("int64")).sort_index() if numbered else points
