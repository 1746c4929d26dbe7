"""Settled awards, and what they add up to.

`history` lists them, `chain` multiplies them up from any month to any other, `path` gives the
level month by month, and `real_chain` and `real_path` put both into real terms. `back_pay` and
`when_paid` are for settlements that came late.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from paylib import datapackage, prices
from paylib.awards import scales
from paylib.awards.follow import follow, provenance
from paylib.awards.groups import CHANGED_PAY, ON_REQUEST, asked_for, awards_of
from paylib.awards.steps import numbered_at
from paylib.errors import FigureError, PeriodError, is_among
from paylib.figures import periods
from paylib.figures.calls import takes_findings
from paylib.figures.finding import Finding
from paylib.figures.inputs import Values, a_frame, called, checked
from paylib.figures.several import Several


def staged(stages: pd.DataFrame, first: object, last: object) -> pd.Series:
    """The level of pay over the old scale by month, for an award paid in stages.

    Parameters
    ----------
    stages : pandas.DataFrame
        Columns ``effective_month`` and ``award_pct``: from that month, pay is so much above the
        old scale (each per cent is over the old scale, not over the stage before).
    first, last : month
        The months wanted, both included.

    Returns
    -------
    pandas.Series
        Per cent above the old scale, indexed by month; 0 before the first stage. Its mean over
        a year is what the award was worth over that year.

    Raises
    ------
    FigureError
        If two stages start in one month.
    PeriodError
        If a period is not a month, or the last comes before the first.

    Examples
    --------
    The award that ended the youth work dispute, over the year that it was for:

    >>> stages = pd.DataFrame({"effective_month": ["2003-11", "2004-03"], "award_pct": [2.85, 3.3]})
    >>> levels = staged(stages, "2003-09", "2004-08")
    >>> float(levels.mean().round(2)), float(levels.iloc[-1])
    (2.6, 3.3)
    """
    first, last = periods.months([first, last])
    if last < first:
        raise PeriodError(f"{last} comes before {first}; give the first month first.")
    a_frame(stages, "stages", "effective_month", "award_pct")
    months = periods.months(stages["effective_month"])
    if months.has_duplicates:
        raise FigureError("Two stages start in one month; give one level for each month.")
    levels = pd.Series(checked(stages["award_pct"], "award_pct").to_numpy(), index=months).sort_index()
    wanted = pd.period_range(first, last, freq=periods.MONTH, name="month")
    return levels.reindex(levels.index.union(wanted)).ffill().reindex(wanted).fillna(0.0).rename("level_pct")


def history(group: str, *, include: Iterable[str] = ()) -> pd.DataFrame:
    """The settled awards of a bargaining group, in order.

    Parameters
    ----------
    group : str
        A key of the table ``bargaining_groups``, such as ``"njc"`` or ``"teachers"``; where pay is set by
        nation, another one may stand after it: ``"teachers, Scotland"``.
    include : iterable of str
        What to show beside settled awards and freezes: ``"implied"``, ``"remit"`` (guidance),
        ``"expected"``, ``"offer"``, ``"claim"``; and ``"part"`` for awards to some of the group
        only. Each row says what it is in ``status`` and ``scope``.

    Returns
    -------
    pandas.DataFrame
        One row an award: ``effective_month`` (missing where only the year is known),
        ``award_year``, ``status``, ``scope``, ``covers``, ``from_point`` and ``to_point`` (as
        numbered just before; empty: to the end of the scale), ``measure``, ``award_pct``,
        ``flat_gbp`` (full-time, pounds a year), ``base_month`` (where the per cent is over an
        older scale), ``settled_date`` as precisely as known and more. A freeze is an award of
        zero. ``attrs`` carry ``sources`` and ``usage_warnings``.

    Raises
    ------
    ChoiceError
        If there is no such group or status.

    Notes
    -----
    What is held may have gaps: `chain` knows where they are.

    Examples
    --------
    >>> history("njc")[["effective_month", "award_pct", "flat_gbp"]].tail(2)
       effective_month  award_pct  flat_gbp
    21         2024-04        NaN    1290.0
    22         2025-04        3.2       NaN
    """
    more = asked_for(include, (*ON_REQUEST, "part"), "status")
    rows = awards_of(group)
    codes = rows.attrs["usage_warnings"]
    wanted = rows["status"].isin(CHANGED_PAY + more)
    rows = rows[wanted & ((rows["scope"] == "general") | ("part" in more))].reset_index(drop=True)
    rows.attrs = provenance(rows["source"], rows["usage_warnings"], codes)
    return rows


def _origin(asked: dict) -> dict[str, tuple[str, ...]]:
    """What the awards followed, and the deflator if there is one, add to the provenance of a result."""
    names = ("group", "start", "end", "annual_gbp", "point", "spine", "grade", "include")
    followed = follow(*(asked[name] for name in names))
    return (
        _with_deflator(followed.attrs, asked["by"], followed.times[[0, -1]])
        if "by" in asked
        else followed.attrs
    )


@takes_findings(
    "pct",
    "the awards of {group} from {start} to {end}, multiplied",
    takes={"annual_gbp": "gbp_year"},
    origin=_origin,
)
def chain(
    group: str,
    start: object,
    end: object,
    *,
    annual_gbp: Values | None = None,
    point: object = None,
    spine: str | None = None,
    grade: str | None = None,
    include: Iterable[str] = (),
) -> Values:
    """What a group's awards add up to: the growth of a rate of pay from one month to another.

    Parameters
    ----------
    group : str
        As in `history`.
    start, end : month
        From the rate in force in the first to that in force in the second. Calendar years for
        groups of whose awards only the years are known (DWP 2010 to 2015, and guidance).
    annual_gbp : float, array or Series, optional
        Full-time pay in ``start``: needed where an award was a flat sum, unless the scale
        holds the pay of ``point``.
    point : int, or array or Series of int, optional
        Pay points to follow (NJC and JNC youth), each with the award that it got. Without it,
        the general award is followed: what most points got.
    spine : {"old", "new"}, optional
        On which spine NJC points are numbered; must be said if the chain runs over the
        renumbering of April 2019, after which the same number is another point.
    grade : str, optional
        Of groups whose members did not all get the same: one of `grades`, such as ``"M6"`` of
        teachers (outside London) or ``"top of band 7"`` of the NHS. Where an award went by salary,
        ``annual_gbp`` decides if it is given.
    include : iterable of str
        Awards to chain beside settled ones and freezes: ``"implied"``, ``"remit"``; and
        ``"offer"``, ``"claim"`` or ``"expected"``, which stand in, for a year each, where a
        settlement is missing.

    Returns
    -------
    float, numpy.ndarray or pandas.Series
        Per cent. A Series of pay or points keeps its labels; a list of points is the index.

    Raises
    ------
    CoverageError
        If an award is missing between the two dates (the time is named), or is not a settled one
        and was not asked for, or is not held for the point.
    FigureError
        If an award was a flat sum and pay is not known; if pay is not that of the point.
    ChoiceError
        If a name, point, spine or grade is unknown; if pay is given without a point although points
        got different rises; if not all in the group got the same, or an award was at least so much,
        and it was not said whose to follow: names the awards and the choices.
    PeriodError
        If the periods are not months (or years, see above), or are out of order.

    Notes
    -----
    Product of (1 + award) over the awards in force after ``start`` and up to ``end``, with flat
    sums added after the per cent of the same award. An award that is a level over an older scale
    (both stages of the youth award of 2003, the second of the teachers' of 2005) replaces what
    was paid over that scale. Pay is not rounded on the way: a printed scale may differ by £1.

    Examples
    --------
    Freezes count, and awards multiply:

    >>> round(chain("njc", "2010-04", "2021-04"), 2)
    14.53

    The two stages of the youth award are levels over the old scale, so 3.3 per cent in all:

    >>> round(chain("jnc_youth", "2003-10", "2004-08"), 2)
    3.3

    Flat sums are worth more at the bottom:

    >>> chain("njc", "2021-04", "2024-04", point=[2, 43]).round(1).tolist()
    [27.8, 10.8]

    The two ends of the teachers' main range did not get the same:

    >>> [round(chain("teachers", "2019-09", "2021-09", grade=grade), 2) for grade in ("M1", "M6")]
    [5.5, 2.75]
    """
    followed = follow(group, start, end, annual_gbp, point, spine, grade, include)
    return followed.shaped(followed.growth[-1])


def path(
    group: str,
    start: object,
    end: object,
    *,
    annual_gbp: Values | None = None,
    point: object = None,
    spine: str | None = None,
    grade: str | None = None,
    include: Iterable[str] = (),
) -> pd.DataFrame:
    """The level of a rate of pay month by month, as a group's awards moved it.

    Parameters
    ----------
    group, start, end, annual_gbp, point, spine, grade, include
        As in `chain`.

    Returns
    -------
    pandas.DataFrame
        One row a month, both ends included, indexed by ``month`` (by ``year`` for groups of
        whose awards only the years are known); for several points or pays, by point or label
        and month. Columns ``growth_pct`` (over ``start``), ``annual_gbp`` if pay is known, and
        ``spine_point`` (the number of the point in that month) if points are followed.
        ``attrs`` carry ``statuses`` (of the awards that it rests on), ``covers`` (awards that
        were not for all, and whom they covered), ``sources`` and ``usage_warnings``.

    Raises
    ------
    CoverageError, FigureError, ChoiceError, PeriodError
        As in `chain`.

    Examples
    --------
    >>> path("njc", "2024-03", "2025-04", point=19)["annual_gbp"].round(2).iloc[[0, 1, -1]].tolist()
    [29777.0, 31067.0, 32061.14]
    """
    return follow(group, start, end, annual_gbp, point, spine, grade, include).frame()


@takes_findings(
    "pct",
    "the awards of {group} from {start} to {end}, multiplied, over the growth of {by}",
    takes={"annual_gbp": "gbp_year"},
    origin=_origin,
)
def real_chain(
    group: str,
    start: object,
    end: object,
    *,
    by: str,
    annual_gbp: Values | None = None,
    point: object = None,
    spine: str | None = None,
    grade: str | None = None,
    include: Iterable[str] = (),
) -> Values:
    """What a group's awards add up to in real terms.

    Parameters
    ----------
    group, start, end, annual_gbp, point, spine, grade, include
        As in `chain`.
    by : str
        The deflator, from `paylib.prices.deflators`. It has no default.

    Returns
    -------
    float, numpy.ndarray or pandas.Series
        Per cent: -10 means that the rate of pay buys a tenth less than in ``start``. ``attrs`` of
        a Series carry ``by``, ``sources`` and ``usage_warnings``.

    Raises
    ------
    CoverageError, FigureError, ChoiceError, PeriodError
        As in `chain`; also if the deflator does not cover a month.

    Notes
    -----
    (1 + growth of pay) / (1 + growth of prices) - 1, from month to month.

    Examples
    --------
    What today's NJC point 23 (point 29 before April 2019) got from 2010 to 2025:

    >>> round(real_chain("njc", "2010-04", "2025-04", point=23, spine="new", by="cpi"), 1)
    -9.8
    """
    followed = follow(group, start, end, annual_gbp, point, spine, grade, include)
    first, last = followed.times[0], followed.times[-1]
    change = followed.shaped(prices.uprate(100 + followed.growth[-1], last, to=first, by=by) - 100)
    if isinstance(change, pd.Series):
        change.attrs = _with_deflator(followed.attrs, by, followed.times[[0, -1]])
    return change


@takes_findings(
    "pct",
    "the awards of {group} from {start} to {end}, month by month, on {annual_gbp}, over the growth of {by}",
    takes={"annual_gbp": "gbp_year"},
)
def real_path(
    group: str,
    start: object,
    end: object,
    *,
    by: str,
    annual_gbp: Values | None = None,
    point: object = None,
    spine: str | None = None,
    grade: str | None = None,
    include: Iterable[str] = (),
) -> pd.DataFrame:
    """The level of a rate of pay month by month, in real terms.

    Parameters
    ----------
    group, start, end, annual_gbp, point, spine, grade, include
        As in `chain`.
    by : str
        The deflator, from `paylib.prices.deflators`. It has no default.

    Returns
    -------
    pandas.DataFrame
        As `path`, with ``real_growth_pct`` (over ``start``) and, if pay is known,
        ``real_annual_gbp`` (in the prices of ``start``). ``attrs`` carry ``by`` too.

    Raises
    ------
    CoverageError, FigureError, ChoiceError, PeriodError
        As in `real_chain`.

    Examples
    --------
    >>> real = real_path("njc", "2021-04", "2022-10", point=20, by="cpi")
    >>> real["real_growth_pct"].loc[["2022-03", "2022-04"]].round(1).tolist()
    [-6.0, -1.6]

    By several indices at once:

    >>> both = real_path("njc", "2021-04", "2022-10", point=20, by=["cpi", "rpi"])
    >>> both.rpi["real_growth_pct"].round(1)["2022-03"]
    np.float64(-6.9)
    """
    followed = follow(group, start, end, annual_gbp, point, spine, grade, include)
    frame, first = followed.frame(), followed.times[0]
    times = pd.PeriodIndex(frame.index.get_level_values(-1))

    def deflated(values: pd.Series) -> np.ndarray:
        return prices.uprate(values.to_numpy(), times, to=first, by=by)

    frame["real_growth_pct"] = deflated(100 + frame["growth_pct"]) - 100
    if "annual_gbp" in frame:
        frame["real_annual_gbp"] = deflated(frame["annual_gbp"])
    frame.attrs = _with_deflator(frame.attrs, by, followed.times)
    return frame


def back_pay(
    group: str,
    start: object,
    end: object,
    *,
    annual_gbp: Values | None = None,
    point: object = None,
    spine: str | None = None,
    grade: str | None = None,
    include: Iterable[str] = (),
) -> pd.Series:
    """What is owed for each month if pay stays at the old rate until a settlement is paid.

    Parameters
    ----------
    group, annual_gbp, point, spine, grade, include
        As in `chain`; pay must be known.
    start : month
        A month at the old rate.
    end : month
        The last month paid at the old rate.

    Returns
    -------
    pandas.Series
        ``owed_gbp``, pounds a month before deductions, for the months after ``start``: indexed
        as `path` is.

    Raises
    ------
    CoverageError, FigureError, ChoiceError, PeriodError
        As in `chain`; also if pay is not known.

    Notes
    -----
    (annual pay in force in the month - annual pay in ``start``) / 12.

    Examples
    --------
    The NJC award of April 2024 was settled on 22 October, so it was owed for seven months:

    >>> back_pay("njc", "2024-03", "2024-10", point=19).tolist()
    [107.5, 107.5, 107.5, 107.5, 107.5, 107.5, 107.5]
    """
    followed = follow(group, start, end, annual_gbp, point, spine, grade, include)
    if followed.pay is None:
        raise FigureError("Back pay is money, so pay must be known: give annual_gbp= or point=.")
    frame, times = followed.frame(), followed.times
    old = np.repeat(followed.pay[0], len(times))
    owed = ((frame["annual_gbp"] - old) / 12).rename("owed_gbp")[frame.index.get_level_values(-1) > times[0]]
    owed.attrs = frame.attrs
    return owed


@takes_findings("gbp", "{owed} × {by} in the month due / {by} in {paid}")
def when_paid(owed: pd.Series, paid: object, *, by: str) -> pd.DataFrame:
    """What back pay was worth when it was paid.

    Parameters
    ----------
    owed : pandas.Series
        Pounds that should have been paid in each month, indexed by month (or by label and
        month), such as `back_pay` gives.
    paid : month
        When it was paid.
    by : str
        The deflator, from `paylib.prices.deflators`. It has no default.

    Returns
    -------
    pandas.DataFrame
        For each month ``owed_gbp``, ``worth_gbp`` (what the sum bought when it was paid, in the
        prices of the month in which it was due) and ``lost_gbp`` (the difference; negative if
        prices fell).

    Raises
    ------
    PeriodError
        If a month was due after it was paid, or an index is not of months.
    CoverageError, ChoiceError
        As in `paylib.prices.uprate`.

    Notes
    -----
    worth = owed x index(month due) / index(month paid). Interest forgone is not counted.

    Examples
    --------
    >>> owed = back_pay("njc", "2022-03", "2022-10", point=19)
    >>> when_paid(owed, "2022-11", by="cpi")[["owed_gbp", "lost_gbp"]].sum().round(2).tolist()
    [1122.92, 36.16]
    """
    if not isinstance(owed, pd.Series):
        raise FigureError(f"owed is a Series by month, as back_pay gives it, and this is a {called(owed)}.")
    due, paid = periods.months(owed.index.get_level_values(-1)), periods.months(periods.parse(paid))[0]
    if due.max() > paid:
        raise PeriodError(
            f"Pay for {due.max()} was not late in {paid}: give only the months up to the one before it was paid."
        )
    sums = checked(owed, "owed")
    worth = prices.uprate(sums.to_numpy(), paid, to=due, by=by)
    frame = pd.DataFrame({"owed_gbp": sums.to_numpy(), "worth_gbp": worth}, index=owed.index)
    frame["lost_gbp"] = frame["owed_gbp"] - frame["worth_gbp"]
    frame.attrs = _with_deflator(owed.attrs, by, due.append(pd.PeriodIndex([paid])))
    return frame


def _with_deflator(attrs: dict, by: str, times: pd.PeriodIndex) -> dict:
    cited = {*attrs.get("sources", ()), *prices.provenance(by, *times)}
    codes = {*attrs.get("usage_warnings", ()), *prices.warnings(by, *times)}
    return attrs | {"by": by, "sources": tuple(sorted(cited)), "usage_warnings": tuple(sorted(codes))}


def real_pay(
    group: str,
    start: object,
    end: object,
    *,
    by: str | Iterable[str],
    point: object = None,
    include: Iterable[str] = (),
    **where: object,
) -> Finding | Several:
    """The real change of a point of a scale, of an award chain or of average earnings, with its sources.

    Parameters
    ----------
    group : str
        A bargaining group, or a deflator of average earnings such as ``"awe_public"``.
    start, end : month
        Of average earnings, any two periods of one kind.
    by : str or list of str
        The deflators, from `paylib.prices.deflators`. There is no default.
    point : optional
        A point of the group's scale; without it the chain of its awards.
    include : iterable of str
        As in `paylib.scales.scale` or `chain`.
    **where
        What tells the ranges of the scale apart: ``band=5``, ``area="Inner London"``; without a point
        ``grade=`` as in `chain`.

    Returns
    -------
    Finding or Several
        Per cent; `Several` where several deflators are asked for.

    Raises
    ------
    ChoiceError, CoverageError, PeriodError, FigureError
        As in `chain`, `paylib.scales.scale` and `paylib.prices.real_change`; also if more than one rate
        is paid at the point: says what tells them apart.

    Examples
    --------
    >>> pay = real_pay("nhs_agenda_for_change", "2021-04", "2025-04", point="entry", band=5, by=["cpi", "rpi"])
    >>> str(pay.cpi), str(pay.rpi)
    ('−3.6%', '−9.4%')
    """
    earnings = datapackage.load("deflators").query("kind == 'earnings'")["deflator"].tolist()
    if is_among(group, earnings):
        compared = [periods.parse(each) for each in (start, end)]
        before, after = (_earned(group, each, compared) for each in compared)
    elif point is not None:
        called = numbered_at(group, point, where, start, end)
        before, after = (
            scales.rate(group, number, each, include=include, **there)
            for each, (number, there) in zip((start, end), called, strict=True)
        )
    else:
        hundred = Finding("the level of pay at the start", 100.0, "index", "100")
        whose = where.get("grade")
        grown = chain(group, start, end, grade=whose, include=include)
        attrs = follow(group, start, end, None, None, None, whose, include).attrs
        method = f"the awards of {group} from {start} to {end}, multiplied, on 100"
        before, after = (
            hundred,
            Finding(
                "the level of pay at the end",
                100 + grown,
                "index",
                method,
                attrs["sources"],
                attrs["usage_warnings"],
            ),
        )
    return prices.real_change(before, after, start, end, by=by)


def _earned(series: str, period: pd.Period, compared: Iterable[pd.Period]) -> Finding:
    return Finding(
        f"{series} in {periods.words(period)}",
        prices.level(series, period),
        "gbp_week",
        "as published",
        prices.provenance(series, period),
        prices.warnings(series, *compared),
    )
