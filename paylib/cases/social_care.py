"""What only the social care dispute in Lancashire needs: its rounds of strikes, its grades, its regrading."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from paylib import datapackage
from paylib.awards.floors import one_month
from paylib.awards.scales import scale
from paylib.errors import ChoiceError, CoverageError, unknown
from paylib.figures import periods
from paylib.figures.provenance import credited


def rounds() -> pd.DataFrame:
    """The rounds of strikes of the social care dispute in Lancashire, 2024-25.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``round``: the rounds that make up the union's total; columns ``start_date`` and
        ``end_date`` (missing where they were not seen), ``days`` (calendar days), ``basis``
        (``announced`` or ``by_subtraction``), ``usage_warnings`` and ``source``. ``attrs`` carry
        ``sources`` and ``usage_warnings``.

    Notes
    -----
    Table ``social_care_strike_days``. The action was discontinuous: nobody is known to have been
    on strike on every day.

    Examples
    --------
    >>> rounds()["days"].to_dict()
    {'1': 4, '2': 5, '3': 3, '4': 9, '5': 1, '6': 25, '7_and_after': 21}
    """
    table = datapackage.load("social_care_strike_days")
    rows = table[table["in_total"]].rename(columns={"strike_days": "days"}).astype({"days": "int64"})
    columns = ["start_date", "end_date", "days", "basis", "usage_warnings", "source"]
    return credited(rows.set_index("round")[columns], rows)


def recounted() -> pd.Series:
    """The days of `rounds` added up again, against the union's total.

    Returns
    -------
    pandas.Series
        Calendar days: ``announced``, ``by_subtraction``, ``recounted`` (their sum) and ``stated``
        (by the union).

    Examples
    --------
    >>> recounted().to_dict()
    {'announced': 46, 'by_subtraction': 22, 'recounted': 68, 'stated': 69}
    """
    days = rounds().groupby("basis")["days"].sum()
    facts = datapackage.load("social_care_dispute").set_index("item")
    days["recounted"] = days.sum()
    days["stated"] = int(facts.loc["strike_days_taken_to_date", "value"])
    return days.rename_axis("count")


def regrading_gap(months: object) -> pd.DataFrame:
    """What grade 7 of Lancashire County Council pays over the top of grade 6, by point.

    Parameters
    ----------
    months : month, or iterable of months
        The rates in force in each are used.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``month`` and ``point`` (the points of grade 7 on the national spine); columns
        ``annual_gbp`` (full-time pay at the point) and ``gap_gbp_year`` (over the top of grade 6).
        ``attrs`` carry ``sources`` and ``usage_warnings``.

    Raises
    ------
    PeriodError
        If a period is not a month.
    CoverageError
        If the grades or the rates are not held for a month.

    Notes
    -----
    Table ``lancashire_grades`` for the ends of the grades, ``njc_spine`` for the rates. That grade
    6 ends where grade 7 begins is inferred, so somebody who moves across is on the same pay at
    first: the gap opens as they move up the points, and the last is the most that it can be. Of
    those below the top of grade 6 nothing is held.

    Examples
    --------
    >>> regrading_gap("2024-07")["gap_gbp_year"].droplevel("month").to_dict()
    {19: 0.0, 20: 519.0, 21: 1048.0, 22: 1587.0, 23: 2299.0, 24: 3247.0, 25: 4168.0}
    """
    asked = periods.months(months)
    grades = datapackage.load("lancashire_grades").astype({"grade": "int64", "point": "int64"})
    point = grades.groupby(["grade", "position"])["point"].first()
    spine = datapackage.load("njc_spine").astype({"point": "int64"})
    # Where a rate is both published and derived, the published one stands.
    spine = spine[spine["spine"] == "new"].sort_values("basis", ascending=False)
    spine = spine.drop_duplicates(["effective_month", "point"])
    in_force = _in_force(asked, grades["effective_month"].min(), spine["effective_month"])
    wanted = range(point[7, "bottom"], point[7, "top"] + 1)
    rows = spine[spine["effective_month"].isin(in_force) & spine["point"].isin({point[6, "top"], *wanted})]
    rates = rows.pivot(index="effective_month", columns="point", values="annual_gbp").loc[in_force]
    frame = pd.DataFrame(
        {
            "annual_gbp": rates[list(wanted)].stack(),
            "gap_gbp_year": rates[list(wanted)].sub(rates[point[6, "top"]], axis=0).stack(),
        }
    )
    frame.index = pd.MultiIndex.from_product([asked, wanted], names=["month", "point"])
    return credited(frame, grades, rows)


def _in_force(asked: pd.PeriodIndex, first: pd.Period, effective: pd.Series) -> pd.PeriodIndex:
    """The month from which the national rates of each month asked for are in force."""
    spans = datapackage.load("award_coverage")
    last = pd.Period(spans.loc[spans["bargaining_group"] == "njc", "to_period"].max(), freq=periods.MONTH)
    outside = (asked < first) | (asked > last)
    if outside.any():
        raise CoverageError(
            f"No gap between the grades for {asked[outside][0]}: grades and rates are held for {first} to {last}."
        )
    starts = pd.PeriodIndex(sorted(effective.unique()))
    return starts[starts.searchsorted(asked, side="right") - 1]


def grade(number: int, when: object, *, include: Iterable[str] = ()) -> pd.DataFrame:
    """A grade of Lancashire County Council: its range of NJC points, with their pay at a date.

    Parameters
    ----------
    number : int
        The grade. Only grade 7 is held whole.
    when : month
    include : iterable of str
        As in `scale`.

    Returns
    -------
    pandas.DataFrame
        The rows of the NJC `scale` from the bottom of the grade to its top. ``attrs`` as there.

    Raises
    ------
    ChoiceError
        If there is no such grade.
    CoverageError
        If an end of the grade, or the scale, is not held.

    Notes
    -----
    The national agreement sets the pay of each point; the council places its grades on points.

    Examples
    --------
    >>> grade(7, "2024-04")["annual_gbp"].iloc[[0, -1]].tolist()
    [31067.0, 35235.0]
    """
    table = datapackage.load("lancashire_grades").astype({"grade": "int64", "point": "int64"})
    mine = table[table["grade"] == number]
    if mine.empty:
        raise ChoiceError(unknown("Lancashire grade", number, map(str, sorted(table["grade"].unique()))))
    asked = one_month(when)
    if asked < mine["effective_month"].min():
        raise CoverageError(
            f"The points of Lancashire grade {number} are not held for {asked}: they are from "
            f"{mine['effective_month'].min()} on."
        )
    then = mine[mine["effective_month"] == mine["effective_month"][mine["effective_month"] <= asked].max()]
    ends = then.set_index("position")["point"]
    if len(ends) < 2:
        known = ends.index[0]
        raise CoverageError(
            f"Lancashire grade {number} is not held as a range: only its {known} is, point {ends[known]} "
            f"({then['basis'].iloc[0]}). For its pay: paylib.scales.point_pay('njc', {ends[known]}, "
            f"'{asked}', include=['derived'])."
        )
    points = scale("njc", asked, include=include)
    inside = points[points["point"].between(ends["bottom"], ends["top"])].reset_index(drop=True)
    inside.attrs["sources"] = tuple(sorted({*points.attrs["sources"], *then["source"]}))
    codes = " ".join(then["usage_warnings"].dropna()).split()
    inside.attrs["usage_warnings"] = tuple(sorted({*points.attrs["usage_warnings"], *codes}))
    return inside
