"""Figures as people say them: "150 to 170", "one in five", "a third", "double", "30p", "£1.5 million"."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

from paylib.errors import FigureError
from paylib.figures import units
from paylib.figures.hedges import HEDGES, SYNONYMS
from paylib.figures.saved import TWO_WAYS

_WORDS = {
    **{
        "a": 1,
        "an": 1,
        "one": 1,
        "two": 2,
        "three": 3,
        "four": 4,
        "five": 5,
        "six": 6,
        "seven": 7,
        "eight": 8,
    },
    **{"nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "twenty": 20, "hundred": 100},
}

_PARTS = {
    **{"half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8},
    **{"ninth": 9, "tenth": 10, "twentieth": 20, "hundredth": 100},
}

_MULTIPLES = {
    "half as much again": 1.5,
    "double": 2,
    "doubled": 2,
    "twice": 2,
    "treble": 3,
    "triple": 3,
    "trebled": 3,
    "tripled": 3,
    "quadruple": 4,
    "halved": 0.5,
}

_SIZES = {
    **{"thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "mn": 1e6},
    **{"billion": 1e9, "bn": 1e9, "trillion": 1e12},
}

PHRASES = {
    **{each.replace("_", " "): each for each in (*HEDGES, *SYNONYMS)},
    **{
        "no more than": "at_most",
        "not more than": "at_most",
        "as much as": "up_to",
        "as many as": "up_to",
        "no less than": "at_least",
        "no fewer than": "at_least",
        "close to": "about",
    },
}
"""Words before a figure, as they are said."""

_AGAIN = {
    **{f"gbp_{time}": (rf"(?:a|an|per) {time}",) for time in ("year", "month", "week", "hour")},
    "people": ("staff", "workers", "members", "employees"),
}
"""What may be said after a figure beside the words of its unit, and says no more than that."""

_MOST = re.compile(r"^(?:most|(?:a|the) majority)(?: of)?$")

_NUMBER = r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_BETWEEN = re.compile(r" (?:to|and) | ?\N{EN DASH} ?|(?<=[\da-z%])-(?=[\d£])")
_FIGURE = re.compile(rf"(£?)\s*({_NUMBER})\s*([a-z%]*)\.?", re.IGNORECASE)


@dataclass(frozen=True)
class Said:
    """A figure that was said in words, in the unit of the claim; made by `said`.

    Parameters
    ----------
    low, high : float
        The figure; of a range, its ends.
    decimals : int or None
        How many digits after the point were said, in that unit (below zero for tenths of a million);
        None where it had no point.
    qualifier : str or None
        The word before it, as `paylib.figures.hedges` has it.
    in_digits : bool
        False of a fraction or a multiple.
    """

    low: float
    high: float
    decimals: int | None = None
    qualifier: str | None = None
    in_digits: bool = True


def said(text: str, unit: str) -> Said:
    """A figure as it was said, in a unit.

    Parameters
    ----------
    text : str
        A number with its unit, a range, a fraction, a multiple or a ratio.
    unit : str
        The unit that the claim is in. Of a fraction in per cent, the share; of a multiple in per cent, the growth.

    Returns
    -------
    Said

    Raises
    ------
    FigureError
        If it is none of these, or in another unit.

    Examples
    --------
    >>> said("one in five", "pct"), said("a third", "ratio").low.__round__(3), said("double", "pct").low
    (Said(low=20.0, high=20.0, decimals=None, qualifier=None, in_digits=False), 0.333, 100.0)
    >>> found = said("more than £1.5 million", "gbp")
    >>> found.low, found.decimals, found.qualifier, said("150 to 170", "people").high
    (1500000.0, -5, 'more_than', 170.0)
    >>> said("most", "pct").low, said("almost all", "pct").qualifier
    (50.0, 'almost')
    >>> said("30p", "gbp_hour").low, said("1:400", "people_per_fte").low
    (0.3, 400.0)
    """
    words = _MOST.sub("more than half", _plain(text, unit))
    phrase = next(
        (each for each in sorted(PHRASES, key=len, reverse=True) if words.startswith(each + " ")), ""
    )
    return replace(_figures(words.removeprefix(phrase).strip(), unit, text), qualifier=PHRASES.get(phrase))


def _plain(text: str, unit: str) -> str:
    """As it is read: one spelling of a sign, a share and pence, and without what the unit of the claim says again."""
    words = " ".join(re.sub(r"per ?cent\b", "%", text.lower().replace("\N{MINUS SIGN}", "-")).split())
    words = re.sub(r"(?<=\d) ?(?:pence|p)\b", "p", words)
    words = re.sub(r"(?<=[\d%]) ?- ?(?=[£\d])", "-", re.sub(r"(?<=\d) %", "%", words))
    words = re.sub(r"^([\d,.]+)\+(?= |$)", r"more than \1", words)
    if in_pounds := re.fullmatch(r"(.*?)([\d,.]+(?: (?:thousand|million|billion))?) pounds?( .*)?", words):
        words = f"{in_pounds[1]}£{in_pounds[2]}{in_pounds[3] or ''}"
    again = [re.escape(units.known(unit).words.lower()), *_AGAIN.get(unit, ())]
    return re.sub(rf"(?<=\w) (?:{'|'.join(again)})$", "", words)


def _figures(words: str, unit: str, text: str) -> Said:
    share, multiple = _share(words.removesuffix(" of")), _multiple(words)
    if share is not None:
        return _in_words(_of_one(share, unit, text))
    if multiple is not None:
        return _in_words((multiple - 1) * 100.0 if unit == "pct" else _of_one(multiple, unit, text))
    if (whole := _whole(words)) is not None:
        return Said(*[whole / (units.known(unit).size if whole >= 1000 else 1.0)] * 2)
    if found := re.fullmatch(rf"({_NUMBER}) ?: ?({_NUMBER})", words):
        return _in_words(_as_ratio(*(float(each.replace(",", "")) for each in found.groups()), unit, text))
    ends = [_FIGURE.fullmatch(each) for each in _BETWEEN.split(words.removeprefix("between "))]
    if len(ends) > 2 or None in ends:
        raise FigureError(
            f'{text!r} is not a figure that can be read. Write a number, a range such as "150 to 170", a fraction such as '
            '"one in five" or "a third", a multiple such as "double", or a sum such as "30p" or "£1.5 million".'
        )
    figures = [_figure(each, unit, text, ends[-1][3]) for each in ends]
    (low, _), (high, _) = figures[0], figures[-1]
    if low > high:
        raise FigureError(
            f"{text!r} runs from the higher to the lower: did you mean {ends[1][0]} to {ends[0][0]}?"
        )
    return Said(low, high, max((places for _, places in figures if places is not None), default=None))


def _in_words(value: float) -> Said:
    return Said(value, value, in_digits=False)


def _share(words: str) -> float | None:
    """A fraction: "one in five", "a third", "two thirds", "three out of four"."""
    if found := re.fullmatch(r"(\w+) (?:in|out of) (?:every )?(\w+)", words):
        part, whole = (_count(each) for each in found.groups())
        return part / whole if part is not None and whole else None
    if words == "all":
        return 1.0
    *first, last = words.split() or [""]
    whole = _PARTS.get(last, _PARTS.get(last.removesuffix("s")))
    if whole is None or len(first) > 1:
        return None
    part = _count(first[0]) if first else 1.0
    return None if part is None else part / whole


def _whole(words: str) -> float | None:
    """A number in words: "five", "two thousand", "half a million"."""
    if found := re.fullmatch(r"(?:(.+) )?(thousand|million|billion)", words):
        part = (found[1] or "a").removesuffix(" a").removesuffix(" of")
        size = _count(part) if part in _WORDS else _share(part)
        return None if size is None else size * _SIZES[found[2]]
    if words in ("dozen", "a dozen"):
        return 12.0
    return _WORDS.get(words) if words not in ("a", "an", "hundred") else None


def _count(word: str) -> float | None:
    return float(word) if word.isdigit() else _WORDS.get(word)


def _multiple(words: str) -> float | None:
    """A multiple: "double", "three times"."""
    if words in _MULTIPLES:
        return _MULTIPLES[words]
    found = re.fullmatch(r"(\w+(?:\.\d+)?) ?(?:times|fold|-fold)", words)
    if found is None:
        return None
    try:
        return float(found[1])
    except ValueError:
        return _count(found[1])


def _of_one(part: float, unit: str, text: str) -> float:
    """A share or a multiple of one in a unit that is only a number."""
    known = units.known(unit)
    if known.of or unit in units.WORDS:
        raise FigureError(
            f'{text!r} is a share, and the claim is in {known.words} ({unit}): write unit = "pct".'
        )
    return part / known.size


def _as_ratio(first: float, second: float, unit: str, text: str) -> float:
    """A ratio such as 1:400; of people to one worker, how many to one."""
    if not first or not second:
        raise FigureError(f"{text!r} has a nought, and is no ratio.")
    known = units.known(unit)
    return second / first if known.of else _of_one(first / second, unit, text)


def _figure(found: re.Match, unit: str, text: str, last: str) -> tuple[float, int | None]:
    """A number with its sign and unit, in the unit of the claim, and how many decimals it has there."""
    pounds, digits, after = found[1], found[2].replace(",", ""), found[3] or (last if last in _SIZES else "")
    known = units.known(unit)
    in_money = "gbp" in known.of
    if not after and unit != "gbp_hour" and (in_money or known.decimals == 0) and TWO_WAYS.fullmatch(digits):
        thousands = digits.replace(".", "")
        raise FigureError(
            f"{text!r} may be {int(thousands):,} or {float(digits):.2f}: write {thousands} or {float(digits):.2f}."
        )
    size = 1.0
    if after == "p":
        size, pounds = 0.01, "£"
    elif after in _SIZES:
        size = _SIZES[after]
    elif after == "%":
        if unit != "pct":
            raise FigureError(
                f'{text!r} is in per cent, and the claim is in {known.words} ({unit}): write unit = "pct".'
            )
    elif after and after != "x":
        raise FigureError(
            f"{text!r}: {after!r} is no size of a number; write thousand, million or billion, or p for pence."
        )
    if pounds and not in_money:
        raise FigureError(
            f'{text!r} is money, and the claim is in {known.words} ({unit}): write unit = "gbp" or its like.'
        )
    factor = size / (known.size if in_money or size > 1 else 1.0)
    exact = "." in digits or after == "p"
    places = len(digits.partition(".")[2]) - round(math.log10(factor)) if exact else None
    return float(digits) * factor, places
