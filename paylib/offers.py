"""What an offer does to a pay scale, what it costs, and what else the same money would buy.

An `Offer` is a list of parts, each with the month from which it is paid. Parts compose: they
are applied in order to every point of a scale.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy.optimize import brentq

from paylib import periods, prices, scales, takehome
from paylib.errors import FigureError
from paylib.figures import Values, checked

ByPoint = float | Mapping[object, float]
"""One figure for every point, or a figure for each point named (none for the rest)."""


@dataclass(frozen=True)
class Percent:
    """A percentage rise.

    ``over_old_scale``: the per cent is a level over the scale before the offer, so it replaces
    earlier stages instead of adding to them.
    """

    pct: ByPoint
    start: str
    over_old_scale: bool = False


@dataclass(frozen=True)
class Flat:
    """A flat sum, pounds a year for a full-timer."""

    gbp_year: ByPoint
    start: str


@dataclass(frozen=True)
class GreaterOf:
    """A percentage or a flat sum, whichever is worth more at each point."""

    pct: float
    gbp_year: float
    start: str


@dataclass(frozen=True)
class Floor:
    """A lowest rate: pounds a year, or pounds an hour with ``hourly=True``."""

    gbp: float
    start: str
    hourly: bool = False


@dataclass(frozen=True)
class RemovePoints:
    """Points taken off the bottom; who was on them moves to the lowest that remains."""

    points: tuple[object, ...]
    start: str


@dataclass(frozen=True)
class LumpSum:
    """A payment made once, which does not raise the rate of pay: pounds, and per cent of pay."""

    start: str
    gbp: float = 0.0
    pct: float = 0.0


@dataclass(frozen=True)
class Hours:
    """Another full-time week for the same annual pay."""

    hours_week: float
    start: str


@dataclass(frozen=True)
class Linked:
    """A rise by the published 12-month rate of an index in a month, within limits."""

    by: str
    month: str
    start: str
    plus_pct: float = 0.0
    at_least: float | None = None
    at_most: float | None = None

    @property
    def pct(self) -> float:
        """The rise, per cent."""
        rate = prices.rate(self.by, self.month) + self.plus_pct
        low = -np.inf if self.at_least is None else self.at_least
        return float(np.clip(rate, low, np.inf if self.at_most is None else self.at_most))


Part = Percent | Flat | GreaterOf | Floor | RemovePoints | LumpSum | Hours | Linked


@dataclass(frozen=True)
class Offer:
    """An offer, a claim or an award: parts in the order in which they are paid.

    Parameters
    ----------
    parts : tuple of parts
        `Percent`, `Flat`, `GreaterOf`, `Floor`, `RemovePoints`, `LumpSum`, `Hours`, `Linked`.
    name : str
        What to call it in tables.

    Raises
    ------
    FigureError
        If there is no part, or they are out of order.
    PeriodError
        If a start is not a month.

    Examples
    --------
    The award that ended the youth work dispute, both stages over the old scale:

    >>> settlement = Offer(
    ...     (Percent(2.85, "2003-11", over_old_scale=True), Percent(3.3, "2004-03", over_old_scale=True))
    ... )
    >>> [str(month) for month in settlement.starts]
    ['2003-11', '2004-03']
    """

    parts: tuple[Part, ...]
    name: str = "offer"

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", tuple(self.parts))
        if not self.parts:
            raise FigureError(
                f"The offer {self.name!r} has no part; give at least one, such as Percent(3, '2003-09')."
            )
        for before, after in pairwise(self.starts):
            if after < before:
                raise FigureError(
                    f"The stages of {self.name!r} are out of order: {after} comes after {before}. List them by date."
                )

    @property
    def starts(self) -> list[pd.Period]:
        """The month from which each part is paid."""
        return list(periods.months([part.start for part in self.parts]))


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
    >>> scale = pd.DataFrame({"point": ["start"], "annual_gbp": [14643.0]})
    >>> offer = Offer((Percent(2.85, "2003-11", True), Percent(3.3, "2004-03", True)))
    >>> levels(offer, scale, "2003-09", "2004-08")["start"].round().astype(int).unique().tolist()
    [14643, 15060, 15126]
    """
    months = pd.period_range(*periods.months([first, last]), freq="M", name="month")
    states = _states(offer, scale)
    starts = [start for start, _ in states]
    pay = np.vstack([state.pay for _, state in states])
    rows = np.searchsorted([start.ordinal for start in starts], months.asi8, side="right") - 1
    return pd.DataFrame(pay[np.maximum(rows, 0)], index=months, columns=list(scale["point"]))


@dataclass(frozen=True)
class _State:
    """Pay and hours at every point, once some of an offer's parts are in force."""

    points: tuple[object, ...]
    base: np.ndarray
    pay: np.ndarray
    hours: np.ndarray
    once: np.ndarray


def _states(offer: Offer, scale: pd.DataFrame) -> list[tuple[pd.Period, _State]]:
    """The state before the offer, and after each of its months."""
    state = _before(scale)
    states = [(offer.starts[0] - 1, state)]
    for start, part in zip(offer.starts, offer.parts, strict=True):
        state = _applied(part, state)
        if states[-1][0] == start:
            states.pop()
        states.append((start, state))
    return states


def _before(scale: pd.DataFrame) -> _State:
    for column in ("point", "annual_gbp"):
        if column not in scale:
            raise FigureError(
                f"A scale needs the column {column!r}; this one has: {', '.join(map(str, scale))}."
            )
    if scale.empty:
        raise FigureError("The scale has no points.")
    twice = scale["point"][scale["point"].duplicated()]
    if len(twice):
        raise FigureError(f"The scale has point {twice.iloc[0]!r} twice; give each point once.")
    pay = np.asarray(checked(scale["annual_gbp"], "annual_gbp", above=0))
    hours = scale["hours_week"] if "hours_week" in scale else np.full(len(pay), scales.HOURS_A_WEEK)
    return _State(
        tuple(scale["point"]), pay, pay, np.asarray(checked(hours, "hours_week", above=0)), np.zeros(len(pay))
    )


def _applied(part: Part, state: _State) -> _State:
    match part:
        case Percent():
            base = state.base if part.over_old_scale else state.pay
            rise = _by_point(part.pct, state, "pct")
            touched = np.ones(len(base), bool) if np.isscalar(part.pct) else ~np.isnan(rise)
            return replace(state, pay=np.where(touched, base * (1 + np.nan_to_num(rise) / 100), state.pay))
        case Linked():
            return replace(state, pay=state.pay * (1 + part.pct / 100))
        case Flat():
            return replace(state, pay=state.pay + np.nan_to_num(_by_point(part.gbp_year, state, "gbp_year")))
        case GreaterOf():
            return replace(state, pay=state.pay + np.maximum(state.pay * part.pct / 100, part.gbp_year))
        case Floor():
            floor = scales.annual(part.gbp, state.hours) if part.hourly else checked(part.gbp, "gbp", above=0)
            return replace(state, pay=np.maximum(state.pay, floor))
        case RemovePoints():
            return replace(state, pay=_without(part.points, state))
        case LumpSum():
            return replace(state, once=state.once + part.gbp + state.pay * part.pct / 100)
        case Hours():
            hours = checked(part.hours_week, "hours_week", above=0)
            return replace(state, hours=np.full(len(state.pay), hours))
    raise FigureError(f"{part!r} is not a part of an offer.")


def _by_point(figure: ByPoint, state: _State, name: str) -> np.ndarray:
    """A figure for each point; missing where the offer names others only."""
    if not isinstance(figure, Mapping):
        return np.full(len(state.pay), checked(figure, name))
    _known(figure, state)
    return np.array([checked(figure[point], name) if point in figure else np.nan for point in state.points])


def _known(named: Iterable[object], state: _State) -> None:
    unknown = [point for point in named if point not in state.points]
    if unknown:
        raise FigureError(
            f"The offer names point {unknown[0]!r}, which the scale does not have: {_listed(state.points)}."
        )


def _listed(points: Iterable[object]) -> str:
    names = [str(point) for point in points]
    return ", ".join(names if len(names) <= 12 else [*names[:5], "…", *names[-5:]])


def _without(removed: tuple[object, ...], state: _State) -> np.ndarray:
    _known(removed, state)
    off = np.isin(np.array(state.points, dtype=object), np.array(removed, dtype=object))
    if off.all():
        raise FigureError("The offer removes every point of the scale.")
    lowest = state.pay[~off].min()
    if (state.pay[off] > lowest).any():
        raise FigureError(
            "Only points at the bottom can be removed: one named is paid more than one that stays."
        )
    return np.where(off, lowest, state.pay)


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
    >>> scale = pd.DataFrame({"point": ["start"], "annual_gbp": [14643.0]})
    >>> made = apply(Offer((Percent(3, "2003-09"),)), scale, by="rpi", since="2003-09", until="2004-08")
    >>> made[["after_gbp_year", "rise_pct", "real_rpi_pct"]].round(2).loc["start"].tolist()
    [15082.29, 3.0, 0.31]
    """
    before, after = _before(scale), _states(offer, scale)[-1][1]
    first = periods.months(year_start)[0] if year_start is not None else offer.starts[0]
    average = levels(offer, scale, first, first + 11).mean().to_numpy()
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
    for measure in [by] if isinstance(by, str) else by:
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
    >>> offer = Offer((Percent(2.85, "2003-11", True), Percent(3.3, "2004-03", True)))
    >>> stages(offer, "2003-09")["months"].tolist()
    [2, 4, 6]
    """
    year = pd.period_range(periods.months(year_start)[0], periods=12, freq="M")
    starts = sorted(set(offer.starts))
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

    >>> str(pay_year(Offer((LumpSum("2023-03", 1000.0), Percent(4.3, "2023-09"))), "2022-09"))
    '2023-09'
    """
    rises = [
        start
        for start, part in zip(offer.starts, offer.parts, strict=True)
        if not isinstance(part, LumpSum | Hours)
    ]
    first = (rises or offer.starts)[0]
    if award_due is None:
        return first
    due = periods.months(award_due)[0]
    return due + 12 * max((first - due).n // 12, 0)


def _staffed(scale: pd.DataFrame, staff_fte: pd.Series | Mapping) -> np.ndarray:
    """Staff at each point of the scale, in its order; every point must be there."""
    staff = pd.Series(staff_fte)
    points = list(scale["point"])
    missing, unknown = (
        [p for p in points if p not in staff.index],
        [p for p in staff.index if p not in points],
    )
    if missing or unknown or staff.index.has_duplicates:
        wrong = (
            f"no staff are given for point {missing[0]!r}"
            if missing
            else f"the scale has no point {unknown[0]!r}"
            if unknown
            else "a point is given twice"
        )
        raise FigureError(
            f"Staff and points do not match: {wrong}. Give a figure, or 0, for each of: {_listed(points)}."
        )
    fte = np.asarray(checked(staff.reindex(points), "staff_fte", at_least=0))
    if not fte.sum():
        raise FigureError("There are no staff: every figure is 0.")
    return fte


def spread(
    offer: Offer, scale: pd.DataFrame, staff_fte: pd.Series | Mapping, *, inflation_pct: float | None = None
) -> pd.Series:
    """What staff get, from the average to how many get less than inflation.

    Parameters
    ----------
    offer : Offer
    scale : pandas.DataFrame
        As in `levels`.
    staff_fte : Series or mapping
        Full-time equivalents by point.
    inflation_pct : float, optional
        A rate to compare rises with.

    Returns
    -------
    pandas.Series
        ``average_rise_pct`` (growth of the paybill), ``mean_rise_pct`` and ``median_rise_pct`` (of
        what each gets), ``lowest_rise_pct``, ``highest_rise_pct`` and, with a rate,
        ``share_below_pct`` (staff whose rise is less).

    Examples
    --------
    >>> scale = pd.DataFrame({"point": [1, 2], "annual_gbp": [10_000.0, 20_000.0]})
    >>> got = spread(Offer((Flat(500, "2004-04"),)), scale, {1: 3, 2: 1}, inflation_pct=2.6)
    >>> got.round(2).to_dict()["share_below_pct"], got.round(2).to_dict()["average_rise_pct"]
    (25.0, 4.0)
    """
    fte, made = _staffed(scale, staff_fte), apply(offer, scale)
    rises = made["rise_pct"].to_numpy()
    order = np.argsort(rises)
    reached = np.cumsum(fte[order]) / fte.sum()
    before, after = made["before_gbp_year"].to_numpy() @ fte, made["after_gbp_year"].to_numpy() @ fte
    found = {
        "average_rise_pct": (after / before - 1) * 100,
        "mean_rise_pct": np.average(rises, weights=fte),
        "median_rise_pct": rises[order][np.searchsorted(reached, [0.5 - 1e-12, 0.5 + 1e-12])].mean(),
        "lowest_rise_pct": rises[fte > 0].min(),
        "highest_rise_pct": rises[fte > 0].max(),
    }
    if inflation_pct is not None:
        found["share_below_pct"] = (
            fte[rises < checked(inflation_pct, "inflation_pct")].sum() / fte.sum() * 100
        )
    return pd.Series(found)


def cost(
    offer: Offer,
    scale: pd.DataFrame,
    staff_fte: pd.Series | Mapping,
    tax_year: object,
    *,
    pension_pct: float = 0.0,
    contracted_out: bool = False,
    year_start: object = None,
    full_year: bool = False,
) -> pd.DataFrame:
    """What an offer costs the employer over a year, with National Insurance and pension.

    Parameters
    ----------
    offer : Offer
    scale : pandas.DataFrame
        As in `levels`.
    staff_fte : Series or mapping
        Full-time equivalents by point; each is counted as one full-timer.
    tax_year : financial year
        Whose National Insurance rates apply.
    pension_pct : float
        Employer's pension contribution, per cent of pay.
    contracted_out : bool
        Whether staff were contracted out of the state second pension (to 2016).
    year_start : month, optional
        First month of the year that is costed; the offer's first month, unless said.
    full_year : bool
        Cost a year with every stage in force throughout, without one-off payments, instead.

    Returns
    -------
    pandas.DataFrame
        Rows ``pay``, ``non_consolidated``, ``employer_ni``, ``employer_pension`` and ``total``;
        columns ``before_gbp``, ``after_gbp``, ``cost_gbp`` and ``cost_pct``.

    Raises
    ------
    FigureError
        If staff do not match the points.
    CoverageError
        If the tax year is not held.

    Examples
    --------
    >>> scale = pd.DataFrame({"point": ["start"], "annual_gbp": [14643.0]})
    >>> bill = cost(Offer((Percent(3, "2003-09"),)), scale, {"start": 100}, "2003/04")
    >>> round(bill.loc["pay", "cost_gbp"]), float(bill.loc["total", "cost_pct"].round(2))
    (43929, 3.11)
    """
    fte, made = _staffed(scale, staff_fte), apply(offer, scale, year_start=year_start)
    before = made["before_gbp_year"].to_numpy()
    after = made["after_gbp_year" if full_year else "average_gbp_year"].to_numpy()
    once = np.zeros(len(fte)) if full_year else made["non_consolidated_gbp"].to_numpy()
    pension = checked(pension_pct, "pension_pct", at_least=0) / 100
    insured = [
        takehome.employer_ni(pay, tax_year, contracted_out=contracted_out) for pay in (before, after + once)
    ]
    bill = pd.DataFrame(
        {
            "before_gbp": [before @ fte, 0.0, insured[0] @ fte, before @ fte * pension],
            "after_gbp": [after @ fte, once @ fte, insured[1] @ fte, after @ fte * pension],
        },
        index=pd.Index(["pay", "non_consolidated", "employer_ni", "employer_pension"], name="part"),
    )
    bill.loc["total"] = bill.sum()
    bill["cost_gbp"] = bill["after_gbp"] - bill["before_gbp"]
    bill["cost_pct"] = bill["cost_gbp"] / bill.loc["total", "before_gbp"] * 100
    with np.errstate(divide="ignore", invalid="ignore"):
        own = bill["cost_gbp"] / bill["before_gbp"] * 100
    bill["cost_pct"] = own.where(bill["before_gbp"] > 0, bill["cost_pct"])
    return bill


def pass_through(cost_gbp: Values, extra_funding_gbp: Values) -> Values:
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
    >>> pass_through(30.0, 59.0).__round__(1)
    50.8
    """
    return checked(cost_gbp, "cost_gbp") / checked(extra_funding_gbp, "extra_funding_gbp", above=0) * 100


def same_cost(
    offer: Offer,
    scale: pd.DataFrame,
    staff_fte: pd.Series | Mapping,
    tax_year: object,
    shape: Callable[[float], Offer],
    most: float,
    **costing: object,
) -> Offer:
    """The offer of another shape that costs the employer the same over a full year.

    Parameters
    ----------
    offer, scale, staff_fte, tax_year
        As in `cost`.
    shape : callable
        Gives an offer of a size: ``lambda gbp: Offer((Flat(gbp, "2003-09"),))``.
    most : float
        The largest size to look at.
    **costing
        ``pension_pct`` and ``contracted_out``, as in `cost`.

    Returns
    -------
    Offer

    Raises
    ------
    FigureError
        If no size up to ``most`` costs as much.

    Examples
    --------
    >>> scale = pd.DataFrame({"point": [1, 2], "annual_gbp": [10_000.0, 20_000.0]})
    >>> flat = same_cost(
    ...     Offer((Percent(3, "2003-09"),)), scale, {1: 1, 2: 1}, "2003/04",
    ...     lambda gbp: Offer((Flat(gbp, "2003-09"),)), most=5000,
    ... )
    >>> round(flat.parts[0].gbp_year)
    450
    """

    def total(candidate: Offer) -> float:
        return cost(candidate, scale, staff_fte, tax_year, full_year=True, **costing).loc["total", "cost_gbp"]

    wanted = total(offer)
    if total(shape(most)) < wanted:
        raise FigureError(
            f"No size up to {most:g} costs as much as {offer.name!r} ({wanted:,.0f} pounds a year)."
        )
    size = brentq(lambda size: total(shape(size)) - wanted, 0.0, most, xtol=1e-9, rtol=1e-12)
    return shape(size)


def alternatives(
    offer: Offer,
    scale: pd.DataFrame,
    staff_fte: pd.Series | Mapping,
    tax_year: object,
    *,
    claim: Offer | None = None,
    **costing: object,
) -> pd.DataFrame:
    """What else the same money would buy, and who would gain and who lose.

    Parameters
    ----------
    offer, scale, staff_fte, tax_year
        As in `cost`.
    claim : Offer, optional
        The union's claim, set beside the rest at its own cost.
    **costing
        ``pension_pct`` and ``contracted_out``, as in `cost`.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``point``: the rise in pounds a year under ``offer``, and under a ``percentage``,
        a ``flat_sum``, a ``floor`` and a ``bottom_loaded`` mix (half the money as a flat sum, half
        as a percentage) that cost the same over a full year; under ``claim`` if given.
        ``attrs["cost_gbp"]`` has the cost of each, ``attrs["offers"]`` the offers themselves.

    Examples
    --------
    >>> scale = pd.DataFrame({"point": [1, 2], "annual_gbp": [10_000.0, 20_000.0]})
    >>> made = alternatives(Offer((Percent(3, "2003-09"),)), scale, {1: 1, 2: 1}, "2003/04")
    >>> made.round().astype(int).loc[1].to_dict()
    {'offer': 300, 'percentage': 300, 'flat_sum': 450, 'floor': 900, 'bottom_loaded': 376}
    """
    start = str(offer.starts[0])
    most = float(scale["annual_gbp"].max())

    def alike(shape: Callable[[float], Offer], top: float) -> Offer:
        return same_cost(offer, scale, staff_fte, tax_year, shape, top, **costing)

    percentage = alike(lambda pct: Offer((Percent(pct, start),), "percentage"), 100.0)
    flat = alike(lambda gbp: Offer((Flat(gbp, start),), "flat_sum"), most)
    floor = alike(lambda gbp: Offer((Floor(max(gbp, 0.01), start),), "floor"), most * 3)
    pct, gbp = percentage.parts[0].pct, flat.parts[0].gbp_year
    mixed = alike(
        lambda size: Offer((Flat(size * gbp, start), Percent(size * pct, start)), "bottom_loaded"), 1.0
    )
    shown = {
        "offer": offer,
        "percentage": percentage,
        "flat_sum": flat,
        "floor": floor,
        "bottom_loaded": mixed,
    }
    if claim is not None:
        shown["claim"] = claim
    table = pd.DataFrame({name: apply(each, scale)["rise_gbp_year"] for name, each in shown.items()})
    table.attrs["cost_gbp"] = {
        name: float(
            cost(each, scale, staff_fte, tax_year, full_year=True, **costing).loc["total", "cost_gbp"]
        )
        for name, each in shown.items()
    }
    table.attrs["offers"] = shown
    return table


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
    for measure in [by] if isinstance(by, str) else by:
        parts[f"real_{measure}_pct"] = prices.real_change(100, kept, since, until, by=measure)
    if "assumed" in readings:
        parts["assumed"] = readings["assumed"].reindex(parts.index)
    return parts


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
