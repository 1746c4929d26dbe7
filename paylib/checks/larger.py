"""Whether one figure is larger than another."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from paylib.checks.check import Check, Comparison, Pairs
from paylib.checks.choice import Choice
from paylib.checks.compared import set_against
from paylib.checks.date import day_of
from paylib.checks.evidence import Evidence, Given, survey_range
from paylib.checks.stated import Stated
from paylib.figures.hedges import CORRECT, WRONG

COMPARED = {
    "above": lambda apart: apart > 0,
    "below": lambda apart: apart < 0,
    "equal": lambda apart: apart == 0,
    "no_more_than": lambda apart: apart <= 0,
    "no_less_than": lambda apart: apart >= 0,
}
"""What each comparison asks of the first figure less the second."""


class Larger(Check):
    """Whether the first of each pair is larger than the second, or what else ``says`` has; of dates, later."""

    EXAMPLE: ClassVar[str] = """
        # youth_work_2004, youth-best-settlement: "the best settlement in local government"
        kind = "larger"
        pairs = [["settled-first", "njc-2003"], ["settled-first", "njc-2004"]]
    """

    OF_VALUE: ClassVar[bool] = False

    kind: Literal["larger"] = "larger"
    pairs: Annotated[Pairs, Field(description="this one and an earlier one")]
    says: Annotated[Comparison, Field(description="what is claimed of the first beside the second")] = "above"

    def tried(self, stated: Stated, given: Given) -> list[Choice]:
        """One choice a pair."""
        return [self._choice(*pair) for pair in given.like_pairs(self.pairs)]

    def _choice(self, this: Evidence, other: Evidence) -> Choice:
        label = f"{this.label} against {other.label}"
        met = COMPARED[self.says]
        result = CORRECT if met(_placed(this) - _placed(other)) else WRONG
        ends = survey_range(lambda first, second: first - second, this, other)
        turns = result == WRONG and ends is not None and any(map(met, ends))
        return Choice(
            label,
            {"it": this.finding, "the other": other.finding},
            None if turns else result,
            this.hedge + "{it} against " + other.hedge + "{the other}",
            used=(this, other),
            options=set_against(this, other),
            within_margin=turns,
        )


def _placed(figure: Evidence) -> float:
    """A figure as a number; a date as the day that it is."""
    return day_of(figure.value).toordinal() if isinstance(figure.value, str) else figure.number
