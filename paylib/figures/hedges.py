"""What a figure leaves open as people say it: plain, with a word before it, or round.

A computed figure meets a stated one *exactly*, comes *close*, or is *wrong*. Every width stands in `HEDGES`, with its reason,
so that nobody sets it for a claim.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from paylib.errors import ChoiceError, is_among, unknown
from paylib.figures.rounding import half_last_digit

CORRECT, CLOSE, WRONG = "correct", "close", "wrong"

RESULTS = (CORRECT, CLOSE, WRONG)
"""What a computed figure can be to a stated one."""

ROUND_PCT = 5.0
"""The most that a round figure leaves either side, in per cent of it."""

BESIDE_PCT = 1.0
"""How far beyond a bound ("at least 500") still comes close, in per cent of it."""

IN_LINE_PCT = 0.25
"""How far from level "in line with prices" still comes close, in per cent."""


@dataclass(frozen=True)
class Hedge:
    """A word before a figure.

    Parameters
    ----------
    below, above : float
        How many widths of a plain figure, and at least so many times 5 per cent, it reaches below and above
        (infinity where that side is open).
    reason : str
        Why so wide.
    strict : bool
        Whether the figure itself is left out: "more than 500" is not 500.
    """

    below: float
    above: float
    reason: str
    strict: bool = False

    @property
    def one_sided(self) -> bool:
        """Whether the word only says which side of the figure it is."""
        return math.isinf(self.below) or math.isinf(self.above)


_BOUND = "it says on which side the figure lies, and no more; 1% beyond it is close"

HEDGES = {
    "about": Hedge(
        2, 2, "twice as wide as a plain figure and at least 5% either way, or the word would say nothing"
    ),
    "almost": Hedge(2, 0, "as wide as about, but below only: who says almost knows that it was less"),
    "just_over": Hedge(0, 2, "as wide as about, but above only: who says just over knows that it was more"),
    "at_least": Hedge(0, math.inf, _BOUND),
    "more_than": Hedge(0, math.inf, _BOUND, strict=True),
    "at_most": Hedge(math.inf, 0, _BOUND),
    "up_to": Hedge(math.inf, 0, _BOUND + "; where the most that is found is far below it, that is said"),
    "fewer_than": Hedge(math.inf, 0, _BOUND, strict=True),
}
"""The words before a figure, how far each reaches, and why."""

SYNONYMS = {
    "around": "about",
    "roughly": "about",
    "nearly": "almost",
    "just_under": "almost",
    "over": "more_than",
    "under": "fewer_than",
    "less_than": "fewer_than",
}
"""Other words for the same."""


def plain_width(value: float, unit: str, decimals: int | None = None) -> float:
    """What a plain figure leaves either side: half of its last stated digit, and of a round one at most 5 per cent.

    Parameters
    ----------
    value : float
        As it was stated.
    unit : str
        Zeros at the end of counts and sums of money are taken as rounding.
    decimals : int, optional
        How many digits after the point were stated; otherwise they are read from the value.

    Returns
    -------
    float

    Examples
    --------
    >>> plain_width(86000, "people"), plain_width(1000, "people"), plain_width(5, "pct"), plain_width(2.6, "pct")
    (500.0, 50.0, 0.5, 0.05)
    """
    half = half_last_digit(value, unit) if decimals is None else 0.5 * 10.0**-decimals
    return min(half, abs(value) * ROUND_PCT / 100) if half > 0.5 else half


@dataclass(frozen=True)
class Open:
    """What a stated figure leaves open, made by `left_open`: from ``low`` to ``high``, and how far beyond is close.

    A bound that is ``strict`` is itself outside.
    """

    low: float
    high: float
    near_low: float
    near_high: float
    strict: bool = False

    def result(self, low: float, high: float | None = None) -> str:
        """What a computed figure, or a range of which any part may be true, is to the stated one.

        Returns
        -------
        str
            One of `RESULTS`.

        Examples
        --------
        >>> left_open(500, "people", "more_than").result(700), left_open(900, "people").result(960)
        ('correct', 'close')
        """
        high = low if high is None else high
        slack = 1e-9 * max(1.0, abs(low), abs(high))
        inside = low <= self.high + slack and high >= self.low - slack
        if self.strict:  # one end is open, the other is the bound
            inside = high > self.low + slack if math.isinf(self.high) else low < self.high - slack
        if inside:
            return CORRECT
        return CLOSE if low <= self.near_high + slack and high >= self.near_low - slack else WRONG


def left_open(
    value: float,
    unit: str,
    qualifier: str | None = None,
    decimals: int | None = None,
    *,
    to: float | None = None,
    width: float | None = None,
) -> Open:
    """What a stated figure leaves open.

    Parameters
    ----------
    value : float
        The figure; of a range, its lower end.
    unit : str
        Its unit.
    qualifier : str, optional
        The word before it: one of `HEDGES` or `SYNONYMS`.
    decimals : int, optional
        How many digits after the point were stated.
    to : float, optional
        The upper end of a range.
    width : float, optional
        What a plain figure leaves either side, where it was not written in digits (a fraction, a multiple).

    Returns
    -------
    Open

    Raises
    ------
    ChoiceError
        If there is no such word.

    Examples
    --------
    >>> left_open(5, "pct", "about"), left_open(150, "people", to=170)
    (Open(low=4.0, high=6.0, near_low=3.5, near_high=6.5, strict=False), Open(low=145.0, high=175.0, ...))
    """
    top = value if to is None else to
    below, above = (plain_width(end, unit, decimals) if width is None else width for end in (value, top))
    if qualifier is None:
        return Open(value - below, top + above, value - 2 * below, top + 2 * above)
    hedge = hedge_of(qualifier)
    if hedge.one_sided:
        is_half = unit == "pct" and value == 50 and hedge.strict  # a majority, of which nothing is nearly one
        beside = 0.0 if is_half else abs(value) * BESIDE_PCT / 100
        low = -math.inf if math.isinf(hedge.below) else value
        high = math.inf if math.isinf(hedge.above) else top
        return Open(low, high, low - beside, high + beside, hedge.strict)
    least = max(hedge.below * below, abs(value) * ROUND_PCT / 100) if hedge.below else 0.0
    most = max(hedge.above * above, abs(top) * ROUND_PCT / 100) if hedge.above else 0.0
    return Open(value - least, top + most, value - least - below, top + most + above)


def hedge_of(qualifier: str) -> Hedge:
    """The hedge of a word.

    Raises
    ------
    ChoiceError
        If there is none.

    Examples
    --------
    >>> hedge_of("nearly") is HEDGES["almost"]
    True
    """
    name = SYNONYMS.get(qualifier, qualifier)
    if not is_among(name, HEDGES):
        raise ChoiceError(unknown("word before a figure", qualifier, [*HEDGES, *SYNONYMS]))
    return HEDGES[name]
