"""Cards to share: one a claim of a brief, one a chart, one a key finding of other pages; wide, square, and in words.

A card never leads with a count: how many claims are of which verdict says nothing without the claims.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from string import ascii_letters
from typing import TYPE_CHECKING, NamedTuple, Protocol

from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from PIL import Image

from paylib import charts, datapackage, disputes
from paylib.charts.letters import width
from paylib.figures.finding import MIME
from paylib.findings import KEY_MIME
from paylib.markup import from_template
from paylib.report.cards.shapes import (
    ACCENT,
    FONT_SCALE,
    INK,
    LEADING,
    PAPER,
    QUIET,
    RULE,
    Shape,
    bar,
    fit,
    line,
    marks,
)

if TYPE_CHECKING:
    from nbformat import NotebookNode

TAGLINE = "Pay disputes, checked"
MOST_NAMED = 3
"""Publishers named on a card; the page lists them all."""


class Size(NamedTuple):
    """How large a card is, in pixels, and how much of it is left free at its sides."""

    width: int
    height: int
    margin: int

    @property
    def across(self) -> int:
        """The room for words."""
        return self.width - 2 * self.margin

    @property
    def below(self) -> int:
        """Where the room for what a card says ends, from the top."""
        return self.height - 102


SIZES = {"": Size(1200, 630, 84), "-square": Size(1080, 1080, 72)}
"""The shapes of a card, by what its name ends in."""

_ABOVE = 116
"""Where the room for what a card says begins, from the top."""


class Card(Protocol):
    """What every card has."""

    name: str
    title: str
    source: str
    address: str

    @property
    def alt(self) -> str:
        """The card for those who do not see it."""

    @property
    def words_of_it(self) -> str:
        """What a link to it says."""

    def fits(self, size: Size) -> bool:
        """Whether it can be read in that shape."""

    def body(self, size: Size) -> Iterator[Shape]:
        """What it says, in the room between its head and its foot."""


class KeyCard(NamedTuple):
    """A key finding of a page."""

    name: str
    figure: str
    words: str
    title: str
    source: str
    address: str = ""

    @property
    def alt(self) -> str:
        return f"{self.figure}: {self.words}. From the page “{self.title}” by paylib. {self.source}".strip()

    @property
    def words_of_it(self) -> str:
        return f"{self.figure}: {self.words}"

    def fits(self, size: Size) -> bool:
        return True

    def body(self, size: Size) -> Iterator[Shape]:
        """Title at the top; below it the figure and its words in the middle of the room that is left."""
        title, top = _block(self.title, (30, 27, 24), True, 2 * 30 * LEADING, _ABOVE, size)
        yield from title
        large, figure = fit(self.figure, range(156, 40, -4), True, 0, size.across)
        room = size.below - top - large * 1.05 - 26
        small, lines = fit(_capital(self.words), (46, 40, 37, 34, 31, 28, 25, 22), False, room, size.across)
        left = room - len(lines) * small * LEADING
        base = top + left * 0.45 + large * 0.95
        yield line(figure[0], size.margin - large * 0.05, base, large, ACCENT, bold=True)
        yield from _lines(lines, small, False, INK, base + 26, size)


class ClaimCard(NamedTuple):
    """A claim of a brief: who said what, in our short words, and what was found."""

    name: str
    quote: str
    who: str
    verdict: str
    mark: str
    sentence: str
    title: str
    source: str
    address: str = ""

    @property
    def alt(self) -> str:
        return (
            f"{self.who} said: {self.quote}. {self.verdict}. {self.sentence} "
            f"From the page “{self.title}” by paylib. {self.source}"
        ).strip()

    @property
    def words_of_it(self) -> str:
        return f"{self.quote}: {self.verdict[:1].lower()}{self.verdict[1:]}"

    def fits(self, size: Size) -> bool:
        return True

    def body(self, size: Size) -> Iterator[Shape]:
        """Who, the quote, the mark and the word of the verdict, and why; in the middle of the room."""
        fixed = 26 * LEADING + 30 + 44 * LEADING + 12
        room = size.below - _ABOVE - 8 - fixed
        quote, said = fit(self.quote, (64, 58, 52, 46, 40, 35, 30), True, room * 0.5, size.across)
        left = room - len(said) * quote * LEADING
        small, why = fit(self.sentence, (38, 34, 30, 27, 24, 21), False, left, size.across)
        top = _ABOVE + max(8, (left - len(why) * small * LEADING) * 0.45)
        who, top = _block(f"{self.who} said", (26, 23, 20), False, 0, top, size, QUIET)
        yield from who
        yield from _lines(said, quote, True, INK, top, size)
        top += len(said) * quote * LEADING + 30
        yield from marks(self.mark, size.margin, top + 4, 2.6)
        word, lines = fit(self.verdict, (40, 36, 32), True, 0, size.across - 62)
        yield line(lines[0], size.margin + 62, top + 4 + 21 + word * 0.36, word, ACCENT, bold=True)
        yield from _lines(why, small, False, INK, top + 44 * LEADING + 12, size)


class ChartCard(NamedTuple):
    """A picture of a brief, with its headline."""

    name: str
    headline: str
    subtitle: str
    told: str
    drawn: str
    high: float
    title: str
    source: str
    address: str = ""

    @property
    def alt(self) -> str:
        return f"{self.told} From the page “{self.title}” by paylib. {self.source}".strip()

    @property
    def words_of_it(self) -> str:
        return f"Chart: {self.headline}"

    def fits(self, size: Size) -> bool:
        return self._placed(size)[0] >= LEAST_SCALE

    @property
    def is_read(self) -> bool:
        """Whether it can be read in any shape."""
        return any(map(self.fits, SIZES.values()))

    def _placed(self, size: Size) -> tuple[float, float, float, float]:
        """How much larger the picture is drawn, where, and how wide its headline may be: beside it where there is width."""
        if size.width > size.height:
            scale = min((size.below - _ABOVE - 16) / self.high, 0.58 * size.across / charts.picture.WIDTH)
            left = size.width - size.margin - charts.picture.WIDTH * scale
            return scale, left, _ABOVE + 12, left - size.margin - 36
        scale = min((size.below - _ABOVE - 205) / self.high, size.across / charts.picture.WIDTH)
        return scale, size.margin, _ABOVE + 195, size.across

    def body(self, size: Size) -> Iterator[Shape]:
        """The headline, what is measured, and the picture."""
        scale, left, top, across = self._placed(size)
        beside = size.width > size.height
        large, lines = fit(self.headline, range(44, 22, -3), True, 330 if beside else 150, across)
        yield from _lines(lines, large, True, INK, _ABOVE + 12, size)
        below = _ABOVE + 12 + len(lines) * large * LEADING + 12
        room = (size.below if beside else top) - below - 8
        small, lines = fit(self.subtitle, (22, 20, 18, 16), False, room, across)
        yield from _lines(lines, small, False, QUIET, below, size)
        yield from marks(self.drawn, left, top, scale)


LEAST_SCALE = 1.25
"""How much larger than on a phone a picture has to be on a card, to be read there."""


def of(notebook: NotebookNode, slug: str, title: str, own: Mapping[str, disputes.Source]) -> list[Card]:
    """The cards of a page that has no brief: one for each of its key findings that is not a count.

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
        KeyCard(
            _named(slug, key["finding"]),
            _plain(key["figure"]),
            _plain(key["words"]).rstrip("."),
            _plain(title),
            _plain(source_of(found[key["finding"]]["sources"], own)),
            f"{slug}.html",
        )
        for bundle in bundles
        for key in bundle.get(KEY_MIME, ())
        if found[key["finding"]]["unit"] != "count"
    ]


def of_claim(
    slug: str,
    title: str,
    each: Mapping,
    sources: Iterable[str],
    own: Mapping[str, disputes.Source],
    address: str,
) -> Card:
    """The card of a claim of a brief.

    Parameters
    ----------
    slug, title : str
        The page's.
    each : mapping
        The claim as the brief has it: ``id``, ``who``, ``claim``, ``verdict``, ``mark`` and ``sentence``.
    sources : iterable of str
        Of the verdict.
    own : mapping of str to Source
        Sources that a dispute file describes itself.
    address : str
        Where the page stands.

    Returns
    -------
    Card
    """
    return ClaimCard(
        _named(slug, each["id"]),
        _plain(each["claim"]),
        _plain(_capital(each["who"])),
        each["verdict"],
        str(each["mark"]),
        _plain(str(each["sentence"])),
        _plain(title),
        _plain(source_of(sources, own)),
        address,
    )


def of_picture(slug: str, title: str, name: str, picture: charts.Picture, address: str) -> ChartCard:
    """The card of a picture of a brief.

    Parameters
    ----------
    slug, title : str
        The page's.
    name : str
        Of the picture, within the page.
    picture : Picture
    address : str
        Where the page stands.

    Returns
    -------
    ChartCard
    """
    svg = picture.svg()
    high = float(re.search(r'height="([\d.]+)"', svg)[1])
    (record,) = picture.table.record().values()
    return ChartCard(
        _named(slug, name),
        _plain(str(picture.title)),
        _plain(str(picture.subtitle)),
        _plain(str(picture.alt)),
        re.sub(r"<style>.*?</style>", "", svg, flags=re.DOTALL),
        high,
        _plain(title),
        _plain(_listed(record["publishers"])),
        address,
    )


def _named(slug: str, name: str) -> str:
    return f"{slug}-{re.sub(r'[^A-Za-z0-9_-]+', '-', name)}"


def source_of(names: Iterable[str], own: Mapping[str, disputes.Source]) -> str:
    """Who published what a card says, in a line."""
    held = datapackage.sources()["publisher"]
    return _listed(sorted({own[name].publisher if name in own else held[name] for name in names}))


def _listed(everyone: list[str]) -> str:
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
        By what their names end in: ``.png`` and ``.svg``, ``-square.png`` and ``-square.svg``, and ``.txt`` with the
        alt text. A picture that could not be read in one shape has only the other.
    """
    made = {".txt": f"{card.alt}\n".encode()}
    for ending, size in SIZES.items():
        if card.fits(size):
            drawn = list(layout(card, size))
            made |= {
                f"{ending}.png": _png(drawn, size),
                f"{ending}.svg": _svg(drawn, size, card.alt).encode(),
            }
    return made


def _png(drawn: list[Shape], size: Size) -> bytes:
    """A picture of few colours, the smoothing of edges among them: a quarter of the bytes of one of all colours."""
    figure = Figure(figsize=(size.width / 100, size.height / 100), dpi=100, facecolor=PAPER)
    pixels = Affine2D().scale(1, -1).translate(0, size.height).scale(1 / 100) + figure.dpi_scale_trans
    for shape in drawn:
        looks = (
            {"facecolor": "none", "edgecolor": shape.colour, "linewidth": shape.stroke * 0.72}
            if shape.stroke
            else {"facecolor": shape.colour, "edgecolor": "none"}
        )
        figure.add_artist(PathPatch(shape.path, transform=pixels, **looks))
    raw, picture = io.BytesIO(), io.BytesIO()
    figure.savefig(raw, format="raw", dpi=100, facecolor=PAPER)
    whole = Image.frombytes("RGBA", (size.width, size.height), raw.getvalue()).convert("RGB")
    few = whole.quantize(palette=_palette(drawn), dither=Image.Dither.NONE)
    few.save(
        picture, format="png", compress_level=7
    )  # the highest takes seven times as long for a twentieth less
    return picture.getvalue()


_SMOOTHED = (1, 2 / 3, 1 / 3)
"""How much of a colour there is in what a card is drawn in: all of it, and at smoothed edges less."""


def _palette(drawn: list[Shape]) -> Image.Image:
    """The paper, and each colour whole and thinned with it."""
    paper, *colours = (
        tuple(bytes.fromhex(each[1:])) for each in dict.fromkeys([PAPER, *(shape.colour for shape in drawn)])
    )
    thinned = [
        round(share * full + (1 - share) * bare)
        for colour in colours
        for share in _SMOOTHED
        for full, bare in zip(colour, paper, strict=True)
    ]
    made = Image.new("P", (1, 1))
    made.putpalette([*paper, *thinned])
    return made


_SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="alt" width="{{ size.width }}" \
height="{{ size.height }}" viewBox="0 0 {{ size.width }} {{ size.height }}">
<title id="alt">{{ alt }}</title>
<defs>
{% for name, path in outlines.items() %}
<path id="{{ name }}" d="{{ path }}"/>
{% endfor %}
</defs>
<rect fill="{{ paper }}" width="{{ size.width }}" height="{{ size.height }}"/>
{% for shape in drawn %}
{% if "letters" in shape %}
<g{% if shape.stroke %} fill="none" stroke="{{ shape.colour }}" stroke-width="{{ '%.1f' % (shape.stroke / shape.scale) }}"\
{% else %} fill="{{ shape.colour }}"{% endif %} transform="translate({{ '%.1f %.1f' % shape.at }})scale({{ '%.4f' % shape.scale }})">\
{% for name, x in shape.letters %}<use href="#{{ name }}" x="{{ x }}"/>{% endfor %}</g>
{% elif shape.stroke %}
<path fill="none" stroke="{{ shape.colour }}" stroke-width="{{ '%.1f' % shape.stroke }}" d="{{ shape.path }}"/>
{% else %}
<path fill="{{ shape.colour }}" d="{{ shape.path }}"/>
{% endif %}
{% endfor %}
</svg>
"""

_FINE = 2
"""Into how many parts a unit of the type's outlines is divided."""


_OUTLINES: dict[str, str] = {}
"""The outline of each letter that a card was drawn with, by its name in its type."""


def _svg(drawn: list[Shape], size: Size, alt: str) -> str:
    """Each letter's outline once, however often it stands on the card."""
    names: dict[str, str] = {}
    outlines: dict[str, str] = {}
    shown = []
    for shape in drawn:
        looks = {"colour": shape.colour, "stroke": shape.stroke}
        if shape.letters is None:
            shown.append(looks | {"path": _commands(shape.path)})
            continue
        letters = []
        for glyph, x, path in shape.letters.glyphs():
            name = names.setdefault(glyph, _short(len(names)))
            if name not in outlines:
                if glyph not in _OUTLINES:
                    _OUTLINES[glyph] = _outline(path.transformed(Affine2D().scale(_FINE, -_FINE)))
                outlines[name] = _OUTLINES[glyph]
            letters.append((name, round(x * _FINE)))
        scale = shape.letters.size / FONT_SCALE / _FINE
        at = (shape.letters.left, shape.letters.base)
        shown.append(looks | {"letters": letters, "scale": scale, "at": at})
    return from_template(_SVG, drawn=shown, outlines=outlines, size=size, alt=alt, paper=PAPER) + "\n"


def _short(place: int) -> str:
    """A name of one letter, or two."""
    more, last = divmod(place, len(ascii_letters))
    return (ascii_letters[more - 1] if more else "") + ascii_letters[last]


_LETTERS = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C", Path.CLOSEPOLY: "Z"}


def _commands(path: Path) -> str:
    return "".join(
        _LETTERS[code] + ("" if code == Path.CLOSEPOLY else " ".join(f"{place:.1f}" for place in places))
        for places, code in path.iter_segments(simplify=False, remove_nans=False)
    )


def _outline(path: Path) -> str:
    """A letter's outline in whole steps, each told from the end of the one before: that takes the fewest bytes."""
    written, here, start = [], (0, 0), (0, 0)
    for places, code in path.iter_segments(simplify=False, remove_nans=False):
        if code == Path.CLOSEPOLY:
            written.append("z")
            here = start
            continue
        ends = [(round(x), round(y)) for x, y in zip(places[::2], places[1::2], strict=True)]
        steps = [f"{x - here[0]} {y - here[1]}" for x, y in ends]
        written.append(_LETTERS[code].lower() + " ".join(steps).replace(" -", "-"))
        here = ends[-1]
        start = here if code == Path.MOVETO else start
    return "".join(written)


def layout(card: Card, size: Size) -> Iterator[Shape]:
    """A card's rules, words and marks, from the top."""
    right = size.width - size.margin
    yield bar(0, 14, ACCENT, 0, size.width)
    yield line("paylib", size.margin, 68, 26, ACCENT, bold=True)
    yield line(TAGLINE, size.margin + width("paylib", 26, True) + 22, 68, 19, QUIET)
    yield bar(88, 1, RULE, size.margin, right)
    yield from card.body(size)
    yield bar(size.below + 12, 1, RULE, size.margin, right)
    small, lines = fit(card.source, (20, 18, 16), False, 18 * LEADING, size.across)
    yield from _lines(lines, small, False, QUIET, size.below + 18, size)
    small, lines = fit(" · ".join(filter(None, (card.title, card.address))), (18, 16), True, 0, size.across)
    yield from _lines(lines, small, True, QUIET, size.below + 50, size)


def _block(
    words: str,
    sizes: Iterable[int],
    bold: bool,
    height: float,
    top: float,
    size: Size,
    colour: str = INK,
) -> tuple[list[Shape], float]:
    """Words from a place downwards, and where they end."""
    fitted, lines = fit(words, sizes, bold, height, size.across)
    return list(_lines(lines, fitted, bold, colour, top, size)), top + len(lines) * fitted * LEADING


def _lines(
    lines: list[str], fitted: float, bold: bool, colour: str, top: float, size: Size
) -> Iterator[Shape]:
    for place, words in enumerate(lines, 1):
        yield line(words, size.margin, top + (place * LEADING - 0.3) * fitted, fitted, colour, bold=bold)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
