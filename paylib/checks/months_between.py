"""Months from one date to another."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from paylib.checks.check import Check, Dates
from paylib.checks.choice import Choice
from paylib.checks.date import day_of
from paylib.checks.evidence import Given
from paylib.checks.stated import Stated
from paylib.figures.finding import Finding
from paylib.figures.hedges import CORRECT, WRONG
from paylib.figures.rounding import show

Months = Annotated[float, Field(gt=0, le=1200, allow_inf_nan=False, examples=[5])]


class MonthsBetween(Check):
    """Whole months from each date to the date that the claim states."""

    EXAMPLE: ClassVar[str] = """
        # youth_work_2004, youth-meeting: "five months after the first team disbanded"
        kind = "months_between"
        dates = ["2003-10", "2003-11-14"]
        months = 5
    """

    OF_VALUE: ClassVar[bool] = False

    kind: Literal["months_between"] = "months_between"
    dates: Annotated[Dates, Field(description="to count from")]
    months: Annotated[Months, Field(description="how many are stated")]

    def tried(self, stated: Stated, given: Given) -> list[Choice]:
        """One choice a date."""
        stated.needs_unit("what this counts to is", "date", "month")
        return [self._choice(start, stated) for start in self.dates]

    def _choice(self, start: str, stated: Stated) -> Choice:
        apart = (day_of(stated.text) - day_of(start)).days / 30.4375
        begun = show(start, "date" if len(start) == 10 else "month")
        near = 0.5 + (0.5 if len(start) == 7 else 0)
        computed = {
            "it": Finding(
                "apart", apart, "months", f"days from {begun} to {stated}, over 30.4375", decimals=1
            ),
            "stated": Finding(
                "months", self.months, "months", "as stated", decimals=0 if self.months.is_integer() else 1
            ),
        }
        label = f"the count from {begun}"
        return Choice(
            label,
            computed,
            CORRECT if abs(apart - self.months) <= near else WRONG,
            "{it} months against {stated}",
            options={"counted from": label},
        )
