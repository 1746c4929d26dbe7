"""What is taken of a salary over a tax year, what is left, and what of a rise is kept."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from paylib.errors import FigureError
from paylib.figures.calls import takes_findings
from paylib.figures.inputs import Values, flag
from paylib.figures.provenance import merged
from paylib.takehome import insurance, loans, tax
from paylib.takehome.parameters import Needs, in_force, provenance
from paylib.takehome.years import by_year, one_of, read, starts_of


def _origin(asked: dict) -> dict[str, tuple[str, ...]]:
    terms = _terms(asked["nation"], asked["contracted_out"], asked["student_loans"], asked["paid"])
    return _credit(starts_of(asked["tax_year"]), terms)


@takes_findings(
    "gbp_year",
    "{annual_gbp} in {tax_year}, what is taken of it, and what is left",
    takes={"annual_gbp": "gbp_year", "pension_pct": "pct"},
    origin=_origin,
)
def breakdown(
    annual_gbp: Values,
    tax_year: object,
    *,
    nation: str = "England",
    contracted_out: bool = False,
    pension_pct: Values = 0.0,
    student_loans: str | Iterable[str] = (),
    paid: str = "week",
) -> pd.DataFrame:
    """A salary, what is taken from it over a tax year, and what is left.

    Parameters
    ----------
    annual_gbp : float, array or Series, or a Finding
        Gross salary for the whole tax year; not below zero.
    tax_year : financial year, or array or Series of them
        The tax year that starts on 6 April of the first year named, such as ``"2003/04"``.
    nation : str
        ``"England"``, ``"Wales"``, ``"Northern Ireland"`` or ``"Scotland"``, whose own income tax
        begins in 2016/17 and was the others' until then.
    contracted_out : bool
        Whether the job was contracted out of the additional state pension by a salary-related
        scheme, as in most of the public sector until April 2016.
    pension_pct : float, array or Series, or a Finding
        The employee's pension contribution, per cent of the whole salary, 0 to 100: your own, or
        from the function `pension_pct`.
    student_loans : str or iterable of str
        The loans being repaid, from `LOANS`.
    paid : str
        ``"week"`` or ``"month"``: whose National Insurance thresholds apply. Weeks, unless said
        otherwise: they reach back to 2003/04, and months only to 2018/19.

    Returns
    -------
    pandas.DataFrame
        One row a salary (a Series' row labels are kept); columns ``gross_gbp``,
        ``pension_gbp``, ``income_tax_gbp``, ``national_insurance_gbp``, ``student_loan_gbp`` and
        ``net_gbp``, pounds a year, not rounded. ``attrs`` carry ``sources`` and
        ``usage_warnings``.

    Raises
    ------
    CoverageError
        If a table lacks something that the tax year needs (it is named), or if nobody was
        contracted out in the tax year.
    ChoiceError
        If there is no such nation, loan or pay period.
    PeriodError
        If a tax year cannot be read or is not a financial year.
    FigureError
        If a figure is missing or out of range, or lengths or row labels differ.

    Notes
    -----
    net = gross - pension contribution - income tax - National Insurance - student loan.

    Income tax: taxable income is the salary less the pension contribution and the personal
    allowance; each band of it is taxed at its own rate (Income Tax Act 2007, sections 10, 11A, 23
    and 35). Limits of bands count taxable income, also Scotland's top rate.

    National Insurance: the main rate between the primary threshold and the upper earnings limit,
    and the upper rate above; if contracted out, less the rebate on earnings from the lower
    earnings limit to the upper accrual point (before 2009/10 to the upper earnings limit), but
    not below zero (HMRC, National Insurance Manual, NIM01224 and NIM11042 to NIM11044).

    Student loans: the plan's rate on gross pay above its threshold; of several plans of students,
    one repayment above the lowest threshold; a postgraduate loan's is on top (HMRC, Student and
    postgraduate loan deductions: guidance for employers).

    Other tax codes, salary sacrifice and benefits are left out.

    Examples
    --------
    A civil servant on £15,000, contracted out, with a pension contribution of 1.5 per cent:

    >>> breakdown(15_000, "2003/04", contracted_out=True, pension_pct=1.5).round(2).squeeze()
    gross_gbp                 15000.00
    pension_gbp                 225.00
    income_tax_gbp             2000.00
    national_insurance_gbp      964.98
    student_loan_gbp              0.00
    net_gbp                   11810.02
    Name: 0, dtype: float64
    """
    annual, pension, starts, shape = read({"annual_gbp": annual_gbp}, tax_year, pension_pct=pension_pct)
    terms = _terms(nation, contracted_out, student_loans, paid)
    figures = _deducted(annual, pension, starts, terms)
    labelled = shape(figures["net_gbp"])
    index = labelled.index if isinstance(labelled, pd.Series) else None
    frame = pd.DataFrame({name: np.atleast_1d(each) for name, each in figures.items()}, index=index)
    frame.attrs = _credit(np.unique(starts), terms)
    return frame


@takes_findings(
    "gbp_year",
    "{annual_gbp} in {tax_year}, less pension contribution, income tax, National Insurance and student loan",
    takes={"annual_gbp": "gbp_year", "pension_pct": "pct"},
    origin=_origin,
)
def net(
    annual_gbp: Values,
    tax_year: object,
    *,
    nation: str = "England",
    contracted_out: bool = False,
    pension_pct: Values = 0.0,
    student_loans: str | Iterable[str] = (),
    paid: str = "week",
) -> Values:
    """Take-home pay of a salary over a tax year.

    Parameters
    ----------
    annual_gbp, tax_year, nation, contracted_out, pension_pct, student_loans, paid
        As in `breakdown`.

    Returns
    -------
    float, numpy.ndarray, pandas.Series or Finding
        Pounds a year, shaped like the inputs; a Series keeps its row labels.

    Raises
    ------
    CoverageError, ChoiceError, PeriodError, FigureError
        As in `breakdown`.

    Notes
    -----
    The column ``net_gbp`` of `breakdown`.

    Examples
    --------
    £40,000 in England, and in Scotland two years later with a student loan, paid by the month:

    >>> round(net(40_000, "2024/25"), 2)
    32320.72
    >>> round(net(40_000, "2026/27", nation="Scotland", student_loans="plan_4", paid="month"), 2)
    31696.56
    """
    annual, pension, starts, shape = read({"annual_gbp": annual_gbp}, tax_year, pension_pct=pension_pct)
    terms = _terms(nation, contracted_out, student_loans, paid)
    return shape(_deducted(annual, pension, starts, terms)["net_gbp"])


@takes_findings(
    "pct",
    "what take-home pay gains of the rise from {before_gbp} to {after_gbp} in {tax_year}, over the rise",
    takes={"before_gbp": "gbp_year", "after_gbp": "gbp_year", "pension_pct": "pct"},
    origin=_origin,
)
def kept_pct(
    before_gbp: Values,
    after_gbp: Values,
    tax_year: object,
    *,
    nation: str = "England",
    contracted_out: bool = False,
    pension_pct: Values = 0.0,
    student_loans: str | Iterable[str] = (),
    paid: str = "week",
) -> Values:
    """The share of a gross rise that reaches take-home pay.

    Parameters
    ----------
    before_gbp, after_gbp : float, array or Series, or Findings
        Gross salary before and after, both over the whole tax year; not below zero and not equal.
    tax_year, nation, contracted_out, pension_pct, student_loans, paid
        As in `breakdown`.

    Returns
    -------
    float, numpy.ndarray, pandas.Series or Finding
        Per cent of the rise; of a cut, the per cent of it that take-home pay loses.

    Raises
    ------
    CoverageError, ChoiceError, PeriodError
        As in `breakdown`.
    FigureError
        As in `breakdown`; also if a salary does not change.

    Notes
    -----
    (net after - net before) / (gross after - gross before), both under one tax year's rules, so
    that changes of tax do not count as part of the rise. The pension contribution is the same per
    cent before and after: where a rise crosses into a higher tier, compare `net` of each with its
    own `pension_pct`.

    Examples
    --------
    What a basic-rate taxpayer keeps of a rise, and one whose personal allowance is withdrawn:

    >>> kept_pct([20_000, 100_000], [21_000, 105_000], "2024/25").round(6)
    array([72., 38.])
    """
    pay = {"before_gbp": before_gbp, "after_gbp": after_gbp}
    before, after, pension, starts, shape = read(pay, tax_year, pension_pct=pension_pct)
    unchanged = np.atleast_1d(before == after)
    if unchanged.any():
        raise FigureError(
            f"{int(unchanged.sum())} of {len(unchanged)} salaries do not change, the first at position "
            f"{int(np.argmax(unchanged))}: there is no rise to keep a share of. Leave them out."
        )
    terms = _terms(nation, contracted_out, student_loans, paid)
    left = [_deducted(annual, pension, starts, terms)["net_gbp"] for annual in (before, after)]
    return shape((left[1] - left[0]) / (after - before) * 100)


@takes_findings(
    "pct",
    "income tax, National Insurance and student loan on the next pound of {annual_gbp} in {tax_year}",
    takes={"annual_gbp": "gbp_year", "pension_pct": "pct"},
    origin=_origin,
)
def marginal_rate_pct(
    annual_gbp: Values,
    tax_year: object,
    *,
    nation: str = "England",
    contracted_out: bool = False,
    pension_pct: Values = 0.0,
    student_loans: str | Iterable[str] = (),
    paid: str = "week",
) -> Values:
    """Income tax, National Insurance and student loan on the next pound of a salary.

    Parameters
    ----------
    annual_gbp, tax_year, nation, contracted_out, pension_pct, student_loans, paid
        As in `breakdown`.

    Returns
    -------
    float, numpy.ndarray, pandas.Series or Finding
        Per cent. The pension contribution on that pound is not counted as tax; it is in
        `kept_pct`.

    Raises
    ------
    CoverageError, ChoiceError, PeriodError, FigureError
        As in `breakdown`.

    Notes
    -----
    What is taken of the salary plus £1, less what is taken of the salary.

    Examples
    --------
    Below the tax threshold, at the basic rate, above the upper earnings limit, and where the
    personal allowance is withdrawn:

    >>> marginal_rate_pct([12_000, 30_000, 60_000, 110_000], "2024/25").round(6)
    array([ 0., 28., 42., 62.])
    """
    annual, pension, starts, shape = read({"annual_gbp": annual_gbp}, tax_year, pension_pct=pension_pct)
    terms = _terms(nation, contracted_out, student_loans, paid)
    here, above = (_deducted(each, pension, starts, terms) for each in (annual, annual + 1))
    taxes = ("income_tax_gbp", "national_insurance_gbp", "student_loan_gbp")
    return shape(sum(above[tax] - here[tax] for tax in taxes) * 100)


def rules(tax_year: object, *, contracted_out: bool = False, nation: str = "England") -> pd.DataFrame:
    """The rates and thresholds that take-home pay of a tax year is worked out with.

    Parameters
    ----------
    tax_year : financial year
        One tax year, such as ``"2003/04"``.
    contracted_out : bool
        Whether to include what a contracted-out job needs as well.
    nation : str
        As in `breakdown`.

    Returns
    -------
    pandas.DataFrame
        One row for each span of the tax year in which no rate or threshold changed: the parameters
        by their names in the table ``tax_ni``, and ``weeks``, the weekly thresholds of the span, of
        52 in the year. ``attrs`` carry ``sources`` and ``usage_warnings``.

    Raises
    ------
    CoverageError
        If the table lacks something that the tax year needs, or nobody was contracted out in it.
    ChoiceError
        If there is no such nation.
    PeriodError
        If it is not a financial year.

    Examples
    --------
    >>> rules("2022/23")[["weeks", "ni_employee_main_rate"]].round(2).to_numpy().tolist()
    [[13.0, 13.25], [17.33, 13.25], [21.67, 12.0]]
    """
    start = int(starts_of(tax_year)[0])
    terms = _terms(nation, contracted_out, (), "week")
    if contracted_out:
        insurance.check_contracted_out(start)
    frame = pd.DataFrame(in_force(start, _needs(terms)))
    frame.attrs = _credit([start], terms)
    return frame


def _terms(nation: str, contracted_out: bool, student_loans: str | Iterable[str], paid: str) -> dict:
    """What the deductions depend on besides pay and year, checked."""
    one_of("nation", nation, tax.NATIONS)
    one_of("pay period", paid, insurance.PAY_PERIODS)
    return {
        "nation": nation,
        "contracted_out": flag(contracted_out, "contracted_out"),
        "student_loans": loans.named(student_loans),
        "paid": paid,
    }


def _deducted(
    annual: np.ndarray, pension_pct: np.ndarray, starts: np.ndarray, terms: dict
) -> dict[str, np.ndarray]:
    """The columns of `breakdown`."""
    for start in np.unique(starts):
        in_force(int(start), _needs(terms))  # all of it, or an error that names what is missing
    insured = {name: terms[name] for name in ("contracted_out", "paid")}
    pension = annual * pension_pct / 100
    taken = {
        "pension_gbp": pension,
        "income_tax_gbp": by_year(tax.income_tax, starts, annual - pension, nation=terms["nation"]),
        "national_insurance_gbp": by_year(insurance.employee_ni, starts, annual, **insured),
        "student_loan_gbp": by_year(loans.repaid, starts, annual, loans=terms["student_loans"]),
    }
    left = annual - sum(taken.values())
    beyond = np.minimum(left, 0.0)  # no more can be paid into a pension than the other deductions leave
    return {"gross_gbp": annual, **taken, "pension_gbp": pension + beyond, "net_gbp": left - beyond}


def _needs(terms: dict) -> Needs:
    insured = insurance.needs(terms["contracted_out"], terms["paid"])
    return lambda start: [*tax.needs(start, terms["nation"]), *insured(start)]


def _credit(starts: Iterable[int], terms: dict) -> dict[str, tuple[str, ...]]:
    """Where the rates, thresholds and repayments used come from."""
    found = provenance(starts, _needs(terms))
    if not terms["student_loans"]:
        return found
    return found | {
        "sources": merged([found["sources"], loans.rows_of(starts, terms["student_loans"])["source"]])
    }
