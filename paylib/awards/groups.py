"""Bargaining groups, the awards of each, and the spans within which no award is missing."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import pandas as pd

from paylib import datapackage
from paylib.errors import ChoiceError, is_among, unknown
from paylib.figures import periods
from paylib.figures.inputs import several

CHANGED_PAY = ("settled", "imposed", "freeze")
"""Statuses of awards that were seen to change pay, or to leave it as it was."""

ON_REQUEST = ("implied", "remit", "expected", "offer", "claim")
"""Statuses that are used only when they are asked for."""

COLUMNS = (
    "nation",
    "contract",
    "effective_month",
    "award_year",
    "status",
    "scope",
    "covers",
    "from_point",
    "to_point",
    "grades",
    "pay_up_to_gbp",
    "pay_below_gbp",
    "measure",
    "recommended_pct",
    "response",
    "award_pct",
    "flat_gbp",
    "qualifier",
    "base_month",
    "bottom_pct",
    "paybill_pct",
    "non_consolidated_pct",
    "non_consolidated_gbp",
    "settled_date",
    "usage_warnings",
    "source",
    "check_source",
    "note",
)


def title(group: str) -> str:
    """The name of a bargaining group for a reader.

    Raises
    ------
    ChoiceError
        If there is no such group.

    Examples
    --------
    >>> title("njc")
    'Local government services (NJC)'
    """
    return described(group)["title"]


def described(group: str) -> pd.Series:
    """What is known of a bargaining group: its row of the table ``bargaining_groups``, named by its key.

    Parameters
    ----------
    group : str
        Its key, or one of its aliases; with another nation after a comma where pay is set by nation.

    Raises
    ------
    ChoiceError
        If there is no such group, or it has nothing of that nation.

    Examples
    --------
    >>> described("junior_doctors").name
    'resident_doctors'
    >>> described("teachers, Scotland")["title"]
    'School teachers, Scotland'
    """
    return _described(datapackage.package(), str(group)).copy()


@lru_cache(maxsize=256)
def _described(package: datapackage.DataPackage, group: str) -> pd.Series:
    groups, aliases = _groups(package)
    name, _, nation = group.partition(", ")
    name = aliases.get(name, name)
    if not is_among(name, groups.index):
        raise ChoiceError(unknown("bargaining group", group, groups.index))
    mine = groups.loc[name]
    return mine if nation in ("", mine["nation"]) else _in_nation(package, mine, nation)


@lru_cache(maxsize=4)
def _groups(package: datapackage.DataPackage) -> tuple[pd.DataFrame, dict[str, str]]:
    """The groups by their keys, and the keys by alias."""
    groups = package.load("bargaining_groups").set_index("bargaining_group")
    groups = groups.fillna(dict.fromkeys(("aliases", "points_of", "employer"), ""))
    groups.attrs = {}
    return groups, {alias: key for key, alias in groups["aliases"].str.split().explode().items()}


def _in_nation(package: datapackage.DataPackage, mine: pd.Series, nation: str) -> pd.Series:
    """A group as it is in a nation other than its own."""
    held = pd.concat([package.load(table) for table in ("pay_awards", "pay_points")])
    nations = held.loc[held["bargaining_group"].isin([mine.name, mine["points_of"]]), "nation"].unique()
    if not any(covers(each, nation) for each in nations):
        raise ChoiceError(unknown(f"nation of {mine['title']}", nation, sorted(nations)))
    return pd.Series({**mine, "nation": nation, "title": f"{mine['title']}, {nation}"}, name=mine.name)


def awards_of(group: str) -> pd.DataFrame:
    """Every row that is held on the awards of a group, whatever became of it.

    Parameters
    ----------
    group : str
        As in `described`.

    Returns
    -------
    pandas.DataFrame
        The `COLUMNS`, in order of time: those of the group's own nation, or of the one that was said.

    Raises
    ------
    ChoiceError
        If there is no such group.

    Examples
    --------
    >>> awards_of("jnc_youth")["award_year"].min()
    np.int64(2001)
    """
    return _awards_of(datapackage.package(), str(group)).copy()


@lru_cache(maxsize=64)
def _awards_of(package: datapackage.DataPackage, group: str) -> pd.DataFrame:
    mine, table = _described(package, group), package.load("pay_awards")
    rows = table[table["bargaining_group"] == mine.name]
    rows = rows[covering(rows["nation"], mine["nation"])].reindex(columns=COLUMNS)
    rows = rows.sort_values(["award_year", "effective_month"], kind="stable", ignore_index=True)
    rows.attrs = {"usage_warnings": table.attrs["usage_warnings"]}
    return rows


def by_year(group: str) -> bool:
    """Whether only the years of a group's awards are known, not the months.

    Examples
    --------
    >>> by_year("dwp"), by_year("njc")
    (True, False)
    """
    return spans(group, periods.MONTH).empty and not spans(group, periods.YEAR).empty


def spans(group: str, frequency: str) -> pd.DataFrame:
    """Between which periods every general award of a group is held.

    Parameters
    ----------
    group : str
        A bargaining group.
    frequency : str
        ``M`` for spans by month, ``Y-DEC`` for those of which only the years are known.

    Returns
    -------
    pandas.DataFrame
        Columns ``first`` and ``last``, in order: from the level of pay in the first to that in
        the last, no award is missing.

    Examples
    --------
    >>> spans("njc", "M").iloc[0].tolist()
    [Period('2002-03', 'M'), Period('2026-03', 'M')]
    """
    return _spans(datapackage.package(), str(group), frequency).copy()


@lru_cache(maxsize=64)
def _spans(package: datapackage.DataPackage, group: str, frequency: str) -> pd.DataFrame:
    group, table = _described(package, group), package.load("award_coverage")
    kind = {periods.MONTH: "month", periods.YEAR: "calendar_year"}[frequency]
    mine = table[(table["bargaining_group"] == group.name) & (table["period_type"] == kind)]
    mine = mine[covering(mine["nation"].fillna(_described(package, group.name)["nation"]), group["nation"])]
    ends = {"first": mine["from_period"], "last": mine["to_period"]}
    ends = {name: pd.PeriodIndex(values, freq=frequency) for name, values in ends.items()}
    return pd.DataFrame(ends).sort_values("first", ignore_index=True)


NATIONS = {
    "United Kingdom": ("England", "Wales", "Scotland", "Northern Ireland"),
    "Great Britain": ("England", "Wales", "Scotland"),
}
"""Names of nations together that do not list them."""


def covers(wide: str, narrow: str) -> bool:
    """Whether what holds for some nations holds for one, or for several together.

    Examples
    --------
    >>> covers("England and Wales", "England"), covers("England", "England and Wales")
    (True, False)
    >>> covers("United Kingdom", "England, Wales and Northern Ireland")
    True
    """
    return _parts(narrow) <= _parts(wide)


def covering(nations: pd.Series, narrow: str) -> pd.Series:
    """Which of some nations, alone or together, hold for one."""
    return nations.map({wide: covers(wide, narrow) for wide in nations.unique()}).astype(bool)


def _parts(nations: str) -> set[str]:
    return set(NATIONS.get(nations) or nations.replace(" and ", ", ").split(", "))


def changed_between(
    group: str, before: pd.Period, after: pd.Period, *, nation: str | None = None
) -> bool | None:
    """Whether a general award changed the pay of a group after one month, up to another.

    Parameters
    ----------
    group : str
    before, after : pandas.Period
        Months.
    nation : str, optional
        That of the group whose awards are held, unless said.

    Returns
    -------
    bool or None
        None if it is not known, because the awards between are not all held.

    Examples
    --------
    Frozen from 2010 to 2012:

    >>> changed_between("njc", pd.Period("2009-04", "M"), pd.Period("2013-03", "M"))
    False
    """
    if nation is not None and not covers(nation, described(group)["nation"]):
        group = f"{described(group).name}, {nation}"
    held = spans(group, periods.MONTH)
    if not ((held["first"] <= before) & (after <= held["last"])).any():
        return None
    return any(before < month <= after for month in _rises(group))


def _rises(group: str) -> list[pd.Period]:
    """The months in which a general award changed the pay of a group."""
    rows = awards_of(group)
    rose = (rows["award_pct"].fillna(0) != 0) | (rows["flat_gbp"].fillna(0) != 0)
    real = (rows["scope"] == "general") & rows["status"].isin([*CHANGED_PAY, "implied"])
    return rows.loc[rose & real, "effective_month"].dropna().tolist()


def unchanged_until(
    group: str, dates: Iterable[pd.Period], *, nation: str | None = None
) -> dict[pd.Period, pd.Period]:
    """For each of some months the last to which it is known that no general award changed the pay of a group.

    Parameters
    ----------
    group, nation
        As in `changed_between`.
    dates : iterable of pandas.Period
        Months.

    Returns
    -------
    dict of pandas.Period to pandas.Period
        The month itself where nothing is known of what came after.

    Examples
    --------
    Frozen from 2010 to 2012:

    >>> unchanged_until("njc", [pd.Period("2009-04", "M")])
    {Period('2009-04', 'M'): Period('2013-03', 'M')}
    """
    dates = list(dates)
    if nation is not None and not covers(nation, described(group)["nation"]):
        group = f"{described(group).name}, {nation}"
    held, rises = spans(group, periods.MONTH).itertuples(index=False), sorted(_rises(group))
    held, until = list(held), {}
    for date in dates:
        known = max((last for first, last in held if first <= date <= last), default=None)
        rise = next((month for month in rises if month > date), None)
        until[date] = date if known is None else min(known, rise - 1) if rise else known
    return until


def asked_for(include: Iterable[str] | str, choices: Iterable[str], what: str) -> tuple[str, ...]:
    """What a caller wants included beside the settled or published, checked.

    Parameters
    ----------
    include : str or iterable of str
        One name or several.
    choices : iterable of str
        The names there are.
    what : str
        What they are names of, for an error.

    Returns
    -------
    tuple of str

    Raises
    ------
    ChoiceError
        If one is not among the choices.

    Examples
    --------
    >>> asked_for("offer", ON_REQUEST, "status")
    ('offer',)
    """
    names, choices = tuple(several(include)), tuple(choices)
    for name in names:
        if not is_among(name, choices):
            raise ChoiceError(unknown(what, name, choices))
    return names


def coverage() -> pd.DataFrame:
    """Which awards there are: for each group, between which periods none is missing.

    Returns
    -------
    pandas.DataFrame
        One row a span: ``bargaining_group``, ``nation``, ``title``, ``first``, ``last``, ``period_type``, ``awards``
        (how many that changed pay, or froze it, were in force after the first and by the last) and
        ``note``. A group without a span has one row, with how many rows there are of it.

    Examples
    --------
    >>> coverage().query("bargaining_group == 'njc'")[["first", "last", "awards"]].astype(str).iloc[0].tolist()
    ['2002-03', '2026-03', '23']
    """
    groups = datapackage.load("bargaining_groups")[["bargaining_group", "nation"]]
    table = datapackage.load("award_coverage").rename(columns={"from_period": "first", "to_period": "last"})
    every = groups.merge(table, how="left", on="bargaining_group", suffixes=("_own", ""))
    every["nation"] = every["nation"].fillna(every["nation_own"])
    names = every["bargaining_group"] + ", " + every["nation"]
    every["title"] = [title(name) for name in names]
    every["awards"] = [_awards_within(name, row) for name, row in zip(names, every.itertuples(), strict=True)]
    every.attrs = {"sources": datapackage.load("award_coverage").attrs["sources"]}
    return every[["bargaining_group", "nation", "title", "first", "last", "period_type", "awards", "note"]]


def _awards_within(name: str, row) -> int:
    rows = awards_of(name)
    rows = rows[rows["status"].isin(CHANGED_PAY) & (rows["scope"] == "general")]
    if pd.isna(row.first):
        return len(rows)
    if row.period_type == "calendar_year":
        return int(rows["award_year"].between(int(row.first) + 1, int(row.last)).sum())
    months = rows["effective_month"].dropna().dt.to_timestamp()
    first, last = (pd.Period(end, "M").to_timestamp() for end in (row.first, row.last))
    return int(((months > first) & (months <= last)).sum())
