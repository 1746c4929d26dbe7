"""Rates of pay followed over the awards of a group: the working of `paylib.awards`."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from paylib import datapackage
from paylib.awards import scales
from paylib.awards.grades import graded_steps
from paylib.awards.groups import ON_REQUEST, asked_for, by_year, title
from paylib.awards.scale_tables import numbers_of
from paylib.awards.scales import point_pay
from paylib.awards.steps import (
    Step,
    awards_between,
    by_point,
    covered,
    differed_by_point,
    needs_pay,
    numbered_at_start,
    point_steps,
    renumbering,
    walk,
)
from paylib.errors import ChoiceError, CoverageError, FigureError, PeriodError
from paylib.figures import periods
from paylib.figures.inputs import Values, checked, is_many, pay_a_year


@dataclass(frozen=True)
class Followed:
    """Some rates of pay (one a column) by period."""

    times: pd.PeriodIndex
    growth: np.ndarray
    pay: np.ndarray | None
    numbers: np.ndarray | None
    labels: pd.Index | None
    one: bool
    attrs: dict

    def shaped(self, values: np.ndarray) -> Values:
        """One value for each rate, in the shape in which the rates were given."""
        if self.one:
            return float(values[0])
        return values if self.labels is None else pd.Series(values, index=self.labels)

    def frame(self) -> pd.DataFrame:
        """The rates one below the other, by label and period."""
        columns = {"growth_pct": self.growth, "annual_gbp": self.pay, "spine_point": self.numbers}
        data = {name: table.T.ravel() for name, table in columns.items() if table is not None}
        name = "month" if self.times.freqstr == periods.MONTH else "year"
        index = self.times.rename(name)
        if not self.one:
            labels = pd.RangeIndex(self.growth.shape[1]) if self.labels is None else self.labels
            index = pd.MultiIndex.from_product([labels, self.times], names=[labels.name, name])
        frame = pd.DataFrame(data, index=index)
        frame.attrs = dict(self.attrs)
        return frame


def follow(
    group: str,
    start: object,
    end: object,
    annual_gbp: Values | None,
    point: object,
    spine: str | None,
    grade: str | None,
    include: Iterable[str],
) -> Followed:
    """Follow rates of pay over the awards of a group: see `paylib.awards.chain`."""
    start, end = _ends(group, start, end)
    include = asked_for(include, ON_REQUEST, "status")
    asked = (group, start, end, annual_gbp, point, spine, grade, include)
    if any(is_many(each) or not isinstance(each, Hashable) for each in asked[:-1]):
        return _followed(*asked)
    return _followed_before(datapackage.package(), *asked)


@lru_cache(maxsize=128, typed=True)
def _followed_before(package: datapackage.DataPackage, *asked: object) -> Followed:
    """One rate of pay, followed once: its growth, its growth in real terms and its sources are asked for apart."""
    followed = _followed(*asked)
    for table in (followed.growth, followed.pay, followed.numbers):
        if table is not None:
            table.flags.writeable = False
    return followed


def _followed(
    group: str,
    start: pd.Period,
    end: pd.Period,
    annual_gbp: Values | None,
    point: object,
    spine: str | None,
    grade: str | None,
    include: tuple[str, ...],
) -> Followed:
    covered(group, start, end, include)
    rows = awards_between(group, start, end, include)
    if point is not None:
        _numbered(group, point)
    points, pay, labels, one = _lanes(annual_gbp, point)
    if points is not None and not len(points):
        raise ChoiceError("No pay point was given: name one, or several, such as point=[2, 43].")
    opening = min([start, *rows["base_month"].dropna()])
    since, early = _early(group, opening, start, grade, include)
    held: dict = {}
    numbers: list = []
    if points is not None:
        if grade is not None:
            raise ChoiceError("A grade and pay points were both given: follow one or the other.")
        points = _points_at_start(group, points, spine, start, end)
        pay, held = _pay_at_start(group, points, pay, start)
        steps, numbers, cited = point_steps(group, rows, points, include)
    else:
        if spine is not None:
            raise ChoiceError("A spine says how points are numbered: give point= with it, or leave it out.")
        _refuse_pay_without_point(group, rows, pay)
        steps, rows = graded_steps(
            group, rows, (start, end), grade, _pay_now(pay, since, early, opening), include
        )
        cited = set()
    if pay is None and (unknown_worth := needs_pay(steps)):
        raise FigureError(_needs_pay(group, unknown_worth, points, start))
    width = len(points) if points is not None else 1 if pay is None else len(pay)
    levels = walk([*early, *steps], opening, (np.ones(width) if pay is None else pay) / since)
    times = pd.period_range(start, end, freq=start.freqstr)
    followed = _by_time(levels, times)
    return Followed(
        times=times,
        growth=(followed / followed[0] - 1) * 100,
        pay=None if pay is None else followed,
        numbers=None if points is None else _by_time(dict([(start, points), *numbers]), times),
        labels=labels,
        one=one,
        attrs=_attrs(rows, {*cited, *held.get("sources", ())}, held.get("usage_warnings", ())),
    )


def _ends(group: str, start: object, end: object) -> tuple[pd.Period, pd.Period]:
    periods.refuse_doubtful(start, end)
    name, start, end = title(group), periods.parse(start), periods.parse(end)
    periods.same_kind(start, end)
    needed, example = (
        (periods.YEAR, "calendar years, such as 2010 to 2015")
        if by_year(group)
        else (periods.MONTH, "months, such as '2010-04' to '2025-04'")
    )
    if start.freqstr != needed:
        raise PeriodError(
            f"The awards of {name} are held by {periods.KINDS[needed]}, and {periods.label(start)} is a "
            f"{periods.kind(start)}: give {example}."
        )
    if start > end:
        raise PeriodError(
            f"The chain starts in {periods.label(start)}, after its end in {periods.label(end)}."
        )
    return start, end


def _lanes(annual_gbp, point) -> tuple[np.ndarray | None, np.ndarray | None, pd.Index | None, bool]:
    """The points and pays to follow, as arrays of one length; their labels; whether it is one."""
    given = [each for each in (point, annual_gbp) if is_many(each)]
    series = next((each for each in given if isinstance(each, pd.Series)), None)
    if len({len(each) for each in given}) > 1:
        raise FigureError(
            f"There are {len(point)} points and {len(annual_gbp)} pays: give one pay for each point."
        )
    labels = None if series is None else series.index
    points = None
    if point is not None:
        points = np.atleast_1d(checked(point, "point"))
        if (points % 1).any():
            raise FigureError("A pay point is a whole number.")
        points = points.astype(int)
        if len(set(points)) < len(points):
            raise FigureError(f"A pay point is given twice: {sorted(points.tolist())}.")
        if labels is None and is_many(point):
            labels = pd.Index(points, name="point")
    pay = None
    if annual_gbp is not None:
        pay = np.atleast_1d(np.asarray(pay_a_year(annual_gbp, "annual_gbp")))
        if points is not None and len(pay) != len(points):
            raise FigureError(
                f"There are {len(points)} points and {len(pay)} pays: give one pay for each point."
            )
    return points, pay, labels, not given


def _numbered(group: str, point: object) -> None:
    """Refuse a point of a group whose points have no numbers, and what is no number."""
    if not by_point(group):
        raise ChoiceError(
            f"The awards of {title(group)} are not held by pay point: leave out point= to follow the general award, or choose "
            f"a group of which they are: {', '.join(scales.NUMBERED)}."
        )
    try:
        checked(point, "point")
    except FigureError as error:
        numbers = numbers_of(group)["point"]
        raise FigureError(
            f"{str(error).rstrip('.')}: points of {title(group)} have numbers, from {numbers.min()} to {numbers.max()}."
        ) from None


def _points_at_start(group, points, spine, start, end) -> np.ndarray:
    """The points as numbered at the start, known to be points of the scale."""
    moves = renumbering(group)
    if len(moves):
        points = numbered_at_start(group, points, spine, start, end)
    elif spine is not None:
        raise ChoiceError(f"The points of {title(group)} were not renumbered: leave out spine=.")
    held = numbers_of(group)
    if start < held["period"].min():
        raise CoverageError(
            f"Pay points of {title(group)} are held by number from {held['period'].min()} on: start there, or "
            "leave out point= to follow the general award."
        )
    if len(moves):
        held = held[held["contract"] == ("old" if start < moves["effective_month"].iloc[0] else "new")]
    low, high = held["point"].min(), held["point"].max()
    if (wrong := points[(points < low) | (points > high)]).size:
        raise ChoiceError(
            f"There is no {title(group)} point {wrong[0]} in {start}: points ran from {low} to {high}."
        )
    return points


def _pay_at_start(group, points, pay, start) -> tuple[np.ndarray | None, dict]:
    """The pay of points at the start (as the scale has it, as given, or not known), and its provenance."""
    try:
        series = point_pay(group, points, start, include=["derived"])
    except CoverageError:
        return pay, {}
    held = series.to_numpy()
    if pay is not None and (far := abs(pay - held) > 1).any():
        first = int(np.argmax(far))
        raise FigureError(
            f"annual_gbp is {pay[first]:,.0f}, and the full-time pay of {title(group)} point {points[first]} in "
            f"{start} was {held[first]:,.0f}: leave out annual_gbp= or point=."
        )
    return held, series.attrs


def _refuse_pay_without_point(group: str, rows: pd.DataFrame, pay: np.ndarray | None) -> None:
    if pay is not None and (differed := differed_by_point(group, rows)):
        raise ChoiceError(
            f"Not every pay point got the same from {', '.join(differed)}, so pay alone does not say what it got: "
            "give point= as well, or leave out annual_gbp= to follow the general award."
        )


def _needs_pay(group, awards, points, start) -> str:
    what = f"What the awards of {title(group)} from {', '.join(awards)} were worth depends on pay"
    if points is None:
        where = " or point=" if by_point(group) else ""
        return (
            f"{what} (they were flat sums): give annual_gbp=, full-time pay in {periods.label(start)}{where}."
        )
    return (
        f"{what}, and that of point {', '.join(map(str, points))} in {start} is not held: give annual_gbp=, its "
        "full-time pay then."
    )


def _early(
    group: str, opening: pd.Period, start: pd.Period, grade: str | None, include: tuple[str, ...]
) -> tuple[np.ndarray, list[Step]]:
    """From the month over which a later award is taken to the start of the chain: how far pay rose, and the steps."""
    if opening == start:
        return np.ones(1), []
    covered(group, opening, start, include)
    rows = awards_between(group, opening, start, include)
    steps, _ = graded_steps(group, rows, (opening, start), grade, lambda steps: None, include)
    if awards := needs_pay(steps):
        raise FigureError(f"A flat sum of {', '.join(awards)} stands before {start}: start in {opening}.")
    return list(walk(steps, opening, np.ones(1)).values())[-1], steps


def _pay_now(pay: np.ndarray | None, since: np.ndarray, early: list[Step], opening: pd.Period):
    """A function from the steps so far to the pay in force after them; None where pay is not known."""

    def now(steps: list[Step]) -> np.ndarray | None:
        return None if pay is None else list(walk([*early, *steps], opening, pay / since).values())[-1]

    return now


def _by_time(levels: dict[pd.Period, np.ndarray], times: pd.PeriodIndex) -> np.ndarray:
    """The level in force in each period, one row a period."""
    starts = pd.PeriodIndex(list(levels))
    rows = np.searchsorted(starts.asi8, times.asi8, side="right") - 1
    return np.array(list(levels.values()))[rows]


def _attrs(rows: pd.DataFrame, cited: set[str], codes: Iterable[str]) -> dict:
    partial = rows[rows["covers"].notna() & ~rows["covers"].isin(["all points", "all"])]
    return {
        "statuses": tuple(sorted(set(rows["status"]))),
        "covers": tuple(
            f"{periods.label(when)}: {what}"
            for when, what in zip(partial["when"], partial["covers"], strict=True)
        ),
    } | provenance([*rows["source"], *cited], rows["usage_warnings"], [*rows.attrs["usage_warnings"], *codes])


def provenance(sources: Iterable[str], warnings: pd.Series, table_warnings: Iterable[str]) -> dict:
    """The attributes that say where figures come from, and what to beware of."""
    codes = " ".join(warnings.dropna()).split()
    return {
        "sources": tuple(sorted(set(sources))),
        "usage_warnings": tuple(sorted({*codes, *table_warnings})),
    }
