"""Pay against prices by every index and over every span that a claim is read by.

Which index and which months decide is fixed here, by the claim's own reading or else by a standard set; what a dispute
file adds is shown beside them and decides nothing. The arithmetic is that of `paylib.multiverse`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from paylib import multiverse, prices
from paylib.checks.check import Check
from paylib.checks.choice import ADDED, STANDARD, STATED, Choice
from paylib.checks.compared import reaches_further
from paylib.checks.evidence import Evidence, Given, worked_out
from paylib.checks.stated import Reading, Stated
from paylib.errors import DisputeError
from paylib.figures import periods
from paylib.figures.finding import Finding
from paylib.figures.hedges import CORRECT, WRONG

Span = tuple[str, str]

INDICES = ("cpi", "cpih", "rpi", "rpix")
"""The indices that a file adds if it names none."""

CPI_FROM = pd.Period("2003-12", "M")
"""From this month the consumer index of the day is the CPI, before it the RPIX: the inflation target changed."""

RPI_UNTIL = 2013
"""The year in which the RPI lost its accreditation."""

_ERROR = "error_in_source"

KNOWN_ERROR_PCT = (0.05, 0.1, 0.15)
"""How much too high a month with an error in its source may be, in per cent: it was published as 0.1."""


@dataclass(frozen=True)
class Subject:
    """What is set against prices: a rise in per cent, and the figures that it comes of."""

    label: str
    rise_pct: float
    used: tuple[Evidence, ...]
    margin_pct: tuple[float, float] | None = None
    """The least and the most that the margins of surveys leave of the rise; None where it is of no survey."""
    span: Span | None = None
    """Over which prices alone it is set against, such as the second year of an offer; None where over all."""


@dataclass(frozen=True)
class Worked:
    """A subject by an index over a span."""

    subject: Subject
    price_ratio: float

    @property
    def real_pct(self) -> float:
        """The change in real terms: a ratio, never a difference."""
        return ((1 + self.subject.rise_pct / 100) / self.price_ratio - 1) * 100


def standard_indices(day: str | None) -> tuple[str, str]:
    """The consumer index of the day, and the RPI.

    Examples
    --------
    >>> standard_indices("2003-11"), standard_indices("2004-01")
    (('rpix', 'rpi'), ('cpi', 'rpi'))
    """
    then = periods.parse(day).asfreq(periods.MONTH, how="start") if day else CPI_FROM
    return ("rpix" if then < CPI_FROM else "cpi", "rpi")


def year_to(month: str) -> Span:
    """The 12 months to a month; of a calendar year, the year before it.

    Examples
    --------
    >>> year_to("2003-07")
    ('2002-07', '2003-07')
    >>> year_to("2008"), year_to("2008/09")
    (('2007', '2008'), ('2007/08', '2008/09'))
    """
    end = periods.parse(month)
    in_a_year = {periods.MONTH: 12, periods.QUARTER: 4}.get(end.freqstr, 1)
    return periods.label(end - in_a_year), periods.label(end)


def standard_spans(reading: Reading, given: Given, own: Span | None = None) -> list[Span]:
    """The spans that decide unless the claim says otherwise: its own, or the 12 months to when a rise was due and offered."""
    if reading.since and reading.until:
        return [(reading.since, reading.until)]
    if reading.until:
        return [year_to(reading.until)]
    if own:
        return [own]
    months = dict.fromkeys(month for month in (given.due, given.offered) if month)
    if reading.since:
        return [(reading.since, month) for month in months]
    return [year_to(month) for month in months]


def against_prices(
    check: Check,
    stated: Stated,
    given: Given,
    subjects: list[Subject],
    value: Callable[[Worked], float],
    result: Callable[..., str],
    *,
    unit: str = "pct",
    method: str,
    words: str,
    decimals: int | None = 1,
    own: Span | None = None,
    as_claimed: Callable[[float], float] = float,
    beside: Callable[[Worked], Mapping[str, Finding]] | None = None,
) -> list[Choice]:
    """Subjects by every index over every span: the deciding readings first.

    Parameters
    ----------
    check : Check
        With ``spans``, ``by`` and ``leaves_out``.
    stated, given
        As `Check.tried` has them.
    subjects : list of Subject
    value, result : callable
        What is worked out of a subject against prices, and what that, or a range from one figure to another, is to what
        is stated.
    unit, method, words, decimals
        Of what is worked out.
    own : two periods, optional
        The claim's own span, where its kind has one.
    as_claimed : callable, optional
        What is worked out as the claim states it: a fall without its sign.
    beside : callable, optional
        Further findings for the words.

    Returns
    -------
    list of Choice
    """
    reading = stated.reading
    spans = standard_spans(reading, given, own)
    roles = index_roles(check, reading, given)
    every_index = [role.by for role in roles]
    over_all = dict.fromkeys([*spans, *check.spans])
    every_span = dict.fromkeys([*over_all, *(each.span for each in subjects if each.span)])
    ratios = multiverse.price_ratios(every_span, every_index)
    compared = {
        (span, by): _PricesOver(by, span, ratios.get((span, by))) for span in every_span for by in every_index
    }
    found = []
    for subject in subjects:
        marks = Choice("", {}, None, used=subject.used).marks
        asked = {mark for mark in (reading.group, reading.measure) if mark}
        for span in [subject.span] if subject.span else over_all:
            for role in roles:
                of = role.of if subject.span or span in spans else ADDED
                if of == STATED and not asked <= marks:
                    of = STANDARD
                over = compared[span, role.by]
                tried = _Tried(subject, over, of, role.dropped if of != ADDED else None)
                one = tried.choice(value, result, unit, method, words, decimals, beside)
                if one.within_margin and stated.value is None:
                    one = replace(one, result=None)
                if one.computed and stated.value is not None:
                    one = replace(one, far_short=stated.far_short(as_claimed(one.figure.value)))
                others = [each for each in standard_indices(given.day) if each != role.by]
                held = next((each for each in others if (span, each) in ratios), None)
                found.append(replace(one, carried=(role.by, held, *span) if over.ratio and held else ()))
    if not spans:
        found.append(Choice.missing("the month in which the rise was due (award_due)", of=STANDARD))
    if reading and asked and not any(each.of == STATED for each in found):
        raise DisputeError(_no_such_reading(asked, found))
    return sorted(found, key=lambda each: (STATED, STANDARD, ADDED).index(each.of))


def _no_such_reading(asked: set[str], found: list[Choice]) -> str:
    there = sorted({mark for each in found for mark in each.marks})
    return (
        f"the claim's reading names {' and '.join(sorted(asked))}, and no figure of the check is of that group or measure. "
        f"There are: {', '.join(there)}."
    )


@dataclass(frozen=True)
class IndexRole:
    """An index, of which set its readings are, and why the file would leave it out, where it would."""

    by: str
    of: str
    dropped: str | None = None


def index_roles(check: Check, reading: Reading, given: Given) -> list[IndexRole]:
    """Every index that a check is read by: the claim's own or the standard ones, then those that the file adds."""
    standard = standard_indices(given.day)
    deciding = (reading.by,) if reading.by else standard
    named = [by for by in check.by if by not in check.leaves_out]
    roles = []
    for by in dict.fromkeys([*deciding, *standard, *named]):
        of = (STATED if reading else STANDARD) if by in deciding else STANDARD if by in standard else ADDED
        left_out = by in check.leaves_out or (of != ADDED and by not in (*named, reading.by))
        roles.append(
            IndexRole(by, of, check.leaves_out.get(by, "the file gives no reason") if left_out else None)
        )
    return roles


def without_effect(check: Check, reading_by: str | None, day: str) -> Iterable[str]:
    """What a check leaves out and cannot: each in a phrase.

    Parameters
    ----------
    check : Check
    reading_by : str or None
        The index of the claim's own reading.
    day : str
        When the claim was made, which says what is standard.

    Examples
    --------
    >>> from paylib.checks.against_inflation import AgainstInflation
    >>> check = AgainstInflation(figures=("offer",), by=("cpi",), leaves_out={"cpih": "it is new"})
    >>> list(without_effect(check, None, "2024-09"))
    ["the claim is not read by 'cpih', so there is nothing to leave out: it is read by cpi, rpi"]
    """
    deciding = dict.fromkeys([*filter(None, [reading_by]), *standard_indices(day)])
    chosen = "by" in check.model_fields_set
    for name in getattr(check, "leaves_out", ()):
        read = deciding if chosen else dict.fromkeys([*deciding, *check.by])
        if chosen and name in check.by:
            yield LEFT_OUT["shown"].format(name=name)
        elif name not in read:
            yield LEFT_OUT["not read"].format(name=name, read=", ".join(read))


LEFT_OUT = {
    "shown": "'{name}' is named in by too: show it or leave it out",
    "not read": "the claim is not read by '{name}', so there is nothing to leave out: it is read by {read}",
}
"""What is wrong with an index that a check leaves out and cannot."""


def known_error(by: str, since: str, until: str) -> tuple[str, list[float]]:
    """The month or year at an end of a span whose prices are known to be too high, and by what their rise goes without the error.

    Parameters
    ----------
    by : str
        A deflator.
    since, until : str
        The ends of the span.

    Returns
    -------
    tuple of str and list of float
        The period in words, empty where there is none; and factors of the ratio of prices, for every size that the error may
        have.

    Examples
    --------
    >>> known_error("cpi", "2024-04", "2025-04")[0], known_error("cpi", "2023-04", "2024-04")
    ('April 2025', ('', []))
    """
    ends = [periods.parse(each) for each in (since, until)]
    if _ERROR not in prices.warnings(by, *ends):
        return "", []
    for place, period in enumerate(ends):
        if _ERROR in prices.warnings(by, period):
            width = 1 if period.freqstr == periods.MONTH else 12
            shares = [1 + error / 100 / width for error in KNOWN_ERROR_PCT]
            return periods.words(period), [each if place == 0 else 1 / each for each in shares]
    return "", []


def not_held(by: str, since: str, until: str) -> str:
    """The prices of a span that cannot be tried, in words, and when they are due where they are not out yet.

    Examples
    --------
    >>> not_held("cpi", "1900-09", "2024-09")
    'the CPI of September 1900 to September 2024'
    """
    levels, ends = prices.index(by), [periods.parse(each) for each in (since, until)]
    what = f"the {levels.attrs['title']} of {' to '.join(map(periods.words, ends))}"
    if ends[1].end_time <= levels.index[-1].end_time:
        return what
    return f"{what} (not published yet; next release {periods.words(prices.next_release())})"


def turned(found: str, otherwise: Iterable[str]) -> bool:
    """Whether any of what would be found otherwise is true where this is wrong, or the other way round."""
    return any((each == WRONG) != (found == WRONG) for each in otherwise)


@dataclass(frozen=True)
class _PricesOver:
    """Prices by one index over one span: by what they rose, none where it is not held, and what is known of them."""

    by: str
    span: Span
    ratio: float | None

    @cached_property
    def months(self) -> tuple[pd.Period, pd.Period]:
        """The ends of the span."""
        return tuple(map(periods.parse, self.span))

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """Where the index comes from."""
        return prices.provenance(self.by, *self.months)

    @cached_property
    def usage_warnings(self) -> tuple[str, ...]:
        """What to beware of."""
        return prices.warnings(self.by, *self.months)

    @cached_property
    def error(self) -> tuple[str, list[float]]:
        """As `known_error` has it."""
        return known_error(self.by, *self.span)

    @cached_property
    def options(self) -> dict[str, str]:
        """The index and the months in words."""
        title = prices.title(self.by)
        late = self.by.startswith("rpi") and self.months[1].end_time.year > RPI_UNTIL
        return {
            "index": f"{title} (no longer accredited)" if late else title,
            "months": " to ".join(map(periods.words, self.months)),
        }


@dataclass(frozen=True)
class _Tried:
    """A subject by one index over one span."""

    subject: Subject
    over: _PricesOver
    of: str
    dropped: str | None

    def choice(self, value, result, unit, method, words, decimals, beside) -> Choice:
        over, options = self.over, {"rise": self.subject.label, **self.over.options}
        index, months = over.options["index"], over.options["months"]
        if over.ratio is None:
            lacking = not_held(over.by, *over.span)
            return Choice.missing(lacking, of=self.of, options=options, used=self.subject.used)
        worked = Worked(self.subject, over.ratio)
        it = worked_out(
            value(worked),
            unit,
            f"{method}: {self.subject.label}, the {index}, {months}",
            *self.subject.used,
            decimals=decimals,
            sources=over.sources,
            usage_warnings=over.usage_warnings,
        )
        found, within = result(it.value), False
        if self.subject.margin_pct is not None:
            ends = [
                value(replace(worked, subject=replace(self.subject, rise_pct=end)))
                for end in self.subject.margin_pct
            ]
            within = reaches_further(result(*ends), found)
        found = CORRECT if within else found
        month, factors = over.error
        otherwise = [result(value(Worked(self.subject, over.ratio * each))) for each in factors]
        return Choice(
            ", ".join(options.values()),
            {"it": it, **(beside(worked) if beside else {})},
            found,
            words,
            used=self.subject.used,
            options=options,
            of=self.of,
            error=month,
            within_margin=within,
            turns=turned(found, otherwise),
            dropped=self.dropped,
        )
