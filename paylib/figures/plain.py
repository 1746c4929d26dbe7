"""Texts of strangers without what acts on a screen: escape sequences, turned-round and invisible characters."""

from __future__ import annotations

import re
import unicodedata


def plain(text: str) -> str:
    """A text without control characters, marks of direction and characters of no width.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        With its line breaks and tabs; what is left of an escape sequence can be read and does nothing.

    Examples
    --------
    >>> plain("A pay \\x1b[31mclaim\\u202e\\u200b")
    'A pay [31mclaim'
    """
    if text.isascii() and text.isprintable():
        return text
    text = _INVISIBLE.sub("", _BREAKS.sub(" ", text))
    return "".join(each for each in text if each in "\n\t" or unicodedata.category(each)[0] != "C")


def ends_in(name: object, *endings: str) -> bool:
    """Whether the name of a file, as people give it, ends in one of some endings, in letters of any size.

    Parameters
    ----------
    name : path or str
    *endings : str
        In small letters, such as ``.toml``.

    Returns
    -------
    bool

    Examples
    --------
    >>> ends_in("MINE.TOML", ".toml"), ends_in("youth_work_2004", ".toml")
    (True, False)
    """
    return str(name).lower().endswith(endings)


_BREAKS = re.compile("[\u2028\u2029]")
"""Breaks of lines and of paragraphs that are no line breaks of a file."""

_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
"""Letters, marks and signs that show nothing, and choose nothing but the look of the one before."""


def plainly(value: object) -> object:
    """Everything that a file holds, with all its texts and keys `plain`.

    Examples
    --------
    >>> plainly({"title": "A\\x07", "parts": [{"pct": 3.0, "label": "\\u200bB"}]})
    {'title': 'A', 'parts': [{'pct': 3.0, 'label': 'B'}]}
    """
    match value:
        case str():
            return plain(value)
        case dict():
            return {plain(name): plainly(each) for name, each in value.items()}
        case list():
            return [plainly(each) for each in value]
    return value


_IN_ASCII = str.maketrans(
    {"£": "GBP ", "−": "-", "–": "-", "—": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "×": "x"}
    | {"½": "1/2", "→": "->", "·": ".", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "•": "*", "≥": ">="}
)


def fitting(error: UnicodeError) -> tuple[str, int]:
    """What stands, on a terminal or in a file that has no such characters, for those that it has not.

    Examples
    --------
    >>> import codecs
    >>> codecs.register_error("paylib", fitting)
    >>> "£14,643 − “new”".encode("ascii", "paylib")
    b'GBP 14,643 - "new"'
    """
    lost = error.object[error.start : error.end].translate(_IN_ASCII)
    known = unicodedata.normalize("NFKD", lost).encode("ascii", "ignore").decode()
    return known if lost.isascii() else known or "?" * len(lost), error.end
