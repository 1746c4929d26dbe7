"""Pay against prices since a month of the reader's choice: the same in Python and, in the page, by script.

Both work from the same terms: levels of pay and of prices by month, in the page as JSON. Without script the
chart of the first choice stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from paylib import awards, charts, datapackage, prices
from paylib.awards.groups import spans
from paylib.awards.groups import title as title_of
from paylib.charts.picture import LETTER, WIDTH
from paylib.disputes import Dispute, Group
from paylib.errors import PaylibError
from paylib.figures import periods
from paylib.figures.rounding import pictured, printed, show
from paylib.report import objections, own_pay
from paylib.report.brief.chosen import Chosen, chosen, number, silent
from paylib.tables import table

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
        """The level of a month."""
        return self.values[(month - self.start).n]


@dataclass(frozen=True)
class Erosion:
    """What a reader may choose from, and what is shown first."""

    pay: tuple[Level, ...]
    prices: Mapping[str, Level]
    index: str
    first: pd.Period
    chosen: tuple[Chosen, ...] = ()
    """From when and by which index each side's own claims count: marked on it."""
    silent: str = ""
    """Which side's claims say nothing of the kind."""

    @property
    def note(self) -> str:
        """What to beware of, in a sentence or two."""
        implied = any("implied" in level.usage_warnings for level in self.pay)
        told = [
            "Dots: where a claim begins to count; filled, if by the index shown." if self.chosen else "",
            self.silent,
            "Neither awards nor average earnings follow one person up the scale.",
            "Some awards are worked out from others, not published." if implied else "",
        ]
        return " ".join(filter(None, told))

    @property
    def terms(self) -> dict:
        """All that the script needs, as JSON takes it."""
        told = {
            "pay": [_as_json(level) for level in self.pay],
            "prices": {name: _as_json(level) for name, level in self.prices.items()},
            "index": self.index,
            "first": number(self.first),
            "chosen": [
                {
                    "index": each.index,
                    "first": each.number,
                    "words": each.words,
                    "row": each.row,
                }
                for each in self.chosen
            ],
        }
        return told | own_pay.blank([each.look for each in self.chosen])

    def told(self, pay: Level, index: str, first: pd.Period) -> tuple[str, str]:
        """Headline and sentence of a choice.

        Parameters
        ----------
        pay : Level
            One of ``pay``.
        index : str
            One of ``prices``.
        first : pandas.Period
            The month that everything is set against.

        Returns
        -------
        tuple of str
        """
        against = self.prices[index]
        last = min(pay.last, against.last)
        rise = pay.at(last) / pay.at(first)
        dearer = against.at(last) / against.at(first)
        real = (rise / dearer - 1) * 100
        shown = printed(abs(real), "pct")
        change = "level" if shown == "0.0%" else f"a {'fall' if real < 0 else 'rise'} of {shown}"
        since, until = periods.words(first), periods.words(last)
        return (
            f"{pay.name}: {change} after prices since {since}, by {against.name}",
            f"From {since} to {until}: pay {_signed(rise)}, prices {_signed(dearer)} by {against.name}, "
            f"after prices {_signed(1 + real / 100)}.",
        )

    def alt(self, pay: Level, index: str, first: pd.Period) -> str:
        """The chart of a choice in words: what is told, and which choices of either side are marked on it."""
        last = min(pay.last, self.prices[index].last)
        places = {
            "Marked": [each for each in self.chosen if first <= each.first <= last],
            "Before this chart": [each for each in self.chosen if each.first < first],
            "After it": [each for each in self.chosen if each.first > last],
        }
        marked = [
            f"{words}: {'; '.join(each.words for each in there)}." for words, there in places.items() if there
        ]
        headline, sentence = self.told(pay, index, first)
        return " ".join([f"{headline}.", sentence, *marked])

    def real(self, pay: Level, index: str, first: pd.Period) -> pd.Series:
        """Real pay by month, the first at 100."""
        against = self.prices[index]
        months = pd.period_range(first, min(pay.last, against.last), freq="M")
        scale = against.at(first) / pay.at(first) * 100
        return pd.Series([pay.at(month) / against.at(month) * scale for month in months], index=months)

    def rows(self, real: pd.Series) -> dict[pd.Period, str]:
        """The months of the table and what they are called: every twelfth, the last, and those that are marked."""
        marked = [each for each in self.chosen if each.first in real.index]
        months = sorted({*real.index[::12], real.index[-1], *(each.first for each in marked)})
        beside = {month: "; ".join(each.row for each in marked if each.first == month) for month in months}
        return {
            month: periods.words(month) + (f" ({beside[month]})" if beside[month] else "") for month in months
        }

    def svg(self, pay: Level, index: str, first: pd.Period) -> str:
        """The picture of a choice."""
        return own_pay.drawn(self._places(pay, index, first), [each.look for each in self.chosen])

    def _places(self, pay: Level, index: str, first: pd.Period) -> dict[str, str]:
        """Where the marks of the chart of a choice are, by their names."""
        real = self.real(pay, index, first)
        low, high = min(real.min(), 100.0), max(real.max(), 100.0)
        across = (own_pay.RIGHT - own_pay.LEFT) / max(1, len(real) - 1)
        xs = [own_pay.LEFT + place * across for place in range(len(real))]
        ys = [own_pay.TOP + (high - value) / ((high - low) or 1.0) * own_pay.HEIGHT for value in real]
        at = {
            "path": "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in zip(xs, ys, strict=True)),
            "level": f"{own_pay.TOP + (high - 100) / ((high - low) or 1.0) * own_pay.HEIGHT:.1f}",
            "end": f"{ys[-1]:.1f}",
            "shown": pictured(real.iloc[-1] - 100, "pct"),
            "since": periods.words(real.index[0]),
            "until": periods.words(real.index[-1]),
            "right": f"{own_pay.RIGHT:.1f}",
        }
        for place, each in enumerate(self.chosen):
            month, row = (each.first - first).n, own_pay.row(place)
            inside = 0 <= month < len(real)
            words = each.words if inside else f"{'←' if month < 0 else '→'} {each.words}"
            x, y = (xs[month], ys[month]) if inside else (own_pay.LEFT + 5, row - 4.5)
            start = (
                max(own_pay.LEFT, min(x - 5, WIDTH - len(words) * LETTER)) if inside else own_pay.LEFT + 16
            )
            at |= {
                f"x{place}": f"{x:.1f}",
                f"y{place}": f"{y:.1f}",
                f"foot{place}": f"{row - 13 if inside else y:.1f}",
                f"start{place}": f"{start:.1f}",
                f"look{place}": "full" if each.index == index else "open",
                f"words{place}": words,
            }
        return at

    @property
    def picture(self) -> charts.Picture:
        """The chart of what is shown first."""
        shown = self.pay[0], self.index, self.first
        real = self.real(*shown)
        headline, _ = self.told(*shown)
        rows = self.rows(real)
        listed = pd.DataFrame(
            {"real": [real[month] for month in rows]}, index=pd.Index(rows.values(), name="Month")
        )
        subtitle = f"Pay after prices, {periods.words(self.first)} = 100"
        numbers = table(
            listed,
            headline,
            labels={"real": subtitle},
            units={"real": "index"},
            decimals={"real": 1},
            sources=sorted({*self.pay[0].sources, *self.prices[self.index].sources}),
        )
        return charts.Picture(headline, subtitle, self.alt(*shown), numbers, drawn=self.svg(*shown))


def erosion(dispute: Dispute) -> Erosion | None:
    """Pay against prices for a dispute's group, and for public-sector earnings.

    Parameters
    ----------
    dispute : Dispute
        From `paylib.dispute`.

    Returns
    -------
    Erosion or None
        None where the dispute began before any series does.

    Examples
    --------
    >>> from paylib import disputes
    >>> [level.name for level in erosion(disputes.load("social_care_2025")).pay]
    ['Support officer at the top of grade 6 (point inferred)', 'The top of grade 7, which is claimed', 'Public-sector earnings']
    """
    earnings = Level.of(prices.index(EARNINGS).attrs["title"], prices.index(EARNINGS))
    given = _own(dispute)
    pay = [*given, *(_of_groups(dispute) if dispute.bargaining_group else ()), earnings]
    first = _first_month(dispute)
    if given:
        first = max(first, given[0].start) if max(first, given[0].start) < given[0].last else given[0].start
    pay = [level for level in pay if level.start <= first < level.last]
    if not pay:
        return None
    earliest = min(level.start for level in pay)
    against = {
        by: Level.of(prices.index(by).attrs["title"], prices.index(by).loc[earliest:]) for by in INDICES
    }
    said = chosen(dispute)
    index = "rpi" if first.year < 2013 else "cpi"
    return Erosion(tuple(pay), against, index, first, said, silent(dispute, said))


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
    months = pd.period_range(history.index[0], until, freq=periods.MONTH)
    return Level.of(OWN, history.reindex(months, method="ffill")) if len(months) > 1 else None


def lost(shown: Erosion) -> pd.DataFrame | None:
    """What a dispute's own history of pay lost against prices since the first month: by index.

    Parameters
    ----------
    shown : Erosion

    Returns
    -------
    pandas.DataFrame or None
        Indexed by index: ``this_year_gbp`` (the last twelve months), ``added_up_gbp`` (all months since the first; both
        in the money of the day) and ``restore_pct``; None where there is no such history.

    Notes
    -----
    A month's loss is a twelfth of pay in the first month, uprated to that month, less a twelfth of what was paid.
    """
    pay = shown.pay[0]
    if pay.name != OWN:
        return None
    rows = {}
    for level in shown.prices.values():
        last = min(pay.last, level.last)
        months = pd.period_range(shown.first, last, freq=periods.MONTH)
        if level.start > shown.first or len(months) < 2:
            continue
        kept = [pay.at(shown.first) * level.at(month) / level.at(shown.first) for month in months]
        short = [(should - pay.at(month)) / 12 for should, month in zip(kept, months, strict=True)]
        rows[level.name] = {
            "this_year_gbp": sum(short[-12:]),
            "added_up_gbp": sum(short),
            "restore_pct": (kept[-1] / pay.at(last) - 1) * 100,
        }
    return pd.DataFrame.from_dict(rows, orient="index") if rows else None


def lost_table(shown: Erosion) -> Markup | None:
    """`lost` as a table for the page."""
    rows = lost(shown)
    if rows is None:
        return None
    return table(
        rows.rename_axis("Index"),
        f"What pay lost against prices since {periods.words(shown.first)}",
        labels={
            "this_year_gbp": "Lost in the last twelve months",
            "added_up_gbp": "Lost since then, added up",
            "restore_pct": "Rise that would restore it",
        },
        units={"this_year_gbp": "gbp_year", "added_up_gbp": "gbp", "restore_pct": "pct"},
    ).html


def _first_month(dispute: Dispute) -> pd.Period:
    """A year before the award was due, or before the dispute began."""
    return pd.Period((dispute.award_due or dispute.start)[:7], "M") - 12


def _of_groups(dispute: Dispute) -> list[Level]:
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
        return _of_record(dispute, first, reach)
    starts = (
        there[0].first,
        there[0].first + 13,
        first,
    )  # where points are not told before their first award
    wanted = [(each.label, _way(each)) for each in dispute.groups if each.point][:MOST_POINTS]
    found = [_followed(label, group, starts, until, way) for label, way in wanted or [(title_of(group), {})]]
    return [level for level in found if level is not None]


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


def _way(staff: Group) -> dict:
    """How the awards name a point: by its number, or as a grade."""
    return {"point": int(staff.point)} if staff.point.isdigit() else {"grade": staff.grade or staff.point}


def _followed(
    label: str, group: str, starts: tuple[pd.Period, ...], until: pd.Period, way: dict
) -> Level | None:
    """Pay followed from the first month from which the awards tell it."""
    spines = ({}, {"spine": "new"}) if "point" in way else ({},)
    for start in starts:
        for spine in spines:
            try:
                path = awards.path(group, start, until, include=["implied"], **way, **spine)
            except PaylibError:
                continue
            series = 100 + path["growth_pct"]
            series.attrs = path.attrs
            return Level.of(label, series)
    return None


def own_choices(shown: Erosion) -> list[Chosen]:
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
    shown = erosion(dispute)
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
    at, before, after = (show(value, "pct") for value in changes)
    told = f"{words}, {pay.name}: {at}; from a year earlier {before}, from a year later {after}."
    return objections.Objection(objections.ONE_SIDED, told)


def _changes(shown: Erosion, pay: Level, index: str, first: pd.Period) -> tuple[float, float, float] | None:
    """What pay after prices changed by since a month, since a year earlier and since a year later; if all are there."""
    starts = (first, first - 12, first + 12)
    levels = (pay, shown.prices[index])
    if any(not level.start <= start < level.last for level in levels for start in starts):
        return None
    at, before, after = (float(shown.real(pay, index, start).iloc[-1] - 100) for start in starts)
    return at, before, after


def _as_json(level: Level) -> dict:
    return {"name": level.name, "start": number(level.start), "values": list(level.values)}


def _signed(ratio: float) -> str:
    shown = printed((ratio - 1) * 100, "pct")
    return f"+{shown}" if shown[0].isdigit() and shown != "0.0%" else shown
