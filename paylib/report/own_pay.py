"""Pay against prices as it is drawn, and the field for a reader's own pay: for every page that has them.

A drawing has numbers, or tokens in their place that the page's script fills (``template/since.js``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from markupsafe import Markup

from paylib.charts.picture import LETTER, WIDTH, drawing
from paylib.markup import from_template

_FIELD = Path(__file__).parent / "template" / "own.html.j2"

SCRIPTS = ("since.js", "own.js")
"""The scripts of the drawing and of the field, among the templates."""

TOP, HEIGHT, LEFT, RIGHT = 16, 190, 6, WIDTH - 72
"""Where the line is drawn."""

_ROW, _BELOW = 20, 22
_MARKS = ("path", "level", "end", "shown", "since", "until", "right")
_OF_ONE = ("x", "y", "foot", "start", "look", "words")


def row(place: int) -> int:
    """The base line of the words of a mark, below the months at the ends.

    Examples
    --------
    >>> row(1) - row(0)
    20
    """
    return TOP + HEIGHT + _BELOW + _ROW * (place + 1)


def drawn(at: Mapping[str, str], looks: Sequence[str] = ()) -> str:
    """The picture, with what stands at each mark.

    Parameters
    ----------
    at : mapping of str to str
        Numbers and words by the names of the marks, or tokens for them.
    looks : sequence of str
        How each choice that is marked looks.

    Returns
    -------
    str
        SVG.
    """
    return str(drawing(HEIGHT + 44 + _ROW * len(looks), _body(at, looks)))


def blank(looks: Sequence[str] = ()) -> dict:
    """The picture with tokens, and its measures, as a page's script takes them.

    Parameters
    ----------
    looks : sequence of str
        As in `drawn`.

    Returns
    -------
    dict

    Examples
    --------
    >>> made = blank()
    >>> "@path@" in made["svg"], made["box"]["rows"]
    (True, [])
    """
    names = [*_MARKS, *(f"{name}{place}" for place in range(len(looks)) for name in _OF_ONE)]
    return {
        "svg": drawn({name: f"@{name}@" for name in names}, looks),
        "box": {
            "left": LEFT,
            "right": RIGHT,
            "top": TOP,
            "height": HEIGHT,
            "width": WIDTH,
            "letter": LETTER,
            "rows": [row(place) for place in range(len(looks))],
        },
    }


def field(name: str, of: str = "") -> Markup:
    """The field into which a reader puts pay of their own, by date.

    Parameters
    ----------
    name : str
        The element's id; those within it begin with it.
    of : str
        What it stands with, where it has a chart of its own; empty where the page has one that it goes into.

    Returns
    -------
    markupsafe.Markup
        Hidden until the page's script shows it.
    """
    return from_template(_FIELD.read_text(encoding="utf-8"), name=name, of=of)


_RULE = Markup('<line x1="{}" x2="{}" y1="{}" y2="{}" class="{}"/>')
_PATH = Markup('<path d="{}" class="way"/>')
_DOT = Markup('<circle cx="{}" cy="{}" r="5" class="{} {}"/>')
_WORDS = Markup('<text x="{}" y="{}" dy="{}" class="{}" text-anchor="{}">{}</text>')


def _body(at: Mapping[str, str], looks: Sequence[str]) -> list[Markup]:
    """The marks, the lowest first."""
    end = TOP + HEIGHT + _BELOW
    return [
        *(
            _RULE.format(at[f"x{k}"], at[f"x{k}"], at[f"y{k}"], at[f"foot{k}"], "rule dash")
            for k in range(len(looks))
        ),
        _RULE.format(LEFT, RIGHT, at["level"], at["level"], "heavy"),
        _WORDS.format(LEFT, at["level"], -6, "soft", "start", "level with prices"),
        _PATH.format(at["path"]),
        *(_DOT.format(at[f"x{k}"], at[f"y{k}"], at[f"look{k}"], look) for k, look in enumerate(looks)),
        _DOT.format(at["right"], at["end"], "full", "first"),
        _WORDS.format(RIGHT + 9, at["end"], 5, "bold", "start", at["shown"]),
        _WORDS.format(LEFT, end, 0, "soft", "start", at["since"]),
        _WORDS.format(RIGHT, end, 0, "soft", "end", at["until"]),
        *(
            _WORDS.format(at[f"start{k}"], row(k), 0, look, "start", at[f"words{k}"])
            for k, look in enumerate(looks)
        ),
    ]
