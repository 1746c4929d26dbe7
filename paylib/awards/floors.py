"""The least that an hour is paid: the legal minimum, and the Living Wage that employers pay by choice."""

from __future__ import annotations

import numpy as np
import pandas as pd

from paylib import datapackage
from paylib.errors import ChoiceError, CoverageError, FigureError, is_among, unknown
from paylib.figures import periods
from paylib.figures.calls import takes_findings
from paylib.figures.inputs import Values, checked, is_many
from paylib.figures.provenance import of_rows

AREAS = ("UK", "London")
"""Where the voluntary Living Wage has rates."""


def _adult_rates() -> pd.DataFrame:
    table = datapackage.load("nmw")
    return table[table["rate"].isin(["adult", "national_living_wage"])].sort_values("effective_month")


def _rate_in_force(asked: dict) -> dict[str, tuple[str, ...]]:
    adult, months = _adult_rates(), periods.months(asked["when"])
    places = np.searchsorted(pd.PeriodIndex(adult["effective_month"]).asi8, months.asi8, side="right") - 1
    return of_rows(adult.iloc[places])


@takes_findings("gbp_hour", "the adult minimum wage in force in {when}", origin=_rate_in_force)
def minimum_wage(when: object) -> Values:
    """The adult minimum wage in force: from April 2016 the National Living Wage.

    Parameters
    ----------
    when : month, or array or Series of months; or a finding that is one

    Returns
    -------
    float, numpy.ndarray or pandas.Series
        Pounds an hour. Before April 2016 the adult rate of the National Minimum Wage; after it
        the National Living Wage, whose age limit was 25, then 23 (2021), then 21 (2024).

    Raises
    ------
    PeriodError
        If a period is not a month.
    CoverageError
        If a month is before the first rate, or more than a year after the last one held.

    Examples
    --------
    >>> minimum_wage("2016-03"), minimum_wage("2024-10")
    (6.7, 11.44)
    """
    adult = _adult_rates()
    starts, asked = pd.PeriodIndex(adult["effective_month"]), periods.months(when)
    outside = (asked < starts[0]) | (asked > starts[-1] + 11)
    if outside.any():
        raise CoverageError(
            f"No minimum wage for {asked[int(np.argmax(outside))]}: the adult rates held were in force from "
            f"{starts[0]} to {starts[-1] + 11}."
        )
    rates = adult["gbp_hour"].to_numpy()[np.searchsorted(starts.asi8, asked.asi8, side="right") - 1]
    if not is_many(when):
        return float(rates[0])
    return pd.Series(rates, index=when.index, name="gbp_hour") if isinstance(when, pd.Series) else rates


def overtaken(points: pd.DataFrame, when: object) -> pd.DataFrame:
    """The pay points that the minimum wage has overtaken.

    Parameters
    ----------
    points : pandas.DataFrame
        A scale with a column ``gbp_hour``, such as `scale` gives.
    when : month
        The date of the minimum wage: it may be later than that of the scale.

    Returns
    -------
    pandas.DataFrame
        The rows of the scale that pay less an hour than the adult minimum, with
        ``minimum_gbp_hour`` and ``shortfall_gbp_hour``; empty if none does.

    Raises
    ------
    FigureError
        If there is no column ``gbp_hour``, or a rate in it is missing or not above zero.
    PeriodError, CoverageError
        As in `minimum_wage`.

    Notes
    -----
    Hourly rates are compared to the penny, as the agreements print them. The law compares pay
    with hours worked in a reference period, so this shows which rates had to rise, not who was
    underpaid.

    Examples
    --------
    The scale of 2024 against the minimum wage of a year later:

    >>> from paylib import scales
    >>> overtaken(scales.scale("njc", "2024-04"), "2025-04").empty
    True
    """
    if "gbp_hour" not in points:
        raise FigureError(
            "The scale has no column gbp_hour, so it cannot be held against an hourly minimum: add it with "
            "paylib.scales.hourly(annual_gbp, hours_week)."
        )
    minimum = minimum_wage(one_month(when))
    rates = checked(points["gbp_hour"], "gbp_hour", above=0).round(2)
    below = points[rates < minimum].copy()
    below["minimum_gbp_hour"] = minimum
    below["shortfall_gbp_hour"] = (minimum - rates[rates < minimum]).round(2)
    table = datapackage.load("nmw")
    below.attrs = points.attrs | {
        "sources": tuple(sorted({*points.attrs.get("sources", ()), *table.attrs["sources"]}))
    }
    return below


def living_wage(when: object, area: str = "UK") -> Values:
    """The hourly rate of the Living Wage Foundation, which employers pay by choice.

    Parameters
    ----------
    when : month, or array or Series of months
    area : str
        ``"UK"`` or ``"London"``.

    Returns
    -------
    float, numpy.ndarray or pandas.Series
        Pounds an hour: the rate last announced by the month. Accredited employers have about six
        months to pay it.

    Raises
    ------
    ChoiceError
        If there is no such area.
    PeriodError
        If a period is not a month.
    CoverageError
        If the rate is not held, or the month is of an autumn in which the day of the announcement
        was not found.

    Notes
    -----
    Table ``living_wage_foundation``. A rate is announced in the autumn, from September to November;
    where its day was not found, the months before September have the rate of the year before, and
    December the new one.

    Examples
    --------
    Beside the legal minimum of £11.44:

    >>> living_wage("2024-04"), living_wage("2024-04", "London"), minimum_wage("2024-04")
    (12.0, 13.15, 11.44)
    """
    if not is_among(area, AREAS):
        raise ChoiceError(unknown("area of the Living Wage", area, AREAS))
    table = datapackage.load("living_wage_foundation")
    rates = table[table["area"] == area.lower()].set_index("rate_year")
    asked = periods.months(when)
    found = {month: _announced(rates, month, area) for month in asked.unique()}
    if not is_many(when):
        return found[asked[0]]
    values = np.array([found[month] for month in asked])
    return pd.Series(values, index=when.index, name="gbp_hour") if isinstance(when, pd.Series) else values


def _announced(rates: pd.DataFrame, month: pd.Period, area: str) -> float:
    """The rate last announced by a month."""
    known = rates["announced_date"].get(month.year, pd.Timestamp(month.year, 9, 1))
    if pd.isna(known) and 9 <= month.month <= 11:
        raise CoverageError(
            f"The Living Wage ({area}) of {month.year} was announced in the autumn, on a day that was not "
            f"found, so {month} may have it or the rate before. Ask for {month.year}-08 or {month.year}-12."
        )
    first = pd.Period(f"{month.year}-12") if pd.isna(known) else pd.Period(known, freq=periods.MONTH)
    year = month.year if month >= first else month.year - 1
    if year not in rates.index:
        raise CoverageError(
            f"No Living Wage ({area}) for {month}: the rate of {year} is not held. Rates are held of "
            f"{', '.join(map(str, rates.index))}."
        )
    return float(rates["gbp_hour"][year])


def one_month(when: object) -> pd.Period:
    return periods.months(periods.parse(when))[0]
