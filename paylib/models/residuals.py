"""Tests of a model and of a series, as frames; a model in plain text."""

from __future__ import annotations

import warnings
from collections.abc import Iterable

import numpy as np
import pandas as pd
from statsmodels.stats import diagnostic
from statsmodels.stats.stattools import durbin_watson, jarque_bera
from statsmodels.tools.sm_exceptions import InterpolationWarning
from statsmodels.tsa.stattools import adfuller, kpss

from paylib.errors import ChoiceError, FigureError, unknown
from paylib.figures.inputs import checked, whole
from paylib.figures.rounding import MINUS
from paylib.models.estimates import runs, tidy


def diagnostics(results, *, lags: int) -> pd.DataFrame:
    """Tests of a model's residuals.

    Parameters
    ----------
    results
        Of statsmodels.
    lags : int
        Over how many periods residuals may be related; at least 1.

    Returns
    -------
    pandas.DataFrame
        ``test``, ``null`` (what a small p-value speaks against), ``statistic``, ``p_value``.
        Durbin-Watson has none. Errors that are robust to what a test finds stay valid.

    Raises
    ------
    FigureError
        If there are not more than twice as many residuals as lags.

    Notes
    -----
    Ljung and Box (1978), Durbin and Watson (1950); for least squares also Breusch and Pagan
    (1979) as made robust by Koenker, and Jarque and Bera (1980); for counts the dispersion:
    Pearson chi-squared over its degrees of freedom, 1 if the variance is as the model says.
    """
    counts = type(results.model).__name__ != "OLS"
    residuals = np.asarray(results.resid_pearson if counts else results.resid)
    lags = whole(lags, "lags", at_least=1)
    if len(residuals) <= 2 * lags:
        raise FigureError(
            f"{len(residuals)} residuals are too few for {lags} lags: {2 * lags + 1} are needed."
        )
    box = diagnostic.acorr_ljungbox(residuals, lags=[lags])
    rows = [
        (f"Ljung-Box, {lags} lags", "residuals are not related in time", box.iloc[0, 0], box.iloc[0, 1]),
        ("Durbin-Watson", "2 if residuals are not related to the one before", durbin_watson(residuals), None),
    ]
    if counts:
        spread = float((residuals**2).sum() / results.df_resid)
        rows.append(("Dispersion", "1 if the variance is as the model says", spread, None))
    else:
        if (explained_by := _with_constant(results)).shape[1] > 1:
            spread = diagnostic.het_breuschpagan(residuals, explained_by)
            rows.append(
                ("Breusch-Pagan", "the spread of residuals is the same throughout", spread[0], spread[1])
            )
        shape = jarque_bera(residuals)
        rows.append(("Jarque-Bera", "residuals are normal", shape[0], shape[1]))
    return _tests(rows)


def _with_constant(results) -> np.ndarray:
    """A model's columns with a constant, which stands in for the first of a full set of indicators."""
    columns = results.model.exog
    if "const" in results.params.index:
        return columns
    return np.column_stack([np.ones(len(columns)), columns[:, 1:]])


def joint_test(results, terms: Iterable[str], term: str) -> pd.DataFrame:
    """Whether several terms are all zero.

    Parameters
    ----------
    results
        Of statsmodels.
    terms : iterable of str
        Terms of the model.
    term : str
        What to call the test.

    Returns
    -------
    pandas.DataFrame
        One row, as `diagnostics` gives it: the F statistic under the model's own covariance.

    Raises
    ------
    ChoiceError
        If the model has no such term.
    """
    names = [str(name) for name in results.params.index]
    terms = list(terms)
    for name in terms:
        if name not in names:
            raise ChoiceError(unknown("term", name, names))
    test = results.f_test(np.array([[float(name == each) for name in names] for each in terms]))
    return _tests([(term, "all of them are zero", np.asarray(test.fvalue).item(), float(test.pvalue))])


def _tests(rows: Iterable[tuple]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["test", "null", "statistic", "p_value"])
    return frame.astype({"statistic": "float64", "p_value": "float64"})


def unit_roots(series: pd.Series) -> pd.DataFrame:
    """Whether a series wanders without coming back: two tests with opposite null hypotheses.

    Parameters
    ----------
    series : pandas.Series
        Indexed by period without a gap; at least 30 figures.

    Returns
    -------
    pandas.DataFrame
        As `diagnostics`, with ``trend`` (what the test allows for), ``lags`` and ``bound``
        ("at most" or "at least" where the tabulated p-value ends). If the first test has a
        large p-value and the second a small one, the series has a unit root as far as can be
        told; if both are small, or both large, the figures do not settle it.

    Raises
    ------
    FigureError, PeriodError
        If the series is short, constant or has gaps.

    Notes
    -----
    Augmented Dickey-Fuller, lags by Akaike's criterion, p-values of MacKinnon (1994);
    Kwiatkowski, Phillips, Schmidt and Shin (1992), lags by the method of Hobijn and others,
    p-values tabulated from 0.01 to 0.10. A break in level looks like a unit root to both.
    """
    values = checked(series, str(series.name or "series"))
    if len(values) < 30:
        raise FigureError(f"{len(values)} figures are too few for a test of a unit root: 30 are needed.")
    if np.ptp(values.to_numpy()) == 0:
        raise FigureError("The series is constant: it has no movement to test.")
    runs(series.index, allow_gaps=False)
    rows = []
    for code, words in (("c", "level"), ("ct", "level and trend")):
        result = adfuller(values.to_numpy(), regression=code, autolag="AIC", result_object=True)
        rows.append(
            (
                "Augmented Dickey-Fuller",
                words,
                "a unit root",
                result.statistic,
                result.pvalue,
                result.lags,
                "",
            )
        )
        result, bound = _kpss(values.to_numpy(), code)
        rows.append(("KPSS", words, f"stationary around its {words}", *result, bound))
    return pd.DataFrame(rows, columns=["test", "trend", "null", "statistic", "p_value", "lags", "bound"])


def _kpss(values: np.ndarray, code: str) -> tuple[tuple, str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", InterpolationWarning)  # said in the column ``bound`` instead
        result = kpss(values, regression=code, nlags="auto", result_object=True)
    bound = "at most" if result.pvalue <= 0.01 else "at least" if result.pvalue >= 0.1 else ""
    return (result.statistic, result.pvalue, result.lags), bound


def stability(results) -> pd.DataFrame:
    """CUSUM test of whether a model's coefficients stay the same.

    Parameters
    ----------
    results
        Of least squares, from `ols`.

    Returns
    -------
    pandas.DataFrame
        One row, as `diagnostics` gives it.

    Notes
    -----
    Ploberger and Krämer (1992): the largest cumulated residual. Its p-value takes residuals as
    unrelated in time: where they are related, as in most series of pay, it finds breaks too often.
    """
    statistic, p_value, _ = diagnostic.breaks_cusumolsresid(results.resid, ddof=int(results.df_model) + 1)
    return _tests([("CUSUM", "coefficients stay the same", float(statistic), float(p_value))])


def summary_text(results, *, lags: int, confidence_pct: float = 95) -> str:
    """A model in plain text: no times and no versions, so the same on every run.

    Parameters
    ----------
    results
        Of statsmodels.
    lags : int
        For `diagnostics`.
    confidence_pct : float
        As in `tidy`.

    Returns
    -------
    str

    Examples
    --------
    >>> from paylib.models.estimates import ols
    >>> frame = pd.DataFrame({"x": [1.0, 2, 3, 4, 5, 6]})
    >>> print(summary_text(ols(pd.Series([1.0, 2, 2, 4, 5, 5]), frame, covariance="classical"), lags=1))
    least squares; n = 6; classical, t tails; 95% intervals
    const   0.067  (0.489)  −1.292 to 1.425
    x       0.886  (0.126)   0.537 to 1.235
    R squared 0.926
    Ljung-Box, 1 lags: 1.18, p = 0.277
    Durbin-Watson: 2.57
    Breusch-Pagan: 0.50, p = 0.479
    Jarque-Bera: 0.57, p = 0.752
    """
    frame = tidy(results, confidence_pct=confidence_pct)
    first = frame.iloc[0]
    lines = [f"{first['method']}; n = {first['n']}; {first['covariance']}; {confidence_pct:g}% intervals"]
    width = max(map(len, frame["term"]))
    for row in frame.itertuples():
        estimate, error, low, high = (
            f"{_signed(each):>7}" for each in (row.estimate, row.std_error, row.low, row.high)
        )
        lines.append(f"{row.term:<{width}} {estimate}  ({error.strip()}) {low} to {high.strip()}")
    if hasattr(results, "rsquared"):
        lines.append(f"R squared {results.rsquared:.3f}")
    for row in diagnostics(results, lags=lags).itertuples():
        tail = "" if pd.isna(row.p_value) else f", p = {row.p_value:.3f}"
        lines.append(f"{row.test}: {row.statistic:.2f}{tail}")
    return "\n".join(lines)


def _signed(number: float) -> str:
    return f"{number:.3f}".replace("-", MINUS)
