"""The rise that would restore what pay bought."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from paylib.checks.chain_real_change import chained
from paylib.checks.check import Added, Check, Indices, InOrder, LeftOut
from paylib.checks.choice import Choice
from paylib.checks.evidence import Given
from paylib.checks.real_change import paid_then_and_now
from paylib.checks.real_terms import INDICES, against_prices
from paylib.checks.stated import Stated
from paylib.figures.fields import MOST_OF_A_KIND, Slug


class RiseToRestore(Check):
    """The rise needed to restore what pay bought, from two salaries or from a chain of awards: not the fall turned round."""

    EXAMPLE: ClassVar[str] = """
        # doctors in England, 2023: "a rise of 35% is needed to bring pay back to 2008" (awards came to 16.9%)
        kind = "rise_to_restore"
        awards = ["awards-2008-2022"]
    """

    EITHER: ClassVar[dict[str, str]] = {
        "pairs": "pay before and pay after",
        "awards": "in per cent, in order",
    }

    kind: Literal["rise_to_restore"] = "rise_to_restore"
    pairs: Annotated[
        tuple[tuple[Slug, Slug], ...],
        Field(max_length=MOST_OF_A_KIND, description="pay before and pay after; or awards"),
    ] = ()
    awards: Annotated[InOrder, Field(description="awards in per cent, in order; or pairs")] = ()
    spans: Added = ()
    by: Indices = INDICES
    leaves_out: LeftOut = Field(default_factory=dict)

    @property
    def figures_named(self) -> tuple[str, ...]:
        """The ids of the figures that the check uses."""
        return (*super().figures_named, *self.awards)

    def tried(self, stated: Stated, given: Given) -> list[Choice]:
        """Pay before in the prices of the end, over pay after; the first span is the claim's own unless it says another."""
        stated.needs("pct", "a rise to restore is")
        return against_prices(
            self,
            stated,
            given,
            paid_then_and_now(self.pairs, given) if self.pairs else [chained(self.awards, given)],
            lambda worked: (100 / (100 + worked.real_pct) - 1) * 100,
            lambda *rises: stated.result(*sorted(rises)),
            method="(1 + the rise of prices) / (1 + the rise of pay) − 1",
            words="{it}",
            own=self.spans[0] if self.spans else None,
        )
