"""The parts that offers are made of, and the offer as a list of them.

A part is one class: its fields, which are its keys in a dispute's file (`Start` and `GbpYear` go by other
names there), what it does to a scale, and how it is said. A further part is a further class.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import Annotated, ClassVar, Literal, Union

import numpy as np
import pandas as pd
from pydantic import ConfigDict, Field

from paylib import prices
from paylib.awards import scales
from paylib.errors import ChoiceError, CoverageError, FigureError
from paylib.figures import periods
from paylib.figures.fields import Month, Number, Percentage, Slug, WeeklyHours
from paylib.figures.inputs import checked, several
from paylib.figures.rounding import published_decimals, show

Start = Annotated[Month, Field(alias="date")]
"""The month from which a part is paid."""

_Rise = Annotated[Percentage, Field(gt=-100)]
Pct = _Rise | dict[str, _Rise]
GbpYear = Annotated[Number | dict[str, Number], Field(alias="gbp")]
"""One figure for every point, or a figure for each point named (none for the rest)."""


@dataclass(frozen=True)
class State:
    """Pay and hours at every point, once some of an offer's parts are in force."""

    points: tuple[object, ...]
    base: np.ndarray
    pay: np.ndarray
    hours: np.ndarray
    once: np.ndarray

    def figures(self, given: object, name: str) -> np.ndarray:
        """A figure for each point; missing where others only are named."""
        if not isinstance(given, Mapping):
            figure = checked(given, name)
            if np.shape(figure) not in ((), np.shape(self.pay)):
                raise FigureError(
                    f"{name} has {len(figure)} figures, and the scale {len(self.pay)} points. Give one for all, or by point: "
                    f"{{{self.points[0]!r}: 500}}."
                )
            return np.full(len(self.pay), figure)
        self.has(given)
        return np.array([checked(given[point], name) if point in given else np.nan for point in self.points])

    def has(self, named: Iterable[object]) -> None:
        """Refuse points that the scale does not have."""
        unknown = [point for point in named if point not in self.points]
        if unknown:
            raise FigureError(
                f"The offer names point {unknown[0]!r}, which the scale does not have: {listed(self.points)}."
            )


def listed(points: Iterable[object]) -> str:
    """Points as an error names them: the first and last of many."""
    names = [str(point) for point in points]
    return ", ".join(names if len(names) <= 12 else [*names[:5], "…", *names[-5:]])


@dataclass(frozen=True)
class Part(ABC):
    """One part of an offer."""

    __pydantic_config__: ClassVar = ConfigDict(extra="forbid", strict=True)

    EXAMPLE: ClassVar[str]
    """Its keys in a dispute's file, beside its kind and date."""

    raises_pay: ClassVar[bool] = True
    """Whether it raises an annual rate of pay, so that a pay year may start with it."""

    @property
    def date(self) -> str:
        """The month from which it is paid, as a dispute's file names it."""
        return self.start

    @property
    def named(self) -> tuple[object, ...] | None:
        """The only points that it says anything about; None where it is for all."""
        return None

    def at(self, point: object) -> Part | None:
        """The part as it stands at a point; None where it says nothing about it."""
        return self

    @abstractmethod
    def applied(self, state: State) -> State:
        """Pay and hours once it is in force."""

    @property
    @abstractmethod
    def what(self) -> str:
        """What it gives, in words."""

    @property
    def lacks(self) -> str:
        """The published figure that it turns on and that there is not, in words; empty where there is none such."""
        return ""

    @property
    def words(self) -> str:
        """What it gives and from when, in words."""
        return f"{self.what} from {periods.words(periods.parse(self.start))}"


class _ByPoint(Part):
    """A part with one figure for every point, or one for each point named."""

    figure: ClassVar[str]

    @property
    def named(self) -> tuple[object, ...] | None:
        figure = getattr(self, self.figure)
        return tuple(figure) if isinstance(figure, Mapping) else None

    def at(self, point: object) -> Part | None:
        if self.named is None:
            return self
        return (
            replace(self, **{self.figure: getattr(self, self.figure)[point]}) if point in self.named else None
        )

    def _said(self, unit: str) -> str:
        figure = getattr(self, self.figure)
        if self.named is None:
            return _said(figure, unit)
        return ", ".join(f"{_said(each, unit)} at {point}" for point, each in figure.items())


@dataclass(frozen=True)
class Percent(_ByPoint):
    """A percentage rise.

    ``over_old_scale``: the per cent is a level over the scale before the offer, so it replaces
    earlier stages instead of adding to them.
    """

    pct: Pct
    start: Start
    over_old_scale: bool = False
    kind: Literal["percent"] = field(default="percent", kw_only=True, repr=False)

    EXAMPLE: ClassVar = "pct = 3.3, over_old_scale = true"
    figure: ClassVar = "pct"

    def applied(self, state: State) -> State:
        base = state.base if self.over_old_scale else state.pay
        rise = state.figures(self.pct, "pct")
        return replace(state, pay=np.where(np.isnan(rise), state.pay, base * (1 + rise / 100)))

    @property
    def what(self) -> str:
        return self._said("pct") + (" over the old scale" if self.over_old_scale else "")


@dataclass(frozen=True)
class Flat(_ByPoint):
    """A flat sum, pounds a year for a full-timer."""

    gbp_year: GbpYear
    start: Start
    kind: Literal["flat"] = field(default="flat", kw_only=True, repr=False)

    EXAMPLE: ClassVar = "gbp = 500"
    figure: ClassVar = "gbp_year"

    def applied(self, state: State) -> State:
        return replace(state, pay=state.pay + np.nan_to_num(state.figures(self.gbp_year, "gbp_year")))

    @property
    def what(self) -> str:
        return f"{self._said('gbp_year')} more a year"


@dataclass(frozen=True)
class GreaterOf(Part):
    """A percentage or a flat sum, whichever is worth more at each point."""

    pct: Percentage
    gbp_year: Annotated[Number, Field(alias="gbp")]
    start: Start
    kind: Literal["greater_of"] = field(default="greater_of", kw_only=True, repr=False)

    EXAMPLE: ClassVar = "pct = 3.0, gbp = 1000"

    def applied(self, state: State) -> State:
        return replace(state, pay=state.pay + np.maximum(state.pay * self.pct / 100, self.gbp_year))

    @property
    def what(self) -> str:
        return f"{_said(self.pct, 'pct')} or {_said(self.gbp_year, 'gbp_year')} a year, whichever is more,"


@dataclass(frozen=True)
class Floor(Part):
    """A lowest rate: pounds a year, or pounds an hour where it is ``hourly``."""

    gbp: Number
    start: Start
    hourly: bool = False
    kind: Literal["floor"] = field(default="floor", kw_only=True, repr=False)

    EXAMPLE: ClassVar = "gbp = 12.6, hourly = true"

    def applied(self, state: State) -> State:
        gbp = one_for_all(self.gbp, "gbp")
        floor = scales.annual(gbp, state.hours) if self.hourly else checked(gbp, "gbp", above=0)
        return replace(state, pay=np.maximum(state.pay, floor))

    @property
    def what(self) -> str:
        unit, a_time = ("gbp_hour", "an hour") if self.hourly else ("gbp_year", "a year")
        return f"nobody below {_said(self.gbp, unit)} {a_time}"


def one_for_all(figure: object, name: str) -> float:
    """One figure for all points."""
    found = checked(figure, name)
    if np.ndim(found):
        raise FigureError(f"{name} is one figure for all points, and {len(found)} were given.")
    return found


@dataclass(frozen=True)
class RemovePoints(Part):
    """Points taken off the bottom; who was on them moves to the lowest that remains."""

    points: Annotated[tuple[str, ...], Field(min_length=1)]
    start: Start
    kind: Literal["remove_points"] = field(default="remove_points", kw_only=True, repr=False)

    EXAMPLE: ClassVar = 'points = ["1", "2"]'

    @property
    def named(self) -> tuple[object, ...]:
        return tuple(self.points)

    def at(self, point: object) -> Part | None:
        return replace(self, points=(point,)) if point in self.points else None

    def applied(self, state: State) -> State:
        state.has(self.points)
        off = np.isin(np.array(state.points, dtype=object), np.array(self.points, dtype=object))
        if off.all():
            raise FigureError("The offer removes every point of the scale.")
        lowest = state.pay[~off].min()
        if (state.pay[off] > lowest).any():
            raise FigureError(
                "Only points at the bottom can be removed: one named is paid more than one that stays."
            )
        return replace(state, pay=np.where(off, lowest, state.pay))

    @property
    def what(self) -> str:
        return f"points {listed(self.points)} removed"


@dataclass(frozen=True)
class LumpSum(Part):
    """A payment made once, which does not raise the rate of pay: pounds, and per cent of pay."""

    start: Start
    gbp: Number = 0.0
    pct: Percentage = 0.0
    kind: Literal["lump_sum"] = field(default="lump_sum", kw_only=True, repr=False)

    EXAMPLE: ClassVar = "gbp = 250"
    raises_pay: ClassVar = False

    def applied(self, state: State) -> State:
        gbp, pct = (one_for_all(getattr(self, name), name) for name in ("gbp", "pct"))
        return replace(state, once=state.once + gbp + state.pay * pct / 100)

    @property
    def what(self) -> str:
        sums = [f"{_said(self.pct, 'pct')} of pay"] * bool(self.pct)
        return f"{' and '.join([_said(self.gbp, 'gbp')] * bool(self.gbp or not sums) + sums)} once"

    @property
    def words(self) -> str:
        return f"{self.what} in {periods.words(periods.parse(self.start))}"


@dataclass(frozen=True)
class Hours(Part):
    """Another full-time week for the same annual pay."""

    hours_week: WeeklyHours
    start: Start
    kind: Literal["hours"] = field(default="hours", kw_only=True, repr=False)

    EXAMPLE: ClassVar = "hours_week = 35"
    raises_pay: ClassVar = False

    def applied(self, state: State) -> State:
        hours = checked(one_for_all(self.hours_week, "hours_week"), "hours_week", above=0)
        return replace(state, hours=np.full(len(state.pay), hours))

    @property
    def what(self) -> str:
        return f"a week of {self.hours_week:g} hours"


@dataclass(frozen=True)
class Linked(Part):
    """A rise by the published 12-month rate of an index in a month, within limits."""

    by: Slug
    month: Month
    start: Start
    plus_pct: Percentage = 0.0
    at_least: Percentage | None = None
    at_most: Percentage | None = None
    kind: Literal["linked"] = field(default="linked", kw_only=True, repr=False)

    EXAMPLE: ClassVar = 'by = "cpi", month = "2024-07", at_least = 2, at_most = 5'

    def __post_init__(self) -> None:
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise FigureError(
                f"at_least is {self.at_least:g} and at_most {self.at_most:g}: did you mean them the other way round?"
            )

    @property
    def pct(self) -> float:
        """The rise, per cent."""
        rate = prices.rate(self.by, self.month) + self.plus_pct
        low = -np.inf if self.at_least is None else self.at_least
        return float(np.clip(rate, low, np.inf if self.at_most is None else self.at_most))

    @property
    def lacks(self) -> str:
        try:
            prices.rate(self.by, self.month)
            return ""
        except ChoiceError:
            return f"there is no published 12-month rate of {self.by}"
        except CoverageError:
            pass  # told below
        month = periods.parse(self.month)
        rate = f"the 12-month rate of {self.by.upper()} of {periods.words(month)}"
        if month < prices.next_release() - 1:
            return f"{rate} was not found"
        return f"{rate} is not published yet (next release {periods.words(prices.next_release())})"

    def applied(self, state: State) -> State:
        return replace(state, pay=state.pay * (1 + self.pct / 100))

    @property
    def what(self) -> str:
        limits = {"plus": self.plus_pct or None, "at least": self.at_least, "at most": self.at_most}
        said = [f", {name} {_said(limit, 'pct')}" for name, limit in limits.items() if limit is not None]
        return f"{self.by.upper()} of {periods.words(periods.parse(self.month))}{''.join(said)},"


def _said(figure: float, unit: str) -> str:
    """A figure with as many decimals as it was given with, and none that say nothing."""
    decimals = published_decimals(figure, unit)
    return show(figure, unit, 0 if decimals is None and float(figure).is_integer() else decimals)


PARTS = {
    part.__dataclass_fields__["kind"].default: part
    for part in (Percent, Flat, GreaterOf, Floor, RemovePoints, LumpSum, Hours, Linked)
}
"""The parts by the kind that a dispute's file gives them."""

AnyPart = Annotated[Union[tuple(PARTS.values())], Field(discriminator="kind")]  # noqa: UP007
"""A part as a dispute's file has it: its keys are those of its kind."""


@dataclass(frozen=True)
class Offer:
    """An offer, a claim or an award: parts in the order in which they are paid.

    Parameters
    ----------
    parts : tuple of parts
        `Percent`, `Flat`, `GreaterOf`, `Floor`, `RemovePoints`, `LumpSum`, `Hours`, `Linked`.
    name : str
        What to call it in tables.

    Raises
    ------
    FigureError
        If there is no part, one is not a part, or they are out of order.
    PeriodError
        If a start is not a month.

    Examples
    --------
    The award that ended the youth work dispute, both stages over the old scale:

    >>> settlement = Offer(
    ...     (Percent(2.85, "2003-11", over_old_scale=True), Percent(3.3, "2004-03", over_old_scale=True))
    ... )
    >>> [str(month) for month in settlement.starts]
    ['2003-11', '2004-03']
    >>> settlement.words
    '2.85% over the old scale from November 2003; 3.3% over the old scale from March 2004'
    """

    parts: tuple[Part, ...]
    name: str = "offer"

    def __post_init__(self) -> None:
        given = (self.parts,) if isinstance(self.parts, Part) else several(self.parts)
        object.__setattr__(self, "parts", tuple(given))
        if not self.parts:
            raise FigureError(
                f"The offer {self.name!r} has no part; give at least one, such as Percent(3, '2003-09')."
            )
        for part in self.parts:
            if not isinstance(part, Part):
                kinds = ", ".join(each.__name__ for each in PARTS.values())
                raise FigureError(f"{part!r} is not a part of an offer. Parts: {kinds}.")
        for before, after in pairwise(self.starts):
            if after < before:
                raise FigureError(
                    f"The stages of {self.name!r} are out of order: {after} comes after {before}. List them by date."
                )

    @cached_property
    def starts(self) -> list[pd.Period]:
        """The month from which each part is paid."""
        return list(periods.months([part.start for part in self.parts]))

    @property
    def lacks(self) -> str:
        """The published figures that its parts turn on and that there are not, in words; empty where there are none such."""
        return "; ".join(dict.fromkeys(filter(None, (part.lacks for part in self.parts))))

    @property
    def words(self) -> str:
        """What it gives and from when, in words."""
        return "; ".join(part.words for part in self.parts)

    @property
    def paid_from(self) -> str:
        """The months from which its parts are paid, in words."""
        months = list(dict.fromkeys(periods.words(start) for start in self.starts))
        return " and ".join(filter(None, [", ".join(months[:-1]), months[-1]]))

    def at(self, point: object) -> Offer | None:
        """The offer as it stands at one point of a scale.

        Parameters
        ----------
        point : object
            None for pay at no point that is known.

        Returns
        -------
        Offer or None
            Without the parts that are for other points; None where it says nothing about this pay.

        Examples
        --------
        >>> offer = Offer((Percent({"M1": 8.9, "M6": 5.0}, "2022-09"),))
        >>> offer.at("M6").words, offer.at("U3"), offer.at(None)
        ('5% from September 2022', None, None)
        """
        if point is None and any(part.named is not None for part in self.parts):
            return None
        found = tuple(part for part in (each.at(point) for each in self.parts) if part is not None)
        return replace(self, parts=found) if found else None
