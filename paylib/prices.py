"""Price indices, and pay put into the prices of another time.

The deflator is always said (``by=``), never chosen for you; `deflators` lists what there is.
Periods are compared like with like: month with month, calendar year with calendar year,
financial year with financial year. A year is the mean of its twelve months, and counts only
when all twelve are held.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from paylib import datapackage
from paylib.errors import ChoiceError, CoverageError, PeriodError, is_among, unknown
from paylib.figures import periods
from paylib.figures.calls import indices, takes_findings
from paylib.figures.inputs import Values, checked, is_many, looked_up, same_rows, whole
from paylib.figures.provenance import credited, merged
from paylib.figures.rows import align
from paylib.figures.several import listed


def _origin(asked: dict) -> dict[str, tuple[str, ...]]:
    """What a deflator adds to the provenance of a result: asked for by name, with the periods compared."""
    ends = [asked[name] for name in ("start", "to", "end") if name in asked]
    compared = [
        each - back
        for end in ends
        for each in (periods.parse_all(end) if is_many(end) else [periods.parse(end)])
        for back in range(asked.get("mean", 1))
    ]
    return {
        "sources": provenance(asked["by"], *compared),
        "usage_warnings": warnings(asked["by"], *compared),
    }


def deflators() -> pd.DataFrame:
    """The deflators there are.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``deflator`` (the name to pass as ``by=``); columns ``title``, ``kind``
        (prices or earnings), ``base``, ``first``, ``last``, ``about`` and ``usage_warnings``.

    Examples
    --------
    >>> deflators().loc["rpi", ["title", "first", "last"]].tolist()
    ['RPI', '1987-01', '2026-07']
    """
    table = _catalogue()
    with datapackage.quietly():  # to list a series is not to use it
        spans = {name: _levels(name) for name in table.index}
    table["first"] = [periods.label(spans[name].first) for name in table.index]
    table["last"] = [periods.label(spans[name].last) for name in table.index]
    return table[["title", "kind", "base", "first", "last", "about", "usage_warnings"]]


def _catalogue() -> pd.DataFrame:
    """What is said of the deflators, of each its first part, without reading any of their levels."""
    table = datapackage.load("deflators")
    return table[table["priority"] == 1].set_index("deflator")


def index(measure: str) -> pd.Series:
    """The index levels of a deflator by month.

    Parameters
    ----------
    measure : str
        A name from `deflators`, such as ``"cpi"``, ``"cpih"``, ``"rpi"`` or ``"rpix"``.

    Returns
    -------
    pandas.Series
        Levels on the publisher's base (``attrs["base"]``), indexed by month; ``attrs`` also
        carry ``title``, ``sources``, ``usage_warnings`` (of every month) and ``month_warnings``
        (what more there is to beware of in single months; see `warnings`). CPI uses the
        three-decimal edition as far as it is held, then the one-decimal edition on the same base.
        A month that its publisher left blank is missing (NaN).

    Raises
    ------
    ChoiceError
        If there is no such deflator.

    Examples
    --------
    >>> index("rpi")["1987-01"], index("rpi").attrs["base"]
    (np.float64(100.0), 'January 1987 = 100')
    """
    levels = _levels(measure)
    name = periods.kind(levels.first).replace(" ", "_")
    series = pd.Series(levels.values, index=levels.times.rename(name), name=levels.name)
    series.attrs = dict(levels.attrs)
    return series


def title(measure: str) -> str:
    """What a deflator is called.

    Parameters
    ----------
    measure : str
        A name from `deflators`.

    Returns
    -------
    str

    Raises
    ------
    ChoiceError
        If there is no such deflator.

    Examples
    --------
    >>> title("rpi")
    'RPI'
    """
    return _levels(measure).attrs["title"]


def common_months(*measures: str) -> pd.PeriodIndex:
    """The months that each of several deflators has: what they can be compared over.

    Parameters
    ----------
    *measures : str
        Names from `deflators` that are held by month.

    Returns
    -------
    pandas.PeriodIndex
        In order, without a gap; empty if they share none.

    Raises
    ------
    ChoiceError
        If there is no such deflator, or it is not held by month.

    Examples
    --------
    The indices are released on one day and are not all held to the same month:

    >>> str(common_months("cpi")[-1]), str(common_months("cpi", "cpih", "rpi")[-1])
    ('2026-08', '2026-05')
    """
    spans = [_levels(measure, periods.MONTH) for measure in measures]
    for span in spans:
        if span.first.freqstr != periods.MONTH:
            raise ChoiceError(
                f"{span.attrs['title']} is not held by month, but by {periods.kind(span.first)}."
            )
    return pd.period_range(
        max(span.first for span in spans), min(span.last for span in spans), freq=periods.MONTH
    )


def rate(measure: str, month: object = None) -> pd.Series | float:
    """The 12-month rate of inflation, as published.

    Parameters
    ----------
    measure : str
        ``"cpi"``, ``"cpih"``, ``"rpi"`` or ``"rpix"``.
    month : month, optional
        A month in any form that `paylib.periods.parse` takes; without it, all months.

    Returns
    -------
    pandas.Series or float
        Per cent, to the one decimal that the publisher released.

    Raises
    ------
    ChoiceError
        If no rates are held for the measure.
    PeriodError
        If the period is not a month.
    CoverageError
        If the month is outside the published series.

    Notes
    -----
    The published rates for April 2025 are 0.1 points too high and were not revised.

    Examples
    --------
    >>> rate("rpi", "2004-01"), rate("cpi", "2004-01")
    (2.6, 1.4)
    """
    table = datapackage.load("prices_rates")
    choices = list(table["series"].unique())
    if not is_among(measure, choices):
        raise ChoiceError(unknown("published 12-month rate", measure, choices))
    rates = table[table["series"] == measure].set_index("month")["rate_pct"].rename(f"{measure}_rate_pct")
    if month is None:
        return rates
    asked = periods.parse(month)
    if asked.freqstr != periods.MONTH:
        raise PeriodError(
            f"A 12-month rate belongs to a month, and {periods.label(asked)} is a {periods.kind(asked)}. "
            f"For a rise between years: paylib.prices.uprate(1, start, to=…, by={measure!r})."
        )
    held = pd.PeriodIndex(rates.index)
    if asked not in held:
        raise CoverageError(
            f"No published {measure} rate is held for {asked}: {periods.not_held(asked, held)}."
            f"{_worked_out(measure, asked) or _when_out(measure, asked, held[-1])}"
        )
    return float(rates[asked])


def _worked_out(measure: str, month: pd.Period) -> str:
    """How to work out a 12-month rate that is not held, where the index has both of its months; else nothing."""
    there = index(measure).index
    if month not in there or month - 12 not in there:
        return ""
    return (
        f" To work one out: paylib.prices.uprate(1, {str(month - 12)!r}, to={str(month)!r}, by={measure!r})."
    )


def next_release() -> pd.Period:
    """The month in which newer price indices are due: the one after the month of the last release that is held.

    Returns
    -------
    pandas.Period

    Examples
    --------
    >>> next_release() > index("cpi").index[-1]
    True
    """
    return pd.Period(datapackage.package().resources["prices_monthly"]["vintage"], periods.MONTH) + 1


def household_costs(households: str) -> pd.Series:
    """The published 12-month rates of the Household Costs Indices for a group of households.

    Parameters
    ----------
    households : str
        A group of the table ``hci_rates``, such as ``"all_households"`` or ``"private_renters"``.

    Returns
    -------
    pandas.Series
        Per cent, by the months that are held, which are few; ``attrs`` carry ``sources``, the source of each month.

    Raises
    ------
    ChoiceError
        If there is no such group.

    Examples
    --------
    >>> float(household_costs("all_households")["2026-03"])
    3.6
    """
    table = datapackage.load("hci_rates")
    if not is_among(households, table["household_group"].unique()):
        raise ChoiceError(unknown("group of households", households, table["household_group"].unique()))
    rows = table[table["household_group"] == households].set_index("month")
    rates = rows["rate_pct"].copy()
    rates.attrs = {"sources": tuple(rows["source"])}
    return rates


_LATEST = {
    "Average weekly earnings, total pay, three months": ("awe_rates", "KAC3"),
    "Average weekly earnings, regular pay, three months": ("awe_rates", "KAI9"),
    "CPI": ("prices_rates", "cpi"),
    "CPIH": ("prices_rates", "cpih"),
    "RPI": ("prices_rates", "rpi"),
}


def latest() -> pd.DataFrame:
    """The newest growth of earnings and prices over a year, as released, and what changed since the month before.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``series``: ``month`` (of earnings the last of three), ``rate_pct``, ``before_pct`` (of the
        month before; missing where it is not there), ``change_pct_points``, ``released``, ``source`` and
        ``usage_warnings``. Of a month in several editions, the figure of the newest release.

    Examples
    --------
    >>> latest().loc["CPI", ["month", "rate_pct", "before_pct"]].astype(str).tolist()
    ['2026-08', '3.1', '2.9']
    """
    with datapackage.quietly():  # how new they are is what is said
        rows = {name: _newest(datapackage.package(), *where) for name, where in _LATEST.items()}
    frame = pd.DataFrame(rows).T.rename_axis("series").infer_objects()
    frame.attrs = {"sources": merged([frame["source"]])}
    return frame


@lru_cache(maxsize=16)
def _newest(_: datapackage.DataPackage, table: str, series: str) -> dict[str, object]:
    held = datapackage.editions(table).query("series == @series or series.str.startswith(@series + ',')")
    frames = [
        datapackage.load(table),
        *(datapackage.load(table, each) for each in held.query("~current")["vintage"]),
    ]
    rows = pd.concat(frames)[lambda each: each["series"] == series]
    rows = rows.assign(released=rows["source"].map(datapackage.sources()["released"]).fillna(""))
    by_month = (
        rows.sort_values(["month", "released"]).drop_duplicates("month", keep="last").set_index("month")
    )
    month = by_month.index[-1]
    newest, before = by_month.loc[month], by_month["rate_pct"].get(month - 1, np.nan)
    return {
        "month": month,
        "rate_pct": newest["rate_pct"],
        "before_pct": before,
        "change_pct_points": round(newest["rate_pct"] - before, 4),
        "released": newest["released"],
        "source": newest["source"],
        "usage_warnings": newest["usage_warnings"],
    }


@takes_findings(
    "{value}",
    "{value} in the prices of {to}, from those of {start}, by {by}: times the index then over the index before",
    origin=_origin,
)
def uprate(value: Values, start: object, *, to: object, by: str, mean: int = 1) -> Values:
    """Put money of one time into the prices of another.

    Parameters
    ----------
    value : float, array or Series
        Money at the time ``start``.
    start, to : period, or array or Series of periods
        In any form that `paylib.periods.parse` takes, both of one kind.
    by : str, or list of str
        The deflator, from `deflators`; it has no default. A list gives a result for each
        (`paylib.figures.several.Several`).
    mean : int
        Of months: prices are means of so many, up to the month (3, as in official real earnings).

    Returns
    -------
    float, numpy.ndarray or pandas.Series
        Shaped like the inputs; a Series keeps its row labels.

    Raises
    ------
    ChoiceError
        If there is no such deflator.
    PeriodError
        If a period cannot be read or kinds are mixed.
    CoverageError
        If the deflator does not cover a period.
    FigureError
        If a value is missing or not a number, or lengths or row labels differ.

    Notes
    -----
    value x index(to) / index(start). Office for National Statistics, Consumer Price Indices
    Technical Manual, on the use of index ratios.

    Examples
    --------
    £14,643, the start of a youth worker's scale in January 2004, in the prices of May 2026:

    >>> round(uprate(14643, "2004-01", to="2026-05", by="cpi"))
    27506
    """
    name = value.name if isinstance(value, pd.Series) else None
    value, start, to, shape = align({"value": value}, start, to)
    made = shape(_over(value * level(by, to, mean), by, start, mean))
    return made.rename(name) if isinstance(made, pd.Series) else made


@takes_findings(
    "pct",
    "(1 + growth of pay from {start_value} to {end_value}) / (1 + growth of {by} from {start} to {end}) − 1",
    alike=("start_value", "end_value"),
    origin=_origin,
)
def real_change(
    start_value: Values, end_value: Values, start: object, end: object, *, by: str, mean: int = 1
) -> Values:
    """The change of pay in real terms, per cent.

    Parameters
    ----------
    start_value, end_value : float, array or Series
        Money at the times ``start`` and ``end``; above zero.
    start, end : period, or array or Series of periods
        Both of one kind.
    by : str, or list of str
        The deflator, from `deflators`; it has no default. A list gives a result for each
        (`paylib.figures.several.Several`).
    mean : int
        Of months: prices are means of so many, up to the month (3, as in official real earnings).

    Returns
    -------
    float, numpy.ndarray or pandas.Series
        Per cent: -4.5 means that pay buys 4.5 per cent less.

    Raises
    ------
    ChoiceError, PeriodError, CoverageError, FigureError
        As in `uprate`; also if a value is not above zero.

    Notes
    -----
    (1 + pay growth) / (1 + price growth) - 1: a ratio, never a difference.

    Examples
    --------
    >>> round(real_change(14643, 14643 * 1.03, "2003-09", "2004-09", by="rpi"), 2)
    -0.07
    """
    start_value, end_value, start, end, shape = align(
        {"start_value": start_value, "end_value": end_value}, start, end, above=0
    )
    growth = end_value / start_value
    return shape((_over(growth * level(by, start, mean), by, end, mean) - 1) * 100)


@takes_findings(
    "pct",
    "{start_value} in the prices of {end}, from those of {start}, by {by}, over {end_value}, − 1",
    alike=("start_value", "end_value"),
    origin=_origin,
)
def rise_to_restore(
    start_value: Values, end_value: Values, start: object, end: object, *, by: str, mean: int = 1
) -> Values:
    """The rise, per cent, on pay at the end that restores what it bought at the start.

    Parameters
    ----------
    start_value, end_value, start, end, by, mean
        As in `real_change`.

    Returns
    -------
    float, numpy.ndarray or pandas.Series
        Per cent of ``end_value``; below zero where pay buys more than it did.

    Raises
    ------
    ChoiceError, PeriodError, CoverageError, FigureError
        As in `real_change`.

    Notes
    -----
    start_value x index(end) / index(start) / end_value - 1. Not the loss with its sign
    turned: after a loss of 20 per cent, pay must rise by 25 per cent.

    Examples
    --------
    >>> round(rise_to_restore(100, 100, "2004-01", "2024-01", by="cpi"), 1)
    73.5
    """
    start_value, end_value, start, end, shape = align(
        {"start_value": start_value, "end_value": end_value}, start, end, above=0
    )
    needed = _over(start_value * level(by, end, mean), by, start, mean)
    return shape((needed / end_value - 1) * 100)


def _of_spans(asked: dict) -> dict[str, tuple[str, ...]]:
    months = periods.parse_all(asked["months"])
    return _origin({"start": months - asked["over"], "end": months, "by": asked["by"]})


@takes_findings(
    "pct",
    "(1 + {rise_pct}) / (1 + growth of {by} over the {over} months to each of {months}) − 1",
    takes={"rise_pct": "pct"},
    origin=_of_spans,
)
def real_rise(rise_pct: Values, months: Iterable[object], *, by: str, over: int = 12) -> pd.Series:
    """What a rise of pay is in real terms in each month that it is paid.

    Parameters
    ----------
    rise_pct : float, array or Series
        Per cent: one rise, or one for each month.
    months : iterable of months
        The months in which it is paid, such as those of a pay year.
    by : str, or list of str
        The deflator, from `deflators`; it has no default.
    over : int
        Prices are counted over so many months to each.

    Returns
    -------
    pandas.Series
        Per cent, indexed by month.

    Raises
    ------
    ChoiceError, PeriodError, CoverageError, FigureError
        As in `real_change`.

    Notes
    -----
    (1 + rise) / (1 + growth of prices over the months before) - 1.

    Examples
    --------
    >>> real_rise(3.0, ["2003-09", "2004-08"], by="rpi").round(1).tolist()
    [0.2, -0.2]
    """
    paid, over = periods.parse_all(months), whole(over, "over", at_least=1, at_most=1200)
    pay = 100 + np.asarray(checked(rise_pct, "rise_pct"))
    same_rows(rise_pct=pay, months=paid)
    return pd.Series(
        real_change(np.full(len(paid), 100.0), pay + np.zeros(len(paid)), paid - over, paid, by=by), paid
    )


@takes_findings("pct", "{by} of {end} / {by} of {start} − 1", origin=_origin)
def growth(start: object, end: object, *, by: str) -> float | pd.Series:
    """How much an index grew from one time to another: of prices, or of average earnings.

    Parameters
    ----------
    start, end : period, or array or Series of periods
        Both of one kind.
    by : str, or list of str
        The index, from `deflators`; it has no default. A list gives a result for each
        (`paylib.figures.several.Several`).

    Returns
    -------
    float or pandas.Series
        Per cent; of many periods, indexed by those of ``end``, or of ``start`` where ``end`` is one.

    Raises
    ------
    ChoiceError, PeriodError, CoverageError
        As in `uprate`.

    Notes
    -----
    index(end) / index(start) - 1.

    Examples
    --------
    >>> round(growth("2003-01", "2004-01", by="rpi"), 1)
    2.6
    >>> str(growth("2003-01", "2004-01", by=["cpi", "rpi"]).cpi)
    '1.4%'
    """
    return _by_period(lambda since, until: (level(by, until) / level(by, since) - 1) * 100, start, end)


def _of_two(asked: dict) -> dict[str, tuple[str, ...]]:
    return _joined(_origin(asked), _origin(asked | {"by": asked["of"]}))


@takes_findings("pct", "(1 + growth of {of}) / (1 + growth of {by}), {start} to {end}, − 1", origin=_of_two)
def real_growth(of: str, start: object, end: object, *, by: str) -> float | pd.Series:
    """How much one index grew against another: earnings in real terms, or public against private earnings.

    Parameters
    ----------
    of : str
        The index that grew, such as ``"awe_public"``.
    start, end, by
        As in `growth`.

    Returns
    -------
    float or pandas.Series
        As in `growth`.

    Raises
    ------
    ChoiceError, PeriodError, CoverageError
        As in `uprate`.

    Notes
    -----
    (1 + growth of the one) / (1 + growth of the other) - 1: a ratio, never a difference.

    Examples
    --------
    Regular pay in the public sector, calendar year 2010 to 2025:

    >>> round(real_growth("awe_public", "2010", "2025", by="awe_private"), 1)
    -6.2
    """
    return _by_period(
        lambda since, until: (
            (level(of, until) / level(of, since) * level(by, since) / level(by, until) - 1) * 100
        ),
        start,
        end,
    )


def _by_period(work: Callable, start: object, end: object) -> float | pd.Series:
    """Something worked out of two periods, or of many, by period."""
    many = next((periods.parse_all(each) for each in (end, start) if is_many(each)), None)
    since, until = (
        periods.parse_all(each) if is_many(each) else periods.parse(each) for each in (start, end)
    )
    periods.same_kind(since, until)
    made = work(since, until)
    return float(made) if many is None else pd.Series(made, many)


def rates(months: Iterable[object], *, by: Iterable[str]) -> pd.DataFrame:
    """The published 12-month rates of some months, side by side.

    Parameters
    ----------
    months : iterable of months
    by : iterable of str
        As in `rate`.

    Returns
    -------
    pandas.DataFrame
        Indexed by month, one column an index, such as ``cpi_pct``; ``attrs`` carry the sources.

    Raises
    ------
    ChoiceError, PeriodError, CoverageError
        As in `rate`.

    Examples
    --------
    >>> rates(["2003-12", "2004-01"], by=["cpi", "rpi"]).loc["2004-01"].tolist()
    [1.4, 2.6]
    """
    by = indices(by)
    asked = periods.parse_all(months).rename("month")
    frame = pd.DataFrame({f"{name}_pct": [rate(name, month) for month in asked] for name in by}, index=asked)
    table = datapackage.load("prices_rates")
    return credited(frame, table[table["series"].isin(by) & table["month"].isin(asked)])


def titles(by: str | Iterable[str]) -> str:
    """What indices are called, as a list in a sentence.

    Raises
    ------
    ChoiceError
        If none is named, or there is no such deflator.

    Examples
    --------
    >>> titles(["cpi", "rpi"])
    'CPI and RPI'
    """
    names = indices(by)
    there = _catalogue()["title"]
    if missing := [name for name in names if name not in there]:
        raise ChoiceError(_no_deflator(missing[0], there.index))
    return listed(there[names])


def price_indices(by: str | Iterable[str]) -> list[str]:
    """The names of indices, all of them of prices.

    Parameters
    ----------
    by : str or iterable of str
        Names from `deflators`, in letters of any size.

    Returns
    -------
    list of str
        In lower case.

    Raises
    ------
    ChoiceError
        If none is named, one twice, or one that there is not or that is of average earnings.

    Examples
    --------
    >>> price_indices(["CPI", "rpi"]), price_indices("cpi")
    (['cpi', 'rpi'], ['cpi'])
    """
    names, there = indices(by), _catalogue()
    of_prices = there.index[there["kind"] == "prices"]
    for name in names:
        if name not in there.index:
            raise ChoiceError(_no_deflator(name, there.index))
        if name not in of_prices:
            raise ChoiceError(
                f"{name!r} is {there.loc[name, 'title']}, and a price index is asked for here. Choose from: "
                f"{', '.join(of_prices)}."
            )
    return names


def _both_origins(asked: dict) -> dict[str, tuple[str, ...]]:
    ends = {name: asked[name] for name in ("start", "end")}
    return _joined(*(_origin(ends | {"by": asked[name]}) for name in ("from_", "to")))


def _joined(*found: dict) -> dict[str, tuple[str, ...]]:
    return {key: merged(each[key] for each in found) for key in ("sources", "usage_warnings")}


@takes_findings(
    "pct",
    "(1 + {change_pct}) × (growth of {from_} / growth of {to}), {start} to {end}, − 1",
    takes={"change_pct": "pct"},
    origin=_both_origins,
)
def carry(change_pct: Values, start: object, end: object, *, from_: str, to: str, mean: int = 1) -> Values:
    """A change in real terms by one index, as it is by another, without any figure of pay.

    Parameters
    ----------
    change_pct : float, array or Series
        Per cent, by the index ``from_``: -21 means that pay buys 21 per cent less. Above -100.
    start, end : period, or array or Series of periods
        Both of one kind.
    from_, to : str
        Deflators, from `deflators`.
    mean : int
        As in `real_change`.

    Returns
    -------
    float, numpy.ndarray or pandas.Series
        Per cent, by the index ``to``.

    Raises
    ------
    ChoiceError, PeriodError, CoverageError, FigureError
        As in `uprate`; also if a change is -100 per cent or less.

    Notes
    -----
    (1 + change) x (growth of the first index / growth of the second) - 1: the pay is the same, only what
    it is divided by differs.

    Examples
    --------
    A loss of 21 per cent by RPI, from the calendar year 2008 to 2025, is by CPI:

    >>> round(carry(-21, "2008", "2025", from_="rpi", to="cpi"), 1)
    -9.3
    """
    change, start, end, shape = align({"change_pct": change_pct}, start, end, above=-100)
    rises = [level(measure, end, mean) / level(measure, start, mean) for measure in (from_, to)]
    return shape(((1 + change / 100) * rises[0] / rises[1] - 1) * 100)


@dataclass(frozen=True)
class _Levels:
    """One edition of a deflator: its levels without a gap, from its first period on; NaN where not published."""

    name: str
    first: pd.Period
    values: np.ndarray
    sources: np.ndarray
    warnings: np.ndarray
    breaks: np.ndarray
    releases: np.ndarray
    attrs: dict
    tables: tuple[str, ...]

    @property
    def last(self) -> pd.Period:
        return self.first + (len(self.values) - 1)

    @property
    def times(self) -> pd.PeriodIndex:
        return pd.period_range(self.first, periods=len(self.values), freq=self.first.freqstr)

    def by(self, frequency: str, mean: int = 1) -> tuple[pd.Period, np.ndarray]:
        """Levels of periods of a kind, from the first that is whole: means, where they are longer than its own."""
        if frequency == self.first.freqstr:
            means = np.convolve(self.values, np.full(mean, 1 / mean), "valid") if mean > 1 else self.values
            return self.first + (mean - 1), means
        long = self.times.asfreq(frequency, how="end").asi8
        width = _MONTHS_IN[frequency[0]] // _MONTHS_IN[self.first.freqstr[0]]
        begun = int(np.searchsorted(long, long[0] + 1))  # how much of the first is there
        skipped = 0 if begun == width else begun
        whole = (len(self.values) - skipped) // width
        first = pd.Period(ordinal=int(long[skipped]) if whole else int(long[0]), freq=frequency)
        return first, self.values[skipped : skipped + whole * width].reshape(whole, width).mean(axis=1)


BREAK = "series_break"
"""In the row of a month: its figure is not comparable with those before, but is with those after."""

_MONTHS_IN = {"M": 1, "Q": 3, "Y": 12}


def _levels(measure: str, frequency: str | None = None) -> _Levels:
    """The edition of a deflator for periods of a kind: its own, or the finest from which means can be taken."""
    package = datapackage.package()
    used = _edition(package, str(measure).lower(), frequency)
    package.tell_if_stale(*used.tables)
    return used


@lru_cache(maxsize=256)
def _edition(package: datapackage.DataPackage, measure: str, frequency: str | None) -> _Levels:
    with datapackage.quietly():  # whoever uses it is told, every time
        editions = _editions(package, measure)
    return editions.get(frequency) or min(
        editions.values(), key=lambda edition: _MONTHS_IN[edition.first.freqstr[0]]
    )


def _no_deflator(name: str, names: Iterable[str]) -> str:
    """That there is no such index; a letter comes of a name where a list is read."""
    letter = " A list of one index is written ['cpi'], not 'cpi'." if len(name) == 1 else ""
    return unknown("deflator", name, names) + letter


@lru_cache(maxsize=64)
def _editions(package: datapackage.DataPackage, measure: str) -> dict[str, _Levels]:
    """The editions of a deflator by the kind of their periods."""
    catalogue = _parts(package)
    if measure not in catalogue:
        raise ChoiceError(_no_deflator(measure, catalogue))
    parts = catalogue[measure]
    kinds = dict.fromkeys(part.period_type for part in parts)
    made = [
        _spliced(package, measure, [part for part in parts if part.period_type == kind]) for kind in kinds
    ]
    return {edition.first.freqstr: edition for edition in made}


@lru_cache(maxsize=4)
def _parts(package: datapackage.DataPackage) -> dict[str, list]:
    """What each deflator is made of, in order, by its name."""
    table = package.load("deflators")
    parts = {name: [] for name in table["deflator"]}
    for part in table.sort_values("priority", kind="stable").itertuples():
        parts[part.deflator].append(part)
    return parts


def _spliced(package: datapackage.DataPackage, measure: str, parts: list) -> _Levels:
    """The edition that the parts of a deflator make together: where two hold a period, the first of them."""
    rows = [_published(package, part) for part in parts]
    times = rows[0].times
    numbers = np.concatenate([each.times.asi8 for each in rows])
    held, places = np.unique(numbers, return_index=True)
    blank = _not_published(package, parts, times.freqstr).asi8
    every = np.arange(held[0], held[-1] + 1)
    for hole in np.setdiff1d(every, [*held, *blank])[:1]:
        hole, held = (pd.PeriodIndex.from_ordinals(each, freq=times.freqstr) for each in ([hole], held))
        raise CoverageError(f"{parts[0].title} has a hole: {periods.not_held(hole[0], held)}.")
    where = places[
        np.searchsorted(held, every, side="right") - 1
    ]  # of one left blank, what is known of the one before
    values, sources, told, releases = (
        np.concatenate(column)[where]
        for column in zip(
            *((each.levels, each.sources, each.warnings, each.releases) for each in rows), strict=True
        )
    )
    values[~np.isin(every, held)] = np.nan
    codes = {text: tuple(text.split()) for text in dict.fromkeys(told)}  # few, of many rows
    always = set.intersection(*map(set, codes.values()))
    own = {text: tuple(code for code in each if code not in always) for text, each in codes.items()}
    beware = {text: tuple(code for code in each if code != BREAK) for text, each in codes.items()}
    first = pd.Period(ordinal=every[0], freq=times.freqstr)
    attrs = {
        "title": parts[0].title,
        "base": parts[0].base,
        "sources": tuple(sorted(set(sources))),
        "usage_warnings": tuple(sorted(always)),
        "month_warnings": {
            periods.label(first + place): own[text] for place, text in enumerate(told) if own[text]
        },
    }
    return _Levels(
        measure,
        first,
        values,
        sources,
        np.fromiter((beware[text] for text in told), dtype=object, count=len(told)),
        np.array([BREAK in codes[text] for text in told]),
        releases,
        attrs,
        tuple(dict.fromkeys(part.table for part in parts)),
    )


def _not_published(package: datapackage.DataPackage, parts: list, frequency: str) -> pd.PeriodIndex:
    """The periods that the publisher of a deflator left blank."""
    left = [
        period
        for part in parts
        for period in package.resource(part.table).get("notPublished", {}).get(part.series, ())
    ]
    return pd.PeriodIndex(left, freq=frequency)


class _Rows(NamedTuple):
    """What a table holds of a part of a deflator, by period."""

    times: pd.PeriodIndex
    levels: np.ndarray
    sources: np.ndarray
    warnings: np.ndarray
    """Codes of the period and of the part, each once and in order, with blanks between them."""
    releases: np.ndarray


def _published(package: datapackage.DataPackage, part) -> _Rows:
    """What a table holds of a part of a deflator."""
    table = package.load(part.table)
    rows = table[table["series"] == part.series] if "series" in table else table
    if "period_type" in rows:
        rows = rows[rows["period_type"] == part.period_type]
    level = next(column for column in rows if rows[column].dtype == "float64")
    sources = rows["source"].to_numpy(object)
    of_part = [] if pd.isna(part.usage_warnings) else part.usage_warnings.split()
    own = rows["usage_warnings"].fillna("") if "usage_warnings" in rows else [""] * len(rows)
    codes = {text: " ".join(sorted({*text.split(), *of_part})) for text in dict.fromkeys(own)}
    released = {}  # revised so rarely that one release joins on to another
    if package.resource(part.table).get("oneEdition"):
        released = {name: package.source_row(name)["released"] for name in dict.fromkeys(sources)}
    return _Rows(
        pd.PeriodIndex(rows["month"]) if "month" in rows else periods.parse_all(rows["period"].tolist()),
        rows[level].to_numpy(),
        sources,
        np.array([codes[text] for text in own], dtype=object),
        np.array([released.get(name, "") for name in sources], dtype=object),
    )


def level(
    measure: str, asked: pd.Period | pd.PeriodIndex | periods.Dates, mean: int = 1
) -> float | np.ndarray:
    """The index level at each period: of a month, or the mean of a whole quarter or year.

    Parameters
    ----------
    measure : str
        A name from `deflators`, in capitals or not.
    asked : period, or many
        As `paylib.figures.periods.parse` and `parse_all` take them.
    mean : int
        Of months: how many, up to and with the one asked for, are averaged.

    Returns
    -------
    float or numpy.ndarray

    Raises
    ------
    CoverageError
        If a period is not covered: says what is held, and by what.

    Examples
    --------
    >>> level("rpi", periods.parse("1987-01"))
    100.0
    """
    if not isinstance(asked, pd.Period | pd.PeriodIndex | periods.Dates):
        asked = periods.parse_all(asked) if is_many(asked) else periods.parse(asked)
    if isinstance(asked, pd.Period):
        return float(level(measure, pd.PeriodIndex([asked]), mean)[0])
    return looked_up(*_held(measure, asked, mean))


def _over(
    number: float | np.ndarray, measure: str, asked: pd.Period | pd.PeriodIndex | periods.Dates, mean: int
) -> float | np.ndarray:
    """A number, or one for each period, which are overwritten, divided by the index level at the period."""
    if isinstance(asked, pd.Period) or not np.ndim(number):
        return number / level(measure, asked, mean)
    return looked_up(*_held(measure, asked, mean), under=number)


def _held(
    measure: str, asked: pd.PeriodIndex | periods.Dates, mean: int
) -> tuple[np.ndarray, np.ndarray, int, int]:
    """Index levels, and where in them some periods are looked up, each of which is known to be covered."""
    if asked.freqstr not in periods.KINDS:
        raise PeriodError(f"A period of frequency {asked.freqstr!r} cannot be used. {periods.ALLOWED}")
    levels, frequency = _levels(measure, asked.freqstr), asked.freqstr
    mean = whole(mean, "mean", at_most=len(levels.values))
    _refuse_too_fine(levels, asked)
    if mean != 1 and (frequency != periods.MONTH or mean < 1):
        raise PeriodError(f"mean={mean} averages so many months, and {periods.kind(asked)}s are asked for.")
    first, values = levels.by(frequency, mean)
    numbers, start, step, rows = periods.numbered(asked, first, len(values))
    low, beyond = start * step, (start + len(rows)) * step
    if len(numbers) and (numbers.min() < low or numbers.max() >= beyond):
        missing = asked[int(np.argmax((numbers < low) | (numbers >= beyond)))]
        if mean > 1 and missing - (mean - 1) < levels.first:
            missing -= mean - 1
        raise CoverageError(_not_covered(levels, missing))
    held = values[rows], numbers, start, step
    if np.isnan(values).any() and (blank := np.isnan(looked_up(*held))).any():
        raise CoverageError(_not_covered(levels, asked[int(np.argmax(blank))], mean))
    return held


def _refuse_too_fine(levels: _Levels, asked: pd.PeriodIndex | periods.Dates) -> None:
    own = levels.first.freqstr
    if _MONTHS_IN[asked.freqstr[0]] < _MONTHS_IN[own[0]]:
        raise CoverageError(
            f"The {levels.attrs['title']} is published by the {periods.KINDS[own]}, and a {periods.kind(asked)} was "
            f"asked for: ask for quarters, such as {periods.label(levels.last)!r}, or for years."
        )


def provenance(measure: str, *asked: pd.Period) -> tuple[str, ...]:
    """The sources of the index levels at some periods.

    Parameters
    ----------
    measure : str
        A name from `deflators`.
    *asked : pandas.Period
        Months or years that the deflator covers.

    Returns
    -------
    tuple of str
        Names to look up in `paylib.sources`.

    Examples
    --------
    >>> provenance("rpi", periods.parse("2003-09"))
    ('ons_cpi_detailed_tables_2026_06',)
    """
    return _credited(measure, asked)[0]


def warnings(measure: str, *asked: object) -> tuple[str, ...]:
    """What to beware of in the index levels at some periods.

    Parameters
    ----------
    measure : str
        A name from `deflators`.
    *asked : period
        Months or years that the deflator covers.

    Returns
    -------
    tuple of str
        Codes of the table ``usage_warnings``: those of the deflator, and those of the months
        used and of no other; ``mixed_vintages`` where they are of two releases of a series that
        is revised; ``series_break`` where one lies after the first of them and by the last.

    Raises
    ------
    CoverageError
        If a period is not covered.

    Examples
    --------
    The publisher counted too much vehicle duty in April 2025, and did not revise it:

    >>> warnings("cpi", "2024-03", "2025-03"), warnings("cpi", "2024-04", "2025-04")
    ((), ('error_in_source',))

    196,000 jobs in colleges were counted as private from June 2012 on, so that the public average rose:

    >>> warnings("awe_public", "2012-06", "2013-06"), warnings("awe_public", "2012-05", "2012-06")
    (('coverage_gb_not_uk',), ('coverage_gb_not_uk', 'series_break'))
    """
    return _credited(measure, asked)[1]


def credits(measure: str, asked: Iterable[object]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sources and the usage warnings of the index levels at some periods.

    Parameters
    ----------
    measure : str
        A name from `deflators`.
    asked : iterable of period
        Months or years that the deflator covers; a `pandas.PeriodIndex` is quickest.

    Returns
    -------
    tuple of tuple
        What `provenance` and `warnings` give.

    Raises
    ------
    CoverageError
        If a period is not covered.

    Examples
    --------
    >>> credits("rpi", periods.parse_all(["2003-09"]))
    (('ons_cpi_detailed_tables_2026_06',), ('rpi_not_accredited',))
    """
    levels, used = _months_used(measure, periods.parse_all(asked))
    seam = len(set(levels.releases[used])) > 1
    across = len(used) > 1 and levels.breaks[used[0] + 1 : used[-1] + 1].any()
    known = merged([*levels.warnings[used], ["mixed_vintages"] if seam else [], [BREAK] if across else []])
    return tuple(sorted(set(levels.sources[used]))), known


def _credited(measure: str, asked: tuple) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What `credits` gives for a few periods, kept: the same are asked about for every claim."""
    few = tuple(map(periods.parse, asked))
    _levels(
        measure, periods.same_kind(*few) if few else None
    )  # says, if it is so, that newer figures are likely
    return _credits(datapackage.package(), str(measure), few)


@lru_cache(maxsize=1024)
def _credits(_: datapackage.DataPackage, measure: str, asked: tuple[pd.Period, ...]) -> tuple:
    ordinals = [each.ordinal for each in asked]
    return credits(measure, pd.PeriodIndex.from_ordinals(ordinals, freq=asked[0].freqstr) if asked else asked)


def _months_used(measure: str, index: pd.PeriodIndex) -> tuple[_Levels, np.ndarray]:
    """A deflator, and where in it the months of some periods stand."""
    levels = _levels(measure, index.freqstr)
    level(measure, index)  # an error, if one is not held
    own = levels.first.freqstr
    first, last = (
        (index if index.freqstr == own else index.asfreq(own, how=end)).asi8 - levels.first.ordinal
        for end in ("start", "end")
    )
    used = [np.arange(one, end + 1) for one, end in zip(first, last, strict=True)]
    return levels, np.unique(np.concatenate(used)) if used else np.array([], dtype=int)


def _not_covered(levels: _Levels, asked: pd.Period, mean: int = 1) -> str:
    title, held = levels.attrs["title"], f"{periods.label(levels.first)} to {periods.label(levels.last)}"
    own = levels.first.freqstr
    first, last = (asked.asfreq(own, how=end) if asked.freqstr != own else asked for end in ("start", "end"))
    blank = levels.times[np.isnan(levels.values)]
    if len(blank := blank[(blank > first - mean) & (blank <= last)]):
        return f"No {title} for {periods.label(asked)}: its publisher left {periods.label(blank[0])} blank."
    months = [asked.asfreq("M", how=end) for end in ("start", "end")]
    others = _others_covering(levels.name, *months) + _when_out(
        levels.name, months[1], levels.last.asfreq("M", how="end")
    )
    if first != last:
        parts = pd.period_range(first, last, freq=own)
        there = sum(levels.first <= part <= levels.last for part in parts)
        return (
            f"No {title} for {periods.label(asked)}: a {periods.kind(asked)} counts only when all its "
            f"{periods.KINDS[own]}s are held, and {there} of them are ({title} covers {held}). {others}"
        )
    bound = (
        f"the series starts in {periods.label(levels.first)}"
        if asked < levels.first
        else f"the series held ends in {periods.label(levels.last)}"
    )
    return f"No {title} for {periods.label(asked)}: {bound}. {others}"


def _when_out(measure: str, month: pd.Period, last: pd.Period) -> str:
    """That a month after the last one is not published yet, and when the next is due where that is known; else nothing.

    Earnings and the deflator of GDP may be out and not held: of those it is said of months that no release had yet.
    """
    if month <= last:
        return ""
    if measure in _monthly_prices():
        return f" Not published yet; next release {periods.words(next_release())}."
    return " Not published yet." if month >= next_release() else ""


def later_months(measure: str) -> str:
    """Which months after those of an index are not published yet, as a sentence that is true of all of them.

    Examples
    --------
    >>> later_months("cpi").startswith("Later months are not published yet; next release ")
    True
    """
    month = periods.words(next_release())
    if is_among(measure, _monthly_prices()):
        return f"Later months are not published yet; next release {month}."
    return f"Months from {month} on are not published yet."


def _monthly_prices() -> list[str]:
    catalogue = datapackage.load("deflators")
    wanted = (
        (catalogue["priority"] == 1) & (catalogue["kind"] == "prices") & (catalogue["period_type"] == "month")
    )
    return catalogue.loc[wanted, "deflator"].tolist()


def _others_covering(measure: str, first: pd.Period, last: pd.Period) -> str:
    with datapackage.quietly():
        spans = [_levels(name) for name in _monthly_prices() if name != measure]
    covering = [
        f"{span.attrs['title']} covers {span.first} to {span.last}"
        for span in spans
        if span.first <= first and last <= span.last
    ]
    return "; ".join(covering) + "." if covering else "No price index held covers it."
