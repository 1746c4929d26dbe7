"""Is a claim true, and under which choices?

Each claim of a dispute names a kind of check and the figures to check it with. A check tries the
claim under every choice that the file gives it; one rule turns the choices into a verdict, the
same for both sides:

==================== ==========================================================
verdict              when
==================== ==========================================================
holds                it holds under every choice
does not hold        it holds under none, and every choice could be tried
cannot be checked    no choice could be tried: the figures needed are not held
depends              anything else
==================== ==========================================================

A figure that only one side gives, in its own papers or in a report of what it said, does not settle
that side's claim. Where every figure held is of that kind, ``needs`` in the file names what somebody
else would have to publish: a choice that could not be tried, so that the verdict is *depends* at
best, and *cannot be checked* where nothing else is held. A figure counts as somebody else's if the
other side gives it too, if another body published it of its own knowledge, or if anyone can count it
anew.

A stated figure is met when the computed one lies within what its rounding allows: half of its
last stated digit either way (trailing zeros of a count are not digits), more where the source
hedges it ("about"). A check is never told which party makes the claim.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from paylib import datapackage
from paylib.checks import KINDS, Choice
from paylib.claims.given import given_for, stated_of
from paylib.claims.reasons import reasons, said
from paylib.disputes import Claim, Dispute
from paylib.errors import DisputeError, PaylibError, unknown
from paylib.figures.finding import Finding
from paylib.findings import Prose, say, worded

HOLDS, DEPENDS, DOES_NOT_HOLD, CANNOT = "holds", "depends", "does not hold", "cannot be checked"

VERDICTS = (HOLDS, DEPENDS, DOES_NOT_HOLD, CANNOT)


def verdict(tried: Iterable[bool | None]) -> str:
    """The one rule that turns choices into a verdict.

    Parameters
    ----------
    tried : iterable of bool or None
        Whether the claim holds under each choice; None where it could not be tried.

    Returns
    -------
    str
        One of `VERDICTS`.

    Examples
    --------
    >>> [verdict(tried) for tried in ([True, True], [True, False], [False, False], [None], [False, None])]
    ['holds', 'depends', 'does not hold', 'cannot be checked', 'depends']
    """
    tried = list(tried)
    if all(each is None for each in tried):
        return CANNOT
    if all(each is True for each in tried):
        return HOLDS
    return DOES_NOT_HOLD if all(each is False for each in tried) else DEPENDS


CHECKS = KINDS
"""The kinds of check there are, by the name that a dispute file uses."""


@dataclass(frozen=True)
class Judged:
    """A claim with all that was worked out for it."""

    claim: Claim
    who: str
    tried: tuple[Choice, ...]
    verdict: str
    reasons: Prose
    sources: tuple[str, ...]
    usage_warnings: tuple[str, ...]

    @property
    def known(self) -> tuple[Choice, ...]:
        """The choices that could be tried."""
        return tuple(each for each in self.tried if each.holds is not None)

    @property
    def holds_under(self) -> int:
        """Under how many choices it holds."""
        return sum(each.holds for each in self.known)

    @property
    def stated(self) -> Finding | None:
        """What the claim states, if it is a figure or a date."""
        claim = self.claim
        if claim.value is None and claim.unit not in ("date", "month"):
            return None
        said_by = tuple(code for code in self.usage_warnings if code.startswith("claimed_by"))
        return Finding(
            f"claim {claim.id}, stated",
            claim.text if claim.value is None else claim.value,
            claim.unit,
            f"as stated by {self.who}",
            (claim.source,),
            said_by,
            stated_of(claim).places,
        )

    @property
    def as_stated(self) -> Prose:
        """What the claim states, as it is printed: its figure a finding, or its own words."""
        found = self.stated
        if found is None:
            return worded(str(stated_of(self.claim)))
        hedge = f"{self.claim.qualifier.replace('_', ' ')} " if self.claim.qualifier else ""
        return say(hedge + "{it}", it=found)


def check(dispute: Dispute) -> pd.DataFrame:
    """Check every claim of a dispute.

    Parameters
    ----------
    dispute : Dispute
        From `paylib.dispute`.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``claim``: ``party``, ``who`` (the party's name), ``summary``, ``stated``, ``computed``,
        ``verdict``, ``reasons`` (a sentence with figures), ``holds_under``, ``tried`` (those that could be) and ``choices`` (numbers),
        ``is_figure`` (false for a claim of text only), ``sources`` and ``usage_warnings``.

    Raises
    ------
    DisputeError
        If the figures of a claim do not fit its check.

    Examples
    --------
    >>> from paylib import disputes
    >>> check(disputes.load("youth_work_2004")).loc["youth-workload", "verdict"]
    'cannot be checked'
    """
    return pd.DataFrame([_row(each) for each in judged(dispute)]).set_index("claim")


def choices(dispute: Dispute, claim: str) -> pd.DataFrame:
    """Every choice under which a claim was tried.

    Parameters
    ----------
    dispute : Dispute
        From `paylib.dispute`.
    claim : str
        The claim's id.

    Returns
    -------
    pandas.DataFrame
        One row a choice: ``choice``, ``computed``, ``holds`` (true, false or missing), ``sources`` and
        ``usage_warnings``.

    Raises
    ------
    DisputeError
        If there is no such claim.
    """
    found = {each.claim.id: each for each in judged(dispute)}
    if claim not in found:
        raise DisputeError(unknown("claim", claim, found))
    tried = found[claim].tried
    return pd.DataFrame(
        {
            "choice": [_choice_in_words(found[claim].claim, each) for each in tried],
            "computed": [said(each).text for each in tried],
            "holds": pd.array([each.holds for each in tried], dtype="boolean"),
            "sources": [each.sources for each in tried],
            "usage_warnings": [each.usage_warnings for each in tried],
        }
    )


def judged(dispute: Dispute) -> tuple[Judged, ...]:
    """Every claim of a dispute, worked out once for as long as the tables stay as they are.

    Parameters
    ----------
    dispute : Dispute
        From `paylib.dispute`.

    Returns
    -------
    tuple of Judged

    Raises
    ------
    DisputeError
        If the figures of a claim do not fit its check.

    Examples
    --------
    >>> from paylib import disputes
    >>> youth = disputes.load("youth_work_2004")
    >>> judged(youth) is judged(youth)
    True
    """
    return _judged(_Same(dispute), datapackage.package())


class _Same:
    """A dispute as itself: records do not change, so what was worked out for one stays true of it."""

    def __init__(self, dispute: Dispute) -> None:
        self.dispute = dispute

    def __hash__(self) -> int:
        return id(self.dispute)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.dispute is other.dispute


@lru_cache(maxsize=8)
def _judged(same: _Same, package: datapackage.DataPackage) -> tuple[Judged, ...]:
    return tuple(_judge(same.dispute, claim) for claim in same.dispute.claims)


def _judge(dispute: Dispute, claim: Claim) -> Judged:
    tried = _tried(dispute, claim)
    sources = tuple(sorted({claim.source, *(source for each in tried for source in each.sources)}))
    warnings = {code for each in tried for code in each.usage_warnings} | _said_by(dispute, claim)
    return Judged(
        claim,
        _who(dispute, claim),
        tried,
        verdict(each.holds for each in tried),
        reasons(claim, tried, sources),
        sources,
        tuple(sorted(warnings)),
    )


def _row(each: Judged) -> dict:
    return {
        "claim": each.claim.id,
        "party": each.claim.party,
        "who": each.who,
        "summary": each.claim.summary,
        "stated": stated(each.claim),
        "computed": _all_computed(each.known),
        "verdict": each.verdict,
        "reasons": each.reasons.text,
        "holds_under": each.holds_under,
        "tried": len(each.known),
        "choices": len(each.tried),
        "is_figure": each.claim.unit != "text",
        "sources": each.sources,
        "usage_warnings": each.usage_warnings,
    }


def _who(dispute: Dispute, claim: Claim) -> str:
    """The names of those who make the claim: as it says, or all parties of its role."""
    names = claim.who or tuple(party.name for party in dispute.parties if party.role == claim.party)
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names) or claim.party


def _said_by(dispute: Dispute, claim: Claim) -> set[str]:
    warnings = {
        "union": "claimed_by_union",
        "employers": "claimed_by_employer",
        "government": "claimed_by_employer",
    }
    roles = {claim.party, *(party.role for party in dispute.parties if party.name in claim.who)}
    return {warnings[role] for role in roles if role in warnings}


def _all_computed(known: tuple[Choice, ...]) -> str:
    """What was computed under every choice; where those are many, how many, and the least and the most."""
    found = {said(each).text: each for each in known}
    if len(found) <= 4:
        return "; ".join(found)
    by_size = sorted(found, key=lambda words: found[words].figure.value)
    return f"{len(found)} results, from {by_size[0]} to {by_size[-1]}"


def stated(claim: Claim) -> str:
    """What a claim states, as it is printed.

    Examples
    --------
    >>> from paylib import disputes
    >>> stated(next(claim for claim in disputes.load("youth_work_2004").claims if claim.id == "youth-teacher-gap"))
    '£4,000'
    """
    return str(stated_of(claim))


def tolerance(claim: Claim) -> float:
    """Half of the last stated digit of a claim's figure.

    Parameters
    ----------
    claim : Claim
        With a value. ``decimals`` says how many digits after the point were stated (below zero for
        tens, hundreds …); otherwise they are read from the value: as written, at least two for
        pounds an hour, and without the trailing zeros of counts and sums of money.

    Returns
    -------
    float

    Examples
    --------
    >>> from paylib import disputes
    >>> claims = {claim.id: claim for claim in disputes.load("youth_work_2004").claims}
    >>> [tolerance(claims[name]) for name in ("youth-teacher-gap", "youth-funding", "youth-rise-majority")]
    [500.0, 0.05, 0.005]
    """
    return stated_of(claim).tolerance


def _tried(dispute: Dispute, claim: Claim) -> tuple[Choice, ...]:
    """The claim tried in every way its check gives. The check is not told the party."""
    if claim.check is None:
        return (Choice("as stated", {}, None),)
    try:
        tried = claim.check.tried(stated_of(claim), given_for(claim.check, dispute))
    except PaylibError as error:
        raise DisputeError(f"Claim {claim.id!r}, check {claim.check.kind!r}: {error}") from None
    if claim.check.needs:
        tried = [*tried, Choice.missing(claim.check.needs)]
    if not tried:
        raise DisputeError(
            f"Claim {claim.id!r}: the check {claim.check.kind!r} has nothing to try the claim with."
        )
    names = (f"claim {claim.id}, choice {place}" for place in range(1, len(tried) + 1))
    return tuple(each.named(name, claim.source) for name, each in zip(names, tried, strict=True))


def _choice_in_words(claim: Claim, choice: Choice) -> str:
    lacking = choice.holds is None and claim.check is not None
    return f"what would be needed: {choice.label}" if lacking else choice.label
