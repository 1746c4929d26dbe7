"""What an offer does to a pay scale, what it costs, and what else the same money would buy.

An `Offer` is a list of parts, each with the month from which it is paid. Parts compose: they
are applied in order to every point of a scale.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from itertools import pairwise

import numpy as np
import pandas as pd

from paylib import prices
from paylib.awards import scales
from paylib.errors import FigureError
from paylib.figures import periods
from paylib.figures.inputs import a_frame, called, checked, pay_a_year, several
from paylib.offers.parts import Offer, State


def levels(offer: Offer, scale: pd.DataFrame, first: object, last: object) -> pd.DataFrame:
    """Annual pay by month and point while an offer takes effect.

    Parameters
    ----------
    offer : Offer
    scale : pandas.DataFrame
        Columns ``point`` and ``annual_gbp``: the scale before the offer. ``hours_week``, if there
        is such a column, is the full-time week; 37 otherwise.
    first, last : month
        The months wanted, both included.

    Returns
    -------
    pandas.DataFrame
        Indexed by month; one column a point, pounds a year.

    Raises
    ------
    FigureError
        If the scale has no points, a point twice, pay that is not above zero, or the offer names
        a point that the scale does not have.

    Examples
    --------
    >>> from paylib.offers import Percent
    >>> scale = pd.DataFrame({"point": ["start"], "annual_gbp": [14643.0]})
    >>> offer = Offer((Percent(2.85, "2003-11", True), Percent(3.3, "2004-03", True)))
    >>> levels(offer, scale, "2003-09", "2004-08")["start"].round().astype(int).unique().tolist()
    [14643, 15060, 15126]
    """
    months = pd.period_range(*periods.months([first, last]), freq="M", name="month")
    return pd.DataFrame(_paid(_states(offer, scale), months), index=months, columns=list(scale["point"]))


def consolidated(offer: Offer, scale: pd.DataFrame) -> np.ndarray:
    """Annual pay at each point once all of an offer is in force; see `levels` for the scale and its errors."""
    return _states(offer, scale)[-1][1].pay


def _paid(states: list[tuple[pd.Period, State]], months: pd.PeriodIndex) -> np.ndarray:
    """Annual pay, one row a month and one column a point."""
    starts = [start.ordinal for start, _ in states]
    rows = np.searchsorted(starts, months.asi8, side="right") - 1
    return np.vstack([state.pay for _, state in states])[np.maximum(rows, 0)]


def _states(offer: Offer, scale: pd.DataFrame) -> list[tuple[pd.Period, State]]:
    """The state before the offer, and after each of its months."""
    checked_offer(offer)
    state = _before(scale)
    states = [(offer.starts[0] - 1, state)]
    for start, part in zip(offer.starts, offer.parts, strict=True):
        state = part.applied(state)
        if states[-1][0] == start:
            states.pop()
        states.append((start, state))
    return states


def checked_offer(offer: object) -> Offer:
    """What is known to be an offer."""
    if not isinstance(offer, Offer):
        raise FigureError(
            f"{offer!r} is not an offer. Make one of its parts: Offer((Percent(3, '2003-09'),))."
        )
    return offer


def checked_scale(scale: pd.DataFrame) -> pd.DataFrame:
    """A scale, known to be a frame of points and their pay."""
    if not isinstance(scale, pd.DataFrame):
        raise FigureError(
            "A scale is a frame with the columns 'point' and 'annual_gbp', as paylib.scales.scale gives it; this is "
            f"{called(scale)}."
        )
    for column in ("point", "annual_gbp"):
        if column not in scale:
            raise FigureError(
                f"A scale needs the column {column!r}; this one has: {', '.join(map(str, scale))}."
            )
    a_frame(scale, "A scale")
    if odd := [point for point in scale["point"] if not isinstance(point, Hashable) or is_missing(point)]:
        raise FigureError(f"A point of a scale is a number or a name, and {odd[0]!r} is none.")
    return scale


def is_missing(point: Hashable) -> bool:
    """Whether what should be a point is nothing, or no number."""
    return bool(pd.api.types.is_scalar(point) and pd.isna(point))


def _before(scale: pd.DataFrame) -> State:
    if checked_scale(scale).empty:
        raise FigureError("The scale has no points.")
    twice = scale["point"][scale["point"].duplicated()]
    if len(twice):
        which = scales.choices_of(scale[scale["point"] == twice.iloc[0]])
        advice = f"choose by {which}" if which else "give each point once"
        raise FigureError(f"The scale has point {twice.iloc[0]!r} twice; {advice}.")
    pay = np.asarray(pay_a_year(scale["annual_gbp"], "annual_gbp"))
    hours = scale["hours_week"] if "hours_week" in scale else np.full(len(pay), scales.HOURS_A_WEEK)
    return State(
        tuple(scale["point"]), pay, pay, np.asarray(checked(hours, "hours_week", above=0)), np.zeros(len(pay))
    )


def apply(
    offer: Offer,
    scale: pd.DataFrame,
    *,
    by: str | Iterable[str] = (),
    since: object = None,
    until: object = None,
    year_start: object = None,
) -> pd.DataFrame:
    """What an offer does at every point of a scale.

    Parameters
    ----------
    offer : Offer
    scale : pandas.DataFrame
        As in `levels`.
    by : str or iterable of str
        Deflators for the change in real terms; none if empty.
    since, until : month
        The months whose prices are compared; needed with ``by``. What is right depends on the
        question, so neither is chosen for you.
    year_start : month, optional
        First of the twelve months of the average; the offer's first month, unless said.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``point``: ``before_gbp_year``, ``after_gbp_year`` (when all is in force),
        ``rise_gbp_year``, ``rise_pct``, ``before_gbp_hour``, ``after_gbp_hour``, ``rise_hour_pct``,
        ``average_gbp_year`` (over the year) and ``average_rise_pct``, ``non_consolidated_gbp``, and
        ``real_<deflator>_pct`` for each deflator.

    Raises
    ------
    FigureError
        As in `levels`; also if ``by`` is given without ``since`` and ``until``.

    Notes
    -----
    Real change = (1 + rise) / (1 + rise of prices) - 1, of consolidated pay.

    Examples
    --------
    >>> from paylib.offers import Percent
    >>> scale = pd.DataFrame({"point": ["start"], "annual_gbp": [14643.0]})
    >>> made = apply(Offer((Percent(3, "2003-09"),)), scale, by="rpi", since="2003-09", until="2004-08")
    >>> made[["after_gbp_year", "rise_pct", "real_rpi_pct"]].round(2).loc["start"].tolist()
    [15082.29, 3.0, 0.31]
    """
    states = _states(offer, scale)
    before, after = states[0][1], states[-1][1]
    first = periods.month(year_start) if year_start is not None else offer.starts[0]
    average = _paid(states, pd.period_range(first, periods=12, freq="M")).mean(axis=0)
    hourly_before, hourly_after = (scales.hourly(state.pay, state.hours) for state in (before, after))
    columns = {
        "before_gbp_year": before.pay,
        "after_gbp_year": after.pay,
        "rise_gbp_year": after.pay - before.pay,
        "rise_pct": (after.pay / before.pay - 1) * 100,
        "before_gbp_hour": hourly_before,
        "after_gbp_hour": hourly_after,
        "rise_hour_pct": (hourly_after / hourly_before - 1) * 100,
        "average_gbp_year": average,
        "average_rise_pct": (average / before.pay - 1) * 100,
        "non_consolidated_gbp": after.once,
    }
    for measure in several(by):
        if since is None or until is None:
            raise FigureError(
                "A real change needs two months: say since= and until=, such as '2003-09' and '2004-08'."
            )
        columns[f"real_{measure}_pct"] = prices.real_change(before.pay, after.pay, since, until, by=measure)
    return pd.DataFrame(columns, index=pd.Index(before.points, name="point"))


def stages(offer: Offer, year_start: object) -> pd.DataFrame:
    """How much of a year each stage of an offer is in force.

    Parameters
    ----------
    offer : Offer
    year_start : month
        First of the twelve months.

    Returns
    -------
    pandas.DataFrame
        Indexed by the month when a stage starts (the first row is the time before any);
        ``months`` and ``share_pct`` of the year, which add up to 12 and 100.

    Examples
    --------
    >>> from paylib.offers import Percent
    >>> offer = Offer((Percent(2.85, "2003-11", True), Percent(3.3, "2004-03", True)))
    >>> stages(offer, "2003-09")["months"].tolist()
    [2, 4, 6]
    """
    starts = sorted(set(checked_offer(offer).starts))
    year = pd.period_range(periods.month(year_start), periods=12, freq="M")
    edges = [year[0], *[min(max(start, year[0]), year[-1] + 1) for start in starts], year[-1] + 1]
    months = [(after - before).n for before, after in pairwise(edges)]
    index = pd.Index(["before", *map(str, starts)], name="stage")
    return pd.DataFrame({"months": months, "share_pct": np.array(months) / 12 * 100}, index=index)


def pay_year(offer: Offer, award_due: object = None) -> pd.Period:
    """The month in which the pay year that an offer is for starts.

    Parameters
    ----------
    offer : Offer
    award_due : month, optional
        When the award in dispute was due; pay years start on its anniversaries.

    Returns
    -------
    pandas.Period
        The last such anniversary by the time of the first rise; the month when the award was due, for
        an offer that starts before it; the month of the first rise, where none is said to be due.

    Notes
    -----
    A payment made once, or another full-time week, raises no annual rate of pay, so it does not start
    the year, unless the offer is nothing else.

    Examples
    --------
    £1,000 once in March 2023 and a rise in September, where an award had been due in September 2022:

    >>> from paylib.offers import LumpSum, Percent
    >>> str(pay_year(Offer((LumpSum("2023-03", 1000.0), Percent(4.3, "2023-09"))), "2022-09"))
    '2023-09'
    """
    rises = [
        start for start, part in zip(checked_offer(offer).starts, offer.parts, strict=True) if part.raises_pay
    ]
    first = (rises or offer.starts)[0]
    if award_due is None:
        return first
    due = periods.month(award_due)
    return due + 12 * max((first - due).n // 12, 0)
