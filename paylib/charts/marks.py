"""The verdict picture: each claim a mark, in a row by its verdict and a column by its side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd
from markupsafe import Markup

from paylib.charts.picture import LINE, SIDES, WIDTH, Picture, drawing, lines_of, shape, stroke, words
from paylib.findings import Prose
from paylib.tables import table

_LABEL = 110
_PITCH = 19
_TOP = 30
_LETTER, _GAP = 8.0, 10
"""How wide a letter of a side's name may be, and the least between two names."""


def verdict_marks(
    frame: pd.DataFrame,
    title: str | Prose,
    subtitle: str,
    alt: str | Prose,
    *,
    rows: Mapping[str, str],
    sides: Sequence[str],
    sources: Iterable[str] = (),
    publishers: Iterable[str] = (),
) -> Picture:
    """Claims as marks, by verdict and by side.

    Parameters
    ----------
    frame : pandas.DataFrame
        Indexed by the claim in words: ``side`` and ``verdict``.
    title, subtitle, alt
        As in `lines`.
    rows : mapping of str to str
        Verdicts in order, with what stands beside each row; those without a claim are left out.
    sides : sequence of str
        The two sides and others, three at most, in order.
    sources, publishers : iterable of str
        As in `paylib.tables.table`.

    Returns
    -------
    Picture
    """
    labels = {"side": "Who says so", "verdict": "Verdict"}
    told = frame.assign(verdict=frame["verdict"].map(rows))
    numbers = table(told, title, labels=labels, sources=sources, publishers=publishers)
    height, body = _drawn(frame, {key: rows[key] for key in rows if (frame["verdict"] == key).any()}, sides)
    return Picture(title, subtitle, alt, numbers, drawn=drawing(height, body))


def _drawn(frame: pd.DataFrame, rows: Mapping[str, str], sides: Sequence[str]) -> tuple[float, list[Markup]]:
    """From the top: the sides' names, then a row a verdict, as high as its fullest column asks."""
    most = [frame[frame["side"] == side]["verdict"].value_counts().max() for side in sides]
    starts, a_line = _columns(sides, [0 if pd.isna(each) else int(each) for each in most])
    body = [words(side, start, 16, look) for side, start, look in zip(sides, starts, SIDES, strict=False)]
    y = _TOP
    for verdict, label in rows.items():
        counts = [((frame["side"] == side) & (frame["verdict"] == verdict)).sum() for side in sides]
        names = lines_of(label, _LABEL)
        lines = max(-(-count // most) for count, most in zip(counts, a_line, strict=True))
        deep = max(lines * _PITCH, len(names) * LINE) + 8
        body.append(stroke(0, y - 5, WIDTH, y - 5))
        body += [words(name, 0, y + 13 + place * LINE) for place, name in enumerate(names)]
        for column, count in enumerate(counts):
            for place in range(count):
                x = starts[column] + place % a_line[column] * _PITCH + 7
                line = place // a_line[column]
                body.append(verdict_mark(verdict, x, y + 9 + line * _PITCH, SIDES[column]))
        y += deep
    return y, body


def _columns(sides: Sequence[str], most: Sequence[int]) -> tuple[list[float], list[int]]:
    """Where each side's column starts, none over its neighbour's name, and how many marks it takes in a line.

    The room that names leave goes to the columns by the most marks that a row of each has.
    """
    needed = [len(side) * _LETTER + _GAP for side in sides]
    spare = (WIDTH - _LABEL - sum(needed)) / max(1, sum(most))
    wide = [need + spare * marks for need, marks in zip(needed, most, strict=True)]
    starts = [_LABEL + sum(wide[:place]) for place in range(len(wide))]
    return starts, [max(1, int((each - 6) // _PITCH)) for each in wide]


def verdict_mark(verdict: str, x: float, y: float, side: str = "") -> Markup:
    """The mark of a verdict: told from the others by its form, not by its colour.

    Parameters
    ----------
    verdict : str
        One of the verdicts of `paylib.claims`.
    x, y : float
        Its middle, in the units of the picture.
    side : str
        A class of style, for the colour of a side.

    Returns
    -------
    markupsafe.Markup
        Elements of SVG.
    """
    full, open_ = f"full {side}".strip(), f"open {side}".strip()
    match verdict:
        case "correct":
            return shape("circle", x, y, look=full)
        case "depends on the reading":
            return shape("circle", x, y, look=open_) + shape("half", x, y, look=full)
        case "wrong":
            return shape("cross", x, y, 5, open_)
        case "disputed":
            return shape("diamond", x, y, 7, open_)
        case "unconfirmed":
            return shape("circle", x, y, look=open_) + shape("circle", x, y, 2, look=full)
    return shape("circle", x, y, look=f"{open_} dash")
