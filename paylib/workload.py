"""Work per worker: staffing standards, and pay for the work done as a scenario."""

from __future__ import annotations

from paylib.figures import Values, checked


def effort_adjusted(pay_growth_pct: Values, workload_growth_pct: Values) -> Values:
    """Growth of pay per unit of work: a scenario, not a measure of pay.

    Parameters
    ----------
    pay_growth_pct, workload_growth_pct : float, array or Series
        Growth over the same time, per cent; above -100.

    Returns
    -------
    float, numpy.ndarray or pandas.Series
        Per cent.

    Raises
    ------
    FigureError
        If a figure is missing or not above -100.

    Notes
    -----
    (1 + pay growth) / (1 + workload growth) - 1. Pay per unit of work is kept only if workload
    grows by no more than pay: that is the break-even.

    Examples
    --------
    >>> round(effort_adjusted(3, 30), 1), effort_adjusted(3, 3)
    (-20.8, 0.0)
    """
    pay = checked(pay_growth_pct, "pay_growth_pct", above=-100)
    work = checked(workload_growth_pct, "workload_growth_pct", above=-100)
    return ((1 + pay / 100) / (1 + work / 100) - 1) * 100


def staff_needed(people: Values, people_per_worker: Values) -> Values:
    """Full-time workers that a staffing standard asks for.

    Parameters
    ----------
    people : float, array or Series
        People to be served.
    people_per_worker : float, array or Series
        The standard: people to one full-time worker; above zero.

    Returns
    -------
    float, numpy.ndarray or pandas.Series
        Full-time equivalents, not rounded.

    Raises
    ------
    FigureError
        If a figure is missing or out of range.

    Notes
    -----
    people / people per worker.

    Examples
    --------
    One worker to 400 people aged 13 to 19, England, mid-2003:

    >>> round(staff_needed(4_470_011, 400))
    11175
    """
    return checked(people, "people", at_least=0) / checked(people_per_worker, "people_per_worker", above=0)
