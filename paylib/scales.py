"""Pay scales: annual pay and hourly rates."""

from __future__ import annotations

from paylib.figures import Values, checked

WEEKS_IN_A_YEAR = 52.143
"""The divisor of the national agreements for local government and youth work (365 / 7)."""

HOURS_A_WEEK = 37.0
"""The full-time week of the same agreements."""


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
    return (
        checked(annual_gbp, "annual_gbp", above=0)
        / WEEKS_IN_A_YEAR
        / checked(hours_week, "hours_week", above=0)
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
