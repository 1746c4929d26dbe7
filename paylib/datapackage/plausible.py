"""What figures of one table say of each other: a figure that its neighbours, its total or its release make a slip.

The descriptor says under ``plausible`` which of these a table keeps:

``neighbours``
    By column: how many times as much (or as little) as both figures beside it in its series a figure may
    be, and how many times as much as one.
``rising``
    ``column``, and ``along`` which other one it never falls: pay along the points of a scale, percentiles.
    ``order`` lists the values of that one, unless they are numbers.
``bands``
    Two columns, ``from`` and ``to``: each band begins where the one before it ends, within a pound.
``sums``
    ``total`` and ``parts``: columns that add up, ``within`` an amount.
``wholes``
    ``column``, ``by`` and ``of``: series whose months make the ``years`` (their ``sum`` or ``mean``), ``within`` an amount.
``sameYear``
    Two columns that begin with the same year.
``monthsAfterRelease``
    How many months after its source was released a period may begin: 0 for statistics, more for what is settled before.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

_TIMES = ("month", "period", "effective_month", "start_month", "from_date", "tax_year", "date", "rate_year")
"""Columns that say the time of a row, the first that a key has."""


def slips(frame: pd.DataFrame, resource: dict, sources: pd.DataFrame | None) -> Iterator[tuple[int, str]]:
    """The first row that breaks each rule of a table, and what is wrong with it.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table.
    resource : dict
        Its part of the descriptor.
    sources : pandas.DataFrame or None
        The table of sources, where it could be read.

    Yields
    ------
    tuple of int and str

    Examples
    --------
    >>> pay = pd.DataFrame({"point": ["1", "2", "3"], "annual_gbp": [23_000.0, 32_500.0, 24_000.0]})
    >>> rule = {"rising": {"column": "annual_gbp", "along": "point"}}
    >>> list(slips(pay, {"schema": {"primaryKey": ["point"]}, "plausible": rule}, None))
    [(2, 'annual_gbp 24000 of point 3 is less than that of point 2, 32500')]
    """
    rules, key = resource.get("plausible", {}), resource["schema"]["primaryKey"]
    for column, limits in rules.get("neighbours", {}).items():
        yield from _strays(frame, key, column, *limits)
    for name, find in _RULES.items():
        if name in rules:
            yield from find(frame, key, rules[name])
    if "monthsAfterRelease" in rules and sources is not None:
        yield from _too_late(frame, key, rules["monthsAfterRelease"], sources)


def time_of(key: list[str]) -> str:
    """The column of a key that says the time.

    Examples
    --------
    >>> time_of(["series", "month"])
    'month'
    """
    return next(name for name in _TIMES if name in key)


_OF_SIGN = 1e9
"""The step between a figure and one with the other sign: farther than any factor."""


def _groups(frame: pd.DataFrame, by: list[str]) -> np.ndarray:
    """A number for each combination of values, also of empty ones; all the same where there is nothing to tell by."""
    groups = np.zeros(len(frame), dtype=np.int64)
    for name in by:
        codes, values = pd.factorize(frame[name])
        groups = pd.factorize(groups * (len(values) + 1) + codes)[0]
    return groups


def _strays(
    frame: pd.DataFrame, key: list[str], column: str, both: float, one: float
) -> Iterator[tuple[int, str]]:
    """Figures far from both of their neighbours in time, or from the one that they have or follow."""
    time = time_of(key)
    by = [name for name in (*key, "unit", "period_type") if name != time and name in frame]
    held = frame.loc[frame[column].notna(), list(dict.fromkeys([*by, time, column]))]
    groups = _groups(held, by)
    order = np.lexsort((pd.factorize(held[time], sort=True)[0], groups))
    groups, figures = groups[order], held[column].to_numpy(dtype=float)[order]
    if len(figures) < 2:
        return
    same = groups[1:] == groups[:-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        step = np.log(abs(figures[1:] / figures[:-1]))
        step = np.where(figures[1:] * figures[:-1] < 0, np.sign(figures[1:]) * _OF_SIGN, step)
        step = np.where(same, step, np.nan)
        before, after = np.append(np.nan, step), -np.append(step, np.nan)
        peak = np.where(before * after > 0, np.minimum(abs(before), abs(after)), 0)
    for size, most, beside in ((peak, both, "both figures"), (np.abs(before), one, "the figure")):
        far = (size > np.log(most)) & (
            (size < np.inf) | (size is peak)
        )  # what is abolished goes to nought, and stays
        if far.any():
            at = int(np.argmax(far))
            place = held.index[order[at]]
            told = ", ".join(
                str(held[name].loc[place]) for name in key if name in held and pd.notna(held[name].loc[place])
            )
            yield (
                int(place),
                f"{column} {figures[at]:g} ({told}) is more than {most:g} times as much or as little as {beside} beside it "
                "in its series",
            )
            return


def _falls(frame: pd.DataFrame, key: list[str], rule: dict) -> Iterator[tuple[int, str]]:
    column, along = rule["column"], rule["along"]
    if "order" in rule:
        rank = frame[along].map({name: place for place, name in enumerate(rule["order"])})
    else:
        rank = pd.to_numeric(frame[along], errors="coerce")
    ranked = frame[rank.notna() & frame[column].notna()]
    groups = _groups(ranked, [name for name in key if name != along])
    order = np.lexsort((rank[ranked.index].to_numpy(), groups))
    groups, figures = groups[order], ranked[column].to_numpy(dtype=float)[order]
    fall = (groups[1:] == groups[:-1]) & (figures[1:] < figures[:-1])
    if fall.any():
        at = int(np.argmax(fall))
        lower, upper = (ranked.index[order[each]] for each in (at, at + 1))
        yield (
            int(upper),
            f"{column} {figures[at + 1]:g} of {along} {frame[along].loc[upper]} is less than that of {along} "
            f"{frame[along].loc[lower]}, {figures[at]:g}",
        )


def _gaping(frame: pd.DataFrame, key: list[str], rule: dict) -> Iterator[tuple[int, str]]:
    begin, end = rule["from"], rule["to"]
    frame = frame[frame[begin].notna()]
    groups = _groups(frame, rule["by"])
    order = np.lexsort((frame[begin].to_numpy(dtype=float), groups))
    groups, lower, upper = (
        each[order]
        for each in (
            groups,
            frame[begin].to_numpy(dtype=float),
            frame[end].to_numpy(dtype=float, na_value=np.nan),
        )
    )
    gap = lower[1:] - upper[:-1]
    wrong = (groups[1:] == groups[:-1]) & ~((gap > 0) & (gap < 1.001))
    if wrong.any():
        at = int(np.argmax(wrong)) + 1
        yield (
            int(frame.index[order[at]]),
            f"the band from {lower[at]:,.12g} does not begin where the one before it ends ({upper[at - 1]:,.12g})",
        )


def _unequal(frame: pd.DataFrame, key: list[str], rule: dict) -> Iterator[tuple[int, str]]:
    parts = frame[rule["parts"]].sum(axis=1, min_count=len(rule["parts"]))
    off = ((frame[rule["total"]] - parts).abs() > rule["within"]).to_numpy()
    if off.any():
        at = int(np.argmax(off))
        told = f"{rule['total']} is {frame[rule['total']].iloc[at]:,.12g}, and its parts add to {parts.iloc[at]:,.12g}"
        yield int(frame.index[at]), told


def _of_years(frame: pd.DataFrame, key: list[str], rule: dict) -> Iterator[tuple[int, str]]:
    """Years that are not the sum, or the mean, of their months."""
    time = time_of(key)
    for name in rule["of"]:
        rows = frame[frame[rule["by"]] == name]
        months = rows[rows["period_type"] == "month"]
        whole = months.groupby(months[time].str[:4])[rule["column"]].agg(["size", rule["years"]])
        made = whole.loc[whole["size"] == 12, rule["years"]]
        years = rows[rows["period_type"] == "calendar_year"].set_index(time)[rule["column"]]
        off = (years - made).abs() > rule["within"]
        if off.any():
            year = off.index[int(np.argmax(off))]
            place = months.index[int(np.argmax(months[time].str[:4] == year))]
            yield (
                int(place),
                f"{name} of the months of {year} make {made[year]:,.12g} ({rule['years']}), and {year} is {years[year]:,.12g}",
            )


def _of_two_years(frame: pd.DataFrame, key: list[str], rule: list[str]) -> Iterator[tuple[int, str]]:
    held = frame[rule].dropna()
    one, other = (held[name].astype(str).str[:4] for name in rule)
    dated = one.str.fullmatch("[0-9]{4}") & other.str.fullmatch("[0-9]{4}")
    off = (dated & (one != other)).to_numpy()
    if off.any():
        place = held.index[int(np.argmax(off))]
        first, second = (f"{name} {str(held[name].loc[place])[:10]}" for name in rule)
        yield int(place), f"{first} and {second} are not of one year"


_RULES = {
    "rising": _falls,
    "bands": _gaping,
    "sums": _unequal,
    "wholes": _of_years,
    "sameYear": _of_two_years,
}


def _too_late(
    frame: pd.DataFrame, key: list[str], months: int, sources: pd.DataFrame
) -> Iterator[tuple[int, str]]:
    time = time_of(key)
    known = sources.drop_duplicates("source").set_index("source")["released"]
    (places, begins), (cited, released) = (
        (codes, _numbered(values.astype(str), empty))
        for codes, values, empty in (
            (*_coded(frame[time]), 1),
            (*_coded(frame["source"], known), 12),
        )
    )
    late = begins[places] > released[cited] + months
    if late.any():
        at = int(np.argmax(late))
        yield (
            int(frame.index[at]),
            f"{time} {str(frame[time].iloc[at])[:10]} is too long after the release of its source "
            f"({known[frame['source'].iloc[at]]})",
        )


def _coded(column: pd.Series, known: pd.Series | None = None) -> tuple[np.ndarray, pd.Series]:
    """The place of each value among the different ones, and those, or what is known of them."""
    codes, values = pd.factorize(column, use_na_sentinel=False)
    values = pd.Series(values)
    return codes, values if known is None else values.map(known)


def _numbered(times: pd.Series, empty: int) -> np.ndarray:
    """Months by number, of dates, quarters and years, which begin with January unless another month is said."""
    parts = times.str.extract(r"^(\d{4})(?:-(\d{2})|-Q([1-4]))?").astype(float)
    return (parts[0] * 12 + parts[1].fillna(parts[2] * 3 - 2).fillna(empty)).to_numpy()
