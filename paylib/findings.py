"""Named results, and how they are said.

A `Finding` is one figure with its unit, its method and its sources. `say` puts findings into
a sentence, so that no number in prose is typed by hand and each can be traced.
"""

from __future__ import annotations

import html
import json
import string
from collections.abc import Iterable
from dataclasses import asdict, dataclass

import pandas as pd

from paylib import datapackage, periods, prices
from paylib.errors import FigureError
from paylib.shown import published_decimals, show

MIME = "application/vnd.paylib.findings+json"
KEY_MIME = "application/vnd.paylib.key-figures+json"


@dataclass(frozen=True)
class Finding:
    """One figure that can be traced.

    Parameters
    ----------
    name : str
        Short name, unique on a page: ``"offer_pct"``.
    value : float, int, str or pandas.Period
        The figure, not rounded.
    unit : str
        ``pct``, ``gbp``, ``gbp_hour``, ``gbp_week``, ``gbp_year``, ``gbp_million``, ``people``,
        ``fte``, ``ratio``, ``count``, ``years``, ``months``, ``days``, ``index``, ``month``, ``date`` or ``text``.
    method : str
        How it was got, in words.
    sources : tuple of str
        Names of sources, to look up in `paylib.sources`.
    usage_warnings : tuple of str
        Codes of the table ``usage_warnings``.
    decimals : int, optional
        To show, instead of the unit's own number.

    Examples
    --------
    >>> rise = Finding("rise", -4.545, "pct", "21,000 / 20,000 / 1.1 - 1")
    >>> f"{rise}, {rise:abs}, a {rise:change}"
    '−4.5%, 4.5%, a fall of 4.5%'
    """

    name: str
    value: object
    unit: str
    method: str
    sources: tuple[str, ...] = ()
    usage_warnings: tuple[str, ...] = ()
    decimals: int | None = None

    def __str__(self) -> str:
        return self._shown(self.value)

    def _shown(self, value: object) -> str:
        return show(value, self.unit, self.decimals)

    def __format__(self, spec: str) -> str:
        """As text: plain, ``abs``, ``signed``, ``change`` (a rise or a fall), or ``.2`` for more decimals."""
        match spec:
            case "":
                return str(self)
            case "abs":
                return self._shown(abs(self.value))
            case "signed":
                return ("+" if self.value > 0 else "") + str(self)
            case "change":
                return f"{'rise' if self.value >= 0 else 'fall'} of {self._shown(abs(self.value))}"
        if spec[:1] == "." and spec[1:].isdigit():
            return show(self.value, self.unit, int(spec[1:]))
        raise ValueError(f"A finding is shown as '', 'abs', 'signed', 'change' or '.N', not {spec!r}.")


def quote(table: str, column: str = "value", *, name: str | None = None, **where: object) -> Finding:
    """A published or claimed figure, as it stands in a table.

    Parameters
    ----------
    table : str
        A table of the data package.
    column : str
        The column that holds the figure.
    name : str, optional
        The finding's name; else the first of ``where``.
    **where
        Columns and the values that pick the one row.

    Returns
    -------
    Finding

    Raises
    ------
    DataError
        If no row, or more than one, fits.

    Examples
    --------
    >>> quote("youth_dispute", item="offer_hourly_majority")
    Finding(name='offer_hourly_majority', value=0.3, unit='gbp_hour', ...)
    """
    picked = datapackage.pick(table, column, **where)
    return Finding(
        name or str(next(iter(where.values()))),
        picked.value,
        picked.unit,
        f"As published: table {table}, {', '.join(f'{key} {value!r}' for key, value in where.items())}.",
        (picked.source,),
        picked.usage_warnings,
        published_decimals(picked.value, picked.unit),
    )


def work_out(
    name: str,
    value: object,
    unit: str,
    method: str,
    inputs: Iterable[Finding] = (),
    by: Iterable[str] | str = (),
) -> Finding:
    """A figure computed from others, which keeps their sources and warnings.

    Parameters
    ----------
    name, value, unit, method
        As in `Finding`.
    inputs : iterable of Finding
        What it was computed from.
    by : str or iterable of str
        The deflators used.

    Returns
    -------
    Finding

    Raises
    ------
    FigureError
        If the value is missing or infinite.

    Examples
    --------
    >>> gap = work_out("gap", 18105 - 14643, "gbp_year", "teacher less youth worker", by="rpi")
    >>> str(gap), gap.usage_warnings
    ('£3,462', ('rpi_not_accredited',))
    """
    if not isinstance(value, str | pd.Period):
        value = float(value) if isinstance(value, float) or unit != "people" else int(value)
        if not abs(value) < float("inf"):
            raise FigureError(f"The finding {name} came out as {value}; it needs a figure.")
    inputs = list(inputs)
    measures = [prices.index(measure).attrs for measure in ([by] if isinstance(by, str) else by)]
    return Finding(
        name,
        value,
        unit,
        method,
        _merged(
            [finding.sources for finding in inputs] + [attrs["sources"] for attrs in measures],
        ),
        _merged(
            [finding.usage_warnings for finding in inputs] + [attrs["usage_warnings"] for attrs in measures],
        ),
    )


def _merged(groups: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(sorted({each for group in groups for each in group}))


@dataclass(frozen=True)
class Prose:
    """A sentence whose numbers are findings: text for a reader, HTML for a page."""

    text: str
    html: str
    findings: tuple[Finding, ...]

    def __str__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        paragraphs = "\n".join(f"<p>{part}</p>" for part in self.html.split("\n\n"))
        return {"text/plain": self.text, "text/html": paragraphs, MIME: as_json(self.findings)}


def say(template: str, /, **findings: Finding | str) -> Prose:
    """Put findings into a sentence.

    Parameters
    ----------
    template : str
        Plain text with ``{name}`` or ``{name:abs}`` where findings go; a blank line starts a
        new paragraph.
    **findings
        The findings, or plain words.

    Returns
    -------
    Prose
        Shown in a notebook or page as paragraphs, each figure a ``<data>`` element.

    Raises
    ------
    ValueError
        If the template holds a digit: figures come from findings.

    Examples
    --------
    >>> print(say("The offer was {offer}.", offer=quote("youth_dispute", item="offer_headline")))
    The offer was 3.0%.
    """
    template = "\n\n".join(" ".join(part.split()) for part in template.strip().split("\n\n"))
    text, markup, used = [], [], []
    for literal, field, spec, _ in string.Formatter().parse(template):
        if any(character.isdigit() for character in literal):
            raise ValueError(f"Figures in prose come from findings; found a digit in {literal!r}.")
        text.append(literal)
        markup.append(html.escape(literal))
        if field is None:
            continue
        given = findings[field]
        shown = format(given, spec)
        text.append(shown)
        if isinstance(given, Finding):
            used.append(given)
            markup.append(data_element(given, shown))
        else:
            markup.append(html.escape(shown))
    return Prose("".join(text), "".join(markup), tuple(dict.fromkeys(used)))


@dataclass(frozen=True)
class KeyFigures:
    """Three or four findings that a page puts first, each with the words that it needs; made by `key_figures`."""

    figures: tuple[tuple[Prose, Finding], ...]

    @property
    def text(self) -> str:
        """The figures in plain text."""
        return "\n".join(f"{finding}: {words}" for words, finding in self.figures)

    @property
    def html(self) -> str:
        """The figures as a list."""
        items = "\n".join(
            f'<li><p class="figure">{data_element(finding, str(finding))}</p><p>{words.html}</p></li>'
            for words, finding in self.figures
        )
        return f'<ul class="key-figures">\n{items}\n</ul>'

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        used = [each for words, finding in self.figures for each in (finding, *words.findings)]
        cards = [
            {"words": words.text, "figure": str(finding), "finding": finding.name}
            for words, finding in self.figures
        ]
        return {
            "text/plain": self.text,
            "text/html": self.html,
            MIME: as_json(dict.fromkeys(used)),
            KEY_MIME: cards,
        }


def key_figures(*figures: tuple[str | Prose, Finding]) -> KeyFigures:
    """The figures that somebody could read out in a meeting.

    Parameters
    ----------
    *figures : tuple of (str or Prose, Finding)
        The words that make the figure clear on its own (who, what, when), and the figure.

    Returns
    -------
    KeyFigures

    Raises
    ------
    FigureError
        If there are fewer than two or more than four.

    Examples
    --------
    >>> pay = quote("youth_dispute", item="start_salary_youth_worker")
    >>> gap = work_out("gap", 18105 - pay.value, "gbp_year", "teacher less youth worker", [pay])
    >>> print(key_figures(("A youth worker's starting pay", pay), ("The gap to a teacher's", gap)).text)
    £14,643: A youth worker's starting pay
    £3,462: The gap to a teacher's
    """
    if not 2 <= len(figures) <= 4:
        raise FigureError(f"A page has two to four key figures; {len(figures)} were given.")
    return KeyFigures(
        tuple((words if isinstance(words, Prose) else say(words), finding) for words, finding in figures)
    )


def data_element(finding: Finding, shown: str) -> str:
    """A figure in a page: what the reader sees, tied to the finding that it is.

    Parameters
    ----------
    finding : Finding
        The figure.
    shown : str
        As it is printed in its sentence.

    Returns
    -------
    str
        An HTML element; whatever the texts hold is escaped.

    Examples
    --------
    >>> data_element(Finding("share", 50.0, "pct", "half"), "half")
    '<data value="50.0" data-finding="share">half</data>'
    """
    return (
        f'<data value="{html.escape(str(plain(finding.value)))}" data-finding="{html.escape(finding.name)}">'
        f"{html.escape(shown)}</data>"
    )


def plain(value: object) -> object:
    """A figure in a form that JSON holds, to twelve significant digits."""
    if isinstance(value, float):
        return float(f"{value:.12g}")
    return periods.label(value) if isinstance(value, pd.Period) else value


def as_json(findings: Iterable[Finding]) -> list[dict]:
    """Findings as plain records, for a page's list of figures.

    Examples
    --------
    >>> as_json([Finding("share", 50.0, "pct", "half")])[0]["shown"]
    '50.0%'
    """
    records = [
        asdict(finding) | {"value": plain(finding.value), "shown": str(finding)} for finding in findings
    ]
    return json.loads(json.dumps(records))
