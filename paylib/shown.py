"""Figures as they are printed: rounded once, here, with their unit."""

from __future__ import annotations

import datetime

import pandas as pd

from paylib import periods

MINUS = "\N{MINUS SIGN}"

_DECIMALS = {"pct": 1, "gbp_hour": 2, "ratio": 2, "index": 1, "gbp_million": 0, "years": 0}


def show(value: object, unit: str, decimals: int | None = None) -> str:
    """A figure as it is printed, rounded once, here.

    Parameters
    ----------
    value : float, int, str, date or pandas.Period
        The figure.
    unit : str
        As in `Finding`.
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
    places = usual_decimals(unit) if decimals is None else decimals
    number = f"{abs(value):,.{places}f}"
    sign = MINUS if value < 0 and number.strip("0.,") else ""
    if unit.startswith("gbp"):
        return f"{sign}£{number}" + (" million" if unit == "gbp_million" else "")
    return sign + number + ("%" if unit == "pct" else "")


def usual_decimals(unit: str) -> int:
    """How many decimals a unit is shown with, unless said otherwise.

    Examples
    --------
    >>> usual_decimals("pct"), usual_decimals("gbp_year")
    (1, 0)
    """
    return _DECIMALS.get(unit, 0)


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
