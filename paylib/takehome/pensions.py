"""Contributions to public service pension schemes: what members pay, what employers pay, and pay with them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from paylib import datapackage
from paylib.errors import CoverageError
from paylib.figures.calls import takes_findings
from paylib.figures.inputs import Values, checked
from paylib.figures.provenance import of_rows
from paylib.takehome.years import between, by_year, label, one_of, read, starts_of

MEMBERS, EMPLOYERS = "pension_contributions", "employer_pension_rates"
"""The tables of contributions."""

_TAKES = {"annual_gbp": "gbp_year", "full_time_gbp": "gbp_year"}


def _members_origin(asked: dict) -> dict[str, tuple[str, ...]]:
    return _credit(MEMBERS, asked["scheme"], asked["tax_year"])


def _employers_origin(asked: dict) -> dict[str, tuple[str, ...]]:
    return _credit(EMPLOYERS, asked["scheme"], asked["tax_year"])


def _marked_origin(asked: dict) -> dict[str, tuple[str, ...]]:
    return _employers_origin(asked) | {"usage_warnings": ("with_employer_pension",)}


@takes_findings(
    "pct",
    "members' contribution to the pension scheme {scheme} in {tax_year}, at {annual_gbp}",
    takes=_TAKES,
    origin=_members_origin,
)
def pension_pct(
    annual_gbp: Values, tax_year: object, scheme: str, *, full_time_gbp: Values | None = None
) -> Values:
    """What an employee contributes to a public service pension scheme.

    Parameters
    ----------
    annual_gbp : float, array or Series, or a Finding
        Pensionable pay for the whole tax year; above zero.
    tax_year : financial year, or array or Series of them
        The scheme year, which starts on 1 April, is taken for the tax year.
    scheme : str
        A name in the table ``pension_contributions``, such as ``"lgps_ew"`` or ``"nhs_ew"``.
    full_time_gbp : float, array or Series, or a Finding, optional
        Full-time pay of a part-timer: some schemes find the tier by it. Without it ``annual_gbp``
        is taken for full-time pay.

    Returns
    -------
    float, numpy.ndarray, pandas.Series or Finding
        Per cent of pay, for `breakdown` and the others.

    Raises
    ------
    ChoiceError
        If there is no such scheme.
    CoverageError
        If the scheme's tiers are not held for every month of the tax year, or not for such pay.
    PeriodError, FigureError
        As in `breakdown`.

    Notes
    -----
    Most schemes apply the rate of one tier to the whole of pay, so that a rise across a boundary
    can cost more than it brings; where the table says ``slice``, each rate applies to its own part
    of pay. Tiers that change within the year count by months. Schemes go by the pay of each month
    or of the year before; here pay is even.

    Examples
    --------
    A teaching assistant and a manager, 2018/19 (Hampshire Pension Services: £55 and £135.42 a month):

    >>> pension_pct([12_000, 25_000], "2018/19", "lgps_ew").tolist()
    [5.5, 6.5]
    """
    return _scheme_pct(MEMBERS, annual_gbp, tax_year, scheme, full_time_gbp)


@takes_findings(
    "pct",
    "employers' contribution to the pension scheme {scheme} in {tax_year}, at {annual_gbp}",
    takes=_TAKES,
    origin=_employers_origin,
)
def employer_pension_pct(
    annual_gbp: Values, tax_year: object, scheme: str, *, full_time_gbp: Values | None = None
) -> Values:
    """What an employer contributes to a public service pension scheme.

    Parameters
    ----------
    annual_gbp, tax_year, scheme, full_time_gbp
        As in `pension_pct`, with names of the table ``employer_pension_rates``.

    Returns
    -------
    float, numpy.ndarray, pandas.Series or Finding
        Per cent of pay, with the levy for administration.

    Raises
    ------
    ChoiceError, CoverageError, PeriodError, FigureError
        As in `pension_pct`.

    Notes
    -----
    What a scheme is charged is not what a member earns in pension: rates follow the discount rate
    that the Treasury sets, and rose in 2019 and 2024 with no better benefits. Local government
    funds set a rate for each employer, which is not held.

    Examples
    --------
    A civil servant on £50,000, 2021/22 and 2024/25:

    >>> employer_pension_pct(50_000, ["2021/22", "2024/25"], "civil_service").tolist()
    [27.9, 28.97]
    """
    return _scheme_pct(EMPLOYERS, annual_gbp, tax_year, scheme, full_time_gbp)


@takes_findings(
    "gbp_year",
    "{annual_gbp} and the employer's contribution to the pension scheme {scheme} in {tax_year}",
    takes=_TAKES,
    origin=_marked_origin,
)
def pay_with_pension(
    annual_gbp: Values, tax_year: object, scheme: str, *, full_time_gbp: Values | None = None
) -> Values:
    """Pay with the employer's pension contribution counted as pay: an alternative reading, marked as one.

    Employers answer a comparison of pay with the pension. Put this beside pay, not in its place.

    Parameters
    ----------
    annual_gbp, tax_year, scheme, full_time_gbp
        As in `employer_pension_pct`.

    Returns
    -------
    float, numpy.ndarray, pandas.Series or Finding
        Pounds a year. A Series and a finding carry the usage warning ``with_employer_pension``.

    Raises
    ------
    ChoiceError, CoverageError, PeriodError, FigureError
        As in `employer_pension_pct`.

    Notes
    -----
    pay x (1 + employer's per cent). The contribution is what the employer is charged, which is
    neither taxed nor received, nor what the pension will be worth: see `employer_pension_pct`.

    Examples
    --------
    A civil servant on £30,000 in 2024/25, at 28.97 per cent:

    >>> round(pay_with_pension(30_000, "2024/25", "civil_service"), 2)
    38691.0
    """
    charged = _scheme_pct(EMPLOYERS, annual_gbp, tax_year, scheme, full_time_gbp)
    pay = checked(annual_gbp, "annual_gbp") * (1 + charged / 100)
    if isinstance(pay, pd.Series):
        pay.attrs = _marked_origin({"scheme": scheme, "tax_year": tax_year})
    return pay


def _scheme_pct(
    table: str, annual_gbp: Values, tax_year: object, scheme: str, full_time_gbp: Values | None
) -> Values:
    """Per cent of pay by the tiers of a scheme."""
    rows = _rows(table, scheme)
    pay = {"annual_gbp": annual_gbp, "full_time_gbp": annual_gbp if full_time_gbp is None else full_time_gbp}
    *each_pay, starts, shape = read(pay, tax_year)
    for name, each in zip(pay, each_pay, strict=True):
        checked(each, name, above=0)
    return shape(by_year(_of_year, starts, *each_pay, rows=rows, table=table))


def _rows(table: str, scheme: str) -> pd.DataFrame:
    rows = datapackage.load(table)
    one_of("pension scheme", scheme, sorted(rows["scheme"].unique()))
    return rows[rows["scheme"] == scheme]


def _credit(table: str, scheme: str, tax_year: object) -> dict[str, tuple[str, ...]]:
    """Where the tiers in force in some tax years come from."""
    rows = _rows(table, scheme)
    spans = [(f"{start}-04-01", f"{start + 1}-03-31") for start in starts_of(tax_year)]
    return of_rows(*(rows[(rows["from_date"] <= last) & (rows["to_date"] >= first)] for first, last in spans))


def _of_year(
    start: int, annual: np.ndarray, full_time: np.ndarray, *, rows: pd.DataFrame, table: str
) -> np.ndarray:
    """Per cent of pay over a year, by the months in which each set of tiers was in force."""
    months = pd.date_range(f"{start}-04-01", periods=12, freq="MS").to_series()
    sets = [tiers for _, tiers in rows.groupby("from_date")]
    shares = [int(months.between(*tiers[["from_date", "to_date"]].iloc[0]).sum()) for tiers in sets]
    if sum(shares) < len(months):
        spans = sorted({f"{row.from_date:%Y-%m} to {row.to_date:%Y-%m}" for row in rows.itertuples()})
        raise CoverageError(
            f"No rates of {rows['scheme'].iloc[0]} for the whole of {label(start)} in the table {table}. Held: "
            f"{', '.join(spans)}. Give a per cent of your own instead."
        )
    used = [(tiers, share) for tiers, share in zip(sets, shares, strict=True) if share]
    return sum(_tier_pct(tiers, annual, full_time) * (share / len(months)) for tiers, share in used)


def _tier_pct(tiers: pd.DataFrame, annual: np.ndarray, full_time: np.ndarray) -> np.ndarray:
    """Per cent of pay by one set of tiers."""
    tiers = tiers.sort_values("from_gbp_year")
    pay = full_time if tiers["pay_basis"].iloc[0] == "whole_time" else annual
    highest = tiers["to_gbp_year"].iloc[-1] + 1  # not a number where the highest tier has no end
    if (pay >= highest).any():
        raise CoverageError(
            f"The rates of {tiers['scheme'].iloc[0]} from {tiers['from_date'].iloc[0]:%Y-%m} are held for pay below "
            f"£{highest:,.0f}, not for £{pay.max():,.0f}. Give a per cent of your own instead."
        )
    rates = tiers["pct"].to_numpy()
    if tiers["charged_on"].iloc[0] == "slice":
        tops = tiers["to_gbp_year"].fillna(np.inf).to_numpy()
        slices = between(annual[:, None], np.array([0.0, *tops[:-1]]), tops)
        return slices @ rates / annual
    return rates[np.searchsorted(tiers["from_gbp_year"].to_numpy(), pay, side="right") - 1]
