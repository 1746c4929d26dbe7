"""Rates and thresholds in force: the table ``tax_ni``, by the spans of a tax year in which none changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

import numpy as np
import pandas as pd

from paylib import datapackage
from paylib.errors import CoverageError
from paylib.figures.provenance import merged
from paylib.takehome.years import label

TABLE = "tax_ni"
"""The table of rates and thresholds."""

WEEKS = 52
"""Weekly National Insurance thresholds that a year's pay meets."""

Needs = Callable[[int], list[str]]
"""The parameters that something is worked out with, by the calendar year in which a tax year starts."""


def in_force(start: int, needs: Needs) -> dict[str, np.ndarray]:
    """Each parameter needed, by span of the tax year, and the ``weeks`` of 52 in each span."""
    package = datapackage.package()
    wanted = tuple(needs(start))
    if missing := _missing(package, start, wanted):
        what = ", ".join(missing) if len(missing) < len(wanted) else "rates and thresholds"
        years = sorted(int(year[:4]) for year in package.load(TABLE)["tax_year"].unique())
        whole = [label(year) for year in years if not _missing(package, year, tuple(needs(year)))]
        raise CoverageError(
            f"No {what} for {label(start)} in the table {TABLE}, so this cannot be worked out. Tax years held "
            f"whole: {f'{whole[0]} to {whole[-1]}' if whole else 'none'}."
        )
    spans = _spans(package, start)
    return {name: spans[name] for name in (*wanted, "weeks")}


def provenance(starts: Iterable[int], needs: Needs) -> dict[str, tuple[str, ...]]:
    """The sources and usage warnings of the parameters needed in some tax years."""
    package = datapackage.package()
    return {
        "sources": merged(_sources(package, int(start), tuple(needs(int(start)))) for start in starts),
        "usage_warnings": tuple(package.resource(TABLE).get("usageWarnings", ())),
    }


@lru_cache(maxsize=256)
def _sources(package: datapackage.DataPackage, start: int, names: tuple[str, ...]) -> tuple[str, ...]:
    """The sources of some parameters in a tax year."""
    taken_off = [name.replace("_rebate", "_rate") for name in names]  # how some years give a rebate
    rows = _rows(package, start)
    return tuple(rows.loc[rows["parameter"].isin([*names, *taken_off]), "source"].unique())


@lru_cache(maxsize=256)
def _missing(package: datapackage.DataPackage, start: int, names: tuple[str, ...]) -> list[str]:
    spans = _spans(package, start)
    return [name for name in names if name not in spans or np.isnan(spans[name]).any()]


@lru_cache(maxsize=64)
def _spans(package: datapackage.DataPackage, start: int) -> dict[str, np.ndarray]:
    """The parameters of a tax year, by name: a figure for each span of months in which none changed."""
    rows = _rows(package, start)
    if rows.empty:
        return {}
    firsts = pd.DataFrame({"day": pd.date_range(f"{start}-04-06", periods=12, freq=pd.DateOffset(months=1))})
    days = rows.merge(firsts, how="cross").query("from_date <= day <= to_date")
    monthly = days.pivot(index="day", columns="parameter", values="value").reindex(firsts["day"])
    for whose, full in (("employee", "ni_employee_main_rate"), ("employer", "ni_employer_rate")):
        rate, rebate = f"ni_contracted_out_{whose}_rate", f"ni_contracted_out_{whose}_rebate"
        if rate in monthly and rebate not in monthly:  # some years give the rate, the rebate taken off
            monthly[rebate] = monthly[full] - monthly[rate]
    months = monthly.value_counts(sort=False, dropna=False)
    spans = months.rename("weeks").mul(WEEKS / 12).reset_index()
    return {name: spans[name].to_numpy() for name in spans}


@lru_cache(maxsize=64)
def _rows(package: datapackage.DataPackage, start: int) -> pd.DataFrame:
    """The rows in force in a tax year."""
    table = package.load(TABLE)
    return table[(table["status"] == "in_force") & (table["tax_year"] == label(start))]
