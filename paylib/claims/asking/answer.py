"""A claim on pay answered: by the standard set, by all readings, by the slips that would give its figure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from paylib import prices
from paylib.checks.choice import ADDED, STANDARD, STATED, Choice
from paylib.checks.growth import beside_level
from paylib.checks.real_terms import standard_indices
from paylib.claims.asking import pays
from paylib.claims.asking.question import Question
from paylib.claims.concepts import Concept
from paylib.claims.rule import CORRECT, DEPENDS, UNCONFIRMED, WRONG, Outcome, decide
from paylib.claims.whose import SLIPS, SUMS, Whose, whose
from paylib.datapackage import quietly
from paylib.errors import ChoiceError, CoverageError
from paylib.figures import periods
from paylib.figures.finding import Finding
from paylib.figures.hedges import CLOSE, Open, left_open
from paylib.figures.rounding import printed, show, vanishes

ALL_INDICES = ("cpi", "rpi", "cpih")
"""The indices of the readings; which of them decide is the standard set of the day, or the claim's own."""

_WIDTHS = {"month": 1, "calendar_year": 12, "financial_year": 12, "three_months": 3}
_ORDER = ("index", "whose pay", "period", "money")


@dataclass(frozen=True)
class Span:
    """Two windows of months that are compared: how, and the first month of each as an ordinal."""

    way: str
    since: int
    until: int

    @property
    def ends(self) -> tuple[str, str]:
        """Both in words of a reading."""
        return tuple(_label(each, self.way) for each in (self.since, self.until))

    @property
    def words(self) -> str:
        """What is compared, from when to when."""
        since, until = self.ends
        return f"{since} to {until}" + ("" if self.way != "three_months" else ", means of three months")


@dataclass(frozen=True)
class Reading:
    """A claim read in one way.

    Parameters
    ----------
    options : mapping of str to str
        What was chosen, by the name of the choice.
    low, high : float
        What comes of it; two, where the points of a scale differ.
    result : str or None
        What that is to the claim (`paylib.figures.hedges.RESULTS`); None where the record does not tell.
    of : str
        Of which set it is (`paylib.checks.choice.SETS`).
    """

    options: dict[str, str]
    low: float
    high: float
    result: str | None
    of: str


@dataclass(frozen=True)
class Answer:
    """What a question came to; made by `paylib.claims.ask`.

    Parameters
    ----------
    question : Question
    readings : tuple of Reading
    outcome : Outcome or None
        The verdict; None while something has to be asked.
    found : Whose or None
        Which of all readings give just this figure, where it is one in per cent.
    asks : tuple of str
        What has to be said first.
    """

    question: Question
    readings: tuple[Reading, ...] = ()
    outcome: Outcome | None = None
    found: Whose | None = None
    asks: tuple[str, ...] = ()

    @property
    def verdict(self) -> str | None:
        """One of `paylib.claims.VERDICTS`."""
        return self.outcome and self.outcome.verdict

    @cached_property
    def deciding(self) -> list[Reading]:
        """The readings that decide."""
        own = [each for each in self.readings if each.of == STATED]
        return own or [each for each in self.readings if each.of != ADDED]

    @cached_property
    def choice(self) -> str:
        """The choice on which it turns: the one whose options separate what is true from what is not the most."""
        if self.question.mixed:
            return "cash set beside real terms, or other years"
        if self.verdict == DEPENDS:
            return max(_ORDER, key=lambda each: (_separates(self.deciding, each), -_ORDER.index(each)))
        if self.verdict == WRONG and self.other_sum:
            return SUMS[self.other_sum]
        moves = {each: _moves(self.deciding, each) for each in _ORDER}
        most = max(_ORDER, key=lambda each: (moves[each], -_ORDER.index(each)))
        return most if self.verdict == WRONG and moves[most] else ""

    @property
    def other_sum(self) -> str:
        """What gives the figure where the sum that was said does not: its name in `paylib.claims.whose.SUMS`; else empty."""
        if self.found is None or not self.found.matches:
            return ""
        first = str(self.found.exact["sum"].iloc[0])
        return "" if first in _SAID else first

    @property
    def _unchecked(self) -> str:
        """The salaries that the record does not have, by when they were paid; empty where there are none."""
        return "; ".join(each.options["period"] for each in self.readings if each.result is None)

    @property
    def sides(self) -> tuple[Reading, Reading] | None:
        """The readings that either side would choose: pay at its worst, and at its best."""
        told = [each for each in self.readings if each.of != ADDED] or list(self.readings)
        if len(told) < 2 or self.question.kind == "level":
            return None
        worst, best = min(told, key=lambda each: each.low), max(told, key=lambda each: each.high)
        return (best, worst) if self.question.kind in ("rise_to_restore", "pounds") else (worst, best)

    @property
    def text(self) -> str:
        """The answer in two sentences, or what has to be asked first."""
        if self.asks:
            return " ".join(self.asks)
        return f"{self._first()} {self._second()}".strip()

    def _first(self) -> str:
        verdict = self.verdict.capitalize()
        if self.question.mixed:
            return f"{verdict}: two things that are not alike are set side by side."
        if self.question.kind == "level":
            known = [each for each in self.deciding if each.result is not None]
            if not known:
                return f"{verdict}: not checked is the pay of {self._unchecked}."
            though = "for" if self.verdict == UNCONFIRMED else "though"
            part = f", {though} not all of it was checked ({self._unchecked})" if self._unchecked else ""
            return f"{verdict}{part}: {_levels_in_words(known)}."
        noun = NOUNS[self.question.kind].format(who=self.question.who or "somebody with these salaries")
        return f"{verdict}: {noun} {_by_index(self.deciding, self.question.kind)}{_when(self.deciding)}."

    def _second(self) -> str:
        if self.verdict == DEPENDS:
            return f"It turns on {CHOICES[self.choice]}: {_told_apart(self.deciding, self.choice)}."
        if self.question.mixed:
            return "Compare both in cash or both in real terms, since the same year."
        if self.verdict == WRONG and self.other_sum:
            slip = "comes of a slip" if self.other_sum in SLIPS else "is another one"
            return f"The figure {slip}: {SUMS[self.other_sum]}."
        if self.found is not None:
            return f"{self.found.matches:,} of {self.found.tried:,} readings give {self.found.figure}."
        if self.verdict == UNCONFIRMED and any(each.result for each in self.readings):
            return "What was checked is correct."
        return f"What moves it most is {CHOICES[self.choice]}." if self.choice else ""

    def table(self) -> pd.DataFrame:
        """All readings of the standard set and beside it, a row each."""
        return pd.DataFrame(
            [
                each.options | {"low": each.low, "high": each.high, "result": each.result, "set": each.of}
                for each in self.readings
            ]
        )

    def more(self) -> list[str]:
        """What stands beside the answer: which readings give just this number, and what each side would choose."""
        lines = [self.found.text] if self.found is not None else []
        if self.sides:
            worst, best = (
                f"{_range([each], self.question.kind)} ({', '.join(each.options.values())})"
                for each in self.sides
            )
            lines.append(
                f"Who says that pay did badly would choose {worst}; who says that it did well, {best}."
            )
        return lines

    def record(self) -> dict:
        """The answer as plain values, for JSON: what the page of this has to give as well."""
        columns = ["sum", "index", "convention", "since", "until", "value_pct"]
        exact = [] if self.found is None else self.found.exact[columns].head(3).to_numpy().tolist()
        return {
            "fields": self.question.fields(),
            "asks": list(self.asks),
            "verdict": self.verdict,
            "choice": self.choice,
            "readings": [
                [*each.options.values(), each.low, each.high, each.result, each.of] for each in self.readings
            ],
            "tried": self.found.tried if self.found is not None else 0,
            "matches": self.found.matches if self.found is not None else 0,
            "first": exact,
            "text": self.text,
        }

    def __str__(self) -> str:
        return self.text


CHOICES = {
    "index": "the index",
    "whose pay": "whose pay is meant",
    "period": "the months that are compared",
    "money": "the money: that of the day, or what it buys",
}
"""The choices on which an answer can turn, in words."""


def _told_apart(readings: list[Reading], choice: str) -> str:
    """By which options it is true, by which partly, by which not."""
    groups: dict[str, set[bool]] = {}
    for each in readings:
        if choice in each.options and each.result is not None:
            groups.setdefault(each.options[choice], set()).add(each.result != WRONG)
    told = []
    for words, wanted in (("true by", {True}), ("partly by", {True, False}), ("not by", {False})):
        if options := [option for option, results in groups.items() if results == wanted]:
            told.append(f"{words} {_joined(options)}")
    return ", ".join(told)


def _joined(options: list[str]) -> str:
    return options[0] if len(options) == 1 else f"{', '.join(options[:-1])} and {options[-1]}"


def _by_index(readings: list[Reading], kind: str) -> str:
    """What comes of readings, by each index."""
    groups: dict[str, list[Reading]] = {}
    for each in readings:
        groups.setdefault(each.options.get("index", ""), []).append(each)
    return ", ".join(
        _range(group, kind) + (f" by {index}" if index else "") for index, group in groups.items()
    )


def _when(readings: list[Reading]) -> str:
    told = list(dict.fromkeys(each.options["period"] for each in readings if "period" in each.options))
    return f" ({' or '.join(told)})" if told else ""


_SAID = ("real_change", "cash", "rise_to_restore")
"""The sums that are what a claim says."""

NOUNS = {
    "real_change": "in real terms the pay of {who} changed by",
    "growth": "in cash the pay of {who} changed by",
    "rise_to_restore": "to restore what it bought the pay of {who} would have to rise by",
    "pounds": "a year's pay of {who} buys less by",
    "against_inflation": "beside prices the pay of {who} changed by",
    "cost": "it would cost",
    "larger": "compared with the other, the pay of {who} changed by",
}


@quietly()
def answered(question: Question) -> Answer:
    """The answer to a question of which nothing has to be asked any more.

    Raises
    ------
    CoverageError
        If the record does not reach: says what there is.
    """
    if asks := question.asks():
        return Answer(question, asks=asks)
    if question.mixed:
        return Answer(question, outcome=Outcome(WRONG, WRONG, "independent"))
    if question.kind == "level":
        readings = _of_levels(question)
    elif question.kind == "cost":
        readings = _of_cost(question)
    else:
        readings = _against(question)
    return Answer(
        question, tuple(readings), _outcome(readings), _whose(question) if _in_pct(question) else None
    )


def _outcome(readings: list[Reading]) -> Outcome:
    """The verdict on all that was said: where a part of it could not be checked, the rest does not make it correct."""
    choices = [Choice("", {"it": _FIGURE}, each.result, of=each.of) for each in readings]
    unknown = [each for each in choices if each.result is None]
    told = decide(choices, [])
    return decide(unknown, []) if unknown and told.verdict == CORRECT else told


_FIGURE = Finding("a reading", 0.0, "pct", sources=(), method="a reading")


def _in_pct(question: Question) -> bool:
    return question.kind in ("real_change", "growth", "rise_to_restore")


def day_of(question: Question) -> int:
    """The month in which it was said, as an ordinal; not after the newest price."""
    said = periods.parse(question.said[:7]).asfreq("M", how="end")
    return min(said.ordinal, pays.last().ordinal)


def spans_of(question: Question) -> list[Span]:
    """What is compared with what: months of awards, calendar and financial years, as it was said."""
    levels = [pays.pay(key)[1].level for key in question.pays]
    if levels[0] is None:
        return _of_own(question)
    month = pays.award_month(levels[0])
    monthly = pays.is_monthly(question.pays[0])
    day = _reached(question, levels)
    newest = day - (day % 12 - (month - 1)) % 12
    until = _parsed(question.until)
    if question.since is None:
        return [_years_back(question, day if monthly and until is None else newest, month, monthly, until)]
    since = _parsed(question.since)
    if since.freqstr == periods.MONTH:
        start = since.ordinal
        end = (
            until.asfreq("M", how="start").ordinal
            if until is not None and until.freqstr == periods.MONTH
            else (_month_in(until, month) if until is not None else day if monthly else newest)
        )
        return [Span("month", start, end)]
    start = _month_in(since, month)
    end = _month_in(until, month) if until is not None else newest
    financial = since.freqstr == periods.FINANCIAL
    if monthly and until is None:
        end = day
    found = [] if monthly else [Span("month", start, end)]
    if not financial:
        last_year = (
            until.year
            if until is not None and until.freqstr == periods.YEAR
            else _whole_year(end, 0, monthly and until is None)
        )
        found.append(Span("calendar_year", since.year * 12 - _EPOCH, last_year * 12 - _EPOCH))
    first = (
        start - (start % 12 - 3) % 12
        if not monthly or financial
        else since.asfreq("M", how="start").ordinal + 3
    )
    last = (
        _whole_year(end, 3, True) * 12 + 3 - _EPOCH
        if monthly and until is None
        else end - (end % 12 - 3) % 12
    )
    found.append(Span("financial_year", first, last))
    return found


def _of_own(question: Question) -> list[Span]:
    """What is compared of two salaries: months where months were said, else calendar and financial years."""
    since = _parsed(question.since)
    until = _parsed(question.until) or pd.Period(ordinal=day_of(question), freq="M")
    if since is None:
        end = until.asfreq("M", how="start").ordinal
        return [Span("month", end - 12 * (question.years or 1), end)]
    if since.freqstr == periods.MONTH:
        return [Span("month", since.ordinal, until.asfreq("M", how="start").ordinal)]
    end = until.asfreq("M", how="end").ordinal
    whole = question.until is None
    calendar, financial = (_whole_year(end, offset, whole) * 12 + offset - _EPOCH for offset in (0, 3))
    if until.freqstr != periods.MONTH:
        first = until.asfreq("M", how="start").ordinal
        calendar, financial = first - first % 12, first - first % 12 + 3
    start = since.asfreq("M", how="start").ordinal
    found = [
        Span("calendar_year", start - start % 12, calendar),
        Span("financial_year", start - start % 12 + 3, financial),
    ]
    return found if since.freqstr == periods.YEAR else found[1:]


def _reached(question: Question, levels: list[pd.Series]) -> int:
    """The month in which it was said, or the last that the pay of the record reaches which goes back as far."""
    day, since = day_of(question), _parsed(question.since)
    start = day if since is None else since.asfreq("M", how="end").ordinal
    lasts = [each.index[-1].ordinal for each in levels if each.index[0].ordinal <= start]
    return min(day, max(lasts)) if lasts else day


_EPOCH = 1970 * 12


def _whole_year(month: int, offset: int, whole: bool) -> int:
    """The year that a month lies in, or the last that is over by then; from January or, three months on, from April."""
    year = (month + _EPOCH - offset) // 12
    over = (month + _EPOCH - offset) % 12 == 11
    return year if over or not whole else year - 1


def _parsed(text: str | None) -> pd.Period | None:
    return None if text is None else periods.parse(text)


def _month_in(period: pd.Period, month: int) -> int:
    """The month of awards within a year."""
    first = period.asfreq("M", how="start").ordinal
    if period.freqstr == periods.MONTH:
        return first
    return first + (month - 1 - first % 12) % 12


def _years_back(question: Question, newest: int, month: int, monthly: bool, until) -> Span:
    years = question.years or 1
    end = _month_in(until, month) if until is not None else newest
    width = 3 if monthly else 1
    end -= width - 1
    return Span("three_months" if monthly else "month", end - 12 * years, end)


def _label(first: int, way: str) -> str:
    month = pd.Period(ordinal=first, freq="M")
    if way == "calendar_year":
        return str(month.year)
    if way == "financial_year":
        return f"{month.year}/{(month.year + 1) % 100:02d}"
    return str(month + (_WIDTHS[way] - 1))


def mean(level: pd.Series, first: int, width: int) -> float | None:
    """The mean of a level over months; None where one is missing."""
    start = first - level.index[0].ordinal
    if start < 0 or start + width > len(level):
        return None
    total = 0.0
    for value in level.to_numpy()[start : start + width]:
        total += float(value)
    return None if np.isnan(total) else total / width


def ratio(level: pd.Series, span: Span) -> float | None:
    """How many times the level of the first window the second is; None where it is not known."""
    width = _WIDTHS[span.way]
    before, after = mean(level, span.since, width), mean(level, span.until, width)
    return None if before is None or after is None or span.until <= span.since else after / before


def _by_month(level: pd.Series) -> pd.Series:
    return level.reindex(pd.period_range(level.index[0], level.index[-1], freq="M"))


def _against(question: Question) -> list[Reading]:
    """Every reading of a change of pay."""
    concepts = _concepts(question)
    spans = spans_of(question)
    _refuse_too_short(question, spans)
    found = []
    for span in spans:
        if question.kind == "growth":
            grown = _growths(concepts, span)
            found += _read(
                question,
                {"period": span.words},
                STANDARD,
                {key: (each - 1) * 100 for key, each in grown.items()},
            )
        elif question.kind == "larger":
            found += _larger(question, span)
        else:
            for by, of in _roles(question):
                rise = ratio(_by_month(prices.index(by)), span)
                if rise is not None:
                    values = _values(question, concepts, span, rise)
                    found += _read(question, {"index": prices.title(by), "period": span.words}, of, values)
    if not any(each.of != ADDED for each in found):
        raise CoverageError(_not_there(question, spans))
    if question.by and question.kind not in ("growth", "larger"):
        _refuse_without_its_index(question, spans, found)
    return found


def _refuse_without_its_index(question: Question, spans: list[Span], found: list[Reading]) -> None:
    """A claim by an index that does not reach as far is not judged by others."""
    if not any(each.of == STATED for each in found):
        index = prices.index(question.by)
        raise CoverageError(
            f"{index.attrs['title']} does not reach from {spans[0].ends[0]} to {spans[0].ends[1]}: it runs from "
            f"{_reach(index)}. Ask about other years, or by another index."
        )


MOST_MONTHS_SHORT = 18
"""How long before it was said the pay of the record may end, and still be what was meant."""


def _refuse_too_short(question: Question, spans: list[Span]) -> None:
    """A record that ends long before a claim was made does not answer it."""
    reached = max(each.until + _WIDTHS[each.way] - 1 for each in spans)
    if question.until is None and day_of(question) - reached > MOST_MONTHS_SHORT:
        raise CoverageError(
            f"The record of this pay ends in {spans[0].ends[1]}, and the claim was made in {question.said}: "
            f"ask about the time until {spans[0].ends[1]}, or give two salaries."
        )


def _not_there(question: Question, spans: list[Span]) -> str:
    wanted = spans[0]
    if wanted.until <= wanted.since:
        return f"{wanted.ends[1]} does not come after {wanted.ends[0]}: ask about other years."
    told = [pays.pay(key) for key in (*question.pays, *question.than_pays)]
    there = [f"{words}: {_held(concept.level)}" for words, concept in told if concept.level is not None]
    if not there:
        indices = [prices.index(by) for by, of in _roles(question) if of != ADDED]
        return (
            f"Prices do not reach from {wanted.ends[0]} to {wanted.ends[1]}. They are held for "
            + "; ".join(f"{each.attrs['title']}: {_reach(each)}" for each in indices)
            + ". Ask about other years."
        )
    reach = f"reach from {wanted.ends[0]} to {wanted.ends[1]} for this pay"
    if question.kind == "larger":
        reach = f"set one pay beside the other from {wanted.ends[0]} to {wanted.ends[1]}, like with like"
    return (
        f"The record does not {reach}. It has "
        + "; ".join(there)
        + ". Ask about other years, or give two salaries."
    )


def _held(level: pd.Series) -> str:
    """The months of which a level is known, in runs: no month between two of them is."""
    months = level.dropna().index.asi8
    ends = np.flatnonzero(np.diff(months) > 1)
    first, last = months[[0, *ends + 1]], months[[*ends, -1]]
    return ", ".join(
        str(one) if one == other else f"{one} to {other}"
        for one, other in zip(*(map(_month, each) for each in (first, last)), strict=True)
    )


def _reach(index: pd.Series) -> str:
    return f"{periods.label(index.index[0])} to {periods.label(index.index[-1])}"


def _month(ordinal: int) -> pd.Period:
    return pd.Period(ordinal=int(ordinal), freq="M")


def _roles(question: Question) -> list[tuple[str, str]]:
    """The indices, and of which set their readings are."""
    standard = standard_indices(question.said[:7])
    roles = []
    for by in dict.fromkeys([*([question.by] if question.by else []), *standard, *ALL_INDICES]):
        of = STATED if by == question.by else STANDARD if by in standard else ADDED
        roles.append((by, of))
    return roles


def _concepts(question: Question) -> dict[str, Concept]:
    return {key: pays.pay(key)[1] for key in question.pays}


def _growths(concepts: dict[str, Concept], span: Span) -> dict[str, float]:
    found = {}
    for key, concept in concepts.items():
        grown = (
            1 + concept.growth_pct / 100 if concept.level is None else ratio(_by_month(concept.level), span)
        )
        if grown is not None:
            found[key] = grown
    return found


def _values(question: Question, concepts: dict[str, Concept], span: Span, rise: float) -> dict[str, float]:
    """What comes of each pay against prices."""
    found = {}
    for key, grown in _growths(concepts, span).items():
        if question.kind == "rise_to_restore":
            found[key] = (rise / grown - 1) * 100
        elif question.kind == "pounds":
            if "=" in key:
                found[key] = pays.owned(key)[1] * (rise / grown - 1)
            elif "|" in key:
                after = mean(_by_month(concepts[key].level), span.until, _WIDTHS[span.way])
                found[key] = after * (rise / grown - 1)
        else:
            found[key] = (grown / rise - 1) * 100
    return found


def _read(question: Question, options: dict[str, str], of: str, values: dict[str, float]) -> list[Reading]:
    """A reading, of all points together where a figure was said; else one a point."""
    if not values:
        return []
    if question.kind == "against_inflation":
        return [
            Reading(
                options | {"whose pay": pays.pay(key)[0]},
                value,
                value,
                beside_level(value, question.comparison),
                of,
            )
            for key, value in values.items()
        ]
    low, high = min(values.values()), max(values.values())
    return [Reading(options, low, high, result_of(question, low, high), of)]


def open_of(question: Question) -> Open:
    """What the figure leaves open, as a fall or a rise of so much."""
    unit = "gbp" if question.kind in ("pounds", "level") else "pct"
    size = abs(question.value)
    qualifier = None if question.qualifier == "up_to" else question.qualifier
    if question.decimals is None:
        return left_open(size, unit, qualifier, width=size * 0.05)
    return left_open(size, unit, qualifier, decimals=question.decimals)


def result_of(question: Question, low: float, high: float) -> str:
    """What computed figures are to the one that was said; the points of a scale are a range of which any part may be meant."""
    left = open_of(question)
    if question.value < 0:
        low, high = -high, -low
    if question.qualifier == "up_to":
        return left.result(high) if high <= left.near_high else CLOSE
    return left.result(low, high)


def _larger(question: Question, span: Span) -> list[Reading]:
    """Whether one pay grew more than another, like with like: total pay with total pay."""
    found = []
    for mine in question.pays:
        for other in question.than_pays:
            if mine.rpartition(" ")[2] != other.rpartition(" ")[2]:
                continue
            ratios = [ratio(_by_month(pays.pay(key)[1].level), span) for key in (mine, other)]
            if None in ratios:
                continue
            ahead = (ratios[0] / ratios[1] - 1) * 100
            result = beside_level(ahead, question.comparison)
            found.append(
                Reading(
                    {"whose pay": pays.pay(mine)[0], "period": span.words}, ahead, ahead, result, STANDARD
                )
            )
    return found


def _of_levels(question: Question) -> list[Reading]:
    """Salaries beside the rates in force in those years; several rounded ones also in the prices of the last year."""
    concepts = _concepts(question)
    dated = [each for each in question.levels if each[1]]
    given = dated or ([(question.levels[0][0], question.said[:4], "")] if concepts else [])
    rounded = all(round(gbp) % 10 == 0 for gbp, *_ in question.levels)
    later = _in_later_prices(question, dated) if len(dated) > 1 and rounded else []
    found, missing = [], []
    for gbp, when, _ in given:
        if concepts:
            told = _in_cash(question, concepts, gbp, when)
            missing += [] if told else [_as_given(gbp, f"{when}, of which no rate is in the record")]
        else:  # nothing to set it beside but prices
            told = [_as_given(gbp, when, CORRECT) if later else _as_given(gbp, f"{when}, as it was said")]
        found += told
    for gbp, when, occupation in question.levels:
        if occupation:
            told = _of_occupation(question, gbp, when, occupation)
            missing += [] if told else [_as_given(gbp, f"{occupation}, of whom no median is in the record")]
            found += told
        elif not when and len(question.levels) > 1 and (dated or gbp != question.levels[0][0]):
            missing.append(_as_given(gbp, "a year that was not said"))
    found += later
    if not found:
        raise CoverageError(
            f"The record has no pay of {question.who or 'anybody named here'} in "
            f"{' or '.join(when for _, when, _ in given) or question.said[:4]}. Give the salary at both dates, or name a group and a point."
        )
    return found + missing


def _as_given(gbp: float, period: str, result: str | None = None) -> Reading:
    """A salary beside which the record has none: it is taken as it was said, and not checked."""
    options = {"money": "the money of the day, as given", "period": period}
    return Reading(options, gbp, gbp, result, STANDARD)


def _in_cash(question: Question, concepts: dict[str, Concept], gbp: float, when: str) -> list[Reading]:
    period = periods.parse(when)
    first, last = (period.asfreq("M", how=how).ordinal for how in ("start", "end"))
    rates = _rates(concepts, first, last)
    left = left_open(gbp, "gbp", question.qualifier)
    if len(concepts) > 1 and _lies_between(gbp, left, rates):
        low, high = (show(each(rate for rate, _ in rates), "gbp", 0) for each in (min, max))
        return [
            _as_given(gbp, f"{when}, between rates that are read here, {low} and {high}, but none of them")
        ]
    exact = round(gbp) % 10 != 0
    if exact and rates:
        nearest = min(rates, key=lambda each: (abs(each[0] - gbp), each[1]))
        rates = [nearest]  # to the pound: the figure itself says which rate is meant
        known = [
            each.level.reindex(
                pd.period_range(pd.Period(ordinal=first, freq="M"), pd.Period(ordinal=last, freq="M"))
            )
            for each in concepts.values()
        ]
        if abs(nearest[0] - gbp) > 0.5 and all(each.isna().any() for each in known):
            options = {
                "money": "the money of the day",
                "period": f"{when}, of which not every rate is in the record",
            }
            return [Reading(options, nearest[0], nearest[0], None, STANDARD)]
    return [
        Reading(
            {"money": "the money of the day", "period": f"{when}, rate of {_label(month, 'month')}"},
            rate,
            rate,
            left.result(rate),
            STANDARD,
        )
        for rate, month in rates
    ]


def _lies_between(gbp: float, left: Open, rates: list[tuple[float, int]]) -> bool:
    """Whether a salary is none of the rates that are read, and may be one of those between, which are not."""
    known = [rate for rate, _ in rates]
    return bool(known) and min(known) < gbp < max(known) and {left.result(each) for each in known} == {WRONG}


def _of_occupation(question: Question, gbp: float, when: str, occupation: str) -> list[Reading]:
    """A salary beside the median of an occupation, of all employees and of those full time."""
    year = when or str(
        pd.Period(ordinal=day_of(question), freq="M").year
        - (periods.parse(question.said[:7]).asfreq("M", how="end").month < 11)
    )
    left = left_open(gbp, "gbp", question.qualifier)
    medians = pays.medians(occupation, year)
    return [
        Reading(
            {"whose pay": f"{occupation}, {pattern}", "period": year},
            value,
            value,
            left.result(value),
            STANDARD,
        )
        for pattern, value in medians.items()
    ]


def _of_cost(question: Question) -> list[Reading]:
    """A cost as a share of the pay bill: of the rise that was said, or by what prices rose; and over what was budgeted."""
    rises = [({}, question.rise_pct, STANDARD)] if question.rise_pct else []
    if not rises:
        rises = _price_rises(question)
    left = left_open(question.value, "gbp", question.qualifier)
    found = []
    for options, rise, of in rises:
        over = [("the whole rise", rise)]
        if question.budgeted_pct is not None:
            over.append(
                (f"over the {question.budgeted_pct:g}% that was budgeted", rise - question.budgeted_pct)
            )
        for words, share in over:
            cost = question.paybill_gbp * share / 100
            found.append(Reading(options | {"money": words}, cost, cost, left.result(cost), of))
    return found


def _price_rises(question: Question) -> list[tuple[dict[str, str], float, str]]:
    """What prices rose by: over 12 months to the last month that was published then, and between financial years."""
    month = day_of(question) - 2
    year = month - (month % 12 - 3) % 12
    spans = [Span("month", month - 12, month), Span("financial_year", year - 12, year)]
    found = []
    for by, of in _roles(question):
        for span in spans:
            rise = ratio(_by_month(prices.index(by)), span)
            if rise is not None:
                found.append(({"index": prices.title(by), "period": span.words}, (rise - 1) * 100, of))
    return found


def _rates(concepts: dict[str, Concept], first: int, last: int) -> list[tuple[float, int]]:
    """The rates in force in some months, each with the first of them."""
    found: dict[float, int] = {}
    for concept in concepts.values():
        level = concept.level
        for month, rate in zip(level.index.asi8, level.to_numpy(), strict=True):
            if first <= month <= last and rate not in found:
                found[float(rate)] = int(month)
    return list(found.items())


def _in_later_prices(question: Question, given: list[tuple[float, str]]) -> list[Reading]:
    """The first salary in the prices of the last year: what a comparison over years leaves unsaid."""
    (before, since, _), (_, until, _) = given[0], given[-1]
    span = Span(
        "calendar_year",
        periods.parse(since).asfreq("M", how="start").ordinal,
        periods.parse(until).asfreq("M", how="start").ordinal,
    )
    found = []
    for by, of in _roles(question):
        rise = ratio(_by_month(prices.index(by)), span)
        if rise is not None:
            worth = before * rise
            result = left_open(before, "gbp", question.qualifier).result(worth)
            money = f"prices of {until}"
            found.append(Reading({"money": money, "index": prices.title(by)}, worth, worth, result, of))
    return found


def _whose(question: Question) -> Whose | None:
    """Which readings give just this figure."""
    concepts = {pays.pay(key)[0]: each for key, each in _concepts(question).items()}
    spans = spans_of(question)
    about = question.since, question.until
    if question.since is None or question.until is None:
        since, until = spans[0].ends
        about = (
            question.since or since,
            question.until if question.since and question.until else _like(question.since, until, spans),
        )
    published = question.value
    if question.decimals is None:
        published = tuple(sorted((question.value * 0.95, question.value * 1.05)))
    try:
        return whose(
            published,
            about=tuple(map(periods.parse, about)),
            pay=concepts,
            decimals=question.decimals,
            real=question.kind == "real_change",
        )
    except (CoverageError, ChoiceError):
        return None


def _like(since: str | None, until: str, spans: list[Span]) -> str:
    """The end, in the kind of period in which the beginning was said."""
    kind = (
        None
        if since is None
        else {periods.YEAR: "calendar_year", periods.FINANCIAL: "financial_year"}.get(
            periods.parse(since).freqstr
        )
    )
    return next((each.ends[1] for each in spans if each.way == kind), until)


def _separates(readings: list[Reading], name: str) -> int:
    """How many readings the options of a choice put right; none where it has one option."""
    groups: dict[str, list[bool]] = {}
    for each in readings:
        if name in each.options:
            groups.setdefault(each.options[name], []).append(each.result != WRONG)
    if len(groups) < 2:
        return 0
    return sum(max(group.count(True), group.count(False)) for group in groups.values())


def _moves(readings: list[Reading], name: str) -> float:
    """How far apart the means of a choice's options are."""
    groups: dict[str, list[float]] = {}
    for each in readings:
        if name in each.options:
            groups.setdefault(each.options[name], []).append((each.low + each.high) / 2)
    means = [sum(group) / len(group) for group in groups.values()]
    return max(means) - min(means) if len(means) > 1 else 0.0


def _range(readings: list[Reading], kind: str) -> str:
    """The least and the most of readings, in words."""
    low, high = min(each.low for each in readings), max(each.high for each in readings)
    if kind == "cost":
        texts = [_in_billions(each) for each in (low, high)]
        return texts[0] if texts[0] == texts[1] else f"{texts[0]} to {texts[1]}"
    unit, places = ("gbp", 0) if kind == "pounds" else ("pct", 1)
    texts = [printed(each, unit, places) for each in (low, high)]
    return texts[0] if texts[0] == texts[1] else f"{texts[0]} to {texts[1]}"


def _in_billions(gbp: float) -> str:
    """A cost in words: in billions, or in millions where there are too few of them for a decimal."""
    if vanishes(gbp / 1e9, "pct", 1):
        millions = gbp / 1e6
        return (
            show(gbp, "gbp", 0) if vanishes(millions, "gbp_million", 0) else show(millions, "gbp_million", 0)
        )
    return show(gbp / 1e9, "gbp_billion", 1)


def _levels_in_words(readings: list[Reading]) -> str:
    told = [
        f"{show(each.low, 'gbp', 0)} ({', '.join(value for name, value in each.options.items() if name in ('whose pay', 'period'))})"
        if "period" in each.options
        else f"{show(each.low, 'gbp', 0)} in the {each.options['money']} by {each.options['index']}"
        for each in readings
    ]
    return "; ".join(told)
