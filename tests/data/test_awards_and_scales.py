"""Wherever two scales and the awards between them are held, they agree: what does not is a misprint or a gap.

Every point is followed from each date to the next: the pay of the first, raised by the awards between,
must be the pay of the second within the rounding of the group. The pairs that differ for a reason that
was seen, or that must be told, are the rows of ``award_exceptions``: none more, and none less.
"""

from functools import cache
from itertools import pairwise
from typing import NamedTuple

import pandas as pd
import pytest

import paylib
from paylib.awards.groups import covers
from paylib.datapackage import hashes

KEYS = ["bargaining_group", "nation", "area", "employer", "contract", "grade", "point"]
PAID = ["settled", "imposed", "freeze", "implied"]
TEXTS = ["area", "contract", "grade", "from_point", "to_point", "usage_warnings", "qualifier"]


class Pair(NamedTuple):
    """A point at two dates, the awards between them, and whether these explain the second figure."""

    key: tuple
    least: bool
    agrees: bool


def month_of(period: str) -> int:
    """The month of a date, counted from the year 0; a year alone is taken for its April."""
    year, _, month = period.partition("-")
    return int(year) * 12 + int(month or 4)


def closeness(award, point) -> float:
    """How closely an award names a pay point: nothing at all, or more the closer it does."""
    for name in ("area", "contract", "grade"):
        if getattr(award, name) not in ("", getattr(point, name)):
            return 0
    ends = award.from_point, award.to_point
    if any(ends):
        low, high = ends[0] or "0", ends[1] or "999"
        numbers = all(each.isdigit() for each in (low, high, point.point))
        inside = int(low) <= int(point.point) <= int(high) if numbers else low == high == point.point
        if not inside:
            return 0
    elif award.scope != "general" and not (award.area or award.contract or award.grade):
        return 0  # named in words only
    own = award.nation == point.nation
    return (
        1 + 4 * any(ends) + 2 * bool(award.grade) + bool(award.contract) + 0.25 * bool(award.area) + 0.5 * own
    )


@cache
def alike(nation: str, other: str) -> bool:
    """Whether one of two nations, or nations together, holds for the other."""
    return covers(nation, other) or covers(other, nation)


def chain(awards: list, point, first: int, last: int) -> list:
    """The awards of one point between two dates: of each month the row that names it most closely."""
    months: dict[int, tuple[float, object]] = {}
    for award in awards:
        if first < award.month <= last and alike(award.nation, point.nation):
            close = closeness(award, point)
            if close > months.get(award.month, (0, None))[0]:
                months[award.month] = (close, award)
    steps: list = []
    for _, (_, award) in sorted(months.items()):
        if award.base:  # over the scale of that month: what came between is in it
            steps = [each for each in steps if each.month <= award.base]
        steps.append(award)
    return steps


def is_whole(steps: list, first: int, last: int) -> bool:
    """Whether awards run from one date to the other without a hole."""
    dates = [first, *(each.month for each in steps)]
    return all(after - before <= 21 for before, after in pairwise(dates)) and last - dates[-1] < 6


def unit(point) -> int:
    """To how many pounds a group rounds its scale."""
    scots = point.nation == "Scotland" or point.period < "2008-09"
    if point.bargaining_group == "police" or (point.bargaining_group == "teachers" and scots):
        return 3
    return 5 if point.contract == "before Agenda for Change" else 1


def room(value: float, steps: list, before) -> float:
    """By how much rounding may part the figures: of the scale at each award, and of a per cent printed short."""
    rises = sum(1 for each in steps if each.award_pct or each.flat_gbp)
    short = sum(
        0.5 * 10 ** -len(f"{each.award_pct:g}".partition(".")[2]) / 100
        for each in steps
        if "rounded_in_source" in each.usage_warnings and each.award_pct
    )
    return value * short + unit(before) * max(1, rises)


def pairs(points: pd.DataFrame, awards: pd.DataFrame) -> list[Pair]:
    points = points[(points["status"] == "in_force") & points["annual_gbp"].notna()]
    points = points[points["basis"].isin(["published", "derived"])].fillna(dict.fromkeys(KEYS, ""))
    points = points.sort_values(["period", "basis"]).drop_duplicates([*KEYS, "period"], keep="last")
    figured = awards[["award_pct", "flat_gbp"]].notna().any(axis=1)
    awards = awards[awards["status"].isin(PAID) & (awards["measure"] == "rate") & figured]
    awards = awards.dropna(subset="effective_month").fillna(dict.fromkeys(TEXTS, ""))
    awards = awards.fillna({"award_pct": 0.0, "flat_gbp": 0.0})
    awards["month"] = [month_of(str(each)) for each in awards["effective_month"]]
    awards["base"] = [0 if pd.isna(each) else month_of(str(each)) for each in awards["base_month"]]
    by_group = {group: list(rows.itertuples()) for group, rows in awards.groupby("bargaining_group")}
    series: dict[tuple, list] = {}
    for point in points[[*KEYS, "period", "annual_gbp"]].itertuples():
        place = point[2:8]
        if point.bargaining_group == "teachers" and point.area == "outside London":
            place = ("England", *place[1:])  # one scale with Wales to 2018
        series.setdefault((point.bargaining_group, *place), []).append(point)
    made = []
    for before, after in (pair for rows in series.values() for pair in pairwise(rows)):
        first, last = month_of(before.period), month_of(after.period)
        steps = chain(by_group.get(after.bargaining_group, []), after, first, last)
        if steps and is_whole(steps, first, last):
            made.append(compared(before, after, steps))
    return made


def compared(before, after, steps: list) -> Pair:
    value = before.annual_gbp
    for each in steps:
        value = value * (1 + each.award_pct / 100) + each.flat_gbp
    least = any(each.qualifier == "at_least" for each in steps)
    within = room(value, steps, before)
    over = after.annual_gbp - (value if least else round(value))
    agrees = over >= -within if least else abs(over) <= within
    key = (*(getattr(after, name) for name in KEYS), before.period, after.period)
    return Pair(key, least, agrees)


def exceptions() -> set[tuple]:
    frame = paylib.load("award_exceptions").fillna(dict.fromkeys(KEYS, ""))
    return set(frame[[*KEYS, "from_period", "to_period"]].itertuples(index=False, name=None))


@pytest.fixture(scope="module")
def tested() -> list[Pair]:
    return pairs(paylib.load("pay_points"), paylib.load("pay_awards"))


def test_awards_lead_from_scale_to_scale_but_for_the_exceptions_that_are_listed(tested):
    differ = {pair.key for pair in tested if not pair.agrees}
    assert not differ - exceptions(), f"Not explained: {sorted(differ - exceptions())[:5]}."
    assert not exceptions() - differ, f"Explained after all: {sorted(exceptions() - differ)[:5]}."


def test_most_of_the_scales_are_tested(tested):
    assert len(tested) > 3_900 and sum(pair.least for pair in tested) < 0.03 * len(tested)


def test_a_misprint_is_found(package_copy):
    """£100 less at one point, as a digit that was read wrong."""
    path = package_copy / "pay" / "pay_points.csv"
    table = pd.read_csv(path, dtype=str)
    wrong = (table["bargaining_group"] == "resident_doctors") & (table["period"] == "2019-04")
    wrong &= (table["contract"] == "2016") & (table["grade"] == "FY1")
    table.loc[wrong, "annual_gbp"] = (table.loc[wrong, "annual_gbp"].astype(int) - 100).astype(str)
    table.to_csv(path, index=False, lineterminator="\n")
    hashes.seal()
    found = pairs(paylib.load("pay_points"), paylib.load("pay_awards"))
    differ = {pair.key[-2:] for pair in found if not pair.agrees and pair.key not in exceptions()}
    assert wrong.any() and differ == {("2018-10", "2019-04"), ("2019-04", "2020-04")}
