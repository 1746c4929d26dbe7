"""Staff that a standard asks for, less staff in post."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from paylib import workload
from paylib.checks.check import Check, Names, Tolerance
from paylib.checks.evidence import Choice, Evidence, Given
from paylib.checks.figures_compared import compared
from paylib.checks.stated import Stated


class Shortage(Check):
    """How many workers are lacking: people served over the standard for one worker, less staff in post."""

    EXAMPLE: ClassVar[str] = """
        # youth_work_2004, youth-shortage: "4,000 more workers are needed"
        kind = "shortage"
        figures = ["young-people", "standard", "staff-2005", "staff-2006", "ratio-delivery"]
    """

    kind: Literal["shortage"] = "shortage"
    figures: Annotated[
        Names,
        Field(
            min_length=3,
            description="the people, the people to one worker, and staff in post (one or more counts)",
        ),
    ]
    tolerance: Annotated[Tolerance | None, Field(description="what is near enough, in people")] = None

    def tried(self, stated: Stated, given: Given) -> list[Choice]:
        """One choice a count of staff: a count, or people to one worker as it is."""
        people, standard, *counts = given.all(self.figures)
        needed = workload.staff_needed(people.number, standard.number)
        return [
            compared(
                count.label,
                workload.shortage(needed, _in_post(people, count)),
                "people over people to one worker, less staff in post",
                stated,
                people,
                standard,
                count,
            )
            for count in counts
        ]


def _in_post(people: Evidence, count: Evidence) -> float:
    """Staff in post: a count, or the people served divided by how many there are to one worker."""
    return count.divides(people.number) if count.unit == "people_per_fte" else count.number
