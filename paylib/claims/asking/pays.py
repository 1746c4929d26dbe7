"""Pay by month that a question can be about: points of scales, chains of awards, average earnings; each by a key.

A key is ``group|nation|area|contract|grade|point`` of a point, ``group#number`` of a chain of awards (the spans of a
group's awards that the record has, from the first), ``sector measure`` of average earnings, and ``own=before,after`` of
two salaries of one's own.
"""

from __future__ import annotations

from functools import cache, lru_cache

import pandas as pd

from paylib import datapackage, prices
from paylib.awards import scale_tables
from paylib.claims.concepts import NEW, OLD, Concept, became_of, concepts_of
from paylib.datapackage import quietly
from paylib.errors import ChoiceError, PaylibError
from paylib.figures.inputs import checked

FIRST = pd.Period("1996-01", "M")
"""The earliest month of pay."""

_KEYS = ("nation", "area", "contract", "grade", "point")


@cache
def last() -> pd.Period:
    """The newest month of the CPI: pay and prices are set side by side up to then."""
    return prices.index("cpi").index[-1]


@cache
@quietly()
def pay(key: str) -> tuple[str, Concept]:
    """What a key stands for: its words, and pay by month.

    Raises
    ------
    ChoiceError
        If there is no such pay.

    Examples
    --------
    >>> words, found = pay("nhs_afc|England|||band 5|entry")
    >>> words, float(found.level["2022-04"])
    ('NHS staff (Agenda for Change), band 5, entry', 27055.0)
    """
    if "=" in key:
        before, after = owned(key)
        return "your own salaries", Concept(None, (after / before - 1) * 100)
    if "|" in key:
        return _point(key)
    if "#" in key:
        group, _, place = key.partition("#")
        chains = list(_concepts(group))
        if int(place) < len(chains):
            concept = _concepts(group)[chains[int(place)]]
            return f"{_title(group)}, awards from {concept.level.index[0]}", concept
    else:
        sector, _, measure = key.rpartition(" ")
        words = f"average earnings, {sector.replace('_', ' ')}, {measure} pay"
        if sector and words in (there := _concepts(sector)):
            return words, there[words]
    raise ChoiceError(f"There is no pay {key!r}: paylib.claims.asking.pays.keys() lists what there is.")


def owned(key: str) -> tuple[float, float]:
    """Two salaries of one's own, of their key.

    Examples
    --------
    >>> owned(own(21_588, 28_000))
    (21588.0, 28000.0)
    """
    before, after = key.removeprefix("own=").split(",")
    return float(before), float(after)


def own(before: float, after: float) -> str:
    """The key of two salaries of one's own.

    Raises
    ------
    FigureError
        If one is not above nought.
    """
    return "own={!r},{!r}".format(*(float(checked(each, "a salary", above=0)) for each in (before, after)))


@cache
def keys() -> tuple[str, ...]:
    """The keys of all pay that the record has at two dates or more."""
    found = []
    for group in datapackage.load("bargaining_groups")["bargaining_group"]:
        found += _points_of(group)
        try:
            found += [f"{group}#{place}" for place in range(len(_concepts(group)))]
        except PaylibError:
            continue
    sectors = ("whole_economy", "private", "public", "public_excluding_financial_services")
    return (*found, *(f"{sector} {measure}" for sector in sectors for measure in ("total", "regular")))


def _points_of(group: str) -> list[str]:
    try:
        rows = scale_tables.chosen_of(scale_tables.rows_of(group), ("derived",))
        rows = scale_tables.of_own_nation(group, rows, None)
    except PaylibError:
        return []
    rows = rows[list(_KEYS)].astype(str).assign(period=rows["period"].astype(str))
    dates = rows.groupby(list(_KEYS), sort=False)["period"].nunique()
    found = []
    for names in dates[dates > 1].index:
        key = "|".join([group, *names])
        try:
            pay(key)
        except PaylibError:
            continue
        found.append(key)
    return found


@cache
def _concepts(group: str) -> dict[str, Concept]:
    return concepts_of(FIRST, last(), group, None, None, None, {})[0]


def _point(key: str) -> tuple[str, Concept]:
    group, *names = key.split("|")
    if len(names) != len(_KEYS):
        raise ChoiceError(f"{key!r} is no pay point: write group|nation|area|contract|grade|point.")
    where = {name: each for name, each in zip(_KEYS, names, strict=True) if each and name != "point"}
    found, _ = concepts_of(FIRST, last(), group, names[-1], None, None, where)
    told = [each for each in names[1:] if each]
    if names[2] == OLD and (moved := became_of(group, names[4])):
        told = [NEW, f"{moved[0]} ({OLD} {names[4]} before {moved[1]})"]
    return ", ".join([_title(group), *told]), next(iter(found.values()))


def _title(group: str) -> str:
    rows = datapackage.load("bargaining_groups").set_index("bargaining_group")["title"]
    return str(rows[group])


def medians(occupation: str, year: str) -> dict[str, float]:
    """The median annual pay of an occupation, of all employees and of those full time, as first published; empty where it is not there.

    Examples
    --------
    >>> medians("Care workers and home carers", "2021")
    {'all employees': 16502.0, 'full time': 20789.0}
    """
    rows = _annual_medians(datapackage.package())
    rows = rows[(rows["occupation"] == occupation) & (rows["period"] == year)]
    found = {}
    for words, pattern in (("all employees", "all_employees"), ("full time", "full_time")):
        mine = rows[rows["working_pattern"] == pattern].sort_values("edition")
        if len(mine):
            found[words] = float(mine["value"].iloc[0])
    return found


@lru_cache(maxsize=4)
def _annual_medians(package: datapackage.DataPackage) -> pd.DataFrame:
    rows = package.load("ashe_occupation")
    return rows[
        (rows["measure"] == "annual_gross")
        & (rows["statistic"] == "median")
        & (rows["sector"] == "all")
        & (rows["sex"] == "all")
    ]


def award_month(level: pd.Series | None) -> int:
    """The month of the year in which pay usually changes; of two as usual, the earlier.

    Examples
    --------
    >>> award_month(pay("teachers|England|outside London||main|M1")[1].level)
    9
    """
    if level is None:
        return 4
    changed = level.index[1:][(level.to_numpy()[1:] != level.to_numpy()[:-1])]
    months = [each.month for each in changed]
    return max(range(1, 13), key=lambda each: (months.count(each), -each)) if months else 4


def is_monthly(key: str) -> bool:
    """Whether pay changes month by month, as average earnings do, and has no month of awards."""
    return not any(mark in key for mark in "|#=")
