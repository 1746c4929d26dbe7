"""Pay by the hour, and what part-time and term-time staff are paid of a full-time rate."""

from __future__ import annotations

import numpy as np

from paylib.figures.calls import takes_findings
from paylib.figures.inputs import Values, checked, pay_a_year, same_rows

WEEKS_IN_A_YEAR = 52.143
"""The divisor of the national agreements for local government and youth work (365 / 7)."""


HOURS_A_WEEK = 37.0
"""The full-time week of the same agreements."""


@takes_findings(
    "gbp_hour",
    "{annual_gbp} / 52.143 weeks / {hours_week} hours",
    takes={"annual_gbp": "gbp_year", "hours_week": "hours_week"},
)
def hourly(annual_gbp: Values, hours_week: Values = HOURS_A_WEEK) -> Values:
    """The hourly rate of annual full-time pay.

    Parameters
    ----------
    annual_gbp : float, array or Series
        Full-time annual pay; above zero.
    hours_week : float, array or Series
        Full-time weekly hours; above zero.

    Returns
    -------
    float, numpy.ndarray or pandas.Series
        Pounds an hour, not rounded.

    Raises
    ------
    FigureError
        If a figure is missing or not above zero.

    Notes
    -----
    annual pay / 52.143 / weekly hours: National Joint Council for Local Government Services,
    National Agreement, part 2.

    Examples
    --------
    >>> round(hourly(14643), 2)
    7.59
    """
    return pay_a_year(annual_gbp, "annual_gbp") / WEEKS_IN_A_YEAR / checked(hours_week, "hours_week", above=0)


@takes_findings(
    "gbp_year",
    "{gbp_hour} × 52.143 weeks × {hours_week} hours",
    takes={"gbp_hour": "gbp_hour", "hours_week": "hours_week"},
)
def annual(gbp_hour: Values, hours_week: Values = HOURS_A_WEEK) -> Values:
    """Annual full-time pay of an hourly rate: `hourly` the other way.

    Parameters
    ----------
    gbp_hour : float, array or Series
        Pounds an hour; above zero.
    hours_week : float, array or Series
        Full-time weekly hours; above zero.

    Returns
    -------
    float, numpy.ndarray or pandas.Series
        Pounds a year, not rounded.

    Raises
    ------
    FigureError
        If a figure is missing or not above zero.

    Examples
    --------
    >>> round(annual(10.00))
    19293
    """
    return (
        checked(gbp_hour, "gbp_hour", above=0) * WEEKS_IN_A_YEAR * checked(hours_week, "hours_week", above=0)
    )


@takes_findings(
    "gbp_year",
    "{annual_gbp} × {hours_week} of {full_time_hours} hours a week × {paid_weeks} of {weeks_in_year} weeks",
    takes={
        "annual_gbp": "gbp_year",
        "hours_week": "hours_week",
        "full_time_hours": "hours_week",
        "paid_weeks": "weeks",
    },
)
def actual_pay(
    annual_gbp: Values,
    hours_week: Values,
    full_time_hours: Values = HOURS_A_WEEK,
    *,
    paid_weeks: Values = WEEKS_IN_A_YEAR,
    weeks_in_year: float = WEEKS_IN_A_YEAR,
) -> Values:
    """What a part-time or term-time worker is paid of a full-time rate.

    Parameters
    ----------
    annual_gbp : float, array or Series, or a Finding
        Full-time annual pay, such as that of a pay point; above zero.
    hours_week : float, array or Series, or a Finding
        Hours worked a week; above zero.
    full_time_hours : float, array or Series, or a Finding
        Full-time weekly hours; above zero.
    paid_weeks : float, array or Series, or a Finding
        Weeks of the year that are paid, leave included; above zero, and at most ``weeks_in_year``,
        which is everybody who works all year round. For term-time staff see `paid_weeks`.
    weeks_in_year : float
        52.143, unless the employer counts otherwise: 52 and 52.142 are seen.

    Returns
    -------
    float, numpy.ndarray, pandas.Series or Finding
        Pounds a year, not rounded; paid in twelve equal parts as a rule.

    Raises
    ------
    FigureError
        If a figure is missing or out of range, or rows do not match.

    Notes
    -----
    full-time pay / weeks in the year / full-time hours x hours worked x paid weeks: National Joint
    Council for Local Government Services, National Agreement, part 4.12; Hertfordshire County
    Council, Pay ranges: support staff.

    Examples
    --------
    £12,000 at 22.5 hours of 37 (Lancashire County Council prints £7,297.29), and in term time only,
    44.1 weeks paid:

    >>> round(actual_pay(12_000, 22.5), 3)
    7297.297
    >>> round(actual_pay(12_000, 22.5, paid_weeks=44.1), 2)
    6171.7
    """
    given = {
        "annual_gbp": checked(annual_gbp, "annual_gbp", above=0),
        "hours_week": checked(hours_week, "hours_week", above=0),
        "full_time_hours": checked(full_time_hours, "full_time_hours", above=0),
        "paid_weeks": checked(
            checked(paid_weeks, "paid_weeks", above=0), "paid_weeks", at_most=weeks_in_year
        ),
    }
    same_rows(**given)
    pay, hours, full_time, weeks = given.values()
    return pay * (hours / full_time) * (weeks / weeks_in_year)


@takes_findings(
    "weeks",
    "{weeks_worked} weeks and the leave that goes with them, {leave_days} days a full year",
    takes={"weeks_worked": "weeks", "leave_days": "days"},
)
def paid_weeks(weeks_worked: Values, leave_days: Values, *, weeks_in_year: float = WEEKS_IN_A_YEAR) -> Values:
    """The weeks of a year that term-time staff are paid for: those worked, and their share of leave.

    Parameters
    ----------
    weeks_worked : float, array or Series, or a Finding
        Weeks at work in the year, such as 39; above zero.
    leave_days : float, array or Series, or a Finding
        Leave of somebody who works all year round, in days of a five-day week, bank holidays
        included; not below zero.
    weeks_in_year : float
        As in `actual_pay`.

    Returns
    -------
    float, numpy.ndarray, pandas.Series or Finding
        Weeks, not rounded.

    Raises
    ------
    FigureError
        If a figure is missing or out of range, rows do not match, or more weeks are worked than
        leave allows.

    Notes
    -----
    weeks worked x weeks in the year / (weeks in the year - weeks of leave): days at work and days
    of paid leave are in the proportion of those who work all year round, as the National Agreement
    has it since 2019 (part 4.12; Local Government Association, bulletin of November 2018, quoted by
    the Association of School and College Leaders in January 2020). Employers use other formulas
    too: a published number of paid weeks comes first.

    Examples
    --------
    39 weeks, 27 days of leave and 8 bank holidays:

    >>> round(paid_weeks(39, 35), 2)
    45.05
    """
    worked = checked(weeks_worked, "weeks_worked", above=0)
    leave = checked(leave_days, "leave_days", at_least=0)
    same_rows(weeks_worked=worked, leave_days=leave)
    working = weeks_in_year - leave / 5
    checked(np.subtract(working, worked), "weeks of the year that are neither worked nor leave", at_least=0)
    return worked * weeks_in_year / working
