"""A timeline to scale, from the top down, so that it can be read on a phone."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence

import pandas as pd
from markupsafe import Markup

from paylib.charts.picture import LINE, WIDTH, Picture, drawing, lines_of, shape, stroke, words
from paylib.errors import FigureError
from paylib.findings import Prose
from paylib.tables import table

_AXIS, _DATE, _TEXT, _GAP, _MARGIN = 46, 70, 122, 6, 8

_SLACK = 1.25
"""How much higher a timeline is than its words, so that they can stand near their dates."""


def timeline(
    frame: pd.DataFrame,
    title: str | Prose,
    subtitle: str,
    alt: str | Prose,
    *,
    forms: Mapping[str, tuple[str, str]],
    sources: Iterable[str] = (),
    publishers: Iterable[str] = (),
) -> Picture:
    """Events along a line, each where its date is.

    Parameters
    ----------
    frame : pandas.DataFrame
        In order, indexed by the date in words: ``day`` (datetime.date; where only the month or year is known, its
        middle), ``short`` (the date without its year), ``kind`` and ``what``.
    title, subtitle, alt
        As in `lines`.
    forms : mapping of str to (str, str)
        Kind to its form and its look.
    sources, publishers : iterable of str
        As in `paylib.tables.table`.

    Returns
    -------
    Picture

    Raises
    ------
    FigureError
        If there is no event.
    """
    if frame.empty:
        raise FigureError("A timeline needs an event; none was given.")
    labels = {"kind": "Kind", "what": "What happened"}
    listed = frame[["kind", "what"]].rename_axis("When")
    numbers = table(listed, title, labels=labels, sources=sources, publishers=publishers)
    height, body = _drawn(frame, forms)
    return Picture(title, subtitle, alt, numbers, drawn=drawing(height, body))


def _drawn(frame: pd.DataFrame, forms: Mapping[str, tuple[str, str]]) -> tuple[float, list[Markup]]:
    told = [lines_of(what, WIDTH - _TEXT, 3) for what in frame["what"]]
    deep = [len(lines) * LINE + _GAP for lines in told]
    height = sum(deep) * _SLACK + 2 * _MARGIN
    days = list(frame["day"])
    place = _scale(days, _MARGIN + 8, height - _MARGIN - deep[-1] + 12)
    tops = _apart([place(day) - 9 for day in days], deep, height)
    body = [stroke(_AXIS, _MARGIN, _AXIS, height - _MARGIN, "heavy"), *_years(days, place)]
    for day, top in zip(days, tops, strict=True):
        body.append(stroke(_AXIS, place(day), _DATE - 5, top + 9))
    for day, when, top, lines, kind in zip(days, frame["short"], tops, told, frame["kind"], strict=True):
        form, look = forms[kind]
        body.append(shape(form, _AXIS, place(day), 5.5, f"{look} ringed"))
        body.append(words(when, _DATE, top + 13, "soft"))
        body += [words(line, _TEXT, top + 13 + number * LINE) for number, line in enumerate(lines)]
    return height, body


def _scale(days: Sequence[datetime.date], top: float, bottom: float) -> Callable:
    first, last = min(days).toordinal(), max(days).toordinal()
    return lambda day: top + (day.toordinal() - first) / max(1, last - first) * (bottom - top)


def _apart(wanted: list[float], deep: list[int], height: float) -> list[float]:
    """Where words stand: as near to where they are wanted as can be, none over another.

    Notes
    -----
    Words that would overlap become one block, in the middle of where they are wanted (least squares).
    """
    blocks: list[list[float]] = []  # of each: how many words, where it starts, how deep it is
    for top, room in zip(wanted, deep, strict=True):
        blocks.append([1, top, room])
        while len(blocks) > 1 and blocks[-2][1] + blocks[-2][2] > blocks[-1][1]:
            many, start, below = blocks.pop()
            before, first, above = blocks[-1]
            blocks[-1] = [
                before + many,
                (before * first + many * (start - above)) / (before + many),
                above + below,
            ]
    tops, rooms = [], iter(deep)
    for many, start, _ in blocks:
        for _ in range(int(many)):
            tops.append(start)
            start += next(rooms)
    return _within(tops, deep, height)


def _within(tops: list[float], deep: list[int], height: float) -> list[float]:
    """Words moved down from the top edge and up from the bottom one, no farther than is needed."""
    placed, floor, ceiling = [], 0.0, height
    for top, room in zip(tops, deep, strict=True):
        placed.append(max(top, floor))
        floor = placed[-1] + room
    for number in reversed(range(len(placed))):
        placed[number] = min(placed[number], ceiling - deep[number])
        ceiling = placed[number]
    return placed


def _years(days: Sequence[datetime.date], place: Callable) -> list[Markup]:
    """The first event's year, and each new year, at the line's left."""
    first, last = min(days), max(days)
    starts = [first, *(datetime.date(year, 1, 1) for year in range(first.year + 1, last.year + 1))]
    kept = [each for each in starts if each is first or place(each) - place(first) > LINE]
    return [
        mark
        for each in kept
        for mark in (
            words(str(each.year), _AXIS - 12, place(each) + 5, "soft", "end"),
            stroke(_AXIS - 7, place(each), _AXIS, place(each), "heavy"),
        )
    ]
