"""Student loans: what is repaid through payroll."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from paylib import datapackage
from paylib.errors import CoverageError
from paylib.figures.inputs import several
from paylib.takehome.years import between, label, one_of

LOANS = ("plan_1", "plan_2", "plan_4", "plan_5", "postgraduate")
"""Kinds of student loans: the plans of students and the loans of postgraduates."""


def named(student_loans: str | Iterable[str]) -> tuple[str, ...]:
    """Loans by name, one or several, each known."""
    loans = tuple(several(student_loans))
    for loan in loans:
        one_of("student loan", loan, LOANS)
    return loans


def repaid(start: int, annual: np.ndarray, loans: tuple[str, ...]) -> np.ndarray:
    """Pounds repaid over a tax year: of several plans one, above the lowest threshold, and postgraduate loans."""
    if not loans:
        return np.zeros(annual.shape)
    rows = rows_of([start], loans).set_index("plan")
    if missing := [loan for loan in loans if loan not in rows.index]:
        table = datapackage.load("student_loans")
        held = table.loc[table["plan"] == missing[0], "tax_year"]
        raise CoverageError(
            f"No repayments of {missing[0]} in {label(start)}: the table student_loans has them for "
            f"{held.iloc[0]} to {held.iloc[-1]}. Leave the loan out for other years."
        )
    of_students = rows.drop(index="postgraduate", errors="ignore").nsmallest(1, "threshold_gbp_year")
    owed = pd.concat([of_students, rows[rows.index == "postgraduate"]])
    above = between(annual[:, None], owed["threshold_gbp_year"].to_numpy())
    return above @ owed["repaid_pct"].to_numpy() / 100


def rows_of(starts: Iterable[int], loans: tuple[str, ...]) -> pd.DataFrame:
    """The rows of some loans in some tax years."""
    table = datapackage.load("student_loans")
    return table[table["tax_year"].isin([label(int(start)) for start in starts]) & table["plan"].isin(loans)]
