"""How much of inflation reached pay, and how soon: pass-through, with its errors."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from paylib import awards, prices
from paylib.errors import ChoiceError, FigureError, PeriodError, is_among, unknown
from paylib.figures import periods
from paylib.figures.inputs import checked, whole, wholes
from paylib.models.estimates import COLUMNS, combination, index_by_month, ols
from paylib.models.gap import regime_dummies, sector_pay
from paylib.models.simulated import simulated_intervals

SECTORS = ("public", "private")


def pay_growth(sector: str) -> pd.Series:
    """Growth of average weekly pay over twelve months.

    Parameters
    ----------
    sector : {"public", "private"}
        As in `sector_pay`.

    Returns
    -------
    pandas.Series
        Per cent, by month; ``attrs`` carry ``sources`` and ``usage_warnings``.

    Raises
    ------
    ChoiceError
        If there is no such sector.

    Examples
    --------
    >>> round(float(pay_growth("public")["2023-07"]), 1)
    7.1
    """
    if not is_among(sector, SECTORS):
        raise ChoiceError(unknown("sector", sector, SECTORS))
    pay = sector_pay()
    growth = _over_a_year(pay[f"{sector}_gbp_week"]).rename(f"{sector}_pct")
    growth.attrs = pay.attrs
    return growth


def award_growth(group: str, start: object, end: object, **options: object) -> pd.Series:
    """What a group's awards added over each year, from one month to the same month a year later.

    Parameters
    ----------
    group : str
        A key of the table ``bargaining_groups``.
    start, end : month or calendar year
        The first and last level of pay; both in the same month of their years.
    **options
        As `paylib.awards.path` takes them: ``point=``, ``spine=``, ``grade=``, ``annual_gbp=``, ``include=``.

    Returns
    -------
    pandas.Series
        Per cent, by calendar year; ``attrs`` carry ``sources`` and ``usage_warnings``.

    Raises
    ------
    PeriodError
        If the two months are not the same month of the year.
    CoverageError, ChoiceError, FigureError
        As in `paylib.awards.path`.

    Notes
    -----
    Two awards in one year are chained; a year without an award is zero.

    Examples
    --------
    >>> growth = award_growth("njc", "2010-04", "2025-04", point=23, spine="new")
    >>> growth.loc["2022":].round(2).tolist()
    [6.82, 6.38, 4.02, 3.2]
    """
    first, last = periods.parse(start), periods.parse(end)
    if periods.same_kind(first, last) == periods.MONTH and first.month != last.month:
        raise PeriodError(
            f"{first} and {last} are not the same month of the year: growth would not be over whole years."
        )
    followed = awards.path(group, first, last, **options)
    if followed.index.nlevels > 1:
        raise FigureError("Give one point or one pay: growth is of one rate of pay.")
    level = 100 + followed["growth_pct"]
    yearly = level[[period.month == last.month for period in level.index]] if first.freqstr == "M" else level
    years = pd.PeriodIndex([pd.Period(year=period.year, freq=periods.YEAR) for period in yearly.index])
    growth = pd.Series(yearly.to_numpy(), index=years.rename("year")).pct_change().mul(100).iloc[1:]
    growth.attrs = followed.attrs
    return growth.rename("award_pct")


def inflation(measure: str, *, month: int | None = None) -> pd.Series:
    """Inflation over twelve months, from the index.

    Parameters
    ----------
    measure : str
        A deflator, from `paylib.prices.deflators`.
    month : int, optional
        1 to 12: the rate in that month of each year, by calendar year. Else every month's.

    Returns
    -------
    pandas.Series
        Per cent, not rounded; ``attrs`` carry ``sources`` and ``usage_warnings``.

    Raises
    ------
    ChoiceError
        If there is no such deflator or month.
    CoverageError
        If it is published by the quarter.

    Examples
    --------
    >>> round(float(inflation("cpi", month=4)["2023"]), 2)
    8.66
    """
    rate = _over_a_year(index_by_month(measure)).rename(f"{measure}_pct")
    used = rate.index
    if month is not None:
        if not isinstance(month, int | np.integer) or isinstance(month, bool) or month not in range(1, 13):
            raise ChoiceError(f"month= is 1 to 12, January to December; {month!r} was given.")
        rate = rate[rate.index.month == month]
        used = rate.index
        rate.index = pd.PeriodIndex(
            [pd.Period(year=when.year, freq=periods.YEAR) for when in rate.index], name="year"
        )
    used = used.union(used - 12)
    rate.attrs = {
        "sources": prices.provenance(measure, *used),
        "usage_warnings": prices.warnings(measure, *used),
    }
    return rate


def _over_a_year(levels: pd.Series) -> pd.Series:
    return ((levels / levels.shift(12) - 1) * 100).iloc[12:]


def pass_through(
    growth: pd.Series,
    driver: pd.Series,
    *,
    driver_lags: Iterable[int],
    covariance: str = "hac",
    lags: int | None = None,
    regimes: Mapping[str, object] | None = None,
    start: object = None,
    end: object = None,
):
    """Growth of pay on inflation of the same time and before.

    Parameters
    ----------
    growth : pandas.Series
        Per cent, by period, such as `pay_growth` or `award_growth` gives.
    driver : pandas.Series
        Inflation in per cent, by period of the same kind, such as `inflation` gives.
    driver_lags : iterable of int
        How many periods before: ``(0, 12, 24)`` for months, ``(0, 1)`` for years.
    covariance : {"hac", "hc3", "classical"}
        As in `ols`.
    lags : int, optional
        Of Newey-West errors, in periods: for monthly growth over a year a fifth of the sample (60
        for 25 years), 2 for a dozen or two of yearly awards. Intervals by t tails do not cover
        whatever the lags: ask `lasting_effect`.
    regimes : mapping of str to period, optional
        As in `regime_dummies`; the first is what the others are compared with.
    start, end : period, optional
        Of the growth explained; else all that both series allow.

    Returns
    -------
    statsmodels.regression.linear_model.RegressionResultsWrapper
        Terms ``const``, ``inflation, N before`` for each lag, and each regime after the first.

    Raises
    ------
    FigureError
        If there are too few observations for the terms and lags: says how many are needed.
    PeriodError
        If the periods are of different kinds, or the sample is empty.
    ChoiceError
        If no lag of inflation is given, or one is negative; or as in `ols`.

    Notes
    -----
    A distributed lag. Twelve-month rates at lags of whole years cover each month of prices once,
    so the sum of their coefficients is what a lasting point of inflation adds to pay growth
    (`lasting_effect`). Association over the sample's history: what policy would do next time
    is another question.
    """
    frame, names = _lagged(growth, driver, driver_lags)
    frame = _sample(frame, start, end)
    design = frame[names].copy()
    if regimes is not None:
        dummies = regime_dummies(design.index, regimes)
        design = design.join(dummies.iloc[:, 1:])
    design.attrs = _joined(growth, driver)
    return ols(frame["growth"], design, covariance=covariance, lags=lags)


def _lagged(
    growth: pd.Series, driver: pd.Series, driver_lags: Iterable[int]
) -> tuple[pd.DataFrame, list[str]]:
    wanted = wholes(driver_lags, "driver_lags")
    if not wanted or wanted[0] < 0:
        raise ChoiceError("driver_lags= needs at least one number of periods, and none below 0.")
    index, other = periods.parse_all(growth.index), periods.parse_all(driver.index)
    periods.same_kind(index, other)
    columns = {"growth": pd.Series(growth.to_numpy(), index=index)}
    for lag in wanted:
        columns[f"inflation, {lag} before"] = pd.Series(driver.to_numpy(), index=other + lag)
    return pd.DataFrame(columns).sort_index(), list(columns)[1:]


def _sample(frame: pd.DataFrame, start: object, end: object) -> pd.DataFrame:
    first, last = (None if each is None else periods.parse(each) for each in (start, end))
    frame = frame.loc[first:last]
    complete = frame.notna().all(axis=1).to_numpy()
    if not complete.any():
        raise PeriodError(
            "No period has both growth and the inflation before it: shorten the lags or move the sample."
        )
    held = np.flatnonzero(complete)
    return frame.iloc[held[0] : held[-1] + 1]


def _joined(*series: pd.Series) -> dict:
    return {
        key: tuple(sorted({each for one in series for each in one.attrs.get(key, ())}))
        for key in ("sources", "usage_warnings")
    }


def lasting_effect(
    results, *, order: int | None = None, draws: int = 2000, seed: int = 0, confidence_pct: float = 95
) -> pd.DataFrame:
    """The sum of a model's coefficients on inflation: what a lasting point of it adds to pay growth.

    Parameters
    ----------
    results
        From `pass_through`.
    order : int, optional
        As in `simulated_intervals`; else 13 for months and 1 for years.
    draws, seed, confidence_pct
        As in `simulated_intervals`.

    Returns
    -------
    pandas.DataFrame
        One row, as `tidy` gives it, with an interval from simulated critical values; 1 would be full
        pass-through, 0 none.

    Raises
    ------
    FigureError, ChoiceError
        As in `simulated_intervals`.

    Notes
    -----
    Growth over twelve months overlaps, and what the model leaves out lasts for years. In samples
    drawn like that of 2001 to 2026, 95 per cent intervals by t tails hold the true sum in 55 to 68
    of a hundred. Those given here hold it in 93 to 97, with 60 lags of Newey-West errors; with
    22 or 14 yearly awards and 2 lags in 92 to 95.
    """
    terms = [name for name in results.params.index if str(name).startswith("inflation, ")]
    if order is None:
        order = 13 if results.resid.index.freqstr == periods.MONTH else 1
    return simulated_intervals(
        results,
        order=order,
        weights={"lasting effect of inflation": terms},
        draws=draws,
        seed=seed,
        confidence_pct=confidence_pct,
    )


def estimates_over(
    growths: Mapping[str, pd.Series],
    drivers: Mapping[str, pd.Series],
    lag_sets: Mapping[str, Iterable[int]],
    samples: Mapping[str, tuple[object, object]],
    *,
    lags: int,
    regimes: Mapping[str, object] | None = None,
) -> pd.DataFrame:
    """The lasting effect under every combination of choices, each with its interval.

    Parameters
    ----------
    growths, drivers : mapping of str to Series
        Pay growth and inflation, by name.
    lag_sets : mapping of str to iterable of int
        Lags of inflation, by name.
    samples : mapping of str to tuple of period
        First and last period of pay growth, by name; None for all that is held.
    lags, regimes
        As in `pass_through`.

    Returns
    -------
    pandas.DataFrame
        One row a combination: ``pay``, ``deflator``, ``inflation_lags``, ``sample``, then as
        `tidy` gives it. They share their data: they are not independent, and their spread is
        not an error.

    Raises
    ------
    FigureError, PeriodError, ChoiceError
        As in `pass_through`.
    """
    rows = []
    for pay, deflator, lag_set, sample in itertools.product(growths, drivers, lag_sets, samples):
        start, end = samples[sample]
        results = pass_through(
            growths[pay],
            drivers[deflator],
            driver_lags=lag_sets[lag_set],
            lags=lags,
            regimes=regimes,
            start=start,
            end=end,
        )
        chosen = {"pay": pay, "deflator": deflator, "inflation_lags": lag_set, "sample": sample}
        rows.append(chosen | lasting_effect(results).iloc[0].to_dict())
    frame = pd.DataFrame(rows)[["pay", "deflator", "inflation_lags", "sample", *COLUMNS]]
    frame.attrs = _joined(*growths.values(), *drivers.values())
    return frame


def error_correction(
    level: pd.Series,
    drivers: Mapping[str, pd.Series],
    *,
    step: int,
    lags: int,
    start: object = None,
    end: object = None,
):
    """Whether pay catches up with what it follows: an error-correction model.

    Parameters
    ----------
    level : pandas.Series
        Pay, in pounds or an index, by period; above zero.
    drivers : mapping of str to Series
        What it follows (prices, pay of others), in levels above zero, by period of the same kind.
    step : int
        Over how many periods changes are taken: 12 for months.
    lags : int
        Of Newey-West errors, in periods: at least ``step``.
    start, end : period, optional
        Of the changes explained.

    Returns
    -------
    statsmodels.regression.linear_model.RegressionResultsWrapper
        Terms ``const``; ``change, NAME``; ``level before, pay`` (the share of a gap made up in one
        step, below zero if pay catches up) and ``level before, NAME``. `long_run` gives where
        pay ends up.

    Raises
    ------
    FigureError, PeriodError
        If levels are not above zero, periods do not meet, or there are too few.

    Notes
    -----
    100 times the change of log pay on changes of the drivers and on all levels one step before,
    unrestricted. If pay and drivers share no long-run path, the t statistic of the level of pay
    does not have a t distribution: Pesaran, Shin and Smith (2001), Journal of Applied
    Econometrics 16, table CII(iii), give -3.22, -3.53, -3.78 and -3.99 as the 5 per cent points for one to
    four drivers with unit roots, for a ``step`` of 1. Over longer steps changes overlap and the
    points lie much lower: `catch_up_test` finds them. Ask it before believing the interval.
    """
    logs, step = _logs(level, drivers), whole(step, "step", at_least=1)
    design = pd.DataFrame(index=logs.index)
    for name in drivers:
        design[f"change, {name}"] = logs[name] - logs[name].shift(step)
    for name in logs:
        design[f"level before, {name}"] = logs[name].shift(step)
    frame = _sample(design.assign(growth=logs["pay"] - logs["pay"].shift(step)), start, end)
    design = frame.drop(columns="growth")
    design.attrs = _joined(level, *drivers.values())
    return ols(frame["growth"], design, covariance="hac", lags=lags)


def _logs(level: pd.Series, drivers: Mapping[str, pd.Series]) -> pd.DataFrame:
    """100 times the logarithms of pay (first) and of what it follows."""
    columns = {"pay": level, **drivers}
    return pd.DataFrame({name: 100 * np.log(_levels(values, name)) for name, values in columns.items()})


def _levels(values: pd.Series, name: str) -> pd.Series:
    """Levels by period, known to be above zero."""
    series = checked(values, name, above=0)
    return pd.Series(series.to_numpy(), index=periods.parse_all(series.index))


def long_run(results, driver: str, *, confidence_pct: float = 95) -> pd.DataFrame:
    """Per cent that pay ends up higher for each per cent of a driver, in the long run.

    Parameters
    ----------
    results
        From `error_correction`.
    driver : str
        Its name there.
    confidence_pct : float
        As in `tidy`.

    Returns
    -------
    pandas.DataFrame
        One row, as `tidy` gives it.

    Raises
    ------
    ChoiceError
        If the model has no such driver.

    Notes
    -----
    Minus the coefficient of the driver's level over that of pay's; error by the delta method,
    which says little when pay hardly catches up.
    """
    names = [
        str(name).removeprefix("level before, ") for name in results.params.index if "level before" in name
    ]
    if driver not in names or driver == "pay":
        raise ChoiceError(unknown("driver", driver, [name for name in names if name != "pay"]))
    own, other = (results.params[f"level before, {name}"] for name in ("pay", driver))
    gradient = {f"level before, {driver}": -1 / own, "level before, pay": other / own**2}
    row = combination(results, gradient, f"long run, {driver}", confidence_pct=confidence_pct)
    shift = -other / own - row["estimate"].iloc[0]
    row[["estimate", "low", "high"]] += shift
    return row


def catch_up_test(
    level: pd.Series,
    drivers: Mapping[str, pd.Series],
    *,
    step: int,
    lags: int,
    start: object = None,
    end: object = None,
    draws: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Whether pay catches up by more than series do that share no path.

    Parameters
    ----------
    level, drivers, step, lags, start, end
        As in `error_correction`.
    draws : int
        How many sets of series without a shared path to draw; at least 100.
    seed : int
        Of the random numbers: the same seed gives the same answer.

    Returns
    -------
    pandas.DataFrame
        One row: ``test``, ``null``, ``statistic`` (the t statistic of the level of pay), ``p_value``
        (how often series without a shared path have one as low), ``critical`` (the statistic
        below which one in twenty of theirs lies), ``estimate`` (the term ``level before, pay``)
        and ``usual`` (the middle of theirs: it is not zero).

    Raises
    ------
    FigureError, PeriodError
        As in `error_correction`; or if there are too few draws.

    Notes
    -----
    The same model, fitted to random walks as long as the sample, with the means and covariances
    of the changes of the logarithms from one period to the next. With a ``step`` of 1 and no drift
    their critical values are those of table CII(iii) of Pesaran, Shin and Smith (2001). Over
    longer steps they lie lower, since changes overlap. The walks are normal and their changes not
    related in time: for series that are not so, the p-value is only roughly right.
    """
    draws = whole(draws, "draws", at_least=100)
    results = error_correction(level, drivers, step=step, lags=lags, start=start, end=end)
    sample = results.fittedvalues.index
    changes = _logs(level, drivers).loc[sample[0] - step : sample[-1]].diff().iloc[1:]
    walks = np.random.default_rng(whole(seed, "seed", at_least=0)).multivariate_normal(
        changes.mean(), np.atleast_2d(changes.cov()), size=(draws, len(changes))
    )
    estimates, statistics = _catching_up(np.cumsum(walks, axis=1), step, lags)
    found = float(results.tvalues["level before, pay"])
    row = {
        "test": "Catching up",
        "null": "no shared path",
        "statistic": found,
        "p_value": (1 + int((statistics <= found).sum())) / (draws + 1),
        "critical": float(np.percentile(statistics, 5)),
        "estimate": float(results.params["level before, pay"]),
        "usual": float(np.median(estimates)),
    }
    frame = pd.DataFrame([row])
    frame.attrs = _joined(level, *drivers.values())
    return frame


def _catching_up(logs: np.ndarray, step: int, lags: int) -> tuple[np.ndarray, np.ndarray]:
    """The term of the level of pay and its t, for many sets at once (set, period, series with pay first)."""
    before, moved = logs[:, :-step], logs[:, step:] - logs[:, :-step]
    design = np.concatenate([before, moved[..., 1:], np.ones_like(before[..., :1])], axis=-1)
    bread = np.linalg.inv(design.swapaxes(1, 2) @ design)
    coefficients = bread @ design.swapaxes(1, 2) @ moved[..., :1]
    scores = design * (moved[..., :1] - design @ coefficients)
    middle = scores.swapaxes(1, 2) @ scores
    for lag in range(1, lags + 1):
        cross = scores[:, lag:].swapaxes(1, 2) @ scores[:, :-lag]
        middle += (1 - lag / (lags + 1)) * (cross + cross.swapaxes(1, 2))
    n, terms = design.shape[1:]
    variances = (bread @ middle @ bread)[:, 0, 0] * n / (n - terms)
    return coefficients[:, 0, 0], coefficients[:, 0, 0] / np.sqrt(variances)
