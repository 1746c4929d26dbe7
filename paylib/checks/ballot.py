"""The figures of a ballot set against each other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from paylib.checks.agrees import agreement
from paylib.checks.check import Check, Names
from paylib.checks.choice import Choice
from paylib.checks.evidence import Given, Sided
from paylib.checks.stated import Stated
from paylib.figures.fields import Slug
from paylib.figures.finding import Finding
from paylib.figures.rounding import half_last_digit, show, stated_range, whole_or_published

Range = tuple[float, float]

WORKED_OUT = {
    "members": ("members are", "people"),
    "turnout": ("turnout is", "pct"),
    "yes_share": ("a yes share is", "pct"),
}
"""What can be worked out from a ballot, and in what unit."""


class Ballot(Check):
    """Members, turnout or yes share by a ballot's other figures, then other figures for the same thing."""

    EXAMPLE: ClassVar[str] = """
        # civil_service_2004, gov-turnout-low: "a turnout of 31%"
        kind = "ballot"
        ballots = ["home-office-strike"]
        works_out = "turnout"
        figures = ["turnout-ho"]
    """

    kind: Literal["ballot"] = "ballot"
    ballots: Annotated[
        tuple[Slug, ...], Field(min_length=1, max_length=100, description="the ids of one or more")
    ]
    works_out: Annotated[
        Literal["members", "turnout", "yes_share"], Field(description="members, turnout or yes_share")
    ]
    figures: Annotated[Names, Field(description="other figures for the same thing")] = ()

    def tried(self, stated: Stated, given: Given) -> list[Choice]:
        """One choice a ballot, one a figure."""
        counted = [
            each
            for name in self.ballots
            for each in worked_out_of(given.ballots[name], self.works_out, stated)
        ]
        return [*counted, *agreement(stated, given.all(self.figures))]


def worked_out_of(ballot: Sided, what: str, stated: Stated) -> list[Choice]:
    """Members, turnout or yes share by a ballot's other figures; where these do not give it, as it was published.

    Raises
    ------
    DisputeError
        If the claim is in another unit.
    """
    told, unit = WORKED_OUT[what]
    stated.needs_unit(told, unit)
    found = {"members": _members, "turnout": _turnout, "yes_share": _yes_share}[what](ballot, stated)
    published = getattr(ballot.record, {"members": "members", "turnout": "turnout_pct"}.get(what, "yes_pct"))
    return [found] if found.computed or published is None else [_published(ballot, published, stated), found]


def _published(sided: Sided, figure: float | Range, stated: Stated) -> Choice:
    """A figure of the ballot as it was published, which may be all that is known."""
    ends = figure if isinstance(figure, tuple) else (figure, figure)
    label = f'"{sided.record.label}" as it was published'
    computed, said = _ends("it", figure, stated.unit, "as published", sided, exact=True)
    return Choice(label, computed, stated.result(*ends), said["it"], used=(sided,), options={"figure": label})


def _members(sided: Sided, stated: Stated) -> Choice:
    """Votes over turnout."""
    ballot = sided.record
    votes, turnout = _votes_cast(ballot), _rounded(ballot.turnout_pct, "pct")
    lacking = _lacking(votes, "the votes for and against"), _lacking(turnout, "the turnout", "a turnout")
    if any(lacking):
        return _not_held_of(ballot, lacking)
    found = votes[0] / turnout[1] * 100, votes[1] / turnout[0] * 100
    parts = {"votes": (votes, "votes"), "turnout": (ballot.turnout_pct, "pct")}
    return _set_against(
        stated,
        found,
        f'the votes and the turnout of "{ballot.label}"',
        "votes over turnout",
        "{it} members, from {votes} votes at a turnout of {turnout}",
        parts,
        sided,
    )


def _turnout(sided: Sided, stated: Stated) -> Choice:
    """Votes over members."""
    ballot = sided.record
    votes, members = _votes_cast(ballot), _rounded(ballot.members, "people")
    lacking = (
        _lacking(votes, "the votes for and against"),
        _lacking(members, "the number of members who could vote"),
    )
    if any(lacking):
        return _not_held_of(ballot, lacking)
    found = votes[0] / members[1] * 100, votes[1] / members[0] * 100
    return _set_against(
        stated,
        found,
        f'the votes and the members of "{ballot.label}"',
        "votes over members",
        "{it}, from {votes} votes of {members} members",
        {"votes": (votes, "votes"), "members": (ballot.members, "people")},
        sided,
    )


def _yes_share(sided: Sided, stated: Stated) -> Choice:
    """Yes votes over yes and no votes."""
    ballot = sided.record
    yes, no = _counted_votes(ballot.yes_votes), _counted_votes(ballot.no_votes)
    valid = None if yes is None or no is None else (yes[0] + no[0], yes[1] + no[1])
    lacking = (_lacking(valid, "the votes for and against", "a count of votes"),)
    if any(lacking):
        return _not_held_of(ballot, lacking)
    found = tuple(for_ / (for_ + against) * 100 for for_, against in zip(yes, reversed(no), strict=True))
    return _set_against(
        stated,
        found,
        f'the count in "{ballot.label}"',
        "yes votes over yes and no votes",
        "{it}, from {yes} votes for and {no} against",
        {"yes": (yes, "votes"), "no": (no, "votes")},
        sided,
    )


def _votes_cast(ballot) -> Range | None:
    """All papers returned, with those that were not valid."""
    counts = [_counted_votes(votes) for votes in (ballot.yes_votes, ballot.no_votes, ballot.spoilt or 0)]
    return None if None in counts else tuple(map(sum, zip(*counts, strict=True)))


def _counted_votes(votes: float | Range | None) -> Range | None:
    """Votes are counted, so a single figure is exact."""
    return votes if votes is None or isinstance(votes, tuple) else (votes, votes)


def _rounded(figure: float | Range | None, unit: str) -> Range | None:
    """A range as it is given; of a single figure, what its rounding leaves."""
    if figure is None or isinstance(figure, tuple):
        return figure
    return stated_range(figure, 2 * half_last_digit(figure, unit))


def _lacking(found: Range | None, name: str, above_nought: str = "") -> str:
    """What is missing of a ballot, if anything; a turnout or a count that is divided by has to be above nought."""
    if found is None:
        return name
    return f"{above_nought} above nought" if above_nought and found[0] <= 0 else ""


def _not_held_of(ballot, lacking: Iterable[str]) -> Choice:
    return Choice.missing(f'{" and ".join(each for each in lacking if each)} in "{ballot.label}"')


def _set_against(
    stated: Stated, found: Range, label: str, method: str, words: str, parts: dict, sided: Sided
) -> Choice:
    """What a ballot's figures come to, and from what, set against the range of the stated figure."""
    computed, said = _ends("it", found, stated.unit, method, sided, exact=False)
    for name, (figure, unit) in parts.items():
        ends, as_said = _ends(name, figure, unit, f"as published: {name}", sided, exact=True)
        computed |= ends
        said |= as_said
    for name, ends in said.items():
        words = words.replace(f"{{{name}}}", ends)
    return Choice(label, computed, stated.result(*found), words, used=(sided,), options={"figure": label})


def _ends(
    name: str, figure: float | Range, unit: str, method: str, sided: Sided, *, exact: bool
) -> tuple[dict[str, Finding], dict[str, str]]:
    """The findings of a figure or a range, and the words for it: one where both ends print the same."""
    low, high = figure if isinstance(figure, tuple) else (figure, figure)
    places = [whole_or_published(each, unit) if exact else None for each in (low, high)]
    ends = [
        Finding(name, each, unit, method, (sided.source,), decimals=decimals)
        for each, decimals in zip((low, high), places, strict=True)
    ]
    if show(low, unit, places[0]) == show(high, unit, places[1]):
        return {name: ends[0]}, {name: f"{{{name}}}"}
    top = f"{name} at most"
    return {name: ends[0], top: ends[1]}, {name: f"{{{name}}} to {{{top}}}"}
