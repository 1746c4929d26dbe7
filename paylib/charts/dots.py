"""The claim chart: what is claimed as a line, what each reading comes to as a dot."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd
from markupsafe import Markup

from paylib.charts.alt import of_dots, sources_said
from paylib.charts.letters import width
from paylib.charts.picture import LETTER, LINE, SIZE, WIDTH, Picture, drawing, lines_of, shape, stroke, words
from paylib.errors import FigureError
from paylib.figures.rounding import pictured
from paylib.figures.several import listed as in_a_list
from paylib.findings import Prose
from paylib.tables import table

FORMS = ("circle", "square", "diamond", "triangle")
"""The forms of the dots, one a kind: no more kinds than forms."""

LOOKS = ("first", "second", "", "soft")
"""Their colours: none that stands for a side."""

_BELOW = 9
"""How far below a row's line dots stand that do not decide, so that no figure hides them."""

_BOLD = 8.6
"""How wide a letter of a figure is."""


def dots(
    frame: pd.DataFrame,
    title: str | Prose,
    subtitle: str | Prose,
    alt: str | Prose | None = None,
    *,
    unit: str,
    line: tuple[str, float] | None = None,
    sources: Iterable[str] = (),
    publishers: Iterable[str] = (),
) -> Picture:
    """Figures as dots in rows, each with a mark at the figure that they are compared with.

    Parameters
    ----------
    frame : pandas.DataFrame
        Indexed by the row in words, one line a dot: ``kind`` (such as the index) and ``value``. Where there is a
        column ``decides``, dots that do not decide are small and without their figures; ``months`` stand in the
        table only.
    title, subtitle, alt
        As in `lines`; without an alt text, every row with its dots.
    unit : str
        Of the values.
    line : tuple of (str, float), optional
        What is claimed, and its figure: the last row of the table.
    sources, publishers : iterable of str
        As in `paylib.tables.table`; without sources, those of the frame.

    Returns
    -------
    Picture

    Raises
    ------
    FigureError
        If there is no dot, or more kinds of dots than forms.
    """
    kinds = list(dict.fromkeys(frame["kind"]))
    if not 1 <= len(kinds) <= len(FORMS):
        raise FigureError(
            f"A chart of dots has one to {len(FORMS)} kinds of dots, and {len(kinds)} were given: "
            f"{in_a_list(map(str, kinds)) or 'none'}. Leave out what is not needed."
        )
    sources = tuple(sources) or frame.attrs.get("sources", ()) or sources_said(title, subtitle, alt)
    if alt is None:
        alt = of_dots(frame, unit, line, sources)
    labels = {"kind": "By", "value": "Figure", "decides": "Decides"}
    listed = _listed(frame, line)
    numbers = table(
        listed.rename_axis("Reading"),
        title,
        labels=labels,
        units={"value": unit},
        sources=sources,
        publishers=publishers,
    )
    height, body = _drawn(frame, kinds, unit, line)
    return Picture(title, subtitle, alt, numbers, drawn=drawing(height, body))


def _listed(frame: pd.DataFrame, line: tuple[str, float] | None) -> pd.DataFrame:
    """The dots as a table has them: what decides in a word, months beside what they are of, the line below them."""
    listed = frame.copy()
    if "decides" in frame:
        listed["decides"] = np.where(frame["decides"], "yes", "no")
    if "months" in frame:
        months = listed.pop("months")
        listed.index = pd.Index([f"{row}, {when}" for row, when in zip(frame.index, months, strict=True)])
    if line:
        mark = pd.DataFrame({"kind": ["the upright mark"], "value": [line[1]]}, index=[line[0]])
        listed = pd.concat([listed, mark.reindex(columns=listed.columns, fill_value="")])
    return listed


def _drawn(
    frame: pd.DataFrame, kinds: list[str], unit: str, line: tuple[str, float] | None
) -> tuple[float, list[Markup]]:
    values = [*frame["value"], *([line[1]] if line else []), *([0.0] if unit == "pct" else [])]
    place = _scale(values, 16 + _BOLD * max(len(pictured(float(value), unit)) for value in values))
    top = 0
    body: list[Markup] = []
    if len(kinds) > 1:
        body += _key(kinds)
        top = 26
    if line:
        anchor = "start" if place(line[1]) < WIDTH / 2 else "end"
        body.append(words(line[0], place(line[1]), top + 14, "bold", anchor))
        top += 20
    rows: list[Markup] = []
    below = 0 if "decides" not in frame or frame["decides"].all() else _BELOW
    y = top + 6
    for row in dict.fromkeys(frame.index):
        names = lines_of(str(row), WIDTH)
        rows += [words(name, 0, y + 14 + number * LINE) for number, name in enumerate(names)]
        y += len(names) * LINE + 16
        rows.append(stroke(0, y, WIDTH, y))
        figures = _figures(frame.loc[[row]], unit, place)
        if line:
            rows += _upright(place(line[1]), y, below, figures)
        rows += _row(frame.loc[[row]], kinds, place, y)
        rows += [words(figure, x, y + 5, "bold", anchor) for figure, x, anchor in figures]
        y += 15 + below
    return y, body + rows


def _scale(values: list[float], room: float) -> Callable[[float], float]:
    """A function from a figure to its place across, with room beside; no axis is labelled, since each dot is."""
    low, high = min(values), max(values)
    wide = (high - low) or 1.0
    return lambda value: room + (value - low) / wide * (WIDTH - 2 * room)


def _key(kinds: list[str]) -> list[Markup]:
    body, x = [], 7.0
    for kind, form, look in zip(kinds, FORMS, LOOKS, strict=False):
        body += [shape(form, x, 9, 5.5, f"full {look}".strip()), words(kind, x + 10, 14)]
        x += 10 + len(kind) * LETTER + 22
    return body


def _figures(rows: pd.DataFrame, unit: str, place: Callable) -> list[tuple[str, float, str]]:
    """The figures of the first and the last dot that decide, where they stand beside them, and by which end."""
    values = (rows[rows["decides"]] if "decides" in rows else rows)["value"].to_numpy()
    if not len(values):
        return []
    left, right = (pictured(float(each), unit) for each in (values.min(), values.max()))
    before = [(left, place(values.min()) - 10, "end")] if left != right else []
    return [*before, (right, place(values.max()) + 10, "")]


def _upright(x: float, y: float, below: float, figures: list[tuple[str, float, str]]) -> list[Markup]:
    """The mark of what figures are compared with; in two parts where a figure stands on it."""
    spans = [
        (at - wide, at) if anchor == "end" else (at, at + wide)
        for wide, at, anchor in (
            (width(figure, SIZE, bold=True), at, anchor) for figure, at, anchor in figures
        )
    ]
    if not any(low - 3 < x < high + 3 for low, high in spans):
        return [stroke(x, y - 10, x, y + 10 + below, "heavy")]
    return [stroke(x, y - 14, x, y - 8, "heavy"), stroke(x, y + 9, x, y + 13 + below, "heavy")]


def _row(rows: pd.DataFrame, kinds: list[str], place: Callable, y: float) -> list[Markup]:
    """The dots of a row, the large ones above the small."""
    looks = dict(zip(kinds, LOOKS, strict=False))
    forms = dict(zip(kinds, FORMS, strict=False))
    decides = rows["decides"] if "decides" in rows else pd.Series(True, rows.index)
    return [
        shape(
            forms[kind],
            place(value),
            y if large else y + _BELOW + 2,
            5.5 if large else 2.5,
            f"full {looks[kind]}".strip(),
        )
        for large in (False, True)
        for kind, value in rows.loc[decides.to_numpy() == large, ["kind", "value"]].to_numpy()
    ]
