"""Growth in per cent."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from paylib.checks.check import Check, Pairs, Tolerance
from paylib.checks.evidence import Choice, Given
from paylib.checks.figures_compared import compared
from paylib.checks.stated import Stated


class Growth(Check):
    """Growth in per cent from the first of each pair to the second."""

    EXAMPLE: ClassVar[str] = """
        # an example of its own: "caseloads are up by more than 20%"
        kind = "growth"
        pairs = [["caseload-2020", "caseload-2024"]]
    """

    kind: Literal["growth"] = "growth"
    pairs: Annotated[Pairs, Field(description="the figure before and the figure after")]
    tolerance: Annotated[Tolerance | None, Field(description="what is near enough, in per cent")] = None

    def tried(self, stated: Stated, given: Given) -> list[Choice]:
        """One choice a pair."""
        stated.needs_unit("growth is", "pct")
        return [
            compared(
                f"{before.label} to {after.label}",
                before.divides(after.number - before.number) * 100,
                "the later less the earlier, over the earlier",
                stated,
                before,
                after,
            )
            for before, after in given.like_pairs(self.pairs)
        ]
