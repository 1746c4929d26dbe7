"""A part in per cent of a whole."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from paylib.checks.check import Check, Pairs, Tolerance
from paylib.checks.evidence import Choice, Given
from paylib.checks.figures_compared import compared
from paylib.checks.stated import Stated


class Share(Check):
    """The first of each pair in per cent of the second."""

    EXAMPLE: ClassVar[str] = """
        # school_teachers_2023, dfe-one-off-share: "2.4% of average pay"
        kind = "share"
        pairs = [["one-off", "average-all-2021"], ["one-off", "average-classroom-2022"]]
    """

    kind: Literal["share"] = "share"
    pairs: Annotated[Pairs, Field(description="the part and the whole")]
    tolerance: Annotated[Tolerance | None, Field(description="what is near enough, in per cent")] = None

    def tried(self, stated: Stated, given: Given) -> list[Choice]:
        """One choice a pair."""
        return [
            compared(
                f"{part.label} as a share of {whole.label}",
                whole.divides(part.number) * 100,
                "the part over the whole",
                stated,
                part,
                whole,
            )
            for part, whole in given.pairs(self.pairs)
        ]
