"""From when and by which index each side's own claims count, where they say so: what a chart of pay marks."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from paylib.claims.sides import camp, maker
from paylib.disputes import Claim, Dispute
from paylib.figures import periods

LOOKS = {"union": "u", "employers": "e"}
"""How the two sides are coloured in pictures."""


@dataclass(frozen=True)
class Chosen:
    """A choice that somebody's own claim makes.

    Parameters
    ----------
    who : str
        Who makes the claim.
    side : str
        Of which camp that is.
    index : str or None
        By which index; None where the claim names none.
    since : pandas.Period
        The month or year from which it counts.
    """

    who: str
    side: str
    index: str | None
    since: pd.Period

    @property
    def first(self) -> pd.Period:
        """The first month."""
        return self.since.asfreq(periods.MONTH, how="start")

    @property
    def number(self) -> int:
        """The first month as scripts reckon with it."""
        return number(self.first)

    @property
    def look(self) -> str:
        """How the side is coloured in pictures."""
        return LOOKS.get(self.side, "p")

    @property
    def _by(self) -> str:
        return f"by {self.index.upper()}" if self.index else "index not said"

    @property
    def words(self) -> str:
        """The choice in a few words.

        Examples
        --------
        >>> Chosen("the department", "employers", "rpi", pd.Period("2010-09", "M")).words
        'The department: from September 2010, by RPI'
        """
        return f"{self.who[:1].upper()}{self.who[1:]}: from {periods.words(self.since)}, {self._by}"

    @property
    def button(self) -> str:
        """What a button says that shows it.

        Examples
        --------
        >>> Chosen("NEU", "union", "rpi", pd.Period("2010-09", "M")).button
        'As chosen by NEU: RPI from September 2010'
        """
        index = f"{self.index.upper()} " if self.index else ""
        return f"As chosen by {self.who}: {index}from {periods.words(self.since)}"

    @property
    def row(self) -> str:
        """What a table says beside the first month."""
        return f"first month of {self.who}, {self._by}"


def number(month: pd.Period) -> int:
    """A month as a number that script reckons with."""
    return month.year * 12 + month.month - 1


def chosen(dispute: Dispute) -> tuple[Chosen, ...]:
    """The choices of the claims of a dispute, the latest month first.

    Parameters
    ----------
    dispute : Dispute
        From `paylib.dispute`.

    Returns
    -------
    tuple of Chosen
        Once each: who answers a claim by the index and the months of its maker has chosen neither.

    Examples
    --------
    >>> from paylib import disputes
    >>> [each.words for each in chosen(disputes.load("school_teachers_2023"))]
    ['NEU: from September 2010, by RPI']
    """
    found: dict[tuple, Chosen] = {}
    for claim in dispute.claims:
        since = _since(claim)
        if since is not None:
            made = Chosen(maker(dispute, claim), camp(claim.party), claim.reading.by, since)
            found.setdefault((made.index, made.since), made)
    return tuple(sorted(found.values(), key=lambda each: each.first, reverse=True))


def _since(claim: Claim) -> pd.Period | None:
    """The first month or year that a claim says; of an award set against prices, a year before its month."""
    reading = claim.reading
    if reading and reading.since:
        return periods.parse(reading.since)
    if reading and reading.until and claim.check and claim.check.kind == "against_inflation":
        until = periods.parse(reading.until)
        return until - 12 if until.freqstr == periods.MONTH else None
    return None
