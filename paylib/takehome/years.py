"""Salaries and tax years as they are given, and rules that differ from one tax year to the next."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from paylib.errors import ChoiceError, FigureError, PeriodError, is_among, unknown
from paylib.figures import periods
from paylib.figures.inputs import Values, checked, is_many
from paylib.figures.rows import align


def read(pay: dict[str, Values], tax_year: object, **pct: Values) -> tuple:
    """Pay and per cents of it in one shape, the year in which each tax year starts, and the shape to give back."""
    *figures, years, shape = align(pay | pct, tax_year)
    for name, each in zip([*pay, *pct], figures, strict=True):
        checked(each, name, at_least=0)
        if name in pct and np.any(each > 100):
            raise FigureError(f"{name} is {np.max(each):g}: a contribution is at most 100 per cent of pay.")
    return *np.broadcast_arrays(*figures, _starts(years)), shape


def starts_of(tax_year: object) -> np.ndarray:
    """The calendar year in which each of some tax years starts, each once."""
    return np.unique(_starts(periods.parse_all(tax_year) if is_many(tax_year) else periods.parse(tax_year)))


def _starts(years: pd.Period | pd.PeriodIndex) -> np.ndarray:
    if years.freqstr != periods.FINANCIAL:
        if not isinstance(years, pd.Period) and not len(years):
            raise PeriodError("No tax year was given. One is written as a financial year, such as '2003/04'.")
        example = years if isinstance(years, pd.Period) else years[0]
        raise PeriodError(
            f"A tax year is written as a financial year, such as '2003/04'; {periods.label(example)} is a "
            f"{periods.kind(years)}."
        )
    return np.asarray(years.year) - 1


def label(start: int) -> str:
    """The tax year that starts in a calendar year, as it is written: ``"2003/04"``."""
    return periods.label(pd.Period(year=start + 1, freq=periods.FINANCIAL))


def by_year(
    rule: Callable[..., np.ndarray], starts: np.ndarray, *pay: np.ndarray, **terms: object
) -> np.ndarray:
    """A rule applied to the salaries of each tax year in turn: ``rule(start, *pay, **terms)``."""
    result = np.empty(starts.shape)
    for start in np.unique(starts):
        rows = starts == start
        result[rows] = rule(int(start), *(each[rows] for each in pay), **terms)
    return result


def between(value: np.ndarray, lower: np.ndarray, upper: np.ndarray | float = np.inf) -> np.ndarray:
    """The part of a value that lies between two limits."""
    return np.clip(value, lower, upper) - lower


def one_of(what: str, asked: str, choices: Iterable[str]) -> None:
    """Refuse a name that is not among the choices."""
    if not is_among(asked, choices):
        raise ChoiceError(unknown(what, asked, choices))
