"""What a card is drawn of: words as outlines of DejaVu Sans, and the marks of our own pictures.

DejaVu Sans comes with matplotlib, so that a card looks alike everywhere and is the same bytes every time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple
from xml.etree import ElementTree

import numpy as np
from markupsafe import Markup
from matplotlib.font_manager import findfont, get_font
from matplotlib.path import Path
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D

from paylib.charts.letters import font, shortened, width, wrapped
from paylib.markup import from_template

PAPER, INK, QUIET, RULE, ACCENT = "#fdfcf9", "#1d1d1b", "#55534e", "#d9d4c9", "#12436d"
LEADING = 1.32
"""From one line of words to the next, in sizes of the words."""


class Letters(NamedTuple):
    """Words on a base line, of which a path is the outlines."""

    words: str
    left: float
    base: float
    size: float
    bold: bool

    def glyphs(self) -> Iterator[tuple[str, float, Path]]:
        """Each letter that is seen: its name, where it stands and its outline, in units of `FONT_SCALE` to a size."""
        placed, outlines = _set(self.words, self.bold)
        for name, x, _, _ in placed:
            corners, codes = outlines[name]
            if len(corners):
                yield f"{name}{self.bold}", x, Path(corners, codes)


FONT_SCALE = text_to_path.FONT_SCALE


@lru_cache(maxsize=256)
def _set(words: str, bold: bool) -> tuple[list, dict]:
    """Where matplotlib sets each letter of some words, and the outlines of the letters."""
    held = get_font(findfont(font(bold)))
    held.set_size(FONT_SCALE, text_to_path.DPI)
    placed, outlines, _ = text_to_path.get_glyphs_with_font(held, words, _OUTLINES)
    return placed, outlines


_OUTLINES: dict[str, tuple] = {}
"""The outlines of the letters that were set, by their names."""


@lru_cache(maxsize=256)
def _outlined(words: str, bold: bool) -> Path:
    """Words as outlines, as `matplotlib.textpath.TextToPath.get_text_path` has them."""
    placed, outlines = _set(words, bold)
    corners = [outlines[name][0] * scale + [x, y] for name, x, y, scale in placed]
    codes = [outlines[name][1] for name, *_ in placed]
    return Path(
        np.concatenate([np.empty((0, 2)), *corners]), np.concatenate([[], *codes]).astype(Path.code_type)
    )


class Shape(NamedTuple):
    """A path that is filled or, with a width, drawn along."""

    path: Path
    colour: str
    stroke: float = 0.0
    letters: Letters | None = None


def bar(top: float, height: float, colour: str, left: float, right: float) -> Shape:
    """A filled rectangle."""
    corners = [(left, top), (right, top), (right, top + height), (left, top + height), (left, top)]
    return Shape(Path(corners, closed=True), colour)


def line(words: str, left: float, base: float, size: float, colour: str, bold: bool = False) -> Shape:
    """Words as outlines, on a base line."""
    scale = size / FONT_SCALE
    placed = Affine2D().scale(scale, -scale).translate(left, base)
    path = placed.transform_path(_outlined(words, bold))
    return Shape(path, colour, letters=Letters(words, left, base, size, bold))


def fit(
    words: str, sizes: Iterable[int], bold: bool, height: float, across: float
) -> tuple[float, list[str]]:
    """The largest size in which words fit a height (one line at least), and their lines; cut short if none does."""
    words = _known(words, bold)
    for size in sizes:
        most = max(1, int(height / (size * LEADING)))
        lines = wrapped(words, size, across, bold)
        if len(lines) <= most:
            return size, lines
    return size, [*lines[: most - 1], shortened(lines[most - 1], size, across, bold)]


def _known(words: str, bold: bool) -> str:
    """Words with a box for each letter that the font does not have."""
    held = get_font(findfont(font(bold))).get_charmap()
    return "".join(each if ord(each) in held else "\N{WHITE SQUARE}" for each in words)


_COLOURS = {
    "u": "#801650",
    "e": "#12436d",
    "p": "#5c5a10",
    "first": "#1b6f68",
    "second": "#a8440f",
    "soft": QUIET,
}
"""The looks of a picture's marks, as its style has them in light colours."""

_HALO = 4.0
"""How wide the paper shows around a picture's words."""

_WORDS = 12.5
"""The size of a picture's words, in its own pixels."""


def marks(svg: str, left: float, top: float, scale: float) -> Iterator[Shape]:
    """The marks and words of one of our own pictures, as shapes of a card.

    Parameters
    ----------
    svg : str
        A picture, or elements of one.
    left, top, scale : float
        Where it stands on the card, and how much larger.

    Yields
    ------
    Shape
    """
    root = ElementTree.fromstring(
        svg if svg.startswith("<svg") else from_template("<svg>{{ body }}</svg>", body=Markup(svg))
    )
    placed = Affine2D().scale(scale).translate(left, top)
    for each in root.iter():
        tag, looks = each.tag.rpartition("}")[2], each.get("class", "").split()
        colour = next((_COLOURS[look] for look in looks if look in _COLOURS), INK)
        if tag == "text":
            yield from _words(each, looks, colour, left, top, scale)
        elif tag in _PATHS:
            path = placed.transform_path(_PATHS[tag](each))
            yield from _drawn(path, tag, looks, colour, scale)


def _words(
    each: ElementTree.Element, looks: list[str], colour: str, left: float, top: float, scale: float
) -> Iterator[Shape]:
    bold, size = "bold" in looks, _WORDS * scale
    text = _known(each.text or "", bold)
    shift = {"middle": 0.5, "end": 1.0}.get(each.get("text-anchor", ""), 0.0) * width(text, size, bold)
    down = float(each.get("y")) + float(each.get("dy", 0))
    if text.strip():
        drawn = line(
            text, left + float(each.get("x")) * scale - shift, top + down * scale, size, colour, bold
        )
        yield drawn._replace(colour=PAPER, stroke=_HALO * scale)
        yield drawn


def _drawn(path: Path, tag: str, looks: list[str], colour: str, scale: float) -> Iterator[Shape]:
    if ("open" in looks and tag != "path") or ("open" in looks and path.codes[-1] == Path.CLOSEPOLY):
        yield Shape(path, PAPER)
    if "full" in looks:
        yield Shape(path, colour)
        return
    if tag == "line" and "heavy" not in looks:
        colour = "#b9b4a9"
    colour = _COLOURS["first"] if "way" in looks else colour
    yield Shape(path, colour, (1.0 if "rule" in looks else 1.8) * scale)


def _number(each: ElementTree.Element, *names: str) -> list[float]:
    return [float(each.get(name)) for name in names]


def _circle(each: ElementTree.Element) -> Path:
    x, y, r = _number(each, "cx", "cy", "r")
    return Path.circle((x, y), r)


def _square(each: ElementTree.Element) -> Path:
    x, y, wide, high = _number(each, "x", "y", "width", "height")
    return Path([(x, y), (x + wide, y), (x + wide, y + high), (x, y + high), (x, y)], closed=True)


def _line(each: ElementTree.Element) -> Path:
    x1, y1, x2, y2 = _number(each, "x1", "y1", "x2", "y2")
    return Path([(x1, y1), (x2, y2)])


def _path(each: ElementTree.Element) -> Path:
    """A path of straight strokes or, with an arc, the right half of a circle: all that our marks are made of."""
    corners, codes = [], []
    for letter, words in re.findall(r"([MLHaz])([^MLHaz]*)", each.get("d")):
        numbers = [float(word) for word in words.split()]
        if letter == "a":
            x, y = corners[-1]
            half = Path.arc(-90, 90).transformed(
                Affine2D().scale(numbers[0], -numbers[0]).translate(x, y + numbers[0])
            )
            corners, codes = list(half.vertices), list(half.codes)
        elif letter == "z":
            corners.append(corners[0])
            codes.append(Path.CLOSEPOLY)
        else:
            corners.append((numbers[0], corners[-1][1]) if letter == "H" else tuple(numbers))
            codes.append(Path.MOVETO if letter == "M" else Path.LINETO)
    return Path(corners, codes)


_PATHS = {"circle": _circle, "rect": _square, "line": _line, "path": _path}
