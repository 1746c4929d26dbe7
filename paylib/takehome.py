"""Take-home pay: what income tax, National Insurance and pension contributions leave of a salary.

England, Wales and Northern Ireland, from 2003/04. One job, paid evenly over the whole tax year, of
somebody under state pension age with the standard personal allowance. Rates and thresholds are
those of the table ``tax_ni``. Nothing is rounded.

- Income tax is reckoned on the year. From 2010/11 the personal allowance falls by £1 for every £2
  above its income limit; the law rounds what is left of it up to a pound, which is worth at most
  40p of tax and is not done here.
- A pension contribution is under a net pay arrangement, as in public service schemes: a per cent
  of the whole salary, taken before income tax and *not* before National Insurance.
- National Insurance is reckoned on each pay period, so a year of it takes a convention: here twelve
  equal monthly payments with thresholds of 52/12 weeks each, so 52 weekly thresholds a year. HMRC
  makes its monthly and annual thresholds in much the same way and rounds them, which moves a year's
  contributions by about £3 at most (52 x £242 is £12,584, and the annual threshold is £12,570). A
  change within a tax year counts by the months in force, as in HMRC's annual rates for directors.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import pandas as pd

from paylib import datapackage
from paylib.errors import ChoiceError, CoverageError, FigureError, PeriodError, unknown
from paylib.figures import periods
from paylib.figures.inputs import Values, checked
from paylib.figures.rows import align

TABLE = "tax_ni"
"""The table of rates and thresholds."""

WEEKS = 52
"""Weekly National Insurance thresholds that a year's pay meets."""

TAPER = 1 / 2
"""Personal allowance lost for each pound above its income limit: Income Tax Act 2007, section 35(2)."""

NATIONS = ("England", "Wales", "Northern Ireland")
"""Where the income tax that is held applies."""


def breakdown(
    annual_gbp: Values,
    tax_year: object,
    *,
    nation: str = "England",
    contracted_out: bool = False,
    pension_pct: Values = 0.0,
) -> pd.DataFrame:
    """A salary, what is taken from it over a tax year, and what is left.

    Parameters
    ----------
    annual_gbp : float, array or Series
        Gross salary for the whole tax year; not below zero.
    tax_year : financial year, or array or Series of them
        The tax year that starts on 6 April of the first year named, such as ``"2003/04"``.
    nation : str
        ``"England"``, ``"Wales"`` or ``"Northern Ireland"``.
    contracted_out : bool
        Whether the job was contracted out of the additional state pension by a salary-related
        scheme, as in most of the public sector until April 2016.
    pension_pct : float, array or Series
        The employee's pension contribution, per cent of the whole salary; 0 to 100.

    Returns
    -------
    pandas.DataFrame
        One row a salary (a Series' row labels are kept); columns ``gross_gbp``,
        ``pension_gbp``, ``income_tax_gbp``, ``national_insurance_gbp`` and ``net_gbp``, pounds
        a year, not rounded. ``attrs`` carry ``sources`` and ``usage_warnings``.

    Raises
    ------
    CoverageError
        If the table lacks something that the tax year needs (it is named), if the nation is
        Scotland, or if nobody was contracted out in the tax year.
    ChoiceError
        If there is no such nation.
    PeriodError
        If a tax year cannot be read or is not a financial year.
    FigureError
        If a figure is missing or out of range, or lengths or row labels differ.

    Notes
    -----
    net = gross - pension contribution - income tax - National Insurance.

    Income tax: taxable income is the salary less the pension contribution and the personal
    allowance; each band of it is taxed at its own rate (Income Tax Act 2007, sections 10, 23
    and 35).

    National Insurance: the main rate between the primary threshold and the upper earnings limit,
    and the upper rate above; if contracted out, less the rebate on earnings from the lower
    earnings limit to the upper accrual point (before 2009/10 to the upper earnings limit), but
    not below zero (HMRC, National Insurance Manual, NIM01224 and NIM11042 to NIM11044).

    Other tax codes, student loans, salary sacrifice and benefits are left out.

    Examples
    --------
    A civil servant on £15,000, contracted out, with a pension contribution of 1.5 per cent:

    >>> breakdown(15_000, "2003/04", contracted_out=True, pension_pct=1.5).round(2).squeeze()
    gross_gbp                 15000.00
    pension_gbp                 225.00
    income_tax_gbp             2000.00
    national_insurance_gbp      964.98
    net_gbp                   11810.02
    Name: 0, dtype: float64
    """
    (annual,), pension, starts, shape = _read({"annual_gbp": annual_gbp}, pension_pct, tax_year)
    figures = _deducted(annual, pension, starts, nation, contracted_out)
    labelled = shape(figures["net_gbp"])
    index = labelled.index if isinstance(labelled, pd.Series) else None
    frame = pd.DataFrame({name: np.atleast_1d(each) for name, each in figures.items()}, index=index)
    frame.attrs = _provenance(starts)
    return frame


def net(
    annual_gbp: Values,
    tax_year: object,
    *,
    nation: str = "England",
    contracted_out: bool = False,
    pension_pct: Values = 0.0,
) -> Values:
    """Take-home pay of a salary over a tax year.

    Parameters
    ----------
    annual_gbp, tax_year, nation, contracted_out, pension_pct
        As in `breakdown`.

    Returns
    -------
    float, numpy.ndarray or pandas.Series
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
    >>> round(net(40_000, "2024/25"), 2)
    32320.72
    """
    (annual,), pension, starts, shape = _read({"annual_gbp": annual_gbp}, pension_pct, tax_year)
    return shape(_deducted(annual, pension, starts, nation, contracted_out)["net_gbp"])


def kept_pct(
    before_gbp: Values,
    after_gbp: Values,
    tax_year: object,
    *,
    nation: str = "England",
    contracted_out: bool = False,
    pension_pct: Values = 0.0,
) -> Values:
    """The share of a gross rise that reaches take-home pay.

    Parameters
    ----------
    before_gbp, after_gbp : float, array or Series
        Gross salary before and after, both over the whole tax year; not below zero and not equal.
    tax_year, nation, contracted_out, pension_pct
        As in `breakdown`.

    Returns
    -------
    float, numpy.ndarray or pandas.Series
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
    that changes of tax do not count as part of the rise.

    Examples
    --------
    What a basic-rate taxpayer keeps of a rise, and one whose personal allowance is withdrawn:

    >>> kept_pct([20_000, 100_000], [21_000, 105_000], "2024/25").round(6)
    array([72., 38.])
    """
    pay = {"before_gbp": before_gbp, "after_gbp": after_gbp}
    (before, after), pension, starts, shape = _read(pay, pension_pct, tax_year)
    unchanged = np.atleast_1d(before == after)
    if unchanged.any():
        raise FigureError(
            f"{int(unchanged.sum())} of {len(unchanged)} salaries do not change, the first at position "
            f"{int(np.argmax(unchanged))}: there is no rise to keep a share of. Leave them out."
        )
    net_before, net_after = (
        _deducted(annual, pension, starts, nation, contracted_out)["net_gbp"] for annual in (before, after)
    )
    return shape((net_after - net_before) / (after - before) * 100)


def marginal_rate_pct(
    annual_gbp: Values,
    tax_year: object,
    *,
    nation: str = "England",
    contracted_out: bool = False,
    pension_pct: Values = 0.0,
) -> Values:
    """Income tax and National Insurance on the next pound of a salary.

    Parameters
    ----------
    annual_gbp, tax_year, nation, contracted_out, pension_pct
        As in `breakdown`.

    Returns
    -------
    float, numpy.ndarray or pandas.Series
        Per cent. The pension contribution on that pound is not counted as tax; it is in
        `kept_pct`.

    Raises
    ------
    CoverageError, ChoiceError, PeriodError, FigureError
        As in `breakdown`.

    Notes
    -----
    The income tax and National Insurance of the salary plus £1, less those of the salary.

    Examples
    --------
    Below the tax threshold, at the basic rate, above the upper earnings limit, and where the
    personal allowance is withdrawn:

    >>> marginal_rate_pct([12_000, 30_000, 60_000, 110_000], "2024/25").round(6)
    array([ 0., 28., 42., 62.])
    """
    (annual,), pension, starts, shape = _read({"annual_gbp": annual_gbp}, pension_pct, tax_year)
    here, above = (_deducted(each, pension, starts, nation, contracted_out) for each in (annual, annual + 1))
    taxes = ("income_tax_gbp", "national_insurance_gbp")
    return shape(sum(above[tax] - here[tax] for tax in taxes) * 100)


def rules(tax_year: object, *, contracted_out: bool = False) -> pd.DataFrame:
    """The rates and thresholds that take-home pay of a tax year is worked out with.

    Parameters
    ----------
    tax_year : financial year
        One tax year, such as ``"2003/04"``.
    contracted_out : bool
        Whether to include what a contracted-out job needs as well.

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
    PeriodError
        If it is not a financial year.

    Examples
    --------
    >>> rules("2022/23")[["weeks", "ni_employee_main_rate"]].round(2).to_numpy().tolist()
    [[13.0, 13.25], [17.33, 13.25], [21.67, 12.0]]
    """
    *_, starts, _ = _read({"annual_gbp": 0.0}, 0.0, tax_year)
    start = int(starts)
    frame = pd.DataFrame(_in_force(start, _income_tax_needs(start) + _employee_needs(start, contracted_out)))
    frame.attrs = _provenance(starts)
    return frame


def employer_ni(annual_gbp: Values, tax_year: object, *, contracted_out: bool = False) -> Values:
    """The employer's National Insurance of one salary over a tax year.

    Parameters
    ----------
    annual_gbp, tax_year, contracted_out
        As in `breakdown`; the same in the whole United Kingdom.

    Returns
    -------
    float, numpy.ndarray or pandas.Series
        Pounds a year, shaped like the inputs. Below zero for pay just above the lower earnings
        limit of somebody contracted out, where the rebates exceed the contributions: employers
        set that off against what they owed for others.

    Raises
    ------
    CoverageError
        If the table lacks something that the tax year needs (it is named), or if nobody was
        contracted out in the tax year.
    PeriodError, FigureError
        As in `breakdown`.

    Notes
    -----
    The employer's rate on earnings above the secondary threshold; if contracted out, less the
    employer's rebate between the limits that `breakdown` names, and less what the employee's
    rebate leaves over once the employee pays nothing (HMRC, National Insurance Manual, NIM11042).
    Reliefs for young workers and apprentices and the Employment Allowance are left out.

    Examples
    --------
    £30,000 before and after April 2025:

    >>> employer_ni(30_000, ["2024/25", "2025/26"]).round(2)
    array([2884.2, 3751.2])
    """
    (annual,), _, starts, shape = _read({"annual_gbp": annual_gbp}, 0.0, tax_year)

    def contributions(start: int, annual: np.ndarray) -> np.ndarray:
        return _employer(_in_force(start, _employer_needs(start, contracted_out)), annual, contracted_out)

    return shape(_year_by_year(contributions, starts, annual))


def _read(pay: dict[str, Values], pension_pct: Values, tax_year: object) -> tuple:
    """The figures in one shape, the first calendar year of each tax year, and the shape to give back."""
    *figures, years, shape = align({**pay, "pension_pct": pension_pct}, tax_year)
    for name, each in zip([*pay, "pension_pct"], figures, strict=True):
        checked(each, name, at_least=0)
    if years.freqstr != periods.FINANCIAL:
        example = years if isinstance(years, pd.Period) else years[0]
        raise PeriodError(
            f"A tax year is written as a financial year, such as '2003/04'; {periods.label(example)} is a "
            f"{periods.kind(years)}."
        )
    if np.any(figures[-1] > 100):
        raise FigureError(
            f"pension_pct is {np.max(figures[-1]):g}: a contribution is at most 100 per cent of pay."
        )
    *pay_figures, pension, starts = np.broadcast_arrays(*figures, np.asarray(years.year) - 1)
    return pay_figures, pension, starts, shape


def _deducted(
    annual: np.ndarray, pension_pct: np.ndarray, starts: np.ndarray, nation: str, contracted_out: bool
) -> dict[str, np.ndarray]:
    """The columns of `breakdown`."""
    _check_nation(nation)
    pension = annual * pension_pct / 100

    def tax(start: int, income: np.ndarray) -> np.ndarray:
        return _income_tax(_in_force(start, _income_tax_needs(start)), income)

    def contributions(start: int, annual: np.ndarray) -> np.ndarray:
        return _employee(_in_force(start, _employee_needs(start, contracted_out)), annual, contracted_out)

    income_tax = _year_by_year(tax, starts, annual - pension)
    national_insurance = _year_by_year(contributions, starts, annual)
    return {
        "gross_gbp": annual,
        "pension_gbp": pension,
        "income_tax_gbp": income_tax,
        "national_insurance_gbp": national_insurance,
        "net_gbp": annual - pension - income_tax - national_insurance,
    }


def _check_nation(nation: str) -> None:
    if nation == "Scotland":
        raise CoverageError(
            "Scotland has had its own income tax since 2017/18, which is not held, so take-home pay there "
            f"cannot be worked out. Held: {', '.join(NATIONS)}. Before 2017/18 tax was the same: use nation='England'."
        )
    if nation not in NATIONS:
        raise ChoiceError(unknown("nation", nation, NATIONS))


def _year_by_year(
    rule: Callable[[int, np.ndarray], np.ndarray], starts: np.ndarray, annual: np.ndarray
) -> np.ndarray:
    """A rule applied to the salaries of each tax year in turn."""
    result = np.empty(annual.shape)
    for start in np.unique(starts):
        rows = starts == start
        result[rows] = rule(int(start), annual[rows])
    return result


def _between(value: np.ndarray, lower: np.ndarray, upper: np.ndarray | float = np.inf) -> np.ndarray:
    """The part of a value that lies between two limits."""
    return np.clip(value, lower, upper) - lower


def _income_tax(rules: dict[str, np.ndarray], income: np.ndarray) -> np.ndarray:
    year = {name: values[0] for name, values in rules.items()}  # income tax does not change within a year
    allowance = year["personal_allowance"]
    if "personal_allowance_income_limit" in year:
        excess = _between(income, year["personal_allowance_income_limit"])
        allowance = np.maximum(allowance - TAPER * excess, 0)
    taxable = np.maximum(income - allowance, 0)
    bottoms = [0.0, year["basic_rate_limit"]]
    rates_pct = [year["basic_rate"], year["higher_rate"]]
    if "starting_rate" in year:
        bottoms.insert(1, year["starting_rate_limit"])
        rates_pct.insert(0, year["starting_rate"])
    if "additional_rate" in year:
        bottoms.append(year["additional_rate_threshold"])
        rates_pct.append(year["additional_rate"])
    bands = zip(bottoms, [*bottoms[1:], np.inf], rates_pct, strict=True)
    return sum(_between(taxable, bottom, top) * rate_pct for bottom, top, rate_pct in bands) / 100


def _employee(rules: dict[str, np.ndarray], annual: np.ndarray, contracted_out: bool) -> np.ndarray:
    week = annual[:, None] / WEEKS
    due = _employee_due(rules, week)
    if contracted_out:
        due = np.maximum(due - _rebate(rules, week, "employee"), 0)
    return due @ rules["weeks"]


def _employer(rules: dict[str, np.ndarray], annual: np.ndarray, contracted_out: bool) -> np.ndarray:
    week = annual[:, None] / WEEKS
    due = _between(week, rules["ni_secondary_threshold"]) * rules["ni_employer_rate"] / 100
    if contracted_out:
        left_over = np.maximum(_rebate(rules, week, "employee") - _employee_due(rules, week), 0)
        due = due - _rebate(rules, week, "employer") - left_over
    return due @ rules["weeks"]


def _employee_due(rules: dict[str, np.ndarray], week: np.ndarray) -> np.ndarray:
    """The employee's contributions of a week, before any rebate."""
    limit = rules["ni_upper_earnings_limit"]
    main = _between(week, rules["ni_primary_threshold"], limit) * rules["ni_employee_main_rate"]
    return (main + _between(week, limit) * rules["ni_employee_upper_rate"]) / 100


def _rebate(rules: dict[str, np.ndarray], week: np.ndarray, whose: str) -> np.ndarray:
    """The contracted-out rebate of a week."""
    ceiling = rules.get("ni_upper_accrual_point", rules["ni_upper_earnings_limit"])
    rebated = _between(week, rules["ni_lower_earnings_limit"], ceiling)
    return rebated * rules[f"ni_contracted_out_{whose}_rebate"] / 100


def _income_tax_needs(start: int) -> list[str]:
    """The parameters that the income tax of a tax year consists of, by the year it starts in."""
    needs = ["personal_allowance", "basic_rate", "basic_rate_limit", "higher_rate"]
    if start <= 2007:
        needs += ["starting_rate", "starting_rate_limit"]
    if start >= 2010:
        needs += ["personal_allowance_income_limit", "additional_rate", "additional_rate_threshold"]
    return needs


def _employee_needs(start: int, contracted_out: bool) -> list[str]:
    needs = [
        "ni_primary_threshold",
        "ni_upper_earnings_limit",
        "ni_employee_main_rate",
        "ni_employee_upper_rate",
    ]
    return needs + _contracted_out_needs(start) if contracted_out else needs


def _employer_needs(start: int, contracted_out: bool) -> list[str]:
    needs = ["ni_secondary_threshold", "ni_employer_rate"]
    return needs + _employee_needs(start, contracted_out) if contracted_out else needs


def _contracted_out_needs(start: int) -> list[str]:
    if start > 2015:
        raise CoverageError(
            f"Nobody was contracted out in {_label(start)}: contracting out ended on 5 April 2016 (Pensions "
            "Act 2014, section 24). Use contracted_out=False."
        )
    needs = [
        "ni_lower_earnings_limit",
        "ni_contracted_out_employee_rebate",
        "ni_contracted_out_employer_rebate",
    ]
    return [*needs, "ni_upper_accrual_point"] if start >= 2009 else needs


def _in_force(start: int, needs: list[str]) -> dict[str, np.ndarray]:
    """Each parameter needed, by span of the tax year, and the ``weeks`` of 52 in each span."""
    package = datapackage.package()
    spans = _spans(package, start)
    missing = [name for name in needs if name not in spans or spans[name].isna().any()]
    if missing:
        what = ", ".join(missing) if len(missing) < len(needs) else "rates and thresholds"
        whole = [_label(year) for year in _years(package) if _is_whole(package, year)]
        raise CoverageError(
            f"No {what} for {_label(start)} in the table {TABLE}, so this cannot be worked out. Tax years held "
            f"whole: {whole[0]} to {whole[-1]}."
        )
    return {name: spans[name].to_numpy() for name in [*needs, "weeks"]}


@lru_cache(maxsize=64)
def _spans(package: datapackage.DataPackage, start: int) -> pd.DataFrame:
    """The parameters in force in a tax year: one row for each span of months in which none changed."""
    rows = _rows(package, [start])
    if rows.empty:
        return pd.DataFrame()
    firsts = pd.DataFrame({"day": pd.date_range(f"{start}-04-06", periods=12, freq=pd.DateOffset(months=1))})
    days = rows.merge(firsts, how="cross").query("from_date <= day <= to_date")
    monthly = days.pivot(index="day", columns="parameter", values="value").reindex(firsts["day"])
    for whose, full in (("employee", "ni_employee_main_rate"), ("employer", "ni_employer_rate")):
        rate, rebate = f"ni_contracted_out_{whose}_rate", f"ni_contracted_out_{whose}_rebate"
        if (
            rate in monthly and rebate not in monthly
        ):  # some years give the rate, which has the rebate taken off
            monthly[rebate] = monthly[full] - monthly[rate]
    months = monthly.value_counts(sort=False, dropna=False)
    return months.rename("weeks").mul(WEEKS / 12).reset_index()


def _rows(package: datapackage.DataPackage, starts: list[int]) -> pd.DataFrame:
    """The rows in force in some tax years."""
    table = package.load(TABLE)
    return table[
        (table["status"] == "in_force") & table["tax_year"].isin([_label(start) for start in starts])
    ]


def _years(package: datapackage.DataPackage) -> list[int]:
    return sorted(int(year[:4]) for year in package.load(TABLE)["tax_year"].unique())


def _is_whole(package: datapackage.DataPackage, start: int) -> bool:
    spans = _spans(package, start)
    needs = _income_tax_needs(start) + _employee_needs(start, False) + _employer_needs(start, False)
    return all(name in spans and spans[name].notna().all() for name in needs)


def _provenance(starts: np.ndarray) -> dict[str, tuple[str, ...]]:
    rows = _rows(datapackage.package(), [int(start) for start in np.unique(starts)])
    return {
        "sources": tuple(sorted(rows["source"].unique())),
        "usage_warnings": rows.attrs["usage_warnings"],
    }


def _label(start: int) -> str:
    """The tax year that starts in a calendar year, in paylib's notation."""
    return periods.label(pd.Period(year=start + 1, freq=periods.FINANCIAL))
