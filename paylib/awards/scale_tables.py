"""The tables of pay scales in one form, and what of a scale is held at a date."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from paylib import datapackage
from paylib.awards.groups import changed_between, title
from paylib.errors import ChoiceError, CoverageError, unknown
from paylib.figures import periods

TABLES = {
    "njc": ("njc_spine", "spine"),
    "jnc_youth": ("jnc_youth_scale", "pay_range"),
    "teachers": ("teacher_start_pay", "area"),
    "nhs_agenda_for_change": ("nhs_afc_entry", "band"),
    "dwp": ("dwp_scales", "pay_area"),
}
"""By bargaining group: the table of its scale, and the column that tells its ranges apart."""

NUMBERED = ("njc", "jnc_youth")
"""Groups whose pay points are numbers, and whose hours and weeks are those of `hourly`."""

_NUMBERS = dict.fromkeys(NUMBERED, "point") | {"nhs_agenda_for_change": "band"}
"""By group: the column of codes that are all numbers, and are given as numbers."""

_STANDING = ("published", "in_force", "imposed")
ON_REQUEST = ("derived", "offer", "foretold")


def rows_of(group: str) -> pd.DataFrame:
    """Every row that is held of a group's scale, in one form."""
    if group not in TABLES:
        raise ChoiceError(unknown("pay scale", group, TABLES))
    name, span = TABLES[group]
    table = datapackage.load(name)
    if group == "dwp":
        table = _ends(table)
    table["period"] = [
        periods.parse(each) for each in table["effective_month" if "effective_month" in table else "period"]
    ]
    for column, value in (("basis", "published"), ("usage_warnings", None)):
        if column not in table:
            table[column] = value
    rows = table[["period", span, "point", "annual_gbp", "basis", "source", "usage_warnings"]]
    if number := _NUMBERS.get(group):
        rows = rows[rows[number].str.isdigit()].astype({number: "int64"})
    return rows.dropna(subset="annual_gbp")


def _ends(table: pd.DataFrame) -> pd.DataFrame:
    """Scales held by their ends, as one row an end."""
    table = table.rename(columns={"min_gbp": "minimum", "max_gbp": "maximum", "status": "basis"})
    kept = ["period", "grade", "pay_area", "basis", "source", "usage_warnings"]
    long = table.melt(kept, ["minimum", "maximum"], "end", "annual_gbp")
    return long.assign(point=long["grade"] + " " + long["end"]).sort_values(["pay_area", "point"])


def in_force(group: str, rows: pd.DataFrame, asked: pd.Period) -> pd.DataFrame:
    """The rows, on any basis, of the scale in force at a date."""
    alike = [each for each in set(rows["period"]) if each.freqstr == asked.freqstr and each <= asked]
    latest = max(alike, default=None)
    if latest == asked:
        return rows[rows["period"] == asked]
    label = periods.label(asked)
    if asked.freqstr != periods.MONTH or latest is None:
        raise CoverageError(f"No pay scale of {title(group)} for {label}: held for {listed(rows['period'])}.")
    changed = changed_between(group, latest, asked)
    if changed is None or changed:
        why = "pay has changed since" if changed else "whether pay has changed since is not known"
        raise CoverageError(
            f"No pay scale of {title(group)} for {label}: the last held before it is of {latest}, and "
            f"{why}. Held for {listed(rows['period'])}."
        )
    return rows[rows["period"] == latest]


def chosen_of(rows: pd.DataFrame, more: tuple[str, ...]) -> pd.DataFrame:
    """The rows on an accepted basis, the published one where there are two."""
    rows = rows[rows["basis"].isin(_STANDING + more)]
    rows = rows.assign(_second=~rows["basis"].isin(_STANDING))
    key = [rows.columns[1], "point"]
    firsts = rows.sort_values("_second", kind="stable").drop_duplicates(["period", *key])
    return firsts.drop(columns="_second").sort_values(key)


def points_missing(group: str, rows: pd.DataFrame, chosen: pd.DataFrame, effective: pd.Period) -> list[int]:
    """The numbered points that a scale lacks to be whole."""
    if group not in NUMBERED:
        return []
    span = TABLES[group][1]
    current = rows[rows["period"] == effective][span].unique() if group == "njc" else rows[span].unique()
    missing: set[int] = set()
    for name in current:
        mine = rows[rows[span] == name]
        bottom = mine.loc[mine["period"] >= effective, "point"].min()
        expected = range(int(bottom), int(mine["point"].max()) + 1)
        missing.update(set(expected) - set(chosen.loc[chosen[span] == name, "point"]))
    return sorted(missing)


def not_whole(
    group: str,
    rows: pd.DataFrame,
    standing: pd.DataFrame,
    asked: pd.Period,
    missing: list[int],
    more: tuple[str, ...],
) -> str:
    """Message for a scale that is not held whole: what is missing, and when it is not."""
    effective = standing["period"].iloc[0]
    bases = sorted(set(standing["basis"]) & set(ON_REQUEST) - set(more))
    dates = rows["period"].unique() if group in NUMBERED else ()
    whole = [
        each
        for each in dates
        if not points_missing(group, rows, chosen_of(rows[rows["period"] == each], more), each)
    ]
    lacking = f" Missing: {'points ' + _runs(missing) if missing else 'every point'}."
    advice = f" To use what else is held of it: include={bases}." if bases else ""
    others = f" Held whole{on_basis(more)} for {listed(whole)}." if whole else ""
    single = " For single points: paylib.scales.point_pay." if group in NUMBERED else ""
    return (
        f"The scale of {title(group)} in force in {periods.label(asked)} (from {periods.label(effective)}) "
        f"is not held whole{on_basis(more)}.{lacking}{advice}{others}{single}"
    )


def on_basis(more: tuple[str, ...]) -> str:
    """On what basis rates were looked for, in words."""
    return f" as published or {' or '.join(more)}" if more else " as published"


def listed(dates: Iterable[pd.Period]) -> str:
    """Dates in order, each once."""
    return ", ".join(sorted({periods.label(each) for each in dates}))


def _runs(numbers: list[int]) -> str:
    """Numbers in order, those without a hole as a range.

    Examples
    --------
    >>> _runs([1, 4, 5, 6])
    '1, 4-6'
    """
    series = pd.Series(numbers)
    runs = series.groupby((series.diff() != 1).cumsum()).agg(["min", "max"])
    return ", ".join(str(low) if low == high else f"{low}-{high}" for low, high in runs.to_numpy())
