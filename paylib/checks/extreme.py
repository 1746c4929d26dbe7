"""Whether a figure is the highest or the lowest of a list."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from paylib.checks.check import Check, InOrder
from paylib.checks.choice import Choice
from paylib.checks.evidence import Given, survey_range
from paylib.checks.stated import Stated
from paylib.errors import DisputeError
from paylib.figures.hedges import CORRECT, WRONG


class Extreme(Check):
    """Whether the first figure is the highest, or the lowest, of a list."""

    EXAMPLE: ClassVar[str] = """
        # school_teachers_2023, joint-largest-ever: "the largest recommendation that the review body ever made"
        kind = "extreme"
        figures = ["award-2023", "award-1992-rise", "award-1992-paybill"]
        says = "highest"
    """

    OF_VALUE: ClassVar[bool] = False

    kind: Literal["extreme"] = "extreme"
    figures: Annotated[
        InOrder, Field(min_length=2, description="the one that it is said of, then all the others")
    ]
    says: Annotated[Literal["highest", "lowest"], Field(description="highest or lowest")] = "highest"

    def tried(self, stated: Stated, given: Given) -> list[Choice]:
        """One choice: beside the other that comes nearest, or goes beyond."""
        this, *others = given.all(self.figures)
        for each in others:
            if each.unit != this.unit:
                raise DisputeError(
                    f"{this.label!r} is in {this.unit} and {each.label!r} is in {each.unit}; a list has one unit."
                )
        sign = 1 if self.says == "highest" else -1
        beside = max(others, key=lambda each: sign * each.number)
        ahead = sign * (this.number - beside.number)
        ends = survey_range(lambda first, second: sign * (first - second), this, beside)
        turns = ahead <= 0 and ends is not None and ends[1] > 0
        label = f"{this.label} beside {beside.label}"
        return [
            Choice(
                label,
                {"it": this.finding, "the other": beside.finding},
                None if turns else CORRECT if ahead > 0 else WRONG,
                this.hedge + "{it} beside " + beside.hedge + "{the other}",
                used=(this, *others),
                options={"figures": label},
                within_margin=turns,
            )
        ]
