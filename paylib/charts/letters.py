"""How wide words are, in a type that comes with matplotlib and is as wide as any that a picture is shown in."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from functools import cache

from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.textpath import text_to_path


@cache
def font(bold: bool = False) -> FontProperties:
    """DejaVu Sans."""
    return FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal")


def width(words: str, size: float, bold: bool = False) -> float:
    """How wide words are when drawn, letter by letter.

    Examples
    --------
    >>> round(width("Level with prices", 13))
    110
    """
    return sum(_advance(letter, bold) for letter in words) * size / text_to_path.FONT_SCALE


@cache
def _advance(letter: str, bold: bool) -> float:
    if unicodedata.category(letter)[0] == "C":
        return 0.0  # what cannot be seen takes no room
    shapes = get_font(findfont(font(bold)))
    if not shapes.get_char_index(ord(letter)):
        return text_to_path.FONT_SCALE  # another font draws it, at most as wide as it is high
    shapes.set_size(text_to_path.FONT_SCALE, text_to_path.DPI)
    return shapes.load_char(ord(letter), LoadFlags.NO_HINTING).linearHoriAdvance / 2**16


def wrapped(words: str, size: float, across: float, bold: bool = False) -> list[str]:
    """Lines no wider than there is room, each as full as can be; a word that is wider is broken.

    Examples
    --------
    >>> wrapped("the average at Work and Pensions, by the department", 13, 300)
    ['the average at Work and Pensions, by the', 'department']
    """
    lines = [""]
    for word in filter(None, re.split(r"[ \t\r\n]+", words)):
        longer = f"{lines[-1]} {word}".strip()
        if width(longer, size, bold) <= across:
            lines[-1] = longer
            continue
        lines += [word] if lines[-1] else []
        lines[-1] = lines[-1] or word
        while width(lines[-1], size, bold) > across and len(lines[-1]) > 1:
            whole = lines.pop()
            ends = range(1, len(whole))
            cut = max(1, bisect(ends, False, key=lambda end: width(whole[:end], size, bold) > across))
            lines += [whole[:cut], whole[cut:]]
    return lines


def shortened(words: str, size: float, across: float, bold: bool = False) -> str:
    """Words cut to the room that there is, with a mark that they are."""
    while words and width(f"{words}…", size, bold) > across:
        words = words[:-1]
    return f"{words.rstrip(' .,;:')}…"
