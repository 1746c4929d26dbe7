"""A plain sentence on pay as fields: whose pay, what is said, since when. What cannot be read is asked."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from itertools import pairwise

from paylib.claims.asking import words
from paylib.claims.asking.words import WHO
from paylib.errors import ChoiceError, unknown
from paylib.figures.inputs import checked

SAYS = {
    "real_change": "pay changed in real terms by",
    "growth": "pay changed in cash by",
    "rise_to_restore": "the rise that would restore what pay bought is",
    "pounds": "a year's pay buys less than it did, by",
    "against_inflation": "pay beside prices",
    "level": "pay was",
    "larger": "pay rose {} than that of",
    "cost": "it costs",
    "demand": "they ask for",
}
"""What may be said, by name."""

BESIDE = {
    "equal": "in line with",
    "no_less_than": "at least level with",
    "no_more_than": "at most level with",
}
"""What pay is said to be beside prices, by name, where the name is no word for it."""


ASKS = {
    "kind": "What is said of pay: that it fell or rose by how much, is below prices, or needs a rise?",
    "not": "What is so, and not what is not: that pay fell or rose by how much, is below prices, or needs a rise?",
    "yearly": "Over the whole time, by how much? What figures of each year make together is not read.",
    "offer": "An offer is in the record once it is an award: say that they got it, or give it as a file (paylib new).",
    "demand": "What they ask for stands in their own claim, and the record does not have it: is the figure a rise, or a fall that pay is said to have had?",
    "cost": "Of what pay bill? The record has none by year: give it in pounds.",
    "figure": "What figure is said?",
    "salary": "Of what salary? Pounds need one: a point of a scale, or a salary of one's own.",
    "since": "Since when?",
}
"""What is asked where it was not said."""


@dataclass(frozen=True)
class Question:
    """A claim on pay, as fields; made by `read`, or filled in by hand.

    Parameters
    ----------
    sentence : str
        As it was said.
    who : str, optional
        Whose pay: a name of `paylib.claims.asking.words.WHO`.
    pays : tuple of str
        Keys of the pay that is meant (`paylib.claims.asking.pays`); empty where it is not known.
    kind : str, optional
        A name of `SAYS`.
    value : float, optional
        The figure: per cent, below nought for a fall; or pounds.
    decimals : int, optional
        How many were printed; below nought for whole thousands; None for a share in words.
    qualifier : str, optional
        The word before the figure.
    comparison : str, optional
        ``below``, ``above`` or ``equal``, where pay is set beside prices.
    by : str, optional
        The price index that was named.
    since, until : str, optional
        From when to when, as they were said: ``2010``, ``2010/11`` or ``2010-04``.
    years : int, optional
        Over how many years, where that was said instead.
    said : str
        The month in which it was said: what came later was not meant.
    levels : tuple of (float, str, str)
        Salaries, when they were paid and the occupation, as they were said.
    paybill_gbp : float, optional
        What a cost is reckoned on: the pay bill of a year.
    rise_pct : float, optional
        The rise of which a cost is said; that of prices, unless said.
    budgeted_pct : float, optional
        The rise that was budgeted already.
    than, than_pays
        Whose pay it is set beside, and its keys.
    mixed : bool
        Whether a change in cash is set beside one in real terms, or two changes since different years.
    """

    sentence: str
    who: str | None = None
    pays: tuple[str, ...] = ()
    kind: str | None = None
    value: float | None = None
    decimals: int | None = 0
    qualifier: str | None = None
    comparison: str | None = None
    by: str | None = None
    since: str | None = None
    until: str | None = None
    years: int | None = None
    said: str = ""
    levels: tuple[tuple[float, str, str], ...] = ()
    paybill_gbp: float | None = None
    rise_pct: float | None = None
    budgeted_pct: float | None = None
    than: str | None = None
    than_pays: tuple[str, ...] = ()
    mixed: bool = False

    def asks(self) -> tuple[str, ...]:
        """What has to be said before it can be answered, a question each; empty where all is there."""
        asked = []
        if self.kind is None:
            text = _plain(self.sentence)
            unread = (name for name, pattern in words.UNREAD if re.search(pattern, text))
            asked.append(ASKS[next(unread, "kind")])
        elif self.kind == "demand":
            asked.append(ASKS["demand"])
        elif self.kind == "cost":
            return () if self.paybill_gbp else (ASKS["cost"],)
        elif self.kind == "level":
            dated = [each for each in self.levels if each[1]]
            if not self.pays and len(dated) < 2 and not any(each[2] for each in self.levels):
                asked.append(self._whose_pay())
        elif not self.mixed:
            if self.value is None and self.kind not in ("against_inflation", "larger"):
                asked.append(ASKS["figure"])
            if not self.pays:
                asked.append(self._whose_pay())
            elif self.kind == "pounds" and not any(mark in each for each in self.pays for mark in "|="):
                asked.append(ASKS["salary"])
            if (
                self.kind in ("real_change", "rise_to_restore", "pounds", "larger")
                and not self.since
                and not self.years
            ):
                asked.append(ASKS["since"])
        return tuple(asked)

    def _whose_pay(self) -> str:
        who, at, point = (self.who or "").partition(_AT_POINT)
        if at:
            return (
                f"Whose pay? Of {who} only some points are read here, and point {point} is none of them: give two "
                "salaries and their years."
            )
        named = (
            f"{self.who}: name one group that it has, or give two salaries and their years."
            if self.who
            else "anybody named here."
        )
        return f"Whose pay? The record has no pay by year for {named}"

    def fields(self) -> dict[str, str]:
        """The claim as the fields that it became, in words."""
        told = {
            "Whose pay": self.who or "?",
            "What is said": self._said(),
            "Since": self.since or "",
            "Until": self.until or "",
        }
        if self.years:
            told["Over"] = f"{self.years} year{'s' if self.years > 1 else ''}"
        if self.by:
            told["Index"] = self.by.upper()
        told["Said in"] = self.said
        return {name: each for name, each in told.items() if each}

    def _said(self) -> str:
        if self.kind is None:
            return "?"
        if self.kind == "level" and self.levels:
            return "pay was " + ", ".join(
                f"£{gbp:,.0f}"
                + (f" in {when}" if when else "")
                + (f" for {occupation}" if occupation else "")
                for gbp, when, occupation in self.levels
            )
        if self.kind == "against_inflation":
            return f"pay is {BESIDE.get(self.comparison, self.comparison)} prices"
        if self.kind == "larger":
            return f"{SAYS[self.kind].format('less' if self.comparison == 'below' else 'more')} {self.than}"
        figure = "?" if self.value is None else self._figure()
        hedge = f"{self.qualifier.replace('_', ' ')} " if self.qualifier else ""
        return f"{SAYS[self.kind]} {hedge}{figure}"

    def _figure(self) -> str:
        if self.kind in ("pounds", "cost", "level"):
            return f"£{self.value:,.0f}"
        places = 0 if self.decimals is None else max(0, self.decimals)
        return f"{self.value:.{places}f}%".replace("-", "\N{MINUS SIGN}")


_AT_POINT = " at point "

_FIGURE = r"(£)? ?(\d[\d,]*(?:\.[\d,.]*\d)?) ?(%|per cent|percent|bn\b|billion|k\b|m\b|million)?(?: ?pounds)?"
_NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_SHARE_OF = r" of (?!(?:their |its |our |all )?(?:pay|wages|earnings|value|income))"
_YEAR = r"(?:19|20)\d\d"
_WHEN = rf"(?:(?:{'|'.join(words.MONTHS)}) )?{_YEAR}(?:/(?:\d\d)?\d\d\b)?(?:-(?:20)?\d\d\b)?"


def read(sentence: str, said: str, **fields: object) -> Question:
    """A sentence as fields.

    Parameters
    ----------
    sentence : str
    said : str
        The month or year in which it was said.
    **fields
        What is put right by hand: fields of `Question`; ``who`` by its name.

    Returns
    -------
    Question

    Raises
    ------
    ChoiceError
        If a field given is unknown, or nobody is called so.

    Examples
    --------
    >>> read("Nurses' pay has fallen by 20% since 2010", "2022-12").fields()["What is said"]
    'pay changed in real terms by −20%'
    >>> read("Pay was cut", "2022-12").asks()
    ('Whose pay? The record has no pay by year for anybody named here.',)
    """
    text = _plain(sentence)
    found = Question(sentence, said=said)
    found = _of_time(found, text)
    found = _of_people(found, text)
    found = _of_what(found, text)
    if (
        found.kind == "rise_to_restore"
        and found.since is None
        and (to := re.search(rf"\bto (?:its |their |the )?({_WHEN})", text))
    ):
        found = replace(found, since=_when(to[1]))
    return _put_right(found, fields)


def _plain(sentence: str) -> str:
    text = sentence.lower().replace("\N{MINUS SIGN}", "-").replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    text = re.sub(r"(\d) (?=\d\d\d\b)", r"\1", text)
    return re.sub(r"\s+", " ", text).strip()


def _put_right(found: Question, fields: dict[str, object]) -> Question:
    given = {name: each for name, each in fields.items() if each is not None}
    there = asdict(found)
    for name in given:
        if name not in there:
            raise ChoiceError(unknown("field", name, there))
    if "who" in given:
        given["pays"] = given.get("pays") or pays_of(str(given["who"]), "")
    if "paybill_gbp" in given:
        checked(given["paybill_gbp"], "paybill_gbp", above=0)
    if "budgeted_pct" in given:
        checked(given["budgeted_pct"], "budgeted_pct")
    if isinstance(given.get("pays"), list):
        given["pays"] = tuple(given["pays"])
    return replace(found, **given)


def pays_of(name: str, text: str) -> tuple[str, ...]:
    """The keys of somebody's pay; of the new or the experienced ones, where the text says so.

    Raises
    ------
    ChoiceError
        If there is nobody of that name.
    """
    if name not in (names := {each.name: each for each in WHO}):
        raise ChoiceError(unknown("group of workers", name, names))
    who = names[name]
    if re.search(words.NEW, text):
        return who.lowest or who.pays[:1]
    if re.search(words.EXPERIENCED, text):
        return who.highest or who.pays[-1:]
    return who.pays


def _of_people(found: Question, text: str) -> Question:
    """Whose pay; and whose it is set beside, after "than"."""
    parts = re.split(words.THAN, text, maxsplit=1)
    who, pays = _who(parts[0])
    than, than_pays = _who(parts[1]) if len(parts) > 1 else (None, ())
    if who is None:
        who, pays, than, than_pays = than, than_pays, None, ()
    return replace(found, who=who, pays=pays, than=than, than_pays=than_pays)


def _who(text: str) -> tuple[str | None, tuple[str, ...]]:
    if band := re.search(r"band (\d[a-d]?)\b", text):
        top, entry = (re.search(pattern, text) for pattern in (words.EXPERIENCED, words.NEW))
        ends = ("top",) if top else ("entry",) if entry else ("entry", "top")
        name = f"NHS staff at band {band[1]}"
        return name, tuple(f"nhs_afc|England|||band {band[1]}|{end}" for end in ends)
    named = [
        (match.start(), match.end(), place)
        for place, each in enumerate(WHO)
        if (match := re.search(each.words, text))
    ]
    other = re.search(words.ELSEWHERE, text)
    if other and (not named or other.start() < min(named)[0]):
        return other[0], ()
    if not named:
        return None, ()
    for (start, end, _), (after, last, _) in pairwise(sorted(named)):
        if re.search(words.TOGETHER, text[end:after]):
            return text[start:last], ()
    who = WHO[min(place for *_, place in named)]
    if point := re.search(words.POINT, text):
        numbered = [each for each in who.pays if "|old|" not in each]  # an old number is another point now
        pays = tuple(each for each in numbered if each.rpartition("|")[2] == point[1])
        return f"{who.name}{_AT_POINT}{point[1]}", pays
    return who.name, pays_of(who.name, text)


def _of_time(found: Question, text: str) -> Question:
    """From when to when, or over how many years."""
    for pattern, year in words.EVENTS:
        if re.search(pattern, text):
            return replace(found, since=year)
    if span := re.search(rf"(?:from|between) ({_WHEN}) (?:to|and|until) ({_WHEN})", text):
        return replace(found, since=_when(span[1]), until=_when(span[2]))
    if since := re.search(
        rf"(?:since|back to|from|than in|than they were in|than it was in|compared with|compared to) ({_WHEN})",
        text,
    ):
        until = re.search(rf"(?:until|by|to) ({_WHEN})", text[since.end() :]) or _earlier(since, text)
        return replace(found, since=_when(since[1]), until=until and _when(until[1]))
    if year := re.search(rf"(?:year|months|quarter) (?:to|ending|ended)(?: in)? ({_WHEN})", text):
        return replace(found, years=1, until=_when(year[1]))
    number = rf"(\d+|{'|'.join(words.NUMBERS)})"
    if over := re.search(rf"(?:over|in|for) (?:the )?(?:last |past )?{number} years", text):
        years = int(over[1]) if over[1].isdigit() else words.NUMBERS.index(over[1]) + 1
        return replace(found, years=years, until=_end_of(text[over.end() :]))
    if decade := re.search(r"(?:over|in) (?:the|a) (?:last |past )?decade", text):
        return replace(found, years=10, until=_end_of(text[decade.end() :]))
    if re.search(r"this year|last year|a year ago|this year's", text):
        return replace(found, years=1)
    if when := re.search(rf"(?:in|for|of) ({_WHEN})", text):
        return replace(found, until=_when(when[1]))
    return replace(found, until=found.said[:4]) if re.search(words.FUTURE, text) else found


def _earlier(since: re.Match, text: str) -> re.Match | None:
    """The end, where it stands before the beginning: pay in 2025 was lower than in 2010."""
    until = re.search(rf"(?:in|by) ({_WHEN})", text[: since.start()])
    return until if until and _year_of(until[1]) > _year_of(since[1]) else None


def _end_of(text: str) -> str | None:
    """The end of a number of years, after it: the decade to 2020."""
    to = re.match(rf" (?:to|until|up to|ending|ended)(?: in)? ({_WHEN})", text)
    return to and _when(to[1])


def _year_of(text: str) -> int:
    return int(re.search(_YEAR, text)[0])


def _when(text: str) -> str:
    """A month, year or financial year as periods are written: a year with the next is a financial year."""
    for place, month in enumerate(words.MONTHS, 1):
        if text.startswith(month):
            return f"{text[-4:]}-{place:02d}"
    years = re.fullmatch(r"(\d{4})[/-](\d\d)?(\d\d)", text)
    if years and (int(years[1]) + 1) % 100 == int(years[3]):
        return f"{years[1]}/{years[3]}"
    return text


def _of_what(found: Question, text: str) -> Question:
    """What is said, and the figure."""
    bare = re.sub(
        rf"(?:since|back to|from|to|in|by|until|of|for|and|between|over) {_WHEN}",
        lambda each: " " * len(each[0]),
        text,
    )
    figures = _figures(bare)
    percents = [each for each in figures if each[1] == "%"]
    exact = [
        each for each in percents if bare[: each[4]].rstrip("% ").rfind("(") > bare[: each[4]].rfind(")")
    ]
    percents = exact + percents  # over 20% (20.8%)
    sums = [each for each in figures if each[1] == "£"]
    named = next((name for pattern, name in words.INDICES if re.search(pattern, text)), None)
    found = replace(found, by=named)
    says, said = next(
        ((name, told) for name, pattern in words.SAYS if (told := re.search(pattern, bare))), (None, None)
    )
    rest = bare if said is None else bare[: said.start()] + bare[said.end() :]
    if any(re.search(pattern, rest) for _, pattern in words.UNREAD):
        return found
    if found.than and _mixes(found, text, percents):
        return _with(replace(found, kind="larger", mixed=True), percents[0])
    if _of_both_ways(bare) or _misprinted(bare):
        return found
    if says == "cost" and sums:
        rise = percents[0][0] if percents else None
        return _with(replace(found, kind=says, rise_pct=rise), max(sums, key=lambda each: each[0]))
    if says == "demand" and figures:
        return _with(replace(found, kind=says), figures[0])
    if found.than and found.than_pays and says in ("rise", "fall") and not percents:
        more = (says == "rise") != bool(re.search(words.LESS, text))
        return replace(found, kind="larger", comparison="above" if more else "below")
    if found.than and found.than_pays and re.search(words.BY_SO_MUCH, bare):
        return found
    if sums and says == "pounds":
        return _with(replace(found, kind="pounds"), sums[0])
    if sums and (len(sums) > 1 or re.search(words.LEVEL, text)):
        return _levels(found, text, sums)
    if not percents and re.search(words.WITHOUT_UNIT, bare):
        return found
    if not percents or _beside_prices(said, bare):
        if says in ("above", "below", *BESIDE):
            return replace(found, kind="against_inflation", comparison=says)
        if says == "fall":
            return replace(found, kind="against_inflation", comparison="below")
        return found
    return _of_percent(found, text, says, percents[0])


def _beside_prices(said: re.Match | None, text: str) -> bool:
    """Whether pay is set beside prices, and the figure says something else than by how much."""
    return (
        said is not None
        and re.search(words.OF_PRICES, said[0]) is not None
        and not re.search(words.SO_MUCH_BEFORE, text[: said.start()])
        and not re.search(words.SO_MUCH_AFTER, text[said.end() :])
    )


def _of_percent(found: Question, text: str, says: str | None, figure: tuple) -> Question:
    if says == "rise_to_restore":
        return _with(replace(found, kind="rise_to_restore"), figure)
    if says in ("fall", "below"):
        return _with(replace(found, kind="real_change"), figure, -1)
    if says == "above" or (says == "rise" and re.search(words.REAL, text)):
        return _with(replace(found, kind="real_change"), figure)
    if says in ("rise", "demand", "equal"):
        return _with(replace(found, kind="growth"), figure)
    return _with(found, figure)


def _mixes(found: Question, text: str, percents: list) -> bool:
    """Whether two changes are set side by side that are not alike: one a fall and one a rise, or since other years."""
    if len(percents) < 2 or not re.search(words.THAN, text):
        return False
    years = re.findall(rf"since ({_YEAR})", text)
    parts = re.split(words.THAN, text, maxsplit=1)
    fell = [bool(re.search(dict(words.SAYS)["fall"], part)) for part in parts]
    return len(set(years)) > 1 or fell[0] != fell[1]


def _of_both_ways(text: str) -> bool:
    """Whether a rise and a fall are said, each with its figure."""
    parts = [each for each in re.split(words.PARTS, text) if any(told[1] == "%" for told in _figures(each))]
    fell = [re.search(dict(words.SAYS)["fall"], each) is not None for each in parts]
    rose = [re.search(words.UP, each) is not None for each in parts]
    return any(fell) and any(up and not down for up, down in zip(rose, fell, strict=True))


def _with(found: Question, figure: tuple, sign: int = 1) -> Question:
    value, _, decimals, qualifier, _ = figure
    return replace(found, value=sign * value, decimals=decimals, qualifier=qualifier)


def _figures(text: str) -> list[tuple[float, str, int | None, str | None, int]]:
    """Figures in the order in which they stand: value, sign, decimals, the word before, where it ends."""
    found = []
    for each in re.finditer(_FIGURE, text):
        if not _is_number(each):
            continue
        pounds, digits, size = each[1], each[2].replace(",", ""), each[3] or ""
        sign = "%" if size in ("%", "per cent", "percent") else "£" if pounds or "pounds" in each[0] else ""
        if not sign and len(digits) == 5 and "." not in digits:
            sign = "£"
        if not sign and size not in ("bn", "billion"):
            continue
        if sign == "%" and re.match(_SHARE_OF, text[each.end() :]):
            continue  # 40% of experienced teachers
        factor = {"bn": 1e9, "billion": 1e9, "k": 1e3, "m": 1e6, "million": 1e6}.get(size, 1)
        places = len(digits.partition(".")[2])
        value = float(digits) * factor
        if sign != "%":
            places = _zeros(value)
        found.append((value, sign or "£", places, _hedge(text[: each.start()]), each.end()))
    for pattern, value in words.SHARES:
        if share := re.search(pattern, text):
            found.append((value, "%", None, _hedge(text[: share.start()]), share.end()))
    return found


def _is_number(figure: re.Match) -> bool:
    """Whether a figure is written as it is here: 5.5, and not 5,5."""
    return _NUMBER.fullmatch(figure[2].rstrip(",")) is not None


def _misprinted(text: str) -> bool:
    """Whether something is said in pounds or per cent that is no number."""
    figures = re.finditer(_FIGURE, text)
    return any((each[1] or each[3] or "pounds" in each[0]) and not _is_number(each) for each in figures)


def _zeros(value: float) -> int:
    """How many noughts a sum ends in, below nought."""
    whole, places = round(value), 0
    while whole and whole % 10 == 0 and places < 12:
        whole, places = whole // 10, places + 1
    return -places


def _hedge(before: str) -> str | None:
    for pattern, name in words.HEDGES:
        if re.search(rf"(?:{pattern})\s*(?:by )?(?:the )?$", before):
            return name
    return None


def _levels(found: Question, text: str, sums: list) -> Question:
    """Salaries, each with the year that stands next after it; where no years stand, with the occupation before it."""
    years = [(each.start(), each[0]) for each in re.finditer(_WHEN, text)]
    levels, begin = [], 0
    for value, _, _, _, end in sums:
        after = [when for start, when in years if start >= end]
        occupation = "" if years else _occupation(text[begin:end])
        levels.append((value, _when(after[0]) if after else found.until or "", occupation))
        begin = end
    if same := re.search(rf"the same in ({_WHEN})", text):
        levels.append((sums[-1][0], _when(same[1]), ""))
    first = sums[0]
    return replace(
        found, kind="level", levels=tuple(levels), value=first[0], decimals=first[2], qualifier=first[3]
    )


def _occupation(text: str) -> str:
    return next((name for pattern, name in words.OCCUPATIONS if re.search(pattern, text)), "")
