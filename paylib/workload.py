"""Work per worker: series with their breaks, staffing standards, and pay for the work done as a scenario."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from paylib import datapackage, periods
from paylib.errors import CoverageError, FigureError
from paylib.figures import Values, checked


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
    >>> round(growth(requests_per_social_worker(), "2017/18", "2023/24"), 1)
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


def claimants_per_dwp_worker() -> pd.DataFrame:
    """Claimants of unemployment-related benefits for each employee of the Department for Work and Pensions.

    Returns
    -------
    pandas.DataFrame
        As `per_worker`, by month; ``attrs`` carry ``sources`` and ``usage_warnings``. Segments: permanent
        headcount of the departments before 2001; full-time equivalents of the department from
        June 2001, anew from March 2005 and, without agencies, from December 2011 and September 2012.

    Notes
    -----
    Claimant count BCJD / staff. Claimants are only a part of the department's work.

    Examples
    --------
    >>> claimants_per_dwp_worker().loc["2001-06":"2004-04", "per_worker"].round(1).tolist()
    [8.3, 7.6, 7.6, 7.4, 7.4, 6.7]
    """
    staff = datapackage.load("civil_service_staff").query("grade == 'all'")
    parts = [
        staff.query("organisation == 'dss_and_employment_service'"),
        staff.query(
            "organisation == 'dwp' and staff_group == 'all' and basis == 'fte' and collection == 'parliamentary_answer'"
        ),
        staff.query("organisation == 'dwp_without_agencies' and basis == 'fte'"),
    ]
    rows = pd.concat(parts)
    count = datapackage.load("claimant_count").query("series == 'BCJD' and period_type == 'month'")
    frame = per_worker(
        count.set_index("period")["claimants_thousand"] * 1000,
        rows.set_index("period")["staff"],
        breaks=["2001-06", "2005-03", "2011-12", "2012-09"],
    )
    return _with_provenance(frame, [count, rows], ["series_break"])


def young_people_per_youth_worker() -> pd.DataFrame:
    """Young people aged 13 to 19 in England for each full-time equivalent of the youth service.

    Returns
    -------
    pandas.DataFrame
        As `per_worker`, by the June of the financial year; ``attrs`` carry ``sources`` and
        ``usage_warnings``.

    Notes
    -----
    Mid-year population / staff counted in the financial year that it falls in. Only the services that
    replied to the survey are counted, so the ratio is somewhat too high.

    Examples
    --------
    >>> young_people_per_youth_worker()["per_worker"].round().astype(int).tolist()
    [447, 463]
    """
    people = datapackage.load("population_13_19").query(
        "geography == 'England' and edition == 'rebased_2023'"
    )
    staff = datapackage.load("youth_workload").query("series == 'youth_service_staff_fte'")
    june = [f"{period[:4]}-06" for period in staff["period"]]
    frame = per_worker(
        people.set_index("period")["population"], pd.Series(staff["value"].to_numpy(), index=june)
    )
    return _with_provenance(frame, [people, staff], ["coverage_gb_not_uk"])


def requests_per_social_worker() -> pd.DataFrame:
    """Requests for adult social care in England for each social worker whom councils employ.

    Returns
    -------
    pandas.DataFrame
        As `per_worker`, by financial year; ``attrs`` carry ``sources`` and ``usage_warnings``.

    Notes
    -----
    Requests in the financial year / adult social workers directly employed in its September, without
    agency staff: the counts of all jobs have them in some years and not in others. Requests of 2024/25
    on come from another collection and are not held.

    Examples
    --------
    >>> round(float(requests_per_social_worker()["per_worker"].iloc[-1]), 1)
    128.7
    """
    asked = datapackage.load("social_care_workload").query("series == 'requests_for_support_new_clients'")
    staff = datapackage.load("social_care_staff").query(
        "series == 'adult_social_workers_directly_employed_local_authority'"
    )
    asked = (
        asked.sort_values("usage_warnings", na_position="first")
        .drop_duplicates("period")
        .sort_values("period")
    )
    years = [periods.label(pd.Period(month, "M").asfreq(periods.FINANCIAL)) for month in staff["period"]]
    asked = asked[asked["period"].isin(years)]
    frame = per_worker(asked.set_index("period")["value"], pd.Series(staff["value"].to_numpy(), index=years))
    return _with_provenance(frame, [asked, staff], ["coverage_gb_not_uk", "rounded_in_source"])


def _with_provenance(frame: pd.DataFrame, tables: list[pd.DataFrame], warnings: list[str]) -> pd.DataFrame:
    frame.attrs = {
        "sources": tuple(sorted({source for table in tables for source in table["source"]})),
        "usage_warnings": tuple(warnings),
    }
    return frame


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
