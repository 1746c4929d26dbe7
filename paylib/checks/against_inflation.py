"""Rises of pay against prices."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from paylib.checks.check import Check, Names, Spans
from paylib.checks.evidence import Choice, Given
from paylib.checks.real_terms import INDICES, in_real_terms
from paylib.checks.stated import Stated
from paylib.figures.fields import Slug


class AgainstInflation(Check):
    """Whether rises of pay were below, above or level with prices."""

    EXAMPLE: ClassVar[str] = """
        # school_teachers_2023, neu-award-cut: "another real-terms pay cut"
        kind = "against_inflation"
        figures = ["award-2022-most", "award-2022-average", "award-2022-start"]
        spans = [["2021-09", "2022-09"], ["2021/22", "2022/23"]]
        says = "below"
    """

    kind: Literal["against_inflation"] = "against_inflation"
    figures: Annotated[Names, Field(min_length=1, description="one or more rises in per cent")]
    spans: Annotated[Spans, Field(description="pairs of periods whose prices are compared")]
    by: Annotated[tuple[Slug, ...], Field(description="price indices")] = INDICES
    says: Annotated[
        Literal["below", "above", "equal"], Field(description="what is claimed of the rise in real terms")
    ] = "equal"

    def tried(self, stated: Stated, given: Given) -> list[Choice]:
        """By every index over every span; what shows as 0.0 per cent is level."""
        rises = [(each.label, each.number, (each,)) for each in given.all(self.figures)]
        met = {
            "below": lambda real: real <= -0.05,
            "above": lambda real: real >= 0.05,
            "equal": lambda real: abs(real) < 0.05,
        }
        return in_real_terms(rises, self.spans, self.by, met[self.says])
