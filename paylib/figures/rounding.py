"""Figures as they are printed: rounded once, here, with their unit."""

from __future__ import annotations

import datetime
import math
from numbers import Real

import pandas as pd

from paylib.errors import ChoiceError, is_among, unknown
from paylib.figures import periods
from paylib.figures.inputs import Values, checked, is_many
from paylib.figures.units import UNITS

MINUS = "\N{MINUS SIGN}"

LEFT_OVER = 1e-9
"""What is smaller is left over from arithmetic, and nought."""


def show(value: object, unit: str, decimals: int | None = None) -> str:
    """A figure as it is printed, rounded once, here.

    Parameters
    ----------
    value : float, int, str, date or pandas.Period
        The figure.
    unit : str
        A name of `paylib.figures.units.UNITS`.
    decimals : int, optional
        Instead of the unit's own.

    Returns
    -------
    str

    Examples
    --------
    >>> show(3462, "gbp_year"), show(10, "gbp_hour"), show(-0.45, "pct"), show(-0.0001, "pct")
    ('£3,462', '£10.00', '−0.5%', '0.0%')
    """
    if isinstance(value, pd.Period):
        return periods.words(value)
    if unit == "date":
        day = datetime.date.fromisoformat(str(value))
        return f"{day.day} {day:%B %Y}"
    if unit == "month":
        return periods.words(periods.parse(str(value)))
    if isinstance(value, str):
        return value
    known = UNITS.get(unit)
    places = usual_decimals(unit) if decimals is None else decimals
    number = f"{abs(value):,.{places}f}"
    sign = MINUS if value < 0 and number.strip("0.,") else ""
    return f"{sign}{known.before}{number}{known.after}" if known else sign + number


def usual_decimals(unit: str) -> int:
    """How many decimals a unit is shown with, unless said otherwise.

    Examples
    --------
    >>> usual_decimals("pct"), usual_decimals("gbp_year")
    (1, 0)
    """
    return UNITS[unit].decimals if unit in UNITS else 0


def printed(value: object, unit: str, decimals: int | None = None) -> str:
    """A figure as a sentence or a table prints it: as `show` does, but one that is not nought never prints as nought.

    Parameters
    ----------
    value, unit, decimals
        As `show` takes them.

    Returns
    -------
    str
        "Less than" half of the last digit that is printed, whatever its sign. What is below a billionth is left over from
        arithmetic, and nought.

    Examples
    --------
    >>> printed(-0.03, "pct"), printed(0.3, "people"), printed(0.2, "gbp_year"), printed(0.004, "pct", 2)
    ('less than 0.05%', 'less than 0.5', 'less than £0.50', 'less than 0.005%')
    >>> printed(-0.3, "pct"), printed(0.0, "pct"), printed(1e-12, "pct")
    ('−0.3%', '0.0%', '0.0%')
    """
    if not vanishes(value, unit, decimals):
        return show(value, unit, decimals)
    places = usual_decimals(unit) if decimals is None else decimals
    pence = 2 if unit.startswith("gbp") else 0
    return f"less than {show(0.5 * 10.0**-places, unit, max(places + 1, pence))}"


def pictured(value: float, unit: str, decimals: int | None = None) -> str:
    """A figure as a picture prints it: as `show` does, with more decimals where one that is not nought needs them.

    Parameters
    ----------
    value, unit, decimals
        As `show` takes them.

    Returns
    -------
    str

    Examples
    --------
    >>> [pictured(value, "pct") for value in (-0.03, 0.004, 0.0, 2.85)], pictured(0.3, "people")
    (['−0.03%', '0.004%', '0.0%', '2.9%'], '0.3')
    """
    places = usual_decimals(unit) if decimals is None else decimals
    while vanishes(value, unit, places):
        places += 1
    return show(value, unit, places)


def vanishes(value: object, unit: str, decimals: int | None = None) -> bool:
    """Whether a figure that is not nought would be printed as nought; a billionth is left over from arithmetic.

    Examples
    --------
    >>> vanishes(-0.03, "pct"), vanishes(-0.03, "pct", 2), vanishes(0.0, "pct")
    (True, False, False)
    """
    if not isinstance(value, Real) or not math.isfinite(value) or abs(value) < LEFT_OVER:
        return False
    return not float(f"{value:.{usual_decimals(unit) if decimals is None else decimals}f}")


def published_decimals(value: object, unit: str) -> int | None:
    """As many decimals as were published, where those are more than the unit usually shows.

    Examples
    --------
    >>> published_decimals(2.85, "pct"), published_decimals(3.0, "pct"), published_decimals(555.4, "gbp_week")
    (2, None, 2)
    """
    if not isinstance(value, float) or value.is_integer():
        return None
    pence = 2 if str(unit).startswith("gbp") and unit != "gbp_million" else 0
    return max(usual_decimals(unit), pence, len(repr(float(value)).partition(".")[2]))


def stated_range(value: Values, rounding: float, qualifier: str | None = None) -> tuple[Values, Values]:
    """The range that a stated figure leaves open.

    Parameters
    ----------
    value : float, array or Series
        The figure as it was stated; at least 0.
    rounding : float
        To what it is taken to be rounded, in its own unit; at least 0. An assumption: show it.
    qualifier : str, optional
        The word before it: ``"about"``, ``"almost"``, ``"at_most"``, ``"at_least"`` or
        ``"more_than"``, as in the tables of disputes.

    Returns
    -------
    tuple of two
        The lowest and the highest; `ballot` takes it as it is.

    Raises
    ------
    ChoiceError
        If there is no such qualifier.
    FigureError
        If a figure is missing or below 0.

    Notes
    -----
    Without a qualifier, and with "about": half the rounding to each side. "almost" and "at most":
    all of it below. "at least" and "more than": all of it above. Never below 0.

    Examples
    --------
    The youth workers' ballot of 2004, as the press put it: "almost 90 per cent" of "about 3,500":

    >>> stated_range(90, 5, "almost"), stated_range(3500, 100, "about")
    ((85.0, 90.0), (3450.0, 3550.0))
    """
    value = checked(value, "value", at_least=0)
    rounding = checked(rounding, "rounding", at_least=0)
    below = {None: 0.5, "about": 0.5, "almost": 1, "at_most": 1, "at_least": 0, "more_than": 0}
    if qualifier is not None and not is_among(qualifier, below):
        raise ChoiceError(unknown("qualifier", qualifier, [name for name in below if name]))
    low = value - rounding * below[qualifier]
    high = value + rounding * (1 - below[qualifier])
    return (low.clip(0) if is_many(low) else max(low, 0.0)), high


def whole_or_published(value: float, unit: str) -> int | None:
    """As many decimals as were stated: 3% is not 3.0%, and 30p is £0.30.

    Examples
    --------
    >>> whole_or_published(3.0, "pct"), whole_or_published(2.85, "pct"), whole_or_published(0.3, "gbp_hour")
    (0, 2, 2)
    """
    if not float(value).is_integer():
        return published_decimals(value, unit)
    return 2 if unit == "gbp_hour" else 0


def half_last_digit(value: float, unit: str) -> float:
    """What the rounding of a stated figure leaves to either side.

    Parameters
    ----------
    value : float
        As it was stated.
    unit : str
        Trailing zeros of counts and sums of money are taken as rounding, those of shares are not.

    Returns
    -------
    float

    Examples
    --------
    >>> half_last_digit(86000, "people"), half_last_digit(70, "pct"), half_last_digit(53.5, "pct")
    (500.0, 0.5, 0.05)
    """
    text = repr(float(value)).removesuffix(".0")
    if "." in text:
        decimals = len(text.partition(".")[2])
        return 0.5 * 10.0 ** -max(decimals, 2 if unit == "gbp_hour" else 0)
    if unit == "gbp_hour":
        return 0.005
    zeros = len(text) - len(text.rstrip("0")) if unit in UNITS and UNITS[unit].is_count and value else 0
    return 0.5 * 10.0**zeros


def tolerance(value: float, unit: str, decimals: int | None = None) -> float:
    """Half of the last stated digit of a figure.

    Parameters
    ----------
    value, unit
        As in `half_last_digit`.
    decimals : int, optional
        How many digits after the point were stated (below zero for tens, hundreds …); otherwise they are read
        from the value.

    Returns
    -------
    float

    Examples
    --------
    >>> tolerance(4000, "gbp_year"), tolerance(4000, "gbp_year", -2), tolerance(5.9, "pct")
    (500.0, 50.0, 0.05)
    """
    return half_last_digit(value, unit) if decimals is None else 0.5 * 10.0**-decimals
