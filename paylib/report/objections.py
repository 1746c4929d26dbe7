"""Would a regulator object? What the statistics regulator and others have said of charts and sentences, as rules.

Each rule has its public case, in our words. A rule that finds nothing does not make a sentence true; one that finds
something asks a question that its writer should be able to answer.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from paylib.errors import PaylibError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.container import BarContainer
    from matplotlib.figure import Figure

    from paylib.claims.asking import Question
    from paylib.disputes import Dispute

_INDEX = re.compile(
    r"\b(?:CPIH?|RPIX?|RPIJ|HICP|HCI|deflator|price index|consumer prices?|retail prices?|either index|any index"
    r"|index by index|every index|all indices)\b",
    re.IGNORECASE,
)
_REAL = re.compile(
    r"(?<!not )(?<!not in )\b(?:in real terms|real[- ]terms|after (?:inflation|prices)|(?:below|above|beh?ind|ahead of) (?:inflation|prices))\b",
    re.IGNORECASE,
)
_PERCENT = r"(\d+(?:\.\d+)?)\s?(?:%|per cent)"
_AVERAGE = re.compile(r"\b(?:averages?|mean)\b", re.IGNORECASE)
_TYPICAL = re.compile(
    r"\b(?:typical(?:ly)?|ordinary|most (?:staff|workers|people|members|employees))\b", re.IGNORECASE
)
_DENIES = re.compile(r"\b(?:not|no|n[o’']t|cannot|never|rather than|without|nor)\b", re.IGNORECASE)
_RECORD = re.compile(
    r"(?<!on )\b(?:record|highest[- ]ever|biggest[- ]ever|more than ever|largest[- ]ever)\b[^.:,]{0,40}\b"
    r"(?:pay|salar\w+|funding|spending|investment|budget|award|rise)\b",
    re.IGNORECASE,
)
_CASH = re.compile(
    r"\b(?:cash|real terms|after (?:inflation|prices)|nominal|in pounds of the day)\b", re.IGNORECASE
)
_LOST = re.compile(
    rf"\b(?:fall(?:en|s)?|fell|lost|loss|cuts?|eroded|erosion|worth less|lower|down)\b[^.;]{{0,60}}?{_PERCENT}",
    re.IGNORECASE,
)
_RESTORED = re.compile(
    rf"\b(?:restor\w+|make (?:good|up for)|catch up|win back|recover\w*|undo)\b[^.;]{{0,60}}?{_PERCENT}"
    rf"|{_PERCENT}[^.;]{{0,40}}\b(?:would|will|to) (?:restore|make (?:good|up for)|win back|recover|undo)\b",
    re.IGNORECASE,
)
_PEAK = re.compile(
    r"\bsince (?:its|their|the|a) (?:\w+ )?(?:peak|height|high|low|trough|bottom)\b", re.IGNORECASE
)
_RATES = re.compile(rf"\bfrom {_PERCENT} to {_PERCENT}", re.IGNORECASE)
_BY = re.compile(rf"\bby {_PERCENT}(?! points?)", re.IGNORECASE)


def _index_unsaid(text: str) -> bool:
    told = any(_REAL.search(one) and re.search(_PERCENT + r"|£\s?\d", one) for one in sentences(text))
    return told and not _INDEX.search(text)


def _average_typical(text: str) -> bool:
    return any(
        _AVERAGE.search(one) and _TYPICAL.search(one) and not _DENIES.search(one) for one in sentences(text)
    )


def _cash_real(text: str) -> bool:
    return any(_RECORD.search(one) and not _CASH.search(one) for one in sentences(text))


def _loss_rise(text: str) -> bool:
    lost = set(_LOST.findall(text))
    again = {number for found in _RESTORED.findall(text) for number in found if number}
    return any(float(number) >= _LEAST_TOLD_APART for number in lost & again)


_LEAST_TOLD_APART = 3.0
"""Per cent from which a loss and the rise that restores it differ by more than a tenth of a point."""


_WINDOW = re.compile(
    r"\b(?:since|from|between|back to|compared (?:with|to)) [^.;]{0,20}?(?:19|20)\d\d\b", re.IGNORECASE
)


def _peak(text: str) -> bool | str:
    """Whether a window is said to begin at a peak; or what pay in real terms did since a little earlier and later,
    where the first year or month that is said makes the sign."""
    if _PEAK.search(text):
        return True
    told = (_of_window(one) for one in sentences(text) if _WINDOW.search(one))
    return next(filter(None, told), "")


def differs(at: float, before: float, after: float) -> bool:
    """Whether a change is another story since a year earlier or later: of other sign, or by more than half apart.

    Examples
    --------
    >>> differs(5.8, -3.8, 0.0), differs(-20.0, -18.0, -22.0)
    (True, False)
    """
    return any(abs(other - at) > abs(at) / 2 for other in (before, after))


def turned(at: float, before: float, after: float) -> bool:
    """Whether a first month makes the sign of a change: the lowest or highest of its neighbours, and one of them
    gives the other sign.

    Parameters
    ----------
    at, before, after : float
        The change since that month, since a year earlier and since a year later, per cent.

    Returns
    -------
    bool

    Examples
    --------
    >>> turned(-3.0, 1.0, 2.0), turned(-3.0, -4.0, 2.0), turned(-3.0, -1.0, -2.0)
    (True, False, False)
    """
    at, before, after = (round(each, 1) for each in (at, before, after))
    return (at < min(before, after) or at > max(before, after)) and (before * at < 0 or after * at < 0)


_KINDS = ("real_change", "against_inflation")
"""What is said of pay that a window may turn."""


def _of_window(sentence: str) -> str:
    """What pay did by the record, if the first year or month that a sentence says makes the sign in every way of
    comparing months, by an index that it may mean; else nothing."""
    from paylib.claims import asking
    from paylib.figures.rounding import printed

    question = asking.read(sentence, str(asking.pays.last()))
    if question.kind not in _KINDS or not question.since or question.asks() or question.mixed:
        return ""
    falls = question.comparison == "below" or (question.value or 0) < 0
    beside = {"kind": "against_inflation", "value": None, "comparison": "below" if falls else "above"}
    changes = _changes(replace(question, **beside))
    for (index, whose), ways in changes.items():
        if all(
            len(each) == len(_SHIFTS) and turned(*each) and (each[0] < 0) is falls for each in ways.values()
        ):
            at, before, after = (printed(each, "pct") for each in next(iter(ways.values())))
            return f"By {index}, {whose}: {at}; from a year earlier {before}, from a year later {after}."
    return ""


_SHIFTS = (0, -1, 1)
"""Years by which the first month is moved."""


def _changes(question: Question) -> dict[tuple[str, str], dict[str, list[float]]]:
    """Real changes of pay since the first month and its neighbours: by index and pay, then by what is compared."""
    from paylib.claims import asking

    found: dict[tuple[str, str], dict[str, list[float]]] = {}
    for shift in _SHIFTS:
        since = re.sub(
            r"\d{4}(?:/\d\d)?", lambda each, by=shift: _later(each[0], by), question.since, count=1
        )
        try:
            readings = asking.answered(replace(question, since=since)).readings
        except PaylibError:
            return {}
        for each in readings:
            index, _, whose = (each.options.get(name, "") for name in ("index", "period", "whose pay"))
            until = each.options.get("period", "").partition(" to ")[2]
            found.setdefault((index, whose), {}).setdefault(until, []).append(each.low)
    return found


def _later(year: str, by: int) -> str:
    """A year or financial year, moved.

    Examples
    --------
    >>> _later("2010", -1), _later("2009/10", 1)
    ('2009', '2010/11')
    """
    first = int(year[:4]) + by
    return f"{first}/{(first + 1) % 100:02d}" if "/" in year else str(first)


def _points(text: str) -> bool:
    for one in sentences(text):
        rates = _RATES.search(one)
        if not rates:
            continue
        apart = abs(float(rates[2]) - float(rates[1]))
        relative = apart / float(rates[1]) * 100 if float(rates[1]) else 0.0
        for said in _BY.findall(one):
            if abs(float(said) - apart) < _ROUNDING and abs(float(said) - relative) > _ROUNDING:
                return True
    return False


_ROUNDING = 0.051


class Rule(NamedTuple):
    """What is objected to, what its writer is asked, and the public case."""

    name: str
    asks: str
    case: str
    url: str
    finds: Callable[[str], bool | str] | None = None
    """Whether a paragraph has it, or what the record says to that; none where only a chart can."""


RULES = (
    Rule(
        "axis cut",
        "Do the bars start at zero?",
        "In February 2023 the regulator wrote to the Treasury about a bar chart of inflation whose axis began at 8%: "
        "bars that do not start at zero make a fall look larger than it is.",
        "https://osr.statisticsauthority.gov.uk/correspondence/ed-humpherson-to-david-pares-treasury-inflation-infographic",
    ),
    Rule(
        "base year or index unsaid",
        "After prices by which index?",
        "In 2019 a teachers’ union called school funding a real-terms cut by another deflator than the usual one. The "
        "Authority asked it to make clear how its change was worked out.",
        "https://uksa.statisticsauthority.gov.uk/correspondence/response-to-national-education-union-on-school-funding-announcements/",
        _index_unsaid,
    ),
    Rule(
        "average called typical",
        "Does the average stand for what most of them got?",
        "In March 2015 the Authority told the TUC that 4.1%, a rise in earnings of those who stayed in work, was not "
        "the rise that most of them had seen.",
        "https://touchstoneblog.org.uk/2015/03/stats-watchdog-confirms-that-4-1-per-cent-does-not-typically-represent-pay-rises/",
        _average_typical,
    ),
    Rule(
        "cash called real",
        "Is that in pounds of the day, or after prices?",
        "In October 2019 the regulator said of £14 billion for schools, a sum in cash over three years added up, that it "
        "could mislead those who read no further than the headline.",
        "https://osr.statisticsauthority.gov.uk/news/osr-statement-on-school-funding-announcements",
        _cash_real,
    ),
    Rule(
        "loss called the rise that restores it",
        "A loss of a fifth needs a rise of a quarter: which of the two is it?",
        "In February 2023 a minister and several papers said that doctors asked for 26%. That was the loss which their "
        "union claimed; to undo it would have taken about 35%, as Full Fact worked out.",
        "https://fullfact.org/economy/junior-doctors-pay-demands-35-not-26/",
        _loss_rise,
    ),
    Rule(
        "one-sided window",
        "What is it from a year earlier, and from a year later?",
        "In 2019 the Authority was asked about a claim on poverty since 2010. It found the year reasonable there, and "
        "recalled the guidance not to rest on two points alone.",
        "https://www.statisticsauthority.gov.uk/correspondence/response-on-statements-on-child-poverty/",
        _peak,
    ),
    Rule(
        "percentage points called per cent",
        "From 10%, a fall of one percentage point leads to 9%, a fall of 1% to 9.9%: which is it?",
        "The Office for National Statistics asks its own writers to tell the two apart, with that example.",
        "https://service-manual.ons.gov.uk/content/numbers/percentages",
        _points,
    ),
)


ONE_SIDED = next(rule for rule in RULES if rule.name == "one-sided window")


class Objection(NamedTuple):
    """A passage, and what is asked of it."""

    rule: Rule
    passage: str
    told: str = ""
    """What the record says to that."""

    def __str__(self) -> str:
        return f"{self.rule.name}: “{self.passage}” {self.rule.asks} {self.told}".rstrip()


def objections(passages: Iterable[str], rules: Iterable[Rule] = RULES) -> Iterator[Objection]:
    """What a regulator might ask of some passages.

    Parameters
    ----------
    passages : iterable of str
        Paragraphs: what is said in one is not asked of it.
    rules : iterable of Rule, optional
        All rules unless said.

    Yields
    ------
    Objection

    Examples
    --------
    >>> for each in objections(["Pay fell by 20% in real terms.", "Pay fell by 20% after prices, by RPI."]):
    ...     print(each)
    base year or index unsaid: “Pay fell by 20% in real terms.” After prices by which index?
    """
    for passage in passages:
        words = " ".join(passage.split())
        for rule in rules:
            if rule.finds and (told := rule.finds(words)):
                yield Objection(rule, words, told if isinstance(told, str) else "")


def sentences(text: str) -> list[str]:
    """A paragraph's sentences."""
    return re.split(r"(?<=[.?!])\s+(?=[A-Z£\d“‘])", text)


_BLOCK = re.compile(
    r"<(p|li|h[1-6]|figcaption|caption|summary|output|q|dd)\b[^>]*>(.*?)</\1>", re.DOTALL | re.IGNORECASE
)
_UNSEEN = re.compile(r"<(style|script|svg|dl)\b.*?</\1>", re.DOTALL | re.IGNORECASE)


def of_dispute(dispute: Dispute) -> list[Objection]:
    """What a regulator might ask of a dispute file's words: its question and its claims, in the file's words.

    Of the window of a claim whose reading says from when and by which index it counts, that reading is asked
    (`paylib.report.since.one_sided`), not the sentence.

    Parameters
    ----------
    dispute : Dispute
        From `paylib.dispute`.

    Returns
    -------
    list of Objection
    """
    but_windows = tuple(rule for rule in RULES if rule is not ONE_SIDED)
    asked = dict.fromkeys([dispute.title, dispute.question], RULES)
    for claim in dispute.claims:
        rules = but_windows if claim.reading and claim.reading.since and claim.reading.by else RULES
        for words in filter(None, (claim.summary, claim.short)):
            asked.setdefault(words, rules)
    return [each for words, rules in asked.items() for each in objections([words], rules)]


def of_page(text: str) -> list[Objection]:
    """What a regulator might ask of an HTML page: its paragraphs and alt texts.

    Parameters
    ----------
    text : str
        The page as HTML.

    Returns
    -------
    list of Objection
    """
    seen = _UNSEEN.sub(" ", text)
    blocks = [_bare(block[2]) for block in _BLOCK.finditer(seen)]
    alts = [html.unescape(alt) for alt in re.findall(r'<img alt="([^"]*)"', seen)]
    return list(objections(dict.fromkeys([*blocks, *alts])))


def _bare(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


def of_figure(figure: Figure, words: str) -> list[Objection]:
    """What a regulator might ask of a chart: whether its bars start at zero.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Such as a chart's ``figure``.
    words : str
        What the chart is called.

    Returns
    -------
    list of Objection
    """
    from matplotlib.container import BarContainer

    drawn = ((axes, each) for axes in figure.axes for each in axes.containers)
    cut = any(_is_cut(axes, each) for axes, each in drawn if isinstance(each, BarContainer))
    return [Objection(RULES[0], words)] if cut else []


def _is_cut(axes: Axes, bars: BarContainer) -> bool:
    """Whether zero of the axis along which bars are long lies outside what is shown."""
    low, high = sorted(axes.get_xlim() if bars.orientation == "horizontal" else axes.get_ylim())
    return not low <= 0 <= high
