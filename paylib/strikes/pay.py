"""Strikes: pay lost, when a gain repays it, what is at stake in a regrading, and ballots.

A day on strike costs a share of annual pay that depends on the contract (`divisors`), and
which days count depends on who was rostered (`rostered_days`): both are always said, never
defaulted. Ballot figures that are not exact are ranges, and stay ranges.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from paylib import datapackage
from paylib.errors import ChoiceError, FigureError, PeriodError, is_among, unknown
from paylib.figures.calls import takes_findings
from paylib.figures.inputs import Values, a_frame, as_given, checked, pay_a_year, same_rows
from paylib.figures.provenance import credited


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
    return credited(rows.set_index("contract")[["days", "source", "note"]], rows)


def _divisor_origin(asked: dict) -> dict[str, tuple[str, ...]]:
    return {"sources": (divisors().loc[asked["contract"], "source"],)}


@takes_findings(
    "gbp",
    "{annual_gbp} × {fte} × {days} days over the divisor of the {contract}",
    takes={"annual_gbp": "gbp_year", "days": "days"},
    origin=_divisor_origin,
)
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

    >>> from paylib.cases import social_care
    >>> pay_lost(31067, rostered_days(social_care.rounds()).sum(), contract="five_day_week").round(0).to_dict()
    {'five_sevenths_days': 5804.0, 'weekday_days': 5462.0, 'all_days': 8125.0}
    """
    annual = checked(annual_gbp, "annual_gbp", above=0)
    days = checked(days, "days", at_least=0)
    fte = checked(fte, "fte", above=0, at_most=1)
    same_rows(annual_gbp=annual, days=days, fte=fte)
    annual = pay_a_year(annual, "annual_gbp")
    return annual * fte * days / _divisor(contract)


def _divisor(contract: str) -> float:
    days = divisors()["days"]
    if not is_among(contract, days.index):
        raise ChoiceError(unknown("contract", contract, days.index))
    return float(days[contract])


@takes_findings("gbp", "{lost_gbp} × {kept_pct}", takes={"lost_gbp": "gbp", "kept_pct": "pct"})
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


@takes_findings(
    "days",
    "{days} × {workers} × {participation_pct}",
    takes={"days": "days", "workers": "people", "participation_pct": "pct"},
)
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


@takes_findings(
    "gbp",
    "{annual_gbp} × {fte} × {days} days over the divisor of the {contract}, and {on_costs_pct} on-costs",
    takes={"annual_gbp": "gbp_year", "days": "days", "on_costs_pct": "pct"},
    origin=_divisor_origin,
)
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


@takes_findings(
    "months",
    "months until {gain_gbp_year} a year, discounted at {discount_pct} per cent and {due_to_strike_pct} per cent of it due to the strike, repays {lost_gbp}",
    takes={"lost_gbp": "gbp", "gain_gbp_year": "gbp_year", "discount_pct": "pct", "due_to_strike_pct": "pct"},
)
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
    never = _for_never(never)
    if never is None and not repaid.all():
        raise FigureError(_never_repaid(repaid, lost, rate, due))
    with np.errstate(divide="ignore", invalid="ignore"):
        plain = lost / monthly
        discounted = -np.log1p(-plain * rate) / log_growth
    months = np.where(lost == 0, 0.0, np.where(rate == 0, plain, discounted))
    return _shaped(np.where(repaid, months, never), *given.values())


def _for_never(never: object) -> float | None:
    """What stands for a loss that is never repaid, which may be without end or no number."""
    try:
        return None if never is None else float(never)
    except (TypeError, ValueError, OverflowError):
        raise FigureError(f"never is one figure, such as math.inf, and {as_given(never)} is none.") from None


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

    >>> from paylib.cases import social_care
    >>> rostered_days(social_care.rounds()).sum().round(1).to_dict()
    {'five_sevenths_days': 48.6, 'weekday_days': 45.7, 'all_days': 68.0}
    """
    a_frame(rounds, "rounds")
    missing = [name for name in ("start_date", "end_date", "days") if name not in rounds]
    if missing:
        raise FigureError(
            f"The rounds have no {' and no '.join(missing)}: see paylib.cases.social_care.rounds()."
        )
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


@takes_findings(
    "gbp", "{gap_gbp_year} / 12 × {months} months", takes={"gap_gbp_year": "gbp_year", "months": "months"}
)
def regrading_arrears(gap_gbp_year: Values, months: Values) -> Values:
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

    >>> from paylib.cases import social_care
    >>> gaps = social_care.regrading_gap(pd.period_range("2024-07", "2025-09", freq="M"))["gap_gbp_year"]
    >>> float(regrading_arrears(gaps, 1).groupby("point").sum()[25])
    5277.0
    """
    gap = checked(gap_gbp_year, "gap_gbp_year", at_least=0)
    months = checked(months, "months", at_least=0)
    same_rows(gap_gbp_year=gap, months=months)
    return gap * months / 12


def _shaped(result: np.ndarray, *given: Values) -> Values:
    """A result with the labels of the Series that were given; one figure stays one."""
    series = next((each for each in given if isinstance(each, pd.Series)), None)
    if series is not None:
        return pd.Series(result, index=series.index)
    return result if result.ndim else float(result)
