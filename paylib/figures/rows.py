"""Figures and periods brought to one order of rows, and results given the shape of the inputs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from paylib.errors import FigureError
from paylib.figures import periods
from paylib.figures.inputs import OTHER_LABELS, Values, checked, is_many


def align(values: dict[str, Values], *times: object, above: float | None = None) -> tuple:
    """Values and periods, checked and brought to one order of rows, and the shape of the result.

    Parameters
    ----------
    values : dict of str to values
        Figures by name: scalars, arrays or Series. Series are brought to the order of the first.
    *times : period, or array or Series of periods
        All of one kind.
    above : float, optional
        What every figure must be above.

    Returns
    -------
    tuple
        An array (of no dimension for one figure) for each of the values; a `pandas.Period` or
        `pandas.PeriodIndex` (of dates `periods.Dates`) for each of the times; and a function that gives a result the shape
        of the inputs.

    Raises
    ------
    FigureError
        If a figure cannot be used, or lengths or row labels differ.
    PeriodError
        If a period cannot be read, or kinds are mixed.

    Examples
    --------
    >>> value, start, shape = align({"value": [1, 2]}, "2004-02")
    >>> value.tolist(), str(start), shape(value * 2).tolist()
    ([1.0, 2.0], '2004-02', [2.0, 4.0])
    """
    given = [*values.values(), *times]
    series = next((each for each in given if isinstance(each, pd.Series)), None)
    if series is not None:
        given = [_in_order_of(series, each) for each in given]
    lengths = {len(each) for each in given if is_many(each)}
    if len(lengths) > 1:
        raise FigureError(
            f"Values and periods differ in length: {sorted(lengths)}. Give one of each, or as many."
        )
    numbers = [
        np.asarray(checked(each, name, above=above)) for each, name in zip(given, values, strict=False)
    ]
    periods.refuse_doubtful(*given[len(values) :])
    asked = [periods.times(each) if is_many(each) else periods.parse(each) for each in given[len(values) :]]
    if lengths != {0}:
        periods.same_kind(*asked)
    return *numbers, *asked, _shape(series)


def _in_order_of(first: pd.Series, other: object) -> object:
    if not isinstance(other, pd.Series) or other.index is first.index:
        return other
    if not other.index.equals(first.index):
        if other.index.has_duplicates or set(other.index) != set(first.index):
            raise FigureError(OTHER_LABELS)
        return other.reindex(first.index)
    return other


def _shape(like: pd.Series | None) -> Callable[[np.ndarray], Values]:
    """Give a result the shape of the inputs: a Series keeps its row labels, one figure stays one."""
    if like is None:
        return lambda result: result if np.ndim(result) else float(result)
    return lambda result: pd.Series(result, index=like.index, copy=False)
