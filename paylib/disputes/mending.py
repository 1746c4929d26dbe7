"""A dispute file as people save it: what is certain is read and said, what is not is explained, line by line.

Editors put curly quotation marks in, Windows a byte-order mark, and people write £30,000, 3% and 29/01/2004.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from paylib.errors import DisputeError, FigureError
from paylib.figures import saved
from paylib.figures.saved import MONTHS

MOST_MISTAKES = 20
"""How many lines that cannot be read are told of at once."""

_NATIONS = {
    "uk": "United Kingdom",
    "gb": "Great Britain",
    "britain": "Great Britain",
    "ni": "Northern Ireland",
}

_BLANKS = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}\N{FIGURE SPACE}\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NO-BREAK SPACE}"
_OPENING, _CLOSING = "“”„‟‘’‚", "“”‘’"


@dataclass
class Text:
    """A file's text, what was read in another way than it stands, and what cannot be read.

    Parameters
    ----------
    lines : list of str
        As they are read.
    notes : list of str
        What was read in another way than it stands.
    mistakes : dict of int to str
        What cannot be read, by the number of the line.
    shown : list of str
        The lines as they stand in the file.
    left_out : dict of int to str
        Keys of lines that were left out to read the rest, by the number of the line.
    beside : list of str
        What is wrong with files that it names.
    """

    lines: list[str]
    notes: list[str] = field(default_factory=list)
    mistakes: dict[int, str] = field(default_factory=dict)
    shown: list[str] = field(default_factory=list)
    left_out: dict[int, str] = field(default_factory=dict)
    beside: list[str] = field(default_factory=list)

    def told(self, number: int) -> str:
        """A line as it stands, with its number."""
        return f"line {number}: {_short(self.shown[number - 1].strip())}"


def decoded(content: bytes, path: Path) -> tuple[str, list[str]]:
    """The text of a file, and in what way it was read where that is not UTF-8.

    Raises
    ------
    DisputeError
        If it is empty, a document of another kind, or no text.
    """
    if not content.strip():
        raise DisputeError(f"{path} is empty. `paylib new NAME` writes a file to start from.")
    try:
        return saved.decoded(
            content, path, "Plain text (.txt), UTF-8, and give the file a name that ends in .toml"
        )
    except FigureError as error:
        raise DisputeError(str(error)) from None


def read(text: str, notes: list[str]) -> tuple[dict, Text]:
    """The records of a text, as far as they can be read, and all that was mended or cannot be.

    Examples
    --------
    >>> records, told = read('value = 3%\\ndate = 29/01/2004', [])
    >>> records, told.notes[0]
    ({'value': 3, 'date': '2004-01-29'}, 'Line 1: read 3% as 3.')
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = Text([], list(notes), shown=lines)
    inside = ""
    for number, line in enumerate(lines, 1):
        if not inside:
            line = _mended(line, number, found)
        found.lines.append(line)
        inside = _inside(line, inside)
    for _ in range(MOST_MISTAKES):
        try:
            return tomllib.loads("\n".join(found.lines)), found
        except tomllib.TOMLDecodeError as error:
            if not _leave_out(error, found):
                break
        except (RecursionError, ValueError):
            break
    return {}, found


def _inside(line: str, inside: str) -> str:
    """Whether a text over several lines goes on after a line: its mark."""
    for mark in ('"""', "'''"):
        if inside in ("", mark) and line.count(mark) % 2:
            return "" if inside else mark
    return inside


# ---- What is certain.


def _mended(line: str, number: int, found: Text) -> str:
    code, comment = _code_of(line)
    for mend in _MENDS if code.isascii() else (*_OF_OTHER_SIGNS, *_MENDS):
        code, notes = mend(code)
        found.notes += [f"Line {number}: {note}" for note in notes]
    return code + comment


def _code_of(line: str) -> tuple[str, str]:
    """A line without its comment, and the comment."""
    quoted = ""
    for place, letter in enumerate(line):
        if quoted:
            quoted = "" if letter == quoted else quoted
        elif letter in "\"'":
            quoted = letter
        elif letter == "#":
            return line[:place], line[place:]
    return line, ""


def _outside(code: str, change: Callable[[str], str]) -> str:
    """A line with what is outside of quotation marks changed."""
    parts = re.split(r"(\"[^\"]*\"|'[^']*')", code)
    return "".join(part if place % 2 else change(part) for place, part in enumerate(parts))


def _blanks(code: str) -> tuple[str, list[str]]:
    made = _outside(code, lambda part: part.translate({ord(each): " " for each in _BLANKS}))
    return made, ["read a no-break space as a space."] if made != code else []


def _quotes(code: str) -> tuple[str, list[str]]:
    """Curly quotation marks around a text as straight ones."""
    pattern = rf"([=\[,]\s*)[{_OPENING}\"]([^{_CLOSING}\"\\]*)[{_CLOSING}\"](?=\s*(?:[,\]}}]|$))"
    curly = rf"[{_OPENING}]"
    if not re.search(rf"[=\[,]\s*{curly}|{curly}\s*(?:[,\]}}]|$)", code) or _stands(code):
        return code, []
    made = re.sub(pattern, r'\1"\2"', code)
    return made, ["read curly quotation marks as straight ones."] if made != code else []


def _stands(code: str) -> bool:
    """Whether a line can be read as it stands, by itself or in a list: curly quotation marks are then part of a text."""
    for line in (code, f"line = [{code}]"):
        with suppress(tomllib.TOMLDecodeError):
            return bool(tomllib.loads(line))
    return False


def _colon(code: str) -> tuple[str, list[str]]:
    made = re.sub(r"^(\s*[A-Za-z_][\w-]*)\s*:\s*(?=[\"'\d\[{])", r"\1 = ", code)
    return made, ["read the colon as =."] if made != code else []


def _numbers(code: str) -> tuple[str, list[str]]:
    """£30,000, 30,000, 3% and 3,0 as the numbers that they are."""
    notes = []
    if not re.search(r"=\s*[+-]?£?\s?[+-]?\d", code):
        return code, notes

    def number(match: re.Match) -> str:
        before, written, after = match[1], match[2].strip(), match[3]
        digits = re.sub("[£% ]", "", written)
        if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", digits):
            digits = digits.replace(",", "")
        elif re.fullmatch(r"[+-]?\d+,\d{1,2}", digits):
            digits = digits.replace(",", ".")
        if digits == written or not re.fullmatch(r"[+-]?\d+(\.\d+)?", digits):
            return match[0]
        notes.append(f"read {written} as {digits}.")
        return f"{before}{digits}{after}"

    end = r"(\s*(?:,\s*[A-Za-z_]|[}\]]|$))"
    made = _outside(
        code, lambda part: re.sub(rf"(=\s*)([+-]?£?\s?[+-]?\d[\d,]*(?:\.\d+)?\s?%?){end}", number, part)
    )
    return made, notes


def _dates(code: str) -> tuple[str, list[str]]:
    """29/01/2004, 29 January 2004 and 2004-9 as dates, where they can be one only."""
    notes = []

    def day(match: re.Match) -> str:
        first, second, year = int(match[1]), int(match[2]), match[3]
        if not (1 <= second <= 12 < first <= 31 or first == second <= 12):
            return match[0]
        notes.append(f"read {match[0]} as {year}-{second:02d}-{first:02d}.")
        return f"{year}-{second:02d}-{first:02d}"

    def named(match: re.Match) -> str:
        written = f"{match[3]}-{MONTHS.index(match[2].lower()) + 1:02d}" + (
            f"-{int(match[1]):02d}" if match[1] else ""
        )
        notes.append(f"read {match[0]} as {written}.")
        return written

    before = r"(?:[^\"']|\"[^\"]*\"|'[^']*')*[{,]\s*date\s*=\s*"
    if not (key := re.match(rf"\s*(?:{'|'.join(_DATED)})\s*=\s*|{before}", code)):
        return code, []
    head, rest = code[: key.end()], code[key.end() :]
    rest = re.sub(r"\b(\d{1,2})[/.](\d{1,2})[/.]((?:19|20)\d\d)\b", day, rest)
    rest = re.sub(
        rf"(?i)\b(?:(\d{{1,2}})(?:st|nd|rd|th)? )?({'|'.join(MONTHS)}) ((?:19|20)\d\d)\b", named, rest
    )
    short = re.sub(r"\b((?:19|20)\d\d)-(\d)(?=[\"'\s]|$)", r"\1-0\2", rest)
    if short != rest:
        notes.append(f"read {rest.strip()} as {short.strip()}.")
    quoted = re.sub(r"^((?:19|20)\d\d(?:-\d\d){1,2}|(?:19|20)\d\d/\d\d)(?=\s*(?:[,}]|$))", r'"\1"', short)
    return head + quoted, notes


_DATED = (
    "date",
    "start",
    "end",
    "award_due",
    "opened",
    "closed",
    "released",
    "paid_from",
    "since",
    "until",
    "period",
)


def _nation(code: str) -> tuple[str, list[str]]:
    match = re.match(r"(\s*nation\s*=\s*\")([^\"]*)(\".*)", code)
    full = match and _NATIONS.get(match[2].strip().lower())
    return (f"{match[1]}{full}{match[3]}", [f"read {match[2]} as {full}."]) if full else (code, [])


_OF_OTHER_SIGNS = (_blanks, _quotes)
"""What can only be amiss in a line with other signs than those of ASCII."""

_MENDS = (_colon, _numbers, _dates, _nation)


# ---- What is not.


def _leave_out(error: tomllib.TOMLDecodeError, found: Text) -> bool:
    """Tell of the line of an error, and leave it out so that the rest can be read; False if there is none."""
    at = re.search(r"at line (\d+)", str(error))
    opened = next((place for place, line in enumerate(found.lines, 1) if _never_closed(line)), 0)
    written = [place for place, line in enumerate(found.lines, 1) if _code_of(line)[0].strip()]
    number = int(at[1]) if at else 0 if opened or not written else written[-1]
    if not 1 <= number <= len(found.lines) or number in found.mistakes:
        if opened and opened not in found.mistakes:
            found.mistakes[opened] = "A bracket is opened here and not closed."
        return False
    line = found.lines[number - 1]
    found.mistakes[number] = _explained(line, number, str(error), found)
    key = re.match(r"\s*([A-Za-z_][\w-]*)\s*[=:]", line)
    header = re.match(r"\s*(\[\[?)([\w.-]+)\]?\]?\s*$", _code_of(line)[0])
    found.left_out[number] = key[1] if key else ""
    opening = "[[" if "Cannot declare" in str(error) else header[1] if header else ""
    found.lines[number - 1] = f"{opening}{header[2]}{']' * len(opening)}" if header else ""
    return True


def _never_closed(line: str) -> bool:
    code = re.sub(r"\"[^\"]*\"|'[^']*'", "", _code_of(line)[0])
    return code.count("[") > code.count("]") or code.count("{") > code.count("}")


def _explained(line: str, number: int, error: str, found: Text) -> str:
    """Why a line cannot be read, and what to write instead."""
    code = _code_of(line)[0].rstrip() if line.count('"') % 2 == 0 else line.rstrip()
    key, equals, value = (part.strip() for part in code.partition("="))
    if "Cannot declare" in error and re.match(r"\s*\[[^\[]", line):
        name = code.strip().strip("[]")
        return f"One pair of brackets is for what stands once. Each of the {name} begins with [[{name}]]."
    if "Cannot overwrite" in error and equals:
        earlier = next(
            (
                place
                for place, each in enumerate(found.lines[: number - 1], 1)
                if re.match(rf"\s*{re.escape(key)}\s*=", each)
            ),
            0,
        )
        return f"{key} stands twice{f', in line {earlier} and here' if earlier else ''}. Take one out."
    if not equals and (header := re.match(r"\s*(\[\[?)([\w.-]+)", code)):
        return f"The brackets do not match. Write: {header[1]}{header[2]}{']' * len(header[1])}"
    if not equals:
        return "A line is: key = value, with a text in quotation marks." + (
            f" Write: {code.replace(':', ' =', 1)}" if re.match(r"\s*\w+\s*:", code) else ""
        )
    if value.startswith('"') and value.count('"') == 1:
        return f'The text has no closing quotation mark. Write: {key} = {value}"'
    if value.startswith('"') and value.endswith('"') and value.count('"') > 2:
        inner = value[1:-1].replace('"', "'")
        return f'A quotation mark within a text ends it. Use single ones there: {key} = "{inner}"'
    if value.startswith('"') and "\\" in value:
        return (
            "A backslash in double quotation marks is a sign of its own. Use single quotation marks around the text: "
            f"{key} = '{value.strip(chr(34))}'"
        )
    if day := re.match(r"[\"']?(\d{1,2})[/.](\d{1,2})[/.](\d{4})", value):
        one, other = int(day[1]), int(day[2])
        return f'A date is written year first: {key} = "{day[3]}-{other:02d}-{one:02d}", or "{day[3]}-{one:02d}-{other:02d}" if the month comes first.'
    if re.match(r"[A-Za-z£(]", value):
        return f'A text stands in quotation marks. Write: {key} = "{value}"'
    if re.match(r"[+-]?£?[\d,.]+", value):
        return "A number is written without signs and commas: 30000 or 3.5, and in a list [1200, 1300]."
    return f"It cannot be read ({error.split(' (at')[0]}). A line is: key = value, with a text in quotation marks."


def _short(text: str) -> str:
    return text if len(text) <= 90 else text[:87] + "…"


def lines_of(lines: list[str]) -> dict[tuple, int]:
    """The line of each table and key, by its place.

    Examples
    --------
    >>> lines_of(['title = "A"', "[[claims]]", "[claims.check]", 'kind = "gap"'])[("claims", 0, "check", "kind")]
    4
    """
    found: dict[tuple, int] = {}
    counts: dict[str, int] = {}
    table: tuple = ()
    within: tuple | None = None
    item = -1
    for number, line in enumerate(lines, 1):
        code = _code_of(line)[0].strip()
        if within is not None:
            if code.startswith("{"):
                item += 1
                found[(*within, item)] = number
                for key in re.findall(r"([A-Za-z_][\w-]*)\s*=", re.sub(r"\"[^\"]*\"", "", code)):
                    found[(*within, item, key)] = number
            if code.startswith("]"):
                within = None
        elif header := re.match(r"\[\[([\w.-]+)\]\]", code):
            counts[header[1]] = counts.get(header[1], -1) + 1
            table = (header[1], counts[header[1]])
            found[table] = number
        elif header := re.match(r"\[([\w.-]+)\]", code):
            first, *rest = header[1].split(".")
            table = (first, counts[first], *rest) if first in counts else (first, *rest)
            found[table] = number
        elif key := re.match(r"([A-Za-z_][\w-]*)\s*=\s*(.*)", code):
            found[(*table, key[1])] = number
            if key[2].startswith("[") and key[2].count("[") > key[2].count("]"):
                within, item = (*table, key[1]), -1
    return found


def line_at(place: tuple, lines: dict[tuple, int]) -> int:
    """The line of a place, or of the nearest thing around it; nought where there is none."""
    for length in range(len(place), 0, -1):
        if place[:length] in lines:
            return lines[place[:length]]
    return 0
