"""Tables for notebooks and pages: a caption, headers with scope, figures in their units."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from paylib import datapackage
from paylib.findings import MIME, Finding, Prose, as_json
from paylib.shown import show

_UNITS = ("gbp_hour", "gbp_week", "gbp_year", "gbp_million", "gbp", "pct", "fte", "people", "index", "ratio")


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

    @property
    def source(self) -> str:
        """Who published the figures, in one line."""
        return source_line(self.sources, self.publishers)

    @property
    def text(self) -> str:
        """The table in plain text."""
        return f"{self.caption}\n{self.frame.rename_axis(None).to_string()}\n{self.source}".rstrip()

    @property
    def html(self) -> str:
        """The table as an accessible HTML element, scrolling within itself when narrow."""
        caption = self.caption.html if isinstance(self.caption, Prose) else html.escape(self.caption)
        headers = [self.frame.index.name or "", *self.frame.columns]
        head = "".join(
            f'<th scope="col"{_align(header in self.numeric)}>{html.escape(header)}</th>'
            for header in headers
        )
        body = "\n".join(
            f'<tr><th scope="row">{html.escape(str(label))}</th>'
            + "".join(
                f"<td{_align(column in self.numeric)}>{html.escape(cell)}</td>"
                for column, cell in zip(self.frame.columns, cells, strict=True)
            )
            + "</tr>"
            for label, cells in zip(self.frame.index, self.frame.to_numpy().tolist(), strict=True)
        )
        name = html.escape(str(self.caption))
        source = self.source
        return (
            f'<div class="table" role="region" tabindex="0" aria-label="{name}">\n'
            f"<table>\n<caption>{caption}</caption>\n<thead><tr>{head}</tr></thead>\n"
            f"<tbody>\n{body}\n</tbody>\n</table>\n</div>"
            + (f'\n<p class="source">{html.escape(source)}</p>' if source else "")
        )

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        findings = (*self.findings, *(self.caption.findings if isinstance(self.caption, Prose) else ()))
        return {"text/plain": self.text, "text/html": self.html, MIME: as_json(findings)}


def _align(numeric: bool) -> str:
    return ' class="number"' if numeric else ""


def table(
    frame: pd.DataFrame,
    caption: str | Prose,
    *,
    labels: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
    sources: Iterable[str] = (),
    publishers: Iterable[str] = (),
) -> Table:
    """A table for a reader.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a thing; the index (named) holds the row headers.
    caption : str or Prose
        What the table shows.
    labels : mapping, optional
        Column name to header; else the name with its unit suffix taken off.
    units : mapping, optional
        Column name to unit; else the unit that the column's name ends in.
    sources : iterable of str
        Names of sources.
    publishers : iterable of str
        Publishers of sources that the data package does not have.

    Returns
    -------
    Table

    Examples
    --------
    >>> rises = pd.DataFrame({"rise_pct": [3.0]}, index=pd.Index(["offer"], name="what"))
    >>> print(table(rises, "The offer").text)
    The offer
           Rise
    offer  3.0%
    """
    labels, units = labels or {}, units or {}
    columns, numeric = {}, set()
    for column in frame.columns:
        unit = units.get(column) or unit_of(column)
        header = labels.get(column) or _words(column, unit)
        columns[header] = [
            "" if _missing(value) else show(value, unit or "text") if unit else _cell(value)
            for value in frame[column]
        ]
        if unit or pd.api.types.is_numeric_dtype(frame[column]):
            numeric.add(header)
    index = pd.Index(
        [_cell(label) for label in frame.index],
        name=labels.get(frame.index.name, _words(frame.index.name or "", None)),
    )
    return Table(
        pd.DataFrame(columns, index=index, dtype=object),
        caption,
        frozenset(numeric),
        tuple(sources),
        tuple(publishers),
    )


def _missing(value: object) -> bool:
    return value is None or (not isinstance(value, str | Finding) and pd.isna(value))


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.1f}"
    if isinstance(value, pd.Period):
        return show(value, "month")
    return f"{value:,}" if isinstance(value, int) else str(value)


def unit_of(column: str) -> str | None:
    """The unit that a column's name ends in, if it does.

    Examples
    --------
    >>> unit_of("rise_pct"), unit_of("point")
    ('pct', None)
    """
    return next((unit for unit in _UNITS if column.endswith(f"_{unit}") or column == unit), None)


def _words(column: str, unit: str | None) -> str:
    stem = column.removesuffix(f"_{unit}") if unit else column
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
    names = list(names)
    known = set(datapackage.sources().loc[names, "publisher"]) if names else set()
    everyone = sorted(known | set(publishers))
    return f"Source: {'; '.join(everyone)}" if everyone else ""
