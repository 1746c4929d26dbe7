"""Tables for notebooks and pages: a caption, headers with scope, figures in their units."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from markupsafe import Markup

from paylib import datapackage
from paylib.figures import periods
from paylib.figures.finding import MIME, Finding, as_json, plain
from paylib.figures.inputs import each_once, several
from paylib.figures.provenance import merged
from paylib.figures.rounding import printed, show
from paylib.figures.units import unit_of, words_of
from paylib.findings import Prose
from paylib.markup import from_template

TABLE_MIME = "application/vnd.paylib.table+json"

LEFT, RIGHT = Markup(' style="text-align: left"'), Markup(' class="number"')
ROOMY = Markup(' style="text-align: left; min-width: 8rem"')
"""For cells of words, of figures, and the head of a column of many words: JupyterLab sets all cells to the right
and makes a column as narrow as its longest word. A page has its own style and takes these out: see `unstyled`."""

MANY_WORDS, SOME_WORDS = 60, 25
"""Letters of a cell that needs more than a narrow column; and of one that needs it where there is room."""


def unstyled(html: str) -> str:
    """Tables as a page takes them, without what they need in JupyterLab only.

    Examples
    --------
    >>> unstyled(f'<th scope="col"{ROOMY}>What it gives</th><td{LEFT}>6%</td>')
    '<th scope="col">What it gives</th><td>6%</td>'
    """
    return html.replace(ROOMY, "").replace(LEFT, "")


_TABLE = """\
<div class="table" role="region" tabindex="0" aria-label="{{ name }}">
<table>
<caption>{{ caption }}</caption>
<thead><tr>
{%- for header, side in headers %}<th scope="col"{{ side }}>{{ header }}</th>{% endfor -%}
</tr></thead>
<tbody>
{% for label, cells in rows %}
<tr><th scope="row"{{ left }}>{{ label }}</th>
{%- for cell in cells %}<td{{ sides[loop.index0] }}>{{ cell }}</td>{% endfor -%}
</tr>
{% endfor %}
</tbody>
</table>
</div>
{%- if source %}

<p class="source">{{ source }}</p>
{%- endif %}"""

MOST_NAMED = 8
"""Publishers named under a chart or table; a page lists all of its sources at the end."""


@dataclass(frozen=True)
class Table:
    """A frame ready to be read: made by `table`."""

    frame: pd.DataFrame
    """Text cells, as printed; the index holds the row headers."""
    caption: str | Prose
    numeric: frozenset[str] = frozenset()
    sources: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = field(default=())
    raw: pd.DataFrame | None = None
    """The figures as they were given, not rounded, under the same headers: for downloads."""
    units: tuple[str | None, ...] = ()
    """The unit of each column of ``raw``."""

    @property
    def source(self) -> str:
        """Who published the figures, in one line."""
        return source_line(self.sources, self.publishers)

    @property
    def text(self) -> str:
        """The table in plain text."""
        return f"{self.caption}\n{self.frame.rename_axis(None).to_string()}\n{self.source}".rstrip()

    @property
    def html(self) -> Markup:
        """The table as an accessible HTML element, scrolling within itself when narrow."""
        sides = [RIGHT if column in self.numeric else LEFT for column in self.frame.columns]
        first = self.frame.index.name or ""
        return from_template(
            _TABLE,
            name=str(self.caption),
            caption=self.caption.html if isinstance(self.caption, Prose) else self.caption,
            headers=[
                (first, RIGHT if first in self.numeric else ROOMY if _many_words(self.frame.index) else LEFT),
                *(
                    (column, ROOMY if side == LEFT and _many_words(self.frame[column]) else side)
                    for column, side in zip(self.frame.columns, sides, strict=True)
                ),
            ],
            rows=list(zip(self.frame.index, self.frame.to_numpy().tolist(), strict=True)),
            sides=sides,
            left=LEFT,
            source=self.source,
        )

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        findings = (*self.findings, *(self.caption.findings if isinstance(self.caption, Prose) else ()))
        return {"text/plain": self.text, "text/html": self.html, MIME: as_json(findings)} | self.record()

    def record(self, subtitle: str = "") -> dict[str, dict]:
        """The figures for those who want to reckon with them; nothing where there is no row.

        Parameters
        ----------
        subtitle : str, optional
            What is measured, where and when, if the caption does not say it.

        Returns
        -------
        dict
            Caption, subtitle, publishers and columns, under `TABLE_MIME`.
        """
        if self.raw is None or self.raw.empty:
            return {}
        given = [(self.raw.index.name, self.raw.index), *self.raw.items()]
        columns = [
            {"header": header, "unit": unit, "values": [_reckoned(value) for value in values]}
            for (header, values), unit in zip(given, (None, *self.units), strict=True)
        ]
        return {
            TABLE_MIME: {
                "caption": str(self.caption),
                "subtitle": subtitle,
                "publishers": _everyone(self.sources, self.publishers),
                "columns": columns,
            }
        }


def _many_words(cells: Iterable[object]) -> bool:
    return max(map(len, map(str, cells)), default=0) >= MANY_WORDS


def _reckoned(value: object) -> object:
    """A cell in a form that JSON holds: a number that can be reckoned with, text, or nothing."""
    if _missing(value):
        return None
    value = plain(value.item() if isinstance(value, np.generic) else value)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def table(
    frame: pd.DataFrame,
    caption: str | Prose,
    *,
    labels: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
    sources: Iterable[str] = (),
    publishers: Iterable[str] = (),
    decimals: Mapping[str, int] | None = None,
) -> Table:
    """A table for a reader.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a thing; the index (named) holds the row headers. A cell may be a `Finding` or a
        `Prose`: the page then lists its figures.
    caption : str or Prose
        What the table shows.
    labels : mapping, optional
        Column name to header; else the name with its unit suffix taken off.
    units : mapping, optional
        Column name to unit; else the unit that a table of the data package gives the column
        (``attrs["units"]``), or that its name ends in.
    sources : iterable of str
        Names of sources; else those of the frame (``attrs["sources"]``), of its findings and of the caption's.
    publishers : iterable of str
        Publishers of sources that the data package does not have.
    decimals : mapping of str to int, optional
        Column to how many digits after the point are printed, where not as many as is usual for its unit.

    Returns
    -------
    Table

    Raises
    ------
    FigureError
        If two columns have one name.

    Examples
    --------
    >>> rises = pd.DataFrame({"rise_pct": [3.0]}, index=pd.Index(["offer"], name="what"))
    >>> print(table(rises, "The offer").text)
    The offer
           Rise
    offer  3.0%
    """
    each_once(frame.columns, "column")
    labels, decimals = labels or {}, decimals or {}
    units = frame.attrs.get("units", {}) | dict(units or {})
    findings = _findings_in(frame)
    said = caption.findings if isinstance(caption, Prose) else ()
    sources = tuple(sources) or merged(
        [frame.attrs.get("sources", ()), *(each.sources for each in (*findings, *said))]
    )
    columns, numeric, given = {}, set(), {}
    for column in frame.columns:
        unit = units.get(column) or unit_of(column)
        head = labels.get(column) or header(column, unit)
        if head in columns:  # two columns that differ in their units only
            head = f"{head}, {words_of(unit) if unit else column}"
        by_row = [unit] * len(frame) if unit or column != "value" or "unit" not in frame else frame["unit"]
        columns[head] = [
            ""
            if _missing(value)
            else printed(value, each, decimals.get(column))
            if each and not _missing(each)
            else _cell(value)
            for value, each in zip(frame[column], by_row, strict=True)
        ]
        if unit or pd.api.types.is_numeric_dtype(frame[column]):
            numeric.add(head)
        given[head] = _as_given(list(frame[column]), unit)
    index = pd.Index(
        [_cell(label) for label in frame.index],
        name=labels.get(frame.index.name, header(frame.index.name or "", None)),
    )
    return Table(
        pd.DataFrame(columns, index=index, dtype=object),
        caption,
        frozenset(numeric),
        sources,
        tuple(publishers),
        findings,
        pd.DataFrame(
            {header: values for header, (values, _) in given.items()},
            index=pd.Index(list(frame.index), name=index.name, dtype=object, tupleize_cols=False),
            dtype=object,
        ),
        tuple(unit for _, unit in given.values()),
    )


def _as_given(values: list, unit: str | None) -> tuple[list, str | None]:
    """A column's cells before rounding, and their unit; findings of several units stay as they are shown."""
    units = {value.unit if isinstance(value, Finding) else None for value in values if not _missing(value)}
    if len(units) == 1 and None not in units:
        return [value.value if isinstance(value, Finding) else value for value in values], units.pop()
    return values, unit


def _findings_in(frame: pd.DataFrame) -> tuple[Finding, ...]:
    """The findings that the cells hold, or say, once each."""
    cells = (cell for column in frame for cell in frame[column])
    said = (
        cell.findings if isinstance(cell, Prose) else (cell,)
        for cell in cells
        if isinstance(cell, Prose | Finding)
    )
    return tuple(dict.fromkeys(finding for findings in said for finding in findings))


def _missing(value: object) -> bool:
    return value is None or (not isinstance(value, str | Finding) and pd.isna(value))


def _cell(value: object) -> str:
    if isinstance(value, float):
        return printed(value, "", 1)
    if isinstance(value, pd.Period):
        return show(value, "month")
    if isinstance(value, bool | np.bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.date):
        return f"{value.day} {periods.words(periods.parse(value))}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def titles() -> dict[str, str]:
    """What each index is called, by its name in code.

    Examples
    --------
    >>> titles()["cpih"]
    'CPIH'
    """
    listed = datapackage.load("deflators").drop_duplicates("deflator")
    return dict(zip(listed["deflator"], listed["title"], strict=True))


def header(column: str, unit: str | None = None) -> str:
    """What heads a column where nobody says it: its name without its unit; an index by its title.

    Parameters
    ----------
    column : str
        The column's name.
    unit : str, optional
        Its unit; the one that its name ends in, unless said.

    Returns
    -------
    str

    Examples
    --------
    >>> header("rise_pct"), header("cpi_pct"), header("real_rpi_pct")
    ('Rise', 'CPI', 'Real, RPI')
    """
    unit = unit or unit_of(column)
    stem = column.removesuffix(f"_{unit}") if unit else column
    before, _, last = stem.rpartition("_")
    known = titles()
    for words, name in (("", stem), (before, last)):
        if name in known:
            return f"{words.replace('_', ' ').capitalize()}, {known[name]}" if words else known[name]
    return stem.replace("_", " ").capitalize()


def source_line(names: Iterable[str], publishers: Iterable[str] = ()) -> str:
    """Who published the figures, in one line.

    Parameters
    ----------
    names : iterable of str
        Names of sources of the data package.
    publishers : iterable of str
        Further publishers.

    Returns
    -------
    str

    Examples
    --------
    >>> source_line(["C_tes_200401", "ons_cpi_detailed_tables_2026_06"])
    'Source: Office for National Statistics; TES'
    """
    everyone = _everyone(names, publishers)
    if len(everyone) > MOST_NAMED:
        everyone = [
            *everyone[: MOST_NAMED - 1],
            f"and {len(everyone) - MOST_NAMED + 1} more, all listed below",
        ]
    return f"Source: {'; '.join(everyone)}" if everyone else ""


def _everyone(names: Iterable[str], publishers: Iterable[str]) -> list[str]:
    names = several(names)
    return sorted({*datapackage.package().publishers(names), *publishers})
