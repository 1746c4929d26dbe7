"""Named results, and how they are said.

A `Finding` is one figure with its unit, its method and its sources. `say` puts findings into
a sentence, so that no number in prose is typed by hand and each can be traced.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup, escape

from paylib.errors import FigureError
from paylib.figures.finding import MIME, Finding, as_json, plain
from paylib.markup import from_template

KEY_MIME = "application/vnd.paylib.key-figures+json"

# Single elements; `format` of markup escapes what it is given.
_PARAGRAPH = Markup("<p>{}</p>")
_WORDED = Markup('<span class="worded">{}</span>')
_DATA = Markup('<data value="{}" data-finding="{}">{}</data>')

_KEY_FIGURES = """\
<ul class="key-figures">
{% for figure, words in items %}
<li><p class="figure">{{ figure }}</p><p>{{ words }}</p></li>
{% endfor %}
</ul>"""


@dataclass(frozen=True)
class Prose:
    """A sentence whose numbers are findings: text for a reader, HTML for a page."""

    text: str
    html: Markup
    findings: tuple[Finding, ...]

    def __str__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        paragraphs = "\n".join(_PARAGRAPH.format(part) for part in self.html.split("\n\n"))
        return {"text/plain": self.text, "text/html": paragraphs, MIME: as_json(self.findings)}


def worded(text: str) -> Prose:
    """Words that a dispute file gives: what figures they hold are the file's own, and no findings.

    Examples
    --------
    >>> worded("the one-off £1,000").html
    Markup('<span class="worded">the one-off £1,000</span>')
    """
    text = re.sub(r"\s+", " ", text)  # a break of lines in a file is none in a sentence
    return Prose(text, _WORDED.format(text), ())


def joined(between: str, parts: Iterable[Prose]) -> Prose:
    """Several pieces of prose as one.

    Parameters
    ----------
    between : str
        What stands between two of them.
    parts : iterable of Prose

    Returns
    -------
    Prose
        With the findings of all.

    Examples
    --------
    >>> joined("; ", [worded("the first"), worded("the second")]).text
    'the first; the second'
    """
    parts = list(parts)
    findings = dict.fromkeys(each for part in parts for each in part.findings)
    return Prose(
        between.join(part.text for part in parts),
        escape(between).join(part.html for part in parts),
        tuple(findings),
    )


def say(template: str, /, **findings: Finding | Prose | str) -> Prose:
    """Put findings into a sentence.

    Parameters
    ----------
    template : str
        Plain text with ``{name}`` or ``{name:abs}`` where findings go; a blank line starts a
        new paragraph.
    **findings
        The findings, or prose that has some, or plain words.

    Returns
    -------
    Prose
        Shown in a notebook or page as paragraphs, each figure a ``<data>`` element.

    Raises
    ------
    FigureError
        If the template holds a digit: figures come from findings.

    Examples
    --------
    >>> from paylib.findings import quote
    >>> print(say("The offer was {offer}.", offer=quote("youth_dispute", item="offer_headline")))
    The offer was 3.0%.
    """

    def fill(name: str, spec: str) -> Filled:
        given = findings[name]
        if isinstance(given, Prose):
            return Filled(given.text, given.html, given.findings)
        shown = format(given, spec)
        return (
            Filled(shown, data_element(given, shown), (given,))
            if isinstance(given, Finding)
            else Filled(shown)
        )

    return compose(template, fill, _refuse_digits)


def _refuse_digits(literal: str) -> None:
    if any(character.isdigit() for character in literal):
        raise FigureError(f"Figures in prose come from findings; found a digit in {literal!r}.")


class Filled(NamedTuple):
    """What stands in a sentence where a field was: its text, its HTML if it is more, the findings it rests on."""

    text: str
    html: Markup | None = None
    findings: tuple[Finding, ...] = ()


def compose(template: str, fill: Callable[[str, str], Filled], check: Callable[[str], None]) -> Prose:
    """A template with its fields filled in.

    Parameters
    ----------
    template : str
        With ``{name}`` or ``{name:how}``; a blank line starts a new paragraph.
    fill : callable
        From a field's name and how it is shown, what stands there.
    check : callable
        Raises an error for words between the fields that may not stand there.

    Returns
    -------
    Prose
    """
    template = "\n\n".join(" ".join(part.split()) for part in template.strip().split("\n\n"))
    text, markup, used = [], [], []
    for literal, name, spec, _ in string.Formatter().parse(template):
        check(literal)
        text.append(literal)
        markup.append(escape(literal))
        if name is not None:
            filled = fill(name, spec)
            text.append(filled.text)
            markup.append(escape(filled.text) if filled.html is None else filled.html)
            used.extend(filled.findings)
    return Prose("".join(text), Markup("").join(markup), tuple(dict.fromkeys(used)))


@dataclass(frozen=True)
class KeyFigures:
    """Three or four findings that a page puts first, each with the words that it needs; made by `key_figures`."""

    figures: tuple[tuple[Prose, Finding], ...]

    @property
    def text(self) -> str:
        """The figures in plain text."""
        return "\n".join(f"{finding}: {words}" for words, finding in self.figures)

    @property
    def html(self) -> Markup:
        """The figures as a list."""
        items = [(data_element(finding, str(finding)), words.html) for words, finding in self.figures]
        return from_template(_KEY_FIGURES, items=items)

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
    >>> from paylib.findings import quote, work_out
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


def data_element(finding: Finding, shown: str) -> Markup:
    """A figure in a page: what the reader sees, tied to the finding that it is.

    Parameters
    ----------
    finding : Finding
        The figure.
    shown : str
        As it is printed in its sentence.

    Returns
    -------
    markupsafe.Markup
        An HTML element; whatever the texts hold is escaped.

    Examples
    --------
    >>> data_element(Finding("share", 50.0, "pct", "half"), "half")
    Markup('<data value="50.0" data-finding="share">half</data>')
    """
    return _DATA.format(plain(finding.value), finding.name, shown)
