"""What a brief says of claims: which of them lead, and each in a sentence of plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from markupsafe import Markup

from paylib import claims
from paylib.checks import Choice
from paylib.claims import sentences
from paylib.claims.rule import CANNOT, CORRECT, DEPENDS, DISPUTED, UNCONFIRMED, WRONG
from paylib.claims.sides import OTHER_SIDE, OWN_WORD, camp, maker
from paylib.disputes import Dispute
from paylib.figures.finding import Finding
from paylib.findings import Prose, joined, say, worded

UNION, EMPLOYERS = "union", "employers"

MOST_LEADING = 3
"""Claims of a side that a brief begins with."""


def leading(judged: Sequence[claims.Judged]) -> list[claims.Judged]:
    """The claims that mattered: as many a side as the other has, three at most, side by side.

    Parameters
    ----------
    judged : sequence of Judged
        All claims of a dispute.

    Returns
    -------
    list of Judged
        Those of a side that the file marks, else its first with figures; the two sides in turn. Where a side
        claims nothing, the other's.
    """
    both = [_leading_of(side, judged) for side in (UNION, EMPLOYERS)]
    fewest = min(map(len, both)) or max(map(len, both))
    most = min(MOST_LEADING, fewest)
    first, second = (each[:most] for each in both)
    return [each for pair in zip_longest(first, second) for each in pair if each is not None]


def _leading_of(side: str, judged: Iterable[claims.Judged]) -> list[claims.Judged]:
    mine = [each for each in judged if camp(each.claim.party) == side]
    return [each for each in mine if each.claim.leads] or [each for each in mine if each.claim.check]


def clause(each: claims.Judged) -> Prose:
    """A claim as it goes after "that"."""
    words = (each.claim.short or f"the claim “{each.claim.summary.rstrip('.')}” holds").rstrip(".")
    return worded(words)


def stated_as(each: claims.Judged) -> str:
    """A claim as a sentence of its own."""
    words = each.claim.short or each.claim.summary
    return f"{words[:1].upper()}{words[1:]}".rstrip(".")


def who(dispute: Dispute, each: claims.Judged) -> str:
    """Who makes a claim that was judged, by the names that people use."""
    return maker(dispute, each.claim)


def capital(prose: Prose) -> Prose:
    """With a capital at its start, within the markup that it starts with."""
    opened = re.match(r"(?:<[^>]*>)*", prose.html)[0]
    text, html = prose.text, prose.html[len(opened) :]
    return Prose(
        text[:1].upper() + text[1:], Markup(opened) + Markup(html[:1].upper() + html[1:]), prose.findings
    )


def _by(choice: Choice, options: Iterable[str] | None = None) -> Prose:
    label = choice.label if options is None else ", ".join(choice.options[each] for each in options)
    return say("{label} ({found})", label=worded(label), found=sentences.said(choice))


def by_index(each: claims.Judged) -> Prose | None:
    """By each index, in how many of the ways of counting that decide a claim is true; None where no index decides."""
    told = each.outcome.deciding
    indices = list(dict.fromkeys(choice.options.get("index") for choice in told))
    if len(indices) < 2 or None in indices or len(told) <= len(indices):
        return None
    first, *others = (_of_index(each, index) for index in reversed(indices))
    counted = say("by {index} in {share} ways of counting", **first)
    return joined(", ", [counted, *(say("by {index} in {share}", **other) for other in others)])


def _of_index(each: claims.Judged, index: str) -> dict[str, Prose]:
    """An index, and in how many of its ways of counting the claim is true."""
    mine = [choice for choice in each.outcome.deciding if choice.options["index"] == index]
    true = sum(bool(choice.holds) for choice in mine)
    name = f"claim {each.claim.id}, ways of counting"
    counts = {
        "true": Finding(
            f"{name} by {index} in which it is true", true, "count", "readings that decide", each.sources
        ),
        "all": Finding(f"{name} by {index}", len(mine), "count", "readings that decide", each.sources),
    }
    words = "all {all}" if true == len(mine) else "{true} of {all}" if true else "none"
    return {"index": worded(index.split(" (")[0]), "share": say(words, **counts)}


def sentence(dispute: Dispute, each: claims.Judged) -> Prose:
    """What a brief says under a verdict: the figure that decides, in a sentence or two."""
    outcome = each.outcome
    if outcome.verdict == CANNOT:
        return _cannot(each)
    if outcome.verdict == DEPENDS:
        return _depends(each)
    named = next((one for one in outcome.deciding if one.result == CORRECT), outcome.deciding[0])
    parts = {"found": sentences.said(named), "label": worded(named.label), "who": _whose(dispute, each)}
    told = capital(say(_words(each, named), **parts))
    beside = _by_the_other_index(each) if outcome.verdict == CORRECT else None
    if beside is None:
        return told
    _, there, it = beside
    return say("{told} By {there}: {it}.", told=told, there=worded(there), it=it)


def _words(each: claims.Judged, named: Choice) -> str:
    outcome = each.outcome
    by = "{found}. Way of counting: {label}." if "index" in named.options else "{found}, by {label}."
    match outcome.verdict:
        case "correct":
            agrees = (
                "The other side’s figure agrees"
                if outcome.evidence == OTHER_SIDE
                else "Independent figures agree"
            )
            return f"{agrees}: {by}"
        case "wrong":
            return f"Independent figures say otherwise: {by}"
        case "disputed":
            return f"The other side says otherwise: {by} Nobody else’s figure was found."
    if named.holds is None:
        return "Only {who} own word was found. Beside it, {label}: {found}."
    if named.holds:
        return f"Only {{who}} own word was found: {by}"
    return f"Figures that stand in for it point the other way: {by}"


def _whose(dispute: Dispute, each: claims.Judged) -> str:
    name = who(dispute, each)
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def _cannot(each: claims.Judged) -> Prose:
    if each.error:
        return each.sentence
    if each.claim.unit == "text":
        return say("It is not a matter of figures.")
    if not each.would_settle:
        return say("No figure was found to check it with.")
    return say("Not found: {lacking}.", lacking=worded(each.would_settle[0]))


def _depends(each: claims.Judged) -> Prose:
    told = by_index(each)
    if told is not None:
        return capital(say("{told}.", told=told))
    true, false, apart = sentences.contrast(each.outcome.deciding)
    return say("Yes by {true}. No by {false}.", true=_by(true, apart), false=_by(false, apart))


def turns_on(each: claims.Judged) -> str:
    """What a claim turns on, in words: the choices that matter most, two at most."""
    axes = sentences.deciding_axes(each.outcome.deciding)[:2]
    return " and on ".join(sentences.AXES.get(axis, axis) for axis in axes)


def answer(dispute: Dispute, each: claims.Judged) -> Prose:
    """A leading claim and its verdict as one sentence, with the choice that it turns on."""
    outcome = each.outcome
    parts = {"clause": clause(each), "whose": _whose(dispute, each)}
    if outcome.verdict == DEPENDS:
        return _answer_that_depends(each)
    if outcome.verdict == CANNOT:
        why = "it is not a matter of figures" if each.claim.unit == "text" else "no figure was found"
        why = "its figures do not fit it as the file has them" if each.error else why
        return say(f"Whether {{clause}} cannot be checked: {why}.", **parts)
    if outcome.verdict == DISPUTED:
        return say(
            "Whether {clause} is disputed: only the two sides’ figures were found, and they differ.", **parts
        )
    if outcome.verdict == UNCONFIRMED:
        if outcome.evidence == OWN_WORD:
            return say("That {clause} rests on {whose} own word alone.", **parts)
        return say("That {clause} is not confirmed by the figures that were found.", **parts)
    right = "correct" if outcome.verdict == CORRECT else "wrong"
    if right == "correct" and (beside := _by_the_other_index(each)) is not None:
        here, there, it = beside
        words = "It is correct by {here} that {clause}; by {there} it is {it}."
        return say(words, here=worded(here), there=worded(there), it=it, **parts)
    by = "by the other side’s own figures" if outcome.evidence == OTHER_SIDE else _by_all(each)
    return say(f"It is {right} that {{clause}}, {by}.", **parts)


def _by_the_other_index(each: claims.Judged) -> tuple[str, str, Prose | Finding] | None:
    """Where one index decides: it, another, and what the same pay makes by that one."""
    named = next((choice for choice in each.outcome.deciding if choice.holds), None)
    indices = {choice.options.get("index") for choice in each.outcome.deciding}
    if named is None or len(indices) > 1 or None in indices:
        return None
    (index,) = indices
    for other in each.outcome.others:
        there = other.options.get("index", index)
        if other.figure is not None and {**other.options, "index": index} == named.options != other.options:
            return index.split(" (")[0], there.split(" (")[0], sentences.said(other)
    found = sentences.carried(each.claim, each.outcome)
    return None if found is None else (found[1], found[2], found[0])


def _by_all(each: claims.Judged) -> str:
    """By what all that decides agrees: every index that was tried, or figures of somebody else."""
    indices = dict.fromkeys(
        choice.options.get("index", "").split(" (")[0] for choice in each.outcome.deciding
    )
    return f"by {' and '.join(indices)} alike" if len(indices) > 1 else "by independent figures"


def _answer_that_depends(each: claims.Judged) -> Prose:
    parts = {"clause": clause(each), "axes": turns_on(each)}
    told = by_index(each)
    if told is not None:
        return capital(say("{clause} {told}.", clause=clause(each), told=told))
    true, false, _ = sentences.contrast(each.outcome.deciding)
    if each.claim.value is None:
        return say("Whether {clause} turns on {axes}.", **parts)
    found = {"true": sentences.said(true), "false": sentences.said(false)}
    return say("Whether {clause} turns on {axes}: {true} by one, {false} by another.", **found, **parts)


def best_case(dispute: Dispute, side: str, judged: Sequence[claims.Judged], most: int = 2) -> list[Prose]:
    """The strongest that a side can say by these figures, claim by claim: what the other should expect.

    Parameters
    ----------
    dispute : Dispute
    side : {"union", "employers"}
    judged : sequence of Judged
        The leading claims first.
    most : int
        How many points.

    Returns
    -------
    list of Prose
        Claim by claim: the reading by which its own is true, or that it is agreed; where the other's fails.
    """
    said = [each for each in judged if each.claim.short] or list(judged)
    points = [point(dispute, each, ours=camp(each.claim.party) == side) for each in said if _is_a_side(each)]
    found = [each for each in points if each is not None]
    mine = [each for each in said if camp(each.claim.party) == side and each.verdict == UNCONFIRMED]
    found += [say("{clause}: that is its own word.", clause=worded(stated_as(each))) for each in mine]
    return found[:most]


def _is_a_side(each: claims.Judged) -> bool:
    return camp(each.claim.party) in (UNION, EMPLOYERS)


def point(dispute: Dispute, each: claims.Judged, *, ours: bool) -> Prose | None:
    """What a side can say of a claim by these figures: of its own, the reading by which it is true; of the other's, where it fails.

    Parameters
    ----------
    dispute : Dispute
    each : Judged
    ours : bool
        Whether it is the side's own claim.

    Returns
    -------
    Prose or None
    """
    return _for(each) if ours else _against(dispute, each)


def _for(each: claims.Judged) -> Prose | None:
    outcome = each.outcome
    if outcome.verdict == CORRECT:
        return say("{clause}: that is correct.", clause=worded(stated_as(each)))
    if outcome.verdict == DEPENDS:
        true = next(choice for choice in outcome.deciding if choice.holds)
        return say(
            "{clause}. The figure: {by}.", clause=worded(stated_as(each)), by=_by(true, _told_apart(each))
        )
    return None


def _told_apart(each: claims.Judged) -> list[str]:
    """The choices in which the readings that decide differ: what is the same in all needs no word."""
    told = each.outcome.deciding
    return [axis for axis in told[0].options if len({choice.options.get(axis) for choice in told}) > 1]


def _against(dispute: Dispute, each: claims.Judged) -> Prose | None:
    outcome = each.outcome
    if outcome.verdict == DEPENDS:
        false = next(choice for choice in outcome.deciding if choice.holds is False)
        return say(
            "It is not so that {clause}. The figure: {by}.",
            clause=clause(each),
            by=_by(false, _told_apart(each)),
        )
    if outcome.verdict in (UNCONFIRMED, DISPUTED):
        return say("That {clause} is {whose} own word.", clause=clause(each), whose=_whose(dispute, each))
    if outcome.verdict == WRONG:
        return say("It is wrong that {clause}.", clause=clause(each))
    return None


def unknown_things(judged: Sequence[claims.Judged], most: int = 3) -> list[Prose]:
    """What would settle the claims and was not found, the leading claims' first."""
    told = dict.fromkeys(words for each in judged for words in each.would_settle)
    return [
        worded(f"{words[:1].upper()}{words[1:]}{'' if words.endswith(('?', '!')) else '.'}")
        for words in list(told)[:most]
    ]
