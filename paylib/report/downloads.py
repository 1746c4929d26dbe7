"""A page's figures to take away: CSV of each chart and table, and one accessible workbook of everything.

All stand in the page itself, so that they need no server. A spreadsheet runs nothing of them.
"""

from __future__ import annotations

import base64
import csv
import datetime
import io
import json
import re
import textwrap
from collections.abc import Iterable

import pandas as pd
from gptables import Cover, GPTable, GPWorkbook
from markupsafe import Markup

from paylib.figures.rounding import usual_decimals
from paylib.figures.units import words_of
from paylib.tables import TABLE_MIME

CSV, JSON = "text/csv", "application/csvm+json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# Single elements; `format` of markup escapes what it is given.
_LINK = Markup('<a download="{}" href="{}"{}>{}</a>')
_LABEL = Markup(' aria-label="{}: {}"')
_DOWNLOAD = Markup('<p class="download">{}</p>')

_RUN = tuple("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet may take for the start of a formula."""

_NO_FIGURE, _NO_FIGURE_MEANS = "[x]", "[x] stands where there is no figure."
_WIDEST, _WIDEST_HEADER = 60, 20


def record(notebook_output: dict) -> dict | None:
    """The table that an output carries, if it carries one."""
    return notebook_output.get("data", {}).get(TABLE_MIME)


def findings_record(found: Iterable[dict], cited: pd.DataFrame) -> dict:
    """All findings of a page as one table.

    Parameters
    ----------
    found : iterable of dict
        As `paylib.findings.as_json` gives them.
    cited : pandas.DataFrame
        Their sources by name, in the order in which the page numbers them.

    Returns
    -------
    dict
        As `paylib.tables.Table.record` gives it.
    """
    publishers = cited["publisher"]
    numbers = {name: number for number, name in enumerate(cited.index, 1)}
    rows = [
        {
            "Finding": each["name"].replace("_", " "),
            "Value": each["value"],
            "Unit": words_of(each["unit"]),
            "As shown": each["shown"],
            "How it was got": each["method"],
            "Publishers": "; ".join(sorted({publishers[name] for name in each["sources"]})) or None,
            "Sources, as numbered on the page": ", ".join(str(numbers[name]) for name in each["sources"])
            or None,
            "Usage warnings": ", ".join(each["usage_warnings"]) or None,
        }
        for each in found
    ]
    headers = rows[0] if rows else ()
    return {
        "caption": "Every figure stated on the page",
        "subtitle": "",
        "publishers": [],
        "columns": [
            {"header": header, "unit": None, "values": [row[header] for row in rows]} for header in headers
        ],
    }


def as_csv(table: dict) -> bytes:
    """A table as CSV: one header row with units, numbers not rounded, UTF-8 that spreadsheets recognise.

    Parameters
    ----------
    table : dict
        As `paylib.tables.Table.record` gives it.

    Returns
    -------
    bytes

    Examples
    --------
    >>> rise = {"header": "Rise", "unit": "pct", "values": [3.0, None]}
    >>> words = {"header": "Said", "unit": None, "values": ["=1+1", "-"]}
    >>> print(as_csv({"columns": [words, rise]}).decode("utf-8-sig"))
    Said,Rise (per cent)
    '=1+1,3.0
    '-,
    """
    text = io.StringIO()
    write = csv.writer(text, lineterminator="\r\n")
    write.writerow([_harmless(header(column)) for column in table["columns"]])
    write.writerows(
        [_harmless(cell) for cell in row]
        for row in zip(*(column["values"] for column in table["columns"]), strict=True)
    )
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_RUN) else cell


def header(column: dict) -> str:
    """A column's header, with its unit where it holds numbers."""
    numbers = any(isinstance(value, int | float) for value in column["values"])
    unit = words_of(column["unit"]) if numbers and column["unit"] else None
    words = str(column["header"] or "")
    return f"{words} ({unit})".strip() if unit else words


def link(content: bytes, kind: str, file: str, words: str, of: str = "") -> Markup:
    """A link that saves a file which the page itself holds.

    Parameters
    ----------
    content : bytes
        Of the file.
    kind : str
        Its media type.
    file : str
        Name to save it under.
    words : str
        The link's.
    of : str, optional
        Further words for those who hear the link without what is around it.

    Returns
    -------
    markupsafe.Markup
    """
    address = f"data:{kind};base64,{base64.b64encode(content).decode()}"
    return _LINK.format(file, address, _LABEL.format(words, of) if of else "", words)


def csv_link(table: dict, page: str) -> Markup:
    """The link under a chart or table.

    Parameters
    ----------
    table : dict
        As `paylib.tables.Table.record` gives it.
    page : str
        The page's slug.

    Returns
    -------
    markupsafe.Markup
    """
    file = f"{page}-{file_words(table['caption'])}.csv"
    figures = link(as_csv(table), CSV, file, "Download these figures (CSV)", table["caption"])
    columns = link(
        columns_as_json(table, file), JSON, f"{file}-metadata.json", "its columns", table["caption"]
    )
    return _DOWNLOAD.format(Markup(" · ").join([figures, columns]))


def columns_as_json(table: dict, file: str) -> bytes:
    """What the columns of a table's CSV are, as CSV on the Web describes them.

    Parameters
    ----------
    table : dict
        As `paylib.tables.Table.record` gives it.
    file : str
        The name of its CSV.

    Returns
    -------
    bytes

    Examples
    --------
    >>> rise = {"header": "Rise", "unit": "pct", "values": [3.0, None]}
    >>> print(columns_as_json({"caption": "Rises", "publishers": [], "columns": [rise]}, "rises.csv").decode())
    {"@context": "http://www.w3.org/ns/csvw", "url": "rises.csv", "dc:title": "Rises", "dc:publisher": [], "tableSchema": {"columns": [{"titles": "Rise (per cent)", "datatype": "number", "schema:unitText": "per cent"}]}}
    """
    about = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": file,
        "dc:title": table["caption"],
        "dc:publisher": table["publishers"],
        "tableSchema": {"columns": [_column(each) for each in table["columns"]]},
    }
    return json.dumps(about, ensure_ascii=False).encode()


def _column(column: dict) -> dict:
    numbers = all(isinstance(value, int | float) for value in column["values"] if value is not None)
    about = {"titles": _harmless(header(column)), "datatype": "number" if numbers else "string"}
    return about | ({"schema:unitText": words_of(column["unit"])} if numbers and column["unit"] else {})


def file_words(caption: str) -> str:
    """A caption as a part of a file's name, cut after a word.

    Examples
    --------
    >>> file_words("RPI reached 3.5%: <why>?")
    'rpi-reached-3-5-why'
    """
    words = re.sub(r"[^a-z0-9]+", " ", caption.lower())
    return textwrap.shorten(words, 60, placeholder="").replace(" ", "-") or "figures"


def workbook(
    title: str,
    about: list[str],
    notes: list[tuple[str, str]],
    tables: dict[str, dict],
    vintage: datetime.date,
) -> bytes:
    """A workbook by the Analysis Function's guidance: cover, contents, notes, and one sheet a table.

    Parameters
    ----------
    title : str
        The page's.
    about : list of str
        Paragraphs of the cover.
    notes : list of tuple of (str, str)
        What a note is about, and what it says.
    tables : dict of str to dict
        By the name of the sheet (letters, figures and underscores), as `paylib.tables.Table.record` gives them.
    vintage : datetime.date
        Of the figures: the workbook counts as made then, and is the same bytes every time.

    Returns
    -------
    bytes

    Notes
    -----
    https://analysisfunction.civilservice.gov.uk/policy-store/releasing-statistics-in-spreadsheets/
    """
    sheets = {"Notes": _notes_sheet(notes)}
    sheets |= {label: _sheet(table, label.lower()) for label, table in tables.items()}
    content = io.BytesIO()
    book = GPWorkbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties(
        {
            "title": _plain(title),
            "author": "paylib contributors",
            "created": datetime.datetime.combine(vintage, datetime.time()),
        }
    )
    cover = Cover(_plain(title), intro=[_plain(words) for words in about])
    book.add_worksheet(cover.cover_label).write_cover(cover)
    sheets = {"Contents": book.make_table_of_contents(sheets)} | sheets
    for label, sheet in sheets.items():
        written = book.add_worksheet(label)
        widths = _widths(sheet.table)
        written.write_gptable(sheet, auto_width=False)
        for place, width in enumerate(widths):
            written.set_column(place, place, width)
    book.close()
    return content.getvalue()


def _notes_sheet(notes: list[tuple[str, str]]) -> GPTable:
    columns = zip(("Note", "What it says"), zip(*notes, strict=True), strict=True)
    frame = pd.DataFrame({name: [_cell(words) for words in column] for name, column in columns}, dtype=object)
    return GPTable(
        frame,
        "notes",
        "Notes: sources, usage warnings and licence",
        instructions="This sheet has one table.",
        index_columns={2: 0},
    )


def _sheet(table: dict, name: str) -> GPTable:
    columns = {}
    for column in table["columns"]:
        columns[_unused(_plain(header(column)) or "Row", columns)] = [
            _cell(cell) for cell in column["values"]
        ]
    empty = any(_NO_FIGURE in cells for cells in columns.values())
    subtitle = _plain(table["subtitle"])
    formats = [
        {"column": {"columns": [place], "format": {"num_format": _number_format(column["unit"])}}}
        for place, column in enumerate(table["columns"])
        if column["unit"]
    ]
    return GPTable(
        pd.DataFrame(columns, dtype=object),
        name,
        _plain(table["caption"]) or name,
        subtitles=[subtitle] if subtitle else [],
        instructions="This sheet has one table. Numbers are shown rounded and held unrounded.",
        legend=[_NO_FIGURE_MEANS] if empty else [],
        source=_plain(f"Source: {'; '.join(table['publishers'])}") if table["publishers"] else None,
        index_columns={2: 0},
        additional_formatting=formats,
    )


def _cell(value: object) -> object:
    if value is None:
        return _NO_FIGURE
    return (_plain(value) or _NO_FIGURE) if isinstance(value, str) else value


def _plain(words: str) -> str:
    """Words that gptables takes for text: it reads links and notes into others, and refuses bare marks.

    Examples
    --------
    >>> _plain("[a](b) $$c$$"), _plain("--")
    ('[a] (b) $ $c$ $', 'text: --')
    """
    words = " ".join("".join(each if each.isprintable() else " " for each in words).split())
    while "$$" in words:
        words = words.replace("$$", "$ $")
    words = words.replace("](", "] (")
    return words if not words or re.search(r"[a-zA-Z0-9]", words) else f"text: {words}"


def _unused(words: str, taken: Iterable[str]) -> str:
    """A header that no other column has; Excel does not tell small letters from large."""
    others = {each.lower() for each in taken}
    places = (words if place == 1 else f"{words} {place}" for place in range(1, len(others) + 2))
    return next(each for each in places if each.lower() not in others)


def _number_format(unit: str) -> str:
    places = usual_decimals(unit)
    return "#,##0" + (f".{'0' * places}" if places else "")


def _widths(frame: pd.DataFrame) -> list[float]:
    """As wide as the longest cell, up to a limit; headers and longer text are wrapped."""
    widths = []
    for name in frame:
        cells = max(len(_shown(cell)) for cell in frame[name])
        widths.append(max(min(cells, _WIDEST), min(len(name), _WIDEST_HEADER)) * 1.2 + 2)
    return widths


def _shown(cell: object) -> str:
    """A cell about as it will look; gptables' own table of contents holds links and lists."""
    if isinstance(cell, dict | list):
        return str(next(iter(cell)))
    return f"{cell:,.2f}" if isinstance(cell, float) else str(cell)
