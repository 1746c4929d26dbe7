"""Pay against prices since a month, for those who take part in a dispute: levels by month, what either side's claims
choose of them, and whether a window is one-sided. Nothing here draws or imports what draws."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

import pandas as pd

from paylib import awards, datapackage, prices
from paylib.awards.groups import spans
from paylib.awards.groups import title as title_of
from paylib.awards.steps import numbered_at
from paylib.disputes import Dispute, Group
from paylib.errors import CoverageError, PaylibError
from paylib.figures import periods
from paylib.figures.rounding import printed
from paylib.report import objections
from paylib.report.chosen import Chosen, chosen

INDICES = ("cpi", "cpih", "rpi", "rpix")
"""The indices that a reader may choose."""

EARNINGS = "awe_public"
"""Whose pay stands beside that of the dispute's group, or for it where its awards do not reach."""

MOST_POINTS = 3
"""Points of the dispute's scale that a reader may choose."""

LEAST_MONTHS = 24
"""A chain of awards shorter than this shows no erosion."""

_PLACES = 4


@dataclass(frozen=True)
class Level:
    """A level by month: of pay or of prices.

    Parameters
    ----------
    name : str
        In words.
    start : pandas.Period
        The first month.
    values : tuple of float
        One a month.
    sources, usage_warnings : tuple of str
    """

    name: str
    start: pd.Period
    values: tuple[float, ...]
    sources: tuple[str, ...]
    usage_warnings: tuple[str, ...] = ()

    @classmethod
    def of(cls, name: str, series: pd.Series) -> Level:
        """A series by month, with its sources."""
        months = series.dropna()
        return cls(
            name,
            months.index[0],
            tuple(round(float(value), _PLACES) for value in months),
            tuple(series.attrs.get("sources", ())),
            tuple(series.attrs.get("usage_warnings", ())),
        )

    @property
    def last(self) -> pd.Period:
        """The last month."""
        return self.start + len(self.values) - 1

    def at(self, month: pd.Period) -> float:
        """The level of a month.

        Raises
        ------
        CoverageError
            If it is before the first or after the last.
        """
        place = (month - self.start).n
        if not 0 <= place < len(self.values):
            raise CoverageError(
                f"{self.name} is known from {self.start} to {self.last}, and not for {month}."
            )
        return self.values[place]


@dataclass(frozen=True)
class Since:
    """Pay and prices by month, and what is shown of them first."""

    pay: tuple[Level, ...]
    prices: Mapping[str, Level]
    index: str
    first: pd.Period
    chosen: tuple[Chosen, ...] = ()
    """From when and by which index each side's own claims count: marked on it."""

    def real(self, pay: Level, index: str, first: pd.Period) -> pd.Series:
        """Real pay by month, the first at 100."""
        months = pd.period_range(first, min(pay.last, self.prices[index].last), freq="M")
        return pd.Series([self.real_at(pay, index, first, month) for month in months], index=months)

    def real_at(self, pay: Level, index: str, first: pd.Period, month: pd.Period) -> float:
        """Real pay in a month, where it is 100 in the first."""
        against = self.prices[index]
        return pay.at(month) / against.at(month) * (against.at(first) / pay.at(first) * 100)


def since(dispute: Dispute, most: int | None = None) -> Since | None:
    """Pay against prices for a dispute's group, and for public-sector earnings.

    Parameters
    ----------
    dispute : Dispute
        From `paylib.dispute`.
    most : int, optional
        How many kinds of pay at most, the first ones; all unless said.

    Returns
    -------
    Since or None
        None where the dispute began before any series does.

    Examples
    --------
    >>> from paylib import disputes
    >>> [level.name for level in since(disputes.load("social_care_2025"), most=1).pay]
    ['Support officer at the top of grade 6 (point inferred)']
    """
    first = _first_month(dispute)
    given = _own(dispute)
    if given:
        first = max(first, given[0].start) if max(first, given[0].start) < given[0].last else given[0].start
    pay = tuple(islice((level for level in _pays(dispute, given) if level.start <= first < level.last), most))
    if not pay:
        return None
    earliest = min(level.start for level in pay)
    against = {by: Level.of(prices.title(by), prices.index(by).loc[earliest:]) for by in INDICES}
    return Since(pay, against, "rpi" if first.year < 2013 else "cpi", first, chosen(dispute))


def _pays(dispute: Dispute, given: list[Level]) -> Iterator[Level]:
    """All kinds of pay, the nearest to the dispute first."""
    yield from given
    if dispute.bargaining_group:
        yield from _of_groups(dispute)
    yield Level.of(prices.title(EARNINGS), prices.index(EARNINGS))


OWN = "Pay by the history that was given"
"""What pay by a dispute's own file is called."""

MONTHS_IN_FORCE = 12
"""How many months the last rate of a history is taken to stand: until the next award is due."""


def _own(dispute: Dispute) -> list[Level]:
    """Pay by the dispute's own history: each rate from its month until the next, the last for a year."""
    history = dispute.history
    if history is None:
        return []
    level = of_history(history)
    return [level] if level else []


def of_history(history: pd.Series) -> Level | None:
    """Pay by month: each rate from its month until the next, the last for a year, as far as there are prices.

    Parameters
    ----------
    history : pandas.Series
        Pounds a year, by the month from which they were paid, in order.

    Returns
    -------
    Level or None
        None of fewer than two months.
    """
    until = min(history.index[-1] + (MONTHS_IN_FORCE - 1), prices.index("cpi").index[-1])
    earliest = min(prices.index(by).index[0] for by in INDICES)
    months = pd.period_range(max(history.index[0], earliest), until, freq=periods.MONTH)
    return Level.of(OWN, history.reindex(months, method="ffill")) if len(months) > 1 else None


def _first_month(dispute: Dispute) -> pd.Period:
    """A year before the award was due, or before the dispute began."""
    return pd.Period((dispute.award_due or dispute.start)[:7], "M") - 12


def _of_groups(dispute: Dispute) -> Iterator[Level]:
    """Pay by the awards of the dispute's group, over the span of them in which the dispute begins.

    At the points of the file's groups of staff; of all, where the awards ask for no point.
    """
    group = dispute.bargaining_group
    first, reach = _first_month(dispute), prices.index("cpi").index[-1]
    try:
        there = [each for each in spans(group, periods.MONTH).itertuples() if each.first <= first < each.last]
    except PaylibError:
        there = []
    if not there or ((until := min(there[0].last, reach)) - first).n < LEAST_MONTHS:
        yield from _of_record(dispute, first, reach)
        return
    starts = (
        there[0].first,
        there[0].first + 13,
        first,
    )  # where points are not told before their first award
    wanted = [(each.label, _way(each, group, first + 12)) for each in dispute.groups if each.point][
        :MOST_POINTS
    ]
    for label, way in wanted or [(title_of(group), {})]:
        if level := _followed(label, group, starts, until, way):
            yield level


def _of_record(dispute: Dispute, first: pd.Period, reach: pd.Period) -> list[Level]:
    """Pay at the points of the file's groups, where the scale of every year is on record under one contract."""
    held = datapackage.load("point_coverage").query("bargaining_group == @dispute.bargaining_group")
    there = held[
        (held["from_period"].astype(int) <= first.year) & (held["to_period"].astype(int) > first.year)
    ]
    if there.empty:
        return []
    latest = there.sort_values("from_period").iloc[-1]
    rows = datapackage.load("pay_points")
    for column in ("bargaining_group", "nation", "contract"):
        rows = rows[rows[column].isna() if pd.isna(latest[column]) else rows[column] == latest[column]]
    under = f", contract of {latest['contract']}" if pd.notna(latest["contract"]) else ""
    named = [(each.label + under, rows[(rows["grade"] == each.point)]) for each in dispute.groups]
    stepped = [(label, mine) for label, mine in named if len(mine) > 1 and mine["period"].is_unique]
    return [_stepped(label, mine, reach) for label, mine in stepped[:MOST_POINTS]]


def _stepped(label: str, rows: pd.DataFrame, reach: pd.Period) -> Level:
    """Pay that stands until the next rate comes into force, the last for a year at most."""
    known = pd.Series(rows["annual_gbp"].to_numpy(), pd.PeriodIndex(rows["period"], freq="M")).sort_index()
    until = min(known.index[-1] + 11, reach)
    series = known.reindex(pd.period_range(known.index[0], until, freq="M")).ffill()
    codes = {code for told in rows["usage_warnings"].dropna() for code in told.split()}
    series.attrs = {"sources": sorted(set(rows["source"])), "usage_warnings": sorted(codes)}
    return Level.of(label, series)


def _way(staff: Group, group: str, told: pd.Period) -> dict:
    """How the awards name a point: by its number on the spine of the month in which it is told, or as a grade."""
    if not staff.point.isdigit():
        return {"grade": staff.grade or staff.point}
    (_, where), _ = numbered_at(group, staff.point, {}, told, told)
    return {"point": int(staff.point), "spine": where.get("contract")}


def _followed(
    label: str, group: str, starts: tuple[pd.Period, ...], until: pd.Period, way: dict
) -> Level | None:
    """Pay followed from the first month from which the awards tell it."""
    for start in starts:
        with suppress(PaylibError):
            path = awards.path(group, start, until, include=["implied"], **way)
            series = 100 + path["growth_pct"]
            series.attrs = path.attrs
            return Level.of(label, series)
    return None


def own_choices(shown: Since) -> list[Chosen]:
    """What either side's claims choose that can be shown of the pay that is shown first: as buttons."""
    pay = shown.pay[0]
    return [
        each
        for each in shown.chosen
        if pay.start <= each.first < pay.last and (each.index is None or each.index in shown.prices)
    ]


def one_sided(dispute: Dispute) -> list[objections.Objection]:
    """Windows of those who make claims, and of the chart, that tell another story from a year earlier or later.

    Parameters
    ----------
    dispute : Dispute
        From `paylib.dispute`.

    Returns
    -------
    list of Objection
        Of a claim, where the real change of pay at the first of the file's points has the other sign, or differs by
        more than half of what it is; of the chart that is shown first, where its first month makes it
        (`paylib.report.objections.turned`).
    """
    shown = since(dispute, most=1)
    if shown is None:
        return []
    pay = shown.pay[0]
    claimed = [(each.button, each.index, each.first) for each in own_choices(shown) if each.index]
    found = [
        _asked(words, pay, changes)
        for words, index, first in claimed
        if (changes := _changes(shown, pay, index, first)) and objections.differs(*changes)
    ]
    changes = _changes(shown, pay, shown.index, shown.first)
    if changes and objections.turned(*changes):
        found.append(_asked(f"The chart since {periods.words(shown.first)}", pay, changes))
    return found


def _asked(words: str, pay: Level, changes: tuple[float, float, float]) -> objections.Objection:
    at, before, after = (printed(value, "pct") for value in changes)
    told = f"{words}, {pay.name}: {at}; from a year earlier {before}, from a year later {after}."
    return objections.Objection(objections.ONE_SIDED, told)


def _changes(shown: Since, pay: Level, index: str, first: pd.Period) -> tuple[float, float, float] | None:
    """What pay after prices changed by since a month, since a year earlier and since a year later; if all are there."""
    starts = (first, first - 12, first + 12)
    levels = (pay, shown.prices[index])
    if any(not level.start <= start < level.last for level in levels for start in starts):
        return None
    last = min(level.last for level in levels)
    at, before, after = (shown.real_at(pay, index, start, last) - 100 for start in starts)
    return at, before, after
