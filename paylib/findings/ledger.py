"""A page's ledger: findings under their names, and sentences that are true by construction."""

from __future__ import annotations

import datetime
import math
import os
import re
from collections.abc import Iterator
from contextlib import suppress

import pandas as pd
from markupsafe import Markup, escape

from paylib import prices
from paylib.errors import ChoiceError, FigureError, PeriodError, unknown
from paylib.figures import periods, units
from paylib.figures.finding import Finding
from paylib.figures.inputs import is_many
from paylib.figures.provenance import merged
from paylib.figures.rounding import usual_decimals
from paylib.figures.several import listed
from paylib.findings.prose import Filled, Prose, compose, data_element
from paylib.findings.quoting import quote

BUILD = "PAYLIB_BUILD"
"""Set while pages are made: a name of a ledger is then given once."""

_MONTHS = "January|February|March|April|June|July|August|September|October|November|December"
_NUMBERS = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|twenty|thirty|forty|fifty|hundred|thousand|million"
_COUNTED = "per cent|percentage|points?|pounds?|pence|times|years?|months?|weeks?|days?|hours?|people"
_LITERAL = re.compile(
    rf"[^.!?]*?(\d|\b(?:{_MONTHS})\b|\b(?i:in|of|to|from|since|by|until|before|after) May\b|"
    rf"\b(?:{_NUMBERS})[ -](?:{_COUNTED})\b)[^.!?]*",
)
"""A figure or a date typed into a sentence."""

COMPARISONS = {
    "more_than": ("more than", lambda sign: sign > 0),
    "less_than": ("less than", lambda sign: sign < 0),
    "no_more_than": ("no more than", lambda sign: sign <= 0),
    "no_less_than": ("no less than", lambda sign: sign >= 0),
    "as_much_as": ("as much as", lambda sign: sign == 0),
}
"""What a sentence may say of one finding beside another, and when it is so."""


class Unnamed(ChoiceError, AttributeError):
    """A name that a ledger does not have."""


class Ledger:
    """Findings by name, and what is said of them.

    A finding is given by attribute, and takes the attribute's name; `say` finds it by that name, so
    neither names nor sources are typed again. A period or a date goes in as it is; words go in as text.
    Several findings in one object (``real.cpi``, ``real.rpi``) are found as ``{real.cpi}``.

    Notes
    -----
    While one works, a second assignment replaces the first, since a cell is run again; while pages are
    made it is an error.

    In a sentence ``{name}`` is the figure; ``{name:abs}``, ``{name:signed}``, ``{name:change}`` and
    ``{name:.2}`` as in `paylib.findings.Finding`. ``{name:a rise of|a fall of|no change}`` chooses by the
    figure's sign, as it is printed, and puts the figure after the words, but after the third;
    ``{name:words:rose|fell|stood still}`` gives the words alone. ``{pay:more_than:prices}`` stops with an
    error unless pay is more than prices as both are printed (also ``less_than``, ``no_more_than``,
    ``no_less_than`` and ``as_much_as``); ``{pay:against:prices}`` chooses between more than, less than and
    as much as. ``{real:each}`` says all of several indices, "1.5% by CPI and 0.2% by RPI", and ``{real:each:signed}``
    each in one of the ways above: so that another list of indices changes every word. ``{effect:interval}`` says an
    estimate and its interval, "0.32 (from −0.97 to 1.60)", of `paylib.models.interval`.

    Examples
    --------
    >>> from paylib import periods, prices
    >>> from paylib.findings import quote
    >>> f = Ledger()
    >>> f.offer = quote("youth_dispute", item="offer_headline")
    >>> f.due = periods.parse("2003-09")
    >>> f.real = prices.real_change(100, 100 + f.offer, "2002-09", f.due, by="rpi")
    >>> print(f.say("The {offer} offer was {real:a rise of|a fall of|no change} in real terms in {due}."))
    The 3.0% offer was a rise of 0.2% in real terms in September 2003.
    """

    def __init__(self) -> None:
        object.__setattr__(self, "_held", {})

    def __setattr__(self, name: str, value: object) -> None:
        if name in self._held and os.environ.get(BUILD):
            raise ChoiceError(
                f"The ledger has {name!r} already: {self._held[name]}. On a page a name means one thing; take another."
            )
        self._held[name] = _entered(name, value)

    def __getattr__(self, name: str) -> object:
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._held:
            raise Unnamed(unknown("finding", name, self._held))
        return self._held[name]

    def __delattr__(self, name: str) -> None:
        getattr(self, name)
        del self._held[name]

    def __contains__(self, name: str) -> bool:
        return name in self._held

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._held})

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding that was given, in order."""
        found = (each for held in self._held.values() for each in _findings_in(held))
        return tuple(each for each in found if isinstance(each, Finding))

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of all findings."""
        return merged(each.sources for each in self.findings)

    @property
    def frame(self) -> pd.DataFrame:
        """The findings as a frame: one row each, with value, unit, method, sources and usage warnings."""
        columns = ["name", "value", "unit", "method", "sources", "usage_warnings"]
        rows = [[getattr(each, column) for column in columns] for each in self.findings]
        return pd.DataFrame(rows, columns=columns).set_index("name")

    def take(self, table: str, *items: str, column: str = "value", key: str = "item") -> None:
        """Quote rows of a table, each under its own name.

        Parameters
        ----------
        table : str
            A table of the data package.
        *items : str
            What stands in the column ``key`` of each row.
        column : str
            The column that holds the figures.
        key : str
            The column that names the rows.

        Raises
        ------
        DataError
            If no row, or more than one, fits.

        Examples
        --------
        >>> f = Ledger()
        >>> f.take("youth_dispute", "start_salary_teacher", "start_salary_youth_worker")
        >>> str(f.start_salary_teacher - f.start_salary_youth_worker)
        '£3,462'
        """
        for item in items:
            setattr(self, item, quote(table, column, **{key: item}))

    def say(self, template: str, /) -> Prose:
        """Put findings into a sentence, by their names.

        Parameters
        ----------
        template : str
            See the class; a blank line starts a new paragraph.

        Returns
        -------
        Prose

        Raises
        ------
        ChoiceError
            If a name is not in the ledger: lists what there is.
        FigureError
            If a figure or a date is typed into the sentence, or it says what does not hold.
        """
        return compose(template, self._filled, _refuse_literals)

    def _filled(self, name: str, spec: str) -> Filled:
        value = self._found(name)
        if isinstance(value, str):
            return Filled(value)
        if spec.partition(":")[0] == "each" and _names(value):
            return self._each(name, value, spec.partition(":")[2])
        if spec.partition(":")[0] == "each" and isinstance(value, Finding):
            raise FigureError(
                f"{{{name}:{spec}}} says a figure for each of several indices, and {name} is one figure, {value}: by= was "
                "one name. A list of one is written ['cpi'], not 'cpi'."
            )
        if spec == "interval" and {"estimate", "low", "high"} <= {*_names(value)}:
            return self._interval(name)
        if not isinstance(value, Finding):
            raise FigureError(
                f"{name} holds several figures: say which, such as {{{name}.{next(iter(_names(value)))}}}."
            )
        how, _, other = spec.partition(":")
        if how in COMPARISONS or how == "against":
            beside = self._found(other)
            return Filled(_compared(value, how, beside), None, (value, beside))
        if "|" in spec:
            return _chosen(value, spec)
        shown = format(value, spec)
        return Filled(shown, data_element(value, shown), (value,))

    def _each(self, name: str, value: object, spec: str) -> Filled:
        """What is said of every index, with its title."""
        titles = prices.deflators()["title"]
        parts = [self._filled(f"{name}.{each}", spec) for each in value.names]
        by = [f" by {titles.get(each, each)}" for each in value.names]
        texts = [part.text + words for part, words in zip(parts, by, strict=True)]
        marked = [
            (escape(part.text) if part.html is None else part.html) + words
            for part, words in zip(parts, by, strict=True)
        ]
        findings = tuple(finding for part in parts for finding in part.findings)
        return Filled(listed(texts), Markup(listed(marked)), findings)

    def _interval(self, name: str) -> Filled:
        """An estimate and its interval."""
        parts = [self._filled(f"{name}.{end}", "") for end in ("estimate", "low", "high")]
        said = "{} (from {} to {})"
        return Filled(
            said.format(*(part.text for part in parts)),
            Markup(said).format(*(part.html for part in parts)),
            tuple(finding for part in parts for finding in part.findings),
        )

    def _found(self, name: str) -> object:
        first, *rest = name.split(".")
        value = getattr(self, first)
        for each in rest:
            if each not in _names(value):
                raise Unnamed(unknown(f"figure of {first!r}", each, _names(value)))
            value = getattr(value, each)
        return value


def either(condition: object, sentence: str, other: str) -> str:
    """One of two sentences, for `Ledger.say`.

    Parameters
    ----------
    condition : object
        Anything that is true or false, such as a comparison of findings.
    sentence, other : str
        What is said where it is true, and where it is not.

    Returns
    -------
    str

    Examples
    --------
    >>> either(2 > 1, "It rose.", "It did not.")
    'It rose.'
    """
    return sentence if condition else other


def _entered(name: str, value: object) -> object:
    """What a ledger keeps: a finding under its name; a period or a date as a finding; words."""
    if isinstance(value, Finding):
        return value.named(name)
    if isinstance(value, pd.Period):
        return Finding(name, value, "month", "as chosen")
    if isinstance(value, datetime.date):
        return Finding(name, value.isoformat()[:10], "date", "as chosen")
    if isinstance(value, str):
        _refuse_period(name, value)
        _refuse_literals(value)
        return value
    if _names(value):
        return value.named(name) if hasattr(value, "named") else value
    many = f"{len(value)} figures in one column" if is_many(value) else repr(value)
    raise FigureError(
        f"{name} is {many}, which says neither its unit nor its source: give a finding, such as paylib.findings.quote "
        "takes from a table, or a sum of findings; several, as of a list of indices, by=['cpi']; a period of "
        "paylib.periods.parse; or words."
    )


def _refuse_period(name: str, text: str) -> None:
    with suppress(PeriodError):
        periods.parse(text)
        raise FigureError(
            f"{name} is the text {text!r}; as a period, which words and figures can follow, it is "
            f"paylib.periods.parse({text!r})."
        )


def _names(value: object) -> tuple[str, ...]:
    """The names of the findings in an object that holds several."""
    return tuple(getattr(value, "names", ()))


def _findings_in(value: object) -> tuple[Finding, ...]:
    if isinstance(value, Finding):
        return (value,)
    return tuple(getattr(value, each) for each in _names(value))


def _refuse_literals(text: str) -> None:
    if found := _LITERAL.match(text):
        raise FigureError(
            f"{found[1]!r} is typed into the sentence, and would stay when a figure changes: {found[0].strip()!r}. Put it "
            "into the ledger and name it."
        )


def _chosen(value: Finding, spec: str) -> Filled:
    """Words chosen by the sign of a figure, with the figure unless it is nought or words alone are wanted."""
    alone = spec.startswith("words:")
    words = spec.removeprefix("words:").split("|")
    if len(words) != 3:
        raise FigureError(
            f"{spec!r} has {len(words)} choices; three are needed: for more, for less, for nought."
        )
    for each in words:
        _refuse_literals(each)
    word = words[{1: 0, -1: 1, 0: 2}[value.sign]]
    if alone or value.sign == 0:
        return Filled(word, None, (value,))
    shown = format(value, "abs")
    marked = Markup("{} {}").format(word, data_element(value, shown))
    return Filled(f"{word} {shown}", marked, (value,))


def _compared(value: Finding, how: str, other: object) -> str:
    if not isinstance(other, Finding):
        raise FigureError(f"{value.name} can be set beside a finding only, and {other!r} is none.")
    sign = _sign_of_difference(value, other)
    if how == "against":
        return next(
            COMPARISONS[each][0]
            for each in ("more_than", "less_than", "as_much_as")
            if COMPARISONS[each][1](sign)
        )
    words, holds = COMPARISONS[how]
    if not holds(sign):
        raise FigureError(
            f"The sentence no longer holds: {value.name} ({value}) is not {words} {other.name} ({other}). Say something "
            f"else, or let {{{value.name}:against:{other.name}}} choose the words."
        )
    return words


def _sign_of_difference(value: Finding, other: Finding) -> int:
    """Which is more, as both are printed."""
    if value.unit in units.WORDS or other.unit in units.WORDS:
        raise FigureError(f"{value.name} ({value}) and {other.name} ({other}) are not both figures.")
    places = [
        usual_decimals(each.unit) if each.decimals is None else each.decimals for each in (value, other)
    ]
    other_value = other.into(value.unit).value
    one, two = (round(float(each), max(places)) for each in (value.value, other_value))
    return int(math.copysign(1, one - two)) if one != two else 0
