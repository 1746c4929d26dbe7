"""Rises of pay against prices."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from paylib.checks.check import Added, Check, Comparison, Indices, LeftOut, Names
from paylib.checks.choice import Choice
from paylib.checks.evidence import Evidence, Given
from paylib.checks.growth import fall_or_rise
from paylib.checks.real_terms import INDICES, Subject, against_prices
from paylib.checks.stated import Stated
from paylib.errors import DisputeError
from paylib.figures.fields import Slug
from paylib.figures.hedges import CLOSE, CORRECT, IN_LINE_PCT, WRONG

LEVEL_PCT = 0.05
"""A change in real terms that shows as 0.0 per cent is level."""


class AgainstInflation(Check):
    """Whether rises of pay were below, above or level with prices."""

    EXAMPLE: ClassVar[str] = """
        # school_teachers_2023, neu-award-cut: "another real-terms pay cut"
        kind = "against_inflation"
        figures = ["award-2022-most", "award-2022-average", "award-2022-start"]
        offer = "award-2022"
        says = "below"
    """

    TOGETHER: ClassVar[bool] = True

    kind: Literal["against_inflation"] = "against_inflation"
    figures: Annotated[
        Names, Field(min_length=1, description="one or more rises in per cent: readings of the offer")
    ]
    says: Annotated[Comparison, Field(description="what is claimed of the rise beside prices")] = "equal"
    offer: Annotated[Slug | None, Field(description="the offer or award that the claim is about")] = None
    spans: Added = ()
    by: Indices = INDICES
    leaves_out: LeftOut = Field(default_factory=dict)

    def tried(self, stated: Stated, given: Given) -> list[Choice]:
        """By the claim's own reading or the standard set, then by what the file adds."""
        subjects = [Subject(each.label, rise_of(each), (each,)) for each in given.all(self.figures)]
        return against_prices(
            self,
            stated,
            given,
            subjects,
            lambda worked: worked.real_pct,
            lambda real: self._result(real, stated),
            method="(1 + the rise of pay) / (1 + the rise of prices) − 1",
            words="{it} in real terms",
        )

    def _result(self, real: float, stated: Stated) -> str:
        if stated.value is not None:
            return stated.result(fall_or_rise(self.says, stated) * real)
        return beside_prices(real, self.says)


def rise_of(figure: Evidence) -> float:
    """A rise in per cent, which cannot be a fall of everything.

    Raises
    ------
    DisputeError
        If it is none.
    """
    if figure.unit != "pct" or figure.number <= -100:
        raise DisputeError(
            f"a rise of pay is in per cent (pct) and above -100; {figure.label!r} is {figure} in {figure.unit}."
        )
    return figure.number


def beside_prices(real: float, says: str) -> str:
    """What a change in real terms is to "below inflation", "in line with" and the like.

    Examples
    --------
    >>> beside_prices(-0.03, "below"), beside_prices(-0.03, "no_less_than"), beside_prices(0.2, "equal")
    ('wrong', 'correct', 'close')
    """
    met = {
        "below": real <= -LEVEL_PCT,
        "above": real >= LEVEL_PCT,
        "no_more_than": real < LEVEL_PCT,
        "no_less_than": real > -LEVEL_PCT,
        "equal": abs(real) < LEVEL_PCT,
    }[says]
    if not met and says == "equal" and abs(real) <= IN_LINE_PCT:
        return CLOSE
    return CORRECT if met else WRONG
