"""A part of a whole."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from paylib.checks.check import Check, Pairs
from paylib.checks.choice import Choice
from paylib.checks.compared import compared
from paylib.checks.evidence import Given
from paylib.checks.stated import Stated


class Share(Check):
    """The first of each pair in per cent of the second, or as a ratio if that is what is stated."""

    EXAMPLE: ClassVar[str] = """
        # school_teachers_2023, dfe-one-off-share: "2.4% of average pay"
        kind = "share"
        pairs = [["one-off", "average-all-2021"], ["one-off", "average-classroom-2022"]]
    """

    kind: Literal["share"] = "share"
    pairs: Annotated[Pairs, Field(description="the part and the whole")]

    def tried(self, stated: Stated, given: Given) -> list[Choice]:
        """One choice a pair."""
        for _, whole in given.pairs(self.pairs):
            whole.divides(1)
        return [
            compared(
                f"{part.label} as a share of {whole.label}",
                lambda one, all_: one / all_ * 100,
                "pct",
                "the part over the whole",
                stated,
                part,
                whole,
            )
            for part, whole in given.pairs(self.pairs)
        ]
