"""What a picture shows, in words, for those who cannot see it: made of the numbers that it is drawn from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np
import pandas as pd

from paylib.figures import periods
from paylib.figures.finding import Finding
from paylib.figures.provenance import merged
from paylib.figures.rounding import show, usual_decimals
from paylib.findings import Prose, say


def sources_said(*words: str | Prose) -> tuple[str, ...]:
    """The sources of the figures in some words."""
    return merged(each.sources for prose in words if isinstance(prose, Prose) for each in prose.findings)


def of_lines(
    frame: pd.DataFrame, labels: Mapping[str, str], units: Mapping[str, str], sources: Iterable[str]
) -> Prose:
    """Where each line begins and ends, and where it is lowest and highest.

    Examples
    --------
    >>> frame = pd.DataFrame({"cpi": [1.4, 0.7, 1.5]}, index=pd.period_range("2003-09", periods=3, freq="M"))
    >>> print(of_lines(frame, {"cpi": "CPI"}, {"cpi": "pct"}, []))
    Line chart. CPI: 1.4% in September 2003, lowest in October 2003 at 0.7%, 1.5% in November 2003.
    """
    said, given = ["Line chart."], {}
    for column in frame:
        held = frame[column].dropna()
        low, high = (held.index[int(place(held.to_numpy(dtype=float)))] for place in (np.argmin, np.argmax))
        marks = [("{0} in {1}", held.index[0])]
        marks += [
            (word + " in {1} at {0}", at)
            for word, at in (("lowest", low), ("highest", high))
            if at not in (held.index[0], held.index[-1])
        ]
        marks = marks[:1] + sorted(marks[1:], key=lambda mark: mark[1]) + [("{0} in {1}", held.index[-1])]
        parts = []
        for words, at in marks:
            name = f"{column}_{_label(at)}"
            given[name] = _point(name, held[at], units[column], labels[column], _label(at), sources)
            given[f"{name}_when"] = _when(at)
            parts.append(words.format("{" + name + "}", "{" + name + "_when}"))
        given[f"{column}_label"] = labels[column]
        said.append("{" + f"{column}_label" + "}: " + ", ".join(parts) + ".")
    return _said(said, given)


def of_bars(
    values: pd.Series,
    unit: str,
    mark: tuple[str, float] | None,
    sources: Iterable[str],
    decimals: int | None = None,
) -> Prose:
    """Each bar with its figure, and the rule that they are compared with.

    Examples
    --------
    >>> print(of_bars(pd.Series({"CPI": 1.4, "RPI": 2.6}, name="rise_pct"), "pct", None, []))
    Bar chart. CPI: 1.4%; RPI: 2.6%.
    >>> print(of_bars(pd.Series({"Point 20": 13.07}, name="pay-back_years"), "years", None, [], decimals=1))
    Bar chart. Point 20: 13.1.
    """
    parts, given = [], {}
    for place, (label, value) in enumerate(values.items(), 1):
        name = f"{values.name}_{label}"
        point = _point(name, value, unit, str(label), str(values.index.name or "bar"), sources)
        given[f"figure_{place}"] = point if decimals is None else point.named(name, decimals=decimals)
        given[f"label_{place}"] = str(label)
        parts.append(f"{{label_{place}}}: {{figure_{place}}}")
    text = ["Bar chart. " + "; ".join(parts) + "."]
    if mark:
        given["mark"] = mark[0]
        text.append("A vertical rule marks {mark}.")
    return _said(text, given)


def of_estimates(
    frame: pd.DataFrame, unit: str, mark: tuple[str, float] | None, sources: Iterable[str]
) -> Prose:
    """Each estimate with its interval, and the rule that they are compared with.

    Examples
    --------
    >>> frame = pd.DataFrame({"estimate": [-0.76], "low": [-1.47], "high": [-0.24]}, index=["Cap"])
    >>> print(of_estimates(frame, "pct", None, []))
    Estimates with intervals. Cap: −0.8% (from −1.5% to −0.2%).
    """
    said, given = ["Estimates with intervals."], {}
    for place, row in enumerate(frame.itertuples()):
        for end in ("estimate", "low", "high"):
            name = f"{end}_{place}"
            given[name] = _point(f"{row.Index}_{end}", getattr(row, end), unit, str(row.Index), end, sources)
        given[f"row_{place}"] = str(row.Index)
        said.append(f"{{row_{place}}}: {{estimate_{place}}} (from {{low_{place}}} to {{high_{place}}}).")
    if mark:
        given["mark"] = mark[0]
        said.append("A second rule marks {mark}.")
    return _said(said, given)


def of_cells(frame: pd.DataFrame, unit: str, words: Callable[[object], str], sources: Iterable[str]) -> Prose:
    """How many cells there are, how many are below nought, and the lowest and the highest with their places.

    Examples
    --------
    >>> frame = pd.DataFrame({"2010": [2.0, None], "2012": [-7.6, -5.0]}, index=["2004", "2010"])
    >>> print(of_cells(frame, "pct", str, []))
    Heat map of 3 cells, 2 of them below nought. Lowest: −7.6% (2004, 2012). Highest: 2.0% (2004, 2010).
    """
    cells = frame.stack().dropna()
    places = usual_decimals(unit)
    given = {
        "cells": Finding("cells", len(cells), "count", "cells that have a figure"),
        "below": Finding(
            "below", int((cells.round(places) < 0).sum()), "count", "cells that show as below nought"
        ),
    }
    for name, at in (("low", cells.idxmin()), ("high", cells.idxmax())):
        place = ", ".join(map(words, at))
        given |= {name: _point(name, cells[at], unit, place, "cell", sources), f"{name}_at": place}
    said = "Heat map of {cells} cells, {below} of them below nought. Lowest: {low} ({low_at}). Highest: {high} ({high_at})."
    return _said([said], given)


def of_dots(frame: pd.DataFrame, unit: str, line: tuple[str, float] | None, sources: Iterable[str]) -> Prose:
    """Each row with its dots, kind by kind, and the line that they are compared with.

    Examples
    --------
    >>> rows = pd.Index(["Civil service", "Civil service", "Youth work"])
    >>> frame = pd.DataFrame({"kind": ["offer", "RPI", "offer"], "value": [2.6, 3.1, 3.0]}, index=rows)
    >>> print(of_dots(frame, "pct", None, []))
    Chart of dots. Civil service: offer 2.6%, RPI 3.1%. Youth work: offer 3.0%.
    """
    said, given = ["Chart of dots."], {}
    for row, dots in frame.groupby(level=0, sort=False):
        given[f"row_{row}"] = str(row)
        parts = []
        for kind, values in dots.groupby("kind", sort=False)["value"]:
            given[f"kind_{kind}"] = str(kind)
            figures = []
            for place, value in enumerate(values):
                name = f"{row}_{kind}_{place}"
                given[name] = _point(name, value, unit, str(kind), str(row), sources)
                figures.append("{" + name + "}")
            parts.append("{kind_" + str(kind) + "} " + " and ".join(figures))
        said.append("{row_" + str(row) + "}: " + ", ".join(parts) + ".")
    if line:
        given["line"] = f"{line[0]}, {show(line[1], unit)}"
        said.append("A line marks {line}.")
    return _said(said, given)


def _said(text: list[str], given: Mapping[str, object]) -> Prose:
    """Words whose names may hold anything."""
    names = {name: f"n{place}" for place, name in enumerate(given)}
    template = " ".join(text)
    for name in sorted(names, key=len, reverse=True):
        template = template.replace("{" + name + "}", "{" + names[name] + "}")
    return say(template, **{names[name]: value for name, value in given.items()})


def _point(name: str, value: object, unit: str, label: str, where: str, sources: Iterable[str]) -> Finding:
    return Finding(name, float(value), unit, f"as drawn: {label}, {where}", tuple(sources))


def _label(at: object) -> str:
    return periods.label(at) if isinstance(at, pd.Period) else str(at)


def _when(at: object) -> str:
    return periods.words(at) if isinstance(at, pd.Period) else str(at)
