"""Growth of funding against rises of pay."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from paylib import offers
from paylib.checks.agrees import agreement
from paylib.checks.check import Check, InOrder
from paylib.checks.choice import Choice
from paylib.checks.evidence import Evidence, Given, worked_out
from paylib.checks.stated import Stated
from paylib.figures.hedges import CORRECT, WRONG


class PassedOn(Check):
    """Whether funding grew as stated, and rises of pay were less."""

    EXAMPLE: ClassVar[str] = """
        # youth_work_2004, youth-funding: "5.9% more funding, not passed on"
        kind = "passed_on"
        figures = ["funding-growth", "offer-october", "settled-second"]
    """

    kind: Literal["passed_on"] = "passed_on"
    figures: Annotated[
        InOrder,
        Field(min_length=2, description="the growth of funding as published, then rises of pay"),
    ]

    def tried(self, stated: Stated, given: Given) -> list[Choice]:
        """The growth as published, then each rise of pay set against it."""
        stated.needs("pct", "the growth of funding is")
        published, *rises = given.all(self.figures)
        (itself,) = agreement(stated, [published])
        return [
            replace(itself, label=f"the growth itself: {published.label}"),
            *(self._choice(rise, published, stated) for rise in rises),
        ]

    @staticmethod
    def _choice(rise: Evidence, published: Evidence, stated: Stated) -> Choice:
        share = worked_out(
            offers.share_passed_on(rise.number, published.above_nought),
            "pct",
            "the rise of pay over the growth of funding",
            rise,
            published,
            decimals=0,
        )
        return Choice(
            f"{rise.label} set against the growth of funding",
            {"it": rise.finding, "share": share},
            CORRECT if rise.number < stated.number else WRONG,
            rise.hedge + "{it}, which is {share} of that rate",
            used=(rise, published),
            options={"figure": rise.label},
        )
