"""Cards to share: one picture for each key finding of a page, 1200 by 630, with its alt text.

Words are drawn as outlines of DejaVu Sans, which comes with matplotlib, so that a card looks alike
everywhere and is the same bytes every time.
"""

from __future__ import annotations

import html
import io
import re
import unicodedata
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D

from paylib import datapackage, disputes
from paylib.figures.finding import MIME
from paylib.findings import KEY_MIME

if TYPE_CHECKING:
    from nbformat import NotebookNode

WIDTH, HEIGHT = 1200, 630
MARGIN = 84
PAPER, INK, QUIET, RULE, ACCENT = "#fdfcf9", "#1d1d1b", "#55534e", "#d9d4c9", "#12436d"
TAGLINE = "Pay, prices and workload in public-sector disputes"
MOST_NAMED = 3
"""Publishers named on a card; the page lists them all."""

_LEADING = 1.32
_ABOVE, _BELOW = 116, 528
"""Where the room for the title, the figure and its words begins and ends, from the top."""


class Card(NamedTuple):
    """What a card says."""

    name: str
    figure: str
    words: str
    title: str
    source: str

    @property
    def alt(self) -> str:
        """The card for those who do not see it."""
        return f"{self.figure}: {self.words}. From the page “{self.title}” by paylib. {self.source}".strip()


class _Shape(NamedTuple):
    path: Path
    colour: str


def of(notebook: NotebookNode, slug: str, title: str, own: Mapping[str, disputes.Source]) -> list[Card]:
    """The cards of a page: one for each of its key findings.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        With its outputs.
    slug, title : str
        The page's.
    own : mapping of str to Source
        Sources that a dispute file describes itself.

    Returns
    -------
    list of Card
    """
    bundles = [output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", ())]
    found = {each["name"]: each for bundle in bundles for each in bundle.get(MIME, ())}
    return [
        Card(
            f"{slug}-{re.sub(r'[^A-Za-z0-9_-]+', '-', key['finding'])}",
            _plain(key["figure"]),
            _plain(key["words"]).rstrip("."),
            _plain(title),
            _plain(_source(found[key["finding"]]["sources"], own)),
        )
        for bundle in bundles
        for key in bundle.get(KEY_MIME, ())
    ]


def _source(names: Iterable[str], own: Mapping[str, disputes.Source]) -> str:
    held = datapackage.sources()["publisher"]
    everyone = sorted({own[name].publisher if name in own else held[name] for name in names})
    more = len(everyone) - MOST_NAMED
    listed = [*everyone[:MOST_NAMED], *([f"and {more} more, listed on the page"] if more > 0 else [])]
    return f"Source: {'; '.join(listed)}." if listed else ""


def _plain(words: str) -> str:
    """Words without marks that change direction or cannot be seen."""
    seen = (" " if each.isspace() else each for each in unicodedata.normalize("NFC", words))
    return " ".join("".join(each for each in seen if unicodedata.category(each)[0] != "C").split())


def files(card: Card) -> dict[str, bytes]:
    """A card as files.

    Parameters
    ----------
    card : Card

    Returns
    -------
    dict of str to bytes
        By ending: ``png``, ``svg``, and ``txt`` with the alt text.
    """
    shapes = list(_shapes(card))
    return {
        "png": _png(shapes),
        "svg": _svg(shapes, card.alt).encode(),
        "txt": f"{card.alt}\n".encode(),
    }


def _png(shapes: list[_Shape]) -> bytes:
    figure = Figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100, facecolor=PAPER)
    pixels = Affine2D().scale(1, -1).translate(0, HEIGHT).scale(1 / 100) + figure.dpi_scale_trans
    for path, colour in shapes:
        figure.add_artist(PathPatch(path, facecolor=colour, edgecolor="none", transform=pixels))
    picture = io.BytesIO()
    figure.savefig(picture, format="png", dpi=100, facecolor=PAPER, metadata={"Software": None})
    return picture.getvalue()


def _svg(shapes: list[_Shape], alt: str) -> str:
    drawn = "\n".join(f'<path fill="{colour}" d="{_commands(path)}"/>' for path, colour in shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="alt" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}">\n<title id="alt">{html.escape(alt)}</title>\n'
        f'<rect fill="{PAPER}" width="{WIDTH}" height="{HEIGHT}"/>\n{drawn}\n</svg>\n'
    )


_LETTERS = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C", Path.CLOSEPOLY: "Z"}


def _commands(path: Path) -> str:
    return "".join(
        _LETTERS[code] + ("" if code == Path.CLOSEPOLY else " ".join(f"{place:.1f}" for place in places))
        for places, code in path.iter_segments(simplify=False, remove_nans=False)
    )


def _shapes(card: Card) -> Iterator[_Shape]:
    """A card's rules and words, from the top."""
    yield _bar(0, 14, ACCENT, 0, WIDTH)
    yield _line("paylib", MARGIN, 68, 26, ACCENT, bold=True)
    yield _line(TAGLINE, MARGIN + _width("paylib", 26, True) + 22, 68, 19, QUIET)
    yield _bar(88, 1, RULE)
    yield from _body(card)
    yield _bar(_BELOW + 12, 1, RULE)
    size, lines = _fit(card.source, (20, 18, 16), False, 2 * 18 * _LEADING)
    for place, words in enumerate(lines):
        yield _line(words, MARGIN, _BELOW + 44 + place * size * _LEADING, size, QUIET)


def _body(card: Card) -> Iterator[_Shape]:
    """Title at the top; below it the figure and its words in the middle of the room that is left."""
    size, lines = _fit(card.title, (30, 27, 24), True, 2 * 30 * _LEADING)
    top = _ABOVE
    for words in lines:
        top += size * _LEADING
        yield _line(words, MARGIN, top - size * 0.3, size, INK, bold=True)
    large, figure = _fit(card.figure, range(156, 40, -4), True, 0)
    room = _BELOW - top - large * 1.05 - 26
    size, lines = _fit(_capital(card.words), (40, 37, 34, 31, 28, 25, 22), False, room)
    left = room - len(lines) * size * _LEADING
    base = top + left * 0.45 + large * 0.95
    yield _line(figure[0], MARGIN - large * 0.05, base, large, ACCENT, bold=True)
    base += 26
    for words in lines:
        base += size * _LEADING
        yield _line(words, MARGIN, base, size, INK)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _bar(
    top: float, height: float, colour: str, left: float = MARGIN, right: float = WIDTH - MARGIN
) -> _Shape:
    corners = [(left, top), (right, top), (right, top + height), (left, top + height), (left, top)]
    return _Shape(Path(corners, closed=True), colour)


def _line(words: str, left: float, base: float, size: float, colour: str, bold: bool = False) -> _Shape:
    """Words as outlines, on a base line."""
    corners, codes = text_to_path.get_text_path(_font(bold), words, ismath=False)
    scale = size / text_to_path.FONT_SCALE
    placed = Affine2D().scale(scale, -scale).translate(left, base)
    return _Shape(placed.transform_path(Path(corners, codes)), colour)


def _fit(words: str, sizes: Iterable[int], bold: bool, height: float) -> tuple[float, list[str]]:
    """The largest size in which words fit a height (one line at least), and their lines; cut short if none does."""
    words = _known(words, bold)
    for size in sizes:
        most = max(1, int(height / (size * _LEADING)))
        lines = _wrapped(words, size, bold)
        if len(lines) <= most:
            return size, lines
    return size, [*lines[: most - 1], _shortened(lines[most - 1], size, bold)]


def _wrapped(words: str, size: float, bold: bool) -> list[str]:
    """Lines no wider than the card; a word that is wider is broken."""
    lines = [""]
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if _fits(longer, size, bold):
            lines[-1] = longer
            continue
        lines += [word] if lines[-1] else []
        lines[-1] = lines[-1] or word
        while not _fits(lines[-1], size, bold):
            whole = lines.pop()
            cut = bisect(range(1, len(whole)), False, key=lambda end: not _fits(whole[:end], size, bold))
            lines += [whole[:cut], whole[cut:]]
    return lines


def _shortened(line: str, size: float, bold: bool) -> str:
    while not _fits(f"{line}…", size, bold):
        line = line[:-1]
    return f"{line.rstrip(' .,;:')}…"


def _fits(words: str, size: float, bold: bool) -> bool:
    return _width(words, size, bold) <= WIDTH - 2 * MARGIN


def _width(words: str, size: float, bold: bool) -> float:
    """How wide words are when drawn, letter by letter."""
    return sum(_advance(letter, bold) for letter in words) * size / text_to_path.FONT_SCALE


@cache
def _advance(letter: str, bold: bool) -> float:
    font = get_font(findfont(_font(bold)))
    font.set_size(text_to_path.FONT_SCALE, text_to_path.DPI)
    return font.load_char(ord(letter), LoadFlags.NO_HINTING).linearHoriAdvance / 2**16


@cache
def _font(bold: bool) -> FontProperties:
    return FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal")


def _known(words: str, bold: bool) -> str:
    """Words with a box for each letter that the font does not have."""
    held = get_font(findfont(_font(bold))).get_charmap()
    return "".join(each if ord(each) in held else "\N{WHITE SQUARE}" for each in words)
