"""A verdict in a sentence with the claim's own figure and the computed one, and what a reader should know beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import product

from paylib import prices
from paylib.checks import ADDED, GIVEN, STANDARD, STATED, Choice
from paylib.claims.rule import CANNOT, CORRECT, DEPENDS, DISPUTED, UNCONFIRMED, WRONG, Outcome
from paylib.claims.sides import NONE, OTHER_SIDE, OWN_WORD
from paylib.disputes import Claim
from paylib.figures import periods
from paylib.figures.finding import Finding
from paylib.figures.hedges import CLOSE
from paylib.figures.provenance import merged
from paylib.figures.rounding import half_last_digit
from paylib.figures.several import listed
from paylib.findings import Prose, joined, say, worded

AXES = {
    "rise": "which rise is taken",
    "index": "the index",
    "months": "the months compared",
    "figure": "which figure is taken",
    "figures": "which figures are compared",
    "set against": "what it is set against",
    "pay": "whose pay is taken",
    "counted from": "the day that it is counted from",
}
"""The choices that readings differ in, in words."""

MOST_NAMED = 3
"""How many readings of a kind the reasons name."""

MOST_WORDS = 25
"""How many words a sentence of a verdict has at most, where it can be said in two."""

_MOST_COMPARED = 60

_BY = "{label} ({found})"


def said(choice: Choice) -> Prose:
    """What came of a reading, as it is printed."""
    return say(choice.words, **choice.computed) if choice.computed else say("")


def _by(choice: Choice, options: Sequence[str] | None = None) -> Prose:
    """A reading, or some of what was chosen in it, with what came of it."""
    label = choice.label if options is None else _chosen(choice, options)
    return say(_BY, label=worded(label), found=said(choice))


def _of_value(claim: Claim) -> bool:
    """Whether what was worked out is set against the claim's own figure."""
    return claim.value is not None and claim.check is not None and claim.check.OF_VALUE


def _is_up_to(claim: Claim) -> bool:
    """Whether a claim says the most that it may be: "up to", "at most"."""
    return claim.figure.qualifier in ("up_to", "at_most")


def sentence(claim: Claim, who: str, as_stated: Prose, outcome: Outcome, lacking: Sequence[str]) -> Prose:
    """The verdict in a sentence or two.

    Parameters
    ----------
    claim : Claim
    who : str
        The names of those who make it.
    as_stated : Prose
        What it states.
    outcome : Outcome
        What its readings come to.
    lacking : sequence of str
        What would settle it.

    Returns
    -------
    Prose
    """
    if outcome.verdict == CANNOT:
        return _cannot(claim, lacking)
    if outcome.verdict == DEPENDS:
        return joined(" ", [*_depends(claim, as_stated, outcome), *_errors(outcome)])
    named = _named(claim, outcome)
    parts = {
        "stated": as_stated,
        "who": who,
        "found": said(named),
        "label": worded(named.label),
        "more": _how_many_more(claim, outcome),
    }
    wordings = _WORDS[outcome.verdict][_how(claim, outcome, named)]
    for place, words in _MORE.items():
        there = words if len(outcome.deciding) > 1 else ""
        wordings = [each.replace(place, there) for each in wordings]
    first = _fitted(wordings, parts)
    return joined(" ", [first, *_otherwise(outcome, named), *_far_short(outcome), *_errors(outcome)])


def _otherwise(outcome: Outcome, named: Choice) -> list[Prose]:
    """Where the claim's own reading decides and a standard one says otherwise: the nearest of those."""
    if named.of != STATED or named.holds is None:
        return []
    others = [each for each in outcome.others if each.of == STANDARD and each.holds is not named.holds]
    if not others:
        return []
    true, false, apart = contrast([named, *others])
    other = false if named.holds else true
    return [say(_OTHERWISE["not so" if named.holds else "so"], by=_by(other, apart))]


_OTHERWISE = {"so": "By {by} it is so.", "not so": "By {by} it is not so."}

_MORE = {"{more}": ", and {more} more", "{further}": " And {more} more."}
"""Where a wording says how many readings agree with the one that it names, and how, where there are any."""

_STANDS_IN = "stands in"


def _fitted(wordings: Sequence[str], parts: Mapping[str, Finding | Prose | str]) -> Prose:
    """The first wording whose sentences are all short, or else the last, which says it in the shortest ones."""
    said_so = [say(words, **parts) for words in wordings]
    return next((each for each in said_so if _longest(each.text) <= MOST_WORDS), said_so[-1])


def _longest(text: str) -> int:
    """How many words the longest sentence of a text has."""
    return max(len(each.split()) for each in re.split(r"(?<=[.?!])\s", text))


def _claimed(verdict: str) -> tuple[str, ...]:
    """A verdict on a figure: what was claimed and found, and by what in the same sentence or in one of its own."""
    both = f"{verdict}: claimed {{stated}}, found {{found}}"
    return f"{both} ({{label}}{{more}}).", f"{both}. That is by {{label}}{{more}}."


_WORDS = {
    CORRECT: {
        CLOSE: _claimed("Roughly"),
        "survey": _claimed("Correct within the survey’s margin"),
        _STANDS_IN: _claimed("Correct by a figure that stands in for it"),
        "figure": _claimed("Correct"),
        "words": ("Correct by {label} ({found}){more}.", "Correct: {found}. That is by {label}{more}."),
    },
    WRONG: {
        "figure": _claimed("Wrong"),
        "words": ("Wrong by {label} ({found}){more}.", "Wrong: {found}. That is by {label}{more}."),
    },
    DISPUTED: {
        OTHER_SIDE: (
            "Disputed: claimed {stated}, but {found} by the other side ({label}{more}). Nobody else’s figure was found.",
            "Disputed: claimed {stated}, but {found} by the other side. That is by {label}{more}. Nobody else’s figure was found.",
        ),
        OWN_WORD: (
            "Disputed: claimed {stated}, but {found} by another figure of the same side ({label}{more}).",
            "Disputed: claimed {stated}, but {found} by another figure of the same side. That is {label}{more}.",
        ),
        NONE: tuple(f"{words} Whose figure that is was not said." for words in _claimed("Disputed")),
    },
    UNCONFIRMED: {
        "survey": (
            "Unconfirmed: within the survey’s margin it may be either way, {found} ({label}{more}).",
            "Unconfirmed: within the survey’s margin it may be either way, {found}. That is by {label}{more}.",
        ),
        "average": (
            "Unconfirmed: claimed {stated}, by {who} alone. Beside it: {label} ({found}){more}.",
            "Unconfirmed: claimed {stated}, by {who} alone. Beside it: {label} ({found}).{further}",
        ),
        _STANDS_IN: tuple(
            f"Unconfirmed: figures that stand in for it point the other way. {words.removeprefix(': ').capitalize()}"
            for words in _claimed("")
        ),
        OWN_WORD: (
            "Unconfirmed: claimed {stated}, found {found}, but only its own side says so ({label}{more}).",
            "Unconfirmed: claimed {stated}, found {found}. Only its own side says so: {label}{more}.",
        ),
        NONE: tuple(f"{words} Whose figure that is was not said." for words in _claimed("Unconfirmed")),
    },
}
"""The wordings of each verdict, by how it was reached: in one sentence, then in more and shorter ones."""


def _how(claim: Claim, outcome: Outcome, named: Choice) -> str:
    """How a verdict was reached, as `_WORDS` has it."""
    whose = NONE if None in {each.side for one in outcome.deciding for each in one.used} else outcome.evidence
    in_words = "figure" if _of_value(claim) else "words"
    match outcome.verdict:
        case "correct":
            if all(each.proxy for each in outcome.deciding):
                return _STANDS_IN
            if named.within_margin:
                return "survey"
            return CLOSE if outcome.result == CLOSE else in_words
        case "wrong":
            return in_words
        case "disputed":
            return whose
    if named.holds is None:
        return "survey" if named.within_margin else "average"
    return whose if named.holds else _STANDS_IN


def _named(claim: Claim, outcome: Outcome) -> Choice:
    """The reading that a sentence names: one that is exact, where there is one; of an "up to" the most that was found."""
    if _of_value(claim) and _is_up_to(claim) and outcome.verdict == CORRECT:
        return max(outcome.deciding, key=lambda each: abs(each.figure.value))
    return next((each for each in outcome.deciding if each.result == CORRECT), outcome.deciding[0])


def _how_many_more(claim: Claim, outcome: Outcome) -> Finding:
    """How many readings agree with the one that the sentence names."""
    return Finding(
        f"claim {claim.id}, readings that agree",
        len(outcome.deciding) - 1,
        "count",
        "readings that decide, beside the one that the sentence names",
        (claim.source,),
    )


def _cannot(claim: Claim, lacking: Sequence[str]) -> Prose:
    why = "words" if claim.unit == "text" else "lacking" if lacking else "no figure"
    return say(_CANNOT[why], lacking=worded("; ".join(lacking)))


_CANNOT = {
    "words": "Cannot be checked: it is not a matter of figures.",
    "no figure": "Cannot be checked: no figure was found to check it with.",
    "lacking": "Cannot be checked. Not found: {lacking}.",
}


def _depends(claim: Claim, as_stated: Prose, outcome: Outcome) -> list[Prose]:
    """By which reading it is true and by which not, then what that turns on."""
    true, false, apart = contrast(outcome.deciding)
    same = _same(outcome.deciding, true, apart)
    parts = {
        "true": _by(true, apart),
        "false": _by(false, apart),
        "axes": listed(
            [AXES.get(each, each) for each in deciding_axes(outcome.deciding) or apart] or ["which is taken"]
        ),
        "stated": as_stated,
        "same": worded(same),
    }
    each_against = bool(same) and _is_of_pairs(true) and apart == ["figure"]
    wordings = _DEPENDS["each against" if each_against else "of some" if same else "plain"]
    correct = _DEPENDS["figure" if _of_value(claim) else "words"]
    by = "against" if apart == ["set against"] else "by"
    for place, words in (("correct", correct), ("by", by)):
        capital = words[0].upper() + words[1:]
        wordings = [
            each.replace(f"{{{place}}}", words).replace(f"{{{place.capitalize()}}}", capital)
            for each in wordings
        ]
    return [_capitalised(_fitted(wordings, parts)), say(_DEPENDS["turns"], **parts)]


_DEPENDS = {
    "figure": "{stated} is correct {by} {true}",
    "words": "correct {by} {true}",
    "plain": ("{Correct}, not {by} {false}.", "{Correct}. {By} {false} it is not so."),
    "of some": (
        "For {same}, {correct}, not {by} {false}.",
        "For {same}, {correct}. {By} {false} it is not so.",
    ),
    "each against": (
        "{Correct}, not {by} {false}, each against {same}.",
        "{Correct}. {By} {false} it is not so. Each is set against {same}.",
    ),
    "turns": "It turns on {axes}.",
}
"""The wordings of a claim that depends on the reading: what is correct by what, what there is of it, what it turns on."""


def _is_of_pairs(choice: Choice) -> bool:
    """Whether a reading sets one figure against another."""
    return "set against" in choice.options


def _chosen(choice: Choice, apart: Sequence[str]) -> str:
    """What was chosen in a reading, of that in which it differs from another."""
    if set(apart) == set(choice.options):
        return choice.label
    return ", ".join(choice.options[axis] for axis in apart)


def _capitalised(prose: Prose) -> Prose:
    """With a capital at the start, where it starts with a word of ours."""
    if prose.html[:1] != prose.text[:1]:
        return prose
    return replace(
        prose, text=prose.text[:1].upper() + prose.text[1:], html=prose.html[:1].upper() + prose.html[1:]
    )


def _same(choices: Sequence[Choice], one: Choice, apart: Sequence[str]) -> str:
    """What two readings have in common, of that in which others differ."""
    return ", ".join(
        one.options[each] for each in one.options if each not in apart and len(_options(choices, each)) > 1
    )


def _options(choices: Iterable[Choice], axis: str) -> list[str]:
    return list(dict.fromkeys(each.options[axis] for each in choices if axis in each.options))


def contrast(choices: Sequence[Choice]) -> tuple[Choice, Choice, list[str]]:
    """A true and a false reading that differ in as little as can be, and in what they differ."""
    true = [each for each in choices if each.holds][:_MOST_COMPARED]
    false = [each for each in choices if each.holds is False][:_MOST_COMPARED]

    def differ(pair: tuple[Choice, Choice]) -> list[str]:
        one, other = pair
        return [axis for axis in one.options if one.options[axis] != other.options.get(axis)]

    best = min(product(true, false), key=lambda pair: len(differ(pair)) or 99)
    return *best, differ(best) or list(best[0].options)


def deciding_axes(choices: Sequence[Choice]) -> list[str]:
    """The choices that a claim turns on, the one that matters most first.

    A choice matters by how far the shares of true readings differ between its options; one that tells true from
    false by itself is the only one.
    """
    told = [each for each in choices if each.holds is not None]
    weights = {}
    for axis in dict.fromkeys(name for each in told for name in each.options):
        groups = [
            [each.holds for each in told if each.options.get(axis) == option]
            for option in _options(told, axis)
        ]
        if len(groups) > 1 and all(len(set(group)) == 1 for group in groups):
            return [axis]
        overall = sum(each.holds for each in told) / len(told)
        weights[axis] = sum(len(group) * (sum(group) / len(group) - overall) ** 2 for group in groups)
    heaviest = sorted(weights, key=lambda axis: round(weights[axis], _PLACES), reverse=True)
    return [axis for axis in heaviest if round(weights[axis], _PLACES)]


_PLACES = 9
"""Choices whose weights differ by less than this many decimals weigh the same."""


def wordings() -> dict[str, object]:
    """Every wording that a sentence of a verdict is made of, for a script that is to say the same.

    Returns
    -------
    dict
        Of plain values.

    Examples
    --------
    >>> wordings()["otherwise"]["not so"], wordings()["axes"]["index"]
    ('By {by} it is not so.', 'the index')
    """
    return {
        "axes": AXES,
        "mostWords": MOST_WORDS,
        "mostCompared": _MOST_COMPARED,
        "places": _PLACES,
        "by": _BY,
        "otherwise": _OTHERWISE,
        "more": _MORE,
        "words": _WORDS,
        "cannot": _CANNOT,
        "depends": _DEPENDS,
        "farShort": _FAR_SHORT,
        "errors": _ERRORS,
    }


def deciding_choice(outcome: Outcome) -> str:
    """What the verdict turns on, where readings differ: "the index: true by RPI, not by CPI".

    Of a claim that depends, between the readings that decide; of one that its own reading decides, between that
    and the standard ones.
    """
    told = list(outcome.deciding)
    if outcome.verdict != DEPENDS:
        told += [
            each for each in outcome.others if each.of != ADDED and any(one.of == STATED for one in told)
        ]
    if len({each.holds for each in told}) < 2 or None in {each.holds for each in told}:
        return ""
    axes = deciding_axes(told)
    true, false, apart = contrast(told)
    same = _same(told, true, apart)
    by, not_by = (_chosen(one, apart) for one in (true, false))
    words = ", then ".join(AXES.get(each, each) for each in axes)
    if same and _is_of_pairs(true) and apart == ["figure"]:
        return f"{words}: true by {by}, not by {not_by}, each against {same}"
    return f"{words}: {f'for {same}, ' if same else ''}true by {by}, not by {not_by}"


def reading_of(outcome: Outcome) -> str:
    """The reading that decides, in words."""
    if not outcome.deciding:
        return ""
    first, count = outcome.deciding[0], len(outcome.deciding)
    if first.of == GIVEN:
        return first.label if count == 1 else f"the {count} figures given"
    name = "the claim’s own" if first.of == STATED else "the standard set"
    chosen = {axis: _options(outcome.deciding, axis) for axis in first.options}
    told = [
        " and ".join(each) if len(each) <= 2 else f"{len(each)} {_SEVERAL[axis]}"
        for axis, each in chosen.items()
    ]
    return f"{name}: {'; '.join(told)}"


_SEVERAL = {"rise": "rises", "index": "indices", "months": "spans"}


def beside(
    claim: Claim, as_stated: Prose, outcome: Outcome, tried: Sequence[Choice], lacking: Sequence[str]
) -> list[Prose]:
    """What a reader should know beside the verdict, a sentence each."""
    told = [
        *_on_either_side(claim, outcome),
        *_carried(claim, as_stated, outcome),
        *_other_readings(claim, outcome),
        *_dropped(tried),
        *_not_read(claim, tried),
        *_digits(claim, as_stated),
    ]
    if lacking and outcome.verdict != CANNOT:
        told.append(_ended("What would settle it: {words}", "; ".join(lacking)))
    if claim.check is not None and claim.check.note:
        told.append(_ended("{words}", claim.check.note))
    return told


def _ended(sentence: str, words: str) -> Prose:
    """A sentence that ends in words of a file: with a full stop, unless they end as a sentence already."""
    stop = "" if words.endswith(("?", "!")) else "."
    return say(sentence + stop, words=worded(words.rstrip(".")))


def _far_short(outcome: Outcome) -> list[Prose]:
    """That the most that was found is far below an "up to"."""
    if outcome.verdict != CORRECT or not all(each.far_short for each in outcome.deciding):
        return []
    most = max(outcome.deciding, key=lambda each: abs(each.figure.value))
    return [say(_FAR_SHORT, by=_by(most))]


_FAR_SHORT = "The most that was found is far below that: {by}."


def carried(claim: Claim, outcome: Outcome) -> tuple[Finding, str, str] | None:
    """What the same pay makes by another index, without any figure of pay.

    Parameters
    ----------
    claim : Claim
    outcome : Outcome
        How it was judged.

    Returns
    -------
    tuple of Finding, str, str, or None
        The figure, the index that it is carried from and the index that it is carried to. None where no one
        index decides, nothing is left of the pay, or the sentence of the verdict sets two against each other already.
    """
    named = _carried_from(claim, outcome)
    if named is None or not named.carried or _by_index_alone(outcome):
        return None
    by, to, since, until = named.carried
    restores = claim.check.kind == "rise_to_restore"
    of_claim = _is_carried_as_claimed(claim, by)
    falls = not restores and of_claim and claim.check.says == "below"
    change = (-1 if falls else 1) * claim.figure.low if of_claim else named.figure.value
    if change <= -100:
        return None  # nothing is left to carry
    first, second = (to, by) if restores else (by, to)
    here, there = (prices.title(each) for each in (by, to))
    months = tuple(map(periods.parse, (since, until)))
    it = Finding(
        f"claim {claim.id}, carried to {there}",
        prices.carry(change, since, until, from_=first, to=second),
        "pct",
        f"(1 + the figure by the {here}) × the growth of the one index / that of the other − 1, {named.options['months']}",
        merged(
            [
                (claim.source,) if of_claim else named.sources,
                *(prices.provenance(each, *months) for each in (by, to)),
            ]
        ),
        merged(prices.warnings(each, *months) for each in (by, to)),
        1,
    )
    return it, here, there


def _carried_from(claim: Claim, outcome: Outcome) -> Choice | None:
    """The reading that is told by another index: the one that the sentence names, or the first that is true."""
    if outcome.verdict == DEPENDS or not outcome.deciding:
        return next((each for each in outcome.deciding if each.holds), None)
    return _named(claim, outcome)


def _is_carried_as_claimed(claim: Claim, by: str) -> bool:
    """Whether the claimed figure itself is carried, and not the one computed: it says its index and one value."""
    figure = claim.figure
    return bool(_of_value(claim) and claim.reading and claim.reading.by == by and figure.low == figure.high)


def _carried(claim: Claim, as_stated: Prose, outcome: Outcome) -> list[Prose]:
    found = carried(claim, outcome)
    if found is None:
        return []
    it, here, there = found
    what = "as the rise needed" if claim.check.kind == "rise_to_restore" else "in real terms"
    named = _carried_from(claim, outcome)
    words = (
        f"Carried from {here} to {there}, the {{stated}} claimed makes {{it}} {what}."
        if _is_carried_as_claimed(claim, named.carried[0])
        else f"By {there} the same pay makes {{it}} {what}."
    )
    return [say(words, stated=as_stated, it=it)]


def _by_index_alone(outcome: Outcome) -> bool:
    """Whether the sentence sets two indices against each other already."""
    return outcome.verdict == DEPENDS and contrast(outcome.deciding)[2] == ["index"]


def _on_either_side(claim: Claim, outcome: Outcome) -> list[Prose]:
    """Where the readings that decide differ: the first few by which it is true and is not, beside the two of the sentence."""
    if outcome.verdict != DEPENDS:
        return []
    told = []
    said_already = contrast(outcome.deciding)[:2]
    for holds, words in ((True, "It is true too by"), (False, "Nor is it true by")):
        side = [each for each in outcome.deciding if each.holds is holds and each not in said_already]
        if not side:
            continue
        more = Finding(
            f"claim {claim.id}, further readings by which it is {'true' if holds else 'not'}",
            len(side) - MOST_NAMED,
            "count",
            "readings that decide and are not named",
            (claim.source,),
        )
        end = " and {more} more." if len(side) > MOST_NAMED else "."
        parts = {"named": joined("; ", map(_by, side[:MOST_NAMED])), "more": more}
        told.append(say(f"{words} {{named}}{end}", **parts))
    return told


def _other_readings(claim: Claim, outcome: Outcome) -> list[Prose]:
    """On how many other readings it is true: of the standard set and the weaker figures, then of further ones."""
    told = []
    for further, name in ((False, "other readings"), (True, "further readings")):
        side = [each for each in outcome.others if (each.of == ADDED) is further]
        if not side:
            continue
        true = sum(each.holds for each in side)
        share = (
            "all" if true == len(side) else "none" if not true else "most" if true > len(side) / 2 else "few"
        )
        count = Finding(
            f"claim {claim.id}, {name}",
            f"{true} of {len(side)}",
            "text",
            f"{name} on which it is true, of those that could be tried",
            (claim.source,),
        )
        parts = {"name": name, "share": share, "count": count, "all": joined("; ", map(_by, side))}
        words = "Of {name} it is true on {share} ({count})"
        told.append(say(f"{words}: {{all}}." if len(side) <= MOST_NAMED else f"{words}.", **parts))
    return told


def _errors(outcome: Outcome) -> list[Prose]:
    """That prices of a month are known to be in error, and whether the verdict turns on it."""
    months = dict.fromkeys(each.error for each in outcome.deciding if each.error)
    words = _ERRORS["turns" if any(each.turns for each in outcome.deciding) else "stays"]
    return [say(words, month=worded(month)) for month in months]


_ERRORS = {
    "turns": "Prices of {month} are known to be a little too high; without that error the verdict may turn.",
    "stays": "Prices of {month} are known to be a little too high; that does not turn the verdict.",
}


def _digits(claim: Claim, as_stated: Prose) -> list[Prose]:
    """To what the file takes a stated figure to be rounded, where that is not what its digits say."""
    if claim.decimals is None or not _of_value(claim):
        return []
    figure = claim.figure
    if half_last_digit(figure.low, claim.unit) == 0.5 * 10.0**-claim.decimals:
        return []
    to = Finding(
        f"claim {claim.id}, rounded to",
        10.0**-claim.decimals,
        claim.unit,
        "the decimals that the file gives",
        (claim.source,),
        decimals=max(claim.decimals, 0),
    )
    return [say("The file takes {stated} as rounded to {to}.", stated=as_stated, to=to)]


def _dropped(tried: Sequence[Choice]) -> list[Prose]:
    """The standard readings that the file leaves out, with its reason."""
    reasons = dict.fromkeys(
        (each.options.get("index", each.label), each.dropped) for each in tried if each.dropped is not None
    )
    return [
        say(
            "The file leaves {what} out ({reason}); it counts all the same.",
            what=worded(what),
            reason=worded(reason),
        )
        for what, reason in reasons
    ]


def _not_read(claim: Claim, tried: Sequence[Choice]) -> list[Prose]:
    """The spans that the file adds and of which an index has no prices: not yet, or none that were found."""
    told = []
    for span in dict.fromkeys(getattr(claim.check, "spans", ())):
        months = " to ".join(map(periods.words, map(periods.parse, span)))
        of_the_span = [each for each in tried if each.options.get("months") == months]
        if any(each.of != ADDED for each in of_the_span):
            continue  # the claim is read by it: what lacks would settle it
        lacking: dict[str, list[str]] = {}
        for each in of_the_span:
            if not each.computed:
                why = each.label.partition(months)[2]
                lacking.setdefault(why, []).append(each.options["index"].partition(" (")[0])
        told += [
            say(
                "Over {months}, which the file adds, there are no prices by {indices}{why}.",
                months=worded(months),
                indices=worded(listed(dict.fromkeys(indices))),
                why=worded(why),
            )
            for why, indices in lacking.items()
        ]
    return told
