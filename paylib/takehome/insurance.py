"""National Insurance of employees and employers, by pay period."""

from __future__ import annotations

import numpy as np

from paylib.errors import CoverageError
from paylib.figures.calls import takes_findings
from paylib.figures.inputs import Values, flag
from paylib.takehome.parameters import WEEKS, Needs, in_force, provenance
from paylib.takehome.years import between, by_year, label, one_of, read, starts_of

PAY_PERIODS = {"week": (WEEKS, ""), "month": (12, "_month")}
"""How often somebody is paid: payments a year, and how the names of the thresholds end."""


def _origin(asked: dict) -> dict[str, tuple[str, ...]]:
    return provenance(
        starts_of(asked["tax_year"]), needs(asked["contracted_out"], asked["paid"], employer=True)
    )


@takes_findings(
    "gbp_year",
    "the employer's National Insurance on {annual_gbp} in {tax_year}",
    takes={"annual_gbp": "gbp_year"},
    origin=_origin,
)
def employer_ni(
    annual_gbp: Values, tax_year: object, *, contracted_out: bool = False, paid: str = "week"
) -> Values:
    """The employer's National Insurance of one salary over a tax year.

    Parameters
    ----------
    annual_gbp, tax_year, contracted_out, paid
        As in `breakdown`; the same in the whole United Kingdom.

    Returns
    -------
    float, numpy.ndarray, pandas.Series or Finding
        Pounds a year, shaped like the inputs. Below zero for pay just above the lower earnings
        limit of somebody contracted out, where the rebates exceed the contributions: employers
        set that off against what they owed for others.

    Raises
    ------
    CoverageError
        If the table lacks something that the tax year needs (it is named), or if nobody was
        contracted out in the tax year.
    ChoiceError, PeriodError, FigureError
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
    annual, starts, shape = read({"annual_gbp": annual_gbp}, tax_year)
    one_of("pay period", paid, PAY_PERIODS)
    return shape(by_year(_employer, starts, annual, contracted_out=contracted_out, paid=paid))


def employee_ni(start: int, annual: np.ndarray, contracted_out: bool, paid: str) -> np.ndarray:
    """The employee's contributions over a tax year."""
    rules = _rules(start, contracted_out, paid)
    pay = annual[:, None] / rules["payments"].sum()
    due = _employee_due(rules, pay)
    if contracted_out:
        due = np.maximum(due - _rebate(rules, pay, "employee"), 0)
    return due @ rules["payments"]


def _employer(start: int, annual: np.ndarray, contracted_out: bool, paid: str) -> np.ndarray:
    rules = _rules(start, contracted_out, paid, employer=True)
    pay = annual[:, None] / rules["payments"].sum()
    due = between(pay, rules["ni_secondary_threshold"]) * rules["ni_employer_rate"] / 100
    if contracted_out:
        left_over = np.maximum(_rebate(rules, pay, "employee") - _employee_due(rules, pay), 0)
        due = due - _rebate(rules, pay, "employer") - left_over
    return due @ rules["payments"]


def _employee_due(rules: dict[str, np.ndarray], pay: np.ndarray) -> np.ndarray:
    """The employee's contributions of a payment, before any rebate."""
    limit = rules["ni_upper_earnings_limit"]
    main = between(pay, rules["ni_primary_threshold"], limit) * rules["ni_employee_main_rate"]
    return (main + between(pay, limit) * rules["ni_employee_upper_rate"]) / 100


def _rebate(rules: dict[str, np.ndarray], pay: np.ndarray, whose: str) -> np.ndarray:
    """The contracted-out rebate of a payment."""
    ceiling = rules.get("ni_upper_accrual_point", rules["ni_upper_earnings_limit"])
    rebated = between(pay, rules["ni_lower_earnings_limit"], ceiling)
    return rebated * rules[f"ni_contracted_out_{whose}_rebate"] / 100


def needs(contracted_out: bool, paid: str, *, employer: bool = False) -> Needs:
    """The parameters of a tax year, by the names that they have for a pay period."""
    return lambda start: [_held(name, paid) for name in _parameters(start, contracted_out, employer)]


def _parameters(start: int, contracted_out: bool, employer: bool) -> list[str]:
    contracted_out = flag(contracted_out, "contracted_out")
    employers = ["ni_secondary_threshold", "ni_employer_rate"] if employer else []
    if employer and not contracted_out:
        return employers
    employees = [
        "ni_primary_threshold",
        "ni_upper_earnings_limit",
        "ni_employee_main_rate",
        "ni_employee_upper_rate",
    ]
    if not contracted_out or start > 2015:
        return [*employers, *employees]
    rebates = [f"ni_contracted_out_{whose}_rebate" for whose in ("employee", "employer")]
    accrual = ["ni_upper_accrual_point"] if start >= 2009 else []
    return [*employers, *employees, "ni_lower_earnings_limit", *rebates, *accrual]


def _held(name: str, paid: str) -> str:
    """A parameter's name in the table: rates are the same whatever the pay period."""
    return name if name.endswith(("rate", "rebate")) else name + PAY_PERIODS[paid][1]


def _rules(start: int, contracted_out: bool, paid: str, *, employer: bool = False) -> dict[str, np.ndarray]:
    """Each parameter needed, by span of the tax year, and the ``payments`` of a year in each span."""
    if flag(contracted_out, "contracted_out"):
        check_contracted_out(start)
    spans = in_force(start, needs(contracted_out, paid, employer=employer))
    named = {name: spans[_held(name, paid)] for name in _parameters(start, contracted_out, employer)}
    return named | {"payments": spans["weeks"] / WEEKS * PAY_PERIODS[paid][0]}


def check_contracted_out(start: int) -> None:
    """Refuse a tax year in which nobody was contracted out."""
    if start > 2015:
        raise CoverageError(
            f"Nobody was contracted out in {label(start)}: contracting out ended on 5 April 2016 (Pensions "
            "Act 2014, section 24). Use contracted_out=False."
        )
