"""Whether other figures for the same thing agree."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from paylib.checks.check import Check, Names
from paylib.checks.choice import Choice
from paylib.checks.compared import reaches_further
from paylib.checks.evidence import Evidence, Given
from paylib.checks.stated import Stated
from paylib.figures.hedges import CORRECT, WRONG


class Agrees(Check):
    """Whether other figures for the same thing agree."""

    EXAMPLE: ClassVar[str] = """
        # youth_work_2004, youth-offer: "3%"
        kind = "agrees"
        figures = ["offer-october", "offer-november-report"]
    """

    kind: Literal["agrees"] = "agrees"
    figures: Annotated[Names, Field(description="figures for the same thing, in the claim's unit")] = ()

    def tried(self, stated: Stated, given: Given) -> list[Choice]:
        """One choice a figure."""
        return agreement(stated, given.all(self.figures))


def agreement(stated: Stated, figures: list[Evidence]) -> list[Choice]:
    """Other figures for the same thing, each set against the stated one.

    Raises
    ------
    DisputeError
        If one is in a unit of another kind.
    """
    return [_beside(each, stated) for each in figures]


def _beside(figure: Evidence, stated: Stated) -> Choice:
    if stated.value is None:
        return said(figure, CORRECT if str(figure.value) == stated.text else WRONG)
    low, high = figure.range
    factor = stated.factor_from(figure.unit, f"{figure.label!r} is")
    result = stated.result(low * factor, high * factor)
    alone = result if figure.margin is None else stated.result(figure.number * factor)
    within = reaches_further(result, alone)
    return said(
        figure, CORRECT if within else alone, within_margin=within, far_short=stated.far_short(high * factor)
    )


def said(figure: Evidence, result: str | None, **more) -> Choice:
    """A figure as it stands, and what it is to the stated one."""
    computed = {"it": figure.finding}
    return Choice(
        figure.label,
        computed,
        result,
        figure.hedge + "{it}",
        used=(figure,),
        options={"figure": figure.label},
        **more,
    )
