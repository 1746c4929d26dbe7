"""A stated change in real terms of a chain of awards."""

from __future__ import annotations

import math
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from paylib.checks.against_inflation import rise_of
from paylib.checks.check import Added, Check, Comparison, Indices, InOrder, LeftOut
from paylib.checks.choice import Choice
from paylib.checks.evidence import Given
from paylib.checks.growth import SAYS_OF_CHANGE, change_result, fall_or_rise
from paylib.checks.real_terms import INDICES, Subject, against_prices
from paylib.checks.stated import Stated


class ChainRealChange(Check):
    """A change in real terms over several awards, which multiply; a fall is stated as a positive figure, with says = "below"."""

    EXAMPLE: ClassVar[str] = """
        # a leaflet: five awards of 0.4, 0.3, 1, 1 and 2% against prices, "a cut of 15%" (subtracted, it was 12.5%)
        kind = "chain_real_change"
        figures = ["award-1", "award-2", "award-3", "award-4", "award-5"]
        says = "below"
    """

    kind: Literal["chain_real_change"] = "chain_real_change"
    figures: Annotated[InOrder, Field(min_length=1, description="the awards in per cent, in order")]
    says: Annotated[Comparison, Field(description=SAYS_OF_CHANGE)] = "equal"
    spans: Added = ()
    by: Indices = INDICES
    leaves_out: LeftOut = Field(default_factory=dict)

    def tried(self, stated: Stated, given: Given) -> list[Choice]:
        """The awards multiplied, against prices; the first span is the claim's own unless it says another."""
        if stated.value is not None:
            stated.needs("pct", "a change in real terms is")
        return against_prices(
            self,
            stated,
            given,
            [chained(self.figures, given)],
            lambda worked: worked.real_pct,
            lambda *real: change_result(self.says, stated, *real),
            method="the product of (1 + each award) / (1 + the rise of prices) − 1",
            words="{it} in real terms",
            as_claimed=lambda real: fall_or_rise(self.says, stated) * real,
            own=self.spans[0] if self.spans else None,
        )


def chained(names: tuple[str, ...], given: Given) -> Subject:
    """Awards one after the other, as one rise."""
    awards = given.all(names)
    rise = (math.prod(1 + rise_of(each) / 100 for each in awards) - 1) * 100
    several = f"the {len(awards)} awards from {awards[0].label} to {awards[-1].label}"
    return Subject(several if len(awards) > 1 else awards[0].label, rise, tuple(awards))
