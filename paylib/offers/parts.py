"""The parts that offers are made of, and the offer as a list of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from paylib import prices
from paylib.errors import FigureError
from paylib.figures import periods

ByPoint = float | Mapping[object, float]
"""One figure for every point, or a figure for each point named (none for the rest)."""


@dataclass(frozen=True)
class Percent:
    """A percentage rise.

    ``over_old_scale``: the per cent is a level over the scale before the offer, so it replaces
    earlier stages instead of adding to them.
    """

    pct: ByPoint
    start: str
    over_old_scale: bool = False


@dataclass(frozen=True)
class Flat:
    """A flat sum, pounds a year for a full-timer."""

    gbp_year: ByPoint
    start: str


@dataclass(frozen=True)
class GreaterOf:
    """A percentage or a flat sum, whichever is worth more at each point."""

    pct: float
    gbp_year: float
    start: str


@dataclass(frozen=True)
class Floor:
    """A lowest rate: pounds a year, or pounds an hour with ``hourly=True``."""

    gbp: float
    start: str
    hourly: bool = False


@dataclass(frozen=True)
class RemovePoints:
    """Points taken off the bottom; who was on them moves to the lowest that remains."""

    points: tuple[object, ...]
    start: str


@dataclass(frozen=True)
class LumpSum:
    """A payment made once, which does not raise the rate of pay: pounds, and per cent of pay."""

    start: str
    gbp: float = 0.0
    pct: float = 0.0


@dataclass(frozen=True)
class Hours:
    """Another full-time week for the same annual pay."""

    hours_week: float
    start: str


@dataclass(frozen=True)
class Linked:
    """A rise by the published 12-month rate of an index in a month, within limits."""

    by: str
    month: str
    start: str
    plus_pct: float = 0.0
    at_least: float | None = None
    at_most: float | None = None

    @property
    def pct(self) -> float:
        """The rise, per cent."""
        rate = prices.rate(self.by, self.month) + self.plus_pct
        low = -np.inf if self.at_least is None else self.at_least
        return float(np.clip(rate, low, np.inf if self.at_most is None else self.at_most))


Part = Percent | Flat | GreaterOf | Floor | RemovePoints | LumpSum | Hours | Linked


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
        If there is no part, or they are out of order.
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
    """

    parts: tuple[Part, ...]
    name: str = "offer"

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", tuple(self.parts))
        if not self.parts:
            raise FigureError(
                f"The offer {self.name!r} has no part; give at least one, such as Percent(3, '2003-09')."
            )
        for before, after in pairwise(self.starts):
            if after < before:
                raise FigureError(
                    f"The stages of {self.name!r} are out of order: {after} comes after {before}. List them by date."
                )

    @property
    def starts(self) -> list[pd.Period]:
        """The month from which each part is paid."""
        return list(periods.months([part.start for part in self.parts]))
