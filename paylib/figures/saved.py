"""Text and tables as people's programs save them: byte-order marks, semicolons, £, commas, UK dates; faults by row and cell."""

from __future__ import annotations

import calendar
import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pandas as pd

from paylib.errors import FigureError
from paylib.figures import periods
from paylib.figures.inputs import pay_a_year

LARGEST_FILE = 1_000_000
"""Bytes; more is no table that anyone typed."""

MOST_FAULTS = 20

_DOCUMENTS = {
    b"PK\x03\x04": "a Word or spreadsheet document",
    b"\xd0\xcf\x11\xe0": "an old Word or spreadsheet document",
    b"{\\rtf": "a document in rich text",
    b"%PDF": "a PDF",
}

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
"""Their names, in order."""


def decoded(content: bytes, name: object, instead: str = "Plain text (.txt), UTF-8") -> tuple[str, list[str]]:
    """The text of a file, and in what way it was read where that is not UTF-8.

    Parameters
    ----------
    content : bytes
    name : path or str
        Of the file, for messages.
    instead : str
        What to save it as, for messages.

    Returns
    -------
    tuple of str and list of str

    Raises
    ------
    FigureError
        If it is a document of another kind, or no text.

    Examples
    --------
    >>> decoded("£3".encode("utf-16"), "pay.csv")
    ('£3', ['It is saved as UTF-16 (Windows calls it Unicode), and was read as such.'])
    """
    for start, kind in _DOCUMENTS.items():
        if content.startswith(start):
            raise FigureError(
                f"{name} is {kind}, and not plain text. In the program that wrote it choose Save as, {instead}."
            )
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return content.decode("utf-16"), [
                "It is saved as UTF-16 (Windows calls it Unicode), and was read as such."
            ]
        except UnicodeDecodeError:
            raise FigureError(f"{name} begins as UTF-16 text and is not. Save it as {instead}.") from None
    if b"\0" in content:
        raise FigureError(f"{name} holds NUL bytes, so it is not a text file. Save it as plain UTF-8 text.")
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        raise FigureError(f"{name}, line {line}: not UTF-8 text. Save the file as UTF-8.") from None
    return text, [
        f"It is not UTF-8 text (line {line}), and was read as Windows text (cp1252): check its £, dashes and accents."
    ]


_TIME = r"[ t]\d\d?:\d\d(?::\d\d(?:\.\d+)?)?z?"
"""A time of day after a date, as programs add it."""


def month(text: str) -> pd.Period:
    """A month as spreadsheets write it: 2010-04, 2010-04-01, 01/04/2010 (day first), April 2010, Apr-10.

    Raises
    ------
    ValueError
        If it is none.

    Examples
    --------
    >>> [str(month(each)) for each in ("2010-04", "01/04/2010", "1 April 2010", "Apr-10")]
    ['2010-04', '2010-04', '2010-04', '2010-04']
    """
    written = text.strip().lower()
    if found := re.fullmatch(rf"((?:19|20)\d\d)-(\d\d)(?:-(\d\d)(?:{_TIME})?)?", written, re.ASCII):
        year, number, of_month = int(found[1]), int(found[2]), found[3]
    elif found := re.fullmatch(
        rf"(\d{{1,2}})[/.-](\d{{1,2}})[/.-]((?:19|20)\d\d)(?:{_TIME})?", written, re.ASCII
    ):
        year, number, of_month = int(found[3]), int(found[2]), found[1]
    elif found := re.fullmatch(r"(?:(\d{1,2})[ -])?([a-z]{3,9})[ -]((?:19|20)?\d\d)", written, re.ASCII):
        names = [place for place, each in enumerate(MONTHS, 1) if each.startswith(found[2])]
        year, number, of_month = int(found[3]), names[0] if len(names) == 1 else 0, found[1]
        year += 0 if year > 99 else 1900 if year > 60 else 2000
    else:
        year, number, of_month = 0, 0, None
    if not 1 <= number <= 12 or not 1 <= int(of_month or 1) <= calendar.monthrange(year, number)[1]:
        raise ValueError(f"{text!r} is not a month: write 2010-04, 01/04/2010 (day first) or April 2010")
    return pd.Period(year=year, month=number, freq=periods.MONTH)


def day(text: str) -> str:
    """A date as spreadsheets write it, as 2010-04-01: 01/04/2010 is of April, the day first.

    Raises
    ------
    ValueError
        If it is none.

    Examples
    --------
    >>> day("2010-04-01"), day("1/4/2010"), day("01-Apr-10")
    ('2010-04-01', '2010-04-01', '2010-04-01')
    """
    written = text.strip()
    found = re.fullmatch(
        rf"(?:19|20)\d\d-\d\d-(\d\d)(?:{_TIME})?|(\d{{1,2}})[/. -].*", written.lower(), re.ASCII
    )
    if not found:
        raise ValueError(f"{text!r} is not a date: write 2010-04-01 or 01/04/2010 (day first)")
    of = month(written)
    number = int(found[1] or found[2])
    if not 1 <= number <= of.days_in_month:
        raise ValueError(f"{text!r} is not a date: {MONTHS[of.month - 1].capitalize()} has no day {number}")
    return f"{of}-{number:02d}"


def number(text: str) -> str:
    """A number as spreadsheets write it, without its £ and the commas between its thousands.

    Raises
    ------
    ValueError
        If it is none: 14.643,50 and 1,4,6 may be meant in more ways than one.

    Examples
    --------
    >>> number("£30,000"), number("-1.5"), number(" 30 000.50 ")
    ('30000', '-1.5', '30000.50')
    """
    written = re.sub(r"[\s£\N{NO-BREAK SPACE}]", "", text)
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", written):
        written = written.replace(",", "")
    if not re.fullmatch(r"-?\d+(\.\d+)?", written, re.ASCII):
        raise ValueError(
            f"{text!r} is not a number: write 30000 or 30,000.50, a comma only between thousands and a point before "
            "decimals"
        )
    return written


TWO_WAYS = re.compile(r"[1-9]\d{0,2}\.\d{3}", re.ASCII)
"""A sum of money that is thousands where they are set apart by points, and pounds with three decimals here."""


def money(text: str) -> float:
    """A sum as spreadsheets write it: 30000, £30,000, 30 000.50.

    Raises
    ------
    ValueError
        If it is none, or not above nought.

    Examples
    --------
    >>> money("£30,000"), money(" 30000.50 ")
    (30000.0, 30000.5)
    """
    _refuse_two_ways(text)
    try:
        found = float(number(text))
    except ValueError:
        found = 0.0
    if not found > 0:
        raise ValueError(f"{text!r} is not a sum of money above nought: write 30000 or £30,000")
    return found


def salary(text: str) -> str:
    """Pay for a year as spreadsheets write it, as `number` gives it.

    Raises
    ------
    ValueError
        If it is no number, may be thousands or pounds, or is so little that it must be pay by the hour.

    Examples
    --------
    >>> salary("£14,643.50")
    '14643.50'
    """
    _refuse_two_ways(text)
    written = number(text)
    if float(written) <= 0:
        return written  # which a table's own rule tells
    try:
        pay_a_year(written, "annual_gbp")
    except FigureError as error:
        raise ValueError(str(error).removesuffix(".")) from None
    return written


def _refuse_two_ways(text: str) -> None:
    """Ask what is meant by 14.643."""
    bare = re.sub(r"[\s£]", "", text)
    if TWO_WAYS.fullmatch(bare):
        thousands = bare.replace(".", "")
        raise ValueError(
            f"{text!r} may be £{int(thousands):,} or £{float(bare):.2f}: write {thousands} or {float(bare):.2f}"
        )


def table(
    path: Path, columns: Mapping[str, Callable[[str], object]], also: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """A table from a CSV file, however a spreadsheet saved it.

    Parameters
    ----------
    path : pathlib.Path
    columns : mapping of str to callable
        The columns that are needed, and what reads a cell of each (`month`, `money`); other columns are left.
    also : mapping of str to str, optional
        Other names for them.

    Returns
    -------
    pandas.DataFrame
        Indexed by the number of the row in the file.

    Raises
    ------
    FigureError
        If the file cannot be read or a column is missing, and with the row and cell of every fault.
    """
    heads, lines, _ = rows(path, columns, also)
    if missing := [name for name in columns if name not in heads]:
        raise FigureError(
            f"{path} needs the columns {', '.join(columns)}, and has no {' or '.join(missing)}; its first row is "
            f"{', '.join(heads)}."
        )
    found, faults = {}, []
    for place, row in lines.items():
        found[place] = {}
        for name, reader in columns.items():
            cell = row[heads.index(name)]
            try:
                found[place][name] = reader(cell)
            except ValueError as error:
                faults.append(
                    f"row {place}, {name}: {error}." if cell.strip() else f"row {place}: no {name}."
                )
    if faults or not found:
        raise faulty(path, faults or ["it has no rows below the first."])
    return pd.DataFrame.from_dict(found, orient="index")


def rows(
    path: Path, columns: Iterable[str], also: Mapping[str, str] | None = None
) -> tuple[list[str], dict[int, list[str]], list[str]]:
    """The cells of a CSV file, however a spreadsheet saved it, without rows that have nothing in them.

    Parameters
    ----------
    path : pathlib.Path
    columns : iterable of str
        Those that are known; a head is one of them whatever its capitals, spaces and £.
    also : mapping of str to str, optional
        Other names for them.

    Returns
    -------
    list of str
        The heads.
    dict of int to list of str
        By the number of the row in the file, as many cells as there are heads.
    list of str
        In what way it was read, where that must be said.

    Raises
    ------
    FigureError
        If the file cannot be read, has nothing in it, has a column twice, or a row with more cells than heads.
    """
    columns = list(columns)
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise FigureError(f"{path} is larger than {LARGEST_FILE:,} bytes.")
        content = path.read_bytes()
    except OSError as error:
        raise FigureError(f"{path} cannot be read: {error.strerror}.") from None
    text, notes = decoded(content, path, "CSV UTF-8 (comma delimited)")
    lines = {place: row for place, row in enumerate(_rows(text), 1) if any(cell.strip() for cell in row)}
    if not lines:
        raise FigureError(f"{path} is empty; it needs the columns {', '.join(columns)}.")
    heads = [_head(cell, columns, also or {}) for cell in lines.pop(min(lines))]
    if twice := [name for name in columns if heads.count(name) > 1]:
        raise FigureError(f"{path} has the column {twice[0]} twice in its first row: which is meant?")
    faults = [
        f"row {place}: {len(row)} cells, where the first row has {len(heads)}: an amount with a comma is put "
        "in quotation marks, or written without."
        for place, row in lines.items()
        if any(cell.strip() for cell in row[len(heads) :])
    ]
    if faults:
        raise faulty(path, faults)
    return heads, {place: (row + [""] * len(heads))[: len(heads)] for place, row in lines.items()}, notes


def faulty(path: Path, faults: list[str]) -> FigureError:
    """The error that lists what is wrong with a file."""
    told = "\n".join(f"  {each}" for each in faults[:MOST_FAULTS])
    return FigureError(f"{path} has {len(faults)} {'error' if len(faults) == 1 else 'errors'}:\n{told}")


def _rows(text: str) -> list[list[str]]:
    """The cells of each row: between commas, semicolons or tabs, whichever the first row has most of, or that it names.

    Excel names it in a line of its own, ``sep=;``, which is a row without cells here.
    """
    first = next((line for line in text.splitlines() if line.strip()), "")
    if named := _NAMED.match(text):
        text = text[named.end() - len(named[2]) :]
    mark = named[1] if named else max(",;\t", key=first.count)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))


_NAMED = re.compile(r"sep=([,;\t|])(\r\n|\r|\n)")


def _head(cell: str, columns: Mapping[str, object], also: Mapping[str, str]) -> str:
    name = re.sub(r"[^a-z0-9]+", "_", cell.strip().lower().replace("£", "gbp")).strip("_")
    return name if name in columns else also.get(name, name)
