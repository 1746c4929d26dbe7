"""Concepts of pay that a published figure may be about: awards, two salaries, a point of a scale, earnings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from paylib import awards, datapackage, prices
from paylib.awards import scale_tables
from paylib.awards.groups import spans, unchanged_until
from paylib.awards.scales import choices_of
from paylib.awards.steps import numbered_at, renumbering
from paylib.errors import ChoiceError, CoverageError, PaylibError, unknown
from paylib.figures import periods
from paylib.figures.inputs import checked
from paylib.figures.provenance import of_rows

Standing = dict[tuple, pd.Series]
"""By what makes a scale, the date of the scale that stands in each month."""


@dataclass(frozen=True)
class Concept:
    """What pay may have been meant: levels by month, or one growth whatever the span.

    Parameters
    ----------
    level : pandas.Series, optional
        By month.
    growth_pct : float, optional
        The growth instead, over whatever span is tried.
    awards : tuple of float
        The awards that the growth is made of, per cent.
    scale : Scale, optional
        What stands beside a point.
    origin : mapping
        ``sources`` and ``usage_warnings`` of the pay.
    implied : tuple of pandas.Period
        The months of awards in it that are only implied.
    """

    level: pd.Series | None
    growth_pct: float | None = None
    awards: tuple[float, ...] = ()
    scale: Scale | None = None
    origin: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    implied: tuple[pd.Period, ...] = ()

    @property
    def points(self) -> pd.DataFrame | None:
        """The levels of all the points of the scale, a column a point."""
        return self.scale and self.scale.points

    @property
    def step(self) -> pd.Series | None:
        """The level of the next point of the scale."""
        return self.scale and self.scale.step

    @property
    def derived(self) -> pd.Series | None:
        """By month, whether the level is worked out of published awards and not published itself."""
        return self.scale and self.scale.derived


@dataclass(frozen=True)
class Scale:
    """A scale in which a point stands, worked out when it is asked for.

    Parameters
    ----------
    level : pandas.Series
        The pay of the point by month.
    rows, mine : pandas.DataFrame
        The rows of the group's points, and those of the point.
    standing : dict of tuple to pandas.Series
        For each scale that the point is in, the date of the scale that stands in each month.
    """

    level: pd.Series
    rows: pd.DataFrame
    mine: pd.DataFrame
    standing: Standing

    @cached_property
    def points(self) -> pd.DataFrame:
        """The levels of all the points, a column a point."""
        every = self.rows.merge(self.mine[_RANGE[:-1]].drop_duplicates())
        return self._by_month(every, "annual_gbp").dropna(axis="columns", how="all")

    @cached_property
    def step(self) -> pd.Series:
        """The pay of the next point up in the same grade."""
        ranges = set(self.mine[_RANGE].itertuples(index=False, name=None))
        same = self.points[[key for key in self.points if tuple(key[:-1]) in ranges]]
        return same.where(same.gt(self.level, axis="index")).min(axis="columns")

    @cached_property
    def derived(self) -> pd.Series:
        """By month, whether the pay of the point is worked out of published awards."""
        rows = self.mine.assign(derived=self.mine["basis"] == "derived")
        return self._by_month(rows, "derived").fillna(0).astype(bool).any(axis="columns")

    def _by_month(self, rows: pd.DataFrame, column: str) -> pd.DataFrame:
        return _levels(rows, column, self.standing).reindex(self.level.index)


def concepts_of(
    first: pd.Period,
    last: pd.Period,
    group,
    point,
    awards_pct,
    pay,
    where: dict,
    said: tuple[pd.Period, pd.Period] | None = None,
) -> tuple[dict[str, Concept], list[str]]:
    """The concepts of pay that can be tried between two months, by name, and what is missing to try more.

    A point of which the contract is not told is numbered as at the months that were ``said``.
    """
    found: dict[str, Concept] = {}
    missing: list[str] = []
    if awards_pct is not None:
        steps = tuple(float(each) for each in checked(list(awards_pct), "awards_pct", above=-100))
        growth = (np.prod([1 + each / 100 for each in steps]) - 1) * 100
        found["the awards given"] = Concept(None, float(growth), steps)
    if isinstance(pay, pd.Series):
        level = pd.Series(checked(pay.to_numpy(), "pay", above=0), index=periods.months(pay.index))
        found["the pay given"] = Concept(level.sort_index())
    elif isinstance(pay, Mapping):
        found |= pay
    elif pay is not None:
        before, after = (float(checked(each, "pay", above=0)) for each in pay)
        found["the two salaries"] = Concept(None, (after / before - 1) * 100)
    if group is not None:
        if not (earnings := _earnings(group)):
            _of_group(found, missing, first, last, group, point, where, said)
        elif point is not None or where:
            raise ChoiceError(
                f"{group} is average earnings, which have no pay points and no ranges of a scale."
            )
        found |= earnings
    if not found and not missing:
        raise ChoiceError(
            "Whose pay? Give group= (and point=), awards_pct=, or pay=, two salaries or a Series by month; or "
            "of_gbp= for a sum in the prices of another time. A real change by one index is carried to another "
            "without any pay: paylib.prices.carry."
        )
    if not found:
        raise CoverageError("No pay could be tried: " + "; ".join(missing) + ".")
    return found, missing


def _earnings(group: str) -> dict[str, Concept]:
    """Average earnings by the name of a deflator, or of a sector: its total and its regular pay."""
    return dict(_earnings_of(datapackage.package(), group))


@lru_cache(maxsize=64)
def _earnings_of(package: datapackage.DataPackage, group: str) -> Mapping[str, Concept]:
    catalogue = package.load("deflators")
    catalogue = catalogue[(catalogue["kind"] == "earnings") & (catalogue["priority"] == 1)]
    titles = catalogue.set_index("deflator")["title"]
    if group in titles:
        level = prices.index(group)
        return {titles[group]: Concept(level, origin=level.attrs)}
    series = package.load("awe_series")
    series = series[series["sector"].str.startswith(group)]
    mine = series[(series["statistic"] == "level") & (series["prices"] == "nominal")]
    if mine.empty:
        return {}
    rows = datapackage.load("awe_monthly")
    levels = rows.pivot(index="month", columns="series", values="weekly_gbp")
    levels.index = pd.PeriodIndex(levels.index, freq="M")
    return {
        f"average earnings, {row.sector.replace('_', ' ')}, {row.pay} pay": Concept(
            levels[row.series].dropna(), origin=of_rows(rows[rows["series"] == row.series])
        )
        for row in mine.sort_values("sector", ascending=False).itertuples()
    }


def _of_group(found: dict, missing: list[str], first, last, group: str, point, where: dict, said) -> None:
    """The chain of a group's awards, or the pay of a point from its scales, where they are there."""
    if point is not None:
        if said is not None:
            months = (
                each.asfreq(periods.MONTH, how=how) for each, how in zip(said, ("start", "end"), strict=True)
            )
            (point, where), _ = numbered_at(group, point, where, *months)
        _of_point(found, missing, first, last, group, point, where)
        return
    for span in spans(group, periods.MONTH).itertuples():
        since, until = max(span.first, first), min(span.last, last)
        if since < until:
            try:
                chains = _chains(group, since, until)
            except PaylibError as error:
                missing.append(str(error).rstrip("."))
            else:
                for name, growth in chains.items():
                    name = f"{name} from {periods.words(since)}" if name in found else name
                    found[name] = Concept(100 + growth, origin=growth.attrs, implied=_implied(group, growth))
    if not found and not missing:
        awards.history(group)  # says so, where there is no such group
        missing.append(
            f"the awards of {group} between {periods.words(first)} and {periods.words(last)} "
            "(awards.coverage() says what there is)"
        )


def _chains(group: str, since: pd.Period, until: pd.Period) -> dict[str, pd.Series]:
    """The growth of pay by a group's awards, by name; of each grade that can be followed where they differed."""
    try:
        return {f"awards of {group}": _chained(group, since, until)}
    except ChoiceError:
        found = {}
        for grade in awards.grades(group):
            with suppress(PaylibError):
                found[f"awards of {group}, {grade}"] = _chained(group, since, until, grade)
        if not found:
            raise
        return found


def _chained(group: str, since: pd.Period, until: pd.Period, grade: str | None = None) -> pd.Series:
    """The growth of pay by settled awards; where one is only implied, by that too."""
    try:
        return awards.path(group, since, until, grade=grade)["growth_pct"]
    except CoverageError:
        return awards.path(group, since, until, grade=grade, include=["implied"])["growth_pct"]


def _implied(group: str, growth: pd.Series) -> tuple[pd.Period, ...]:
    """The months of a chain in which an award came into force that is only implied."""
    if "implied" not in growth.attrs["statuses"]:
        return ()
    rows = awards.history(group, include=["implied", "part"]).query("status == 'implied'")
    return tuple(month for month in rows["effective_month"] if month in growth.index)


_TOP, _BOTTOM = ("top", "maximum"), ("bottom", "minimum", "entry")
"""What the ends of a grade are called in scales of which not every point is numbered."""


def _of_point(found: dict, missing: list[str], first, last, group: str, point, where: dict) -> None:
    rows = _in_force(group, {key: each for key, each in where.items() if key not in _GRADES})
    mine = _asked_for(group, _in_force(group, where), str(point))
    if where.get("contract") == OLD:
        rows, mine = _renumbered(group, where, rows, mine)
    standing = _standing(group, rows, mine, pd.period_range(first, last, freq=periods.MONTH))
    level = _one_rate(group, point, mine, _levels(mine, "annual_gbp", standing)).dropna()
    if len(level) < 2:
        dates = ", ".join(dict.fromkeys(periods.label(each) for each in sorted(mine["period"])))
        span = f"{periods.words(first)} and {periods.words(last)}"
        missing.append(f"pay of {group} point {point} between {span}; it is there for {dates}")
        return
    said = ", ".join([*(f"{name} {each}" for name, each in where.items()), str(point)])
    name = f"point {said} of {group}"
    if where.get("contract") == OLD and (moved := became_of(group, str(point))):
        name += f", {NEW} point {moved[0]} from {moved[1]}"
    scale = Scale(level, rows, mine, standing)
    found[name] = Concept(level, scale=scale, origin=of_rows(mine))


OLD, NEW = "old", "new"
"""What the contracts are called before and after a group's points were renumbered."""


def _renumbered(
    group: str, where: dict, rows: pd.DataFrame, mine: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of a group's old points, and those of one of them, with those of the new points that they became."""
    after = _in_force(group, where | {"contract": NEW})
    became = [moved[0] for each in mine["point"].unique() if (moved := became_of(group, each))]
    return pd.concat([rows, after]), pd.concat([mine, after[after["point"].isin(became)]])


def became_of(group: str, point: str) -> tuple[str, pd.Period] | None:
    """The number that an old point of a group got, and when; None where it got none.

    Examples
    --------
    >>> became_of("njc", "29"), became_of("njc", "5")
    (('23', Period('2019-04', 'M')), None)
    """
    moves = renumbering(group)
    moves = moves[moves["old_point"].astype(str) == point]
    return None if moves.empty else (str(moves["new_point"].iloc[0]), moves["effective_month"].iloc[0])


_GRADES = ("grade", "band", "pay_range")


def _in_force(group: str, where: dict) -> pd.DataFrame:
    """The rows of a group's points from a month on, published ones or worked out, of the nation that is meant."""
    return _rows_in_force(datapackage.package(), group, tuple(where.items()))


@lru_cache(maxsize=64)
def _rows_in_force(package: datapackage.DataPackage, group: str, where: tuple) -> pd.DataFrame:
    where = dict(where)
    rows = scale_tables.chosen_of(scale_tables.rows_of(group, **where), ("derived",))
    rows = scale_tables.of_own_nation(group, rows, where.get("nation"))
    return rows[[each.freqstr == periods.MONTH for each in rows["period"]]]


_RANGE = ["nation", "area", "employer", "contract", "grade"]


def _asked_for(group: str, rows: pd.DataFrame, point: str) -> pd.DataFrame:
    """The rows of a point: by its name, by "grade point", or the end of a grade by one of the names for it."""
    for names, end in ((_TOP, "max"), (_BOTTOM, "min")):
        if point in names and not (mine := _ends(rows, names, end)).empty:
            return mine
    if (rows["point"] == point).any():
        return rows[rows["point"] == point]
    if grades := [each for each in rows["grade"].unique() if each and point.startswith(f"{each} ")]:
        grade = max(grades, key=len)
        return _asked_for(group, rows[rows["grade"] == grade], point.removeprefix(f"{grade} "))
    raise ChoiceError(unknown(f"point of {group}", point, dict.fromkeys(rows["point"])))


def _ends(rows: pd.DataFrame, names: tuple[str, ...], end: str) -> pd.DataFrame:
    """The rows of one end of each grade: those that are called so, or have the number that no other goes beyond."""
    number = pd.to_numeric(rows["point"], errors="coerce")
    outermost = number.groupby([rows[key] for key in _RANGE]).transform(end)
    called = rows["point"].isin(names)
    mine = rows[called | (number == outermost)].assign(second=~called)
    return mine.sort_values("second").drop_duplicates([*_RANGE, "period"]).drop(columns="second").sort_index()


def _standing(group: str, rows: pd.DataFrame, mine: pd.DataFrame, months: pd.PeriodIndex) -> Standing:
    """For each scale that a point is in, the date of the scale that stands in each month, if it is known."""
    wanted = set(_scales(mine))
    dates: dict[tuple, set[pd.Period]] = {}
    for names, date in zip(_scales(rows), rows["period"], strict=True):
        if names in wanted:
            dates.setdefault(names, set()).add(date)
    return {
        names: _dates_by_month(
            datapackage.package(), group, names[0], tuple(sorted(dates[names])), months[0], months[-1]
        )
        for names in sorted(dates)
    }


def _scales(rows: pd.DataFrame) -> Iterator[tuple]:
    """The scale of each row."""
    return zip(*(rows[name].tolist() for name in scale_tables.SCALE), strict=True)


@lru_cache(maxsize=256)
def _dates_by_month(
    package: datapackage.DataPackage, group: str, nation: str, dates: tuple, first: pd.Period, last: pd.Period
) -> pd.Series:
    """Of the dates of a scale, the one that stands in each month, if it is known."""
    months = pd.period_range(first, last, freq=periods.MONTH)
    known = unchanged_until(group, dates, nation=nation)
    standing = pd.Series(pd.NaT, index=months, dtype=months.dtype)
    for date, following in zip(dates, [*dates[1:], None], strict=True):
        until = known[date] if following is None else min(known[date], following - 1)
        standing[(months >= date) & (months <= until)] = date
    return standing


def _levels(rows: pd.DataFrame, column: str, standing: Standing) -> pd.DataFrame:
    """A column of rows of points, as it stands in each month: a column a point."""
    values = rows.pivot(index="period", columns=scale_tables.KEYS, values=column)
    held = pd.PeriodIndex(values.index, freq=periods.MONTH)
    places = {names: held.get_indexer(pd.PeriodIndex(dates)) for names, dates in standing.items()}
    months = next(iter(standing.values())).index
    given, found = values.to_numpy(dtype=float), np.full((len(months), values.shape[1]), np.nan)
    for number, key in enumerate(values.columns):
        place = places[tuple(key[scale_tables.KEYS.index(each)] for each in scale_tables.SCALE)]
        found[place >= 0, number] = given[place[place >= 0], number]
    return pd.DataFrame(found, months, values.columns)


def _one_rate(group: str, point, mine: pd.DataFrame, levels: pd.DataFrame) -> pd.Series:
    """The pay of a point by month; scales that pay the same at it are one."""
    spread = levels.max(axis="columns") - levels.min(axis="columns")
    if (spread > 1).any():
        there = mine.drop_duplicates(scale_tables.KEYS[:-1])
        raise ChoiceError(f"{len(there)} rates of {group} are called {point}: say {choices_of(there)}.")
    return levels.max(axis="columns").astype(float)
