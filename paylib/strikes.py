"""Strikes: pay lost, when a gain repays it, what is at stake in a regrading, and ballots.

A day on strike costs a share of annual pay that depends on the contract (`divisors`), and
which days count depends on who was rostered (`rostered_days`): both are always said, never
defaulted. Ballot figures that are not exact are ranges, and stay ranges.
"""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd

from paylib import datapackage, periods
from paylib.errors import ChoiceError, CoverageError, FigureError, PeriodError, unknown
from paylib.figures import Values, checked, is_many, same_rows

MET, NOT_MET, CANNOT_BE_SAID, NOT_REQUIRED = "met", "not met", "cannot be said", "not required"
"""What can be said of a ballot against a threshold."""

_TESTS = {
    "majority": ("majority_of_votes_cast", "yes"),
    "turnout": ("turnout_threshold", "turnout"),
    "support": ("support_threshold_important_services", "yes_of_members"),
}
"""The tests of a ballot: the rule in `ballot_law`, and the share that it is about."""


def divisors() -> pd.DataFrame:
    """By how many days annual pay is divided for a day on strike, by kind of contract.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``contract`` (the name to pass as ``contract=``); columns ``days``,
        ``source`` and ``note``. ``attrs`` carry ``sources`` and ``usage_warnings``.

    Notes
    -----
    Which applies depends on the contract: Apportionment Act 1870, section 2; Hartley and others
    v King Edward VI College [2017] UKSC 39 (1/365, not 1/260, where work is done on any day of
    the year). Not legal advice.

    Examples
    --------
    >>> divisors()["days"].to_dict()
    {'annual_contract': 365, 'five_day_week': 260}
    """
    table = datapackage.load("working_day_settings")
    rows = table[table["setting"] == "strike_day_divisor"]
    return _credited(rows.set_index("contract")[["days", "source", "note"]], rows)


def pay_lost(annual_gbp: Values, days: Values, *, contract: str, fte: Values = 1.0) -> Values:
    """Gross pay lost for days on strike.

    Parameters
    ----------
    annual_gbp : float, array or Series
        Full-time annual pay; above zero.
    days : float, array or Series
        Days on strike of a full-time worker, at least 0: the rostered days where the contract is
        for a ``"five_day_week"``, every day of the strike where it is an ``"annual_contract"``.
    contract : str
        A name from `divisors`. It has no default.
    fte : float, array or Series
        Part time as a share of full time, above 0 to 1: a part-timer is taken to be rostered on
        that share of the days. Where the days that a part-timer lost are known, and are full
        days, give those and leave ``fte`` at 1; both together would count part time twice.

    Returns
    -------
    float, numpy.ndarray or pandas.Series
        Pounds, before tax.

    Raises
    ------
    ChoiceError
        If there is no such contract.
    FigureError
        If a figure is missing or out of range, or rows do not match.

    Notes
    -----
    annual pay x share of full time x days / divisor: see `divisors`. Calendar days over 260
    count weekends that nobody worked; five sevenths of the days over 260 and all of them over
    365 differ by 0.3 per cent.

    Examples
    --------
    One day at point 19 of the local government spine of April 2024 (£31,067), each way:

    >>> [round(pay_lost(31067, 1, contract=name), 2) for name in ("five_day_week", "annual_contract")]
    [119.49, 85.12]

    All 68 days of the social care dispute in Lancashire that the rounds add to, as scenarios:

    >>> pay_lost(31067, rostered_days(rounds()).sum(), contract="five_day_week").round(0).to_dict()
    {'five_sevenths_days': 5804.0, 'weekday_days': 5462.0, 'all_days': 8125.0}
    """
    annual = checked(annual_gbp, "annual_gbp", above=0)
    days = checked(days, "days", at_least=0)
    fte = checked(fte, "fte", above=0, at_most=1)
    same_rows(annual_gbp=annual, days=days, fte=fte)
    return annual * fte * days / _divisor(contract)


def _divisor(contract: str) -> float:
    days = divisors()["days"]
    if contract not in days.index:
        raise ChoiceError(unknown("contract", contract, days.index))
    return float(days[contract])


def net_pay_lost(lost_gbp: Values, kept_pct: Values) -> Values:
    """What is missing from take-home pay when gross pay is lost.

    Parameters
    ----------
    lost_gbp : float, array or Series
        Gross pay lost, from `pay_lost`; at least 0.
    kept_pct : float, array or Series
        What is left of the pounds lost after tax, National Insurance and pension contributions,
        per cent, 0 to 100: the share at the margin, not the average share of all pay.

    Returns
    -------
    float, numpy.ndarray or pandas.Series
        Pounds.

    Raises
    ------
    FigureError
        If a figure is missing or out of range, or rows do not match.

    Notes
    -----
    gross pay lost x share kept. The pension contribution is saved and so is the pension that it
    would have bought.

    Examples
    --------
    With income tax at 20 per cent and National Insurance at 8, a pound lost costs 72p:

    >>> round(net_pay_lost(pay_lost(31067, 1, contract="five_day_week"), 72), 2)
    86.03
    """
    lost = checked(lost_gbp, "lost_gbp", at_least=0)
    kept = checked(kept_pct, "kept_pct", at_least=0, at_most=100)
    same_rows(lost_gbp=lost, kept_pct=kept)
    return lost * (kept / 100)


def working_days_lost(days: Values, workers: Values, participation_pct: Values) -> Values:
    """Working days lost to a strike.

    Parameters
    ----------
    days : float, array or Series
        Working days that the strike lasted; at least 0.
    workers : float, array or Series
        Workers called out, as headcount; at least 0.
    participation_pct : float, array or Series
        How many of them struck, per cent, 0 to 100.

    Returns
    -------
    float, numpy.ndarray or pandas.Series
        Worker-days.

    Raises
    ------
    FigureError
        If a figure is missing or out of range, or rows do not match.

    Notes
    -----
    days x workers x participation, as the Office for National Statistics counts (Labour Disputes
    Inquiry, which leaves out very small and very short strikes).

    Examples
    --------
    The Department for Work and Pensions, 28 and 29 January 2002: on average 23,635 of 100,000
    staff on strike:

    >>> round(working_days_lost(2, 100_000, 23.635))
    47270
    """
    days = checked(days, "days", at_least=0)
    workers = checked(workers, "workers", at_least=0)
    participation = checked(participation_pct, "participation_pct", at_least=0, at_most=100)
    same_rows(days=days, workers=workers, participation_pct=participation)
    return days * workers * participation / 100


def employer_saving(
    annual_gbp: Values, days: Values, *, contract: str, on_costs_pct: Values, fte: Values = 1.0
) -> Values:
    """What an employer does not pay for working days lost.

    Parameters
    ----------
    annual_gbp : float, array or Series
        Full-time annual pay of those on strike, their average if they are many; above zero.
    days : float, array or Series
        Working days lost of all of them, from `working_days_lost`; at least 0.
    contract : str
        A name from `divisors`. It has no default.
    on_costs_pct : float, array or Series
        Employer's National Insurance and pension contributions saved on the pay not paid, per
        cent of it; at least 0. It has no default: give the rates of the date.
    fte : float, array or Series
        Average share of full time, above 0 to 1.

    Returns
    -------
    float, numpy.ndarray or pandas.Series
        Pounds, before what cover for those on strike cost.

    Raises
    ------
    ChoiceError, FigureError
        As in `pay_lost`.

    Notes
    -----
    `pay_lost` x (1 + on-costs). A saving of money only: the work was not done.

    Examples
    --------
    If 200 staff at point 19 struck on 10 rostered days, with on-costs of 30 per cent:

    >>> days = working_days_lost(10, 200, 100)
    >>> round(employer_saving(31067, days, contract="five_day_week", on_costs_pct=30))
    310670
    """
    lost = pay_lost(annual_gbp, days, contract=contract, fte=fte)
    on_costs = checked(on_costs_pct, "on_costs_pct", at_least=0)
    same_rows(annual_gbp=lost, on_costs_pct=on_costs)
    return lost * (1 + on_costs / 100)


def break_even_months(
    lost_gbp: Values,
    gain_gbp_year: Values,
    *,
    discount_pct: Values,
    due_to_strike_pct: Values,
    never: float | None = None,
) -> Values:
    """Months of higher pay that repay the pay lost.

    Parameters
    ----------
    lost_gbp : float, array or Series
        Pay lost, all of it at the start; at least 0.
    gain_gbp_year : float, array or Series
        What pay is higher by, a year, paid monthly and kept for good; at least 0. Loss and gain
        must both be gross or both be net.
    discount_pct : float, array or Series
        Discount rate, per cent a year, at least 0: real if the gain keeps up with prices, nominal
        if it is a fixed sum. It has no default.
    due_to_strike_pct : float, array or Series
        The probability that the gain came of the strike and would not have come without it, per
        cent, 0 to 100. It has no default: nobody knows it, so show several.
    never : float, optional
        What to return where the gain never repays the loss, such as ``math.inf``; without it that
        is an error.

    Returns
    -------
    float, numpy.ndarray or pandas.Series
        Months, not rounded; 12 are a year.

    Raises
    ------
    FigureError
        If a figure is missing or out of range, rows do not match, or the loss is never repaid and
        ``never`` is not given: says what gain would repay it.

    Notes
    -----
    The discounted payback period of the expected gain: the n for which gain / 12 x probability x
    (1 - (1 + r)^-n) / r equals the loss, r being the monthly rate (1 + yearly rate)^(1/12) - 1;
    without discounting, loss / (gain / 12 x probability). A loss of more than
    gain / 12 x probability / r is never repaid. (Brealey, Myers and Allen, Principles of
    Corporate Finance, on discounted payback; with equal payments, the number of periods of an
    annuity.)

    Examples
    --------
    £5,804 lost (68 days, five sevenths of them rostered, at point 19) against £4,168 a year, the
    most that grade 7 pays over grade 6 at Lancashire County Council:

    >>> round(break_even_months(5804, 4168, discount_pct=0, due_to_strike_pct=100), 1)
    16.7
    >>> round(break_even_months(5804, 4168, discount_pct=3.5, due_to_strike_pct=50), 1)
    35.2
    """
    given = {
        "lost_gbp": checked(lost_gbp, "lost_gbp", at_least=0),
        "gain_gbp_year": checked(gain_gbp_year, "gain_gbp_year", at_least=0),
        "discount_pct": checked(discount_pct, "discount_pct", at_least=0),
        "due_to_strike_pct": checked(due_to_strike_pct, "due_to_strike_pct", at_least=0, at_most=100),
    }
    same_rows(**given)
    lost, gain, discount, due = np.broadcast_arrays(*(np.asarray(each) for each in given.values()))
    log_growth = np.log1p(discount / 100) / 12
    rate, monthly = np.expm1(log_growth), gain * due / 100 / 12
    repaid = (lost == 0) | (monthly > lost * rate)
    if never is None and not repaid.all():
        raise FigureError(_never_repaid(repaid, lost, rate, due))
    with np.errstate(divide="ignore", invalid="ignore"):
        plain = lost / monthly
        discounted = -np.log1p(-plain * rate) / log_growth
    months = np.where(lost == 0, 0.0, np.where(rate == 0, plain, discounted))
    return _shaped(np.where(repaid, months, never), *given.values())


def _never_repaid(repaid: np.ndarray, lost: np.ndarray, rate: np.ndarray, due: np.ndarray) -> str:
    first = int(np.argmin(repaid))
    lost, rate, due = (float(each.flat[first]) for each in (lost, rate, due))
    which = (
        f"{int(np.sum(~repaid))} of {repaid.size} losses are never repaid, the first at position {first}: "
        if repaid.ndim
        else "The loss is never repaid: "
    )
    if due == 0:
        why = "no part of the gain is taken to be due to the strike"
    else:
        why = f"a loss of £{lost:,.2f} needs a gain of more than £{lost * rate * 12 / due * 100:,.2f} a year"
    return f"{which}{why}. To have a value there instead, pass never=, such as never=math.inf."


def rounds() -> pd.DataFrame:
    """The rounds of strikes of the social care dispute in Lancashire, 2024-25.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``round``: the rounds that make up the union's total; columns ``start_date`` and
        ``end_date`` (missing where they were not seen), ``days`` (calendar days), ``basis``
        (``announced`` or ``by_subtraction``), ``usage_warnings`` and ``source``. ``attrs`` carry
        ``sources`` and ``usage_warnings``.

    Notes
    -----
    Table ``social_care_strike_days``. The action was discontinuous: nobody is known to have been
    on strike on every day.

    Examples
    --------
    >>> rounds()["days"].to_dict()
    {'1': 4, '2': 5, '3': 3, '4': 9, '5': 1, '6': 25, '7_and_after': 21}
    """
    table = datapackage.load("social_care_strike_days")
    rows = table[table["in_total"]].astype({"days": "int64"})
    columns = ["start_date", "end_date", "days", "basis", "usage_warnings", "source"]
    return _credited(rows.set_index("round")[columns], rows)


def recounted() -> pd.Series:
    """The days of `rounds` added up again, against the union's total.

    Returns
    -------
    pandas.Series
        Calendar days: ``announced``, ``by_subtraction``, ``recounted`` (their sum) and ``stated``
        (by the union).

    Examples
    --------
    >>> recounted().to_dict()
    {'announced': 46, 'by_subtraction': 22, 'recounted': 68, 'stated': 69}
    """
    days = rounds().groupby("basis")["days"].sum()
    facts = datapackage.load("social_care_dispute").set_index("item")
    days["recounted"] = days.sum()
    days["stated"] = int(facts.loc["strike_days_taken_to_date", "value"])
    return days.rename_axis("count")


def rostered_days(rounds: pd.DataFrame) -> pd.DataFrame:
    """The days of a strike on which a full-time worker was due to work, as scenarios.

    Parameters
    ----------
    rounds : pandas.DataFrame
        One row a round: ``days`` (calendar days), ``start_date`` and ``end_date``, which may be
        missing. A round with both dates must run without a break.

    Returns
    -------
    pandas.DataFrame
        One row a round; its sum is the scenario's total, ready for `pay_lost`. Columns:

        ``five_sevenths_days``
            Five days in seven of every round.
        ``weekday_days``
            Mondays to Fridays where both dates are known, five sevenths of the days elsewhere.
            Bank holidays are not taken out.
        ``all_days``
            Every day: the upper bound, which nobody who works five days a week can reach.

        ``attrs`` are those of ``rounds``.

    Raises
    ------
    FigureError
        If a column or a number of days is missing, or days and dates do not agree.
    PeriodError
        If a date cannot be read.

    Examples
    --------
    Of 68 calendar days in Lancashire, 18 have known dates, with 10 weekdays among them:

    >>> rostered_days(rounds()).sum().round(1).to_dict()
    {'five_sevenths_days': 48.6, 'weekday_days': 45.7, 'all_days': 68.0}
    """
    missing = [name for name in ("start_date", "end_date", "days") if name not in rounds]
    if missing:
        raise FigureError(f"The rounds have no {' and no '.join(missing)}: see paylib.strikes.rounds().")
    days = checked(rounds["days"], "days", at_least=0)
    start, end = (_dates(rounds[name]) for name in ("start_date", "end_date"))
    dated = (start.notna() & end.notna()).to_numpy()
    span = (end - start).dt.days.to_numpy() + 1
    wrong = dated & (span != days.to_numpy())
    if wrong.any():
        first = int(np.argmax(wrong))
        raise FigureError(
            f"Round {rounds.index[first]!r} has {days.iloc[first]:g} days, but from its start to its end are "
            f"{span[first]:g}. Correct one of them, split a round that was broken off, or leave its dates out."
        )
    five_sevenths = days * 5 / 7
    weekdays = five_sevenths.copy()
    weekdays[dated] = np.busday_count(
        start[dated].to_numpy("datetime64[D]"), end[dated].to_numpy("datetime64[D]") + 1
    )
    scenarios = {"five_sevenths_days": five_sevenths, "weekday_days": weekdays, "all_days": days}
    frame = pd.DataFrame(scenarios)
    frame.attrs = dict(rounds.attrs)
    return frame


def _dates(column: pd.Series) -> pd.Series:
    try:
        return pd.to_datetime(column).dt.normalize()
    except (ValueError, TypeError) as error:
        raise PeriodError(f"{column.name} has something that is not a day: {error}.") from None


def regrading_gap(months: object) -> pd.DataFrame:
    """What grade 7 of Lancashire County Council pays over the top of grade 6, by point.

    Parameters
    ----------
    months : month, or iterable of months
        The rates in force in each are used.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``month`` and ``point`` (the points of grade 7 on the national spine); columns
        ``annual_gbp`` (full-time pay at the point) and ``gap_gbp_year`` (over the top of grade 6).
        ``attrs`` carry ``sources`` and ``usage_warnings``.

    Raises
    ------
    PeriodError
        If a period is not a month.
    CoverageError
        If the grades or the rates are not held for a month.

    Notes
    -----
    Table ``lancashire_grades`` for the ends of the grades, ``njc_spine`` for the rates. That grade
    6 ends where grade 7 begins is inferred, so somebody who moves across is on the same pay at
    first: the gap opens as they move up the points, and the last is the most that it can be. Of
    those below the top of grade 6 nothing is held.

    Examples
    --------
    >>> regrading_gap("2024-07")["gap_gbp_year"].droplevel("month").to_dict()
    {19: 0.0, 20: 519.0, 21: 1048.0, 22: 1587.0, 23: 2299.0, 24: 3247.0, 25: 4168.0}
    """
    asked = periods.months(months)
    grades = datapackage.load("lancashire_grades")
    point = grades.groupby(["grade", "position"])["point"].first()
    spine = datapackage.load("njc_spine")
    # Where a rate is both published and derived, the published one stands.
    spine = spine[spine["spine"] == "new"].sort_values("basis", ascending=False)
    spine = spine.drop_duplicates(["effective_month", "point"])
    in_force = _in_force(asked, grades["effective_month"].min(), spine["effective_month"])
    wanted = range(point[7, "bottom"], point[7, "top"] + 1)
    rows = spine[spine["effective_month"].isin(in_force) & spine["point"].isin({point[6, "top"], *wanted})]
    rates = rows.pivot(index="effective_month", columns="point", values="annual_gbp").loc[in_force]
    frame = pd.DataFrame(
        {
            "annual_gbp": rates[list(wanted)].stack(),
            "gap_gbp_year": rates[list(wanted)].sub(rates[point[6, "top"]], axis=0).stack(),
        }
    )
    frame.index = pd.MultiIndex.from_product([asked, wanted], names=["month", "point"])
    return _credited(frame, grades, rows)


def _in_force(asked: pd.PeriodIndex, first: pd.Period, effective: pd.Series) -> pd.PeriodIndex:
    """The month from which the national rates of each month asked for are in force."""
    spans = datapackage.load("award_coverage")
    last = pd.Period(spans.loc[spans["bargaining_group"] == "njc", "to_period"].max(), freq=periods.MONTH)
    outside = (asked < first) | (asked > last)
    if outside.any():
        raise CoverageError(
            f"No gap between the grades for {asked[outside][0]}: grades and rates are held for {first} to {last}."
        )
    starts = pd.PeriodIndex(sorted(effective.unique()))
    return starts[starts.searchsorted(asked, side="right") - 1]


def back_pay(gap_gbp_year: Values, months: Values) -> Values:
    """What a regrading is worth for months gone by.

    Parameters
    ----------
    gap_gbp_year : float, array or Series
        What the higher grade pays more, full time; at least 0.
    months : float, array or Series
        Months that it is backdated by; at least 0.

    Returns
    -------
    float, numpy.ndarray or pandas.Series
        Pounds, gross and without interest.

    Raises
    ------
    FigureError
        If a figure is missing or out of range, or rows do not match.

    Notes
    -----
    gap / 12 x months, at one year's rates. Where rates change within the time, give the gap of
    each month with ``months=1`` and add up.

    Examples
    --------
    The most that July 2024 to September 2025 can be worth at Lancashire County Council, nine
    months at the rates of 2024 and six at those of 2025:

    >>> gaps = regrading_gap(pd.period_range("2024-07", "2025-09", freq="M"))["gap_gbp_year"]
    >>> float(back_pay(gaps, 1).groupby("point").sum()[25])
    5277.0
    """
    gap = checked(gap_gbp_year, "gap_gbp_year", at_least=0)
    months = checked(months, "months", at_least=0)
    same_rows(gap_gbp_year=gap, months=months)
    return gap * months / 12


def stated_range(value: Values, rounding: float, qualifier: str | None = None) -> tuple[Values, Values]:
    """The range that a stated figure leaves open.

    Parameters
    ----------
    value : float, array or Series
        The figure as it was stated; at least 0.
    rounding : float
        To what it is taken to be rounded, in its own unit; at least 0. An assumption: show it.
    qualifier : str, optional
        The word before it: ``"about"``, ``"almost"``, ``"at_most"``, ``"at_least"`` or
        ``"more_than"``, as in the tables of disputes.

    Returns
    -------
    tuple of two
        The lowest and the highest; `ballot` takes it as it is.

    Raises
    ------
    ChoiceError
        If there is no such qualifier.
    FigureError
        If a figure is missing or below 0.

    Notes
    -----
    Without a qualifier, and with "about": half the rounding to each side. "almost" and "at most":
    all of it below. "at least" and "more than": all of it above. Never below 0.

    Examples
    --------
    The youth workers' ballot of 2004, as the press put it: "almost 90 per cent" of "about 3,500":

    >>> stated_range(90, 5, "almost"), stated_range(3500, 100, "about")
    ((85.0, 90.0), (3450.0, 3550.0))
    """
    value = checked(value, "value", at_least=0)
    rounding = checked(rounding, "rounding", at_least=0)
    below = {None: 0.5, "about": 0.5, "almost": 1, "at_most": 1, "at_least": 0, "more_than": 0}
    if qualifier not in below:
        raise ChoiceError(unknown("qualifier", qualifier, [name for name in below if name]))
    low = value - rounding * below[qualifier]
    high = value + rounding * (1 - below[qualifier])
    return (low.clip(0) if is_many(low) else max(low, 0.0)), high


def ballot(turnout_pct: object, yes_pct: object, members: object = None) -> pd.DataFrame:
    """A ballot from its published shares.

    Parameters
    ----------
    turnout_pct : float, array or Series, or a range
        Votes cast, per cent of the members who may vote. A range is a tuple ``(low, high)``, from
        `stated_range` or your own; where no turnout was published it is ``(0, 100)``.
    yes_pct : float, array or Series, or a range
        Yes votes, per cent of the votes cast.
    members : float, array or Series, or a range, optional
        Members who may vote; above 0. Without it there are no numbers of votes.

    Returns
    -------
    pandas.DataFrame
        One row a ballot, with the labels of a Series if one is given: ``turnout_low_pct``,
        ``turnout_high_pct``, ``yes_low_pct``, ``yes_high_pct``, ``yes_of_members_low_pct``,
        ``yes_of_members_high_pct`` and, with members, ``votes_low``, ``votes_high``,
        ``yes_votes_low``, ``yes_votes_high``, not rounded. Where figures are exact, low and high
        are one.

    Raises
    ------
    FigureError
        If a figure is missing or out of range, a low is above its high, or rows do not match.

    Notes
    -----
    yes votes as a share of members = turnout x share of yes votes; votes = members x turnout.

    Examples
    --------
    The social care ballot in Lancashire, 90 per cent on a turnout of 70:

    >>> ballot(70, 90).iloc[0][["yes_of_members_low_pct", "yes_of_members_high_pct"]].tolist()
    [63.0, 63.0]
    """
    turnout, yes = _share_range(turnout_pct, "turnout_pct"), _share_range(yes_pct, "yes_pct")
    same_rows(turnout_pct=turnout[0], yes_pct=yes[0])
    columns = {
        "turnout_low_pct": turnout[0],
        "turnout_high_pct": turnout[1],
        "yes_low_pct": yes[0],
        "yes_high_pct": yes[1],
        "yes_of_members_low_pct": turnout[0] * yes[0] / 100,
        "yes_of_members_high_pct": turnout[1] * yes[1] / 100,
    }
    if members is not None:
        people = _range(members, "members", above=0)
        same_rows(turnout_pct=columns["yes_of_members_low_pct"], members=people[0])
        columns |= {
            "votes_low": people[0] * turnout[0] / 100,
            "votes_high": people[1] * turnout[1] / 100,
            "yes_votes_low": people[0] * columns["yes_of_members_low_pct"] / 100,
            "yes_votes_high": people[1] * columns["yes_of_members_high_pct"] / 100,
        }
    return _ballots(columns)


def ballot_counted(members: object, yes_votes: object, no_votes: object, spoilt: object = 0) -> pd.DataFrame:
    """A ballot from its count of votes.

    Parameters
    ----------
    members : float, array or Series, or a range
        Members who may vote; above 0. A range is a tuple ``(low, high)``.
    yes_votes, no_votes : float, array or Series, or a range
        Votes; at least 0.
    spoilt : float, array or Series, or a range
        Papers returned that were not valid: they count for turnout, as in published results, and
        not for the share of yes votes.

    Returns
    -------
    pandas.DataFrame
        As from `ballot` with members.

    Raises
    ------
    FigureError
        If a figure is missing or out of range, there are no votes, more votes than members, a low
        above its high, or rows do not match.

    Examples
    --------
    The pay ballot of the Public and Commercial Services Union, July 2018:

    >>> result = ballot_counted(142_673, 50_726, 8_528, spoilt=31).iloc[0]
    >>> result[["turnout_low_pct", "yes_low_pct", "yes_of_members_low_pct"]].round(1).tolist()
    [41.6, 85.6, 35.6]
    """
    people = _range(members, "members", above=0)
    yes, no = _range(yes_votes, "yes_votes"), _range(no_votes, "no_votes")
    invalid = _range(spoilt, "spoilt")
    same_rows(members=people[0], yes_votes=yes[0], no_votes=no[0], spoilt=invalid[0])
    returned = [yes[end] + no[end] + invalid[end] for end in (0, 1)]
    if np.any(np.asarray(yes[0] + no[0]) == 0):
        raise FigureError("A ballot has no votes, or might have none: yes_votes and no_votes are both 0.")
    if np.any(np.asarray(returned[0] > people[1])):
        raise FigureError("A ballot has more votes than members. Is members the number who may vote?")
    columns = {
        "turnout_low_pct": returned[0] / people[1] * 100,
        "turnout_high_pct": np.minimum(returned[1] / people[0] * 100, 100.0),
        "yes_low_pct": yes[0] / (yes[0] + no[1]) * 100,
        "yes_high_pct": yes[1] / (yes[1] + no[0]) * 100,
        "yes_of_members_low_pct": yes[0] / people[1] * 100,
        "yes_of_members_high_pct": np.minimum(yes[1] / people[0] * 100, 100.0),
        "votes_low": returned[0],
        "votes_high": returned[1],
        "yes_votes_low": yes[0],
        "yes_votes_high": yes[1],
    }
    return _ballots(columns)


def thresholds(opened: object) -> pd.DataFrame:
    """What a strike ballot had to reach, by the law for the day on which it opened.

    Parameters
    ----------
    opened : str or datetime.date
        The day, such as ``"2004-01-05"``.

    Returns
    -------
    pandas.DataFrame
        One row a test in force, indexed by ``test``: ``majority`` (of the votes cast), ``turnout``
        (of the members) and ``support`` (yes votes of the members, in important public services);
        columns ``threshold_pct``, ``qualifier`` (``more_than`` or ``at_least``), ``date`` (of the
        rule), ``source`` and ``note``. ``attrs`` carry ``sources`` and ``usage_warnings``.

    Raises
    ------
    PeriodError
        If it is not a day.
    CoverageError
        If it is outside the law that is held.

    Notes
    -----
    Table ``ballot_law``: from the first full year after the Trade Union Act 1984, which first asked
    for a ballot. Trade Union Act 2016 from 1 March 2017, Employment Rights Act 2025; before,
    a majority of the votes cast was enough. Great Britain only; for devolved public authorities in
    Wales the test of support was disapplied in September 2017 (Trade Union (Wales) Act 2017), which
    the table does not hold. Not legal advice.

    Examples
    --------
    >>> {day: list(thresholds(day).index) for day in ("2004-01-05", "2017-03-01", "2026-02-18")}
    {'2004-01-05': ['majority'], '2017-03-01': ['majority', 'turnout', 'support'],
     '2026-02-18': ['majority', 'turnout']}
    """
    day = _day(opened)
    law = datapackage.load("ballot_law")
    seen_to = pd.Period(law.attrs["vintage"]).end_time
    passed = pd.to_datetime(law.loc[law["date_kind"] == "passed", "date"]).min()
    first_full_year = passed.year + 1
    if day > seen_to or day.year < first_full_year:
        raise CoverageError(
            f"No law of ballots for {day:%Y-%m-%d}: it is held for {first_full_year} to "
            f"{seen_to:%Y-%m}. A ballot can be put to the law of another day: pass that day."
        )
    found = {test: _rule(law, rule, day) for test, (rule, _) in _TESTS.items()}
    rows = pd.DataFrame([row.rename(test) for test, row in found.items() if row is not None])
    rows = rows.rename_axis("test").rename(columns={"value": "threshold_pct"})
    rows["threshold_pct"] = rows["threshold_pct"].astype("float64")
    rows["qualifier"] = rows["qualifier"].fillna("at_least")
    return _credited(rows[["threshold_pct", "qualifier", "date", "source", "note"]], rows)


def _rule(law: pd.DataFrame, rule: str, day: pd.Timestamp) -> pd.Series | None:
    """The row of a rule that holds on a day; None if there is none, or it was removed."""
    rows = law[law["rule"] == rule].sort_values("date")
    # A row that is not dated by its start was in force before its date too.
    held = rows[(pd.to_datetime(rows["date"]) <= day) | (rows["date_kind"] != "applies_from")]
    return None if held.empty or pd.isna(held["value"].iloc[-1]) else held.iloc[-1]


def thresholds_met(ballots: pd.DataFrame, opened: object, *, important_service: object) -> pd.DataFrame:
    """Whether ballots reached what the law asks, then or under the law of another day.

    Parameters
    ----------
    ballots : pandas.DataFrame
        From `ballot` or `ballot_counted`.
    opened : str or datetime.date
        The day whose law applies: that on which the ballot opened, or any other to compare.
    important_service : bool, or array or Series of bool
        Whether most of those who may vote work in an important public service: health, education
        of those under 17, fire, transport or border security. It has no default: benefit offices
        are not named, and other services can be arguable.

    Returns
    -------
    pandas.DataFrame
        Rows as in ``ballots``; columns ``majority``, ``turnout``, ``support`` and ``outcome`` (all
        of them together), each ``met``, ``not met``, ``cannot be said`` (the range has the
        threshold in it) or, for a test that is not in force, ``not required``. ``attrs`` carry
        ``sources`` and ``usage_warnings``.

    Raises
    ------
    PeriodError, CoverageError
        As in `thresholds`.
    FigureError
        If the frame is not one of ballots, or ``important_service`` is not true or false for each.

    Notes
    -----
    Majority: more than the threshold; turnout and support: at least. See `thresholds`.

    Examples
    --------
    The Department for Work and Pensions, January 2004: about 22,000 yes and 14,000 no votes, turnout
    43 per cent; enough then, not after 2017:

    >>> members = stated_range(86_000, 1000, "about")
    >>> counted = ballot_counted(members, stated_range(22_000, 1000), stated_range(14_000, 1000))
    >>> thresholds_met(counted, "2004-01-05", important_service=False).iloc[0].to_dict()
    {'majority': 'met', 'turnout': 'not required', 'support': 'not required', 'outcome': 'met'}
    >>> thresholds_met(counted, "2017-03-01", important_service=False).iloc[0].to_dict()
    {'majority': 'met', 'turnout': 'not met', 'support': 'not required', 'outcome': 'not met'}
    """
    law = thresholds(opened)
    needed = [f"{share}_{end}_pct" for _, share in _TESTS.values() for end in ("low", "high")]
    if missing := [name for name in needed if name not in ballots]:
        raise FigureError(
            f"The ballots have no {missing[0]}: make them with paylib.strikes.ballot or ballot_counted."
        )
    important = _yes_or_no(important_service, ballots)
    results = pd.DataFrame(NOT_REQUIRED, index=ballots.index, columns=list(_TESTS), dtype="str")
    for test, rule in law.iterrows():
        low, high = (ballots[f"{_TESTS[test][1]}_{end}_pct"].to_numpy() for end in ("low", "high"))
        asked = important if test == "support" else np.full(len(ballots), True)
        results[test] = np.where(asked, _said(low, high, rule), NOT_REQUIRED)
    failed, open_ = (results.eq(said).any(axis=1) for said in (NOT_MET, CANNOT_BE_SAID))
    results["outcome"] = np.select([failed, open_], [NOT_MET, CANNOT_BE_SAID], MET)
    results.attrs = dict(law.attrs)
    return results


def _said(low: np.ndarray, high: np.ndarray, rule: pd.Series) -> np.ndarray:
    reaches = np.greater if rule["qualifier"] == "more_than" else np.greater_equal
    met, possible = reaches(low, rule["threshold_pct"]), reaches(high, rule["threshold_pct"])
    return np.select([met, ~possible], [MET, NOT_MET], CANNOT_BE_SAID)


def _yes_or_no(value: object, ballots: pd.DataFrame) -> np.ndarray:
    given = np.asarray(value)
    if given.dtype != bool or (given.ndim and len(given) != len(ballots)):
        raise FigureError(
            f"important_service is {value!r}: give True or False, one for all or one for each ballot."
        )
    if isinstance(value, pd.Series) and not value.index.equals(ballots.index):
        raise FigureError("important_service has other row labels than the ballots. Give it their index.")
    return np.broadcast_to(given, len(ballots))


def _day(value: object) -> pd.Timestamp:
    try:
        day = datetime.date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        day = None
    if not isinstance(day, datetime.date) or pd.isna(day):
        raise PeriodError(
            f"{value!r} is not a day, and the law of ballots changes on days. Give the day on which the ballot "
            "opened, such as '2004-01-05'."
        )
    return pd.Timestamp(day).tz_localize(None).normalize()


def _range(value: object, name: str, *, above: float | None = None) -> tuple[Values, Values]:
    """A figure as its lowest and highest; a tuple is a range, anything else is exact."""
    if isinstance(value, tuple) and len(value) != 2:
        raise FigureError(
            f"{name} is a tuple of {len(value)}: a range is a tuple (low, high). Many are a list."
        )
    ends = value if isinstance(value, tuple) else (value, value)
    bound = {"at_least": 0} if above is None else {"above": above}
    low, high = (checked(each, name, **bound) for each in ends)
    same_rows(**{f"the low of {name}": low, f"the high of {name}": high})
    if np.any(np.asarray(low) > np.asarray(high)):
        raise FigureError(f"A range of {name} has its low above its high. A range is (low, high).")
    return low + 0 * high, high + 0 * low  # where one end is many, so is the other


def _share_range(value: object, name: str) -> tuple[Values, Values]:
    low, high = _range(value, name)
    return low, checked(high, name, at_most=100)


def _ballots(columns: dict[str, Values]) -> pd.DataFrame:
    """One row a ballot; a frame of one row where all figures are single."""
    series = next((each for each in columns.values() if isinstance(each, pd.Series)), None)
    rows = next((len(each) for each in columns.values() if is_many(each)), 1)
    index = pd.RangeIndex(rows) if series is None else series.index
    return pd.DataFrame({name: np.broadcast_to(each, rows) for name, each in columns.items()}, index=index)


def _shaped(result: np.ndarray, *given: Values) -> Values:
    """A result with the labels of the Series that were given; one figure stays one."""
    series = next((each for each in given if isinstance(each, pd.Series)), None)
    if series is not None:
        return pd.Series(result, index=series.index)
    return result if result.ndim else float(result)


def _credited(frame: pd.DataFrame, *rows: pd.DataFrame) -> pd.DataFrame:
    """The frame with the sources and usage warnings of the rows that it was made from."""
    sources = {source for each in rows for source in each["source"]}
    noted = [each["usage_warnings"].dropna() for each in rows if "usage_warnings" in each]
    frame.attrs = {
        "sources": tuple(sorted(sources)),
        "usage_warnings": tuple(sorted({code for text in noted for codes in text for code in codes.split()})),
    }
    return frame
