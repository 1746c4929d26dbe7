"""Pictures of marks and words, drawn for a phone and small enough to be mailed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup
from matplotlib.figure import Figure

from paylib.charts.chart import Chart
from paylib.charts.letters import shortened, wrapped
from paylib.errors import FigureError
from paylib.markup import from_template

WIDTH = 358
"""Of the drawing, in pixels of a phone that is 390 wide."""

LETTER = 7.0
"""How wide a letter is on average, in the type of the pictures."""

SIZE = 13
"""Of the type, in pixels."""

LINE = 17
"""From one line of words to the next."""

SIDES = ("u", "e", "p")
"""How marks of the two sides, and of others, are coloured: the union's, the employers', anybody else's."""

_SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{ width }} {{ height }}" width="{{ width }}" height="{{ height }}"><style>
:root{--ink:#1d1d1b;--soft:#55534e;--line:#b9b4a9;--page:#fdfcf9;--u:#801650;--e:#12436d;--p:#5c5a10;--c1:#1b6f68;--c2:#a8440f}
text{font:500 13px 'Helvetica Neue',Helvetica,Arial,'Liberation Sans',sans-serif;fill:var(--ink);stroke:var(--page);stroke-width:4px;paint-order:stroke;stroke-linejoin:round}
.soft{fill:var(--soft)}.bold{font-weight:700}.u{--c:var(--u)}.e{--c:var(--e)}.p{--c:var(--p)}.first{--c:var(--c1)}.second{--c:var(--c2)}text.u,text.e,text.p{fill:var(--c)}
.full{fill:var(--c,var(--ink));stroke:none}.ringed{stroke:var(--page);stroke-width:1.5}.open{fill:var(--page);stroke:var(--c,var(--ink));stroke-width:1.8}
.rule{stroke:var(--line);stroke-width:1}.heavy{stroke:var(--ink);stroke-width:1.6}.dash{stroke-dasharray:2.6 2.2}.way{fill:none;stroke:var(--c1);stroke-width:2}
@media screen and (prefers-color-scheme:dark){:root{--ink:#ebe8e1;--soft:#b5b0a5;--line:#6a665e;--page:#191816;--u:#f0a9cd;--e:#9cc4ea;--p:#d9d27c;--c1:#6fd3c8;--c2:#ffa97a}}
</style>{{ body }}</svg>"""


@dataclass(frozen=True)
class Picture(Chart):
    """A chart that is marks and words at fixed places: the same at every width."""

    draw: None = None
    drawn: str = ""

    def svg(self, size: str = "wide") -> str:
        """The picture: one drawing for every size."""
        return str(self.drawn)

    @property
    def figure(self) -> Figure:
        """There is none: the picture is drawn without matplotlib."""
        raise FigureError(
            "This picture is drawn without matplotlib: .svg() gives it, and .frame its figures."
        )


def drawing(height: float, body: Iterable[Markup]) -> Markup:
    """Marks and words as one picture.

    Parameters
    ----------
    height : float
        In pixels.
    body : iterable of markupsafe.Markup
        Elements, the first the lowest.

    Returns
    -------
    markupsafe.Markup
    """
    return from_template(_SVG, width=WIDTH, height=round(height), body=Markup("").join(body))


_TEXT = Markup('<text x="{:g}" y="{:g}"{}{}>{}</text>')
_ANCHOR = Markup(' text-anchor="{}"')
_CLASS = Markup(' class="{}"')


def words(text: str, x: float, y: float, look: str = "", anchor: str = "") -> Markup:
    """Words at a place; what cannot be seen of them is left out."""
    seen = "".join(each for each in text if unicodedata.category(each)[0] != "C" or each == " ")
    return _TEXT.format(
        round(x, 1),
        round(y, 1),
        _CLASS.format(look) if look else "",
        _ANCHOR.format(anchor) if anchor else "",
        seen,
    )


def lines_of(text: str, width: float, most: int = 2) -> list[str]:
    """Words in lines of a width, as full as can be; cut short after the most that there may be."""
    lines = wrapped(text, SIZE, width)
    return lines if len(lines) <= most else [*lines[: most - 1], shortened(lines[most - 1], SIZE, width)]


_LINE = Markup('<line x1="{:g}" y1="{:g}" x2="{:g}" y2="{:g}" class="{}"/>')


def stroke(x1: float, y1: float, x2: float, y2: float, look: str = "rule") -> Markup:
    """A straight line."""
    return _LINE.format(*(round(each, 1) for each in (x1, y1, x2, y2)), look)


_SHAPES = {
    "circle": Markup('<circle cx="{x:g}" cy="{y:g}" r="{r:g}" class="{look}"/>'),
    "square": Markup('<rect x="{left:g}" y="{top:g}" width="{d:g}" height="{d:g}" class="{look}"/>'),
    "triangle": Markup('<path d="M{x:g} {top:g}L{right:g} {bottom:g}H{left:g}z" class="{look}"/>'),
    "diamond": Markup(
        '<path d="M{x:g} {top:g}L{right:g} {y:g}L{x:g} {bottom:g}L{left:g} {y:g}z" class="{look}"/>'
    ),
    "half": Markup('<path d="M{x:g} {top:g}a{r:g} {r:g} 0 0 1 0 {d:g}z" class="{look}"/>'),
    "cross": Markup(
        '<path d="M{left:g} {top:g}L{right:g} {bottom:g}M{right:g} {top:g}L{left:g} {bottom:g}" class="{look}"/>'
    ),
}


def shape(kind: str, x: float, y: float, r: float = 6, look: str = "full") -> Markup:
    """A mark around a place."""
    at = {"x": x, "y": y, "r": r, "d": 2 * r, "left": x - r, "right": x + r, "top": y - r, "bottom": y + r}
    return _SHAPES[kind].format(look=look, **{name: round(value, 1) for name, value in at.items()})
