"""What a rise that is stated in several ways implies."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from paylib import prices
from paylib.errors import FigureError
from paylib.figures.calls import indices, takes_findings
from paylib.figures.inputs import Values, a_frame, checked


@takes_findings("pct", "{cost_gbp} / {extra_funding_gbp}", alike=("cost_gbp", "extra_funding_gbp"))
def share_passed_on(cost_gbp: Values, extra_funding_gbp: Values) -> Values:
    """How much of extra funding a pay rise passes on, per cent.

    Parameters
    ----------
    cost_gbp : float, array or Series
        What the rise costs.
    extra_funding_gbp : float, array or Series
        The extra funding; above zero.

    Returns
    -------
    float, numpy.ndarray or pandas.Series

    Notes
    -----
    cost / extra funding. Funding pays for more than wages, so less than 100 is no proof that
    money was withheld.

    Examples
    --------
    >>> share_passed_on(30.0, 59.0).__round__(1)
    50.8
    """
    return checked(cost_gbp, "cost_gbp") / checked(extra_funding_gbp, "extra_funding_gbp", above=0) * 100


def reconcile(
    readings: pd.DataFrame, *, by: str | Iterable[str], since: object, until: object
) -> pd.DataFrame:
    """How one offer is a small rise to one person and a large one on average.

    Parameters
    ----------
    readings : pandas.DataFrame
        Indexed by who; columns ``award_pct`` (consolidated), ``progression_pct`` (moving up the
        scale), ``non_consolidated_pct``, and ``weight_pct`` (share of the paybill). Weights must
        add to 100; where they are assumed, say so in a column ``assumed`` (true or false).
    by : str or iterable of str
        Deflators.
    since, until : month
        The months whose prices are compared.

    Returns
    -------
    pandas.DataFrame
        The readings with ``total_pct`` and, for each deflator, ``real_<deflator>_pct`` of award
        and progression together (payments made once are left out); then a row ``average``.

    Raises
    ------
    FigureError
        If a column is missing or weights do not add to 100.

    Notes
    -----
    The total of a row is the sum of its parts, each a per cent of pay before; the average is
    the mean by share of the paybill.

    Examples
    --------
    >>> readings = pd.DataFrame(
    ...     {"award_pct": [2.6, 2.6], "progression_pct": [0.0, 4.8], "non_consolidated_pct": [0.0, 0.0],
    ...      "weight_pct": [50.0, 50.0]},
    ...     index=["at the maximum", "moving up"],
    ... )
    >>> reconcile(readings, by="rpi", since="2003-01", until="2004-01")["total_pct"].round(1).to_dict()
    {'at the maximum': 2.6, 'moving up': 7.4, 'average': 5.0}
    """
    needed = ["award_pct", "progression_pct", "non_consolidated_pct", "weight_pct"]
    a_frame(readings, "readings")
    if missing := [column for column in needed if column not in readings]:
        raise FigureError(f"The readings lack the column {missing[0]!r}; they need: {', '.join(needed)}.")
    parts = pd.DataFrame({column: checked(readings[column], column) for column in needed})
    weights = parts["weight_pct"]
    if abs(weights.sum() - 100) > 0.01:
        raise FigureError(f"The weights add to {weights.sum():g}; they must add to 100.")
    parts.loc["average"] = parts.mul(weights / 100, axis=0).sum()
    parts.loc["average", "weight_pct"] = weights.sum()
    parts["total_pct"] = parts[needed[:3]].sum(axis=1)
    kept = 100 + parts["award_pct"] + parts["progression_pct"]
    for measure in indices(by):
        parts[f"real_{measure}_pct"] = prices.real_change(100, kept, since, until, by=measure)
    if "assumed" in readings:
        parts["assumed"] = readings["assumed"].reindex(parts.index)
    return parts


@takes_findings(
    "pct",
    "({average_pct} less {known_share_pct} of the paybill at {known_pct}) / the rest of the paybill",
    takes=dict.fromkeys(("average_pct", "known_pct", "known_share_pct"), "pct"),
)
def rest_of(average_pct: Values, known_pct: Values, known_share_pct: Values) -> Values:
    """What the rest must get, if some get a known rise and the average is known.

    Parameters
    ----------
    average_pct, known_pct : float, array or Series
        The average rise, and the rise of those whose rise is known.
    known_share_pct : float, array or Series
        Their share of the paybill, per cent; from 0 to below 100.

    Returns
    -------
    float, numpy.ndarray or pandas.Series
        Per cent.

    Raises
    ------
    FigureError
        If the share is not from 0 to below 100.

    Notes
    -----
    (average - share x known) / (1 - share).

    Examples
    --------
    An average of 5 per cent with half the paybill at 2.6 per cent:

    >>> rest_of(5, 2.6, 50)
    7.4
    """
    share = checked(known_share_pct, "known_share_pct", at_least=0)
    checked(100 - share, "100 less known_share_pct", above=0)
    share = share / 100
    average, known = checked(average_pct, "average_pct"), checked(known_pct, "known_pct")
    return (average - share * known) / (1 - share)


@takes_findings(
    "{rise_gbp}",
    "{rise_gbp} / {award_pct}, for the rise as stated and half of its rounding either way",
    takes={"award_pct": "pct"},
)
def implied_pay(
    rise_gbp: Values, award_pct: Values, rounding_gbp: float = 0.01
) -> tuple[Values, Values, Values]:
    """The pay that a rise stated both in money and in per cent implies.

    Parameters
    ----------
    rise_gbp : float, array or Series
        The rise in money, an hour or a year; above zero.
    award_pct : float, array or Series
        The same rise in per cent; above zero.
    rounding_gbp : float
        To what the money is rounded: a penny, unless said.

    Returns
    -------
    tuple of three
        The least pay that fits, the pay if the sum were exact, and the most that fits; each in
        the unit of ``rise_gbp``.

    Raises
    ------
    FigureError
        If a figure is missing or not above zero.

    Notes
    -----
    pay = rise / per cent x 100, for the stated rise and for half its rounding less and more.

    Examples
    --------
    An extra 30p an hour at 3 per cent:

    >>> [round(pay, 2) for pay in implied_pay(0.30, 3)]
    [9.83, 10.0, 10.17]
    """
    rise, award = checked(rise_gbp, "rise_gbp", above=0), checked(award_pct, "award_pct", above=0)
    half = checked(rounding_gbp, "rounding_gbp", at_least=0) / 2
    return (rise - half) / award * 100, rise / award * 100, (rise + half) / award * 100
