"""Findings from the tables, and findings worked out of others."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from paylib import datapackage, prices
from paylib.errors import FigureError
from paylib.figures import units
from paylib.figures.finding import Finding
from paylib.figures.inputs import several
from paylib.figures.provenance import merged
from paylib.figures.rounding import published_decimals


def quote(table: str, column: str = "value", *, name: str | None = None, **where: object) -> Finding:
    """A published or claimed figure, as it stands in a table.

    Parameters
    ----------
    table : str
        A table of the data package.
    column : str
        The column that holds the figure.
    name : str, optional
        The finding's name; else the first of ``where``.
    **where
        Columns and the values that pick the one row.

    Returns
    -------
    Finding

    Raises
    ------
    DataError
        If no row, or more than one, fits.

    Examples
    --------
    >>> quote("youth_dispute", item="offer_hourly_majority")
    Finding(name='offer_hourly_majority', value=0.3, unit='gbp_hour', ...)
    """
    picked = datapackage.pick(table, column, **where)
    return Finding(
        name or str(next(iter(where.values()))),
        picked.value,
        picked.unit,
        f"As published: table {table}, {', '.join(f'{key} {value!r}' for key, value in where.items())}.",
        (picked.source,),
        picked.usage_warnings,
        published_decimals(picked.value, picked.unit),
    )


def figure_of(result: pd.DataFrame | pd.Series, value: float, unit: str, method: str) -> Finding:
    """A figure that stands in a frame or Series, with the sources and usage warnings of the whole.

    Parameters
    ----------
    result : pandas.DataFrame or pandas.Series
        Its ``attrs`` carry ``sources`` and ``usage_warnings``.
    value : float
        The figure.
    unit, method : str
        As in `Finding`.

    Returns
    -------
    Finding

    Examples
    --------
    >>> rpi = prices.index("rpi")
    >>> str(figure_of(rpi, rpi["2004-01"], "index", "RPI of January 2004"))
    '183.1'
    """
    attrs = result.attrs
    return Finding(
        method, float(value), unit, method, attrs.get("sources", ()), attrs.get("usage_warnings", ())
    )


def work_out(
    name: str,
    value: object,
    unit: str,
    method: str,
    inputs: Iterable[Finding] = (),
    by: Iterable[str] | str = (),
    over: Iterable[object] = (),
) -> Finding:
    """A figure computed from others, which keeps their sources and warnings.

    Parameters
    ----------
    name, value, unit, method
        As in `Finding`.
    inputs : iterable of Finding
        What it was computed from.
    by : str or iterable of str
        The deflators used.
    over : iterable of period
        The periods whose index levels were used: theirs are the sources and warnings. Where this
        is not said, what holds for the whole index.

    Returns
    -------
    Finding

    Raises
    ------
    FigureError
        If the value is missing or infinite, or there is no such unit: lists those there are.

    Examples
    --------
    >>> gap = work_out("gap", 18105 - 14643, "gbp_year", "teacher less youth worker", by="rpi")
    >>> str(gap), gap.usage_warnings
    ('£3,462', ('rpi_not_accredited',))
    """
    units.known(unit)
    if not isinstance(value, str | pd.Period):
        value = float(value) if isinstance(value, float) or unit != "people" else int(value)
        if not abs(value) < float("inf"):
            raise FigureError(f"The finding {name} came out as {value}; it needs a figure.")
    inputs = list(inputs)
    over = list(over)
    measures = [_of_prices(measure, over) for measure in several(by)]
    return Finding(
        name,
        value,
        unit,
        method,
        merged([finding.sources for finding in inputs] + [sources for sources, _ in measures]),
        merged([finding.usage_warnings for finding in inputs] + [codes for _, codes in measures]),
    )


def _of_prices(measure: str, over: list[object]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sources and usage warnings of an index, of some periods or as a whole."""
    if over:
        return prices.provenance(measure, *over), prices.warnings(measure, *over)
    attrs = prices.index(measure).attrs
    return attrs["sources"], attrs["usage_warnings"]
