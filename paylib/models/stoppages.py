"""Strikes and inflation: working days lost beside the rise of prices. Association, not cause."""

from __future__ import annotations

import warnings
from collections.abc import Mapping

import numpy as np
import pandas as pd
from statsmodels.discrete.discrete_model import NegativeBinomial
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM
from statsmodels.tools.sm_exceptions import ConvergenceWarning

from paylib import datapackage, prices
from paylib.errors import ChoiceError, FigureError, PeriodError, is_among, unknown
from paylib.figures import periods
from paylib.figures.inputs import a_frame, checked, flag, whole
from paylib.figures.provenance import of_rows
from paylib.models.estimates import credited, prepared_rows, robust, runs, tidy
from paylib.models.gap import regime_dummies
from paylib.models.simulated import lasting_errors

METHODS = ("quasi_poisson", "negative_binomial")
EVERY = ("month", "year")

_STEPS, _SETTLED = 25, 1e-12
"""Of Newton's method: many more than a likelihood without a bend needs, and a step that moves nothing."""


def strikes_and_inflation(*, by: str, every: str, start: object = None, end: object = None) -> pd.DataFrame:
    """Working days lost and inflation, side by side.

    Parameters
    ----------
    by : str
        The published 12-month rate: ``"rpi"`` (from 1948), ``"cpi"``, ``"cpih"`` or ``"rpix"``. It
        has no default.
    every : {"month", "year"}
        Months, or calendar years with all twelve months of both.
    start, end : month or calendar year, optional
        The first and the last; all that are held unless said.

    Returns
    -------
    pandas.DataFrame
        Indexed by month or calendar year: ``days_lost_thousand``, ``inflation_pct`` (the rate in the month;
        the mean of the year's twelve) and ``redefined`` (1 from January 2022, when what counts
        as a stoppage changed). There are no rows from February 2020 to December 2021, when
        nothing was surveyed. ``attrs`` carry ``sources`` and ``usage_warnings``.

    Raises
    ------
    ChoiceError
        If there is no such rate, or ``every`` is something else.
    PeriodError
        If ``start`` or ``end`` is of another kind, or nothing is held between them.

    Notes
    -----
    Labour disputes, United Kingdom, series BBFW: thousands of working days, all industries and
    both sectors. Yearly days from 1891 are in the table, but no monthly rate of inflation is
    held before 1948, so they are not used here.

    Examples
    --------
    >>> strikes_and_inflation(by="rpi", every="year").loc["1979"].round(1).tolist()
    [29474.0, 13.4, 0.0]
    """
    if not is_among(every, EVERY):
        raise ChoiceError(unknown("span", every, EVERY))
    table = datapackage.load("labour_disputes")
    rows = table[(table["series"] == "BBFW") & (table["period_type"] == "month")]
    days = pd.Series(rows["value"].to_numpy(), index=periods.months(rows["period"]))
    frame = pd.DataFrame({"days_lost_thousand": days, "inflation_pct": prices.rate(by)}).dropna().sort_index()
    published, months = datapackage.load("prices_rates").query("series == @by"), frame.index
    frame["redefined"] = (frame.index >= _redefined_from(table)).astype(float)
    if every == "year":
        frame = _by_year(frame)
    return credited(
        _between(frame, start, end).rename_axis(every),
        more=[
            of_rows(published[published["month"].isin(months)]),
            {"sources": tuple(rows["source"].unique())},
            {"usage_warnings": (*prices.index(by).attrs["usage_warnings"], "series_break")},
        ],
    )


def _between(frame: pd.DataFrame, start: object, end: object) -> pd.DataFrame:
    first = frame.index[0] if start is None else periods.parse(start)
    last = frame.index[-1] if end is None else periods.parse(end)
    periods.same_kind(frame.index, first, last)
    if (chosen := frame.loc[first:last]).empty:
        raise PeriodError(
            f"From {first} to {last} nothing is held: {frame.index[0]} to {frame.index[-1]} are."
        )
    return chosen


def _redefined_from(table: pd.DataFrame) -> pd.Period:
    """The first month under the new definition: that from which the counts of stoppages say so."""
    counts = table[(table["measure"] == "stoppages") & (table["period_type"] == "month")]
    marked = counts["usage_warnings"].fillna("").str.split().map(lambda codes: "series_break" in codes)
    return periods.months(counts.loc[marked, "period"]).min()


def _by_year(frame: pd.DataFrame) -> pd.DataFrame:
    years = frame.groupby(frame.index.year)
    whole = years.size() == 12
    summed = pd.DataFrame(
        {
            "days_lost_thousand": years["days_lost_thousand"].sum(),
            "inflation_pct": years["inflation_pct"].mean(),
            "redefined": years["redefined"].max(),
        }
    )[whole]
    summed.index = periods.parse_all([str(year) for year in summed.index])
    return summed


def strike_model(
    frame: pd.DataFrame,
    *,
    method: str,
    lags: int,
    regimes: Mapping[str, object] | None = None,
    trend: bool = False,
):
    """Days lost on inflation, as counts whose variance is larger than their mean.

    Parameters
    ----------
    frame : pandas.DataFrame
        From `strikes_and_inflation`, or with the same columns.
    method : {"quasi_poisson", "negative_binomial"}
        How the variance grows with the mean: in proportion, or with its square. With robust
        errors both are sound as long as the mean is right; they weigh bad years differently.
    lags : int
        Of Newey-West errors, in periods; none reaches across the years without a survey.
    regimes : mapping of str to period, optional
        As in `regime_dummies`; the first is what the others are compared with.
    trend : bool
        Whether to let days lost rise or fall by the same per cent each period, beside all else.

    Returns
    -------
    GLMResultsWrapper or NegativeBinomialResultsWrapper
        Of statsmodels. Terms in logarithms: `as_percent` turns them into per cent of days lost.

    Raises
    ------
    ChoiceError
        If there is no such method.
    FigureError
        If days are below zero, there are too few rows, or the likelihood has no maximum.

    Notes
    -----
    log of the expected days = const + b x inflation + regimes + trend. Poisson quasi-likelihood
    (Gourieroux, Monfort and Trognon 1984), or the negative binomial of Cameron and Trivedi
    (NB2). Strikes may raise pay and prices, and both move with demand: b is association.

    Examples
    --------
    >>> frame = strikes_and_inflation(by="rpi", every="year")
    >>> results = strike_model(frame, method="quasi_poisson", lags=3)
    >>> round(float(results.params["inflation_pct"]), 2)
    0.1
    """
    if not is_among(method, METHODS):
        raise ChoiceError(unknown("method", method, METHODS))
    a_frame(frame, "frame", "days_lost_thousand", "inflation_pct", "redefined")
    trend = flag(trend, "trend")
    days = checked(frame["days_lost_thousand"], "days_lost_thousand", at_least=0)
    design = frame[["inflation_pct"]].copy()
    if checked(frame["redefined"], "redefined").nunique() > 1:
        design["redefined"] = frame["redefined"]
    if regimes is not None:
        design = design.join(regime_dummies(design.index, regimes).iloc[:, 1:])
    if trend:
        design["trend"] = (design.index.asi8 - design.index.asi8[0]).astype(float)
    design.attrs = frame.attrs
    days, design = prepared_rows(days, design)
    options = robust(design, "hac", lags, None, allow_gaps=True)
    poisson = GLM(days, design, family=Poisson())
    if method == "quasi_poisson":
        return poisson.fit(**options)
    start = np.append(poisson.fit().params, 1.0)
    results = NegativeBinomial(days, design).fit(
        start_params=start, method="bfgs", maxiter=2000, disp=False, **options
    )
    if not results.mle_retvals["converged"]:
        raise FigureError(
            "The negative binomial likelihood has no maximum that can be found: use 'quasi_poisson'."
        )
    return results


def strike_intervals(results, *, draws: int = 400, seed: int = 0, confidence_pct: float = 95) -> pd.DataFrame:
    """The terms of a strike model, with intervals from simulated critical values.

    Parameters
    ----------
    results
        From `strike_model`.
    draws : int
        How many histories to draw; at least 100.
    seed : int
        Of the random numbers: the same seed gives the same answer.
    confidence_pct : float
        As in `tidy`.

    Returns
    -------
    pandas.DataFrame
        As `tidy` gives it, without ``alpha``, with ``covariance`` ending in "simulated tails".

    Raises
    ------
    FigureError
        If there are too few draws.

    Notes
    -----
    Estimate plus or minus c times its error. c is that quantile of the absolute t statistics of the
    same model, fitted to histories in which days lost are the model's own times errors that last from
    one year to the next: the logarithms of actual over expected days follow an autoregression of
    order 1, corrected for its bias, with the spread that they have. Bad years come together, so intervals by
    t tails over three lags hold the truth in 55 to 75 of a hundred such histories, these in about 90.

    Examples
    --------
    >>> frame = strikes_and_inflation(by="rpi", every="year")
    >>> results = strike_model(frame, method="quasi_poisson", lags=3)
    >>> row = strike_intervals(results).query("term == 'inflation_pct'").iloc[0]
    >>> usual = tidy(results).query("term == 'inflation_pct'").iloc[0]
    >>> bool(row["low"] < usual["low"] < usual["high"] < row["high"])
    True
    """
    draws = whole(draws, "draws", at_least=100)
    design = results.model.data.orig_exog
    values, days = design.to_numpy(), np.asarray(results.model.endog)
    expected = np.asarray(results.predict())
    ratios = np.log(np.maximum(days, 0.5) / expected)
    errors = lasting_errors(ratios - ratios.mean(), 1, values, draws, seed).T
    errors *= ratios.std() / errors.std()
    histories = expected * np.exp(errors - ratios.var() / 2)
    count = values.shape[1]
    if isinstance(results.model, NegativeBinomial):
        terms, spreads = _negative_binomials(results, design, histories)
    else:
        terms, spreads = _poissons(results, values, histories)
    frame = tidy(results, confidence_pct=confidence_pct).iloc[:count].copy()
    reach = np.nanpercentile(abs(terms - results.params.to_numpy()[:count]) / spreads, confidence_pct, axis=0)
    frame["low"] = frame["estimate"] - reach * frame["std_error"]
    frame["high"] = frame["estimate"] + reach * frame["std_error"]
    frame["covariance"] = frame["covariance"].str.replace("t tails", "simulated tails")
    return frame


def _negative_binomials(
    results, design: pd.DataFrame, histories: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Terms and errors of the negative binomial, one history a row; those without a maximum are missing."""
    options = robust(design, "hac", results.cov_kwds["maxlags"], None, allow_gaps=True)
    count = design.shape[1]
    found = np.full((2, len(histories), count), np.nan)
    for place, history in enumerate(histories):
        with (
            warnings.catch_warnings(action="ignore", category=ConvergenceWarning),
            np.errstate(divide="ignore"),
        ):
            again = NegativeBinomial(history, design).fit(
                start_params=results.params, method="bfgs", maxiter=500, disp=False, **options
            )
        if again.mle_retvals["converged"]:
            found[:, place] = again.params[:count], again.bse[:count]
    return found[0], found[1]


def _poissons(results, design: np.ndarray, histories: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Terms and errors of Poisson quasi-likelihood, all histories at once, one a row."""
    terms = np.tile(results.params.to_numpy(), (len(histories), 1))
    for _ in range(_STEPS):
        expected = np.exp(np.clip(terms @ design.T, -30, 30))
        bread = np.linalg.inv((expected[:, None, :] * design.T) @ design)
        step = (((histories - expected) @ design)[:, None, :] @ bread)[:, 0]
        terms += step
        if abs(step).max() < _SETTLED:
            break
    scores = (histories - np.exp(terms @ design.T))[..., None] * design
    lags = results.cov_kwds["maxlags"]
    middle = np.zeros_like(bread)
    for start, end in runs(results.model.data.orig_exog.index, allow_gaps=True):
        some = scores[:, start:end]
        middle += some.swapaxes(1, 2) @ some
        for lag in range(1, lags + 1):
            cross = some[:, lag:].swapaxes(1, 2) @ some[:, :-lag]
            middle += (1 - lag / (lags + 1)) * (cross + cross.swapaxes(1, 2))
    n, count = design.shape
    covariance = bread @ middle @ bread * n / (n - count)
    return terms, np.sqrt(covariance.diagonal(axis1=1, axis2=2))


def as_percent(frame: pd.DataFrame) -> pd.DataFrame:
    """Terms of a model in logarithms as per cent of what is explained.

    Parameters
    ----------
    frame : pandas.DataFrame
        From `tidy` or `combination`.

    Returns
    -------
    pandas.DataFrame
        The same columns: per cent more (or fewer) for one more of the term, with the interval's
        ends turned likewise and the error by the delta method.

    Notes
    -----
    100 (exp(b) - 1). The constant has no such meaning and is left out, as is the dispersion
    parameter ``alpha``.

    Examples
    --------
    >>> row = pd.DataFrame({"term": ["x"], "estimate": [0.1], "std_error": [0.02], "low": [0.06], "high": [0.14]})
    >>> as_percent(row)[["estimate", "low", "high"]].round(1).values.tolist()
    [[10.5, 6.2, 15.0]]
    """
    a_frame(frame, "frame", "term", "estimate", "std_error", "low", "high")
    for column in ("estimate", "std_error", "low", "high"):
        checked(frame[column], column)
    turned = frame[~frame["term"].isin(["const", "alpha"])].reset_index(drop=True)
    turned["std_error"] = 100 * np.exp(turned["estimate"]) * turned["std_error"]
    for column in ("estimate", "low", "high"):
        turned[column] = 100 * np.expm1(turned[column])
    turned.attrs = frame.attrs
    return turned
