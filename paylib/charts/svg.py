"""Matplotlib's SVG made lighter, with nothing changed for the eye."""

from __future__ import annotations

import re


def lighter(picture: str) -> str:
    """A picture without what it can do without: looks and words stay."""
    picture = re.sub(r"<[^>]+>", _lighter_tag, picture)
    picture = re.sub(r">\s+<", "><", picture)
    empty = 1
    while empty:
        picture, empty = re.subn(r"<g></g>|<g/>", "", picture)
    picture = re.sub(r"<g>(<text [^<]*</text>)</g>", r"\1", picture)
    for one in (r'<text style="([^"]*)"[^<]*</text>', r'<use [^>]*style="([^"]*)"/>'):
        again = one.replace('([^"]*)', r"\1")
        picture = re.sub(f"{one}(?:{again})+", _alike, picture)
    return picture


def _lighter_tag(tag: re.Match) -> str:
    """A tag with coordinates to a tenth of a point (small ones to a hundredth) and without a group's name.

    The font is said once, for the whole picture.
    """
    shorter = re.sub(r"\s+", " ", tag[0]).replace("font-family: 'DejaVu Sans'; ", "")
    shorter = re.sub(r' transform="rotate\(-0 [^"]*"', "", shorter)
    shorter = re.sub(r"\d\d+\.\d+", lambda number: f"{float(number[0]):.1f}", shorter)
    shorter = re.sub(r"(\.\d\d)\d+", r"\1", shorter)
    shorter = re.sub(r"\.0+\b|(\.\d)0\b", r"\1", shorter)
    return re.sub(r'\bd="([^"]*)"', _shorter_path, re.sub(r'<g id="[^"]*"', "<g", shorter))


def _shorter_path(path: re.Match) -> str:
    """A path with straight strokes told from where the one before ends, and no space that parts nothing."""
    strokes, place = [], None
    for letter, words in re.findall(r"([A-Za-z])([^A-Za-z]*)", path[1]):
        numbers = [float(word) for word in words.split()]
        if letter == "L" and place:
            across, up = (round(end - start, 2) for start, end in zip(place, numbers, strict=True))
            slant = f"l{across:g} {up:g}" if up else f"h{across:g}"
            strokes.append(slant if across else f"v{up:g}")
        else:
            strokes.append(letter + words.strip())
        place = numbers[-2:]
    return f'd="{"".join(strokes).replace(" -", "-")}"'


def _alike(marks: re.Match) -> str:
    """Texts or marks that follow one another in one style, with the style said once."""
    style = f'style="{marks[1]}"'
    bare = re.sub(r"<[^>]+>", lambda tag: tag[0].replace(f" {style}", ""), marks[0])
    return f"<g {style}>{bare}</g>"
