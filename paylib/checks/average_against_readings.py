"""An average against what some are known to get."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from paylib import offers
from paylib.checks.check import Check, Names, Tolerance
from paylib.checks.evidence import Choice, Evidence, Given, worked_out
from paylib.checks.stated import Stated


class AverageAgainstReadings(Check):
    """An average against what some are known to get, and what the rest would have to get."""

    EXAMPLE: ClassVar[str] = """
        # civil_service_2004, pcs-average-offer: "5% on average"
        kind = "average_against_readings"
        figures = ["dwp-tops", "dwp-package-low", "dwp-package-high"]
    """

    kind: Literal["average_against_readings"] = "average_against_readings"
    figures: Annotated[Names, Field(min_length=1, description="rises that some get, in per cent")]
    tolerance: Annotated[Tolerance | None, Field(description="what is near enough, in per cent")] = None

    def tried(self, stated: Stated, given: Given) -> list[Choice]:
        """One choice a reading."""
        return [self._choice(each, stated) for each in given.all(self.figures)]

    @staticmethod
    def _choice(reading: Evidence, stated: Stated) -> Choice:
        holds = stated.holds(reading.number)
        rest = worked_out(
            offers.rest_of(stated.value, reading.number, 50),
            "pct",
            "(average less half of what some get) over the other half",
            reading,
            decimals=1,
        )
        words = (
            reading.hedge
            + "{it}; if half of the paybill got that, the other half would need {what the rest would need}"
        )
        return Choice(reading.label, {"it": reading.finding, "what the rest would need": rest}, holds, words)
