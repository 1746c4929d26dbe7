"""Intervals that cover: critical values found by simulation, for errors that last.

Growth over twelve months overlaps and what a model leaves out lasts for years, so that with few
years of data intervals by t tails are far too narrow, whatever the lags of the errors. Here the
critical value is found on series whose errors last as those of the model do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

import numpy as np
import pandas as pd

from paylib.errors import ChoiceError, FigureError, unknown
from paylib.figures.inputs import whole
from paylib.models.estimates import tidy

LARGEST_ROOT = 0.995
"""Errors are drawn from autoregressions that are stationary, if only just."""


def simulated_intervals(
    results,
    *,
    order: int,
    weights: Mapping[str, Iterable[str] | Mapping[str, float]] | None = None,
    spread: pd.Series | None = None,
    draws: int = 2000,
    seed: int = 0,
    confidence_pct: float = 95,
) -> pd.DataFrame:
    """The estimates of a linear model, with intervals from simulated critical values.

    Parameters
    ----------
    results
        Of `ols` or what uses it (`pass_through`, `gap_changes`), with Newey-West errors without
        gaps, HC3 or classical ones. Newey-West errors over many lags (a fifth of the sample)
        serve best.
    order : int
        Of the autoregression that errors are drawn from: 13 for monthly growth over twelve
        months, 1 for years.
    weights : mapping of str to terms, optional
        Sums of terms, by name: the terms to add, or the weight of each. Else every term.
    spread : pandas.Series, optional
        The group of each row, if the spread of errors differs by group.
    draws : int
        How many sets of errors to draw; at least 100.
    seed : int
        Of the random numbers: the same seed gives the same answer.
    confidence_pct : float
        As in `tidy`.

    Returns
    -------
    pandas.DataFrame
        As `tidy` gives it, with ``covariance`` ending in "simulated tails".

    Raises
    ------
    ChoiceError
        If the model has no such term, or its errors are of another kind.
    FigureError
        If there are too few observations for the order, or too few draws.

    Notes
    -----
    Estimate plus or minus c times its error. c is that quantile of the absolute t statistics of
    the same model, fitted to errors from an autoregression with normal shocks. It is the
    residuals' own, its coefficients corrected once for their bias in small samples, by simulation
    (Kilian 1998, Review of Economics and Statistics 80); how large the errors are is
    of no matter to a t statistic. What explains is held fixed: if pay moves prices in turn, the
    interval is only roughly right. How often such intervals hold the truth is
    tested by simulation.

    Examples
    --------
    A walk that has no trend, and the trend that the usual interval is sure of:

    >>> from paylib.models import ols
    >>> months = pd.period_range("2000-01", periods=120, freq="M")
    >>> walk = np.cumsum(np.random.default_rng(3).normal(size=120))
    >>> years = pd.DataFrame({"trend": np.arange(120) / 12}, index=months)
    >>> results = ols(pd.Series(walk, index=months), years, covariance="hac", lags=24)
    >>> both = pd.concat([tidy(results), simulated_intervals(results, order=1)])
    >>> both.query("term == 'trend'")[["low", "high"]].round(1).to_numpy().tolist()
    [[-0.9, -0.2], [-1.6, 0.4]]
    """
    draws, order = whole(draws, "draws", at_least=100), whole(order, "order", at_least=1)
    design = np.asarray(results.model.exog)
    residuals = np.asarray(results.resid)
    least = design.shape[1] + 3 * order
    if len(residuals) < least:
        raise FigureError(
            f"{len(residuals)} observations are too few for {design.shape[1]} terms and errors of order {order}: at "
            f"least {least} are needed. Take a lower order."
        )
    frame = tidy(results, confidence_pct=confidence_pct)
    combined = _weights(results, weights)
    frame = frame.iloc[:1].loc[[0] * len(combined)].reset_index(drop=True)
    sizes = _sizes(results, spread)
    errors = lasting_errors(residuals / sizes, order, design, draws, seed) * sizes[:, None]
    found = _estimates(results, design, combined.values(), np.asarray(results.model.endog)[:, None])
    simulated = _estimates(results, design, combined.values(), errors)
    for position, (term, (own, error), (drawn, spreads)) in enumerate(
        zip(combined, found, simulated, strict=True)
    ):
        reach = np.percentile(abs(drawn / spreads), confidence_pct) * error[0]
        frame.loc[position, ["estimate", "std_error", "low", "high"]] = [
            own[0],
            error[0],
            own[0] - reach,
            own[0] + reach,
        ]
        frame.loc[position, "term"] = term
    frame["covariance"] = frame["covariance"].str.replace("t tails", "simulated tails")
    return frame


_SETTLE = 240
"""Periods drawn and dropped, so that errors start anywhere."""


def _weights(results, weights) -> dict[str, np.ndarray]:
    names = [str(name) for name in results.params.index]
    if weights is None:
        return dict(zip(names, np.eye(len(names)), strict=True))
    vectors = {}
    for term, wanted in weights.items():
        wanted = dict(wanted) if isinstance(wanted, Mapping) else dict.fromkeys(wanted, 1.0)
        for name in wanted:
            if name not in names:
                raise ChoiceError(unknown("term", name, names))
        vectors[term] = np.array([wanted.get(name, 0.0) for name in names])
    return vectors


def _sizes(results, spread: pd.Series | None) -> np.ndarray:
    """The spread of the errors, row by row."""
    residuals = results.resid
    groups = np.zeros(len(residuals)) if spread is None else spread.reindex(residuals.index).to_numpy()
    return residuals.groupby(groups).transform("std").to_numpy()


def lasting_errors(
    residuals: np.ndarray, order: int, design: np.ndarray, draws: int, seed: int
) -> np.ndarray:
    """Sets of errors that last as the residuals do, one set a column, with shocks of size one.

    With few years errors may seem to turn about from one to the next, which makes intervals too
    narrow: of order 1 they are taken not to last at all.
    """
    shocks = _shocks(len(residuals) + _SETTLE, draws, whole(seed, "seed", at_least=0))
    coefficients = _autoregression(residuals[:, None], order)[0]
    drawn = _stationary(coefficients, shocks[0])
    left = drawn - design @ (np.linalg.pinv(design) @ drawn)
    bias = _autoregression(left, order).mean(axis=0) - coefficients
    kept = coefficients - bias
    return _stationary(np.maximum(kept, 0) if order == 1 else kept, shocks[1])


@lru_cache(maxsize=4)
def _shocks(periods: int, draws: int, seed: int) -> np.ndarray:
    """Two lots of sets of normal shocks, one set a column: the same for models of samples as long."""
    shocks = np.random.default_rng(seed).standard_normal((2, draws, periods))
    shocks = np.ascontiguousarray(shocks.swapaxes(1, 2))
    shocks.flags.writeable = False
    return shocks


def _autoregression(series: np.ndarray, order: int) -> np.ndarray:
    """The coefficients of many series, one a column, by least squares: one row a series.

    Sums of products of two lags are those of lags one less, but for a period at either end.
    """
    n, count = series.shape
    products = np.empty((order + 1, order + 1, count))
    for lag in range(order + 1):
        products[0, lag] = np.einsum("ts,ts->s", series[order:], series[order - lag : n - lag])
    early, late = series[order - 1 :: -1][:order], series[n - order :][::-1]
    for one in range(order):
        products[one + 1, one + 1 :] = (
            products[one, one:order] + early[one] * early[one:] - late[one] * late[one:]
        )
        products[one + 1 :, one + 1] = products[one + 1, one + 1 :]
    sums = np.ascontiguousarray(products.transpose(2, 0, 1))
    return np.linalg.solve(sums[:, 1:, 1:], sums[:, 0, 1:, None])[..., 0]


def _stationary(coefficients: np.ndarray, shocks: np.ndarray) -> np.ndarray:
    """Errors of an autoregression, once they have settled, one set a column."""
    order = len(coefficients)
    companion = np.diag(np.ones(order - 1), -1)
    companion[0] = coefficients
    root = abs(np.linalg.eigvals(companion)).max()
    if root > LARGEST_ROOT:
        coefficients = coefficients * (LARGEST_ROOT / root) ** np.arange(1, order + 1)
    errors = np.vstack([np.zeros_like(shocks[:order]), shocks])
    oldest_first = coefficients[::-1].copy()
    for place in range(order, len(errors)):
        errors[place] += oldest_first @ errors[place - order : place]
    return errors[order + _SETTLE :]


def _estimates(
    results, design: np.ndarray, vectors: Iterable[np.ndarray], outcomes: np.ndarray
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Weighted sums of terms and their errors by the model's own formula, for many outcomes, one a column."""
    inverse = np.linalg.pinv(design)
    coefficients = inverse @ outcomes
    left = outcomes - design @ coefficients
    return [
        (vector @ coefficients, np.sqrt(_variance(results, design, inverse, vector, left)))
        for vector in vectors
    ]


def _variance(
    results, design: np.ndarray, inverse: np.ndarray, vector: np.ndarray, left: np.ndarray
) -> np.ndarray:
    """Of a weighted sum of terms, from what many fits left over, one a column."""
    pull, (n, terms) = vector @ inverse, design.shape
    if results.cov_type == "nonrobust":
        return _squares(left) / (n - terms) * (pull @ pull)
    if results.cov_type == "HC3":
        leverage = (design * inverse.T).sum(axis=1)
        return _squares(left * (pull / (1 - leverage))[:, None])
    if results.cov_type == "HAC":
        lags = results.cov_kwds["maxlags"]
        sums = np.zeros((n + 2 * lags + 1, left.shape[1]))
        np.cumsum(left * pull[:, None], axis=0, out=sums[lags + 1 : lags + 1 + n])
        sums[lags + 1 + n :] = sums[lags + n]
        windows = sums[lags + 1 :] - sums[: -lags - 1]
        # squared, they hold each pair as Bartlett weighs it
        return _squares(windows) / (lags + 1) * n / (n - terms)
    raise ChoiceError(
        f"Errors of the kind {results.cov_type} cannot be simulated: fit the model with covariance='hac' without "
        "gaps, 'hc3' or 'classical'."
    )


def _squares(values: np.ndarray) -> np.ndarray:
    """The sum of squares of each column."""
    return np.einsum("ts,ts->s", values, values)
