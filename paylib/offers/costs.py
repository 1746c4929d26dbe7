"""What an offer costs, and what else the same money would buy."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from paylib import takehome
from paylib.errors import FigureError
from paylib.figures.inputs import called, checked, flag, single
from paylib.offers.effect import apply, checked_offer, checked_scale, consolidated, is_missing
from paylib.offers.parts import Flat, Floor, Offer, Percent, listed, one_for_all


def _staffed(scale: pd.DataFrame, staff_fte: pd.Series | Mapping) -> np.ndarray:
    """Staff at each point of the scale, in its order; every point must be there."""
    if not isinstance(staff_fte, pd.Series | Mapping):
        raise FigureError(
            f"staff_fte is full-time equivalents by point, such as {{1: 3.0, 2: 1.5}}, or a pandas Series of them; this is "
            f"{called(staff_fte)}."
        )
    staff = pd.Series(staff_fte)
    points = list(checked_scale(scale)["point"])
    missing, unknown = (
        [p for p in points if p not in staff.index],
        [p for p in staff.index if is_missing(p) or p not in points],
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
            f"Staff and points do not match: {wrong}. Give a figure, or 0, for each of: {listed(points)}."
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
            fte[rises < one_for_all(inflation_pct, "inflation_pct")].sum() / fte.sum() * 100
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
    full_year = flag(full_year, "full_year")
    fte, made = _staffed(scale, staff_fte), apply(offer, scale, year_start=year_start)
    before = made["before_gbp_year"].to_numpy()
    after = made["after_gbp_year" if full_year else "average_gbp_year"].to_numpy()
    once = np.zeros(len(fte)) if full_year else made["non_consolidated_gbp"].to_numpy()
    pension = single(pension_pct, "pension_pct", at_least=0) / 100
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
    from scipy.optimize import brentq  # as slow to import as all of pandas

    if not callable(shape):
        raise FigureError(
            f"shape makes an offer of a size, such as lambda gbp: Offer(...), and this is a {called(shape)}."
        )
    most = single(most, "most", above=0)
    bill = cost(offer, scale, staff_fte, tax_year, full_year=True, **costing).loc["total"]
    fte = _staffed(scale, staff_fte)
    pension = single(costing.get("pension_pct", 0.0), "pension_pct") / 100
    charged = {"tax_year": tax_year, "contracted_out": costing.get("contracted_out", False)}

    def over(size: float) -> float:
        """What an offer of a size costs more than the one that it should cost the same as."""
        pay = consolidated(shape(size), scale)
        spent = pay @ fte
        parts = [
            spent,
            takehome.employer_ni(pay, **charged) @ fte,
            spent * pension,
        ]
        return sum(parts) - bill["after_gbp"]

    if over(most) < 0:
        raise FigureError(
            f"No size up to {most:g} costs as much as {offer.name!r} ({bill['cost_gbp']:,.0f} pounds a year)."
        )
    return shape(brentq(over, 0.0, most, xtol=1e-9, rtol=1e-12))


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
    start = str(checked_offer(offer).starts[0])
    most = float(np.max(checked(checked_scale(scale)["annual_gbp"], "annual_gbp")))

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
