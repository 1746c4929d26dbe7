"""Staff that a standard asks for, less staff in post."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from paylib import workload
from paylib.checks.check import Check, InOrder
from paylib.checks.choice import Choice
from paylib.checks.compared import compared
from paylib.checks.evidence import Evidence, Given
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
        InOrder,
        Field(
            min_length=3,
            description="the people, the people to one worker, and staff in post (one or more counts)",
        ),
    ]

    def tried(self, stated: Stated, given: Given) -> list[Choice]:
        """One choice a count of staff: a count, or people to one worker as it is."""
        people, standard, *counts = given.all(self.figures)
        standard.divides(1)
        return [self._choice(people, standard, count, stated) for count in counts]

    @staticmethod
    def _choice(people: Evidence, standard: Evidence, count: Evidence, stated: Stated) -> Choice:
        by_ratio = count.unit == "people_per_fte"
        if by_ratio:
            count.divides(1)

        def short(served: float, to_one: float, staff: float) -> float:
            needed = workload.staff_needed(served, to_one)
            return float(workload.shortage(needed, served / staff if by_ratio else staff))

        unit = stated.unit if stated.unit in ("people", "fte", "posts", "jobs") else "people"
        method = "people over people to one worker, less staff in post"
        used, options = (people, standard, count), {"figure": count.label}
        return compared(count.label, short, unit, method, stated, *used, options=options)
