"""A stated change of pay in real terms."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from paylib.checks.against_inflation import of_the_offer
from paylib.checks.check import Added, Check, Comparison, Indices, LeftOut, Pairs
from paylib.checks.choice import Choice
from paylib.checks.evidence import Given, survey_range
from paylib.checks.growth import SAYS_OF_CHANGE, change_result, fall_or_rise
from paylib.checks.real_terms import INDICES, Subject, against_prices
from paylib.checks.stated import Stated
from paylib.figures.fields import Slug


class RealChange(Check):
    """A stated change of pay in real terms; a fall is stated as a positive figure, with says = "below"."""

    EXAMPLE: ClassVar[str] = """
        # school_teachers_2023, neu-loss-since-2010: "lost 23% of their pay in real terms"
        kind = "real_change"
        pairs = [["u3-2010", "u3-2022"], ["m6-2010", "m6-2022"]]
        says = "below"
    """

    kind: Literal["real_change"] = "real_change"
    pairs: Annotated[Pairs, Field(description="pay before and pay after")]
    says: Annotated[Comparison, Field(description=SAYS_OF_CHANGE)] = "equal"
    offer: Annotated[Slug | None, Field(description="the offer or award that the claim is about")] = None
    spans: Added = ()
    by: Indices = INDICES
    leaves_out: LeftOut = Field(default_factory=dict)

    def tried(self, stated: Stated, given: Given) -> list[Choice]:
        """From the first of each pair to the second; the first span is the claim's own unless it says another."""
        if stated.value is not None:
            stated.needs("pct", "a change in real terms is")
        paid = paid_then_and_now(self.pairs, given)
        own = self.spans[0] if self.spans else None
        return against_prices(
            self,
            stated,
            given,
            [*paid, *of_the_offer(given, paid, stated.reading, own)],
            lambda worked: worked.real_pct,
            lambda *real: change_result(self.says, stated, *real),
            method="(1 + the rise of pay) / (1 + the rise of prices) − 1",
            words="{it} in real terms",
            as_claimed=lambda real: fall_or_rise(self.says, stated) * real,
            own=own,
        )


def paid_then_and_now(pairs: tuple[tuple[str, str], ...], given: Given) -> list[Subject]:
    """Pairs of pay before and pay after, as rises."""
    return [
        Subject(
            before.label if before.label == after.label else f"{before.label} to {after.label}",
            _rise(before.above_nought, after.above_nought),
            (before, after),
            survey_range(_rise, before, after),
        )
        for before, after in given.like_pairs(pairs)
    ]


def _rise(before: float, after: float) -> float:
    return (after / before - 1) * 100
