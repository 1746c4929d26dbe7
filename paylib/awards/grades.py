"""Whose award it was: of the rows of one month, the one that a grade or a salary got.

A chain for a group is sound only if everybody in it got the same. Where some got something else, a
grade or a salary says which; where neither does, the chain is refused and the choices are named.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import groupby
from operator import attrgetter

import numpy as np
import pandas as pd

from paylib import datapackage
from paylib.awards.groups import CHANGED_PAY, awards_of, title
from paylib.awards.steps import Step, general_step, in_time, one_by_one
from paylib.errors import ChoiceError, CoverageError, DataError, unknown
from paylib.figures import periods


def grades(group: str) -> list[str]:
    """The grades or points of a bargaining group whose awards can be told apart.

    Raises
    ------
    ChoiceError
        If there is no such group.

    Examples
    --------
    >>> grades("teachers")[:9]
    ['M1', 'M2', 'M3', 'M4', 'M5', 'M6', 'U1', 'U2', 'U3']
    """
    return list(_grades(datapackage.package(), str(group)))


@lru_cache(maxsize=64)
def _grades(package: datapackage.DataPackage, group: str) -> tuple[str, ...]:
    named = awards_of(group)["grades"].dropna().str.split("; ").explode().unique()
    return tuple(sorted(named, key=lambda name: (name[:1].islower(), name)))


def graded_steps(
    group: str,
    rows: pd.DataFrame,
    ends: tuple[pd.Period, pd.Period],
    grade: str | None,
    pay_now: Callable[[list[Step]], np.ndarray | None],
    include: tuple[str, ...],
) -> tuple[list[Step], pd.DataFrame]:
    """The steps of awards for a grade, or for salaries.

    Parameters
    ----------
    group : str
        A bargaining group whose awards are not held by pay point.
    rows : pandas.DataFrame
        Its general awards, as `paylib.awards.steps.awards_between` gives them.
    ends : tuple of pandas.Period
        The ends of the chain.
    grade : str or None
        One of `grades`.
    pay_now : callable
        Given the steps so far, the pay in force, one for each salary followed; None if it is not known.
    include : tuple of str
        What may be used beside settled awards.

    Returns
    -------
    tuple
        The steps, and the rows that they were made of.

    Raises
    ------
    ChoiceError
        If not everybody got the same and neither grade nor pay says who got what, or an award was
        at least so much: names the awards and the choices.
    CoverageError
        If it is not held what the grade got, or it is not settled and was not asked for.
    """
    if grade is not None and grade not in (known := grades(group)):
        raise ChoiceError(unknown(f"grade of {title(group)}", grade, known))
    allowed = CHANGED_PAY + include
    parts = in_time(group, *ends)
    parts = parts[(parts["scope"] == "part") & parts["status"].isin((*allowed, "implied"))]
    every = pd.concat([rows, parts]).sort_values("when", kind="stable")
    steps, used, open_rows = [], [], []
    for when, rows_then in groupby(one_by_one(group, every, ends[0].freqstr), key=attrgetter("when")):
        held, pays = list(rows_then), pay_now(steps)
        lanes = [None] if pays is None else pays
        chosen = [_chosen(group, when, held, grade, pay) for pay in lanes]
        if unsettled := {row for one in chosen for row in one if row.status not in allowed}:
            raise CoverageError(_not_settled(group, when, unsettled))
        open_rows += [row for one in chosen for row in one if len(one) > 1 or row.qualifier == "at_least"]
        if any(one for one in chosen):
            steps.append(general_step(when, [one[0] if one else None for one in chosen]))
            used += [row.Index for one in chosen for row in one]
    if open_rows:
        raise ChoiceError(_undecided(group, ends, dict.fromkeys(open_rows)))
    made_of = every.loc[~every.index.duplicated()].loc[list(dict.fromkeys(used))]
    made_of.attrs = rows.attrs
    return steps, made_of


def _chosen(group: str, when: pd.Period, held: list, grade: str | None, pay: float | None) -> list:
    """The row of a month that holds; several if they cannot be told apart; none if pay stayed as it was."""
    verdicts = {row: _is_for(row, grade, pay) for row in held}
    undecided = [row for row, verdict in verdicts.items() if verdict is None]
    if undecided:
        return held if len(held) > 1 else [*held, *held]
    mine = [row for row, verdict in verdicts.items() if verdict and row.scope == "part"]
    if len(mine) > 1:
        raise DataError(
            f"Two awards to {grade} of {title(group)} from {periods.label(when)} are held, so they cannot be chained: "
            f"see paylib.awards.history({group!r}, include=…)."
        )
    if mine:
        return mine
    general = [row for row in held if row.scope == "general"]
    if general and not verdicts[general[0]]:
        whom = grade if grade is not None else f"pay of £{pay:,.0f}"
        raise CoverageError(
            f"What {whom} of {title(group)} got in {periods.label(when)} is not held: the award is held for "
            f"{general[0].covers}. Choose another grade or pay, or end the chain before it or start in it."
        )
    return general


def _is_for(row, grade: str | None, pay: float | None) -> bool | None:
    """Whether a row holds for a grade or a salary; None if that cannot be told."""
    lower = _is_lower(row, pay)
    if lower is not None:
        return lower if row.scope == "part" else not lower
    names = _names(row)
    if names and grade is not None:
        return grade in names
    if names or _by_salary(row) or row.scope == "part":
        return None
    return True


def _names(row) -> list[str]:
    return [] if pd.isna(row.grades) else row.grades.split("; ")


def _by_salary(row) -> bool:
    return not (pd.isna(row.pay_up_to_gbp) and pd.isna(row.pay_below_gbp))


def _is_lower(row, pay: float | None) -> bool | None:
    """Whether pay is on the lower side of the salary by which an award went."""
    if pay is None or not _by_salary(row):
        return None
    return bool(pay < row.pay_below_gbp or pay <= row.pay_up_to_gbp)


def _not_settled(group: str, when: pd.Period, rows: set) -> str:
    row = sorted(rows, key=lambda row: row.covers)[0]
    return (
        f"The award of {periods.label(when)} to {title(group)} ({row.covers}) is {row.status}, not settled: to use "
        f"it, and have the result marked, include={[row.status]}."
    )


def _undecided(group: str, ends: tuple[pd.Period, pd.Period], rows) -> str:
    first, last = map(periods.label, ends)
    months: dict[str, list[str]] = {}
    for row in rows:
        if row.scope == "part" or row.qualifier == "at_least" or _names(row) or _by_salary(row):
            hedge = "at least, to " if row.qualifier == "at_least" else ""
            months.setdefault(periods.label(row.when), []).append(f"{hedge}{row.covers}")
    listed = "; ".join(f"{month} ({', '.join(covers)})" for month, covers in months.items())
    choices = [f"grade=, one of {', '.join(known)}"] if (known := grades(group)) else []
    if any(_by_salary(row) for row in rows):
        choices.append(f"annual_gbp=, full-time pay in {first}, where it went by salary")
    advice = (
        f"Say whose pay to follow: {'; or '.join(choices)}."
        if choices
        else "Nothing held says who got what: end the chain before such an award, or start in it."
    )
    return f"Not everybody of {title(group)} got the same from {first} to {last}: {listed}. {advice}"
