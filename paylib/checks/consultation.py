"""A consultation of members, for which the law sets no threshold."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from paylib.checks.agrees import agreement
from paylib.checks.ballot import worked_out_of
from paylib.checks.check import Check, Names
from paylib.checks.choice import Choice
from paylib.checks.evidence import Given
from paylib.checks.stated import Stated
from paylib.figures.fields import Slug


class Consultation(Check):
    """The turnout or yes share of a consultation; the law sets no threshold for it, and it is no ballot for a strike."""

    EXAMPLE: ClassVar[str] = """
        # teachers in England, April 2023: "98% voted to reject the offer"
        kind = "consultation"
        ballots = ["offer-march-2023"]
        works_out = "yes_share"
    """

    kind: Literal["consultation"] = "consultation"
    ballots: Annotated[
        tuple[Slug, ...],
        Field(max_length=100, description="the ids of one or more with consultation = true"),
    ] = ()
    works_out: Annotated[
        Literal["members", "turnout", "yes_share"], Field(description="members, turnout or yes_share")
    ] = "yes_share"
    figures: Annotated[Names, Field(description="other figures for the same thing")] = ()

    def tried(self, stated: Stated, given: Given) -> list[Choice]:
        """One choice a consultation, one a figure."""
        counted = [
            each
            for name in self.ballots
            for each in worked_out_of(given.ballots[name], self.works_out, stated)
        ]
        return [*counted, *agreement(stated, given.all(self.figures))]
