"""Units: what each is called, how it is printed, and what units come of arithmetic.

A unit is made of base units with powers (pounds, years, people …) and has a size in them, so that
pounds a year times years are pounds, and pounds by pounds are a ratio. Contracts differ in the weeks
of a year and the hours of a week, so years, weeks, days and hours are never turned into each other.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from paylib.errors import FigureError, unknown


@dataclass(frozen=True)
class Unit:
    """A unit of figures.

    Parameters
    ----------
    name : str
        As it stands in data and code: ``"gbp_year"``.
    words : str
        As a column is headed: ``"£ a year"``.
    decimals : int
        Digits after the point, unless said otherwise.
    of : dict of str to int
        Base units and their powers; none for what is only a number.
    size : float
        How many of its base units one is: 0.01 for per cent.
    before, after : str
        What stands round the figure when it is printed.
    is_count : bool
        Whether zeros at the end are taken as rounding: 86,000 people are 85,500 to 86,500.
    """

    name: str
    words: str
    decimals: int = 0
    of: dict[str, int] = field(default_factory=dict, hash=False)
    size: float = 1.0
    before: str = ""
    after: str = ""
    is_count: bool = False


def _money(name: str, words: str, per: str | None = None, decimals: int = 0, **more) -> Unit:
    return Unit(name, words, decimals, {"gbp": 1} | ({per: -1} if per else {}), before="£", **more)


def _number(name: str, words: str, base: str, size: float = 1.0, **more) -> Unit:
    return Unit(name, words, of={base: 1}, size=size, **more)


_ALL = (
    Unit("ratio", "ratio", 2),
    Unit("pct", "per cent", 1, size=0.01, after="%"),
    Unit("count", "number"),
    Unit("per_1000", "per thousand", size=0.001),
    Unit("pct_points", "percentage points", 1, {"points of per cent": 1}, after=" percentage points"),
    Unit("index", "index", 1, {"index": 1}),
    _money("gbp", "£", is_count=True),
    _money("gbp_hour", "£ an hour", "hour", 2),
    _money("gbp_week", "£ a week", "week", is_count=True),
    _money("gbp_month", "£ a month", "month", is_count=True),
    _money("gbp_year", "£ a year", "year", is_count=True),
    _money("gbp_thousand", "£ thousand", size=1e3, after=" thousand"),
    _money("gbp_million", "£ million", size=1e6, after=" million", is_count=True),
    _money("gbp_billion", "£ billion", size=1e9, after=" billion", is_count=True),
    _money("gbp_per_person", "£ a person", "person", is_count=True),
    _number("people", "people", "person", is_count=True),
    _number("thousand_people", "thousand people", "person", 1e3),
    _number("fte", "full-time equivalent", "fte", is_count=True),
    _number("thousand_fte", "thousand full-time equivalents", "fte", 1e3),
    _number("staff", "staff, however counted", "staff"),
    _number("votes", "votes", "vote", is_count=True),
    _number("jobs", "jobs", "job", is_count=True),
    _number("thousand_jobs", "thousand jobs", "job", 1e3),
    _number("posts", "posts", "post", is_count=True),
    _number("departments", "departments", "department"),
    _number("authorities", "authorities", "authority"),
    _number("employers", "employers", "employer"),
    _number("offices", "offices", "office"),
    _number("rallies", "rallies", "rally"),
    _number("spines", "pay spines", "spine"),
    _number("stoppages", "stoppages", "stoppage"),
    _number("points", "pay points", "point"),
    _number("requests", "requests", "request", is_count=True),
    _number("crimes", "recorded crimes", "crime", is_count=True),
    _number("incidents", "incidents", "incident", is_count=True),
    _number("tests", "tests", "test"),
    _number("episodes", "episodes", "episode"),
    _number("years", "years", "year"),
    _number("months", "months", "month"),
    _number("weeks", "weeks", "week"),
    _number("days", "days", "day"),
    _number("thousand_days", "thousand days", "day", 1e3),
    _number("hours", "hours", "hour"),
    Unit("hours_week", "hours a week", 0, {"hour": 1, "week": -1}),
    Unit("minutes_week", "minutes a week", 0, {"hour": 1, "week": -1}, 1 / 60),
    Unit("days_year", "days a year", 0, {"day": 1, "year": -1}),
    Unit("days_per_staff_year", "days a staff year", 0, {"day": 1, "staff year": -1}),
    Unit("people_per_fte", "people to one full-time worker", 0, {"person": 1, "fte": -1}),
    Unit("people_per_worker", "people to one worker", 0, {"person": 1, "worker": -1}),
    Unit("cases_per_fte", "cases to one full-time worker", 1, {"case": 1, "fte": -1}),
    Unit("cases_per_officer", "cases to one officer", 1, {"case": 1, "officer": -1}),
    Unit("requests_per_worker", "requests to one worker", 1, {"request": 1, "worker": -1}),
    Unit("crimes_per_fte", "recorded crimes to one full-time worker", 1, {"crime": 1, "fte": -1}),
    Unit("incidents_per_fte", "incidents to one full-time worker", 1, {"incident": 1, "fte": -1}),
    Unit("prisoners_per_officer", "prisoners to one officer", 1, {"prisoner": 1, "officer": -1}),
    Unit("pupils_per_teacher", "pupils to one teacher", 1, {"pupil": 1, "teacher": -1}),
    Unit("pupils_per_class", "pupils to a class", 1, {"pupil": 1, "class": -1}),
    Unit("beds_per_nurse", "beds to one nurse", 1, {"bed": 1, "nurse": -1}),
    Unit("requests_day", "requests a day", 0, {"request": 1, "day": -1}),
    Unit("per_100000_people", "per 100,000 people", 0, {"person": -1}, 1e-5),
    *(Unit(name, words) for name, words in (("date", "date"), ("month", "month"), ("weekday", "weekday"))),
    *(Unit(name, name) for name in ("day", "grade", "comparison", "text")),
)

UNITS = {unit.name: unit for unit in _ALL}
"""Every unit there is, by name."""

WORDS = ("date", "month", "weekday", "day", "grade", "comparison", "text")
"""Units of what is said in words, not in numbers."""

_IN_NAMES = (
    *(name for name in UNITS if name.startswith("gbp")),
    *(
        "pct",
        "pct_points",
        "ratio",
        "index",
        "count",
        "people",
        "fte",
        "years",
        "months",
        "days",
        "thousand_days",
    ),
)
"""Units that names of columns end in; "requests" and "points" as names of columns mean other things."""

_HEADS = {"person", "fte", "job", "post"}
"""What drops out of money: pay a year times staff is a paybill a year, and the other way round."""


def unit_of(column: str) -> str | None:
    """The unit that a column's name ends in, if it does.

    Examples
    --------
    >>> unit_of("rise_pct"), unit_of("point"), unit_of("gbp_hour")
    ('pct', None, 'gbp_hour')
    """
    fits = [name for name in _IN_NAMES if column == name or column.endswith(f"_{name}")]
    return max(fits, key=len, default=None)


def words_of(name: str) -> str:
    """A unit as a column is headed; a name that is none of ours as it is.

    Examples
    --------
    >>> words_of("gbp_year"), words_of("sheep")
    ('£ a year', 'sheep')
    """
    return UNITS[name].words if name in UNITS else name


def known(name: str) -> Unit:
    """The unit of that name.

    Raises
    ------
    FigureError
        If there is none: names those that are near, and all there are.

    Examples
    --------
    >>> known("gbp_year").words
    '£ a year'
    """
    if name not in UNITS:
        raise FigureError(unknown("unit", name, UNITS))
    return UNITS[name]


def factor(unit: str, into: str) -> float:
    """What a figure in one unit is multiplied with to be in another of the same kind.

    Raises
    ------
    FigureError
        If they are of different kinds.

    Examples
    --------
    >>> factor("gbp_million", "gbp"), round(factor("ratio", "pct"))
    (1000000.0, 100)
    """
    one, other = known(unit), known(into)
    if unit != into and (one.of != other.of or unit in WORDS or into in WORDS):
        raise FigureError(
            f"A figure in {one.words} ({unit}) is not one in {other.words} ({into}), nor can it be turned into it."
        )
    return one.size / other.size


def sum_of(first: str, second: str, *, difference: bool = False) -> tuple[str, float]:
    """The unit of a sum or difference, and the factor that brings the second figure to it.

    The difference of two percentages is in percentage points; those can be added to a percentage.

    Raises
    ------
    FigureError
        If the two cannot be added.

    Examples
    --------
    >>> sum_of("gbp", "gbp"), sum_of("pct", "pct", difference=True)
    (('gbp', 1.0), ('pct_points', 1.0))
    """
    if first in WORDS or second in WORDS:
        raise FigureError(f"{first} and {second} cannot be added: one is said in words.")
    if (first, second) == ("pct", "pct") and difference:
        return "pct_points", 1.0
    if {first, second} == {"pct", "pct_points"} and (first == "pct" or not difference):
        return "pct", 1.0
    if known(first).of != known(second).of or ("pct" in (first, second) and first != second):
        raise FigureError(
            f"{UNITS[first].words} ({first}) and {UNITS[second].words} ({second}) cannot be "
            f"{'taken from each other' if difference else 'added'}: bring both into one unit first. A share of a sum is "
            "sum * share."
        )
    return first, factor(second, first)


def product_of(first: str, second: str, *, power: int = 1) -> tuple[str, float]:
    """The unit of a product (of a quotient with ``power=-1``), and the factor of the two figures' product.

    Raises
    ------
    FigureError
        If there is no unit for it.

    Examples
    --------
    >>> product_of("gbp_year", "pct"), product_of("gbp", "gbp", power=-1)
    (('gbp_year', 0.01), ('ratio', 1.0))
    >>> product_of("gbp_hour", "gbp_year")
    Traceback (most recent call last):
        ...
    paylib.errors.FigureError: There is no unit for £ an hour (gbp_hour) times £ a year (gbp_year)...
    """
    one, other = known(first), known(second)
    if first in WORDS or second in WORDS:
        raise FigureError(f"{first} and {second} cannot be reckoned with: one is said in words.")
    if not other.of and (one.of or power == 1 or second == "count"):
        plain = first in ("ratio", "count") and second == "pct"
        return (second, one.size) if plain else (first, other.size**power)
    if not one.of and power == 1:
        return second, one.size
    if one.of == other.of and power == -1:
        return "ratio", one.size / other.size
    found = Counter(one.of)
    for base, count in other.of.items():
        found[base] += power * count
    size = one.size * other.size**power
    for left in (found, {base: n for base, n in found.items() if base not in _HEADS or "gbp" not in found}):
        left = {base: count for base, count in left.items() if count}
        fits = [unit for unit in _ALL if unit.of == left and unit.name not in WORDS and left]
        if fits:
            best = min(fits, key=lambda unit: (unit.size != size, unit.size != 1))
            return best.name, size / best.size
    sign = "times" if power == 1 else "divided by"
    raise FigureError(
        f"There is no unit for {one.words} ({first}) {sign} {other.words} ({second}). Bring both into one unit first "
        "(paylib.scales.hourly and annual turn pay by the year and by the hour into each other)."
    )
