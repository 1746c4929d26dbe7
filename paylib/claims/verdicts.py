"""Is a claim true, by what evidence, and what does that turn on?

A claim is first judged by the reading that its maker stated; where none was stated, by a standard set of readings that
its kind of check fixes, so that no author of a file sets a verdict by what is listed or left out. Further readings
of the file are shown and decide nothing. What figures are worth is said by whose they are: somebody else's, the
other side's, or the claimant's own. `paylib.claims.rule` has the rule, `paylib.figures.hedges` the widths of figures
as people say them. A check is never told which party makes the claim.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

import pandas as pd

from paylib import datapackage
from paylib.checks import ADDED, GIVEN, KINDS, STATED, Choice, Evidence, Reading
from paylib.claims import sentences
from paylib.claims.given import evidence_of, given_for, stated_of
from paylib.claims.rule import CANNOT, Outcome, decide, reached
from paylib.claims.sentences import said
from paylib.claims.sides import NONE, OWN_WORD, worth
from paylib.disputes import Claim, Dispute, Figure, opened, reading
from paylib.errors import DisputeError, PaylibError, is_among, unknown
from paylib.figures import periods
from paylib.figures.finding import Finding
from paylib.figures.hedges import WRONG
from paylib.findings import Prose, joined, say, worded

CHECKS = KINDS
"""The kinds of check there are, by the name that a dispute file uses."""

METHOD = """\
Is it true? A claim may be correct, exactly or roughly, or wrong. If its maker said how it was counted, by which index, over \
which months, for whom, that decides. If not, a standard reading does, the same for everyone: for pay and prices the \
consumer index of the day and the RPI, over the year to when the rise was due and to when it was offered. What else we tried \
is shown and decides nothing. We read figures as people say them: “more than” has no upper end, “about” is wider than a bare \
number.

Who says so? Somebody independent, the other side, or only those who make the claim. A party’s figure in a newspaper \
is still the party’s.

The verdict comes of both. Correct or wrong needs a figure from outside, or the other side’s agreement. Where fair \
readings differ, it depends on the reading, and we name it. Where only the two sides’ figures differ, it is disputed; with one’s \
own word alone, unconfirmed; without any figure, it cannot be checked. We say what would settle it.

Swap the sides, and no verdict moves. Full Fact too treats every claim alike, whoever makes it; PolitiFact asks whether \
there is another way to read it; the statistics regulator asks that sources and limits be told."""
"""The rule for readers, in 200 plain words."""


@dataclass(frozen=True)
class Judged:
    """A claim with all that was worked out for it."""

    claim: Claim
    who: str
    tried: tuple[Choice, ...]
    outcome: Outcome
    would_settle: tuple[str, ...]
    sources: tuple[str, ...]
    usage_warnings: tuple[str, ...]
    error: str = ""
    """Why the claim does not fit its check, where it does not."""

    @property
    def verdict(self) -> str:
        """One of `VERDICTS`."""
        return self.outcome.verdict

    @property
    def known(self) -> tuple[Choice, ...]:
        """The readings that could be tried."""
        return tuple(each for each in self.tried if each.holds is not None)

    @property
    def stated(self) -> Finding | None:
        """What the claim states, if it is a figure or a date."""
        claim = self.claim
        if claim.value is None and claim.unit not in ("date", "month"):
            return None
        found = stated_of(claim)
        said_by = tuple(code for code in self.usage_warnings if code.startswith("claimed_by"))
        value = claim.text if claim.value is None else str(found) if self._in_words(found) else found.value
        return Finding(
            f"claim {claim.id}, stated",
            value,
            "text" if isinstance(value, str) and claim.value is not None else claim.unit,
            f"as stated by {self.who}",
            (claim.source,),
            said_by,
            found.places,
        )

    @staticmethod
    def _in_words(found) -> bool:
        """Whether it is no single number: a range, or a figure said in words."""
        return found.to is not None or found.text is not None

    @property
    def as_stated(self) -> Prose:
        """What the claim states, as it is printed: its figure a finding, or its own words."""
        figure, found = self.stated, stated_of(self.claim)
        if figure is None:
            return worded(str(found))
        return say("{it}" if figure.unit == "text" else found.hedge + "{it}", it=figure)

    @cached_property
    def sentence(self) -> Prose:
        """The verdict in a sentence or two."""
        if self.error:
            error = self.error[:1].upper() + self.error[1:]
            return say("Cannot be checked as the file has it. {error}", error=worded(error))
        return sentences.sentence(self.claim, self.who, self.as_stated, self.outcome, self.would_settle)

    @cached_property
    def reasons(self) -> Prose:
        """The sentence, and what a reader should know beside it."""
        if self.error:
            return self.sentence
        beside = sentences.beside(self.claim, self.as_stated, self.outcome, self.tried, self.would_settle)
        return joined(" ", [self.sentence, *beside])


def check(dispute: str | Path | Dispute) -> pd.DataFrame:
    """Check every claim of a dispute.

    Parameters
    ----------
    dispute : str, pathlib.Path or Dispute
        From `paylib.dispute`, or as it takes it.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``claim``: ``party``, ``who`` (the party's name), ``summary``; ``verdict`` (one of `VERDICTS`),
        ``result`` (one of `RESULTS`, or missing), ``reading`` (the one that decides, in words), ``deciding_choice`` (what it
        turns on, where readings differ), ``evidence`` (one of `EVIDENCE`), ``sentence``, ``stated``, ``computed`` and
        ``would_settle``; ``reasons`` (the sentence and what stands beside it), ``holds_under``, ``tried`` (those that could
        be) and ``choices`` (numbers of readings), ``is_figure`` (false for a claim of text only), ``sources``,
        ``usage_warnings``, and ``error`` (why the figures of a claim do not fit its check; empty where they do).

    Examples
    --------
    >>> from paylib import disputes
    >>> check(disputes.load("youth_work_2004")).loc["youth-workload", "verdict"]
    'cannot be checked'
    """
    rows = [_row(each) for each in judged(dispute)]
    return pd.DataFrame(rows, columns=list(_COLUMNS)).set_index("claim")


def choices(dispute: str | Path | Dispute, claim: str) -> pd.DataFrame:
    """Every reading by which a claim was tried.

    Parameters
    ----------
    dispute : str, pathlib.Path or Dispute
        From `paylib.dispute`, or as it takes it.
    claim : str
        The claim's id.

    Returns
    -------
    pandas.DataFrame
        One row a reading: ``choice``, ``computed``, ``holds`` (true, false or missing), ``result`` (one of `RESULTS`,
        or missing), ``set`` (one of `paylib.checks.SETS`), ``dropped`` (why the file leaves a standard reading out),
        ``sources`` and ``usage_warnings``.

    Raises
    ------
    DisputeError
        If there is no such claim, or its figures do not fit its check.
    """
    found = {each.claim.id: each for each in judged(dispute)}
    if not is_among(claim, found):
        raise DisputeError(unknown("claim", claim, found))
    if found[claim].error:
        raise DisputeError(_misfit(found[claim]))
    tried = found[claim].tried
    return pd.DataFrame(
        {
            "choice": [_choice_in_words(found[claim].claim, each) for each in tried],
            "computed": [said(each).text for each in tried],
            "holds": pd.array([each.holds for each in tried], dtype="boolean"),
            "result": [each.result for each in tried],
            "set": [each.of for each in tried],
            "dropped": [each.dropped for each in tried],
            "sources": [each.sources for each in tried],
            "usage_warnings": [each.usage_warnings for each in tried],
        }
    )


def judged(dispute: str | Path | Dispute) -> tuple[Judged, ...]:
    """Every claim of a dispute, worked out once for as long as the tables stay as they are.

    Parameters
    ----------
    dispute : str, pathlib.Path or Dispute
        From `paylib.dispute`, or as it takes it.

    Returns
    -------
    tuple of Judged

    Examples
    --------
    >>> from paylib import disputes
    >>> youth = disputes.load("youth_work_2004")
    >>> judged(youth) is judged(youth)
    True
    """
    return _judged(_Same(opened(dispute)), datapackage.package())


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
    """A claim judged; one that does not fit its check has the error, and says nothing of the others."""
    try:
        made = _decided(dispute, claim, _tried(dispute, claim))
        made.reasons  # noqa: B018 - what stands beside the verdict is worked out too, and may not be possible
    except PaylibError as error:
        warnings = tuple(sorted(_said_by(dispute, claim)))
        outcome = Outcome(CANNOT, None, NONE)
        return Judged(claim, _who(dispute, claim), (), outcome, (), (claim.source,), warnings, str(error))
    return made


def _decided(dispute: Dispute, claim: Claim, tried: tuple[Choice, ...]) -> Judged:
    outcome = decide(
        tried, roles_of(dispute, claim), together=claim.check is not None and claim.check.TOGETHER
    )
    sources = tuple(sorted({claim.source, *(source for each in tried for source in each.sources)}))
    warnings = {code for each in tried for code in each.usage_warnings} | _said_by(dispute, claim)
    lacking = [each.label.rstrip(".") for each in tried if not each.computed and each.of != "added"]
    return Judged(
        claim,
        _who(dispute, claim),
        tried,
        outcome,
        tuple(dict.fromkeys(lacking)) if claim.check is not None else (),
        sources,
        tuple(sorted(warnings)),
    )


_COLUMNS = (
    *(
        "claim",
        "party",
        "who",
        "summary",
        "verdict",
        "result",
        "reading",
        "deciding_choice",
        "evidence",
        "sentence",
    ),
    *(
        "stated",
        "computed",
        "would_settle",
        "reasons",
        "holds_under",
        "tried",
        "choices",
        "is_figure",
        "sources",
    ),
    "usage_warnings",
    "error",
)


def _row(each: Judged) -> dict:
    outcome = each.outcome
    return {
        "claim": each.claim.id,
        "party": each.claim.party,
        "who": each.who,
        "summary": each.claim.summary,
        "verdict": outcome.verdict,
        "result": outcome.result,
        "reading": sentences.reading_of(outcome),
        "deciding_choice": sentences.deciding_choice(outcome),
        "evidence": outcome.evidence,
        "sentence": each.sentence.text,
        "stated": stated(each.claim),
        "computed": _all_computed(outcome.deciding),
        "would_settle": "; ".join(each.would_settle),
        "reasons": each.reasons.text,
        "holds_under": sum(choice.holds for choice in each.known),
        "tried": len(each.known),
        "choices": len(each.tried),
        "is_figure": each.claim.unit != "text",
        "sources": each.sources,
        "usage_warnings": each.usage_warnings,
        "error": _misfit(each),
    }


def _misfit(each: Judged) -> str:
    """Which claim does not fit which check, and why."""
    return f"Claim {each.claim.id!r}, check {each.claim.check.kind!r}: {each.error}" if each.error else ""


def _who(dispute: Dispute, claim: Claim) -> str:
    """The names of those who make the claim: as it says, or all parties of its role."""
    names = claim.who or tuple(party.name for party in dispute.parties if party.role == claim.party)
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names) or claim.party


def roles_of(dispute: Dispute, claim: Claim) -> set[str]:
    """The roles of those who make a claim."""
    return {claim.party, *(party.role for party in dispute.parties if party.name in claim.who)}


def _said_by(dispute: Dispute, claim: Claim) -> set[str]:
    warnings = {
        "union": "claimed_by_union",
        "employers": "claimed_by_employer",
        "government": "claimed_by_employer",
    }
    return {warnings[role] for role in roles_of(dispute, claim) if role in warnings}


def _all_computed(deciding: tuple[Choice, ...]) -> str:
    """What was computed by every reading that decides; where those are many, how many, and the least and the most."""
    found = {said(each).text: each for each in deciding}
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
    """What the figure of a claim leaves either side, were there no word before it.

    Parameters
    ----------
    claim : Claim
        With a value.

    Returns
    -------
    float
        Half of its last stated digit, and of a round figure at most 5 per cent.

    Examples
    --------
    >>> from paylib import disputes
    >>> claims = {claim.id: claim for claim in disputes.load("youth_work_2004").claims}
    >>> [tolerance(claims[name]) for name in ("youth-teacher-gap", "youth-funding", "youth-rise-majority")]
    [200.0, 0.05, 0.005]
    """
    return stated_of(claim).width


def questions(dispute: str | Path | Dispute) -> tuple[str, ...]:
    """What a dispute file should say and does not: whose figures are, and figures that no check uses.

    Parameters
    ----------
    dispute : str, pathlib.Path or Dispute
        From `paylib.dispute`, or as it takes it.

    Returns
    -------
    tuple of str
        A sentence each; none where all is said.

    Examples
    --------
    >>> from paylib import disputes
    >>> questions(disputes.load("youth_work_2004"))
    ()
    """
    dispute = opened(dispute)
    asked, readable = [], _readable(dispute)
    for each in judged(dispute):
        for choice in each.tried:
            asked += [_whose(used) for used in choice.used if used.side is None]
        asked += [*_mirrored(each), *_not_held(each)]
        if each.claim.check is not None:
            asked += _unused(dispute, each.claim, readable)
    return tuple(dict.fromkeys([*asked, *_used_nowhere(dispute, readable)]))


def _mirrored(each: Judged) -> list[str]:
    """Whether a claim would be met with its sign turned round."""
    claim, deciding = each.claim, each.outcome.deciding
    if claim.check is None or not isinstance(claim.value, int | float) or not claim.check.OF_VALUE:
        return []
    if {one.result for one in deciding} != {WRONG}:
        return []
    if any(one.figure.value * claim.value >= 0 for one in deciding):
        return []
    found = stated_of(claim)
    if any(found.result(-one.figure.value) == WRONG for one in deciding if one.figure.unit == claim.unit):
        return []
    says = getattr(claim.check, "says", None)
    turned = (
        f"{-claim.value:g}" if says is None else 'says = "' + ("above" if says == "below" else "below") + '"'
    )
    return [
        f"The claim {claim.id!r} is {found} and the figures give {said(deciding[0]).text}: did you mean {turned}?"
    ]


def _not_held(each: Judged) -> list[str]:
    """Spans that a check adds and of which prices are not held; those that are not out yet were told as the file was read."""
    lacking = [one for one in each.tried if one.of == ADDED and not one.computed and "months" in one.options]
    told = {" to ".join(map(periods.words, map(periods.parse, span))) for span in reading.not_out(each.claim)}
    told |= {one.options["months"] for one in each.tried if one.computed and "months" in one.options}
    return [
        f"The claim {each.claim.id!r} is to be read over {months} as well, and prices of that span are not held: it is left out."
        for months in dict.fromkeys(one.options["months"] for one in lacking)
        if months not in told
    ]


def _whose(used) -> str:
    what = getattr(used, "label", None) or used.record.label
    return (
        f'Whose figure is "{what}"? Write side = "independent", "union", "employers" … there or in its source '
        f"({used.source}); until then it counts like the claimant's own word."
    )


def _unused(dispute: Dispute, claim: Claim, readable: list[tuple[Figure, Evidence]]) -> list[str]:
    """Figures of the claim's quantity and unit that its check does not use, but for the claimant's own.

    Of its quantity are those that say so, and of those that say nothing, what another claim of that quantity and period is set
    against as it stands.
    """
    named = set(claim.check.figures_named)
    of_others = {
        name
        for other in dispute.claims
        if (other.quantity, other.period) == (claim.quantity, claim.period)
        and {claim.check.kind, getattr(other.check, "kind", None)} == {"agrees"}
        for name in other.check.figures_named
    }
    found = [
        evidence
        for figure, evidence in readable
        if figure.id not in named
        and (figure.quantity == claim.quantity or (figure.quantity is None and figure.id in of_others))
    ]
    return [
        f"The figure {each.id!r} is of {claim.quantity} too, and the check of the claim {claim.id!r} does not use it."
        for each in found
        if each.unit == claim.unit
        and (each.side is None or worth(each.side, roles_of(dispute, claim)) != OWN_WORD)
    ]


def _used_nowhere(dispute: Dispute, readable: list[tuple[Figure, Evidence]]) -> list[str]:
    """Figures that no check uses and that do not say of what they are, where claims are in their unit."""
    used = {name for claim in dispute.claims if claim.check for name in claim.check.figures_named}
    told = []
    for figure, evidence in readable:
        if figure.id in used or figure.quantity is not None:
            continue
        near = [repr(claim.id) for claim in dispute.claims if claim.check and claim.unit == evidence.unit]
        if near:
            told.append(
                f"No check uses the figure {figure.id!r}. If it is of the same as the claim {' or '.join(near)}, name it "
                "there; if not, say of what it is with quantity."
            )
    return told


def _readable(dispute: Dispute) -> list[tuple[Figure, Evidence]]:
    """The figures of a file that can be read; one that a table does not have is the error of the claim that uses it."""
    found = []
    for figure in dispute.figures:
        with suppress(PaylibError):
            found.append((figure, evidence_of(dispute, figure)))
    return found


def _tried(dispute: Dispute, claim: Claim) -> tuple[Choice, ...]:
    """The claim tried in every way its check gives. The check is not told the party."""
    if claim.check is None:
        return (Choice("as stated", {}, None),)
    _refuse_too_many(claim)
    stated_ = stated_of(claim)
    tried = _of_its_own(claim.check.tried(stated_, given_for(claim, dispute)), stated_.reading)
    if claim.check.needs:
        tried = [*tried, Choice.missing(claim.check.needs)]
    if not tried:
        raise DisputeError("there is nothing to try the claim with.")
    tried = reached(tried)
    names = (f"claim {claim.id}, choice {place}" for place in range(1, len(tried) + 1))
    return tuple(each.named(name, claim.source) for name, each in zip(names, tried, strict=True))


MOST_READINGS = 10_000
"""The most figures times spans that one claim is tried with: more would take minutes, and nobody reads them."""


def _refuse_too_many(claim: Claim) -> None:
    figures, spans = len(set(claim.check.figures_named)), len(set(getattr(claim.check, "spans", ())))
    if figures * spans > MOST_READINGS:
        raise DisputeError(
            f"{figures} figures over {spans} spans are {figures * spans:,} readings, and a claim takes "
            f"{MOST_READINGS:,} at most: leave out figures or spans."
        )


def _of_its_own(tried: list[Choice], reading: Reading) -> list[Choice]:
    """Readings whose figures are those of the group or measure that the claim names, marked as its own.

    Raises
    ------
    DisputeError
        If no figure is of that group or measure: names those there are.
    """
    asked = {mark for mark in (reading.group, reading.measure) if mark}
    if not asked or any(each.of != GIVEN for each in tried):
        return tried
    if not any(asked <= each.marks for each in tried):
        there = sorted({mark for each in tried for mark in each.marks})
        raise DisputeError(
            f"the claim's reading names {' and '.join(sorted(asked))}, and no figure of the check is of that group or "
            f"quantity. There are: {', '.join(there)}."
        )
    return [replace(each, of=STATED) if asked <= each.marks else each for each in tried]


def _choice_in_words(claim: Claim, choice: Choice) -> str:
    lacking = not choice.computed and claim.check is not None
    return f"what would be needed: {choice.label}" if lacking else choice.label
