"""Whether one figure is larger than another."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from paylib.checks.check import Check, Pairs
from paylib.checks.evidence import Choice, Given
from paylib.checks.stated import Stated


class Larger(Check):
    """Whether the first of each pair is larger than the second."""

    EXAMPLE: ClassVar[str] = """
        # youth_work_2004, youth-best-settlement: "the best settlement in local government"
        kind = "larger"
        pairs = [["settled-first", "njc-2003"], ["settled-first", "njc-2004"]]
    """

    kind: Literal["larger"] = "larger"
    pairs: Annotated[Pairs, Field(description="this one and an earlier one")]

    def tried(self, stated: Stated, given: Given) -> list[Choice]:
        """One choice a pair."""
        return [
            Choice(
                f"{this.label} against {other.label}",
                {"it": this.finding, "the other": other.finding},
                bool(this.number > other.number),
                this.hedge + "{it} against " + other.hedge + "{the other}",
            )
            for this, other in given.like_pairs(self.pairs)
        ]
