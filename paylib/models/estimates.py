"""Fitting by least squares with errors that mean something, and results as tidy frames.

Models are statsmodels' own results, so everything that statsmodels offers can be asked of
them; `tidy` and `combination` make frames of them that are easy to tabulate and to draw.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
from statsmodels.regression.linear_model import OLS

from paylib import datapackage, prices
from paylib.errors import ChoiceError, CoverageError, FigureError, PeriodError, is_among, unknown
from paylib.figures import periods
from paylib.figures.finding import Finding
from paylib.figures.inputs import a_frame, a_mapping, checked, flag, same_rows, single, whole
from paylib.figures.provenance import merged
from paylib.figures.several import Several

COVARIANCES = ("hac", "hc3", "classical", "cluster")
LEAST_CLUSTERS = 10
COLUMNS = ["term", "estimate", "std_error", "low", "high", "n", "method", "covariance"]

_METHODS = {"OLS": "least squares", "GLM": "quasi-Poisson", "NegativeBinomial": "negative binomial"}
_COVARIANCE_WORDS = {"HC3": "HC3 (White, small samples)", "nonrobust": "classical"}


def ols(
    outcome: pd.Series,
    design: pd.DataFrame,
    *,
    covariance: str,
    lags: int | None = None,
    groups: pd.Series | None = None,
    allow_gaps: bool = False,
    constant: bool = True,
):
    """Least squares, with t tails and the errors that were asked for.

    Parameters
    ----------
    outcome : pandas.Series
        What is explained, one row an observation.
    design : pandas.DataFrame
        What explains it, with the same rows. ``attrs`` with ``sources`` and ``usage_warnings`` are kept.
    covariance : {"hac", "hc3", "classical", "cluster"}
        Newey-West errors, for time series (rows indexed by period); White's for small samples;
        the textbook's; or by cluster. It has no default.
    lags : int, optional
        For ``"hac"``: over how many periods errors may be related. Growth over twelve months
        needs at least 12. `newey_west_lags` is a rule for series that do not overlap.
    groups : pandas.Series, optional
        For ``"cluster"``: the cluster of each row, at least ten of them.
    allow_gaps : bool
        Whether periods may be missing between the first and the last; no covariance then
        reaches across a gap.
    constant : bool
        Whether to put a column ``const`` of ones in front.

    Returns
    -------
    statsmodels.regression.linear_model.RegressionResultsWrapper

    Raises
    ------
    ChoiceError
        If there is no such covariance, or what it needs is not given.
    FigureError
        If figures are missing, a column does not vary or follows from others, or there are too
        few observations: says how many are needed.
    PeriodError
        If periods are missing, repeated or out of order and gaps are not allowed.

    Notes
    -----
    Newey and West (1987), Bartlett weights, multiplied by n / (n - k); t distribution of n - k
    degrees of freedom, or clusters less one. The rule for enough observations is k + 3 (lags + 1):
    fewer than three stretches of related errors say nothing on how they vary.

    Examples
    --------
    >>> months = pd.period_range("2020-01", periods=36, freq="M")
    >>> outcome = pd.Series([1.0, 3.0, 2.0, 4.0] * 9, index=months)
    >>> trend = pd.DataFrame({"trend": range(36)}, index=months)
    >>> results = ols(outcome, trend, covariance="hac", lags=2)
    >>> results.params.round(3).tolist()
    [2.338, 0.009]
    """
    outcome, design = prepared_rows(outcome, design, constant)
    return OLS(outcome, design).fit(**robust(design, covariance, lags, groups, allow_gaps))


def newey_west_lags(n: int) -> int:
    """A rule for the number of lags of Newey-West errors: 4 (n / 100) to the power 2/9, rounded down.

    Parameters
    ----------
    n : int
        Observations that do not overlap; at least 1.

    Returns
    -------
    int

    Notes
    -----
    Newey and West (1994), Review of Economic Studies 61. A rule of thumb and no more.

    Examples
    --------
    >>> newey_west_lags(100), newey_west_lags(26)
    (4, 2)
    """
    return int(4 * (whole(n, "n", at_least=1) / 100) ** (2 / 9))


def prepared_rows(
    outcome: pd.Series, design: pd.DataFrame, constant: bool = True
) -> tuple[pd.Series, pd.DataFrame]:
    if not isinstance(outcome, pd.Series) or not isinstance(design, pd.DataFrame):
        raise FigureError("Give the outcome as a Series and what explains it as a frame with the same rows.")
    constant = flag(constant, "constant")
    if not len(a_frame(design, "The frame of what explains")) or not (constant or len(design.columns)):
        raise FigureError("There is nothing that explains: give a frame with a column and rows.")
    outcome = checked(outcome, str(outcome.name or "outcome"))
    columns = {name: checked(design[name], str(name)) for name in design}
    for values in columns.values():
        same_rows(outcome=outcome, design=values)
    prepared = pd.DataFrame(columns, index=design.index)
    if constant:
        prepared.insert(0, "const", 1.0)
    prepared.attrs = design.attrs
    varying = prepared.drop(columns="const").items() if constant else ()
    for name, values in [("outcome", outcome), *varying]:
        if len(values) and np.ptp(values.to_numpy()) == 0:
            raise FigureError(
                f"{name} is {values.iloc[0]:g} in all {len(values)} rows: nothing can be learnt from it. Leave it out."
            )
    if len(prepared) > prepared.shape[1] and np.linalg.matrix_rank(prepared.to_numpy()) < prepared.shape[1]:
        raise FigureError(
            f"One of the columns {', '.join(map(str, prepared))} follows from the others: leave one out."
        )
    return outcome, prepared


def robust(
    design: pd.DataFrame, covariance: str, lags: int | None, groups: pd.Series | None, allow_gaps: bool
) -> dict:
    """What statsmodels' ``fit`` is told for a kind of covariance."""
    if not is_among(covariance, COVARIANCES):
        raise ChoiceError(unknown("covariance", covariance, COVARIANCES))
    if (covariance == "hac") != (lags is not None):
        raise ChoiceError(
            "Give lags= with covariance='hac', and with no other: over how many periods errors last."
        )
    if (covariance == "cluster") != (groups is not None):
        raise ChoiceError(
            "Give groups= with covariance='cluster', and with no other: the cluster of each row."
        )
    enough(*design.shape, 0 if lags is None else lags)
    if covariance == "hac":
        return _newey_west(design, lags, allow_gaps)
    if covariance == "cluster":
        return _clustered(design, groups)
    return {"cov_type": "HC3" if covariance == "hc3" else "nonrobust", "use_t": True}


def enough(n: int, terms: int, lags: int) -> None:
    whole(lags, "lags", at_least=0)
    needed = terms + 3 * (lags + 1)
    if n < needed:
        raise FigureError(
            f"{n} observations are too few for {terms} terms and {lags} lags of errors: at least {needed} are "
            "needed. Take a longer sample, or fewer terms or lags."
        )


def _newey_west(design: pd.DataFrame, lags: int, allow_gaps: bool) -> dict:
    stretches = runs(design.index, allow_gaps)
    if len(stretches) == 1:
        options = {"maxlags": lags, "use_correction": True}
        return {"cov_type": "HAC", "cov_kwds": options, "use_t": True}
    short = min(end - start for start, end in stretches)
    if short <= lags:
        raise FigureError(
            f"A stretch between gaps has {short} periods, and {lags} lags were asked for: at most {short - 1} fit."
        )
    options = {
        "groups": np.repeat(np.arange(len(stretches)), [end - start for start, end in stretches]),
        "maxlags": lags,
        "use_correction": "hac",
        "df_correction": False,
    }
    return {"cov_type": "hac-panel", "cov_kwds": options, "use_t": True}


def runs(index: pd.Index, allow_gaps: bool) -> list[tuple[int, int]]:
    """Where each stretch of periods without a gap starts and ends."""
    if not isinstance(index, pd.PeriodIndex):
        raise PeriodError(
            "Newey-West errors need rows in time: index them by period, as paylib.periods.parse_all gives them."
        )
    steps = np.diff(index.asi8)
    if (steps < 1).any():
        raise PeriodError(
            f"Rows must be in order of time, each period once; {index[int(np.argmax(steps < 1)) + 1]} is not."
        )
    after = np.flatnonzero(steps > 1) + 1
    if len(after) and not allow_gaps:
        first = after[0]
        raise PeriodError(
            f"Periods are missing, the first between {index[first - 1]} and {index[first]}: fill them, or pass "
            "allow_gaps=True so that no covariance reaches across."
        )
    edges = [0, *after.tolist(), len(index)]
    return list(itertools.pairwise(edges))


def _clustered(design: pd.DataFrame, groups: pd.Series) -> dict:
    if not isinstance(groups, pd.Series) or not groups.index.equals(design.index) or groups.isna().any():
        raise FigureError("groups must be a Series with the rows of the figures, and none missing.")
    codes, names = pd.factorize(groups)
    if len(names) < LEAST_CLUSTERS:
        raise ChoiceError(
            f"There are {len(names)} clusters, and errors by cluster need at least {LEAST_CLUSTERS}: with fewer they "
            "are far too small, and the intervals too narrow. Use covariance='hc3', or describe the clusters one by one."
        )
    return {"cov_type": "cluster", "cov_kwds": {"groups": codes}, "use_t": True}


def tidy(results, *, confidence_pct: float = 95) -> pd.DataFrame:
    """The estimates of a model, one row a term.

    Parameters
    ----------
    results
        Of statsmodels, from a function of this package or your own.
    confidence_pct : float
        Of the interval, per cent, above 0 and below 100.

    Returns
    -------
    pandas.DataFrame
        ``term``, ``estimate``, ``std_error``, ``low``, ``high``, ``n``, ``method``,
        ``covariance``; ``attrs`` carry ``sources``, ``usage_warnings`` and ``confidence_pct``.

    Examples
    --------
    >>> frame = pd.DataFrame({"x": [1.0, 2, 3, 4, 5, 6]})
    >>> results = ols(pd.Series([1.0, 2, 2, 4, 5, 5]), frame, covariance="classical")
    >>> tidy(results)[["estimate", "low", "high"]].loc[1].astype(float).round(2).tolist()
    [0.89, 0.54, 1.23]
    """
    share = _share(confidence_pct)
    limits = np.asarray(results.conf_int(alpha=1 - share))
    frame = pd.DataFrame(
        {
            "term": [str(name) for name in results.params.index],
            "estimate": results.params.to_numpy(),
            "std_error": np.asarray(results.bse),
            "low": limits[:, 0],
            "high": limits[:, 1],
        }
    )
    return _completed(frame, results, confidence_pct)


def combination(
    results, weights: Iterable[str] | Mapping[str, float], term: str, *, confidence_pct: float = 95
) -> pd.DataFrame:
    """A weighted sum of a model's terms, with its own error.

    Parameters
    ----------
    results
        Of statsmodels.
    weights : iterable of str or mapping of str to float
        The terms to add, or the weight of each.
    term : str
        What to call the sum.
    confidence_pct : float
        As in `tidy`.

    Returns
    -------
    pandas.DataFrame
        One row, as `tidy` gives it.

    Raises
    ------
    ChoiceError
        If the model has no such term.

    Notes
    -----
    Variance = w' V w: the terms' covariances count, so it is not the sum of their variances.

    Examples
    --------
    >>> frame = pd.DataFrame({"x": [1.0, 2, 3, 4, 5, 6], "z": [1.0, 0, 0, 1, 0, 1]})
    >>> results = ols(pd.Series([1.0, 2, 2, 4, 5, 5]), frame, covariance="classical")
    >>> combination(results, ["x", "z"], "both")["estimate"].round(2).tolist()
    [0.92]
    """
    wanted = dict(weights) if isinstance(weights, Mapping) else dict.fromkeys(weights, 1.0)
    names = [str(name) for name in results.params.index]
    for name in wanted:
        if name not in names:
            raise ChoiceError(unknown("term", name, names))
    test = results.t_test(np.array([[wanted.get(name, 0.0) for name in names]]))
    low, high = np.asarray(test.conf_int(alpha=1 - _share(confidence_pct)))[0]
    frame = pd.DataFrame(
        {
            "term": [term],
            "estimate": [test.effect.item()],
            "std_error": [test.sd.item()],
            "low": [low],
            "high": [high],
        }
    )
    return _completed(frame, results, confidence_pct)


_STORED = 6
"""Digits after the point of what is stored, so that all machines store the same."""


def stacked(estimates: Mapping[str, pd.DataFrame], term: str | None = None) -> pd.DataFrame:
    """One estimate of each of several models, under one another.

    Parameters
    ----------
    estimates : mapping of str to pandas.DataFrame
        By what each is called: frames such as `tidy`, `simulated_intervals` or `lasting_effect` give.
    term : str, optional
        Which of their terms; not needed of frames of one row.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``term``, the names given, with the columns of `tidy`; rounded to six decimals, so that all
        machines print the same. ``attrs`` carry ``sources`` and ``usage_warnings`` of all.

    Raises
    ------
    ChoiceError
        If a frame has no such term, or several and it is not said which.

    Examples
    --------
    >>> frame = pd.DataFrame({"x": [1.0, 2, 3, 4, 5, 6]})
    >>> results = ols(pd.Series([1.0, 2, 2, 4, 5, 5]), frame, covariance="classical")
    >>> stacked({"plain": tidy(results)}, "x")["estimate"].round(2).to_dict()
    {'plain': 0.89}
    """
    estimates = a_mapping(estimates, "estimates", "{'plain': tidy(results)}")
    if not estimates:
        raise ChoiceError("There are no estimates: give one by name, such as {'plain': tidy(results)}.")
    rows = {name: _row_of(frame, term) for name, frame in estimates.items()}
    made = pd.DataFrame(list(rows.values()), index=pd.Index(rows, name="term")).infer_objects()
    numbers = made.select_dtypes("number").columns
    made[numbers] = made[numbers].astype(float).round(_STORED)
    made["n"] = made["n"].astype(int)
    made.attrs = {
        key: merged(frame.attrs.get(key, ()) for frame in estimates.values())
        for key in ("sources", "usage_warnings")
    }
    return made


def _row_of(frame: pd.DataFrame, term: str | None) -> pd.Series:
    terms = a_frame(frame, "A frame of estimates", "term", "estimate", "low", "high", "n")["term"].tolist()
    if term is None and len(terms) == 1:
        term = terms[0]
    if not is_among(term, terms):
        raise ChoiceError(unknown("term", term, terms))
    return frame.drop(columns="term").iloc[terms.index(term)]


def interval(
    estimates: pd.DataFrame,
    term: str | None = None,
    *,
    unit: str = "ratio",
    method: str,
    decimals: int | None = None,
) -> Several:
    """An estimate with its interval, as findings.

    Parameters
    ----------
    estimates : pandas.DataFrame
        From `stacked`, or as `tidy` gives it.
    term : str, optional
        Which row; not needed of a frame of one.
    unit : str
        Of the estimate, as in `paylib.figures.units`.
    method : str
        How it was estimated, in words.
    decimals : int, optional
        To show, instead of the unit's own number.

    Returns
    -------
    Several
        ``estimate``, ``low`` and ``high``. In a sentence ``{name:interval}`` says all three.

    Raises
    ------
    ChoiceError
        If there is no such term, or several and it is not said which.

    Examples
    --------
    >>> frame = pd.DataFrame({"x": [1.0, 2, 3, 4, 5, 6]})
    >>> results = ols(pd.Series([1.0, 2, 2, 4, 5, 5]), frame, covariance="classical")
    >>> slope = interval(tidy(results), "x", method="slope of a line")
    >>> str(slope.estimate), str(slope.low), str(slope.high)
    ('0.89', '0.54', '1.23')
    """
    a_frame(estimates, "estimates", "estimate", "low", "high")
    by_term = estimates if "term" not in estimates else estimates.set_index("term")
    if term is None and len(by_term) == 1:
        term = by_term.index[0]
    if not is_among(term, by_term.index):
        raise ChoiceError(unknown("term", term, list(by_term.index)))
    how = {"estimate": method, "low": f"{method}: low end", "high": f"{method}: high end"}
    known = estimates.attrs
    return Several(
        {
            end: Finding(
                f"{term}_{end}",
                round(float(by_term.loc[term, end]), _STORED),
                unit,
                words,
                known.get("sources", ()),
                known.get("usage_warnings", ()),
                decimals,
            )
            for end, words in how.items()
        }
    )


def _share(confidence_pct: float) -> float:
    single(confidence_pct, "confidence_pct", above=0, at_most=99.99)
    return confidence_pct / 100


def _completed(frame: pd.DataFrame, results, confidence_pct: float) -> pd.DataFrame:
    frame["n"] = int(results.nobs)
    frame["method"] = _METHODS.get(type(results.model).__name__, type(results.model).__name__)
    frame["covariance"] = _covariance_words(results)
    frame.attrs = _provenance(results) | {"confidence_pct": confidence_pct}
    return frame[COLUMNS]


def _provenance(results) -> dict:
    known = getattr(results.model.data.orig_exog, "attrs", {})
    return {key: known.get(key, ()) for key in ("sources", "usage_warnings")}


def _covariance_words(results) -> str:
    kind, options = results.cov_type, getattr(results, "cov_kwds", {})
    tails = "t" if results.use_t else "normal"
    if kind in ("HAC", "hac-panel"):
        gaps = ", none across gaps" if kind == "hac-panel" else ""
        return f"Newey-West, {options['maxlags']} lags{gaps}, {tails} tails"
    if kind == "cluster":
        return f"by cluster, {tails} tails"
    return f"{_COVARIANCE_WORDS.get(kind, kind)}, {tails} tails"


def credited(
    frame: pd.DataFrame, tables: Iterable[str] = (), by: Iterable[str] = (), more: Iterable[dict] = ()
) -> pd.DataFrame:
    """A frame with the sources and warnings of the tables and deflators that it was made from."""
    groups = [datapackage.load(name).attrs for name in tables]
    for measure in by:
        index = prices.index(measure)
        groups.append(index.attrs | {"usage_warnings": prices.warnings(measure, *index.index)})
    groups += list(more)
    frame.attrs = {
        key: tuple(sorted({each for attrs in groups for each in attrs.get(key, ())}))
        for key in ("sources", "usage_warnings")
    }
    return frame


def index_by_month(measure: str) -> pd.Series:
    """The levels of a deflator that is published by the month.

    Raises
    ------
    ChoiceError
        If there is no such deflator.
    CoverageError
        If it is published by the quarter.
    """
    index = prices.index(measure)
    if index.index.freqstr != periods.MONTH:
        raise CoverageError(
            f"The {index.attrs['title']} is published by the quarter, and rates over twelve months need months: take another "
            "index, such as 'cpi'."
        )
    return index


def month_rows(frame: pd.DataFrame, start: object | None, end: object | None) -> pd.DataFrame:
    """The rows of a monthly frame from one month to another, both included."""
    first = frame.index[0] if start is None else periods.month(start)
    last = frame.index[-1] if end is None else periods.month(end)
    if first > last or first < frame.index[0] or last > frame.index[-1]:
        raise PeriodError(
            f"Months from {first} to {last} were asked for; {frame.index[0]} to {frame.index[-1]} are held: ask for months "
            "of those, the earlier first."
        )
    attrs = frame.attrs
    frame = frame.loc[first:last]
    frame.attrs = attrs
    return frame
