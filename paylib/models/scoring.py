"""How forecasts of inflation did before: out of sample, against supposing that nothing changes,
and against those that were published."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from scipy.stats import norm
from scipy.stats import t as student

from paylib import prices
from paylib.awards.groups import asked_for
from paylib.errors import ChoiceError, CoverageError, FigureError, PeriodError, is_among, unknown
from paylib.figures import periods
from paylib.figures.inputs import a_frame, checked, same_rows, single, whole, wholes
from paylib.models.estimates import credited, index_by_month, ols, tidy
from paylib.models.outlook import forecasters, forecasting_model, joint_forecast, rate_fan, sarima_model

NO_CHANGE = "no_change"
MODELS = {"components": forecasting_model, "sarima": sarima_model}


def backtest(
    measure: str,
    *,
    since: object,
    first: object,
    last: object,
    every: int,
    horizons: Iterable[int],
    methods: Iterable[str] = ("components", NO_CHANGE),
    interval_pct: float = 90,
) -> pd.DataFrame:
    """How models would have done, month by month, against supposing that inflation stays.

    Parameters
    ----------
    measure : str
        A deflator, from `paylib.prices.deflators`.
    since : month
        The first month of every sample.
    first, last : month
        The first and the last month in which a forecast is made, with the figures up to then.
    every : int
        Months between forecasts.
    horizons : iterable of int
        How many months ahead the 12-month rate is forecast; 12 or more.
    methods : iterable of str
        From ``"components"`` (`inflation_model`), ``"sarima"`` (`sarima_model`) and ``"no_change"``.
    interval_pct : float
        Of the forecast interval, per cent.

    Returns
    -------
    pandas.DataFrame
        One row a forecast: ``made`` (month), ``months_ahead``, ``method``, ``forecast_pct``,
        ``low_pct``, ``high_pct``, ``outcome_pct``, ``error_pct`` (outcome less forecast),
        ``inside`` and ``crps_pct``.

    Raises
    ------
    CoverageError
        If an outcome is not held yet: says the last month in which a forecast can be judged.
    ChoiceError, PeriodError, FigureError
        As in `inflation_model`; also if there is no such method, or a horizon is below 12 months.

    Notes
    -----
    A model is fitted anew at each month, to the index as it stands now: consumer prices are
    not revised, so that is what was known. No change takes the last 12-month rate as the
    forecast, with a spread from how far the rate had moved over the same number of months
    before. CRPS of a normal distribution: Gneiting and Raftery (2007), equation 21; it
    is in per cent and smaller is better.
    """
    horizons, methods = wholes(horizons, "horizons"), _methods(methods)
    if not horizons or horizons[0] < 12:
        raise FigureError(
            "A 12-month rate that is all to come is at least 12 months ahead: give horizons from 12 on."
        )
    every = whole(every, "every", at_least=1)
    logs = 100 * np.log(index_by_month(measure))
    made = pd.period_range(*periods.months([first, last]), freq="M")[::every]
    if len(made) == 0:
        raise PeriodError(f"No month lies between {first} and {last}.")
    if made[-1] + horizons[-1] > logs.index[-1]:
        raise CoverageError(
            f"A forecast made in {made[-1]} for {horizons[-1]} months ahead cannot be judged yet: {measure} is held to "
            f"{logs.index[-1]}. The last that can is of {logs.index[-1] - horizons[-1]}."
        )
    rows = [row for month in made for row in _forecasts(measure, logs, since, month, horizons, methods)]
    frame = pd.DataFrame(rows, columns=["made", "months_ahead", "method", "mean", "spread", "outcome"])
    width = (
        norm.ppf(0.5 + single(interval_pct, "interval_pct", above=0, at_most=99.9) / 200) * frame["spread"]
    )
    frame["forecast_pct"] = _as_rate(frame["mean"])
    frame["low_pct"], frame["high_pct"] = _as_rate(frame["mean"] - width), _as_rate(frame["mean"] + width)
    frame["outcome_pct"] = _as_rate(frame["outcome"])
    frame["error_pct"] = frame["outcome_pct"] - frame["forecast_pct"]
    frame["inside"] = frame["outcome_pct"].between(frame["low_pct"], frame["high_pct"])
    frame["crps_pct"] = crps_normal(frame["outcome"], frame["mean"], frame["spread"])
    frame = frame.drop(columns=["mean", "spread", "outcome"])
    return credited(frame, by=[measure])


def _as_rate(change: pd.Series) -> pd.Series:
    return 100 * np.expm1(change / 100)


def _methods(methods: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(asked_for(methods, (*MODELS, NO_CHANGE), "method")))


def _forecasts(
    measure: str, logs: pd.Series, since: object, month: pd.Period, horizons: list[int], methods: list[str]
) -> list[tuple]:
    fitted = {
        method: joint_forecast(MODELS[method](measure, since=since, until=month), horizons[-1])
        for method in methods
        if method in MODELS
    }
    seen = logs.loc[:month]
    rates = (seen - seen.shift(12)).dropna()
    rows = []
    for ahead in horizons:
        year = slice(ahead - 12, ahead)
        outcome = logs[month + ahead] - logs[month + ahead - 12]
        for method in methods:
            if method == NO_CHANGE:
                moved = (rates - rates.shift(ahead)).dropna()
                mean, spread = rates.iloc[-1], np.sqrt((moved**2).mean())
            else:
                means, covariance = fitted[method]
                mean, spread = means[year].sum(), np.sqrt(covariance[year, year].sum())
            rows.append((month, ahead, method, mean, spread, outcome))
    return rows


def against_forecaster(
    measure: str,
    forecaster: str,
    *,
    since: object,
    years_ahead: int = 1,
    methods: Iterable[str] = ("components", NO_CHANGE),
) -> pd.DataFrame:
    """Published forecasts of a year's inflation, and what models made of the months known then.

    Parameters
    ----------
    measure, forecaster : str
        As `forecasters` lists them.
    since : month
        The first month of every sample.
    years_ahead : int
        How many calendar years after that of publication; at least 1.
    methods : iterable of str
        As in `backtest`.

    Returns
    -------
    pandas.DataFrame
        One row a forecast that can be judged: ``edition``, ``period`` (calendar year),
        ``years_ahead``, ``method`` (the forecaster's name, or one of ``methods``),
        ``forecast_pct``, ``outcome_pct`` (growth of the year's mean) and ``error_pct`` (outcome
        less forecast). `scores` sums it up.

    Raises
    ------
    ChoiceError
        If no such forecast is held or none can be judged yet, or there is no such method.
    CoverageError, PeriodError, FigureError
        As in `inflation_model`.

    Notes
    -----
    The models know the index up to the second month before that of publication, the last one out
    when the month began. A forecaster knows at least as much, and policy to come. Their forecast
    is the growth of the year's mean along the path of their middle; no change is the last
    12-month rate.

    Examples
    --------
    The Office for Budget Responsibility in October 2021, of 2022:

    >>> judged = against_forecaster("cpi", "obr", since="1997-01", methods=["no_change"])
    >>> judged[judged["edition"] == "2021-10"][["forecast_pct", "outcome_pct"]].round(1).values.tolist()
    [[4.0, 9.1], [3.2, 9.1]]
    """
    years_ahead = whole(years_ahead, "years_ahead", at_least=1)
    methods, held = _methods(methods), forecasters(measure)
    if not is_among(forecaster, set(held["forecaster"])):
        raise ChoiceError(unknown("forecaster", forecaster, sorted(set(held["forecaster"]))))
    editions = pd.PeriodIndex(held["edition"], freq="M")
    ahead = held["period"].astype(int).to_numpy() - editions.year
    chosen = held[(held["forecaster"] == forecaster) & (ahead == years_ahead) & held["outcome_pct"].notna()]
    if chosen.empty:
        raise ChoiceError(
            f"No forecast of {measure} by {forecaster!r} for {years_ahead} years ahead can be judged: see "
            "paylib.models.forecasters."
        )
    rows = []
    for row in chosen.itertuples():
        month = pd.Period(row.edition, "M") - 2
        made = {forecaster: row.growth_pct}
        made |= {method: _of_year(measure, since, month, int(row.period), method) for method in methods}
        rows += [
            (row.edition, row.period, years_ahead, method, growth, row.outcome_pct)
            for method, growth in made.items()
        ]
    names = ["edition", "period", "years_ahead", "method", "forecast_pct", "outcome_pct"]
    frame = pd.DataFrame(rows, columns=names)
    frame["error_pct"] = frame["outcome_pct"] - frame["forecast_pct"]
    return credited(frame, by=[measure], more=[{"sources": tuple(chosen["source"])}])


def _of_year(measure: str, since: object, month: pd.Period, year: int, method: str) -> float:
    """Growth of a year's mean over the year before, with the figures up to a month."""
    known = prices.index(measure).loc[:month]
    if method == NO_CHANGE:
        return 100 * (known.iloc[-1] / known.iloc[-13] - 1)
    ahead = pd.period_range(month + 1, f"{year}-12", freq="M")
    means, _ = joint_forecast(MODELS[method](measure, since=since, until=month), len(ahead))
    path = pd.concat([known, pd.Series(known.iloc[-1] * np.exp(np.cumsum(means) / 100), index=ahead)])
    yearly = path.groupby(path.index.year).mean()
    return 100 * (yearly[year] / yearly[year - 1] - 1)


def crps_normal(outcome: pd.Series, mean: pd.Series, spread: pd.Series) -> pd.Series:
    """The continuous ranked probability score of normal forecasts: smaller is better.

    Parameters
    ----------
    outcome, mean, spread : float, array or Series
        What happened, and the forecast's mean and standard deviation, above zero.

    Returns
    -------
    float, array or Series
        In the unit of the outcome; the absolute error if the spread shrinks to nothing.

    Notes
    -----
    s [z (2 F(z) - 1) + 2 f(z) - 1 / sqrt(pi)] with z = (outcome - mean) / s: Gneiting and
    Raftery (2007), Journal of the American Statistical Association 102, equation 21.

    Examples
    --------
    >>> round(float(crps_normal(0.0, 0.0, 1.0)), 4)
    0.2337
    """
    spread = checked(spread, "spread", above=0)
    outcome, mean = checked(outcome, "outcome"), checked(mean, "mean")
    same_rows(outcome=outcome, mean=mean, spread=spread)
    z = (outcome - mean) / spread
    return spread * (z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - 1 / np.sqrt(np.pi))


def scores(tested: pd.DataFrame) -> pd.DataFrame:
    """How each method did, by how far ahead.

    Parameters
    ----------
    tested : pandas.DataFrame
        From `backtest` or `against_forecaster`.

    Returns
    -------
    pandas.DataFrame
        ``method``, ``months_ahead`` (or ``years_ahead``), ``n``, ``rmse_pct`` (root of the mean squared error),
        ``bias_pct`` (mean error: above zero if inflation came out higher) and, where forecasts have intervals,
        ``coverage_pct`` (outcomes inside the interval) and ``crps_pct``. All in points of the rate.
    """
    ahead = "months_ahead" if "months_ahead" in tested else "years_ahead"
    grouped = tested.groupby(["method", ahead], sort=True)
    columns = {
        "n": grouped.size(),
        "rmse_pct": np.sqrt(grouped["error_pct"].apply(np.square).groupby(level=[0, 1]).mean()),
        "bias_pct": grouped["error_pct"].mean(),
    }
    if "inside" in tested:
        columns["coverage_pct"] = grouped["inside"].mean() * 100
        columns["crps_pct"] = grouped["crps_pct"].mean()
    frame = pd.DataFrame(columns).reset_index()
    frame.attrs = tested.attrs
    return frame


def compared(tested: pd.DataFrame, *, months_ahead: int, lags: int) -> pd.DataFrame:
    """Whether the model beat no change by more than chance.

    Parameters
    ----------
    tested : pandas.DataFrame
        From `backtest`.
    months_ahead : int
        Which forecasts.
    lags : int
        Of Newey-West errors, in forecasts: those that overlap share their surprises.

    Returns
    -------
    pandas.DataFrame
        One row, as `tidy` gives it: the mean difference of squared errors, components less no
        change. Below zero the model did better.

    Raises
    ------
    ChoiceError
        If no forecast is so many months ahead.

    Notes
    -----
    Diebold and Mariano (1995), Journal of Business and Economic Statistics 13. The models are
    fitted to growing samples, for which the test is only roughly right.
    """
    chosen = _ahead(tested, months_ahead)
    squared = chosen.assign(loss=chosen["error_pct"] ** 2).pivot(
        index="made", columns="method", values="loss"
    )
    difference = (squared["components"] - squared["no_change"]).rename("loss difference")
    difference.index = pd.PeriodIndex.from_ordinals(range(len(difference)), freq="M")  # one step a forecast
    design = pd.DataFrame(index=difference.index)
    design.attrs = tested.attrs
    row = tidy(ols(difference, design, covariance="hac", lags=lags))
    return row.assign(term="mean difference of squared errors")


def equally_good(tested: pd.DataFrame, first: str, second: str, *, ahead: int, overlap: int) -> pd.DataFrame:
    """Whether one set of forecasts missed by more than another, beyond chance: few forecasts allowed for.

    Parameters
    ----------
    tested : pandas.DataFrame
        From `backtest` or `against_forecaster`.
    first, second : str
        Two of its methods.
    ahead : int
        How many months or years ahead.
    overlap : int
        Over how many forecasts in a row surprises are shared: 1 if each judges a stretch of its own.

    Returns
    -------
    pandas.DataFrame
        One row: ``test``, ``null``, ``n``, ``difference`` (mean squared error of the first less that of
        the second, in points squared), ``statistic``, ``p_value`` (two tails), ``total`` (the
        differences added up), ``largest`` (the one that weighs most) and ``largest_in`` (the period
        or month of it): a total that rests on one forecast is one surprise and not a record.

    Raises
    ------
    ChoiceError
        If there is no such method, or no forecast is so far ahead.
    FigureError
        If there are too few forecasts for the overlap, or their differences do not allow for it.

    Notes
    -----
    Diebold and Mariano (1995), with the correction of Harvey, Leybourne and Newbold (1997),
    International Journal of Forecasting 13: the statistic times the root of
    (n + 1 - 2 h + h (h - 1) / n) / n, and t tails of n - 1 degrees of freedom. The variance counts
    h - 1 autocovariances, each in full.

    Examples
    --------
    >>> tested = pd.DataFrame({"made": [1, 2, 3, 1, 2, 3], "months_ahead": 12, "method": ["a"] * 3 + ["b"] * 3})
    >>> tested["error_pct"] = [1.0, 2.0, 2.0, 1.0, 1.0, 0.0]
    >>> row = equally_good(tested, "a", "b", ahead=12, overlap=1).iloc[0]
    >>> row["total"], row["largest"], row["largest_in"], round(row["p_value"], 2)
    (np.float64(7.0), np.float64(4.0), np.int64(3), np.float64(0.19))
    """
    chosen = _ahead(tested, ahead)
    for method in (first, second):
        if not is_among(method, list(chosen["method"])):
            raise ChoiceError(unknown("method", method, sorted(set(map(str, chosen["method"])))))
    judged = "made" if "made" in chosen else "period"
    squared = chosen.assign(loss=chosen["error_pct"] ** 2).pivot(
        index=judged, columns="method", values="loss"
    )
    difference = (squared[first] - squared[second]).dropna()
    n, h = len(difference), whole(overlap, "overlap", at_least=1)
    if n < 2 * h + 1:
        raise FigureError(
            f"{n} forecasts are too few for surprises that {h} of them share: at least {2 * h + 1}."
        )
    apart = (difference - difference.mean()).to_numpy()
    shared = sum(apart[lag:] @ apart[:-lag] for lag in range(1, h))
    variance = (apart @ apart + 2 * shared) / n**2
    if not variance > 0:
        raise FigureError(
            f"The differences of the {n} forecasts give no variance above zero with an overlap of {h}: try a smaller one."
        )
    correction = np.sqrt((n + 1 - 2 * h + h * (h - 1) / n) / n)
    statistic = difference.mean() / np.sqrt(variance) * correction
    weightiest = difference.abs().idxmax()
    row = {
        "test": "Diebold-Mariano, small sample",
        "null": "both miss by as much",
        "n": n,
        "difference": difference.mean(),
        "statistic": statistic,
        "p_value": 2 * student.sf(abs(statistic), n - 1),
        "total": difference.sum(),
        "largest": difference[weightiest],
        "largest_in": weightiest,
    }
    frame = pd.DataFrame([row])
    frame.attrs = tested.attrs
    return frame


def widening(
    tested: pd.DataFrame, paths: pd.DataFrame, *, months_ahead: int, interval_pct: float = 90
) -> float:
    """By how much a fan must be widened to be as wide as the model's past misses.

    Parameters
    ----------
    tested : pandas.DataFrame
        From `backtest`.
    paths : pandas.DataFrame
        From `price_paths`, not widened.
    months_ahead : int
        At which horizon, one that was tested and that the paths reach.
    interval_pct : float
        The share of misses that the fan is to cover, per cent.

    Returns
    -------
    float
        A factor for `price_paths`; below 1 if the fan is wider than past misses.

    Raises
    ------
    ChoiceError
        If no forecast is so many months ahead.
    CoverageError
        If the paths are shorter.

    Notes
    -----
    That quantile of the absolute errors, over half the width of the fan's interval at the same
    horizon. Errors that overlap are few in number: one shock more or less in the past moves the
    factor.
    """
    chosen = _ahead(tested, months_ahead)
    share = single(interval_pct, "interval_pct", above=0, at_most=99.9)
    month = paths.attrs["last_held"] + months_ahead
    if month > paths.index[-1]:
        raise CoverageError(
            f"The paths end in {paths.index[-1]}, before {month}, {months_ahead} months ahead: draw longer ones."
        )
    fan = rate_fan(paths, quantiles=(50 - share / 2, 50 + share / 2)).loc[month]
    missed = np.percentile(chosen.loc[chosen["method"] == "components", "error_pct"].abs(), share)
    return float(missed / (np.ptp(fan.to_numpy()) / 2))


def _ahead(tested: pd.DataFrame, ahead: int) -> pd.DataFrame:
    a_frame(tested, "tested")
    unit = "months_ahead" if "months_ahead" in tested else "years_ahead"
    a_frame(tested, "tested", unit, "method", "error_pct")
    checked(tested[unit], unit)
    chosen = tested[tested[unit] == whole(ahead, unit)]
    if chosen.empty:
        raise ChoiceError(unknown("horizon", ahead, map(str, sorted(tested[unit].unique()))))
    return chosen
