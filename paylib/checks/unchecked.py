"""A claim that needs figures which were not found."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from paylib.checks.check import Check
from paylib.checks.choice import Choice
from paylib.checks.evidence import Given
from paylib.checks.stated import Stated
from paylib.figures.fields import Text


class Unchecked(Check):
    """A claim that needs figures which were not found."""

    EXAMPLE: ClassVar[str] = """
        # youth_work_2004, youth-backdating: "more than £1,000 lost without backdating"
        kind = "unchecked"
        needs = "the old and the new scale, and the month in which each council would have moved its staff"
    """

    kind: Literal["unchecked"] = "unchecked"
    needs: Annotated[Text, Field(description="what figures would settle it")]

    def tried(self, stated: Stated, given: Given) -> list[Choice]:
        """Nothing can be tried."""
        return []
