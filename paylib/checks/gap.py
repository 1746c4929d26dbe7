"""How far one figure lies below another."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from paylib.checks.check import Check, Pairs
from paylib.checks.choice import Choice
from paylib.checks.compared import compared, set_against
from paylib.checks.evidence import Evidence, Given
from paylib.checks.stated import Stated


class Gap(Check):
    """How far the first of each pair lies below the second; in per cent of it if that is what is stated."""

    EXAMPLE: ClassVar[str] = """
        # youth_work_2004, youth-teacher-gap: "£4,000 below teachers"
        kind = "gap"
        pairs = [["start-youth", "start-teacher"], ["start-youth", "start-teacher-april"]]
    """

    kind: Literal["gap"] = "gap"
    pairs: Annotated[Pairs, Field(description="of the lower and the higher figure")]

    def tried(self, stated: Stated, given: Given) -> list[Choice]:
        """One choice a pair."""
        return [self._choice(lower, upper, stated) for lower, upper in given.like_pairs(self.pairs)]

    @staticmethod
    def _choice(lower: Evidence, upper: Evidence, stated: Stated) -> Choice:
        label, both = f"{lower.label} against {upper.label}", (lower, upper)
        options = set_against(lower, upper)
        if stated.unit == "pct" and upper.unit != "pct":
            upper.divides(1)
            return compared(
                label,
                lambda low, high: (high - low) / high * 100,
                "pct",
                "the higher less the lower, over the higher",
                stated,
                *both,
                options=options,
            )
        return compared(
            label,
            lambda low, high: high - low,
            upper.unit,
            "the higher less the lower",
            stated,
            *both,
            options=options,
        )
