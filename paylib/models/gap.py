"""Public against private pay: the gap, its trend, and how it moved under each pay policy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from paylib import datapackage, prices
from paylib.errors import PeriodError
from paylib.figures import periods
from paylib.models.estimates import credited, month_rows, ols

PUBLIC, PRIVATE = "KAK6", "KAJ2"
"""Regular pay: public sector without financial services, and private sector (table awe_series)."""


def sector_pay(start: object = None, end: object = None) -> pd.DataFrame:
    """Average weekly pay of the two sectors, and the gap between them.

    Parameters
    ----------
    start, end : month, optional
        Else all the months held, January 2000 on.

    Returns
    -------
    pandas.DataFrame
        Indexed by month: ``public_gbp_week``, ``private_gbp_week``, ``gap_pct`` (public above
        private, of private pay) and ``log_gap`` (100 times the difference of logarithms: it is
        what the models use, since its changes add up). ``attrs`` carry ``sources`` and
        ``usage_warnings``.

    Raises
    ------
    PeriodError
        If a period is not a month, or months are not held.

    Notes
    -----
    Average weekly earnings, regular pay, seasonally adjusted, Great Britain. The gap compares
    averages of different jobs: public employees are more often graduates and more often part
    time, and contracting out moves jobs from one average to the other. It is not what the same
    person would earn.

    Examples
    --------
    >>> round(float(sector_pay()["gap_pct"]["2020-01"]), 1)
    7.4
    """
    table = datapackage.load("awe_monthly")
    wide = table[table["series"].isin([PUBLIC, PRIVATE])].pivot(
        index="month", columns="series", values="weekly_gbp"
    )
    frame = pd.DataFrame(
        {"public_gbp_week": wide[PUBLIC], "private_gbp_week": wide[PRIVATE]},
        index=pd.PeriodIndex(wide.index, name="month"),
    )
    frame["gap_pct"] = (frame["public_gbp_week"] / frame["private_gbp_week"] - 1) * 100
    frame["log_gap"] = 100 * np.log(frame["public_gbp_week"] / frame["private_gbp_week"])
    return month_rows(credited(frame, ["awe_monthly"]), start, end)


def real_sector_pay(start: object, end: object, *, by: Iterable[str] | str) -> pd.DataFrame:
    """The change of pay in both sectors in real terms, by each deflator.

    Parameters
    ----------
    start, end : month
        From the first to the last.
    by : str or iterable of str
        Deflators, from `paylib.prices.deflators`. It has no default.

    Returns
    -------
    pandas.DataFrame
        Indexed by deflator: ``public_pct``, ``private_pct`` (change of average weekly pay in
        real terms) and ``difference_pct`` (public against private: the same by every deflator).

    Raises
    ------
    ChoiceError, PeriodError, CoverageError
        As in `paylib.prices.real_change`.

    Examples
    --------
    >>> real_sector_pay("2010-04", "2025-04", by=["cpi", "rpi"]).round(1).loc["cpi"].tolist()
    [-1.0, 6.6, -7.1]
    """
    measures = [by] if isinstance(by, str) else list(by)
    pay = sector_pay(start, end)
    first, last = pay.index[0], pay.index[-1]
    rows = {
        measure: [
            prices.real_change(pay[column].iloc[0], pay[column].iloc[-1], first, last, by=measure)
            for column in ("public_gbp_week", "private_gbp_week")
        ]
        for measure in measures
    }
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=["public_pct", "private_pct"])
    frame = frame.rename_axis("deflator")
    frame["difference_pct"] = ((1 + frame["public_pct"] / 100) / (1 + frame["private_pct"] / 100) - 1) * 100
    of_prices = [
        {
            "sources": prices.provenance(measure, first, last),
            "usage_warnings": prices.warnings(measure, first, last),
        }
        for measure in measures
    ]
    return credited(frame, more=[pay.attrs, *of_prices])


def gap_changes(regimes: Mapping[str, object], *, lags: int, start: object = None, end: object = None):
    """How fast the gap moved under each pay policy, in per cent a year.

    Parameters
    ----------
    regimes : mapping of str to month
        Each regime's name and first month, in order; the first must start where the figures do
        or before, and each lasts until the next. Say them before looking: regimes picked
        because the line bends there always look significant.
    lags : int
        Of Newey-West errors, in months.
    start, end : month, optional
        As in `sector_pay`.

    Returns
    -------
    statsmodels.regression.linear_model.RegressionResultsWrapper
        One term a regime: the mean change of the gap in it, per cent of private pay a year, as
        public pay grew faster (above zero) or slower than private pay.

    Raises
    ------
    PeriodError
        If months are out of order or not held, or a regime has no month.
    FigureError
        If there are too few months for the lags.

    Notes
    -----
    Monthly change of 100 log(public / private), times 12, on one indicator a regime. In changes
    rather than levels: tests do not tell the level of the gap from a series with a unit root,
    and a trend fitted to such a series looks sure of itself when it is not (`gap_trend`).
    """
    pay = sector_pay(start, end)
    changes = (pay["log_gap"].diff().dropna() * 12).rename("change_pct_year")
    design = regime_dummies(changes.index, regimes)
    design.attrs = pay.attrs
    return ols(changes, design, covariance="hac", lags=lags, constant=False)


def regime_dummies(times: pd.PeriodIndex, regimes: Mapping[str, object]) -> pd.DataFrame:
    """One indicator a regime: 1 in the periods from its start until the next one's.

    Parameters
    ----------
    times : pandas.PeriodIndex
        The months or years wanted.
    regimes : mapping of str to period
        Names and first periods, of the same kind, in order.

    Returns
    -------
    pandas.DataFrame
        Indexed as ``times``, a column of 0 and 1 for each regime; each row adds to 1.

    Raises
    ------
    PeriodError
        If starts are out of order, the first is after the first period, or a regime has no period.

    Examples
    --------
    >>> months = periods.months(["2010-03", "2010-04", "2011-04"])
    >>> regime_dummies(months, {"before": "2000-01", "freeze": "2011-04"}).sum().tolist()
    [2.0, 1.0]
    """
    names, starts = list(regimes), periods.parse_all(regimes.values())
    periods.same_kind(starts, times)
    if not starts.is_monotonic_increasing or starts.has_duplicates:
        raise PeriodError(f"Regimes must start one after the other; given: {', '.join(map(str, starts))}.")
    if starts[0] > times[0]:
        raise PeriodError(
            f"The first regime starts in {starts[0]}, after the first period, {times[0]}: say what held before."
        )
    position = starts.searchsorted(times, side="right") - 1
    empty = [name for place, name in enumerate(names) if not (position == place).any()]
    if empty:
        raise PeriodError(
            f"No period from {times[0]} to {times[-1]} falls in: {', '.join(empty)}. Leave them out."
        )
    return pd.DataFrame(np.eye(len(names))[position], index=times, columns=names)


def gap_trend(breaks: Mapping[str, object], *, lags: int, start: object = None, end: object = None):
    """The gap as a line that may jump and turn at given months.

    Parameters
    ----------
    breaks : mapping of str to month
        Name and month of each break, said before looking.
    lags : int
        Of Newey-West errors, in months.
    start, end : month, optional
        As in `sector_pay`.

    Returns
    -------
    statsmodels.regression.linear_model.RegressionResultsWrapper
        Terms ``const`` (the gap in the first month), ``trend`` (per cent a year) and for each
        break ``NAME: jump`` and ``NAME: turn`` (per cent a year more or less than before).

    Raises
    ------
    PeriodError, FigureError
        As in `gap_changes`.

    Notes
    -----
    100 log(public / private) on a trend, with a step and a change of slope at each break. If the
    gap has a unit root its errors are too small whatever the lags; see `gap_changes`.
    """
    pay = sector_pay(start, end)
    order = np.arange(len(pay)) / 12
    design = pd.DataFrame({"trend": order}, index=pay.index)
    for name, month in breaks.items():
        at = periods.months(month)[0]
        if not pay.index[0] < at <= pay.index[-1]:
            raise PeriodError(
                f"The break {name} is in {at}; it must lie after {pay.index[0]} and by {pay.index[-1]}."
            )
        after = (pay.index >= at).astype(float)
        design[f"{name}: jump"] = after
        design[f"{name}: turn"] = after * (order - order[pay.index.get_loc(at)])
    design.attrs = pay.attrs
    return ols(pay["log_gap"], design, covariance="hac", lags=lags)
