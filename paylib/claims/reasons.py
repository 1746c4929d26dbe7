"""Why a verdict is as it is, in a sentence or three whose figures are findings."""

from __future__ import annotations

from collections.abc import Sequence

from paylib.checks import Choice
from paylib.disputes import Claim
from paylib.figures.finding import Finding
from paylib.findings import Prose, joined, say, worded

MOST_NAMED = 3
"""How many choices on either side the reasons name."""


def said(choice: Choice) -> Prose:
    """What came of a choice, as it is printed."""
    return say(choice.words, **choice.computed) if choice.computed else say("")


def counted(claim: Claim, tried: Sequence[Choice], sources: tuple[str, ...]) -> Finding:
    """Under how many choices a claim holds, of those that could be tried."""
    known = [each.holds for each in tried if each.holds is not None]
    words = {len(known): f"all {len(known)}", 0: f"none of the {len(known)}"}.get(
        sum(known), f"{sum(known)} of {len(known)}"
    )
    method = "choices under which the claim holds, of those that could be tried"
    return Finding(f"claim {claim.id}, choices", words, "text", method, sources)


def reasons(claim: Claim, tried: Sequence[Choice], sources: tuple[str, ...]) -> Prose:
    """Why, in a sentence or three, with figures."""
    if claim.check is None:
        return say(
            "Not a figure: it is carried as it was said."
            if claim.unit == "text"
            else "Only the party's own word was found."
        )
    sentences = []
    if sum(each.holds is not None for each in tried) > 1:
        count = counted(claim, tried, sources)
        sentences.append(say("It holds under {count} choices that could be tried.", count=count))
    for holds, words in ((True, "It holds by"), (False, "It does not hold by")):
        side = [each for each in tried if each.holds is holds]
        if side:
            sentences.append(say("{words} {side}.", words=words, side=_named(claim, side, sources)))
    lacking = [each.label.rstrip(".") for each in tried if each.holds is None]
    if lacking:
        sentences.append(say("Not held: {lacking}.", lacking=worded("; ".join(lacking))))
    if claim.check.note:
        sentences.append(say("{note}.", note=worded(claim.check.note.rstrip("."))))
    return joined(" ", sentences)


def _named(claim: Claim, side: list[Choice], sources: tuple[str, ...]) -> Prose:
    """The first choices of a side with what came of them, and how many more there are."""
    named = [
        say("{label} ({found})", label=worded(each.label), found=said(each)) for each in side[:MOST_NAMED]
    ]
    told = joined("; ", named)
    if len(side) <= MOST_NAMED:
        return told
    more = Finding(
        f"claim {claim.id}, further choices that {'hold' if side[0].holds else 'do not'}",
        len(side) - MOST_NAMED,
        "count",
        "choices that the reasons do not name",
        sources,
    )
    return say("{told} and {more} more", told=told, more=more)
