"""Looking ahead: inflation over the months of an offer, with what the past says of the errors.

Everything here is a projection and says so: `price_paths` draws, `forecaster_path` follows a
published forecast, and `backtest` shows how such projections did before.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from scipy.optimize import minimize_scalar
from statsmodels.tsa.arima.estimators.innovations import innovations_mle
from statsmodels.tsa.statespace.sarimax import SARIMAX
from statsmodels.tsa.statespace.structural import UnobservedComponents

from paylib import awards, datapackage, prices
from paylib.errors import ChoiceError, CoverageError, FigureError, is_among, unknown
from paylib.figures import periods
from paylib.figures.inputs import checked, several, single, whole
from paylib.models.estimates import credited

LEAST_MONTHS = 60
QUANTILES = (5, 25, 50, 75, 95)


def inflation_model(measure: str, *, since: object, until: object = None):
    """Monthly inflation as a wandering level, a season and noise.

    Parameters
    ----------
    measure : str
        A deflator, from `paylib.prices.deflators`.
    since, until : month
        The sample; ``until`` is the last month held unless said.

    Returns
    -------
    statsmodels.tsa.statespace.structural.UnobservedComponentsResults

    Raises
    ------
    ChoiceError, PeriodError, CoverageError
        If the deflator is unknown or the months are not held.
    FigureError
        If there are fewer than 60 months.

    Notes
    -----
    Local level with twelve fixed seasons, on 100 times the monthly change of the logarithm of
    the index, by maximum likelihood: Stock and Watson (2007), Journal of Money, Credit and
    Banking 39, with constant variances. With no other variable it knows nothing of energy
    caps, tax changes or policy to come.
    """
    model, variances = _at_maximum(_changes(measure, since, until))
    return model.smooth(variances)


def forecasting_model(measure: str, *, since: object, until: object = None):
    """`inflation_model` with no more than forecasts need: no errors of its parameters, nothing of the past."""
    model, variances = _at_maximum(_changes(measure, since, until))
    return model.filter(variances, cov_type="none", low_memory=True)


def _changes(measure: str, since: object, until: object) -> pd.Series:
    index = prices.index(measure)
    first = periods.months(since)[0]
    last = index.index[-1] if until is None else periods.months(until)[0]
    for month in (first, last):
        prices.level(measure, month)
    if (last - first).n + 1 < LEAST_MONTHS:
        raise FigureError(
            f"{max((last - first).n + 1, 0)} months from {first} to {last} are too few for a model with seasons: "
            f"{LEAST_MONTHS} are needed."
        )
    changes = (100 * np.log(index).diff()).loc[first:last].dropna()
    changes.attrs = index.attrs
    return changes


def _at_maximum(changes: pd.Series) -> tuple[UnobservedComponents, np.ndarray]:
    """The model and its two variances.

    What is sought is one number, the level's share of both: their size at its best follows from it.
    """
    model = UnobservedComponents(changes, level="llevel", seasonal=12, stochastic_seasonal=False)
    model.ssm.filter_concentrated = True

    def unlikely(share: float) -> float:
        model.ssm["obs_cov", 0, 0], model.ssm["state_cov", 0, 0] = 1 - share, share
        return -model.ssm.loglike()

    search = minimize_scalar(unlikely, bounds=(0, 1), method="bounded", options={"xatol": 1e-7})
    _found(search.success)
    unlikely(search.x)
    size = model.ssm.filter().scale
    model.ssm.filter_concentrated = False
    return model, size * np.array([1 - search.x, search.x])


def sarima_model(measure: str, *, since: object, until: object = None):
    """Monthly inflation by the airline model, to compare with `inflation_model`.

    Parameters
    ----------
    measure, since, until
        As in `inflation_model`.

    Returns
    -------
    statsmodels.tsa.statespace.sarimax.SARIMAXResultsWrapper

    Raises
    ------
    ChoiceError, PeriodError, CoverageError, FigureError
        As in `inflation_model`.

    Notes
    -----
    Seasonal ARIMA (0,1,1)(0,1,1) of twelve months on the logarithm of the index, by maximum
    likelihood: the order that Box and Jenkins (1970, chapter 9) gave to airline passengers. It
    is fixed, not searched for. The index enters as 100 times its monthly change, which takes
    care of the first difference. Estimated on the differenced series by the innovations
    algorithm: the same maximum as statsmodels' ``fit``, many times faster.
    """
    changes = _changes(measure, since, until)
    found, search = innovations_mle(
        changes.diff(12).dropna().to_numpy(),
        order=(0, 0, 1),
        seasonal_order=(0, 0, 1, 12),
        demean=False,
        minimize_kwargs={"method": "Nelder-Mead"},
    )
    _found(search.minimize_results.success)
    return SARIMAX(changes, order=(0, 0, 1), seasonal_order=(0, 1, 1, 12)).filter(found.params)


def _found(maximum: bool) -> None:
    if not maximum:
        raise FigureError("The likelihood has no maximum that can be found: take another sample.")


def joint_forecast(results, months: int) -> tuple[np.ndarray, np.ndarray]:
    """Mean and covariance of the months to come, all together.

    Parameters
    ----------
    results
        From `inflation_model` or `sarima_model`.
    months : int
        How many; at least 1.

    Returns
    -------
    tuple of numpy.ndarray
        The means, and the covariance of each month's error with each other's: what a sum over
        months needs. Parameters are taken as known.

    Notes
    -----
    From the state-space form: y(h) = Z a(h), a(h+1) = T a(h) + R e, started from the filtered
    state and its covariance.
    """
    months = whole(months, "months", at_least=1)
    space, filtered = results.model.ssm, results.filter_results
    move, look = space["transition"], space["design"][0]
    shocks = space["selection"] @ space["state_cov"] @ space["selection"].T
    state, spread = filtered.predicted_state[:, -1], filtered.predicted_state_cov[:, :, -1]
    means, covariance = np.empty(months), np.empty((months, months))
    for first in range(months):
        means[first] = look @ state
        reach = spread @ look
        for second in range(first, months):
            covariance[first, second] = covariance[second, first] = look @ reach
            reach = move @ reach
        state, spread = move @ state, move @ spread @ move.T + shocks
    return means, covariance + space["obs_cov"][0, 0] * np.eye(months)


def price_paths(
    measure: str,
    *,
    months: int,
    since: object,
    until: object = None,
    draws: int = 2000,
    seed: int = 0,
    widen: float = 1.0,
) -> pd.DataFrame:
    """Paths that prices may take, drawn from the model: a projection.

    Parameters
    ----------
    measure : str
        A deflator, from `paylib.prices.deflators`.
    months : int
        How many months after the last of the sample.
    since, until : month
        As in `inflation_model`.
    draws : int
        How many paths; at least 100.
    seed : int
        Of the random numbers: the same seed gives the same paths.
    widen : float
        A factor on every path's distance from the middle, above zero: `widening` finds the one
        that makes the fan as wide as past misses. 1 is the model's own.

    Returns
    -------
    pandas.DataFrame
        Index levels on the publisher's base, a row a month and a column a path, from twelve months before the
        sample's end (the same in every path) on. ``attrs`` carry ``by``, ``last_held``,
        ``sources`` and ``usage_warnings``.

    Raises
    ------
    ChoiceError, PeriodError, CoverageError, FigureError
        As in `inflation_model`.
    """
    months, draws = whole(months, "months", at_least=1), whole(draws, "draws", at_least=100)
    results = forecasting_model(measure, since=since, until=until)
    means, covariance = joint_forecast(results, months)
    noise = np.random.default_rng(whole(seed, "seed", at_least=0)).standard_normal((months, draws))
    drawn = means[:, None] + np.linalg.cholesky(covariance) @ noise * single(widen, "widen", above=0)
    index = prices.index(measure)
    last = results.model.data.row_labels[-1]
    known = index.loc[last - 12 : last]
    ahead = known.iloc[-1] * np.exp(np.cumsum(drawn, axis=0) / 100)
    values = np.vstack([np.repeat(known.to_numpy()[:, None], draws, axis=1), ahead])
    frame = pd.DataFrame(
        values, index=pd.period_range(last - 12, periods=months + 13, freq="M", name="month")
    )
    return _projected(frame, measure, last)


def _projected(frame: pd.DataFrame | pd.Series, measure: str, last: pd.Period, sources: Iterable[str] = ()):
    known = prices.index(measure).attrs
    frame.attrs = {
        "by": measure,
        "last_held": last,
        "sources": tuple(sorted({*known["sources"], *sources})),
        "usage_warnings": known["usage_warnings"],
    }
    return frame


def rate_fan(paths: pd.DataFrame, *, quantiles: Iterable[float] = QUANTILES) -> pd.DataFrame:
    """12-month inflation along the paths: its quantiles, month by month.

    Parameters
    ----------
    paths : pandas.DataFrame
        From `price_paths`.
    quantiles : iterable of float
        Per cent of the paths that lie below.

    Returns
    -------
    pandas.DataFrame
        Indexed by month after the last held: columns such as ``q05_pct`` and ``q50_pct``.
    """
    rates = (paths / paths.shift(12) - 1).iloc[12:] * 100
    return _quantiles(rates.iloc[1:], quantiles, paths.attrs)


def _quantiles(values: pd.DataFrame, quantiles: Iterable[float], attrs: dict) -> pd.DataFrame:
    wanted = checked(
        several(quantiles),
        "quantiles",
        above=0,
        at_most=99.9,
    )
    found = np.percentile(values.to_numpy(), wanted, axis=1)
    frame = pd.DataFrame(
        {f"q{each:02g}_pct": row for each, row in zip(wanted, found, strict=True)}, index=values.index
    )
    frame.attrs = attrs
    return frame


def forecasters(measure: str) -> pd.DataFrame:
    """The forecasts of a price index that are held.

    Parameters
    ----------
    measure : str
        ``"cpi"``, ``"cpih"`` or ``"rpi"``.

    Returns
    -------
    pandas.DataFrame
        ``forecaster``, ``edition``, ``period`` (calendar year), ``growth_pct``, ``source`` and
        ``outcome_pct`` (growth of the year's mean, where all its months are held). Of ranges, the
        average only.

    Raises
    ------
    ChoiceError
        If no forecasts of it are held.

    Examples
    --------
    >>> held = forecasters("cpi")
    >>> held[(held["edition"] == "2025-03") & (held["period"] == "2025")][["growth_pct", "outcome_pct"]].round(2).values.tolist()
    [[3.21, 3.37]]
    """
    table = datapackage.load("forecasts").rename(columns={"published_month": "edition"})
    table = table[(table["period_type"] == "calendar_year") & table["statistic"].isin(["central", "average"])]
    indices = set(prices.deflators().index)
    held = [name for name in table["measure"].unique() if name in indices]
    if not is_among(measure, held):
        raise ChoiceError(unknown("forecast price index", measure, held))
    rows = table[table["measure"] == measure]
    frame = rows[["forecaster", "edition", "period", "growth_pct", "source"]].reset_index(drop=True)
    frame["outcome_pct"] = frame["period"].map(
        {year: _outcome(measure, year) for year in frame["period"].unique()}
    )
    return credited(frame, by=[measure], more=[{"sources": tuple(rows["source"].unique())}])


def _outcome(measure: str, year: str) -> float | None:
    """Growth of a year's mean; None while some of its months are to come."""
    try:
        return 100 * (prices.uprate(1.0, str(int(year) - 1), to=year, by=measure) - 1)
    except CoverageError:
        return None


def forecaster_path(measure: str, forecaster: str, edition: str) -> pd.Series:
    """The path that prices take if a published forecast comes true: a projection.

    Parameters
    ----------
    measure, forecaster, edition : str
        As `forecasters` lists them.

    Returns
    -------
    pandas.Series
        Index levels on the publisher's base by month, from twelve months before the last month
        held to the end of the last year forecast. ``attrs`` as in `price_paths`.

    Raises
    ------
    ChoiceError
        If no such forecast is held, or it ends before the figures do.

    Notes
    -----
    Forecasts are of calendar years; months are ours. The 12-month rate is drawn as a straight
    line from the last published month to the forecast of each year, set at its July, and
    stays level after the last. A year's mean then comes close to the forecast, not exactly.
    """
    held = forecasters(measure)
    rows = held[(held["forecaster"] == forecaster) & (held["edition"] == edition)]
    if rows.empty:
        choices = sorted({f"{row.forecaster} {row.edition}" for row in held.itertuples()})
        raise ChoiceError(unknown("forecast", f"{forecaster} {edition}", choices))
    index = prices.index(measure)
    last = index.index[-1]
    middles = pd.PeriodIndex([f"{year}-07" for year in rows["period"]], freq="M")
    ahead = pd.period_range(last + 1, pd.Period(f"{rows['period'].max()}-12", "M"), freq="M")
    known = 100 * (index[last] / index[last - 12] - 1)
    to_come = middles > last
    if not to_come.any():
        raise ChoiceError(f"The forecast {forecaster} {edition} ends before {last}, the last month held.")
    rates = np.interp(
        ahead.asi8.astype(float),
        np.append(float(last.ordinal), middles.asi8[to_come].astype(float)),
        np.append(known, rows["growth_pct"].to_numpy()[to_come]),
    )
    levels = index.loc[last - 12 :].copy()
    for month, rate in zip(ahead, rates, strict=True):
        levels[month] = levels[month - 12] * (1 + rate / 100)
    levels = levels.rename_axis("month").rename(f"{forecaster} {edition}")
    return _projected(levels, measure, last, rows["source"])


def offer_value(
    stages: pd.DataFrame, paths: pd.DataFrame | pd.Series, *, base: object, last: object
) -> pd.DataFrame:
    """What an offer over several years is worth in real terms, along each path of prices.

    Parameters
    ----------
    stages : pandas.DataFrame
        Columns ``effective_month`` and ``award_pct``: the level of pay over the old scale from
        that month, as in `paylib.awards.staged` (3 and then 3 on top is 3 and 6.09).
    paths : pandas.DataFrame or Series
        From `price_paths` or `forecaster_path`.
    base : month
        The month whose pay and prices to compare with, such as that of the award before.
    last : month
        The offer's last month.

    Returns
    -------
    pandas.DataFrame
        Per cent against ``base``, a row a month from the first stage to ``last`` and a column a
        path; below zero pay buys less than in ``base``. ``attrs`` as the paths'.

    Raises
    ------
    PeriodError, FigureError
        As in `paylib.awards.staged`.
    CoverageError
        If the paths end before ``last``, or the index starts after ``base``.

    Notes
    -----
    (1 + level of pay) / (index of the month / index of ``base``) - 1. Months that are published
    already are the same on every path.
    """
    paths = paths.to_frame() if isinstance(paths, pd.Series) else paths
    measure = paths.attrs["by"]
    first = periods.months(stages["effective_month"]).min()
    end = periods.months(last)[0]
    level = awards.staged(stages, first, end)
    if end > paths.index[-1]:
        raise CoverageError(
            f"The paths end in {paths.index[-1]}, and the offer runs to {end}: draw longer paths."
        )
    start = prices.level(measure, periods.months(base)[0])
    held = prices.index(measure).loc[: paths.index[0] - 1].reindex(level.index).dropna()
    before = pd.DataFrame(
        np.repeat(held.to_numpy()[:, None], paths.shape[1], axis=1), held.index, paths.columns
    )
    ratio = pd.concat([before, paths.loc[paths.index.isin(level.index)]]) / start
    real = (1 + level.to_numpy()[:, None] / 100) / ratio - 1
    real = (real * 100).rename_axis("month")
    real.attrs = paths.attrs
    return real


def value_summary(real: pd.DataFrame, *, quantiles: Iterable[float] = QUANTILES) -> pd.DataFrame:
    """An offer's real value in its last month, and on average over its months.

    Parameters
    ----------
    real : pandas.DataFrame
        From `offer_value`, along the paths of `price_paths`.
    quantiles : iterable of float
        Per cent of the paths that lie below.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``when``: ``last month`` and ``average``. Columns such as ``q50_pct``, and
        ``below_zero_pct``: the share of paths on which pay buys less than in the base month.
    """
    both = pd.DataFrame({"last month": real.iloc[-1], "average": real.mean()}).T.rename_axis("when")
    frame = _quantiles(both, quantiles, real.attrs)
    frame["below_zero_pct"] = (both < 0).mean(axis=1) * 100
    return frame
