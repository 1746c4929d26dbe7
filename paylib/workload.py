"""Work per worker: series with their breaks, staffing standards, and pay for the work done as a scenario."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from paylib import moved
from paylib.errors import CoverageError, FigureError
from paylib.figures import periods
from paylib.figures.calls import takes_findings
from paylib.figures.inputs import Values, checked


def per_worker(demand: pd.Series, workers: pd.Series, *, breaks: Iterable[object] = ()) -> pd.DataFrame:
    """Demand for each worker, over time.

    Parameters
    ----------
    demand, workers : Series
        Indexed by period, of one kind; periods that both have are kept. Both above zero.
    breaks : iterable of periods
        Periods at which a new definition starts: figures before and after are not compared.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``period``: ``demand``, ``workers``, ``per_worker`` and ``segment`` (from 1; a new one
        at each break).

    Raises
    ------
    FigureError
        If a figure is missing or not above zero.
    PeriodError
        If kinds of period are mixed.
    CoverageError
        If there is no period that both have.

    Examples
    --------
    >>> people = pd.Series([4_571_059, 4_588_420], index=["2005-06", "2006-06"])
    >>> staff = pd.Series([10_225, 9_918], index=["2005-06", "2006-06"])
    >>> per_worker(people, staff)["per_worker"].round().astype(int).tolist()
    [447, 463]
    """
    demand, workers = (_timed(series, name) for series, name in ((demand, "demand"), (workers, "workers")))
    if len(demand) and len(workers):
        periods.same_kind(demand.index, workers.index)
    both = demand.index.intersection(workers.index).sort_values()
    if both.empty:
        raise CoverageError("Demand and workers have no period in common, so there is nothing to divide.")
    frame = pd.DataFrame({"demand": demand[both], "workers": workers[both]})
    frame["per_worker"] = frame["demand"] / frame["workers"]
    starts = periods.parse_all(list(breaks))
    frame["segment"] = 1 + sum(both >= start for start in starts) if len(starts) else 1
    return frame.rename_axis("period")


def _timed(series: pd.Series, name: str) -> pd.Series:
    if not isinstance(series, pd.Series):
        raise FigureError(f"{name} must be a Series indexed by period; it is a {type(series).__name__}.")
    index = periods.parse_all(series.index)
    if index.has_duplicates:
        raise FigureError(
            f"{name} has {periods.label(index[index.duplicated()][0])} twice; choose one edition."
        )
    return pd.Series(checked(series.to_numpy(), name, above=0), index=index)


def growth(frame: pd.DataFrame, start: object, end: object) -> float:
    """Growth of demand for each worker between two periods, per cent.

    Parameters
    ----------
    frame : pandas.DataFrame
        From `per_worker`.
    start, end : period
        Both in the frame, and in one segment.

    Returns
    -------
    float

    Raises
    ------
    CoverageError
        If a period is not held, or a break lies between.

    Examples
    --------
    >>> from paylib.cases import social_care
    >>> round(growth(social_care.requests_per_social_worker(), "2017/18", "2023/24"), 1)
    -1.2
    """
    first, last = periods.parse(start), periods.parse(end)
    held = ", ".join(periods.label(period) for period in frame.index)
    for asked in (first, last):
        if asked not in frame.index:
            raise CoverageError(f"No work per worker is held for {periods.label(asked)}; there is: {held}.")
    if frame.loc[first, "segment"] != frame.loc[last, "segment"]:
        raise CoverageError(
            f"The series breaks between {periods.label(first)} and {periods.label(last)}: the two are not comparable. "
            "Compare periods of one segment."
        )
    return float((frame.loc[last, "per_worker"] / frame.loc[first, "per_worker"] - 1) * 100)


@takes_findings("pct", "{vacancies} / ({vacancies} + {filled})", alike=("vacancies", "filled"))
def vacancy_rate(vacancies: Values, filled: Values) -> Values:
    """Vacancies as a share of all posts, per cent.

    Parameters
    ----------
    vacancies, filled : float, array or Series
        Posts vacant and posts filled, counted alike; not below zero, and some posts in all.

    Returns
    -------
    float, numpy.ndarray or pandas.Series

    Notes
    -----
    vacancies / (vacancies + filled posts): Skills for Care.

    Examples
    --------
    >>> round(vacancy_rate(8, 92), 1)
    8.0
    """
    vacant, filled = checked(vacancies, "vacancies", at_least=0), checked(filled, "filled", at_least=0)
    return vacant / checked(vacant + filled, "vacancies and filled posts", above=0) * 100


@takes_findings("fte", "{needed} less {employed}", takes={"needed": "fte", "employed": "fte"})
def shortage(needed: Values, employed: Values) -> Values:
    """Workers short of a standard: needed less employed; below zero where there are more than needed.

    Parameters
    ----------
    needed, employed : float, array or Series
        Full-time equivalents.

    Returns
    -------
    float, numpy.ndarray or pandas.Series

    Examples
    --------
    >>> round(shortage(staff_needed(4_470_011, 400), 7_175))
    4000
    """
    return checked(needed, "needed", at_least=0) - checked(employed, "employed", at_least=0)


@takes_findings(
    "pct",
    "(1 + {pay_growth_pct}) / (1 + {workload_growth_pct}) − 1: a scenario",
    takes={"pay_growth_pct": "pct", "workload_growth_pct": "pct"},
)
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


@takes_findings(
    "fte",
    "{people} / {people_per_worker} to one full-time worker",
    takes={"people": "people", "people_per_worker": "people_per_fte"},
)
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


__getattr__ = moved.answers(
    __name__,
    {
        "claimants_per_dwp_worker": "paylib.cases.civil_service.claimants_per_dwp_worker",
        "requests_per_social_worker": "paylib.cases.social_care.requests_per_social_worker",
        "young_people_per_youth_worker": "paylib.cases.youth_work.young_people_per_youth_worker",
    },
)
