"""Public against private pay: the gap, its trend, and how it moved under each pay policy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from paylib import datapackage, prices
from paylib.errors import ChoiceError, PeriodError, is_among, unknown
from paylib.figures import periods
from paylib.figures.calls import indices
from paylib.figures.inputs import several, whole
from paylib.models.estimates import credited, index_by_month, month_rows, ols

PUBLIC, PRIVATE = "KAK6", "KAJ2"
"""Regular pay: public sector without financial services, and private sector (table awe_series)."""


def sector_pay(start: object = None, end: object = None, *, splice: Iterable[str] = ()) -> pd.DataFrame:
    """Average weekly pay of the two sectors, and the gap between them.

    Parameters
    ----------
    start, end : month, optional
        Else all the months held, January 2000 on.
    splice : iterable of str
        Bodies of the table ``series_breaks`` to count in one sector throughout, the one in which
        their jobs are now: ``"english_colleges"``. Only breaks whose size was published can be
        taken out.

    Returns
    -------
    pandas.DataFrame
        Indexed by month: ``public_gbp_week``, ``private_gbp_week``, ``gap_pct`` (public above
        private, of private pay) and ``log_gap`` (100 times the difference of logarithms: it is
        what the models use, since its changes add up). ``attrs`` carry ``sources`` and
        ``usage_warnings`` (``series_break`` if jobs moved between the sectors after the first of
        the months and were not spliced) and ``breaks``, the months in which they moved.

    Raises
    ------
    PeriodError
        If a period is not a month, or months are not held.
    ChoiceError
        If there is no such body, or the size of its break was not published.

    Notes
    -----
    Average weekly earnings, regular pay, seasonally adjusted, Great Britain. The gap compares
    averages of different jobs: public employees are more often graduates and more often part
    time, and contracting out moves jobs from one average to the other. It is not what the same
    person would earn.

    Spliced, each average is multiplied by (1 + effect) in the months in which the body was
    counted on the other side: for the colleges June 2010 to May 2012. The effect is the
    publisher's, of one month, and the most that it may have been (``qualifier`` at_most); the
    break at which they came in is taken to be as large as that at which they went.

    Examples
    --------
    >>> round(float(sector_pay()["gap_pct"]["2020-01"]), 1)
    7.4

    The gap when the freeze began, with the colleges in the public sector and without them:

    >>> [round(float(sector_pay(splice=body)["gap_pct"]["2011-04"]), 1) for body in ([], ["english_colleges"])]
    [12.9, 14.0]
    """
    table = datapackage.load("awe_monthly")
    wide = table[table["series"].isin([PUBLIC, PRIVATE])].pivot(
        index="month", columns="series", values="weekly_gbp"
    )
    frame = pd.DataFrame(
        {"public_gbp_week": wide[PUBLIC], "private_gbp_week": wide[PRIVATE]},
        index=pd.PeriodIndex(wide.index, name="month"),
    )
    moves, bodies = _moves(), several(splice)
    for body in bodies:
        _take_out(frame, moves, body)
    frame["gap_pct"] = (frame["public_gbp_week"] / frame["private_gbp_week"] - 1) * 100
    frame["log_gap"] = 100 * np.log(frame["public_gbp_week"] / frame["private_gbp_week"])
    frame = month_rows(credited(frame, ["awe_monthly"]), start, end)
    within = (moves["from_month"] > frame.index[0]) & (moves["from_month"] <= frame.index[-1])
    crossed, spliced = moves[within & ~moves["body"].isin(bodies)], moves[moves["body"].isin(bodies)]
    frame.attrs["sources"] = tuple(sorted({*frame.attrs["sources"], *spliced["source"]}))
    frame.attrs["breaks"] = tuple(sorted({str(month) for month in crossed["from_month"]}))
    if len(crossed):
        frame.attrs["usage_warnings"] = tuple(sorted({*frame.attrs["usage_warnings"], "series_break"}))
    return frame


def _moves() -> pd.DataFrame:
    """The moves of jobs between the sectors that changed either of the two series."""
    breaks = datapackage.load("series_breaks")
    return breaks[breaks["series"].isin([PUBLIC, PRIVATE])]


def _take_out(frame: pd.DataFrame, moves: pd.DataFrame, body: str) -> None:
    """Count a body's jobs in the sector in which they are now, in all months of a frame."""
    sized = moves[moves["effect_pct"].notna()]
    if not is_among(body, set(moves["body"])):
        raise ChoiceError(unknown("body whose jobs moved", body, sorted(set(moves["body"]))))
    if body not in set(sized["body"]):
        raise ChoiceError(
            f"By how much the move of {body} changed the averages was not published, so it cannot be spliced. "
            f"Known: {', '.join(sorted(set(sized['body'])))}. To estimate it: gap_changes(…, steps=…)."
        )
    columns = {PUBLIC: "public_gbp_week", PRIVATE: "private_gbp_week"}
    for row in sized[sized["body"] == body].itertuples():
        mine = moves[(moves["series"] == row.series) & (moves["body"] == body)]["from_month"]
        since = mine[mine < row.from_month].max()
        other_side = (frame.index < row.from_month) & (frame.index >= since)
        frame.loc[other_side, columns[row.series]] *= 1 + row.effect_pct / 100


def real_sector_pay(
    start: object, end: object, *, by: Iterable[str] | str, over: int = 1, splice: Iterable[str] = ()
) -> pd.DataFrame:
    """The change of pay in both sectors in real terms, by each deflator.

    Parameters
    ----------
    start, end : month
        From the first to the last.
    by : str or iterable of str
        Deflators, from `paylib.prices.deflators`. It has no default.
    over : int
        How many months to average at each end, the last of them ``start`` and ``end``: single
        months are noisy, three is the publisher's own habit, twelve takes a whole year.
    splice : iterable of str
        As in `sector_pay`.

    Returns
    -------
    pandas.DataFrame
        Indexed by deflator: ``public_pct``, ``private_pct`` (change of average weekly pay in
        real terms) and ``difference_pct`` (public against private: the same by every deflator).

    Raises
    ------
    ChoiceError, PeriodError, CoverageError
        As in `sector_pay` and `paylib.prices.index`.
    FigureError
        If ``over`` is below 1.

    Notes
    -----
    (mean pay of the last months / mean pay of the first) / (mean index of the last / mean index of
    the first) - 1.

    Examples
    --------
    >>> real_sector_pay("2010-04", "2025-04", by=["cpi", "rpi"]).round(1).loc["cpi"].tolist()
    [-1.0, 6.6, -7.1]
    >>> real_sector_pay("2010-04", "2025-04", by="cpi", over=12)["difference_pct"].round(1).tolist()
    [-7.4]
    """
    measures = indices(by)
    reach = whole(over, "over", at_least=1) - 1
    first, last = periods.in_order(start, end)
    held = sector_pay().index
    if first - reach < held[0] <= first:
        raise PeriodError(
            f"Pay of {first} as a mean of {reach + 1} months is that from {first - reach} on, and {held[0]} to {held[-1]} are "
            f"held: start in {held[0] + reach} or later, or take the mean of fewer months (over=)."
        )
    pay = sector_pay(first - reach, last, splice=splice)
    ends = {"first": pd.period_range(first - reach, first), "last": pd.period_range(last - reach, last)}
    rose = {
        column: pay.loc[ends["last"], f"{column}_gbp_week"].mean()
        / pay.loc[ends["first"], f"{column}_gbp_week"].mean()
        for column in ("public", "private")
    }
    rows = {}
    for measure in measures:
        held = month_rows(index_by_month(measure).to_frame("level"), first - reach, last)["level"]
        dearer = held[ends["last"]].mean() / held[ends["first"]].mean()
        rows[measure] = [100 * (each / dearer - 1) for each in rose.values()]
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=["public_pct", "private_pct"])
    frame = frame.rename_axis("deflator")
    frame["difference_pct"] = 100 * (rose["public"] / rose["private"] - 1)
    used = [*ends["first"], *ends["last"]]
    of_prices = [
        {
            "sources": prices.provenance(measure, *used),
            "usage_warnings": prices.warnings(measure, *used),
        }
        for measure in measures
    ]
    return credited(frame, more=[pay.attrs, *of_prices])


def gap_changes(
    regimes: Mapping[str, object],
    *,
    lags: int,
    start: object = None,
    end: object = None,
    steps: Iterable[object] = (),
    splice: Iterable[str] = (),
):
    """How fast the gap moved under each pay policy, in per cent a year.

    Parameters
    ----------
    regimes : mapping of str to month
        Each regime's name and first month, in order; the first must start where the figures do
        or before, and each lasts until the next. Say them before looking: regimes picked
        because the line bends there always look significant.
    lags : int
        Of Newey-West errors, in months. What a month is above its neighbours it is below in the
        next change, and a regime may have two dozen months: few lags, or errors and intervals
        come out too small.
    start, end : month, optional
        As in `sector_pay`.
    steps : iterable of month
        Months whose change is taken out, each with a term ``step MONTH`` of its own: those in which
        jobs moved between the sectors (table ``series_breaks``).
    splice : iterable of str
        As in `sector_pay`; another way to take out a break.

    Returns
    -------
    statsmodels.regression.linear_model.RegressionResultsWrapper
        One term a regime: the mean change of the gap in it, per cent of private pay a year, as
        public pay grew faster (above zero) or slower than private pay. A step is in the same
        unit: a twelfth of it is the jump in per cent, with an ordinary month's change.

    Raises
    ------
    PeriodError
        If months are out of order or not held, or a regime has no month.
    FigureError
        If there are too few months for the lags, or a regime has no month beside steps.

    Notes
    -----
    Monthly change of 100 log(public / private), times 12, on one indicator a regime. In changes
    rather than levels: tests do not tell the level of the gap from a series with a unit root,
    and a trend fitted to such a series looks sure of itself when it is not (`gap_trend`).
    Intervals by t tails hold the truth less often than they say where a regime has few months:
    take `simulated_intervals`, with the spread of errors by regime.
    """
    pay = sector_pay(start, end, splice=splice)
    changes = (pay["log_gap"].diff().dropna() * 12).rename("change_pct_year")
    design = regime_dummies(changes.index, regimes)
    for month in periods.months(several(steps)):
        if month not in changes.index:
            raise PeriodError(
                f"The step in {month} is not in the sample, which runs from {changes.index[0]} to {changes.index[-1]}."
            )
        design[f"step {month}"] = (changes.index == month).astype(float)
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
    if not isinstance(regimes, Mapping) or not regimes:
        raise PeriodError(
            "There are no regimes: give a name and its first period for each, such as {'Freeze': '2011-04'}."
        )
    names, starts = list(regimes), periods.parse_all(regimes.values())
    if not isinstance(times, pd.PeriodIndex) or not len(times):
        raise PeriodError("times are the periods of a frame, as paylib.periods.months makes them.")
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


def gap_trend(
    breaks: Mapping[str, object],
    *,
    lags: int,
    start: object = None,
    end: object = None,
    splice: Iterable[str] = (),
):
    """The gap as a line that may jump and turn at given months.

    Parameters
    ----------
    breaks : mapping of str to month
        Name and month of each break, said before looking.
    lags : int
        Of Newey-West errors, in months.
    start, end, splice
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
    pay = sector_pay(start, end, splice=splice)
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
