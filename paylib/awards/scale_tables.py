"""The table of pay points, and what of a scale is held at a date.

A scale is the points of one nation, employer and contract. Each has dates of its own: the latest one
counts, if pay is known not to have changed since.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from paylib import datapackage
from paylib.awards.groups import changed_between, covering, described, title
from paylib.errors import ChoiceError, CoverageError, unknown
from paylib.figures import periods

SCALE = ["nation", "employer", "contract"]
"""What makes a scale, besides the group."""

KEYS = ["nation", "area", "employer", "contract", "grade", "point"]
"""What tells the points of a group apart."""

_OTHER_KEYS = {"band": "grade", "pay_range": "grade", "spine": "contract", "pay_area": "area"}
"""Keys by the names that they have in the tables of single groups."""

IN_FORCE = ("in_force", "imposed")
"""Statuses of points that were paid."""

ON_REQUEST = ("derived", "inferred", "offer", "foretold", "recommended")
"""Bases and statuses of points that are used only when they are asked for."""


def rows_of(group: str, *, employer: str | None = None, **keys: object) -> pd.DataFrame:
    """The pay points of a group, whatever their date and status.

    Parameters
    ----------
    group : str
        A bargaining group.
    employer : str, optional
        The national scale, unless said.
    **keys
        ``nation`` (also a part of one), ``area``, ``contract`` or ``grade``: those of one only. Also
        ``band``, ``pay_range``, ``spine`` and ``pay_area``.

    Returns
    -------
    pandas.DataFrame
        The columns of ``pay_points`` (the keys empty texts where they do not apply), in the order
        of the table; ``period`` parsed.

    Raises
    ------
    ChoiceError
        If there is no such group, it has no points, or none with a key that was asked for.
    """
    asked = tuple((name, str(wanted)) for name, wanted in keys.items() if wanted is not None)
    return _rows_of(datapackage.package(), str(group), employer, asked).copy(deep=False)


@lru_cache(maxsize=256)
def _rows_of(
    package: datapackage.DataPackage, group: str, employer: str | None, asked: tuple[tuple[str, str], ...]
) -> pd.DataFrame:
    mine = described(group)
    rows, held = _points_of(package, mine["points_of"] or mine.name)
    if rows.empty:
        raise ChoiceError(f"No pay points of {mine['title']} are held. {unknown('pay scale', group, held)}")
    rows = _of_employer(group, rows, mine["employer"] or employer)
    keys = ({"nation": mine["nation"]} if ", " in group else {}) | dict(asked)
    for name, wanted in keys.items():
        rows = _of_key(group, rows, name, wanted)
    if mine["numbered_points"] and not rows["employer"].any():
        rows = rows[rows["point"].str.isdigit()]
    return rows


@lru_cache(maxsize=32)
def _points_of(package: datapackage.DataPackage, group: str) -> tuple[pd.DataFrame, list[str]]:
    """The points of a group, with those of no salary left out; and of which groups there are any."""
    table = package.load("pay_points").dropna(subset="annual_gbp")
    table.attrs = {}  # every row says its own source
    return _prepared(table[table["bargaining_group"] == group]), list(table["bargaining_group"].unique())


def _prepared(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of the table, with keys that do not apply as empty texts and periods parsed."""
    dates = {each: periods.parse(each) for each in rows["period"].unique()}
    rows = rows.fillna(dict.fromkeys(KEYS, ""))
    return rows.assign(period=rows["period"].map(dates).astype(object))


def in_force(points: pd.DataFrame, when: object) -> pd.DataFrame:
    """Of rows of the table ``pay_points``, those in force at a date.

    Parameters
    ----------
    points : pandas.DataFrame
        Rows of any groups, nations and employers.
    when : month or calendar year

    Returns
    -------
    pandas.DataFrame

    Raises
    ------
    CoverageError
        If it is known of none that they were: says what there is.

    Examples
    --------
    >>> points = datapackage.load("pay_points").query("bargaining_group == 'nhs_afc' and grade == 'band 5'")
    >>> in_force(points, "2025-06").query("nation == 'England'")["annual_gbp"].tolist()
    [31049.0, 33487.0, 37796.0]
    """
    asked, kept, reasons = periods.parse(when), [], []
    for group, mine in points.groupby("bargaining_group", sort=False):
        try:
            at, _ = standing(group, _prepared(mine), asked, ())
        except CoverageError as error:
            reasons.append(str(error))
        else:
            kept.extend(at.index)
    if not kept:
        raise CoverageError(" ".join(reasons[:3]) or "There are no pay points to look among.")
    return points.loc[sorted(kept)]


def numbers_of(group: str) -> pd.DataFrame:
    """The rows of a scale of numbered points, these as numbers."""
    return _numbers_of(datapackage.package(), str(group)).copy(deep=False)


@lru_cache(maxsize=16)
def _numbers_of(package: datapackage.DataPackage, group: str) -> pd.DataFrame:
    return _rows_of(package, group, None, ()).astype({"point": "int64"})


def _of_employer(group: str, rows: pd.DataFrame, employer: str | None) -> pd.DataFrame:
    held = [each for each in rows["employer"].unique() if each]
    found = rows[rows["employer"] == (employer or "")]
    if found.empty and employer:
        raise ChoiceError(unknown(f"employer with a pay scale of {title(group)}", employer, held))
    if found.empty:
        raise ChoiceError(f"{title(group)} has no national scale: say employer=, one of {'; '.join(held)}.")
    return found


def _of_key(group: str, rows: pd.DataFrame, name: str, wanted: str) -> pd.DataFrame:
    name, wanted = _OTHER_KEYS.get(name, name), f"band {wanted}" if name == "band" else wanted
    if name not in KEYS:
        raise ChoiceError(unknown("key of pay points", name, KEYS))
    found = rows[covering(rows["nation"], wanted) if name == "nation" else rows[name] == wanted]
    if found.empty:
        raise ChoiceError(unknown(f"{name} of {title(group)}", wanted, rows[name].unique()))
    return found


class Held(NamedTuple):
    """What is held of the scales of a group at a date."""

    rows: pd.DataFrame
    """Its points at all dates."""
    at: pd.DataFrame
    """Those of the scales in force, on any basis."""
    left_out: tuple[str, ...]
    """Scales of which it is not known what was in force, and why."""
    chosen: pd.DataFrame
    """Those in force on an accepted basis, each once."""


def held_at(
    group: str, asked: pd.Period, more: tuple[str, ...], *, employer: str | None = None, **keys: object
) -> Held:
    """The points of a group that were in force at a date.

    Parameters
    ----------
    group, employer, **keys
        As in `rows_of`.
    asked : pandas.Period
        A month or a calendar year.
    more : tuple of str
        Bases and statuses that are used beside published points that were paid.

    Raises
    ------
    ChoiceError
        As in `rows_of`.
    CoverageError
        As in `standing`.
    """
    keys = tuple((name, str(wanted)) for name, wanted in keys.items() if wanted is not None)
    found = _held_at(datapackage.package(), str(group), employer, keys, asked, more)
    return Held(*(each.copy(deep=False) if isinstance(each, pd.DataFrame) else each for each in found))


@lru_cache(maxsize=256)
def _held_at(package: datapackage.DataPackage, group: str, employer, keys, asked, more) -> Held:
    rows = _rows_of(package, group, employer, keys)
    at, left_out = standing(group, rows, asked, more)
    return Held(rows, at, left_out, chosen_of(at, more))


def standing(
    group: str, rows: pd.DataFrame, asked: pd.Period, more: tuple[str, ...]
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The rows, on any basis, of the scales in force at a date, and which scales are left out and why.

    Raises
    ------
    CoverageError
        If no scale is: names the dates for which there are any.
    """
    dated = rows[rows["status"].isin([*IN_FORCE, *more])]
    kept, left = [], []
    for names, mine in dated.groupby(SCALE, sort=False):
        last, why = _last(group, names[0], mine["period"], asked)
        if why:
            left.append(f"{_scale_in_words(names)}: {why}")
        elif last is not None:
            kept.append(mine[mine["period"] == last])
    if not kept:
        raise CoverageError(
            f"No pay scale of {title(group)} for {periods.label(asked)}. {'. '.join(left)}{'.' if left else ''} "
            f"Held for {_dates_by_nation(dated)}.{_advice(rows, asked, more)}".replace("  ", " ")
        )
    return pd.concat(kept), tuple(left)


def _last(group: str, nation: str, dates: pd.Series, asked: pd.Period) -> tuple[pd.Period | None, str]:
    """The date of a scale that counts at the date asked for; why there is none, if one came before it."""
    alike = [each for each in dates.unique() if each.freqstr == asked.freqstr and each <= asked]
    last = max(alike, default=None)
    if last is None or last == asked:
        return last, ""
    if asked.freqstr != periods.MONTH:
        return None, ""
    changed = changed_between(group, last, asked, nation=nation)
    if changed is False:
        return last, ""
    since = "pay has changed since" if changed else "whether pay has changed since is not known"
    return None, f"the last held before it is of {last}, and {since}"


def _scale_in_words(names: tuple[str, ...]) -> str:
    nation, employer, contract = names
    return ", ".join(each for each in (nation, employer, contract and f"contract {contract}") if each)


def _dates_by_nation(rows: pd.DataFrame) -> str:
    """Dates for which anything is held, by nation where there are several."""
    nations = rows["nation"].unique()
    if len(nations) == 1:
        return listed(rows["period"])
    return "; ".join(f"{each}: {listed(rows.loc[rows['nation'] == each, 'period'])}" for each in nations)


def _advice(rows: pd.DataFrame, asked: pd.Period, more: tuple[str, ...]) -> str:
    """How to have what else stands at the very date, if anything does."""
    there = set(rows.loc[rows["period"] == asked, "status"]) & set(ON_REQUEST) - set(more)
    return f" To use what was not paid: include={sorted(there)}." if there else ""


def chosen_of(rows: pd.DataFrame, more: tuple[str, ...]) -> pd.DataFrame:
    """The rows on an accepted basis, the published one where there are two, in the order of the table."""
    rows = rows[rows["status"].isin([*IN_FORCE, *more]) & rows["basis"].isin(["published", *more])]
    second = ~(rows["status"].isin(IN_FORCE) & (rows["basis"] == "published"))
    first = rows.assign(second=second).sort_values("second", kind="stable")
    return first.drop_duplicates([*KEYS, "period"]).drop(columns="second").sort_index()


def of_own_nation(group: str, rows: pd.DataFrame, nation: object) -> pd.DataFrame:
    """Rows of the nation that is meant where none is said, if there are any of it."""
    own = rows[covering(rows["nation"], described(group)["nation"])]
    return rows if nation is not None or own.empty else own


def points_missing(rows: pd.DataFrame, at: pd.DataFrame, chosen: pd.DataFrame) -> list[int]:
    """The numbers of points that numbered scales lack, from the lowest that stands then or later.

    Parameters
    ----------
    rows : pandas.DataFrame
        The points of the group at all dates.
    at : pandas.DataFrame
        Those of the scales in question at their date.
    chosen : pandas.DataFrame
        Those of them that are used.
    """
    dates = dict(zip(at[SCALE].itertuples(index=False, name=None), at["period"], strict=True))
    held = _places(chosen)
    lacking: set[int] = set()
    rows = rows.assign(point=rows["point"].astype(int))
    for (*names, grade), mine in rows.groupby([*SCALE, "grade"], sort=False):
        effective, numbers = dates.get(tuple(names)), mine["point"]
        later = (
            [each.freqstr == effective.freqstr and each >= effective for each in mine["period"]]
            if effective
            else []
        )
        if any(later):
            expected = range(numbers[later].min(), numbers.max() + 1)
            lacking.update(number for number in expected if (*names, grade, number) not in held)
    return sorted(lacking)


def _places(rows: pd.DataFrame) -> set[tuple]:
    """The places of numbered points: what makes the scale, the grade and the number."""
    numbered = rows.assign(point=rows["point"].astype(int))
    return set(numbered[[*SCALE, "grade", "point"]].itertuples(index=False, name=None))


def not_whole(
    group: str,
    rows: pd.DataFrame,
    at: pd.DataFrame,
    asked: pd.Period,
    missing: list[int],
    more: tuple[str, ...],
) -> str:
    """Message for a scale that is not held whole: what is missing, and when it is not."""
    there = {*at["basis"], *at["status"]}
    bases = sorted(there & set(ON_REQUEST) - set(more))
    numbered = described(group)["numbered_points"]
    whole = [
        each
        for each in (rows["period"].unique() if numbered else ())
        if not _lacks(rows, rows[rows["period"] == each], more)
    ]
    lacking = f" Missing: {'points ' + _runs(missing) if missing else 'every point'}."
    advice = f" To use what else is held of it: include={bases}." if bases else ""
    others = f" Held whole{on_basis(more)} for {listed(whole)}." if whole else ""
    return (
        f"The scale of {title(group)} in force in {periods.label(asked)} (from {listed(at['period'])}) "
        f"is not held whole{on_basis(more)}.{lacking}{advice}{others} For single points: "
        "paylib.scales.point_pay."
    )


def _lacks(rows: pd.DataFrame, at: pd.DataFrame, more: tuple[str, ...]) -> bool:
    chosen = chosen_of(at, more)
    return chosen.empty or bool(points_missing(rows, at, chosen))


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
