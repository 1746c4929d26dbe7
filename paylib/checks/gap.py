"""How far one figure lies below another."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from paylib.checks.check import Check, Pairs, Tolerance
from paylib.checks.evidence import Choice, Evidence, Given
from paylib.checks.figures_compared import compared
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
    tolerance: Annotated[Tolerance | None, Field(description="what is near enough, in the claim's unit")] = (
        None
    )

    def tried(self, stated: Stated, given: Given) -> list[Choice]:
        """One choice a pair."""
        return [self._choice(lower, upper, stated) for lower, upper in given.like_pairs(self.pairs)]

    @staticmethod
    def _choice(lower: Evidence, upper: Evidence, stated: Stated) -> Choice:
        stated.needs_unit(f"a gap between figures in {upper.unit} is", upper.unit, "pct")
        gap, method = upper.number - lower.number, "the higher less the lower"
        if stated.unit == "pct" and upper.unit != "pct":
            gap, method = upper.divides(gap) * 100, "the higher less the lower, over the higher"
        return compared(f"{lower.label} against {upper.label}", gap, method, stated, lower, upper)
