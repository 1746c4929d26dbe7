"""Taking changes apart: pay and mix (Kitagawa), fixed weights, and Oaxaca-Blinder for micro data."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from scipy.stats import norm

from paylib.errors import ChoiceError, DataError, FigureError, is_among, unknown
from paylib.figures.inputs import a_frame, checked, single, whole
from paylib.models.estimates import COLUMNS

FOLDS = ("two", "three")


def kitagawa(before: pd.DataFrame, after: pd.DataFrame, *, rate: str, size: str) -> pd.DataFrame:
    """The change of an average: how much is pay within groups, and how much the mix of groups.

    Parameters
    ----------
    before, after : pandas.DataFrame
        The same groups as rows, with their average pay and their size. A group that is not
        there at one time has size 0 and still needs a rate.
    rate, size : str
        The columns of pay and of size.

    Returns
    -------
    pandas.DataFrame
        Indexed by group: ``rate_effect`` and ``mix_effect``, in the unit of the rate. The sum of
        both columns is the change of the average, exactly. One group's mix effect depends on
        the level of pay from which it is read: here, the mean of the averages before and after.

    Raises
    ------
    DataError
        If a column is missing, or the groups differ or repeat.
    FigureError
        If a figure is missing or a size is below zero, or all are zero.

    Notes
    -----
    Kitagawa (1955), Journal of the American Statistical Association 50: rate effect = mean
    share x change of rate; mix effect = change of share x mean rate. The mean of the two
    averages is taken off the rates in the mix effect, which changes no total since shares add
    to 1 and makes the sign plain: a group that pays above the average adds when it grows.

    Examples
    --------
    Pay stands still in both groups, and the average rises by a quarter:

    >>> before = pd.DataFrame({"pay": [20.0, 30.0], "jobs": [50, 50]}, index=["low", "high"])
    >>> after = pd.DataFrame({"pay": [20.0, 30.0], "jobs": [25, 75]}, index=["low", "high"])
    >>> kitagawa(before, after, rate="pay", size="jobs").sum().tolist()
    [0.0, 2.5]
    """
    (rate_before, share_before), (rate_after, share_after) = _pair(before, after, rate, size)
    level = (rate_before @ share_before + rate_after @ share_after) / 2
    return pd.DataFrame(
        {
            "rate_effect": (rate_after - rate_before) * (share_before + share_after) / 2,
            "mix_effect": (share_after - share_before) * ((rate_before + rate_after) / 2 - level),
        }
    )


def fixed_weights(before: pd.DataFrame, after: pd.DataFrame, *, rate: str, size: str) -> pd.DataFrame:
    """Growth of an average with the mix as it was, as it became, and as it changed.

    Parameters
    ----------
    before, after, rate, size
        As in `kitagawa`.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``weights``: ``before`` (Laspeyres), ``after`` (Paasche), ``fisher`` (their
        geometric mean) and ``changing`` (the average as it is published); column
        ``growth_pct``.

    Raises
    ------
    DataError, FigureError
        As in `kitagawa`; also if a rate is not above zero.

    Examples
    --------
    >>> before = pd.DataFrame({"pay": [20.0, 30.0], "jobs": [50, 50]}, index=["low", "high"])
    >>> after = pd.DataFrame({"pay": [21.0, 31.5], "jobs": [25, 75]}, index=["low", "high"])
    >>> fixed_weights(before, after, rate="pay", size="jobs")["growth_pct"].round(1).to_dict()
    {'before': 5.0, 'after': 5.0, 'fisher': 5.0, 'changing': 15.5}
    """
    (rate_before, share_before), (rate_after, share_after) = _pair(before, after, rate, size)
    for values in (rate_before, rate_after):
        checked(values, rate, above=0)
    laspeyres = (rate_after @ share_before) / (rate_before @ share_before)
    paasche = (rate_after @ share_after) / (rate_before @ share_after)
    growth = {
        "before": laspeyres,
        "after": paasche,
        "fisher": np.sqrt(laspeyres * paasche),
        "changing": (rate_after @ share_after) / (rate_before @ share_before),
    }
    return pd.DataFrame({"growth_pct": (pd.Series(growth) - 1) * 100}).rename_axis("weights")


def _pair(
    before: pd.DataFrame, after: pd.DataFrame, rate: str, size: str
) -> list[tuple[pd.Series, pd.Series]]:
    """Rates and shares of both times, row for row."""
    for when, frame in (("before", before), ("after", after)):
        a_frame(frame, f"The frame of groups {when}")
        for column in (rate, size):
            if not is_among(column, list(frame.columns)):
                raise DataError(
                    f"The groups {when} have no column {column!r}; they have: {', '.join(map(str, frame))}."
                )
        if frame.index.has_duplicates:
            raise DataError(
                f"A group is there more than once {when}: {frame.index[frame.index.duplicated()][0]}."
            )
    if before.index.nlevels != after.index.nlevels:
        raise DataError("The groups before and after have names of different levels: give both the same.")
    lonely = before.index.symmetric_difference(after.index)
    if len(lonely):
        raise DataError(
            f"Groups are not the same before and after: {', '.join(map(str, lonely))}. Give each at both times, with "
            "size 0 where there were none, or merge groups until they match."
        )
    pairs = []
    for when, frame in (("before", before), ("after", after.loc[before.index])):
        rates = checked(frame[rate], f"{rate} {when}")
        sizes = checked(frame[size], f"{size} {when}", at_least=0)
        if not sizes.sum() > 0:
            raise FigureError(f"All sizes {when} are zero: there is nobody to average over.")
        pairs.append((rates, sizes / sizes.sum()))
    return pairs


def oaxaca(
    frame: pd.DataFrame,
    *,
    outcome: str,
    group: str,
    explained_by: Iterable[str],
    fold: str,
    draws: int = 200,
    seed: int = 0,
    confidence_pct: float = 95,
) -> pd.DataFrame:
    """The gap between two groups' average pay: what their characteristics explain, and what not.

    Parameters
    ----------
    frame : pandas.DataFrame
        Micro data, one row a person.
    outcome : str
        The column of pay, best in logarithms.
    group : str
        The column that tells the two groups apart. The gap is that of the better paid over the other.
    explained_by : iterable of str
        Columns of characteristics, as numbers; a constant is added.
    fold : {"two", "three"}
        Explained and unexplained, with the coefficients of both groups pooled (and the group's
        own indicator); or endowments, coefficients and their interaction.
    draws : int
        Of the bootstrap for errors; at least 100.
    seed : int
        Of the bootstrap: the same seed gives the same errors.
    confidence_pct : float
        As in `tidy`.

    Returns
    -------
    pandas.DataFrame
        One row a term, as `tidy` gives it, the last ``gap``; the others add to it exactly. The gap
        has the error of a difference of two means.

    Raises
    ------
    DataError
        If a column is missing.
    ChoiceError
        If there are not two groups, or no such fold.
    FigureError
        If a figure is missing, or a group has too few people for the characteristics.

    Notes
    -----
    Oaxaca (1973), Blinder (1973); pooled as in Jann (2008), Stata Journal 8; by statsmodels'
    ``OaxacaBlinder``. Unexplained is not discrimination: it holds all that was not
    measured, and what was measured may itself be unequal. Errors of the parts are bootstrapped over people,
    with one per cent trimmed at each end, and normal tails.
    """
    from statsmodels.stats.oaxaca import OaxacaBlinder  # as slow to import as all of the other models

    if not is_among(fold, FOLDS):
        raise ChoiceError(unknown("fold", fold, FOLDS))
    names = list(explained_by)
    for column in (outcome, group, *names):
        if column not in frame:
            raise DataError(f"There is no column {column!r}; there are: {', '.join(map(str, frame))}.")
    draws = whole(draws, "draws", at_least=100)
    codes, groups = pd.factorize(frame[group])
    if len(groups) != 2 or (codes < 0).any():
        raise ChoiceError(
            f"{group} must tell two groups apart with none missing; it has {len(groups)}: {', '.join(map(str, groups[:6]))}."
        )
    pay = checked(frame[outcome], outcome).to_numpy()
    traits = np.column_stack([checked(frame[name], name).to_numpy() for name in names])
    smallest = np.bincount(codes).min()
    if smallest < 2 * (len(names) + 1):
        raise FigureError(
            f"The smaller group has {smallest} people, too few for {len(names)} characteristics: at least "
            f"{2 * (len(names) + 1)} are needed."
        )
    model = OaxacaBlinder(
        pay,
        np.column_stack([traits, codes]),
        len(names),
        hasconst=False,
        rng=np.random.default_rng(whole(seed, "seed", at_least=0)),
    )
    return _as_terms(model, fold, draws, confidence_pct, [pay[codes == code] for code in (0, 1)])


def _as_terms(model, fold: str, draws: int, confidence_pct: float, pays: list[np.ndarray]) -> pd.DataFrame:
    if fold == "two":
        results, terms = model.two_fold(std=True, n=draws), ["unexplained", "explained"]
    else:
        results, terms = model.three_fold(std=True, n=draws), ["endowments", "coefficients", "interaction"]
    gap_error = np.sqrt(sum(pay.var(ddof=1) / len(pay) for pay in pays))
    table = pd.DataFrame(
        {"term": [*terms, "gap"], "estimate": results.params, "std_error": [*results.std, gap_error]}
    )
    reach = (
        norm.ppf(0.5 + single(confidence_pct, "confidence_pct", above=0, at_most=99.99) / 200)
        * table["std_error"]
    )
    table["low"], table["high"] = table["estimate"] - reach, table["estimate"] + reach
    table["n"] = sum(map(len, pays))
    table["method"] = f"Oaxaca-Blinder, {fold}-fold"
    table["covariance"] = f"bootstrap, {draws} draws, normal tails"
    return table[COLUMNS]
